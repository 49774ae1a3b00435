// The words of the surrogates, by language. Origin and licence: docs/word_lists.md.
#pragma once

#include <span>
#include <string_view>

namespace veil {

// UTF-8; no list holds a word twice. Those of names are in the byte order of their e-mail form (see
// email_form()), in which they differ too, last names also from the other language's.
struct WordLists {
    std::span<const std::string_view> first_names; // one word each
    std::span<const std::string_view> last_names;  // with particles, as they are written after a first name
    std::span<const std::string_view> cities;
    std::span<const std::string_view> street_stems;
    std::span<const std::string_view> street_types;
    std::span<const std::string_view> company_stems;
    std::span<const std::string_view> company_activities;
    std::span<const std::string_view> company_forms;
    std::span<const std::string_view> phone_ranges; // each x is any digit
};

extern const WordLists dutch_words;
extern const WordLists english_words;

} // namespace veil
