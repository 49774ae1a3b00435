#include "core/known_identifiers.hpp"

#include "core/name_dictionary.hpp"
#include "core/text_words.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace veil {
namespace {

constexpr std::size_t most_values = 64;
constexpr std::size_t most_words = 1000;
constexpr std::size_t most_words_of_value = 200;
constexpr std::size_t longest_number = 40;
constexpr std::size_t fewest_digits = 4;
constexpr std::size_t fewest_telephone_digits = 8;

bool is_digit(char byte) noexcept {
    return byte >= '0' && byte <= '9';
}

char small(char byte) noexcept {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte;
}

bool is_letter(char byte) noexcept {
    return small(byte) >= 'a' && small(byte) <= 'z';
}

// Letters or digits of a text, from next_token().
struct Token {
    TextWord word; // `folded` has the digits too
    bool digits = false;
};

// Words and runs of digits in turn.
class TokenReader {
  public:
    explicit TokenReader(std::string_view text) : text_(text) {
        has_word_ = next_word(text_, word_position_, word_);
    }

    [[nodiscard]] std::size_t position() const noexcept { return position_; }

    bool next(Token& token) {
        const std::size_t until = has_word_ ? word_.begin : text_.size();
        while (position_ < until && !is_digit(text_[position_]))
            ++position_;
        if (position_ < until) {
            token.digits = true;
            token.word.restart(position_);
            while (position_ < until && is_digit(text_[position_])) {
                if (token.word.folded_size < TextWord::longest_folded)
                    token.word.folded[token.word.folded_size++] = text_[position_];
                else
                    token.word.too_long = true;
                ++position_;
            }
            token.word.end = position_;
            return true;
        }
        if (!has_word_)
            return false;
        token.digits = false;
        token.word = word_;
        position_ = word_.end;
        has_word_ = next_word(text_, word_position_, word_);
        return true;
    }

  private:
    std::string_view text_;
    std::size_t position_ = 0;
    std::size_t word_position_ = 0;
    TextWord word_;
    bool has_word_ = false;
};

// Are the words the same but for "ij" that is a y, and an e behind a letter with an umlaut?
bool same_word(std::string_view a, std::uint32_t a_umlauts, std::string_view b,
               std::uint32_t b_umlauts) noexcept {
    std::size_t i = 0;
    std::size_t j = 0;
    const auto has_umlaut = [](std::uint32_t umlauts, std::size_t at) {
        return at < 32 && (umlauts >> at & 1U) != 0;
    };
    while (i < a.size() && j < b.size()) {
        if (a[i] == b[j]) {
            const bool e_of_b = has_umlaut(a_umlauts, i) && b.substr(j + 1).starts_with('e') &&
                                !a.substr(i + 1).starts_with('e');
            const bool e_of_a = has_umlaut(b_umlauts, j) && a.substr(i + 1).starts_with('e') &&
                                !b.substr(j + 1).starts_with('e');
            i += e_of_a ? 2 : 1;
            j += e_of_b ? 2 : 1;
        } else if (a[i] == 'y' && b.substr(j).starts_with("ij")) {
            ++i;
            j += 2;
        } else if (b[j] == 'y' && a.substr(i).starts_with("ij")) {
            i += 2;
            ++j;
        } else {
            return false;
        }
    }
    return i == a.size() && j == b.size();
}

std::size_t index_of_first(std::string_view folded) noexcept {
    const char first = folded.front();
    return is_digit(first) ? 26U + static_cast<std::size_t>(first - '0')
                           : static_cast<std::size_t>(first - 'a');
}

// Of the characters that stand between the parts of one identifier.
bool is_separator(char byte) noexcept {
    switch (byte) {
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case '.':
    case ',':
    case '-':
    case '_':
    case '/':
    case '(':
    case ')':
    case '\'':
    case '+':
    case '\xc2': // of a no-break space
    case '\xa0':
        return true;
    default:
        return false;
    }
}

bool joins(std::string_view gap, std::size_t longest) noexcept {
    return gap.size() <= longest && std::all_of(gap.begin(), gap.end(), is_separator);
}

// Calling codes of one and two digits; all others have three.
std::size_t calling_code_size(std::string_view digits) noexcept {
    if (digits.starts_with('1') || digits.starts_with('7'))
        return 1;
    static constexpr std::string_view two = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 "
                                            "54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 "
                                            "92 93 94 95 98 ";
    return digits.size() >= 2 && two.find(std::string(digits.substr(0, 2)) + ' ') != std::string_view::npos
               ? 2
               : 3;
}

struct MonthName {
    std::string_view name;
    int month;
};
constexpr MonthName month_names[] = {
    {"januari", 1},   {"january", 1}, {"jan", 1},       {"februari", 2}, {"february", 2}, {"feb", 2},
    {"maart", 3},     {"march", 3},   {"mrt", 3},       {"mar", 3},      {"april", 4},    {"apr", 4},
    {"mei", 5},       {"may", 5},     {"juni", 6},      {"june", 6},     {"jun", 6},      {"juli", 7},
    {"july", 7},      {"jul", 7},     {"augustus", 8},  {"august", 8},   {"aug", 8},      {"september", 9},
    {"sept", 9},      {"sep", 9},     {"oktober", 10},  {"october", 10}, {"okt", 10},     {"oct", 10},
    {"november", 11}, {"nov", 11},    {"december", 12}, {"dec", 12}};

int month_of(std::string_view folded) noexcept {
    const auto* found = std::find_if(std::begin(month_names), std::end(month_names),
                                     [&](const MonthName& name) { return name.name == folded; });
    return found == std::end(month_names) ? 0 : found->month;
}

bool is_ordinal(std::string_view folded) noexcept {
    return folded == "st" || folded == "nd" || folded == "rd" || folded == "th" || folded == "e" ||
           folded == "de" || folded == "ste" || folded == "of";
}

int number_of(std::string_view digits) noexcept {
    int number = 0;
    return std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc{} ? number
                                                                                                   : -1;
}

// Words that say nothing of a row, if they stand by themselves.
constexpr std::uint32_t everyday =
    word_kind::common | word_kind::determiner | word_kind::to_person | word_kind::to_place |
    word_kind::speech | word_kind::role | word_kind::says_name | word_kind::salutation | word_kind::farewell |
    word_kind::month | word_kind::after_organization | word_kind::before_organization;

} // namespace

