#include "pg/query_scope.hpp"

#include "pg/catalog.hpp"
#include "pg/kept_answers.hpp"

namespace veil::pg {

namespace {

constexpr const char* raw_column_name = "veil_raw";

// --- Whole rows ---

struct WholeRowSearch {
    int relation;
    Index level;
};

bool finds_whole_row(Node* node, void* context) {
    auto* search = static_cast<WholeRowSearch*>(context);
    if (node == nullptr) {
        return false;
    }
    if (IsA(node, Var)) {
        const auto* column = reinterpret_cast<Var*>(node);
        return column->varattno == 0 && column->varlevelsup == search->level &&
               column->varno == search->relation;
    }
    if (IsA(node, Query)) {
        ++search->level;
        const bool found = walk_past_releases(reinterpret_cast<Query*>(node), finds_whole_row, search);
        --search->level;
        return found;
    }
    return walk_children(node, finds_whole_row, context);
}

// --- New columns ---

Var* column_at(int relation, AttrNumber number, const Expr* expression, const Var* like) {
    const auto* node = reinterpret_cast<const Node*>(expression);
    Var* column = static_cast<Var*>(copyObjectImpl(like));
    column->varno = relation;
    column->varattno = number;
    column->vartype = exprType(node);
    column->vartypmod = exprTypmod(node);
    column->varcollid = exprCollation(node);
    column->varnosyn = 0;
    column->varattnosyn = 0;
    column->location = -1;
    return column;
}

QueryScope* scope_of(QueryScope* scope, const Var* column) {
    for (Index level = 0; level < column->varlevelsup && scope != nullptr; ++level) {
        scope = scope->outer;
    }
    return scope;
}

Var* at_level(const Var* column, Index level) {
    Var* copy = static_cast<Var*>(copyObjectImpl(column));
    copy->varlevelsup = level;
    return copy;
}

CommonTableExpr* find_cte(QueryScope* scope, const RangeTblEntry* entry, QueryScope** where) {
    for (Index level = 0; level < entry->ctelevelsup && scope != nullptr; ++level) {
        scope = scope->outer;
    }
    for (int i = 0; scope != nullptr && i < list_length(scope->query->cteList); ++i) {
        auto* cte = static_cast<CommonTableExpr*>(list_nth(scope->query->cteList, i));
        if (strcmp(cte->ctename, entry->ctename) == 0) {
            *where = scope;
            return cte;
        }
    }
    return nullptr;
}

// What a column of a relation of the query is computed by: the query below and the scope that it is in.
struct Source {
    Query* query;
    QueryScope* outer;
    CommonTableExpr* cte; // where it is one
};

Source source_of(QueryScope* scope, const RangeTblEntry* entry) {
    if (entry->rtekind == RTE_SUBQUERY) {
        return {entry->subquery, scope, nullptr};
    }
    if (entry->rtekind == RTE_CTE && !entry->self_reference && !scope->rewriting->has_whole_row_of_cte) {
        QueryScope* where = nullptr;
        CommonTableExpr* cte = find_cte(scope, entry, &where);
        if (cte != nullptr && !cte->cterecursive && IsA(cte->ctequery, Query)) {
            auto* query = reinterpret_cast<Query*>(cte->ctequery);
            return {query->commandType == CMD_SELECT ? query : nullptr, where, cte};
        }
    }
    return {nullptr, nullptr, nullptr};
}

void add_set_column(Node* node, Oid type, std::int32_t modifier, Oid collation) {
    if (IsA(node, RangeTblRef)) {
        return;
    }
    auto* operation = reinterpret_cast<SetOperationStmt*>(node);
    operation->colTypes = lappend_oid(operation->colTypes, type);
    operation->colTypmods = lappend_int(operation->colTypmods, modifier);
    operation->colCollations = lappend_oid(operation->colCollations, collation);
    add_set_column(operation->larg, type, modifier, collation);
    add_set_column(operation->rarg, type, modifier, collation);
}

// --- Looking and bringing up: the same way twice ---

MaskShape mask_in_arms(QueryScope* scope, AttrNumber number) {
    MaskShape first{};
    if (!is_union_all(scope->query->setOperations)) {
        return first;
    }
    const List* arms = arms_of(scope->query->setOperations);
    for (int i = 0; i < list_length(arms); ++i) {
        const RangeTblEntry* entry = range_entry(scope->query, list_nth_int(arms, i));
        if (entry->rtekind != RTE_SUBQUERY) {
            return {};
        }
        QueryScope arm{entry->subquery, scope, scope->rewriting, false};
        const MaskShape shape = mask_of_target(&arm, number);
        if (shape.mask == nullptr || (i > 0 && !same_mask(first, shape))) {
            return {};
        }
        if (i == 0) {
            first = shape;
        } else {
            first.columns = list_concat_copy(first.columns, shape.columns);
        }
    }
    return first;
}

bool is_group_column(const Query* query, const Var* column) {
    for (int i = 0; i < list_length(query->groupClause); ++i) {
        const auto* group = static_cast<SortGroupClause*>(list_nth(query->groupClause, i));
        if (equal(get_sortgroupclause_expr(const_cast<SortGroupClause*>(group), query->targetList), column)) {
            return true;
        }
    }
    return false;
}

// The same in every arm of a set operation, and in its own result. The arms' columns stay in step, since
// each gets a new one.
AttrNumber raw_in_arms(QueryScope* scope, AttrNumber number, const RawType& raw, Oid order) {
    Query* query = scope->query;
    const List* arms = arms_of(query->setOperations);
    const Var* like = reinterpret_cast<Var*>(target_at(query, number)->expr);
    const Expr* first = nullptr;
    for (int i = 0; i < list_length(arms); ++i) {
        RangeTblEntry* entry = range_entry(query, list_nth_int(arms, i));
        QueryScope arm{entry->subquery, scope, scope->rewriting, false};
        const MaskShape shape = mask_of_target(&arm, number);
        const AttrNumber added =
            entry->subquery->setOperations != nullptr
                ? raw_target(&arm, number, shape, raw, order)
                : add_target(entry->subquery, raw_in_target(&arm, number, shape, raw, order));
        entry->eref->colnames = lappend(entry->eref->colnames, makeString(pstrdup(raw_column_name)));
        first = first == nullptr ? target_at(entry->subquery, added)->expr : first;
    }
    const auto* node = reinterpret_cast<const Node*>(first);
    add_set_column(query->setOperations, exprType(node), exprTypmod(node), exprCollation(node));
    const auto added = static_cast<AttrNumber>(list_length(query->targetList) + 1);
    return add_target(query, reinterpret_cast<Expr*>(column_at(linitial_int(arms), added, first, like)));
}

// A number that nobody can guess, and hardly ever the same twice. Random bytes are made once in a process.
Oid new_order() {
    // Not from the start: what fails in the server leaves no initialization half done.
    static constinit std::optional<OrderHash> numbers;
    static std::uint64_t count = 0;
    if (!numbers) {
        numbers = random_order_hash();
    }
    Oid order = InvalidOid;
    while (!is_order_domain(order)) {
        order = static_cast<Oid>((*numbers)(++count));
    }
    return order;
}

} // namespace

const TargetEntry* target_at(const Query* query, AttrNumber number) {
    if (number <= 0 || number > list_length(query->targetList)) {
        return nullptr;
    }
    const auto* target = static_cast<TargetEntry*>(list_nth(query->targetList, number - 1));
    return target->resjunk || target->resno != number ? nullptr : target;
}

const RangeTblRef* only_table(const Query* query) {
    if (query->commandType != CMD_SELECT || query->jointree == nullptr ||
        list_length(query->jointree->fromlist) != 1 || query->hasSubLinks || is_grouped(query) ||
        query->hasWindowFuncs || query->hasTargetSRFs || query->distinctClause != NIL ||
        query->sortClause != NIL || query->limitCount != nullptr || query->limitOffset != nullptr ||
        query->setOperations != nullptr || query->cteList != NIL) {
        return nullptr;
    }
    const auto* reference = static_cast<RangeTblRef*>(linitial(query->jointree->fromlist));
    return IsA(reference, RangeTblRef) && range_entry(query, reference->rtindex)->rtekind == RTE_RELATION
               ? reference
               : nullptr;
}

bool is_release_view(Oid view) {
    static constinit KeptAnswers<bool> has_trigger([](Oid asked) {
        Relation relation = RelationIdGetRelation(asked);
        if (!RelationIsValid(relation)) {
            return false;
        }
        bool found = false;
        if (relation->rd_rel->relkind == RELKIND_VIEW && relation->trigdesc != nullptr) {
            for (int i = 0; i < relation->trigdesc->numtriggers && !found; ++i) {
                found = is_release_trigger_function(relation->trigdesc->triggers[i].tgfoid);
            }
        }
        RelationClose(relation);
        return found;
    });
    return has_trigger(view);
}

bool is_release(const RangeTblEntry* entry) {
    return entry->rtekind == RTE_SUBQUERY && OidIsValid(entry->relid) && is_release_view(entry->relid);
}

// A set operation of which every row is a row of one of its arms.
bool is_union_all(const Node* node) {
    if (IsA(node, RangeTblRef)) {
        return true;
    }
    const auto* operation = reinterpret_cast<const SetOperationStmt*>(node);
    return operation->op == SETOP_UNION && operation->all && is_union_all(operation->larg) &&
           is_union_all(operation->rarg);
}

List* arms_of(Node* node) {
    if (IsA(node, RangeTblRef)) {
        return list_make1_int(reinterpret_cast<RangeTblRef*>(node)->rtindex);
    }
    auto* operation = reinterpret_cast<SetOperationStmt*>(node);
    return list_concat(arms_of(operation->larg), arms_of(operation->rarg));
}

Expr* raw_in_target(QueryScope* scope, AttrNumber number, const MaskShape& shape, const RawType& raw,
                    Oid order) {
    const TargetEntry* target = target_at(scope->query, number);
    if (IsA(target->expr, Var)) {
        const auto* column = reinterpret_cast<Var*>(target->expr);
        return reinterpret_cast<Expr*>(raw_of_column(scope, column, shape, raw, order));
    }
    auto* column = static_cast<Expr*>(copyObjectImpl(shape.column));
    return OidIsValid(raw.type) ? as_raw(column, raw, order)
                                : own_value(column, shape.type, shape.modifier, shape.collation);
}

// The mask that a column of the query's result shows.
MaskShape mask_of_target(QueryScope* scope, AttrNumber number) {
    const Query* query = scope->query;
    const TargetEntry* target = target_at(query, number);
    if (target == nullptr || query->commandType != CMD_SELECT || query->distinctClause != NIL ||
        query->rowMarks != NIL) {
        return {};
    }
    if (query->setOperations != nullptr) {
        return mask_in_arms(scope, number);
    }
    if (IsA(target->expr, Var)) {
        return is_grouped(query) ? MaskShape{} : mask_of_column(scope, reinterpret_cast<Var*>(target->expr));
    }
    MaskShape shape = find_mask(target->expr);
    if (shape.mask == nullptr || shape.column->varlevelsup > 0 || shape.column->varattno <= 0 ||
        (is_grouped(query) && (query->groupingSets != NIL || !is_group_column(query, shape.column)))) {
        return {};
    }
    const RangeTblEntry* entry = range_entry(query, shape.column->varno);
    auto* column = static_cast<TableColumn*>(palloc0(sizeof(TableColumn)));
    if (entry->rtekind == RTE_RELATION) {
        *column = {entry->relid, shape.column->varattno};
    }
    shape.columns = list_make1(column);
    // Ranges of what is no table of this server would find rows in an order that nothing here guards.
    if (entry->rtekind != RTE_RELATION || entry->relkind == RELKIND_FOREIGN_TABLE) {
        shape.is_monotone = false;
        shape.cover = Cover::none;
    }
    return is_known(shape) ? shape : MaskShape{};
}

// The number of a column of the query's result with the raw value behind one that is masked.
AttrNumber raw_target(QueryScope* scope, AttrNumber number, const MaskShape& shape, const RawType& raw,
                      Oid order) {
    Query* query = scope->query;
    if (query->setOperations != nullptr) {
        return raw_in_arms(scope, number, raw, order);
    }
    Expr* expression = raw_in_target(scope, number, shape, raw, order);
    // The same raw value may have been asked for before.
    for (int i = 0; i < list_length(query->targetList); ++i) {
        const auto* target = static_cast<TargetEntry*>(list_nth(query->targetList, i));
        if (!target->resjunk && target->resname != nullptr && strcmp(target->resname, raw_column_name) == 0 &&
            equal(target->expr, expression)) {
            return target->resno;
        }
    }
    return add_target(query, expression);
}

bool has_whole_row(const Query* query, int relation) {
    WholeRowSearch search{relation, 0};
    return walk_past_releases(const_cast<Query*>(query), finds_whole_row, &search);
}

bool walk_past_releases(Query* query, bool (*walker)(Node*, void*), void* context, int flags) {
    bool stops = walk_query(query, walker, context, flags | QTW_IGNORE_RT_SUBQUERIES);
    for (int i = 1; i <= list_length(query->rtable) && !stops; ++i) {
        const RangeTblEntry* entry = range_entry(query, i);
        stops = entry->rtekind == RTE_SUBQUERY && !is_release(entry) &&
                walker(reinterpret_cast<Node*>(entry->subquery), context);
    }
    return stops;
}

bool walk_queries_in(Query* query, bool (*walker)(Node*, void*), void* context) {
    if (query->hasSubLinks) {
        return walk_query(query, walker, context);
    }
    bool stops = false;
    for (int i = 1; i <= list_length(query->rtable) && !stops; ++i) {
        const RangeTblEntry* entry = range_entry(query, i);
        stops = entry->rtekind == RTE_SUBQUERY && walker(reinterpret_cast<Node*>(entry->subquery), context);
    }
    for (int i = 0; i < list_length(query->cteList) && !stops; ++i) {
        stops = walker(static_cast<CommonTableExpr*>(list_nth(query->cteList, i))->ctequery, context);
    }
    return stops;
}

const Var* through_joins(const Query* query, const Var* column) {
    while (column != nullptr && column->varattno > 0) {
        const RangeTblEntry* entry = range_entry(query, column->varno);
        if (entry->rtekind != RTE_JOIN) {
            return column;
        }
        const auto* alias = static_cast<Var*>(list_nth(entry->joinaliasvars, column->varattno - 1));
        if (alias == nullptr || !IsA(alias, Var)) {
            return nullptr;
        }
        column = alias;
    }
    return nullptr;
}

AttrNumber add_target(Query* query, Expr* expression) {
    int shown = 0;
    for (int i = 0; i < list_length(query->targetList); ++i) {
        auto* target = static_cast<TargetEntry*>(list_nth(query->targetList, i));
        if (target->resjunk) {
            ++target->resno;
        } else {
            shown = target->resno;
        }
    }
    const auto number = static_cast<AttrNumber>(shown + 1);
    query->targetList = list_insert_nth(query->targetList, shown,
                                        makeTargetEntry(expression, number, pstrdup(raw_column_name), false));
    return number;
}

void read_from(Query* query, Query* inside, const char* name, List* columns) {
    // What was a level up from here is two levels up from inside.
    IncrementVarSublevelsUp(reinterpret_cast<Node*>(inside), 1, 1);
    auto* entry = makeNode(RangeTblEntry);
    entry->rtekind = RTE_SUBQUERY;
    entry->subquery = inside;
    entry->eref = makeAlias(name, columns);
    entry->inFromCl = true;
    auto* reference = makeNode(RangeTblRef);
    reference->rtindex = 1;
    query->rtable = list_make1(entry);
    query->jointree = makeFromExpr(list_make1(reference), nullptr);
    query->cteList = NIL;
    hand_privileges_on(query);
}

bool is_all_hashable(const List* clauses) {
    for (int i = 0; i < list_length(clauses); ++i) {
        if (!static_cast<SortGroupClause*>(list_nth(clauses, i))->hashable) {
            return false;
        }
    }
    return true;
}

bool is_of_stored_tables(const MaskShape& shape) {
    bool is_stored = shape.columns != NIL && shape.column->vartype == shape.type;
    for (int i = 0; i < list_length(shape.columns) && is_stored; ++i) {
        const Oid relation = static_cast<TableColumn*>(list_nth(shape.columns, i))->relation;
        const char kind = OidIsValid(relation) ? get_rel_relkind(relation) : '\0';
        is_stored = kind == RELKIND_RELATION || kind == RELKIND_MATVIEW;
    }
    return is_stored;
}

MaskShape mask_of_column(QueryScope* scope, const Var* column) {
    QueryScope* where = scope_of(scope, column);
    if (where == nullptr || where->sees_groups) {
        return {};
    }
    const Query* query = where->query;
    const Var* plain = through_joins(query, column);
    // In a statement that writes, and where rows are locked, the planner asks for whole rows later.
    if (plain == nullptr || query->commandType != CMD_SELECT || query->rowMarks != NIL) {
        return {};
    }
    const RangeTblEntry* entry = range_entry(query, plain->varno);
    const Source source = source_of(where, entry);
    if (source.query == nullptr || entry->security_barrier) {
        return {};
    }
    QueryScope below{source.query, source.outer, scope->rewriting, false};
    MaskShape shape = mask_of_target(&below, plain->varattno);
    // A raw column in a relation of which a whole row is shown would be shown with it.
    return shape.mask == nullptr || has_whole_row(query, plain->varno) ? MaskShape{} : shape;
}

Var* raw_of_column(QueryScope* scope, const Var* column, const MaskShape& shape, const RawType& raw,
                   Oid order) {
    QueryScope* where = scope_of(scope, column);
    if (shape.mask == nullptr || where == nullptr) {
        return nullptr;
    }
    const Var* plain = through_joins(where->query, column);
    RangeTblEntry* entry = range_entry(where->query, plain->varno);
    const Source source = source_of(where, entry);
    QueryScope below{source.query, source.outer, scope->rewriting, false};
    const AttrNumber number = raw_target(&below, plain->varattno, shape, raw, order);
    const Expr* expression = target_at(source.query, number)->expr;
    const auto* node = reinterpret_cast<const Node*>(expression);
    if (entry->rtekind == RTE_CTE) {
        if (list_length(source.cte->ctecolnames) < number) {
            source.cte->ctecolnames = lappend(source.cte->ctecolnames, makeString(pstrdup(raw_column_name)));
            source.cte->ctecoltypes = lappend_oid(source.cte->ctecoltypes, exprType(node));
            source.cte->ctecoltypmods = lappend_int(source.cte->ctecoltypmods, exprTypmod(node));
            source.cte->ctecolcollations = lappend_oid(source.cte->ctecolcollations, exprCollation(node));
        }
        // Another reference to the CTE may have had further columns added before this one.
        for (int i = list_length(entry->coltypes); i < number; ++i) {
            entry->coltypes = lappend_oid(entry->coltypes, list_nth_oid(source.cte->ctecoltypes, i));
            entry->coltypmods = lappend_int(entry->coltypmods, list_nth_int(source.cte->ctecoltypmods, i));
            entry->colcollations =
                lappend_oid(entry->colcollations, list_nth_oid(source.cte->ctecolcollations, i));
        }
    }
    while (list_length(entry->eref->colnames) < number) {
        entry->eref->colnames = lappend(entry->eref->colnames, makeString(pstrdup(raw_column_name)));
    }
    return at_level(column_at(plain->varno, number, expression, column), column->varlevelsup);
}

Oid order_domain(Rewriting* rewriting, const MaskShape& shape) {
    for (int i = 0; i < list_length(rewriting->shapes); ++i) {
        if (same_mask(*static_cast<MaskShape*>(list_nth(rewriting->shapes, i)), shape)) {
            return list_nth_oid(rewriting->orders, i);
        }
    }
    const Oid order = new_order();
    auto* kept = static_cast<MaskShape*>(palloc(sizeof(MaskShape)));
    *kept = shape;
    rewriting->shapes = lappend(rewriting->shapes, kept);
    rewriting->orders = lappend_oid(rewriting->orders, order);
    return order;
}

} // namespace veil::pg
