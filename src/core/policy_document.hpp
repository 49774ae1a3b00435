// A policy as a file: one JSON object with the policy's attributes, its releases and its rules.
// docs/policy_files.md and docs/policy.schema.json describe it for its writers.
//
//   {"format": "pg_veil policy", "version": 1,
//    "policy": {"name": ..., "level": ..., "purpose": ..., "schema": ..., "k": ...},
//    "releases": [{"relation": ..., "view_name": ..., "subject": ..., "k": ...,
//                  "filter": {...}, "sample": {...}}, ...],
//    "rules": [{"relation": ..., "attribute": ..., "technique": ..., "params": {...}, "class": ..., "why":
//    ...}, ...]}
//
// What is not there is NULL in the catalog. Nothing in a document is SQL, and an unknown member is an error:
// a misspelt one would be protection that its writer believes in.
#pragma once

#include "core/json_value.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace veil {

// Each object holds members that its kind has, of the right type.
struct PolicyDocument {
    JsonValue policy;
    std::vector<JsonValue> releases;
    std::vector<JsonValue> rules;
};

struct PolicyDocumentProblem {
    std::string message; // says where; quotes nothing but names of members
    std::string hint;    // may be empty
};

inline constexpr JsonLimits policy_document_limits{8U << 20U, 100, 1'000'000};
// A value of a catalog that holds more is not cut.
inline constexpr JsonLimits catalog_value_limits{1U << 30U, 100, 100'000'000};

// Throws std::bad_alloc, as do the other functions of this header.
[[nodiscard]] std::variant<PolicyDocument, PolicyDocumentProblem>
parse_policy_document(std::string_view text);

// Releases in the order of their relations, rules in that of relations and attributes, by bytes. Where a
// relation, a rule or a view's name is there twice, that is the problem, and the order is not.
[[nodiscard]] std::optional<PolicyDocumentProblem> put_in_order(PolicyDocument& document);

// The one text of a document that is in order: a line for the policy, each release and each rule. The text is
// what parse_policy_document() takes back to an equal document, unless it exceeds the limits.
[[nodiscard]] std::string write_policy_document(const PolicyDocument& document);

// The members of a release or of a rule, as a row of the catalog has them, in the order in which they are
// written.
[[nodiscard]] std::vector<std::string_view> release_members();
[[nodiscard]] std::vector<std::string_view> rule_members();
// string, number or object: what a member of that name of a policy, a release or a rule is; null for any
// other name.
[[nodiscard]] JsonValue::Kind member_kind(std::string_view name);

enum class PolicyPart { policy, release, rule };

struct PolicyChange {
    PolicyPart part;
    const JsonValue* before; // null: is added
    const JsonValue* after;  // null: is removed

    // add, change or remove
    [[nodiscard]] std::string_view action() const noexcept;
    // What changes, for people: policy NAME, release RELATION, rule RELATION / ATTRIBUTE.
    [[nodiscard]] std::string object() const;
};

// What is to be done so that `standing`, or nothing, becomes `wanted`; both in order. Policy, releases,
// rules, in the order of the documents. Points into both.
[[nodiscard]] std::vector<PolicyChange> policy_changes(const PolicyDocument* standing,
                                                       const PolicyDocument& wanted);

} // namespace veil
