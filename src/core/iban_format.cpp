// The format "iban", a bank account's number (ISO 13616).
#include "core/byte_order.hpp"
#include "core/check_digit.hpp"
#include "core/format_key.hpp"
#include "core/format_text.hpp"
#include "core/grouped_text.hpp"
#include "core/iban_structure.hpp"
#include "core/text_mapping.hpp"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace veil {
namespace {

constexpr std::size_t head = 4; // country and check digits
constexpr std::size_t longest_iban = 34;
constexpr std::string_view separators = " ";

// 10, 26 or 36: the first ten are digits, if there are ten or 36, and letters follow.
struct Character {
    unsigned choices;
    bool is_of_bank;

    [[nodiscard]] std::optional<unsigned> rank(char character) const noexcept {
        if (character >= '0' && character <= '9' && choices != 26)
            return static_cast<unsigned>(character - '0');
        if (character >= 'A' && character <= 'Z' && choices != 10)
            return static_cast<unsigned>(character - 'A') + choices - 26;
        return std::nullopt;
    }

    [[nodiscard]] char character(unsigned rank) const noexcept {
        const unsigned letters_from = choices == 10 ? 10 : choices - 26;
        return static_cast<char>(rank < letters_from ? '0' + rank : 'A' + (rank - letters_from));
    }
};

std::vector<Character> characters_of(const IbanStructure& structure) {
    std::vector<Character> result;
    std::string_view left = structure.characters;
    while (!left.empty()) {
        const unsigned choices = left[0] == 'n' ? 10 : left[0] == 'a' ? 26 : 36;
        const std::size_t end = std::min(left.find_first_not_of("0123456789", 1), left.size());
        for (int count = std::stoi(std::string(left.substr(1, end - 1))); count > 0; --count) {
            const std::size_t place = result.size();
            result.push_back({choices, place >= structure.bank_begin && place < structure.bank_end});
        }
        left.remove_prefix(end);
    }
    return result;
}

// The accounts of one country. All but the bank's identifier is permuted, another way at each bank.
class Country {
  public:
    Country(const Key256& key, const IbanStructure& structure)
        : characters_(characters_of(structure)),
          permutation_(part_key(key, "country/" + std::string(structure.country)), greatest(characters_),
                       tweak_size) {}

    // `account` is what follows the check digits; false, with anything in it, where it does not fit.
    [[nodiscard]] bool map(Direction direction, std::span<char> account) const noexcept {
        if (account.size() != characters_.size())
            return false;
        Uint128 number = 0;
        std::uint64_t bank = 0;
        for (std::size_t i = 0; i < account.size(); ++i) {
            const auto rank = characters_[i].rank(account[i]);
            if (!rank)
                return false;
            // A bank's identifier has at most nine characters.
            if (characters_[i].is_of_bank)
                bank = bank * characters_[i].choices + *rank;
            else
                number = number * characters_[i].choices + *rank;
        }
        std::array<std::uint8_t, tweak_size> tweak{};
        store_big_endian(bank, tweak.data());
        number = permutation_.map(direction, number, tweak);
        for (std::size_t i = account.size(); i-- > 0;) {
            if (characters_[i].is_of_bank)
                continue;
            account[i] = characters_[i].character(static_cast<unsigned>(number % characters_[i].choices));
            number /= characters_[i].choices;
        }
        return true;
    }

  private:
    static constexpr std::size_t tweak_size = 8;

    static Uint128 greatest(const std::vector<Character>& characters) noexcept {
        Uint128 count = 1;
        for (const Character& character : characters)
            count *= character.is_of_bank ? 1 : character.choices;
        return count - 1;
    }

    std::vector<Character> characters_;
    RangePermutation permutation_;
};

class IbanMapping final : public TextMapping {
  public:
    explicit IbanMapping(const Key256& key) { std::ranges::copy(key.bytes(), key_.bytes().begin()); }

    [[nodiscard]] std::optional<std::size_t> map(Direction direction, std::string_view value,
                                                 char* out) const override {
        std::array<char, longest_iban> iban{};
        const auto size = ungroup(value, separators, iban);
        if (!size || *size <= head)
            return std::nullopt;
        const std::string_view name(iban.data(), 2);
        const std::span<char> account = std::span(iban).subspan(head, *size - head);
        const Country* country = find(name);
        // The account's characters are checked by map() on a copy, since the check digits need valid ones.
        std::array<char, longest_iban> original = iban;
        if (country == nullptr || !country->map(direction, account) ||
            !has_check_digits(original, iban_check_digits(name, {&original[head], account.size()})))
            return std::nullopt;
        const unsigned check = iban_check_digits(name, {account.data(), account.size()});
        iban[2] = static_cast<char>('0' + check / 10);
        iban[3] = static_cast<char>('0' + check % 10);
        regroup(value, separators, iban.data(), out);
        return value.size();
    }

  private:
    // 00, 01 and 99 pass the test modulo 97 as well, but belong to no IBAN.
    static bool has_check_digits(const std::array<char, longest_iban>& iban, unsigned check) noexcept {
        return iban[2] == static_cast<char>('0' + check / 10) &&
               iban[3] == static_cast<char>('0' + check % 10);
    }

    [[nodiscard]] const Country* find(std::string_view name) const {
        auto known = countries_.find(name);
        if (known == countries_.end()) {
            const IbanStructure* structure = find_iban_structure(name);
            if (structure == nullptr)
                return nullptr;
            known = countries_.emplace(structure->country, std::make_unique<const Country>(key_, *structure))
                        .first;
        }
        return known->second.get();
    }

    Key256 key_;
    mutable std::map<std::string_view, std::unique_ptr<const Country>> countries_;
};

} // namespace

std::unique_ptr<const TextMapping> make_iban_mapping(const Key256& key, const FormatText& format) {
    require_options(format, {});
    return std::make_unique<const IbanMapping>(key);
}

} // namespace veil
