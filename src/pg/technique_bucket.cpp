// Generalization to intervals and multiples: bucket, round.
#include "core/number_generalization.hpp"
#include "pg/rule_column.hpp"

namespace veil::pg {

namespace {

bool is_moment(Oid type) {
    return type == DATEOID || type == TIMESTAMPOID || type == TIMESTAMPTZOID;
}

// The step of a bucket or a rounding as a constant of the type that its function takes.
std::string step(const RuleColumn& rule, const std::string& parameter) {
    Oid type = rule.type();
    if (is_integer(type)) {
        if (!parse_integer(rule.given(parameter))) {
            rule.refuse("parameter \"" + parameter + "\" must be a whole number for type " +
                        plain_type_name(type));
        }
        return rule.literal(parameter, INT8OID, -1);
    }
    if (is_float(type)) {
        std::string constant = rule.literal(parameter, FLOAT8OID, -1);
        if (rule.spi().query("SELECT " + constant + " > 0")[0][0] != "t") {
            rule.refuse("parameter \"" + parameter + "\" is too small");
        }
        return constant;
    }
    if (auto limit = numeric_limit(rule.attribute())) {
        auto fits = rule.spi().query("SELECT pg_catalog.round($1::numeric, $2::integer) = $1::numeric",
                                     {rule.given(parameter), std::to_string(limit->scale)});
        if (fits[0][0] != "t") {
            rule.refuse("parameter \"" + parameter + "\" has more decimals than the column");
        }
    }
    return rule.literal(parameter, NUMERICOID, -1);
}

// The type of the ranges of a type's values.
std::optional<std::string> range_type(Oid type) {
    switch (type) {
    case INT2OID:
    case INT4OID:
        return "pg_catalog.int4range";
    case INT8OID:
        return "pg_catalog.int8range";
    case FLOAT4OID:
    case FLOAT8OID:
    case NUMERICOID:
        return "pg_catalog.numrange";
    case DATEOID:
        return "pg_catalog.daterange";
    case TIMESTAMPOID:
        return "pg_catalog.tsrange";
    case TIMESTAMPTZOID:
        return "pg_catalog.tstzrange";
    default:
        return std::nullopt;
    }
}

// ", width, origin [, zone]" of a date or time: whole days, or microseconds.
std::string time_arguments(const RuleColumn& rule, const std::string& width_parameter) {
    static const std::map<std::string, std::int64_t, std::less<>> minutes{
        {"minute", 1}, {"hour", 60}, {"day", 1440}, {"week", 10080}};
    constexpr std::int64_t largest_width = 10'000'000;
    const Oid type = rule.type();
    const auto width = parse_integer(rule.given(width_parameter));
    if (!rule.has("unit")) {
        rule.refuse("parameter \"unit\" is missing for type " + plain_type_name(type));
    }
    if (!width || *width > largest_width) {
        rule.refuse("parameter \"" + width_parameter + "\" must be a whole number up to " +
                    std::to_string(largest_width) + " for type " + plain_type_name(type));
    }
    const std::int64_t unit = minutes.at(rule.given("unit"));
    const bool has_days = unit >= minutes.at("day");
    if (type == DATEOID && !has_days) {
        rule.refuse("a date has no " + rule.given("unit"));
    }
    if (rule.rule_has("zone") && (type != TIMESTAMPTZOID || !has_days)) {
        rule.refuse("parameter \"zone\" is only for days and weeks of timestamp with time zone");
    }
    const std::string origin = rule.literal("origin", type == DATEOID ? DATEOID : TIMESTAMPOID, -1);
    if (rule.spi().query("SELECT pg_catalog.isfinite(" + origin + ")")[0][0] != "t") {
        rule.refuse("parameter \"origin\" must be finite");
    }
    constexpr std::int64_t microseconds_per_minute = 60'000'000;
    const std::int64_t length =
        type == DATEOID ? *width * unit / minutes.at("day") : *width * unit * microseconds_per_minute;
    return ", " + std::to_string(length) + "::pg_catalog.int8, " + origin +
           (type == TIMESTAMPTZOID ? rule.zone_argument() : "");
}

void refuse_time_parameters(const RuleColumn& rule) {
    for (const char* parameter : {"unit", "origin", "zone"}) {
        if (rule.rule_has(parameter)) {
            rule.refuse(std::string("parameter \"") + parameter + "\" is only for widths of dates and times");
        }
    }
}

// Half the width, as far down as the column's decimals can show it, and the largest magnitude of its type.
std::string middle_arguments(const RuleColumn& rule) {
    const auto limit = numeric_limit(rule.attribute());
    const auto half = rule.spi().query(
        limit ? "SELECT pg_catalog.trim_scale(pg_catalog.trunc($1::numeric * 0.5, $2::integer))"
              : "SELECT pg_catalog.trim_scale($1::numeric * 0.5)",
        limit ? Arguments{rule.given("width"), std::to_string(limit->scale)}
              : Arguments{rule.given("width")});
    std::string arguments = ", " + quote_text(*half[0][0]) + "::pg_catalog.numeric";
    if (auto largest = rule.largest_numeric()) {
        arguments += ", '" + *largest + "'::pg_catalog.numeric";
    }
    return arguments;
}

std::string width_expression(RuleColumn& rule) {
    const std::string& form = rule.given("as");
    const Oid type = rule.type();
    const std::string function = form == "lower" ? "veil.bucket(" : "veil.bucket_" + form + "(";
    if (type == TIMEOID) {
        rule.refuse("a time of day has no buckets of a width", "Give \"bounds\", or truncate it.");
    }
    if (is_moment(type)) {
        return function + rule.value() + time_arguments(rule, "width") + ")";
    }
    refuse_time_parameters(rule);
    std::string arguments = rule.value() + ", " + step(rule, "width");
    if (type == NUMERICOID && form == "midpoint") {
        arguments += middle_arguments(rule);
    }
    if (type == NUMERICOID && form == "lower") {
        if (auto largest = rule.largest_numeric()) {
            arguments += ", '-" + *largest + "'::pg_catalog.numeric";
        }
    }
    if (is_float(type) && (form == "range" || form == "text") &&
        !has_decimal_bounds(decimal_step(std::strtod(rule.given("width").c_str(), nullptr)))) {
        rule.refuse("parameter \"width\" must have at most 15 decimals and digits to be shown as " + form);
    }
    return function + arguments + ")";
}

// The bounds of a rule, one SQL constant of the column's type each.
std::vector<std::string> bounds_of(const RuleColumn& rule) {
    constexpr std::size_t most_bounds = 1000;
    const std::vector<std::string> given = rule.given_list("bounds");
    if (given.empty() || given.size() > most_bounds) {
        rule.refuse("parameter \"bounds\" must have 1 to " + std::to_string(most_bounds) + " elements");
    }
    std::vector<std::string> bounds;
    std::string list;
    for (const std::string& bound : given) {
        bounds.push_back(rule.literal_of("bounds", bound, rule.type(), rule.attribute().base_modifier));
        list += (list.empty() ? "(" : ", (") + bounds.back() + ")";
    }
    const std::string is_finite = "SELECT pg_catalog.bool_and(pg_catalog.lower(bound::pg_catalog.text) !~ "
                                  "'inf|nan') FROM (VALUES " +
                                  list + ") AS given (bound)";
    if (rule.spi().query(is_finite)[0][0] != "t") {
        rule.refuse("parameter \"bounds\" must be finite");
    }
    for (std::size_t i = 1; i < bounds.size(); ++i) {
        if (rule.spi().query("SELECT " + bounds[i - 1] + " < " + bounds[i])[0][0] != "t") {
            rule.refuse("parameter \"bounds\" must ascend");
        }
    }
    return bounds;
}

// The middle of two bounds, in the column's type; not rounded up, which could make it the upper bound.
std::string middle_of(const RuleColumn& rule, const std::string& lower, const std::string& upper) {
    const Oid type = rule.type();
    if (type == DATEOID) {
        return lower + " + (" + upper + " - " + lower + ") / 2";
    }
    if (is_time(type)) {
        return lower + " + (" + upper + " - " + lower + ") * 0.5";
    }
    if (is_float(type)) {
        return lower + " / 2 + " + upper + " / 2";
    }
    const std::string sum = "(" + lower + "::pg_catalog.numeric + " + upper + "::pg_catalog.numeric)";
    if (is_integer(type)) {
        return "pg_catalog.floor(" + sum + " * 0.5)::" + rule.base_type_name();
    }
    const auto limit = numeric_limit(rule.attribute());
    if (!limit) {
        return "pg_catalog.trim_scale(" + sum + " * 0.5)";
    }
    const std::string power = "'1e" + std::to_string(limit->scale) + "'::pg_catalog.numeric";
    return "pg_catalog.floor(" + sum + " * 0.5 * " + power + ") * '1e" + std::to_string(-limit->scale) +
           "'::pg_catalog.numeric";
}

// What the values below the first bound show as their lower bound.
std::string lowest_label(const RuleColumn& rule) {
    if (auto largest = rule.largest_numeric()) {
        return "'-" + *largest + "'::pg_catalog.numeric";
    }
    return no_bound(rule.type(), false);
}

// The labels of the intervals that the bounds make, the open ones at both ends included.
std::vector<std::string> labels_of(const RuleColumn& rule, const std::vector<std::string>& bounds) {
    const std::string& form = rule.given("as");
    const auto numeric_bound = [&](const std::string& bound) {
        return is_float(rule.type()) ? bound + "::pg_catalog.text::pg_catalog.numeric" : bound;
    };
    std::vector<std::string> labels;
    for (std::size_t i = 0; i <= bounds.size(); ++i) {
        const bool is_first = i == 0;
        const bool is_last = i == bounds.size();
        if (form == "lower") {
            labels.push_back(is_first ? lowest_label(rule) : bounds[i - 1]);
        } else if (form == "midpoint") {
            labels.push_back(is_first  ? bounds.front()
                             : is_last ? bounds.back()
                                       : middle_of(rule, bounds[i - 1], bounds[i]));
        } else if (form == "range") {
            labels.push_back(*range_type(rule.type()) + "(" +
                             (is_first ? "NULL" : numeric_bound(bounds[i - 1])) + ", " +
                             (is_last ? "NULL" : numeric_bound(bounds[i])) + ")");
        } else {
            labels.push_back("pg_catalog.concat(" +
                             (is_first ? "'(', " : "'[', " + bounds[i - 1] + "::pg_catalog.text, ") + "','" +
                             (is_last ? "" : ", " + bounds[i] + "::pg_catalog.text") + ", ')')");
        }
    }
    return labels;
}

// A list of expressions as one constant: an array of a type.
std::string constant_array(const RuleColumn& rule, const std::vector<std::string>& elements,
                           const std::string& type) {
    std::string list;
    for (const std::string& element : elements) {
        list += (list.empty() ? "" : ", ") + element;
    }
    const auto text = rule.spi().query("SELECT (ARRAY[" + list + "]::" + type + "[])::pg_catalog.text");
    return quote_text(*text[0][0]) + "::" + type + "[]";
}

std::string bounds_expression(RuleColumn& rule) {
    const std::string& form = rule.given("as");
    refuse_time_parameters(rule);
    if (form == "range" && !range_type(rule.type())) {
        rule.refuse("there are no ranges of type " + plain_type_name(rule.type()));
    }
    const std::vector<std::string> bounds = bounds_of(rule);
    const std::string type = type_name(rule.type(), -1);
    const std::string label_type = form == "range"  ? *range_type(rule.type())
                                   : form == "text" ? "pg_catalog.text"
                                                    : type;
    return "veil.bucket(" + rule.value() + (rule.attribute().base_modifier < 0 ? "" : "::" + type) + ", " +
           constant_array(rule, bounds, type) + ", " +
           constant_array(rule, labels_of(rule, bounds), label_type) + ")";
}

} // namespace

Protected compile_bucket(RuleColumn& rule) {
    if (rule.rule_has("width") == rule.rule_has("bounds")) {
        rule.refuse("technique \"bucket\" needs either \"width\" or \"bounds\"");
    }
    const std::string& form = rule.given("as");
    const bool has_width = rule.rule_has("width");
    const std::string expression = has_width ? width_expression(rule) : bounds_expression(rule);
    const std::string unit = rule.has("unit") ? " " + rule.given("unit") : "";
    std::string comment = "Generalized to intervals " +
                          (has_width ? "of " + rule.given("width") + unit : "between given bounds");
    if (form == "lower" || form == "midpoint") {
        comment += std::string(", shown by their ") + (form == "lower" ? "lower bound" : "middle");
    }
    return {form == "lower" || form == "midpoint" ? rule.with_modifier(expression) : expression,
            comment + "."};
}

Protected compile_round(RuleColumn& rule) {
    if (is_moment(rule.type())) {
        return {rule.with_modifier("veil.round(" + rule.value() + time_arguments(rule, "to") + ")"),
                "Rounded to " + rule.given("to") + " " + rule.given("unit") + "."};
    }
    refuse_time_parameters(rule);
    std::string arguments = rule.value() + ", " + step(rule, "to");
    if (auto largest = rule.largest_numeric()) {
        arguments += ", '" + *largest + "'::pg_catalog.numeric";
    }
    return {rule.with_modifier("veil.round(" + arguments + ")"),
            "Rounded to a multiple of " + rule.given("to") + "."};
}

} // namespace veil::pg
