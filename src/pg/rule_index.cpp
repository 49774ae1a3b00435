#include "pg/rule_index.hpp"

#include "pg/catalog.hpp"
#include "pg/kept_answers.hpp"
#include "pg/known_function.hpp"
#include "pg/unkeyed_rows.hpp"

namespace veil::pg {

namespace {

bool is_veil_function(Oid function, const char* name) {
    if (function < FirstNormalObjectId || get_func_namespace(function) != veil_schema()) {
        return false;
    }
    const char* found = get_func_name(function);
    return found != nullptr && strcmp(found, name) == 0;
}

Oid type_of_schema(const char* name) {
    return GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid, CStringGetDatum(name),
                           ObjectIdGetDatum(veil_schema()));
}

// The operator veil.= between what an index holds and a value of this type.
Oid equality_with(Oid type) {
    return GetSysCacheOid4(OPERNAMENSP, Anum_pg_operator_oid, CStringGetDatum("="),
                           ObjectIdGetDatum(type_of_schema("indexed")), ObjectIdGetDatum(type),
                           ObjectIdGetDatum(veil_schema()));
}

// --- One form for a mask and its index ---

// A char(n) goes into an index as it is: the cast to text, which a mask makes, is not leakproof.
Node* value_in_index(const FuncExpr* call) {
    auto* value = static_cast<Node*>(linitial(call->args));
    if (IsA(value, FuncExpr) && reinterpret_cast<FuncExpr*>(value)->funcid == F_TEXT_BPCHAR) {
        value = static_cast<Node*>(linitial(reinterpret_cast<FuncExpr*>(value)->args));
    }
    return value;
}

Node* columns_replaced(Node* node, void* context) {
    if (node == nullptr) {
        return nullptr;
    }
    if (IsA(node, Var)) {
        return static_cast<Node*>(copyObjectImpl(context));
    }
    return mutate_children(node, columns_replaced, context);
}

Node* holes_for_columns(Node* node, void* context) {
    if (node == nullptr) {
        return nullptr;
    }
    if (IsA(node, Var)) {
        auto* hole = makeNode(CaseTestExpr);
        hole->typeId = reinterpret_cast<Var*>(node)->vartype;
        hole->typeMod = -1;
        hole->collation = InvalidOid;
        return reinterpret_cast<Node*>(hole);
    }
    return mutate_children(node, holes_for_columns, context);
}

Node* form_of(const FuncExpr* call) {
    return without_collations(holes_for_columns(value_in_index(call), nullptr), nullptr);
}

// Keys of both types, and scopes, are the same where their bytes are.
bool same_parameter(const FuncExpr* left, const FuncExpr* right, int number) {
    const auto* one = static_cast<const Const*>(list_nth(left->args, number));
    const auto* other = static_cast<const Const*>(list_nth(right->args, number));
    return IsA(one, Const) && IsA(other, Const) && !one->constisnull && !other->constisnull &&
           datumIsEqual(one->constvalue, other->constvalue, false, -1);
}

Node* column_of_relation_1(Node* node, void* context) {
    if (node == nullptr) {
        return nullptr;
    }
    if (IsA(node, Var)) {
        auto* column = static_cast<Var*>(copyObjectImpl(node));
        column->varno = 1;
        column->varlevelsup = 0;
        column->varnosyn = 0;
        column->varattnosyn = 0;
        return reinterpret_cast<Node*>(column);
    }
    return mutate_children(node, column_of_relation_1, context);
}

// --- Comparisons ---

Expr* equal_to_any(const RuleIndex* index, Expr* indexed, Expr* array) {
    auto* list = makeNode(ScalarArrayOpExpr);
    list->opno = index->equality;
    list->useOr = true;
    list->inputcollid = C_COLLATION_OID;
    list->args = list_make2(indexed, array);
    list->location = -1;
    set_sa_opfuncid(list);
    return reinterpret_cast<Expr*>(list);
}

// function(value of the masked type, the index's key, its scope, ...)
Expr* call_with_key(const RuleIndex* index, const char* function, Expr* value, const List* further) {
    List* arguments = list_concat(list_make3(value, copyObjectImpl(lsecond(index->call->args)),
                                             copyObjectImpl(lthird(index->call->args))),
                                  further);
    std::array<Oid, 5> types{ANYELEMENTOID};
    const int count = list_length(arguments);
    for (int i = 1; i < count; ++i) {
        types[static_cast<std::size_t>(i)] = exprType(static_cast<Node*>(list_nth(arguments, i)));
    }
    const Oid collation = get_typcollation(index->type);
    return reinterpret_cast<Expr*>(
        makeFuncExpr(known_function(function, std::span(types).first(static_cast<std::size_t>(count))),
                     index->type, arguments, collation, collation, COERCE_EXPLICIT_CALL));
}

// veil.unkeyed(any value of the type, key, scope)
Expr* unkeyed(const RuleIndex* index) {
    Const* any = makeNullConst(index->type, -1, get_typcollation(index->type));
    return call_with_key(index, "unkeyed", reinterpret_cast<Expr*>(any), NIL);
}

// veil.look_up(masked, key, scope, index, veil.run_time()). The index as a constant: the plan depends on it.
Expr* looked_up(const RuleIndex* index, Expr* masked) {
    Const* name =
        makeConst(REGCLASSOID, -1, InvalidOid, sizeof(Oid), ObjectIdGetDatum(index->index), false, true);
    return call_with_key(index, "look_up", masked, list_make2(name, run_time()));
}

// --- What is kept of relations ---

MemoryContext kept_rule_indexes = nullptr;

void forget_rule_indexes() {
    if (kept_rule_indexes == nullptr) {
        kept_rule_indexes =
            AllocSetContextCreate(CacheMemoryContext, "pg_veil rule indexes", ALLOCSET_SMALL_SIZES);
    }
    MemoryContextReset(kept_rule_indexes);
}

// The planner takes any index of an expression.
bool is_only_one(Oid relation, const RuleIndex* index) {
    Relation table = RelationIdGetRelation(relation);
    if (!RelationIsValid(table)) {
        return false;
    }
    const List* indexes = RelationGetIndexList(table);
    RelationClose(table);
    int count = 0;
    for (int i = 0; i < list_length(indexes); ++i) {
        Relation other = index_open(list_nth_oid(indexes, i), AccessShareLock);
        count += list_member(RelationGetIndexExpressions(other), index->call) ? 1 : 0;
        index_close(other, AccessShareLock);
    }
    return count == 1;
}

const List* copied_rule_indexes(Oid relation) {
    const List* found = rule_indexes_of(relation);
    List* copies = NIL;
    for (int i = 0; i < list_length(found); ++i) {
        const auto* index = static_cast<RuleIndex*>(list_nth(found, i));
        // An heir has indexes of its own.
        const bool is_keyed =
            !has_subclass(relation) && is_only_one(relation, index) && !may_have_unkeyed_rows(index->index);
        MemoryContext previous = MemoryContextSwitchTo(kept_rule_indexes);
        auto* copy = static_cast<KeptRuleIndex*>(palloc(sizeof(KeptRuleIndex)));
        *copy = {*index, is_keyed};
        copy->call = static_cast<FuncExpr*>(copyObjectImpl(index->call));
        copies = lappend(copies, copy);
        MemoryContextSwitchTo(previous);
    }
    return copies;
}

// --- Statistics ---

get_index_stats_hook_type next_index_stats = nullptr;

// How often values occur is the same for pseudonyms; which they are stays out.
HeapTuple statistics_of_column(Oid relation, AttrNumber attribute) {
    const bool of_children = get_rel_relkind(relation) == RELKIND_PARTITIONED_TABLE;
    HeapTuple found = SearchSysCache3(STATRELATTINH, ObjectIdGetDatum(relation), Int16GetDatum(attribute),
                                      BoolGetDatum(of_children));
    if (!HeapTupleIsValid(found)) {
        return nullptr;
    }
    HeapTuple copy = heap_copytuple(found);
    ReleaseSysCache(found);
    auto* row = reinterpret_cast<Form_pg_statistic>(GETSTRUCT(copy));
    row->stakind1 = row->stakind2 = row->stakind3 = row->stakind4 = row->stakind5 = 0;
    return copy;
}

bool index_statistics(PlannerInfo* root, Oid index, AttrNumber column, VariableStatData* data) {
    // Other modules have the planner consider indexes that there are none of.
    const Oid relation = OidIsValid(veil_schema()) ? IndexGetRelation(index, true) : InvalidOid;
    const List* of_rules = OidIsValid(relation) ? kept_rule_indexes_of(relation) : NIL;
    for (int i = 0; i < list_length(of_rules); ++i) {
        const auto* of_rule = static_cast<const KeptRuleIndex*>(list_nth(of_rules, i));
        if (of_rule->index == index) {
            data->statsTuple = statistics_of_column(relation, of_rule->attribute);
            data->freefunc = heap_freetuple;
            data->acl_ok = true; // there is no value in it
            return true;
        }
    }
    return next_index_stats != nullptr && next_index_stats(root, index, column, data);
}

} // namespace

