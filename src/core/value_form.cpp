#include "core/value_form.hpp"

#include "core/check_digit.hpp"
#include "core/iban_structure.hpp"
#include "core/name_words.hpp"
#include "core/word_lists.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace veil {

namespace {

constexpr std::array<std::string_view, value_form_count> names{"email",
                                                               "url",
                                                               "ip",
                                                               "mac",
                                                               "iban",
                                                               "card",
                                                               "bsn",
                                                               "national id",
                                                               "phone",
                                                               "license plate",
                                                               "date",
                                                               "uuid",
                                                               "dutch postcode",
                                                               "other postcode",
                                                               "street address",
                                                               "given name",
                                                               "surname",
                                                               "city",
                                                               "country code"};

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
constexpr bool is_capital(char c) noexcept {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_letter(char c) noexcept {
    return is_capital(c) || (c >= 'a' && c <= 'z');
}
constexpr bool is_hex(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::string_view trim(std::string_view value) noexcept {
    const std::size_t begin = value.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) {
        return {};
    }
    return value.substr(begin, value.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string without(std::string_view value, std::string_view separators) {
    std::string rest;
    for (const char c : value) {
        if (separators.find(c) == std::string_view::npos) {
            rest += is_letter(c) && !is_capital(c) ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }
    return rest;
}

// Whether each character fits a pattern: 9 a digit, X an ASCII letter, h a hexadecimal digit, others
// themselves.
bool fits(std::string_view value, std::string_view pattern) noexcept {
    return value.size() == pattern.size() &&
           std::equal(value.begin(), value.end(), pattern.begin(), [](char c, char expected) {
               switch (expected) {
               case '9':
                   return is_digit(c);
               case 'X':
                   return is_letter(c);
               case 'h':
                   return is_hex(c);
               default:
                   return c == expected;
               }
           });
}

unsigned number_of(std::string_view digits) noexcept {
    unsigned number = 0;
    for (const char digit : digits) {
        number = number * 10 + static_cast<unsigned>(digit - '0');
    }
    return number;
}

bool is_email(std::string_view value) noexcept {
    const std::size_t at = value.find('@');
    if (at == std::string_view::npos || at == 0 || value.find('@', at + 1) != std::string_view::npos ||
        value.find_first_of(" \t\r\n<>,;:\"") != std::string_view::npos) {
        return false;
    }
    const std::string_view domain = value.substr(at + 1);
    const std::size_t dot = domain.rfind('.');
    return dot != std::string_view::npos && dot > 0 && domain.size() - dot > 2 &&
           std::all_of(domain.begin() + static_cast<std::ptrdiff_t>(dot) + 1, domain.end(), is_letter);
}

bool is_url(std::string_view value) noexcept {
    return value.find_first_of(" \t\r\n") == std::string_view::npos &&
           (value.starts_with("http://") || value.starts_with("https://") || value.starts_with("www."));
}

bool is_ipv4(std::string_view value) noexcept {
    for (int part = 0; part < 4; ++part) {
        std::size_t digits = 0;
        while (digits < value.size() && digits < 3 && is_digit(value[digits])) {
            ++digits;
        }
        if (digits == 0 || number_of(value.substr(0, digits)) > 255) {
            return false;
        }
        value.remove_prefix(digits);
        if (part < 3) {
            if (value.empty() || value.front() != '.') {
                return false;
            }
            value.remove_prefix(1);
        }
    }
    return value.empty();
}

// Not a full parser: groups of one to four hexadecimal digits, at most one gap, no more than eight groups.
// With three groups or a gap at least, so that a time of day is none.
bool is_ipv6(std::string_view value) noexcept {
    std::size_t groups = 0;
    std::size_t digits = 0;
    bool has_gap = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (is_hex(value[i])) {
            groups += digits == 0 ? 1 : 0;
            if (++digits > 4) {
                return false;
            }
        } else if (value[i] == ':') {
            if (i + 1 < value.size() && value[i + 1] == ':') {
                if (has_gap) {
                    return false;
                }
                has_gap = true;
            } else if (i + 1 == value.size() && !(i > 0 && value[i - 1] == ':')) {
                return false;
            }
            digits = 0;
        } else {
            return false;
        }
    }
    return has_gap ? groups < 8 && value.size() > 2 : groups == 8;
}

bool is_iban(std::string_view value) {
    const std::string iban = without(value, " -.");
    if (iban.size() < 15 || iban.size() > 34 || !fits(std::string_view(iban).substr(0, 4), "XX99")) {
        return false;
    }
    const std::string_view country = std::string_view(iban).substr(0, 2);
    const std::string_view account = std::string_view(iban).substr(4);
    return find_iban_structure(country) != nullptr &&
           std::ranges::all_of(account, [](char c) { return is_digit(c) || is_capital(c); }) &&
           iban_check_digits(country, account) == number_of(std::string_view(iban).substr(2, 2));
}

bool is_digits(std::string_view value) noexcept {
    return !value.empty() && std::ranges::all_of(value, is_digit);
}

bool is_card(std::string_view value) {
    const std::string number = without(value, " -");
    if (!is_digits(number) || number.size() < 13 || number.size() > 19 || number[0] < '2' ||
        number[0] > '6') {
        return false;
    }
    return luhn_check_digit(std::string_view(number).substr(0, number.size() - 1)) == number.back();
}

// Where zeros in front were lost with a number's type, too.
bool is_bsn(std::string_view value) {
    std::string number = without(value, " .-");
    if (!is_digits(number) || number.size() < 8 || number.size() > 9) {
        return false;
    }
    number.insert(0, 9 - number.size(), '0');
    const unsigned first = number_of(std::string_view(number).substr(0, 8));
    return first > 0 && bsn_check_digit(first) == static_cast<unsigned>(number.back() - '0');
}

// The national ids whose form is one that nothing else has.
bool is_national_id(std::string_view value) noexcept {
    constexpr std::array<std::string_view, 8> forms{
        "999-99-9999",      // US
        "XX999999X",        // GB, national insurance
        "XX 99 99 99 X",    // the same
        "99.99.99-999.99",  // BE
        "99999999X",        // ES
        "XXXXXX99X99X999X", // IT
        "999999-9999",      // SE, DK
        "999999-999X",      // FI
    };
    return std::ranges::any_of(forms, [&](std::string_view form) { return fits(value, form); });
}

bool is_phone(std::string_view value) noexcept {
    std::size_t digits = 0;
    for (const char c : value) {
        if (is_digit(c)) {
            ++digits;
        } else if (std::string_view(" -()+./").find(c) == std::string_view::npos) {
            return false;
        }
    }
    if (digits < 8 || digits > 15) {
        return false;
    }
    if (value.front() == '+' || value.front() == '(' || fits(value, "999-999-9999") ||
        fits(value, "999.999.9999")) {
        return true;
    }
    return value.front() == '0' && digits >= 9 && digits <= 14 && value.find('.') == std::string_view::npos;
}

bool is_license_plate(std::string_view value) {
    // Three groups of six characters, letters and digits, one of them of letters.
    constexpr std::array<std::string_view, 14> sidecodes{"XX9999", "9999XX", "99XX99", "XX99XX", "XXXX99",
                                                         "99XXXX", "99XXX9", "9XXX99", "XX999X", "X999XX",
                                                         "XXX99X", "X99XXX", "9XX999", "999XX9"};
    if (std::ranges::any_of(value, [](char c) { return c >= 'a' && c <= 'z'; })) {
        return false;
    }
    const auto hyphens = std::ranges::count(value, '-');
    const std::string plate = without(value, "-");
    // A postcode is four digits and two letters, too.
    return plate.size() == 6 && (hyphens == 2 || (hyphens == 0 && !fits(plate, "9999XX"))) &&
           std::ranges::any_of(sidecodes, [&](std::string_view code) { return fits(plate, code); });
}

bool is_year(std::string_view digits) noexcept {
    const unsigned year = number_of(digits);
    return year >= 1850 && year < 2100;
}

bool is_date(std::string_view value) noexcept {
    // Times may follow.
    if (value.size() > 10 && (value[10] == ' ' || value[10] == 'T')) {
        value = value.substr(0, 10);
    }
    for (const char separator : std::string_view("-/.")) {
        const std::array<char, 10> year_first{'9', '9', '9', '9', separator, '9', '9', separator, '9', '9'};
        if (fits(value, {year_first.data(), year_first.size()})) {
            return is_year(value.substr(0, 4)) && number_of(value.substr(5, 2)) - 1 < 12 &&
                   number_of(value.substr(8, 2)) - 1 < 31;
        }
        const std::size_t first = value.find(separator);
        const std::size_t second = first == std::string_view::npos ? first : value.find(separator, first + 1);
        if (second == std::string_view::npos || first > 2 || second - first > 3 ||
            value.size() - second != 5) {
            continue;
        }
        const std::string_view day = value.substr(0, first);
        const std::string_view month = value.substr(first + 1, second - first - 1);
        const std::string_view year = value.substr(second + 1);
        // Day and month in either order.
        return is_digits(day) && is_digits(month) && is_digits(year) && is_year(year) &&
               number_of(day) - 1 < 31 && number_of(month) - 1 < 31 &&
               std::min(number_of(day), number_of(month)) <= 12;
    }
    return fits(value, "99999999") && is_year(value.substr(0, 4)) && number_of(value.substr(4, 2)) - 1 < 12 &&
           number_of(value.substr(6, 2)) - 1 < 31;
}

bool is_dutch_postcode(std::string_view value) noexcept {
    return (fits(value, "9999XX") || fits(value, "9999 XX")) && value.front() != '0';
}

// Of the United Kingdom, the United States, Canada.
bool is_other_postcode(std::string_view value) noexcept {
    constexpr std::array<std::string_view, 10> forms{"X9 9XX",  "X99 9XX",  "XX9 9XX", "XX99 9XX",
                                                     "X9X 9XX", "XX9X 9XX", "99999",   "99999-9999",
                                                     "X9X 9X9", "X9X9X9"};
    return std::ranges::any_of(forms, [&](std::string_view form) { return fits(value, form); });
}

// A small word at the end of a street's name, or a word of its own.
bool names_street(std::string_view word) {
    constexpr std::array<std::string_view, 30> ends{
        "straat",  "laan",     "weg",   "plein",   "gracht", "kade",      "singel", "dijk",
        "hof",     "dreef",    "steeg", "baan",    "pad",    "plantsoen", "street", "road",
        "avenue",  "lane",     "drive", "close",   "court",  "boulevard", "way",    "square",
        "terrace", "crescent", "place", "strasse", "st",     "rd"};
    std::string small;
    for (const char c : word) {
        if (is_letter(c) || static_cast<unsigned char>(c) >= 0x80) {
            small += is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return std::ranges::any_of(ends, [&](std::string_view end) {
        return end.size() > 3 ? small.ends_with(end)
                              : small == end || (end.size() == 3 && small.ends_with(end));
    });
}

std::optional<std::string_view> next_word(std::string_view& rest) noexcept {
    const std::size_t begin = rest.find_first_not_of(" ,\t");
    if (begin == std::string_view::npos) {
        return std::nullopt;
    }
    const std::size_t end = std::min(rest.find_first_of(" ,\t", begin), rest.size());
    const std::string_view word = rest.substr(begin, end - begin);
    rest.remove_prefix(end);
    return word;
}

// A word that begins with a capital, in small letters; nothing for others, and for what is not ASCII.
std::string small_name(std::string_view word) {
    std::string small;
    for (const char c : word) {
        if (!is_letter(c) || (small.empty() && !is_capital(c))) {
            return {};
        }
        small += is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return small;
}

void insert_words(std::unordered_set<std::string_view>& set, std::string_view words) {
    for (auto word = next_word(words); word; word = next_word(words)) {
        set.insert(*word);
    }
}

bool is_street_address(std::string_view value) {
    bool street = false;
    unsigned words = 0;
    for (auto word = next_word(value); word; word = next_word(value)) {
        street = street || names_street(*word);
        if (++words > 10) {
            return false;
        }
    }
    return street;
}

} // namespace

std::string_view value_form_name(ValueForm form) noexcept {
    const auto index = static_cast<std::size_t>(form);
    return index < names.size() ? names[index] : std::string_view();
}

ValueForms::ValueForms() {
    for (const WordLists* lists : {&dutch_words, &english_words}) {
        given_names_.insert(lists->first_names.begin(), lists->first_names.end());
        cities_.insert(lists->cities.begin(), lists->cities.end());
        for (const std::string_view name : lists->last_names) {
            // "van den Berg" is told by "Berg".
            surnames_.insert(name.substr(name.rfind(' ') + 1));
        }
    }
    for (const std::string_view names_of_part : {sure_given_names_a_to_j, sure_given_names_k_to_z}) {
        insert_words(small_given_names_, names_of_part);
    }
    for (const std::string_view names_of_part :
         {sure_surnames_a_to_g, sure_surnames_h_to_o, sure_surnames_p_to_z}) {
        insert_words(small_surnames_, names_of_part);
    }
}

// Names by the dictionaries of the surrogates and those of the detector of names in texts, words that are
// something else as well aside: enough of a column's names are among them, not each.
ValueFormSet ValueForms::word_forms(std::string_view value) const {
    if (cities_.contains(value)) {
        return bit_of(ValueForm::city) |
               (surnames_.contains(value) ? bit_of(ValueForm::surname) : ValueFormSet{0});
    }
    ValueFormSet forms = 0;
    unsigned words = 0;
    for (auto word = next_word(value); word; word = next_word(value)) {
        if (++words > 6 || std::ranges::any_of(*word, is_digit)) {
            return 0;
        }
        const std::string small = small_name(*word);
        if (given_names_.contains(*word) || small_given_names_.contains(small)) {
            forms |= bit_of(ValueForm::given_name);
        }
        if (surnames_.contains(*word) || small_surnames_.contains(small)) {
            forms |= bit_of(ValueForm::surname);
        }
    }
    return forms;
}

ValueFormSet ValueForms::forms_of(std::string_view value) const {
    value = trim(value);
    if (value.empty() || value.size() > longest_value) {
        return 0;
    }
    ValueFormSet forms = 0;
    const auto add = [&](bool holds, ValueForm form) { forms |= holds ? bit_of(form) : 0; };
    add(is_email(value), ValueForm::email);
    add(is_url(value), ValueForm::url);
    add(is_ipv4(value) || is_ipv6(value), ValueForm::ip);
    add(fits(value, "hh:hh:hh:hh:hh:hh") || fits(value, "hh-hh-hh-hh-hh-hh"), ValueForm::mac);
    add(is_iban(value), ValueForm::iban);
    add(is_card(value), ValueForm::card);
    add(is_bsn(value), ValueForm::bsn);
    add(is_national_id(value), ValueForm::national_id);
    add(is_phone(value), ValueForm::phone);
    add(is_license_plate(value), ValueForm::license_plate);
    add(is_date(value), ValueForm::date);
    add(fits(value, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh"), ValueForm::uuid);
    add(is_dutch_postcode(value), ValueForm::dutch_postcode);
    add(is_other_postcode(value), ValueForm::other_postcode);
    add(is_street_address(value), ValueForm::street_address);
    add(value.size() == 2 && std::ranges::all_of(value, is_capital), ValueForm::country_code);
    return forms | word_forms(value);
}

} // namespace veil
