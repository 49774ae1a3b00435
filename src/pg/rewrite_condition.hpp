// The parts of rewriting conditions: comparisons of masked columns with each other, and with values.
#pragma once

#include "pg/planner_rewrite.hpp"

namespace veil::pg {

// Where a condition stands.
struct Place {
    QueryScope* scope;
    // NULL and false are the same here.
    bool is_positive;
    // The condition of a full join, which must stay an equality.
    bool is_full_join;
    // Inside of the comparison of `x IN (SELECT ...)`.
    const SubLink* sublink;
    // The FROM of the query, where it holds for all of its rows or there is no result: it may become a join.
    // Else null.
    FromExpr* from;
};

// One side of a comparison.
struct Side {
    Node* node;
    const Var* column;   // or
    const Param* output; // of the SELECT in a sublink
    MaskShape shape;
};

[[nodiscard]] inline bool is_masked(const Side& side) {
    return side.shape.mask != nullptr;
}

// All of it is backend code.

// The raw value behind a side as an expression of type veil.raw_*.
[[nodiscard]] Expr* raw_side(const Place& place, const Side& side, const RawType& raw, Oid order);
// The side as people know it.
[[nodiscard]] const char* title_of(const Place& place, const Side& side);
// Whether it is the = of the type's default order or hash, and tells different bytes apart.
[[nodiscard]] bool is_equality(const OpExpr* comparison);
// 2, 4 or 8 bytes; 0 for any other type.
[[nodiscard]] int integer_width(Oid type);

// These make a condition in the place of the comparison of a masked column with something that is none; null:
// it stays as it was.

// By the inverse of the mask.
[[nodiscard]] Node* rewrite_lookup(const Place& place, const OpExpr* comparison, const Side& masked,
                                   Node* other);
// By the inverse of the mask for a list of values, however long: as a semi-join with them.
[[nodiscard]] Node* rewrite_list_lookup(const Place& place, const ScalarArrayOpExpr* list,
                                        const Side& masked);
// By an index of veil.index_rule, for a mask without an inverse.
[[nodiscard]] Node* rewrite_indexed(const Place& place, const OpExpr* comparison, const Side& masked,
                                    Node* other);
[[nodiscard]] bool is_indexable_list(const ScalarArrayOpExpr* list, const Side& masked);
[[nodiscard]] Node* rewrite_indexed_list(const Place& place, const ScalarArrayOpExpr* list,
                                         const Side& masked);
// The same for x IN (SELECT ...), as a join with the different values.
[[nodiscard]] Node* rewrite_indexed_members(const Place& place, const SubLink* sublink, const Side& masked,
                                            const Side& member);
// By exactly the implied range of raw values, for a mask that keeps the order or turns it round.
[[nodiscard]] Node* rewrite_range(const Place& place, const OpExpr* comparison, const Side& masked,
                                  Node* other);
// By the comparison as it is, and what it implies of the raw value: rows are found by an index, and then
// looked at.
[[nodiscard]] Node* add_implied(const Place& place, const OpExpr* comparison, const Side& masked,
                                Node* other);

// Whether `other` is the same for all rows.
[[nodiscard]] bool is_fixed(Node* other);
// Of an operator of the default order of a type, between two values of that type or two integers; 0 for any
// other.
[[nodiscard]] int order_strategy(const OpExpr* comparison, Oid type);

} // namespace veil::pg
