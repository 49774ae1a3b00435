-- Joins of releases at level aggregated on their subject: a row is of one subject then, and everything else is refused.
CREATE SCHEMA statistics_join;
SET search_path = statistics_join;
SET client_min_messages = warning;
SELECT veil.create_key('joins'), veil.create_key('other joins') \g /dev/null
-- Delft: 100 persons, with two visits each in 2026 and one in 2025. Hoorn: 40, of whom 12 were there in 2026 and 20 in 2025. Urk: nine, with 50 visits each in 2026.
-- One of Delft has an income of a million. 30 others have visits and are no persons, and 15 persons of Goes have no visit.
CREATE TABLE person (bsn text NOT NULL, city text, age integer, income numeric(12,2), code character(4));
INSERT INTO person SELECT 'd' || n, 'Delft', n % 50, CASE WHEN n = 1 THEN 1000000 ELSE 1000 END, 'd' || n FROM generate_series(1, 100) n;
INSERT INTO person SELECT 'h' || n, 'Hoorn', n % 50, 2000, 'h' || n FROM generate_series(1, 40) n;
INSERT INTO person SELECT 'u' || n, 'Urk', 33, 7777777, 'u' || n FROM generate_series(1, 9) n;
INSERT INTO person SELECT 'g' || n, 'Goes', 50, 3000, 'g' || n FROM generate_series(1, 15) n;
CREATE TABLE visit (bsn text, year integer, kind text, cost numeric(10,2), friend text, code character(4));
INSERT INTO visit SELECT bsn, 2024 + n, (ARRAY['a', 'b'])[1 + age % 2], 10, 'd1', code FROM person, generate_series(1, 2) n WHERE city = 'Delft';
INSERT INTO visit SELECT bsn, 2026, 'a', 20, 'd1', code FROM person WHERE city = 'Delft';
INSERT INTO visit SELECT 'h' || n, 2026, 'b', 30, 'd2', 'h' || n FROM generate_series(1, 12) n;
INSERT INTO visit SELECT 'h' || n, 2025, 'a', 30, 'd2', 'h' || n FROM generate_series(1, 20) n;
INSERT INTO visit SELECT bsn, 2026, 'a', 40, 'd3', code FROM person, generate_series(1, 50) WHERE city = 'Urk';
INSERT INTO visit SELECT 'x' || n, 2026, 'a', 50, 'd3', 'x' || n FROM generate_series(1, 30) n;
INSERT INTO visit SELECT NULL, 2026, 'a', 60, 'd3', NULL FROM generate_series(1, 30) n;
-- Another relation of the same subjects, once each, and one of other subjects.
CREATE TABLE income_tax (bsn text PRIMARY KEY, tax integer);
INSERT INTO income_tax SELECT bsn, 100 FROM person WHERE city <> 'Hoorn' OR age < 30;
CREATE TABLE treatment (doctor text, bsn text, hours integer);
INSERT INTO treatment SELECT 'd' || n % 20, bsn, 1 FROM visit, generate_series(1, 20) n WHERE year = 2026;
CREATE TABLE own (bsn text, city text);
INSERT INTO own SELECT bsn, city FROM person;

