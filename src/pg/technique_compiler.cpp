#include "pg/technique_compiler.hpp"

#include "pg/release_view.hpp"
#include "pg/row_condition.hpp"
#include "pg/rule_column.hpp"
#include "pg/spatial_type.hpp"

namespace veil::pg {

namespace {

[[noreturn]] void refuse(const Rule& rule, const std::string& problem, std::string hint = {}) {
    throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, rule.title() + ": " + problem, std::move(hint));
}

std::string json_string(const RuleColumn& rule, const std::string& text) {
    return *rule.spi().query("SELECT pg_catalog.to_json($1)::text", {text})[0][0];
}

// The quoted name of the registered function. It must keep the type and must not be volatile: one
// volatile mask keeps the planner from pulling up the view.
std::string registered_function(const RuleColumn& rule) {
    auto rows = rule.spi().query(
        "SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.proname) FROM "
        "pg_catalog.pg_proc p "
        "JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = "
        "pg_catalog.to_regprocedure($1 || '(' || pg_catalog.format_type($2::oid, NULL) || ', "
        "pg_catalog.jsonb)') "
        "AND p.prorettype = $2::oid AND p.provolatile <> 'v' AND p.prokind = 'f' AND NOT p.proretset",
        {*rule.technique().function, std::to_string(rule.type())});
    if (rows.empty()) {
        rule.refuse(
            "technique \"" + rule.technique().name + "\" has no function for type " +
                plain_type_name(rule.type()),
            "It must be an immutable or stable function of that type and jsonb that returns the type.");
    }
    return *rows[0][0];
}

std::string json_of(const RuleColumn& rule, const GivenParameter& given) {
    if (given.json_type == "object" || given.json_type == "array") {
        const bool is_object = given.json_type == "object";
        std::string members;
        for (const GivenParameter& child : given.children) {
            members += (members.empty() ? "" : ", ") +
                       (is_object ? json_string(rule, child.name) + ": " : std::string()) +
                       json_of(rule, child);
        }
        return is_object ? "{" + members + "}" : "[" + members + "]";
    }
    if (given.json_type == "null") {
        return "null";
    }
    return given.json_type == "string" ? json_string(rule, given.text) : given.text;
}

// The rule's own where it gives one, else the registry's default, which is JSON or stands for a text.
std::string json_parameter(const RuleColumn& rule, const ParameterSpecification& specification) {
    if (const GivenParameter* given = rule.given_tree(specification.name)) {
        return json_of(rule, *given);
    }
    const std::string& text = rule.given(specification.name);
    const bool is_bare = specification.type == "integer" || specification.type == "number" ||
                         specification.type == "positive" || specification.type == "boolean";
    return is_bare ? text : json_string(rule, text);
}

// function(column, parameters as jsonb), of a technique that a superuser registered.
Protected registered(RuleColumn& rule) {
    std::string parameters;
    for (const ParameterSpecification& specification : rule.technique().parameters) {
        if (rule.has(specification.name)) {
            parameters += (parameters.empty() ? "" : ", ") + json_string(rule, specification.name) + ": " +
                          json_parameter(rule, specification);
        }
    }
    return {registered_function(rule) + "(" + rule.value() + ", " + quote_text("{" + parameters + "}") +
                "::pg_catalog.jsonb)",
            "Protected by " + rule.technique().name + "."};
}

Protected release(RuleColumn& rule) {
    rule.clear_notes();
    return {rule.column(), "Released as it is."};
}

// What else a type with values inside can have done with it.
std::string way_to_nested(Oid type) {
    const char kind = call([&] { return get_typtype(type); });
    if (OidIsValid(call([&] { return get_element_type(type); }))) {
        return " Technique \"each\" masks the elements of an array.";
    }
    if (type == JSONOID || type == JSONBOID) {
        return " Technique \"json\" masks the members of a document.";
    }
    if (kind == TYPTYPE_RANGE || kind == TYPTYPE_MULTIRANGE) {
        return " A view that shows the bounds as columns of their own can be released instead.";
    }
    if (kind == TYPTYPE_COMPOSITE) {
        return " A view that shows the fields as columns of their own, or to_jsonb() of the value, can be "
               "released instead.";
    }
    if (plain_type_name(type).ends_with("hstore")) {
        return " A view that shows hstore_to_jsonb() of the value can be released instead, with technique "
               "\"json\".";
    }
    return {};
}

Protected compiled(RuleColumn& rule) {
    static const std::map<std::string, Protected (*)(RuleColumn&), std::less<>> techniques{
        {"release", release},
        {"suppress", compile_suppress},
        {"constant", compile_constant},
        {"partial", compile_partial},
        {"redact", compile_redact},
        {"truncate", compile_truncate},
        {"bucket", compile_bucket},
        {"round", compile_round},
        {"clamp", compile_clamp},
        {"prefix", compile_prefix},
        {"age", compile_age},
        {"network", compile_network},
        {"hierarchy", compile_hierarchy},
        {"grid", compile_grid},
        {"combine", compile_combine},
        {"pseudonym", compile_pseudonym},
        {"format_preserving", compile_format_preserving},
        {"encrypt", compile_encrypt},
        {"surrogate", compile_surrogate},
        {"noise", compile_noise},
        {"shift", compile_shift},
        {"each", compile_each},
        {"json", compile_json},
        {"scrub", compile_scrub},
    };
    if (rule.technique().function) {
        return registered(rule);
    }
    auto found = techniques.find(rule.technique().name);
    if (found == techniques.end()) {
        throw Refusal(ERRCODE_UNDEFINED_OBJECT,
                      rule.title() + ": technique \"" + rule.technique().name + "\" has no function");
    }
    return found->second(rule);
}

// Without what any rule may have beside its technique's own parameters.
Rule without_condition(const Rule& rule) {
    Rule plain = rule;
    std::erase_if(plain.parameters, [](const GivenParameter& given) {
        return given.name == "when" || given.name == "otherwise";
    });
    return plain;
}

const GivenParameter* parameter_of(const Rule& rule, std::string_view name) {
    auto found = std::find_if(rule.parameters.begin(), rule.parameters.end(),
                              [&](const GivenParameter& given) { return given.name == name; });
    return found == rule.parameters.end() ? nullptr : &*found;
}

// Type, modifier and collation of an expression over the base.
ViewColumn shape_of(const std::string& expression, const std::vector<Attribute>& columns) {
    std::string list;
    for (const Attribute& column : columns) {
        list += (list.empty() ? "" : ", ") + null_expression(column.type, column.modifier, column.collation) +
                " AS " + quote_name(column.name);
    }
    return analyse_body("SELECT " + expression + " AS shape FROM (SELECT " + list + ") base").columns.front();
}

// CASE, whose conditions come before its results: what the view's column is stands in the results.
std::string conditional(const Rule& rule, const std::vector<Attribute>& columns, const std::string& condition,
                        const std::string& then, const std::optional<std::string>& otherwise) {
    const ViewColumn shape = shape_of(then, columns);
    std::int32_t modifier = shape.modifier;
    if (otherwise) {
        const ViewColumn other = shape_of(*otherwise, columns);
        if (other.type != shape.type) {
            refuse(rule,
                   "the technique gives type " + plain_type_name(shape.type) +
                       ", and the one in \"otherwise\" type " + plain_type_name(other.type),
                   "A column has one type: choose forms of the two that have the same.");
        }
        modifier = other.modifier == modifier ? modifier : -1;
    }
    // IS TRUE tells the condition from the question of a mask itself whether its value is there.
    const std::string expression = "CASE WHEN (" + condition + " IS TRUE) THEN " + then +
                                   (otherwise ? " ELSE " + *otherwise : "") + " END";
    // A missing ELSE has no modifier, so the CASE has none.
    return modifier < 0 ? expression : "(" + expression + ")::" + type_name(shape.type, modifier);
}

// One technique where a condition holds, and another where it does not.
CompiledColumn compile_choice(const Spi& spi, const Policy& policy, const Rule& rule,
                              const Attribute& attribute, const std::vector<Attribute>& columns,
                              CompileOptions options) {
    const GivenParameter* when = parameter_of(rule, "when");
    const GivenParameter* otherwise = parameter_of(rule, "otherwise");
    if (when == nullptr) {
        refuse(rule, "parameter \"otherwise\" goes with a condition", "Write the condition in \"when\".");
    }
    if (!attribute.expression.empty()) {
        refuse(rule, "a condition is for the whole value, not for a part of it");
    }
    if (auto problem = otherwise == nullptr ? std::nullopt : technique_mismatch(*otherwise)) {
        refuse(rule, "parameter \"otherwise\" " + *problem);
    }
    const std::string other_technique =
        otherwise == nullptr ? "suppress" : otherwise->member("technique")->text;
    if (rule.technique == "suppress" && other_technique == "suppress") {
        refuse(rule, "the condition chooses between two suppressions",
               "Write in \"otherwise\" what is shown where the condition does not hold.");
    }
    CompiledCondition condition =
        compile_condition(spi, *when, columns, rule.title() + ": parameter \"when\"");
    CompiledColumn result = compile_rule(spi, policy, without_condition(rule), attribute, columns, options);
    std::optional<std::string> other;
    std::string other_comment = "Suppressed.";
    if (other_technique != "suppress") {
        const GivenParameter* parameters = otherwise->member("params");
        Rule second = rule;
        second.technique = other_technique;
        second.parameters = parameters == nullptr ? std::vector<GivenParameter>{} : parameters->children;
        second.part = "otherwise";
        CompiledColumn compiled = compile_rule(spi, policy, second, attribute, columns, options);
        other = std::move(compiled.expression);
        other_comment = std::move(compiled.comment);
        result.reads.insert(result.reads.end(), compiled.reads.begin(), compiled.reads.end());
    }
    result.expression = conditional(rule, columns, condition.expression, result.expression, other);
    result.comment = "Where the row meets a condition: " + result.comment + " Otherwise: " + other_comment;
    result.reads.insert(result.reads.end(), condition.reads.begin(), condition.reads.end());
    return result;
}

} // namespace

