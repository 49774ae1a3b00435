#include "core/date_shift.hpp"

#include "core/byte_order.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace veil {
namespace {

constexpr std::int64_t greatest_amount = std::int64_t{1} << 40;
constexpr std::string_view none = " or none";

struct UnitName {
    ShiftUnit unit;
    std::string_view name;
    std::int64_t days;
    std::int64_t microseconds;
};

constexpr std::int64_t microseconds_of_day = 86'400'000'000;

constexpr std::array<UnitName, 3> units{{
    {ShiftUnit::second, "second", 0, 1'000'000},
    {ShiftUnit::day, "day", 1, microseconds_of_day},
    {ShiftUnit::week, "week", 7, 7 * microseconds_of_day},
}};

const UnitName& description(ShiftUnit unit) noexcept {
    return *std::ranges::find(units, unit, &UnitName::unit);
}

// The calendar of PostgreSQL: from Julian day 0 to before 5874898-06-03, and of timestamps to before the year
// 294277.
constexpr std::int64_t least_date = -2451545;
constexpr std::int64_t greatest_date = 2145031948;
constexpr std::int64_t least_timestamp = least_date * microseconds_of_day;
constexpr std::int64_t end_of_timestamps = 9223371331200000000;

template <class T>
bool is_infinite(T value) noexcept {
    return value == std::numeric_limits<T>::min() || value == std::numeric_limits<T>::max();
}

} // namespace

std::optional<ShiftForm> parse_shift_form(std::string_view text) {
    ShiftForm form{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), form.most);
    if (error != std::errc{} || form.most < 1 || form.most > greatest_amount) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    form.includes_zero = text.ends_with(none);
    text.remove_suffix(form.includes_zero ? none.size() : 0);
    if (!text.starts_with(' ')) {
        return std::nullopt;
    }
    const auto* unit = std::ranges::find(units, text.substr(1), &UnitName::name);
    if (unit == units.end()) {
        return std::nullopt;
    }
    form.unit = unit->unit;
    return form;
}

std::string to_text(const ShiftForm& form) {
    return std::to_string(form.most)
        .append(" ")
        .append(description(form.unit).name)
        .append(form.includes_zero ? none : std::string_view{});
}

std::int64_t SubjectShift::amount(std::span<const std::uint8_t> subject) const noexcept {
    std::array<std::uint8_t, 32> mac;
    hmac_.mac(subject, mac);
    // The high part of 128 random bits times the number of outcomes, which favours none by more than 2^-86.
    const Uint128 outcomes = static_cast<std::uint64_t>(2 * form_.most + (form_.includes_zero ? 1 : 0));
    const Uint128 carry = (load_big_endian<std::uint64_t>(mac.data() + 8) * outcomes) >> 64;
    const Uint128 drawn = (load_big_endian<std::uint64_t>(mac.data()) * outcomes + carry) >> 64;
    const std::int64_t amount = static_cast<std::int64_t>(drawn) - form_.most;
    return amount >= 0 && !form_.includes_zero ? amount + 1 : amount;
}

std::optional<std::int32_t> SubjectShift::shift_date(std::int32_t days,
                                                     std::span<const std::uint8_t> subject) const noexcept {
    if (form_.unit == ShiftUnit::second) {
        return std::nullopt;
    }
    if (is_infinite(days)) {
        return days;
    }
    const std::int64_t shifted = days + amount(subject) * description(form_.unit).days;
    if (shifted < least_date || shifted > greatest_date) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(shifted);
}

std::optional<std::int64_t>
SubjectShift::shift_timestamp(std::int64_t microseconds,
                              std::span<const std::uint8_t> subject) const noexcept {
    if (is_infinite(microseconds)) {
        return microseconds;
    }
    std::int64_t distance = 0;
    std::int64_t shifted = 0;
    if (__builtin_mul_overflow(amount(subject), description(form_.unit).microseconds, &distance) ||
        __builtin_add_overflow(microseconds, distance, &shifted) || shifted < least_timestamp ||
        shifted >= end_of_timestamps) {
        return std::nullopt;
    }
    return shifted;
}

} // namespace veil
