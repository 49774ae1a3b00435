// Pseudonymization by veil.pseudonym.
#include "pg/canonical_value.hpp"
#include "pg/rule_column.hpp"

namespace veil::pg {

namespace {

// Of a text pseudonym: 128 bits in base32.
constexpr std::size_t pseudonym_characters = 26;

// What the pseudonym holds within, beside its linking domain.
struct Period {
    std::string argument; // ", <text expression>" or nothing
    std::string comment;
};

std::string epoch(RuleColumn& rule) {
    const Attribute& moment = rule.other_column("epoch_of");
    const std::string unit = quote_text(rule.given("epoch")) + "::pg_catalog.text";
    const bool has_zone = moment.base_type == TIMESTAMPTZOID;
    if (moment.base_type != DATEOID && moment.base_type != TIMESTAMPOID && !has_zone) {
        rule.refuse("parameter \"epoch_of\": column \"" + moment.name +
                    "\" is no date, timestamp without time zone or "
                    "timestamp with time zone");
    }
    if (!has_zone) {
        if (rule.rule_has("zone")) {
            rule.refuse("parameter \"zone\" is only for timestamp with time zone");
        }
        return "veil.period(" + column_value(moment) + ", " + unit + ")";
    }
    return "veil.period(" + column_value(moment) + ", " + unit + rule.zone_argument() + ")";
}

// The expressions begin with a word, so that no period of one kind is one of another.
Period period(RuleColumn& rule) {
    if (rule.has("epoch") != rule.has("epoch_of")) {
        rule.refuse("parameters \"epoch\" and \"epoch_of\" go together",
                    "\"epoch_of\" names the column with the date that the epoch is taken from.");
    }
    if (rule.rule_has("zone") && !rule.has("epoch")) {
        rule.refuse("parameter \"zone\" is only for an epoch");
    }
    std::string expression;
    std::string comment;
    if (rule.has("epoch")) {
        expression = epoch(rule);
        comment = " within one " + rule.given("epoch") + " of column \"" + rule.given("epoch_of") + "\"";
    }
    if (rule.has("per")) {
        const Attribute& group = rule.other_column("per");
        auto text = canonical_text(group);
        if (!text) {
            rule.refuse("parameter \"per\": column \"" + group.name + "\" of type " +
                            plain_type_name(group.base_type) + " has no canonical text",
                        "Take a column that \"pseudonym\" can show as a text.");
        }
        const std::string prefix = expression.empty() ? "'per '" : "' per '";
        expression = (expression.empty() ? "" : expression + " OPERATOR(pg_catalog.||) ") + prefix +
                     "::pg_catalog.text OPERATOR(pg_catalog.||) " + *text;
        comment += (comment.empty() ? " within" : " and") + std::string(" one value of column \"") +
                   group.name + "\"";
    }
    return {expression.empty() ? "" : ", " + expression, comment};
}

std::string pseudonym_of(const RuleColumn& rule, const std::string& value, const Period& period) {
    return "veil.pseudonym(" + value + rule.key_arguments() + period.argument + ")";
}

std::string text_pseudonym(const RuleColumn& rule, const Period& period) {
    return rule.in_own_collation(pseudonym_of(rule, keyed_text(rule), period));
}

std::string number_pseudonym(const RuleColumn& rule, const std::string& form, const Period& period) {
    // Widening before the pseudonym, so that equal numbers of different types get equal pseudonyms.
    static const std::map<std::string, std::pair<int, std::string>, std::less<>> widths{
        {"smallint", {2, "int2"}}, {"integer", {4, "int4"}}, {"bigint", {8, "int8"}}};
    const auto target = widths.find(form);
    if (!is_integer(rule.type()) || target == widths.end() ||
        target->second.first < call([&] { return get_typlen(rule.type()); })) {
        rule.refuse("a pseudonym of type " + plain_type_name(rule.type()) + " cannot be shown as " + form);
    }
    return pseudonym_of(rule, rule.value() + "::pg_catalog." + target->second.second, period);
}

std::string pseudonym_expression(RuleColumn& rule, const Period& period) {
    const std::string& form = rule.given("as");
    const Oid type = rule.type();
    if (is_text(type)) {
        if (!form.empty() && form != "text") {
            rule.refuse("a pseudonym of type " + plain_type_name(type) + " can only be a text");
        }
        return rule.as_text_type(text_pseudonym(rule, period), pseudonym_characters);
    }
    refuse_spelling(rule);
    const bool keeps_type = is_integer(type) || type == UUIDOID || type == BYTEAOID;
    const std::string shown = form.empty() && is_integer(type) ? plain_type_name(type) : form;
    if (shown == "smallint" && !period.argument.empty()) {
        rule.refuse("a pseudonym of type smallint cannot depend on a period", "Write \"as\": \"integer\".");
    }
    if (keeps_type && form.empty()) {
        return pseudonym_of(rule, rule.value(), period);
    }
    if (!form.empty() && (form != "text" || type == BYTEAOID)) {
        return number_pseudonym(rule, form, period);
    }
    return text_pseudonym(rule, period);
}

} // namespace

Protected compile_pseudonym(RuleColumn& rule) {
    const Period within = period(rule);
    return {pseudonym_expression(rule, within),
            "Pseudonym. Joins with pseudonyms of " + rule.linking_domain() + within.comment + "."};
}

} // namespace veil::pg
