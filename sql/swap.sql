-- Tables that take over a name, as dbt and its like refresh them: the release goes to the table that bears the name it was
-- declared for, if that has the same owner; else it closes. Never the wrong table, never raw.
CREATE ROLE regress_swap_owner;
CREATE ROLE regress_swap_policy;
CREATE ROLE regress_swap_stranger;
CREATE ROLE regress_swap_analyst;
CREATE SCHEMA swap AUTHORIZATION regress_swap_owner;
GRANT USAGE ON SCHEMA swap TO regress_swap_policy;
GRANT USAGE, CREATE ON SCHEMA swap TO regress_swap_stranger;
ALTER DEFAULT PRIVILEGES FOR ROLE regress_swap_owner IN SCHEMA swap GRANT SELECT ON TABLES TO regress_swap_policy;
ALTER DEFAULT PRIVILEGES FOR ROLE regress_swap_stranger IN SCHEMA swap GRANT SELECT ON TABLES TO regress_swap_policy;
SELECT veil.create_policy('swap_policy', owner => 'regress_swap_policy');
SELECT veil.create_policy('swap_second', owner => 'regress_swap_policy');
SET ROLE regress_swap_owner;
CREATE TABLE swap.person AS SELECT 1 AS id, 'RAW-first'::text AS name, 'a' AS town;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('swap_policy', 'swap.person', 'id',   'release', NULL, 'test'),
    ('swap_policy', 'swap.person', 'name', 'redact',  NULL, NULL);
GRANT USAGE ON SCHEMA swap_policy TO regress_swap_analyst;
GRANT SELECT ON swap_policy.person TO regress_swap_analyst;
CREATE VIEW pg_temp.releases AS SELECT policy, view_name, relation, declared, relation_owner,
       (SELECT string_agg(attribute || ' ' || technique, ', ' ORDER BY attribute) FROM veil.rule u
        WHERE u.policy = r.policy AND u.relation = r.relation) AS rules
FROM veil.release r WHERE policy LIKE 'swap%' ORDER BY policy, view_name;
CREATE FUNCTION pg_temp.agrees() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    before text[]; after text[];
BEGIN
    before := ARRAY(SELECT oid || pg_get_viewdef(oid) FROM pg_class WHERE relnamespace IN ('swap_policy'::regnamespace, 'swap_second'::regnamespace) ORDER BY oid);
    PERFORM veil.rebuild('swap_policy'), veil.rebuild('swap_second');
    after := ARRAY(SELECT oid || pg_get_viewdef(oid) FROM pg_class WHERE relnamespace IN ('swap_policy'::regnamespace, 'swap_second'::regnamespace) ORDER BY oid);
    RETURN before = after;
END
$$;
-- What the analyst gets: rows or an error, in one line.
CREATE FUNCTION pg_temp.look(view text DEFAULT 'swap_policy.person') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    shown text;
BEGIN
    EXECUTE format('SELECT string_agg(p::text, '' '' ORDER BY p::text) FROM %s p', view) INTO shown;
    RETURN coalesce(shown, 'no rows');
EXCEPTION WHEN others THEN
    RETURN SQLERRM;
END
$$;
GRANT EXECUTE ON FUNCTION pg_temp.look(text) TO PUBLIC;
SELECT pg_temp.look();

-- In one transaction.
SELECT 'swap_policy.person'::regclass::oid AS view \gset
BEGIN;
SET LOCAL ROLE regress_swap_owner;
CREATE TABLE swap.person_new AS SELECT 2 AS id, 'RAW-second'::text AS name, 'b' AS town;
ALTER TABLE swap.person RENAME TO person_old;
ALTER TABLE swap.person_new RENAME TO person;
DROP TABLE swap.person_old;
COMMIT;
SELECT pg_temp.look(), pg_temp.agrees(), 'swap_policy.person'::regclass = :view AS same,
       has_table_privilege('regress_swap_analyst', 'swap_policy.person', 'SELECT');
