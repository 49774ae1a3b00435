// Lookups by the indexes of veil.index_rule: mask(a) = x is the same as veil.indexed_pseudonym(a) = x, which
// an index is of. Only where there is one.
#include "pg/rewrite_condition.hpp"
#include "pg/rule_index.hpp"

namespace veil::pg {

namespace {

constexpr const char* index_rewrite = "lookup by an index of the pseudonym";
constexpr const char* no_index = "veil.index_rule has made no index";

const KeptRuleIndex* index_of(const MaskShape& shape) {
    if (shape.columns == NIL || shape.column->vartype != shape.type) {
        return nullptr;
    }
    const auto* column = static_cast<TableColumn*>(linitial(shape.columns));
    const List* indexes = OidIsValid(column->relation) ? kept_rule_indexes_of(column->relation) : NIL;
    for (int i = 0; i < list_length(indexes); ++i) {
        const auto* index = static_cast<const KeptRuleIndex*>(list_nth(indexes, i));
        if (index->attribute == column->attribute && is_index_of(index->call, shape.call)) {
            return index;
        }
    }
    return nullptr;
}

// What a mask is compared with: one value, one for each row of another relation, any of a list.
enum class Compared { value, values, list };

Expr* comparison_with(const KeptRuleIndex* index, bool is_keyed, Compared with, Expr* indexed, Expr* other) {
    if (with == Compared::list) {
        return indexed_in_list(index, indexed, other);
    }
    return is_keyed ? keyed_equality(index, indexed, other) : indexed_equality(index, indexed, other);
}

Node* by_index(const Place& place, const Side& masked, const Node* other, Compared with) {
    Rewriting* rewriting = place.scope->rewriting;
    if (!place.is_positive || place.is_full_join || masked.column == nullptr) {
        return nullptr;
    }
    const KeptRuleIndex* index = index_of(masked.shape);
    if (index == nullptr) {
        remark(rewriting, index_rewrite, title_of(place, masked), no_index);
        return nullptr;
    }
    const Var* raw = raw_of_column(place.scope, masked.column, masked.shape, in_its_own_type, InvalidOid);
    if (raw == nullptr) {
        return nullptr;
    }
    remark(rewriting, index_rewrite, title_of(place, masked), nullptr);
    // The arms of a union have indexes of their own. In a join it would be a second equality to hash by,
    // which is one mask more for each row.
    const bool is_keyed =
        index->is_keyed && with == Compared::value && list_length(masked.shape.columns) == 1;
    rewriting->counts_on_keys |= is_keyed;
    return reinterpret_cast<Node*>(comparison_with(index, is_keyed, with,
                                                   indexed_value(index, reinterpret_cast<const Expr*>(raw)),
                                                   static_cast<Expr*>(copyObjectImpl(other))));
}

// SELECT DISTINCT member FROM (query): each of its values once.
Query* different_values(const Query* query, const Param* member) {
    auto* values = makeNode(Query);
    auto* inside = static_cast<Query*>(copyObjectImpl(query));
    List* names = NIL;
    for (int i = 0; i < list_length(inside->targetList); ++i) {
        const auto* target = static_cast<TargetEntry*>(list_nth(inside->targetList, i));
        if (!target->resjunk) {
            const char* name = target->resname == nullptr ? "?column?" : target->resname;
            names = lappend(names, makeString(pstrdup(name)));
        }
    }
    read_from(values, inside, "members", names);
    values->commandType = CMD_SELECT;
    values->canSetTag = true;
    Var* column = makeVar(1, static_cast<AttrNumber>(member->paramid), member->paramtype, member->paramtypmod,
                          member->paramcollid, 0);
    TargetEntry* target = makeTargetEntry(reinterpret_cast<Expr*>(column), 1, pstrdup("member"), false);
    target->ressortgroupref = 1;
    auto* different = makeNode(SortGroupClause);
    different->tleSortGroupRef = 1;
    get_sort_group_operators(member->paramtype, false, true, false, &different->sortop, &different->eqop,
                             nullptr, &different->hashable);
    values->targetList = list_make1(target);
    values->distinctClause = list_make1(different);
    return values;
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
               index_of(masked.shape) == nullptr
                   ? no_index
                   : "the values are those of a sub-select that is negated, one of several conditions by OR, "
                     "or another one for each row");
        return nullptr;
    }
    // The rows around a sub-select are there before its own: no index is asked for them.
    if (masked.column != nullptr && masked.column->varlevelsup > 0 && contain_var_clause(other)) {
        return nullptr;
    }
    // Of many rows a hash join by the mask finds the partners, of few the index does.
    const Compared with = contain_var_clause(other) ? Compared::values : Compared::value;
    Node* found = exprType(other) == type ? by_index(place, masked, other, with) : nullptr;
    return found == nullptr || with == Compared::value
               ? found
               : reinterpret_cast<Node*>(
                     makeBoolExpr(AND_EXPR, list_make2(found, copyObjectImpl(comparison)), -1));
}

// Many rows are found by a hash join with the mask, a few by the index: the server chooses, which it does not
// between the two for a semi-join.
Node* rewrite_indexed_members(const Place& place, const SubLink* sublink, const Side& masked,
                              const Side& member) {
    auto* query = reinterpret_cast<Query*>(sublink->subselect);
    auto* comparison = static_cast<OpExpr*>(copyObjectImpl(sublink->testexpr));
    if (masked.column->varlevelsup != 0 || !is_equality(comparison) || query->commandType != CMD_SELECT ||
        query->rowMarks != NIL || !is_deterministic(member.output->paramcollid) ||
        contain_vars_of_level(reinterpret_cast<Node*>(query), 1) ||
        contain_volatile_functions(reinterpret_cast<Node*>(query)) || index_of(masked.shape) == nullptr) {
        return nullptr;
    }
    List** rtable = &place.scope->query->rtable;
    const int relation = list_length(*rtable) + 1;
    const Param* output = member.output;
    Node** value = reinterpret_cast<Node**>(&lsecond(comparison->args));
    while (IsA(*value, RelabelType)) {
        value = reinterpret_cast<Node**>(&reinterpret_cast<RelabelType*>(*value)->arg);
    }
    *value = reinterpret_cast<Node*>(
        makeVar(relation, 1, output->paramtype, output->paramtypmod, output->paramcollid, 0));
    Node* joined = rewrite_indexed(place, comparison, masked, static_cast<Node*>(lsecond(comparison->args)));
    if (joined == nullptr) {
        return nullptr;
    }
    auto* entry = makeNode(RangeTblEntry);
    entry->rtekind = RTE_SUBQUERY;
    entry->subquery = different_values(query, output);
    entry->eref = makeAlias("members", list_make1(makeString(pstrdup("member"))));
    entry->inFromCl = true;
    auto* reference = makeNode(RangeTblRef);
    reference->rtindex = relation;
    *rtable = lappend(*rtable, entry);
    place.from->fromlist = lappend(place.from->fromlist, reference);
    return joined;
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
    return contain_volatile_functions(array) ? nullptr : by_index(place, masked, array, Compared::list);
}

} // namespace veil::pg
