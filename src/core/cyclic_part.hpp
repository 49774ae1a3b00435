// The part of a date or time that comes back: the weekday alone, the month, the hour. What is left of a
// moment when its place in history is taken away.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace veil {

enum class CyclicPart { minute, hour, weekday, week, month, quarter };

// Exactly the enumerator's name.
[[nodiscard]] std::optional<CyclicPart> parse_cyclic_part(std::string_view name) noexcept;

// Whether a day has it, and a time of day.
[[nodiscard]] constexpr bool is_part_of_day(CyclicPart part) noexcept {
    return part == CyclicPart::minute || part == CyclicPart::hour;
}

// weekday: 1 (Monday) ... 7; week: ISO 8601's, 1 ... 53; month: 1 ... 12; quarter: 1 ... 4. Nothing for an
// infinite date and for minute and hour. days_since_2000: as for truncate_date.
[[nodiscard]] std::optional<std::int16_t> part_of_date(std::int32_t days_since_2000,
                                                       CyclicPart part) noexcept;

// hour: 0 ... 23, 24 at 24:00; minute: 0 ... 59. microseconds: of a time of day, 0 ... 24 hours. Nothing for
// what only a date has.
[[nodiscard]] std::optional<std::int16_t> part_of_time(std::int64_t microseconds, CyclicPart part) noexcept;

// All of them. microseconds_since_2000: as for truncate_timestamp.
[[nodiscard]] std::optional<std::int16_t> part_of_timestamp(std::int64_t microseconds_since_2000,
                                                            CyclicPart part) noexcept;

} // namespace veil
