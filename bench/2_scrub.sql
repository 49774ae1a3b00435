-- Technique scrub beside a chain of regexp_replace that does less: no check digits, no context, no names, cards, dates,
-- plates, national ids. On the texts of test/corpus/generate, one a row and fifty a row. Environment: VEIL_CORPUS, the
-- file of them.

SET search_path = bench, public;

CREATE TABLE bench.corpus (line text);
-- A delimiter and a quote that no text has.
\copy bench.corpus FROM PROGRAM 'cat "$VEIL_CORPUS"' (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')

-- The tenth of :rows texts at most.
CREATE TABLE bench.note AS SELECT line::jsonb ->> 'text' AS note FROM bench.corpus LIMIT greatest(:rows / 10, 1);
CREATE TABLE bench.document AS
SELECT string_agg(note, E'\n') AS note FROM (SELECT note, row_number() OVER () / 50 AS document FROM bench.note) AS placed GROUP BY document;
VACUUM (FREEZE, ANALYZE) bench.note, bench.document;
SELECT bench.warm('bench.note'), bench.warm('bench.document');

SELECT veil.create_policy('scrub_all'), veil.create_policy('scrub_same');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT policy, relation, 'note', 'scrub', params::jsonb, 'measured'
FROM (VALUES ('scrub_all', NULL), ('scrub_same', '{"detect": ["email", "url", "iban", "bsn", "postcode", "phone"]}')) AS p (policy, params),
     (VALUES ('bench.note'), ('bench.document')) AS r (relation);

CREATE TABLE bench.scrubbing (number integer GENERATED ALWAYS AS IDENTITY, title text, texts text, statement text, scan text);
INSERT INTO bench.scrubbing (title, texts, statement, scan)
SELECT title, texts, format(statement, texts), format('SELECT count(octet_length(note)) FROM bench.%I', texts)
FROM (VALUES (1, 'note'), (2, 'document')) AS r (place, texts),
     (VALUES
    (1, 'scrub', 'SELECT count(note) FROM scrub_all.%I'),
    (2, 'scrub of what the chain looks for', 'SELECT count(note) FROM scrub_same.%I'),
    (3, 'chain of regexp_replace', $$SELECT count(
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(note,
            '[[:alnum:]._%%+-]+@[[:alnum:].-]+\.[[:alpha:]]{2,}', '<EMAIL>', 'g'),
            'https?://[^[:space:]]+|www\.[^[:space:]]+', '<URL>', 'g'),
            '\m[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\M', '<IBAN>', 'g'),
            '\m[0-9]{9}\M', '<BSN>', 'g'),
            '\m[1-9][0-9]{3} ?[A-Z]{2}\M', '<POSTCODE>', 'g'),
            '(?:\+[0-9]{1,3}|\m0)[ -]?[0-9]{1,3}(?:[ -]?[0-9]{2,4}){2,4}\M', '<PHONE>', 'g')) FROM bench.%I$$)) AS s (step, title, statement)
ORDER BY place, step;

SELECT array_agg(name ORDER BY number, kind) AS names, array_agg(statement ORDER BY number, kind) AS statements
FROM (SELECT number, kind, kind || ' ' || number AS name, text AS statement
      FROM bench.scrubbing, LATERAL (VALUES ('scrubbing', statement), ('texts', scan)) AS s (kind, text)) AS s
\gset
CALL bench.measure(:'names', :'statements', :rounds);

-- MB of 10^6 bytes a second, above the scan, and how many times the chain's that is.
CREATE VIEW bench.scrub_speed AS
SELECT number, title, texts, round, mb / nullif(ns, 0) * 1e9 AS mb_per_second,
       max(ns) FILTER (WHERE title LIKE 'chain%') OVER (PARTITION BY texts, round) / nullif(ns, 0) AS of_chain
FROM (SELECT number, title, texts, round, work.ns - scan.ns AS ns, CASE texts WHEN 'note' THEN note.mb ELSE document.mb END AS mb
      FROM bench.scrubbing
      JOIN bench.sample AS work ON work.name = 'scrubbing ' || number
      JOIN bench.sample AS scan USING (round),
           (SELECT sum(octet_length(note)) / 1e6 FROM bench.note) AS note (mb),
           (SELECT sum(octet_length(note)) / 1e6 FROM bench.document) AS document (mb)
      WHERE scan.name = 'texts ' || number) AS taken;
