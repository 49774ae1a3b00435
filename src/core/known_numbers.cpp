#include "core/known_numbers.hpp"

#include <array>
#include <string>

namespace veil {
namespace {

constexpr std::size_t longest_number = 40;
constexpr std::size_t longest_gap = 3;
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

// One bit of a digit or a small letter.
std::uint64_t bit_of(char character) noexcept {
    return character == '?' ? 0 : std::uint64_t{1} << (static_cast<unsigned char>(character) % 64U);
}

// Calling codes of one and two digits; all others have three.
std::size_t calling_code_size(std::string_view digits) noexcept {
    if (digits.starts_with('1') || digits.starts_with('7')) {
        return 1;
    }
    static constexpr std::string_view two = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 "
                                            "54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 "
                                            "92 93 94 95 98 ";
    for (std::size_t i = 0; digits.size() >= 2 && i < two.size(); i += 3) {
        if (two.substr(i, 2) == digits.substr(0, 2)) {
            return 2;
        }
    }
    return 3;
}

std::size_t zeros_at(std::string_view characters, std::size_t at) noexcept {
    std::size_t end = at;
    while (end < characters.size() && characters[end] == '0') {
        ++end;
    }
    return end - at;
}

} // namespace

struct KnownNumbers::Characters {
    static constexpr std::size_t enough = longest_number + 8;
    static constexpr std::size_t most = enough + TextWord::longest_folded;

    std::array<char, most> characters;
    std::array<std::uint8_t, most + 1> tokens{}; // so many end behind so many characters; 0 for none
    std::size_t size = 0;

    [[nodiscard]] std::string_view text() const noexcept { return {characters.data(), size}; }
};

bool KnownNumbers::add(std::string_view value, std::uint8_t index) {
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
        } else if (!is_known_separator(byte)) {
            return false;
        }
        if (characters.size() > longest_number) {
            return false;
        }
    }
    const std::size_t digits = characters.size() - letters;
    if (letters != 0) {
        if (digits < 2 || characters.size() < 5 || most_letters_on_end > 4) {
            return false;
        }
        has_letters_ = true;
        firsts_ |= bit_of(characters.front());
        add_characters(characters, Reading::with_letters, index);
        return !(value.size() > 2 && is_letter(value[0]) && is_letter(value[1]) &&
                 is_letter(value[2])); // "Flat 12B"
    }
    if (digits < fewest_digits) {
        return false;
    }
    const bool international = value.starts_with('+') || characters.starts_with("00");
    characters.erase(0, zeros_at(characters, 0));
    if (characters.size() < 3) {
        return false;
    }
    const bool telephone = characters.size() >= fewest_telephone_digits;
    const std::size_t code_size = calling_code_size(characters);
    const std::string_view national =
        std::string_view(characters).substr(std::min(code_size, characters.size()));
    if (telephone && international && characters.size() > code_size + 5) {
        add_characters(national.substr(zeros_at(national, 0)), Reading::abroad, index);
    }
    // "31612345678": the country's code may be in it.
    if (telephone && !international && characters.size() >= 11) {
        add_characters(national, Reading::abroad, index);
    }
    add_characters(characters, telephone ? Reading::abroad : Reading::digits, index);
    return true;
}

void KnownNumbers::add_characters(std::string_view characters, Reading widest, std::uint8_t value) {
    if (characters.empty()) {
        return;
    }
    longest_ = std::max(longest_, characters.size());
    const auto next = static_cast<std::uint16_t>(numbers_.size());
    PrefixHash hash;
    for (const char character : characters)
        hash.add(character);
    const std::uint16_t place = index_.insert(hash.value(), next);
    const bool telephone = widest == Reading::abroad;
    if (place == next) {
        numbers_.push_back({value, widest == Reading::with_letters, telephone, value});
        return;
    }
    Number& number = numbers_[place];
    if (telephone && !number.telephone) {
        number.telephone = true;
        number.telephone_value = value;
    }
}

void KnownNumbers::read(const KnownText& text, std::size_t i, Characters& characters) {
    for (std::size_t j = i; j < text.size() && characters.size < Characters::enough; ++j) {
        if (j > i && !text.joins(j, longest_gap)) {
            break;
        }
        const TextToken& token = text[j];
        if (token.word.too_long || (!token.digits && token.word.folded_size > 4)) {
            break;
        }
        const std::string_view folded = token.word.text();
        std::copy(folded.begin(), folded.end(),
                  characters.characters.begin() + static_cast<std::ptrdiff_t>(characters.size));
        characters.size += folded.size();
        characters.tokens[characters.size] = static_cast<std::uint8_t>(j + 1 - i);
    }
}

void KnownNumbers::take(const Characters& characters, std::size_t from, Reading reading,
                        KnownPlace& place) const {
    PrefixHash hash;
    const std::size_t end = std::min(characters.size, from + longest_);
    for (std::size_t at = from; at < end; ++at) {
        hash.add(characters.characters[at]);
        if (characters.tokens[at + 1] <= place.end_token) {
            continue;
        }
        const std::uint16_t found = index_.find(hash.value());
        if (found == HashIndex::none) {
            continue;
        }
        const Number& number = numbers_[found];
        const bool is_abroad = reading == Reading::abroad;
        if (number.has_letters == (reading == Reading::with_letters) && (number.telephone || !is_abroad)) {
            place.end_token = characters.tokens[at + 1];
            place.source = static_cast<std::uint8_t>((is_abroad ? number.telephone_value : number.value) + 1);
        }
    }
}

KnownPlace KnownNumbers::find_at(KnownText& text, std::size_t i) const {
    const TextToken& token = text[i];
    const std::size_t begin = token.word.begin;
    KnownPlace place{i, begin, begin};
    const bool may_have_letters = (firsts_ & bit_of(token.word.folded[0])) != 0;
    if (!token.digits && !may_have_letters) {
        return place;
    }
    if (!has_letters_ && i > 0 && begin == text.end(i - 1)) {
        return place;
    }
    Characters characters;
    read(text, i, characters);
    KnownPlace found{0, begin, begin}; // counts tokens from i
    std::size_t readings = 1;
    if (may_have_letters) {
        take(characters, 0, Reading::with_letters, found);
    }
    if (token.digits) {
        const std::size_t zeros = zeros_at(characters.text(), 0);
        take(characters, zeros, Reading::digits, found);
        const bool plus = begin > 0 && text.text()[begin - 1] == '+';
        for (std::size_t code = 1; (plus || zeros >= 2) && code <= 3; ++code) {
            const std::size_t at = zeros + code;
            take(characters, at + zeros_at(characters.text(), at), Reading::abroad, found);
        }
        readings += 4;
    }
    text.took(readings * characters.size);
    if (found.end_token == 0) {
        return place;
    }
    place.end_token = i + found.end_token;
    place.end = text.end(place.end_token - 1);
    place.source = found.source;
    place.begin = begin > 0 && text.text()[begin - 1] == '+' ? begin - 1 : begin;
    return place;
}

} // namespace veil
