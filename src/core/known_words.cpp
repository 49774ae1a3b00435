#include "core/known_words.hpp"

#include "core/known_word_keys.hpp"
#include "core/name_dictionary.hpp"

namespace veil {
namespace {

constexpr std::size_t most_words = 1000;
constexpr std::size_t most_words_of_value = 200;
constexpr std::size_t fewest_digits = 4;
constexpr std::size_t longest_name = 16; // tokens
constexpr std::size_t longest_gap = 4;

// Words that say nothing of a row, if they stand by themselves.
constexpr std::uint32_t everyday =
    word_kind::common | word_kind::determiner | word_kind::to_person | word_kind::to_place |
    word_kind::speech | word_kind::role | word_kind::says_name | word_kind::salutation | word_kind::farewell |
    word_kind::month | word_kind::after_organization | word_kind::before_organization;

bool is_digit(char byte) noexcept {
    return byte >= '0' && byte <= '9';
}

std::uint64_t pair_of(std::uint64_t hash, std::uint64_t next) noexcept {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
    return (hash ^ hash >> 31U) * odd + next;
}

} // namespace

// More than a particle.
bool KnownWords::has_weight(const NewWord& word) {
    return word.alone || word.size > 3 || is_digit(word.folded.front());
}

void KnownWords::add(std::string_view value, std::uint8_t index, bool is_address) {
    TextTokenReader reader(value);
    TextToken token;
    std::vector<NewWord> found;
    // "Burgemeester de Vlugtlaan 12" begins with a title too.
    const bool has_digit = std::any_of(value.begin(), value.end(), is_digit);
    while (found.size() < most_words_of_value && reader.next(token)) {
        const std::string_view folded = token.word.text();
        if (token.word.too_long || token.word.is_foreign) {
            continue;
        }
        NewWord word{
            token.word.folded, token.word.folded_size, index, token.word.umlauts, false, false, false};
        if (token.digits) {
            word.alone = folded.size() >= fewest_digits;
            word.any_case = true;
            found.push_back(word);
            continue;
        }
        const std::uint32_t kinds = kinds_of_word(token.word.hash);
        if ((kinds & word_kind::title) != 0 && (kinds & (word_kind::given | word_kind::surname)) == 0 &&
            !has_digit) {
            continue;
        }
        if (token.word.letters == 1) {
            initials_ |= std::uint32_t{1} << static_cast<unsigned>(folded.front() - 'a');
            continue;
        }
        const bool is_name = (kinds & (word_kind::given | word_kind::surname)) != 0;
        // "wit", "bos", "rose" in small letters are the colour, the wood and the flower.
        constexpr std::uint32_t longest_ambiguous = 5;
        const bool ambiguous = (kinds & (word_kind::word_given | word_kind::word_surname)) != 0 &&
                               (kinds & (word_kind::sure_given | word_kind::sure_surname)) == 0;
        word.name = is_name && (kinds & word_kind::particle) == 0;
        word.any_case = (kinds & everyday) == 0 && !(ambiguous && token.word.letters <= longest_ambiguous);
        word.alone = token.word.letters >= (is_address ? 4U : 3U) &&
                     ((kinds & word_kind::particle) == 0 || is_name) &&
                     (word.any_case || (is_name && !is_address));
        found.push_back(word);
    }
    // A value of one word is that word.
    if (found.size() == 1 && found.front().size >= 3 && !is_address) {
        found.front().alone = true;
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        const NewWord& word = found[i];
        add_word(word);
        // Only a word without weight asks who stands beside it.
        if (i + 1 < found.size() && !(has_weight(word) && has_weight(found[i + 1]))) {
            add_neighbours(word, found[i + 1]);
        }
        if (to_join_.size() < most_joined) {
            to_join_.push_back(word);
        }
    }
}

void KnownWords::add_word(const NewWord& word) {
    if (count_ >= most_words) {
        return;
    }
    const char first = word.folded.front();
    if (!is_digit(first)) {
        initials_ |= std::uint32_t{1} << static_cast<unsigned>(first - 'a');
    }
    const auto which = static_cast<std::uint16_t>(count_++);
    const WordKeys keys(word.text(), word.umlauts);
    for (std::size_t i = 0; i < keys.count; ++i) {
        sizes_ |= std::uint64_t{1} << std::min<std::size_t>(keys.keys[i].size, 63);
        const auto next = static_cast<std::uint16_t>(words_.size());
        const std::uint16_t place = index_.insert(keys.keys[i].hash, next);
        if (place == next) {
            words_.emplace_back();
        }
        Word& known = words_[place];
        known.which = which;
        known.alone = known.alone || word.alone;
        known.alone_any_case = known.alone_any_case || (word.alone && word.any_case);
        known.weight = known.weight || has_weight(word);
        known.name = known.name || word.name;
    }
}

void KnownWords::add_neighbours(const NewWord& word, const NewWord& next) {
    constexpr std::uint16_t most_pairs = 4000;
    const WordKeys keys(word.text(), word.umlauts);
    const WordKeys next_keys(next.text(), next.umlauts);
    for (std::size_t i = 0; i < keys.count; ++i) {
        for (std::size_t j = 0; j < next_keys.count && neighbour_count_ < most_pairs; ++j) {
            neighbours_.insert(pair_of(keys.keys[i].hash, next_keys.keys[j].hash), neighbour_count_++);
        }
    }
}

bool KnownWords::are_neighbours(KnownText& text, std::size_t i, std::size_t next) const {
    const TextWord& word = text[i].word;
    const TextWord& next_word = text[next].word;
    const WordKeys keys(word.text(), word.umlauts);
    const WordKeys next_keys(next_word.text(), next_word.umlauts);
    text.took(keys.count * next_keys.count);
    for (std::size_t a = 0; a < keys.count; ++a) {
        for (std::size_t b = 0; b < next_keys.count; ++b) {
            if (neighbours_.find(pair_of(keys.keys[a].hash, next_keys.keys[b].hash)) != HashIndex::none) {
                return true;
            }
        }
    }
    return false;
}

void KnownWords::add_joined() {
    NewWord joined{};
    joined.alone = joined.any_case = true;
    const auto append = [&joined](const NewWord& word) {
        const std::size_t size = joined.size + std::size_t{word.size};
        if (size <= joined.folded.size()) {
            std::copy_n(word.folded.begin(), word.size, joined.folded.begin() + joined.size);
        }
        // Too long stays too long.
        joined.size = static_cast<std::uint8_t>(std::min<std::size_t>(size, joined.folded.size() + 1));
        return size <= joined.folded.size();
    };
    for (std::size_t i = 0; i < to_join_.size(); ++i) {
        const NewWord& first = to_join_[i];
        joined.value = first.value;
        joined.size = 0;
        (void)append(first);
        for (std::size_t j = i + 1; j < to_join_.size() && to_join_[j].value == first.value; ++j) {
            if (append(to_join_[j]) && j > i + 1) {
                add_word(joined);
            }
        }
        for (std::size_t j = 0; j < to_join_.size(); ++j) {
            constexpr std::size_t fewest_letters = 6;
            joined.size = 0;
            (void)append(first);
            if (i != j && append(to_join_[j]) && joined.size >= fewest_letters &&
                (first.alone || to_join_[j].alone)) {
                add_word(joined);
            }
        }
    }
}

bool KnownWords::is_initial(char letter) const {
    return letter >= 'a' && letter <= 'z' && (initials_ >> static_cast<unsigned>(letter - 'a') & 1U) != 0;
}

std::size_t KnownWords::take(std::string_view folded, std::uint32_t umlauts, const TextWord& word,
                             bool in_part, KnownWordMatch& match) const {
    const bool has_one_reading = umlauts == 0 && !has_ij(folded);
    if (has_one_reading && (sizes_ >> folded.size() & 1U) == 0) {
        return 0;
    }
    const bool is_whole = folded.size() == word.folded_size;
    const WordKeys keys = has_one_reading ? WordKeys(is_whole ? word.hash : word_hash(folded), folded.size())
                                          : WordKeys(folded, umlauts);
    for (std::size_t i = 0; i < keys.count; ++i) {
        const std::uint16_t place = index_.find(keys.keys[i].hash);
        if (place == HashIndex::none || (in_part && !words_[place].alone)) {
            continue;
        }
        const Word& known = words_[place];
        if (!match.matches || known.which > match.which) {
            match.which = known.which;
        }
        match.matches = true;
        match.alone = match.alone || known.alone_any_case || (known.alone && word.first_capital);
        match.weight = match.weight || known.weight || (known.name && word.first_capital);
        match.short_name = match.short_name || (known.name && word.first_capital);
    }
    return keys.count;
}

const KnownWordMatch& KnownWords::match_at(KnownText& text, std::size_t i) const {
    KnownWordMatch& match = text.match(i);
    if (!match.is_read) {
        match.is_read = true;
        compare(text, i, match);
    }
    return match;
}

void KnownWords::compare(KnownText& text, std::size_t i, KnownWordMatch& match) const {
    const TextWord& word = text[i].word;
    match.end = word.end;
    if (word.too_long) {
        return;
    }
    const std::string_view folded = word.text();
    if (folded.front() == '?') {
        return;
    }
    std::size_t lookups = take(folded, word.umlauts, word, false, match);
    if (text[i].digits || match.matches) {
        text.took(lookups);
        return;
    }
    // "Jansens fiets", "pjansen".
    constexpr std::size_t fewest_letters = 5;
    if (folded.size() >= fewest_letters && folded.ends_with('s')) {
        lookups += take(folded.substr(0, folded.size() - 1), word.umlauts, word, true, match);
    }
    if (!match.matches && folded.size() > fewest_letters && is_initial(folded.front()) && folded[1] != '?') {
        lookups += take(folded.substr(1), word.umlauts >> 1U, word, true, match);
    }
    text.took(lookups);
    // "P.", "P", "PJ", "vd"; "Mw" is none.
    if (!match.matches && word.letters <= 3 && (word.is_upper() || word.letters <= 2) &&
        (word.letters == 1 || word.is_upper() || (kinds_of_word(word.hash) & word_kind::title) == 0) &&
        std::all_of(folded.begin(), folded.end(), [&](char letter) { return is_initial(letter); })) {
        match.matches = match.initial = true;
    }
}

namespace {

bool is_number_word(std::string_view word) noexcept {
    return word == "nr" || word == "no" || word == "nummer" || word == "huisnummer" || word == "number";
}

} // namespace

// "Jansen, P, born ..." and "Jansen, P - ...", but not "Jansen, I called": whether a capital that ends at
// `at` is no word of a sentence.
static bool is_initial_behind(std::string_view text, std::size_t at) noexcept {
    const bool is_capital = text[at - 1] >= 'A' && text[at - 1] <= 'Z';
    const bool is_word = text[at - 1] == 'I' || text[at - 1] == 'A';
    const bool ends =
        at >= text.size() || text[at] == ',' || text[at] == ')' || text[at] == ';' || text[at] == '|';
    return is_capital && (ends || (!is_word && text[at] == ' '));
}

KnownPlace KnownWords::find_at(KnownText& text, std::size_t i) const {
    const KnownPlace nothing{i, text.begin(i), text.begin(i)};
    KnownPlace place = nothing; // ends behind the last token that counts
    std::size_t weights = 0;
    bool alone = false;
    std::array<std::uint16_t, longest_name> seen;
    std::size_t seen_count = 0;
    std::size_t first = i; // the first word of weight
    std::size_t last = i;  // the last that is no initial
    bool short_name = false;
    bool has_dotted_initial = false; // "s. fox": no fox
    for (std::size_t j = i; j < text.size() && j - i < longest_name; ++j) {
        if (j > i && !text.joins(j, longest_gap)) {
            break;
        }
        if (j > i && text.gap(j).find('\n') != std::string_view::npos && text.gap(j).size() > 2) {
            break;
        }
        text.took(1);
        const KnownWordMatch& match = match_at(text, j);
        const TextWord& word = text[j].word;
        const bool full = seen_count > 0; // something else than initials came
        const bool has_next = j + 1 < text.size();
        // "Kerkstraat nr. 12"
        if (!match.matches && full && is_number_word(word.text()) && has_next && text[j + 1].digits &&
            text.joins(j + 1, longest_gap) && match_at(text, j + 1).matches) {
            continue;
        }
        if (!match.matches) {
            break;
        }
        // "to O'Brien", "de Kerkstraat", "t.n.v. Jansen": words of the sentence.
        if (j == i && match.initial && word.is_lower() &&
            ((word.letters == 2 && kinds_of_word(word.hash) != 0) || (i > 0 && text.gap(i) == "."))) {
            return nothing;
        }
        if (match.initial) {
            // Before a name; behind one only "Jansen, P." is meant.
            const std::size_t at = word.end;
            const bool has_dot = at < text.text().size() && text.text()[at] == '.';
            const bool written_as_one =
                (word.is_upper() && (at >= text.text().size() || has_dot || word.letters > 1)) ||
                (j > i && text.gap(j) == ", " && (has_dot || is_initial_behind(text.text(), at)));
            // "12a", where the house number counts.
            if (place.end_token == j && j > i && text.gap(j).empty() && text[j - 1].digits &&
                word.letters == 1 && (!has_next || !text.gap(j + 1).empty())) {
                place.end_token = j + 1;
                place.end = at;
                continue;
            }
            // "2e Oosterparkstraat", "anna o'brien"
            if (full && (text.gap(j).empty() || (has_next && text.gap(j + 1) == "'"))) {
                continue;
            }
            // "Jansen, P. Jansen": of the name behind it.
            if (full && has_next && text.joins(j + 1, longest_gap) &&
                text.gap(j + 1).find(',') == std::string_view::npos && match_at(text, j + 1).matches &&
                !(text.gap(first + 1).starts_with(',') && !match_at(text, j + 1).weight &&
                  are_neighbours(text, j + 1, first))) {
                break;
            }
            has_dotted_initial = has_dotted_initial || (!full && has_dot);
            if (full && written_as_one) {
                weights += short_name ? 1 : 0;
                place.end_token = j + 1;
                place.end = has_dot ? at + 1 : at;
            }
            continue;
        }
        // "Piet Jansen, Piet": said twice.
        const std::span<const std::uint16_t> before(seen.data(), seen_count);
        if (match.weight && std::find(before.begin(), before.end(), match.which) != before.end()) {
            break;
        }
        // "op Kerkstraat 12" where somebody is called op den Kamp, "van Van der Meer".
        if (full && weights == 0 && !are_neighbours(text, last, j)) {
            return nothing;
        }
        if (weights == 0 && match.weight) {
            first = j;
        }
        seen[seen_count++] = match.which;
        short_name = short_name || match.short_name;
        weights += match.weight ? 1 : 0;
        // "Boer, Joost de", "Boer, P. de", "1234 AB".
        const bool belongs =
            match.weight ||
            (weights != 0 &&
             ((place.end_token == j && are_neighbours(text, last, j)) ||
              (first + 1 < j && text.gap(first + 1).starts_with(',') && are_neighbours(text, j, first))));
        last = j;
        if (belongs) {
            place.end_token = j + 1;
            place.end = match.end;
        }
        alone = alone || match.alone || (match.weight && has_dotted_initial);
    }
    // Words of several values may be in it: it is of none for sure.
    return alone || weights >= 2 ? place : nothing;
}

} // namespace veil
