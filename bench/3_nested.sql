-- Documents of ten members and arrays of five elements, against the same masks written by hand: jsonb_build_object over the
-- members, and an array of a query over the elements. Both sides read what they mask; the tenth of :rows rows.

SET search_path = bench, public;

CREATE TABLE bench.nested AS
SELECT jsonb_build_object('a', t, 'b', v, 'c', name, 'd', i4, 'e', i8 % 100000, 'f', n, 'g', d, 'h', i2 > 0, 'i', bsn, 'j', jsonb_build_object('k', t)) AS doc,
       ARRAY[t, v, name, bsn, t] AS texts, ARRAY[i4, i2, 1, 2, 3] AS numbers
FROM bench.data LIMIT greatest(:rows / 10, 1);
ALTER TABLE bench.nested ADD COLUMN txt json;
UPDATE bench.nested SET txt = doc::text::json;
VACUUM (FULL, FREEZE, ANALYZE) bench.nested;
SELECT bench.warm('bench.nested');

SELECT veil.create_policy('bench_nested');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT 'bench_nested', 'bench.nested', attribute, 'json',
    '{"paths": {"$.a": {"technique": "prefix", "params": {"keep": 4}}, "$.b": {"technique": "prefix", "params": {"keep": 2}},
                "$.c": {"technique": "partial", "params": {"keep_start": 1}}, "$.d": {"type": "integer", "technique": "bucket", "params": {"width": 1000}},
                "$.e": {"type": "integer", "technique": "round", "params": {"to": 100}}, "$.f": {"type": "number", "technique": "round", "params": {"to": 10}},
                "$.g": {"type": "date", "technique": "truncate", "params": {"to": "year"}}, "$.h": {"technique": "release"},
                "$.i": {"technique": "pseudonym", "params": {"key": "bench"}}, "$.j.k": {"technique": "redact"}}}', 'measured'
FROM unnest('{doc,txt}'::text[]) attribute;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('bench_nested', 'bench.nested', 'texts',   'each', '{"elements": {"technique": "pseudonym", "params": {"key": "bench"}}}'),
    ('bench_nested', 'bench.nested', 'numbers', 'each', '{"elements": {"technique": "bucket", "params": {"width": 1000}}}');

CALL bench.measure('{jsonb by hand,jsonb masked,json masked,texts by hand,texts masked,numbers by hand,numbers masked}', ARRAY[
    $$SELECT count(jsonb_build_object('a', veil.prefix(doc->>'a', 4), 'b', veil.prefix(doc->>'b', 2), 'c', veil.partial(doc->>'c', 1, 0, '***'),
        'd', veil.bucket((doc->>'d')::bigint, 1000), 'e', veil.round((doc->>'e')::bigint, 100), 'f', veil.round((doc->>'f')::numeric, 10),
        'g', veil.truncate((doc->>'g')::date, 'year'), 'h', doc->'h', 'i', veil.pseudonym(doc->>'i', 'bench/1'::veil.key, 'bench_nested'),
        'j', jsonb_build_object('k', veil.redact(doc->'j'->>'k', '[redacted]')))) FROM bench.nested$$,
    'SELECT count(doc) FROM bench_nested.nested', 'SELECT count(txt) FROM bench_nested.nested',
    $$SELECT count(ARRAY(SELECT veil.pseudonym(e, 'bench/1'::veil.key, 'bench_nested') FROM unnest(texts) e)) FROM bench.nested$$,
    'SELECT count(texts) FROM bench_nested.nested',
    'SELECT count(ARRAY(SELECT veil.bucket(e, 1000) FROM unnest(numbers) e)) FROM bench.nested',
    'SELECT count(numbers) FROM bench_nested.nested'], :rounds);
