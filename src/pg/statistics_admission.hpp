// What a query on a release of the aggregated level may consist of. Everything else is refused, with a hint.
#pragma once

#include "pg/statistics_query.hpp"

namespace veil::pg {

// All of it is backend code.

// One level of a query that reads one release of the aggregated level.
struct StatisticsLevel {
    Query* query;
    int relation; // the release in the range table
    StatisticsGuard guard;
};

// Refuses a level that is not admitted. Parts of conditions that need no row are replaced by their values.
void admit_level(const StatisticsLevel& level);

// A column of the release, through conversions that change nothing; null for anything else.
[[nodiscard]] const Var* column_of(const StatisticsLevel& level, const Node* node);
// Whether its values lie between two given ones, or its type bounds them.
[[nodiscard]] bool has_bounds(const StatisticsLevel& level, const Var* column);
// No value makes the function fail.
[[nodiscard]] bool cannot_fail(Oid function);

// The aggregates of a level, each once.
[[nodiscard]] List* aggregates_of(const StatisticsLevel& level);

// An aggregate counts subjects and not values: count(*), count(DISTINCT subject).
[[nodiscard]] bool counts_all_rows(const Aggref* aggregate);

// Whether it is percentile_cont, for which there is a quantile of our own.
[[nodiscard]] bool is_quantile(const Aggref* aggregate);
// The column that an admitted aggregate is of; null where it is of none.
[[nodiscard]] const Var* aggregated_column(const StatisticsLevel& level, const Aggref* aggregate);

// The column, where the aggregate is of a numeric one that may hold NaN; else null. A NaN in a sum would tell
// of itself, so it is passed over.
[[nodiscard]] const Var* summed_numeric(const StatisticsLevel& level, const Aggref* aggregate);

// Whether it is of the values of a column that can be summed: anything but counts, and extremes of dates.
[[nodiscard]] bool is_of_summable_values(const StatisticsLevel& level, const Aggref* aggregate);

[[noreturn]] void refuse_statistics(const char* problem, const char* hint);

} // namespace veil::pg
