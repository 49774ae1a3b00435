#include "core/surrogate_words.hpp"

#include <algorithm>
#include <array>

namespace veil {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::uint64_t house_numbers = 199;
// Reserved for documentation by RFC 2606, section 3: no mail is ever delivered there.
constexpr std::array<std::string_view, 3> domains{"example.com", "example.net", "example.org"};

// The base letters of U+00C0 to U+00FF, which UTF-8 writes as C3 80 to C3 BF; a blank has none.
constexpr std::string_view base_letters = "aaaaaaaceeeeiiiidnooooo ouuuuy saaaaaaaceeeeiiiidnooooo ouuuuy y";
static_assert(base_letters.size() == 64);

std::uint64_t count_phone_numbers(std::string_view range) noexcept {
    std::uint64_t count = 1;
    for (const char character : range)
        count *= character == 'x' ? 10 : 1;
    return count;
}

std::uint64_t count_choices(SurrogateKind kind, const WordLists& lists) noexcept {
    switch (kind) {
    case SurrogateKind::first_name:
    case SurrogateKind::last_name:
    case SurrogateKind::full_name:
    case SurrogateKind::email:
        return std::uint64_t{lists.first_names.size()} * lists.last_names.size();
    case SurrogateKind::company:
        return std::uint64_t{lists.company_stems.size()} * lists.company_activities.size() *
               lists.company_forms.size();
    case SurrogateKind::city:
        return lists.cities.size();
    case SurrogateKind::street:
    case SurrogateKind::address:
        return std::uint64_t{lists.street_stems.size()} * lists.street_types.size() * house_numbers;
    case SurrogateKind::phone:
        break;
    }
    std::uint64_t count = 0;
    for (const std::string_view range : lists.phone_ranges)
        count += count_phone_numbers(range);
    return count;
}

// Writes one piece after another. What does not fit is cut; a test proves that everything fits.
class Writer {
  public:
    explicit Writer(std::span<char> out) noexcept : out_(out) {}

    void add(std::string_view piece) noexcept {
        const std::size_t fitting = std::min(piece.size(), out_.size() - size_);
        std::copy_n(piece.data(), fitting, out_.data() + size_);
        size_ += fitting;
    }

    void add_email_form(std::string_view name) noexcept {
        if (name.size() <= out_.size() - size_)
            size_ += email_form(name, out_.subspan(size_));
    }

    // `digits` places, with zeros in front.
    void add_number(std::uint64_t number, std::size_t digits) noexcept {
        std::array<char, 20> text{};
        for (std::size_t i = digits; i-- > 0; number /= 10)
            text[i] = static_cast<char>('0' + number % 10);
        add({text.data(), digits});
    }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

