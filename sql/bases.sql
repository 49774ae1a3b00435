-- What a release can be made of beside a table: views, materialized views, foreign tables, releases; and what it cannot.
CREATE ROLE regress_bases_owner;
CREATE ROLE regress_bases_policy;
CREATE ROLE regress_bases_second;
CREATE ROLE regress_bases_analyst;
CREATE SCHEMA bases AUTHORIZATION regress_bases_owner;
GRANT USAGE ON SCHEMA bases TO regress_bases_policy;
ALTER DEFAULT PRIVILEGES FOR ROLE regress_bases_owner IN SCHEMA bases GRANT SELECT ON TABLES TO regress_bases_policy;
SELECT veil.create_policy('bases_policy', owner => 'regress_bases_policy');
SELECT veil.create_policy('bases_second', owner => 'regress_bases_second');
SET ROLE regress_bases_owner;
CREATE TABLE bases.person (id integer, name text, income integer);
INSERT INTO bases.person VALUES (1, 'RAW-Anna', 41234), (2, 'RAW-Bob', 52345);
RESET ROLE;
CREATE FUNCTION pg_temp.columns_of(view text) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = to_regclass(view) AND attnum > 0 AND NOT attisdropped
$$;
CREATE VIEW pg_temp.releases AS SELECT policy, view_name, relation, declared,
       (SELECT string_agg(attribute, ', ' ORDER BY attribute) FROM veil.rule u
        WHERE u.policy = r.policy AND u.relation = r.relation) AS rules
FROM veil.release r WHERE policy LIKE 'bases%' ORDER BY policy, view_name;
CREATE FUNCTION pg_temp.agrees() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    before text[]; after text[];
BEGIN
    before := ARRAY(SELECT oid || pg_get_viewdef(oid) FROM pg_class WHERE relnamespace IN ('bases_policy'::regnamespace, 'bases_second'::regnamespace) ORDER BY oid);
    PERFORM veil.rebuild('bases_policy'), veil.rebuild('bases_second');
    after := ARRAY(SELECT oid || pg_get_viewdef(oid) FROM pg_class WHERE relnamespace IN ('bases_policy'::regnamespace, 'bases_second'::regnamespace) ORDER BY oid);
    RETURN before = after;
