#include "core/detector_names.hpp"

#include "core/name_dictionary.hpp"
#include "core/name_tokens.hpp"

#include <algorithm>

namespace veil {
namespace {

using namespace word_kind;

// Words that are looked back at and ahead at, and the most words of one name.
constexpr std::size_t look_back = 8;
constexpr std::size_t longest_name = 10;
constexpr std::size_t look_ahead = longest_name + 4;
constexpr std::size_t window = 4096;

constexpr std::uint8_t sure_confidence = 70;
constexpr std::uint8_t context_confidence = 60;
constexpr std::uint8_t likely_confidence = 50;

// Words of a text from `first` on, and what they look like as a name.
struct Candidate {
    std::size_t first = 0;
    std::size_t end = 0; // behind the last word
    int initials = 0;
    int sure_givens = 0;
    int word_givens = 0;
    int unknown = 0;
    int sure_surnames = 0; // behind another name or a particle, or alone
    int word_surnames = 0;
    int particles = 0;
    bool old_particles = false;
    bool particle_home = false; // the word behind the particles is a surname that has them
    std::size_t words = 0;      // that are neither initials nor particles
    std::size_t last_word = 0;
};

class NameReader {
  public:
    NameReader(std::string_view text, std::vector<Finding>& findings) : text_(text), findings_(findings) {}

    void read(Poll poll) {
        std::size_t position = 0;
        std::size_t polled = 0;
        bool more = true;
        while (more) {
            while (more && tokens_.size() < window) {
                NameToken token{};
                more = next_name_token(text_, position, token);
                if (more)
                    tokens_.push_back(token);
                if (position - polled >= poll_interval) {
                    poll();
                    polled = position;
                }
            }
            mark_shouting();
            const std::size_t until = more ? tokens_.size() - look_ahead : tokens_.size();
            while (next_ < until)
                next_ = read_at(next_);
            if (more && next_ > look_back) {
                const std::size_t done = next_ - look_back;
                tokens_.erase(tokens_.begin(), tokens_.begin() + static_cast<std::ptrdiff_t>(done));
                next_ -= done;
            }
        }
    }

  private:
    // Capitals say nothing where all is in capitals: five words on end.
    void mark_shouting() {
        constexpr std::size_t fewest = 5;
        std::size_t begin = 0;
        for (std::size_t i = 0; i <= tokens_.size(); ++i) {
            if (i < tokens_.size() && tokens_[i].upper)
                continue;
            if (i - begin >= fewest && has_long_word(begin, i)) {
                for (std::size_t j = begin; j < i; ++j)
                    tokens_[j].capital = false;
            }
            begin = i + 1;
        }
    }

    [[nodiscard]] bool has_long_word(std::size_t begin, std::size_t end) const {
        return std::count_if(tokens_.begin() + static_cast<std::ptrdiff_t>(begin),
                             tokens_.begin() + static_cast<std::ptrdiff_t>(end),
                             [](const NameToken& token) { return token.letters > 2; }) >= 3;
    }

    [[nodiscard]] const NameToken* token(std::size_t i) const {
        return i < tokens_.size() ? &tokens_[i] : nullptr;
    }

    [[nodiscard]] bool is(std::size_t i, std::uint32_t kinds) const {
        return i < tokens_.size() && (tokens_[i].kinds & kinds) != 0;
    }

    [[nodiscard]] char byte_behind(std::size_t i) const {
        return tokens_[i].end < text_.size() ? text_[tokens_[i].end] : '\0';
    }

    // "J." of "J. Bakker", "J" of "J Bakker", "Th." of "Th. Bakker".
    [[nodiscard]] bool is_initial(std::size_t i) const {
        const NameToken& word = tokens_[i];
        if (!word.capital || word.embedded || word.foreign_letters)
            return false;
        if (word.letters == 1)
            return true;
        if (byte_behind(i) != '.' || word.letters > 4)
            return false;
        // "JP. Bakker"; "Chr." is one, "dhr." is not.
        if (word.upper && word.letters <= 3 && (word.kinds & (title | common | organization)) == 0)
            return is_listed_name(i + 1);
        return (word.kinds & abbreviation) != 0 && (word.kinds & title) == 0 && !word.upper;
    }

    // On the line of the word before it: "UWV.", a line end and "Melding" are none.
    [[nodiscard]] bool is_listed_name(std::size_t i) const {
        return is(i, sure_given | sure_surname | particle) && is_on_line(i);
    }

    // Of the word before it.
    [[nodiscard]] bool is_on_line(std::size_t i) const {
        return text_.substr(tokens_[i - 1].end, tokens_[i].begin - tokens_[i - 1].end).find('\n') ==
               std::string_view::npos;
    }

    // A word with a capital that may be part of a name, be it in a list or not.
    [[nodiscard]] bool is_name_like(std::size_t i) const {
        if (i >= tokens_.size())
            return false;
        const NameToken& word = tokens_[i];
        if (!word.capital || word.embedded || word.foreign_letters || word.letters < 2 || word.street)
            return false;
        if ((word.kinds & (given | surname)) != 0)
            return true;
        // Abbreviations are in capitals too.
        if (word.upper && word.letters < 5)
            return false;
        return (word.kinds & (common | place | organization | after_organization | before_organization |
                              title | role | salutation | farewell | particle | month | says_name)) == 0;
    }

    [[nodiscard]] bool is_joined(std::size_t i) const {
        return i < tokens_.size() && (tokens_[i].gap == Gap::blank || tokens_[i].gap == Gap::hyphen);
    }

