#include "core/column_name.hpp"

#include "core/column_words.hpp"

#include <algorithm>
#include <array>

namespace veil {

namespace {

constexpr std::size_t longest_name = 200; // the server's have 63 bytes at most

constexpr bool is_small(char c) noexcept {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool is_capital(char c) noexcept {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

// Whether a word ends between two characters of a name. `next` is the one after them, NUL at the end: of
// "IPAddress" the last capital begins the next word.
bool ends_between(char before, char after, char next) noexcept {
    if (is_digit(before) != is_digit(after)) {
        return true;
    }
    return (is_small(before) && is_capital(after)) ||
           (is_capital(before) && is_capital(after) && next >= 'a' && next <= 'z');
}

// A name's words without what separates them, and where each begins.
struct JoinedName {
    std::string text;
    std::vector<bool> is_boundary; // before each byte and at the end
};

JoinedName join(const std::vector<std::string>& words) {
    JoinedName name;
    for (const std::string& word : words) {
        name.is_boundary.resize(name.text.size() + 1, false);
        name.is_boundary.back() = true;
        name.text += word;
    }
    name.is_boundary.resize(name.text.size() + 1, false);
    name.is_boundary.back() = true;
    return name;
}

// Shorter ones end many a word that they have nothing to do with.
constexpr std::size_t least_suffix = 4;
constexpr std::size_t least_prefix = 6;

// Of a word at a place in a name; 0 where it is there by chance.
double strength_at(const JoinedName& name, std::size_t begin, std::size_t size) {
    const bool begins = name.is_boundary[begin];
    const bool ends = name.is_boundary[begin + size];
    if (begins && ends) {
        return size == name.text.size() ? 0.9 : 0.8;
    }
    if (ends && size >= least_suffix) {
        return 0.65;
    }
    return begins && size >= least_prefix ? 0.55 : 0;
}

constexpr std::array<std::string_view, 43> meaning_names{
    "identifier",   "national id",   "person's name", "e-mail address", "phone number",
    "account name", "address",       "bank account",  "card number",    "IP address",
    "MAC address",  "license plate", "URL",           "birth date",     "birth year",
    "age",          "gender",        "nationality",   "postcode",       "city",
    "region",       "country",       "latitude",      "longitude",      "household",
    "education",    "occupation",    "organisation",  "date",           "time",
    "income",       "amount",        "health",        "religion",       "ethnicity",
    "politics",     "union",         "sexuality",     "crime",          "biometrics",
    "secret",       "free text",     "label"};

} // namespace

std::string_view meaning_name(Meaning meaning) noexcept {
    const auto index = static_cast<std::size_t>(meaning);
    return index < meaning_names.size() ? meaning_names[index] : std::string_view();
}

bool is_special_category(Meaning meaning) noexcept {
    switch (meaning) {
    case Meaning::health:
    case Meaning::religion:
    case Meaning::ethnicity:
    case Meaning::politics:
    case Meaning::union_membership:
    case Meaning::sexuality:
    case Meaning::crime:
    case Meaning::biometrics:
        return true;
    default:
        return false;
    }
}

std::vector<std::string> words_of_name(std::string_view name) {
    std::vector<std::string> words;
    bool in_word = false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (!is_small(c) && !is_capital(c) && !is_digit(c)) {
            in_word = false;
            continue;
        }
        if (!in_word || ends_between(name[i - 1], c, i + 1 < name.size() ? name[i + 1] : '\0')) {
            words.emplace_back();
        }
        words.back() += is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
        in_word = true;
    }
    return words;
}

std::optional<NamedMeaning> meaning_of_name(std::string_view name) {
    const JoinedName joined = join(words_of_name(name.substr(0, longest_name)));
    std::optional<NamedMeaning> best;
    std::size_t best_end = 0;
    for (const ColumnWord& entry : column_words) {
        const std::size_t size = entry.word.size();
        for (std::size_t begin = joined.text.find(entry.word); begin != std::string::npos;
             begin = joined.text.find(entry.word, begin + 1)) {
            const double strength = strength_at(joined, begin, size);
            const std::size_t end = begin + size;
            if (strength > 0 &&
                (!best || size > best->word.size() || (size == best->word.size() && end > best_end))) {
                best = NamedMeaning{entry.meaning, entry.word, strength};
                best_end = end;
            }
        }
    }
    return best;
}

} // namespace veil
