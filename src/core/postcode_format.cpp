// The format "postcode", Dutch: four digits, the first not zero, and two letters, not SA, SD or SS.
#include "core/format_key.hpp"
#include "core/format_text.hpp"
#include "core/text_mapping.hpp"

#include <algorithm>
#include <array>

namespace veil {
namespace {

constexpr std::uint32_t first_number = 1000;
constexpr std::uint32_t numbers = 9000;
constexpr std::uint32_t pairs_at_all = 26 * 26;

constexpr std::uint32_t pair_of(char first, char second) noexcept {
    return static_cast<std::uint32_t>(first - 'A') * 26 + static_cast<std::uint32_t>(second - 'A');
}

// Never given out, for what they stand for.
constexpr std::array withheld{pair_of('S', 'A'), pair_of('S', 'D'), pair_of('S', 'S')};
constexpr std::uint32_t pairs = pairs_at_all - withheld.size();

constexpr std::uint32_t pair_rank(std::uint32_t pair) noexcept {
    return pair - static_cast<std::uint32_t>(
                      std::ranges::count_if(withheld, [pair](std::uint32_t other) { return other < pair; }));
}

constexpr std::uint32_t ranked_pair(std::uint32_t rank) noexcept {
    for (const std::uint32_t other : withheld)
        rank += rank >= other ? 1 : 0;
    return rank;
}

class PostcodeMapping final : public TextMapping {
  public:
    explicit PostcodeMapping(const Key256& key)
        : permutation_(part_key(key, "range"), Uint128{numbers} * pairs - 1) {}

    [[nodiscard]] std::optional<std::size_t> map(Direction direction, std::string_view value,
                                                 char* out) const noexcept override {
        const std::size_t blank = value.size() == 7 && value[4] == ' ' ? 1 : 0;
        if (value.size() != 6 + blank)
            return std::nullopt;
        std::uint32_t number = 0;
        for (const char digit : value.substr(0, 4)) {
            if (digit < '0' || digit > '9')
                return std::nullopt;
            number = number * 10 + static_cast<std::uint32_t>(digit - '0');
        }
        const std::string_view letters = value.substr(4 + blank);
        if (number < first_number ||
            !std::ranges::all_of(letters, [](char c) { return c >= 'A' && c <= 'Z'; }))
            return std::nullopt;
        std::uint32_t pair = pair_of(letters[0], letters[1]);
        if (std::ranges::find(withheld, pair) != withheld.end())
            return std::nullopt;

        const auto image = static_cast<std::uint32_t>(
            permutation_.map(direction, Uint128{number - first_number} * pairs + pair_rank(pair)));
        number = image / pairs + first_number;
        pair = ranked_pair(image % pairs);
        for (std::size_t i = 4; i-- > 0; number /= 10)
            out[i] = static_cast<char>('0' + number % 10);
        if (blank != 0)
            out[4] = ' ';
        out[4 + blank] = static_cast<char>('A' + pair / 26);
        out[5 + blank] = static_cast<char>('A' + pair % 26);
        return value.size();
    }

  private:
    RangePermutation permutation_;
};

} // namespace

std::unique_ptr<const TextMapping> make_postcode_mapping(const Key256& key, const FormatText& format) {
    require_options(format, {});
    return std::make_unique<const PostcodeMapping>(key);
}

} // namespace veil
