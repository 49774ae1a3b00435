// From a rule to the expression that a view shows: built-in or registered functions over one column,
// constants that are names and numbers, and nothing of the rule's text that was not quoted by the server.
#pragma once

#include "pg/attribute.hpp"
#include "pg/rule_catalog.hpp"

namespace veil::pg {

struct CompiledColumn {
    std::string name;
    std::string expression; // over the alias "base"
    std::string comment;    // for the analyst: what the column is, what it joins with
};

// Checks the rule against the registry and the column, and compiles it. `editor` is the role that writes the
// rule: it must hold the key. InvalidOid: a rebuild, in which nobody chooses a key.
[[nodiscard]] CompiledColumn compile_rule(const Spi& spi, const Policy& policy, const Rule& rule,
                                          const Attribute& attribute, Oid editor);

} // namespace veil::pg
