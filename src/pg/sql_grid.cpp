// veil.grid_latitude, veil.grid_longitude, veil.grid and veil.grid_plane: places snapped to the middle of
// their cell of a grid. What lies nowhere (NaN, infinities, beyond the poles or the antimeridian) is NULL.
#include "core/geographic_grid.hpp"
#include "core/number_generalization.hpp"
#include "core/stored_point.hpp"
#include "pg/boundary.hpp"
#include "pg/numeric_value.hpp"
#include "pg/spatial_type.hpp"

#include <cmath>

extern "C" {
#include "utils/geo_decls.h"
}

using namespace veil::pg;

namespace {

struct NumericForm {
    int decimals;         // that are shown
    std::int64_t rounded; // to a multiple of so many units, which is even
};

// Digits before the point, where a modifier is given: a longitude has the latitude as a further argument.
int whole_digits(int arguments) {
    return arguments == 3 ? 2 : 3;
}

constexpr NumericForm widest_form{veil::grid_decimals, 10};

// Degrees as a column of numeric(precision, scale) holds them; nothing where it does not hold all of them.
std::optional<NumericForm> form_of(std::int32_t modifier, int whole_digits) {
    constexpr int most_decimals = 63;
    if (modifier < static_cast<std::int32_t>(VARHDRSZ)) {
        return std::nullopt;
    }
    const int decimals = numeric_scale_of(modifier);
    if (decimals < 0 || decimals > most_decimals ||
        numeric_precision_of(modifier) - decimals < whole_digits) {
        return std::nullopt;
    }
    NumericForm form{decimals, 10};
    for (int i = decimals; i < veil::grid_decimals; ++i) {
        form.rounded *= 10;
    }
    return form;
}

struct GridSite {
    bool constant;
    std::array<Oid, 2> types; // of the first two arguments
    veil::GeographicGrid grid;
    veil::DecimalStep step; // of a plane
    NumericForm form;       // of a numeric coordinate
};

// `length` is the number of the argument with the length; behind it may stand the modifier of a numeric
// column.
const GridSite* prepare_grid(FunctionCallInfo fcinfo, int length) {
    auto* site = static_cast<GridSite*>(fcinfo->flinfo->fn_extra);
    if (site == nullptr) {
        site = static_cast<GridSite*>(MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(GridSite)));
        fcinfo->flinfo->fn_extra = site;
    }
    const double size = PG_GETARG_FLOAT8(length);
    if (!std::isfinite(size) || size <= 0) {
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("there is no grid of this size")));
    }
    for (int i = 0; i < length; ++i) {
        site->types[static_cast<std::size_t>(i)] = get_fn_expr_argtype(fcinfo->flinfo, i);
    }
    site->grid = veil::geographic_grid(std::max(size, 1.0));
    site->step = veil::decimal_step(size);
    site->constant = get_fn_expr_arg_stable(fcinfo->flinfo, length);
    site->form = widest_form;
    if (PG_NARGS() > length + 1) {
        site->form = form_of(PG_GETARG_INT32(length + 1), whole_digits(PG_NARGS())).value_or(widest_form);
        site->constant &= get_fn_expr_arg_stable(fcinfo->flinfo, length + 1);
    }
    return site;
}

const GridSite* grid_site(FunctionCallInfo fcinfo, int length) {
    const auto* site = static_cast<const GridSite*>(fcinfo->flinfo->fn_extra);
    return likely(site != nullptr && site->constant) ? site : prepare_grid(fcinfo, length);
}

[[noreturn]] void refuse_type() {
    ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("a value of this type is no coordinate")));
    pg_unreachable();
}

// NaN for what is none.
double degrees_of(Datum value, Oid type) {
    constexpr int groups = 3;
    constexpr double units_per_degree = 1e12;
    switch (type) {
    case FLOAT4OID:
        return static_cast<double>(DatumGetFloat4(value));
    case FLOAT8OID:
        return DatumGetFloat8(value);
    case NUMERICOID: {
        const std::optional<veil::FixedDecimal> fixed =
            veil::read_stored_decimal(stored_numeric(value), groups);
        return fixed ? static_cast<double>(fixed->units) / units_per_degree
                     : std::numeric_limits<double>::quiet_NaN();
    }
    default:
        refuse_type();
    }
}

double degrees(std::int64_t units) {
    return static_cast<double>(units) / veil::grid_units_per_degree;
}

// Half away from zero, as the server's own conversion to the column's type.
Datum numeric_coordinate(std::int64_t units, const NumericForm& form) {
    const std::int64_t half = units < 0 ? -form.rounded / 2 : form.rounded / 2;
    return numeric_datum((units + half) / form.rounded * form.rounded, veil::grid_groups, form.decimals);
}

Datum coordinate(FunctionCallInfo fcinfo, const GridSite* site, const std::optional<std::int64_t>& units) {
    if (!units) {
        PG_RETURN_NULL();
    }
    switch (site->types[0]) {
    case FLOAT4OID:
        PG_RETURN_FLOAT4(static_cast<float>(degrees(*units)));
    case FLOAT8OID:
        PG_RETURN_FLOAT8(degrees(*units));
    default:
        return numeric_coordinate(*units, site->form);
    }
}

