// The format "bsn", the Dutch citizen service number.
#include "core/check_digit.hpp"
#include "core/ff1_number.hpp"
#include "core/format_key.hpp"
#include "core/format_text.hpp"
#include "core/text_mapping.hpp"

#include <array>

namespace veil {
namespace {

constexpr unsigned no_check_digit = 10;

// "00" to "99", so that a division gives two digits.
constexpr auto digit_pairs = [] {
    std::array<char, 200> pairs{};
    for (std::size_t pair = 0; pair < 100; ++pair) {
        pairs[2 * pair] = static_cast<char>('0' + pair / 10);
        pairs[2 * pair + 1] = static_cast<char>('0' + pair % 10);
    }
    return pairs;
}();

// The first eight digits go through FF1, again and again until they have a check digit and are not all
// zero: 1.1 times on average, and a permutation of the 90 909 090 beginnings of a BSN.
class BsnMapping final : public TextMapping {
  public:
    BsnMapping(const Key256& key, bool valid)
        : ff1_(part_key(key, "ff1"), 10, 8), check_digit_shift_(valid ? 0 : shift) {}

    [[nodiscard]] std::optional<std::size_t> map(Direction direction, std::string_view value,
                                                 char* out) const noexcept override {
        if (value.size() != 9)
            return std::nullopt;
        std::uint32_t beginning = 0;
        bool has_other = false;
        for (std::size_t i = 0; i < 8; ++i) {
            const auto digit = static_cast<unsigned char>(value[i] - '0');
            has_other |= digit > 9;
            beginning = beginning * 10 + digit;
        }
        const bool is_apply = direction == Direction::apply;
        if (has_other || !is_beginning(beginning) ||
            value[8] != last_digit(beginning, is_apply ? 0 : check_digit_shift_))
            return std::nullopt;

        std::uint64_t number = beginning;
        do {
            number = is_apply ? ff1_.encrypt(number) : ff1_.decrypt(number);
        } while (!is_beginning(static_cast<std::uint32_t>(number)));
        beginning = static_cast<std::uint32_t>(number);

        out[8] = last_digit(beginning, is_apply ? check_digit_shift_ : 0);
        for (std::size_t i = 8; i > 0; i -= 2, beginning /= 100) {
            const std::size_t pair = beginning % 100;
            out[i - 1] = digit_pairs[2 * pair + 1];
            out[i - 2] = digit_pairs[2 * pair];
        }
        return 9;
    }

  private:
    // Any last digit but the check digit fails the 11-test, since no two digits are congruent modulo 11. So
    // check digits shifted modulo 10, by anything but zero, never pass it, and are shifted back by the same.
    static constexpr unsigned shift = 5;

    static bool is_beginning(std::uint32_t number) noexcept {
        return number != 0 && bsn_check_digit(number) != no_check_digit;
    }

    static char last_digit(std::uint32_t beginning, unsigned shifted_by) noexcept {
        return static_cast<char>('0' + (bsn_check_digit(beginning) + shifted_by) % 10);
    }

    NumeralFf1 ff1_;
    unsigned check_digit_shift_;
};

} // namespace

std::unique_ptr<const TextMapping> make_bsn_mapping(const Key256& key, const FormatText& format) {
    require_options(format, {"valid"});
    const std::string_view valid = format.option("valid", "true");
    if (valid != "true" && valid != "false")
        throw InvalidFormat("the option valid is false or left out");
    return std::make_unique<const BsnMapping>(key, valid == "true");
}

} // namespace veil
