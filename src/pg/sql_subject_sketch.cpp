// veil.subject_sketch(subject, part, threshold): who is in a part of a cell, as core/subject_sketch.hpp has
// it. Each subject is remembered until the cell's rows are read.
#include "core/dominance.hpp"
#include "core/subject_set.hpp"
#include "pg/boundary.hpp"
#include "pg/guard_file.hpp"

extern "C" {
#include "utils/typcache.h"
}

using namespace veil::pg;

namespace {

struct Subjects {
    std::uint32_t threshold;
    veil::Contributions known;
};
static_assert(std::is_trivially_destructible_v<Subjects>);

struct HashSite {
    FmgrInfo hash;
    Oid collation;
};

const HashSite* hash_site(FunctionCallInfo fcinfo) {
    auto* site = static_cast<HashSite*>(fcinfo->flinfo->fn_extra);
    if (unlikely(site == nullptr)) {
        const TypeCacheEntry* entry =
            lookup_type_cache(get_fn_expr_argtype(fcinfo->flinfo, 1), TYPECACHE_HASH_EXTENDED_PROC_FINFO);
        if (!OidIsValid(entry->hash_extended_proc)) {
            ereport(ERROR,
                    (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("values of this type are no subjects")));
        }
        site = static_cast<HashSite*>(MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(HashSite)));
        fmgr_info_cxt(entry->hash_extended_proc, &site->hash, fcinfo->flinfo->fn_mcxt);
        site->collation = OidIsValid(PG_GET_COLLATION()) ? PG_GET_COLLATION() : entry->typcollation;
        fcinfo->flinfo->fn_extra = site;
    }
    return site;
}

MemoryContext aggregate_context(FunctionCallInfo fcinfo) {
    MemoryContext context = nullptr;
    if (AggCheckCallContext(fcinfo, &context) == 0) {
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("called outside of an aggregate")));
    }
    return context;
}

// C++ code.
void write_sketch(const veil::SubjectSketch& sketch, bytea* bytes) {
    sketch.write({reinterpret_cast<std::uint8_t*>(VARDATA(bytes)), VARSIZE(bytes) - VARHDRSZ});
}

} // namespace

// (state, subject, part, threshold)
VEIL_BACKEND_FUNCTION(veil_remember_subject)
{
    MemoryContext context = aggregate_context(fcinfo);
    Subjects* state = PG_ARGISNULL(0) ? nullptr : reinterpret_cast<Subjects*>(PG_GETARG_POINTER(0));
    if (state == nullptr) {
        const std::int32_t threshold = PG_ARGISNULL(3) ? 0 : PG_GETARG_INT32(3);
        if (threshold < 1 || threshold > static_cast<std::int32_t>(veil::largest_subject_threshold)) {
            ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("there is no such threshold")));
        }
        state = new (MemoryContextAlloc(context, sizeof(Subjects)))
            Subjects{static_cast<std::uint32_t>(threshold), {}};
    }
    if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || !PG_GETARG_BOOL(2)) {
        PG_RETURN_POINTER(state);
    }
    if (state->known.is_full()) {
        const std::size_t capacity = state->known.new_capacity();
        auto* room = static_cast<veil::Contribution*>(
            MemoryContextAllocHuge(context, capacity * sizeof(veil::Contribution)));
        const std::span<veil::Contribution> old = state->known.move_to({room, capacity});
        if (!old.empty()) {
            pfree(old.data());
        }
    }
    const HashSite* site = hash_site(fcinfo);
    state->known.add(DatumGetUInt64(FunctionCall2Coll(const_cast<FmgrInfo*>(&site->hash), site->collation,
                                                      PG_GETARG_DATUM(1), Int64GetDatum(0))),
                     0);
    PG_RETURN_POINTER(state);
}

VEIL_BACKEND_FUNCTION(veil_subject_sketch)
{
    (void)aggregate_context(fcinfo);
    if (const Aggref* aggregate = AggGetAggref(fcinfo);
        aggregate == nullptr || aggregate->location != guard_location) {
        ereport(ERROR, (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
                        errmsg("veil.subject_sketch is for queries of statistics alone")));
    }
    if (PG_ARGISNULL(0)) {
        PG_RETURN_NULL();
    }
    const auto* state = reinterpret_cast<const Subjects*>(PG_GETARG_POINTER(0));
    const std::size_t count = state->known.subject_count();
    auto* subjects = static_cast<veil::Contribution*>(
        MemoryContextAllocHuge(CurrentMemoryContext, (count + 1) * sizeof(veil::Contribution)));
    state->known.copy_to({subjects, count});
    const std::size_t size = VARHDRSZ + veil::SubjectSketch::byte_size(state->threshold);
    auto* bytes = static_cast<bytea*>(palloc(size));
    SET_VARSIZE(bytes, size);
    guard([&] {
        const veil::OrderHash& hash = guard_hash();
        veil::SubjectSketch sketch(state->threshold);
        for (std::size_t i = 0; i < count; ++i) {
            sketch.add(hash(subjects[i].subject, 0));
        }
        write_sketch(sketch, bytes);
    });
    pfree(subjects);
    PG_RETURN_BYTEA_P(bytes);
}
