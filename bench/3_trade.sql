-- A trading company's schema and the questions that are asked of it, in the manner of TPC-H with data and queries of its own: the keys of
-- customers, suppliers and orders are pseudonyms, and every query joins, groups or counts by some of them. Beside each the same
-- query on the raw tables. psql variables: rows, rounds.

CREATE SCHEMA trade;
SET search_path = trade, public;

CREATE TABLE trade.nation AS SELECT g AS nation, 'nation ' || g AS name, 'region ' || g % 5 AS region FROM generate_series(0, 24) g;
CREATE TABLE trade.customer AS
SELECT g AS customer, (h % 25)::integer AS nation, 'segment ' || h / 32 % 5 AS segment, (h % 1100000 / 100.0 - 1000)::numeric(12, 2) AS balance
FROM (SELECT g, hashint8extended(g, 11) & 9223372036854775807 AS h FROM generate_series(1, greatest(:rows / 40, 10)) g) x;
CREATE TABLE trade.supplier AS
SELECT g AS supplier, (hashint8extended(g, 12) & 1023)::integer % 25 AS nation, 'supplier ' || g AS name FROM generate_series(1, greatest(:rows / 600, 10)) g;
CREATE TABLE trade.part AS
SELECT g AS part, 'brand ' || h % 25 AS brand, (h / 32 % 50)::integer AS size FROM (SELECT g, hashint8extended(g, 13) & 9223372036854775807 AS h FROM generate_series(1, greatest(:rows / 30, 10)) g) x;
-- A third of the customers never order.
CREATE TABLE trade.orders AS
SELECT g AS "order", (h % greatest(:rows / 60, 6) * 3 / 2 + 1)::integer AS customer, date '2020-01-01' + (h / 1024 % 2400)::integer AS ordered, (h / 64 % 5)::integer AS priority, 'FOP' AS states
FROM (SELECT g, hashint8extended(g, 14) & 9223372036854775807 AS h FROM generate_series(1, greatest(:rows / 4, 10)) g) x;
CREATE TABLE trade.item AS
SELECT o."order", (h % greatest(:rows / 30, 10) + 1)::integer AS part, (h / 8 % greatest(:rows / 600, 10) + 1)::integer AS supplier, (h / 16 % 50 + 1)::integer AS quantity, (h / 128 % 100000 / 10.0)::numeric(12, 2) AS price,
       (h / 4096 % 11 / 100.0)::numeric(4, 2) AS discount, o.ordered + (h / 32 % 120)::integer AS shipped, o.ordered + (h / 512 % 90)::integer + 30 AS promised, substr('ANR', (h / 2048 % 3)::integer + 1, 1) AS returned
FROM (SELECT g, hashint8extended(g, 15) & 9223372036854775807 AS h FROM generate_series(1, :rows) g) x JOIN trade.orders o ON o."order" = g / 4 + 1;
ALTER TABLE trade.customer ADD PRIMARY KEY (customer);
ALTER TABLE trade.supplier ADD PRIMARY KEY (supplier);
ALTER TABLE trade.orders ADD PRIMARY KEY ("order");
ALTER TABLE trade.part ADD PRIMARY KEY (part);
CREATE INDEX ON trade.orders (customer);
CREATE INDEX ON trade.item ("order");
CREATE INDEX ON trade.item (supplier);
CREATE INDEX ON trade.item (part);
VACUUM (FREEZE, ANALYZE) trade.nation, trade.customer, trade.supplier, trade.part, trade.orders, trade.item;
SELECT bench.warm(format('trade.%I', name)) FROM unnest(ARRAY['customer', 'supplier', 'part', 'orders', 'item']) name;
SELECT veil.create_policy('bench_trade');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT 'bench_trade', 'trade.' || relname, attname, CASE WHEN masked THEN 'pseudonym' ELSE 'release' END, CASE WHEN masked THEN '{"key": "bench"}'::jsonb END, 'measured'
FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid, LATERAL (SELECT attname IN ('customer', 'supplier', 'order') AS masked) m
WHERE relnamespace = 'trade'::regnamespace AND relkind = 'r' AND attnum > 0;

