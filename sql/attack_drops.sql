-- F5, and D4 along unusual ways: what a release stands on goes, moves or changes its name. It ends closed, with a clear
-- error; no rule comes to bear on another column than it was written for; and nobody's DDL is held up by a policy of
-- somebody else's.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE ROLE regress_drops_owner;
CREATE ROLE regress_drops_base;
CREATE ROLE regress_drops_analyst;
CREATE SCHEMA drops_raw AUTHORIZATION regress_drops_base;
GRANT CREATE ON DATABASE :DBNAME TO regress_drops_base, regress_drops_owner;
SELECT veil.create_key('attack_drops');
SELECT veil.grant_editor('regress_drops_owner');
SELECT veil.grant_key('attack_drops', 'regress_drops_owner');
SET ROLE regress_drops_base;
CREATE TABLE drops_raw.person (id integer, name text, city text);
INSERT INTO drops_raw.person VALUES (1, 'CANARY', 'Ede');
GRANT USAGE ON SCHEMA drops_raw TO regress_drops_owner;
GRANT SELECT ON drops_raw.person TO regress_drops_owner;
SET ROLE regress_drops_owner;
SELECT veil.create_policy('drops');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('drops', 'drops_raw.person', 'id', 'pseudonym', '{"key": "attack_drops"}', 'x'),
    ('drops', 'drops_raw.person', 'name', 'redact', NULL, 'x'),
    ('drops', 'drops_raw.person', 'city', 'release', NULL, 'x');
GRANT USAGE ON SCHEMA drops TO regress_drops_analyst;
GRANT SELECT ON drops.person TO regress_drops_analyst;
RESET ROLE;

-- What is in use is refused.
DROP ROLE regress_drops_owner;
DROP FUNCTION veil.redact(text, text);
DROP FUNCTION veil.redact(text, text) CASCADE;
DROP TYPE veil.key CASCADE;
DROP EVENT TRIGGER pg_veil_sql_drop;
DROP TABLE veil.rule CASCADE;
TRUNCATE veil.rule;
TRUNCATE veil.release;
-- A key that is gone from the catalog, and a role that held it.
BEGIN;
DELETE FROM veil.key_version WHERE name = 'attack_drops';
SET ROLE regress_drops_analyst;
SELECT id FROM drops.person;
ROLLBACK;
CREATE ROLE regress_drops_holder;
SELECT veil.grant_key('attack_drops', 'regress_drops_holder');
DROP ROLE regress_drops_holder;
SELECT name, city FROM drops.person;
DELETE FROM veil.key_grant g WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.oid = g.grantee);

-- The base goes: RESTRICT as much as CASCADE, for a release never stands in its owner's way.
SET ROLE regress_drops_base;
BEGIN;
DROP TABLE drops_raw.person;
SET ROLE regress_drops_analyst;
SELECT * FROM drops.person;
ROLLBACK;
SET ROLE regress_drops_base;
BEGIN;
DROP SCHEMA drops_raw CASCADE;
SET ROLE regress_drops_analyst;
SELECT * FROM drops.person;
ROLLBACK;
RESET ROLE;
-- The base's owner takes back what the policy's owner reads with; his DDL goes on.
REVOKE SELECT ON drops_raw.person FROM regress_drops_owner;
SET ROLE regress_drops_base;
ALTER TABLE drops_raw.person ADD COLUMN more text DEFAULT 'CANARY', ALTER COLUMN id TYPE bigint;
SET ROLE regress_drops_analyst;
SELECT * FROM drops.person;
RESET ROLE;
GRANT SELECT ON drops_raw.person TO regress_drops_owner;
SELECT name, city FROM drops.person;

-- The policy's owner puts another view in the place of his release: it is not built over, and holds nobody up.
SET ROLE regress_drops_owner;
DROP VIEW drops.person;
CREATE VIEW drops.person AS SELECT id, name, city FROM drops_raw.person;
RESET ROLE;
SELECT veil.rebuild('drops');
SET ROLE regress_drops_base;
ALTER TABLE drops_raw.person ADD COLUMN again text;
ALTER TABLE drops_raw.person RENAME TO people;
ALTER TABLE drops_raw.people RENAME TO person;
RESET ROLE;
SET ROLE regress_drops_owner;
DROP VIEW drops.person;
SELECT veil.rebuild('drops');
SELECT name, city FROM drops.person;
-- A release without rules, whose name is taken, can be removed.
CREATE TABLE drops.taken (a text);
INSERT INTO veil.release (policy, relation, view_name) VALUES ('drops', 'drops.taken', 'taken');
SELECT veil.rebuild('drops');
UPDATE veil.release SET view_name = 'other' WHERE view_name = 'taken';
UPDATE veil.release SET view_name = 'taken' WHERE view_name = 'other';
DELETE FROM veil.release WHERE view_name = 'taken';
DROP TABLE drops.taken;

