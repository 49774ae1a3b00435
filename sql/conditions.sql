-- A rule may have a condition on its row, "when", with another technique "otherwise". Typed data, never SQL text.
CREATE SCHEMA conditions;
SET search_path = conditions;
SELECT veil.create_key('condition');
SELECT veil.create_policy('condition');
CREATE TYPE ward AS ENUM ('north', 'south');
CREATE TABLE person (id integer PRIMARY KEY, name varchar(20), country text, age integer, income numeric(10,2), born date, seen timestamptz,
    active boolean, ward ward, account uuid, spot point);
INSERT INTO person VALUES
    (1, 'Anna',  'NL', 17, 1234.56, '2007-05-06', '2024-01-01 12:00+00', true,  'north', '00000000-0000-0000-0000-000000000001', '(1,2)'),
    (2, 'Bram',  'BE', 40, 2345.67, '1984-02-29', '2024-06-01 12:00+00', false, 'south', '00000000-0000-0000-0000-000000000002', NULL),
    (3, 'Carla', NULL, 95, NULL,    'infinity',   NULL,                  NULL,  NULL,    NULL, NULL),
    (4, NULL,    'nl', 65, 'NaN',   NULL,         '-infinity',           true,  'south', NULL, NULL);
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('condition', 'person', 'id', 'release', NULL, 'test'),
    ('condition', 'person', 'name', 'partial', '{"keep_start": 1, "when": {"column": "country", "is": "=", "value": "NL"}}', NULL),
    ('condition', 'person', 'age', 'bucket', '{"width": 10, "when": {"column": "age", "is": "<", "value": 90},
        "otherwise": {"technique": "clamp", "params": {"max": 90}}}', NULL),
    ('condition', 'person', 'income', 'release', '{"when": {"and": [{"column": "active", "is": "=", "value": true},
        {"not": {"column": "ward", "is": "in", "value": ["south"]}}]}, "otherwise": {"technique": "round", "params": {"to": 1000}}}', 'active ones agreed'),
    ('condition', 'person', 'born', 'truncate', '{"to": "year", "when": {"or": [{"column": "spot", "is": "not null"},
        {"column": "seen", "is": ">=", "value": "2024-05-01"}, {"column": "account", "is": "null"}]}, "otherwise": {"technique": "suppress"}}', NULL),
    ('condition', 'person', 'country', 'suppress', '{"when": {"column": "name", "is": "starts with", "value": "A"},
        "otherwise": {"technique": "release"}}', 'known'),
    ('condition', 'person', 'account', 'pseudonym', '{"key": "condition", "when": {"column": "born", "is": "<", "value": "2000-01-01"},
        "otherwise": {"technique": "format_preserving", "params": {"key": "condition"}}}', NULL);
SELECT id, name, age, income, born, country FROM condition.person ORDER BY id;
SELECT id, v.account = veil.pseudonym(p.account, 'condition', 'condition') AS is_pseudonym FROM condition.person v JOIN person p USING (id) ORDER BY id;
-- The column keeps its type and modifier, and says that there is a condition without saying which.
SELECT attname, format_type(atttypid, atttypmod) AS type, col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = 'condition.person'::regclass AND attnum > 1 ORDER BY attnum;

-- What a condition cannot be. Each error names the rule and the parameter.
CREATE FUNCTION refusal(technique text, params jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    given_hint text;
BEGIN
    UPDATE veil.rule SET technique = refusal.technique, params = refusal.params, why = 'test' WHERE policy = 'condition' AND attribute = 'age';
    RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS given_hint = PG_EXCEPTION_HINT;
    RETURN SQLSTATE || ' ' || replace(SQLERRM, 'rule condition / conditions.person / age', 'RULE') || coalesce(nullif(' | ' || given_hint, ' | '), '');
END $$;
\pset format unaligned
SELECT refusal('release', params::jsonb) FROM (VALUES
    (1, '{"when": "country = ''NL''"}'),
    (2, '{"when": {"column": "country", "is": "=", "value": "NL", "sql": "x"}}'),
    (3, '{"when": {"column": "country", "is": "~", "value": "N"}}'),
    (4, '{"when": {"column": "missing", "is": "null"}}'),
    (5, '{"when": {"column": "age", "is": "=", "value": "CANARY"}}'),
    (6, '{"when": {"column": "ward", "is": "=", "value": "west"}}'),
    (7, '{"when": {"column": "spot", "is": "=", "value": "(1,2)"}}'),
    (8, '{"when": {"column": "age", "is": "starts with", "value": "1"}}'),
    (9, '{"when": {"column": "born", "is": "<", "value": "today"}}'),
    (10, '{"when": {"column": "seen", "is": "<", "value": "now"}}'),
    (11, '{"otherwise": {"technique": "suppress"}}'),
    (12, '{"when": {"column": "age", "is": "null"}, "otherwise": "suppress"}'),
    (13, '{"when": {"column": "age", "is": "null"}, "otherwise": {"technique": "nothing"}}'),
    (14, '{"when": {"column": "age", "is": "null"}, "otherwise": {"technique": "bucket", "params": {"with": 1}}}'),
    (15, '{"when": {"column": "age", "is": "null"}, "otherwise": {"technique": "bucket", "params": {"width": 10, "as": "text"}}}'),
    (16, '{"when": {"column": "age", "is": "null"}, "otherwise": {"technique": "pseudonym", "params": {"key": "no_such_key"}}}'),
    (17, '{"when": {"and": []}}')) AS v (number, params) ORDER BY number;
SELECT refusal('suppress', '{"when": {"column": "age", "is": "null"}}');
SELECT refusal('suppress', '{"when": {"column": "age", "is": "null"}, "otherwise": {"technique": "suppress"}}');
\pset format aligned
-- A condition inside a condition's technique is taken too.
SELECT refusal('release', '{"when": {"column": "age", "is": "null"}, "otherwise": {"technique": "release", "params":
    {"when": {"column": "country", "is": "null"}}}}');
