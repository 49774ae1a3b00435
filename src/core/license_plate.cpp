#include "core/license_plate.hpp"

#include <algorithm>

namespace veil {

namespace {

constexpr std::size_t sidecodes_with_all_letters = 3;
constexpr std::string_view digits = "0123456789";
constexpr std::string_view all_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view later_letters = "BDFGHJKLMNPRSTVWXYZ";
constexpr std::string_view later_first_letters = "BDFGHJKLMNOPRSTVWXYZ";

constexpr std::array<std::string_view, 13> withheld{"GVD", "KKK", "KVT", "LPF", "NSB", "PKK", "PSV",
                                                    "PVV", "SGP", "TBS", "VVD", "SD",  "SS"};

} // namespace

std::string_view license_plate_choices(std::size_t sidecode, std::size_t place) noexcept {
    const std::string_view pattern = license_plate_sidecodes[sidecode];
    if (pattern[place] == '-')
        return {};
    if (pattern[place] == '9')
        return digits;
    if (sidecode < sidecodes_with_all_letters)
        return all_letters;
    return pattern.find('X') == place ? later_first_letters : later_letters;
}

bool is_withheld_plate(std::string_view plate) noexcept {
    return std::ranges::any_of(
        withheld, [plate](std::string_view word) { return plate.find(word) != std::string_view::npos; });
}

} // namespace veil
