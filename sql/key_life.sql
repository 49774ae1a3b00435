-- The life of a key: made, rotated, destroyed. A view always shows the active version, keeps its grants, and refuses when
-- that version was destroyed; nothing brings it back.
CREATE ROLE regress_life_analyst;
CREATE ROLE regress_life_owner;
CREATE ROLE regress_life_editor;
SELECT current_database() AS database \gset
GRANT CREATE ON DATABASE :"database" TO regress_life_owner;
CREATE SCHEMA life;
GRANT USAGE ON SCHEMA life TO regress_life_owner;
CREATE TABLE life.person (id integer, name text, town text);
INSERT INTO life.person SELECT n, 'name ' || n, 'town ' || n % 3 FROM generate_series(1, 100) n;
GRANT SELECT ON life.person TO regress_life_owner;
-- What earlier runs left in the keyring is not this test's.
CREATE TABLE life.before AS SELECT check_value FROM veil.keyring;
CREATE VIEW life.entries AS SELECT name, version, condition, in_catalog FROM veil.keyring
    WHERE name LIKE 'key_life%' AND check_value NOT IN (SELECT check_value FROM life.before);
SELECT veil.create_key('key_life');
SELECT veil.create_key('key_life_other');
SELECT veil.create_policy('life_one');
SELECT veil.create_policy('life_two', owner => 'regress_life_owner');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('life_one', 'life.person', 'id', 'release', NULL, 'test'),
    ('life_one', 'life.person', 'name', 'pseudonym', '{"key": "key_life"}', NULL),
    ('life_one', 'life.person', 'town', 'pseudonym', '{"key": "key_life_other"}', NULL),
    ('life_two', 'life.person', 'id', 'pseudonym', '{"key": "key_life", "scope": "key"}', NULL),
    ('life_two', 'life.person', 'name', 'prefix', '{"keep": 1}', NULL);
GRANT USAGE ON SCHEMA life_one, life_two TO regress_life_analyst;
GRANT SELECT ON life_one.person, life_two.person TO regress_life_analyst;
CREATE VIEW life.status AS SELECT name, version, state, loaded, reason, rules FROM veil.key_status WHERE name LIKE 'key_life%';
SELECT *, (SELECT octet_length(check_value) = 16 AND age >= '0' FROM veil.key_status s WHERE (s.name, s.version) = (t.name, t.version)) AS whole
FROM life.status t ORDER BY name, version;
CREATE TABLE life.saved AS SELECT * FROM life_one.person;
CREATE TABLE life.views AS SELECT oid, relname, relacl, relowner FROM pg_class WHERE oid IN ('life_one.person'::regclass, 'life_two.person'::regclass);

-- --- Rotation ---
SELECT veil.rotate_key('key_life');
SELECT * FROM life.status ORDER BY name, version;
SELECT pg_get_viewdef('life_one.person'::regclass) LIKE '%key_life/2%' AS one, pg_get_viewdef('life_two.person'::regclass) LIKE '%key_life/2%' AS two,
       pg_get_viewdef('life_one.person'::regclass) LIKE '%key_life_other/1%' AS other;