    // The end of a sentence before the word, or nothing that says there is none.
    [[nodiscard]] bool is_sentence_start(std::size_t i) const {
        switch (tokens_[i].gap) {
        case Gap::start:
        case Gap::line:
        case Gap::paragraph:
        case Gap::end:
            return true;
        case Gap::stop:
            return i == 0 || !(is(i - 1, abbreviation) || tokens_[i - 1].letters == 1);
        default:
            return false;
        }
    }

    [[nodiscard]] bool is_beside(std::size_t i) const {
        const Gap gap = tokens_[i].gap;
        return gap == Gap::blank || (gap == Gap::stop && i > 0 && (is(i - 1, abbreviation))) ||
               (gap == Gap::dot && i > 0 && is(i - 1, title));
    }

    // --- The words of a name with capitals ---

    [[nodiscard]] std::size_t particles_at(std::size_t i) const {
        std::size_t end = i;
        while (end < tokens_.size() && end - i < 3 && (tokens_[end].kinds & particle) != 0 &&
               (end == i || tokens_[end].gap == Gap::blank) && !tokens_[end].embedded &&
               !(tokens_[end].upper && is(end, after_organization))) // "Erasmus MC"
            ++end;
        if (end == i || end >= tokens_.size() || tokens_[end].gap != Gap::blank || !is_name_like(end))
            return 0;
        // "Johnson in Eindhoven", but "Sophie in 't Veld".
        if (end == i + 1 && (tokens_[i].kinds & (to_place | to_person)) != 0 && !is_van(i) &&
            (!is(end, particle_surname) || is(end, place)))
            return 0;
        return end - i;
    }

    [[nodiscard]] bool is_van(std::size_t i) const {
        static constexpr std::string_view vans[] = {"van", "Van", "VAN"};
        return is_one_of(i, vans);
    }

    [[nodiscard]] bool is_den(std::size_t i) const {
        const std::string_view word = text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
        return word == "den" || word == "DEN" || word == "Den";
    }

    void add_word(Candidate& name, std::size_t i, bool behind_particle) const {
        const std::uint32_t kinds = tokens_[i].kinds;
        if (behind_particle && (kinds & particle_surname) != 0)
            name.particle_home = true;
        const bool as_surname = behind_particle || name.words > 0 || name.initials > 0;
        const bool is_given = (kinds & sure_given) != 0;
        const bool may_be_given = (kinds & word_given) != 0;
        const bool may_be_surname =
            (kinds & word_surname) != 0 && (as_surname || (!is_given && !may_be_given));
        if ((kinds & sure_surname) != 0 && (as_surname || !is_given))
            ++name.sure_surnames;
        else if (may_be_surname)
            ++name.word_surnames;
        else if (is_given)
            ++name.sure_givens;
        else if (may_be_given)
            ++name.word_givens;
        else
            ++name.unknown;
        ++name.words;
        name.last_word = i;
        name.end = i + 1;
    }

    void add_particles(Candidate& name, std::size_t i, std::size_t count) const {
        name.particles += static_cast<int>(count);
        for (std::size_t j = i; j < i + count; ++j)
            name.old_particles =
                name.old_particles || (tokens_[j].kinds & old_particle) != 0 || (j > i && is_den(j));
        add_word(name, i + count, true);
    }

    [[nodiscard]] Candidate candidate_at(std::size_t i) const {
        Candidate name;
        name.first = name.end = i;
        std::size_t k = i;
        while (k < tokens_.size() && name.initials < 6 && is_initial(k) &&
               (k == i || tokens_[k].gap == Gap::dot || tokens_[k].gap == Gap::stop ||
                tokens_[k].gap == Gap::blank || tokens_[k].gap == Gap::hyphen)) {
            ++name.initials;
            ++k;
        }
        const auto follows = [&](std::size_t word) {
            if (word >= tokens_.size())
                return false;
            if (word == i)
                return true;
            if (is_joined(word))
                return true;
            // Behind an initial: "J. Bakker", "J.Bakker", "John F. Kennedy".
            if (tokens_[word].gap == Gap::stop || tokens_[word].gap == Gap::dot)
                return is_initial(word - 1) && is_on_line(word);
            // A name that an end of line breaks.
            return tokens_[word].gap == Gap::line && (tokens_[word].kinds & sure_surname) != 0 &&
                   name.words > 0 && (tokens_[word - 1].kinds & given) != 0;
        };
        while (k < tokens_.size() && k - i < longest_name && follows(k)) {
            if (const std::size_t count =
                    (k == i || tokens_[k].gap != Gap::stop || name.initials > 0) ? particles_at(k) : 0;
                count != 0 && !(is_name_like(k) && tokens_[k].letters > 3)) {
                // "Melding van Anna Bakker": a sentence that begins with a word of no list.
                if (name.words == 1 && name.unknown == 1 && name.initials == 0 && is(k + count, sure_given) &&
                    ((is_name_like(k + count + 1) && is_joined(k + count + 1)) ||
                     (is_sentence_start(i) && count == 1 && !is(k + 1, particle_surname)))) {
                    name.words = 0;
                    break;
                }
                add_particles(name, k, count);
                k += count + 1;
                continue;
            }
            if (is_name_like(k) && !(name.words > 0 && ends_before(name, k))) {
                add_word(name, k, false);
                ++k;
                continue;
            }
            // An initial in the middle.
            if (name.words > 0 && is_initial(k) && k + 1 < tokens_.size() && is_name_like(k + 1) &&
                (tokens_[k + 1].gap == Gap::stop || tokens_[k + 1].gap == Gap::blank)) {
                ++name.initials;
                add_word(name, k + 1, false);
                k += 2;
                continue;
            }
            break;
        }
        if (name.words == 0)
            name.end = i;
        return name;
    }

