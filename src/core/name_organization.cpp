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

// "Dr. Oetker", "Dr. Martens"
bool is_made_by_doctor(const NameWindow& words, const NameCandidate& name) {
    static constexpr Forms doctors{"Dr", "dr"};
    static constexpr Forms makers{"Oetker", "Martens", "Scholl", "Hauschka", "Pepper", "Leenarts"};
    return name.first > 0 && words.is_one_of(name.first, makers) && words.is_one_of(name.first - 1, doctors);
}

// Companies that are called as persons are, by the words without blanks.
bool is_known_company(const NameWindow& words, const NameCandidate& name) {
    if (name.words == 1 &&
        ((words.is(name.last_word, organization) && !words.is(name.last_word, sure_given)) ||
         is_made_by_doctor(words, name) || words.written(name.first) == "NINO" ||
         words.written(name.first) == "NI")) { // national insurance
        return true;
    }
    static constexpr Forms companies{
        "Albert Heijn",    "Jan Linders",       "Dirk van den Broek", "Douwe Egberts",   "Morgan Stanley",
        "Ernst Young",     "Rolls Royce",       "Rolls-Royce",        "Harley Davidson", "Harley-Davidson",
        "Walt Disney",     "John Deere",        "Jack Daniels",       "Louis Vuitton",   "Hugo Boss",
        "Ralph Lauren",    "Calvin Klein",      "Tommy Hilfiger",     "Philip Morris",   "Wells Fargo",
        "Barnes Noble",    "Max Havelaar",      "John Lewis",         "Thomas Cook",     "Mercedes Benz",
        "Mercedes-Benz",   "Van Gogh",          "Marks Spencer",      "Max Planck",      "Van Lanschot",
        "Bakker Bart",     "Holland Casino",    "Royal Bank",         "Lloyd George",    "Aston Martin",
        "Jan Steen",       "Van Dale",          "Kruidvat",           "Tour de France",  "San Francisco",
        "San Diego",       "Santa Barbara",     "New York",           "Den Haag",        "Den Bosch",
        "Den Helder",      "De Bilt",           "Coca Cola",          "Coca-Cola",       "Jack Wolfskin",
        "Dolce Gabbana",   "Ben Jerry",         "Van der Valk",       "Van Moof",        "VanMoof",
        "Michael Page",    "Robert Half",       "Robert Walters",     "Kuehne Nagel",    "Pieter Pot",
        "Loyens Loeff",    "De Brauw",          "Van Doorne",         "Holland Barrett", "Albert Schweitzer",
        "Los Angeles",     "Las Vegas",         "Buenos Aires",       "El Salvador",     "Sri Lanka",
        "Costa Rica",      "Puerto Rico",       "Alexander Monro",    "Johnson Johnson", "St. Albans",
        "Den Burg",        "Van Oord",          "Van Mossel",         "Van Nelle",       "Van Houten",
        "Van Gend",        "De Volksbank",      "De Goudse",          "Johnson Matthey", "Baker Hughes",
        "Samuel Adams",    "Jack Daniel",       "Jack Wills",         "Johnnie Walker",  "Captain Morgan",
        "Jim Beam",        "Charles de Gaulle", "Tony Chocolonely",   "Miss Etam",       "Scotch Soda",
        "Ray Ban",         "Baker McKenzie",    "Goldman Sachs",      "Charles Schwab",  "Stanley Black",
        "Technische Unie", "Hewlett Packard",   "Procter Gamble",     "Morgan Sindall",  "Pels Rijcken"};
    const std::string_view written =
        words.text().substr(words[name.first].begin, words[name.end - 1].end - words[name.first].begin);
    return companies.has(written);
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
    static constexpr Forms ranks{"St",       "Sint",  "Saint",   "Queen",  "King",    "Prince",
                                 "Princess", "Prins", "Prinses", "Koning", "Koningin"};
    // "Basisschool Prinses Beatrix"
    if (name.words == 1 && name.first > 1 && words[name.first].gap == WordGap::blank &&
        words.is_one_of(name.first - 1, ranks) && words[name.first - 1].gap == WordGap::blank &&
        words.is(name.first - 2, before_organization)) {
        return true;
    }
    static constexpr Forms storms{"Storm", "Orkaan", "Hurricane", "Cyclone"};
    if (name.first + 1 >= name.end || name.words > 2 || !words.is(name.first + 1, given)) {
        return false;
    }
    return words.is_one_of(name.first, ranks) ||
           (words.is_one_of(name.first, storms) && !words.is(name.first + 1, surname));
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
    static constexpr Forms nouns{
        "disease",    "palsy",       "syndrome",  "lymphoma", "sign",        "test",       "theorem",
        "law",        "sarcoma",     "chorea",    "tumour",   "tumor",       "score",      "scale",
        "phenomenon", "contracture", "Disease",   "Palsy",    "Syndrome",    "Law",        "Theorem",
        "Razor",      "razor",       "principle", "Cross",    "thyroiditis", "oesophagus", "esophagus",
        "anaemia",    "dementia",    "Principle", "paradox"};
    // "King's College"
    const bool is_institution =
        next < words.size() && words[next].capital && words.is(next, after_organization);
    return name.words == 1 && name.initials + name.particles == 0 && next < words.size() &&
           (is_institution || words.is_one_of(next, nouns)) &&
           words[next].begin - words[name.end - 1].end <= 4;
}

