-- Pseudonyms of further types and within periods, encryption, and what both are computed from. As in 30_masks.sql: STRICT,
-- total, and a keyed function refuses who came with USAGE on schema veil but not the key.

CREATE FUNCTION veil.pseudonym(value bytea, key veil.key, scope text) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 12 AS 'MODULE_PATHNAME', 'veil_pseudonym_bytea';
COMMENT ON FUNCTION veil.pseudonym(bytea, veil.key, text) IS 'pseudonym of bytes under a key, 16 bytes; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.pseudonym(value text, key veil.key, scope text, period text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 15 AS 'MODULE_PATHNAME', 'veil_pseudonym_text_period';
COMMENT ON FUNCTION veil.pseudonym(text, veil.key, text, text) IS 'pseudonym of a text that holds within a period';

CREATE FUNCTION veil.pseudonym(value bytea, key veil.key, scope text, period text) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 15 AS 'MODULE_PATHNAME', 'veil_pseudonym_bytea_period';
COMMENT ON FUNCTION veil.pseudonym(bytea, veil.key, text, text) IS 'pseudonym of bytes that holds within a period';

CREATE FUNCTION veil.pseudonym(value integer, key veil.key, scope text, period text) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_pseudonym_int4_period';
COMMENT ON FUNCTION veil.pseudonym(integer, veil.key, text, text) IS 'pseudonym of an integer that holds within a period';

CREATE FUNCTION veil.pseudonym(value bigint, key veil.key, scope text, period text) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_pseudonym_int8_period';
COMMENT ON FUNCTION veil.pseudonym(bigint, veil.key, text, text) IS 'pseudonym of a bigint that holds within a period';

CREATE FUNCTION veil.pseudonym(value uuid, key veil.key, scope text, period text) RETURNS uuid
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 35 AS 'MODULE_PATHNAME', 'veil_pseudonym_uuid_period';
COMMENT ON FUNCTION veil.pseudonym(uuid, veil.key, text, text) IS 'pseudonym of a uuid that holds within a period';

CREATE FUNCTION veil.invert_pseudonym(pseudonym smallint, key veil.key, scope text) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_invert_pseudonym_int2';
COMMENT ON FUNCTION veil.invert_pseudonym(smallint, veil.key, text) IS 'the value that a smallint is the pseudonym of';

CREATE FUNCTION veil.invert_pseudonym(pseudonym integer, key veil.key, scope text) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_invert_pseudonym_int4';
COMMENT ON FUNCTION veil.invert_pseudonym(integer, veil.key, text) IS 'the value that an integer is the pseudonym of';

CREATE FUNCTION veil.invert_pseudonym(pseudonym bigint, key veil.key, scope text) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_invert_pseudonym_int8';
COMMENT ON FUNCTION veil.invert_pseudonym(bigint, veil.key, text) IS 'the value that a bigint is the pseudonym of';

CREATE FUNCTION veil.invert_pseudonym(pseudonym uuid, key veil.key, scope text) RETURNS uuid
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 25 AS 'MODULE_PATHNAME', 'veil_invert_pseudonym_uuid';
COMMENT ON FUNCTION veil.invert_pseudonym(uuid, veil.key, text) IS 'the value that a uuid is the pseudonym of';

-- AES-256-SIV. A text becomes lower-case base32; decrypt gives NULL for what encrypt did not make.

CREATE FUNCTION veil.encrypt(value text, key veil.key, scope text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 12 AS 'MODULE_PATHNAME', 'veil_encrypt_text';
COMMENT ON FUNCTION veil.encrypt(text, veil.key, text) IS 'a text encrypted under a key; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.encrypt(value bytea, key veil.key, scope text) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 12 AS 'MODULE_PATHNAME', 'veil_encrypt_bytea';
COMMENT ON FUNCTION veil.encrypt(bytea, veil.key, text) IS 'bytes encrypted under a key; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.decrypt(encrypted text, key veil.key, scope text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 12 AS 'MODULE_PATHNAME', 'veil_decrypt_text';
COMMENT ON FUNCTION veil.decrypt(text, veil.key, text) IS 'the text that was encrypted';

CREATE FUNCTION veil.decrypt(encrypted bytea, key veil.key, scope text) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 12 AS 'MODULE_PATHNAME', 'veil_decrypt_bytea';
COMMENT ON FUNCTION veil.decrypt(bytea, veil.key, text) IS 'the bytes that were encrypted';

-- One text for all values that SQL holds equal, whatever the settings say of dates, numbers and bytes. Integers, uuids and
-- texts are their own; the cast to text of those depends on no setting.

CREATE FUNCTION veil.canonical(value numeric) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_canonical_numeric';
COMMENT ON FUNCTION veil.canonical(numeric) IS 'canonical text: a numeric without trailing zeros';

CREATE FUNCTION veil.canonical(value real) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_canonical_float4';
COMMENT ON FUNCTION veil.canonical(real) IS 'canonical text: a real as the shortest decimal number of its double precision';

CREATE FUNCTION veil.canonical(value double precision) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_canonical_float8';
COMMENT ON FUNCTION veil.canonical(double precision) IS 'canonical text: a double precision as the shortest decimal number';

CREATE FUNCTION veil.canonical(value date) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_canonical_date';
COMMENT ON FUNCTION veil.canonical(date) IS 'canonical text: a date in ISO 8601';

CREATE FUNCTION veil.canonical(value time) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_canonical_time';
COMMENT ON FUNCTION veil.canonical(time) IS 'canonical text: a time in ISO 8601';

CREATE FUNCTION veil.canonical(value timestamp) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_canonical_timestamp';
COMMENT ON FUNCTION veil.canonical(timestamp) IS 'canonical text: a timestamp in ISO 8601';

CREATE FUNCTION veil.canonical(value timestamptz) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_canonical_timestamptz';
COMMENT ON FUNCTION veil.canonical(timestamptz) IS 'canonical text: a moment in ISO 8601 and UTC';

CREATE FUNCTION veil.canonical(value inet) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_canonical_inet';
COMMENT ON FUNCTION veil.canonical(inet) IS 'canonical text: an inet';

CREATE FUNCTION veil.canonical(value cidr) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_canonical_inet';
COMMENT ON FUNCTION veil.canonical(cidr) IS 'canonical text: a cidr as the inet that equals it';

CREATE FUNCTION veil.canonical(value macaddr) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_canonical_macaddr';
COMMENT ON FUNCTION veil.canonical(macaddr) IS 'canonical text: a macaddr';

CREATE FUNCTION veil.canonical(value anyenum) RETURNS text
    LANGUAGE c STABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_canonical_enum';
COMMENT ON FUNCTION veil.canonical(anyenum) IS 'canonical text: the label of an enum';

CREATE FUNCTION veil.normalize_nfc(value text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_normalize_nfc';
COMMENT ON FUNCTION veil.normalize_nfc(text) IS 'a text in Unicode normalization form C';

-- The name of the period that a moment lies in. date and timestamp of the same day are in the same period.

CREATE FUNCTION veil.period(value date, unit text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_period_date';
COMMENT ON FUNCTION veil.period(date, text) IS 'the day, week, month, quarter, year, decade or century of a date';

CREATE FUNCTION veil.period(value timestamp, unit text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_period_timestamp';
COMMENT ON FUNCTION veil.period(timestamp, text) IS 'the day, week, month, quarter, year, decade or century of a timestamp';

CREATE FUNCTION veil.period(value timestamptz, unit text, zone text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_period_timestamp';
COMMENT ON FUNCTION veil.period(timestamptz, text, text) IS 'the day, week, month, quarter, year, decade or century of a moment in a time zone';
