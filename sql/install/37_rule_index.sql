-- Indexes that find rows by their pseudonym (veil.index_rule). Whoever writes to the table computes what stands in one, key
-- or not, and its owner may copy the index, cluster by it and have statistics made of it. So what such an index holds is
-- of a type that shows nothing, has no order and no statistics, and is made with a key that only pg_veil writes down: in
-- the index itself.

CREATE TYPE veil.index_key;
CREATE FUNCTION veil.index_key_in(cstring) RETURNS veil.index_key
    LANGUAGE c STABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_index_key_in';
COMMENT ON FUNCTION veil.index_key_in(cstring) IS 'input of veil.index_key: refuses all but superusers and the extension''s owner';
CREATE FUNCTION veil.index_key_out(veil.index_key) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_key_out';
COMMENT ON FUNCTION veil.index_key_out(veil.index_key) IS 'output of veil.index_key: name/version';
CREATE TYPE veil.index_key (
    INPUT = veil.index_key_in,
    OUTPUT = veil.index_key_out,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = int4,
    STORAGE = plain
);
COMMENT ON TYPE veil.index_key IS 'a version of a key inside an index of veil.index_rule: what is made with it can only be looked for';
REVOKE USAGE ON TYPE veil.index_key FROM PUBLIC;

CREATE FUNCTION veil.no_statistics(internal) RETURNS boolean
    LANGUAGE c STABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_no_statistics';
COMMENT ON FUNCTION veil.no_statistics(internal) IS 'ANALYZE of a type of which no value is kept as a statistic';
CREATE TYPE veil.indexed;
CREATE FUNCTION veil.indexed_in(cstring) RETURNS veil.indexed
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_indexed_in';
COMMENT ON FUNCTION veil.indexed_in(cstring) IS 'input of veil.indexed: refuses everyone';
CREATE FUNCTION veil.indexed_out(veil.indexed) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_indexed_out';
COMMENT ON FUNCTION veil.indexed_out(veil.indexed) IS 'output of veil.indexed: a fixed text, never the value';
CREATE TYPE veil.indexed (INPUT = veil.indexed_in, OUTPUT = veil.indexed_out, ANALYZE = veil.no_statistics, LIKE = pg_catalog.bytea);
COMMENT ON TYPE veil.indexed IS 'a masked value inside an index: equal or not, never ordered or shown';
REVOKE USAGE ON TYPE veil.indexed FROM PUBLIC;

-- What writers call has to be executable by all. LEAKPROOF, so that a lookup may stand before a release's filter: the value
-- decides about no error, and no message has it.

CREATE FUNCTION veil.indexed_pseudonym(value text, key veil.index_key, scope text) RETURNS veil.indexed
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 12 AS 'MODULE_PATHNAME', 'veil_indexed_pseudonym_text';
COMMENT ON FUNCTION veil.indexed_pseudonym(text, veil.index_key, text) IS 'veil.pseudonym of a text inside an index';
CREATE FUNCTION veil.indexed_pseudonym(value character, key veil.index_key, scope text) RETURNS veil.indexed
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 12 AS 'MODULE_PATHNAME', 'veil_indexed_pseudonym_bpchar';
COMMENT ON FUNCTION veil.indexed_pseudonym(character, veil.index_key, text) IS 'veil.pseudonym of a text without trailing blanks inside an index';
CREATE FUNCTION veil.indexed_pseudonym(value bytea, key veil.index_key, scope text) RETURNS veil.indexed
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 12 AS 'MODULE_PATHNAME', 'veil_indexed_pseudonym_bytea';
COMMENT ON FUNCTION veil.indexed_pseudonym(bytea, veil.index_key, text) IS 'veil.pseudonym of bytes inside an index';

CREATE FUNCTION veil.indexed_equal(veil.indexed, veil.indexed) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_indexed_equal';
COMMENT ON FUNCTION veil.indexed_equal(veil.indexed, veil.indexed) IS 'whether two masked values are equal';
CREATE FUNCTION veil.indexed_equal(veil.indexed, text) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_indexed_equal';
COMMENT ON FUNCTION veil.indexed_equal(veil.indexed, text) IS 'whether a masked value is this one';
CREATE FUNCTION veil.indexed_equal(text, veil.indexed) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_indexed_equal';
COMMENT ON FUNCTION veil.indexed_equal(text, veil.indexed) IS 'whether this is a masked value';
CREATE FUNCTION veil.indexed_equal(veil.indexed, bytea) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_indexed_equal';
COMMENT ON FUNCTION veil.indexed_equal(veil.indexed, bytea) IS 'whether a masked value is this one';
CREATE FUNCTION veil.indexed_equal(bytea, veil.indexed) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_indexed_equal';
COMMENT ON FUNCTION veil.indexed_equal(bytea, veil.indexed) IS 'whether this is a masked value';
-- For a list of masked values that is made unique.
CREATE FUNCTION veil.indexed_equal(text, text) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_indexed_equal';
COMMENT ON FUNCTION veil.indexed_equal(text, text) IS 'whether two masked texts are equal';
CREATE FUNCTION veil.indexed_equal(bytea, bytea) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_indexed_equal';
COMMENT ON FUNCTION veil.indexed_equal(bytea, bytea) IS 'whether two masked values of bytes are equal';

