// Free text by veil.scrub: from a rule's parameters to the text of its options.
#include "core/scrub_options.hpp"
#include "pg/canonical_value.hpp"
#include "pg/international.hpp"
#include "pg/rule_column.hpp"
#include "pg/scrubber.hpp"

#include <limits>

namespace veil::pg {

namespace {

// A tag may be longer than what it stands for.
constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

// Compiles one rule.
class ScrubCompiler {
  public:
    explicit ScrubCompiler(RuleColumn& rule) : rule_(rule) {}

    Protected compile() {
        read_replacement();
        read_detection();
        read_patterns();
        const std::string known = known_identifiers();
        try {
            (void)scrubber_of(options_.text());
        } catch (const Refusal& refusal) {
            throw Refusal(refusal.sqlstate(), rule_.title() + ": " + refusal.message(), refusal.hint(),
                          refusal.detail());
        }
        const bool has_key = options_.replacement == Replacement::pseudonym;
        const std::string expression = "veil.scrub(" + rule_.value_as_text() +
                                       (has_key ? rule_.key_arguments() : "") + ", " +
                                       quote_text(options_.text()) + "::pg_catalog.text, " + known + ")";
        return {rule_.as_text_type(rule_.in_own_collation(expression), unlimited),
                has_key
                    ? "Free text with pseudonyms for the identifiers that were found in it. They join with "
                      "pseudonyms of " +
                          rule_.linking_domain() + "."
                    : "Free text without the identifiers that were found in it."};
    }

  private:
    void read_replacement() {
        const std::string& replacement = rule_.given("replace");
        const bool has_key = rule_.has("key");
        if (has_key != (replacement == "pseudonym")) {
            rule_.refuse(has_key ? R"(parameter "key" belongs to "replace": "pseudonym")"
                                 : R"(parameter "key" is missing)",
                         has_key ? "" : R"("replace": "pseudonym" needs the key of the pseudonyms.)");
        }
        if (rule_.rule_has("scope") && !has_key) {
            rule_.refuse(R"(parameter "scope" belongs to "replace": "pseudonym")");
        }
        for (const std::string parameter : {"fill", "keep_length"}) {
            if (rule_.rule_has(parameter) && replacement != "mask") {
                rule_.refuse("parameter \"" + parameter + R"(" belongs to "replace": "mask")");
            }
        }
        options_.replacement = replacement == "mask" ? Replacement::mask
                               : has_key             ? Replacement::pseudonym
                                                     : Replacement::tag;
        options_.keeps_length = rule_.given("keep_length") == "true";
        options_.fill = rule_.given("fill");
        if (options_.fill.find('\n') != std::string::npos ||
            (options_.keeps_length && options_.fill.empty())) {
            rule_.refuse("parameter \"fill\" must have a character, and no end of line");
        }
    }

    void read_detection() {
        if (rule_.rule_has("detect")) {
            options_.wanted = {};
            for (const std::string& name : rule_.given_list("detect")) {
                if (const auto entity = parse_entity(name)) {
                    options_.wanted.add(*entity);
                }
            }
            options_.wanted.add(Entity::known);
            options_.wanted.add(Entity::pattern);
        }
        if (rule_.rule_has("languages")) {
            options_.languages = {false, false};
            for (const std::string& language : rule_.given_list("languages")) {
                (language == "nl" ? options_.languages.dutch : options_.languages.english) = true;
            }
        }
        options_.region = rule_.given("region");
        const bool has_phones = options_.wanted.has(Entity::phone);
        if (rule_.rule_has("region") && !has_phones) {
            rule_.refuse(R"(parameter "region" is for "detect": ["phone"])");
        }
        if (has_phones && !phone_library().has_region(options_.region)) {
            rule_.refuse("parameter \"region\" must be a region's two capital letters",
                         "For example NL, BE or DE.");
        }
    }

    void read_patterns() {
        const GivenParameter* patterns = rule_.given_tree("patterns");
        if (patterns == nullptr) {
            return;
        }
        for (const GivenParameter& pattern : patterns->children) {
            if (!is_pattern_name(pattern.name)) {
                rule_.refuse(
                    "parameter \"patterns\": a name must be of capitals, digits and underscores, and at most "
                    "30 of them",
                    "It stands in the text in the place of what was found, such as <CASE_NUMBER>.");
            }
            if (pattern.text.empty() || pattern.text.size() > ScrubOptions::longest_expression ||
                pattern.text.find('\n') != std::string::npos) {
                rule_.refuse("parameter \"patterns\": expression \"" + pattern.name +
                                 "\" must have 1 to 500 bytes, and no end of line",
                             "Write \\n for the end of a line.");
            }
            options_.patterns.push_back({pattern.name, pattern.text});
        }
    }

    // The values of other columns of the row, in their canonical texts.
    [[nodiscard]] std::string known_identifiers() {
        std::string list;
        if (rule_.rule_has("known")) {
            for (const Attribute& column : rule_.other_columns("known")) {
                const auto text = canonical_text(column);
                if (!text) {
                    rule_.refuse("parameter \"known\": column \"" + column.name + "\" of type " +
                                     plain_type_name(column.base_type) + " has no canonical text",
                                 "Take columns that \"pseudonym\" can show as a text.");
                }
                list += (list.empty() ? "" : ", ") + *text;
            }
        }
        return "ARRAY[" + list + "]::pg_catalog.text[]";
    }

    RuleColumn& rule_;
    ScrubOptions options_;
};

} // namespace

Protected compile_scrub(RuleColumn& rule) {
    return ScrubCompiler(rule).compile();
}

} // namespace veil::pg
