// The text form of a hierarchy, as anonymization tools write it: one line a leaf, "leaf;label 1;label 2;...",
// no header, the same number of values in every line.
#pragma once

#include "core/hierarchy.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace veil {

inline constexpr std::size_t longest_hierarchy_value = 1000;                         // bytes
inline constexpr std::size_t largest_hierarchy_text = std::size_t{32} * 1024 * 1024; // bytes
inline constexpr std::size_t most_hierarchy_rows = 1'000'000;

// What is wrong with a hierarchy. The message names no value.
struct HierarchyProblem {
    std::string message;
    std::size_t line; // from 1 on; 0: it is about no single line
};

// Rows of equally many values: a leaf and its labels.
class HierarchyRows {
  public:
    [[nodiscard]] std::size_t rows() const noexcept { return lines_.size(); }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
    [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const noexcept {
        const std::size_t number = row * columns_ + column;
        const std::size_t start = number == 0 ? 0 : ends_[number - 1];
        return std::string_view(bytes_).substr(start, ends_[number] - start);
    }
    [[nodiscard]] std::size_t line(std::size_t row) const noexcept { return lines_[row]; }

    // Refuses a row that has another number of values than those before, fewer than two or too many, one that
    // is too long, or an empty label; a leaf may be empty. The rows are unchanged then.
    [[nodiscard]] std::optional<HierarchyProblem> add(std::span<const std::string_view> values,
                                                      std::size_t line);

    // The text form with semicolons, values quoted where they must be, one line feed after each row.
    [[nodiscard]] std::string text() const;

  private:
    std::size_t columns_ = 0;
    std::string bytes_;
    std::vector<std::size_t> ends_;
    std::vector<std::size_t> lines_;
};

// Whether a character can separate values.
[[nodiscard]] bool is_hierarchy_separator(char character) noexcept;

// Reads the text form into `rows`, which is empty. Lines end with LF, CR LF or CR; those without anything but
// blanks are skipped; so is a byte order mark. Blanks around a value do not count, unless it is in double
// quotes, where "" is a quote and lines and separators may stand.
[[nodiscard]] std::optional<HierarchyProblem> parse_hierarchy_text(std::string_view text, char separator,
                                                                   HierarchyRows& rows);

} // namespace veil
