-- Policies without superusers: an editor declares protection over what he may read, with the keys he holds, and nobody
-- touches another's policy.
CREATE ROLE regress_editors_owner;
CREATE ROLE regress_editors_member IN ROLE regress_editors_owner;
CREATE ROLE regress_editors_noinherit NOINHERIT IN ROLE regress_editors_owner;
CREATE ROLE regress_editors_stranger;
CREATE ROLE regress_editors_analyst;
SELECT current_database() AS database \gset
GRANT CREATE ON DATABASE :"database" TO regress_editors_owner, regress_editors_stranger;
SELECT veil.create_key('editors_key');
SELECT veil.create_key('editors_other_key');

-- From nothing to a working view, each refusal naming the next step.
CREATE SCHEMA editors;
GRANT USAGE, CREATE ON SCHEMA editors TO regress_editors_owner;
SET ROLE regress_editors_owner;
CREATE TABLE editors.client (id integer, name text, town text);
INSERT INTO editors.client VALUES (1, 'Anna', 'Delft'), (2, 'Bob', 'Venlo');
SELECT veil.create_policy('editors_policy');
RESET ROLE;
SELECT veil.grant_editor('regress_editors_owner');
SET ROLE regress_editors_owner;
SELECT veil.create_policy('editors_policy', purpose => 'an editor''s own');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('editors_policy', 'editors.client', 'id', 'pseudonym', '{"key": "editors_key"}');
RESET ROLE;
SELECT veil.grant_key('editors_key', 'regress_editors_owner');
SET ROLE regress_editors_owner;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('editors_policy', 'editors.client', 'id', 'pseudonym', '{"key": "editors_key"}'),
    ('editors_policy', 'editors.client', 'town', 'prefix', '{"keep": 1}');
GRANT USAGE ON SCHEMA editors_policy TO regress_editors_analyst;
GRANT SELECT ON editors_policy.client TO regress_editors_analyst;
SET ROLE regress_editors_analyst;
SELECT count(DISTINCT id), min(town), max(town) FROM editors_policy.client;
RESET ROLE;
-- The view is his, and works with his rights: no more, also when they shrink later.
SELECT relowner::regrole FROM pg_class WHERE oid = 'editors_policy.client'::regclass;
ALTER TABLE editors.client OWNER TO CURRENT_USER;
SET ROLE regress_editors_analyst;
SELECT town FROM editors_policy.client;
RESET ROLE;
GRANT SELECT (id) ON editors.client TO regress_editors_owner;
SET ROLE regress_editors_analyst;
SELECT count(DISTINCT id) FROM editors_policy.client;
SELECT town FROM editors_policy.client;
RESET ROLE;
-- Whoever alters the base is not stopped by that; whoever edits the rules is.
ALTER TABLE editors.client ADD COLUMN note text;
SET ROLE regress_editors_owner;
UPDATE veil.rule SET params = '{"keep": 2}' WHERE policy = 'editors_policy' AND attribute = 'town';
DELETE FROM veil.rule WHERE policy = 'editors_policy' AND attribute = 'town';
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('editors_policy', 'editors.client', 'town', 'prefix', '{"keep": 1}');
RESET ROLE;
GRANT SELECT ON editors.client TO regress_editors_owner;
SET ROLE regress_editors_owner;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('editors_policy', 'editors.client', 'town', 'prefix', '{"keep": 1}');

-- A member of the owner edits too; one who only may become the owner has to become it.
RESET ROLE;
SELECT veil.grant_editor('regress_editors_member');
SELECT veil.grant_editor('regress_editors_noinherit');
SET ROLE regress_editors_member;
UPDATE veil.rule SET params = '{"keep": 2}' WHERE policy = 'editors_policy' AND attribute = 'town';
SELECT min(town) FROM editors_policy.client;
SET ROLE regress_editors_noinherit;
UPDATE veil.rule SET params = '{"keep": 3}' WHERE policy = 'editors_policy' AND attribute = 'town';
RESET ROLE;
SELECT relowner::regrole FROM pg_class WHERE oid = 'editors_policy.client'::regclass;

-- A stranger with all of an editor's privileges, and another policy of his own.
SELECT veil.grant_editor('regress_editors_stranger');
SET ROLE regress_editors_stranger;
CREATE SCHEMA editors_strange;
CREATE TABLE editors_strange.shop (id integer, name text, town text);
INSERT INTO editors_strange.shop VALUES (1, 'Anna', 'Delft');
SELECT veil.create_policy('editors_second');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES
    ('editors_second', 'editors_strange.shop', 'id', 'suppress');
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES
    ('editors_policy', 'editors_strange.shop', 'name', 'release', 'x');
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES
    ('editors_policy', 'editors.client', 'name', 'release', 'x');