-- All pseudonyms of the key are new, those of another key are not, and the views are the ones they were.
SELECT count(*) FILTER (WHERE s.name = p.name) AS same_name, count(*) FILTER (WHERE s.town = p.town) AS same_town FROM life.saved s JOIN life_one.person p USING (id);
SELECT count(*) FROM life.views v JOIN pg_class c USING (oid, relname, relacl, relowner);
-- The retired version still computes what it did.
SELECT count(*) FROM life.saved s JOIN life.person p USING (id) WHERE s.name = veil.pseudonym(p.name, 'key_life/1', 'life_one');
SELECT count(*) FROM life_one.person s JOIN life.person p USING (id) WHERE s.name = veil.pseudonym(p.name, 'key_life', 'life_one');
SET ROLE regress_life_analyst;
SELECT count(DISTINCT name) FROM life_one.person;
SELECT count(DISTINCT id) FROM life_two.person;
-- Plans made before are made again.
RESET ROLE;
PREPARE ask AS SELECT count(*) FROM life_one.person p JOIN life.saved s ON s.name = p.name;
EXECUTE ask;
-- Rolled back, by itself and by a savepoint: everything is as it was, and the next version is another key.
BEGIN;
SELECT veil.rotate_key('key_life');
SELECT count(DISTINCT name) FROM life_one.person;
CREATE TEMP TABLE rolled AS SELECT 1;
ROLLBACK;
EXECUTE ask;
BEGIN;
SELECT veil.rotate_key('key_life');
SELECT check_value AS first_try FROM veil.key_version WHERE name = 'key_life' AND version = 3 \gset
SAVEPOINT a;
SELECT veil.rotate_key('key_life');
SELECT pg_get_viewdef('life_one.person'::regclass) LIKE '%key_life/4%' AS fourth;
ROLLBACK TO a;
SELECT pg_get_viewdef('life_one.person'::regclass) LIKE '%key_life/3%' AS third, count(DISTINCT name) FROM life_one.person;
ROLLBACK;
BEGIN;
SELECT veil.rotate_key('key_life');
SELECT check_value <> :'first_try' AS another FROM veil.key_version WHERE name = 'key_life' AND version = 3;
CREATE TEMP TABLE third AS SELECT * FROM life_one.person;
COMMIT;
SELECT count(*) FROM third JOIN life_one.person USING (id, name);
-- What was rolled back is in the keyring, of no use, and told apart by its check value.
SELECT name, version, condition, in_catalog, count(*) FROM life.entries GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 4;
-- In one transaction with an edit: a column whose rule comes back keeps its grants.
GRANT SELECT (name) ON life_two.person TO regress_life_owner WITH GRANT OPTION;
BEGIN;
DELETE FROM veil.rule WHERE policy = 'life_two' AND attribute = 'name';
SELECT veil.rotate_key('key_life');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('life_two', 'life.person', 'name', 'prefix', '{"keep": 2}');
COMMIT;
SELECT count(*) FROM life.views v JOIN pg_class c USING (oid, relname, relacl, relowner);
SELECT min(name), count(DISTINCT id) FROM life_two.person;
-- A closed release stays closed, and opens with the active version.
DROP TABLE life.person CASCADE;
SELECT veil.rotate_key('key_life');
SELECT * FROM life_one.person;
CREATE TABLE life.person AS SELECT n AS id, 'name ' || n AS name, 'town ' || n % 3 AS town FROM generate_series(1, 100) n;
GRANT SELECT ON life.person TO regress_life_owner;
SELECT pg_get_viewdef('life_one.person'::regclass) LIKE '%key_life/5%' AS one, count(DISTINCT name) FROM life_one.person;
SELECT attribute, technique FROM veil.rule WHERE policy LIKE 'life%' ORDER BY policy, attribute;
-- A policy without its schema has no view to build.
BEGIN;
DROP SCHEMA life_two CASCADE;
SELECT veil.rotate_key('key_life');
ROLLBACK;
SELECT veil.rotate_key('key_life_none');
SELECT veil.rotate_key(NULL);
SELECT veil.create_key('key_life');

