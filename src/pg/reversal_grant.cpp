#include "pg/reversal_grant.hpp"

#include "pg/catalog.hpp"
#include "pg/sql_arguments.hpp"

namespace veil::pg {

namespace {

// The parts of an SQL name; none for what is not one.
std::vector<std::string> parts_of(const std::string& name) {
    std::string copy = name;
    // Backend code that raises no error: it answers false.
    List* names = call([&] {
        List* parts = NIL;
        return SplitIdentifierString(copy.data(), '.', &parts) ? parts : NIL;
    });
    std::vector<std::string> parts;
    for (int i = 0; i < list_length(names); ++i) {
        parts.emplace_back(static_cast<const char*>(list_nth(names, i)));
    }
    return parts;
}

const char* action_of(const GrantedUse& use) {
    return use.to == nullptr ? "reveal" : "translate";
}

// Pairs for statements on veil.reversal_grant: $1 to $7.
Arguments arguments_of(const GrantedUse& use) {
    return {action_of(use),
            use.from.policy.name,
            use.from.release.relation,
            use.from.rule.attribute,
            use.from.key,
            use.to == nullptr ? "" : use.to->policy.name,
            use.to == nullptr ? "" : use.to->key};
}

// Reversal is for the key's holder to allow, and nobody allows it to himself: an editor, who can read the
// base and hold the key, needs a second person to become one who reveals.
void require_granter(Oid role, Oid grantee, const PseudonymizedColumn& column) {
    if (call([&] { return holds_all_keys(role); })) {
        return;
    }
    require_editor(column.policy, role);
    if (!call([&] { return holds_key(role, column.key); })) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, "permission denied for key \"" + column.key + "\"",
                      "Reversal is for the key's holder to allow.");
    }
    // With SET ROLE one is several, and a membership that is not inherited is one SET ROLE away.
    const bool is_himself = call([&] {
        return std::ranges::any_of(std::array{role, GetSessionUserId(), GetAuthenticatedUserId()},
                                   [&](Oid person) { return is_member_of_role_nosuper(person, grantee); });
    });
    if (is_himself) {
        throw Refusal(ERRCODE_INVALID_GRANT_OPERATION, "nobody grants reversal to himself",
                      "Ask another holder of the key, or a superuser.");
    }
}

Oid role_named(const std::string& name) {
    return call([&] { return get_role_oid(name.c_str(), false); });
}

std::string per_hour_argument(FunctionCallInfo fcinfo, int number) {
    if (PG_ARGISNULL(number) || PG_GETARG_INT32(number) < 1) {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "argument \"per_hour\" must be at least 1");
    }
    return std::to_string(PG_GETARG_INT32(number));
}

// Whoever asks later who could reveal, and by whose leave, finds it beside what was revealed: first the
// record, then the change.
void record_change(const char* change, const GrantedUse& use, Oid grantee, const std::string& terms) {
    AuditedUse change_made;
    change_made.action = std::string(change) + " " + action_of(use);
    change_made.release = quote_name(use.from.policy.schema, use.from.release.view_name);
    change_made.policy = use.from.policy.name;
    change_made.relation = use.from.release.relation;
    change_made.attribute = use.from.rule.attribute;
    if (use.to != nullptr) {
        change_made.to_policy = use.to->policy.name;
    }
    change_made.reason = role_name(grantee) + terms;
    change_made.units = 0;
    (void)record_use(GetUserId(), change_made, {});
}