KnownIdentifiers::KnownIdentifiers(std::span<const std::string_view> values) {
    for (std::size_t i = 0; i < std::min(values.size(), most_values); ++i)
        add(values[i], static_cast<std::uint8_t>(i));
    add_joined_words();
}

void KnownIdentifiers::add(std::string_view value, std::uint8_t index) {
    const auto is_space = [](char byte) {
        return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
    };
    while (!value.empty() && is_space(value.front()))
        value.remove_prefix(1);
    while (!value.empty() && is_space(value.back()))
        value.remove_suffix(1);
    if (value.empty())
        return;
    const std::size_t at = value.find('@');
    if (at != std::string_view::npos && at > 0 && value.find_first_of(" \t\n") == std::string_view::npos) {
        std::string address(value);
        std::transform(address.begin(), address.end(), address.begin(), small);
        addresses_.push_back({std::move(address), index});
        add_words(value.substr(0, at), index, true);
        return;
    }
    if (add_date(value, index))
        return;
    if (add_number(value, index))
        return;
    add_words(value, index, false);
}

// ISO 8601, with a time behind it or not, and day, month, year with the month in digits.
bool KnownIdentifiers::add_date(std::string_view value, std::uint8_t index) {
    int parts[3] = {};
    std::size_t sizes[3] = {};
    std::size_t at = 0;
    for (int part = 0; part < 3; ++part) {
        const std::size_t begin = at;
        while (at < value.size() && is_digit(value[at]))
            ++at;
        sizes[part] = at - begin;
        if (sizes[part] == 0 || sizes[part] > 4)
            return false;
        parts[part] = number_of(value.substr(begin, sizes[part]));
        if (part < 2) {
            if (at >= value.size() || (value[at] != '-' && value[at] != '/' && value[at] != '.'))
                return false;
            ++at;
        }
    }
    if (at < value.size() && value[at] != ' ' && value[at] != 'T')
        return false;
    const auto add_if = [&](int year, int month, int day) {
        const bool exists = month >= 1 && month <= 12 && day >= 1 && day <= 31;
        if (exists)
            dates_.push_back({year, month, day, index});
        return exists;
    };
    if (sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2)
        return add_if(parts[0], parts[1], parts[2]);
    if (sizes[2] != 4 || sizes[0] > 2 || sizes[1] > 2)
        return false;
    const bool day_first = add_if(parts[2], parts[1], parts[0]);
    const bool month_first = parts[0] != parts[1] && add_if(parts[2], parts[0], parts[1]);
    return day_first || month_first;
}

