-- The record of answers at level aggregated: who asked what, whatever becomes of the transaction, and how many cells were shown.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE SCHEMA statistics_record;
SET search_path = statistics_record;
CREATE TABLE visit (bsn text NOT NULL, city text, age integer, income numeric(12,2), answer boolean, visited date);
INSERT INTO visit SELECT 'd' || n % 300, 'Delft', n % 50, 1000, n % 2 = 0, '2026-01-01' FROM generate_series(1, 600) n;
INSERT INTO visit SELECT 'u' || n % 9, 'Urk', 20, 7777777, true, '2026-01-01' FROM generate_series(1, 321) n;
INSERT INTO visit SELECT 'h' || n, 'Hoorn', n % 50, 1000, true, '2026-06-01' FROM generate_series(1, 400) n;
CREATE ROLE regress_record_owner;
CREATE ROLE regress_record;
CREATE ROLE regress_record_other;
CREATE ROLE regress_record_auditor;
ALTER TABLE visit OWNER TO regress_record_owner;
GRANT USAGE ON SCHEMA statistics_record TO regress_record_owner;
SELECT veil.grant_editor('regress_record_owner') \g /dev/null
SELECT veil.create_policy('record_policy', level => 'aggregated', k => 10, owner => 'regress_record_owner');
INSERT INTO veil.rule (policy, relation, attribute, technique, why)
SELECT 'record_policy', 'visit', column_name, 'release', 'test' FROM unnest(ARRAY['city', 'age', 'income', 'answer', 'visited']) AS column_name;
UPDATE veil.release SET subject = 'bsn', disclosure = '{"secondary": false}' WHERE policy = 'record_policy';
GRANT USAGE ON SCHEMA record_policy TO regress_record;
GRANT SELECT ON ALL TABLES IN SCHEMA record_policy TO regress_record;
CREATE SCHEMA statistics_record_own AUTHORIZATION regress_record;
-- What is on record since somebody looked last.
SELECT clock_timestamp() AS start \gset
CREATE FUNCTION statistics_record_own.since(start timestamptz) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT format('%s/%s %s %s of %s: %s', session_role, acting_role, outcome, shown, shown + hidden, question)
    FROM veil.statistics_answers() WHERE policy = 'record_policy' AND at > start ORDER BY at
$$;
SET SESSION AUTHORIZATION regress_record;
SET search_path = statistics_record_own, record_policy;

-- Plain ones; a table without any cell; one that is hidden.
SELECT city, count(*) FROM visit GROUP BY city ORDER BY city;
SELECT city, count(*) FROM visit WHERE age < 0 GROUP BY city;
SELECT sum(income) FILTER (WHERE NOT answer) FROM visit WHERE city = 'Urk';
-- Undone, in a subtransaction and as a whole; failed after the first cell.
BEGIN;
SAVEPOINT one;
SELECT count(*) FROM visit WHERE age > 1;
ROLLBACK TO one;
SELECT count(*) FROM visit WHERE age > 2;
ROLLBACK;
SELECT city, 1 / (count(*) - 600) FROM visit WHERE age < 1000 GROUP BY city ORDER BY city;
BEGIN READ ONLY;
SELECT count(*) FROM visit WHERE age > 3;
COMMIT;
-- A cursor that is read once, and one that is not read at all. A query that is not run.
BEGIN;
DECLARE read CURSOR FOR SELECT city, count(*) FROM visit WHERE age > 4 GROUP BY city ORDER BY city;
DECLARE unread CURSOR FOR SELECT city, count(*) FROM visit WHERE age > 5 GROUP BY city ORDER BY city;
FETCH 1 FROM read;
COMMIT;
EXPLAIN (COSTS OFF) SELECT city, count(*) FROM visit WHERE age > 6 GROUP BY city;
EXPLAIN (VERBOSE) SELECT city, count(*) FROM visit WHERE age > 6 GROUP BY city \g /dev/null
-- Refused when it is planned: nothing was asked of the data.
SELECT * FROM visit;
COPY (SELECT count(*) FROM visit WHERE age > 7) TO STDOUT;
-- Values that are known when it runs, in loops and under prepared plans, each time.
SET plan_cache_mode = force_generic_plan;
PREPARE older(integer, date, text[]) AS SELECT count(*) FROM visit WHERE age > $1 AND visited > $2 AND city = ANY ($3);
EXECUTE older(8, '2025-12-31', '{Urk,Delft}');
SET datestyle = german;
SET timezone = 'Asia/Tokyo';
EXECUTE older(8, '2025-12-31', '{Delft,Urk}');
EXECUTE older(9, NULL, NULL);
RESET datestyle;
RESET plan_cache_mode;
DO $$ BEGIN FOR n IN 10..12 LOOP PERFORM count(*) FROM visit WHERE age > n; END LOOP; END $$;
-- Answers that nobody reads: within others, in a function, by an aggregate, once for each row outside.
SELECT n FROM generate_series(1, 2) n, LATERAL (SELECT count(*) FROM visit WHERE age > 13 OFFSET 0 * n) s ORDER BY n;
SELECT EXISTS (SELECT city, count(*) FROM visit WHERE age > 14 GROUP BY city);
CREATE FUNCTION quiet() RETURNS text LANGUAGE plpgsql PARALLEL SAFE SET search_path = record_policy AS $$
BEGIN
    PERFORM count(*) FROM visit WHERE age > 15;
    RAISE division_by_zero;