    // Labels follow names where fields stand in one line: "Jan Jansen Geboortedatum".
    [[nodiscard]] bool ends_before(const Candidate& name, std::size_t i) const {
        const std::uint32_t kinds = tokens_[i].kinds;
        if ((kinds & (sure_given | sure_surname)) != 0)
            return false;
        const bool complete = name.sure_surnames + name.word_surnames + name.particles > 0;
        return complete && (kinds & (common | month | after_organization)) != 0 &&
               tokens_[i].gap != Gap::hyphen;
    }

    // --- What stands around it ---

    struct Surroundings {
        bool sentence_start = false;
        bool titled = false;
        bool role_before = false; // or a salutation, or "my name is"
        bool person_before = false;
        bool place_before = false;
        bool determined = false;
        bool conjoined = false;     // by what may be a determiner: "dat Ahmed"
        bool phrase_before = false; // another word with a capital, which is no part of a name: "Groene Hart"
        bool human_behind = false;  // a verb of nobody else
        bool speech_behind = false; // as persons do
        bool verb_behind = false;   // as others do too
        bool number_beside = false;
        bool month_beside = false;
    };

    [[nodiscard]] Surroundings surroundings_of(const Candidate& name) const {
        Surroundings around;
        const std::size_t i = name.first;
        const NameToken& first = tokens_[i];
        around.sentence_start = is_sentence_start(i);
        around.number_beside = first.digit_before;
        if (i > 0) {
            const bool beside = is_beside(i);
            const Gap gap = first.gap;
            // "1234 DR Anna": no doctor.
            around.titled = beside && is(i - 1, title) &&
                            !(tokens_[i - 1].digit_before && tokens_[i - 1].upper) &&
                            !(is(i - 1, common) && tokens_[i - 1].letters < 2);
            // "collega's Jan", "patient: Jan", "patient (Jan Jansen)".
            const bool near = gap == Gap::blank || (gap == Gap::end && first.begin - tokens_[i - 1].end <= 3);
            const bool labelled = near || gap == Gap::comma;
            around.role_before =
                (near && is(i - 1, role | says_name)) || (gap == Gap::blank && is(i - 1, salutation));
            if (gap == Gap::comma && is(i - 1, salutation | role) && (first.kinds & given) != 0)
                around.role_before = true;
            if (labelled && is(i - 1, to_be) && i > 1 && is(i - 2, says_name))
                around.role_before = true;
            if (near && i > 1 &&
                (is_self(i) || (is(i - 1, to_person) && is(i - 2, says_name) && !is_with(i - 1))))
                around.role_before = true;
            // The line below "groeten", the second one below "met vriendelijke groet".
            if ((gap == Gap::line || gap == Gap::paragraph || gap == Gap::comma || gap == Gap::end) &&
                is(i - 1, farewell) && first.begin - tokens_[i - 1].end <= 8)
                around.role_before = true;
            if (gap == Gap::blank && is(i - 1, farewell) && !is(i - 1, common))
                around.role_before = true;
            around.person_before = gap == Gap::blank && is(i - 1, to_person);
            around.place_before = gap == Gap::blank && is(i - 1, to_place);
            around.phrase_before = gap == Gap::blank && tokens_[i - 1].capital &&
                                   tokens_[i - 1].letters > 1 &&
                                   !is(i - 1, title | role | salutation | says_name | farewell | to_person) &&
                                   !is_sentence_start(i - 1);
            around.determined = gap == Gap::blank && is(i - 1, determiner);
            around.conjoined = around.determined && is_that(i - 1);
            if (is_named_by(i))
                around.role_before = true;
            around.month_beside =
                gap != Gap::paragraph && gap != Gap::stop && is(i - 1, month) && !is(i - 1, given);
        }
        around.role_before =
            around.role_before || first.mentioned || (!around.sentence_start && is_listed(name));
        if (const NameToken* next = token(name.end)) {
            const bool verb = next->gap == Gap::blank && !next->capital;
            around.speech_behind = verb && (next->kinds & speech) != 0;
            around.human_behind = verb && is_human_verb(name.end);
            around.verb_behind = verb && (next->kinds & (speech | auxiliary)) != 0;
            around.number_beside =
                around.number_beside || (next->digit_before && next->begin - tokens_[name.end - 1].end < 12);
        }
        around.number_beside = around.number_beside || digit_follows(tokens_[name.end - 1].end);
        return around;
    }

    // "ik ben", "I am", "this is", "met": who speaks.
    [[nodiscard]] bool is_self(std::size_t i) const {
        const std::string_view before =
            text_.substr(tokens_[i - 2].begin, tokens_[i - 1].end - tokens_[i - 2].begin);
        return before == "ik ben" || before == "Ik ben" || before == "I am" || before == "this is" ||
               before == "This is" || before == "I'm" || before == "ik heet" || before == "met mij";
    }

    // "Opgemaakt door: S. Doekhi", "Aan: Jan Bakker"
    [[nodiscard]] bool is_named_by(std::size_t i) const {
        static constexpr std::string_view words[] = {"door", "by", "van", "Van", "aan", "Aan", "From", "To"};
        return tokens_[i].gap == Gap::end && byte_behind(i - 1) == ':' && is_one_of(i - 1, words);
    }

