-- Noise of cells by a key, at level aggregated.
CREATE SCHEMA cell_noise;
SET search_path = cell_noise, public;
CREATE TABLE person (bsn integer NOT NULL, city text, active boolean, age integer, income integer, share numeric(6,2), weight real);
INSERT INTO person
SELECT n % 4000, (ARRAY['Delft', 'Goes', 'Hoorn', NULL])[1 + n % 4], n % 3 = 0, 18 + hashint4(n % 4000) % 60, 20000 + abs(hashint4(n) % 60000), (n % 1000) / 7.0, n % 80
FROM generate_series(1, 20000) n;
INSERT INTO person SELECT 10000 + n, 'Urk', true, 30, 40000, 1, 70 FROM generate_series(1, 4) n;
ANALYZE person;
SELECT veil.create_key('cells');
SELECT veil.create_policy('cell_noise_policy', level => 'aggregated', k => 10);
INSERT INTO veil.rule (policy, relation, attribute, technique, why)
SELECT 'cell_noise_policy', 'person', attribute, 'release', 'test' FROM unnest(ARRAY['city', 'active', 'age', 'income', 'share']) attribute;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('cell_noise_policy', 'person', 'weight', 'clamp', '{"min": 0, "max": 200}'), ('cell_noise_policy', 'person', 'bsn', 'pseudonym', '{"key": "cells"}');
UPDATE veil.release SET subject = 'bsn' WHERE policy = 'cell_noise_policy';

-- Parameters.
UPDATE veil.release SET disclosure = '{"cell_key": "cells"}' WHERE policy = 'cell_noise_policy';
UPDATE veil.release SET disclosure = '{"noise": 2}' WHERE policy = 'cell_noise_policy';
UPDATE veil.release SET disclosure = '{"cell_key": "cells", "noise": 0.05}' WHERE policy = 'cell_noise_policy';
UPDATE veil.release SET disclosure = '{"cell_key": "cells", "noise": 1001}' WHERE policy = 'cell_noise_policy';
UPDATE veil.release SET disclosure = '{"cell_key": "nothing", "noise": 2}' WHERE policy = 'cell_noise_policy';
UPDATE veil.release SET disclosure = '{"cell_key": "cells", "noise": 3, "secondary": false}' WHERE policy = 'cell_noise_policy';
SELECT pg_get_viewdef('cell_noise_policy.person'::regclass) ~ ', ''cells/1''::veil.key, ''''::text\)' AS names_the_key;

-- What is shown, beside what is so. Urk is of four.
CREATE TEMP TABLE shown AS
SELECT city, count(*), count(DISTINCT bsn) AS subjects, count(*) FILTER (WHERE active) AS active, sum(income) AS income, avg(income) AS mean, sum(share) AS share, avg(share) AS mean_share, sum(weight) AS weight
FROM cell_noise_policy.person GROUP BY city;
SELECT r.city, bool_or(s.count <> r.count) OVER () AS has_noise, abs(s.count - r.count) < 5 * 3 * 20 AS count, abs(s.subjects - r.subjects) < 3 * 20 AS subjects,
       abs(s.income - r.income) < 3 * 20 * 5 * 50000.0 AND bool_or(s.income <> r.income) OVER () AND s.income % 10000 = 0 AS income, abs(s.mean - r.mean) < 3 * 20 * 60 AND bool_or(s.mean <> r.mean) OVER () AND scale(s.mean) = 0 AS mean,
       abs(s.share - r.share) < 3 * 20 * 5 * 71 AND bool_or(s.share <> r.share) OVER () AS share, abs(s.weight - r.weight) < 3 * 20 * 5 * 40 AND bool_or(s.weight <> r.weight) OVER () AS weight
FROM shown s RIGHT JOIN (SELECT city, count(*), count(DISTINCT bsn) AS subjects, sum(income) AS income, avg(income) AS mean, sum(share) AS share, sum(weight) AS weight FROM person GROUP BY city) r ON s.city IS NOT DISTINCT FROM r.city ORDER BY r.city;

-- The same question has the same answer, however it is asked: 60 forms and more.
CREATE FUNCTION answers(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text; BEGIN EXECUTE query INTO answer; RETURN answer; EXCEPTION WHEN insufficient_privilege THEN RETURN 'refused'; END $$;
CREATE TEMP TABLE asked AS
SELECT answers(format('SELECT %s FROM cell_noise_policy.person WHERE %s %s', value, condition, tail)) AS answer
FROM unnest(ARRAY['count(*)', 'count(*) + 0', 'count(*) FILTER (WHERE true)']) AS value,
     unnest(ARRAY['city = ''Delft''', 'city IN (''Delft'')', '''Delft'' = city', 'NOT city <> ''Delft''', 'city = ANY (ARRAY[''Delft''])', 'city IN (''Delft'', ''Delft'')', 'city = ''Delft'' AND city = ''Delft''',
         'NOT (NOT city = ''Delft'')', '(city = ''Delft'' OR city = ''Delft'')', 'city = ''Del'' || ''ft''', 'city IS NOT DISTINCT FROM ''Delft''', 'city BETWEEN ''Delft'' AND ''Delft''']) AS condition,
     unnest(ARRAY['', 'GROUP BY city', 'GROUP BY ()', 'HAVING count(*) > 0', 'LIMIT 1']) AS tail;