UPDATE veil.rule SET technique = 'release', params = NULL, why = 'x' WHERE policy = 'editors_policy';
UPDATE veil.rule SET why = 'x';
DELETE FROM veil.rule WHERE policy = 'editors_policy';
DELETE FROM veil.rule;
UPDATE veil.rule SET policy = 'editors_policy', relation = 'editors.client', attribute = 'name'
WHERE policy = 'editors_second';
UPDATE veil.rule SET policy = 'editors_second' WHERE policy = 'editors_policy';
UPDATE veil.rule SET policy = 'editors_second', relation = 'editors_strange.shop', attribute = 'name', technique = 'suppress', params = NULL
WHERE policy = 'editors_policy' AND attribute = 'town';
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('editors_policy', 'editors.client', 'town', 'suppress')
ON CONFLICT (policy, relation, attribute) DO UPDATE SET technique = 'suppress', params = NULL;
MERGE INTO veil.rule r USING (VALUES (1)) v(x) ON r.policy = 'editors_policy'
    WHEN MATCHED THEN UPDATE SET technique = 'suppress', params = NULL;
MERGE INTO veil.rule r USING (VALUES (1)) v(x) ON r.policy = 'editors_policy' WHEN MATCHED THEN DELETE;
MERGE INTO veil.rule r USING (VALUES (1)) v(x) ON false
    WHEN NOT MATCHED THEN INSERT (policy, relation, attribute, technique) VALUES ('editors_policy', 'editors_strange.shop', 'id', 'suppress');
COPY veil.rule (policy, relation, attribute, technique) FROM STDIN;
editors_policy	editors_strange.shop	id	suppress
\.
INSERT INTO veil.release (policy, relation, view_name) VALUES ('editors_policy', 'editors_strange.shop', 'other');
UPDATE veil.release SET view_name = 'other' WHERE policy = 'editors_policy';
UPDATE veil.release SET subject = 'id' WHERE policy = 'editors_policy';
UPDATE veil.release SET policy = 'editors_policy' WHERE policy = 'editors_second';
DELETE FROM veil.release WHERE policy = 'editors_policy';
TRUNCATE veil.rule;
TRUNCATE veil.release;
ALTER TABLE veil.rule DISABLE TRIGGER normalize;
SET session_replication_role = replica;
SELECT veil.rebuild('editors_policy');
SELECT veil.drop_policy('editors_policy');
SELECT attribute FROM veil.compile('editors_policy', 'editors_strange.shop');
\set VERBOSITY terse
SELECT attribute FROM veil.preview('editors_policy', 'editors_strange.shop');
\set VERBOSITY default
ALTER VIEW editors_policy.client OWNER TO regress_editors_stranger;
-- Nor can he have a policy made that is another's, or reach the catalog, keys and grants.
SELECT veil.create_policy('editors_third', owner => 'regress_editors_owner');
SELECT veil.create_policy('editors_third', owner => 'regress_editors_nobody');
SELECT veil.create_policy('editors_third', schema => 'editors');
SELECT veil.create_policy('editors_third', schema => 'editors_policy');
INSERT INTO veil.policy (name, schema, level) VALUES ('editors_third', 'editors_strange', 'pseudonymized');
UPDATE veil.policy SET schema = 'editors_strange' WHERE name = 'editors_policy';
INSERT INTO veil.technique SELECT * FROM veil.technique;
UPDATE veil.technique SET function = 'editors_strange.f';
DELETE FROM veil.rule_history;
INSERT INTO veil.key_grant (key, grantee) VALUES ('editors_key', 'regress_editors_stranger');
UPDATE veil.key_version SET check_value = '\x00112233445566778899aabbccddeeff';
SELECT veil.create_key('editors_third_key');
SELECT veil.grant_key('editors_key', 'regress_editors_stranger');
SELECT veil.revoke_key('editors_key', 'regress_editors_owner');
SELECT veil.grant_editor('regress_editors_analyst');
-- Under his own policy he cannot release what he may not read, nor use a key he does not hold.
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES
    ('editors_second', 'editors.client', 'name', 'release', 'x');
SET search_path = editors;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES
    ('editors_second', 'client', 'name', 'release', 'x');
RESET search_path;
RESET ROLE;
GRANT USAGE ON SCHEMA editors TO regress_editors_stranger;
SET ROLE regress_editors_stranger;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES
    ('editors_second', 'editors.client', 'name', 'release', 'x');
UPDATE veil.rule SET relation = 'editors.client' WHERE policy = 'editors_second';
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('editors_second', 'editors_strange.shop', 'name', 'pseudonym', '{"key": "editors_key"}');
UPDATE veil.rule SET technique = 'pseudonym', params = '{"key": "editors_key"}' WHERE policy = 'editors_second';
RESET ROLE;
-- Nothing of it had an effect.
SELECT attribute, technique, params FROM veil.rule WHERE policy = 'editors_policy' ORDER BY attribute;
SELECT attribute, technique, params FROM veil.rule WHERE policy = 'editors_second';
SELECT view_name, subject FROM veil.release WHERE policy LIKE 'editors%' ORDER BY policy;

