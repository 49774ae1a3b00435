// The aggregated level: queries on its releases become protected statistics, or are refused.
//
// What an analyst wrote
//     SELECT city, avg(income) FROM stats.person WHERE age >= 18 GROUP BY city HAVING ... ORDER BY ...
// becomes
//     SELECT 1, 2 FROM (SELECT 1, CASE WHEN 5 THEN 4 END FROM
//       (SELECT city, veil.is_cell_shown(0, ..., cell, city) OVER (), cell,
//               avg(income), veil.is_cell_shown(1, ..., cell, city) OVER ()
//        ... GROUP BY city) WHERE 2) WHERE ... ORDER BY ...
// where cell is veil.cell(subject, k, ..., income IS NOT NULL, income), of which counts come as well,
// with a security barrier around the inner two, so that whatever stands outside sees cells that are shown,
// and nothing else. What may stand inside is a list (statistics_admission.hpp); the guard in the view
// (sql_statistics.cpp) refuses whatever did not come here.
#pragma once

#include "pg/query_scope.hpp"

namespace veil::pg {

// All of it is backend code.

// The guard in the condition of a view: veil.statistics_only(subject, threshold, disclosure), or with a key
// and its scope.
struct StatisticsGuard {
    FuncExpr* call = nullptr; // null where there is none
    Expr* subject = nullptr;  // over the view's own relations; null where nothing can be asked
    std::int32_t threshold = 0;
    Jsonb* disclosure = nullptr;
    Expr* key = nullptr; // of the noise, where there is some, and its scope
    Expr* scope = nullptr;
};
[[nodiscard]] StatisticsGuard find_guard(const Query* view);

// Makes statistics of all queries of a statement on releases of the aggregated level, or refuses. Returns the
// relations that these releases read.
List* protect_statistics(Query* statement);

// Whether it is the view of such a release.
[[nodiscard]] bool is_statistics_view(Oid view);
// Whether a plan, of a parallel worker too, reads one.
[[nodiscard]] bool reads_statistics(const PlannedStmt* planned);

} // namespace veil::pg
