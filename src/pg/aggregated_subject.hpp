// What the aggregates over subjects share: their arguments are (state, subject, ...). All of it is backend
// code, and in the header since it runs for each row.
#pragma once

#include "core/subject_set.hpp"
#include "core/subject_table.hpp"
#include "pg/postgres.hpp"

extern "C" {
#include "utils/typcache.h"
}

namespace veil::pg {

// How the subjects of one call site are hashed; the first thing in what the site keeps.
struct SubjectSite {
    FmgrInfo hash;
    Oid collation;
};

inline MemoryContext aggregate_context(FunctionCallInfo fcinfo) {
    MemoryContext context = nullptr;
    if (AggCheckCallContext(fcinfo, &context) == 0) {
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("called outside of an aggregate")));
    }
    return context;
}

inline std::uint32_t checked_threshold(std::int32_t threshold) {
    if (threshold < 1 || threshold > static_cast<std::int32_t>(veil::largest_subject_threshold)) {
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("there is no such threshold")));
    }
    return static_cast<std::uint32_t>(threshold);
}

// Gives room for so many slots.
template <class Slot>
void make_room(MemoryContext context, veil::SubjectTable<Slot>* table, std::size_t capacity) {
    auto* room = static_cast<Slot*>(MemoryContextAllocHuge(context, capacity * sizeof(Slot)));
    const std::span<Slot> old = table->move_to({room, capacity});
    if (!old.empty()) {
        pfree(old.data());
    }
}

// Makes room where it is needed.
template <class Slot>
void add_subject(MemoryContext context, veil::SubjectTable<Slot>* table, const Slot& slot) {
    if (unlikely(table->is_full())) {
        make_room(context, table, table->new_capacity());
    }
    table->add(slot);
}

// Room for the subjects of both.
template <class Slot>
void merge_subjects(MemoryContext context, veil::SubjectTable<Slot>* table,
                    const veil::SubjectTable<Slot>& other) {
    if (other.size() > 0) {
        make_room(context, table, veil::SubjectTable<Slot>::new_capacity(table->size() + other.size()));
        table->merge(other);
    }
}

// The slots, in memory of the current context.
template <class Slot>
std::span<Slot> copy_subjects(const veil::SubjectTable<Slot>& table) {
    auto* room =
        static_cast<Slot*>(MemoryContextAllocHuge(CurrentMemoryContext, (table.size() + 1) * sizeof(Slot)));
    const std::span<Slot> copy(room, table.size());
    table.copy_to(copy);
    return copy;
}

// Of argument 1, in what the call site keeps: `size` bytes, which begin with a SubjectSite.
inline SubjectSite* new_subject_site(FunctionCallInfo fcinfo, std::size_t size) {
    const Oid type = get_fn_expr_argtype(fcinfo->flinfo, 1);
    const TypeCacheEntry* entry = lookup_type_cache(type, TYPECACHE_HASH_EXTENDED_PROC_FINFO);
    if (!OidIsValid(entry->hash_extended_proc)) {
        ereport(ERROR,
                (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("values of this type are no subjects")));
    }
    auto* site = static_cast<SubjectSite*>(MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, size));
    fmgr_info_cxt(entry->hash_extended_proc, &site->hash, fcinfo->flinfo->fn_mcxt);
    site->collation = OidIsValid(PG_GET_COLLATION()) ? PG_GET_COLLATION() : entry->typcollation;
    fcinfo->flinfo->fn_extra = site;
    return site;
}

// Of argument 1, which is not null.
inline std::uint64_t subject_hash(FunctionCallInfo fcinfo) {
    auto* site = static_cast<SubjectSite*>(fcinfo->flinfo->fn_extra);
    if (unlikely(site == nullptr)) {
        site = new_subject_site(fcinfo, sizeof(SubjectSite));
    }
    return DatumGetUInt64(
        FunctionCall2Coll(&site->hash, site->collation, PG_GETARG_DATUM(1), Int64GetDatum(0)));
}

// Whatever is beyond a double is infinite, and no error.
inline double double_of(Datum value, Oid type) {
    switch (type) {
    case INT2OID:
        return DatumGetInt16(value);
    case INT4OID:
        return DatumGetInt32(value);
    case INT8OID:
        return static_cast<double>(DatumGetInt64(value));
    case FLOAT4OID:
        return static_cast<double>(DatumGetFloat4(value));
    case FLOAT8OID:
        return DatumGetFloat8(value);
    case NUMERICOID:
        return DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, value));
    default:
        ereport(ERROR,
                (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("values of this type cannot be summed")));
    }
    pg_unreachable();
}

} // namespace veil::pg
