-- Level aggregated: ordinary grouped queries on a release give statistics of cells with enough subjects, and nothing else does.
CREATE SCHEMA aggregated;
SET search_path = aggregated;
SET client_min_messages = warning;
SELECT veil.create_key('aggregated') \g /dev/null
RESET client_min_messages;
-- Delft: 100 persons with two rows each. Urk: nine persons. Hoorn: 400, of which 5 have no answer. Rows: one person with 1000 rows. Nobody: no person.
CREATE TABLE visit (bsn text, city text, age integer, income numeric(12,2), saved numeric(12,2), debt numeric, weight double precision, answer boolean, visited date, remark text);
INSERT INTO visit SELECT 'd' || n / 2, 'Delft', n % 50, n * 10, n, n, n, n % 2 = 0, date '2026-01-01' + n, 'r' FROM generate_series(0, 199) n;
INSERT INTO visit SELECT 'u' || n, 'Urk', 20, 100, 1, 1, 1, true, '2026-01-01', 'r' FROM generate_series(1, 9) n;
INSERT INTO visit SELECT 'h' || n, 'Hoorn', n % 50, 1000, CASE WHEN n > 390 THEN 'NaN' ELSE n::numeric END, 1, 70, CASE WHEN n > 5 THEN n % 4 = 0 END, '2026-01-01', 'r' FROM generate_series(1, 400) n;
INSERT INTO visit SELECT 'one', 'Rows', 1, 1, 1, 1, 1, true, '2026-01-01', 'r' FROM generate_series(1, 1000) n;
INSERT INTO visit SELECT NULL, 'Nobody', 1, 1, 1, 1, 1, true, '2026-01-01', 'r' FROM generate_series(1, 1000) n;
SELECT veil.create_policy('aggregated_policy', level => 'aggregated', k => 10);
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('aggregated_policy', 'visit', 'bsn', 'pseudonym', '{"key": "aggregated"}', NULL),
    ('aggregated_policy', 'visit', 'city', 'release', NULL, 'test'),
    ('aggregated_policy', 'visit', 'age', 'release', NULL, 'test'),
    ('aggregated_policy', 'visit', 'income', 'clamp', '{"min": 0, "max": 1000}', NULL),
    ('aggregated_policy', 'visit', 'saved', 'release', NULL, 'test'),
    ('aggregated_policy', 'visit', 'debt', 'release', NULL, 'test'),
    ('aggregated_policy', 'visit', 'weight', 'release', NULL, 'test'),
    ('aggregated_policy', 'visit', 'answer', 'release', NULL, 'test'),
    ('aggregated_policy', 'visit', 'visited', 'truncate', '{"to": "month"}', NULL),
    ('aggregated_policy', 'visit', 'remark', 'release', NULL, 'test');
-- Closed until it is said who the subjects are.
SELECT obj_description('aggregated_policy.visit'::regclass);
SELECT count(*) FROM aggregated_policy.visit;
UPDATE veil.release SET subject = 'nothing' WHERE policy = 'aggregated_policy';
UPDATE veil.release SET subject = 'bsn', disclosure = '{"secondary": false}' WHERE policy = 'aggregated_policy';
SELECT obj_description(oid), reloptions FROM pg_class WHERE oid = 'aggregated_policy.visit'::regclass;
CREATE ROLE regress_aggregated;
GRANT USAGE ON SCHEMA aggregated_policy TO regress_aggregated;
GRANT SELECT ON ALL TABLES IN SCHEMA aggregated_policy TO regress_aggregated;
SET ROLE regress_aggregated;
SET search_path = aggregated_policy;

