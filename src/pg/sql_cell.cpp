// veil.cell(subject, threshold, contributors, contributions, part, value, ...): what the rules of disclosure
// ask of a cell and of parts of it, as core/cell_summary.hpp has it. Part after part: which rows belong to
// it, and what is summed of them, which is NULL of type boolean where they are counted alone. The rest of the
// cell is looked at as well, since somebody could compute it as a difference. Rows without a subject count
// for nobody. `contributors` asks for whose rows the cell and its parts are of, `contributions` for how much
// each has in the sums.
#include "core/cell_summary.hpp"
#include "pg/aggregated_subject.hpp"
#include "pg/boundary.hpp"

extern "C" {
#include "libpq/pqformat.h"
}

using namespace veil::pg;

namespace {

constexpr int subject_argument = 1;
constexpr int threshold_argument = 2;
constexpr int contributors_argument = 3;
constexpr int contributions_argument = 4;
constexpr int first_part_argument = 5;

struct Part {
    std::int64_t rows = 0;
    double sum = 0;
    double magnitude = 0;
    bool has_negative = false;
    veil::SubjectSet part;
    veil::SubjectSet rest;
    veil::Contributions contributions;
    // Where they are asked for; none as long as they are those of the whole cell.
    veil::Contributors* contributors = nullptr;
};

struct Cell {
    std::uint32_t threshold;
    std::uint32_t part_count;
    bool keeps_contributors;
    bool keeps_contributions;
    Part parts[FLEXIBLE_ARRAY_MEMBER]; // the whole cell is number 0

    [[nodiscard]] std::span<Part> all() noexcept { return {parts, part_count + std::size_t{1}}; }
    [[nodiscard]] std::span<const Part> all() const noexcept { return {parts, part_count + std::size_t{1}}; }
};
static_assert(std::is_trivially_destructible_v<Cell>);
// Sent as its bytes, between processes of one server.
static_assert(std::is_trivially_copyable_v<veil::Contributors>);

constexpr std::size_t size_of_cell(std::uint32_t part_count) noexcept {
    return offsetof(Cell, parts) + (part_count + std::size_t{1}) * sizeof(Part);
}

struct Site {
    SubjectSite subject;
    Oid value_types[FLEXIBLE_ARRAY_MEMBER]; // by part, of those that are summed
};

bool flag_argument(FunctionCallInfo fcinfo, int number) {
    return !PG_ARGISNULL(number) && PG_GETARG_BOOL(number);
}

// A copy of others, or nobody.
veil::Contributors* new_contributors(MemoryContext context, const veil::Contributors* others) {
    void* room = MemoryContextAlloc(context, sizeof(veil::Contributors));
    return others == nullptr ? new (room) veil::Contributors() : new (room) veil::Contributors(*others);
}

Cell* new_cell(MemoryContext context, std::uint32_t threshold, std::uint32_t part_count,
               bool keeps_contributors, bool keeps_contributions) {
    auto* cell = static_cast<Cell*>(MemoryContextAllocZero(context, size_of_cell(part_count)));
    cell->threshold = threshold;
    cell->part_count = part_count;
    cell->keeps_contributors = keeps_contributors;
    cell->keeps_contributions = keeps_contributions;
    for (Part& part : cell->all()) {
        new (&part) Part();
    }
    if (keeps_contributors) {
        cell->parts[0].contributors = new_contributors(context, nullptr);
    }
    return cell;
}

void add_subject_hash(MemoryContext context, const Cell* cell, veil::SubjectSet* set, std::uint64_t hash) {
    if (!set->has_room()) {
        auto* room =
            static_cast<std::uint64_t*>(MemoryContextAlloc(context, cell->threshold * sizeof(std::uint64_t)));
        *set = veil::SubjectSet({room, cell->threshold});
    }
    set->add(hash);
}

// Types of parts that are counted are left as they are: InvalidOid.
Site* site_of(FunctionCallInfo fcinfo, std::uint32_t part_count) {
    auto* site = static_cast<Site*>(fcinfo->flinfo->fn_extra);
    if (unlikely(site == nullptr)) {
        site = reinterpret_cast<Site*>(
            new_subject_site(fcinfo, offsetof(Site, value_types) + (part_count + 1UL) * sizeof(Oid)));
        for (std::uint32_t i = 0; i < part_count; ++i) {
            const Oid type = getBaseType(
                get_fn_expr_argtype(fcinfo->flinfo, first_part_argument + 2 * static_cast<int>(i) + 1));
            site->value_types[i] = type == BOOLOID ? InvalidOid : type;
        }
    }
    return site;
}

// The hash of a row's subject, computed once, where somebody asks.
class RowSubject {
  public:
    explicit RowSubject(FunctionCallInfo fcinfo) noexcept : fcinfo_(fcinfo) {}

    [[nodiscard]] bool is_nobody() const noexcept { return fcinfo_->args[subject_argument].isnull; }
    [[nodiscard]] std::uint64_t hash() {
        if (!is_known_) {
            hash_ = subject_hash(fcinfo_);
            is_known_ = true;
        }
        return hash_;
    }
    void count_in(const Cell* cell, veil::SubjectSet* set) {
        if (!set->is_enough() && !is_nobody()) {
            add_subject_hash(aggregate_context(fcinfo_), cell, set, hash());
        }
    }

