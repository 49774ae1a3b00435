// The event triggers: the base table lives on under its views. PostgreSQL refuses ALTER TYPE and DROP COLUMN
// under a view, so before such a statement the view is closed, and afterwards it is built again, in the same
// transaction. What was closed for a statement is remembered in this backend until the transaction ends: the
// release stays bound to the same relation whatever the statement does to its name and owner.
#include "pg/catalog.hpp"
#include "pg/release_builder.hpp"
#include "pg/release_view.hpp"
#include "pg/view_state.hpp"

namespace veil::pg {

namespace {

struct ClosedRelease {
    ReleaseName release;
    Oid base;
    SubTransactionId subtransaction; // an aborted one opened its views again
};

// Of the current transaction. Created at first use.
std::vector<ClosedRelease>* closed_releases = nullptr;

void forget_closed_releases(XactEvent event, void*) {
    if (closed_releases != nullptr && event != XACT_EVENT_PRE_COMMIT &&
        event != XACT_EVENT_PARALLEL_PRE_COMMIT && event != XACT_EVENT_PRE_PREPARE) {
        closed_releases->clear();
    }
}

void forget_aborted_releases(SubXactEvent event, SubTransactionId subtransaction, SubTransactionId, void*) {
    if (event == SUBXACT_EVENT_ABORT_SUB) {
        std::erase_if(*closed_releases,
                      [&](const ClosedRelease& entry) { return entry.subtransaction >= subtransaction; });
    }
}

std::vector<ClosedRelease>& closed() {
    if (closed_releases == nullptr) {
        closed_releases = new std::vector<ClosedRelease>;
        call([] {
            RegisterXactCallback(forget_closed_releases, nullptr);
            RegisterSubXactCallback(forget_aborted_releases, nullptr);
        });
    }
    return *closed_releases;
}

EventTriggerData* event_data(FunctionCallInfo fcinfo) {
    if (!CALLED_AS_EVENT_TRIGGER(fcinfo)) {
        throw Refusal(ERRCODE_E_R_I_E_EVENT_TRIGGER_PROTOCOL_VIOLATED,
                      "this function is only for event triggers");
    }
    return reinterpret_cast<EventTriggerData*>(fcinfo->context);
}

// Everything the event triggers do to the catalog is done as the extension's owner.
class Session {
  public:
    Session() : extension_(call([] { return extension_owner(); }), RunsCode::own) {}
    [[nodiscard]] const Spi& spi() const noexcept { return spi_; }

