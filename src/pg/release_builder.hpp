// Makes the view of a release say what its rules say.
#pragma once

#include "pg/technique_compiler.hpp"

namespace veil::pg {

enum class Occasion {
    rules_written,    // by INSERT or UPDATE: every rule of the release must fit
    rules_deleted,    // a column whose rule went shows NULL until the transaction ends
    key_rotated,      // the rules are as they were, and nothing but a key's version changes
    transaction_end,  // columns without a rule go, and with the last one the view
    relation_changed, // DDL on the base, or a rebuild: rules of columns that are gone go with them
};

// `editor`: the role that wrote the rules and must hold their keys; InvalidOid on other occasions.
// A release is bound to the relation that its view reads. A closed one is bound to `base`; where that is
// InvalidOid, to the relation that bears the name and has the same owner as before; else it stays closed.
// Deleting rules never opens a closed one. C++ code; takes the rights it needs itself.
void build_release(const Spi& spi, const std::string& policy, const std::string& relation, Occasion occasion,
                   Oid editor, Oid base);

// What the rules of a release stand for, in the order of the base's columns; empty where there is none.
[[nodiscard]] std::vector<CompiledColumn> compiled_columns(const Spi& spi, const Policy& policy,
                                                           const std::string& relation);

// What one rule of a release stands for; nothing where there is no such rule or column. Reveals look under
// the versions of a key that are not active any more.
[[nodiscard]] std::optional<CompiledColumn> compiled_column(const Spi& spi, const Policy& policy,
                                                            const std::string& relation, Oid base,
                                                            const std::string& attribute,
                                                            CompileOptions options);

// Refuses where the policy's owner may not read the column of the base.
void require_select(const Policy& policy, const Release& release, Oid base, const std::string& attribute);

// Whether the rules of the release, if any, are of any column of the relation. One of which they are not is
// another thing, whatever its name: it does not take the release over, to whose end that would be.
[[nodiscard]] bool has_ruled_column(const Spi& spi, const Release& release, Oid relation);

// Gives the release and its rules another name for the base relation.
void rename_release(const Spi& spi, const Release& release, const std::string& relation);

} // namespace veil::pg
