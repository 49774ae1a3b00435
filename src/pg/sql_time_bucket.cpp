// veil.bucket and veil.round of dates and timestamps: intervals of equal length from an origin, for
// timestamptz on the wall clock of a zone.
#include "core/iso_text.hpp"
#include "core/time_bucket.hpp"
#include "pg/boundary.hpp"
#include "pg/range_value.hpp"
#include "pg/zone_offset.hpp"

using namespace veil::pg;

namespace {

// (value, width bigint, origin of the type [, zone text]); the origin of a timestamptz is a timestamp.
struct IntervalSite {
    veil::TimeIntervals intervals;
    ZoneClock* clock; // null: UTC, or no zone at all
    bool constant;
};

const IntervalSite* prepare_intervals(FunctionCallInfo fcinfo, std::int64_t origin) {
    auto* site = static_cast<IntervalSite*>(fcinfo->flinfo->fn_extra);
    if (site == nullptr) {
        site =
            static_cast<IntervalSite*>(MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(IntervalSite)));
        fcinfo->flinfo->fn_extra = site;
    }
    const std::int64_t width = PG_GETARG_INT64(1);
    if (width <= 0) {
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the step must be greater than zero")));
    }
    site->intervals = veil::intervals_from(origin, width);
    site->constant = get_fn_expr_arg_stable(fcinfo->flinfo, 1) && get_fn_expr_arg_stable(fcinfo->flinfo, 2);
    site->clock = nullptr;
    if (PG_NARGS() > 3) {
        site->constant = site->constant && get_fn_expr_arg_stable(fcinfo->flinfo, 3);
        const std::string_view zone = text_argument(fcinfo, 3);
        if (zone != "UTC") {
            site->clock =
                static_cast<ZoneClock*>(MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, sizeof(ZoneClock)));
            start_clock(site->clock, find_zone(zone));
        }
    }
    return site;
}

const IntervalSite* date_site(FunctionCallInfo fcinfo) {
    const auto* site = static_cast<const IntervalSite*>(fcinfo->flinfo->fn_extra);
    return likely(site != nullptr && site->constant) ? site : prepare_intervals(fcinfo, PG_GETARG_DATEADT(2));
}

const IntervalSite* timestamp_site(FunctionCallInfo fcinfo) {
    const auto* site = static_cast<const IntervalSite*>(fcinfo->flinfo->fn_extra);
    return likely(site != nullptr && site->constant) ? site
                                                     : prepare_intervals(fcinfo, PG_GETARG_TIMESTAMP(2));
}

// What the bucket shows on the wall clock of the site's zone. False where a moment leaves the calendar.
bool on_wall_clock(const IntervalSite* site, TimestampTz value,
                   Timestamp (*label)(Timestamp, const veil::TimeIntervals&), TimestampTz* result) {
    if (site->clock == nullptr || TIMESTAMP_NOT_FINITE(value)) {
        *result = label(value, site->intervals);
        return true;
    }
    Timestamp wall = 0;
    std::int64_t ahead = 0;
    return to_wall_clock(site->clock, value, &wall, &ahead) &&
           from_wall_clock(site->clock, label(wall, site->intervals), result);
}

Datum moment(FunctionCallInfo fcinfo, Timestamp (*label)(Timestamp, const veil::TimeIntervals&)) {
    TimestampTz result = 0;
    if (!on_wall_clock(timestamp_site(fcinfo), PG_GETARG_TIMESTAMPTZ(0), label, &result)) {
        PG_RETURN_NULL();
    }
    PG_RETURN_TIMESTAMPTZ(result);
}

std::size_t write_bound(DateADT bound, std::span<char, veil::longest_iso_text> out) {
    return veil::write_iso_date(bound, out);
}

std::size_t write_bound(Timestamp bound, std::span<char, veil::longest_iso_text> out) {
    return veil::write_iso_timestamp(bound, out);
}

// [2024-01-01,2024-01-08), an infinite value as itself.
template <class T>
Datum interval_text(T value, const veil::TimeIntervals& intervals) {
    if (veil::calendar::is_infinite(value)) {
        return text_datum(value < 0 ? "-infinity" : "infinity");
    }
    const veil::Interval<T> interval = veil::time_interval(value, intervals);
    std::array<char, veil::longest_iso_text> bound;
    std::array<char, 2 * veil::longest_iso_text + 3> out;
    char* end = out.data();
    *end++ = interval.lower_unbounded ? '(' : '[';
    if (!interval.lower_unbounded) {
        const std::size_t size = write_bound(interval.lower, bound);
        memcpy(end, bound.data(), size);
        end += size;
    }
    *end++ = ',';
    if (!interval.upper_unbounded) {
        const std::size_t size = write_bound(interval.upper, bound);
        memcpy(end, bound.data(), size);
        end += size;
    }
    *end++ = ')';
    return text_datum({out.data(), static_cast<std::size_t>(end - out.data())});
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_bucket_date)
{ PG_RETURN_DATEADT(veil::time_interval_start(PG_GETARG_DATEADT(0), date_site(fcinfo)->intervals)); }

