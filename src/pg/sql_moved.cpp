// veil.moved(value, by): a sum that stays in the type, by infinity where it would not.
#include "pg/boundary.hpp"

using namespace veil::pg;

VEIL_BACKEND_FUNCTION(veil_moved_numeric)
{
    Numeric value = PG_GETARG_NUMERIC(0);
    Numeric by = PG_GETARG_NUMERIC(1);
    bool failed = false;
    Numeric sum = numeric_add_opt_error(value, by, &failed);
    if (!failed) {
        PG_RETURN_NUMERIC(sum);
    }
    const Datum zero = DirectFunctionCall1(int4_numeric, Int32GetDatum(0));
    const bool is_back = DatumGetBool(DirectFunctionCall2(numeric_lt, NumericGetDatum(by), zero));
    return DirectFunctionCall3(numeric_in, CStringGetDatum(is_back ? "-Infinity" : "Infinity"),
                               ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

VEIL_BACKEND_FUNCTION(veil_moved_timestamptz)
{
    const TimestampTz value = PG_GETARG_TIMESTAMPTZ(0);
    const std::int64_t by = PG_GETARG_INT64(1);
    TimestampTz sum = 0;
    if (TIMESTAMP_NOT_FINITE(value)) {
        PG_RETURN_TIMESTAMPTZ(value);
    }
    if (__builtin_add_overflow(value, by, &sum) || !IS_VALID_TIMESTAMP(sum)) {
        sum = by < 0 ? DT_NOBEGIN : DT_NOEND;
    }
    PG_RETURN_TIMESTAMPTZ(sum);
}
