// From a rule to the expression that a view shows: built-in or registered functions over one column,
// constants that are names and numbers, and nothing of the rule's text that was not quoted by the server.
#pragma once

#include "pg/rule_column.hpp"

namespace veil::pg {

// Checks the rule against the registry and the column, and compiles it. `columns` are all of the base's.
[[nodiscard]] CompiledColumn compile_rule(const Spi& spi, const Policy& policy, const Rule& rule,
                                          const Attribute& attribute, const std::vector<Attribute>& columns,
                                          CompileOptions options);

} // namespace veil::pg
