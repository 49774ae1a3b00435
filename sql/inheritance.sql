-- Partitioned and inherited tables: a rule on the parent holds for whatever is read through it, one on a child for the
-- child; DDL on the parent reaches the releases of its children.
CREATE ROLE regress_inherit_owner;
CREATE ROLE regress_inherit_policy;
CREATE ROLE regress_inherit_analyst;
CREATE SCHEMA inherit_raw AUTHORIZATION regress_inherit_owner;
GRANT USAGE ON SCHEMA inherit_raw TO regress_inherit_policy;
ALTER DEFAULT PRIVILEGES FOR ROLE regress_inherit_owner IN SCHEMA inherit_raw GRANT SELECT ON TABLES TO regress_inherit_policy;
SELECT veil.create_policy('inherit_policy', owner => 'regress_inherit_policy');
SET ROLE regress_inherit_owner;
CREATE TABLE inherit_raw.event (id integer, year integer, name text, note text) PARTITION BY LIST (year);
CREATE TABLE inherit_raw.event_2025 PARTITION OF inherit_raw.event FOR VALUES IN (2025) PARTITION BY RANGE (id);
CREATE TABLE inherit_raw.event_2025_low PARTITION OF inherit_raw.event_2025 FOR VALUES FROM (0) TO (100);
-- Its columns in another order, and one that was dropped.
CREATE TABLE inherit_raw.event_2026 (gone integer, note text, name text, year integer, id integer);
ALTER TABLE inherit_raw.event_2026 DROP COLUMN gone;
ALTER TABLE inherit_raw.event ATTACH PARTITION inherit_raw.event_2026 FOR VALUES IN (2026);
INSERT INTO inherit_raw.event VALUES (1, 2025, 'RAW-one', 'RAW-note'), (2, 2026, 'RAW-two', 'RAW-note');
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('inherit_policy', 'inherit_raw.event',          'id',   'release', NULL,                        'test'),
    ('inherit_policy', 'inherit_raw.event',          'name', 'redact',  '{"fill": "of the parent"}', NULL),
    ('inherit_policy', 'inherit_raw.event_2025_low', 'name', 'redact',  '{"fill": "of a leaf"}',     NULL),
    ('inherit_policy', 'inherit_raw.event_2026',     'id',   'bucket',  '{"width": 10}',             NULL),
    ('inherit_policy', 'inherit_raw.event_2026',     'name', 'partial', '{"keep_end": 1}',           NULL);
CREATE FUNCTION pg_temp.columns_of(view text) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = to_regclass(view) AND attnum > 0 AND NOT attisdropped
$$;
CREATE VIEW pg_temp.releases AS SELECT view_name, relation,
       (SELECT string_agg(attribute, ', ' ORDER BY attribute) FROM veil.rule u
        WHERE u.policy = r.policy AND u.relation = r.relation) AS rules,
       pg_temp.columns_of('inherit_policy.' || view_name) AS columns
FROM veil.release r WHERE policy = 'inherit_policy' ORDER BY view_name;
CREATE FUNCTION pg_temp.agrees() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    before text[]; after text[];
BEGIN
    before := ARRAY(SELECT oid || pg_get_viewdef(oid) FROM pg_class WHERE relnamespace = 'inherit_policy'::regnamespace ORDER BY oid);
    PERFORM veil.rebuild('inherit_policy');
    after := ARRAY(SELECT oid || pg_get_viewdef(oid) FROM pg_class WHERE relnamespace = 'inherit_policy'::regnamespace ORDER BY oid);
    RETURN before = after;
