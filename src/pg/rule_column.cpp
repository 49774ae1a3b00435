#include "pg/rule_column.hpp"

#include "pg/canonical_value.hpp"
#include "pg/catalog.hpp"
#include "pg/key_value.hpp"
#include "pg/technique_compiler.hpp"
#include "pg/typed_constant.hpp"

namespace veil::pg {

namespace {

// Some systems have files of these names among the zones; what they hold is a matter of the machine.
bool is_zone_of_machine(const std::string& zone) {
    return call([&] {
        return pg_strcasecmp(zone.c_str(), "localtime") == 0 ||
               pg_strcasecmp(zone.c_str(), "posixrules") == 0;
    });
}

} // namespace

std::size_t character_count(const std::string& text) {
    return static_cast<std::size_t>(
        call([&] { return pg_mbstrlen_with_len(text.data(), static_cast<int>(text.size())); }));
}

RuleColumn::RuleColumn(const Spi& spi, const Policy& policy, const Rule& rule, const Technique& technique,
                       const Attribute& attribute, const std::vector<Attribute>& columns,
                       CompileOptions options)
    : spi_(spi), policy_(policy), rule_(rule), technique_(technique), attribute_(attribute),
      columns_(columns), options_(options) {
    for (const ParameterSpecification& specification : technique.parameters) {
        if (specification.default_value) {
            values_[specification.name] = *specification.default_value;
        }
    }
    for (const GivenParameter& parameter : rule.parameters) {
        values_[parameter.name] = parameter.text;
    }
    if (attribute.type != attribute.base_type) {
        add_note("Shown as the domain's base type.");
    }
}

void RuleColumn::refuse(const std::string& problem, std::string hint) const {
    throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, rule_.title() + ": " + problem, std::move(hint));
}

const std::string& RuleColumn::given(const std::string& parameter) const {
    return values_.at(parameter);
}

bool RuleColumn::rule_has(const std::string& parameter) const {
    return std::any_of(rule_.parameters.begin(), rule_.parameters.end(),
                       [&](const GivenParameter& candidate) { return candidate.name == parameter; });
}

std::string RuleColumn::column() const {
    return attribute_.expression.empty() ? "base." + quote_name(attribute_.name) : attribute_.expression;
}

std::string RuleColumn::value() const {
    return column_value(attribute_);
}

std::string RuleColumn::value_as_text() const {
    return attribute_.base_type == TEXTOID ? value() : value() + "::pg_catalog.text";
}

std::string RuleColumn::base_type_name() const {
    return type_name(attribute_.base_type, attribute_.base_modifier);
}

std::vector<std::string> RuleColumn::given_list(const std::string& parameter) const {
    std::vector<std::string> texts;
    if (const GivenParameter* tree = given_tree(parameter)) {
        for (const GivenParameter& element : tree->children) {
            texts.push_back(element.text);
        }
    }
    return texts;
}

const GivenParameter* RuleColumn::given_tree(const std::string& parameter) const {
    auto found = std::find_if(rule_.parameters.begin(), rule_.parameters.end(),
                              [&](const GivenParameter& candidate) { return candidate.name == parameter; });
    return found == rule_.parameters.end() ? nullptr : &*found;
}

Protected RuleColumn::nested(const std::string& part, const GivenParameter& technique, const Attribute& value,
                             const std::vector<Attribute>& columns) {
    const GivenParameter* parameters = technique.member("params");
    const Rule rule{rule_.policy,
                    rule_.relation,
                    rule_.attribute,
                    technique.member("technique")->text,
                    parameters == nullptr ? std::vector<GivenParameter>{} : parameters->children,
                    rule_.has_reason,
                    rule_.part.empty() ? part : rule_.part + ", " + part};
    CompiledColumn compiled = compile_rule(spi_, policy_, rule, value, columns, options_);
    other_columns_.insert(other_columns_.end(), compiled.reads.begin(), compiled.reads.end());
    return {std::move(compiled.expression), std::move(compiled.comment)};
}

const Attribute& RuleColumn::other_column(const std::string& parameter) {
    return column_named(given(parameter), "parameter \"" + parameter + "\"");
}

std::vector<Attribute> RuleColumn::other_columns(const std::string& parameter) {
    std::vector<Attribute> named;
    for (const std::string& name : given_list(parameter)) {
        named.push_back(column_named(name, "parameter \"" + parameter + "\""));
    }
    return named;
}

