// GROUP BY, DISTINCT and count(DISTINCT) of masked columns: on the raw ones, with one mask for each group.
#include "pg/planner_rewrite.hpp"

namespace veil::pg {

namespace {

constexpr const char* grouping_rewrite = "grouping by the raw column";
constexpr const char* distinct_rewrite = "distinct raw values";
constexpr const char* counting_rewrite = "count of distinct raw values";

// --- What stands in the way ---

// Groups of raw values are made by hashing, which the server does not do beside these.
bool needs_sorting(Node* node, void* context) {
    if (node == nullptr) {
        return false;
    }
    if (IsA(node, GroupingFunc)) {
        return true;
    }
    if (IsA(node, Aggref)) {
        const auto* aggregate = reinterpret_cast<Aggref*>(node);
        return aggregate->agglevelsup == 0 && (aggregate->aggdistinct != NIL || aggregate->aggorder != NIL ||
                                               aggregate->aggkind != AGGKIND_NORMAL);
    }
    return walk_children(node, needs_sorting, context);
}

const Var* plain_column(const Expr* expression) {
    return IsA(expression, Var) && reinterpret_cast<const Var*>(expression)->varlevelsup == 0 &&
                   reinterpret_cast<const Var*>(expression)->varattno > 0
               ? reinterpret_cast<const Var*>(expression)
               : nullptr;
}

// --- GROUP BY ---

struct MaskOfGroup {
    const Query* query;
    const Var* column; // through joins
    const MaskShape* shape;
    const Var* raw;
    Index level;
};

// Whatever sees groups sees the mask of the group's raw value.
Node* show_mask(Node* node, void* context) {
    auto* group = static_cast<MaskOfGroup*>(context);
    if (node == nullptr) {
        return nullptr;
    }
    if (IsA(node, Var)) {
        const auto* column = reinterpret_cast<Var*>(node);
        if (column->varlevelsup != group->level || column->varattno <= 0) {
            return node;
        }
        const Var* plain = through_joins(group->query, column);
        if (plain == nullptr || plain->varno != group->column->varno ||
            plain->varattno != group->column->varattno) {
            return node;
        }
        auto* raw = static_cast<Var*>(copyObjectImpl(group->raw));
        raw->varlevelsup = group->level;
        return reinterpret_cast<Node*>(apply_mask(*group->shape, reinterpret_cast<Expr*>(raw)));
    }
    if (IsA(node, Aggref) && reinterpret_cast<Aggref*>(node)->agglevelsup == group->level) {
        return node;
    }
    if (IsA(node, Query)) {
        ++group->level;
        auto* result =
            reinterpret_cast<Node*>(mutate_query(reinterpret_cast<Query*>(node), show_mask, context));
        --group->level;
        return result;
    }
    return mutate_children(node, show_mask, context);
}

bool is_sorted_by(const Query* query, Index reference) {
    auto has = [&](const List* clauses) {
        for (int i = 0; i < list_length(clauses); ++i) {
            if (static_cast<SortGroupClause*>(list_nth(clauses, i))->tleSortGroupRef == reference) {
                return true;
            }
        }
        return false;
    };
    if (has(query->sortClause) || has(query->distinctClause)) {
        return true;
    }
    for (int i = 0; i < list_length(query->windowClause); ++i) {
        const auto* window = static_cast<WindowClause*>(list_nth(query->windowClause, i));
        if (has(window->partitionClause) || has(window->orderClause)) {
            return true;
        }
    }
    return false;
}

Index new_reference(const Query* query) {
    Index greatest = 0;
    for (int i = 0; i < list_length(query->targetList); ++i) {
        greatest =
            std::max(greatest, static_cast<TargetEntry*>(list_nth(query->targetList, i))->ressortgroupref);
    }
    return greatest + 1;
}

void group_by_raw(QueryScope* scope, SortGroupClause* group, TargetEntry* target, const MaskShape& shape) {
    Query* query = scope->query;
    const auto* column = static_cast<Var*>(copyObjectImpl(plain_column(target->expr)));
    const Var* plain = through_joins(query, column);
    const RawType raw_type = raw_type_of(shape.type);
    const Var* raw = raw_of_column(scope, column, shape, raw_type, order_domain(scope->rewriting, shape));
    // A mask that only the grouping asked for is not computed at all.
    if (target->resjunk && !is_sorted_by(query, target->ressortgroupref)) {
        target->expr = static_cast<Expr*>(copyObjectImpl(raw));
        group->tleSortGroupRef = target->ressortgroupref;
    } else {
        TargetEntry* added =
            makeTargetEntry(static_cast<Expr*>(copyObjectImpl(raw)),
                            static_cast<AttrNumber>(list_length(query->targetList) + 1), nullptr, true);
        added->ressortgroupref = new_reference(query);
        group->tleSortGroupRef = added->ressortgroupref;
        query->targetList = lappend(query->targetList, added);
    }
    group->eqop = raw_type.equality;
    group->sortop = InvalidOid;
    group->nulls_first = false;
    group->hashable = true;
    MaskOfGroup context{query, plain, &shape, raw, 0};
    for (int i = 0; i < list_length(query->targetList); ++i) {
        auto* entry = static_cast<TargetEntry*>(list_nth(query->targetList, i));
        entry->expr = reinterpret_cast<Expr*>(show_mask(reinterpret_cast<Node*>(entry->expr), &context));
    }
    query->havingQual = show_mask(query->havingQual, &context);
}

// The first group that can be made of raw values; null where there is none.
struct Groupable {
    SortGroupClause* group;
    TargetEntry* target;
    MaskShape shape;
};

Groupable next_groupable(QueryScope* scope) {
    const Query* query = scope->query;
    for (int i = 0; i < list_length(query->groupClause); ++i) {
        auto* group = static_cast<SortGroupClause*>(list_nth(query->groupClause, i));
        TargetEntry* target = get_sortgroupclause_tle(group, query->targetList);
        const Var* column = plain_column(target->expr);
        if (column == nullptr) {
            continue;
        }
        MaskShape shape = mask_of_column(scope, column);
        if (is_groupable(shape) && OidIsValid(raw_type_of(shape.type).type)) {
            return {group, target, shape};
        }
        if (shape.mask != nullptr) {
            remark(scope->rewriting, grouping_rewrite, column_title(scope, column),
                   "the technique maps different values to one, or suppresses some");
        }
    }
    return {nullptr, nullptr, {}};
}

void rewrite_groups(QueryScope* scope, const char* rewrite) {
    Query* query = scope->query;
    if (query->groupClause == NIL) {
        return;
    }
    const bool sorts = query->groupingSets != NIL || query->hasTargetSRFs ||
                       !is_all_hashable(query->groupClause) ||
                       needs_sorting(reinterpret_cast<Node*>(query->targetList), nullptr) ||
                       needs_sorting(query->havingQual, nullptr);
    for (Groupable next = next_groupable(scope); next.group != nullptr; next = next_groupable(scope)) {
        const char* column = column_title(scope, plain_column(next.target->expr));
        if (sorts) {
            remark(scope->rewriting, rewrite, column,
                   "grouping sets, an ordered aggregate or a type without a hash need sorted values");
            return;
        }
        remark(scope->rewriting, rewrite, column, nullptr);
        group_by_raw(scope, next.group, next.target, next.shape);
    }
}

// --- DISTINCT ---

bool has_masked_target(QueryScope* scope) {
    const Query* query = scope->query;
    for (int i = 0; i < list_length(query->targetList); ++i) {
        const Var* column = plain_column(static_cast<TargetEntry*>(list_nth(query->targetList, i))->expr);
        if (column != nullptr && is_groupable(mask_of_column(scope, column))) {
            return true;
        }
    }
    return false;
}

// SELECT DISTINCT of columns is a grouping by all of them.
bool becomes_grouping(QueryScope* scope) {
    const Query* query = scope->query;
    return query->distinctClause != NIL && !query->hasDistinctOn && !is_grouped(query) &&
           !query->hasWindowFuncs && !query->hasTargetSRFs && query->rowMarks == NIL &&
           is_all_hashable(query->distinctClause) &&
           !contain_volatile_functions(reinterpret_cast<Node*>(query->targetList)) &&
           has_masked_target(scope);
}

// --- count(DISTINCT) ---

struct CountedSearch {
    Expr* argument;
    bool other; // than count(DISTINCT argument)
};

bool finds_counted(Node* node, void* context) {
    auto* search = static_cast<CountedSearch*>(context);
    if (node == nullptr) {
        return false;
    }
    if (IsA(node, SubLink) || IsA(node, WindowFunc) || IsA(node, GroupingFunc)) {
        search->other = true;
        return true;
    }
    if (IsA(node, Aggref)) {
        const auto* aggregate = reinterpret_cast<Aggref*>(node);
        if (aggregate->aggfnoid != F_COUNT_ANY || list_length(aggregate->aggdistinct) != 1 ||
            aggregate->aggorder != NIL || aggregate->aggfilter != nullptr || aggregate->agglevelsup != 0) {
            search->other = true;
            return true;
        }
        Expr* argument = static_cast<TargetEntry*>(linitial(aggregate->args))->expr;
        search->other |= search->argument != nullptr && !equal(search->argument, argument);
        search->argument = argument;
        return search->other;
    }
    return walk_children(node, finds_counted, context);
}

struct FromInside {
    const List* groups; // of Expr, the columns 1, 2, ... of the query inside
    AttrNumber counted; // the column that is counted
    Oid counted_type;
    Oid counted_collation;
    bool failed;
};

Var* inside_column(AttrNumber number, const Node* like) {
    return makeVar(1, number, exprType(like), exprTypmod(like), exprCollation(like), 0);
}

// What the outer query shows, by the columns of the one inside.
Node* from_inside(Node* node, void* context) {
    auto* inside = static_cast<FromInside*>(context);
    if (node == nullptr) {
        return nullptr;
    }
    for (int i = 0; i < list_length(inside->groups); ++i) {
        const auto* group = static_cast<Node*>(list_nth(inside->groups, i));
        if (equal(group, node)) {
            return reinterpret_cast<Node*>(inside_column(static_cast<AttrNumber>(i + 1), group));
        }
    }
    if (IsA(node, Aggref)) {
        auto* count = static_cast<Aggref*>(copyObjectImpl(node));
        Var* column = makeVar(1, inside->counted, inside->counted_type, -1, inside->counted_collation, 0);
        count->aggargtypes = list_make1_oid(inside->counted_type);
        count->args = list_make1(makeTargetEntry(reinterpret_cast<Expr*>(column), 1, nullptr, false));
        count->aggdistinct = NIL;
        return reinterpret_cast<Node*>(count);
    }
    if (IsA(node, Var)) {
        inside->failed |= reinterpret_cast<Var*>(node)->varlevelsup == 0;
        return node;
    }
    return mutate_children(node, from_inside, context);
}

SortGroupClause* grouping_of(Expr* expression, Index reference, bool* hashable) {
    Oid equality = InvalidOid;
    Oid less = InvalidOid;
    get_sort_group_operators(exprType(reinterpret_cast<Node*>(expression)), false, true, false, &less,
                             &equality, nullptr, hashable);
    auto* group = makeNode(SortGroupClause);
    group->tleSortGroupRef = reference;
    group->eqop = equality;
    group->sortop = less;
    group->hashable = *hashable;
    return group;
}

// SELECT g, count(DISTINCT x) ... GROUP BY g becomes SELECT g, count(x) FROM (SELECT g, x ... GROUP BY g, x)
// GROUP BY g: the server counts distinct values of a sorted input only.
void rewrite_counting(QueryScope* scope) {
    Query* query = scope->query;
    CountedSearch search{nullptr, false};
    if (!query->hasAggs || query->hasWindowFuncs || query->hasTargetSRFs || query->groupingSets != NIL ||
        query->distinctClause != NIL || query->rowMarks != NIL || query->hasModifyingCTE ||
        query->hasRecursive || query->limitCount != nullptr || query->limitOffset != nullptr ||
        query->setOperations != nullptr || query->commandType != CMD_SELECT) {
        return;
    }
    finds_counted(reinterpret_cast<Node*>(query->targetList), &search);
    finds_counted(query->havingQual, &search);
    const Var* counted = search.argument == nullptr ? nullptr : plain_column(search.argument);
    if (counted == nullptr) {
        return;
    }
    const MaskShape shape = mask_of_column(scope, counted);
    if (!is_groupable(shape)) {
        return;
    }
    const char* column = column_title(scope, counted);
    if (search.other || !is_all_hashable(query->groupClause)) {
        remark(scope->rewriting, counting_rewrite, column,
               "other aggregates, or a type without a hash, stand beside it");
        return;
    }
    // The query inside: the same FROM and WHERE.
    auto* inside = makeNode(Query);
    *inside = *query;
    inside->targetList = NIL;
    inside->groupClause = NIL;
    inside->havingQual = nullptr;
    inside->sortClause = NIL;
    inside->hasAggs = false;
    FromInside context{NIL, 0, InvalidOid, InvalidOid, false};
    List* outer_groups = NIL;
    List* names = NIL;
    for (int i = 0; i < list_length(query->groupClause); ++i) {
        const auto* group = static_cast<SortGroupClause*>(list_nth(query->groupClause, i));
        auto* expression = reinterpret_cast<Expr*>(
            get_sortgroupclause_expr(const_cast<SortGroupClause*>(group), query->targetList));
        TargetEntry* target = makeTargetEntry(static_cast<Expr*>(copyObjectImpl(expression)),
                                              static_cast<AttrNumber>(i + 1), pstrdup("grouped"), false);
        target->ressortgroupref = static_cast<Index>(i + 1);
        auto* inner_group = static_cast<SortGroupClause*>(copyObjectImpl(group));
        inner_group->tleSortGroupRef = target->ressortgroupref;
        inside->targetList = lappend(inside->targetList, target);
        inside->groupClause = lappend(inside->groupClause, inner_group);
        context.groups = lappend(const_cast<List*>(context.groups), copyObjectImpl(expression));
        outer_groups = lappend(outer_groups, copyObjectImpl(group));
        names = lappend(names, makeString(pstrdup("grouped")));
    }
    const RawType raw_type = raw_type_of(shape.type);
    context.counted = static_cast<AttrNumber>(list_length(inside->targetList) + 1);
    context.counted_type = raw_type.type;
    context.counted_collation = order_domain(scope->rewriting, shape);
    // The outer query on a copy, which is dropped if a column is left that the inner one does not have.
    auto* targets = static_cast<List*>(copyObjectImpl(query->targetList));
    for (int i = 0; i < list_length(targets); ++i) {
        auto* target = static_cast<TargetEntry*>(list_nth(targets, i));
        target->expr = reinterpret_cast<Expr*>(from_inside(reinterpret_cast<Node*>(target->expr), &context));
    }
    Node* having = from_inside(static_cast<Node*>(copyObjectImpl(query->havingQual)), &context);
    if (context.failed) {
        return;
    }
    const Var* raw = raw_of_column(scope, counted, shape, raw_type, context.counted_collation);
    bool hashable = false;
    TargetEntry* counted_target =
        makeTargetEntry(static_cast<Expr*>(copyObjectImpl(raw)), context.counted, pstrdup("counted"), false);
    counted_target->ressortgroupref = static_cast<Index>(context.counted);
    inside->targetList = lappend(inside->targetList, counted_target);
    inside->groupClause = lappend(
        inside->groupClause, grouping_of(counted_target->expr, counted_target->ressortgroupref, &hashable));
    names = lappend(names, makeString(pstrdup("counted")));
    read_from(query, inside, "counted", names);
    query->hasSubLinks = false;
    query->targetList = targets;
    query->havingQual = having;
    query->groupClause = outer_groups;
    remark(scope->rewriting, counting_rewrite, column, nullptr);
    scope->rewriting->changed = true;
    // The query inside groups by the other masked columns too.
    QueryScope below{inside, scope, scope->rewriting, false};
    rewrite_groups(&below, grouping_rewrite);
}

} // namespace

void rewrite_grouping(QueryScope* scope) {
    Query* query = scope->query;
    if (query->commandType != CMD_SELECT || query->setOperations != nullptr) {
        return;
    }
    rewrite_counting(scope);
    const bool was_distinct = becomes_grouping(scope);
    if (was_distinct) {
        query->groupClause = static_cast<List*>(copyObjectImpl(query->distinctClause));
        query->distinctClause = NIL;
    }
    rewrite_groups(scope, was_distinct ? distinct_rewrite : grouping_rewrite);
}

} // namespace veil::pg
