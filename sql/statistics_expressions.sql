-- What queries of statistics group by and compare beside columns, and their quantiles.
CREATE SCHEMA statistics_expressions;
SET search_path = statistics_expressions, public;
CREATE TABLE visit (bsn integer NOT NULL, city text, postcode varchar(6), age integer, steps bigint, small smallint, income numeric(10,2), weight double precision, born date, arrived timestamp, seen timestamptz, opened time, debt numeric);
INSERT INTO visit
SELECT n % 1000, CASE WHEN n % 3 = 0 THEN 'Delft' ELSE 'Hoorn' END, (1000 + n % 4 * 100) || 'AB', n % 90, n * 1000, n % 7, n % 997 + 0.5, n % 80 + 0.25, date '1950-01-01' + n * 5, timestamp '2026-01-01' + n * interval '1 hour',
       timestamptz '2026-01-01 00:00+00' + n * interval '1 hour', time '00:00' + n % 24 * interval '1 hour', n
FROM generate_series(1, 4000) n;
-- Values that functions fail for, or would tell of.
INSERT INTO visit
SELECT 2000 + n, 'Goes', '', 2147483647, 9223372036854775807, 32767, 'NaN', 'NaN', date '5874897-12-31', timestamp '294276-12-31 23:59:59', timestamptz '294276-12-31 23:59:59+00', '24:00', '1e100000' FROM generate_series(1, 20) n;
INSERT INTO visit SELECT 3000 + n, 'Urk', NULL, -2147483648, -9223372036854775808, -32768, 1, '-Infinity', date '-infinity', timestamp 'infinity', timestamptz '4714-11-24 00:00+00 BC', '00:00', '-1e100000' FROM generate_series(1, 20) n;
ANALYZE visit;
SELECT veil.create_policy('expressions_policy', level => 'aggregated', k => 10);
INSERT INTO veil.rule (policy, relation, attribute, technique, why)
SELECT 'expressions_policy', 'visit', attribute, 'release', 'test' FROM unnest(ARRAY['bsn', 'city', 'postcode', 'age', 'steps', 'small', 'income', 'born', 'arrived', 'seen', 'opened', 'debt']) attribute;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('expressions_policy', 'visit', 'weight', 'clamp', '{"min": 0, "max": 200}');
UPDATE veil.release SET subject = 'bsn', disclosure = '{"secondary": false}' WHERE policy = 'expressions_policy';
SET TimeZone = 'UTC';

