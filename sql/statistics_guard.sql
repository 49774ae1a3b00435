-- The guard against differences at level aggregated: no answer about nearly the same subjects as an earlier one.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE SCHEMA statistics_guard;
SET search_path = statistics_guard;
-- 300 persons in Delft with two rows each, of ages 0 to 49, six of each age; 400 in Hoorn, eight of each age; nine in Urk.
CREATE TABLE visit (bsn text NOT NULL, city text, age integer, income numeric(12,2));
INSERT INTO visit SELECT 'd' || n % 300, 'Delft', n % 50, n FROM generate_series(1, 600) n;
INSERT INTO visit SELECT 'h' || n, 'Hoorn', n % 50, n FROM generate_series(1, 400) n;
INSERT INTO visit SELECT 'u' || n, 'Urk', 20, n FROM generate_series(1, 9) n;
SELECT veil.create_policy('guard_policy', level => 'aggregated', k => 10);
INSERT INTO veil.rule (policy, relation, attribute, technique, why)
SELECT 'guard_policy', 'visit', column_name, 'release', 'test' FROM unnest(ARRAY['bsn', 'city', 'age', 'income']) AS column_name;
UPDATE veil.release SET subject = 'bsn', disclosure = '{"difference_guard": 1}' WHERE policy = 'guard_policy';
UPDATE veil.release SET subject = 'bsn', disclosure = '{"difference_guard": true, "secondary": false}' WHERE policy = 'guard_policy';
-- What earlier runs have left.
SELECT veil.reset_statistics_guard('guard_policy', 'statistics_guard.visit', current_user) \g /dev/null
SELECT clock_timestamp() AS start \gset
CREATE FUNCTION forget() RETURNS bigint LANGUAGE sql AS $$ SELECT veil.reset_statistics_guard('guard_policy', 'statistics_guard.visit', session_user) $$;

-- The same again, in other words, and what differs in enough: fine.
SELECT count(*) FROM guard_policy.visit WHERE city = 'Delft';
SELECT count(*), count(DISTINCT bsn) FROM guard_policy.visit WHERE city IN ('Delft');
SELECT city, count(*) FROM guard_policy.visit GROUP BY city ORDER BY city;
SELECT count(*) FROM guard_policy.visit WHERE city = 'Delft' AND age >= 2;
-- Six persons fewer than one of these, or than the other: not fine, whatever is asked of them.
\set VERBOSITY default
SELECT count(*) FROM guard_policy.visit WHERE city = 'Delft' AND age >= 1;
\set VERBOSITY terse
SELECT avg(income) FROM guard_policy.visit WHERE city = 'Delft' AND age >= 3;
SELECT city, count(*) FROM guard_policy.visit WHERE age <> 7 GROUP BY city;
SELECT sum(income) FILTER (WHERE city = 'Delft' AND age <= 48) FROM guard_policy.visit;
-- Of twelve there are enough, six more and six fewer.
SELECT count(*) FROM guard_policy.visit WHERE city = 'Delft' AND age NOT IN (0, 5);
-- A total less the cells that are shown: nine persons of Urk.
SELECT count(*) FROM guard_policy.visit;
SELECT forget() > 0 AS forgot, forget();
SELECT count(*) FROM guard_policy.visit;
SELECT city, count(*) FROM guard_policy.visit GROUP BY city;
SELECT count(*) FROM guard_policy.visit WHERE city <> 'Urk';
-- Parts of one cell are compared with each other.
SELECT count(*) FILTER (WHERE age < 20), count(*) FILTER (WHERE age < 21 OR age = 30) FROM guard_policy.visit WHERE city = 'Delft';
SELECT count(*) FILTER (WHERE age < 20), count(*) FILTER (WHERE age < 21) FROM guard_policy.visit WHERE city = 'Delft';
-- An answer that was refused is not remembered, nor half of it; cells that were not shown are not.
SELECT forget();
SELECT count(*) FROM guard_policy.visit WHERE city = 'Delft' AND age < 21;
SELECT city, count(*) FROM guard_policy.visit WHERE age < 20 GROUP BY city;
SELECT count(*) FROM guard_policy.visit WHERE city = 'Hoorn' AND age < 21;
SELECT count(*) FROM guard_policy.visit WHERE city = 'Urk';
SELECT forget();
-- What is rolled back is remembered. So is what a role saw in another's name.
BEGIN;
SELECT count(*) FROM guard_policy.visit WHERE age < 40;
ROLLBACK;
CREATE ROLE regress_guard;
GRANT USAGE ON SCHEMA guard_policy TO regress_guard;
GRANT SELECT ON ALL TABLES IN SCHEMA guard_policy TO regress_guard;
SET ROLE regress_guard;
SELECT count(*) FROM guard_policy.visit WHERE age < 40 AND NOT (age = 3 AND city = 'Delft');
RESET ROLE;
-- Data that changed between two answers: one person came.
INSERT INTO visit VALUES ('new', 'Delft', 1, 1);
SELECT count(*) FROM guard_policy.visit WHERE age < 40;
-- Another threshold: nothing to compare with, until the owner says so.
UPDATE veil.release SET k = 11 WHERE policy = 'guard_policy';
SELECT count(*) FROM guard_policy.visit WHERE age < 30;
SELECT forget();
SELECT count(*) FROM guard_policy.visit WHERE age < 30;
-- On record: what was answered and what was refused.
SELECT outcome, shown, hidden, question FROM veil.statistics_answers() WHERE policy = 'guard_policy' AND at > :'start' ORDER BY at;
-- Without the record it guards as well.
UPDATE veil.release SET disclosure = '{"difference_guard": true, "record": false, "secondary": false}' WHERE policy = 'guard_policy';
SELECT clock_timestamp() AS start \gset
SELECT count(*) FROM guard_policy.visit WHERE age < 30 AND NOT (age = 3 AND city = 'Delft');
SELECT count(*) FROM veil.statistics_answers() WHERE policy = 'guard_policy' AND at > :'start';
-- Only the policy's owner lets it forget.
GRANT USAGE ON SCHEMA veil TO regress_guard;
SET SESSION AUTHORIZATION regress_guard;
SELECT veil.reset_statistics_guard('guard_policy', 'statistics_guard.visit', 'regress_guard');
SELECT veil.subject_sketch(1, true, 10);
SELECT veil.subject_sketch(n, true, 10) OVER () FROM generate_series(1, 2) n;
RESET SESSION AUTHORIZATION;
SELECT veil.reset_statistics_guard('guard_policy', 'statistics_guard.visit', 'nobody');
SELECT forget();
-- Parallel plans answer the same.
SET min_parallel_table_scan_size = 0;
SET parallel_setup_cost = 0;
ALTER TABLE visit SET (parallel_workers = 2);
SELECT city, count(*) FROM guard_policy.visit GROUP BY city ORDER BY city;
SELECT count(*) FROM guard_policy.visit WHERE city = 'Delft' AND age >= 1;
SELECT forget();
SELECT veil.drop_policy('guard_policy');
DROP SCHEMA statistics_guard CASCADE;
REVOKE ALL ON SCHEMA veil FROM regress_guard;
DROP ROLE regress_guard;
