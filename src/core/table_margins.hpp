// A table of statistics with all its margins: what is hidden in it, and how far from a hidden value an
// intruder's interval must reach. The terms are those of A. Hundepool et al., Statistical Disclosure Control
// (Wiley 2012), chapter 4: a cell is sensitive, or primary, where a rule says that it tells of somebody.
#pragma once

#include "core/subject_set.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace veil {

inline constexpr std::uint32_t most_table_dimensions = 6;

// How far below and above the true value the interval must reach that an intruder computes, in the variable's
// unit. 0 asks nothing; what is no number cannot be reached.
struct ProtectionLevels {
    double lower = 0;
    double upper = 0;
};

// Something that is summed in the cells: rows, or the values of a column.
struct TableVariable {
    bool may_be_negative = false; // as far as an intruder knows
};

// The finest cells, of those that have rows: what is absent is known to be empty. By cell: as many
// coordinates as there are dimensions, from 1, and as many values as there are variables.
//
// What is decided is the same whether a table is asked for by itself or within a finer one only if the caller
// sees to it that dimensions come in the same order (of columns, not of the query) and that the coordinates
// of a dimension are in the order of its values; they need not be without gaps.
struct TableCells {
    std::uint32_t dimensions = 0; // 1 ... most_table_dimensions
    std::span<const TableVariable> variables;
    std::span<const std::uint32_t> coordinates;
    std::span<const double> values;
    std::span<const double> sizes; // how much is lost where the cell is hidden, as its rows: not below 0
    std::span<const SubjectSet> subjects;
    std::uint32_t threshold = 1; // the room of these sets
};

// What makes cells sensitive beside few subjects, and how much protection they get. Cells are told by the
// numbers of the finest cells that they are made of, as they were given, in the order of their coordinates.
//
// A cell of safe cells is taken for safe where no variable may be negative, as the threshold and the rules of
// dominance have it.
class SensitivityRules {
  public:
    SensitivityRules() = default;
    SensitivityRules(const SensitivityRules&) = default;
    SensitivityRules& operator=(const SensitivityRules&) = default;
    virtual ~SensitivityRules() = default;

    [[nodiscard]] virtual bool is_sensitive(std::span<const std::size_t> parts) const = 0;
    // Of a sensitive cell. `values` and `levels` are by variable; levels come as 0.
    virtual void protect(std::span<const std::size_t> parts, std::span<const double> values,
                         std::span<ProtectionLevels> levels) const = 0;
};

// The cells of one choice of dimensions, in the order of their coordinates: the total, a margin, or the table
// itself.
struct MarginTable {
    std::uint32_t dimensions = 0;           // bit d for dimension d
    std::vector<std::uint32_t> coordinates; // by cell, of these dimensions
    std::vector<double> values;             // by cell and variable; rounded to 2^-40, see table_margins.cpp
    std::vector<double> sizes;
    std::vector<ProtectionLevels> levels; // by cell and variable
    std::vector<bool> is_sensitive;
    std::vector<bool> is_hidden;
    // No pattern protects all that is sensitive: nothing of this table may be shown, nor which of its cells
    // are empty.
    bool is_closed = false;
    std::vector<std::uint32_t> cell_of;   // by finest cell
    std::vector<std::size_t> part_starts; // by cell, and one more
    std::vector<std::size_t> parts;       // finest cells, as they were given

    [[nodiscard]] std::size_t cell_count() const noexcept { return sizes.size(); }
};

// Whether sizes fit, coordinates are from 1 and different, and all numbers finite.
[[nodiscard]] bool is_valid(const TableCells& cells);

// The cells of these dimensions, with what is sensitive, which is hidden.
[[nodiscard]] MarginTable make_margin(const TableCells& cells, std::uint32_t dimensions,
                                      const SensitivityRules& rules);

} // namespace veil
