// The check digits of numbers that people are known by.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace veil {

// The sum of a BSN's first eight digits, weights 9 to 2, modulo 11: the check digit, but for 10, with which
// no BSN begins ("elfproef", Logisch Ontwerp BSN). `number` is those digits, below 10^8.
[[nodiscard]] unsigned bsn_check_digit(std::uint32_t number) noexcept;

// The Luhn check digit (ISO/IEC 7812-1, annex B) that belongs behind `digits`, characters '0' to '9'.
[[nodiscard]] char luhn_check_digit(std::string_view digits) noexcept;

// The check digits of an IBAN (ISO 13616, ISO/IEC 7064 mod 97-10), 2 to 98: `country` is two upper-case
// letters, `account` the BBAN of digits and upper-case letters.
[[nodiscard]] unsigned iban_check_digits(std::string_view country, std::string_view account) noexcept;

} // namespace veil
