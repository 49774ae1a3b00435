// Generalization: truncate, bucket, round, clamp, prefix, age, network.
#include "core/age.hpp"
#include "pg/rule_column.hpp"

namespace veil::pg {

namespace {

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

// The largest magnitude of a numeric(p, s), so that a label can be kept inside the type.
std::optional<std::string> largest_numeric(const RuleColumn& rule) {
    auto limit = numeric_limit(rule.attribute());
    if (!limit) {
        return std::nullopt;
    }
    return std::string(static_cast<std::size_t>(limit->precision), '9') + "e" + std::to_string(-limit->scale);
}

// The bound that bounds nothing, in the type's own order.
std::string no_bound(Oid type, bool upper) {
    switch (type) {
    case INT2OID:
        return upper ? "'32767'::pg_catalog.int2" : "'-32768'::pg_catalog.int2";
    case INT4OID:
        return upper ? "'2147483647'::pg_catalog.int4" : "'-2147483648'::pg_catalog.int4";
    case INT8OID:
        return upper ? "'9223372036854775807'::pg_catalog.int8" : "'-9223372036854775808'::pg_catalog.int8";
    case FLOAT4OID:
    case FLOAT8OID:
    case NUMERICOID:
        return (upper ? "'NaN'::" : "'-Infinity'::") + type_name(type, -1);
    default:
        return (upper ? "'infinity'::" : "'-infinity'::") + type_name(type, -1);
    }
}

} // namespace

Protected compile_prefix(RuleColumn& rule) {
    return {rule.as_text_type("veil.prefix(" + rule.value_as_text() + ", " + rule.given("keep") + ")", 0),
            "Generalized to the first " + rule.given("keep") + " characters."};
}

Protected compile_truncate(RuleColumn& rule) {
    bool has_zone = rule.type() == TIMESTAMPTZOID;
    if (!has_zone && rule.rule_has("zone")) {
        rule.refuse("parameter \"zone\" is only for timestamp with time zone");
    }
    static constexpr std::array<std::string_view, 3> within_a_day{"hour", "minute", "second"};
    if (rule.type() == DATEOID &&
        std::find(within_a_day.begin(), within_a_day.end(), rule.given("to")) != within_a_day.end()) {
        rule.refuse("a date has no " + rule.given("to"),
                    "Truncate it to day, week, month, quarter or longer.");
    }
    std::string arguments = rule.value() + ", " + quote_text(rule.given("to")) + "::pg_catalog.text";
    if (has_zone) {
        arguments += rule.zone_argument();
    }
    return {rule.with_modifier("veil.truncate(" + arguments + ")"),
            "Generalized to the " + rule.given("to") + "."};
}

Protected compile_bucket(RuleColumn& rule) {
    const std::string& form = rule.given("as");
    std::string comment = "Generalized to intervals of " + rule.given("width");
    std::string arguments = rule.value() + ", " + step(rule, "width");
    if (form == "lower") {
        if (auto largest = largest_numeric(rule)) {
            arguments += ", '-" + *largest + "'::pg_catalog.numeric";
        }
        return {rule.with_modifier("veil.bucket(" + arguments + ")"),
                comment + ", shown by their lower bound."};
    }
    if (is_float(rule.type())) {
        rule.refuse("a bucket of type " + plain_type_name(rule.type()) +
                    " can only be shown by its lower bound");
    }
    return {"veil.bucket_" + form + "(" + arguments + ")", comment + "."};
}

Protected compile_round(RuleColumn& rule) {
    std::string arguments = rule.value() + ", " + step(rule, "to");
    if (auto largest = largest_numeric(rule)) {
        arguments += ", '" + *largest + "'::pg_catalog.numeric";
    }
    return {rule.with_modifier("veil.round(" + arguments + ")"),
            "Rounded to a multiple of " + rule.given("to") + "."};
}

Protected compile_clamp(RuleColumn& rule) {
    if (!rule.rule_has("min") && !rule.rule_has("max")) {
        rule.refuse("technique \"clamp\" needs \"min\", \"max\" or both");
    }
    Oid type = rule.type();
    std::string low = rule.rule_has("min") ? rule.literal("min", type, rule.attribute().base_modifier)
                                           : no_bound(type, false);
    std::string high = rule.rule_has("max") ? rule.literal("max", type, rule.attribute().base_modifier)
                                            : no_bound(type, true);
    if (rule.spi().query("SELECT " + low + " <= " + high)[0][0] != "t") {
        rule.refuse("parameter \"min\" is greater than parameter \"max\"");
    }
    return {rule.with_modifier("veil.clamp(" + rule.value() + ", " + low + ", " + high + ")"),
            "Top and bottom coded."};
}

Protected compile_age(RuleColumn& rule) {
    const std::string at = rule.literal("at", DATEOID, -1);
    if (rule.spi().query("SELECT pg_catalog.isfinite(" + at + ")")[0][0] != "t") {
        rule.refuse("parameter \"at\" must be a day");
    }
    const std::string arguments = "(" + rule.value() + ", " + at + ", " + rule.given("bands") + ", " +
                                  (rule.has("top") ? rule.given("top") : std::to_string(no_top)) + ")";
    const std::string bands = rule.given("bands") == "1" ? "" : " in bands of " + rule.given("bands");
    const std::string top =
        rule.has("top") ? ", " + rule.given("top") + " standing for all from there on" : "";
    return {(rule.given("as") == "text" ? "veil.age_text" : "veil.age") + arguments,
            "Age in completed years at " + rule.given("at") + bands + top + "."};
}

Protected compile_network(RuleColumn& rule) {
    return {"veil.network(" + rule.value() + ", " + rule.given("v4") + ", " + rule.given("v6") + ")",
            "Generalized to networks: " + rule.given("v4") + " bits of an IPv4 address, " + rule.given("v6") +
                " of an IPv6 one."};
}

} // namespace veil::pg
