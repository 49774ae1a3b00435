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

// A parameter's value as the tree has it. Under pinned settings.
void append_operand(StringInfo tree, Datum value, bool is_null, Oid type);

} // namespace veil::pg
