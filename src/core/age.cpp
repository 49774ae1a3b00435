#include "core/age.hpp"

#include "core/calendar.hpp"

#include <algorithm>
#include <charconv>

namespace veil {

std::optional<AgeBand> age_band(std::int32_t born, std::int32_t at, const AgeBands& bands) noexcept {
    if (calendar::is_infinite(born) || calendar::is_infinite(at) || born > at ||
        born < calendar::least_date) {
        return std::nullopt;
    }
    const calendar::CivilDate birth = calendar::civil_date(born);
    const calendar::CivilDate reference = calendar::civil_date(at);
    const bool birthday_passed =
        birth.month < reference.month || (birth.month == reference.month && birth.day <= reference.day);
    const std::int32_t age = reference.year - birth.year - (birthday_passed ? 0 : 1);
    if (age > greatest_age) {
        return std::nullopt;
    }
    if (age >= bands.top) {
        return AgeBand{static_cast<std::int16_t>(bands.top), std::nullopt};
    }
    const std::int32_t first = age - age % bands.width;
    const std::int64_t last = std::int64_t{first} + bands.width - 1;
    return AgeBand{static_cast<std::int16_t>(first),
                   static_cast<std::int16_t>(std::min<std::int64_t>(last, bands.top - 1))};
}

std::size_t write_age_band(const AgeBand& band, std::span<char, longest_age_text> out) noexcept {
    char* const end = out.data() + out.size();
    char* position = std::to_chars(out.data(), end, band.first).ptr;
    if (!band.last) {
        *position++ = '+';
    } else if (*band.last != band.first) {
        *position++ = '-';
        position = std::to_chars(position, end, *band.last).ptr;
    }
    return static_cast<std::size_t>(position - out.data());
}

} // namespace veil
