-- Attacks on what veil.index_rule made: by those who write to the table, read it, own it, hold the key, or have USAGE on
-- schema veil by mistake. A pseudonym of a value of their choice is what they want.
SET client_min_messages = warning;
CREATE ROLE regress_attack_index_owner;
CREATE ROLE regress_attack_index_writer;
CREATE ROLE regress_attack_index_holder;
CREATE ROLE regress_attack_index_analyst;
CREATE SCHEMA attacked AUTHORIZATION regress_attack_index_owner;
CREATE SCHEMA attacker AUTHORIZATION regress_attack_index_writer;
SET search_path = attacked;
SELECT veil.create_key('attacked');
SET ROLE regress_attack_index_owner;
CREATE TABLE person (number integer, bsn text, city text);
INSERT INTO person SELECT i, 'canary' || lpad(i::text, 6, '0'), 'c' || i % 10 FROM generate_series(1, 5000) i;
GRANT USAGE ON SCHEMA attacked TO regress_attack_index_writer, regress_attack_index_holder;
GRANT SELECT, INSERT, UPDATE, DELETE ON person TO regress_attack_index_writer, regress_attack_index_holder;
RESET ROLE;
ANALYZE person;
SELECT veil.create_policy('attacked_policy');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('attacked_policy', 'attacked.person', 'bsn', 'pseudonym', '{"key": "attacked"}', NULL), ('attacked_policy', 'attacked.person', 'city', 'release', '{}', 'tested');
UPDATE veil.release SET filter = '{"column": "city", "is": "<>", "value": "c9"}' WHERE policy = 'attacked_policy';
GRANT USAGE ON SCHEMA attacked_policy TO regress_attack_index_analyst;
GRANT SELECT ON attacked_policy.person TO regress_attack_index_analyst;

-- Who may have one made: who owns the policy and the table, and holds the key.
SET ROLE regress_attack_index_analyst;
SELECT veil.index_rule('attacked_policy', 'attacked.person', 'bsn');
RESET ROLE;
GRANT USAGE ON SCHEMA veil TO regress_attack_index_analyst, regress_attack_index_owner, regress_attack_index_writer, regress_attack_index_holder;
SELECT veil.grant_key('attacked', 'regress_attack_index_holder');
SET ROLE regress_attack_index_owner;
SELECT veil.index_rule('attacked_policy', 'attacked.person', 'bsn');
RESET ROLE;
ALTER SCHEMA attacked_policy OWNER TO regress_attack_index_owner;
SELECT veil.grant_editor('regress_attack_index_owner');
SET ROLE regress_attack_index_owner;
SELECT veil.index_rule('attacked_policy', 'attacked.person', 'bsn');
RESET ROLE;
ALTER SCHEMA attacked_policy OWNER TO regress_attack_index_holder;
SELECT veil.grant_editor('regress_attack_index_holder');
SET ROLE regress_attack_index_holder;
SELECT veil.index_rule('attacked_policy', 'attacked.person', 'bsn');
RESET ROLE;
GRANT regress_attack_index_owner TO regress_attack_index_holder;
SET ROLE regress_attack_index_holder;
SELECT veil.index_rule('attacked_policy', 'attacked.person', 'bsn');
RESET ROLE;
REVOKE regress_attack_index_owner FROM regress_attack_index_holder;
SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'person_bsn_veil_idx'::regclass;

-- Writers write, with and without USAGE on schema veil, and hold no key.
SET ROLE regress_attack_index_writer;
INSERT INTO person VALUES (0, 'guess', 'c0');
UPDATE person SET bsn = 'guess again' WHERE number = 1;
DELETE FROM person WHERE number = 2;
RESET ROLE;
REVOKE USAGE ON SCHEMA veil FROM regress_attack_index_writer;
SET ROLE regress_attack_index_writer;
INSERT INTO person VALUES (-1, 'guess', 'c0');
RESET ROLE;
GRANT USAGE ON SCHEMA veil TO regress_attack_index_writer;

-- What the index calls is not for them, nor for those who hold the key.
SET ROLE regress_attack_index_writer;
SELECT veil.indexed_pseudonym('guess', 'attacked/1', 'attacked_policy');
PREPARE guess(veil.index_key) AS SELECT veil.indexed_pseudonym('guess', $1, 'attacked_policy');
EXECUTE guess('attacked/1');
CREATE TYPE attacker.r AS (k veil.index_key);
CREATE DOMAIN attacker.d AS veil.index_key;
CREATE TABLE attacker.keys (k veil.index_key);
SELECT 'attacked/1'::text::veil.index_key;
SELECT 'x'::veil.indexed;
SELECT veil.indexed_pseudonym('guess', 'attacked/1'::veil.key, 'attacked_policy');
CREATE INDEX ON person USING hash (veil.indexed_pseudonym(bsn, 'attacked/1', 'attacked_policy'));
SET ROLE regress_attack_index_holder;
SELECT veil.indexed_pseudonym('guess', 'attacked/1', 'attacked_policy');
RESET ROLE;
SELECT veil.indexed_pseudonym('guess', 'attacked', 'attacked_policy');
SELECT veil.indexed_pseudonym('guess', 'attacked/1', 'attacked_policy') AS shown, veil.indexed_pseudonym('guess', 'attacked/1', 'attacked_policy')::text AS as_text;
SELECT veil.indexed_pseudonym('guess', 'attacked/1', 'attacked_policy') < veil.indexed_pseudonym('guess', 'attacked/1', 'attacked_policy');
SELECT veil.indexed_pseudonym('guess', 'attacked/1', 'attacked_policy')::bytea;

