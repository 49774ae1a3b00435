-- E1, E2, E5: sessions that change roles and settings, and an extension that is installed where somebody was first.
\getenv sources PG_ABS_SRCDIR
\set released :sources '/test/attack/released.sql'
\set withdrawn :sources '/test/attack/withdrawn.sql'
\set key attack_session
\set VERBOSITY terse
SET client_min_messages = warning;
\set ECHO none
\i :released
\set ECHO all
CREATE ROLE regress_attack_outsider;
CREATE ROLE regress_attack_usage;
GRANT USAGE ON SCHEMA attack_study TO regress_attack_usage;
GRANT SELECT ON attack_study.person TO regress_attack_usage;
GRANT USAGE ON SCHEMA veil TO regress_attack_usage;
GRANT USAGE ON SCHEMA attack_study TO regress_attack_outsider;

-- E1. A plan that one role had cached is checked again for the next: six times, so that it is a generic one.
CREATE TABLE attack_probe.masked AS TABLE attack_study.person;
GRANT SELECT ON attack_probe.masked TO PUBLIC;
PREPARE as_superuser(bigint) AS SELECT count(*) FROM attack_study.person p JOIN attack_probe.masked m USING (bsn, id) WHERE p.income > $1;
PREPARE base AS SELECT count(*) FROM attack_raw.person;
EXECUTE as_superuser(0);
EXECUTE as_superuser(0);
EXECUTE as_superuser(0);
EXECUTE as_superuser(0);
EXECUTE as_superuser(0);
EXECUTE as_superuser(0);
EXECUTE base;
SELECT generic_plans > 0 AS generic FROM pg_prepared_statements WHERE name = 'as_superuser';
SET ROLE regress_attack_analyst;
EXECUTE as_superuser(0);
EXECUTE base;
SET ROLE regress_attack_outsider;
EXECUTE as_superuser(0);
SET ROLE regress_attack_usage;
EXECUTE as_superuser(0);
RESET ROLE;
DEALLOCATE ALL;
-- The other way: what an analyst prepared shows a superuser the masks.
SET ROLE regress_attack_analyst;
PREPARE as_analyst AS SELECT count(*) FROM attack_study.person p JOIN attack_probe.masked m USING (bsn, id);
EXECUTE as_analyst;
EXECUTE as_analyst;
EXECUTE as_analyst;
EXECUTE as_analyst;
EXECUTE as_analyst;
EXECUTE as_analyst;
RESET ROLE;
EXECUTE as_analyst;
-- A rule that changes, a grant that goes and a key that is taken back reach a plan that is cached.
SET ROLE regress_attack_analyst;
SET plan_cache_mode = force_generic_plan;
PREPARE shown AS SELECT count(name), count(remark), max(city) FROM attack_study.person;
EXECUTE shown;
RESET ROLE;
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = 'attack_study' AND attribute IN ('remark', 'city');
SET ROLE regress_attack_analyst;
EXECUTE shown;
RESET ROLE;
DELETE FROM veil.rule WHERE policy = 'attack_study' AND attribute = 'city';
SET ROLE regress_attack_analyst;
EXECUTE shown;
RESET ROLE;
REVOKE SELECT ON attack_study.person FROM regress_attack_analyst;
SET ROLE regress_attack_analyst;
EXECUTE as_analyst;
RESET ROLE;
GRANT SELECT ON attack_study.person TO regress_attack_analyst;
REVOKE SELECT ON attack_raw.person FROM regress_attack_owner;
SET ROLE regress_attack_analyst;
EXECUTE as_analyst;
RESET ROLE;
GRANT SELECT ON attack_raw.person TO regress_attack_owner;
RESET plan_cache_mode;
DEALLOCATE ALL;
-- A cursor keeps the rights it was opened with, and shows what they showed.
BEGIN;
DECLARE c CURSOR FOR SELECT attack_probe.leaks(p::text), count(*) OVER () FROM attack_study.person p;
SET LOCAL ROLE regress_attack_outsider;
FETCH 1 FROM c;
SELECT * FROM attack_study.person;
ROLLBACK;
-- PL/pgSQL caches its plans by itself.
CREATE FUNCTION attack_probe.cached() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(md5(bsn)) FROM attack_study.person); END';
SELECT attack_probe.cached() FROM generate_series(1, 7);
SET ROLE regress_attack_outsider;
SELECT attack_probe.cached();
SET ROLE regress_attack_usage;
SELECT attack_probe.cached();
SET ROLE regress_attack_analyst;
SELECT attack_probe.cached();
RESET ROLE;
-- Row-level security of the base follows the policy's owner, whoever reads.
ALTER TABLE attack_raw.person ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON attack_raw.person USING (current_user = 'regress_attack_analyst' AND age < 30060);
PREPARE rows AS SELECT count(*) FROM attack_study.person;
EXECUTE rows;
SET ROLE regress_attack_analyst;
EXECUTE rows;
SET row_security = off;
EXECUTE rows;
RESET row_security;
RESET ROLE;
DEALLOCATE ALL;
DROP POLICY mine ON attack_raw.person;
ALTER TABLE attack_raw.person DISABLE ROW LEVEL SECURITY;

