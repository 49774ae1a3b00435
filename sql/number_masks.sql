-- Masks of numbers: bucket, round, clamp, over every numeric type and to the ends of each.
CREATE SCHEMA number_masks;
SET search_path = number_masks;
SELECT veil.create_policy('number_masks_policy');

-- What the best-known competitor gets wrong: -5 in [0,10), 49.6 rounded before it falls into [50,60), 3000000000 out of
-- range.
CREATE TABLE competitor (id integer, small smallint, int integer, big bigint, num numeric, dp double precision);
INSERT INTO competitor VALUES (1, -5, -5, -5, -5, -5), (2, 49, 49, 49, 49.6, 49.6), (3, -1, -1, 3000000000, 3000000000, 3e9),
    (4, 0, 0, 0, 0, 0), (5, 10, 10, 10, 10, 10), (6, -10, -10, -10, -10, -10), (7, NULL, NULL, NULL, NULL, NULL);
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('number_masks_policy', 'competitor', 'id', 'release', 'test');
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
    SELECT 'number_masks_policy', 'competitor', a, 'bucket', '{"width": 10}' FROM unnest('{small,int,big,num,dp}'::text[]) a;
SELECT * FROM number_masks_policy.competitor ORDER BY id;
UPDATE veil.rule SET params = '{"width": 10, "as": "range"}'
WHERE policy = 'number_masks_policy' AND attribute IN ('small', 'int', 'big', 'num');
SELECT * FROM number_masks_policy.competitor ORDER BY id;
SELECT pg_typeof(small) AS small, pg_typeof(int) AS int, pg_typeof(big) AS big, pg_typeof(num) AS num, pg_typeof(dp) AS dp
FROM number_masks_policy.competitor WHERE id = 1;
UPDATE veil.rule SET params = '{"width": 10, "as": "text"}'
WHERE policy = 'number_masks_policy' AND attribute IN ('small', 'int', 'big', 'num');
SELECT * FROM number_masks_policy.competitor ORDER BY id;
UPDATE veil.rule SET technique = 'round', params = '{"to": 10}' WHERE policy = 'number_masks_policy' AND attribute <> 'id';
SELECT * FROM number_masks_policy.competitor ORDER BY id;
UPDATE veil.rule SET technique = 'clamp', params = '{"min": -5, "max": 40}' WHERE policy = 'number_masks_policy' AND attribute <> 'id';
SELECT * FROM number_masks_policy.competitor ORDER BY id;

-- bucket is floor(value / width) * width, round is round(value / multiple) * multiple, exactly.
CREATE TABLE width (w bigint);
INSERT INTO width VALUES (1), (2), (3), (7), (10), (100), (999), (1000), (65536), (1000000007), (9223372036854775807);
SELECT count(*) AS tried,
       count(*) FILTER (WHERE veil.bucket(v::smallint, w) <> greatest(floor(v::numeric / w) * w, -32768)) AS bucket_small,
       count(*) FILTER (WHERE veil.bucket(v, w) <> greatest(floor(v::numeric / w) * w, -2147483648)) AS bucket_int,
       count(*) FILTER (WHERE veil.bucket(v::bigint, w) <> greatest(floor(v::numeric / w) * w, -9223372036854775808)) AS bucket_big,
       count(*) FILTER (WHERE veil.bucket(v::numeric, w::numeric) <> floor(v::numeric / w) * w) AS bucket_num,
       count(*) FILTER (WHERE w < 100000 AND veil.bucket(v::real, w::float8) <> floor(v::numeric / w) * w) AS bucket_real,
       count(*) FILTER (WHERE w < 9e18 AND veil.bucket(v::float8, w::float8) <> floor(v::numeric / w) * w) AS bucket_dp
