#include "core/number_generalization.hpp"

namespace veil {

DecimalStep decimal_step(double width) noexcept {
    constexpr int most_decimals = std::numeric_limits<double>::digits10;
    constexpr double exact_integers = 0x1p53;
    double scale = 1.0;
    for (int decimals = 0; decimals <= most_decimals; ++decimals) {
        const double scaled = width * scale;
        if (scaled >= exact_integers) {
            break;
        }
        const double numerator = std::floor(scaled + 0.5);
        if (numerator / scale == width) {
            return {width, numerator, scale, scale / numerator, std::fma(width, scale, -numerator) == 0.0};
        }
        scale *= 10.0;
    }
    const double reciprocal = 1.0 / width;
    return {width, width, 1.0, std::isfinite(reciprocal) ? reciprocal : 0.0, true};
}

namespace {

constexpr std::int64_t unit_limit = 1'000'000'000'000'000'000;

// index * numerator in units of 10000^-groups; nothing above 18 digits.
std::optional<std::int64_t> decimal_units(std::int64_t index, std::int64_t numerator_units) noexcept {
    std::int64_t units = 0;
    if (__builtin_mul_overflow(index, numerator_units, &units) || units <= -unit_limit ||
        units >= unit_limit) {
        return std::nullopt;
    }
    return units;
}

} // namespace

bool has_decimal_bounds(const DecimalStep& step) noexcept {
    return step.numerator < 1e15 && std::floor(step.numerator) == step.numerator;
}

std::optional<DecimalBucket> number_internal::decimal_bucket_at(std::int64_t index,
                                                                const DecimalStep& step) noexcept {
    if (!has_decimal_bounds(step)) {
        return std::nullopt;
    }
    int decimals = 0;
    double scale = 1.0;
    while (scale < step.denominator) {
        scale *= 10.0;
        ++decimals;
    }
    const int groups = (decimals + 3) / 4;
    auto numerator = static_cast<std::int64_t>(step.numerator);
    for (int i = decimals; i < 4 * groups; ++i) {
        numerator *= 10;
    }
    const std::optional<std::int64_t> lower = decimal_units(index, numerator);
    const std::optional<std::int64_t> upper = decimal_units(index + 1, numerator);
    if (!lower || !upper) {
        return std::nullopt;
    }
    return DecimalBucket{*lower, *upper, groups, decimals};
}

} // namespace veil
