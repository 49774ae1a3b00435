#include "core/text_scan.hpp"

#include <algorithm>

namespace veil {

namespace {

constexpr std::size_t longest_gap = 12;

[[nodiscard]] unsigned byte_at(std::string_view text, std::size_t at) noexcept {
    return static_cast<unsigned char>(text[at]);
}

// Letters, near enough: what is beyond Latin-1 but no punctuation, symbol or blank.
bool is_wide_letter(std::uint32_t code) noexcept {
    if (code < 0xC0)
        return code == 0xAA || code == 0xB5 || code == 0xBA;
    return code != 0xD7 && code != 0xF7 && !(code >= 0x2000 && code < 0x2C00) &&
           !(code >= 0x3000 && code < 0x3040) && !(code >= 0xE000 && code < 0xF900) &&
           !(code >= 0xFE00 && code < 0xFE70) && !(code >= 0xFF00 && code < 0xFF21) &&
           !(code >= 0x1F000 && code < 0x20000);
}

// Of a well-formed character of two or more bytes at `at`, or nothing.
struct WideCharacter {
    std::uint32_t code = 0;
    std::size_t size = 0;
};

WideCharacter wide_character(std::string_view text, std::size_t at) noexcept {
    const unsigned lead = byte_at(text, at);
    const std::size_t size = lead >= 0xF0 && lead < 0xF5   ? 4
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                                                           : 0;
    if (size == 0 || size > text.size() - at)
        return {};
    std::uint32_t code = lead & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        const unsigned byte = byte_at(text, at + i);
        if ((byte & 0xC0U) != 0x80U)
            return {};
        code = (code << 6U) | (byte & 0x3FU);
    }
    return {code, size};
}

WideCharacter wide_character_before(std::string_view text, std::size_t at) noexcept {
    for (std::size_t back = 2; back <= 4 && back <= at; ++back) {
        if ((byte_at(text, at - back) & 0xC0U) == 0x80U)
            continue;
        const WideCharacter found = wide_character(text, at - back);
        return found.size == back ? found : WideCharacter{};
    }
    return {};
}

struct Mark {
    Separator separator = Separator::none;
    std::size_t size = 0;
};

Mark mark_of(std::uint32_t code, std::size_t size) noexcept {
    switch (code) {
    case 0xA0:
    case 0x2002:
    case 0x2003:
    case 0x2007:
    case 0x2008:
    case 0x2009:
    case 0x200A:
    case 0x200B:
    case 0x202F:
        return {Separator::blank, size};
    case 0xAD:
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
        return {Separator::dash, size};
    case 0xB7:
        return {Separator::dot, size};
    default:
        return {};
    }
}

constexpr auto ascii_separators = [] {
    std::array<Separator, 256> separators{};
    separators[' '] = separators['\t'] = Separator::blank;
    separators['\n'] = separators['\r'] = Separator::line;
    separators['.'] = Separator::dot;
    separators['-'] = Separator::dash;
    separators['/'] = Separator::slash;
    return separators;
}();

Mark ascii_mark(char c) noexcept {
    const Separator separator = ascii_separators[static_cast<unsigned char>(c)];
    return {separator, separator == Separator::none ? 0U : 1U};
}

// A dot and a blank end a sentence: what is behind them is another number.
Gap ended(Gap gap, unsigned blanks) noexcept {
    if (gap.separator == Separator::dot && blanks > 0)
        gap.separator = Separator::blank;
    return gap;
}

// Puts the marks of a gap together; false for one that cannot belong to it.
bool add_mark(Gap& gap, unsigned& lines, Mark mark) noexcept {
    if (mark.size == 0 || gap.size + mark.size > longest_gap)
        return false;
    if (mark.separator >= Separator::dot) {
        if (gap.separator >= Separator::dot)
            return false;
        gap.separator = mark.separator;
    } else if (gap.separator < mark.separator) {
        gap.separator = mark.separator;
    }
    lines += mark.separator == Separator::line ? 1 : 0;
    gap.size += mark.size;
    return lines <= 2; // carriage return and line feed
}

} // namespace

std::size_t wide_letter_at(std::string_view text, std::size_t at) noexcept {
    if (at >= text.size() || byte_at(text, at) < 0x80)
        return 0;
    const WideCharacter found = wide_character(text, at);
    return is_wide_letter(found.code) ? found.size : 0;
}

std::size_t wide_letter_before(std::string_view text, std::size_t at) noexcept {
    if (at == 0 || byte_at(text, at - 1) < 0x80)
        return 0;
    const WideCharacter found = wide_character_before(text, at);
    return is_wide_letter(found.code) ? found.size : 0;
}

