-- Rules of disclosure of level aggregated, beside the threshold: dominance, the p % rule, shares of margins, and secondary suppression.
CREATE SCHEMA disclosure;
SET search_path = disclosure, public;
CREATE TABLE person (bsn integer NOT NULL, city text, sex text, income integer);
-- So many rows of a city and a sex, each of another subject.
CREATE FUNCTION settle(city text, sex text, persons integer, income integer DEFAULT 100) RETURNS void LANGUAGE sql AS $$
    INSERT INTO person SELECT (SELECT count(*) FROM person) + n, city, sex, income FROM generate_series(1, persons) n
$$;
SELECT count(settle(city, sex, persons)) FROM (VALUES ('Delft', 'f', 120), ('Delft', 'm', 110), ('Hoorn', 'f', 60), ('Hoorn', 'm', 55), ('Urk', 'f', 30), ('Urk', 'm', 4), ('Goes', 'f', 41), ('Goes', 'm', 39)) v (city, sex, persons);
SELECT veil.create_policy('disclosure_policy', level => 'aggregated', k => 10);
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('disclosure_policy', 'person', 'city', 'release', NULL, 'test'), ('disclosure_policy', 'person', 'sex', 'release', NULL, 'test'),
    ('disclosure_policy', 'person', 'income', 'clamp', '{"min": 0, "max": 100000}', NULL);
UPDATE veil.release SET subject = 'bsn' WHERE policy = 'disclosure_policy';

-- Parameters.
UPDATE veil.release SET disclosure = '[]' WHERE policy = 'disclosure_policy';
UPDATE veil.release SET disclosure = '{"dominance_n": 1}' WHERE policy = 'disclosure_policy';
UPDATE veil.release SET disclosure = '{"dominance_n": 11, "dominance_percent": 80}' WHERE policy = 'disclosure_policy';
UPDATE veil.release SET disclosure = '{"dominance_n": 1, "dominance_percent": 101}' WHERE policy = 'disclosure_policy';
UPDATE veil.release SET disclosure = '{"p_percent": 0}' WHERE policy = 'disclosure_policy';
UPDATE veil.release SET disclosure = '{"p_percent": "10"}' WHERE policy = 'disclosure_policy';
UPDATE veil.release SET disclosure = '{"margin_percent": 100.5}' WHERE policy = 'disclosure_policy';
UPDATE veil.release SET disclosure = '{"secondary": "no"}' WHERE policy = 'disclosure_policy';
UPDATE veil.release SET disclosure = '{"primary": true}' WHERE policy = 'disclosure_policy';
SELECT veil.create_policy('disclosure_rows');
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('disclosure_rows', 'person', 'city', 'release', 'test');
UPDATE veil.release SET disclosure = '{"p_percent": 10}' WHERE policy = 'disclosure_rows';
SELECT veil.drop_policy('disclosure_rows');

-- One cell of too few: the total would tell of it, so that another one is not shown either.
SELECT sex, count(*) FROM disclosure_policy.person WHERE city = 'Urk' GROUP BY sex;
SELECT city, count(*) FROM disclosure_policy.person GROUP BY city ORDER BY city;
SELECT city, count(*) FROM disclosure_policy.person WHERE sex = 'm' GROUP BY city ORDER BY city;
-- In a table of two columns it takes four: two in a row, and two in each of their columns.
SELECT city, sex, count(*) FROM disclosure_policy.person GROUP BY city, sex ORDER BY city, sex;
-- In whatever order they are asked for.
SELECT city, sex, count(*) FROM disclosure_policy.person GROUP BY sex, city ORDER BY city, sex;
-- With what the threshold alone would leave.
UPDATE veil.release SET disclosure = '{"secondary": false}' WHERE policy = 'disclosure_policy';
SELECT city, sex, count(*) FROM disclosure_policy.person GROUP BY city, sex ORDER BY city, sex;