  private:
    Spi spi_;
    ActAs extension_;
};

// The relation that a statement names, as its writer sees it; InvalidOid when there is none, so that the
// statement itself reports it.
Oid find_relation(const RangeVar* name) {
    if (name == nullptr) {
        return InvalidOid;
    }
    return call([&] { return RangeVarGetRelidExtended(name, NoLock, RVR_MISSING_OK, nullptr, nullptr); });
}

std::vector<Oid> with_descendants(Oid relation) {
    std::vector<Oid> relations;
    List* members = call([&] { return find_all_inheritors(relation, NoLock, nullptr); });
    for (int i = 0; i < list_length(members); ++i) {
        relations.push_back(list_nth_oid(members, i));
    }
    return relations;
}

// The tables of a composite type: ALTER TYPE ... CASCADE changes them.
std::vector<Oid> typed_tables(const Spi& spi, Oid composite) {
    std::vector<Oid> relations;
    if (OidIsValid(composite) && call([&] { return get_rel_relkind(composite); }) == RELKIND_COMPOSITE_TYPE) {
        for (const Row& row : spi.query("SELECT t.oid FROM pg_catalog.pg_class t JOIN pg_catalog.pg_class c "
                                        "ON t.reloftype = c.reltype WHERE c.oid = $1::oid ORDER BY 1",
                                        {std::to_string(composite)})) {
            relations.push_back(oid_of(*row[0]));
        }
    }
    return relations;
}

// All relations that a change of the columns of this one reaches.
std::vector<Oid> with_followers(const Spi& spi, Oid relation) {
    std::vector<Oid> relations = with_descendants(relation);
    for (Oid table : typed_tables(spi, relation)) {
        for (Oid member : with_descendants(table)) {
            relations.push_back(member);
        }
    }
    return relations;
}

bool refused_under_a_view(const AlterTableStmt* statement) {
    for (int i = 0; i < list_length(statement->cmds); ++i) {
        AlterTableType kind = static_cast<AlterTableCmd*>(list_nth(statement->cmds, i))->subtype;
        if (kind == AT_DropColumn || kind == AT_AlterColumnType) {
            return true;
        }
    }
    return false;
}

// Locks view before base, the analysts' order.
void close_releases_on(Oid relation) {
    // Whoever may not alter the relation gets the server's refusal, and closes nothing on the way.
    if (!OidIsValid(relation) || !call([&] { return owns_relation(relation, GetUserId()); })) {
        return;
    }
    Session session;
    for (Oid member : with_followers(session.spi(), relation)) {
        std::vector<ReleaseName> releases = releases_on(session.spi(), member);
        if (releases.empty()) {
            continue;
        }
        lock_catalog();
        OwnChange own;
        for (const ReleaseName& name : releases) {
            auto policy = find_policy(session.spi(), name.policy);
            auto release = find_release(session.spi(), name.policy, name.relation);
            ReleaseView(session.spi(), *policy, *release).close();
            closed().push_back({name, member, GetCurrentSubTransactionId()});
        }
    }
}

void close_before_drop(const DropStmt* statement) {
    if (statement->removeType != OBJECT_TABLE && statement->removeType != OBJECT_FOREIGN_TABLE &&
        statement->removeType != OBJECT_VIEW && statement->removeType != OBJECT_MATVIEW) {
        return;
    }
    for (int i = 0; i < list_length(statement->objects); ++i) {
        auto* names = static_cast<List*>(list_nth(statement->objects, i));
        close_releases_on(find_relation(call([&] { return makeRangeVarFromNameList(names); })));
    }
}

// The parts of a release's view that are not its owner's to change: they are the policy's.
void keep_release_intact(const RangeVar* name, const char* what) {
    Oid relation = find_relation(name);
    if (!OidIsValid(relation) || call([&] { return get_rel_relkind(relation); }) != RELKIND_VIEW) {
        return;
    }
    Session session;
    if (release_of_view(session.spi(), relation)) {
        throw Refusal(ERRCODE_FEATURE_NOT_SUPPORTED,
                      std::string("the ") + what +
                          " of a protected release cannot be "
                          "changed",
                      "Its columns follow the base relation, its schema and owner are the policy's.");
    }
}

bool changes_owner(const AlterTableStmt* statement) {
    for (int i = 0; i < list_length(statement->cmds); ++i) {
        if (static_cast<AlterTableCmd*>(list_nth(statement->cmds, i))->subtype == AT_ChangeOwner) {
            return true;
        }
    }
    return false;
}

void before(Node* statement) {
    if (IsA(statement, AlterTableStmt)) {
        const auto* alter = reinterpret_cast<const AlterTableStmt*>(statement);
        if (changes_owner(alter)) {
            keep_release_intact(alter->relation, "owner");
        }
        if (refused_under_a_view(alter)) {
            close_releases_on(find_relation(alter->relation));
        }
    } else if (IsA(statement, DropStmt)) {
        close_before_drop(reinterpret_cast<const DropStmt*>(statement));
    } else if (IsA(statement, RenameStmt)) {
        const auto* rename = reinterpret_cast<const RenameStmt*>(statement);
        if (rename->renameType == OBJECT_COLUMN) {
            keep_release_intact(rename->relation, "column names");
        }
    } else if (IsA(statement, AlterObjectSchemaStmt)) {
        keep_release_intact(reinterpret_cast<const AlterObjectSchemaStmt*>(statement)->relation, "schema");
    }
}

// After ALTER TABLE and DROP: what was closed for the statement.
void reopen(const Session& session) {
    std::vector<ClosedRelease> waiting = std::move(closed());
    closed().clear();
    for (const ClosedRelease& entry : waiting) {
        bool base_lives = call([&] { return SearchSysCacheExists1(RELOID, ObjectIdGetDatum(entry.base)); });
        build_release(session.spi(), entry.release.policy, entry.release.relation, Occasion::relation_changed,
                      InvalidOid, base_lives ? entry.base : InvalidOid);
    }
}

void rebuild_releases_on(const Session& session, Oid relation) {
    for (const ReleaseName& name : releases_on(session.spi(), relation)) {
        build_release(session.spi(), name.policy, name.relation, Occasion::relation_changed, InvalidOid,
                      InvalidOid);
    }
}

// A relation that came to bear a release's declared name takes the release over if it belongs to the same
// owner: by RENAME from a relation that gave the name up, by CREATE only where the old relation is gone.
void offer_name(const Session& session, Oid relation, bool by_rename) {
    const std::string name = qualified_name(relation);
    const std::string owner = role_name(owner_of(relation));
    for (const Row& row :
         session.spi().query("SELECT policy, relation FROM veil.release r WHERE declared = $1 "
                             "AND relation_owner = $2 AND NOT EXISTS (SELECT 1 FROM veil.release o "
                             "WHERE o.policy = r.policy AND o.relation = $1 AND o.relation <> "
                             "r.relation) ORDER BY 1, 2",
                             {name, owner})) {
        lock_catalog();
        auto policy = find_policy(session.spi(), *row[0]);
        auto release = find_release(session.spi(), *row[0], *row[1]);
        OwnChange own;
        // What the policy's owner put in the view's place is no concern of the relation's owner.
        if (is_taken(session.spi(), *policy, release->view_name)) {
            continue;
        }
        ReleaseView view(session.spi(), *policy, *release);
        if (view.base() == relation || (OidIsValid(view.base()) && !by_rename)) {
            continue;
        }
        view.close();
        if (release->relation != name) {
            rename_release(session.spi(), *release, name);
        }
        build_release(session.spi(), *row[0], name, Occasion::relation_changed, InvalidOid, relation);
    }
}

// The relation has a new name: its releases follow, and one that was declared under that name may be taken
// over.
void relation_renamed(const Session& session, Oid relation) {
    const std::string name = qualified_name(relation);
    for (const ReleaseName& bound : releases_on(session.spi(), relation)) {
        if (bound.relation != name) {
            lock_catalog();
            rename_release(session.spi(), *find_release(session.spi(), bound.policy, bound.relation), name);
        }
    }
    offer_name(session, relation, true);
}

void rename_attribute(const Session& session, const ReleaseName& name, const std::string& from,
                      const std::string& to) {
    OwnChange own;
    session.spi().execute(
        "UPDATE veil.rule SET attribute = $4 WHERE policy = $1 AND relation = $2 AND attribute = $3",
        {name.policy, name.relation, from, to});
    session.spi().execute(
        "UPDATE veil.release SET subject = $4 WHERE policy = $1 AND relation = $2 AND subject = $3",
        {name.policy, name.relation, from, to});
}

void column_renamed(const Session& session, Oid relation, const std::string& from, const std::string& to) {
    if (!OidIsValid(relation)) {
        return;
    }
    for (Oid member : with_followers(session.spi(), relation)) {
        // Without a view a release would take another column for its own once the view is there again.
        for (const ReleaseName& name : unbound_releases(session.spi(), qualified_name(member))) {
            lock_catalog();
            rename_attribute(session, name, from, to);
        }
        for (const ReleaseName& name : releases_on(session.spi(), member)) {
            lock_catalog();
            auto policy = find_policy(session.spi(), name.policy);
            auto release = find_release(session.spi(), name.policy, name.relation);
            rename_attribute(session, name, from, to);
            {
                OwnChange own;
                ReleaseView(session.spi(), *policy, *release).rename_column(from, to);
            }
            build_release(session.spi(), name.policy, name.relation, Occasion::relation_changed, InvalidOid,
                          InvalidOid);
            // The releases of this release.
            column_renamed(session, relation_by_name(quote_name(policy->schema, release->view_name)), from,
                           to);
        }
    }
}

void schema_renamed(const Session& session, const std::string& from, const std::string& to) {
    OwnChange own;
    session.spi().execute("UPDATE veil.policy SET schema = $2 WHERE schema = $1", {from, to});
    for (const char* column : {"relation", "declared"}) {
        session.spi().execute(std::string("UPDATE veil.release SET ") + column +
                                  " = pg_catalog.quote_ident($2) || '.' "
                                  "|| pg_catalog.quote_ident((pg_catalog.parse_ident(" +
                                  column +
                                  "))[2]) "
                                  "WHERE (pg_catalog.parse_ident(" +
                                  column + "))[1] = $1",
                              {from, to});
    }
    session.spi().execute("UPDATE veil.rule SET relation = pg_catalog.quote_ident($2) || '.' || "
                          "pg_catalog.quote_ident((pg_catalog.parse_ident(relation))[2]) "
                          "WHERE (pg_catalog.parse_ident(relation))[1] = $1",
                          {from, to});
}

void release_view_renamed(const Session& session, const RangeVar* old_name, const char* new_name, Oid view) {
    // The catalog still has the old name; the schema is that of the view.
    OwnChange own;
    session.spi().execute(
        "UPDATE veil.release r SET view_name = $2 FROM veil.policy p, pg_catalog.pg_class c, "
        "pg_catalog.pg_namespace n WHERE c.oid = $3::oid AND n.oid = c.relnamespace "
        "AND p.schema = n.nspname AND r.policy = p.name AND r.view_name = $1",
        {old_name->relname, new_name, std::to_string(view)});
}

// The views follow to the new owner, whose rights the policy has now.
void policy_owner_changed(const Session& session, const std::string& schema) {
    for (const Row& row :
         session.spi().query("SELECT r.policy, r.relation FROM veil.policy p JOIN veil.release r "
                             "ON r.policy = p.name WHERE p.schema = $1 ORDER BY 1, 2",
                             {schema})) {
        build_release(session.spi(), *row[0], *row[1], Occasion::relation_changed, InvalidOid, InvalidOid);
    }
}

bool is_relation_kind(ObjectType type) {
    return type == OBJECT_TABLE || type == OBJECT_FOREIGN_TABLE || type == OBJECT_VIEW ||
           type == OBJECT_MATVIEW;
}

// The relations that the statement made or changed, as the server collected them.
std::vector<Oid> touched_relations(const Session& session) {
    std::vector<Oid> relations;
    for (const Row& row :
         session.spi().query("SELECT DISTINCT objid FROM pg_catalog.pg_event_trigger_ddl_commands() "
                             "WHERE classid = 'pg_catalog.pg_class'::regclass")) {
        Oid relation = oid_of(*row[0]);
        static constexpr std::string_view kinds{"rpfvm"};
        struct Found {
            char kind;
            char persistence;
        };
        Found found = call([&] { return Found{get_rel_relkind(relation), get_rel_persistence(relation)}; });
        if (found.kind != '\0' && kinds.find(found.kind) != std::string_view::npos &&
            found.persistence != RELPERSISTENCE_TEMP) {
            relations.push_back(relation);
        }
    }
    return relations;
}

// Whoever owns a policy's schema owns the policy: a schema that was dropped is not for the first comer.
void keep_policy_schema(const Session& session, const std::string& schema, Oid role) {
    if (!call([&] { return has_privs_of_role(role, extension_owner()); }) &&
        !session.spi().query("SELECT 1 FROM veil.policy WHERE schema = $1", {schema}).empty()) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, "schema \"" + schema + "\" belongs to a policy",
                      "A superuser can create it again, or remove the policy with veil.drop_policy.");
    }
}

