// The words of a text, without case and accents.
#pragma once

#include "core/byte_order.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace veil {

// The hash of a folded word, from eight letters at a time.
class WordHash {
  public:
    static constexpr std::size_t block_size = 8;

    // Letters, the first in the lowest byte, nothing behind the last.
    constexpr void add(std::uint64_t block) noexcept {
        hash_ = (hash_ ^ block) * 0x9e3779b97f4a7c15U;
        hash_ ^= hash_ >> 32U;
    }
    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return hash_; }

  private:
    std::uint64_t hash_ = 0xcbf29ce484222325U;
};

// Up to eight letters as a block of WordHash.
[[nodiscard]] constexpr std::uint64_t letter_block(std::string_view letters) noexcept {
    std::uint64_t block = 0;
    for (std::size_t i = 0; i < letters.size() && i < WordHash::block_size; ++i)
        block |= std::uint64_t{static_cast<std::uint8_t>(letters[i])} << 8U * i;
    return block;
}

// The hash of a folded word.
[[nodiscard]] constexpr std::uint64_t word_hash(std::string_view folded) noexcept {
    WordHash hash;
    for (; folded.size() > WordHash::block_size; folded.remove_prefix(WordHash::block_size))
        hash.add(letter_block(folded));
    hash.add(letter_block(folded));
    return hash.value();
}

// A hash that each beginning of a text has too. FNV-1a of 64 bits.
class PrefixHash {
  public:
    constexpr void add(char character) noexcept {
        hash_ = (hash_ ^ static_cast<std::uint8_t>(character)) * 0x100000001b3U;
    }
    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return hash_; }

  private:
    std::uint64_t hash_ = 0xcbf29ce484222325U;
};

// A run of letters, with the marks and the apostrophe in it: "Zoë", "O'Brien", "d'Angelo". A hyphen, a digit,
// the apostrophe of "Jan's" end it.
struct TextWord {
    static constexpr std::size_t longest_folded = 40;
    // a to z, '?' for a letter of another script; behind them is room for a block.
    using Folded = std::array<char, longest_folded + WordHash::block_size>;

    std::size_t begin = 0; // bytes of the text
    std::size_t end = 0;
    std::uint64_t hash = 0; // what finish() makes: word_hash() of `folded`; of what is too long, of all of it
    PrefixHash beyond;      // of the letters that `folded` does not have
    std::uint32_t letters = 0;
    std::uint32_t capitals = 0;
    std::uint32_t umlauts = 0; // bit i: the letter folded[i] may be followed by an e: Müller, Mueller
    std::uint8_t folded_size = 0;
    bool first_capital = false;
    bool too_long = false;   // `folded` has the beginning only
    bool is_foreign = false; // has a letter of another script
    Folded folded;

    [[nodiscard]] std::string_view text() const noexcept { return {folded.data(), folded_size}; }
    [[nodiscard]] bool is_upper() const noexcept { return capitals == letters; }
    [[nodiscard]] bool is_lower() const noexcept { return capitals == 0; }

    void restart(std::size_t at) noexcept {
        begin = end = at;
        beyond = {};
        letters = capitals = umlauts = 0;
        folded_size = 0;
        first_capital = too_long = is_foreign = false;
    }
    // Appends to `folded`.
    void add(char letter) noexcept {
        if (folded_size < longest_folded) {
            folded[folded_size++] = letter;
        } else {
            too_long = true;
            beyond.add(letter);
        }
    }
    // Gives the word its hash, when it has all of its letters.
    void finish() noexcept {
        WordHash blocks;
        std::size_t at = 0;
        for (; at + WordHash::block_size < folded_size; at += WordHash::block_size)
            blocks.add(load_little_endian(folded.data() + at));
        const std::size_t unused = WordHash::block_size - (folded_size - at);
        blocks.add(load_little_endian(folded.data() + at) << 4U * unused << 4U * unused >> 4U * unused >>
                   4U * unused);
        hash = blocks.value();
        if (too_long)
            hash ^= beyond.value();
    }
};

// The next word at or behind byte `position`, which becomes its end. False, with `position` at the end, if
// there is none. Any bytes may come: what is no UTF-8 separates words. The time is linear in what is passed
// over.
[[nodiscard]] bool next_word(std::string_view text, std::size_t& position, TextWord& word) noexcept;

} // namespace veil
