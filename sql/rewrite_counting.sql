-- count(DISTINCT) of masked columns: the raw values are counted without a mask and without sorting, beside any other aggregate; what does not
-- fit into memory is counted right too.
SET client_min_messages = warning;
CREATE SCHEMA rewrite_counting;
SET search_path = rewrite_counting;
SELECT veil.create_key('rewrite_counting');
CREATE TYPE mood AS ENUM ('calm', 'glad', 'sad');
CREATE TABLE person (id integer, small smallint, big bigint, bsn text, nick varchar(20), code char(12), raw bytea, score numeric, ratio double precision, share real,
    token uuid, address inet, card macaddr, mood mood, born date, seen timestamptz, city text, income integer);
INSERT INTO person SELECT CASE WHEN i % 10 > 0 THEN i % 3001 END, i % 100, (i % 5003)::bigint << 33, CASE WHEN i % 7 > 0 THEN lpad((i * 7919 % 4001)::text, 9, '0') END, 'n' || i % 2003, 'c' || i % 1009,
    decode(lpad(to_hex(i % 1511), 8, '0'), 'hex'), CASE WHEN i % 2 = 0 THEN (i % 700)::numeric ELSE (i % 700) + 0.00 END, CASE WHEN i % 9 = 0 THEN 'NaN' WHEN i % 11 = 0 THEN '-0' ELSE (i % 500)::double precision END, i % 300,
    ('00000000-0000-4000-8000-' || lpad(to_hex(i % 2777), 12, '0'))::uuid, inet '10.0.0.0' + i % 3333, ('08:00:2b:00:00:' || to_hex(16 + i % 200))::macaddr, (enum_range(NULL::mood))[1 + i % 3],
    date '1950-01-01' + i % 6007, timestamptz '2020-01-01 UTC' + i % 4409 * interval '1 hour', 'city ' || i % 10, i % 1000
FROM generate_series(1, 20000) i;
CREATE TABLE few (city text, bsn text);
CREATE TABLE wide AS SELECT i % 2 AS side, repeat(md5((i % 300)::text), 200) AS story FROM generate_series(1, 1000) i;
ANALYZE;
SELECT veil.create_policy('counting_plain'), veil.create_policy('counting_barrier');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT policy, 'rewrite_counting.' || relation, attribute, technique, params::jsonb, 'tested'
FROM (VALUES ('counting_plain'), ('counting_barrier')) p(policy), (SELECT attrelid::regclass::text, attname,
        CASE WHEN attname IN ('city', 'income', 'side') THEN 'release' ELSE 'pseudonym' END, CASE WHEN attname IN ('city', 'income', 'side') THEN '{}' ELSE '{"key": "rewrite_counting"}' END
    FROM pg_attribute WHERE attrelid IN ('person'::regclass, 'few'::regclass, 'wide'::regclass) AND attnum > 0) r(relation, attribute, technique, params);
UPDATE veil.release SET filter = '{"column": "city", "is": "<>", "value": "city 9"}' WHERE policy = 'counting_barrier' AND relation = 'rewrite_counting.person';
CREATE ROLE regress_counting_analyst;
GRANT USAGE ON SCHEMA counting_plain, counting_barrier TO regress_counting_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA counting_plain, counting_barrier TO regress_counting_analyst;
SET ROLE regress_counting_analyst;
SET search_path = counting_plain;
SET jit = off;
SET max_parallel_workers_per_gather = 0;

-- Several counts, beside other aggregates, with a filter of their own, in groups of clear and of masked columns.
EXPLAIN (VERBOSE, COSTS OFF) SELECT city, count(*), avg(income), count(DISTINCT bsn), count(DISTINCT id) FILTER (WHERE income > 500) FROM person GROUP BY city;
EXPLAIN (VERBOSE, COSTS OFF) SELECT bsn, count(DISTINCT id), sum(income) FROM person GROUP BY bsn HAVING count(DISTINCT token) > 1 ORDER BY count(DISTINCT id) DESC;
EXPLAIN (COSTS OFF) SELECT count(DISTINCT p.bsn), max(q.income) FROM person p JOIN person q USING (id);
-- A clear column is counted as ever; grouping sets need sorted values, and so does an aggregate of this level in a query below.
EXPLAIN (COSTS OFF) SELECT city, count(DISTINCT bsn), count(DISTINCT income) FROM person GROUP BY city;
EXPLAIN (COSTS OFF) SELECT city, count(DISTINCT bsn) FROM person GROUP BY ROLLUP (city);
SELECT count(*), sum(n), sum(m) FROM (SELECT bsn, count(DISTINCT token) AS n, (SELECT count(DISTINCT p.id)) AS m FROM person p GROUP BY bsn) x;

