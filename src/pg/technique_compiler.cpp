#include "pg/technique_compiler.hpp"

#include "pg/catalog.hpp"

namespace veil::pg {

namespace {

[[noreturn]] void refuse(const Rule& rule, const std::string& problem, std::string hint = {}) {
    throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, rule.title() + ": " + problem, std::move(hint));
}

// The words for which the server puts in the current time, when it reads a date or time.
bool names_present_moment(std::string text) {
    static constexpr std::array<std::string_view, 4> words{"now", "today", "tomorrow", "yesterday"};
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return static_cast<char>(pg_tolower(static_cast<unsigned char>(c))); });
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

std::size_t character_count(const std::string& text) {
    return static_cast<std::size_t>(
        call([&] { return pg_mbstrlen_with_len(text.data(), static_cast<int>(text.size())); }));
}

// Compiles one rule; the steps that the techniques share.
class Compiler {
  public:
    Compiler(const Spi& spi, const Policy& policy, const Rule& rule, const Attribute& attribute, Oid editor,
             const Technique& technique)
        : spi_(spi), policy_(policy), rule_(rule), attribute_(attribute), editor_(editor),
          technique_(technique) {
        for (const ParameterSpecification& specification : technique.parameters) {
            if (specification.default_value) {
                values_[specification.name] = *specification.default_value;
            }
        }
        for (const GivenParameter& parameter : rule.parameters) {
            values_[parameter.name] = parameter.text;
        }
        if (attribute.type != attribute.base_type) {
            notes_ += " Shown as the domain's base type.";
        }
    }

    CompiledColumn compile() {
        std::string expression;
        std::string comment;
        const std::string& name = technique_.name;
        if (technique_.function) {
            expression = registered();
            comment = "Protected by " + name + ".";
        } else if (name == "release") {
            expression = column();
            comment = "Released as it is.";
            notes_.clear();
        } else if (name == "suppress") {
            expression =
                null_expression(attribute_.base_type, attribute_.base_modifier, attribute_.collation);
            comment = "Suppressed: always NULL.";
        } else if (name == "constant") {
            expression = constant();
            comment = "Replaced by a constant.";
        } else if (name == "partial") {
            expression = partial();
            comment = "Partly masked.";
        } else if (name == "redact") {
            expression = redact();
            comment = "Redacted.";
        } else if (name == "truncate") {
            expression = truncate();
            comment = "Generalized to the " + values_.at("to") + ".";
        } else if (name == "bucket") {
            expression = bucket();
            comment = "Generalized to intervals of " + values_.at("width") +
                      (given("as") == "lower" ? ", shown by their lower bound." : ".");
        } else if (name == "round") {
            expression = round();
            comment = "Rounded to a multiple of " + values_.at("to") + ".";
        } else if (name == "clamp") {
            expression = clamp();
            comment = "Top and bottom coded.";
        } else if (name == "prefix") {
            expression = prefix();
            comment = "Generalized to the first " + values_.at("keep") + " characters.";
        } else if (name == "pseudonym") {
            expression = pseudonym();
            comment = "Pseudonym. Joins with pseudonyms of key \"" + values_.at("key") + "\" " +
                      (given("scope") == "key" ? "of every policy that shares the key."
                                               : "in policy \"" + policy_.name + "\".");
        } else {
            throw Refusal(ERRCODE_UNDEFINED_OBJECT,
                          rule_.title() + ": technique \"" + name + "\" has no function");
        }
        return {attribute_.name, expression, comment + notes_};
    }

  private:
    [[nodiscard]] const std::string& given(const std::string& parameter) const {
        return values_.at(parameter);
    }

    [[nodiscard]] std::string column() const { return "base." + quote_name(attribute_.name); }

    // The column in its base type.
    [[nodiscard]] std::string value() const {
        return attribute_.type == attribute_.base_type
                   ? column()
                   : column() + "::" + type_name(attribute_.base_type, attribute_.base_modifier);
    }

    [[nodiscard]] std::string value_as_text() const {
        return attribute_.base_type == TEXTOID ? value() : value() + "::pg_catalog.text";
    }

    [[nodiscard]] std::string base_type_name() const {
        return type_name(attribute_.base_type, attribute_.base_modifier);
    }

    // A text result in the column's type. It keeps the modifier while the longest result fits it.
    std::string as_text_type(const std::string& expression, std::size_t longest) {
        if (attribute_.base_type == TEXTOID) {
            return expression;
        }
        auto limit = length_limit(attribute_);
        if (!limit || longest <= *limit) {
            return expression + "::" + base_type_name();
        }
        notes_ += " Values may be longer than the column's type allows, so it has no length limit here.";
        return expression + "::" + type_name(attribute_.base_type, -1);
    }

