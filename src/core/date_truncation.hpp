// Generalization of dates and timestamps: the start of the unit they lie in, as PostgreSQL's date_trunc gives
// it. Proleptic Gregorian calendar, ISO weeks (Monday first), astronomical years: year 0 is 1 BC.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace veil {

// From the finest to the coarsest, except that a week may span two months, quarters, years ... A decade is
// ten years from a year that ends in 0; centuries and millennia start with a year that ends in 1 (2001), as
// in PostgreSQL.
enum class DateUnit {
    microsecond,
    millisecond,
    second,
    minute,
    hour,
    day,
    week,
    month,
    quarter,
    year,
    decade,
    century,
    millennium
};

// Exactly the enumerator's name: lower case, singular. Anything else is nullopt.
[[nodiscard]] std::optional<DateUnit> parse_date_unit(std::string_view name) noexcept;
[[nodiscard]] std::string_view date_unit_name(DateUnit unit) noexcept;

// Of the day and the finer units; a day's for all others.
[[nodiscard]] constexpr std::int64_t microseconds_in(DateUnit unit) noexcept {
    switch (unit) {
    case DateUnit::microsecond:
        return 1;
    case DateUnit::millisecond:
        return 1'000;
    case DateUnit::second:
        return 1'000'000;
    case DateUnit::minute:
        return 60'000'000;
    case DateUnit::hour:
        return 3'600'000'000;
    default:
        return 86'400'000'000;
    }
}

// days_since_2000: PostgreSQL's date, days since 2000-01-01; INT32_MIN and INT32_MAX are -infinity and
// infinity and stay. Units up to the day are the identity. Where the unit starts before the least date
// (Julian day 0, 4714-11-24 BC): that date. Total, monotone, idempotent.
[[nodiscard]] std::int32_t truncate_date(std::int32_t days_since_2000, DateUnit unit) noexcept;

// microseconds_since_2000: PostgreSQL's timestamp, or timestamptz in UTC; INT64_MIN and INT64_MAX are
// -infinity and infinity and stay. Where the unit starts before the least timestamp (4714-11-24 00:00 BC):
// that timestamp. Total, monotone, idempotent.
[[nodiscard]] std::int64_t truncate_timestamp(std::int64_t microseconds_since_2000, DateUnit unit) noexcept;

} // namespace veil
