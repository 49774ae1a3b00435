// Policies as files, between the rule catalog and core/policy_document.hpp.
#pragma once

#include "core/policy_document.hpp"
#include "pg/sql_session.hpp"

namespace veil::pg {

// What the catalog holds of a policy, in order, read with the rights of the current role. Nothing where there
// is no such policy. Texts of documents are in UTF-8, whatever the database's encoding.
[[nodiscard]] std::optional<PolicyDocument> standing_policy(const Spi& spi, const std::string& name);

// The document that a text holds, as standing_policy() would give it once it is imported: relations as the
// catalog names them, parameters as the server writes them, a release for each relation that has rules.
[[nodiscard]] PolicyDocument wanted_policy(const Spi& spi, std::string_view text);

// SQL that makes the policy, with every string as a literal; in the database's encoding.
[[nodiscard]] std::string policy_sql(const PolicyDocument& document);

// Makes `wanted` of what stands, with the rights of the current role, through the triggers that every edit of
// the catalog passes. A new policy gets `owner`, or the current role.
void apply_policy(const PolicyDocument* standing, const PolicyDocument& wanted,
                  const std::optional<std::string>& owner);

[[nodiscard]] std::string to_utf8(std::string_view text);
[[nodiscard]] std::string from_utf8(std::string_view text);

} // namespace veil::pg
