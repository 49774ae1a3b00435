#include "pg/statistics_expression.hpp"

#include "pg/question_form.hpp"
#include "pg/statistics_condition.hpp"
#include "pg/statistics_tree.hpp"

extern "C" {
#include "utils/float.h"
#include "utils/formatting.h"
#include "utils/typcache.h"
}

namespace veil::pg {

namespace {

// What of its column's values a function cannot fail for.
enum class Domain {
    any,
    moments, // those of some thousands of years around ours
    numbers, // but NaN
    bounded, // whole numbers, and others with bounds
};

struct AdmittedFunction {
    Oid function;
    int value; // which of its arguments is of the column; the others are constants
    Domain domain;
};
constexpr std::array<AdmittedFunction, 28> admitted_functions{{
    {F_DATE_TRUNC_TEXT_TIMESTAMP, 1, Domain::moments},
    {F_DATE_TRUNC_TEXT_TIMESTAMPTZ, 1, Domain::moments},
    {F_EXTRACT_TEXT_DATE, 1, Domain::moments},
    {F_EXTRACT_TEXT_TIMESTAMP, 1, Domain::moments},
    {F_EXTRACT_TEXT_TIMESTAMPTZ, 1, Domain::moments},
    {F_EXTRACT_TEXT_TIME, 1, Domain::any},
    {F_DATE_PART_TEXT_TIMESTAMP, 1, Domain::moments},
    {F_DATE_PART_TEXT_TIMESTAMPTZ, 1, Domain::moments},
    {F_INT2DIV, 0, Domain::any},
    {F_INT4DIV, 0, Domain::any},
    {F_INT8DIV, 0, Domain::any},
    {F_INT24DIV, 0, Domain::any},
    {F_INT28DIV, 0, Domain::any},
    {F_INT48DIV, 0, Domain::any},
    {F_INT84DIV, 0, Domain::any},
    {F_LEFT, 0, Domain::any},
    {F_SUBSTRING_TEXT_INT4_INT4, 0, Domain::any},
    {F_SUBSTR_TEXT_INT4_INT4, 0, Domain::any},
    {F_WIDTH_BUCKET_FLOAT8_FLOAT8_FLOAT8_INT4, 0, Domain::numbers},
    {F_WIDTH_BUCKET_NUMERIC_NUMERIC_NUMERIC_INT4, 0, Domain::numbers},
    {F_NUMERIC_DIV, 0, Domain::bounded},
    {F_FLOOR_NUMERIC, 0, Domain::bounded},
    {F_CEIL_NUMERIC, 0, Domain::bounded},
    {F_CEILING_NUMERIC, 0, Domain::bounded},
    {F_ROUND_NUMERIC, 0, Domain::bounded},
    {F_ROUND_NUMERIC_INT4, 0, Domain::bounded},
    {F_TRUNC_NUMERIC, 0, Domain::bounded},
    {F_TRUNC_NUMERIC_INT4, 0, Domain::bounded},
}};

const AdmittedFunction* admitted_function(Oid function) {
    const auto* found =
        std::find_if(admitted_functions.begin(), admitted_functions.end(),
                     [&](const AdmittedFunction& admitted) { return admitted.function == function; });
    return found == admitted_functions.end() ? nullptr : found;
}

// A call of a function or an operator.
struct Call {
    Oid function = InvalidOid;
    const List* arguments = NIL;
    bool is_conversion = false; // one that nobody wrote
};

Call call_of(const Node* node) {
    if (IsA(node, FuncExpr)) {
        const auto* call = reinterpret_cast<const FuncExpr*>(node);
        return {call->funcid, call->args,
                call->funcformat == COERCE_IMPLICIT_CAST && list_length(call->args) == 1};
    }
    if (IsA(node, OpExpr)) {
        const auto* call = reinterpret_cast<const OpExpr*>(node);
        // Of one that somebody made the name is his, and one question would have many forms.
        return is_built_in(call->opno) ? Call{get_opcode(call->opno), call->args, false} : Call{};
    }
    return {};
}

const Node* argument_of(const Call& call, int number) {
    return static_cast<const Node*>(list_nth(call.arguments, number));
}

const Node* without_relabelling(const Node* node) {
    return reinterpret_cast<const Node*>(veil::pg::without_relabelling(reinterpret_cast<const Expr*>(node)));
}

// --- Whether it is admitted ---

struct Found {
    const Var* column = nullptr;
    bool is_of_moments = false;
    bool is_of_numbers = false;
};

// Some value of a type that functions of the list take.
Expr* some_value(Oid type) {
    switch (type) {
    case TEXTOID:
        return constant(TEXTOID, CStringGetTextDatum(""));
    case NUMERICOID:
        return constant(NUMERICOID, DirectFunctionCall1(int4_numeric, Int32GetDatum(1)));
    case FLOAT8OID:
        return constant(FLOAT8OID, Float8GetDatum(1));
    case INT2OID:
        return constant(INT2OID, Int16GetDatum(1));
    case INT8OID:
        return constant(INT8OID, Int64GetDatum(1));
    case INT4OID:
        return constant(INT4OID, Int32GetDatum(1));
    case DATEOID:
        return constant(DATEOID, DateADTGetDatum(0));
    case TIMEOID:
        return constant(TIMEOID, TimeADTGetDatum(0));
    case TIMESTAMPOID:
        return constant(TIMESTAMPOID, TimestampGetDatum(0));
    case TIMESTAMPTZOID:
        return constant(TIMESTAMPTZOID, TimestampTzGetDatum(0));
    default:
        return nullptr;
    }
}

std::int64_t whole_number(const Const* value) {
    switch (value->consttype) {
    case INT2OID:
        return DatumGetInt16(value->constvalue);
    case INT4OID:
        return DatumGetInt32(value->constvalue);
    case INT8OID:
        return DatumGetInt64(value->constvalue);
    default:
        return 0;
    }
}

// The smallest whole number divided by -1 is none; and a bucket's number must be one.
constexpr std::int64_t most_buckets = 1'000'000;

bool are_sound_constants(const Call& call, const List* constants) {
    const auto* last = static_cast<const Const*>(llast(constants));
    switch (call.function) {
    case F_INT2DIV:
    case F_INT4DIV:
    case F_INT8DIV:
    case F_INT24DIV:
    case F_INT28DIV:
    case F_INT48DIV:
    case F_INT84DIV:
        return whole_number(last) > 0;
    case F_WIDTH_BUCKET_FLOAT8_FLOAT8_FLOAT8_INT4:
    case F_WIDTH_BUCKET_NUMERIC_NUMERIC_NUMERIC_INT4:
        return whole_number(last) <= most_buckets;
    case F_NUMERIC_DIV: {
        // Of a value with bounds the quotient has some, too.
        const double divisor =
            DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, last->constvalue));
        return divisor >= 1e-100 && divisor <= 1e100;
    }
    default:
        return true;
    }
}