END
$$;
CREATE FUNCTION pg_temp.look(view text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    shown text;
BEGIN
    EXECUTE format('SELECT string_agg(p::text, '' '' ORDER BY p::text) FROM inherit_policy.%s p', view) INTO shown;
    RETURN coalesce(shown, 'no rows');
EXCEPTION WHEN others THEN
    RETURN SQLERRM;
END
$$;
-- The rule of the view that is read, whichever path leads to the row.
SELECT pg_temp.look('event'), pg_temp.look('event_2025_low'), pg_temp.look('event_2026');
-- The rows themselves are out of reach by any path.
GRANT USAGE ON SCHEMA inherit_policy TO regress_inherit_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA inherit_policy TO regress_inherit_analyst;
SET ROLE regress_inherit_analyst;
SELECT name FROM inherit_policy.event ORDER BY id;
SELECT name FROM inherit_raw.event_2026;
SELECT tableoid FROM inherit_policy.event;
SELECT name FROM ONLY inherit_policy.event ORDER BY id;
RESET ROLE;

-- ALTER TYPE on the parent reaches the children's releases, over an unreleased level.
SET ROLE regress_inherit_owner;
ALTER TABLE inherit_raw.event ALTER COLUMN name TYPE varchar(30);
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT pg_temp.look('event'), pg_temp.look('event_2025_low'), pg_temp.look('event_2026'), pg_temp.agrees();
-- What the server refuses, it refuses, and nothing is lost.
SET ROLE regress_inherit_owner;
\set VERBOSITY sqlstate
ALTER TABLE inherit_raw.event ALTER COLUMN id TYPE bigint;
ALTER TABLE inherit_raw.event_2026 ALTER COLUMN name TYPE text;
\set VERBOSITY default
ALTER TABLE ONLY inherit_raw.event DROP COLUMN name;
ALTER TABLE inherit_raw.event_2026 DROP COLUMN name;
-- What the rules refuse.
ALTER TABLE inherit_raw.event ALTER COLUMN name TYPE date USING '2026-01-01';
RESET ROLE;
SELECT pg_temp.look('event'), pg_temp.look('event_2025_low'), pg_temp.look('event_2026'), pg_temp.agrees();
-- A rename of the parent's column is one of the children's.
SET ROLE regress_inherit_owner;
ALTER TABLE inherit_raw.event RENAME COLUMN name TO title;
RESET ROLE;
SELECT * FROM pg_temp.releases;
-- Drop, and add again.
BEGIN;
SET LOCAL ROLE regress_inherit_owner;
ALTER TABLE inherit_raw.event DROP COLUMN title, ADD COLUMN title text DEFAULT 'RAW-again';
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT pg_temp.look('event'), pg_temp.agrees();
ROLLBACK;

-- Detach: the child's release stays, and what happens to the parent is no concern of it any more.
SET ROLE regress_inherit_owner;
ALTER TABLE inherit_raw.event DETACH PARTITION inherit_raw.event_2026;
ALTER TABLE inherit_raw.event RENAME COLUMN title TO name;
ALTER TABLE inherit_raw.event ALTER COLUMN name TYPE text;
ALTER TABLE inherit_raw.event_2026 ALTER COLUMN id TYPE bigint;
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT pg_temp.look('event'), pg_temp.look('event_2026'), pg_temp.agrees();
-- Attach: nothing changes but that the parent shows its rows, by the parent's rules.
SET ROLE regress_inherit_owner;
ALTER TABLE inherit_raw.event_2026 ALTER COLUMN id TYPE integer, ALTER COLUMN title TYPE text;
ALTER TABLE inherit_raw.event_2026 RENAME COLUMN title TO name;
ALTER TABLE inherit_raw.event ATTACH PARTITION inherit_raw.event_2026 FOR VALUES IN (2026);
RESET ROLE;
SELECT pg_temp.look('event'), pg_temp.look('event_2026'), pg_temp.agrees();
-- A partition swapped for another of the name.
BEGIN;
SET LOCAL ROLE regress_inherit_owner;
ALTER TABLE inherit_raw.event DETACH PARTITION inherit_raw.event_2026;
ALTER TABLE inherit_raw.event_2026 RENAME TO event_2026_old;
CREATE TABLE inherit_raw.event_2026 PARTITION OF inherit_raw.event FOR VALUES IN (2026);
INSERT INTO inherit_raw.event VALUES (33, 2026, 'RAW-three');
DROP TABLE inherit_raw.event_2026_old;
RESET ROLE;
SELECT pg_temp.look('event'), pg_temp.look('event_2026'), pg_temp.agrees();
ROLLBACK;
-- A dropped partition closes its release, a dropped parent all of them.
BEGIN;
DROP TABLE inherit_raw.event_2025;
SELECT pg_temp.look('event'), pg_temp.look('event_2025_low'), pg_temp.look('event_2026'), pg_temp.agrees();
DROP TABLE inherit_raw.event;
SELECT pg_temp.look('event'), pg_temp.look('event_2025_low'), pg_temp.look('event_2026'), pg_temp.agrees();
SELECT view_name, relation, rules FROM pg_temp.releases;
ROLLBACK;
SELECT pg_temp.look('event'), pg_temp.look('event_2025_low'), pg_temp.look('event_2026'), pg_temp.agrees();
DROP TABLE inherit_raw.event;
DELETE FROM veil.rule WHERE policy = 'inherit_policy';

-- Inherited tables.
SET ROLE regress_inherit_owner;
CREATE TABLE inherit_raw.a (v text);
CREATE TABLE inherit_raw.m (w text);
CREATE TABLE inherit_raw.b (extra integer) INHERITS (inherit_raw.a);
CREATE TABLE inherit_raw.c (v text) INHERITS (inherit_raw.b, inherit_raw.m);
INSERT INTO inherit_raw.c VALUES ('RAW-v', 4711, 'RAW-w');
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('inherit_policy', 'inherit_raw.a', 'v',     'redact', '{"fill": "of a"}'),
    ('inherit_policy', 'inherit_raw.c', 'v',     'redact', '{"fill": "of c"}'),
    ('inherit_policy', 'inherit_raw.c', 'w',     'redact', '{"fill": "w of c"}'),
    ('inherit_policy', 'inherit_raw.c', 'extra', 'bucket', '{"width": 1000}');
SELECT pg_temp.look('a'), pg_temp.look('c');
SET ROLE regress_inherit_owner;
ALTER TABLE inherit_raw.a ALTER COLUMN v TYPE varchar(50);
ALTER TABLE inherit_raw.a RENAME COLUMN v TO u;
ALTER TABLE inherit_raw.m RENAME COLUMN w TO x;
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT pg_temp.look('a'), pg_temp.look('c'), pg_temp.agrees();
-- Dropped from the parent alone it stays in the children, and so does their rule; a column that is the child's own stays anyway.
SET ROLE regress_inherit_owner;
ALTER TABLE ONLY inherit_raw.m DROP COLUMN x;
ALTER TABLE inherit_raw.a DROP COLUMN u;
RESET ROLE;
SELECT * FROM pg_temp.releases;
SELECT pg_temp.look('c'), pg_temp.agrees();
-- No longer a child, and dropped with what it is a child of.
SET ROLE regress_inherit_owner;
ALTER TABLE inherit_raw.c NO INHERIT inherit_raw.m;
DROP TABLE inherit_raw.m;
DROP TABLE inherit_raw.b;
RESET ROLE;
SELECT pg_temp.look('c'), pg_temp.agrees();
SET client_min_messages = warning;
DROP TABLE inherit_raw.b CASCADE;
RESET client_min_messages;
SELECT pg_temp.look('c'), pg_temp.agrees();
SELECT view_name, relation, rules FROM pg_temp.releases;

SELECT veil.drop_policy('inherit_policy');
SET client_min_messages = warning;
DROP SCHEMA inherit_raw CASCADE;
DROP OWNED BY regress_inherit_owner;
DROP ROLE regress_inherit_owner, regress_inherit_policy, regress_inherit_analyst;
