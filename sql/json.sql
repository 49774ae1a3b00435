-- Technique json: a technique for each path of a document.
SELECT veil.create_key('json_key');
SELECT veil.create_policy('json_policy');
CREATE SCHEMA json_data;
CREATE DOMAIN json_data.document AS jsonb;
CREATE TABLE json_data.person (id integer, doc jsonb, txt json, dom json_data.document);
INSERT INTO json_data.person
SELECT n, d::jsonb, d::json, d::jsonb FROM (VALUES
    (1, '{"name": "Anna", "bsn": "123456782", "born": "1980-05-03", "income": 45123.5, "age": 44, "member": true,
          "address": {"postcode": "1234AB", "street": "canary"}, "items": [{"price": 12, "what": "canary"}, {"price": 29.5}],
          "tags": ["a", null, "b"], "note": "canary", "city": {"name": "Delft", "parts": [1, {"x": null}]}}'),
    (2, '{"name": 5, "bsn": null, "born": "3 May 1980", "income": "canary", "age": 44.5, "member": "yes",
          "address": "canary", "items": {"price": 1}, "tags": [["canary"], {"a": "canary"}, 7], "city": "Delft"}'),
    (3, '{}'), (4, '[]'), (5, '"canary"'), (6, 'null'), (7, NULL)) v(n, d);
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT 'json_policy', 'json_data.person', a, 'json',
    '{"paths": {"$.name": {"technique": "partial", "params": {"keep_start": 1}},
                "$.bsn": {"technique": "pseudonym", "params": {"key": "json_key"}},
                "$.born": {"type": "date", "technique": "truncate", "params": {"to": "year"}},
                "$.income": {"type": "number", "technique": "round", "params": {"to": 1000}},
                "$.age": {"type": "integer", "technique": "bucket", "params": {"width": 10, "as": "range"}},
                "$.member": {"type": "boolean", "technique": "constant", "params": {"value": false}},
                "$.address.postcode": {"technique": "prefix", "params": {"keep": 4}},
                "$.items[*].price": {"type": "number", "technique": "bucket", "params": {"width": 10}},
                "$.tags[*]": {"technique": "redact"},
                "$.missing": {"technique": "suppress"},
                "$.city": {"technique": "release"}}}', 'regional analysis'
FROM unnest('{doc,txt,dom}'::text[]) a;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('json_policy', 'json_data.person', 'id', 'release', 'test');
-- Without the pseudonym, which is another with each key.
SELECT id, doc - 'bsn' AS doc FROM json_policy.person ORDER BY id;
SELECT id, regexp_replace(txt::text, '[a-z2-7]{26}', 'pseudonym') AS txt FROM json_policy.person ORDER BY id;
SELECT count(*) FROM json_policy.person WHERE doc IS NOT DISTINCT FROM txt::jsonb AND doc IS NOT DISTINCT FROM dom;
SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum)
FROM pg_attribute WHERE attrelid = 'json_policy.person'::regclass AND attname IN ('doc', 'txt', 'dom') ORDER BY attnum;

-- The same pseudonym as of a column.
CREATE TABLE json_data.plain AS SELECT id, doc->>'bsn' AS bsn, doc->>'born' AS born FROM json_data.person;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('json_policy', 'json_data.plain', 'id', 'release', NULL, 'test'),
    ('json_policy', 'json_data.plain', 'bsn', 'pseudonym', '{"key": "json_key"}', NULL);
SELECT count(*) FROM json_policy.person p JOIN json_policy.plain q ON p.doc->>'bsn' = q.bsn;

-- Unlisted members as null; wildcards; what is more specific; columns of the row.
CREATE TABLE json_data.event (id integer, place integer, doc jsonb, txt json);
INSERT INTO json_data.event
SELECT 1, 2, d::jsonb, d::json FROM (VALUES ('{"a": {"x": "1", "y": "canary"}, "b": {"x": "2"}, "c": "canary", "seen": ["2024-05-01", "2024-05-11"], "n": [1, 2, 3]}')) v(d);
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT 'json_policy', 'json_data.event', a, 'json',
    '{"paths": {"$.*.x": {"technique": "redact"}, "$.b.*": {"technique": "redact", "params": {"fill": "-"}},
                "$.seen[*]": {"type": "date", "technique": "shift", "params": {"key": "json_key", "subject": "place", "days": 90}},
                "$.n[1]": {"type": "integer", "technique": "pseudonym", "params": {"key": "json_key", "per": "id"}}},
      "unlisted": "null"}', 'test'