FROM generate_series(-32768, 32767, 111) v, width;
-- A multiple that the type cannot hold becomes the next one towards zero.
SELECT count(*) AS tried,
       count(*) FILTER (WHERE veil.round(v::smallint, w)
                              <> CASE WHEN r NOT BETWEEN -32768 AND 32767 THEN (abs(r) - w) * sign(r) ELSE r END) AS round_small,
       count(*) FILTER (WHERE veil.round(v, w) <> r) AS round_int,
       count(*) FILTER (WHERE veil.round(v::bigint, w) <> r) AS round_big,
       count(*) FILTER (WHERE veil.round(v::numeric, w::numeric) <> r) AS round_num,
       count(*) FILTER (WHERE veil.round(v::real, w::float8) <> r) AS round_real,
       count(*) FILTER (WHERE veil.round(v::float8, w::float8) <> r) AS round_dp
FROM (SELECT v, w, round(v::numeric / w) * w AS r FROM generate_series(-32768, 32767, 111) v, width WHERE w < 100000) t;
-- The same over the whole of bigint, of which a double sees only 53 bits; below and above are the multiples around v.
SELECT count(*) AS tried,
       count(*) FILTER (WHERE veil.bucket(v, w) <> greatest(below, -9223372036854775808)) AS bucket_wrong,
       count(*) FILTER (WHERE veil.bucket_range(v, w) <> int8range(
            CASE WHEN below >= -9223372036854775808 THEN below::bigint END,
            CASE WHEN below + w <= 9223372036854775807 THEN (below + w)::bigint END)) AS range_wrong,
       count(*) FILTER (WHERE NOT veil.bucket_range(v, w) @> v) AS outside,
       count(*) FILTER (WHERE veil.round(v, w) <>
            CASE WHEN nearest NOT BETWEEN -9223372036854775808 AND 9223372036854775807 THEN towards_zero ELSE nearest END) AS round_wrong
FROM (SELECT v, w, towards_zero, towards_zero - CASE WHEN v < towards_zero THEN w ELSE 0 END AS below,
             CASE WHEN abs(v - towards_zero) * 2 < w THEN towards_zero WHEN v < 0 THEN towards_zero - w ELSE towards_zero + w END AS nearest
      FROM (SELECT v, w, div(v::numeric, w) * w AS towards_zero
            FROM (SELECT x * 922337203685477 * sign_of AS v FROM generate_series(0, 10000, 37) x, (VALUES (1), (-1)) s(sign_of)
                  UNION ALL VALUES (9223372036854775807), (9223372036854775806), ('-9223372036854775808'::bigint), (-9223372036854775807)) v,
                 width) d) t;
-- numeric, with decimals on either side.
SELECT count(*) AS tried,
       count(*) FILTER (WHERE veil.bucket(v, w) <> floor(v / w) * w) AS bucket_wrong,
       count(*) FILTER (WHERE veil.round(v, w) <> round(v / w) * w) AS round_wrong,
       count(*) FILTER (WHERE NOT veil.bucket_range(v, w) @> v
                           OR upper(veil.bucket_range(v, w)) - lower(veil.bucket_range(v, w)) <> w) AS range_wrong
FROM (SELECT (x * 0.37)::numeric AS v FROM generate_series(-3000, 3000, 7) x) v,
     (VALUES (0.01), (0.1), (0.25), (0.3), (1.0), (2.5), (7.77), (10), (1000.001)) w(w);
-- double precision as its decimal: 0.7 is a multiple of 0.1, and 0.15 is half-way to 0.2.
SELECT count(*) AS tried,
       count(*) FILTER (WHERE veil.bucket(v::float8, w::float8) <> (floor(v / w) * w)::float8) AS bucket_wrong,
       count(*) FILTER (WHERE veil.round(v::float8, w::float8) <> (round(v / w) * w)::float8) AS round_wrong,
       count(*) FILTER (WHERE veil.bucket(v::real, w::float8) <> (floor(v / w) * w)::real) AS bucket_real_wrong,
       count(*) FILTER (WHERE veil.round(v::real, w::float8) <> (round(v / w) * w)::real) AS round_real_wrong
FROM (SELECT (x * 0.05)::numeric AS v FROM generate_series(-2000, 2000) x) v, (VALUES (0.1), (0.5), (1.0), (2.5), (10)) w(w);

