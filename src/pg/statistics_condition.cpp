#include "pg/statistics_condition.hpp"

#include "pg/statistics_admission.hpp"
#include "pg/statistics_expression.hpp"

namespace veil::pg {

namespace {

bool holds_no_row(const Node* node) {
    return !contain_var_clause(const_cast<Node*>(node)) && !contain_subplans(const_cast<Node*>(node)) &&
           !contain_volatile_functions(const_cast<Node*>(node)) &&
           !contain_agg_clause(const_cast<Node*>(node));
}

// Constants, parameters and the query's moment, and what the server's own functions and operators make of
// them.
bool is_computed(const Node* node);

bool are_computed(const List* nodes) {
    for (int i = 0; i < list_length(nodes); ++i) {
        if (!is_computed(static_cast<const Node*>(list_nth(nodes, i)))) {
            return false;
        }
    }
    return true;
}

bool is_computed(const Node* node) {
    check_stack_depth();
    switch (nodeTag(node)) {
    case T_Const:
    case T_SQLValueFunction:
        return true;
    case T_Param:
        return reinterpret_cast<const Param*>(node)->paramkind == PARAM_EXTERN;
    case T_RelabelType:
        return is_computed(reinterpret_cast<const Node*>(reinterpret_cast<const RelabelType*>(node)->arg));
    case T_FuncExpr: {
        const auto* call = reinterpret_cast<const FuncExpr*>(node);
        return is_built_in(call->funcid) && !call->funcretset && are_computed(call->args);
    }
    case T_OpExpr: {
        const auto* call = reinterpret_cast<const OpExpr*>(node);
        return is_built_in(call->opno) && is_built_in(get_opcode(call->opno)) && !call->opretset &&
               are_computed(call->args);
    }
    default:
        return false;
    }
}

// A column, or what is the same for all rows. That is computed now, so that no error of it waits for a row.
void admit_operand(const StatisticsLevel& level, Node** place) {
    Node* node = *place;
    const Var* column = column_of(level, node);
    if (column == nullptr && !holds_no_row(node)) {
        column = expression_column(level, node);
        if (column != nullptr) {
            *place = reinterpret_cast<Node*>(without_failures(level, reinterpret_cast<Expr*>(node)));
        }
    }
    if (column != nullptr && shows_subject(level, column)) {
        refuse_statistics("A condition picks subjects out.", "Leave the subject's column out of conditions.");
    }
    if (column != nullptr) {
        return;
    }
    if (holds_no_row(node)) {
        *place = eval_const_expressions(nullptr, node);
        const auto* value =
            reinterpret_cast<const Node*>(without_relabelling(reinterpret_cast<Expr*>(*place)));
        if (is_computed(value)) {
            return;
        }
        if (IsA(value, ArrayExpr)) {
            auto* elements = reinterpret_cast<const ArrayExpr*>(value)->elements;
            for (int i = 0; i < list_length(elements); ++i) {
                admit_operand(level, reinterpret_cast<Node**>(&list_nth_cell(elements, i)->ptr_value));
            }
            return;
        }
        refuse_statistics(
            "A condition on its rows compares with a value that is computed in a way which is not known to "
            "be safe.",
            "Compute the value first and pass it as a parameter.");
    }
    if (IsA(node, FuncExpr)) {
        auto* call = reinterpret_cast<FuncExpr*>(node);
        if (call->funcformat == COERCE_IMPLICIT_CAST && list_length(call->args) == 1 &&
            cannot_fail(call->funcid)) {
            admit_operand(level, reinterpret_cast<Node**>(&list_nth_cell(call->args, 0)->ptr_value));
            return;
        }
    }
    refuse_statistics(
        "A condition on its rows holds an expression that could fail, or tell something, for a row.",
        "Compare released columns with constants by =, <>, <, <=, >, >=, IN, BETWEEN, IS NULL.");
}

void admit_operands(const StatisticsLevel& level, List* operands) {
    for (int i = 0; i < list_length(operands); ++i) {
        admit_operand(level, reinterpret_cast<Node**>(&list_nth_cell(operands, i)->ptr_value));
    }
}

} // namespace

// The operator itself is built in, not only its function: of one that somebody made, the planner would take
// the negator, with a function of his, for NOT. Texts that have no collation cannot be compared, and a
// collation that somebody made warns of its version, or of what it cannot do: all that only where there is a
// row.
void admit_operator(Oid comparison, Oid collation, const List* operands) {
    const Oid function = get_opcode(comparison);
    bool is_admitted = is_built_in(comparison) && cannot_fail(function) && function != F_STARTS_WITH;
    bool is_collated = false;
    bool is_collation_of_column = false;
    for (int i = 0; i < list_length(operands); ++i) {
        auto* operand = static_cast<Node*>(list_nth(operands, i));
        const Oid own = exprCollation(operand);
        is_collated |= OidIsValid(own);
        is_collation_of_column |= own == collation && contain_var_clause(operand);
    }
    if (is_collated) {
        is_admitted &= OidIsValid(collation) && (is_built_in(collation) || is_collation_of_column);
    }
    if (!is_admitted) {
        refuse_statistics(
            "A condition on its rows has an operator or collation that could fail, or tell something, for a "
            "row.",
            "Compare released columns with constants by =, <>, <, <=, >, >=, IN, BETWEEN, IS NULL.");
    }
}

void admit_condition(const StatisticsLevel& level, Node** place) {
    Node* node = *place;
    if (node == nullptr) {
        return;
    }
    check_stack_depth();
    switch (nodeTag(node)) {
    case T_BoolExpr: {
        auto* operands = reinterpret_cast<BoolExpr*>(node)->args;
        for (int i = 0; i < list_length(operands); ++i) {
            admit_condition(level, reinterpret_cast<Node**>(&list_nth_cell(operands, i)->ptr_value));
        }
        return;
    }
    case T_OpExpr:
    case T_DistinctExpr: {
        auto* comparison = reinterpret_cast<OpExpr*>(node);
        admit_operator(comparison->opno, comparison->inputcollid, comparison->args);
        admit_operands(level, comparison->args);
        return;
    }
    case T_ScalarArrayOpExpr: {
        auto* comparison = reinterpret_cast<ScalarArrayOpExpr*>(node);
        admit_operator(comparison->opno, comparison->inputcollid, comparison->args);
        admit_operands(level, comparison->args);
        return;
    }
    case T_NullTest: {
        auto* test = reinterpret_cast<NullTest*>(node);
        admit_operand(level, reinterpret_cast<Node**>(&test->arg));
        return;
    }
    case T_BooleanTest: {
        auto* test = reinterpret_cast<BooleanTest*>(node);
        admit_condition(level, reinterpret_cast<Node**>(&test->arg));
        return;
    }
    default:
        admit_operand(level, place);
        return;
    }
}

// Comparisons of numerics, of dates with times of a day, and some conversions are not marked leakproof, but
// have no error that a value could cause. Of dates with moments of a time zone it is true as well, but these
// are other conditions in each zone.
bool cannot_fail(Oid function) {
    switch (function) {
    case F_NUMERIC_EQ:
    case F_NUMERIC_NE:
    case F_NUMERIC_LT:
    case F_NUMERIC_LE:
    case F_NUMERIC_GT:
    case F_NUMERIC_GE:
    case F_NUMERIC_INT2:
    case F_NUMERIC_INT4:
    case F_NUMERIC_INT8:
    case F_DATE_EQ_TIMESTAMP:
    case F_DATE_NE_TIMESTAMP:
    case F_DATE_LT_TIMESTAMP:
    case F_DATE_LE_TIMESTAMP:
    case F_DATE_GT_TIMESTAMP:
    case F_DATE_GE_TIMESTAMP:
    case F_TIMESTAMP_EQ_DATE:
    case F_TIMESTAMP_NE_DATE:
    case F_TIMESTAMP_LT_DATE:
    case F_TIMESTAMP_LE_DATE:
    case F_TIMESTAMP_GT_DATE:
    case F_TIMESTAMP_GE_DATE:
        return true;
    default:
        return is_built_in(function) && get_func_leakproof(function) &&
               func_volatile(function) != PROVOLATILE_VOLATILE;
    }
}

} // namespace veil::pg
