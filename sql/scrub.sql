-- Rules of technique scrub: what is found, what stands in its place, and which parameters are refused.
SELECT veil.create_key('scrub');
CREATE SCHEMA scrub_raw;
SET search_path = scrub_raw;
CREATE TABLE visit (id integer, bsn text, name text, born date, note text, short varchar(40), fixed character(40));
INSERT INTO visit VALUES
    (1, '123456782', 'Willem Canary', '1980-02-01', 'BSN: 1234.56.782, mail jan@example.nl of bel 06-12345678', 'auto 12-BB-34', 'ip 1.2.3.4'),
    (2, '111222333', NULL, NULL, 'Order 123456782 staat klaar; rekening nl91 abna 0417 1643 00', NULL, 'niets'),
    (3, NULL, NULL, NULL, NULL, '', 'BSN 111222333');
SELECT veil.create_policy('scrubbed');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('scrubbed', 'scrub_raw.visit', 'id', 'release', NULL, 'test'),
    ('scrubbed', 'scrub_raw.visit', 'bsn', 'pseudonym', '{"key": "scrub"}', NULL),
    ('scrubbed', 'scrub_raw.visit', 'note', 'scrub', NULL, NULL),
    ('scrubbed', 'scrub_raw.visit', 'short', 'scrub', '{"replace": "mask", "fill": "#", "keep_length": true}', NULL),
    ('scrubbed', 'scrub_raw.visit', 'fixed', 'scrub', '{"replace": "mask"}', NULL);
SELECT id, note, short, fixed FROM scrubbed.visit ORDER BY id;
SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = 'scrubbed.visit'::regclass AND attname IN ('note', 'short', 'fixed') ORDER BY attnum;

-- Pseudonyms join with the column's, however the text writes the number.
UPDATE veil.rule SET params = '{"replace": "pseudonym", "key": "scrub", "detect": ["bsn", "iban"]}' WHERE policy = 'scrubbed' AND attribute IN ('note', 'fixed');
SELECT n.id, replace(n.note, p.bsn, '...') AS note FROM scrubbed.visit n JOIN scrubbed.visit p ON n.note LIKE '%<BSN:' || p.bsn || '>%' ORDER BY 1;
SELECT count(*) FROM scrubbed.visit n JOIN scrubbed.visit p ON n.fixed LIKE '%<BSN:' || p.bsn || '>%' AND n.id = 3 AND p.id = 2;
SELECT regexp_replace(note, '[a-z2-7]{26}', '...') FROM scrubbed.visit WHERE id = 2;

-- Patterns, languages and regions.
CREATE FUNCTION pg_temp.scrubbed(value text, params jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    EXECUTE 'CREATE TABLE scrub_raw.one AS SELECT $1 AS note' USING value;
    INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('scrubbed', 'scrub_raw.one', 'note', 'scrub', params);
    EXECUTE 'SELECT note FROM scrubbed.one' INTO result;
    DELETE FROM veil.rule WHERE policy = 'scrubbed' AND relation LIKE '%one';
    DROP TABLE scrub_raw.one;
    RETURN result;
EXCEPTION WHEN OTHERS THEN
    RETURN SQLERRM;
END
$$;
SELECT pg_temp.scrubbed('zaak Z-123456, GEHEIM, jan@x.nl', '{"patterns": {"CASE_NUMBER": "Z-[0-9]{6}", "WORD": "(?i)geheim"}}');
SELECT pg_temp.scrubbed('1 maart 1980 en 1 march 1980', '{"languages": ["nl"], "detect": ["date"]}');
SELECT pg_temp.scrubbed('0470 12 34 56 en 06-12345678', '{"region": "BE", "detect": ["phone"]}');
SELECT pg_temp.scrubbed('jan@x.nl, www.x.nl', '{"detect": ["url"]}');
SELECT pg_temp.scrubbed('', '{}') = '' AS empty;

-- Refusals.
SELECT params, pg_temp.scrubbed('x', params::jsonb) FROM (VALUES
    ('{"replace": "blank"}'), ('{"replace": "pseudonym"}'), ('{"key": "scrub"}'), ('{"replace": "pseudonym", "key": "no_such_key"}'),
    ('{"scope": "key"}'), ('{"fill": "x"}'), ('{"keep_length": true}'), ('{"replace": "mask", "keep_length": true, "fill": ""}'), ('{"replace": "mask", "fill": "a\nb"}'),
    ('{"detect": []}'), ('{"detect": ["known"]}'), ('{"detect": "email"}'), ('{"languages": ["de"]}'), ('{"region": "nl"}'), ('{"region": "XX"}'),
    ('{"detect": ["email"], "region": "NL"}'), ('{"known": ["no_such_column"]}'), ('{"known": "name"}'),
    ('{"patterns": ["a"]}'), ('{"patterns": {}}'), ('{"patterns": {"small": "a"}}'), ('{"patterns": {"A": ""}}'), ('{"patterns": {"A": "a\nb"}}'),
    ('{"patterns": {"A": "("}}'), ('{"patterns": {"A": "a*"}}'), ('{"patterns": {"A": "(a)\\1"}}'), ('{"patterns": {"A": 1}}'), ('{"unknown": 1}')) p (params);
CREATE TABLE other (n integer, j jsonb, t text);
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('scrubbed', 'scrub_raw.other', 'n', 'scrub');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('scrubbed', 'scrub_raw.other', 't', 'scrub', '{"known": ["j"]}');

-- What a DBA asks.
SELECT entity, begins, ends FROM veil.detect('Mail jan@example.nl, BSN 123456782.') ORDER BY begins;
SELECT entity, substr(t, begins, ends - begins + 1) FROM (VALUES ('één é: jü@x.nl ü 1234 AB')) v (t), veil.detect(t) ORDER BY begins;
SELECT count(*) FROM veil.detect(NULL);
SELECT veil.scrub('x', 'detect none', '{}');
SELECT veil.scrub('x', 'replace pseudonym', '{}');
SELECT veil.scrub('x', 'scrub', '', '', '{}');
SELECT veil.scrub('jan@x.nl', '', ARRAY[NULL, 'x']::text[]);
SELECT provolatile, proisstrict, proparallel, count(*) FROM pg_proc WHERE pronamespace = 'veil'::regnamespace AND proname IN ('scrub', 'detect') GROUP BY 1, 2, 3;

RESET search_path;
SET client_min_messages = warning;
SELECT veil.drop_policy('scrubbed');
DROP SCHEMA scrub_raw CASCADE;