    // A result whose type equals the column's base type, but for its modifier.
    [[nodiscard]] std::string with_modifier(const std::string& expression) const {
        return attribute_.base_modifier < 0 ? expression : expression + "::" + base_type_name();
    }

    // A parameter as a constant of a type, tried before a view is built on it. One that the modifier would
    // round or cut off is refused: the rule would not say what the view shows.
    std::string literal(const std::string& parameter, Oid type, std::int32_t modifier) {
        if (is_time(type) && names_present_moment(given(parameter))) {
            refuse(rule_, "parameter \"" + parameter + "\" depends on the moment at which the view is built",
                   "Write the date or time itself.");
        }
        const std::string text = quote_text(given(parameter)) + "::";
        std::string constant = text + type_name(type, modifier);
        bool fits = false;
        try {
            fits = modifier < 0
                       ? !spi_.query("SELECT " + constant).empty()
                       : spi_.query("SELECT " + constant + " = " + text + type_name(type, -1))[0][0] == "t";
        } catch (const ServerError&) {
            fits = false;
        }
        if (!fits) {
            refuse(rule_, "parameter \"" + parameter + "\" is not a value of type " +
                              plain_type_name(type, modifier));
        }
        return constant;
    }

    std::string constant() {
        Oid type = attribute_.base_type;
        char category = call([&] { return get_typtype(type); });
        bool is_array = OidIsValid(call([&] { return get_element_type(type); }));
        if (category != TYPTYPE_ENUM &&
            (type >= FirstNormalObjectId || category != TYPTYPE_BASE || is_array)) {
            refuse(rule_, "technique \"constant\" does not take type " + plain_type_name(type),
                   "Use \"suppress\" for this column.");
        }
        std::int32_t modifier = attribute_.base_modifier;
        auto limit = length_limit(attribute_);
        if (limit && character_count(given("value")) > *limit) {
            modifier = -1;
            notes_ +=
                " The constant is longer than the column's type allows, so it has no length limit here.";
        }
        std::string expression = "CASE WHEN " + value() + " IS NOT NULL THEN " +
                                 literal("value", type, modifier) + collate_clause(attribute_.collation) +
                                 " END";
        // The missing ELSE has no modifier, so the CASE has none.
        return modifier < 0 ? expression : "(" + expression + ")::" + type_name(type, modifier);
    }

    std::string partial() {
        std::size_t longest = character_count(given("fill")) +
                              static_cast<std::size_t>(*parse_integer(given("keep_start"))) +
                              static_cast<std::size_t>(*parse_integer(given("keep_end")));
        return as_text_type("veil.partial(" + value_as_text() + ", " + given("keep_start") + ", " +
                                given("keep_end") + ", " + quote_text(given("fill")) + "::pg_catalog.text)",
                            longest);
    }

    std::string redact() {
        return as_text_type("veil.redact(" + value_as_text() + ", " + quote_text(given("fill")) +
                                "::pg_catalog.text)",
                            character_count(given("fill")));
    }

    std::string prefix() {
        return as_text_type("veil.prefix(" + value_as_text() + ", " + given("keep") + ")", 0);
    }

    std::string truncate() {
        bool has_zone = attribute_.base_type == TIMESTAMPTZOID;
        if (!has_zone && rule_has("zone")) {
            refuse(rule_, "parameter \"zone\" is only for timestamp with time zone");
        }
        static constexpr std::array<std::string_view, 3> within_a_day{"hour", "minute", "second"};
        if (attribute_.base_type == DATEOID &&
            std::find(within_a_day.begin(), within_a_day.end(), given("to")) != within_a_day.end()) {
            refuse(rule_, "a date has no " + given("to"),
                   "Truncate it to day, week, month, quarter or longer.");
        }
        std::string arguments = value() + ", " + quote_text(given("to")) + "::pg_catalog.text";
        if (has_zone) {
            if (!call([&] { return pg_tzset(given("zone").c_str()) != nullptr; })) {
                refuse(rule_, "parameter \"zone\" is not a known time zone",
                       "Use a name such as Europe/Amsterdam, from pg_timezone_names.");
            }
            arguments += ", " + quote_text(given("zone")) + "::pg_catalog.text";
        }
        return with_modifier("veil.truncate(" + arguments + ")");
    }