-- --- Destruction ---
-- Rolled back, by itself or by a savepoint, it has not happened.
BEGIN;
SELECT veil.destroy_key('key_life', 5);
SELECT count(md5(name)) FROM life_one.person;
ROLLBACK;
SELECT count(md5(name)) FROM life_one.person;
BEGIN;
SAVEPOINT a;
SELECT veil.destroy_key('key_life', 1);
ROLLBACK TO a;
SAVEPOINT b;
SELECT veil.destroy_key('key_life', 2);
RELEASE b;
COMMIT;
SELECT * FROM life.status WHERE name = 'key_life' ORDER BY name, version;
SELECT name, version, condition FROM life.entries WHERE in_catalog ORDER BY 1, 2;
-- Of a retired version: nothing computes its pseudonyms any more; the views go on.
SELECT veil.pseudonym('x', 'key_life/2', '');
SELECT length(veil.pseudonym('x', 'key_life/1', ''));
SELECT count(DISTINCT name) FROM life_one.person;
-- Once more changes nothing, nor does the catalog bring it back.
SELECT veil.destroy_key('key_life', 2);
BEGIN;
UPDATE veil.key_version SET state = 'retired' WHERE name = 'key_life' AND version = 2;
SELECT state, loaded, reason FROM life.status WHERE name = 'key_life' AND version = 2;
SELECT veil.pseudonym('x', 'key_life/2', '');
ROLLBACK;
SELECT veil.destroy_key('key_life', 99);
SELECT veil.destroy_key('key_life_none', 1);
-- Of the active version: its views refuse, columns without the key do not, and DDL on the base goes on.
SELECT veil.destroy_key('key_life', 5);
SET ROLE regress_life_analyst;
SELECT name FROM life_one.person;
SELECT count(id), count(DISTINCT town) FROM life_one.person;
SELECT id FROM life_two.person;
RESET ROLE;
EXECUTE ask;
SELECT * FROM life.status WHERE name = 'key_life' AND version >= 4 ORDER BY version;
ALTER TABLE life.person ALTER name TYPE varchar(40);
SELECT name FROM life_one.person;
SELECT count(id), count(DISTINCT town) FROM life_one.person;
-- No rule can be written with it, it has no active version to name, and its name is not free.
UPDATE veil.rule SET params = '{"key": "key_life"}' WHERE policy = 'life_one' AND attribute = 'town';
SELECT veil.rebuild('life_one');
SELECT veil.pseudonym('x', 'key_life', '');
SELECT veil.create_key('key_life');
-- Until it is rotated.
SELECT veil.rotate_key('key_life');
SET ROLE regress_life_analyst;
SELECT count(DISTINCT name) FROM life_one.person;
SELECT count(DISTINCT id) FROM life_two.person;
RESET ROLE;
SELECT * FROM life.status WHERE name = 'key_life' ORDER BY version;
SELECT count(*) FROM veil.key_version WHERE name = 'key_life' AND state_by = session_user AND state_since >= created_at;
-- Made, destroyed and rotated in one transaction.
BEGIN;
SELECT veil.create_key('key_life_short');
SELECT veil.destroy_key('key_life_short', 1);
SELECT veil.rotate_key('key_life_short');
COMMIT;
SELECT name, version, condition FROM life.entries WHERE name = 'key_life_short' ORDER BY version;
SELECT length(veil.pseudonym('x', 'key_life_short', '')), 'key_life_short'::veil.key;
-- A key that only another keyring has can be destroyed in this catalog; the reader is told.
INSERT INTO veil.key_version (name, version, state, algorithm, check_value) VALUES ('key_life_away', 1, 'active', 'HKDF-SHA-256', '\x00112233445566778899aabbccddeeff');
SELECT * FROM life.status WHERE name = 'key_life_away';
SELECT veil.destroy_key('key_life_away', 1);
SELECT * FROM life.status WHERE name = 'key_life_away';
DELETE FROM veil.key_version WHERE name = 'key_life_away';

-- --- Who ---
SELECT veil.grant_editor('regress_life_editor');
SET ROLE regress_life_editor;
SELECT version, state, loaded, reason, rules FROM veil.key_status WHERE name = 'key_life' ORDER BY version;
SELECT * FROM veil.keyring;
SELECT * FROM veil.keyring_entries();
SELECT veil.create_key('key_life_editor');
SELECT veil.rotate_key('key_life');
SELECT veil.destroy_key('key_life', 1);
SELECT veil.rewrap_keyring();
RESET ROLE;
-- Nor one who was granted them by mistake.
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA veil TO regress_life_editor;
GRANT ALL ON veil.key_version, veil.keyring TO regress_life_editor;
SET ROLE regress_life_editor;
SELECT * FROM veil.keyring;
SELECT veil.create_key('key_life_editor');
SELECT veil.rotate_key('key_life');
SELECT veil.destroy_key('key_life', 1);
SELECT veil.rewrap_keyring();
RESET ROLE;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA veil FROM regress_life_editor;
SELECT veil.revoke_editor('regress_life_editor');
SET ROLE regress_life_analyst;
SELECT * FROM veil.key_status;
RESET ROLE;
SELECT veil.rewrap_keyring();

SELECT veil.drop_policy('life_one');
SELECT veil.drop_policy('life_two');
SET client_min_messages = warning;
DROP SCHEMA life CASCADE;
REVOKE CREATE ON DATABASE :"database" FROM regress_life_owner;
DROP ROLE regress_life_analyst, regress_life_owner, regress_life_editor;
