-- Masks of texts: partial, prefix, redact, constant, suppress, over text, varchar and char.
CREATE SCHEMA text_masks;
SET search_path = text_masks;
CREATE TABLE value (id integer PRIMARY KEY, raw text);
INSERT INTO value VALUES
    (1, NULL), (2, ''), (3, ' '), (4, 'a'), (5, 'ab'), (6, 'abc'), (7, 'abcd'), (8, 'abcde'), (9, 'abcdef'),
    (10, 'abcdefg'), (11, E'a\\b\\c\\'), (12, E'it''s "q"'), (13, E'line\nfeed'), (14, '%s%I$1$$'),
    (15, 'éüößñç'), (16, '日本語テスト'), (17, '🙂🙃🙂🙃🙂'), (18, E'e\u0301e\u0301e\u0301'), (19, 'x@y'),
    (20, '  padded  ');

-- A technique in each form, through a view.
CREATE TABLE masked AS
    SELECT id, raw AS released, raw AS suppressed, raw AS constant, raw AS partial, raw AS partial_start, raw AS partial_end,
           raw AS partial_both, raw AS partial_bare, raw AS prefix_none, raw AS prefix_two, raw AS redacted, raw AS redacted_bare
    FROM value;
SELECT veil.create_policy('text_masks_policy');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('text_masks_policy', 'masked', 'id', 'release', NULL, 'test'),
    ('text_masks_policy', 'masked', 'released', 'release', NULL, 'test'),
    ('text_masks_policy', 'masked', 'suppressed', 'suppress', NULL, NULL),
    ('text_masks_policy', 'masked', 'constant', 'constant', '{"value": "it''s \\"}', NULL),
    ('text_masks_policy', 'masked', 'partial', 'partial', NULL, NULL),
    ('text_masks_policy', 'masked', 'partial_start', 'partial', '{"keep_start": 2}', NULL),
    ('text_masks_policy', 'masked', 'partial_end', 'partial', '{"keep_end": 2, "fill": "\\"}', NULL),
    ('text_masks_policy', 'masked', 'partial_both', 'partial', '{"keep_start": 2, "keep_end": 2, "fill": "****"}', NULL),
    ('text_masks_policy', 'masked', 'partial_bare', 'partial', '{"keep_start": 1, "keep_end": 1, "fill": ""}', NULL),
    ('text_masks_policy', 'masked', 'prefix_none', 'prefix', '{"keep": 0}', NULL),
    ('text_masks_policy', 'masked', 'prefix_two', 'prefix', '{"keep": 2}', NULL),
    ('text_masks_policy', 'masked', 'redacted', 'redact', NULL, NULL),
    ('text_masks_policy', 'masked', 'redacted_bare', 'redact', '{"fill": ""}', NULL);
\pset null '(null)'
SELECT id, partial, partial_start, partial_end, partial_both, partial_bare, prefix_two FROM text_masks_policy.masked ORDER BY id;
SELECT id, suppressed, constant, '<' || prefix_none || '>' AS prefix_none, redacted, '<' || redacted_bare || '>' AS redacted_bare
FROM text_masks_policy.masked WHERE id <= 4 ORDER BY id;
-- NULL stays NULL and nothing else becomes it; what hides everything hides it alike.
SELECT count(suppressed) AS suppressed, count(constant) AS constant, count(partial) AS partial, count(prefix_none) AS prefix,
       count(redacted) AS redacted, count(released) AS released,
       count(DISTINCT constant), count(DISTINCT redacted), count(DISTINCT prefix_none), count(DISTINCT partial)
FROM text_masks_policy.masked;
SELECT count(*) FROM text_masks_policy.masked m JOIN value v USING (id) WHERE m.released IS DISTINCT FROM v.raw;

-- The competitor shows ab****ab for ab, and the whole of x@y.
SELECT veil.partial('ab', 2, 2, '****'), veil.partial('x@y', 1, 2, '****'), veil.partial('abcde', 2, 2, '****'),
       veil.partial('abcdef', 2, 2, '****');

-- For every length and every pair of parameters: what is shown is a part of the value, never more characters than were
-- to be kept, and nothing where fewer than two would be hidden.
SELECT count(*) AS tried,
       count(*) FILTER (WHERE masked <> CASE WHEN length(raw) >= keep_start + keep_end + 2
                                             THEN left(raw, keep_start) || '~' || right(raw, keep_end) ELSE '~' END) AS wrong
FROM (SELECT raw, keep_start, keep_end, veil.partial(raw, keep_start, keep_end, '~') AS masked
      FROM (SELECT substr(alphabet, 1, size) AS raw
            FROM (VALUES ('abcdefghijklmnopqrstuvwxyz'), ('aéb日c🙂dñe語f🙃gûh本ijklmnopqrst'), (repeat(E'\\', 20)),
                         (repeat('🙂', 20)), (repeat(E'e\u0301', 10))) a(alphabet), generate_series(0, 20) size) v,
           generate_series(0, 9) keep_start, generate_series(0, 9) keep_end) m;
