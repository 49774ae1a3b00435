// Dutch postcodes.
#pragma once

#include "core/text_scan.hpp"

namespace veil {

// 1234 AB, with the house number behind it or before it where there is one. Small letters, a year and units
// of measure ("2500 KG") need a house number, a city or a word. Called at a digit with none before it, with
// the digits that begin there.
void find_postcode(const Scan& scan, const DigitSequence& digits);

// Whether a word near begin ... end says that a postcode stands there.
[[nodiscard]] bool is_called_postcode(const Scan& scan, std::size_t begin, std::size_t end);

} // namespace veil
