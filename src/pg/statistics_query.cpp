#include "pg/statistics_query.hpp"

#include "pg/catalog.hpp"
#include "pg/disclosure_options.hpp"
#include "pg/kept_answers.hpp"
#include "pg/known_function.hpp"
#include "pg/planner_rewrite.hpp"
#include "pg/statistics_answer.hpp"
#include "pg/statistics_expression.hpp"

namespace veil::pg {

namespace {

// --- The guard ---

// The guard is known by its planner support, which no other function has.
FuncExpr* guard_in(Node* condition, Oid support) {
    if (condition == nullptr) {
        return nullptr;
    }
    if (IsA(condition, FuncExpr)) {
        auto* call = reinterpret_cast<FuncExpr*>(condition);
        return get_func_support(call->funcid) == support ? call : nullptr;
    }
    if (IsA(condition, BoolExpr) && reinterpret_cast<BoolExpr*>(condition)->boolop == AND_EXPR) {
        const List* parts = reinterpret_cast<BoolExpr*>(condition)->args;
        for (int i = 0; i < list_length(parts); ++i) {
            FuncExpr* found = guard_in(static_cast<Node*>(list_nth(parts, i)), support);
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

// --- Outside ---

struct Outside {
    const List* inside; // expressions of the level
    const List* shown;  // the columns of the query inside (TargetEntry) that show them, in the same order
};

Node* from_outside(Node* node, void* context) {
    const auto* outside = static_cast<const Outside*>(context);
    if (node == nullptr) {
        return nullptr;
    }
    for (int i = 0; i < list_length(outside->inside); ++i) {
        if (equal(list_nth(outside->inside, i), node)) {
            const auto* target = static_cast<TargetEntry*>(list_nth(outside->shown, i));
            return reinterpret_cast<Node*>(
                column_inside(target->resno, reinterpret_cast<Node*>(target->expr)));
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

// --- A level ---

bool is_computed_beforehand(const Node* node) {
    switch (nodeTag(node)) {
    case T_Param:
    case T_FuncExpr:
    case T_OpExpr:
        return !contain_var_clause(const_cast<Node*>(node)) && !contain_agg_clause(const_cast<Node*>(node));
    default:
        return false;
    }
}

bool collect_computed(Node* node, void* context) {
    auto** computed = static_cast<List**>(context);
    if (node == nullptr) {
        return false;
    }
    if (is_computed_beforehand(node)) {
        *computed = list_append_unique(*computed, node);
        return false;
    }
    return walk_children(node, collect_computed, context);
}

// Conditions that hold, and are decided before the first row is read, since they need none: a variable of
// PL/pgSQL that has no value, or one of another type, and a sum that overflows, is an error, which must not
// wait for a row that it is compared with.
List* conditions_on_parameters(const StatisticsLevel& level) {
    List* computed = NIL;
    (void)collect_computed(reinterpret_cast<Node*>(level.query->jointree), &computed);
    (void)collect_computed(reinterpret_cast<Node*>(aggregates_of(level)), &computed);
    List* conditions = NIL;
    for (int i = 0; i < list_length(computed); ++i) {
        auto* known = reinterpret_cast<NullTest*>(is_not_null(static_cast<Expr*>(list_nth(computed, i))));
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

// What is grouped by as columns, in the table's order.
List* keys_in_order(const StatisticsTable& table, const List* expressions, const List* columns) {
    List* ordered = NIL;
    for (int i = 0; i < list_length(table.keys); ++i) {
        for (int j = 0; j < list_length(expressions); ++j) {
            if (equal(list_nth(table.keys, i),
                      without_failures(*table.level, static_cast<Expr*>(list_nth(expressions, j))))) {
                ordered = lappend(ordered, list_nth(columns, j));
                break;
            }
        }
    }
    return ordered;
}

// Of the level the query inside, without its columns: rows, conditions and groups.
Query* cells_of(const StatisticsLevel& level, const Query* view, const Var* subject) {
    Query* query = level.query;
    auto* inside = makeNode(Query);
    *inside = *query;
    inside->targetList = NIL;
    inside->groupClause = NIL;
    inside->sortClause = NIL;
    inside->distinctClause = NIL;
    inside->windowClause = list_make1(whole_table());
    inside->limitCount = nullptr;
    inside->limitOffset = nullptr;
    inside->havingQual = nullptr;
    inside->hasAggs = true;
    inside->hasWindowFuncs = true;
    inside->hasDistinctOn = false;
    List* conditions = is_never_null(view, level.guard.subject)
                           ? NIL
                           : list_make1(is_not_null(static_cast<Expr*>(copyObjectImpl(subject))));
    if (query->jointree->quals != nullptr) {
        conditions = lcons(query->jointree->quals, conditions);
    }
    conditions = list_concat(list_copy(level.links), conditions);
    conditions = list_concat(conditions_on_parameters(level), conditions);
    inside->jointree = makeFromExpr(
        query->jointree->fromlist, conditions == NIL ? nullptr : reinterpret_cast<Node*>(all_of(conditions)));
    return inside;
}

// A query in the making: columns are added to it, and are known by their numbers outside of it.
struct Columns {
    Query* query;
    List* names;

    Expr* add(Expr* expression, Index reference = 0) {
        const auto number = static_cast<AttrNumber>(list_length(query->targetList) + 1);
        TargetEntry* target = makeTargetEntry(expression, number, pstrdup("statistic"), false);
        target->ressortgroupref = reference;
        query->targetList = lappend(query->targetList, target);
        names = lappend(names, makeString(pstrdup("statistic")));
        return reinterpret_cast<Expr*>(column_inside(number, reinterpret_cast<Node*>(expression)));
    }
};

void make_statistics(StatisticsLevel level) {
    Query* query = level.query;
    admit_level(&level);
    const bool is_answered = aftercare_of(level).is_any();
    const QuestionForm question = is_answered ? question_form(level) : QuestionForm{};
    for (int i = 0; i < list_length(level.relations); ++i) {
        const StatisticsRelation* relation = level.relation_at(i);
        FromExpr* from = range_entry(query, relation->number)->subquery->jointree;
        from->quals = without_guard(from->quals, relation->guard.call);
    }
    const Query* view = range_entry(query, level.relation)->subquery;
    const Var* subject = subject_column(level);
    if (disclosure_rules(level.guard.disclosure).secondary &&
        list_length(query->groupClause) > static_cast<int>(most_table_dimensions)) {
        refuse_statistics("So many columns make more cells than can be protected.",
                          "Group by six columns at most.");
    }
    const StatisticsTable& table = *statistics_table(level, subject);

    // Cells, and of these the ones that are shown.
    Columns inside{cells_of(level, view, subject), NIL};
    Columns shown{makeNode(Query), NIL};
    shown.query->commandType = CMD_SELECT;
    shown.query->querySource = QSRC_ORIGINAL;
    shown.query->canSetTag = true;
    List* expressions = NIL; // of the level, which are the columns that are shown
    List* keys = NIL;
    for (int i = 0; i < list_length(query->groupClause); ++i) {
        auto* group = static_cast<SortGroupClause*>(copyObjectImpl(list_nth(query->groupClause, i)));
        auto* expression =
            reinterpret_cast<Expr*>(copyObjectImpl(get_sortgroupclause_expr(group, query->targetList)));
        group->tleSortGroupRef = static_cast<Index>(i + 1);
        // Each quantile sorts: of all groups at once that could be work_mem for each.
        group->hashable &= !has_quantiles(table);
        inside.query->groupClause = lappend(inside.query->groupClause, group);
        keys = lappend(keys, inside.add(without_failures(level, expression), group->tleSortGroupRef));
        (void)shown.add(static_cast<Expr*>(llast(keys)));
        expressions = lappend(expressions, expression);
    }
    Expr* is_shown = inside.add(is_part_shown(table, 0, false));
    const CellOutside outside{inside.add(table.cell), keys_in_order(table, expressions, keys)};
    List* sketches = NIL;
    auto add_sketch = [&](Expr* visible, const Expr* part) {
        if (aftercare_of(level).is_guarded) {
            sketches = lappend(sketches, copyObjectImpl(visible));
            sketches = lappend(sketches, inside.add(subject_sketch(table, part)));
        }
    };
    add_sketch(is_shown, nullptr);
    for (int i = 0; i < list_length(table.shown); ++i) {
        const auto& aggregate = *static_cast<ShownAggregate*>(list_nth(table.shown, i));
        Expr* computed = aggregated_value(table, aggregate);
        Expr* value =
            shown_value(table, aggregate, outside, computed == nullptr ? nullptr : inside.add(computed));
        if (aggregate.part != 0) {
            Expr* visible = inside.add(is_part_shown(table, aggregate.part, aggregate.is_of_values));
            value = value_if(visible, value);
            add_sketch(visible, aggregate.condition);
        }
        (void)shown.add(value);
        expressions = lappend(expressions, aggregate.aggregate);
    }

    Outside visible{expressions, shown.query->targetList};
    auto* targets =
        reinterpret_cast<List*>(from_outside(reinterpret_cast<Node*>(query->targetList), &visible));
    Node* having = from_outside(query->havingQual, &visible);
    read_from(shown.query,
              is_answered ? answered(table, question, sketches, inside.query, inside.names,
                                     reinterpret_cast<Var*>(is_shown)->varattno)
                          : inside.query,
              "cells", inside.names);
    shown.query->jointree->quals = reinterpret_cast<Node*>(is_shown);
    read_from(query, shown.query, "statistics", shown.names);
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
    (void)walk_queries_in(query, protect_levels, context);
    List* relations = NIL;
    for (int i = 1; i <= list_length(query->rtable); ++i) {
        const RangeTblEntry* entry = range_entry(query, i);
        if (entry->rtekind != RTE_SUBQUERY || !is_release(entry)) {
            continue;
        }
        const StatisticsGuard guard = find_guard(entry->subquery);
        if (guard.call != nullptr) {
            (void)collect_relations(reinterpret_cast<Node*>(entry->subquery), context);
            auto* relation = static_cast<StatisticsRelation*>(palloc(sizeof(StatisticsRelation)));
            *relation = {i, guard, nullptr, nullptr, nullptr, NIL};
            relations = lappend(relations, relation);
        }
    }
    if (relations != NIL) {
        flatten_groups(query);
        const auto* first = static_cast<StatisticsRelation*>(linitial(relations));
        make_statistics({query, first->number, first->guard, relations, NIL});
    }
    return false;
}

} // namespace

StatisticsGuard find_guard(const Query* view) {
    const Oid support = known_function("statistics_support", {INTERNALOID});
    FuncExpr* call = view->jointree == nullptr || !OidIsValid(support)
                         ? nullptr
                         : guard_in(view->jointree->quals, support);
    if (call == nullptr) {
        return {};
    }
    auto* subject = static_cast<Expr*>(linitial(call->args));
    const auto* threshold = static_cast<Const*>(lsecond(call->args));
    const auto* disclosure = static_cast<Const*>(lthird(call->args));
    const bool is_complete = !IsA(subject, Const) && IsA(threshold, Const) && !threshold->constisnull &&
                             IsA(disclosure, Const) && !disclosure->constisnull;
    if (!is_complete) {
        return {call};
    }
    const bool has_key = list_length(call->args) == 5;
    return {call,
            subject,
            DatumGetInt32(threshold->constvalue),
            DatumGetJsonbP(disclosure->constvalue),
            has_key ? static_cast<Expr*>(lfourth(call->args)) : nullptr,
            has_key ? static_cast<Expr*>(llast(call->args)) : nullptr};
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
    static constinit KeptAnswers<bool> has_guard([](Oid asked) {
        if (!is_release_view(asked)) {
            return false;
        }
        Relation relation = relation_open(asked, AccessShareLock);
        const bool found = find_guard(get_view_query(relation)).call != nullptr;
        relation_close(relation, NoLock);
        return found;
    });
    return has_guard(view);
}

} // namespace veil::pg
