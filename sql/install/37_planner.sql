-- What the planner writes into queries beside raw values: inverses of masks, evaluated when a query runs, and bounds. Only
-- plans call them: an inverse gives what nobody can see, and asks for the key as the mask does; a bound is computed from
-- masks without a key.

-- What has this for an argument is not computed while a query is planned, not for an estimate either: the server evaluates no
-- function that returns a record.
CREATE FUNCTION veil.run_time() RETURNS record
    LANGUAGE c STABLE PARALLEL SAFE COST 0.1 AS 'MODULE_PATHNAME', 'veil_run_time';
COMMENT ON FUNCTION veil.run_time() IS 'planner: NULL, which keeps what is computed with it out of the planning';

CREATE FUNCTION veil.unmask(masked smallint, key veil.key, scope text, run_time record) RETURNS veil.raw_int2
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(smallint, veil.key, text, record) IS 'planner: the raw value behind a masked smallint, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked integer, key veil.key, scope text, run_time record) RETURNS veil.raw_int4
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(integer, veil.key, text, record) IS 'planner: the raw value behind a masked integer, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked bigint, key veil.key, scope text, run_time record) RETURNS veil.raw_int8
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(bigint, veil.key, text, record) IS 'planner: the raw value behind a masked bigint, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked uuid, key veil.key, scope text, run_time record) RETURNS veil.raw_uuid
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(uuid, veil.key, text, record) IS 'planner: the raw value behind a masked uuid, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked text, key veil.key, scope text, run_time record) RETURNS veil.raw_text
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(text, veil.key, text, record) IS 'planner: the raw value behind a masked text, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked bytea, key veil.key, scope text, run_time record) RETURNS veil.raw_bytea
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(bytea, veil.key, text, record) IS 'planner: the raw value behind a masked bytea, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked smallint, key veil.key, scope text, format text, run_time record) RETURNS veil.raw_int2
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(smallint, veil.key, text, text, record) IS 'planner: the raw value behind a masked smallint, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked integer, key veil.key, scope text, format text, run_time record) RETURNS veil.raw_int4
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(integer, veil.key, text, text, record) IS 'planner: the raw value behind a masked integer, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked bigint, key veil.key, scope text, format text, run_time record) RETURNS veil.raw_int8
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(bigint, veil.key, text, text, record) IS 'planner: the raw value behind a masked bigint, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked uuid, key veil.key, scope text, format text, run_time record) RETURNS veil.raw_uuid
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(uuid, veil.key, text, text, record) IS 'planner: the raw value behind a masked uuid, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked text, key veil.key, scope text, format text, run_time record) RETURNS veil.raw_text
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(text, veil.key, text, text, record) IS 'planner: the raw value behind a masked text, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked bytea, key veil.key, scope text, format text, run_time record) RETURNS veil.raw_bytea
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(bytea, veil.key, text, text, record) IS 'planner: the raw value behind a masked bytea, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked date, key veil.key, scope text, format text, run_time record) RETURNS veil.raw_int4
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(date, veil.key, text, text, record) IS 'planner: the raw value behind a masked date, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked timestamp, key veil.key, scope text, format text, run_time record) RETURNS veil.raw_int8
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(timestamp, veil.key, text, text, record) IS 'planner: the raw value behind a masked timestamp, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked timestamptz, key veil.key, scope text, format text, run_time record) RETURNS veil.raw_int8
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(timestamptz, veil.key, text, text, record) IS 'planner: the raw value behind a masked timestamptz, which only a plan can compare';

CREATE FUNCTION veil.unmask(masked anyenum, key veil.key, scope text, format text, run_time record) RETURNS veil.raw_enum
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_unmask';
COMMENT ON FUNCTION veil.unmask(anyenum, veil.key, text, text, record) IS 'planner: the raw value behind a masked anyenum, which only a plan can compare';

-- What is encrypted as a canonical text, as a value of its type again. The second argument is NULL, and says which type.
CREATE FUNCTION veil.raw_from(canonical veil.raw_text, type smallint) RETURNS veil.raw_int2
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_raw_from_int2';
COMMENT ON FUNCTION veil.raw_from(veil.raw_text, smallint) IS 'planner: the smallint with a canonical text, which only a plan can compare';

CREATE FUNCTION veil.raw_from(canonical veil.raw_text, type integer) RETURNS veil.raw_int4
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_raw_from_int4';
COMMENT ON FUNCTION veil.raw_from(veil.raw_text, integer) IS 'planner: the integer with a canonical text, which only a plan can compare';

CREATE FUNCTION veil.raw_from(canonical veil.raw_text, type bigint) RETURNS veil.raw_int8
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_raw_from_int8';
COMMENT ON FUNCTION veil.raw_from(veil.raw_text, bigint) IS 'planner: the bigint with a canonical text, which only a plan can compare';

CREATE FUNCTION veil.raw_from(canonical veil.raw_text, type numeric) RETURNS veil.raw_numeric
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_raw_from_numeric';
COMMENT ON FUNCTION veil.raw_from(veil.raw_text, numeric) IS 'planner: the numeric with a canonical text, which only a plan can compare';

CREATE FUNCTION veil.raw_from(canonical veil.raw_text, type date) RETURNS veil.raw_int4
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_raw_from_date';
COMMENT ON FUNCTION veil.raw_from(veil.raw_text, date) IS 'planner: the date with a canonical text, which only a plan can compare';

