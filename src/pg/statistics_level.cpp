#include "pg/statistics_level.hpp"

namespace veil::pg {

const Expr* without_relabelling(const Expr* expression) {
    while (IsA(expression, RelabelType)) {
        expression = reinterpret_cast<const RelabelType*>(expression)->arg;
    }
    return expression;
}

int place_of(const StatisticsLevel& level, int number) {
    int place = list_length(level.relations) - 1;
    while (place >= 0 && level.relation_at(place)->number != number) {
        --place;
    }
    return place;
}

const Var* column_of(const StatisticsLevel& level, const Node* node) {
    const auto* column =
        reinterpret_cast<const Var*>(without_relabelling(reinterpret_cast<const Expr*>(node)));
    return IsA(column, Var) && column->varlevelsup == 0 && place_of(level, column->varno) >= 0 &&
                   column->varattno > 0
               ? column
               : nullptr;
}

const Expr* released_expression(const StatisticsLevel& level, const Var* column) {
    const Query* view = range_entry(level.query, column->varno)->subquery;
    return static_cast<TargetEntry*>(list_nth(view->targetList, column->varattno - 1))->expr;
}

bool shows_subject(const StatisticsLevel& level, const Var* column) {
    const Expr* subject = without_relabelling(relation_of(level, column)->guard.subject);
    const List* read = pull_var_clause(
        const_cast<Node*>(reinterpret_cast<const Node*>(released_expression(level, column))), 0);
    for (int i = 0; i < list_length(read); ++i) {
        if (equal(list_nth(read, i), subject)) {
            return true;
        }
    }
    return false;
}

} // namespace veil::pg
