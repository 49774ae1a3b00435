// EXISTS (SELECT ... WHERE x = mask(a) AND ...) as mask(a) IN (SELECT x WHERE ...), for masks that an index
// of veil.index_rule may be of: only that can become a join with the different values of x.
#include "pg/rewrite_condition.hpp"
#include "pg/rule_index.hpp"

namespace veil::pg {

namespace {

// Whether all rows of the query are in its result, which asks for nothing of its own, and are the same for
// each row around it.
bool is_plain(Query* query) {
    return query->commandType == CMD_SELECT && query->setOperations == nullptr && !is_grouped(query) &&
           !query->hasWindowFuncs && !query->hasTargetSRFs && query->distinctClause == NIL &&
           query->sortClause == NIL && query->limitCount == nullptr && query->limitOffset == nullptr &&
           query->cteList == NIL && query->rowMarks == NIL &&
           !contain_volatile_functions(reinterpret_cast<Node*>(query));
}

Node* without_labels(Node* node) {
    while (node != nullptr && IsA(node, RelabelType)) {
        node = reinterpret_cast<Node*>(reinterpret_cast<RelabelType*>(node)->arg);
    }
    return node;
}

// Whether `node`, a level down, is a column of the query of `scope` that an index may find.
bool is_indexable_above(QueryScope* scope, Node* node) {
    node = without_labels(node);
    if (node == nullptr || !IsA(node, Var)) {
        return false;
    }
    Var column = *reinterpret_cast<const Var*>(node);
    if (column.varlevelsup != 1 || column.varattno <= 0) {
        return false;
    }
    column.varlevelsup = 0;
    return is_indexable(mask_of_column(scope, &column));
}

// masked column = value of the query below, in this order; null: something else.
OpExpr* comparison_of(QueryScope* scope, Node* condition) {
    auto* comparison = reinterpret_cast<OpExpr*>(condition);
    if (!IsA(condition, OpExpr) || list_length(comparison->args) != 2 || !is_equality(comparison)) {
        return nullptr;
    }
    auto* turned = static_cast<OpExpr*>(copyObjectImpl(comparison));
    if (is_indexable_above(scope, static_cast<Node*>(lsecond(turned->args)))) {
        turned->opno = get_commutator(comparison->opno);
        turned->opfuncid = InvalidOid;
        turned->args = list_make2(lsecond(turned->args), linitial(turned->args));
    } else if (!is_indexable_above(scope, static_cast<Node*>(linitial(turned->args)))) {
        return nullptr;
    }
    Node* value = static_cast<Node*>(lsecond(turned->args));
    return OidIsValid(turned->opno) && !contain_vars_of_level(value, 1) ? turned : nullptr;
}

void become_members(QueryScope* scope, SubLink* sublink) {
    auto* query = reinterpret_cast<Query*>(sublink->subselect);
    if (sublink->subLinkType != EXISTS_SUBLINK || !is_plain(query) || query->jointree->quals == nullptr) {
        return;
    }
    List* conditions = make_ands_implicit(static_cast<Expr*>(copyObjectImpl(query->jointree->quals)));
    OpExpr* comparison = nullptr;
    for (int i = 0; i < list_length(conditions) && comparison == nullptr; ++i) {
        comparison = comparison_of(scope, static_cast<Node*>(list_nth(conditions, i)));
        if (comparison != nullptr) {
            conditions = list_delete_nth_cell(conditions, i);
        }
    }
    if (comparison == nullptr) {
        return;
    }
    auto* members = static_cast<Query*>(copyObjectImpl(query));
    members->jointree->quals =
        conditions == NIL ? nullptr : reinterpret_cast<Node*>(make_ands_explicit(conditions));
    members->targetList = list_make1(
        makeTargetEntry(static_cast<Expr*>(lsecond(comparison->args)), 1, pstrdup("member"), false));
    if (contain_vars_of_level(reinterpret_cast<Node*>(members), 1)) {
        return;
    }
    auto* masked = static_cast<Node*>(linitial(comparison->args));
    IncrementVarSublevelsUp(masked, -1, 1);
    auto* value = static_cast<Node*>(lsecond(comparison->args));
    auto* output = makeNode(Param);
    output->paramkind = PARAM_SUBLINK;
    output->paramid = 1;
    output->paramtype = exprType(value);
    output->paramtypmod = exprTypmod(value);
    output->paramcollid = exprCollation(value);
    output->location = -1;
    comparison->args = list_make2(masked, output);
    sublink->subLinkType = ANY_SUBLINK;
    sublink->testexpr = reinterpret_cast<Node*>(comparison);
    sublink->operName = list_make1(makeString(pstrdup("=")));
    sublink->subselect = reinterpret_cast<Node*>(members);
}

} // namespace

void rewrite_exists(QueryScope* scope) {
    if (scope->query->jointree == nullptr || !scope->query->hasSubLinks) {
        return;
    }
    // NULL and false are the same here, which they are not elsewhere.
    List* conditions = make_ands_implicit(reinterpret_cast<Expr*>(scope->query->jointree->quals));
    for (int i = 0; i < list_length(conditions); ++i) {
        auto* condition = static_cast<Node*>(list_nth(conditions, i));
        if (IsA(condition, SubLink)) {
            become_members(scope, reinterpret_cast<SubLink*>(condition));
        }
    }
}

} // namespace veil::pg
