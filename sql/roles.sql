-- The roles behind a release come and go: the owner of the base, of the policy, the analyst.
CREATE ROLE regress_roles_owner;
CREATE ROLE regress_roles_policy;
CREATE ROLE regress_roles_next;
CREATE ROLE regress_roles_analyst;
CREATE SCHEMA roles_raw AUTHORIZATION regress_roles_owner;
GRANT USAGE ON SCHEMA roles_raw TO regress_roles_policy;
SELECT veil.create_policy('roles_policy', owner => 'regress_roles_policy');
SET ROLE regress_roles_owner;
CREATE TABLE roles_raw.person (id integer, name text);
INSERT INTO roles_raw.person VALUES (1, 'RAW-Anna');
GRANT SELECT ON roles_raw.person TO regress_roles_policy;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES
    ('roles_policy', 'roles_raw.person', 'id',   'release', 'test'),
    ('roles_policy', 'roles_raw.person', 'name', 'redact',  NULL);
GRANT USAGE ON SCHEMA roles_policy TO regress_roles_analyst;
GRANT SELECT ON roles_policy.person TO regress_roles_analyst;
CREATE FUNCTION pg_temp.look() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    shown text;
BEGIN
    SELECT string_agg(p::text, ' ' ORDER BY p::text) FROM roles_policy.person p INTO shown;
    RETURN coalesce(shown, 'no rows');
EXCEPTION WHEN others THEN
    RETURN SQLERRM;
END
$$;
CREATE FUNCTION pg_temp.agrees() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    before text[]; after text[];
BEGIN
    before := ARRAY(SELECT oid || pg_get_viewdef(oid) || relowner FROM pg_class WHERE relnamespace = 'roles_policy'::regnamespace ORDER BY oid);
    PERFORM veil.rebuild('roles_policy');
    after := ARRAY(SELECT oid || pg_get_viewdef(oid) || relowner FROM pg_class WHERE relnamespace = 'roles_policy'::regnamespace ORDER BY oid);
    RETURN before = after;
END
$$;
CREATE VIEW pg_temp.owners AS SELECT pg_get_userbyid(n.nspowner) AS policy, pg_get_userbyid(c.relowner) AS view,
       pg_get_userbyid(b.relowner) AS base, r.relation_owner AS recorded
FROM veil.release r JOIN veil.policy p ON p.name = r.policy JOIN pg_namespace n ON n.nspname = p.schema
LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = r.view_name LEFT JOIN pg_class b ON b.oid = to_regclass(r.relation)
WHERE r.policy = 'roles_policy';

-- Without SELECT on the base the view is an error, whoever reads it, and the owner of the base goes on as if there were none.
SET ROLE regress_roles_owner;
REVOKE SELECT ON roles_raw.person FROM regress_roles_policy;
RESET ROLE;
SELECT pg_temp.look();
SET ROLE regress_roles_analyst;
SELECT * FROM roles_policy.person;
RESET ROLE;
SET ROLE regress_roles_owner;
ALTER TABLE roles_raw.person ALTER COLUMN id TYPE bigint, ADD COLUMN more text;
ALTER TABLE roles_raw.person RENAME COLUMN name TO title;
ALTER TABLE roles_raw.person RENAME TO people;
RESET ROLE;
SELECT pg_temp.look();
-- New rules need it; to take rules away nobody needs it.
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('roles_policy', 'roles_raw.people', 'more', 'release', 'test');
DELETE FROM veil.rule WHERE policy = 'roles_policy' AND attribute = 'id';
SET ROLE regress_roles_owner;
GRANT SELECT ON roles_raw.people TO regress_roles_policy;
ALTER TABLE roles_raw.people RENAME COLUMN title TO name;
ALTER TABLE roles_raw.people RENAME TO person;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
-- Column by column.
SET ROLE regress_roles_owner;
REVOKE SELECT ON roles_raw.person FROM regress_roles_policy;
GRANT SELECT (name) ON roles_raw.person TO regress_roles_policy;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('roles_policy', 'roles_raw.person', 'id', 'release', 'test');
SET ROLE regress_roles_owner;
GRANT SELECT (id) ON roles_raw.person TO regress_roles_policy;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('roles_policy', 'roles_raw.person', 'id', 'release', 'test');
SELECT pg_temp.look(), pg_temp.agrees();
-- Without USAGE on the schema nothing changes: the server does not ask for it in a view.
REVOKE USAGE ON SCHEMA roles_raw FROM regress_roles_policy;
SELECT pg_temp.look(), pg_temp.agrees();
-- Without CREATE in its own schema, which an owner can take from himself, a view cannot be made again: the ALTER that
-- needs it fails, and nothing is lost.
SET ROLE regress_roles_policy;
REVOKE CREATE ON SCHEMA roles_policy FROM regress_roles_policy;
SET ROLE regress_roles_owner;
ALTER TABLE roles_raw.person ALTER COLUMN id TYPE integer;
RESET ROLE;
SELECT pg_temp.look(), pg_temp.agrees();
GRANT CREATE ON SCHEMA roles_policy TO regress_roles_policy;