EXCEPTION
    WHEN division_by_zero THEN RETURN 'quiet';
END
$$;
SELECT quiet();
RESET SESSION AUTHORIZATION;
SELECT statistics_record_own.since(:'start');

-- In whose name: the role that acts, as in a function of somebody else.
SELECT clock_timestamp() AS start \gset
CREATE FUNCTION statistics_record_own.borrowed() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = record_policy AS 'SELECT count(*) FROM visit';
GRANT USAGE ON SCHEMA statistics_record_own TO regress_record_other;
SET SESSION AUTHORIZATION regress_record_other;
SELECT statistics_record_own.borrowed();
RESET SESSION AUTHORIZATION;
SELECT statistics_record_own.since(:'start');

-- Parallel workers count rows, the leader writes, once.
SELECT clock_timestamp() AS start \gset
ALTER TABLE statistics_record.visit SET (parallel_workers = 2);
SET SESSION AUTHORIZATION regress_record;
SET min_parallel_table_scan_size = 0;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SELECT count(*) FROM visit;
SELECT n FROM generate_series(1, 1) n JOIN (SELECT city, count(*) FROM visit GROUP BY city) s ON s.count > n ORDER BY 1;
-- A query that a worker runs by itself, in a function that says it is safe, is on record as often as it runs.
CREATE TABLE three AS SELECT generate_series(1, 3) AS n;
ALTER TABLE three SET (parallel_workers = 2);
CREATE FUNCTION asked(n integer) RETURNS bigint LANGUAGE sql PARALLEL SAFE SET search_path = record_policy AS 'SELECT count(*) FROM visit WHERE age > n';
SELECT sum(asked(n)) FROM three;
RESET min_parallel_table_scan_size;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET SESSION AUTHORIZATION;
SELECT * FROM statistics_record_own.since(:'start') AS line ORDER BY line;

