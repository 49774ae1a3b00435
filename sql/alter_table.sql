-- ALTER TABLE under a release: by an owner who knows nothing of pg_veil, in every shape, all or nothing, and never raw.
CREATE ROLE regress_alter_owner;
CREATE ROLE regress_alter_policy;
CREATE ROLE regress_alter_analyst;
CREATE SCHEMA alter_raw AUTHORIZATION regress_alter_owner;
GRANT USAGE ON SCHEMA alter_raw TO regress_alter_policy;
SELECT veil.create_key('alter_table_key');
SELECT veil.create_policy('alter_policy', owner => 'regress_alter_policy');
SET ROLE regress_alter_owner;
CREATE TABLE alter_raw.person (
    id     integer PRIMARY KEY,
    bsn    text,
    name   varchar(20),
    income integer,
    born   date,
    town   text
);
INSERT INTO alter_raw.person VALUES
    (1, 'RAW-1', 'RAW-Anna', 41234, '1980-05-17', 'Delft'),
    (2, 'RAW-2', 'RAW-Bob',  52345, '1975-12-31', 'Venlo');
GRANT SELECT ON alter_raw.person TO regress_alter_policy;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('alter_policy', 'alter_raw.person', 'id',     'release',   NULL,                         'test'),
    ('alter_policy', 'alter_raw.person', 'bsn',    'pseudonym', '{"key": "alter_table_key"}', NULL),
    ('alter_policy', 'alter_raw.person', 'name',   'redact',    NULL,                         NULL),
    ('alter_policy', 'alter_raw.person', 'income', 'bucket',    '{"width": 10000}',           NULL),
    ('alter_policy', 'alter_raw.person', 'born',   'truncate',  '{"to": "year"}',             NULL);
GRANT USAGE ON SCHEMA alter_policy TO regress_alter_analyst;
GRANT SELECT ON alter_policy.person TO regress_alter_analyst;
GRANT SELECT (id) ON alter_policy.person TO PUBLIC;
-- The columns of a release with their types.
CREATE FUNCTION pg_temp.columns_of(view text) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = to_regclass(view) AND attnum > 0 AND NOT attisdropped
$$;
-- Whether the views say what the rules say: then a rebuild finds nothing to do.
CREATE FUNCTION pg_temp.agrees() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    before text[]; after text[];
BEGIN
    before := ARRAY(SELECT oid || pg_get_viewdef(oid) FROM pg_class WHERE relnamespace = 'alter_policy'::regnamespace ORDER BY oid);
    PERFORM veil.rebuild('alter_policy');
    after := ARRAY(SELECT oid || pg_get_viewdef(oid) FROM pg_class WHERE relnamespace = 'alter_policy'::regnamespace ORDER BY oid);
    RETURN before = after;
END
$$;
-- What the analyst sees of it; a pseudonym by its length.
CREATE PROCEDURE pg_temp.look() LANGUAGE plpgsql AS $$
DECLARE
    shown text;
BEGIN
    SET LOCAL ROLE regress_alter_analyst;
    FOR shown IN SELECT regexp_replace(p::text, '[a-z2-7]{26}', '<26>') FROM alter_policy.person p ORDER BY 1 LOOP
        RAISE NOTICE '%', shown;
    END LOOP;
    RESET ROLE;
END
$$;
CALL pg_temp.look();

