-- The first EXPLAIN of a session on a table or view. psql variables: table, name, round (0
-- only warms up). The first calls of bench.now load what
-- the measurement itself needs.

SELECT bench.now(), bench.now();
SELECT pg_sleep(0.02);
SELECT bench.now() AS started
\gset
EXPLAIN SELECT * FROM :table;
SELECT bench.now() - :started AS ns
\gset
INSERT INTO bench.sample SELECT :'name', :round, :ns WHERE :round > 0;