SELECT * FROM pg_temp.releases;
-- In several, with looks in between.
SET ROLE regress_swap_owner;
CREATE TABLE swap.person_new AS SELECT 3 AS id, 'RAW-third'::text AS name, 'c' AS town;
ALTER TABLE swap.person RENAME TO person_old;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
SELECT * FROM pg_temp.releases;
SET ROLE regress_swap_owner;
ALTER TABLE swap.person_new RENAME TO person;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
SELECT * FROM pg_temp.releases;
DROP TABLE swap.person_old;
SELECT pg_temp.look(), pg_temp.agrees();
-- By moving tables between schemas.
BEGIN;
CREATE SCHEMA swap_stage AUTHORIZATION regress_swap_owner;
SET LOCAL ROLE regress_swap_owner;
CREATE TABLE swap_stage.person AS SELECT 4 AS id, 'RAW-fourth'::text AS name;
GRANT SELECT ON swap_stage.person TO regress_swap_policy;
ALTER TABLE swap.person RENAME TO person_old;
ALTER TABLE swap_stage.person SET SCHEMA swap;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
ROLLBACK;
-- Back and forth; rolled back.
BEGIN;
ALTER TABLE swap.person RENAME TO person_old;
SET LOCAL ROLE regress_swap_owner;
CREATE TABLE swap.person AS SELECT 4 AS id, 'RAW-fourth'::text AS name;
RESET ROLE;
SELECT pg_temp.look();
DROP TABLE swap.person;
ALTER TABLE swap.person_old RENAME TO person;
SELECT pg_temp.look();
ROLLBACK;
BEGIN;
ALTER TABLE swap.person RENAME TO person_old;
SAVEPOINT one;
SET LOCAL ROLE regress_swap_owner;
CREATE TABLE swap.person_new AS SELECT 4 AS id, 'RAW-fourth'::text AS name;
ALTER TABLE swap.person_new RENAME TO person;
ROLLBACK TO one;
SELECT pg_temp.look();
ROLLBACK;
SELECT pg_temp.look(), pg_temp.agrees();
-- A name that is only made is not taken from a table that lives; it counts once that is gone.
BEGIN;
SET LOCAL ROLE regress_swap_owner;
ALTER TABLE swap.person RENAME TO person_old;
CREATE TABLE swap.person AS SELECT 5 AS id, 'RAW-fifth'::text AS name;
RESET ROLE;
SELECT pg_temp.look();
SET LOCAL ROLE regress_swap_owner;
DROP TABLE swap.person_old;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
SELECT relation, declared FROM pg_temp.releases;
ROLLBACK;

-- Dropped and made again, in every way to make a table.
SET ROLE regress_swap_owner;
DROP TABLE swap.person;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees(), pg_temp.look();
SET ROLE regress_swap_owner;
CREATE TABLE swap.person (id integer, name text);
INSERT INTO swap.person VALUES (6, 'RAW-sixth');
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees(), 'swap_policy.person'::regclass = :view AS same;
SET ROLE regress_swap_owner;
CREATE TABLE swap.model (LIKE swap.person);
DROP TABLE swap.person;
SELECT 7 AS id, 'RAW-seventh'::text AS name INTO swap.person;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
SET ROLE regress_swap_owner;
DROP TABLE swap.person;
CREATE TABLE swap.person (LIKE swap.model);
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
SET ROLE regress_swap_owner;
DROP TABLE swap.person;
CREATE VIEW swap.person AS SELECT 8 AS id, 'RAW-eighth'::text AS name;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
SET ROLE regress_swap_owner;
DROP VIEW swap.person;
CREATE MATERIALIZED VIEW swap.person AS SELECT 9 AS id, 'RAW-ninth'::text AS name;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
SET ROLE regress_swap_owner;
DROP MATERIALIZED VIEW swap.person;
CREATE TEMPORARY TABLE person AS SELECT 10 AS id, 'RAW-tenth'::text AS name;
CREATE SEQUENCE swap.person;
RESET ROLE;
SELECT pg_temp.look();
DROP SEQUENCE swap.person;
DROP TABLE pg_temp.person;
-- With CASCADE the view goes too, and comes back without its grants.
SET ROLE regress_swap_owner;
CREATE TABLE swap.person AS SELECT 11 AS id, 'RAW-eleventh'::text AS name;
DROP TABLE swap.person CASCADE;
CREATE TABLE swap.person AS SELECT 12 AS id, 'RAW-twelfth'::text AS name, 'l' AS town;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
-- Renamed for good and then made again: the release is of the new name.
BEGIN;
SET LOCAL ROLE regress_swap_owner;
ALTER TABLE swap.person RENAME TO people;
DROP TABLE swap.people;
CREATE TABLE swap.people AS SELECT 13 AS id, 'RAW-thirteenth'::text AS name;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
SELECT * FROM pg_temp.releases;
ROLLBACK;
-- The old name is another release's as soon as one is declared under it.
BEGIN;
SET LOCAL ROLE regress_swap_owner;
ALTER TABLE swap.person RENAME TO people;
CREATE TABLE swap.person AS SELECT 14 AS id, 'RAW-other'::text AS name;
CREATE TABLE swap.person_new AS SELECT 15 AS id, 'RAW-newer'::text AS name;
RESET ROLE;
INSERT INTO veil.release (policy, relation, view_name) VALUES ('swap_policy', 'swap.person', 'other');
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('swap_policy', 'swap.person', 'id', 'release', 'test');
SET LOCAL ROLE regress_swap_owner;
ALTER TABLE swap.person RENAME TO person_old;
ALTER TABLE swap.person_new RENAME TO person;
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT pg_temp.look(), pg_temp.look('swap_policy.other'), pg_temp.agrees();
ROLLBACK;

