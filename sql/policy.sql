-- Policies: made, dropped, rebuilt.
CREATE SCHEMA policies;
SET search_path = policies;
CREATE TABLE person (id integer, name text);
INSERT INTO person VALUES (1, 'Anna'), (2, 'Bob');
CREATE ROLE regress_policy_owner;
CREATE ROLE regress_policy_analyst;

-- The defaults: level pseudonymized, a schema of the policy's name, owned by whoever makes it.
SELECT veil.create_policy('policy_one');
SELECT schema, level, purpose, k, created_by = session_user AS by_me FROM veil.policy WHERE name = 'policy_one';
SELECT nspowner = current_user::regrole AS mine, nspacl FROM pg_namespace WHERE nspname = 'policy_one';
-- Everything named.
SELECT veil.create_policy('policy_two', level => 'pseudonymized', purpose => 'study', schema => 'policy_two_views',
                          owner => 'regress_policy_owner', k => 7);
SELECT name, schema, level, purpose, k FROM veil.policy WHERE name = 'policy_two';
SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'policy_two_views';
-- An existing schema, if it is empty and the owner's.
CREATE SCHEMA policy_three AUTHORIZATION regress_policy_owner;
GRANT USAGE ON SCHEMA policy_three TO regress_policy_analyst;
SELECT veil.create_policy('policy_three');
SELECT veil.create_policy('policy_three', owner => 'regress_policy_owner');
SELECT has_schema_privilege('regress_policy_analyst', 'policy_three', 'USAGE') AS grants_stay;

-- Refused.
SELECT veil.create_policy('policy_x', level => 'generalized');
SELECT veil.create_policy('policy_aggregated', level => 'aggregated', k => 10);
SELECT veil.drop_policy('policy_aggregated');
SELECT veil.create_policy('policy_x', level => 'anonymous');
SELECT veil.create_policy('policy_x', level => 'Pseudonymized');
SELECT veil.create_policy('policy_x', level => NULL);
SELECT veil.create_policy('policy_x', k => 0);
SELECT veil.create_policy('policy_x', k => -1);
SELECT veil.create_policy(NULL);
SELECT veil.create_policy('');
SELECT veil.create_policy('policy_x', schema => '');
SELECT veil.create_policy('policy_x', schema => repeat('x', 64));
SELECT veil.create_policy(repeat('x', 64));
SELECT veil.create_policy('policy_x', schema => 'pg_policy_x');
SELECT veil.create_policy('policy_x', owner => 'regress_policy_nobody');
SELECT veil.create_policy('policy_x', owner => '');
SELECT veil.create_policy('policy_one');
SELECT veil.create_policy('policy_one', schema => 'policy_other');
SELECT veil.create_policy('policy_x', schema => 'policy_one');
SELECT veil.create_policy('policy_x', schema => 'policies');
SELECT veil.create_policy('policy_x', schema => 'veil');
SELECT veil.create_policy('policy_x', schema => 'pg_catalog');
SELECT veil.create_policy('policy_x', schema => 'policy_three');
CREATE SCHEMA policy_four;
CREATE TYPE policy_four.mood AS ENUM ('sad', 'happy');
SELECT veil.create_policy('policy_four');
DROP TYPE policy_four.mood;
CREATE FUNCTION policy_four.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
SELECT veil.create_policy('policy_four');
DROP FUNCTION policy_four.f;
BEGIN;
SELECT veil.create_policy('policy_four');
ROLLBACK;
SELECT count(*) FROM veil.policy WHERE name = 'policy_four';
DROP SCHEMA policy_four;
SELECT to_regnamespace('policy_x') IS NULL AS nothing_left;

-- Dropped with rules, views and schema.
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES
    ('policy_one', 'person', 'id', 'suppress'), ('policy_one', 'person', 'name', 'redact');