// False for what is not (only) a number.
bool KnownIdentifiers::add_number(std::string_view value, std::uint8_t index) {
    std::string characters;
    std::size_t letters = 0;
    std::size_t letters_on_end = 0;
    std::size_t most_letters_on_end = 0;
    for (const char byte : value) {
        if (is_digit(byte) || is_letter(byte)) {
            characters += small(byte);
            letters += is_letter(byte) ? 1 : 0;
            letters_on_end = is_letter(byte) ? letters_on_end + 1 : 0;
            most_letters_on_end = std::max(most_letters_on_end, letters_on_end);
        } else if (!is_separator(byte)) {
            return false;
        }
    }
    const std::size_t digits = characters.size() - letters;
    if (characters.size() > longest_number)
        return false;
    if (letters != 0) {
        if (digits < 2 || characters.size() < 5 || most_letters_on_end > 4)
            return false;
        numbers_.push_back({characters, true, false, index});
        return !(value.size() > 2 && is_letter(value[0]) && is_letter(value[1]) &&
                 is_letter(value[2])); // "Flat 12B"
    }
    if (digits < fewest_digits)
        return false;
    const bool international = value.starts_with('+') || characters.starts_with("00");
    characters.erase(0, std::min(characters.find_first_not_of('0'), characters.size()));
    if (characters.size() < 3)
        return false;
    const bool telephone = characters.size() >= fewest_telephone_digits;
    const std::size_t code_size = calling_code_size(characters);
    if (telephone && international && characters.size() > code_size + 5) {
        std::string national = characters.substr(code_size);
        national.erase(0, std::min(national.find_first_not_of('0'), national.size()));
        numbers_.push_back({std::move(national), false, true, index});
    }
    // "31612345678": the country's code may be in it.
    if (telephone && !international && characters.size() >= 11)
        numbers_.push_back({characters.substr(code_size), false, true, index});
    numbers_.push_back({std::move(characters), false, telephone, index});
    return true;
}

void KnownIdentifiers::add_words(std::string_view value, std::uint8_t index, bool is_address) {
    TokenReader reader(value);
    Token token;
    std::vector<Word> found;
    while (found.size() < most_words_of_value && reader.next(token)) {
        const std::string_view folded = token.word.text();
        if (token.word.too_long || folded.find('?') != std::string_view::npos)
            continue;
        Word word{std::string(folded), token.word.umlauts, index, false, false};
        if (token.digits) {
            word.alone = folded.size() >= fewest_digits;
            word.any_case = true;
            found.push_back(std::move(word));
            continue;
        }
        const std::uint32_t kinds = kinds_of_word(token.word.hash);
        // "Burgemeester de Vlugtlaan 12" begins with one too.
        const bool has_digit = std::any_of(value.begin(), value.end(), is_digit);
        if ((kinds & word_kind::title) != 0 && (kinds & (word_kind::given | word_kind::surname)) == 0 &&
            !has_digit)
            continue;
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
        found.push_back(std::move(word));
    }
    // A value of one word is that word.
    if (found.size() == 1 && found.front().folded.size() >= 3 && !is_address)
        found.front().alone = true;
    for (Word& word : found)
        add_word(std::move(word));
}

void KnownIdentifiers::add_word(Word word) {
    if (words_.size() >= most_words)
        return;
    if (!is_digit(word.folded.front()))
        initials_ |= std::uint32_t{1} << static_cast<unsigned>(word.folded.front() - 'a');
    words_by_first_[index_of_first(word.folded)].push_back(static_cast<std::uint16_t>(words_.size()));
    words_.push_back(std::move(word));
}

