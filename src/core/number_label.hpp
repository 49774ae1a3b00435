// What a number is called in the words before it, where that is no person's: orders, claims, serial numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace veil {

// What other_number_at() says of a name that is of no list.
inline constexpr std::uint8_t made_number_label = 1;
// ... and of the "id" of another name.
inline constexpr std::uint8_t sure_number_label = 0xFF;

// Of the word that begins at `word`, how many bytes of it are the name of a number that is nobody's; 0 for
// none. `window` is the text before the number, in small letters. Names that are of no list, but are made as
// such names are, count as one byte, so that any name that somebody knows comes before them: "claimnummer",
// "claim no.". The "id" of "transaction id" counts as more than all.
[[nodiscard]] std::uint8_t other_number_at(std::string_view window, std::size_t word) noexcept;

// Whether a word says nothing where it stands before a number, or speaks of a person's or a telephone's:
// "her", "Polish". In small letters.
[[nodiscard]] bool is_said_before_number(std::string_view word) noexcept;

// "nummer", "no", "is": what stands between the name of a number and the number.
[[nodiscard]] bool is_part_of_label(std::string_view window, std::size_t word) noexcept;

} // namespace veil
