// veil.is_cell_shown(internal, part, measure, disclosure, cell, keys ...), a window function over all cells
// of a table. Nobody has a value of type internal, so nobody can call it but a query that the planner hook
// has made.
#include "core/cell_pattern.hpp"
#include "pg/disclosure_options.hpp"
#include "pg/sql_window.hpp"
#include "pg/suppression.hpp"

extern "C" {
#include "utils/typcache.h"
}

using namespace veil::pg;

namespace {

constexpr int part_argument = 1;
constexpr int measure_argument = 2;
constexpr int disclosure_argument = 3;
constexpr int cell_argument = 4;
constexpr int first_key = 5;

// Of a table, once all its cells are known: for each whether it is shown.
struct Pattern {
    bool is_known;
    bool shown[FLEXIBLE_ARRAY_MEMBER];
};

// The cells as they come, in the order of the partition's rows.
struct Gathered {
    std::uint32_t rows;
    std::uint32_t dimensions;
    bytea** cells;
    std::uint32_t* coordinates; // of each row one for each dimension
};

// --- Keys become coordinates: their places in the type's order ---

struct KeyOrder {
    FmgrInfo compare;
    Oid collation;
    const Datum* values;
    const bool* nulls;
};

int compare_keys(const void* left, const void* right, void* context) {
    auto* order = static_cast<KeyOrder*>(context);
    const std::uint32_t a = *static_cast<const std::uint32_t*>(left);
    const std::uint32_t b = *static_cast<const std::uint32_t*>(right);
    if (order->nulls[a] || order->nulls[b]) {
        return static_cast<int>(order->nulls[a]) - static_cast<int>(order->nulls[b]);
    }
    return DatumGetInt32(
        FunctionCall2Coll(&order->compare, order->collation, order->values[a], order->values[b]));
}

// values: of each row, the key.
void number_keys(const Gathered& table, std::uint32_t dimension, const Expr* key, const Datum* values,
                 const bool* nulls) {
    const auto* node = reinterpret_cast<const Node*>(key);
    const TypeCacheEntry* type = lookup_type_cache(exprType(node), TYPECACHE_CMP_PROC_FINFO);
    if (!OidIsValid(type->cmp_proc)) {
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("groups of a type without an order are no cells of a table")));
    }
    KeyOrder order{{}, exprCollation(node), values, nulls};
    fmgr_info_copy(&order.compare, const_cast<FmgrInfo*>(&type->cmp_proc_finfo), CurrentMemoryContext);
    auto* sorted = static_cast<std::uint32_t*>(
        MemoryContextAllocHuge(CurrentMemoryContext, (table.rows + 1UL) * sizeof(std::uint32_t)));
    for (std::uint32_t row = 0; row < table.rows; ++row) {
        sorted[row] = row;
    }
    qsort_arg(sorted, table.rows, sizeof *sorted, compare_keys, &order);
    std::uint32_t number = 0;
    for (std::uint32_t i = 0; i < table.rows; ++i) {
        if (i == 0 || compare_keys(&sorted[i - 1], &sorted[i], &order) != 0) {
            ++number;
        }
        table.coordinates[sorted[i] * std::size_t{table.dimensions} + dimension] = number;
    }
    pfree(sorted);
}

// Into the current memory context.
Gathered gather(WindowObject window, const List* arguments, std::uint32_t rows) {
    Gathered table{rows, static_cast<std::uint32_t>(list_length(arguments) - first_key), nullptr, nullptr};
    const std::size_t keys = rows * std::size_t{table.dimensions};
    auto allocate = [](std::size_t bytes) { return MemoryContextAllocHuge(CurrentMemoryContext, bytes + 1); };
    table.cells = static_cast<bytea**>(allocate(rows * sizeof(bytea*)));
    table.coordinates = static_cast<std::uint32_t*>(allocate(keys * sizeof(std::uint32_t)));
    auto* values = static_cast<Datum*>(allocate(keys * sizeof(Datum)));
    auto* nulls = static_cast<bool*>(allocate(keys * sizeof(bool)));
    for (std::uint32_t row = 0; row < rows; ++row) {
        CHECK_FOR_INTERRUPTS();
        bool is_null = false;
        const Datum cell = argument_of_row(window, cell_argument, row, &is_null);
        table.cells[row] = is_null ? nullptr : DatumGetByteaPCopy(cell);
        for (std::uint32_t dimension = 0; dimension < table.dimensions; ++dimension) {
            const std::size_t place = dimension * std::size_t{rows} + row;
            const auto* type = lookup_type_cache(
                exprType(static_cast<Node*>(list_nth(arguments, first_key + static_cast<int>(dimension)))),
                0);
            const Datum key =
                argument_of_row(window, first_key + static_cast<int>(dimension), row, &nulls[place]);
            values[place] = nulls[place] ? 0 : datumCopy(key, type->typbyval, type->typlen);
        }
    }
    for (std::uint32_t dimension = 0; dimension < table.dimensions; ++dimension) {
        number_keys(table, dimension,
                    static_cast<Expr*>(list_nth(arguments, first_key + static_cast<int>(dimension))),
                    values + dimension * std::size_t{rows}, nulls + dimension * std::size_t{rows});
    }
    return table;
}

