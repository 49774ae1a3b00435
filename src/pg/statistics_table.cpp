#include "pg/statistics_table.hpp"

#include "core/cell_noise.hpp"
#include "pg/disclosure_options.hpp"
#include "pg/statistics_expression.hpp"

namespace veil::pg {

namespace {

int column_number(const StatisticsLevel& level, const Expr* key) {
    const auto* column = static_cast<Var*>(
        linitial(pull_var_clause(const_cast<Node*>(reinterpret_cast<const Node*>(key)), 0)));
    return place_of(level, column->varno) * (MaxAttrNumber + 1) + column->varattno;
}

bool is_before(const StatisticsLevel& level, const Expr* left, const Expr* right) {
    const int left_column = column_number(level, left);
    const int right_column = column_number(level, right);
    if (left_column != right_column) {
        return left_column < right_column;
    }
    StringInfoData left_text;
    StringInfoData right_text;
    initStringInfo(&left_text);
    initStringInfo(&right_text);
    append_expression(&left_text, level, reinterpret_cast<const Node*>(left));
    append_expression(&right_text, level, reinterpret_cast<const Node*>(right));
    return strcmp(left_text.data, right_text.data) < 0;
}

// In the order of the releases and their columns, so that whatever hides cells does not depend on the
// query's.
void add_key(StatisticsTable* table, Expr* key) {
    int place = 0;
    while (place < list_length(table->keys) &&
           is_before(*table->level, static_cast<Expr*>(list_nth(table->keys, place)), key)) {
        ++place;
    }
    table->keys = list_insert_nth(table->keys, place, key);
}

// What is aggregated; null for count(*).
Expr* argument_of(const StatisticsTable& table, const Aggref* aggregate) {
    if (is_quantile(aggregate)) {
        return static_cast<Expr*>(copyObjectImpl(aggregated_column(*table.level, aggregate)));
    }
    return aggregate->args == NIL ? nullptr : static_cast<TargetEntry*>(linitial(aggregate->args))->expr;
}

// The number of the part; each is there once.
int part_number(StatisticsTable* table, Expr* condition, Expr* value) {
    for (int i = 0; i < list_length(table->parts); ++i) {
        const auto* known = static_cast<CellPart*>(list_nth(table->parts, i));
        if (equal(known->condition, condition) && equal(known->value, value)) {
            return i + 1;
        }
    }
    auto* part = static_cast<CellPart*>(palloc(sizeof(CellPart)));
    *part = {condition, value};
    table->parts = lappend(table->parts, part);
    return list_length(table->parts);
}

// Of some of a cell's rows, both these and the others must be of enough subjects; and of sums and what holds
// them, as averages do, none may be nearly one subject's.
void add_aggregate(StatisticsTable* table, Aggref* aggregate) {
    auto* shown = static_cast<ShownAggregate*>(palloc(sizeof(ShownAggregate)));
    *shown = {aggregate, 0, nullptr, false};
    table->shown = lappend(table->shown, shown);
    if (counts_all_rows(aggregate)) {
        return;
    }
    List* conditions = NIL;
    if (aggregate->aggfilter != nullptr) {
        conditions = lappend(conditions, copyObjectImpl(aggregate->aggfilter));
    }
    Expr* argument = argument_of(*table, aggregate);
    const Var* numeric = summed_numeric(*table->level, aggregate);
    if (numeric != nullptr) {
        conditions = lappend(conditions, is_below_nan(numeric));
    } else if (argument != nullptr) {
        conditions = lappend(conditions, is_not_null(static_cast<Expr*>(copyObjectImpl(argument))));
    }
    shown->condition = all_of(conditions);
    shown->is_of_values = is_of_summable_values(*table->level, aggregate);
    shown->part = part_number(table, shown->condition,
                              shown->is_of_values ? static_cast<Expr*>(copyObjectImpl(argument)) : nullptr);
}

bool has_noise(const StatisticsTable& table) {
    return cell_noise_deviation(table.level->guard.disclosure) > 0;
}

// veil.cell(subject, threshold, contributors, contributions, part, value, ...)
Expr* cell_of(const StatisticsTable& table) {
    const Jsonb* disclosure = table.level->guard.disclosure;
    List* arguments = list_make4(
        copyObjectImpl(table.subject), constant(INT4OID, Int32GetDatum(table.level->guard.threshold)),
        constant(BOOLOID, BoolGetDatum(has_noise(table))),
        constant(BOOLOID, BoolGetDatum(disclosure_rules(disclosure).dominance.is_set())));
    for (int i = 0; i < list_length(table.parts); ++i) {
        const auto* part = static_cast<CellPart*>(list_nth(table.parts, i));
        arguments = lappend(arguments, copyObjectImpl(part->condition));
        arguments = lappend(arguments, part->value != nullptr
                                           ? copyObjectImpl(part->value)
                                           : static_cast<void*>(makeNullConst(BOOLOID, -1, InvalidOid)));
    }
    const Oid function = table.parts == NIL
                             ? veil_function("cell", {ANYOID, INT4OID, BOOLOID, BOOLOID})
                             : veil_function("cell", {ANYOID, INT4OID, BOOLOID, BOOLOID, ANYOID});
    return aggregate_call(function, BYTEAOID, arguments, table.subject->varcollid);
}

bool is_count(const Aggref* aggregate) {
    return aggregate->aggdistinct == NIL &&
           (aggregate->aggfnoid == F_COUNT_ || aggregate->aggfnoid == F_COUNT_ANY);
}

// --- Rounding and noise ---

// veil.round(value, multiple), where what is shown is rounded.
Expr* rounded(const StatisticsLevel& level, const Aggref* aggregate, Expr* value) {
    const AnswerRounding rounding = answer_rounding(level.guard.disclosure);
    const bool counts = aggregate->aggfnoid == F_COUNT_ || aggregate->aggfnoid == F_COUNT_ANY;
    const char* name = get_func_name(aggregate->aggfnoid);
    const bool is_sum = name != nullptr && strcmp(name, "sum") == 0;
    if (rounding.counts == 0 || !(counts || is_sum)) {
        return value;
    }
    const std::int64_t multiple = counts ? rounding.counts : rounding.sums;
    const Oid type = aggregate->aggtype;
    Expr* multiple_of_type = nullptr;
    switch (type) {
    case INT8OID:
        multiple_of_type = constant(INT8OID, Int64GetDatum(multiple));
        break;
    case NUMERICOID:
        multiple_of_type = constant(NUMERICOID, DirectFunctionCall1(int8_numeric, Int64GetDatum(multiple)));
        break;
    default:
        multiple_of_type = constant(FLOAT8OID, Float8GetDatum(static_cast<double>(multiple)));
        break;
    }
    return function_call(veil_function("round", {type, exprType(reinterpret_cast<Node*>(multiple_of_type))}),
                         type, list_make2(value, multiple_of_type));
}

// The last digit that values of a sum can have, as a power of ten; without an end for floating-point ones.
int least_exponent(const Expr* value) {
    constexpr int without_end = -20;
    const auto* node = reinterpret_cast<const Node*>(value);
    const std::int32_t modifier = exprTypmod(node);
    switch (exprType(node)) {
    case INT2OID:
    case INT4OID:
    case INT8OID:
        return 0;
    case NUMERICOID:
        // The scale's eleven bits, with a sign.
        return modifier < static_cast<std::int32_t>(VARHDRSZ)
                   ? without_end
                   : -((((modifier - static_cast<std::int32_t>(VARHDRSZ)) & 0x7ff) ^ 0x400) - 0x400);
    default:
        return without_end;
    }
}

Expr* from_numeric(Expr* value, Oid type) {
    switch (type) {
    case INT8OID:
        return function_call(F_INT8_NUMERIC, INT8OID, list_make1(value));
    case FLOAT4OID:
        return function_call(F_FLOAT4_NUMERIC, FLOAT4OID, list_make1(value));
    case FLOAT8OID:
        return function_call(F_FLOAT8_NUMERIC, FLOAT8OID, list_make1(value));
    default:
        return value;
    }
}

// veil.perturbed(internal, key, scope, noise, what, least exponent, variable, predicate, cell, part,
// subjects,
// ...)
Expr* perturbed(const StatisticsTable& table, const ShownAggregate& shown, const CellOutside& outside,
                Expr* subjects) {
    const StatisticsLevel& level = *table.level;
    const Aggref* aggregate = shown.aggregate;
    const char* name = get_func_name(aggregate->aggfnoid);
    PerturbedValue what = PerturbedValue::rows;
    const char* variable = "";
    int exponent = 0;
    if (aggregate->aggdistinct != NIL) {
        what = PerturbedValue::subjects;
    } else if (shown.is_of_values) {
        what = strcmp(name, "avg") == 0 ? PerturbedValue::mean : PerturbedValue::sum;
        variable = column_name(level, argument_of(table, aggregate));
        exponent = least_exponent(argument_of(table, aggregate));
    }
    List* conditions = shown.condition == nullptr ? NIL : list_make1(shown.condition);
    if (level.query->jointree->quals != nullptr) {
        conditions = lcons(level.query->jointree->quals, conditions);
    }
    const QuestionForm predicate = predicate_form(level, conditions, table.keys, outside.keys);
    List* arguments =
        list_make5(makeNullConst(INTERNALOID, -1, InvalidOid), copyObjectImpl(level.guard.key),
                   copyObjectImpl(level.guard.scope),
                   constant(FLOAT8OID, Float8GetDatum(cell_noise_deviation(level.guard.disclosure))),
                   constant(INT4OID, Int32GetDatum(static_cast<std::int32_t>(what))));
    arguments = lappend(arguments, constant(INT4OID, Int32GetDatum(exponent)));
    arguments = lappend(arguments, constant(TEXTOID, CStringGetTextDatum(variable)));
    arguments = lappend(arguments, constant(TEXTOID, CStringGetTextDatum(predicate.tree)));
    arguments = lappend(arguments, copyObjectImpl(outside.cell));
    arguments = lappend(arguments, constant(INT4OID, Int32GetDatum(shown.part)));
    arguments = lappend(arguments, subjects == nullptr ? constant(INT8OID, Int64GetDatum(0)) : subjects);
    const Oid key = exprType(reinterpret_cast<Node*>(level.guard.key));
    const Oid function =
        predicate.parameters == NIL
            ? veil_function("perturbed", {INTERNALOID, key, TEXTOID, FLOAT8OID, INT4OID, INT4OID, TEXTOID,
                                          TEXTOID, BYTEAOID, INT4OID, INT8OID})
            : veil_function("perturbed", {INTERNALOID, key, TEXTOID, FLOAT8OID, INT4OID, INT4OID, TEXTOID,
                                          TEXTOID, BYTEAOID, INT4OID, INT8OID, ANYOID});
    return from_numeric(function_call(function, NUMERICOID, list_concat(arguments, predicate.parameters)),
                        aggregate->aggtype);
}

// The mean over the subjects around its place: see core/smoothed_quantile.hpp.
Expr* quantile(const StatisticsTable& table, const ShownAggregate& shown) {
    // The column itself: converted to double, as the query has it, a value could be beyond one.
    List* arguments =
        list_make5(copyObjectImpl(table.subject), argument_of(table, shown.aggregate),
                   copyObjectImpl(shown.condition), copyObjectImpl(linitial(shown.aggregate->aggdirectargs)),
                   constant(INT4OID, Int32GetDatum(table.level->guard.threshold)));
    return aggregate_call(veil_function("smoothed_quantile", {ANYOID, ANYOID, BOOLOID, FLOAT8OID, INT4OID}),
                          FLOAT8OID, arguments, table.subject->varcollid);
}

} // namespace

StatisticsTable* statistics_table(const StatisticsLevel& level, const Var* subject) {
    auto* table = static_cast<StatisticsTable*>(palloc(sizeof(StatisticsTable)));
    *table = {&level, subject, NIL, NIL, NIL, nullptr};
    const Query* query = level.query;
    for (int i = 0; i < list_length(query->groupClause); ++i) {
        auto* group = static_cast<SortGroupClause*>(list_nth(query->groupClause, i));
        add_key(table, without_failures(level, reinterpret_cast<Expr*>(
                                                   get_sortgroupclause_expr(group, query->targetList))));
    }
    const List* aggregates = aggregates_of(level);
    for (int i = 0; i < list_length(aggregates); ++i) {
        add_aggregate(table, static_cast<Aggref*>(list_nth(aggregates, i)));
    }
    table->cell = cell_of(*table);
    return table;
}

bool has_quantiles(const StatisticsTable& table) {
    for (int i = 0; i < list_length(table.shown); ++i) {
        if (is_quantile(static_cast<ShownAggregate*>(list_nth(table.shown, i))->aggregate)) {
            return true;
        }
    }
    return false;
}

// veil.is_cell_shown(internal, part, measure, disclosure, cell, keys ...) OVER ()
Expr* is_part_shown(const StatisticsTable& table, int part, bool of_values) {
    const Oid function =
        table.keys == NIL
            ? veil_function("is_cell_shown", {INTERNALOID, INT4OID, INT4OID, JSONBOID, BYTEAOID})
            : veil_function("is_cell_shown", {INTERNALOID, INT4OID, INT4OID, JSONBOID, BYTEAOID, ANYOID});
    auto of_measure = [&](int measure) {
        List* arguments = list_make5(
            makeNullConst(INTERNALOID, -1, InvalidOid), constant(INT4OID, Int32GetDatum(part)),
            constant(INT4OID, Int32GetDatum(measure)),
            constant(JSONBOID, JsonbPGetDatum(table.level->guard.disclosure)), copyObjectImpl(table.cell));
        return window_call(function, BOOLOID,
                           list_concat(arguments, static_cast<List*>(copyObjectImpl(table.keys))));
    };
    return of_values ? makeBoolExpr(AND_EXPR, list_make2(of_measure(0), of_measure(1)), -1) : of_measure(0);
}

Expr* aggregated_value(const StatisticsTable& table, const ShownAggregate& shown) {
    if (is_count(shown.aggregate) || (has_noise(table) && shown.aggregate->aggdistinct == NIL)) {
        return nullptr;
    }
    if (is_quantile(shown.aggregate)) {
        return quantile(table, shown);
    }
    auto* value = static_cast<Aggref*>(copyObjectImpl(shown.aggregate));
    if (summed_numeric(*table.level, shown.aggregate) != nullptr) {
        value->aggfilter = static_cast<Expr*>(copyObjectImpl(shown.condition));
    }
    return reinterpret_cast<Expr*>(value);
}

Expr* shown_value(const StatisticsTable& table, const ShownAggregate& shown, const CellOutside& outside,
                  Expr* value) {
    if (has_noise(table)) {
        value = perturbed(table, shown, outside, value);
    } else if (value == nullptr) {
        value = function_call(
            veil_function("cell_rows", {BYTEAOID, INT4OID}), INT8OID,
            list_make2(copyObjectImpl(outside.cell), constant(INT4OID, Int32GetDatum(shown.part))));
    }
    return rounded(*table.level, shown.aggregate, value);
}

} // namespace veil::pg
