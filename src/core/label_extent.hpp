// Which values a label of a hierarchy by rule can be of, read off the label: no other value has it, in any
// hierarchy of the rule. The least and the greatest may be values that have it, or not.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace veil {

struct LabelExtent {
    std::int64_t least;
    std::int64_t greatest;

    friend bool operator==(const LabelExtent&, const LabelExtent&) = default;
};

// Of intervals: whole numbers. "20-24", "90+", "-10 to -1", "7". Nothing of what is no such label.
[[nodiscard]] std::optional<LabelExtent> interval_extent(std::string_view label) noexcept;

// Of dates: days since 2000-01-01. "2024-02-29", "2024-02", "2024-Q1", "2024", "2020-2029", "0044 BC",
// "0010 BC to 0001 BC".
[[nodiscard]] std::optional<LabelExtent> date_extent(std::string_view label) noexcept;

} // namespace veil
