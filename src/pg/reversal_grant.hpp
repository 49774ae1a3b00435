// Who may turn the pseudonyms of which released column back, or link them with those of another policy.
#pragma once

#include "pg/audit_record.hpp"
#include "pg/rule_catalog.hpp"

namespace veil::pg {

// A released column whose pseudonyms can be reversed: its rule pseudonymizes with a key.
struct PseudonymizedColumn {
    Policy policy;
    Release release;
    Rule rule;
    std::string key;
};

// The release whose view bears this name, as in research.person; nothing for what is no such name. Says
// nothing about whether the caller may see it.
[[nodiscard]] std::optional<ReleaseName> release_by_view_name(const Spi& spi, const std::string& name);

// The release of a policy of a relation named with or without its schema; nothing where there is none, or
// more than one.
[[nodiscard]] std::optional<ReleaseName> release_by_relation_name(const Spi& spi, const std::string& policy,
                                                                  const std::string& name);

// Throws where the column has no rule, or one that is no pseudonymization.
[[nodiscard]] PseudonymizedColumn pseudonymized_column(const Spi& spi, const ReleaseName& name,
                                                       const std::string& attribute);

// What a grant covers. One that was given for another key than the rule has now covers nothing: its giver
// held that key, and not this one.
struct GrantedUse {
    const PseudonymizedColumn& from;
    const PseudonymizedColumn* to = nullptr; // of a translation
};

// The grants of roles that the role is a member of, the widest first. A superuser, member of every role,
// needs none.
[[nodiscard]] std::vector<UsableGrant> usable_grants(const Spi& spi, Oid role, const GrantedUse& use);

} // namespace veil::pg
