-- Hostile policy files: nothing in them is executed, and an import does nothing that its caller may not do by hand.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE ROLE regress_file_owner;
CREATE ROLE regress_file_other;
CREATE ROLE regress_file_nobody;
SELECT veil.grant_editor(r) FROM unnest('{regress_file_owner,regress_file_other}'::text[]) r;
SELECT veil.create_key('attack_file');
SELECT veil.grant_key('attack_file', 'regress_file_owner');
GRANT CREATE ON DATABASE :DBNAME TO regress_file_owner, regress_file_other;
CREATE SCHEMA file_raw AUTHORIZATION regress_file_owner;
CREATE SCHEMA file_hidden;
SET ROLE regress_file_owner;
CREATE TABLE file_raw.base (id integer, name text);
INSERT INTO file_raw.base VALUES (1, 'CANARY');
SELECT veil.create_policy('file_policy');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('file_policy', 'file_raw.base', 'name', 'pseudonym', '{"key": "attack_file"}');
RESET ROLE;
CREATE TABLE file_hidden.base (id integer, name text);
INSERT INTO file_hidden.base VALUES (1, 'CANARY');

-- A document with a policy, releases and rules given as JSON.
CREATE FUNCTION pg_temp.document(policy text, rules text DEFAULT '', releases text DEFAULT '') RETURNS text LANGUAGE sql AS $$
    SELECT '{"format": "pg_veil policy", "version": 1, "policy": ' || policy || ', "releases": [' || releases || '], "rules": [' || rules || ']}' $$;

-- What is no document.
SELECT * FROM veil.import_policy(NULL::text);
SELECT * FROM veil.import_policy(NULL::jsonb);
SELECT * FROM veil.import_policy('');
SELECT * FROM veil.import_policy('null');
SELECT * FROM veil.import_policy('{}');
SELECT * FROM veil.import_policy('DROP TABLE file_raw.base');
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}') || '; DROP TABLE file_raw.base');
SELECT * FROM veil.import_policy('{"format": "pg_veil policy", "version": 1, "policy": {"name": "file_policy"}, "owner": "postgres"}');
SELECT * FROM veil.import_policy('{"format": "pg_veil policy", "version": 2, "policy": {"name": "file_policy"}}');
SELECT * FROM veil.import_policy('{"format": "pg_veil policy", "version": 1.0, "policy": {"name": "file_policy"}}'::jsonb);
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x", "owner": "postgres"}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x", "created_by": "postgres"}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "file_raw.base", "attribute": "name", "technique": "suppress", "policy": "file_policy"}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '', '{"relation": "file_raw.base", "relation_owner": "postgres"}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '', '{"relation": "file_raw.base", "view_name": ""}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '', '{"relation": "file_raw.base", "view_name": "' || repeat('é', 32) || '"}'));
-- What says two things: a reader takes the first, a database the last.
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "file_raw.base", "attribute": "name", "technique": "suppress", "technique": "release", "why": "x"}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "file_raw.base", "attribute": "name", "technique": "partial", "params": {"keep_start": 0, "keep\u005fstart": 1000}}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "file_raw.base", "attribute": "name", "technique": "suppress"}, {"relation": "FILE_RAW . \"base\"", "attribute": "name", "technique": "release", "why": "x"}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '', '{"relation": "file_raw.base"}, {"relation": "file_raw.\"base\""}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '', '{"relation": "file_raw.base"}, {"relation": "file_hidden.base"}'));
-- Bombs.
SELECT * FROM veil.import_policy(repeat('[', 1000000));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "file_raw.base", "attribute": "name", "technique": "constant", "params": {"value": ' || repeat('{"a":', 5000) || '1' || repeat('}', 5000) || '}}'));
SELECT * FROM veil.import_policy((repeat('[', 1000) || repeat(']', 1000))::jsonb);
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x", "purpose": "' || repeat('x', 10000000) || '"}'));
SELECT * FROM veil.import_policy(repeat(' ', 10000000));
SELECT * FROM veil.import_policy('[' || repeat('0,', 2000000) || '0]');
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "file_raw.base", "attribute": "name", "technique": "constant", "params": {"value": 1e131071}}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "file_raw.base", "attribute": "name", "technique": "constant", "params": {"value": "\u0000"}}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "file_raw.base", "attribute": "name", "technique": "constant", "params": {"value": "\ud800"}}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '', '{"relation": "' || repeat('a.', 200) || 'a"}'));

