// Under which keys a known word is kept and looked for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace veil {

// Whether a folded word has an "ij", which may be a y.
[[nodiscard]] constexpr bool has_ij(std::string_view folded) noexcept {
    for (std::size_t i = 1; i < folded.size(); ++i) {
        if (folded[i] == 'j' && folded[i - 1] == 'i') {
            return true;
        }
    }
    return false;
}

// Words are the same but for "ij" that is a y, and an e behind a letter with an umlaut, if they have a key in
// common: "Müller" has those of "muller" and of "mueller".
struct WordKeys {
    struct Key {
        std::uint64_t hash;
        std::size_t size;
    };
    // Of each of the first two umlauts, and of all others together, there are two readings.
    std::array<Key, 8> keys;
    std::size_t count = 0;

    // Of a word with one reading.
    WordKeys(std::uint64_t hash, std::size_t size) noexcept : count(1) { keys[0] = {hash, size}; }

    // `umlauts` as in TextWord.
    WordKeys(std::string_view folded, std::uint32_t umlauts) noexcept;
};

} // namespace veil
