// Lookups by the indexes of veil.index_rule: mask(a) = x is the same as veil.indexed_pseudonym(a) = x, which
// an index is of. Only where there is one.
#include "pg/rewrite_condition.hpp"
#include "pg/rule_index.hpp"

namespace veil::pg {

namespace {

constexpr const char* index_rewrite = "lookup by an index of the pseudonym";

const RuleIndex* index_of(const MaskShape& shape) {
    if (!OidIsValid(shape.relation) || shape.column->vartype != shape.type) {
        return nullptr;
    }
    const List* indexes = rule_indexes_of(shape.relation);
    for (int i = 0; i < list_length(indexes); ++i) {
        const auto* index = static_cast<const RuleIndex*>(list_nth(indexes, i));
        if (index->attribute == shape.attribute && is_index_of(index->call, shape.call)) {
            return index;
        }
    }
    return nullptr;
}

// mask(a) = masked value, or = ANY (masked values).
using Comparison = Expr* (*)(const RuleIndex*, Expr*, Expr*);
Node* by_index(const Place& place, const Side& masked, Node* other, Comparison compare) {
    Rewriting* rewriting = place.scope->rewriting;
    if (!place.is_positive || place.is_full_join || masked.column == nullptr) {
        return nullptr;
    }
    const RuleIndex* index = index_of(masked.shape);
    if (index == nullptr) {
        remark(rewriting, index_rewrite, title_of(place, masked), "veil.index_rule has made no index");
        return nullptr;
    }
    constexpr RawType as_it_is{InvalidOid, InvalidOid, InvalidOid};
    const Var* raw = raw_of_column(place.scope, masked.column, masked.shape, as_it_is, InvalidOid);
    if (raw == nullptr) {
        return nullptr;
    }
    remark(rewriting, index_rewrite, title_of(place, masked), nullptr);
    return reinterpret_cast<Node*>(compare(index, indexed_value(index, reinterpret_cast<const Expr*>(raw)),
                                           static_cast<Expr*>(copyObjectImpl(other))));
}

} // namespace

Node* rewrite_indexed(const Place& place, const OpExpr* comparison, const Side& masked, Node* other) {
    const Oid type = masked.shape.call->funcresulttype;
    if (!is_equality(comparison)) {
        return nullptr;
    }
    if (type == TEXTOID && exprType(other) == BPCHAROID) {
        // Trailing blanks are none of the value, on either side.
        other = reinterpret_cast<Node*>(makeFuncExpr(F_TEXT_BPCHAR, type, list_make1(other),
                                                     exprCollation(other), InvalidOid, COERCE_IMPLICIT_CAST));
    } else if (type == TEXTOID && exprType(other) == VARCHAROID) {
        other = reinterpret_cast<Node*>(makeRelabelType(reinterpret_cast<Expr*>(other), type, -1,
                                                        exprCollation(other), COERCE_IMPLICIT_CAST));
    }
    // A semi-join has to be one equality, and a row that was written without the key is under two values.
    if (IsA(other, Param) && reinterpret_cast<Param*>(other)->paramkind == PARAM_SUBLINK) {
        remark(place.scope->rewriting, index_rewrite, title_of(place, masked),
               "the values are those of a sub-select");
        return nullptr;
    }
    // Of many rows a hash join by the mask finds the partners, of few the index does.
    Node* found = exprType(other) == type ? by_index(place, masked, other, indexed_equality) : nullptr;
    return found == nullptr || !contain_var_clause(other)
               ? found
               : reinterpret_cast<Node*>(
                     makeBoolExpr(AND_EXPR, list_make2(found, copyObjectImpl(comparison)), -1));
}

bool is_indexable_list(const ScalarArrayOpExpr* list, const Side& masked) {
    const Oid type = masked.shape.call->funcresulttype;
    return is_indexable(masked.shape) &&
           get_element_type(exprType(static_cast<Node*>(lsecond(list->args)))) == type &&
           lookup_type_cache(type, TYPECACHE_EQ_OPR)->eq_opr == list->opno &&
           (!OidIsValid(list->inputcollid) || get_collation_isdeterministic(list->inputcollid));
}

Node* rewrite_indexed_list(const Place& place, const ScalarArrayOpExpr* list, const Side& masked) {
    auto* array = static_cast<Node*>(lsecond(list->args));
    return contain_volatile_functions(array) ? nullptr : by_index(place, masked, array, indexed_in_list);
}

} // namespace veil::pg
