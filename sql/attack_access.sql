-- D1, D2, D4: other ways to the raw data. Out by COPY, cursors and copies; in by writing through the release; and along
-- the life of the base, after which nothing raw may show.
\getenv sources PG_ABS_SRCDIR
\set released :sources '/test/attack/released.sql'
\set withdrawn :sources '/test/attack/withdrawn.sql'
\set key attack_access
\set VERBOSITY terse
SET client_min_messages = warning;
\set ECHO none
\i :released
\set ECHO all
SET SESSION AUTHORIZATION regress_attack_analyst;
SET search_path = attack_study;

-- D1.
COPY (SELECT name, remark, phone, postcode, income, age, kind, city FROM person ORDER BY income, city LIMIT 2) TO STDOUT;
COPY (SELECT name, remark, phone, income FROM person ORDER BY income LIMIT 1) TO STDOUT (FORMAT csv, HEADER, FORCE_QUOTE *);
COPY person TO STDOUT;
COPY attack_raw.person TO STDOUT;
COPY (SELECT * FROM attack_raw.person) TO STDOUT;
COPY (SELECT hidden FROM person) TO STDOUT;
\set VERBOSITY sqlstate
COPY (SELECT * FROM person) TO '/tmp/person';
COPY (SELECT * FROM person) TO PROGRAM 'cat';
\set VERBOSITY terse
BEGIN;
DECLARE c SCROLL CURSOR WITH HOLD FOR SELECT remark, phone, income, kind FROM person ORDER BY income;
COMMIT;
FETCH LAST FROM c;
FETCH ABSOLUTE 1 FROM c;
CLOSE c;
CREATE TABLE attack_analyst.ctas AS SELECT * FROM person;
SELECT * INTO attack_analyst.into FROM person;
CREATE TEMP TABLE temporary AS SELECT * FROM person;
CREATE MATERIALIZED VIEW attack_analyst.matview AS SELECT * FROM person;
REFRESH MATERIALIZED VIEW attack_analyst.matview;
CREATE VIEW attack_analyst.on_release AS SELECT * FROM person;
CREATE VIEW attack_analyst.invoker WITH (security_invoker = true) AS SELECT * FROM person;
CREATE FUNCTION attack_analyst.definer() RETURNS SETOF attack_study.person LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM attack_study.person';
INSERT INTO attack_analyst.ctas TABLE person;
SELECT relation, attack_probe.look('SELECT * FROM ' || relation)
FROM unnest(ARRAY['attack_analyst.ctas', 'attack_analyst."into"', 'temporary', 'attack_analyst.matview', 'attack_analyst.on_release', 'attack_analyst.invoker', 'attack_analyst.definer()']) relation;
-- Shapes of the base.
CREATE TABLE attack_analyst.shaped (LIKE attack_raw.person INCLUDING ALL);
\set VERBOSITY sqlstate
CREATE TABLE attack_analyst.child () INHERITS (attack_raw.person);
CREATE TABLE attack_analyst.child () INHERITS (attack_study.person);
CREATE TABLE attack_analyst.of OF attack_raw.person;
\set VERBOSITY terse
CREATE TABLE attack_analyst.referring (bsn text REFERENCES attack_raw.person (bsn));
CREATE TABLE attack_analyst.referring (bsn text REFERENCES attack_study.person (bsn));
CREATE VIEW attack_analyst.on_base AS SELECT * FROM attack_raw.person;
SELECT attack_probe.look('SELECT (NULL::attack_raw.person).*');
SELECT attack_probe.look('SELECT * FROM json_populate_record(NULL::attack_raw.person, ''{}'')');
ANALYZE attack_raw.person;
\set VERBOSITY sqlstate
ANALYZE attack_study.person;
\set VERBOSITY terse
VACUUM attack_raw.person;
LOCK TABLE attack_raw.person;
SELECT pg_relation_filepath('attack_study.person') IS NULL;
RESET SESSION AUTHORIZATION;

