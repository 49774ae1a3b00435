// How far a name reaches that is not written given name first.
#pragma once

#include "core/name_candidate.hpp"

namespace veil {

// "J.P. (Jan) Jansen": the end of initials, the name by which one is called, and a surname; i for
// anything else.
[[nodiscard]] std::size_t called_name_end(const NameWindow& words, std::size_t i);

// "Jansen, P.", "de Vries, Jan": behind a surname alone, its end with what follows the comma.
[[nodiscard]] std::size_t reversed_name_end(const NameWindow& words, const NameCandidate& name);

// "Driessen - de Jong": behind a surname, its end with the one behind a hyphen between blanks.
[[nodiscard]] std::size_t double_surname_end(const NameWindow& words, const NameCandidate& name);

} // namespace veil
