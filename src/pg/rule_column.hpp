// One rule on its way to an expression: what the techniques share when they compile.
#pragma once

#include "pg/attribute.hpp"
#include "pg/rule_catalog.hpp"

namespace veil::pg {

struct CompiledColumn {
    std::string name;
    std::string expression;         // over the alias "base"
    std::string comment;            // for the analyst: what the column is, what it joins with
    std::vector<std::string> reads; // the other columns of the base that the expression reads
};

// For whom and with which keys a rule is compiled.
struct CompileOptions {
    // The role that writes the rule: it must hold the key. InvalidOid: a rebuild, in which nobody chooses a
    // key.
    Oid editor = InvalidOid;
    // The key's version; the active one where there is none.
    std::optional<std::int32_t> key_version = std::nullopt;
};

// A technique's own expression, and the sentence that tells the analyst what the column is.
struct Protected {
    std::string expression;
    std::string comment;
};

class RuleColumn {
  public:
    // The parameters must have passed check_parameters(). All references must outlive the object.
    RuleColumn(const Spi& spi, const Policy& policy, const Rule& rule, const Technique& technique,
               const Attribute& attribute, const std::vector<Attribute>& columns, CompileOptions options);

    [[nodiscard]] const Spi& spi() const noexcept { return spi_; }
    [[nodiscard]] std::string title() const { return rule_.title(); }
    [[nodiscard]] const Policy& policy() const noexcept { return policy_; }
    [[nodiscard]] const Technique& technique() const noexcept { return technique_; }
    [[nodiscard]] const Attribute& attribute() const noexcept { return attribute_; }
    // The type of the column, domains looked through.
    [[nodiscard]] Oid type() const noexcept { return attribute_.base_type; }

    // Refuses the rule: ERRCODE_INVALID_PARAMETER_VALUE, the message names the rule.
    [[noreturn]] void refuse(const std::string& problem, std::string hint = {}) const;

    // A parameter as text: the rule's, else the registry's default. It must have one of the two.
    [[nodiscard]] const std::string& given(const std::string& parameter) const;
    // Whether there is one, and whether the rule itself gives it.
    [[nodiscard]] bool has(const std::string& parameter) const { return values_.contains(parameter); }
    // Whether the rule says why.
    [[nodiscard]] bool has_reason() const noexcept { return rule_.has_reason; }
    [[nodiscard]] bool rule_has(const std::string& parameter) const;

    // The elements of an array, as texts; nothing where the rule gives none.
    [[nodiscard]] std::vector<std::string> given_list(const std::string& parameter) const;
    // A parameter with its children; null where the rule gives none.
    [[nodiscard]] const GivenParameter* given_tree(const std::string& parameter) const;

    // A technique, {"technique": ..., "params": ...}, on a value: a part of the column's. Checked as a rule
    // of its own would be; `part` is for messages. What it reads of other columns counts as read by this
    // rule.
    [[nodiscard]] Protected nested(const std::string& part, const GivenParameter& technique,
                                   const Attribute& value) {
        return nested(part, technique, value, columns_);
    }
    // The same where the row's columns are something else in SQL.
    [[nodiscard]] Protected nested(const std::string& part, const GivenParameter& technique,
                                   const Attribute& value, const std::vector<Attribute>& columns);

    // The column, in its own type, in its base type, and as text.
    [[nodiscard]] std::string column() const;
    [[nodiscard]] std::string value() const;
    [[nodiscard]] std::string value_as_text() const;
    [[nodiscard]] std::string base_type_name() const;

    // All columns of the row.
    [[nodiscard]] const std::vector<Attribute>& columns() const noexcept { return columns_; }

    // Whether somebody writes the rule now, and can mend what is missing; else a view is built again.
    [[nodiscard]] bool is_being_written() const noexcept { return OidIsValid(options_.editor); }

    // Another column of the base, which a parameter names, or several. Refuses where there is none.
    [[nodiscard]] const Attribute& other_column(const std::string& parameter);
    [[nodiscard]] std::vector<Attribute> other_columns(const std::string& parameter);
    // The same by its name; `where` begins the refusal.
    [[nodiscard]] const Attribute& column_named(const std::string& name, const std::string& where);
    [[nodiscard]] const std::vector<std::string>& other_columns() const noexcept { return other_columns_; }

