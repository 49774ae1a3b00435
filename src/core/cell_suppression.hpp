// Secondary cell suppression: which cells of a table to hide, beside those that tell of somebody, so that
// these cannot be computed from the others and the margins.
//
// The intruder knows every cell of the table and of its margins that is shown, that margins are sums, which
// cells are empty, and of which variables values are not negative; the total of everything, unless it is
// sensitive itself, whether shown or not. What he can say of a hidden cell is an interval. Those of sensitive
// cells reach as far as is asked for.
//
// Every margin table is decided by itself before the tables that it is a margin of, which take what it shows
// and hides for given. So the answer to GROUP BY city is the same asked alone and as the margin of GROUP BY
// city, sex. The price is that a finer table sometimes finds no pattern for itself, and is closed then. Two
// tables of which neither is a margin of the other are looked at together only in a table that has both as
// margins.
#pragma once

#include "core/linear_program.hpp"
#include "core/table_margins.hpp"

namespace veil {

// A table of two dimensions or more, in which something is sensitive, has at most so many cells, its margins
// not counted.
inline constexpr std::size_t most_searched_cells = 2000;
// Steps of the solver times what a step takes, of all margin tables together: two seconds or so, some more in
// five dimensions. With 2000 cells and two variables it is enough where every second cell is sensitive in two
// dimensions, every third in three, and every twentieth in four.
inline constexpr std::uint64_t most_suppression_work = 600'000'000;

enum class SuppressionOutcome : std::uint8_t {
    decided,
    invalid,   // is_valid() says no
    too_large, // more cells than most_searched_cells, or more work than most_suppression_work
    cancelled,
};

struct SuppressedTable {
    SuppressionOutcome outcome;
    // Where decided: the total, the margins, coarser before finer and those of equally many dimensions by the
    // number that their bits make, and the table itself.
    std::vector<MarginTable> tables;

    // Of the finest cell of this number, as it was given.
    [[nodiscard]] bool is_hidden(std::size_t cell) const {
        return tables.back().is_hidden[tables.back().cell_of[cell]];
    }
};

// `solver` is called where linear programs are needed, once; it may throw. `is_cancelled` may be null.
[[nodiscard]] SuppressedTable suppress_cells(const TableCells& cells, const SensitivityRules& rules,
                                             const suppression::VeilSuppression& (*solver)(),
                                             bool (*is_cancelled)());

} // namespace veil
