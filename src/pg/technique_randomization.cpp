// Sticky randomization: noise and shift.
#include "core/date_shift.hpp"
#include "core/noise_form.hpp"
#include "core/noise_grid.hpp"
#include "pg/canonical_value.hpp"
#include "pg/rule_column.hpp"

#include <charconv>
#include <cmath>

namespace veil::pg {

namespace {

// 2000-01-01 in the units of a timestamp, by the epoch that SQL counts from.
constexpr std::string_view epoch_of_timestamps = "946684800000000";

// The least normal double has 307 zeros before its 17 digits.
constexpr std::size_t longest_grid = 350;

std::string numeric_constant(const std::string& text) {
    return quote_text(text) + "::pg_catalog.numeric";
}

// The canonical text of the column that says whose value it is.
std::string subject_text(RuleColumn& rule) {
    const Attribute& subject = rule.other_column("subject");
    auto text = canonical_text(subject);
    if (!text) {
        rule.refuse("parameter \"subject\": column \"" + subject.name + "\" of type " +
                        plain_type_name(subject.base_type) + " has no canonical text",
                    "Take a column that \"pseudonym\" can show as a text.");
    }
    return *text;
}

std::string keyed_expression(RuleColumn& rule, const std::string& function, const std::string& format) {
    return function + "(" + rule.value() + rule.key_arguments() + ", " + quote_text(format) +
           "::pg_catalog.text, " + subject_text(rule) + ")";
}

// 10^-scale.
std::string decimal_unit(int scale) {
    if (scale <= 0) {
        return "1" + std::string(static_cast<std::size_t>(-scale), '0');
    }
    return "0." + std::string(static_cast<std::size_t>(scale - 1), '0') + "1";
}

// Compiles one rule. Lengths are counted in base units: ones, days or microseconds.
class NoiseCompiler {
  public:
    explicit NoiseCompiler(RuleColumn& rule) : rule_(rule), type_(rule.type()) {}

    Protected compile() {
        if (!is_time(type_) && rule_.rule_has("unit")) {
            rule_.refuse("parameter \"unit\" is only for dates and timestamps");
        }
        const std::string unit = numeric_constant(std::to_string(base_units()));
        const std::string scale = "(" + numeric_constant(rule_.given("scale")) + " * " + unit + ")";
        const std::string grid = "(" + numeric_constant(grid_text()) + " * " + unit + ")";
        const auto row = rule_.spi().query(
            "SELECT pg_catalog.trim_scale(" + grid +
            ")::text, steps, steps >= 16777216, steps <= 18446744073709551615, "
            "low::text, high::text, low <= high FROM (SELECT pg_catalog.round(" +
            scale + " * 16777216 / " + grid + ") AS steps, GREATEST(pg_catalog.ceil(" + bound("min", false) +
            " / " + grid + "), -9223372036854775807) AS low, LEAST(pg_catalog.floor(" + bound("max", true) +
            " / " + grid + "), 9223372036854775807) AS high) AS noise")[0];
        if (row[2] != "t") {
            rule_.refuse("parameter \"scale\" is smaller than the grid",
                         "Noise that is mostly nothing hides nothing: give a smaller \"grid\" or a greater "
                         "\"scale\".");
        }
        if (row[3] != "t") {
            rule_.refuse("the grid is too fine for this scale", "Give a greater \"grid\".");
        }
        if (row[6] != "t") {
            rule_.refuse("there is no point of the grid between parameters \"min\" and \"max\"");
        }
        const NoiseForm form{.scale = std::stoull(*row[1]),
                             .grid = checked_grid(*row[0]),
                             .low = std::stoll(*row[4]),
                             .high = std::stoll(*row[5]),
                             .distribution = *parse_noise_distribution(rule_.given("distribution")),
                             .variable = rule_.rule_has("variable") ? rule_.given("variable")
                                                                    : rule_.attribute().name};
        return {rule_.with_modifier(keyed_expression(rule_, "veil.noise", to_text(form))), comment()};
    }

