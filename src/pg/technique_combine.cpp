// Several columns as one: combine.
#include "core/text_combination.hpp"
#include "pg/canonical_value.hpp"
#include "pg/rule_column.hpp"

namespace veil::pg {

namespace {

std::string part_of(const RuleColumn& rule, const Attribute& column) {
    auto text = canonical_text(column);
    if (!text) {
        rule.refuse("column \"" + column.name + "\" of type " + plain_type_name(column.base_type) +
                    " has no canonical text");
    }
    return *text;
}

} // namespace

Protected compile_combine(RuleColumn& rule) {
    const std::string& separator = rule.given("separator");
    if (separator.size() != 1 || !is_separator(separator[0])) {
        rule.refuse("parameter \"separator\" must be one printable ASCII character, not a backslash");
    }
    const std::vector<Attribute> others = rule.other_columns("with");
    if (others.empty()) {
        rule.refuse("parameter \"with\" must name a column");
    }
    std::string parts = part_of(rule, rule.attribute());
    std::string names = "\"" + rule.attribute().name + "\"";
    for (const Attribute& other : others) {
        parts += ", " + part_of(rule, other);
        names += ", \"" + other.name + "\"";
    }
    Attribute combined = rule.attribute();
    combined.type = TEXTOID;
    combined.base_type = TEXTOID;
    combined.modifier = -1;
    combined.base_modifier = -1;
    combined.collation = DEFAULT_COLLATION_OID;
    // One collation for all of it: parts of different ones would make the view's column ambiguous.
    combined.expression = "(veil.combine(" + quote_text(separator) + "::pg_catalog.text, ARRAY[" + parts +
                          "]::pg_catalog.text[]) COLLATE pg_catalog.\"default\")";
    Protected result = rule.nested("technique", *rule.given_tree("technique"), combined);
    result.comment = "Columns " + names + " together. " + result.comment;
    return result;
}

} // namespace veil::pg
