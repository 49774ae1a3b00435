-- A whole query: count of ten columns, each with a keyless generalization, against the same on the table.

SET search_path = bench, public;

CREATE TABLE bench.ten (c1 integer, c2 integer, c3 integer, c4 integer, c5 date, c6 date, c7 date, c8 text, c9 text, c10 text);
INSERT INTO bench.ten
SELECT i4, i4 % 100000, abs(i4 % 120), (i4 / 1000) % 1000000, d, d + 1000, d - 1000, t, t || 'AB', name FROM bench.data;
VACUUM (FREEZE, ANALYZE) bench.ten;
SELECT bench.warm('bench.ten');

SELECT veil.create_policy('bench_ten');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('bench_ten', 'bench.ten', 'c1',  'bucket',   '{"width": 1000}'),
    ('bench_ten', 'bench.ten', 'c2',  'round',    '{"to": 100}'),
    ('bench_ten', 'bench.ten', 'c3',  'bucket',   '{"width": 5}'),
    ('bench_ten', 'bench.ten', 'c4',  'clamp',    '{"min": 0, "max": 100000}'),
    ('bench_ten', 'bench.ten', 'c5',  'truncate', '{"to": "year"}'),
    ('bench_ten', 'bench.ten', 'c6',  'truncate', '{"to": "month"}'),
    ('bench_ten', 'bench.ten', 'c7',  'clamp',    '{"min": "1940-01-01"}'),
    ('bench_ten', 'bench.ten', 'c8',  'prefix',   '{"keep": 2}'),
    ('bench_ten', 'bench.ten', 'c9',  'prefix',   '{"keep": 4}'),
    ('bench_ten', 'bench.ten', 'c10', 'prefix',   '{"keep": 1}');

SELECT 'count(' || string_agg('c' || g, '), count(' ORDER BY g) || ')' AS counts FROM generate_series(1, 10) AS g
\gset
CALL bench.measure('{ten raw,ten masked}',
                   array['SELECT ' || :'counts' || ' FROM bench.ten', 'SELECT ' || :'counts' || ' FROM bench_ten.ten'], :rounds);
