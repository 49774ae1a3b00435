-- Technique each: a technique on the elements of an array.
SELECT veil.create_key('each_key');
SELECT veil.create_policy('each_policy');
CREATE SCHEMA each_data;
CREATE DOMAIN each_data.short AS text CHECK (length(value) < 10);
CREATE DOMAIN each_data.codes AS text[];
CREATE TYPE each_data.mood AS ENUM ('low', 'high');
CREATE TABLE each_data.person (
    id      integer,
    tags    text[],
    codes   varchar(6)[],
    scores  integer[],
    grid    integer[][],
    amounts numeric(8,2)[],
    days    date[],
    shorts  each_data.short[],
    listed  each_data.codes,
    moods   each_data.mood[],
    docs    jsonb[],
    c_tags  text[] COLLATE "C"
);
INSERT INTO each_data.person VALUES
    (1, '{anna,NULL,bob,anna}', '{1234AB,5678CD}', '{12,NULL,29}', '[2:3][0:1]={{1,12},{23,NULL}}', '{12.50,NULL,-7}',
     '{2024-02-29,infinity,0044-03-15 BC}', '{abc,NULL}', '{xyz}', '{low,NULL,high}', '{"{\"a\": \"x\", \"b\": 1}",NULL}', '{anna}'),
    (2, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (4, '{NULL}', '{NULL}', '{NULL}', '{{NULL}}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('each_policy', 'each_data.person', 'id',      'release', NULL, 'test'),
    ('each_policy', 'each_data.person', 'tags',    'each', '{"elements": {"technique": "partial", "params": {"keep_start": 1}}}', NULL),
    ('each_policy', 'each_data.person', 'codes',   'each', '{"elements": {"technique": "prefix", "params": {"keep": 4}}}', NULL),
    ('each_policy', 'each_data.person', 'scores',  'each', '{"elements": {"technique": "bucket", "params": {"width": 10, "as": "range"}}}', NULL),
    ('each_policy', 'each_data.person', 'grid',    'each', '{"elements": {"technique": "bucket", "params": {"width": 10}}}', NULL),
    ('each_policy', 'each_data.person', 'amounts', 'each', '{"elements": {"technique": "round", "params": {"to": 5}}}', NULL),
    ('each_policy', 'each_data.person', 'days',    'each', '{"elements": {"technique": "truncate", "params": {"to": "year"}}}', NULL),
    ('each_policy', 'each_data.person', 'shorts',  'each', '{"elements": {"technique": "redact", "params": {"fill": "longer than ten"}}}', NULL),
    ('each_policy', 'each_data.person', 'listed',  'each', '{"elements": {"technique": "constant", "params": {"value": "c"}}}', NULL),
    ('each_policy', 'each_data.person', 'moods',   'each', '{"elements": {"technique": "suppress"}}', NULL),
    ('each_policy', 'each_data.person', 'docs',    'each', '{"elements": {"technique": "json", "params": {"paths": {"$.a": {"technique": "redact"}}}}}', NULL),
    ('each_policy', 'each_data.person', 'c_tags',  'each', '{"elements": {"technique": "redact"}}', NULL);
\x on
SET datestyle = 'German, DMY';
SELECT * FROM each_policy.person ORDER BY id;
RESET datestyle;
\x off
SELECT a.attname, format_type(a.atttypid, a.atttypmod), c.collname, col_description(a.attrelid, a.attnum)
FROM pg_attribute a LEFT JOIN pg_collation c ON c.oid = a.attcollation
WHERE attrelid = 'each_policy.person'::regclass AND attnum > 0 ORDER BY attnum;
SELECT pg_get_viewdef('each_policy.person'::regclass) ~ 'veil.each\(base.tags, veil.partial\(veil.element\(0, NULL::text\), 1, 0, ''\*\*\*''::text\)\)' AS definition;

-- Keyed techniques, also those that read other columns of the row: the same masks as of a plain column.
CREATE TABLE each_data.visit (id integer, tag text, tags text[], day date, days date[], people integer[]);
INSERT INTO each_data.visit SELECT i, 'tag ' || i % 3, ARRAY['tag ' || i % 3, NULL, 'tag ' || i], date '2024-01-01' + i,
    ARRAY[date '2024-01-01' + i, '2024-03-01'], ARRAY[i, i + 1] FROM generate_series(1, 5) i;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('each_policy', 'each_data.visit', 'id',   'release', NULL, 'test'),
    ('each_policy', 'each_data.visit', 'tag',  'pseudonym', '{"key": "each_key", "per": "id"}', NULL),
    ('each_policy', 'each_data.visit', 'tags', 'each', '{"elements": {"technique": "pseudonym", "params": {"key": "each_key", "per": "id"}}}', NULL),
    ('each_policy', 'each_data.visit', 'day',  'shift', '{"key": "each_key", "subject": "id", "days": 90}', NULL),
    ('each_policy', 'each_data.visit', 'days', 'each', '{"elements": {"technique": "shift", "params": {"key": "each_key", "subject": "id", "days": 90}}}', NULL),
    ('each_policy', 'each_data.visit', 'people', 'each', '{"elements": {"technique": "pseudonym", "params": {"key": "each_key", "epoch": "month", "epoch_of": "day", "as": "text"}}}', NULL);
SELECT id, tags[1] = tag AS same_tag, tags[2] IS NULL AS keeps_null, days[1] = day AS same_day, days[2] - days[1] = date '2024-03-01' - (date '2024-01-01' + id) AS same_interval
FROM each_policy.visit ORDER BY id;
SELECT count(DISTINCT p) FROM each_policy.visit, unnest(people) p;

-- What the columns are renamed to; what goes with them.
ALTER TABLE each_data.visit RENAME COLUMN id TO number;
SELECT attribute, params FROM veil.rule WHERE relation = 'each_data.visit' AND technique = 'each' ORDER BY attribute;
SELECT count(*) FROM each_policy.visit WHERE tags[1] = tag;
ALTER TABLE each_data.visit ALTER COLUMN people TYPE bigint[];
SELECT count(DISTINCT p) FROM each_policy.visit, unnest(people) p;
ALTER TABLE each_data.visit DROP COLUMN day CASCADE;
SELECT attribute FROM veil.rule WHERE relation = 'each_data.visit' ORDER BY attribute;
ALTER TABLE each_data.visit ALTER COLUMN tags TYPE text USING tags[1];
SELECT veil.rotate_key('each_key');
SELECT pg_get_viewdef('each_policy.visit'::regclass) ~ 'each_key/1' AS old, pg_get_viewdef('each_policy.visit'::regclass) ~ 'each_key/2' AS new;

-- Refusals.
\set VERBOSITY default
CREATE TABLE each_data.other (t text, a text[], n integer[], r int4range, x xml, c each_data.visit, m int4multirange, v text, s text COLLATE "C");
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 't', 'each', '{"elements": {"technique": "redact"}}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'a', 'each', NULL);
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'a', 'each', '{"elements": "redact"}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'a', 'each', '{"elements": {"technique": "nothing"}}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'a', 'each', '{"elements": {"technique": "prefix"}}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'a', 'each', '{"elements": {"technique": "prefix", "params": {"keep": -1}}}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'a', 'each', '{"elements": {"technique": "bucket", "params": {"width": 1}}}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'a', 'each', '{"elements": {"technique": "each", "params": {"elements": {"technique": "redact"}}}}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'a', 'each', '{"elements": {"technique": "release"}}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'a', 'each', '{"elements": {"technique": "pseudonym", "params": {"key": "no_such_key"}}}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'a', 'each', '{"elements": {"technique": "pseudonym", "params": {"key": "each_key", "per": "missing"}}}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'a', 'prefix', '{"keep": 1}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'r', 'bucket', '{"width": 1}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'm', 'bucket', '{"width": 1}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'x', 'redact', NULL);
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('each_policy', 'each_data.other', 'c', 'redact', NULL);
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('each_policy', 'each_data.other', 'r', 'suppress', NULL), ('each_policy', 'each_data.other', 'm', 'suppress', NULL),
    ('each_policy', 'each_data.other', 'x', 'suppress', NULL), ('each_policy', 'each_data.other', 'c', 'suppress', NULL),
    ('each_policy', 'each_data.other', 'a', 'each', '{"elements": {"technique": "pseudonym", "params": {"key": "each_key", "per": "s"}}}');
INSERT INTO each_data.other VALUES ('t', '{a}', '{1}', '[1,2)', '<canary/>', NULL, '{[1,2)}', 'v', 's');
SELECT r, m, x, c, a <> '{a}' AS masked FROM each_policy.other;

-- Plans of every kind give the same.
CREATE TABLE each_data.many AS SELECT i AS id, ARRAY['tag ' || i % 10, 'tag ' || i % 7] AS tags FROM generate_series(1, 3000) i;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('each_policy', 'each_data.many', 'id', 'release', NULL, 'test'),
    ('each_policy', 'each_data.many', 'tags', 'each', '{"elements": {"technique": "pseudonym", "params": {"key": "each_key"}}}', NULL);
CREATE TABLE each_data.seen AS SELECT id, tags FROM each_policy.many;
PREPARE each_plan(integer) AS SELECT count(*) FROM each_policy.many m JOIN each_data.seen s USING (id) WHERE m.tags = s.tags AND id <= $1;
EXECUTE each_plan(3000);
SET plan_cache_mode = force_generic_plan;
EXECUTE each_plan(3000);
SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET jit_above_cost = 0;
EXECUTE each_plan(3000);
SELECT count(*) FROM each_policy.many m JOIN each_data.seen s USING (id) WHERE m.tags = s.tags;
SELECT count(*), count(DISTINCT tags) FROM (SELECT tags FROM each_policy.many GROUP BY tags) g;
RESET ALL;
DEALLOCATE each_plan;

\set VERBOSITY terse
SET client_min_messages = warning;
SELECT veil.drop_policy('each_policy');
DROP SCHEMA each_data CASCADE;
