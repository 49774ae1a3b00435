// How an identifier that was found in a text is written in a column.
#pragma once

#include "core/finding.hpp"

#include <string>
#include <string_view>

namespace veil {

class PhoneLibrary;

// The one form of an identifier, however the text wrote it: of a BSN its nine digits, of a card its digits,
// of an IBAN, VAT number, national identification number and license plate its digits and capitals, of a
// postcode six characters ("1234AB") and after a blank the house number where there is one, of a MAC address
// its digits in small letters with colons, of a date "1980-02-01" where its year has four figures, of a phone
// number E.164. All else is as written. Throws std::bad_alloc.
[[nodiscard]] std::string canonical_identifier(Entity entity, std::string_view written, PhoneLibrary* phones,
                                               std::string_view region);

} // namespace veil
