// Indexes of veil.index_rule: which masks can have one, which index is of which mask, and what stands in one.
// An index is known by its expression, veil.indexed_pseudonym of one column: it belongs to every rule that
// shows this pseudonym of that column, and to no rule by name.
#pragma once

#include "pg/catalog.hpp"
#include "pg/mask_shape.hpp"

namespace veil::pg {

// All of it is backend code.

struct RuleIndex {
    Oid index;
    AttrNumber attribute;
    // veil.indexed_pseudonym(column, key, scope), as the index has it: the column is that of relation 1.
    const FuncExpr* call;
    // What the column's pseudonym is in a release: text or bytea.
    Oid type;
    // The operator veil.= of what the index holds and that type.
    Oid equality;
};

struct KeptRuleIndex : RuleIndex {
    // That whichever index the planner takes for this mask of the table, each row stands there under its
    // pseudonym, as far as could be seen: who relies on it has veil.look_up make sure of it.
    bool is_keyed;
};

// RuleIndexes of a table that planner and writers use, in the order of their OIDs.
[[nodiscard]] List* rule_indexes_of(Oid relation);
// KeptRuleIndexes of a table, as every statement that compares a pseudonym asks for them. They hold until the
// next are asked for, of any table.
[[nodiscard]] const List* kept_rule_indexes_of(Oid relation);
// The one behind an index; null where it is another kind of index.
[[nodiscard]] const RuleIndex* rule_index(Oid index);

// A mask that an index can be of: a pseudonym of a text or of bytes.
struct IndexableMask {
    AttrNumber attribute;
    // veil.pseudonym(column, key, scope).
    const FuncExpr* call;
};
// What is shown of a column of a view: not set where nothing that an index can be of.
[[nodiscard]] bool is_indexable(const MaskShape& shape);
// IndexableMasks of a view.
[[nodiscard]] List* indexable_masks_of(Oid view);
// Whether an index is of this mask, provided that both are of one column.
[[nodiscard]] bool is_index_of(const FuncExpr* index_call, const FuncExpr* mask_call);
// The expression of an index of this mask, as SQL for CREATE INDEX on the relation.
[[nodiscard]] char* index_expression(const FuncExpr* mask_call, Oid relation);

// The version of the key that an index is made with.
[[nodiscard]] const KeyValue* key_of_index(const RuleIndex* index);

// veil.indexed_pseudonym of an expression, as the index has it of its column.
[[nodiscard]] Expr* indexed_value(const RuleIndex* index, const Expr* column);

// What an index holds, compared by the operator veil.= with a masked value or with any of an array; and with
// what stands for a row that was written without the key. Only bitmaps find several values in a hash index.
[[nodiscard]] Expr* indexed_equality(const RuleIndex* index, Expr* indexed, Expr* masked);
[[nodiscard]] Expr* indexed_in_list(const RuleIndex* index, Expr* indexed, Expr* array);
// With a masked value alone, where all rows are keyed.
[[nodiscard]] Expr* keyed_equality(const RuleIndex* index, Expr* indexed, Expr* masked);

// From _PG_init: the planner takes the statistics of the column for those of an index of its pseudonym.
void install_index_statistics();

} // namespace veil::pg
