#include "core/number_format.hpp"

#include "core/format_key.hpp"
#include "core/format_text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace veil {
namespace {

constexpr std::size_t most_decimal_digits = 38; // 10^38 < 2^127
constexpr Uint128 greatest_magnitude = [] {
    Uint128 number = 1;
    for (std::size_t i = 0; i < most_decimal_digits; ++i)
        number *= 10;
    return number;
}();

Int128 required_number(const FormatText& format, std::string_view option) {
    const auto number = parse_int128(format.option(option, ""));
    if (!number)
        throw InvalidFormat("min and max are whole numbers");
    return *number;
}

std::uint64_t natural(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        throw InvalidFormat("step and scale are whole numbers");
    return number;
}

template <class Float>
struct Bits;
template <>
struct Bits<float> {
    using Signed = std::int32_t;
};
template <>
struct Bits<double> {
    using Signed = std::int64_t;
};

// The finite values in their order, with 0 at 0: IEEE 754 orders the magnitudes as it orders their bits.
template <class Float>
std::int64_t place_of(Float value) noexcept {
    using Signed = typename Bits<Float>::Signed;
    const auto bits = std::bit_cast<Signed>(value);
    const Signed magnitude = bits & std::numeric_limits<Signed>::max();
    return bits < 0 ? -std::int64_t{magnitude} : std::int64_t{magnitude};
}

template <class Float>
Float value_at(std::int64_t place) noexcept {
    using Signed = typename Bits<Float>::Signed;
    const auto magnitude = std::bit_cast<Float>(static_cast<Signed>(place < 0 ? -place : place));
    return place < 0 ? -magnitude : magnitude;
}

template <class Float>
std::int64_t bound(const FormatText& format, std::string_view option, Float otherwise) {
    const std::string_view text = format.option(option, "");
    if (text.empty())
        return place_of(otherwise);
    Float value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        throw InvalidFormat("min and max are finite numbers");
    return place_of(value);
}

} // namespace

std::optional<Int128> parse_int128(std::string_view text) noexcept {
    const bool is_negative = text.starts_with('-');
    const std::string_view digits = text.substr(is_negative ? 1 : 0);
    if (digits.empty() || digits.size() > most_decimal_digits ||
        digits.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    Int128 number = 0;
    for (const char digit : digits)
        number = number * 10 + (digit - '0');
    return is_negative ? -number : number;
}

std::optional<Int128> parse_decimal(std::string_view text, int scale) noexcept {
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string_view decimals = text.substr(std::min(point + 1, text.size()));
    // numeric 1.0 is 1.00.
    decimals = decimals.substr(0, decimals.find_last_not_of('0') + 1);
    auto units = parse_int128(text.substr(0, point));
    if (!units || decimals.size() > static_cast<std::size_t>(scale) ||
        decimals.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    Uint128 magnitude = static_cast<Uint128>(*units < 0 ? -*units : *units);
    for (int place = 0; place < scale; ++place) {
        const auto index = static_cast<std::size_t>(place);
        const unsigned digit = index < decimals.size() ? static_cast<unsigned>(decimals[index] - '0') : 0;
        if (magnitude >= greatest_magnitude / 10)
            return std::nullopt;
        magnitude = magnitude * 10 + digit;
    }
    const auto number = static_cast<Int128>(magnitude);
    return text.starts_with('-') ? -number : number;
}

std::size_t write_decimal(Int128 units, int scale, char* out) noexcept {
    std::array<char, most_decimal_digits + 2> reversed{};
    std::size_t size = 0;
    Uint128 left = static_cast<Uint128>(units < 0 ? -units : units);
    for (int place = 0; left != 0 || place <= scale; ++place, left /= 10) {
        if (place == scale && scale > 0)
            reversed[size++] = '.';
        reversed[size++] = static_cast<char>('0' + static_cast<unsigned>(left % 10));
    }
    char* end = out;
    if (units < 0)
        *end++ = '-';
    end = std::reverse_copy(reversed.begin(), reversed.begin() + static_cast<std::ptrdiff_t>(size), end);
    return static_cast<std::size_t>(end - out);
}

WholeNumberFormat::Parsed WholeNumberFormat::parse(std::string_view text) {
    const FormatText format = parse_format_text(text);
    const bool is_decimal = format.name == "decimal";
    if (!is_decimal && format.name != "integer" && format.name != "date" && format.name != "timestamp")
        throw InvalidFormat("there is no format of this name");
    require_options(format, {"max", "min", is_decimal ? "scale" : "step"});
    Parsed parsed{required_number(format, "min"), required_number(format, "max"),
                  natural(format.option("step", "1")), 0};
    const std::uint64_t scale = natural(format.option("scale", "0"));
    if (parsed.least > parsed.greatest || parsed.step == 0 || scale > most_decimal_digits)
        throw InvalidFormat("min is at most max, step at least 1, scale at most 38");
    parsed.scale = static_cast<int>(scale);
    return parsed;
}

WholeNumberFormat::WholeNumberFormat(const Key256& key, std::string_view format)
    : WholeNumberFormat(key, parse(format)) {}

WholeNumberFormat::WholeNumberFormat(const Key256& key, const Parsed& parsed)
    : least_(parsed.least), greatest_(parsed.greatest), step_(parsed.step), scale_(parsed.scale),
      permutation_(part_key(key, "range"),
                   (static_cast<Uint128>(parsed.greatest) - static_cast<Uint128>(parsed.least)) /
                       parsed.step) {}

template <class Float>
typename FloatFormat<Float>::Range FloatFormat<Float>::parse(std::string_view text) {
    const FormatText format = parse_format_text(text);
    if (format.name != (sizeof(Float) == 4 ? "real" : "double"))
        throw InvalidFormat("there is no format of this name");
    require_options(format, {"max", "min"});
    const Range range{bound<Float>(format, "min", std::numeric_limits<Float>::lowest()),
                      bound<Float>(format, "max", std::numeric_limits<Float>::max())};
    if (range.least > range.greatest)
        throw InvalidFormat("min is at most max");
    return range;
}

template <class Float>
FloatFormat<Float>::FloatFormat(const Key256& key, std::string_view format)
    : FloatFormat(key, parse(format)) {}

// The difference of two places has 64 bits.
template <class Float>
FloatFormat<Float>::FloatFormat(const Key256& key, Range range)
    : range_(range), permutation_(part_key(key, "range"), static_cast<std::uint64_t>(range.greatest) -
                                                              static_cast<std::uint64_t>(range.least)) {}

template <class Float>
std::optional<Float> FloatFormat<Float>::map(Direction direction, Float value) const noexcept {
    if (!std::isfinite(value))
        return std::nullopt;
    const std::int64_t place = place_of(value);
    if (place < range_.least || place > range_.greatest)
        return std::nullopt;
    const auto least = static_cast<std::uint64_t>(range_.least);
    const auto image =
        static_cast<std::uint64_t>(permutation_.map(direction, static_cast<std::uint64_t>(place) - least));
    return value_at<Float>(static_cast<std::int64_t>(least + image));
}

template class FloatFormat<float>;
template class FloatFormat<double>;

} // namespace veil