const List* kept_rule_indexes_of(Oid relation) {
    static constinit KeptAnswers<const List*> indexes(copied_rule_indexes, forget_rule_indexes);
    return indexes(relation);
}

const RuleIndex* rule_index(Oid index) {
    Relation relation = index_open(index, AccessShareLock);
    const List* expressions = RelationGetIndexExpressions(relation);
    const bool is_plain = relation->rd_index->indisvalid && relation->rd_index->indnkeyatts == 1 &&
                          heap_attisnull(relation->rd_indextuple, Anum_pg_index_indpred, nullptr);
    index_close(relation, AccessShareLock);
    if (!is_plain || list_length(expressions) != 1) {
        return nullptr;
    }
    auto* call = static_cast<FuncExpr*>(linitial(expressions));
    if (!IsA(call, FuncExpr) || !is_veil_function(call->funcid, "indexed_pseudonym")) {
        return nullptr;
    }
    const List* columns = pull_var_clause(static_cast<Node*>(linitial(call->args)), 0);
    if (list_length(columns) != 1) {
        return nullptr;
    }
    auto* found = static_cast<RuleIndex*>(palloc(sizeof(RuleIndex)));
    const Oid type = exprType(static_cast<Node*>(linitial(call->args))) == BYTEAOID ? BYTEAOID : TEXTOID;
    *found = {index, static_cast<Var*>(linitial(columns))->varattno, call, type, equality_with(type)};
    return found;
}