-- Cells of nine persons, of one person with many rows, and of nobody are absent.
SELECT city, count(*), count(DISTINCT bsn) AS persons FROM visit GROUP BY city ORDER BY city;
SELECT count(*), sum(age), avg(income), stddev(income) FROM visit;
SELECT count(*) FROM visit WHERE city = 'Urk';
SELECT city FROM visit GROUP BY city ORDER BY city;
-- An aggregate of some of the rows is NULL where these or the others are of too few: of the 400 in Hoorn 5 have no answer.
SELECT city, count(answer), count(*) FILTER (WHERE answer) AS yes, count(*) FILTER (WHERE age < 1) AS newborn FROM visit GROUP BY city ORDER BY city;
SELECT city, sum(income) FILTER (WHERE age BETWEEN 10 AND 29) FROM visit GROUP BY city ORDER BY city;
-- NaN tells nothing: it is passed over, and the ten who have it in Hoorn are enough to leave out.
SELECT city, sum(saved), avg(saved) FILTER (WHERE age < 40), count(saved) FROM visit GROUP BY city ORDER BY city;
SELECT city, sum(saved) FROM visit WHERE age <> 49 GROUP BY city ORDER BY city;
-- There is one grouping, so that grouping() is 0.
SELECT city, grouping(city), count(*) FROM visit GROUP BY city HAVING grouping(city) = 0 ORDER BY city;
-- What stands around the cells is free.
SELECT city, count(*), rank() OVER (ORDER BY count(*)), round(avg(income) / 10) AS tens, length(city) FROM visit
WHERE age >= 10 AND (city IN ('Delft', 'Hoorn') OR NOT answer) AND visited <> '2026-03-01' GROUP BY city HAVING sum(age) > 10 ORDER BY count(*) DESC;
SELECT visited, count(*) FROM visit GROUP BY 1 HAVING count(*) > 5 ORDER BY 1 LIMIT 2;
WITH cell AS (SELECT city, age, count(*) AS n FROM visit GROUP BY city, age) SELECT city, count(*), sum(n) FROM cell GROUP BY city ORDER BY city;
SELECT c.city, d.n FROM (SELECT city, count(*) AS n FROM visit GROUP BY city) c JOIN (SELECT city, count(*) AS n FROM visit WHERE answer GROUP BY city) d USING (city) ORDER BY 1;
SELECT city, count(*) FROM visit WHERE age < 0 GROUP BY city UNION ALL SELECT 'all', count(*) FROM visit ORDER BY 1;
SELECT DISTINCT count(*) > 10 AS many FROM visit GROUP BY city;
PREPARE older(integer) AS SELECT city, count(*) FROM visit WHERE age > $1 GROUP BY city ORDER BY city;
EXECUTE older(40);
EXECUTE older(48);
SET plan_cache_mode = force_generic_plan;
EXECUTE older(40);
EXECUTE older(48);
RESET plan_cache_mode;
BEGIN;
DECLARE cells CURSOR FOR SELECT city, count(*) FROM visit GROUP BY city ORDER BY city;
FETCH 1 FROM cells;
COMMIT;
COPY (SELECT city, count(*) FROM visit GROUP BY city ORDER BY city) TO STDOUT;

-- Refused, with what to write instead.
\set VERBOSITY default
SELECT * FROM visit;
SELECT city FROM visit;
SELECT DISTINCT city FROM visit;
SELECT bsn, count(*) FROM visit GROUP BY bsn;
SELECT count(*) FROM visit WHERE bsn > 'm';
SELECT length(city), count(*) FROM visit GROUP BY 1;
SELECT sum(weight) FROM visit;
SELECT avg(debt) FROM visit;
SELECT max(age) FROM visit;
SELECT sum(income * 2) FROM visit;
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY age) FROM visit;
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY debt) FROM visit;
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY age DESC) FROM visit;
SELECT percentile_cont(ARRAY[0.5]) WITHIN GROUP (ORDER BY age) FROM visit;
SELECT percentile_cont(2) WITHIN GROUP (ORDER BY age) FROM visit;
SELECT percentile_cont(age) WITHIN GROUP (ORDER BY income) FROM visit GROUP BY age;
SELECT string_agg(remark, ',') FROM visit;
SELECT count(DISTINCT city) FROM visit;
SELECT city, count(*) FROM visit GROUP BY ROLLUP (city);
SELECT count(*) FROM visit a JOIN visit b USING (city);
SELECT count(*) FROM visit WHERE city IN (SELECT 'Urk');
SELECT count(*) FROM visit WHERE remark LIKE 'r%';
SELECT count(*) FROM visit WHERE 1 / age = 1;
SELECT count(*) FROM visit WHERE random() < 0.5;
SELECT count(*) FROM visit WHERE visited > (SELECT current_date);
SELECT count(*), generate_series(1, 2) FROM visit;
SELECT city, (SELECT 1), count(*) FROM visit GROUP BY city;
\set VERBOSITY terse
-- A computed value works, also of the moment of the query; its errors come whether there is a row or not.
SELECT count(*) FROM visit WHERE visited > now() - interval '1000 years';
SELECT count(*) FROM visit WHERE visited > current_date - 400 * 365 AND age >= length('1234567890');
PREPARE older_by(integer, integer) AS SELECT count(*) FROM visit WHERE city = 'nowhere' AND age > $1 / $2;
SET plan_cache_mode = force_generic_plan;
EXECUTE older_by(1, 1);
EXECUTE older_by(1, 0);
RESET plan_cache_mode;
SELECT count(*) FROM visit WHERE visited > date '2026-12-01' - 360;
SELECT count(*) FROM visit WHERE visited > current_date;

