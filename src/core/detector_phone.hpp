// Telephone numbers in free text.
#pragma once

#include "core/text_scan.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace veil {

class PhoneLibrary;

// Called at a digit with none before it; needs scan.phones. A valid number of any country behind "+" or "00",
// "(0)" left out; a valid number of the scan's region as it is dialled there. With blanks, dots, dashes,
// slashes and parentheses in it. Of regions without a trunk prefix, numbers with separators only or where a
// word says so. No number that a word calls something else, and no date.
void find_phone(const Scan& scan, std::size_t digit);

// E.164 of a text that find_phone() would take as a whole.
[[nodiscard]] std::optional<std::string> phone_e164(std::string_view text, PhoneLibrary& phones,
                                                    std::string_view region);

} // namespace veil
