-- Sticky randomization: noise by subject and value, shifts by subject, samples of subjects.
CREATE SCHEMA randomization;
SET search_path = randomization;
SELECT veil.create_key('random_key');
SELECT veil.create_key('random_other_key');
SELECT veil.create_policy('random_one');
SELECT veil.create_policy('random_two');
CREATE DOMAIN amount AS numeric(10,2) CHECK (VALUE >= 0);
CREATE TABLE person (id integer PRIMARY KEY, subject integer, small smallint, number integer, wide bigint, money numeric(10,2), free numeric,
    half real, double_ double precision, day date, moment timestamp(0), zoned timestamptz, paid amount);
INSERT INTO person
    SELECT n, n, n % 100, 50000, 1000000000000, 1234.56, 3.14159, 2.5, 1e6/3, date '2000-02-29', timestamp '2000-02-29 12:34:56',
           timestamptz '2000-02-29 12:34:56+00', 99.5 FROM generate_series(1, 2000) n;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT policy, 'person', attribute, technique, params::jsonb || CASE technique WHEN 'noise' THEN '{"key": "random_key", "subject": "subject"}' ELSE '{}' END::jsonb, 'test'
FROM unnest('{random_one,random_two}'::text[]) policy, (VALUES
    ('id',     'release', '{}'),
    ('small',  'noise', '{"scale": 5, "min": 0, "max": 120}'),
    ('number', 'noise', '{"scale": 1000, "grid": 100, "distribution": "gaussian"}'),
    ('wide',   'noise', '{"scale": 1000, "distribution": "uniform"}'),
    ('money',  'noise', '{"scale": 100, "scope": "key"}'),
    ('free',   'noise', '{"scale": 0.5}'),
    ('half',   'noise', '{"scale": 0.5}'),
    ('double_', 'noise', '{"scale": 1000, "grid": 0.1}'),
    ('day',    'noise', '{"scale": 2, "unit": "week"}'),
    ('moment', 'noise', '{"scale": 6, "unit": "hour", "grid": 0.5}'),
    ('zoned',  'noise', '{"scale": 90, "unit": "minute", "distribution": "uniform"}'),
    ('paid',   'noise', '{"scale": 10, "grid": 0.5, "min": 0}')) r(attribute, technique, params);
-- The rules as they are compiled, and as analysts read them. Types and modifiers stay.
SELECT attribute, expression FROM veil.compile('random_one', 'randomization.person') ORDER BY attribute;
SELECT attname, format_type(atttypid, atttypmod) AS type, col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = 'random_one.person'::regclass AND attnum > 1 ORDER BY attname;

-- What comes out is on the grid, within the bounds, and moved by about the scale: the standard deviations are 1.41 b, sd and w / 1.73.
SELECT bool_and(small BETWEEN 0 AND 120) AS bounds, bool_and(number % 100 = 0) AS grid_100, bool_and(abs(wide - 1000000000000) <= 1000) AS width,
    bool_and(scale(free) <= 4) AS ten_thousandths, bool_and(double_ = round(double_::numeric, 1)::double precision) AS tenths, bool_and(half * 2097152.0::double precision = trunc(half * 2097152.0::double precision)) AS power_of_two,
    bool_and((day - date '2000-01-01') % 7 = 0) AS weeks, bool_and(extract(epoch FROM moment) % 1800 = 0) AS half_hours,
    bool_and(extract(epoch FROM zoned) % 60 = 0) AS minutes, bool_and(paid % 0.5 = 0 AND paid >= 0) AS halves
FROM random_one.person;
SELECT column_name, abs(deviation / expected - 1) < 0.15 AS as_expected FROM (SELECT stddev(number) AS number, stddev(wide) AS wide, stddev(money) AS money, stddev(free) AS free,
    stddev(half)::numeric AS half, stddev(double_)::numeric AS double_, stddev(extract(epoch FROM moment)) AS moment, stddev(extract(epoch FROM zoned)) AS zoned,
    stddev(day - date '2000-01-01') AS day FROM random_one.person) s,
    LATERAL (VALUES ('number', number, 1000), ('wide', wide, 1000 / 1.732), ('money', money, 141.4), ('free', free, 0.7071), ('half', half, 0.7071), ('double_', double_, 1414),
    ('moment', moment, 1.414 * 21600), ('zoned', zoned, 5400 / 1.732), ('day', day, 1.414 * 14)) d(column_name, deviation, expected) ORDER BY 1;
