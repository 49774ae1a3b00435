#include "pg/statistics_admission.hpp"

#include "pg/disclosure_options.hpp"
#include "pg/statistics_expression.hpp"
#include "pg/statistics_join.hpp"

namespace veil::pg {

namespace {

constexpr const char* wrap_hint =
    "Write it around the statistics: SELECT ... FROM (SELECT ..., count(*) FROM ... GROUP BY ...) AS s.";

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_built_in(Oid function) {
    return function < FirstNormalObjectId;
}

// --- Conditions ---

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

namespace {

// --- Aggregates ---

struct Found {
    List* aggregates;
    bool has_sublink;
};

bool find_aggregates(Node* node, void* context) {
    auto* found = static_cast<Found*>(context);
    if (node == nullptr) {
        return false;
    }
    if (IsA(node, SubLink)) {
        found->has_sublink = true;
        return true;
    }
    if (IsA(node, Aggref)) {
        found->aggregates = list_append_unique(found->aggregates, node);
        return false;
    }
    return walk_children(node, find_aggregates, context);
}

bool is_finite_constant(Node* node, Oid type) {
    const auto* value = reinterpret_cast<const Const*>(eval_const_expressions(nullptr, node));
    if (!IsA(value, Const) || value->constisnull || value->consttype != type) {
        return false;
    }
    constexpr double most = 1e100;       // its square, and sums of these, stay far from overflow
    constexpr double most_single = 1e25; // sum(real) is a real while it is computed
    switch (type) {
    case FLOAT4OID:
        return std::abs(static_cast<double>(DatumGetFloat4(value->constvalue))) <= most_single;
    case FLOAT8OID:
        return std::abs(DatumGetFloat8(value->constvalue)) <= most;
    case NUMERICOID:
        return std::abs(DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, value->constvalue))) <=
               most;
    default:
        return true;
    }
}

// Whether the released value lies between two given ones: its rule is a clamp with both.
bool is_clamped(const Expr* expression) {
    expression = without_relabelling(expression);
    while (IsA(expression, FuncExpr) &&
           reinterpret_cast<const FuncExpr*>(expression)->funcformat == COERCE_EXPLICIT_CAST) {
        expression = without_relabelling(
            static_cast<Expr*>(linitial(reinterpret_cast<const FuncExpr*>(expression)->args)));
    }
    const auto* call = reinterpret_cast<const FuncExpr*>(expression);
    if (!IsA(call, FuncExpr) || !is_generalization(call->funcid) || list_length(call->args) != 3) {
        return false;
    }
    const char* name = get_func_name(call->funcid);
    const Oid type = exprType(static_cast<Node*>(linitial(call->args)));
    return name != nullptr && strcmp(name, "clamp") == 0 &&
           is_finite_constant(static_cast<Node*>(lsecond(call->args)), type) &&
           is_finite_constant(static_cast<Node*>(lthird(call->args)), type);
}

// Whether the column's type bounds its values: whole numbers, and numeric(precision, scale) but for NaN.
bool is_bounded_numeric(const Var* column) {
    return column->vartype == NUMERICOID && column->vartypmod >= static_cast<std::int32_t>(VARHDRSZ);
}

bool is_integer(Oid type) {
    return type == INT2OID || type == INT4OID || type == INT8OID;
}

bool is_number_type(Oid type) {
    return is_integer(type) || type == NUMERICOID || type == FLOAT4OID || type == FLOAT8OID;
}

void admit_values(const StatisticsLevel& level, const Var* column, std::string_view name) {
    static constexpr std::array<std::string_view, 8> sums{"sum",      "avg",    "variance",   "var_pop",
                                                          "var_samp", "stddev", "stddev_pop", "stddev_samp"};
    static constexpr std::array<std::string_view, 2> extremes{"min", "max"};
    const bool is_number = is_number_type(column->vartype);
    const bool clamped = is_clamped(released_expression(level, column));
    const AnswerRounding rounding = answer_rounding(level.guard.disclosure);
    if (is_one_of(name, sums) && rounding.counts > 0) {
        if (name != "sum") {
            refuse_statistics("It would tell numbers that are rounded.",
                              "Divide a sum by a count, both rounded.");
        }
        if (rounding.sums == 0) {
            refuse_statistics("Counts are rounded, and sums are not.",
                              "The policy's owner gives \"round_sums\" in the release's disclosure.");
        }
    }
    if (cell_noise_deviation(level.guard.disclosure) > 0 && name != "sum" && name != "avg") {
        refuse_statistics("It would have no noise.", "There are counts, sums and averages of this release.");
    }
    if (is_one_of(name, sums) && is_number) {
        if (!has_bounds(level, column)) {
            refuse_statistics(
                "A sum is of a column without bounds: one subject alone could be all of it.",
                "The column needs the rule clamp, with min and max, or a type with bounds: numeric(12,2).");
        }
        return;
    }
    if (name == "percentile_cont" && is_number) {
        if (!has_bounds(level, column)) {
            refuse_statistics(
                "A quantile is of a column without bounds.",
                "The column needs the rule clamp, with min and max, or a type with bounds: numeric(12,2).");
        }
        return;
    }
    if (is_one_of(name, extremes)) {
        if (!clamped) {
            refuse_statistics("min and max are the value of a single row.",
                              "They need a column with the rule clamp, with min and max.");
        }
        return;
    }
    refuse_statistics(
        "An aggregate is none of those that are known to be safe.",
        "There are count, sum, avg, min, max, variance, stddev and percentile_cont, of columns.");
}

// percentile_cont(constant) WITHIN GROUP (ORDER BY column), from the least on.
void admit_quantile(const StatisticsLevel& level, Aggref* aggregate) {
    const auto* fraction = reinterpret_cast<const Const*>(
        eval_const_expressions(nullptr, static_cast<Node*>(linitial(aggregate->aggdirectargs))));
    const auto* order = static_cast<SortGroupClause*>(linitial(aggregate->aggorder));
    if (!IsA(fraction, Const) || fraction->constisnull ||
        order->sortop != lookup_type_cache(FLOAT8OID, TYPECACHE_LT_OPR)->lt_opr) {
        refuse_statistics("A quantile is not that of a constant fraction, from the least on.",
                          "Write percentile_cont(0.5) WITHIN GROUP (ORDER BY column).");
    }
    const double value = DatumGetFloat8(fraction->constvalue);
    if (!(value >= 0 && value <= 1)) {
        refuse_statistics("A quantile's fraction is not between 0 and 1.", "The median is that of 0.5.");
    }
    const Var* column = aggregated_column(level, aggregate);
    if (column == nullptr) {
        refuse_statistics("An aggregate is of an expression.",
                          "Aggregate a column, and compute with the result.");
    }
    admit_values(level, column, "percentile_cont");
}

void admit_aggregate(const StatisticsLevel& level, Aggref* aggregate) {
    if (is_quantile(aggregate) && aggregate->agglevelsup == 0) {
        admit_condition(level, reinterpret_cast<Node**>(&aggregate->aggfilter));
        admit_quantile(level, aggregate);
        return;
    }
    if (aggregate->agglevelsup != 0 || aggregate->aggkind != AGGKIND_NORMAL || aggregate->aggorder != NIL ||
        list_length(aggregate->args) > 1 || !is_built_in(aggregate->aggfnoid)) {
        refuse_statistics(
            "An aggregate is none of those that are known to be safe.",
            "There are count, sum, avg, min, max, variance, stddev and percentile_cont, of columns.");
    }
    admit_condition(level, reinterpret_cast<Node**>(&aggregate->aggfilter));
    if (aggregate->aggfnoid == F_COUNT_) {
        return;
    }
    const Var* column =
        list_length(aggregate->args) == 1
            ? column_of(level,
                        reinterpret_cast<Node*>(static_cast<TargetEntry*>(linitial(aggregate->args))->expr))
            : nullptr;
    if (column == nullptr) {
        refuse_statistics("An aggregate is of an expression.",
                          "Aggregate a column, and compute with the result.");
    }
    if (aggregate->aggdistinct != NIL) {
        if (aggregate->aggfnoid != F_COUNT_ANY || !shows_subject(level, column)) {
            refuse_statistics("DISTINCT is only for the subject.",
                              "count(DISTINCT ...) counts the column of the subject.");
        }
        if (relation_of(level, column)->outer != nullptr) {
            refuse_statistics("DISTINCT is of subjects that may be missing.",
                              "Count those of the other side of the outer join.");
        }
        return;
    }
    if (aggregate->aggfnoid != F_COUNT_ANY) {
        const char* name = get_func_name(aggregate->aggfnoid);
        admit_values(level, column, name == nullptr ? "" : name);
    }
}

// --- The shape ---

// Whether it is a release, or a join of some.
bool is_of_releases(const StatisticsLevel& level, const Node* item) {
    check_stack_depth();
    if (IsA(item, RangeTblRef)) {
        return place_of(level, reinterpret_cast<const RangeTblRef*>(item)->rtindex) >= 0;
    }
    if (!IsA(item, JoinExpr)) {
        return false;
    }
    const auto* join = reinterpret_cast<const JoinExpr*>(item);
    return is_of_releases(level, join->larg) && is_of_releases(level, join->rarg);
}

bool reads_releases_alone(const StatisticsLevel& level) {
    const List* items = level.query->jointree->fromlist;
    bool is_alone = items != NIL;
    for (int i = 0; i < list_length(items); ++i) {
        is_alone &= is_of_releases(level, static_cast<Node*>(list_nth(items, i)));
    }
    return is_alone;
}

void admit_shape(const StatisticsLevel& level) {
    const Query* query = level.query;
    if (query->commandType != CMD_SELECT || query->rowMarks != NIL || query->hasForUpdate) {
        refuse_statistics("Its rows cannot be locked or written.", "Leave FOR UPDATE and FOR SHARE out.");
    }
    if (!query->hasAggs && query->groupClause == NIL) {
        refuse_statistics("The query asks for rows.", "Write SELECT ..., count(*) FROM ... GROUP BY ...");
    }
    if (query->groupingSets != NIL) {
        refuse_statistics("Totals beside their parts would tell cells that are not shown.",
                          "Group by columns, once.");
    }
    if (!reads_releases_alone(level)) {
        refuse_statistics("It is joined with something.", wrap_hint);
    }
    if (query->hasSubLinks || query->cteList != NIL) {
        refuse_statistics("The query holds a query.", wrap_hint);
    }
    if (query->hasTargetSRFs) {
        refuse_statistics("The query holds a function that returns rows.", wrap_hint);
    }
    for (int i = 0; i < list_length(level.relations); ++i) {
        if (range_entry(query, level.relation_at(i)->number)->tablesample != nullptr) {
            refuse_statistics("A sample is taken.", "Leave TABLESAMPLE out.");
        }
    }
}

void admit_groups(const StatisticsLevel& level) {
    const Query* query = level.query;
    for (int i = 0; i < list_length(query->groupClause); ++i) {
        auto* group = static_cast<SortGroupClause*>(list_nth(query->groupClause, i));
        const Var* column = expression_column(level, get_sortgroupclause_expr(group, query->targetList));
        if (column == nullptr) {
            refuse_statistics(
                "Groups are made by an expression that could fail, or tell something, for a row.",
                "Group by released columns, or by date_trunc, extract, left, substring, width_bucket, "
                "round, floor or a whole number's quotient of one.");
        }
        if (shows_subject(level, column)) {
            refuse_statistics("Each subject would be a group.", "Group by other columns than the subject's.");
        }
    }
}

} // namespace