// x is the longitude, y the latitude. False for nowhere.
bool snap_on_globe(const GridSite* site, double* x, double* y) {
    const std::optional<veil::GridPlace> place = veil::grid_place(*x, *y, site->grid);
    if (!place) {
        return false;
    }
    *x = degrees(place->longitude);
    *y = degrees(place->latitude);
    return true;
}

// Values so large that a double does not tell them from their neighbours a cell away are nowhere.
bool snap_on_plane(const GridSite* site, double* x, double* y) {
    const double limit = veil::number_internal::finest_limit<double>(site->step);
    if (!(std::abs(*x) < limit) || !(std::abs(*y) < limit)) {
        return false;
    }
    *x = veil::bucket_midpoint(*x, site->step);
    *y = veil::bucket_midpoint(*y, site->step);
    return true;
}

using Snap = bool (*)(const GridSite*, double*, double*);

Datum snapped_point(FunctionCallInfo fcinfo, Snap snap) {
    const GridSite* site = grid_site(fcinfo, 1);
    Point place = *PG_GETARG_POINT_P(0);
    if (!snap(site, &place.x, &place.y)) {
        PG_RETURN_NULL();
    }
    auto* result = static_cast<Point*>(palloc(sizeof(Point)));
    *result = place;
    PG_RETURN_POINT_P(result);
}

// SRIDs of longitude and latitude in degrees: WGS 84, ETRS 89, and none.
bool is_in_degrees(const veil::StoredPoint& point) {
    return point.is_geography || point.srid == 4326 || point.srid == 4258 || point.srid == 0;
}

Datum snapped_geometry(FunctionCallInfo fcinfo, bool on_globe) {
    const auto* site = static_cast<const GridSite*>(fcinfo->flinfo->fn_extra);
    if (unlikely(site == nullptr || !site->constant)) {
        site = prepare_grid(fcinfo, 1);
        if (!is_spatial_type(site->types[0])) {
            refuse_type();
        }
    }
    struct varlena* value = PG_DETOAST_DATUM(PG_GETARG_DATUM(0));
    const std::size_t size = VARSIZE(value);
    const std::optional<veil::StoredPoint> point =
        veil::find_stored_point({reinterpret_cast<const std::uint8_t*>(VARDATA(value)), size - VARHDRSZ});
    if (!point || (on_globe ? !is_in_degrees(*point) : point->is_geography)) {
        PG_RETURN_NULL();
    }
    auto* result = static_cast<char*>(palloc(size));
    memcpy(result, value, size);
    char* coordinates = result + VARHDRSZ + point->position;
    std::array<double, 2> place;
    memcpy(place.data(), coordinates, sizeof(place));
    if (!(on_globe ? snap_on_globe : snap_on_plane)(site, &place[0], &place[1])) {
        PG_RETURN_NULL();
    }
    memcpy(coordinates, place.data(), sizeof(place));
    PG_RETURN_POINTER(result);
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_grid_latitude)
{
    const GridSite* site = grid_site(fcinfo, 1);
    return coordinate(fcinfo, site,
                      veil::grid_latitude(degrees_of(PG_GETARG_DATUM(0), site->types[0]), site->grid));
}

VEIL_BACKEND_FUNCTION(veil_grid_longitude)
{
    const GridSite* site = grid_site(fcinfo, 2);
    const double longitude = degrees_of(PG_GETARG_DATUM(0), site->types[0]);
    const double latitude = degrees_of(PG_GETARG_DATUM(1), site->types[1]);
    return coordinate(fcinfo, site, veil::grid_longitude(longitude, latitude, site->grid));
}

// The planner leaves out the conversion of these two to the column's type: their values have its form.
VEIL_BACKEND_FUNCTION(veil_grid_support)
{
    const auto* node = reinterpret_cast<const Node*>(PG_GETARG_POINTER(0));
    if (!IsA(node, SupportRequestSimplify)) {
        PG_RETURN_POINTER(nullptr);
    }
    FuncExpr* call = reinterpret_cast<const SupportRequestSimplify*>(node)->fcall;
    const auto* modifier = static_cast<const Const*>(llast(call->args));
    if (!IsA(modifier, Const) || modifier->constisnull ||
        !form_of(DatumGetInt32(modifier->constvalue), whole_digits(list_length(call->args)))) {
        PG_RETURN_POINTER(nullptr);
    }
    RelabelType* typed =
        makeRelabelType(reinterpret_cast<Expr*>(copyObjectImpl(call)), NUMERICOID,
                        DatumGetInt32(modifier->constvalue), InvalidOid, COERCE_IMPLICIT_CAST);
    PG_RETURN_POINTER(typed);
}

VEIL_BACKEND_FUNCTION(veil_grid_point)
{ return snapped_point(fcinfo, snap_on_globe); }

VEIL_BACKEND_FUNCTION(veil_grid_plane_point)
{ return snapped_point(fcinfo, snap_on_plane); }

// A PostGIS geometry or geography. Other shapes than points are NULL, and so is a point in another system of
// coordinates than the grid's.
VEIL_BACKEND_FUNCTION(veil_grid_geometry)
{ return snapped_geometry(fcinfo, true); }

VEIL_BACKEND_FUNCTION(veil_grid_plane_geometry)
{ return snapped_geometry(fcinfo, false); }
