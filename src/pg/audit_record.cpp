#include "pg/audit_record.hpp"

#include "pg/catalog.hpp"
#include "pg/durable_task.hpp"

namespace veil::pg {

namespace {

constexpr const char* granted = "granted";
constexpr const char* no_privilege = "no privilege";
constexpr const char* over_limit = "over limit";

constexpr std::int64_t refusals_an_hour = 100;
// Of an attempt that was refused. Whoever may not ask does not decide how much is kept.
constexpr std::size_t longest_refused_text = 1000;

// The arguments of the task, in this order; pairs of grant and limit follow.
enum Argument : std::size_t {
    login_role,
    session_role,
    acting_role,
    client,
    application,
    session,
    action,
    release,
    policy,
    relation,
    attribute,
    to_policy,
    pseudonyms,
    reason,
    units,
    outcome,
    grants_begin
};

// The start of a text, whole characters.
std::string shortened(const std::string& text) {
    const int size = call([&] {
        return pg_mbcliplen(text.data(), static_cast<int>(text.size()),
                            static_cast<int>(longest_refused_text));
    });
    return text.substr(0, static_cast<std::size_t>(size));
}

Arguments arguments_of(Oid role, const AuditedUse& use, const char* outcome_so_far) {
    Arguments arguments(grants_begin);
    {
        Spi spi;
        const Row session_row =
            spi.query("SELECT session_user, pg_catalog.host(pg_catalog.inet_client_addr()), "
                      "pg_catalog.current_setting('application_name')")[0];
        arguments[session_role] = session_row[0];
        arguments[client] = session_row[1];
        arguments[application] = session_row[2];
    }
    arguments[login_role] = role_name(GetAuthenticatedUserId());
    arguments[acting_role] = role_name(role);
    // As %c in log_line_prefix writes it.
    arguments[session] = call([] { return psprintf("%lx.%x", static_cast<long>(MyStartTime), MyProcPid); });
    arguments[action] = use.action;
    arguments[release] = use.release;
    arguments[policy] = use.policy;
    arguments[relation] = use.relation;
    arguments[attribute] = use.attribute;
    arguments[to_policy] = use.to_policy;
    if (use.pseudonyms) {
        arguments[pseudonyms] = array_literal(*use.pseudonyms);
    }
    arguments[reason] = use.reason;
    arguments[units] = std::to_string(use.units);
    arguments[outcome] = outcome_so_far;
    return arguments;
}

// Whether a login has had its share of records of this outcome. The outcome is part of the text: the partial
// index would not fit an argument.
bool refused_often_enough(const Spi& spi, const std::optional<std::string>& login, const char* refusal) {
    return *spi.query("SELECT pg_catalog.count(*) >= $2::bigint FROM veil.audit WHERE login_role = $1 "
                      "AND outcome = " +
                          quote_text(refusal) + " AND at > pg_catalog.clock_timestamp() - interval '1 hour'",
                      {login, std::to_string(refusals_an_hour)})[0][0] == "t";
}

// In the worker: the grant that has the units left, or nothing.
std::optional<std::string> grant_with_units_left(const Spi& spi, const Arguments& arguments) {
    for (std::size_t i = grants_begin; i + 1 < arguments.size(); i += 2) {
        if (*spi.query("SELECT coalesce(pg_catalog.sum(units), 0) + $2::bigint <= $3::bigint FROM veil.audit "
                       "WHERE grant_id = $1::uuid AND outcome = 'granted' "
                       "AND at > pg_catalog.clock_timestamp() - interval '1 hour'",
                       {arguments[i], arguments[units], arguments[i + 1]})[0][0] == "t") {
            return arguments[i];
        }
    }
    return std::nullopt;
}

// A record as the row of veil.audit that it becomes; $1 to $20 in the order of its columns, without the hash.
constexpr const char* record_columns =
    "$1::bigint, $2::timestamptz, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::text[], $16, "
    "$17::bigint, $18, $19::uuid, pg_catalog.decode($20, 'hex')";

} // namespace

Outcome record_use(Oid role, const AuditedUse& use, const std::vector<UsableGrant>& grants) {
    Arguments arguments = arguments_of(role, use, granted);
    for (const UsableGrant& grant : grants) {
        arguments.emplace_back(grant.id);
        arguments.emplace_back(std::to_string(grant.per_hour));
    }
    const Row answer = run_durably(DurableTask::write_audit_record, arguments);
    return answer.at(0) == granted ? Outcome::granted : Outcome::over_limit;
}

void record_refusal(Oid role, const AuditedUse& use) {
    AuditedUse kept = use;
    for (auto* text :
         {&kept.release, &kept.policy, &kept.relation, &kept.attribute, &kept.to_policy, &kept.reason}) {
        if (*text) {
            *text = shortened(**text);
        }
    }
    if (kept.pseudonyms && array_literal(*kept.pseudonyms).size() > longest_refused_text) {
        kept.pseudonyms.reset();
    }
    const auto problem = attempt(
        [&] {
            const auto has_had_enough = [] {
                Spi spi;
                ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
                return refused_often_enough(spi, role_name(GetAuthenticatedUserId()), no_privilege);
            };
            if (!has_had_enough()) {
                (void)run_durably(DurableTask::write_audit_record, arguments_of(role, kept, no_privilege));
            }
        },
        is_intervention);
    if (problem) {
        call([&] { ereport(LOG, (errmsg("pg_veil could not record a refusal: %s", problem->c_str()))); });
    }
}

Row write_audit_record(const Spi& spi, const Arguments& arguments) {
    const auto last =
        spi.query("SELECT id, pg_catalog.encode(hash, 'hex') FROM veil.audit ORDER BY id DESC LIMIT 1");
    std::string result = *arguments.at(outcome);
    std::optional<std::string> grant;
    if (result == granted && arguments.size() > grants_begin) {
        grant = grant_with_units_left(spi, arguments);
        if (!grant) {
            result = over_limit;
            if (refused_often_enough(spi, arguments.at(login_role), over_limit)) {
                return {result};
            }
        }
    }
    Arguments record{last.empty() ? "1" : std::to_string(std::stoll(*last[0][0]) + 1),
                     *spi.query("SELECT pg_catalog.clock_timestamp()")[0][0]};
    record.insert(record.end(), arguments.begin() + login_role, arguments.begin() + outcome);
    auto& asked_for = record.at(2 + pseudonyms);
    if (result == over_limit && asked_for && asked_for->size() > longest_refused_text) {
        asked_for.reset();
    }
    record.emplace_back(result);
    record.emplace_back(grant);
    record.emplace_back(last.empty() ? std::string(64, '0') : *last[0][1]);
    const std::string columns = record_columns;
    auto hash =
        spi.query("SELECT pg_catalog.encode(veil.audit_hash(ROW(" + columns + ", NULL)::veil.audit), 'hex')",
                  record)[0][0];
    record.emplace_back(hash);
    spi.execute("INSERT INTO veil.audit VALUES (" + columns + ", pg_catalog.decode($21, 'hex'))", record);
    return {result};
}

std::string array_literal(const std::vector<std::string>& elements) {
    std::string literal = "{";
    for (const std::string& element : elements) {
        literal += literal.size() > 1 ? ",\"" : "\"";
        for (char c : element) {
            if (c == '"' || c == '\\') {
                literal += '\\';
            }
            literal += c;
        }
        literal += '"';
    }
    return literal + "}";
}

} // namespace veil::pg

using namespace veil::pg;

// Statement trigger on veil.audit: records are made by the worker, come back with a dump, and stay.
VEIL_FUNCTION(veil_audit_append_only)
{
    if (!CALLED_AS_TRIGGER(fcinfo)) {
        throw Refusal(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED,
                      "veil.audit_append_only is a trigger function");
    }
    auto* trigger = reinterpret_cast<TriggerData*>(fcinfo->context);
    const bool inserts = TRIGGER_FIRED_BY_INSERT(trigger->tg_event);
    if (!inserts || !(is_durable_worker() || call([] { return is_restoring_dump(); }))) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE,
                      "records of veil.audit are neither made nor changed by hand");
    }
    PG_RETURN_POINTER(nullptr);
}
