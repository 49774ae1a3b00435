-- Raw values inside a plan. Where the planner rewrites a query, it compares and groups raw values instead of masked ones, as
-- values of these types: stored as the type they stand for, equal as that type has it, hashed by a secret key, and without
-- an order. So no plan sorts or merges them, no hash table gives them back in an order that tells anything, and what is
-- shown of one is a fixed text. Nobody can make a value of them.

CREATE FUNCTION veil.raw_equal_support(internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_equal_support';
COMMENT ON FUNCTION veil.raw_equal_support(internal) IS 'planner support: an index on the raw column finds equal raw values';
CREATE FUNCTION veil.raw_equal_selectivity(internal, oid, internal, integer) RETURNS double precision
    LANGUAGE c STABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_equal_selectivity';
COMMENT ON FUNCTION veil.raw_equal_selectivity(internal, oid, internal, integer) IS 'planner: the share of rows with one raw value, whichever it is';

CREATE TYPE veil.raw_int2;
CREATE FUNCTION veil.raw_int2_in(cstring) RETURNS veil.raw_int2
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_in';
COMMENT ON FUNCTION veil.raw_int2_in(cstring) IS 'input of veil.raw_int2: refuses everyone';
CREATE FUNCTION veil.raw_int2_out(veil.raw_int2) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_out';
COMMENT ON FUNCTION veil.raw_int2_out(veil.raw_int2) IS 'output of veil.raw_int2: a fixed text, never the value';
CREATE TYPE veil.raw_int2 (INPUT = veil.raw_int2_in, OUTPUT = veil.raw_int2_out, LIKE = pg_catalog.int2);
COMMENT ON TYPE veil.raw_int2 IS 'a raw value of type smallint inside a plan: equal or not, never ordered or shown';
REVOKE USAGE ON TYPE veil.raw_int2 FROM PUBLIC;
CREATE FUNCTION veil.raw_value(veil.raw_int2) RETURNS pg_catalog.int2
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_value';
COMMENT ON FUNCTION veil.raw_value(veil.raw_int2) IS 'what a mask is computed from: only a plan has raw values to give';
CREATE FUNCTION veil.raw_equal(veil.raw_int2, veil.raw_int2) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 SUPPORT veil.raw_equal_support AS 'MODULE_PATHNAME', 'veil_raw_equal_int2';
COMMENT ON FUNCTION veil.raw_equal(veil.raw_int2, veil.raw_int2) IS 'whether two raw values are equal';
CREATE FUNCTION veil.raw_hash(veil.raw_int2) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_int2';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_int2) IS 'hash of a raw value under a secret key';
CREATE FUNCTION veil.raw_hash(veil.raw_int2, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_extended_int2';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_int2, bigint) IS 'hash of a raw value under a secret key, with a seed';
CREATE OPERATOR veil.= (LEFTARG = veil.raw_int2, RIGHTARG = veil.raw_int2, FUNCTION = veil.raw_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = veil.raw_equal_selectivity, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.raw_int2, veil.raw_int2) IS 'equal';
CREATE OPERATOR CLASS veil.raw_int2_ops DEFAULT FOR TYPE veil.raw_int2 USING hash AS
    OPERATOR 1 veil.=, FUNCTION 1 veil.raw_hash(veil.raw_int2), FUNCTION 2 veil.raw_hash(veil.raw_int2, bigint);

CREATE TYPE veil.raw_int4;
CREATE FUNCTION veil.raw_int4_in(cstring) RETURNS veil.raw_int4
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_in';
COMMENT ON FUNCTION veil.raw_int4_in(cstring) IS 'input of veil.raw_int4: refuses everyone';
CREATE FUNCTION veil.raw_int4_out(veil.raw_int4) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_out';
COMMENT ON FUNCTION veil.raw_int4_out(veil.raw_int4) IS 'output of veil.raw_int4: a fixed text, never the value';
CREATE TYPE veil.raw_int4 (INPUT = veil.raw_int4_in, OUTPUT = veil.raw_int4_out, LIKE = pg_catalog.int4);
COMMENT ON TYPE veil.raw_int4 IS 'a raw value of type integer and date inside a plan: equal or not, never ordered or shown';
REVOKE USAGE ON TYPE veil.raw_int4 FROM PUBLIC;
CREATE FUNCTION veil.raw_value(veil.raw_int4) RETURNS pg_catalog.int4
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_value';
COMMENT ON FUNCTION veil.raw_value(veil.raw_int4) IS 'what a mask is computed from: only a plan has raw values to give';
CREATE FUNCTION veil.raw_equal(veil.raw_int4, veil.raw_int4) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 SUPPORT veil.raw_equal_support AS 'MODULE_PATHNAME', 'veil_raw_equal_int4';
COMMENT ON FUNCTION veil.raw_equal(veil.raw_int4, veil.raw_int4) IS 'whether two raw values are equal';
CREATE FUNCTION veil.raw_hash(veil.raw_int4) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_int4';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_int4) IS 'hash of a raw value under a secret key';
CREATE FUNCTION veil.raw_hash(veil.raw_int4, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_extended_int4';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_int4, bigint) IS 'hash of a raw value under a secret key, with a seed';
CREATE OPERATOR veil.= (LEFTARG = veil.raw_int4, RIGHTARG = veil.raw_int4, FUNCTION = veil.raw_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = veil.raw_equal_selectivity, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.raw_int4, veil.raw_int4) IS 'equal';
CREATE OPERATOR CLASS veil.raw_int4_ops DEFAULT FOR TYPE veil.raw_int4 USING hash AS
    OPERATOR 1 veil.=, FUNCTION 1 veil.raw_hash(veil.raw_int4), FUNCTION 2 veil.raw_hash(veil.raw_int4, bigint);

CREATE TYPE veil.raw_int8;
CREATE FUNCTION veil.raw_int8_in(cstring) RETURNS veil.raw_int8
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_in';
COMMENT ON FUNCTION veil.raw_int8_in(cstring) IS 'input of veil.raw_int8: refuses everyone';
CREATE FUNCTION veil.raw_int8_out(veil.raw_int8) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_out';
COMMENT ON FUNCTION veil.raw_int8_out(veil.raw_int8) IS 'output of veil.raw_int8: a fixed text, never the value';
CREATE TYPE veil.raw_int8 (INPUT = veil.raw_int8_in, OUTPUT = veil.raw_int8_out, LIKE = pg_catalog.int8);
COMMENT ON TYPE veil.raw_int8 IS 'a raw value of type bigint, time, timestamp and timestamptz inside a plan: equal or not, never ordered or shown';
REVOKE USAGE ON TYPE veil.raw_int8 FROM PUBLIC;
CREATE FUNCTION veil.raw_value(veil.raw_int8) RETURNS pg_catalog.int8
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_value';
COMMENT ON FUNCTION veil.raw_value(veil.raw_int8) IS 'what a mask is computed from: only a plan has raw values to give';
CREATE FUNCTION veil.raw_equal(veil.raw_int8, veil.raw_int8) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 SUPPORT veil.raw_equal_support AS 'MODULE_PATHNAME', 'veil_raw_equal_int8';
COMMENT ON FUNCTION veil.raw_equal(veil.raw_int8, veil.raw_int8) IS 'whether two raw values are equal';
CREATE FUNCTION veil.raw_hash(veil.raw_int8) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_int8';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_int8) IS 'hash of a raw value under a secret key';
CREATE FUNCTION veil.raw_hash(veil.raw_int8, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_extended_int8';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_int8, bigint) IS 'hash of a raw value under a secret key, with a seed';
CREATE OPERATOR veil.= (LEFTARG = veil.raw_int8, RIGHTARG = veil.raw_int8, FUNCTION = veil.raw_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = veil.raw_equal_selectivity, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.raw_int8, veil.raw_int8) IS 'equal';
CREATE OPERATOR CLASS veil.raw_int8_ops DEFAULT FOR TYPE veil.raw_int8 USING hash AS
    OPERATOR 1 veil.=, FUNCTION 1 veil.raw_hash(veil.raw_int8), FUNCTION 2 veil.raw_hash(veil.raw_int8, bigint);

CREATE TYPE veil.raw_float4;
CREATE FUNCTION veil.raw_float4_in(cstring) RETURNS veil.raw_float4
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_in';
COMMENT ON FUNCTION veil.raw_float4_in(cstring) IS 'input of veil.raw_float4: refuses everyone';
CREATE FUNCTION veil.raw_float4_out(veil.raw_float4) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_out';
COMMENT ON FUNCTION veil.raw_float4_out(veil.raw_float4) IS 'output of veil.raw_float4: a fixed text, never the value';
CREATE TYPE veil.raw_float4 (INPUT = veil.raw_float4_in, OUTPUT = veil.raw_float4_out, LIKE = pg_catalog.float4);
COMMENT ON TYPE veil.raw_float4 IS 'a raw value of type real inside a plan: equal or not, never ordered or shown';
REVOKE USAGE ON TYPE veil.raw_float4 FROM PUBLIC;
CREATE FUNCTION veil.raw_value(veil.raw_float4) RETURNS pg_catalog.float4
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_value';
COMMENT ON FUNCTION veil.raw_value(veil.raw_float4) IS 'what a mask is computed from: only a plan has raw values to give';
CREATE FUNCTION veil.raw_equal(veil.raw_float4, veil.raw_float4) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 SUPPORT veil.raw_equal_support AS 'MODULE_PATHNAME', 'veil_raw_equal_float4';
COMMENT ON FUNCTION veil.raw_equal(veil.raw_float4, veil.raw_float4) IS 'whether two raw values are equal';
CREATE FUNCTION veil.raw_hash(veil.raw_float4) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_float4';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_float4) IS 'hash of a raw value under a secret key';
CREATE FUNCTION veil.raw_hash(veil.raw_float4, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_extended_float4';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_float4, bigint) IS 'hash of a raw value under a secret key, with a seed';
CREATE OPERATOR veil.= (LEFTARG = veil.raw_float4, RIGHTARG = veil.raw_float4, FUNCTION = veil.raw_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = veil.raw_equal_selectivity, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.raw_float4, veil.raw_float4) IS 'equal';
CREATE OPERATOR CLASS veil.raw_float4_ops DEFAULT FOR TYPE veil.raw_float4 USING hash AS
    OPERATOR 1 veil.=, FUNCTION 1 veil.raw_hash(veil.raw_float4), FUNCTION 2 veil.raw_hash(veil.raw_float4, bigint);

CREATE TYPE veil.raw_float8;
CREATE FUNCTION veil.raw_float8_in(cstring) RETURNS veil.raw_float8
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_in';
COMMENT ON FUNCTION veil.raw_float8_in(cstring) IS 'input of veil.raw_float8: refuses everyone';
CREATE FUNCTION veil.raw_float8_out(veil.raw_float8) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_out';
COMMENT ON FUNCTION veil.raw_float8_out(veil.raw_float8) IS 'output of veil.raw_float8: a fixed text, never the value';
CREATE TYPE veil.raw_float8 (INPUT = veil.raw_float8_in, OUTPUT = veil.raw_float8_out, LIKE = pg_catalog.float8);
COMMENT ON TYPE veil.raw_float8 IS 'a raw value of type double precision inside a plan: equal or not, never ordered or shown';
REVOKE USAGE ON TYPE veil.raw_float8 FROM PUBLIC;
CREATE FUNCTION veil.raw_value(veil.raw_float8) RETURNS pg_catalog.float8
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_value';
COMMENT ON FUNCTION veil.raw_value(veil.raw_float8) IS 'what a mask is computed from: only a plan has raw values to give';
CREATE FUNCTION veil.raw_equal(veil.raw_float8, veil.raw_float8) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 SUPPORT veil.raw_equal_support AS 'MODULE_PATHNAME', 'veil_raw_equal_float8';
COMMENT ON FUNCTION veil.raw_equal(veil.raw_float8, veil.raw_float8) IS 'whether two raw values are equal';
CREATE FUNCTION veil.raw_hash(veil.raw_float8) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_float8';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_float8) IS 'hash of a raw value under a secret key';
CREATE FUNCTION veil.raw_hash(veil.raw_float8, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_extended_float8';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_float8, bigint) IS 'hash of a raw value under a secret key, with a seed';
CREATE OPERATOR veil.= (LEFTARG = veil.raw_float8, RIGHTARG = veil.raw_float8, FUNCTION = veil.raw_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = veil.raw_equal_selectivity, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.raw_float8, veil.raw_float8) IS 'equal';
CREATE OPERATOR CLASS veil.raw_float8_ops DEFAULT FOR TYPE veil.raw_float8 USING hash AS
    OPERATOR 1 veil.=, FUNCTION 1 veil.raw_hash(veil.raw_float8), FUNCTION 2 veil.raw_hash(veil.raw_float8, bigint);

CREATE TYPE veil.raw_numeric;
CREATE FUNCTION veil.raw_numeric_in(cstring) RETURNS veil.raw_numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_in';
COMMENT ON FUNCTION veil.raw_numeric_in(cstring) IS 'input of veil.raw_numeric: refuses everyone';
CREATE FUNCTION veil.raw_numeric_out(veil.raw_numeric) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_out';
COMMENT ON FUNCTION veil.raw_numeric_out(veil.raw_numeric) IS 'output of veil.raw_numeric: a fixed text, never the value';
CREATE TYPE veil.raw_numeric (INPUT = veil.raw_numeric_in, OUTPUT = veil.raw_numeric_out, LIKE = pg_catalog.numeric);
COMMENT ON TYPE veil.raw_numeric IS 'a raw value of type numeric inside a plan: equal or not, never ordered or shown';
REVOKE USAGE ON TYPE veil.raw_numeric FROM PUBLIC;
CREATE FUNCTION veil.raw_value(veil.raw_numeric) RETURNS pg_catalog.numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_value';
COMMENT ON FUNCTION veil.raw_value(veil.raw_numeric) IS 'what a mask is computed from: only a plan has raw values to give';
CREATE FUNCTION veil.raw_equal(veil.raw_numeric, veil.raw_numeric) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 SUPPORT veil.raw_equal_support AS 'MODULE_PATHNAME', 'veil_raw_equal_numeric';
COMMENT ON FUNCTION veil.raw_equal(veil.raw_numeric, veil.raw_numeric) IS 'whether two raw values are equal';
CREATE FUNCTION veil.raw_hash(veil.raw_numeric) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_numeric';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_numeric) IS 'hash of a raw value under a secret key';
CREATE FUNCTION veil.raw_hash(veil.raw_numeric, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_extended_numeric';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_numeric, bigint) IS 'hash of a raw value under a secret key, with a seed';
CREATE OPERATOR veil.= (LEFTARG = veil.raw_numeric, RIGHTARG = veil.raw_numeric, FUNCTION = veil.raw_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = veil.raw_equal_selectivity, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.raw_numeric, veil.raw_numeric) IS 'equal';
CREATE OPERATOR CLASS veil.raw_numeric_ops DEFAULT FOR TYPE veil.raw_numeric USING hash AS
    OPERATOR 1 veil.=, FUNCTION 1 veil.raw_hash(veil.raw_numeric), FUNCTION 2 veil.raw_hash(veil.raw_numeric, bigint);

CREATE TYPE veil.raw_text;
CREATE FUNCTION veil.raw_text_in(cstring) RETURNS veil.raw_text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_in';
COMMENT ON FUNCTION veil.raw_text_in(cstring) IS 'input of veil.raw_text: refuses everyone';
CREATE FUNCTION veil.raw_text_out(veil.raw_text) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_out';
COMMENT ON FUNCTION veil.raw_text_out(veil.raw_text) IS 'output of veil.raw_text: a fixed text, never the value';
CREATE TYPE veil.raw_text (INPUT = veil.raw_text_in, OUTPUT = veil.raw_text_out, LIKE = pg_catalog.text);
COMMENT ON TYPE veil.raw_text IS 'a raw value of type text and character varying inside a plan: equal or not, never ordered or shown';
REVOKE USAGE ON TYPE veil.raw_text FROM PUBLIC;
CREATE FUNCTION veil.raw_value(veil.raw_text) RETURNS pg_catalog.text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_value';
COMMENT ON FUNCTION veil.raw_value(veil.raw_text) IS 'what a mask is computed from: only a plan has raw values to give';
CREATE FUNCTION veil.raw_equal(veil.raw_text, veil.raw_text) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 SUPPORT veil.raw_equal_support AS 'MODULE_PATHNAME', 'veil_raw_equal_text';
COMMENT ON FUNCTION veil.raw_equal(veil.raw_text, veil.raw_text) IS 'whether two raw values are equal';
CREATE FUNCTION veil.raw_hash(veil.raw_text) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_text';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_text) IS 'hash of a raw value under a secret key';
CREATE FUNCTION veil.raw_hash(veil.raw_text, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_extended_text';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_text, bigint) IS 'hash of a raw value under a secret key, with a seed';
CREATE OPERATOR veil.= (LEFTARG = veil.raw_text, RIGHTARG = veil.raw_text, FUNCTION = veil.raw_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = veil.raw_equal_selectivity, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.raw_text, veil.raw_text) IS 'equal';
CREATE OPERATOR CLASS veil.raw_text_ops DEFAULT FOR TYPE veil.raw_text USING hash AS
    OPERATOR 1 veil.=, FUNCTION 1 veil.raw_hash(veil.raw_text), FUNCTION 2 veil.raw_hash(veil.raw_text, bigint);

CREATE TYPE veil.raw_bpchar;
CREATE FUNCTION veil.raw_bpchar_in(cstring) RETURNS veil.raw_bpchar
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_in';
COMMENT ON FUNCTION veil.raw_bpchar_in(cstring) IS 'input of veil.raw_bpchar: refuses everyone';
CREATE FUNCTION veil.raw_bpchar_out(veil.raw_bpchar) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_out';
COMMENT ON FUNCTION veil.raw_bpchar_out(veil.raw_bpchar) IS 'output of veil.raw_bpchar: a fixed text, never the value';
CREATE TYPE veil.raw_bpchar (INPUT = veil.raw_bpchar_in, OUTPUT = veil.raw_bpchar_out, LIKE = pg_catalog.bpchar);
COMMENT ON TYPE veil.raw_bpchar IS 'a raw value of type character inside a plan: equal or not, never ordered or shown';
REVOKE USAGE ON TYPE veil.raw_bpchar FROM PUBLIC;
CREATE FUNCTION veil.raw_value(veil.raw_bpchar) RETURNS pg_catalog.bpchar
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_value';
COMMENT ON FUNCTION veil.raw_value(veil.raw_bpchar) IS 'what a mask is computed from: only a plan has raw values to give';
CREATE FUNCTION veil.raw_equal(veil.raw_bpchar, veil.raw_bpchar) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 SUPPORT veil.raw_equal_support AS 'MODULE_PATHNAME', 'veil_raw_equal_bpchar';
COMMENT ON FUNCTION veil.raw_equal(veil.raw_bpchar, veil.raw_bpchar) IS 'whether two raw values are equal';
CREATE FUNCTION veil.raw_hash(veil.raw_bpchar) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_bpchar';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_bpchar) IS 'hash of a raw value under a secret key';
CREATE FUNCTION veil.raw_hash(veil.raw_bpchar, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_extended_bpchar';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_bpchar, bigint) IS 'hash of a raw value under a secret key, with a seed';
CREATE OPERATOR veil.= (LEFTARG = veil.raw_bpchar, RIGHTARG = veil.raw_bpchar, FUNCTION = veil.raw_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = veil.raw_equal_selectivity, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.raw_bpchar, veil.raw_bpchar) IS 'equal';
CREATE OPERATOR CLASS veil.raw_bpchar_ops DEFAULT FOR TYPE veil.raw_bpchar USING hash AS
    OPERATOR 1 veil.=, FUNCTION 1 veil.raw_hash(veil.raw_bpchar), FUNCTION 2 veil.raw_hash(veil.raw_bpchar, bigint);

CREATE TYPE veil.raw_bytea;
CREATE FUNCTION veil.raw_bytea_in(cstring) RETURNS veil.raw_bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_in';
COMMENT ON FUNCTION veil.raw_bytea_in(cstring) IS 'input of veil.raw_bytea: refuses everyone';
CREATE FUNCTION veil.raw_bytea_out(veil.raw_bytea) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_out';
COMMENT ON FUNCTION veil.raw_bytea_out(veil.raw_bytea) IS 'output of veil.raw_bytea: a fixed text, never the value';
CREATE TYPE veil.raw_bytea (INPUT = veil.raw_bytea_in, OUTPUT = veil.raw_bytea_out, LIKE = pg_catalog.bytea);
COMMENT ON TYPE veil.raw_bytea IS 'a raw value of type bytea inside a plan: equal or not, never ordered or shown';
REVOKE USAGE ON TYPE veil.raw_bytea FROM PUBLIC;
CREATE FUNCTION veil.raw_value(veil.raw_bytea) RETURNS pg_catalog.bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_value';
COMMENT ON FUNCTION veil.raw_value(veil.raw_bytea) IS 'what a mask is computed from: only a plan has raw values to give';
CREATE FUNCTION veil.raw_equal(veil.raw_bytea, veil.raw_bytea) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 SUPPORT veil.raw_equal_support AS 'MODULE_PATHNAME', 'veil_raw_equal_bytea';
COMMENT ON FUNCTION veil.raw_equal(veil.raw_bytea, veil.raw_bytea) IS 'whether two raw values are equal';
CREATE FUNCTION veil.raw_hash(veil.raw_bytea) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_bytea';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_bytea) IS 'hash of a raw value under a secret key';
CREATE FUNCTION veil.raw_hash(veil.raw_bytea, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_extended_bytea';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_bytea, bigint) IS 'hash of a raw value under a secret key, with a seed';
CREATE OPERATOR veil.= (LEFTARG = veil.raw_bytea, RIGHTARG = veil.raw_bytea, FUNCTION = veil.raw_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = veil.raw_equal_selectivity, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.raw_bytea, veil.raw_bytea) IS 'equal';
CREATE OPERATOR CLASS veil.raw_bytea_ops DEFAULT FOR TYPE veil.raw_bytea USING hash AS
    OPERATOR 1 veil.=, FUNCTION 1 veil.raw_hash(veil.raw_bytea), FUNCTION 2 veil.raw_hash(veil.raw_bytea, bigint);

CREATE TYPE veil.raw_uuid;
CREATE FUNCTION veil.raw_uuid_in(cstring) RETURNS veil.raw_uuid
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_in';
COMMENT ON FUNCTION veil.raw_uuid_in(cstring) IS 'input of veil.raw_uuid: refuses everyone';
CREATE FUNCTION veil.raw_uuid_out(veil.raw_uuid) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_out';
COMMENT ON FUNCTION veil.raw_uuid_out(veil.raw_uuid) IS 'output of veil.raw_uuid: a fixed text, never the value';
CREATE TYPE veil.raw_uuid (INPUT = veil.raw_uuid_in, OUTPUT = veil.raw_uuid_out, LIKE = pg_catalog.uuid);
COMMENT ON TYPE veil.raw_uuid IS 'a raw value of type uuid inside a plan: equal or not, never ordered or shown';
REVOKE USAGE ON TYPE veil.raw_uuid FROM PUBLIC;
CREATE FUNCTION veil.raw_value(veil.raw_uuid) RETURNS pg_catalog.uuid
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_value';
COMMENT ON FUNCTION veil.raw_value(veil.raw_uuid) IS 'what a mask is computed from: only a plan has raw values to give';
CREATE FUNCTION veil.raw_equal(veil.raw_uuid, veil.raw_uuid) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 SUPPORT veil.raw_equal_support AS 'MODULE_PATHNAME', 'veil_raw_equal_uuid';
COMMENT ON FUNCTION veil.raw_equal(veil.raw_uuid, veil.raw_uuid) IS 'whether two raw values are equal';
CREATE FUNCTION veil.raw_hash(veil.raw_uuid) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_uuid';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_uuid) IS 'hash of a raw value under a secret key';
CREATE FUNCTION veil.raw_hash(veil.raw_uuid, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_extended_uuid';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_uuid, bigint) IS 'hash of a raw value under a secret key, with a seed';
CREATE OPERATOR veil.= (LEFTARG = veil.raw_uuid, RIGHTARG = veil.raw_uuid, FUNCTION = veil.raw_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = veil.raw_equal_selectivity, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.raw_uuid, veil.raw_uuid) IS 'equal';
CREATE OPERATOR CLASS veil.raw_uuid_ops DEFAULT FOR TYPE veil.raw_uuid USING hash AS
    OPERATOR 1 veil.=, FUNCTION 1 veil.raw_hash(veil.raw_uuid), FUNCTION 2 veil.raw_hash(veil.raw_uuid, bigint);

CREATE TYPE veil.raw_inet;
CREATE FUNCTION veil.raw_inet_in(cstring) RETURNS veil.raw_inet
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_in';
COMMENT ON FUNCTION veil.raw_inet_in(cstring) IS 'input of veil.raw_inet: refuses everyone';
CREATE FUNCTION veil.raw_inet_out(veil.raw_inet) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_out';
COMMENT ON FUNCTION veil.raw_inet_out(veil.raw_inet) IS 'output of veil.raw_inet: a fixed text, never the value';
CREATE TYPE veil.raw_inet (INPUT = veil.raw_inet_in, OUTPUT = veil.raw_inet_out, LIKE = pg_catalog.inet);
COMMENT ON TYPE veil.raw_inet IS 'a raw value of type inet and cidr inside a plan: equal or not, never ordered or shown';
REVOKE USAGE ON TYPE veil.raw_inet FROM PUBLIC;
CREATE FUNCTION veil.raw_value(veil.raw_inet) RETURNS pg_catalog.inet
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_value';
COMMENT ON FUNCTION veil.raw_value(veil.raw_inet) IS 'what a mask is computed from: only a plan has raw values to give';
CREATE FUNCTION veil.raw_equal(veil.raw_inet, veil.raw_inet) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 SUPPORT veil.raw_equal_support AS 'MODULE_PATHNAME', 'veil_raw_equal_inet';
COMMENT ON FUNCTION veil.raw_equal(veil.raw_inet, veil.raw_inet) IS 'whether two raw values are equal';
CREATE FUNCTION veil.raw_hash(veil.raw_inet) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_inet';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_inet) IS 'hash of a raw value under a secret key';
CREATE FUNCTION veil.raw_hash(veil.raw_inet, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_extended_inet';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_inet, bigint) IS 'hash of a raw value under a secret key, with a seed';
CREATE OPERATOR veil.= (LEFTARG = veil.raw_inet, RIGHTARG = veil.raw_inet, FUNCTION = veil.raw_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = veil.raw_equal_selectivity, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.raw_inet, veil.raw_inet) IS 'equal';
CREATE OPERATOR CLASS veil.raw_inet_ops DEFAULT FOR TYPE veil.raw_inet USING hash AS
    OPERATOR 1 veil.=, FUNCTION 1 veil.raw_hash(veil.raw_inet), FUNCTION 2 veil.raw_hash(veil.raw_inet, bigint);

CREATE TYPE veil.raw_macaddr;
CREATE FUNCTION veil.raw_macaddr_in(cstring) RETURNS veil.raw_macaddr
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_in';
COMMENT ON FUNCTION veil.raw_macaddr_in(cstring) IS 'input of veil.raw_macaddr: refuses everyone';
CREATE FUNCTION veil.raw_macaddr_out(veil.raw_macaddr) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_out';
COMMENT ON FUNCTION veil.raw_macaddr_out(veil.raw_macaddr) IS 'output of veil.raw_macaddr: a fixed text, never the value';
CREATE TYPE veil.raw_macaddr (INPUT = veil.raw_macaddr_in, OUTPUT = veil.raw_macaddr_out, LIKE = pg_catalog.macaddr);
COMMENT ON TYPE veil.raw_macaddr IS 'a raw value of type macaddr inside a plan: equal or not, never ordered or shown';
REVOKE USAGE ON TYPE veil.raw_macaddr FROM PUBLIC;
CREATE FUNCTION veil.raw_value(veil.raw_macaddr) RETURNS pg_catalog.macaddr
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_value';
COMMENT ON FUNCTION veil.raw_value(veil.raw_macaddr) IS 'what a mask is computed from: only a plan has raw values to give';
CREATE FUNCTION veil.raw_equal(veil.raw_macaddr, veil.raw_macaddr) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 SUPPORT veil.raw_equal_support AS 'MODULE_PATHNAME', 'veil_raw_equal_macaddr';
COMMENT ON FUNCTION veil.raw_equal(veil.raw_macaddr, veil.raw_macaddr) IS 'whether two raw values are equal';
CREATE FUNCTION veil.raw_hash(veil.raw_macaddr) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_macaddr';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_macaddr) IS 'hash of a raw value under a secret key';
CREATE FUNCTION veil.raw_hash(veil.raw_macaddr, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_extended_macaddr';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_macaddr, bigint) IS 'hash of a raw value under a secret key, with a seed';
CREATE OPERATOR veil.= (LEFTARG = veil.raw_macaddr, RIGHTARG = veil.raw_macaddr, FUNCTION = veil.raw_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = veil.raw_equal_selectivity, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.raw_macaddr, veil.raw_macaddr) IS 'equal';
CREATE OPERATOR CLASS veil.raw_macaddr_ops DEFAULT FOR TYPE veil.raw_macaddr USING hash AS
    OPERATOR 1 veil.=, FUNCTION 1 veil.raw_hash(veil.raw_macaddr), FUNCTION 2 veil.raw_hash(veil.raw_macaddr, bigint);

CREATE TYPE veil.raw_enum;
CREATE FUNCTION veil.raw_enum_in(cstring) RETURNS veil.raw_enum
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_in';
COMMENT ON FUNCTION veil.raw_enum_in(cstring) IS 'input of veil.raw_enum: refuses everyone';
CREATE FUNCTION veil.raw_enum_out(veil.raw_enum) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_out';
COMMENT ON FUNCTION veil.raw_enum_out(veil.raw_enum) IS 'output of veil.raw_enum: a fixed text, never the value';
CREATE TYPE veil.raw_enum (INPUT = veil.raw_enum_in, OUTPUT = veil.raw_enum_out, LIKE = pg_catalog.oid);
COMMENT ON TYPE veil.raw_enum IS 'a raw value of type enums inside a plan: equal or not, never ordered or shown';
REVOKE USAGE ON TYPE veil.raw_enum FROM PUBLIC;
CREATE FUNCTION veil.raw_value(veil.raw_enum) RETURNS pg_catalog.oid
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_value';
COMMENT ON FUNCTION veil.raw_value(veil.raw_enum) IS 'what a mask is computed from: only a plan has raw values to give';
CREATE FUNCTION veil.raw_equal(veil.raw_enum, veil.raw_enum) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 SUPPORT veil.raw_equal_support AS 'MODULE_PATHNAME', 'veil_raw_equal_enum';
COMMENT ON FUNCTION veil.raw_equal(veil.raw_enum, veil.raw_enum) IS 'whether two raw values are equal';
CREATE FUNCTION veil.raw_hash(veil.raw_enum) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_enum';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_enum) IS 'hash of a raw value under a secret key';
CREATE FUNCTION veil.raw_hash(veil.raw_enum, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_raw_hash_extended_enum';
COMMENT ON FUNCTION veil.raw_hash(veil.raw_enum, bigint) IS 'hash of a raw value under a secret key, with a seed';
CREATE OPERATOR veil.= (LEFTARG = veil.raw_enum, RIGHTARG = veil.raw_enum, FUNCTION = veil.raw_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = veil.raw_equal_selectivity, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.raw_enum, veil.raw_enum) IS 'equal';
CREATE OPERATOR CLASS veil.raw_enum_ops DEFAULT FOR TYPE veil.raw_enum USING hash AS
    OPERATOR 1 veil.=, FUNCTION 1 veil.raw_hash(veil.raw_enum), FUNCTION 2 veil.raw_hash(veil.raw_enum, bigint);
