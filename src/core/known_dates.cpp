#include "core/known_dates.hpp"

#include <charconv>
#include <iterator>

namespace veil {
namespace {

constexpr std::size_t longest_gap = 4;

struct MonthName {
    std::string_view name;
    int month;
};
constexpr MonthName month_names[] = {
    {"januari", 1},   {"january", 1}, {"jan", 1},       {"februari", 2}, {"february", 2}, {"feb", 2},
    {"maart", 3},     {"march", 3},   {"mrt", 3},       {"mar", 3},      {"april", 4},    {"apr", 4},
    {"mei", 5},       {"may", 5},     {"juni", 6},      {"june", 6},     {"jun", 6},      {"juli", 7},
    {"july", 7},      {"jul", 7},     {"augustus", 8},  {"august", 8},   {"aug", 8},      {"september", 9},
    {"sept", 9},      {"sep", 9},     {"oktober", 10},  {"october", 10}, {"okt", 10},     {"oct", 10},
    {"november", 11}, {"nov", 11},    {"december", 12}, {"dec", 12}};

int month_of(std::string_view folded) noexcept {
    constexpr std::string_view firsts = "jfmasond";
    constexpr std::size_t longest = 9;
    if (folded.size() < 3 || folded.size() > longest ||
        firsts.find(folded.front()) == std::string_view::npos) {
        return 0;
    }
    const auto* found = std::find_if(std::begin(month_names), std::end(month_names),
                                     [&](const MonthName& name) { return name.name == folded; });
    return found == std::end(month_names) ? 0 : found->month;
}

bool is_ordinal(std::string_view folded) noexcept {
    return folded == "st" || folded == "nd" || folded == "rd" || folded == "th" || folded == "e" ||
           folded == "de" || folded == "ste" || folded == "of";
}

bool is_digit(char byte) noexcept {
    return byte >= '0' && byte <= '9';
}

int number_of(std::string_view digits) noexcept {
    int number = 0;
    return std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc{} ? number
                                                                                                   : -1;
}

// Of parts of at most four figures.
std::uint64_t whole_date(int year, int month, int day) noexcept {
    return static_cast<std::uint64_t>(year) * 100'000'000 + static_cast<std::uint64_t>(month) * 10'000 +
           static_cast<std::uint64_t>(day);
}

std::uint64_t short_date(int year, int month, int day) noexcept {
    return whole_date(10'000 + year % 100, month, day);
}

} // namespace

struct KnownDates::Part {
    int number = -1;
    std::size_t digits = 0;
    int month = 0;
    std::size_t end = 0; // token
};

bool KnownDates::add(std::string_view value, std::uint8_t index) {
    int parts[3] = {};
    std::size_t sizes[3] = {};
    std::size_t at = 0;
    for (int part = 0; part < 3; ++part) {
        const std::size_t begin = at;
        while (at < value.size() && is_digit(value[at])) {
            ++at;
        }
        sizes[part] = at - begin;
        if (sizes[part] == 0 || sizes[part] > 4) {
            return false;
        }
        parts[part] = number_of(value.substr(begin, sizes[part]));
        if (part < 2) {
            if (at >= value.size() || (value[at] != '-' && value[at] != '/' && value[at] != '.')) {
                return false;
            }
            ++at;
        }
    }
    if (at < value.size() && value[at] != ' ' && value[at] != 'T') {
        return false;
    }
    if (sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2) {
        return add_if_exists(parts[0], parts[1], parts[2], index);
    }
    if (sizes[2] != 4 || sizes[0] > 2 || sizes[1] > 2) {
        return false;
    }
    const bool day_first = add_if_exists(parts[2], parts[1], parts[0], index);
    const bool month_first = parts[0] != parts[1] && add_if_exists(parts[2], parts[0], parts[1], index);
    return day_first || month_first;
}

bool KnownDates::add_if_exists(int year, int month, int day, std::uint8_t index) {
    if (month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    index_.insert(whole_date(year, month, day), index);
    index_.insert(short_date(year, month, day), index);
    is_empty_ = false;
    return true;
}

bool KnownDates::part_at(const KnownText& text, std::size_t i, Part& part) {
    if (i >= text.size() || text[i].word.too_long) {
        return false;
    }
    const std::string_view folded = text[i].word.text();
    part = Part{};
    part.end = i + 1;
    if (!text[i].digits) {
        part.month = month_of(folded);
        return part.month != 0;
    }
    if (folded.size() > 8) {
        return false;
    }
    part.number = number_of(folded);
    part.digits = folded.size();
    // "1st of"
    for (int words = 0; words < 2 && part.end < text.size() && !text[part.end].digits &&
                        text.gap(part.end).size() <= 1 && is_ordinal(text[part.end].word.text());
         ++words) {
        ++part.end;
    }
    return true;
}

// yyyymmdd, ddmmyyyy, mmddyyyy, and six digits of them.
std::uint16_t KnownDates::find_compact(const Part& part) const {
    const int number = part.number;
    std::uint16_t found = HashIndex::none;
    if (part.digits == 8) {
        found = index_.find(whole_date(number / 10'000, number / 100 % 100, number % 100));
        if (found == HashIndex::none) {
            found = index_.find(whole_date(number % 10'000, number / 10'000 % 100, number / 1'000'000));
        }
        if (found == HashIndex::none) {
            found = index_.find(whole_date(number % 10'000, number / 1'000'000, number / 10'000 % 100));
        }
    } else if (part.digits == 6) {
        found = index_.find(short_date(number % 100, number / 100 % 100, number / 10'000));
        if (found == HashIndex::none) {
            found = index_.find(short_date(number / 10'000, number / 100 % 100, number % 100));
        }
    }
    return found;
}

std::uint16_t KnownDates::find_parts(const Part& day, const Part& month, const Part& year) const {
    const auto has_short_number = [](const Part& part) { return part.digits >= 1 && part.digits <= 2; };
    if (!has_short_number(day) || !(month.month != 0 || has_short_number(month))) {
        return HashIndex::none;
    }
    const int month_number = month.month != 0 ? month.month : month.number;
    if (year.digits == 4) {
        return index_.find(whole_date(year.number, month_number, day.number));
    }
    return year.digits == 2 ? index_.find(short_date(year.number, month_number, day.number))
                            : HashIndex::none;
}

KnownPlace KnownDates::find_at(KnownText& text, std::size_t i) const {
    KnownPlace place{i, text.begin(i), text.begin(i)};
    Part first;
    if (!part_at(text, i, first)) {
        return place;
    }
    constexpr std::size_t most_lookups = 6;
    text.took(most_lookups);
    std::uint16_t found = find_compact(first);
    std::size_t end = i + 1;
    Part second;
    Part third;
    const auto follows = [&](const Part& part, Part& next) {
        return part.end < text.size() && text.joins(part.end, longest_gap) && part_at(text, part.end, next);
    };
    if (found == HashIndex::none && follows(first, second) && follows(second, third)) {
        end = third.end;
        found = find_parts(first, second, third);
        if (found == HashIndex::none) {
            found = find_parts(second, first, third);
        }
        if (found == HashIndex::none) {
            found = find_parts(third, second, first);
        }
    }
    if (found != HashIndex::none) {
        place = {end, text.begin(i), text.end(end - 1), static_cast<std::uint8_t>(found + 1)};
    }
    return place;
}

} // namespace veil
