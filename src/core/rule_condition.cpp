#include "core/rule_condition.hpp"

#include <algorithm>
#include <array>

namespace veil {

namespace {

constexpr std::array<std::string_view, 6> comparisons{"=", "<>", "<", "<=", ">", ">="};

bool is_constant(const GivenParameter& given) {
    return given.json_type == "string" || given.json_type == "number" || given.json_type == "boolean";
}

// Parses, and keeps the first thing that is wrong.
class ConditionParser {
  public:
    std::optional<Condition> parse(const GivenParameter& given, std::size_t depth) {
        if (++parts_ > largest_condition || depth > deepest_condition) {
            return wrong("is too large: it may have " + std::to_string(largest_condition) + " parts, " +
                         std::to_string(deepest_condition) + " deep");
        }
        if (given.json_type != "object") {
            return wrong("must be an object with \"column\" and \"is\", or with \"and\", \"or\" or \"not\"");
        }
        if (const GivenParameter* all = given.member("and")) {
            return parse_several(given, *all, Condition::Kind::all_of, depth);
        }
        if (const GivenParameter* any = given.member("or")) {
            return parse_several(given, *any, Condition::Kind::any_of, depth);
        }
        if (const GivenParameter* negated = given.member("not")) {
            return parse_negation(given, *negated, depth);
        }
        return parse_column(given);
    }

    [[nodiscard]] const std::optional<std::string>& problem() const noexcept { return problem_; }

  private:
    std::nullopt_t wrong(std::string problem) {
        problem_ = std::move(problem);
        return std::nullopt;
    }

    std::optional<Condition> parse_several(const GivenParameter& given, const GivenParameter& several,
                                           Condition::Kind kind, std::size_t depth) {
        if (given.children.size() != 1 || several.json_type != "array" || several.children.empty()) {
            return wrong("must have an array of conditions behind \"" + several.name +
                         "\", and nothing else");
        }
        Condition condition{kind, {}, {}, {}, {}};
        for (const GivenParameter& child : several.children) {
            auto part = parse(child, depth + 1);
            if (!part) {
                return std::nullopt;
            }
            condition.parts.push_back(std::move(*part));
        }
        return condition;
    }

    std::optional<Condition> parse_negation(const GivenParameter& given, const GivenParameter& negated,
                                            std::size_t depth) {
        if (given.children.size() != 1) {
            return wrong("must have a condition behind \"not\", and nothing else");
        }
        auto part = parse(negated, depth + 1);
        if (!part) {
            return std::nullopt;
        }
        Condition condition{Condition::Kind::negation, {}, {}, {}, {}};
        condition.parts.push_back(std::move(*part));
        return condition;
    }

    std::optional<Condition> parse_column(const GivenParameter& given) {
        const GivenParameter* column = given.member("column");
        const GivenParameter* is = given.member("is");
        if (column == nullptr || column->json_type != "string" || is == nullptr ||
            is->json_type != "string") {
            return wrong("must have strings behind \"column\" and \"is\"");
        }
        const GivenParameter* value = given.member("value");
        if (given.children.size() != (value == nullptr ? 2U : 3U)) {
            return wrong("has members besides \"column\", \"is\" and \"value\"");
        }
        Condition condition{Condition::Kind::comparison, column->text, is->text, {}, {}};
        if (is->text == "null" || is->text == "not null") {
            condition.kind = is->text == "null" ? Condition::Kind::is_null : Condition::Kind::is_not_null;
            return value == nullptr ? std::optional(std::move(condition))
                                    : wrong("needs no \"value\" where \"is\" is \"" + is->text + "\"");
        }
        if (is->text == "in") {
            condition.kind = Condition::Kind::one_of;
            return with_values(std::move(condition), value);
        }
        if (is->text == "starts with") {
            condition.kind = Condition::Kind::starts_with;
        } else if (std::find(comparisons.begin(), comparisons.end(), is->text) == comparisons.end()) {
            return wrong(
                "must have \"is\" one of \"=\", \"<>\", \"<\", \"<=\", \">\", \">=\", \"in\", \"starts "
                "with\", \"null\", \"not null\"");
        }
        if (value == nullptr || !is_constant(*value)) {
            return wrong("must have a string, a number or a boolean behind \"value\"");
        }
        condition.values.push_back(value->text);
        return condition;
    }

    std::optional<Condition> with_values(Condition condition, const GivenParameter* several) {
        const bool fits = several != nullptr && several->json_type == "array" && !several->children.empty() &&
                          std::all_of(several->children.begin(), several->children.end(), is_constant);
        if (!fits || several->children.size() > largest_condition) {
            return wrong("must have an array of strings, numbers or booleans behind \"value\", " +
                         std::to_string(largest_condition) + " at most");
        }
        for (const GivenParameter& value : several->children) {
            condition.values.push_back(value.text);
        }
        return condition;
    }

    std::size_t parts_ = 0;
    std::optional<std::string> problem_;
};

} // namespace

std::optional<std::string> condition_mismatch(const GivenParameter& given) {
    ConditionParser parser;
    (void)parser.parse(given, 0);
    return parser.problem();
}

std::optional<Condition> parse_condition(const GivenParameter& given) {
    return ConditionParser().parse(given, 0);
}

} // namespace veil
