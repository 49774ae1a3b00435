#include "pg/statistics_query.hpp"

#include "pg/catalog.hpp"
#include "pg/disclosure_options.hpp"
#include "pg/guard_file.hpp"
#include "pg/planner_rewrite.hpp"
#include "pg/question_form.hpp"
#include "pg/statistics_admission.hpp"

extern "C" {
#include "utils/float.h"
#include "utils/typcache.h"
}

namespace veil::pg {

namespace {

Oid function_of(const char* name, const std::initializer_list<Oid>& arguments) {
    return GetSysCacheOid3(
        PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum(name),
        PointerGetDatum(buildoidvector(std::data(arguments), static_cast<int>(arguments.size()))),
        ObjectIdGetDatum(veil_schema()));
}

// --- The guard ---

FuncExpr* guard_in(Node* condition, Oid guard) {
    if (condition == nullptr) {
        return nullptr;
    }
    if (IsA(condition, FuncExpr)) {
        auto* call = reinterpret_cast<FuncExpr*>(condition);
        return call->funcid == guard ? call : nullptr;
    }
    if (IsA(condition, BoolExpr) && reinterpret_cast<BoolExpr*>(condition)->boolop == AND_EXPR) {
        const List* parts = reinterpret_cast<BoolExpr*>(condition)->args;
        for (int i = 0; i < list_length(parts); ++i) {
            FuncExpr* found = guard_in(static_cast<Node*>(list_nth(parts, i)), guard);
            if (found != nullptr) {
                return found;
            }
        }
    }
    return nullptr;
}

// The condition without the guard; null where nothing is left.
Node* without_guard(Node* condition, const FuncExpr* guard) {
    if (condition == reinterpret_cast<const Node*>(guard)) {
        return nullptr;
    }
    if (IsA(condition, BoolExpr)) {
        auto* both = reinterpret_cast<BoolExpr*>(condition);
        List* kept = NIL;
        for (int i = 0; i < list_length(both->args); ++i) {
            Node* part = without_guard(static_cast<Node*>(list_nth(both->args, i)), guard);
            kept = part == nullptr ? kept : lappend(kept, part);
        }
        return both->boolop != AND_EXPR ? condition
               : kept == NIL            ? nullptr
               : list_length(kept) == 1 ? static_cast<Node*>(linitial(kept))
                                        : reinterpret_cast<Node*>(makeBoolExpr(AND_EXPR, kept, -1));
    }
    return condition;
}

// --- The cells ---

Var* column_inside(AttrNumber number, const Node* like) {
    return makeVar(1, number, exprType(like), exprTypmod(like), exprCollation(like), 0);
}

Oid complete(Oid function) {
    if (!OidIsValid(function)) {
        refuse_statistics("Schema veil is not complete.", "Install the extension again.");
    }
    return function;
}

Expr* constant(Oid type, Datum value) {
    std::int16_t length = 0;
    bool by_value = false;
    get_typlenbyval(type, &length, &by_value);
    return reinterpret_cast<Expr*>(makeConst(type, -1, InvalidOid, length, value, false, by_value));
}

// veil.cell(...), of which `function` is one kind.
Expr* cell(Oid function, List* arguments, Oid collation) {
    auto* aggregate = makeNode(Aggref);
    aggregate->aggfnoid = complete(function);
    aggregate->aggtype = BYTEAOID;
    aggregate->inputcollid = collation;
    for (int i = 0; i < list_length(arguments); ++i) {
        auto* argument = static_cast<Expr*>(list_nth(arguments, i));
        aggregate->aggargtypes =
            lappend_oid(aggregate->aggargtypes, exprType(reinterpret_cast<Node*>(argument)));
        aggregate->args = lappend(aggregate->args,
                                  makeTargetEntry(argument, static_cast<AttrNumber>(i + 1), nullptr, false));
    }
    aggregate->aggkind = AGGKIND_NORMAL;
    aggregate->aggsplit = AGGSPLIT_SIMPLE;
    aggregate->aggno = -1;
    aggregate->aggtransno = -1;
    aggregate->location = -1;
    return reinterpret_cast<Expr*>(aggregate);
}

// The table of a level: its cells are the groups, and whether one is shown depends on all of them.
struct StatisticsTable {
    const StatisticsLevel* level;
    const Var* subject;
    List* keys;
};

AttrNumber column_number(const Expr* key) {
    return static_cast<Var*>(
               linitial(pull_var_clause(const_cast<Node*>(reinterpret_cast<const Node*>(key)), 0)))
        ->varattno;
}

// In the order of the release's columns, so that whatever hides cells does not depend on the query's.
void add_key(StatisticsTable* table, Expr* key) {
    int place = 0;
    while (place < list_length(table->keys) &&
           column_number(static_cast<Expr*>(list_nth(table->keys, place))) < column_number(key)) {
        ++place;
    }
    table->keys = list_insert_nth(table->keys, place, key);
}

// veil.is_cell_shown(measure, disclosure, cell, keys ...) OVER ()
Expr* is_cell_shown(const StatisticsTable& table, int measure, Expr* cell) {
    auto* call = makeNode(WindowFunc);
    call->winfnoid =
        complete(table.keys == NIL ? function_of("is_cell_shown", {INT4OID, JSONBOID, BYTEAOID})
                                   : function_of("is_cell_shown", {INT4OID, JSONBOID, BYTEAOID, ANYOID}));
    call->wintype = BOOLOID;
    call->args = list_concat(list_make3(constant(INT4OID, Int32GetDatum(measure)),
                                        constant(JSONBOID, JsonbPGetDatum(table.level->guard.disclosure)),
                                        copyObjectImpl(cell)),
                             static_cast<List*>(copyObjectImpl(table.keys)));
    call->winref = 1;
    call->location = -1;
    return reinterpret_cast<Expr*>(call);
}

Expr* threshold_of(const StatisticsTable& table) {
    return constant(INT4OID, Int32GetDatum(table.level->guard.threshold));
}

Expr* whole_cell(const StatisticsTable& table) {
    return cell(function_of("cell", {ANYOID, INT4OID}),
                list_make2(copyObjectImpl(table.subject), threshold_of(table)), table.subject->varcollid);
}

Expr* is_not_null(Expr* value) {
    auto* test = makeNode(NullTest);
    test->arg = value;
    test->nulltesttype = IS_NOT_NULL;
    test->location = -1;
    return reinterpret_cast<Expr*>(test);
}

// value <> 'NaN'.
Expr* is_a_number(const Var* value) {
    Const* nan =
        makeConst(NUMERICOID, -1, InvalidOid, -1,
                  DirectFunctionCall1(float8_numeric, Float8GetDatum(get_float8_nan())), false, false);
    const Oid unequal = get_negator(lookup_type_cache(NUMERICOID, TYPECACHE_EQ_OPR)->eq_opr);
    Expr* comparison = make_opclause(unequal, BOOLOID, false, static_cast<Expr*>(copyObjectImpl(value)),
                                     reinterpret_cast<Expr*>(nan), InvalidOid, InvalidOid);
    set_opfuncid(reinterpret_cast<OpExpr*>(comparison));
    return comparison;
}

Expr* all_of(List* conditions) {
    return list_length(conditions) == 1 ? static_cast<Expr*>(linitial(conditions))
                                        : makeBoolExpr(AND_EXPR, conditions, -1);
}

// CASE WHEN condition THEN value END
Expr* value_if(Expr* condition, Expr* value) {
    const auto* node = reinterpret_cast<const Node*>(value);
    auto* when = makeNode(CaseWhen);
    when->expr = condition;
    when->result = value;
    when->location = -1;
    auto* choice = makeNode(CaseExpr);
    choice->casetype = exprType(node);
    choice->casecollid = exprCollation(node);
    choice->args = list_make1(when);
    choice->defresult =
        reinterpret_cast<Expr*>(makeNullConst(choice->casetype, exprTypmod(node), choice->casecollid));
    choice->location = -1;
    return reinterpret_cast<Expr*>(choice);
}

// OVER ()
WindowClause* whole_table() {
    auto* window = makeNode(WindowClause);
    window->frameOptions = FRAMEOPTION_DEFAULTS;
    window->winref = 1;
    return window;
}

// An aggregate as it is inside, and when it is shown; always, where that is null.
struct ShownAggregate {
    Expr* value;
    Expr* condition;
    Expr* part; // of which rows it is
};

// Of some of a cell's rows, both these and the others must be of enough subjects; and of sums and what holds
// them, as averages do, none may be nearly one subject's.
ShownAggregate shown_aggregate(const StatisticsTable& table, const Aggref* aggregate) {
    auto* value = static_cast<Aggref*>(copyObjectImpl(aggregate));
    if (counts_all_rows(aggregate)) {
        return {reinterpret_cast<Expr*>(value), nullptr, nullptr};
    }
    List* conditions = NIL;
    if (aggregate->aggfilter != nullptr) {
        conditions = lappend(conditions, copyObjectImpl(aggregate->aggfilter));
    }
    Expr* argument =
        aggregate->args == NIL ? nullptr : static_cast<TargetEntry*>(linitial(aggregate->args))->expr;
    const Var* numeric = summed_numeric(*table.level, aggregate);
    if (numeric != nullptr) {
        conditions = lappend(conditions, is_a_number(numeric));
        value->aggfilter = static_cast<Expr*>(copyObjectImpl(all_of(conditions)));
    } else if (argument != nullptr) {
        conditions = lappend(conditions, is_not_null(static_cast<Expr*>(copyObjectImpl(argument))));
    }
    auto* subject = static_cast<Expr*>(copyObjectImpl(table.subject));
    Expr* part = all_of(conditions);
    if (!is_of_summable_values(*table.level, aggregate)) {
        Expr* counted = cell(function_of("cell", {ANYOID, BOOLOID, INT4OID}),
                             list_make3(subject, part, threshold_of(table)), table.subject->varcollid);
        return {reinterpret_cast<Expr*>(value), is_cell_shown(table, 0, counted), part};
    }
    const bool keeps_contributions = disclosure_rules(table.level->guard.disclosure).dominance.is_set();
    Expr* summed = cell(function_of("cell", {ANYOID, BOOLOID, ANYOID, INT4OID, BOOLOID}),
                        list_make5(subject, part, copyObjectImpl(argument), threshold_of(table),
                                   constant(BOOLOID, BoolGetDatum(keeps_contributions))),
                        table.subject->varcollid);
    return {reinterpret_cast<Expr*>(value),
            makeBoolExpr(AND_EXPR,
                         list_make2(is_cell_shown(table, 0, summed), is_cell_shown(table, 1, summed)), -1),
            part};
}

// veil.round(value, multiple), where what is shown is rounded.
Expr* rounded(const StatisticsLevel& level, const Aggref* aggregate, Expr* value) {
    const AnswerRounding rounding = answer_rounding(level.guard.disclosure);
    const bool is_count = aggregate->aggfnoid == F_COUNT_ || aggregate->aggfnoid == F_COUNT_ANY;
    const char* name = get_func_name(aggregate->aggfnoid);
    const bool is_sum = name != nullptr && strcmp(name, "sum") == 0;
    if (rounding.counts == 0 || !(is_count || is_sum)) {
        return value;
    }
    const std::int64_t multiple = is_count ? rounding.counts : rounding.sums;
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
    const Oid function = function_of("round", {type, exprType(reinterpret_cast<Node*>(multiple_of_type))});
    return reinterpret_cast<Expr*>(makeFuncExpr(complete(function), type, list_make2(value, multiple_of_type),
                                                InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL));
}

// --- Outside ---

struct Outside {
    const List* inside; // expressions of the level, which are the columns 1, 2, ... of the query inside
    const List* shown;  // and as these
};

Node* from_outside(Node* node, void* context) {
    const auto* outside = static_cast<const Outside*>(context);
    if (node == nullptr) {
        return nullptr;
    }
    for (int i = 0; i < list_length(outside->inside); ++i) {
        if (equal(list_nth(outside->inside, i), node)) {
            return reinterpret_cast<Node*>(column_inside(static_cast<AttrNumber>(i + 1),
                                                         static_cast<Node*>(list_nth(outside->shown, i))));
        }
    }
    // There is but one grouping, which has all its columns.
    if (IsA(node, GroupingFunc) && reinterpret_cast<GroupingFunc*>(node)->agglevelsup == 0) {
        return reinterpret_cast<Node*>(
            makeConst(INT4OID, -1, InvalidOid, sizeof(std::int32_t), Int32GetDatum(0), false, true));
    }
    if (IsA(node, Var) && reinterpret_cast<Var*>(node)->varlevelsup == 0) {
        refuse_statistics("A column is neither grouped by nor aggregated.", "Group by it.");
    }
    return mutate_children(node, from_outside, context);
}

// --- The record ---

// How the answers of a release are looked after.
struct Aftercare {
    bool is_recorded;
    bool is_guarded;

