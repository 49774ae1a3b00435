// The one text of a floating-point number that does not depend on how it was written.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace veil {

// Sign, 17 digits, point and zeros up to the greatest exponent in either direction.
inline constexpr std::size_t longest_canonical_double = 350;

// The shortest decimal number that reads back as `value`, without an exponent, so that 1e15 is written as the
// integer of that value is. Zero has no sign; "NaN", "Infinity" and "-Infinity" as PostgreSQL writes them.
// Returns how many characters there are.
[[nodiscard]] std::size_t write_canonical_double(double value,
                                                 std::span<char, longest_canonical_double> out) noexcept;

} // namespace veil
