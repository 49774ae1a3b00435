#include "core/cell_search.hpp"

#include <algorithm>
#include <cmath>
#include <new>
#include <optional>

namespace veil {

namespace {

using suppression::SolverStatus;

// Programs are in units of what is asked for, so that the solver's tolerances are the same small part of it
// in every table. Nothing has to change by more than so many units.
constexpr double most_units = 1e5;
// What the solver is asked for, beyond what is demanded of the alternative.
constexpr double asked_units = 1 + 10 * protection_margin;
// Changes that are nothing but the solver's rounding.
constexpr double least_units = 1e-8;

// What setting up a program takes, in steps.
constexpr std::uint64_t least_steps = 20;

// Hidden cells cost next to nothing, but something: fewer of them are changed, and more turn out not to be
// needed.
constexpr double cost_of_hidden = 1e-4;

class SimplexHandle {
  public:
    SimplexHandle(const suppression::VeilSuppression& solver, const suppression::VeilMatrix& matrix)
        : solver_(solver), simplex_(solver.create(&matrix)) {
        if (simplex_ == nullptr) {
            throw std::bad_alloc();
        }
    }
    SimplexHandle(const SimplexHandle&) = delete;
    SimplexHandle& operator=(const SimplexHandle&) = delete;
    ~SimplexHandle() { solver_.release(simplex_); }

    SolverStatus minimize(const suppression::VeilProgram& program, std::vector<double>& solution,
                          std::int64_t& steps) {
        return static_cast<SolverStatus>(solver_.minimize(simplex_, &program, solution.data(), &steps));
    }

  private:
    const suppression::VeilSuppression& solver_;
    suppression::VeilSimplex* simplex_;
};

// The programs of a table: two columns an inner cell, by how much it rises and by how much it falls; a row
// for each margin shown, whose changes come to nothing, and one for each margin that must change.
class ChangeProgram {
  public:
    ChangeProgram(const TableEquations& equations, std::span<const ProtectionNeed> needs,
                  const suppression::VeilSuppression& solver, std::uint64_t& work)
        : equations_(equations), cells_(equations.inner().cell_count()), work_(work) {
        number_rows(needs);
        const auto row_count = static_cast<std::size_t>(row_count_);
        size_ = 2 * cells_ + row_count + row_count * row_count / 100;
        std::vector<std::int32_t> starts{0};
        std::vector<std::int32_t> rows;
        std::vector<double> entries;
        for (const double sign : {1.0, -1.0}) {
            for (std::size_t cell = 0; cell < cells_; ++cell) {
                for (std::size_t table = 0; table < equations.inner_number(); ++table) {
                    const std::int32_t row = row_of_[table][equations.cell_of(table, cell)];
                    if (row >= 0) {
                        rows.push_back(row);
                        entries.push_back(sign);
                    }
                }
                starts.push_back(static_cast<std::int32_t>(rows.size()));
            }
        }
        simplex_ = std::make_unique<SimplexHandle>(
            solver, suppression::VeilMatrix{static_cast<std::int32_t>(2 * cells_), row_count_, starts.data(),
                                            rows.data(), entries.data()});
        cost_.resize(2 * cells_);
        column_lower_.resize(2 * cells_);
        column_upper_.resize(2 * cells_);
        solution_.resize(2 * cells_);
    }

    // By unit of change: 0 and above; infinite where the cell may not be changed.
    void set_cost(std::size_t cell, double cost) {
        cost_[cell] = cost;
        cost_[cells_ + cell] = cost;
    }

    // The cheapest alternative that meets the need.
    std::optional<Alternative> solve(const ProtectionNeed& need) {
        if (!std::isfinite(need.amount)) {
            return std::nullopt;
        }
        std::vector<double> cost = cost_;
        for (std::size_t cell = 0; cell < cells_; ++cell) {
            const bool is_free = std::isfinite(cost[cell]);
            const double capacity = equations_.capacity(cell, need.variable) / need.amount;
            column_lower_[cell] = 0;
            column_lower_[cells_ + cell] = 0;
            column_upper_[cell] = is_free ? most_units : 0;
            column_upper_[cells_ + cell] = is_free ? std::min(most_units, capacity) : 0;
            if (!is_free) {
                cost[cell] = 0;
                cost[cells_ + cell] = 0;
            }
        }
        std::vector<double> row_lower = row_lower_;
        std::vector<double> row_upper = row_upper_;
        const double asked = std::min(asked_units, need.capacity / need.amount);
        if (need.table == equations_.inner_number()) {
            const std::size_t moved = need.is_upper ? need.cell : cells_ + need.cell;
            const std::size_t other = need.is_upper ? cells_ + need.cell : need.cell;
            if (column_upper_[moved] < asked) {
                return std::nullopt;
            }
            column_lower_[moved] = asked;
            column_upper_[other] = 0;
        } else {
            const auto row = static_cast<std::size_t>(row_of_[need.table][need.cell]);
            (need.is_upper ? row_lower : row_upper)[row] = need.is_upper ? asked : -asked;
        }
        std::int64_t steps = 0;
        const SolverStatus status = simplex_->minimize(
            {cost.data(), column_lower_.data(), column_upper_.data(), row_lower.data(), row_upper.data()},
            solution_, steps);
        work_ += (least_steps + static_cast<std::uint64_t>(std::max(std::int64_t{0}, steps))) * size_;
        if (status != SolverStatus::solved) {
            return std::nullopt;
        }
        std::vector<Alternative::Change> changes;
        for (std::size_t cell = 0; cell < cells_; ++cell) {
            const double units = bounded(cell) - bounded(cells_ + cell);
            if (std::abs(units) > least_units) {
                changes.push_back({static_cast<std::uint32_t>(cell), units * need.amount});
            }
        }
        // Whatever the solver says, additions have the last word.
        Alternative alternative(equations_, need.variable, std::move(changes));
        return alternative.meets(equations_, need) ? std::optional(std::move(alternative)) : std::nullopt;
    }

