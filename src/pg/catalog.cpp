#include "pg/catalog.hpp"

namespace veil::pg {

namespace {

// Column numbers of veil.key_version and veil.key_grant (sql/install/20_keys.sql).
constexpr AttrNumber key_version_name = 1;
constexpr AttrNumber key_version_version = 2;
constexpr AttrNumber key_version_state = 3;
constexpr AttrNumber key_version_check = 5;
constexpr AttrNumber key_grant_key = 1;
constexpr AttrNumber key_grant_grantee = 2;

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

// Walks the rows of one key. `take` says whether to stop.
template <class Take>
void scan_by_name(const char* table_name, const char* index_name, AttrNumber column, std::string_view name,
                  Take&& take) {
    Oid table_oid = veil_relation(table_name);
    Oid index_oid = veil_relation(index_name);
    if (!OidIsValid(table_oid) || !OidIsValid(index_oid)) {
        return;
    }
    ScanKeyData key;
    match_text(&key, column, name);
    Relation table = table_open(table_oid, AccessShareLock);
    SysScanDesc scan = systable_beginscan(table, index_oid, true, nullptr, 1, &key);
    for (HeapTuple tuple = systable_getnext(scan); HeapTupleIsValid(tuple); tuple = systable_getnext(scan)) {
        if (take(tuple, RelationGetDescr(table))) {
            break;
        }
    }
    systable_endscan(scan);
    table_close(table, AccessShareLock);
}

} // namespace

Oid veil_schema() {
    return get_namespace_oid("veil", true);
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

} // namespace veil::pg