    [[nodiscard]] bool is_that(std::size_t i) const {
        static constexpr std::string_view words[] = {"dat", "that"};
        return is_one_of(i, words);
    }

    // "Known with Parkinson"
    [[nodiscard]] bool is_with(std::size_t i) const {
        static constexpr std::string_view words[] = {"with", "met", "for", "voor"};
        return is_one_of(i, words);
    }

    [[nodiscard]] bool is_human_verb(std::size_t i) const {
        static constexpr std::string_view verbs[] = {
            "zei",    "zegt",    "vertelde", "vertelt", "vroeg",   "belde", "mailde",  "lachte",
            "huilde", "denkt",   "dacht",    "vindt",   "said",    "says",  "told",    "asked",
            "thinks", "thought", "wrote",    "phoned",  "laughed", "cried", "schreef", "antwoordde"};
        return is_one_of(i, verbs);
    }

    template <std::size_t count>
    [[nodiscard]] bool is_one_of(std::size_t i, const std::string_view (&words)[count]) const {
        return std::find(std::begin(words), std::end(words),
                         text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin)) !=
               std::end(words);
    }

    // "Jan en Evelotte", "Jan, Evelotte en Piet": beside a name that is believed.
    [[nodiscard]] bool is_listed(const Candidate& name) const {
        static constexpr std::string_view conjunctions[] = {"en", "and", "of", "or", "aan"};
        const std::size_t i = name.first;
        if (findings_.empty() || i < 1)
            return false;
        const std::size_t last = findings_.back().end;
        if (tokens_[i].gap == Gap::blank && i > 1 && is_one_of(i - 1, conjunctions))
            return last == tokens_[i - 2].end ||
                   (i > 2 && is_one_of(i - 2, conjunctions) && last == tokens_[i - 3].end);
        if (tokens_[i].gap != Gap::comma || last != tokens_[i - 1].end || name.end >= tokens_.size())
            return false;
        return tokens_[name.end].gap == Gap::comma || is_one_of(name.end, conjunctions);
    }

    [[nodiscard]] bool digit_follows(std::size_t at) const {
        while (at < text_.size() &&
               (text_[at] == ' ' || text_[at] == '.' || text_[at] == '\'' || text_[at] == '-'))
            ++at;
        return at < text_.size() && text_[at] >= '0' && text_[at] <= '9';
    }

    // Is it the name of a street, a company, an institution?
    [[nodiscard]] bool is_organization(const Candidate& name, const Surroundings& around) const {
        const std::size_t i = name.first;
        if (i > 0 && tokens_[i].gap == Gap::blank && is(i - 1, before_organization) && !is(i - 1, role) &&
            (name.initials == 0 || tokens_[i - 1].capital))
            return true;
        if (tokens_[i].ampersand_before && name.words < 2)
            return true;
        // "Mill Lane"
        if (name.words > 1 && name.initials + name.sure_givens + name.particles == 0 && !around.titled &&
            is(name.last_word, after_organization))
            return true;
        if (const NameToken* next = token(name.end)) {
            const bool beside = next->gap == Gap::blank || next->gap == Gap::hyphen;
            if (beside && next->street)
                return true;
            // "van Gogh Museum", "Bakker B.V.", "Smith & Sons".
            if (beside && (next->kinds & after_organization) != 0 && next->capital)
                return !around.titled;
            if (beside && (next->kinds & after_organization) != 0 &&
                (next->letters == 2 || next->letters == 3) && !around.titled &&
                name.sure_givens + name.initials == 0 && (next->kinds & common) != 0 && !next->capital &&
                is_company_form(*next))
                return true;
            if (next->gap == Gap::blank && next->letters == 1 && next->upper && is_dotted_form(name.end))
                return true;
            // "Johnson & Johnson", not "Tom & Anna".
            if (next->ampersand_before && next->capital && name.initials == 0 && name.words == 1)
                return is(name.last_word, surname) || !is(name.end, given);
        }
        return name.initials == 0 && is_known_company(name);
    }

    [[nodiscard]] bool is_company_form(const NameToken& word) const {
        const std::string_view form = text_.substr(word.begin, word.end - word.begin);
        return form == "bv" || form == "nv" || form == "ltd" || form == "inc" || form == "vof" ||
               form == "llc" || form == "plc";
    }

    // "B.V.", "N.V." or "V.O.F." from word i on.
    [[nodiscard]] bool is_dotted_form(std::size_t i) const {
        const std::string_view form = text_.substr(tokens_[i].begin, 5);
        return form.starts_with("B.V") || form.starts_with("N.V") || form.starts_with("V.O.F");
    }