END
$$;
CREATE FUNCTION pg_temp.look(view text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    shown text;
BEGIN
    EXECUTE format('SELECT string_agg(p::text, '' '' ORDER BY p::text) FROM %s p', view) INTO shown;
    RETURN coalesce(shown, 'no rows');
EXCEPTION WHEN others THEN
    RETURN SQLERRM;
END
$$;

-- A view: it and the releases of it live on through what its owner may do with it.
SET ROLE regress_bases_owner;
CREATE VIEW bases.rich AS SELECT id, name FROM bases.person WHERE income > 50000;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES
    ('bases_policy', 'bases.rich', 'id',   'release', 'test'),
    ('bases_policy', 'bases.rich', 'name', 'redact',  NULL);
SELECT pg_temp.look('bases_policy.rich');
SET ROLE regress_bases_owner;
CREATE OR REPLACE VIEW bases.rich AS SELECT id, name, income AS raw FROM bases.person WHERE income > 40000;
RESET ROLE;
SELECT pg_temp.look('bases_policy.rich'), pg_temp.agrees();
SET ROLE regress_bases_owner;
ALTER VIEW bases.rich RENAME COLUMN name TO title;
ALTER TABLE bases.rich RENAME COLUMN raw TO name;
ALTER VIEW bases.rich RENAME TO wealthy;
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT pg_temp.look('bases_policy.rich'), pg_temp.agrees();
-- Dropped and made again with other columns: what is not there goes, what is new is hidden.
SET ROLE regress_bases_owner;
DROP VIEW bases.wealthy;
RESET ROLE;
SELECT pg_temp.look('bases_policy.rich');
SET ROLE regress_bases_owner;
CREATE VIEW bases.rich AS SELECT id, income FROM bases.person;
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT pg_temp.look('bases_policy.rich'), pg_temp.agrees();
-- Under a view of his own the owner's DDL is the server's business, as it was before.
SET ROLE regress_bases_owner;
ALTER TABLE bases.person ALTER COLUMN id TYPE bigint;
DROP TABLE bases.person;
RESET ROLE;
SELECT pg_temp.look('bases_policy.rich'), pg_temp.agrees();
DROP VIEW bases.rich;
DELETE FROM veil.rule WHERE policy = 'bases_policy';

-- A materialized view.
SET ROLE regress_bases_owner;
CREATE MATERIALIZED VIEW bases.stored AS SELECT id, name FROM bases.person;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES
    ('bases_policy', 'bases.stored', 'id',   'release', 'test'),
    ('bases_policy', 'bases.stored', 'name', 'redact',  NULL);
SET ROLE regress_bases_owner;
INSERT INTO bases.person VALUES (3, 'RAW-Carl', 1);
REFRESH MATERIALIZED VIEW bases.stored;
CREATE UNIQUE INDEX ON bases.stored (id);
REFRESH MATERIALIZED VIEW CONCURRENTLY bases.stored;
ALTER MATERIALIZED VIEW bases.stored RENAME COLUMN name TO title;
ALTER MATERIALIZED VIEW bases.stored RENAME TO kept;
RESET ROLE;
SELECT pg_temp.look('bases_policy.stored'), pg_temp.agrees();
SELECT * FROM pg_temp.releases;
SET ROLE regress_bases_owner;
DROP MATERIALIZED VIEW bases.kept;
CREATE MATERIALIZED VIEW bases.kept AS SELECT name AS title, id::bigint AS id FROM bases.person WITH NO DATA;
RESET ROLE;
SELECT pg_temp.look('bases_policy.stored'), pg_temp.columns_of('bases_policy.stored'), pg_temp.agrees();
SET ROLE regress_bases_owner;
REFRESH MATERIALIZED VIEW bases.kept;
RESET ROLE;
SELECT pg_temp.look('bases_policy.stored');
DROP MATERIALIZED VIEW bases.kept;
DELETE FROM veil.rule WHERE policy = 'bases_policy';

-- A foreign table: here of this same database. The remote sees raw columns asked for, and never a mask.
CREATE EXTENSION postgres_fdw;
SELECT current_database() AS database, current_setting('port') AS port,
       split_part(current_setting('unix_socket_directories'), ',', 1) AS host \gset
CREATE SERVER bases_loop FOREIGN DATA WRAPPER postgres_fdw OPTIONS (dbname :'database', port :'port', host :'host', extensions 'postgres_fdw, pg_veil');
GRANT USAGE ON FOREIGN SERVER bases_loop TO regress_bases_owner, regress_bases_policy;
SELECT current_user AS superuser \gset
CREATE USER MAPPING FOR PUBLIC SERVER bases_loop OPTIONS (user :'superuser', password_required 'false');
SET ROLE regress_bases_owner;
CREATE FOREIGN TABLE bases.remote (id integer, name text, income integer) SERVER bases_loop OPTIONS (schema_name 'bases', table_name 'person');
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('bases_policy', 'bases.remote', 'name', 'redact');
ALTER SERVER bases_loop OPTIONS (SET extensions '"pg_veil"');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('bases_policy', 'bases.remote', 'name', 'redact');
ALTER SERVER bases_loop OPTIONS (SET extensions 'postgres_fdw');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('bases_policy', 'bases.remote', 'id',     'release', NULL,               'test'),
    ('bases_policy', 'bases.remote', 'name',   'redact',  NULL,               NULL),
    ('bases_policy', 'bases.remote', 'income', 'bucket',  '{"width": 10000}', NULL);
SELECT pg_temp.look('bases_policy.remote');
EXPLAIN (VERBOSE, COSTS OFF) SELECT name FROM bases_policy.remote WHERE income = 50000;
SET ROLE regress_bases_owner;
ALTER FOREIGN TABLE bases.remote ALTER COLUMN income TYPE bigint;
ALTER FOREIGN TABLE bases.remote ALTER COLUMN name TYPE varchar(20);
ALTER FOREIGN TABLE bases.remote RENAME COLUMN name TO title;
ALTER FOREIGN TABLE bases.remote ALTER COLUMN title OPTIONS (column_name 'name');
ALTER FOREIGN TABLE bases.remote ALTER COLUMN title TYPE date;
ALTER FOREIGN TABLE bases.remote DROP COLUMN id, ADD COLUMN id text;
ALTER FOREIGN TABLE bases.remote RENAME TO far;
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT pg_temp.look('bases_policy.remote'), pg_temp.columns_of('bases_policy.remote'), pg_temp.agrees();
SET ROLE regress_bases_owner;
DROP FOREIGN TABLE bases.far;
RESET ROLE;
SELECT pg_temp.look('bases_policy.remote');
SET ROLE regress_bases_owner;
CREATE FOREIGN TABLE bases.far (income integer, title text OPTIONS (column_name 'name')) SERVER bases_loop OPTIONS (schema_name 'bases', table_name 'person');
RESET ROLE;
SELECT pg_temp.look('bases_policy.remote'), pg_temp.agrees();
SET ROLE regress_bases_owner;
DROP FOREIGN TABLE bases.far;
RESET ROLE;
-- A closed one goes by the name it has now.
UPDATE veil.release SET view_name = 'away' WHERE policy = 'bases_policy';
SELECT pg_temp.look('bases_policy.away'), pg_temp.agrees();
ALTER VIEW bases_policy.away RENAME TO remote;
SELECT pg_temp.look('bases_policy.remote'), pg_temp.agrees();
-- Imported under the name it was declared for; then under a server that would ship the masks: closed, and said why.
SET ROLE regress_bases_owner;
ALTER TABLE bases.person RENAME TO remote_person;
RESET ROLE;
CREATE SCHEMA bases_import AUTHORIZATION regress_bases_owner;
GRANT USAGE ON SCHEMA bases_import TO regress_bases_policy;
SET ROLE regress_bases_owner;
CREATE TABLE bases_import.remote_person (title text);
GRANT SELECT ON bases_import.remote_person TO regress_bases_policy;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('bases_policy', 'bases_import.remote_person', 'title', 'suppress');
SET ROLE regress_bases_owner;
DROP TABLE bases_import.remote_person;
ALTER TABLE bases.remote_person RENAME COLUMN name TO title;
IMPORT FOREIGN SCHEMA bases LIMIT TO (remote_person) FROM SERVER bases_loop INTO bases_import;
GRANT SELECT ON bases_import.remote_person TO regress_bases_policy;
RESET ROLE;
SELECT pg_temp.look('bases_policy.remote_person'), pg_temp.agrees();
ALTER SERVER bases_loop OPTIONS (SET extensions 'pg_veil');
SET ROLE regress_bases_owner;
DROP FOREIGN TABLE bases_import.remote_person;
IMPORT FOREIGN SCHEMA bases LIMIT TO (remote_person) FROM SERVER bases_loop INTO bases_import;
RESET ROLE;
SELECT pg_temp.look('bases_policy.remote_person');
SET client_min_messages = warning;
DROP SCHEMA bases_import CASCADE;
DELETE FROM veil.rule WHERE policy = 'bases_policy';
DELETE FROM veil.release WHERE policy = 'bases_policy';
DROP EXTENSION postgres_fdw CASCADE;
RESET client_min_messages;
SET ROLE regress_bases_owner;
ALTER TABLE bases.remote_person RENAME TO person;
ALTER TABLE bases.person RENAME COLUMN title TO name;
RESET ROLE;

-- What cannot be released.
CREATE TEMPORARY TABLE passing (id integer);
CREATE SEQUENCE bases.counter;
CREATE INDEX person_name ON bases.person (name);
CREATE TYPE bases.pair AS (id integer);
DO $$
DECLARE
    what text[];
BEGIN
    FOREACH what SLICE 1 IN ARRAY '{{passing,id},{pg_class,relname},{veil.rule,attribute},{information_schema.tables,table_name},
        {bases.counter,last_value},{bases.person_name,name},{bases.pair,id},{bases.nothing,id},{pg_toast.nothing,id}}'::text[] LOOP
        BEGIN
            INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('bases_policy', what[1], what[2], 'suppress');
            RAISE NOTICE '% accepted', what[1];
        EXCEPTION WHEN others THEN
            RAISE NOTICE '% %', SQLSTATE, regexp_replace(SQLERRM, 'pg_temp_[0-9]+', 'pg_temp_N');
        END;
    END LOOP;
