// PostgreSQL's numeric as it is stored, read as a 64-bit integer of a fixed number of decimals and written
// from one: what a generalization of a number of up to 18 digits needs, without the server's arithmetic of
// digits.
//
// Stored (src/include/utils/numeric.h and the comment on NumericData in numeric.c; unchanged since 9.1): 16
// header bits with sign, display scale and, in the short form, the weight; in the long form 16 bits of
// weight; then groups of four decimal digits, 16 bits each, the first one times 10000^weight. Native byte
// order. The length word before it is the caller's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace veil {

// Fixed point: units of 10000^-groups.
inline constexpr int most_decimal_groups = 4;

struct FixedDecimal {
    std::int64_t units; // of magnitude under 10^18
    bool inexact;       // digits behind the last group were cut off, towards zero
    bool is_negative;   // also where units is 0

    friend constexpr bool operator==(const FixedDecimal&, const FixedDecimal&) = default;

    // The greatest whole number of units that is not above the value, and the least that is not below it.
    [[nodiscard]] constexpr std::int64_t floor() const noexcept {
        return inexact && is_negative ? units - 1 : units;
    }
    [[nodiscard]] constexpr std::int64_t ceiling() const noexcept {
        return inexact && !is_negative ? units + 1 : units;
    }
};

// groups: 0 ... most_decimal_groups. Nothing for NaN, an infinity, a magnitude of 10^18 units or more, and
// bytes that are no numeric.
[[nodiscard]] std::optional<FixedDecimal> read_stored_decimal(std::span<const std::uint8_t> stored,
                                                              int groups) noexcept;

// How many decimals are shown: the display scale. Nothing for NaN, an infinity and what is no numeric.
[[nodiscard]] std::optional<int> stored_decimals(std::span<const std::uint8_t> stored) noexcept;

// Header and up to six groups of digits.
inline constexpr std::size_t longest_stored_decimal = 14;

// The numeric of `units` units of 10000^-groups, shown with `decimals` decimals, 0 ... 63; what lies behind
// them must be zero. Returns the number of bytes.
[[nodiscard]] std::size_t write_stored_decimal(std::int64_t units, int groups, int decimals,
                                               std::span<std::uint8_t, longest_stored_decimal> out) noexcept;

// The same number as the server would write it as a text; decimals: 0 ... 4 * groups.
inline constexpr std::size_t longest_decimal_text = 24;
[[nodiscard]] std::size_t write_decimal_text(std::int64_t units, int groups, int decimals,
                                             std::span<char, longest_decimal_text> out) noexcept;

} // namespace veil
