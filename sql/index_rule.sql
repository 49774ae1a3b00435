-- veil.index_rule: an index that finds rows by their pseudonym, and follows the rule and its key.
SET client_min_messages = warning;
CREATE SCHEMA index_rule;
SET search_path = index_rule;
SELECT veil.create_key('index_rule');
CREATE TABLE person (number integer PRIMARY KEY, bsn text, nick varchar(20), code char(12), raw bytea, score numeric, city text);
INSERT INTO person SELECT i, lpad((i * 7919 % 100003)::text, 9, '0'), 'n' || i, 'c' || i, decode(lpad(to_hex(i), 8, '0'), 'hex'), i / 10.0, 'c' || i % 10
    FROM generate_series(1, 20000) i;
CREATE TABLE shown (bsn text);
VACUUM ANALYZE person;
SELECT veil.create_policy('index_plain'), veil.create_policy('index_barrier');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT policy, 'index_rule.person', attribute, technique, params::jsonb, 'tested'
FROM (VALUES ('index_plain'), ('index_barrier')) p(policy), (VALUES
    ('number', 'pseudonym', '{"key": "index_rule"}'), ('bsn', 'pseudonym', '{"key": "index_rule"}'), ('nick', 'pseudonym', '{"key": "index_rule"}'),
    ('code', 'pseudonym', '{"key": "index_rule"}'), ('raw', 'pseudonym', '{"key": "index_rule"}'), ('score', 'pseudonym', '{"key": "index_rule"}'),
    ('city', 'release', '{}')) r(attribute, technique, params);
UPDATE veil.release SET filter = '{"column": "city", "is": "<>", "value": "c9"}' WHERE policy = 'index_barrier';
CREATE VIEW indexes AS SELECT c.relname AS name, regexp_replace(pg_get_indexdef(c.oid), '^.* USING ', '') AS of
    FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid WHERE i.indrelid = 'index_rule.person'::regclass AND NOT i.indisprimary ORDER BY c.relname;
CREATE ROLE regress_index_analyst;
GRANT USAGE ON SCHEMA index_plain, index_barrier, index_rule TO regress_index_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA index_plain, index_barrier TO regress_index_analyst;
GRANT SELECT ON shown TO regress_index_analyst;
SET jit = off;
SET max_parallel_workers_per_gather = 0;

-- One for each kind of pseudonym without an inverse; again is the same index.
SELECT attribute, veil.index_rule('index_plain', 'person', attribute) FROM unnest('{bsn,nick,code,raw,score,bsn}'::text[]) attribute;
SELECT veil.index_rule('index_barrier', 'person', 'bsn'), veil.index_rule('index_barrier', 'person', 'code');
SELECT * FROM indexes;
SELECT obj_description('person_bsn_veil_idx'::regclass);
-- Not for what is looked up otherwise, or is not there.
SELECT veil.index_rule('index_plain', 'person', 'number');
SELECT veil.index_rule('index_plain', 'person', 'city');
SELECT veil.index_rule('index_plain', 'person', 'none');
SELECT veil.index_rule('index_plain', 'shown', 'bsn');
SELECT veil.index_rule('none', 'person', 'bsn');
SELECT veil.index_rule('index_plain', 'index_plain.person', 'bsn');

-- Lookups: with constants, parameters, lists, and a table of pseudonyms.
SELECT bsn, nick, code, raw, score FROM index_plain.person WHERE city = 'c3' ORDER BY bsn LIMIT 1 \gset
\set shown_bsn :bsn
INSERT INTO shown SELECT bsn FROM index_plain.person WHERE city = 'c3' ORDER BY bsn LIMIT 20;
VACUUM ANALYZE shown;
CREATE FUNCTION plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE line text;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
        RETURN NEXT regexp_replace(line, '[a-z2-7]{26}|\\x[0-9a-f]{32}', 'PSEUDONYM', 'g');
    END LOOP;