    // The step of a bucket or a rounding as a constant of the type that its function takes.
    std::string step(const std::string& parameter) {
        Oid type = attribute_.base_type;
        if (is_integer(type)) {
            if (!parse_integer(given(parameter))) {
                refuse(rule_, "parameter \"" + parameter + "\" must be a whole number for type " +
                                  plain_type_name(type));
            }
            return literal(parameter, INT8OID, -1);
        }
        if (is_float(type)) {
            std::string constant = literal(parameter, FLOAT8OID, -1);
            if (spi_.query("SELECT " + constant + " > 0")[0][0] != "t") {
                refuse(rule_, "parameter \"" + parameter + "\" is too small");
            }
            return constant;
        }
        if (auto limit = numeric_limit(attribute_)) {
            auto fits = spi_.query("SELECT pg_catalog.round($1::numeric, $2::integer) = $1::numeric",
                                   {given(parameter), std::to_string(limit->scale)});
            if (fits[0][0] != "t") {
                refuse(rule_, "parameter \"" + parameter + "\" has more decimals than the column");
            }
        }
        return literal(parameter, NUMERICOID, -1);
    }

    // The largest magnitude of a numeric(p, s), so that a label can be kept inside the type.
    [[nodiscard]] std::optional<std::string> largest_numeric() const {
        auto limit = numeric_limit(attribute_);
        if (!limit) {
            return std::nullopt;
        }
        return std::string(static_cast<std::size_t>(limit->precision), '9') + "e" +
               std::to_string(-limit->scale);
    }

    std::string bucket() {
        const std::string& form = given("as");
        std::string arguments = value() + ", " + step("width");
        if (form == "lower") {
            if (auto largest = largest_numeric()) {
                arguments += ", '-" + *largest + "'::pg_catalog.numeric";
            }
            return with_modifier("veil.bucket(" + arguments + ")");
        }
        if (is_float(attribute_.base_type)) {
            refuse(rule_, "a bucket of type " + plain_type_name(attribute_.base_type) +
                              " can only be shown by its lower bound");
        }
        return "veil.bucket_" + form + "(" + arguments + ")";
    }

    std::string round() {
        std::string arguments = value() + ", " + step("to");
        if (auto largest = largest_numeric()) {
            arguments += ", '" + *largest + "'::pg_catalog.numeric";
        }
        return with_modifier("veil.round(" + arguments + ")");
    }

    // The bound that bounds nothing, in the type's own order.
    [[nodiscard]] std::string no_bound(bool upper) const {
        switch (attribute_.base_type) {
        case INT2OID:
            return upper ? "'32767'::pg_catalog.int2" : "'-32768'::pg_catalog.int2";
        case INT4OID:
            return upper ? "'2147483647'::pg_catalog.int4" : "'-2147483648'::pg_catalog.int4";
        case INT8OID:
            return upper ? "'9223372036854775807'::pg_catalog.int8"
                         : "'-9223372036854775808'::pg_catalog.int8";
        case FLOAT4OID:
        case FLOAT8OID:
        case NUMERICOID:
            return (upper ? "'NaN'::" : "'-Infinity'::") + type_name(attribute_.base_type, -1);
        default:
            return (upper ? "'infinity'::" : "'-infinity'::") + type_name(attribute_.base_type, -1);
        }
    }

    std::string clamp() {
        if (!rule_has("min") && !rule_has("max")) {
            refuse(rule_, "technique \"clamp\" needs \"min\", \"max\" or both");
        }
        Oid type = attribute_.base_type;
        std::string low = rule_has("min") ? literal("min", type, attribute_.base_modifier) : no_bound(false);
        std::string high = rule_has("max") ? literal("max", type, attribute_.base_modifier) : no_bound(true);
        if (spi_.query("SELECT " + low + " <= " + high)[0][0] != "t") {
            refuse(rule_, "parameter \"min\" is greater than parameter \"max\"");
        }
        return with_modifier("veil.clamp(" + value() + ", " + low + ", " + high + ")");
    }