SELECT abs(avg(money) - 1234.56) < 15 AS money, abs(avg(number) - 50000) < 100 AS number, abs(avg(wide) - 1000000000000) < 60 AS wide FROM random_one.person;

-- Scope: of a policy, or of every policy that shares the key.
SELECT count(*) FILTER (WHERE a.money = b.money) AS shared, count(*) FILTER (WHERE a.wide = b.wide) < 20 AS apart
FROM random_one.person a JOIN random_two.person b USING (id);

-- Equal questions: the same subject, column name and value, in another table and type, has the same noise; another subject, name,
-- value, scale or grid has another. A variable names what several columns measure.
CREATE TABLE visit (who bigint, number bigint, other integer, number_again integer, finer integer, coarser integer);
INSERT INTO visit SELECT n, 50000, 50000, 50000, 50000, 50000 FROM generate_series(1, 2000) n;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('random_one', 'visit', 'number', 'noise', '{"key": "random_key", "subject": "who", "scale": 1000, "grid": 100, "distribution": "gaussian"}'),
    ('random_one', 'visit', 'other', 'noise', '{"key": "random_key", "subject": "who", "scale": 1000, "grid": 100, "distribution": "gaussian"}'),
    ('random_one', 'visit', 'number_again', 'noise', '{"key": "random_key", "subject": "who", "scale": 1000.0, "grid": 100.00, "distribution": "gaussian", "variable": "number"}'),
    ('random_one', 'visit', 'finer', 'noise', '{"key": "random_key", "subject": "who", "scale": 1000, "grid": 10, "distribution": "gaussian", "variable": "number"}'),
    ('random_one', 'visit', 'coarser', 'noise', '{"key": "random_key", "subject": "who", "scale": 2000, "grid": 100, "distribution": "gaussian", "variable": "number"}'),
    ('random_one', 'visit', 'who', 'constant', '{"value": 0}');
WITH a AS (SELECT number, row_number() OVER () AS n FROM random_one.person), b AS (SELECT *, row_number() OVER () AS n FROM random_one.visit)
SELECT count(*) FILTER (WHERE a.number = b.number) AS same_name, count(*) FILTER (WHERE a.number = number_again) AS same_variable,
    abs(corr(b.number, other)) < 0.1 AS other_name, abs(corr(b.number, finer)) < 0.1 AS other_grid, abs(corr(b.number, coarser)) < 0.1 AS other_scale
FROM a JOIN b USING (n);

-- Shifts: one amount for a subject in every column, table and type; intervals stay.
CREATE TABLE stay (patient text, admitted timestamp, discharged timestamptz, born date, again date, seconds timestamp(0), other date);
INSERT INTO stay SELECT n % 2000, timestamp '2024-01-01' + n * interval '5 h', timestamptz '2024-01-01 UTC' + n * interval '6 h', date '1950-01-01' + n, date '1990-01-01' + n,
    '2024-01-01', date '2000-01-01' FROM generate_series(0, 7999) n;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT 'random_one', 'stay', attribute, 'shift', '{"key": "random_key", "subject": "patient", "days": 30}'::jsonb || params::jsonb, 'test' FROM (VALUES
    ('admitted', '{}'), ('discharged', '{}'), ('born', '{}'), ('again', '{"keep_weekday": true}'), ('seconds', '{"unit": "second"}'), ('other', '{"zero": true}')) r(attribute, params);
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES ('random_one', 'stay', 'patient', 'release', NULL, 'test');
SELECT attribute, expression FROM veil.compile('random_one', 'randomization.stay') WHERE attribute <> 'patient' ORDER BY attribute;
SELECT col_description('random_one.stay'::regclass, 2), col_description('random_one.stay'::regclass, 5);
WITH raw AS (SELECT *, row_number() OVER () AS n FROM stay), shown AS (SELECT *, row_number() OVER () AS n FROM random_one.stay),
    moved AS (SELECT raw.patient, shown.admitted - raw.admitted AS admitted, shown.discharged - raw.discharged AS discharged, shown.born - raw.born AS born,
                     shown.again - raw.again AS again, shown.seconds - raw.seconds AS seconds, shown.other - raw.other AS other FROM raw JOIN shown USING (n))
