#include "pg/zone_offset.hpp"

#include "pg/boundary.hpp"

namespace veil::pg {

namespace {

constexpr int stretch_bits = 41;
constexpr std::int64_t margin = 3 * USECS_PER_DAY;
// Of a clock change a wall clock time within this distance may be ambiguous; no zone has moved by more than a
// day.
constexpr std::int64_t doubt = 26 * USECS_PER_HOUR;
// Outside of these, near the ends of the calendar, the server is asked.
constexpr Timestamp first_fast = MIN_TIMESTAMP + 30 * USECS_PER_DAY;
constexpr Timestamp last_fast = END_TIMESTAMP - 30 * USECS_PER_DAY;

pg_time_t unix_time(TimestampTz moment) {
    const std::int64_t second = moment / USECS_PER_SEC - (moment % USECS_PER_SEC < 0 ? 1 : 0);
    return second + (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * std::int64_t{SECS_PER_DAY};
}

TimestampTz moment_of(pg_time_t time) {
    return (time - (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * std::int64_t{SECS_PER_DAY}) * USECS_PER_SEC;
}

void explore(ZoneClock* clock, ZoneStretch* stretch, std::int64_t number) {
    const TimestampTz start = number * (std::int64_t{1} << stretch_bits) - margin;
    const TimestampTz end = (number + 1) * (std::int64_t{1} << stretch_bits) + margin;
    *stretch = ZoneStretch{number, true, std::numeric_limits<TimestampTz>::max(), 0, 0};
    long before = 0;
    long after = 0;
    int before_is_summer = 0;
    int after_is_summer = 0;
    pg_time_t boundary = 0;
    const pg_time_t from = unix_time(start);
    const int found = pg_next_dst_boundary(&from, &before, &before_is_summer, &boundary, &after,
                                           &after_is_summer, clock->zone);
    if (found < 0) {
        return;
    }
    stretch->before = before * USECS_PER_SEC;
    stretch->after = stretch->before;
    stretch->irregular = false;
    if (found == 0 || moment_of(boundary) >= end) {
        return;
    }
    stretch->transition = moment_of(boundary);
    stretch->after = after * USECS_PER_SEC;
    pg_time_t next = 0;
    const int second = pg_next_dst_boundary(&boundary, &before, &before_is_summer, &next, &after,
                                            &after_is_summer, clock->zone);
    stretch->irregular = second < 0 || (second > 0 && moment_of(next) < end);
}

// Null where the server is to be asked.
const ZoneStretch* stretch_of(ZoneClock* clock, TimestampTz moment) {
    if (unlikely(moment < first_fast || moment >= last_fast)) {
        return nullptr;
    }
    const std::int64_t number = moment >> stretch_bits;
    ZoneStretch* stretch = &clock->stretches[static_cast<std::size_t>(number) % clock->stretches.size()];
    if (unlikely(stretch->number != number)) {
        explore(clock, stretch, number);
    }
    return likely(!stretch->irregular) ? stretch : nullptr;
}

} // namespace

pg_tz* find_zone(std::string_view name) {
    pg_tz* zone = name.size() < TZ_STRLEN_MAX ? pg_tzset(pnstrdup(name.data(), name.size())) : nullptr;
    if (zone == nullptr) {
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("unknown time zone")));
    }
    return zone;
}

void start_clock(ZoneClock* clock, pg_tz* zone) {
    clock->zone = zone;
    for (ZoneStretch& stretch : clock->stretches) {
        // No moment that PostgreSQL has lies in a stretch of this number.
        stretch.number = std::numeric_limits<std::int64_t>::max();
    }
}

bool to_wall_clock(ZoneClock* clock, TimestampTz moment, Timestamp* wall, std::int64_t* ahead) {
    if (const ZoneStretch* stretch = stretch_of(clock, moment)) {
        *ahead = moment < stretch->transition ? stretch->before : stretch->after;
        *wall = moment + *ahead;
        return true;
    }
    struct pg_tm parts;
    fsec_t fraction = 0;
    int offset = 0;
    if (timestamp2tm(moment, &offset, &parts, &fraction, nullptr, clock->zone) != 0 ||
        tm2timestamp(&parts, fraction, nullptr, wall) != 0) {
        return false;
    }
    *ahead = -offset * USECS_PER_SEC;
    return true;
}

bool from_wall_clock(ZoneClock* clock, Timestamp wall, TimestampTz* moment) {
    if (const ZoneStretch* stretch = stretch_of(clock, wall)) {
        const bool is_before = wall - stretch->before < stretch->transition;
        const TimestampTz guess = wall - (is_before ? stretch->before : stretch->after);
        // Far from the transition on either side.
        const bool is_clear = stretch->transition == std::numeric_limits<TimestampTz>::max() ||
                              guess < stretch->transition - doubt || guess > stretch->transition + doubt;
        if (likely(is_clear)) {
            *moment = guess;
            return true;
        }
    }
    struct pg_tm parts;
    fsec_t fraction = 0;
    if (timestamp2tm(wall, nullptr, &parts, &fraction, nullptr, nullptr) != 0) {
        return false;
    }
    int offset = DetermineTimeZoneOffset(&parts, clock->zone);
    return tm2timestamp(&parts, fraction, &offset, moment) == 0;
}

} // namespace veil::pg
