// veil.generalize: the label of a value at a level of a hierarchy.
#include "pg/catalog.hpp"
#include "pg/hierarchy_store.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

// What one call site keeps between rows.
struct HierarchySite {
    const veil::Hierarchy* hierarchy;
    std::uint64_t generation;
    std::int32_t level;
    // The name cannot change between rows of one execution, as in every view, nor the level.
    bool constant;
};

const HierarchySite* prepare_site(FunctionCallInfo fcinfo) {
    auto* site = static_cast<HierarchySite*>(fcinfo->flinfo->fn_extra);
    if (site == nullptr) {
        site = static_cast<HierarchySite*>(
            MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(HierarchySite)));
        site->constant =
            get_fn_expr_arg_stable(fcinfo->flinfo, 1) && get_fn_expr_arg_stable(fcinfo->flinfo, 2);
        fcinfo->flinfo->fn_extra = site;
    }
    std::string_view name = text_argument(fcinfo, 1);
    PreparedHierarchy prepared = guard([&] { return prepare_hierarchy(name); });
    site->hierarchy = prepared.hierarchy;
    site->generation = prepared.generation;
    site->level = PG_GETARG_INT32(2);
    return site;
}

inline const HierarchySite* hierarchy_site(FunctionCallInfo fcinfo) {
    const auto* site = static_cast<const HierarchySite*>(fcinfo->flinfo->fn_extra);
    return likely(site != nullptr && site->constant && site->generation == hierarchy_generation)
               ? site
               : prepare_site(fcinfo);
}

// A copy: the hierarchy may be outdated before the row is used.
Datum label_datum(FunctionCallInfo fcinfo, veil::Label label) {
    if (!label) {
        PG_RETURN_NULL();
    }
    text* result = new_text(label->size());
    memcpy(VARDATA(result), label->data(), label->size());
    PG_RETURN_TEXT_P(result);
}

Datum integer_label(FunctionCallInfo fcinfo, std::int64_t value) {
    veil::LabelBuffer buffer;
    const HierarchySite* site = hierarchy_site(fcinfo);
    return label_datum(fcinfo, site->hierarchy->integer_label(value, site->level, buffer));
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_generalize_text)
{
    veil::LabelBuffer buffer;
    std::string_view value = text_argument(fcinfo, 0);
    const HierarchySite* site = hierarchy_site(fcinfo);
    return label_datum(fcinfo, site->hierarchy->text_label(value, site->level, buffer));
}

VEIL_BACKEND_FUNCTION(veil_generalize_int4)
{ return integer_label(fcinfo, PG_GETARG_INT32(0)); }

VEIL_BACKEND_FUNCTION(veil_generalize_int8)
{ return integer_label(fcinfo, PG_GETARG_INT64(0)); }

// By its whole part, rounded down; beyond bigint, NaN and the infinities are no values of the domain.
VEIL_BACKEND_FUNCTION(veil_generalize_numeric)
{
    Numeric value = PG_GETARG_NUMERIC(0);
    if (numeric_is_nan(value) || numeric_is_inf(value)) {
        PG_RETURN_NULL();
    }
    Datum whole = DirectFunctionCall1(numeric_floor, NumericGetDatum(value));
    auto is_at_most = [](Datum a, Datum b) { return DatumGetBool(DirectFunctionCall2(numeric_le, a, b)); };
    if (!is_at_most(NumericGetDatum(int64_to_numeric(PG_INT64_MIN)), whole) ||
        !is_at_most(whole, NumericGetDatum(int64_to_numeric(PG_INT64_MAX)))) {
        PG_RETURN_NULL();
    }
    return integer_label(fcinfo, DatumGetInt64(DirectFunctionCall1(numeric_int8, whole)));
}

VEIL_BACKEND_FUNCTION(veil_generalize_date)
{
    veil::LabelBuffer buffer;
    const HierarchySite* site = hierarchy_site(fcinfo);
    return label_datum(fcinfo, site->hierarchy->date_label(PG_GETARG_DATEADT(0), site->level, buffer));
}

// Trigger on veil.hierarchy: every backend reads what it needs again.
VEIL_BACKEND_FUNCTION(veil_hierarchies_changed)
{
    if (!CALLED_AS_TRIGGER(fcinfo)) {
        ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
                        errmsg("veil.hierarchies_changed is a trigger function")));
    }
    CacheInvalidateRelcacheByRelid(veil_relation("hierarchy"));
    PG_RETURN_POINTER(nullptr);
}
