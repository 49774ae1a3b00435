-- What the planner does with queries on releases: plans on the raw columns, and what it says of them.
SET client_min_messages = warning;
CREATE SCHEMA rewrites;
SET search_path = rewrites;
SELECT veil.create_key('rewrites');
CREATE TABLE person (number integer PRIMARY KEY, bsn text, born date, income integer, city text);
CREATE TABLE visit (number integer, bsn text, cost integer);
INSERT INTO person SELECT i, lpad((i * 7919 % 100000)::text, 9, '0'), date '1950-01-01' + i * 37 % 20000, i % 1000, 'c' || i % 10 FROM generate_series(1, 20000) i;
INSERT INTO visit SELECT i * 13 % 25000, lpad((i * 31 % 100000)::text, 9, '0'), i % 97 FROM generate_series(1, 30000) i;
CREATE INDEX ON person (bsn);
CREATE INDEX ON person (born);
CREATE INDEX ON person (income) WHERE income > 10;
CREATE INDEX ON visit (bsn);
CREATE INDEX ON visit (number);
VACUUM ANALYZE person, visit;
SELECT veil.create_policy('rewrites_plain'), veil.create_policy('rewrites_barrier');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT policy, 'rewrites.' || relation, attribute, technique, params::jsonb, 'tested'
FROM (VALUES ('rewrites_plain'), ('rewrites_barrier')) p(policy), (VALUES
    ('person', 'number', 'pseudonym', '{"key": "rewrites"}'), ('person', 'bsn', 'pseudonym', '{"key": "rewrites"}'), ('person', 'born', 'truncate', '{"to": "year"}'),
    ('person', 'income', 'bucket', '{"width": 100}'), ('person', 'city', 'release', '{}'),
    ('visit', 'number', 'pseudonym', '{"key": "rewrites"}'), ('visit', 'bsn', 'pseudonym', '{"key": "rewrites"}'), ('visit', 'cost', 'release', '{}')) r(relation, attribute, technique, params);
UPDATE veil.release SET filter = '{"column": "city", "is": "<>", "value": "c9"}' WHERE policy = 'rewrites_barrier' AND relation = 'rewrites.person';
CREATE ROLE regress_rewrites_analyst;
GRANT USAGE ON SCHEMA rewrites_plain, rewrites_barrier TO regress_rewrites_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA rewrites_plain, rewrites_barrier TO regress_rewrites_analyst;
SET ROLE regress_rewrites_analyst;
SET search_path = rewrites_plain;
SET jit = off;
SET max_parallel_workers_per_gather = 0;

