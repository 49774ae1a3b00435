// veil.bucket, veil.round, veil.clamp: generalizations of numbers. Parameters were checked when the rule was
// written; a parameter out of range (a call by hand) is refused.
#include "core/number_generalization.hpp"
#include "pg/boundary.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

[[noreturn]] void refuse_step() {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the step must be greater than zero")));
    pg_unreachable();
}

std::int64_t integer_step(FunctionCallInfo fcinfo) {
    std::int64_t step = PG_GETARG_INT64(1);
    if (unlikely(step <= 0)) {
        refuse_step();
    }
    return step;
}

double float_step(FunctionCallInfo fcinfo) {
    double step = PG_GETARG_FLOAT8(1);
    if (unlikely(!(step > 0) || isinf(step))) {
        refuse_step();
    }
    return step;
}

Numeric numeric_step(FunctionCallInfo fcinfo) {
    Numeric step = PG_GETARG_NUMERIC(1);
    Datum zero = DirectFunctionCall1(int4_numeric, Int32GetDatum(0));
    if (unlikely(numeric_is_nan(step) || numeric_is_inf(step) ||
                 !DatumGetBool(DirectFunctionCall2(numeric_gt, NumericGetDatum(step), zero)))) {
        refuse_step();
    }
    return step;
}

bool is_special(Numeric value) {
    return numeric_is_nan(value) || numeric_is_inf(value);
}

int compare(Numeric a, Numeric b) {
    return DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(a), NumericGetDatum(b)));
}

bool is_negative(Numeric value) {
    return compare(value, DatumGetNumeric(DirectFunctionCall1(int4_numeric, Int32GetDatum(0)))) < 0;
}

// A multiple of the step with the step's decimals. Those of the value it was made of would tell how many
// decimals that had.
Numeric with_decimals_of(Numeric step, Numeric multiple) {
    Datum decimals = DirectFunctionCall1(numeric_scale, NumericGetDatum(step));
    return DatumGetNumeric(DirectFunctionCall2(numeric_round, NumericGetDatum(multiple), decimals));
}

// The largest multiple of `step` not above `value`. By remainder, which is exact; a quotient would be
// rounded. False where the result is beyond numeric's range.
bool numeric_floor_multiple(Numeric value, Numeric step, Numeric* result) {
    bool failed = false;
    Numeric remainder = numeric_mod_opt_error(value, step, &failed);
    if (failed) {
        return false;
    }
    Numeric lower = numeric_sub_opt_error(value, remainder, &failed);
    if (!failed && is_negative(remainder)) {
        lower = numeric_sub_opt_error(lower, step, &failed);
    }
    if (!failed) {
        *result = with_decimals_of(step, lower);
    }
    return !failed;
}

template <class T>
Datum range_of(FunctionCallInfo fcinfo, Oid range_type, const veil::Interval<T>& interval) {
    TypeCacheEntry* type = range_get_typcache(fcinfo, range_type);
    RangeBound lower{};
    RangeBound upper{};
    // int4range also serves smallint.
    constexpr bool wide = sizeof(T) == 8;
    lower.val =
        wide ? Int64GetDatum(interval.lower) : Int32GetDatum(static_cast<std::int32_t>(interval.lower));
    lower.infinite = interval.lower_unbounded;
    lower.inclusive = !interval.lower_unbounded;
    lower.lower = true;
    upper.val =
        wide ? Int64GetDatum(interval.upper) : Int32GetDatum(static_cast<std::int32_t>(interval.upper));
    upper.infinite = interval.upper_unbounded;
    return RangeTypePGetDatum(range_between(type, &lower, &upper));
}

