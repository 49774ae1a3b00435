// Technique json: a technique for each path of a document, compiled into a program (core/json_program.hpp)
// and the masks that it names by number.
#include "core/json_program.hpp"
#include "pg/nested_technique.hpp"

namespace veil::pg {

namespace {

Oid type_read(JsonAction::Type type) {
    switch (type) {
    case JsonAction::Type::integer:
        return INT8OID;
    case JsonAction::Type::number:
        return NUMERICOID;
    case JsonAction::Type::boolean:
        return BOOLOID;
    case JsonAction::Type::date:
        return DATEOID;
    case JsonAction::Type::text:
        break;
    }
    return TEXTOID;
}

// One path of the rule.
struct ListedPath {
    JsonPath path;
    std::string text;
    const GivenParameter* technique;
    JsonAction action; // but for the mask's number
};

JsonPath parsed_path(const RuleColumn& rule, const std::string& text) {
    auto path = parse_json_path(text);
    if (!path) {
        rule.refuse("\"" + text + "\" is no path",
                    "A path is $, then .name, .\"any name\", .*, [0] or [*], at most " +
                        std::to_string(most_json_steps) + " of them.");
    }
    const bool has_any_member = std::any_of(path->begin(), path->end(), [](const JsonStep& step) {
        return step.kind == JsonStep::Kind::any_member;
    });
    // Names can be data: a map from BSN to something.
    if (has_any_member && !rule.has_reason()) {
        throw Refusal(ERRCODE_NOT_NULL_VIOLATION,
                      rule.title() + ": path " + text + " shows names of members as they are",
                      "Say in column \"why\" why they may be, or list the members by name.");
    }
    return *path;
}

JsonAction action_of(const RuleColumn& rule, const std::string& path, const GivenParameter& technique) {
    const std::string& name = technique.member("technique")->text;
    const GivenParameter* type = technique.member("type");
    if (name == "release" || name == "suppress") {
        if (type != nullptr) {
            rule.refuse("path " + path + ": \"type\" is only for a technique that reads the value");
        }
        return {name == "release" ? JsonAction::Kind::release : JsonAction::Kind::suppress};
    }
    const auto read = json_type_of_word(type == nullptr ? "text" : type->text);
    if (!read) {
        rule.refuse("path " + path +
                    ": \"type\" must be one of \"text\", \"integer\", \"number\", \"boolean\", "
                    "\"date\"");
    }
    return {JsonAction::Kind::mask, *read};
}

std::vector<ListedPath> listed_paths(const RuleColumn& rule) {
    std::vector<ListedPath> listed;
    for (const GivenParameter& member : rule.given_tree("paths")->children) {
        JsonPath path = parsed_path(rule, member.name);
        std::string text = json_path_text(path);
        JsonAction action = action_of(rule, text, member);
        listed.push_back({std::move(path), std::move(text), &member, action});
    }
    return listed;
}

// What a mask gives, as something that JSON has.
std::string json_shown(const RuleColumn& rule, const ListedPath& path, const Protected& mask) {
    const Oid type = mask_type(mask).type;
    if (is_text(type) || is_integer(type) || type == NUMERICOID || type == BOOLOID || type == DATEOID) {
        return mask.expression;
    }
    if (type == INT4RANGEOID || type == INT8RANGEOID || type == NUMRANGEOID) {
        return "(" + mask.expression + ")::pg_catalog.text";
    }
    rule.refuse("path " + path.text + ": the technique gives type " + plain_type_name(type) +
                ", which JSON does not have");
}

} // namespace

Protected compile_json(RuleColumn& rule) {
    std::vector<ListedPath> listed = listed_paths(rule);
    std::vector<NestedPart> parts;
    for (const ListedPath& path : listed) {
        parts.push_back(
            {"path " + path.text, path.technique, nested_value(rule, type_read(path.action.type), -1)});
    }
    const NestedParts compiled = compile_parts(rule, parts);
    std::vector<std::string> masks;
    std::vector<JsonPathAction> actions;
    std::string comment = "JSON; members that are not listed are not shown.";
    for (std::size_t i = 0; i < listed.size(); ++i) {
        ListedPath& path = listed[i];
        comment += " " + path.text + ": " + compiled.masks[i].comment;
        if (path.action.kind == JsonAction::Kind::mask) {
            const std::string mask = json_shown(rule, path, compiled.masks[i]);
            auto same = std::find(masks.begin(), masks.end(), mask);
            path.action.mask = static_cast<int>(same - masks.begin());
            if (same == masks.end()) {
                masks.push_back(mask);
            }
        }
        actions.push_back({std::move(path.path), path.action});
    }
    if (actions.size() > JsonProgram::most_paths || masks.size() > JsonProgram::most_masks) {
        rule.refuse("there are too many paths",
                    "A rule has at most " + std::to_string(JsonProgram::most_paths) + " paths and " +
                        std::to_string(JsonProgram::most_masks) + " different masks.");
    }
    const auto program = JsonProgram::make(std::move(actions), rule.given("unlisted") == "null");
    if (!program) {
        rule.refuse("a path is listed twice");
    }
    std::string arguments = rule.value() + ", " + quote_text(program->text()) + "::pg_catalog.text";
    for (const std::string& mask : masks) {
        arguments += ", " + mask;
    }
    return {"veil.json(" + arguments + compiled.columns + ")", comment};
}

} // namespace veil::pg
