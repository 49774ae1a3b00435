// The dates of a row in its free text, in digits or with the month's name.
#pragma once

#include "core/hash_index.hpp"
#include "core/known_text.hpp"

#include <string_view>

namespace veil {

class KnownDates {
  public:
    [[nodiscard]] bool empty() const { return is_empty_; }
    // ISO 8601, with a time behind it or not, and day, month, year with the month in digits; of the value
    // with this number from 0. False for what is no date. Throws std::bad_alloc.
    [[nodiscard]] bool add(std::string_view value, std::uint8_t index);

    // The date that begins with token i.
    [[nodiscard]] KnownPlace find_at(KnownText& text, std::size_t i) const;

  private:
    struct Part;

    bool add_if_exists(int year, int month, int day, std::uint8_t index);
    [[nodiscard]] static bool part_at(const KnownText& text, std::size_t i, Part& part);
    // The value of the date, HashIndex::none for none.
    [[nodiscard]] std::uint16_t find_compact(const Part& part) const;
    [[nodiscard]] std::uint16_t find_parts(const Part& day, const Part& month, const Part& year) const;

    HashIndex index_; // by the whole date, and by the date with the last two figures of its year
    bool is_empty_ = true;
};

} // namespace veil
