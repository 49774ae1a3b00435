// A text as the words that the detector of names reads, with what stands between them.
#pragma once

#include "core/finding.hpp"
#include "core/name_dictionary.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace veil {

// What stands before a word.
enum class WordGap : std::uint8_t {
    start,     // nothing: the first word
    blank,     // blanks only
    line,      // one end of line, and blanks
    paragraph, // more ends of line
    hyphen,    // one hyphen and nothing else
    dot,       // one full stop and nothing else: "J.P.", "example.org"
    stop,      // a full stop and blanks: the end of a sentence, or of an abbreviation
    comma,     // a comma and blanks
    end, // the end of a sentence for sure, a colon, a bullet, an opening quotation mark: capitals are due
    other
};

struct NameToken {
    std::size_t begin;
    std::size_t end;
    std::uint32_t kinds;  // of word_kind
    std::uint8_t letters; // at most 255
    WordGap gap;
    bool capital;      // the first letter is one
    bool upper;        // all letters are
    bool embedded;     // in an address, a path, a number: no word of a sentence
    bool mentioned;    // "@Anna"
    bool digit_before; // the gap before it has a digit
    bool ampersand_before;
    bool opening_before; // the gap before it ends with an opening parenthesis or quotation mark
    bool street;         // ends as names of streets do: "Kerkstraat"
    bool surname_like;   // ends as many surnames do: "Hoekstra"
    bool foreign_letters;
};

// Reads the next word of `text` behind `position`, which moves on, into `token`. False at the end.
[[nodiscard]] bool next_name_token(std::string_view text, const NameDictionary& dictionary,
                                   std::size_t& position, NameToken& token);

} // namespace veil
