#include "pg/question_form.hpp"

#include "pg/attribute.hpp"
#include "pg/statistics_expression.hpp"
#include "pg/statistics_tree.hpp"

extern "C" {
#include "catalog/pg_type.h"
#include "utils/float.h"
}

namespace veil::pg {

namespace {

struct Form {
    const StatisticsLevel* level;
    StringInfoData tree;
    List* parameters;
};

void append_text(StringInfo tree, char kind, const char* text) {
    appendStringInfo(tree, "%c%zu:%s", kind, strlen(text), text);
}

const Node* without_conversion(const Node* node) {
    for (;;) {
        if (IsA(node, RelabelType)) {
            node = reinterpret_cast<const Node*>(reinterpret_cast<const RelabelType*>(node)->arg);
        } else if (IsA(node, FuncExpr) &&
                   reinterpret_cast<const FuncExpr*>(node)->funcformat == COERCE_IMPLICIT_CAST &&
                   list_length(reinterpret_cast<const FuncExpr*>(node)->args) == 1) {
            node = static_cast<const Node*>(linitial(reinterpret_cast<const FuncExpr*>(node)->args));
        } else {
            return node;
        }
    }
}

void append_column(Form* form, const Var* column) {
    append_text(&form->tree, 'C', column_text(*form->level, column));
}

void append_parameter(Form* form, void* expression) {
    appendStringInfo(&form->tree, "P%d;", list_length(form->parameters));
    form->parameters = lappend(form->parameters, expression);
}

// current_setting('TimeZone'): that of the execution, which a plan that is kept does not know.
Expr* time_zone() {
    return function_call(F_CURRENT_SETTING_TEXT, TEXTOID,
                         list_make1(constant(TEXTOID, CStringGetTextDatum("TimeZone"))));
}

void append_operand_of(Form* form, const Node* operand) {
    const Node* plain = without_conversion(operand);
    if (IsA(plain, Var)) {
        append_column(form, reinterpret_cast<const Var*>(plain));
        return;
    }
    if (contain_var_clause(const_cast<Node*>(operand))) {
        StringInfoData text;
        initStringInfo(&text);
        append_expression(&text, *form->level, operand);
        const bool is_in_zone = is_of_time_zone(*form->level, operand);
        if (is_in_zone) {
            append_text(&form->tree, 'O', "AT TIME ZONE");
        }
        append_text(&form->tree, 'C', text.data);
        if (is_in_zone) {
            append_parameter(form, time_zone());
        }
        return;
    }
    if (IsA(operand, ArrayExpr) && !reinterpret_cast<const ArrayExpr*>(operand)->multidims) {
        const List* elements = reinterpret_cast<const ArrayExpr*>(operand)->elements;
        appendStringInfo(&form->tree, "L%d;", list_length(elements));
        for (int i = 0; i < list_length(elements); ++i) {
            append_operand_of(form, static_cast<const Node*>(list_nth(elements, i)));
        }
        return;
    }
    const auto* value = reinterpret_cast<const Const*>(operand);
    if (IsA(value, Const)) {
        const Oid element = get_element_type(value->consttype);
        if (has_one_text_form(OidIsValid(element) ? element : value->consttype)) {
            append_operand(&form->tree, value->constvalue, value->constisnull, value->consttype);
            return;
        }
    }
    append_parameter(form, copyObjectImpl(operand));
}

// A comparison without a place for its kind: its text alone.
void append_comparison(Form* form, const char* name, const List* operands) {
    const auto* left = static_cast<const Node*>(linitial(operands));
    if (list_length(operands) != 2) {
        append_text(&form->tree, 'T', name);
        append_operand_of(form, left);
        return;
    }
    const auto* right = static_cast<const Node*>(lsecond(operands));
    const bool is_whole = is_integer(exprType(left)) && is_integer(exprType(right));
    append_text(&form->tree, is_whole ? 'W' : 'O', name);
    append_operand_of(form, left);
    append_operand_of(form, right);
}

void append_condition(Form* form, const Node* condition) {
    static constexpr std::array<const char*, 6> boolean_tests{
        "IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT FALSE", "IS UNKNOWN", "IS NOT UNKNOWN"};
    check_stack_depth();
    switch (nodeTag(condition)) {
    case T_BoolExpr: {
        const auto* junction = reinterpret_cast<const BoolExpr*>(condition);
        if (junction->boolop == NOT_EXPR) {
            appendStringInfoChar(&form->tree, '!');
        } else {
            appendStringInfo(&form->tree, "%c%d;", junction->boolop == AND_EXPR ? '&' : '|',
                             list_length(junction->args));
        }
        for (int i = 0; i < list_length(junction->args); ++i) {
            append_condition(form, static_cast<const Node*>(list_nth(junction->args, i)));
        }
        return;
    }
    case T_OpExpr: {
        const auto* comparison = reinterpret_cast<const OpExpr*>(condition);
        append_comparison(form, get_opname(comparison->opno), comparison->args);
        return;
    }
    case T_DistinctExpr:
        append_comparison(form, "IS DISTINCT FROM", reinterpret_cast<const DistinctExpr*>(condition)->args);
        return;
    case T_ScalarArrayOpExpr: {
        const auto* comparison = reinterpret_cast<const ScalarArrayOpExpr*>(condition);
        append_text(&form->tree, comparison->useOr ? 'I' : 'X', get_opname(comparison->opno));
        append_operand_of(form, static_cast<const Node*>(linitial(comparison->args)));
        append_operand_of(form, static_cast<const Node*>(lsecond(comparison->args)));
        return;
    }
    case T_NullTest: {
        const auto* test = reinterpret_cast<const NullTest*>(condition);
        appendStringInfoChar(&form->tree, test->nulltesttype == IS_NULL ? 'N' : 'K');
        append_operand_of(form, reinterpret_cast<const Node*>(test->arg));
        return;
    }
    case T_BooleanTest: {
        const auto* test = reinterpret_cast<const BooleanTest*>(condition);
        append_text(&form->tree, 'T', boolean_tests.at(test->booltesttype));
        append_condition(form, reinterpret_cast<const Node*>(test->arg));
        return;
    }
    default:
        append_operand_of(form, condition);
        return;
    }
}

// --- Joins, each as a condition ---

int count_joins(const StatisticsLevel& level) {
    return list_length(level.relations) - 1;
}

void append_subject(Form* form, const StatisticsRelation* relation) {
    append_text(&form->tree, 'C', psprintf("%s.%s", relation->name, quote_identifier(relation->subject)));
}

// Whichever subjects were compared, all of them are those of the first release.
void append_join(Form* form, const StatisticsRelation* first, const StatisticsRelation* joined) {
    if (joined->outer != nullptr) {
        append_text(&form->tree, 'T', "LEFT JOIN");
        appendStringInfo(&form->tree, "&%d;", list_length(joined->conditions) + 1);
    }
    append_text(&form->tree, 'O', "=");
    append_subject(form, first);
    append_subject(form, joined);
    for (int i = 0; i < list_length(joined->conditions); ++i) {
        append_condition(form, static_cast<const Node*>(list_nth(joined->conditions, i)));
    }
}

void append_joins(Form* form) {
    const StatisticsLevel& level = *form->level;
    const StatisticsRelation* first = level.relation_at(place_of(level, level.relation));
    for (int i = 0; i < list_length(level.relations); ++i) {
        if (level.relation_at(i) != first) {
            append_join(form, first, level.relation_at(i));
        }
    }
}

void append_aggregate(Form* form, const Aggref* aggregate) {
    const char* name = get_func_name(aggregate->aggfnoid);
    if (is_quantile(aggregate)) {
        const auto* fraction = reinterpret_cast<const Const*>(eval_const_expressions(
            nullptr, static_cast<Node*>(copyObjectImpl(linitial(aggregate->aggdirectargs)))));
        name = psprintf("%s[%s]", name,
                        literal_of(DirectFunctionCall1(float8_numeric, fraction->constvalue), NUMERICOID));
    }
    append_text(&form->tree, 'A', aggregate->aggdistinct == NIL ? name : "count_distinct");
    if (aggregate->args == NIL) {
        appendStringInfoChar(&form->tree, '-');
    } else if (is_quantile(aggregate)) {
        append_column(form, aggregated_column(*form->level, aggregate));
    } else {
        append_operand_of(form, reinterpret_cast<const Node*>(
                                    static_cast<const TargetEntry*>(linitial(aggregate->args))->expr));
    }
    if (aggregate->aggfilter == nullptr) {
        appendStringInfoChar(&form->tree, '-');
    } else {
        append_condition(form, reinterpret_cast<const Node*>(aggregate->aggfilter));
    }
}

} // namespace

bool has_one_text_form(Oid type) {
    switch (type) {
    case BOOLOID:
    case INT2OID:
    case INT4OID:
    case INT8OID:
    case NUMERICOID:
    case TEXTOID:
    case VARCHAROID:
    case BPCHAROID:
        return true;
    default:
        return false;
    }
}

const char* literal_of(Datum value, Oid type) {
    if (type == NUMERICOID) {
        value = DirectFunctionCall1(numeric_trim_scale, value);
    }
    Oid output = InvalidOid;
    bool is_varlena = false;
    getTypeOutputInfo(type, &output, &is_varlena);
    // Floating-point numbers as they are, whatever the session writes of them. They do not fail.
    const int digits = extra_float_digits;
    extra_float_digits = 1;
    const char* text =
        type == FLOAT4OID || type == FLOAT8OID ? OidOutputFunctionCall(output, value) : nullptr;
    extra_float_digits = digits;
    text = text == nullptr ? OidOutputFunctionCall(output, value) : text;
    switch (type) {
    case INT2OID:
    case INT4OID:
    case INT8OID:
    case FLOAT4OID:
    case FLOAT8OID:
    case NUMERICOID:
        return text;
    case BOOLOID:
        return DatumGetBool(value) ? "true" : "false";
    default:
        return quote_literal_cstr(text);
    }
}

const char* column_name(const StatisticsLevel& level, const Expr* column) {
    const auto* plain =
        reinterpret_cast<const Var*>(without_conversion(reinterpret_cast<const Node*>(column)));
    const char* name = get_attname(range_entry(level.query, plain->varno)->relid, plain->varattno, false);
    return level.is_joined() ? psprintf("%s.%s", relation_of(level, plain)->name, quote_identifier(name))
                             : name;
}

const char* column_text(const StatisticsLevel& level, const Var* column) {
    const char* name = column_name(level, reinterpret_cast<const Expr*>(column));
    return level.is_joined() ? name : quote_identifier(name);
}

void append_operand(StringInfo tree, Datum value, bool is_null, Oid type) {
    type = getBaseType(type);
    const Oid element = get_element_type(type);
    if (is_null) {
        append_text(tree, 'V', "NULL");
        return;
    }
    if (!OidIsValid(element)) {
        append_text(tree, 'V', literal_of(value, type));
        return;
    }
    std::int16_t length = 0;
    bool by_value = false;
    char alignment = 0;
    get_typlenbyvalalign(element, &length, &by_value, &alignment);
    Datum* values = nullptr;
    bool* nulls = nullptr;
    int count = 0;
    deconstruct_array(DatumGetArrayTypeP(value), element, length, by_value, alignment, &values, &nulls,
                      &count);
    appendStringInfo(tree, "L%d;", count);
    for (int i = 0; i < count; ++i) {
        append_operand(tree, values[i], nulls[i], element);
    }
}

QuestionForm question_form(const StatisticsLevel& level) {
    Form form{&level, {}, NIL};
    const Query* query = level.query;
    initStringInfo(&form.tree);
    appendStringInfo(&form.tree, "QL%d;", list_length(query->groupClause));
    for (int i = 0; i < list_length(query->groupClause); ++i) {
        auto* group = static_cast<SortGroupClause*>(list_nth(query->groupClause, i));
        append_operand_of(&form, get_sortgroupclause_expr(group, query->targetList));
    }
    const Node* condition = query->jointree->quals;
    if (level.is_joined()) {
        appendStringInfo(&form.tree, "&%d;", count_joins(level) + (condition == nullptr ? 0 : 1));
        append_joins(&form);
    } else if (condition == nullptr) {
        appendStringInfoChar(&form.tree, '-');
    }
    if (condition != nullptr) {
        append_condition(&form, condition);
    }
    const List* aggregates = aggregates_of(level);
    appendStringInfo(&form.tree, "L%d;", list_length(aggregates));
    for (int i = 0; i < list_length(aggregates); ++i) {
        append_aggregate(&form, static_cast<const Aggref*>(list_nth(aggregates, i)));
    }
    return {form.tree.data, form.parameters};
}

QuestionForm predicate_form(const StatisticsLevel& level, const List* conditions, const List* keys,
                            const List* values) {
    Form form{&level, {}, NIL};
    initStringInfo(&form.tree);
    appendStringInfo(&form.tree, "QL0;&%d;",
                     count_joins(level) + list_length(conditions) + list_length(keys));
    append_joins(&form);
    for (int i = 0; i < list_length(conditions); ++i) {
        append_condition(&form, static_cast<const Node*>(list_nth(conditions, i)));
    }
    for (int i = 0; i < list_length(keys); ++i) {
        append_text(&form.tree, 'O', "IS NOT DISTINCT FROM");
        append_operand_of(&form, static_cast<const Node*>(list_nth(keys, i)));
        append_parameter(&form, copyObjectImpl(list_nth(values, i)));
    }
    appendStringInfoString(&form.tree, "L0;");
    return {form.tree.data, form.parameters};
}

} // namespace veil::pg
