// veil.part: the weekday, month, hour ... of a date or time, in a time zone that is a parameter.
#include "core/cyclic_part.hpp"
#include "pg/boundary.hpp"
#include "pg/text_value.hpp"
#include "pg/truncate_site.hpp"

using namespace veil::pg;

namespace {

struct PartSite {
    veil::CyclicPart part;
    ZoneClock* clock; // null: UTC, or no zone at all
    bool constant;
};

const PartSite* prepare_part(FunctionCallInfo fcinfo) {
    auto* site = static_cast<PartSite*>(fcinfo->flinfo->fn_extra);
    if (site == nullptr) {
        site = static_cast<PartSite*>(MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(PartSite)));
        fcinfo->flinfo->fn_extra = site;
    }
    std::optional<veil::CyclicPart> part = veil::parse_cyclic_part(text_argument(fcinfo, 1));
    if (!part) {
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("unknown part of a date or time")));
    }
    site->part = *part;
    site->clock = PG_NARGS() < 3 ? nullptr : clock_argument(fcinfo, 2);
    site->constant = get_fn_expr_arg_stable(fcinfo->flinfo, 1) &&
                     (PG_NARGS() < 3 || get_fn_expr_arg_stable(fcinfo->flinfo, 2));
    return site;
}

const PartSite* part_site(FunctionCallInfo fcinfo) {
    const auto* site = static_cast<const PartSite*>(fcinfo->flinfo->fn_extra);
    return likely(site != nullptr && site->constant) ? site : prepare_part(fcinfo);
}

Datum shown(FunctionCallInfo fcinfo, std::optional<std::int16_t> part) {
    if (!part) {
        PG_RETURN_NULL();
    }
    PG_RETURN_INT16(*part);
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_part_date)
{ return shown(fcinfo, veil::part_of_date(PG_GETARG_DATEADT(0), part_site(fcinfo)->part)); }

VEIL_BACKEND_FUNCTION(veil_part_time)
{ return shown(fcinfo, veil::part_of_time(PG_GETARG_TIMEADT(0), part_site(fcinfo)->part)); }

VEIL_BACKEND_FUNCTION(veil_part_timestamp)
{
    Timestamp value = PG_GETARG_TIMESTAMP(0);
    const PartSite* site = part_site(fcinfo);
    std::int64_t ahead = 0;
    if (site->clock != nullptr && !TIMESTAMP_NOT_FINITE(value) &&
        !to_wall_clock(site->clock, value, &value, &ahead)) {
        PG_RETURN_NULL();
    }
    return shown(fcinfo, veil::part_of_timestamp(value, site->part));
}
