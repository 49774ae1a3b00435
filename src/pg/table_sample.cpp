#include "pg/table_sample.hpp"

#include "core/sample_plan.hpp"
#include "pg/rule_catalog.hpp"
#include "pg/text_value.hpp"

extern "C" {
#include "access/detoast.h"
}

namespace veil::pg {

namespace {

// Few at a time: a view's values may be large, and are in memory then.
constexpr long fetched_rows = 50;
// Of a text that much is read; the longer ones are told by their beginning.
constexpr std::int32_t read_bytes = 4000;

// Where nothing is known.
constexpr double rows_per_page = 50;

struct TableSize {
    double pages;
    double rows;
};

// With what inherits from it: partitions, too.
TableSize size_of(const Spi& spi, Oid relation) {
    const auto rows = spi.query(
        "WITH RECURSIVE family (oid) AS (SELECT $1::oid UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits "
        "i "
        "JOIN family f ON i.inhparent = f.oid), sizes AS (SELECT c.reltuples, c.relpages, "
        "pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::integer AS pages "
        "FROM pg_catalog.pg_class c JOIN family f ON f.oid = c.oid WHERE c.relkind IN ('r', 'm')) "
        "SELECT coalesce(sum(pages), 0), coalesce(sum(CASE WHEN relpages > 0 AND reltuples >= 0 THEN "
        "reltuples / relpages * pages ELSE pages * $2::float8 END), 0) FROM sizes",
        {std::to_string(relation), std::to_string(rows_per_page)});
    return {std::stod(*rows[0][0]), std::stod(*rows[0][1])};
}

// What elements there are is of the type's owner where the type is.
Oid sampled_element(const Attribute& column) {
    const Oid element = call([&] { return get_element_type(column.base_type); });
    return OidIsValid(element) && is_sampled_type(element) ? element : InvalidOid;
}

bool is_read(const Attribute& column) {
    return is_sampled_type(column.base_type) || OidIsValid(sampled_element(column));
}

// A cast from a domain to its base type is no code.
std::string selected(const Attribute& column, bool may_be_read) {
    const std::string value = "base." + quote_name(column.name);
    if (!may_be_read) {
        return "NULL::pg_catalog.bool";
    }
    if (!is_read(column)) {
        return "(" + value + " IS NULL)";
    }
    return column.type == column.base_type ? value : value + "::" + type_name(column.base_type, -1);
}

std::string sampling_clause(const SamplePlan& plan) {
    if (plan.method == SamplePlan::Method::first_rows) {
        return {};
    }
    char percent[32];
    (void)snprintf(percent, sizeof percent, "%.9f", plan.percent);
    return std::string(" TABLESAMPLE pg_catalog.") +
           (plan.method == SamplePlan::Method::system ? "system" : "bernoulli") + " (" + percent +
           ") REPEATABLE (0)";
}

// How one column of the sample's query is read.
enum class Reading : std::uint8_t { none, nullness, text, output, elements };

struct ReadColumn {
    Reading reading;
    Oid output; // of the elements, too
    Oid element;
};

struct ReadValue {
    bool is_null;
    const char* data; // null for what is not read
    std::size_t size;
    // Of an array that is read.
    const ReadValue* elements;
    int count;
};

// Of an array.
constexpr int most_elements = 20;
constexpr std::size_t longest_array = 64 << 10;

// Backend code.
ReadValue read_elements(Datum array, const ReadColumn& column) {
    if (toast_raw_datum_size(array) > longest_array) {
        return {false, nullptr, 0, nullptr, 0};
    }
    std::int16_t length = 0;
    bool by_value = false;
    char alignment = 0;
    get_typlenbyvalalign(column.element, &length, &by_value, &alignment);
    Datum* datums = nullptr;
    bool* nulls = nullptr;
    int count = 0;
    deconstruct_array(DatumGetArrayTypeP(array), column.element, length, by_value, alignment, &datums, &nulls,
                      &count);
    count = std::min(count, most_elements);
    auto* elements = static_cast<ReadValue*>(palloc0(sizeof(ReadValue) * (count + 1)));
    for (int i = 0; i < count; ++i) {
        const char* text = nulls[i] ? nullptr : OidOutputFunctionCall(column.output, datums[i]);
        elements[i] = {nulls[i], text, text == nullptr ? 0 : strlen(text), nullptr, 0};
    }
    return {false, nullptr, 0, elements, count};
}

// Backend code. As the reader: output functions are the server's own, or an enum's.
ReadValue read_value(Datum datum, bool is_null, const ReadColumn& column) {
    switch (column.reading) {
    case Reading::none:
        return {true, nullptr, 0, nullptr, 0};
    case Reading::nullness:
        return {is_null || DatumGetBool(datum), nullptr, 0, nullptr, 0};
    case Reading::text: {
        if (is_null) {
            return {true, nullptr, 0, nullptr, 0};
        }
        const struct varlena* slice = PG_DETOAST_DATUM_SLICE(datum, 0, read_bytes);
        return {false, VARDATA_ANY(slice), static_cast<std::size_t>(VARSIZE_ANY_EXHDR(slice)), nullptr, 0};
    }
    case Reading::elements:
        return is_null ? ReadValue{true, nullptr, 0, nullptr, 0} : read_elements(datum, column);
    default: {
        if (is_null) {
            return {true, nullptr, 0, nullptr, 0};
        }
        const char* text = OidOutputFunctionCall(column.output, datum);
        return {false, text, strlen(text), nullptr, 0};
    }
    }
}

// Backend code. As the reader.
const ReadValue* read_row(SPITupleTable* table, std::uint64_t row, std::span<const ReadColumn> columns) {
    auto* values = static_cast<ReadValue*>(palloc(sizeof(ReadValue) * columns.size()));
    for (std::size_t i = 0; i < columns.size(); ++i) {
        bool is_null = false;
        const Datum datum =
            SPI_getbinval(table->vals[row], table->tupdesc, static_cast<int>(i) + 1, &is_null);
        values[i] = read_value(datum, is_null, columns[i]);
    }
    return values;
}

ReadColumn reading_of(const Attribute& column, bool may_be_read) {
    if (!may_be_read || !is_read(column)) {
        return {may_be_read ? Reading::nullness : Reading::none, InvalidOid, InvalidOid};
    }
    if (is_text(column.base_type)) {
        return {Reading::text, InvalidOid, InvalidOid};
    }
    const Oid element = sampled_element(column);
    return call([&] {
        Oid output = InvalidOid;
        bool is_varlena = false;
        getTypeOutputInfo(OidIsValid(element) ? element : column.base_type, &output, &is_varlena);
        return ReadColumn{OidIsValid(element) ? Reading::elements : Reading::output, output, element};
    });
}

struct Open {
    Portal portal;
    MemoryContext batch;
};

// Backend code.
Open open_cursor(const char* query) {
    PushActiveSnapshot(GetLatestSnapshot());
    SPIPlanPtr plan = SPI_prepare_cursor(query, 0, nullptr, CURSOR_OPT_NO_SCROLL);
    if (plan == nullptr) {
        elog(ERROR, "SPI failed: %s", SPI_result_code_string(SPI_result));
    }
    Open opened{SPI_cursor_open(nullptr, plan, nullptr, nullptr, true),
                AllocSetContextCreate(CurrentMemoryContext, "pg_veil sample", ALLOCSET_DEFAULT_SIZES)};
    PopActiveSnapshot();
    return opened;
}

std::string_view without_trailing_blanks(std::string_view text) {
    const std::size_t last = text.find_last_not_of(' ');
    return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

void add(ColumnSample& sample, const ReadValue& value, const ReadColumn& read, const Attribute& column) {
    if (read.reading == Reading::none) {
        return;
    }
    if (value.is_null) {
        sample.add_null();
    } else if (value.elements != nullptr) {
        for (int i = 0; i < value.count; ++i) {
            const ReadValue& element = value.elements[i];
            if (!element.is_null) {
                sample.add(std::string_view(element.data, element.size));
            }
        }
    } else if (value.data == nullptr) {
        sample.add_unread();
    } else {
        const std::string_view text(value.data, value.size);
        sample.add(column.base_type == BPCHAROID ? without_trailing_blanks(text) : text);
    }
}

} // namespace

bool is_sampled_type(Oid type) {
    if (call([&] { return get_typtype(type) == TYPTYPE_ENUM; })) {
        return true;
    }
    switch (type) {
    case TEXTOID:
    case VARCHAROID:
    case BPCHAROID:
    case NAMEOID:
    case INT2OID:
    case INT4OID:
    case INT8OID:
    case NUMERICOID:
    case FLOAT4OID:
    case FLOAT8OID:
    case BOOLOID:
    case DATEOID:
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
    case UUIDOID:
    case INETOID:
    case CIDROID:
    case MACADDROID:
    case MACADDR8OID:
        return true;
    default:
        return false;
    }
}

Oid sampling_role(const Spi& spi, Oid relation, Oid caller) {
    if (!call([&] { return superuser_arg(caller); })) {
        return caller;
    }
    const Oid owner = owner_of(relation);
    if (!call([&] { return superuser_arg(owner); })) {
        return owner;
    }
    const bool is_view = call([&] { return get_rel_relkind(relation) == RELKIND_VIEW; });
    // Whoever owns a partition may put code into its indexes, which planning runs.
    const bool has_others =
        !is_view &&
        !spi.query("WITH RECURSIVE family (oid) AS (SELECT $1::oid UNION SELECT i.inhrelid FROM "
                   "pg_catalog.pg_inherits i JOIN family f ON i.inhparent = f.oid) SELECT 1 FROM family f "
                   "JOIN pg_catalog.pg_class c ON c.oid = f.oid JOIN pg_catalog.pg_roles r ON r.oid = "
                   "c.relowner WHERE NOT r.rolsuper LIMIT 1",
                   {std::to_string(relation)})
             .empty();
    if (is_view || has_others) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE,
                      "relation " + qualified_name(relation) +
                          (is_view ? " is a view that belongs to a superuser"
                                   : " belongs to a superuser and has partitions that do not"),
                      "What others have written below it would run as a superuser: SET ROLE to another role "
                      "that may read it.");
    }
    return owner;
}

