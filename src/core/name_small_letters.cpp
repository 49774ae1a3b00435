#include "core/name_small_letters.hpp"

#include "core/name_belief.hpp"
#include "core/name_small_surname.hpp"

namespace veil {
namespace {

using namespace word_kind;

bool is_english_title(const NameWindow& words, std::size_t i) {
    static constexpr Forms english{"mrs", "Mrs", "ms", "Ms", "mr", "Mr"};
    return words.is_one_of(i, english);
}

// A comma, an end of line or the end behind the word.
bool is_alone_behind(const NameWindow& words, std::size_t i) {
    const char behind = words.byte_behind(i);
    return behind == '\0' || behind == ',' || behind == '\n' || behind == '\r' || behind == '!';
}

// Verbs follow a Dutch title without a name: "mevrouw wacht". Behind "mrs" and particles a name is due.
std::size_t titled_end(const NameWindow& words, std::size_t i) {
    const std::size_t at = small_initials_end(words, i);
    const std::size_t particle_count = small_particles_at(words, at);
    std::size_t last = at + particle_count;
    // "mrs o'connor"
    if (last == i && is_elided(words, i) && !words[i + 1].capital) {
        return i + 2;
    }
    if (last >= words.size() || words[last].capital || words[last].embedded || words[last].letters < 3) {
        return i;
    }
    const std::uint32_t kinds = words[last].kinds;
    if ((kinds & title) != 0) {
        return i;
    }
    const bool introduced = particle_count != 0 || at != i;
    const bool is_verb = (kinds & (speech | auxiliary)) != 0;
    const bool due = is_english_title(words, i - 1) && !is_verb && (kinds & (to_person | determiner)) == 0;
    const bool fits = ((kinds & (sure_surname | sure_given)) != 0 && (introduced || !is_verb)) ||
                      ((kinds & (surname | given)) != 0 &&
                       (introduced || (!is_verb && (kinds & (common | to_person | determiner)) == 0))) ||
                      (kinds == 0 && introduced && !words[last].foreign_letters) || due;
    if (!fits) {
        return i;
    }
    // "mevrouw anna bakker"
    if (words.is(last, given) && last + 1 < words.size() && words[last + 1].gap == WordGap::blank &&
        !words[last + 1].capital && words.is(last + 1, sure_surname)) {
        ++last;
    } else if (words.is(last, sure_given) && last + 1 < words.size() &&
               words[last + 1].gap == WordGap::blank && is_elided(words, last + 1) &&
               !words[last + 2].capital) {
        last += 2;
    }
    return hyphenated_end(words, last);
}

// "liam (22 oct 1951)"
bool has_number_in_parentheses(const NameWindow& words, std::size_t i) {
    const std::string_view behind = words.text().substr(words[i].end, 3);
    return behind.size() == 3 && behind.starts_with(" (") && behind[2] >= '0' && behind[2] <= '9';
}

// "gecontroleerd door giulia", "hafsa is er": one word that is a given name and nothing else.
bool is_single_given(const NameWindow& words, std::size_t i) {
    constexpr std::uint8_t fewest_letters = 4;
    const NameToken& word = words[i];
    if (word.letters < fewest_letters || (word.kinds & ~(sure_given | sure_surname)) != 0 ||
        (word.kinds & sure_given) == 0 || words.byte_behind(i) == '-' || word.gap == WordGap::hyphen ||
        word.gap == WordGap::dot || (word.begin > 0 && words.text()[word.begin - 1] == '\'')) {
        return false;
    }
    const bool joined_behind = i + 1 < words.size() && words[i + 1].gap == WordGap::blank;
    // Of a name that is written otherwise: "emma Bakker".
    if (joined_behind && words[i + 1].capital) {
        return false;
    }
    if (words.text().substr(word.end).starts_with("'s ") ||
        words.text().substr(word.end).starts_with("'S ") || has_number_in_parentheses(words, i) ||
        is_person_due(words, i) || is_called(words, i)) {
        return true;
    }
    if (i > 0 && words.is(i - 1, farewell) && is_alone_behind(words, i)) {
        return true;
    }
    const bool begins = words.is_sentence_start(i) || word.gap == WordGap::comma || word.gap == WordGap::stop;
    return begins && joined_behind && words.is(i + 1, speech | auxiliary);
}

// "naam: meijer, koen", "op naam van hettinga, baukje"
std::size_t reversed_end(const NameWindow& words, std::size_t i) {
    const std::size_t at = i + small_particles_at(words, i);
    const std::size_t next = at + 1;
    if (next >= words.size() || !words.is(at, surname) || words[next].gap != WordGap::comma ||
        words[next].capital || !words.is(next, given) || words[next].embedded || !is_person_due(words, i)) {
        return i;
    }
    return next + 1;
}

// "groetjes merel en chloë"
bool is_signed_by_two(const NameWindow& words, std::size_t i) {
    static constexpr Forms conjunctions{"en", "and"};
    const auto are_both = [&](std::size_t first) {
        return first > 0 && first + 2 < words.size() && words.is(first - 1, farewell) &&
               words.is(first, given) && words.is_one_of(first + 1, conjunctions) &&
               words.is(first + 2, given) && words[first].gap != WordGap::other &&
               words[first + 1].gap == WordGap::blank && words[first + 2].gap == WordGap::blank &&
               is_alone_behind(words, first + 2);
    };
    return are_both(i) || (i > 2 && are_both(i - 2));
}

// "thanks,\ndavid"
bool is_signed(const NameWindow& words, std::size_t i) {
    if (is_signed_by_two(words, i)) {
        return true;
    }
    return i > 0 && words.is(i - 1, farewell) && words[i].gap != WordGap::other &&
           words[i].begin - words[i - 1].end <= 4 && words.is(i, sure_given) && is_alone_behind(words, i);
}

} // namespace

SmallName small_name_at(const NameWindow& words, std::size_t i) {
    const SmallName none{i, 0};
    const NameToken& first = words[i];
    if (first.capital || first.embedded || first.foreign_letters) {
        return none;
    }
    if (i > 0 && words.is(i - 1, title) && words.is_beside(i) && words[i - 1].letters > 1) {
        return SmallName{titled_end(words, i), name_confidence::in_context};
    }
    const bool greeted = i > 0 && first.gap == WordGap::blank && words.is(i - 1, salutation) &&
                         is_alone_behind(words, i) && (i == 1 || words.is_sentence_start(i - 1));
    if ((greeted || is_signed(words, i)) && words.is(i, given)) {
        return SmallName{i + 1, name_confidence::in_context};
    }
    if (first.letters == 1 && words.byte_behind(i) == '.') {
        return SmallName{small_name_behind_initials(words, i), name_confidence::likely};
    }
    if (first.letters == 1) {
        if (const std::size_t end = small_name_behind_letter(words, i); end != i) {
            return SmallName{end, name_confidence::likely};
        }
    }
    if (const std::size_t end = reversed_end(words, i); end != i) {
        return SmallName{end, name_confidence::likely};
    }
    if (const std::size_t end = small_surname_of_role(words, i); end != i) {
        return SmallName{end, name_confidence::likely};
    }
    // "bij an goossens"
    const bool is_due_article = (first.kinds & determiner) != 0 && is_called(words, i) &&
                                i + 1 < words.size() && words.is(i + 1, sure_surname);
    if (!words.is(i, given) ||
        ((first.kinds & (determiner | particle | speech | to_person)) != 0 && !is_due_article)) {
        return none;
    }
    // "anna maria de boer", "piet jansen", "fatima el amrani", "jean-pierre dubois".
    const std::size_t second = i + 1;
    if (second < words.size() && !words[second].capital &&
        ((words[second].gap == WordGap::blank &&
          (words.is(second, sure_given) || (words.is(i, sure_given) && words.is(second, given)))) ||
         (words[second].gap == WordGap::hyphen && words.is(second, given)))) {
        if (const std::size_t end = small_surname_end(words, i, second + 1); end != 0) {
            return SmallName{end, name_confidence::likely};
        }
        if (words[second].gap == WordGap::hyphen) {
            return none;
        }
    }
    if (const std::size_t end = small_surname_end(words, i, second); end != 0) {
        return SmallName{end, name_confidence::likely};
    }
    return is_single_given(words, i) ? SmallName{i + 1, name_confidence::likely} : none;
}

} // namespace veil
