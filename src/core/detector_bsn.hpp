// The BSN, and the Dutch VAT number, which may be one.
#pragma once

#include "core/text_scan.hpp"

namespace veil {

// Both are called at a digit with none before it, with the digits that begin there.

// Nine digits that pass the 11-test, and either a word that says BSN or groups as a BSN is written in:
// 1234.56.782 or 123-456-782. With the word eight digits too, which have lost their zero.
void find_bsn(const Scan& scan, const DigitSequence& digits);

// NL123456789B01, without its letters NL where a word says VAT. A check digit (of the tax number, or since
// 2020 of the whole) is right, or a word says VAT.
void find_vat(const Scan& scan, const DigitSequence& digits);

} // namespace veil