SELECT count(*), count(DISTINCT answer), bool_and(answer = (SELECT count::text FROM shown WHERE city = 'Delft')) AS is_that_of_the_group FROM asked WHERE answer <> 'refused';
-- Groups of NULL, of true and false, and values that are known when it runs.
SELECT s.count = o.count AS is_that_of_the_group FROM (SELECT count(*) FROM cell_noise_policy.person WHERE city IS NULL) s, shown o WHERE o.city IS NULL;
SELECT active, s.count = o.count AS is_that_of_the_group
FROM (SELECT active, count(*) FROM cell_noise_policy.person GROUP BY active) s
JOIN (SELECT true AS active, count(*) FROM cell_noise_policy.person WHERE active UNION ALL SELECT false, count(*) FROM cell_noise_policy.person WHERE NOT active) o USING (active);
PREPARE by_city(text) AS SELECT s.count = o.count AS is_that_of_the_group FROM (SELECT count(*) FROM cell_noise_policy.person WHERE city = $1) s, shown o WHERE city = $1;
SET plan_cache_mode = force_generic_plan;
EXECUTE by_city('Delft');
EXECUTE by_city('Goes');
RESET plan_cache_mode;
-- In parallel, and by sorting.
CREATE FUNCTION differences() RETURNS bigint LANGUAGE sql AS $$
    SELECT count(*) FROM (
        SELECT city, count(*), count(DISTINCT bsn) AS subjects, count(*) FILTER (WHERE active) AS active, sum(income) AS income, avg(income) AS mean, sum(share) AS share, avg(share) AS mean_share, sum(weight) AS weight
        FROM cell_noise_policy.person GROUP BY city EXCEPT TABLE shown) d $$;
SELECT differences();
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SELECT differences();
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size;
SET enable_hashagg = off;
SELECT differences();
RESET enable_hashagg;

-- Noise differs where the rows do: no difference is exact.
SELECT count(DISTINCT noise) > 40 AS differ FROM (
    SELECT answers(format('SELECT count(*) FROM cell_noise_policy.person WHERE age <> %s', age))::bigint - (20004 - count(*)) AS noise FROM person GROUP BY age) n;

-- So it does where one subject stands in another's place, and where other conditions give the same rows.
UPDATE veil.release SET disclosure = '{"cell_key": "cells", "noise": 1000, "secondary": false}' WHERE policy = 'cell_noise_policy';
CREATE TEMP TABLE before AS SELECT age, count(*) FROM cell_noise_policy.person GROUP BY age;
SELECT count(*) FROM (SELECT age, count(*) FROM cell_noise_policy.person GROUP BY age EXCEPT TABLE before) d;
UPDATE person SET bsn = bsn + 1000000 WHERE bsn < 100;
SELECT count(*) > 20 AS differ FROM (SELECT age, count(*) FROM cell_noise_policy.person GROUP BY age EXCEPT TABLE before) d;
SELECT count(DISTINCT answers(format('SELECT count(*) FROM cell_noise_policy.person WHERE age > %s', -1000 - n))) > 10 AS differ FROM generate_series(1, 30) n;
UPDATE person SET bsn = bsn - 1000000 WHERE bsn >= 1000000;
UPDATE veil.release SET disclosure = '{"cell_key": "cells", "noise": 3, "secondary": false}' WHERE policy = 'cell_noise_policy';

