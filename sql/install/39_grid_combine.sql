-- Places and combinations. As all masks: STRICT, and total: no value of the type raises an error.

CREATE FUNCTION veil.grid_latitude(latitude anyelement, metres double precision) RETURNS anyelement
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_grid_latitude';
COMMENT ON FUNCTION veil.grid_latitude(anyelement, double precision) IS 'the middle of the cell of a grid on the globe that a latitude in degrees lies in';

CREATE FUNCTION veil.grid_longitude(longitude anyelement, latitude "any", metres double precision) RETURNS anyelement
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_grid_longitude';
COMMENT ON FUNCTION veil.grid_longitude(anyelement, "any", double precision) IS 'the middle of the cell of a grid on the globe that a longitude at a latitude lies in, both in degrees';

CREATE FUNCTION veil.grid_support(internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_grid_support';
COMMENT ON FUNCTION veil.grid_support(internal) IS 'planner support: a coordinate in the form of its column needs no conversion';

CREATE FUNCTION veil.grid_latitude(latitude numeric, metres double precision, modifier integer) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 SUPPORT veil.grid_support AS 'MODULE_PATHNAME', 'veil_grid_latitude';
COMMENT ON FUNCTION veil.grid_latitude(numeric, double precision, integer) IS 'the same, in the form of a column of numeric(precision, scale)';

CREATE FUNCTION veil.grid_longitude(longitude numeric, latitude "any", metres double precision, modifier integer) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 SUPPORT veil.grid_support AS 'MODULE_PATHNAME', 'veil_grid_longitude';
COMMENT ON FUNCTION veil.grid_longitude(numeric, "any", double precision, integer) IS 'the same, in the form of a column of numeric(precision, scale)';

CREATE FUNCTION veil.grid(place point, metres double precision) RETURNS point
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_grid_point';
COMMENT ON FUNCTION veil.grid(point, double precision) IS 'the middle of the cell of a grid on the globe; x is the longitude, y the latitude';

CREATE FUNCTION veil.grid_plane(place point, size double precision) RETURNS point
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_grid_plane_point';
COMMENT ON FUNCTION veil.grid_plane(point, double precision) IS 'the middle of the cell of a square grid in the plane';

CREATE FUNCTION veil.grid_geometry(place anyelement, metres double precision) RETURNS anyelement
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_grid_geometry';
COMMENT ON FUNCTION veil.grid_geometry(anyelement, double precision) IS 'the middle of the cell of a grid on the globe, of a PostGIS point in degrees';

CREATE FUNCTION veil.grid_plane_geometry(place anyelement, size double precision) RETURNS anyelement
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_grid_plane_geometry';
COMMENT ON FUNCTION veil.grid_plane_geometry(anyelement, double precision) IS 'the middle of the cell of a square grid in the plane, of a PostGIS geometry';

CREATE FUNCTION veil.combine(separator text, parts text[]) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_combine';
COMMENT ON FUNCTION veil.combine(text, text[]) IS 'several texts as one, different for different lists of texts';
