// The age that a birth date gives at a fixed day, in bands and top-coded: the SDC handbook's global recoding
// of a birth date. Total, allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace veil {

struct AgeBands {
    std::int32_t width; // years, at least 1; bands start at 0
    std::int32_t top;   // from this age on there is one open band; 0 ... no_top
};

inline constexpr std::int32_t greatest_age = 32767;
inline constexpr std::int32_t no_top = greatest_age + 1;

// first ... last, both completed years; the top band has no last.
struct AgeBand {
    std::int16_t first;
    std::optional<std::int16_t> last;

    friend constexpr bool operator==(const AgeBand&, const AgeBand&) = default;
};

// born and at: PostgreSQL's dates, days since 2000-01-01. An age is the number of completed years: somebody
// born on 29 February completes a year on 1 March where the year has no such day. Nothing for an infinite
// date, for a birth after `at` and for an age above greatest_age.
[[nodiscard]] std::optional<AgeBand> age_band(std::int32_t born, std::int32_t at,
                                              const AgeBands& bands) noexcept;

// "40-49", "37" where a band has one year, "90+" for the top. Returns the number of characters written.
inline constexpr std::size_t longest_age_text = 11;
[[nodiscard]] std::size_t write_age_band(const AgeBand& band, std::span<char, longest_age_text> out) noexcept;

} // namespace veil
