// Generalization hierarchies (ISO/IEC 20889): each value of a domain has a chain of ever more general labels.
// Level 0 is the value itself, a leaf; top_level() is the most general one. A label of one level has exactly
// one label of the next, so that going up a level only ever merges groups: the labels form a tree, or, where
// the top level still has several, a forest.
//
// Look-ups are total: what is no value of the domain has no label at any level, and neither has a level above
// the top.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace veil {

inline constexpr int most_hierarchy_levels = 64;

// Room for a label that is computed. Labels are otherwise views of the hierarchy's memory or of the value.
using LabelBuffer = std::array<char, 64>;
using Label = std::optional<std::string_view>;

// What order labels keep: none that is known, or those of one label are the numbers or dates between two
// (label_extent.hpp).
enum class LabelOrder { none, numbers, dates };

class Hierarchy {
  public:
    Hierarchy() = default;
    Hierarchy(const Hierarchy&) = delete;
    Hierarchy& operator=(const Hierarchy&) = delete;
    virtual ~Hierarchy() = default;

    [[nodiscard]] virtual int top_level() const noexcept = 0;
    [[nodiscard]] virtual LabelOrder label_order() const noexcept { return LabelOrder::none; }
    // Whether every text with this label starts with it, at any level.
    [[nodiscard]] virtual bool is_start(std::string_view /*label*/) const noexcept { return false; }
    // Bytes of memory, roughly.
    [[nodiscard]] virtual std::size_t size() const noexcept = 0;

    // The label is good until the hierarchy, the value or the buffer changes.
    [[nodiscard]] virtual Label text_label(std::string_view value, int level,
                                           LabelBuffer& buffer) const noexcept = 0;
    // Of a whole number: that of its decimal text, unless the hierarchy counts.
    [[nodiscard]] virtual Label integer_label(std::int64_t value, int level,
                                              LabelBuffer& buffer) const noexcept {
        std::array<char, 24> digits;
        const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
        const auto label =
            text_label({digits.data(), static_cast<std::size_t>(written.ptr - digits.data())}, level, buffer);
        if (!label || label->data() < digits.data() || label->data() >= digits.data() + digits.size()) {
            return label;
        }
        // A part of the digits, which end here.
        const auto end = std::copy(label->begin(), label->end(), buffer.begin());
        return std::string_view(buffer.data(), static_cast<std::size_t>(end - buffer.begin()));
    }
    // Of PostgreSQL's date, in days since 2000-01-01; INT32_MIN and INT32_MAX are the infinities.
    [[nodiscard]] virtual Label date_label(std::int32_t /*days_since_2000*/, int /*level*/,
                                           LabelBuffer& /*buffer*/) const noexcept {
        return std::nullopt;
    }
};

} // namespace veil