// "pietjansen", "jansenpiet", "pietdevries" of addresses and user names: two words, and all the words of a
// value.
void KnownIdentifiers::add_joined_words() {
    constexpr std::size_t most_joined = 12;
    std::vector<Word> joined;
    const std::size_t count = std::min(words_.size(), most_joined);
    for (std::size_t i = 0; i < count; ++i) {
        std::string all = words_[i].folded;
        for (std::size_t j = i + 1; j < count && words_[j].value == words_[i].value; ++j) {
            all += words_[j].folded;
            if (j > i + 1 && all.size() <= TextWord::longest_folded)
                joined.push_back({all, 0, words_[i].value, true, true});
        }
        for (std::size_t j = 0; j < count; ++j) {
            const std::size_t size = words_[i].folded.size() + words_[j].folded.size();
            if (i != j && size >= 6 && size <= TextWord::longest_folded &&
                (words_[i].alone || words_[j].alone))
                joined.push_back({words_[i].folded + words_[j].folded, 0, words_[i].value, true, true});
        }
    }
    for (Word& word : joined)
        add_word(std::move(word));
}

class KnownIdentifiers::Search {
  public:
    Search(const KnownIdentifiers& known, std::string_view text, std::vector<Finding>& findings)
        : known_(known), text_(text), findings_(findings) {}

    void run(Poll poll) {
        TokenReader reader(text_);
        std::size_t polled = 0;
        bool more = true;
        while (more) {
            while (more && tokens_.size() < window) {
                Token token;
                more = reader.next(token);
                if (more)
                    tokens_.push_back(token);
                if (reader.position() - polled >= poll_interval) {
                    poll();
                    polled = reader.position();
                }
            }
            const std::size_t until = more ? tokens_.size() - look_ahead : tokens_.size();
            while (next_ < until)
                next_ = read_at(next_);
            if (more) {
                const std::size_t done = next_ - 1;
                tokens_.erase(tokens_.begin(), tokens_.begin() + static_cast<std::ptrdiff_t>(done));
                next_ -= done;
            }
        }
    }

  private:
    static constexpr std::size_t look_ahead = 48;
    static constexpr std::size_t window = 1024;
    static constexpr std::size_t longest_name = 16;
    static constexpr std::size_t longest_name_gap = 4;
    static constexpr std::size_t longest_number_gap = 3;

    [[nodiscard]] std::string_view gap(std::size_t i) const {
        return text_.substr(tokens_[i - 1].word.end, tokens_[i].word.begin - tokens_[i - 1].word.end);
    }

    std::size_t read_at(std::size_t i) {
        std::size_t end = i;
        if (!known_.addresses_.empty())
            end = std::max(end, address_at(i));
        if (!known_.numbers_.empty())
            end = std::max(end, number_at(i));
        if (end == i && !known_.dates_.empty())
            end = date_at(i);
        if (end == i && !known_.words_.empty())
            end = words_at(i);
        return std::max(end, i + 1);
    }

    void found(std::size_t begin, std::size_t end, std::optional<std::uint8_t> value) {
        constexpr std::uint8_t confidence = 100; // whatever else it may be
        findings_.push_back(
            {begin, end, Entity::known, confidence, static_cast<std::uint8_t>(value ? *value + 1 : 0)});
    }

    // --- E-mail addresses ---

    // The token behind the address that begins with token i, i if there is none.
    std::size_t address_at(std::size_t i) {
        const std::size_t begin = tokens_[i].word.begin;
        for (const auto& [address, value] : known_.addresses_) {
            const std::string_view part = text_.substr(begin, address.size());
            if (part.size() != address.size() || !std::equal(part.begin(), part.end(), address.begin(),
                                                             [](char a, char b) { return small(a) == b; }))
                continue;
            const std::size_t end = begin + address.size();
            std::size_t behind = i;
            while (behind < tokens_.size() && tokens_[behind].word.begin < end)
                ++behind;
            found(begin, end, value);
            return behind;
        }
        return i;
    }

    // --- Numbers ---

