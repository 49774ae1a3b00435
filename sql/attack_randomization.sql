-- Noise, shifts and samples under attack: A6, A7, the difference that an update makes, B4, D4; E3 is in attack_keyed.sql.
CREATE ROLE regress_random_analyst;
CREATE SCHEMA random_raw;
SELECT veil.create_key('attack_random');
SELECT veil.create_policy('random_study');
-- Values that stand out: 838xxx, and dates in 1838.
CREATE TABLE random_raw.person (id integer, income integer, born date, admitted timestamp, balance numeric(12,2), weight double precision);
INSERT INTO random_raw.person SELECT n, 838000 + n, date '1838-01-01' + n, timestamp '1838-07-07 07:07:07' + n * interval '1 day', 838000.77 + n, 838000.838 + n FROM generate_series(1, 500) n;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('random_study', 'random_raw.person', 'income', 'noise', '{"key": "attack_random", "subject": "id", "scale": 100000}'),
    ('random_study', 'random_raw.person', 'born', 'shift', '{"key": "attack_random", "subject": "id", "days": 100000}'),
    ('random_study', 'random_raw.person', 'admitted', 'shift', '{"key": "attack_random", "subject": "id", "days": 100000, "unit": "second"}'),
    ('random_study', 'random_raw.person', 'balance', 'noise', '{"key": "attack_random", "subject": "id", "scale": 100000}'),
    ('random_study', 'random_raw.person', 'weight', 'noise', '{"key": "attack_random", "subject": "id", "scale": 100000}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('random_study', 'random_raw.person', 'id', 'pseudonym', '{"key": "attack_random"}');
ANALYZE random_raw.person;
GRANT USAGE ON SCHEMA random_study TO regress_random_analyst;
GRANT SELECT ON random_study.person TO regress_random_analyst;

-- A6: whole rows, and rows as documents, say what the columns say.
CREATE TABLE random_raw.seen (form integer, content text);
GRANT INSERT, SELECT ON random_raw.seen TO regress_random_analyst;
GRANT USAGE ON SCHEMA random_raw TO regress_random_analyst;
SET ROLE regress_random_analyst;
INSERT INTO random_raw.seen SELECT 1, p::text FROM random_study.person p UNION ALL SELECT 2, row_to_json(p)::text FROM random_study.person p
    UNION ALL SELECT 3, ((p).income, (p).born, (p).admitted, (p).balance, (p).weight)::text FROM random_study.person p
    UNION ALL SELECT 4, to_jsonb(p) ->> 'income' FROM random_study.person p UNION ALL SELECT 5, xmlforest(p.income, p.born)::text FROM random_study.person p
    UNION ALL SELECT 6, unnest(most_common_vals::text::text[]) FROM pg_stats WHERE schemaname IN ('random_study', 'random_raw');
RESET ROLE;
SELECT form, count(*) AS rows, count(*) FILTER (WHERE content ~ '183[89]-\d\d-\d\d[ T]07:07:07' OR content ~ '838\d{3}\.838\M') AS canaries FROM random_raw.seen GROUP BY form ORDER BY form;
SELECT count(*) FILTER (WHERE v.income = r.income) < 5 AS income, count(*) FILTER (WHERE v.born = r.born) = 0 AS born, count(*) FILTER (WHERE v.admitted = r.admitted) = 0 AS admitted,
    count(*) FILTER (WHERE v.balance = r.balance) = 0 AS balance, count(*) FILTER (WHERE v.weight = r.weight) = 0 AS weight
FROM (SELECT *, row_number() OVER () AS n FROM random_study.person) v JOIN (SELECT *, row_number() OVER () AS n FROM random_raw.person) r USING (n);

-- A7: two thousand readings, in every way that might draw again, have one answer.
SET ROLE regress_random_analyst;
CREATE FUNCTION pg_temp.readings() RETURNS TABLE (income bigint, born bigint, admitted bigint, balance bigint, weight bigint) LANGUAGE plpgsql AS $$
DECLARE
    n integer;
BEGIN
    CREATE TEMPORARY TABLE reading (income integer, born date, admitted timestamp, balance numeric, weight double precision);
    FOR n IN 1 .. 2000 LOOP
        PERFORM set_config('enable_sort', (n % 2 = 0)::text, true), set_config('datestyle', CASE WHEN n % 3 = 0 THEN 'German' ELSE 'ISO' END, true),
            set_config('timezone', CASE WHEN n % 5 = 0 THEN 'Asia/Tokyo' ELSE 'UTC' END, true), set_config('extra_float_digits', (n % 4 - 1)::text, true),
            set_config('plan_cache_mode', CASE WHEN n % 7 = 0 THEN 'force_generic_plan' ELSE 'auto' END, true);
        IF n % 11 = 0 THEN
            DISCARD PLANS;
        END IF;
        EXECUTE format('INSERT INTO reading SELECT p.income, p.born, p.admitted, p.balance, p.weight FROM random_study.person p WHERE %s OFFSET 41 LIMIT 1',
            CASE n % 3 WHEN 0 THEN 'true' WHEN 1 THEN n || ' = ' || n ELSE 'random() >= 0' END);
    END LOOP;
    RETURN QUERY SELECT count(DISTINCT r.income), count(DISTINCT r.born), count(DISTINCT r.admitted), count(DISTINCT r.balance), count(DISTINCT r.weight) FROM reading r;
END
$$;
SELECT * FROM pg_temp.readings();
RESET ROLE;

-- The update: to another value and back. The first answer comes back to the digit, so nothing is gained by coming back; and the difference
-- of the two answers is that of two draws, whose spread over the subjects is twice the variance, not that of the values.
CREATE TABLE random_raw.before AS SELECT id, income FROM random_study.person;
UPDATE random_raw.person SET income = income + 10;
CREATE TABLE random_raw.after AS SELECT id, income FROM random_study.person;
UPDATE random_raw.person SET income = income - 10;
SELECT count(*) FILTER (WHERE b.income = v.income) AS as_before FROM random_raw.before b JOIN random_study.person v USING (id);
SELECT count(*) FILTER (WHERE a.income - b.income = 10) < 5 AS not_the_difference, abs(stddev(a.income - b.income) / 200000 - 1) < 0.25 AS spread_of_two_draws,
    count(*) FILTER (WHERE a.income > b.income) BETWEEN 200 AND 300 AS either_direction FROM random_raw.before b JOIN random_raw.after a USING (id);

-- C1: a plan has names and versions only.
SET ROLE regress_random_analyst;
CREATE FUNCTION pg_temp.plan_of(statement text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || statement;
END
$$;
SELECT count(*) AS lines, count(*) FILTER (WHERE line ~ '838') AS canaries FROM (SELECT pg_temp.plan_of('SELECT * FROM random_study.person WHERE income > 0') AS line) p;
RESET ROLE;

-- B4: every value there is, the last of each type included; no error, and no message that shows one.
CREATE TABLE random_raw.hostile (subject text, i2 smallint, i4 integer, i8 bigint, n numeric, m numeric(5,2), k numeric(38,0), r real, f double precision, d date, t timestamp, z timestamptz);
INSERT INTO random_raw.hostile SELECT s, i2, CASE i2 WHEN -32768 THEN -2147483648 WHEN 32767 THEN 2147483647 ELSE i2 END,
    CASE i2 WHEN -32768 THEN -9223372036854775808 WHEN 32767 THEN 9223372036854775807 ELSE i2 END, n::numeric, CASE WHEN abs(n::float8) < 999 THEN n::numeric END, CASE WHEN abs(n::float8) < 1e37 THEN n::numeric END,
    CASE WHEN n IN ('NaN', 'Infinity', '-Infinity') OR abs(n::float8) BETWEEN 1e-37 AND 1e37 THEN n::real ELSE 0 END, n::float8, d::date, d::timestamp, (d || CASE WHEN d LIKE '%infinity' THEN '' ELSE '+00' END)::timestamptz
FROM unnest(ARRAY['', 'x', repeat('x', 1048576), E'\t\n\\', 'é', '838']) s, unnest(ARRAY[-32768, -1, 0, 1, 32767]::smallint[]) i2,
    unnest(ARRAY['NaN', 'Infinity', '-Infinity', '0', '-0.005', '0.005', '838.838', '-9223372036854775808', '9223372036854775807.5', '1e30', '1e300', '-1e300', '1e-300']) n,
    unnest(ARRAY['infinity', '-infinity', '4714-11-24 00:00:00 BC', '0001-01-01 00:00:00 BC', '1838-07-07 07:07:07', '294276-12-31 23:59:59']) WITH ORDINALITY d(d, number)
WHERE (number = 1 + (i2 & 7) % 6 AND (length(s) < 1000 OR i2 = 1)) OR s = '';
INSERT INTO random_raw.hostile (subject, d) VALUES ('end', '5874897-12-31'), ('end', '4714-11-24 BC');
INSERT INTO random_raw.hostile (i4) VALUES (838);
INSERT INTO random_raw.hostile (subject) VALUES ('nothing');
CREATE FUNCTION random_raw.declare(technique text, attributes text[], params jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO veil.rule (policy, relation, attribute, technique, params)
    SELECT 'random_study', 'random_raw.hostile', attribute, technique, params || '{"key": "attack_random", "subject": "subject"}' FROM unnest(attributes) attribute
$$;
CREATE FUNCTION random_raw.read_all() RETURNS TABLE (rows bigint, values_without_subject bigint, values_of_null bigint, values_shown boolean) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY SELECT count(*), count(*) FILTER (WHERE r.subject IS NULL AND shown > 0), count(*) FILTER (WHERE r.subject = 'nothing' AND shown > 0), sum(shown) > 4000
    FROM (SELECT h.subject, row_number() OVER () AS n FROM random_raw.hostile h) r
    JOIN (SELECT num_nonnulls(i2, i4, i8, h.n, m, k, r, f, d, t, z) AS shown, row_number() OVER () AS n FROM random_study.hostile h) v USING (n);
END
$$;
SELECT random_raw.declare('noise', '{i2,i4,i8,n,m,k,r,f}', '{"scale": 1, "grid": 1}'), random_raw.declare('noise', '{d,t,z}', '{"scale": 1000000}');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('random_study', 'random_raw.hostile', 'subject', 'suppress');
SELECT * FROM random_raw.read_all();
UPDATE veil.rule SET params = params || '{"distribution": "gaussian", "scale": 1000}' WHERE relation = 'random_raw.hostile' AND technique = 'noise' AND attribute NOT IN ('m');
SELECT * FROM random_raw.read_all();
UPDATE veil.rule SET params = params || '{"distribution": "uniform", "scale": 1000000000000}' WHERE relation = 'random_raw.hostile' AND technique = 'noise' AND attribute NOT IN ('m', 'd', 't', 'z');
SELECT * FROM random_raw.read_all();
-- At the limits results stay in the type and on the finite side; what cannot have noise has none.
SELECT count(*) FILTER (WHERE n IN ('NaN', 'Infinity', '-Infinity')) AS n, count(*) FILTER (WHERE f IN ('NaN', 'Infinity', '-Infinity')) AS f, count(*) FILTER (WHERE r IN ('NaN', 'Infinity', '-Infinity')) AS r,
    count(*) FILTER (WHERE NOT isfinite(d)) AS d, count(*) FILTER (WHERE NOT isfinite(t)) AS t, count(*) FILTER (WHERE NOT isfinite(z)) AS z, count(*) FILTER (WHERE abs(m) > 999.99) AS m, count(k) > 0 AS k FROM random_study.hostile;
UPDATE veil.rule SET technique = 'shift', params = '{"key": "attack_random", "subject": "subject", "days": 1000000}' WHERE relation = 'random_raw.hostile' AND attribute IN ('d', 't', 'z');
SELECT * FROM random_raw.read_all();
SELECT count(*) FILTER (WHERE NOT isfinite(d)) > 0 AS infinity_stays, max(d) FILTER (WHERE isfinite(d)) <= '5874897-12-31' AS end FROM random_study.hostile;
SELECT count(*) FILTER (WHERE veil.in_sample(subject, 'attack_random', '', 0.5) IS NULL) AS not_drawn FROM random_raw.hostile;

-- D4: names follow; what the subject was, when it goes, takes the rule with it; a type without noise is refused, and nothing raw is seen meanwhile.
CREATE TABLE random_raw.before_rename AS SELECT income, born FROM random_study.person;
ALTER TABLE random_raw.person RENAME COLUMN id TO person_id;
ALTER TABLE random_raw.person RENAME COLUMN born TO birth;
SELECT count(*) AS same FROM (SELECT income, born, row_number() OVER () AS n FROM random_raw.before_rename) b JOIN (SELECT *, row_number() OVER () AS n FROM random_study.person) v USING (n) WHERE b.income = v.income AND b.born = v.birth;
SELECT attribute, params ->> 'subject' AS subject FROM veil.rule WHERE relation = 'random_raw.person' AND technique IN ('noise', 'shift') ORDER BY 1;
-- A column that is renamed is another variable, unless the rule names it.
UPDATE veil.rule SET params = params || '{"variable": "weight"}' WHERE relation = 'random_raw.person' AND attribute = 'weight';
CREATE TABLE random_raw.before_variable AS SELECT balance, weight FROM random_study.person;
ALTER TABLE random_raw.person RENAME COLUMN weight TO mass;
ALTER TABLE random_raw.person RENAME COLUMN balance TO saldo;
SELECT count(*) FILTER (WHERE b.weight = v.mass) AS named, count(*) FILTER (WHERE b.balance = v.saldo) < 5 AS unnamed
FROM (SELECT *, row_number() OVER () AS n FROM random_raw.before_variable) b JOIN (SELECT *, row_number() OVER () AS n FROM random_study.person) v USING (n);
\set VERBOSITY terse
ALTER TABLE random_raw.person ALTER income TYPE text;
\set VERBOSITY default
ALTER TABLE random_raw.person ALTER income TYPE bigint, ALTER birth TYPE timestamptz USING birth::timestamp AT TIME ZONE 'UTC';
SELECT count(*) FILTER (WHERE b.income = v.income) AS same_noise, count(*) FILTER (WHERE b.born::timestamp AT TIME ZONE 'UTC' = v.birth) AS same_shift
FROM (SELECT *, row_number() OVER () AS n FROM random_raw.before_rename) b JOIN (SELECT *, row_number() OVER () AS n FROM random_study.person) v USING (n);
ALTER TABLE random_raw.person DROP COLUMN person_id;
SELECT attribute FROM veil.rule WHERE relation = 'random_raw.person' ORDER BY 1;
SET ROLE regress_random_analyst;
SELECT count(*) FROM random_study.person;
RESET ROLE;

SELECT veil.drop_policy('random_study');
DROP SCHEMA random_raw CASCADE;
DROP OWNED BY regress_random_analyst;
DROP ROLE regress_random_analyst;
