// Raw values inside a plan: the types veil.raw_*, and what the planner needs to know of them.
#pragma once

#include "core/order_hash.hpp"
#include "pg/postgres.hpp"

namespace veil::pg {

// All of it is backend code.

// How raw values of a type are compared inside a plan; all InvalidOid where there is no way.
struct RawType {
    Oid type;     // veil.raw_*
    Oid equality; // the operator =
    Oid value;    // the function that gives the value back
};
[[nodiscard]] RawType raw_type_of(Oid type);
// In the place of one: the raw value stays of its own type.
inline constexpr RawType in_its_own_type{InvalidOid, InvalidOid, InvalidOid};

// A hash under a random key.
[[nodiscard]] OrderHash random_order_hash();

// Numbers that no collation has in a cluster which has made fewer than two thousand million objects.
[[nodiscard]] inline bool is_order_domain(Oid collation) {
    return collation >= 0x80000000U;
}

// An expression of type veil.raw_* that stands for the raw value of `column`; one that is of this type
// already stays as it is. `order` is the domain of the keyed hash (see order_hash.hpp): it travels as a
// collation, that of the expression or of its comparison, which is the one thing that the executor hands to a
// hash function beside the value.
[[nodiscard]] Expr* as_raw(Expr* column, const RawType& raw, Oid order);

// The value of an expression of type veil.raw_*, for a mask: in its own type again. Not a relabelling, which
// the planner would take away together with the one in as_raw, and so lose sight of what a query groups by.
// What is of its own type stays as it is.
[[nodiscard]] Expr* own_value(Expr* raw, Oid type, std::int32_t modifier, Oid collation);

// raw = raw.
[[nodiscard]] Expr* raw_equality(Expr* left, Expr* right, const RawType& raw, Oid order);

} // namespace veil::pg