    std::size_t number_at(std::size_t i) {
        if (i > 0 && tokens_[i].word.begin == tokens_[i - 1].word.end &&
            (tokens_[i].digits || tokens_[i - 1].digits) && !known_has_letters())
            return i;
        // The characters from here on, and the tokens that end behind each.
        std::string& characters = characters_;
        characters.clear();
        ends_.clear();
        for (std::size_t j = i; j < tokens_.size() && characters.size() < longest_number + 8; ++j) {
            if (j > i && !joins(gap(j), longest_number_gap))
                break;
            if (tokens_[j].word.too_long || (!tokens_[j].digits && tokens_[j].word.folded_size > 4))
                break;
            characters += tokens_[j].word.text();
            ends_.push_back({characters.size(), j});
        }
        std::size_t behind = i;
        std::uint8_t value = 0;
        for (const Number& number : known_.numbers_) {
            if (const std::size_t other = number_behind(number, i); other > behind) {
                behind = other;
                value = number.value;
            }
        }
        if (behind > i) {
            const std::size_t begin = tokens_[i].word.begin;
            found(begin > 0 && text_[begin - 1] == '+' ? begin - 1 : begin, tokens_[behind - 1].word.end,
                  value);
        }
        return behind;
    }

    [[nodiscard]] bool known_has_letters() const {
        return std::any_of(known_.numbers_.begin(), known_.numbers_.end(),
                           [](const Number& number) { return number.has_letters; });
    }

    [[nodiscard]] std::size_t number_behind(const Number& number, std::size_t i) const {
        if (number.has_letters)
            return ending_at(number, 0, i);
        if (!tokens_[i].digits)
            return i;
        const std::size_t zeros = zeros_at(0);
        if (const std::size_t behind = ending_at(number, zeros, i); behind != i)
            return behind;
        const std::size_t begin = tokens_[i].word.begin;
        const bool plus = begin > 0 && text_[begin - 1] == '+';
        if (!number.telephone || !(plus || zeros >= 2))
            return i;
        for (std::size_t code = 1; code <= 3; ++code) {
            const std::size_t at = zeros + code;
            if (const std::size_t behind = ending_at(number, at + zeros_at(at), i); behind != i)
                return behind;
        }
        return i;
    }

    [[nodiscard]] std::size_t zeros_at(std::size_t at) const {
        std::size_t end = at;
        while (end < characters_.size() && characters_[end] == '0')
            ++end;
        return end - at;
    }

    // The token behind the number whose characters begin at `at`, i if they do not, or do not end with a
    // token.
    [[nodiscard]] std::size_t ending_at(const Number& number, std::size_t at, std::size_t i) const {
        if (at > characters_.size() ||
            !std::string_view(characters_).substr(at).starts_with(number.characters))
            return i;
        for (const End& end : ends_) {
            if (end.characters == at + number.characters.size())
                return end.token + 1;
        }
        return i;
    }

    // --- Dates ---

    struct Part {
        int number = -1;
        std::size_t digits = 0;
        int month = 0;
        std::size_t end = 0;
    };

    // The part of a date that begins with token i.
    [[nodiscard]] bool part_at(std::size_t i, Part& part) const {
        if (i >= tokens_.size() || tokens_[i].word.too_long)
            return false;
        const std::string_view folded = tokens_[i].word.text();
        part = Part{};
        part.end = i + 1;
        if (!tokens_[i].digits) {
            part.month = month_of(folded);
            return part.month != 0;
        }
        if (folded.size() > 8)
            return false;
        part.number = number_of(folded);
        part.digits = folded.size();
        // "1st of"
        for (int words = 0; words < 2 && part.end < tokens_.size() && !tokens_[part.end].digits &&
                            gap(part.end).size() <= 1 && is_ordinal(tokens_[part.end].word.text());
             ++words)
            ++part.end;
        return true;
    }

    static bool is_year(const Part& part, int year) noexcept {
        return (part.digits == 4 && part.number == year) || (part.digits == 2 && part.number == year % 100);
    }

    static bool is_same(const Part (&parts)[3], const Date& date) noexcept {
        const auto is_day = [&](const Part& part) {
            return part.digits >= 1 && part.digits <= 2 && part.number == date.day;
        };
        const auto is_month = [&](const Part& part) {
            return part.month == date.month ||
                   (part.digits >= 1 && part.digits <= 2 && part.number == date.month);
        };
        return (is_day(parts[0]) && is_month(parts[1]) && is_year(parts[2], date.year)) ||
               (is_month(parts[0]) && is_day(parts[1]) && is_year(parts[2], date.year)) ||
               (is_year(parts[0], date.year) && is_month(parts[1]) && is_day(parts[2]));
    }

