-- F1, F2, F3, B4: veil.discover reads what others made. Its owner plants code wherever reading, or only planning to
-- read, may run it; then a superuser looks for personal data. Each time the code runs it says so in a sequence: under
-- "super" when a superuser's rights were there to be had. And no value comes out, neither as evidence nor in an error.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE ROLE regress_discovery_hostile;
CREATE ROLE regress_discovery_editor;
CREATE ROLE regress_discovery_analyst;
CREATE SCHEMA discovery_hostile AUTHORIZATION regress_discovery_hostile;
CREATE SCHEMA discovery_probe;
CREATE SCHEMA discovery_super;
GRANT USAGE ON SCHEMA discovery_probe, discovery_hostile TO PUBLIC;
CREATE SEQUENCE discovery_probe.super;
CREATE SEQUENCE discovery_probe.other;
GRANT ALL ON ALL SEQUENCES IN SCHEMA discovery_probe TO PUBLIC;
CREATE FUNCTION discovery_probe.ran() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname OPERATOR(pg_catalog.=) current_user) THEN
        PERFORM pg_catalog.nextval('discovery_probe.super');
        RAISE WARNING 'hostile code ran as a superuser';
    ELSE
        PERFORM pg_catalog.nextval('discovery_probe.other');
    END IF;
    RETURN true;
END $$;
CREATE FUNCTION discovery_probe.verdict() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    verdict text := CASE WHEN (SELECT is_called FROM discovery_probe.super) THEN 'as a superuser' ELSE 'never as a superuser' END
        || CASE WHEN (SELECT is_called FROM discovery_probe.other) THEN ', and as somebody else' ELSE '' END;
BEGIN
    ALTER SEQUENCE discovery_probe.other RESTART;
    RETURN verdict;
END $$;
SELECT veil.create_key('attack_discovery');
SELECT veil.grant_editor('regress_discovery_editor');

