// Suppression: suppress, constant, partial, redact.
#include "pg/rule_column.hpp"

namespace veil::pg {

Protected compile_suppress(RuleColumn& rule) {
    const Attribute& attribute = rule.attribute();
    return {null_expression(attribute.base_type, attribute.base_modifier, attribute.collation),
            "Suppressed: always NULL."};
}

Protected compile_constant(RuleColumn& rule) {
    Oid type = rule.type();
    char category = call([&] { return get_typtype(type); });
    bool is_array = OidIsValid(call([&] { return get_element_type(type); }));
    if (category != TYPTYPE_ENUM && (type >= FirstNormalObjectId || category != TYPTYPE_BASE || is_array)) {
        rule.refuse("technique \"constant\" does not take type " + plain_type_name(type),
                    "Use \"suppress\" for this column.");
    }
    std::int32_t modifier = rule.attribute().base_modifier;
    auto limit = length_limit(rule.attribute());
    if (limit && character_count(rule.given("value")) > *limit) {
        modifier = -1;
        rule.add_note(
            "The constant is longer than the column's type allows, so it has no length limit here.");
    }
    std::string expression = "CASE WHEN " + rule.value() + " IS NOT NULL THEN " +
                             rule.literal("value", type, modifier) +
                             collate_clause(rule.attribute().collation) + " END";
    // The missing ELSE has no modifier, so the CASE has none.
    return {modifier < 0 ? expression : "(" + expression + ")::" + type_name(type, modifier),
            "Replaced by a constant."};
}

Protected compile_partial(RuleColumn& rule) {
    std::size_t longest = character_count(rule.given("fill")) +
                          static_cast<std::size_t>(*parse_integer(rule.given("keep_start"))) +
                          static_cast<std::size_t>(*parse_integer(rule.given("keep_end")));
    return {rule.as_text_type("veil.partial(" + rule.value_as_text() + ", " + rule.given("keep_start") +
                                  ", " + rule.given("keep_end") + ", " + quote_text(rule.given("fill")) +
                                  "::pg_catalog.text)",
                              longest),
            "Partly masked."};
}

Protected compile_redact(RuleColumn& rule) {
    return {rule.as_text_type("veil.redact(" + rule.value_as_text() + ", " + quote_text(rule.given("fill")) +
                                  "::pg_catalog.text)",
                              character_count(rule.given("fill"))),
            "Redacted."};
}

} // namespace veil::pg
