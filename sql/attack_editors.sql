-- What a role with USAGE on schema veil can do, be it a policy editor or a mistake: nothing to another's policy, and
-- nothing with the rights of the extension.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE ROLE regress_door_owner;
CREATE ROLE regress_door_other;
CREATE ROLE regress_door_nobody;
CREATE SCHEMA door_raw AUTHORIZATION regress_door_owner;
CREATE SCHEMA door_other AUTHORIZATION regress_door_other;
GRANT CREATE ON DATABASE :DBNAME TO regress_door_owner, regress_door_other;
SELECT veil.create_key('attack_editors'), veil.create_key('attack_editors_2');
SELECT veil.grant_editor('regress_door_owner');
SELECT veil.grant_key('attack_editors', 'regress_door_owner');
SET ROLE regress_door_owner;
CREATE TABLE door_raw.base (id integer, name text, code text);
INSERT INTO door_raw.base VALUES (1, 'CANARY', 'CANARY');
GRANT USAGE ON SCHEMA door_raw TO regress_door_other;
GRANT SELECT ON door_raw.base TO regress_door_other;
SELECT veil.create_policy('door');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('door', 'door_raw.base', 'id', 'pseudonym', '{"key": "attack_editors"}'),
    ('door', 'door_raw.base', 'name', 'redact', NULL);
RESET ROLE;
SELECT veil.create_policy('door_dba');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('door_dba', 'door_raw.base', 'name', 'redact');

-- None of the trigger functions works on a table of his own.
GRANT USAGE ON SCHEMA veil TO regress_door_other;
SET ROLE regress_door_other;
CREATE TABLE door_other.forged (policy text, relation text, attribute text, view_name text);
CREATE TRIGGER forged AFTER INSERT ON door_other.forged REFERENCING NEW TABLE AS new_rules EXECUTE FUNCTION veil.rule_changed();
CREATE TRIGGER forged BEFORE INSERT ON door_other.forged FOR EACH ROW EXECUTE FUNCTION veil.rule_normalize();
CREATE TRIGGER forged AFTER DELETE ON door_other.forged FOR EACH ROW EXECUTE FUNCTION veil.release_changed();
CREATE TRIGGER forged BEFORE INSERT ON door_other.forged FOR EACH ROW EXECUTE FUNCTION veil.refuse_writes();
CREATE CONSTRAINT TRIGGER forged AFTER DELETE ON door_other.forged DEFERRABLE FOR EACH ROW EXECUTE FUNCTION veil.rule_settle();
SELECT veil.rotate_key('attack_editors');
SELECT veil.destroy_key('attack_editors', 1);
SELECT veil.rewrap_keyring();
SELECT name FROM veil.keyring_entries();
SELECT veil.key_condition('attack_editors', 1, 'active', '\x00');
SELECT veil.create_key('forged');
SELECT veil.grant_key('attack_editors', 'regress_door_other');
SELECT veil.grant_editor('regress_door_other');
SELECT veil.rebuild('door');
SELECT veil.drop_policy('door');
SELECT * FROM veil.compile('door', 'door_raw.base');
SELECT * FROM veil.preview('door', 'door_raw.base');
SELECT * FROM veil.show('door.base');
SELECT veil.create_policy('door_forged', owner => 'regress_door_owner');
SELECT veil.create_policy('door_forged', owner => 'regress_door_owner', schema => 'door_raw');
SELECT veil.create_policy('door_forged', schema => 'door_dba');
RESET ROLE;
-- With EXECUTE on all functions by mistake too, they insist on their own tables, and a table is not taken for a release.
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA veil TO regress_door_other;
SELECT veil.grant_editor('regress_door_other');
SET ROLE regress_door_other;
CREATE TRIGGER forged AFTER INSERT ON door_other.forged REFERENCING NEW TABLE AS new_rules EXECUTE FUNCTION veil.rule_changed();
INSERT INTO door_other.forged VALUES ('x', 'x', 'x', 'x');
DROP TRIGGER forged ON door_other.forged;
CREATE TRIGGER forged BEFORE INSERT ON door_other.forged FOR EACH ROW EXECUTE FUNCTION veil.rule_normalize();
INSERT INTO door_other.forged VALUES ('x', 'x', 'x', 'x');
DROP TRIGGER forged ON door_other.forged;
INSERT INTO door_other.forged VALUES ('door', 'door_raw.base', 'x', 'base');
CREATE TRIGGER forged AFTER DELETE ON door_other.forged FOR EACH ROW EXECUTE FUNCTION veil.release_changed();
DELETE FROM door_other.forged;
DROP TRIGGER forged ON door_other.forged;
CREATE CONSTRAINT TRIGGER forged AFTER DELETE ON door_other.forged DEFERRABLE FOR EACH ROW EXECUTE FUNCTION veil.rule_settle();
DELETE FROM door_other.forged;
DROP TRIGGER forged ON door_other.forged;
SELECT veil.create_policy('door_forger');
CREATE TABLE door_forger.forged (a text);
CREATE TRIGGER forged BEFORE INSERT ON door_forger.forged FOR EACH ROW EXECUTE FUNCTION veil.refuse_writes();
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('door_forger', 'door_other.forged', 'policy', 'suppress');
DROP TABLE door_forger.forged;
SELECT veil.drop_policy('door_forger');
RESET ROLE;
SELECT veil.revoke_editor('regress_door_other');
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA veil FROM regress_door_other;
SELECT count(*) AS forged FROM veil.rule_history WHERE policy = 'x' OR attribute = 'x';

