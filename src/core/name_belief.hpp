// How much it is believed that words are the name of a person.
#pragma once

#include "core/name_surroundings.hpp"

namespace veil {

namespace name_confidence {
inline constexpr std::uint8_t sure = 70;
inline constexpr std::uint8_t in_context = 60;
inline constexpr std::uint8_t likely = 50;
} // namespace name_confidence

// 0: not a name.
[[nodiscard]] std::uint8_t belief_in_name(const NameWindow& words, const NameCandidate& name,
                                          const NameSurroundings& around);

} // namespace veil
