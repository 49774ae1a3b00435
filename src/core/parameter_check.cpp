#include "core/parameter_check.hpp"

#include "core/rule_condition.hpp"

#include <algorithm>
#include <charconv>

namespace veil {

namespace {

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

std::string listed(const std::vector<std::string>& words) {
    std::string list;
    for (const std::string& word : words) {
        list += list.empty() ? quoted(word) : ", " + quoted(word);
    }
    return list;
}

bool is_positive(std::string_view decimal) {
    return !decimal.starts_with('-') && decimal.find_first_of("123456789") != std::string_view::npos;
}

bool is_scalar(const GivenParameter& given) {
    return given.json_type == "string" || given.json_type == "number";
}

std::optional<std::string> list_mismatch(const ParameterSpecification& specification,
                                         const GivenParameter& given) {
    const std::string& type = specification.type;
    const std::string wanted = type == "columns"  ? "names of columns"
                               : type == "subset" ? "some of " + listed(specification.choices)
                                                  : "texts or numbers";
    if (given.json_type != "array" || given.children.empty()) {
        return "must be an array of " + wanted;
    }
    if (specification.maximum && given.children.size() > static_cast<std::size_t>(*specification.maximum)) {
        return "must have at most " + std::to_string(*specification.maximum) + " elements";
    }
    for (const GivenParameter& element : given.children) {
        const bool fits = type == "values" ? is_scalar(element) : element.json_type == "string";
        const bool is_choice =
            type != "subset" || std::find(specification.choices.begin(), specification.choices.end(),
                                          element.text) != specification.choices.end();
        if (!fits || !is_choice) {
            return "must be an array of " + wanted;
        }
    }
    return std::nullopt;
}

std::optional<std::string> techniques_mismatch(const GivenParameter& given) {
    if (given.json_type != "object" || given.children.empty()) {
        return "must be an object of techniques";
    }
    for (const GivenParameter& member : given.children) {
        // The type that a part of the value is read as is the technique's own matter.
        GivenParameter technique = member;
        std::erase_if(technique.children, [](const GivenParameter& child) {
            return child.name == "type" && child.json_type == "string";
        });
        if (auto problem = technique_mismatch(technique)) {
            return "has member " + quoted(member.name) + ", which " + *problem;
        }
    }
    return std::nullopt;
}

std::optional<std::string> texts_mismatch(const ParameterSpecification& specification,
                                          const GivenParameter& given) {
    const bool fits = given.json_type == "object" && !given.children.empty() &&
                      std::all_of(given.children.begin(), given.children.end(),
                                  [](const GivenParameter& member) { return member.json_type == "string"; });
    if (!fits) {
        return "must be an object whose members are strings";
    }
    if (specification.maximum && given.children.size() > static_cast<std::size_t>(*specification.maximum)) {
        return "must have at most " + std::to_string(*specification.maximum) + " members";
    }
    return std::nullopt;
}

// What a parameter must be, in words, or nothing when it is.
std::optional<std::string> mismatch(const ParameterSpecification& specification,
                                    const GivenParameter& given) {
    const std::string& type = specification.type;
    if (type == "columns" || type == "subset" || type == "values") {
        return list_mismatch(specification, given);
    }
    if (type == "texts") {
        return texts_mismatch(specification, given);
    }
    if (type == "condition") {
        return condition_mismatch(given);
    }
    if (type == "technique") {
        return technique_mismatch(given);
    }
    if (type == "techniques") {
        return techniques_mismatch(given);
    }
    if (type == "integer") {
        auto number = given.json_type == "number" ? parse_integer(given.text) : std::nullopt;
        if (!number) {
            return "must be a whole number";
        }
        if (specification.minimum && *number < *specification.minimum) {
            return "must be at least " + std::to_string(*specification.minimum);
        }
        if (specification.maximum && *number > *specification.maximum) {
            return "must be at most " + std::to_string(*specification.maximum);
        }
        return std::nullopt;
    }
    if (type == "number" && given.json_type != "number") {
        return "must be a number";
    }
    if (type == "positive" && (given.json_type != "number" || !is_positive(given.text))) {
        return "must be a number greater than zero";
    }
    if ((type == "text" || type == "key" || type == "column") && given.json_type != "string") {
        return "must be a string";
    }
    if (type == "text" && specification.maximum &&
        given.text.size() > static_cast<std::size_t>(*specification.maximum)) {
        return "must have at most " + std::to_string(*specification.maximum) + " bytes";
    }
    if (type == "boolean" && given.json_type != "boolean") {
        return "must be true or false";
    }
    if (type == "choice" &&
        (given.json_type != "string" || std::find(specification.choices.begin(), specification.choices.end(),
                                                  given.text) == specification.choices.end())) {
        return "must be one of " + listed(specification.choices);
    }
    if (type == "value" && given.json_type != "string" && given.json_type != "number" &&
        given.json_type != "boolean") {
        return "must be a string, a number or a boolean";
    }
    return std::nullopt;
}

} // namespace

const GivenParameter* GivenParameter::member(std::string_view member_name) const noexcept {
    auto found = std::find_if(children.begin(), children.end(),
                              [&](const GivenParameter& child) { return child.name == member_name; });
    return json_type != "object" || found == children.end() ? nullptr : &*found;
}

std::optional<std::string> technique_mismatch(const GivenParameter& given) {
    const std::string form = "must be an object with \"technique\" and, where it has some, \"params\"";
    const GivenParameter* technique = given.member("technique");
    if (technique == nullptr || technique->json_type != "string") {
        return form;
    }
    const GivenParameter* parameters = given.member("params");
    if (parameters != nullptr && parameters->json_type != "object" && parameters->json_type != "null") {
        return form;
    }
    if (given.children.size() > (parameters == nullptr ? 1U : 2U)) {
        return form + ", and nothing else";
    }
    return std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

std::optional<ParameterProblem> check_parameters(const std::vector<ParameterSpecification>& specifications,
                                                 const std::vector<GivenParameter>& given) {
    for (const GivenParameter& parameter : given) {
        auto specification = std::find_if(
            specifications.begin(), specifications.end(),
            [&](const ParameterSpecification& candidate) { return candidate.name == parameter.name; });
        if (specification == specifications.end()) {
            std::vector<std::string> names;
            for (const ParameterSpecification& candidate : specifications) {
                names.push_back(candidate.name);
            }
            return ParameterProblem{"there is no parameter " + quoted(parameter.name),
                                    names.empty() ? "This technique has no parameters."
                                                  : "The parameters are " + listed(names) + "."};
        }
        if (auto problem = mismatch(*specification, parameter)) {
            return ParameterProblem{"parameter " + quoted(parameter.name) + " " + *problem, {}};
        }
    }
    for (const ParameterSpecification& specification : specifications) {
        bool present = std::any_of(given.begin(), given.end(), [&](const GivenParameter& parameter) {
            return parameter.name == specification.name;
        });
        if (specification.required && !present) {
            return ParameterProblem{"parameter " + quoted(specification.name) + " is missing", {}};
        }
    }
    return std::nullopt;
}

} // namespace veil