SET ROLE regress_discovery_hostile;
CREATE DOMAIN discovery_hostile.watched AS text CHECK (discovery_probe.ran());
CREATE TYPE discovery_hostile.mood AS ENUM ('canary good', 'canary bad');
CREATE TYPE discovery_hostile.pair AS (a discovery_hostile.watched, b integer);
CREATE FUNCTION discovery_hostile.to_text(discovery_hostile.mood) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM discovery_probe.ran(); RETURN 'x'; END $$;
CREATE FUNCTION discovery_hostile.to_text(discovery_hostile.pair) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM discovery_probe.ran(); RETURN 'x'; END $$;
CREATE CAST (discovery_hostile.mood AS text) WITH FUNCTION discovery_hostile.to_text(discovery_hostile.mood) AS IMPLICIT;
CREATE CAST (discovery_hostile.pair AS text) WITH FUNCTION discovery_hostile.to_text(discovery_hostile.pair) AS IMPLICIT;
CREATE FUNCTION discovery_hostile.value(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM discovery_probe.ran(); RETURN $1; END $$;
CREATE FUNCTION discovery_hostile.fails(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'canary %', $1 USING DETAIL = 'canary', HINT = 'canary'; END $$;
CREATE TABLE discovery_hostile.person (
    id integer PRIMARY KEY,
    name text,
    email discovery_hostile.watched,
    mood discovery_hostile.mood,
    pair discovery_hostile.pair,
    pairs discovery_hostile.pair[],
    generated text GENERATED ALWAYS AS (discovery_hostile.value('canary')) STORED
);
INSERT INTO discovery_hostile.person
SELECT n, 'canary ' || n, 'canary' || n || '@example.org', 'canary good', '(canary,1)', '{"(canary,1)"}'
FROM generate_series(1, 100) n;
-- What planning a query folds.
CREATE INDEX ON discovery_hostile.person ((discovery_hostile.value('constant') || name));
ALTER TABLE discovery_hostile.person ADD CHECK (discovery_hostile.value('constant') <> name);
CREATE INDEX ON discovery_hostile.person (name) WHERE discovery_hostile.value('constant') = 'constant';
ALTER TABLE discovery_hostile.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE discovery_hostile.person FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON discovery_hostile.person USING (discovery_probe.ran());
CREATE FUNCTION discovery_hostile.trap(text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM discovery_probe.ran();
    PERFORM set_config('search_path', 'discovery_hostile, pg_catalog', false);
    BEGIN
        PERFORM set_config('role', 'none', false);
        PERFORM discovery_probe.ran();
    EXCEPTION WHEN OTHERS THEN NULL;
    END;
    BEGIN
        PERFORM set_config('session_authorization', 'default', false);
        PERFORM discovery_probe.ran();
    EXCEPTION WHEN OTHERS THEN NULL;
    END;
    BEGIN
        CREATE TEMP TABLE discovery_left (a integer);
    EXCEPTION WHEN OTHERS THEN NULL;
    END;
    RETURN $1;
END $$;
CREATE VIEW discovery_hostile.trap_view AS SELECT id, discovery_hostile.trap(name) AS name FROM discovery_hostile.person;
CREATE VIEW discovery_hostile.invoker_view WITH (security_invoker) AS SELECT discovery_hostile.value(name) AS name FROM discovery_hostile.person;
CREATE VIEW discovery_hostile.failing_view AS SELECT discovery_hostile.fails(name) AS email FROM discovery_hostile.person;
CREATE TABLE discovery_hostile."we""ird; -- $$ 'x'" ("id""); --" integer, "e mail'" text, "sel ect $1" discovery_hostile.watched);
INSERT INTO discovery_hostile."we""ird; -- $$ 'x'" SELECT n, 'canary' || n || '@example.org', 'w' FROM generate_series(1, 30) n;
-- First in the superuser's search_path.
CREATE FUNCTION discovery_hostile.eq(oid, oid) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN discovery_probe.ran(); END $$;
CREATE FUNCTION discovery_hostile.eq(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN discovery_probe.ran(); END $$;
CREATE FUNCTION discovery_hostile.eq(name, name) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN discovery_probe.ran(); END $$;
CREATE FUNCTION discovery_hostile.lt(double precision, double precision) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN discovery_probe.ran(); END $$;
CREATE OPERATOR discovery_hostile.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = discovery_hostile.eq);
CREATE OPERATOR discovery_hostile.= (LEFTARG = text, RIGHTARG = text, FUNCTION = discovery_hostile.eq);
CREATE OPERATOR discovery_hostile.= (LEFTARG = name, RIGHTARG = name, FUNCTION = discovery_hostile.eq);
CREATE OPERATOR discovery_hostile.< (LEFTARG = double precision, RIGHTARG = double precision, FUNCTION = discovery_hostile.lt);
DO $$
DECLARE
    signature text;
BEGIN
    FOREACH signature IN ARRAY ARRAY['quote_ident(text)', 'format(text, text)', 'format(text, double precision, text)',
            'array_append(text[], text)', 'unnest(text[])', 'system(internal)', 'pg_relation_size(oid)'] LOOP
        CONTINUE WHEN signature = 'system(internal)';
        EXECUTE 'CREATE FUNCTION discovery_hostile.' || signature ||
            ' RETURNS text LANGUAGE plpgsql AS ''BEGIN PERFORM discovery_probe.ran(); RETURN ''''''''; END''';
    END LOOP;
    FOREACH signature IN ARRAY ARRAY['text', 'jsonb', 'record', 'bool'] LOOP
        EXECUTE 'CREATE DOMAIN discovery_hostile.' || quote_ident(signature) || ' AS pg_catalog.text CHECK (discovery_probe.ran())';
    END LOOP;
END $$;
CREATE TEMP TABLE pg_class (oid oid, relname name, relnamespace oid, relkind "char", relowner oid, relpages integer, reltuples real);
CREATE TEMP TABLE pg_roles (oid oid, rolname name, rolsuper boolean);
CREATE TEMP TABLE technique (name pg_catalog.text, types pg_catalog.text[], function pg_catalog.text);
RESET ROLE;
-- The traps work: reading the table, and planning to read it, runs them.
SELECT discovery_probe.verdict();
SET ROLE regress_discovery_hostile;
EXPLAIN (COSTS OFF, SUMMARY OFF) SELECT FROM discovery_hostile.person WHERE false;
RESET ROLE;
SELECT discovery_probe.verdict();

-- The superuser looks. Of other operators than equality nothing is the owner's here.
SET search_path = discovery_hostile, pg_temp, pg_catalog;
CREATE FUNCTION discovery_super.canaries(found pg_catalog.text) RETURNS pg_catalog.bool
    LANGUAGE sql SET search_path = pg_catalog AS $$ SELECT found ~* 'canary|example' $$;
SELECT attribute, class, technique, evidence OPERATOR(pg_catalog.->) 'rows' AS rows FROM veil.discover('person');
SELECT discovery_probe.verdict();
SELECT attribute, class, technique, evidence OPERATOR(pg_catalog.->) 'rows' AS rows FROM veil.discover('trap_view');
SELECT discovery_probe.verdict();
SELECT attribute, technique FROM veil.discover('invoker_view');
SELECT attribute, technique FROM veil.discover('failing_view');
\echo :LAST_ERROR_MESSAGE
SELECT attribute, class, technique, evidence OPERATOR(pg_catalog.->) 'rows' AS rows FROM veil.discover($x$"we""ird; -- $$ 'x'"$x$);
SELECT attribute, class, technique, evidence OPERATOR(pg_catalog.->) 'rows' AS rows FROM veil.discover('discovery_hostile."we""ird; -- $$ ''x''"'::pg_catalog.regclass);
SELECT relation, attribute, class, technique, evidence OPERATOR(pg_catalog.->) 'rows' AS rows FROM veil.discover('discovery_hostile');
SELECT discovery_probe.verdict();
SELECT pg_catalog.count(*) AS canaries FROM veil.discover('discovery_hostile', key => 'attack_discovery') d WHERE discovery_super.canaries(d::pg_catalog.text);
SELECT veil.create_policy('discovery_attack');
SELECT attribute, technique, note FROM veil.protect('discovery_attack', 'person', 'attack_discovery');
SELECT attribute, technique, note FROM veil.protect('discovery_attack', 'discovery_hostile."we""ird; -- $$ ''x''"', 'attack_discovery');
RESET search_path;
SELECT discovery_probe.verdict();
SELECT current_setting('search_path'), current_user = session_user AS same_role, to_regclass('pg_temp.discovery_left') AS left_behind;
SELECT count(*) AS canaries FROM veil.rule r WHERE policy = 'discovery_attack' AND r::text ~* 'canary|example';
DROP TABLE pg_temp.pg_class, pg_temp.pg_roles, pg_temp.technique;

-- What belongs to a superuser, and runs what others have written.
CREATE VIEW discovery_super.over AS SELECT discovery_hostile.value(name) AS name FROM discovery_hostile.person;
CREATE TABLE discovery_super.parted (id integer, email text) PARTITION BY RANGE (id);
CREATE TABLE discovery_super.part PARTITION OF discovery_super.parted FOR VALUES FROM (0) TO (1000);
INSERT INTO discovery_super.parted SELECT n, 'canary' || n || '@example.org' FROM generate_series(1, 50) n;
SELECT attribute, class, evidence -> 'rows' AS rows FROM veil.discover('discovery_super.parted');
ALTER TABLE discovery_super.part OWNER TO regress_discovery_hostile;
GRANT USAGE ON SCHEMA discovery_super TO regress_discovery_hostile;
GRANT CREATE ON SCHEMA discovery_super TO regress_discovery_hostile;
SET ROLE regress_discovery_hostile;
CREATE INDEX ON discovery_super.part ((discovery_hostile.value('constant') || email));
RESET ROLE;
SELECT discovery_probe.verdict();
SELECT veil.discover('discovery_super.over');
SELECT veil.discover('discovery_super.parted');
SELECT relation, attribute, class, evidence -> 'rows' AS rows FROM veil.discover('discovery_super');
SELECT discovery_probe.verdict();

-- Others have their own rights, no more: nothing, a column, everything but the key, everything but the policy.
SET ROLE regress_discovery_analyst;
SELECT veil.discover('discovery_hostile.person');
RESET ROLE;
SET ROLE regress_discovery_editor;
SELECT veil.discover('discovery_hostile.person');
SELECT veil.protect('discovery_attack', 'discovery_hostile.person');
SELECT count(*) FROM veil.discover('discovery_hostile');
SELECT count(*) FROM veil.discover('discovery_super');
RESET ROLE;
CREATE TABLE discovery_super.mixed (email text, secret_email text);
INSERT INTO discovery_super.mixed SELECT 'canary' || n || '@example.org', 'canary' || n || '@example.org' FROM generate_series(1, 50) n;
GRANT USAGE ON SCHEMA discovery_super TO regress_discovery_editor;
GRANT SELECT (email) ON discovery_super.mixed TO regress_discovery_editor;
GRANT CREATE ON DATABASE :DBNAME TO regress_discovery_editor;
SET ROLE regress_discovery_editor;
SELECT attribute, technique, confidence, evidence FROM veil.discover('discovery_super.mixed');
SELECT relation, attribute FROM veil.discover('discovery_super');
SELECT veil.protect('discovery_attack', 'discovery_super.mixed');
SELECT veil.create_policy('discovery_editor');
SELECT veil.protect('discovery_editor', 'discovery_super.mixed', 'attack_discovery');
SELECT attribute, technique, note FROM veil.protect('discovery_editor', 'discovery_super.mixed');
RESET ROLE;
SELECT veil.grant_key('attack_discovery', 'regress_discovery_editor');
SET ROLE regress_discovery_editor;
DELETE FROM veil.rule WHERE policy = 'discovery_editor';
SELECT attribute, technique, note FROM veil.protect('discovery_editor', 'discovery_super.mixed', 'attack_discovery');
SELECT count(*), count(*) FILTER (WHERE email ~ 'canary|example') AS canaries FROM discovery_editor.mixed;
-- A view that fails says nothing of its values, nor does a schema that has one.
RESET ROLE;
GRANT SELECT ON discovery_hostile.failing_view TO regress_discovery_editor;
SET ROLE regress_discovery_editor;
SELECT veil.discover('discovery_hostile.failing_view');
SELECT attribute, evidence FROM veil.discover('discovery_hostile');
RESET ROLE;
SELECT discovery_probe.verdict();

SELECT veil.drop_policy('discovery_attack');
SELECT veil.drop_policy('discovery_editor');
DROP SCHEMA discovery_hostile, discovery_super, discovery_probe CASCADE;
DELETE FROM veil.key_grant WHERE key = 'attack_discovery';
DROP OWNED BY regress_discovery_hostile, regress_discovery_editor, regress_discovery_analyst;
DROP ROLE regress_discovery_hostile, regress_discovery_editor, regress_discovery_analyst;
