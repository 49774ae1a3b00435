-- Grouped queries on a release of level aggregated beside the same on its table: five rows a subject, a hundred cities.

SET search_path = bench, public;

CREATE TABLE bench.income AS
SELECT n % (:rows / 5) AS subject, 'city ' || hashint4(n % (:rows / 5)) % 50 AS city, hashint4(n) % 100000 AS income, hashint4(-n) % 100 AS age
FROM generate_series(1, :rows) AS n;
ALTER TABLE bench.income ALTER subject SET NOT NULL;
VACUUM ANALYZE bench.income;
SELECT bench.warm('bench.income');
SELECT veil.create_policy('bench_statistics', level => 'aggregated', k => 10);
INSERT INTO veil.release (policy, relation, subject) VALUES ('bench_statistics', 'bench.income', 'subject');
INSERT INTO veil.rule (policy, relation, attribute, technique, why)
SELECT 'bench_statistics', 'bench.income', attribute, 'release', 'measured' FROM unnest(ARRAY['city', 'income', 'age']) AS attribute;

-- The same with noise by a cell key.
SELECT veil.create_key('bench cells');
SELECT veil.create_policy('bench_noise', level => 'aggregated', k => 10);
INSERT INTO veil.release (policy, relation, subject, disclosure) VALUES ('bench_noise', 'bench.income', 'subject', '{"cell_key": "bench cells", "noise": 2}');
INSERT INTO veil.rule (policy, relation, attribute, technique, why)
SELECT 'bench_noise', 'bench.income', attribute, 'release', 'measured' FROM unnest(ARRAY['city', 'income', 'age']) AS attribute;

CREATE TABLE bench.statistic (number integer GENERATED ALWAYS AS IDENTITY, title text, query text, most double precision, policy text DEFAULT 'bench_statistics');
INSERT INTO bench.statistic (title, query, most) VALUES
    ('GROUP BY city, count(*) and avg', 'SELECT city, count(*), avg(income) FROM SCHEMA.income GROUP BY city', 1.15),
    ('GROUP BY city, count(*)',         'SELECT city, count(*) FROM SCHEMA.income GROUP BY city', 1.15),
    ('of a fifth of the rows',          'SELECT city, count(*), avg(income) FROM SCHEMA.income WHERE age BETWEEN 20 AND 39 GROUP BY city', 1.15),
    ('count(*) of all rows',            'SELECT count(*) FROM SCHEMA.income', NULL);
INSERT INTO bench.statistic (title, query, most, policy)
SELECT title || ', cell key', query, CASE WHEN most IS NOT NULL THEN 1.25 END, 'bench_noise' FROM bench.statistic ORDER BY number;
SELECT array_agg(format('%s %s', kind, number) ORDER BY number, kind) AS names,
       array_agg(replace(query, 'SCHEMA', CASE kind WHEN 'table' THEN 'bench' ELSE policy END) ORDER BY number, kind) AS statements
FROM bench.statistic, unnest(ARRAY['table', 'statistics']) AS kind
\gset
CALL bench.measure(:'names', :'statements', :rounds);
CALL bench.measure('{plan of table,plan of statistics}', array[
    'EXPLAIN SELECT city, count(*), avg(income) FROM bench.income WHERE age > 20 GROUP BY city HAVING count(*) > 10',
    'EXPLAIN SELECT city, count(*), avg(income) FROM bench_statistics.income WHERE age > 20 GROUP BY city HAVING count(*) > 10'], :rounds, 1000);

CREATE VIEW bench.statistic_ratio AS
SELECT number, title, most, round, t.ns AS raw_ns, s.ns / t.ns AS ratio
FROM bench.statistic JOIN bench.sample AS t ON t.name = 'table ' || number JOIN bench.sample AS s USING (round) WHERE s.name = 'statistics ' || number;