// C++ code, which leaves by an exception where the query is to end.
bool is_cancelled() {
    call([] { CHECK_FOR_INTERRUPTS(); });
    return false;
}

// C++ code.
void choose(const Gathered& gathered, std::uint32_t part, veil::CellMeasure measure,
            const veil::DisclosureRules& rules, bool* shown) {
    std::vector<veil::CellSummary> cells;
    cells.reserve(gathered.rows);
    for (std::uint32_t row = 0; row < gathered.rows; ++row) {
        const bytea* bytes = gathered.cells[row];
        std::optional<veil::CellSummary> cell;
        if (bytes != nullptr) {
            cell = veil::read_summary({reinterpret_cast<const std::uint8_t*>(VARDATA(bytes)),
                                       static_cast<std::size_t>(VARSIZE(bytes)) - VARHDRSZ},
                                      part);
        }
        if (!cell) {
            throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "a cell has no summary");
        }
        cells.push_back(std::move(*cell));
    }
    const veil::CellPattern pattern =
        veil::choose_cells({gathered.dimensions,
                            {gathered.coordinates, gathered.rows * std::size_t{gathered.dimensions}},
                            cells},
                           measure, rules, suppression_module, is_cancelled);
    if (pattern.outcome != veil::SuppressionOutcome::decided) {
        throw Refusal(ERRCODE_PROGRAM_LIMIT_EXCEEDED,
                      "the table has too many cells for secondary suppression",
                      "Group by fewer columns or coarser ones.");
    }
    std::copy(pattern.is_shown.begin(), pattern.is_shown.end(), shown);
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_is_cell_shown)
{
    WindowObject window = PG_WINDOW_OBJECT();
    if (!WindowObjectIsValid(window)) {
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("called outside of a window")));
    }
    const auto rows = static_cast<std::uint32_t>(WinGetPartitionRowCount(window));
    auto* pattern =
        static_cast<Pattern*>(WinGetPartitionLocalMemory(window, offsetof(Pattern, shown) + rows));
    if (!pattern->is_known) {
        const auto* call = reinterpret_cast<const WindowFunc*>(fcinfo->flinfo->fn_expr);
        bool is_null = false;
        const std::uint32_t part = DatumGetUInt32(argument_of_row(window, part_argument, 0, &is_null));
        const std::int32_t measure = DatumGetInt32(argument_of_row(window, measure_argument, 0, &is_null));
        const Jsonb* disclosure = DatumGetJsonbP(argument_of_row(window, disclosure_argument, 0, &is_null));
        const veil::DisclosureRules rules = disclosure_rules(disclosure);
        MemoryContext scratch =
            AllocSetContextCreate(CurrentMemoryContext, "pg_veil cells", ALLOCSET_DEFAULT_SIZES);
        MemoryContext before = MemoryContextSwitchTo(scratch);
        const Gathered table = gather(window, call->args, rows);
        guard([&] {
            choose(table, part, measure == 0 ? veil::CellMeasure::count : veil::CellMeasure::sum, rules,
                   pattern->shown);
        });
        MemoryContextSwitchTo(before);
        MemoryContextDelete(scratch);
        pattern->is_known = true;
    }
    PG_RETURN_BOOL(pattern->shown[WinGetCurrentPosition(window)]);
}
