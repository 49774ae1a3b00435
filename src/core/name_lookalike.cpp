#include "core/name_lookalike.hpp"

namespace veil {

using namespace word_kind;

bool is_order(const NameWindow& words, const NameCandidate& name, const NameSurroundings& around) {
    static constexpr Forms english{"the", "a", "an", "your", "this", "these", "all", "up"};
    static constexpr Forms dutch{"deze", "dit", "de", "het"};
    static constexpr Forms before{"we", "and", "please", "then", "to", "you", "en", "I"};
    return !around.role_before && name.end < words.size() && words[name.end].gap == WordGap::blank &&
           (words.is_one_of(name.end, english) ||
            (!words.is(name.first, sure_given) && words.is_one_of(name.end, dutch))) &&
           (around.sentence_start ||
            (words.is(name.first, word_given) && name.first > 0 && words.is_one_of(name.first - 1, before)));
}

bool is_abbreviation(const NameWindow& words, const NameCandidate& name) {
    constexpr std::uint8_t most_letters = 3;
    const std::size_t i = name.first;
    return name.words == 1 && words[i].upper && words[i].letters <= most_letters &&
           ((i > 0 && words[i].gap == WordGap::blank && !words[i - 1].upper) ||
            (name.end < words.size() && words[name.end].gap == WordGap::blank && !words[name.end].upper));
}

bool is_said_of_things(const NameWindow& words, std::size_t i) {
    static constexpr Forms verbs{"sent",    "paid",     "received", "ordered", "signed",
                                 "settled", "returned", "required", "lost",    "needs"};
    return i < words.size() && words.is_one_of(i, verbs);
}

bool begins_speech(const NameWindow& words, const NameCandidate& name) {
    return words[name.first].gap == WordGap::end && words.byte_behind(name.first - 1) == ':' &&
           name.end < words.size() &&
           (words[name.end].gap == WordGap::blank || words[name.end].gap == WordGap::comma);
}

bool is_of_list(const NameWindow& words, const NameCandidate& name) {
    static constexpr Forms conjunctions{"en", "and", "of", "or"};
    const std::size_t i = name.first;
    return i > 1 && words[i].gap == WordGap::blank && words.is_one_of(i - 1, conjunctions) &&
           words[i - 2].capital && words.is(i - 2, common | surname) &&
           !words.is(i - 2, sure_given | sure_surname);
}

bool is_of_position(const NameWindow& words, const NameCandidate& name) {
    // "docent Wiskunde: M. Berg"
    if (words[name.first].gap == WordGap::blank && words.byte_behind(name.last_word) == ':' &&
        name.end < words.size() && words[name.end].capital && words.is_on_line(name.end)) {
        return true;
    }
    return words[name.first].gap == WordGap::blank && words[name.first - 1].capital &&
           name.end < words.size() && words[name.end].gap == WordGap::blank && words[name.end].capital &&
           words.is(name.end, role | common);
}

bool is_lettered(const NameWindow& words, const NameCandidate& name) {
    static constexpr Forms things{
        "plank",   "kast",     "rij",     "vak",      "lade",     "doos",    "vitamine", "hepatitis",
        "groep",   "blok",     "gate",    "optie",    "variant",  "type",    "klasse",   "punt",
        "bijlage", "plan",     "zone",    "gebouw",   "vleugel",  "zaal",    "lijn",     "afdeling",
        "shelf",   "row",      "box",     "drawer",   "cabinet",  "vitamin", "group",    "block",
        "section", "part",     "option",  "class",    "category", "grade",   "wing",     "ward",
        "annex",   "appendix", "exhibit", "schedule", "building"};
    const std::size_t i = name.first;
    return i > 0 && words[i].gap == WordGap::blank && name.end > i + 1 && words[i + 1].gap == WordGap::stop &&
           (words[i].digit_before || words.is_one_of(i - 1, things));
}

bool is_alone_on_line(const NameWindow& words, const NameCandidate& name) {
    const WordGap before = words[name.first].gap;
    const char behind = words.byte_behind(name.end - 1);
    return (before == WordGap::line || before == WordGap::paragraph || before == WordGap::end) &&
           (behind == '\n' || behind == '\0' || behind == '\r' || behind == ',' || behind == '"');
}

} // namespace veil
