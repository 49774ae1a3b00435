// Names that are no person's: of streets, companies and institutions.
#pragma once

#include "core/name_surroundings.hpp"

namespace veil {

// Is it the name of a street, a company, an institution?
[[nodiscard]] bool is_organization(const NameWindow& words, const NameCandidate& name,
                                   const NameSurroundings& around);

// Is the word behind it one of a street?
[[nodiscard]] bool ends_in_street(const NameWindow& words, const NameCandidate& name);

// "B.V.", "N.V." or "V.O.F." from word i on.
[[nodiscard]] bool is_dotted_form(const NameWindow& words, std::size_t i);

} // namespace veil
