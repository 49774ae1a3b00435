#include "pg/planner_rewrite.hpp"

#include "pg/catalog.hpp"
#include "pg/kept_answers.hpp"
#include "pg/settings.hpp"
#include "pg/statistics_admission.hpp"
#include "pg/unkeyed_rows.hpp"

extern "C" {
#include "utils/selfuncs.h"
}

namespace veil::pg {

namespace {

planner_hook_type next_planner = nullptr;
get_relation_info_hook_type next_relation_info = nullptr;
get_relation_stats_hook_type next_relation_stats = nullptr;
ExecutorStart_hook_type next_executor_start = nullptr;
ExecutorRun_hook_type next_executor_run = nullptr;

// The statement that is being planned; null between plannings.
const Rewriting* current = nullptr;

// --- Which statements are ours ---

// Every release that the statement reads, wherever it stands, is one that the guard of indexes must know.
bool collect_releases(Node* node, void* context) {
    if (node == nullptr) {
        return false;
    }
    if (!IsA(node, Query)) {
        return walk_children(node, collect_releases, context);
    }
    auto* query = reinterpret_cast<Query*>(node);
    auto* rewriting = static_cast<Rewriting*>(context);
    rewriting->has_cte |= query->cteList != NIL;
    for (int i = 1; i <= list_length(query->rtable); ++i) {
        const RangeTblEntry* entry = range_entry(query, i);
        if (is_release(entry)) {
            rewriting->reads_release = true;
            guard_release(rewriting, entry->subquery);
        }
    }
    return walk_queries_in(query, collect_releases, context);
}

bool finds_whole_row_of_cte(Node* node, void* context) {
    auto* queries = static_cast<List**>(context);
    if (node == nullptr) {
        return false;
    }
    if (IsA(node, Query)) {
        *queries = lcons(node, *queries);
        const bool found = walk_query(reinterpret_cast<Query*>(node), finds_whole_row_of_cte, context);
        *queries = list_delete_first(*queries);
        return found;
    }
    if (IsA(node, Var)) {
        const auto* column = reinterpret_cast<Var*>(node);
        if (column->varattno != 0 || static_cast<int>(column->varlevelsup) >= list_length(*queries)) {
            return false;
        }
        const auto* query = static_cast<Query*>(list_nth(*queries, static_cast<int>(column->varlevelsup)));
        return column->varno > 0 && column->varno <= list_length(query->rtable) &&
               range_entry(query, column->varno)->rtekind == RTE_CTE;
    }
    return walk_children(node, finds_whole_row_of_cte, context);
}

// --- Barrier views ---

constexpr const char* barrier_rewrite = "barrier view as row security";

// A barrier view over one table becomes the table with its filter as row security: it is then joined and
// looked up as the table is, and still nothing that leaks sees a row that the filter hides.
void open_barrier(Rewriting* rewriting, const Query* query, RangeTblEntry* entry, int number) {
    Query* view = entry->subquery;
    const RangeTblRef* reference = entry->security_barrier ? only_table(view) : nullptr;
    if (reference == nullptr || contain_volatile_functions(view->jointree->quals)) {
        return;
    }
    const char* name = entry->eref->aliasname;
    RangeTblEntry* base = range_entry(view, reference->rtindex);
    if (base->relkind == RELKIND_FOREIGN_TABLE) {
        return;
    }
    if (query->commandType != CMD_SELECT || query->rowMarks != NIL || view->rowMarks != NIL ||
        has_whole_row(query, number)) {
        remark(rewriting, barrier_rewrite, name, "rows are locked, written or shown as a whole");
        return;
    }
    if (view->jointree->quals != nullptr) {
        base->securityQuals = lappend(base->securityQuals, view->jointree->quals);
        view->jointree->quals = nullptr;
    }
    entry->security_barrier = false;
    remark(rewriting, barrier_rewrite, name, nullptr);
}

// --- The walk ---

bool walk_sublinks(Node* node, void* context) {
    auto* scope = static_cast<QueryScope*>(context);
    if (node == nullptr) {
        return false;
    }
    if (IsA(node, Query)) {
        rewrite_query(scope->rewriting, reinterpret_cast<Query*>(node), scope);
        return false;
    }
    return walk_children(node, walk_sublinks, context);
}

// Then no column in it shows a mask of a query below.
bool reads_tables_only(const Query* query) {
    bool is_plain = !query->hasSubLinks && query->cteList == NIL;
    for (int i = 1; i <= list_length(query->rtable) && is_plain; ++i) {
        is_plain = range_entry(query, i)->rtekind == RTE_RELATION;
    }
    return is_plain;
}

void rewrite_range_table(QueryScope* scope) {
    Query* query = scope->query;
    for (int i = 1; i <= list_length(query->rtable); ++i) {
        RangeTblEntry* entry = range_entry(query, i);
        switch (entry->rtekind) {
        case RTE_SUBQUERY:
            if (is_release(entry)) {
                open_barrier(scope->rewriting, query, entry, i);
                if (reads_tables_only(entry->subquery)) {
                    break;
                }
            }
            rewrite_query(scope->rewriting, entry->subquery, scope);
            break;
        case RTE_FUNCTION:
            rewrite_sublinks(scope, reinterpret_cast<Node*>(entry->functions));
            break;
        case RTE_VALUES:
            rewrite_sublinks(scope, reinterpret_cast<Node*>(entry->values_lists));
            break;
        default:
            break;
        }
    }
    for (int i = 0; i < list_length(query->cteList); ++i) {
        auto* cte = static_cast<CommonTableExpr*>(list_nth(query->cteList, i));
        if (!cte->cterecursive && IsA(cte->ctequery, Query)) {
            rewrite_query(scope->rewriting, reinterpret_cast<Query*>(cte->ctequery), scope);
        }
    }
}

// --- Hooks ---

void standard_relation_info(PlannerInfo* root, Oid relation, bool is_parent, RelOptInfo* rel) {
    if (next_relation_info != nullptr) {
        next_relation_info(root, relation, is_parent, rel);
    }
    guard_indexes(current, root, rel);
    hide_sizes(current, root, rel);
}

bool standard_relation_stats(PlannerInfo* root, RangeTblEntry* entry, AttrNumber column,
                             VariableStatData* data) {
    if (entry->rtekind == RTE_RELATION && has_hidden_sizes(current, root, entry)) {
        data->statsTuple = nullptr;
        return true;
    }
    return next_relation_stats != nullptr && next_relation_stats(root, entry, column, data);
}

// What counts rows while a query runs would tell how many there are in cells that are not shown.
void start_executor(QueryDesc* query, int flags) {
    if (next_executor_start != nullptr) {
        next_executor_start(query, flags);
    } else {
        standard_ExecutorStart(query, flags);
    }
    if (likely(query->instrument_options == 0 && !traces_sorts()) || !reads_statistics(query->plannedstmt)) {
        return;
    }
    if (traces_sorts() && !superuser()) {
        refuse_statistics("Its rows would be counted where they are sorted.", "Leave trace_sort off.");
    }
    if (query->instrument_options != 0) {
        refuse_statistics("Its rows would be counted while the query runs.", "Leave ANALYZE out of EXPLAIN.");
    }
}

// Relations that were opened while they were counted are counted no more, until they are opened again.
void stop_counting(const EState* state) {
    for (Index i = 0; i < state->es_range_table_size; ++i) {
        if (state->es_relations[i] != nullptr) {
            follow_track_counts(state->es_relations[i]);
        }
    }
}

// Long values are fetched, and masks called, for the rows that meet a condition only, and in a join a table
// is read as often, and as far, as the rows of another one ask for: nothing is counted then. `execute_once`
// is an argument of the hook up to PostgreSQL 17.
template <class... ExecuteOnce>
void run_executor(QueryDesc* query, ScanDirection direction, std::uint64_t count,
                  ExecuteOnce... execute_once) {
    const ExecutorRun_hook_type run = next_executor_run != nullptr ? next_executor_run : standard_ExecutorRun;
    if (likely(!reads_statistics(query->plannedstmt))) {
        run(query, direction, count, execute_once...);
        return;
    }
    const bool counts = pgstat_track_counts;
    const int counted_functions = pgstat_track_functions;
    PG_TRY();
    {
        pgstat_track_counts = false;
        pgstat_track_functions = TRACK_FUNC_OFF;
        stop_counting(query->estate);
        run(query, direction, count, execute_once...);
    }
    PG_FINALLY();
    {
        pgstat_track_counts = counts;
        pgstat_track_functions = counted_functions;
    }
    PG_END_TRY();
}

PlannedStmt* plan_on(Query* statement, const char* text, int cursor_options, ParamListInfo parameters) {
    return next_planner != nullptr ? next_planner(statement, text, cursor_options, parameters)
                                   : standard_planner(statement, text, cursor_options, parameters);
}

PlannedStmt* plan(Query* statement, const char* text, int cursor_options, ParamListInfo parameters) {
    // Planning can begin within a planning: a function that is tried out on constants runs queries.
    const Rewriting* const outer = current;
    const std::uint64_t since = count_relation_changes();
    Rewriting rewriting{};
    if (OidIsValid(veil_schema())) {
        rewriting = rewrite_statement(statement, false);
    }
    PlannedStmt* planned = nullptr;
    PG_TRY();
    {
        current = &rewriting;
        planned = plan_on(statement, text, cursor_options, parameters);
    }
    PG_FINALLY();
    { current = outer; }
    PG_END_TRY();
    if (rewriting.counts_on_keys) {
        follow_unkeyed_rows(planned, since);
    }
    return planned;
}

} // namespace

void remark(Rewriting* rewriting, const char* rewrite, const char* column, const char* obstacle) {
    if (!rewriting->keeps_remarks) {
        return;
    }
    auto* kept = static_cast<Remark*>(palloc(sizeof(Remark)));
    *kept = {rewrite, column, obstacle == nullptr, obstacle};
    rewriting->remarks = lappend(rewriting->remarks, kept);
}

const char* column_title(QueryScope* scope, const Var* column) {
    for (Index level = 0; level < column->varlevelsup; ++level) {
        scope = scope->outer;
    }
    if (!scope->rewriting->keeps_remarks) {
        return nullptr;
    }
    const Var* plain = through_joins(scope->query, column);
    const RangeTblEntry* entry = range_entry(scope->query, plain == nullptr ? column->varno : plain->varno);
    return quote_qualified_identifier(
        entry->eref->aliasname,
        get_rte_attribute_name(const_cast<RangeTblEntry*>(entry),
                               plain == nullptr ? column->varattno : plain->varattno));
}

void rewrite_sublinks(QueryScope* scope, Node* expression) {
    if (scope->query->hasSubLinks) {
        (void)walk_sublinks(expression, scope);
    }
}

void rewrite_query(Rewriting* rewriting, Query* query, QueryScope* outer) {
    check_stack_depth();
    flatten_groups(query);
    QueryScope scope{query, outer, rewriting, false};
    rewrite_range_table(&scope);
    rewrite_exists(&scope);
    rewrite_sublinks(&scope, reinterpret_cast<Node*>(query->jointree));
    rewrite_conditions(&scope);
    rewrite_presence(&scope);
    scope.sees_groups = is_grouped(query);
    rewrite_sublinks(&scope, reinterpret_cast<Node*>(query->targetList));
    rewrite_sublinks(&scope, query->havingQual);
    rewrite_sublinks(&scope, query->limitCount);
    rewrite_sublinks(&scope, query->limitOffset);
    scope.sees_groups = false;
    rewrite_counting(&scope);
    rewrite_grouping(&scope);
    rewrite_set_operation(&scope);
    if (!rewrite_to_table(&scope)) {
        rewrite_unused(&scope);
    }
}

Rewriting rewrite_statement(Query* statement, bool keeps_remarks) {
    Rewriting rewriting{};
    rewriting.statement = statement;
    rewriting.hidden = protect_statistics(statement);
    rewriting.keeps_remarks = keeps_remarks;
    (void)collect_releases(reinterpret_cast<Node*>(statement), &rewriting);
    // Who asks for remarks asks what the rewriting would do.
    if (rewriting.reads_release && (rewrite_setting || keeps_remarks)) {
        List* queries = NIL;
        rewriting.has_whole_row_of_cte =
            rewriting.has_cte && finds_whole_row_of_cte(reinterpret_cast<Node*>(statement), &queries);
        rewrite_query(&rewriting, statement, nullptr);
    }
    return rewriting;
}

void install_planner() {
    next_planner = planner_hook;
    planner_hook = plan;
    next_relation_info = get_relation_info_hook;
    get_relation_info_hook = standard_relation_info;
    next_relation_stats = get_relation_stats_hook;
    get_relation_stats_hook = standard_relation_stats;
    next_executor_start = ExecutorStart_hook;
    ExecutorStart_hook = start_executor;
    next_executor_run = ExecutorRun_hook;
    ExecutorRun_hook = run_executor;
}

} // namespace veil::pg
