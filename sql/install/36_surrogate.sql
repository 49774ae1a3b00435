-- Surrogates: realistic fake values chosen by key. As the masks they are total, NULL for NULL, and keyed functions that
-- refuse a caller who has USAGE on the schema but not the key. A kind is written as in 'full_name nl v1 unique'. The
-- inverses are NULL for what is no surrogate of a unique kind.

CREATE FUNCTION veil.surrogate(value text, key veil.key, scope text, kind text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_surrogate_text';
COMMENT ON FUNCTION veil.surrogate(text, veil.key, text, text) IS 'made-up value for a text under a key; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.surrogate(value smallint, key veil.key, scope text, kind text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_surrogate_int2';
COMMENT ON FUNCTION veil.surrogate(smallint, veil.key, text, text) IS 'made-up value for a smallint under a key; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.surrogate(value integer, key veil.key, scope text, kind text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_surrogate_int4';
COMMENT ON FUNCTION veil.surrogate(integer, veil.key, text, text) IS 'made-up value for an integer under a key; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.surrogate(value bigint, key veil.key, scope text, kind text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_surrogate_int8';
COMMENT ON FUNCTION veil.surrogate(bigint, veil.key, text, text) IS 'made-up value for a bigint under a key; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.surrogate(value uuid, key veil.key, scope text, kind text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_surrogate_uuid';
COMMENT ON FUNCTION veil.surrogate(uuid, veil.key, text, text) IS 'made-up value for a uuid under a key; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.invert_surrogate(surrogate text, key veil.key, scope text, kind text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'veil_invert_surrogate_text';
COMMENT ON FUNCTION veil.invert_surrogate(text, veil.key, text, text) IS 'the text whose unique surrogate this is';

CREATE FUNCTION veil.invert_surrogate_smallint(surrogate text, key veil.key, scope text, kind text) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'veil_invert_surrogate_int2';
COMMENT ON FUNCTION veil.invert_surrogate_smallint(text, veil.key, text, text) IS 'the smallint whose unique surrogate this is';

CREATE FUNCTION veil.invert_surrogate_integer(surrogate text, key veil.key, scope text, kind text) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'veil_invert_surrogate_int4';
COMMENT ON FUNCTION veil.invert_surrogate_integer(text, veil.key, text, text) IS 'the integer whose unique surrogate this is';

CREATE FUNCTION veil.invert_surrogate_bigint(surrogate text, key veil.key, scope text, kind text) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'veil_invert_surrogate_int8';
COMMENT ON FUNCTION veil.invert_surrogate_bigint(text, veil.key, text, text) IS 'the bigint whose unique surrogate this is';

CREATE FUNCTION veil.invert_surrogate_uuid(surrogate text, key veil.key, scope text, kind text) RETURNS uuid
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'veil_invert_surrogate_uuid';
COMMENT ON FUNCTION veil.invert_surrogate_uuid(text, veil.key, text, text) IS 'the uuid whose unique surrogate this is';
