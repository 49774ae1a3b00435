// What is Dutch: BSN, VAT number, postcode, license plate.
#pragma once

#include "core/text_scan.hpp"

namespace veil {

// All are called at a digit with none before it, with the digits that begin there.

// Nine digits that pass the 11-test, and either a word that says BSN or groups as a BSN is written in:
// 1234.56.782 or 123-456-782. With the word eight digits too, which have lost their zero.
void find_bsn(const Scan& scan, const DigitSequence& digits);

// NL123456789B01, without its letters NL where a word says VAT. A check digit (of the tax number, or since
// 2020 of the whole) is right, or a word says VAT.
void find_vat(const Scan& scan, const DigitSequence& digits);

// 1234 AB, with the house number behind it or before it where there is one. Small letters, a year and units
// of measure ("2500 KG") need a house number, a city or a word.
void find_postcode(const Scan& scan, const DigitSequence& digits);

// The sidecodes of the RDW with hyphens; without them where a word says so. Called at a digit too, and looks
// at the letters before it.
void find_license_plate(const Scan& scan, const DigitSequence& digits);

} // namespace veil
