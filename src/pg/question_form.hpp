// The question of a query of statistics as the tree that core/statistics_question.hpp reads.
#pragma once

#include "pg/statistics_admission.hpp"

namespace veil::pg {

// All of it is backend code.

struct QuestionForm {
    char* tree;
    // Expressions that need no row, for the tree's parameters: their values are known when the query runs.
    List* parameters;
};
// Of a level that is admitted, before statistics are made of it.
[[nodiscard]] QuestionForm question_form(const StatisticsLevel& level);

// What a cell's rows have in common, as a question without groups and aggregates: all the conditions, and
// that each column of `keys` has the value of the expression at its place in `values`.
[[nodiscard]] QuestionForm predicate_form(const StatisticsLevel& level, const List* conditions,
                                          const List* keys, const List* values);
// The name of the release's column that is shown in this expression; where releases are joined it is
// qualified by the relation that the release shows, and quoted. Two releases of one relation do not differ in
// it.
[[nodiscard]] const char* column_name(const StatisticsLevel& level, const Expr* column);
// The same of a column, quoted in any case.
[[nodiscard]] const char* column_text(const StatisticsLevel& level, const Var* column);

// A value as written in SQL. Under pinned settings, unless its type has one form.
[[nodiscard]] const char* literal_of(Datum value, Oid type);
// Types whose text form depends on no setting.
[[nodiscard]] bool has_one_text_form(Oid type);
// A parameter's value as the tree has it. Under pinned settings, unless its type has one form.
void append_operand(StringInfo tree, Datum value, bool is_null, Oid type);

} // namespace veil::pg
