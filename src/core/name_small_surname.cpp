#include "core/name_small_surname.hpp"

namespace veil {
namespace {

using namespace word_kind;

constexpr std::uint32_t everyday = common | speech | auxiliary | to_person | to_place | determiner | particle;

// "e.g. brown", "a.u.b. jansen": what is written as initials are.
bool is_small_abbreviation(std::string_view written) {
    static constexpr Forms forms{
        "e.g.",   "i.e.",   "p.m.",   "a.m.",   "o.a.",   "b.v.",   "n.v.",   "m.b.v.", "d.d.",  "t.a.v.",
        "t.n.v.", "i.v.m.", "m.b.t.", "a.u.b.", "s.v.p.", "o.v.v.", "i.o.m.", "d.m.v.", "p.s.",  "m.i.v.",
        "i.p.v.", "z.o.z.", "c.q.",   "n.a.v.", "q.d.",   "b.i.d.", "v.a.",   "t.o.v.", "p.o.",  "u.k.",
        "u.s.",   "o.m.",   "n.b.",   "i.c.",   "e.a.",   "e.d.",   "m.n.",   "z.s.m.", "a.s.",  "j.l.",
        "o.l.v.", "m.i.",   "t.z.t.", "n.v.t.", "t.g.v.", "v.v.",   "c.s.",   "w.o.",   "m.a.w."};
    return forms.has(written);
}

// "operateur hoekstra", "huisarts: de groot", "(mentor) jansen"
bool is_behind_role(const NameWindow& words, std::size_t i) {
    return i > 0 && words.is(i - 1, role | says_name) &&
           (words[i].gap == WordGap::blank ||
            (words[i].gap == WordGap::end && words.text().substr(words[i - 1].end, 2) == ": "));
}

// Small letters may be capitals that say nothing.
template <std::size_t count>
bool is_written_small(const NameWindow& words, std::size_t i, const Forms<count>& forms) {
    constexpr std::size_t longest = 8;
    const std::string_view written = words.written(i);
    if (written.size() > longest) {
        return false;
    }
    char small[longest];
    for (std::size_t k = 0; k < written.size(); ++k) {
        const char byte = written[k];
        small[k] = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    }
    return forms.has(std::string_view(small, written.size()));
}

constexpr Forms hets{"het"};

// "roos vink: onrustig", "dean wood (1998-05-03)"
bool is_ended_as_name(const NameWindow& words, std::size_t last) {
    const std::string_view behind = words.text().substr(words[last].end, 3);
    return behind.starts_with(':') ||
           (behind.size() == 3 && behind.starts_with(" (") && behind[2] >= '0' && behind[2] <= '9');
}

// A line that somebody wrote begins: "anna groen: hallo".
bool is_writer(const NameWindow& words, std::size_t i) {
    const WordGap gap = words[i].gap;
    if (gap != WordGap::start && gap != WordGap::line && gap != WordGap::paragraph && gap != WordGap::end) {
        return false;
    }
    const std::size_t second = i + 1;
    if (second >= words.size() || words[second].gap != WordGap::blank) {
        return false;
    }
    const std::string_view behind = words.text().substr(words[second].end, 2);
    return (gap != WordGap::end && behind == ": ") || behind == " <";
}

// "a fat" of "tjon a fat"
bool is_small_middle(const NameWindow& words, std::size_t i) {
    constexpr std::uint8_t most_letters = 5;
    return i + 1 < words.size() && words[i].letters == 1 && !words[i].capital &&
           words.text()[words[i].begin] == 'a' && words.is_joined(i) && words[i + 1].gap == words[i].gap &&
           words[i + 1].letters <= most_letters && words[i - 1].letters <= most_letters &&
           !words.is(i + 1, auxiliary | speech | to_person | determiner);
}

} // namespace

std::size_t small_particles_at(const NameWindow& words, std::size_t i) {
    std::size_t end = i;
    while (end < words.size() && end - i < 3 && (words[end].kinds & particle) != 0 && !words[end].capital &&
           (end == i || words[end].gap == WordGap::blank)) {
        ++end;
    }
    return end < words.size() && end > i && words[end].gap == WordGap::blank ? end - i : 0;
}

std::size_t small_initials_end(const NameWindow& words, std::size_t i) {
    constexpr std::size_t most = 5;
    std::size_t end = i;
    while (end < words.size() && end - i < most && words[end].letters == 1 && !words[end].capital &&
           words.byte_behind(end) == '.' &&
           (end == i || words[end].gap == WordGap::dot || words[end].gap == WordGap::stop)) {
        ++end;
    }
    return end < words.size() && (words[end].gap == WordGap::stop || words[end].gap == WordGap::dot) &&
                   (end == i || words.is_on_line(end))
               ? end
               : i;
}

bool is_elided(const NameWindow& words, std::size_t i) {
    return words[i].letters == 1 && words.byte_behind(i) == '\'' && i + 1 < words.size() &&
           words[i + 1].begin == words[i].end + 1;
}

std::size_t hyphenated_end(const NameWindow& words, std::size_t last) {
    std::size_t i = last + 1;
    if (i >= words.size() || words[i].gap != WordGap::hyphen) {
        return last + 1;
    }
    i += small_particles_at(words, i);
    return i < words.size() && words.is(i, surname) ? i + 1 : last + 1;
}

bool is_called(const NameWindow& words, std::size_t i) {
    static constexpr Forms forms{"met",  "with", "add",    "je",     "jij",     "volgens", "ask",
                                 "aan",  "door", "by",     "bel",    "call",    "vraag",   "langs",
                                 "from", "bij",  "namens", "iemand", "someone", "anyone"};
    return i > 0 && words[i].gap == WordGap::blank && is_written_small(words, i - 1, forms);
}

bool is_person_due(const NameWindow& words, std::size_t i) {
    return is_behind_role(words, i) || is_writer(words, i) ||
           (i > 1 && words[i].gap == WordGap::blank && words.is(i - 1, to_be | particle) &&
            words.is(i - 2, says_name));
}

std::size_t small_surname_end(const NameWindow& words, std::size_t first, std::size_t i) {
    if (i >= words.size() || words[i].gap != WordGap::blank) {
        return 0;
    }
    // "jack o'connor"
    if (is_elided(words, i) && !words[i + 1].capital && words.is(first, sure_given)) {
        return i + 2;
    }
    const std::size_t count = small_particles_at(words, i);
    const std::size_t at = i + count;
    if (at >= words.size() || words[at].embedded || words[at].capital || words[at].gap != WordGap::blank) {
        return 0;
    }
    if (count == 0 && words.is(at, sure_surname) && is_small_middle(words, at + 1)) {
        return at + 3;
    }
    const std::uint32_t kinds = words[at].kinds;
    const bool due = is_called(words, first) || is_person_due(words, first) || is_ended_as_name(words, at);
    const bool sure_first = words.is(first, sure_given) && !words.is(first, common);
    const bool everyday_first = words.is(first, common) && !due;
    constexpr std::uint8_t fewest_letters = 5;
    bool fits = (kinds & sure_surname) != 0 && !everyday_first;
    if (count != 0) {
        fits = !everyday_first &&
               (fits || (kinds & particle_surname) != 0 || ((kinds & word_surname) != 0 && sure_first) ||
                (sure_first && kinds == 0 && words[at].letters >= fewest_letters &&
                 !(count > 1 && words.is(at - 1, determiner)) && !is_written_small(words, i, hets) &&
                 (words.is_van(i) || !words.is(i, to_place | to_person))));
    } else {
        fits = fits || ((kinds & word_surname) != 0 && sure_first && (kinds & everyday) == 0) ||
               ((kinds & surname) != 0 && (sure_first || !words.is(first, common) || due) && due &&
                (kinds & (everyday & ~common)) == 0);
    }
    return fits ? hyphenated_end(words, at) : 0;
}

std::size_t small_name_behind_initials(const NameWindow& words, std::size_t i) {
    const std::size_t at = small_initials_end(words, i);
    // "m.mac" is of a program.
    if (at == i || (words[i].gap == WordGap::dot && i > 0) ||
        (at < words.size() && at == i + 1 && words[at].gap == WordGap::dot)) {
        return i;
    }
    const std::size_t count = small_particles_at(words, at);
    const std::size_t last = at + count;
    if (last >= words.size() || words[last].capital || words[last].embedded || words[last].letters < 2 ||
        is_small_abbreviation(words.text().substr(words[i].begin, words[at - 1].end + 1 - words[i].begin))) {
        return i;
    }
    const std::uint32_t kinds = words[last].kinds;
    const bool listed =
        i > 0 && (words[i].gap == WordGap::comma ||
                  (words[i].gap == WordGap::blank && words.is(i - 1, to_person | role | says_name)));
    const bool due = listed || words[i].gap == WordGap::end || words[i].gap == WordGap::start ||
                     words[i].gap == WordGap::line;
    constexpr std::uint8_t fewest_letters = 4;
    const bool fits = (kinds & sure_surname) != 0 ||
                      (count != 0 && (kinds & (surname | particle_surname)) != 0) ||
                      ((kinds & word_surname) != 0 && (due || (at - i > 1 && (kinds & everyday) == 0))) ||
                      (kinds == 0 && at - i > 1 && due && words[last].letters >= fewest_letters);
    return fits ? hyphenated_end(words, last) : i;
}

std::size_t small_name_behind_letter(const NameWindow& words, std::size_t i) {
    static constexpr Forms others{"u", "a", "i", "o", "e", "y", "t", "s", "d", "l", "x"};
    const std::size_t at = i + 1 + small_particles_at(words, i + 1);
    return at < words.size() && words[i + 1].gap == WordGap::blank && is_called(words, i) &&
                   !is_written_small(words, i, others) && !words[at].capital && words.is(at, surname) &&
                   (words[at].kinds & everyday) == 0 && !words[at].embedded
               ? hyphenated_end(words, at)
               : i;
}

std::size_t small_surname_of_role(const NameWindow& words, std::size_t i) {
    if (i == 0 || !words.is(i - 1, role) || !is_behind_role(words, i)) {
        return i;
    }
    const std::size_t count = small_particles_at(words, i);
    const std::size_t last = i + count;
    if (last >= words.size() || words[last].capital || words[last].embedded) {
        return i;
    }
    const std::uint32_t kinds = words[last].kinds;
    const bool fits = count == 0 ? (kinds & sure_surname) != 0 && (kinds & (everyday | place)) == 0 &&
                                       !words.is(last, given)
                                 : words.is(last, sure_surname | particle_surname) &&
                                       (words.is(last - 1, old_particle) || words.is_den(last - 1) ||
                                        (count > 1 && words.is_van(i)) ||
                                        (words.is(last, sure_surname) && !words.is(last, place | common)));
    return fits ? hyphenated_end(words, last) : i;
}

} // namespace veil
