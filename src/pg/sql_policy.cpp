// veil.create_policy, veil.drop_policy, veil.rebuild and what veil.preview asks for.
#include "pg/catalog.hpp"
#include "pg/release_builder.hpp"
#include "pg/sql_arguments.hpp"

namespace veil::pg {

namespace {

std::vector<std::string> released_relations(const Spi& spi, const std::string& policy) {
    std::vector<std::string> relations;
    for (const Row& row :
         spi.query("SELECT relation FROM veil.release WHERE policy = $1 ORDER BY 1", {policy})) {
        relations.push_back(*row[0]);
    }
    return relations;
}

// The schema of a new policy: made here with the caller's rights, or there already, empty and the owner's.
void provide_schema(const Spi& spi, const std::string& schema, const std::string& owner) {
    // Of the server's own schemas no dependency is recorded.
    auto rows =
        spi.query("SELECT pg_catalog.pg_get_userbyid(n.nspowner), n.oid < $2::oid OR EXISTS (SELECT 1 FROM "
                  "pg_catalog.pg_depend d WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass "
                  "AND d.refobjid = n.oid) FROM pg_catalog.pg_namespace n WHERE n.nspname = $1",
                  {schema, std::to_string(FirstNormalObjectId)});
    if (rows.empty()) {
        spi.execute("CREATE SCHEMA " + quote_name(schema) + " AUTHORIZATION " + quote_name(owner));
        return;
    }
    if (*rows[0][0] != owner || *rows[0][1] == "t") {
        throw Refusal(ERRCODE_DUPLICATE_SCHEMA, "schema \"" + schema + "\" already exists",
                      "A policy needs a schema of its own: name another one with schema => '...'.");
    }
}

void refuse_duplicate(const Spi& spi, const std::string& name, const std::string& schema) {
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    if (!spi.query("SELECT 1 FROM veil.policy WHERE name = $1", {name}).empty()) {
        throw Refusal(ERRCODE_DUPLICATE_OBJECT, "policy \"" + name + "\" already exists");
    }
    auto rows = spi.query("SELECT name FROM veil.policy WHERE schema = $1", {schema});
    if (!rows.empty()) {
        throw Refusal(ERRCODE_DUPLICATE_SCHEMA,
                      "schema \"" + schema + "\" is of policy \"" + *rows[0][0] + "\"",
                      "A policy needs a schema of its own: name another one with schema => '...'.");
    }
}

void drop_schema(const Spi& spi, const Policy& policy) {
    try {
        spi.execute("DROP SCHEMA " + quote_name(policy.schema));
    } catch (const ServerError& error) {
        if (error.data()->sqlerrcode != ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST ||
            error.data()->detail == nullptr) {
            throw;
        }
        throw Refusal(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST,
                      "schema \"" + policy.schema + "\" of policy \"" + policy.name +
                          "\" holds other objects",
                      "Drop them or move them to another schema first.", error.data()->detail);
    }
}

} // namespace

} // namespace veil::pg

using namespace veil::pg;

// create_policy(name, level, purpose, schema, owner, k)
VEIL_FUNCTION(veil_create_policy)
{
    const std::string name = required_text(fcinfo, 0, "name");
    const std::string level = required_text(fcinfo, 1, "level");
    const auto purpose = optional_text(fcinfo, 2);
    const std::string schema = PG_ARGISNULL(3) ? name : required_text(fcinfo, 3, "schema");
    const std::string owner = optional_text(fcinfo, 4).value_or(role_name(GetUserId()));
    const std::optional<std::string> k =
        PG_ARGISNULL(5) ? std::nullopt : std::optional(std::to_string(PG_GETARG_INT32(5)));
    if (level == "generalized") {
        throw Refusal(ERRCODE_FEATURE_NOT_SUPPORTED,
                      "level \"" + level + "\" is not available in this version",
                      "The levels of this version are \"pseudonymized\" and \"aggregated\".");
    }
    if (level != "pseudonymized" && level != "aggregated") {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "there is no level \"" + level + "\"",
                      "The levels are pseudonymized, generalized and aggregated.");
    }
    if (!PG_ARGISNULL(5) && PG_GETARG_INT32(5) < 1) {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "argument \"k\" must be at least 1");
    }
    if (schema.size() >= NAMEDATALEN) {
        throw Refusal(ERRCODE_NAME_TOO_LONG, "a schema name has at most 63 bytes",
                      "Name a shorter one with schema => '...'.");
    }
    Spi spi;
    lock_catalog();
    if (!call([&] { return has_privs_of_role(GetUserId(), get_role_oid(owner.c_str(), false)); })) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, "must be a member of role \"" + owner + "\"");
    }
    refuse_duplicate(spi, name, schema);
    provide_schema(spi, schema, owner);
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    spi.execute(
        "INSERT INTO veil.policy (name, schema, level, purpose, k) VALUES ($1, $2, $3, $4, $5::integer)",
        {name, schema, level, purpose, k});
    PG_RETURN_VOID();
}

// drop_policy(name): its rules, its views, itself and its schema.
VEIL_FUNCTION(veil_drop_policy)
{
    const std::string name = required_text(fcinfo, 0, "name");
    Spi spi;
    lock_catalog();
    const Policy policy = editable_policy(spi, name, GetUserId());
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    for (const std::string& relation : released_relations(spi, name)) {
        {
            OwnChange own("policy");
            spi.execute("DELETE FROM veil.rule WHERE policy = $1 AND relation = $2", {name, relation});
        }
        build_release(spi, name, relation, Occasion::transaction_end, InvalidOid, InvalidOid);
    }
    spi.execute("DELETE FROM veil.release WHERE policy = $1", {name});
    spi.execute("DELETE FROM veil.policy WHERE name = $1", {name});
    if (policy.has_schema()) {
        drop_schema(spi, policy);
    }
    PG_RETURN_VOID();
}

// rebuild(policy): checks every rule again and builds every view that does not say what its rules say.
VEIL_FUNCTION(veil_rebuild)
{
    const std::string name = required_text(fcinfo, 0, "policy");
    Spi spi;
    lock_catalog();
    const Oid editor = GetUserId();
    require_schema(editable_policy(spi, name, editor));
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    for (const std::string& relation : released_relations(spi, name)) {
        build_release(spi, name, relation, Occasion::relation_changed, editor, InvalidOid);
    }
    PG_RETURN_VOID();
}

// compile(policy, relation): for veil.preview and for whoever wants to read what a rule stands for.
VEIL_FUNCTION(veil_compile)
{
    const std::string policy_name = required_text(fcinfo, 0, "policy");
    auto* result = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
    call([&] { InitMaterializedSRF(fcinfo, 0); });
    std::vector<CompiledColumn> columns;
    {
        Spi spi;
        const std::string relation = qualified_name(PG_GETARG_OID(1));
        const Policy policy = editable_policy(spi, policy_name, GetUserId());
        ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
        columns = compiled_columns(spi, policy, relation);
    }
    for (const CompiledColumn& column : columns) {
        call([&] {
            std::array<Datum, 2> values{text_datum(column.name), text_datum(column.expression)};
            std::array<bool, 2> nulls{};
            tuplestore_putvalues(result->setResult, result->setDesc, values.data(), nulls.data());
        });
    }
    return static_cast<Datum>(0);
}