-- ALTER TYPE. The view's column follows and keeps its place, and the view what was granted.
SET ROLE regress_alter_owner;
ALTER TABLE alter_raw.person ALTER COLUMN income TYPE bigint;
RESET ROLE;
SELECT pg_temp.columns_of('alter_policy.person'), pg_temp.agrees();
CALL pg_temp.look();
SELECT attacl FROM pg_attribute WHERE attrelid = 'alter_policy.person'::regclass AND attname = 'id';
SELECT pg_get_userbyid(relowner) AS owner, obj_description(oid) IS NOT NULL AS has_comment FROM pg_class WHERE oid = 'alter_policy.person'::regclass;
-- Of a column that the view does not show, or to the type it has: the view is the same object afterwards.
SELECT 'alter_policy.person'::regclass::oid AS view \gset
SET ROLE regress_alter_owner;
ALTER TABLE alter_raw.person ALTER COLUMN town TYPE varchar(40);
ALTER TABLE alter_raw.person ALTER COLUMN name TYPE varchar(20) USING upper(name);
ALTER TABLE alter_raw.person DROP COLUMN town;
RESET ROLE;
SELECT pg_temp.columns_of('alter_policy.person'), 'alter_policy.person'::regclass = :view AS same, pg_temp.agrees();
CALL pg_temp.look();
SELECT count(*) AS rules_changed FROM veil.rule_history WHERE policy = 'alter_policy' AND cause = 'relation';

-- Several commands in one.
SET ROLE regress_alter_owner;
ALTER TABLE alter_raw.person
    ALTER COLUMN income TYPE numeric(12,2),
    ADD COLUMN town text DEFAULT 'RAW-town',
    DROP COLUMN born,
    ALTER COLUMN id TYPE bigint,
    ADD CONSTRAINT named CHECK (name <> ''),
    ADD COLUMN income_text text GENERATED ALWAYS AS (income::text) STORED;
RESET ROLE;
SELECT pg_temp.columns_of('alter_policy.person'), pg_temp.agrees();
CALL pg_temp.look();
SELECT cause, changed_by, attribute, before->>'technique' AS before, after FROM veil.rule_history
WHERE policy = 'alter_policy' AND cause = 'relation';
SELECT attribute, type FROM veil.uncovered WHERE policy = 'alter_policy' ORDER BY 1;
-- With a change of owner among them. The new owner is the one who counts from now on.
CREATE ROLE regress_alter_second;
GRANT regress_alter_second TO regress_alter_owner;
GRANT USAGE, CREATE ON SCHEMA alter_raw TO regress_alter_second;
SET ROLE regress_alter_owner;
ALTER TABLE alter_raw.person OWNER TO regress_alter_second, ALTER COLUMN id TYPE integer, DROP COLUMN income_text;
RESET ROLE;
SELECT relation_owner FROM veil.release WHERE policy = 'alter_policy';
SELECT pg_temp.columns_of('alter_policy.person'), pg_temp.agrees();
CALL pg_temp.look();
ALTER TABLE alter_raw.person OWNER TO regress_alter_owner;
SELECT relation_owner FROM veil.release WHERE policy = 'alter_policy';

-- A column that goes takes its rule along: what comes under its name is another column, and hidden.
BEGIN;
SET LOCAL ROLE regress_alter_owner;
ALTER TABLE alter_raw.person DROP COLUMN id;
ALTER TABLE alter_raw.person ADD COLUMN id text DEFAULT 'RAW-id';
RESET ROLE;
SELECT pg_temp.columns_of('alter_policy.person'), pg_temp.agrees();
CALL pg_temp.look();
ROLLBACK;
BEGIN;
SET LOCAL ROLE regress_alter_owner;
ALTER TABLE alter_raw.person DROP COLUMN id, ADD COLUMN id text DEFAULT 'RAW-id';
RESET ROLE;
SELECT pg_temp.columns_of('alter_policy.person'), pg_temp.agrees();
CALL pg_temp.look();
SELECT attribute FROM veil.rule WHERE policy = 'alter_policy' ORDER BY 1;
ROLLBACK;
-- Also with another owner at the end of the statement, and while the view is away.
BEGIN;
SET LOCAL ROLE regress_alter_owner;
ALTER TABLE alter_raw.person OWNER TO regress_alter_second, DROP COLUMN id, ADD COLUMN id text DEFAULT 'RAW-id';
RESET ROLE;
SELECT pg_temp.columns_of('alter_policy.person'), pg_temp.agrees();
ROLLBACK;
BEGIN;
DROP VIEW alter_policy.person;
SET LOCAL ROLE regress_alter_owner;
ALTER TABLE alter_raw.person DROP COLUMN id;
ALTER TABLE alter_raw.person RENAME COLUMN bsn TO id;
RESET ROLE;
SELECT attribute, technique FROM veil.rule WHERE policy = 'alter_policy' ORDER BY 1;
SELECT veil.rebuild('alter_policy');
SELECT pg_temp.columns_of('alter_policy.person');
ROLLBACK;
-- The last ruled columns: the release goes. With the view gone they can be added again, and no rule is left to show them.
BEGIN;
SET LOCAL ROLE regress_alter_owner;
ALTER TABLE alter_raw.person DROP COLUMN id, DROP COLUMN bsn, DROP COLUMN name, DROP COLUMN income;
ALTER TABLE alter_raw.person ADD COLUMN id text DEFAULT 'RAW-id';
RESET ROLE;
SELECT to_regclass('alter_policy.person'), (SELECT count(*) FROM veil.rule WHERE policy = 'alter_policy') AS rules,
       (SELECT count(*) FROM veil.release WHERE policy = 'alter_policy') AS releases;
