// Conditions on masked columns, in WHERE and ON, as conditions on the raw ones.
#include "pg/monotone_domain.hpp"
#include "pg/planner_rewrite.hpp"

namespace veil::pg {

namespace {

struct Place {
    QueryScope* scope;
    // NULL and false are the same here.
    bool is_positive;
    // The condition of a full join, which must stay an equality.
    bool is_full_join;
    // Inside of the comparison of `x IN (SELECT ...)`.
    const SubLink* sublink;
};

Node* rewrite(const Place& place, Node* node);

// --- One side of a comparison ---

struct Side {
    Node* node;
    const Var* column;   // or
    const Param* output; // of the SELECT in a sublink
    MaskShape shape;
};

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

bool is_masked(const Side& side) {
    return side.shape.mask != nullptr;
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

Expr* raw_side(const Place& place, const Side& side, const RawType& raw, Oid order) {
    if (side.column != nullptr) {
        return reinterpret_cast<Expr*>(raw_of_column(place.scope, side.column, side.shape, raw, order));
    }
    auto* query = reinterpret_cast<Query*>(place.sublink->subselect);
    QueryScope below{query, place.scope, place.scope->rewriting, false};
    const auto compared = static_cast<AttrNumber>(side.output->paramid);
    const AttrNumber number = raw_target(&below, compared, raw, order);
    drop_target(query, compared);
    place.scope->rewriting->changed = true;
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

// --- Equality ---

bool is_deterministic(Oid collation) {
    return !OidIsValid(collation) || get_collation_isdeterministic(collation);
}

bool is_equality(const OpExpr* comparison) {
    const Oid type = exprType(static_cast<Node*>(linitial(comparison->args)));
    return lookup_type_cache(type, TYPECACHE_EQ_OPR)->eq_opr == comparison->opno &&
           is_deterministic(comparison->inputcollid);
}

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

// --- Lookup ---

constexpr const char* lookup_rewrite = "lookup in the raw column";

// The function veil.unmask for a mask; InvalidOid where there is none.
Oid unmask_function(const MaskShape& shape) {
    std::array<Oid, 4> types{};
    const int count = list_length(shape.call->args);
    if (count > static_cast<int>(types.size())) {
        return InvalidOid;
    }
    for (int i = 0; i < count; ++i) {
        types[static_cast<std::size_t>(i)] = exprType(static_cast<Node*>(list_nth(shape.call->args, i)));
    }
    types[0] =
        get_typtype(shape.call->funcresulttype) == TYPTYPE_ENUM ? ANYENUMOID : shape.call->funcresulttype;
    return GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum("unmask"),
                           PointerGetDatum(buildoidvector(types.data(), count)),
                           ObjectIdGetDatum(get_func_namespace(shape.call->funcid)));
}

int integer_width(Oid type) {
    return type == INT2OID ? 2 : type == INT4OID ? 4 : type == INT8OID ? 8 : 0;
}

// An integer of another width as one of this type; null where it may not fit.
Node* integer_as(Node* node, Oid type) {
    const Oid from = exprType(node);
    if (from == type) {
        return node;
    }
    if (IsA(node, Const)) {
        const auto* constant = reinterpret_cast<Const*>(node);
        if (constant->constisnull) {
            return nullptr;
        }
        const std::int64_t value = from == INT2OID   ? DatumGetInt16(constant->constvalue)
                                   : from == INT4OID ? DatumGetInt32(constant->constvalue)
                                                     : DatumGetInt64(constant->constvalue);
        const int width = integer_width(type);
        const std::int64_t limit = width == 2 ? INT16_MAX : width == 4 ? INT32_MAX : INT64_MAX;
        if (value > limit || value < -limit - 1) {
            return nullptr;
        }
        const Datum datum = width == 2   ? Int16GetDatum(static_cast<std::int16_t>(value))
                            : width == 4 ? Int32GetDatum(static_cast<std::int32_t>(value))
                                         : Int64GetDatum(value);
        return reinterpret_cast<Node*>(makeConst(type, -1, InvalidOid, width, datum, false, true));
    }
    if (integer_width(from) > integer_width(type)) {
        return nullptr;
    }
    const Oid cast = type == INT4OID ? F_INT4_INT2 : from == INT2OID ? F_INT8_INT2 : F_INT8_INT4;
    return reinterpret_cast<Node*>(
        makeFuncExpr(cast, type, list_make1(node), InvalidOid, InvalidOid, COERCE_IMPLICIT_CAST));
}

// The other side of an equality with a mask as a value of the mask's type; null where it is none.
Node* as_masked_type(const OpExpr* comparison, const Side& masked, Node* other) {
    const Oid result = masked.shape.call->funcresulttype;
    const Oid type = exprType(other);
    if (integer_width(result) > 0 && integer_width(type) > 0) {
        return get_op_opfamily_strategy(comparison->opno, INTEGER_BTREE_FAM_OID) == BTEqualStrategyNumber
                   ? integer_as(other, result)
                   : nullptr;
    }
    if (!is_equality(comparison)) {
        return nullptr;
    }
    if (type == result) {
        return other;
    }
    return result == TEXTOID && (type == VARCHAROID || type == TEXTOID)
               ? reinterpret_cast<Node*>(makeRelabelType(reinterpret_cast<Expr*>(other), result, -1,
                                                         exprCollation(other), COERCE_IMPLICIT_CAST))
               : nullptr;
}

// veil.unmask(other, the mask's parameters)
Expr* unmasked(const MaskShape& shape, Oid function, Node* other, const RawType& raw, Oid order) {
    auto* arguments = static_cast<List*>(copyObjectImpl(shape.call->args));
    linitial(arguments) = other;
    Expr* value = reinterpret_cast<Expr*>(makeFuncExpr(function, raw.type, arguments, InvalidOid,
                                                       shape.call->inputcollid, COERCE_EXPLICIT_CALL));
    return as_raw(value, raw, order);
}

// mask(a) = other
Node* with_value(const Place& place, const OpExpr* comparison, const Side& masked, Node* other) {
    Rewriting* rewriting = place.scope->rewriting;
    if (!masked.shape.is_invertible) {
        return nullptr;
    }
    if (!place.is_positive) {
        remark(rewriting, lookup_rewrite, title_of(place, masked), "the condition is negated");
        return nullptr;
    }
    const RawType raw = raw_type_of(masked.shape.type);
    const Oid function = unmask_function(masked.shape);
    Node* value = as_masked_type(comparison, masked, other);
    if (!OidIsValid(raw.type) || !OidIsValid(function) || value == nullptr) {
        remark(rewriting, lookup_rewrite, title_of(place, masked), "the value is of another type");
        return nullptr;
    }
    const Oid order = order_domain(rewriting, masked.shape);
    Expr* column = raw_side(place, masked, raw, order);
    remark(rewriting, lookup_rewrite, title_of(place, masked), nullptr);
    return reinterpret_cast<Node*>(raw_equality(
        column, unmasked(masked.shape, function, static_cast<Node*>(copyObjectImpl(value)), raw, order), raw,
        order));
}

// --- Ranges ---

constexpr const char* range_rewrite = "range of the raw column";

// Of an operator of the default order of a type, between two values of that type or two integers; 0 for any
// other.
int order_strategy(const OpExpr* comparison, Oid type) {
    const Oid other = exprType(static_cast<Node*>(lsecond(comparison->args)));
    const Oid family = integer_width(type) > 0 && integer_width(other) > 0
                           ? INTEGER_BTREE_FAM_OID
                           : lookup_type_cache(type, TYPECACHE_BTREE_OPFAMILY)->btree_opf;
    if (!OidIsValid(family) || (type != other && family != INTEGER_BTREE_FAM_OID)) {
        return 0;
    }
    return get_op_opfamily_strategy(comparison->opno, family);
}

Oid bound_function(Oid mask) {
    std::array<Oid, 5> types{ANYELEMENTOID, ANYOID, TEXTOID, OIDOID, ANYOID};
    return GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum("bound"),
                           PointerGetDatum(buildoidvector(types.data(), static_cast<int>(types.size()))),
                           ObjectIdGetDatum(get_func_namespace(mask)));
}

// column >= least value whose mask compares so, or column <= the greatest.
Node* bounded(const MaskShape& shape, Expr* column, const char* comparison, bool from_below, Node* other,
              Oid function) {
    const Oid type = shape.type;
    List* arguments = list_make4(
        makeNullConst(type, -1, InvalidOid), static_cast<Node*>(copyObjectImpl(other)),
        makeConst(TEXTOID, -1, InvalidOid, -1,
                  PointerGetDatum(
                      cstring_to_text(psprintf("%s %s", from_below ? "least" : "greatest", comparison))),
                  false, false),
        makeConst(OIDOID, -1, InvalidOid, sizeof(Oid), ObjectIdGetDatum(shape.call->funcid), false, true));
    for (int i = 1; i < list_length(shape.call->args); ++i) {
        arguments = lappend(arguments, copyObjectImpl(list_nth(shape.call->args, i)));
    }
    // Not variadic: the parameters stand there one by one, as the executor hands them on.
    FuncExpr* bound = makeFuncExpr(function, type, arguments, InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL);
    const Oid family = lookup_type_cache(type, TYPECACHE_BTREE_OPFAMILY)->btree_opf;
    const Oid op = get_opfamily_member(family, type, type,
                                       from_below ? BTGreaterEqualStrategyNumber : BTLessEqualStrategyNumber);
    Expr* condition =
        make_opclause(op, BOOLOID, false, column, reinterpret_cast<Expr*>(bound), InvalidOid, InvalidOid);
    set_opfuncid(reinterpret_cast<OpExpr*>(condition));
    return reinterpret_cast<Node*>(condition);
}

// mask(a) op other, with a mask that keeps the order or turns it round.
Node* in_range(const Place& place, const OpExpr* comparison, const Side& masked, Node* other) {
    Rewriting* rewriting = place.scope->rewriting;
    const MaskShape& shape = masked.shape;
    const int strategy = order_strategy(comparison, shape.call->funcresulttype);
    if (strategy == 0 || masked.column == nullptr || shape.column->vartype != shape.type) {
        return nullptr;
    }
    if (!place.is_positive || place.is_full_join) {
        remark(rewriting, range_rewrite, title_of(place, masked),
               "the condition is negated, or of a full join");
        return nullptr;
    }
    if (contain_var_clause(other) || contain_subplans(other) || contain_volatile_functions(other)) {
        remark(rewriting, range_rewrite, title_of(place, masked), "the other side is no constant");
        return nullptr;
    }
    const Oid function = bound_function(shape.call->funcid);
    if (!OidIsValid(function) || !is_defined_at_ends(shape)) {
        return nullptr;
    }
    constexpr RawType as_it_is{InvalidOid, InvalidOid, InvalidOid};
    auto column = [&] {
        return reinterpret_cast<Expr*>(
            raw_of_column(place.scope, masked.column, shape, as_it_is, InvalidOid));
    };
    Node* result = nullptr;
    auto bound = [&](const char* text, bool at_least) {
        return bounded(shape, column(), text, at_least != shape.is_descending, other, function);
    };
    switch (strategy) {
    case BTLessStrategyNumber:
        result = bound("<", false);
        break;
    case BTLessEqualStrategyNumber:
        result = bound("<=", false);
        break;
    case BTGreaterEqualStrategyNumber:
        result = bound(">=", true);
        break;
    case BTGreaterStrategyNumber:
        result = bound(">", true);
        break;
    default: {
        Node* from = bound(">=", true);
        Node* to = bound("<=", false);
        result = reinterpret_cast<Node*>(makeBoolExpr(AND_EXPR, list_make2(from, to), -1));
    }
    }
    if (OidIsValid(shape.relation)) {
        guard_range(rewriting, shape.relation, shape.attribute);
    }
    remark(rewriting, range_rewrite, title_of(place, masked), nullptr);
    return result;
}

// --- Comparisons ---

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
        return in_range(place, comparison, left, right.node);
    }
    return with_value(place, comparison, left, right.node);
}

