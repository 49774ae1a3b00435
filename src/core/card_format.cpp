// The format "card", a payment card's number (ISO/IEC 7812-1).
#include "core/byte_order.hpp"
#include "core/check_digit.hpp"
#include "core/format_text.hpp"
#include "core/grouped_text.hpp"
#include "core/numeral_permutation.hpp"
#include "core/text_mapping.hpp"

#include <algorithm>
#include <array>

namespace veil {
namespace {

constexpr std::size_t least_digits = 13;
constexpr std::size_t most_digits = 19;
constexpr std::size_t least_permuted = 6; // a million values
constexpr std::string_view separators = " -";

std::uint64_t number_of(std::string_view digits) noexcept {
    std::uint64_t number = 0;
    for (const char digit : digits)
        number = number * 10 + static_cast<std::uint64_t>(digit - '0');
    return number;
}

// FF1 on the digits between the issuer's and the check digit, with the issuer's as tweak.
class CardMapping final : public TextMapping {
  public:
    CardMapping(const Key256& key, std::size_t kept) : permutation_(key, 10, tweak_size), kept_(kept) {}

    [[nodiscard]] std::optional<std::size_t> map(Direction direction, std::string_view value,
                                                 char* out) const override {
        std::array<char, most_digits> storage{};
        const auto size = ungroup(value, separators, storage);
        if (!size || *size < std::max(least_digits, kept_ + least_permuted + 1))
            return std::nullopt;
        const std::string_view digits(storage.data(), *size);
        const std::size_t permuted = *size - kept_ - 1;
        if (!std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; }) ||
            luhn_check_digit(digits.substr(0, *size - 1)) != digits.back())
            return std::nullopt;

        std::array<std::uint8_t, tweak_size> tweak{};
        store_big_endian(number_of(digits.substr(0, kept_)), tweak.data());
        std::uint64_t number =
            permutation_.map_number(direction, number_of(digits.substr(kept_, permuted)), permuted, tweak);
        for (std::size_t i = kept_ + permuted; i-- > kept_; number /= 10)
            storage[i] = static_cast<char>('0' + number % 10);
        storage[*size - 1] = luhn_check_digit(digits.substr(0, *size - 1));
        regroup(value, separators, storage.data(), out);
        return value.size();
    }

  private:
    static constexpr std::size_t tweak_size = 8;

    NumeralPermutation permutation_;
    std::size_t kept_;
};

} // namespace

std::unique_ptr<const TextMapping> make_card_mapping(const Key256& key, const FormatText& format) {
    require_options(format, {"keep_bin"});
    const std::string_view kept = format.option("keep_bin", "6");
    if (kept != "6" && kept != "8")
        throw InvalidFormat("the option keep_bin is 6 or 8");
    return std::make_unique<const CardMapping>(key, kept == "6" ? 6 : 8);
}

} // namespace veil
