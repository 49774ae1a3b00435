// veil.truncate: dates and times cut to a unit, in a time zone that is a parameter and never a setting.
#include "pg/boundary.hpp"
#include "pg/text_value.hpp"
#include "pg/truncate_site.hpp"

using namespace veil::pg;

namespace {

// False where the server's arithmetic leaves its range, at the very ends of the calendar.
bool truncate_in_zone(TimestampTz value, const TruncateSite* site, TimestampTz* result) {
    std::int64_t ahead = 0;
    Timestamp wall = 0;
    if (!to_wall_clock(site->clock, value, &wall, &ahead)) {
        return false;
    }
    wall = veil::truncate_timestamp(wall, site->unit);
    // From the day upwards the start may lie on the other side of a clock change; within a day the offset
    // stays, so that the hour that occurs twice is not folded into one.
    if (site->unit >= veil::DateUnit::day) {
        return from_wall_clock(site->clock, wall, result);
    }
    *result = wall - ahead;
    return IS_VALID_TIMESTAMP(*result);
}

// A field at a time, as date_trunc: 90 minutes cut to hours is one hour, and 45 days cut to months is none.
Interval truncate_interval(Interval value, veil::DateUnit unit) {
    constexpr auto largest_time = std::numeric_limits<std::int64_t>::max();
    constexpr auto least_time = std::numeric_limits<std::int64_t>::min();
    const bool is_infinite =
        (value.time == largest_time && value.day == PG_INT32_MAX && value.month == PG_INT32_MAX) ||
        (value.time == least_time && value.day == PG_INT32_MIN && value.month == PG_INT32_MIN);
    if (is_infinite) {
        return value;
    }
    if (unit > veil::DateUnit::day) {
        static constexpr std::array<std::int32_t, 6> months{1, 3, 12, 120, 1200, 12000};
        const auto step =
            months[static_cast<std::size_t>(unit) - static_cast<std::size_t>(veil::DateUnit::month)];
        return Interval{0, 0, value.month - value.month % step};
    }
    if (unit == veil::DateUnit::day) {
        return Interval{0, value.day, value.month};
    }
    value.time -= value.time % veil::microseconds_in(unit);
    return value;
}

} // namespace

ZoneClock* veil::pg::clock_argument(FunctionCallInfo fcinfo, int number) {
    const std::string_view name = text_argument(fcinfo, number);
    if (name == "UTC") {
        return nullptr;
    }
    pg_tz* zone = find_zone(name);
    auto* clock = static_cast<ZoneClock*>(MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, sizeof(ZoneClock)));
    start_clock(clock, zone);
    return clock;
}

const TruncateSite* veil::pg::prepare_truncate(FunctionCallInfo fcinfo) {
    auto* site = static_cast<TruncateSite*>(fcinfo->flinfo->fn_extra);
    if (site == nullptr) {
        site =
            static_cast<TruncateSite*>(MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(TruncateSite)));
        fcinfo->flinfo->fn_extra = site;
    }
    std::optional<veil::DateUnit> unit = veil::parse_date_unit(text_argument(fcinfo, 1));
    if (!unit) {
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("unknown unit of time")));
    }
    site->unit = *unit;
    site->clock = PG_NARGS() < 3 ? nullptr : clock_argument(fcinfo, 2);
    site->zone = site->clock == nullptr ? nullptr : site->clock->zone;
    site->constant = get_fn_expr_arg_stable(fcinfo->flinfo, 1) &&
                     (PG_NARGS() < 3 || get_fn_expr_arg_stable(fcinfo->flinfo, 2));
    return site;
}

VEIL_BACKEND_FUNCTION(veil_truncate_date)
{ PG_RETURN_DATEADT(veil::truncate_date(PG_GETARG_DATEADT(0), truncate_site(fcinfo)->unit)); }

VEIL_BACKEND_FUNCTION(veil_truncate_timestamp)
{ PG_RETURN_TIMESTAMP(veil::truncate_timestamp(PG_GETARG_TIMESTAMP(0), truncate_site(fcinfo)->unit)); }

VEIL_BACKEND_FUNCTION(veil_truncate_timestamptz)
{
    TimestampTz value = PG_GETARG_TIMESTAMPTZ(0);
    const TruncateSite* site = truncate_site(fcinfo);
    if (site->zone == nullptr || TIMESTAMP_NOT_FINITE(value)) {
        PG_RETURN_TIMESTAMPTZ(veil::truncate_timestamp(value, site->unit));
    }
    TimestampTz result = 0;
    if (!truncate_in_zone(value, site, &result)) {
        PG_RETURN_NULL();
    }
    PG_RETURN_TIMESTAMPTZ(result);
}

VEIL_BACKEND_FUNCTION(veil_truncate_time)
{
    PG_RETURN_TIMEADT(PG_GETARG_TIMEADT(0) -
                      PG_GETARG_TIMEADT(0) % veil::microseconds_in(truncate_site(fcinfo)->unit));
}

VEIL_BACKEND_FUNCTION(veil_truncate_interval)
{
    const TruncateSite* site = truncate_site(fcinfo);
    if (unlikely(site->unit == veil::DateUnit::week)) {
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("an interval has no weeks")));
    }
    auto* result = static_cast<Interval*>(palloc(sizeof(Interval)));
    *result = truncate_interval(*PG_GETARG_INTERVAL_P(0), site->unit);
    PG_RETURN_INTERVAL_P(result);
}
