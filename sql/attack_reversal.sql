-- What the owner of a base, or who may reveal, plants around a reversal: it runs with nobody's rights but its owner's, and
-- shows nothing beside the value that was asked for.
\set VERBOSITY terse
CREATE ROLE regress_plant_owner;
CREATE ROLE regress_plant_officer;
CREATE SCHEMA plant_raw AUTHORIZATION regress_plant_owner;
SELECT veil.create_key('plant');
SELECT veil.create_policy('plant');
SET ROLE regress_plant_owner;
-- Who ran something of the owner's, each time that it ran.
CREATE TABLE plant_raw.seen (what text, as_role text, can_be_superuser boolean);
GRANT INSERT, SELECT ON plant_raw.seen TO PUBLIC;
GRANT USAGE ON SCHEMA plant_raw TO PUBLIC;
CREATE FUNCTION plant_raw.look(what text) RETURNS boolean LANGUAGE plpgsql COST 0.1 AS $$
BEGIN
    INSERT INTO plant_raw.seen VALUES (what, current_user, (SELECT rolsuper FROM pg_roles WHERE rolname OPERATOR(pg_catalog.=) current_user));
    PERFORM set_config('search_path', 'plant_raw, pg_catalog', false);
    RETURN true;
END
$$;
CREATE TYPE plant_raw.mood AS ENUM ('glad', 'sad');
CREATE FUNCTION plant_raw.mood_text(plant_raw.mood) RETURNS text LANGUAGE plpgsql AS $$
BEGIN PERFORM plant_raw.look('cast'); RETURN 'CANARY-cast'; END $$;
CREATE CAST (plant_raw.mood AS text) WITH FUNCTION plant_raw.mood_text(plant_raw.mood) AS ASSIGNMENT;
CREATE FUNCTION plant_raw.text_mood(text) RETURNS plant_raw.mood LANGUAGE plpgsql AS $$
BEGIN PERFORM plant_raw.look('cast'); RETURN NULL; END $$;
CREATE CAST (text AS plant_raw.mood) WITH FUNCTION plant_raw.text_mood(text) AS ASSIGNMENT;
CREATE FUNCTION plant_raw.mood_equal(plant_raw.mood, plant_raw.mood) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN PERFORM plant_raw.look('operator'); RETURN true; END $$;
CREATE OPERATOR plant_raw.= (LEFTARG = plant_raw.mood, RIGHTARG = plant_raw.mood, FUNCTION = plant_raw.mood_equal);
CREATE FUNCTION plant_raw.text_equal(text, text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN PERFORM plant_raw.look('operator'); RETURN true; END $$;
CREATE OPERATOR plant_raw.= (LEFTARG = text, RIGHTARG = text, FUNCTION = plant_raw.text_equal);
CREATE DOMAIN plant_raw.name AS text CHECK (plant_raw.look('domain'));
CREATE TABLE plant_raw.person (id integer, name plant_raw.name, mood plant_raw.mood);
INSERT INTO plant_raw.person SELECT n, 'CANARY-' || n, (ARRAY['glad', 'sad']::plant_raw.mood[])[n] FROM generate_series(1, 2) n;
CREATE TABLE plant_raw.walled (id integer, name text);
INSERT INTO plant_raw.walled SELECT n, 'CANARY-' || n FROM generate_series(1, 3) n;
ALTER TABLE plant_raw.walled ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY wall ON plant_raw.walled USING (plant_raw.look('row-level security') AND id < 3);
CREATE VIEW plant_raw.window AS SELECT id, name FROM plant_raw.person WHERE plant_raw.look('view');
CREATE VIEW plant_raw.broken AS SELECT id, name::text FROM plant_raw.person WHERE id < 2 OR name::integer > 0;
RESET search_path;
TRUNCATE plant_raw.seen;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) SELECT 'plant', r, a, t, p::jsonb FROM (VALUES
    ('plant_raw.person', 'name', 'pseudonym', '{"key": "plant"}'), ('plant_raw.person', 'mood', 'format_preserving', '{"key": "plant"}'),
    ('plant_raw.walled', 'name', 'pseudonym', '{"key": "plant"}'), ('plant_raw.window', 'name', 'pseudonym', '{"key": "plant"}'),
    ('plant_raw.broken', 'name', 'pseudonym', '{"key": "plant"}')) v(r, a, t, p);
