#include "core/detector_bank.hpp"

#include "core/check_digit.hpp"
#include "core/iban_structure.hpp"
#include "core/nearby_words.hpp"
#include "core/number_holder.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace veil {

namespace {

constexpr std::size_t longest_iban = 34;

struct Country {
    std::array<char, 2> code;
    std::size_t begin;
};

// The two letters before the check digits, with a blank between or without.
std::optional<Country> country_before(std::string_view text, std::size_t digits) noexcept {
    std::size_t end = digits;
    if (end > 2 && text[end - 1] == ' ')
        --end;
    if (end < 2 || !is_ascii_letter(text[end - 1]) || !is_ascii_letter(text[end - 2]))
        return std::nullopt;
    const std::size_t begin = end - 2;
    const Country country{{to_upper(text[begin]), to_upper(text[begin + 1])}, begin};
    // "IBANNL91...": nothing else may be directly before.
    if (word_comes_before(text, begin) &&
        !(begin >= 4 &&
          std::ranges::equal(text.substr(begin - 4, 4), std::string_view("iban"), {}, to_lower)))
        return std::nullopt;
    return country;
}

std::size_t account_size(std::string_view characters) noexcept {
    std::size_t total = 0;
    std::size_t count = 0;
    for (const char c : characters) {
        if (is_digit(c)) {
            count = count * 10 + static_cast<std::size_t>(c - '0');
        } else {
            total += count;
            count = 0;
        }
    }
    return total + count;
}

bool fits_kind(char kind, char c) noexcept {
    return kind == 'n' ? is_digit(c) : kind == 'a' ? is_upper(c) : is_digit(c) || is_upper(c);
}

bool fits_structure(std::string_view characters, std::string_view account) noexcept {
    std::size_t at = 0;
    for (std::size_t i = 0; i < characters.size();) {
        const char kind = characters[i++];
        std::size_t count = 0;
        while (i < characters.size() && is_digit(characters[i]))
            count = count * 10 + static_cast<std::size_t>(characters[i++] - '0');
        for (; count > 0; --count, ++at) {
            if (at >= account.size() || !fits_kind(kind, account[at]))
                return false;
        }
    }
    return at == account.size();
}

// Card networks by ISO/IEC 7812 issuer numbers: the first digits, low to high, and the lengths.
struct Network {
    unsigned digits; // of `low` and `high`
    unsigned low;
    unsigned high;
    std::uint32_t lengths; // bit n for length n
};

constexpr std::uint32_t length(unsigned n) noexcept {
    return std::uint32_t{1} << n;
}
constexpr std::uint32_t sixteen_to_nineteen = length(16) | length(17) | length(18) | length(19);
constexpr std::uint32_t twelve_to_nineteen =
    length(12) | length(13) | length(14) | length(15) | sixteen_to_nineteen;

constexpr std::array<Network, 17> networks{{
    {1, 4, 4, length(13) | length(16) | length(19)}, // Visa
    {2, 51, 55, length(16)},                         // Mastercard
    {4, 2221, 2720, length(16)},                     // Mastercard
    {2, 34, 34, length(15)},                         // American Express
    {2, 37, 37, length(15)},                         // American Express
    {3, 300, 305, length(14) | sixteen_to_nineteen}, // Diners Club
    {2, 36, 36, length(14) | sixteen_to_nineteen},   // Diners Club
    {2, 38, 39, length(14) | sixteen_to_nineteen},   // Diners Club
    {4, 6011, 6011, sixteen_to_nineteen},            // Discover
    {3, 644, 649, sixteen_to_nineteen},              // Discover
    {2, 65, 65, sixteen_to_nineteen},                // Discover
    {4, 3528, 3589, sixteen_to_nineteen},            // JCB
    {2, 62, 62, sixteen_to_nineteen},                // UnionPay
    {2, 50, 50, twelve_to_nineteen},                 // Maestro
    {2, 56, 58, twelve_to_nineteen},                 // Maestro
    {2, 63, 63, twelve_to_nineteen},                 // Maestro
    {2, 67, 67, twelve_to_nineteen},                 // Maestro
}};

bool has_network(std::string_view digits) noexcept {
    return std::ranges::any_of(networks, [digits](const Network& network) {
        unsigned beginning = 0;
        for (std::size_t i = 0; i < network.digits; ++i)
            beginning = beginning * 10 + static_cast<unsigned>(digits[i] - '0');
        return beginning >= network.low && beginning <= network.high &&
               (network.lengths & length(static_cast<unsigned>(digits.size()))) != 0;
    });
}

// Groups of three and more, but for the last, with the same between: not "48155998 192.168.37.155".
bool has_card_groups(const DigitSequence& digits, std::size_t count) noexcept {
    const auto is_blank = [](Separator separator) {
        return separator == Separator::blank || separator == Separator::line;
    };
    const auto* const first = std::find_if(digits.separators.begin(), digits.separators.end(),
                                           [](Separator separator) { return separator != Separator::none; });
    const Separator between = first == digits.separators.end() ? Separator::none : *first;
    std::size_t group = 0;
    for (std::size_t i = 0; i + 1 < count; ++i) {
        ++group;
        if (digits.separators[i] != Separator::none) {
            if (group < 3 || is_blank(digits.separators[i]) != is_blank(between) ||
                (!is_blank(between) && digits.separators[i] != between))
                return false;
            group = 0;
        }
    }
    return true;
}

// "session 4111111111111111": in one group.
bool is_of_thing(std::string_view text, const DigitSequence& digits, std::size_t count) noexcept {
    return digits.end(count) - digits.begin == count && follows_thing(text, digits.begin);
}

constexpr auto card_words = std::to_array<std::string_view>(
    {"card",       "credit",     "creditcard", "kaart", "pas",     "pan",         "visa",
     "mastercard", "amex",       "american",   "debit", "bankpas", "kaartnummer", "betaalpas",
     "maestro",    "chargeback", "vpay",       "v pay", "diners",  "jcb"});

} // namespace

