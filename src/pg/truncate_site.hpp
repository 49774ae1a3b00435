// What functions over (date or time, unit text [, zone text]) keep between rows. Backend code.
#pragma once

#include "core/date_truncation.hpp"
#include "pg/zone_offset.hpp"

namespace veil::pg {

struct TruncateSite {
    DateUnit unit;
    pg_tz* zone;      // null: UTC
    ZoneClock* clock; // of the zone, where there is one
    bool constant;
};

// Reads the parameters; reports unknown ones.
[[nodiscard]] const TruncateSite* prepare_truncate(FunctionCallInfo fcinfo);

// The parsed parameters, from the call site while they are constant.
[[nodiscard]] inline const TruncateSite* truncate_site(FunctionCallInfo fcinfo) {
    const auto* site = static_cast<const TruncateSite*>(fcinfo->flinfo->fn_extra);
    return likely(site != nullptr && site->constant) ? site : prepare_truncate(fcinfo);
}

// The clock of the zone that argument `number` names, in the memory of the call site; null for UTC.
[[nodiscard]] ZoneClock* clock_argument(FunctionCallInfo fcinfo, int number);

} // namespace veil::pg
