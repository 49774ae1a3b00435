#include "core/detector_postcode.hpp"

#include "core/detector_date.hpp"
#include "core/nearby_words.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace veil {

namespace {

constexpr auto postcode_words = std::to_array<std::string_view>(
    {"postcode", "postal code", "zip", "pc", "adres", "address", "woont", "woonachtig", "bezorg", "verhuisd",
     "moved to", "deliver", "bezoekadres", "woonadres", "postadres", "factuuradres"});
// Units and other pairs of capitals that follow a number with four digits.
bool is_no_postcode(std::string_view letters) noexcept {
    constexpr auto pairs = std::to_array<std::string_view>(
        {"KG", "KM", "CM", "MM", "ML", "CL", "MB", "GB", "TB", "KB", "PK", "HP",
         "CC", "KW", "MW", "GW", "PX", "AD", "BC", "AM", "PM", "EU", "VS", "US",
         "UK", "BV", "NV", "IT", "HR", "WH", "MG", "EN", "OF", "XL", "XS"});
    return std::ranges::find(pairs, letters) != pairs.end();
}

// What may follow a house number, with a blank or a hyphen before it or without: the end of "bis" in "12
// bis".
std::optional<std::size_t> addition_end(std::string_view text, std::size_t at) noexcept {
    constexpr auto additions = std::to_array<std::string_view>(
        {"bis", "hs", "rd", "zw", "rood", "zwart", "huis", "ter", "II", "III", "IV", "boven", "beneden"});
    const std::size_t begin = at + (at_or_nul(text, at) == ' ' || at_or_nul(text, at) == '-' ? 1 : 0);
    for (const std::string_view addition : additions) {
        if (text.substr(std::min(begin, text.size())).starts_with(addition) &&
            !word_goes_on(text, begin + addition.size()))
            return begin + addition.size();
    }
    return std::nullopt;
}

// Two numbers with the same mark between and behind them: "2024-06-23".
bool begins_date(std::string_view text, std::size_t at) noexcept {
    const auto skip_digits = [text](std::size_t from) {
        while (is_digit(at_or_nul(text, from)))
            ++from;
        return from;
    };
    const std::size_t mark = skip_digits(at);
    const std::size_t second = skip_digits(mark + 1);
    constexpr std::string_view marks = "-/.";
    return marks.find(at_or_nul(text, mark)) != std::string_view::npos && second > mark + 1 &&
           at_or_nul(text, second) == text[mark] && is_digit(at_or_nul(text, second + 1));
}

// A house number and what may follow it: 12, 12a, 12-3, 12 bis, 12 II, and "nr. 12".
std::optional<std::size_t> house_number_end(std::string_view text, std::size_t at) noexcept {
    constexpr auto words = std::to_array<std::string_view>({"nr", "no", "nummer", "huisnummer", "number"});
    for (const std::string_view word : words) {
        if (!text.substr(std::min(at, text.size())).starts_with(word))
            continue;
        std::size_t number = at + word.size();
        number += at_or_nul(text, number) == '.' || at_or_nul(text, number) == ':' ? 1 : 0;
        number += at_or_nul(text, number) == ' ' ? 1 : 0;
        if (is_digit(at_or_nul(text, number))) {
            at = number;
            break;
        }
    }
    std::size_t end = at;
    while (end < at + 5 && is_digit(at_or_nul(text, end)))
        ++end;
    if (end == at || text[at] == '0' || is_digit(at_or_nul(text, end)) || begins_date(text, at))
        return std::nullopt;
    if (const auto addition = addition_end(text, end))
        return addition;
    if (is_ascii_letter(at_or_nul(text, end)) && !word_goes_on(text, end + 1))
        return end + 1;
    if (word_goes_on(text, end))
        return std::nullopt;
    if (at_or_nul(text, end) == '-' && is_alphanumeric(at_or_nul(text, end + 1))) {
        std::size_t rest = end + 1;
        while (rest < end + 5 && is_alphanumeric(at_or_nul(text, rest)))
            ++rest;
        return word_goes_on(text, rest) ? end : rest;
    }
    // "12 B", and "12 b" before a mark
    constexpr std::string_view marks = ",.;:)\n";
    const bool is_marked = end + 2 >= text.size() || marks.find(text[end + 2]) != std::string_view::npos;
    if (at_or_nul(text, end) == ' ' && !word_goes_on(text, end + 2) &&
        (is_upper(at_or_nul(text, end + 1)) || (is_ascii_letter(at_or_nul(text, end + 1)) && is_marked)))
        return end + 2;
    return end;
}

std::size_t skip_blanks(std::string_view text, std::size_t at) noexcept {
    const std::size_t begin = at;
    while (at < begin + 3 && (at_or_nul(text, at) == ' ' || at_or_nul(text, at) == ','))
        ++at;
    return at;
}

// "9 Apr 2019 PC Robinson", "April 9, 2019 PC Robinson": the year of a date.
bool follows_month(std::string_view text, std::size_t at) noexcept {
    constexpr std::string_view between = " ,.0123456789";
    std::size_t end = at;
    while (end > 0 && at - end < 6 && between.find(text[end - 1]) != std::string_view::npos)
        --end;
    std::size_t begin = end;
    while (begin > 0 && end - begin < 10 && is_ascii_letter(text[begin - 1]))
        --begin;
    return end < at && is_month(text.substr(begin, end - begin));
}

// "te Delft (2611ab)", or a cell of a table: "...,2611ab,...".
bool is_enclosed(std::string_view text, std::size_t begin, std::size_t end) noexcept {
    constexpr std::string_view openings = "(,;|\"";
    constexpr std::string_view closings = "),;|\"";
    return begin > 0 && openings.find(text[begin - 1]) != std::string_view::npos &&
           closings.find(at_or_nul(text, end)) != std::string_view::npos && at_or_nul(text, end) != '\0';
}

// "naar 1234ab"
bool follows_direction(std::string_view text, std::size_t at) noexcept {
    constexpr auto directions =
        std::to_array<std::string_view>({" naar ", " vanaf ", " from ", " to ", " at ", " te "});
    return std::ranges::any_of(directions,
                               [&](std::string_view word) { return text.substr(0, at).ends_with(word); });
}

// "te" or "in" between a house number and a postcode.
bool has_word_before(std::string_view text, std::size_t at) noexcept {
    return at > 4 && (text.substr(at - 4, 4) == " te " || text.substr(at - 4, 4) == " in ");
}

// Of a house number that ends before `at`, with a comma, blanks or a line end between: "Kerkstraat 12a, 1234
// AB".
std::optional<std::size_t> house_number_before(std::string_view text, std::size_t at) noexcept {
    std::size_t end = at;
    // "Kerkstraat 12 te 1234 AB Delft"
    if (has_word_before(text, end))
        end -= 3;
    while (end > 0 && at - end < 4 &&
           (text[end - 1] == ' ' || text[end - 1] == ',' || text[end - 1] == '\n' || text[end - 1] == '\r'))
        --end;
    if (end == at)
        return std::nullopt;
    std::size_t begin = end;
    while (begin > 0 && end - begin < 8 && (is_alphanumeric(text[begin - 1]) || text[begin - 1] == '-'))
        --begin;
    // "12 bis", "12 B"
    if (begin > 2 && is_ascii_letter(text[begin]) && text[begin - 1] == ' ' && is_digit(text[begin - 2])) {
        --begin;
        while (begin > 0 && end - begin < 12 && is_digit(text[begin - 1]))
            --begin;
    }
    constexpr std::string_view marks = ".,:";
    const bool begins_word =
        begin > 1 && (text[begin - 1] == '(' ||
                      (text[begin - 1] == ' ' && (is_ascii_letter(text[begin - 2]) ||
                                                  marks.find(text[begin - 2]) != std::string_view::npos)));
    const auto whole = house_number_end(text, begin);
    return begins_word && whole && *whole == end ? std::optional(begin) : std::nullopt;
}

// Of sentences: "since 2019 in Utrecht", "op 1-2-1949 te Delft".
bool is_short_word(std::string_view letters) noexcept {
    constexpr auto words = std::to_array<std::string_view>(
        {"IN", "TE", "OP", "AT", "ON", "EN", "OF", "IS", "TO", "BY", "OR", "AF", "OM", "GO",
         "WE", "HE", "IT", "IK", "JE", "ZE", "AL", "NU", "DE", "NA", "ER", "AS", "SO", "UP",
         "MY", "NO", "IF", "DO", "BE", "EX", "MM", "ME", "UW", "JA", "ZO", "WO", "OK"});
    return std::ranges::find(words, letters) != words.end();
}

// The two letters behind four digits.
struct Letters {
    std::array<char, 2> capitals;
    std::size_t gap; // bytes before them
    std::size_t end;
    bool are_capital;