  private:
    FunctionCallInfo fcinfo_;
    std::uint64_t hash_ = 0;
    bool is_known_ = false;
};

void add_value(FunctionCallInfo fcinfo, const Cell* cell, Part* part, RowSubject* subject, double value) {
    part->sum += value;
    part->magnitude += std::abs(value);
    part->has_negative |= value < 0;
    if (cell->keeps_contributions && !subject->is_nobody()) {
        add_subject<veil::Contribution>(aggregate_context(fcinfo), &part->contributions,
                                        {subject->hash(), value});
    }
}

// Of a part, before those of the whole cell, which is number 0: these stand for it where it has none of
// its own.
void merge_contributors(MemoryContext context, const Cell* cell, Part* part, const Cell& other,
                        const Part& more) {
    if (part->contributors == nullptr && more.contributors == nullptr) {
        return;
    }
    if (part->contributors == nullptr) {
        part->contributors = new_contributors(context, cell->parts[0].contributors);
    }
    part->contributors->merge(
        *(more.contributors != nullptr ? more.contributors : other.parts[0].contributors));
}

const Cell* given_cell(FunctionCallInfo fcinfo, int number) {
    return PG_ARGISNULL(number) ? nullptr : reinterpret_cast<const Cell*>(PG_GETARG_POINTER(number));
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
        add_subject_hash(CurrentMemoryContext, cell, set, static_cast<std::uint64_t>(pq_getmsgint64(buffer)));
    }
}

// --- The summary ---

// Bytes of a list behind a header.
template <class Item>
void append_items(StringInfo buffer, std::span<const Item> items) {
    appendBinaryStringInfo(buffer, reinterpret_cast<const char*>(items.data()),
                           static_cast<int>(items.size_bytes()));
}

void append_summary(StringInfo buffer, const Cell& cell, std::uint32_t number) {
    const Part& part = cell.parts[number];
    std::array<veil::Contribution, veil::most_dominating_subjects + 1> largest{};
    std::uint32_t contributors = 0;
    if (cell.keeps_contributions) {
        part.contributions.largest(std::span<veil::Contribution>(largest));
        while (contributors < largest.size() && largest.at(contributors).subject != 0) {
            ++contributors;
        }
    }
    const bool is_enough = part.part.is_enough();
    const std::span<const std::uint64_t> subjects =
        is_enough ? std::span<const std::uint64_t>{} : part.part.hashes();
    auto flag = [](bool value) { return static_cast<std::uint8_t>(value ? 1 : 0); };
    veil::SummaryHeader header{};
    header.rows = part.rows;
    header.threshold = cell.threshold;
    header.sum = part.sum;
    header.total = contributors == 0 ? 0 : part.contributions.total();
    header.magnitude = part.magnitude;
    if (cell.keeps_contributors) {
        const veil::Contributors* known =
            part.contributors != nullptr ? part.contributors : cell.parts[0].contributors;
        header.subjects_estimate = known->estimated_subjects();
        header.contributors = known->hash();
    }
    header.subjects = static_cast<std::uint32_t>(subjects.size());
    header.largest = contributors;
    header.has_negative = flag(part.has_negative);
    header.is_enough = flag(is_enough);
    header.is_rest_enough = flag(part.rest.is_enough());
    header.is_rest_empty = flag(part.rest.hashes().empty());
    append_items<veil::SummaryHeader>(buffer, {&header, 1});
    append_items<std::uint64_t>(buffer, subjects);
    append_items<veil::Contribution>(buffer, std::span(largest).first(contributors));
}

} // namespace

