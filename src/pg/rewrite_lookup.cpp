// Lookups: a masked column compared with a value, by the raw value behind it.
#include "pg/catalog.hpp"
#include "pg/known_function.hpp"
#include "pg/rewrite_condition.hpp"

namespace veil::pg {

namespace {

constexpr const char* lookup_rewrite = "lookup in the raw column";

// A cidr is read as the inet that equals it.
Oid type_to_read(Oid type) {
    return type == CIDROID ? INETOID : type;
}

// veil.raw_from(canonical text, NULL of a type)
Oid reading_function(Oid type) {
    const Oid read = get_typtype(type) == TYPTYPE_ENUM ? ANYENUMOID : type_to_read(type);
    return known_function("raw_from", {raw_type_of(TEXTOID).type, read});
}

// The function veil.unmask for a mask; InvalidOid where there is none.
Oid unmask_function(const MaskShape& shape) {
    std::array<Oid, 5> types{};
    const int count = list_length(shape.call->args);
    if (count >= static_cast<int>(types.size()) ||
        (shape.is_through_text && !OidIsValid(reading_function(shape.type)))) {
        return InvalidOid;
    }
    for (int i = 0; i < count; ++i) {
        types[static_cast<std::size_t>(i)] = exprType(static_cast<Node*>(list_nth(shape.call->args, i)));
    }
    types[0] =
        get_typtype(shape.call->funcresulttype) == TYPTYPE_ENUM ? ANYENUMOID : shape.call->funcresulttype;
    types[static_cast<std::size_t>(count)] = RECORDOID;
    return known_function("unmask", std::span(types).first(static_cast<std::size_t>(count) + 1));
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

// veil.unmask(other, the mask's parameters, veil.run_time()), of a type veil.raw_*
Expr* unmasked(const MaskShape& shape, Oid function, Node* other) {
    auto* arguments = static_cast<List*>(copyObjectImpl(shape.call->args));
    linitial(arguments) = other;
    arguments = lappend(arguments, run_time());
    Expr* value =
        reinterpret_cast<Expr*>(makeFuncExpr(function, get_func_rettype(function), arguments, InvalidOid,
                                             shape.call->inputcollid, COERCE_EXPLICIT_CALL));
    if (shape.is_through_text) {
        value = reinterpret_cast<Expr*>(
            makeFuncExpr(reading_function(shape.type), raw_type_of(shape.type).type,
                         list_make2(value, makeNullConst(type_to_read(shape.type), -1, InvalidOid)),
                         InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL));
    }
    return value;
}

// Where a statement reads one release alone, what its WHERE demands of a row is a restriction whatever the
// planner makes of it, and no join can take the equality for a reason to sort. So it may be the type's own,
// which the server knows what to do with, and which takes less time to plan: of types whose equality is of
// bytes and leakproof, as that of raw values is. Null for others.
Node* plain_lookup(const Place& place, const Side& masked, Oid function, const Node* value) {
    const MaskShape& shape = masked.shape;
    const bool is_given =
        IsA(value, Const) ||
        (IsA(value, Param) && reinterpret_cast<const Param*>(value)->paramkind == PARAM_EXTERN);
    const bool is_plain_type = integer_width(shape.type) > 0 || shape.type == UUIDOID ||
                               shape.type == DATEOID || shape.type == TEXTOID;
    if (place.from == nullptr || !is_given || !is_plain_type || !is_deterministic(shape.collation) ||
        !is_of_stored_tables(shape) || only_release(place.scope) == nullptr) {
        return nullptr;
    }
    Expr* column = raw_side(place, masked, in_its_own_type, InvalidOid);
    Expr* raw = unmasked(shape, function, static_cast<Node*>(copyObjectImpl(value)));
    Expr* equality = make_opclause(
        lookup_type_cache(shape.type, TYPECACHE_EQ_OPR)->eq_opr, BOOLOID, false, column,
        reinterpret_cast<Expr*>(makeRelabelType(raw, shape.type, -1, shape.collation, COERCE_IMPLICIT_CAST)),
        InvalidOid, shape.collation);
    set_opfuncid(reinterpret_cast<OpExpr*>(equality));
    return reinterpret_cast<Node*>(equality);
}

// The masked values in an array as a query, of one column with the raw ones: SELECT veil.unmask(u) FROM
// unnest(array) u. Null where the values are of another type.
Query* unmasked_elements(const MaskShape& shape, Oid function, const OpExpr* comparison, const Side& masked,
                         const Node* array, const RawType& raw, Oid order) {
    const Oid element = get_element_type(exprType(array));
    const Oid collation = exprCollation(array);
    Node* value = reinterpret_cast<Node*>(makeVar(1, 1, element, -1, collation, 0));
    value = OidIsValid(element) ? as_masked_type(comparison, masked, value) : nullptr;
    if (value == nullptr) {
        return nullptr;
    }
    auto* elements = makeNode(RangeTblFunction);
    auto* copy = static_cast<Node*>(copyObjectImpl(array));
    IncrementVarSublevelsUp(copy, 1, 0);
    FuncExpr* unnest = makeFuncExpr(F_UNNEST_ANYARRAY, element, list_make1(copy), collation, collation,
                                    COERCE_EXPLICIT_CALL);
    unnest->funcretset = true;
    elements->funcexpr = reinterpret_cast<Node*>(unnest);
    elements->funccolcount = 1;
    auto* entry = makeNode(RangeTblEntry);
    entry->rtekind = RTE_FUNCTION;
    entry->functions = list_make1(elements);
    entry->eref = makeAlias("unnest", list_make1(makeString(pstrdup("unnest"))));
    entry->inFromCl = true;
    auto* reference = makeNode(RangeTblRef);
    reference->rtindex = 1;
    auto* query = makeNode(Query);
    query->commandType = CMD_SELECT;
    query->canSetTag = true;
    query->hasSubLinks = checkExprHasSubLink(copy);
    query->rtable = list_make1(entry);
    query->jointree = makeFromExpr(list_make1(reference), nullptr);
    query->targetList = list_make1(
        makeTargetEntry(as_raw(unmasked(shape, function, value), raw, order), 1, pstrdup("unmasked"), false));
    return query;
}

} // namespace

Node* rewrite_lookup(const Place& place, const OpExpr* comparison, const Side& masked, Node* other) {
    Rewriting* rewriting = place.scope->rewriting;
    if (!masked.shape.is_invertible) {
        return nullptr;
    }
    if (!place.is_positive) {
        remark(rewriting, lookup_rewrite, title_of(place, masked), "the condition is negated");
        return nullptr;
    }
    const Oid function = unmask_function(masked.shape);
    Node* value = as_masked_type(comparison, masked, other);
    if (!OidIsValid(function) || value == nullptr) {
        remark(rewriting, lookup_rewrite, title_of(place, masked), "the value is of another type");
        return nullptr;
    }
    Node* plain = plain_lookup(place, masked, function, value);
    if (plain != nullptr) {
        remark(rewriting, lookup_rewrite, title_of(place, masked), nullptr);
        return plain;
    }
    const RawType raw = raw_type_of(masked.shape.type);
    if (!OidIsValid(raw.type)) {
        remark(rewriting, lookup_rewrite, title_of(place, masked),
               "nothing compares raw values of the type of the column");
        return nullptr;
    }
    remark(rewriting, lookup_rewrite, title_of(place, masked), nullptr);
    const Oid order = order_domain(rewriting, masked.shape);
    Expr* column = raw_side(place, masked, raw, order);
    Expr* unmasked_value = unmasked(masked.shape, function, static_cast<Node*>(copyObjectImpl(value)));
    return reinterpret_cast<Node*>(raw_equality(column, as_raw(unmasked_value, raw, order), raw, order));
}

Node* rewrite_list_lookup(const Place& place, const ScalarArrayOpExpr* list, const Side& masked) {
    Rewriting* rewriting = place.scope->rewriting;
    const auto* array = static_cast<Node*>(lsecond(list->args));
    const auto* comparison = reinterpret_cast<OpExpr*>(make_opclause(
        list->opno, BOOLOID, false, static_cast<Expr*>(linitial(list->args)),
        reinterpret_cast<Expr*>(makeNullConst(get_element_type(exprType(array)), -1, exprCollation(array))),
        InvalidOid, list->inputcollid));
    const RawType raw = raw_type_of(masked.shape.type);
    const Oid function = unmask_function(masked.shape);
    if (!OidIsValid(raw.type) || !OidIsValid(function)) {
        return nullptr;
    }
    if (contain_var_clause(const_cast<Node*>(array)) ||
        contain_volatile_functions(const_cast<Node*>(array))) {
        remark(rewriting, lookup_rewrite, title_of(place, masked), "the list is another one for each row");
        return nullptr;
    }
    const Oid order = order_domain(rewriting, masked.shape);
    Query* elements = unmasked_elements(masked.shape, function, comparison, masked, array, raw, order);
    if (elements == nullptr) {
        remark(rewriting, lookup_rewrite, title_of(place, masked), "the value is of another type");
        return nullptr;
    }
    auto* output = makeNode(Param);
    output->paramkind = PARAM_SUBLINK;
    output->paramid = 1;
    output->paramtype = raw.type;
    output->paramtypmod = -1;
    output->paramcollid = order;
    output->location = -1;
    auto* membership = makeNode(SubLink);
    membership->subLinkType = ANY_SUBLINK;
    membership->testexpr = reinterpret_cast<Node*>(
        raw_equality(raw_side(place, masked, raw, order), reinterpret_cast<Expr*>(output), raw, order));
    membership->operName = list_make1(makeString(pstrdup("=")));
    membership->subselect = reinterpret_cast<Node*>(elements);
    membership->location = -1;
    place.scope->query->hasSubLinks = true;
    remark(rewriting, lookup_rewrite, title_of(place, masked), nullptr);
    return reinterpret_cast<Node*>(membership);
}

} // namespace veil::pg
