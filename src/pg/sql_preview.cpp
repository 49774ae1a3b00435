// veil.first_rows: the raw rows that veil.preview shows.
#include "pg/catalog.hpp"
#include "pg/rule_catalog.hpp"
#include "pg/table_sample.hpp"

using namespace veil::pg;

namespace {

// The relation whose row type the argument has.
Oid relation_of_argument(FunctionCallInfo fcinfo) {
    const Oid relation = call([&] { return get_typ_typrelid(get_fn_expr_argtype(fcinfo->flinfo, 0)); });
    if (!OidIsValid(relation) || call([&] { return get_rel_relkind(relation); }) == RELKIND_COMPOSITE_TYPE) {
        throw Refusal(ERRCODE_DATATYPE_MISMATCH, "argument \"row_type\" must be a row of a relation");
    }
    return relation;
}

} // namespace

// first_rows(row_type, rows): as a superuser would read them, planning would run code of the owner's, which
// stands in indexes.
VEIL_FUNCTION(veil_first_rows)
{
    const Oid relation = relation_of_argument(fcinfo);
    const std::string limit = PG_ARGISNULL(1) ? "0" : std::to_string(PG_GETARG_INT32(1));
    auto* result = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
    call([&] { InitMaterializedSRF(fcinfo, 0); });
    const Spi spi;
    const std::string name = qualified_name(relation);
    // "base" alone could be a column.
    const std::string query = "SELECT (base.*)::" + name + " FROM " + name + " AS base LIMIT " + limit;
    ActAs acting(sampling_role(spi, relation, GetUserId()), RunsCode::of_the_role);
    call([&] {
        const int code = SPI_execute(query.c_str(), true, 0);
        if (code != SPI_OK_SELECT) {
            elog(ERROR, "SPI failed: %s", SPI_result_code_string(code));
        }
        for (std::uint64_t row = 0; row < SPI_processed; ++row) {
            bool is_null = false;
            const Datum value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, 1, &is_null);
            HeapTupleHeader header = DatumGetHeapTupleHeader(value);
            HeapTupleData tuple{};
            tuple.t_len = HeapTupleHeaderGetDatumLength(header);
            tuple.t_data = header;
            tuplestore_puttuple(result->setResult, &tuple);
        }
    });
    return static_cast<Datum>(0);
}