    // Companies that are called as persons are, by the words without blanks.
    [[nodiscard]] bool is_known_company(const Candidate& name) const {
        if (name.words == 1)
            return (is(name.last_word, organization) && !is(name.last_word, sure_given)) ||
                   text_.substr(tokens_[name.first].begin, 4) == "NINO"; // of the national insurance
        if (name.end - name.first < 2)
            return false;
        static constexpr std::string_view companies[] = {
            "Albert Heijn",   "Jan Linders",     "Dirk van den Broek", "Douwe Egberts",     "Morgan Stanley",
            "Ernst Young",    "Rolls Royce",     "Rolls-Royce",        "Harley Davidson",   "Harley-Davidson",
            "Walt Disney",    "John Deere",      "Jack Daniels",       "Louis Vuitton",     "Hugo Boss",
            "Ralph Lauren",   "Calvin Klein",    "Tommy Hilfiger",     "Philip Morris",     "Wells Fargo",
            "Barnes Noble",   "Max Havelaar",    "John Lewis",         "Thomas Cook",       "Mercedes Benz",
            "Mercedes-Benz",  "Van Gogh",        "Marks Spencer",      "Max Planck",        "Van Lanschot",
            "Holland Casino", "Royal Bank",      "Lloyd George",       "Aston Martin",      "Jan Steen",
            "Van Dale",       "Kruidvat",        "Tour de France",     "San Francisco",     "San Diego",
            "Santa Barbara",  "New York",        "Den Haag",           "Den Bosch",         "Den Helder",
            "De Bilt",        "Coca Cola",       "Coca-Cola",          "Jack Wolfskin",     "Dolce Gabbana",
            "Ben Jerry",      "Van der Valk",    "Van Moof",           "VanMoof",           "Michael Page",
            "Robert Half",    "Robert Walters",  "Kuehne Nagel",       "Pieter Pot",        "Loyens Loeff",
            "De Brauw",       "Van Doorne",      "Holland Barrett",    "Albert Schweitzer", "Los Angeles",
            "Las Vegas",      "Buenos Aires",    "El Salvador",        "Sri Lanka",         "Costa Rica",
            "Puerto Rico",    "Alexander Monro", "Johnson Johnson",    "St. Albans",        "Den Burg"};
        const std::string_view written =
            text_.substr(tokens_[name.first].begin, tokens_[name.end - 1].end - tokens_[name.first].begin);
        return std::find(std::begin(companies), std::end(companies), written) != std::end(companies);
    }

    // --- What is believed ---

    // 0: not a name.
    [[nodiscard]] std::uint8_t belief(const Candidate& name, const Surroundings& around) const {
        const int surnames = name.sure_surnames + name.word_surnames;
        const int known = name.sure_givens + name.word_givens + surnames;
        const NameToken& word = tokens_[name.last_word];
        if (around.titled)
            return known > 0 || !around.sentence_start ? sure_confidence : 0;
        if (name.initials > 0) {
            // "A. Inleiding", "B. Methode": headings.
            if (name.initials == 1 && around.sentence_start && known == 0 && name.particles == 0)
                return around.role_before || around.speech_behind || around.verb_behind ? likely_confidence
                                                                                        : 0;
            // "Vitamine B. Jansen": a letter at the end of a sentence, if it is no initial of a list.
            return known > 0 || name.particles > 0 || name.initials > 1 || !around.sentence_start
                       ? sure_confidence
                       : 0;
        }
        if (name.words > 1)
            return belief_in_several(name, around, surnames);
        if (name.particles > 0)
            return belief_behind_particles(name, around);
        // "Known with NSTEMI"
        if (name.unknown > 0 && word.upper)
            return 0;
        if (is_order(name, around))
            return 0;
        // "the Bakker family"
        static constexpr std::string_view families[] = {"family", "household", "children", "twins"};
        if ((word.kinds & surname) != 0 && around.determined && name.end < tokens_.size() &&
            tokens_[name.end].gap == Gap::blank && is_one_of(name.end, families))
            return context_confidence;
        if (name.sure_givens > 0)
            return belief_in_given(word, around);
        if (around.role_before &&
            ((word.kinds & (month | common)) == 0 || (known > 0 && !around.number_beside)) &&
            !around.place_before) {
            if (known > 0)
                return context_confidence;
            return (word.kinds & (place | organization)) == 0 ? likely_confidence : 0;
        }
        if (around.phrase_before)
            return 0;
        if (name.word_givens > 0)
            return belief_in_word_given(word, around);
        if (name.unknown > 0)
            return around.human_behind && word.kinds == 0 ? likely_confidence : 0;
        if (name.sure_surnames > 0) {
            if (around.place_before || around.determined || around.number_beside)
                return 0;
            if (!around.sentence_start || around.verb_behind)
                return context_confidence;
            return likely_confidence;
        }
        if (name.word_surnames > 0) {
            if ((word.kinds & (place | organization | common | month)) != 0 || around.place_before ||
                around.determined || around.sentence_start || around.number_beside)
                return 0;
            return around.person_before || around.speech_behind ? likely_confidence : 0;
        }
        return 0;
    }

    // "Rob the bank", "Mark a box", "Sue your landlord": what is to be done.
    [[nodiscard]] bool is_order(const Candidate& name, const Surroundings& around) const {
        static constexpr std::string_view articles[] = {"the", "a", "an", "your", "this", "these", "all"};
        return around.sentence_start && !around.role_before && name.end < tokens_.size() &&
               tokens_[name.end].gap == Gap::blank && is_one_of(name.end, articles);
    }

