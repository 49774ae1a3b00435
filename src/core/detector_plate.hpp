// Dutch license plates.
#pragma once

#include "core/text_scan.hpp"

namespace veil {

// The sidecodes of the RDW with hyphens; with blanks or with nothing between where a word says so. Called at
// a digit with none before it, with the digits that begin there, and looks at the letters before.
void find_license_plate(const Scan& scan, const DigitSequence& digits);

} // namespace veil