// Comparisons of numerics, of dates with moments, and some conversions are not marked leakproof, but have no
// error that a value could cause.
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
    case F_DATE_EQ_TIMESTAMPTZ:
    case F_DATE_NE_TIMESTAMPTZ:
    case F_DATE_LT_TIMESTAMPTZ:
    case F_DATE_LE_TIMESTAMPTZ:
    case F_DATE_GT_TIMESTAMPTZ:
    case F_DATE_GE_TIMESTAMPTZ:
    case F_TIMESTAMP_EQ_DATE:
    case F_TIMESTAMP_NE_DATE:
    case F_TIMESTAMP_LT_DATE:
    case F_TIMESTAMP_LE_DATE:
    case F_TIMESTAMP_GT_DATE:
    case F_TIMESTAMP_GE_DATE:
    case F_TIMESTAMPTZ_EQ_DATE:
    case F_TIMESTAMPTZ_NE_DATE:
    case F_TIMESTAMPTZ_LT_DATE:
    case F_TIMESTAMPTZ_LE_DATE:
    case F_TIMESTAMPTZ_GT_DATE:
    case F_TIMESTAMPTZ_GE_DATE:
        return true;
    default:
        return is_built_in(function) && get_func_leakproof(function) &&
               func_volatile(function) != PROVOLATILE_VOLATILE;
    }
}