-- The threshold is the release's or the policy's, and follows changes. So does the subject's column.
RESET ROLE;
UPDATE veil.release SET k = 5 WHERE policy = 'aggregated_policy';
SELECT city, count(*), count(answer) FROM aggregated_policy.visit GROUP BY city ORDER BY city;
UPDATE veil.release SET k = 1001 WHERE policy = 'aggregated_policy';
UPDATE veil.release SET k = 500 WHERE policy = 'aggregated_policy';
SELECT city, count(*) FROM aggregated_policy.visit GROUP BY city;
EXECUTE older(0);
UPDATE veil.release SET k = NULL WHERE policy = 'aggregated_policy';
SET search_path = aggregated;
ALTER TABLE visit RENAME bsn TO person;
SELECT subject FROM veil.release WHERE policy = 'aggregated_policy';
SELECT city, count(*) FROM aggregated_policy.visit GROUP BY city ORDER BY city;
-- Parallel workers find the same.
SET min_parallel_table_scan_size = 0;
SET parallel_setup_cost = 0;
SET max_parallel_workers_per_gather = 2;
ALTER TABLE visit SET (parallel_workers = 2);
EXPLAIN (COSTS OFF) SELECT count(*), count(answer), avg(income) FROM aggregated_policy.visit WHERE city = 'Hoorn';
SELECT count(*), count(answer), avg(income) FROM aggregated_policy.visit WHERE city = 'Hoorn';
SELECT count(*), count(answer) FROM aggregated_policy.visit WHERE city = 'Urk';
RESET min_parallel_table_scan_size;
RESET parallel_setup_cost;
RESET max_parallel_workers_per_gather;
-- A filter counts too. A type that cannot be hashed is no subject.
UPDATE veil.release SET filter = '{"column": "age", "is": "<", "value": 40}' WHERE policy = 'aggregated_policy';
SELECT city, count(*) FROM aggregated_policy.visit GROUP BY city ORDER BY city;
CREATE TABLE odd (who xml, city text);
INSERT INTO veil.release (policy, relation, subject) VALUES ('aggregated_policy', 'odd', 'who');
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('aggregated_policy', 'odd', 'city', 'release', 'test');
-- That a column is declared NOT NULL holds for the table itself: heirs may have rows that count for nobody.
CREATE TABLE parent (bsn text NOT NULL, city text);
CREATE TABLE child () INHERITS (parent);
ALTER TABLE child ALTER bsn DROP NOT NULL;
INSERT INTO parent SELECT n, 'Delft' FROM generate_series(1, 20) n;
INSERT INTO child SELECT NULL, 'Delft' FROM generate_series(1, 30) n;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('aggregated_policy', 'parent', 'city', 'release', 'test');
UPDATE veil.release SET subject = 'bsn' WHERE relation = 'aggregated.parent';
SELECT city, count(*) FROM aggregated_policy.parent GROUP BY city;
-- Without its subject's column the release closes.
ALTER TABLE visit DROP COLUMN person;
SELECT count(*) FROM aggregated_policy.visit;
SET client_min_messages = warning;
SELECT veil.drop_policy('aggregated_policy');
DROP SCHEMA aggregated CASCADE;
DROP ROLE regress_aggregated;