  private:
    void number_rows(std::span<const ProtectionNeed> needs) {
        for (std::size_t table = 0; table < equations_.inner_number(); ++table) {
            std::vector<std::int32_t>& rows = row_of_.emplace_back(equations_.table(table).cell_count(), -1);
            for (std::size_t cell = 0; cell < rows.size(); ++cell) {
                if (equations_.is_shown(table, cell) && !equations_.is_implied(table, cell)) {
                    rows[cell] = row_count_++;
                    row_lower_.push_back(0);
                    row_upper_.push_back(0);
                }
            }
        }
        for (const ProtectionNeed& need : needs) {
            if (need.table != equations_.inner_number() && row_of_[need.table][need.cell] < 0) {
                row_of_[need.table][need.cell] = row_count_++;
                row_lower_.push_back(-suppression::no_bound);
                row_upper_.push_back(suppression::no_bound);
            }
        }
    }

    [[nodiscard]] double bounded(std::size_t column) const noexcept {
        return std::clamp(solution_[column], column_lower_[column], column_upper_[column]);
    }

    const TableEquations& equations_;
    std::size_t cells_;
    std::size_t size_ = 0; // what a step takes: the factors of a basis fill up where there are many rows
    std::uint64_t& work_;
    std::vector<std::vector<std::int32_t>> row_of_; // by margin and cell; -1 where there is none
    std::int32_t row_count_ = 0;
    std::unique_ptr<SimplexHandle> simplex_;
    std::vector<double> cost_;
    std::vector<double> column_lower_;
    std::vector<double> column_upper_;
    std::vector<double> row_lower_;
    std::vector<double> row_upper_;
    std::vector<double> solution_;
};

class CellSearch {
  public:
    CellSearch(MarginTable& inner, const TableEquations& equations,
               const suppression::VeilSuppression& solver, const SearchLimits& limits, std::uint64_t& work)
        : inner_(inner), equations_(equations), needs_(protection_needs(equations)),
          met_by_(needs_.size(), none), work_(work), work_before_(work),
          program_(equations, needs_, solver, work), limits_(limits),
          is_secondary_(inner.cell_count(), false) {
        double size = 0;
        for (const double cell : inner.sizes) {
            size += cell;
        }
        const double mean = size > 0 ? size / static_cast<double>(inner.cell_count()) : 1;
        for (std::size_t cell = 0; cell < inner.cell_count(); ++cell) {
            program_.set_cost(cell, inner.is_hidden[cell] ? cost_of_hidden : 1 + inner.sizes[cell] / mean);
        }
    }

    SearchResult run() {
        SearchResult result = meet_all();
        if (result == SearchResult::found) {
            result = show_what_is_not_needed();
        }
        if (result == SearchResult::found && !is_proved()) {
            result = SearchResult::impossible;
        }
        return result;
    }

  private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    // Nothing where the search has to end; then result_ says why.
    std::optional<Alternative> solve(const ProtectionNeed& need) {
        if (limits_.is_cancelled != nullptr && limits_.is_cancelled()) {
            result_ = SearchResult::cancelled;
            return std::nullopt;
        }
        if (work_ >= limits_.most_work) {
            result_ = SearchResult::too_long;
            return std::nullopt;
        }
        auto alternative = program_.solve(need);
        if (!alternative) {
            result_ = SearchResult::impossible;
        }
        return alternative;
    }

    SearchResult meet_all() {
        for (std::size_t number = 0; number < needs_.size(); ++number) {
            if (met_by_[number] != none) {
                continue;
            }
            auto alternative = solve(needs_[number]);
            if (!alternative) {
                return result_;
            }
            for (const Alternative::Change& change : alternative->changes()) {
                if (!inner_.is_hidden[change.cell]) {
                    inner_.is_hidden[change.cell] = true;
                    is_secondary_[change.cell] = true;
                    program_.set_cost(change.cell, cost_of_hidden);
                }
            }
            for (std::size_t other = number; other < needs_.size(); ++other) {
                if (met_by_[other] == none && alternative->meets(equations_, needs_[other])) {
                    met_by_[other] = alternatives_.size();
                }
            }
            alternatives_.push_back(std::move(*alternative));
        }
        return SearchResult::found;
    }