ROLLBACK;

-- An ALTER that makes a rule impossible fails, names the rule, and leaves everything as it was.
SELECT 'alter_policy.person'::regclass::oid AS view \gset
SET ROLE regress_alter_owner;
ALTER TABLE alter_raw.person ALTER COLUMN income TYPE text;
ALTER TABLE alter_raw.person DROP COLUMN bsn, ALTER COLUMN income TYPE text;
-- One that fails by itself, before and after it has done half.
ALTER TABLE alter_raw.person ALTER COLUMN name TYPE date USING name::date;
ALTER TABLE alter_raw.person DROP COLUMN bsn, DROP COLUMN nonsense;
ALTER TABLE alter_raw.person ALTER COLUMN name TYPE varchar(3);
ALTER TABLE alter_raw.nonsense DROP COLUMN bsn;
ALTER TABLE IF EXISTS alter_raw.nonsense DROP COLUMN bsn;
ALTER TABLE alter_raw.person DROP COLUMN IF EXISTS nonsense;
RESET ROLE;
SELECT 'alter_policy.person'::regclass = :view AS same, pg_temp.agrees();
CALL pg_temp.look();
-- Whoever may not alter the table closes nothing on the way.
SET ROLE regress_alter_analyst;
ALTER TABLE alter_raw.person DROP COLUMN bsn;
RESET ROLE;
SET ROLE regress_alter_policy;
ALTER TABLE alter_raw.person DROP COLUMN bsn;
RESET ROLE;
CALL pg_temp.look();

-- In DO blocks, functions and subtransactions that fail.
SET ROLE regress_alter_owner;
DO $$
BEGIN
    BEGIN
        ALTER TABLE alter_raw.person ALTER COLUMN income TYPE text;
    EXCEPTION WHEN invalid_parameter_value THEN
        RAISE NOTICE 'caught: %', SQLERRM;
    END;
    BEGIN
        ALTER TABLE alter_raw.person DROP COLUMN bsn;
        RAISE EXCEPTION 'no';
    EXCEPTION WHEN raise_exception THEN
        RAISE NOTICE 'caught: %', SQLERRM;
    END;
    ALTER TABLE alter_raw.person ALTER COLUMN income TYPE bigint;
END
$$;
CREATE FUNCTION alter_raw.narrow() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    ALTER TABLE alter_raw.person ALTER COLUMN income TYPE integer;
    RETURN (SELECT string_agg(p::text, ' ' ORDER BY id) FROM alter_raw.person p);
