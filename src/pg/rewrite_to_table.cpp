// A statement on one release alone as one on its table: what the planner would make of it as well, but that
// copies and walks through all that a view has to get there, which takes as long as a quarter of a lookup.
#include "pg/planner_rewrite.hpp"

namespace veil::pg {

namespace {

struct ShownColumns {
    const Query* view;
    int offset; // of the view's range table within that of the statement
    bool is_refused;
};

Node* show_column(Node* node, void* context) {
    auto* shown = static_cast<ShownColumns*>(context);
    if (node == nullptr || shown->is_refused) {
        return node;
    }
    if (!IsA(node, Var)) {
        return mutate_children(node, show_column, context);
    }
    const auto* column = reinterpret_cast<Var*>(node);
    const TargetEntry* target =
        column->varlevelsup == 0 && column->varattno > 0 ? target_at(shown->view, column->varattno) : nullptr;
    // A whole row stays one of the view.
    if (target == nullptr || contain_volatile_functions(reinterpret_cast<Node*>(target->expr))) {
        shown->is_refused = true;
        return node;
    }
    auto* expression = static_cast<Node*>(copyObjectImpl(target->expr));
    OffsetVarNodes(expression, shown->offset, 0);
    return expression;
}

} // namespace

RangeTblEntry* only_release(const QueryScope* scope) {
    const Query* query = scope->query;
    const bool is_plain = scope->outer == nullptr && query->commandType == CMD_SELECT &&
                          list_length(query->rtable) == 1 && !query->hasSubLinks && query->cteList == NIL &&
                          query->rowMarks == NIL && query->setOperations == nullptr &&
                          query->groupingSets == NIL && list_length(query->jointree->fromlist) == 1 &&
                          IsA(linitial(query->jointree->fromlist), RangeTblRef);
    RangeTblEntry* entry = is_plain ? range_entry(query, 1) : nullptr;
    return entry != nullptr && is_release(entry) && !entry->security_barrier ? entry : nullptr;
}

bool rewrite_to_table(QueryScope* scope) {
    Query* query = scope->query;
    RangeTblEntry* entry = only_release(scope);
    if (entry == nullptr || scope->rewriting->hidden != NIL) {
        return false;
    }
    Query* view = entry->subquery;
    const RangeTblRef* reference = only_table(view);
    if (reference == nullptr || view->rowMarks != NIL) {
        return false;
    }
    ShownColumns shown{view, list_length(query->rtable), false};
    Node* targets = show_column(reinterpret_cast<Node*>(query->targetList), &shown);
    Node* conditions = show_column(query->jointree->quals, &shown);
    Node* of_groups = show_column(query->havingQual, &shown);
    if (shown.is_refused) {
        return false;
    }
    auto* filters = reinterpret_cast<Node*>(range_entry(view, reference->rtindex)->securityQuals);
    OffsetVarNodes(filters, shown.offset, 0);
    OffsetVarNodes(reinterpret_cast<Node*>(view->jointree), shown.offset, 0);
    query->targetList = reinterpret_cast<List*>(targets);
    query->jointree = makeFromExpr(list_make1(view->jointree), conditions);
    query->havingQual = of_groups;
    query->hasRowSecurity |= view->hasRowSecurity;
    join_range_tables(query, view);
    entry->subquery = nullptr;
    return true;
}

} // namespace veil::pg