    [[nodiscard]] std::uint8_t belief_in_several(const Candidate& name, const Surroundings& around,
                                                 int surnames) const {
        const NameToken& first = tokens_[name.first];
        const bool first_known = (first.kinds & given) != 0;
        const bool first_word = (first.kinds & (common | month | place | organization)) != 0;
        if (name.sure_givens > 0) {
            // "Charlotte Amsterdam" of a heading may be anything.
            return sure_confidence;
        }
        if (first_known) {
            if (name.sure_surnames > 0 || (name.particles > 0 && surnames > 0))
                return context_confidence;
            if (around.role_before)
                return context_confidence;
            if (around.sentence_start && first_word)
                return 0;
            return around.determined || around.number_beside ? 0 : likely_confidence;
        }
        if (around.role_before && !first_word)
            return context_confidence;
        if (name.particles > 0 && (name.particle_home || name.old_particles))
            return first_word ? 0 : context_confidence;
        if (around.place_before || around.determined)
            return 0;
        // "Quirien van Grevelingen": nothing of it is in a list.
        if (name.particles > 0)
            return !first_word && (tokens_[name.last_word].kinds & (place | common | organization)) == 0
                       ? likely_confidence
                       : 0;
        // A given name of no list before a surname.
        if (surnames > 0) {
            if (name.sure_surnames > 0)
                return first_word ? 0 : context_confidence;
            const bool everyday =
                (tokens_[name.last_word].kinds & (common | month | place | organization)) != 0;
            return !first_word && (!everyday || around.person_before || around.speech_behind)
                       ? likely_confidence
                       : 0;
        }
        const NameToken& last = tokens_[name.last_word];
        if (name.words == 2 && (around.speech_behind || (around.person_before && last.surname_like)))
            return likely_confidence;
        return 0;
    }

    [[nodiscard]] std::uint8_t belief_behind_particles(const Candidate& name,
                                                       const Surroundings& around) const {
        const NameToken& word = tokens_[name.last_word];
        const NameToken& first = tokens_[name.first];
        const bool known = name.sure_surnames + name.word_surnames + name.sure_givens > 0;
        if (around.place_before && (word.kinds & place) != 0)
            return 0;
        if (name.old_particles && (word.kinds & (place | common)) == 0)
            return known || first.capital || around.role_before || around.person_before ? context_confidence
                                                                                        : likely_confidence;
        if (name.old_particles && name.particle_home)
            return context_confidence;
        if (around.role_before && (word.kinds & (place | common | organization)) == 0)
            return context_confidence;
        if (!name.particle_home && name.sure_surnames == 0)
            return first.capital && !around.sentence_start && known &&
                           (word.kinds & (place | common | organization)) == 0
                       ? likely_confidence
                       : 0;
        if (around.role_before)
            return context_confidence;
        // "de Koning", "van de Raad": offices, and what else is written with a capital.
        if (!first.capital && (word.kinds & (office | common)) != 0 && name.particles == 1)
            return 0;
        if (around.sentence_start && (word.kinds & (place | common | organization)) != 0)
            return 0;
        return (word.kinds & (place | organization)) != 0 && !around.person_before ? 0 : context_confidence;
    }

    [[nodiscard]] static std::uint8_t belief_in_given(const NameToken& word, const Surroundings& around) {
        if ((word.kinds & (place | organization)) != 0)
            return around.role_before || around.speech_behind ||
                           (around.person_before && (word.kinds & place) == 0)
                       ? context_confidence
                       : 0;
        if (around.place_before && !around.role_before)
            return (word.kinds & surname) != 0 ? 0 : likely_confidence;
        if (around.determined && !around.conjoined && (word.kinds & sure_surname) != 0)
            return 0;
        return around.sentence_start ? context_confidence : sure_confidence;
    }

    [[nodiscard]] std::uint8_t belief_in_word_given(const NameToken& word, const Surroundings& around) const {
        if (around.number_beside || around.month_beside || around.determined || around.place_before)
            return 0;
        if ((word.kinds & month) != 0) {
            // "Jan" is the one that is more often a name than a month.
            if (text_.substr(word.begin, word.end - word.begin) == "Jan")
                return around.sentence_start && !around.verb_behind ? 0 : likely_confidence;
            return around.speech_behind && !around.sentence_start ? likely_confidence : 0;
        }
        if ((word.kinds & (common | place | organization)) != 0)
            return around.speech_behind || (around.person_before && (word.kinds & place) == 0)
                       ? likely_confidence
                       : 0;
        if (!around.sentence_start)
            return likely_confidence;
        return around.verb_behind ? likely_confidence : 0;
    }

    // --- Names without capitals, or where capitals say nothing ---

    [[nodiscard]] std::size_t read_small(std::size_t i) {
        const NameToken& first = tokens_[i];
        if (first.capital || first.embedded || first.foreign_letters)
            return i;
        const bool titled = i > 0 && is(i - 1, title) && is_beside(i) && tokens_[i - 1].letters > 1;
        const bool greeted = i > 0 && first.gap == Gap::blank && is(i - 1, salutation) &&
                             is_alone_behind(i) && (i == 1 || is_sentence_start(i - 1));
        const std::size_t particle_count = small_particles_at(i);
        if (titled) {
            std::size_t last = i + particle_count;
            if (particle_count == 0 && first.letters == 1 && byte_behind(i) == '.' && i + 1 < tokens_.size())
                last = i + 1 + small_particles_at(i + 1);
            if (last >= tokens_.size() || tokens_[last].capital || tokens_[last].embedded ||
                tokens_[last].letters < 3)
                return i;
            const std::uint32_t kinds = tokens_[last].kinds;
            // Verbs follow a Dutch title without a name: "mevrouw wacht". Behind "mrs" and particles a name
            // is due.
            const bool due =
                is_english_title(i - 1) && (kinds & (speech | auxiliary | to_person | determiner)) == 0;
            const bool fits =
                (kinds & (sure_surname | sure_given)) != 0 ||
                ((kinds & (surname | given)) != 0 &&
                 (particle_count != 0 || (kinds & (common | speech | to_person | determiner)) == 0)) ||
                (kinds == 0 && particle_count != 0 && !tokens_[last].foreign_letters) || due;
            if (!fits)
                return i;
            // "mevrouw anna bakker"
            if (is(last, given) && last + 1 < tokens_.size() && tokens_[last + 1].gap == Gap::blank &&
                !tokens_[last + 1].capital && is(last + 1, sure_surname))
                ++last;
            return found(i, hyphenated_end(last), context_confidence);
        }
        if (greeted && is(i, given))
            return found(i, i + 1, context_confidence);
        if (!is(i, given) || (first.kinds & (determiner | particle | speech | to_person)) != 0)
            return i;
        // "anna maria de boer", "piet jansen", "fatima el amrani".
        const std::size_t second = i + 1;
        if (second < tokens_.size() && tokens_[second].gap == Gap::blank && !tokens_[second].capital &&
            is(second, sure_given)) {
            if (const std::size_t end = small_surname_end(i, second + 1); end != 0)
                return found(i, end, likely_confidence);
        }
        // "jean-pierre dubois"
        if (second < tokens_.size() && tokens_[second].gap == Gap::hyphen && is(second, given)) {
            const std::size_t end = small_surname_end(i, second + 1);
            return end != 0 ? found(i, end, likely_confidence) : i;
        }
        const std::size_t end = small_surname_end(i, second);
        return end != 0 ? found(i, end, likely_confidence) : i;
    }