Gap gap_at(std::string_view text, std::size_t at) noexcept {
    // Nearly all gaps are one blank.
    if (at_or_nul(text, at) == ' ' && is_alphanumeric(at_or_nul(text, at + 1)))
        return {1, Separator::blank};
    Gap gap;
    unsigned lines = 0;
    unsigned blanks = 0;
    while (at + gap.size < text.size()) {
        const std::size_t place = at + gap.size;
        Mark mark = ascii_mark(text[place]);
        if (byte_at(text, place) >= 0x80) {
            const WideCharacter wide = wide_character(text, place);
            mark = mark_of(wide.code, wide.size);
        }
        if (mark.size == 0)
            break;
        if (!add_mark(gap, lines, mark))
            return {};
        blanks += mark.separator < Separator::dot ? 1 : 0;
    }
    return ended(gap, blanks);
}

Gap gap_before(std::string_view text, std::size_t at) noexcept {
    Gap gap;
    unsigned lines = 0;
    unsigned blanks = 0;
    while (gap.size < at) {
        const std::size_t end = at - gap.size;
        Mark mark = ascii_mark(text[end - 1]);
        if (byte_at(text, end - 1) >= 0x80) {
            const WideCharacter wide = wide_character_before(text, end);
            mark = mark_of(wide.code, wide.size);
        }
        if (mark.size == 0)
            break;
        if (!add_mark(gap, lines, mark))
            return {};
        blanks += mark.separator < Separator::dot ? 1 : 0;
    }
    return ended(gap, blanks);
}

bool DigitSequence::begins_with_dotted_quad() const noexcept {
    unsigned groups = 1;
    unsigned value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        value = value * 10 + static_cast<unsigned>(digits[i] - '0');
        if (value > 255)
            return false;
        const bool is_group = i + 1 == count || separators[i] != Separator::none;
        if (is_group && groups == 4)
            return true;
        if (is_group) {
            if (separators[i] != Separator::dot)
                return false;
            ++groups;
            value = 0;
        }
    }
    return false;
}

std::uint32_t DigitSequence::shape(std::size_t length) const noexcept {
    std::uint32_t result = 0;
    std::uint32_t group = 0;
    unsigned groups = 0;
    for (std::size_t i = 0; i < length; ++i) {
        ++group;
        if (i + 1 == length || separators[i] != Separator::none) {
            if (group > 9 || ++groups > 9)
                return 0;
            result = result * 10 + group;
            group = 0;
        }
    }
    return result;
}

DigitSequence read_digits(std::string_view text, std::size_t begin) noexcept {
    DigitSequence sequence;
    sequence.begin = begin;
    sequence.word_before = word_comes_before(text, begin);
    if (const Gap gap = gap_before(text, begin);
        gap.size > 0 && gap.size < begin && is_digit(text[begin - gap.size - 1]))
        sequence.digit_before = gap.separator;
    std::size_t at = begin;
    while (sequence.count < DigitSequence::longest && at < text.size()) {
        if (is_digit(text[at])) {
            sequence.digits[sequence.count] = text[at];
            sequence.places[sequence.count++] = at++;
            continue;
        }
        const Gap gap = gap_at(text, at);
        if (gap.size == 0 || !is_digit(at_or_nul(text, at + gap.size)))
            break;
        sequence.separators[sequence.count - 1] = gap.separator;
        at += gap.size;
    }
    sequence.goes_on = word_goes_on(text, at);
    return sequence;
}

bool is_fraction(std::string_view text, std::size_t begin) noexcept {
    constexpr std::size_t most_before = 3;
    if (begin < 2 || text[begin - 1] != ',' || !is_digit(text[begin - 2]))
        return false;
    std::size_t first = begin - 1;
    while (first > 0 && begin - first <= most_before + 1 && is_digit(text[first - 1]))
        --first;
    return begin - 1 - first <= most_before;
}

bool looks_like_amount(std::string_view text, std::size_t begin, std::size_t end) noexcept {
    // "4.111,50", but not the cells of "44051401359,2020-01-01"
    constexpr std::size_t most_decimals = 3;
    std::size_t decimals = 0;
    while (at_or_nul(text, end) == ',' && decimals <= most_decimals &&
           is_digit(at_or_nul(text, end + 1 + decimals)))
        ++decimals;
    const char next = at_or_nul(text, end + 1 + decimals);
    if (decimals > 0 && decimals <= most_decimals && next != ',' && next != '-' && next != '/' &&
        next != ':' && !word_goes_on(text, end + 1 + decimals))
        return true;
    std::size_t behind = end;
    while (behind < end + 3 && at_or_nul(text, behind) == ' ')
        ++behind;
    static constexpr auto currencies = std::to_array<std::string_view>(
        {"euro", "EUR", "eur", "USD", "GBP", "\xE2\x82\xAC", "$", "\xC2\xA3", "CHF"});
    for (const std::string_view currency : currencies) {
        if (text.substr(std::min(behind, text.size())).starts_with(currency))
            return true;
    }
    std::size_t before = begin;
    while (before > 0 && begin - before < 3 && (text[before - 1] == ' ' || text[before - 1] == '-'))
        --before;
    for (const std::string_view currency : currencies) {
        if (text.substr(0, before).ends_with(currency))
            return true;
    }
    return is_fraction(text, begin);
}

} // namespace veil
