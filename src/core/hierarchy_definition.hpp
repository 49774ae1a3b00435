// A hierarchy by rule, as its owner defines it: JSON such as {"rule": "intervals", "widths": [5, 10]}.
//
// rule        | members
// intervals   | "widths": [w, ...], each a multiple of the one before; "from": the least value, from which
// the
//             | intervals are counted (without it from 0, and downwards too); "top": where one open interval
//             | begins at every level. Or "bounds": [[b, ...], ...], the lower bounds of each level's
//             intervals, | those of a level among those of the one before and with the same first one, the
//             last interval | open.
// prefix      | "keep": [characters, ...], fewer from level to level; "length": how many a value must have.
// date        | "levels": some of month, quarter, year, and decade or century, in this order.
// nl_postcode | none: 1234AB > 1234 > 12 > NL.
// icd10       | none: a code > its category > its chapter.
#pragma once

#include "core/hierarchy.hpp"
#include "core/text_masking.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace veil {

// A date hierarchy's levels, from the finest on.
enum class DateLevel { month, quarter, year, decade, century };

struct HierarchyDefinition {
    std::string rule;
    std::vector<std::int64_t> widths = {};
    std::vector<std::vector<std::int64_t>> bounds = {};
    std::optional<std::int64_t> from = {};
    std::optional<std::int64_t> top = {};
    std::vector<std::int64_t> keep = {};
    std::optional<std::int64_t> length = {};
    std::vector<DateLevel> levels = {};
};

// The definition that a JSON text gives, or what is wrong with it: a sentence without full stop. What it
// defines is a tree at all levels.
[[nodiscard]] std::variant<HierarchyDefinition, std::string>
parse_hierarchy_definition(std::string_view json);

// `length` says where the characters of the values end.
[[nodiscard]] std::unique_ptr<const Hierarchy> make_hierarchy(const HierarchyDefinition& definition,
                                                              CharacterLength length);

} // namespace veil
