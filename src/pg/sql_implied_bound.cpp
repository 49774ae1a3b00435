// Bounds that a masked value implies of the raw one, for the planner: veil.unclamped and veil.label_bound.
#include "core/label_extent.hpp"
#include "pg/boundary.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

Datum numeric_constant(const char* value) {
    return DirectFunctionCall3(numeric_in, CStringGetDatum(value), ObjectIdGetDatum(InvalidOid),
                               Int32GetDatum(-1));
}

// What any number, and NaN behind them, is between.
Datum end_of_numerics(bool is_least) {
    return numeric_constant(is_least ? "-Infinity" : "NaN");
}

template <class Integer>
Integer within(std::int64_t value) {
    using Limits = std::numeric_limits<Integer>;
    return static_cast<Integer>(std::clamp(value, std::int64_t{Limits::min()}, std::int64_t{Limits::max()}));
}

// The number of an interval's label is the whole part of the value.
Datum numeric_bound(std::int64_t number, bool is_least) {
    const Datum bound = NumericGetDatum(int64_to_numeric(number));
    return is_least ? bound : DirectFunctionCall2(numeric_add, bound, NumericGetDatum(int64_to_numeric(1)));
}

// The first microsecond of a day, or its last.
Timestamp timestamp_bound(std::int64_t day, bool is_least) {
    constexpr std::int64_t most_days = 400'000'000; // 2^63 microseconds are less
    if (day < -most_days || day > most_days) {
        return day < 0 ? DT_NOBEGIN : DT_NOEND;
    }
    Timestamp moment = 0;
    if (__builtin_mul_overflow(is_least ? day : day + 1, USECS_PER_DAY, &moment)) {
        return day < 0 ? DT_NOBEGIN : DT_NOEND;
    }
    moment -= is_least ? 0 : 1;
    if (!IS_VALID_TIMESTAMP(moment)) {
        return day < 0 ? DT_NOBEGIN : DT_NOEND;
    }
    return moment;
}

} // namespace

// veil.unclamped(value, limit, whether the least): the bound of raw numbers that are clamped to the value.
VEIL_BACKEND_FUNCTION(veil_unclamped)
{
    const bool is_least = PG_GETARG_BOOL(2);
    const Datum value = PG_GETARG_DATUM(0);
    const Datum limit = PG_GETARG_DATUM(1);
    const bool is_inside =
        DatumGetBool(DirectFunctionCall2(is_least ? numeric_gt : numeric_lt, value, limit));
    return is_inside ? value : end_of_numerics(is_least);
}

// veil.label_bound(label, whether the least, NULL of the raw type). What is no label implies nothing.
VEIL_BACKEND_FUNCTION(veil_label_bound)
{
    if (PG_ARGISNULL(0) || PG_ARGISNULL(1)) {
        PG_RETURN_NULL();
    }
    const std::string_view label = text_argument(fcinfo, 0);
    const bool is_least = PG_GETARG_BOOL(1);
    const Oid type = get_fn_expr_argtype(fcinfo->flinfo, 2);
    const bool is_of_dates = type == DATEOID || type == TIMESTAMPOID;
    const std::optional<veil::LabelExtent> extent =
        is_of_dates ? veil::date_extent(label) : veil::interval_extent(label);
    constexpr veil::LabelExtent everything{PG_INT64_MIN, PG_INT64_MAX};
    const veil::LabelExtent known = extent.value_or(everything);
    const std::int64_t bound = is_least ? known.least : known.greatest;
    switch (type) {
    case INT2OID:
        PG_RETURN_INT16(within<std::int16_t>(bound));
    case INT4OID:
        PG_RETURN_INT32(within<std::int32_t>(bound));
    case INT8OID:
        PG_RETURN_INT64(bound);
    case NUMERICOID:
        return extent ? numeric_bound(bound, is_least) : end_of_numerics(is_least);
    case DATEOID:
        PG_RETURN_DATEADT(within<DateADT>(bound));
    case TIMESTAMPOID:
        PG_RETURN_TIMESTAMP(timestamp_bound(bound, is_least));
    default:
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("there is no such bound"),
                        errhint("Only the planner asks for bounds.")));
    }
    PG_RETURN_NULL();
}