SELECT bool_and(admitted = discharged AND admitted = born * interval '1 day') AS one_amount, max(abs(born)) AS most, count(*) FILTER (WHERE born = 0) AS zero,
    (SELECT count(*) FROM (SELECT 1 FROM moved GROUP BY patient HAVING count(DISTINCT born) > 1) s) AS patients_with_two,
    count(DISTINCT born) AS amounts, bool_and(again % 7 = 0 AND again <> 0 AND abs(again) <= 28) AS weeks, count(DISTINCT seconds) > 1980 AS seconds, count(*) FILTER (WHERE other = 0) > 0 AS zero_allowed
FROM moved;

-- Samples: the same subjects at every reading, and a larger one holds a smaller one.
SELECT count(*) FILTER (WHERE small) BETWEEN 50 AND 150 AS a_tenth, count(*) FILTER (WHERE small AND NOT large) AS outside, count(*) FILTER (WHERE none) AS none, count(*) FILTER (WHERE every) AS every
FROM generate_series(1, 1000) n, LATERAL (SELECT veil.in_sample(n::text, 'random_key', 'random_one', 0.1), veil.in_sample(n::text, 'random_key', 'random_one', 0.3),
    veil.in_sample(n::text, 'random_key', 'random_one', 0), veil.in_sample(n::text, 'random_key', 'random_one', 1)) s(small, large, none, every);
SELECT count(*) FILTER (WHERE veil.in_sample(n::text, 'random_key', 'random_one', 0.5) = veil.in_sample(n::text, 'random_key', 'random_two', 0.5)) BETWEEN 420 AND 580 AS policies_apart FROM generate_series(1, 1000) n;
SELECT veil.in_sample('x', 'random_key', '', 'NaN') AS nan, veil.in_sample('x', 'random_key', '', '-1') AS negative, veil.in_sample(NULL, 'random_key', '', 1) IS NULL AS null;

-- Nothing is drawn at the time of reading: immutable functions only, for parallel workers too.
SELECT proname, provolatile, proparallel, proisstrict, count(*) FROM pg_proc WHERE pronamespace = 'veil'::regnamespace AND proname IN ('noise', 'shift', 'in_sample')
GROUP BY 1, 2, 3, 4 ORDER BY 1;

-- Refused: each parameter, with the rule named.
CREATE TABLE wrong (id integer, n integer, m numeric(8,2), p numeric, f double precision, d date, t timestamp, s text, j jsonb);
\set VERBOSITY terse
CREATE PROCEDURE refuse(attribute text, technique text, params jsonb) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO veil.rule (policy, relation, attribute, technique, params)
    VALUES ('random_one', 'randomization.wrong', attribute, technique, '{"key": "random_key", "subject": "id"}'::jsonb || params);
    RAISE 'accepted';
EXCEPTION WHEN invalid_parameter_value OR insufficient_privilege OR undefined_object OR object_not_in_prerequisite_state OR numeric_value_out_of_range THEN
    RAISE NOTICE '%', SQLERRM;
