-- Attacks on what is inside documents and arrays: what no path lists, in every disguise, must not come out, no document may
-- raise an error, and nobody may use the functions of nested masks by name. Every secret has the word "canary" in it.
SET client_min_messages = warning;
CREATE ROLE regress_nested_analyst;
CREATE ROLE regress_nested_editor;
RESET client_min_messages;
SELECT veil.create_key('nested_key');
SELECT veil.create_policy('nested_policy');
CREATE SCHEMA nested_data;
CREATE TABLE nested_data.base (id integer, doc jsonb, txt json, tags text[], n integer[]);

-- Unlisted members, names that are data, duplicates, escapes, other types, deep nesting.
INSERT INTO nested_data.base (id, txt) VALUES
    (1, '{"name": "canary-a", "other": "canary", "canary": 1, "bsn": "canary-b"}'),
    (2, '{"name": "canary-a", "name": "canary-c", "n\u0061me": "canary-d", "NAME": "canary", "name ": "canary", " name": "canary", "": "canary"}'),
    (3, '{"name": {"name": "canary"}, "bsn": ["canary"], "list": {"0": "canary"}}'),
    (4, '{"list": ["canary-a", {"canary": "canary"}, ["canary"], null, 7, true], "people": {"canary": {"age": "canary"}}}'),
    (5, '["canary", {"name": "canary"}]'),
    (6, '"canary"'),
    (7, '{"open": {"public": [1, {"deep": "public"}], "name": "canary-n", "hidden": {"canary": "canary"}}}'),
    (8, '{"age": "canary", "born": "canary 2024-01-01", "list": "canary"}');
-- What jsonb does not take, and what is large or deep.
INSERT INTO nested_data.base (id, txt) VALUES
    (20, '{"name": "\u0000canary", "\u0000name": "canary", "\ud800": "canary", "bsn": "\udead canary"}'),
    (21, '{"age": 1e400, "list": [1e400]}'),
    (22, '{"age": 123456789012345678901234567890}'),
    (23, ('{"age": 1e' || 999999999999 || ', "amount": 1e' || 999999999999 || '}')::json),
    (24, ('{"amount": 1' || repeat('0', 100000) || '}')::json),
    (25, ('{"x": ' || repeat('[', 3000) || '"canary"' || repeat(']', 3000) || ', "name": "canary-a"}')::json),
    (26, ('{"open": ' || repeat('[', 3000) || '"canary"' || repeat(']', 3000) || '}')::json),
    (27, ('{"name": "' || repeat('canary', 200000) || '"}')::json),
    (29, '{"amount": -0.0, "age": -0, "born": "0000-00-00"}');
UPDATE nested_data.base SET doc = txt::jsonb WHERE id < 20 OR id IN (21, 22, 25, 26, 27, 29);
UPDATE nested_data.base SET tags = ARRAY['canary', NULL, repeat('canary', 1000), ''], n = ARRAY[2147483647, -2147483648, NULL];

INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT 'nested_policy', 'nested_data.base', a, 'json',
    '{"paths": {"$.name": {"technique": "redact"}, "$.bsn": {"technique": "pseudonym", "params": {"key": "nested_key"}},
                "$.age": {"type": "integer", "technique": "pseudonym", "params": {"key": "nested_key", "as": "text"}},
                "$.amount": {"type": "number", "technique": "round", "params": {"to": 10}},
                "$.born": {"type": "date", "technique": "truncate", "params": {"to": "year"}},
                "$.list[*]": {"technique": "redact"},
                "$.open": {"technique": "release"}, "$.open.name": {"technique": "redact"}, "$.open.hidden": {"technique": "suppress"}}}', 'what is open'
FROM unnest('{doc,txt}'::text[]) a;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('nested_policy', 'nested_data.base', 'id', 'release', NULL, 'test'),
    ('nested_policy', 'nested_data.base', 'tags', 'each', '{"elements": {"technique": "redact"}}', NULL),
    ('nested_policy', 'nested_data.base', 'n', 'each', '{"elements": {"technique": "pseudonym", "params": {"key": "nested_key"}}}', NULL);
GRANT USAGE ON SCHEMA nested_policy TO regress_nested_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA nested_policy TO regress_nested_analyst;

