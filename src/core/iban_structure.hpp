// How each country writes its bank accounts.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace veil {

struct IbanStructure {
    std::string_view country;
    // Of what follows the check digits: n digits, a upper-case letters, c either, each with a number:
    // "a4n10".
    std::string_view characters;
    // Where in it the bank's identifier stands.
    std::size_t bank_begin;
    std::size_t bank_end;
};

// Null for a country that has no IBAN.
[[nodiscard]] const IbanStructure* find_iban_structure(std::string_view country) noexcept;

// By country.
[[nodiscard]] std::span<const IbanStructure> all_iban_structures() noexcept;

} // namespace veil