-- Only these functions are anybody's who has USAGE on the schema: each asks who calls, or knows no secret. No table is.
SELECT proname FROM pg_proc
WHERE pronamespace = 'veil'::regnamespace AND has_function_privilege('regress_door_nobody', oid, 'EXECUTE')
GROUP BY 1 ORDER BY proname COLLATE "C";
SELECT relname FROM pg_class
WHERE relnamespace = 'veil'::regnamespace AND relkind IN ('r', 'v', 'm', 'S')
AND has_table_privilege('regress_door_nobody', oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER');
SELECT has_schema_privilege('regress_door_nobody', 'veil', 'USAGE') AS usage,
       has_type_privilege('regress_door_nobody', 'veil.key', 'USAGE') AS type_usage;
-- Every function in SQL or PL/pgSQL, and every SECURITY DEFINER one, pins its search_path.
SELECT p.proname FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
WHERE p.pronamespace = 'veil'::regnamespace AND (p.prosecdef OR l.lanname NOT IN ('c', 'internal'))
AND NOT coalesce(p.proconfig @> ARRAY['search_path=pg_catalog, veil, pg_temp'], false) ORDER BY 1;

-- Another's policy, by every kind of statement.
SET ROLE regress_door_owner;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('door_dba', 'door_raw.base', 'id', 'release', 'x');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('door_dba', 'door_raw.base', 'name', 'suppress')
    ON CONFLICT (policy, relation, attribute) DO UPDATE SET technique = 'release', why = 'x';
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('door', 'door_raw.base', 'name', 'suppress')
    ON CONFLICT (policy, relation, attribute) DO UPDATE SET policy = 'door_dba', attribute = 'id';
UPDATE veil.rule SET technique = 'release', why = 'x' WHERE policy = 'door_dba';
UPDATE veil.rule SET policy = 'door_dba', attribute = 'code' WHERE policy = 'door' AND attribute = 'name';
UPDATE veil.rule SET policy = 'door', attribute = 'code' WHERE policy = 'door_dba';
DELETE FROM veil.rule WHERE policy = 'door_dba';
MERGE INTO veil.rule r USING (VALUES ('door_dba', 'door_raw.base', 'name')) v(policy, relation, attribute)
    ON r.policy = v.policy AND r.relation = v.relation AND r.attribute = v.attribute
    WHEN MATCHED THEN UPDATE SET technique = 'release', why = 'x';
MERGE INTO veil.rule r USING (VALUES ('door_dba', 'door_raw.base', 'name')) v(policy, relation, attribute)
    ON r.policy = v.policy AND r.relation = v.relation AND r.attribute = v.attribute
    WHEN MATCHED THEN DELETE;
WITH gone AS (DELETE FROM veil.rule WHERE policy = 'door_dba' RETURNING *) SELECT count(*) FROM gone;
COPY veil.rule (policy, relation, attribute, technique, why) FROM stdin;
door_dba	door_raw.base	id	release	x
\.
BEGIN;
SET CONSTRAINTS veil.settle_deleted, veil.settle_moved IMMEDIATE;
DELETE FROM veil.rule WHERE policy = 'door_dba';
ROLLBACK;
TRUNCATE veil.rule;
INSERT INTO veil.release (policy, relation) VALUES ('door_dba', 'door_raw.base');
UPDATE veil.release SET view_name = 'x' WHERE policy = 'door_dba';
UPDATE veil.release SET policy = 'door_dba' WHERE policy = 'door';
UPDATE veil.release SET relation = 'door_other.forged', declared = 'door_other.forged' WHERE policy = 'door';
UPDATE veil.release SET relation_owner = 'regress_door_other' WHERE policy = 'door';
DELETE FROM veil.release WHERE policy = 'door_dba';
DELETE FROM veil.release WHERE policy = 'door';
INSERT INTO veil.policy (name, schema, level) VALUES ('x', 'door_raw', 'pseudonymized');
UPDATE veil.policy SET schema = 'door_raw' WHERE name = 'door_dba';
INSERT INTO veil.technique SELECT 'x', kind, types, parameters, reversible, injective, monotone, singling_out, linkability, inference, 'x', 'x' FROM veil.technique LIMIT 1;
INSERT INTO veil.key_grant (key, grantee) VALUES ('attack_editors_2', 'regress_door_owner');
UPDATE veil.key_version SET state = 'active';
INSERT INTO veil.rule_history (changed_by, session_role, cause, policy, relation, attribute) VALUES ('x', 'x', 'rule', 'x', 'x', 'x');
DELETE FROM veil.rule_history;
SELECT nextval('veil.rule_history_id_seq') IS NULL;
-- A key that he does not hold, in a new rule, in an old one, and in one that moves.
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('door', 'door_raw.base', 'code', 'pseudonym', '{"key": "attack_editors_2"}');
UPDATE veil.rule SET technique = 'pseudonym', params = '{"key": "attack_editors_2"}' WHERE policy = 'door' AND attribute = 'name';
RESET ROLE;
SELECT veil.revoke_key('attack_editors', 'regress_door_owner');
SET ROLE regress_door_owner;
UPDATE veil.rule SET attribute = 'code' WHERE policy = 'door' AND attribute = 'id';
CREATE TABLE door_raw.chosen (id integer);
UPDATE veil.rule SET relation = 'door_raw.chosen' WHERE policy = 'door' AND attribute = 'id';
RESET ROLE;
SELECT policy, relation, attribute, technique FROM veil.rule WHERE policy LIKE 'door%' ORDER BY 1, 2, 3;
-- Under session_replication_role = replica the catalog's triggers work as ever.
SET session_replication_role = replica;
UPDATE veil.rule SET technique = 'suppress' WHERE policy = 'door_dba';
TRUNCATE veil.rule, veil.release;
RESET session_replication_role;
SELECT name FROM door_dba.base;
-- A release is its extension's: not to be written to, moved, given away, nor passed off.
SET ROLE regress_door_owner;
ALTER VIEW door.base OWNER TO regress_door_owner;
ALTER VIEW door.base SET SCHEMA door_raw;
ALTER TABLE door.base SET SCHEMA door_raw;
ALTER VIEW door.base RENAME COLUMN name TO code;
ALTER TABLE door.base RENAME COLUMN name TO code;
-- Its owner may make it read with the reader's rights, or without its trigger; the next build mends the one and refuses the other.
ALTER VIEW door.base SET (security_invoker = true);
RESET ROLE;
ALTER TABLE door_raw.base ALTER COLUMN name TYPE varchar(20);
SELECT reloptions FROM pg_class WHERE oid = 'door.base'::regclass;
SET ROLE regress_door_owner;
CREATE FUNCTION door_raw.nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE OR REPLACE TRIGGER veil_refuse_writes INSTEAD OF INSERT ON door.base FOR EACH ROW EXECUTE FUNCTION door_raw.nothing();
RESET ROLE;
SELECT veil.rebuild('door');
DROP VIEW door.base;
SELECT veil.rebuild('door');
SELECT name FROM door.base;

SELECT veil.drop_policy('door'), veil.drop_policy('door_dba');
DROP SCHEMA door_raw, door_other CASCADE;
DELETE FROM veil.key_grant WHERE key LIKE 'attack_editors%';
DROP OWNED BY regress_door_owner, regress_door_other;
DROP ROLE regress_door_owner, regress_door_other, regress_door_nobody;
