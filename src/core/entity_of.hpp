// Which kind of identifier a whole value is.
#pragma once

#include "core/finding.hpp"
#include "core/phone_permutation.hpp"

namespace veil {

// The entity that the value is, all of it but for blanks around it; nothing for every other text, and for
// one of more than 1000 bytes. Never `known` or `pattern`; `phone` only with a library, which reads numbers
// without a country as of `region`. A value stands alone, without the words that stand by an identifier in a
// sentence: a form with a check digit is enough. So one value is weak evidence, a column's values are
// strong. Throws std::bad_alloc.
[[nodiscard]] std::optional<Entity> entity_of(std::string_view value, PhoneLibrary* phones = nullptr,
                                              std::string_view region = "NL");

} // namespace veil
