// A row's own identifiers in its free text: the values of its other columns, however they are written.
#pragma once

#include "core/finding.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace veil {

// What a value is, is seen from the value: an e-mail address, a date, a number (of digits, or of digits and
// letters), or else words: a name, a street, a company.
//
//   words    in any case, with or without accents (é = e; ü = u = ue; ij = y), in any order, with initials
//   for given
//            names ("P. Jansen", "Jansen, Piet"); a single word of the value too if it has three letters and
//            is neither a particle nor an everyday word in small letters; joined as in addresses
//            ("pietjansen", "pjansen")
//   numbers  with any of blanks, dots, dashes, slashes and parentheses between the digits; with and without
//   leading
//            zeros and, from eight digits, the country's prefix
//   dates    2024-03-01, 1-3-2024, 3/1/24, 20240301, 1 maart 2024, March 1st, 2024
//   e-mail   whole, and its local part as words
//
// Built for each row, so it is cheap: some tens of words. Of a value the first 200 words count, of a row the
// first 64 values and 1000 words: what lies beyond is not looked for. Throws std::bad_alloc.
class KnownIdentifiers {
  public:
    explicit KnownIdentifiers(std::span<const std::string_view> values);

    // Adds findings of Entity::known, whose source is the value's number from 1,
    // but for words, which may be of several. The time is linear in the
    // text, and in the number of known words that begin with the letter of a word.
    void find(std::string_view text, Poll poll, std::vector<Finding>& findings) const;

    [[nodiscard]] bool empty() const noexcept {
        return words_.empty() && numbers_.empty() && dates_.empty() && addresses_.empty();
    }

  private:
    struct Word {
        std::string folded;
        std::uint32_t umlauts; // as in TextWord
        std::uint8_t value;    // which value it is of
        bool alone;            // is found by itself
        bool any_case;         // also in small letters
        bool name = false;     // a given name or a surname, and no particle
    };
    struct Number {
        std::string characters; // digits and letters a to z, without leading zeros
        bool has_letters;
        bool telephone; // may have a country's prefix before it
        std::uint8_t value;
    };
    struct Date {
        int year;
        int month;
        int day;
        std::uint8_t value;
    };
    struct Address {
        std::string characters; // in small letters
        std::uint8_t value;
    };
    class Search;

    void add(std::string_view value, std::uint8_t index);
    [[nodiscard]] bool add_date(std::string_view value, std::uint8_t index);
    [[nodiscard]] bool add_number(std::string_view value, std::uint8_t index);
    void add_words(std::string_view value, std::uint8_t index, bool is_address);
    void add_word(Word word);
    void add_joined_words();

    std::vector<Word> words_;
    std::vector<Number> numbers_;
    std::vector<Date> dates_;
    std::vector<Address> addresses_;                            // e-mail
    std::array<std::vector<std::uint16_t>, 36> words_by_first_; // a to z, 0 to 9
    std::uint32_t initials_ = 0; // bit i: a word of a name begins with letter 'a' + i
};

} // namespace veil
