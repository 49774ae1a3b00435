// Linear programs by COIN-OR's Clp.
#pragma once

#include "core/linear_program.hpp"

namespace veil::suppression {

// The functions of core/linear_program.hpp: they throw nothing, print nothing and share nothing. The same
// calls in the same order on a new simplex have the same solutions.
[[nodiscard]] const VeilSuppression& clp_functions() noexcept;

} // namespace veil::suppression
