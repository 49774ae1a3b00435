// The words of a text, without case and accents.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace veil {

// A run of letters, with the marks and the apostrophe in it: "Zoë", "O'Brien", "d'Angelo". A hyphen, a digit,
// the apostrophe of "Jan's" end it.
struct TextWord {
    static constexpr std::size_t longest_folded = 40;

    std::size_t begin = 0; // bytes of the text
    std::size_t end = 0;
    std::uint64_t hash = 0; // word_hash() of all that folding gives, also of what is too long
    std::uint32_t letters = 0;
    std::uint32_t capitals = 0;
    std::uint32_t umlauts = 0; // bit i: the letter folded[i] may be followed by an e: Müller, Mueller
    std::uint8_t folded_size = 0;
    bool first_capital = false;
    bool too_long = false;                   // `folded` has the beginning only
    bool is_foreign = false;                 // has a letter of another script
    std::array<char, longest_folded> folded; // a to z, '?' for a letter of another script

    [[nodiscard]] std::string_view text() const noexcept { return {folded.data(), folded_size}; }
    [[nodiscard]] bool is_upper() const noexcept { return capitals == letters; }
    [[nodiscard]] bool is_lower() const noexcept { return capitals == 0; }

    void restart(std::size_t at) noexcept {
        begin = end = at;
        hash = 0xcbf29ce484222325U;
        letters = capitals = umlauts = 0;
        folded_size = 0;
        first_capital = too_long = is_foreign = false;
    }
    // The hash of a word with one letter more. FNV-1a of 64 bits.
    [[nodiscard]] static constexpr std::uint64_t next_hash(std::uint64_t hash, char letter) noexcept {
        return (hash ^ static_cast<std::uint8_t>(letter)) * 0x100000001b3U;
    }
    // Appends to `folded`, and to the hash.
    void add(char letter) noexcept {
        hash = next_hash(hash, letter);
        if (folded_size < longest_folded) {
            folded[folded_size++] = letter;
        } else {
            too_long = true;
        }
    }
};

// The hash of a folded word.
[[nodiscard]] constexpr std::uint64_t word_hash(std::string_view folded) noexcept {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char letter : folded)
        hash = TextWord::next_hash(hash, letter);
    return hash;
}

// The next word at or behind byte `position`, which becomes its end. False, with `position` at the end, if
// there is none. Any bytes may come: what is no UTF-8 separates words. The time is linear in what is passed
// over.
[[nodiscard]] bool next_word(std::string_view text, std::size_t& position, TextWord& word) noexcept;

} // namespace veil
