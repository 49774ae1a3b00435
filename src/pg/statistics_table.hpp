// The table of a query of statistics: its cells are the groups, and whether one is shown depends on all of
// them.
#pragma once

#include "pg/question_form.hpp"
#include "pg/statistics_tree.hpp"

namespace veil::pg {

// All of it is backend code.

// What is shown of a cell.
struct ShownAggregate {
    Aggref* aggregate; // as the query has it
    int part;          // of the cell, whose number of subjects decides; 0 is the whole
    Expr* condition;   // which rows are in the part; null where it is the whole
    bool is_of_values; // sums and what holds them: their values decide as well
};

// The rows that belong to a part of a cell, and what is summed of them; null where they are counted alone.
struct CellPart {
    Expr* condition;
    Expr* value;
};

struct StatisticsTable {
    const StatisticsLevel* level;
    const Var* subject;
    List* keys;  // what is grouped by, in the order of the releases and their columns
    List* shown; // of ShownAggregate
    List* parts; // of CellPart, from number 1 on
    Expr* cell;  // veil.cell(...), once all aggregates are known
};

// Of a level that is admitted and whose view has the subject as this column.
[[nodiscard]] StatisticsTable* statistics_table(const StatisticsLevel& level, const Var* subject);

[[nodiscard]] bool has_quantiles(const StatisticsTable& table);

// Whether a part of the cell may be shown, with a window over all cells.
[[nodiscard]] Expr* is_part_shown(const StatisticsTable& table, int part, bool of_values);

// What is computed of a cell's rows for the aggregate, beside the cell itself; null where the cell tells.
[[nodiscard]] Expr* aggregated_value(const StatisticsTable& table, const ShownAggregate& shown);

// Expressions outside of the aggregation. `cell` and `keys` are the table's there, and `value` is what
// aggregated_value gave.
struct CellOutside {
    Expr* cell;
    List* keys; // as in the table
};
[[nodiscard]] Expr* shown_value(const StatisticsTable& table, const ShownAggregate& shown,
                                const CellOutside& outside, Expr* value);

} // namespace veil::pg
