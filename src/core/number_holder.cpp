#include "core/number_holder.hpp"

#include "core/number_label.hpp"
#include "core/text_scan.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace veil {

namespace {

// Words that say nothing of what the number behind them is.
constexpr auto says_nothing =
    std::to_array<std::string_view>({"number", "nummer", "nr", "no", "reads", "zie", "see", "shows", "toont",
                                     "namelijk", "namely", "paid", "valid"});

// Who has a number, or says it, and what a document does.
constexpr auto holders = std::to_array<std::string_view>(
    {"person",   "persoon",     "man",      "woman",      "vrouw",     "klant",      "client",    "patient",
     "customer", "bewoner",     "inwoner",  "employee",   "werknemer", "medewerker", "verdachte", "suspect",
     "said",     "says",        "zei",      "zegt",       "gave",      "gaf",        "gives",     "geeft",
     "wrote",    "schreef",     "student",  "leerling",   "tenant",    "huurder",    "applicant", "aanvrager",
     "citizen",  "burger",      "resident", "holder",     "houder",    "bestuurder", "driver",    "getuige",
     "witness",  "slachtoffer", "victim",   "verzekerde", "insured",   "has",        "heeft",     "staat",
     "luidt",    "vermeldt",    "states"});

bool is_one_of(std::string_view word, std::span<const std::string_view> words) noexcept {
    return std::ranges::find(words, word) != words.end();
}

// The letters that end before a place, in small letters.
class LastWord {
  public:
    static constexpr std::size_t longest = 24; // as much as labels have

    LastWord(std::string_view text, std::size_t end) noexcept {
        while (size_ < end && size_ < longest && is_ascii_letter(text[end - size_ - 1])) {
            ++size_;
            lower_[longest - size_] = to_lower(text[end - size_]);
        }
    }
    [[nodiscard]] std::string_view text() const noexcept { return {lower_.data() + longest - size_, size_}; }

  private:
    std::array<char, longest> lower_{};
    std::size_t size_ = 0;
};

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Whether a name may end before a place: a word with a capital and small letters, none that begins a
// sentence.
bool ends_as_name(std::string_view text, std::size_t end) noexcept {
    std::size_t begin = end;
    while (begin > 0 &&
           (is_ascii_letter(text[begin - 1]) || static_cast<unsigned char>(text[begin - 1]) >= 0x80))
        --begin;
    if (end - begin < 3 || begin == 0 || !is_upper(text[begin]) || is_upper(text[begin + 1]))
        return false;
    return text[begin - 1] == '-' ||
           (text[begin - 1] == ' ' && begin > 1 && text[begin - 2] != '!' && text[begin - 2] != '?' &&
            text[begin - 2] != ':' && (text[begin - 2] != '.' || begin < 4 || text[begin - 4] == ' '));
}

} // namespace

bool follows_thing(std::string_view text, std::size_t begin) noexcept {
    std::size_t end = begin;
    while (end > 0 && begin - end < 2 && (text[end - 1] == ' ' || text[end - 1] == ':'))
        --end;
    const LastWord last(text, end);
    const std::string_view word = last.text();
    const std::size_t size = word.size();
    const std::size_t first = end - size;
    // "S/N 44219835N"
    if (size == 1 && word == "n" && first > 1 && text[first - 1] == '/')
        return true;
    constexpr auto reached_by =
        std::to_array<std::string_view>({"tel", "telefoon", "phone", "telephone", "mobile", "mobiel", "fax"});
    if (std::ranges::find(reached_by, word) != reached_by.end())
        return true;
    if (end == begin || size < 3 || size == LastWord::longest || word_comes_before(text, first))
        return false;
    // "MPAN 1500606363988"
    constexpr std::size_t longest_abbreviation = 5;
    if (size <= longest_abbreviation && is_upper(text[first]) && is_upper(text[first + 1]) &&
        is_upper(text[end - 1]))
        return true;
    // "Kowalski 44051401359", but not at the start of a sentence.
    const bool begins_sentence = first < 2 || text[first - 1] == '\n' || text[first - 2] == '.';
    if (is_upper(text[first]) && !begins_sentence)
        return false;
    return !is_said_before_number(word) && !is_one_of(word, says_nothing) && !is_one_of(word, holders) &&
           !word.ends_with("de") && !word.ends_with("te") && !word.ends_with("ed");
}

bool follows_person(std::string_view text, std::size_t begin, std::size_t end) noexcept {
    std::size_t before = begin;
    while (before > 0 && is_blank(text[before - 1]))
        --before;
    std::size_t behind = end;
    while (behind < text.size() && is_blank(text[behind]))
        ++behind;
    if (before == 0)
        return behind == text.size();
    // "Jan Kowalski, 44051401359", "patient (44051401359)"
    const char mark = text[before - 1];
    if (mark == '(' || mark == ',' || mark == ':') {
        --before;
        while (before > 0 && text[before - 1] == ' ')
            --before;
    }
    const LastWord last(text, before);
    return is_one_of(last.text(), holders) ||
           (mark != ':' && !is_said_before_number(last.text()) && ends_as_name(text, before));
}

} // namespace veil
