// A row's own identifiers in its free text: the values of its other columns, however they are written.
#pragma once

#include "core/known_addresses.hpp"
#include "core/known_dates.hpp"
#include "core/known_numbers.hpp"
#include "core/known_words.hpp"

#include <span>

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
    // but for words, which may be of several. The time is linear in the text, whatever is known: as many
    // steps are returned as hashes were looked up and tokens gone through, some tens for each token of the
    // text.
    std::size_t find(std::string_view text, Poll poll, std::vector<Finding>& findings) const;

    [[nodiscard]] bool empty() const noexcept {
        return words_.empty() && numbers_.empty() && dates_.empty() && addresses_.empty();
    }

  private:
    void add(std::string_view value, std::uint8_t index);
    [[nodiscard]] std::size_t read_at(KnownText& text, std::size_t i, std::vector<Finding>& findings) const;

    KnownWords words_;
    KnownNumbers numbers_;
    KnownDates dates_;
    KnownAddresses addresses_;
};

} // namespace veil
