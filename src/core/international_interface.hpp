// What pg_veil asks of the module pg_veil_international. The module is found by name and loaded at first use,
// so nothing but C types crosses: neither exceptions, nor memory that the other side has to free, nor server
// errors.
#pragma once

#include <cstddef>
#include <cstdint>

namespace veil::international {

extern "C" {

struct VeilDigitPattern {
    const char* expression;
    std::uint32_t lengths; // bit n for the length n
};

// As numbering_plan.hpp has it; `types` in the order of veil::PhoneType.
struct VeilRegionPlan {
    const char* region;
    const char* leading_digits;
    VeilDigitPattern general;
    VeilDigitPattern types[10];
    bool fixed_line_is_mobile;
};

struct VeilPhoneNumber {
    std::int32_t calling_code;
    char national[20]; // ends with a NUL
};

// In the order of veil::PhoneNotation.
enum VeilPhoneNotation { VEIL_INTERNATIONAL, VEIL_NATIONAL };

// Texts come with their size and need no NUL behind them.
struct VeilInternational {
    // Of this struct: raised whenever something in it changes. Checked before anything else is read.
    std::uint32_t version;

    // case_folding.hpp; -1 for nothing.
    std::int64_t (*fold_case)(const char* text, std::size_t size, char* folded, std::size_t capacity);

    // phone_number.hpp. The plans stay for the life of the process, the main region first; their number is 0
    // for a code that nobody has or if memory is short. The size of what is written is 0 for what cannot be
    // written or does not fit.
    std::size_t (*regions_of)(std::int32_t calling_code, const VeilRegionPlan** regions);
    bool (*has_region)(const char* region, std::size_t size);
    bool (*read_national)(const char* text, std::size_t size, const char* region, std::size_t region_size,
                          VeilPhoneNumber* number);
    std::size_t (*write_number)(const VeilPhoneNumber* number, VeilPhoneNotation notation, char* out,
                                std::size_t capacity);
};

// The one function that the module exports.
using VeilInternationalFunction = const VeilInternational*();
}

inline constexpr std::uint32_t interface_version = 2;
inline constexpr const char* interface_function = "veil_international";

} // namespace veil::international
