// veil.cell(subject, ...): what the rules of disclosure ask of a cell: how many rows and whether enough
// different subjects are in a part of it, the sum of a value there, and who has most of that. The rest of the
// cell is looked at as well, since somebody could compute it as a difference. Rows without a subject count
// for nobody.
#include "core/cell_summary.hpp"
#include "pg/aggregated_subject.hpp"
#include "pg/boundary.hpp"

extern "C" {
#include "libpq/pqformat.h"
}

using namespace veil::pg;

namespace {

struct Cell {
    std::uint32_t threshold;
    bool keeps_contributions;
    bool has_negative;
    std::int64_t rows;
    double sum;
    veil::SubjectSet part;
    veil::SubjectSet rest;
    veil::Contributions contributions;
};
static_assert(std::is_trivially_destructible_v<Cell>);

Cell* new_cell(MemoryContext context, std::uint32_t threshold, bool keeps_contributions) {
    return new (MemoryContextAlloc(context, sizeof(Cell)))
        Cell{threshold, keeps_contributions, false, 0, 0, {}, {}, {}};
}

void add_subject(MemoryContext context, const Cell* cell, veil::SubjectSet* set, std::uint64_t hash) {
    if (!set->has_room()) {
        auto* room =
            static_cast<std::uint64_t*>(MemoryContextAlloc(context, cell->threshold * sizeof(std::uint64_t)));
        *set = veil::SubjectSet({room, cell->threshold});
    }
    set->add(hash);
}

// Whatever is beyond a double is infinite, and no error.
double double_of(Datum value, Oid type) {
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

const Cell* given_cell(FunctionCallInfo fcinfo, int number) {
    return PG_ARGISNULL(number) ? nullptr : reinterpret_cast<const Cell*>(PG_GETARG_POINTER(number));
}

// The state that a transition goes on with; `threshold` is the number of that argument.
Cell* current_cell(FunctionCallInfo fcinfo, int threshold, bool keeps_contributions) {
    if (likely(!PG_ARGISNULL(0))) {
        return reinterpret_cast<Cell*>(PG_GETARG_POINTER(0));
    }
    return new_cell(aggregate_context(fcinfo),
                    checked_threshold(PG_ARGISNULL(threshold) ? 0 : PG_GETARG_INT32(threshold)),
                    keeps_contributions);
}

void count_subject(FunctionCallInfo fcinfo, const Cell* cell, veil::SubjectSet* set) {
    if (!set->is_enough() && !PG_ARGISNULL(1)) {
        add_subject(aggregate_context(fcinfo), cell, set, subject_hash(fcinfo));
    }
}

void send_subjects(StringInfo buffer, const veil::SubjectSet& set) {
    pq_sendint32(buffer, static_cast<std::uint32_t>(set.hashes().size()));
    for (const std::uint64_t hash : set.hashes()) {
        pq_sendint64(buffer, hash);
    }
}

void receive_subjects(StringInfo buffer, const Cell* cell, veil::SubjectSet* set) {
    const std::uint32_t count = pq_getmsgint(buffer, 4);
    for (std::uint32_t i = 0; i < count; ++i) {
        add_subject(CurrentMemoryContext, cell, set, static_cast<std::uint64_t>(pq_getmsgint64(buffer)));
    }
}

} // namespace

// (state, subject, part, threshold)
VEIL_BACKEND_FUNCTION(veil_count_part)
{
    Cell* cell = current_cell(fcinfo, 3, false);
    const bool is_in_part = !PG_ARGISNULL(2) && PG_GETARG_BOOL(2);
    cell->rows += is_in_part ? 1 : 0;
    count_subject(fcinfo, cell, is_in_part ? &cell->part : &cell->rest);
    PG_RETURN_POINTER(cell);
}

// (state, subject, threshold)
VEIL_BACKEND_FUNCTION(veil_count_cell)
{
    Cell* cell = current_cell(fcinfo, 2, false);
    ++cell->rows;
    count_subject(fcinfo, cell, &cell->part);
    PG_RETURN_POINTER(cell);
}

// (state, subject, part, value, threshold, keeps contributions)
VEIL_BACKEND_FUNCTION(veil_sum_part)
{
    Cell* cell = current_cell(fcinfo, 4, !PG_ARGISNULL(5) && PG_GETARG_BOOL(5));
    if (PG_ARGISNULL(2) || !PG_GETARG_BOOL(2) || PG_ARGISNULL(3)) {
        count_subject(fcinfo, cell, &cell->rest);
        PG_RETURN_POINTER(cell);
    }
    const double value = double_of(PG_GETARG_DATUM(3), subject_site(fcinfo)->value_type);
    ++cell->rows;
    cell->sum += value;
    cell->has_negative |= value < 0;
    if (!cell->keeps_contributions) {
        count_subject(fcinfo, cell, &cell->part);
    } else if (!PG_ARGISNULL(1)) {
        MemoryContext context = aggregate_context(fcinfo);
        const std::uint64_t subject = subject_hash(fcinfo);
        add_subject(context, cell, &cell->part, subject);
        if (cell->contributions.is_full()) {
            make_room(context, &cell->contributions, cell->contributions.new_capacity());
        }
        cell->contributions.add(subject, value);
    }
    PG_RETURN_POINTER(cell);
}

VEIL_BACKEND_FUNCTION(veil_combine_cells)
{
    auto* cell = const_cast<Cell*>(given_cell(fcinfo, 0));
    const Cell* other = given_cell(fcinfo, 1);
    if (other == nullptr) {
        PG_RETURN_POINTER(cell);
    }
    MemoryContext context = aggregate_context(fcinfo);
    if (cell == nullptr) {
        cell = new_cell(context, other->threshold, other->keeps_contributions);
    }
    cell->rows += other->rows;
    cell->sum += other->sum;
    cell->has_negative |= other->has_negative;
    for (const std::uint64_t hash : other->part.hashes()) {
        add_subject(context, cell, &cell->part, hash);
    }
    for (const std::uint64_t hash : other->rest.hashes()) {
        add_subject(context, cell, &cell->rest, hash);
    }
    if (other->contributions.subject_count() > 0) {
        make_room(context, &cell->contributions,
                  veil::Contributions::new_capacity(cell->contributions.subject_count() +
                                                    other->contributions.subject_count()));
        cell->contributions.merge(other->contributions);
    }
    PG_RETURN_POINTER(cell);
}

VEIL_BACKEND_FUNCTION(veil_send_cell)
{
    (void)aggregate_context(fcinfo);
    const Cell* cell = given_cell(fcinfo, 0);
    const std::size_t count = cell->contributions.subject_count();
    auto* contributions = static_cast<veil::Contribution*>(
        MemoryContextAllocHuge(CurrentMemoryContext, (count + 1) * sizeof(veil::Contribution)));
    cell->contributions.copy_to({contributions, count});
    StringInfoData buffer;
    pq_begintypsend(&buffer);
    pq_sendint32(&buffer, cell->threshold);
    pq_sendbyte(&buffer, cell->keeps_contributions ? 1 : 0);
    pq_sendbyte(&buffer, cell->has_negative ? 1 : 0);
    pq_sendint64(&buffer, static_cast<std::uint64_t>(cell->rows));
    pq_sendfloat8(&buffer, cell->sum);
    send_subjects(&buffer, cell->part);
    send_subjects(&buffer, cell->rest);
    for (std::size_t i = 0; i < count; ++i) {
        pq_sendint64(&buffer, contributions[i].subject);
        pq_sendfloat8(&buffer, contributions[i].amount);
    }
    pfree(contributions);
    PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

VEIL_BACKEND_FUNCTION(veil_receive_cell)
{
    (void)aggregate_context(fcinfo);
    bytea* sent = PG_GETARG_BYTEA_PP(0);
    StringInfoData buffer;
    initStringInfo(&buffer);
    appendBinaryStringInfo(&buffer, VARDATA_ANY(sent), static_cast<int>(VARSIZE_ANY_EXHDR(sent)));
    const std::uint32_t threshold = checked_threshold(static_cast<std::int32_t>(pq_getmsgint(&buffer, 4)));
    Cell* cell = new_cell(CurrentMemoryContext, threshold, pq_getmsgbyte(&buffer) != 0);
    cell->has_negative = pq_getmsgbyte(&buffer) != 0;
    cell->rows = pq_getmsgint64(&buffer);
    cell->sum = pq_getmsgfloat8(&buffer);
    receive_subjects(&buffer, cell, &cell->part);
    receive_subjects(&buffer, cell, &cell->rest);
    const std::size_t contributions =
        static_cast<std::size_t>(buffer.len - buffer.cursor) / (sizeof(std::int64_t) + sizeof(double));
    if (contributions > 0) {
        make_room(CurrentMemoryContext, &cell->contributions,
                  veil::Contributions::new_capacity(contributions));
    }
    for (std::size_t i = 0; i < contributions; ++i) {
        const auto subject = static_cast<std::uint64_t>(pq_getmsgint64(&buffer));
        cell->contributions.add(subject, pq_getmsgfloat8(&buffer));
    }
    pfree(buffer.data);
    PG_RETURN_POINTER(cell);
}

// The summary (core/cell_summary.hpp). Without a row there is an empty one.
VEIL_BACKEND_FUNCTION(veil_cell_summary)
{
    static const Cell empty{};
    const Cell* cell = given_cell(fcinfo, 0);
    cell = cell == nullptr ? &empty : cell;
    std::array<veil::Contribution, veil::most_dominating_subjects + 1> largest{};
    std::uint32_t contributors = 0;
    if (cell->keeps_contributions) {
        cell->contributions.largest(std::span<veil::Contribution>(largest));
        while (contributors < largest.size() && largest.at(contributors).subject != 0) {
            ++contributors;
        }
    }
    const bool is_enough = cell->part.is_enough();
    const std::span<const std::uint64_t> subjects =
        is_enough ? std::span<const std::uint64_t>{} : cell->part.hashes();
    auto flag = [](bool value) { return static_cast<std::uint8_t>(value ? 1 : 0); };
    veil::SummaryHeader header{};
    header.rows = cell->rows;
    header.threshold = cell->threshold;
    header.sum = cell->sum;
    header.total = contributors == 0 ? 0 : cell->contributions.total();
    header.subjects = static_cast<std::uint32_t>(subjects.size());
    header.largest = contributors;
    header.has_negative = flag(cell->has_negative);
    header.is_enough = flag(is_enough);
    header.is_rest_enough = flag(cell->rest.is_enough());
    header.is_rest_empty = flag(cell->rest.hashes().empty());
    const std::size_t size =
        sizeof header + subjects.size_bytes() + contributors * sizeof(veil::Contribution);
    auto* summary = static_cast<bytea*>(palloc(VARHDRSZ + size));
    SET_VARSIZE(summary, VARHDRSZ + size);
    char* out = VARDATA(summary);
    memcpy(out, &header, sizeof header);
    out += sizeof header;
    if (!subjects.empty()) {
        memcpy(out, subjects.data(), subjects.size_bytes());
        out += subjects.size_bytes();
    }
    if (contributors > 0) {
        memcpy(out, largest.data(), contributors * sizeof(veil::Contribution));
    }
    PG_RETURN_BYTEA_P(summary);
}