-- Monotone and idempotent, so that order and equality of masked values tell no more than the bucket.
CREATE TABLE extreme (v double precision);
INSERT INTO extreme VALUES ('-Infinity'), (-1.7976931348623157e308), (-1e300), (-1e17), (-9007199254740993), (-1e10), (-2147483649),
    (-32769), (-1.5), (-1), (-0.1), (-1e-300), (-5e-324), ('-0'), (0), (5e-324), (2.2250738585072014e-308), (1e-300), (0.1), (0.3),
    (0.7), (1), (1.5), (32768), (2147483648), (1e10), (9007199254740993), (1e17), (1e300), (1.7976931348623157e308),
    ('Infinity'), ('NaN');
SELECT count(*) AS tried,
       count(*) FILTER (WHERE bucket_before > bucket OR round_before > round) AS not_monotone,
       count(*) FILTER (WHERE veil.bucket(bucket, w) <> bucket OR veil.round(round, w) <> round) AS not_idempotent,
       count(*) FILTER (WHERE bucket > v) AS above,
       count(*) FILTER (WHERE bucket IS NULL OR round IS NULL) AS suppressed
FROM (SELECT v, w, veil.bucket(v, w) AS bucket, veil.round(v, w) AS round,
             lag(veil.bucket(v, w)) OVER (PARTITION BY w ORDER BY v) AS bucket_before,
             lag(veil.round(v, w)) OVER (PARTITION BY w ORDER BY v) AS round_before
      FROM extreme, (VALUES (5e-324::float8), (1e-300), (0.1), (1), (3), (1e10), (1e300), (1.7976931348623157e308)) w(w)) t;
SELECT v, veil.bucket(v, 10::float8) AS bucket, veil.round(v, 10::float8) AS round, veil.clamp(v, -1::float8, 1::float8) AS clamp
FROM (VALUES ('-Infinity'::float8), (-1e300), (-0.1), ('-0'), (0), (0.1), (1e300), ('Infinity'), ('NaN')) t(v);
SELECT v, veil.bucket(v, 10::float8) AS bucket, veil.round(v, 10::float8) AS round, veil.clamp(v, -1::real, 1::real) AS clamp
FROM (VALUES ('-Infinity'::real), (-3.4028235e38), (-0.1), ('-0'), (0.1), (3.4028235e38), ('Infinity'), ('NaN')) t(v);
SELECT v, veil.bucket(v, 10) AS bucket, veil.bucket_range(v, 10) AS range, veil.bucket_text(v, 10) AS text, veil.round(v, 10) AS round,
       veil.clamp(v, -1, 1) AS clamp
FROM (VALUES ('-Infinity'::numeric), (-0.1), (0), (0.1), ('Infinity'), ('NaN')) t(v);
-- A multiple is written with the decimals of the step: those of the value would tell how many it had.
SELECT v, veil.bucket(v, 10) AS bucket, veil.bucket_range(v, 0.50) AS range, veil.bucket_text(v, 10) AS text, veil.round(v, 0.5) AS round
FROM (VALUES (49), (49.0), (49.123456789), (49e0), (-0.000)) t(v);
-- numeric to its ends: 131072 digits before the point, 16383 behind it.
SELECT veil.bucket(v, 7) <= v AND veil.bucket(v, 7) > v - 7 AND veil.bucket(v, 7) % 7 = 0 AS bucket,
       abs(veil.round(v, 7) - v) <= 3.5 AND veil.round(v, 7) % 7 = 0 AS round, veil.bucket_range(v, 7) @> v AS range,
       veil.bucket(v, ('1' || repeat('0', 131071))::numeric) = ('9' || repeat('0', 131071))::numeric AS wide
