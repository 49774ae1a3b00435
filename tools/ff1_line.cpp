#include "ff1_line.hpp"

#include "core/ff1.hpp"
#include "core/hex.hpp"

#include <charconv>
#include <cstdint>
#include <exception>
#include <istream>
#include <ostream>
#include <unordered_map>
#include <utility>
#include <vector>

namespace veil {
namespace {

using Numerals = std::vector<Ff1::Numeral>;
using Pieces = std::vector<std::string_view>;

constexpr std::uint32_t greatest_letter_radix = 36;
constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyz";

Pieces split(std::string_view text, char separator) {
    Pieces pieces;
    for (std::size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator)) {
        pieces.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    pieces.push_back(text);
    return pieces;
}

std::optional<std::vector<std::uint8_t>> parse_hex(std::string_view text) {
    std::vector<std::uint8_t> bytes(text.size() / 2);
    if (!from_hex(text, bytes))
        return std::nullopt;
    return bytes;
}

std::optional<std::uint32_t> parse_number(std::string_view text) {
    std::uint32_t number = 0;
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, number);
    if (result.ec != std::errc{} || result.ptr != end || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    return number;
}

// The number of bytes of the code point at the start of `text`, 0 if it does not start with one. Table 3-7 of
// the Unicode Standard: the range of the second byte excludes overlong forms, surrogates and what is beyond
// U+10FFFF.
std::size_t code_point_size(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byte(0);
    if (lead < 0x80)
        return 1;
    const std::size_t size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < size)
        return 0;
    const std::uint8_t least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const std::uint8_t greatest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (byte(1) < least || byte(1) > greatest)
        return 0;
    for (std::size_t i = 2; i < size; ++i) {
        if (byte(i) < 0x80 || byte(i) > 0xbf)
            return 0;
    }
    return size;
}

std::optional<Pieces> characters_of(std::string_view text) {
    Pieces characters;
    while (!text.empty()) {
        const std::size_t size = code_point_size(text);
        if (size == 0)
            return std::nullopt;
        characters.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return characters;
}

// Numerals written as characters of an alphabet.
class Alphabet {
  public:
    static std::optional<Alphabet> parse(std::string_view text, std::uint32_t radix) {
        std::optional<Pieces> characters = characters_of(text);
        if (!characters || characters->size() != radix)
            return std::nullopt;
        Alphabet alphabet;
        for (const std::string_view character : *characters) {
            const auto numeral = static_cast<Ff1::Numeral>(alphabet.numerals_.size());
            if (!alphabet.numerals_.emplace(character, numeral).second)
                return std::nullopt;
        }
        alphabet.characters_ = *std::move(characters);
        return alphabet;
    }

    [[nodiscard]] std::optional<Numerals> read(std::string_view text) const {
        const std::optional<Pieces> characters = characters_of(text);
        if (!characters)
            return std::nullopt;
        Numerals numerals;
        for (const std::string_view character : *characters) {
            const auto found = numerals_.find(character);
            if (found == numerals_.end())
                return std::nullopt;
            numerals.push_back(found->second);
        }
        return numerals;
    }

    [[nodiscard]] std::string write(const Numerals& numerals) const {
        std::string text;
        for (const Ff1::Numeral numeral : numerals)
            text += characters_[numeral];
        return text;
    }

  private:
    Pieces characters_;
    std::unordered_map<std::string_view, Ff1::Numeral> numerals_;
};

// Numerals written as numbers.
std::optional<Numerals> read_list(std::string_view text, std::uint32_t radix) {
    Numerals numerals;
    for (const std::string_view piece : split(text, ',')) {
        const std::optional<std::uint32_t> numeral = parse_number(piece);
        if (!numeral || *numeral >= radix)
            return std::nullopt;
        numerals.push_back(static_cast<Ff1::Numeral>(*numeral));
    }
    return numerals;
}

std::string write_list(const Numerals& numerals) {
    std::string text;
    for (const Ff1::Numeral numeral : numerals) {
        if (!text.empty())
            text += ',';
        text += std::to_string(numeral);
    }
    return text;
}

} // namespace

std::optional<std::string> transform_ff1_line(std::string_view line, Ff1Direction direction) {
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    const Pieces fields = split(line, '\t');
    if (fields.size() < 4 || fields.size() > 5)
        return std::nullopt;
    const std::string_view text = fields[3];
    const std::string_view given_alphabet = fields.size() == 5 ? fields[4] : std::string_view();

    const auto key = parse_hex(fields[0]);
    const auto tweak = parse_hex(fields[1]);
    const auto radix = parse_number(fields[2]);
    if (!key || (key->size() != 16 && key->size() != 24 && key->size() != 32) || !tweak || !radix ||
        *radix < ff1_least_radix || *radix > ff1_greatest_radix)
        return std::nullopt;

    std::optional<Alphabet> alphabet;
    const bool as_list = given_alphabet.empty() && *radix > greatest_letter_radix;
    if (!as_list) {
        alphabet =
            Alphabet::parse(given_alphabet.empty() ? letters.substr(0, *radix) : given_alphabet, *radix);
        if (!alphabet)
            return std::nullopt;
    }
    std::optional<Numerals> numerals = as_list ? read_list(text, *radix) : alphabet->read(text);
    if (!numerals)
        return std::nullopt;

    const Ff1 ff1(*key, *radix);
    if (!(direction == Ff1Direction::encrypt ? ff1.encrypt(*numerals, *tweak)
                                             : ff1.decrypt(*numerals, *tweak)))
        return std::nullopt;
    return as_list ? write_list(*numerals) : alphabet->write(*numerals);
}

bool transform_ff1_lines(std::istream& in, std::ostream& out, Ff1Direction direction) {
    bool worked = true;
    std::string line;
    while (std::getline(in, line)) {
        std::optional<std::string> result;
        try {
            result = transform_ff1_line(line, direction);
        } catch (const std::exception&) {
            worked = false;
        }
        out << (result ? *result : "invalid") << '\n';
    }
    return static_cast<bool>(out.flush()) && worked;
}

} // namespace veil
