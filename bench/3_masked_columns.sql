-- Queries on masked columns beside the same on the raw ones: a plain view, one with a row filter, and the plain one without the
-- planner's rewriting. psql variables: rows, rounds.

SET search_path = bench, public;

CREATE TABLE bench.person AS
SELECT g AS id, lpad((h % 1000000000)::text, 9, '0') AS bsn, md5(h::text)::uuid AS token, (g % 1000)::integer AS town_number,
       (h % 1000 / 10)::integer AS town, date '1930-01-01' + (h % 30000)::integer AS born, (h % 100000)::integer AS income,
       'name ' || h % 100000 AS name, timestamp '2020-01-01' + (h % 100000000) * interval '1 second' AS seen, g AS clear
FROM (SELECT g, hashint8extended(g, 1) & 9223372036854775807 AS h FROM generate_series(1, :rows) AS g) AS hashed;
CREATE TABLE bench.visit AS
SELECT id, bsn, g AS number, g % 97 AS cost FROM (SELECT *, row_number() OVER () AS g FROM bench.person ORDER BY hashint8(id) LIMIT :rows / 10) p;
ALTER TABLE bench.person ADD PRIMARY KEY (id);
CREATE INDEX ON bench.person (bsn);
CREATE INDEX ON bench.person (token);
CREATE INDEX ON bench.person (born);
CREATE INDEX ON bench.visit (id);
CREATE INDEX ON bench.visit (bsn);
VACUUM (FREEZE, ANALYZE) bench.person, bench.visit;
SELECT bench.warm('bench.person'), bench.warm('bench.visit');
SELECT veil.create_policy('bench_plain'), veil.create_policy('bench_barrier');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT policy, 'bench.' || relation, attribute, technique, params::jsonb, 'measured'
FROM (VALUES ('bench_plain'), ('bench_barrier')) p(policy), (VALUES
    ('person', 'id', 'pseudonym', '{"key": "bench"}'), ('person', 'bsn', 'pseudonym', '{"key": "bench"}'), ('person', 'token', 'pseudonym', '{"key": "bench"}'),
    ('person', 'town_number', 'pseudonym', '{"key": "bench"}'), ('person', 'town', 'pseudonym', '{"key": "bench"}'), ('person', 'born', 'truncate', '{"to": "year"}'), ('person', 'income', 'bucket', '{"width": 1000}'),
    ('person', 'name', 'prefix', '{"keep": 6}'), ('person', 'seen', 'truncate', '{"to": "month"}'), ('person', 'clear', 'release', '{}'),
    ('visit', 'id', 'pseudonym', '{"key": "bench"}'), ('visit', 'bsn', 'pseudonym', '{"key": "bench"}'), ('visit', 'number', 'release', '{}'), ('visit', 'cost', 'release', '{}')) r(relation, attribute, technique, params);
UPDATE veil.release SET filter = '{"column": "clear", "is": ">", "value": 0}' WHERE policy = 'bench_barrier' AND relation = 'bench.person';
UPDATE veil.release SET filter = '{"column": "number", "is": ">", "value": 0}' WHERE policy = 'bench_barrier' AND relation = 'bench.visit';
-- The raw rows behind the same filters, without any protection.
CREATE SCHEMA bench_filtered;
CREATE VIEW bench_filtered.person AS SELECT * FROM bench.person WHERE clear > 0;
CREATE VIEW bench_filtered.visit AS SELECT * FROM bench.visit WHERE number > 0;
SELECT veil.index_rule('bench_plain', 'bench.person', 'bsn'), veil.index_rule('bench_barrier', 'bench.person', 'bsn');

