// Releases that are joined on their subject:
//     SELECT p.city, avg(v.cost) FROM stats.person p JOIN stats.visit v ON p.bsn = v.bsn GROUP BY p.city
// Each row is of one subject then, who counts as in a query on one release. Any number of releases, each of
// another relation; outer joins with one release at a time, whose rows may be missing: the row's subject is
// the other side's.
#pragma once

#include "pg/statistics_level.hpp"

namespace veil::pg {

// All of it is backend code.

// Of a level that reads several releases and nothing else. The conditions of inner joins go to WHERE, those
// of outer joins are admitted and stay, and `links`, the order of the releases and what holds for all of them
// become known. Refuses what is joined in another way, and releases that are not protected alike.
void join_releases(StatisticsLevel* level);

} // namespace veil::pg
