-- The aggregated level attacked: A8, B1 to B3, B6, C2, C6, D1, E1, G. Urk has nine persons: neither its name nor its size may come out.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE SCHEMA attack_aggregated;
SET search_path = attack_aggregated;
CREATE TABLE visit (bsn text NOT NULL, city text, age integer, income numeric(12,2), secret text, weight real, remark text COLLATE "C");
ALTER TABLE visit ALTER remark SET STORAGE EXTERNAL;
INSERT INTO visit SELECT 'd' || n % 300, 'Delft', n % 50, 1000, 'CANARY', 1, 'r' FROM generate_series(1, 600) n;
INSERT INTO visit SELECT 'u' || n % 9, 'Urk', 20, 7777777, 'CANARY', 3e38, repeat('r', 3000) FROM generate_series(1, 321) n;
INSERT INTO visit SELECT 'h' || n, 'Hoorn', n % 50, 1000, 'CANARY', 1, 'r' FROM generate_series(1, 400) n;
CREATE INDEX ON visit (city);
ANALYZE visit;
-- The same, in a partition.
CREATE TABLE parted (LIKE visit) PARTITION BY RANGE (age);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (100);
INSERT INTO parted TABLE visit;
ANALYZE parted;
SELECT veil.create_policy('attack_stats', level => 'aggregated', k => 10);
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('attack_stats', 'visit', 'city', 'release', NULL, 'test'), ('attack_stats', 'visit', 'age', 'release', NULL, 'test'),
    ('attack_stats', 'visit', 'income', 'clamp', '{"min": 0, "max": 10000000}', NULL), ('attack_stats', 'visit', 'remark', 'release', NULL, 'test'),
    ('attack_stats', 'visit', 'weight', 'clamp', '{"min": -3e38, "max": 3e38}', NULL), ('attack_stats', 'parted', 'city', 'release', NULL, 'test');
UPDATE veil.release SET subject = 'bsn', disclosure = '{"secondary": false}' WHERE policy = 'attack_stats';
CREATE ROLE regress_attack_stats;
CREATE SCHEMA attack_stats_own AUTHORIZATION regress_attack_stats;
GRANT USAGE ON SCHEMA attack_stats TO regress_attack_stats;
GRANT SELECT ON ALL TABLES IN SCHEMA attack_stats TO regress_attack_stats;
SET SESSION AUTHORIZATION regress_attack_stats;
SET search_path = attack_stats_own, attack_stats;