END
$$;
SELECT alter_raw.narrow();
RESET ROLE;
SELECT pg_temp.columns_of('alter_policy.person'), pg_temp.agrees();
CALL pg_temp.look();
BEGIN;
SAVEPOINT one;
ALTER TABLE alter_raw.person DROP COLUMN bsn;
SAVEPOINT two;
ALTER TABLE alter_raw.person DROP COLUMN name;
ROLLBACK TO two;
SELECT pg_temp.columns_of('alter_policy.person'), pg_temp.agrees();
ALTER TABLE alter_raw.person ALTER COLUMN income TYPE text;
ROLLBACK TO one;
ALTER TABLE alter_raw.person ALTER COLUMN income TYPE bigint;
SAVEPOINT three;
DROP TABLE alter_raw.person;
CALL pg_temp.look();
ROLLBACK TO three;
CALL pg_temp.look();
COMMIT;
SELECT pg_temp.columns_of('alter_policy.person'), pg_temp.agrees();
-- With the constraint triggers immediate, which settle rules at the end of the transaction otherwise.
BEGIN;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE alter_raw.person RENAME COLUMN name TO title;
ALTER TABLE alter_raw.person DROP COLUMN bsn, ADD COLUMN bsn text DEFAULT 'RAW-again';
ALTER TABLE alter_raw.person RENAME TO people;
SELECT attribute, technique FROM veil.rule WHERE policy = 'alter_policy' ORDER BY 1;
SELECT has_table_privilege('regress_alter_analyst', 'alter_policy.person', 'SELECT'), pg_temp.agrees();
CALL pg_temp.look();
SAVEPOINT one;
ALTER TABLE alter_raw.people DROP COLUMN id, DROP COLUMN title, DROP COLUMN income;
SELECT to_regclass('alter_policy.person'), count(*) AS rules FROM veil.rule WHERE policy = 'alter_policy';
ROLLBACK TO one;
CREATE TABLE alter_raw.person AS SELECT 'RAW-other' AS other;
GRANT SELECT ON alter_raw.person TO regress_alter_policy;
ALTER TABLE alter_raw.person OWNER TO regress_alter_owner;
DROP TABLE alter_raw.people;
SELECT to_regclass('alter_policy.person'), count(*) AS rules FROM veil.rule WHERE policy = 'alter_policy';
ROLLBACK;
-- DDL within the rewrite of the table: by a function that makes tables meanwhile.
SET ROLE regress_alter_owner;
CREATE FUNCTION alter_raw.busy(value bigint) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TABLE alter_raw.made_%s (); DROP TABLE alter_raw.made_%1$s', value);
    RETURN value;
END
$$;
ALTER TABLE alter_raw.person ALTER COLUMN income TYPE integer USING alter_raw.busy(income);
RESET ROLE;
SELECT pg_temp.columns_of('alter_policy.person'), pg_temp.agrees();
CALL pg_temp.look();

-- Generated and identity columns.
SET ROLE regress_alter_owner;
CREATE TABLE alter_raw.bill (
    number  integer GENERATED ALWAYS AS IDENTITY,
    net     integer,
    gross   integer GENERATED ALWAYS AS (net + net / 5) STORED
);
INSERT INTO alter_raw.bill (net) VALUES (1234), (5678);
GRANT SELECT ON alter_raw.bill TO regress_alter_policy;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('alter_policy', 'alter_raw.bill', 'number', 'release', NULL,              'test'),
    ('alter_policy', 'alter_raw.bill', 'gross',  'bucket',  '{"width": 1000}', NULL);
