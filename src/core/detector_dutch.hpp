// What is Dutch: postcode, license plate.
#pragma once

#include "core/text_scan.hpp"

namespace veil {

// Both are called at a digit with none before it, with the digits that begin there.

// 1234 AB, with the house number behind it or before it where there is one. Small letters, a year and units
// of measure ("2500 KG") need a house number, a city or a word.
void find_postcode(const Scan& scan, const DigitSequence& digits);

// The sidecodes of the RDW with hyphens; without them where a word says so. Called at a digit too, and looks
// at the letters before it.
void find_license_plate(const Scan& scan, const DigitSequence& digits);

} // namespace veil
