// The national identification numbers of other countries, in free text.
#pragma once

#include "core/text_scan.hpp"

namespace veil {

// Called at a digit with none before it, with the digits that begin there: numbers of national_id.hpp, with
// gaps anywhere, in capitals or not, as far as their strength asks for the usual separators or for a word.
void find_national_id(const Scan& scan, const DigitSequence& digits);

} // namespace veil