SELECT * FROM policy_one.person;
SELECT veil.drop_policy('policy_none');
SELECT veil.drop_policy(NULL);
SELECT veil.drop_policy('');
-- Not while something else is there or depends on it; then nothing changes.
CREATE VIEW names AS SELECT name FROM policy_one.person;
SELECT veil.drop_policy('policy_one');
DROP VIEW names;
CREATE MATERIALIZED VIEW names AS SELECT name FROM policy_one.person;
SELECT veil.drop_policy('policy_one');
DROP MATERIALIZED VIEW names;
CREATE FUNCTION policy_one.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
SELECT veil.drop_policy('policy_one');
SELECT * FROM policy_one.person;
SELECT count(*) FROM veil.rule WHERE policy = 'policy_one';
DROP FUNCTION policy_one.f;
BEGIN;
SELECT veil.drop_policy('policy_one');
SELECT to_regnamespace('policy_one') IS NULL AS gone;
ROLLBACK;
SELECT * FROM policy_one.person;
-- Also with rules deleted in the same transaction, and made again under the same name there.
BEGIN;
DELETE FROM veil.rule WHERE policy = 'policy_one' AND attribute = 'id';
SELECT veil.drop_policy('policy_one');
SELECT veil.create_policy('policy_one');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('policy_one', 'person', 'name', 'suppress');
COMMIT;
SELECT * FROM policy_one.person;
SELECT veil.drop_policy('policy_one');
SELECT to_regnamespace('policy_one') IS NULL AS gone;
SELECT count(*) FROM veil.rule WHERE policy = 'policy_one';
SELECT count(*) FROM veil.release WHERE policy = 'policy_one';
SELECT count(*) FROM veil.policy WHERE name = 'policy_one';
-- The history stays.
SELECT attribute, count(*) FROM veil.rule_history WHERE policy = 'policy_one' GROUP BY attribute ORDER BY attribute;

-- Rebuilt: what was closed opens, what is right stays as it is.
SELECT veil.create_policy('policy_one');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('policy_one', 'person', 'id', 'suppress', NULL), ('policy_one', 'person', 'name', 'prefix', '{"keep": 1}');
GRANT USAGE ON SCHEMA policy_one TO regress_policy_analyst;
GRANT SELECT ON policy_one.person TO regress_policy_analyst;
SELECT xmin AS before FROM pg_rewrite WHERE ev_class = 'policy_one.person'::regclass \gset
SELECT veil.rebuild('policy_one');
SELECT xmin = :before AS untouched FROM pg_rewrite WHERE ev_class = 'policy_one.person'::regclass;
-- A view that its owner dropped comes back without its grants, one that he changed says again what its rules say.
DROP VIEW policy_one.person;
SELECT veil.rebuild('policy_one');
SELECT * FROM policy_one.person ORDER BY name;
SELECT has_table_privilege('regress_policy_analyst', 'policy_one.person', 'SELECT');
CREATE OR REPLACE VIEW policy_one.person AS SELECT id, name FROM person;
SELECT veil.rebuild('policy_one');
SELECT * FROM policy_one.person ORDER BY name;
-- One that was put in its place by hand is refused, and stays what it is.
DROP VIEW policy_one.person;
CREATE VIEW policy_one.person AS SELECT 1 AS one;
SELECT veil.rebuild('policy_one');
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = 'policy_one';
DROP VIEW policy_one.person;
CREATE TABLE policy_one.person ();
SELECT veil.rebuild('policy_one');
DROP TABLE policy_one.person;
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = 'policy_one';
SELECT * FROM policy_one.person;
SELECT veil.rebuild('policy_none');
SELECT veil.rebuild(NULL);

-- A schema of another owner is a policy of another owner: its views follow, and so do the rights they work with.
ALTER SCHEMA policy_one OWNER TO regress_policy_owner;
SELECT relowner::regrole FROM pg_class WHERE oid = 'policy_one.person'::regclass;
SELECT * FROM policy_one.person;
GRANT USAGE ON SCHEMA policies TO regress_policy_owner;
GRANT SELECT ON person TO regress_policy_owner;
SELECT * FROM policy_one.person;
-- A renamed schema is the policy's schema still.
ALTER SCHEMA policy_one RENAME TO "policy One";
SELECT schema FROM veil.policy WHERE name = 'policy_one';
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('policy_two', 'person', 'id', 'suppress');
UPDATE veil.rule SET technique = 'redact' WHERE policy = 'policy_one' AND attribute = 'name';
SELECT * FROM "policy One".person;
SELECT veil.drop_policy('policy_one');
SELECT to_regnamespace('"policy One"') IS NULL AS gone;

SELECT veil.drop_policy('policy_two');
SELECT veil.drop_policy('policy_three');
SET client_min_messages = warning;
DROP SCHEMA policies CASCADE;
DROP OWNED BY regress_policy_analyst;
DROP ROLE regress_policy_owner, regress_policy_analyst;