-- E2. No setting of an analyst's weakens anything: they are read-only or unknown, and those of the server have no effect.
SET SESSION AUTHORIZATION regress_attack_analyst;
SET pg_veil.keyring = '/tmp/mine';
SET pg_veil.root_key_command = 'echo 00';
SET SESSION pg_veil.purpose = 'research';
SELECT set_config('pg_veil.anything', 'x', true);
SET session_replication_role = replica;
SET search_path = attack_analyst, pg_catalog;
CREATE FUNCTION attack_analyst.closed(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION attack_analyst.pseudonym(text, text, text) RETURNS text LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION attack_analyst.prefix(text, integer) RETURNS text LANGUAGE sql AS 'SELECT $1';
SET check_function_bodies = off;
SET row_security = off;
SET quote_all_identifiers = on;
SET standard_conforming_strings = off;
SET transform_null_equals = on;
SET array_nulls = off;
SET extra_float_digits = 3;
SET bytea_output = escape;
SET timezone = 'Asia/Tokyo';
SET datestyle = 'German, DMY';
SET intervalstyle = sql_standard;
SET xmloption = document;
SELECT attack_probe.look('SELECT * FROM attack_study.person');
SELECT count(*) FROM attack_study.person p JOIN attack_probe.masked m USING (bsn, id, token, number, birth_date, seen, income, weight, height);
RESET ALL;
RESET SESSION AUTHORIZATION;
RESET ALL;
SET client_min_messages = warning;
-- Settings that look like those under which a dump is restored make no difference to who is not a superuser.
SELECT veil.grant_editor('regress_attack_owner'), veil.grant_key('attack_session', 'regress_attack_owner');
SET SESSION AUTHORIZATION regress_attack_owner;
SET search_path = '';
SET check_function_bodies = off;
SET row_security = off;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('attack_study', 'attack_raw.nothing', 'name', 'release', 'x');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('attack_study', 'attack_raw.person', 'city', 'nothing');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('nobody''s', 'attack_raw.person', 'city', 'suppress');
RESET SESSION AUTHORIZATION;
RESET ALL;
SET client_min_messages = warning;
-- Nor in a superuser's own function, which empties search_path itself and gets the rest from its caller.
CREATE FUNCTION attack_probe.withdraw(attribute text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM pg_catalog.set_config('search_path', '', true);
    UPDATE veil.rule r SET technique = 'suppress', params = NULL WHERE r.policy = 'attack_study' AND r.attribute = $1;
END $$;
SET SESSION AUTHORIZATION regress_attack_analyst;
SET check_function_bodies = off;
SET row_security = off;
SELECT attack_probe.withdraw('kind');
SELECT count(kind) FROM attack_study.person;
RESET SESSION AUTHORIZATION;
RESET ALL;
SET client_min_messages = warning;
SELECT veil.revoke_editor('regress_attack_owner'), veil.revoke_key('attack_session', 'regress_attack_owner');
DROP OWNED BY regress_attack_outsider, regress_attack_usage;
DROP ROLE regress_attack_outsider, regress_attack_usage;
\set ECHO none
\i :withdrawn
\set ECHO all

-- E5. Who was in schema veil before the extension keeps it out.
SELECT current_database() AS here \gset
CREATE ROLE regress_attack_early;
CREATE DATABASE regress_attack_early OWNER regress_attack_early;
\c regress_attack_early
SET client_min_messages = warning;
SET ROLE regress_attack_early;
CREATE SCHEMA veil;
CREATE FUNCTION veil.closed(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE EXTENSION pg_veil;
RESET ROLE;
CREATE EXTENSION pg_veil;
CREATE EXTENSION IF NOT EXISTS pg_veil CASCADE;
CREATE EXTENSION pg_veil SCHEMA veil;
SELECT count(*) FROM pg_proc WHERE pronamespace = 'veil'::regnamespace;
SELECT count(*) FROM pg_event_trigger;
DROP SCHEMA veil CASCADE;
-- Operators and functions in the installer's search_path do not get into it, and his default privileges do not open it.
SET ROLE regress_attack_early;
CREATE SCHEMA early;
CREATE FUNCTION early.eq(oid, regclass) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'early code ran as %', current_user; RETURN true; END $$;
CREATE OPERATOR early.= (LEFTARG = oid, RIGHTARG = regclass, FUNCTION = early.eq);
CREATE FUNCTION early.octet_length(text) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'early code ran as %', current_user; RETURN 1; END $$;
CREATE DOMAIN early.text AS pg_catalog.text;
RESET ROLE;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO PUBLIC;
SET search_path = early, pg_catalog;
CREATE EXTENSION pg_veil;
SELECT count(*) FROM veil.uncovered;
RESET search_path;
SELECT objid::regclass AS object FROM pg_depend WHERE refobjid = 'early'::regnamespace AND classid = 'pg_class'::regclass;
SELECT count(*) FROM pg_depend d JOIN pg_proc p ON p.oid = d.refobjid AND d.refclassid = 'pg_proc'::regclass WHERE p.pronamespace = 'early'::regnamespace AND d.classid <> 'pg_operator'::regclass;
SELECT has_schema_privilege('regress_attack_early', 'veil', 'USAGE') AS usage, has_table_privilege('regress_attack_early', 'veil.rule', 'SELECT') AS reads;
-- The database's owner sets for everybody what a dump sets at its head: the rules are kept all the same.
CREATE TABLE early.base (a text, b text);
SELECT veil.create_policy('early_policy');
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES
    ('early_policy', 'early.base', 'a', 'release', 'test'), ('early_policy', 'early.base', 'b', 'release', 'test');
SET ROLE regress_attack_early;
ALTER DATABASE regress_attack_early SET check_function_bodies = off;
ALTER DATABASE regress_attack_early SET search_path = '';
\c regress_attack_early
SHOW check_function_bodies;
DELETE FROM veil.rule WHERE attribute = 'a';
SELECT attname FROM pg_attribute WHERE attrelid = 'early_policy.base'::regclass AND attnum > 0;
SELECT veil.drop_policy('early_policy');
DROP TABLE early.base;
SET ROLE regress_attack_early;
CREATE FUNCTION veil.late() RETURNS integer LANGUAGE sql AS 'SELECT 1';
DROP EXTENSION pg_veil;
ALTER EXTENSION pg_veil ADD FUNCTION early.eq(oid, regclass);
ALTER SCHEMA veil RENAME TO mine;
RESET ROLE;
\c :here
DROP DATABASE regress_attack_early;
DROP ROLE regress_attack_early;
