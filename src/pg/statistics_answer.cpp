#include "pg/statistics_answer.hpp"

#include "pg/disclosure_options.hpp"
#include "pg/guard_file.hpp"

namespace veil::pg {

namespace {

Expr* releases_of(const StatisticsLevel& level) {
    const int count = list_length(level.relations);
    auto* releases = static_cast<Datum*>(palloc(static_cast<std::size_t>(count) * sizeof(Datum)));
    for (int i = 0; i < count; ++i) {
        releases[i] = ObjectIdGetDatum(range_entry(level.query, level.relation_at(i)->number)->relid);
    }
    return constant(OIDARRAYOID, PointerGetDatum(construct_array(releases, count, OIDOID, sizeof(Oid), true,
                                                                 TYPALIGN_INT)));
}

// veil.answer(internal, ...) OVER (). Nobody has a value of type internal, so nobody else can call it.
Expr* answer(const StatisticsTable& table, const QuestionForm& question, List* sketches, Expr* shown) {
    const StatisticsLevel& level = *table.level;
    const bool has_more = question.parameters != NIL || sketches != NIL;
    List* arguments = list_make5(makeNullConst(INTERNALOID, -1, InvalidOid), releases_of(level),
                                 constant(TEXTOID, CStringGetTextDatum(question.tree)),
                                 constant(BOOLOID, BoolGetDatum(aftercare_of(level).is_recorded)),
                                 constant(INT4OID, Int32GetDatum(level.guard.threshold)));
    arguments = lappend(arguments, constant(INT4OID, Int32GetDatum(list_length(sketches) / 2)));
    arguments = lappend(arguments, shown);
    arguments = list_concat(list_concat(arguments, sketches),
                            static_cast<List*>(copyObjectImpl(question.parameters)));
    const Oid function = has_more ? veil_function("answer", {INTERNALOID, OIDARRAYOID, TEXTOID, BOOLOID,
                                                             INT4OID, INT4OID, BOOLOID, ANYOID})
                                  : veil_function("answer", {INTERNALOID, OIDARRAYOID, TEXTOID, BOOLOID,
                                                             INT4OID, INT4OID, BOOLOID});
    return window_call(function, BOOLOID, arguments);
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

} // namespace

Aftercare aftercare_of(const StatisticsLevel& level) {
    return {records_answers(level.guard.disclosure), guards_differences(level.guard.disclosure)};
}

Expr* subject_sketch(const StatisticsTable& table, const Expr* part) {
    Expr* sketch = aggregate_call(
        veil_function("subject_sketch", {ANYOID, BOOLOID, INT4OID}), BYTEAOID,
        list_make3(copyObjectImpl(table.subject),
                   part == nullptr ? constant(BOOLOID, BoolGetDatum(true)) : copyObjectImpl(part),
                   constant(INT4OID, Int32GetDatum(table.level->guard.threshold))),
        table.subject->varcollid);
    reinterpret_cast<Aggref*>(sketch)->location = guard_location;
    return sketch;
}

Query* answered(const StatisticsTable& table, const QuestionForm& question, List* sketches, Query* cells,
                List* names, AttrNumber shown) {
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
        query->targetList = lappend(
            query->targetList,
            makeTargetEntry(inside->resno == shown ? answer(table, question, sketches, column) : column,
                            inside->resno, pstrdup("statistic"), false));
    }
    if (has_groups) {
        add_empty_row(query);
    }
    return query;
}

} // namespace veil::pg
