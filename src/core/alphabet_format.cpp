// The formats "digits", "letters", "alphanumeric" and "alphabet".
#include "core/alphabet.hpp"
#include "core/format_text.hpp"
#include "core/numeral_permutation.hpp"
#include "core/text_mapping.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace veil {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

std::string characters_of(const FormatText& format) {
    require_options(format, {}, format.name == "alphabet");
    if (format.name == "digits")
        return std::string(digits);
    if (format.name == "letters")
        return std::string(letters);
    if (format.name == "alphanumeric")
        return std::string(digits).append(letters);
    return *format.rest;
}

class AlphabetMapping final : public TextMapping {
  public:
    AlphabetMapping(const Key256& key, const std::string& characters)
        : alphabet_(characters), permutation_(key, alphabet_.size()), is_digits_(characters == digits) {}

    [[nodiscard]] std::size_t largest_result(std::size_t size) const noexcept override {
        return std::min(alphabet_.largest_rewriting(size), longest_value);
    }

    [[nodiscard]] std::optional<std::size_t> map(Direction direction, std::string_view value,
                                                 char* out) const override {
        if (is_digits_ && permutation_.has_numbers(value.size()))
            return map_digits(direction, value, out);
        if (!alphabet_.read(value, NumeralPermutation::most_numerals, numerals_) ||
            !permutation_.map(direction, numerals_))
            return std::nullopt;
        return alphabet_.write(numerals_, out);
    }

  private:
    static_assert(longest_value == NumeralPermutation::most_numerals * 4, "the bytes of a character");

    // The same in a third of the time: the radix is a constant, and there are no numerals.
    [[nodiscard]] std::optional<std::size_t> map_digits(Direction direction, std::string_view value,
                                                        char* out) const {
        std::uint64_t number = 0;
        for (const char character : value) {
            const auto digit = static_cast<unsigned char>(character - '0');
            if (digit > 9)
                return std::nullopt;
            number = number * 10 + digit;
        }
        number = permutation_.map_number(direction, number, value.size());
        for (std::size_t i = value.size(); i-- > 0; number /= 10)
            out[i] = static_cast<char>('0' + number % 10);
        return value.size();
    }

    Alphabet alphabet_;
    NumeralPermutation permutation_;
    bool is_digits_;
    mutable std::vector<Alphabet::Numeral> numerals_; // of the value at hand; kept for its storage
};

} // namespace

std::unique_ptr<const TextMapping> make_alphabet_mapping(const Key256& key, const FormatText& format) {
    return std::make_unique<const AlphabetMapping>(key, characters_of(format));
}

} // namespace veil
