// One level of a query that reads releases of the aggregated level, and the columns of these.
#pragma once

#include "pg/statistics_query.hpp"

namespace veil::pg {

// All of it is backend code.

// A release that a level reads. What follows the guard is known where it is joined with another one.
struct StatisticsRelation {
    int number; // in the range table
    StatisticsGuard guard;
    const char* name;    // of the relation that it shows, qualified and quoted
    const char* subject; // its column there
    JoinExpr* outer;     // the join of which it is the side that may be missing; null where it is none
    List* conditions;    // of that join, but for equality of subjects
};

struct StatisticsLevel {
    Query* query;
    int relation;          // the release whose subjects the rows are of
    StatisticsGuard guard; // its own, with the greatest threshold of all
    List* relations;       // of StatisticsRelation, those that are joined in the order of their names
    List* links;           // the conditions that join them on their subject, which are in no other place

    [[nodiscard]] bool is_joined() const noexcept { return list_length(relations) > 1; }
    // In the order above.
    [[nodiscard]] const StatisticsRelation* relation_at(int place) const {
        return static_cast<const StatisticsRelation*>(list_nth(relations, place));
    }
};

[[nodiscard]] const Expr* without_relabelling(const Expr* expression);

// A column of a release; null for anything else.
[[nodiscard]] const Var* column_of(const StatisticsLevel& level, const Node* node);
// The place, in the level's order, of the release with this number in the range table; -1 where it is none.
[[nodiscard]] int place_of(const StatisticsLevel& level, int number);
[[nodiscard]] inline const StatisticsRelation* relation_of(const StatisticsLevel& level, const Var* column) {
    return level.relation_at(place_of(level, column->varno));
}

// What the release's view shows in the column.
[[nodiscard]] const Expr* released_expression(const StatisticsLevel& level, const Var* column);
// Whether the column is computed from the subject: such a column is in a group of its own for each.
[[nodiscard]] bool shows_subject(const StatisticsLevel& level, const Var* column);

} // namespace veil::pg