  private:
    std::span<char> out_;
    std::size_t size_ = 0;
};

// The last choice of a composed number; what is left chooses the others.
std::string_view take(std::uint64_t& number, Words words) noexcept {
    const std::string_view word = words[number % words.size()];
    number /= words.size();
    return word;
}

// Dutch joins stem and type into one word: Kastanjelaan, 12 after it; English has "12 Chestnut Road".
void add_address(Writer& writer, const WordLists& lists, std::uint64_t number, bool with_house) noexcept {
    const bool joined = &lists == &dutch_words;
    const std::string_view stem = take(number, lists.street_stems);
    const std::string_view type = take(number, lists.street_types);
    const std::uint64_t house = number + 1;
    const std::size_t digits = house < 10 ? 1 : house < 100 ? 2 : 3;
    if (with_house && !joined) {
        writer.add_number(house, digits);
        writer.add(" ");
    }
    writer.add(stem);
    writer.add(joined ? "" : " ");
    writer.add(type);
    if (with_house && joined) {
        writer.add(" ");
        writer.add_number(house, digits);
    }
}

void add_company(Writer& writer, const WordLists& lists, std::uint64_t number) noexcept {
    writer.add(take(number, lists.company_stems));
    writer.add(" ");
    writer.add(take(number, lists.company_activities));
    writer.add(" ");
    writer.add(take(number, lists.company_forms));
}

void add_phone_number(Writer& writer, const WordLists& lists, std::uint64_t number) noexcept {
    auto range = lists.phone_ranges.begin();
    for (std::uint64_t count = count_phone_numbers(*range); number >= count;
         count = count_phone_numbers(*range)) {
        number -= count;
        ++range;
    }
    std::uint64_t place = count_phone_numbers(*range);
    for (const char& character : *range) {
        if (character == 'x') {
            place /= 10;
            writer.add_number(number / place % 10, 1);
        } else {
            writer.add({&character, 1});
        }
    }
}

// The position of the name whose e-mail form is this.
std::optional<std::uint64_t> find_email_form(Words names, std::string_view form) noexcept {
    std::array<char, SurrogateWords::longest> buffer{};
    const auto form_of = [&buffer](std::string_view name) noexcept {
        return std::string_view(buffer.data(), email_form(name, buffer));
    };
    const auto found = std::ranges::lower_bound(names, form, {}, form_of);
    if (found == names.end() || form_of(*found) != form)
        return std::nullopt;
    return static_cast<std::uint64_t>(found - names.begin());
}

std::optional<std::uint64_t> find_person(const WordLists& lists, std::string_view form) noexcept {
    const std::size_t end = form.find('.');
    if (end == std::string_view::npos)
        return std::nullopt;
    const auto first = find_email_form(lists.first_names, form.substr(0, end));
    const auto last = find_email_form(lists.last_names, form.substr(end + 1));
    if (!first || !last)
        return std::nullopt;
    return *last * lists.first_names.size() + *first;
}

// Takes "<word> " off the text.
bool starts_with_word(std::string_view& text, std::string_view word) noexcept {
    if (!text.starts_with(word) || text.size() <= word.size() || text[word.size()] != ' ')
        return false;
    text.remove_prefix(word.size() + 1);
    return true;
}

std::optional<std::uint64_t> find_company(const WordLists& lists, std::string_view text) noexcept {
    for (std::size_t stem = 0; stem < lists.company_stems.size(); ++stem) {
        std::string_view after_stem = text;
        if (!starts_with_word(after_stem, lists.company_stems[stem]))
            continue;
        for (std::size_t activity = 0; activity < lists.company_activities.size(); ++activity) {
            std::string_view form = after_stem;
            if (!starts_with_word(form, lists.company_activities[activity]))
                continue;
            const auto found = std::ranges::find(lists.company_forms, form);
            if (found != lists.company_forms.end())
                return (static_cast<std::uint64_t>(found - lists.company_forms.begin()) *
                            lists.company_activities.size() +
                        activity) *
                           lists.company_stems.size() +
                       stem;
        }
    }
    return std::nullopt;
}

std::optional<std::uint64_t> find_in(SurrogateKind kind, const WordLists& lists,
                                     std::string_view text) noexcept {
    if (kind == SurrogateKind::company)
        return find_company(lists, text);
    if (kind == SurrogateKind::email)
        return find_person(lists, text.substr(0, text.find('@')));
    std::array<char, SurrogateWords::longest> form{};
    if (kind != SurrogateKind::full_name || text.size() > form.size())
        return std::nullopt;
    return find_person(lists, {form.data(), email_form(text, form)});
}

std::size_t most_characters(Words words) noexcept {
    std::size_t most = 0;
    for (const std::string_view word : words) {
        const auto characters = static_cast<std::size_t>(
            std::ranges::count_if(word, [](char byte) { return (byte & 0xC0) != 0x80; }));
        most = std::max(most, characters);
    }
    return most;
}

std::size_t most_characters(SurrogateKind kind, const WordLists& lists) noexcept {
    const std::size_t first_name = most_characters(lists.first_names);
    const std::size_t last_name = most_characters(lists.last_names);
    const std::size_t street = most_characters(lists.street_stems) + 1 + most_characters(lists.street_types);
    switch (kind) {
    case SurrogateKind::first_name:
        return first_name;
    case SurrogateKind::last_name:
        return last_name;
    case SurrogateKind::full_name:
        return first_name + 1 + last_name;
    case SurrogateKind::email:
        return first_name + 1 + last_name + 1 + domains[0].size();
    case SurrogateKind::company:
        return most_characters(lists.company_stems) + 1 + most_characters(lists.company_activities) + 1 +
               most_characters(lists.company_forms);
    case SurrogateKind::city:
        return most_characters(lists.cities);
    case SurrogateKind::street:
        return street;
    case SurrogateKind::address:
        return street + 4;
    case SurrogateKind::phone:
        break;
    }
    return most_characters(lists.phone_ranges);
}

} // namespace

