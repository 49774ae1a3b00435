// The network that an internet address lies in: its first bits.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace veil {

// Clears what is behind the first `bits` bits; `bits` 0 ... 8 * address.size(), more clears nothing.
constexpr void clear_host_bits(std::span<std::uint8_t> address, unsigned bits) noexcept {
    const std::size_t whole = std::min<std::size_t>(bits / 8, address.size());
    if (whole == address.size()) {
        return;
    }
    address[whole] = static_cast<std::uint8_t>(address[whole] & (0xFF00U >> (bits % 8)));
    std::fill(address.begin() + static_cast<std::ptrdiff_t>(whole) + 1, address.end(), std::uint8_t{0});
}

} // namespace veil