-- What would be exact is refused.
SELECT value, answers(format('SELECT %s FROM cell_noise_policy.person', value)) AS answer
FROM unnest(ARRAY['min(weight)', 'max(weight)', 'variance(income)', 'stddev(income)', 'stddev_pop(share)']) AS value;
-- A release without a row in the cell, and one whose whole table is none.
SELECT count(*) FROM cell_noise_policy.person WHERE age > 1000;
-- Another release of the same key has the same noise; another key's is another one.
SELECT veil.create_policy('cell_noise_second', level => 'aggregated', k => 5);
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('cell_noise_second', 'person', 'city', 'release', 'test');
UPDATE veil.release SET subject = 'bsn', disclosure = '{"cell_key": "cells", "noise": 3, "secondary": false}' WHERE policy = 'cell_noise_second';
SELECT bool_and(s.count = o.count) AS same FROM (SELECT city, count(*) FROM cell_noise_second.person GROUP BY city) s JOIN shown o USING (city);
SELECT veil.create_key('other cells');
UPDATE veil.release SET disclosure = '{"cell_key": "other cells", "noise": 3, "secondary": false}' WHERE policy = 'cell_noise_second';
SELECT bool_and(s.count = o.count) AS same FROM (SELECT city, count(*) FROM cell_noise_second.person GROUP BY city) s JOIN shown o USING (city);
SELECT veil.drop_policy('cell_noise_second');

-- Analysts need neither the key nor the schema; and nobody calls what makes the noise.
CREATE ROLE cell_noise_analyst;
GRANT USAGE ON SCHEMA cell_noise, cell_noise_policy TO cell_noise_analyst;
GRANT SELECT ON cell_noise_policy.person TO cell_noise_analyst;
SET ROLE cell_noise_analyst;
SELECT city, count(*) > 4000 AS many FROM cell_noise_policy.person GROUP BY city ORDER BY city;
SELECT veil.perturbed(NULL, 'cells/1'::veil.key, ''::text, 3::float8, 0, 0, ''::text, 'QL0;-L0;'::text, ''::bytea, 0, 0::bigint);
RESET ROLE;
SELECT veil.perturbed('', 'cells/1'::veil.key, ''::text, 3::float8, 0, 0, ''::text, 'QL0;-L0;'::text, ''::bytea, 0, 0::bigint);
SELECT veil.perturbed(NULL, 'cells/1'::veil.key, ''::text, 3::float8, 0, 0, ''::text, 'QL0;-L0;'::text, ''::bytea, 0, 0::bigint);
-- An editor needs the key, as for every rule that has one.
CREATE ROLE cell_noise_editor;
GRANT USAGE ON SCHEMA cell_noise TO cell_noise_editor;
GRANT SELECT ON person TO cell_noise_editor;
GRANT CREATE ON DATABASE :DBNAME TO cell_noise_editor;
SELECT veil.grant_editor('cell_noise_editor');
SET ROLE cell_noise_editor;
SELECT veil.create_policy('cell_noise_third', level => 'aggregated');
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('cell_noise_third', 'person', 'city', 'release', 'test');
UPDATE veil.release SET subject = 'bsn', disclosure = '{"cell_key": "cells", "noise": 3}' WHERE policy = 'cell_noise_third';
SELECT veil.drop_policy('cell_noise_third');
RESET ROLE;

-- EXPLAIN tells no count. A new version of the key makes new noise; without the key there is no answer.
SELECT count(*) = 0 AS silent FROM (SELECT * FROM unnest(string_to_array((SELECT answers('EXPLAIN (FORMAT JSON, COSTS OFF) SELECT city, count(*) FROM cell_noise_policy.person GROUP BY city')), E'\n')) l) x WHERE l ~ '50[0-9][0-9]';
SELECT veil.rotate_key('cells');
SELECT bool_or(s.count <> o.count) AS other FROM (SELECT city, count(*) FROM cell_noise_policy.person GROUP BY city) s JOIN shown o USING (city);
SELECT veil.destroy_key('cells', 2);
SELECT count(*) FROM cell_noise_policy.person;
SELECT veil.drop_policy('cell_noise_policy');
SELECT veil.revoke_editor('cell_noise_editor');
DROP OWNED BY cell_noise_editor, cell_noise_analyst;
DROP ROLE cell_noise_editor, cell_noise_analyst;
DROP SCHEMA cell_noise CASCADE;