  private:
    [[nodiscard]] std::int64_t base_units() const {
        static const std::map<std::string, std::int64_t, std::less<>> microseconds{
            {"second", 1'000'000},
            {"minute", 60'000'000},
            {"hour", 3'600'000'000},
            {"day", USECS_PER_DAY},
            {"week", 7 * USECS_PER_DAY}};
        if (!is_time(type_)) {
            return 1;
        }
        const std::int64_t unit = microseconds.at(rule_.given("unit"));
        if (type_ == DATEOID) {
            if (unit < USECS_PER_DAY) {
                rule_.refuse("a date has no " + rule_.given("unit"), R"(Its units are "day" and "week".)");
            }
            return unit / USECS_PER_DAY;
        }
        return unit;
    }

    // In the rule's unit.
    [[nodiscard]] std::string grid_text() const {
        if (rule_.rule_has("grid")) {
            return rule_.given("grid");
        }
        if (is_float(type_)) {
            return power_of_two();
        }
        if (type_ != NUMERICOID) {
            return "1";
        }
        if (const auto limit = numeric_limit(rule_.attribute())) {
            return decimal_unit(limit->scale);
        }
        // Three decimals less than the scale's first digit.
        const auto row = rule_.spi().query("SELECT pg_catalog.floor(pg_catalog.log(" +
                                           numeric_constant(rule_.given("scale")) + "))::integer::text")[0];
        return decimal_unit(3 - std::stoi(*row[0]));
    }

    // About scale / 2^20.
    [[nodiscard]] std::string power_of_two() const {
        const std::string& text = rule_.given("scale");
        double scale = 0;
        (void)std::from_chars(text.data(), text.data() + text.size(), scale, std::chars_format::fixed);
        const double grid = scale > 0 ? std::scalbn(1.0, std::ilogb(scale) - 20) : 0;
        if (!std::isnormal(grid)) {
            rule_.refuse("parameter \"scale\" is out of range");
        }
        std::array<char, longest_grid> digits{};
        const auto written =
            std::to_chars(digits.data(), digits.data() + digits.size(), grid, std::chars_format::fixed);
        return {digits.data(), written.ptr};
    }

    // Whether the functions of the type can have it.
    [[nodiscard]] std::string checked_grid(const std::string& grid) const {
        if (is_float(type_)) {
            if (!parse_binary_grid(grid)) {
                rule_.refuse("parameter \"grid\" is too small");
            }
        } else if (type_ == NUMERICOID) {
            const auto limit = numeric_limit(rule_.attribute());
            const auto parsed = parse_decimal_grid(grid);
            if (!parsed) {
                rule_.refuse("parameter \"grid\" has too many digits", "It has at most 18 decimals.");
            }
            if (limit && parsed->decimals > std::max(limit->scale, 0)) {
                rule_.refuse("parameter \"grid\" has more decimals than the column");
            }
        } else if (!parse_whole_grid(grid)) {
            rule_.refuse(is_time(type_) ? "parameter \"grid\" is no whole number of " +
                                              std::string(type_ == DATEOID ? "days" : "microseconds")
                                        : "parameter \"grid\" must be a whole number for type " +
                                              plain_type_name(type_));
        }
        return grid;
    }

    // A bound of the result in base units: the rule's, and always the type's.
    [[nodiscard]] std::string bound(const std::string& parameter, bool upper) const {
        std::string limit = type_limit(upper);
        if (!rule_.rule_has(parameter)) {
            return limit;
        }
        const std::string own =
            in_base_units(rule_.literal(parameter, type_, rule_.attribute().base_modifier));
        if (rule_.spi().query("SELECT " + own + " NOT IN ('NaN', 'Infinity', '-Infinity')")[0][0] != "t") {
            rule_.refuse("parameter \"" + parameter + "\" must be finite");
        }
        return (upper ? "LEAST(" : "GREATEST(") + own + ", " + limit + ")";
    }

    [[nodiscard]] std::string in_base_units(const std::string& constant) const {
        if (type_ == DATEOID) {
            return "(CASE WHEN pg_catalog.isfinite(" + constant + ") THEN (" + constant +
                   " - '2000-01-01'::pg_catalog.date)::pg_catalog.numeric ELSE 'NaN' END)";
        }
        if (is_time(type_)) {
            return "(CASE WHEN pg_catalog.isfinite(" + constant + ") THEN EXTRACT(epoch FROM " + constant +
                   ") * 1000000 - " + std::string(epoch_of_timestamps) + " ELSE 'NaN' END)";
        }
        return constant + "::pg_catalog.numeric";
    }

    [[nodiscard]] std::string type_limit(bool upper) const {
        switch (type_) {
        case INT2OID:
            return upper ? "32767::pg_catalog.numeric" : "-32768::pg_catalog.numeric";
        case INT4OID:
            return upper ? "2147483647::pg_catalog.numeric" : "-2147483648::pg_catalog.numeric";
        case INT8OID:
            return upper ? "9223372036854775807::pg_catalog.numeric"
                         : "-9223372036854775808::pg_catalog.numeric";
        case DATEOID:
            return upper ? "2145031948::pg_catalog.numeric" : "-2451545::pg_catalog.numeric";
        case TIMESTAMPOID:
        case TIMESTAMPTZOID:
            return upper ? "9223371331199999999::pg_catalog.numeric"
                         : "-211813488000000000::pg_catalog.numeric";
        default:
            break;
        }
        std::string greatest = "1e400";
        if (const auto limit = numeric_limit(rule_.attribute())) {
            greatest = std::string(static_cast<std::size_t>(limit->precision), '9') + "e" +
                       std::to_string(-limit->scale);
        }
        return numeric_constant(upper ? greatest : "-" + greatest);
    }

    [[nodiscard]] std::string comment() const {
        static const std::map<std::string, std::string, std::less<>> meanings{
            {"laplace", "of a Laplace distribution with scale "},
            {"gaussian", "of a normal distribution with standard deviation "},
            {"uniform", "uniform up to "}};
        return "With noise, " + meanings.at(rule_.given("distribution")) + rule_.given("scale") +
               (is_time(type_) ? " " + rule_.given("unit") + "s" : "") +
               "; the same for the same value of the same subject.";
    }

    RuleColumn& rule_;
    Oid type_;
};

ShiftForm shift_form(const RuleColumn& rule) {
    const bool by_second = rule.given("unit") == "second";
    const bool keeps_weekday = rule.given("keep_weekday") == "true";
    const std::int64_t days = *parse_integer(rule.given("days"));
    if (by_second && rule.type() == DATEOID) {
        rule.refuse("a date has no second", R"(Write "unit": "day".)");
    }
    if (by_second && keeps_weekday) {
        rule.refuse("parameter \"keep_weekday\" needs \"unit\": \"day\"");
    }
    if (keeps_weekday && days < 7) {
        rule.refuse("parameter \"days\" must be at least 7 to keep the weekday");
    }
    const bool zero = rule.given("zero") == "true";
    if (by_second) {
        return {days * SECS_PER_DAY, ShiftUnit::second, zero};
    }
    return keeps_weekday ? ShiftForm{days / 7, ShiftUnit::week, zero} : ShiftForm{days, ShiftUnit::day, zero};
}

} // namespace

Protected compile_noise(RuleColumn& rule) {
    return NoiseCompiler(rule).compile();
}

Protected compile_shift(RuleColumn& rule) {
    const ShiftForm form = shift_form(rule);
    return {rule.with_modifier(keyed_expression(rule, "veil.shift", to_text(form))),
            "Moved by up to " + rule.given("days") + " days" +
                (form.unit == ShiftUnit::week ? ", in whole weeks" : "") +
                "; by the same amount wherever the subject has the same value of column \"" +
                rule.given("subject") + "\" under " + rule.linking_domain() + "."};
}

} // namespace veil::pg
