// From a rule to the expression that a view shows: built-in or registered functions over one column,
// constants that are names and numbers, and nothing of the rule's text that was not quoted by the server.
#pragma once

#include "pg/rule_catalog.hpp"

namespace veil::pg {

// A column of the base relation.
struct Attribute {
    std::string name;
    Oid type;
    std::int32_t modifier;
    Oid collation;
    Oid base_type; // the type itself, or what its domain is over
    std::int32_t base_modifier;
};

struct CompiledColumn {
    std::string name;
    std::string expression; // over the alias "base"
    std::string comment;    // for the analyst: what the column is, what it joins with
};

// Columns that exist, in their order. C++ code.
[[nodiscard]] std::vector<Attribute> attributes_of(Oid relation);

// NULL of a type, with its modifier and collation: what a closed column shows.
[[nodiscard]] std::string null_expression(Oid type, std::int32_t modifier, Oid collation);

// Checks the rule against the registry and the column, and compiles it. `editor` is the role that writes the
// rule: it must hold the key. InvalidOid: a rebuild, in which nobody chooses a key.
[[nodiscard]] CompiledColumn compile_rule(const Spi& spi, const Policy& policy, const Rule& rule,
                                          const Attribute& attribute, Oid editor);

} // namespace veil::pg
