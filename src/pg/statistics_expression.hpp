// Expressions of a released column that cannot fail, whatever the value: what queries of statistics may group
// by and compare, beside the columns themselves.
#pragma once

#include "pg/statistics_admission.hpp"

namespace veil::pg {

// All of it is backend code.

// date_trunc, extract, integer division, left, substring, width_bucket, floor, ceil, round and trunc, with
// constants, inside one another too. The column that it is of; null where it is none of these. Errors of the
// constants are raised now, so that none of them waits for a row.
[[nodiscard]] const Var* expression_column(const StatisticsLevel& level, const Node* expression);

// The same expression, and NULL for the values that it would fail for: dates far from ours, NaN.
[[nodiscard]] Expr* without_failures(const StatisticsLevel& level, const Expr* expression);

// That the value is a number and neither NULL nor NaN, which is above all numbers. Null: not of such a type.
[[nodiscard]] Expr* is_below_nan(const Var* column);

// Whether the time zone of the session decides what it is.
[[nodiscard]] bool is_of_time_zone(const StatisticsLevel& level, const Node* expression);

// Such an expression in one form, without_failures or with them: width_bucket(income, 0, 100000, 10). Without
// its time zone.
void append_expression(StringInfo text, const StatisticsLevel& level, const Node* expression);

} // namespace veil::pg
