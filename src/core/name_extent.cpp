#include "core/name_extent.hpp"

namespace veil {
namespace {

using namespace word_kind;

// "Boer, Joost de", "Ven, P. van de": the end of the particles that nothing follows on the line.
std::size_t with_last_particles(const NameWindow& words, std::size_t end) {
    std::size_t last = end;
    while (last < words.size() && last - end < 3 &&
           (words[last].gap == WordGap::blank || words[last].gap == WordGap::stop) && !words[last].capital &&
           (words[last].kinds & particle) != 0) {
        ++last;
    }
    if (last == end || last >= words.size()) {
        return last;
    }
    const std::string_view gap =
        words.text().substr(words[last - 1].end, words[last].begin - words[last - 1].end);
    return words[last].gap != WordGap::blank || gap.find('\t') != std::string_view::npos ? last : end;
}

// "Sluis-Bakker"
bool is_hyphenated(const NameWindow& words, const NameCandidate& name) {
    return name.words == 2 && name.first + 2 == name.end && words[name.first + 1].gap == WordGap::hyphen &&
           words.is(name.first, surname) && words.is(name.first + 1, surname);
}

// "Naam: Haddad, Rima\n", ";Haddad, Rima;": all that stands there.
bool is_field(const NameWindow& words, std::size_t first, std::size_t end) {
    constexpr std::string_view around = ";\t\n\r\"|()";
    const char behind = words.byte_behind(end - 1);
    std::size_t begin = words[first].begin;
    while (begin > 0 && words.text()[begin - 1] == ' ') {
        --begin;
    }
    return (behind == '\0' || around.find(behind) != std::string_view::npos) &&
           (begin == 0 || words.text()[begin - 1] == ':' ||
            around.find(words.text()[begin - 1]) != std::string_view::npos);
}

} // namespace

std::size_t called_name_end(const NameWindow& words, std::size_t i) {
    std::size_t k = i;
    while (k < words.size() && k - i < 6 && words.is_initial(k) &&
           (k == i || words[k].gap == WordGap::dot || words[k].gap == WordGap::stop ||
            words[k].gap == WordGap::blank)) {
        ++k;
    }
    if (k == i || k + 1 >= words.size() || !words[k].opening_before || !words.is_name_like(k) ||
        !words.text().substr(words[k].end).starts_with(") ") || words[k].begin - words[k - 1].end > 3) {
        return i;
    }
    std::size_t last = k + 1;
    while (last < words.size() && last - k < 4 && words.is(last, particle) && !words.is_name_like(last)) {
        ++last;
    }
    return last < words.size() && words.is_name_like(last) &&
                   (last == k + 1 || words[last].gap == WordGap::blank)
               ? last + 1
               : i;
}

std::size_t reversed_name_end(const NameWindow& words, const NameCandidate& name) {
    const std::size_t next = name.end;
    if (name.initials > 0 || name.words > 2 || next >= words.size() || words[next].gap != WordGap::comma) {
        return name.end;
    }
    std::size_t end = next;
    while (end < words.size() && end - next < 4 && words.is_initial(end) && words[end].letters == 1 &&
           (end == next || words[end].gap == WordGap::dot || words[end].gap == WordGap::stop ||
            words[end].gap == WordGap::blank)) {
        ++end;
    }
    // "Jansen, P. Bakker" are two.
    if (end > next && words.byte_behind(end - 1) == '.') {
        // "Clive, H. Boutaleb" of a list of names.
        const bool is_given_only = name.words == 1 && name.sure_givens == 1 && !words.is(name.first, surname);
        const bool of_next =
            words.is_name_like(end) && words[end].gap == WordGap::stop && words.is_on_line(end) &&
            (words.is(end, surname) || is_given_only || (name.words > 1 && words[end].kinds == 0));
        return of_next || (name.words == 2 && name.sure_givens > 0) ? name.end
                                                                    : with_last_particles(words, end);
    }
    // "OUCHEN, Hanane"
    const bool is_shouted = name.words == 1 && words[name.first].upper && words[name.first].letters > 3 &&
                            words[name.first].kinds == 0 && words.is(next, sure_given);
    const bool is_surname =
        (name.sure_surnames + name.word_surnames + name.particles > 0 &&
         (name.words == 1 || name.sure_givens + name.unknown == 0 || is_hyphenated(words, name))) ||
        // "Candidate: Arslan, Emine": given names too.
        (name.words == 1 && is_field(words, name.first, next + 1) &&
         (words.is(name.first, surname) || (words[name.first].kinds == 0 && words.is(next, sure_given))));
    // "MULLER, HANS-PETER"
    const std::size_t given_end = next + 1 < words.size() && words[next + 1].gap == WordGap::hyphen &&
                                          words[next + 1].capital && words.is(next + 1, given)
                                      ? next + 2
                                      : next + 1;
    // "Anil Kumar, Jerrel Seedorf"
    const bool alone = !(given_end < words.size() && words.is_joined(given_end) &&
                         (words.is_name_like(given_end) || words[given_end].street)) &&
                       !(given_end < words.size() && particles_at(words, given_end) > 0 &&
                         words[given_end].gap == WordGap::blank);
    const bool is_given =
        words.is(next, given) ||
        (name.sure_surnames > 0 && words.is_name_like(next) && !words.is(next, place) &&
         !(name.first > 0 && words.is(name.first - 1, title)) && is_field(words, name.first, next + 1));
    // "Utrecht, Anna", but "Kandidaat: Sluis, Loes".
    if (words.is(name.first, place | organization) &&
        !(words.is(next, sure_given) && is_field(words, name.first, next + 1))) {
        return name.end;
    }
    // "Harm van der Heijden, Danish CPR number"
    if (words.is(next, common) && next + 1 < words.size() && words[next + 1].gap == WordGap::blank &&
        words[next + 1].capital) {
        return name.end;
    }
    // "Price, March 23"
    if (words.is(next, month) && words[next].end + 1 < words.text().size() &&
        words.byte_behind(next) == ' ' && words.text()[words[next].end + 1] >= '0' &&
        words.text()[words[next].end + 1] <= '9') {
        return name.end;
    }
    return (is_surname || is_shouted) && alone && is_given && words[next].capital
               ? with_last_particles(words, given_end)
               : name.end;
}

std::size_t double_surname_end(const NameWindow& words, const NameCandidate& name) {
    std::size_t end = name.end;
    if (end >= words.size() ||
        words.text().substr(words[end - 1].end, words[end].begin - words[end - 1].end) != " - ") {
        return name.end;
    }
    while (end < words.size() && end - name.end < 3 && words.is(end, particle) &&
           (end == name.end || words[end].gap == WordGap::blank)) {
        ++end;
    }
    const bool fits = end < words.size() && words.is_name_like(end) &&
                      (end == name.end || words[end].gap == WordGap::blank) &&
                      (words.is(end, sure_surname) ||
                       (words.is(end, surname) && (end > name.end || !words.is(end, given | common))));
    // "Jan Bakker - Meijer Bouw"
    const bool goes_on = fits && end + 1 < words.size() && words[end + 1].capital && words.is_joined(end + 1);
    return fits && !goes_on ? end + 1 : name.end;
}

} // namespace veil
