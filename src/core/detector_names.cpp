#include "core/detector_names.hpp"

#include "core/name_belief.hpp"
#include "core/name_extent.hpp"
#include "core/name_organization.hpp"
#include "core/name_small_letters.hpp"

#include <algorithm>
#include <array>

namespace veil {
namespace {

using namespace word_kind;

// "Personeelsdossier Bos": made of an everyday word.
bool ends_as_noun(std::string_view word) {
    constexpr auto endings = std::to_array<std::string_view>(
        {"dossier",   "gesprek",  "formulier", "verslag", "brief",      "houder", "houdster",
         "nemer",     "neemster", "ing",       "atie",    "schap",      "heid",   "kaart",
         "lijst",     "rapport",  "beleid",    "report",  "record",     "review", "meeting",
         "statement", "request",  "ation",     "ment",    "holder",     "keeper", "plan",
         "bezoek",    "afspraak", "contract",  "dienst",  "medewerker", "leider", "leidster"});
    return std::ranges::any_of(endings, [word](std::string_view ending) { return word.ends_with(ending); });
}

class NameReader {
  public:
    NameReader(std::string_view text, std::vector<Finding>& findings) : words_(text), findings_(findings) {}

    void read(Poll poll) {
        std::size_t next = 0;
        while (words_.has_more()) {
            next = words_.advance(next, poll);
            const std::size_t until = words_.readable();
            while (next < until) {
                next = read_at(next);
            }
        }
    }

  private:
    [[nodiscard]] std::size_t found(std::size_t first, std::size_t end, std::uint8_t confidence) {
        std::size_t to = words_[end - 1].end;
        // The full stop of an initial at the end.
        if (words_[end - 1].letters == 1 && to < words_.text().size() && words_.text()[to] == '.') {
            ++to;
        }
        findings_.push_back({words_[first].begin, to, Entity::name, confidence});
        return end;
    }

    // Words that may be of a name but are of the sentence before one.
    [[nodiscard]] bool is_before_name(std::size_t i) const {
        const NameToken& word = words_[i];
        if (!words_.is_joined(i + 1)) {
            return false;
        }
        // "op naam van Dijk, M. van"
        static constexpr Forms named{"naam", "namen", "name"};
        if (!word.capital && words_.is_van(i) && i > 0 && word.gap == WordGap::blank &&
            words_.is_one_of(i - 1, named)) {
            return true;
        }
        // "over van der Meer", "bij Van der Meer"
        static constexpr Forms prepositions{"over", "voor"};
        if (words_.is(i + 1, particle) && (words_.is_one_of(i, prepositions) ||
                                           (!word.capital && words_[i + 1].capital &&
                                            words_.is(i, particle) && words_[i + 1].gap == WordGap::blank))) {
            return true;
        }
        if (i == 0) {
            return false;
        }
        // "Alphen aan den Rijn"
        if (!word.capital && word.gap == WordGap::blank && words_[i - 1].capital && words_.is(i - 1, place) &&
            !words_.is(i - 1, given)) {
            return true;
        }
        // "48 Church Lane Anna said"
        return words_.is(i, after_organization) && word.gap == WordGap::blank && words_[i - 1].capital &&
               words_[i - 1].digit_before;
    }

    // "Lieve Floor, ...": a greeting, though it is a name too.
    [[nodiscard]] bool is_greeting(const NameCandidate& name) const {
        return name.words > 1 && name.words < 4 && name.initials == 0 && words_.is(name.first, salutation) &&
               words_.is_sentence_start(name.first) && words_[name.first + 1].gap == WordGap::blank &&
               (words_.byte_behind(name.last_word) == ',' || words_.byte_behind(name.last_word) == '!');
    }

    // "Love, Anna"
    [[nodiscard]] bool is_closing(const NameCandidate& name) const {
        const std::size_t i = name.first;
        return name.words == 1 && words_.is(i, farewell) && words_.byte_behind(i) == ',' &&
               words_.is_sentence_start(i) && !(i > 0 && words_.is(i - 1, says_name | role)) &&
               words_.is(i + 1, given);
    }