template <class T>
Datum text_of(const veil::Interval<T>& interval) {
    char lower[32] = "";
    char upper[32] = "";
    if (!interval.lower_unbounded) {
        pg_lltoa(interval.lower, lower);
    }
    if (!interval.upper_unbounded) {
        pg_lltoa(interval.upper, upper);
    }
    return PointerGetDatum(
        cstring_to_text(psprintf("%c%s,%s)", interval.lower_unbounded ? '(' : '[', lower, upper)));
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_bucket_int2)
{ PG_RETURN_INT16(veil::bucket_lower(PG_GETARG_INT16(0), integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_int4)
{ PG_RETURN_INT32(veil::bucket_lower(PG_GETARG_INT32(0), integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_int8)
{ PG_RETURN_INT64(veil::bucket_lower(std::int64_t{PG_GETARG_INT64(0)}, integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_float4)
{ PG_RETURN_FLOAT4(veil::bucket_lower(PG_GETARG_FLOAT4(0), float_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_float8)
{ PG_RETURN_FLOAT8(veil::bucket_lower(PG_GETARG_FLOAT8(0), float_step(fcinfo))); }

// bucket(value, width [, lowest]): `lowest` is the least value of the column's type; a label below it becomes
// it.
VEIL_BACKEND_FUNCTION(veil_bucket_numeric)
{
    Numeric value = PG_GETARG_NUMERIC(0);
    Numeric width = numeric_step(fcinfo);
    if (is_special(value)) {
        PG_RETURN_NUMERIC(value);
    }
    Numeric lower = nullptr;
    if (!numeric_floor_multiple(value, width, &lower)) {
        PG_RETURN_NULL();
    }
    if (PG_NARGS() > 2 && compare(lower, PG_GETARG_NUMERIC(2)) < 0) {
        PG_RETURN_NUMERIC(PG_GETARG_NUMERIC(2));
    }
    PG_RETURN_NUMERIC(lower);
}

VEIL_BACKEND_FUNCTION(veil_bucket_range_int2)
{ return range_of(fcinfo, INT4RANGEOID, veil::bucket_interval(PG_GETARG_INT16(0), integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_range_int4)
{ return range_of(fcinfo, INT4RANGEOID, veil::bucket_interval(PG_GETARG_INT32(0), integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_range_int8)
{
    return range_of(fcinfo, INT8RANGEOID,
                    veil::bucket_interval(std::int64_t{PG_GETARG_INT64(0)}, integer_step(fcinfo)));
}

// NaN and the infinities lie in no bucket: NULL.
VEIL_BACKEND_FUNCTION(veil_bucket_range_numeric)
{
    Numeric value = PG_GETARG_NUMERIC(0);
    Numeric width = numeric_step(fcinfo);
    Numeric lower = nullptr;
    if (is_special(value) || !numeric_floor_multiple(value, width, &lower)) {
        PG_RETURN_NULL();
    }
    bool failed = false;
    Numeric upper = numeric_add_opt_error(lower, width, &failed);
    RangeBound low{};
    RangeBound high{};
    low.val = NumericGetDatum(lower);
    low.inclusive = true;
    low.lower = true;
    high.infinite = failed;
    high.val = failed ? static_cast<Datum>(0) : NumericGetDatum(upper);
    return RangeTypePGetDatum(range_between(range_get_typcache(fcinfo, NUMRANGEOID), &low, &high));
}

VEIL_BACKEND_FUNCTION(veil_bucket_text_int2)
{ return text_of(veil::bucket_interval(PG_GETARG_INT16(0), integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_text_int4)
{ return text_of(veil::bucket_interval(PG_GETARG_INT32(0), integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_text_int8)
{ return text_of(veil::bucket_interval(std::int64_t{PG_GETARG_INT64(0)}, integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_text_numeric)
{
    Numeric value = PG_GETARG_NUMERIC(0);
    Numeric width = numeric_step(fcinfo);
    if (is_special(value)) {
        PG_RETURN_TEXT_P(
            cstring_to_text(DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value)))));
    }
    Numeric lower = nullptr;
    if (!numeric_floor_multiple(value, width, &lower)) {
        PG_RETURN_NULL();
    }
    bool failed = false;
    Numeric upper = numeric_add_opt_error(lower, width, &failed);
    PG_RETURN_TEXT_P(cstring_to_text(
        psprintf("[%s,%s)", DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(lower))),
                 failed ? "" : DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(upper))))));
}

VEIL_BACKEND_FUNCTION(veil_round_int2)
{ PG_RETURN_INT16(veil::round_to_multiple(PG_GETARG_INT16(0), integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_round_int4)
{ PG_RETURN_INT32(veil::round_to_multiple(PG_GETARG_INT32(0), integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_round_int8)
{ PG_RETURN_INT64(veil::round_to_multiple(std::int64_t{PG_GETARG_INT64(0)}, integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_round_float4)
{ PG_RETURN_FLOAT4(veil::round_to_multiple(PG_GETARG_FLOAT4(0), float_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_round_float8)
{ PG_RETURN_FLOAT8(veil::round_to_multiple(PG_GETARG_FLOAT8(0), float_step(fcinfo))); }

// round(value, multiple [, greatest]): half away from zero; beyond `greatest`, the column type's largest
// value, the nearest multiple that fits.
VEIL_BACKEND_FUNCTION(veil_round_numeric)
{
    Numeric value = PG_GETARG_NUMERIC(0);
    Numeric step = numeric_step(fcinfo);
    if (is_special(value)) {
        PG_RETURN_NUMERIC(value);
    }
    bool failed = false;
    // Of the magnitude, so that halves go away from zero.
    bool negative = is_negative(value);
    Numeric magnitude = DatumGetNumeric(DirectFunctionCall1(numeric_abs, NumericGetDatum(value)));
    Numeric remainder = numeric_mod_opt_error(magnitude, step, &failed);
    Numeric rounded = failed ? nullptr : numeric_sub_opt_error(magnitude, remainder, &failed);
    if (failed) {
        PG_RETURN_NULL();
    }
    Numeric to_next = numeric_sub_opt_error(step, remainder, &failed);
    if (!failed && compare(remainder, to_next) >= 0) {
        Numeric next = numeric_add_opt_error(rounded, step, &failed);
        bool fits = !failed && (PG_NARGS() < 3 || compare(next, PG_GETARG_NUMERIC(2)) <= 0);
        rounded = fits ? next : rounded;
    }
    rounded = with_decimals_of(step, rounded);
    PG_RETURN_DATUM(negative ? DirectFunctionCall1(numeric_uminus, NumericGetDatum(rounded))
                             : NumericGetDatum(rounded));
}

namespace {

// In PostgreSQL's order NaN is the greatest value, so as an upper bound it is none.
template <std::floating_point T>
T clamp_float(T value, T low, T high) {
    return veil::clamp_to<T>(value, low, isnan(high) ? std::nullopt : std::optional<T>(high));
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_clamp_int2)
{ PG_RETURN_INT16(veil::clamp_to<std::int16_t>(PG_GETARG_INT16(0), PG_GETARG_INT16(1), PG_GETARG_INT16(2))); }

VEIL_BACKEND_FUNCTION(veil_clamp_int4)
{ PG_RETURN_INT32(veil::clamp_to<std::int32_t>(PG_GETARG_INT32(0), PG_GETARG_INT32(1), PG_GETARG_INT32(2))); }

// Also timestamp and timestamptz, which are 64-bit integers.
VEIL_BACKEND_FUNCTION(veil_clamp_int8)
{ PG_RETURN_INT64(veil::clamp_to<std::int64_t>(PG_GETARG_INT64(0), PG_GETARG_INT64(1), PG_GETARG_INT64(2))); }

VEIL_BACKEND_FUNCTION(veil_clamp_float4)
{ PG_RETURN_FLOAT4(clamp_float(PG_GETARG_FLOAT4(0), PG_GETARG_FLOAT4(1), PG_GETARG_FLOAT4(2))); }

VEIL_BACKEND_FUNCTION(veil_clamp_float8)
{ PG_RETURN_FLOAT8(clamp_float(PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2))); }

VEIL_BACKEND_FUNCTION(veil_clamp_numeric)
{
    Numeric value = PG_GETARG_NUMERIC(0);
    Numeric low = PG_GETARG_NUMERIC(1);
    Numeric high = PG_GETARG_NUMERIC(2);
    if (compare(value, low) < 0) {
        PG_RETURN_NUMERIC(low);
    }
    PG_RETURN_NUMERIC(compare(value, high) > 0 ? high : value);
}