SELECT veil.grant_reveal('plant.' || r, 'name', 'regress_plant_officer', 100) FROM unnest('{person,walled,"\"window\"",broken}'::text[]) r;
SELECT veil.grant_reveal('plant.person', 'mood', 'regress_plant_officer', 100);
CREATE FUNCTION pg_temp.try(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answers text;
BEGIN
    EXECUTE 'SELECT pg_catalog.string_agg(a::pg_catalog.text, '', '') FROM (' || statement || ') q(a)' INTO answers;
    RETURN coalesce(answers, 'nothing');
EXCEPTION WHEN others THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
CREATE FUNCTION pg_temp.p(n integer) RETURNS text LANGUAGE sql AS
    $$SELECT veil.pseudonym('CANARY-' || n, 'plant'::veil.key, 'plant')$$;
SELECT pg_temp.p(1) AS p1, pg_temp.p(2) AS p2, pg_temp.p(3) AS p3 \gset
SELECT format('%s', mood) AS glad FROM plant.person WHERE name = :'p1' \gset
SELECT relname, pg_temp.try(format('SELECT veil_public.reveal(%L, ''name'', %L, ''planted'')', 'plant.' || quote_ident(relname), :'p1'))
FROM unnest('{person,walled,window,broken}'::text[]) relname;
SET ROLE regress_plant_officer;
SELECT relname, pg_temp.try(format('SELECT veil_public.reveal(%L, ''name'', %L, ''planted'')', 'plant.' || quote_ident(relname), :'p2'))
FROM unnest('{person,walled,window}'::text[]) relname;
-- Rows that the wall hides are not there.
SELECT pg_temp.try(format('SELECT veil_public.reveal(''plant.walled'', ''name'', %L, ''planted'')', :'p3'));
-- An error of the owner's code may hold the value of any row.
SELECT pg_temp.try(format('SELECT veil_public.reveal(''plant.broken'', ''name'', %L, ''planted'')', :'p1'));
RESET ROLE;
SELECT what, as_role, can_be_superuser, count(*) > 0 AS some FROM plant_raw.seen GROUP BY 1, 2, 3 ORDER BY 1, 2;
SELECT what FROM plant_raw.seen WHERE what IN ('cast', 'operator', 'domain');
SHOW search_path;
-- A view of a superuser's may stand on what others have written.
ALTER VIEW plant_raw.window OWNER TO CURRENT_USER;
SET ROLE regress_plant_officer;
SELECT pg_temp.try(format('SELECT veil_public.reveal(''plant."window"'', ''name'', %L, ''planted'')', :'p2'));
RESET ROLE;
-- Whoever makes a policy on a view that shows him nothing does not read it with its owner's eyes.
CREATE ROLE regress_plant_editor;
SELECT veil.create_policy('plant_b', owner => 'regress_plant_editor');
CREATE VIEW plant_raw.invoked WITH (security_invoker) AS SELECT id, name FROM plant_raw.walled;
ALTER VIEW plant_raw.invoked OWNER TO regress_plant_owner;
GRANT SELECT ON plant_raw.invoked TO regress_plant_editor;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('plant_b', 'plant_raw.invoked', 'id', 'pseudonym', '{"key": "plant"}');
SELECT pg_temp.try('SELECT veil_public.reveal(''plant_b.invoked'', ''id'', veil.pseudonym(1, ''plant'', ''plant_b'')::text, ''planted'')');
ALTER VIEW plant_raw.invoked RESET (security_invoker);
SELECT pg_temp.try('SELECT veil_public.reveal(''plant_b.invoked'', ''id'', veil.pseudonym(1, ''plant'', ''plant_b'')::text, ''planted'')');
SELECT veil.drop_policy('plant_b');
DROP VIEW plant_raw.invoked;
DROP OWNED BY regress_plant_editor;
DROP ROLE regress_plant_editor;

-- Whoever may reveal puts things in the way.
GRANT CREATE, USAGE ON SCHEMA plant_raw TO regress_plant_officer;
SET ROLE regress_plant_officer;
CREATE TEMP TABLE audit (id bigint, hash bytea);
CREATE TEMP TABLE reversal_grant AS SELECT 'reveal' AS action, 'plant' AS policy;
CREATE TEMP TABLE rule (policy text, relation text, attribute text, technique text, params jsonb, why text);
CREATE TEMP TABLE person (id integer, name text);
INSERT INTO pg_temp.person VALUES (1, 'CANARY-1'), (2, 'CANARY-2');
CREATE FUNCTION pg_temp.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT ''2000-01-01''::timestamptz';
CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION pg_temp.count() RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
SET search_path = pg_temp, plant_raw, pg_catalog, veil, veil_public;
SET DateStyle = 'SQL, DMY';
SET TimeZone = 'Asia/Kathmandu';
SET bytea_output = escape;
SET quote_all_identifiers = on;
SET standard_conforming_strings = off;
SET row_security = on;
SET lock_timeout = '1h';
SELECT pg_catalog.count(pg_catalog.set_config(name, 'on', false)) FROM pg_catalog.pg_settings WHERE name OPERATOR(pg_catalog.=) ANY ('{force_parallel_mode,debug_parallel_query}'::pg_catalog.text[]);
SET parallel_setup_cost = 0;
SELECT pg_temp.try(pg_catalog.format('SELECT veil_public.reveal(''plant.person'', ''mood'', %L, ''in the way'')', :'glad'));
SELECT pg_temp.try(pg_catalog.format('SELECT veil_public.reveal(''plant.person'', ''name'', %L, ''in the way'')', :'p2'));
SELECT pg_temp.try('SELECT veil_public.reveal(''plant.person'', ''id'', ''1'', ''in the way'')');
RESET ROLE;
RESET ALL;
SELECT attribute, outcome, count(*) FROM veil.audit WHERE reason = 'in the way' AND at > now() - interval '1 hour' GROUP BY 1, 2 ORDER BY 1;
SELECT what FROM plant_raw.seen WHERE what IN ('cast', 'operator', 'domain');
SELECT ok FROM veil.verify_audit();

-- Every way to call it is a call: nothing is lent by the form.
CREATE ROLE regress_plant_stranger;
GRANT CREATE, USAGE ON SCHEMA plant_raw TO regress_plant_stranger;
SET ROLE regress_plant_stranger;
CREATE FUNCTION plant_raw.wrapped() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS
    $$SELECT veil_public.reveal('plant.person', 'name', 'x', 'form')$$;
CREATE VIEW plant_raw.viewed AS SELECT * FROM veil_public.reveal('plant.person', 'name', 'x', 'form');
CREATE TABLE plant_raw.defaulted (id integer, secret text);
CREATE FUNCTION plant_raw.first(text) RETURNS text LANGUAGE sql AS $$SELECT r FROM veil_public.reveal('plant.person', 'name', $1, 'form') r LIMIT 1$$;
ALTER TABLE plant_raw.defaulted ALTER secret SET DEFAULT plant_raw.first('x');
GRANT SELECT ON plant_raw.viewed TO PUBLIC;
PREPARE form(text) AS SELECT veil_public.reveal('plant.person', 'name', $1, 'form');
EXECUTE form('x');
SELECT * FROM plant_raw.wrapped();
SELECT * FROM plant_raw.viewed;
INSERT INTO plant_raw.defaulted (id) VALUES (1);
DO $$BEGIN PERFORM veil_public.reveal('plant.person', 'name', 'x', 'form'); END$$;
SELECT count(*) FROM (VALUES (1)) v, LATERAL veil_public.reveal('plant.person', 'name', 'x', 'form');
CREATE TABLE plant_raw.stolen AS SELECT veil_public.reveal('plant.person', 'name', 'x', 'form');
COPY (SELECT veil_public.reveal('plant.person', 'name', 'x', 'form')) TO STDOUT;
DECLARE form CURSOR WITH HOLD FOR SELECT veil_public.reveal('plant.person', 'name', 'x', 'form');
CREATE MATERIALIZED VIEW plant_raw.kept AS SELECT veil_public.reveal('plant.person', 'name', 'x', 'form');
CREATE INDEX ON plant_raw.defaulted (plant_raw.first(secret));
CREATE TABLE plant_raw.generated (id text, secret text GENERATED ALWAYS AS (plant_raw.first(id)) STORED);
-- A definer's function has its owner's grants, not the caller's; an invoker's view has the caller's.
RESET ROLE;
SET ROLE regress_plant_officer;
SELECT * FROM plant_raw.wrapped();
SELECT count(*) FROM plant_raw.viewed;
RESET ROLE;
SELECT acting_role, outcome, count(*) FROM veil.audit WHERE reason = 'form' GROUP BY 1, 2 ORDER BY 1;

-- The worker's own functions do nothing for others.
SET ROLE regress_plant_stranger;
SELECT veil.audit_append_only();
RESET ROLE;
CREATE TABLE plant_raw.forged (policy text, relation text, attribute text);
CREATE TRIGGER forged AFTER DELETE ON plant_raw.forged FOR EACH ROW EXECUTE FUNCTION veil.reversal_settles();
INSERT INTO plant_raw.forged VALUES ('plant', 'plant_raw.person', 'name');
DELETE FROM plant_raw.forged;
SELECT veil.drop_policy('plant');
DROP SCHEMA plant_raw CASCADE;
DISCARD TEMP;
DROP OWNED BY regress_plant_officer, regress_plant_owner, regress_plant_stranger;
DROP ROLE regress_plant_officer, regress_plant_owner, regress_plant_stranger;
