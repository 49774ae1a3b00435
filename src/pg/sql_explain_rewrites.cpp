// veil.explain_rewrites(query): what the planner does with the masked columns of a query, and why not.
#include "pg/boundary.hpp"
#include "pg/planner_rewrite.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

VEIL_BACKEND_FUNCTION(veil_explain_rewrites)
{
    InitMaterializedSRF(fcinfo, 0);
    auto* result = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
    const char* query = text_to_cstring(PG_GETARG_TEXT_PP(0));
    const List* parsed = pg_parse_query(query);
    if (list_length(parsed) != 1) {
        ereport(ERROR, (errcode(ERRCODE_SYNTAX_ERROR),
                        errmsg("one query is explained, not %d", list_length(parsed))));
    }
    Query* analysed = analyse_statement(static_cast<RawStmt*>(linitial(parsed)), query);
    if (analysed->commandType == CMD_UTILITY) {
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("only a query is explained"),
                        errhint("Give the SELECT itself.")));
    }
    const List* statements = QueryRewrite(analysed);
    for (int i = 0; i < list_length(statements); ++i) {
        const Rewriting rewriting = rewrite_statement(static_cast<Query*>(list_nth(statements, i)), true);
        for (int j = 0; j < list_length(rewriting.remarks); ++j) {
            const auto* said = static_cast<Remark*>(list_nth(rewriting.remarks, j));
            std::array<Datum, 4> values{CStringGetTextDatum(said->rewrite), CStringGetTextDatum(said->column),
                                        BoolGetDatum(said->applied), Datum{0}};
            std::array<bool, 4> nulls{false, said->column == nullptr, false, said->reason == nullptr};
            if (said->reason != nullptr) {
                values[3] = CStringGetTextDatum(said->reason);
            }
            tuplestore_putvalues(result->setResult, result->setDesc, values.data(), nulls.data());
        }
    }
    PG_RETURN_NULL();
}
