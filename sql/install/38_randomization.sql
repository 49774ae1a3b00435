-- Sticky randomization, drawn by a key for a subject: noise that holds for a value, shifts that hold for all dates of a subject, samples of
-- subjects. As in 30_masks.sql: STRICT, total, and a keyed function refuses who came with USAGE on schema veil but not the key. A noise is
-- written as in 'laplace v1 scale 16777216 grid 1 from -100 to 100 of age': the scale in 2^-24 steps of the grid, the bounds of the
-- result in steps, the name of what is measured; a shift as in '30 day' and '4 week or none'.

CREATE FUNCTION veil.noise(value smallint, key veil.key, scope text, format text, subject text) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 14 AS 'MODULE_PATHNAME', 'veil_noise_int2';
COMMENT ON FUNCTION veil.noise(smallint, veil.key, text, text, text) IS 'a smallint with the noise that a key draws for the subject and the value; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.noise(value integer, key veil.key, scope text, format text, subject text) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 14 AS 'MODULE_PATHNAME', 'veil_noise_int4';
COMMENT ON FUNCTION veil.noise(integer, veil.key, text, text, text) IS 'an integer with the noise that a key draws for the subject and the value; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.noise(value bigint, key veil.key, scope text, format text, subject text) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 14 AS 'MODULE_PATHNAME', 'veil_noise_int8';
COMMENT ON FUNCTION veil.noise(bigint, veil.key, text, text, text) IS 'a bigint with the noise that a key draws for the subject and the value; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.noise(value numeric, key veil.key, scope text, format text, subject text) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 30 AS 'MODULE_PATHNAME', 'veil_noise_numeric';
COMMENT ON FUNCTION veil.noise(numeric, veil.key, text, text, text) IS 'a numeric with the noise that a key draws for the subject and the value; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.noise(value real, key veil.key, scope text, format text, subject text) RETURNS real
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 14 AS 'MODULE_PATHNAME', 'veil_noise_float4';
COMMENT ON FUNCTION veil.noise(real, veil.key, text, text, text) IS 'a real with the noise that a key draws for the subject and the value; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.noise(value double precision, key veil.key, scope text, format text, subject text) RETURNS double precision
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 14 AS 'MODULE_PATHNAME', 'veil_noise_float8';
COMMENT ON FUNCTION veil.noise(double precision, veil.key, text, text, text) IS 'a double precision with the noise that a key draws for the subject and the value; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.noise(value date, key veil.key, scope text, format text, subject text) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 14 AS 'MODULE_PATHNAME', 'veil_noise_date';
COMMENT ON FUNCTION veil.noise(date, veil.key, text, text, text) IS 'a date with the noise that a key draws for the subject and the value; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.noise(value timestamp, key veil.key, scope text, format text, subject text) RETURNS timestamp
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 14 AS 'MODULE_PATHNAME', 'veil_noise_timestamp';
COMMENT ON FUNCTION veil.noise(timestamp, veil.key, text, text, text) IS 'a timestamp with the noise that a key draws for the subject and the value; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.noise(value timestamptz, key veil.key, scope text, format text, subject text) RETURNS timestamptz
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 14 AS 'MODULE_PATHNAME', 'veil_noise_timestamp';
COMMENT ON FUNCTION veil.noise(timestamptz, veil.key, text, text, text) IS 'a timestamptz with the noise that a key draws for the subject and the value; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.shift(value date, key veil.key, scope text, format text, subject text) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 12 AS 'MODULE_PATHNAME', 'veil_shift_date';
COMMENT ON FUNCTION veil.shift(date, veil.key, text, text, text) IS 'a date moved by the amount that a key draws for the subject; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.shift(value timestamp, key veil.key, scope text, format text, subject text) RETURNS timestamp
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 12 AS 'MODULE_PATHNAME', 'veil_shift_timestamp';
COMMENT ON FUNCTION veil.shift(timestamp, veil.key, text, text, text) IS 'a timestamp moved by the amount that a key draws for the subject; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.shift(value timestamptz, key veil.key, scope text, format text, subject text) RETURNS timestamptz
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 12 AS 'MODULE_PATHNAME', 'veil_shift_timestamp';
COMMENT ON FUNCTION veil.shift(timestamptz, veil.key, text, text, text) IS 'a timestamptz moved by the amount that a key draws for the subject; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.in_sample(subject text, key veil.key, scope text, fraction double precision) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 12 AS 'MODULE_PATHNAME', 'veil_in_sample';
COMMENT ON FUNCTION veil.in_sample(text, veil.key, text, double precision) IS 'whether a subject is in the sample of a fraction, 0 to 1, that a key draws; a larger sample holds a smaller one';
