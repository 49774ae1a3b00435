-- A policy as a file: written, compared, read again, into the same policy and into none.
\set SHOW_CONTEXT never
CREATE SCHEMA filed;
CREATE TABLE filed.person (bsn text, name text, birth_date date, income numeric, city text, note text);
CREATE TABLE filed.shop (id integer, name text);
INSERT INTO filed.person VALUES ('123', 'Anna', '1980-05-06', 12345, 'Delft', 'x');
INSERT INTO filed.shop VALUES (1, 'Corner');
SELECT veil.create_key('policy_file');
SELECT veil.create_policy('filed_policy', purpose => E'income "study"\n2026', schema => 'filed_views', k => 5);
INSERT INTO veil.release (policy, relation, view_name) VALUES ('filed_policy', 'filed.shop', 'stores');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, class, why) VALUES
    ('filed_policy', 'filed.shop', 'name', 'release', NULL, NULL, 'public'),
    ('filed_policy', 'filed.person', 'bsn', 'pseudonym', '{"scope": "key", "key": "policy_file"}', 'direct', 'to link'),
    ('filed_policy', 'filed.person', 'birth_date', 'truncate', '{"to": "year"}', 'quasi', NULL),
    ('filed_policy', 'filed.person', 'income', 'bucket', '{"width": 1.0e4, "as": "range"}', 'sensitive', NULL),
    ('filed_policy', 'filed.person', 'name', 'partial', '{"fill": "\\ ''$$\"", "keep_start": 1}', NULL, NULL),
    ('filed_policy', 'filed.person', 'city', 'suppress', '{}', NULL, NULL);
UPDATE veil.release SET subject = 'bsn', k = 7, filter = '{"column": "city", "is": "in", "value": ["Delft", "Urk"]}', sample = '{"key": "policy_file", "fraction": 0.999999}' WHERE policy = 'filed_policy' AND relation = 'filed.person';
CREATE ROLE regress_file_analyst;
GRANT USAGE ON SCHEMA filed_views TO regress_file_analyst;
GRANT SELECT ON filed_views.person TO regress_file_analyst;
\pset format unaligned
\pset tuples_only on
SELECT veil.export_policy('filed_policy');
SELECT veil.export_policy('filed_policy', 'sql');
\pset tuples_only off
\pset format aligned
SELECT veil.export_policy('filed_policy', 'yaml');
SELECT veil.export_policy('filed_nothing');
SELECT veil.export_policy(NULL);

-- What stands differs in nothing from its file, and says nothing.
SELECT veil.export_policy('filed_policy') AS file, veil.export_policy('filed_policy', 'sql') AS as_sql \gset
SELECT * FROM veil.import_policy(:'file');
SELECT * FROM veil.import_policy(:'file', dry_run => false);
SELECT * FROM veil.import_policy(:'file'::jsonb);
CREATE TABLE filed.before AS
    SELECT c.relname, pg_get_viewdef(c.oid) AS body, obj_description(c.oid) AS comment, a.attname, col_description(c.oid, a.attnum) AS column_comment
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'filed_views'::regnamespace AND a.attnum > 0;
CREATE VIEW filed.difference AS
    WITH now AS (SELECT c.relname, pg_get_viewdef(c.oid) AS body, obj_description(c.oid) AS comment, a.attname, col_description(c.oid, a.attnum) AS column_comment
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = to_regnamespace('filed_views') AND a.attnum > 0)
    SELECT relname, attname FROM ((TABLE now EXCEPT TABLE filed.before) UNION ALL (TABLE filed.before EXCEPT TABLE now)) d;
SELECT count(*) FROM filed.before;

-- A changed file: what it would do, and that a dry run does nothing of it.
SELECT jsonb_set(jsonb_set(jsonb_set(:'file', '{policy,purpose}', '"another"'), '{rules}', (
    SELECT jsonb_agg(CASE e ->> 'attribute' WHEN 'birth_date' THEN jsonb_set(e, '{params,to}', '"decade"') ELSE e END)
        || '[{"relation": "filed.person", "attribute": "note", "technique": "redact"}]'
    FROM jsonb_array_elements(:'file'::jsonb -> 'rules') e WHERE e ->> 'attribute' <> 'income')), '{releases}', '[
    {"relation": "FILED.person", "view_name": "stores"}, {"relation": "filed . \"shop\"", "view_name": "person", "subject": "id"}]') AS changed \gset
SELECT action, object, before, after FROM veil.import_policy(:'changed');
SELECT relname, attname FROM filed.difference;
SELECT count(*) FROM veil.rule_history WHERE policy = 'filed_policy';
-- In earnest: two views exchange their names, and keep their grants; a column goes at the end of the transaction.
SELECT action, object FROM veil.import_policy(:'changed', dry_run => false);
SELECT * FROM veil.import_policy(:'changed', dry_run => false);
SELECT c.relname, string_agg(a.attname, ',' ORDER BY a.attnum) AS columns, obj_description(c.oid) AS comment, has_table_privilege('regress_file_analyst', c.oid, 'SELECT') AS granted
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'filed_views'::regnamespace AND a.attnum > 0 GROUP BY c.oid ORDER BY 1;
SET ROLE regress_file_analyst;
SELECT birth_date, note FROM filed_views.stores;
RESET ROLE;
-- And back.
SELECT action, object FROM veil.import_policy(:'file', dry_run => false);
SELECT veil.export_policy('filed_policy') = :'file' AS same_file;
SELECT relname, attname FROM filed.difference;
SELECT cause, count(*) FROM veil.rule_history WHERE policy = 'filed_policy' GROUP BY 1;

