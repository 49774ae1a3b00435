// The order oracle, closed for indexes: no scan gives rows in the order of a column that a release does not
// show as it is. Such an index finds rows by a bitmap, which come out in the order of the table, or one
// value at a time.
#include "pg/catalog.hpp"
#include "pg/kept_answers.hpp"
#include "pg/planner_rewrite.hpp"
#include "pg/statistics_admission.hpp"

namespace veil::pg {

namespace {

// Whether a release reads a relation, through other views or not. Every statement on a view asks that of its
// tables, and looking through pg_depend takes as long as half of a lookup.
bool is_released(Oid relation) {
    check_stack_depth();
    const List* views = views_reading(relation);
    for (int i = 0; i < list_length(views); ++i) {
        const Oid view = list_nth_oid(views, i);
        if (view != relation && (is_release_view(view) || is_released(view))) {
            return true;
        }
    }
    return false;
}

constinit KeptAnswers<bool> is_released_relation(is_released);

GuardedRelation* find_guarded(const List* relations, Oid relation) {
    for (int i = 0; i < list_length(relations); ++i) {
        auto* guarded = static_cast<GuardedRelation*>(list_nth(relations, i));
        if (guarded->relation == relation) {
            return guarded;
        }
    }
    return nullptr;
}

GuardedRelation* guarded_relation(Rewriting* rewriting, Oid relation) {
    GuardedRelation* guarded = find_guarded(rewriting->relations, relation);
    if (guarded == nullptr) {
        guarded = static_cast<GuardedRelation*>(palloc0(sizeof(GuardedRelation)));
        guarded->relation = relation;
        rewriting->relations = lappend(rewriting->relations, guarded);
    }
    return guarded;
}

int member_of(AttrNumber attribute) {
    return attribute - FirstLowInvalidHeapAttributeNumber;
}

// The columns that a view shows as they are.
Bitmapset* clear_columns(const Query* view) {
    Bitmapset* clear = nullptr;
    for (int i = 0; i < list_length(view->targetList); ++i) {
        const auto* column =
            reinterpret_cast<Var*>(static_cast<TargetEntry*>(list_nth(view->targetList, i))->expr);
        if (IsA(column, Var) && column->varlevelsup == 0 && column->varattno > 0) {
            clear = bms_add_member(clear, member_of(column->varattno));
        }
    }
    return clear;
}

// How a child (a partition, an heir) was made from its parent; null for a relation of the statement itself,
// as it stands in an arm of UNION ALL.
const AppendRelInfo* made_from(PlannerInfo* root, Index relid) {
    const AppendRelInfo* info = root->append_rel_array == nullptr ? nullptr : root->append_rel_array[relid];
    return info != nullptr && root->simple_rte_array[info->parent_relid]->rtekind == RTE_RELATION ? info
                                                                                                  : nullptr;
}

// The relation of the statement that a child comes from, and the child's columns in terms of it.
Oid topmost_relation(PlannerInfo* root, Index relid) {
    while (const AppendRelInfo* info = made_from(root, relid)) {
        relid = info->parent_relid;
    }
    return root->simple_rte_array[relid]->relid;
}

AttrNumber topmost_column(PlannerInfo* root, Index relid, AttrNumber column) {
    while (const AppendRelInfo* info = made_from(root, relid)) {
        if (column <= 0 || column > info->num_child_cols) {
            return InvalidAttrNumber;
        }
        column = info->parent_colnos[column - 1];
        relid = info->parent_relid;
    }
    return column;
}

// All tables that a query reads.
bool guard_all(Node* node, void* context) {
    auto* rewriting = static_cast<Rewriting*>(context);
    if (node == nullptr) {
        return false;
    }
    if (!IsA(node, Query)) {
        return walk_children(node, guard_all, context);
    }
    auto* query = reinterpret_cast<Query*>(node);
    for (int i = 1; i <= list_length(query->rtable); ++i) {
        const RangeTblEntry* entry = range_entry(query, i);
        if (entry->rtekind == RTE_RELATION && OidIsValid(entry->relid)) {
            guarded_relation(rewriting, entry->relid)->is_opaque = true;
        }
    }
    return walk_query(query, guard_all, context);
}

enum class IndexUse { any, one_value, bitmap };

IndexUse allowed_use(PlannerInfo* root, const RelOptInfo* rel, const IndexOptInfo* index,
                     const GuardedRelation* guarded) {
    if (guarded->is_opaque) {
        return IndexUse::bitmap;
    }
    bool is_clear = true;
    bool is_ranged = false;
    for (int i = 0; i < index->nkeycolumns; ++i) {
        const AttrNumber column =
            topmost_column(root, rel->relid, static_cast<AttrNumber>(index->indexkeys[i]));
        // An expression is not clear. The conditions on one that come from a rewriting are equalities with
        // what an index of veil.index_rule holds, which has no order.
        is_clear &= column > 0 && bms_is_member(member_of(column), guarded->clear);
        is_ranged |= column > 0 && bms_is_member(member_of(column), guarded->ranged);
    }
    if (is_clear && index->indpred == NIL) {
        return IndexUse::any;
    }
    // The rows of one value have no order that tells anything, those of several columns have, and so have all
    // rows of a partial index.
    return index->nkeycolumns == 1 && !is_ranged && index->indpred == NIL ? IndexUse::one_value
                                                                          : IndexUse::bitmap;
}

void restrict_index(IndexOptInfo* index, IndexUse use) {
    if (use == IndexUse::any) {
        return;
    }
    // No scan of the whole index instead of the table. A sort or merge that would ask for its order there is
    // none of: no condition compares raw values by an operator of a btree but those of a range.
    if (index->canreturn != nullptr) {
        for (int i = 0; i < index->ncolumns; ++i) {
            index->canreturn[i] = false;
        }
    }
    if (use == IndexUse::bitmap) {
        index->amhasgettuple = false;
    }
}

} // namespace

void guard_release(Rewriting* rewriting, const Query* view) {
    const auto* reference = view->jointree == nullptr || list_length(view->jointree->fromlist) != 1
                                ? nullptr
                                : static_cast<RangeTblRef*>(linitial(view->jointree->fromlist));
    if (reference == nullptr || !IsA(reference, RangeTblRef)) {
        return;
    }
    const RangeTblEntry* base = range_entry(view, reference->rtindex);
    if (base->rtekind == RTE_SUBQUERY) {
        (void)guard_all(reinterpret_cast<Node*>(base->subquery), rewriting);
    }
    if (base->rtekind != RTE_RELATION) {
        return;
    }
    Bitmapset* clear = clear_columns(view);
    GuardedRelation* guarded = find_guarded(rewriting->relations, base->relid);
    if (guarded == nullptr) {
        guarded = guarded_relation(rewriting, base->relid);
        guarded->clear = clear;
    } else {
        guarded->clear = bms_int_members(guarded->clear, clear);
    }
    // The filter of a release is a range too.
    pull_varattnos(view->jointree->quals, static_cast<Index>(reference->rtindex), &guarded->ranged);
}

void guard_range(Rewriting* rewriting, const MaskShape& shape) {
    for (int i = 0; i < list_length(shape.columns); ++i) {
        const auto* column = static_cast<TableColumn*>(list_nth(shape.columns, i));
        if (OidIsValid(column->relation)) {
            GuardedRelation* guarded = guarded_relation(rewriting, column->relation);
            guarded->ranged = bms_add_member(guarded->ranged, member_of(column->attribute));
        }
    }
}

void guard_indexes(const Rewriting* rewriting, PlannerInfo* root, RelOptInfo* rel) {
    // What the statement reads in its own name is none of ours.
    if (rel->indexlist == NIL || rel->rtekind != RTE_RELATION || !OidIsValid(rel->userid)) {
        return;
    }
    const Oid relation = topmost_relation(root, rel->relid);
    // A function that the planner put in its place, or a library that came in the middle of the planning.
    constexpr GuardedRelation unknown{InvalidOid, true, nullptr, nullptr};
    const GuardedRelation* guarded =
        rewriting == nullptr ? nullptr : find_guarded(rewriting->relations, relation);
    if (guarded == nullptr && is_released_relation(relation)) {
        guarded = &unknown;
    }
    if (guarded == nullptr) {
        return;
    }
    for (int i = 0; i < list_length(rel->indexlist); ++i) {
        auto* index = static_cast<IndexOptInfo*>(list_nth(rel->indexlist, i));
        restrict_index(index, allowed_use(root, rel, index, guarded));
    }
}

bool has_hidden_sizes(const Rewriting* rewriting, PlannerInfo* root, const RangeTblEntry* entry) {
    if (rewriting == nullptr || rewriting->hidden == NIL) {
        return false;
    }
    int number = 1;
    while (number < root->simple_rel_array_size && root->simple_rte_array[number] != entry) {
        ++number;
    }
    // A child is what its parents are: a partition, an heir, an arm of UNION ALL.
    while (number < root->simple_rel_array_size) {
        const RangeTblEntry* read = root->simple_rte_array[number];
        if (read->rtekind == RTE_RELATION && list_member_oid(rewriting->hidden, read->relid)) {
            return true;
        }
        const AppendRelInfo* child =
            root->append_rel_array == nullptr ? nullptr : root->append_rel_array[number];
        if (child == nullptr) {
            return false;
        }
        number = static_cast<int>(child->parent_relid);
    }
    return list_member_oid(rewriting->hidden, entry->relid);
}

void hide_sizes(const Rewriting* rewriting, PlannerInfo* root, RelOptInfo* rel) {
    if (rel->rtekind != RTE_RELATION ||
        !has_hidden_sizes(rewriting, root, root->simple_rte_array[rel->relid])) {
        return;
    }
    // The other server may be asked how many rows meet a condition, and whatever runs there is counted there.
    if (root->simple_rte_array[rel->relid]->relkind == RELKIND_FOREIGN_TABLE) {
        refuse_statistics("It reads a foreign table, the plan of which is not ours.",
                          "The policy's owner releases a materialized view of the foreign table.");
    }
    rel->indexlist = NIL;
    rel->statlist = NIL;
}

} // namespace veil::pg
