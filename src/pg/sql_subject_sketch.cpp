// veil.subject_sketch(subject, part, threshold): who is in a part of a cell, as core/subject_sketch.hpp has
// it. Each subject is remembered until the cell's rows are read.
#include "pg/aggregated_subject.hpp"
#include "pg/boundary.hpp"
#include "pg/guard_file.hpp"

using namespace veil::pg;

namespace {

struct Subject {
    std::uint64_t subject = 0; // a hash

    void add(const Subject&) noexcept {}
};

struct Subjects {
    std::uint32_t threshold;
    veil::SubjectTable<Subject> known;
};
static_assert(std::is_trivially_destructible_v<Subjects>);

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
        state = new (MemoryContextAlloc(context, sizeof(Subjects)))
            Subjects{checked_threshold(PG_ARGISNULL(3) ? 0 : PG_GETARG_INT32(3)), {}};
    }
    if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || !PG_GETARG_BOOL(2)) {
        PG_RETURN_POINTER(state);
    }
    add_subject(context, &state->known, {subject_hash(fcinfo)});
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
    const std::size_t size = VARHDRSZ + veil::SubjectSketch::byte_size(state->threshold);
    auto* bytes = static_cast<bytea*>(palloc(size));
    SET_VARSIZE(bytes, size);
    guard([&] {
        const veil::OrderHash& hash = guard_hash();
        veil::SubjectSketch sketch(state->threshold);
        state->known.for_each([&](const Subject& known) { sketch.add(hash(known.subject, 0)); });
        write_sketch(sketch, bytes);
    });
    PG_RETURN_BYTEA_P(bytes);
}
