// GROUP BY and DISTINCT of masked columns: on the raw ones, with one mask for each group.
#include "pg/planner_rewrite.hpp"

namespace veil::pg {

namespace {

constexpr const char* grouping_rewrite = "grouping by the raw column";
constexpr const char* distinct_rewrite = "distinct raw values";

// --- What stands in the way ---

// Groups of raw values are made by hashing, which the server does not do beside these. `context`: how many
// queries below the grouped one.
bool needs_sorting(Node* node, void* context) {
    auto* level = static_cast<Index*>(context);
    if (node == nullptr) {
        return false;
    }
    if (IsA(node, Query)) {
        ++*level;
        const bool found = walk_query(reinterpret_cast<Query*>(node), needs_sorting, context);
        --*level;
        return found;
    }
    if (IsA(node, GroupingFunc)) {
        return *level == 0;
    }
    if (IsA(node, Aggref)) {
        const auto* aggregate = reinterpret_cast<Aggref*>(node);
        if (aggregate->agglevelsup == *level &&
            (aggregate->aggdistinct != NIL || aggregate->aggorder != NIL ||
             aggregate->aggkind != AGGKIND_NORMAL)) {
            return true;
        }
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

// Whether the column can be grouped by in its own type, by the equality of raw values: a scan hands its rows
// out as they are then, where a relabelled column is a projection. Another server would group in its own way,
// and the groups of partitions would come one partition after the other.
bool groups_in_own_type(const MaskShape& shape) {
    return is_of_stored_tables(shape) && !is_order_domain(shape.collation);
}

void group_by_raw(QueryScope* scope, SortGroupClause* group, TargetEntry* target, const MaskShape& shape) {
    Query* query = scope->query;
    const auto* column = static_cast<Var*>(copyObjectImpl(plain_column(target->expr)));
    const Var* plain = through_joins(query, column);
    const RawType raw_type = raw_type_of(shape.type);
    const bool in_own_type = groups_in_own_type(shape);
    const Var* raw = raw_of_column(scope, column, shape, in_own_type ? in_its_own_type : raw_type,
                                   in_own_type ? InvalidOid : order_domain(scope->rewriting, shape));
    // A mask that only the grouping asked for is not computed at all, and one that is shown may turn out not
    // to be used.
    const bool is_sorted = is_sorted_by(query, target->ressortgroupref);
    if (target->resjunk && !is_sorted) {
        target->expr = static_cast<Expr*>(copyObjectImpl(raw));
        group->tleSortGroupRef = target->ressortgroupref;
    } else {
        TargetEntry* added =
            makeTargetEntry(static_cast<Expr*>(copyObjectImpl(raw)),
                            static_cast<AttrNumber>(list_length(query->targetList) + 1), nullptr, true);
        added->ressortgroupref = new_reference(query);
        group->tleSortGroupRef = added->ressortgroupref;
        query->targetList = lappend(query->targetList, added);
        target->ressortgroupref = is_sorted ? target->ressortgroupref : 0;
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
    Index level = 0;
    const bool sorts = query->groupingSets != NIL || query->hasTargetSRFs ||
                       !is_all_hashable(query->groupClause) ||
                       needs_sorting(reinterpret_cast<Node*>(query->targetList), &level) ||
                       needs_sorting(query->havingQual, &level);
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

} // namespace

void rewrite_grouping(QueryScope* scope) {
    Query* query = scope->query;
    if (query->commandType != CMD_SELECT || query->setOperations != nullptr) {
        return;
    }
    const bool was_distinct = becomes_grouping(scope);
    if (was_distinct) {
        query->groupClause = static_cast<List*>(copyObjectImpl(query->distinctClause));
        query->distinctClause = NIL;
    }
    rewrite_groups(scope, was_distinct ? distinct_rewrite : grouping_rewrite);
}

} // namespace veil::pg
