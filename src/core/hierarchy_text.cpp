#include "core/hierarchy_text.hpp"

#include <algorithm>

namespace veil {

namespace {

constexpr bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t';
}

constexpr bool is_line_end(char c) noexcept {
    return c == '\n' || c == '\r';
}

std::string_view without_blanks(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

void append_value(std::string& text, std::string_view value) {
    const bool is_plain = !value.empty() && !is_blank(value.front()) && !is_blank(value.back()) &&
                          value.find_first_of(";\"\r\n") == std::string_view::npos &&
                          !value.starts_with("\xEF\xBB\xBF");
    if (is_plain) {
        text += value;
        return;
    }
    text += '"';
    for (const char c : value) {
        if (c == '"') {
            text += '"';
        }
        text += c;
    }
    text += '"';
}

class TextReader {
  public:
    TextReader(std::string_view text, char separator) noexcept : text_(text), separator_(separator) {
        if (text_.starts_with("\xEF\xBB\xBF")) {
            position_ = 3;
        }
    }

    [[nodiscard]] std::optional<HierarchyProblem> read(HierarchyRows& rows) {
        while (position_ < text_.size()) {
            const std::size_t line = line_;
            if (auto problem = read_row()) {
                return problem;
            }
            const bool is_empty_line = values_.size() == 1 && values_[0].empty() && !has_quotes_;
            if (is_empty_line) {
                continue;
            }
            const std::vector<std::string_view> views(values_.begin(), values_.end());
            if (auto problem = rows.add(views, line)) {
                return problem;
            }
        }
        if (rows.rows() == 0) {
            return HierarchyProblem{"there is no row", 0};
        }
        return std::nullopt;
    }

  private:
    [[nodiscard]] bool at_line_end() const noexcept {
        return position_ == text_.size() || is_line_end(text_[position_]);
    }

    void skip_blanks() noexcept {
        while (position_ < text_.size() && is_blank(text_[position_]) && text_[position_] != separator_) {
            ++position_;
        }
    }

    void end_line() noexcept {
        if (position_ < text_.size()) {
            const bool two =
                text_[position_] == '\r' && position_ + 1 < text_.size() && text_[position_ + 1] == '\n';
            position_ += two ? 2 : 1;
            ++line_;
        }
    }

    [[nodiscard]] std::optional<HierarchyProblem> read_quoted(std::string& value) {
        const std::size_t first_line = line_;
        ++position_;
        while (position_ < text_.size()) {
            const char c = text_[position_++];
            if (c == '"') {
                if (position_ == text_.size() || text_[position_] != '"') {
                    skip_blanks();
                    return at_line_end() || text_[position_] == separator_
                               ? std::nullopt
                               : std::optional(HierarchyProblem{"something follows a closing quote", line_});
                }
                ++position_;
            }
            const bool ends_line =
                c == '\n' || (c == '\r' && (position_ == text_.size() || text_[position_] != '\n'));
            line_ += ends_line ? 1 : 0;
            value += c;
        }
        return HierarchyProblem{"a quote is not closed", first_line};
    }

    // One row into values_, and past the end of its line.
    [[nodiscard]] std::optional<HierarchyProblem> read_row() {
        values_.clear();
        has_quotes_ = false;
        while (true) {
            std::string value;
            skip_blanks();
            if (position_ < text_.size() && text_[position_] == '"') {
                has_quotes_ = true;
                if (auto problem = read_quoted(value)) {
                    return problem;
                }
            } else {
                const std::size_t start = position_;
                while (!at_line_end() && text_[position_] != separator_) {
                    ++position_;
                }
                value = without_blanks(text_.substr(start, position_ - start));
            }
            // A row of separators alone must not take memory without end.
            if (values_.size() <= most_hierarchy_levels + 1) {
                values_.push_back(std::move(value));
            }
            if (at_line_end()) {
                end_line();
                return std::nullopt;
            }
            ++position_;
        }
    }

    std::string_view text_;
    char separator_;
    std::size_t position_ = 0;
    std::size_t line_ = 1;
    std::vector<std::string> values_;
    bool has_quotes_ = false;
};

} // namespace

std::optional<HierarchyProblem> HierarchyRows::add(std::span<const std::string_view> values,
                                                   std::size_t line) {
    if (values.size() < 2) {
        return HierarchyProblem{"a row needs a value and a label of at least one level", line};
    }
    if (values.size() > most_hierarchy_levels + 1) {
        return HierarchyProblem{"there are more than " + std::to_string(most_hierarchy_levels) + " levels",
                                line};
    }
    if (columns_ != 0 && values.size() != columns_) {
        return HierarchyProblem{"the row has " + std::to_string(values.size()) + " values, those before " +
                                    std::to_string(columns_),
                                line};
    }
    std::size_t bytes = 0;
    for (std::size_t level = 0; level < values.size(); ++level) {
        if (level > 0 && values[level].empty()) {
            return HierarchyProblem{"the label of level " + std::to_string(level) + " is empty", line};
        }
        if (values[level].size() > longest_hierarchy_value) {
            return HierarchyProblem{"the label of level " + std::to_string(level) + " has more than " +
                                        std::to_string(longest_hierarchy_value) + " bytes",
                                    line};
        }
        bytes += values[level].size();
    }
    if (rows() == most_hierarchy_rows) {
        return HierarchyProblem{"there are more than " + std::to_string(most_hierarchy_rows) + " rows", line};
    }
    if (bytes_.size() + bytes > largest_hierarchy_text) {
        return HierarchyProblem{
            "the hierarchy has more than " + std::to_string(largest_hierarchy_text) + " bytes", line};
    }
    columns_ = values.size();
    for (const std::string_view value : values) {
        bytes_ += value;
        ends_.push_back(bytes_.size());
    }
    lines_.push_back(line);
    return std::nullopt;
}

std::string HierarchyRows::text() const {
    std::string text;
    for (std::size_t row = 0; row < rows(); ++row) {
        for (std::size_t column = 0; column < columns_; ++column) {
            text += column > 0 ? ";" : "";
            append_value(text, cell(row, column));
        }
        text += '\n';
    }
    return text;
}

bool is_hierarchy_separator(char character) noexcept {
    return (character > ' ' && character < '\x7f' && character != '"') || character == '\t';
}

std::optional<HierarchyProblem> parse_hierarchy_text(std::string_view text, char separator,
                                                     HierarchyRows& rows) {
    return TextReader(text, separator).read(rows);
}

} // namespace veil
