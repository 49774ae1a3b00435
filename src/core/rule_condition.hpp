// A condition on the values of one row, as a rule or a release gives it: typed data, never SQL text.
//
//   {"column": "country", "is": "=", "value": "NL"}        =  <>  <  <=  >  >=  starts with
//   {"column": "country", "is": "in", "value": ["NL", "BE"]}
//   {"column": "country", "is": "null"}                    null, not null
//   {"and": [...]}  {"or": [...]}  {"not": {...}}
//
// As in SQL a comparison with NULL is neither true nor false; who asks takes anything but true for no.
#pragma once

#include "core/parameter_check.hpp"

namespace veil {

struct Condition {
    enum class Kind { comparison, starts_with, one_of, is_null, is_not_null, all_of, any_of, negation };
    Kind kind = Kind::comparison;
    std::string column;                // of all but the last three
    std::string comparison;            // = <> < <= > >=
    std::vector<std::string> values;   // one; of one_of at least one. Texts, numbers and booleans, as texts
    std::vector<Condition> parts = {}; // of the last three; one for negation
};

// At most this deep, and of so many parts in all.
inline constexpr std::size_t deepest_condition = 20;
inline constexpr std::size_t largest_condition = 1000;

// What is wrong with a condition, as the rest of a sentence; nothing where parse_condition() takes it.
[[nodiscard]] std::optional<std::string> condition_mismatch(const GivenParameter& given);

// The condition; nothing where condition_mismatch() has something to say.
[[nodiscard]] std::optional<Condition> parse_condition(const GivenParameter& given);

} // namespace veil