-- Sums: one of fifty has more than half of it.
UPDATE person SET income = 100000 WHERE bsn = (SELECT min(bsn) FROM person WHERE city = 'Hoorn' AND sex = 'f');
SELECT city, count(*), sum(income), round(avg(income)) AS mean FROM disclosure_policy.person GROUP BY city ORDER BY city;
UPDATE veil.release SET disclosure = '{"secondary": false, "dominance_n": 1, "dominance_percent": 80}' WHERE policy = 'disclosure_policy';
SELECT city, count(*), count(income) AS known, sum(income), round(avg(income)) AS mean, max(income) FROM disclosure_policy.person GROUP BY city ORDER BY city;
UPDATE veil.release SET disclosure = '{"secondary": false, "p_percent": 20}' WHERE policy = 'disclosure_policy';
SELECT city, count(*), sum(income) FROM disclosure_policy.person GROUP BY city ORDER BY city;
-- The sum that is not shown is not the difference of the others and the total, which is.
UPDATE veil.release SET disclosure = '{"dominance_n": 1, "dominance_percent": 80}' WHERE policy = 'disclosure_policy';
SELECT sum(income) FROM disclosure_policy.person;
SELECT city, sum(income) FROM disclosure_policy.person GROUP BY city ORDER BY city;
-- Where the total is one's too, it is not shown, and need not be protected by others.
SELECT sum(income) FROM disclosure_policy.person WHERE sex = 'f';
SELECT city, sum(income) FROM disclosure_policy.person WHERE sex = 'f' GROUP BY city ORDER BY city;
-- Contributions are those of subjects, not of rows: of ten rows of one and one row each of twenty others.
UPDATE veil.release SET disclosure = '{"secondary": false, "dominance_n": 1, "dominance_percent": 40}' WHERE policy = 'disclosure_policy';
INSERT INTO person SELECT 1, 'Sneek', 'f', 200 FROM generate_series(1, 10);
SELECT settle('Sneek', 'f', 20);
SELECT city, count(*), sum(income) FROM disclosure_policy.person WHERE city = 'Sneek' GROUP BY city;
-- In parallel too.
ALTER TABLE person SET (parallel_workers = 2);
SET min_parallel_table_scan_size = 0;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
EXPLAIN (COSTS OFF) SELECT city, count(*), sum(income) FROM disclosure_policy.person WHERE city = 'Sneek' GROUP BY city;
SELECT city, count(*), sum(income) FROM disclosure_policy.person WHERE city = 'Sneek' GROUP BY city;
RESET min_parallel_table_scan_size;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
-- No cell has nearly all of a margin.
DELETE FROM person;
SELECT count(settle(city, sex, persons)) FROM (VALUES ('Delft', 'f', 120), ('Delft', 'm', 110), ('Urk', 'f', 190), ('Urk', 'm', 15)) v (city, sex, persons);
UPDATE veil.release SET disclosure = '{"secondary": false, "margin_percent": 90}' WHERE policy = 'disclosure_policy';
SELECT city, sex, count(*) FROM disclosure_policy.person GROUP BY city, sex ORDER BY city, sex;
-- Rounded answers: averages and what else would tell the numbers are refused.
UPDATE veil.release SET disclosure = '{"round_sums": 1000}' WHERE policy = 'disclosure_policy';
UPDATE veil.release SET disclosure = '{"round": 1}' WHERE policy = 'disclosure_policy';
UPDATE veil.release SET disclosure = '{"round": 50}' WHERE policy = 'disclosure_policy';
SELECT city, count(*), count(income) AS known, count(*) FILTER (WHERE sex = 'f') AS f, max(income) FROM disclosure_policy.person GROUP BY city HAVING count(*) % 50 = 0 ORDER BY city;
SELECT sum(income) FROM disclosure_policy.person;
SELECT avg(income) FROM disclosure_policy.person;
UPDATE veil.release SET disclosure = '{"round": 50, "round_sums": 7000}' WHERE policy = 'disclosure_policy';
SELECT sum(income), sum(income) / count(*) AS mean FROM disclosure_policy.person;
SELECT stddev(income) FROM disclosure_policy.person;
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY income) FROM disclosure_policy.person;
-- More columns than can be protected, and more cells.
UPDATE veil.release SET disclosure = '{"secondary": false}' WHERE policy = 'disclosure_policy';
ALTER TABLE person ADD a integer, ADD b integer, ADD c integer, ADD d integer, ADD e integer;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) SELECT 'disclosure_policy', 'person', name, 'release', 'test' FROM unnest(ARRAY['a', 'b', 'c', 'd', 'e']) name;
SELECT city, sex, a, b, c, d, e, count(*) FROM disclosure_policy.person GROUP BY 1, 2, 3, 4, 5, 6, 7;
UPDATE veil.release SET disclosure = NULL WHERE policy = 'disclosure_policy';
SELECT city, sex, a, b, c, d, e, count(*) FROM disclosure_policy.person GROUP BY 1, 2, 3, 4, 5, 6, 7;
INSERT INTO person (bsn, a, b) SELECT 1000 + n, n % 50, n / 600 FROM generate_series(1, 29990) n;
INSERT INTO person (bsn, a, b) VALUES (1, 50, 51);
SELECT a, b, count(*) FROM disclosure_policy.person GROUP BY a, b;

SET client_min_messages = warning;
SELECT veil.drop_policy('disclosure_policy');
DROP SCHEMA disclosure CASCADE;
