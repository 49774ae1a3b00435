-- What 30_masks.sql lacks of the generalizations: middles of buckets, buckets of floating-point numbers as ranges and texts, of dates
-- and times, and between given bounds; cyclic parts of dates. As all masks: STRICT, and total: no value of the type raises an
-- error.

CREATE FUNCTION veil.bucket_midpoint(value smallint, width bigint) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_midpoint_int2';
COMMENT ON FUNCTION veil.bucket_midpoint(smallint, bigint) IS 'the middle of the interval of this width';

CREATE FUNCTION veil.bucket_midpoint(value integer, width bigint) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_midpoint_int4';
COMMENT ON FUNCTION veil.bucket_midpoint(integer, bigint) IS 'the middle of the interval of this width';

CREATE FUNCTION veil.bucket_midpoint(value bigint, width bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_midpoint_int8';
COMMENT ON FUNCTION veil.bucket_midpoint(bigint, bigint) IS 'the middle of the interval of this width';

CREATE FUNCTION veil.bucket_midpoint(value real, width double precision) RETURNS real
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_midpoint_float4';
COMMENT ON FUNCTION veil.bucket_midpoint(real, double precision) IS 'the middle of the interval of this width';

CREATE FUNCTION veil.bucket_range(value real, width double precision) RETURNS numrange
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_range_float4';
COMMENT ON FUNCTION veil.bucket_range(real, double precision) IS 'the interval of this width';

CREATE FUNCTION veil.bucket_text(value real, width double precision) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_text_float4';
COMMENT ON FUNCTION veil.bucket_text(real, double precision) IS 'the interval of this width as a text';

CREATE FUNCTION veil.bucket_midpoint(value double precision, width double precision) RETURNS double precision
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_midpoint_float8';
COMMENT ON FUNCTION veil.bucket_midpoint(double precision, double precision) IS 'the middle of the interval of this width';

CREATE FUNCTION veil.bucket_range(value double precision, width double precision) RETURNS numrange
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_range_float8';
COMMENT ON FUNCTION veil.bucket_range(double precision, double precision) IS 'the interval of this width';

CREATE FUNCTION veil.bucket_text(value double precision, width double precision) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_text_float8';
COMMENT ON FUNCTION veil.bucket_text(double precision, double precision) IS 'the interval of this width as a text';

CREATE FUNCTION veil.bucket_midpoint(value numeric, width numeric, half numeric) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_midpoint_numeric';
COMMENT ON FUNCTION veil.bucket_midpoint(numeric, numeric, numeric) IS 'half a width above the lower bound of the interval of this width';

CREATE FUNCTION veil.bucket_midpoint(value numeric, width numeric, half numeric, largest numeric) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_midpoint_numeric';
COMMENT ON FUNCTION veil.bucket_midpoint(numeric, numeric, numeric, numeric) IS 'half a width above the lower bound of the interval of this width, of at most this magnitude';

CREATE FUNCTION veil.bucket(value date, width bigint, origin date) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_date';
COMMENT ON FUNCTION veil.bucket(date, bigint, date) IS 'the start of the interval of so many days from the origin';

CREATE FUNCTION veil.bucket_midpoint(value date, width bigint, origin date) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_midpoint_date';
COMMENT ON FUNCTION veil.bucket_midpoint(date, bigint, date) IS 'the middle of the interval of so many days from the origin';

CREATE FUNCTION veil.bucket_range(value date, width bigint, origin date) RETURNS daterange
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_range_date';
COMMENT ON FUNCTION veil.bucket_range(date, bigint, date) IS 'the interval of so many days from the origin';

CREATE FUNCTION veil.bucket_text(value date, width bigint, origin date) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_text_date';
COMMENT ON FUNCTION veil.bucket_text(date, bigint, date) IS 'the interval of so many days from the origin, as a text';

CREATE FUNCTION veil.round(value date, width bigint, origin date) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_round_date';
COMMENT ON FUNCTION veil.round(date, bigint, date) IS 'the nearest multiple of so many days from the origin';

CREATE FUNCTION veil.bucket(value timestamp, width bigint, origin timestamp) RETURNS timestamp
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_timestamp';
COMMENT ON FUNCTION veil.bucket(timestamp, bigint, timestamp) IS 'the start of the interval of so many microseconds from the origin';

CREATE FUNCTION veil.bucket_midpoint(value timestamp, width bigint, origin timestamp) RETURNS timestamp
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_midpoint_timestamp';
COMMENT ON FUNCTION veil.bucket_midpoint(timestamp, bigint, timestamp) IS 'the middle of the interval of so many microseconds from the origin';

CREATE FUNCTION veil.bucket_range(value timestamp, width bigint, origin timestamp) RETURNS tsrange
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_range_timestamp';
COMMENT ON FUNCTION veil.bucket_range(timestamp, bigint, timestamp) IS 'the interval of so many microseconds from the origin';

CREATE FUNCTION veil.bucket_text(value timestamp, width bigint, origin timestamp) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_text_timestamp';
COMMENT ON FUNCTION veil.bucket_text(timestamp, bigint, timestamp) IS 'the interval of so many microseconds from the origin, as a text';

CREATE FUNCTION veil.round(value timestamp, width bigint, origin timestamp) RETURNS timestamp
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_round_timestamp';
COMMENT ON FUNCTION veil.round(timestamp, bigint, timestamp) IS 'the nearest multiple of so many microseconds from the origin';

CREATE FUNCTION veil.bucket(value timestamptz, width bigint, origin timestamp, zone text) RETURNS timestamptz
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_timestamptz';
COMMENT ON FUNCTION veil.bucket(timestamptz, bigint, timestamp, text) IS 'the start of the interval of so many microseconds from the origin on the clocks of a time zone';

CREATE FUNCTION veil.bucket_midpoint(value timestamptz, width bigint, origin timestamp, zone text) RETURNS timestamptz
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_midpoint_timestamptz';
COMMENT ON FUNCTION veil.bucket_midpoint(timestamptz, bigint, timestamp, text) IS 'the middle of the interval of so many microseconds from the origin on the clocks of a time zone';

CREATE FUNCTION veil.bucket_range(value timestamptz, width bigint, origin timestamp, zone text) RETURNS tstzrange
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_range_timestamptz';
COMMENT ON FUNCTION veil.bucket_range(timestamptz, bigint, timestamp, text) IS 'the interval of so many microseconds from the origin on the clocks of a time zone';

CREATE FUNCTION veil.bucket_text(value timestamptz, width bigint, origin timestamp, zone text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_bucket_text_timestamptz';
COMMENT ON FUNCTION veil.bucket_text(timestamptz, bigint, timestamp, text) IS 'the interval of so many microseconds from the origin on the clocks of a time zone, as a text';

CREATE FUNCTION veil.round(value timestamptz, width bigint, origin timestamp, zone text) RETURNS timestamptz
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_round_timestamptz';
COMMENT ON FUNCTION veil.round(timestamptz, bigint, timestamp, text) IS 'the nearest multiple of so many microseconds from the origin on the clocks of a time zone';

CREATE FUNCTION veil.bucket(value anyelement, bounds anyarray, labels anycompatiblearray) RETURNS anycompatible
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_bucket_bounds';
COMMENT ON FUNCTION veil.bucket(anyelement, anyarray, anycompatiblearray) IS 'the label of the interval between two bounds that a value lies in';

CREATE FUNCTION veil.part(value date, part text) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_part_date';
COMMENT ON FUNCTION veil.part(date, text) IS 'the weekday, week, month, quarter, hour or minute';

CREATE FUNCTION veil.part(value timestamp, part text) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_part_timestamp';
COMMENT ON FUNCTION veil.part(timestamp, text) IS 'the weekday, week, month, quarter, hour or minute';

CREATE FUNCTION veil.part(value time, part text) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_part_time';
COMMENT ON FUNCTION veil.part(time, text) IS 'the weekday, week, month, quarter, hour or minute';

CREATE FUNCTION veil.part(value timestamptz, part text, zone text) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_part_timestamp';
COMMENT ON FUNCTION veil.part(timestamptz, text, text) IS 'the weekday, week, month, quarter, hour or minute in a time zone';

CREATE FUNCTION veil.truncate(value time, unit text) RETURNS time
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_truncate_time';
COMMENT ON FUNCTION veil.truncate(time, text) IS 'a time of day cut to a unit';

CREATE FUNCTION veil.truncate(value interval, unit text) RETURNS interval
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_truncate_interval';
COMMENT ON FUNCTION veil.truncate(interval, text) IS 'an interval cut to a unit, a field at a time';

CREATE FUNCTION veil.clamp(value time, low time, high time) RETURNS time
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_clamp_int8';
COMMENT ON FUNCTION veil.clamp(time, time, time) IS 'the value, or the bound it lies beyond';

CREATE FUNCTION veil.clamp(value interval, low interval, high interval) RETURNS interval
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_clamp_interval';
COMMENT ON FUNCTION veil.clamp(interval, interval, interval) IS 'the value, or the bound it lies beyond';
