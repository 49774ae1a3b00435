#include "core/table_alternative.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace veil {

namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

} // namespace

TableEquations::TableEquations(const MarginTable& inner, std::vector<const MarginTable*> margins,
                               std::span<const TableVariable> variables)
    : tables_(std::move(margins)), variables_(variables) {
    tables_.push_back(&inner);
    for (const MarginTable* table : tables_) {
        std::vector<std::uint32_t>& cell_of = cell_of_.emplace_back(inner.cell_count());
        auto& capacities =
            capacities_.emplace_back(variables.size(), std::vector<double>(table->cell_count(), 0));
        for (std::size_t cell = 0; cell < inner.cell_count(); ++cell) {
            cell_of[cell] = table->cell_of[inner.parts[inner.part_starts[cell]]];
            for (std::size_t variable = 0; variable < variables.size(); ++variable) {
                capacities[variable][cell_of[cell]] += capacity(cell, variable);
            }
        }
        is_implied_.emplace_back(table->cell_count(), false);
    }
    for (std::size_t table = 0; table < inner_number(); ++table) {
        find_implied(table);
    }
}

void TableEquations::find_implied(std::size_t table) {
    for (std::size_t finer = table + 1; finer < inner_number(); ++finer) {
        const std::uint32_t added = tables_[finer]->dimensions & ~tables_[table]->dimensions;
        if ((tables_[finer]->dimensions | tables_[table]->dimensions) != tables_[finer]->dimensions ||
            (added & (added - 1)) != 0) {
            continue;
        }
        std::vector<bool> is_sum_shown(tables_[table]->cell_count(), true);
        for (std::size_t cell = 0; cell < inner().cell_count(); ++cell) {
            if (!is_shown(finer, cell_of(finer, cell))) {
                is_sum_shown[cell_of(table, cell)] = false;
            }
        }
        for (std::size_t cell = 0; cell < is_sum_shown.size(); ++cell) {
            is_implied_[table][cell] = is_implied_[table][cell] || is_sum_shown[cell];
        }
    }
}

double TableEquations::capacity(std::size_t inner_cell, std::size_t variable) const noexcept {
    if (variables_[variable].may_be_negative) {
        return unlimited;
    }
    return std::max(0.0, inner().values[inner_cell * variables_.size() + variable]);
}

double TableEquations::capacity(std::size_t table, std::size_t cell, std::size_t variable) const noexcept {
    return capacities_[table][variable][cell];
}

std::vector<ProtectionNeed> protection_needs(const TableEquations& equations) {
    std::vector<ProtectionNeed> needs;
    const std::size_t variables = equations.variables().size();
    for (std::size_t table = 0; table < equations.table_count(); ++table) {
        const MarginTable& cells = equations.table(table);
        for (std::size_t cell = 0; cell < cells.cell_count(); ++cell) {
            for (std::size_t variable = 0; variable < variables; ++variable) {
                const ProtectionLevels& levels = cells.levels[cell * variables + variable];
                const double capacity = equations.capacity(table, cell, variable);
                // Written so that what is no number is asked for; it cannot be met.
                if (!(levels.upper <= 0)) {
                    needs.push_back({table, cell, variable, true, levels.upper, unlimited});
                }
                if (!(levels.lower <= 0) && capacity > 0) {
                    needs.push_back(
                        {table, cell, variable, false, std::min(levels.lower, capacity), capacity});
                }
            }
        }
    }
    std::stable_sort(needs.begin(), needs.end(), [](const ProtectionNeed& left, const ProtectionNeed& right) {
        const bool left_is_number = std::isfinite(left.amount);
        const bool right_is_number = std::isfinite(right.amount);
        return left.variable != right.variable     ? left.variable < right.variable
               : left_is_number != right_is_number ? !left_is_number
                                                   : left_is_number && left.amount > right.amount;
    });
    return needs;
}

Alternative::Alternative(const TableEquations& equations, std::size_t variable, std::vector<Change> changes)
    : variable_(variable), changes_(std::move(changes)) {
    most_forward_ = unlimited;
    most_backward_ = unlimited;
    for (const Change& change : changes_) {
        double& most = change.amount < 0 ? most_forward_ : most_backward_;
        most = std::min(most, equations.capacity(change.cell, variable) / std::abs(change.amount));
    }
    std::unordered_map<std::uint32_t, double> errors;
    for (std::size_t table = 0; table < equations.inner_number(); ++table) {
        errors.clear();
        for (const Change& change : changes_) {
            const std::uint32_t cell = equations.cell_of(table, change.cell);
            if (equations.is_shown(table, cell)) {
                errors[cell] += change.amount;
            }
        }
        for (const auto& [cell, error] : errors) {
            greatest_error_ = std::max(greatest_error_, std::abs(error));
        }
    }
}

bool Alternative::changes_cell(std::size_t inner_cell) const noexcept {
    const auto place =
        std::lower_bound(changes_.begin(), changes_.end(), inner_cell,
                         [](const Change& change, std::size_t cell) { return change.cell < cell; });
    return place != changes_.end() && place->cell == inner_cell;
}

bool Alternative::meets(const TableEquations& equations, const ProtectionNeed& need) const {
    if (need.variable != variable_) {
        return false;
    }
    double change = 0;
    for (const Change& single : changes_) {
        if (equations.cell_of(need.table, single.cell) == need.cell) {
            change += single.amount;
        }
    }
    if (change == 0) {
        return false;
    }
    const double asked =
        std::min(need.amount * (1 + protection_margin), need.capacity * (1 - capacity_tolerance));
    const bool is_forward = (change > 0) == need.is_upper;
    const double multiple = asked / std::abs(change);
    return multiple <= (is_forward ? most_forward_ : most_backward_) &&
           greatest_error_ * multiple <= protection_margin * need.amount;
}

} // namespace veil
