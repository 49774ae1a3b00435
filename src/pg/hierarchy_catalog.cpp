#include "pg/hierarchy_catalog.hpp"

#include "pg/catalog.hpp"
#include "pg/rule_catalog.hpp"

namespace veil::pg {

namespace {

// Wherever in a rule a parameter "hierarchy" has the name: a technique may be nested in another's parameters.
constexpr const char* uses =
    "FROM veil.rule r WHERE pg_catalog.jsonb_path_exists(r.params, '$.**.hierarchy ? (@ == $name)', "
    "pg_catalog.jsonb_build_object('name', $1::text))";

// A hierarchy without a row here, as those that pg_veil ships, is the extension owner's.
bool is_owner(const Spi& spi, const std::string& name, Oid role) {
    auto rows = spi.query("SELECT owner::oid FROM veil.hierarchy_owner WHERE name = $1", {name});
    const Oid owner = rows.empty() ? InvalidOid : oid_of(*rows[0][0]);
    return call([&] {
        return SearchSysCacheExists1(AUTHOID, ObjectIdGetDatum(owner)) && has_privs_of_role(role, owner);
    });
}

// A hierarchy says what others' views show: only whoever may edit all policies that use it may change it.
void require_hierarchy_owner(const Spi& spi, const std::string& name, Oid role) {
    if (call([&] { return holds_all_keys(role); })) {
        return;
    }
    if (!is_owner(spi, name, role)) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, "permission denied for hierarchy \"" + name + "\"", {},
                      "Only members of its owner may change a hierarchy.");
    }
    for (const Row& row :
         spi.query(std::string("SELECT DISTINCT r.policy ") + uses + " ORDER BY 1", {name})) {
        auto policy = find_policy(spi, *row[0]);
        if (policy && !call([&] { return has_privs_of_role(role, policy->owner); })) {
            throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, "permission denied for hierarchy \"" + name + "\"",
                          "Ask a superuser, or load it under another name.",
                          "Policy \"" + policy->name + "\" of another owner uses it.");
        }
    }
}

// Views that use the hierarchy go on being right, whatever the new version says.
void require_fit(const Spi& spi, const std::string& name, const HierarchyVersion& present,
                 const NewHierarchy& next) {
    auto rows = spi.query(
        std::string("SELECT r.policy, r.relation, r.attribute, (SELECT max((l #>> '{}')::numeric) FROM "
                    "pg_catalog.jsonb_path_query(r.params, '$.** ? (@.hierarchy == $name).level', "
                    "pg_catalog.jsonb_build_object('name', $1::text)) l "
                    "WHERE pg_catalog.jsonb_typeof(l) = 'number') > $2::numeric ") +
            uses + " ORDER BY 4 DESC NULLS LAST, 1, 2, 3",
        {name, std::to_string(next.top_level)});
    if (rows.empty()) {
        return;
    }
    const std::string user =
        "Rule " + *rows[0][0] + " / " + *rows[0][1] + " / " + *rows[0][2] + " uses the hierarchy.";
    if (present.rule != next.rule) {
        throw Refusal(ERRCODE_OBJECT_IN_USE,
                      "hierarchy \"" + name + "\" is in use, and " +
                          (present.rule ? "is of rule \"" + *present.rule + "\"" : "lists its values"),
                      "Load it under another name, and change the rules.", user);
    }
    if (rows[0][3].value_or("f") == "t") {
        throw Refusal(ERRCODE_OBJECT_IN_USE,
                      "a rule uses a level of hierarchy \"" + name + "\" above " +
                          std::to_string(next.top_level),
                      "Change the rule first, or load a hierarchy of as many levels.", user);
    }
}

} // namespace

std::optional<HierarchyVersion> find_hierarchy(const Spi& spi, const std::string& name) {
    auto rows =
        spi.query("SELECT version, definition->>'rule', top_level FROM veil.hierarchy WHERE name = $1 "
                  "ORDER BY version DESC LIMIT 1",
                  {name});
    if (rows.empty()) {
        return std::nullopt;
    }
    return HierarchyVersion{std::stoi(*rows[0][0]), rows[0][1], std::stoi(*rows[0][2])};
}

std::int32_t store_hierarchy(const Spi& spi, const std::string& name, const NewHierarchy& hierarchy,
                             Oid role) {
    const auto present = find_hierarchy(spi, name);
    if (present) {
        require_hierarchy_owner(spi, name, role);
        require_fit(spi, name, *present, hierarchy);
        auto same =
            spi.query("SELECT 1 FROM veil.hierarchy WHERE name = $1 AND version = $2::integer "
                      "AND definition IS NOT DISTINCT FROM $3::jsonb AND content IS NOT DISTINCT FROM $4",
                      {name, std::to_string(present->version), hierarchy.definition, hierarchy.content});
        if (!same.empty()) {
            return present->version;
        }
    }
    const std::int32_t version = present ? present->version + 1 : 1;
    spi.execute(
        "INSERT INTO veil.hierarchy (name, version, kind, definition, content, top_level, created_by) "
        "VALUES ($1, $2::integer, $3, $4::jsonb, $5, $6::integer, $7)",
        {name, std::to_string(version), hierarchy.content ? "table" : "rule", hierarchy.definition,
         hierarchy.content, std::to_string(hierarchy.top_level), role_name(role)});
    if (!present) {
        spi.execute("DELETE FROM veil.hierarchy_owner WHERE name = $1", {name});
        spi.execute("INSERT INTO veil.hierarchy_owner (name, owner) VALUES ($1, $2::oid::regrole)",
                    {name, std::to_string(role)});
    }
    return version;
}

void drop_hierarchy(const Spi& spi, const std::string& name, Oid role) {
    if (!find_hierarchy(spi, name)) {
        throw Refusal(ERRCODE_UNDEFINED_OBJECT, "hierarchy \"" + name + "\" does not exist");
    }
    require_hierarchy_owner(spi, name, role);
    auto rows = spi.query(
        std::string("SELECT r.policy, r.relation, r.attribute ") + uses + " ORDER BY 1, 2, 3", {name});
    if (!rows.empty()) {
        throw Refusal(ERRCODE_OBJECT_IN_USE, "hierarchy \"" + name + "\" is in use",
                      "Change or delete the rules that use it first.",
                      "Rule " + *rows[0][0] + " / " + *rows[0][1] + " / " + *rows[0][2] + " uses it.");
    }
    // Those that pg_veil comes with would be back after a dump and a restore.
    spi.execute("DELETE FROM veil.hierarchy WHERE name = $1 AND NOT shipped", {name});
    if (SPI_processed == 0) {
        throw Refusal(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST, "hierarchy \"" + name + "\" is part of pg_veil");
    }
    spi.execute("DELETE FROM veil.hierarchy_owner WHERE name = $1", {name});
}

} // namespace veil::pg
