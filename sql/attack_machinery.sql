-- E4, F2, F3: the machinery itself. A policy's owner plants code wherever SQL lets him; then a superuser
-- maintains, with a search_path and temporary objects of the owner's. Each time the code runs it says so in a sequence,
-- which no ROLLBACK takes back: under "super" when a superuser's rights were there to be had.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE ROLE regress_machinery_owner;
CREATE ROLE regress_machinery_other;
CREATE ROLE regress_machinery_analyst;
CREATE SCHEMA hostile AUTHORIZATION regress_machinery_owner;
CREATE SCHEMA machinery_analyst AUTHORIZATION regress_machinery_analyst;
CREATE SCHEMA machinery_probe;
GRANT USAGE ON SCHEMA machinery_probe TO PUBLIC;
CREATE SEQUENCE machinery_probe.super;
CREATE SEQUENCE machinery_probe.other;
GRANT ALL ON ALL SEQUENCES IN SCHEMA machinery_probe TO PUBLIC;
CREATE TABLE machinery_probe.victim ();
-- SECURITY INVOKER, and qualified throughout: it counts, and does nothing hostile itself.
CREATE FUNCTION machinery_probe.ran() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname OPERATOR(pg_catalog.=) current_user) THEN
        PERFORM pg_catalog.nextval('machinery_probe.super');
        RAISE WARNING 'hostile code ran as a superuser';
    ELSE
        PERFORM pg_catalog.nextval('machinery_probe.other');
    END IF;
    RETURN true;
END $$;
CREATE FUNCTION machinery_probe.verdict() RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN (SELECT is_called FROM machinery_probe.super) THEN 'as a superuser' ELSE 'never as a superuser' END
        || CASE WHEN (SELECT is_called FROM machinery_probe.other) THEN ', and as somebody else' ELSE '' END
$$;
SELECT veil.create_key('attack_machinery');
SELECT veil.grant_editor('regress_machinery_owner');
SELECT veil.grant_key('attack_machinery', 'regress_machinery_owner');
GRANT CREATE ON DATABASE :DBNAME TO regress_machinery_owner;

