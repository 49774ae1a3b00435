#include "core/name_surroundings.hpp"

namespace veil {
namespace {

using namespace word_kind;

// "ik ben", "I am", "this is", "met": who speaks.
bool is_self(const NameWindow& words, std::size_t i) {
    const std::string_view before =
        words.text().substr(words[i - 2].begin, words[i - 1].end - words[i - 2].begin);
    static constexpr Forms forms{"ik ben",  "Ik ben", "I am",    "this is",
                                 "This is", "I'm",    "ik heet", "met mij"};
    return forms.has(before);
}

// "vraag naar Laurent"
bool is_asked_for(const NameWindow& words, std::size_t i) {
    static constexpr Forms to{"naar"};
    static constexpr Forms verbs{"vraag",    "Vraag",   "vraagt",   "vroeg", "vragen",
                                 "gevraagd", "luister", "luistert", "zoekt", "verlangt"};
    return i > 1 && words.is_one_of(i - 1, to) && words.is_one_of(i - 2, verbs);
}

// "Opgemaakt door: S. Doekhi", "Aan: Jan Bakker"
bool is_named_by(const NameWindow& words, std::size_t i) {
    static constexpr Forms forms{"door", "by", "van", "Van", "aan", "Aan", "From", "To"};
    return words[i].gap == WordGap::end && words.byte_behind(i - 1) == ':' && words.is_one_of(i - 1, forms);
}

// "Mrs Jansen, of Middelburg"
bool is_residence(const NameWindow& words, std::size_t i) {
    static constexpr Forms of{"of"};
    return i > 1 && words[i - 1].gap == WordGap::comma && words.is_one_of(i - 1, of);
}

// "ferries to Charlotte"
bool is_way_to(const NameWindow& words, std::size_t i) {
    static constexpr Forms to{"to", "from"};
    static constexpr Forms ways{"flight", "Flight", "flights", "Flights", "ferry", "ferries",
                                "train",  "Train",  "trains",  "fly",     "flew",  "flying",
                                "travel", "trip",   "vlucht",  "trein"};
    return i > 1 && words.is_one_of(i - 1, to) && words.is_one_of(i - 2, ways);
}

bool is_that(const NameWindow& words, std::size_t i) {
    static constexpr Forms forms{"dat", "that"};
    return words.is_one_of(i, forms);
}

// "Known with Parkinson"
bool is_with(const NameWindow& words, std::size_t i) {
    static constexpr Forms forms{"with", "met", "for", "voor"};
    return words.is_one_of(i, forms);
}

bool is_human_verb(const NameWindow& words, std::size_t i) {
    static constexpr Forms verbs{"zei",    "zegt",    "vertelde", "vertelt", "vroeg",    "belde",
                                 "mailde", "lachte",  "huilde",   "denkt",   "dacht",    "vindt",
                                 "said",   "says",    "told",     "asked",   "thinks",   "thought",
                                 "wrote",  "phoned",  "laughed",  "cried",   "schreef",  "antwoordde",
                                 "shouts", "shouted", "cries",    "huilt",   "weigerde", "refused"};
    return words.is_one_of(i, verbs);
}

// "PC Whitaker", "DI Fraser" of the police.
bool is_rank(const NameWindow& words, std::size_t i) {
    static constexpr Forms ranks{"PC", "WPC", "DC", "DS", "DI", "DCI", "PCSO"};
    return words[i].upper && !words[i].embedded && words.is_one_of(i, ranks);
}

// "Selam (geb. 2010)", "Selam (12)", "Selam (born 2 May)": an age or a birth behind a name.
bool has_birth_behind(const NameWindow& words, const NameCandidate& name) {
    std::string_view behind = words.text().substr(words[name.end - 1].end);
    if (!behind.starts_with(" (")) {
        return false;
    }
    behind.remove_prefix(2);
    std::size_t digits = 0;
    while (digits < behind.size() && behind[digits] >= '0' && behind[digits] <= '9') {
        ++digits;
    }
    if (digits == 1 || digits == 2) {
        behind.remove_prefix(digits);
        static constexpr std::string_view ages[] = {")", " jaar)", " jr)", " jr.)", " years", "y)", " yrs"};
        return std::any_of(std::begin(ages), std::end(ages),
                           [&](std::string_view age) { return behind.starts_with(age); });
    }
    static constexpr std::string_view births[] = {"geb", "born ", "DOB", "dob ", "aged ", "*"};
    return std::any_of(std::begin(births), std::end(births),
                       [&](std::string_view birth) { return behind.starts_with(birth); });
}

// "Harm (24 maart 1949)", "Roos (1998-05-03)": a date with a year in parentheses.
bool has_date_behind(const NameWindow& words, const NameCandidate& name) {
    constexpr std::size_t longest = 22;
    const std::string_view behind = words.text().substr(words[name.end - 1].end, longest);
    const std::size_t end = behind.find(')');
    if (!behind.starts_with(" (") || end == std::string_view::npos || end < 10) {
        return false;
    }
    const std::string_view date = behind.substr(2, end - 2);
    const auto is_digit = [](char byte) { return byte >= '0' && byte <= '9'; };
    const auto is_year = [&](std::string_view year) {
        return (year.starts_with("19") || year.starts_with("20")) && is_digit(year[2]) && is_digit(year[3]);
    };
    return is_year(date.substr(date.size() - 4)) || is_year(date.substr(0, 4));
}

// "[10:02] Joy: hallo"
bool is_chat_line(const NameWindow& words, const NameCandidate& name) {
    const std::string_view before = words.text().substr(0, words[name.first].begin);
    return before.ends_with("] ") && words[name.first].digit_before &&
           words.text().substr(words[name.end - 1].end).starts_with(": ");
}

// "vertelde Selam dat", "asked Selam whether": of no list.
bool is_asked(const NameWindow& words, const NameCandidate& name) {
    static constexpr Forms verbs{"zei",  "zegt",  "vertelde", "vertelt", "vroeg",
                                 "said", "asked", "told",     "says"};
    static constexpr Forms behind{"dat", "of",   "of", "that",  "whether", "if",
                                  "to",  "when", "om", "where", "why",     "hoe"};
    const std::size_t i = name.first;
    return i > 0 && words[i].gap == WordGap::blank && words.is_one_of(i - 1, verbs) &&
           name.end < words.size() && words.is_one_of(name.end, behind);
}

// "the defendant, Selam Woldu, born", "I, Selam Woldu, residing".
bool is_apposed(const NameWindow& words, const NameCandidate& name) {
    const std::size_t i = name.first;
    return i > 0 && name.words == 2 && words[i].gap == WordGap::comma &&
           words.byte_behind(name.end - 1) == ',' &&
           (words.is(i - 1, role | says_name) || words.written(i - 1) == "I");
}

// "Selam van de klantenservice", "Selam from support"
bool has_department(const NameWindow& words, const NameCandidate& name) {
    static constexpr Forms departments{"klantenservice", "helpdesk", "receptie", "thuiszorg", "administratie",
                                       "afdeling",       "gemeente", "balie",    "reception", "support",
                                       "accounting",     "finance",  "school",   "wijkteam"};
    static constexpr Forms from{"van", "from"};
    if (name.words != 1 || name.end + 2 >= words.size() || !words.is_one_of(name.end, from) ||
        words[name.end].gap != WordGap::blank) {
        return false;
    }
    return words.is_one_of(name.end + (words.is(name.end + 1, determiner) ? 2 : 1), departments);
}

// "Young v Kamińska", of a court: one of the two.
bool is_party(const NameWindow& words, const NameCandidate& name) {
    static constexpr Forms against{"v", "vs", "versus"};
    const auto is_against = [&](std::size_t i) {
        return words[i].gap == WordGap::blank && !words[i].capital && words.text()[words[i].begin] == 'v' &&
               words.is_one_of(i, against);
    };
    const std::size_t i = name.first;
    return (i > 1 && is_against(i - 1) && words[i].gap == WordGap::blank && words[i - 2].capital) ||
           (name.end + 1 < words.size() && is_against(name.end) && words[name.end + 1].capital &&
            words[name.end + 1].gap == WordGap::blank);
}

// "Jan en Evelotte", "Jan, Evelotte en Piet": beside a name that is believed.
bool is_listed(const NameWindow& words, const NameCandidate& name, std::span<const Finding> findings) {
    static constexpr Forms conjunctions{"en", "and", "of", "or", "aan"};
    const std::size_t i = name.first;
    if (findings.empty() || i < 1) {
        return false;
    }
    const std::size_t last = findings.back().end;
    if (words[i].gap == WordGap::blank && i > 1 && words.is_one_of(i - 1, conjunctions)) {
        return last == words[i - 2].end ||
               (i > 2 && words.is_one_of(i - 2, conjunctions) && last == words[i - 3].end);
    }
    if (words[i].gap != WordGap::comma || last != words[i - 1].end || name.end >= words.size()) {
        return false;
    }
    return words[name.end].gap == WordGap::comma || words.is_one_of(name.end, conjunctions);
}

bool digit_follows(const NameWindow& words, std::size_t at) {
    while (at < words.text().size() && (words.text()[at] == ' ' || words.text()[at] == '.' ||
                                        words.text()[at] == '\'' || words.text()[at] == '-')) {
        ++at;
    }
    return at < words.text().size() && words.text()[at] >= '0' && words.text()[at] <= '9';
}

} // namespace

NameSurroundings surroundings_of(const NameWindow& words, const NameCandidate& name,
                                 std::span<const Finding> findings) {
    NameSurroundings around;
    const std::size_t i = name.first;
    const NameToken& first = words[i];
    around.sentence_start = words.is_sentence_start(i);
    around.number_beside = first.digit_before;
    if (i > 0) {
        const bool beside = words.is_beside(i);
        const WordGap gap = first.gap;
        // "1234 DR Anna": no doctor.
        around.titled = beside && words.is(i - 1, title) &&
                        !(words[i - 1].digit_before && words[i - 1].upper) &&
                        !(words.is(i - 1, common) && words[i - 1].letters < 2);
        // "collega's Jan", "patient: Jan", "patient (Jan Jansen)".
        const bool near =
            gap == WordGap::blank || (gap == WordGap::end && first.begin - words[i - 1].end <= 3 &&
                                      words.byte_behind(i - 1) != '?' && words.byte_behind(i - 1) != '!');
        const bool labelled = near || gap == WordGap::comma;
        around.role_before = (near && words.is(i - 1, role | says_name)) ||
                             (gap == WordGap::blank && words.is(i - 1, salutation));
        if (gap == WordGap::comma && words.is(i - 1, salutation | role) && (first.kinds & given) != 0) {
            around.role_before = true;
        }
        if (labelled && words.is(i - 1, to_be) && i > 1 && words.is(i - 2, says_name)) {
            around.role_before = true;
        }
        if (near && i > 1 &&
            (is_self(words, i) ||
             (words.is(i - 1, to_person) && words.is(i - 2, says_name) && !is_with(words, i - 1)))) {
            around.role_before = true;
        }
        // The line below "groeten", the second one below "met vriendelijke groet".
        if ((gap == WordGap::line || gap == WordGap::paragraph || gap == WordGap::comma ||
             gap == WordGap::end) &&
            words.is(i - 1, farewell) && first.begin - words[i - 1].end <= 8) {
            around.role_before = true;
        }
        if (gap == WordGap::blank && words.is(i - 1, farewell) && !words.is(i - 1, common)) {
            around.role_before = true;
        }
        around.person_before = gap == WordGap::blank && words.is(i - 1, to_person);
        around.place_before =
            gap == WordGap::blank && ((words.is(i - 1, to_place) && !is_asked_for(words, i)) ||
                                      (words.is(i, place) && is_residence(words, i)) || is_way_to(words, i));
        around.phrase_before =
            gap == WordGap::blank && words[i - 1].capital && words[i - 1].letters > 1 &&
            !words.is(i - 1, title | role | salutation | says_name | farewell | to_person) &&
            !words.is_sentence_start(i - 1);
        around.way_before = gap == WordGap::blank && is_way_to(words, i);
        around.determined = gap == WordGap::blank && words.is(i - 1, determiner);
        around.conjoined = around.determined && is_that(words, i - 1);
        if (is_named_by(words, i)) {
            around.role_before = true;
        }
        around.month_beside = gap != WordGap::paragraph && gap != WordGap::stop && words.is(i - 1, month) &&
                              !words.is(i - 1, given);
    }
    const bool is_of_persons = (words[name.last_word].kinds & (place | organization | common)) == 0;
    around.role_before =
        around.role_before || first.mentioned ||
        (words.is(name.first, given) && (has_date_behind(words, name) || is_chat_line(words, name))) ||
        (is_of_persons && has_birth_behind(words, name)) ||
        (!words.is(name.last_word, place | organization) && is_party(words, name)) ||
        (name.unknown == static_cast<int>(name.words) && is_of_persons &&
         (is_asked(words, name) || is_apposed(words, name) || has_department(words, name))) ||
        (i > 0 && first.gap == WordGap::blank && is_rank(words, i - 1)) ||
        (!around.sentence_start && is_listed(words, name, findings));
    if (const NameToken* next = words.token(name.end)) {
        const bool verb = next->gap == WordGap::blank && !next->capital;
        around.speech_behind = verb && (next->kinds & speech) != 0;
        around.human_behind = verb && name.unknown > 0 && is_human_verb(words, name.end);
        around.verb_behind = verb && (next->kinds & (speech | auxiliary)) != 0;
        around.number_beside =
            around.number_beside || (next->digit_before && next->begin - words[name.end - 1].end < 12);
    }
    around.number_beside = around.number_beside || digit_follows(words, words[name.end - 1].end);
    return around;
}

} // namespace veil
