#include "pg/statistics_admission.hpp"

#include "pg/attribute.hpp"
#include "pg/disclosure_options.hpp"
#include "pg/question_form.hpp"
#include "pg/statistics_condition.hpp"
#include "pg/statistics_expression.hpp"
#include "pg/statistics_join.hpp"

namespace veil::pg {

namespace {

constexpr const char* wrap_hint =
    "Write it around the statistics: SELECT ... FROM (SELECT ..., count(*) FROM ... GROUP BY ...) AS s.";

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// --- Aggregates ---

// Wherever they stand: one of a query below is not this level's, and such a query is refused.
bool find_aggregates(Node* node, void* context) {
    auto** found = static_cast<List**>(context);
    if (node == nullptr || IsA(node, SubLink)) {
        return false;
    }
    if (IsA(node, Aggref)) {
        *found = lappend(*found, node);
        return false;
    }
    return walk_children(node, find_aggregates, context);
}

// Each as often as the query has it.
List* all_aggregates(const StatisticsLevel& level) {
    List* found = NIL;
    (void)find_aggregates(reinterpret_cast<Node*>(level.query->targetList), &found);
    (void)find_aggregates(level.query->havingQual, &found);
    return found;
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

bool is_number_type(Oid type) {
    return is_integer(type) || is_float(type) || type == NUMERICOID;
}

void admit_values(const StatisticsLevel& level, const Var* column, std::string_view name) {
    static constexpr std::array<std::string_view, 8> sums{"sum",      "avg",    "variance",   "var_pop",
                                                          "var_samp", "stddev", "stddev_pop", "stddev_samp"};
    static constexpr std::array<std::string_view, 2> extremes{"min", "max"};
    const bool is_number = is_number_type(column->vartype);
    const bool clamped = is_clamped(released_expression(level, column));
    const AnswerRounding rounding = answer_rounding(level.guard.disclosure);
    if (name == "percentile_cont" && rounding.counts > 0) {
        refuse_statistics("Quantiles of many fractions would tell numbers that are rounded.",
                          "There are counts and sums of this release.");
    }
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

// Whether equal values have one text.
bool is_written_alike(Oid type) {
    type = getBaseType(type);
    switch (type) {
    case DATEOID:
    case TIMEOID:
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
    case UUIDOID:
        return true;
    default:
        return has_one_text_form(type) || get_typtype(type) == TYPTYPE_ENUM;
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
        const Node* key = get_sortgroupclause_expr(group, query->targetList);
        if (cell_noise_deviation(level.guard.disclosure) > 0 &&
            (!is_written_alike(exprType(key)) || !is_deterministic(exprCollation(key)))) {
            refuse_statistics(
                "Groups have noise by how they are written, and equal values of these may be written "
                "differently.",
                "Group by other columns.");
        }
        if (shows_subject(level, column)) {
            refuse_statistics("Each subject would be a group.", "Group by other columns than the subject's.");
        }
    }
}

} // namespace

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
    return list_concat_unique(NIL, all_aggregates(level));
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
    const List* aggregates = all_aggregates(*level);
    for (int i = 0; i < list_length(aggregates); ++i) {
        admit_aggregate(*level, static_cast<Aggref*>(list_nth(aggregates, i)));
    }
}

} // namespace veil::pg
