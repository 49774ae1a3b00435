// Conditions on masked columns, in WHERE and ON, as conditions on the raw ones.
#include "pg/rewrite_condition.hpp"

#include "pg/rule_index.hpp"

namespace veil::pg {

namespace {

Node* rewrite(const Place& place, Node* node);

// --- One side of a comparison ---

Side side_of(const Place& place, Node* node) {
    Side side{node, nullptr, nullptr, {}};
    while (node != nullptr && IsA(node, RelabelType)) {
        node = reinterpret_cast<Node*>(reinterpret_cast<RelabelType*>(node)->arg);
    }
    if (node == nullptr) {
        return side;
    }
    if (IsA(node, Var) && reinterpret_cast<Var*>(node)->varattno > 0) {
        side.column = reinterpret_cast<Var*>(node);
        side.shape = mask_of_column(place.scope, side.column);
    } else if (IsA(node, Param) && place.sublink != nullptr &&
               reinterpret_cast<Param*>(node)->paramkind == PARAM_SUBLINK) {
        side.output = reinterpret_cast<Param*>(node);
        QueryScope below{reinterpret_cast<Query*>(place.sublink->subselect), place.scope,
                         place.scope->rewriting, false};
        side.shape = mask_of_target(&below, static_cast<AttrNumber>(side.output->paramid));
    }
    return side;
}

// Nobody else reads what the SELECT in a sublink gives: the mask of a column that is not compared any more
// need not be computed.
void drop_target(Query* query, AttrNumber number) {
    auto* target = static_cast<TargetEntry*>(list_nth(query->targetList, number - 1));
    if (query->setOperations == nullptr && target->ressortgroupref == 0) {
        auto* node = reinterpret_cast<Node*>(target->expr);
        target->expr =
            reinterpret_cast<Expr*>(makeNullConst(exprType(node), exprTypmod(node), exprCollation(node)));
    }
}

// --- Equality ---

Node* is_not_null(Node* node) {
    auto* test = makeNode(NullTest);
    test->arg = static_cast<Expr*>(copyObjectImpl(node));
    test->nulltesttype = IS_NOT_NULL;
    test->argisrow = false;
    test->location = -1;
    return reinterpret_cast<Node*>(test);
}

constexpr const char* equality_rewrite = "equality of raw columns";

// mask(a) = mask(b)
Node* between_masks(const Place& place, const Side& left, const Side& right) {
    Rewriting* rewriting = place.scope->rewriting;
    if (!left.shape.is_injective || !same_mask(left.shape, right.shape)) {
        remark(rewriting, equality_rewrite, title_of(place, left),
               left.shape.is_injective ? "the other column has another mask, key version, scope or type"
                                       : "the technique maps different values to one");
        return nullptr;
    }
    if (!left.shape.is_total && (!place.is_positive || place.is_full_join)) {
        remark(rewriting, equality_rewrite, title_of(place, left),
               "the technique may suppress a value, which is not the same here");
        return nullptr;
    }
    const RawType raw = raw_type_of(left.shape.type);
    if (!OidIsValid(raw.type)) {
        return nullptr;
    }
    const Oid order = order_domain(rewriting, left.shape);
    // Before the raw columns are had: that may drop the masked ones.
    Node* shown = left.shape.is_total ? nullptr : is_not_null(left.node);
    if (shown != nullptr && (left.output != nullptr || right.output != nullptr)) {
        return nullptr;
    }
    Expr* raw_left = raw_side(place, left, raw, order);
    Expr* raw_right = raw_side(place, right, raw, order);
    remark(rewriting, equality_rewrite, title_of(place, left), nullptr);
    Node* equality = reinterpret_cast<Node*>(raw_equality(raw_left, raw_right, raw, order));
    return shown == nullptr
               ? equality
               : reinterpret_cast<Node*>(makeBoolExpr(AND_EXPR, list_make2(equality, shown), -1));
}

// --- Comparisons ---

// Whether it is the <> that belongs to the type's =.
bool is_difference(const OpExpr* comparison) {
    OpExpr equality = *comparison;
    equality.opno = get_negator(comparison->opno);
    return OidIsValid(equality.opno) && is_equality(&equality);
}

// The comparison with its sides the other way round; null where the operator has no such form.
OpExpr* commuted(const OpExpr* comparison) {
    const Oid op = get_commutator(comparison->opno);
    if (!OidIsValid(op)) {
        return nullptr;
    }
    auto* copy = static_cast<OpExpr*>(copyObjectImpl(comparison));
    copy->opno = op;
    copy->opfuncid = InvalidOid;
    copy->args = list_make2(lsecond(copy->args), linitial(copy->args));
    return copy;
}

// Null: as it was.
Node* rewrite_comparison(const Place& place, OpExpr* comparison) {
    if (list_length(comparison->args) != 2) {
        return nullptr;
    }
    const Side left = side_of(place, static_cast<Node*>(linitial(comparison->args)));
    const Side right = side_of(place, static_cast<Node*>(lsecond(comparison->args)));
    if (is_masked(left) && is_masked(right) && is_equality(comparison)) {
        return between_masks(place, left, right);
    }
    if (is_masked(left) && is_masked(right) && is_difference(comparison)) {
        Place negated = place;
        negated.is_positive = false;
        Node* equality = between_masks(negated, left, right);
        return equality == nullptr
                   ? nullptr
                   : reinterpret_cast<Node*>(makeBoolExpr(NOT_EXPR, list_make1(equality), -1));
    }
    if (is_masked(left) == is_masked(right)) {
        return nullptr;
    }
    if (is_masked(right)) {
        OpExpr* turned = commuted(comparison);
        return turned == nullptr ? nullptr : rewrite_comparison(place, turned);
    }
    // A volatile value may be another one each time that it is asked for.
    if (contain_volatile_functions(right.node)) {
        return nullptr;
    }
    if (left.shape.is_monotone) {
        return rewrite_range(place, comparison, left, right.node);
    }
    if (left.shape.cover != Cover::none) {
        return add_implied(place, comparison, left, right.node);
    }
    return is_indexable(left.shape) ? rewrite_indexed(place, comparison, left, right.node)
                                    : rewrite_lookup(place, comparison, left, right.node);
}

// --- Lists ---

// x IN (a, b, ...): each by itself.
Node* rewrite_list(const Place& place, ScalarArrayOpExpr* list) {
    constexpr int longest_list = 100;
    Node* array = static_cast<Node*>(lsecond(list->args));
    const Side masked = side_of(place, static_cast<Node*>(linitial(list->args)));
    if (!list->useOr || !place.is_positive || place.is_full_join || !is_masked(masked)) {
        return nullptr;
    }
    if (is_indexable_list(list, masked)) {
        return rewrite_indexed_list(place, list, masked);
    }
    List* elements = NIL;
    if (IsA(array, ArrayExpr) && !reinterpret_cast<ArrayExpr*>(array)->multidims) {
        elements = reinterpret_cast<ArrayExpr*>(array)->elements;
    } else if (IsA(array, Const) && !reinterpret_cast<Const*>(array)->constisnull) {
        const auto* constant = reinterpret_cast<Const*>(array);
        const Oid type = get_element_type(constant->consttype);
        std::int16_t length = 0;
        bool by_value = false;
        char align = 0;
        Datum* values = nullptr;
        bool* nulls = nullptr;
        int count = 0;
        get_typlenbyvalalign(type, &length, &by_value, &align);
        deconstruct_array(DatumGetArrayTypeP(constant->constvalue), type, length, by_value, align, &values,
                          &nulls, &count);
        for (int i = 0; i < count && count <= longest_list; ++i) {
            elements = lappend(
                elements, makeConst(type, -1, constant->constcollid, length, values[i], nulls[i], by_value));
        }
    }
    if (elements == NIL || list_length(elements) > longest_list) {
        return masked.column != nullptr && masked.shape.is_invertible
                   ? rewrite_list_lookup(place, list, masked)
                   : nullptr;
    }
    List* conditions = NIL;
    Place inside = place;
    inside.from = list_length(elements) == 1 ? place.from : nullptr;
    for (int i = 0; i < list_length(elements); ++i) {
        auto* comparison = reinterpret_cast<OpExpr*>(make_opclause(
            list->opno, BOOLOID, false, static_cast<Expr*>(copyObjectImpl(linitial(list->args))),
            static_cast<Expr*>(list_nth(elements, i)), InvalidOid, list->inputcollid));
        Node* condition = rewrite_comparison(inside, comparison);
        if (condition == nullptr) {
            return nullptr;
        }
        conditions = lappend(conditions, condition);
    }
    if (list_length(conditions) > 1) {
        return reinterpret_cast<Node*>(makeBoolExpr(OR_EXPR, conditions, -1));
    }
    return conditions == NIL ? nullptr : static_cast<Node*>(linitial(conditions));
}

// x IN (SELECT ...) as a join; null: as it was.
Node* rewrite_members(const Place& place, const SubLink* sublink) {
    const auto* comparison = reinterpret_cast<OpExpr*>(sublink->testexpr);
    if (place.from == nullptr || !IsA(comparison, OpExpr) || list_length(comparison->args) != 2) {
        return nullptr;
    }
    Place inside = place;
    inside.sublink = sublink;
    const Side masked = side_of(inside, static_cast<Node*>(linitial(comparison->args)));
    const Side member = side_of(inside, static_cast<Node*>(lsecond(comparison->args)));
    return is_indexable(masked.shape) && masked.column != nullptr && member.output != nullptr &&
                   !is_masked(member)
               ? rewrite_indexed_members(place, sublink, masked, member)
               : nullptr;
}

// --- The walk ---

void rewrite_arguments(const Place& place, List* arguments) {
    for (int i = 0; i < list_length(arguments); ++i) {
        ListCell* cell = list_nth_cell(arguments, i);
        lfirst(cell) = rewrite(place, static_cast<Node*>(lfirst(cell)));
    }
}

Node* rewrite(const Place& place, Node* node) {
    if (node == nullptr) {
        return nullptr;
    }
    if (IsA(node, BoolExpr)) {
        auto* boolean = reinterpret_cast<BoolExpr*>(node);
        Place inside = place;
        inside.is_positive &= boolean->boolop != NOT_EXPR;
        inside.from = boolean->boolop == AND_EXPR ? place.from : nullptr;
        rewrite_arguments(inside, boolean->args);
        return node;
    }
    if (IsA(node, SubLink)) {
        auto* sublink = reinterpret_cast<SubLink*>(node);
        if (sublink->subLinkType == ANY_SUBLINK && sublink->testexpr != nullptr &&
            (IsA(sublink->testexpr, OpExpr) || is_andclause(sublink->testexpr))) {
            Node* joined = rewrite_members(place, sublink);
            if (joined != nullptr) {
                return joined;
            }
            Place inside = place;
            inside.sublink = sublink;
            inside.from = nullptr;
            sublink->testexpr = rewrite(inside, sublink->testexpr);
        }
        return node;
    }
    Node* rewritten = nullptr;
    if (IsA(node, OpExpr)) {
        rewritten = rewrite_comparison(place, reinterpret_cast<OpExpr*>(node));
    } else if (IsA(node, ScalarArrayOpExpr)) {
        rewritten = rewrite_list(place, reinterpret_cast<ScalarArrayOpExpr*>(node));
    }
    return rewritten == nullptr ? node : rewritten;
}

void rewrite_join_tree(QueryScope* scope, Node* node) {
    if (IsA(node, FromExpr)) {
        auto* from = reinterpret_cast<FromExpr*>(node);
        for (int i = 0; i < list_length(from->fromlist); ++i) {
            rewrite_join_tree(scope, static_cast<Node*>(list_nth(from->fromlist, i)));
        }
        FromExpr* own = from == scope->query->jointree ? from : nullptr;
        from->quals = rewrite({scope, true, false, nullptr, own}, from->quals);
    } else if (IsA(node, JoinExpr)) {
        auto* join = reinterpret_cast<JoinExpr*>(node);
        rewrite_join_tree(scope, join->larg);
        rewrite_join_tree(scope, join->rarg);
        join->quals = rewrite({scope, true, join->jointype == JOIN_FULL, nullptr, nullptr}, join->quals);
    }
}

} // namespace

Expr* raw_side(const Place& place, const Side& side, const RawType& raw, Oid order) {
    if (side.column != nullptr) {
        return reinterpret_cast<Expr*>(raw_of_column(place.scope, side.column, side.shape, raw, order));
    }
    auto* query = reinterpret_cast<Query*>(place.sublink->subselect);
    QueryScope below{query, place.scope, place.scope->rewriting, false};
    const auto compared = static_cast<AttrNumber>(side.output->paramid);
    const AttrNumber number = raw_target(&below, compared, side.shape, raw, order);
    drop_target(query, compared);
    auto* param = static_cast<Param*>(copyObjectImpl(side.output));
    param->paramid = number;
    param->paramtype = raw.type;
    param->paramtypmod = -1;
    param->paramcollid = order;
    return reinterpret_cast<Expr*>(param);
}

const char* title_of(const Place& place, const Side& side) {
    return side.column != nullptr ? column_title(place.scope, side.column) : "output of a sub-select";
}

bool is_equality(const OpExpr* comparison) {
    const Oid type = exprType(static_cast<Node*>(linitial(comparison->args)));
    return lookup_type_cache(type, TYPECACHE_EQ_OPR)->eq_opr == comparison->opno &&
           is_deterministic(comparison->inputcollid);
}

int integer_width(Oid type) {
    return type == INT2OID ? 2 : type == INT4OID ? 4 : type == INT8OID ? 8 : 0;
}

void rewrite_conditions(QueryScope* scope) {
    if (scope->query->jointree != nullptr) {
        rewrite_join_tree(scope, reinterpret_cast<Node*>(scope->query->jointree));
    }
}

} // namespace veil::pg