SET ROLE regress_alter_owner;
ALTER TABLE alter_raw.bill ALTER COLUMN gross TYPE bigint, ALTER COLUMN number TYPE bigint;
RESET ROLE;
SELECT pg_temp.columns_of('alter_policy.bill'), pg_temp.agrees();
SELECT * FROM alter_policy.bill ORDER BY number;
-- The column it is made from takes the generated one along, by CASCADE or not at all.
SET ROLE regress_alter_owner;
ALTER TABLE alter_raw.bill DROP COLUMN net;
ALTER TABLE alter_raw.bill DROP COLUMN net CASCADE;
ALTER TABLE alter_raw.bill ADD COLUMN gross integer DEFAULT 4711;
RESET ROLE;
SELECT pg_temp.columns_of('alter_policy.bill'), pg_temp.agrees();
DROP TABLE alter_raw.bill;
DELETE FROM veil.rule WHERE relation = 'alter_raw.bill';

-- Views that others have on the release come back with all they had; where they cannot, the ALTER fails and says which.
SET ROLE regress_alter_policy;
CREATE VIEW alter_policy.incomes WITH (security_barrier) AS SELECT income, count(*) AS persons FROM alter_policy.person GROUP BY income;
GRANT SELECT ON alter_policy.incomes TO regress_alter_analyst;
COMMENT ON VIEW alter_policy.incomes IS 'how many have what';
RESET ROLE;
SET ROLE regress_alter_owner;
ALTER TABLE alter_raw.person ALTER COLUMN income TYPE numeric(9,1);
RESET ROLE;
SELECT pg_temp.columns_of('alter_policy.incomes'), reloptions, pg_get_userbyid(relowner) AS owner, obj_description(oid) FROM pg_class
WHERE oid = 'alter_policy.incomes'::regclass;
SET ROLE regress_alter_analyst;
SELECT * FROM alter_policy.incomes ORDER BY income;
RESET ROLE;
SET ROLE regress_alter_owner;
\set VERBOSITY terse
ALTER TABLE alter_raw.person DROP COLUMN income;
\set VERBOSITY default
RESET ROLE;
DROP VIEW alter_policy.incomes;
CREATE MATERIALIZED VIEW alter_raw.stored AS SELECT income FROM alter_policy.person;
SET ROLE regress_alter_owner;
ALTER TABLE alter_raw.person ALTER COLUMN income TYPE integer;
ALTER TABLE alter_raw.person ADD COLUMN added integer;
RESET ROLE;
DROP MATERIALIZED VIEW alter_raw.stored;

-- The types of a column: DROP TYPE ... CASCADE drops column and view. Nothing is shown then, and no rule waits for its name.
CREATE TYPE alter_raw.mood AS ENUM ('RAW-sad', 'RAW-glad');
ALTER TABLE alter_raw.person ADD COLUMN mood alter_raw.mood DEFAULT 'RAW-sad';
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('alter_policy', 'alter_raw.person', 'mood', 'release', 'test');
SET client_min_messages = warning;
DROP TYPE alter_raw.mood CASCADE;
RESET client_min_messages;
SELECT to_regclass('alter_policy.person');
ALTER TABLE alter_raw.person ADD COLUMN mood text DEFAULT 'RAW-mood';
SELECT attribute FROM veil.rule WHERE policy = 'alter_policy' ORDER BY 1;
SELECT veil.rebuild('alter_policy');
SELECT pg_temp.columns_of('alter_policy.person'), has_table_privilege('regress_alter_analyst', 'alter_policy.person', 'SELECT');
GRANT SELECT ON alter_policy.person TO regress_alter_analyst;

-- Tables of a composite type change with it.
CREATE TYPE alter_raw.pair AS (a text, b text);
CREATE TABLE alter_raw.typed OF alter_raw.pair;
INSERT INTO alter_raw.typed VALUES ('RAW-a', 'shown');
GRANT SELECT ON alter_raw.typed TO regress_alter_policy;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES
    ('alter_policy', 'alter_raw.typed', 'a', 'redact',  NULL),
    ('alter_policy', 'alter_raw.typed', 'b', 'release', 'test');
