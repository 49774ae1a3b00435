#include "core/cell_pattern.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace veil {

namespace {

using Parts = std::span<const std::size_t>;

constexpr double safety_share = 0.3;

// Of a margin what its parts tell together. Contributions that no part lists stay apart, so that the largest
// of a margin may be larger than this says.
CellSummary joined(std::span<const CellSummary> cells, Parts parts) {
    CellSummary cell;
    cell.is_rest_empty = true;
    std::map<std::uint64_t, double> contributions;
    for (const std::size_t part : parts) {
        const CellSummary& other = cells[part];
        cell.rows += other.rows;
        cell.sum += other.sum;
        cell.total += other.total;
        cell.threshold = std::max(cell.threshold, other.threshold);
        cell.has_negative |= other.has_negative;
        // Of a margin of too few subjects the table knows by itself.
        cell.is_enough = true;
        cell.is_rest_enough |= other.is_rest_enough;
        cell.is_rest_empty &= other.is_rest_empty;
        for (const Contribution& contribution : other.largest) {
            contributions[contribution.subject] += contribution.amount;
        }
    }
    for (const auto& [subject, amount] : contributions) {
        cell.largest.push_back({subject, amount});
    }
    std::sort(cell.largest.begin(), cell.largest.end(),
              [](const Contribution& left, const Contribution& right) {
                  return left.amount > right.amount ||
                         (left.amount == right.amount && left.subject > right.subject);
              });
    return cell;
}

// By cell, whether it has more than so many percent of the rows of a margin: of the cells that differ from it
// in one dimension only.
std::vector<std::uint8_t> largest_of_margins(const CellTable& table, double percent) {
    std::vector<std::uint8_t> found(table.cells.size());
    for (std::uint32_t dimension = 0; percent > 0 && dimension < table.dimensions; ++dimension) {
        auto margin_of = [&](std::size_t cell) {
            const auto own = table.coordinates.subspan(cell * table.dimensions, table.dimensions);
            std::vector<std::uint32_t> margin(own.begin(), own.end());
            margin[dimension] = 0;
            return margin;
        };
        std::map<std::vector<std::uint32_t>, double> rows;
        for (std::size_t cell = 0; cell < table.cells.size(); ++cell) {
            rows[margin_of(cell)] += static_cast<double>(table.cells[cell].rows);
        }
        for (std::size_t cell = 0; cell < table.cells.size(); ++cell) {
            const auto own = static_cast<double>(table.cells[cell].rows);
            found[cell] |= own > percent / 100 * rows[margin_of(cell)] ? 1 : 0;
        }
    }
    return found;
}

class StatisticsRules final : public SensitivityRules {
  public:
    StatisticsRules(const CellTable& table, CellMeasure measure, const DisclosureRules& rules)
        : table_(table), measure_(measure), rules_(rules),
          is_largest_(largest_of_margins(table, measure == CellMeasure::count ? rules.margin_percent : 0)) {}

    [[nodiscard]] bool is_sensitive(Parts parts) const override {
        if (parts.size() == 1) {
            return is_largest_[parts[0]] != 0 || is_sensitive(table_.cells[parts[0]]);
        }
        return is_sensitive(joined(table_.cells, parts));
    }

    void protect(Parts parts, std::span<const double> values,
                 std::span<ProtectionLevels> levels) const override {
        const double value = std::abs(values[0]);
        const CellSummary cell = joined(table_.cells, parts);
        const double share = safety_share * value;
        const double few = measure_ == CellMeasure::count ? cell.threshold : 0;
        levels[0] = {std::max(share, std::min(value, few)), std::max(share, few)};
        // Of dominated sums the rules say how far an intruder is to be from the value.
        const double wanted = measure_ == CellMeasure::sum ? distance(cell) : 0;
        const bool is_of_few = std::any_of(parts.begin(), parts.end(), [&](std::size_t part) {
            return is_count_sensitive(table_.cells[part]);
        });
        if (wanted > 0 && !is_of_few) {
            levels[0] = {wanted, wanted};
        }
    }

  private:
    [[nodiscard]] bool is_sensitive(const CellSummary& cell) const {
        return measure_ == CellMeasure::count ? is_count_sensitive(cell)
                                              : is_sum_sensitive(cell, rules_.dominance);
    }

