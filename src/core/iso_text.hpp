// Dates and timestamps in ISO 8601 as PostgreSQL writes them under datestyle ISO: 0044-03-15 BC.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace veil {

// A year of seven digits, a fraction and " BC".
inline constexpr std::size_t longest_iso_text = 40;

// A date that is not infinite, and not before the least one. Returns the number of characters.
[[nodiscard]] std::size_t write_iso_date(std::int32_t days_since_2000,
                                         std::span<char, longest_iso_text> out) noexcept;

// The same of a timestamp: 2024-02-29 13:00:00, with the fraction of a second that there is.
[[nodiscard]] std::size_t write_iso_timestamp(std::int64_t microseconds_since_2000,
                                              std::span<char, longest_iso_text> out) noexcept;

} // namespace veil