-- right() of zero characters is empty, of a negative number it is not: parameters below zero count as zero.
SELECT veil.partial('abcdef', -1, -1, '*'), veil.partial('abcdef', -2147483648, 1, '*'),
       veil.partial('abcdef', 2147483647, 2147483647, '*'), '<' || veil.prefix('abc', -1) || '>' AS prefix;
-- A prefix is what left() gives, whatever the characters.
SELECT count(*) AS tried, count(*) FILTER (WHERE veil.prefix(raw, keep) <> left(raw, keep)) AS wrong
FROM value, generate_series(0, 12) keep WHERE raw IS NOT NULL;
SELECT count(*) AS tried, count(*) FILTER (WHERE veil.prefix(raw, keep) <> left(raw, keep)) AS wrong
FROM (SELECT string_agg(chr(CASE (i * 7919 + size) % 4 WHEN 0 THEN 97 + i % 26 WHEN 1 THEN 233 WHEN 2 THEN 26085
                                                       ELSE 128578 END), '' ORDER BY i) AS raw
      FROM generate_series(1, 60) size, generate_series(1, size) i GROUP BY size) v, generate_series(0, 61) keep;
-- Large values, also compressed and out of line.
CREATE TABLE large (plain text, compressed text, outside text);
ALTER TABLE large ALTER compressed SET STORAGE extended, ALTER outside SET STORAGE external;
INSERT INTO large SELECT v, v, v FROM (SELECT repeat('é', 500000) || 'end' AS v) v;
SELECT length(veil.partial(compressed, 1000, 3, '***')), right(veil.partial(outside, 0, 3, '***'), 6),
       length(veil.prefix(compressed, 1000)), octet_length(veil.prefix(outside, 1000)),
       veil.redact(compressed, 'x'), veil.prefix(plain, 600000) = plain AS whole
FROM large;

-- varchar and char keep their type and its modifier as long as the mask fits.
CREATE TABLE typed (id integer, v varchar(8), free varchar, c char(6), free_c bpchar, one char, quoted "char", n name);
INSERT INTO typed VALUES (1, 'abcdefgh', 'abcdefgh', 'abcd', 'abcd  ', 'a', 'a', 'abc'), (2, '', '', '', '', '', '', ''),
    (3, 'ab', 'ab', 'ab', 'ab ', ' ', ' ', ' '), (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE FUNCTION types_of(view regclass) RETURNS TABLE (attribute name, type text, comment text) LANGUAGE sql AS $$
    SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) FROM pg_attribute
    WHERE attrelid = view AND attnum > 0 AND NOT attisdropped ORDER BY attnum
$$;
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
    SELECT 'text_masks_policy', 'typed', a, 'partial', '{"keep_start": 1, "keep_end": 1}'
    FROM unnest('{v,free,c,free_c,one}'::text[]) a;
INSERT INTO veil.rule (policy, relation, attribute, technique, why)
VALUES ('text_masks_policy', 'typed', 'id', 'release', 'test');
SELECT * FROM types_of('text_masks_policy.typed');
SELECT id, v, free, '<' || c::text || '>' AS c, '<' || free_c::text || '>' AS free_c, octet_length(c), octet_length(free_c), one
FROM text_masks_policy.typed ORDER BY id;
UPDATE veil.rule SET technique = 'redact', params = NULL WHERE policy = 'text_masks_policy' AND relation = 'text_masks.typed' AND attribute <> 'id';
SELECT * FROM types_of('text_masks_policy.typed');
SELECT v, free, c, free_c, one FROM text_masks_policy.typed ORDER BY id LIMIT 1;
UPDATE veil.rule SET technique = 'redact', params = '{"fill": "éé"}' WHERE policy = 'text_masks_policy' AND relation = 'text_masks.typed' AND attribute <> 'id';
SELECT * FROM types_of('text_masks_policy.typed');
UPDATE veil.rule SET technique = 'prefix', params = '{"keep": 1000}' WHERE policy = 'text_masks_policy' AND relation = 'text_masks.typed' AND attribute <> 'id';
SELECT * FROM types_of('text_masks_policy.typed');
SELECT count(*) FROM text_masks_policy.typed m JOIN typed t USING (id)
WHERE (m.v, m.free, m.c, m.free_c, m.one) IS DISTINCT FROM (t.v, t.free, t.c, t.free_c, t.one);
UPDATE veil.rule SET technique = 'constant', params = '{"value": "xy"}' WHERE policy = 'text_masks_policy' AND relation = 'text_masks.typed' AND attribute <> 'id';
SELECT * FROM types_of('text_masks_policy.typed');
SELECT id, v, free, '<' || c::text || '>' AS c, octet_length(c), one FROM text_masks_policy.typed ORDER BY id;
UPDATE veil.rule SET technique = 'constant', params = '{"value": "éééééééé"}' WHERE policy = 'text_masks_policy' AND relation = 'text_masks.typed' AND attribute <> 'id';
SELECT * FROM types_of('text_masks_policy.typed');
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = 'text_masks_policy' AND relation = 'text_masks.typed' AND attribute <> 'id';
SELECT * FROM types_of('text_masks_policy.typed');
-- Other types of characters are not taken for text.
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('text_masks_policy', 'typed', 'quoted', 'partial');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('text_masks_policy', 'typed', 'n', 'redact');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('text_masks_policy', 'typed', 'quoted', 'constant', '{"value": "x"}'), ('text_masks_policy', 'typed', 'n', 'constant', '{"value": "x"}');
SELECT id, quoted, n FROM text_masks_policy.typed ORDER BY id;

