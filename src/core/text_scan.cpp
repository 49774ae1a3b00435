#include "core/text_scan.hpp"

#include <algorithm>

namespace veil {

namespace {

constexpr std::size_t longest_gap = 12;
constexpr std::size_t window_behind = 28;

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

// Names of numbers that are no person's; see ContextWords.
constexpr auto other_numbers = std::to_array<std::string_view>(
    {"order",        "bestel",          "factuur",      "invoice",     "ticket",
     "zaaknummer",   "zaaknr",          "zaak",         "dossiern",    "case",
     "reference",    "referentie",      "ref",          "kenmerk",     "klantn",
     "klant nummer", "customer n",      "customer id",  "artikel",     "article",
     "product",      "serie",           "serial",       "isbn",        "issn",
     "ean",          "tracking",        "track trace",  "barcode",     "streepjescode",
     "polis",        "policy n",        "contract",     "offerte",     "quote",
     "pakket",       "parcel",          "batch",        "lot",         "transactie",
     "transaction",  "versie",          "version",      "release",     "build",
     "firmware",     "driver v",        "kvk",          "rsin",        "bedrag",
     "amount",       "totaal",          "total",        "saldo",       "balance",
     "meter",        "paragraaf",       "sku",          "part number", "onderdeel",
     "aanvraagn",    "registration no", "bestelnummer", "volgnummer"});

bool is_separator_in_phrase(char c) noexcept {
    return c == ' ' || c == '-' || c == '_';
}

// Of an address: "nhs" in "jan@nhs.net", but no word in "a@BSN 123456782".
bool begins_domain(std::string_view text, std::size_t word) noexcept {
    if (word < 2 || text[word - 1] != '@' || !is_alphanumeric(text[word - 2]))
        return false;
    std::size_t end = word;
    while (is_alphanumeric(at_or_nul(text, end)) || at_or_nul(text, end) == '-')
        ++end;
    return at_or_nul(text, end) == '.' && is_alphanumeric(at_or_nul(text, end + 1));
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

bool word_goes_on(std::string_view text, std::size_t at) noexcept {
    return at < text.size() && (is_alphanumeric(text[at]) || wide_letter_at(text, at) > 0);
}

bool word_comes_before(std::string_view text, std::size_t at) noexcept {
    return at > 0 && (is_alphanumeric(text[at - 1]) || wide_letter_before(text, at) > 0);
}

Gap gap_at(std::string_view text, std::size_t at) noexcept {
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

std::size_t ContextWords::word_at(std::string_view window, std::size_t at) const noexcept {
    for (std::uint8_t place = firsts_[window[at] - 'a']; place != none; place = nexts_[place]) {
        const std::string_view word = words_[place];
        if (word.size() > window.size() - at) {
            continue;
        }
        bool equal = true;
        for (std::size_t i = 1; equal && i < word.size(); ++i) {
            equal = word[i] == window[at + i] || (word[i] == ' ' && is_separator_in_phrase(window[at + i]));
        }
        if (equal && (word.size() > 4 || !is_ascii_letter(at_or_nul(window, at + word.size())))) {
            return word.size();
        }
    }
    return 0;
}

// Whether a sentence or a line ends between two words, the second of which begins at `word` with a capital. A
// stop may be that of an abbreviation.
[[nodiscard]] static bool begins_sentence(std::string_view text, std::size_t word) noexcept {
    if (!is_upper(text[word]))
        return false;
    std::size_t stop = word;
    bool is_line = false;
    while (stop > 0 && (text[stop - 1] == ' ' || text[stop - 1] == '\n' || text[stop - 1] == '\r'))
        is_line = text[--stop] == '\n' || is_line;
    if (stop == word || stop == 0)
        return false;
    if (is_line || text[stop - 1] == '!' || text[stop - 1] == '?')
        return true;
    constexpr std::size_t longest_abbreviation = 4;
    std::size_t letters = 0;
    while (letters < longest_abbreviation && letters + 1 < stop && is_ascii_letter(text[stop - 2 - letters]))
        ++letters;
    return text[stop - 1] == '.' && (letters == 0 || letters == longest_abbreviation);
}

void WordsBefore::move_to(std::size_t place) {
    if (place == place_) {
        return;
    }
    place_ = place;
    start_ = place > reach ? place - reach : 0;
    size_ = read_ = lowered_ = place - start_;
    count_ = 0;
    is_same_sentence_ = true;
}

const WordsBefore::Word* WordsBefore::word(std::size_t number) {
    while (number >= count_) {
        if (!read_next()) {
            return nullptr;
        }
    }
    return &words_[number];
}

bool WordsBefore::read_next() {
    while (read_ > 0) {
        const std::size_t at = --read_;
        constexpr std::size_t looked_back_at = 2;
        while (lowered_ > 0 && lowered_ + looked_back_at > at) {
            --lowered_;
            lower_[lowered_] = to_lower(text_[start_ + lowered_]);
        }
        if (!is_ascii_letter(lower_[at])) {
            continue;
        }
        // A word begins behind what is no letter, and at a capital within a name such as clientBsn.
        const bool begins = (at > 0 ? !is_ascii_letter(lower_[at - 1])
                                    : start_ == 0 || !is_ascii_letter(text_[start_ - 1])) ||
                            (is_upper(text_[start_ + at]) && at > 0 && !is_upper(text_[start_ + at - 1]));
        // The nhs of "jan@nhs.net" says nothing of the number behind.
        if (!begins || begins_domain(window(), at)) {
            continue;
        }
        words_[count_++] = {static_cast<std::uint8_t>(at),
                            static_cast<std::uint8_t>(context_words<other_numbers>.word_at(window(), at)),
                            is_same_sentence_};
        is_same_sentence_ = is_same_sentence_ && !begins_sentence(text_, start_ + at);
        return true;
    }
    return false;
}

Context context_of(const Scan& scan, std::size_t begin, std::size_t end, ContextWords fitting) {
    if (scan.stands_alone)
        return Context::fitting;
    WordsBefore& before = *scan.words_before;
    before.move_to(begin);
    for (std::size_t i = 0; const WordsBefore::Word* const word = before.word(i); ++i) {
        const std::size_t fits = fitting.word_at(before.window(), word->at);
        // What another sentence numbers is not this: "Uw factuur is er. Bel 0612345678."
        if (fits > 0 || (word->other > 0 && word->is_same_sentence))
            return fits >= word->other ? Context::fitting : Context::other;
    }
    // "123456782 (BSN)", but not "..., BSN: 123456782" of the next number.
    std::array<char, window_behind> next{};
    const std::size_t size = std::min(window_behind, scan.text.size() - end);
    std::transform(scan.text.begin() + static_cast<std::ptrdiff_t>(end),
                   scan.text.begin() + static_cast<std::ptrdiff_t>(end + size), next.begin(), to_lower);
    const std::string_view behind(next.data(), size);
    for (std::size_t at = 0; at < behind.size() && !is_digit(behind[at]) && behind[at] != '@'; ++at) {
        if (!is_ascii_letter(behind[at]) || (at > 0 && is_ascii_letter(behind[at - 1])))
            continue;
        if (begins_sentence(scan.text, end + at))
            break;
        const std::size_t fits = fitting.word_at(behind, at);
        if (fits > 0) {
            std::size_t rest = at + fits;
            while (rest < behind.size() && (is_separator_in_phrase(behind[rest]) || behind[rest] == ':'))
                ++rest;
            return is_digit(at_or_nul(behind, rest)) ? Context::none : Context::fitting;
        }
    }
    return Context::none;
}

bool is_nearer(const Scan& scan, std::size_t begin, ContextWords words, ContextWords others) {
    if (scan.stands_alone)
        return false;
    WordsBefore& before = *scan.words_before;
    before.move_to(begin);
    for (std::size_t i = 0; const WordsBefore::Word* const word = before.word(i); ++i) {
        if (words.word_at(before.window(), word->at) > 0)
            return true;
        if (others.word_at(before.window(), word->at) > 0)
            return false;
    }
    return false;
}

bool looks_like_amount(std::string_view text, std::size_t begin, std::size_t end) noexcept {
    if (at_or_nul(text, end) == ',' && is_digit(at_or_nul(text, end + 1)))
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
    return begin > 1 && text[begin - 1] == ',' && is_digit(text[begin - 2]);
}

} // namespace veil
