-- The masks. PostgreSQL checks EXECUTE as the caller even inside a view, so PUBLIC keeps it; what keeps analysts from
-- calling a mask by name is that they have no USAGE on schema veil, and what keeps anyone else from calling a keyed one
-- is veil.key. All are STRICT, so NULL gives NULL, and total: no value of the type raises an error. A cost of 10 or more
-- lets the planner postpone a mask above a sort.

CREATE FUNCTION veil.pseudonym(value text, key veil.key, scope text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 12 AS 'MODULE_PATHNAME', 'veil_pseudonym_text';
COMMENT ON FUNCTION veil.pseudonym(text, veil.key, text) IS 'pseudonym of a text under a key; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.pseudonym(value smallint, key veil.key, scope text) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_pseudonym_int2';
COMMENT ON FUNCTION veil.pseudonym(smallint, veil.key, text) IS 'pseudonym of a smallint under a key; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.pseudonym(value integer, key veil.key, scope text) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_pseudonym_int4';
COMMENT ON FUNCTION veil.pseudonym(integer, veil.key, text) IS 'pseudonym of an integer under a key; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.pseudonym(value bigint, key veil.key, scope text) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_pseudonym_int8';
COMMENT ON FUNCTION veil.pseudonym(bigint, veil.key, text) IS 'pseudonym of a bigint under a key; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.pseudonym(value uuid, key veil.key, scope text) RETURNS uuid
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 25 AS 'MODULE_PATHNAME', 'veil_pseudonym_uuid';
COMMENT ON FUNCTION veil.pseudonym(uuid, veil.key, text) IS 'pseudonym of a uuid under a key; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.fold_case(value text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_fold_case';
COMMENT ON FUNCTION veil.fold_case(text) IS 'a text without differences of case, by full Unicode case folding';

CREATE FUNCTION veil.partial(value text, keep_start integer, keep_end integer, fill text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_partial';
COMMENT ON FUNCTION veil.partial(text, integer, integer, text) IS 'the first and last characters of a text around a fill; the fill alone where that would show too much';

CREATE FUNCTION veil.prefix(value text, keep integer) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_prefix';
COMMENT ON FUNCTION veil.prefix(text, integer) IS 'the first characters of a text';

CREATE FUNCTION veil.redact(value text, fill text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_redact';
COMMENT ON FUNCTION veil.redact(text, text) IS 'the fill, whatever the text and its length';

CREATE FUNCTION veil.truncate(value date, unit text) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_truncate_date';
COMMENT ON FUNCTION veil.truncate(date, text) IS 'a date cut to a unit';

CREATE FUNCTION veil.truncate(value timestamp, unit text) RETURNS timestamp
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_truncate_timestamp';
COMMENT ON FUNCTION veil.truncate(timestamp, text) IS 'a timestamp cut to a unit';

CREATE FUNCTION veil.truncate(value timestamptz, unit text, zone text) RETURNS timestamptz
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_truncate_timestamptz';
COMMENT ON FUNCTION veil.truncate(timestamptz, text, text) IS 'a moment cut to a unit in a time zone';

CREATE FUNCTION veil.bucket(value smallint, width bigint) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_int2';
COMMENT ON FUNCTION veil.bucket(smallint, bigint) IS 'the lower bound of the interval of this width';

CREATE FUNCTION veil.bucket(value integer, width bigint) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_int4';
COMMENT ON FUNCTION veil.bucket(integer, bigint) IS 'the lower bound of the interval of this width';

CREATE FUNCTION veil.bucket(value bigint, width bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_int8';
COMMENT ON FUNCTION veil.bucket(bigint, bigint) IS 'the lower bound of the interval of this width';

CREATE FUNCTION veil.bucket(value real, width double precision) RETURNS real
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_float4';
COMMENT ON FUNCTION veil.bucket(real, double precision) IS 'the lower bound of the interval of this width';

CREATE FUNCTION veil.bucket(value double precision, width double precision) RETURNS double precision
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_float8';
COMMENT ON FUNCTION veil.bucket(double precision, double precision) IS 'the lower bound of the interval of this width';

CREATE FUNCTION veil.bucket(value numeric, width numeric) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_numeric';
COMMENT ON FUNCTION veil.bucket(numeric, numeric) IS 'the lower bound of the interval of this width';

CREATE FUNCTION veil.bucket(value numeric, width numeric, lowest numeric) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_numeric';
COMMENT ON FUNCTION veil.bucket(numeric, numeric, numeric) IS 'the lower bound of the interval of this width, not below the lowest value';

CREATE FUNCTION veil.bucket_range(value smallint, width bigint) RETURNS int4range
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_range_int2';
COMMENT ON FUNCTION veil.bucket_range(smallint, bigint) IS 'the interval of this width';

CREATE FUNCTION veil.bucket_range(value integer, width bigint) RETURNS int4range
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_range_int4';
COMMENT ON FUNCTION veil.bucket_range(integer, bigint) IS 'the interval of this width';

CREATE FUNCTION veil.bucket_range(value bigint, width bigint) RETURNS int8range
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_range_int8';
COMMENT ON FUNCTION veil.bucket_range(bigint, bigint) IS 'the interval of this width';

CREATE FUNCTION veil.bucket_range(value numeric, width numeric) RETURNS numrange
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_range_numeric';
COMMENT ON FUNCTION veil.bucket_range(numeric, numeric) IS 'the interval of this width';

CREATE FUNCTION veil.bucket_text(value smallint, width bigint) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_text_int2';
COMMENT ON FUNCTION veil.bucket_text(smallint, bigint) IS 'the interval of this width as a text';

CREATE FUNCTION veil.bucket_text(value integer, width bigint) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_text_int4';
COMMENT ON FUNCTION veil.bucket_text(integer, bigint) IS 'the interval of this width as a text';

CREATE FUNCTION veil.bucket_text(value bigint, width bigint) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_text_int8';
COMMENT ON FUNCTION veil.bucket_text(bigint, bigint) IS 'the interval of this width as a text';

CREATE FUNCTION veil.bucket_text(value numeric, width numeric) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_text_numeric';
COMMENT ON FUNCTION veil.bucket_text(numeric, numeric) IS 'the interval of this width as a text';

CREATE FUNCTION veil.round(value smallint, multiple bigint) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_round_int2';
COMMENT ON FUNCTION veil.round(smallint, bigint) IS 'the nearest multiple, half away from zero';

CREATE FUNCTION veil.round(value integer, multiple bigint) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_round_int4';
COMMENT ON FUNCTION veil.round(integer, bigint) IS 'the nearest multiple, half away from zero';

CREATE FUNCTION veil.round(value bigint, multiple bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_round_int8';
COMMENT ON FUNCTION veil.round(bigint, bigint) IS 'the nearest multiple, half away from zero';

CREATE FUNCTION veil.round(value real, multiple double precision) RETURNS real
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_round_float4';
COMMENT ON FUNCTION veil.round(real, double precision) IS 'the nearest multiple, half away from zero';

CREATE FUNCTION veil.round(value double precision, multiple double precision) RETURNS double precision
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_round_float8';
COMMENT ON FUNCTION veil.round(double precision, double precision) IS 'the nearest multiple, half away from zero';

CREATE FUNCTION veil.round(value numeric, multiple numeric) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_round_numeric';
COMMENT ON FUNCTION veil.round(numeric, numeric) IS 'the nearest multiple, half away from zero';

CREATE FUNCTION veil.round(value numeric, multiple numeric, largest numeric) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_round_numeric';
COMMENT ON FUNCTION veil.round(numeric, numeric, numeric) IS 'the nearest multiple of at most this magnitude, half away from zero';

CREATE FUNCTION veil.clamp(value smallint, low smallint, high smallint) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_clamp_int2';
COMMENT ON FUNCTION veil.clamp(smallint, smallint, smallint) IS 'the value, or the bound it lies beyond';

CREATE FUNCTION veil.clamp(value integer, low integer, high integer) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_clamp_int4';
COMMENT ON FUNCTION veil.clamp(integer, integer, integer) IS 'the value, or the bound it lies beyond';

CREATE FUNCTION veil.clamp(value bigint, low bigint, high bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_clamp_int8';
COMMENT ON FUNCTION veil.clamp(bigint, bigint, bigint) IS 'the value, or the bound it lies beyond';

CREATE FUNCTION veil.clamp(value real, low real, high real) RETURNS real
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_clamp_float4';
COMMENT ON FUNCTION veil.clamp(real, real, real) IS 'the value, or the bound it lies beyond';

CREATE FUNCTION veil.clamp(value double precision, low double precision, high double precision) RETURNS double precision
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_clamp_float8';
COMMENT ON FUNCTION veil.clamp(double precision, double precision, double precision) IS 'the value, or the bound it lies beyond';

CREATE FUNCTION veil.clamp(value numeric, low numeric, high numeric) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_clamp_numeric';
COMMENT ON FUNCTION veil.clamp(numeric, numeric, numeric) IS 'the value, or the bound it lies beyond';

CREATE FUNCTION veil.clamp(value date, low date, high date) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_clamp_int4';
COMMENT ON FUNCTION veil.clamp(date, date, date) IS 'the value, or the bound it lies beyond';

CREATE FUNCTION veil.clamp(value timestamp, low timestamp, high timestamp) RETURNS timestamp
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_clamp_int8';
COMMENT ON FUNCTION veil.clamp(timestamp, timestamp, timestamp) IS 'the value, or the bound it lies beyond';

CREATE FUNCTION veil.clamp(value timestamptz, low timestamptz, high timestamptz) RETURNS timestamptz
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_clamp_int8';
COMMENT ON FUNCTION veil.clamp(timestamptz, timestamptz, timestamptz) IS 'the value, or the bound it lies beyond';
