// Intervals of equal length on PostgreSQL's dates (days) and timestamps (microseconds), both counted from
// 2000-01-01, and the nearest bound. Total; monotone; allocates nothing.
#pragma once

#include "core/calendar.hpp"
#include "core/number_generalization.hpp"

#include <concepts>
#include <cstdint>

namespace veil {

// One interval starts at `offset`, 0 ... width - 1; width: 1 ... INT64_MAX. Both in the unit of the type.
struct TimeIntervals {
    std::int64_t width;
    std::int64_t offset;
};

// Those of which one starts at `origin`.
[[nodiscard]] constexpr TimeIntervals intervals_from(std::int64_t origin, std::int64_t width) noexcept {
    return {width, number_internal::floored_remainder(origin, width)};
}

namespace time_internal {

template <std::signed_integral T>
inline constexpr T least = sizeof(T) == sizeof(std::int32_t) ? T{calendar::least_date}
                                                             : static_cast<T>(calendar::least_timestamp);
// The first that is too late: 5874898-01-01 of dates, 294277-01-01 of timestamps.
template <std::signed_integral T>
inline constexpr T end = sizeof(T) == sizeof(std::int32_t) ? T{2145031949}
                                                           : static_cast<T>(9'223'371'331'200'000'000);

template <std::signed_integral T>
[[nodiscard]] constexpr std::int64_t above_lower(T value, const TimeIntervals& intervals) noexcept {
    const std::int64_t above = number_internal::floored_remainder(value, intervals.width) - intervals.offset;
    return above < 0 ? above + intervals.width : above;
}

} // namespace time_internal

// The interval that holds a value that is not infinite. A bound that is no date or timestamp is unbounded,
// and then holds the first or the last one there is.
template <std::signed_integral T>
[[nodiscard]] constexpr Interval<T> time_interval(T value, const TimeIntervals& intervals) noexcept {
    constexpr T least = time_internal::least<T>;
    constexpr T end = time_internal::end<T>;
    const std::int64_t above = time_internal::above_lower(value, intervals);
    Interval<T> interval{};
    interval.lower_unbounded =
        __builtin_sub_overflow(value, above, &interval.lower) || interval.lower < least;
    interval.upper_unbounded =
        __builtin_add_overflow(value, intervals.width - above, &interval.upper) || interval.upper >= end;
    if (interval.lower_unbounded) {
        interval.lower = least;
    }
    if (interval.upper_unbounded) {
        interval.upper = end - 1;
    }
    return interval;
}

// The start of the interval. Infinities stay. Idempotent.
template <std::signed_integral T>
[[nodiscard]] constexpr T time_interval_start(T value, const TimeIntervals& intervals) noexcept {
    return calendar::is_infinite(value) ? value : time_interval(value, intervals).lower;
}

// The middle of the interval, rounded down, or the first or last value there is. Infinities stay.
template <std::signed_integral T>
[[nodiscard]] constexpr T time_interval_middle(T value, const TimeIntervals& intervals) noexcept {
    if (calendar::is_infinite(value)) {
        return value;
    }
    const std::int64_t to_middle = intervals.width / 2 - time_internal::above_lower(value, intervals);
    T middle = 0;
    if (__builtin_add_overflow(value, to_middle, &middle)) {
        return to_middle < 0 ? time_internal::least<T> : time_internal::end<T> - 1;
    }
    return std::clamp<T>(middle, time_internal::least<T>, time_internal::end<T> - 1);
}

// The nearest bound of an interval, half-way the later one; the earlier one where the later is no date or
// timestamp. Infinities stay. Idempotent.
template <std::signed_integral T>
[[nodiscard]] constexpr T round_time(T value, const TimeIntervals& intervals) noexcept {
    if (calendar::is_infinite(value)) {
        return value;
    }
    const std::int64_t above = time_internal::above_lower(value, intervals);
    const Interval<T> interval = time_interval(value, intervals);
    return interval.upper_unbounded || above < intervals.width - above ? interval.lower : interval.upper;
}

} // namespace veil
