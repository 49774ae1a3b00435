// Pseudonymization by veil.format_preserving: from a rule's parameters to the text of a format.
#include "core/binary_format.hpp"
#include "core/format_text.hpp"
#include "core/number_format.hpp"
#include "pg/rule_column.hpp"
#include "pg/text_formats.hpp"

#include <limits>

namespace veil::pg {

namespace {

// A parameter, and the formats that take it; the column's type is a format of its own where it is no text.
struct FormatParameter {
    std::string_view name;
    std::vector<std::string_view> formats;
};

const std::vector<FormatParameter>& format_parameters() {
    static const std::vector<FormatParameter> parameters{
        {"alphabet", {"alphabet"}},
        {"valid", {"bsn"}},
        {"keep_bin", {"card"}},
        {"region", {"phone"}},
        {"domain", {"email"}},
        {"with", {"email"}},
        {"min", {"integer", "decimal", "date", "timestamp", "real", "double"}},
        {"max", {"integer", "decimal", "date", "timestamp", "real", "double"}},
        {"to", {"timestamp"}},
        {"on_invalid",
         {"digits", "letters", "alphanumeric", "alphabet", "bsn", "iban", "card", "phone", "postcode",
          "license_plate", "email"}}};
    return parameters;
}

// Compiles one rule.
class FormatCompiler {
  public:
    explicit FormatCompiler(RuleColumn& rule) : rule_(rule) {}

    Protected compile() {
        const bool of_text = is_text(rule_.type());
        const std::string name = of_text ? text_format_name() : type_format_name();
        refuse_other_parameters(name);
        FormatText format{name, {}, std::nullopt};
        if (of_text) {
            add_text_options(format);
        } else if (name == "integer") {
            add_integer_range(format);
        } else if (name == "decimal") {
            add_decimal_range(format);
        } else if (name == "date" || name == "timestamp") {
            add_time_range(format);
        } else if (name == "real" || name == "double") {
            add_float_range(format);
        }
        const std::string text = name == "labels" ? label_format() : format.text();
        const std::string expression = "veil.format_preserving(" +
                                       (of_text ? rule_.value_as_text() : rule_.value()) +
                                       rule_.key_arguments() + ", " + quote_text(text) + "::pg_catalog.text)";
        return {of_text ? rule_.as_text_type(expression, longest(format)) : rule_.with_modifier(expression),
                comment(format)};
    }

  private:
    std::string text_format_name() {
        static constexpr std::array<std::string_view, 3> of_types{"date", "integer", "uuid"};
        std::string name = rule_.has("format") ? rule_.given("format") : "";
        if (name.empty()) {
            rule_.refuse("parameter \"format\" is missing", R"(Add "format": "digits", or another one.)");
        }
        if (std::find(of_types.begin(), of_types.end(), name) != of_types.end()) {
            rule_.refuse("format \"" + name + "\" is not for type " + plain_type_name(rule_.type()));
        }
        return name;
    }

    std::string type_format_name() {
        struct Known {
            std::string_view name;
            std::string_view word; // what a rule may say, beside nothing
        };
        static const std::map<Oid, Known> known{{INT2OID, {"integer", "integer"}},
                                                {INT4OID, {"integer", "integer"}},
                                                {INT8OID, {"integer", "integer"}},
                                                {NUMERICOID, {"decimal", ""}},
                                                {FLOAT4OID, {"real", ""}},
                                                {FLOAT8OID, {"double", ""}},
                                                {DATEOID, {"date", "date"}},
                                                {TIMESTAMPOID, {"timestamp", "date"}},
                                                {TIMESTAMPTZOID, {"timestamp", "date"}},
                                                {UUIDOID, {"uuid", "uuid"}},
                                                {INETOID, {"inet", ""}},
                                                {BYTEAOID, {"bytea", ""}}};
        const auto found = known.find(rule_.type());
        const Known format = found == known.end() ? Known{"labels", ""} : found->second;
        if (rule_.has("format") && rule_.given("format") != format.word) {
            rule_.refuse("format \"" + rule_.given("format") + "\" is not for type " +
                             plain_type_name(rule_.type()),
                         "The type says what the values are; leave \"format\" out.");
        }
        return std::string(format.name);
    }

    void refuse_other_parameters(std::string_view format) const {
        for (const FormatParameter& parameter : format_parameters()) {
            const auto& formats = parameter.formats;
            if (rule_.rule_has(std::string(parameter.name)) &&
                std::find(formats.begin(), formats.end(), format) == formats.end()) {
                rule_.refuse("parameter \"" + std::string(parameter.name) + "\" is not for " +
                             (is_text(rule_.type()) ? "format \"" + std::string(format) + "\""
                                                    : "type " + plain_type_name(rule_.type())));
            }
        }
    }