    [[nodiscard]] std::string_view pair() const noexcept { return {capitals.data(), capitals.size()}; }
    [[nodiscard]] bool are_word() const noexcept { return is_short_word(pair()); }
    [[nodiscard]] bool are_unit() const noexcept { return is_no_postcode(pair()); }
};

std::optional<Letters> letters_behind(std::string_view text, const DigitSequence& digits) noexcept {
    const std::size_t behind = digits.end(4);
    const Gap gap = gap_at(text, behind);
    const std::size_t begin = behind + gap.size;
    const char first = at_or_nul(text, begin);
    const char second = at_or_nul(text, begin + 1);
    Letters letters{{to_upper(first), to_upper(second)}, gap.size, begin + 2, is_upper(first)};
    const bool is_pair = gap.size <= 2 && gap.separator <= Separator::line && is_ascii_letter(first) &&
                         is_ascii_letter(second) && !is_ascii_letter(at_or_nul(text, letters.end)) &&
                         wide_letter_at(text, letters.end) == 0;
    // "2023 Mr"
    if (!is_pair || is_upper(first) != is_upper(second))
        return std::nullopt;
    if (letters.pair() == "SA" || letters.pair() == "SD" || letters.pair() == "SS")
        return std::nullopt;
    // "594 6301\nGP: Dr Smith": a label. "1964. Go": a sentence ends.
    if (gap.size > 0 &&
        (at_or_nul(text, letters.end) == ':' || (letters.are_word() && !letters.are_capital) ||
         text.substr(behind, gap.size).find('.') != std::string_view::npos))
        return std::nullopt;
    // "WH-1000XM5": of a product
    const bool is_of_product = gap.size == 0 && digits.begin > 1 && text[digits.begin - 1] == '-' &&
                               is_ascii_letter(text[digits.begin - 2]);
    return is_of_product ? std::nullopt : std::optional(letters);
}

// "Delft", "'s-Hertogenbosch"
bool begins_city(std::string_view text, std::size_t at) noexcept {
    if (text.substr(std::min(at, text.size())).starts_with("'s-"))
        return true;
    const char second = at_or_nul(text, at + 1);
    return is_upper(at_or_nul(text, at)) && (is_ascii_letter(second) || second == '\'');
}

// Whether the year of a date stands before the letters: "3-6-1971 OK", "20 oktober 1983 ok".
bool is_of_date(std::string_view text, const DigitSequence& digits, const Letters& letters,
                bool is_doubtful) noexcept {
    const std::string_view century = digits.first(2);
    const bool is_year = century >= "18" && century <= "21";
    return (is_doubtful && follows_month(text, digits.begin)) ||
           (is_year && letters.gap > 0 && digits.digit_before >= Separator::dot);
}

} // namespace

