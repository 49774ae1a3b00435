// Generalization of numbers: buckets, rounding, top and bottom coding. Every function is total, monotone
// (non-decreasing) and idempotent, allocates nothing and raises nothing. The terms are those of the SDC
// handbook (global recoding, top and bottom coding) and of ISO/IEC 20889 section 8.4.
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>

namespace veil {

// [lower, upper). A bound that T cannot hold is unbounded, and then holds T's minimum or maximum.
template <std::signed_integral T>
struct Interval {
    T lower;
    T upper;
    bool lower_unbounded;
    bool upper_unbounded;

    friend constexpr bool operator==(const Interval&, const Interval&) = default;
};

namespace number_internal {

// C's remainder, of the sign of `value`. 32-bit division where both fit: a 64-bit one takes three times as
// long on the machines before Ice Lake.
template <std::signed_integral T>
[[nodiscard]] constexpr std::int64_t truncated_remainder(T value, std::int64_t width) noexcept {
    if constexpr (sizeof(T) <= sizeof(std::int32_t)) {
        if (width <= std::numeric_limits<std::int32_t>::max()) {
            return static_cast<std::int32_t>(value) % static_cast<std::int32_t>(width);
        }
    }
    return static_cast<std::int64_t>(value) % width;
}

// The distance from the bucket's lower bound to `value`: 0 ... width - 1.
template <std::signed_integral T>
[[nodiscard]] constexpr std::int64_t floored_remainder(T value, std::int64_t width) noexcept {
    const std::int64_t remainder = truncated_remainder(value, width);
    return remainder < 0 ? remainder + width : remainder;
}

} // namespace number_internal

// The lower bound of the bucket [k * width, (k + 1) * width) that holds `value`; T's minimum where the true
// bound is below it. width: 1 ... INT64_MAX, checked by the caller.
template <std::signed_integral T>
[[nodiscard]] constexpr T bucket_lower(T value, std::int64_t width) noexcept {
    T lower = 0;
    const bool below =
        __builtin_sub_overflow(value, number_internal::floored_remainder(value, width), &lower);
    return below ? std::numeric_limits<T>::min() : lower;
}

// The whole bucket. width: as for bucket_lower.
template <std::signed_integral T>
[[nodiscard]] constexpr Interval<T> bucket_interval(T value, std::int64_t width) noexcept {
    const std::int64_t above_lower = number_internal::floored_remainder(value, width);
    Interval<T> interval{};
    interval.lower_unbounded = __builtin_sub_overflow(value, above_lower, &interval.lower);
    interval.upper_unbounded = __builtin_add_overflow(value, width - above_lower, &interval.upper);
    if (interval.lower_unbounded) {
        interval.lower = std::numeric_limits<T>::min();
    }
    if (interval.upper_unbounded) {
        interval.upper = std::numeric_limits<T>::max();
    }
    return interval;
}

// The middle of the bucket, rounded down: the lower bound and half the width; T's minimum or maximum where
// the middle is beyond it. Monotone, and in the bucket. width: as for bucket_lower.
template <std::signed_integral T>
[[nodiscard]] constexpr T bucket_midpoint(T value, std::int64_t width) noexcept {
    const std::int64_t to_middle = width / 2 - number_internal::floored_remainder(value, width);
    T middle = 0;
    if (__builtin_add_overflow(value, to_middle, &middle)) {
        return to_middle < 0 ? std::numeric_limits<T>::min() : std::numeric_limits<T>::max();
    }
    return middle;
}

// The nearest multiple, half away from zero. Where T cannot hold it: the nearest one that T can hold, which
// is the next one towards zero. multiple: 1 ... INT64_MAX, checked by the caller.
template <std::signed_integral T>
[[nodiscard]] constexpr T round_to_multiple(T value, std::int64_t multiple) noexcept {
    const std::int64_t remainder = number_internal::truncated_remainder(value, multiple);
    const std::int64_t distance = remainder < 0 ? -remainder : remainder;
    const T towards_zero = static_cast<T>(value - remainder);
    if (distance < multiple - distance) {
        return towards_zero;
    }
    T away = 0;
    const bool beyond = __builtin_add_overflow(towards_zero, remainder < 0 ? -multiple : multiple, &away);
    return beyond ? towards_zero : away;
}

// The distance between the multiples of a floating-point generalization, read as the decimal it was written
// as: numerator / denominator. In binary 7 * 0.1 is above 0.7, and a value of 0.7 would fall into [0.6, 0.7);
// as 7 * 1 / 10 it is 0.7. The k-th multiple is the double k * numerator / denominator, rounded to T; all
// that is said below of multiples is true of these, exactly.
struct DecimalStep {
    double width;
    double numerator;
    double denominator;
    double reciprocal; // about denominator / numerator; 0 where that is infinite
    bool is_exact;     // width is numerator / denominator without rounding
};

// width: finite and > 0, checked by the caller. Up to 15 decimals are seen as such (DBL_DIG: so many survive
// in any double); any other width is its own numerator. A caller with many values and one width calls this
// once.
[[nodiscard]] DecimalStep decimal_step(double width) noexcept;

namespace number_internal {

// Infinity above T's range; lowest() below it, which makes that the lower bound of the lowest bucket. Never
// -0.0, as long as `index` is not.
template <std::floating_point T>
[[nodiscard]] T nth_multiple(double index, const DecimalStep& step) noexcept {
    static_assert(sizeof(T) <= sizeof(double));
    // A division takes as long as all the rest.
    const double multiple = step.is_exact ? index * step.width : index * step.numerator / step.denominator;
    if (multiple < static_cast<double>(std::numeric_limits<T>::lowest())) {
        return std::numeric_limits<T>::lowest();
    }
    if (multiple > static_cast<double>(std::numeric_limits<T>::max())) {
        return std::numeric_limits<T>::infinity();
    }
    return static_cast<T>(multiple);
}

// From here on, T's own values lie at least one width apart, so that each is its own bucket. Infinite where T
// ends before that; 0 where the width is not even above the distance of T's least values.
template <std::floating_point T>
[[nodiscard]] T finest_limit(const DecimalStep& step) noexcept {
    if (step.width <= static_cast<double>(std::numeric_limits<T>::denorm_min())) {
        return T{0};
    }
    constexpr auto distinct = static_cast<double>(std::uint64_t{1} << std::numeric_limits<T>::digits);
    const double limit = step.width * distinct;
    return limit > static_cast<double>(std::numeric_limits<T>::max()) ? std::numeric_limits<T>::infinity()
                                                                      : static_cast<T>(limit);
}

// The multiples around a value: at <= value < above.
template <std::floating_point T>
struct Neighbours {
    std::int64_t index; // of `at`
    T at;
    T above;
};

// |value| < finest_limit, so that only a few multiples round to the same T. The product, below 2^53, is off
// by a few units at most (two roundings of 2^-53 each), and both loops end after as many steps, mostly none.
template <std::floating_point T>
[[nodiscard]] Neighbours<T> neighbours_of(T value, const DecimalStep& step) noexcept {
    const auto exact = static_cast<double>(value);
    auto index = static_cast<std::int64_t>(step.reciprocal > 0 ? exact * step.reciprocal
                                                               : exact * step.denominator / step.numerator);
    T at = nth_multiple<T>(static_cast<double>(index), step);
    T above = nth_multiple<T>(static_cast<double>(index + 1), step);
    while (at > value) {
        above = at;
        at = nth_multiple<T>(static_cast<double>(--index), step);
    }
    while (above <= value) {
        at = above;
        above = nth_multiple<T>(static_cast<double>(++index + 1), step);
    }
    return {index, at, above};
}

// A value whose place among the multiples is plain from its product with the reciprocal.
struct PlainPlace {
    std::int64_t index; // of the greatest multiple that is not above the value
    bool in_upper_half;
};

// Nothing where the product, which is off by less than 2^-10, leaves a doubt, and for what is no double:
// multiples are rounded by more there. value: not negative, no NaN.
template <std::floating_point T>
[[nodiscard]] std::optional<PlainPlace> plain_place(T value, const DecimalStep& step) noexcept {
    constexpr double most = 0x1p40;
    constexpr double margin = 0x1p-10;
    if constexpr (std::same_as<T, double>) {
        const double position = value * step.reciprocal;
        if (position < most) {
            const auto index = static_cast<std::int64_t>(position);
            const double rest = position - static_cast<double>(index);
            // How far from the nearest of 0, 1/2 and 1.
            if (std::abs(std::abs(rest - 0.5) - 0.25) < 0.25 - margin) {
                return PlainPlace{index, rest > 0.5};
            }
        }
    }
    return std::nullopt;
}

} // namespace number_internal

// The greatest multiple that is not above `value`; lowest() where that is below T's range. Infinities stay,
// NaN is the canonical NaN (a payload could carry data), zero is +0.
template <std::floating_point T>
[[nodiscard]] T bucket_lower(T value, const DecimalStep& step) noexcept {
    if (std::isnan(value)) {
        return std::numeric_limits<T>::quiet_NaN();
    }
    const T limit = number_internal::finest_limit<T>(step);
    if (std::abs(value) >= limit) {
        return value + T{0};
    }
    // Not below the limit, from where on values stay as they are: the function would not be monotone there.
    return std::max(number_internal::neighbours_of(value, step).at, -limit);
}

// width: finite and > 0, checked by the caller.
template <std::floating_point T>
[[nodiscard]] T bucket_lower(T value, double width) noexcept {
    return bucket_lower(value, decimal_step(width));
}

// The middle of the bucket. Where T's own values are as far apart as the bounds, the value; finite for every
// finite value. NaN, infinities and zero as in bucket_lower.
template <std::floating_point T>
[[nodiscard]] T bucket_midpoint(T value, const DecimalStep& step) noexcept {
    if (std::isnan(value)) {
        return std::numeric_limits<T>::quiet_NaN();
    }
    const T limit = number_internal::finest_limit<T>(step);
    if (std::abs(value) >= limit) {
        return value + T{0};
    }
    const auto index = static_cast<double>(number_internal::neighbours_of(value, step).index);
    // Not beyond the limit, as for bucket_lower, nor beyond T.
    const T middle = std::clamp(number_internal::nth_multiple<T>(index + 0.5, step), -limit, limit);
    return std::min(middle, std::numeric_limits<T>::max());
}

// The bounds of a floating-point bucket as decimals: whole numbers of units of 10000^-groups, of magnitude
// under 10^18, shown with so many decimals.
struct DecimalBucket {
    std::int64_t lower;
    std::int64_t upper;
    int groups;
    int decimals;
};

// Whether every bucket near zero has such bounds: the width has at most 15 decimals and is under 10^15.
[[nodiscard]] bool has_decimal_bounds(const DecimalStep& step) noexcept;

namespace number_internal {
[[nodiscard]] std::optional<DecimalBucket> decimal_bucket_at(std::int64_t index,
                                                             const DecimalStep& step) noexcept;
} // namespace number_internal

// The bucket that holds `value`. Nothing for NaN, an infinity, and where a bound has more than 18 digits.
template <std::floating_point T>
[[nodiscard]] std::optional<DecimalBucket> decimal_bucket(T value, const DecimalStep& step) noexcept {
    if (!std::isfinite(value) || std::abs(value) >= number_internal::finest_limit<T>(step)) {
        return std::nullopt;
    }
    return number_internal::decimal_bucket_at(number_internal::neighbours_of(value, step).index, step);
}

// The nearest multiple, half away from zero ("half" as written, too: 0.15 is half-way between 0.1 and 0.2).
// Where T cannot hold it: the next one towards zero. NaN, infinities and zero as in bucket_lower.
template <std::floating_point T>
[[nodiscard]] T round_to_multiple(T value, const DecimalStep& step) noexcept {
    if (std::isnan(value)) {
        return std::numeric_limits<T>::quiet_NaN();
    }
    const T magnitude = std::abs(value);
    if (const auto place = number_internal::plain_place(magnitude, step)) {
        const std::int64_t nearest = place->index + static_cast<std::int64_t>(place->in_upper_half);
        const T rounded = number_internal::nth_multiple<T>(static_cast<double>(nearest), step);
        if (std::isfinite(rounded)) {
            return value < 0 ? T{0} - rounded : rounded;
        }
    }
    const T limit = number_internal::finest_limit<T>(step);
    if (magnitude >= limit) {
        return value + T{0};
    }
    const auto near = number_internal::neighbours_of(magnitude, step);
    const T half_way = number_internal::nth_multiple<T>(static_cast<double>(near.index) + 0.5, step);
    T rounded = near.at;
    // A multiple stays, also where the half-way point rounds down to it.
    if (magnitude != rounded && magnitude >= half_way) {
        const T above = std::min(near.above, limit);
        if (std::isfinite(above)) {
            rounded = above;
        }
    }
    // A difference and not a sign: -0.0 would tell which side of zero the value was on.
    return value < 0 ? T{0} - rounded : rounded;
}

// multiple: finite and > 0, checked by the caller.
template <std::floating_point T>
[[nodiscard]] T round_to_multiple(T value, double multiple) noexcept {
    return round_to_multiple(value, decimal_step(multiple));
}

namespace number_internal {

// PostgreSQL's order, in which NaN is the greatest value.
template <class T>
[[nodiscard]] constexpr bool is_less(T left, T right) noexcept {
    if constexpr (std::floating_point<T>) {
        return left < right || (std::isnan(right) && !std::isnan(left));
    } else {
        return left < right;
    }
}

} // namespace number_internal

// Top and bottom coding: what is below `low` is `low`, what is above `high` is `high`; a missing bound is
// none. Where the bounds cross, `high` wins. The optionals travel in registers and are as fast as pointers.
template <class T>
[[nodiscard]] constexpr T clamp_to(T value, std::optional<T> low, std::optional<T> high) noexcept {
    if (low && number_internal::is_less(value, *low)) {
        value = *low;
    }
    if (high && number_internal::is_less(*high, value)) {
        value = *high;
    }
    return value;
}

} // namespace veil