END
$$;
SELECT count(*) FROM pg_temp.releases;

-- A release of a release of another policy: it acts with its own owner's rights, who sees masks and nothing else.
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('bases_policy', 'bases.person', 'id',     'release', NULL,               'test'),
    ('bases_policy', 'bases.person', 'name',   'redact',  NULL,               NULL),
    ('bases_policy', 'bases.person', 'income', 'bucket',  '{"width": 10000}', NULL);
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('bases_second', 'bases_policy.person', 'name', 'suppress');
GRANT USAGE ON SCHEMA bases_policy TO regress_bases_second;
GRANT SELECT ON bases_policy.person TO regress_bases_second;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('bases_second', 'bases_policy.person', 'id',     'release', NULL,                'test'),
    ('bases_second', 'bases_policy.person', 'name',   'partial', '{"keep_start": 2}', NULL),
    ('bases_second', 'bases_policy.person', 'income', 'bucket',  '{"width": 50000}',  NULL);
GRANT USAGE ON SCHEMA bases_second TO regress_bases_analyst;
GRANT SELECT ON bases_second.person TO regress_bases_analyst;
CREATE VIEW bases_second.few AS SELECT income, count(*) FROM bases_second.person GROUP BY income;
SELECT pg_temp.look('bases_policy.person'), pg_temp.look('bases_second.person');
-- DDL at the bottom goes through both, and each keeps its grants.
SET ROLE regress_bases_owner;
ALTER TABLE bases.person ALTER COLUMN income TYPE numeric(8,1);
RESET ROLE;
SELECT pg_temp.columns_of('bases_policy.person'), pg_temp.columns_of('bases_second.person'), pg_temp.columns_of('bases_second.few');
SELECT pg_temp.look('bases_policy.person'), pg_temp.look('bases_second.person'), pg_temp.agrees();
SELECT has_table_privilege('regress_bases_second', 'bases_policy.person', 'SELECT') AS second,
       has_table_privilege('regress_bases_analyst', 'bases_second.person', 'SELECT') AS analyst;
