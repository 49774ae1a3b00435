-- Names change under a release: of table, columns, schemas, of the release itself. Rules and views follow; what is the
-- policy's cannot be changed at the view.
CREATE ROLE regress_rename_owner;
CREATE ROLE regress_rename_policy;
CREATE SCHEMA rename_raw AUTHORIZATION regress_rename_owner;
CREATE SCHEMA rename_else AUTHORIZATION regress_rename_owner;
GRANT USAGE ON SCHEMA rename_raw, rename_else TO regress_rename_policy;
SELECT veil.create_policy('rename_policy', owner => 'regress_rename_policy');
SET ROLE regress_rename_owner;
CREATE TABLE rename_raw.person (id integer, name text, town text);
INSERT INTO rename_raw.person VALUES (1, 'RAW-Anna', 'Delft');
GRANT SELECT ON rename_raw.person TO regress_rename_policy;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('rename_policy', 'rename_raw.person', 'id',   'release', NULL,          'test'),
    ('rename_policy', 'rename_raw.person', 'name', 'redact',  NULL,          NULL),
    ('rename_policy', 'rename_raw.person', 'town', 'prefix',  '{"keep": 2}', NULL);
UPDATE veil.release SET subject = 'id' WHERE policy = 'rename_policy';
CREATE VIEW pg_temp.releases AS SELECT policy, relation, declared, view_name, subject,
       (SELECT string_agg(attribute || ' ' || technique, ', ' ORDER BY attribute) FROM veil.rule u
        WHERE u.policy = r.policy AND u.relation = r.relation) AS rules
FROM veil.release r WHERE policy LIKE 'rename%' ORDER BY policy, relation;
SELECT 'rename_policy.person'::regclass::oid AS view \gset

-- The table: the view keeps its name.
SET ROLE regress_rename_owner;
ALTER TABLE rename_raw.person RENAME TO people;
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT * FROM rename_policy.person;
SELECT attribute, analyst_sees FROM veil.show('rename_policy.person');
-- Rules are written under the new name from now on, and under no other.
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('rename_policy', 'rename_raw.person', 'town', 'redact');
UPDATE veil.rule SET technique = 'redact', params = NULL WHERE policy = 'rename_policy' AND relation = 'rename_raw.people' AND attribute = 'town';
SELECT * FROM rename_policy.person;
-- To another schema, and both at once by a name that needs quotes.
SET ROLE regress_rename_owner;
ALTER TABLE rename_raw.people SET SCHEMA rename_else;
ALTER TABLE rename_else.people RENAME TO "The ""People"".of 2026";
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT * FROM rename_policy.person;
SET ROLE regress_rename_owner;
ALTER TABLE rename_else."The ""People"".of 2026" RENAME TO person;
ALTER TABLE rename_else.person SET SCHEMA rename_raw;
RESET ROLE;
SELECT * FROM pg_temp.releases;
-- A table that has the name in a temporary schema, or in another on the path, is not meant.
SET ROLE regress_rename_owner;
SET search_path = rename_else, rename_raw;
CREATE TABLE rename_else.person (name text);
CREATE TEMPORARY TABLE person (name text);
ALTER TABLE person RENAME TO gone;
ALTER TABLE person RENAME COLUMN name TO gone;
ALTER TABLE person RENAME TO gone;
RESET search_path;
DROP TABLE pg_temp.gone, rename_else.gone;
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT * FROM rename_policy.person;

-- Columns: rule, subject and the view's column follow, also in a circle.
SET ROLE regress_rename_owner;
ALTER TABLE rename_raw.person RENAME COLUMN id TO person_id;
ALTER TABLE rename_raw.person RENAME COLUMN name TO x;
ALTER TABLE rename_raw.person RENAME COLUMN town TO name;
ALTER TABLE rename_raw.person RENAME COLUMN x TO town;
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT * FROM rename_policy.person;
SELECT attribute, before->>'attribute' AS before, after->>'attribute' AS after, cause, changed_by FROM veil.rule_history
WHERE policy = 'rename_policy' AND before->>'attribute' <> after->>'attribute' ORDER BY id;
SELECT 'rename_policy.person'::regclass = :view AS same;
-- One without a rule stays hidden under any name.
SET ROLE regress_rename_owner;
ALTER TABLE rename_raw.person ADD COLUMN secret text DEFAULT 'RAW-secret';
ALTER TABLE rename_raw.person DROP COLUMN town;
ALTER TABLE rename_raw.person RENAME COLUMN secret TO town;
RESET ROLE;
SELECT * FROM rename_policy.person;
-- While the view is away.
BEGIN;
DROP VIEW rename_policy.person;
ALTER TABLE rename_raw.person RENAME COLUMN name TO x;
ALTER TABLE rename_raw.person RENAME COLUMN town TO name;
SELECT veil.rebuild('rename_policy');
SELECT * FROM rename_policy.person;
ROLLBACK;
-- A refused one, and one that is rolled back.
BEGIN;
SAVEPOINT one;
ALTER TABLE rename_raw.person RENAME COLUMN name TO town;
ROLLBACK TO one;
ALTER TABLE rename_raw.person RENAME COLUMN name TO x;
ROLLBACK TO one;
SELECT * FROM rename_policy.person;
COMMIT;
SELECT * FROM pg_temp.releases;

