#include "core/name_small_letters.hpp"

#include "core/name_belief.hpp"

namespace veil {
namespace {

using namespace word_kind;

std::size_t small_particles_at(const NameWindow& words, std::size_t i) {
    std::size_t end = i;
    while (end < words.size() && end - i < 3 && (words[end].kinds & particle) != 0 && !words[end].capital &&
           (end == i || words[end].gap == WordGap::blank)) {
        ++end;
    }
    return end < words.size() && end > i && words[end].gap == WordGap::blank ? end - i : 0;
}

// "janssen-de wit"
std::size_t hyphenated_end(const NameWindow& words, std::size_t last) {
    std::size_t i = last + 1;
    if (i >= words.size() || words[i].gap != WordGap::hyphen) {
        return last + 1;
    }
    i += small_particles_at(words, i);
    return i < words.size() && words.is(i, surname) ? i + 1 : last + 1;
}

bool is_english_title(const NameWindow& words, std::size_t i) {
    static constexpr std::string_view english[] = {"mrs", "Mrs", "ms", "Ms", "mr", "Mr"};
    return words.is_one_of(i, english);
}

// "met anna groen", "kun je anna groen": a person is due, so that an everyday word may be a surname.
bool is_called(const NameWindow& words, std::size_t i) {
    static constexpr std::string_view forms[] = {"met", "with", "add", "je", "jij", "volgens", "ask", "aan"};
    return i > 0 && words[i].gap == WordGap::blank && words.is_one_of(i - 1, forms);
}

// The end of the surname in small letters that follows the given name `first` at word i; 0 for none.
std::size_t small_surname_end(const NameWindow& words, std::size_t first, std::size_t i) {
    if (i >= words.size() || words[i].gap != WordGap::blank) {
        return 0;
    }
    const std::size_t count = small_particles_at(words, i);
    const std::size_t at = i + count;
    if (at >= words.size() || words[at].embedded || words[at].capital || words[at].gap != WordGap::blank) {
        return 0;
    }
    const std::uint32_t kinds = words[at].kinds;
    const bool sure_first = words.is(first, sure_given) && !words.is(first, common);
    constexpr std::uint32_t everyday =
        common | speech | auxiliary | to_person | to_place | determiner | particle;
    constexpr std::uint8_t fewest_letters = 5;
    bool fits = (kinds & sure_surname) != 0;
    if (count != 0) {
        fits = fits || (kinds & particle_surname) != 0 || ((kinds & word_surname) != 0 && sure_first) ||
               (sure_first && kinds == 0 && words[at].letters >= fewest_letters &&
                (words.is_van(i) || !words.is(i, to_place | to_person)));
    } else {
        fits = fits || ((kinds & word_surname) != 0 && sure_first && (kinds & everyday) == 0) ||
               ((kinds & surname) != 0 && (sure_first || !words.is(first, common)) &&
                is_called(words, first) && (kinds & (everyday & ~common)) == 0);
    }
    return fits ? hyphenated_end(words, at) : 0;
}

// A comma, an end of line or the end behind the word.
bool is_alone_behind(const NameWindow& words, std::size_t i) {
    const char behind = words.byte_behind(i);
    return behind == '\0' || behind == ',' || behind == '\n' || behind == '\r' || behind == '!';
}

} // namespace

SmallName small_name_at(const NameWindow& words, std::size_t i) {
    const SmallName none{i, 0};
    const NameToken& first = words[i];
    if (first.capital || first.embedded || first.foreign_letters) {
        return none;
    }
    if ((first.kinds & given) == 0 && (i == 0 || !words.is(i - 1, title | salutation))) {
        return none;
    }
    const bool titled = i > 0 && words.is(i - 1, title) && words.is_beside(i) && words[i - 1].letters > 1;
    const bool greeted = i > 0 && first.gap == WordGap::blank && words.is(i - 1, salutation) &&
                         is_alone_behind(words, i) && (i == 1 || words.is_sentence_start(i - 1));
    if (titled) {
        const std::size_t particle_count = small_particles_at(words, i);
        std::size_t last = i + particle_count;
        if (particle_count == 0 && first.letters == 1 && words.byte_behind(i) == '.' &&
            i + 1 < words.size()) {
            last = i + 1 + small_particles_at(words, i + 1);
        }
        if (last >= words.size() || words[last].capital || words[last].embedded || words[last].letters < 3) {
            return none;
        }
        const std::uint32_t kinds = words[last].kinds;
        // Verbs follow a Dutch title without a name: "mevrouw wacht". Behind "mrs" and particles a name
        // is due.
        const bool due =
            is_english_title(words, i - 1) && (kinds & (speech | auxiliary | to_person | determiner)) == 0;
        const bool fits =
            (kinds & (sure_surname | sure_given)) != 0 ||
            ((kinds & (surname | given)) != 0 &&
             (particle_count != 0 || (kinds & (common | speech | to_person | determiner)) == 0)) ||
            (kinds == 0 && particle_count != 0 && !words[last].foreign_letters) || due;
        if (!fits) {
            return none;
        }
        // "mevrouw anna bakker"
        if (words.is(last, given) && last + 1 < words.size() && words[last + 1].gap == WordGap::blank &&
            !words[last + 1].capital && words.is(last + 1, sure_surname)) {
            ++last;
        }
        return SmallName{hyphenated_end(words, last), name_confidence::in_context};
    }
    if (greeted && words.is(i, given)) {
        return SmallName{i + 1, name_confidence::in_context};
    }
    if (!words.is(i, given) || (first.kinds & (determiner | particle | speech | to_person)) != 0) {
        return none;
    }
    // "anna maria de boer", "piet jansen", "fatima el amrani".
    const std::size_t second = i + 1;
    if (second < words.size() && words[second].gap == WordGap::blank && !words[second].capital &&
        words.is(second, sure_given)) {
        if (const std::size_t end = small_surname_end(words, i, second + 1); end != 0) {
            return SmallName{end, name_confidence::likely};
        }
    }
    // "jean-pierre dubois"
    if (second < words.size() && words[second].gap == WordGap::hyphen && words.is(second, given)) {
        const std::size_t end = small_surname_end(words, i, second + 1);
        return end != 0 ? SmallName{end, name_confidence::likely} : none;
    }
    const std::size_t end = small_surname_end(words, i, second);
    return end != 0 ? SmallName{end, name_confidence::likely} : none;
}

} // namespace veil