List* rule_indexes_of(Oid relation) {
    Relation table = RelationIdGetRelation(relation);
    if (!RelationIsValid(table)) {
        return NIL;
    }
    const List* indexes = RelationGetIndexList(table);
    RelationClose(table);
    List* found = NIL;
    for (int i = 0; i < list_length(indexes); ++i) {
        const Oid index = list_nth_oid(indexes, i);
        // Most indexes are of a column, and need not be opened for that.
        HeapTuple tuple = SearchSysCache1(INDEXRELID, ObjectIdGetDatum(index));
        const bool is_of_expression =
            HeapTupleIsValid(tuple) && !heap_attisnull(tuple, Anum_pg_index_indexprs, nullptr);
        if (HeapTupleIsValid(tuple)) {
            ReleaseSysCache(tuple);
        }
        const RuleIndex* of_rule = is_of_expression ? rule_index(index) : nullptr;
        if (of_rule != nullptr) {
            found = lappend(found, const_cast<RuleIndex*>(of_rule));
        }
    }
    return found;
}

bool is_indexable(const MaskShape& shape) {
    return shape.mask != nullptr && OidIsValid(shape.type) && list_length(shape.call->args) == 3 &&
           (shape.call->funcresulttype == TEXTOID || shape.call->funcresulttype == BYTEAOID) &&
           is_veil_function(shape.call->funcid, "pseudonym") &&
           !contain_mutable_functions(static_cast<Node*>(linitial(shape.call->args)));
}