    [[nodiscard]] bool is_english_title(std::size_t i) const {
        static constexpr std::string_view english[] = {"mrs", "Mrs", "ms", "Ms", "mr", "Mr"};
        return is_one_of(i, english);
    }

    // "janssen-de wit"
    [[nodiscard]] std::size_t hyphenated_end(std::size_t last) const {
        std::size_t i = last + 1;
        if (i >= tokens_.size() || tokens_[i].gap != Gap::hyphen)
            return last + 1;
        i += small_particles_at(i);
        return i < tokens_.size() && is(i, surname) ? i + 1 : last + 1;
    }

    // The end of the surname in small letters that follows the given name `first` at word i; 0 for none.
    [[nodiscard]] std::size_t small_surname_end(std::size_t first, std::size_t i) const {
        if (i >= tokens_.size() || tokens_[i].gap != Gap::blank)
            return 0;
        const std::size_t count = small_particles_at(i);
        const std::size_t at = i + count;
        if (at >= tokens_.size() || tokens_[at].embedded || tokens_[at].capital ||
            tokens_[at].gap != Gap::blank)
            return 0;
        const std::uint32_t kinds = tokens_[at].kinds;
        const bool sure_first = is(first, sure_given) && !is(first, common);
        constexpr std::uint32_t everyday =
            common | speech | auxiliary | to_person | to_place | determiner | particle;
        constexpr std::uint8_t fewest_letters = 5;
        bool fits = (kinds & sure_surname) != 0;
        if (count != 0)
            fits = fits || (kinds & particle_surname) != 0 || ((kinds & word_surname) != 0 && sure_first) ||
                   (sure_first && kinds == 0 && tokens_[at].letters >= fewest_letters &&
                    (is_van(i) || !is(i, to_place | to_person)));
        else
            fits = fits || ((kinds & word_surname) != 0 && sure_first && (kinds & everyday) == 0) ||
                   ((kinds & surname) != 0 && (sure_first || !is(first, common)) && is_called(first) &&
                    (kinds & (everyday & ~common)) == 0);
        return fits ? hyphenated_end(at) : 0;
    }

    // "met anna groen", "kun je anna groen": a person is due, so that an everyday word may be a surname.
    [[nodiscard]] bool is_called(std::size_t i) const {
        static constexpr std::string_view words[] = {"met", "with",    "add", "je",
                                                     "jij", "volgens", "ask", "aan"};
        return i > 0 && tokens_[i].gap == Gap::blank && is_one_of(i - 1, words);
    }

    [[nodiscard]] std::size_t small_particles_at(std::size_t i) const {
        std::size_t end = i;
        while (end < tokens_.size() && end - i < 3 && (tokens_[end].kinds & particle) != 0 &&
               !tokens_[end].capital && (end == i || tokens_[end].gap == Gap::blank))
            ++end;
        return end < tokens_.size() && end > i && tokens_[end].gap == Gap::blank ? end - i : 0;
    }

    // A comma, an end of line or the end behind the word.
    [[nodiscard]] bool is_alone_behind(std::size_t i) const {
        const char behind = byte_behind(i);
        return behind == '\0' || behind == ',' || behind == '\n' || behind == '\r' || behind == '!';
    }

    // --- One word of the text ---

    [[nodiscard]] std::size_t found(std::size_t first, std::size_t end, std::uint8_t confidence) {
        std::size_t to = tokens_[end - 1].end;
        // The full stop of an initial at the end.
        if (tokens_[end - 1].letters == 1 && to < text_.size() && text_[to] == '.')
            ++to;
        findings_.push_back({tokens_[first].begin, to, Entity::name, confidence});
        return end;
    }

    // "J.P. (Jan) Jansen": the end of initials, the name by which one is called, and a surname; i for
    // anything else.
    [[nodiscard]] std::size_t called_name_end(std::size_t i) const {
        std::size_t k = i;
        while (k < tokens_.size() && k - i < 6 && is_initial(k) &&
               (k == i || tokens_[k].gap == Gap::dot || tokens_[k].gap == Gap::stop ||
                tokens_[k].gap == Gap::blank))
            ++k;
        if (k == i || k + 1 >= tokens_.size() || !tokens_[k].opening_before || !is_name_like(k) ||
            !text_.substr(tokens_[k].end).starts_with(") ") || tokens_[k].begin - tokens_[k - 1].end > 3)
            return i;
        std::size_t last = k + 1;
        while (last < tokens_.size() && last - k < 4 && is(last, particle) && !is_name_like(last))
            ++last;
        return last < tokens_.size() && is_name_like(last) &&
                       (last == k + 1 || tokens_[last].gap == Gap::blank)
                   ? last + 1
                   : i;
    }

