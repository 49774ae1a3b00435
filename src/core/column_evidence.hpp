// From what a column's name and values say each, what it most likely is about.
#pragma once

#include "core/column_proposal.hpp"

#include <optional>

namespace veil {

struct ValueMeaning {
    Meaning meaning;
    ValueForm form;
    double strength; // 0 to 1
};

// What enough of the values look like; nothing where they look like nothing in particular.
[[nodiscard]] std::optional<ValueMeaning> meaning_of_values(TypeFamily family, const ColumnSample& sample);

struct WeighedMeaning {
    Meaning meaning;
    double confidence;
    std::string reason;
};

// Name and values together: they support each other, or the one wins that asks for more protection. Throws
// std::bad_alloc.
[[nodiscard]] std::optional<WeighedMeaning> weigh(const ColumnFacts& facts, const ColumnSample& sample);

// The class of a column with a meaning.
[[nodiscard]] DisclosureClass class_of(Meaning meaning) noexcept;

// Few different values, each of several rows: what can be told apart by looking at the sample is a group.
[[nodiscard]] bool has_small_domain(const ColumnSample& sample, std::size_t most) noexcept;

} // namespace veil