CREATE FUNCTION veil.indexed_hash(veil.indexed) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_indexed_hash';
COMMENT ON FUNCTION veil.indexed_hash(veil.indexed) IS 'hash of a masked value';
CREATE FUNCTION veil.indexed_hash(text) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_indexed_hash';
COMMENT ON FUNCTION veil.indexed_hash(text) IS 'hash of a text as of a masked value';
CREATE FUNCTION veil.indexed_hash(bytea) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_indexed_hash';
COMMENT ON FUNCTION veil.indexed_hash(bytea) IS 'hash of bytes as of a masked value';

CREATE OPERATOR veil.= (LEFTARG = veil.indexed, RIGHTARG = veil.indexed, FUNCTION = veil.indexed_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.indexed, veil.indexed) IS 'equal';
CREATE OPERATOR veil.= (LEFTARG = veil.indexed, RIGHTARG = text, FUNCTION = veil.indexed_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.indexed, text) IS 'equal';
CREATE OPERATOR veil.= (LEFTARG = text, RIGHTARG = veil.indexed, FUNCTION = veil.indexed_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (text, veil.indexed) IS 'equal';
CREATE OPERATOR veil.= (LEFTARG = veil.indexed, RIGHTARG = bytea, FUNCTION = veil.indexed_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (veil.indexed, bytea) IS 'equal';
CREATE OPERATOR veil.= (LEFTARG = bytea, RIGHTARG = veil.indexed, FUNCTION = veil.indexed_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (bytea, veil.indexed) IS 'equal';
CREATE OPERATOR veil.= (LEFTARG = text, RIGHTARG = text, FUNCTION = veil.indexed_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (text, text) IS 'equal';
CREATE OPERATOR veil.= (LEFTARG = bytea, RIGHTARG = bytea, FUNCTION = veil.indexed_equal, COMMUTATOR = OPERATOR(veil.=),
    RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel, HASHES);
COMMENT ON OPERATOR veil.= (bytea, bytea) IS 'equal';
CREATE OPERATOR CLASS veil.indexed_ops DEFAULT FOR TYPE veil.indexed USING hash AS
    OPERATOR 1 veil.= (veil.indexed, veil.indexed), OPERATOR 1 veil.= (veil.indexed, text), OPERATOR 1 veil.= (text, veil.indexed),
    OPERATOR 1 veil.= (veil.indexed, bytea), OPERATOR 1 veil.= (bytea, veil.indexed),
    OPERATOR 1 veil.= (text, text), OPERATOR 1 veil.= (bytea, bytea),
    FUNCTION 1 veil.indexed_hash(veil.indexed), FUNCTION 1 (text, text) veil.indexed_hash(text),
    FUNCTION 1 (bytea, bytea) veil.indexed_hash(bytea);

-- Rows that were written while the key was out of reach are found as well: they stand under this value, and are looked at.
CREATE FUNCTION veil.unkeyed(masked anyelement, key veil.index_key, scope text) RETURNS anyelement
    LANGUAGE c STABLE PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_unkeyed';
COMMENT ON FUNCTION veil.unkeyed(anyelement, veil.index_key, text) IS 'planner: what an index holds for rows that were written without the key; asks for the key';
-- Where no row was, one value is asked for.
CREATE FUNCTION veil.look_up(masked anyelement, key veil.index_key, scope text, index regclass, run_time record) RETURNS anyelement
    LANGUAGE c STABLE LEAKPROOF PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_look_up';
COMMENT ON FUNCTION veil.look_up(anyelement, veil.index_key, text, regclass, record) IS 'planner: the masked value itself, to be looked up in an index; asks for the key, and that each row stands there under its pseudonym';

CREATE FUNCTION veil.index_rule(policy text, relation regclass, attribute text) RETURNS regclass
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100000 AS 'MODULE_PATHNAME', 'veil_index_rule';
COMMENT ON FUNCTION veil.index_rule(text, regclass, text) IS 'makes an index that finds rows by the pseudonym which a rule shows; it follows the rule and its key, and DROP INDEX ends it';
