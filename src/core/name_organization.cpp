#include "core/name_organization.hpp"

namespace veil {
namespace {

using namespace word_kind;

bool is_company_form(const NameWindow& words, const NameToken& word) {
    const std::string_view form = words.text().substr(word.begin, word.end - word.begin);
    return form == "bv" || form == "nv" || form == "ltd" || form == "inc" || form == "vof" || form == "llc" ||
           form == "plc";
}

// Which nothing else is written as.
bool is_english_form(const NameWindow& words, const NameToken& word) {
    const std::string_view form = words.text().substr(word.begin, word.end - word.begin);
    return form == "ltd" || form == "llc" || form == "plc";
}

// Companies that are called as persons are, by the words without blanks.
bool is_known_company(const NameWindow& words, const NameCandidate& name) {
    if (name.words == 1 &&
        ((words.is(name.last_word, organization) && !words.is(name.last_word, sure_given)) ||
         words.written(name.first) == "NINO" || words.written(name.first) == "NI")) { // national insurance
        return true;
    }
    static constexpr std::string_view companies[] = {
        "Albert Heijn",    "Jan Linders",    "Dirk van den Broek", "Douwe Egberts",   "Morgan Stanley",
        "Ernst Young",     "Rolls Royce",    "Rolls-Royce",        "Harley Davidson", "Harley-Davidson",
        "Walt Disney",     "John Deere",     "Jack Daniels",       "Louis Vuitton",   "Hugo Boss",
        "Ralph Lauren",    "Calvin Klein",   "Tommy Hilfiger",     "Philip Morris",   "Wells Fargo",
        "Barnes Noble",    "Max Havelaar",   "John Lewis",         "Thomas Cook",     "Mercedes Benz",
        "Mercedes-Benz",   "Van Gogh",       "Marks Spencer",      "Max Planck",      "Van Lanschot",
        "Bakker Bart",     "Holland Casino", "Royal Bank",         "Lloyd George",    "Aston Martin",
        "Jan Steen",       "Van Dale",       "Kruidvat",           "Tour de France",  "San Francisco",
        "San Diego",       "Santa Barbara",  "New York",           "Den Haag",        "Den Bosch",
        "Den Helder",      "De Bilt",        "Coca Cola",          "Coca-Cola",       "Jack Wolfskin",
        "Dolce Gabbana",   "Ben Jerry",      "Van der Valk",       "Van Moof",        "VanMoof",
        "Michael Page",    "Robert Half",    "Robert Walters",     "Kuehne Nagel",    "Pieter Pot",
        "Loyens Loeff",    "De Brauw",       "Van Doorne",         "Holland Barrett", "Albert Schweitzer",
        "Los Angeles",     "Las Vegas",      "Buenos Aires",       "El Salvador",     "Sri Lanka",
        "Costa Rica",      "Puerto Rico",    "Alexander Monro",    "Johnson Johnson", "St. Albans",
        "Den Burg",        "Van Oord",       "Van Mossel",         "Van Nelle",       "Van Houten",
        "Van Gend",        "De Volksbank",   "De Goudse",          "Johnson Matthey", "Baker Hughes",
        "Baker McKenzie",  "Goldman Sachs",  "Charles Schwab",     "Stanley Black",   "Technische Unie",
        "Hewlett Packard", "Procter Gamble", "Morgan Sindall",     "Pels Rijcken"};
    const std::string_view written =
        words.text().substr(words[name.first].begin, words[name.end - 1].end - words[name.first].begin);
    return is_one_of_forms(written, companies);
}

} // namespace

bool is_dotted_form(const NameWindow& words, std::size_t i) {
    const std::string_view form = words.text().substr(words[i].begin, 5);
    return form.starts_with("B.V") || form.starts_with("N.V") || form.starts_with("V.O.F");
}

bool ends_in_street(const NameWindow& words, const NameCandidate& name) {
    // "Willem de Zwijgerlaan" too, but "Zheng aan de Kerkstraat" lives there.
    std::size_t end = name.end;
    if (end < words.size() && !words[end].capital && words.is(end, to_place | to_person) &&
        !words.is_van(end)) {
        return false;
    }
    while (end < words.size() && end - name.end < 3 && words[end].gap == WordGap::blank &&
           words.is(end, particle)) {
        ++end;
    }
    return end < words.size() && words[end].street && words.is_joined(end);
}

namespace {

// "St George's Primary", "Queen Mary's", "Prins Hendrik": of schools, hospitals, streets.
bool is_eponym(const NameWindow& words, const NameCandidate& name) {
    static constexpr std::string_view ranks[] = {"St",      "Sint",   "Saint",    "Queen",
                                                 "King",    "Prince", "Princess", "Prins",
                                                 "Prinses", "Koning", "Koningin"};
    return name.first + 1 < name.end && words.is_one_of(name.first, ranks) &&
           words.is(name.first + 1, given) && name.words <= 2;
}

// "Baker Street": what follows is no part of its name.
bool ends_street(const NameWindow& words, std::size_t i) {
    return words.is(i, after_organization) && words[i].capital && words[i].gap == WordGap::blank && i > 0 &&
           words[i - 1].capital;
}

// "Graves' disease", "Bell's palsy"
bool is_of_disease(const NameWindow& words, const NameCandidate& name) {
    const char behind = words.byte_behind(name.end - 1);
    if (behind != '\'' && behind != '\xe2') {
        return false;
    }
    std::size_t next = name.end;
    if (next < words.size() && words[next].letters == 1 && words.written(next) == "s") {
        ++next;
    }
    static constexpr std::string_view nouns[] = {"disease", "palsy",   "syndrome",   "lymphoma", "sign",
                                                 "test",    "theorem", "law",        "sarcoma",  "phenomenon",
                                                 "chorea",  "tumour",  "contracture"};
    return name.words == 1 && name.initials + name.particles == 0 && next < words.size() &&
           words.is_one_of(next, nouns) && words[next].begin - words[name.end - 1].end <= 4;
}

} // namespace

bool is_organization(const NameWindow& words, const NameCandidate& name, const NameSurroundings& around) {
    const std::size_t i = name.first;
    if (i > 0 && words[i].gap == WordGap::blank && words.is(i - 1, before_organization) &&
        !words.is(i - 1, role) && (name.initials == 0 || words[i - 1].capital) &&
        !ends_street(words, i - 1)) {
        return true;
    }
    if (is_eponym(words, name) || is_of_disease(words, name)) {
        return true;
    }
    if (words[i].ampersand_before && name.words < 2) {
        return true;
    }
    // "Mill Lane"
    if (name.words > 1 && name.initials + name.sure_givens + name.particles == 0 && !around.titled &&
        words.is(name.last_word, after_organization)) {
        return true;
    }
    if (const NameToken* next = words.token(name.end)) {
        const bool beside = next->gap == WordGap::blank || next->gap == WordGap::hyphen;
        if (beside && next->street) {
            return true;
        }
        // "van Gogh Museum", "Bakker B.V.", "Smith & Sons".
        if (beside && (next->kinds & after_organization) != 0 && next->capital) {
            return !around.titled;
        }
        if (beside && (next->kinds & after_organization) != 0 && (next->letters == 2 || next->letters == 3) &&
            !around.titled && name.initials == 0 && (next->kinds & common) != 0 &&
            (name.sure_givens == 0 || is_english_form(words, *next)) && !next->capital &&
            is_company_form(words, *next)) {
            return true;
        }
        if (next->gap == WordGap::blank && next->letters == 1 && next->upper &&
            is_dotted_form(words, name.end)) {
            return true;
        }
        // "Johnson & Johnson", not "Tom & Anna".
        if (next->ampersand_before && next->capital && name.initials == 0 && name.words == 1) {
            return words.is(name.last_word, surname) || !words.is(name.end, given);
        }
    }
    return name.initials == 0 && is_known_company(words, name);
}

} // namespace veil