void after_rename(const Session& session, const RenameStmt* rename, Oid role) {
    if (rename->renameType == OBJECT_SCHEMA) {
        keep_policy_schema(session, rename->newname, role);
        schema_renamed(session, rename->subname, rename->newname);
        return;
    }
    if (rename->renameType == OBJECT_ATTRIBUTE) {
        column_renamed(session, find_relation(rename->relation), rename->subname, rename->newname);
        return;
    }
    bool of_column = rename->renameType == OBJECT_COLUMN && is_relation_kind(rename->relationType);
    if (!of_column && !is_relation_kind(rename->renameType)) {
        return;
    }
    for (Oid relation : touched_relations(session)) {
        if (of_column) {
            column_renamed(session, relation, rename->subname, rename->newname);
        } else {
            release_view_renamed(session, rename->relation, rename->newname, relation);
            relation_renamed(session, relation);
        }
    }
}

void after(Node* statement) {
    const Oid role = GetUserId();
    Session session;
    if (IsA(statement, RenameStmt)) {
        after_rename(session, reinterpret_cast<const RenameStmt*>(statement), role);
        return;
    }
    if (IsA(statement, CreateSchemaStmt)) {
        for (const Row& row : session.spi().query(
                 "SELECT n.nspname FROM pg_catalog.pg_event_trigger_ddl_commands() c JOIN "
                 "pg_catalog.pg_namespace n "
                 "ON n.oid = c.objid WHERE c.classid = 'pg_catalog.pg_namespace'::regclass")) {
            keep_policy_schema(session, *row[0], role);
        }
    }
    reopen(session);
    bool moved = IsA(statement, AlterObjectSchemaStmt);
    for (Oid relation : touched_relations(session)) {
        if (moved) {
            relation_renamed(session, relation);
        } else if (IsA(statement, AlterTableStmt)) {
            rebuild_releases_on(session, relation);
        } else {
            offer_name(session, relation, false);
        }
    }
    if (IsA(statement, AlterOwnerStmt)) {
        const auto* alter = reinterpret_cast<const AlterOwnerStmt*>(statement);
        if (alter->objectType == OBJECT_SCHEMA) {
            policy_owner_changed(session, strVal(alter->object));
        }
    }
}