-- The policy's schema goes. Its rules stay, for nobody but a superuser, and nobody takes the policy over with the name.
DROP SCHEMA drops CASCADE;
SELECT veil.rebuild('drops');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('drops', 'drops_raw.person', 'again', 'redact');
CREATE SCHEMA drops;
CREATE SCHEMA drops_2;
ALTER SCHEMA drops_2 RENAME TO drops;
DROP SCHEMA drops_2;
SET ROLE regress_drops_base;
ALTER TABLE drops_raw.person RENAME TO people;
ALTER TABLE drops_raw.people RENAME TO person;
ALTER TABLE drops_raw.person DROP COLUMN more;
RESET ROLE;
SELECT attribute, analyst_sees FROM veil.show('drops.person');
\set VERBOSITY default
SELECT veil.rebuild('drops');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('drops', 'drops_raw.person', 'again', 'redact');
\set VERBOSITY terse
CREATE SCHEMA drops AUTHORIZATION regress_drops_owner;
SELECT veil.rebuild('drops');
SELECT name, city FROM drops.person;
SET ROLE regress_drops_owner;
DROP SCHEMA drops CASCADE;
RESET ROLE;
SELECT veil.drop_policy('drops');
SELECT count(*) FROM veil.rule WHERE policy = 'drops';

-- Columns that go, or change their names, along the way of another statement.
SELECT veil.create_policy('drops');
CREATE TYPE drops_raw.kind AS (secret text, city text);
CREATE TYPE drops_raw.colour AS ENUM ('red');
CREATE TABLE drops_raw.typed OF drops_raw.kind;
CREATE TABLE drops_raw.coloured (id integer, colour drops_raw.colour, name text);
INSERT INTO drops_raw.typed VALUES ('CANARY', 'Ede');
INSERT INTO drops_raw.coloured VALUES (1, 'red', 'CANARY');
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES
    ('drops', 'drops_raw.typed', 'secret', 'suppress', NULL),
    ('drops', 'drops_raw.typed', 'city', 'release', 'x'),
    ('drops', 'drops_raw.coloured', 'id', 'release', 'x'),
    ('drops', 'drops_raw.coloured', 'colour', 'release', 'x'),
    ('drops', 'drops_raw.coloured', 'name', 'suppress', NULL);
ALTER TYPE drops_raw.kind RENAME ATTRIBUTE city TO town CASCADE;
ALTER TYPE drops_raw.kind RENAME ATTRIBUTE secret TO city CASCADE;
SELECT * FROM drops.typed;
SELECT veil.rebuild('drops');
SELECT * FROM drops.typed;
ALTER TYPE drops_raw.kind ALTER ATTRIBUTE town TYPE varchar(40) CASCADE;
ALTER TYPE drops_raw.kind DROP ATTRIBUTE city CASCADE;
ALTER TYPE drops_raw.kind ADD ATTRIBUTE city text CASCADE;
SELECT * FROM drops.typed;
ALTER TABLE drops_raw.coloured DROP COLUMN id, ADD COLUMN id text DEFAULT 'CANARY';
SELECT * FROM drops.coloured;
DROP TYPE drops_raw.colour CASCADE;
ALTER TABLE drops_raw.coloured ADD COLUMN colour text DEFAULT 'CANARY';
SELECT veil.rebuild('drops');
SELECT * FROM drops.coloured;
SELECT relation, attribute, technique FROM veil.rule WHERE policy = 'drops' ORDER BY 1, 2;
-- Without its view a release still follows.
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('drops', 'drops_raw.coloured', 'colour', 'release', 'x');
DROP VIEW drops.coloured;
ALTER TABLE drops_raw.coloured RENAME colour TO was_colour;
ALTER TABLE drops_raw.coloured RENAME id TO colour;
SELECT relation, attribute, technique FROM veil.rule WHERE policy = 'drops' ORDER BY 1, 2;
SELECT veil.rebuild('drops');
-- With the event triggers off it does not, but no rule bears on another column.
UPDATE drops_raw.coloured SET was_colour = 'red', colour = 'CANARY';
ALTER EVENT TRIGGER pg_veil_ddl_command_end DISABLE;
ALTER TABLE drops_raw.coloured RENAME was_colour TO was;
ALTER TABLE drops_raw.coloured RENAME colour TO was_colour;
ALTER EVENT TRIGGER pg_veil_ddl_command_end ENABLE ALWAYS;
SELECT * FROM drops.coloured;
SELECT veil.rebuild('drops');
SELECT * FROM drops.coloured;
-- A release of a release follows through both.
SELECT veil.create_policy('drops_2');
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('drops_2', 'drops.typed', 'town', 'release', 'x');
ALTER TYPE drops_raw.kind RENAME ATTRIBUTE town TO place CASCADE;
ALTER TYPE drops_raw.kind RENAME ATTRIBUTE city TO town CASCADE;
UPDATE drops_raw.typed SET town = 'CANARY';
SELECT veil.rebuild('drops_2');
SELECT * FROM drops_2.typed;
ALTER TYPE drops_raw.kind ALTER ATTRIBUTE place TYPE text CASCADE;
SELECT * FROM drops_2.typed;
SELECT veil.drop_policy('drops_2'), veil.drop_policy('drops');
DROP SCHEMA drops_raw CASCADE;
DELETE FROM veil.key_grant WHERE key = 'attack_drops';
DROP OWNED BY regress_drops_owner, regress_drops_base;
DROP ROLE regress_drops_owner, regress_drops_base, regress_drops_analyst;