-- The policy gets another owner: its views go along and work with his rights, and with no other's.
ALTER SCHEMA roles_policy OWNER TO regress_roles_next;
SELECT * FROM pg_temp.owners;
SELECT pg_temp.look();
GRANT SELECT ON roles_raw.person TO regress_roles_next;
SELECT pg_temp.look(), pg_temp.agrees();
SET ROLE regress_roles_analyst;
SELECT * FROM roles_policy.person;
RESET ROLE;
-- Who edits is another, too.
SELECT veil.grant_editor('regress_roles_policy');
SELECT veil.grant_editor('regress_roles_next');
SET ROLE regress_roles_policy;
UPDATE veil.rule SET why = 'mine' WHERE policy = 'roles_policy' AND attribute = 'id';
SET ROLE regress_roles_next;
UPDATE veil.rule SET why = 'mine' WHERE policy = 'roles_policy' AND attribute = 'id';
RESET ROLE;
SELECT veil.revoke_editor('regress_roles_policy');
SELECT veil.revoke_editor('regress_roles_next');
-- Of a schema that is no policy's nothing is to be done.
ALTER SCHEMA roles_raw OWNER TO regress_roles_next;
ALTER SCHEMA roles_raw OWNER TO regress_roles_owner;
SELECT pg_temp.look(), pg_temp.agrees();
-- A closed one goes along too.
BEGIN;
DROP TABLE roles_raw.person;
ALTER SCHEMA roles_policy OWNER TO regress_roles_policy;
SELECT * FROM pg_temp.owners;
SELECT pg_temp.look(), pg_temp.agrees();
ROLLBACK;

-- REASSIGN OWNED, of the policy's owner and of the base's.
REASSIGN OWNED BY regress_roles_next TO regress_roles_policy;
SELECT * FROM pg_temp.owners;
SELECT pg_temp.look(), pg_temp.agrees();
REASSIGN OWNED BY regress_roles_owner TO regress_roles_next;
SELECT base FROM pg_temp.owners;
SELECT pg_temp.look(), pg_temp.agrees();
SET ROLE regress_roles_next;
ALTER TABLE roles_raw.person ALTER COLUMN id TYPE integer;
RESET ROLE;
SELECT * FROM pg_temp.owners;
SELECT pg_temp.look(), pg_temp.agrees();

-- A role that owns anything of it cannot be dropped.
DROP ROLE regress_roles_policy;
DROP ROLE regress_roles_next;
DROP ROLE regress_roles_analyst;
-- DROP OWNED is refused where somebody depends on it, and closes with CASCADE. Of the analyst it takes the grants alone.
DROP OWNED BY regress_roles_analyst;
SELECT pg_temp.look(), has_table_privilege('regress_roles_analyst', 'roles_policy.person', 'SELECT');
DROP ROLE regress_roles_analyst;
DROP OWNED BY regress_roles_next;
SELECT pg_temp.look(), pg_temp.agrees();
BEGIN;
SET LOCAL client_min_messages = warning;
DROP OWNED BY regress_roles_next CASCADE;
RESET client_min_messages;
SELECT pg_temp.look();
SELECT count(*) AS rules FROM veil.rule WHERE policy = 'roles_policy';
SELECT veil.rebuild('roles_policy');
SELECT pg_temp.look();
ROLLBACK;
SELECT pg_temp.look(), pg_temp.agrees();
BEGIN;
SET LOCAL client_min_messages = warning;
DROP OWNED BY regress_roles_policy CASCADE;
RESET client_min_messages;
SELECT pg_temp.look();
-- The base's owner is not held up by what is left of the policy.
SET LOCAL ROLE regress_roles_next;
ALTER TABLE roles_raw.person ALTER COLUMN id TYPE bigint;
ALTER TABLE roles_raw.person DROP COLUMN id, ADD COLUMN id text DEFAULT 'RAW-id';
ALTER TABLE roles_raw.person RENAME COLUMN name TO title;
ALTER TABLE roles_raw.person RENAME COLUMN title TO name;
ALTER TABLE roles_raw.person RENAME TO people;
ALTER TABLE roles_raw.people RENAME TO person;
CREATE TABLE roles_raw.person_old (LIKE roles_raw.person);
DROP TABLE roles_raw.person_old;
RESET ROLE;
-- Its rules go with their columns all the same.
SELECT attribute, technique FROM veil.rule WHERE policy = 'roles_policy' ORDER BY 1;
-- Whoever makes a schema of the name is not the policy's owner by that.
SELECT current_database() AS database \gset
GRANT CREATE ON DATABASE :"database" TO regress_roles_next;
SET LOCAL ROLE regress_roles_next;
SAVEPOINT one;
CREATE SCHEMA roles_policy;
ROLLBACK TO one;
CREATE SCHEMA roles_other;
ALTER SCHEMA roles_other RENAME TO roles_policy;
ROLLBACK TO one;
RESET ROLE;
CREATE SCHEMA roles_policy AUTHORIZATION regress_roles_next;
SELECT veil.rebuild('roles_policy');
SELECT pg_temp.look(), pg_temp.agrees();
SELECT * FROM pg_temp.owners;
ROLLBACK;

SELECT veil.drop_policy('roles_policy');
SET client_min_messages = warning;
DROP SCHEMA roles_raw CASCADE;
DROP OWNED BY regress_roles_policy, regress_roles_next, regress_roles_owner;
DROP ROLE regress_roles_owner, regress_roles_policy, regress_roles_next;