bool has_bounds(const StatisticsLevel& level, const Var* column) {
    return is_integer(column->vartype) || is_bounded_numeric(column) ||
           is_clamped(released_expression(level, column));
}

void refuse_statistics(const char* problem, const char* hint) {
    ereport(ERROR, (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE), errmsg("this release gives statistics only"),
                    errdetail("%s", problem), errhint("%s", hint)));
    pg_unreachable();
}

List* aggregates_of(const StatisticsLevel& level) {
    Found found{NIL, false};
    (void)find_aggregates(reinterpret_cast<Node*>(level.query->targetList), &found);
    (void)find_aggregates(level.query->havingQual, &found);
    return found.aggregates;
}

bool is_quantile(const Aggref* aggregate) {
    return aggregate->aggfnoid == F_PERCENTILE_CONT_FLOAT8_FLOAT8;
}

const Var* aggregated_column(const StatisticsLevel& level, const Aggref* aggregate) {
    if (list_length(aggregate->args) != 1) {
        return nullptr;
    }
    const auto* value =
        reinterpret_cast<const Node*>(static_cast<TargetEntry*>(linitial(aggregate->args))->expr);
    const auto* conversion = reinterpret_cast<const FuncExpr*>(value);
    // Its values are converted to double.
    if (is_quantile(aggregate) && IsA(conversion, FuncExpr) &&
        conversion->funcformat == COERCE_IMPLICIT_CAST && list_length(conversion->args) == 1) {
        value = static_cast<const Node*>(linitial(conversion->args));
    }
    return column_of(level, value);
}

