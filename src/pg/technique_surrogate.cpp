// Pseudonymization by veil.surrogate: realistic fake values.
#include "core/surrogate.hpp"
#include "pg/canonical_value.hpp"
#include "pg/rule_column.hpp"

#include <limits>

namespace veil::pg {

namespace {

// No limit of a column is as long.
constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

// Compiles one rule.
class SurrogateCompiler {
  public:
    explicit SurrogateCompiler(RuleColumn& rule)
        : rule_(rule), source_(rule.rule_has("of") ? rule.other_column("of") : rule.attribute()),
          form_(form_of(rule)) {}

    Protected compile() {
        if (call([] { return GetDatabaseEncoding(); }) != PG_UTF8) {
            rule_.refuse("surrogates need a database in UTF8");
        }
        std::string expression = "veil.surrogate(" + keyed_value() + rule_.key_arguments() + ", " +
                                 quote_text(to_text(form_)) + "::pg_catalog.text)";
        if (rule_.rule_has("of")) {
            expression = "CASE WHEN " + rule_.column() + " IS NOT NULL THEN " + expression + " END";
            expression = rule_.in_own_collation(is_text(rule_.type()) ? "(" + expression + ")" : expression);
        }
        return {is_text(rule_.type()) ? rule_.as_text_type(expression, longest()) : expression, comment()};
    }

  private:
    static SurrogateForm form_of(const RuleColumn& rule) {
        const bool unique = rule.given("unique") == "true";
        const std::string text = rule.given("kind") + " " + rule.given("language") + " v1";
        auto form = parse_surrogate_form(text + (unique ? " unique" : ""));
        if (!form) {
            rule.refuse("there are too few surrogates of kind \"" + rule.given("kind") + "\" to be unique",
                        rule.given("kind") == "phone"
                            ? R"(Use technique "format_preserving" with "format": "phone".)"
                            : R"(Kinds "full_name", "email" and "company" can be unique.)");
        }
        return *form;
    }

    // The value that chooses: the column itself, or the one that it is said to be of, in the type whose
    // values are permuted.
    [[nodiscard]] std::string keyed_value() {
        static const std::map<std::string, Oid, std::less<>> widths{
            {"smallint", INT2OID}, {"integer", INT4OID}, {"bigint", INT8OID}};
        const Oid type = source_.base_type;
        const std::string form = rule_.has("as") ? rule_.given("as") : "";
        const auto width = widths.find(form);
        if (width != widths.end()) {
            const bool fits =
                is_integer(type) && call([&] { return get_typlen(type) <= get_typlen(width->second); });
            if (!fits) {
                rule_.refuse("a column of type " + plain_type_name(type) + " cannot count as " + form);
            }
            key_type_ = width->second;
            return column_value(source_) + "::" + type_name(key_type_, -1);
        }
        if (form.empty() && (is_integer(type) || type == UUIDOID)) {
            key_type_ = type;
            return column_value(source_);
        }
        auto text = canonical_text(source_);
        if (!text) {
            rule_.refuse("parameter \"of\": column \"" + source_.name + "\" of type " +
                             plain_type_name(type) + " has no canonical text",
                         "Take a column that \"surrogate\" itself takes.");
        }
        key_type_ = TEXTOID;
        return *text;
    }

    // In characters. A text has any length, and so has the tail of its unique surrogate.
    [[nodiscard]] std::size_t longest() const {
        const SurrogateWords words(form_.kind, form_.language);
        if (!form_.unique) {
            return words.longest_characters();
        }
        if (key_type_ == TEXTOID) {
            return unlimited;
        }
        const auto size = static_cast<std::size_t>(key_type_ == UUIDOID ? UUID_LEN : get_typlen(key_type_));
        return words.longest_characters() + 1 + surrogate_tail_size(words.size(), size);
    }

    [[nodiscard]] std::string comment() const {
        return std::string("Made up") + (form_.unique ? ", and different for different values" : "") +
               ". Agrees with surrogates of " + rule_.linking_domain() + ".";
    }

    RuleColumn& rule_;
    const Attribute& source_;
    SurrogateForm form_;
    Oid key_type_ = InvalidOid;
};

} // namespace

Protected compile_surrogate(RuleColumn& rule) {
    return SurrogateCompiler(rule).compile();
}

} // namespace veil::pg