    // yyyymmdd, ddmmyyyy, mmddyyyy, and six digits of them.
    static bool is_compact(const Part& part, const Date& date) noexcept {
        const int year = date.year;
        const int month = date.month;
        const int day = date.day;
        if (part.digits == 8)
            return part.number == year * 10000 + month * 100 + day ||
                   part.number == day * 1000000 + month * 10000 + year ||
                   part.number == month * 1000000 + day * 10000 + year;
        return part.digits == 6 && (part.number == day * 10000 + month * 100 + year % 100 ||
                                    part.number == year % 100 * 10000 + month * 100 + day);
    }

    std::size_t date_at(std::size_t i) {
        Part parts[3];
        if (!part_at(i, parts[0]))
            return i;
        std::size_t end = i;
        std::uint8_t value = 0;
        for (const Date& date : known_.dates_) {
            if (is_compact(parts[0], date)) {
                end = i + 1;
                value = date.value;
            }
        }
        const auto follows = [&](Part& part, std::size_t at) {
            return at < tokens_.size() && joins(gap(at), longest_name_gap) && part_at(at, part);
        };
        if (end == i && follows(parts[1], parts[0].end) && follows(parts[2], parts[1].end)) {
            for (const Date& date : known_.dates_) {
                if (is_same(parts, date)) {
                    end = parts[2].end;
                    value = date.value;
                }
            }
        }
        if (end != i)
            found(tokens_[i].word.begin, tokens_[end - 1].word.end, value);
        return end;
    }

    // --- Words ---

    struct Match {
        bool matches = false;
        bool initial = false;
        bool alone = false;      // and written so that it counts
        bool weight = false;     // more than a particle
        bool short_name = false; // a name of any length with a capital: "Li"
        std::uint16_t which = 0; // of the known words
        std::size_t end = 0;     // bytes
    };

    [[nodiscard]] Match match_at(std::size_t i) const {
        const TextWord& word = tokens_[i].word;
        Match match;
        match.end = word.end;
        if (word.too_long)
            return match;
        const std::string_view folded = word.text();
        if (folded.front() == '?')
            return match;
        take_words(folded, word.umlauts, word, false, match);
        if (tokens_[i].digits || match.matches)
            return match;
        // "Jansens fiets", "pjansen".
        constexpr std::size_t fewest_letters = 5;
        if (folded.size() >= fewest_letters && folded.ends_with('s')) {
            take_words(folded.substr(0, folded.size() - 1), word.umlauts, word, true, match);
            if (match.matches)
                return match;
        }
        if (folded.size() > fewest_letters && is_initial_letter(folded.front()) && folded[1] != '?') {
            take_words(folded.substr(1), word.umlauts >> 1U, word, true, match);
            if (match.matches)
                return match;
        }
        // "P.", "P", "PJ", "vd".
        if (word.letters <= 3 && (word.is_upper() || word.letters <= 2) &&
            std::all_of(folded.begin(), folded.end(), [&](char letter) { return is_initial_letter(letter); }))
            match.matches = match.initial = true;
        return match;
    }

    void take_words(std::string_view folded, std::uint32_t umlauts, const TextWord& word, bool in_part,
                    Match& match) const {
        if (folded.empty() || folded.front() == '?')
            return;
        // A word with "ij" at its start may be one with y.
        for (const char first : {folded.front(), folded.front() == 'y'      ? 'i'
                                                 : folded.starts_with("ij") ? 'y'
                                                                            : '\0'}) {
            if (first == '\0')
                continue;
            for (const std::uint16_t index : known_.words_by_first_[index_of_first({&first, 1})]) {
                const Word& known = known_.words_[index];
                if ((in_part && !known.alone) || !same_word(folded, umlauts, known.folded, known.umlauts))
                    continue;
                match.matches = true;
                match.which = index;
                match.alone = match.alone || (known.alone && (known.any_case || word.first_capital));
                match.weight = match.weight || known.alone || known.folded.size() > 3 ||
                               is_digit(known.folded.front()) || (known.name && word.first_capital);
                match.short_name = match.short_name || (known.name && word.first_capital);
            }
        }
    }

