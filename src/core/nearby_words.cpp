#include "core/nearby_words.hpp"

#include "core/ascii_case.hpp"
#include "core/number_label.hpp"

#include <algorithm>

namespace veil {

namespace {

constexpr std::size_t window_behind = 28;

bool is_separator_in_phrase(char c) noexcept {
    return c == ' ' || c == '-' || c == '_' || c == '.';
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

std::size_t ContextWords::listed_at(std::string_view window, std::size_t at) const noexcept {
    const auto fits = [](char letter, char written) {
        return letter == written || (letter == ' ' && is_separator_in_phrase(written));
    };
    const char second = at_or_nul(window, at + 1);
    const char third = at_or_nul(window, at + 2);
    for (std::uint8_t place = firsts_[static_cast<std::size_t>(window[at] - 'a')]; place != none;
         place = nexts_[place]) {
        const auto [word_second, word_third] = beginnings_[place];
        if (!fits(word_second, second) || (word_third != '\0' && !fits(word_third, third)))
            continue;
        const std::string_view word = words_[place];
        if (word.size() > window.size() - at)
            continue;
        bool equal = true;
        for (std::size_t i = 3; equal && i < word.size(); ++i)
            equal = fits(word[i], window[at + i]);
        if (equal && (word.size() > 4 || !is_ascii_letter(at_or_nul(window, at + word.size()))))
            return word.size();
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

// Whether a digit comes before the clause ends: "..., BSN van Jan: 123456782".
[[nodiscard]] static bool names_next_number(std::string_view text, std::size_t at) noexcept {
    constexpr std::size_t longest_clause = 40;
    constexpr std::string_view ends = ",;)]\n!?";
    const std::size_t stop = std::min(text.size(), at + longest_clause);
    for (; at < stop && ends.find(text[at]) == std::string_view::npos; ++at) {
        if (is_digit(text[at]))
            return true;
        if (text[at] == '.' && at_or_nul(text, at + 1) == ' ' && is_upper(at_or_nul(text, at + 2)))
            return false;
    }
    return false;
}

// The first word of two letters and more is none that lists numbers.
[[nodiscard]] static bool names_something(std::string_view behind) noexcept {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
    constexpr auto conjunctions =
        std::to_array<std::string_view>({"en", "and", "or", "of", "resp", "maar", "but", "nor"});
    for (std::size_t word = behind.find_first_of(letters); word != std::string_view::npos;) {
        const std::size_t end = std::min(behind.find_first_not_of(letters, word), behind.size());
        if (end - word > 1)
            return std::ranges::find(conjunctions, behind.substr(word, end - word)) == conjunctions.end();
        word = behind.find_first_of(letters, end);
    }
    return false;
}

// Whether what is between a word and a place has a number, and a word behind that: "DNI 38738077M, passport
// 2673...", but not "DNI 38738077M en 2673...".
[[nodiscard]] static bool has_its_number(std::string_view between) noexcept {
    // A date has eight at most, with marks between.
    constexpr std::size_t fewest_characters = 9;
    constexpr std::size_t fewest_together = 8;
    constexpr std::size_t most_last_letters = 2;
    constexpr std::string_view marks = ".-/ ";
    bool has = false;
    for (std::size_t at = between.find_first_of("0123456789"); at < between.size();
         at = between.find_first_of("0123456789", at)) {
        std::size_t characters = 0;
        bool is_together = true;
        while (is_digit(at_or_nul(between, at))) {
            ++characters;
            ++at;
            if (marks.find(at_or_nul(between, at)) != std::string_view::npos &&
                is_digit(at_or_nul(between, at + 1))) {
                is_together = false;
                ++at;
            }
        }
        // "9363681J, medical card": letters at the end of the number.
        std::size_t end = at;
        while (is_ascii_letter(at_or_nul(between, end)))
            ++end;
        if (end - at <= most_last_letters) {
            characters += end - at;
            at = end;
        }
        if (characters >= (is_together ? fewest_together : fewest_characters))
            has = names_something(between.substr(at));
    }
    return has;
}

// Whether a word that ends at `at` or goes on there names several numbers: "sofinummers", "citizen service
// numbers", "BSN's".
[[nodiscard]] static bool is_plural(std::string_view window, std::size_t at) noexcept {
    constexpr auto endings = std::to_array<std::string_view>({"nummers", "numbers", "s", "'s"});
    std::string_view rest = window.substr(at);
    if (rest.starts_with(' '))
        rest.remove_prefix(1);
    return std::ranges::any_of(endings, [rest](std::string_view ending) {
        return rest.starts_with(ending) && !is_ascii_letter(at_or_nul(rest, ending.size()));
    });
}

// Whether a word that begins at `first` ends where the one at `second` begins, but for a blank or a hyphen.
[[nodiscard]] static bool is_next_word(std::string_view window, std::size_t first,
                                       std::size_t second) noexcept {
    while (first < second &&
           (is_ascii_letter(window[first]) || static_cast<unsigned char>(window[first]) >= 0x80))
        ++first;
    return first + 1 == second && is_separator_in_phrase(window[first]);
}

void WordsBefore::move_to(std::size_t place) {
    if (place == place_) {
        return;
    }
    place_ = place;
    start_ = place > reach ? place - reach : 0;
    size_ = read_ = place - start_;
    lower_ascii(text_.substr(start_, size_), lower_.data());
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
        words_[count_++] = {static_cast<std::uint8_t>(at), other_number_at(window(), at), is_same_sentence_};
        is_same_sentence_ = is_same_sentence_ && !begins_sentence(text_, start_ + at);
        return true;
    }
    return false;
}

// "the BSN on the invoice (123456782)": word `i` is what a number that fits is written on.
[[nodiscard]] static bool is_written_on(WordsBefore& before, std::size_t i, ContextWords fitting) {
    constexpr auto prepositions = std::to_array<std::string_view>({"op", "on", "in", "bij"});
    constexpr auto articles = std::to_array<std::string_view>(
        {"de", "het", "een", "the", "a", "an", "this", "that", "deze", "dit", "die", "uw", "your"});
    const auto is_one_of = [&](std::size_t number, std::span<const std::string_view> words) {
        const WordsBefore::Word* const word = before.word(number);
        return word != nullptr && std::ranges::any_of(words, [&](std::string_view listed) {
                   return before.window().substr(word->at).starts_with(listed) &&
                          at_or_nul(before.window(), word->at + listed.size()) == ' ';
               });
    };
    if (!is_one_of(i + 1, articles) || !is_one_of(i + 2, prepositions))
        return false;
    const WordsBefore::Word* const named = before.word(i + 3);
    return named != nullptr && fitting.word_at(before.window(), named->at) > 0;
}

Context context_of(const Scan& scan, std::size_t begin, std::size_t end, ContextWords fitting) {
    if (scan.stands_alone)
        return Context::fitting;
    WordsBefore& before = *scan.words_before;
    before.move_to(begin);
    for (std::size_t i = 0; const WordsBefore::Word* const word = before.word(i); ++i) {
        const std::size_t fits = fitting.word_at(before.window(), word->at);
        // What another sentence numbers is not this: "Uw factuur is er. Bel 0612345678."
        if (fits > 0 || (word->other > 0 && word->is_same_sentence)) {
            if (fits < word->other) {
                if (is_written_on(before, i, fitting))
                    return Context::fitting;
                // "asmens kodas nr.": the end of a name that is known.
                const std::size_t begun = word->at;
                const WordsBefore::Word* const first =
                    word->other == made_number_label ? before.word(i + 1) : nullptr;
                const std::size_t named = first != nullptr ? fitting.word_at(before.window(), first->at) : 0;
                // "Bulgarian civil number": made of a word that fits.
                const bool is_end = named > 0 && (first->at + named > begun ||
                                                  is_next_word(before.window(), first->at, begun));
                return is_end ? Context::fitting : Context::other;
            }
            // "gift card": of another name.
            const std::size_t begun = word->at;
            const WordsBefore::Word* const first = before.word(i + 1);
            if (first != nullptr && first->other > 1 && first->other < sure_number_label &&
                first->at + first->other > begun)
                return Context::other;
            const std::size_t behind = word->at + fits;
            return is_plural(before.window(), behind) || !has_its_number(before.window().substr(behind))
                       ? Context::fitting
                       : Context::none;
        }
    }
    // "123456782 (BSN)", but not "..., BSN: 123456782" of the next number.
    std::array<char, window_behind> next{};
    const std::size_t size = std::min(window_behind, scan.text.size() - end);
    lower_ascii(scan.text.substr(end, size), next.data());
    const std::string_view behind(next.data(), size);
    for (std::size_t at = 0; at < behind.size() && !is_digit(behind[at]) && behind[at] != '@'; ++at) {
        if (!is_ascii_letter(behind[at]) || (at > 0 && is_ascii_letter(behind[at - 1])))
            continue;
        if (begins_sentence(scan.text, end + at))
            break;
        const std::size_t fits = fitting.word_at(behind, at);
        // "... is a row id", but not "... is his id"
        if (fits > 0 && other_number_at(behind, at) == sure_number_label)
            break;
        if (fits > 0)
            return names_next_number(scan.text, end + at + fits) ? Context::none : Context::fitting;
    }
    return Context::none;
}

// Whether the name of a number that begins at `word` has its number before the place; the figures of
// "ISBN-10" are a part of the name.
[[nodiscard]] static bool is_numbered(std::string_view window, std::size_t word) noexcept {
    constexpr auto figured = std::to_array<std::string_view>({"isbn", "ean", "gtin", "issn", "upc"});
    const std::string_view name = window.substr(word);
    const auto* const begun = std::ranges::find_if(
        figured, [name](std::string_view figured_name) { return name.starts_with(figured_name); });
    std::size_t behind = 0;
    if (begun != figured.end()) {
        constexpr std::size_t figures = 3; // with the hyphen or blank
        const std::string_view rest = name.substr(begun->size());
        const bool has_figures = rest.size() >= figures && (rest[0] == '-' || rest[0] == ' ') &&
                                 rest[1] == '1' && is_digit(rest[2]) && !is_digit(at_or_nul(rest, figures));
        behind = begun->size() + (has_figures ? figures : 0);
    }
    return std::ranges::any_of(name.substr(behind), is_digit);
}

bool is_labelled_as_other(const Scan& scan, std::size_t begin) {
    if (scan.stands_alone)
        return false;
    WordsBefore& before = *scan.words_before;
    before.move_to(begin);
    for (std::size_t i = 0; const WordsBefore::Word* const word = before.word(i); ++i) {
        if (word->other > 0)
            return word->is_same_sentence && !is_numbered(before.window(), word->at);
        if (!is_part_of_label(before.window(), word->at))
            return false;
    }
    return false;
}

bool follows_number_of_other(const Scan& scan, std::size_t begin) {
    if (scan.stands_alone)
        return false;
    WordsBefore& before = *scan.words_before;
    before.move_to(begin);
    for (std::size_t i = 0; const WordsBefore::Word* const word = before.word(i); ++i) {
        if (word->other > 0)
            return is_numbered(before.window(), word->at);
    }
    return false;
}

bool is_said_before(const Scan& scan, std::size_t begin, ContextWords words) {
    if (scan.stands_alone)
        return false;
    WordsBefore& before = *scan.words_before;
    before.move_to(begin);
    for (std::size_t i = 0; const WordsBefore::Word* const word = before.word(i); ++i) {
        if (!word->is_same_sentence)
            return false;
        if (words.word_at(before.window(), word->at) > 0)
            return true;
    }
    return false;
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

} // namespace veil