-- Every type: the count of the pseudonyms is that of the raw values, in memory and in a little of it.
RESET ROLE;
SET search_path = rewrite_counting;
CREATE FUNCTION counts(relation text, rewriting text, memory text, hashing text) RETURNS TABLE (city text, n bigint[]) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('pg_veil.rewrite', rewriting, true), set_config('work_mem', memory, true), set_config('enable_hashagg', hashing, true), set_config('hash_mem_multiplier', '1', true);
    RETURN QUERY EXECUTE format('SELECT city, ARRAY[count(*), count(DISTINCT id), count(DISTINCT small), count(DISTINCT big), count(DISTINCT bsn), count(DISTINCT nick), count(DISTINCT code), count(DISTINCT raw),
        count(DISTINCT score), count(DISTINCT ratio), count(DISTINCT share), count(DISTINCT token), count(DISTINCT address), count(DISTINCT card), count(DISTINCT mood), count(DISTINCT born),
        count(DISTINCT seen), count(DISTINCT bsn) FILTER (WHERE income %% 5 = 0), count(DISTINCT bsn) FILTER (WHERE income < 0)] FROM %s GROUP BY city', relation);
END $$;
SELECT city, n FROM counts('rewrite_counting.person', 'on', '4MB', 'on') WHERE city = 'city 3';
SELECT memory, hashing, count(*), count(*) FILTER (WHERE n = expected) AS same
FROM (VALUES ('4MB', 'on'), ('64kB', 'on'), ('64kB', 'off'), ('256kB', 'on')) m(memory, hashing), counts('counting_plain.person', 'on', memory, hashing) c
    JOIN counts('rewrite_counting.person', 'on', '4MB', 'on') e(city, expected) USING (city) GROUP BY 1, 2 ORDER BY 1, 2;
SELECT count(*), count(*) FILTER (WHERE n = expected) AS same FROM counts('counting_barrier.person', 'on', '64kB', 'on') c JOIN counts('rewrite_counting.person', 'on', '4MB', 'on') e(city, expected) USING (city);
SET ROLE regress_counting_analyst;
SET search_path = counting_plain;
-- More groups than memory, one group, long values, no rows.
SET work_mem = '64kB'; SET hash_mem_multiplier = 1;
SELECT count(*), sum(n), sum(m), sum(a) FROM (SELECT bsn, count(DISTINCT id) AS n, count(DISTINCT token) AS m, count(*) AS a FROM person GROUP BY bsn) x;
SELECT count(DISTINCT bsn), count(DISTINCT id), count(*) FROM person;
SELECT side, count(DISTINCT story), count(*) FROM wide GROUP BY side ORDER BY side;
SELECT count(DISTINCT bsn), count(*), max(city) FROM few;
SELECT city, count(DISTINCT bsn), count(*) FROM few GROUP BY city;
-- Run again for each row, with another parameter and with the same.
SELECT c.city, (SELECT count(DISTINCT bsn) + count(*) FROM person p WHERE p.city = c.city) FROM (VALUES ('city 1'), ('city 2'), ('city 1')) c(city);
SET enable_material = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
SELECT count(*), sum(n) FROM (VALUES (1), (2), (3)) v(x) LEFT JOIN (SELECT income, count(DISTINCT bsn) AS n FROM person GROUP BY income) g ON g.income > v.x;
RESET enable_material; RESET enable_hashjoin; RESET enable_mergejoin;
RESET work_mem; RESET hash_mem_multiplier;
-- With workers.
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
SELECT count(DISTINCT bsn), count(DISTINCT id), count(*), sum(income) FROM person;
RESET max_parallel_workers_per_gather;
RESET ROLE;

-- What was done, and why not.
SELECT * FROM veil.explain_rewrites('SELECT city, count(DISTINCT bsn), count(DISTINCT id), avg(income) FROM person GROUP BY city');
SELECT * FROM veil.explain_rewrites('SELECT city, count(DISTINCT bsn) FROM person GROUP BY ROLLUP (city)');
-- The aggregate tells no more than count(DISTINCT), of any type that has a hash; it is for plans.
SELECT veil.count_distinct(id), veil.count_distinct(city), veil.count_distinct(NULL::integer) FROM rewrite_counting.person;
SELECT veil.count_distinct(point(id, id)) FROM rewrite_counting.person;
SELECT veil.count_distinct(id) OVER () FROM rewrite_counting.person;
SELECT veil.drop_policy('counting_plain'), veil.drop_policy('counting_barrier');
DROP SCHEMA rewrite_counting CASCADE;
DROP ROLE regress_counting_analyst;
