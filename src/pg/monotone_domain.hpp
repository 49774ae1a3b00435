// The values of a type in their order, by number, and where a monotone mask of them changes. Backend code.
#pragma once

#include "pg/mask_shape.hpp"

namespace veil::pg {

// Whether a monotone mask gives a value at both ends of its type, so that it does everywhere between.
[[nodiscard]] bool is_defined_at_ends(const MaskShape& shape);

} // namespace veil::pg
