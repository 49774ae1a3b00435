#include "pg/statistics_join.hpp"

#include "pg/disclosure_options.hpp"
#include "pg/statistics_admission.hpp"
#include "pg/statistics_condition.hpp"
#include "pg/statistics_tree.hpp"

namespace veil::pg {

namespace {

constexpr const char* join_hint =
    "Join releases by equality of the columns that show their subjects: FROM a JOIN b USING (subject).";

StatisticsRelation* relation_at(const StatisticsLevel& level, int place) {
    return static_cast<StatisticsRelation*>(list_nth(level.relations, place));
}

// --- The releases ---

void name_relation(const StatisticsLevel& level, StatisticsRelation* relation) {
    const Query* view = range_entry(level.query, relation->number)->subquery;
    const auto* subject = reinterpret_cast<const Var*>(without_relabelling(relation->guard.subject));
    RangeTblEntry* base =
        IsA(subject, Var) && subject->varattno > 0 ? range_entry(view, subject->varno) : nullptr;
    if (base == nullptr || !OidIsValid(base->relid)) {
        refuse_statistics("It is joined with a release that has no name.", join_hint);
    }
    relation->name = quote_qualified_identifier(get_namespace_name(get_rel_namespace(base->relid)),
                                                get_rel_name(base->relid));
    relation->subject = get_rte_attribute_name(base, subject->varattno);
}

int compare_names(const ListCell* left, const ListCell* right) {
    return strcmp(static_cast<const StatisticsRelation*>(left->ptr_value)->name,
                  static_cast<const StatisticsRelation*>(right->ptr_value)->name);
}

// In an order that does not depend on how the query is written. Of two that are of one relation nobody could
// tell which is which, and one question would have several forms.
void order_relations(StatisticsLevel* level) {
    const int count = list_length(level->relations);
    for (int i = 0; i < count; ++i) {
        name_relation(*level, relation_at(*level, i));
    }
    list_sort(level->relations, compare_names);
    for (int i = 1; i < count; ++i) {
        if (strcmp(relation_at(*level, i)->name, relation_at(*level, i - 1)->name) == 0) {
            refuse_statistics("A relation is joined with itself.",
                              "Join releases of different relations, each once.");
        }
    }
}

bool has_same_rules(const StatisticsGuard& left, const StatisticsGuard& right) {
    return compareJsonbContainers(&left.disclosure->root, &right.disclosure->root) == 0 &&
           equal(left.key, right.key) && equal(left.scope, right.scope);
}

// One guard for all: what the subjects of one of them are promised holds for the rows of the join.
void merge_guards(StatisticsLevel* level, int place) {
    level->relation = relation_at(*level, place)->number;
    level->guard = relation_at(*level, place)->guard;
    for (int i = 0; i < list_length(level->relations); ++i) {
        const StatisticsGuard& other = relation_at(*level, i)->guard;
        if (!has_same_rules(level->guard, other)) {
            refuse_statistics("Releases are joined that have different rules of disclosure.",
                              "The policy's owner gives both the same in veil.release.");
        }
        // What is remembered of one threshold cannot be compared with what is of another.
        if (level->guard.threshold != other.threshold && guards_differences(other.disclosure)) {
            refuse_statistics("Releases are joined that have different k, and a guard against differences.",
                              "The policy's owner gives both the same k in veil.release.");
        }
        level->guard.threshold = std::max(level->guard.threshold, other.threshold);
    }
}

// --- FROM ---

// The parts of a condition, all of which have to hold.
List* parts_of(Node* condition) {
    check_stack_depth();
    if (condition == nullptr) {
        return NIL;
    }
    if (!IsA(condition, BoolExpr) || reinterpret_cast<BoolExpr*>(condition)->boolop != AND_EXPR) {
        return list_make1(condition);
    }
    const List* both = reinterpret_cast<BoolExpr*>(condition)->args;
    List* parts = NIL;
    for (int i = 0; i < list_length(both); ++i) {
        parts = list_concat(parts, parts_of(static_cast<Node*>(list_nth(both, i))));
    }
    return parts;
}

// a RIGHT JOIN b is b LEFT JOIN a.
void turn_round(const StatisticsLevel& level, JoinExpr* join) {
    std::swap(join->larg, join->rarg);
    join->jointype = JOIN_LEFT;
    range_entry(level.query, join->rtindex)->jointype = JOIN_LEFT;
}

// The conditions of inner joins, which go from there; and what is joined by outer ones becomes known.
List* conditions_of_joins(const StatisticsLevel& level, Node* item) {
    check_stack_depth();
    if (IsA(item, RangeTblRef)) {
        return NIL;
    }
    auto* join = reinterpret_cast<JoinExpr*>(item);
    if (join->jointype == JOIN_RIGHT) {
        turn_round(level, join);
    }
    List* conditions = conditions_of_joins(level, join->larg);
    if (join->jointype == JOIN_INNER) {
        conditions = list_concat(conditions, conditions_of_joins(level, join->rarg));
        conditions = list_concat(conditions, parts_of(join->quals));
        join->quals = nullptr;
        return conditions;
    }
    if (join->jointype != JOIN_LEFT || !IsA(join->rarg, RangeTblRef)) {
        refuse_statistics("It is joined so that rows of either side, or of several releases, may be missing.",
                          "Write LEFT JOIN, with one release on its right.");
    }
    relation_at(level, place_of(level, reinterpret_cast<RangeTblRef*>(join->rarg)->rtindex))->outer = join;
    return conditions;
}

// --- Links ---

// An operator between two columns that show the subjects of two releases.
struct Link {
    const OpExpr* comparison;
    const Var* left;
    const Var* right;
};

bool find_link(const StatisticsLevel& level, const Node* condition, Link* link) {
    const auto* comparison = reinterpret_cast<const OpExpr*>(condition);
    if (!IsA(comparison, OpExpr) || list_length(comparison->args) != 2) {
        return false;
    }
    const Var* left = column_of(level, static_cast<Node*>(linitial(comparison->args)));
    const Var* right = column_of(level, static_cast<Node*>(lsecond(comparison->args)));
    *link = {comparison, left, right};
    return left != nullptr && right != nullptr && left->varno != right->varno && shows_subject(level, left) &&
           shows_subject(level, right);
}

// Texts whose bytes differ are different, and other values that are written differently.
bool is_told_apart(Oid type) {
    switch (type) {
    case TEXTOID:
    case INT2OID:
    case INT4OID:
    case INT8OID:
    case UUIDOID:
    case BYTEAOID:
    case DATEOID:
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
        return true;
    default:
        return false;
    }
}

// Two columns by the equality of their own type, which no cast has changed: of character(n), blanks at the
// end do not count.
bool is_own_equality(const Link& link) {
    const OpExpr* comparison = link.comparison;
    const Oid type = exprType(static_cast<Node*>(linitial(comparison->args)));
    auto is_own = [&](const Var* column) {
        const Oid own = getBaseType(column->vartype);
        return type == own || (type == TEXTOID && own == VARCHAROID);
    };
    return exprType(static_cast<Node*>(lsecond(comparison->args))) == type && is_own(link.left) &&
           is_own(link.right) && comparison->opno == lookup_type_cache(type, TYPECACHE_EQ_OPR)->eq_opr &&
           is_deterministic(comparison->inputcollid);
}

// The subject as the release shows it.
struct ShownSubject {
    const Expr* subject; // the raw one, in the view
    Expr* shown;

