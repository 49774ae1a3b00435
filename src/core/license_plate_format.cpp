// The format "license_plate", Dutch.
#include "core/format_key.hpp"
#include "core/format_text.hpp"
#include "core/license_plate.hpp"
#include "core/text_mapping.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace veil {
namespace {

constexpr const auto& sidecodes = license_plate_sidecodes;
constexpr std::size_t plate_characters = license_plate_characters;
constexpr std::size_t plate_size = license_plate_size;

// All plates of one sidecode, numbered, and their permutation.
class Sidecode {
  public:
    Sidecode(const Key256& key, std::size_t index)
        : pattern_(sidecodes[index]), characters_(characters_at(index)),
          permutation_(part_key(key, "sidecode/" + std::to_string(index + 1)), greatest(characters_)) {}

    // The number of a plate with hyphens; nothing for a plate of another sidecode and one that is withheld.
    [[nodiscard]] std::optional<Uint128> number(std::string_view plate) const noexcept {
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < plate_size; ++i) {
            if (pattern_[i] == '-') {
                if (plate[i] != '-')
                    return std::nullopt;
                continue;
            }
            const std::size_t place = characters_[i].find(plate[i]);
            if (place == std::string_view::npos)
                return std::nullopt;
            number = number * characters_[i].size() + place;
        }
        return is_withheld_plate(plate) ? std::nullopt : std::optional<Uint128>(number);
    }

    // Goes on until the image is a plate that is given out.
    void map(Direction direction, Uint128 number, char* plate) const noexcept {
        do {
            number = permutation_.map(direction, number);
            auto left = static_cast<std::uint64_t>(number);
            for (std::size_t i = plate_size; i-- > 0;) {
                plate[i] = '-';
                if (pattern_[i] == '-')
                    continue;
                plate[i] = characters_[i][left % characters_[i].size()];
                left /= characters_[i].size();
            }
        } while (is_withheld_plate({plate, plate_size}));
    }

  private:
    using Characters = std::array<std::string_view, plate_size>;

    static Characters characters_at(std::size_t index) noexcept {
        Characters result{};
        for (std::size_t i = 0; i < plate_size; ++i)
            result[i] = license_plate_choices(index, i);
        return result;
    }

    static Uint128 greatest(const Characters& characters) noexcept {
        Uint128 count = 1;
        for (const std::string_view choice : characters)
            count *= std::max<std::size_t>(choice.size(), 1);
        return count - 1;
    }

    std::string_view pattern_;
    Characters characters_; // none where there is a hyphen
    RangePermutation permutation_;
};

class LicensePlateMapping final : public TextMapping {
  public:
    explicit LicensePlateMapping(const Key256& key) { std::ranges::copy(key.bytes(), key_.bytes().begin()); }

    [[nodiscard]] std::optional<std::size_t> map(Direction direction, std::string_view value,
                                                 char* out) const override {
        const bool has_hyphens = value.size() == plate_size;
        if (!has_hyphens && value.size() != plate_characters)
            return std::nullopt;
        for (std::size_t index = 0; index < sidecodes.size(); ++index) {
            if (!looks_alike(value, sidecodes[index]))
                continue;
            std::array<char, plate_size> plate{};
            write_hyphens(value, sidecodes[index], plate);
            const Sidecode& sidecode = of_index(index);
            const auto number = sidecode.number({plate.data(), plate_size});
            if (!number)
                return std::nullopt;
            sidecode.map(direction, *number, plate.data());
            for (const char character : plate)
                if (has_hyphens || character != '-')
                    *out++ = character;
            return value.size();
        }
        return std::nullopt;
    }

  private:
    // Digits where the pattern has digits, hyphens where it has them, if the value has hyphens at all. The
    // patterns differ without hyphens too, so at most one fits.
    static bool looks_alike(std::string_view value, std::string_view pattern) noexcept {
        const bool has_hyphens = value.size() == plate_size;
        std::size_t i = 0;
        for (const char kind : pattern) {
            if (kind == '-' && !has_hyphens)
                continue;
            const bool is_digit = value[i] >= '0' && value[i] <= '9';
            if ((kind == '9') != is_digit || (kind == '-') != (value[i] == '-'))
                return false;
            ++i;
        }
        return true;
    }

    static void write_hyphens(std::string_view value, std::string_view pattern,
                              std::array<char, plate_size>& plate) noexcept {
        const bool has_hyphens = value.size() == plate_size;
        std::size_t from = 0;
        for (std::size_t i = 0; i < plate_size; ++i)
            plate[i] = pattern[i] == '-' && !has_hyphens ? '-' : value[from++];
    }

    [[nodiscard]] const Sidecode& of_index(std::size_t index) const {
        if (known_[index] == nullptr)
            known_[index] = std::make_unique<const Sidecode>(key_, index);
        return *known_[index];
    }

    Key256 key_;
    mutable std::array<std::unique_ptr<const Sidecode>, sidecodes.size()> known_;
};

} // namespace

std::unique_ptr<const TextMapping> make_license_plate_mapping(const Key256& key, const FormatText& format) {
    require_options(format, {});
    return std::make_unique<const LicensePlateMapping>(key);
}

} // namespace veil
