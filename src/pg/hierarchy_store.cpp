#include "pg/hierarchy_store.hpp"

#include "core/hierarchy_definition.hpp"
#include "core/hierarchy_table.hpp"
#include "pg/catalog.hpp"
#include "pg/character_length.hpp"
#include "pg/text_value.hpp"

namespace veil::pg {

std::uint64_t hierarchy_generation = 1;

namespace {

// Column numbers of veil.hierarchy (sql/install/38_hierarchy.sql).
constexpr AttrNumber hierarchy_name = 1;
constexpr AttrNumber hierarchy_version = 2;
constexpr AttrNumber hierarchy_definition = 4;
constexpr AttrNumber hierarchy_content = 5;

// What a backend may keep, in bytes. One hierarchy may be larger, and is then the only one.
constexpr std::size_t most_kept = 256UL * 1024 * 1024;

// One row of veil.hierarchy. Numbers of versions come back after a rollback, and after a hierarchy was
// dropped; who made the row tells such apart.
struct RowVersion {
    std::int32_t version;
    TransactionId made_by;

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 inside for a pointer's
    friend auto operator<=>(const RowVersion&, const RowVersion&) = default;
};

struct Kept {
    RowVersion row;
    std::unique_ptr<const Hierarchy> hierarchy;
};

struct Store {
    std::uint64_t generation = 0;
    std::size_t size = 0;
    // Beside the newest version an older snapshot may see another one.
    std::map<std::string, std::vector<Kept>, std::less<>> hierarchies;

    void clear() {
        hierarchies.clear();
        size = 0;
    }
};

// Created at first use and kept for the life of the process.
Store* store = nullptr;
// The relation whose invalidation means that hierarchies changed. Known from the first use on.
Oid hierarchy_relation = InvalidOid;

// Sets a flag and nothing else: a relcache callback may run anywhere. InvalidOid means "all relations".
void on_relcache_invalidation(Datum, Oid relation) {
    if (!OidIsValid(relation) || relation == hierarchy_relation) {
        ++hierarchy_generation;
    }
}

// Walks the versions of a hierarchy that the active snapshot sees. Backend code.
template <class Take>
void scan_versions(std::string_view name, Take&& take) {
    const Oid index = veil_relation("hierarchy_pkey");
    if (!OidIsValid(hierarchy_relation) || !OidIsValid(index)) {
        return;
    }
    ScanKeyData key;
    ScanKeyEntryInitialize(&key, 0, hierarchy_name, BTEqualStrategyNumber, InvalidOid, C_COLLATION_OID,
                           F_TEXTEQ, text_datum(name));
    Relation table = table_open(hierarchy_relation, AccessShareLock);
    Snapshot snapshot = ActiveSnapshotSet() ? GetActiveSnapshot() : nullptr;
    SysScanDesc scan = systable_beginscan(table, index, true, snapshot, 1, &key);
    for (HeapTuple tuple = systable_getnext(scan); HeapTupleIsValid(tuple); tuple = systable_getnext(scan)) {
        take(tuple, RelationGetDescr(table));
    }
    systable_endscan(scan);
    table_close(table, AccessShareLock);
}

RowVersion row_version(HeapTuple tuple, TupleDesc columns) {
    bool is_null = false;
    return {DatumGetInt32(heap_getattr(tuple, hierarchy_version, columns, &is_null)),
            HeapTupleHeaderGetRawXmin(tuple->t_data)};
}

// Version 0: there is none.
RowVersion newest_version(std::string_view name) {
    RowVersion newest{};
    scan_versions(name, [&](HeapTuple tuple, TupleDesc columns) {
        newest = std::max(newest, row_version(tuple, columns));
    });
    return newest;
}

// What a version is made of: a definition in JSON, or listed values. Null pointers for what it does not have.
struct Source {
    const char* definition;
    const text* content;
};

Source read_source(std::string_view name, RowVersion wanted) {
    Source source{};
    scan_versions(name, [&](HeapTuple tuple, TupleDesc columns) {
        if (row_version(tuple, columns) != wanted) {
            return;
        }
        bool is_null = false;
        Datum value = heap_getattr(tuple, hierarchy_definition, columns, &is_null);
        if (!is_null) {
            source.definition = DatumGetCString(DirectFunctionCall1(jsonb_out, value));
        }
        value = heap_getattr(tuple, hierarchy_content, columns, &is_null);
        if (!is_null) {
            // A copy: the tuple goes with the scan.
            source.content = DatumGetTextPCopy(value);
        }
    });
    return source;
}

[[noreturn]] void refuse_damaged(std::string_view name) {
    throw Refusal(ERRCODE_DATA_CORRUPTED, "hierarchy \"" + std::string(name) + "\" is damaged",
                  "Load it again with veil.load_hierarchy.");
}

std::unique_ptr<const Hierarchy> read_hierarchy(std::string_view name, RowVersion wanted) {
    const Source source = call([&] { return read_source(name, wanted); });
    if (source.content != nullptr) {
        HierarchyRows rows;
        if (parse_hierarchy_text(view_of(source.content), ';', rows)) {
            refuse_damaged(name);
        }
        auto table = HierarchyTable::build(rows);
        if (std::holds_alternative<HierarchyProblem>(table)) {
            refuse_damaged(name);
        }
        return std::move(std::get<0>(table));
    }
    auto definition = parse_hierarchy_definition(source.definition == nullptr ? "" : source.definition);
    if (std::holds_alternative<std::string>(definition)) {
        refuse_damaged(name);
    }
    return make_hierarchy(std::get<0>(definition), character_length());
}

const Hierarchy* find_kept(std::string_view name, RowVersion wanted) {
    auto found = store->hierarchies.find(name);
    if (found != store->hierarchies.end()) {
        for (const Kept& kept : found->second) {
            if (kept.row == wanted) {
                return kept.hierarchy.get();
            }
        }
    }
    return nullptr;
}

const Hierarchy* keep(std::string_view name, RowVersion row, std::unique_ptr<const Hierarchy> hierarchy) {
    const std::size_t size = hierarchy->size();
    if (store->size > 0 && store->size + size > most_kept) {
        store->clear();
        store->generation = ++hierarchy_generation;
    }
    store->size += size;
    auto& versions = store->hierarchies[std::string(name)];
    versions.push_back({row, std::move(hierarchy)});
    return versions.back().hierarchy.get();
}

} // namespace

void watch_hierarchies() {
    CacheRegisterRelcacheCallback(on_relcache_invalidation, static_cast<Datum>(0));
}

PreparedHierarchy prepare_hierarchy(std::string_view name) {
    hierarchy_relation = call([] { return veil_relation("hierarchy"); });
    const RowVersion newest = call([&] { return newest_version(name); });
    if (newest.version == 0) {
        throw Refusal(ERRCODE_UNDEFINED_OBJECT, "hierarchy \"" + std::string(name) + "\" does not exist",
                      "Load it with veil.load_hierarchy.");
    }
    if (store == nullptr) {
        store = new Store;
    }
    if (store->generation != hierarchy_generation) {
        store->generation = hierarchy_generation;
        store->clear();
    }
    const Hierarchy* hierarchy = find_kept(name, newest);
    if (hierarchy == nullptr) {
        hierarchy = keep(name, newest, read_hierarchy(name, newest));
    }
    // Not hierarchy_generation: reading the catalog may have raised it, and then this is outdated already.
    return {hierarchy, store->generation};
}

} // namespace veil::pg
