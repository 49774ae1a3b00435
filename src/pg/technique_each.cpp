// Technique each: another technique on each element of an array.
#include "pg/nested_technique.hpp"

namespace veil::pg {

Protected compile_each(RuleColumn& rule) {
    const Attribute& array = rule.attribute();
    const Oid element = call([&] { return get_element_type(array.base_type); });
    const NestedParts parts = compile_parts(
        rule, {{"elements", rule.given_tree("elements"), nested_value(rule, element, array.base_modifier)}});
    const Protected& mask = parts.masks[0];
    const ViewColumn shown = mask_type(mask);
    const Oid shown_array = call([&] { return get_array_type(shown.type); });
    if (!OidIsValid(shown_array)) {
        rule.refuse("there is no array of type " + plain_type_name(shown.type));
    }
    std::string expression = "veil.each(" + rule.value() + ", " + mask.expression + parts.columns + ")";
    if (shown.modifier >= 0) {
        expression += "::" + type_name(shown_array, shown.modifier);
    }
    if (call([&] { return type_is_collatable(shown.type); })) {
        expression = rule.in_own_collation(expression);
    }
    return {std::move(expression), "Each element: " + mask.comment};
}

} // namespace veil::pg