SELECT id, age FROM condition.person ORDER BY id;
-- An editor needs the keys and the columns of all of it.
CREATE ROLE regress_condition_editor;
SELECT veil.grant_editor('regress_condition_editor');
CREATE TABLE narrow (a text, b text);
GRANT SELECT (a) ON narrow TO regress_condition_editor;
GRANT USAGE ON SCHEMA conditions TO regress_condition_editor;
SELECT veil.create_policy('condition_editor', owner => 'regress_condition_editor');
SET ROLE regress_condition_editor;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('condition_editor', 'conditions.narrow', 'a', 'release', '{"when": {"column": "b", "is": "=", "value": "x"}}', 'a guess at b');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('condition_editor', 'conditions.narrow', 'a', 'suppress', '{"when": {"column": "a", "is": "null"},
     "otherwise": {"technique": "pseudonym", "params": {"key": "condition"}}}');
RESET ROLE;

-- What asks whether its value is there, and is made of another column, is a mask of the first, also under a condition.
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('condition', 'person', 'spot', 'suppress', NULL);
UPDATE veil.rule SET technique = 'surrogate', params = '{"key": "condition", "kind": "first_name", "of": "id",
    "when": {"column": "country", "is": "not null"}}' WHERE policy = 'condition' AND attribute = 'name';
UPDATE veil.rule SET why = 'again' WHERE policy = 'condition' AND attribute = 'spot';
SELECT veil.rebuild('condition');
SELECT attribute, technique FROM veil.rule WHERE policy = 'condition' ORDER BY 1;
SELECT id, name IS NULL AS is_null FROM condition.person ORDER BY id;
UPDATE veil.rule SET params = params - 'when' WHERE policy = 'condition' AND attribute = 'name';
UPDATE veil.rule SET why = 'and again' WHERE policy = 'condition' AND attribute = 'spot';
SELECT attribute, technique FROM veil.rule WHERE policy = 'condition' AND attribute = 'name';
UPDATE veil.rule SET technique = 'partial', params = '{"keep_start": 1, "when": {"column": "country", "is": "=", "value": "NL"}}'
WHERE policy = 'condition' AND attribute = 'name';

-- The columns of a condition follow renames, and take the rule with them when they go.
ALTER TABLE person RENAME country TO land;
ALTER TABLE person RENAME ward TO "Ward ""1""";
SELECT attribute, params FROM veil.rule WHERE policy = 'condition' AND attribute IN ('name', 'income') ORDER BY 1;
SELECT id, name, income FROM condition.person ORDER BY id;
ALTER TABLE person ALTER land TYPE varchar(3);
SELECT id, name FROM condition.person ORDER BY id;
ALTER TABLE person DROP active;
SELECT attribute FROM veil.rule WHERE policy = 'condition' ORDER BY 1;
ALTER TABLE person ADD active boolean DEFAULT true;
SELECT id, name, land, age, born FROM condition.person ORDER BY id LIMIT 1;
-- A type that the condition cannot compare is refused, to the ALTER TABLE.
ALTER TABLE person ALTER seen TYPE point USING NULL;
SELECT id, born FROM condition.person ORDER BY id;
-- Keys that stand deep in the parameters are found when they change.
SELECT rules FROM veil.key_status WHERE name = 'condition';
SELECT veil.rotate_key('condition');
SELECT count(*) FROM pg_rewrite w, regexp_matches(pg_get_viewdef(w.ev_class), 'condition/(\d)', 'g') m
WHERE w.ev_class = 'condition.person'::regclass AND m[1] = '2';
SELECT veil.drop_policy('condition');
SELECT veil.drop_policy('condition_editor');
DROP SCHEMA conditions CASCADE;
SELECT veil.revoke_editor('regress_condition_editor');
DROP ROLE regress_condition_editor;
