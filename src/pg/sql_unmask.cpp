// veil.unmask(value, the mask's parameters, veil.run_time()): the raw value behind a masked one, as a value
// that a plan can compare and nobody can see. NULL where nothing is masked so.
#include "pg/attribute.hpp"
#include "pg/known_function.hpp"

using namespace veil::pg;

namespace {

constexpr int most_arguments = 4;

// But for the last one, which says when.
int arguments_of_mask(FunctionCallInfo fcinfo) {
    return fcinfo->nargs - 1;
}

struct UnmaskSite {
    FmgrInfo inverse;
    // A permutation of a whole type has one spelling of each value; of others the mask says which it is.
    bool is_permutation;
    FmgrInfo mask;
    FmgrInfo* equality;
    std::int16_t length;
    bool by_value;
    // The parameters do not change between rows: what was computed for the last value holds.
    bool is_constant;
    bool has_last;
    Datum last_value;
    Datum last_raw;
    bool last_is_null;
};

Datum call_with(FunctionCallInfo fcinfo, FmgrInfo* function, Datum value, bool* is_null) {
    LOCAL_FCINFO(call, most_arguments);
    const int count = arguments_of_mask(fcinfo);
    InitFunctionCallInfoData(*call, function, count, fcinfo->fncollation, nullptr, nullptr);
    call->args[0] = {value, false};
    for (int i = 1; i < count; ++i) {
        call->args[i] = fcinfo->args[i];
    }
    const Datum result = FunctionCallInvoke(call);
    *is_null = call->isnull;
    return result;
}

void prepare_function(FunctionCallInfo fcinfo, FmgrInfo* function, const char* name, Oid type) {
    std::array<Oid, most_arguments> types{};
    const int count = arguments_of_mask(fcinfo);
    types[0] = get_typtype(type) == TYPTYPE_ENUM ? ANYENUMOID : type;
    for (int i = 1; i < count; ++i) {
        types[static_cast<std::size_t>(i)] = get_fn_expr_argtype(fcinfo->flinfo, i);
    }
    const Oid found = known_function(name, std::span(types).first(static_cast<std::size_t>(count)));
    if (!OidIsValid(found)) {
        ereport(ERROR,
                (errcode(ERRCODE_UNDEFINED_FUNCTION), errmsg("there is no inverse for these arguments")));
    }
    fmgr_info_cxt(found, function, fcinfo->flinfo->fn_mcxt);
    fmgr_info_set_expr(fcinfo->flinfo->fn_expr, function);
}

UnmaskSite* new_site(FunctionCallInfo fcinfo) {
    auto* site =
        static_cast<UnmaskSite*>(MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(UnmaskSite)));
    const Oid type = get_fn_expr_argtype(fcinfo->flinfo, 0);
    const bool is_format = arguments_of_mask(fcinfo) == 4;
    const bool is_encryption = type == TEXTOID || type == BYTEAOID;
    site->is_permutation = !is_format && (is_integer(type) || type == UUIDOID);
    if (!site->is_permutation) {
        prepare_function(fcinfo, &site->mask,
                         is_format       ? "format_preserving"
                         : is_encryption ? "encrypt"
                                         : "pseudonym",
                         type);
    }
    prepare_function(fcinfo, &site->inverse,
                     is_format       ? "invert_format_preserving"
                     : is_encryption ? "decrypt"
                                     : "invert_pseudonym",
                     type);
    site->equality = &lookup_type_cache(type, TYPECACHE_EQ_OPR_FINFO)->eq_opr_finfo;
    get_typlenbyval(type, &site->length, &site->by_value);
    site->is_constant = true;
    for (int i = 1; i < arguments_of_mask(fcinfo); ++i) {
        site->is_constant &= get_fn_expr_arg_stable(fcinfo->flinfo, i);
    }
    return site;
}

bool is_equal(const UnmaskSite* site, Datum left, Datum right) {
    return DatumGetBool(FunctionCall2Coll(site->equality, C_COLLATION_OID, left, right));
}

} // namespace

// Nothing reads it: that a call has it for an argument is what it is for.
VEIL_BACKEND_FUNCTION(veil_run_time)
{ PG_RETURN_NULL(); }

VEIL_BACKEND_FUNCTION(veil_unmask)
{
    for (int i = 0; i < arguments_of_mask(fcinfo); ++i) {
        if (PG_ARGISNULL(i)) {
            PG_RETURN_NULL();
        }
    }
    auto* site = static_cast<UnmaskSite*>(fcinfo->flinfo->fn_extra);
    if (site == nullptr) {
        site = new_site(fcinfo);
        fcinfo->flinfo->fn_extra = site;
    }
    const Datum value = site->length == -1 ? PointerGetDatum(PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0)))
                                           : PG_GETARG_DATUM(0);
    if (site->has_last && is_equal(site, site->last_value, value)) {
        if (site->last_is_null) {
            PG_RETURN_NULL();
        }
        return site->last_raw;
    }
    bool is_null = false;
    Datum raw = call_with(fcinfo, &site->inverse, value, &is_null);
    if (!is_null && !site->is_permutation) {
        // Another spelling of a masked value, of the same inverse, is none.
        const Datum again = call_with(fcinfo, &site->mask, raw, &is_null);
        is_null = is_null || !is_equal(site, again, value);
    }
    if (site->is_constant) {
        if (site->has_last && !site->by_value) {
            pfree(DatumGetPointer(site->last_value));
            if (!site->last_is_null) {
                pfree(DatumGetPointer(site->last_raw));
            }
        }
        MemoryContext previous = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
        site->has_last = false;
        site->last_value = datumCopy(value, site->by_value, site->length);
        site->last_is_null = is_null;
        site->last_raw = is_null ? Datum{0} : datumCopy(raw, site->by_value, site->length);
        site->has_last = true;
        MemoryContextSwitchTo(previous);
    }
    if (is_null) {
        PG_RETURN_NULL();
    }
    return raw;
}
