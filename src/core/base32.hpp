// Base32 with the alphabet of RFC 4648 section 6 in lower case (a-z, 2-7), without padding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace veil {

// 128 bits: 26 characters; the last one holds three bits and two zero bits.
void base32_encode_128(std::span<const std::uint8_t, 16> bytes, std::span<char, 26> out) noexcept;

// True if `text` is what base32_encode_128() gives for some 16 bytes, which are then in `out`; else false,
// with `out` unchanged. Upper case and non-zero unused bits are refused, so a value has one text only.
[[nodiscard]] bool base32_decode_128(std::string_view text, std::span<std::uint8_t, 16> out) noexcept;

// The characters of `bytes` bytes.
[[nodiscard]] constexpr std::size_t base32_size(std::size_t bytes) noexcept {
    return bytes / 5 * 8 + (bytes % 5 * 8 + 4) / 5;
}

// `out` has base32_size(bytes.size()) characters. `bytes` may be the last part of the same storage.
void base32_encode(std::span<const std::uint8_t> bytes, std::span<char> out) noexcept;

// The bytes that a text of so many characters stands for; nothing where no number of bytes has such a text.
[[nodiscard]] std::optional<std::size_t> base32_decoded_size(std::size_t characters) noexcept;

// As base32_decode_128(), for any length: `out` has base32_decoded_size(text.size()) bytes. After false its
// contents mean nothing.
[[nodiscard]] bool base32_decode(std::string_view text, std::span<std::uint8_t> out) noexcept;

} // namespace veil