CREATE TABLE bench.trade_query (number integer GENERATED ALWAYS AS IDENTITY, title text, query text);
INSERT INTO bench.trade_query (title, query) VALUES
    ('prices by state of return', 'SELECT returned, sum(quantity), sum(price * (1 - discount)), avg(discount), count(*) FROM POLICY.item WHERE shipped <= ''2026-06-01'' GROUP BY returned ORDER BY returned'),
    ('dearest open orders of a segment', 'SELECT o."order", sum(i.price * (1 - i.discount)) AS revenue, o.ordered FROM POLICY.customer c JOIN POLICY.orders o USING (customer) JOIN POLICY.item i USING ("order")
      WHERE c.segment = ''segment 1'' AND o.ordered < ''2023-03-15'' AND i.shipped > ''2023-03-15'' GROUP BY o."order", o.ordered ORDER BY revenue DESC, o.ordered LIMIT 10'),
    ('priorities of late orders', 'SELECT priority, count(*) FROM POLICY.orders o WHERE ordered BETWEEN ''2022-01-01'' AND ''2022-03-31'' AND EXISTS (SELECT FROM POLICY.item i WHERE i."order" = o."order" AND i.shipped > i.promised) GROUP BY priority ORDER BY priority'),
    ('trade within a nation', 'SELECT n.name, sum(i.price) FROM POLICY.customer c JOIN POLICY.orders o USING (customer) JOIN POLICY.item i USING ("order") JOIN POLICY.supplier s USING (supplier) JOIN POLICY.nation n ON n.nation = s.nation AND n.nation = c.nation
      WHERE n.region = ''region 2'' AND o.ordered BETWEEN ''2022-01-01'' AND ''2022-12-31'' GROUP BY n.name ORDER BY 2 DESC'),
    ('customers who returned most', 'SELECT c.customer, sum(i.price * (1 - i.discount)) AS revenue, c.balance, n.name FROM POLICY.customer c JOIN POLICY.orders o USING (customer) JOIN POLICY.item i USING ("order") JOIN POLICY.nation n USING (nation)
      WHERE o.ordered BETWEEN ''2022-01-01'' AND ''2022-03-31'' AND i.returned = ''R'' GROUP BY c.customer, c.balance, n.name ORDER BY revenue DESC LIMIT 20'),
    ('how many orders customers have', 'SELECT orders, count(*) FROM (SELECT c.customer, count(o."order") AS orders FROM POLICY.customer c LEFT JOIN POLICY.orders o ON o.customer = c.customer AND o.priority <> 3 GROUP BY c.customer) x GROUP BY orders ORDER BY 2 DESC, 1 DESC'),
    ('best supplier', 'WITH revenue AS (SELECT supplier, sum(price * (1 - discount)) AS total FROM POLICY.item WHERE shipped BETWEEN ''2022-01-01'' AND ''2022-03-31'' GROUP BY supplier)
      SELECT s.supplier, s.name, total FROM POLICY.supplier s JOIN revenue USING (supplier) WHERE total = (SELECT max(total) FROM revenue)'),
    ('suppliers of a brand', 'SELECT p.brand, p.size, count(DISTINCT i.supplier) AS suppliers FROM POLICY.item i JOIN POLICY.part p USING (part) WHERE p.size < 10 GROUP BY p.brand, p.size ORDER BY suppliers DESC, 1, 2'),
    ('large orders', 'SELECT c.customer, o."order", o.ordered, sum(i.quantity) FROM POLICY.customer c JOIN POLICY.orders o USING (customer) JOIN POLICY.item i USING ("order")
      WHERE o."order" IN (SELECT "order" FROM POLICY.item GROUP BY "order" HAVING sum(quantity) > 170) GROUP BY c.customer, o."order", o.ordered ORDER BY o.ordered LIMIT 100'),
    ('suppliers who kept others waiting', 'SELECT s.name, count(*) AS waiting FROM POLICY.supplier s JOIN POLICY.item i USING (supplier) JOIN POLICY.orders o USING ("order") JOIN POLICY.nation n USING (nation)
      WHERE o.priority = 2 AND i.shipped > i.promised AND n.region = ''region 1'' AND EXISTS (SELECT FROM POLICY.item x WHERE x."order" = i."order" AND x.supplier <> i.supplier)
      AND NOT EXISTS (SELECT FROM POLICY.item x WHERE x."order" = i."order" AND x.supplier <> i.supplier AND x.shipped > x.promised) GROUP BY s.name ORDER BY waiting DESC, s.name LIMIT 100'),
    ('customers who never ordered', 'SELECT nation, count(*), sum(balance) FROM POLICY.customer c WHERE nation IN (3, 7, 11) AND balance > (SELECT avg(balance) FROM POLICY.customer WHERE balance > 0) AND NOT EXISTS (SELECT FROM POLICY.orders o WHERE o.customer = c.customer) GROUP BY nation ORDER BY nation'),
    ('customers of two suppliers', 'SELECT count(*) FROM (SELECT o.customer FROM POLICY.orders o JOIN POLICY.item i USING ("order") WHERE i.quantity > 40 INTERSECT SELECT o.customer FROM POLICY.orders o JOIN POLICY.item i USING ("order") WHERE i.quantity < 3) x');
CREATE TABLE bench.trade_statement AS
SELECT number, kind || ' trade ' || number AS name, replace(query, 'POLICY', policy) AS statement
FROM bench.trade_query, (VALUES ('raw', 'trade'), ('masked', 'bench_trade')) AS k (kind, policy);
SELECT format('CALL bench.measure(%L, %L, %s, 1);', array_agg(name ORDER BY name DESC), array_agg(statement ORDER BY name DESC), :rounds) FROM bench.trade_statement GROUP BY number ORDER BY number \gexec
-- Without the rewriting some of them would take a quarter of an hour.
CREATE VIEW bench.trade_ratio AS
SELECT q.number, q.title, percentile_cont(0.5) WITHIN GROUP (ORDER BY r.ns) AS raw_ns, percentile_cont(0.5) WITHIN GROUP (ORDER BY m.ns / r.ns) AS masked
FROM bench.trade_query q JOIN bench.sample r ON r.name = 'raw trade ' || q.number JOIN bench.sample m ON m.name = 'masked trade ' || q.number AND m.round = r.round GROUP BY q.number, q.title;
