// veil.age, veil.age_text: the age that a birth date gives at a fixed day.
#include "core/age.hpp"
#include "core/calendar.hpp"
#include "pg/boundary.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

// The day of a timestamp; infinite days of infinite timestamps.
DateADT day_of(Timestamp value) {
    if (TIMESTAMP_NOT_FINITE(value)) {
        return TIMESTAMP_IS_NOBEGIN(value) ? DATEVAL_NOBEGIN : DATEVAL_NOEND;
    }
    const std::int64_t day = value / USECS_PER_DAY;
    return static_cast<DateADT>(value % USECS_PER_DAY < 0 ? day - 1 : day);
}

std::optional<veil::AgeBand> band_of(FunctionCallInfo fcinfo, DateADT born) {
    const veil::AgeBands bands{PG_GETARG_INT32(2), PG_GETARG_INT32(3)};
    if (unlikely(bands.width < 1 || bands.top < 0 || bands.top > veil::no_top)) {
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("there are no such bands of age")));
    }
    return veil::age_band(born, PG_GETARG_DATEADT(1), bands);
}

Datum age_number(FunctionCallInfo fcinfo, DateADT born) {
    const std::optional<veil::AgeBand> band = band_of(fcinfo, born);
    if (!band) {
        PG_RETURN_NULL();
    }
    PG_RETURN_INT16(band->first);
}

Datum age_text(FunctionCallInfo fcinfo, DateADT born) {
    const std::optional<veil::AgeBand> band = band_of(fcinfo, born);
    if (!band) {
        PG_RETURN_NULL();
    }
    std::array<char, veil::longest_age_text> out;
    return text_datum({out.data(), veil::write_age_band(*band, out)});
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_age_date)
{ return age_number(fcinfo, PG_GETARG_DATEADT(0)); }

VEIL_BACKEND_FUNCTION(veil_age_timestamp)
{ return age_number(fcinfo, day_of(PG_GETARG_TIMESTAMP(0))); }

VEIL_BACKEND_FUNCTION(veil_age_text_date)
{ return age_text(fcinfo, PG_GETARG_DATEADT(0)); }

VEIL_BACKEND_FUNCTION(veil_age_text_timestamp)
{ return age_text(fcinfo, day_of(PG_GETARG_TIMESTAMP(0))); }
