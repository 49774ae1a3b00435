#include "pg/nested_mask.hpp"

#include "core/json_program.hpp"
#include "pg/boundary.hpp"
#include "pg/catalog.hpp"
#include "pg/text_value.hpp"

namespace veil::pg {

namespace {

[[noreturn]] void refuse_call() {
    ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                    errmsg("masks of nested values work in views of pg_veil only")));
    pg_unreachable();
}

bool is_veil_function(const FuncExpr* call, const char* name) {
    if (get_func_namespace(call->funcid) != veil_schema()) {
        return false;
    }
    const char* found = get_func_name(call->funcid);
    return found != nullptr && strcmp(found, name) == 0;
}

// How many of a call's arguments, from which on, are masks: they have placeholders of their own.
struct InnerMasks {
    int first;
    int count;
};

InnerMasks inner_masks(const FuncExpr* call) {
    if (is_veil_function(call, "each")) {
        return {1, 1};
    }
    if (!is_veil_function(call, "json")) {
        return {0, 0};
    }
    const auto* program = static_cast<const Const*>(lsecond(call->args));
    if (!IsA(program, Const) || program->constisnull) {
        refuse_call();
    }
    const std::string_view text = view_of(PG_DETOAST_DATUM_PACKED(program->constvalue));
    const int masks = guard([&] {
        const auto parsed = JsonProgram::parse(text);
        return parsed ? parsed->masks() : -1;
    });
    if (masks < 0) {
        refuse_call();
    }
    return {2, masks};
}

struct Substitution {
    int columns;
    const Oid* column_types;
    Oid element_type;
};

// The number of a placeholder, a constant in every view.
int placeholder_number(const FuncExpr* placeholder) {
    const auto* number = static_cast<const Const*>(linitial(placeholder->args));
    if (!IsA(number, Const) || number->constisnull || number->consttype != INT4OID) {
        refuse_call();
    }
    return DatumGetInt32(number->constvalue);
}

Node* parameter_for(const FuncExpr* placeholder, Substitution* substitution) {
    const int number = placeholder_number(placeholder);
    if (number < 0 || number > substitution->columns) {
        refuse_call();
    }
    if (number == 0) {
        if (OidIsValid(substitution->element_type) &&
            substitution->element_type != placeholder->funcresulttype) {
            refuse_call();
        }
        substitution->element_type = placeholder->funcresulttype;
    } else if (substitution->column_types[number - 1] != placeholder->funcresulttype) {
        refuse_call();
    }
    auto* parameter = makeNode(Param);
    parameter->paramkind = PARAM_EXEC;
    parameter->paramid = number;
    parameter->paramtype = placeholder->funcresulttype;
    parameter->paramtypmod = -1;
    parameter->paramcollid = placeholder->funccollid;
    parameter->location = -1;
    return reinterpret_cast<Node*>(parameter);
}

} // namespace

// Every node of a mask passes here. What is not known to stand on its own is refused: a parameter or a column
// would be read from the wrong place.
extern "C" {
static Node* substitute_placeholders(Node* node, void* context) {
    if (node == nullptr) {
        return nullptr;
    }
    auto* substitution = static_cast<Substitution*>(context);
    switch (nodeTag(node)) {
    case T_Var:
    case T_Param:
    case T_SubPlan:
    case T_AlternativeSubPlan:
    case T_SubLink:
    case T_Aggref:
    case T_WindowFunc:
    case T_GroupingFunc:
    case T_PlaceHolderVar:
    case T_CurrentOfExpr:
        refuse_call();
    case T_FuncExpr:
        break;
    default:
        return mutate_children(node, substitute_placeholders, context);
    }
    auto* call = reinterpret_cast<FuncExpr*>(node);
    if (is_veil_function(call, "element")) {
        return parameter_for(call, substitution);
    }
    const InnerMasks inner = inner_masks(call);
    if (inner.count == 0) {
        return mutate_children(node, substitute_placeholders, context);
    }
    auto* copy = static_cast<FuncExpr*>(copyObjectImpl(call));
    for (int i = 0; i < list_length(copy->args); ++i) {
        ListCell* cell = list_nth_cell(copy->args, i);
        if (i < inner.first || i >= inner.first + inner.count) {
            lfirst(cell) = substitute_placeholders(static_cast<Node*>(lfirst(cell)), context);
        }
    }
    return reinterpret_cast<Node*>(copy);
}
}

NestedMasks* NestedMasks::of_call(FunctionCallInfo fcinfo, int first, int count) {
    auto* call = reinterpret_cast<FuncExpr*>(fcinfo->flinfo->fn_expr);
    if (call == nullptr || !IsA(call, FuncExpr) || list_length(call->args) != PG_NARGS() || count < 0 ||
        first + count > PG_NARGS() || call->funcvariadic) {
        refuse_call();
    }
    MemoryContext previous = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
    auto* masks = static_cast<NestedMasks*>(palloc0(sizeof(NestedMasks)));
    masks->first_column_ = first + count;
    masks->columns_ = PG_NARGS() - masks->first_column_;
    auto array_size = [](int elements, std::size_t size) {
        return static_cast<std::size_t>(elements + 1) * size;
    };
    masks->states_ = static_cast<ExprState**>(palloc0(array_size(count, sizeof(ExprState*))));
    masks->types_ = static_cast<Oid*>(palloc0(array_size(count, sizeof(Oid))));
    masks->element_types_ = static_cast<Oid*>(palloc0(array_size(count, sizeof(Oid))));
    masks->placeholders_ =
        static_cast<ParamExecData*>(palloc0(array_size(masks->columns_, sizeof(ParamExecData))));
    auto* column_types = static_cast<Oid*>(palloc0(array_size(masks->columns_, sizeof(Oid))));
    for (int i = 0; i < masks->columns_; ++i) {
        column_types[i] = exprType(static_cast<Node*>(list_nth(call->args, masks->first_column_ + i)));
    }
    masks->context_ = CreateStandaloneExprContext();
    masks->context_->ecxt_param_exec_vals = masks->placeholders_;
    for (int i = 0; i < count; ++i) {
        Substitution substitution{masks->columns_, column_types, InvalidOid};
        Node* mask =
            substitute_placeholders(static_cast<Node*>(list_nth(call->args, first + i)), &substitution);
        masks->types_[i] = exprType(mask);
        masks->element_types_[i] = substitution.element_type;
        masks->states_[i] = ExecInitExpr(reinterpret_cast<Expr*>(mask), nullptr);
    }
    MemoryContextSwitchTo(previous);
    return masks;
}

void NestedMasks::begin_row(FunctionCallInfo fcinfo) noexcept {
    for (int i = 0; i < columns_; ++i) {
        const NullableDatum& column = fcinfo->args[first_column_ + i];
        placeholders_[i + 1] = {nullptr, column.value, column.isnull};
    }
}

NestedMasks::Masked NestedMasks::apply(int mask, Datum element) {
    placeholders_[0] = {nullptr, element, false};
    Masked masked{};
    masked.value = ExecEvalExprSwitchContext(states_[mask], context_, &masked.is_null);
    return masked;
}

} // namespace veil::pg
