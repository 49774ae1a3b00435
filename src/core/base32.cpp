#include "core/base32.hpp"

#include "core/byte_order.hpp"

namespace veil {
namespace {

constexpr std::size_t text_length = 26;
constexpr unsigned digit_bits = 5;
constexpr unsigned unused_bits = text_length * digit_bits - 128;
constexpr unsigned not_a_digit = 32;

constexpr unsigned digit_value(char digit) noexcept {
    if (digit >= 'a' && digit <= 'z')
        return static_cast<unsigned>(digit - 'a');
    if (digit >= '2' && digit <= '7')
        return static_cast<unsigned>(digit - '2') + 26;
    return not_a_digit;
}

} // namespace

void base32_encode_128(std::span<const std::uint8_t, 16> bytes, std::span<char, 26> out) noexcept {
    constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
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

} // namespace veil
