// Columns of the base as SQL expressions that pseudonyms and ciphertexts are computed from.
#pragma once

#include "pg/attribute.hpp"

namespace veil::pg {

class RuleColumn;

// The column in its base type, over the alias "base".
[[nodiscard]] std::string column_value(const Attribute& attribute);

// The one text of the column's value (docs/techniques/canonical_texts.md); nothing for a type without one.
[[nodiscard]] std::optional<std::string> canonical_text(const Attribute& attribute);

// Refuses the parameters "fold" and "normalize" for what is no text.
void refuse_spelling(const RuleColumn& rule);

// The canonical text of a rule's column under its parameters "fold" and "normalize". Refuses them
// as above, and in a database whose encoding they are not defined for.
[[nodiscard]] std::string keyed_text(const RuleColumn& rule);

} // namespace veil::pg
