// Buckets, rounding and clamping are total, monotone and idempotent, and a bucket holds its value.
#include "core/number_generalization.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <bit>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <utility>

namespace {

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

template <std::signed_integral T>
void check_integers(T low, T high, std::int64_t width) {
    if (low > high) {
        std::swap(low, high);
    }
    require(veil::bucket_lower(low, width) <= veil::bucket_lower(high, width));
    require(veil::round_to_multiple(low, width) <= veil::round_to_multiple(high, width));
    for (const T value : {low, high}) {
        const T bucket = veil::bucket_lower(value, width);
        const veil::Interval<T> interval = veil::bucket_interval(value, width);
        require(bucket <= value && veil::bucket_lower(bucket, width) == bucket);
        require(interval.lower == bucket && interval.lower <= value);
        require(interval.upper_unbounded ? interval.upper == std::numeric_limits<T>::max()
                                         : value < interval.upper);
        require(interval.lower_unbounded || interval.upper_unbounded ||
                static_cast<std::int64_t>(interval.upper) - interval.lower == width);
        const T rounded = veil::round_to_multiple(value, width);
        require(rounded % width == 0 && veil::round_to_multiple(rounded, width) == rounded);
    }
}

template <std::floating_point T>
void check_floats(T low, T high, double width) {
    if (low > high) {
        std::swap(low, high);
    }
    const veil::DecimalStep step = veil::decimal_step(width);
    require(step.numerator / step.denominator == width);
    for (const T value : {low, high}) {
        const T bucket = veil::bucket_lower(value, width);
        const T rounded = veil::round_to_multiple(value, width);
        if (std::isnan(value)) {
            require(std::isnan(bucket) && std::isnan(rounded));
            continue;
        }
        require(bucket <= value && veil::bucket_lower(bucket, width) == bucket);
        require(veil::round_to_multiple(rounded, width) == rounded);
        require(std::isfinite(value) ? std::isfinite(bucket) && std::isfinite(rounded)
                                     : bucket == value && rounded == value);
        require(bucket != 0 || !std::signbit(bucket));
        require(rounded != 0 || !std::signbit(rounded));
        const T above = std::nextafter(value, std::numeric_limits<T>::infinity());
        require(bucket <= veil::bucket_lower(above, width));
        require(rounded <= veil::round_to_multiple(above, width));
        require(veil::round_to_multiple(-value, width) == -rounded);
    }
    if (low <= high) {
        require(veil::bucket_lower(low, width) <= veil::bucket_lower(high, width));
        require(veil::round_to_multiple(low, width) <= veil::round_to_multiple(high, width));
    }
}

template <class T>
bool not_above(T left, T right) {
    return !veil::number_internal::is_less(right, left);
}

template <class T>
void check_clamp(T first, T second, std::optional<T> low, std::optional<T> high) {
    if (!not_above(first, second)) {
        std::swap(first, second);
    }
    const T clamped = veil::clamp_to(first, low, high);
    require(not_above(clamped, veil::clamp_to(second, low, high)));
    require(!high || not_above(clamped, *high));
    require(!low || (high && veil::number_internal::is_less(*high, *low)) || not_above(*low, clamped));
    const T again = veil::clamp_to(clamped, low, high);
    require(not_above(again, clamped) && not_above(clamped, again));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    const auto any_double = [&] { return std::bit_cast<double>(input.ConsumeIntegral<std::uint64_t>()); };
    const auto first = input.ConsumeIntegral<std::int64_t>();
    const auto second = input.ConsumeIntegral<std::int64_t>();
    const auto width =
        input.ConsumeIntegralInRange<std::int64_t>(1, std::numeric_limits<std::int64_t>::max());
    check_integers(first, second, width);
    check_integers(static_cast<std::int32_t>(first), static_cast<std::int32_t>(second), width);
    check_integers(static_cast<std::int16_t>(first), static_cast<std::int16_t>(second), width);
    check_integers(static_cast<std::int32_t>(first), static_cast<std::int32_t>(second), (width & 0xFFFF) + 1);
    check_integers(static_cast<std::int16_t>(first), static_cast<std::int16_t>(second), (width & 0xFF) + 1);

    double step = any_double();
    if (input.ConsumeBool() || !std::isfinite(step) || step <= 0) {
        const auto decimals = input.ConsumeIntegralInRange<int>(0, 15);
        step = input.ConsumeIntegralInRange<std::int32_t>(1, 100000) / std::pow(10.0, decimals);
    }
    const double left = any_double();
    // Near a multiple, or anything.
    const double right = input.ConsumeBool() ? step * static_cast<double>(second) : any_double();
    check_floats(left, right, step);
    check_floats(std::bit_cast<float>(input.ConsumeIntegral<std::uint32_t>()),
                 std::isfinite(right) && std::abs(right) < 1e38 ? static_cast<float>(right) : 1.0F, step);

    const auto bound = [&]() -> std::optional<double> {
        return input.ConsumeBool() ? std::optional<double>(any_double()) : std::nullopt;
    };
    check_clamp<double>(left, right, bound(), bound());
    check_clamp<std::int64_t>(first, second, width, input.ConsumeIntegral<std::int64_t>());
    return 0;
}
