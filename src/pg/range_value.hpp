// Ranges [lower, upper) as the server stores them, without the server's detour through bounds and
// comparisons: the type's OID, the bounds that there are, and a byte of flags (range_serialize in
// rangetypes.c; the form is on disk and the same since 9.2). Backend code.
#pragma once

#include "core/number_generalization.hpp"
#include "pg/numeric_value.hpp"

namespace veil::pg {

namespace range_internal {

[[nodiscard]] inline char range_flags(bool lower_unbounded, bool upper_unbounded) {
    return static_cast<char>((lower_unbounded ? RANGE_LB_INF : RANGE_LB_INC) |
                             (upper_unbounded ? RANGE_UB_INF : 0));
}

} // namespace range_internal

// Of int4range and daterange (32 bits), int8range, tsrange and tstzrange (64 bits).
template <class T>
[[nodiscard]] Datum fixed_range(Oid range_type, const Interval<T>& interval) {
    static_assert(sizeof(T) == sizeof(std::int32_t) || sizeof(T) == sizeof(std::int64_t));
    auto* range = static_cast<char*>(palloc(sizeof(RangeType) + 2 * sizeof(T) + 1));
    char* end = range + sizeof(RangeType);
    if (!interval.lower_unbounded) {
        memcpy(end, &interval.lower, sizeof(T));
        end += sizeof(T);
    }
    if (!interval.upper_unbounded) {
        memcpy(end, &interval.upper, sizeof(T));
        end += sizeof(T);
    }
    *end++ = range_internal::range_flags(interval.lower_unbounded, interval.upper_unbounded);
    reinterpret_cast<RangeType*>(range)->rangetypid = range_type;
    SET_VARSIZE(range, end - range);
    return PointerGetDatum(range);
}

// Of numrange: bounds in units of 10000^-groups, with so many decimals.
[[nodiscard]] inline Datum numeric_range(std::int64_t lower, std::int64_t upper, int groups, int decimals) {
    auto* range = static_cast<char*>(palloc(sizeof(RangeType) + 2 * (1 + longest_stored_decimal) + 1));
    char* end = range + sizeof(RangeType);
    end += write_short_numeric(lower, groups, decimals, end);
    end += write_short_numeric(upper, groups, decimals, end);
    *end++ = range_internal::range_flags(false, false);
    reinterpret_cast<RangeType*>(range)->rangetypid = NUMRANGEOID;
    SET_VARSIZE(range, end - range);
    return PointerGetDatum(range);
}

} // namespace veil::pg