-- The schema of the base, and that of the policy.
SET ROLE regress_rename_owner;
CREATE TABLE rename_raw.other (id integer);
GRANT SELECT ON rename_raw.other TO regress_rename_policy;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('rename_policy', 'rename_raw.other', 'id', 'release', 'test');
DROP TABLE rename_raw.other CASCADE;
ALTER SCHEMA rename_raw RENAME TO "rename %_raw";
SELECT * FROM pg_temp.releases;
SELECT * FROM rename_policy.person;
ALTER SCHEMA "rename %_raw" RENAME TO rename_raw;
ALTER SCHEMA rename_policy RENAME TO rename_views;
SELECT * FROM rename_views.person;
SELECT name, schema FROM veil.policy WHERE name = 'rename_policy';
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = 'rename_policy' AND attribute = 'name';
SELECT * FROM rename_views.person;
ALTER SCHEMA rename_views RENAME TO rename_policy;
-- A name that begins like another is another.
CREATE SCHEMA rename_raw2;
ALTER SCHEMA rename_raw2 RENAME TO rename_raw3;
ALTER SCHEMA rename_raw RENAME TO rename_raw2;
SELECT * FROM pg_temp.releases;
ALTER SCHEMA rename_raw2 RENAME TO rename_raw;
DROP SCHEMA rename_raw3;
DELETE FROM veil.rule WHERE relation = 'rename_raw.other';

-- The release's own view: its owner may call it what he likes. The rest is the policy's.
SET ROLE regress_rename_policy;
ALTER VIEW rename_policy.person RENAME TO subjects;
ALTER TABLE rename_policy.subjects RENAME TO persons;
RESET ROLE;
SELECT * FROM pg_temp.releases;
ALTER TABLE rename_raw.person ALTER COLUMN person_id TYPE bigint;
SELECT * FROM rename_policy.persons;
SET ROLE regress_rename_policy;
ALTER VIEW rename_policy.persons RENAME COLUMN name TO x;
ALTER TABLE rename_policy.persons RENAME COLUMN name TO x;
ALTER VIEW rename_policy.persons SET SCHEMA rename_else;
ALTER TABLE rename_policy.persons OWNER TO regress_rename_policy;
CREATE OR REPLACE VIEW rename_policy.persons AS SELECT person_id, name FROM rename_raw.person;
CREATE RULE more AS ON INSERT TO rename_policy.persons DO ALSO NOTHING;
DROP TRIGGER veil_refuse_writes ON rename_policy.persons;
CREATE OR REPLACE TRIGGER veil_refuse_writes INSTEAD OF INSERT ON rename_policy.persons
    FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
INSERT INTO rename_policy.persons VALUES (1);
RESET ROLE;
SELECT * FROM rename_policy.persons;
-- A view of his own in the same schema he may treat as he likes.
SET ROLE regress_rename_policy;
CREATE VIEW rename_policy.own AS SELECT 1 AS one;
CREATE OR REPLACE VIEW rename_policy.own AS SELECT 1 AS one, 2 AS two;
ALTER VIEW rename_policy.own RENAME COLUMN one TO eins;
ALTER VIEW rename_policy.own RENAME TO mine;
DROP VIEW rename_policy.mine;
-- By the catalog.
RESET ROLE;
UPDATE veil.release SET view_name = 'Person "one"' WHERE policy = 'rename_policy';
SELECT * FROM rename_policy."Person ""one""";
SELECT * FROM pg_temp.releases;
-- A name of another release is refused, whether its view is there or not.
CREATE TABLE rename_raw.waiting (id integer);
INSERT INTO veil.release (policy, relation, view_name) VALUES ('rename_policy', 'rename_raw.waiting', 'waiting');
ALTER VIEW rename_policy."Person ""one""" RENAME TO waiting;
UPDATE veil.release SET view_name = 'waiting' WHERE policy = 'rename_policy' AND relation = 'rename_raw.person';
SELECT * FROM pg_temp.releases;

SELECT veil.drop_policy('rename_policy');
SET client_min_messages = warning;
DROP SCHEMA rename_raw, rename_else CASCADE;
DROP ROLE regress_rename_owner, regress_rename_policy;
