// veil.smoothed_quantile(subject, value, part, fraction, threshold): as core/smoothed_quantile.hpp has it.
#include "core/smoothed_quantile.hpp"
#include "pg/aggregated_subject.hpp"
#include "pg/boundary.hpp"

extern "C" {
#include "utils/tuplesort.h"
#include "utils/uuid.h"
}

using namespace veil::pg;

namespace {

constexpr int value_argument = 2;
constexpr int part_argument = 3;
constexpr int fraction_argument = 4;
constexpr int threshold_argument = 5;

// More rows than these go into a sort, which writes to disk what does not fit into work_mem.
constexpr std::size_t most_in_memory = 8192;

struct Site {
    SubjectSite subject;
    Oid value_type;
};

struct Quantile {
    std::uint32_t threshold;
    double fraction;
    std::size_t count;
    std::size_t capacity;
    veil::SubjectValue* rows; // while there are few
    Tuplesortstate* sort;     // then
};

// --- Rows as values that a sort compares by their bytes ---

constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63U;

pg_uuid_t image_of(const veil::SubjectValue& row) {
    std::uint64_t bits = std::bit_cast<std::uint64_t>(row.value);
    bits = (bits & sign_bit) != 0 ? ~bits : bits | sign_bit;
    const std::array<std::uint64_t, 2> words{pg_hton64(bits), row.subject};
    pg_uuid_t image;
    static_assert(sizeof image == sizeof words);
    memcpy(&image, words.data(), sizeof image);
    return image;
}

veil::SubjectValue row_of(const pg_uuid_t& image) {
    std::array<std::uint64_t, 2> words{};
    memcpy(words.data(), &image, sizeof image);
    std::uint64_t bits = pg_ntoh64(words[0]);
    bits = (bits & sign_bit) != 0 ? bits & ~sign_bit : ~bits;
    return {std::bit_cast<double>(bits), words[1]};
}

void put(Tuplesortstate* sort, const veil::SubjectValue& row) {
    pg_uuid_t image = image_of(row);
    tuplesort_putdatum(sort, UUIDPGetDatum(&image), false);
}

void end_sort(Datum argument) {
    auto* state = reinterpret_cast<Quantile*>(DatumGetPointer(argument));
    if (state->sort != nullptr) {
        tuplesort_end(state->sort);
        state->sort = nullptr;
    }
}

void begin_sort(FunctionCallInfo fcinfo, Quantile* state) {
    MemoryContext previous = MemoryContextSwitchTo(aggregate_context(fcinfo));
    const Oid less = lookup_type_cache(UUIDOID, TYPECACHE_LT_OPR)->lt_opr;
    state->sort = tuplesort_begin_datum(UUIDOID, less, InvalidOid, false, work_mem, nullptr, false);
    MemoryContextSwitchTo(previous);
    AggRegisterCallback(fcinfo, end_sort, PointerGetDatum(state));
    for (std::size_t i = 0; i < state->count; ++i) {
        put(state->sort, state->rows[i]);
    }
    pfree(state->rows);
    state->rows = nullptr;
}

void add_row(FunctionCallInfo fcinfo, Quantile* state, const veil::SubjectValue& row) {
    if (state->sort == nullptr && state->count == most_in_memory) {
        begin_sort(fcinfo, state);
    }
    if (state->sort != nullptr) {
        put(state->sort, row);
    } else {
        if (state->count == state->capacity) {
            const std::size_t capacity = std::max<std::size_t>(16, 2 * state->capacity);
            const std::size_t size = capacity * sizeof(veil::SubjectValue);
            state->rows = static_cast<veil::SubjectValue*>(
                state->rows == nullptr ? MemoryContextAlloc(aggregate_context(fcinfo), size)
                                       : repalloc(state->rows, size));
            state->capacity = capacity;
        }
        state->rows[state->count] = row;
    }
    ++state->count;
}

Oid value_type(FunctionCallInfo fcinfo) {
    auto* site = static_cast<Site*>(fcinfo->flinfo->fn_extra);
    if (unlikely(site == nullptr)) {
        site = reinterpret_cast<Site*>(new_subject_site(fcinfo, sizeof(Site)));
        site->value_type = getBaseType(get_fn_expr_argtype(fcinfo->flinfo, value_argument));
    }
    return site->value_type;
}

// --- Reading them ---

class RowsInMemory final : public veil::SortedRows {
  public:
    explicit RowsInMemory(std::span<const veil::SubjectValue> rows) noexcept : rows_(rows) {}
    [[nodiscard]] std::size_t size() const override { return rows_.size(); }
    [[nodiscard]] veil::SubjectValue next() override { return rows_[next_++]; }