    [[nodiscard]] bool is_initial_letter(char letter) const {
        return letter >= 'a' && letter <= 'z' &&
               (known_.initials_ >> static_cast<unsigned>(letter - 'a') & 1U) != 0;
    }

    [[nodiscard]] bool is_number_word(std::size_t i) const {
        const std::string_view word = tokens_[i].word.text();
        return word == "nr" || word == "no" || word == "nummer" || word == "huisnummer" || word == "number";
    }

    std::size_t words_at(std::size_t i) {
        std::size_t end = i; // behind the last token that counts
        std::size_t to = 0;
        std::size_t weights = 0;
        bool alone = false;
        seen_.clear();
        bool full = false; // something else than initials came
        bool short_name = false;
        for (std::size_t j = i; j < tokens_.size() && j - i < longest_name; ++j) {
            if (j > i && !joins(gap(j), longest_name_gap))
                break;
            if (j > i && gap(j).find('\n') != std::string_view::npos && gap(j).size() > 2)
                break;
            const Match match = match_at(j);
            // "Kerkstraat nr. 12"
            if (!match.matches && full && is_number_word(j) && j + 1 < tokens_.size() &&
                tokens_[j + 1].digits && joins(gap(j + 1), longest_name_gap) && match_at(j + 1).matches)
                continue;
            if (!match.matches)
                break;
            // "to O'Brien", "de Kerkstraat", "t.n.v. Jansen": words of the sentence.
            if (j == i && match.initial && tokens_[j].word.is_lower() &&
                ((tokens_[j].word.letters == 2 && kinds_of_word(tokens_[j].word.hash) != 0) ||
                 (i > 0 && gap(i) == ".")))
                return i;
            if (match.initial) {
                // Before a name; behind one only "Jansen, P." is meant.
                const std::size_t at = tokens_[j].word.end;
                const bool written_as_one =
                    tokens_[j].word.is_upper() &&
                    (at >= text_.size() || text_[at] == '.' || tokens_[j].word.letters > 1);
                // "Jansen, P. Jansen": of the name behind it.
                // "2e Oosterparkstraat", "anna o'brien"
                if (full && (gap(j).empty() || (j + 1 < tokens_.size() && gap(j + 1) == "'")))
                    continue;
                const bool of_next = full && j + 1 < tokens_.size() && joins(gap(j + 1), longest_name_gap) &&
                                     gap(j + 1).find(',') == std::string_view::npos &&
                                     match_at(j + 1).matches;
                if (of_next)
                    break;
                if (full && written_as_one) {
                    weights += short_name ? 1 : 0;
                    end = j + 1;
                    to = at < text_.size() && text_[at] == '.' ? at + 1 : at;
                }
                continue;
            }
            // "Piet Jansen, Piet": said twice.
            if (match.weight && std::find(seen_.begin(), seen_.end(), match.which) != seen_.end())
                break;
            // "op Kerkstraat 12" where somebody is called op den Kamp: of another value.
            if (j == i + 1 && full && weights == 0 &&
                known_.words_[match.which].value != known_.words_[seen_.front()].value)
                return i;
            seen_.push_back(match.which);
            full = true;
            short_name = short_name || match.short_name;
            weights += match.weight ? 1 : 0;
            if (match.weight) {
                end = j + 1;
                to = match.end;
            }
            alone = alone || match.alone;
        }
        if (end == i || !(alone || weights >= 2))
            return i;
        // Words of several values may be in it: it is of none for sure.
        found(tokens_[i].word.begin, to, std::nullopt);
        return end;
    }

    struct End {
        std::size_t characters;
        std::size_t token;
    };

    const KnownIdentifiers& known_;
    std::string_view text_;
    std::vector<Finding>& findings_;
    std::vector<Token> tokens_;
    std::string characters_;
    std::vector<End> ends_;
    std::vector<std::uint16_t> seen_;
    std::size_t next_ = 0;
};

void KnownIdentifiers::find(std::string_view text, Poll poll, std::vector<Finding>& findings) const {
    if (!empty())
        Search(*this, text, findings).run(poll);
}

} // namespace veil
