#include "core/noise_grid.hpp"

#include "core/byte_order.hpp"
#include "core/number_generalization.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace veil {
namespace {

bool is_digit(char character) noexcept {
    return character >= '0' && character <= '9';
}

// A magnitude in units of 10^-decimals, cut off there.
struct Magnitude {
    Uint128 units;
    bool is_negative;
};

// Nothing for what is no number, and from 2^120 units on.
std::optional<Magnitude> parse_magnitude(std::string_view text, int decimals) noexcept {
    constexpr Uint128 limit = Uint128{1} << 120;
    Magnitude result{0, text.starts_with('-')};
    text.remove_prefix(result.is_negative ? 1 : 0);
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
    if ((whole.empty() && fraction.empty()) || !std::ranges::all_of(whole, is_digit) ||
        !std::ranges::all_of(fraction, is_digit)) {
        return std::nullopt;
    }
    auto append = [&](char digit) {
        result.units = 10 * result.units + static_cast<unsigned>(digit - '0');
        return result.units < limit;
    };
    if (!std::ranges::all_of(whole, append)) {
        return std::nullopt;
    }
    for (int i = 0; i < decimals; ++i) {
        const auto position = static_cast<std::size_t>(i);
        if (!append(position < fraction.size() ? fraction[position] : '0')) {
            return std::nullopt;
        }
    }
    return result;
}

} // namespace

std::optional<WholeGrid> parse_whole_grid(std::string_view text) noexcept {
    const auto grid = parse_decimal_grid(text);
    return grid && grid->decimals == 0 ? std::optional(WholeGrid{grid->numerator}) : std::nullopt;
}

std::optional<DecimalGrid> parse_decimal_grid(std::string_view text) noexcept {
    constexpr std::size_t most_decimals = 18;
    const std::size_t point = text.find('.');
    if (point != std::string_view::npos) {
        text = text.substr(0, text.find_last_not_of('0') + 1);
    }
    const std::size_t decimals = point == std::string_view::npos ? 0 : text.size() - point - 1;
    if (text.starts_with('-') || decimals > most_decimals) {
        return std::nullopt;
    }
    const auto magnitude = parse_magnitude(text, static_cast<int>(decimals));
    if (!magnitude || magnitude->units == 0 || magnitude->units > std::numeric_limits<std::int64_t>::max()) {
        return std::nullopt;
    }
    return DecimalGrid{static_cast<std::int64_t>(magnitude->units), static_cast<int>(decimals)};
}

std::optional<BinaryGrid> parse_binary_grid(std::string_view text) noexcept {
    double width = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), width, std::chars_format::fixed);
    if (error != std::errc{} || end != text.data() + text.size() || !(width > 0) || !std::isfinite(width)) {
        return std::nullopt;
    }
    int exponent = 0;
    if (std::frexp(width, &exponent) == 0.5) {
        return BinaryGrid{width, 1.0};
    }
    const DecimalStep step = decimal_step(width);
    return BinaryGrid{step.numerator, step.denominator};
}

std::int64_t steps_of(std::int64_t value, WholeGrid grid) noexcept {
    const std::int64_t quotient = value / grid.step;
    const std::int64_t remainder = value % grid.step;
    const std::int64_t distance = remainder < 0 ? -remainder : remainder;
    const bool is_nearer_away = distance >= grid.step - distance;
    return is_nearer_away ? quotient + (value < 0 ? -1 : 1) : quotient;
}

std::optional<std::int64_t> steps_of(std::string_view number, DecimalGrid grid) noexcept {
    // With one decimal more half a step is a whole number, and the decimals behind it decide nothing.
    const auto magnitude = parse_magnitude(number, grid.decimals + 1);
    if (!magnitude) {
        return std::nullopt;
    }
    const Uint128 step = Uint128{10} * static_cast<std::uint64_t>(grid.numerator);
    const Uint128 steps = (magnitude->units + step / 2) / step;
    if (steps > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return std::nullopt;
    }
    const auto result = static_cast<std::int64_t>(steps);
    return magnitude->is_negative ? -result : result;
}

std::optional<std::int64_t> steps_of(double value, BinaryGrid grid) noexcept {
    const double steps = std::round(value * grid.denominator / grid.numerator);
    // Not the other way round: NaN is to fail.
    if (!(std::abs(steps) < 0x1p62)) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(steps);
}

double value_at(std::int64_t steps, BinaryGrid grid) noexcept {
    const double value = static_cast<double>(steps) * grid.numerator / grid.denominator;
    constexpr double greatest = std::numeric_limits<double>::max();
    return std::clamp(value, -greatest, greatest);
}

float single_value_at(std::int64_t steps, BinaryGrid grid) noexcept {
    constexpr auto greatest = static_cast<double>(std::numeric_limits<float>::max());
    return static_cast<float>(std::clamp(value_at(steps, grid), -greatest, greatest));
}

} // namespace veil