-- A table with none of the columns is another thing: the release closes and keeps its rules.
BEGIN;
SET LOCAL ROLE regress_swap_owner;
DROP TABLE swap.person;
CREATE TABLE swap.person ();
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees(), rules FROM pg_temp.releases;
ALTER TABLE swap.person ADD COLUMN id integer, ADD COLUMN name text;
SELECT pg_temp.look(), veil.rebuild('swap_policy'), pg_temp.look(), rules FROM pg_temp.releases;
ROLLBACK;
-- A table without all the columns: their rules go. One that the rules do not fit: its owner is not kept from it, the
-- release closes and says why, and the rules wait to be changed.
SET ROLE regress_swap_owner;
CREATE TABLE swap.person_new AS SELECT 16 AS id;
ALTER TABLE swap.person RENAME TO person_old;
ALTER TABLE swap.person_new RENAME TO person;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
DROP TABLE swap.person_old;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('swap_policy', 'swap.person', 'name', 'redact', NULL);
ALTER TABLE swap.person ADD COLUMN name text DEFAULT 'RAW-name', ADD COLUMN town text;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('swap_policy', 'swap.person', 'name', 'redact', NULL),
    ('swap_policy', 'swap.person', 'town', 'prefix', '{"keep": 1}');
SET ROLE regress_swap_owner;
CREATE TABLE swap.person_new AS SELECT 17 AS id, 18 AS name, 19 AS town;
ALTER TABLE swap.person RENAME TO person_old;
ALTER TABLE swap.person_new RENAME TO person;
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT pg_temp.look(), pg_temp.look('swap.person');
-- The old table coming back fits again; so do changed rules.
BEGIN;
SET LOCAL ROLE regress_swap_owner;
ALTER TABLE swap.person RENAME TO person_bad;
ALTER TABLE swap.person_old RENAME TO person;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
ROLLBACK;
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = 'swap_policy' AND attribute = 'name';
DELETE FROM veil.rule WHERE policy = 'swap_policy' AND attribute = 'town';
SELECT pg_temp.look();
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = 'swap_policy' AND attribute = 'name';
SELECT pg_temp.look(), pg_temp.agrees();
DROP TABLE swap.person_old;
-- Nor by a policy that may not read it yet, and not by what stands in the view's place.
SET ROLE regress_swap_owner;
DROP TABLE swap.person;
CREATE TABLE swap.person AS SELECT 20 AS id, 'RAW-twentieth'::text AS name;
REVOKE SELECT ON swap.person FROM regress_swap_policy;
ALTER TABLE swap.person ALTER COLUMN id TYPE bigint;
RESET ROLE;
SELECT pg_temp.look();
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('swap_policy', 'swap.person', 'town', 'release', 'test');
UPDATE veil.rule SET technique = 'redact' WHERE policy = 'swap_policy' AND attribute = 'name';
SET ROLE regress_swap_owner;
GRANT SELECT ON swap.person TO regress_swap_policy;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
BEGIN;
SET LOCAL ROLE regress_swap_policy;
DROP VIEW swap_policy.person;
CREATE TABLE swap_policy.person (id integer);
SET LOCAL ROLE regress_swap_owner;
DROP TABLE swap.person;
CREATE TABLE swap.person AS SELECT 21 AS id, 'RAW'::text AS name;
ALTER TABLE swap.person ALTER COLUMN id TYPE bigint;
ALTER TABLE swap.person DROP COLUMN id;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.look('swap.person');
ROLLBACK;