    // A text that is computed from another column too, in the collation of the rule's own: SQL would take the
    // other's, and make no view where the two differ.
    [[nodiscard]] std::string in_own_collation(const std::string& text) const;
    // A text result in the column's type. It keeps the modifier while the longest result, in characters,
    // fits.
    [[nodiscard]] std::string as_text_type(const std::string& expression, std::size_t longest);
    // A result whose type equals the column's base type, but for its modifier.
    [[nodiscard]] std::string with_modifier(const std::string& expression) const;
    // The largest magnitude of a numeric(p, s), so that a label can be kept inside the type; nothing for
    // other types.
    [[nodiscard]] std::optional<std::string> largest_numeric() const;
    // A parameter as a constant of a type, tried before a view is built on it. One that the modifier would
    // round or cut off is refused: the rule would not say what the view shows.
    [[nodiscard]] std::string literal(const std::string& parameter, Oid type, std::int32_t modifier) const;
    // The same of a text that is part of a parameter.
    [[nodiscard]] std::string literal_of(const std::string& parameter, const std::string& value, Oid type,
                                         std::int32_t modifier) const;

    // ", '<zone>'::text" by the parameter "zone": one that is the same on every machine.
    [[nodiscard]] std::string zone_argument() const;

    // ", '<key>/<version>'::veil.key, '<scope>'::text": the second and third argument of a keyed function, by
    // the parameters "key" and "scope". Refuses an editor who does not hold the key.
    [[nodiscard]] std::string key_arguments() const;
    // For comments: with which pseudonyms the column joins.
    [[nodiscard]] std::string linking_domain() const;

    // A sentence for the analyst, after the technique's own.
    void add_note(const std::string& sentence) { notes_ += " " + sentence; }
    [[nodiscard]] const std::string& notes() const noexcept { return notes_; }
    void clear_notes() { notes_.clear(); }

  private:
    const Spi& spi_;
    const Policy& policy_;
    const Rule& rule_;
    const Technique& technique_;
    const Attribute& attribute_;
    const std::vector<Attribute>& columns_;
    CompileOptions options_;
    std::map<std::string, std::string> values_;
    std::vector<std::string> other_columns_;
    std::string notes_;
};

// The techniques, in files of their own: technique_*.cpp.
[[nodiscard]] Protected compile_suppress(RuleColumn& rule);
[[nodiscard]] Protected compile_constant(RuleColumn& rule);
[[nodiscard]] Protected compile_partial(RuleColumn& rule);
[[nodiscard]] Protected compile_redact(RuleColumn& rule);
[[nodiscard]] Protected compile_truncate(RuleColumn& rule);
[[nodiscard]] Protected compile_bucket(RuleColumn& rule);
[[nodiscard]] Protected compile_round(RuleColumn& rule);
[[nodiscard]] Protected compile_clamp(RuleColumn& rule);
[[nodiscard]] Protected compile_prefix(RuleColumn& rule);
[[nodiscard]] Protected compile_age(RuleColumn& rule);
[[nodiscard]] Protected compile_network(RuleColumn& rule);
[[nodiscard]] Protected compile_hierarchy(RuleColumn& rule);
[[nodiscard]] Protected compile_grid(RuleColumn& rule);
[[nodiscard]] Protected compile_combine(RuleColumn& rule);
[[nodiscard]] Protected compile_pseudonym(RuleColumn& rule);
[[nodiscard]] Protected compile_format_preserving(RuleColumn& rule);
[[nodiscard]] Protected compile_encrypt(RuleColumn& rule);
[[nodiscard]] Protected compile_surrogate(RuleColumn& rule);
[[nodiscard]] Protected compile_noise(RuleColumn& rule);
[[nodiscard]] Protected compile_shift(RuleColumn& rule);
[[nodiscard]] Protected compile_each(RuleColumn& rule);
[[nodiscard]] Protected compile_json(RuleColumn& rule);
[[nodiscard]] Protected compile_scrub(RuleColumn& rule);

// ", '<key>/<version>'::veil.key, '<scope>'::text", where the scope is the policy's name, or empty for the
// whole key. Refuses an editor (of the options) who does not hold the key; `title` begins the refusal.
[[nodiscard]] std::string key_arguments(const std::string& key, const std::string& scope,
                                        CompileOptions options, const std::string& title);

// The bound that bounds nothing, in the type's own order, as a constant.
[[nodiscard]] std::string no_bound(Oid type, bool upper);

[[nodiscard]] std::size_t character_count(const std::string& text);

} // namespace veil::pg
