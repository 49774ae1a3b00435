#include "core/one_way_suppression.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace veil {

namespace {

// What the hidden cells must come to, together. Let H be these, of values a, not negative and of the sum A,
// which whoever knows the total and the other cells knows. Then a cell p of H may be anything between 0 and
// A, if it is not alone: it is protected if
//     a_p + upper_p <= A    and H has two cells.
// Where values may be negative, a second cell is all. Where the total is hidden, the cells are free by
// themselves, and the total, which is at least the sum of the cells shown, is protected if
//     lower_total <= A.
class Demand {
  public:
    Demand(const MarginTable& table, const MarginTable& total, std::span<const TableVariable> variables)
        : table_(table), variables_(variables), sums_(variables.size(), 0), hidden_(variables.size(), 0) {
        const bool is_total_known = total.cell_count() != 0 && !total.is_hidden[0];
        const MarginTable& protected_table = is_total_known ? table : total;
        for (std::size_t cell = 0; cell < protected_table.cell_count(); ++cell) {
            for (std::size_t variable = 0; variable < variables.size(); ++variable) {
                const ProtectionLevels& levels = protected_table.levels[cell * variables.size() + variable];
                // Also what is no number is asked for.
                if (!(levels.lower <= 0) || !(levels.upper <= 0)) {
                    count_ = is_total_known ? 2 : 1;
                }
                const double value =
                    std::max(0.0, protected_table.values[cell * variables.size() + variable]);
                double sum = 0;
                if (!is_total_known) {
                    sum = std::min(levels.lower, value);
                } else if (!(levels.upper <= 0)) {
                    sum = value + levels.upper;
                }
                // Not std::max, which forgets NaN.
                sums_[variable] = sums_[variable] >= sum ? sums_[variable] : sum;
            }
        }
        for (std::size_t cell = 0; cell < table.cell_count(); ++cell) {
            if (table.is_hidden[cell]) {
                hide(cell);
            }
        }
    }

    void hide(std::size_t cell) { count(cell, 1); }
    void show(std::size_t cell) { count(cell, -1); }
    [[nodiscard]] bool is_met() const noexcept {
        for (std::size_t variable = 0; variable < variables_.size(); ++variable) {
            // A sum of as many as 2^32 cells is off by less than 2^-20 of it; those of whole numbers are
            // exact.
            if (!variables_[variable].may_be_negative &&
                !(hidden_[variable] >= sums_[variable] * (1 - 0x1p-40))) {
                return false;
            }
        }
        return hidden_count_ >= count_;
    }

  private:
    void count(std::size_t cell, int sign) {
        hidden_count_ += sign;
        for (std::size_t variable = 0; variable < variables_.size(); ++variable) {
            hidden_[variable] += sign * std::max(0.0, table_.values[cell * variables_.size() + variable]);
        }
    }

    const MarginTable& table_;
    std::span<const TableVariable> variables_;
    std::vector<double> sums_; // what is asked for
    std::vector<double> hidden_;
    std::int64_t count_ = 0;
    std::int64_t hidden_count_ = 0;
};

} // namespace

void protect_one_way(MarginTable& table, const MarginTable& total, std::span<const TableVariable> variables) {
    Demand demand(table, total, variables);
    if (demand.is_met()) {
        return;
    }
    std::vector<std::size_t> shown;
    for (std::size_t cell = 0; cell < table.cell_count(); ++cell) {
        if (!table.is_hidden[cell]) {
            shown.push_back(cell);
        }
    }
    std::stable_sort(shown.begin(), shown.end(), [&](std::size_t left, std::size_t right) {
        return table.sizes[left] < table.sizes[right];
    });
    // The smallest cell that does by itself,
    std::size_t alone = shown.size();
    for (std::size_t number = 0; number < shown.size() && alone == shown.size(); ++number) {
        Demand with_one = demand;
        with_one.hide(shown[number]);
        alone = with_one.is_met() ? number : alone;
    }
    // or the smallest ones that do together, without those of them that are not needed.
    std::vector<std::size_t> together;
    double size = 0;
    for (std::size_t number = 0; number < shown.size() && !demand.is_met(); ++number) {
        demand.hide(shown[number]);
        together.push_back(shown[number]);
    }
    if (!demand.is_met()) {
        table.is_closed = true;
        std::fill(table.is_hidden.begin(), table.is_hidden.end(), true);
        return;
    }
    std::vector<std::size_t> needed;
    for (auto cell = together.rbegin(); cell != together.rend(); ++cell) {
        demand.show(*cell);
        if (!demand.is_met()) {
            demand.hide(*cell);
            needed.push_back(*cell);
            size += table.sizes[*cell];
        }
    }
    if (alone < shown.size() && table.sizes[shown[alone]] <= size) {
        needed.assign(1, shown[alone]);
    }
    for (const std::size_t cell : needed) {
        table.is_hidden[cell] = true;
    }
    // What was subtracted above was rounded.
    if (!Demand(table, total, variables).is_met()) {
        for (const std::size_t cell : together) {
            table.is_hidden[cell] = true;
        }
    }
}

} // namespace veil