bool may_read(Oid relation, const std::string& column, Oid role) {
    return call([&] {
        return pg_class_aclcheck(relation, role, ACL_SELECT) == ACLCHECK_OK ||
               pg_attribute_aclcheck(relation, get_attnum(relation, column.c_str()), role, ACL_SELECT) ==
                   ACLCHECK_OK;
    });
}

std::vector<ColumnSample> sample_table(const Spi& spi, Oid relation, const std::vector<Attribute>& columns,
                                       Oid reader, std::uint64_t rows, const ValueForms& forms) {
    std::vector<ColumnSample> samples(columns.size(), ColumnSample(forms));
    std::vector<ReadColumn> reads;
    std::string list;
    bool reads_any = false;
    for (const Attribute& column : columns) {
        const bool may_be_read = may_read(relation, column.name, reader);
        reads_any = reads_any || may_be_read;
        list += (list.empty() ? "" : ", ") + selected(column, may_be_read);
        reads.push_back(reading_of(column, may_be_read));
    }
    if (!reads_any) {
        return samples;
    }
    const char kind = call([&] { return get_rel_relkind(relation); });
    const bool can_be_sampled =
        kind == RELKIND_RELATION || kind == RELKIND_MATVIEW || kind == RELKIND_PARTITIONED_TABLE;
    const TableSize size = can_be_sampled ? size_of(spi, relation) : TableSize{0, 0};
    const SamplePlan plan = plan_sample(size.pages, size.rows, rows, can_be_sampled);
    const std::string query = "SELECT " + list + " FROM " + qualified_name(relation) + " AS base" +
                              sampling_clause(plan) + " LIMIT " + std::to_string(plan.limit);
    const auto as_reader = [&](auto&& step) {
        ActAs acting(reader, RunsCode::of_the_role);
        return call(step);
    };
    const Open open = as_reader([&] { return open_cursor(query.c_str()); });
    std::uint64_t seen = 0;
    for (std::uint64_t taken = 0; taken < rows;) {
        struct Fetched {
            SPITupleTable* table;
            std::uint64_t rows;
        };
        const Fetched fetched = as_reader([&] {
            SPI_cursor_fetch(open.portal, true, fetched_rows);
            return Fetched{SPI_tuptable, SPI_processed};
        });
        for (std::uint64_t row = 0; row < fetched.rows && taken < rows; ++row) {
            if (seen++ % plan.step != 0) {
                continue;
            }
            ++taken;
            const ReadValue* values = as_reader([&] {
                MemoryContext previous = MemoryContextSwitchTo(open.batch);
                const ReadValue* read = read_row(fetched.table, row, reads);
                MemoryContextSwitchTo(previous);
                return read;
            });
            for (std::size_t i = 0; i < columns.size(); ++i) {
                add(samples[i], values[i], reads[i], columns[i]);
            }
            call([&] { MemoryContextReset(open.batch); });
        }
        call([&] { SPI_freetuptable(fetched.table); });
        if (fetched.rows == 0) {
            break;
        }
    }
    call([&] {
        SPI_cursor_close(open.portal);
        MemoryContextDelete(open.batch);
    });
    return samples;
}

} // namespace veil::pg
