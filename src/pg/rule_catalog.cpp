#include "pg/rule_catalog.hpp"

#include "pg/catalog.hpp"
#include "pg/parameter_tree.hpp"

namespace veil::pg {

namespace {

// The elements of a text[] in text form, one a row.
std::vector<std::string> elements(const Spi& spi, const std::optional<std::string>& array) {
    std::vector<std::string> result;
    for (const Row& row : spi.query("SELECT e FROM pg_catalog.unnest($1::pg_catalog.text[]) AS e", {array})) {
        result.push_back(row[0].value_or(""));
    }
    return result;
}

std::optional<std::int64_t> optional_integer(const std::optional<std::string>& text) {
    return text ? parse_integer(*text) : std::nullopt;
}

} // namespace

std::optional<Policy> find_policy(const Spi& spi, const std::string& name) {
    auto rows = spi.query("SELECT name, schema, level, purpose, k FROM veil.policy WHERE name = $1", {name});
    if (rows.empty()) {
        return std::nullopt;
    }
    Policy policy{*rows[0][0], *rows[0][1], *rows[0][2], rows[0][3].value_or(""),
                  rows[0][4],  InvalidOid,  InvalidOid};
    struct Found {
        Oid schema;
        Oid owner;
    };
    Found found = call([&] {
        Found result{get_namespace_oid(policy.schema.c_str(), true), InvalidOid};
        HeapTuple tuple = SearchSysCache1(NAMESPACEOID, ObjectIdGetDatum(result.schema));
        if (HeapTupleIsValid(tuple)) {
            result.owner = reinterpret_cast<Form_pg_namespace>(GETSTRUCT(tuple))->nspowner;
            ReleaseSysCache(tuple);
        } else {
            result.owner = extension_owner();
        }
        return result;
    });
    policy.schema_oid = found.schema;
    policy.owner = found.owner;
    return policy;
}

std::optional<Release> find_release(const Spi& spi, const std::string& policy, const std::string& relation) {
    auto rows =
        spi.query("SELECT policy, relation, declared, view_name, relation_owner, subject, "
                  "filter, sample, k, disclosure FROM veil.release WHERE policy = $1 AND relation = $2",
                  {policy, relation});
    if (rows.empty()) {
        return std::nullopt;
    }
    return Release{*rows[0][0], *rows[0][1], *rows[0][2], *rows[0][3], rows[0][4],
                   rows[0][5],  rows[0][6],  rows[0][7],  rows[0][8],  rows[0][9]};
}

std::vector<Rule> find_rules(const Spi& spi, const std::string& policy, const std::string& relation) {
    std::vector<Rule> rules;
    for (const Row& row :
         spi.query("SELECT attribute, technique, coalesce(why, '') ~ '[^[:space:]]', coalesce(params, '{}') "
                   "FROM veil.rule WHERE policy = $1 AND relation = $2 ORDER BY attribute",
                   {policy, relation})) {
        rules.push_back(
            Rule{policy, relation, *row[0], *row[1], parameter_tree(*row[3]).children, *row[2] == "t"});
    }
    return rules;
}

OtherColumns find_other_columns(const Spi& spi, const std::string& policy, const std::string& relation) {
    OtherColumns columns;
    for (const Row& row : spi.query("SELECT r.attribute, f.name FROM veil.rule r, "
                                    "LATERAL veil.named_references('params', r.technique, r.params) f "
                                    "WHERE r.policy = $1 AND r.relation = $2 AND f.named = 'column'",
                                    {policy, relation})) {
        columns[*row[0]].push_back(row[1].value_or(""));
    }
    return columns;
}

std::optional<Technique> find_technique(const Spi& spi, const std::string& name) {
    auto rows = spi.query("SELECT name, kind, types, function FROM veil.technique WHERE name = $1", {name});
    if (rows.empty()) {
        return std::nullopt;
    }
    Technique technique{*rows[0][0], *rows[0][1], elements(spi, rows[0][2]), {}, rows[0][3]};
    for (const Row& row : spi.query(
             "SELECT p.key, p.value->>'type', coalesce(p.value->>'required', 'false'), p.value->>'min', "
             "p.value->>'max', p.value->>'default', "
             "ARRAY(SELECT pg_catalog.jsonb_array_elements_text(coalesce(p.value->'choices', '[]'))) "
             "FROM veil.technique t, pg_catalog.jsonb_each(t.parameters) p WHERE t.name = $1 ORDER BY p.key",
             {name})) {
        technique.parameters.push_back(ParameterSpecification{
            *row[0], row[1].value_or("text"), *row[2] == "true", optional_integer(row[3]),
            optional_integer(row[4]), elements(spi, row[6]), row[5]});
    }
    return technique;
}

std::optional<ReleaseName> release_of_view(Oid view) {
    ReleaseKey release = call([&] { return find_release_of_view(view); });
    return release.relation == nullptr ? std::nullopt
                                       : std::optional(ReleaseName{release.policy, release.relation});
}

std::vector<ReleaseWithView> releases_on(Oid relation) {
    std::vector<ReleaseWithView> releases;
    List* views = call([&] { return views_reading(relation); });
    for (int i = 0; i < list_length(views); ++i) {
        if (auto name = release_of_view(list_nth_oid(views, i))) {
            releases.push_back({*name, list_nth_oid(views, i)});
        }
    }
    std::sort(releases.begin(), releases.end(), [](const ReleaseWithView& a, const ReleaseWithView& b) {
        return std::tie(a.name.policy, a.name.relation) < std::tie(b.name.policy, b.name.relation);
    });
    return releases;
}

std::string qualified_name(Oid relation) {
    return call([&] {
        char* name = get_rel_name(relation);
        Oid schema = get_rel_namespace(relation);
        if (name == nullptr || !OidIsValid(schema)) {
            ereport(ERROR, (errcode(ERRCODE_UNDEFINED_TABLE), errmsg("relation was dropped meanwhile")));
        }
        return static_cast<const char*>(quote_qualified_identifier(get_namespace_name(schema), name));
    });
}

Oid relation_by_name(const std::string& qualified) {
    return call([&] {
        List* names = parse_qualified_name(qualified.c_str());
        RangeVar* name = makeRangeVarFromNameList(names);
        Oid schema = name->schemaname != nullptr ? get_namespace_oid(name->schemaname, true) : InvalidOid;
        return OidIsValid(schema) ? get_relname_relid(name->relname, schema) : InvalidOid;
    });
}

Oid owner_of(Oid relation) {
    return call([&] {
        HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
        if (!HeapTupleIsValid(tuple)) {
            ereport(ERROR, (errcode(ERRCODE_UNDEFINED_TABLE), errmsg("relation was dropped meanwhile")));
        }
        Oid owner = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple))->relowner;
        ReleaseSysCache(tuple);
        return owner;
    });
}

void lock_catalog() {
    call([] {
        LockDatabaseObject(ExtensionRelationId, get_extension_oid("pg_veil", false), 0,
                           ShareUpdateExclusiveLock);
    });
}

void require_schema(const Policy& policy) {
    if (!policy.has_schema()) {
        throw Refusal(ERRCODE_UNDEFINED_SCHEMA,
                      "schema \"" + policy.schema + "\" of policy \"" + policy.name + "\" does not exist",
                      "Remove the policy with veil.drop_policy, or create the schema again and call "
                      "veil.rebuild, as a superuser.");
    }
}

void require_editor(const Policy& policy, Oid role) {
    if (!call([&] { return has_privs_of_role(role, policy.owner); })) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, "permission denied for policy \"" + policy.name + "\"",
                      {}, "Only members of its owner may edit a policy.");
    }
}

Policy editable_policy(const Spi& spi, const std::string& name, Oid role) {
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    auto policy = find_policy(spi, name);
    if (!policy) {
        throw Refusal(ERRCODE_UNDEFINED_OBJECT, "policy \"" + name + "\" does not exist",
                      "Create it with veil.create_policy.");
    }
    require_editor(*policy, role);
    return *policy;
}

} // namespace veil::pg