-- Of lookups the time in the server is shown only: what a client waits is measured in 3_lookups.sql. POLICY stands for the schema, KNOWN_ID and the like for a value as that schema shows it.
CREATE TABLE bench.masked_query (number integer GENERATED ALWAYS AS IDENTITY, title text, query text, times integer, plain_limit numeric, barrier_limit numeric);
INSERT INTO bench.masked_query (title, query, times, plain_limit, barrier_limit) VALUES
    ('join',                    'SELECT count(*) FROM POLICY.person p JOIN POLICY.visit v USING (bsn)', 1, 1.10, 1.25),
    ('join of 100 rows',        'SELECT count(*) FROM POLICY.person p JOIN POLICY.visit v USING (id) WHERE v.number <= 100', 20, 1.2, NULL),
    ('semi-join',               'SELECT count(*) FROM POLICY.person p WHERE bsn IN (SELECT bsn FROM POLICY.visit)', 1, 1.10, 1.30),
    ('GROUP BY, 1 000 groups',  'SELECT count(*) FROM (SELECT town_number, count(*) FROM POLICY.person GROUP BY town_number OFFSET 0) g', 1, 1.10, NULL),
    ('GROUP BY, 100 000 groups', 'SELECT sum(length(bsn)) FROM (SELECT bsn, count(*) FROM POLICY.visit GROUP BY bsn OFFSET 0) g', 1, NULL, NULL),
    ('the masks of 100 000 rows', 'SELECT sum(length(bsn)) FROM POLICY.visit', 1, 'infinity', NULL),
    ('count(DISTINCT)',         'SELECT count(DISTINCT bsn) FROM POLICY.person', 1, 1.10, NULL),
    ('lookup of an integer',    'SELECT clear FROM POLICY.person WHERE id = KNOWN_ID', 200, 'infinity', NULL),
    ('lookup of a uuid',        'SELECT clear FROM POLICY.person WHERE token = KNOWN_TOKEN', 200, 'infinity', NULL),
    ('lookup of a text by index_rule', 'SELECT clear FROM POLICY.person WHERE bsn = KNOWN_BSN', 200, 'infinity', NULL),
    ('range on a truncated date', 'SELECT sum(clear) FROM POLICY.person WHERE born KNOWN_YEAR', 5, 1.4, NULL),
    ('top 10 by a clear column', 'SELECT id, bsn, token, born, income, clear FROM POLICY.person ORDER BY clear DESC LIMIT 10', 1, 1.10, NULL);
CREATE FUNCTION bench.asked(query text, policy text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE known record;
BEGIN
    EXECUTE format('SELECT id, token, bsn FROM %I.person WHERE clear = 47', policy) INTO known;
    RETURN replace(replace(replace(replace(replace(query, 'POLICY', policy), 'KNOWN_ID', known.id::text), 'KNOWN_TOKEN', quote_literal(known.token) || '::uuid'),
                   'KNOWN_BSN', quote_literal(known.bsn)), 'KNOWN_YEAR', CASE WHEN policy IN ('bench', 'bench_filtered') THEN 'BETWEEN ''1960-01-01'' AND ''1960-12-31''' ELSE '= ''1960-01-01''' END);
END $$;
-- What sets the limit of another query is measured in its rounds.
CREATE TABLE bench.masked_statement AS
SELECT CASE title WHEN 'the masks of 100 000 rows' THEN number - 1 ELSE number END AS number, times, kind || ' ' || number AS name,
       CASE kind WHEN 'without' THEN 'SET pg_veil.rewrite = off; ' || bench.asked(query, policy) || '; RESET pg_veil.rewrite' ELSE bench.asked(query, policy) END AS statement
FROM bench.masked_query, (VALUES ('raw', 'bench'), ('plain', 'bench_plain'), ('barrier', 'bench_barrier'), ('filtered', 'bench_filtered'), ('without', 'bench_plain')) AS k (kind, policy);
SELECT format('CALL bench.measure(%L, %L, %s, %s);', array_agg(name ORDER BY name), array_agg(statement ORDER BY name), :rounds, CASE WHEN bool_or(name LIKE 'without%') THEN 1 ELSE times END)
FROM bench.masked_statement GROUP BY number, times, name LIKE 'without%' ORDER BY number \gexec
CREATE VIEW bench.masked_ratio AS
SELECT q.number, q.title, q.plain_limit, q.barrier_limit, r.round, r.ns AS raw_ns, p.ns / r.ns AS plain, b.ns / r.ns AS barrier, b.ns / f.ns AS of_filtered, w.ns / r.ns AS without
FROM bench.masked_query q JOIN bench.sample r ON r.name = 'raw ' || q.number JOIN bench.sample p ON p.name = 'plain ' || q.number AND p.round = r.round
JOIN bench.sample b ON b.name = 'barrier ' || q.number AND b.round = r.round JOIN bench.sample f ON f.name = 'filtered ' || q.number AND f.round = r.round
JOIN bench.sample w ON w.name = 'without ' || q.number AND w.round = r.round;
