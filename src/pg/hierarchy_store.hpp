// The hierarchies of this backend: read from veil.hierarchy once, then used for every row.
#pragma once

#include "core/hierarchy.hpp"
#include "pg/boundary.hpp"

namespace veil::pg {

// Grows whenever a hierarchy that was read may be outdated, or was thrown out.
extern std::uint64_t hierarchy_generation;

// Good for as long as `generation` equals hierarchy_generation, and the snapshot stays.
struct PreparedHierarchy {
    const Hierarchy* hierarchy;
    std::uint64_t generation;
};

// Registers the invalidation callback. Backend code, from _PG_init.
void watch_hierarchies();

// The newest version that the active snapshot sees: so that one query, its parallel workers, and all queries
// of a repeatable read transaction see the same. Refuses where there is none. C++ code.
[[nodiscard]] PreparedHierarchy prepare_hierarchy(std::string_view name);

} // namespace veil::pg
