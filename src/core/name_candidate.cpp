#include "core/name_candidate.hpp"

namespace veil {
namespace {

using namespace word_kind;

void add_word(const NameWindow& words, NameCandidate& name, std::size_t i, bool behind_particle) {
    const std::uint32_t kinds = words[i].kinds;
    if (behind_particle && (kinds & particle_surname) != 0) {
        name.particle_home = true;
    }
    const bool as_surname = behind_particle || name.words > 0 || name.initials > 0;
    const bool is_given = (kinds & sure_given) != 0;
    const bool may_be_given = (kinds & word_given) != 0;
    const bool may_be_surname = (kinds & word_surname) != 0 && (as_surname || (!is_given && !may_be_given));
    if ((kinds & sure_surname) != 0 && (as_surname || !is_given)) {
        ++name.sure_surnames;
    } else if (may_be_surname) {
        ++name.word_surnames;
    } else if (is_given) {
        ++name.sure_givens;
    } else if (may_be_given) {
        ++name.word_givens;
    } else {
        ++name.unknown;
    }
    ++name.words;
    name.last_word = i;
    name.end = i + 1;
}

void add_particles(const NameWindow& words, NameCandidate& name, std::size_t i, std::size_t count) {
    name.particles += static_cast<int>(count);
    for (std::size_t j = i; j < i + count; ++j) {
        name.old_particles =
            name.old_particles || (words[j].kinds & old_particle) != 0 || (j > i && words.is_den(j));
    }
    add_word(words, name, i + count, true);
}

// "bij Van der Meer", but "Jan van De Graaf".
bool begins_after_preposition(const NameWindow& words, std::size_t i) {
    static constexpr Forms of_van{"De", "Den", "Der"};
    return words[i].capital && !words[i - 1].capital && !(words.is_van(i - 1) && words.is_one_of(i, of_van));
}

// Labels follow names where fields stand in one line: "Jan Jansen Geboortedatum".
bool ends_before(const NameWindow& words, const NameCandidate& name, std::size_t i) {
    const std::uint32_t kinds = words[i].kinds;
    if ((kinds & (sure_given | sure_surname)) != 0) {
        return false;
    }
    // "Willem Cornelis Prins": what stands before may be a second given name.
    const bool second_given = name.particles == 0 && name.initials == 0 && name.words == 2 &&
                              words.is(name.last_word, given) && words.is(i, word_surname) &&
                              !words.is(i, after_organization | month);
    const bool complete = name.sure_surnames + name.word_surnames + name.particles > 0 && !second_given;
    return complete && (kinds & (common | month | after_organization)) != 0 &&
           words[i].gap != WordGap::hyphen;
}

// "Brits NI-nummer", "Jan ABN": short capitals behind a word that is none.
bool is_abbreviation_behind(const NameWindow& words, std::size_t first, std::size_t i) {
    return words[i].upper && words[i].letters > 1 && words[i].letters < 4 && words[i].kinds == 0 &&
           !words[first].upper;
}

// "Jeugdbescherming" of "N. Coenen van Jeugdbescherming": a full name stands before, nothing is known of it.
bool is_of_institution(const NameWindow& words, const NameCandidate& name, std::size_t i, std::size_t count) {
    return count == 1 && words.is_van(i) && !words[i].capital &&
           name.sure_surnames + name.word_surnames > 0 &&
           name.words + static_cast<std::size_t>(name.initials) > 1 &&
           (words[i + 1].kinds & ~word_kind::office) == 0;
}

// "Stegge" of "Jan aan de Stegge": not the beginning of more.
bool is_place_surname(const NameWindow& words, std::size_t i) {
    const bool goes_on = i + 1 < words.size() && words[i + 1].capital && words[i + 1].gap == WordGap::blank;
    return words.is(i, surname | particle_surname) && !goes_on;
}

// "A Fat" of "Tjon A Fat", "A-Ten" of "Tjon-A-Ten": surnames of three words of Chinese origin.
bool is_middle_of_surname(const NameWindow& words, std::size_t i) {
    constexpr std::uint8_t most_letters = 5;
    return i + 1 < words.size() && words[i].upper && words[i].letters == 1 &&
           words.text()[words[i].begin] == 'A' && words.is_joined(i) && words[i + 1].gap == words[i].gap &&
           words[i + 1].capital && !words[i + 1].embedded && words[i + 1].letters > 1 &&
           words[i + 1].letters <= most_letters && words[i - 1].letters <= most_letters &&
           words.is(i - 1, surname);
}

} // namespace

std::size_t particles_at(const NameWindow& words, std::size_t i) {
    std::size_t end = i;
    // "victim's Nat Ins": the s of a genitive.
    if (i > 0 && words[i].letters == 1 && words[i].begin == words[i - 1].end + 1 &&
        words.byte_behind(i - 1) == '\'')
        return 0;
    while (end < words.size() && end - i < 3 && (words[end].kinds & particle) != 0 &&
           (end == i || words[end].gap == WordGap::blank) && !words[end].embedded &&
           !(words[end].upper && words.is(end, after_organization)) && // "Erasmus MC"
           !(end == i + 1 && begins_after_preposition(words, end))) {
        ++end;
    }
    // "Zheng aan de Lange Voorhout": where somebody lives, but "Jan aan de Stegge".
    if (end > i + 1 && !words[i].capital && (words[i].kinds & (to_place | to_person)) != 0 &&
        !words.is_van(i) && !is_place_surname(words, end)) {
        return 0;
    }
    // "Noor Al-Hassan"
    static constexpr Forms articles{"al", "Al", "el", "El"};
    const bool has_article = end == i + 1 && end < words.size() && words[end].gap == WordGap::hyphen &&
                             words.is_one_of(i, articles);
    if (end == i || end >= words.size() || (words[end].gap != WordGap::blank && !has_article) ||
        !words.is_name_like(end)) {
        return 0;
    }
    // "in ENT"
    if (words[end].upper && words[end].letters < 4 && !words[i].upper) {
        return 0;
    }
    // "Johnson in Eindhoven", but "Sophie in 't Veld".
    if (end == i + 1 && (words[i].kinds & (to_place | to_person)) != 0 && !words.is_van(i) &&
        (!words.is(end, particle_surname) || words.is(end, place))) {
        return 0;
    }
    return end - i;
}

NameCandidate candidate_at(const NameWindow& words, std::size_t i) {
    NameCandidate name;
    name.first = name.end = i;
    std::size_t k = i;
    while (k < words.size() && name.initials < 6 && words.is_initial(k) &&
           (k == i || words[k].gap == WordGap::dot || words[k].gap == WordGap::stop ||
            words[k].gap == WordGap::blank || words[k].gap == WordGap::hyphen)) {
        ++name.initials;
        ++k;
    }
    if (k == i && words.is_bare_initials(i)) {
        name.initials = words[i].letters;
        ++k;
    }
    const auto follows = [&](std::size_t word) {
        if (word >= words.size()) {
            return false;
        }
        if (word == i) {
            return true;
        }
        if (words.is_joined(word)) {
            return true;
        }
        // Behind an initial: "J. Bakker", "J.Bakker", "John F. Kennedy".
        if (words[word].gap == WordGap::stop || words[word].gap == WordGap::dot) {
            return words.is_initial(word - 1) && words.is_on_line(word);
        }
        // A name that an end of line breaks.
        return words[word].gap == WordGap::line && (words[word].kinds & sure_surname) != 0 &&
               (words[word].kinds & given) == 0 && name.words > 0 && (words[word - 1].kinds & given) != 0;
    };
    while (k < words.size() && k - i < NameWindow::longest_name && follows(k)) {
        if (const std::size_t count =
                (k == i || words[k].gap != WordGap::stop || name.initials > 0) ? particles_at(words, k) : 0;
            count != 0 && !(words.is_name_like(k) && words[k].letters > 3)) {
            // "N. Coenen van Jeugdbescherming"
            if (is_of_institution(words, name, k, count)) {
                break;
            }
            // "Melding van Anna Bakker": a sentence that begins with a word of no list.
            if (name.words == 1 && name.unknown == 1 && name.initials == 0 && words.is(k + count, given) &&
                ((words.is_name_like(k + count + 1) && words.is_joined(k + count + 1)) ||
                 (words.is_sentence_start(i) && count == 1 && !words.is(k + 1, particle_surname)))) {
                name.words = 0;
                break;
            }
            add_particles(words, name, k, count);
            k += count + 1;
            continue;
        }
        if (words.is_name_like(k) &&
            !(name.words > 0 && (ends_before(words, name, k) || is_abbreviation_behind(words, i, k)))) {
            add_word(words, name, k, false);
            ++k;
            continue;
        }
        if (name.words > 0 && is_middle_of_surname(words, k)) {
            add_word(words, name, k + 1, false);
            k += 2;
            continue;
        }
        // "Ornella J. De Angelis"
        if (const std::size_t count =
                name.words > 0 && words.is_initial(k) && k + 1 < words.size() &&
                        (words[k + 1].gap == WordGap::stop || words[k + 1].gap == WordGap::blank)
                    ? particles_at(words, k + 1)
                    : 0;
            count != 0) {
            ++name.initials;
            add_particles(words, name, k + 1, count);
            k += count + 2;
            continue;
        }
        // An initial in the middle.
        if (name.words > 0 && words.is_initial(k) && k + 1 < words.size() && words.is_name_like(k + 1) &&
            (words[k + 1].gap == WordGap::stop || words[k + 1].gap == WordGap::blank)) {
            ++name.initials;
            add_word(words, name, k + 1, false);
            k += 2;
            continue;
        }
        break;
    }
    if (name.words == 0) {
        name.end = i;
    }
    return name;
}

} // namespace veil