std::size_t find_iban(const Scan& scan, const DigitSequence& digits) {
    const std::string_view text = scan.text;
    const auto country = country_before(text, digits.begin);
    if (!country)
        return digits.begin;
    const std::string_view code(country->code.data(), 2);
    const IbanStructure* structure = find_iban_structure(code);
    if (structure == nullptr)
        return digits.begin;
    const std::size_t size = 2 + account_size(structure->characters);
    std::array<char, longest_iban> characters{};
    std::size_t at = digits.begin;
    for (std::size_t i = 0; i < size; ++i) {
        if (!is_alphanumeric(at_or_nul(text, at))) {
            const Gap gap = gap_at(text, at);
            if (gap.size == 0 || gap.separator == Separator::slash)
                return digits.begin;
            at += gap.size;
        }
        if (!is_alphanumeric(at_or_nul(text, at)))
            return digits.begin;
        characters[i] = to_upper(text[at++]);
    }
    const std::string_view account(characters.data() + 2, size - 2);
    const std::string_view check(characters.data(), 2);
    if (word_goes_on(text, at) || !is_digit(check[1]) || !fits_structure(structure->characters, account))
        return digits.begin;
    const auto written = static_cast<unsigned>((check[0] - '0') * 10 + (check[1] - '0'));
    if (written != iban_check_digits(code, account))
        return digits.begin;
    scan.report(Entity::iban, country->begin, at, 99);
    return at;
}

void find_card(const Scan& scan, const DigitSequence& digits) {
    if (digits.count < 12 || digits.word_before)
        return;
    for (std::size_t count = std::min<std::size_t>(digits.count, 19); count >= 12; --count) {
        const std::string_view number = digits.first(count);
        if (!digits.ends_at(count) || !has_network(number) || !has_card_groups(digits, count) ||
            luhn_check_digit(number.substr(0, count - 1)) != number.back())
            continue;
        const std::size_t end = digits.end(count);
        const Context context = context_of(scan, digits.begin, end, context_words<card_words>);
        // "order 4111111111111111", but not "order 4471 paid by 4111111111111111"
        if (context == Context::other &&
            (is_labelled_as_other(scan, digits.begin) || !follows_number_of_other(scan, digits.begin)))
            return;
        // Cards are 16 digits, but for American Express and Diners; else there has to be a word.
        const bool is_usual = count == 16 || (count <= 15 && number[0] == '3');
        if (context != Context::fitting && (!is_usual || is_of_thing(scan.text, digits, count)))
            continue;
        scan.report(Entity::card, digits.begin, end, context == Context::fitting ? 97 : 93);
        return;
    }
}

} // namespace veil
