// veil.hierarchy as C++ values: who may change a hierarchy, and which rules need it. C++ code.
#pragma once

#include "pg/sql_session.hpp"

namespace veil::pg {

// A version of a hierarchy, without its content.
struct HierarchyVersion {
    std::int32_t version;
    // The rule that computes the labels; nothing where they are listed.
    std::optional<std::string> rule;
    std::int32_t top_level;
};

// The newest version. To be called with the rights of the extension's owner, as all below.
[[nodiscard]] std::optional<HierarchyVersion> find_hierarchy(const Spi& spi, const std::string& name);

// What a new version is made of.
struct NewHierarchy {
    std::optional<std::string> definition; // JSON
    std::optional<std::string> rule;       // of the definition
    std::optional<std::string> content;    // the text form
    std::int32_t top_level;
};

// Stores a new version, unless it says what the newest one says. Refuses a role that may not change the
// hierarchy, and a version that the rules in use could not be built on. Returns the number of the version.
[[nodiscard]] std::int32_t store_hierarchy(const Spi& spi, const std::string& name,
                                           const NewHierarchy& hierarchy, Oid role);

// Removes every version that pg_veil did not come with; refuses as above, where a rule uses the hierarchy,
// and where there is no such version.
void drop_hierarchy(const Spi& spi, const std::string& name, Oid role);

} // namespace veil::pg