    void add_text_options(FormatText& format) {
        if (format.name == "alphabet") {
            if (!rule_.rule_has("alphabet")) {
                rule_.refuse("parameter \"alphabet\" is missing",
                             R"(Add "alphabet": "0123456789ABCDEF", for example.)");
            }
            format.rest = rule_.given("alphabet");
            // Characters are told apart as UTF-8. In another encoding their bytes would be taken for others.
            if (GetDatabaseEncoding() != PG_UTF8 && std::any_of(format.rest->begin(), format.rest->end(),
                                                                [](char c) { return IS_HIGHBIT_SET(c); })) {
                rule_.refuse(
                    "an alphabet of other characters than ASCII needs a database with encoding UTF8");
            }
            // A blank at the end is none of the value's.
            if (rule_.type() == BPCHAROID && format.rest->find(' ') != std::string::npos) {
                rule_.refuse("an alphabet for type character cannot have a blank");
            }
        }
        if (format.name == "bsn" && rule_.given("valid") == "false") {
            format.options.emplace("valid", "false");
        }
        if (format.name == "card" && rule_.given("keep_bin") != "6") {
            format.options.emplace("keep_bin", rule_.given("keep_bin"));
        }
        if (rule_.rule_has("region")) {
            format.options.emplace("region", rule_.given("region"));
        }
        if (format.name == "email" && rule_.given("domain") != "keep") {
            format.options.emplace("domain", rule_.given("domain"));
        }
        if (format.name == "email" && rule_.rule_has("with") != (rule_.given("domain") == "replace")) {
            rule_.refuse(R"(parameter "with" belongs to "domain": "replace")");
        }
        if (rule_.rule_has("with")) {
            format.rest = rule_.given("with");
        }
        if (rule_.given("on_invalid") == "encrypt") {
            format.options.emplace("on_invalid", "encrypt");
        }
        try {
            (void)make_text_format(Key256(), format.text());
        } catch (const InvalidFormat& invalid) {
            rule_.refuse(invalid.what());
        }
    }

    // In characters, of what a column without a limit of its own could hold.
    [[nodiscard]] std::size_t longest(const FormatText& format) const {
        constexpr std::size_t local_part = 64;
        constexpr std::size_t hashed_domain = 34;
        // Fifteen digits, a plus sign and what stands between them.
        constexpr std::size_t written_phone_number = 32;
        if (format.options.contains("on_invalid")) {
            return std::numeric_limits<std::size_t>::max();
        }
        if (format.name == "phone") {
            return written_phone_number;
        }
        const std::string_view domain = format.option("domain", "keep");
        if (domain == "hash") {
            return local_part + 1 + hashed_domain;
        }
        return domain == "replace" ? local_part + 1 + character_count(*format.rest) : 0;
    }

    // What the server makes of an expression over constants.
    [[nodiscard]] std::string computed(const std::string& expression) const {
        return rule_.spi().query("SELECT (" + expression + ")::pg_catalog.text")[0][0].value_or("");
    }

    // Both or none; refuses a range that ends before it begins, and one without ends. A range of one value is
    // refused too: the value would be its own pseudonym.
    bool has_range(bool required) {
        const bool has_min = rule_.rule_has("min");
        if (has_min != rule_.rule_has("max") || (required && !has_min)) {
            rule_.refuse(std::string("parameter \"") + (has_min ? "max" : "min") + "\" is missing",
                         "A range has \"min\" and \"max\", and both belong to it.");
        }
        if (!has_min) {
            return false;
        }
        const std::string low = bound("min");
        const std::string high = bound("max");
        if (computed(low + " <= " + high) != "true") {
            rule_.refuse("parameter \"min\" is greater than parameter \"max\"");
        }
        if (computed(low + " = " + high) == "true") {
            refuse_single_value();
        }
        return true;
    }

    [[noreturn]] void refuse_single_value() const {
        rule_.refuse("a single value would be its own pseudonym",
                     "Use technique \"constant\" or \"suppress\".");
    }

    [[nodiscard]] std::string bound(const std::string& parameter) const {
        std::string constant = rule_.literal(parameter, rule_.type(), rule_.attribute().base_modifier);
        static const std::vector<std::string_view> endless{"infinity", "-infinity", "Infinity", "-Infinity",
                                                           "NaN"};
        if (std::find(endless.begin(), endless.end(), computed(constant)) != endless.end()) {
            rule_.refuse("parameter \"" + parameter + "\" must be finite");
        }
        return constant;
    }

    void add_integer_range(FormatText& format) {
        if (has_range(false)) {
            format.options.emplace("min", computed(bound("min")));
            format.options.emplace("max", computed(bound("max")));
        } else if (rule_.type() == INT2OID) {
            format.options = {{"min", "-32768"}, {"max", "32767"}};
        } else if (rule_.type() == INT4OID) {
            format.options = {{"min", "-2147483648"}, {"max", "2147483647"}};
        } else {
            format.options = {{"min", "-9223372036854775808"}, {"max", "9223372036854775807"}};
        }
    }

