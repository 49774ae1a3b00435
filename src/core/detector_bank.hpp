// Bank accounts and cards in free text.
#pragma once

#include "core/text_scan.hpp"

namespace veil {

// Both are called at a digit with none before it, with the digits that begin there.

// The check digits of an IBAN, behind its country: a structure of iban_structure.hpp, in capitals or not,
// with gaps anywhere, whose check digits are right. Gives where it ends, or the digits' begin.
[[nodiscard]] std::size_t find_iban(const Scan& scan, const DigitSequence& digits);

// 12 to 19 digits in groups of at least three, of the length and beginning of a card network, whose Luhn
// digit is right, and which no word calls something else.
void find_card(const Scan& scan, const DigitSequence& digits);

} // namespace veil
