// What pg_veil asks of the module pg_veil_international. The module is found by name and loaded at first use,
// so nothing but C types crosses: neither exceptions, nor memory that the other side has to free, nor server
// errors.
#pragma once

#include <cstddef>
#include <cstdint>

namespace veil::international {

extern "C" {

struct VeilInternational {
    // Of this struct: raised whenever something in it changes. Checked before anything else is read.
    std::uint32_t version;

    // case_folding.hpp; -1 for nothing.
    std::int64_t (*fold_case)(const char* text, std::size_t size, char* folded, std::size_t capacity);
};

// The one function that the module exports.
using VeilInternationalFunction = const VeilInternational*();
}

inline constexpr std::uint32_t interface_version = 1;
inline constexpr const char* interface_function = "veil_international";

} // namespace veil::international
