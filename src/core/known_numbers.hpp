// The numbers of a row in its free text, of digits or of digits and letters.
#pragma once

#include "core/hash_index.hpp"
#include "core/known_text.hpp"

#include <string_view>
#include <vector>

namespace veil {

class KnownNumbers {
  public:
    [[nodiscard]] bool empty() const { return numbers_.empty(); }
    // Of the value with this number from 0. False for what is not, or not only, a number. Throws
    // std::bad_alloc.
    [[nodiscard]] bool add(std::string_view value, std::uint8_t index);

    // The number that begins with token i.
    [[nodiscard]] KnownPlace find_at(KnownText& text, std::size_t i) const;

  private:
    // How the characters of a text are read.
    enum class Reading : std::uint8_t { with_letters, digits, abroad };
    struct Number {
        std::uint8_t value;
        bool has_letters;
        bool telephone;               // may have a country's prefix before it
        std::uint8_t telephone_value; // the first that may
    };
    // Digits and letters of a text, and which token ends behind how many of them.
    struct Characters;

    // Digits and letters a to z, without leading zeros.
    void add_characters(std::string_view characters, Reading widest, std::uint8_t value);
    static void read(const KnownText& text, std::size_t i, Characters& characters);
    // Takes the number from the character on whose end is farther than that of `place`.
    void take(const Characters& characters, std::size_t from, Reading reading, KnownPlace& place) const;

    std::vector<Number> numbers_;
    HashIndex index_;
    std::size_t longest_ = 0;
    bool has_letters_ = false;
    std::uint64_t firsts_ = 0; // what numbers with letters begin with: bits of first_of()
};

} // namespace veil