-- What a query tells: 'refused', 'nothing new', or what leaked.
CREATE FUNCTION told(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    EXECUTE 'SELECT string_agg(to_jsonb(q)::text, '' '') FROM (' || query || ') q' INTO answer;
    RETURN CASE WHEN answer ~ 'Urk|CANARY|7777777|\m(9|321|300|930)\M|u[0-8]' THEN 'LEAK ' || answer ELSE 'nothing new' END;
EXCEPTION
    WHEN insufficient_privilege THEN RETURN 'refused';
    WHEN division_by_zero OR numeric_value_out_of_range OR data_exception THEN RETURN 'LEAK ' || SQLERRM;
    WHEN syntax_error OR feature_not_supported OR undefined_column OR grouping_error OR wrong_object_type THEN RETURN 'impossible';
END
$$;
-- The probe sees what there is to see.
RESET SESSION AUTHORIZATION;
SELECT attack_stats_own.told('SELECT city, count(*) FROM attack_aggregated.visit GROUP BY city');
SET SESSION AUTHORIZATION regress_attack_stats;
SELECT told('SELECT city, count(*) FROM visit GROUP BY city'), told('SELECT * FROM visit');

-- B1, B3: a function that leaks, cheap as it can be, wherever it stands.
CREATE FUNCTION leak(value text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN RAISE WARNING 'seen %', value; RETURN true; END $$;
CREATE OPERATOR <<<< (FUNCTION = leak, RIGHTARG = text);
SELECT city, count(*) FROM visit GROUP BY city HAVING leak(city) ORDER BY 1;
SELECT * FROM (SELECT city, count(*) FROM visit GROUP BY city) s WHERE leak(city) ORDER BY 1;
SELECT * FROM (SELECT city, count(*) FROM visit GROUP BY city) s WHERE <<<< city ORDER BY 1;
SELECT count(*) FROM visit WHERE leak(city);
SELECT count(*) FILTER (WHERE leak(city)) FROM visit;
SELECT sum(CASE WHEN leak(city) THEN 1 END) FROM visit;
-- An operator of one's own over a function that is admitted: NOT is its negator, which is anything.
CREATE FUNCTION leak(value text, other text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN RAISE WARNING 'seen %', value; RETURN true; END $$;
CREATE OPERATOR === (FUNCTION = texteq, LEFTARG = text, RIGHTARG = text, NEGATOR = !==);
CREATE OPERATOR !== (FUNCTION = leak, LEFTARG = text, RIGHTARG = text, NEGATOR = ===);
SELECT count(*) FROM visit WHERE NOT city === 'x';
SELECT count(*) FROM visit WHERE NOT city === ANY (ARRAY['x', 'y']);
SELECT count(*) FILTER (WHERE NOT city === 'x') FROM visit;
-- Collations: one of one's own, which may warn of its version, one that cannot be had, and an operator that does not have all of them.
CREATE COLLATION own (PROVIDER = libc, LOCALE = 'C');
CREATE DOMAIN posix AS text COLLATE "POSIX";
SELECT told('SELECT count(*) FROM visit WHERE city > ''U'' AND remark < ''x'' COLLATE own') AS own, told('SELECT count(*) FROM visit WHERE city > ''U'' AND remark < ''x''::posix') AS posix,
    told('SELECT count(*) FROM visit WHERE city > ''U'' AND remark IN (''x''::posix)') AS posix_in, told('SELECT count(*) FROM visit WHERE city > ''U'' AND remark ^@ ''x''') AS prefix, told('SELECT count(*) FROM visit WHERE remark < ''x'' COLLATE "POSIX"') AS given;
-- A variable that has no value, or one of another type, is an error whatever the rows are.
CREATE FUNCTION by_variable(kind text, after text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    variable record;
BEGIN
    IF kind = 'integer' THEN SELECT 5 AS x INTO variable; ELSIF kind = 'text' THEN SELECT text 'a' AS x INTO variable; END IF;
    PERFORM count(*), count(*) FILTER (WHERE age > variable.x) FROM visit WHERE city > after;
    PERFORM count(*) FROM visit WHERE city > after AND age > variable.x;
    RETURN 'nothing new';
EXCEPTION
    WHEN object_not_in_prerequisite_state OR datatype_mismatch THEN RETURN 'refused';
END
$$;
SELECT by_variable('integer', 'U'), by_variable('none', 'U'), by_variable('none', 'X'), by_variable('text', 'U'), by_variable('text', 'X');
-- And it is not the record alone, which reads them as well.
SELECT session_user AS analyst \gset
RESET SESSION AUTHORIZATION;
RESET ROLE;
UPDATE veil.release SET disclosure = '{"secondary": false, "record": false}' WHERE policy = 'attack_stats';
SET SESSION AUTHORIZATION :"analyst";
SELECT by_variable('integer', 'U'), by_variable('none', 'U'), by_variable('none', 'X'), by_variable('text', 'U'), by_variable('text', 'X');
RESET SESSION AUTHORIZATION;
UPDATE veil.release SET disclosure = '{"secondary": false}' WHERE policy = 'attack_stats';
SET SESSION AUTHORIZATION :"analyst";
-- A sort tells how much it sorts.
SET trace_sort = on;
SELECT set_config('trace_sort', 'on', false);
-- B2: errors that a hidden cell would cause.
SELECT count(*) FROM (SELECT city, 1 / (count(*) - 321) FROM visit GROUP BY city HAVING 1 / (count(*) - 321) < 5) s;
SELECT told('SELECT city, sum(weight) FROM visit GROUP BY city');
SELECT count(*) FROM (SELECT city, 1 / (sum(age) - 6420) AS x FROM visit GROUP BY city) s WHERE x < 5;
SELECT told(format('SELECT city FROM visit WHERE %s GROUP BY city', condition)) AS told, condition
FROM unnest(ARRAY['1 / (age - 20) > 0', 'city::integer > 0', 'income::integer > 0', 'income * 1e300 > 0', 'age::smallint > 0', 'city ~ ''(''', 'city LIKE ''\''',
    'age > 1 AND age / 0 > 1', 'substr(city, age, 1) = ''''', 'age > current_date - date ''2020-01-01''',
    'NULLIF(age, 20) > 1', 'COALESCE(age, 1 / 0) > 1', 'CASE WHEN city = ''Urk'' THEN 1 / 0 ELSE 1 END > 0', 'visit IS NOT NULL', 'visit.* IS DISTINCT FROM NULL',
    'age = ANY (ARRAY[1, 1 / age])', 'age IN (SELECT 1)', 'EXISTS (SELECT 1)', 'xmin IS NOT NULL', 'ctid IS NOT NULL', 'tableoid IS NOT NULL']) AS condition;

-- What needs no row is computed when the query is planned: its errors are the same whoever is there.
SELECT told('SELECT count(*) FROM visit WHERE city = ''Urk'' AND age > 2147483647 + 1'), told('SELECT count(*) FROM visit WHERE city = ''nowhere'' AND age > 2147483647 + 1');

-- G: forms of the question for Urk's size, all of one query. Each is refused, or the answer is that there is none.
SELECT told(query) AS told, count(*), min(query) FROM (
    SELECT format('SELECT count(*) %s FROM visit WHERE %s %s', extra, condition, tail) AS query
    FROM unnest(ARRAY['', ', sum(age)', ', avg(income)', ', count(city) + 0', ', count(*) FILTER (WHERE age > 0)', ', max(income)']) AS extra,
         unnest(ARRAY['city = ''Urk''', 'city IN (''Urk'')', 'city IN (''Urk'', ''nowhere'')', 'NOT city <> ''Urk''', 'city > ''Hoorn''', 'city BETWEEN ''Urk'' AND ''Urk''',
             'city = ''Urk'' OR city IS NULL', 'NOT (city <> ''Urk'' OR age < 0)', 'income > 5000000', 'city = ANY (ARRAY[''Urk'']::text[])', 'city IS NOT DISTINCT FROM ''Urk''',
             'city >= ''U'' AND age = 20', 'city LIKE ''U%''', 'lower(city) = ''urk''', 'city || '''' = ''Urk''']) AS condition,
         unnest(ARRAY['', 'GROUP BY city', 'GROUP BY age', 'GROUP BY ()', 'HAVING true']) AS tail) q
GROUP BY 1 ORDER BY 1;
-- Ways around the shape.
SELECT told(query) AS told, query FROM unnest(ARRAY[
    'SELECT city FROM visit', 'TABLE visit', 'SELECT DISTINCT city FROM visit', 'SELECT city FROM visit LIMIT 1', 'SELECT city, row_number() OVER () FROM visit',
    'SELECT v FROM visit v', 'SELECT row_to_json(v) FROM visit v', 'SELECT count(v) FROM visit v', 'SELECT (v).city, count(*) FROM visit v GROUP BY 1',
    'SELECT string_agg(city, '','') FROM visit', 'SELECT array_agg(city) FROM visit', 'SELECT json_agg(v) FROM visit v', 'SELECT mode() WITHIN GROUP (ORDER BY city) FROM visit',
    'SELECT min(city) FROM visit', 'SELECT max(age) FROM visit', 'SELECT bool_and(city <> ''Urk'') FROM visit', 'SELECT bit_xor(age) FROM visit', 'SELECT every(age > 0) FROM visit',
    'SELECT count(DISTINCT city) FROM visit', 'SELECT city, count(*) FROM visit GROUP BY ROLLUP (city)', 'SELECT city, count(*) FROM visit GROUP BY GROUPING SETS ((city), ())',
    'SELECT upper(city), count(*) FROM visit GROUP BY 1', 'SELECT city, count(*) OVER () FROM visit GROUP BY city', 'SELECT count(*) FROM visit a, visit b',
    'SELECT a.city, count(*) FROM visit a LEFT JOIN visit b USING (city) GROUP BY 1', 'SELECT count(*) FROM visit, generate_series(1, 10)',
    'SELECT x.n FROM (VALUES (''Urk'')) c (city), LATERAL (SELECT count(*) AS n FROM visit v WHERE v.city = c.city) x',
    'SELECT (SELECT count(*) FROM visit v WHERE v.city = c.city) FROM (VALUES (''Urk'')) c (city)', 'SELECT 1 WHERE EXISTS (SELECT FROM visit WHERE city = ''Urk'')',
    'SELECT ''Hoorn'' IN (SELECT city FROM visit)', 'WITH v AS (TABLE visit) SELECT count(*) FROM v', 'WITH v AS MATERIALIZED (SELECT * FROM visit) SELECT city, count(*) FROM v GROUP BY city',
    'SELECT city FROM visit UNION SELECT city FROM visit', 'SELECT city, count(*) FROM visit GROUP BY city UNION ALL SELECT city, 0 FROM visit',
    'WITH RECURSIVE r AS (SELECT city FROM visit UNION SELECT city FROM r) SELECT city FROM r', 'SELECT count(*) FROM (SELECT * FROM visit OFFSET 0) v', 'SELECT query_to_xml(''TABLE visit'', true, false, '''')',
    'SELECT table_to_xml(''visit'', true, false, '''')', 'SELECT ts_stat FROM ts_stat(''SELECT to_tsvector(city) FROM visit'')', 'SELECT veil.cell(city, 1, true, true) FROM visit',
    'SELECT city, veil.cell(age, 1, true, true) FROM visit GROUP BY city', 'SELECT veil.statistics_only(1, 1, ''{}'')']) WITH ORDINALITY AS q (query, number) ORDER BY number;
-- D1, and functions of every kind, that the planner inlines or not.
CREATE VIEW rows_of_it AS SELECT * FROM visit;
CREATE VIEW cells_of_it AS SELECT city, count(*) FROM visit GROUP BY city;
CREATE FUNCTION inlined() RETURNS SETOF visit LANGUAGE sql STABLE AS 'SELECT * FROM visit';
CREATE FUNCTION not_inlined() RETURNS SETOF visit LANGUAGE sql VOLATILE AS 'SELECT * FROM visit';
CREATE FUNCTION definer() RETURNS SETOF visit LANGUAGE sql STABLE SECURITY DEFINER AS 'SELECT * FROM visit';
CREATE FUNCTION by_loop() RETURNS SETOF text LANGUAGE plpgsql AS $$ DECLARE v record; BEGIN FOR v IN SELECT * FROM visit LOOP RETURN NEXT v.city; END LOOP; END $$;
CREATE FUNCTION by_cursor() RETURNS text LANGUAGE plpgsql AS $$ DECLARE c CURSOR FOR SELECT city FROM visit; v record; BEGIN OPEN c; FETCH c INTO v; RETURN v.city; END $$;
SELECT told(query) AS told, query FROM unnest(ARRAY['SELECT * FROM rows_of_it', 'SELECT city, count(*) FROM rows_of_it GROUP BY city', 'SELECT * FROM cells_of_it', 'SELECT * FROM inlined()',
    'SELECT city, count(*) FROM inlined() GROUP BY city', 'SELECT * FROM not_inlined()', 'SELECT * FROM definer()', 'SELECT * FROM by_loop()', 'SELECT by_cursor()']) WITH ORDINALITY AS q (query, number) ORDER BY number;
COPY visit TO STDOUT;
COPY (SELECT city FROM visit) TO STDOUT;
CREATE TABLE copied AS TABLE visit;
SELECT * INTO copied FROM visit;
CREATE MATERIALIZED VIEW copied AS SELECT * FROM visit;
DECLARE c CURSOR WITH HOLD FOR SELECT * FROM visit;
PREPARE taken AS SELECT * FROM visit;
EXECUTE taken;
CREATE TABLE own (city text);
INSERT INTO own SELECT city FROM visit;
UPDATE own SET city = v.city FROM visit v;
DELETE FROM own USING visit v WHERE v.city = own.city;
MERGE INTO own USING visit v ON v.city = own.city WHEN NOT MATCHED THEN INSERT VALUES (v.city);
SELECT city, count(*) FROM visit GROUP BY city FOR UPDATE;
INSERT INTO visit VALUES ('Urk', 1, 1);

-- C2: plans tell nothing of sizes: they are the same for every value, and rows are not counted.
CREATE FUNCTION estimated(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN ' || query; END $$;
SELECT count(DISTINCT plan) AS plans FROM (
    SELECT city, string_agg(replace(line, city, '?'), ' ') AS plan
    FROM unnest(ARRAY['Urk', 'Delft', 'Hoorn', 'nowhere']) AS city, estimated(format('SELECT count(*) FROM visit WHERE city = %L', city)) AS line GROUP BY city) p;
SELECT count(DISTINCT plan) AS plans FROM (
    SELECT income, string_agg(replace(line, income, '?'), ' ') AS plan
    FROM unnest(ARRAY['11111', '999', '7777777', '99999999']) AS income, estimated(format('SELECT city, count(*) FROM visit WHERE income >= %s::numeric AND age = 20 GROUP BY city', income)) AS line GROUP BY income) p;
SELECT count(DISTINCT plan) AS plans FROM (
    SELECT city, string_agg(replace(line, city, '?'), ' ') AS plan
    FROM unnest(ARRAY['Urk', 'Delft', 'Hoorn', 'nowhere']) AS city, estimated(format('SELECT count(*) FROM parted WHERE city = %L', city)) AS line GROUP BY city) p;
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT count(*) FROM visit WHERE city = 'Urk';
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT * FROM cells_of_it;
-- A foreign table's plan is the other server's, which may be asked for its estimates.
RESET SESSION AUTHORIZATION;
CREATE EXTENSION postgres_fdw SCHEMA attack_stats_own;
SELECT current_database() AS database, current_setting('port') AS port, split_part(current_setting('unix_socket_directories'), ',', 1) AS host \gset
CREATE SERVER attack_stats_loop FOREIGN DATA WRAPPER postgres_fdw OPTIONS (dbname :'database', port :'port', host :'host', use_remote_estimate 'true');
CREATE USER MAPPING FOR CURRENT_USER SERVER attack_stats_loop;
CREATE FOREIGN TABLE attack_aggregated.remote (bsn text, city text) SERVER attack_stats_loop OPTIONS (schema_name 'attack_aggregated', table_name 'visit');
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('attack_stats', 'attack_aggregated.remote', 'city', 'release', 'test');
UPDATE veil.release SET subject = 'bsn' WHERE relation = 'attack_aggregated.remote';
EXPLAIN (COSTS OFF) SELECT count(*) FROM attack_stats.remote WHERE city = 'Urk';
SELECT city, count(*) FROM attack_stats.remote GROUP BY city ORDER BY city;
SET SESSION AUTHORIZATION regress_attack_stats;
-- B6: an operator whose estimator would be shown the most common values.
CREATE FUNCTION spied(left_value text, right_value text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RAISE WARNING 'spied % %', left_value, right_value; RETURN true; END $$;
CREATE OPERATOR ==== (FUNCTION = spied, LEFTARG = text, RIGHTARG = text, RESTRICT = eqsel, JOIN = eqjoinsel);
EXPLAIN (COSTS OFF) SELECT * FROM (SELECT city, count(*) FROM visit GROUP BY city) s WHERE city ==== 'x';
EXPLAIN (COSTS OFF) SELECT count(*) FROM visit WHERE city ==== 'x';
-- C6: the counters of the transaction count the whole table, whatever is asked, and no index.
RESET SESSION AUTHORIZATION;
SET stats_fetch_consistency = none;
CREATE FUNCTION attack_stats_own.counted(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    base oid := 'attack_aggregated.visit'::regclass;
    key oid := 'attack_aggregated.visit_city_idx'::regclass;
    before bigint := pg_stat_get_xact_tuples_returned(base);
    scans bigint := pg_stat_get_xact_numscans(key);
BEGIN
    EXECUTE query;
    RETURN format('%s rows, %s scans of the index', pg_stat_get_xact_tuples_returned(base) - before, pg_stat_get_xact_numscans(key) - scans);
END
$$;
SET enable_seqscan = off;
SELECT attack_stats_own.counted('SELECT count(*) FROM attack_aggregated.visit WHERE city = ''Urk''') AS raw,
       attack_stats_own.counted('SELECT count(*) FROM attack_stats.visit WHERE city = ''Urk''') AS urk, attack_stats_own.counted('SELECT count(*) FROM attack_stats.visit WHERE city = ''Delft''') AS delft;
RESET enable_seqscan;
-- Nor do those of the long values, which are fetched for the rows that meet a condition, and of the masks, which are called for these.
SET track_functions = 'all';
CREATE FUNCTION attack_stats_own.fetched(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    key oid := (SELECT indexrelid FROM pg_index WHERE indrelid = (SELECT reltoastrelid FROM pg_class WHERE oid = 'attack_aggregated.visit'::regclass));
    mask oid := 'veil.clamp(numeric, numeric, numeric)'::regprocedure;
    before bigint := pg_stat_get_xact_numscans(key);
    calls bigint := coalesce(pg_stat_get_xact_function_calls(mask), 0);
BEGIN
    EXECUTE query;
    RETURN format('%s values, %s calls', pg_stat_get_xact_numscans(key) - before, coalesce(pg_stat_get_xact_function_calls(mask), 0) - calls);
END
$$;
SELECT attack_stats_own.fetched('SELECT sum(veil.clamp(income, 0::numeric, 10000000::numeric)) FROM attack_aggregated.visit WHERE city > ''U'' AND remark > ''q''') AS raw,
       attack_stats_own.fetched('SELECT sum(income) FROM attack_stats.visit WHERE city > ''U'' AND remark > ''q''') AS urk;
RESET track_functions;
-- E1: a statement that its owner prepared. Superusers and the policy's owner get statistics too.
PREPARE cells AS SELECT city, count(*) FROM attack_stats.visit GROUP BY city ORDER BY city;
EXECUTE cells;
SET ROLE regress_attack_stats;
EXECUTE cells;
SELECT city FROM attack_stats.visit LIMIT 1;
RESET ROLE;
SELECT city FROM attack_stats.visit LIMIT 1;
-- pg_veil.rewrite = off is for comparing plans: statistics stay protected.
SET pg_veil.rewrite = off;
SELECT city FROM attack_stats.visit LIMIT 1;
EXECUTE cells;
SELECT city, count(*) FROM attack_stats.visit GROUP BY city ORDER BY city;
RESET pg_veil.rewrite;
SET search_path = attack_aggregated;
-- The base lives on: foreign keys are checked, rows change, and the cells follow.
CREATE TABLE city (name text PRIMARY KEY);
INSERT INTO city VALUES ('Delft'), ('Urk'), ('Hoorn');
ALTER TABLE visit ADD FOREIGN KEY (city) REFERENCES city;
DELETE FROM city WHERE name = 'Urk';
INSERT INTO visit VALUES ('u10', 'Urk', 20, 1, 'CANARY');
INSERT INTO visit VALUES ('x', 'Atlantis', 20, 1, 'CANARY');
EXECUTE cells;
DROP SCHEMA attack_stats_own CASCADE;
SELECT veil.drop_policy('attack_stats');
DROP SCHEMA attack_aggregated CASCADE;
DROP ROLE regress_attack_stats;