END
$$;
CALL refuse('n', 'noise', '{}');
CALL refuse('n', 'noise', '{"scale": 0}');
CALL refuse('n', 'noise', '{"scale": -1}');
CALL refuse('n', 'noise', '{"scale": "1"}');
CALL refuse('n', 'noise', '{"scale": 0.5}');
CALL refuse('n', 'noise', '{"scale": 10, "grid": 0.5}');
CALL refuse('n', 'noise', '{"scale": 10, "grid": 20}');
CALL refuse('n', 'noise', '{"scale": 10, "grid": 0}');
CALL refuse('n', 'noise', '{"scale": 2000000000000}');
CALL refuse('n', 'noise', '{"scale": 10, "distribution": "cauchy"}');
CALL refuse('n', 'noise', '{"scale": 10, "unit": "day"}');
CALL refuse('n', 'noise', '{"scale": 10, "min": 5, "max": 4}');
CALL refuse('n', 'noise', '{"scale": 10, "grid": 10, "min": 1, "max": 9}');
CALL refuse('n', 'noise', '{"scale": 10, "min": "CANARY"}');
CALL refuse('n', 'noise', '{"scale": 10, "max": 3000000000}');
CALL refuse('n', 'noise', '{"scale": 10, "subject": "nobody"}');
CALL refuse('n', 'noise', '{"scale": 10, "subject": "j"}');
CALL refuse('n', 'noise', '{"scale": 10, "subject": 1}');
CALL refuse('n', 'noise', '{"scale": 10, "subject": null}');
CALL refuse('n', 'noise', '{"scale": 10, "key": "no_such_key"}');
CALL refuse('n', 'noise', '{"scale": 10, "scope": "world"}');
CALL refuse('n', 'noise', '{"scale": 10, "zero": true}');
CALL refuse('n', 'noise', format('{"scale": 10, "variable": "%s"}', repeat('x', 201))::jsonb);
CALL refuse('m', 'noise', '{"scale": 10, "grid": 0.001}');
CALL refuse('m', 'noise', '{"scale": 10, "grid": 0.015}');
CALL refuse('p', 'noise', '{"scale": 1, "grid": 0.0000000000000000001}');
CALL refuse('p', 'noise', '{"scale": 0.00000000000000001}');
CALL refuse('p', 'noise', '{"scale": 10, "max": "NaN"}');
CALL refuse('f', 'noise', format('{"scale": 0.%s1}', repeat('0', 305))::jsonb);
CALL refuse('f', 'noise', format('{"scale": 0.%s1}', repeat('0', 400))::jsonb);
CALL refuse('f', 'noise', format('{"scale": 1%s}', repeat('0', 400))::jsonb);
CALL refuse('f', 'noise', '{"scale": 10, "min": "Infinity"}');
CALL refuse('d', 'noise', '{"scale": 10, "unit": "hour"}');
CALL refuse('d', 'noise', '{"scale": 10, "grid": 0.5}');
CALL refuse('d', 'noise', '{"scale": 10, "min": "infinity"}');
CALL refuse('d', 'noise', '{"scale": 10, "max": "today"}');
CALL refuse('t', 'noise', '{"scale": 10, "unit": "second", "grid": 0.00000001}');
CALL refuse('t', 'noise', '{"scale": 10, "unit": "month"}');
CALL refuse('s', 'noise', '{"scale": 10}');
CALL refuse('d', 'shift', '{}');
CALL refuse('d', 'shift', '{"days": 0}');
CALL refuse('d', 'shift', '{"days": 1000001}');
CALL refuse('d', 'shift', '{"days": 1.5}');
CALL refuse('d', 'shift', '{"days": 30, "unit": "second"}');
CALL refuse('d', 'shift', '{"days": 6, "keep_weekday": true}');
CALL refuse('t', 'shift', '{"days": 30, "unit": "second", "keep_weekday": true}');
CALL refuse('t', 'shift', '{"days": 30, "unit": "hour"}');
CALL refuse('t', 'shift', '{"days": 30, "zero": "no"}');
CALL refuse('t', 'shift', '{"days": 30, "subject": "nobody"}');
CALL refuse('n', 'shift', '{"days": 30}');
-- A form that the compiler would not write.
SELECT veil.noise(1, 'random_key', '', 'laplace', 'x');
SELECT veil.noise(1, 'random_key', '', 'laplace v1 scale 16777216 grid 0.5 from -1 to 1 of x', 'x');
SELECT veil.shift(date '2000-01-01', 'random_key', '', '30 days', 'x');
\set VERBOSITY default
SELECT veil.shift(date '2000-01-01', 'random_key', '', '30 second', 'x') IS NULL AS no_date_has_seconds;

SELECT veil.drop_policy('random_one');
SELECT veil.drop_policy('random_two');
RESET search_path;
DROP SCHEMA randomization CASCADE;