// The arguments but the column's, as constants; false where one is none. They are tried with some value,
// which raises what is wrong with them.
bool try_constants(const Node* node, const Call& call, int value) {
    List* arguments = NIL;
    List* constants = NIL;
    for (int i = 0; i < list_length(call.arguments); ++i) {
        if (i == value) {
            Expr* some = some_value(exprType(argument_of(call, i)));
            if (some == nullptr) {
                return false;
            }
            arguments = lappend(arguments, some);
            continue;
        }
        auto* given = reinterpret_cast<Const*>(
            eval_const_expressions(nullptr, static_cast<Node*>(copyObjectImpl(argument_of(call, i)))));
        if (!IsA(given, Const) || given->constisnull) {
            return false;
        }
        arguments = lappend(arguments, given);
        constants = lappend(constants, given);
    }
    if (constants != NIL && !are_sound_constants(call, constants)) {
        return false;
    }
    Expr* tried = function_call(call.function, exprType(node), arguments);
    reinterpret_cast<FuncExpr*>(tried)->inputcollid = exprInputCollation(node);
    (void)evaluate_expr(tried, exprType(node), -1, exprCollation(node));
    return true;
}

bool find_column(const StatisticsLevel& level, const Node* node, Found* found) {
    check_stack_depth();
    node = without_relabelling(node);
    found->column = column_of(level, node);
    if (found->column != nullptr) {
        return true;
    }
    const Call call = call_of(node);
    if (call.is_conversion) {
        const bool is_of_date = call.function == F_TIMESTAMP_DATE || call.function == F_TIMESTAMPTZ_DATE;
        found->is_of_moments |= is_of_date;
        return (is_of_date || cannot_fail(call.function)) && find_column(level, argument_of(call, 0), found);
    }
    const AdmittedFunction* admitted = admitted_function(call.function);
    if (admitted == nullptr || !try_constants(node, call, admitted->value) ||
        !find_column(level, argument_of(call, admitted->value), found)) {
        return false;
    }
    found->is_of_moments |= admitted->domain == Domain::moments;
    found->is_of_numbers |= admitted->domain == Domain::numbers;
    return admitted->domain != Domain::bounded || has_bounds(level, found->column);
}

// --- Without failures ---

Expr* compared(const Var* column, Expr* value, int strategy) {
    const TypeCacheEntry* type = lookup_type_cache(column->vartype, TYPECACHE_BTREE_OPFAMILY);
    const Oid comparison = get_opfamily_member(type->btree_opf, type->btree_opintype, type->btree_opintype,
                                               static_cast<std::int16_t>(strategy));
    Expr* condition = make_opclause(comparison, BOOLOID, false, static_cast<Expr*>(copyObjectImpl(column)),
                                    value, InvalidOid, InvalidOid);
    set_opfuncid(reinterpret_cast<OpExpr*>(condition));
    return condition;
}

