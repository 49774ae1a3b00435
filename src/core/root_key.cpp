#include "core/root_key.hpp"

#include "core/hex.hpp"

namespace veil {
namespace {

constexpr std::size_t hex_length = 64;
constexpr std::size_t base64_length = 44;

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view white_space = " \t\n\v\f\r";
    const std::size_t first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

constexpr std::uint32_t not_a_digit = 64;

constexpr std::uint32_t base64_value(char digit) noexcept {
    if (digit >= 'A' && digit <= 'Z')
        return static_cast<std::uint32_t>(digit - 'A');
    if (digit >= 'a' && digit <= 'z')
        return static_cast<std::uint32_t>(digit - 'a') + 26;
    if (digit >= '0' && digit <= '9')
        return static_cast<std::uint32_t>(digit - '0') + 52;
    if (digit == '+')
        return 62;
    if (digit == '/')
        return 63;
    return not_a_digit;
}

// 43 digits of 6 bits are 32 bytes and two bits, which must be zero.
bool from_base64(std::string_view text, std::span<std::uint8_t, 32> out) noexcept {
    if (text.size() != base64_length || text.back() != '=')
        return false;
    std::uint32_t pending = 0;
    unsigned pending_bits = 0;
    std::size_t written = 0;
    for (const char digit : text.substr(0, base64_length - 1)) {
        const std::uint32_t value = base64_value(digit);
        if (value == not_a_digit)
            return false;
        pending = pending << 6 | value;
        pending_bits += 6;
        if (pending_bits >= 8) {
            pending_bits -= 8;
            out[written++] = static_cast<std::uint8_t>(pending >> pending_bits);
            pending &= (1U << pending_bits) - 1;
        }
    }
    return pending == 0;
}

} // namespace

std::optional<Key256> parse_root_key(std::string_view output) noexcept {
    const std::string_view text = trimmed(output);
    Key256 key;
    if (text.size() == hex_length ? from_hex(text, key.bytes()) : from_base64(text, key.bytes()))
        return key;
    return std::nullopt;
}

} // namespace veil
