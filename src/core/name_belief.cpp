#include "core/name_belief.hpp"

#include "core/name_lookalike.hpp"

namespace veil {
namespace {

using namespace word_kind;

// "Yaw-Marie", "Agus-Jan": with a given name behind the hyphen.
bool is_hyphenated_given(const NameWindow& words, const NameCandidate& name) {
    const std::size_t second = name.first + 1;
    return second < name.end && words[second].gap == WordGap::hyphen && words.is(second, given) &&
           (words[name.first].kinds & (common | month | place | organization)) == 0;
}

std::uint8_t belief_in_several(const NameWindow& words, const NameCandidate& name,
                               const NameSurroundings& around, int surnames) {
    const NameToken& first = words[name.first];
    const bool first_known = (first.kinds & given) != 0;
    // "collega Van Leeuwen-Visser": no everyday word.
    const bool is_due = around.role_before && (first.kinds & particle) != 0;
    // "Jan" is a month too, but not before a surname.
    const bool first_word = (first.kinds & (common | month | place | organization)) != 0 && !is_due &&
                            words.written(name.first) != "Jan";
    if (name.words <= 3 && is_hyphenated_given(words, name)) {
        return name_confidence::likely;
    }
    if (name.sure_givens > 0) {
        // "Charlotte Amsterdam" of a heading may be anything.
        return name_confidence::sure;
    }
    if (first_known) {
        if (name.sure_surnames > 0 || (name.particles > 0 && surnames > 0)) {
            return name_confidence::in_context;
        }
        if (around.role_before) {
            return name_confidence::in_context;
        }
        if (around.sentence_start && first_word) {
            return name.words == 2 && surnames > 0 &&
                           (around.verb_behind || is_alone_on_line(words, name) ||
                            words.byte_behind(name.last_word) == ':')
                       ? name_confidence::likely
                       : 0;
        }
        // "Rose Hall 12", but "1. Wei Lam 2. Piet Bos".
        constexpr std::uint32_t everyday = common | place | organization | after_organization | month;
        const bool numbered =
            around.number_beside && (first_word || surnames == 0 || words.is(name.last_word, everyday));
        return (around.determined && !around.conjoined) || numbered ? 0 : name_confidence::likely;
    }
    if (around.role_before && !first_word) {
        return name_confidence::in_context;
    }
    if (name.particles > 0 && (name.particle_home || name.old_particles)) {
        return first_word ? 0 : name_confidence::in_context;
    }
    if (around.place_before || around.determined) {
        return 0;
    }
    // "Quirien van Grevelingen": nothing of it is in a list.
    if (name.particles > 0) {
        return !first_word && (words[name.last_word].kinds & (place | common | organization)) == 0
                   ? name_confidence::likely
                   : 0;
    }
    // "Lange Voorhout 207": a street.
    if (around.number_beside && (words[name.last_word].kinds & place) != 0) {
        return 0;
    }
    // A given name of no list before a surname.
    if (surnames > 0) {
        if (name.sure_surnames > 0) {
            return first_word ? 0 : name_confidence::in_context;
        }
        const bool everyday = (words[name.last_word].kinds & (common | month | place | organization)) != 0;
        return !first_word && (!everyday || around.person_before || around.speech_behind)
                   ? name_confidence::likely
                   : 0;
    }
    const NameToken& last = words[name.last_word];
    if (name.words == 2 && (around.speech_behind || (around.person_before && last.surname_like))) {
        return name_confidence::likely;
    }
    return 0;
}

std::uint8_t belief_behind_particles(const NameWindow& words, const NameCandidate& name,
                                     const NameSurroundings& around) {
    const NameToken& word = words[name.last_word];
    const NameToken& first = words[name.first];
    const bool known = name.sure_surnames + name.word_surnames + name.sure_givens > 0;
    if (around.place_before && (word.kinds & place) != 0) {
        return 0;
    }
    if (name.old_particles && (word.kinds & (place | common)) == 0) {
        return known || first.capital || around.role_before || around.person_before
                   ? name_confidence::in_context
                   : name_confidence::likely;
    }
    if (name.old_particles && name.particle_home) {
        return name_confidence::in_context;
    }
    if (around.role_before && (word.kinds & (place | common | organization)) == 0) {
        return name_confidence::in_context;
    }
    if (!name.particle_home && name.sure_surnames == 0) {
        return first.capital && !around.sentence_start && known &&
                       (word.kinds & (place | common | organization)) == 0
                   ? name_confidence::likely
                   : 0;
    }
    if (around.role_before) {
        return name_confidence::in_context;
    }
    // "de Koning", "van de Raad": offices, and what else is written with a capital.
    if (!first.capital && (word.kinds & (office | common)) != 0 && name.particles == 1) {
        return 0;
    }
    if (around.sentence_start && (word.kinds & (place | common | organization)) != 0) {
        return 0;
    }
    return (word.kinds & (place | organization)) != 0 && !around.person_before ? 0
                                                                               : name_confidence::in_context;
}

std::uint8_t belief_in_given(const NameToken& word, const NameSurroundings& around) {
    if ((word.kinds & (place | organization)) != 0) {
        return around.role_before || around.speech_behind ||
                       (around.person_before && (word.kinds & place) == 0)
                   ? name_confidence::in_context
                   : 0;
    }
    if (around.place_before && !around.role_before) {
        return (word.kinds & surname) != 0 || around.way_before ? 0 : name_confidence::likely;
    }
    if (around.determined && !around.conjoined && (word.kinds & sure_surname) != 0) {
        return 0;
    }
    return around.sentence_start ? name_confidence::in_context : name_confidence::sure;
}

std::uint8_t belief_in_word_given(const NameWindow& words, const NameCandidate& name,
                                  const NameSurroundings& around) {
    const NameToken& word = words[name.last_word];
    if (around.number_beside || around.month_beside || around.determined || around.place_before) {
        return 0;
    }
    if ((word.kinds & month) != 0) {
        // "Jan" is the one that is more often a name than a month.
        if (words.text().substr(word.begin, word.end - word.begin) == "Jan") {
            return around.sentence_start && !around.verb_behind ? 0 : name_confidence::likely;
        }
        return around.speech_behind && !around.sentence_start ? name_confidence::likely : 0;
    }
    if ((word.kinds & (common | place | organization)) != 0) {
        if (is_of_list(words, name) || (around.sentence_start && is_said_of_things(words, name.end))) {
            return 0;
        }
        return around.speech_behind ||
                       (((around.verb_behind && !around.sentence_start) || around.person_before) &&
                        (word.kinds & place) == 0)
                   ? name_confidence::likely
                   : 0;
    }
    if (!around.sentence_start) {
        return name_confidence::likely;
    }
    return around.verb_behind ? name_confidence::likely : 0;
}

} // namespace

std::uint8_t belief_in_name(const NameWindow& words, const NameCandidate& name,
                            const NameSurroundings& around) {
    const int surnames = name.sure_surnames + name.word_surnames;
    const int known = name.sure_givens + name.word_givens + surnames;
    const NameToken& word = words[name.last_word];
    if (around.titled) {
        return known > 0 || !around.sentence_start ? name_confidence::sure : 0;
    }
    if (name.initials > 0) {
        // "A. Inleiding", "B. Methode": headings.
        if (name.initials == 1 && around.sentence_start && known == 0 && name.particles == 0) {
            return around.role_before || around.speech_behind || around.verb_behind ? name_confidence::likely
                                                                                    : 0;
        }
        // "Vitamine B. Jansen": a letter at the end of a sentence, if it is no initial of a list.
        if (name.initials == 1 && name.sure_surnames + name.particles == 0 && is_lettered(words, name)) {
            return 0;
        }
        return known > 0 || name.particles > 0 || name.initials > 1 || !around.sentence_start
                   ? name_confidence::sure
                   : 0;
    }
    if (name.words > 1) {
        return belief_in_several(words, name, around, surnames);
    }
    if (name.particles > 0) {
        return belief_behind_particles(words, name, around);
    }
    // "Known with NSTEMI"
    if (name.unknown > 0 && word.upper) {
        return 0;
    }
    if (is_order(words, name, around) || (is_abbreviation(words, name) && !around.role_before &&
                                          !around.person_before && !around.speech_behind)) {
        return 0;
    }
    // "the Bakker family"
    static constexpr Forms families{"family", "household", "children", "twins"};
    if ((word.kinds & surname) != 0 && around.determined && name.end < words.size() &&
        words[name.end].gap == WordGap::blank && words.is_one_of(name.end, families)) {
        return name_confidence::in_context;
    }
    if (name.sure_givens > 0) {
        return belief_in_given(word, around);
    }
    if (around.role_before &&
        ((word.kinds & (month | common)) == 0 ||
         (known > 0 && (!around.number_beside || words.byte_behind(name.last_word) == ':') &&
          !begins_speech(words, name))) &&
        !around.place_before) {
        if (known > 0) {
            return name_confidence::in_context;
        }
        return (word.kinds & (place | organization)) == 0 && !is_of_position(words, name)
                   ? name_confidence::likely
                   : 0;
    }
    if (around.phrase_before) {
        return 0;
    }
    if (name.word_givens > 0) {
        return belief_in_word_given(words, name, around);
    }
    if (name.unknown > 0) {
        return around.human_behind && word.kinds == 0 ? name_confidence::likely : 0;
    }
    if (name.sure_surnames > 0) {
        if (around.place_before || around.determined || around.number_beside) {
            return 0;
        }
        if (!around.sentence_start || around.verb_behind) {
            return name_confidence::in_context;
        }
        return name_confidence::likely;
    }
    if (name.word_surnames > 0) {
        if ((word.kinds & (place | organization | common | month)) != 0 || around.place_before ||
            is_of_list(words, name) || around.determined || around.sentence_start || around.number_beside) {
            return 0;
        }
        return around.person_before || around.speech_behind ? name_confidence::likely : 0;
    }
    return 0;
}

} // namespace veil
