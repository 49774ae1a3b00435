// Which cells of a table are shown: primary suppression of those that the rules of disclosure name, secondary
// suppression of others, so that none of the first can be computed from what is shown.
#pragma once

#include "core/cell_summary.hpp"
#include "core/cell_suppression.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace veil {

struct DisclosureRules {
    DominanceRules dominance;
    double margin_percent = 0; // no cell has more of a margin's rows than this; 0 where it is not set
    bool secondary = true;
};

enum class CellMeasure : std::uint8_t { count, sum };

// The finest cells of a table: no two have the same coordinates, which are 1, 2, ... in each dimension.
struct CellTable {
    std::uint32_t dimensions;
    std::span<const std::uint32_t> coordinates; // of each cell one for each dimension
    std::span<const CellSummary> cells;
};

struct CellPattern {
    SuppressionOutcome outcome;
    std::vector<std::uint8_t> is_shown; // by cell, where decided
};

// `solver` and `is_cancelled` as for suppress_cells(). With rules.secondary there are most_table_dimensions
// at most.
//
// How far below and above an intruder's interval reaches, of a cell that is sensitive itself: three tenths of
// the value; of a number of rows the threshold at least, or from nothing; of a dominated sum as far as its
// rule asks. Sums are known not to be negative where no value is.
[[nodiscard]] CellPattern choose_cells(const CellTable& table, CellMeasure measure,
                                       const DisclosureRules& rules,
                                       const suppression::VeilSuppression& (*solver)(),
                                       bool (*is_cancelled)());

} // namespace veil