// A limit that is changed keeps the grant, and what was used of it in this hour.
void give(const Spi& spi, const GrantedUse& use, Oid grantee, const std::string& per_hour) {
    record_change("grant", use, grantee, ", " + per_hour + " an hour");
    Arguments arguments = arguments_of(use);
    arguments.emplace_back(std::to_string(grantee));
    arguments.emplace_back(per_hour);
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    spi.execute("INSERT INTO veil.reversal_grant "
                "(action, policy, relation, attribute, key, to_policy, to_key, grantee, per_hour) "
                "VALUES ($1, $2, $3, $4, $5, $6, $7, $8::regrole, $9::integer) "
                "ON CONFLICT (action, policy, relation, attribute, to_policy, grantee) DO UPDATE "
                "SET key = excluded.key, to_key = excluded.to_key, per_hour = excluded.per_hour, "
                "granted_at = excluded.granted_at, granted_by = excluded.granted_by",
                arguments);
}

void take_back(const Spi& spi, const GrantedUse& use, Oid grantee) {
    record_change("revoke", use, grantee, "");
    Arguments arguments = arguments_of(use);
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    spi.execute(
        "DELETE FROM veil.reversal_grant WHERE action = $1 AND policy = $2 AND relation = $3 "
        "AND attribute = $4 AND to_policy = $5 AND grantee = $6::regrole",
        {arguments[0], arguments[1], arguments[2], arguments[3], arguments[5], std::to_string(grantee)});
}

PseudonymizedColumn column_of_view(const Spi& spi, const std::string& view, const std::string& attribute) {
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    auto release = release_by_view_name(spi, view);
    if (!release) {
        throw Refusal(ERRCODE_UNDEFINED_OBJECT, "there is no release " + view,
                      "Name its view with its schema, as in research.person.");
    }
    return pseudonymized_column(spi, *release, attribute);
}

PseudonymizedColumn column_of_relation(const Spi& spi, const std::string& policy, const std::string& relation,
                                       const std::string& attribute) {
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    auto release = release_by_relation_name(spi, policy, relation);
    if (!release) {
        throw Refusal(ERRCODE_UNDEFINED_OBJECT, "policy \"" + policy + "\" has no release of " + relation,
                      "Name the base relation with its schema, as in public.person.");
    }
    return pseudonymized_column(spi, *release, attribute);
}

// Of a row of veil.rule: policy, relation, attribute.
Arguments rule_name(const TriggerData* data, HeapTuple row) {
    Arguments name;
    for (const char* column : {"policy", "relation", "attribute"}) {
        TupleDesc columns = RelationGetDescr(data->tg_relation);
        name.emplace_back(call([&] { return SPI_getvalue(row, columns, SPI_fnumber(columns, column)); }));
    }
    return name;
}

const TriggerData* data_of_rule_trigger(FunctionCallInfo fcinfo) {
    auto* data = reinterpret_cast<TriggerData*>(fcinfo->context);
    if (!CALLED_AS_TRIGGER(fcinfo) ||
        RelationGetRelid(data->tg_relation) != call([] { return veil_relation("rule"); })) {
        throw Refusal(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED,
                      "this function is only for triggers of veil.rule");
    }
    return data;
}

} // namespace

std::optional<ReleaseName> release_by_view_name(const Spi& spi, const std::string& name) {
    const auto parts = parts_of(name);
    if (parts.size() != 2) {
        return std::nullopt;
    }
    auto rows =
        spi.query("SELECT r.policy, r.relation FROM veil.policy p JOIN veil.release r ON r.policy = p.name "
                  "WHERE p.schema = $1 AND r.view_name = $2",
                  {parts[0], parts[1]});
    return rows.empty() ? std::nullopt : std::optional(ReleaseName{*rows[0][0], *rows[0][1]});
}

std::optional<ReleaseName> release_by_relation_name(const Spi& spi, const std::string& policy,
                                                    const std::string& name) {
    const auto parts = parts_of(name);
    if (parts.empty() || parts.size() > 2) {
        return std::nullopt;
    }
    auto rows =
        spi.query("SELECT policy, relation FROM veil.release, pg_catalog.parse_ident(relation) AS parts "
                  "WHERE policy = $1 AND parts[2] = $2 AND parts[1] = coalesce($3, parts[1])",
                  {policy, parts.back(), parts.size() == 2 ? std::optional(parts.front()) : std::nullopt});
    return rows.size() == 1 ? std::optional(ReleaseName{*rows[0][0], *rows[0][1]}) : std::nullopt;
}

