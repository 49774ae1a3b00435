#include "core/name_tokens.hpp"

#include "core/name_endings.hpp"
#include "core/text_words.hpp"

#include <algorithm>
#include <array>

namespace veil {
namespace {

bool is_digit(char byte) noexcept {
    return byte >= '0' && byte <= '9';
}

bool is_blank(char byte) noexcept {
    return byte == ' ' || byte == '\t' || byte == '\r';
}

// Gaps longer than this have more than what joins names.
constexpr std::size_t longest_gap = 48;

struct GapContents {
    WordGap gap = WordGap::other;
    bool digit = false;
    bool ampersand = false;
    bool opening = false;
};

GapContents contents_of(std::string_view gap) noexcept {
    GapContents contents;
    if (gap.size() == 1 && gap[0] == ' ') {
        contents.gap = WordGap::blank;
        return contents;
    }
    if (gap.size() > longest_gap) {
        contents.gap = WordGap::end;
        contents.digit = is_digit(gap.back());
        return contents;
    }
    std::size_t blanks = 0;
    std::size_t lines = 0;
    std::size_t dots = 0;
    std::size_t commas = 0;
    std::size_t hyphens = 0;
    std::size_t ends = 0;
    std::size_t others = 0;
    for (std::size_t i = 0; i < gap.size(); ++i) {
        const char byte = gap[i];
        if (is_blank(byte)) {
            ++blanks;
        } else if (byte == '\n') {
            ++lines;
            contents.digit = false;
        } else if (byte == '.') {
            ++dots;
        } else if (byte == ',') {
            ++commas;
        } else if (byte == '-') {
            ++hyphens;
        } else if (byte == '!' || byte == '?' || byte == ':' || byte == ';' || byte == '*' || byte == '"' ||
                   byte == '(' || byte == '[' || byte == '\'') {
            ++ends;
            // "Payslip 4411: Grace"
            contents.digit = contents.digit && byte != ':';
            contents.opening = byte == '"' || byte == '(' || byte == '[' || byte == '\'';
        } else if (gap.substr(i).starts_with("\xc2\xa0")) {
            ++blanks;
            ++i;
        } else if (gap.substr(i).starts_with("\xe2\x80")) {
            // Dashes and quotation marks.
            ++ends;
            i += 2;
        } else {
            contents.digit = contents.digit || is_digit(byte);
            contents.ampersand = contents.ampersand || byte == '&';
            ++others;
        }
    }
    if (others != 0) {
        contents.gap = WordGap::other;
    } else if (lines > 1) {
        contents.gap = WordGap::paragraph;
    } else if (ends != 0 || dots > 1 || (hyphens != 0 && gap.size() > 1)) {
        contents.gap = WordGap::end;
    } else if (dots == 1) {
        contents.gap = commas != 0 ? WordGap::comma : gap.size() == 1 ? WordGap::dot : WordGap::stop;
    } else if (commas == 1) {
        contents.gap = lines != 0 ? WordGap::end : WordGap::comma;
    } else if (hyphens == 1) {
        contents.gap = WordGap::hyphen;
    } else if (lines == 1) {
        contents.gap = WordGap::line;
    } else {
        contents.gap = commas == 0 && blanks != 0 ? WordGap::blank : WordGap::other;
    }
    return contents;
}

// "Anna.Bakker@example.nl": is there an @ in what the word is written together with?
bool is_in_address(std::string_view text, std::size_t begin, std::size_t end) noexcept {
    constexpr std::size_t longest_part = 64;
    const auto joins = [](char byte) {
        return byte == '.' || byte == '-' || byte == '_' || byte == '+' || byte == '%';
    };
    const auto is_of_address = [&](char byte) {
        return joins(byte) || is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    };
    if (end < text.size() && joins(text[end])) {
        std::size_t at = end;
        while (at < text.size() && at - end < longest_part && is_of_address(text[at])) {
            ++at;
        }
        if (at < text.size() && text[at] == '@') {
            return true;
        }
    }
    if (begin == 0 || !joins(text[begin - 1])) {
        return false;
    }
    std::size_t at = begin;
    while (at > 0 && begin - at < longest_part && is_of_address(text[at - 1])) {
        --at;
    }
    return at > 1 && text[at - 1] == '@' && is_of_address(text[at - 2]);
}

bool follows_four_digits(std::string_view text, std::size_t at) noexcept {
    std::size_t end = at;
    while (end > 0 && at - end < 2 && text[end - 1] == ' ') {
        --end;
    }
    return end >= 4 &&
           std::all_of(text.begin() + static_cast<std::ptrdiff_t>(end - 4),
                       text.begin() + static_cast<std::ptrdiff_t>(end), is_digit) &&
           (end == 4 || !is_digit(text[end - 5]));
}

// "@Anna" of a chat, which calls somebody.
bool is_mentioned(std::string_view text, std::size_t begin) noexcept {
    return begin > 0 && text[begin - 1] == '@' &&
           (begin == 1 || is_blank(text[begin - 2]) || text[begin - 2] == '\n' || text[begin - 2] == '(');
}

// "name=Anna", "achternaam=\"Bakker\"": the field of a log or a query.
bool is_named_field(std::string_view text, std::size_t begin) noexcept {
    constexpr std::size_t size = 4;
    if (begin > 0 && (text[begin - 1] == '"' || text[begin - 1] == '\'')) {
        --begin;
    }
    if (begin <= size || text[begin - 1] != '=') {
        return false;
    }
    const std::string_view key = text.substr(begin - 1 - size, size);
    if (key == "name" || key == "naam" || key == "Name" || key == "Naam" || key == "NAME" || key == "NAAM") {
        return true;
    }
    // "beneficiary=Anna"
    constexpr std::size_t longest_key = 20;
    std::size_t key_begin = begin - 1;
    while (key_begin > 0 && begin - key_begin < longest_key && text[key_begin - 1] >= 'a' &&
           text[key_begin - 1] <= 'z') {
        --key_begin;
    }
    return (kinds_of_word(word_hash(text.substr(key_begin, begin - 1 - key_begin))) & word_kind::role) != 0;
}

// "PO/Karin Hermans/kamer": a blank and a capital are not of a path.
bool is_of_words(std::string_view text, std::size_t end) noexcept {
    return end + 1 < text.size() && text[end] == ' ' && text[end + 1] >= 'A' && text[end + 1] <= 'Z';
}

// What may stand beside a word that is a part of something longer.
constexpr auto joining_bytes = [] {
    std::array<bool, 256> joining{};
    for (const char byte : std::string_view("@_/\\#=~.-+%0123456789")) {
        joining[static_cast<std::uint8_t>(byte)] = true;
    }
    return joining;
}();

// Is the word a part of something written without blanks, as addresses and identifiers are?
bool is_embedded(std::string_view text, std::size_t begin, std::size_t end) noexcept {
    // Nearly all words have blanks, a full stop or a comma beside them.
    const auto may_join = [text](std::size_t at) noexcept {
        return at < text.size() && joining_bytes[static_cast<std::uint8_t>(text[at])];
    };
    if (!(begin > 0 && may_join(begin - 1)) && !may_join(end)) {
        return false;
    }
    const auto joins = [](char byte) noexcept {
        return byte == '@' || byte == '_' || byte == '/' || byte == '\\' || byte == '#' || byte == '=' ||
               byte == '~' || is_digit(byte);
    };
    if (begin > 0 && joins(text[begin - 1]) && !is_mentioned(text, begin) && !is_named_field(text, begin) &&
        !(text[begin - 1] == '/' && begin > 1 && (is_blank(text[begin - 2]) || is_of_words(text, end)))) {
        return true;
    }
    if (end < text.size() && joins(text[end]) && !(text[end] == '/')) {
        return true;
    }
    // "VJ-088-R"
    if ((begin > 1 && text[begin - 1] == '-' && is_digit(text[begin - 2])) ||
        (end + 1 < text.size() && text[end] == '-' && is_digit(text[end + 1]))) {
        return true;
    }
    return is_in_address(text, begin, end);
}

} // namespace

bool next_name_token(std::string_view text, const NameDictionary& dictionary, std::size_t& position,
                     NameToken& token) {
    const std::size_t from = position;
    TextWord word;
    if (!next_word(text, position, word)) {
        return false;
    }
    token.begin = word.begin;
    token.end = word.end;
    token.letters = static_cast<std::uint8_t>(std::min<std::uint32_t>(word.letters, 255));
    token.capital = word.first_capital;
    token.upper = word.is_upper();
    token.foreign_letters = word.too_long || word.is_foreign;
    std::string_view gap_text = text.substr(from, word.begin - from);
    // The apostrophe of "in 't Veld" belongs to the word.
    if (word.letters == 1 && (word.is_lower() || text[word.begin] == 'T')) {
        if (gap_text.ends_with('\'')) {
            gap_text.remove_suffix(1);
        } else if (gap_text.ends_with("\xe2\x80\x99")) {
            gap_text.remove_suffix(3);
        }
    }
    const GapContents gap = gap_text.empty() ? GapContents{} : contents_of(gap_text);
    const bool is_field =
        gap.gap == WordGap::other && gap_text.starts_with('=') && is_named_field(text, word.begin);
    token.gap = from == 0 ? WordGap::start : is_field ? WordGap::end : gap.gap;
    token.digit_before = gap.digit;
    token.ampersand_before = gap.ampersand;
    token.opening_before = gap.opening;
    // The letters of a postcode are no initials, no title and no particle: "1234 DR Eindhoven".
    const bool is_of_postcode = word.letters == 2 && word.is_upper() && follows_four_digits(text, word.begin);
    token.embedded = is_of_postcode || is_embedded(text, word.begin, word.end);
    token.mentioned = is_mentioned(text, word.begin);
    token.street = false;
    token.surname_like = false;
    token.kinds = word.too_long || is_of_postcode ? 0 : dictionary.kinds(word.hash);
    constexpr std::uint32_t fewest_of_role = 9;
    if (token.kinds == 0 && word.letters >= fewest_of_role && !word.too_long) {
        token.kinds = role_endings.has_one_of(word.text())          ? word_kind::role
                      : institution_endings.has_one_of(word.text()) ? word_kind::before_organization
                                                                    : 0;
    }
    if (token.capital && (token.kinds & word_kind::surname) == 0 && !word.too_long) {
        token.street = street_endings.has_one_of(word.text());
        token.surname_like = surname_endings.has_one_of(word.text());
    }
    return true;
}

} // namespace veil
