// The planner hook: queries on releases run on the raw columns' indexes and statistics, and neither their
// results nor the order of them tell more than the masks do. What is true of a mask stands in
// mask_shape.hpp.
#pragma once

#include "pg/query_scope.hpp"

namespace veil::pg {

// Backend code, from _PG_init: chains planner_hook and get_relation_info_hook.
void install_planner();

// All below is backend code too.

// What the rewriting did, or did not do, for veil.explain_rewrites().
struct Remark {
    const char* rewrite;
    const char* column;
    bool applied;
    const char* reason;
};
void remark(Rewriting* rewriting, const char* rewrite, const char* column, const char* obstacle);

// Makes statistics of what is of the aggregated level, or refuses it. Rewrites a statement in place, if it
// reads a release and pg_veil.rewrite is on; `keeps_remarks` as in Rewriting.
Rewriting rewrite_statement(Query* statement, bool keeps_remarks);

// The parts. EXISTS as IN, before the queries in expressions are looked at.
void rewrite_exists(QueryScope* scope);
// Conditions in WHERE and ON; `query` has them replaced.
void rewrite_conditions(QueryScope* scope);
// IS NULL, IS NOT NULL and count(x).
void rewrite_presence(QueryScope* scope);
// count(DISTINCT).
void rewrite_counting(QueryScope* scope);
// GROUP BY and DISTINCT.
void rewrite_grouping(QueryScope* scope);
// UNION, INTERSECT and EXCEPT. May replace what the query consists of.
void rewrite_set_operation(QueryScope* scope);
// Masks of releases that nothing uses; the last of all.
void rewrite_unused(QueryScope* scope);
// In place of that, since it leaves nothing of the view: false where it changed nothing.
[[nodiscard]] bool rewrite_to_table(QueryScope* scope);
// The release that is all that the statement itself reads, without a barrier; null where there is more to it.
[[nodiscard]] RangeTblEntry* only_release(const QueryScope* scope);
// The queries in expressions: called for each.
void rewrite_query(Rewriting* rewriting, Query* query, QueryScope* outer);
void rewrite_sublinks(QueryScope* scope, Node* expression);

// A column as people know it: relation.column.
[[nodiscard]] const char* column_title(QueryScope* scope, const Var* column);

// --- The guard of indexes ---

// A relation that is read through releases: its columns that are shown as they are, and whether a range on a
// raw column came into the statement. `is_opaque`: behind a view that was released, so that nothing is known
// of its columns.
struct GuardedRelation {
    Oid relation;
    bool is_opaque;
    Bitmapset* clear;
    Bitmapset* ranged;
};
void guard_release(Rewriting* rewriting, const Query* view);
void guard_range(Rewriting* rewriting, const MaskShape& shape);
// No index on what is not shown as it is gives rows in its order.
// `rewriting` is null where the library came in the middle of the planning. Of a release that the statement
// did not have when it came to the hook, nothing is taken for clear.
void guard_indexes(const Rewriting* rewriting, PlannerInfo* root, RelOptInfo* rel);

// Of statistics, a plan says nothing of how many rows meet a condition: it is made without the relation's
// statistics, and reads all rows, since scans of indexes are counted.
[[nodiscard]] bool has_hidden_sizes(const Rewriting* rewriting, PlannerInfo* root,
                                    const RangeTblEntry* entry);
void hide_sizes(const Rewriting* rewriting, PlannerInfo* root, RelOptInfo* rel);

} // namespace veil::pg