-- One question however it is written.
SELECT clock_timestamp() AS start \gset
SET SESSION AUTHORIZATION regress_record;
CREATE FUNCTION ask(query text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE query; END $$;
SELECT count(*) FROM (
    SELECT ask(format('SELECT %s FROM visit AS v %s WHERE %s %s', answers, columns, conditions, groups))
    FROM unnest(ARRAY['count(*), sum(income)', 'sum(income), count(*)', 'sum(income) / count(*), sum(income)']) AS answers,
         unnest(ARRAY['', '(a, b)']) AS columns,
         unnest(ARRAY['age >= 20 AND city IN (''Delft'', ''Urk'')', 'city IN (''Urk'', ''Delft'', ''Urk'') AND 20 <= age', 'NOT (age < 20 OR city NOT IN (''Delft'', ''Urk''))',
             '(city = ''Delft'' OR city = ''Urk'') AND age > 19', 'city = ANY (''{Delft,Urk}'') AND age > 10 + 9 AND 20 <= age',
             'NOT age < 20 AND NOT city <> ALL (ARRAY[''Urk'', ''Delft''])', 'age >= 20 AND (age >= 20 AND (city = ''Urk'' OR city IN (''Delft'')))', 'age >= bigint ''20'' AND city IN (varchar ''Delft'', ''Urk'')',
             'NOT NOT (smallint ''19'' < age) AND (''Delft'' = city OR city = ''Urk'' OR ''Urk'' = city)', 'NOT (NOT age >= 20 OR (city <> ''Urk'' AND city <> ''Delft''))']) AS conditions,
         unnest(ARRAY['GROUP BY city, answer', 'GROUP BY answer, city']) AS groups
    WHERE columns = '' OFFSET 0) asked;
SELECT ask(format('SELECT sum(inc), count(*) FROM visit AS v (a, b, inc, d) WHERE a IN (''Urk'', ''Delft'') AND b %s 20 GROUP BY d, a', operator)) FROM unnest(ARRAY['>=', '>']) operator \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT question, count(DISTINCT question_hash) AS hashes, count(*) FROM veil.statistics_answers() WHERE policy = 'record_policy' AND at > :'start' GROUP BY question ORDER BY question;

-- Who may read it: superusers and whom they let, and the policy's owner, of his own.
SET SESSION AUTHORIZATION regress_record_owner;
SELECT count(*) FROM veil.statistics_answers();
SELECT count(*) > 40 AS many, bool_and(policy = 'record_policy') AS own FROM veil.statistics_answers('record_policy');
SELECT count(*) FROM veil.statistics_answers('nothing');
RESET SESSION AUTHORIZATION;
GRANT USAGE ON SCHEMA veil TO regress_record_auditor;
GRANT EXECUTE ON FUNCTION veil.statistics_answers() TO regress_record_auditor;
SET SESSION AUTHORIZATION regress_record_auditor;
SELECT count(*) > 40 AS many FROM veil.statistics_answers();
SELECT count(*) FROM veil.statistics_answers('record_policy');
RESET SESSION AUTHORIZATION;
-- The analyst reads, forges and suppresses nothing, not even where he has got USAGE on schema veil.
GRANT USAGE ON SCHEMA veil TO regress_record;
SET SESSION AUTHORIZATION regress_record;
SELECT * FROM veil.statistics_answers();
SELECT * FROM veil.statistics_answers('record_policy');
SELECT veil.answer(NULL, ARRAY['visit'::regclass::oid], text 'QL0;-L0;', true, 10, 0, true) OVER ();
SELECT veil.answer(NULL::internal, ARRAY['visit'::regclass::oid], text 'QL0;-L0;', true, 10, 0, true) OVER ();
PREPARE forged(internal) AS SELECT veil.answer($1, ARRAY['visit'::regclass::oid], text 'QL0;-L0;', true, 10, 0, true) OVER ();
CREATE FUNCTION nothing() RETURNS internal LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FUNCTION forged(proof internal) RETURNS boolean LANGUAGE sql AS 'SELECT veil.answer(proof, ''{}''::oid[], text ''QL0;-L0;'', true, 10, 0, true) OVER ()';
SELECT pg_read_file('pg_veil/answers.' || (SELECT oid FROM pg_database WHERE datname = current_database()));
SET pg_veil.record_files = 1;
SET pg_veil.record_size = 1;
SET pg_veil.record_sync = on;
-- No room for what is on record elsewhere: a question that is too long is not answered.
SELECT ask(format('SELECT count(*) FROM visit WHERE city <> %L', repeat('x', 100000)));
-- Names that hide: a table or function of one's own in the path.
CREATE FUNCTION answer(internal text, release oid, question text, shown boolean) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE TEMP TABLE release (policy text);
SET search_path = pg_temp, statistics_record_own, record_policy, pg_catalog;
SELECT count(*) FROM visit WHERE age > 30;
DROP TABLE pg_temp.release;
RESET SESSION AUTHORIZATION;
SET search_path = statistics_record;
SELECT session_role, question FROM veil.statistics_answers() WHERE policy = 'record_policy' ORDER BY at DESC LIMIT 1;

-- Where the release says so there is no record.
SELECT clock_timestamp() AS start \gset
UPDATE veil.release SET disclosure = '{"record": 1}' WHERE policy = 'record_policy';
UPDATE veil.release SET disclosure = '{"record": false, "secondary": false}' WHERE policy = 'record_policy';
SELECT city, count(*) FROM record_policy.visit GROUP BY city ORDER BY city;
SELECT statistics_record_own.since(:'start');
SELECT veil.revoke_editor('regress_record_owner') \g /dev/null
SELECT veil.drop_policy('record_policy');
DROP SCHEMA statistics_record_own CASCADE;
REVOKE ALL ON SCHEMA veil FROM regress_record, regress_record_auditor;
REVOKE ALL ON FUNCTION veil.statistics_answers() FROM regress_record_auditor;
DROP SCHEMA statistics_record CASCADE;
DROP ROLE regress_record, regress_record_other, regress_record_auditor, regress_record_owner;
