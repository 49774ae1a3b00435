// Conditions that a comparison of a generalized column implies of the raw one, where no exact range is known.
// The comparison itself stays beside them: they need not be exact, but only true wherever it is.
#include "pg/boundary.hpp"
#include "pg/catalog.hpp"
#include "pg/hierarchy_store.hpp"
#include "pg/known_function.hpp"
#include "pg/rewrite_condition.hpp"
#include "pg/text_value.hpp"

namespace veil::pg {

namespace {

constexpr const char* implied_rewrite = "implied range of the raw column";

constexpr std::int64_t microseconds_of_day = std::int64_t{86400} * 1000000;

// No unit of veil.truncate is longer, in any time zone; 0 for an unknown one.
std::int64_t longest_unit_days(std::string_view unit) {
    struct Unit {
        std::string_view name;
        std::int64_t days;
    };
    constexpr std::array<Unit, 10> units{{{"second", 1},
                                          {"minute", 1},
                                          {"hour", 1},
                                          {"day", 2},
                                          {"week", 8},
                                          {"month", 32},
                                          {"quarter", 93},
                                          {"year", 367},
                                          {"decade", 3654},
                                          {"century", 36526}}};
    const auto* found =
        std::find_if(units.begin(), units.end(), [&](const Unit& known) { return known.name == unit; });
    return found == units.end() ? 0 : found->days;
}

// How far the raw moment may be from the masked one, in microseconds; 0 where nobody can say. An offset of a
// time zone changes by less than a day.
std::int64_t reach(const FuncExpr* call) {
    const auto* parameter = static_cast<Const*>(lsecond(call->args));
    if (parameter->consttype == TEXTOID) {
        return longest_unit_days(TextDatumGetCString(parameter->constvalue)) * microseconds_of_day;
    }
    const std::int64_t width = parameter->consttype == INT8OID ? DatumGetInt64(parameter->constvalue) : 0;
    constexpr std::int64_t widest = std::numeric_limits<std::int64_t>::max() - microseconds_of_day;
    return width <= 0 || width > widest ? 0 : width + microseconds_of_day;
}

Expr* compared(Oid op, Expr* column, Expr* other, Oid collation) {
    Expr* condition = make_opclause(op, BOOLOID, false, column, other, InvalidOid, collation);
    set_opfuncid(reinterpret_cast<OpExpr*>(condition));
    return condition;
}

// veil.moved(other, by)
Expr* moved(Node* other, Datum by, Oid by_type) {
    const Oid type = exprType(other);
    const Oid function = known_function("moved", {type, by_type});
    if (!OidIsValid(function)) {
        return nullptr;
    }
    const bool by_value = by_type == INT8OID;
    Const* distance = makeConst(by_type, -1, InvalidOid, by_value ? 8 : -1, by, false, by_value);
    return reinterpret_cast<Expr*>(makeFuncExpr(function, type, list_make2(copyObjectImpl(other), distance),
                                                InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL));
}

// column >= least, column <= greatest, as far as the comparison implies them.
List* between(int strategy, Expr* column, Oid type, Expr* least, Expr* greatest) {
    const Oid family = lookup_type_cache(type, TYPECACHE_BTREE_OPFAMILY)->btree_opf;
    List* conditions = NIL;
    if (strategy >= BTEqualStrategyNumber) {
        const Oid op = get_opfamily_member(family, type, type, BTGreaterEqualStrategyNumber);
        conditions =
            least == nullptr ? conditions : lappend(conditions, compared(op, column, least, InvalidOid));
    }
    if (strategy <= BTEqualStrategyNumber) {
        const Oid op = get_opfamily_member(family, type, type, BTLessEqualStrategyNumber);
        conditions = greatest == nullptr
                         ? conditions
                         : lappend(conditions, compared(op, static_cast<Expr*>(copyObjectImpl(column)),
                                                        greatest, InvalidOid));
    }
    return conditions;
}

// column >= other - distance, column <= other + distance.
List* around(int strategy, Expr* column, Node* other, Oid type, Datum back, Datum forth, Oid distance_type) {
    return between(strategy, column, type, moved(other, back, distance_type),
                   moved(other, forth, distance_type));
}

List* in_network(int strategy, Expr* column, Node* other) {
    column = reinterpret_cast<Expr*>(applyRelabelType(reinterpret_cast<Node*>(column), INETOID, -1,
                                                      InvalidOid, COERCE_IMPLICIT_CAST, -1, true));
    auto* network = static_cast<Expr*>(copyObjectImpl(other));
    if (strategy == BTEqualStrategyNumber) {
        return list_make1(compared(OID_INET_SUBEQ_OP, column, network, InvalidOid));
    }
    // The address of a network is its least.
    const Oid family = lookup_type_cache(INETOID, TYPECACHE_BTREE_OPFAMILY)->btree_opf;
    const Oid op = get_opfamily_member(family, INETOID, INETOID, static_cast<std::int16_t>(strategy));
    return strategy > BTEqualStrategyNumber ? list_make1(compared(op, column, network, InvalidOid)) : NIL;
}

Oid starts_with_operator() {
    return GetSysCacheOid4(OPERNAMENSP, Anum_pg_operator_oid, CStringGetDatum("^@"),
                           ObjectIdGetDatum(TEXTOID), ObjectIdGetDatum(TEXTOID),
                           ObjectIdGetDatum(PG_CATALOG_NAMESPACE));
}

List* starting_with(const OpExpr* comparison, Expr* column, Node* other, Oid collation) {
    if (!is_equality(comparison) || exprType(other) != TEXTOID ||
        (OidIsValid(collation) && !get_collation_isdeterministic(collation))) {
        return NIL;
    }
    column = reinterpret_cast<Expr*>(applyRelabelType(reinterpret_cast<Node*>(column), TEXTOID, -1, collation,
                                                      COERCE_IMPLICIT_CAST, -1, true));
    return list_make1(compared(starts_with_operator(), column, static_cast<Expr*>(copyObjectImpl(other)),
                               OidIsValid(collation) ? collation : DEFAULT_COLLATION_OID));
}

// --- Clamped numbers ---

// veil.unclamped(other, limit, is_least)
Expr* unclamped(Node* other, Node* limit, bool is_least) {
    const Oid function = known_function("unclamped", {NUMERICOID, NUMERICOID, BOOLOID});
    return OidIsValid(function)
               ? reinterpret_cast<Expr*>(makeFuncExpr(
                     function, NUMERICOID,
                     list_make3(copyObjectImpl(other), copyObjectImpl(limit), makeBoolConst(is_least, false)),
                     InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL))
               : nullptr;
}

List* before_clamping(const MaskShape& shape, int strategy, Expr* column, Node* other) {
    auto* low = static_cast<Node*>(lsecond(shape.call->args));
    auto* high = static_cast<Node*>(lthird(shape.call->args));
    return between(strategy, column, NUMERICOID, unclamped(other, low, true), unclamped(other, high, false));
}

// --- Labels of hierarchies ---

// What the labels of a hierarchy say of raw values; the rule that it is of does not change while a view shows
// it.
PreparedHierarchy hierarchy_of(const MaskShape& shape) {
    const char* name = TextDatumGetCString(static_cast<Const*>(lsecond(shape.call->args))->constvalue);
    return guard([&] { return prepare_hierarchy(name); });
}

bool is_ordered(LabelOrder order, Oid type) {
    return order == LabelOrder::numbers
               ? integer_width(type) > 0 || type == NUMERICOID
               : order == LabelOrder::dates && (type == DATEOID || type == TIMESTAMPOID);
}

// veil.label_bound(label, is_least, NULL of the raw type)
Expr* label_bound(Node* label, bool is_least, Oid type) {
    const Oid function = known_function("label_bound", {TEXTOID, BOOLOID, ANYELEMENTOID});
    return OidIsValid(function) ? reinterpret_cast<Expr*>(makeFuncExpr(
                                      function, type,
                                      list_make3(copyObjectImpl(label), makeBoolConst(is_least, false),
                                                 makeNullConst(type, -1, InvalidOid)),
                                      InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL))
                                : nullptr;
}

List* labelled(const MaskShape& shape, const OpExpr* comparison, Expr* column, Node* other) {
    if (!is_equality(comparison) || exprType(other) != TEXTOID) {
        return NIL;
    }
    const Hierarchy* hierarchy = hierarchy_of(shape).hierarchy;
    if (is_ordered(hierarchy->label_order(), shape.type)) {
        return between(BTEqualStrategyNumber, column, shape.type, label_bound(other, true, shape.type),
                       label_bound(other, false, shape.type));
    }
    const auto* label = reinterpret_cast<Const*>(other);
    const bool is_start = (shape.type == TEXTOID || shape.type == VARCHAROID) && IsA(label, Const) &&
                          !label->constisnull &&
                          hierarchy->is_start(view_of(PG_DETOAST_DATUM_PACKED(label->constvalue)));
    return is_start ? starting_with(comparison, column, other, shape.collation) : NIL;
}

List* implied(const MaskShape& shape, const OpExpr* comparison, int strategy, Expr* column, Node* other) {
    switch (shape.cover) {
    case Cover::start:
        return starting_with(comparison, column, other, shape.collation);
    case Cover::network:
        return in_network(strategy, column, other);
    case Cover::numeric: {
        Datum width = static_cast<Const*>(lsecond(shape.call->args))->constvalue;
        if (shape.is_rounded) {
            width = DirectFunctionCall2(numeric_add, width, NumericGetDatum(int64_to_numeric(1)));
        }
        return around(strategy, column, other, NUMERICOID, DirectFunctionCall1(numeric_uminus, width), width,
                      NUMERICOID);
    }
    case Cover::moment: {
        const std::int64_t distance = reach(shape.call);
        return distance == 0 ? NIL
                             : around(strategy, column, other, TIMESTAMPTZOID, Int64GetDatum(-distance),
                                      Int64GetDatum(distance), INT8OID);
    }
    case Cover::clamped:
        return before_clamping(shape, strategy, column, other);
    case Cover::label:
        return labelled(shape, comparison, column, other);
    default:
        return NIL;
    }
}

} // namespace

Node* add_implied(const Place& place, const OpExpr* comparison, const Side& masked, Node* other) {
    Rewriting* rewriting = place.scope->rewriting;
    const MaskShape& shape = masked.shape;
    const Oid type = exprType(static_cast<Node*>(linitial(comparison->args)));
    const int strategy = order_strategy(comparison, type);
    if (strategy == 0 || masked.column == nullptr || shape.column->vartype != shape.type ||
        !place.is_positive || place.is_full_join || !is_fixed(other)) {
        remark(rewriting, implied_rewrite, title_of(place, masked),
               "the condition is negated, of a full join, or not a comparison with a constant");
        return nullptr;
    }
    // Tried on a stand-in first: a raw column is brought up only where it is used.
    auto* stand_in = reinterpret_cast<Expr*>(makeNullConst(shape.type, shape.modifier, shape.collation));
    if (implied(shape, comparison, strategy, stand_in, other) == NIL) {
        remark(rewriting, implied_rewrite, title_of(place, masked), "the comparison implies no range");
        return nullptr;
    }
    auto* column = reinterpret_cast<Expr*>(
        raw_of_column(place.scope, masked.column, shape, in_its_own_type, InvalidOid));
    List* conditions = implied(shape, comparison, strategy, column, other);
    conditions = lcons(copyObjectImpl(comparison), conditions);
    guard_range(rewriting, shape);
    remark(rewriting, implied_rewrite, title_of(place, masked), nullptr);
    return reinterpret_cast<Node*>(makeBoolExpr(AND_EXPR, conditions, -1));
}

} // namespace veil::pg
