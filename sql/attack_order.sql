-- A15: neither the order of an answer nor that of the attacker's own candidates under the same query tells anything of a raw value, in no
-- shape that the planner rewrites and whatever plan he forces.
SET client_min_messages = warning;
CREATE SCHEMA attack_order;
SET search_path = attack_order;
SELECT veil.create_key('attack_order');
SELECT setseed(0.7);
CREATE TABLE person (number integer PRIMARY KEY, bsn text, token uuid, born date, income integer, city text, code text, address inet, amount numeric, seen timestamptz, age integer, height numeric(8,2), met date);
INSERT INTO person SELECT i, lpad((100000000 + i * 28)::text, 9, '0'), ('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, date '1950-01-01' + i * 20, i * 40, 'city ' || i % 3,
    lpad(i::text, 4, '0'), inet '10.0.0.0' + i, i, timestamptz '2020-01-01 UTC' + i * interval '1 hour', i / 10, i / 10.0, date '2020-01-01' + i
FROM generate_series(1, 1000) i ORDER BY random();
CREATE TABLE visit (number integer, bsn text, token uuid, born date, kind integer);
INSERT INTO visit SELECT number, bsn, token, born, number % 7 FROM person WHERE number % 4 <> 0 ORDER BY random();
CREATE UNIQUE INDEX ON person (bsn);
CREATE INDEX ON person (token);
CREATE INDEX ON person (born);
CREATE INDEX ON person (income);
CREATE INDEX ON person (code text_pattern_ops);
CREATE INDEX ON person (address);
CREATE INDEX ON person (amount);
CREATE INDEX ON person (seen);
CREATE INDEX ON person (age);
CREATE INDEX ON person (height);
CREATE INDEX ON person (met);
CREATE INDEX ON person (city, bsn);
CREATE INDEX ON person (born) WHERE city = 'city 1';
CREATE INDEX ON person (bsn) INCLUDE (number);
CREATE INDEX ON visit (bsn);
CREATE INDEX ON visit (number);
CREATE TABLE split (LIKE person) PARTITION BY HASH (bsn);
CREATE TABLE split_0 PARTITION OF split FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE split_1 PARTITION OF split FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO split TABLE person;
CREATE INDEX ON split (bsn);
CREATE INDEX ON split (born);
VACUUM ANALYZE person, visit, split;
SELECT veil.create_policy('attack_order_plain'), veil.create_policy('attack_order_barrier');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT policy, 'attack_order.' || relation, attribute, technique, params::jsonb, 'tested'
FROM (VALUES ('attack_order_plain'), ('attack_order_barrier')) p(policy), (VALUES ('person'), ('visit'), ('split')) r(relation),
     (VALUES ('number', 'pseudonym', '{"key": "attack_order"}'), ('bsn', 'pseudonym', '{"key": "attack_order"}'), ('token', 'pseudonym', '{"key": "attack_order"}'),
             ('born', 'truncate', '{"to": "decade"}'), ('income', 'bucket', '{"width": 10000}'),
             ('code', 'prefix', '{"keep": 1}'), ('address', 'network', '{"v4": 23}'), ('amount', 'bucket', '{"width": 200}'), ('seen', 'truncate', '{"to": "month", "zone": "Europe/Amsterdam"}'), ('city', 'release', '{}'), ('age', 'hierarchy', '{"hierarchy": "age_bands", "level": 3}'), ('height', 'clamp', '{"min": 30, "max": 60}'), ('met', 'hierarchy', '{"hierarchy": "date_levels", "level": 3}'), ('kind', 'release', '{}')) c(attribute, technique, params)
WHERE EXISTS (SELECT FROM pg_attribute WHERE attrelid = ('attack_order.' || relation)::regclass AND attname = attribute);
UPDATE veil.release SET filter = '{"column": "income", "is": ">", "value": 100}' WHERE policy = 'attack_order_barrier' AND relation IN ('attack_order.person', 'attack_order.split');

-- What the attacker cannot know: which raw value is behind which pseudonym. He has a table of all raw values, for his own candidates.
CREATE TABLE truth AS SELECT p.number AS raw, row_number() OVER (ORDER BY p.bsn) AS rank, v.bsn::text AS masked FROM person p JOIN
    (SELECT veil.pseudonym(bsn, 'attack_order', 'attack_order_plain') AS bsn, number FROM person) v USING (number)
UNION ALL SELECT p.number, row_number() OVER (ORDER BY p.bsn), veil.pseudonym(bsn, 'attack_order', 'attack_order_barrier') FROM person p
UNION ALL SELECT p.number, row_number() OVER (ORDER BY p.bsn), veil.pseudonym(number, 'attack_order', policy)::text FROM person p, (VALUES ('attack_order_plain'), ('attack_order_barrier')) y(policy)
UNION ALL SELECT p.number, row_number() OVER (ORDER BY p.bsn), veil.pseudonym(token, 'attack_order', policy)::text FROM person p, (VALUES ('attack_order_plain'), ('attack_order_barrier')) y(policy);
CREATE INDEX ON truth (masked);
-- Candidates that stand for the masked ones where a query is asked of them: the raw values, as the attacker has them.
CREATE SCHEMA attack_order_own;
CREATE TABLE attack_order_own.person AS SELECT number, bsn, token, born, income, city, code, address, amount, seen, age, height, met FROM person ORDER BY random();
CREATE TABLE attack_order_own.visit AS SELECT * FROM visit ORDER BY random();
CREATE TABLE attack_order_own.split AS SELECT * FROM attack_order_own.person;
ANALYZE attack_order_own.person, attack_order_own.visit, attack_order_own.split;
CREATE TABLE attack_order_own.truth AS SELECT number::text AS masked, number AS raw FROM person UNION ALL SELECT bsn, number FROM person UNION ALL SELECT token::text, number FROM person;

-- Each gives one column, a pseudonym. POLICY is the schema that is asked.
CREATE TABLE shape (id integer GENERATED ALWAYS AS IDENTITY, query text);
INSERT INTO shape (query) VALUES
    ('SELECT bsn FROM POLICY.person'),
    ('SELECT number FROM POLICY.person'),
    ('SELECT token FROM POLICY.split'),
    ('SELECT bsn FROM POLICY.person GROUP BY bsn'),
    ('SELECT token FROM POLICY.person GROUP BY token'),
    ('SELECT number FROM POLICY.split GROUP BY number'),
    ('SELECT bsn FROM POLICY.split GROUP BY bsn, city'),
    ('SELECT DISTINCT bsn FROM POLICY.person'),
    ('SELECT DISTINCT number FROM POLICY.visit'),
    ('SELECT bsn FROM (SELECT bsn, count(*) FROM POLICY.visit GROUP BY bsn OFFSET 0) x'),
    ('SELECT p.bsn FROM POLICY.person p JOIN POLICY.visit v USING (bsn)'),
    ('SELECT p.number FROM POLICY.person p JOIN POLICY.visit v ON p.number = v.number'),
    ('SELECT v.token FROM POLICY.visit v LEFT JOIN POLICY.person p ON p.token = v.token'),
    ('SELECT coalesce(p.bsn, v.bsn) FROM POLICY.visit v FULL JOIN POLICY.person p ON p.bsn = v.bsn'),
    ('SELECT bsn FROM POLICY.person WHERE bsn IN (SELECT bsn FROM POLICY.visit)'),
    ('SELECT number FROM POLICY.person p WHERE NOT EXISTS (SELECT FROM POLICY.visit v WHERE v.number = p.number)'),
    ('SELECT s.bsn FROM POLICY.split s, POLICY.visit v WHERE s.bsn = v.bsn AND v.kind = 3'),
    ('SELECT bsn FROM POLICY.person WHERE born = ''1970-01-01'''),
    ('SELECT number FROM POLICY.person WHERE born >= ''1980-01-01'''),
    ('SELECT bsn FROM POLICY.person WHERE income BETWEEN 10000 AND 20000'),
    ('SELECT bsn FROM POLICY.person WHERE code = ''0'''),
    ('SELECT bsn FROM POLICY.person WHERE address = ''10.0.2.0/23'''),
    ('SELECT bsn FROM POLICY.person WHERE amount BETWEEN 200 AND 600'),
    ('SELECT bsn FROM POLICY.person WHERE seen < ''2020-02-01'''),
    ('SELECT bsn FROM POLICY.person WHERE age::text IN (''20-39'', ''40-59'')'),
    ('SELECT bsn FROM POLICY.person WHERE met::text = ''2020'''),
    ('SELECT bsn FROM POLICY.person WHERE height >= 60'),
    ('SELECT bsn FROM (SELECT bsn, count(DISTINCT token), count(*), sum(kind) FROM POLICY.visit GROUP BY bsn OFFSET 0) x'),
    ('SELECT bsn FROM (SELECT bsn, city, count(DISTINCT number) FROM POLICY.person GROUP BY bsn, city OFFSET 0) x'),
    ('SELECT bsn FROM POLICY.person WHERE bsn IN (SELECT bsn FROM attack_order.POLICY_guess)'),
    ('SELECT bsn FROM POLICY.split WHERE born < ''1990-01-01'''),
    ('SELECT bsn FROM POLICY.person WHERE city = ''city 1'''),
    ('SELECT bsn FROM POLICY.person WHERE city = ''city 1'' AND born > ''1960-01-01'''),
    ('SELECT number FROM POLICY.person WHERE number IN (SELECT number FROM POLICY.visit ORDER BY number LIMIT 300)'),
    ('SELECT p.number FROM POLICY.person p JOIN (SELECT number FROM POLICY.visit ORDER BY md5(number::text)) x ON p.number = x.number'),
    ('WITH RECURSIVE w AS (SELECT bsn FROM POLICY.person UNION ALL SELECT bsn FROM w WHERE false) SELECT bsn FROM w'),
    ('SELECT bsn FROM attack_order.POLICY_all() AS p(bsn)'),
    ('SELECT (SELECT p.bsn FROM POLICY.visit v WHERE v.bsn = p.bsn) FROM POLICY.person p'),
    ('SELECT bsn FROM POLICY.person UNION SELECT bsn FROM POLICY.visit'),
    ('SELECT bsn FROM POLICY.person INTERSECT SELECT bsn FROM POLICY.visit'),
    ('SELECT bsn FROM POLICY.person EXCEPT ALL SELECT bsn FROM POLICY.visit WHERE kind = 3'),
    ('SELECT bsn FROM (SELECT bsn, born FROM POLICY.visit WHERE kind = 100 UNION ALL SELECT bsn, born FROM POLICY.person) u WHERE born = ''1970-01-01'''),
    ('SELECT number FROM (SELECT number, born FROM POLICY.person UNION ALL SELECT number, born FROM POLICY.split) u WHERE born >= ''1980-01-01'''),
    ('SELECT bsn FROM (SELECT bsn, city FROM POLICY.person UNION ALL SELECT bsn, ''city 3'' FROM POLICY.visit) u WHERE city = ''city 1'''),
    ('SELECT bsn FROM (SELECT bsn FROM POLICY.person UNION ALL SELECT bsn FROM POLICY.visit) u GROUP BY bsn'),
    ('SELECT p.number FROM POLICY.person p LEFT JOIN POLICY.visit v ON p.number = 5 AND v.kind = 1'),
    ('SELECT p.token FROM POLICY.visit v RIGHT JOIN POLICY.person p ON p.token = ''00000000-0000-4000-8000-000000000005'' AND v.kind = 1'),
    ('SELECT p.number FROM POLICY.person p FULL JOIN POLICY.visit v ON p.number = v.number AND p.number = 5'),
    ('SELECT p.number FROM POLICY.person p WHERE NOT EXISTS (SELECT FROM POLICY.visit v WHERE p.number = 5 AND v.kind = 1)'),
    ('SELECT p.number FROM POLICY.person p LEFT JOIN LATERAL (SELECT 1 FROM POLICY.visit v WHERE p.number = 5) x ON true'),
    ('SELECT u.number FROM (SELECT number FROM POLICY.person UNION ALL SELECT number FROM POLICY.split) u LEFT JOIN POLICY.visit v ON u.number = 5 AND v.kind = 1');

-- An index of the pseudonyms, and pseudonyms that the attacker has.
SELECT veil.index_rule(policy, 'attack_order.person', 'bsn') IS NOT NULL AS indexed FROM (VALUES ('attack_order_plain'), ('attack_order_barrier')) p(policy);
SELECT format('CREATE TABLE attack_order.%I AS SELECT bsn FROM %I.person ORDER BY random() LIMIT 300', policy || '_guess', policy)
FROM (VALUES ('attack_order_plain'), ('attack_order_barrier'), ('attack_order_own')) p(policy) \gexec
ANALYZE attack_order_plain_guess, attack_order_barrier_guess, attack_order_own_guess;
-- The planner puts the query of such a function in its place after the rewriting.
SELECT format('CREATE FUNCTION attack_order.%I() RETURNS SETOF text LANGUAGE sql STABLE AS %L', policy || '_all', 'SELECT bsn FROM ' || policy || '.person')
FROM (VALUES ('attack_order_plain'), ('attack_order_barrier'), ('attack_order_own')) p(policy) \gexec

-- How far the position of a pseudonym goes with its raw value, and with the position that the attacker's candidate has under the same query:
-- z of the rank correlation, which by chance is under 5 but in one case of 1.7 million.
CREATE FUNCTION evidence(query text, own text) RETURNS TABLE (with_raw double precision, with_candidates double precision) LANGUAGE plpgsql AS $$
DECLARE result record;
BEGIN
    CREATE TEMP TABLE IF NOT EXISTS answer (position bigint, raw integer, candidate bigint);
    TRUNCATE answer;
    EXECUTE format('INSERT INTO answer SELECT min(a.position), t.raw FROM (SELECT row_number() OVER () AS position, x.v::text AS v FROM (%s) x(v)) a JOIN attack_order.truth t ON t.masked = a.v GROUP BY t.raw', query);
    EXECUTE format('UPDATE answer SET candidate = o.position FROM (SELECT min(a.position) AS position, t.raw FROM (SELECT row_number() OVER () AS position, x.v::text AS v FROM (%s) x(v)) a JOIN attack_order_own.truth t ON t.masked = a.v GROUP BY t.raw) o WHERE o.raw = answer.raw', own);
    RETURN QUERY WITH ranked AS (SELECT rank() OVER (ORDER BY position) AS p, rank() OVER (ORDER BY raw) AS r FROM answer),
        matched AS (SELECT rank() OVER (ORDER BY position) AS p, rank() OVER (ORDER BY candidate) AS o FROM answer WHERE candidate IS NOT NULL)
        SELECT (SELECT abs(corr(p, r)) * sqrt(count(*)) FROM ranked), (SELECT abs(corr(p, o)) * sqrt(count(*)) FROM matched);
END $$;
-- The check sees the naive rewriting: sorted, and hashed without a key.
SET enable_hashagg = off;
SELECT with_raw > 5 AS raw_order, with_candidates > 5 AS order_of_candidates
FROM evidence($q$SELECT veil.pseudonym(bsn, 'attack_order', 'attack_order_plain') FROM (SELECT bsn FROM attack_order.person GROUP BY bsn OFFSET 0) g$q$, 'SELECT bsn FROM attack_order_own.person GROUP BY bsn');
RESET enable_hashagg;
SET enable_sort = off;
SELECT with_raw > 5 AS raw_order, with_candidates > 5 AS order_of_candidates
FROM evidence($q$SELECT veil.pseudonym(bsn, 'attack_order', 'attack_order_plain') FROM (SELECT bsn FROM attack_order.person GROUP BY bsn OFFSET 0) g$q$, 'SELECT bsn FROM attack_order_own.person GROUP BY bsn');
RESET enable_sort;
SET enable_seqscan = off; SET enable_bitmapscan = off;
SELECT with_raw > 5 AS raw_order
FROM evidence($q$SELECT veil.pseudonym(bsn, 'attack_order', 'attack_order_plain') FROM attack_order.person WHERE born BETWEEN '1970-01-01' AND '1979-12-31'$q$, 'SELECT bsn FROM attack_order_own.person');
RESET enable_seqscan; RESET enable_bitmapscan;

-- Every shape, plain and behind a filter, with every way of planning switched off by itself, one by one and by pairs that force a scan; parallel too.
CREATE TABLE forced (id integer GENERATED ALWAYS AS IDENTITY, settings text[]);
INSERT INTO forced (settings) VALUES ('{}'), ('{enable_seqscan,enable_bitmapscan}'), ('{enable_hashjoin,enable_nestloop}'), ('{enable_hashjoin,enable_mergejoin}'), ('{enable_hashagg,enable_seqscan}'),
    ('{enable_sort,enable_seqscan}'), ('{parallel}'), ('{parallel,enable_seqscan}'), ('{parallel,enable_hashagg}');
INSERT INTO forced (settings) SELECT ARRAY[name] FROM pg_settings WHERE name LIKE 'enable\_%' AND vartype = 'bool' AND name NOT IN ('enable_parallel_hash', 'enable_partitionwise_join', 'enable_partitionwise_aggregate', 'enable_async_append') ORDER BY name;
CREATE TABLE seen (shape integer, policy text, forced integer, rewriting text, with_raw double precision, with_candidates double precision);
CREATE PROCEDURE look() LANGUAGE plpgsql AS $$
DECLARE
    plan record;
    setting text;
BEGIN
    FOR plan IN SELECT s.id AS shape, s.query, f.id AS forced, f.settings, p.policy, r.rewriting FROM attack_order.shape s, attack_order.forced f, (VALUES ('attack_order_plain'), ('attack_order_barrier')) p(policy), (VALUES ('on'), ('off')) r(rewriting)
                WHERE (r.rewriting = 'on' OR f.id <= 4) AND NOT (r.rewriting = 'off' AND f.id IN (3, 4)) ORDER BY 1, 3, 5, 6 LOOP
        PERFORM set_config('pg_veil.rewrite', plan.rewriting, true);
        FOREACH setting IN ARRAY plan.settings LOOP
            IF setting = 'parallel' THEN
                SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; SET LOCAL min_parallel_table_scan_size = 0; SET LOCAL min_parallel_index_scan_size = 0; SET LOCAL max_parallel_workers_per_gather = 2;
            ELSE
                PERFORM set_config(setting, 'off', true);
            END IF;
        END LOOP;
        INSERT INTO attack_order.seen SELECT plan.shape, plan.policy, plan.forced, plan.rewriting, e.* FROM attack_order.evidence(replace(plan.query, 'POLICY', plan.policy), replace(plan.query, 'POLICY', 'attack_order_own')) e;
        COMMIT;
    END LOOP;
END $$;
SET jit = off;
CALL look();
SELECT count(*) > 1000 AS many, count(*) FILTER (WHERE with_raw IS NULL) AS without_rows, count(*) FILTER (WHERE with_raw > 5) AS order_of_raw, count(*) FILTER (WHERE with_candidates > 5) AS order_of_candidates FROM seen;
SELECT policy, rewriting, query, settings, round(with_raw), round(with_candidates) FROM seen JOIN shape ON shape.id = shape JOIN forced f ON f.id = forced WHERE with_raw > 5 OR with_candidates > 5 ORDER BY 1, 2, 3, 4;
SELECT veil.drop_policy('attack_order_plain'), veil.drop_policy('attack_order_barrier');
DROP SCHEMA attack_order CASCADE;
DROP SCHEMA attack_order_own CASCADE;
