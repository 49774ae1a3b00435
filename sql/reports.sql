-- veil.show, veil.preview, veil.uncovered, and techniques that a superuser registers.
CREATE SCHEMA reports;
SET search_path = reports;
SET datestyle = 'ISO, YMD';
SELECT veil.create_key('reports_key');
CREATE ROLE regress_reports_owner;
CREATE ROLE regress_reports_reader;
CREATE ROLE regress_reports_analyst;
SELECT veil.create_policy('reports_policy', purpose => 'reports', owner => 'regress_reports_owner');
CREATE TABLE person (id integer, bsn varchar(9), name text, born date, gone text, income numeric(10,2), note text, base text);
ALTER TABLE person DROP COLUMN gone;
INSERT INTO person VALUES (1, '123456782', 'Anna', '1980-05-17', 12345.67, 'canary', 'b'), (2, NULL, 'Bob', NULL, NULL, NULL, NULL);
GRANT USAGE ON SCHEMA reports TO regress_reports_owner, regress_reports_reader;
GRANT SELECT ON person TO regress_reports_owner;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, class, why) VALUES
    ('reports_policy', 'person', 'bsn', 'pseudonym', '{"key": "reports_key"}', 'direct', 'to link'),
    ('reports_policy', 'person', 'name', 'suppress', NULL, 'direct', NULL),
    ('reports_policy', 'person', 'born', 'truncate', '{"to": "year"}', 'quasi', NULL),
    ('reports_policy', 'person', 'income', 'bucket', '{"width": 10000}', 'sensitive', 'what is studied'),
    ('reports_policy', 'person', 'base', 'release', NULL, 'insensitive', 'no harm');

-- show: a line for each column of the base, in its order.
SELECT * FROM veil.show('reports_policy.person');
SELECT attribute FROM veil.show('Reports_Policy . "person"') WHERE technique IS NULL;
SELECT * FROM veil.show('person');
SELECT * FROM veil.show('reports.person');
SELECT * FROM veil.show('reports_policy.nothing');
SELECT * FROM veil.show('a.b.c');
SELECT * FROM veil.show('reports_policy.');
SELECT count(*) FROM veil.show(NULL);
-- Closed, it says so: while the rules are deleted, and when the base is gone.
BEGIN;
DELETE FROM veil.rule WHERE policy = 'reports_policy' AND attribute <> 'born';
SELECT attribute, analyst_sees FROM veil.show('reports_policy.person') WHERE attribute IN ('born', 'name');
DELETE FROM veil.rule WHERE policy = 'reports_policy';
SELECT DISTINCT analyst_sees FROM veil.show('reports_policy.person');
ROLLBACK;
BEGIN;
DROP TABLE person;
SELECT count(*) FROM veil.show('reports_policy.person');
ROLLBACK;
BEGIN;
SET LOCAL ROLE regress_reports_owner;
DROP VIEW reports_policy.person;
RESET ROLE;
SELECT DISTINCT analyst_sees FROM veil.show('reports_policy.person');
ROLLBACK;