std::size_t email_form(std::string_view name, std::span<char> out) noexcept {
    std::size_t size = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        char character = name[i];
        if (character == '\xC3' && i + 1 < name.size())
            character = base_letters[static_cast<unsigned char>(name[++i]) & 63U];
        else if (character >= 'A' && character <= 'Z')
            character = static_cast<char>(character - 'A' + 'a');
        else if (character == '.' || character == '\'')
            continue;
        out[size++] = character == ' ' ? '.' : character;
    }
    return size;
}

SurrogateWords::SurrogateWords(SurrogateKind kind, SurrogateLanguage language) noexcept : kind_(kind) {
    if (language != SurrogateLanguage::english)
        dutch_ = count_choices(kind, dutch_words);
    if (language != SurrogateLanguage::dutch)
        english_ = count_choices(kind, english_words);
}

std::size_t SurrogateWords::longest_characters() const noexcept {
    return std::max(dutch_ > 0 ? most_characters(kind_, dutch_words) : 0,
                    english_ > 0 ? most_characters(kind_, english_words) : 0);
}

SurrogateWords::Text SurrogateWords::write(std::uint64_t number,
                                           std::span<char, longest> out) const noexcept {
    const WordLists& lists = number < dutch_ ? dutch_words : english_words;
    if (number >= dutch_)
        number -= dutch_;
    const std::string_view domain = domains[number % domains.size()];
    Writer writer(out);
    switch (kind_) {
    case SurrogateKind::first_name:
        writer.add(take(number, lists.first_names));
        break;
    case SurrogateKind::last_name:
        take(number, lists.first_names);
        writer.add(take(number, lists.last_names));
        break;
    case SurrogateKind::full_name:
        writer.add(take(number, lists.first_names));
        writer.add(" ");
        writer.add(take(number, lists.last_names));
        break;
    case SurrogateKind::email: {
        writer.add_email_form(take(number, lists.first_names));
        writer.add(".");
        writer.add_email_form(take(number, lists.last_names));
        const std::size_t local_part = writer.size();
        writer.add("@");
        writer.add(domain);
        return {writer.size(), local_part};
    }
    case SurrogateKind::company:
        add_company(writer, lists, number);
        break;
    case SurrogateKind::city:
        writer.add(take(number, lists.cities));
        break;
    case SurrogateKind::street:
    case SurrogateKind::address:
        add_address(writer, lists, number, kind_ == SurrogateKind::address);
        break;
    case SurrogateKind::phone:
        add_phone_number(writer, lists, number);
        break;
    }
    return {writer.size(), writer.size()};
}

std::optional<std::uint64_t> SurrogateWords::find(std::string_view text) const noexcept {
    std::optional<std::uint64_t> number;
    if (dutch_ > 0)
        number = find_in(kind_, dutch_words, text);
    if (!number && english_ > 0) {
        number = find_in(kind_, english_words, text);
        if (number)
            *number += dutch_;
    }
    // The search is more forgiving than the writing: diacritics, capitals, the domain.
    std::array<char, longest> written{};
    if (!number || std::string_view(written.data(), write(*number, written).size) != text)
        return std::nullopt;
    return number;
}

} // namespace veil
