// veil.bucket, veil.round, veil.clamp of numeric. A number of up to 18 digits goes through 64-bit integers,
// any other one through the server's arithmetic, to the same result.
#include "core/number_generalization.hpp"
#include "pg/boundary.hpp"
#include "pg/range_value.hpp"

using namespace veil::pg;

namespace {

// What is kept between rows: the parameters as fixed-point numbers in units of 10000^-groups.
struct NumericSite {
    bool constant;
    // Whether all parameters are such numbers. The step is then an even number of units, so that what is
    // behind a value's last group does not matter to rounding.
    bool fast;
    int groups;
    int decimals; // of a label
    std::int64_t step;
    // The column type's largest magnitude, above which no label may be; INT64_MAX for none.
    std::int64_t largest;
    std::int64_t half; // of veil.bucket_midpoint
};

constexpr int most_decimals = 4 * veil::most_decimal_groups - 1;

Numeric positive_step(FunctionCallInfo fcinfo) {
    Numeric step = PG_GETARG_NUMERIC(1);
    Datum zero = DirectFunctionCall1(int4_numeric, Int32GetDatum(0));
    if (unlikely(numeric_is_nan(step) || numeric_is_inf(step) ||
                 !DatumGetBool(DirectFunctionCall2(numeric_gt, NumericGetDatum(step), zero)))) {
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the step must be greater than zero")));
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

// The groups that hold so many decimals.
int groups_for(int decimals) {
    return (decimals + 3) / 4;
}

// A parameter as a fixed-point number; false where it is none.
bool read_exactly(Datum parameter, int groups, std::int64_t* units) {
    const std::optional<veil::FixedDecimal> number =
        veil::read_stored_decimal(stored_numeric(parameter), groups);
    if (!number || number->inexact) {
        return false;
    }
    *units = number->units;
    return true;
}

int decimals_of(Datum parameter) {
    return veil::stored_decimals(stored_numeric(parameter)).value_or(most_decimals + 1);
}

NumericSite* new_site(FunctionCallInfo fcinfo) {
    auto* site = static_cast<NumericSite*>(fcinfo->flinfo->fn_extra);
    if (site == nullptr) {
        site = static_cast<NumericSite*>(MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, sizeof(NumericSite)));
        fcinfo->flinfo->fn_extra = site;
    }
    *site = NumericSite{true, false, 0, 0, 0, std::numeric_limits<std::int64_t>::max(), 0};
    for (int i = 1; i < PG_NARGS(); ++i) {
        site->constant = site->constant && get_fn_expr_arg_stable(fcinfo->flinfo, i);
    }
    return site;
}

// (value, step [, half] [, largest]), the half being there where `has_half`.
const NumericSite* prepare_step(FunctionCallInfo fcinfo, bool has_half) {
    NumericSite* site = new_site(fcinfo);
    (void)positive_step(fcinfo);
    const int limit = has_half ? 3 : 2;
    const bool limited = PG_NARGS() > limit;
    const Datum step = PG_GETARG_DATUM(1);
    site->decimals = decimals_of(step);
    if (has_half) {
        site->decimals = std::max(site->decimals, decimals_of(PG_GETARG_DATUM(2)));
    }
    const int finest =
        limited ? std::max(site->decimals + 1, decimals_of(PG_GETARG_DATUM(limit))) : site->decimals + 1;
    site->groups = groups_for(finest);
    site->fast = finest <= most_decimals + 1 && read_exactly(step, site->groups, &site->step) &&
                 (!has_half || read_exactly(PG_GETARG_DATUM(2), site->groups, &site->half)) &&
                 (!limited || read_exactly(PG_GETARG_DATUM(limit), site->groups, &site->largest));
    if (site->largest < 0) { // the least value of the type, not the largest
        site->largest = -site->largest;
    }
    return site;
}

const NumericSite* step_site(FunctionCallInfo fcinfo, bool has_half = false) {
    const auto* site = static_cast<const NumericSite*>(fcinfo->flinfo->fn_extra);
    return likely(site != nullptr && site->constant) ? site : prepare_step(fcinfo, has_half);
}

std::optional<veil::FixedDecimal> fixed_value(FunctionCallInfo fcinfo, const NumericSite* site) {
    return likely(site->fast) ? veil::read_stored_decimal(stored_numeric(PG_GETARG_DATUM(0)), site->groups)
                              : std::nullopt;
}

Datum label(const NumericSite* site, std::int64_t units) {
    return numeric_datum(units, site->groups, site->decimals);
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

Datum text_of(std::string_view lower, std::string_view upper) {
    text* result = new_text(lower.size() + upper.size() + 3);
    char* end = VARDATA(result);
    *end++ = '[';
    memcpy(end, lower.data(), lower.size());
    end += lower.size();
    *end++ = ',';
    memcpy(end, upper.data(), upper.size());
    end[upper.size()] = ')';
    return PointerGetDatum(result);
}

std::string_view printed(Numeric value) {
    return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value)));
}

} // namespace

