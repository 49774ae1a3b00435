// The rule catalog as C++ values, read at the moment of asking.
#pragma once

#include "core/parameter_check.hpp"
#include "pg/sql_session.hpp"

namespace veil::pg {

struct Policy {
    std::string name;
    std::string schema;
    std::string level;
    std::string purpose;
    std::optional<std::string> k;
    Oid schema_oid;
    Oid owner; // of the schema: the role whose rights the policy acts with

    [[nodiscard]] bool gives_statistics_only() const { return level == "aggregated"; }

    // Without its schema a policy has no views, and belongs to the extension's owner: nobody else edits it.
    [[nodiscard]] bool has_schema() const noexcept { return OidIsValid(schema_oid); }
};

struct Release {
    std::string policy;
    std::string relation; // qualified and quoted; follows renames
    std::string declared; // the name as first declared; a table that takes it over may take over the release
    std::string view_name;
    std::optional<std::string> relation_owner;  // of the table at the last build
    std::optional<std::string> subject = {};    // a column
    std::optional<std::string> filter = {};     // JSON: a condition
    std::optional<std::string> sample = {};     // JSON
    std::optional<std::string> k = {};          // instead of the policy's
    std::optional<std::string> disclosure = {}; // JSON
};

struct Rule {
    std::string policy;
    std::string relation;
    std::string attribute;
    std::string technique;
    std::vector<GivenParameter> parameters;
    bool has_reason = false;
    std::string part = {}; // of the value, where the technique is for a part: "path $.name"

    // For messages: names the rule.
    [[nodiscard]] std::string title() const {
        return "rule " + policy + " / " + relation + " / " + attribute + (part.empty() ? "" : ", " + part);
    }
};

struct Technique {
    std::string name;
    std::string kind;
    std::vector<std::string> types; // names of input types; "any"
    std::vector<ParameterSpecification> parameters;
    std::optional<std::string> function; // of a technique that a superuser registered
};

[[nodiscard]] std::optional<Policy> find_policy(const Spi& spi, const std::string& name);
[[nodiscard]] std::optional<Release> find_release(const Spi& spi, const std::string& policy,
                                                  const std::string& relation);
// In the order of their attributes' names.
[[nodiscard]] std::vector<Rule> find_rules(const Spi& spi, const std::string& policy,
                                           const std::string& relation);
// The columns, beside its own, that each rule of a release names in its parameters, by the rule's attribute.
using OtherColumns = std::map<std::string, std::vector<std::string>>;
[[nodiscard]] OtherColumns find_other_columns(const Spi& spi, const std::string& policy,
                                              const std::string& relation);
[[nodiscard]] std::optional<Technique> find_technique(const Spi& spi, const std::string& name);

// The primary key of a row of veil.release.
struct ReleaseName {
    std::string policy;
    std::string relation;
};

// A release whose view exists.
struct ReleaseWithView {
    ReleaseName name;
    Oid view;
};

// The release whose view this is.
[[nodiscard]] std::optional<ReleaseName> release_of_view(Oid view);
// The releases whose views read the relation, in the order of their names.
[[nodiscard]] std::vector<ReleaseWithView> releases_on(Oid relation);

// A qualified, quoted name as the catalog stores it.
[[nodiscard]] std::string qualified_name(Oid relation);
// InvalidOid where there is no such relation. Takes no lock.
[[nodiscard]] Oid relation_by_name(const std::string& qualified);
[[nodiscard]] Oid owner_of(Oid relation);

// Edits of rules and rebuilds of one extension are done one after another: the lock is kept until the
// transaction ends.
void lock_catalog();

// Refuses a policy whose schema was dropped.
void require_schema(const Policy& policy);

// Refuses unless the role is a member of the policy's owner.
void require_editor(const Policy& policy, Oid role);

// The policy of that name; refuses a role that may not edit it.
[[nodiscard]] Policy editable_policy(const Spi& spi, const std::string& name, Oid role);

} // namespace veil::pg
