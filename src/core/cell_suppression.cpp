#include "core/cell_suppression.hpp"

#include "core/cell_search.hpp"
#include "core/one_way_suppression.hpp"

#include <algorithm>
#include <bit>

namespace veil {

namespace {

// Most of a second.
constexpr std::uint64_t most_tidying_work = most_suppression_work / 3;

// All choices of dimensions, coarser before finer.
std::vector<std::uint32_t> all_margins(std::uint32_t dimensions) {
    std::vector<std::uint32_t> choices(std::size_t{1} << dimensions);
    for (std::uint32_t choice = 0; choice < choices.size(); ++choice) {
        choices[choice] = choice;
    }
    std::stable_sort(choices.begin(), choices.end(), [](std::uint32_t left, std::uint32_t right) {
        return std::popcount(left) < std::popcount(right);
    });
    return choices;
}

std::vector<const MarginTable*> margins_of(const std::vector<MarginTable>& tables, const MarginTable& table) {
    std::vector<const MarginTable*> margins;
    for (const MarginTable& other : tables) {
        if (other.dimensions != table.dimensions && (other.dimensions & ~table.dimensions) == 0) {
            margins.push_back(&other);
        }
    }
    return margins;
}

bool hides(const MarginTable& table) {
    return std::find(table.is_hidden.begin(), table.is_hidden.end(), true) != table.is_hidden.end();
}

bool shows(const MarginTable& table) {
    return std::find(table.is_hidden.begin(), table.is_hidden.end(), false) != table.is_hidden.end();
}

void close(MarginTable& table) {
    table.is_closed = true;
    std::fill(table.is_hidden.begin(), table.is_hidden.end(), true);
}

} // namespace

SuppressedTable suppress_cells(const TableCells& cells, const SensitivityRules& rules,
                               const suppression::VeilSuppression& (*solver)(), bool (*is_cancelled)()) {
    if (!is_valid(cells)) {
        return {SuppressionOutcome::invalid, {}};
    }
    const SearchLimits limits{most_suppression_work, most_tidying_work, is_cancelled};
    std::uint64_t work = 0;
    const suppression::VeilSuppression* loaded = nullptr;
    SuppressedTable suppressed{SuppressionOutcome::decided, {}};
    std::vector<MarginTable>& tables = suppressed.tables;
    for (const std::uint32_t dimensions : all_margins(cells.dimensions)) {
        tables.push_back(make_margin(cells, dimensions, rules));
    }
    for (MarginTable& table : tables) {
        const auto margins = margins_of(tables, table);
        const bool is_something_hidden =
            hides(table) || std::any_of(margins.begin(), margins.end(),
                                        [](const MarginTable* margin) { return hides(*margin); });
        const bool is_something_shown =
            shows(table) || std::any_of(margins.begin(), margins.end(),
                                        [](const MarginTable* margin) { return shows(*margin); });
        if (table.dimensions == 0 || !is_something_hidden || !is_something_shown) {
            continue;
        }
        if (std::has_single_bit(table.dimensions)) {
            protect_one_way(table, tables.front(), cells.variables);
            continue;
        }
        if (table.cell_count() > most_searched_cells) {
            return {SuppressionOutcome::too_large, {}};
        }
        loaded = loaded == nullptr ? &solver() : loaded;
        switch (hide_secondary_cells(table, margins, cells.variables, *loaded, limits, work)) {
        case SearchResult::found:
            break;
        case SearchResult::impossible:
            close(table);
            break;
        case SearchResult::too_long:
            return {SuppressionOutcome::too_large, {}};
        case SearchResult::cancelled:
            return {SuppressionOutcome::cancelled, {}};
        }
    }
    return suppressed;
}

} // namespace veil
