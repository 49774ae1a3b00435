// veil.element, the placeholder of nested masks, and veil.each, the mask of an array's elements.
#include "pg/boundary.hpp"
#include "pg/nested_mask.hpp"

using namespace veil::pg;

namespace {

// A larger array is suppressed: what its masks make might not fit an array any more.
constexpr std::size_t largest_array = std::size_t{32} << 20;
constexpr std::size_t largest_result = std::size_t{256} << 20;
constexpr int most_elements = 4 << 20;

struct ElementType {
    Oid type;
    std::int16_t length;
    bool by_value;
    char alignment;
};

ElementType element_type(Oid type) {
    ElementType found{type, 0, false, 0};
    get_typlenbyvalalign(type, &found.length, &found.by_value, &found.alignment);
    return found;
}

struct EachCall {
    NestedMasks* masks;
    ElementType given;
    ElementType shown;
};

EachCall* call_of(FunctionCallInfo fcinfo) {
    if (likely(fcinfo->flinfo->fn_extra != nullptr)) {
        return static_cast<EachCall*>(fcinfo->flinfo->fn_extra);
    }
    NestedMasks* masks = NestedMasks::of_call(fcinfo, 1, 1);
    Oid given = get_base_element_type(get_fn_expr_argtype(fcinfo->flinfo, 0));
    Oid shown = get_element_type(get_fn_expr_rettype(fcinfo->flinfo));
    if (!OidIsValid(given) || shown != masks->type(0) ||
        (OidIsValid(masks->element_type(0)) && masks->element_type(0) != given)) {
        ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                        errmsg("veil.each takes an array and a mask of its elements")));
    }
    auto* call = static_cast<EachCall*>(MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(EachCall)));
    *call = {masks, element_type(given), element_type(shown)};
    fcinfo->flinfo->fn_extra = call;
    return call;
}

// What the value takes in an array, and 8 more bytes for its alignment.
std::size_t stored_size(Datum value, const ElementType& type) {
    return 8 +
           (type.by_value ? static_cast<std::size_t>(type.length) : datumGetSize(value, false, type.length));
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_element)
{ PG_RETURN_NULL(); }

VEIL_BACKEND_FUNCTION(veil_each)
{
    if (PG_ARGISNULL(0)) {
        PG_RETURN_NULL();
    }
    EachCall* call = call_of(fcinfo);
    ArrayType* array = PG_GETARG_ARRAYTYPE_P(0);
    const int elements = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
    if (VARSIZE(array) > largest_array || elements > most_elements) {
        PG_RETURN_NULL();
    }
    if (elements == 0) {
        PG_RETURN_ARRAYTYPE_P(construct_empty_array(call->shown.type));
    }
    Datum* values = nullptr;
    bool* nulls = nullptr;
    int count = 0;
    deconstruct_array(array, call->given.type, call->given.length, call->given.by_value,
                      call->given.alignment, &values, &nulls, &count);
    call->masks->begin_row(fcinfo);
    std::size_t size = 0;
    for (int i = 0; i < count; ++i) {
        CHECK_FOR_INTERRUPTS();
        if (nulls[i]) {
            continue;
        }
        const NestedMasks::Masked masked = call->masks->apply(0, values[i]);
        nulls[i] = masked.is_null;
        values[i] = 0;
        if (!masked.is_null) {
            size += stored_size(masked.value, call->shown);
            if (size > largest_result) {
                call->masks->reset();
                PG_RETURN_NULL();
            }
            values[i] = datumCopy(masked.value, call->shown.by_value, call->shown.length);
        }
        call->masks->reset();
    }
    PG_RETURN_ARRAYTYPE_P(construct_md_array(values, nulls, ARR_NDIM(array), ARR_DIMS(array),
                                             ARR_LBOUND(array), call->shown.type, call->shown.length,
                                             call->shown.by_value, call->shown.alignment));
}
