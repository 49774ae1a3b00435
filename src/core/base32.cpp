#include "core/base32.hpp"

#include "core/byte_order.hpp"

#include <algorithm>
#include <array>

namespace veil {
namespace {

constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::size_t text_length = 26;
constexpr unsigned digit_bits = 5;
constexpr unsigned unused_bits = text_length * digit_bits - 128;
constexpr unsigned not_a_digit = 32;
constexpr std::size_t group_bytes = 5;
constexpr std::size_t group_digits = 8;

constexpr unsigned digit_value(char digit) noexcept {
    if (digit >= 'a' && digit <= 'z')
        return static_cast<unsigned>(digit - 'a');
    if (digit >= '2' && digit <= '7')
        return static_cast<unsigned>(digit - '2') + 26;
    return not_a_digit;
}

// The digits of 40 bits.
void write_digits(std::uint64_t group, std::span<char, group_digits> out) noexcept {
    for (unsigned i = 0; i < group_digits; ++i)
        out[i] = alphabet[group >> (digit_bits * (group_digits - 1 - i)) & 31];
}

} // namespace

void base32_encode_128(std::span<const std::uint8_t, 16> bytes, std::span<char, 26> out) noexcept {
    const auto high = load_big_endian<std::uint64_t>(bytes.data());
    const auto low = load_big_endian<std::uint64_t>(bytes.data() + 8);
    // 12 digits from the upper word, one across the border, 12 from the lower word and the three bits left.
    // Two 64-bit chains run side by side; one 128-bit shift a digit would be twice as slow.
    for (unsigned i = 0; i < 12; ++i) {
        out[i] = alphabet[high >> (59 - digit_bits * i) & 31];
        out[13 + i] = alphabet[low >> (58 - digit_bits * i) & 31];
    }
    out[12] = alphabet[(high << 1 | low >> 63) & 31];
    out[25] = alphabet[low << unused_bits & 31];
}

bool base32_decode_128(std::string_view text, std::span<std::uint8_t, 16> out) noexcept {
    if (text.size() != text_length)
        return false;
    Uint128 value = 0;
    for (const char digit : text.substr(0, text_length - 1)) {
        const unsigned bits = digit_value(digit);
        if (bits == not_a_digit)
            return false;
        value = value << digit_bits | bits;
    }
    const unsigned last = digit_value(text.back());
    if (last == not_a_digit || (last & ((1U << unused_bits) - 1)) != 0)
        return false;
    value = value << (digit_bits - unused_bits) | last >> unused_bits;
    store_big_endian_128(value, out.data());
    return true;
}

void base32_encode(std::span<const std::uint8_t> bytes, std::span<char> out) noexcept {
    // Each group is read before it is written. With `bytes` at the end of `out`, the r bytes still to be read
    // are the last r of the storage, and the base32_size(r) >= r characters still to be written hold them.
    while (bytes.size() >= group_bytes) {
        const std::uint64_t group =
            std::uint64_t{bytes[0]} << 32 | load_big_endian<std::uint32_t>(bytes.data() + 1);
        write_digits(group, out.first<group_digits>());
        bytes = bytes.subspan(group_bytes);
        out = out.subspan(group_digits);
    }
    if (bytes.empty())
        return;
    std::uint64_t group = 0;
    for (std::size_t i = 0; i < group_bytes; ++i)
        group = group << 8 | (i < bytes.size() ? bytes[i] : 0);
    std::array<char, group_digits> digits{};
    write_digits(group, digits);
    std::copy_n(digits.begin(), base32_size(bytes.size()), out.begin());
}

std::optional<std::size_t> base32_decoded_size(std::size_t characters) noexcept {
    const std::size_t bytes =
        characters / group_digits * group_bytes + characters % group_digits * digit_bits / 8;
    if (base32_size(bytes) != characters)
        return std::nullopt;
    return bytes;
}

bool base32_decode(std::string_view text, std::span<std::uint8_t> out) noexcept {
    if (base32_decoded_size(text.size()) != out.size())
        return false;
    while (!text.empty()) {
        const std::size_t taken = std::min(text.size(), group_digits);
        std::uint64_t group = 0;
        for (std::size_t i = 0; i < group_digits; ++i) {
            const unsigned bits = i < taken ? digit_value(text[i]) : 0;
            if (bits == not_a_digit)
                return false;
            group = group << digit_bits | bits;
        }
        const std::size_t bytes = taken * digit_bits / 8;
        for (std::size_t i = 0; i < bytes; ++i)
            out[i] = static_cast<std::uint8_t>(group >> (8 * (group_bytes - 1 - i)));
        // What the last byte leaves over of the last digit.
        if ((group & ((std::uint64_t{1} << (8 * (group_bytes - bytes))) - 1)) != 0)
            return false;
        text.remove_prefix(taken);
        out = out.subspan(bytes);
    }
    return true;
}

} // namespace veil