List* indexable_masks_of(Oid view) {
    Relation relation = relation_open(view, AccessShareLock);
    const Query* query = get_view_query(relation);
    List* found = NIL;
    for (int i = 0; i < list_length(query->targetList); ++i) {
        const MaskShape shape = find_mask(static_cast<TargetEntry*>(list_nth(query->targetList, i))->expr);
        if (is_indexable(shape) && shape.column->varattno > 0) {
            auto* mask = static_cast<IndexableMask*>(palloc(sizeof(IndexableMask)));
            *mask = {shape.column->varattno, shape.call};
            found = lappend(found, mask);
        }
    }
    relation_close(relation, NoLock);
    return found;
}

bool is_index_of(const FuncExpr* index_call, const FuncExpr* mask_call) {
    return same_parameter(index_call, mask_call, 1) && same_parameter(index_call, mask_call, 2) &&
           equal(form_of(index_call), form_of(mask_call));
}

char* index_expression(const FuncExpr* mask_call, Oid relation) {
    Node* value = column_of_relation_1(value_in_index(mask_call), nullptr);
    const auto* key = static_cast<const Const*>(lsecond(mask_call->args));
    const auto* scope = static_cast<const Const*>(lthird(mask_call->args));
    const auto* name = reinterpret_cast<const KeyValue*>(PG_DETOAST_DATUM(key->constvalue));
    const char* key_text = psprintf("%.*s/%d", static_cast<int>(name->key_name().size()),
                                    name->key_name().data(), name->version);
    return psprintf(
        "veil.indexed_pseudonym(%s, %s::veil.index_key, %s::pg_catalog.text)",
        deparse_expression(value, deparse_context_for(get_rel_name(relation), relation), false, false),
        quote_literal_cstr(key_text), quote_literal_cstr(TextDatumGetCString(scope->constvalue)));
}

const KeyValue* key_of_index(const RuleIndex* index) {
    const auto* key = static_cast<const Const*>(lsecond(index->call->args));
    return IsA(key, Const) && !key->constisnull
               ? reinterpret_cast<const KeyValue*>(PG_DETOAST_DATUM(key->constvalue))
               : nullptr;
}

Expr* indexed_value(const RuleIndex* index, const Expr* column) {
    return reinterpret_cast<Expr*>(columns_replaced(
        reinterpret_cast<Node*>(const_cast<FuncExpr*>(index->call)), const_cast<Expr*>(column)));
}

Expr* keyed_equality(const RuleIndex* index, Expr* indexed, Expr* masked) {
    Expr* equality = make_opclause(index->equality, BOOLOID, false, indexed, looked_up(index, masked),
                                   InvalidOid, C_COLLATION_OID);
    set_opfuncid(reinterpret_cast<OpExpr*>(equality));
    return equality;
}

Expr* indexed_equality(const RuleIndex* index, Expr* indexed, Expr* masked) {
    auto* array = makeNode(ArrayExpr);
    array->element_typeid = index->type;
    array->array_typeid = get_array_type(index->type);
    array->array_collid = exprCollation(reinterpret_cast<Node*>(masked));
    array->elements = list_make2(masked, unkeyed(index));
    array->location = -1;
    return equal_to_any(index, indexed, reinterpret_cast<Expr*>(array));
}

Expr* indexed_in_list(const RuleIndex* index, Expr* indexed, Expr* array) {
    const Oid collation = exprCollation(reinterpret_cast<Node*>(array));
    FuncExpr* all =
        makeFuncExpr(F_ARRAY_APPEND, get_array_type(index->type), list_make2(array, unkeyed(index)),
                     collation, collation, COERCE_EXPLICIT_CALL);
    return equal_to_any(index, indexed, reinterpret_cast<Expr*>(all));
}

void install_index_statistics() {
    next_index_stats = get_index_stats_hook;
    get_index_stats_hook = index_statistics;
}

} // namespace veil::pg
