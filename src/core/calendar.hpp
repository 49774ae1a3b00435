// The proleptic Gregorian calendar on PostgreSQL's dates: days since 2000-01-01.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace veil::calendar {

// 2000-01-01 is Julian day 2451545, and PostgreSQL's least date and timestamp are the start of Julian day 0.
inline constexpr std::int32_t least_date = -2451545;
inline constexpr std::uint64_t microseconds_per_day = 86'400'000'000;
inline constexpr std::int64_t least_timestamp = least_date * static_cast<std::int64_t>(microseconds_per_day);

// -infinity and infinity, of dates (32 bits) and of timestamps (64 bits).
template <class T>
[[nodiscard]] constexpr bool is_infinite(T value) noexcept {
    return value == std::numeric_limits<T>::min() || value == std::numeric_limits<T>::max();
}

// A day is counted from January 1 of 6000 BC, the astronomical year -5999. From a year 400 * n + 1 on, a leap
// year ends its four years and a long century its four centuries, so that plain division finds the century,
// the year and the day of the year: the Euclidean affine functions of C. Neri and L. Schneider, "Euclidean
// affine functions and their application to calendar algorithms", Software: Practice and Experience 53
// (2023), without their year that starts in March. That year starts a millennium as well, and lies before
// Julian day 0, so that nothing is negative.
inline constexpr std::int32_t first_year = -5999;
inline constexpr std::uint32_t julian_day_0 = 470029;

inline constexpr std::uint32_t days_in_4_centuries = 146097;
inline constexpr std::uint32_t days_in_4_years = 1461;

struct CenturyDay {
    std::uint32_t century;
    std::uint32_t day_of_century;
};

struct YearDay {
    std::uint32_t century;
    std::uint32_t year_of_century;
    std::uint32_t day_of_year;

    [[nodiscard]] constexpr std::uint32_t year() const noexcept { return 100 * century + year_of_century; }

    [[nodiscard]] constexpr std::uint32_t leap_days() const noexcept {
        const bool last_of_century = year_of_century == 99;
        return (last_of_century ? century : year_of_century) % 4 == 3 ? 1 : 0;
    }
};

[[nodiscard]] constexpr CenturyDay century_day(std::uint32_t day) noexcept {
    const std::uint64_t quarter_days = std::uint64_t{4} * day + 3;
    return {static_cast<std::uint32_t>(quarter_days / days_in_4_centuries),
            static_cast<std::uint32_t>(quarter_days % days_in_4_centuries) / 4};
}

[[nodiscard]] constexpr YearDay year_day(std::uint32_t day) noexcept {
    const CenturyDay position = century_day(day);
    const std::uint32_t quarter_days = 4 * position.day_of_century + 3;
    return {position.century, quarter_days / days_in_4_years, quarter_days % days_in_4_years / 4};
}

[[nodiscard]] constexpr std::uint32_t start_of_year(std::uint32_t year) noexcept {
    return 365 * year + year / 4 - year / 100 + year / 400;
}

struct MonthDay {
    std::uint32_t month; // 0 ... 11
    std::uint32_t day;   // 0 ... 30
};

[[nodiscard]] constexpr MonthDay month_day(const YearDay& position) noexcept {
    // With a February of 30 days the months start at (367 * month + 5) / 12, month 0 ... 11.
    const std::uint32_t leap_days = position.leap_days();
    const std::uint32_t february_gap = position.day_of_year >= 59 + leap_days ? 2 - leap_days : 0;
    const std::uint32_t day = position.day_of_year + february_gap;
    const std::uint32_t month = (12 * day + 6) / 367;
    return {month, day - (367 * month + 5) / 12};
}

// An astronomical year (0 is 1 BC), month 1 ... 12 and day 1 ... 31.
struct CivilDate {
    std::int32_t year;
    std::uint32_t month;
    std::uint32_t day;

    friend constexpr auto operator<=>(const CivilDate&, const CivilDate&) = default;
};

// date: not before least_date.
[[nodiscard]] constexpr CivilDate civil_date(std::int32_t date) noexcept {
    const auto julian_day = static_cast<std::uint32_t>(date) - static_cast<std::uint32_t>(least_date);
    const YearDay position = year_day(julian_day + julian_day_0);
    const MonthDay within = month_day(position);
    return {static_cast<std::int32_t>(position.year()) + first_year, within.month + 1, within.day + 1};
}

// 1 (Monday) ... 7 (Sunday), as ISO 8601 numbers them. date: not before least_date, a Monday.
[[nodiscard]] constexpr std::uint32_t iso_weekday(std::int32_t date) noexcept {
    return (static_cast<std::uint32_t>(date) - static_cast<std::uint32_t>(least_date)) % 7 + 1;
}

} // namespace veil::calendar
