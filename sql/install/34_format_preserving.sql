-- Format-preserving pseudonyms. "format" is the canonical text of a format and its options, as the rule compiler writes it
-- ("bsn", "bsn valid=false", "integer max=100 min=1"). NULL for a value that does not fit; a text format with the option
-- on_invalid=encrypt gives such a value as '~' and its encryption.

CREATE FUNCTION veil.format_preserving(value text, key veil.key, scope text, format text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_format_preserving_text';
COMMENT ON FUNCTION veil.format_preserving(text, veil.key, text, text) IS 'pseudonym of a text, in the form of the value';

CREATE FUNCTION veil.format_preserving(value smallint, key veil.key, scope text, format text) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 25 AS 'MODULE_PATHNAME', 'veil_format_preserving_int2';
COMMENT ON FUNCTION veil.format_preserving(smallint, veil.key, text, text) IS 'pseudonym of a smallint, in the form of the value';

CREATE FUNCTION veil.format_preserving(value integer, key veil.key, scope text, format text) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 25 AS 'MODULE_PATHNAME', 'veil_format_preserving_int4';
COMMENT ON FUNCTION veil.format_preserving(integer, veil.key, text, text) IS 'pseudonym of an integer, in the form of the value';

CREATE FUNCTION veil.format_preserving(value bigint, key veil.key, scope text, format text) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_format_preserving_int8';
COMMENT ON FUNCTION veil.format_preserving(bigint, veil.key, text, text) IS 'pseudonym of a bigint, in the form of the value';

CREATE FUNCTION veil.format_preserving(value numeric, key veil.key, scope text, format text) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 60 AS 'MODULE_PATHNAME', 'veil_format_preserving_numeric';
COMMENT ON FUNCTION veil.format_preserving(numeric, veil.key, text, text) IS 'pseudonym of a numeric, in the form of the value';

CREATE FUNCTION veil.format_preserving(value real, key veil.key, scope text, format text) RETURNS real
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 25 AS 'MODULE_PATHNAME', 'veil_format_preserving_float4';
COMMENT ON FUNCTION veil.format_preserving(real, veil.key, text, text) IS 'pseudonym of a real, in the form of the value';

CREATE FUNCTION veil.format_preserving(value double precision, key veil.key, scope text, format text) RETURNS double precision
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_format_preserving_float8';
COMMENT ON FUNCTION veil.format_preserving(double precision, veil.key, text, text) IS 'pseudonym of a double precision, in the form of the value';

CREATE FUNCTION veil.format_preserving(value date, key veil.key, scope text, format text) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 25 AS 'MODULE_PATHNAME', 'veil_format_preserving_int4';
COMMENT ON FUNCTION veil.format_preserving(date, veil.key, text, text) IS 'pseudonym of a date, in the form of the value';

CREATE FUNCTION veil.format_preserving(value timestamp, key veil.key, scope text, format text) RETURNS timestamp
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_format_preserving_int8';
COMMENT ON FUNCTION veil.format_preserving(timestamp, veil.key, text, text) IS 'pseudonym of a timestamp, in the form of the value';

CREATE FUNCTION veil.format_preserving(value timestamptz, key veil.key, scope text, format text) RETURNS timestamptz
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_format_preserving_int8';
COMMENT ON FUNCTION veil.format_preserving(timestamptz, veil.key, text, text) IS 'pseudonym of a moment, in the form of the value';

CREATE FUNCTION veil.format_preserving(value uuid, key veil.key, scope text, format text) RETURNS uuid
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 25 AS 'MODULE_PATHNAME', 'veil_format_preserving_uuid';
COMMENT ON FUNCTION veil.format_preserving(uuid, veil.key, text, text) IS 'pseudonym of a uuid, in the form of the value';

CREATE FUNCTION veil.format_preserving(value inet, key veil.key, scope text, format text) RETURNS inet
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_format_preserving_inet';
COMMENT ON FUNCTION veil.format_preserving(inet, veil.key, text, text) IS 'pseudonym of a network address, in the form of the value';

CREATE FUNCTION veil.format_preserving(value bytea, key veil.key, scope text, format text) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 40 AS 'MODULE_PATHNAME', 'veil_format_preserving_bytea';
COMMENT ON FUNCTION veil.format_preserving(bytea, veil.key, text, text) IS 'pseudonym of a byte string, in the form of the value';

CREATE FUNCTION veil.format_preserving(value anyenum, key veil.key, scope text, format text) RETURNS anyenum
    LANGUAGE c STABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_format_preserving_enum';
COMMENT ON FUNCTION veil.format_preserving(anyenum, veil.key, text, text) IS 'pseudonym of an enum label, in the form of the value';

CREATE FUNCTION veil.invert_format_preserving(pseudonym text, key veil.key, scope text, format text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_invert_format_preserving_text';
COMMENT ON FUNCTION veil.invert_format_preserving(text, veil.key, text, text) IS 'the value that has a text as its pseudonym';

CREATE FUNCTION veil.invert_format_preserving(pseudonym smallint, key veil.key, scope text, format text) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 25 AS 'MODULE_PATHNAME', 'veil_invert_format_preserving_int2';
COMMENT ON FUNCTION veil.invert_format_preserving(smallint, veil.key, text, text) IS 'the value that has a smallint as its pseudonym';

CREATE FUNCTION veil.invert_format_preserving(pseudonym integer, key veil.key, scope text, format text) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 25 AS 'MODULE_PATHNAME', 'veil_invert_format_preserving_int4';
COMMENT ON FUNCTION veil.invert_format_preserving(integer, veil.key, text, text) IS 'the value that has an integer as its pseudonym';

CREATE FUNCTION veil.invert_format_preserving(pseudonym bigint, key veil.key, scope text, format text) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_invert_format_preserving_int8';
COMMENT ON FUNCTION veil.invert_format_preserving(bigint, veil.key, text, text) IS 'the value that has a bigint as its pseudonym';

CREATE FUNCTION veil.invert_format_preserving(pseudonym numeric, key veil.key, scope text, format text) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 60 AS 'MODULE_PATHNAME', 'veil_invert_format_preserving_numeric';
COMMENT ON FUNCTION veil.invert_format_preserving(numeric, veil.key, text, text) IS 'the value that has a numeric as its pseudonym';

CREATE FUNCTION veil.invert_format_preserving(pseudonym real, key veil.key, scope text, format text) RETURNS real
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 25 AS 'MODULE_PATHNAME', 'veil_invert_format_preserving_float4';
COMMENT ON FUNCTION veil.invert_format_preserving(real, veil.key, text, text) IS 'the value that has a real as its pseudonym';

CREATE FUNCTION veil.invert_format_preserving(pseudonym double precision, key veil.key, scope text, format text) RETURNS double precision
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_invert_format_preserving_float8';
COMMENT ON FUNCTION veil.invert_format_preserving(double precision, veil.key, text, text) IS 'the value that has a double precision as its pseudonym';

CREATE FUNCTION veil.invert_format_preserving(pseudonym date, key veil.key, scope text, format text) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 25 AS 'MODULE_PATHNAME', 'veil_invert_format_preserving_int4';
COMMENT ON FUNCTION veil.invert_format_preserving(date, veil.key, text, text) IS 'the value that has a date as its pseudonym';

CREATE FUNCTION veil.invert_format_preserving(pseudonym timestamp, key veil.key, scope text, format text) RETURNS timestamp
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_invert_format_preserving_int8';
COMMENT ON FUNCTION veil.invert_format_preserving(timestamp, veil.key, text, text) IS 'the value that has a timestamp as its pseudonym';

CREATE FUNCTION veil.invert_format_preserving(pseudonym timestamptz, key veil.key, scope text, format text) RETURNS timestamptz
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_invert_format_preserving_int8';
COMMENT ON FUNCTION veil.invert_format_preserving(timestamptz, veil.key, text, text) IS 'the value that has a moment as its pseudonym';

CREATE FUNCTION veil.invert_format_preserving(pseudonym uuid, key veil.key, scope text, format text) RETURNS uuid
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 25 AS 'MODULE_PATHNAME', 'veil_invert_format_preserving_uuid';
COMMENT ON FUNCTION veil.invert_format_preserving(uuid, veil.key, text, text) IS 'the value that has a uuid as its pseudonym';

CREATE FUNCTION veil.invert_format_preserving(pseudonym inet, key veil.key, scope text, format text) RETURNS inet
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_invert_format_preserving_inet';
COMMENT ON FUNCTION veil.invert_format_preserving(inet, veil.key, text, text) IS 'the value that has a network address as its pseudonym';

CREATE FUNCTION veil.invert_format_preserving(pseudonym bytea, key veil.key, scope text, format text) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 40 AS 'MODULE_PATHNAME', 'veil_invert_format_preserving_bytea';
COMMENT ON FUNCTION veil.invert_format_preserving(bytea, veil.key, text, text) IS 'the value that has a byte string as its pseudonym';

CREATE FUNCTION veil.invert_format_preserving(pseudonym anyenum, key veil.key, scope text, format text) RETURNS anyenum
    LANGUAGE c STABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_invert_format_preserving_enum';
COMMENT ON FUNCTION veil.invert_format_preserving(anyenum, veil.key, text, text) IS 'the value that has an enum label as its pseudonym';