const Attribute& RuleColumn::column_named(const std::string& name, const std::string& where) {
    auto found = std::find_if(columns_.begin(), columns_.end(),
                              [&](const Attribute& candidate) { return candidate.name == name; });
    if (found == columns_.end()) {
        refuse(where + ": relation " + rule_.relation + " has no column \"" + name + "\"");
    }
    other_columns_.push_back(name);
    return *found;
}

std::string RuleColumn::in_own_collation(const std::string& text) const {
    auto is_special = [](Oid collation) {
        return OidIsValid(collation) && collation != DEFAULT_COLLATION_OID;
    };
    const bool other_is_special = std::any_of(columns_.begin(), columns_.end(), [&](const Attribute& column) {
        return is_special(column.collation) &&
               std::find(other_columns_.begin(), other_columns_.end(), column.name) != other_columns_.end();
    });
    if (is_special(attribute_.collation)) {
        return other_columns_.empty() ? text : "(" + text + collate_clause(attribute_.collation) + ")";
    }
    return other_is_special ? "(" + text + " COLLATE pg_catalog.\"default\")" : text;
}

std::string RuleColumn::as_text_type(const std::string& expression, std::size_t longest) {
    if (attribute_.base_type == TEXTOID) {
        return expression;
    }
    auto limit = length_limit(attribute_);
    if (!limit || longest <= *limit) {
        return expression + "::" + base_type_name();
    }
    add_note("Values may be longer than the column's type allows, so it has no length limit here.");
    return expression + "::" + type_name(attribute_.base_type, -1);
}

std::string RuleColumn::with_modifier(const std::string& expression) const {
    return attribute_.base_modifier < 0 ? expression : expression + "::" + base_type_name();
}

std::string RuleColumn::literal(const std::string& parameter, Oid type, std::int32_t modifier) const {
    return literal_of(parameter, given(parameter), type, modifier);
}

std::string RuleColumn::literal_of(const std::string& parameter, const std::string& value, Oid type,
                                   std::int32_t modifier) const {
    if (names_present_moment(type, value)) {
        refuse("parameter \"" + parameter + "\" depends on the moment at which the view is built",
               "Write the date or time itself.");
    }
    auto constant = typed_constant(spi_, value, type, modifier);
    if (!constant) {
        refuse("parameter \"" + parameter + "\" is not a value of type " + plain_type_name(type, modifier));
    }
    return *constant;
}

std::optional<std::string> RuleColumn::largest_numeric() const {
    auto limit = numeric_limit(attribute_);
    if (!limit) {
        return std::nullopt;
    }
    return std::string(static_cast<std::size_t>(limit->precision), '9') + "e" + std::to_string(-limit->scale);
}

std::string RuleColumn::zone_argument() const {
    const std::string& zone = given("zone");
    const bool is_known = call([&] {
        pg_tz* found = pg_tzset(zone.c_str());
        return found != nullptr && pg_tz_acceptable(found);
    });
    if (!is_known || is_zone_of_machine(zone)) {
        refuse("parameter \"zone\" is not a known time zone",
               "Use a name such as Europe/Amsterdam, from pg_timezone_names.");
    }
    return ", " + quote_text(zone) + "::pg_catalog.text";
}

std::string key_arguments(const std::string& key, const std::string& scope, CompileOptions options,
                          const std::string& title) {
    if (OidIsValid(options.editor) && !call([&] { return holds_key(options.editor, key); })) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, title + ": permission denied for key \"" + key + "\"",
                      "Ask a superuser for veil.grant_key.");
    }
    std::int32_t version = 0;
    if (options.key_version) {
        version = *options.key_version;
    } else {
        KeyVersion found = call([&] { return find_active_version(key); });
        // Whoever rebuilds chose no key. Where the active version was destroyed, the view refuses until there
        // is another, and no DDL on its base has to fail for it.
        if (!found.found && !OidIsValid(options.editor)) {
            found = call([&] { return find_latest_version(key); });
        }
        if (!found.found) {
            refuse_without_active_version(key, title);
        }
        version = found.version;
    }
    return ", " + quote_text(key + "/" + std::to_string(version)) + "::veil.key, " + quote_text(scope) +
           "::pg_catalog.text";
}

std::string RuleColumn::key_arguments() const {
    return veil::pg::key_arguments(given("key"), given("scope") == "key" ? "" : policy_.name, options_,
                                   rule_.title());
}

std::string RuleColumn::linking_domain() const {
    return "key \"" + given("key") + "\" " +
           (given("scope") == "key" ? "of every policy that shares the key"
                                    : "in policy \"" + policy_.name + "\"");
}

} // namespace veil::pg
