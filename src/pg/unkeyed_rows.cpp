#include "pg/unkeyed_rows.hpp"

#include "pg/catalog.hpp"
#include "pg/compat.hpp"
#include "pg/kept_answers.hpp"

namespace veil::pg {

namespace {

// An index of pseudonyms, and its table, open for as long as it is asked.
struct OpenIndex {
    Relation index;
    Relation table;
};

bool is_readable(Relation index) {
    const bool is_permanent = index->rd_rel->relpersistence == RELPERSISTENCE_PERMANENT;
    return index->rd_rel->relkind == RELKIND_INDEX && index->rd_rel->relam == HASH_AM_OID &&
           !RELATION_IS_OTHER_TEMP(index) && (is_permanent || !RecoveryInProgress());
}

// `snapshot` is SnapshotAny for entries of whatever transaction.
bool has_unkeyed_rows(const OpenIndex& open, Snapshot snapshot) {
    ScanKeyData key;
    ScanKeyInit(&key, 1, HTEqualStrategyNumber, F_BYTEAEQ, value_without_key());
    IndexScanDesc scan = begin_index_scan(open.table, open.index, snapshot, 1);
    index_rescan(scan, &key, 1, nullptr, 0);
    TupleTableSlot* row = nullptr;
    bool found = false;
    while (!found && index_getnext_tid(scan, ForwardScanDirection) != nullptr) {
        if (snapshot == SnapshotAny) {
            found = true;
        } else {
            row = row == nullptr ? table_slot_create(open.table, nullptr) : row;
            found = index_fetch_heap(scan, row);
        }
    }
    if (row != nullptr) {
        ExecDropSingleTupleTableSlot(row);
    }
    index_endscan(scan);
    return found;
}

// Whether there is one, or might be.
bool ask(Oid index, Snapshot snapshot) {
    // A plan that reads an index has locked it.
    Relation opened = try_relation_open(index, AccessShareLock);
    if (opened == nullptr) {
        return true;
    }
    bool found = true;
    if (is_readable(opened)) {
        const OpenIndex open{opened, table_open(opened->rd_index->indrelid, AccessShareLock)};
        found = has_unkeyed_rows(open, snapshot);
        table_close(open.table, AccessShareLock);
    }
    relation_close(opened, AccessShareLock);
    return found;
}

// What was asked last, in an execution that goes on.
struct Asked {
    MemoryContext statement;
    Oid index;
};
Asked asked{nullptr, InvalidOid};

void forget_asked(void* statement) {
    if (asked.statement == statement) {
        asked = {nullptr, InvalidOid};
    }
}

void keep_asked(const Asked& done) {
    auto* callback = static_cast<MemoryContextCallback*>(
        MemoryContextAlloc(done.statement, sizeof(MemoryContextCallback)));
    *callback = {forget_asked, done.statement, nullptr};
    MemoryContextRegisterResetCallback(done.statement, callback);
    asked = done;
}

} // namespace

Datum value_without_key() {
    return PointerGetDatum(cstring_to_text(""));
}

bool may_have_unkeyed_rows(Oid index) {
    return ask(index, SnapshotAny);
}

Oid relation_that_tells() {
    return get_relname_relid("key_version", veil_schema());
}

void tell_of_unkeyed_row() {
    // What only reads may come here as well.
    const Oid relation = RecoveryInProgress() || IsParallelWorker() ? InvalidOid : relation_that_tells();
    if (OidIsValid(relation)) {
        CacheInvalidateRelcacheByRelid(relation);
    }
}

void refuse_unkeyed_rows(Oid index, MemoryContext statement) {
    if (asked.statement == statement && asked.index == index) {
        return;
    }
    if (!ask(index, GetActiveSnapshot())) {
        keep_asked({statement, index});
        return;
    }
    // Also where it was not told of, so that the next plan does not count on it again.
    forget_kept_answers();
    ResetPlanCache();
    ereport(ERROR, (errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
                    errmsg("rows were written without the key of an index while it was about to be read"),
                    errhint("Run the transaction again.")));
}

} // namespace veil::pg
