// The module pg_veil_suppression, from pg_veil's side.
#pragma once

#include "core/linear_program.hpp"
#include "pg/boundary.hpp"

namespace veil::pg {

// The module's functions. Loads it at the first call in a process; refuses, saying what to install, where it
// is not there or not of this build. C++ code.
[[nodiscard]] const suppression::VeilSuppression& suppression_module();

} // namespace veil::pg
