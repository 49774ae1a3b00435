// What an intruder cannot rule out: other tables, that agree with all that is shown. A hidden cell's interval
// reaches as far as such tables do, so each of them proves something, by additions alone, whoever found it.
#pragma once

#include "core/table_margins.hpp"

#include <optional>

namespace veil {

// Relative to what is asked for. Additions are off by less than the first; alternatives go beyond what is
// asked for by the second, and differ from what is shown by no more than it.
inline constexpr double capacity_tolerance = 1e-9;
inline constexpr double protection_margin = 1e-6;

// A table and its margins as equations: a margin is the sum of its inner cells, the table's own. Only what is
// not shown may be changed, and only in the inner cells: the margins follow.
class TableEquations {
  public:
    // `margins` are of all choices of some of the table's dimensions, the total first and coarser before
    // finer; their patterns are decided. They and `inner` stay where they are.
    TableEquations(const MarginTable& inner, std::vector<const MarginTable*> margins,
                   std::span<const TableVariable> variables);

    // Tables by number: the margins, and after them the inner one.
    [[nodiscard]] std::size_t table_count() const noexcept { return tables_.size(); }
    [[nodiscard]] std::size_t inner_number() const noexcept { return tables_.size() - 1; }
    [[nodiscard]] const MarginTable& table(std::size_t number) const noexcept { return *tables_[number]; }
    [[nodiscard]] const MarginTable& inner() const noexcept { return *tables_.back(); }
    [[nodiscard]] std::span<const TableVariable> variables() const noexcept { return variables_; }
    // The cell of a table that an inner cell is part of.
    [[nodiscard]] std::uint32_t cell_of(std::size_t table, std::size_t inner_cell) const noexcept {
        return cell_of_[table][inner_cell];
    }
    // By how much an inner cell may fall, as far as an intruder knows: infinite, or its value.
    [[nodiscard]] double capacity(std::size_t inner_cell, std::size_t variable) const noexcept;
    // A margin's, of its inner cells.
    [[nodiscard]] double capacity(std::size_t table, std::size_t cell, std::size_t variable) const noexcept;
    [[nodiscard]] bool is_shown(std::size_t table, std::size_t cell) const noexcept {
        return !tables_[table]->is_hidden[cell];
    }
    // Whether a margin that is shown is the sum of finer ones that are shown: its equation says nothing new.
    [[nodiscard]] bool is_implied(std::size_t table, std::size_t cell) const noexcept {
        return is_implied_[table][cell];
    }

  private:
    void find_implied(std::size_t table);

    std::vector<const MarginTable*> tables_;
    std::span<const TableVariable> variables_;
    std::vector<std::vector<std::uint32_t>> cell_of_;
    std::vector<std::vector<bool>> is_implied_;
    std::vector<std::vector<std::vector<double>>> capacities_; // by table, variable and cell
};

// A sensitive cell's interval must reach so far.
struct ProtectionNeed {
    std::size_t table;
    std::size_t cell;
    std::size_t variable;
    bool is_upper;
    double amount;   // above 0; what is below 0 is not asked for where values are not negative
    double capacity; // nothing beyond it can be asked for
};

// All of a table's and its margins', the greatest of a variable first.
[[nodiscard]] std::vector<ProtectionNeed> protection_needs(const TableEquations& equations);

// The difference of another table from the true one, in one variable.
class Alternative {
  public:
    struct Change {
        std::uint32_t cell; // an inner one
        double amount;      // not 0
    };

    // Cells rising, each once.
    Alternative(const TableEquations& equations, std::size_t variable, std::vector<Change> changes);

    [[nodiscard]] std::span<const Change> changes() const noexcept { return changes_; }
    [[nodiscard]] bool changes_cell(std::size_t inner_cell) const noexcept;
    // Whether it, or some multiple of it, or of its opposite, is a table that meets the need and agrees with
    // the margins that are shown, and with the inner cells that it does not change.
    [[nodiscard]] bool meets(const TableEquations& equations, const ProtectionNeed& need) const;

  private:
    std::size_t variable_;
    std::vector<Change> changes_;
    double most_forward_ = 0; // the multiples from which on values would be negative
    double most_backward_ = 0;
    double greatest_error_ = 0; // in a margin that is shown
};

} // namespace veil
