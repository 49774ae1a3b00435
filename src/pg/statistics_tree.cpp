#include "pg/statistics_tree.hpp"

#include "pg/known_function.hpp"
#include "pg/statistics_admission.hpp"

namespace veil::pg {

Oid veil_function(const char* name, std::initializer_list<Oid> arguments) {
    const Oid function = known_function(name, arguments);
    if (!OidIsValid(function)) {
        refuse_statistics("Schema veil is not complete.", "Install the extension again.");
    }
    return function;
}

Expr* constant(Oid type, Datum value) {
    std::int16_t length = 0;
    bool by_value = false;
    get_typlenbyval(type, &length, &by_value);
    return reinterpret_cast<Expr*>(makeConst(type, -1, InvalidOid, length, value, false, by_value));
}

Var* column_inside(AttrNumber number, const Node* like) {
    return makeVar(1, number, exprType(like), exprTypmod(like), exprCollation(like), 0);
}

Expr* function_call(Oid function, Oid type, List* arguments) {
    return reinterpret_cast<Expr*>(
        makeFuncExpr(function, type, arguments, InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL));
}

Expr* aggregate_call(Oid function, Oid type, List* arguments, Oid collation) {
    auto* aggregate = makeNode(Aggref);
    aggregate->aggfnoid = function;
    aggregate->aggtype = type;
    aggregate->inputcollid = collation;
    for (int i = 0; i < list_length(arguments); ++i) {
        auto* argument = static_cast<Expr*>(list_nth(arguments, i));
        aggregate->aggargtypes =
            lappend_oid(aggregate->aggargtypes, exprType(reinterpret_cast<Node*>(argument)));
        aggregate->args = lappend(aggregate->args,
                                  makeTargetEntry(argument, static_cast<AttrNumber>(i + 1), nullptr, false));
    }
    aggregate->aggkind = AGGKIND_NORMAL;
    aggregate->aggsplit = AGGSPLIT_SIMPLE;
    aggregate->aggno = -1;
    aggregate->aggtransno = -1;
    aggregate->location = -1;
    return reinterpret_cast<Expr*>(aggregate);
}

Expr* window_call(Oid function, Oid type, List* arguments) {
    auto* call = makeNode(WindowFunc);
    call->winfnoid = function;
    call->wintype = type;
    call->args = arguments;
    call->winref = 1;
    call->location = -1;
    return reinterpret_cast<Expr*>(call);
}

WindowClause* whole_table() {
    auto* window = makeNode(WindowClause);
    window->frameOptions = FRAMEOPTION_DEFAULTS;
    window->winref = 1;
    return window;
}

Expr* is_not_null(Expr* value) {
    auto* test = makeNode(NullTest);
    test->arg = value;
    test->nulltesttype = IS_NOT_NULL;
    test->location = -1;
    return reinterpret_cast<Expr*>(test);
}

Expr* all_of(List* conditions) {
    return list_length(conditions) == 1 ? static_cast<Expr*>(linitial(conditions))
                                        : makeBoolExpr(AND_EXPR, conditions, -1);
}

Expr* value_if(Expr* condition, Expr* value) {
    const auto* node = reinterpret_cast<const Node*>(value);
    auto* when = makeNode(CaseWhen);
    when->expr = condition;
    when->result = value;
    when->location = -1;
    auto* choice = makeNode(CaseExpr);
    choice->casetype = exprType(node);
    choice->casecollid = exprCollation(node);
    choice->args = list_make1(when);
    choice->defresult =
        reinterpret_cast<Expr*>(makeNullConst(choice->casetype, exprTypmod(node), choice->casecollid));
    choice->location = -1;
    return reinterpret_cast<Expr*>(choice);
}

} // namespace veil::pg
