// What is shown of a cell: its number of rows, and with noise more.
#include "core/cell_noise.hpp"
#include "core/statistics_question.hpp"
#include "pg/boundary.hpp"
#include "pg/catalog.hpp"
#include "pg/key_store.hpp"
#include "pg/question_form.hpp"
#include "pg/sql_session.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

constexpr int key_argument = 1;
constexpr int scope_argument = 2;
constexpr int deviation_argument = 3;
constexpr int value_argument = 4;
constexpr int exponent_argument = 5;
constexpr int variable_argument = 6;
constexpr int predicate_argument = 7;
constexpr int cell_argument = 8;
constexpr int part_argument = 9;
constexpr int subjects_argument = 10;
constexpr int first_operand = 11;

veil::CellSummary summary_argument(FunctionCallInfo fcinfo, int cell, int part) {
    const std::string_view bytes = call([&] { return text_argument(fcinfo, cell); });
    auto summary = veil::read_summary(byte_span(bytes), PG_GETARG_UINT32(part));
    if (!summary) {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "a cell has no summary");
    }
    return std::move(*summary);
}

std::string_view operand_of(FunctionCallInfo fcinfo, int argument) {
    return call([&] {
        const Oid type = get_fn_expr_argtype(fcinfo->flinfo, argument);
        StringInfoData tree;
        initStringInfo(&tree);
        append_operand(&tree, PG_GETARG_DATUM(argument), PG_ARGISNULL(argument), type);
        return std::string_view(tree.data, static_cast<std::size_t>(tree.len));
    });
}

std::vector<std::string> conditions_of(FunctionCallInfo fcinfo) {
    std::vector<std::string_view> operands;
    std::optional<PinnedSettings> pinned;
    for (int argument = first_operand; argument < fcinfo->nargs; ++argument) {
        if (!pinned &&
            !call([&] { return has_one_text_form(get_fn_expr_argtype(fcinfo->flinfo, argument)); })) {
            pinned.emplace();
        }
        operands.push_back(operand_of(fcinfo, argument));
    }
    auto predicate =
        veil::read_question(call([&] { return text_argument(fcinfo, predicate_argument); }), operands);
    if (!predicate) {
        throw Refusal(ERRCODE_INTERNAL_ERROR, "the question of a query of statistics is not readable");
    }
    return std::move(predicate->conditions);
}

} // namespace

// (cell, part)
VEIL_FUNCTION(veil_cell_rows)
{ PG_RETURN_INT64(summary_argument(fcinfo, 0, 1).rows); }

// (internal, key, scope, deviation, value, least exponent, variable, predicate, cell, part, subjects,
// operands ...).
// Nobody has a value of type internal, so nobody can call it but a query that the planner hook has made.
VEIL_FUNCTION(veil_perturbed)
{
    const auto* key = call(
        [&] { return reinterpret_cast<const KeyValue*>(PG_DETOAST_DATUM(PG_GETARG_DATUM(key_argument))); });
    const std::string scope(call([&] { return text_argument(fcinfo, scope_argument); }));
    const std::string variable(call([&] { return text_argument(fcinfo, variable_argument); }));
    const std::vector<std::string> conditions = conditions_of(fcinfo);
    const auto prepared = prepare_algorithm<veil::CellNoise>(key->key_name(), key->version, scope, {});
    const double value = prepared.algorithm->perturb(
        summary_argument(fcinfo, cell_argument, part_argument),
        {static_cast<veil::PerturbedValue>(PG_GETARG_INT32(value_argument)), variable,
         PG_GETARG_FLOAT8(deviation_argument), PG_GETARG_INT32(exponent_argument), conditions,
         PG_GETARG_INT64(subjects_argument)});
    if (std::isnan(value)) {
        PG_RETURN_NULL();
    }
    return call([&] { return DirectFunctionCall1(float8_numeric, Float8GetDatum(value)); });
}