// "syndroom van Sjögren", "Wet van Moore"
bool is_called_after_somebody(const NameWindow& words, const NameCandidate& name) {
    static constexpr Forms nouns{
        "syndroom", "Syndroom", "ziekte",   "Ziekte",    "wet",    "Wet",     "stelling", "Stelling",
        "test",     "Test",     "methode",  "Methode",   "schaal", "Schaal",  "theorie",  "Theorie",
        "principe", "Principe", "fenomeen", "Fenomeen",  "proef",  "paradox", "disease",  "theorem",
        "lijn",     "buis",     "teken",    "handgreep", "effect", "regel",   "formule",  "eiland"};
    const std::size_t i = name.first;
    const bool behind_van = i > 1 && words.is_van(i - 1) && words[i].gap == WordGap::blank;
    return name.words == 1 && name.initials + name.particles == 0 && behind_van &&
           words.is_one_of(i - 2, nouns);
}

// "the Charlotte office", "Henry printer", "Jack plug": what a name in front of it names.
bool is_thing(const NameWindow& words, const NameCandidate& name) {
    static constexpr Forms nouns{
        "line",       "office",    "branch",  "printer", "printers", "model",    "models", "scanner",
        "plug",       "plugs",     "server",  "station", "airport",  "hotel",    "depot",  "store",
        "site",       "edition",   "release", "release", "vacuum",   "boiler",   "pump",   "machine",
        "stofzuiger", "wine",      "gin",     "whisky",  "rum",      "cocktail", "lamp",   "chair",
        "sofa",       "vliegveld", "filiaal", "lijn",    "holder",   "gold"};
    return name.words == 1 && name.initials + name.particles == 0 && name.end < words.size() &&
           words[name.end].gap == WordGap::blank && !words[name.end].capital &&
           words.is_one_of(name.end, nouns) && words.byte_behind(name.end - 1) == ' ';
}

// All of its line.
bool stands_alone(const NameWindow& words, const NameCandidate& name) {
    const WordGap before = words[name.first].gap;
    const char behind = words.byte_behind(name.end - 1);
    return (before == WordGap::line || before == WordGap::paragraph) && (behind == '\n' || behind == '\0');
}

// "brand":"Oscar", "Merk: Henry"
bool is_brand(const NameWindow& words, const NameCandidate& name) {
    static constexpr Forms labels{"brand",    "Brand",    "merk",     "Merk",    "product",
                                  "Product",  "model",    "Model",    "device",  "Device",
                                  "apparaat", "Apparaat", "hostname", "Hostname"};
    const std::size_t i = name.first;
    return i > 0 && words[i].gap == WordGap::end && words[i].begin - words[i - 1].end <= 4 &&
           words.is_one_of(i - 1, labels);
}

} // namespace

bool is_organization(const NameWindow& words, const NameCandidate& name, const NameSurroundings& around) {
    const std::size_t i = name.first;
    if (is_called_after_somebody(words, name) || is_thing(words, name) || is_brand(words, name)) {
        return true;
    }
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
    // "Mill Lane", but "on behalf of Grace Hall".
    const bool is_person =
        words.is(i, given) && words.is(name.last_word, surname) &&
        (around.role_before || (around.person_before && !around.place_before) || stands_alone(words, name));
    if (name.words > 1 && !is_person && words[name.last_word].gap != WordGap::hyphen &&
        name.initials + name.sure_givens + name.particles == 0 && !around.titled &&
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
