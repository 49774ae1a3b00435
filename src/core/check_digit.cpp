#include "core/check_digit.hpp"

#include <array>

namespace veil {
namespace {

// The weighted sum modulo 11 of every pair of digits, by the place of the pair.
constexpr auto bsn_pairs = [] {
    std::array<std::array<std::uint8_t, 100>, 4> sums{};
    for (unsigned place = 0; place < sums.size(); ++place)
        for (unsigned pair = 0; pair < 100; ++pair)
            sums[place][pair] = static_cast<std::uint8_t>(
                ((9 - 2 * place) * (pair / 10) + (8 - 2 * place) * (pair % 10)) % 11);
    return sums;
}();

// ISO/IEC 7064: a digit is one digit of the number, a letter two.
constexpr unsigned append_97(unsigned remainder, char character) noexcept {
    if (character >= '0' && character <= '9')
        return (remainder * 10 + static_cast<unsigned>(character - '0')) % 97;
    return (remainder * 100 + static_cast<unsigned>(character - 'A') + 10) % 97;
}

} // namespace

unsigned bsn_check_digit(std::uint32_t number) noexcept {
    const std::uint32_t high = number / 10'000;
    const std::uint32_t low = number % 10'000;
    return (bsn_pairs[0][high / 100] + bsn_pairs[1][high % 100] + bsn_pairs[2][low / 100] +
            bsn_pairs[3][low % 100]) %
           11U;
}

char luhn_check_digit(std::string_view digits) noexcept {
    unsigned sum = 0;
    bool doubled = true;
    for (std::size_t i = digits.size(); i-- > 0; doubled = !doubled) {
        const auto digit = static_cast<unsigned>(digits[i] - '0');
        const unsigned weighted = doubled ? 2 * digit : digit;
        sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

unsigned iban_check_digits(std::string_view country, std::string_view account) noexcept {
    unsigned remainder = 0;
    for (const char character : account)
        remainder = append_97(remainder, character);
    for (const char character : country)
        remainder = append_97(remainder, character);
    return 98 - remainder * 100 % 97;
}

} // namespace veil