// Within these all conversions and truncations are, in every time zone.
Expr* is_near_moment(const Var* column) {
    constexpr std::int32_t years = 4000;
    constexpr std::int32_t days = years * 366;
    constexpr std::int64_t microseconds = std::int64_t{days} * USECS_PER_DAY;
    auto moment = [&](int sign) {
        switch (column->vartype) {
        case DATEOID:
            return constant(DATEOID, DateADTGetDatum(sign * days));
        case TIMESTAMPOID:
            return constant(TIMESTAMPOID, TimestampGetDatum(sign * microseconds));
        default:
            return constant(TIMESTAMPTZOID, TimestampTzGetDatum(sign * microseconds));
        }
    };
    return makeBoolExpr(AND_EXPR,
                        list_make2(compared(column, moment(-1), BTGreaterEqualStrategyNumber),
                                   compared(column, moment(1), BTLessEqualStrategyNumber)),
                        -1);
}

// --- As text ---

// The place in the query's text where nobody can have written a CASE.
constexpr int own_case_location = -3;

const Node* with_failures(const Node* node) {
    const auto* choice = reinterpret_cast<const CaseExpr*>(node);
    return IsA(choice, CaseExpr) && choice->location == own_case_location
               ? reinterpret_cast<const Node*>(static_cast<CaseWhen*>(linitial(choice->args))->result)
               : node;
}

bool is_function_of_time_zone(Oid function) {
    switch (function) {
    case F_DATE_TRUNC_TEXT_TIMESTAMPTZ:
    case F_EXTRACT_TEXT_TIMESTAMPTZ:
    case F_DATE_PART_TEXT_TIMESTAMPTZ:
        return true;
    default:
        return false;
    }
}

// One name for those that are the same.
const char* name_of(Oid function) {
    return get_func_name(function == F_SUBSTR_TEXT_INT4_INT4 ? F_SUBSTRING_TEXT_INT4_INT4 : function);
}

void append_call(StringInfo text, const StatisticsLevel& level, const Node* node, const Call& call) {
    const bool is_operator = IsA(node, OpExpr);
    const char* between =
        is_operator ? psprintf(" %s ", get_opname(reinterpret_cast<const OpExpr*>(node)->opno)) : ", ";
    appendStringInfo(text, "%s(", is_operator ? "" : name_of(call.function));
    for (int i = 0; i < list_length(call.arguments); ++i) {
        appendStringInfoString(text, i == 0 ? "" : between);
        if (i == admitted_function(call.function)->value) {
            append_expression(text, level, argument_of(call, i));
        } else {
            const auto* value = reinterpret_cast<const Const*>(
                eval_const_expressions(nullptr, static_cast<Node*>(copyObjectImpl(argument_of(call, i)))));
            const char* literal = literal_of(value->constvalue, value->consttype);
            // Units have no case.
            appendStringInfoString(text, i == 0 ? asc_tolower(literal, strlen(literal)) : literal);
        }
    }
    appendStringInfoChar(text, ')');
}

} // namespace

Expr* is_below_nan(const Var* column) {
    const float8 nan = get_float8_nan();
    switch (column->vartype) {
    case FLOAT4OID:
        return compared(column, constant(FLOAT4OID, Float4GetDatum(static_cast<float4>(nan))),
                        BTLessStrategyNumber);
    case FLOAT8OID:
        return compared(column, constant(FLOAT8OID, Float8GetDatum(nan)), BTLessStrategyNumber);
    case NUMERICOID:
        return compared(column,
                        constant(NUMERICOID, DirectFunctionCall1(float8_numeric, Float8GetDatum(nan))),
                        BTLessStrategyNumber);
    default:
        return nullptr;
    }
}

const Var* expression_column(const StatisticsLevel& level, const Node* expression) {
    Found found;
    const bool is_found = find_column(level, expression, &found);
    return is_found ? found.column : nullptr;
}

Expr* without_failures(const StatisticsLevel& level, const Expr* expression) {
    Found found;
    auto* copy = static_cast<Expr*>(copyObjectImpl(expression));
    if (!find_column(level, reinterpret_cast<const Node*>(expression), &found)) {
        return copy;
    }
    Expr* condition = found.is_of_moments   ? is_near_moment(found.column)
                      : found.is_of_numbers ? is_below_nan(found.column)
                                            : nullptr;
    if (condition == nullptr) {
        return copy;
    }
    Expr* choice = value_if(condition, copy);
    reinterpret_cast<CaseExpr*>(choice)->location = own_case_location;
    return choice;
}

void append_expression(StringInfo text, const StatisticsLevel& level, const Node* expression) {
    const Node* node = without_relabelling(with_failures(expression));
    const Var* column = column_of(level, node);
    if (column != nullptr) {
        appendStringInfoString(text, column_text(level, column));
        return;
    }
    const Call call = call_of(node);
    if (call.is_conversion) {
        append_expression(text, level, argument_of(call, 0));
        return;
    }
    append_call(text, level, node, call);
}

bool is_of_time_zone(const StatisticsLevel& level, const Node* expression) {
    const Node* node = without_relabelling(with_failures(expression));
    if (column_of(level, node) != nullptr) {
        return false;
    }
    const Call call = call_of(node);
    const AdmittedFunction* admitted = admitted_function(call.function);
    return is_function_of_time_zone(call.function) ||
           is_of_time_zone(level, argument_of(call, call.is_conversion ? 0 : admitted->value));
}

} // namespace veil::pg
