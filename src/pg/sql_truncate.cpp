// veil.truncate: dates and times cut to a unit, in a time zone that is a parameter and never a setting.
#include "pg/boundary.hpp"
#include "pg/text_value.hpp"
#include "pg/truncate_site.hpp"

using namespace veil::pg;

namespace {

pg_tz* zone_argument(FunctionCallInfo fcinfo) {
    if (PG_NARGS() < 3) {
        return nullptr;
    }
    std::string_view name = text_argument(fcinfo, 2);
    if (name == "UTC") {
        return nullptr;
    }
    pg_tz* zone = name.size() < TZ_STRLEN_MAX ? pg_tzset(pnstrdup(name.data(), name.size())) : nullptr;
    if (zone == nullptr) {
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("unknown time zone")));
    }
    return zone;
}

// False where the server's arithmetic leaves its range, at the very ends of the calendar.
bool truncate_in_zone(TimestampTz value, const TruncateSite* site, TimestampTz* result) {
    struct pg_tm parts;
    fsec_t fraction = 0;
    int offset = 0;
    Timestamp local = 0;
    if (timestamp2tm(value, &offset, &parts, &fraction, nullptr, site->zone) != 0 ||
        tm2timestamp(&parts, fraction, nullptr, &local) != 0) {
        return false;
    }
    local = veil::truncate_timestamp(local, site->unit);
    if (timestamp2tm(local, nullptr, &parts, &fraction, nullptr, nullptr) != 0) {
        return false;
    }
    // From the day upwards the start may lie on the other side of a clock change; within a day the offset
    // stays, so that the hour that occurs twice is not folded into one.
    if (site->unit >= veil::DateUnit::day) {
        offset = DetermineTimeZoneOffset(&parts, site->zone);
    }
    return tm2timestamp(&parts, fraction, &offset, result) == 0;
}

} // namespace

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
    site->zone = zone_argument(fcinfo);
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
