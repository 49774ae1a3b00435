// UNION, INTERSECT and EXCEPT of masked columns: of the raw ones, with one mask for each row of the result.
#include "pg/planner_rewrite.hpp"

namespace veil::pg {

namespace {

constexpr const char* set_rewrite = "set operation on raw columns";

// The server hashes the rows of a set operation where it can; raw values have no order to sort them by. Each
// is one hash table, and draws a key of its own: no order domain is needed. A collation would be one of a
// result's columns, which the server may look at.
constexpr Oid no_order = InvalidOid;

bool is_hashable(const Node* node) {
    if (IsA(node, RangeTblRef)) {
        return true;
    }
    const auto* operation = reinterpret_cast<const SetOperationStmt*>(node);
    return is_all_hashable(operation->groupClauses) && is_hashable(operation->larg) &&
           is_hashable(operation->rarg);
}

// The mask that all arms show in a column, where the rows may be compared by what is behind it.
MaskShape mask_of_arms(QueryScope* scope, const List* arms, AttrNumber number) {
    MaskShape first{};
    for (int i = 0; i < list_length(arms); ++i) {
        Query* query = range_entry(scope->query, list_nth_int(arms, i))->subquery;
        QueryScope arm{query, scope, scope->rewriting, false};
        const auto* target = static_cast<TargetEntry*>(list_nth(query->targetList, number - 1));
        const MaskShape shape = mask_of_target(&arm, number);
        // An arm that sorts by it sorts by masked values.
        if (!is_groupable(shape) || query->setOperations != nullptr || target->ressortgroupref != 0 ||
            (i > 0 && !same_mask(first, shape))) {
            return {};
        }
        if (i == 0) {
            first = shape;
        }
    }
    return first;
}

void compare_raw(Node* node, AttrNumber number, const RawType& raw) {
    if (IsA(node, RangeTblRef)) {
        return;
    }
    auto* operation = reinterpret_cast<SetOperationStmt*>(node);
    lfirst_oid(list_nth_cell(operation->colTypes, number - 1)) = raw.type;
    lfirst_int(list_nth_cell(operation->colTypmods, number - 1)) = -1;
    lfirst_oid(list_nth_cell(operation->colCollations, number - 1)) = no_order;
    // UNION ALL compares nothing.
    if (operation->groupClauses != NIL) {
        auto* group = static_cast<SortGroupClause*>(list_nth(operation->groupClauses, number - 1));
        group->eqop = raw.equality;
        group->sortop = InvalidOid;
    }
    compare_raw(operation->larg, number, raw);
    compare_raw(operation->rarg, number, raw);
}

void show_raw(QueryScope* scope, const List* arms, AttrNumber number, const RawType& raw) {
    Query* query = scope->query;
    for (int i = 0; i < list_length(arms); ++i) {
        Query* arm_query = range_entry(query, list_nth_int(arms, i))->subquery;
        QueryScope arm{arm_query, scope, scope->rewriting, false};
        auto* target = static_cast<TargetEntry*>(list_nth(arm_query->targetList, number - 1));
        target->expr = raw_in_target(&arm, number, mask_of_target(&arm, number), raw, no_order);
    }
    compare_raw(query->setOperations, number, raw);
    auto* target = static_cast<TargetEntry*>(list_nth(query->targetList, number - 1));
    auto* column = reinterpret_cast<Var*>(target->expr);
    column->vartype = raw.type;
    column->vartypmod = -1;
    column->varcollid = no_order;
}

// The same type, length limit and collation as the column had before.
Expr* shown_as(Expr* expression, const Node* before) {
    return reinterpret_cast<Expr*>(applyRelabelType(reinterpret_cast<Node*>(expression), exprType(before),
                                                    exprTypmod(before), exprCollation(before),
                                                    COERCE_IMPLICIT_CAST, -1, false));
}

} // namespace

void rewrite_set_operation(QueryScope* scope) {
    Query* query = scope->query;
    if (query->commandType != CMD_SELECT || query->setOperations == nullptr ||
        is_union_all(query->setOperations) || query->hasRecursive || query->hasModifyingCTE ||
        // Of LIMIT, which stays where it is, while the CTEs that it may read do not.
        query->hasSubLinks) {
        return;
    }
    const List* arms = arms_of(query->setOperations);
    const int columns = list_length(query->targetList);
    auto* shapes = static_cast<MaskShape*>(palloc0(sizeof(MaskShape) * static_cast<std::size_t>(columns)));
    bool found = false;
    for (int i = 0; i < columns; ++i) {
        const auto number = static_cast<AttrNumber>(i + 1);
        shapes[i] = mask_of_arms(scope, arms, number);
        if (shapes[i].mask == nullptr || !OidIsValid(raw_type_of(shapes[i].type).type)) {
            shapes[i].mask = nullptr;
            continue;
        }
        const char* name = static_cast<TargetEntry*>(list_nth(query->targetList, i))->resname;
        if (!is_hashable(query->setOperations)) {
            remark(scope->rewriting, set_rewrite, name, "a type without a hash stands beside it");
            return;
        }
        remark(scope->rewriting, set_rewrite, name, nullptr);
        found = true;
    }
    if (!found) {
        return;
    }
    // The set operation goes a level down; sorting and limiting stay here.
    const auto* before = static_cast<List*>(copyObjectImpl(query->targetList));
    auto* inside = makeNode(Query);
    *inside = *query;
    inside->sortClause = NIL;
    inside->limitOffset = inside->limitCount = nullptr;
    inside->targetList = static_cast<List*>(copyObjectImpl(query->targetList));
    QueryScope below{inside, scope->outer, scope->rewriting, false};
    List* names = NIL;
    for (int i = 0; i < columns; ++i) {
        auto* inner = static_cast<TargetEntry*>(list_nth(inside->targetList, i));
        inner->ressortgroupref = 0;
        names = lappend(names, makeString(pstrdup(inner->resname)));
        const auto number = static_cast<AttrNumber>(i + 1);
        const Node* masked = reinterpret_cast<Node*>(static_cast<TargetEntry*>(list_nth(before, i))->expr);
        Var* column = nullptr;
        Expr* shown = nullptr;
        if (shapes[i].mask == nullptr) {
            column = makeVar(1, number, exprType(masked), exprTypmod(masked), exprCollation(masked), 0);
            shown = reinterpret_cast<Expr*>(column);
        } else {
            const RawType raw = raw_type_of(shapes[i].type);
            show_raw(&below, arms, number, raw);
            column = makeVar(1, number, raw.type, -1, no_order, 0);
            shown = apply_mask(shapes[i], reinterpret_cast<Expr*>(column));
        }
        static_cast<TargetEntry*>(list_nth(query->targetList, i))->expr = shown_as(shown, masked);
    }
    query->setOperations = nullptr;
    read_from(query, inside, "united", names);
}

} // namespace veil::pg