FROM unnest('{doc,txt}'::text[]) a;
SELECT doc - 'seen' - 'n' AS doc, txt::jsonb = doc AS same FROM json_policy.event;
SELECT (doc #>> '{seen,1}')::date - (doc #>> '{seen,0}')::date AS days, doc #>> '{seen,0}' <> '2024-05-01' AS shifted,
    jsonb_typeof(doc #> '{n,1}') AS type, doc #> '{n,1}' <> '2' AS masked, doc #> '{n,0}' AS unlisted FROM json_policy.event;
ALTER TABLE json_data.event RENAME COLUMN place TO site;
SELECT DISTINCT params #>> '{paths,$.seen[*],params,subject}' FROM veil.rule WHERE relation = 'json_data.event';
SELECT txt::jsonb = doc AS same FROM json_policy.event;
SELECT veil.rotate_key('json_key');
SELECT txt::jsonb = doc AS same FROM json_policy.event;
ALTER TABLE json_data.event ALTER COLUMN txt TYPE jsonb;
SELECT txt = doc AS same FROM json_policy.event;
ALTER TABLE json_data.event DROP COLUMN site;
SELECT attribute FROM veil.rule WHERE relation = 'json_data.event';

-- A path to release a tree needs a reason, and so do names that any member may have.
\set VERBOSITY default
CREATE TABLE json_data.other (doc jsonb, t text, a jsonb[], h text);
CREATE FUNCTION json_data.try(params jsonb, attribute text DEFAULT 'doc') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
    hint text;
BEGIN
    INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('json_policy', 'json_data.other', attribute, 'json', params);
    DELETE FROM veil.rule WHERE relation = 'json_data.other';
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS said = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
    RETURN said || coalesce(nullif(' | ' || hint, ' | '), '');
END $$;
SELECT json_data.try(NULL);
SELECT json_data.try('{"paths": {}}');
SELECT json_data.try('{"paths": []}');
SELECT json_data.try('{"paths": {"$.a": "redact"}}');
SELECT json_data.try('{"paths": {"$.a": {"technique": "redact", "more": 1}}}');
SELECT json_data.try('{"paths": {"$.a": {"technique": "redact", "type": 1}}}');
SELECT json_data.try('{"paths": {"$.a": {"technique": "redact", "type": "float"}}}');
SELECT json_data.try('{"paths": {"$.a": {"technique": "redact", "type": "integer"}}}');
SELECT json_data.try('{"paths": {"$.a": {"technique": "suppress", "type": "integer"}}}');
SELECT json_data.try('{"paths": {"$.a": {"technique": "release"}}}');
SELECT json_data.try('{"paths": {"$.*": {"technique": "redact"}}}');
SELECT json_data.try('{"paths": {"a": {"technique": "redact"}}}');
SELECT json_data.try('{"paths": {"$.a; $.b release": {"technique": "redact"}}}');
SELECT json_data.try('{"paths": {"$.a": {"technique": "redact"}, "$.\"a\"": {"technique": "suppress"}}}');
SELECT json_data.try('{"paths": {"$.a": {"technique": "nothing"}}}');
SELECT json_data.try('{"paths": {"$.a": {"technique": "json", "params": {"paths": {"$": {"technique": "redact"}}}}}}');
SELECT json_data.try('{"paths": {"$.a": {"type": "date", "technique": "shift", "params": {"key": "json_key", "subject": "gone", "days": 1}}}}');
SELECT json_data.try('{"paths": {"$.a": {"technique": "pseudonym", "params": {"key": "no_such_key"}}}}');
SELECT json_data.try('{"paths": {"$.a": {"technique": "redact"}}, "unlisted": "release"}');
SELECT json_data.try('{"paths": {"$.a": {"technique": "redact"}}}', 't');
SELECT json_data.try(jsonb_build_object('paths', (SELECT jsonb_object_agg('$.a' || i, '{"technique": "suppress"}'::jsonb) FROM generate_series(1, 65) i)));
SELECT json_data.try(jsonb_build_object('paths', (SELECT jsonb_object_agg('$.a' || i, jsonb_build_object('technique', 'prefix', 'params', jsonb_build_object('keep', i))) FROM generate_series(1, 61) i)));
SELECT json_data.try(jsonb_build_object('paths', (SELECT jsonb_object_agg('$.a' || i, '{"technique": "redact"}'::jsonb) FROM generate_series(1, 64) i)));
SELECT json_data.try('{"paths": {"$.\"it''s \\\"$$\\\" ; release\"": {"technique": "redact"}}}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('json_policy', 'json_data.other', 'doc', 'redact', NULL);

-- Plans of every kind give the same.
CREATE TABLE json_data.many AS SELECT i AS id, jsonb_build_object('tag', 'tag ' || i % 10, 'n', i) AS doc FROM generate_series(1, 3000) i;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('json_policy', 'json_data.many', 'id', 'release', NULL, 'test'),
    ('json_policy', 'json_data.many', 'doc', 'json', '{"paths": {"$.tag": {"technique": "pseudonym", "params": {"key": "json_key"}},
                                                      "$.n": {"type": "integer", "technique": "bucket", "params": {"width": 100}}}}', NULL);
CREATE TABLE json_data.seen AS SELECT id, doc FROM json_policy.many;
PREPARE json_plan(integer) AS SELECT count(*) FROM json_policy.many m JOIN json_data.seen s USING (id) WHERE m.doc = s.doc AND id <= $1;
EXECUTE json_plan(3000);
SET plan_cache_mode = force_generic_plan;
SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET jit_above_cost = 0;
EXECUTE json_plan(3000);
SELECT count(*) FROM (SELECT doc->>'tag', count(*) FROM json_policy.many GROUP BY 1) g;
SELECT count(*) FROM (SELECT doc FROM json_policy.many GROUP BY doc) g;
RESET ALL;
DEALLOCATE json_plan;

\set VERBOSITY terse
SET client_min_messages = warning;
SELECT veil.drop_policy('json_policy');
DROP SCHEMA json_data CASCADE;
