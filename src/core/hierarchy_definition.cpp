#include "core/hierarchy_definition.hpp"

#include "core/hierarchy_rules.hpp"
#include "core/json_value.hpp"
#include "core/parameter_check.hpp"

#include <algorithm>

namespace veil {

namespace {

constexpr JsonLimits definition_limits{std::size_t{64} * 1024, 4, 4096};

std::optional<std::int64_t> number_of(const JsonValue& value) {
    return value.kind == JsonValue::Kind::number ? parse_integer(value.text) : std::nullopt;
}

// A list of whole numbers, not empty.
std::optional<std::vector<std::int64_t>> numbers_of(const JsonValue& value) {
    std::vector<std::int64_t> numbers;
    for (const JsonValue& element : value.elements) {
        const auto number = number_of(element);
        if (!number) {
            return std::nullopt;
        }
        numbers.push_back(*number);
    }
    return numbers.empty() ? std::nullopt : std::optional(std::move(numbers));
}

constexpr std::array<std::string_view, 5> date_level_names{"month", "quarter", "year", "decade", "century"};

std::optional<std::vector<DateLevel>> date_levels_of(const JsonValue& value) {
    std::vector<DateLevel> levels;
    for (const JsonValue& element : value.elements) {
        const auto* const name = std::find(date_level_names.begin(), date_level_names.end(), element.text);
        if (element.kind != JsonValue::Kind::string || name == date_level_names.end()) {
            return std::nullopt;
        }
        levels.push_back(static_cast<DateLevel>(name - date_level_names.begin()));
    }
    return levels.empty() ? std::nullopt : std::optional(std::move(levels));
}

std::optional<std::vector<std::vector<std::int64_t>>> bounds_of(const JsonValue& value) {
    std::vector<std::vector<std::int64_t>> bounds;
    for (const JsonValue& element : value.elements) {
        auto numbers = numbers_of(element);
        if (!numbers || !std::is_sorted(numbers->begin(), numbers->end(), std::less_equal<>{})) {
            return std::nullopt;
        }
        bounds.push_back(std::move(*numbers));
    }
    return bounds.empty() ? std::nullopt : std::optional(std::move(bounds));
}

// What a member must be, or nothing when it is.
std::optional<std::string> read_member(const std::string& name, const JsonValue& value,
                                       HierarchyDefinition& definition) {
    auto read_list = [&](auto list, auto& member, std::string demand) {
        if (list) {
            member = std::move(*list);
            return std::optional<std::string>{};
        }
        return std::optional(std::move(demand));
    };
    auto read_number = [&](std::optional<std::int64_t>& member) {
        member = number_of(value);
        return member ? std::nullopt : std::optional("must be a whole number");
    };
    if (name == "rule") {
        definition.rule = value.kind == JsonValue::Kind::string ? value.text : "";
        return std::nullopt;
    }
    if (name == "widths") {
        return read_list(numbers_of(value), definition.widths, "must be a list of whole numbers");
    }
    if (name == "keep") {
        return read_list(numbers_of(value), definition.keep, "must be a list of whole numbers");
    }
    if (name == "bounds") {
        return read_list(bounds_of(value), definition.bounds,
                         "must be a list of lists of increasing whole numbers");
    }
    if (name == "levels") {
        return read_list(date_levels_of(value), definition.levels,
                         "must be a list of \"month\", \"quarter\", \"year\", \"decade\", \"century\"");
    }
    if (name == "from") {
        return read_number(definition.from);
    }
    if (name == "top") {
        return read_number(definition.top);
    }
    if (name == "length") {
        return read_number(definition.length);
    }
    return "does not exist";
}

// The checks below say what keeps the levels from being a tree, or the rule from having a meaning.

std::optional<std::string> problem_of_widths(const HierarchyDefinition& definition) {
    for (std::size_t level = 0; level < definition.widths.size(); ++level) {
        const std::int64_t width = definition.widths[level];
        if (width < 1) {
            return "\"widths\" must be greater than zero";
        }
        if (level > 0 &&
            (width % definition.widths[level - 1] != 0 || width == definition.widths[level - 1])) {
            return "each of \"widths\" must be a multiple of the one before, and greater";
        }
    }
    if (definition.from && definition.top && *definition.top <= *definition.from) {
        return "\"top\" must be greater than \"from\"";
    }
    return std::nullopt;
}

std::optional<std::string> problem_of_bounds(const HierarchyDefinition& definition) {
    if (definition.from || definition.top) {
        return "\"from\" and \"top\" go with \"widths\", not with \"bounds\"";
    }
    const std::vector<std::int64_t>& finest = definition.bounds.front();
    for (std::size_t level = 1; level < definition.bounds.size(); ++level) {
        const std::vector<std::int64_t>& coarser = definition.bounds[level];
        const std::vector<std::int64_t>& finer = definition.bounds[level - 1];
        if (coarser.front() != finest.front()) {
            return "\"bounds\" must start with the same value at every level";
        }
        if (!std::includes(finer.begin(), finer.end(), coarser.begin(), coarser.end()) ||
            coarser.size() == finer.size()) {
            return "\"bounds\" of a level must be some of those of the level before";
        }
    }
    return std::nullopt;
}

std::optional<std::string> problem_of_prefix(const HierarchyDefinition& definition) {
    if (definition.keep.empty()) {
        return "rule \"prefix\" needs \"keep\"";
    }
    constexpr std::int64_t most = 1000;
    if (definition.length && (*definition.length < 1 || *definition.length > most)) {
        return "\"length\" must be between 1 and 1000";
    }
    if (definition.keep.back() < 0 || definition.keep.front() > definition.length.value_or(most) ||
        std::adjacent_find(definition.keep.begin(), definition.keep.end(), std::less_equal<>{}) !=
            definition.keep.end()) {
        return "\"keep\" must decrease from level to level, from \"length\" or less to 0 or more";
    }
    return std::nullopt;
}

std::optional<std::string> problem_of_levels(const HierarchyDefinition& definition) {
    const std::vector<DateLevel>& levels = definition.levels;
    if (levels.empty()) {
        return "rule \"date\" needs \"levels\"";
    }
    if (!std::is_sorted(levels.begin(), levels.end(), std::less_equal<>{})) {
        return "\"levels\" must go from the finest to the coarsest";
    }
    // 1901 to 2000 is a century, and 2000 to 2009 a decade.
    if (levels.size() > 1 && levels[levels.size() - 2] == DateLevel::decade) {
        return "a decade may lie in two centuries: \"levels\" can have one of the two";
    }
    return std::nullopt;
}

std::optional<std::string> problem_of(const HierarchyDefinition& definition) {
    const std::string& rule = definition.rule;
    auto is_of = [&](std::string_view owner, bool is_given) { return !is_given || rule == owner; };
    if (rule != "intervals" && rule != "prefix" && rule != "date" && rule != "nl_postcode" &&
        rule != "icd10") {
        return "\"rule\" must be one of \"intervals\", \"prefix\", \"date\", \"nl_postcode\", \"icd10\"";
    }
    if (!is_of("intervals", !definition.widths.empty() || !definition.bounds.empty() ||
                                definition.from.has_value() || definition.top.has_value()) ||
        !is_of("prefix", !definition.keep.empty() || definition.length.has_value()) ||
        !is_of("date", !definition.levels.empty())) {
        return "a member is not one of rule \"" + rule + "\"";
    }
    if (std::max({definition.widths.size(), definition.bounds.size(), definition.keep.size(),
                  definition.levels.size()}) > most_hierarchy_levels) {
        return "there are more than " + std::to_string(most_hierarchy_levels) + " levels";
    }
    if (rule == "intervals") {
        if (definition.widths.empty() == definition.bounds.empty()) {
            return "rule \"intervals\" needs either \"widths\" or \"bounds\"";
        }
        return definition.bounds.empty() ? problem_of_widths(definition) : problem_of_bounds(definition);
    }
    if (rule == "prefix") {
        return problem_of_prefix(definition);
    }
    return rule == "date" ? problem_of_levels(definition) : std::nullopt;
}

} // namespace

std::variant<HierarchyDefinition, std::string> parse_hierarchy_definition(std::string_view json) {
    const auto parsed = parse_json(json, definition_limits);
    const auto* object = std::get_if<JsonValue>(&parsed);
    if (object == nullptr || object->kind != JsonValue::Kind::object) {
        return "a definition is a JSON object";
    }
    HierarchyDefinition definition;
    for (std::size_t member = 0; member < object->names.size(); ++member) {
        const std::string& name = object->names[member];
        if (auto problem = read_member(name, object->elements[member], definition)) {
            return "\"" + name + "\" " + *problem;
        }
    }
    if (auto problem = problem_of(definition)) {
        return *problem;
    }
    return definition;
}

std::unique_ptr<const Hierarchy> make_hierarchy(const HierarchyDefinition& definition,
                                                CharacterLength length) {
    if (definition.rule == "intervals") {
        return make_interval_hierarchy(definition);
    }
    if (definition.rule == "prefix") {
        return make_prefix_hierarchy(definition, length);
    }
    if (definition.rule == "date") {
        return make_date_hierarchy(definition);
    }
    return definition.rule == "icd10" ? make_icd10_hierarchy() : make_dutch_postcode_hierarchy();
}

} // namespace veil