// bucket(value, width [, lowest]): `lowest` is the least value of the column's type; a label below it becomes
// it.
VEIL_BACKEND_FUNCTION(veil_bucket_numeric)
{
    const NumericSite* site = step_site(fcinfo);
    if (const std::optional<veil::FixedDecimal> fixed = fixed_value(fcinfo, site)) {
        const std::int64_t lower = veil::bucket_lower(fixed->floor(), site->step);
        return lower < -site->largest ? PG_GETARG_DATUM(2) : label(site, lower);
    }
    Numeric value = PG_GETARG_NUMERIC(0);
    Numeric width = positive_step(fcinfo);
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

// bucket_midpoint(value, width, half [, largest]): the lower bound and `half`, which is what the column's
// decimals can show of half the width; not above the largest magnitude of the column's type.
VEIL_BACKEND_FUNCTION(veil_bucket_midpoint_numeric)
{
    const NumericSite* site = step_site(fcinfo, true);
    if (const std::optional<veil::FixedDecimal> fixed = fixed_value(fcinfo, site)) {
        const std::int64_t middle = veil::bucket_lower(fixed->floor(), site->step) + site->half;
        return label(site, std::clamp(middle, -site->largest, site->largest));
    }
    Numeric value = PG_GETARG_NUMERIC(0);
    Numeric width = positive_step(fcinfo);
    if (is_special(value)) {
        PG_RETURN_NUMERIC(value);
    }
    Numeric lower = nullptr;
    if (!numeric_floor_multiple(value, width, &lower)) {
        PG_RETURN_NULL();
    }
    bool failed = false;
    Numeric middle = numeric_add_opt_error(lower, PG_GETARG_NUMERIC(2), &failed);
    if (failed) {
        PG_RETURN_NULL();
    }
    if (PG_NARGS() > 3) {
        Numeric largest = PG_GETARG_NUMERIC(3);
        Numeric least = DatumGetNumeric(DirectFunctionCall1(numeric_uminus, NumericGetDatum(largest)));
        middle = compare(middle, largest) > 0 ? largest : compare(middle, least) < 0 ? least : middle;
    }
    PG_RETURN_NUMERIC(middle);
}

// NaN and the infinities lie in no bucket: NULL.
VEIL_BACKEND_FUNCTION(veil_bucket_range_numeric)
{
    const NumericSite* site = step_site(fcinfo);
    if (const std::optional<veil::FixedDecimal> fixed = fixed_value(fcinfo, site)) {
        const std::int64_t lower = veil::bucket_lower(fixed->floor(), site->step);
        return numeric_range(lower, lower + site->step, site->groups, site->decimals);
    }
    Numeric value = PG_GETARG_NUMERIC(0);
    Numeric width = positive_step(fcinfo);
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
    return RangeTypePGetDatum(
        range_between(lookup_type_cache(NUMRANGEOID, TYPECACHE_RANGE_INFO), &low, &high));
}

VEIL_BACKEND_FUNCTION(veil_bucket_text_numeric)
{
    const NumericSite* site = step_site(fcinfo);
    if (const std::optional<veil::FixedDecimal> fixed = fixed_value(fcinfo, site)) {
        std::array<char, veil::longest_decimal_text> low;
        std::array<char, veil::longest_decimal_text> high;
        const std::int64_t lower = veil::bucket_lower(fixed->floor(), site->step);
        const std::size_t low_size = veil::write_decimal_text(lower, site->groups, site->decimals, low);
        const std::size_t high_size =
            veil::write_decimal_text(lower + site->step, site->groups, site->decimals, high);
        return text_of({low.data(), low_size}, {high.data(), high_size});
    }
    Numeric value = PG_GETARG_NUMERIC(0);
    Numeric width = positive_step(fcinfo);
    if (is_special(value)) {
        return text_datum(printed(value));
    }
    Numeric lower = nullptr;
    if (!numeric_floor_multiple(value, width, &lower)) {
        PG_RETURN_NULL();
    }
    bool failed = false;
    Numeric upper = numeric_add_opt_error(lower, width, &failed);
    return text_of(printed(lower), failed ? std::string_view() : printed(upper));
}

// round(value, multiple [, greatest]): half away from zero; beyond `greatest`, the column type's largest
// value, the nearest multiple that fits.
VEIL_BACKEND_FUNCTION(veil_round_numeric)
{
    const NumericSite* site = step_site(fcinfo);
    if (const std::optional<veil::FixedDecimal> fixed = fixed_value(fcinfo, site)) {
        std::int64_t rounded = veil::round_to_multiple(fixed->units, site->step);
        if (rounded > site->largest) {
            rounded -= site->step;
        } else if (rounded < -site->largest) {
            rounded += site->step;
        }
        return label(site, rounded);
    }
    Numeric value = PG_GETARG_NUMERIC(0);
    Numeric step = positive_step(fcinfo);
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

// The bounds of veil.clamp: `largest` is the upper one, `step` the lower one.
const NumericSite* prepare_clamp(FunctionCallInfo fcinfo) {
    NumericSite* site = new_site(fcinfo);
    site->step = std::numeric_limits<std::int64_t>::min();
    Numeric low = PG_GETARG_NUMERIC(1);
    Numeric high = PG_GETARG_NUMERIC(2);
    // The bounds that bound nothing: negative infinity below, and NaN, the greatest value, above.
    const bool has_low = !numeric_is_inf(low) || !is_negative(low);
    const bool has_high = !numeric_is_nan(high);
    const int finest = std::max(has_low ? decimals_of(PG_GETARG_DATUM(1)) : 0,
                                has_high ? decimals_of(PG_GETARG_DATUM(2)) : 0);
    site->groups = groups_for(finest);
    site->fast = finest <= most_decimals &&
                 (!has_low || read_exactly(PG_GETARG_DATUM(1), site->groups, &site->step)) &&
                 (!has_high || read_exactly(PG_GETARG_DATUM(2), site->groups, &site->largest));
    return site;
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_clamp_numeric)
{
    const auto* site = static_cast<const NumericSite*>(fcinfo->flinfo->fn_extra);
    if (unlikely(site == nullptr || !site->constant)) {
        site = prepare_clamp(fcinfo);
    }
    if (const std::optional<veil::FixedDecimal> fixed = fixed_value(fcinfo, site)) {
        return fixed->floor() < site->step        ? PG_GETARG_DATUM(1)
               : fixed->ceiling() > site->largest ? PG_GETARG_DATUM(2)
                                                  : PG_GETARG_DATUM(0);
    }
    Numeric value = PG_GETARG_NUMERIC(0);
    Numeric low = PG_GETARG_NUMERIC(1);
    Numeric high = PG_GETARG_NUMERIC(2);
    if (compare(value, low) < 0) {
        PG_RETURN_NUMERIC(low);
    }
    PG_RETURN_NUMERIC(compare(value, high) > 0 ? high : value);
}