PseudonymizedColumn pseudonymized_column(const Spi& spi, const ReleaseName& name,
                                         const std::string& attribute) {
    const auto policy = find_policy(spi, name.policy);
    const auto release = find_release(spi, name.policy, name.relation);
    if (!policy || !release) {
        throw Refusal(ERRCODE_UNDEFINED_OBJECT, "there is no such release");
    }
    for (const Rule& rule : find_rules(spi, name.policy, name.relation)) {
        if (rule.attribute != attribute) {
            continue;
        }
        const auto technique = find_technique(spi, rule.technique);
        const auto key = std::find_if(rule.parameters.begin(), rule.parameters.end(),
                                      [](const GivenParameter& given) { return given.name == "key"; });
        if (!technique || technique->kind != "pseudonymization" || key == rule.parameters.end() ||
            technique->function) {
            throw Refusal(ERRCODE_WRONG_OBJECT_TYPE,
                          rule.title() + ": technique \"" + rule.technique +
                              "\" is no pseudonymization by a key",
                          "Only pseudonyms can be reversed.");
        }
        return {*policy, *release, rule, key->text};
    }
    throw Refusal(ERRCODE_UNDEFINED_OBJECT, "release " + quote_name(policy->schema, release->view_name) +
                                                " has no rule for column \"" + attribute + "\"");
}

std::vector<UsableGrant> usable_grants(const Spi& spi, Oid role, const GrantedUse& use) {
    std::vector<UsableGrant> grants;
    for (const Row& row : spi.query(
             "SELECT id, per_hour, grantee::oid FROM veil.reversal_grant WHERE action = $1 AND policy = $2 "
             "AND relation = $3 AND attribute = $4 AND key = $5 AND to_policy = $6 AND to_key = $7 "
             "ORDER BY per_hour DESC, id",
             arguments_of(use))) {
        const Oid grantee = oid_of(*row[2]);
        const bool holds = call([&] {
            return SearchSysCacheExists1(AUTHOID, ObjectIdGetDatum(grantee)) &&
                   has_privs_of_role(role, grantee);
        });
        if (holds) {
            grants.push_back({*row[0], std::stoll(*row[1])});
        }
    }
    return grants;
}

} // namespace veil::pg

using namespace veil::pg;

// grant_reveal(release, attribute, grantee, per_hour)
VEIL_FUNCTION(veil_grant_reveal)
{
    const std::string view = required_text(fcinfo, 0, "release");
    const std::string attribute = required_text(fcinfo, 1, "attribute");
    const Oid grantee = role_named(required_text(fcinfo, 2, "grantee"));
    const std::string per_hour = per_hour_argument(fcinfo, 3);
    Spi spi;
    const PseudonymizedColumn column = column_of_view(spi, view, attribute);
    require_granter(GetUserId(), grantee, column);
    give(spi, {column}, grantee, per_hour);
    PG_RETURN_VOID();
}

// revoke_reveal(release, attribute, grantee)
VEIL_FUNCTION(veil_revoke_reveal)
{
    const std::string view = required_text(fcinfo, 0, "release");
    const std::string attribute = required_text(fcinfo, 1, "attribute");
    const Oid grantee = role_named(required_text(fcinfo, 2, "grantee"));
    Spi spi;
    const PseudonymizedColumn column = column_of_view(spi, view, attribute);
    require_editor(column.policy, GetUserId());
    take_back(spi, {column}, grantee);
    PG_RETURN_VOID();
}

