// Dutch license plates: their sidecodes, and the letters that are given out.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace veil {

// The sidecodes of the RDW, 1 to 14: X a letter, 9 a digit.
inline constexpr std::array<std::string_view, 14> license_plate_sidecodes{
    "XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9",
    "9-XXX-99", "XX-999-X", "X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9"};
// What may stand at each place of a plate with hyphens; nothing where there is a hyphen. The first three
// sidecodes had all letters. Since then there are no vowels, so that plates are no words, and no C and Q,
// which look like a zero; only the first letter may be an O, of a semi-trailer.
[[nodiscard]] std::string_view license_plate_choices(std::size_t sidecode, std::size_t place) noexcept;

// What the RDW does not give out, nowhere in a group of letters.
[[nodiscard]] bool is_withheld_plate(std::string_view plate) noexcept;

inline constexpr std::size_t license_plate_characters = 6;
inline constexpr std::size_t license_plate_size = 8; // with hyphens

} // namespace veil
