-- Hierarchies beside the same written by hand, a table to join for one: each above the scan of its column.

SET search_path = bench, public;

CREATE TABLE bench.coded AS
SELECT 'leaf number ' || abs(i4 % 1000) AS leaf, (abs(i4 % 9000) + 1000) || 'AB' AS postcode, abs(i4 % 100) AS age, d AS day FROM bench.data;
CREATE TABLE bench.leaf_label AS
SELECT 'leaf number ' || g AS leaf, 'label number ' || g / 30 AS label FROM generate_series(0, 999) AS g;
ALTER TABLE bench.leaf_label ADD PRIMARY KEY (leaf);
VACUUM (FREEZE, ANALYZE) bench.coded, bench.leaf_label;
SELECT bench.warm('bench.coded');
SELECT veil.load_hierarchy('bench_leaf', 'bench.leaf_label', ARRAY['leaf', 'label']);

CREATE TABLE bench.by_hand (number integer GENERATED ALWAYS AS IDENTITY, title text, policy text, attribute text, technique text, params jsonb, by_hand text);
INSERT INTO bench.by_hand (title, policy, attribute, technique, params, by_hand) VALUES
    ('hierarchy of 1000 values, a join with a table of them', 'hand1', 'leaf', 'hierarchy', '{"hierarchy": "bench_leaf", "level": 1}',
     'SELECT count(l.label) FROM bench.coded AS c LEFT JOIN bench.leaf_label AS l USING (leaf)'),
    ('hierarchy nl_postcode, left(postcode, 4)', 'hand1', 'postcode', 'hierarchy', '{"hierarchy": "nl_postcode", "level": 1}',
     'SELECT count(left(postcode, 4)) FROM bench.coded'),
    ('hierarchy age_bands, the text of (age / 5) * 5', 'hand1', 'age', 'hierarchy', '{"hierarchy": "age_bands", "level": 1}',
     'SELECT count((age / 5 * 5)::text) FROM bench.coded'),
    ('hierarchy date_levels to the month, date_trunc', 'hand1', 'day', 'hierarchy', '{"hierarchy": "date_levels", "level": 1}',
     $$SELECT count(date_trunc('month', day)) FROM bench.coded$$);

SELECT count(veil.create_policy(policy)) AS policies FROM (SELECT DISTINCT policy FROM bench.by_hand) AS policies;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) SELECT policy, 'bench.coded', attribute, technique, params FROM bench.by_hand;

SELECT array_agg(name ORDER BY number, name) AS names, array_agg(statement ORDER BY number, name) AS statements
FROM bench.by_hand, LATERAL (VALUES
    ('by hand ' || number, by_hand),
    ('masked by hand ' || number, format('SELECT count(%I) FROM %I.coded', attribute, policy)),
    ('scan by hand ' || number, format('SELECT count(%I) FROM bench.coded', attribute))) AS s (name, statement)
\gset
CALL bench.measure(:'names', :'statements', :rounds);

-- ns a row above the scan.
CREATE VIEW bench.by_hand_cost AS
SELECT number, title, round, (masked.ns - scan.ns) / :rows AS masked, (hand.ns - scan.ns) / :rows AS by_hand
FROM bench.by_hand
JOIN bench.sample AS hand ON hand.name = 'by hand ' || number
JOIN bench.sample AS masked USING (round)
JOIN bench.sample AS scan USING (round)
WHERE masked.name = 'masked by hand ' || number AND scan.name = 'scan by hand ' || number;
