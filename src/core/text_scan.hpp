// What the detectors of free text read with: characters, and digits with their separators.
#pragma once

#include "core/finding.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace veil {

class PhoneLibrary;
class WordsBefore;

struct Languages {
    bool dutch = true;
    bool english = true;

    friend constexpr bool operator==(const Languages&, const Languages&) = default;
};

// One reading of one text.
struct Scan {
    std::string_view text;
    EntitySet wanted = EntitySet::all();
    Languages languages = {};
    // The text is one value, not a sentence: nothing stands by it that could say what it is.
    bool stands_alone = false;
    // Null where nobody looks for phone numbers.
    PhoneLibrary* phones = nullptr;
    std::string_view region = "NL";
    // Needed where the text is a sentence.
    WordsBefore* words_before = nullptr;
    std::vector<Finding>& findings;

    void report(Entity entity, std::size_t begin, std::size_t end, unsigned confidence) const {
        if (wanted.has(entity))
            findings.push_back({begin, end, entity, static_cast<std::uint8_t>(confidence)});
    }
};

[[nodiscard]] constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

[[nodiscard]] constexpr bool is_ascii_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

[[nodiscard]] constexpr bool is_upper(char c) noexcept {
    return c >= 'A' && c <= 'Z';
}

[[nodiscard]] constexpr bool is_alphanumeric(char c) noexcept {
    return is_digit(c) || is_ascii_letter(c);
}

[[nodiscard]] constexpr bool is_hex(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

[[nodiscard]] constexpr char to_upper(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

[[nodiscard]] constexpr char to_lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The character at `at`, or a NUL behind the end.
[[nodiscard]] constexpr char at_or_nul(std::string_view text, std::size_t at) noexcept {
    return at < text.size() ? text[at] : '\0';
}

// The bytes of the letter beyond ASCII that begins at `at`, or ends before `at`; 0 where there is none. Only
// UTF-8 is understood.
[[nodiscard]] std::size_t wide_letter_at(std::string_view text, std::size_t at) noexcept;
[[nodiscard]] std::size_t wide_letter_before(std::string_view text, std::size_t at) noexcept;

// Whether a word goes on there: a letter or digit of any script.
[[nodiscard]] inline bool word_goes_on(std::string_view text, std::size_t at) noexcept {
    return at < text.size() && (is_alphanumeric(text[at]) || wide_letter_at(text, at) > 0);
}
[[nodiscard]] inline bool word_comes_before(std::string_view text, std::size_t at) noexcept {
    return at > 0 && (is_alphanumeric(text[at - 1]) || wide_letter_before(text, at) > 0);
}

// What may stand inside an identifier.
enum class Separator : std::uint8_t { none, blank, line, dot, dash, slash };

struct Gap {
    std::size_t size = 0;
    Separator separator = Separator::none;
};

// A dot, dash or slash, with blanks around it or without, or blanks only, one end of a line among them; none
// where more than 12 bytes are between.
[[nodiscard]] Gap gap_at(std::string_view text, std::size_t at) noexcept;
// Of the same, the size before `at`.
[[nodiscard]] Gap gap_before(std::string_view text, std::size_t at) noexcept;

// Digits and the gaps between them.
struct DigitSequence {
    static constexpr std::size_t longest = 24;

    std::array<char, longest> digits;
    std::array<std::size_t, longest> places;     // in the text
    std::array<Separator, longest> separators{}; // behind the digit
    std::size_t count = 0;
    std::size_t begin = 0;
    bool word_before = false;                 // a letter or digit directly before
    bool goes_on = false;                     // or behind the last
    Separator digit_before = Separator::none; // between the sequence and a digit before it

    [[nodiscard]] std::string_view first(std::size_t length) const noexcept {
        return {digits.data(), length};
    }
    // Where the first `length` digits end in the text.
    [[nodiscard]] std::size_t end(std::size_t length) const noexcept { return places[length - 1] + 1; }
    // Whether a number of so many digits can end there.
    [[nodiscard]] bool ends_at(std::size_t length) const noexcept {
        return length > 0 &&
               (length < count ? separators[length - 1] != Separator::none : length == count && !goes_on);
    }
    // Sizes of the groups of the first `length` digits, as decimal digits: 323 for "123 45 678"; 0 for
    // more than nine groups or a group of more than nine.
    [[nodiscard]] std::uint32_t shape(std::size_t length) const noexcept;
    // Whether it begins with four numbers of up to 255 with dots between, as 145.87.107.25: an address of a
    // computer.
    [[nodiscard]] bool begins_with_dotted_quad() const noexcept;
};

// Begins at a digit.
[[nodiscard]] DigitSequence read_digits(std::string_view text, std::size_t begin) noexcept;

// Whether a comma and one to three digits are before: the decimals of a number. A cell of more digits is
// another number's.
[[nodiscard]] bool is_fraction(std::string_view text, std::size_t begin) noexcept;

// Whether it reads as an amount of money or a decimal fraction: a currency before or behind, a comma and
// digits behind.
[[nodiscard]] bool looks_like_amount(std::string_view text, std::size_t begin, std::size_t end) noexcept;

} // namespace veil
