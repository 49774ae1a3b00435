// veil.bucket, veil.round, veil.clamp: generalizations of numbers but for numeric. Parameters were checked
// when the rule was written; a parameter out of range (a call by hand) is refused.
#include "core/number_generalization.hpp"
#include "pg/boundary.hpp"
#include "pg/range_value.hpp"
#include "pg/text_value.hpp"

#include <charconv>
#include <cmath>

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

struct StepSite {
    bool constant;
    veil::DecimalStep step;
};

const veil::DecimalStep& prepare_step(FunctionCallInfo fcinfo) {
    auto* site = static_cast<StepSite*>(fcinfo->flinfo->fn_extra);
    if (site == nullptr) {
        site = static_cast<StepSite*>(MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(StepSite)));
        site->constant = get_fn_expr_arg_stable(fcinfo->flinfo, 1);
        fcinfo->flinfo->fn_extra = site;
    }
    const double step = PG_GETARG_FLOAT8(1);
    if (!(step > 0) || isinf(step)) {
        site->constant = false;
        refuse_step();
    }
    site->step = veil::decimal_step(step);
    return site->step;
}

const veil::DecimalStep& float_step(FunctionCallInfo fcinfo) {
    const auto* site = static_cast<const StepSite*>(fcinfo->flinfo->fn_extra);
    return likely(site != nullptr && site->constant) ? site->step : prepare_step(fcinfo);
}

template <class T>
Datum text_of(const veil::Interval<T>& interval) {
    std::array<char, 48> out;
    char* const limit = out.data() + out.size();
    char* end = out.data();
    *end++ = interval.lower_unbounded ? '(' : '[';
    if (!interval.lower_unbounded) {
        end = std::to_chars(end, limit, interval.lower).ptr;
    }
    *end++ = ',';
    if (!interval.upper_unbounded) {
        end = std::to_chars(end, limit, interval.upper).ptr;
    }
    *end++ = ')';
    return text_datum({out.data(), static_cast<std::size_t>(end - out.data())});
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

// int4range also serves smallint.
VEIL_BACKEND_FUNCTION(veil_bucket_range_int2)
{
    const veil::Interval<std::int16_t> bucket =
        veil::bucket_interval(PG_GETARG_INT16(0), integer_step(fcinfo));
    return fixed_range(INT4RANGEOID,
                       veil::Interval<std::int32_t>{bucket.lower, bucket.upper, bucket.lower_unbounded,
                                                    bucket.upper_unbounded});
}

VEIL_BACKEND_FUNCTION(veil_bucket_range_int4)
{ return fixed_range(INT4RANGEOID, veil::bucket_interval(PG_GETARG_INT32(0), integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_range_int8)
{
    return fixed_range(INT8RANGEOID,
                       veil::bucket_interval(std::int64_t{PG_GETARG_INT64(0)}, integer_step(fcinfo)));
}

VEIL_BACKEND_FUNCTION(veil_bucket_text_int2)
{ return text_of(veil::bucket_interval(PG_GETARG_INT16(0), integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_text_int4)
{ return text_of(veil::bucket_interval(PG_GETARG_INT32(0), integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_text_int8)
{ return text_of(veil::bucket_interval(std::int64_t{PG_GETARG_INT64(0)}, integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_midpoint_int2)
{ PG_RETURN_INT16(veil::bucket_midpoint(PG_GETARG_INT16(0), integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_midpoint_int4)
{ PG_RETURN_INT32(veil::bucket_midpoint(PG_GETARG_INT32(0), integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_midpoint_int8)
{ PG_RETURN_INT64(veil::bucket_midpoint(std::int64_t{PG_GETARG_INT64(0)}, integer_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_midpoint_float4)
{ PG_RETURN_FLOAT4(veil::bucket_midpoint(PG_GETARG_FLOAT4(0), float_step(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_bucket_midpoint_float8)
{ PG_RETURN_FLOAT8(veil::bucket_midpoint(PG_GETARG_FLOAT8(0), float_step(fcinfo))); }

namespace {

// A NaN, an infinity and a number whose bounds have more than 18 digits lie in no range.
template <std::floating_point T>
Datum float_range(FunctionCallInfo fcinfo, T value) {
    const std::optional<veil::DecimalBucket> bucket = veil::decimal_bucket(value, float_step(fcinfo));
    if (!bucket) {
        PG_RETURN_NULL();
    }
    return numeric_range(bucket->lower, bucket->upper, bucket->groups, bucket->decimals);
}

template <std::floating_point T>
Datum float_text(FunctionCallInfo fcinfo, T value) {
    if (!std::isfinite(value)) {
        return text_datum(std::isnan(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity");
    }
    const std::optional<veil::DecimalBucket> bucket = veil::decimal_bucket(value, float_step(fcinfo));
    if (!bucket) {
        PG_RETURN_NULL();
    }
    std::array<char, veil::longest_decimal_text> bound;
    std::array<char, 2 * veil::longest_decimal_text + 3> out;
    char* end = out.data();
    *end++ = '[';
    std::size_t size = veil::write_decimal_text(bucket->lower, bucket->groups, bucket->decimals, bound);
    memcpy(end, bound.data(), size);
    end += size;
    *end++ = ',';
    size = veil::write_decimal_text(bucket->upper, bucket->groups, bucket->decimals, bound);
    memcpy(end, bound.data(), size);
    end += size;
    *end++ = ')';
    return text_datum({out.data(), static_cast<std::size_t>(end - out.data())});
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_bucket_range_float4)
{ return float_range(fcinfo, PG_GETARG_FLOAT4(0)); }

VEIL_BACKEND_FUNCTION(veil_bucket_range_float8)
{ return float_range(fcinfo, PG_GETARG_FLOAT8(0)); }

VEIL_BACKEND_FUNCTION(veil_bucket_text_float4)
{ return float_text(fcinfo, PG_GETARG_FLOAT4(0)); }

VEIL_BACKEND_FUNCTION(veil_bucket_text_float8)
{ return float_text(fcinfo, PG_GETARG_FLOAT8(0)); }

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

// An interval of a month equals one of 30 days, and stays what it is.
VEIL_BACKEND_FUNCTION(veil_clamp_interval)
{
    const Datum value = PG_GETARG_DATUM(0);
    const Datum low = PG_GETARG_DATUM(1);
    const Datum high = PG_GETARG_DATUM(2);
    if (DatumGetBool(DirectFunctionCall2(interval_lt, value, low))) {
        PG_RETURN_DATUM(low);
    }
    PG_RETURN_DATUM(DatumGetBool(DirectFunctionCall2(interval_gt, value, high)) ? high : value);
}
