#include "core/detector_date.hpp"

#include "core/nearby_words.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace veil {

namespace {

constexpr auto date_words = std::to_array<std::string_view>(
    {"geboren",      "geb",        "geboortedatum", "datum",      "date",        "dated",     "born",
     "birth",        "dob",        "d d",           "op",         "sinds",       "since",     "vanaf",
     "from",         "until",      "tot",           "per",        "overled",     "died",      "dagtekening",
     "due",          "opname",     "ontslag",       "visit",      "afspraak",    "periode",   "period",
     "factuurdatum", "orderdatum", "besteldatum",   "leverdatum", "vervaldatum", "verzonden", "ontvangen",
     "received",     "sent"});

constexpr auto version_words = std::to_array<std::string_view>(
    {"versie", "version", "release", "build", "firmware", "upgrade", "update", "downgrade", "patch"});

struct MonthName {
    std::string_view name;
    unsigned month;
    bool dutch;
    bool english;
    // Another word or a name, too: needs a year, or a capital.
    bool is_other_word;
};

constexpr std::array<MonthName, 36> month_names{{
    {"januari", 1, true, false, false},  {"january", 1, false, true, false},  {"jan", 1, true, true, true},
    {"februari", 2, true, false, false}, {"february", 2, false, true, false}, {"feb", 2, true, true, false},
    {"febr", 2, true, false, false},     {"maart", 3, true, false, false},    {"mrt", 3, true, false, false},
    {"march", 3, false, true, true},     {"mar", 3, false, true, true},       {"april", 4, true, true, false},
    {"apr", 4, true, true, false},       {"mei", 5, true, false, false},      {"may", 5, false, true, true},
    {"juni", 6, true, false, false},     {"june", 6, false, true, false},     {"jun", 6, true, true, false},
    {"juli", 7, true, false, false},     {"july", 7, false, true, false},     {"jul", 7, true, true, false},
    {"augustus", 8, true, false, false}, {"august", 8, false, true, false},   {"aug", 8, true, true, false},
    {"september", 9, true, true, false}, {"sept", 9, true, true, false},      {"sep", 9, true, true, true},
    {"oktober", 10, true, false, false}, {"october", 10, false, true, false}, {"okt", 10, true, false, false},
    {"oct", 10, false, true, false},     {"november", 11, true, true, false}, {"nov", 11, true, true, false},
    {"december", 12, true, true, false}, {"dec", 12, true, true, false},      {"sep", 9, true, true, true},
}};

bool is_day_of(unsigned day, unsigned month) noexcept {
    constexpr std::array<unsigned, 12> lengths{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month >= 1 && month <= 12 && day >= 1 && day <= lengths[month - 1];
}

bool is_year(unsigned year) noexcept {
    return year >= 1800 && year < 2200;
}

// The number that some of the digits are.
unsigned number_of(const DigitSequence& digits, std::size_t from, std::size_t size) noexcept {
    unsigned number = 0;
    for (std::size_t i = from; i < from + size; ++i)
        number = number * 10 + static_cast<unsigned>(digits.digits[i] - '0');
    return number;
}

// The size of the group that begins at digit `from`.
std::size_t group_size(const DigitSequence& digits, std::size_t from) noexcept {
    std::size_t size = 0;
    while (from + size < digits.count) {
        ++size;
        if (digits.separators[from + size - 1] != Separator::none)
            break;
    }
    return size;
}

struct Read {
    WrittenDate date;
    std::size_t end = 0;
    unsigned confidence = 0;
    bool needs_word = false;
};

// The two dates of "10-2-2025 - 27-3-2025" are apart.
bool is_apart(std::string_view text, std::size_t at) noexcept {
    return at_or_nul(text, at) == ' ';
}

// "T10:15" of ISO 8601 may follow.
bool ends_date(std::string_view text, std::size_t end) noexcept {
    if (at_or_nul(text, end) == 'T' && is_digit(at_or_nul(text, end + 1)))
        return true;
    return !word_goes_on(text, end);
}

bool follows_one_of(std::string_view text, std::size_t at, std::span<const std::string_view> words) noexcept {
    if (at < 3 || text[at - 1] != ' ')
        return false;
    return std::ranges::any_of(words, [&](std::string_view word) {
        return at > word.size() &&
               std::ranges::equal(text.substr(at - 1 - word.size(), word.size()), word, {}, to_lower) &&
               !word_comes_before(text, at - 1 - word.size());
    });
}

// Of days only, or the name of one, directly before a date.
bool follows_day(std::string_view text, std::size_t at) noexcept {
    constexpr auto words =
        std::to_array<std::string_view>({"on", "op", "dd", "d.d.", "dated", "monday", "tuesday", "wednesday",
                                         "thursday", "friday", "saturday", "sunday", "maandag", "dinsdag",
                                         "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"});
    return follows_one_of(text, at, words);
}

// Of times too, and of more.
bool follows_preposition(std::string_view text, std::size_t at) noexcept {
    constexpr auto words = std::to_array<std::string_view>(
        {"until", "till", "by",    "since", "from", "before", "after", "due",  "date", "to",
         "of",    "van",  "sinds", "vanaf", "tot",  "t/m",    "per",   "voor", "for",  "v\xC3\xB3\xC3\xB3r",
         "na"});
    return follows_day(text, at) || follows_one_of(text, at, words);
}

std::optional<Read> read_groups(std::string_view text, const DigitSequence& digits) noexcept {
    const std::size_t first = group_size(digits, 0);
    const std::size_t second = group_size(digits, first);
    const std::size_t third = group_size(digits, first + second);
    const std::size_t count = first + second + third;
    if (second == 0 || third == 0 || second > 2 || digits.separators[first - 1] == Separator::line)
        return std::nullopt;
    const Separator separator = digits.separators[first - 1];
    if (separator != digits.separators[first + second - 1] ||
        (digits.digit_before >= Separator::dot && !is_apart(text, digits.begin - 1)))
        return std::nullopt;
    if (!ends_date(text, digits.end(count)) ||
        (count < digits.count && digits.separators[count - 1] >= Separator::dot &&
         !is_apart(text, digits.end(count))))
        return std::nullopt;
    const unsigned one = number_of(digits, 0, first);
    const unsigned two = number_of(digits, first, second);
    const unsigned three = number_of(digits, first + second, third);
    const bool is_padded = first == 2 && second == 2 && third == 4;
    Read read{{}, digits.end(count), 92, separator == Separator::blank && !is_padded};
    if (first == 4 && third <= 2 && is_year(one) && is_day_of(three, two)) {
        read.date = {one, two, three};
        return read;
    }
    if (first > 2 || (third != 4 && third != 2))
        return std::nullopt;
    if (third == 4 && !is_year(three))
        return std::nullopt;
    if (third == 2) {
        read.confidence = 72;
        read.needs_word = separator == Separator::dot || separator == Separator::blank || first + second < 3;
    }
    const std::optional<unsigned> year = third == 4 ? std::optional(three) : std::nullopt;
    if (is_day_of(one, two)) {
        read.date = {year, two, one};
        return read;
    }
    if (is_day_of(two, one)) {
        read.date = {year, one, two};
        read.needs_word = read.needs_word || third == 2;
        return read;
    }
    // Two figures of the year before month and day.
    if (third == 2 && first == 2 && is_day_of(three, two)) {
        read.date = {std::nullopt, two, three};
        read.needs_word = true;
        return read;
    }
    return std::nullopt;
}

// "17-05-'22"
std::optional<Read> read_short_year(std::string_view text, const DigitSequence& digits) noexcept {
    const std::size_t first = group_size(digits, 0);
    const std::size_t second = group_size(digits, first);
    if (first > 2 || second == 0 || second > 2 || digits.digit_before >= Separator::dot)
        return std::nullopt;
    const std::size_t end = digits.end(first + second);
    constexpr std::size_t tail = 4; // the mark, the apostrophe and two figures
    constexpr std::string_view marks = "-/.";
    const char mark = at_or_nul(text, end);
    if (marks.find(mark) == std::string_view::npos || text[digits.end(first)] != mark ||
        at_or_nul(text, end + 1) != '\'' || !is_digit(at_or_nul(text, end + 2)) ||
        !is_digit(at_or_nul(text, end + 3)) || word_goes_on(text, end + tail))
        return std::nullopt;
    const unsigned day = number_of(digits, 0, first);
    const unsigned month = number_of(digits, first, second);
    if (!is_day_of(day, month))
        return std::nullopt;
    return Read{{std::nullopt, month, day}, end + tail, 90, false};
}

std::optional<Read> read_compact(std::string_view text, const DigitSequence& digits) noexcept {
    if (group_size(digits, 0) != 8 || !ends_date(text, digits.end(8)))
        return std::nullopt;
    Read read{{}, digits.end(8), 65, true};
    if (is_year(number_of(digits, 0, 4)) && is_day_of(number_of(digits, 6, 2), number_of(digits, 4, 2))) {
        read.date = {number_of(digits, 0, 4), number_of(digits, 4, 2), number_of(digits, 6, 2)};
        return read;
    }
    if (is_year(number_of(digits, 4, 4)) && is_day_of(number_of(digits, 0, 2), number_of(digits, 2, 2))) {
        read.date = {number_of(digits, 4, 4), number_of(digits, 2, 2), number_of(digits, 0, 2)};
        return read;
    }
    return std::nullopt;
}

// "12 May", "12 March", but not "12 may", and not "12 Jan" and "12 Sep" either.
bool is_month_by_itself(const MonthName& month, bool is_capital) noexcept {
    return is_capital && (month.name.size() > 3 || month.name == "may");
}

struct Month {
    const MonthName* name = nullptr;
    std::size_t size = 0;
    bool is_capital = false;
};

const MonthName* find_month(std::string_view word, Languages languages) noexcept {
    constexpr std::string_view firsts = "jfmasondJFMASOND";
    if (firsts.find(word.front()) == std::string_view::npos)
        return nullptr;
    const auto* const found = std::ranges::find_if(month_names, [&](const MonthName& candidate) {
        return ((candidate.dutch && languages.dutch) || (candidate.english && languages.english)) &&
               std::ranges::equal(word, candidate.name, {}, to_lower);
    });
    return found == month_names.end() ? nullptr : found;
}

constexpr std::size_t longest_month = 9;

Month month_at(const Scan& scan, std::size_t at) noexcept {
    std::size_t size = 0;
    while (size <= longest_month && is_ascii_letter(at_or_nul(scan.text, at + size)))
        ++size;
    if (size < 3 || size > longest_month || wide_letter_at(scan.text, at + size) > 0)
        return {};
    return {find_month(scan.text.substr(at, size), scan.languages), size, is_upper(scan.text[at])};
}

Month month_before(const Scan& scan, std::size_t end) noexcept {
    std::size_t size = 0;
    while (size < end && size <= longest_month && is_ascii_letter(scan.text[end - size - 1]))
        ++size;
    if (size < 3 || size > longest_month || word_comes_before(scan.text, end - size))
        return {};
    return {find_month(scan.text.substr(end - size, size), scan.languages), size,
            is_upper(scan.text[end - size])};
}

std::size_t skip_ordinal(std::string_view text, std::size_t at) noexcept {
    if (!is_ascii_letter(at_or_nul(text, at)))
        return at;
    constexpr auto endings = std::to_array<std::string_view>({"ste", "st", "nd", "rd", "th", "de", "e"});
    for (const std::string_view ending : endings) {
        if (std::ranges::equal(text.substr(std::min(at, text.size()), ending.size()), ending, {}, to_lower) &&
            !word_goes_on(text, at + ending.size()))
            return at + ending.size();
    }
    return at;
}

struct Year {
    std::optional<unsigned> year;
    std::size_t end;
};

// "1980", "'80", "80", behind a gap or a comma; the end stays where there is none.
Year year_at(std::string_view text, std::size_t at) noexcept {
    std::size_t begin = at;
    if (at_or_nul(text, begin) == ',')
        ++begin;
    begin += gap_at(text, begin).size;
    const bool has_gap = begin > at;
    bool is_short = false;
    if (at_or_nul(text, begin) == '\'') {
        ++begin;
        is_short = true;
    } else if (text.substr(std::min(begin, text.size())).starts_with("\xE2\x80\x99")) {
        begin += 3;
        is_short = true;
    }
    std::size_t size = 0;
    unsigned year = 0;
    while (size < 5 && is_digit(at_or_nul(text, begin + size)))
        year = year * 10 + static_cast<unsigned>(text[begin + size++] - '0');
    const std::size_t end = begin + size;
    if ((!has_gap && !is_short) || word_goes_on(text, end))
        return {std::nullopt, at};
    if (size == 4 && is_year(year))
        return {year, end};
    // "3 mei 12 uur", "3 mei 10:15", "12 maart 20.30".
    const char next = at_or_nul(text, end);
    const bool is_time = next == ':' || ((next == '.' || next == 'h') && is_digit(at_or_nul(text, end + 1)));
    if (size == 2 && (is_short || (!is_time && at_or_nul(text, at) != ',' &&
                                   gap_at(text, at).separator >= Separator::dot)))
        return {std::nullopt, end};
    return {std::nullopt, at};
}

std::optional<Read> read_day_before_month(const Scan& scan, const DigitSequence& digits, unsigned day,
                                          std::size_t day_end) {
    const std::string_view text = scan.text;
    std::size_t at = skip_ordinal(text, day_end);
    Gap gap = gap_at(text, at);
    at += gap.size;
    if (std::ranges::equal(text.substr(std::min(at, text.size()), 3), std::string_view("of "), {}, to_lower))
        at += 3;
    const Month month = month_at(scan, at);
    if (month.name == nullptr || !is_day_of(day, month.name->month))
        return std::nullopt;
    std::size_t end = at + month.size;
    // "feb." before the year
    const std::size_t dot = at_or_nul(text, end) == '.' && month.size <= 4 ? 1 : 0;
    const Year year = year_at(text, end + dot);
    const bool has_year = year.end > end + dot;
    // "after 12:27.\nMay we": another line begins with the month.
    if (!has_year && text.substr(at - gap.size, gap.size).find('\n') != std::string_view::npos)
        return std::nullopt;
    if (has_year)
        end = year.end;
    else if (month.name->is_other_word && !is_month_by_itself(*month.name, month.is_capital) &&
             at == day_end + gap.size && !follows_preposition(text, digits.begin))
        return std::nullopt;
    if (digits.digit_before >= Separator::dot && digits.digit_before != Separator::dash)
        return std::nullopt;
    return Read{{year.year, month.name->month, day}, end, has_year ? 95U : 82U, false};
}

// Whether no noun follows.
bool ends_phrase(std::string_view text, std::size_t at) noexcept {
    constexpr auto others = std::to_array<std::string_view>(
        {"at", "by", "and", "in", "for", "from", "to", "with", "via", "or", "until"});
    if (at_or_nul(text, at) != ' ' || !is_ascii_letter(at_or_nul(text, at + 1)))
        return true;
    std::size_t word_end = at + 1;
    while (is_ascii_letter(at_or_nul(text, word_end)))
        ++word_end;
    return std::ranges::find(others, text.substr(at + 1, word_end - at - 1)) != others.end();
}

std::optional<Read> read_month_before_day(const Scan& scan, const DigitSequence& digits, unsigned day,
                                          std::size_t day_end, std::size_t& begin) {
    const std::string_view text = scan.text;
    if (!scan.languages.english && !scan.languages.dutch)
        return std::nullopt;
    const Gap gap = gap_before(text, digits.begin);
    if (gap.size == 0 || gap.size > 3 || gap.separator > Separator::dash)
        return std::nullopt;
    const Month month = month_before(scan, digits.begin - gap.size);
    if (month.name == nullptr || !month.name->english || !is_day_of(day, month.name->month))
        return std::nullopt;
    const std::size_t end = skip_ordinal(text, day_end);
    const Year year = year_at(text, end);
    // "may 3, 2024" and "april 24th", but not "march 3 to 5"
    if (!month.is_capital && !year.year && (month.name->is_other_word || end == day_end))
        return std::nullopt;
    // "22nd of October 17:30"
    if (at_or_nul(text, end) == ':' && is_digit(at_or_nul(text, end + 1)))
        return std::nullopt;
    // "on May 14", "registered May 14.", but not "May 14 days"
    const bool is_may = month.name->name == "may" && ends_phrase(text, end);
    const bool is_short = month.size == 3 && end == day_end && !is_may &&
                          !follows_preposition(text, digits.begin - gap.size - month.size);
    if (year.end == end && (is_short || word_goes_on(text, end)))
        return std::nullopt;
    begin = digits.begin - gap.size - month.size;
    return Read{{year.year, month.name->month, day}, year.end, year.end > end ? 95U : 80U, false};
}

} // namespace

void find_date(const Scan& scan, const DigitSequence& digits) {
    // Day, month, year, or all of them.
    const std::size_t size = group_size(digits, 0);
    if (digits.word_before || (size > 2 && size != 4 && size != 8))
        return;
    std::size_t begin = digits.begin;
    auto read = read_groups(scan.text, digits);
    if (!read)
        read = read_short_year(scan.text, digits);
    if (!read)
        read = read_compact(scan.text, digits);
    if (!read && size <= 2) {
        const unsigned day = number_of(digits, 0, size);
        const std::size_t day_end = digits.end(size);
        read = read_day_before_month(scan, digits, day, day_end);
        if (!read)
            read = read_month_before_day(scan, digits, day, day_end, begin);
    }
    if (!read)
        return;
    const bool has_dots = at_or_nul(scan.text, digits.places[size - 1] + 1) == '.';
    if (read->confidence >= 82 && has_dots && digits.count >= 8 && digits.shape(8) == 224) {
        // "22.12.1989" is a date but in "release 10.12.2019"; an order or a quote may have one.
        if (context_of(scan, begin, read->end, context_words<date_words>) == Context::other &&
            context_of(scan, begin, read->end, context_words<version_words>) == Context::fitting &&
            !follows_number_of_other(scan, begin))
            return;
    } else if (begin != digits.begin) {
        // "Policy 4411 renews on December 11"
        if (is_labelled_as_other(scan, begin))
            return;
    } else if (read->confidence < 82 || read->needs_word || has_dots) {
        // "the invoice of 25/09/17"
        const bool is_told =
            digits.separators[size - 1] != Separator::blank && read->confidence < 82 &&
            (has_dots ? follows_day(scan.text, begin) : follows_preposition(scan.text, begin));
        const Context context =
            is_told ? Context::fitting : context_of(scan, begin, read->end, context_words<date_words>);
        if (context == Context::other || (read->needs_word && context != Context::fitting))
            return;
        // "upgraded from 8.1.29"
        if (has_dots && read->needs_word && is_said_before(scan, begin, context_words<version_words>))
            return;
    }
    scan.report(Entity::date, begin, read->end, read->confidence);
}

bool is_month(std::string_view word) noexcept {
    return word.size() >= 3 && find_month(word, {.dutch = true, .english = true}) != nullptr;
}

std::optional<WrittenDate> read_date(std::string_view text) {
    std::vector<Finding> none;
    const Scan scan{.text = text, .stands_alone = true, .findings = none};
    const auto* const digit = std::ranges::find_if(text, is_digit);
    if (digit == text.end())
        return std::nullopt;
    const DigitSequence digits = read_digits(text, static_cast<std::size_t>(digit - text.begin()));
    std::size_t begin = digits.begin;
    auto read = read_groups(text, digits);
    if (!read)
        read = read_short_year(text, digits);
    if (!read)
        read = read_compact(text, digits);
    const std::size_t size = group_size(digits, 0);
    if (!read && size <= 2) {
        read = read_day_before_month(scan, digits, number_of(digits, 0, size), digits.end(size));
        if (!read)
            read = read_month_before_day(scan, digits, number_of(digits, 0, size), digits.end(size), begin);
    }
    if (!read || begin != 0 || read->end != text.size())
        return std::nullopt;
    return read->date;
}

} // namespace veil