CompiledColumn compile_rule(const Spi& spi, const Policy& policy, const Rule& rule,
                            const Attribute& attribute, const std::vector<Attribute>& columns,
                            CompileOptions options) {
    if (parameter_of(rule, "when") != nullptr || parameter_of(rule, "otherwise") != nullptr) {
        return compile_choice(spi, policy, rule, attribute, columns, options);
    }
    auto technique = find_technique(spi, rule.technique);
    if (!technique) {
        throw Refusal(ERRCODE_UNDEFINED_OBJECT,
                      rule.title() + ": technique \"" + rule.technique + "\" does not exist",
                      "SELECT name FROM veil.technique lists them.");
    }
    if (auto problem = check_parameters(technique->parameters, rule.parameters)) {
        refuse(rule, "technique \"" + rule.technique + "\": " + problem->message, problem->hint);
    }
    std::string type = plain_type_name(attribute.base_type);
    const bool is_enum = call([&] { return get_typtype(attribute.base_type) == TYPTYPE_ENUM; });
    const bool is_array = OidIsValid(call([&] { return get_element_type(attribute.base_type); }));
    const char* spatial = call([&] { return spatial_type(attribute.base_type); });
    bool takes =
        std::any_of(technique->types.begin(), technique->types.end(), [&](const std::string& candidate) {
            return candidate == "any" || candidate == type || (is_enum && candidate == "enum") ||
                   (is_array && candidate == "array") || (spatial != nullptr && candidate == spatial);
        });
    if (!takes) {
        std::string list;
        for (const std::string& candidate : technique->types) {
            list += (list.empty() ? "" : ", ") + candidate;
        }
        refuse(rule, "technique \"" + rule.technique + "\" does not take type " + type,
               "It takes " + list + "; \"suppress\" takes any type." + way_to_nested(attribute.base_type));
    }
    if (rule.technique == "release" && !rule.has_reason) {
        throw Refusal(ERRCODE_NOT_NULL_VIOLATION, rule.title() + ": technique \"release\" needs a reason",
                      "Say in column \"why\" why the column may be released as it is.");
    }
    RuleColumn column(spi, policy, rule, *technique, attribute, columns, options);
    Protected result = compiled(column);
    return {attribute.name, std::move(result.expression), result.comment + column.notes(),
            column.other_columns()};
}

} // namespace veil::pg