  private:
    std::span<const veil::SubjectValue> rows_;
    std::size_t next_ = 0;
};

class RowsInSort final : public veil::SortedRows {
  public:
    explicit RowsInSort(const Quantile* state) noexcept : state_(state) {}
    [[nodiscard]] std::size_t size() const override { return state_->count; }
    // Some at a time, since each step into the server costs.
    [[nodiscard]] veil::SubjectValue next() override {
        if (next_ == batch_.size()) {
            batch_.resize(std::min(most_in_memory, state_->count - read_));
            call([&] {
                CHECK_FOR_INTERRUPTS();
                for (veil::SubjectValue& row : batch_) {
                    Datum image = 0;
                    if (!next_sorted_datum(state_->sort, &image)) {
                        elog(ERROR, "a sort lost rows");
                    }
                    row = row_of(*DatumGetUUIDP(image));
                    pfree(DatumGetPointer(image));
                }
            });
            read_ += batch_.size();
            next_ = 0;
        }
        return batch_[next_++];
    }

  private:
    const Quantile* state_;
    std::vector<veil::SubjectValue> batch_;
    std::size_t next_ = 0;
    std::size_t read_ = 0;
};

// C++ code. NaN: there is none.
double quantile_of(const Quantile* state) {
    RowsInMemory in_memory({state->rows, state->sort == nullptr ? state->count : 0});
    RowsInSort in_sort(state);
    veil::SortedRows& rows = state->sort == nullptr ? static_cast<veil::SortedRows&>(in_memory) : in_sort;
    return veil::smoothed_quantile(rows, state->fraction, state->threshold)
        .value_or(std::numeric_limits<double>::quiet_NaN());
}

} // namespace

// (state, subject, value, part, fraction, threshold)
VEIL_BACKEND_FUNCTION(veil_add_to_quantile)
{
    auto* state = PG_ARGISNULL(0) ? nullptr : reinterpret_cast<Quantile*>(PG_GETARG_POINTER(0));
    if (state == nullptr) {
        const double fraction = PG_ARGISNULL(fraction_argument) ? -1 : PG_GETARG_FLOAT8(fraction_argument);
        if (!(fraction >= 0 && fraction <= 1)) {
            ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
                            errmsg("percentile value %g is not between 0 and 1", fraction)));
        }
        state = new (MemoryContextAlloc(aggregate_context(fcinfo), sizeof(Quantile))) Quantile{
            checked_threshold(PG_ARGISNULL(threshold_argument) ? 0 : PG_GETARG_INT32(threshold_argument)),
            fraction,
            0,
            0,
            nullptr,
            nullptr};
    }
    if (PG_ARGISNULL(1) || PG_ARGISNULL(value_argument) || PG_ARGISNULL(part_argument) ||
        !PG_GETARG_BOOL(part_argument)) {
        PG_RETURN_POINTER(state);
    }
    const double value = double_of(PG_GETARG_DATUM(value_argument), value_type(fcinfo));
    if (!std::isnan(value)) {
        // -0 and 0 are one value.
        add_row(fcinfo, state, {value + 0.0, subject_hash(fcinfo)});
    }
    PG_RETURN_POINTER(state);
}

VEIL_BACKEND_FUNCTION(veil_smoothed_quantile)
{
    (void)aggregate_context(fcinfo);
    if (PG_ARGISNULL(0)) {
        PG_RETURN_NULL();
    }
    auto* state = reinterpret_cast<Quantile*>(PG_GETARG_POINTER(0));
    if (state->sort != nullptr) {
        tuplesort_performsort(state->sort);
    } else if (state->count > 0) {
        std::sort(state->rows, state->rows + state->count);
    }
    double quantile = 0;
    guard([&] { quantile = quantile_of(state); });
    // Values beyond a double are infinite.
    if (!std::isfinite(quantile)) {
        PG_RETURN_NULL();
    }
    PG_RETURN_FLOAT8(quantile);
}
