#include "core/stored_decimal.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace veil {

namespace {

constexpr std::uint16_t kind_mask = 0xC000;
constexpr std::uint16_t short_form = 0x8000;
constexpr std::uint16_t special = 0xC000;
constexpr std::uint16_t long_negative = 0x4000;
constexpr std::uint16_t short_negative = 0x2000;
constexpr std::uint16_t long_scale_mask = 0x3FFF;
constexpr std::uint16_t short_scale_mask = 0x1F80;
constexpr int short_scale_shift = 7;
constexpr std::uint16_t short_weight_sign = 0x0040;
constexpr std::uint16_t short_weight_mask = 0x003F;

constexpr std::int64_t group_base = 10000;
constexpr std::int64_t unit_limit = 1'000'000'000'000'000'000;

struct Parts {
    bool is_negative;
    int decimals;
    int weight;
    std::span<const std::uint8_t> digits;
};

std::uint16_t word_at(std::span<const std::uint8_t> bytes, std::size_t position) noexcept {
    std::uint16_t word = 0;
    std::memcpy(&word, bytes.data() + position, sizeof(word));
    return word;
}

std::optional<Parts> parts_of(std::span<const std::uint8_t> stored) noexcept {
    if (stored.size() < sizeof(std::uint16_t)) {
        return std::nullopt;
    }
    const std::uint16_t header = word_at(stored, 0);
    if ((header & kind_mask) == special) {
        return std::nullopt;
    }
    if ((header & kind_mask) == short_form) {
        const int magnitude = header & short_weight_mask;
        return Parts{(header & short_negative) != 0, (header & short_scale_mask) >> short_scale_shift,
                     (header & short_weight_sign) != 0 ? magnitude - short_weight_mask - 1 : magnitude,
                     stored.subspan(2)};
    }
    if (stored.size() < 2 * sizeof(std::uint16_t)) {
        return std::nullopt;
    }
    std::int16_t weight = 0;
    std::memcpy(&weight, stored.data() + 2, sizeof(weight));
    return Parts{(header & kind_mask) == long_negative, header & long_scale_mask, weight, stored.subspan(4)};
}

// The digits of `units` from the first that is not zero, and the weight of the first; at most five.
struct Groups {
    std::array<std::uint16_t, 5> digits; // the last ones are used
    std::size_t first;
};

Groups groups_of(std::uint64_t magnitude) noexcept {
    Groups groups{{}, 5};
    while (magnitude > 0) {
        groups.digits[--groups.first] = static_cast<std::uint16_t>(magnitude % group_base);
        magnitude /= group_base;
    }
    return groups;
}

std::uint64_t magnitude_of(std::int64_t units) noexcept {
    return units < 0 ? 0 - static_cast<std::uint64_t>(units) : static_cast<std::uint64_t>(units);
}

} // namespace

std::optional<FixedDecimal> read_stored_decimal(std::span<const std::uint8_t> stored, int groups) noexcept {
    const std::optional<Parts> parts = parts_of(stored);
    if (!parts) {
        return std::nullopt;
    }
    const std::size_t count = parts->digits.size() / sizeof(std::uint16_t);
    // How many groups from the first one on are wanted; some may not be stored, since they are zero.
    const int wanted = parts->weight + 1 + groups;
    const std::size_t present = std::min(count, static_cast<std::size_t>(std::max(wanted, 0)));
    if (wanted > 5 && count > 0) {
        return std::nullopt;
    }
    std::int64_t units = 0;
    for (std::size_t i = 0; i < present; ++i) {
        if (units >= unit_limit / group_base) {
            return std::nullopt;
        }
        units = units * group_base + word_at(parts->digits, i * sizeof(std::uint16_t));
    }
    if (units >= unit_limit) {
        return std::nullopt;
    }
    for (int i = static_cast<int>(present); i < wanted && units > 0; ++i) {
        if (units >= unit_limit / group_base) {
            return std::nullopt;
        }
        units *= group_base;
    }
    bool inexact = false;
    for (std::size_t i = present; i < count && !inexact; ++i) {
        inexact = word_at(parts->digits, i * sizeof(std::uint16_t)) != 0;
    }
    return FixedDecimal{parts->is_negative ? -units : units, inexact, parts->is_negative};
}

std::optional<int> stored_decimals(std::span<const std::uint8_t> stored) noexcept {
    const std::optional<Parts> parts = parts_of(stored);
    return parts ? std::optional<int>(parts->decimals) : std::nullopt;
}

std::size_t write_stored_decimal(std::int64_t units, int groups, int decimals,
                                 std::span<std::uint8_t, longest_stored_decimal> out) noexcept {
    const Groups number = groups_of(magnitude_of(units));
    std::size_t end = number.digits.size();
    while (end > number.first && number.digits[end - 1] == 0) {
        --end;
    }
    const std::size_t count = end - number.first;
    // Zero has no groups, no sign and weight 0.
    const int weight = count == 0 ? 0 : static_cast<int>(number.digits.size() - number.first) - 1 - groups;
    const int header = short_form | (units < 0 ? short_negative : 0) | (decimals << short_scale_shift) |
                       (weight < 0 ? short_weight_sign : 0) | (weight & short_weight_mask);
    const auto word = static_cast<std::uint16_t>(header);
    std::memcpy(out.data(), &word, sizeof(word));
    std::memcpy(out.data() + sizeof(word), number.digits.data() + number.first, count * sizeof(word));
    return (1 + count) * sizeof(word);
}

std::size_t write_decimal_text(std::int64_t units, int groups, int decimals,
                               std::span<char, longest_decimal_text> out) noexcept {
    std::array<char, 20> digits{};
    std::uint64_t magnitude = magnitude_of(units);
    const int behind_point = 4 * groups;
    int count = 0;
    // At least one digit stands before the point.
    while (magnitude > 0 || count <= behind_point) {
        digits[static_cast<std::size_t>(count++)] = static_cast<char>('0' + magnitude % 10);
        magnitude /= 10;
    }
    std::size_t size = 0;
    if (units < 0) {
        out[size++] = '-';
    }
    while (count > behind_point) {
        out[size++] = digits[static_cast<std::size_t>(--count)];
    }
    if (decimals > 0) {
        out[size++] = '.';
    }
    for (int i = 0; i < decimals && count > 0; ++i) {
        out[size++] = digits[static_cast<std::size_t>(--count)];
    }
    return size;
}

} // namespace veil
