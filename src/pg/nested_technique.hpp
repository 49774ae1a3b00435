// Techniques on what is inside a column's value, compiled into masks for veil.each and veil.json: see
// nested_mask.hpp.
#pragma once

#include "pg/release_view.hpp"
#include "pg/rule_column.hpp"

namespace veil::pg {

// A technique for a part of the value; the title is for messages.
struct NestedPart {
    std::string title;
    const GivenParameter* technique;
    Attribute value;
};

// The masks as arguments, in the order of the parts, and the columns of the row that any of them reads, as
// the arguments after them.
struct NestedParts {
    std::vector<Protected> masks;
    std::string columns; // ", base.id, base.day"
};
[[nodiscard]] NestedParts compile_parts(RuleColumn& rule, const std::vector<NestedPart>& parts);

// The placeholder for an element of the rule's column.
[[nodiscard]] Attribute nested_value(const RuleColumn& rule, Oid type, std::int32_t modifier);

// The type of what a mask gives.
[[nodiscard]] ViewColumn mask_type(const Protected& mask);

} // namespace veil::pg