-- Groups: as the table has them, but for values that a function fails for.
SELECT left(postcode, 2) AS area, count(*) FROM expressions_policy.visit GROUP BY 1 ORDER BY 1;
SELECT substring(postcode FROM 1 FOR 1), substr(postcode, 2, 1), count(*) FROM expressions_policy.visit GROUP BY 1, 2 ORDER BY 1, 2;
SELECT age / 10 * 10 AS age, count(*) FROM expressions_policy.visit GROUP BY age / 10 ORDER BY 1 LIMIT 3;
SELECT steps / 1000000, small / 4::bigint, count(*) FROM expressions_policy.visit GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 3;
SELECT extract(year FROM born) AS year, count(*) FROM expressions_policy.visit GROUP BY extract(year FROM born) ORDER BY 1 LIMIT 3;
SELECT date_trunc('year', born), count(*) FROM expressions_policy.visit GROUP BY 1 ORDER BY 1 DESC LIMIT 3;
SELECT date_trunc('month', arrived), count(*) FROM expressions_policy.visit GROUP BY 1 ORDER BY 1 DESC LIMIT 3;
SELECT date_trunc('month', seen), date_part('isodow', arrived) > 5 AS weekend, count(*) FROM expressions_policy.visit GROUP BY 1, date_part('isodow', arrived) ORDER BY 1, 2 LIMIT 3;
SELECT extract(hour FROM opened), count(*) FROM expressions_policy.visit GROUP BY 1 ORDER BY 1 LIMIT 2;
-- A histogram.
SELECT width_bucket(income, 0, 1000, 4), count(*), round(avg(income)) FROM expressions_policy.visit GROUP BY 1 ORDER BY 1;
SELECT width_bucket(weight, 0, 80, 4), count(*) FROM expressions_policy.visit GROUP BY 1 ORDER BY 1;
SELECT width_bucket(age, 0, 90, 3), count(*) FROM expressions_policy.visit GROUP BY 1 ORDER BY 1;
SELECT floor(income / 250) * 250, count(*) FROM expressions_policy.visit GROUP BY floor(income / 250) ORDER BY 1;
SELECT round(income, -3), trunc(income / 500), ceil(income / 1000), count(*) FROM expressions_policy.visit GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
-- Differences from the table's groups: none but where a function has no value.
CREATE FUNCTION differences(expression text) RETURNS TABLE (of text, cells bigint, differences bigint, failing bigint) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format('WITH shown AS (SELECT %1$s AS g, count(*) AS n FROM expressions_policy.visit WHERE city IN (''Delft'', ''Hoorn'') GROUP BY %1$s),
        raw AS (SELECT %1$s AS g, count(*) AS n FROM visit WHERE city IN (''Delft'', ''Hoorn'') GROUP BY %1$s HAVING count(DISTINCT bsn) >= 10)
        SELECT %2$L, (SELECT count(*) FROM shown), (SELECT count(*) FROM (SELECT * FROM raw EXCEPT ALL SELECT * FROM shown) d), (SELECT count(*) FROM (SELECT * FROM shown EXCEPT ALL SELECT * FROM raw) d)', expression, expression);
END $$;
SELECT d.* FROM unnest(ARRAY['date_trunc(''week'', born)', 'date_trunc(''day'', arrived)', 'date_trunc(''hour'', seen)', 'extract(doy FROM born)', 'extract(epoch FROM arrived)', 'extract(timezone FROM seen)',
    'extract(minute FROM opened)', 'date_part(''month'', seen)', 'age / 7', 'steps / 3', 'small / 2', 'left(postcode, -2)', 'width_bucket(income, 1000, 0, 13)', 'width_bucket(age, 0, 90, 1000000)',
    'round(income)', 'ceiling(income / 3)', 'trunc(income, -2)', 'floor(income / 0.001)']) e, differences(e) d;

-- Conditions on them, and one form for the record.
SELECT count(*) FROM expressions_policy.visit WHERE extract(year FROM born) = 1960 AND left(postcode, 2) = '11';
SELECT count(*) FROM visit WHERE city <> 'Goes' AND isfinite(born) AND extract(year FROM born) = 1960 AND left(postcode, 2) = '11';
SELECT count(*), count(*) FILTER (WHERE date_trunc('month', arrived) = '2026-02-01') AS february FROM expressions_policy.visit WHERE 1960 <= extract(year FROM born) AND age / 10 IN (1, 2, 3);
SELECT question FROM veil.statistics_answers() WHERE policy = 'expressions_policy' ORDER BY at DESC LIMIT 1;
-- Days of a moment are those of a time zone.
SELECT count(*) > 0 AS some FROM (SELECT date_trunc('day', seen) FROM expressions_policy.visit GROUP BY 1) d;
SET TimeZone = 'Asia/Tokyo';
SELECT count(*) > 0 AS some FROM (SELECT date_trunc('day', seen) FROM expressions_policy.visit GROUP BY 1) d;
SET TimeZone = 'UTC';
SELECT question FROM veil.statistics_answers() WHERE policy = 'expressions_policy' ORDER BY at DESC LIMIT 2;
-- With the same noise as any group and condition that are the same.
SELECT veil.create_key('expressions');
UPDATE veil.release SET disclosure = '{"secondary": false, "cell_key": "expressions", "noise": 5}' WHERE policy = 'expressions_policy';
SELECT g.count = c.count AS same FROM (SELECT extract(year FROM born) AS year, count(*) FROM expressions_policy.visit GROUP BY 1) g, (SELECT count(*) FROM expressions_policy.visit WHERE 1960 = extract('year' FROM born)) c WHERE g.year = 1960;
UPDATE veil.release SET disclosure = '{"secondary": false}' WHERE policy = 'expressions_policy';

-- Errors of constants come whether there is a row or not; values have none.
\set VERBOSITY terse
SELECT date_trunc('fortnight', born), count(*) FROM expressions_policy.visit WHERE city = 'nowhere' GROUP BY 1;
SELECT extract(fortnight FROM born), count(*) FROM expressions_policy.visit WHERE city = 'nowhere' GROUP BY 1;
SELECT age / 0, count(*) FROM expressions_policy.visit WHERE city = 'nowhere' GROUP BY 1;
SELECT substring(postcode, 1, -1), count(*) FROM expressions_policy.visit WHERE city = 'nowhere' GROUP BY 1;
SELECT width_bucket(age, 1, 1, 3), count(*) FROM expressions_policy.visit WHERE city = 'nowhere' GROUP BY 1;
SELECT width_bucket(age, 1, 2, 0), count(*) FROM expressions_policy.visit WHERE city = 'nowhere' GROUP BY 1;
-- What could fail for a value, or tell of one, is refused.
CREATE FUNCTION told(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN EXECUTE query; RETURN 'answered'; EXCEPTION WHEN insufficient_privilege THEN RETURN 'refused'; WHEN OTHERS THEN RETURN SQLERRM; END $$;
SELECT told(format('SELECT %s, count(*) FROM expressions_policy.visit WHERE city = ''Delft'' GROUP BY 1', expression)) AS told, expression
FROM unnest(ARRAY['age / -1', 'age / age', '10 / age', 'age * 10', 'age + 1', 'age % 10', '-age', 'steps / (-1)::bigint', 'width_bucket(age, 0, 90, 2147483647)', 'width_bucket(debt, 0, 90, 9)', 'round(debt)', 'floor(debt)',
    'income * 2', 'income / income', 'income / 1e-200', 'income / ''NaN''', 'round(income, age)', 'left(postcode, age)', 'left(city || postcode, 1)', 'upper(city)', 'length(city)', 'city::integer', 'age::text', 'born::text', 'arrived::date',
    'CASE WHEN 1 / (age - 3) = 0 THEN left(city, 1) END', 'CASE WHEN age > 0 THEN age / 10 END', 'coalesce(city, ''x'')', 'nullif(city, ''Delft'')', 'date_trunc(city, born)', 'date_trunc(''day'', born - born)', 'extract(day FROM age(born))',
    'left(bsn::text, 1)', 'bsn / 10', 'width_bucket(bsn, 0, 1000, 10)', 'date_trunc(''day'', seen, city)', 'to_char(born, ''YYYY'')', 'substring(city FROM ''D.*'')', 'left(city, NULL)', 'random()', 'sum(age) OVER ()']) expression;
SELECT told(format('SELECT count(*) FROM expressions_policy.visit WHERE %s', condition)) AS told, condition
FROM unnest(ARRAY['age / 0 = 1', '1 / age = 1', 'bsn / 10 = 3', 'left(bsn::text, 1) = ''1''', 'born + age > current_date', 'left(city, age) = ''D''', 'age / 10 = age / 20', 'left(city, 1) = left(postcode, 1)', 'age > length(city)', 'age > (SELECT 1)',
    'age > random()', 'age > ANY (SELECT 1)', 'born > now() - interval ''1 year''', 'age > pg_backend_pid()', 'city = current_setting(''search_path'')', 'city = session_user']) condition;

-- Quantiles: the mean over the k subjects of a block, so nobody's value.
SELECT city, percentile_cont(0.5) WITHIN GROUP (ORDER BY income) AS median, percentile_cont(0.9) WITHIN GROUP (ORDER BY age) AS oldest, percentile_cont(0) WITHIN GROUP (ORDER BY age) AS least,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY weight) FILTER (WHERE age < 30) AS weight FROM expressions_policy.visit GROUP BY city ORDER BY city;
SELECT city, percentile_cont(0.5) WITHIN GROUP (ORDER BY income) AS median, percentile_cont(0.9) WITHIN GROUP (ORDER BY age) AS oldest, percentile_cont(0.5) WITHIN GROUP (ORDER BY weight) FILTER (WHERE age < 30) AS weight
FROM visit WHERE city IN ('Delft', 'Hoorn') GROUP BY city ORDER BY city;
-- Whatever the plan; and with more rows than are kept in memory, on disk.
SELECT percentile_cont(0.3) WITHIN GROUP (ORDER BY steps) FROM expressions_policy.visit WHERE city IN ('Delft', 'Hoorn');
INSERT INTO visit SELECT v.* FROM visit v, generate_series(1, 9) WHERE v.bsn < 1000;
SET work_mem = '64kB';
SELECT percentile_cont(0.3) WITHIN GROUP (ORDER BY steps), percentile_cont(0.5) WITHIN GROUP (ORDER BY income) AS median FROM expressions_policy.visit WHERE city IN ('Delft', 'Hoorn');
SET enable_hashagg = off;
SELECT city, percentile_cont(0.5) WITHIN GROUP (ORDER BY income) AS median, count(*) FROM expressions_policy.visit GROUP BY city ORDER BY city;
RESET enable_hashagg;
RESET work_mem;
SELECT question FROM veil.statistics_answers() WHERE policy = 'expressions_policy' ORDER BY at DESC LIMIT 1;
-- One subject's rows are one subject, whose share of the block is a tenth.
INSERT INTO visit SELECT 5000, 'Ede', NULL, 50, 1, 1, 1000, 1, NULL, NULL, NULL, NULL, 1 FROM generate_series(1, 500);
INSERT INTO visit SELECT 5000 + n, 'Ede', NULL, 50, 1, 1, n % 2 * 2000, 1, NULL, NULL, NULL, NULL, 1 FROM generate_series(1, 40) n;
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY income) FROM expressions_policy.visit WHERE city = 'Ede';
-- Values beyond a double are no error, and an aggregate may stand in several places.
ALTER TABLE visit ADD huge numeric(400,0);
UPDATE visit SET huge = CASE WHEN city = 'Goes' THEN ('1' || repeat('0', 390))::numeric ELSE age END;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('expressions_policy', 'visit', 'huge', 'release', 'test');
SELECT city, percentile_cont(0.5) WITHIN GROUP (ORDER BY huge) IS NULL AS unknown FROM expressions_policy.visit WHERE city IN ('Delft', 'Goes') GROUP BY city ORDER BY city;
SELECT count(*) FILTER (WHERE age / 10 = 2 AND extract(year FROM born) > 1900 + 50) AS n FROM expressions_policy.visit HAVING count(*) FILTER (WHERE age / 10 = 2 AND extract(year FROM born) > 1900 + 50) > 0
ORDER BY count(*) FILTER (WHERE age / 10 = 2 AND extract(year FROM born) > 1900 + 50);
SELECT count(*) FILTER (WHERE width_bucket(income, 0, 1000, 4) = 1) AS n, 1 + count(*) FILTER (WHERE width_bucket(income, 0, 1000, 4) = 1) AS more FROM expressions_policy.visit WHERE city = 'Goes'
HAVING count(*) FILTER (WHERE date_trunc('year', born) > '2000-01-01') IS NULL;
-- One form of a question: whatever a session writes of numbers, with the time zone that it is asked in, and by the server's own operators.
SET extra_float_digits = -15;
SELECT count(*) > 0 AS some FROM (SELECT width_bucket(weight, 0, 80.1, 4) FROM expressions_policy.visit GROUP BY 1) b;
RESET extra_float_digits;
SELECT count(*) > 0 AS some FROM (SELECT width_bucket(weight, 0, 80.1, 4) FROM expressions_policy.visit GROUP BY 1) b;
PREPARE by_day AS SELECT count(*) > 0 AS some FROM (SELECT date_trunc('DAY', seen) FROM expressions_policy.visit GROUP BY 1) d;
SET plan_cache_mode = force_generic_plan;
EXECUTE by_day;
SET TimeZone = 'Asia/Tokyo';
EXECUTE by_day;
SET TimeZone = 'UTC';
RESET plan_cache_mode;
SELECT count(*), question FROM (SELECT question FROM veil.statistics_answers() WHERE policy = 'expressions_policy' ORDER BY at DESC LIMIT 4) q GROUP BY question ORDER BY question;
CREATE OPERATOR ## (FUNCTION = int4div, LEFTARG = integer, RIGHTARG = integer);
SELECT count(*) FROM expressions_policy.visit WHERE age ## 10 = 2;
SELECT count(*) FROM expressions_policy.visit WHERE born < timestamptz '2000-01-01 00:00+00';
-- Values that are equal and written differently make no noise.
UPDATE veil.release SET disclosure = '{"secondary": false, "cell_key": "expressions", "noise": 5}' WHERE policy = 'expressions_policy';
SELECT date_part('month', arrived), count(*) FROM expressions_policy.visit GROUP BY 1;
SELECT veil.is_cell_shown(NULL, 0, 0, '{}'::jsonb, ''::bytea) OVER ();
SELECT veil.drop_policy('expressions_policy');
DROP SCHEMA statistics_expressions CASCADE;
