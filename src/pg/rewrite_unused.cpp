// Masks that a statement does not ask for: the planner would copy and look at all of a view's for each
// statement, before it finds that nothing uses them.
#include "pg/planner_rewrite.hpp"

namespace veil::pg {

namespace {

// The columns that a query, or a query within it, uses of each entry of its range table.
struct UsedColumns {
    const Query* query;
    Index level; // how far below the query what is looked at stands
    Bitmapset** columns;
};

// Stops where all columns may be used: a whole row is, or a column of a join.
bool find_used(Node* node, void* context) {
    auto* used = static_cast<UsedColumns*>(context);
    if (node == nullptr) {
        return false;
    }
    if (IsA(node, Var)) {
        const auto* column = reinterpret_cast<Var*>(node);
        if (column->varlevelsup != used->level) {
            return false;
        }
        if (column->varattno <= 0 || range_entry(used->query, column->varno)->rtekind == RTE_JOIN) {
            return true;
        }
        Bitmapset*& columns = used->columns[column->varno - 1];
        columns = bms_add_member(columns, column->varattno);
        return false;
    }
    if (IsA(node, Query)) {
        check_stack_depth();
        ++used->level;
        const bool stops =
            walk_past_releases(reinterpret_cast<Query*>(node), find_used, used, QTW_IGNORE_JOINALIASES);
        --used->level;
        return stops;
    }
    return walk_children(node, find_used, context);
}

void leave_out_unused(const Query* view, const Bitmapset* used) {
    for (int i = 0; i < list_length(view->targetList); ++i) {
        auto* target = static_cast<TargetEntry*>(list_nth(view->targetList, i));
        auto* shown = reinterpret_cast<Node*>(target->expr);
        if (IsA(shown, Var) || IsA(shown, Const) || target->resjunk || target->ressortgroupref != 0 ||
            bms_is_member(target->resno, used)) {
            continue;
        }
        target->expr =
            reinterpret_cast<Expr*>(makeNullConst(exprType(shown), exprTypmod(shown), exprCollation(shown)));
    }
}

} // namespace

void rewrite_unused(QueryScope* scope) {
    Query* query = scope->query;
    // What writes or locks rows has all of their columns; a set operation takes them by their places.
    if (query->commandType != CMD_SELECT || query->rowMarks != NIL || query->setOperations != nullptr ||
        scope->rewriting->hidden != NIL) {
        return;
    }
    UsedColumns used{query, 0, nullptr};
    for (int i = 1; i <= list_length(query->rtable); ++i) {
        const RangeTblEntry* entry = range_entry(query, i);
        if (!is_release(entry) || entry->subquery->setOperations != nullptr) {
            continue;
        }
        if (used.columns == nullptr) {
            used.columns = static_cast<Bitmapset**>(
                palloc0(static_cast<Size>(list_length(query->rtable)) * sizeof(Bitmapset*)));
            if (walk_past_releases(query, find_used, &used, QTW_IGNORE_JOINALIASES)) {
                return;
            }
        }
        leave_out_unused(entry->subquery, used.columns[i - 1]);
    }
}

} // namespace veil::pg