-- Strings that would be SQL if anybody pasted them.
SELECT format('{"name": "x%1$s", "schema": "x%1$s", "purpose": "%1$s"}', E'\\"'';$$*/ DROP TABLE file_raw.base; --') AS hostile_policy,
       format('{"relation": "file_raw.base", "attribute": "name", "technique": "constant", "params": {"value": "%1$s"}, "why": "%1$s"}', E'\\"'';$$*/ DROP TABLE file_raw.base; --') AS hostile_rule \gset
SELECT action, object FROM veil.import_policy(pg_temp.document(:'hostile_policy', :'hostile_rule'), false);
SELECT name AS hostile, veil.export_policy(name, 'sql') AS hostile_sql, veil.export_policy(name) AS hostile_file FROM veil.policy WHERE name LIKE 'x%' \gset
SELECT * FROM :"hostile".base;
SELECT veil.drop_policy(:'hostile');
\o /dev/null
:hostile_sql
\o
SELECT veil.export_policy(:'hostile') = :'hostile_file' AS same_file, count(*) AS rows FROM file_raw.base;
SELECT veil.drop_policy(:'hostile');
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "file_raw.base", "attribute": "name''); DROP TABLE file_raw.base; --", "technique": "suppress"}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "file_raw.base; DROP TABLE file_raw.base", "attribute": "name", "technique": "suppress"}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "file_raw.base", "attribute": "name", "technique": "suppress''; DROP TABLE file_raw.base; --"}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "file_raw.base", "attribute": "(SELECT 1)", "technique": "release", "why": "x"}'));
-- A relation is named with its schema: nobody's search_path decides, nor do temporary tables.
CREATE TEMP TABLE base (name text);
SET search_path = file_hidden, file_raw;
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "base", "attribute": "name", "technique": "suppress"}'));
\set VERBOSITY sqlstate
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "pg_temp.base", "attribute": "name", "technique": "suppress"}'));
\set VERBOSITY terse
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "other.file_raw.base", "attribute": "name", "technique": "suppress"}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "pg_catalog.pg_authid", "attribute": "rolpassword", "technique": "release", "why": "x"}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "veil.key_version", "attribute": "check_value", "technique": "release", "why": "x"}'));
RESET search_path;

-- Another's policy.
SET ROLE regress_file_other;
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "file_policy"}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "file_policy"}'), false);
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "file_policy"}'), false, 'regress_file_other');
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "file_policy"}', '{"relation": "file_raw.base", "attribute": "name", "technique": "pseudonym", "params": {"key": "attack_file"}}'), false);
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "file_new", "schema": "file_policy"}'), false);
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "file_new"}'), false, 'regress_file_owner');
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "file_new"}'), false, 'postgres');
-- A relation that one may not read, a key that one does not hold.
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "file_new"}', '{"relation": "file_raw.base", "attribute": "name", "technique": "release", "why": "x"}'), false);
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "file_new"}', '{"relation": "file_hidden.base", "attribute": "name", "technique": "release", "why": "x"}'), true);
RESET ROLE;
GRANT USAGE ON SCHEMA file_raw, file_hidden TO regress_file_other;
SET ROLE regress_file_other;
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "file_new"}', '{"relation": "file_hidden.base", "attribute": "name", "technique": "release", "why": "x"}'), true);
CREATE SCHEMA file_other;
CREATE TABLE file_other.guess AS SELECT 'guess'::text AS name;
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "file_new"}', '{"relation": "file_other.guess", "attribute": "name", "technique": "pseudonym", "params": {"key": "attack_file"}}'), true);
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "file_new"}', '{"relation": "file_other.guess", "attribute": "name", "technique": "pseudonym", "params": {"key": "attack_file"}}'), false);
SELECT count(*) AS policies FROM veil.policy WHERE name = 'file_new';
-- Privileges on the catalog are the caller's too.
SET ROLE regress_file_nobody;
SELECT veil.export_policy('file_policy');
SELECT * FROM veil.import_policy('{}');
RESET ROLE;
GRANT USAGE ON SCHEMA veil TO regress_file_nobody;
SET ROLE regress_file_nobody;
SELECT veil.export_policy('file_policy');
SELECT * FROM veil.import_policy('{"format": "pg_veil policy", "version": 1, "policy": {"name": "file_policy"}}', false);
RESET ROLE;
REVOKE USAGE ON SCHEMA veil FROM regress_file_nobody;

