// The guard of the aggregated level, and veil.enough_subjects(subject, part, threshold): whether at least
// `threshold` different subjects have rows in the part, and either none or as many in the rest, which
// somebody could compute as a difference. Rows without a subject count for nobody.
#include "core/subject_set.hpp"
#include "pg/boundary.hpp"

extern "C" {
#include "libpq/pqformat.h"
#include "utils/typcache.h"
}

using namespace veil::pg;

namespace {

[[noreturn]] void refuse_rows() {
    ereport(ERROR,
            (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE), errmsg("this release gives statistics only"),
             errdetail("The query came to the planner in a form that pg_veil has not made statistics of."),
             errhint("Where this is the first query of a session, run it again, and have pg_veil in "
                     "shared_preload_libraries or session_preload_libraries.")));
    pg_unreachable();
}

struct Cell {
    std::uint32_t threshold;
    veil::SubjectSet part;
    veil::SubjectSet rest;
};
static_assert(std::is_trivially_destructible_v<Cell>);

struct SubjectSite {
    FmgrInfo hash;
    Oid collation;
};

MemoryContext aggregate_context(FunctionCallInfo fcinfo) {
    MemoryContext context = nullptr;
    if (AggCheckCallContext(fcinfo, &context) == 0) {
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("called outside of an aggregate")));
    }
    return context;
}

std::uint32_t checked_threshold(std::int32_t threshold) {
    if (threshold < 1 || threshold > static_cast<std::int32_t>(veil::largest_subject_threshold)) {
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("there is no such threshold")));
    }
    return static_cast<std::uint32_t>(threshold);
}

Cell* new_cell(MemoryContext context, std::uint32_t threshold) {
    return new (MemoryContextAlloc(context, sizeof(Cell))) Cell{threshold, {}, {}};
}

void add_subject(MemoryContext context, const Cell* cell, veil::SubjectSet* set, std::uint64_t hash) {
    if (!set->has_room()) {
        auto* room =
            static_cast<std::uint64_t*>(MemoryContextAlloc(context, cell->threshold * sizeof(std::uint64_t)));
        *set = veil::SubjectSet({room, cell->threshold});
    }
    set->add(hash);
}

const SubjectSite* subject_site(FunctionCallInfo fcinfo) {
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
        fcinfo->flinfo->fn_extra = site;
    }
    return site;
}

const Cell* given_cell(FunctionCallInfo fcinfo, int number) {
    return PG_ARGISNULL(number) ? nullptr : reinterpret_cast<const Cell*>(PG_GETARG_POINTER(number));
}

// The state that a transition goes on with; `threshold` is the number of that argument.
Cell* current_cell(FunctionCallInfo fcinfo, int threshold) {
    if (likely(!PG_ARGISNULL(0))) {
        return reinterpret_cast<Cell*>(PG_GETARG_POINTER(0));
    }
    return new_cell(aggregate_context(fcinfo),
                    checked_threshold(PG_ARGISNULL(threshold) ? 0 : PG_GETARG_INT32(threshold)));
}

void count_subject(FunctionCallInfo fcinfo, const Cell* cell, veil::SubjectSet* set) {
    if (set->is_enough() || PG_ARGISNULL(1)) {
        return;
    }
    const SubjectSite* site = subject_site(fcinfo);
    const Datum hash = FunctionCall2Coll(const_cast<FmgrInfo*>(&site->hash), site->collation,
                                         PG_GETARG_DATUM(1), Int64GetDatum(0));
    add_subject(aggregate_context(fcinfo), cell, set, DatumGetUInt64(hash));
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_statistics_only)
{
    (void)fcinfo;
    refuse_rows();
}

VEIL_BACKEND_FUNCTION(veil_statistics_support)
{
    if (IsA(PG_GETARG_POINTER(0), SupportRequestSimplify)) {
        refuse_rows();
    }
    PG_RETURN_POINTER(nullptr);
}

// (state, subject, part, threshold)
VEIL_BACKEND_FUNCTION(veil_count_subject)
{
    Cell* cell = current_cell(fcinfo, 3);
    count_subject(fcinfo, cell, !PG_ARGISNULL(2) && PG_GETARG_BOOL(2) ? &cell->part : &cell->rest);
    PG_RETURN_POINTER(cell);
}

// (state, subject, threshold)
VEIL_BACKEND_FUNCTION(veil_count_cell_subject)
{
    Cell* cell = current_cell(fcinfo, 2);
    count_subject(fcinfo, cell, &cell->part);
    PG_RETURN_POINTER(cell);
}

VEIL_BACKEND_FUNCTION(veil_combine_subjects)
{
    auto* cell = const_cast<Cell*>(given_cell(fcinfo, 0));
    const Cell* other = given_cell(fcinfo, 1);
    if (other == nullptr) {
        PG_RETURN_POINTER(cell);
    }
    MemoryContext context = aggregate_context(fcinfo);
    if (cell == nullptr) {
        cell = new_cell(context, other->threshold);
    }
    for (const std::uint64_t hash : other->part.hashes()) {
        add_subject(context, cell, &cell->part, hash);
    }
    for (const std::uint64_t hash : other->rest.hashes()) {
        add_subject(context, cell, &cell->rest, hash);
    }
    PG_RETURN_POINTER(cell);
}

VEIL_BACKEND_FUNCTION(veil_send_subjects)
{
    (void)aggregate_context(fcinfo);
    const Cell* cell = given_cell(fcinfo, 0);
    StringInfoData buffer;
    pq_begintypsend(&buffer);
    pq_sendint32(&buffer, cell->threshold);
    pq_sendint32(&buffer, static_cast<std::uint32_t>(cell->part.hashes().size()));
    for (const std::span<const std::uint64_t> set : {cell->part.hashes(), cell->rest.hashes()}) {
        for (const std::uint64_t hash : set) {
            pq_sendint64(&buffer, hash);
        }
    }
    PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

VEIL_BACKEND_FUNCTION(veil_receive_subjects)
{
    (void)aggregate_context(fcinfo);
    bytea* sent = PG_GETARG_BYTEA_PP(0);
    StringInfoData buffer;
    initStringInfo(&buffer);
    appendBinaryStringInfo(&buffer, VARDATA_ANY(sent), static_cast<int>(VARSIZE_ANY_EXHDR(sent)));
    const std::uint32_t threshold = checked_threshold(static_cast<std::int32_t>(pq_getmsgint(&buffer, 4)));
    Cell* cell = new_cell(CurrentMemoryContext, threshold);
    const std::uint32_t in_part = pq_getmsgint(&buffer, 4);
    for (std::uint32_t i = 0; buffer.cursor < buffer.len; ++i) {
        add_subject(CurrentMemoryContext, cell, i < in_part ? &cell->part : &cell->rest,
                    static_cast<std::uint64_t>(pq_getmsgint64(&buffer)));
    }
    pfree(buffer.data);
    PG_RETURN_POINTER(cell);
}

VEIL_BACKEND_FUNCTION(veil_are_subjects_enough)
{
    const Cell* cell = given_cell(fcinfo, 0);
    PG_RETURN_BOOL(cell != nullptr && cell->part.is_enough() &&
                   (cell->rest.hashes().empty() || cell->rest.is_enough()));
}