-- preview: raw beside masked, for who may read the base, edits the policy and holds the keys.
SELECT "row", attribute, raw, CASE attribute WHEN 'bsn' THEN left(masked, 0) || length(masked) ELSE masked END AS masked
FROM veil.preview('reports_policy', 'person') ORDER BY "row", attribute;
SELECT count(*) FROM veil.preview('reports_policy', 'person', 1);
SELECT count(*) FROM veil.preview('reports_policy', 'reports.person', 0);
SELECT count(*) FROM veil.preview('reports_policy', 'person', NULL);
SELECT count(*) FROM veil.preview('reports_policy', 'person', 1000000);
\set VERBOSITY terse
SELECT count(*) FROM veil.preview('reports_policy', 'person', -1);
SELECT count(*) FROM veil.preview('reports_nothing', 'person');
SELECT count(*) FROM veil.preview('reports_policy', 'reports.nothing'::text::regclass);
CREATE TABLE unreleased (id integer);
SELECT count(*) FROM veil.preview('reports_policy', 'unreleased');
-- Masked values are those of the view.
SELECT count(*) FROM veil.preview('reports_policy', 'person') p JOIN reports_policy.person v ON p.attribute = 'bsn' AND p.masked = v.bsn;
-- A role with nothing; with USAGE alone; an editor of another policy; the owner without the key, and with it.
SET ROLE regress_reports_analyst;
SELECT count(*) FROM veil.preview('reports_policy', 'reports_policy.person');
SELECT count(*) FROM veil.show('reports_policy.person');
SELECT count(*) FROM veil.uncovered;
RESET ROLE;
SELECT veil.grant_editor('regress_reports_reader');
GRANT SELECT ON person TO regress_reports_reader;
SET ROLE regress_reports_reader;
SELECT count(*) FROM veil.preview('reports_policy', 'reports.person');
RESET ROLE;
SELECT veil.grant_editor('regress_reports_owner');
SET ROLE regress_reports_owner;
\set VERBOSITY sqlstate
SELECT count(*) FROM veil.preview('reports_policy', 'reports.person');
\set VERBOSITY terse
RESET ROLE;
SELECT veil.grant_key('reports_key', 'regress_reports_owner');
SET ROLE regress_reports_owner;
SELECT count(*) FROM veil.preview('reports_policy', 'reports.person');
RESET ROLE;
-- The key does not replace the right to read the base.
REVOKE SELECT ON person FROM regress_reports_owner;
SET ROLE regress_reports_owner;
SELECT count(*) FROM veil.preview('reports_policy', 'reports.person');
SELECT count(*) FROM veil.preview('reports_policy', 'reports_policy.person');
RESET ROLE;
GRANT SELECT (bsn, name, born, income, base) ON person TO regress_reports_owner;
SET ROLE regress_reports_owner;
SELECT count(*) FROM veil.preview('reports_policy', 'reports.person');
RESET ROLE;
GRANT SELECT ON person TO regress_reports_owner;
-- Row-level security of the base holds for the previewer as well.
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
CREATE POLICY one ON person TO regress_reports_owner USING (id = 2);
SET ROLE regress_reports_owner;
SELECT DISTINCT raw FROM veil.preview('reports_policy', 'reports.person') WHERE attribute = 'name';
RESET ROLE;
ALTER TABLE person DISABLE ROW LEVEL SECURITY;
-- A view's functions run with the rights of whoever reads it, so no superuser previews a release of a view of his own.
CREATE VIEW people AS SELECT id, name FROM person;
GRANT SELECT ON people TO regress_reports_owner;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('reports_policy', 'people', 'name', 'prefix', '{"keep": 1}');
SELECT count(*) FROM veil.preview('reports_policy', 'people');
SET ROLE regress_reports_owner;
SELECT * FROM veil.preview('reports_policy', 'reports.people') ORDER BY 1;
RESET ROLE;
DELETE FROM veil.rule WHERE policy = 'reports_policy' AND relation = 'reports.people';
\set VERBOSITY default

-- uncovered: what no rule names, also what was added later; nothing of what was dropped.
SELECT * FROM veil.uncovered WHERE policy = 'reports_policy' ORDER BY attribute;
ALTER TABLE person ADD COLUMN "Added later" varchar(20)[];
SELECT * FROM veil.uncovered WHERE policy = 'reports_policy' ORDER BY attribute;
SELECT count(*) FROM information_schema.columns WHERE table_schema = 'reports_policy' AND column_name = 'Added later';
DELETE FROM veil.rule WHERE policy = 'reports_policy' AND attribute = 'base';
ALTER TABLE person DROP COLUMN note;
SELECT * FROM veil.uncovered WHERE policy = 'reports_policy' ORDER BY attribute;
SET quote_all_identifiers = on;
SELECT count(*) FROM veil.uncovered WHERE policy = 'reports_policy';
RESET quote_all_identifiers;
-- A release without rules is uncovered as a whole.
INSERT INTO veil.release (policy, relation) VALUES ('reports_policy', 'unreleased');
SELECT relation, attribute FROM veil.uncovered WHERE policy = 'reports_policy' AND relation LIKE '%unreleased';
DELETE FROM veil.release WHERE policy = 'reports_policy' AND relation = 'reports.unreleased';

