// What a query on a release of statistics asks, in one form whatever way it was written in: the groups, the
// conditions and the aggregates, in terms of the release's columns, with the values that they are compared
// with. What differs in form alone (the order of conditions, age >= 20 and 20 <= age, NOT age < 20, x > 19 of
// whole numbers) has one form; not all that is equivalent has.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace veil {

struct StatisticsQuestion {
    std::vector<std::string> groups;     // in the order of their bytes, as all of these; each once
    std::vector<std::string> conditions; // all of them hold
    std::vector<std::string> aggregates;

    friend bool operator==(const StatisticsQuestion&, const StatisticsQuestion&) = default;
};

// As a line: SELECT aggregates WHERE conditions GROUP BY groups.
[[nodiscard]] std::string question_text(const StatisticsQuestion& question);

// More than this is not kept of a question: it is refused.
inline constexpr std::size_t largest_question = std::size_t{64} << 10;

// The question of a tree, which is written in prefix form; no blanks. A text is its length, a colon and its
// bytes; a count is followed by a semicolon.
//   question   Q list-of-groups condition list-of-aggregates
//   aggregate  A text argument filter
//   condition  & count conditions | | count conditions | ! condition | N operand (is null) | K operand (is
//   not)
//              | T text condition (the text follows it) | O text operand operand | W text operand operand
//              | I text operand list (any of the list) | X text operand list (all of the list) | operand
//   operand    C text (a column) | V text (a value, as written in SQL) | P number; (a parameter) | L count
//   operands
//              | - (nothing)
// Operators are named as in SQL; W is O of whole numbers. A parameter stands for the operand in `parameters`
// at that place, which is such a text too. Nothing where the text is none, or goes deeper than 1000 levels.
// Throws std::bad_alloc.
[[nodiscard]] std::optional<StatisticsQuestion> read_question(std::string_view tree,
                                                              std::span<const std::string_view> parameters);

} // namespace veil