SET ROLE regress_bases_owner;
ALTER TABLE bases.person RENAME COLUMN name TO x;
ALTER TABLE bases.person RENAME COLUMN id TO name;
ALTER TABLE bases.person RENAME COLUMN x TO id;
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT pg_temp.look('bases_policy.person'), pg_temp.look('bases_second.person'), pg_temp.agrees();
SET ROLE regress_bases_owner;
ALTER TABLE bases.person RENAME TO people;
ALTER TABLE bases.people DROP COLUMN id, ADD COLUMN id text DEFAULT 'RAW-again';
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT pg_temp.look('bases_policy.person'), pg_temp.look('bases_second.person'), pg_temp.agrees();
-- What the second's rules or views do not take fails at the bottom, and says whose.
SET ROLE regress_bases_owner;
\set VERBOSITY terse
ALTER TABLE bases.people DROP COLUMN income;
\set VERBOSITY default
RESET ROLE;
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = 'bases_policy' AND attribute = 'income';
SET ROLE regress_bases_owner;
ALTER TABLE bases.people ALTER COLUMN income TYPE text;
RESET ROLE;
SELECT pg_temp.look('bases_policy.person'), pg_temp.look('bases_second.person'), pg_temp.agrees();
-- The first's rules change: the second follows.
DROP VIEW bases_second.few;
DELETE FROM veil.rule WHERE policy = 'bases_policy' AND attribute = 'income';
SELECT * FROM pg_temp.releases;
SELECT pg_temp.look('bases_policy.person'), pg_temp.look('bases_second.person'), pg_temp.agrees();
-- So does a new name of the first's view, by ALTER or by its row, and of its schema.
ALTER VIEW bases_policy.person RENAME TO subjects;
UPDATE veil.release SET view_name = 'persons' WHERE policy = 'bases_policy';
ALTER SCHEMA bases_policy RENAME TO bases_first;
SELECT * FROM pg_temp.releases;
SELECT pg_temp.look('bases_first.persons'), pg_temp.look('bases_second.person');
ALTER SCHEMA bases_first RENAME TO bases_policy;
-- The table is dropped, or the first release: the second is closed, and opens with it.
BEGIN;
DROP TABLE bases.people;
SELECT pg_temp.look('bases_policy.persons'), pg_temp.look('bases_second.person');
SET LOCAL ROLE regress_bases_owner;
CREATE TABLE bases.people AS SELECT 9 AS name;
RESET ROLE;
SELECT pg_temp.look('bases_policy.persons'), pg_temp.look('bases_second.person'), pg_temp.agrees();
ROLLBACK;
BEGIN;
SET LOCAL ROLE regress_bases_policy;
DROP VIEW bases_policy.persons;
RESET ROLE;
SELECT pg_temp.look('bases_second.person');
SELECT veil.rebuild('bases_policy'), veil.rebuild('bases_second');
SELECT pg_temp.look('bases_second.person');
ROLLBACK;
BEGIN;
DELETE FROM veil.rule WHERE policy = 'bases_policy';
SET CONSTRAINTS ALL IMMEDIATE;
SELECT to_regclass('bases_policy.persons'), pg_temp.look('bases_second.person');
ROLLBACK;
BEGIN;
SET LOCAL ROLE regress_bases_owner;
ALTER TABLE bases.people DROP COLUMN name;
RESET ROLE;
SELECT to_regclass('bases_policy.persons'), pg_temp.look('bases_second.person');
ROLLBACK;
-- Its owner loses the right to read the first: nothing more is shown.
REVOKE SELECT ON bases_policy.persons FROM regress_bases_second;
SELECT pg_temp.look('bases_second.person');
GRANT SELECT ON bases_policy.persons TO regress_bases_second;
-- Three high, of which two under one policy; the one in the middle is no hindrance.
INSERT INTO veil.release (policy, relation, view_name) VALUES ('bases_second', 'bases_second.person', 'third');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('bases_second', 'bases_second.person', 'name', 'bucket', '{"width": 100}');
SELECT pg_temp.look('bases_second.third');
SET ROLE regress_bases_owner;
ALTER TABLE bases.people ALTER COLUMN name TYPE numeric(9,3);
ALTER TABLE bases.people RENAME COLUMN name TO number;
RESET ROLE;
SELECT pg_temp.columns_of('bases_second.third'), pg_temp.look('bases_second.third'), pg_temp.agrees();
SELECT * FROM pg_temp.releases;
SELECT veil.drop_policy('bases_policy');
SELECT pg_temp.look('bases_second.person'), pg_temp.look('bases_second.third');

SELECT veil.drop_policy('bases_second');
SET client_min_messages = warning;
DROP SCHEMA bases CASCADE;
DROP OWNED BY regress_bases_owner;
DROP ROLE regress_bases_owner, regress_bases_policy, regress_bases_second, regress_bases_analyst;
