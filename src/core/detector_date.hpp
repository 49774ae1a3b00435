// Dates in free text, in figures and with the names of months.
#pragma once

#include "core/text_scan.hpp"

#include <optional>
#include <string_view>

namespace veil {

// A day of the Gregorian calendar; without a year where none is written, or two figures of one.
struct WrittenDate {
    std::optional<unsigned> year;
    unsigned month = 0;
    unsigned day = 0;

    friend constexpr bool operator==(const WrittenDate&, const WrittenDate&) = default;
};

// Called at a digit with none before it, with the digits that begin there.
// In figures: day, month, year in either order with the same separators, or year, month, day; the year from
// 1800 to 2199, or of two figures behind dashes and slashes, or behind dots and blanks where a word speaks of
// dates; eight figures where a word does. With a month's Dutch or English name: "1 februari 1980", "1st of
// Feb. '80", "February 1, 1980", "01-feb-1980"; without the year too, but for names that are other words. Not
// a month with a year only, which is no day.
void find_date(const Scan& scan, const DigitSequence& digits);

// What day a text is, all of it, as find_date() reads it: the day comes before the month, unless it cannot
// be one. Nothing where it is no date.
[[nodiscard]] std::optional<WrittenDate> read_date(std::string_view text);

// Whether a word is the name of a month, Dutch or English, or short for one; in any case.
[[nodiscard]] bool is_month(std::string_view word) noexcept;

} // namespace veil