-- A copy of the index on a table of one's own is refused by newer minor releases of the server, which ask for USAGE on the types
-- in it. Were it had, nothing can be read out of it, neither as a statistic nor as an order, and it does not tell of duplicates.
GRANT USAGE ON TYPE veil.indexed, veil.index_key TO regress_attack_index_writer;
SET ROLE regress_attack_index_writer;
CREATE TABLE attacker.copy (LIKE person INCLUDING INDEXES);
INSERT INTO attacker.copy SELECT i, 'canary' || lpad(i::text, 6, '0'), 'c' FROM generate_series(1, 1000) i;
SELECT indexname, indexdef ~ 'indexed_pseudonym' AS copied FROM pg_indexes WHERE schemaname = 'attacker';
ALTER INDEX attacker.copy_indexed_pseudonym_idx ALTER COLUMN 1 SET STATISTICS 10000;
ANALYZE attacker.copy;
SELECT DISTINCT tablename FROM pg_stats WHERE schemaname = 'attacker';
CLUSTER attacker.copy USING copy_indexed_pseudonym_idx;
ALTER TABLE attacker.copy ADD UNIQUE USING INDEX copy_indexed_pseudonym_idx;
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT bsn FROM attacker.copy;
RESET enable_seqscan;
CREATE STATISTICS attacker.s ON (veil.indexed_pseudonym(bsn, 'attacked/1', 'attacked_policy')) FROM attacker.copy;
ALTER TABLE attacker.copy ADD CHECK (veil.indexed_pseudonym(bsn, 'attacked/1', '') IS NULL);
RESET ROLE;
REVOKE USAGE ON TYPE veil.indexed, veil.index_key FROM regress_attack_index_writer;
-- The owner of the table is no better off.
SET ROLE regress_attack_index_owner;
ALTER INDEX person_bsn_veil_idx ALTER COLUMN 1 SET STATISTICS 10000;
ANALYZE person;
SELECT count(*) FROM pg_stats WHERE tablename = 'person_bsn_veil_idx';
CLUSTER person USING person_bsn_veil_idx;
ALTER TABLE person ALTER bsn TYPE varchar(20);
REINDEX INDEX person_bsn_veil_idx;
CREATE UNIQUE INDEX ON person (veil.indexed_pseudonym(bsn, 'attacked/1', 'attacked_policy'));
RESET ROLE;
SELECT pg_get_indexdef('person_bsn_veil_idx'::regclass);

-- The analyst: no raw value in a plan, no function that tells sees a hidden row, no statistics, no order.
REVOKE USAGE ON SCHEMA veil FROM regress_attack_index_analyst;
SET ROLE regress_attack_index_analyst;
SET search_path = attacked_policy;
CREATE FUNCTION pg_temp.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN (VERBOSE, ANALYZE, TIMING OFF) ' || query; END $$;
CREATE FUNCTION pg_temp.tells(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$ BEGIN RAISE WARNING 'sees %', $1; RETURN true; END $$;
SELECT bsn AS one FROM person WHERE city = 'c3' ORDER BY bsn LIMIT 1 \gset
SELECT count(*) AS uses_index FROM pg_temp.plan(format('SELECT * FROM person WHERE bsn = %L', :'one')) line WHERE line ~ 'Scan (using|on) person_bsn_veil_idx';
SELECT count(*) FROM person WHERE bsn = :'one' AND pg_temp.tells(city);
SELECT count(*) FROM person WHERE bsn = 'canary000003' OR bsn IN ('canary000003', 'canary000004');
CREATE TEMP TABLE guesses AS SELECT 'canary' || lpad(i::text, 6, '0') AS bsn FROM generate_series(1, 5000) i;
SELECT count(*) FROM person JOIN guesses USING (bsn);
SELECT count(*) AS lines_with_canary FROM pg_temp.plan(format('SELECT * FROM person WHERE bsn = %L', :'one')) line WHERE line ~ 'canary';
SELECT count(*) FROM pg_stats WHERE tablename IN ('person', 'person_bsn_veil_idx');
SELECT veil.indexed_pseudonym('guess', 'attacked/1', 'attacked_policy');
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT bsn FROM person;
RESET enable_seqscan;
RESET ROLE;

SELECT veil.drop_policy('attacked_policy');
SELECT veil.revoke_editor('regress_attack_index_owner'), veil.revoke_editor('regress_attack_index_holder'), veil.revoke_key('attacked', 'regress_attack_index_holder');
REVOKE USAGE ON SCHEMA veil FROM regress_attack_index_analyst, regress_attack_index_owner, regress_attack_index_writer, regress_attack_index_holder;
DROP TABLE pg_temp.guesses;
DROP FUNCTION pg_temp.tells(text), pg_temp.plan(text);
DROP SCHEMA attacker CASCADE;
DROP SCHEMA attacked CASCADE;
DROP ROLE regress_attack_index_owner, regress_attack_index_writer, regress_attack_index_holder, regress_attack_index_analyst;