FROM (SELECT repeat('9', 131072)::numeric AS v) t;
SELECT veil.bucket(-v, 7) IS NULL AS bucket_suppressed, upper(veil.bucket_range(v, 1)) IS NULL AS open_above,
       right(veil.bucket_text(v, 1), 3) AS text, veil.bucket_text(-v, 7) IS NULL AND veil.bucket_range(-v, 7) IS NULL AS suppressed,
       veil.round(v, 7 * 10::numeric ^ 131071) = 7 * 10::numeric ^ 131071 AS rounded_down
FROM (SELECT repeat('9', 131072)::numeric AS v) t;
SELECT veil.bucket(v, 1), veil.round(v, 1), veil.bucket(v, v) = v AS bucket, veil.round(v, v) = v AS round, veil.bucket(-v, 1) AS below
FROM (SELECT ('0.' || repeat('0', 16382) || '1')::numeric AS v) t;

-- The ends of the integer types.
SELECT veil.bucket(v, 1000) AS bucket, veil.bucket_range(v, 1000) AS range, veil.bucket_text(v, 1000) AS text, veil.round(v, 1000) AS round
FROM (VALUES ((-32768)::smallint), (-32001::smallint), (-32000::smallint), (32767::smallint), (32499::smallint), (32500::smallint)) t(v);
SELECT veil.bucket(v, 40000), veil.bucket_range(v, 40000) AS range, veil.round(v, 40000) AS round
FROM (VALUES ((-32768)::smallint), ((-1)::smallint), (0::smallint), (32767::smallint)) t(v);
SELECT veil.bucket(v, 1000) AS bucket, veil.bucket_range(v, 1000) AS range, veil.bucket_text(v, 1000) AS text, veil.round(v, 1000) AS round
FROM (VALUES (-2147483648), (2147483647)) t(v);
SELECT veil.bucket(v, 1000) AS bucket, veil.bucket_range(v, 1000) AS range, veil.bucket_text(v, 1000) AS text, veil.round(v, 1000) AS round
FROM (VALUES (-9223372036854775808), (9223372036854775807)) t(v);
SELECT veil.bucket(v, 9223372036854775807) AS bucket, veil.bucket_range(v, 9223372036854775807) AS range,
       veil.round(v, 9223372036854775807) AS round
FROM (VALUES (-9223372036854775808), (-1), (0), (4611686018427387903), (4611686018427387904), (9223372036854775807)) t(v);

-- numeric(precision, scale): a label stays inside the type.
CREATE TABLE edge (id integer, n numeric(10,2), hundreds numeric(3,-2), fine numeric(3,5), whole numeric(4));
INSERT INTO edge VALUES (1, -99999999.99, -99900, -0.00999, -9999), (2, 99999999.99, 99900, 0.00999, 9999), (3, -0.01, -100, -0.00001, -1),
    (4, 0, 0, 0, 0), (5, 'NaN', 'NaN', 'NaN', 'NaN'), (6, 99999949.99, 49900, 0.00499, 4999), (7, 99999950, 50000, 0.005, 5000);
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('number_masks_policy', 'edge', 'id', 'release', 'test');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('number_masks_policy', 'edge', 'n', 'bucket', '{"width": 100}'), ('number_masks_policy', 'edge', 'hundreds', 'bucket', '{"width": 1000}'),
    ('number_masks_policy', 'edge', 'fine', 'bucket', '{"width": 0.001}'), ('number_masks_policy', 'edge', 'whole', 'bucket', '{"width": 1000}');
