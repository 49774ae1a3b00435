// What a query on a release of the aggregated level may consist of. Everything else is refused, with a hint.
#pragma once

#include "pg/statistics_level.hpp"

namespace veil::pg {

// All of it is backend code.

// Refuses a level that is not admitted. Parts of conditions that need no row are replaced by their values,
// and joins are put in one form (statistics_join.hpp).
void admit_level(StatisticsLevel* level);

// Whether its values lie between two given ones, or its type bounds them.
[[nodiscard]] bool has_bounds(const StatisticsLevel& level, const Var* column);
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
