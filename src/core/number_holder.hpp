// What stands directly before a number that no word names: a thing, or whoever has the number.
#pragma once

#include <cstddef>
#include <string_view>

namespace veil {

// Whether the word directly before `begin` of the text names a thing: "pallet 84110886458".
[[nodiscard]] bool follows_thing(std::string_view text, std::size_t begin) noexcept;

// Whether somebody who may have the number, or says it, stands directly before it: "patient 44051401359",
// "Jan Kowalski (44051401359)", "he said 44051401359"; or there is nothing but the number.
[[nodiscard]] bool follows_person(std::string_view text, std::size_t begin, std::size_t end) noexcept;

} // namespace veil