CREATE FUNCTION make_policy(policy text, k integer, disclosure jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM veil.create_policy(policy, level => 'aggregated', k => k);
    INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
    SELECT make_policy.policy, r, a, 'release', NULL, 'test' FROM (VALUES ('person', 'city'), ('person', 'age'), ('person', 'income'), ('person', 'code'), ('visit', 'year'), ('visit', 'kind'),
        ('visit', 'cost'), ('visit', 'code'), ('income_tax', 'tax'), ('treatment', 'hours')) c (r, a);
    UPDATE veil.release v SET subject = CASE WHEN relation ~ 'treatment' THEN 'doctor' ELSE 'bsn' END, disclosure = make_policy.disclosure WHERE v.policy = make_policy.policy;
END
$$;
SELECT make_policy('join_stats', 10, '{"secondary": false}') \g /dev/null
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('join_stats', 'person', 'bsn', 'pseudonym', '{"key": "joins"}'), ('join_stats', 'visit', 'bsn', 'pseudonym', '{"key": "joins"}'),
    ('join_stats', 'visit', 'friend', 'pseudonym', '{"key": "joins"}'), ('join_stats', 'income_tax', 'bsn', 'pseudonym', '{"key": "joins"}'), ('join_stats', 'treatment', 'bsn', 'pseudonym', '{"key": "joins"}'),
    ('join_stats', 'treatment', 'doctor', 'pseudonym', '{"key": "joins"}');
CREATE ROLE regress_join;
CREATE SCHEMA statistics_join_own AUTHORIZATION regress_join;
GRANT USAGE ON SCHEMA join_stats, statistics_join TO regress_join;
GRANT SELECT ON ALL TABLES IN SCHEMA join_stats TO regress_join;
GRANT SELECT ON own TO regress_join;
SET SESSION AUTHORIZATION regress_join;
SET search_path = statistics_join_own, join_stats;

-- Cells of nine persons are absent, whatever number of visits they have. A person's income counts once for each of his visits.
SELECT p.city, count(*), count(DISTINCT p.bsn) AS persons, avg(v.cost), sum(p.income) FROM person p JOIN visit v ON p.bsn = v.bsn WHERE v.year = 2026 GROUP BY p.city ORDER BY 1;
SELECT city, count(*), count(DISTINCT bsn) AS persons FROM person JOIN visit USING (bsn) GROUP BY city ORDER BY 1;
SELECT p.city, v.kind, count(*) FROM visit v, person p WHERE v.bsn = p.bsn AND p.age < 40 GROUP BY v.kind, p.city ORDER BY 1, 2;
SELECT count(*), count(DISTINCT v.bsn) FROM person p CROSS JOIN visit v WHERE p.bsn = v.bsn AND p.city = 'Urk';
-- Parts of cells: up to five years old are twelve persons of Delft and five of Hoorn.
SELECT city, count(*) FILTER (WHERE year = 2026) AS this_year, count(*) FILTER (WHERE kind = 'b') AS b, count(*) FILTER (WHERE age <= 5) AS young FROM person JOIN visit USING (bsn) GROUP BY city ORDER BY 1;
-- Rows that may be missing belong to the left one's subject.
SELECT city, count(*), count(DISTINCT p.bsn) AS persons, count(v.cost) AS visits, sum(v.cost) FROM person p LEFT JOIN visit v ON p.bsn = v.bsn AND v.year = 2026 GROUP BY city ORDER BY 1;
SELECT city, count(*) FROM visit v RIGHT JOIN person p USING (bsn) WHERE v.cost IS NULL GROUP BY city ORDER BY 1;
SELECT count(*), count(p.city) FROM visit v LEFT JOIN person p USING (bsn);
-- Three of them, by whichever equalities; and an outer join with an inner one on either side of it.
SELECT p.city, count(*), sum(t.tax) FROM person p JOIN visit v ON p.bsn = v.bsn JOIN income_tax t ON v.bsn = t.bsn WHERE v.year = 2026 GROUP BY p.city ORDER BY 1;
SELECT p.city, count(*), count(t.tax) FROM (person p JOIN visit v USING (bsn)) LEFT JOIN income_tax t USING (bsn) WHERE v.year = 2026 GROUP BY p.city ORDER BY 1;
SELECT p.city, count(*), count(t.tax) FROM person p LEFT JOIN income_tax t ON t.bsn = p.bsn JOIN visit v ON v.bsn = p.bsn WHERE v.year = 2026 GROUP BY p.city ORDER BY 1;
SELECT p.city, count(*) FROM person p NATURAL JOIN income_tax t GROUP BY p.city ORDER BY 1;
-- Expressions and quantiles, of rows that may be missing too: twelve persons of Hoorn are fewer than two blocks.
SELECT p.age / 25 AS band, left(v.kind, 1) AS kind, count(*), count(v.year) FROM visit v RIGHT JOIN person p ON p.bsn = v.bsn AND v.year / 2 = 1013 GROUP BY left(v.kind, 1), p.age / 25 ORDER BY 1, 2;
SELECT city, percentile_cont(0.5) WITHIN GROUP (ORDER BY v.cost) AS cost, percentile_cont(0.5) WITHIN GROUP (ORDER BY p.income) AS income FROM person p LEFT JOIN visit v ON p.bsn = v.bsn AND v.year = 2026 GROUP BY city ORDER BY 1;
-- Prepared, by a cursor, in a view, in a subquery, around two of them.
SET plan_cache_mode = force_generic_plan;
PREPARE in_year(integer) AS SELECT p.city, count(*) FROM person p JOIN visit v USING (bsn) WHERE v.year = $1 GROUP BY p.city ORDER BY 1;
EXECUTE in_year(2026);
EXECUTE in_year(2025);
RESET plan_cache_mode;
BEGIN;
DECLARE cells CURSOR FOR SELECT city, count(*) FROM person JOIN visit USING (bsn) GROUP BY city ORDER BY city;
FETCH 1 FROM cells;
FETCH 1 FROM cells;
FETCH 1 FROM cells;
COMMIT;
CREATE VIEW visits_by_city AS SELECT p.city, v.year, count(*) AS visits FROM person p JOIN visit v ON p.bsn = v.bsn GROUP BY p.city, v.year;
SELECT * FROM visits_by_city WHERE visits > 1 ORDER BY city, year;
CREATE VIEW rows_by_city AS SELECT p.city, v.year FROM person p JOIN visit v ON p.bsn = v.bsn;
SELECT city, count(*) FROM rows_by_city GROUP BY city;
SELECT c.city, d.visits, count FROM (SELECT city, count(*) FROM person GROUP BY city) c JOIN visits_by_city d USING (city) WHERE year = 2026 ORDER BY 1;
COPY (SELECT city, count(*) FROM person JOIN visit USING (bsn) GROUP BY city ORDER BY city) TO STDOUT;
-- A plan tells nothing of the rows: neither what is estimated nor, while it runs, how often and how far a table is read.
EXPLAIN (COSTS OFF) SELECT p.city, count(*) FROM person p JOIN visit v ON p.bsn = v.bsn WHERE v.year = 2026 GROUP BY p.city;
EXPLAIN (ANALYZE, COSTS OFF) SELECT p.city, count(*) FROM person p JOIN visit v ON p.bsn = v.bsn GROUP BY p.city;
CREATE FUNCTION estimated(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN ' || query; END $$;
SELECT count(DISTINCT plan) AS plans FROM (
    SELECT city, string_agg(replace(line, city, '?'), ' ') AS plan
    FROM unnest(ARRAY['Urk', 'Delft', 'Hoorn', 'nowhere']) AS city, estimated(format('SELECT count(*) FROM person p JOIN visit v USING (bsn) WHERE city = %L', city)) AS line GROUP BY city) p;
RESET SESSION AUTHORIZATION;
SET stats_fetch_consistency = none;
CREATE FUNCTION statistics_join_own.counted(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    bases oid[] := ARRAY['statistics_join.person'::regclass, 'statistics_join.visit'::regclass];
    before bigint := (SELECT sum(pg_stat_get_xact_tuples_returned(base) + pg_stat_get_xact_numscans(base)) FROM unnest(bases) base);
BEGIN
    EXECUTE query;
    RETURN (SELECT sum(pg_stat_get_xact_tuples_returned(base) + pg_stat_get_xact_numscans(base)) FROM unnest(bases) base) - before;
END
$$;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SELECT city, statistics_join_own.counted(format('SELECT count(*) FROM join_stats.person p JOIN join_stats.visit v USING (bsn) WHERE city = %L', city)) AS counted,
       statistics_join_own.counted(format('SELECT count(*) FROM statistics_join.person p JOIN statistics_join.visit v USING (bsn) WHERE city = %L', city))::integer > 0 AS raw
FROM unnest(ARRAY['Urk', 'Delft', 'nowhere']) city;
RESET enable_hashjoin;
RESET enable_mergejoin;
SET SESSION AUTHORIZATION regress_join;
SET search_path = statistics_join_own, join_stats;

-- What a query tells: 'refused', 'nothing new', or what leaked: Urk has nine persons with 450 visits.
CREATE FUNCTION told(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    EXECUTE 'SELECT string_agg(to_jsonb(q)::text, '' '') FROM (' || query || ') q' INTO answer;
    RETURN CASE WHEN answer ~ 'Urk|7777777|\m(9|450|18000)\M|u[0-9]' THEN 'LEAK ' || answer ELSE 'nothing new' END;
EXCEPTION
    WHEN insufficient_privilege THEN RETURN 'refused';
    WHEN syntax_error OR feature_not_supported OR undefined_column OR grouping_error OR wrong_object_type OR invalid_column_reference THEN RETURN 'impossible';
END
$$;
-- 60 ways and more to ask for Urk.
SELECT told(query) AS told, count(*), min(query) FROM (
    SELECT format('SELECT count(*) %s FROM %s AND %s %s', extra, joined, condition, tail) AS query
    FROM unnest(ARRAY['', ', sum(cost)', ', count(DISTINCT p.bsn)', ', count(p.bsn)', ', count(*) FILTER (WHERE age > 0)', ', sum(income)']) AS extra,
         unnest(ARRAY['person p JOIN visit v ON p.bsn = v.bsn WHERE true', 'visit v JOIN person p USING (bsn) WHERE true', 'person p, visit v WHERE v.bsn = p.bsn', 'person p LEFT JOIN visit v ON v.bsn = p.bsn WHERE year = 2026',
             'visit v LEFT JOIN person p USING (bsn) WHERE true']) AS joined,
         unnest(ARRAY['city = ''Urk''', 'city IN (''Urk'')', 'NOT city <> ''Urk''', 'city > ''Hoorn''', 'income > 5000000', 'cost = 40', 'age = 33 AND city > ''I''']) AS condition,
         unnest(ARRAY['', 'GROUP BY city', 'GROUP BY kind, city', 'HAVING true']) AS tail) q
GROUP BY 1 ORDER BY 1;
-- Refused, with what to write instead.
\set VERBOSITY default
SELECT count(*) FROM person, visit;
SELECT count(*) FROM person p JOIN visit v ON p.code = v.code;
SELECT count(*) FROM person p JOIN visit v ON p.bsn < v.bsn;
SELECT count(*) FROM person p JOIN visit v ON p.bsn = v.friend;
SELECT count(*) FROM person a JOIN person b USING (bsn);
SELECT count(*) FROM person p FULL JOIN visit v USING (bsn);
SELECT count(*) FROM person p JOIN treatment t USING (bsn);
SELECT count(*) FROM person p JOIN treatment t ON p.bsn = t.doctor AND p.bsn = t.bsn;
SELECT count(*) FROM person p JOIN statistics_join.own o ON p.city = o.city;
SELECT count(*) FROM person p LEFT JOIN (visit v JOIN income_tax t USING (bsn)) ON p.bsn = v.bsn;
SELECT count(*) FROM person p LEFT JOIN visit v ON p.bsn = v.bsn LEFT JOIN income_tax t ON p.bsn = t.bsn AND v.year = 2026;
SELECT count(DISTINCT v.bsn) FROM person p LEFT JOIN visit v USING (bsn);
SELECT count(*) FROM person p JOIN visit v ON p.bsn = v.bsn AND 1 / p.age = 1;
SELECT count(*) FROM person p JOIN visit v USING (bsn) WHERE v.bsn > 'm';
SELECT v.bsn, count(*) FROM person p JOIN visit v USING (bsn) GROUP BY v.bsn;
\set VERBOSITY terse
-- A join of a doctor's rows is of doctors: this one is fine, since both subjects are written alike, and those are equal.
SELECT count(*), count(DISTINCT t.doctor) FROM person p JOIN treatment t ON p.bsn = t.doctor;
SELECT told(query) AS told, query FROM unnest(ARRAY[
    'SELECT count(*) FROM person p JOIN visit v ON true', 'SELECT count(*) FROM person p JOIN visit v ON p.bsn = p.bsn', 'SELECT count(*) FROM person p JOIN visit v ON p.bsn = ''u1''', 'SELECT count(*) FROM person p JOIN visit v ON p.age = v.year',
    'SELECT count(*) FROM person p JOIN visit v ON p.bsn <> v.bsn', 'SELECT count(*) FROM person p JOIN visit v ON p.bsn >= v.bsn AND p.bsn <= v.bsn', 'SELECT count(*) FROM person p JOIN visit v ON p.bsn = v.bsn OR p.city = ''Urk''',
    'SELECT count(*) FROM person p JOIN visit v ON NOT p.bsn = v.bsn', 'SELECT count(*) FROM person p JOIN visit v ON (p.bsn = v.bsn) IS NOT FALSE', 'SELECT count(*) FROM person p JOIN visit v ON p.bsn IS NOT DISTINCT FROM v.bsn',
    'SELECT count(*) FROM person p JOIN visit v ON p.bsn::bpchar = v.bsn::bpchar', 'SELECT count(*) FROM person p JOIN visit v ON p.bsn || '''' = v.bsn', 'SELECT count(*) FROM person p JOIN visit v ON lower(p.bsn) = lower(v.bsn)',
    'SELECT count(*) FROM person p JOIN visit v ON p.bsn = ANY (ARRAY[v.bsn])', 'SELECT count(*) FROM person p JOIN visit v ON (p.bsn, p.age) = (v.bsn, v.year) WHERE p.bsn <> v.bsn', 'SELECT count(*) FROM person p JOIN visit v ON p.bsn LIKE v.bsn',
    'SELECT count(*) FROM person p LEFT JOIN visit v ON true', 'SELECT count(*) FROM person p LEFT JOIN visit v ON v.year = 2026 WHERE p.bsn = v.bsn', 'SELECT count(*) FROM person p LEFT JOIN visit v USING (bsn) WHERE v.bsn IS NULL',
    'SELECT count(*) FROM person p LEFT JOIN visit v USING (bsn) JOIN income_tax t ON t.bsn = v.bsn', 'SELECT count(*) FROM person p LEFT JOIN visit v USING (bsn) LEFT JOIN income_tax t ON t.bsn = v.bsn',
    'SELECT count(*) FROM person p JOIN visit v USING (bsn), income_tax t', 'SELECT count(*) FROM person p JOIN visit v USING (bsn) JOIN income_tax t ON t.tax = p.age',
    'SELECT count(*) FROM person p JOIN visit v USING (bsn), generate_series(1, 10) n', 'SELECT count(*) FROM person p, generate_series(1, p.age) n', 'SELECT count(*) FROM person p JOIN (VALUES (''u1'')) c (bsn) USING (bsn)',
    'SELECT count(*) FROM person p JOIN (SELECT * FROM visit) v USING (bsn)', 'SELECT count(*) FROM person p, LATERAL (SELECT * FROM visit v WHERE v.bsn = p.bsn) v', 'SELECT city, n FROM person p, LATERAL (SELECT count(*) AS n FROM visit v WHERE v.bsn = p.bsn) v',
    'SELECT count(*) FROM person p JOIN (SELECT kind, count(*) FROM visit GROUP BY kind) v ON true', 'WITH v AS (SELECT * FROM visit) SELECT count(*) FROM person JOIN v USING (bsn)', 'SELECT count(*) FROM person p JOIN rows_by_city r USING (city)',
    'SELECT count(*) FROM person p WHERE p.bsn IN (SELECT bsn FROM visit)', 'SELECT count(*) FROM person p WHERE EXISTS (SELECT FROM visit v WHERE v.bsn = p.bsn)', 'SELECT count(*) FROM person p WHERE NOT EXISTS (SELECT FROM visit v WHERE v.bsn = p.bsn)',
    'SELECT count(*) FROM person p JOIN visit v ON p.bsn = v.bsn AND p.age IN (SELECT 33)', 'SELECT count(*) FROM person p JOIN statistics_join.own o USING (bsn)', 'SELECT count(*) FROM statistics_join.own o LEFT JOIN person p USING (city)',
    'SELECT p.city, v.year FROM person p JOIN visit v USING (bsn)', 'SELECT * FROM person JOIN visit USING (bsn)', 'SELECT count(j) FROM (person JOIN visit USING (bsn)) AS j', 'SELECT count(v) FROM person p JOIN visit v USING (bsn)',
    'SELECT j.bsn, count(*) FROM person JOIN visit USING (bsn) AS j GROUP BY 1', 'SELECT count(*) FROM person p JOIN visit v USING (bsn) GROUP BY ROLLUP (p.city)', 'SELECT max(v.cost) FROM person p JOIN visit v USING (bsn)',
    'SELECT count(*) FROM person p JOIN visit v USING (bsn) FOR UPDATE', 'SELECT count(DISTINCT p.bsn) FROM visit v LEFT JOIN person p USING (bsn)', 'SELECT sum(p.age * v.cost) FROM person p JOIN visit v USING (bsn)',
    'SELECT count(*) FROM person p JOIN visit v ON left(p.bsn, 3) = left(v.bsn, 3)', 'SELECT count(*) FROM person p JOIN visit v USING (bsn) WHERE left(v.bsn, 1) = ''u''', 'SELECT left(v.bsn, 1), count(*) FROM person p JOIN visit v USING (bsn) GROUP BY 1',
    'SELECT count(*) FROM person p LEFT JOIN visit v ON p.bsn = v.bsn AND left(v.bsn, 1) = ''u''', 'SELECT p.age + v.year, count(*) FROM person p JOIN visit v USING (bsn) GROUP BY 1',
    'SELECT count(*) FROM person p JOIN visit v ON p.bsn = v.bsn AND p.city::integer > 0', 'SELECT count(*) FROM person p LEFT JOIN visit v ON p.bsn = v.bsn AND p.age / 0 = 1', 'SELECT count(*) FROM person p JOIN visit v ON p.bsn = v.bsn AND random() < 0.5'
    ]) WITH ORDINALITY AS q (query, number) ORDER BY number;
-- Operators of one's own, of whatever name, and of the server's own functions.
CREATE OPERATOR = (FUNCTION = texteq, LEFTARG = text, RIGHTARG = text);
SELECT told('SELECT count(*) FROM person p JOIN visit v ON p.bsn OPERATOR(statistics_join_own.=) v.bsn');
DROP OPERATOR statistics_join_own.= (text, text);
-- A variable that has no value is an error, whatever the rows are.
CREATE FUNCTION by_variable(kind text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    variable record;
BEGIN
    IF kind <> '' THEN SELECT 2026 AS x INTO variable; END IF;
    PERFORM count(*) FROM person p LEFT JOIN visit v ON p.bsn = v.bsn AND p.city = 'nowhere' AND v.year = variable.x;
    RETURN 'nothing new';
EXCEPTION
    WHEN object_not_in_prerequisite_state THEN RETURN 'refused';
END
$$;
SELECT by_variable('integer'), by_variable('');

-- One question, however it is written.
RESET SESSION AUTHORIZATION;
SELECT clock_timestamp() AS start \gset
SET SESSION AUTHORIZATION regress_join;
CREATE FUNCTION ask(query text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE query; END $$;
SELECT count(ask(format('SELECT %s FROM %s AND %s GROUP BY %s', answers, joined, condition, groups))::text) FROM unnest(ARRAY['count(*), avg(cost)', 'avg(b.cost), count(*), avg(cost)']) AS answers,
    unnest(ARRAY['person a JOIN visit b ON a.bsn = b.bsn WHERE true', 'person a JOIN visit b ON b.bsn = a.bsn WHERE true', 'visit b JOIN person a USING (bsn) WHERE true', 'visit b, person a WHERE a.bsn = b.bsn', 'person a INNER JOIN visit b ON true WHERE b.bsn = a.bsn AND a.bsn = b.bsn',
        'person a CROSS JOIN visit AS b (year, kind, cost, c1, bsn, c2) WHERE a.bsn = b.bsn']) AS joined,
    unnest(ARRAY['year = 2026 AND age >= 20', 'age > 19 AND b.year = 2026', 'NOT (a.age < 20 OR year <> 2026)', 'a.age >= 20 AND b.year IN (2026)', '2026 = year AND 20 <= a.age AND age > 19']) AS condition,
    unnest(ARRAY['a.city, b.kind', 'kind, city']) AS groups;
SELECT count(ask(format('SELECT count(*), count(cost) FROM %s GROUP BY city', joined))::text) FROM unnest(ARRAY['person p LEFT JOIN visit v ON p.bsn = v.bsn AND v.year = 2026 JOIN income_tax t ON t.bsn = p.bsn', 'person p JOIN income_tax t USING (bsn) LEFT JOIN visit v ON NOT v.year <> 2026 AND v.bsn = t.bsn',
    'visit v RIGHT JOIN (income_tax t JOIN person p ON t.bsn = p.bsn) ON t.bsn = v.bsn AND 2026 = v.year', 'income_tax t JOIN (visit v RIGHT JOIN person p ON p.bsn = v.bsn AND year = 2026) ON p.bsn = t.bsn']) AS joined;
RESET SESSION AUTHORIZATION;
SELECT policy, relation, question, count(DISTINCT question_hash) AS hashes, count(*), min(shown) AS shown, min(hidden) AS hidden, conditions, groups FROM veil.statistics_answers() WHERE policy ~ '^join_' AND at > :'start' GROUP BY policy, relation, question, conditions, groups ORDER BY question;

-- In parallel the same; and where nothing is rewritten.
SET search_path = statistics_join;
SELECT city, count(*), count(DISTINCT p.bsn) AS persons, sum(cost) INTO shown FROM join_stats.person p JOIN join_stats.visit v USING (bsn) GROUP BY city;
ALTER TABLE person SET (parallel_workers = 2);
ALTER TABLE visit SET (parallel_workers = 2);
SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
EXPLAIN (COSTS OFF) SELECT city, count(*), sum(cost) FROM join_stats.person p JOIN join_stats.visit v USING (bsn) GROUP BY city;
SELECT count(*) FROM (SELECT city, count(*), count(DISTINCT p.bsn) AS persons, sum(cost) FROM join_stats.person p JOIN join_stats.visit v USING (bsn) GROUP BY city EXCEPT TABLE shown) d;
RESET min_parallel_table_scan_size; RESET parallel_setup_cost; RESET parallel_tuple_cost;
SET pg_veil.rewrite = off;
SELECT count(*) FROM (SELECT city, count(*), count(DISTINCT p.bsn) AS persons, sum(cost) FROM join_stats.person p JOIN join_stats.visit v USING (bsn) GROUP BY city EXCEPT TABLE shown) d;
RESET pg_veil.rewrite;

-- Columns that do not show the subjects alike: other keys, scopes and types, and masks that take several subjects together.
CREATE FUNCTION joined(person text, visit text, condition text DEFAULT 'p.bsn = v.bsn') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text; reason text;
BEGIN
    EXECUTE format('SELECT string_agg(format(''%%s %%s'', city, n), '', '' ORDER BY city) FROM (SELECT city, count(*) AS n FROM %s p JOIN %s v ON %s GROUP BY city) s', person, visit, condition) INTO answer;
    RETURN answer;
EXCEPTION WHEN insufficient_privilege THEN GET STACKED DIAGNOSTICS reason = PG_EXCEPTION_DETAIL; RETURN reason;
END
$$;
SELECT make_policy('join_other', 20, '{"secondary": false}') \g /dev/null
CREATE FUNCTION show_subjects(of_person text, person_params jsonb, of_visit text, visit_params jsonb) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM veil.rule WHERE policy = 'join_other' AND attribute = 'bsn';
    INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES ('join_other', 'person', 'bsn', of_person, person_params, 'test'), ('join_other', 'visit', 'bsn', of_visit, visit_params, 'test');
    RETURN joined('join_other.person', 'join_other.visit');
END
$$;
SELECT show_subjects('release', NULL, 'release', NULL);
SELECT show_subjects('pseudonym', '{"key": "joins"}', 'pseudonym', '{"key": "other joins"}');
SELECT show_subjects('pseudonym', '{"key": "joins"}', 'release', NULL);
SELECT show_subjects('pseudonym', '{"key": "joins", "scope": "key"}', 'pseudonym', '{"key": "joins"}');
SELECT show_subjects('encrypt', '{"key": "joins"}', 'encrypt', '{"key": "joins"}');
SELECT show_subjects('prefix', '{"keep": 1}', 'prefix', '{"keep": 1}');
SELECT show_subjects('constant', '{"value": "x"}', 'constant', '{"value": "x"}');
SELECT show_subjects('pseudonym', '{"key": "joins", "fold": "case"}', 'pseudonym', '{"key": "joins", "fold": "case"}');
-- Between policies: the greater k holds, and a join with the same relation again is refused.
SELECT show_subjects('pseudonym', '{"key": "joins", "scope": "key"}', 'pseudonym', '{"key": "joins", "scope": "key"}');
SELECT joined('join_stats.person', 'join_other.visit');
UPDATE veil.rule SET params = '{"key": "joins", "scope": "key"}' WHERE policy = 'join_stats' AND attribute = 'bsn' AND relation ~ 'person|visit|income_tax';
SELECT joined('join_stats.person', 'join_stats.visit', 'p.bsn = v.bsn AND v.year = 2026'), joined('join_stats.person', 'join_other.visit', 'p.bsn = v.bsn AND v.year = 2026');
SELECT count(*) FROM join_stats.person a JOIN join_other.person b USING (bsn);
SELECT policy, relation, question FROM veil.statistics_answers() WHERE policy ~ '^join_' ORDER BY at DESC, policy LIMIT 2;
-- Blanks at the end of character(n) do not tell subjects apart, and are none of a masked one's.
UPDATE veil.release SET subject = 'code' WHERE policy = 'join_other' AND relation ~ 'person|visit';
SELECT joined('join_other.person', 'join_other.visit', 'p.code = v.code'), joined('join_other.person', 'join_other.visit', 'p.code::text = v.code::text');
UPDATE veil.rule SET technique = 'format_preserving', params = '{"key": "joins", "format": "alphabet", "alphabet": "abcdefghijklmnopqrstuvwxyz0123456789 ", "on_invalid": "encrypt"}' WHERE policy = 'join_other' AND attribute = 'code';
SELECT joined('join_other.person', 'join_other.visit', 'p.code = v.code');
UPDATE veil.release SET subject = 'bsn' WHERE policy = 'join_other' AND relation ~ 'person|visit';
-- Other rules of disclosure; a release without a subject; a column of another type.
UPDATE veil.release SET disclosure = '{"p_percent": 10, "secondary": false}' WHERE policy = 'join_other';
SELECT joined('join_stats.person', 'join_other.visit');
SELECT show_subjects('release', NULL, 'release', NULL);
UPDATE veil.release SET subject = NULL WHERE policy = 'join_other' AND relation ~ 'visit';
SELECT joined('join_other.person', 'join_other.visit');
UPDATE veil.release SET subject = 'bsn' WHERE policy = 'join_other' AND relation ~ 'visit';
-- Dominance is by subject: somebody's visits multiply what he has.
SELECT v.kind, count(*), sum(p.income) FROM join_other.person p JOIN join_other.visit v USING (bsn) GROUP BY v.kind ORDER BY 1;
SELECT count(*), sum(p.income) FROM join_other.person p WHERE p.age >= 2;
SELECT p.city, v.year, count(*), sum(p.income), sum(v.cost) FROM join_other.person p JOIN join_other.visit v USING (bsn) GROUP BY v.year, p.city ORDER BY 1, 2;

-- Noise by a cell key: one answer in all forms, and by another policy. A join is a condition of its own, be it one that keeps all rows.
UPDATE veil.release SET disclosure = '{"secondary": false, "cell_key": "joins", "noise": 1000}' WHERE policy ~ '^join_';
CREATE FUNCTION noisy(query text) RETURNS text LANGUAGE plpgsql AS $$ DECLARE answer text; BEGIN EXECUTE format('SELECT string_agg(q::text, '' '' ORDER BY q) FROM (%s) q', query) INTO answer; RETURN answer; END $$;
SELECT count(*), count(DISTINCT noisy(format('SELECT count(*), sum(v.cost), avg(p.age), sum(p.age) FROM ' || joined || ' AND ' || condition, policy))) AS answers FROM unnest(ARRAY['join_stats', 'join_other']) policy,
    unnest(ARRAY['%1$s.person p JOIN %1$s.visit v ON p.bsn = v.bsn WHERE true', '%1$s.visit v JOIN %1$s.person p USING (bsn) WHERE true', '%1$s.visit v, %1$s.person p WHERE v.bsn = p.bsn AND p.bsn = v.bsn']) joined,
    unnest(ARRAY['p.city = ''Delft'' AND v.kind = ''a''', 'NOT (v.kind <> ''a'' OR city <> ''Delft'')']) condition;
SELECT noisy('SELECT sum(age), sum(income), avg(age), avg(income) FROM join_stats.person p JOIN join_stats.income_tax t USING (bsn) WHERE city = ''Delft''')
    <> noisy('SELECT sum(age), sum(income), avg(age), avg(income) FROM join_stats.person p LEFT JOIN join_stats.income_tax t USING (bsn) WHERE city = ''Delft''') AS differ;
SELECT count(*) > 20 AS differ FROM generate_series(1, 30) n WHERE noisy(format('SELECT sum(age), sum(income) FROM join_stats.person p WHERE age > %s', -n)) <> noisy(format('SELECT sum(age), sum(income) FROM join_stats.person p LEFT JOIN join_stats.income_tax t USING (bsn) WHERE age > %s', -n));
-- The guard against differences compares cells of a join with those of each of its releases, and the other way round.
UPDATE veil.release SET disclosure = '{"difference_guard": true, "secondary": false}', k = 10 WHERE policy ~ '^join_';
CREATE FUNCTION forget() RETURNS boolean LANGUAGE sql AS $$ SELECT sum(veil.reset_statistics_guard('join_stats', 'statistics_join.' || relation, session_user)) > 0 FROM unnest(ARRAY['person', 'visit']) relation $$;
SELECT forget() \g /dev/null
SELECT count(*) FROM join_stats.person WHERE city = 'Delft';
SELECT count(*) FROM join_stats.person JOIN join_stats.visit USING (bsn) WHERE city = 'Delft';
SELECT count(*) FROM join_stats.person JOIN join_stats.visit USING (bsn) WHERE city = 'Delft' AND age >= 1;
SELECT forget();
SELECT count(*) FROM join_stats.visit WHERE year = 2026 AND cost = 20;
SELECT count(*) FROM join_stats.person JOIN join_stats.visit USING (bsn) WHERE city = 'Delft' AND age >= 1;
-- What was refused is not remembered, not even of the release in which nothing was near.
SELECT count(*) FROM join_stats.person WHERE city = 'Delft' AND age >= 2;
SELECT forget();
SELECT count(*) FROM join_stats.person JOIN join_stats.visit USING (bsn) WHERE city = 'Delft';
SELECT count(*) FROM join_stats.person WHERE city = 'Delft' AND age >= 1;
SELECT count(*) FROM join_stats.visit WHERE year = 2026 AND cost = 20;
SELECT count(*) FROM join_stats.visit WHERE cost IN (10, 20) OR cost = 30 AND year = 2026;
SELECT forget();
UPDATE veil.release SET k = 11 WHERE policy = 'join_stats' AND relation ~ 'visit';
SELECT joined('join_stats.person', 'join_stats.visit');
DROP SCHEMA statistics_join_own CASCADE;
SELECT veil.drop_policy('join_stats'), veil.drop_policy('join_other') \g /dev/null
DROP SCHEMA statistics_join CASCADE;
DROP ROLE regress_join;
