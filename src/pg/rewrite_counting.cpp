// count(DISTINCT masked column): as veil.count_distinct of the raw values, which needs no sorted input and no
// mask. Other aggregates, and the groups, stay as they are.
#include "pg/catalog.hpp"
#include "pg/known_function.hpp"
#include "pg/planner_rewrite.hpp"

namespace veil::pg {

namespace {

constexpr const char* counting_rewrite = "count of distinct raw values";

Oid counting_aggregate() {
    return known_function("count_distinct", {ANYOID});
}

// The column in count(DISTINCT column); null for any other aggregate.
const Var* counted_column(const Aggref* aggregate) {
    if (aggregate->aggfnoid != F_COUNT_ANY || list_length(aggregate->aggdistinct) != 1 ||
        aggregate->aggorder != NIL || aggregate->agglevelsup != 0) {
        return nullptr;
    }
    const auto* column = reinterpret_cast<Var*>(static_cast<TargetEntry*>(linitial(aggregate->args))->expr);
    return IsA(column, Var) && column->varlevelsup == 0 && column->varattno > 0 ? column : nullptr;
}

void count_raw(QueryScope* scope, Aggref* aggregate) {
    const Var* column = counted_column(aggregate);
    if (column == nullptr) {
        return;
    }
    const MaskShape shape = mask_of_column(scope, column);
    const RawType raw_type = raw_type_of(shape.type);
    const Oid function = counting_aggregate();
    if (!is_groupable(shape) || !OidIsValid(raw_type.type) || !OidIsValid(function) ||
        !is_deterministic(column->varcollid)) {
        return;
    }
    const char* title = column_title(scope, column);
    if (scope->query->groupingSets != NIL) {
        remark(scope->rewriting, counting_rewrite, title, "grouping sets need sorted values");
        return;
    }
    const Oid order = order_domain(scope->rewriting, shape);
    Var* raw = raw_of_column(scope, column, shape, raw_type, order);
    aggregate->aggfnoid = function;
    aggregate->aggargtypes = list_make1_oid(raw_type.type);
    aggregate->args = list_make1(makeTargetEntry(reinterpret_cast<Expr*>(raw), 1, nullptr, false));
    aggregate->aggdistinct = NIL;
    aggregate->inputcollid = order;
    remark(scope->rewriting, counting_rewrite, title, nullptr);
}

bool count_raw_in(Node* node, void* context) {
    if (node == nullptr || IsA(node, Query)) {
        return false;
    }
    if (IsA(node, Aggref)) {
        count_raw(static_cast<QueryScope*>(context), reinterpret_cast<Aggref*>(node));
        return false;
    }
    return walk_children(node, count_raw_in, context);
}

} // namespace

void rewrite_counting(QueryScope* scope) {
    Query* query = scope->query;
    if (!query->hasAggs || query->commandType != CMD_SELECT || query->setOperations != nullptr) {
        return;
    }
    (void)count_raw_in(reinterpret_cast<Node*>(query->targetList), scope);
    (void)count_raw_in(query->havingQual, scope);
}

} // namespace veil::pg