    // In units of the last decimal: the column's, or else the last that min and max are written with.
    void add_decimal_range(FormatText& format) {
        const auto limit = numeric_limit(rule_.attribute());
        if (limit && limit->scale < 0) {
            rule_.refuse("technique \"format_preserving\" does not take a numeric with a negative scale");
        }
        if (!has_range(!limit)) {
            if (limit->precision > most_digits || limit->scale > most_digits) {
                rule_.refuse("a numeric of more than 38 digits needs \"min\" and \"max\"");
            }
            const std::string nines(static_cast<std::size_t>(limit->precision), '9');
            format.options = {{"min", "-" + nines}, {"max", nines}, {"scale", std::to_string(limit->scale)}};
            return;
        }
        const std::string low = bound("min");
        const std::string high = bound("max");
        const int scale = limit ? limit->scale
                                : std::stoi(computed("GREATEST(pg_catalog.scale(" + low +
                                                     "), pg_catalog.scale(" + high + "))"));
        for (const auto& [option, constant] : {std::pair{"min", low}, {"max", high}}) {
            const auto units = scale <= most_digits ? parse_decimal(computed(constant), scale) : std::nullopt;
            if (!units) {
                rule_.refuse(std::string("parameter \"") + option + "\" has more than 38 digits");
            }
            std::array<char, 80> written{};
            format.options.emplace(option,
                                   std::string(written.data(), write_decimal(*units, 0, written.data())));
        }
        format.options.emplace("scale", std::to_string(scale));
    }

    // In days or microseconds since 2000.
    void add_time_range(FormatText& format) {
        (void)has_range(true);
        const bool is_date = rule_.type() == DATEOID;
        const std::string origin = " - '2000-01-01 00:00:00+00'::" + type_name(rule_.type(), -1);
        for (const std::string option : {"min", "max"}) {
            const std::string since = "(" + bound(option) + origin + ")";
            format.options.emplace(
                option,
                computed(is_date ? since : "(EXTRACT(epoch FROM " + since + ") * 1000000)::pg_catalog.int8"));
        }
        const std::int64_t step = is_date ? 1 : microseconds_apart();
        if (step > 1) {
            format.options.emplace("step", std::to_string(step));
        }
        // The difference may be over 2^63.
        const auto least = static_cast<std::uint64_t>(std::stoll(format.options["min"]));
        const auto greatest = static_cast<std::uint64_t>(std::stoll(format.options["max"]));
        if (greatest - least < static_cast<std::uint64_t>(step)) {
            refuse_single_value();
        }
    }

    // Between two values that the column can have, or that the rule takes.
    [[nodiscard]] std::int64_t microseconds_apart() const {
        if (rule_.rule_has("to")) {
            return rule_.given("to") == "day" ? USECS_PER_DAY : USECS_PER_SEC;
        }
        std::int64_t step = 1;
        const std::int32_t precision = rule_.attribute().base_modifier;
        for (std::int32_t digit = precision < 0 ? MAX_TIMESTAMP_PRECISION : precision;
             digit < MAX_TIMESTAMP_PRECISION; ++digit) {
            step *= 10;
        }
        return step;
    }

    void add_float_range(FormatText& format) {
        if (has_range(false)) {
            format.options = {{"min", computed(bound("min"))}, {"max", computed(bound("max"))}};
        }
    }

    // The enum's labels as they are now. One that is added later does not fit until the view is built again,
    // and then all change places.
    [[nodiscard]] std::string label_format() const {
        std::vector<std::string> labels;
        for (const Row& row :
             rule_.spi().query("SELECT enumlabel::pg_catalog.text FROM pg_catalog.pg_enum WHERE enumtypid = "
                               "$1::pg_catalog.oid ORDER BY enumsortorder",
                               {std::to_string(rule_.type())})) {
            labels.push_back(row[0].value_or(""));
        }
        if (labels.empty()) {
            rule_.refuse("type " + plain_type_name(rule_.type()) + " has no values");
        }
        if (labels.size() == 1) {
            refuse_single_value();
        }
        return LabelFormat::format_of(labels);
    }

    [[nodiscard]] std::string comment(const FormatText& format) const {
        const std::string form =
            is_text(rule_.type()) ? "in format " + format.name : "in the form of the value";
        return "Pseudonym " + form + ". Joins with pseudonyms by the same format of " +
               rule_.linking_domain() + ".";
    }

    static constexpr int most_digits = 38;

    RuleColumn& rule_;
};

} // namespace

Protected compile_format_preserving(RuleColumn& rule) {
    return FormatCompiler(rule).compile();
}

} // namespace veil::pg