-- A superuser declares a rule of another's policy with his own key. Its owner may then not edit that release, nor read
-- the column, for he could have values of his choice masked; he may take the rule out.
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('editors_policy', 'editors.client', 'name', 'pseudonym', '{"key": "editors_other_key"}');
SET ROLE regress_editors_owner;
SELECT count(DISTINCT id) FROM editors_policy.client;
SELECT min(name) FROM editors_policy.client;
UPDATE veil.rule SET params = '{"keep": 4}' WHERE policy = 'editors_policy' AND attribute = 'town';
SELECT veil.rebuild('editors_policy');
\set VERBOSITY sqlstate
SELECT attribute FROM veil.preview('editors_policy', 'editors.client', 1);
\set VERBOSITY default
SELECT 'editors_other_key'::veil.key;
SELECT 'editors_key'::veil.key;
SELECT veil.pseudonym('Anna', 'editors_key', 'editors_policy') IS NOT NULL AS own_key;
DELETE FROM veil.rule WHERE policy = 'editors_policy' AND attribute = 'name';
UPDATE veil.rule SET params = '{"keep": 4}' WHERE policy = 'editors_policy' AND attribute = 'town';
RESET ROLE;
-- Without the key, analysts notice nothing, but its owner can neither edit the rules nor read the pseudonyms.
SELECT veil.revoke_key('editors_key', 'regress_editors_owner');
SELECT veil.holds_key('regress_editors_owner', 'editors_key');
SET ROLE regress_editors_analyst;
SELECT count(DISTINCT id) FROM editors_policy.client;
SET ROLE regress_editors_owner;
SELECT min(id) FROM editors_policy.client;
SELECT min(town) FROM editors_policy.client;
UPDATE veil.rule SET params = '{"keep": 1}' WHERE policy = 'editors_policy' AND attribute = 'town';
SELECT veil.rebuild('editors_policy');
RESET ROLE;
-- A key held through membership, and granted to a group.
SELECT veil.grant_key('editors_key', 'regress_editors_owner');
SELECT veil.grant_key('editors_key', 'regress_editors_owner');
SELECT veil.holds_key('regress_editors_member', 'editors_key') AS member,
       veil.holds_key('regress_editors_noinherit', 'editors_key') AS noinherit,
       veil.holds_key('regress_editors_stranger', 'editors_key') AS stranger,
       veil.holds_key(current_user::regrole, 'editors_key') AS superuser;
SET ROLE regress_editors_member;
UPDATE veil.rule SET params = '{"keep": 1}' WHERE policy = 'editors_policy' AND attribute = 'town';
RESET ROLE;
SELECT veil.grant_key('editors_no_key', 'regress_editors_owner');
SELECT veil.grant_key('editors_key', 'regress_editors_nobody');
SELECT veil.revoke_key('editors_key', 'regress_editors_nobody');

-- An editor without USAGE on a schema may still list what is uncovered.
SET ROLE regress_editors_stranger;
SELECT policy, relation, attribute FROM veil.uncovered WHERE policy LIKE 'editors%' ORDER BY 1, 2, 3;
RESET ROLE;

-- A policy whose owner loses his editor's privileges keeps its views.
SELECT veil.revoke_editor('regress_editors_owner');
SET ROLE regress_editors_owner;
SELECT min(town) FROM editors_policy.client;
DELETE FROM veil.rule WHERE policy = 'editors_policy';
RESET ROLE;
-- Its role cannot be dropped. When all it owns is dropped, the policy has lost its schema and with it its owner.
\set VERBOSITY terse
DROP ROLE regress_editors_owner;
\set VERBOSITY default
SELECT veil.revoke_editor(r) FROM unnest('{regress_editors_member,regress_editors_noinherit}'::text[]) r;
SET client_min_messages = warning;
DROP OWNED BY regress_editors_owner CASCADE;
RESET client_min_messages;
SELECT to_regnamespace('editors_policy') IS NULL AS gone;
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES
    ('editors_policy', 'editors_strange.shop', 'id', 'suppress');
SET ROLE regress_editors_stranger;
SELECT veil.drop_policy('editors_policy');
-- Who puts a schema of that name up becomes the policy's owner, and builds nothing with keys that he does not hold.
RESET ROLE;
GRANT SELECT ON editors.client TO regress_editors_stranger;
SET ROLE regress_editors_stranger;
CREATE SCHEMA editors_policy;
SELECT veil.rebuild('editors_policy');
RESET ROLE;
-- What is left is removed by a superuser.
SELECT veil.drop_policy('editors_policy');
SELECT count(*) FROM veil.rule WHERE policy = 'editors_policy';
SELECT count(*) FROM veil.release WHERE policy = 'editors_policy';
DROP ROLE regress_editors_owner;

SELECT veil.drop_policy('editors_second');
SELECT veil.revoke_editor('regress_editors_stranger');
SET client_min_messages = warning;
DROP SCHEMA editors CASCADE;
DROP OWNED BY regress_editors_stranger CASCADE;
DROP ROLE regress_editors_member, regress_editors_noinherit, regress_editors_stranger, regress_editors_analyst;
