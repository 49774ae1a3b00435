// Case folding of texts that are ASCII, where it needs no tables.
#pragma once

#include <cstddef>
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

} // namespace veil