bool enables_triggers(const AlterTableStmt* statement) {
    for (int i = 0; i < list_length(statement->cmds); ++i) {
        AlterTableType kind = static_cast<AlterTableCmd*>(list_nth(statement->cmds, i))->subtype;
        if (kind == AT_EnableTrig || kind == AT_EnableTrigAll || kind == AT_EnableTrigUser) {
            return true;
        }
    }
    return false;
}

// A restore with disabled triggers ends with ENABLE TRIGGER ALL, after which the catalog's triggers would not
// fire under session_replication_role = replica: they are ENABLE ALWAYS again.
void keep_own_triggers(Node* statement) {
    if (!IsA(statement, AlterTableStmt)) {
        return;
    }
    const auto* alter = reinterpret_cast<const AlterTableStmt*>(statement);
    if (!enables_triggers(alter)) {
        return;
    }
    Oid relation = find_relation(alter->relation);
    if (!call([&] { return OidIsValid(relation) && get_rel_namespace(relation) == veil_schema(); })) {
        return;
    }
    Session session;
    OwnChange own;
    for (const Row& row :
         session.spi().query("SELECT pg_catalog.format('ALTER TABLE veil.%I ENABLE ALWAYS TRIGGER %I', "
                             "c.relname, t.tgname) FROM pg_catalog.pg_trigger t "
                             "JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid "
                             "JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid "
                             "WHERE c.oid = $1::oid AND p.pronamespace = c.relnamespace "
                             "AND NOT t.tgisinternal AND t.tgenabled = 'O' ORDER BY 1",
                             {std::to_string(relation)})) {
        session.spi().execute(*row[0]);
    }
}

