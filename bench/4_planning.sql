-- What a view of 60 columns adds to parsing, rewriting and planning (EXPLAIN does these and hardly more).

SET search_path = bench, public;

SELECT 'CREATE TABLE bench.wide (' || string_agg(format('%s%s %s', left(t.type, 1), g, t.type), ', ' ORDER BY g) || ')' AS create_wide,
       string_agg(format($$('bench_wide', 'bench.wide', '%s%s', %s)$$, left(t.type, 1), g, t.rule), ', ' ORDER BY g) AS rules
FROM generate_series(1, 60) AS g
JOIN (VALUES (0, 'integer',       $$'bucket',    '{"width": 10}'$$),
             (1, 'text',          $$'pseudonym', '{"key": "bench"}'$$),
             (2, 'date',          $$'truncate',  '{"to": "year"}'$$),
             (3, 'numeric(10,2)', $$'round',     '{"to": 10}'$$),
             (4, 'varchar(40)',   $$'partial',   '{"keep_start": 1}'$$),
             (5, 'bigint',        $$'pseudonym', '{"key": "bench"}'$$)) AS t (place, type, rule) ON t.place = g % 6
\gset
:create_wide;
INSERT INTO bench.wide DEFAULT VALUES;
ANALYZE bench.wide;
SELECT veil.create_policy('bench_wide');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES :rules;

CALL bench.measure('{star raw,star masked,group raw,group masked}', array[
    'EXPLAIN SELECT * FROM bench.wide',
    'EXPLAIN SELECT * FROM bench_wide.wide',
    'EXPLAIN SELECT d2, avg(i6), count(t1) FROM bench.wide WHERE i12 = 10 GROUP BY d2 ORDER BY 2',
    'EXPLAIN SELECT d2, avg(i6), count(t1) FROM bench_wide.wide WHERE i12 = 10 GROUP BY d2 ORDER BY 2'], :rounds, 1000);