-- Export, drop, import: the same views. Who may read them is to be granted again.
SELECT veil.drop_policy('filed_policy');
SELECT action, object FROM veil.import_policy(:'file', dry_run => true);
SELECT to_regnamespace('filed_views') IS NULL AS rolled_back;
SELECT count(*) FROM veil.import_policy(:'file', dry_run => false);
SELECT relname, attname FROM filed.difference;
SELECT veil.export_policy('filed_policy') = :'file' AS same_file;
SELECT has_table_privilege('regress_file_analyst', 'filed_views.person', 'SELECT') AS granted;
-- The same by SQL.
SELECT veil.drop_policy('filed_policy');
\o /dev/null
:as_sql
\o
SELECT relname, attname FROM filed.difference;
SELECT veil.export_policy('filed_policy') = :'file' AS same_file;

-- What is left out has its usual value.
SELECT veil.drop_policy('filed_policy');
SELECT object, after FROM veil.import_policy('{"$schema": "policy.schema.json", "format": "pg_veil policy", "version": 1, "policy": {"name": "filed_views"},
    "rules": [{"relation": "filed.shop", "attribute": "name", "technique": "partial", "params": {"keep_start": 1e0}}]}', false);
SELECT * FROM filed_views.shop;
SELECT * FROM veil.import_policy('{"format": "pg_veil policy", "version": 1, "policy": {"name": "filed_views"},
    "rules": [{"relation": "filed.shop", "attribute": "name", "technique": "partial", "params": {"keep_start": 1e0}}]}');
-- No rules, no views; no releases, no rows of them.
SELECT action, object FROM veil.import_policy('{"format": "pg_veil policy", "version": 1, "policy": {"name": "filed_views"}}', false);
SELECT to_regclass('filed_views.shop') IS NULL AS gone, (SELECT count(*) FROM veil.release WHERE policy = 'filed_views') AS releases;

-- What would be refused in earnest is refused in a dry run, and neither leaves anything behind.
SELECT action FROM veil.import_policy('{"format": "pg_veil policy", "version": 1, "policy": {"name": "filed_views"},
    "rules": [{"relation": "filed.shop", "attribute": "id", "technique": "suppress"}, {"relation": "filed.shop", "attribute": "name", "technique": "partial", "params": {"keep": 1}}]}', true);
SELECT action FROM veil.import_policy('{"format": "pg_veil policy", "version": 1, "policy": {"name": "filed_views"},
    "rules": [{"relation": "filed.shop", "attribute": "id", "technique": "suppress"}, {"relation": "filed.nothing", "attribute": "name", "technique": "suppress"}]}', false);
SELECT action FROM veil.import_policy('{"format": "pg_veil policy", "version": 1, "policy": {"name": "filed_views", "schema": "other"}}');
SELECT action FROM veil.import_policy('{"format": "pg_veil policy", "version": 1, "policy": {"name": "filed_views", "level": "generalized"}}');
SELECT action FROM veil.import_policy('{"format": "pg_veil policy", "version": 1, "policy": {"name": "filed_new", "level": "generalized"}}');
SELECT action FROM veil.import_policy('{"format": "pg_veil policy", "version": 1, "policy": {"name": "filed_new", "schema": "filed_views"}}');
SELECT action FROM veil.import_policy('{"format": "pg_veil policy", "version": 1, "policy": {"name": "filed_views"}}', owner => 'regress_file_analyst');
SELECT count(*) FROM veil.rule WHERE policy = 'filed_views';

-- A new policy may be given to another owner.
BEGIN;
SELECT action, object FROM veil.import_policy('{"format": "pg_veil policy", "version": 1, "policy": {"name": "filed_given"}}', false, owner => 'regress_file_analyst');
SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'filed_given';
ROLLBACK;

-- Names with everything in them.
SELECT E'Po"l''i\\cy\n$$ {é}' AS policy, repeat('é', 31) || '"' AS long \gset
SELECT quote_ident(:'long') AS quoted \gset
CREATE TABLE filed.:"long" (:"long" text, "select" text, "a
b" text);
SELECT veil.create_policy(:'policy', schema => :'long', purpose => :'policy');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
    SELECT :'policy', 'filed.' || :'quoted', attname, 'constant', jsonb_build_object('value', :'policy'), :'policy'
    FROM pg_attribute WHERE attrelid = ('filed.' || :'quoted')::regclass AND attnum > 0;
SELECT veil.export_policy(:'policy') AS odd_file, veil.export_policy(:'policy', 'sql') AS odd_sql, pg_get_viewdef((:'quoted' || '.' || :'quoted')::regclass) AS odd_view \gset
SELECT veil.drop_policy(:'policy');
SELECT count(*) FROM veil.import_policy(:'odd_file', false);
SELECT veil.export_policy(:'policy') = :'odd_file' AS same_file, pg_get_viewdef((:'quoted' || '.' || :'quoted')::regclass) = :'odd_view' AS same_view;
SELECT veil.drop_policy(:'policy');
\o /dev/null
:odd_sql
\o
SELECT veil.export_policy(:'policy') = :'odd_file' AS same_file, pg_get_viewdef((:'quoted' || '.' || :'quoted')::regclass) = :'odd_view' AS same_view;

SELECT veil.drop_policy(:'policy'), veil.drop_policy('filed_views');
SET client_min_messages = warning;
DROP SCHEMA filed CASCADE;
DROP ROLE regress_file_analyst;
