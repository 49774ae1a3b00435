#include "pg/catalog.hpp"

#include "pg/known_function.hpp"

namespace veil::pg {

namespace {

// Column numbers of veil.key_version and veil.key_grant (sql/install/20_keys.sql).
constexpr AttrNumber key_version_name = 1;
constexpr AttrNumber key_version_version = 2;
constexpr AttrNumber key_version_state = 3;
constexpr AttrNumber key_version_check = 5;
constexpr AttrNumber key_grant_key = 1;
constexpr AttrNumber key_grant_grantee = 2;

// Of veil.policy and veil.release (sql/install/50_catalog.sql).
constexpr AttrNumber policy_name = 1;
constexpr AttrNumber policy_schema = 2;
constexpr AttrNumber release_policy = 1;
constexpr AttrNumber release_relation = 2;
constexpr AttrNumber release_declared = 3;
constexpr AttrNumber release_view_name = 4;

// A scan key on a text column with collation "C".
void match_text(ScanKeyData* key, AttrNumber column, std::string_view value) {
    ScanKeyEntryInitialize(
        key, 0, column, BTEqualStrategyNumber, InvalidOid, C_COLLATION_OID, F_TEXTEQ,
        PointerGetDatum(cstring_to_text_with_len(value.data(), static_cast<int>(value.size()))));
}

std::string_view text_view(Datum datum) {
    text* value = DatumGetTextPP(datum);
    return {VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};
}

KeyVersion read_key_version(HeapTuple tuple, TupleDesc columns) {
    KeyVersion row{};
    bool is_null = false;
    row.found = true;
    row.version = DatumGetInt32(heap_getattr(tuple, key_version_version, columns, &is_null));
    row.destroyed = text_view(heap_getattr(tuple, key_version_state, columns, &is_null)) == "destroyed";
    bytea* check = DatumGetByteaPP(heap_getattr(tuple, key_version_check, columns, &is_null));
    if (VARSIZE_ANY_EXHDR(check) != row.check.size()) {
        ereport(ERROR,
                (errcode(ERRCODE_DATA_CORRUPTED), errmsg("veil.key_version holds a damaged check value")));
    }
    memcpy(row.check.data(), VARDATA_ANY(check), row.check.size());
    return row;
}

// Walks the rows that the keys select. `take` says whether to stop.
template <class Take>
void scan_by_keys(const char* table_name, const char* index_name, std::span<ScanKeyData> keys, Take&& take) {
    Oid table_oid = veil_relation(table_name);
    Oid index_oid = veil_relation(index_name);
    if (!OidIsValid(table_oid) || !OidIsValid(index_oid)) {
        return;
    }
    Relation table = table_open(table_oid, AccessShareLock);
    SysScanDesc scan =
        systable_beginscan(table, index_oid, true, nullptr, static_cast<int>(keys.size()), keys.data());
    for (HeapTuple tuple = systable_getnext(scan); HeapTupleIsValid(tuple); tuple = systable_getnext(scan)) {
        if (take(tuple, RelationGetDescr(table))) {
            break;
        }
    }
    systable_endscan(scan);
    table_close(table, AccessShareLock);
}

// Walks the rows whose first indexed column has a value.
template <class Take>
void scan_by_name(const char* table_name, const char* index_name, AttrNumber column, std::string_view name,
                  Take&& take) {
    ScanKeyData key;
    match_text(&key, column, name);
    scan_by_keys(table_name, index_name, {&key, 1}, take);
}

char* copy_text(HeapTuple tuple, AttrNumber column, TupleDesc columns) {
    bool is_null = false;
    return TextDatumGetCString(heap_getattr(tuple, column, columns, &is_null));
}

// Walks the rows of a system catalog that refer to an object.
template <class Take>
void scan_catalog(Oid catalog, Oid index, std::span<ScanKeyData> keys, Take&& take) {
    Relation table = table_open(catalog, AccessShareLock);
    SysScanDesc scan =
        systable_beginscan(table, index, true, nullptr, static_cast<int>(keys.size()), keys.data());
    for (HeapTuple tuple = systable_getnext(scan); HeapTupleIsValid(tuple); tuple = systable_getnext(scan)) {
        if (take(tuple)) {
            break;
        }
    }
    systable_endscan(scan);
    table_close(table, AccessShareLock);
}

void match_oid(ScanKeyData* key, AttrNumber column, Oid value) {
    ScanKeyInit(key, column, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(value));
}

// Not by LookupFuncName, which checks the caller's privilege on the schema.
Oid refuse_writes_function() {
    return known_function("refuse_writes", std::span<const Oid>());
}

Oid view_of_rule(Oid rule) {
    ScanKeyData key;
    match_oid(&key, Anum_pg_rewrite_oid, rule);
    Oid view = InvalidOid;
    scan_catalog(RewriteRelationId, RewriteOidIndexId, {&key, 1}, [&](HeapTuple tuple) {
        view = reinterpret_cast<Form_pg_rewrite>(GETSTRUCT(tuple))->ev_class;
        return true;
    });
    return view;
}

// Asked for many times in each planning.
Oid known_schema = InvalidOid;
bool knows_schema = false;
bool watches_schemas = false;

void forget_schema(Datum /*argument*/, int /*cache*/, uint32 /*hash*/) {
    knows_schema = false;
}

} // namespace

Oid veil_schema() {
    if (!knows_schema) {
        if (!watches_schemas) {
            CacheRegisterSyscacheCallback(NAMESPACEOID, forget_schema, Datum{0});
            watches_schemas = true;
        }
        known_schema = get_namespace_oid("veil", true);
        knows_schema = true;
    }
    return known_schema;
}

Oid veil_relation(const char* name) {
    Oid schema = veil_schema();
    return OidIsValid(schema) ? get_relname_relid(name, schema) : InvalidOid;
}

Oid extension_owner() {
    HeapTuple tuple = SearchSysCache1(NAMESPACEOID, ObjectIdGetDatum(veil_schema()));
    if (!HeapTupleIsValid(tuple)) {
        ereport(ERROR, (errcode(ERRCODE_UNDEFINED_SCHEMA), errmsg("schema \"veil\" does not exist")));
    }
    Oid owner = reinterpret_cast<Form_pg_namespace>(GETSTRUCT(tuple))->nspowner;
    ReleaseSysCache(tuple);
    return owner;
}

KeyVersion find_key_version(std::string_view name, std::int32_t version) {
    KeyVersion result{};
    scan_by_name("key_version", "key_version_pkey", key_version_name, name,
                 [&](HeapTuple tuple, TupleDesc columns) {
                     KeyVersion row = read_key_version(tuple, columns);
                     if (row.version == version) {
                         result = row;
                     }
                     return result.found;
                 });
    return result;
}

KeyVersion find_active_version(std::string_view name) {
    KeyVersion result{};
    scan_by_name("key_version", "key_version_pkey", key_version_name, name,
                 [&](HeapTuple tuple, TupleDesc columns) {
                     bool is_null = false;
                     if (text_view(heap_getattr(tuple, key_version_state, columns, &is_null)) == "active") {
                         result = read_key_version(tuple, columns);
                     }
                     return result.found;
                 });
    return result;
}

KeyVersion find_latest_version(std::string_view name) {
    KeyVersion result{};
    scan_by_name("key_version", "key_version_pkey", key_version_name, name,
                 [&](HeapTuple tuple, TupleDesc columns) {
                     KeyVersion row = read_key_version(tuple, columns);
                     if (!result.found || row.version > result.version) {
                         result = row;
                     }
                     return false;
                 });
    return result;
}

bool holds_all_keys(Oid role) {
    return superuser_arg(role) || (OidIsValid(veil_schema()) && has_privs_of_role(role, extension_owner()));
}

bool holds_key(Oid role, std::string_view name) {
    if (holds_all_keys(role)) {
        return true;
    }
    bool granted = false;
    scan_by_name("key_grant", "key_grant_pkey", key_grant_key, name, [&](HeapTuple tuple, TupleDesc columns) {
        bool is_null = false;
        Oid grantee = DatumGetObjectId(heap_getattr(tuple, key_grant_grantee, columns, &is_null));
        // A dropped role leaves its row behind; nobody is a member of it.
        granted =
            SearchSysCacheExists1(AUTHOID, ObjectIdGetDatum(grantee)) && has_privs_of_role(role, grantee);
        return granted;
    });
    return granted;
}

bool is_view_of_release(Oid view) {
    if (get_rel_relkind(view) != RELKIND_VIEW) {
        return false;
    }
    const Oid function = refuse_writes_function();
    ScanKeyData key;
    match_oid(&key, Anum_pg_trigger_tgrelid, view);
    bool found = false;
    scan_catalog(TriggerRelationId, TriggerRelidNameIndexId, {&key, 1}, [&](HeapTuple tuple) {
        found = reinterpret_cast<Form_pg_trigger>(GETSTRUCT(tuple))->tgfoid == function;
        return found;
    });
    return found;
}

bool is_release_trigger_function(Oid function) {
    return OidIsValid(function) && function == refuse_writes_function();
}

ReleaseKey find_release_of_view(Oid view) {
    ReleaseKey release{};
    if (!is_view_of_release(view)) {
        return release;
    }
    const char* schema = get_namespace_name(get_rel_namespace(view));
    scan_by_name("policy", "policy_schema_key", policy_schema, schema, [&](HeapTuple row, TupleDesc columns) {
        release.policy = copy_text(row, policy_name, columns);
        return true;
    });
    if (release.policy == nullptr) {
        return release;
    }
    std::array<ScanKeyData, 2> keys;
    match_text(&keys[0], release_policy, release.policy);
    match_text(&keys[1], release_view_name, get_rel_name(view));
    scan_by_keys("release", "release_policy_view_name_key", keys, [&](HeapTuple row, TupleDesc columns) {
        release.relation = copy_text(row, release_relation, columns);
        return true;
    });
    return release.relation == nullptr ? ReleaseKey{} : release;
}

bool is_release_trigger(Oid trigger) {
    ScanKeyData key;
    match_oid(&key, Anum_pg_trigger_oid, trigger);
    bool found = false;
    scan_catalog(TriggerRelationId, TriggerOidIndexId, {&key, 1}, [&](HeapTuple tuple) {
        found = reinterpret_cast<Form_pg_trigger>(GETSTRUCT(tuple))->tgfoid == refuse_writes_function();
        return true;
    });
    return found;
}

List* views_reading(Oid relation) {
    std::array<ScanKeyData, 2> keys;
    match_oid(&keys[0], Anum_pg_depend_refclassid, RelationRelationId);
    match_oid(&keys[1], Anum_pg_depend_refobjid, relation);
    List* views = NIL;
    scan_catalog(DependRelationId, DependReferenceIndexId, keys, [&](HeapTuple tuple) {
        auto* row = reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple));
        if (row->classid == RewriteRelationId) {
            Oid view = view_of_rule(row->objid);
            if (OidIsValid(view) && view != relation) {
                views = list_append_unique_oid(views, view);
            }
        }
        return false;
    });
    return views;
}

bool is_released_name(std::string_view name) {
    bool found = false;
    auto take = [&](HeapTuple, TupleDesc) {
        found = true;
        return true;
    };
    scan_by_name("release", "release_relation", release_relation, name, take);
    if (!found) {
        scan_by_name("release", "release_declared", release_declared, name, take);
    }
    return found;
}

} // namespace veil::pg