-- Hostile temporary objects and search_path around the calls.
CREATE SCHEMA file_hostile;
CREATE FUNCTION file_hostile.boom() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'HOSTILE'; END $$;
CREATE FUNCTION file_hostile.equal(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'HOSTILE'; END $$;
CREATE FUNCTION file_hostile.jsonb_to_recordset(jsonb) RETURNS SETOF record LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'HOSTILE'; END $$;
CREATE OPERATOR file_hostile.= (FUNCTION = file_hostile.equal, LEFTARG = text, RIGHTARG = text);
CREATE TEMP TABLE rule AS SELECT file_hostile.boom() AS name WHERE false;
CREATE DOMAIN file_hostile.text AS pg_catalog.text CHECK (file_hostile.boom() IS NULL);
SELECT veil.export_policy('file_policy') AS file \gset
SET search_path = file_hostile, pg_catalog, public;
SELECT veil.export_policy('file_policy') OPERATOR(pg_catalog.=) :'file'::pg_catalog.text AS same_file;
SET quote_all_identifiers = on;
SET standard_conforming_strings = off;
SELECT action, object FROM veil.import_policy(:'file'::pg_catalog.text, false);
SELECT action, object FROM veil.import_policy('{"format": "pg_veil policy", "version": 1, "policy": {"name": "file_policy"}, "rules":
    [{"relation": "file_raw.base", "attribute": "id", "technique": "suppress"}]}'::pg_catalog.text, true);
SELECT veil.export_policy('file_policy') OPERATOR(pg_catalog.=) :'file'::pg_catalog.text AS same_file;
RESET search_path;
RESET quote_all_identifiers;
RESET standard_conforming_strings;

-- An import takes nothing away that a failing one did not put back, and shows no value of the base.
SELECT veil.export_policy('file_policy') = :'file' AS same_file;
SELECT action, object, before::text || coalesce(after::text, '') LIKE '%CANARY%' AS leaks FROM veil.import_policy(pg_temp.document('{"name": "file_policy"}', '{"relation": "file_raw.base", "attribute": "id", "technique": "suppress"}'));
-- A technique that calls a function cannot be brought along in a file.
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "file_raw.base", "attribute": "name", "technique": "file_hostile.boom"}'));
SELECT * FROM veil.import_policy(pg_temp.document('{"name": "x"}', '{"relation": "file_raw.base", "attribute": "name", "technique": "suppress", "params": {"function": "file_hostile.boom"}}'));
-- Nor is a constant of a type of somebody's own read with the importer's rights, as when he writes the rule by hand.
SET ROLE regress_file_owner;
CREATE FUNCTION file_raw.who(value integer) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'runs as %', current_user; RETURN true; END $$;
CREATE DOMAIN file_raw.trap AS integer CHECK (file_raw.who(value));
CREATE TABLE file_raw.trapped (id file_raw.trap);
RESET ROLE;
SELECT action, object FROM veil.import_policy(pg_temp.document('{"name": "file_policy"}', '{"relation": "file_raw.trapped", "attribute": "id", "technique": "constant", "params": {"value": 1}}'), false);

SELECT count(*) FROM file_raw.base;
SELECT veil.drop_policy('file_policy');
SELECT veil.revoke_editor(r) FROM unnest('{regress_file_owner,regress_file_other}'::text[]) r;
SELECT veil.revoke_key('attack_file', 'regress_file_owner');
DROP SCHEMA file_hostile, file_hidden, file_raw, file_other CASCADE;
DROP OWNED BY regress_file_owner, regress_file_other, regress_file_nobody CASCADE;
DROP ROLE regress_file_owner, regress_file_other, regress_file_nobody;