-- What the owner plants.
SET ROLE regress_machinery_owner;
SET search_path = hostile;
CREATE DOMAIN hostile.watched AS text CHECK (machinery_probe.ran());
CREATE TYPE hostile.pair AS (a hostile.watched, b integer);
CREATE TYPE hostile.mood AS ENUM ('good', 'bad');
CREATE FUNCTION hostile.to_text(hostile.mood) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM machinery_probe.ran(); RETURN 'x'; END $$;
CREATE FUNCTION hostile.to_json(hostile.mood) RETURNS json LANGUAGE plpgsql AS $$ BEGIN PERFORM machinery_probe.ran(); RETURN '1'; END $$;
CREATE CAST (hostile.mood AS text) WITH FUNCTION hostile.to_text(hostile.mood) AS ASSIGNMENT;
CREATE CAST (hostile.mood AS json) WITH FUNCTION hostile.to_json(hostile.mood);
CREATE FUNCTION hostile.value(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM machinery_probe.ran(); RETURN $1; END $$;
CREATE FUNCTION hostile.on_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM machinery_probe.ran(); RETURN NULL; END $$;
CREATE TABLE hostile.base (
    id integer PRIMARY KEY,
    name text DEFAULT hostile.value('d'),
    mood hostile.mood,
    watched hostile.watched,
    pair hostile.pair,
    code varchar(10) COLLATE "C",
    generated text GENERATED ALWAYS AS (hostile.value('g')) STORED
);
CREATE INDEX ON hostile.base (hostile.value(name));
-- The planner folds constants in these, whoever reads the table.
CREATE INDEX folded ON hostile.base ((name || hostile.value('folded')));
ALTER TABLE hostile.base ADD CHECK (hostile.value('folded') IS NOT NULL);
CREATE TRIGGER on_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON hostile.base EXECUTE FUNCTION hostile.on_change();
ALTER TABLE hostile.base ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON hostile.base USING (machinery_probe.ran());
COMMENT ON TABLE hostile.base IS $$'; DROP TABLE machinery_probe.victim; --$$;
COMMENT ON COLUMN hostile.base.name IS $$'; DROP TABLE machinery_probe.victim; --$$;
INSERT INTO hostile.base VALUES (1, 'n', 'good', 'w', ('x', 2), 'c');
CREATE VIEW hostile.base_view AS SELECT id, hostile.value(name) AS name, watched FROM hostile.base;
SELECT veil.create_policy('machinery');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('machinery', 'hostile.base', 'id', 'pseudonym', '{"key": "attack_machinery"}', 'x'),
    ('machinery', 'hostile.base', 'name', 'prefix', '{"keep": 1}', 'x'),
    ('machinery', 'hostile.base', 'mood', 'release', NULL, 'x'),
    ('machinery', 'hostile.base', 'watched', 'release', NULL, 'x'),
    ('machinery', 'hostile.base', 'pair', 'release', NULL, 'x'),
    ('machinery', 'hostile.base', 'code', 'partial', '{"keep_start": 1}', 'x'),
    ('machinery', 'hostile.base', 'generated', 'redact', NULL, 'x'),
    ('machinery', 'hostile.base_view', 'name', 'redact', NULL, 'x'),
    ('machinery', 'hostile.base_view', 'watched', 'constant', '{"value": "x"}', 'x');
-- On the release: a default, a trigger, a dependent with a literal whose input is the owner's code.
ALTER VIEW machinery.base ALTER COLUMN pair SET DEFAULT '(d,1)'::hostile.pair;
CREATE TRIGGER a_first INSTEAD OF INSERT ON machinery.base FOR EACH ROW EXECUTE FUNCTION hostile.on_change();
CREATE VIEW machinery.on_release AS SELECT '(l,1)'::hostile.pair AS pair, ARRAY['l'::hostile.watched] AS list, name, code FROM machinery.base;
-- It has the name of a release that has no view of its own, so that it might be taken for one.
INSERT INTO veil.release (policy, relation, view_name) VALUES ('machinery', 'machinery.on_release', 'on_release');
-- What only a superuser may plant is refused.
CREATE FUNCTION hostile.event() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM machinery_probe.ran(); END $$;
CREATE EVENT TRIGGER hostile_event ON ddl_command_end EXECUTE FUNCTION hostile.event();
CREATE TRIGGER hostile AFTER INSERT ON veil.rule EXECUTE FUNCTION hostile.on_change();
CREATE RULE hostile AS ON INSERT TO veil.rule DO ALSO SELECT hostile.value('x');
CREATE POLICY hostile ON veil.rule USING (machinery_probe.ran());
ALTER TABLE veil.rule ALTER COLUMN why SET DEFAULT hostile.value('x');
CREATE INDEX ON veil.rule (hostile.value(why));
CREATE TABLE veil.planted ();
CREATE FUNCTION veil.format(text, text) RETURNS text LANGUAGE sql AS 'SELECT 1';
RESET ROLE;
RESET search_path;
-- PostgreSQL 16 and later leave the table's name out.
SELECT replace(pg_get_viewdef('machinery.on_release'::regclass), 'base.', '') AS definition;

-- What stands first in the superuser's search_path from now on.
SET ROLE regress_machinery_owner;
CREATE FUNCTION hostile.eq(oid, oid) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN machinery_probe.ran(); END $$;
CREATE FUNCTION hostile.eq(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN machinery_probe.ran(); END $$;
CREATE FUNCTION hostile.eq(name, name) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN machinery_probe.ran(); END $$;
CREATE FUNCTION hostile.eq(name, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN machinery_probe.ran(); END $$;
CREATE FUNCTION hostile.eq(text, name) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN machinery_probe.ran(); END $$;
CREATE FUNCTION hostile.eq(oid, regclass) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN machinery_probe.ran(); END $$;
CREATE FUNCTION hostile.eq("char", "char") RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN machinery_probe.ran(); END $$;
CREATE FUNCTION hostile.eq(smallint, integer) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN machinery_probe.ran(); END $$;
CREATE FUNCTION hostile.glue(text, text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM machinery_probe.ran(); RETURN ''; END $$;
CREATE OPERATOR hostile.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = hostile.eq);
CREATE OPERATOR hostile.= (LEFTARG = text, RIGHTARG = text, FUNCTION = hostile.eq);
CREATE OPERATOR hostile.= (LEFTARG = name, RIGHTARG = name, FUNCTION = hostile.eq);
CREATE OPERATOR hostile.= (LEFTARG = name, RIGHTARG = text, FUNCTION = hostile.eq);
CREATE OPERATOR hostile.= (LEFTARG = text, RIGHTARG = name, FUNCTION = hostile.eq);
CREATE OPERATOR hostile.= (LEFTARG = oid, RIGHTARG = regclass, FUNCTION = hostile.eq);
CREATE OPERATOR hostile.= (LEFTARG = "char", RIGHTARG = "char", FUNCTION = hostile.eq);
CREATE OPERATOR hostile.> (LEFTARG = smallint, RIGHTARG = integer, FUNCTION = hostile.eq);
CREATE OPERATOR hostile.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = hostile.eq);
CREATE OPERATOR hostile.|| (LEFTARG = text, RIGHTARG = text, FUNCTION = hostile.glue);
DO $$
DECLARE
    signature text;
BEGIN
    -- The functions that pg_veil's own SQL calls, with the types it calls them with.
    FOREACH signature IN ARRAY ARRAY['quote_ident(text)', 'quote_literal(text)', 'to_regclass(text)',
            'format_type(oid, integer)', 'col_description(oid, smallint)', 'format(text, text)', 'format(text, name)',
            'now()', 'octet_length(text)', 'array_length(text[], integer)', 'pg_get_viewdef(oid)', 'to_jsonb(record)',
            'pg_get_userbyid(oid)', 'clock_timestamp()', 'unnest(text[])'] LOOP
        EXECUTE 'CREATE FUNCTION hostile.' || signature ||
            ' RETURNS text LANGUAGE plpgsql AS ''BEGIN PERFORM machinery_probe.ran(); RETURN ''''''''; END''';
    END LOOP;
    -- Types that stand for the built-in ones in a DECLARE or a cast.
    FOREACH signature IN ARRAY ARRAY['text', 'name', 'oid', 'regclass', 'regrole', 'boolean', 'bool', 'jsonb', 'record'] LOOP
        EXECUTE 'CREATE DOMAIN hostile.' || quote_ident(signature) || ' AS pg_catalog.text CHECK (machinery_probe.ran())';
    END LOOP;
END $$;
GRANT USAGE ON SCHEMA hostile TO PUBLIC;
RESET ROLE;

-- Temporary objects named as the catalog's and pg_veil's tables, by the owner in the superuser's own session.
SET ROLE regress_machinery_owner;
CREATE TEMP TABLE pg_class (oid oid, relname name, relnamespace oid, relkind "char", relowner oid);
CREATE TEMP TABLE pg_namespace (oid oid, nspname name, nspowner oid);
CREATE TEMP TABLE pg_roles (oid oid, rolname name, rolsuper boolean);
CREATE TEMP TABLE pg_attribute (attrelid oid, attname name, attnum smallint, attisdropped boolean, atttypid oid, atttypmod integer);
CREATE TEMP TABLE pg_depend (objid oid, refobjid oid, classid oid, refclassid oid);
CREATE TEMP TABLE policy (name text, schema text, level text, purpose text, k integer);
CREATE TEMP TABLE rule (policy text, relation text, attribute text, technique text, params jsonb, class text, why text);
CREATE TEMP TABLE release (policy text, relation text, declared text, view_name text, relation_owner text);
CREATE TEMP TABLE key_version (name text, version integer, state text, algorithm text, check_value bytea);
CREATE TEMP TABLE key_grant (key text, grantee regrole);
CREATE TEMP TABLE base (id integer, name text);
INSERT INTO pg_temp.key_version VALUES ('temporary', 1, 'active', 'HKDF-SHA-256', '\x00');
INSERT INTO pg_temp.key_grant VALUES ('attack_machinery', 'regress_machinery_owner');
CREATE FUNCTION pg_temp.quote_ident(pg_catalog.text) RETURNS pg_catalog.text LANGUAGE plpgsql AS $$ BEGIN PERFORM machinery_probe.ran(); RETURN ''; END $$;
CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (machinery_probe.ran());
RESET ROLE;

-- The superuser at work. No operator of his own in these statements: it would be the owner's, and his own fault.
SET search_path = hostile, pg_temp, pg_catalog;
SELECT veil.create_key('attack_machinery_2');
SELECT veil.grant_key('attack_machinery_2', 'regress_machinery_other');
SELECT veil.revoke_key('attack_machinery_2', 'regress_machinery_other');
SELECT veil.grant_editor('regress_machinery_other');
SELECT veil.revoke_editor('regress_machinery_other');
SELECT veil.rebuild('machinery');
SELECT attribute, analyst_sees FROM veil.show('machinery.base');
-- The session forgets what it folded before.
ALTER INDEX hostile.folded SET (fillfactor = 90);
SELECT count(masked) FROM veil.preview('machinery', 'hostile.base');
SELECT count(masked) FROM veil.preview('machinery', 'hostile.base_view');
SELECT veil.create_policy('machinery_2');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('machinery_2', 'hostile.base', 'mood', 'release', NULL, 'x'),
    ('machinery_2', 'hostile.base', 'name', 'redact', NULL, 'x'),
    ('machinery_2', 'hostile.base_view', 'name', 'suppress', NULL, 'x');
COPY veil.rule (policy, relation, attribute, technique, why) FROM stdin;
machinery_2	hostile.base	watched	release	x
\.
UPDATE veil.rule SET why = 'y' WHERE policy OPERATOR(pg_catalog.~~) 'machinery%';
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy OPERATOR(pg_catalog.~~) 'machinery%' AND attribute OPERATOR(pg_catalog.=) 'code';
DELETE FROM veil.rule WHERE policy OPERATOR(pg_catalog.~~) 'machinery%' AND attribute OPERATOR(pg_catalog.=) 'generated';
ALTER TABLE hostile.base ADD COLUMN later integer;
ALTER TABLE hostile.base ALTER COLUMN code TYPE varchar(20);
ALTER TABLE hostile.base RENAME COLUMN code TO coded;
ALTER TABLE hostile.base DROP COLUMN later;
ALTER TABLE hostile.base DROP COLUMN pair;
ALTER TABLE hostile.base RENAME TO based;
ALTER TABLE hostile.based RENAME TO base;
UPDATE veil.release SET view_name = 'renamed' WHERE policy OPERATOR(pg_catalog.~~) 'machinery%' AND view_name OPERATOR(pg_catalog.=) 'base';
UPDATE veil.release SET view_name = 'base' WHERE policy OPERATOR(pg_catalog.~~) 'machinery%' AND view_name OPERATOR(pg_catalog.=) 'renamed';
DELETE FROM veil.release WHERE policy OPERATOR(pg_catalog.~~) 'machinery%' AND view_name OPERATOR(pg_catalog.=) 'on_release';
SELECT veil.drop_policy('machinery_2');
RESET search_path;
SELECT attribute FROM veil.uncovered WHERE policy = 'machinery' ORDER BY 1;
SELECT machinery_probe.verdict();
SELECT name, version FROM veil.key_version WHERE name LIKE 'attack_machinery%' OR name = 'temporary' ORDER BY 1;
SELECT key, grantee FROM veil.key_grant WHERE key LIKE 'attack_machinery%' ORDER BY 1, 2;
DROP TABLE pg_temp.pg_class, pg_temp.pg_namespace, pg_temp.pg_roles, pg_temp.pg_attribute, pg_temp.pg_depend,
    pg_temp.policy, pg_temp.rule, pg_temp.release, pg_temp.key_version, pg_temp.key_grant, pg_temp.base;
DROP FUNCTION pg_temp.quote_ident(pg_catalog.text);
DROP DOMAIN pg_temp.text;

-- An analyst's dependent does the same, and tries to leave a search_path and a rule behind for the superuser who builds
-- the release again.
GRANT USAGE ON SCHEMA machinery TO regress_machinery_analyst;
GRANT SELECT ON machinery.base TO regress_machinery_analyst;
SELECT veil.grant_editor('regress_machinery_analyst');
ALTER SEQUENCE machinery_probe.other RESTART;
SET ROLE regress_machinery_analyst;
CREATE FUNCTION machinery_analyst.trap(text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM machinery_probe.ran();
    -- Not when the analyst makes the view: in this session he could be anybody.
    IF current_setting('search_path') <> 'pg_catalog, pg_temp' THEN
        RETURN true;
    END IF;
    PERFORM set_config('search_path', 'hostile, pg_catalog', false);
    -- Back to the session's role, on the spot and at the end of the transaction.
    BEGIN
        PERFORM set_config('role', 'none', false);
        PERFORM machinery_probe.ran();
    EXCEPTION WHEN OTHERS THEN
        NULL;
    END;
    BEGIN
        PERFORM set_config('session_authorization', 'default', false);
        PERFORM machinery_probe.ran();
    EXCEPTION WHEN OTHERS THEN
        NULL;
    END;
    BEGIN
        CREATE TEMP TABLE machinery_left (a integer);
    EXCEPTION WHEN OTHERS THEN
        NULL;
    END;
    BEGIN
        UPDATE veil.rule SET technique = 'release', params = NULL WHERE policy = 'machinery';
    EXCEPTION WHEN insufficient_privilege THEN
        RETURN true;
    END;
    RETURN true;
END $$;
CREATE DOMAIN machinery_analyst.trap AS text CHECK (machinery_analyst.trap(VALUE));
CREATE TYPE machinery_analyst.trapped AS (a machinery_analyst.trap);
CREATE VIEW machinery_analyst.dependent AS SELECT '(x)'::machinery_analyst.trapped AS t, name FROM machinery.base;
RESET ROLE;
RESET search_path;
ALTER SEQUENCE machinery_probe.other RESTART;
ALTER TABLE hostile.base ALTER COLUMN coded TYPE text;
DELETE FROM veil.rule WHERE policy = 'machinery' AND attribute = 'mood';
SELECT current_setting('search_path'), to_regclass('pg_temp.machinery_left') AS left_behind;
SELECT machinery_probe.verdict();
SELECT attribute, technique FROM veil.rule WHERE policy = 'machinery' ORDER BY relation, attribute;
SET ROLE regress_machinery_analyst;
DROP VIEW machinery_analyst.dependent;
RESET ROLE;
RESET search_path;
SELECT veil.revoke_editor('regress_machinery_analyst');

SELECT veil.drop_policy('machinery');
DROP VIEW machinery.on_release;
SELECT veil.drop_policy('machinery');
SELECT count(*) FROM veil.rule WHERE policy LIKE 'machinery%';
SELECT machinery_probe.verdict(), to_regclass('machinery_probe.victim') IS NOT NULL AS victim_lives;
DROP SCHEMA hostile, machinery_analyst, machinery_probe CASCADE;
DROP OWNED BY regress_machinery_owner, regress_machinery_other, regress_machinery_analyst;
DELETE FROM veil.key_grant WHERE key LIKE 'attack_machinery%';
DROP ROLE regress_machinery_owner, regress_machinery_other, regress_machinery_analyst;
