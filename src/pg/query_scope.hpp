// Columns of a query, followed down to the masks that they show, and raw columns brought up to where a query
// can use them.
#pragma once

#include "pg/mask_shape.hpp"

namespace veil::pg {

// What all levels of one statement share.
struct Rewriting {
    Query* statement;
    bool reads_release;
    // MaskShapes met, and the order domain of each, in the same order.
    List* shapes;
    List* orders;
    // Relations read through a release (GuardedRelation), for the guard of indexes.
    List* relations;
    // Relations of which nobody may see how many rows meet a condition: those of statistics.
    const List* hidden;
    // Where somebody asks what was done: of Remark. Else the list stays empty.
    bool keeps_remarks;
    List* remarks;
    // Whether the plan counts on an index to hold no row that was written without its key (unkeyed_rows.hpp).
    bool counts_on_keys;
    bool has_cte;
    bool has_whole_row_of_cte;
};

// One query level while it is looked at; `outer` is the one around it.
struct QueryScope {
    Query* query;
    QueryScope* outer;
    Rewriting* rewriting;
    // What stands in a grouped query outside of WHERE and FROM sees groups: no further column can be had
    // there.
    bool sees_groups;
};

// All of it is backend code.

// A column of a query's result; null where it has none of this number.
[[nodiscard]] const TargetEntry* target_at(const Query* query, AttrNumber number);

// The table that a query shows the rows of, as they are or by a condition; null where it does anything else.
[[nodiscard]] const RangeTblRef* only_table(const Query* query);

// Whether it is the view of a release, which refers to nothing outside of it.
[[nodiscard]] bool is_release(const RangeTblEntry* entry);
[[nodiscard]] bool is_release_view(Oid view);

// The mask that a column shows; `mask` is null where it shows none, or nothing can be said.
[[nodiscard]] MaskShape mask_of_column(QueryScope* scope, const Var* column);

// The raw value behind a column that mask_of_column knows, at the column's own place: as veil.raw_* with an
// order domain, or (InvalidOid) in its own type. Null where it cannot be had, and then nothing was changed.
[[nodiscard]] Var* raw_of_column(QueryScope* scope, const Var* column, const MaskShape& shape,
                                 const RawType& raw, Oid order);

// The same of a column of the query's own result; the number is that of the new column.
[[nodiscard]] MaskShape mask_of_target(QueryScope* scope, AttrNumber number);
AttrNumber raw_target(QueryScope* scope, AttrNumber number, const MaskShape& shape, const RawType& raw,
                      Oid order);

// The order domain of a mask within this statement.
[[nodiscard]] Oid order_domain(Rewriting* rewriting, const MaskShape& shape);

// A column through the joins of its query to what it stands for there; null for a merged column of a join.
[[nodiscard]] const Var* through_joins(const Query* query, const Var* column);

// The queries that a set operation takes its rows from, as numbers in the range table.
[[nodiscard]] List* arms_of(Node* node);
// The raw value behind a masked column of a query's result, as raw_target gives it, without adding it there.
[[nodiscard]] Expr* raw_in_target(QueryScope* scope, AttrNumber number, const MaskShape& shape,
                                  const RawType& raw, Oid order);
[[nodiscard]] bool is_union_all(const Node* node);

// Whether `column`, of the query itself, is referred to as part of a whole row, there or below.
[[nodiscard]] bool has_whole_row(const Query* query, int relation);
// As walk_query, but not into the views of releases: these refer to nothing outside of them.
[[nodiscard]] bool walk_past_releases(Query* query, bool (*walker)(Node*, void*), void* context,
                                      int flags = 0);
// Calls the walker for the queries in a query, at any place.
[[nodiscard]] bool walk_queries_in(Query* query, bool (*walker)(Node*, void*), void* context);

// A new column of a query's result, behind the others. Returns its number.
AttrNumber add_target(Query* query, Expr* expression);

// `query` reads from `inside` alone, which has its range table, conditions and CTEs now; the columns' names
// are for people.
void read_from(Query* query, Query* inside, const char* name, List* columns);

[[nodiscard]] inline RangeTblEntry* range_entry(const Query* query, int number) {
    return static_cast<RangeTblEntry*>(list_nth(query->rtable, number - 1));
}

// Whether all of these SortGroupClauses can be hashed.
[[nodiscard]] bool is_all_hashable(const List* clauses);

// Whether texts of a collation are equal only where their bytes are.
[[nodiscard]] inline bool is_deterministic(Oid collation) {
    return !OidIsValid(collation) || get_collation_isdeterministic(collation);
}

// Whether the raw value is a column, as it is, of tables that are stored here as a whole: neither foreign nor
// partitioned.
[[nodiscard]] bool is_of_stored_tables(const MaskShape& shape);

// Whether groups of raw values are the groups of the masked ones.
[[nodiscard]] inline bool is_groupable(const MaskShape& shape) {
    return shape.mask != nullptr && shape.is_injective && shape.is_total;
}

[[nodiscard]] inline bool is_grouped(const Query* query) {
    return query->groupClause != NIL || query->groupingSets != NIL || query->hasAggs ||
           query->havingQual != nullptr;
}

} // namespace veil::pg