    // The amount by which the sum would have to be larger for its rule to be met.
    [[nodiscard]] double distance(const CellSummary& cell) const {
        const DominanceRules& rules = rules_.dominance;
        double dominating = 0;
        for (std::size_t i = 0; i < std::min<std::size_t>(rules.n, cell.largest.size()); ++i) {
            dominating += cell.largest[i].amount;
        }
        const double by_share = rules.n > 0 ? dominating * 100 / rules.percent - cell.total : 0;
        const double first = cell.largest.empty() ? 0 : cell.largest[0].amount;
        const double second = cell.largest.size() < 2 ? 0 : cell.largest[1].amount;
        const double by_p = rules.p_percent / 100 * first - (cell.total - first - second);
        return std::max({by_share, rules.p_percent > 0 ? by_p : 0, 0.0});
    }

    const CellTable& table_;
    CellMeasure measure_;
    const DisclosureRules& rules_;
    std::vector<std::uint8_t> is_largest_;
};

// The subjects of each cell; of enough ones anybody will do.
class CellSubjects {
  public:
    explicit CellSubjects(std::span<const CellSummary> cells) {
        for (const CellSummary& cell : cells) {
            threshold_ = std::max(threshold_, cell.threshold);
        }
        anybody_.resize(threshold_);
        SubjectSet anybody(anybody_);
        for (std::uint32_t i = 0; i < threshold_; ++i) {
            anybody.add(i);
        }
        sets_.reserve(cells.size());
        for (const CellSummary& cell : cells) {
            if (cell.is_enough) {
                sets_.push_back(anybody);
                continue;
            }
            rooms_.emplace_back(threshold_);
            SubjectSet few(rooms_.back());
            for (const std::uint64_t subject : cell.subjects) {
                few.add(subject);
            }
            sets_.push_back(few);
        }
    }

    [[nodiscard]] std::uint32_t threshold() const noexcept { return threshold_; }
    [[nodiscard]] std::span<const SubjectSet> sets() const noexcept { return sets_; }

  private:
    std::uint32_t threshold_ = 1;
    std::vector<std::uint64_t> anybody_;
    std::vector<std::vector<std::uint64_t>> rooms_;
    std::vector<SubjectSet> sets_;
};

CellPattern primary_only(const CellTable& table, const SensitivityRules& sensitivity) {
    CellPattern pattern{SuppressionOutcome::decided, {}};
    pattern.is_shown.reserve(table.cells.size());
    for (std::size_t cell = 0; cell < table.cells.size(); ++cell) {
        pattern.is_shown.push_back(sensitivity.is_sensitive({&cell, 1}) ? 0 : 1);
    }
    return pattern;
}

} // namespace

CellPattern choose_cells(const CellTable& table, CellMeasure measure, const DisclosureRules& rules,
                         const suppression::VeilSuppression& (*solver)(), bool (*is_cancelled)()) {
    const StatisticsRules sensitivity(table, measure, rules);
    const auto& cells = table.cells;
    if (!rules.secondary || table.dimensions == 0) {
        return primary_only(table, sensitivity);
    }
    std::vector<double> values;
    std::vector<double> sizes;
    values.reserve(cells.size());
    sizes.reserve(cells.size());
    for (const CellSummary& cell : cells) {
        values.push_back(measure == CellMeasure::count ? static_cast<double>(cell.rows) : cell.sum);
        sizes.push_back(std::abs(values.back()));
        // Of a sum that is no number nothing can be computed, nor shown.
        if (!std::isfinite(values.back())) {
            return {SuppressionOutcome::decided, std::vector<std::uint8_t>(cells.size())};
        }
    }
    const TableVariable variable{
        measure == CellMeasure::sum &&
        std::any_of(cells.begin(), cells.end(), [](const CellSummary& cell) { return cell.has_negative; })};
    const CellSubjects subjects(cells);
    const SuppressedTable suppressed = suppress_cells({table.dimensions,
                                                       {&variable, 1},
                                                       table.coordinates,
                                                       values,
                                                       sizes,
                                                       subjects.sets(),
                                                       subjects.threshold()},
                                                      sensitivity, solver, is_cancelled);
    CellPattern pattern{suppressed.outcome, {}};
    if (pattern.outcome != SuppressionOutcome::decided) {
        return pattern;
    }
    const bool is_closed = suppressed.tables.back().is_closed;
    pattern.is_shown.reserve(cells.size());
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        pattern.is_shown.push_back(is_closed || suppressed.is_hidden(cell) ? 0 : 1);
    }
    return pattern;
}

} // namespace veil