    [[nodiscard]] bool is_any() const noexcept { return is_recorded || is_guarded; }
};

Aftercare aftercare_of(const StatisticsLevel& level) {
    return {records_answers(level.guard.disclosure), guards_differences(level.guard.disclosure)};
}

// veil.subject_sketch(subject, part, threshold)
Expr* subject_sketch(const StatisticsTable& table, Expr* part) {
    Expr* sketch = cell(function_of("subject_sketch", {ANYOID, BOOLOID, INT4OID}),
                        list_make3(copyObjectImpl(table.subject),
                                   part == nullptr ? constant(BOOLOID, BoolGetDatum(true))
                                                   : static_cast<Expr*>(copyObjectImpl(part)),
                                   threshold_of(table)),
                        table.subject->varcollid);
    reinterpret_cast<Aggref*>(sketch)->location = guard_location;
    return sketch;
}

// veil.answer(internal, ...) OVER (). Nobody has a value of type internal, so nobody else can call it.
// `sketches`: for each set of subjects whether it is shown, and its sketch.
Expr* answer(const StatisticsTable& table, Aftercare aftercare, const QuestionForm& question, List* sketches,
             Expr* shown) {
    const StatisticsLevel& level = *table.level;
    const bool has_more = question.parameters != NIL || sketches != NIL;
    auto* call = makeNode(WindowFunc);
    call->winfnoid = complete(
        has_more ? function_of("answer",
                               {INTERNALOID, OIDOID, TEXTOID, BOOLOID, INT4OID, INT4OID, BOOLOID, ANYOID})
                 : function_of("answer", {INTERNALOID, OIDOID, TEXTOID, BOOLOID, INT4OID, INT4OID, BOOLOID}));
    call->wintype = BOOLOID;
    call->args =
        list_make5(makeNullConst(INTERNALOID, -1, InvalidOid),
                   constant(OIDOID, ObjectIdGetDatum(range_entry(level.query, level.relation)->relid)),
                   constant(TEXTOID, CStringGetTextDatum(question.tree)),
                   constant(BOOLOID, BoolGetDatum(aftercare.is_recorded)), threshold_of(table));
    call->args = lappend(call->args, constant(INT4OID, Int32GetDatum(list_length(sketches) / 2)));
    call->args = lappend(call->args, shown);
    call->args = list_concat(list_concat(call->args, sketches),
                             static_cast<List*>(copyObjectImpl(question.parameters)));
    call->winref = 1;
    call->location = -1;
    return reinterpret_cast<Expr*>(call);
}

bool null_columns(Node* node, void* context) {
    if (node == nullptr) {
        return false;
    }
    if (IsA(node, Var)) {
        may_be_nulled_by(reinterpret_cast<Var*>(node), *static_cast<const int*>(context));
        return false;
    }
    return walk_children(node, null_columns, context);
}

// All that stands in the query becomes the inner side of a left join with one row.
void add_empty_row(Query* query) {
    constexpr int row = 2;
    int join = 3;
    auto* one = makeNode(RangeTblEntry);
    one->rtekind = RTE_RESULT;
    one->eref = makeAlias("row", NIL);
    one->inFromCl = true;
    auto* joined = makeNode(RangeTblEntry);
    joined->rtekind = RTE_JOIN;
    joined->jointype = JOIN_LEFT;
    joined->eref = makeAlias("answer", NIL);
    joined->inFromCl = true;
    query->rtable = lappend(lappend(query->rtable, one), joined);
    auto* left = makeNode(RangeTblRef);
    left->rtindex = row;
    auto* tree = makeNode(JoinExpr);
    tree->jointype = JOIN_LEFT;
    tree->larg = reinterpret_cast<Node*>(left);
    tree->rarg = static_cast<Node*>(linitial(query->jointree->fromlist));
    tree->rtindex = join;
    query->jointree->fromlist = list_make1(tree);
    (void)null_columns(reinterpret_cast<Node*>(query->targetList), &join);
}

// The cells once more, with the column `shown` as veil.answer gives it. A table without a cell is answered
// too, so there is a row for it, of NULLs.
Query* answered(const StatisticsTable& table, Aftercare aftercare, const QuestionForm& question,
                List* sketches, Query* cells, List* names, AttrNumber shown) {
    auto* query = makeNode(Query);
    query->commandType = CMD_SELECT;
    query->querySource = QSRC_ORIGINAL;
    query->canSetTag = true;
    query->hasWindowFuncs = true;
    query->windowClause = list_make1(whole_table());
    const bool has_groups = cells->groupClause != NIL;
    read_from(query, cells, "cells", names);
    for (int i = 0; i < list_length(cells->targetList); ++i) {
        auto* inside = static_cast<TargetEntry*>(list_nth(cells->targetList, i));
        auto* column =
            reinterpret_cast<Expr*>(column_inside(inside->resno, reinterpret_cast<Node*>(inside->expr)));
        query->targetList = lappend(query->targetList,
                                    makeTargetEntry(inside->resno == shown
                                                        ? answer(table, aftercare, question, sketches, column)
                                                        : column,
                                                    inside->resno, pstrdup("statistic"), false));
    }
    if (has_groups) {
        add_empty_row(query);
    }
    return query;
}

// --- A level ---

bool collect_parameters(Node* node, void* context) {
    auto** parameters = static_cast<List**>(context);
    if (node == nullptr) {
        return false;
    }
    if (IsA(node, Param)) {
        *parameters = list_append_unique(*parameters, node);
    }
    return walk_children(node, collect_parameters, context);
}

// Conditions that hold, and are decided before the first row is read, since they need none: a variable of
// PL/pgSQL that has no value, or one of another type, is an error, which must not wait for a row that it is
// compared with.
List* conditions_on_parameters(const StatisticsLevel& level) {
    List* parameters = NIL;
    (void)collect_parameters(level.query->jointree->quals, &parameters);
    (void)collect_parameters(reinterpret_cast<Node*>(aggregates_of(level)), &parameters);
    List* conditions = NIL;
    for (int i = 0; i < list_length(parameters); ++i) {
        auto* known = reinterpret_cast<NullTest*>(is_not_null(static_cast<Expr*>(list_nth(parameters, i))));
        auto* unknown = static_cast<NullTest*>(copyObjectImpl(known));
        unknown->nulltesttype = IS_NULL;
        conditions = lappend(conditions, makeBoolExpr(OR_EXPR, list_make2(known, unknown), -1));
    }
    return conditions;
}

// Rows without a subject are left out; a column that is declared so has none. Of a foreign table that is not
// checked, and heirs may differ.
bool is_never_null(const Query* view, const Expr* subject) {
    const auto* column = reinterpret_cast<const Var*>(subject);
    if (!IsA(column, Var)) {
        return false;
    }
    const RangeTblEntry* entry = range_entry(view, column->varno);
    if (entry->rtekind != RTE_RELATION || entry->relkind != RELKIND_RELATION || has_subclass(entry->relid)) {
        return false;
    }
    bool not_null = false;
    HeapTuple tuple =
        SearchSysCache2(ATTNUM, ObjectIdGetDatum(entry->relid), Int16GetDatum(column->varattno));
    if (HeapTupleIsValid(tuple)) {
        not_null = reinterpret_cast<Form_pg_attribute>(GETSTRUCT(tuple))->attnotnull;
        ReleaseSysCache(tuple);
    }
    return not_null;
}

// The view's subject as a column of the level.
Var* subject_column(const StatisticsLevel& level) {
    RangeTblEntry* entry = range_entry(level.query, level.relation);
    const AttrNumber number =
        add_target(entry->subquery, static_cast<Expr*>(copyObjectImpl(level.guard.subject)));
    while (list_length(entry->eref->colnames) < number) {
        entry->eref->colnames = lappend(entry->eref->colnames, makeString(pstrdup("veil_subject")));
    }
    Var* subject = column_inside(number, reinterpret_cast<Node*>(level.guard.subject));
    subject->varno = level.relation;
    return subject;
}

void make_statistics(const StatisticsLevel& level) {
    Query* query = level.query;
    admit_level(level);
    const Aftercare aftercare = aftercare_of(level);
    const QuestionForm question = aftercare.is_any() ? question_form(level) : QuestionForm{};
    Query* view = range_entry(query, level.relation)->subquery;
    view->jointree->quals = without_guard(view->jointree->quals, level.guard.call);
    const Var* subject = subject_column(level);

    auto* inside = makeNode(Query);
    *inside = *query;
    inside->targetList = NIL;
    inside->groupClause = NIL;
    inside->sortClause = NIL;
    inside->distinctClause = NIL;
    inside->windowClause = NIL;
    inside->limitCount = nullptr;
    inside->limitOffset = nullptr;
    inside->hasAggs = true;
    inside->hasWindowFuncs = true;
    inside->hasDistinctOn = false;
    List* conditions = is_never_null(view, level.guard.subject)
                           ? NIL
                           : list_make1(is_not_null(static_cast<Expr*>(copyObjectImpl(subject))));
    if (query->jointree->quals != nullptr) {
        conditions = lcons(query->jointree->quals, conditions);
    }
    conditions = list_concat(conditions_on_parameters(level), conditions);
    inside->jointree = makeFromExpr(query->jointree->fromlist,
                                    conditions == NIL ? nullptr
                                    : list_length(conditions) == 1
                                        ? static_cast<Node*>(linitial(conditions))
                                        : reinterpret_cast<Node*>(makeBoolExpr(AND_EXPR, conditions, -1)));
    inside->havingQual = nullptr;
    inside->windowClause = list_make1(whole_table());

    Outside outside{NIL, NIL};
    List* names = NIL;
    auto add_inside = [&](Expr* expression, Index reference) {
        const auto number = static_cast<AttrNumber>(list_length(inside->targetList) + 1);
        TargetEntry* target = makeTargetEntry(expression, number, pstrdup("statistic"), false);
        target->ressortgroupref = reference;
        inside->targetList = lappend(inside->targetList, target);
        names = lappend(names, makeString(pstrdup("statistic")));
        return reinterpret_cast<Expr*>(column_inside(number, reinterpret_cast<Node*>(expression)));
    };
    // Of what is inside, the cells that are shown.
    auto* shown = makeNode(Query);
    shown->commandType = CMD_SELECT;
    shown->querySource = QSRC_ORIGINAL;
    shown->canSetTag = true;
    List* shown_names = NIL;
    auto add_column = [&](const Expr* expression, Expr* visible) {
        const auto number = static_cast<AttrNumber>(list_length(shown->targetList) + 1);
        shown->targetList =
            lappend(shown->targetList, makeTargetEntry(visible, number, pstrdup("statistic"), false));
        shown_names = lappend(shown_names, makeString(pstrdup("statistic")));
        outside.inside = lappend(const_cast<List*>(outside.inside), const_cast<Expr*>(expression));
        outside.shown = lappend(const_cast<List*>(outside.shown), visible);
    };
    StatisticsTable table{&level, subject, NIL};
    if (disclosure_rules(level.guard.disclosure).secondary &&
        list_length(query->groupClause) > static_cast<int>(most_table_dimensions)) {
        refuse_statistics("So many columns make more cells than can be protected.",
                          "Group by six columns at most.");
    }
    for (int i = 0; i < list_length(query->groupClause); ++i) {
        auto* group = static_cast<SortGroupClause*>(copyObjectImpl(list_nth(query->groupClause, i)));
        auto* expression =
            reinterpret_cast<Expr*>(copyObjectImpl(get_sortgroupclause_expr(group, query->targetList)));
        group->tleSortGroupRef = static_cast<Index>(i + 1);
        inside->groupClause = lappend(inside->groupClause, group);
        add_key(&table, expression);
        add_column(expression, add_inside(expression, group->tleSortGroupRef));
    }
    Expr* is_shown = add_inside(is_cell_shown(table, 0, whole_cell(table)), 0);
    List* sketches = NIL;
    auto add_sketch = [&](Expr* visible, Expr* part) {
        if (aftercare.is_guarded) {
            sketches = lappend(sketches, copyObjectImpl(visible));
            sketches = lappend(sketches, add_inside(subject_sketch(table, part), 0));
        }
    };
    add_sketch(is_shown, nullptr);
    const List* aggregates = aggregates_of(level);
    for (int i = 0; i < list_length(aggregates); ++i) {
        auto* aggregate = static_cast<Aggref*>(list_nth(aggregates, i));
        const ShownAggregate found = shown_aggregate(table, aggregate);
        Expr* value = rounded(level, aggregate, add_inside(found.value, 0));
        if (found.condition == nullptr) {
            add_column(reinterpret_cast<Expr*>(aggregate), value);
            continue;
        }
        Expr* visible = add_inside(found.condition, 0);
        add_column(reinterpret_cast<Expr*>(aggregate), value_if(visible, value));
        add_sketch(visible, found.part);
    }

    auto* targets =
        reinterpret_cast<List*>(from_outside(reinterpret_cast<Node*>(query->targetList), &outside));
    Node* having = from_outside(query->havingQual, &outside);
    const AttrNumber shown_column = reinterpret_cast<Var*>(is_shown)->varattno;
    read_from(shown,
              aftercare.is_any() ? answered(table, aftercare, question, sketches, inside, names, shown_column)
                                 : inside,
              "cells", names);
    shown->jointree->quals = reinterpret_cast<Node*>(is_shown);
    read_from(query, shown, "statistics", shown_names);
    range_entry(query, 1)->security_barrier = true;
    query->targetList = targets;
    query->jointree->quals = having;
    query->havingQual = nullptr;
    query->groupClause = NIL;
    query->hasAggs = false;
}

// --- The statement ---

bool collect_relations(Node* node, void* context) {
    auto** relations = static_cast<List**>(context);
    if (node == nullptr) {
        return false;
    }
    if (!IsA(node, Query)) {
        return walk_children(node, collect_relations, context);
    }
    auto* query = reinterpret_cast<Query*>(node);
    for (int i = 1; i <= list_length(query->rtable); ++i) {
        const RangeTblEntry* entry = range_entry(query, i);
        if (entry->rtekind == RTE_RELATION) {
            *relations = list_append_unique_oid(*relations, entry->relid);
        }
    }
    return walk_query(query, collect_relations, context);
}

bool protect_levels(Node* node, void* context) {
    if (node == nullptr) {
        return false;
    }
    if (!IsA(node, Query)) {
        return walk_children(node, protect_levels, context);
    }
    check_stack_depth();
    auto* query = reinterpret_cast<Query*>(node);
    (void)walk_query(query, protect_levels, context);
    for (int i = 1; i <= list_length(query->rtable); ++i) {
        const RangeTblEntry* entry = range_entry(query, i);
        if (entry->rtekind != RTE_SUBQUERY || !is_release(entry)) {
            continue;
        }
        const StatisticsGuard guard = find_guard(entry->subquery);
        if (guard.call != nullptr) {
            (void)collect_relations(reinterpret_cast<Node*>(entry->subquery), context);
            make_statistics({query, i, guard});
            return false;
        }
    }
    return false;
}

} // namespace

StatisticsGuard find_guard(const Query* view) {
    const Oid guard = function_of("statistics_only", {ANYOID, INT4OID, JSONBOID});
    FuncExpr* call =
        view->jointree == nullptr || !OidIsValid(guard) ? nullptr : guard_in(view->jointree->quals, guard);
    if (call == nullptr) {
        return {};
    }
    auto* subject = static_cast<Expr*>(linitial(call->args));
    const auto* threshold = static_cast<Const*>(lsecond(call->args));
    const auto* disclosure = static_cast<Const*>(lthird(call->args));
    const bool is_complete = !IsA(subject, Const) && IsA(threshold, Const) && !threshold->constisnull &&
                             IsA(disclosure, Const) && !disclosure->constisnull;
    return is_complete ? StatisticsGuard{call, subject, DatumGetInt32(threshold->constvalue),
                                         DatumGetJsonbP(disclosure->constvalue)}
                       : StatisticsGuard{call};
}

List* protect_statistics(Query* statement) {
    List* relations = NIL;
    (void)protect_levels(reinterpret_cast<Node*>(statement), &relations);
    return relations;
}

bool reads_statistics(const PlannedStmt* planned) {
    for (int i = 0; i < list_length(planned->rtable); ++i) {
        const auto* entry = static_cast<RangeTblEntry*>(list_nth(planned->rtable, i));
        if (OidIsValid(entry->relid) && entry->relkind == RELKIND_VIEW && is_statistics_view(entry->relid)) {
            return true;
        }
    }
    return false;
}

bool is_statistics_view(Oid view) {
    if (!is_release_view(view)) {
        return false;
    }
    Relation relation = relation_open(view, AccessShareLock);
    const bool found = find_guard(get_view_query(relation)).call != nullptr;
    relation_close(relation, NoLock);
    return found;
}

} // namespace veil::pg
