// Base32 of 128 bits with the alphabet of RFC 4648 section 6 in lower case (a-z, 2-7), without padding.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace veil {

// 26 characters; the last one holds three bits and two zero bits.
void base32_encode_128(std::span<const std::uint8_t, 16> bytes, std::span<char, 26> out) noexcept;

// True if `text` is what base32_encode_128() gives for some 16 bytes, which are then in `out`; else false,
// with `out` unchanged. Upper case and non-zero unused bits are refused, so a value has one text only.
[[nodiscard]] bool base32_decode_128(std::string_view text, std::span<std::uint8_t, 16> out) noexcept;

} // namespace veil
