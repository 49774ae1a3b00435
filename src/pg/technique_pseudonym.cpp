// Pseudonymization by veil.pseudonym.
#include "pg/rule_column.hpp"

namespace veil::pg {

namespace {

// Of a text pseudonym: 128 bits in base32.
constexpr std::size_t pseudonym_characters = 26;

std::string pseudonym_expression(RuleColumn& rule) {
    const std::string& form = rule.given("as");
    Oid type = rule.type();
    if (is_text(type)) {
        if (!form.empty() && form != "text") {
            rule.refuse("a pseudonym of type " + plain_type_name(type) + " can only be a text");
        }
        return rule.as_text_type("veil.pseudonym(" + rule.value_as_text() + rule.key_arguments() + ")",
                                 pseudonym_characters);
    }
    if (form.empty()) {
        return "veil.pseudonym(" + rule.value() + rule.key_arguments() + ")";
    }
    // Widening before the pseudonym, so that equal numbers of different types get equal pseudonyms.
    static const std::map<std::string, std::pair<int, std::string>, std::less<>> widths{
        {"smallint", {2, "int2"}}, {"integer", {4, "int4"}}, {"bigint", {8, "int8"}}};
    auto target = widths.find(form);
    if (form == "text") {
        return "veil.pseudonym(" + rule.value() + "::pg_catalog.text" + rule.key_arguments() + ")";
    }
    if (!is_integer(type) || target->second.first < get_typlen(type)) {
        rule.refuse("a pseudonym of type " + plain_type_name(type) + " cannot be shown as " + form);
    }
    return "veil.pseudonym(" + rule.value() + "::pg_catalog." + target->second.second + rule.key_arguments() +
           ")";
}

} // namespace

Protected compile_pseudonym(RuleColumn& rule) {
    return {pseudonym_expression(rule), "Pseudonym. Joins with pseudonyms of " + rule.linking_domain() + "."};
}

} // namespace veil::pg
