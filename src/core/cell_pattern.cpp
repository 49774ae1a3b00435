#include "core/cell_pattern.hpp"

namespace veil {

std::vector<std::uint8_t> shown_cells(const CellTable& table, CellMeasure measure,
                                      const DisclosureRules& rules) {
    std::vector<std::uint8_t> shown;
    shown.reserve(table.cells.size());
    for (const CellSummary& cell : table.cells) {
        shown.push_back(measure == CellMeasure::count ? !is_count_sensitive(cell)
                                                      : !is_sum_sensitive(cell, rules.dominance));
    }
    return shown;
}

} // namespace veil
