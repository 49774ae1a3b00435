// Functions of schema veil that plans are made of.
#pragma once

#include "pg/boundary.hpp"

#include <initializer_list>
#include <span>

namespace veil::pg {

// All of it is backend code.

// By its name, a literal, and the types of its arguments, at most eight; InvalidOid where there is none.
// Every planning asks for the same ones, so that what was found is kept until functions or schemas change.
[[nodiscard]] Oid known_function(const char* name, std::span<const Oid> types);
[[nodiscard]] Oid known_function(const char* name, std::initializer_list<Oid> types);

// veil.run_time(), which keeps what has it for an argument from being computed while a query is planned.
[[nodiscard]] FuncExpr* run_time();

} // namespace veil::pg