bool is_called_postcode(const Scan& scan, std::size_t begin, std::size_t end) {
    return context_of(scan, begin, end, context_words<postcode_words>) == Context::fitting;
}

void find_postcode(const Scan& scan, const DigitSequence& digits) {
    const std::string_view text = scan.text;
    if (digits.word_before || digits.count < 4 || digits.digits[0] == '0' ||
        is_digit(at_or_nul(text, digits.end(4))) || digits.places[3] - digits.begin != 3)
        return;
    const auto letters = letters_behind(text, digits);
    if (!letters)
        return;
    std::size_t end = letters->end;
    const std::size_t next = skip_blanks(text, end);
    // "1234 AB 12", "1234 AB-12"
    const bool has_hyphen = at_or_nul(text, end) == '-' && is_digit(at_or_nul(text, end + 1));
    const auto number = house_number_end(text, has_hyphen ? end + 1 : next);
    const auto number_before = house_number_before(text, digits.begin);
    const bool has_city = next > end && begins_city(text, next);
    const std::string_view century = digits.first(2);
    const bool is_doubtful =
        !letters->are_capital ||
        (letters->gap > 0 && (century == "19" || century == "20" || letters->are_unit()));
    bool believed = !is_doubtful || number_before;
    if (!believed && !letters->are_unit()) {
        if (letters->are_capital)
            believed = has_city || (number && century != "19");
        else if (letters->gap == 0)
            believed = number || has_city || is_enclosed(text, digits.begin, end) ||
                       (!letters->are_word() && follows_direction(text, digits.begin));
        else if (number)
            believed = is_enclosed(text, digits.begin, *number) || follows_direction(text, digits.begin);
    }
    const bool is_year = is_of_date(text, digits, *letters, is_doubtful);
    if (is_year && (!letters->are_capital || letters->are_word()))
        return;
    if (!believed || is_year || digits.digit_before >= Separator::dot)
        believed = is_called_postcode(scan, digits.begin, end);
    else if (!(letters->are_capital && number_before && has_city) &&
             context_of(scan, digits.begin, end, context_words<postcode_words>) == Context::other)
        // "meter reading of Jan, 1234 AB 12"
        believed =
            letters->are_capital && (number || number_before) && !is_labelled_as_other(scan, digits.begin);
    // Together they are one home.
    if (!believed || (!number && word_goes_on(text, end)))
        return;
    end = number.value_or(end);
    const auto confidence = static_cast<std::uint8_t>(is_doubtful ? 75 : 85);
    // A word between them stays.
    if (number_before && has_word_before(text, digits.begin)) {
        scan.report(Entity::postcode, *number_before, digits.begin - 4, confidence);
        scan.report(Entity::postcode, digits.begin, end, confidence);
        return;
    }
    scan.report(Entity::postcode, number_before.value_or(digits.begin), end, confidence);
}

} // namespace veil
