// The words of a row in its free text: names, streets, companies.
#pragma once

#include "core/hash_index.hpp"
#include "core/known_text.hpp"

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace veil {

class KnownWords {
  public:
    [[nodiscard]] bool empty() const { return count_ == 0; }
    // The words of the value with this number from 0; of the part before the @ of an address. Throws
    // std::bad_alloc.
    void add(std::string_view value, std::uint8_t index, bool is_address);
    // "pietjansen", "jansenpiet", "pietdevries" of addresses and user names: two of the first words, and all
    // the words of a value. Behind the last add().
    void add_joined();

    // The words that begin with token i.
    [[nodiscard]] KnownPlace find_at(KnownText& text, std::size_t i) const;

  private:
    static constexpr std::size_t most_joined = 12;

    // A word and those that are the same, of this value and others.
    struct Word {
        std::uint16_t which;         // the last of them
        bool alone = false;          // is found by itself
        bool alone_any_case = false; // also in small letters
        bool weight = false;
        bool name = false; // a given name or a surname, and no particle
    };
    struct NewWord {
        TextWord::Folded folded;
        std::uint8_t size;
        std::uint8_t value;
        std::uint32_t umlauts; // as in TextWord
        bool alone;
        bool any_case;
        bool name;

        [[nodiscard]] std::string_view text() const { return {folded.data(), size}; }
    };

    [[nodiscard]] static bool has_weight(const NewWord& word);
    void add_word(const NewWord& word);
    void add_neighbours(const NewWord& word, const NewWord& next);
    // Does one of the values have the words one behind the other?
    [[nodiscard]] bool are_neighbours(KnownText& text, std::size_t i, std::size_t next) const;
    [[nodiscard]] bool is_initial(char letter) const;
    // Takes the known words that are the same as a word, or as a part of one, into `match`. How many hashes
    // were looked up.
    std::size_t take(std::string_view folded, std::uint32_t umlauts, const TextWord& word, bool in_part,
                     KnownWordMatch& match) const;
    [[nodiscard]] const KnownWordMatch& match_at(KnownText& text, std::size_t i) const;
    void compare(KnownText& text, std::size_t i, KnownWordMatch& match) const;

    HashIndex index_; // of words_, by each key of a word
    std::vector<Word> words_;
    HashIndex neighbours_; // pairs of keys
    std::uint16_t neighbour_count_ = 0;
    std::vector<NewWord> to_join_;
    std::size_t count_ = 0;
    std::uint64_t sizes_ = 0;    // bit i: a key is of so many letters
    std::uint32_t initials_ = 0; // bit i: a word begins with letter 'a' + i
};

} // namespace veil