-- A constant of every kind of type.
CREATE TYPE mood AS ENUM ('sad', 'it''s fine');
CREATE TABLE things (b boolean, i integer, n numeric(6,2), d date, t timestamptz, u uuid, j jsonb, a inet, iv interval, bits bit(3),
                     m mood, by bytea, tm time(0));
INSERT INTO things VALUES (true, 1, 1, 'today', 'now', gen_random_uuid(), '{}', '::1', '1 day', '111', 'sad', '\x00', 'now'),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('text_masks_policy', 'things', 'b', 'constant', '{"value": false}'),
    ('text_masks_policy', 'things', 'i', 'constant', '{"value": -7}'),
    ('text_masks_policy', 'things', 'n', 'constant', '{"value": 1.5}'),
    ('text_masks_policy', 'things', 'd', 'constant', '{"value": "2026-01-02"}'),
    ('text_masks_policy', 'things', 't', 'constant', '{"value": "2026-01-02 03:04:05"}'),
    ('text_masks_policy', 'things', 'u', 'constant', '{"value": "00000000-0000-0000-0000-000000000000"}'),
    ('text_masks_policy', 'things', 'j', 'constant', '{"value": "{\"a\": 1}"}'),
    ('text_masks_policy', 'things', 'a', 'constant', '{"value": "10.0.0.0/8"}'),
    ('text_masks_policy', 'things', 'iv', 'constant', '{"value": "1 year"}'),
    ('text_masks_policy', 'things', 'bits', 'constant', '{"value": "101"}'),
    ('text_masks_policy', 'things', 'm', 'constant', '{"value": "it''s fine"}'),
    ('text_masks_policy', 'things', 'by', 'constant', '{"value": "\\x0102"}'),
    ('text_masks_policy', 'things', 'tm', 'constant', '{"value": "12:00"}');
SELECT b, i, n, d, t AT TIME ZONE 'UTC' AS t, u, j, a, iv, bits, m, by, tm FROM text_masks_policy.things ORDER BY b;
SELECT attribute, type FROM types_of('text_masks_policy.things');
UPDATE veil.rule SET params = '{"value": "1011"}' WHERE policy = 'text_masks_policy' AND attribute = 'bits';
UPDATE veil.rule SET params = '{"value": "12:00:00.5"}' WHERE policy = 'text_masks_policy' AND attribute = 'tm';
UPDATE veil.rule SET params = '{"value": "glad"}' WHERE policy = 'text_masks_policy' AND attribute = 'm';
UPDATE veil.rule SET params = '{"value": "{"}' WHERE policy = 'text_masks_policy' AND attribute = 'j';
-- The writer's settings do not change what a constant means.
BEGIN;
SET LOCAL datestyle = 'SQL, DMY';
SET LOCAL timezone = 'Asia/Tokyo';
SET LOCAL intervalstyle = 'sql_standard';
UPDATE veil.rule SET params = '{"value": "01/02/03"}' WHERE policy = 'text_masks_policy' AND attribute = 'd';
UPDATE veil.rule SET params = '{"value": "2026-01-02"}' WHERE policy = 'text_masks_policy' AND attribute = 't';
UPDATE veil.rule SET params = '{"value": "-1 02:03:04"}' WHERE policy = 'text_masks_policy' AND attribute = 'iv';
RESET datestyle;
RESET intervalstyle;
SELECT DISTINCT d, t AT TIME ZONE 'UTC' AS t, iv FROM text_masks_policy.things WHERE b IS NOT NULL;
ROLLBACK;

SELECT veil.drop_policy('text_masks_policy');
\pset null ''
SET client_min_messages = warning;
DROP SCHEMA text_masks CASCADE;