    [[nodiscard]] bool is_raw() const {
        return equal(without_relabelling(shown), subject) && base_type(shown) == base_type(subject);
    }
    [[nodiscard]] static Oid base_type(const Expr* expression) {
        return getBaseType(exprType(reinterpret_cast<const Node*>(expression)));
    }
};

ShownSubject shown_subject(const StatisticsLevel& level, const Var* column) {
    return {without_relabelling(relation_of(level, column)->guard.subject),
            const_cast<Expr*>(released_expression(level, column))};
}

bool is_same_mask_of(const ShownSubject& left, const ShownSubject& right) {
    const MaskShape of_left = find_mask(left.shown);
    const MaskShape of_right = find_mask(right.shown);
    return is_groupable(of_left) && is_groupable(of_right) && same_mask(of_left, of_right) &&
           equal(of_left.column, left.subject) && equal(of_right.column, right.subject);
}

// Whether it holds for equal subjects, and for no others: subjects are counted by their hashes, which are
// those of one type and, of texts, of their bytes.
bool is_equality_of_subjects(const StatisticsLevel& level, const Link& link) {
    const ShownSubject left = shown_subject(level, link.left);
    const ShownSubject right = shown_subject(level, link.right);
    if (!is_own_equality(link) ||
        ShownSubject::base_type(left.subject) != ShownSubject::base_type(right.subject) ||
        !is_deterministic(exprCollation(reinterpret_cast<const Node*>(left.subject))) ||
        !is_deterministic(exprCollation(reinterpret_cast<const Node*>(right.subject)))) {
        return false;
    }
    return (left.is_raw() && right.is_raw()) ||
           (is_told_apart(exprType(static_cast<Node*>(linitial(link.comparison->args)))) &&
            is_same_mask_of(left, right));
}

void admit_link(const StatisticsLevel& level, const Link& link) {
    if (!is_equality_of_subjects(level, link)) {
        refuse_statistics(
            "It is joined by something else than equality of columns that show the same subjects alike.",
            "Both columns are of one type, and both are released, or have the same technique of "
            "pseudonymization with the same key and scope.");
    }
    admit_operator(link.comparison->opno, link.comparison->inputcollid, link.comparison->args);
}

[[noreturn]] void refuse_unlinked() {
    refuse_statistics("Releases are joined, and not on their subject.", join_hint);
}

// --- Inner joins ---

// Of the conditions that hold for all rows, those that link two releases become the level's, and the others
// are returned. Columns that may be missing link nothing.
List* take_links(StatisticsLevel* level, const List* conditions, List** links) {
    List* others = NIL;
    for (int i = 0; i < list_length(conditions); ++i) {
        auto* condition = static_cast<Node*>(list_nth(conditions, i));
        Link link{};
        if (!find_link(*level, condition, &link) || relation_of(*level, link.left)->outer != nullptr ||
            relation_of(*level, link.right)->outer != nullptr) {
            others = lappend(others, condition);
            continue;
        }
        admit_link(*level, link);
        level->links = lappend(level->links, condition);
        auto* kept = static_cast<Link*>(palloc(sizeof(Link)));
        *kept = link;
        *links = lappend(*links, kept);
    }
    return others;
}

// The releases, by their numbers in the range table, that are linked with this one by however many links.
Bitmapset* linked_with(int relation, const List* links) {
    Bitmapset* linked = bms_make_singleton(relation);
    for (bool grew = true; grew;) {
        grew = false;
        for (int i = 0; i < list_length(links); ++i) {
            const auto* link = static_cast<const Link*>(list_nth(links, i));
            if (bms_is_member(link->left->varno, linked) != bms_is_member(link->right->varno, linked)) {
                linked = bms_add_member(bms_add_member(linked, link->left->varno), link->right->varno);
                grew = true;
            }
        }
    }
    return linked;
}

// The first of the releases whose rows are all there.
int first_whole(const StatisticsLevel& level) {
    int place = 0;
    while (relation_at(level, place)->outer != nullptr) {
        ++place;
    }
    return place;
}

// --- Outer joins ---

// The condition of one outer join does not depend on another one's columns, so that their order tells
// nothing.
void admit_outer_condition(const StatisticsLevel& level, const StatisticsRelation* relation, Node** place) {
    admit_condition(level, place);
    const List* columns = pull_var_clause(*place, 0);
    for (int i = 0; i < list_length(columns); ++i) {
        const StatisticsRelation* of = relation_of(level, static_cast<Var*>(list_nth(columns, i)));
        if (of->outer != nullptr && of != relation) {
            refuse_statistics("The condition of an outer join is about rows that another one may miss.",
                              "Put the condition into WHERE.");
        }
    }
}

// Whether it links the release with one whose rows are all there.
bool is_of_whole(const StatisticsLevel& level, const Link& link, const StatisticsRelation* relation) {
    const StatisticsRelation* left = relation_of(level, link.left);
    const StatisticsRelation* right = relation_of(level, link.right);
    return (left == relation && right->outer == nullptr) || (right == relation && left->outer == nullptr);
}

void admit_outer_join(const StatisticsLevel& level, StatisticsRelation* relation) {
    List* links = NIL;
    const List* parts = parts_of(relation->outer->quals);
    for (int i = 0; i < list_length(parts); ++i) {
        auto* part = static_cast<Node*>(list_nth(parts, i));
        Link link{};
        if (!find_link(level, part, &link) || !is_of_whole(level, link, relation)) {
            relation->conditions = lappend(relation->conditions, part);
            continue;
        }
        admit_link(level, link);
        links = lappend(links, part);
    }
    if (links == NIL) {
        refuse_unlinked();
    }
    for (int i = 0; i < list_length(relation->conditions); ++i) {
        admit_outer_condition(level, relation,
                              reinterpret_cast<Node**>(&list_nth_cell(relation->conditions, i)->ptr_value));
    }
    relation->outer->quals =
        reinterpret_cast<Node*>(all_of(list_concat(links, list_copy(relation->conditions))));
}

} // namespace

void join_releases(StatisticsLevel* level) {
    order_relations(level);
    FromExpr* from = level->query->jointree;
    List* conditions = NIL;
    for (int i = 0; i < list_length(from->fromlist); ++i) {
        conditions = list_concat(
            conditions, conditions_of_joins(*level, static_cast<Node*>(list_nth(from->fromlist, i))));
    }
    conditions = list_concat(conditions, parts_of(from->quals));
    merge_guards(level, first_whole(*level));
    List* links = NIL;
    List* others = take_links(level, conditions, &links);
    const Bitmapset* linked = linked_with(level->relation, links);
    from->quals = others == NIL ? nullptr : reinterpret_cast<Node*>(all_of(others));
    for (int i = 0; i < list_length(level->relations); ++i) {
        StatisticsRelation* relation = relation_at(*level, i);
        if (relation->outer != nullptr) {
            admit_outer_join(*level, relation);
        } else if (!bms_is_member(relation->number, linked)) {
            refuse_unlinked();
        }
    }
}

} // namespace veil::pg
