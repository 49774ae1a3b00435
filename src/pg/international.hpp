// The module pg_veil_international, from pg_veil's side.
#pragma once

#include "core/international_interface.hpp"
#include "core/phone_permutation.hpp"
#include "pg/boundary.hpp"

namespace veil::pg {

// The module's functions. Loads it at the first call in a process; refuses, saying what to install, where it
// is not there or not of this build. C++ code. A rule that needs the module asks for it when it is written,
// so that no view is made that nobody could read.
[[nodiscard]] const international::VeilInternational& international_module();

// libphonenumber, for PhonePermutation; kept for the life of the process. Refuses as international_module().
// C++ code.
[[nodiscard]] PhoneLibrary& phone_library();

} // namespace veil::pg
