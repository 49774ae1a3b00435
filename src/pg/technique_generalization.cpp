// Generalization: truncate, clamp, prefix, age, network. Buckets and rounding are technique_bucket.cpp's.
#include "core/age.hpp"
#include "core/date_truncation.hpp"
#include "pg/rule_column.hpp"

namespace veil::pg {

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
    case TIMEOID:
        return upper ? "'24:00'::pg_catalog.time" : "'00:00'::pg_catalog.time";
    case INTERVALOID: // which had no infinities before PostgreSQL 17
        return upper ? "'178956970 years 7 mons 2147483647 days 2562047788:00:54.775807'::pg_catalog.interval"
                     : "'-178956970 years -8 mons -2147483648 days "
                       "-2562047788:00:54.775807'::pg_catalog.interval";
    default:
        return (upper ? "'infinity'::" : "'-infinity'::") + type_name(type, -1);
    }
}

Protected compile_prefix(RuleColumn& rule) {
    return {rule.as_text_type("veil.prefix(" + rule.value_as_text() + ", " + rule.given("keep") + ")", 0),
            "Generalized to the first " + rule.given("keep") + " characters."};
}

namespace {

// A part that comes back, such as the weekday.
Protected cyclic_part(RuleColumn& rule) {
    const std::string& part = rule.given("part");
    const bool is_of_day = part == "hour" || part == "minute";
    const Oid type = rule.type();
    if (type == INTERVALOID || (type == DATEOID && is_of_day) || (type == TIMEOID && !is_of_day)) {
        rule.refuse("type " + plain_type_name(type) + " has no " + part);
    }
    static const std::map<std::string, std::string, std::less<>> numbers{
        {"weekday", ": 1 (Monday) to 7"}, {"week", " of the year by ISO 8601: 1 to 53"}};
    const auto range = numbers.find(part);
    return {"veil.part(" + rule.value() + ", " + quote_text(part) + "::pg_catalog.text" +
                (type == TIMESTAMPTZOID ? rule.zone_argument() : "") + ")",
            "The " + part + (range == numbers.end() ? "" : range->second) + "."};
}

} // namespace

Protected compile_truncate(RuleColumn& rule) {
    const Oid type = rule.type();
    const bool has_zone = type == TIMESTAMPTZOID;
    if (!has_zone && rule.rule_has("zone")) {
        rule.refuse("parameter \"zone\" is only for timestamp with time zone");
    }
    if (rule.rule_has("to") == rule.rule_has("part")) {
        rule.refuse("technique \"truncate\" needs either \"to\" or \"part\"");
    }
    if (rule.rule_has("part")) {
        return cyclic_part(rule);
    }
    const std::string& unit = rule.given("to");
    const bool within_a_day = parse_date_unit(unit).value_or(DateUnit::day) < DateUnit::day;
    if (type == DATEOID && within_a_day) {
        rule.refuse("a date has no " + unit, "Truncate it to day, week, month, quarter or longer.");
    }
    if (type == TIMEOID && !within_a_day) {
        rule.refuse("a time of day cannot be truncated to " + unit, "Truncate it to hour, minute or second.");
    }
    if (type == INTERVALOID && unit == "week") {
        rule.refuse("an interval cannot be truncated to week", "Truncate it to day.");
    }
    std::string arguments = rule.value() + ", " + quote_text(unit) + "::pg_catalog.text";
    if (has_zone) {
        arguments += rule.zone_argument();
    }
    return {rule.with_modifier("veil.truncate(" + arguments + ")"), "Generalized to the " + unit + "."};
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