-- A technique of one's own: a function of the column and the rule's parameters that keeps the type.
CREATE FUNCTION initials(value text, params jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
    $$SELECT left(value, (params ->> 'count')::integer) || (params ->> 'mark')$$;
CREATE FUNCTION initials(value integer, params jsonb) RETURNS integer LANGUAGE sql STABLE STRICT PARALLEL SAFE AS 'SELECT value / 10';
CREATE FUNCTION wrong_volatile(value text, params jsonb) RETURNS text LANGUAGE sql VOLATILE AS 'SELECT value';
CREATE FUNCTION wrong_type(value text, params jsonb) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION wrong_set(value text, params jsonb) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS 'SELECT value';
CREATE FUNCTION wrong_arguments(value text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT value';
CREATE FUNCTION "Quoted ""name" (value text, params jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT params::text';
INSERT INTO veil.technique (name, kind, types, parameters, reversible, injective, monotone, singling_out, linkability, inference, description, function)
SELECT 'reports_' || f, 'generalization', '{text,integer}', p::jsonb, false, false, false, 'yes', 'yes', 'yes', 'a test', 'reports.' || quote_ident(f)
FROM (VALUES ('initials', '{"count": {"type": "integer", "required": true, "min": 1, "max": 5}, "mark": {"type": "text", "default": ".\"''\\"}}'),
             ('wrong_volatile', '{}'), ('wrong_type', '{}'), ('wrong_set', '{}'), ('wrong_arguments', '{}'), ('nothing', '{}'),
             ('Quoted "name', '{"ratio": {"type": "number"}, "sure": {"type": "boolean", "default": true}, "word": {"type": "choice", "choices": ["a", "b"]}}')) t(f, p);
UPDATE veil.rule SET technique = 'reports_initials', params = '{"count": 1}' WHERE policy = 'reports_policy' AND attribute = 'name';
SELECT name FROM reports_policy.person ORDER BY name;
SELECT attribute, analyst_sees, technique FROM veil.show('reports_policy.person') WHERE attribute = 'name';
SELECT raw, masked FROM veil.preview('reports_policy', 'person', 1) WHERE attribute = 'name';
-- Its parameters are typed like any other's.
UPDATE veil.rule SET params = '{"count": 6}' WHERE policy = 'reports_policy' AND attribute = 'name';
UPDATE veil.rule SET params = '{"count": 2, "marks": "x"}' WHERE policy = 'reports_policy' AND attribute = 'name';
UPDATE veil.rule SET params = '{"mark": "x"}' WHERE policy = 'reports_policy' AND attribute = 'name';
UPDATE veil.rule SET technique = 'reports_Quoted "name', params = '{"ratio": -1.50, "word": "b"}' WHERE policy = 'reports_policy' AND attribute = 'name';
SELECT DISTINCT name FROM reports_policy.person;
UPDATE veil.rule SET params = '{"ratio": "1"}' WHERE policy = 'reports_policy' AND attribute = 'name';
UPDATE veil.rule SET params = '{"sure": "yes"}' WHERE policy = 'reports_policy' AND attribute = 'name';
UPDATE veil.rule SET params = '{"word": "c"}' WHERE policy = 'reports_policy' AND attribute = 'name';
-- A function for each type of column.
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('reports_policy', 'person', 'id', 'reports_initials', '{"count": 1}');
SELECT id FROM reports_policy.person ORDER BY id;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('reports_policy', 'person', 'Added later', 'reports_initials', '{"count": 1}');
UPDATE veil.rule SET technique = 'reports_initials', params = '{"count": 1}' WHERE policy = 'reports_policy' AND attribute = 'bsn';
-- Not every function is one.
UPDATE veil.rule SET technique = 'reports_wrong_volatile', params = NULL WHERE policy = 'reports_policy' AND attribute = 'name';
UPDATE veil.rule SET technique = 'reports_wrong_type', params = NULL WHERE policy = 'reports_policy' AND attribute = 'name';
UPDATE veil.rule SET technique = 'reports_wrong_set', params = NULL WHERE policy = 'reports_policy' AND attribute = 'name';
UPDATE veil.rule SET technique = 'reports_wrong_arguments', params = NULL WHERE policy = 'reports_policy' AND attribute = 'name';
UPDATE veil.rule SET technique = 'reports_nothing', params = NULL WHERE policy = 'reports_policy' AND attribute = 'name';
UPDATE veil.technique SET function = 'reports.initials(text, jsonb); DROP TABLE reports.unreleased; --' WHERE name = 'reports_nothing';
\set VERBOSITY terse
UPDATE veil.rule SET technique = 'reports_nothing', params = NULL WHERE policy = 'reports_policy' AND attribute = 'name';
\set VERBOSITY default
SELECT to_regclass('unreleased') IS NOT NULL AS still_there;
-- The registry is a superuser's.
SET ROLE regress_reports_owner;
UPDATE veil.technique SET function = NULL WHERE name = 'release';
DELETE FROM veil.technique;
SELECT count(*) > 10 AS readable FROM veil.technique;
RESET ROLE;
-- What the registry says of the built-in ones.
SELECT name, kind, reversible, injective, monotone, singling_out, linkability, inference FROM veil.technique WHERE function IS NULL ORDER BY kind, name;

SELECT veil.drop_policy('reports_policy');
DELETE FROM veil.technique WHERE name LIKE 'reports%';
SELECT veil.revoke_editor(r) FROM unnest('{regress_reports_owner,regress_reports_reader}'::text[]) r;
RESET datestyle;
SET client_min_messages = warning;
DROP SCHEMA reports CASCADE;
DROP ROLE regress_reports_owner, regress_reports_reader, regress_reports_analyst;
