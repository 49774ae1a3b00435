// Masks as the planner meets them: what an expression of a release's view says of the raw column inside.
#pragma once

#include "pg/raw_value.hpp"

namespace veil::pg {

// What a masked value says of where the raw one is, for masks of which nothing more is known.
enum class Cover {
    none,
    start,   // the raw text starts with it
    network, // the raw address is in it, and not less
    numeric, // the raw number is at most the first parameter away from it
    moment,  // the raw moment is at most a unit, or a width, and a day away from it
    clamped, // the raw number is it, unless it is one of the first two parameters
    label,   // the raw value is one that a label of the hierarchy, the first parameter, can be of
};

// A column of a table; 0 for both of what is none.
struct TableColumn {
    Oid relation;
    AttrNumber attribute;
};

// What is true of a mask, and so what may stand in its place.
struct MaskShape {
    // The mask and the coercions around it, with a CaseTestExpr in the place of the raw value. null: no mask
    // that the planner knows.
    Expr* mask;
    // The raw column, and its own type. A Var of type veil.raw_* where the query groups by it.
    Var* column;
    Oid type;
    std::int32_t modifier;
    Oid collation;
    // The call of the mask itself.
    const FuncExpr* call;
    // Different values stay different, and NULL is masked as NULL.
    bool is_injective;
    // Only NULL is masked as NULL.
    bool is_total;
    // The server can compute the raw value of a masked one.
    bool is_invertible;
    // The inverse gives the canonical text of the raw value, which veil.raw_from reads.
    bool is_through_text;
    // Order of the values is kept, or turned round.
    bool is_monotone;
    bool is_descending;
    Cover cover;
    // What the mask gives is rounded to the scale of the column.
    bool is_rounded;
    // Where the column is, several where arms of UNION ALL show the same mask: of TableColumn.
    const List* columns;
};

// All of it is backend code.

[[nodiscard]] MaskShape find_mask(Expr* expression);

// Whether anything is known of a mask that a rewriting could use.
[[nodiscard]] inline bool is_known(const MaskShape& shape) {
    return shape.is_injective || shape.is_monotone || shape.cover != Cover::none;
}

// Whether two masks give equal results for equal values, and only for these: the same technique, parameters,
// key version and input type.
[[nodiscard]] bool same_mask(const MaskShape& left, const MaskShape& right);

// The mask of an expression of type veil.raw_*.
[[nodiscard]] Expr* apply_mask(const MaskShape& shape, Expr* raw);

// A copy that says nothing of collations and length limits, which decide nothing about a mask: it works on
// the bytes. A callback for mutate_children, which needs no context.
[[nodiscard]] Node* without_collations(Node* node, void* context);

// Whether a function is one of the masks that keep an order: total, without a key.
[[nodiscard]] bool is_generalization(Oid function);

} // namespace veil::pg
