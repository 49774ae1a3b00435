#include "core/cyclic_part.hpp"

#include "core/calendar.hpp"
#include "core/date_truncation.hpp"
#include "core/number_generalization.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace veil {

namespace {

constexpr std::array<std::string_view, 6> part_names = {"minute", "hour",  "weekday",
                                                        "week",   "month", "quarter"};
static_assert(part_names[static_cast<std::size_t>(CyclicPart::quarter)] == "quarter");

// ISO 8601: the week of the year that its Thursday lies in. The Thursday of the first week of the calendar,
// of 4714-11-24 BC, is the 27th.
std::int32_t iso_week(std::int32_t date) noexcept {
    // Without a sign: the last days of the type are beyond every calendar date, and still have a week.
    const auto day = static_cast<std::uint32_t>(date) - static_cast<std::uint32_t>(calendar::least_date);
    const std::uint32_t thursday = day + 4 - static_cast<std::uint32_t>(calendar::iso_weekday(date));
    const calendar::YearDay position = calendar::year_day(thursday + calendar::julian_day_0);
    return static_cast<std::int32_t>(position.day_of_year) / 7 + 1;
}

} // namespace

std::optional<CyclicPart> parse_cyclic_part(std::string_view name) noexcept {
    const auto* const found = std::find(part_names.begin(), part_names.end(), name);
    if (found == part_names.end()) {
        return std::nullopt;
    }
    return static_cast<CyclicPart>(found - part_names.begin());
}

std::optional<std::int16_t> part_of_date(std::int32_t days_since_2000, CyclicPart part) noexcept {
    if (calendar::is_infinite(days_since_2000) || is_part_of_day(part)) {
        return std::nullopt;
    }
    const std::int32_t date = std::max(days_since_2000, calendar::least_date);
    switch (part) {
    case CyclicPart::weekday:
        return static_cast<std::int16_t>(calendar::iso_weekday(date));
    case CyclicPart::week:
        return static_cast<std::int16_t>(iso_week(date));
    case CyclicPart::quarter:
        return static_cast<std::int16_t>((calendar::civil_date(date).month + 2) / 3);
    default:
        return static_cast<std::int16_t>(calendar::civil_date(date).month);
    }
}

std::optional<std::int16_t> part_of_time(std::int64_t microseconds, CyclicPart part) noexcept {
    if (!is_part_of_day(part) || microseconds < 0 ||
        microseconds > static_cast<std::int64_t>(calendar::microseconds_per_day)) {
        return std::nullopt;
    }
    const std::int64_t hour = microseconds_in(DateUnit::hour);
    return static_cast<std::int16_t>(part == CyclicPart::hour
                                         ? microseconds / hour
                                         : microseconds % hour / microseconds_in(DateUnit::minute));
}

std::optional<std::int16_t> part_of_timestamp(std::int64_t microseconds_since_2000,
                                              CyclicPart part) noexcept {
    if (calendar::is_infinite(microseconds_since_2000)) {
        return std::nullopt;
    }
    constexpr auto day_length = static_cast<std::int64_t>(calendar::microseconds_per_day);
    const std::int64_t timestamp = std::max(microseconds_since_2000, calendar::least_timestamp);
    const std::int64_t time = number_internal::floored_remainder(timestamp, day_length);
    if (is_part_of_day(part)) {
        return part_of_time(time, part);
    }
    return part_of_date(static_cast<std::int32_t>((timestamp - time) / day_length), part);
}

} // namespace veil
