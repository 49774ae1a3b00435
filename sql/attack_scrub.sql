-- Free text under attack: no canary that a detector finds comes out of a view, whatever surrounds it, and nothing that the
-- analyst may call tells what it was.
CREATE ROLE regress_scrub_analyst;
CREATE ROLE regress_scrub_usage;
CREATE SCHEMA scrub_raw;
SELECT veil.create_key('attack_scrub');
SELECT veil.create_policy('scrub_attacked');
CREATE TABLE scrub_raw.visit (id integer, bsn text, mail text, note text, keyed text);
-- B4: every position, neighbours of all kinds, long texts, control characters.
INSERT INTO scrub_raw.visit
SELECT n, '123456782', 'canary' || n || '@canary.nl', prefix || t || suffix, prefix || t || suffix
FROM (SELECT row_number() OVER () AS n, t, prefix, suffix
      FROM unnest(ARRAY['canary@canary.nl', 'https://canary.nl/canary', 'BSN 123456782', 'NL91ABNA0417164300', '4111 1111 1111 1111',
                        '+31 6 12345678', '192.168.47.11', '756.9217.0769.85']) t,
           unnest(ARRAY['', repeat('x ', 40), repeat('a@', 30), repeat('1.', 30) || ' ', repeat('é', 60) || ' ', E'\u0001\u0085\n', '<EMAIL>(', '"''{']) prefix,
           unnest(ARRAY['', ' ', '.', E'\n', ')', ', 123456782', ' é@', '<', repeat(' b', 200000)]) suffix) v;
INSERT INTO scrub_raw.visit VALUES (-1, '', '', '', ''), (-2, NULL, NULL, NULL, NULL), (-3, NULL, NULL, repeat('a@', 500000), repeat('1 ', 500000)),
    (-4, NULL, NULL, repeat('x', 16777217), repeat('x', 16777217));
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('scrub_attacked', 'scrub_raw.visit', 'id', 'release', NULL, 'test'),
    ('scrub_attacked', 'scrub_raw.visit', 'note', 'scrub', '{"patterns": {"ODD": "[0-9]{40,}"}}', NULL),
    ('scrub_attacked', 'scrub_raw.visit', 'keyed', 'scrub', '{"replace": "pseudonym", "key": "attack_scrub", "known": ["mail"]}', NULL);
GRANT USAGE ON SCHEMA scrub_attacked TO regress_scrub_analyst, regress_scrub_usage;
GRANT SELECT ON scrub_attacked.visit TO regress_scrub_analyst, regress_scrub_usage;
GRANT USAGE ON SCHEMA veil TO regress_scrub_usage;

SET ROLE regress_scrub_analyst;
SELECT count(*) FROM scrub_attacked.visit;
SELECT count(*) FROM scrub_attacked.visit v WHERE v::text ~* 'canary|BSN 123456782|0417164300|4111 1111|6 12345678|168[.]47|9217';
-- A6: the row as a whole.
SELECT count(*) FROM scrub_attacked.visit v WHERE row_to_json(v)::text ~* 'canary[@.]|BSN 123456782|0417164300|4111 1111|168[.]47|9217';
SELECT (v).* FROM scrub_attacked.visit v WHERE id = -1;
SELECT id, note IS NULL AS note, keyed IS NULL AS keyed, length(note) FROM scrub_attacked.visit WHERE id < 0 ORDER BY id;
-- A7, A11: the same text is scrubbed the same way.
SELECT count(DISTINCT keyed) FROM scrub_attacked.visit v, generate_series(1, 5) WHERE id = 1;
CREATE FUNCTION pg_temp.plan_of(statement text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || statement;
END
$$;
SELECT count(*) FROM pg_temp.plan_of('SELECT * FROM scrub_attacked.visit WHERE note LIKE ''%x%''') l WHERE l ~* 'canary';
-- B4: an error of the analyst's own making prints what is shown, and nothing else.
DO $$
BEGIN
    PERFORM note::integer FROM scrub_attacked.visit WHERE id BETWEEN 1 AND 8;
EXCEPTION WHEN invalid_text_representation THEN
    RAISE NOTICE 'canary in the message: %', SQLERRM ~* 'canary';
END
$$;
-- E3: a guess by every function.
SELECT veil.scrub('canary@canary.nl', 'attack_scrub', 'scrub_attacked', 'replace pseudonym', '{}');
SELECT * FROM veil.detect('canary@canary.nl');
SET ROLE regress_scrub_usage;
SELECT veil.scrub('canary@canary.nl', 'attack_scrub', 'scrub_attacked', 'replace pseudonym', '{}');
RESET ROLE;
DROP FUNCTION pg_temp.plan_of(text);

-- D4: columns renamed, retyped and dropped under the rule; the identifiers of another column follow.
ALTER TABLE scrub_raw.visit RENAME COLUMN note TO remark;
ALTER TABLE scrub_raw.visit RENAME COLUMN mail TO address;
SELECT count(*) FROM scrub_attacked.visit v WHERE v::text ~* 'canary[@.]|BSN 123456782';
ALTER TABLE scrub_raw.visit ALTER COLUMN remark TYPE varchar;
SELECT count(*) FROM scrub_attacked.visit v WHERE v::text ~* 'canary[@.]|BSN 123456782';
ALTER TABLE scrub_raw.visit DROP COLUMN address;
SELECT attname FROM pg_attribute WHERE attrelid = 'scrub_attacked.visit'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum;

SET client_min_messages = warning;
SELECT veil.drop_policy('scrub_attacked');
DROP SCHEMA scrub_raw CASCADE;
REVOKE USAGE ON SCHEMA veil FROM regress_scrub_usage;
DROP ROLE regress_scrub_analyst, regress_scrub_usage;
