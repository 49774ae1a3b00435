// veil.bucket(value, bounds, labels): the label of the interval between two bounds that a value lies in. For
// every type whose values the core compares; the labels of a call site are taken apart once.
#include "core/number_generalization.hpp"
#include "pg/boundary.hpp"
#include "pg/numeric_value.hpp"

using namespace veil::pg;

namespace {

enum class Comparison { int2, int4, int8, float4, float8, numeric };

struct BoundsSite {
    bool constant;
    Comparison comparison;
    int count;           // of bounds; one label more
    const Datum* bounds; // sorted
    const Datum* labels;
    // Of numeric: the bounds as fixed-point numbers, where all are.
    const std::int64_t* units;
    int groups;
};

[[noreturn]] void refuse_bounds() {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("bounds must ascend, and one label more than bounds is needed")));
    pg_unreachable();
}

Comparison comparison_of(Oid type) {
    switch (type) {
    case INT2OID:
        return Comparison::int2;
    case INT4OID:
    case DATEOID:
        return Comparison::int4;
    case INT8OID:
    case TIMEOID:
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
        return Comparison::int8;
    case FLOAT4OID:
        return Comparison::float4;
    case FLOAT8OID:
        return Comparison::float8;
    case NUMERICOID:
        return Comparison::numeric;
    default:
        ereport(ERROR,
                (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("a value of this type has no buckets")));
        pg_unreachable();
    }
}

Datum* elements(ArrayType* array, int* count) {
    std::int16_t length = 0;
    bool by_value = false;
    char alignment = 0;
    get_typlenbyvalalign(ARR_ELEMTYPE(array), &length, &by_value, &alignment);
    Datum* values = nullptr;
    bool* nulls = nullptr;
    deconstruct_array(array, ARR_ELEMTYPE(array), length, by_value, alignment, &values, &nulls, count);
    for (int i = 0; i < *count; ++i) {
        if (nulls[i]) {
            refuse_bounds();
        }
    }
    return values;
}

template <class T>
bool is_not_below(T value, Datum bound);
template <>
bool is_not_below(std::int16_t value, Datum bound) {
    return value >= DatumGetInt16(bound);
}
template <>
bool is_not_below(std::int32_t value, Datum bound) {
    return value >= DatumGetInt32(bound);
}
template <>
bool is_not_below(std::int64_t value, Datum bound) {
    return value >= DatumGetInt64(bound);
}
template <>
bool is_not_below(float value, Datum bound) {
    return value >= DatumGetFloat4(bound);
}
template <>
bool is_not_below(double value, Datum bound) {
    return value >= DatumGetFloat8(bound);
}
template <>
bool is_not_below(Numeric value, Datum bound) {
    return DatumGetBool(DirectFunctionCall2(numeric_ge, NumericGetDatum(value), bound));
}

// How many bounds are not above the value.
template <class T>
int place(const BoundsSite* site, T value) {
    const Datum* const end = site->bounds + site->count;
    return static_cast<int>(
        std::partition_point(site->bounds, end,
                             [value](Datum bound) { return is_not_below<T>(value, bound); }) -
        site->bounds);
}

int place_of_numeric(const BoundsSite* site, Datum value) {
    if (site->units != nullptr) {
        const std::optional<veil::FixedDecimal> fixed =
            veil::read_stored_decimal(stored_numeric(value), site->groups);
        if (fixed) {
            const std::int64_t* const end = site->units + site->count;
            return static_cast<int>(std::upper_bound(site->units, end, fixed->floor()) - site->units);
        }
    }
    Numeric number = DatumGetNumeric(value);
    return numeric_is_nan(number) ? -1 : place(site, number);
}

// The interval's number from 0 on; -1 for NaN, which lies in none.
int place_of(const BoundsSite* site, Datum value) {
    switch (site->comparison) {
    case Comparison::int2:
        return place(site, DatumGetInt16(value));
    case Comparison::int4:
        return place(site, DatumGetInt32(value));
    case Comparison::int8:
        return place(site, std::int64_t{DatumGetInt64(value)});
    case Comparison::float4:
        return isnan(DatumGetFloat4(value)) ? -1 : place(site, DatumGetFloat4(value));
    case Comparison::float8:
        return isnan(DatumGetFloat8(value)) ? -1 : place(site, DatumGetFloat8(value));
    case Comparison::numeric:
        return place_of_numeric(site, value);
    }
    return -1;
}

void read_units(BoundsSite* site) {
    int decimals = 0;
    for (int i = 0; i < site->count; ++i) {
        decimals = std::max(decimals, veil::stored_decimals(stored_numeric(site->bounds[i])).value_or(100));
    }
    if (decimals > 4 * veil::most_decimal_groups) {
        return;
    }
    site->groups = (decimals + 3) / 4;
    auto* units =
        static_cast<std::int64_t*>(palloc(sizeof(std::int64_t) * static_cast<std::size_t>(site->count)));
    for (int i = 0; i < site->count; ++i) {
        const std::optional<veil::FixedDecimal> bound =
            veil::read_stored_decimal(stored_numeric(site->bounds[i]), site->groups);
        if (!bound || bound->inexact) {
            return;
        }
        units[i] = bound->units;
    }
    site->units = units;
}

const BoundsSite* prepare_bounds(FunctionCallInfo fcinfo) {
    MemoryContext caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
    auto* site = static_cast<BoundsSite*>(palloc0(sizeof(BoundsSite)));
    ArrayType* bounds = PG_GETARG_ARRAYTYPE_P_COPY(1);
    site->comparison = comparison_of(ARR_ELEMTYPE(bounds));
    site->bounds = elements(bounds, &site->count);
    int label_count = 0;
    site->labels = elements(PG_GETARG_ARRAYTYPE_P_COPY(2), &label_count);
    if (site->count < 1 || label_count != site->count + 1) {
        refuse_bounds();
    }
    for (int i = 0; i < site->count; ++i) {
        if (place_of(site, site->bounds[i]) != i + 1) {
            refuse_bounds();
        }
    }
    if (site->comparison == Comparison::numeric) {
        read_units(site);
    }
    site->constant = get_fn_expr_arg_stable(fcinfo->flinfo, 1) && get_fn_expr_arg_stable(fcinfo->flinfo, 2);
    fcinfo->flinfo->fn_extra = site;
    MemoryContextSwitchTo(caller);
    return site;
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_bucket_bounds)
{
    const auto* site = static_cast<const BoundsSite*>(fcinfo->flinfo->fn_extra);
    if (unlikely(site == nullptr || !site->constant)) {
        site = prepare_bounds(fcinfo);
    }
    const int place = place_of(site, PG_GETARG_DATUM(0));
    if (place < 0) {
        PG_RETURN_NULL();
    }
    PG_RETURN_DATUM(site->labels[place]);
}