-- D2. Without grants, and with all of them given by mistake, to the releases and the base's schema.
CREATE TABLE attack_probe.write (id integer GENERATED ALWAYS AS IDENTITY, statement text);
INSERT INTO attack_probe.write (statement) VALUES
    ('INSERT INTO person (bsn) VALUES (''CANARY_BSN_1'')'),
    ('INSERT INTO person DEFAULT VALUES'),
    ('INSERT INTO person (bsn) VALUES (''CANARY_BSN_1'') RETURNING *'),
    ('INSERT INTO person (bsn) VALUES (''CANARY_BSN_1'') ON CONFLICT DO NOTHING'),
    ('INSERT INTO person (bsn) VALUES (''CANARY_BSN_1'') ON CONFLICT (bsn) DO UPDATE SET name = ''x'' RETURNING *'),
    ('INSERT INTO person SELECT * FROM person'),
    ('UPDATE person SET city = ''x'''),
    ('UPDATE person SET city = city RETURNING *'),
    ('UPDATE person p SET city = q.city FROM person q WHERE p.bsn = q.bsn RETURNING p'),
    ('UPDATE person SET hidden = ''x'''),
    ('DELETE FROM person'),
    ('DELETE FROM person WHERE income > 0 RETURNING *'),
    ('WITH gone AS (DELETE FROM person RETURNING *) SELECT * FROM gone'),
    ('MERGE INTO person p USING (VALUES (''x'')) v(bsn) ON p.bsn = v.bsn WHEN NOT MATCHED THEN INSERT (bsn) VALUES (v.bsn)'),
    ('TRUNCATE person'),
    ('SELECT * FROM person FOR UPDATE'),
    ('SELECT * FROM person FOR KEY SHARE'),
    ('LOCK TABLE person IN ACCESS EXCLUSIVE MODE'),
    ('ALTER TABLE person ADD COLUMN hidden text'),
    ('ALTER VIEW person SET (security_invoker = true)'),
    ('CREATE OR REPLACE VIEW person AS SELECT * FROM attack_raw.person'),
    ('DROP VIEW person'),
    ('COMMENT ON VIEW person IS ''x'''),
    ('INSERT INTO attack_raw.person (id, bsn) VALUES (1, ''CANARY_BSN_1'')'),
    ('UPDATE attack_raw.person SET city = bsn'),
    ('DELETE FROM attack_raw.person RETURNING *');