CREATE FUNCTION veil.raw_from(canonical veil.raw_text, type timestamp) RETURNS veil.raw_int8
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_raw_from_timestamp';
COMMENT ON FUNCTION veil.raw_from(veil.raw_text, timestamp) IS 'planner: the timestamp with a canonical text, which only a plan can compare';

CREATE FUNCTION veil.raw_from(canonical veil.raw_text, type timestamptz) RETURNS veil.raw_int8
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_raw_from_timestamptz';
COMMENT ON FUNCTION veil.raw_from(veil.raw_text, timestamptz) IS 'planner: the timestamptz with a canonical text, which only a plan can compare';

CREATE FUNCTION veil.raw_from(canonical veil.raw_text, type real) RETURNS veil.raw_float4
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_raw_from_float4';
COMMENT ON FUNCTION veil.raw_from(veil.raw_text, real) IS 'planner: the real with a canonical text, which only a plan can compare';

CREATE FUNCTION veil.raw_from(canonical veil.raw_text, type double precision) RETURNS veil.raw_float8
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_raw_from_float8';
COMMENT ON FUNCTION veil.raw_from(veil.raw_text, double precision) IS 'planner: the double precision with a canonical text, which only a plan can compare';

CREATE FUNCTION veil.raw_from(canonical veil.raw_text, type time) RETURNS veil.raw_int8
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_raw_from_time';
COMMENT ON FUNCTION veil.raw_from(veil.raw_text, time) IS 'planner: the time with a canonical text, which only a plan can compare';

CREATE FUNCTION veil.raw_from(canonical veil.raw_text, type uuid) RETURNS veil.raw_uuid
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_raw_from_uuid';
COMMENT ON FUNCTION veil.raw_from(veil.raw_text, uuid) IS 'planner: the uuid with a canonical text, which only a plan can compare';

CREATE FUNCTION veil.raw_from(canonical veil.raw_text, type macaddr) RETURNS veil.raw_macaddr
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_raw_from_macaddr';
COMMENT ON FUNCTION veil.raw_from(veil.raw_text, macaddr) IS 'planner: the macaddr with a canonical text, which only a plan can compare';

CREATE FUNCTION veil.raw_from(canonical veil.raw_text, type inet) RETURNS veil.raw_inet
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_raw_from_inet';
COMMENT ON FUNCTION veil.raw_from(veil.raw_text, inet) IS 'planner: the inet with a canonical text, which only a plan can compare';

CREATE FUNCTION veil.raw_from(canonical veil.raw_text, type anyenum) RETURNS veil.raw_enum
    LANGUAGE c STABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_raw_from_enum';
COMMENT ON FUNCTION veil.raw_from(veil.raw_text, anyenum) IS 'planner: the anyenum with a canonical text, which only a plan can compare';

CREATE FUNCTION veil.bound(raw_type anyelement, masked "any", which text, mask oid, VARIADIC parameters "any") RETURNS anyelement
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1000 AS 'MODULE_PATHNAME', 'veil_bound';
COMMENT ON FUNCTION veil.bound(anyelement, "any", text, oid, "any") IS 'planner: the least or the greatest raw value whose generalization compares so';

CREATE FUNCTION veil.moved(value numeric, by numeric) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_moved_numeric';
COMMENT ON FUNCTION veil.moved(numeric, numeric) IS 'planner: the sum, or infinity where it is out of range';

CREATE FUNCTION veil.moved(value timestamptz, by bigint) RETURNS timestamptz
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_moved_timestamptz';
COMMENT ON FUNCTION veil.moved(timestamptz, bigint) IS 'planner: the moment so many microseconds later, or infinity where it is out of range';

CREATE FUNCTION veil.unclamped(value numeric, bound numeric, is_least boolean) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_unclamped';
COMMENT ON FUNCTION veil.unclamped(numeric, numeric, boolean) IS 'planner: the value, or the end of all numbers where it is the limit';

CREATE FUNCTION veil.label_bound(label text, is_least boolean, raw_type anyelement) RETURNS anyelement
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_label_bound';
COMMENT ON FUNCTION veil.label_bound(text, boolean, anyelement) IS 'planner: the least or the greatest value that a label of a hierarchy by rule can be of';

CREATE FUNCTION veil.count_distinct_step(internal, "any") RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_count_distinct_step';
COMMENT ON FUNCTION veil.count_distinct_step(internal, "any") IS 'takes one value into veil.count_distinct';
CREATE FUNCTION veil.count_distinct_result(internal) RETURNS bigint
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_count_distinct_result';
COMMENT ON FUNCTION veil.count_distinct_result(internal) IS 'result of veil.count_distinct';
CREATE AGGREGATE veil.count_distinct("any") (SFUNC = veil.count_distinct_step, STYPE = internal, SSPACE = 512,
    FINALFUNC = veil.count_distinct_result, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE);
COMMENT ON AGGREGATE veil.count_distinct("any") IS 'planner: how many different values, of a raw type, without sorting them';

CREATE FUNCTION veil.explain_rewrites(query text, OUT rewrite text, OUT target text, OUT applied boolean, OUT reason text)
    RETURNS SETOF record
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE ROWS 10 AS 'MODULE_PATHNAME', 'veil_explain_rewrites';
COMMENT ON FUNCTION veil.explain_rewrites(text) IS 'what the planner does with the masked columns of a query, and why not; the query is not run';
REVOKE ALL ON FUNCTION veil.explain_rewrites(text) FROM PUBLIC;