// Not for pg_veil's own statements, not for a dump's, which bring views and rules that agree, and not after
// DROP EXTENSION.
bool is_watching() {
    return !OwnChange::in_progress() &&
           call([] { return !is_restoring_dump() && OidIsValid(veil_relation("release")); });
}

} // namespace

} // namespace veil::pg

using namespace veil::pg;

VEIL_FUNCTION(veil_ddl_command_start)
{
    EventTriggerData* data = event_data(fcinfo);
    if (is_watching()) {
        before(data->parsetree);
    }
    return static_cast<Datum>(0);
}

// Columns go with many statements: DROP COLUMN, DROP TYPE ... CASCADE, DROP OWNED, ... Their rules go too,
// whatever column has the name at the end of the statement.
VEIL_FUNCTION(veil_sql_drop)
{
    (void)event_data(fcinfo);
    if (!is_watching()) {
        return static_cast<Datum>(0);
    }
    Session session;
    for (const Row& row :
         session.spi().query("SELECT DISTINCT pg_catalog.quote_ident(address_names[1]) || '.' || "
                             "pg_catalog.quote_ident(address_names[2]), address_names[3] "
                             "FROM pg_catalog.pg_event_trigger_dropped_objects() "
                             "WHERE object_type IN ('table column', 'foreign table column') AND NOT "
                             "is_temporary ORDER BY 1, 2")) {
        OwnChange own;
        session.spi().execute("DELETE FROM veil.rule WHERE relation = $1 AND attribute = $2",
                              {row[0], row[1]});
    }
    return static_cast<Datum>(0);
}

VEIL_FUNCTION(veil_ddl_command_end)
{
    EventTriggerData* data = event_data(fcinfo);
    if (!OwnChange::in_progress()) {
        keep_own_triggers(data->parsetree);
    }
    if (is_watching()) {
        after(data->parsetree);
    }
    return static_cast<Datum>(0);
}
