// What becomes of releases when something has happened to the relations they are made of, or to a name.
// All of it is C++ code, for a caller that acts as the extension's owner.
#pragma once

#include "pg/rule_catalog.hpp"

namespace veil::pg {

// The relation and what inherits from it: its partitions and child tables.
[[nodiscard]] std::vector<Oid> with_descendants(Oid relation);

// The relation bears another name or is in another schema: its releases follow. Where the name is that of
// another release of the same owner, that one takes the relation over.
void relation_renamed(const Spi& spi, Oid relation);

// A relation came to be, or to belong to somebody else: a closed release of its name and owner opens again.
void relation_appeared(const Spi& spi, Oid relation);

// The rules and the views' columns follow, also those of the releases that are made of these views.
void column_renamed(const Spi& spi, Oid relation, const std::string& from, const std::string& to);

// The rules of the column go, and those whose parameters name it, so that another column of that name is not
// released or read by them.
void column_dropped(const Spi& spi, Oid relation, const std::string& column);
void delete_rule(const Spi& spi, const ReleaseName& release, const std::string& column);

// The relation of a closed release was dropped. Another relation may have come to bear the name that it was
// declared under.
void relation_gone(const Spi& spi, const ReleaseName& name);

void schema_renamed(const Spi& spi, const std::string& from, const std::string& to);

// The views of the policy follow to its new owner, whose rights it has now.
void policy_owner_changed(const Spi& spi, const std::string& schema);

// A relation that takes the name over later is compared with the new owner.
void relation_owner_changed(const Spi& spi, Oid relation);
// The same of all relations, or those in a schema, before they are dropped: REASSIGN OWNED, for which there
// are no event triggers, may have given them to another.
void note_owners(const Spi& spi, const std::optional<std::string>& schema);

// The release follows the new name of its view.
void release_view_renamed(const Spi& spi, Oid view, const std::string& from, const std::string& to);

} // namespace veil::pg