const Var* summed_numeric(const StatisticsLevel& level, const Aggref* aggregate) {
    const Var* column = aggregate->aggfnoid == F_COUNT_ANY ? nullptr : aggregated_column(level, aggregate);
    return column != nullptr && is_bounded_numeric(column) && !is_clamped(released_expression(level, column))
               ? column
               : nullptr;
}

bool is_of_summable_values(const StatisticsLevel& level, const Aggref* aggregate) {
    const Var* column = aggregate->aggfnoid == F_COUNT_ANY ? nullptr : aggregated_column(level, aggregate);
    return column != nullptr && is_number_type(column->vartype);
}

bool counts_all_rows(const Aggref* aggregate) {
    return aggregate->aggfilter == nullptr &&
           (aggregate->aggfnoid == F_COUNT_ || aggregate->aggdistinct != NIL);
}

void admit_level(StatisticsLevel* level) {
    for (int i = 0; i < list_length(level->relations); ++i) {
        if (level->relation_at(i)->guard.subject == nullptr) {
            refuse_statistics("It is not said who its subjects are.",
                              "The policy's owner names their column in veil.release.");
        }
    }
    admit_shape(*level);
    if (level->is_joined()) {
        join_releases(level);
    }
    admit_condition(*level, &level->query->jointree->quals);
    admit_groups(*level);
    const List* aggregates = aggregates_of(*level);
    for (int i = 0; i < list_length(aggregates); ++i) {
        admit_aggregate(*level, static_cast<Aggref*>(list_nth(aggregates, i)));
    }
}

} // namespace veil::pg
