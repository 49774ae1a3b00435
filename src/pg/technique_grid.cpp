// Generalization of places: grid.
#include "pg/canonical_value.hpp"
#include "pg/rule_column.hpp"
#include "pg/spatial_type.hpp"

namespace veil::pg {

namespace {

bool is_coordinate(Oid type) {
    return is_float(type) || type == NUMERICOID;
}

// The middle of a cell may be a number that is not there yet: it must fit the column.
void refuse_narrow_numeric(const RuleColumn& rule, int digits) {
    auto limit = numeric_limit(rule.attribute());
    if (limit && limit->precision - limit->scale < digits) {
        rule.refuse("type " + plain_type_name(rule.type(), rule.attribute().base_modifier) +
                    " cannot hold every " + rule.given("axis"));
    }
}

// The column's modifier as a further argument: its conversion, which follows, then costs nothing.
std::string form_argument(const RuleColumn& rule) {
    auto limit = numeric_limit(rule.attribute());
    return limit ? ", " + std::to_string(rule.attribute().base_modifier) : "";
}

std::string coordinate_expression(RuleColumn& rule, const std::string& size) {
    if (!rule.has("axis")) {
        rule.refuse("parameter \"axis\" is missing for type " + plain_type_name(rule.type()));
    }
    if (rule.rule_has("size")) {
        rule.refuse("parameter \"size\" is only for points", "Give \"metres\", or use bucket.");
    }
    if (rule.given("axis") == "latitude") {
        if (rule.rule_has("latitude")) {
            rule.refuse("parameter \"latitude\" is only for a longitude");
        }
        refuse_narrow_numeric(rule, 2);
        return "veil.grid_latitude(" + rule.value() + size + form_argument(rule) + ")";
    }
    if (!rule.has("latitude")) {
        rule.refuse("parameter \"latitude\" is missing for a longitude",
                    "Name the column with the latitude: it says how long a degree of longitude is.");
    }
    refuse_narrow_numeric(rule, 3);
    const Attribute& latitude = rule.other_column("latitude");
    if (!is_coordinate(latitude.base_type)) {
        rule.refuse("parameter \"latitude\": column \"" + latitude.name + "\" is no number of degrees");
    }
    return "veil.grid_longitude(" + rule.value() + ", " + column_value(latitude) + size +
           form_argument(rule) + ")";
}

} // namespace

Protected compile_grid(RuleColumn& rule) {
    if (rule.rule_has("metres") == rule.rule_has("size")) {
        rule.refuse("technique \"grid\" needs either \"metres\" or \"size\"");
    }
    const bool on_globe = rule.rule_has("metres");
    const std::string parameter = on_globe ? "metres" : "size";
    const std::string constant = rule.literal(parameter, FLOAT8OID, -1);
    if (rule.spi().query("SELECT " + constant + (on_globe ? " >= 1" : " > 0"))[0][0] != "t") {
        rule.refuse("parameter \"" + parameter + "\" is too small");
    }
    const std::string comment = "Snapped to the middle of its cell of a grid of " + rule.given(parameter) +
                                (on_globe ? " metres." : " of the plane's units.");
    if (is_coordinate(rule.type())) {
        return {rule.with_modifier(coordinate_expression(rule, ", " + constant)), comment};
    }
    for (const char* other : {"axis", "latitude"}) {
        if (rule.rule_has(other)) {
            rule.refuse(std::string("parameter \"") + other + "\" is only for columns of numbers");
        }
    }
    const std::string function = std::string(on_globe ? "veil.grid" : "veil.grid_plane") +
                                 (rule.type() == POINTOID ? "" : "_geometry");
    if (rule.attribute().base_modifier >= 0) {
        rule.add_note("The type's modifier does not show.");
    }
    return {function + "(" + rule.value() + ", " + constant + ")", comment};
}

} // namespace veil::pg
