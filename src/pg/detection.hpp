// The module pg_veil_detection, from pg_veil's side.
#pragma once

#include "core/detection_interface.hpp"
#include "pg/boundary.hpp"

namespace veil::pg {

// The module's functions. Loads it at the first call in a process; refuses, saying what to install, where it
// is not there or not of this build. C++ code. A rule that needs the module asks for it when it is written.
[[nodiscard]] const detection::VeilDetection& detection_module();

} // namespace veil::pg
