// What asks only whether a masked value is there, asks the raw one: IS NULL, IS NOT NULL and count(x).
#include "pg/planner_rewrite.hpp"

namespace veil::pg {

namespace {

constexpr const char* presence_rewrite = "presence of the raw value";

struct Presence {
    QueryScope* scope;
    // What sees groups may ask for no further column but inside of an aggregate.
    bool is_outside;
};

// Null where the column shows no mask, or one that may hide a value that is there.
Expr* raw_instead(QueryScope* scope, const Expr* expression) {
    if (!IsA(expression, Var) || reinterpret_cast<const Var*>(expression)->varattno <= 0) {
        return nullptr;
    }
    const auto* column = reinterpret_cast<const Var*>(expression);
    const MaskShape shape = mask_of_column(scope, column);
    if (shape.mask == nullptr || !shape.is_total || shape.column->vartype != shape.type) {
        return nullptr;
    }
    remark(scope->rewriting, presence_rewrite, column_title(scope, column), nullptr);
    return reinterpret_cast<Expr*>(raw_of_column(scope, column, shape, in_its_own_type, InvalidOid));
}

bool ask_raw(Node* node, void* context) {
    auto* presence = static_cast<Presence*>(context);
    if (node == nullptr || IsA(node, Query)) {
        return false;
    }
    if (IsA(node, NullTest) && !presence->is_outside) {
        auto* test = reinterpret_cast<NullTest*>(node);
        Expr* raw = test->argisrow ? nullptr : raw_instead(presence->scope, test->arg);
        test->arg = raw == nullptr ? test->arg : raw;
    }
    if (!IsA(node, Aggref)) {
        return walk_children(node, ask_raw, context);
    }
    auto* aggregate = reinterpret_cast<Aggref*>(node);
    if (aggregate->agglevelsup != 0) {
        return false;
    }
    if (aggregate->aggfnoid == F_COUNT_ANY && aggregate->aggdistinct == NIL && aggregate->aggorder == NIL) {
        auto* argument = static_cast<TargetEntry*>(linitial(aggregate->args));
        Expr* raw = raw_instead(presence->scope, argument->expr);
        if (raw != nullptr) {
            argument->expr = raw;
            aggregate->aggargtypes = list_make1_oid(exprType(reinterpret_cast<Node*>(raw)));
        }
    }
    Presence inside{presence->scope, false};
    return walk_children(node, ask_raw, &inside);
}

} // namespace

void rewrite_presence(QueryScope* scope) {
    Query* query = scope->query;
    if (query->commandType != CMD_SELECT || query->setOperations != nullptr) {
        return;
    }
    Presence before_groups{scope, false};
    (void)ask_raw(reinterpret_cast<Node*>(query->jointree), &before_groups);
    Presence presence{scope, is_grouped(query)};
    (void)ask_raw(reinterpret_cast<Node*>(query->targetList), &presence);
    (void)ask_raw(query->havingQual, &presence);
}

} // namespace veil::pg