SELECT * FROM number_masks_policy.edge ORDER BY id;
UPDATE veil.rule SET technique = 'round', params = jsonb_build_object('to', params -> 'width')
WHERE policy = 'number_masks_policy' AND relation = 'number_masks.edge' AND attribute <> 'id';
SELECT * FROM number_masks_policy.edge ORDER BY id;
-- A width beyond the type's range: one bucket below zero, one above, and everything rounds to zero.
UPDATE veil.rule SET technique = 'bucket', params = '{"width": 1000000000}'
WHERE policy = 'number_masks_policy' AND relation = 'number_masks.edge' AND attribute <> 'id';
SELECT * FROM number_masks_policy.edge ORDER BY id;
UPDATE veil.rule SET technique = 'round', params = '{"to": 1000000000}'
WHERE policy = 'number_masks_policy' AND relation = 'number_masks.edge' AND attribute <> 'id';
SELECT * FROM number_masks_policy.edge WHERE id <> 5 ORDER BY id;
UPDATE veil.rule SET technique = 'bucket', params = '{"width": 1000000000, "as": "range"}'
WHERE policy = 'number_masks_policy' AND relation = 'number_masks.edge' AND attribute <> 'id';
SELECT * FROM number_masks_policy.edge WHERE id < 3 ORDER BY id;
UPDATE veil.rule SET technique = 'clamp', params = '{"min": -100, "max": 0}'
WHERE policy = 'number_masks_policy' AND relation = 'number_masks.edge' AND attribute IN ('n', 'hundreds', 'whole');
SELECT id, n, hundreds, whole FROM number_masks_policy.edge ORDER BY id;
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = 'number_masks_policy.edge'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname;
-- A width that the column's decimals cannot show, and one that they can.
UPDATE veil.rule SET technique = 'bucket', params = '{"width": 150}' WHERE policy = 'number_masks_policy' AND attribute = 'hundreds';
UPDATE veil.rule SET technique = 'bucket', params = '{"width": 0.000015}' WHERE policy = 'number_masks_policy' AND attribute = 'fine';
UPDATE veil.rule SET technique = 'bucket', params = '{"width": 0.000010}' WHERE policy = 'number_masks_policy' AND attribute = 'fine';
SELECT fine FROM number_masks_policy.edge WHERE id IN (1, 2, 3) ORDER BY id;

-- clamp: one bound or both, of every type, NaN and the infinities in PostgreSQL's order.
CREATE TABLE bounds (id integer, small smallint, int integer, big bigint, num numeric, real real, dp double precision);
INSERT INTO bounds VALUES (1, -32768, -2147483648, -9223372036854775808, '-Infinity', '-Infinity', '-Infinity'),
    (2, 0, 0, 0, 0, 0, 0), (3, 32767, 2147483647, 9223372036854775807, 'Infinity', 'Infinity', 'Infinity'),
    (4, NULL, NULL, NULL, 'NaN', 'NaN', 'NaN');
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('number_masks_policy', 'bounds', 'id', 'release', 'test');
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
    SELECT 'number_masks_policy', 'bounds', a, 'clamp', '{"max": 10}' FROM unnest('{small,int,big,num,real,dp}'::text[]) a;
SELECT * FROM number_masks_policy.bounds ORDER BY id;
UPDATE veil.rule SET params = '{"min": "-10"}' WHERE policy = 'number_masks_policy' AND relation = 'number_masks.bounds' AND attribute <> 'id';
SELECT * FROM number_masks_policy.bounds ORDER BY id;
UPDATE veil.rule SET params = '{"min": 7, "max": 7}' WHERE policy = 'number_masks_policy' AND relation = 'number_masks.bounds' AND attribute <> 'id';
SELECT * FROM number_masks_policy.bounds ORDER BY id;
UPDATE veil.rule SET params = '{"min": "-Infinity", "max": "Infinity"}'
WHERE policy = 'number_masks_policy' AND relation = 'number_masks.bounds' AND attribute IN ('num', 'real', 'dp');
SELECT num, real, dp FROM number_masks_policy.bounds ORDER BY id;

-- A step out of range is refused also by hand, with a message that holds no value.
SELECT veil.bucket(1, 0);
SELECT veil.bucket(1::numeric, -1);
SELECT veil.bucket(1::numeric, 'NaN');
SELECT veil.bucket(1::float8, 'NaN');
SELECT veil.bucket(1::float8, 'Infinity');
SELECT veil.round(1::bigint, -1);
SELECT veil.bucket(NULL::integer, 0) IS NULL AS strict;

SELECT veil.drop_policy('number_masks_policy');
SET client_min_messages = warning;
DROP SCHEMA number_masks CASCADE;