CREATE FUNCTION attack_probe.wrote(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    told text;
    detail text;
BEGIN
    EXECUTE statement;
    RETURN 'done';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS told = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
    -- 15 refuses MERGE into any view, 17 asks for privileges and then the release's trigger.
    RETURN CASE WHEN attack_probe.leaks(concat(told, detail)) THEN 'LEAK: ' ELSE '' END ||
           CASE WHEN statement LIKE 'MERGE%' THEN 'refused' ELSE told END;
END $$;
GRANT SELECT ON attack_probe.write TO PUBLIC;
SET SESSION AUTHORIZATION regress_attack_analyst;
SET search_path = attack_study;
SELECT id, attack_probe.wrote(statement) AS outcome, left(statement, 60) AS statement FROM attack_probe.write ORDER BY id;
RESET SESSION AUTHORIZATION;
GRANT ALL ON attack_study.person TO regress_attack_analyst;
GRANT ALL ON attack_raw.person TO regress_attack_owner;
SET SESSION AUTHORIZATION regress_attack_analyst;
SET search_path = attack_study;
SELECT id, attack_probe.wrote(statement) AS outcome, left(statement, 60) AS statement FROM attack_probe.write WHERE statement !~ 'attack_raw|^LOCK' ORDER BY id;
COPY person (bsn) FROM STDIN;
CANARY_BSN_1
\.
CREATE TABLE attack_analyst.referring (bsn text REFERENCES attack_study.person (bsn));
CREATE FUNCTION attack_analyst.nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
-- A trigger that fires first and hushes the refusal up: it is the analyst's own, and writes nothing.
CREATE TRIGGER a_first INSTEAD OF INSERT OR UPDATE OR DELETE ON attack_study.person FOR EACH ROW EXECUTE FUNCTION attack_analyst.nothing();
INSERT INTO person (bsn) VALUES ('CANARY_BSN_1') RETURNING *;
DELETE FROM person;
RESET SESSION AUTHORIZATION;
RESET search_path;
DROP TRIGGER a_first ON attack_study.person;
REVOKE ALL ON attack_study.person FROM regress_attack_analyst;
GRANT SELECT ON attack_study.person TO regress_attack_analyst;
REVOKE ALL ON attack_raw.person FROM regress_attack_owner;
GRANT SELECT ON attack_raw.person TO regress_attack_owner;
SELECT count(*), count(DISTINCT city), count(bsn) FROM attack_raw.person;
DROP VIEW attack_analyst.on_release, attack_analyst.invoker;
DROP MATERIALIZED VIEW attack_analyst.matview;
DROP FUNCTION attack_analyst.definer();

-- D4. The base's owner changes the base; the analyst looks.
GRANT CREATE ON DATABASE :DBNAME TO regress_attack_base;
CREATE FUNCTION attack_probe.after(ddl text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    outcome text := '';
BEGIN
    SET LOCAL ROLE regress_attack_base;
    BEGIN
        EXECUTE ddl;
    EXCEPTION WHEN OTHERS THEN
        outcome := 'refused (' || SQLERRM || '); ';
    END;
    SET LOCAL ROLE regress_attack_analyst;
    outcome := outcome || attack_probe.look('SELECT * FROM attack_study.person');
    RESET ROLE;
    RETURN outcome || coalesce(E'\n    ' || (SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = to_regclass('attack_study.person') AND attnum > 0 AND NOT attisdropped), '');
END $$;
\pset format unaligned
\pset tuples_only on
SELECT attack_probe.after('ALTER TABLE attack_raw.person ADD COLUMN extra text DEFAULT ''CANARY_NAME_1''');
SELECT attack_probe.after('ALTER TABLE attack_raw.person RENAME COLUMN city TO town');
SELECT attack_probe.after('ALTER TABLE attack_raw.person RENAME COLUMN hidden TO city');
SELECT attack_probe.after('ALTER TABLE attack_raw.person RENAME COLUMN city TO hidden');
SELECT attack_probe.after('ALTER TABLE attack_raw.person RENAME COLUMN town TO city');
SELECT attack_probe.after('ALTER TABLE attack_raw.person DROP COLUMN phone');
SELECT attack_probe.after('ALTER TABLE attack_raw.person ADD COLUMN phone text DEFAULT ''CANARY_NAME_1''');
SELECT attack_probe.after('ALTER TABLE attack_raw.person DROP COLUMN city, ADD COLUMN city text DEFAULT ''CANARY_NAME_1''');
SELECT attack_probe.after('ALTER TABLE attack_raw.person ALTER COLUMN income TYPE bigint, ALTER COLUMN kind TYPE varchar(20), ALTER COLUMN seen TYPE timestamp');
SELECT attack_probe.after('ALTER TABLE attack_raw.person ALTER COLUMN birth_date TYPE text');
SELECT attack_probe.after('ALTER TABLE attack_raw.person ALTER COLUMN weight TYPE text USING name');
SELECT attack_probe.after('CREATE TABLE attack_raw.child (more text DEFAULT ''CANARY_NAME_1'') INHERITS (attack_raw.person)');
SELECT attack_probe.after('INSERT INTO attack_raw.child (id, bsn, name, remark) VALUES (1, ''CANARY_BSN_1'', ''CANARY_NAME_1'', ''CANARY_REMARK_1'')');
SELECT attack_probe.after('DROP TABLE attack_raw.child');
SELECT attack_probe.after('CREATE TABLE attack_raw.fresh (LIKE attack_raw.person INCLUDING ALL); INSERT INTO attack_raw.fresh SELECT * FROM attack_raw.person; GRANT SELECT ON attack_raw.fresh TO regress_attack_owner; ALTER TABLE attack_raw.person RENAME TO person_old; ALTER TABLE attack_raw.fresh RENAME TO person; DROP TABLE attack_raw.person_old');
SELECT attack_probe.after('CREATE SCHEMA attack_elsewhere; GRANT USAGE ON SCHEMA attack_elsewhere TO regress_attack_owner; ALTER TABLE attack_raw.person SET SCHEMA attack_elsewhere');
SELECT attack_probe.after('CREATE TABLE attack_raw.person AS SELECT bsn AS name, name AS bsn, name AS city, 1 AS id FROM attack_elsewhere.person');
SELECT attack_probe.after('DROP TABLE attack_raw.person; ALTER TABLE attack_elsewhere.person SET SCHEMA attack_raw; DROP SCHEMA attack_elsewhere');
SELECT attack_probe.after('ALTER SCHEMA attack_raw RENAME TO attack_renamed; ALTER SCHEMA attack_renamed RENAME TO attack_raw');
SELECT attack_probe.after('ALTER TABLE attack_raw.person RENAME TO gone');
\pset tuples_only off
\pset format aligned
-- A stranger takes the name over.
CREATE TABLE attack_raw.person (id bigint, bsn text, name text, city text);
INSERT INTO attack_raw.person VALUES (1, 'CANARY_BSN_1', 'CANARY_NAME_1', 'CANARY_NAME_1');
GRANT SELECT ON attack_raw.person TO PUBLIC;
SELECT relation FROM veil.release WHERE policy = 'attack_study';
DROP TABLE attack_raw.gone;
SELECT attack_probe.look('SELECT * FROM attack_study.person');
SELECT veil.rebuild('attack_study');
SELECT attack_probe.look('SELECT * FROM attack_study.person');
\set ECHO none
\i :withdrawn
