#include "pg/unkeyed_rows.hpp"

#include "pg/catalog.hpp"
#include "pg/compat.hpp"
#include "pg/kept_answers.hpp"

namespace veil::pg {

namespace {

bool is_readable(Relation index) {
    const bool is_permanent = index->rd_rel->relpersistence == RELPERSISTENCE_PERMANENT;
    return index->rd_rel->relkind == RELKIND_INDEX && index->rd_rel->relam == HASH_AM_OID &&
           !RELATION_IS_OTHER_TEMP(index) && (is_permanent || !RecoveryInProgress()) &&
           !ReindexIsProcessingIndex(RelationGetRelid(index));
}

// `snapshot` is SnapshotAny for entries of whatever transaction.
bool has_unkeyed_rows(Relation table, Relation index, Snapshot snapshot) {
    ScanKeyData key;
    ScanKeyInit(&key, 1, HTEqualStrategyNumber, F_BYTEAEQ, value_without_key());
    IndexScanDesc scan = begin_index_scan(table, index, snapshot, 1);
    index_rescan(scan, &key, 1, nullptr, 0);
    bool found = index_getnext_tid(scan, ForwardScanDirection) != nullptr;
    if (found && snapshot != SnapshotAny) {
        TupleTableSlot* row = table_slot_create(table, nullptr);
        index_rescan(scan, &key, 1, nullptr, 0);
        found = index_getnext_slot(scan, ForwardScanDirection, row);
        ExecDropSingleTupleTableSlot(row);
    }
    index_endscan(scan);
    return found;
}

bool may_see_unkeyed_rows(Oid number, Snapshot snapshot) {
    Relation index = try_relation_open(number, AccessShareLock);
    if (index == nullptr) {
        return true;
    }
    bool found = true;
    if (is_readable(index)) {
        Relation table = table_open(index->rd_index->indrelid, AccessShareLock);
        found = has_unkeyed_rows(table, index, snapshot);
        table_close(table, AccessShareLock);
    }
    relation_close(index, AccessShareLock);
    return found;
}

// Said to have changed when such a row is written. Nothing else follows it.
Oid relation_that_tells() {
    return veil_relation("release");
}

// The index that was last found without such rows, by an execution that goes on.
struct Found {
    MemoryContext execution;
    Oid index;
};
Found last_found{nullptr, InvalidOid};

void forget_found(void* execution) {
    if (last_found.execution == execution) {
        last_found = {nullptr, InvalidOid};
    }
}

void keep_found(const Found& found) {
    auto* callback = static_cast<MemoryContextCallback*>(
        MemoryContextAlloc(found.execution, sizeof(MemoryContextCallback)));
    *callback = {forget_found, found.execution, nullptr};
    MemoryContextRegisterResetCallback(found.execution, callback);
    last_found = found;
}

} // namespace

Datum value_without_key() {
    return PointerGetDatum(cstring_to_text(""));
}

bool may_have_unkeyed_rows(Oid index) {
    return may_see_unkeyed_rows(index, SnapshotAny);
}

void tell_of_unkeyed_row() {
    // What only reads may come here as well.
    const Oid relation = RecoveryInProgress() || IsParallelWorker() ? InvalidOid : relation_that_tells();
    if (OidIsValid(relation)) {
        CacheInvalidateRelcacheByRelid(relation);
    }
}

void follow_unkeyed_rows(PlannedStmt* plan, std::uint64_t since) {
    plan->relationOids = lappend_oid(plan->relationOids, relation_that_tells());
    // What was told of meanwhile was not told to this plan.
    plan->transientPlan |= since != count_relation_changes();
}

void refuse_unkeyed_rows(Oid index, MemoryContext execution) {
    if (last_found.execution == execution && last_found.index == index) {
        return;
    }
    if (!may_see_unkeyed_rows(index, GetActiveSnapshot())) {
        keep_found({execution, index});
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