-- Equality: joins and semi-joins of the raw columns, by a keyed hash or an index; never sorted.
EXPLAIN (COSTS OFF) SELECT count(*) FROM person JOIN visit USING (number);
EXPLAIN (COSTS OFF) SELECT v.cost FROM person p JOIN visit v USING (bsn) WHERE p.number = 12345;
EXPLAIN (COSTS OFF) SELECT city FROM person WHERE bsn IN (SELECT bsn FROM visit WHERE cost > 90);
EXPLAIN (COSTS OFF) SELECT city FROM person p WHERE NOT EXISTS (SELECT FROM visit v WHERE v.bsn = p.bsn);
EXPLAIN (COSTS OFF) SELECT * FROM person p FULL JOIN visit v USING (bsn);
EXPLAIN (COSTS OFF) SELECT city FROM person p WHERE EXISTS (SELECT FROM visit v WHERE v.bsn = p.bsn AND v.number <> p.number);
-- Groups: a mask for each group, not for each row.
EXPLAIN (VERBOSE, COSTS OFF) SELECT bsn, count(*) FROM person GROUP BY bsn ORDER BY bsn;
EXPLAIN (COSTS OFF) SELECT DISTINCT bsn FROM person;
EXPLAIN (COSTS OFF) SELECT city, count(DISTINCT bsn) FROM person GROUP BY city;
-- One that turns out not to be used is not computed.
EXPLAIN (VERBOSE, COSTS OFF) SELECT count(bsn) FROM (SELECT bsn, count(*) FROM visit GROUP BY bsn OFFSET 0) g;
-- Whether a value is there, is asked of the raw one.
EXPLAIN (VERBOSE, COSTS OFF) SELECT count(p.number) FROM visit v LEFT JOIN person p USING (bsn) WHERE v.number IS NOT NULL;
-- Set operations: a mask for each row of the result, and sorting by masked values.
EXPLAIN (VERBOSE, COSTS OFF) SELECT bsn FROM person UNION SELECT bsn FROM visit ORDER BY bsn LIMIT 3;
EXPLAIN (COSTS OFF) SELECT number, city FROM person EXCEPT ALL SELECT number, 'c1' FROM visit;
EXPLAIN (COSTS OFF) SELECT cost FROM visit WHERE bsn IN (SELECT bsn FROM person INTERSECT SELECT bsn FROM visit);
-- Lookups: the raw value is computed when the query runs, and stands nowhere.
EXPLAIN (COSTS OFF) SELECT city FROM person WHERE number = 12345;
EXPLAIN (COSTS OFF) SELECT city FROM person WHERE number IN (1, 2);
PREPARE looked_up(integer) AS SELECT count(*) FROM person WHERE number = $1;
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE looked_up(12345);
-- A list that is known when the query runs, or a long one, is a semi-join with its values.
PREPARE looked_up_all(integer[]) AS SELECT city FROM person WHERE number = ANY ($1);
EXPLAIN (COSTS OFF) EXECUTE looked_up_all(ARRAY[1, 2, 3]);
RESET plan_cache_mode;
SELECT count(*) FROM person WHERE number = ANY (ARRAY(SELECT number FROM person LIMIT 150) || NULL::integer);
SELECT count(*) FROM person WHERE city = 'c1' AND (number = ANY (ARRAY(SELECT number FROM person LIMIT 150)) OR number = ANY ('{}'));
-- Ranges: the implied one of the raw column, by a bitmap.
EXPLAIN (COSTS OFF) SELECT city FROM person WHERE born = '1960-01-01';
EXPLAIN (COSTS OFF) SELECT city FROM person WHERE born = '1960-06-01';
EXPLAIN (COSTS OFF) SELECT city FROM person WHERE born BETWEEN '1960-01-01' AND '1962-06-01' AND income IN (100, 200);
EXPLAIN (COSTS OFF) SELECT city FROM person WHERE income > 2000000000;
-- Where no exact range is known: one that holds all that can be meant, and the mask looks at what is found there.
RESET ROLE;
CREATE TABLE rewrites.login (address inet, code text, amount numeric, at timestamptz);
INSERT INTO rewrites.login SELECT inet '10.0.0.0' + i * 7, 'k' || i, i / 3.0, timestamptz '2020-01-01 UTC' + i * interval '1 hour' FROM generate_series(1, 20000) i;
CREATE INDEX ON rewrites.login (address); CREATE INDEX ON rewrites.login (code text_pattern_ops); CREATE INDEX ON rewrites.login (amount); CREATE INDEX ON rewrites.login (at);
VACUUM ANALYZE rewrites.login;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('rewrites_plain', 'rewrites.login', 'address', 'network', '{}', 'tested'), ('rewrites_plain', 'rewrites.login', 'code', 'prefix', '{"keep": 4}', 'tested'),
    ('rewrites_plain', 'rewrites.login', 'amount', 'bucket', '{"width": 10}', 'tested'), ('rewrites_plain', 'rewrites.login', 'at', 'truncate', '{"to": "day", "zone": "Europe/Amsterdam"}', 'tested');
GRANT SELECT ON rewrites_plain.login TO regress_rewrites_analyst;
SET ROLE regress_rewrites_analyst;
EXPLAIN (COSTS OFF) SELECT count(*) FROM login WHERE address = '10.0.3.0/24';
EXPLAIN (COSTS OFF) SELECT count(*) FROM login WHERE code = 'k123';
EXPLAIN (COSTS OFF) SELECT count(*) FROM login WHERE amount BETWEEN 100 AND 110;
EXPLAIN (COSTS OFF) SELECT count(*) FROM login WHERE at = '2020-06-01 00:00 Europe/Amsterdam';
SELECT (SELECT count(*) FROM login WHERE address = '10.0.3.0/24'), (SELECT count(*) FROM login WHERE code = 'k123'),
       (SELECT count(*) FROM login WHERE amount BETWEEN 100 AND 110), (SELECT count(*) FROM login WHERE at = '2020-06-01 00:00 Europe/Amsterdam');