-- A stranger's table is never bound: neither made nor renamed, nor when he was the owner of the name before.
SET ROLE regress_swap_stranger;
CREATE TABLE swap.guess AS SELECT 1 AS id, 'guess'::text AS name;
RESET ROLE;
BEGIN;
SET LOCAL ROLE regress_swap_owner;
ALTER TABLE swap.person RENAME TO person_old;
SET LOCAL ROLE regress_swap_stranger;
ALTER TABLE swap.guess RENAME TO person;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
SET LOCAL ROLE regress_swap_owner;
DROP TABLE swap.person_old;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees(), pg_temp.look();
-- Rules can be deleted, and not be written for it.
SAVEPOINT one;
UPDATE veil.rule SET why = 'x' WHERE policy = 'swap_policy';
ROLLBACK TO one;
DELETE FROM veil.rule WHERE policy = 'swap_policy' AND attribute = 'name';
SELECT pg_temp.look();
DELETE FROM veil.rule WHERE policy = 'swap_policy';
SET CONSTRAINTS ALL IMMEDIATE;
SELECT count(*) FROM veil.release WHERE policy = 'swap_policy';
-- Once it is the owner's it is his table.
ROLLBACK TO one;
ALTER TABLE swap.person OWNER TO regress_swap_owner;
SELECT pg_temp.look(), pg_temp.agrees();
ROLLBACK;
BEGIN;
SET LOCAL ROLE regress_swap_owner;
DROP TABLE swap.person;
SET LOCAL ROLE regress_swap_stranger;
CREATE TABLE swap.person AS SELECT 1 AS id, 'guess'::text AS name;
ALTER TABLE swap.person ALTER COLUMN id TYPE bigint, DROP COLUMN name;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees(), pg_temp.look();
SELECT rules FROM pg_temp.releases;
ROLLBACK;
-- REASSIGN OWNED has no event trigger; who owned the table last is known all the same.
CREATE ROLE regress_swap_heir;
BEGIN;
REASSIGN OWNED BY regress_swap_owner TO regress_swap_heir;
DROP TABLE swap.person;
GRANT USAGE, CREATE ON SCHEMA swap TO regress_swap_owner;
SET LOCAL ROLE regress_swap_owner;
CREATE TABLE swap.person AS SELECT 1 AS id, 'guess'::text AS name;
RESET ROLE;
SELECT pg_temp.look(), relation_owner FROM pg_temp.releases;
ROLLBACK;
BEGIN;
REASSIGN OWNED BY regress_swap_owner TO regress_swap_heir;
SET LOCAL client_min_messages = warning;
DROP SCHEMA swap CASCADE;
RESET client_min_messages;
CREATE SCHEMA swap AUTHORIZATION regress_swap_owner;
SET LOCAL ROLE regress_swap_owner;
CREATE TABLE swap.person AS SELECT 1 AS id, 'guess'::text AS name;
RESET ROLE;
SELECT pg_temp.look(), relation_owner FROM pg_temp.releases;
ROLLBACK;
-- A role by another name is the same owner while the table is there.
BEGIN;
ALTER ROLE regress_swap_owner RENAME TO regress_swap_owner2;
SET LOCAL ROLE regress_swap_owner2;
CREATE TABLE swap.person_new AS SELECT 22 AS id, 'RAW'::text AS name;
GRANT SELECT ON swap.person_new TO regress_swap_policy;
ALTER TABLE swap.person RENAME TO person_old;
ALTER TABLE swap.person_new RENAME TO person;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees(), relation_owner FROM pg_temp.releases;
ROLLBACK;

-- Two tables, both released, swap their names: each release keeps to its name, under one policy as under two.
SET ROLE regress_swap_owner;
CREATE TABLE swap.a AS SELECT 'RAW-a'::text AS v;
CREATE TABLE swap.b AS SELECT 'RAW-b'::text AS v;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('swap_policy', 'swap.a', 'v', 'redact',   '{"fill": "of a"}'),
    ('swap_policy', 'swap.b', 'v', 'partial',  '{"keep_end": 1}'),
    ('swap_second', 'swap.b', 'v', 'constant', '{"value": "of b"}');
