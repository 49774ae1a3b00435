#include "core/label_extent.hpp"

#include <charconv>
#include <limits>

namespace veil {

namespace {

// A number at the start of a text, which it is taken off.
std::optional<std::int64_t> take_number(std::string_view& text) noexcept {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{}) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    return number;
}

bool take(std::string_view& text, std::string_view start) noexcept {
    const bool is_there = text.starts_with(start);
    text.remove_prefix(is_there ? start.size() : 0);
    return is_there;
}

std::optional<LabelExtent> between(std::optional<std::int64_t> least,
                                   std::optional<std::int64_t> greatest) noexcept {
    return least && greatest && *least <= *greatest ? std::optional(LabelExtent{*least, *greatest})
                                                    : std::nullopt;
}

// --- The calendar ---

// No date is in a later year, or in an earlier one before Christ.
constexpr std::int64_t last_year = 6'000'000;

// From March 1 of year 0, by years that start in March; 2000-01-01 is day 730425 of that count.
std::int64_t start_of_month(std::int64_t year, std::int64_t month) noexcept {
    year += (month - 1) / 12;
    month = (month - 1) % 12 + 1;
    const std::int64_t from_march = month <= 2 ? year - 1 : year;
    const std::int64_t cycle = (from_march >= 0 ? from_march : from_march - 399) / 400;
    const std::int64_t year_of_cycle = from_march - cycle * 400;
    const std::int64_t month_from_march = month <= 2 ? month + 9 : month - 3;
    return cycle * 146097 + 365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100 +
           (153 * month_from_march + 2) / 5 - 730425;
}

LabelExtent months(std::int64_t year, std::int64_t first_month, std::int64_t count) noexcept {
    return {start_of_month(year, first_month), start_of_month(year, first_month + count) - 1};
}

// As it is written, four digits at least, without the era.
std::optional<std::int64_t> take_written_year(std::string_view& text) noexcept {
    const std::size_t size = text.size();
    const bool is_negative = text.starts_with('-');
    const auto year = take_number(text);
    return !is_negative && year && size - text.size() >= 4 && *year >= 1 && *year <= last_year ? year
                                                                                               : std::nullopt;
}

// With its era: 1 BC is the year 0.
std::optional<std::int64_t> take_year(std::string_view& text) noexcept {
    const auto written = take_written_year(text);
    return written && take(text, " BC") ? 1 - *written : written;
}

// From the first day of one year to the last of another.
std::optional<LabelExtent> years(std::optional<std::int64_t> first,
                                 std::optional<std::int64_t> last) noexcept {
    return first && last ? between(start_of_month(*first, 1), start_of_month(*last + 1, 1) - 1)
                         : std::nullopt;
}

// "Q1", "02" or "02-29", behind a year.
std::optional<LabelExtent> part_of_year(std::int64_t year, std::string_view part) noexcept {
    const bool is_quarter = take(part, "Q");
    const auto number = take_number(part);
    if (!number || *number < 1 || *number > (is_quarter ? 4 : 12)) {
        return std::nullopt;
    }
    if (part.empty()) {
        return is_quarter ? months(year, 3 * *number - 2, 3) : months(year, *number, 1);
    }
    const auto day = !is_quarter && take(part, "-") ? take_number(part) : std::nullopt;
    if (!day || !part.empty() || *day < 1 || *day > 31) {
        return std::nullopt;
    }
    const std::int64_t date = start_of_month(year, *number) + *day - 1;
    return LabelExtent{date, date};
}

} // namespace

std::optional<LabelExtent> interval_extent(std::string_view label) noexcept {
    const auto least = take_number(label);
    if (label.empty()) {
        return between(least, least);
    }
    if (label == "+") {
        return between(least, std::numeric_limits<std::int64_t>::max());
    }
    if (!take(label, " to ") && !take(label, "-")) {
        return std::nullopt;
    }
    const auto greatest = take_number(label);
    return label.empty() ? between(least, greatest) : std::nullopt;
}

std::optional<LabelExtent> date_extent(std::string_view label) noexcept {
    if (label.find(" to ") != std::string_view::npos) {
        const auto first = take_year(label);
        if (!first || !take(label, " to ")) {
            return std::nullopt;
        }
        const auto last = take_year(label);
        return label.empty() ? years(first, last) : std::nullopt;
    }
    const bool is_before_christ = label.ends_with(" BC");
    label.remove_suffix(is_before_christ ? 3 : 0);
    const auto written = take_written_year(label);
    if (!written) {
        return std::nullopt;
    }
    const std::int64_t year = is_before_christ ? 1 - *written : *written;
    if (label.empty()) {
        return years(year, year);
    }
    if (!take(label, "-")) {
        return std::nullopt;
    }
    // Two digits of a month, "Q1", or another year.
    std::string_view rest = label;
    const auto last = take_written_year(rest);
    return last && rest.empty() && !is_before_christ ? years(year, last) : part_of_year(year, label);
}

} // namespace veil
