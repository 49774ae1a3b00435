// From values to the steps of a grid and back. To the nearest grid point, halves away from zero.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace veil {

// Of integers, days or microseconds.
struct WholeGrid {
    std::int64_t step; // at least 1
};

// numerator / 10^decimals. No decimal more than the numerator needs.
struct DecimalGrid {
    std::int64_t numerator; // at least 1
    int decimals;           // 0 to 18
};

// Of floating-point numbers: numerator / denominator. A power of two is exact; a decimal number of up to 15
// digits is meant as that, so that the points of 0.1 are the doubles nearest to 0.1, 0.2, 0.3 ...
struct BinaryGrid {
    double numerator; // above 0, finite
    double denominator;
};

// From a decimal number without sign and exponent. Nothing where there is no such grid.
[[nodiscard]] std::optional<WholeGrid> parse_whole_grid(std::string_view text) noexcept;
[[nodiscard]] std::optional<DecimalGrid> parse_decimal_grid(std::string_view text) noexcept;
[[nodiscard]] std::optional<BinaryGrid> parse_binary_grid(std::string_view text) noexcept;

[[nodiscard]] std::int64_t steps_of(std::int64_t value, WholeGrid grid) noexcept;

// Saturates at the type's limits, at the last grid point that it holds.
template <std::signed_integral T>
[[nodiscard]] T value_at(std::int64_t steps, WholeGrid grid) noexcept {
    const std::int64_t lowest = std::numeric_limits<T>::min() / grid.step;
    const std::int64_t highest = std::numeric_limits<T>::max() / grid.step;
    return static_cast<T>((steps < lowest ? lowest : steps > highest ? highest : steps) * grid.step);
}

// The text of a number: digits with an optional minus and point. Nothing for other texts, and where 64 bits
// do not hold the steps.
[[nodiscard]] std::optional<std::int64_t> steps_of(std::string_view number, DecimalGrid grid) noexcept;

// Nothing for NaN and infinities, and from 2^62 steps on.
[[nodiscard]] std::optional<std::int64_t> steps_of(double value, BinaryGrid grid) noexcept;

// The floating-point number nearest to the grid point; the greatest one where the point is beyond.
[[nodiscard]] double value_at(std::int64_t steps, BinaryGrid grid) noexcept;
[[nodiscard]] float single_value_at(std::int64_t steps, BinaryGrid grid) noexcept;

} // namespace veil