    // Reads the name that begins with word i. The next word to read.
    [[nodiscard]] std::size_t read_at(std::size_t i) {
        if (const std::size_t end = read_small(i); end != i)
            return end;
        if (const std::size_t end = called_name_end(i); end != i)
            return found(i, end, sure_confidence);
        const NameToken& first = tokens_[i];
        const bool may_begin = !first.embedded && (first.capital ? true : (first.kinds & particle) != 0);
        if (!may_begin)
            return i + 1;
        // "Jansen Bouw B.V."
        if (first.letters == 1 && first.gap == Gap::blank && i > 0 && tokens_[i - 1].capital &&
            is_dotted_form(i))
            return i + 1;
        // "over van der Meer": no part of the name.
        static constexpr std::string_view prepositions[] = {"over", "voor"};
        if (is_one_of(i, prepositions) && is(i + 1, particle))
            return i + 1;
        Candidate name = candidate_at(i);
        if (name.words == 0)
            return i + 1;
        // "van Jansen", "van Sandra in 't Veld": the particle is a word of the sentence.
        if (const std::size_t count = first.capital ? 0 : particles_at(i);
            count != 0 && !(first.gap == Gap::end && i > 0 && is(i - 1, says_name)) &&
            !is(i + count, particle_surname) && !is(i + count - 1, old_particle) && !is(i, old_particle) &&
            !is_den(i + count - 1))
            return i + 1;
        // What only begins a sentence is left out: "Vandaag Jan Jansen", "Wil Jan".
        if (first.capital && name.words > 1 && (first.kinds & (given | surname)) == 0 &&
            (first.kinds & common) != 0 && !((first.kinds & particle) != 0 && i > 0 && is(i - 1, title)))
            return i + 1;
        // "Dossierhouder Anna Bakker": a role of no list.
        constexpr std::uint8_t fewest_role_letters = 8;
        if (name.words > 2 && first.kinds == 0 && first.letters >= fewest_role_letters &&
            !first.surname_like && is_sentence_start(i) && is(i + 1, sure_given) &&
            tokens_[i + 1].gap == Gap::blank)
            return i + 1;
        const Surroundings around = surroundings_of(name);
        if (is_organization(name, around) || ends_in_street(name))
            return skip(name);
        std::uint8_t confidence = belief(name, around);
        const std::size_t reversed_end = reversed(name);
        if (reversed_end != name.end && (first.kinds & (place | organization)) == 0)
            confidence = std::max(confidence, context_confidence);
        if (confidence == 0)
            return i + 1;
        return found(name.first, reversed_end, confidence);
    }

    [[nodiscard]] bool ends_in_street(const Candidate& name) const {
        // "Willem de Zwijgerlaan" too.
        std::size_t end = name.end;
        while (end < tokens_.size() && end - name.end < 3 && tokens_[end].gap == Gap::blank &&
               is(end, particle))
            ++end;
        return end < tokens_.size() && tokens_[end].street && is_joined(end);
    }

    // "Jansen, P.", "de Vries, Jan": behind a surname alone, its end with what follows the comma.
    [[nodiscard]] std::size_t reversed(const Candidate& name) const {
        const std::size_t next = name.end;
        if (name.initials > 0 || name.words > 2 || next >= tokens_.size() || tokens_[next].gap != Gap::comma)
            return name.end;
        std::size_t end = next;
        while (end < tokens_.size() && end - next < 4 && is_initial(end) && tokens_[end].letters == 1 &&
               (end == next || tokens_[end].gap == Gap::dot || tokens_[end].gap == Gap::stop ||
                tokens_[end].gap == Gap::blank))
            ++end;
        // "Jansen, P. Bakker" are two.
        if (end > next && byte_behind(end - 1) == '.') {
            const bool of_next = is_name_like(end) && tokens_[end].gap == Gap::stop && is(end, surname);
            return of_next || (name.words == 2 && name.sure_givens > 0) ? name.end : end;
        }
        const bool is_surname = name.sure_surnames + name.word_surnames + name.particles > 0 &&
                                (name.words == 1 || name.sure_givens == 0);
        // "Anil Kumar, Jerrel Seedorf"
        const bool alone =
            !(next + 1 < tokens_.size() && is_joined(next + 1) && is_name_like(next + 1)) &&
            !(next + 1 < tokens_.size() && particles_at(next + 1) > 0 && tokens_[next + 1].gap == Gap::blank);
        return is_surname && alone && is(next, given) && tokens_[next].capital ? next + 1 : name.end;
    }

    [[nodiscard]] std::size_t skip(const Candidate& name) const {
        return std::min(std::max(name.end, name.first + 1), tokens_.size());
    }

    std::string_view text_;
    std::vector<Finding>& findings_;
    std::vector<NameToken> tokens_;
    std::size_t next_ = 0;
};

} // namespace

void find_names(std::string_view text, Poll poll, std::vector<Finding>& findings) {
    NameReader(text, findings).read(poll);
}

} // namespace veil
