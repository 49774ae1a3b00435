// Ranges: a generalized column compared with a value, by the implied range of raw values.
#include "pg/known_function.hpp"
#include "pg/monotone_domain.hpp"
#include "pg/rewrite_condition.hpp"

namespace veil::pg {

namespace {

constexpr const char* range_rewrite = "range of the raw column";

Oid bound_function() {
    return known_function("bound", {ANYELEMENTOID, ANYOID, TEXTOID, OIDOID, ANYOID});
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

} // namespace

int order_strategy(const OpExpr* comparison, Oid type) {
    const Oid other = exprType(static_cast<Node*>(lsecond(comparison->args)));
    const bool are_integers = integer_width(type) > 0 && integer_width(other) > 0;
    // The family of the integers may have got operators for other types.
    if (!are_integers && type != other) {
        return 0;
    }
    const Oid family =
        are_integers ? INTEGER_BTREE_FAM_OID : lookup_type_cache(type, TYPECACHE_BTREE_OPFAMILY)->btree_opf;
    if (!OidIsValid(family)) {
        return 0;
    }
    return get_op_opfamily_strategy(comparison->opno, family);
}

bool is_fixed(Node* other) {
    return !contain_var_clause(other) && !contain_subplans(other) && !contain_volatile_functions(other);
}

Node* rewrite_range(const Place& place, const OpExpr* comparison, const Side& masked, Node* other) {
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
    if (!is_fixed(other)) {
        remark(rewriting, range_rewrite, title_of(place, masked), "the other side is no constant");
        return nullptr;
    }
    const Oid function = bound_function();
    if (!OidIsValid(function) || !is_defined_at_ends(shape)) {
        return nullptr;
    }
    auto column = [&] {
        return reinterpret_cast<Expr*>(
            raw_of_column(place.scope, masked.column, shape, in_its_own_type, InvalidOid));
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
    guard_range(rewriting, shape);
    remark(rewriting, range_rewrite, title_of(place, masked), nullptr);
    return result;
}

} // namespace veil::pg