    // The largest first. Each that is shown again has to be done without by all alternatives that changed it.
    SearchResult show_what_is_not_needed() {
        show_unused();
        std::vector<std::size_t> secondary;
        for (std::size_t cell = 0; cell < inner_.cell_count(); ++cell) {
            if (is_secondary_[cell]) {
                secondary.push_back(cell);
            } else if (!inner_.is_hidden[cell]) {
                program_.set_cost(cell, suppression::no_bound);
            }
        }
        std::stable_sort(secondary.begin(), secondary.end(), [&](std::size_t left, std::size_t right) {
            return inner_.sizes[left] > inner_.sizes[right];
        });
        for (const std::size_t cell : secondary) {
            if (!is_secondary_[cell] || leaves_one_alone(cell)) {
                continue;
            }
            program_.set_cost(cell, suppression::no_bound);
            const auto others = met_without(cell);
            if (result_ == SearchResult::cancelled) {
                return result_;
            }
            if (others) {
                met_by_ = *others;
                show(cell);
                show_unused();
            } else if (is_secondary_[cell]) {
                program_.set_cost(cell, cost_of_hidden);
            }
            if (work_ - work_before_ >= limits_.most_tidying) {
                break;
            }
        }
        return SearchResult::found;
    }

    // How the needs are met without a change of this cell, if they can be.
    std::optional<std::vector<std::size_t>> met_without(std::size_t cell) {
        std::vector<std::size_t> met_by = met_by_;
        for (std::size_t number = 0; number < needs_.size(); ++number) {
            if (!alternatives_[met_by[number]].changes_cell(cell)) {
                continue;
            }
            std::size_t other = 0;
            while (other < alternatives_.size() &&
                   !(is_of_hidden(alternatives_[other], cell) &&
                     alternatives_[other].meets(equations_, needs_[number]))) {
                ++other;
            }
            if (other == alternatives_.size()) {
                auto alternative = solve(needs_[number]);
                if (!alternative) {
                    return std::nullopt;
                }
                alternatives_.push_back(std::move(*alternative));
            }
            met_by[number] = other;
        }
        return met_by;
    }

    [[nodiscard]] bool is_of_hidden(const Alternative& alternative, std::size_t without) const {
        const auto changes = alternative.changes();
        return std::all_of(changes.begin(), changes.end(), [&](const Alternative::Change& change) {
            return change.cell != without && inner_.is_hidden[change.cell];
        });
    }

    // Whether a margin shown would have one hidden cell only, a sensitive one: no need to ask the solver.
    [[nodiscard]] bool leaves_one_alone(std::size_t cell) const {
        for (std::size_t table = 0; table < equations_.inner_number(); ++table) {
            const std::uint32_t margin = equations_.cell_of(table, cell);
            if (!equations_.is_shown(table, margin)) {
                continue;
            }
            std::size_t hidden = 0;
            bool is_sensitive = false;
            for (std::size_t other = 0; other < inner_.cell_count(); ++other) {
                if (equations_.cell_of(table, other) == margin && other != cell && inner_.is_hidden[other]) {
                    ++hidden;
                    is_sensitive = !is_secondary_[other];
                }
            }
            if (hidden == 1 && is_sensitive) {
                return true;
            }
        }
        return false;
    }

    void show(std::size_t cell) {
        inner_.is_hidden[cell] = false;
        is_secondary_[cell] = false;
        program_.set_cost(cell, suppression::no_bound);
    }

    void show_unused() {
        std::vector<bool> is_used(inner_.cell_count(), false);
        for (const std::size_t number : met_by_) {
            for (const Alternative::Change& change : alternatives_[number].changes()) {
                is_used[change.cell] = true;
            }
        }
        for (std::size_t cell = 0; cell < inner_.cell_count(); ++cell) {
            if (is_secondary_[cell] && !is_used[cell]) {
                show(cell);
            }
        }
    }

    // The audit: for every need a table that agrees with all that is shown.
    [[nodiscard]] bool is_proved() const {
        for (std::size_t number = 0; number < needs_.size(); ++number) {
            const Alternative& alternative = alternatives_[met_by_[number]];
            if (!is_of_hidden(alternative, none) || !alternative.meets(equations_, needs_[number])) {
                return false;
            }
        }
        return true;
    }

    MarginTable& inner_;
    const TableEquations& equations_;
    std::vector<ProtectionNeed> needs_;
    std::vector<std::size_t> met_by_; // by need, the alternative
    std::vector<Alternative> alternatives_;
    std::uint64_t& work_;
    std::uint64_t work_before_;
    ChangeProgram program_;
    const SearchLimits& limits_;
    std::vector<bool> is_secondary_;
    SearchResult result_ = SearchResult::found;
};

} // namespace

SearchResult hide_secondary_cells(MarginTable& inner, std::vector<const MarginTable*> margins,
                                  std::span<const TableVariable> variables,
                                  const suppression::VeilSuppression& solver, const SearchLimits& limits,
                                  std::uint64_t& work) {
    const TableEquations equations(inner, std::move(margins), variables);
    return CellSearch(inner, equations, solver, limits, work).run();
}

} // namespace veil
