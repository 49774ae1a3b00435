// Constants of generated SQL: a text that a rule gives, as a value of a type.
#pragma once

#include "pg/sql_session.hpp"

namespace veil::pg {

// Whether a date or time is written by one of the words that stand for the present moment.
[[nodiscard]] bool names_present_moment(Oid type, const std::string& text);

// The constant, tried before anything is built on it. Nothing where the type does not read it, or where the
// modifier would round it or cut it off: the rule would not say what the view shows. C++ code.
[[nodiscard]] std::optional<std::string> typed_constant(const Spi& spi, const std::string& text, Oid type,
                                                        std::int32_t modifier);

} // namespace veil::pg
