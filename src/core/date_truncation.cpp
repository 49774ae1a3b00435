#include "core/date_truncation.hpp"

#include "core/calendar.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

namespace veil {

namespace {

using namespace calendar;

constexpr std::array<std::string_view, 13> unit_names = {
    "microsecond", "millisecond", "second", "minute", "hour",    "day",       "week",
    "month",       "quarter",     "year",   "decade", "century", "millennium"};
static_assert(unit_names[static_cast<std::size_t>(DateUnit::millennium)] == "millennium");

std::uint32_t day_of_quarter(const YearDay& position) noexcept {
    const std::uint32_t day = position.day_of_year;
    const std::uint32_t leap_days = position.leap_days();
    if (day < 90 + leap_days) {
        return day;
    }
    const std::uint32_t third_or_later = day >= 181 + leap_days ? 91 : 0;
    const std::uint32_t fourth = day >= 273 + leap_days ? 92 : 0;
    return day - 90 - leap_days - third_or_later - fourth;
}

// `day` and the result are counted as julian_day_0 is; unit is week or coarser.
std::uint32_t start_of_unit(std::uint32_t day, DateUnit unit) noexcept {
    switch (unit) {
    case DateUnit::week:
        // Julian day 0 is a Monday.
        return day - (day - julian_day_0) % 7;
    case DateUnit::month:
        return day - month_day(year_day(day)).day;
    case DateUnit::quarter:
        return day - day_of_quarter(year_day(day));
    case DateUnit::year:
        return day - year_day(day).day_of_year;
    case DateUnit::decade: {
        // Year 0 of this count ends in 1.
        const std::uint32_t year = year_day(day).year();
        return start_of_year(year - (year + 1) % 10);
    }
    case DateUnit::century:
        return day - century_day(day).day_of_century;
    case DateUnit::millennium: {
        const std::uint32_t century = century_day(day).century;
        return start_of_year(100 * (century - century % 10));
    }
    default:
        return day;
    }
}

std::uint32_t truncate_julian_day(std::uint32_t julian_day, DateUnit unit) noexcept {
    return std::max(start_of_unit(julian_day + julian_day_0, unit), julian_day_0) - julian_day_0;
}

} // namespace

std::optional<DateUnit> parse_date_unit(std::string_view name) noexcept {
    const auto* const found = std::find(unit_names.begin(), unit_names.end(), name);
    if (found == unit_names.end()) {
        return std::nullopt;
    }
    return static_cast<DateUnit>(found - unit_names.begin());
}

std::string_view date_unit_name(DateUnit unit) noexcept {
    return unit_names[static_cast<std::size_t>(unit)];
}

std::int32_t truncate_date(std::int32_t days_since_2000, DateUnit unit) noexcept {
    using Limits = std::numeric_limits<std::int32_t>;
    if (days_since_2000 == Limits::min() || days_since_2000 == Limits::max() || unit <= DateUnit::day) {
        return days_since_2000;
    }
    const std::int32_t date = std::max(days_since_2000, least_date);
    const auto julian_day = static_cast<std::uint32_t>(date) - static_cast<std::uint32_t>(least_date);
    return static_cast<std::int32_t>(truncate_julian_day(julian_day, unit) +
                                     static_cast<std::uint32_t>(least_date));
}

std::int64_t truncate_timestamp(std::int64_t microseconds_since_2000, DateUnit unit) noexcept {
    using Limits = std::numeric_limits<std::int64_t>;
    if (microseconds_since_2000 == Limits::min() || microseconds_since_2000 == Limits::max() ||
        unit == DateUnit::microsecond) {
        return microseconds_since_2000;
    }
    // Unsigned from here: since the least timestamp, a whole day, is subtracted, every unit up to the day is
    // a multiple.
    const std::int64_t timestamp = std::max(microseconds_since_2000, least_timestamp);
    const std::uint64_t elapsed =
        static_cast<std::uint64_t>(timestamp) - static_cast<std::uint64_t>(least_timestamp);
    std::uint64_t truncated = 0;
    if (unit <= DateUnit::day) {
        truncated = elapsed - elapsed % static_cast<std::uint64_t>(microseconds_in(unit));
    } else {
        const auto julian_day = static_cast<std::uint32_t>(elapsed / microseconds_per_day);
        truncated = truncate_julian_day(julian_day, unit) * microseconds_per_day;
    }
    return static_cast<std::int64_t>(truncated + static_cast<std::uint64_t>(least_timestamp));
}

} // namespace veil
