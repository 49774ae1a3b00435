// The records of veil.audit: who used a right that an auditor asks about, on what, and why.
#pragma once

#include "pg/sql_session.hpp"

namespace veil::pg {

// What somebody did or tried. Nothing of it is ever a raw value.
struct AuditedUse {
    std::string action; // 'reveal', 'translate', ...
    std::optional<std::string> release;
    std::optional<std::string> policy;
    std::optional<std::string> relation;
    std::optional<std::string> attribute;
    std::optional<std::string> to_policy;
    std::optional<std::vector<std::string>> pseudonyms;
    std::optional<std::string> reason;
    std::int64_t units = 1; // what is counted against the limit of a grant
};

// A grant that covers the use, with its limit an hour.
struct UsableGrant {
    std::string id;
    std::int64_t per_hour;
};

enum class Outcome { granted, no_privilege, over_limit };

// Records the use by the current session, `role` acting, and commits that before it returns. Counts the units
// against the first of the grants that has as many left in this hour: under the lock that orders the records,
// so of those who race for the last one exactly one gets it. Without any grant: as a superuser, unlimited.
// Throws where nothing could be recorded. Not more than a hundred uses over the limit an hour of one login
// are recorded, and what they asked for only if it is short.
[[nodiscard]] Outcome record_use(Oid role, const AuditedUse& use, const std::vector<UsableGrant>& grants);

// Records a refused attempt if that is possible: whatever stands in the way, the caller's answer is the
// refusal. Not more than a hundred an hour of one login, so that nobody fills the disk with them.
void record_refusal(Oid role, const AuditedUse& use);

// DurableTask::write_audit_record, in the worker.
[[nodiscard]] Row write_audit_record(const Spi& spi, const Arguments& arguments);

// The text form of a text[].
[[nodiscard]] std::string array_literal(const std::vector<std::string>& elements);

} // namespace veil::pg