SET ROLE regress_nested_analyst;
SET search_path = nested_policy;
-- A6, A5: the row in every form.
SELECT id, regexp_replace(doc::text, '[a-z2-7]{26}', 'pseudonym') AS doc, regexp_replace(txt::text, '[a-z2-7]{26}', 'pseudonym') AS txt
FROM base WHERE id <> 27 ORDER BY id;
SELECT id, length(doc::text) AS doc, length(txt::text) AS txt FROM base WHERE id = 27;
SELECT count(*) FROM base b WHERE b::text LIKE '%canary%' OR row_to_json(b)::text LIKE '%canary%' OR to_jsonb(b)::text LIKE '%canary%';
SELECT count(*) FROM base b, jsonb_each_text(jsonb_build_object('all', (b).doc, 'txt', (b).txt, 'tags', (b).tags)) e WHERE e.value LIKE '%canary%';
SELECT count(*) FROM base b, jsonb_path_query(b.doc, 'strict $.**') AS part WHERE part::text LIKE '%canary%';
SELECT count(*) FROM base WHERE doc @> '{"name": "canary-a"}' OR doc ? 'canary' OR doc @? '$.** ? (@ like_regex "canary")' OR txt #>> '{other}' = 'canary';
SELECT count(*) FROM base WHERE 'canary' = ANY (tags) OR tags @> '{canary}' OR array_to_string(tags, ',') LIKE '%canary%' OR n @> '{2147483647}';
SELECT DISTINCT jsonb_object_keys(doc) AS key FROM base WHERE jsonb_typeof(doc) = 'object' ORDER BY key;
SELECT max(tags), min(tags) FROM base;
SELECT count(*) FROM (SELECT doc FROM base UNION SELECT doc FROM base EXCEPT SELECT doc FROM base WHERE doc::text LIKE '%canary%') u WHERE doc::text LIKE '%canary%';
CREATE TEMP TABLE plan (line text);
DO $$
DECLARE line text;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (VERBOSE, ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT doc, txt, tags, n FROM base WHERE doc::text <> '''' ORDER BY tags' LOOP
        INSERT INTO plan VALUES (line);
    END LOOP;
END $$;
SELECT count(*) > 0 AS lines, count(*) FILTER (WHERE line LIKE '%canary%') AS canaries FROM plan;

-- E3: by name.
SELECT veil.each(ARRAY['guess'], veil.element(0, NULL::text));
SELECT veil.json('{"a": "guess"}'::jsonb, 'drop; $.a text 0', veil.element(0, NULL::text));
RESET ROLE;
RESET search_path;
GRANT USAGE ON SCHEMA veil TO regress_nested_analyst;
SET ROLE regress_nested_analyst;
SELECT veil.each(ARRAY['guess'], veil.pseudonym(veil.element(0, NULL::text), 'nested_key/1'::veil.key, 'nested_policy'));
SELECT count(tags) FROM nested_policy.base;
SELECT count(n) FROM nested_policy.base;
RESET ROLE;
REVOKE USAGE ON SCHEMA veil FROM regress_nested_analyst;

-- A mask that does not stand on its own is refused, whoever asks, and so is a program that is none. Nothing is shown.
SELECT veil.each(tags, tags[1]) FROM nested_data.base;
SELECT veil.each(tags, (SELECT 'canary'::text)) FROM nested_data.base;
SELECT veil.each(tags, veil.element(1, NULL::text)) FROM nested_data.base;
SELECT veil.each(tags, veil.element(-1, NULL::text)) FROM nested_data.base;
SELECT veil.each(tags, veil.element(id, NULL::text)) FROM nested_data.base;
SELECT veil.each(tags, veil.element(0, NULL::integer)) FROM nested_data.base;
SELECT veil.each(tags, veil.element(1, NULL::text), id) FROM nested_data.base;
SELECT veil.each(id, veil.element(0, NULL::text)) FROM nested_data.base;
SELECT veil.json(doc, 'drop; $.name text 0') FROM nested_data.base;
SELECT veil.json(doc, 'drop; $.name text 1', veil.element(0, NULL::text)) FROM nested_data.base;
SELECT veil.json(doc, 'drop; $.name integer 0', veil.element(0, NULL::text)) FROM nested_data.base;
SELECT veil.json(doc, 'drop; $.name text 0', point '(1,2)') FROM nested_data.base;
SELECT veil.json(doc, NULL) FROM nested_data.base;
SELECT veil.json(doc, 'canary') FROM nested_data.base;
SELECT veil.json(doc, doc::text) FROM nested_data.base;
SELECT veil.json(doc, 'drop; $.name text 0', VARIADIC ARRAY[veil.element(0, NULL::text)]) FROM nested_data.base;
SELECT veil.element(0, 'canary'::text), veil.each(ARRAY['a', NULL], NULL::text), veil.json('{"a": 1, "b": 2}'::jsonb, 'drop; $.a release');

-- What is beyond the limits is suppressed.
SELECT veil.json(('{"a": "' || repeat('canary', 6000000) || '"}')::json, 'drop; $.a release') IS NULL AS suppressed;
SELECT veil.each(array_fill(1, ARRAY[4194305]), veil.element(0, NULL::integer)) IS NULL AS suppressed;

-- An editor gets no further with a nested technique than with a plain one.
SELECT veil.grant_editor('regress_nested_editor');
GRANT CREATE ON DATABASE :"DBNAME" TO regress_nested_editor;
GRANT USAGE ON SCHEMA nested_data TO regress_nested_editor;
SET ROLE regress_nested_editor;
SELECT veil.create_policy('nested_own');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('nested_own', 'nested_data.base', 'tags', 'each', '{"elements": {"technique": "redact"}}');
RESET ROLE;
GRANT SELECT (tags, doc) ON nested_data.base TO regress_nested_editor;
SET ROLE regress_nested_editor;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('nested_own', 'nested_data.base', 'tags', 'each', '{"elements": {"technique": "pseudonym", "params": {"key": "nested_key"}}}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('nested_own', 'nested_data.base', 'doc', 'json', '{"paths": {"$.a": {"technique": "pseudonym", "params": {"key": "nested_key"}}}}');
RESET ROLE;
SELECT veil.grant_key('nested_key', 'regress_nested_editor');
SET ROLE regress_nested_editor;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('nested_own', 'nested_data.base', 'tags', 'each', '{"elements": {"technique": "pseudonym", "params": {"key": "nested_key", "per": "id"}}}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('nested_own', 'nested_data.base', 'tags', 'each', '{"elements": {"technique": "pseudonym", "params": {"key": "nested_key"}}}');
SELECT count(tags) FROM nested_own.base;
RESET ROLE;

-- With the key destroyed the view refuses.
SELECT veil.destroy_key('nested_key', 1);
SELECT count(n) FROM nested_policy.base;

SET client_min_messages = warning;
SELECT veil.drop_policy('nested_own');
SELECT veil.drop_policy('nested_policy');
DROP SCHEMA nested_data CASCADE;
SELECT veil.revoke_editor('regress_nested_editor');
DROP OWNED BY regress_nested_editor, regress_nested_analyst CASCADE;
DROP ROLE regress_nested_analyst;
DROP ROLE regress_nested_editor;
