// A rule's parameters as the catalog holds them, as C++ values.
#pragma once

#include "core/parameter_check.hpp"
#include "pg/boundary.hpp"

namespace veil::pg {

// A jsonb value in text form as a tree, its root without a name; a number is written out in decimal. Refuses
// one that is nested more than 64 deep. C++ code.
[[nodiscard]] GivenParameter parameter_tree(const std::string& json);

} // namespace veil::pg