    // Reads the name that begins with word i. The next word to read.
    std::size_t read_at(std::size_t i) {
        // Most words are neither a name nor a particle.
        if (!words_[i].capital && (words_[i].kinds & (given | particle)) == 0 && words_[i].letters != 1 &&
            (i == 0 || !words_.is(i - 1, title | salutation | role | says_name | to_be))) {
            return i + 1;
        }
        if (const SmallName name = small_name_at(words_, i); name.end != i) {
            return found(i, name.end, name.confidence);
        }
        const NameToken& first = words_[i];
        const bool may_begin = !first.embedded && (first.capital ? true : (first.kinds & particle) != 0);
        if (!may_begin) {
            return i + 1;
        }
        if (const std::size_t end = called_name_end(words_, i); end != i) {
            return found(i, end, name_confidence::sure);
        }
        // The "van" and "in" of a sentence.
        const std::size_t small_particles = first.capital ? 0 : particles_at(words_, i);
        if (!first.capital && small_particles == 0) {
            return i + 1;
        }
        // "Jansen Bouw B.V."
        if (first.letters == 1 && first.gap == WordGap::blank && i > 0 && words_[i - 1].capital &&
            is_dotted_form(words_, i)) {
            return i + 1;
        }
        if (is_before_name(i)) {
            return i + 1;
        }
        NameCandidate name = candidate_at(words_, i);
        if (name.words == 0) {
            return i + 1;
        }
        if (is_greeting(name) || is_closing(name)) {
            return i + 1;
        }
        // "van Jansen", "van Sandra in 't Veld": the particle is a word of the sentence.
        if (const std::size_t count = small_particles;
            count != 0 && !(first.gap == WordGap::end && i > 0 && words_.is(i - 1, says_name)) &&
            !words_.is(i + count, particle_surname) && !words_.is(i + count - 1, old_particle) &&
            !words_.is(i, old_particle) && !words_.is_den(i + count - 1)) {
            return i + 1;
        }
        // What only begins a sentence is left out: "Vandaag Jan Jansen", "Wil Jan".
        if (first.capital && name.words > 1 && (first.kinds & (given | surname)) == 0 &&
            (first.kinds & (common | to_person)) != 0 &&
            !((first.kinds & particle) != 0 && i > 0 && words_.is(i - 1, title | role))) {
            return i + 1;
        }
        // "Meester Vincent", "Vader van Elske": what somebody is begins the sentence.
        if (first.capital && name.words > 1 && (first.kinds & (title | role)) != 0 &&
            (first.kinds & given) == 0 && words_.is_sentence_start(i) &&
            words_[i + 1].gap == WordGap::blank) {
            return i + 1;
        }
        // "Dossierhouder Anna Bakker", "Exitgesprek K. Bakker": a word of no list that is none of a name.
        constexpr std::uint8_t fewest_role_letters = 8;
        if (name.words > 1 && first.kinds == 0 && first.letters >= fewest_role_letters &&
            !first.surname_like && words_.is_sentence_start(i) && words_[i + 1].gap == WordGap::blank &&
            (words_.is_initial(i + 1) ||
             (name.words > 2 &&
              (words_.is(i + 1, sure_given) || (words_.is(i + 1, given) && words_.is(i + 2, surname)))) ||
             ends_as_noun(words_.written(i)))) {
            return i + 1;
        }
        // "Verblijf Carlijn": a word of no list and a given name.
        constexpr std::uint8_t fewest_noun_letters = 5;
        if (name.words == 2 && name.unknown == 1 && first.kinds == 0 &&
            first.letters >= fewest_noun_letters && !first.surname_like && words_.is_sentence_start(i) &&
            words_[i + 1].gap == WordGap::blank && words_.is(i + 1, sure_given) &&
            !words_.is(i + 1, surname)) {
            return i + 1;
        }
        const NameSurroundings around = surroundings_of(words_, name, findings_);
        if (is_of_rooms(name) || is_organization(words_, name, around) || ends_in_street(words_, name)) {
            return skip(name);
        }
        std::uint8_t confidence = belief_in_name(words_, name, around);
        const std::size_t reversed_end = reversed_name_end(words_, name);
        if (reversed_end != name.end) {
            confidence = std::max(confidence, name_confidence::in_context);
        }
        if (confidence == 0) {
            return i + 1;
        }
        const bool is_full = name.words + static_cast<std::size_t>(name.initials + name.particles) > 1;
        const std::size_t end = reversed_end == name.end && (is_full || around.titled)
                                    ? double_surname_end(words_, name)
                                    : reversed_end;
        return found(name.first, end, confidence);
    }

    // "Rooms Rose, Ivy and Heather": the first of them, or one behind what was the last.
    [[nodiscard]] bool is_of_rooms(const NameCandidate& name) {
        static constexpr Forms kinds{"Rooms",         "rooms",  "Zalen",  "zalen",   "Vergaderzalen",
                                     "vergaderzalen", "Kamers", "kamers", "Lokalen", "lokalen"};
        static constexpr Forms conjunctions{"en", "and", "of", "or"};
        const std::size_t i = name.first;
        if (i == 0 || name.words != 1) {
            return false;
        }
        const bool conjoined = i > 1 && words_.is_one_of(i - 1, conjunctions);
        const std::size_t before = words_[conjoined ? i - 2 : i - 1].end;
        const bool goes_on =
            rooms_end_ != 0 && before == rooms_end_ && (conjoined || words_[i].gap == WordGap::comma);
        if (!goes_on && !(words_[i].gap == WordGap::blank && words_.is_one_of(i - 1, kinds))) {
            return false;
        }
        rooms_end_ = words_[name.end - 1].end;
        return true;
    }

    [[nodiscard]] std::size_t skip(const NameCandidate& name) const {
        return std::min(std::max(name.end, name.first + 1), words_.size());
    }

    NameWindow words_;
    std::vector<Finding>& findings_;
    std::size_t rooms_end_ = 0; // of the last room's name
};

} // namespace

void find_names(std::string_view text, Poll poll, std::vector<Finding>& findings) {
    NameReader(text, findings).read(poll);
}

} // namespace veil
