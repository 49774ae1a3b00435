// What conditions on rows may hold: comparisons that cannot fail, of columns and of what is computed without
// a row.
#pragma once

#include "pg/statistics_level.hpp"

namespace veil::pg {

// All of it is backend code.

// Whether it came with the server: of what somebody made nothing is known.
[[nodiscard]] inline bool is_built_in(Oid object) {
    return object < FirstNormalObjectId;
}

// Refuses a condition, or the operator of a comparison alone, that is not admitted. Parts of conditions that
// need no row are replaced by their values.
void admit_condition(const StatisticsLevel& level, Node** place);
void admit_operator(Oid comparison, Oid collation, const List* operands);

// No value makes the function fail.
[[nodiscard]] bool cannot_fail(Oid function);

} // namespace veil::pg
