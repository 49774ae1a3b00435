// Hexadecimal text of bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace veil {

// Two lower-case digits a byte. The result is an ordinary string: not for secrets.
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

// Exactly two digits, of either case, for each byte of `out`; else false, with `out` partly written. Leaves
// no copy of the value behind.
[[nodiscard]] bool from_hex(std::string_view text, std::span<std::uint8_t> out) noexcept;

} // namespace veil