ALTER TYPE alter_raw.pair ALTER ATTRIBUTE a TYPE varchar(30) CASCADE;
ALTER TYPE alter_raw.pair RENAME ATTRIBUTE b TO c CASCADE;
ALTER TYPE alter_raw.pair RENAME ATTRIBUTE a TO b CASCADE;
SELECT * FROM alter_policy.typed;
SELECT pg_temp.columns_of('alter_policy.typed'), pg_temp.agrees();
ALTER TYPE alter_raw.pair DROP ATTRIBUTE c CASCADE, ADD ATTRIBUTE c text CASCADE;
SELECT pg_temp.columns_of('alter_policy.typed'), pg_temp.agrees();
-- Renamed while nobody watches, a column loses its rule.
ALTER EVENT TRIGGER pg_veil_ddl_command_end DISABLE;
ALTER TYPE alter_raw.pair RENAME ATTRIBUTE b TO d CASCADE;
ALTER TYPE alter_raw.pair RENAME ATTRIBUTE c TO b CASCADE;
ALTER EVENT TRIGGER pg_veil_ddl_command_end ENABLE ALWAYS;
SELECT veil.rebuild('alter_policy');
SELECT to_regclass('alter_policy.typed'), (SELECT count(*) FROM veil.rule WHERE relation = 'alter_raw.typed') AS rules;
DROP TABLE alter_raw.typed;

-- Tables without releases: the event triggers leave no trace, neither locks nor rows.
SELECT count(*) AS history FROM veil.rule_history \gset
BEGIN;
SET LOCAL ROLE regress_alter_owner;
CREATE TABLE alter_raw.free (a integer, b integer);
CREATE VIEW alter_raw.free_view AS SELECT b FROM alter_raw.free;
CREATE TABLE alter_raw.free_child () INHERITS (alter_raw.free);
ALTER TABLE alter_raw.free ALTER COLUMN a TYPE bigint, ADD COLUMN c integer;
ALTER TABLE alter_raw.free RENAME COLUMN a TO aa;
ALTER TABLE alter_raw.free RENAME TO freed;
ALTER TABLE alter_raw.freed DROP COLUMN c;
ALTER TABLE alter_raw.freed OWNER TO regress_alter_second;
ALTER TABLE alter_raw.freed ALTER COLUMN b TYPE bigint;
ROLLBACK;
BEGIN;
CREATE TABLE alter_raw.free (a integer, b integer);
CREATE TABLE alter_raw.free_child () INHERITS (alter_raw.free);
ALTER TABLE alter_raw.free ALTER COLUMN a TYPE bigint, ADD COLUMN c integer;
ALTER TABLE alter_raw.free RENAME COLUMN a TO aa;
ALTER TABLE alter_raw.free RENAME TO freed;
ALTER TABLE alter_raw.freed DROP COLUMN c;
ALTER TABLE alter_raw.freed OWNER TO regress_alter_second;
DROP TABLE alter_raw.freed CASCADE;
SELECT DISTINCT c.relname, l.mode FROM pg_locks l LEFT JOIN pg_class c ON c.oid = l.relation
WHERE l.pid = pg_backend_pid() AND (l.classid = 'pg_extension'::regclass OR c.relnamespace IN ('veil'::regnamespace, 'alter_policy'::regnamespace))
ORDER BY 1, 2;
COMMIT;
SELECT count(*) - :history AS recorded FROM veil.rule_history;
-- And commands that readers do not notice take no lock that would keep editors out.
BEGIN;
SET LOCAL ROLE regress_alter_owner;
ALTER TABLE alter_raw.person ALTER COLUMN name SET STATISTICS 10, VALIDATE CONSTRAINT named;
CREATE INDEX ON alter_raw.person (name);
RESET ROLE;
SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND classid = 'pg_extension'::regclass;
COMMIT;

SELECT veil.drop_policy('alter_policy');
SET client_min_messages = warning;
DROP SCHEMA alter_raw CASCADE;
DROP ROLE regress_alter_owner, regress_alter_second, regress_alter_policy, regress_alter_analyst;