// (state, subject, threshold, contributors, contributions, part, value, ...)
VEIL_BACKEND_FUNCTION(veil_add_to_cell)
{
    Cell* cell = nullptr;
    if (likely(!PG_ARGISNULL(0))) {
        cell = reinterpret_cast<Cell*>(PG_GETARG_POINTER(0));
    } else {
        cell = new_cell(
            aggregate_context(fcinfo),
            checked_threshold(PG_ARGISNULL(threshold_argument) ? 0 : PG_GETARG_INT32(threshold_argument)),
            static_cast<std::uint32_t>(fcinfo->nargs - first_part_argument) / 2,
            flag_argument(fcinfo, contributors_argument), flag_argument(fcinfo, contributions_argument));
    }
    const Site* site = site_of(fcinfo, cell->part_count);
    RowSubject subject(fcinfo);
    Part* whole = &cell->parts[0];
    ++whole->rows;
    subject.count_in(cell, &whole->part);
    for (std::uint32_t i = 0; i < cell->part_count; ++i) {
        Part* part = &cell->parts[i + 1];
        const int argument = first_part_argument + 2 * static_cast<int>(i);
        const bool is_summed = OidIsValid(site->value_types[i]);
        if (!flag_argument(fcinfo, argument) || (is_summed && PG_ARGISNULL(argument + 1))) {
            subject.count_in(cell, &part->rest);
            if (cell->keeps_contributors && part->contributors == nullptr) {
                part->contributors = new_contributors(aggregate_context(fcinfo), whole->contributors);
            }
            continue;
        }
        ++part->rows;
        subject.count_in(cell, &part->part);
        if (part->contributors != nullptr && !subject.is_nobody()) {
            part->contributors->add(subject.hash());
        }
        if (is_summed) {
            add_value(fcinfo, cell, part, &subject,
                      double_of(PG_GETARG_DATUM(argument + 1), site->value_types[i]));
        }
    }
    // Last: a part that was the whole until now took what the rows before were of.
    if (cell->keeps_contributors && !subject.is_nobody()) {
        whole->contributors->add(subject.hash());
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
        cell = new_cell(context, other->threshold, other->part_count, other->keeps_contributors,
                        other->keeps_contributions);
    }
    for (std::uint32_t i = cell->part_count + 1; i-- > 0;) {
        Part* part = &cell->parts[i];
        const Part& more = other->parts[i];
        merge_contributors(context, cell, part, *other, more);
        part->rows += more.rows;
        part->sum += more.sum;
        part->magnitude += more.magnitude;
        part->has_negative |= more.has_negative;
        for (const std::uint64_t hash : more.part.hashes()) {
            add_subject_hash(context, cell, &part->part, hash);
        }
        for (const std::uint64_t hash : more.rest.hashes()) {
            add_subject_hash(context, cell, &part->rest, hash);
        }
        merge_subjects<veil::Contribution>(context, &part->contributions, more.contributions);
    }
    PG_RETURN_POINTER(cell);
}

VEIL_BACKEND_FUNCTION(veil_send_cell)
{
    (void)aggregate_context(fcinfo);
    const Cell* cell = given_cell(fcinfo, 0);
    StringInfoData buffer;
    pq_begintypsend(&buffer);
    pq_sendint32(&buffer, cell->threshold);
    pq_sendint32(&buffer, cell->part_count);
    pq_sendbyte(&buffer, cell->keeps_contributors ? 1 : 0);
    pq_sendbyte(&buffer, cell->keeps_contributions ? 1 : 0);
    for (const Part& part : cell->all()) {
        pq_sendint64(&buffer, static_cast<std::uint64_t>(part.rows));
        pq_sendfloat8(&buffer, part.sum);
        pq_sendfloat8(&buffer, part.magnitude);
        pq_sendbyte(&buffer, part.has_negative ? 1 : 0);
        send_subjects(&buffer, part.part);
        send_subjects(&buffer, part.rest);
        pq_sendbyte(&buffer, part.contributors != nullptr ? 1 : 0);
        if (part.contributors != nullptr) {
            pq_sendbytes(&buffer, reinterpret_cast<const char*>(part.contributors),
                         sizeof(veil::Contributors));
        }
        pq_sendint64(&buffer, part.contributions.size());
        part.contributions.for_each([&](const veil::Contribution& known) {
            pq_sendint64(&buffer, known.subject);
            pq_sendfloat8(&buffer, known.amount);
        });
    }
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
    const std::uint32_t part_count = pq_getmsgint(&buffer, 4);
    const bool keeps_contributors = pq_getmsgbyte(&buffer) != 0;
    const bool keeps_contributions = pq_getmsgbyte(&buffer) != 0;
    MemoryContext context = CurrentMemoryContext;
    Cell* cell = new_cell(context, threshold, part_count, keeps_contributors, keeps_contributions);
    for (Part& part : cell->all()) {
        part.rows = pq_getmsgint64(&buffer);
        part.sum = pq_getmsgfloat8(&buffer);
        part.magnitude = pq_getmsgfloat8(&buffer);
        part.has_negative = pq_getmsgbyte(&buffer) != 0;
        receive_subjects(&buffer, cell, &part.part);
        receive_subjects(&buffer, cell, &part.rest);
        if (pq_getmsgbyte(&buffer) != 0) {
            part.contributors = new_contributors(context, nullptr);
            pq_copymsgbytes(&buffer, reinterpret_cast<char*>(part.contributors), sizeof(veil::Contributors));
        }
        for (std::int64_t left = pq_getmsgint64(&buffer); left > 0; --left) {
            const auto subject = static_cast<std::uint64_t>(pq_getmsgint64(&buffer));
            add_subject<veil::Contribution>(context, &part.contributions,
                                            {subject, pq_getmsgfloat8(&buffer)});
        }
    }
    pfree(buffer.data);
    PG_RETURN_POINTER(cell);
}

// Summaries of the cell and its parts. Without a row there is an empty one, for all of them.
VEIL_BACKEND_FUNCTION(veil_cell_summary)
{
    const Cell* cell = given_cell(fcinfo, 0);
    StringInfoData buffer;
    pq_begintypsend(&buffer);
    if (cell == nullptr) {
        const veil::SummaryHeader empty{};
        append_items<veil::SummaryHeader>(&buffer, {&empty, 1});
    } else {
        for (std::uint32_t number = 0; number <= cell->part_count; ++number) {
            append_summary(&buffer, *cell, number);
        }
    }
    PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}