    std::string pseudonym() {
        const std::string& key = given("key");
        if (OidIsValid(editor_) && !call([&] { return holds_key(editor_, key); })) {
            throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE,
                          rule_.title() + ": permission denied for key \"" + key + "\"",
                          "Ask a superuser for veil.grant_key.");
        }
        KeyVersion version = call([&] { return find_active_version(key); });
        if (!version.found) {
            throw Refusal(ERRCODE_UNDEFINED_OBJECT, rule_.title() + ": key \"" + key + "\" does not exist",
                          "Create it with veil.create_key.");
        }
        std::string scope = given("scope") == "key" ? "" : policy_.name;
        std::string arguments = ", " + quote_text(key + "/" + std::to_string(version.version)) +
                                "::veil.key, " + quote_text(scope) + "::pg_catalog.text)";
        const std::string& form = given("as");
        Oid type = attribute_.base_type;
        if (is_text(type)) {
            if (!form.empty() && form != "text") {
                refuse(rule_, "a pseudonym of type " + plain_type_name(type) + " can only be a text");
            }
            return as_text_type("veil.pseudonym(" + value_as_text() + arguments, pseudonym_characters);
        }
        if (form.empty()) {
            return "veil.pseudonym(" + value() + arguments;
        }
        // Widening before the pseudonym, so that equal numbers of different types get equal pseudonyms.
        static const std::map<std::string, std::pair<int, std::string>, std::less<>> widths{
            {"smallint", {2, "int2"}}, {"integer", {4, "int4"}}, {"bigint", {8, "int8"}}};
        auto target = widths.find(form);
        if (form == "text") {
            return "veil.pseudonym(" + value() + "::pg_catalog.text" + arguments;
        }
        if (!is_integer(type) || target->second.first < get_typlen(type)) {
            refuse(rule_, "a pseudonym of type " + plain_type_name(type) + " cannot be shown as " + form);
        }
        return "veil.pseudonym(" + value() + "::pg_catalog." + target->second.second + arguments;
    }

    // function(column, parameters as jsonb), of a technique that a superuser registered.
    std::string registered() {
        std::string parameters = "{";
        for (const ParameterSpecification& specification : technique_.parameters) {
            auto found = values_.find(specification.name);
            if (found != values_.end()) {
                bool is_bare = specification.type == "integer" || specification.type == "number" ||
                               specification.type == "positive" || specification.type == "boolean";
                parameters += (parameters.size() > 1 ? ", " : "") + json_string(specification.name) + ": " +
                              (is_bare ? found->second : json_string(found->second));
            }
        }
        parameters += "}";
        return registered_function() + "(" + value() + ", " + quote_text(parameters) + "::pg_catalog.jsonb)";
    }

    // The quoted name of the registered function. It must keep the type and must not be volatile: one
    // volatile mask keeps the planner from pulling up the view.
    [[nodiscard]] std::string registered_function() const {
        auto rows = spi_.query(
            "SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.proname) FROM "
            "pg_catalog.pg_proc p "
            "JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = "
            "pg_catalog.to_regprocedure($1 || '(' || pg_catalog.format_type($2::oid, NULL) || ', "
            "pg_catalog.jsonb)') "
            "AND p.prorettype = $2::oid AND p.provolatile <> 'v' AND p.prokind = 'f' AND NOT p.proretset",
            {*technique_.function, std::to_string(attribute_.base_type)});
        if (rows.empty()) {
            refuse(
                rule_,
                "technique \"" + technique_.name + "\" has no function for type " +
                    plain_type_name(attribute_.base_type),
                "It must be an immutable or stable function of that type and jsonb that returns the type.");
        }
        return *rows[0][0];
    }

    [[nodiscard]] std::string json_string(const std::string& text) const {
        return *spi_.query("SELECT pg_catalog.to_json($1)::text", {text})[0][0];
    }

    [[nodiscard]] bool rule_has(const std::string& parameter) const {
        return std::any_of(rule_.parameters.begin(), rule_.parameters.end(),
                           [&](const GivenParameter& candidate) { return candidate.name == parameter; });
    }

    // Of a text pseudonym: 128 bits in base32.
    static constexpr std::size_t pseudonym_characters = 26;

    const Spi& spi_;
    const Policy& policy_;
    const Rule& rule_;
    const Attribute& attribute_;
    Oid editor_;
    const Technique& technique_;
    std::map<std::string, std::string> values_;
    std::string notes_;
};

} // namespace

CompiledColumn compile_rule(const Spi& spi, const Policy& policy, const Rule& rule,
                            const Attribute& attribute, Oid editor) {
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
    bool takes =
        std::any_of(technique->types.begin(), technique->types.end(),
                    [&](const std::string& candidate) { return candidate == "any" || candidate == type; });
    if (!takes) {
        std::string list;
        for (const std::string& candidate : technique->types) {
            list += (list.empty() ? "" : ", ") + candidate;
        }
        refuse(rule, "technique \"" + rule.technique + "\" does not take type " + type,
               "It takes " + list + "; \"suppress\" takes any type.");
    }
    if (rule.technique == "release" && !rule.has_reason) {
        throw Refusal(ERRCODE_NOT_NULL_VIOLATION, rule.title() + ": technique \"release\" needs a reason",
                      "Say in column \"why\" why the column may be released as it is.");
    }
    return Compiler(spi, policy, rule, attribute, editor, *technique).compile();
}

} // namespace veil::pg
