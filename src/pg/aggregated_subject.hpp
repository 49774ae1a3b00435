// What the aggregates over subjects share: their arguments are (state, subject, ...). All of it is backend
// code, and in the header since it runs for each row.
#pragma once

#include "core/dominance.hpp"
#include "core/subject_set.hpp"
#include "pg/postgres.hpp"

extern "C" {
#include "utils/typcache.h"
}

namespace veil::pg {

struct SubjectSite {
    FmgrInfo hash;
    Oid collation;
    Oid value_type; // of the argument after the part, where something is summed
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
inline void make_room(MemoryContext context, veil::Contributions* contributions, std::size_t capacity) {
    auto* room = static_cast<veil::Contribution*>(
        MemoryContextAllocHuge(context, capacity * sizeof(veil::Contribution)));
    const std::span<veil::Contribution> old = contributions->move_to({room, capacity});
    if (!old.empty()) {
        pfree(old.data());
    }
}

inline const SubjectSite* subject_site(FunctionCallInfo fcinfo) {
    auto* site = static_cast<SubjectSite*>(fcinfo->flinfo->fn_extra);
    if (unlikely(site == nullptr)) {
        const Oid type = get_fn_expr_argtype(fcinfo->flinfo, 1);
        const TypeCacheEntry* entry = lookup_type_cache(type, TYPECACHE_HASH_EXTENDED_PROC_FINFO);
        if (!OidIsValid(entry->hash_extended_proc)) {
            ereport(ERROR,
                    (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("values of this type are no subjects")));
        }
        site =
            static_cast<SubjectSite*>(MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(SubjectSite)));
        fmgr_info_cxt(entry->hash_extended_proc, &site->hash, fcinfo->flinfo->fn_mcxt);
        site->collation = OidIsValid(PG_GET_COLLATION()) ? PG_GET_COLLATION() : entry->typcollation;
        site->value_type =
            fcinfo->nargs > 4 ? getBaseType(get_fn_expr_argtype(fcinfo->flinfo, 3)) : InvalidOid;
        fcinfo->flinfo->fn_extra = site;
    }
    return site;
}

// Of argument 1, which is not null.
inline std::uint64_t subject_hash(FunctionCallInfo fcinfo) {
    const SubjectSite* site = subject_site(fcinfo);
    return DatumGetUInt64(FunctionCall2Coll(const_cast<FmgrInfo*>(&site->hash), site->collation,
                                            PG_GETARG_DATUM(1), Int64GetDatum(0)));
}

} // namespace veil::pg