VEIL_BACKEND_FUNCTION(veil_bucket_midpoint_date)
{ PG_RETURN_DATEADT(veil::time_interval_middle(PG_GETARG_DATEADT(0), date_site(fcinfo)->intervals)); }

VEIL_BACKEND_FUNCTION(veil_round_date)
{ PG_RETURN_DATEADT(veil::round_time(PG_GETARG_DATEADT(0), date_site(fcinfo)->intervals)); }

// Infinite dates lie in no interval: NULL.
VEIL_BACKEND_FUNCTION(veil_bucket_range_date)
{
    const DateADT value = PG_GETARG_DATEADT(0);
    const IntervalSite* site = date_site(fcinfo);
    if (DATE_NOT_FINITE(value)) {
        PG_RETURN_NULL();
    }
    return fixed_range(DATERANGEOID, veil::time_interval(value, site->intervals));
}

VEIL_BACKEND_FUNCTION(veil_bucket_text_date)
{ return interval_text(PG_GETARG_DATEADT(0), date_site(fcinfo)->intervals); }

VEIL_BACKEND_FUNCTION(veil_bucket_timestamp)
{
    PG_RETURN_TIMESTAMP(
        veil::time_interval_start(Timestamp{PG_GETARG_TIMESTAMP(0)}, timestamp_site(fcinfo)->intervals));
}

VEIL_BACKEND_FUNCTION(veil_bucket_midpoint_timestamp)
{
    PG_RETURN_TIMESTAMP(
        veil::time_interval_middle(Timestamp{PG_GETARG_TIMESTAMP(0)}, timestamp_site(fcinfo)->intervals));
}

VEIL_BACKEND_FUNCTION(veil_round_timestamp)
{
    PG_RETURN_TIMESTAMP(
        veil::round_time(Timestamp{PG_GETARG_TIMESTAMP(0)}, timestamp_site(fcinfo)->intervals));
}

VEIL_BACKEND_FUNCTION(veil_bucket_range_timestamp)
{
    const Timestamp value = PG_GETARG_TIMESTAMP(0);
    const IntervalSite* site = timestamp_site(fcinfo);
    if (TIMESTAMP_NOT_FINITE(value)) {
        PG_RETURN_NULL();
    }
    return fixed_range(TSRANGEOID, veil::time_interval(value, site->intervals));
}

VEIL_BACKEND_FUNCTION(veil_bucket_text_timestamp)
{ return interval_text(Timestamp{PG_GETARG_TIMESTAMP(0)}, timestamp_site(fcinfo)->intervals); }

VEIL_BACKEND_FUNCTION(veil_bucket_timestamptz)
{ return moment(fcinfo, veil::time_interval_start<Timestamp>); }

VEIL_BACKEND_FUNCTION(veil_bucket_midpoint_timestamptz)
{ return moment(fcinfo, veil::time_interval_middle<Timestamp>); }

VEIL_BACKEND_FUNCTION(veil_round_timestamptz)
{ return moment(fcinfo, veil::round_time<Timestamp>); }

VEIL_BACKEND_FUNCTION(veil_bucket_range_timestamptz)
{
    const TimestampTz value = PG_GETARG_TIMESTAMPTZ(0);
    const IntervalSite* site = timestamp_site(fcinfo);
    Timestamp wall = value;
    std::int64_t ahead = 0;
    if (TIMESTAMP_NOT_FINITE(value) ||
        (site->clock != nullptr && !to_wall_clock(site->clock, value, &wall, &ahead))) {
        PG_RETURN_NULL();
    }
    veil::Interval<Timestamp> interval = veil::time_interval(wall, site->intervals);
    if (site->clock != nullptr &&
        ((!interval.lower_unbounded && !from_wall_clock(site->clock, interval.lower, &interval.lower)) ||
         (!interval.upper_unbounded && !from_wall_clock(site->clock, interval.upper, &interval.upper)))) {
        PG_RETURN_NULL();
    }
    return fixed_range(TSTZRANGEOID, interval);
}

// By the wall clock of the zone.
VEIL_BACKEND_FUNCTION(veil_bucket_text_timestamptz)
{
    Timestamp value = PG_GETARG_TIMESTAMPTZ(0);
    const IntervalSite* site = timestamp_site(fcinfo);
    std::int64_t ahead = 0;
    if (site->clock != nullptr && !TIMESTAMP_NOT_FINITE(value) &&
        !to_wall_clock(site->clock, value, &value, &ahead)) {
        PG_RETURN_NULL();
    }
    return interval_text(value, site->intervals);
}