SELECT count(*) FROM login WHERE amount > 1e131071 OR amount = ('9' || repeat('9', 131071))::numeric OR at > 'infinity' OR at < '294276-12-31';
-- Behind a filter: the filter is row security of the table.
SET search_path = rewrites_barrier;
EXPLAIN (COSTS OFF) SELECT v.cost FROM person p JOIN visit v USING (bsn) WHERE p.number = 12345;
EXPLAIN (COSTS OFF) SELECT count(DISTINCT bsn) FROM person;
-- A function that tells what it sees gets no row that the filter hides.
RESET ROLE;
CREATE FUNCTION rewrites.tells(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$ BEGIN IF $1 = 'c9' THEN RAISE 'hidden row'; END IF; RETURN true; END $$;
GRANT USAGE ON SCHEMA rewrites TO regress_rewrites_analyst;
SET ROLE regress_rewrites_analyst;
SELECT count(*) FROM person p JOIN visit v USING (bsn) WHERE rewrites.tells(p.city);

-- No whole row shows a raw value, although the query around it uses one.
SET search_path = rewrites_plain;
SELECT row_to_json(p)::text ~ '0000' AS raw, p::text ~ 'raw' AS added FROM person p JOIN visit v USING (bsn) LIMIT 1;
SELECT row_to_json(q)::text ~ '0000' AS raw FROM (SELECT * FROM person OFFSET 0) q JOIN visit v USING (bsn) LIMIT 1;
WITH w AS MATERIALIZED (SELECT * FROM person) SELECT row_to_json(w)::text ~ '0000' AS raw FROM w JOIN w x USING (bsn) LIMIT 1;
-- The functions are not for calling.
SELECT veil.unmask(1, 'rewrites', 'rewrites_plain', veil.run_time());
SELECT veil.bound(NULL::integer, 1, 'least >=', 'veil.bucket(integer,bigint)'::regprocedure::oid, 10::bigint);
RESET ROLE;
SELECT veil.unmask(1, 'rewrites', 'rewrites_plain', veil.run_time());
SELECT '1'::veil.raw_int4;
SELECT veil.bound(NULL::integer, 15, 'least >=', 'veil.bucket(integer,bigint)'::regprocedure::oid, 10::bigint) AS least,
       veil.bound(NULL::integer, 15, 'greatest <', 'veil.bucket(integer,bigint)'::regprocedure::oid, 10::bigint) AS greatest;
SELECT veil.bound(NULL::integer, 15, 'least >=', 'pg_catalog.int4pl(integer,integer)'::regprocedure::oid, 10);

-- A plan that is kept is somebody's: another role's rights are asked for again, and a setting makes another plan.
CREATE ROLE regress_rewrites_other;
GRANT USAGE ON SCHEMA rewrites_plain TO regress_rewrites_other;
SET plan_cache_mode = force_generic_plan;
SET ROLE regress_rewrites_analyst;
PREPARE kept(integer) AS SELECT count(*) FROM rewrites_plain.person WHERE number = $1;
EXECUTE kept(1); EXECUTE kept(1); EXECUTE kept(1); EXECUTE kept(1); EXECUTE kept(1); EXECUTE kept(1);
RESET ROLE;
SET ROLE regress_rewrites_other;
EXECUTE kept(1);
RESET ROLE;
UPDATE veil.rule SET params = '{"key": "rewrites", "scope": "key"}' WHERE policy = 'rewrites_plain' AND relation = 'rewrites.person' AND attribute = 'number';
SET ROLE regress_rewrites_analyst;
EXPLAIN (COSTS OFF) EXECUTE kept(1);
RESET ROLE;
RESET plan_cache_mode;

-- What was done, and why not.
SET search_path = rewrites_plain;
SELECT * FROM veil.explain_rewrites('SELECT p.bsn, count(*) FROM person p JOIN visit v USING (bsn) WHERE p.number = 5 AND NOT (p.number = 6) AND p.born > ''1960-01-01'' AND p.income = v.cost GROUP BY p.bsn');
SELECT * FROM veil.explain_rewrites('SELECT city, count(DISTINCT bsn), avg(income) FROM person GROUP BY city');
SELECT * FROM veil.explain_rewrites('SELECT 1; SELECT 2');
SELECT * FROM veil.explain_rewrites('VACUUM');
SET ROLE regress_rewrites_analyst;
SELECT * FROM veil.explain_rewrites('SELECT 1');
SET pg_veil.rewrite = off;
SHOW pg_veil.rewrite;
RESET ROLE;
SET pg_veil.rewrite = off;
EXPLAIN (COSTS OFF) SELECT city FROM person WHERE number = 12345;
RESET pg_veil.rewrite;

-- An operator that somebody added to the family of the integers, for a type of his own, gives no range.
CREATE TYPE rewrites.number;
CREATE FUNCTION rewrites.number_in(cstring) RETURNS rewrites.number STRICT IMMUTABLE LANGUAGE internal AS 'int8in';
CREATE FUNCTION rewrites.number_out(rewrites.number) RETURNS cstring STRICT IMMUTABLE LANGUAGE internal AS 'int8out';
CREATE TYPE rewrites.number (input = rewrites.number_in, output = rewrites.number_out, like = bigint);
CREATE FUNCTION rewrites.equal(bigint, rewrites.number) RETURNS boolean STRICT IMMUTABLE LANGUAGE internal AS 'int8eq';
CREATE OPERATOR rewrites.= (FUNCTION = rewrites.equal, LEFTARG = bigint, RIGHTARG = rewrites.number, RESTRICT = eqsel, JOIN = eqjoinsel, MERGES);
ALTER OPERATOR FAMILY integer_ops USING btree ADD OPERATOR 3 rewrites.= (bigint, rewrites.number);
CREATE TABLE rewrites.account AS SELECT i::bigint AS amount FROM generate_series(1, 100) i;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES ('rewrites_plain', 'rewrites.account', 'amount', 'bucket', '{"width": 10}', 'tested');
SELECT count(*) FROM account WHERE amount OPERATOR(rewrites.=) '40'::rewrites.number;

-- Masks that nothing uses are left out before the planning; a column is used wherever it is named, by the row, through a join or from
-- a query inside: each query has the same result without the rewriting.
CREATE FUNCTION rewrites.digest(query text, rewrite text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    PERFORM set_config('pg_veil.rewrite', rewrite, true);
    EXECUTE format('SELECT md5(string_agg(r::text, E''\n'' ORDER BY r::text)) || count(*) FROM (%s) r', query) INTO result;
    RETURN result;
END
$$;
SELECT query, rewrites.digest(query, 'on') IS NOT DISTINCT FROM rewrites.digest(query, 'off') AS alike
FROM unnest(ARRAY[
    'SELECT p FROM person p',
    'SELECT row_to_json(p) ->> ''born'' FROM person p',
    'SELECT number, p.born FROM person p FULL JOIN visit v USING (number)',
    'SELECT j.born, j.cost FROM (person p JOIN visit v USING (bsn)) j',
    'SELECT l.born FROM person p, LATERAL (SELECT p.born OFFSET 0) l',
    'SELECT l.born FROM person p LEFT JOIN LATERAL (SELECT p.born WHERE p.city = ''c1'') l ON true',
    'SELECT (SELECT (SELECT p.income)) FROM person p',
    'SELECT (SELECT s.income FROM (SELECT p.income OFFSET 0) s) FROM person p',
    'SELECT (SELECT s.income FROM (SELECT (WITH w AS (SELECT p.income) SELECT income FROM w)) s) FROM person p',
    'WITH w AS MATERIALIZED (SELECT * FROM person) SELECT born FROM w',
    'SELECT count(*) OVER (PARTITION BY born) FROM person',
    'SELECT city FROM person GROUP BY city, born HAVING max(income) > 500',
    'SELECT city FROM (SELECT city FROM person ORDER BY born, number LIMIT 100) o',
    'SELECT DISTINCT ON (born) born FROM person ORDER BY born',
    'SELECT number FROM person UNION ALL SELECT number FROM visit',
    'SELECT city FROM person WHERE born > ''1960-01-01'' AND bsn IN (SELECT bsn FROM visit)',
    'SELECT s.income FROM (SELECT * FROM person) s JOIN (SELECT * FROM visit) t ON s.bsn = t.bsn',
    'SELECT f.i FROM person p, generate_series(p.income, p.income + 1) f(i)',
    'SELECT f.i FROM person p, LATERAL (VALUES (p.income), (p.number)) f(i)',
    'SELECT born FROM person WHERE city = ''c1'' FOR UPDATE']) query;

-- A statement on one release alone is made one on its table.
CREATE TABLE rewrites.own (number integer, owner text, city text, amount numeric(8,2));
INSERT INTO rewrites.own SELECT i % 700, CASE i % 3 WHEN 0 THEN 'b' ELSE 'a' END, 'c' || i % 10, i / 7.0 FROM generate_series(1, 2000) i;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT policy, 'rewrites.own', attribute, technique, params::jsonb, 'tested' FROM (VALUES ('rewrites_plain'), ('rewrites_barrier')) p(policy), (VALUES ('number', 'pseudonym', '{"key": "rewrites"}'), ('owner', 'release', NULL),
    ('city', 'release', NULL), ('amount', 'round', '{"to": 10}')) r(attribute, technique, params);
UPDATE veil.release SET filter = '{"column": "city", "is": "<>", "value": "c9"}' WHERE policy = 'rewrites_barrier' AND relation = 'rewrites.own';
CREATE FUNCTION rewrites.digest_of_statement(statement text, rewrite text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer record;
    answers text[];
BEGIN
    PERFORM set_config('pg_veil.rewrite', rewrite, true);
    FOR answer IN EXECUTE statement LOOP
        answers := answers || answer::text;
    END LOOP;
    RETURN (SELECT md5(string_agg(a, E'\n' ORDER BY a)) || count(*) FROM unnest(answers) a);
END
$$;
CREATE VIEW rewrites.statement AS SELECT replace(query, 'POLICY', policy) AS statement FROM (VALUES ('rewrites_plain'), ('rewrites_barrier')) p(policy), unnest(ARRAY[
    'SELECT * FROM POLICY.own',
    'SELECT o FROM POLICY.own o',
    'SELECT row_to_json(o), number FROM POLICY.own o',
    'SELECT count(*) FROM POLICY.own',
    'SELECT FROM POLICY.own WHERE amount > 100',
    'SELECT city, sum(amount), count(DISTINCT number) FROM POLICY.own WHERE owner = ''a'' GROUP BY city HAVING max(amount) > 50',
    'SELECT number, count(*) FILTER (WHERE amount > 100) FROM POLICY.own GROUP BY number HAVING count(number) > 1',
    'SELECT DISTINCT owner, number FROM POLICY.own',
    'SELECT DISTINCT ON (owner) owner, amount FROM POLICY.own ORDER BY owner, amount DESC',
    'SELECT number, rank() OVER (PARTITION BY owner ORDER BY amount, number) FROM POLICY.own',
    'SELECT generate_series(1, amount::integer / 100), number FROM POLICY.own WHERE city = ''c1''',
    'SELECT city, number FROM POLICY.own ORDER BY amount, number LIMIT 7',
    'SELECT owner, city, sum(amount) FROM POLICY.own GROUP BY GROUPING SETS ((owner), (city), ())',
    'SELECT (SELECT o.amount) FROM POLICY.own o',
    'SELECT number FROM POLICY.own o WHERE EXISTS (SELECT FROM POLICY.person p WHERE p.number = o.number)',
    'SELECT amount FROM POLICY.own WHERE number = (SELECT number FROM POLICY.own ORDER BY number LIMIT 1)',
    'SELECT coalesce(number, 0), CASE WHEN city = ''c2'' THEN amount END FROM POLICY.own WHERE number IS NOT NULL AND NOT (amount = 100)',
    'SELECT number FROM POLICY.own FOR UPDATE']) query;
SELECT statement FROM rewrites.statement WHERE rewrites.digest_of_statement(statement, 'on') IS DISTINCT FROM rewrites.digest_of_statement(statement, 'off');
SELECT count(*), count(rewrites.digest_of_statement(statement, 'on')) AS with_rows FROM rewrites.statement;
RESET pg_veil.rewrite;
-- Row security of the table, and privileges on columns of the view, hold as before.
CREATE ROLE regress_rewrites_owner;
GRANT USAGE, CREATE ON SCHEMA rewrites TO regress_rewrites_owner;
ALTER TABLE rewrites.own OWNER TO regress_rewrites_owner;
ALTER TABLE rewrites.own ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY of_setting ON rewrites.own USING (owner = current_setting('rewrites.owner', true));
SELECT veil.create_policy('rewrites_secured', owner => 'regress_rewrites_owner');
SELECT veil.grant_key('rewrites', 'regress_rewrites_owner');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) SELECT 'rewrites_secured', relation, attribute, technique, params, why FROM veil.rule WHERE policy = 'rewrites_plain' AND relation = 'rewrites.own';
GRANT USAGE ON SCHEMA rewrites_secured TO regress_rewrites_analyst;
GRANT SELECT (number, city) ON rewrites_secured.own TO regress_rewrites_analyst;
SET ROLE regress_rewrites_analyst;
SELECT count(number) FROM rewrites_secured.own;
SET rewrites.owner = 'b';
SELECT count(number), count(city) FROM rewrites_secured.own;
EXPLAIN (COSTS OFF) SELECT city FROM rewrites_secured.own WHERE number = 3;
SELECT amount FROM rewrites_secured.own;
SELECT number FROM rewrites_secured.own WHERE amount > 0;
SELECT number FROM rewrites_secured.own o WHERE o.city = 'c1' ORDER BY o.owner;
SELECT count(*) FROM rewrites_plain.own;
RESET ROLE;
SELECT veil.drop_policy('rewrites_secured');
DROP OWNED BY regress_rewrites_owner CASCADE;
DELETE FROM veil.rule WHERE relation = 'rewrites.own';
DELETE FROM veil.release WHERE relation = 'rewrites.own';

-- No estimate tells how often the raw value of a pseudonym is in the table: not of rows that a filter hides.
CREATE TABLE rewrites.often AS SELECT CASE WHEN i <= 500 THEN 7 ELSE i END AS number, CASE WHEN i <= 500 THEN 'hidden' ELSE 'shown' END AS city FROM generate_series(1, 2000) i;
CREATE INDEX ON rewrites.often (number);
ANALYZE rewrites.often;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES ('rewrites_barrier', 'rewrites.often', 'number', 'pseudonym', '{"key": "rewrites"}', 'tested'), ('rewrites_barrier', 'rewrites.often', 'city', 'release', NULL, 'tested');
UPDATE veil.release SET filter = '{"column": "city", "is": "<>", "value": "hidden"}' WHERE policy = 'rewrites_barrier' AND relation = 'rewrites.often';
CREATE FUNCTION rewrites.plan_of(statement text, masked integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    line text;
    plan text := '';
BEGIN
    FOR line IN EXECUTE format('EXPLAIN ' || statement, masked) LOOP
        plan := plan || regexp_replace(line, 'unmask\([^,]*,', 'unmask(x,', 'g') || E'\n';
    END LOOP;
    RETURN plan;
END
$$;
SELECT statement, count(DISTINCT rewrites.plan_of(statement, masked)) AS plans
FROM unnest(ARRAY['SELECT city FROM rewrites_barrier.often WHERE number = %1$s', 'SELECT city FROM rewrites_barrier.often WHERE number IN (%1$s, %1$s)', 'SELECT city FROM rewrites_barrier.often o JOIN rewrites_barrier.person p USING (city) WHERE o.number = %1$s',
                  'SELECT city FROM (SELECT * FROM rewrites_barrier.often OFFSET 0) o WHERE number = %1$s']) statement,
     (SELECT veil.pseudonym(number, 'rewrites', 'rewrites_barrier') FROM (VALUES (7), (1000), (-5)) v(number)) m(masked) GROUP BY statement;
DELETE FROM veil.rule WHERE relation = 'rewrites.often';
DELETE FROM veil.release WHERE relation = 'rewrites.often';

-- A view of somebody's own has the order of an index until a release reads its table, and again when none does any more.
CREATE TABLE rewrites.followed AS SELECT i AS number FROM generate_series(1, 10000) i;
CREATE INDEX ON rewrites.followed (number);
ANALYZE rewrites.followed;
CREATE VIEW rewrites.follower AS SELECT number FROM rewrites.followed;
EXPLAIN (COSTS OFF) SELECT number FROM rewrites.follower ORDER BY number LIMIT 1;
BEGIN;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES ('rewrites_plain', 'rewrites.followed', 'number', 'pseudonym', '{"key": "rewrites"}', 'tested');
EXPLAIN (COSTS OFF) SELECT number FROM rewrites.follower ORDER BY number LIMIT 1;
ROLLBACK;
EXPLAIN (COSTS OFF) SELECT number FROM rewrites.follower ORDER BY number LIMIT 1;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES ('rewrites_plain', 'rewrites.followed', 'number', 'pseudonym', '{"key": "rewrites"}', 'tested');
EXPLAIN (COSTS OFF) SELECT number FROM rewrites.follower ORDER BY number LIMIT 1;
DELETE FROM veil.rule WHERE relation = 'rewrites.followed';
EXPLAIN (COSTS OFF) SELECT number FROM rewrites.follower ORDER BY number LIMIT 1;

-- Neither another server nor the partitions decide on the order of groups.
CREATE TABLE rewrites.split (number integer, city text) PARTITION BY RANGE (number);
CREATE TABLE rewrites.split_low PARTITION OF rewrites.split FOR VALUES FROM (0) TO (100);
CREATE TABLE rewrites.split_high PARTITION OF rewrites.split FOR VALUES FROM (100) TO (200);
CREATE EXTENSION postgres_fdw;
CREATE SERVER rewrites_far FOREIGN DATA WRAPPER postgres_fdw;
CREATE USER MAPPING FOR PUBLIC SERVER rewrites_far OPTIONS (password_required 'false');
CREATE FOREIGN TABLE rewrites.far (number integer, city text) SERVER rewrites_far;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) SELECT 'rewrites_plain', 'rewrites.' || relation, attribute, technique, params::jsonb, 'tested'
FROM (VALUES ('split'), ('far')) r(relation), (VALUES ('number', 'pseudonym', '{"key": "rewrites"}'), ('city', 'release', '{}')) c(attribute, technique, params);
SET enable_partitionwise_aggregate = on;
SET enable_partitionwise_join = on;
EXPLAIN (VERBOSE, COSTS OFF) SELECT number, count(*) FROM rewrites_plain.split GROUP BY number;
EXPLAIN (VERBOSE, COSTS OFF) SELECT number, count(*) FROM rewrites_plain.far GROUP BY number;
EXPLAIN (COSTS OFF) SELECT number FROM (SELECT number FROM rewrites_plain.split UNION ALL SELECT number FROM rewrites_plain.far) u GROUP BY number;
RESET enable_partitionwise_aggregate;
RESET enable_partitionwise_join;
DELETE FROM veil.rule WHERE relation IN ('rewrites.split', 'rewrites.far');
DELETE FROM veil.release WHERE relation IN ('rewrites.split', 'rewrites.far');
DROP EXTENSION postgres_fdw CASCADE;

DROP OWNED BY regress_rewrites_other;
SELECT veil.drop_policy('rewrites_plain'), veil.drop_policy('rewrites_barrier');
DROP SCHEMA rewrites CASCADE;
DROP ROLE regress_rewrites_analyst, regress_rewrites_other, regress_rewrites_owner;