END $$;
CREATE FUNCTION estimate(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE plan json; BEGIN EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan; RETURN plan->0->'Plan'->>'Plan Rows'; END $$;
SET ROLE regress_index_analyst;
SET search_path = index_plain;
SELECT index_rule.plan(format('SELECT city FROM person WHERE bsn = %L', :'bsn'));
SELECT index_rule.plan(format('SELECT city FROM person WHERE %L = nick', :'nick'));
SELECT index_rule.plan(format('SELECT city FROM person WHERE code = %L', :'code'));
SELECT index_rule.plan(format('SELECT city FROM person WHERE raw = %L', :'raw'));
SELECT index_rule.plan(format('SELECT city FROM person WHERE score = %L', :'score'));
SELECT index_rule.plan(format('SELECT city FROM person WHERE bsn IN (%L, ''x'')', :'bsn'));
SELECT index_rule.plan('SELECT s.bsn, city FROM index_rule.shown s JOIN person USING (bsn)');
-- So does a sub-select whose values are the same for all rows, in WHERE and by AND; another one is a semi-join by the masks.
SELECT index_rule.plan('SELECT city FROM person WHERE bsn IN (SELECT bsn FROM index_rule.shown) AND city <> ''c1''');
SELECT index_rule.plan('SELECT city FROM person p WHERE nick = ANY (SELECT s.bsn FROM index_rule.shown s ORDER BY s.bsn LIMIT 3)');
SELECT index_rule.plan('SELECT city FROM person p WHERE bsn IN (SELECT s.bsn FROM index_rule.shown s WHERE s.bsn <> p.city)');
-- EXISTS as well, where nothing else in it looks at the row around.
SELECT index_rule.plan('SELECT city FROM person p WHERE EXISTS (SELECT FROM index_rule.shown s WHERE s.bsn = p.bsn AND s.bsn <> ''m'')');
SELECT index_rule.plan('SELECT city FROM person p WHERE EXISTS (SELECT FROM index_rule.shown s WHERE s.bsn = p.bsn AND s.bsn <> p.city)');

SELECT city, bsn = :'bsn' AND nick = :'nick' AND code = :'code' AND raw = :'raw' AND score = :'score' AS same FROM person
WHERE bsn = :'bsn' AND nick = :'nick' AND code = :'code' AND raw = :'raw' AND score = :'score';
SELECT count(*) FROM person WHERE code = rpad(:'code', 40)::char(40);
SELECT count(*), count(DISTINCT city) FROM person JOIN index_rule.shown USING (bsn);
SELECT count(*) FROM person WHERE bsn IN (SELECT bsn FROM index_rule.shown);
SELECT count(*) FROM person WHERE bsn IN (SELECT bsn FROM index_rule.shown UNION ALL SELECT bsn FROM index_rule.shown UNION ALL SELECT NULL);
WITH few AS (SELECT bsn FROM index_rule.shown ORDER BY bsn LIMIT 5) SELECT city, (SELECT count(*) FROM person q WHERE q.bsn IN (SELECT bsn FROM few) AND q.city = c.city) FROM (VALUES ('c3'), ('c4')) c(city);
SELECT count(*) FROM person WHERE bsn IN (SELECT bsn FROM index_rule.shown) AND bsn IN (SELECT s.bsn FROM index_rule.shown s OFFSET 15);
SELECT index_rule.plan('SELECT city FROM person p WHERE EXISTS (SELECT FROM index_rule.shown s WHERE s.bsn = p.bsn AND random() < 2)');
SELECT count(*) FROM person p WHERE EXISTS (SELECT 1 / 0 FROM index_rule.shown s WHERE p.bsn = s.bsn);
SELECT count(*) FROM person p WHERE EXISTS (SELECT FROM index_rule.shown s, index_rule.shown t WHERE s.bsn = p.bsn AND t.bsn > s.bsn) AND NOT EXISTS (SELECT FROM index_rule.shown s WHERE s.bsn = p.bsn AND s.bsn < (SELECT bsn FROM index_rule.shown ORDER BY 1 OFFSET 10 LIMIT 1));
SELECT count(*) FROM person p WHERE EXISTS (SELECT count(*) FROM index_rule.shown s WHERE s.bsn = p.bsn) AND EXISTS (SELECT FROM index_rule.shown s WHERE s.bsn = p.bsn LIMIT 0) IS FALSE;
SELECT city, (SELECT count(*) FROM person p WHERE EXISTS (SELECT FROM index_rule.shown s WHERE s.bsn = p.bsn AND p.city = c.city)), (SELECT count(*) FROM person p WHERE p.city = c.city AND EXISTS (SELECT FROM index_rule.shown s WHERE s.bsn = p.bsn AND c.city < 'c4')) FROM (VALUES ('c3'), ('c4')) c(city);
SELECT count(*) FROM person WHERE bsn NOT IN (SELECT bsn FROM index_rule.shown);
SELECT count(*) FROM person WHERE bsn IN (SELECT bsn FROM index_rule.shown) OR city = 'c4';
SELECT count(*) FROM person WHERE NOT bsn = :'bsn';
SELECT count(*) FROM person WHERE bsn = NULL;
PREPARE looked_up(text, text[]) AS SELECT (SELECT city FROM index_plain.person WHERE bsn = $1), (SELECT count(*) FROM index_plain.person WHERE bsn = ANY ($2));
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE looked_up('x', '{x}');
EXECUTE looked_up(:'bsn', ARRAY[:'bsn', 'x', NULL]);
-- Behind a filter the index is used as well, and finds nothing that the filter hides.
SET search_path = index_barrier;
SELECT index_rule.plan('SELECT city FROM person WHERE bsn = ''x''');
SELECT index_rule.plan('SELECT city FROM person WHERE code = ''x''');
SELECT index_rule.plan('SELECT x.city FROM index_rule.shown s, LATERAL (SELECT p.city FROM person p WHERE p.bsn = s.bsn) x');
RESET ROLE;
SELECT veil.pseudonym(bsn, 'index_rule', 'index_barrier') AS hidden FROM index_rule.person WHERE city = 'c9' ORDER BY number LIMIT 1 \gset
SELECT veil.pseudonym(bsn, 'index_rule', 'index_barrier') AS visible FROM index_rule.person WHERE city = 'c8' ORDER BY number LIMIT 1 \gset
SET ROLE regress_index_analyst;
SELECT city, bsn = :'visible' AS same FROM person WHERE bsn IN (:'hidden', :'visible');
SELECT city, bsn = :'visible' AS same FROM person WHERE bsn IN (SELECT v FROM (VALUES (:'hidden'), (:'visible'), (:'visible')) x(v));
-- Estimates are those of the column, and there are from the start.
SET search_path = index_plain;
SELECT index_rule.estimate('SELECT FROM person WHERE bsn = ''x'''), index_rule.estimate('SELECT FROM person WHERE nick = ''x''');
RESET ROLE;
SELECT * FROM veil.explain_rewrites('SELECT count(*) FROM person p WHERE p.bsn = ''x''');
SELECT * FROM veil.explain_rewrites('SELECT count(*) FROM person p WHERE p.bsn IN (SELECT bsn FROM index_rule.shown) AND NOT p.nick IN (SELECT bsn FROM index_rule.shown)');
SET pg_veil.rewrite = off;
SELECT index_rule.plan('SELECT city FROM person WHERE bsn = ''x''');
SELECT city FROM person WHERE bsn = :'bsn';
SELECT count(*) FROM person WHERE bsn IN (SELECT bsn FROM index_rule.shown);
RESET pg_veil.rewrite;
SET search_path = index_rule;

-- A rotation takes the indexes along, in its transaction.
BEGIN;
SELECT veil.rotate_key('index_rule');
SELECT * FROM indexes;
SELECT count(*) FROM index_plain.person WHERE bsn = :'bsn';
SELECT bsn FROM index_plain.person WHERE city = 'c3' ORDER BY bsn LIMIT 1 \gset
SELECT count(*) FROM index_plain.person WHERE bsn = :'bsn';
EXECUTE looked_up(:'bsn', ARRAY[:'bsn']);
ROLLBACK;
SELECT * FROM indexes;
EXECUTE looked_up(:'shown_bsn', ARRAY[:'shown_bsn']);
-- So does a change of the rule, of the column's type and its name; another key, another scope.
UPDATE veil.rule SET params = params || '{"scope": "key"}' WHERE policy LIKE 'index_%' AND attribute = 'bsn';
SELECT * FROM indexes WHERE name ~ 'bsn';
ALTER TABLE person ALTER nick TYPE text, ALTER raw TYPE bytea;
ALTER TABLE person RENAME nick TO alias;
ALTER TABLE person RENAME TO people;
SELECT * FROM indexes WHERE name ~ 'nick|raw';
ALTER TABLE people RENAME TO person;
-- A rule that is written again, or becomes another one.
BEGIN;
DELETE FROM veil.rule WHERE policy = 'index_plain' AND attribute = 'score';
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('index_plain', 'person', 'score', 'pseudonym', '{"key": "index_rule"}');
COMMIT;
UPDATE veil.rule SET technique = 'redact', params = '{}' WHERE policy = 'index_plain' AND attribute = 'code';
SELECT * FROM indexes WHERE name ~ 'score|code';
DELETE FROM veil.rule WHERE policy = 'index_plain' AND attribute = 'score';
ALTER TABLE person DROP COLUMN raw;
SELECT name FROM indexes;
-- Who owns the table may drop one.
DROP INDEX person_nick_veil_idx;
SELECT count(*) FROM index_plain.person WHERE bsn = :'bsn';
-- One index serves both policies, as long as one needs it.
SELECT veil.drop_policy('index_plain');
SELECT name FROM indexes;
-- Nobody could write to the table when the key is gone.
SELECT veil.destroy_key('index_rule', 1);
SELECT name FROM indexes;
INSERT INTO person (number, bsn, city) VALUES (0, '000000000', 'c0');
SELECT veil.rotate_key('index_rule');
SELECT veil.index_rule('index_barrier', 'person', 'bsn');
SELECT veil.drop_policy('index_barrier');
SELECT name FROM indexes;

-- Partitions, and a materialized view.
CREATE TABLE visit (year integer, bsn text) PARTITION BY RANGE (year);
CREATE TABLE visit_2020 PARTITION OF visit FOR VALUES FROM (2020) TO (2021);
INSERT INTO visit SELECT 2020, lpad(i::text, 9, '0') FROM generate_series(1, 5000) i;
CREATE MATERIALIZED VIEW seen AS SELECT bsn FROM visit;
ANALYZE visit, seen;
SELECT veil.create_policy('index_parts');
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
SELECT 'index_parts', relation, 'bsn', 'pseudonym', '{"key": "index_rule"}' FROM unnest('{visit,seen}'::text[]) relation;
SELECT veil.index_rule('index_parts', 'visit', 'bsn'), veil.index_rule('index_parts', 'seen', 'bsn');
CREATE TABLE visit_2021 PARTITION OF visit FOR VALUES FROM (2021) TO (2022);
INSERT INTO visit VALUES (2021, '000000001');
SELECT plan('SELECT 1 FROM index_parts.seen WHERE bsn = ''x''');
SELECT count(*) FROM index_parts.visit WHERE bsn = (SELECT bsn FROM index_parts.visit GROUP BY bsn HAVING count(*) = 2);
SELECT veil.rotate_key('index_rule');
SELECT count(*) FROM index_parts.visit WHERE bsn = (SELECT bsn FROM index_parts.visit GROUP BY bsn HAVING count(*) = 2);
SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) ~ '/3''' AS follows FROM pg_index WHERE indrelid IN ('visit'::regclass, 'visit_2021'::regclass, 'seen'::regclass) ORDER BY indexrelid::regclass::text;
DROP MATERIALIZED VIEW seen;
DROP TABLE visit_2021;
ALTER TABLE visit ALTER bsn TYPE varchar(9);
SELECT plan('SELECT 1 FROM index_parts.visit WHERE bsn = ''x''');
SELECT veil.drop_policy('index_parts');
SELECT indexrelid::regclass FROM pg_index WHERE indrelid IN ('visit'::regclass, 'visit_2020'::regclass);

DROP SCHEMA index_rule CASCADE;
DROP ROLE regress_index_analyst;
