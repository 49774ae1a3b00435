// What pg_veil asks of the module pg_veil_detection. The module is found by name and loaded at first use, so
// nothing but C types crosses: neither exceptions, nor memory that the other side has to free by itself, nor
// server errors.
#pragma once

#include <cstddef>
#include <cstdint>

namespace veil::detection {

extern "C" {

// A compiled regular expression; the module's own.
struct VeilExpression;

// Texts come with their size and need no NUL behind them.
struct VeilDetection {
    // Of this struct: raised whenever something in it changes. Checked before anything else is read.
    std::uint32_t version;

    // regular_expression.hpp. Null for what is no expression of RE2, is too large, or can match nothing at
    // all: then `problem`, of at least 200 bytes, says why and ends with a NUL.
    VeilExpression* (*compile)(const char* expression, std::size_t size, bool is_utf8, char* problem);
    void (*release)(VeilExpression* expression);
    // The first match at or after `from`, never empty. 1 if there is one, 0 if not, and -1 if memory is
    // short.
    int (*find)(const VeilExpression* expression, const char* text, std::size_t size, std::size_t from,
                std::size_t* begin, std::size_t* end);
};

// The one function that the module exports.
using VeilDetectionFunction = const VeilDetection*();
}

inline constexpr std::uint32_t interface_version = 1;
inline constexpr const char* interface_function = "veil_detection";
inline constexpr std::size_t problem_capacity = 200;

} // namespace veil::detection