SET ROLE regress_swap_owner;
ALTER TABLE swap.a RENAME TO t;
ALTER TABLE swap.b RENAME TO a;
RESET ROLE;
-- Halfway: the release of b is left without a table under the policy that also has one of a; under the other it follows.
SELECT policy, view_name, relation, declared FROM pg_temp.releases WHERE view_name <> 'person';
SELECT pg_temp.look('swap_policy.a'), pg_temp.look('swap_policy.b'), pg_temp.look('swap_second.b');
SET ROLE regress_swap_owner;
ALTER TABLE swap.t RENAME TO b;
RESET ROLE;
SELECT policy, view_name, relation, declared FROM pg_temp.releases WHERE view_name <> 'person';
SELECT pg_temp.look('swap_policy.a'), pg_temp.look('swap_policy.b'), pg_temp.look('swap_second.b'), pg_temp.agrees();
-- Three in a circle.
SET ROLE regress_swap_owner;
CREATE TABLE swap.c AS SELECT 'RAW-c'::text AS v;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('swap_policy', 'swap.c', 'v', 'partial', '{"keep_end": 1, "fill": "c"}');
SET ROLE regress_swap_owner;
BEGIN;
ALTER TABLE swap.a RENAME TO t;
ALTER TABLE swap.b RENAME TO a;
ALTER TABLE swap.c RENAME TO b;
ALTER TABLE swap.t RENAME TO c;
COMMIT;
RESET ROLE;
SELECT policy, view_name, relation, declared FROM pg_temp.releases WHERE view_name <> 'person';
SELECT pg_temp.look('swap_policy.a'), pg_temp.look('swap_policy.b'), pg_temp.look('swap_policy.c'), pg_temp.agrees();
-- Onto the name of a release whose table is gone.
SET ROLE regress_swap_owner;
DROP TABLE swap.b;
ALTER TABLE swap.c RENAME TO b;
RESET ROLE;
SELECT pg_temp.look('swap_policy.b'), pg_temp.look('swap_policy.c'), pg_temp.agrees();
SET ROLE regress_swap_owner;
CREATE TABLE swap.c AS SELECT 'RAW-d'::text AS v;
RESET ROLE;
SELECT pg_temp.look('swap_policy.b'), pg_temp.look('swap_policy.c'), pg_temp.agrees();
-- Of another owner: he gives up the name, and his release closes.
ALTER TABLE swap.c OWNER TO regress_swap_stranger;
SET ROLE regress_swap_owner;
DROP TABLE swap.b;
SET ROLE regress_swap_stranger;
ALTER TABLE swap.c RENAME TO b;
RESET ROLE;
SELECT policy, view_name, relation, declared FROM pg_temp.releases WHERE view_name <> 'person';
SELECT pg_temp.look('swap_policy.b'), pg_temp.look('swap_policy.c');

-- Schemas: the releases follow the one they are of; a closed release takes a table that comes under its name.
BEGIN;
ALTER SCHEMA swap RENAME TO swap_before;
CREATE SCHEMA swap AUTHORIZATION regress_swap_owner;
SET LOCAL ROLE regress_swap_owner;
CREATE TABLE swap.person AS SELECT 30 AS id, 'RAW'::text AS name;
RESET ROLE;
SELECT pg_temp.look();
ROLLBACK;
BEGIN;
CREATE SCHEMA swap_after AUTHORIZATION regress_swap_owner;
GRANT USAGE ON SCHEMA swap_after TO regress_swap_policy;
SET LOCAL ROLE regress_swap_owner;
CREATE TABLE swap_after.person AS SELECT 31 AS id, 'RAW'::text AS name;
GRANT SELECT ON swap_after.person TO regress_swap_policy;
RESET ROLE;
SET LOCAL client_min_messages = warning;
DROP SCHEMA swap CASCADE;
ALTER SCHEMA swap_after RENAME TO swap;
SELECT pg_temp.look(), pg_temp.agrees();
ROLLBACK;

SELECT veil.drop_policy('swap_policy'), veil.drop_policy('swap_second');
SET client_min_messages = warning;
DROP SCHEMA swap CASCADE;
DROP OWNED BY regress_swap_owner, regress_swap_stranger;
DROP ROLE regress_swap_owner, regress_swap_policy, regress_swap_stranger, regress_swap_analyst, regress_swap_heir;
