// Case folding of texts that are ASCII, where it needs no tables.
#pragma once

#include "core/byte_order.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace veil {

// Writes the text to `folded` with A to Z as a to z, and tells whether it was all ASCII; if not, what was
// written is of no use. `folded` has room for as many bytes as `text` and does not overlap it.
[[nodiscard]] inline bool fold_ascii(std::string_view text, char* folded) noexcept {
    // Without an early end, so that the compiler can take many bytes at a time.
    unsigned all = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const unsigned upper = byte - unsigned{'A'} < 26 ? 0x20 : 0;
        all |= byte;
        folded[i] = static_cast<char>(byte | upper);
    }
    return all < 0x80;
}

// Eight bytes with A to Z as a to z, the first in the lowest byte; all others stay.
[[nodiscard]] constexpr std::uint64_t lower_ascii(std::uint64_t bytes) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    // Bytes of seven bits, to which is added what sets the eighth of those from A, and of those behind Z.
    const std::uint64_t seven = bytes & 0x7f * ones;
    const std::uint64_t capitals =
        (seven + (0x80 - 'A') * ones) & ~(seven + (0x80 - 'Z' - 1) * ones) & ~bytes & 0x80 * ones;
    return bytes | capitals >> 2U;
}

// Writes the text to `lower` with A to Z as a to z; all other bytes stay. `lower` has room for as many bytes
// as `text` and does not overlap it.
inline void lower_ascii(std::string_view text, char* lower) noexcept {
    constexpr std::size_t block = 8;
    std::size_t i = 0;
    for (; i + block <= text.size(); i += block)
        store_little_endian(lower_ascii(load_little_endian(text.data() + i)), lower + i);
    for (; i < text.size(); ++i)
        lower[i] = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
}

} // namespace veil