// --- Lists ---

// x IN (a, b, ...): each by itself.
Node* rewrite_list(const Place& place, ScalarArrayOpExpr* list) {
    constexpr int longest_list = 100;
    Node* array = static_cast<Node*>(lsecond(list->args));
    if (!list->useOr || !place.is_positive || place.is_full_join ||
        !is_masked(side_of(place, static_cast<Node*>(linitial(list->args))))) {
        return nullptr;
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
        return nullptr;
    }
    List* conditions = NIL;
    for (int i = 0; i < list_length(elements); ++i) {
        auto* comparison = reinterpret_cast<OpExpr*>(make_opclause(
            list->opno, BOOLOID, false, static_cast<Expr*>(copyObjectImpl(linitial(list->args))),
            static_cast<Expr*>(list_nth(elements, i)), InvalidOid, list->inputcollid));
        Node* condition = rewrite_comparison(place, comparison);
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
        rewrite_arguments(inside, boolean->args);
        return node;
    }
    if (IsA(node, SubLink)) {
        auto* sublink = reinterpret_cast<SubLink*>(node);
        if (sublink->subLinkType == ANY_SUBLINK && sublink->testexpr != nullptr &&
            (IsA(sublink->testexpr, OpExpr) || is_andclause(sublink->testexpr))) {
            Place inside = place;
            inside.sublink = sublink;
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
        from->quals = rewrite({scope, true, false, nullptr}, from->quals);
    } else if (IsA(node, JoinExpr)) {
        auto* join = reinterpret_cast<JoinExpr*>(node);
        rewrite_join_tree(scope, join->larg);
        rewrite_join_tree(scope, join->rarg);
        join->quals = rewrite({scope, true, join->jointype == JOIN_FULL, nullptr}, join->quals);
    }
}

} // namespace

void rewrite_conditions(QueryScope* scope) {
    if (scope->query->jointree != nullptr) {
        rewrite_join_tree(scope, reinterpret_cast<Node*>(scope->query->jointree));
    }
}

} // namespace veil::pg
