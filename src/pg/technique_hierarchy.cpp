// Generalization by a hierarchy.
#include "pg/canonical_value.hpp"
#include "pg/hierarchy_catalog.hpp"
#include "pg/rule_column.hpp"

namespace veil::pg {

namespace {

// The column as what veil.generalize() takes for this hierarchy.
std::string generalizable_value(const RuleColumn& rule, const HierarchyVersion& hierarchy) {
    const Oid type = rule.type();
    if (hierarchy.rule) {
        const bool counts = *hierarchy.rule == "intervals";
        if (*hierarchy.rule == "date") {
            if (type == DATEOID) {
                return rule.value();
            }
            if (type == TIMESTAMPOID) {
                return rule.value() + "::pg_catalog.date";
            }
        } else if (counts && type == NUMERICOID) {
            return rule.value();
        } else if (is_text(type) || (is_integer(type) && (counts || *hierarchy.rule == "prefix"))) {
            return type == INT2OID ? rule.value() + "::pg_catalog.int4"
                                   : (is_text(type) ? rule.value_as_text() : rule.value());
        }
        rule.refuse("hierarchy \"" + rule.given("hierarchy") + "\" is of rule \"" + *hierarchy.rule +
                    "\", which does not take type " + plain_type_name(type));
    }
    switch (type) {
    case INT2OID:
        return rule.value() + "::pg_catalog.int4";
    case INT4OID:
    case INT8OID:
        return rule.value();
    default:
        break;
    }
    auto text = canonical_text(rule.attribute());
    if (!text) {
        rule.refuse("type " + plain_type_name(type) + " has no canonical text");
    }
    return *text;
}

} // namespace

Protected compile_hierarchy(RuleColumn& rule) {
    const std::string& name = rule.given("hierarchy");
    const std::string& level = rule.given("level");
    auto hierarchy = find_hierarchy(rule.spi(), name);
    if (!hierarchy) {
        rule.refuse("hierarchy \"" + name + "\" does not exist",
                    "SELECT DISTINCT name FROM veil.hierarchy lists them; veil.load_hierarchy makes one.");
    }
    if (*parse_integer(level) > hierarchy->top_level) {
        rule.refuse("parameter \"level\" must be at most " + std::to_string(hierarchy->top_level) +
                    ", the top level of hierarchy \"" + name + "\"");
    }
    std::string label = "veil.generalize(" + generalizable_value(rule, *hierarchy) + ", " + quote_text(name) +
                        "::pg_catalog.text, " + level + ")";
    // The next version's labels may be longer.
    if (is_text(rule.type())) {
        label = rule.as_text_type(label, std::numeric_limits<std::size_t>::max());
    }
    return {label, "Generalized to level " + level + " of hierarchy \"" + name + "\"."};
}

} // namespace veil::pg