// grant_translate(policy_a, policy_b, relation, attribute, grantee, per_hour)
VEIL_FUNCTION(veil_grant_translate)
{
    const std::string policy_a = required_text(fcinfo, 0, "policy_a");
    const std::string policy_b = required_text(fcinfo, 1, "policy_b");
    const std::string relation = required_text(fcinfo, 2, "relation");
    const std::string attribute = required_text(fcinfo, 3, "attribute");
    const Oid grantee = role_named(required_text(fcinfo, 4, "grantee"));
    const std::string per_hour = per_hour_argument(fcinfo, 5);
    Spi spi;
    const PseudonymizedColumn from = column_of_relation(spi, policy_a, relation, attribute);
    const PseudonymizedColumn to = column_of_relation(spi, policy_b, relation, attribute);
    require_granter(GetUserId(), grantee, from);
    require_granter(GetUserId(), grantee, to);
    give(spi, {from, &to}, grantee, per_hour);
    PG_RETURN_VOID();
}

// revoke_translate(policy_a, policy_b, relation, attribute, grantee)
VEIL_FUNCTION(veil_revoke_translate)
{
    const std::string policy_a = required_text(fcinfo, 0, "policy_a");
    const std::string policy_b = required_text(fcinfo, 1, "policy_b");
    const std::string relation = required_text(fcinfo, 2, "relation");
    const std::string attribute = required_text(fcinfo, 3, "attribute");
    const Oid grantee = role_named(required_text(fcinfo, 4, "grantee"));
    Spi spi;
    const PseudonymizedColumn from = column_of_relation(spi, policy_a, relation, attribute);
    const PseudonymizedColumn to = column_of_relation(spi, policy_b, relation, attribute);
    // Either side may end the link.
    if (!call([&] { return has_privs_of_role(GetUserId(), to.policy.owner); })) {
        require_editor(from.policy, GetUserId());
    }
    take_back(spi, {from, &to}, grantee);
    PG_RETURN_VOID();
}

// AFTER UPDATE, each row of veil.rule that gets another name: a grant follows its rule where the rule follows
// its column. Where an editor writes it for something else, the grant stays behind and ends.
VEIL_FUNCTION(veil_reversal_follows)
{
    const TriggerData* data = data_of_rule_trigger(fcinfo);
    if (OwnChange::by_extension() && TRIGGER_FIRED_BY_UPDATE(data->tg_event)) {
        Arguments names = rule_name(data, data->tg_trigtuple);
        const Arguments after = rule_name(data, data->tg_newtuple);
        names.insert(names.end(), after.begin(), after.end());
        Spi spi;
        // What stands there is of a rule that is gone.
        spi.execute("DELETE FROM veil.reversal_grant WHERE policy = $1 AND relation = $2 AND attribute = $3",
                    after);
        spi.execute("UPDATE veil.reversal_grant SET policy = $4, relation = $5, attribute = $6 "
                    "WHERE policy = $1 AND relation = $2 AND attribute = $3",
                    names);
    }
    PG_RETURN_POINTER(nullptr);
}

// At the end of the transaction, each row of veil.rule that is gone or has another name: no rule, no grant.
VEIL_FUNCTION(veil_reversal_settles)
{
    const TriggerData* data = data_of_rule_trigger(fcinfo);
    std::vector<Arguments> names{rule_name(data, data->tg_trigtuple)};
    if (TRIGGER_FIRED_BY_UPDATE(data->tg_event)) {
        names.push_back(rule_name(data, data->tg_newtuple));
    }
    Spi spi;
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    for (const Arguments& name : names) {
        spi.execute(
            "DELETE FROM veil.reversal_grant g WHERE $1 IN (g.policy, g.to_policy) AND g.relation = $2 "
            "AND g.attribute = $3 AND NOT EXISTS (SELECT FROM veil.rule r WHERE r.policy = $1 "
            "AND r.relation = $2 AND r.attribute = $3 "
            "AND r.params ->> 'key' = CASE WHEN g.policy = $1 THEN g.key ELSE g.to_key END)",
            name);
    }
    PG_RETURN_POINTER(nullptr);
}
