// Conditions of rules and releases as SQL: built-in operators over columns of the base and constants.
#pragma once

#include "core/rule_condition.hpp"
#include "pg/attribute.hpp"

namespace veil::pg {

struct CompiledCondition {
    std::string expression; // over the alias "base"; NULL where it does not hold, as false
    std::vector<std::string> reads;
};

// `columns` are all of the base's. `title` begins a refusal: whose condition it is. C++ code.
[[nodiscard]] CompiledCondition compile_condition(const Spi& spi, const GivenParameter& given,
                                                  const std::vector<Attribute>& columns,
                                                  const std::string& title);

} // namespace veil::pg
