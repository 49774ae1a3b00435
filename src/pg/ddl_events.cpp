// The event triggers: the base table lives on under its views. PostgreSQL refuses ALTER TYPE and DROP COLUMN
// under a view, so before such a statement the view is closed, and afterwards it is built again, in the same
// transaction. What was closed for a statement is remembered in this backend until the transaction ends: the
// release stays bound to the same relation whatever the statement does to its name and owner.
#include "pg/catalog.hpp"
#include "pg/index_builder.hpp"
#include "pg/relation_changes.hpp"
#include "pg/release_builder.hpp"
#include "pg/release_view.hpp"
#include "pg/view_state.hpp"

namespace veil::pg {

namespace {

struct ClosedRelease {
    ReleaseName release;
    Oid base;
    IndexedColumns indexed;
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

// Everything the event triggers do to the catalog is done as the extension's owner, under pinned settings.
// One is made only where there is something to do: DDL on a table without releases is to cost a few index
// lookups.
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

Oid find_relation(const List* names) {
    return find_relation(call([&] { return makeRangeVarFromNameList(const_cast<List*>(names)); }));
}

char kind_of(Oid relation) {
    return OidIsValid(relation) ? call([&] { return get_rel_relkind(relation); }) : '\0';
}

// Whoever may not change the relation gets the server's refusal, and locks and closes nothing on the way.
bool may_change(Oid relation) {
    return OidIsValid(relation) && call([&] { return owns_relation(relation, GetUserId()); });
}

bool is_relation_kind(ObjectType type) {
    return type == OBJECT_TABLE || type == OBJECT_FOREIGN_TABLE || type == OBJECT_VIEW ||
           type == OBJECT_MATVIEW;
}

bool has_command(const AlterTableStmt* statement, std::initializer_list<AlterTableType> kinds) {
    for (int i = 0; i < list_length(statement->cmds); ++i) {
        AlterTableType kind = static_cast<AlterTableCmd*>(list_nth(statement->cmds, i))->subtype;
        if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) {
            return true;
        }
    }
    return false;
}

// The tables of a composite type, which change with it.
std::vector<Oid> typed_tables(Oid type_relation) {
    Session session;
    std::vector<Oid> tables;
    for (const Row& row :
         session.spi().query("SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_type t "
                             "ON t.oid = c.reloftype WHERE t.typrelid = $1::oid",
                             {std::to_string(type_relation)})) {
        tables.push_back(oid_of(*row[0]));
    }
    return tables;
}

// What a change of the relation's columns reaches.
std::vector<Oid> affected_relations(Oid relation) {
    if (kind_of(relation) != RELKIND_COMPOSITE_TYPE) {
        return with_descendants(relation);
    }
    std::vector<Oid> relations;
    for (Oid table : typed_tables(relation)) {
        for (Oid member : with_descendants(table)) {
            relations.push_back(member);
        }
    }
    return relations;
}

// A release that a statement will touch, and the relation that it reads.
struct TouchedRelease {
    ReleaseWithView release;
    Oid base;
};

std::vector<TouchedRelease> touched_releases(const std::vector<Oid>& relations) {
    std::vector<TouchedRelease> touched;
    for (Oid relation : relations) {
        for (ReleaseWithView& release : releases_on(relation)) {
            touched.push_back({std::move(release), relation});
        }
    }
    return touched;
}

// The order in which everybody takes locks: editors the catalog, then the view, then its base; analysts the
// view, then its base. A statement takes its base first, so the others must be had before it.
void lock_views(const std::vector<TouchedRelease>& releases) {
    for (const TouchedRelease& touched : releases) {
        lock_catalog();
        call([&] { LockRelationOid(touched.release.view, AccessExclusiveLock); });
    }
}

// `retyped`: columns whose type changes.
void close_releases_on(Oid relation, const std::vector<std::string>& retyped = {}) {
    if (!may_change(relation)) {
        return;
    }
    const std::vector<Oid> relations = affected_relations(relation);
    const std::vector<TouchedRelease> releases = touched_releases(relations);
    if (releases.empty()) {
        return;
    }
    Session session;
    lock_catalog();
    OwnChange own;
    for (const TouchedRelease& touched : releases) {
        const ReleaseName& name = touched.release.name;
        auto policy = find_policy(session.spi(), name.policy);
        auto release = find_release(session.spi(), name.policy, name.relation);
        if (policy && release) {
            relation_owner_changed(session.spi(), touched.base);
            ReleaseView view(session.spi(), *policy, *release);
            closed().push_back(
                {name, touched.base, IndexedColumns(touched.base, view.oid()), GetCurrentSubTransactionId()});
            view.close();
        }
    }
    for (const Oid member : relations) {
        for (const std::string& column : retyped) {
            drop_indexes_of_column(session.spi(), member, column);
        }
    }
}

// A view is at stake when its relation gets another name, and when another relation gets the name it waits
// for.
void lock_before_new_name(Oid relation, const std::string& schema, const std::string& name) {
    // The server asks for both, but only after it has the locks: nobody is to wait for the readers of views
    // on a relation that he has nothing to say over.
    if (!may_change(relation) || !call([&] {
            Oid target = get_namespace_oid(schema.c_str(), true);
            return OidIsValid(target) && may_create_in(target, GetUserId());
        })) {
        return;
    }
    lock_views(touched_releases({relation}));
    const std::string qualified = quote_name(schema, name);
    if (!call([&] { return is_released_name(qualified); })) {
        return;
    }
    lock_catalog();
    Session session;
    for (const Row& row : session.spi().query(
             "SELECT pg_catalog.quote_ident(p.schema) || '.' || pg_catalog.quote_ident(r.view_name) "
             "FROM veil.release r JOIN veil.policy p ON p.name = r.policy WHERE $1 IN (r.relation, "
             "r.declared) "
             "ORDER BY 1",
             {qualified})) {
        Oid view = relation_by_name(*row[0]);
        if (OidIsValid(view) && release_of_view(view)) {
            call([&] { LockRelationOid(view, AccessExclusiveLock); });
        }
    }
}

// What of a release's view is not its owner's to change: it follows from the policy and its rules.
void keep_release_intact(Oid relation, const char* what) {
    if (kind_of(relation) == RELKIND_VIEW && release_of_view(relation)) {
        throw Refusal(
            ERRCODE_FEATURE_NOT_SUPPORTED,
            std::string("the ") + what + " of a protected release cannot be changed",
            "Its columns follow its rules and the base relation, its schema and owner are the policy's.");
    }
}

// The trigger that makes a release refuse writes, and that it is known by.
void keep_release_trigger(Oid relation, const char* trigger) {
    if (kind_of(relation) != RELKIND_VIEW) {
        return;
    }
    if (call([&] { return is_release_trigger(get_trigger_oid(relation, trigger, true)); })) {
        keep_release_intact(relation, "trigger");
    }
}

void before_drop(const DropStmt* statement) {
    for (int i = 0; i < list_length(statement->objects); ++i) {
        if (statement->removeType == OBJECT_TRIGGER) {
            auto* names = static_cast<List*>(list_nth(statement->objects, i));
            const char* trigger = strVal(llast(names));
            keep_release_trigger(
                find_relation(call([&] { return list_truncate(list_copy(names), list_length(names) - 1); })),
                trigger);
        } else if (statement->removeType == OBJECT_SCHEMA) {
            note_owners(Session().spi(), strVal(list_nth(statement->objects, i)));
        } else if (is_relation_kind(statement->removeType)) {
            close_releases_on(find_relation(static_cast<List*>(list_nth(statement->objects, i))));
        }
    }
}

std::vector<std::string> retyped_columns(const AlterTableStmt* statement) {
    std::vector<std::string> names;
    for (int i = 0; i < list_length(statement->cmds); ++i) {
        const auto* command = static_cast<AlterTableCmd*>(list_nth(statement->cmds, i));
        if (command->subtype == AT_AlterColumnType) {
            names.emplace_back(command->name);
        }
    }
    return names;
}

void before_alter(const AlterTableStmt* statement) {
    Oid relation = find_relation(statement->relation);
    const bool changes_owner = has_command(statement, {AT_ChangeOwner});
    if (changes_owner) {
        keep_release_intact(relation, "owner");
    }
    if (has_command(statement, {AT_DropColumn, AT_AlterColumnType})) {
        close_releases_on(relation, retyped_columns(statement));
    } else if (may_change(relation) &&
               call([&] { return AlterTableGetLockLevel(statement->cmds); }) == AccessExclusiveLock) {
        // It keeps readers out of the base. A later statement of its transaction may need the views.
        lock_views(touched_releases(affected_relations(relation)));
    }
}

void before_rename(const RenameStmt* statement) {
    Oid relation = find_relation(statement->relation);
    if (statement->renameType == OBJECT_COLUMN) {
        keep_release_intact(relation, "column names");
    }
    if (statement->renameType == OBJECT_COLUMN || statement->renameType == OBJECT_ATTRIBUTE ||
        statement->renameType == OBJECT_TABCONSTRAINT) {
        if (may_change(relation)) {
            lock_views(touched_releases(affected_relations(relation)));
        }
    } else if (is_relation_kind(statement->renameType) && OidIsValid(relation)) {
        const char* schema = call([&] { return get_namespace_name(get_rel_namespace(relation)); });
        lock_before_new_name(relation, schema, statement->newname);
    }
}

void before_move(const AlterObjectSchemaStmt* statement) {
    if (!is_relation_kind(statement->objectType)) {
        return;
    }
    Oid relation = find_relation(statement->relation);
    keep_release_intact(relation, "schema");
    if (OidIsValid(relation)) {
        const char* name = call([&] { return get_rel_name(relation); });
        lock_before_new_name(relation, statement->newschema, name);
    }
}

void before(Node* statement) {
    if (IsA(statement, AlterTableStmt)) {
        before_alter(reinterpret_cast<const AlterTableStmt*>(statement));
    } else if (IsA(statement, DropStmt)) {
        before_drop(reinterpret_cast<const DropStmt*>(statement));
    } else if (IsA(statement, DropOwnedStmt)) {
        note_owners(Session().spi(), std::nullopt);
    } else if (IsA(statement, RenameStmt)) {
        before_rename(reinterpret_cast<const RenameStmt*>(statement));
    } else if (IsA(statement, AlterObjectSchemaStmt)) {
        before_move(reinterpret_cast<const AlterObjectSchemaStmt*>(statement));
    } else if (IsA(statement, ViewStmt)) {
        const auto* view = reinterpret_cast<const ViewStmt*>(statement);
        if (view->replace) {
            keep_release_intact(find_relation(view->view), "query");
        }
    } else if (IsA(statement, RuleStmt)) {
        keep_release_intact(find_relation(reinterpret_cast<const RuleStmt*>(statement)->relation),
                            "rewrite rules");
    } else if (IsA(statement, CreateTrigStmt)) {
        const auto* trigger = reinterpret_cast<const CreateTrigStmt*>(statement);
        keep_release_trigger(find_relation(trigger->relation), trigger->trigname);
    }
}

// A release that stayed closed shows nothing to make an index of.
void restore_indexes(const Session& session, const ClosedRelease& entry) {
    for (const ReleaseWithView& release : releases_on(entry.base)) {
        if (release.name.policy == entry.release.policy) {
            OwnChange own;
            entry.indexed.restore(session.spi(), entry.base, release.view);
        }
    }
}

// What was closed for the statement.
void reopen(const Session& session) {
    std::vector<ClosedRelease> waiting = std::move(closed());
    closed().clear();
    for (const ClosedRelease& entry : waiting) {
        if (call([&] { return SearchSysCacheExists1(RELOID, ObjectIdGetDatum(entry.base)); })) {
            build_release(session.spi(), entry.release.policy, entry.release.relation,
                          Occasion::relation_changed, InvalidOid, entry.base);
            restore_indexes(session, entry);
        } else {
            relation_gone(session.spi(), entry.release);
        }
    }
}

// The relations that the statement made or changed, as the server collected them.
std::vector<Oid> touched_relations(const Session& session) {
    std::vector<Oid> relations;
    for (const Row& row :
         session.spi().query("SELECT DISTINCT objid FROM pg_catalog.pg_event_trigger_ddl_commands() "
                             "WHERE classid = 'pg_catalog.pg_class'::regclass ORDER BY 1")) {
        Oid relation = oid_of(*row[0]);
        static constexpr std::string_view kinds{"rpfvmc"};
        const char kind = kind_of(relation);
        if (kind != '\0' && kinds.find(kind) != std::string_view::npos &&
            call([&] { return get_rel_persistence(relation); }) != RELPERSISTENCE_TEMP) {
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
        schema_renamed(session.spi(), rename->subname, rename->newname);
    } else if (rename->renameType == OBJECT_ATTRIBUTE) {
        for (Oid relation : touched_relations(session)) {
            for (Oid table : typed_tables(relation)) {
                column_renamed(session.spi(), table, rename->subname, rename->newname);
            }
        }
    } else if (rename->renameType == OBJECT_COLUMN && is_relation_kind(rename->relationType)) {
        for (Oid relation : touched_relations(session)) {
            column_renamed(session.spi(), relation, rename->subname, rename->newname);
        }
    } else if (is_relation_kind(rename->renameType)) {
        for (Oid relation : touched_relations(session)) {
            release_view_renamed(session.spi(), relation, rename->relation->relname, rename->newname);
            relation_renamed(session.spi(), relation);
        }
    }
}

void after_alter(const AlterTableStmt* statement) {
    const bool changes_owner = has_command(statement, {AT_ChangeOwner});
    if (closed().empty() && !changes_owner) {
        return;
    }
    Session session;
    reopen(session);
    if (changes_owner) {
        for (Oid relation : touched_relations(session)) {
            relation_owner_changed(session.spi(), relation);
            relation_appeared(session.spi(), relation);
        }
    }
}

void after(Node* statement) {
    if (IsA(statement, AlterTableStmt)) {
        after_alter(reinterpret_cast<const AlterTableStmt*>(statement));
        return;
    }
    if (IsA(statement, DropStmt)) {
        if (!closed().empty()) {
            reopen(Session());
        }
        return;
    }
    const Oid role = GetUserId();
    Session session;
    if (IsA(statement, CreateSchemaStmt)) {
        for (const Row& row : session.spi().query(
                 "SELECT n.nspname FROM pg_catalog.pg_event_trigger_ddl_commands() c JOIN "
                 "pg_catalog.pg_namespace n "
                 "ON n.oid = c.objid WHERE c.classid = 'pg_catalog.pg_namespace'::regclass")) {
            keep_policy_schema(session, *row[0], role);
        }
    }
    if (IsA(statement, RenameStmt)) {
        after_rename(session, reinterpret_cast<const RenameStmt*>(statement), role);
    } else if (IsA(statement, AlterObjectSchemaStmt)) {
        for (Oid relation : touched_relations(session)) {
            relation_renamed(session.spi(), relation);
        }
    } else if (IsA(statement, AlterOwnerStmt)) {
        const auto* alter = reinterpret_cast<const AlterOwnerStmt*>(statement);
        if (alter->objectType == OBJECT_SCHEMA) {
            policy_owner_changed(session.spi(), strVal(alter->object));
        }
    } else {
        for (Oid relation : touched_relations(session)) {
            relation_appeared(session.spi(), relation);
        }
    }
}

// Columns that went, by whichever statement, of relations that stayed.
void after_columns_dropped() {
    Session session;
    for (const Row& row : session.spi().query(
             "SELECT objid, address_names[3] FROM pg_catalog.pg_event_trigger_dropped_objects() "
             "WHERE classid = 'pg_catalog.pg_class'::regclass AND objsubid > 0 AND NOT is_temporary ORDER BY "
             "1, 2")) {
        Oid relation = oid_of(*row[0]);
        const std::string column = row[1].value_or("");
        if (kind_of(relation) == '\0') {
            continue;
        }
        for (const ClosedRelease& entry : closed()) {
            if (entry.base == relation) {
                delete_rule(session.spi(), entry.release, column);
            }
        }
        column_dropped(session.spi(), relation, column);
    }
}

// A restore with disabled triggers ends with ENABLE TRIGGER ALL, after which the catalog's triggers would not
// fire under session_replication_role = replica: they are ENABLE ALWAYS again.
void keep_own_triggers(Node* statement) {
    if (!IsA(statement, AlterTableStmt)) {
        return;
    }
    const auto* alter = reinterpret_cast<const AlterTableStmt*>(statement);
    if (!has_command(alter, {AT_EnableTrig, AT_EnableTrigAll, AT_EnableTrigUser})) {
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

VEIL_FUNCTION(veil_sql_drop)
{
    (void)event_data(fcinfo);
    if (is_watching()) {
        after_columns_dropped();
    }
    return static_cast<Datum>(0);
}
