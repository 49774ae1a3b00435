// Sources: the countries' published definitions, as the OECD's "Tax identification numbers" sheets and the
// European Commission's TIN algorithms (document TAXUD) sum them up.
#include "core/national_id_check.hpp"

#include "core/check_digit.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace veil::national_id_check {

namespace {

using Characters = std::string_view;

constexpr unsigned digit(char c) noexcept {
    return static_cast<unsigned>(c - '0');
}

constexpr std::uint64_t number(Characters digits) noexcept {
    std::uint64_t value = 0;
    for (const char c : digits)
        value = value * 10 + digit(c);
    return value;
}

constexpr unsigned weighted_sum(Characters digits, std::span<const unsigned> weights) noexcept {
    unsigned sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += weights[i] * digit(digits[i]);
    return sum;
}

constexpr bool is_day(std::uint64_t day, std::uint64_t month) noexcept {
    constexpr std::array<unsigned, 12> lengths{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month >= 1 && month <= 12 && day >= 1 && day <= lengths[month - 1];
}

// yymmdd or ddmmyy at a place.
bool is_year_month_day(Characters c, std::size_t at = 0) noexcept {
    return is_day(number(c.substr(at + 4, 2)), number(c.substr(at + 2, 2)));
}
bool is_day_month_year(Characters c, std::size_t at = 0) noexcept {
    return is_day(number(c.substr(at, 2)), number(c.substr(at + 2, 2)));
}

bool is_one_digit_repeated(Characters c) noexcept {
    return c.find_first_not_of(c[0]) == Characters::npos;
}

bool has_luhn_digit(Characters c) noexcept {
    return luhn_check_digit(c.substr(0, c.size() - 1)) == c.back();
}

// ISO/IEC 7064, mod 11,10.
bool has_mod_11_10_digit(Characters c) noexcept {
    unsigned product = 10;
    for (const char each : c.substr(0, c.size() - 1)) {
        unsigned sum = (digit(each) + product) % 10;
        sum = sum == 0 ? 10 : sum;
        product = 2 * sum % 11;
    }
    return (11 - product) % 10 == digit(c.back());
}

} // namespace

// Months above twelve: bis numbers, of people whose birth date or sex was not known.
bool is_belgian(Characters c) noexcept {
    const std::uint64_t month = number(c.substr(2, 2)) % 20;
    if (month > 12 || number(c.substr(2, 2)) > 52 || number(c.substr(4, 2)) > 31)
        return false;
    const std::uint64_t check = number(c.substr(9, 2));
    const std::uint64_t body = number(c.substr(0, 9));
    return check == 97 - body % 97 || check == 97 - (2'000'000'000 + body) % 97;
}

// Among the first ten digits one is there twice or three times, and the others once or not at all.
bool is_german(Characters c) noexcept {
    if (c[0] == '0')
        return false;
    std::array<unsigned, 10> counts{};
    for (const char each : c.substr(0, 10))
        ++counts[digit(each)];
    const auto repeated = std::ranges::count_if(counts, [](unsigned count) { return count > 1; });
    return repeated == 1 && std::ranges::max(counts) <= 3 && has_mod_11_10_digit(c);
}

// The months of the 20th and the 21st century.
bool is_polish(Characters c) noexcept {
    const std::uint64_t month = number(c.substr(2, 2));
    constexpr std::array<unsigned, 10> weights{1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
    return month < 33 && is_day(number(c.substr(4, 2)), month % 20) &&
           (10 - weighted_sum(c, weights) % 10) % 10 == digit(c[10]);
}

bool is_norwegian(Characters c) noexcept {
    constexpr std::array<unsigned, 9> first{3, 7, 6, 1, 8, 9, 4, 5, 2};
    constexpr std::array<unsigned, 10> second{5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    const std::uint64_t day = number(c.substr(0, 2));
    const std::uint64_t month = number(c.substr(2, 2));
    return is_day(day > 40 ? day - 40 : day, month > 40 ? month - 40 : month) &&
           (11 - weighted_sum(c, first) % 11) % 11 == digit(c[9]) &&
           (11 - weighted_sum(c, second) % 11) % 11 == digit(c[10]);
}

bool is_turkish(Characters c) noexcept {
    if (c[0] == '0')
        return false;
    const unsigned odd = digit(c[0]) + digit(c[2]) + digit(c[4]) + digit(c[6]) + digit(c[8]);
    const unsigned even = digit(c[1]) + digit(c[3]) + digit(c[5]) + digit(c[7]);
    return (odd * 7 + 100 - even) % 10 == digit(c[9]) && (odd + even + digit(c[9])) % 10 == digit(c[10]);
}

bool is_brazilian(Characters c) noexcept {
    constexpr std::array<unsigned, 9> first{10, 9, 8, 7, 6, 5, 4, 3, 2};
    constexpr std::array<unsigned, 10> second{11, 10, 9, 8, 7, 6, 5, 4, 3, 2};
    return !is_one_digit_repeated(c) && weighted_sum(c, first) * 10 % 11 % 10 == digit(c[9]) &&
           weighted_sum(c, second) * 10 % 11 % 10 == digit(c[10]);
}

bool is_croatian(Characters c) noexcept {
    return has_mod_11_10_digit(c);
}

// Estonia and Lithuania.
bool is_baltic(Characters c) noexcept {
    constexpr std::array<unsigned, 10> first{1, 2, 3, 4, 5, 6, 7, 8, 9, 1};
    constexpr std::array<unsigned, 10> second{3, 4, 5, 6, 7, 8, 9, 1, 2, 3};
    if (c[0] < '3' || c[0] > '6' || !is_year_month_day(c, 1))
        return false;
    unsigned check = weighted_sum(c, first) % 11;
    check = check == 10 ? weighted_sum(c, second) % 11 : check;
    return check % 10 == digit(c[10]);
}

// 2A and 2B, of Corsica, count as 19 and 18.
bool is_french(Characters c) noexcept {
    std::array<char, 15> digits{};
    std::ranges::copy(c, digits.begin());
    if (c[6] == 'A' || c[6] == 'B') {
        if (c[5] != '2')
            return false;
        digits[5] = '1';
        digits[6] = c[6] == 'A' ? '9' : '8';
    } else if (c[6] < '0' || c[6] > '9') {
        return false;
    }
    const Characters whole(digits.data(), digits.size());
    const std::uint64_t month = number(whole.substr(3, 2));
    const bool is_month = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
    return (c[0] == '1' || c[0] == '2' || c[0] == '7' || c[0] == '8') && is_month &&
           97 - number(whole.substr(0, 13)) % 97 == number(whole.substr(13, 2));
}

static constexpr Characters spanish_letters = "TRWAGMYFPDXBNJZSQVHLCKE";

bool is_spanish(Characters c) noexcept {
    return c[8] == spanish_letters[number(c.substr(0, 8)) % 23];
}

bool is_spanish_foreigner(Characters c) noexcept {
    return c[0] >= 'X' && c[0] <= 'Z' &&
           c[8] == spanish_letters[(static_cast<std::uint64_t>(c[0] - 'X') * 10'000'000 +
                                    number(c.substr(1, 7))) %
                                   23];
}

// Where two people would have the same code, letters stand for digits: L for 0 ... V for 9.
bool is_italian(Characters c) noexcept {
    constexpr std::array<std::size_t, 7> digit_places{6, 7, 9, 10, 12, 13, 14};
    constexpr Characters months = "ABCDEHLMPRST";
    constexpr std::array<unsigned, 26> odd_letters{1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                                   20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
    for (const std::size_t place : digit_places) {
        const bool is_figure = c[place] >= '0' && c[place] <= '9';
        if (!is_figure && Characters("LMNPQRSTUV").find(c[place]) == Characters::npos)
            return false;
    }
    if (months.find(c[8]) == Characters::npos)
        return false;
    unsigned sum = 0;
    for (std::size_t i = 0; i < 15; ++i) {
        const bool is_figure = c[i] >= '0' && c[i] <= '9';
        const auto value = static_cast<unsigned>(c[i] - (is_figure ? '0' : 'A'));
        sum += i % 2 == 0 ? odd_letters[value] : value;
    }
    return c[15] == static_cast<char>('A' + sum % 26);
}

bool is_portuguese(Characters c) noexcept {
    constexpr std::array<unsigned, 8> weights{9, 8, 7, 6, 5, 4, 3, 2};
    const unsigned rest = weighted_sum(c, weights) % 11;
    return Characters("1235689").find(c[0]) != Characters::npos && (rest < 2 ? 0 : 11 - rest) == digit(c[8]);
}

// The day of somebody without a number of his own has 60 added.
bool is_swedish(Characters c) noexcept {
    const std::uint64_t day = number(c.substr(4, 2));
    return is_day(day > 60 ? day - 60 : day, number(c.substr(2, 2))) && has_luhn_digit(c);
}

bool is_swedish_long(Characters c) noexcept {
    return (c.starts_with("19") || c.starts_with("20")) && is_swedish(c.substr(2));
}

bool is_danish(Characters c) noexcept {
    return is_day_month_year(c);
}

static constexpr Characters finnish_characters = "0123456789ABCDEFHJKLMNPRSTUVWXY";

static bool is_finnish_remainder(Characters birth, Characters individual, char check) noexcept {
    return individual >= "002" &&
           finnish_characters[(number(birth) * 1000 + number(individual)) % 31] == check;
}

// The sign of the century is a hyphen, and not among the characters; or it is a letter.
bool is_finnish(Characters c) noexcept {
    return is_day_month_year(c) && is_finnish_remainder(c.substr(0, 6), c.substr(6, 3), c[9]);
}

bool is_finnish_lettered(Characters c) noexcept {
    return Characters("ABCDEFUVWXY").find(c[6]) != Characters::npos && is_day_month_year(c) &&
           is_finnish_remainder(c.substr(0, 6), c.substr(7, 3), c[10]);
}

bool is_nhs_number(Characters c) noexcept {
    constexpr std::array<unsigned, 9> weights{10, 9, 8, 7, 6, 5, 4, 3, 2};
    const unsigned check = (11 - weighted_sum(c, weights) % 11) % 11;
    return !is_one_digit_repeated(c) && check == digit(c[9]);
}

bool is_national_insurance(Characters c) noexcept {
    constexpr Characters never = "DFIQUV";
    constexpr std::array<Characters, 7> withheld{"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};
    return never.find(c[0]) == Characters::npos && never.find(c[1]) == Characters::npos && c[1] != 'O' &&
           std::ranges::find(withheld, c.substr(0, 2)) == withheld.end() && c[8] <= 'D';
}

bool is_social_security(Characters c) noexcept {
    const std::uint64_t area = number(c.substr(0, 3));
    return area != 0 && area != 666 && area < 900 && c.substr(3, 2) != "00" && c.substr(5, 4) != "0000";
}

bool is_swiss(Characters c) noexcept {
    unsigned sum = 0;
    for (std::size_t i = 0; i < 12; ++i)
        sum += digit(c[i]) * (i % 2 == 0 ? 1 : 3);
    return c.starts_with("756") && (10 - sum % 10) % 10 == digit(c[12]);
}

bool is_austrian(Characters c) noexcept {
    constexpr std::array<unsigned, 10> weights{3, 7, 9, 0, 5, 8, 4, 2, 1, 6};
    return c[0] != '0' && number(c.substr(4, 2)) <= 31 && number(c.substr(6, 2)) <= 15 &&
           weighted_sum(c, weights) % 11 == digit(c[3]);
}

// The second letter, where there is one, counts with weight nine.
bool is_irish(Characters c) noexcept {
    constexpr std::array<unsigned, 7> weights{8, 7, 6, 5, 4, 3, 2};
    const unsigned second = c.size() > 8 && c[8] != 'W' ? static_cast<unsigned>(c[8] - 'A') + 1 : 0;
    const unsigned rest = (weighted_sum(c, weights) + 9 * second) % 23;
    return c[7] == (rest == 0 ? 'W' : static_cast<char>('A' + rest - 1));
}

// Women's months have 50 added; 20 more where a day ran out of numbers. Until 1985 a remainder of ten was
// written as 0.
bool is_czech(Characters c) noexcept {
    std::uint64_t month = number(c.substr(2, 2));
    month = month > 50 ? month - 50 : month;
    month = month > 20 ? month - 20 : month;
    return is_day(number(c.substr(4, 2)), month) && number(c.substr(0, 9)) % 11 % 10 == digit(c[9]);
}

bool is_romanian(Characters c) noexcept {
    constexpr std::array<unsigned, 12> weights{2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9};
    const unsigned rest = weighted_sum(c, weights) % 11;
    const std::uint64_t county = number(c.substr(7, 2));
    return c[0] >= '1' && c[0] <= '8' && is_year_month_day(c, 1) && county >= 1 && county <= 52 &&
           (rest == 10 ? 1 : rest) == digit(c[12]);
}

bool is_bulgarian(Characters c) noexcept {
    constexpr std::array<unsigned, 9> weights{2, 4, 8, 5, 10, 9, 7, 3, 6};
    const std::uint64_t month = number(c.substr(2, 2));
    return is_day(number(c.substr(4, 2)), month > 40 ? month - 40 : month) &&
           weighted_sum(c, weights) % 11 % 10 == digit(c[9]);
}

bool is_icelandic(Characters c) noexcept {
    constexpr std::array<unsigned, 8> weights{3, 2, 7, 6, 5, 4, 3, 2};
    return is_day_month_year(c) && (11 - weighted_sum(c, weights) % 11) % 11 == digit(c[8]) &&
           (c[9] == '9' || c[9] == '0');
}

bool is_canadian(Characters c) noexcept {
    return c[0] != '0' && c[0] != '8' && has_luhn_digit(c);
}

// GB 11643: ISO/IEC 7064, mod 11-2, behind the day of birth.
bool is_chinese(Characters c) noexcept {
    constexpr std::array<unsigned, 17> weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    constexpr Characters checks = "10X98765432";
    const std::uint64_t year = number(c.substr(6, 4));
    return c[0] != '0' && year >= 1850 && year < 2100 && is_year_month_day(c, 8) &&
           checks[weighted_sum(c, weights) % 11] == c[17];
}

bool is_greek(Characters c) noexcept {
    return is_day_month_year(c) && has_luhn_digit(c);
}

bool is_ukrainian(Characters c) noexcept {
    constexpr std::array<unsigned, 9> weights{10, 5, 7, 9, 4, 6, 10, 5, 7}; // the first is -1
    return weighted_sum(c, weights) % 11 % 10 == digit(c[9]);
}

// J. Verhoeff, "Error detecting decimal codes", 1969: the dihedral group of ten elements.
bool is_indian(Characters c) noexcept {
    constexpr std::array<std::array<unsigned, 10>, 8> permutations{{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
                                                                    {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
                                                                    {5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
                                                                    {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
                                                                    {9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
                                                                    {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
                                                                    {2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
                                                                    {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}}};
    unsigned state = 0;
    for (std::size_t i = 0; i < c.size(); ++i) {
        const unsigned next = permutations[i % 8][digit(c[c.size() - 1 - i])];
        if (state < 5)
            state = next < 5 ? (state + next) % 5 : 5 + (state + next) % 5;
        else
            state = next < 5 ? 5 + (state + 5 - next) % 5 : (state + 5 - next) % 5;
    }
    return state == 0 && c[0] > '1';
}

} // namespace veil::national_id_check
