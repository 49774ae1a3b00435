-- What each technique costs a row: SELECT count(column) on a view with one rule for that column, less the same on the
-- table. Beside it pgcrypto's hmac(column, key, 'sha256') on a text of nine digits, which is what people write by hand.

SET search_path = bench, public;
-- Else no mask is computed to count it.
SET pg_veil.rewrite = off;

CREATE TABLE bench.technique (
    number    integer GENERATED ALWAYS AS IDENTITY,
    technique text NOT NULL,
    attribute text NOT NULL,
    params    jsonb
);
INSERT INTO bench.technique (technique, attribute, params) VALUES
    ('release',   't',    NULL),
    ('suppress',  't',    NULL),
    ('constant',  't',    '{"value": "x"}'),
    ('partial',   't',    '{"keep_start": 1, "keep_end": 2}'),
    ('partial',   'name', '{"keep_start": 1, "keep_end": 2}'),
    ('redact',    't',    NULL),
    ('prefix',    't',    '{"keep": 4}'),
    ('prefix',    'name', '{"keep": 4}'),
    ('hierarchy', 'i4',   '{"hierarchy": "age_bands", "level": 1}'),
    ('hierarchy', 'd',    '{"hierarchy": "date_levels", "level": 1}'),
    ('pseudonym', 't',    '{"key": "bench"}'),
    ('pseudonym', 'v',    '{"key": "bench"}'),
    ('pseudonym', 'i2',   '{"key": "bench"}'),
    ('pseudonym', 'i4',   '{"key": "bench"}'),
    ('pseudonym', 'i8',   '{"key": "bench"}'),
    ('pseudonym', 'u',    '{"key": "bench"}'),
    ('pseudonym', 't',    '{"key": "bench", "fold": "case", "normalize": "nfc"}'),
    ('pseudonym', 't',    '{"key": "bench", "epoch": "month", "epoch_of": "d"}'),
    ('pseudonym', 'i8',   '{"key": "bench", "epoch": "month", "epoch_of": "d"}'),
    ('pseudonym', 't',    '{"key": "bench", "per": "i4"}'),
    ('pseudonym', 'n',    '{"key": "bench"}'),
    ('pseudonym', 'f8',   '{"key": "bench"}'),
    ('pseudonym', 'd',    '{"key": "bench"}'),
    ('pseudonym', 'ts',   '{"key": "bench"}'),
    ('pseudonym', 'tstz', '{"key": "bench"}'),
    ('encrypt',   't',    '{"key": "bench"}'),
    ('encrypt',   'i8',   '{"key": "bench"}'),
    ('encrypt',   'n',    '{"key": "bench"}'),
    ('format_preserving', 't',   '{"key": "bench", "format": "digits"}'),
    ('format_preserving', 't',   '{"key": "bench", "format": "alphanumeric"}'),
    ('format_preserving', 'bsn', '{"key": "bench", "format": "bsn"}'),
    ('format_preserving', 'bsn', '{"key": "bench", "format": "bsn", "valid": false}'),
    ('format_preserving', 'i4',  '{"key": "bench", "min": -2000000000, "max": 2000000000}'),
    ('format_preserving', 'n',   '{"key": "bench"}'),
    ('format_preserving', 'd',   '{"key": "bench", "min": "1920-01-01", "max": "2030-12-31"}'),
    ('format_preserving', 'u',   '{"key": "bench"}'),
    ('surrogate', 't',    '{"key": "bench", "kind": "full_name"}'),
    ('surrogate', 't',    '{"key": "bench", "kind": "email", "unique": true}'),
    ('surrogate', 'i4',   '{"key": "bench", "kind": "full_name", "unique": true}'),
    ('scrub',     'name', NULL),
    ('scrub',     'name', '{"detect": ["email", "url", "iban", "bsn"]}'),
    ('noise',     'i4',   '{"key": "bench", "subject": "t", "scale": 100}'),
    ('noise',     'i4',   '{"key": "bench", "subject": "t", "scale": 100, "distribution": "gaussian"}'),
    ('noise',     'i4',   '{"key": "bench", "subject": "t", "scale": 100, "distribution": "uniform"}'),
    ('noise',     'n',    '{"key": "bench", "subject": "t", "scale": 100}'),
    ('noise',     'f8',   '{"key": "bench", "subject": "t", "scale": 100}'),
    ('noise',     'd',    '{"key": "bench", "subject": "t", "scale": 30}'),
    ('noise',     'ts',   '{"key": "bench", "subject": "t", "scale": 6, "unit": "hour"}'),
    ('shift',     'd',    '{"key": "bench", "subject": "t", "days": 180}'),
    ('shift',     'ts',   '{"key": "bench", "subject": "t", "days": 180}'),
    ('truncate',  'd',    '{"to": "year"}'),
    ('truncate',  'd',    '{"to": "month"}'),
    ('truncate',  'd',    '{"part": "weekday"}'),
    ('truncate',  'ts',   '{"to": "month"}'),
    ('truncate',  'tstz', '{"to": "month"}'),
    ('truncate',  'tstz', '{"to": "month", "zone": "Europe/Amsterdam"}'),
    ('truncate',  'tm',   '{"to": "hour"}'),
    ('bucket',    'i2',   '{"width": 10}'),
    ('bucket',    'i4',   '{"width": 10000}'),
    ('bucket',    'i4',   '{"width": 10000, "as": "range"}'),
    ('bucket',    'i4',   '{"width": 10000, "as": "text"}'),
    ('bucket',    'i4',   '{"width": 10000, "as": "midpoint"}'),
    ('bucket',    'i4',   '{"bounds": [-1000000, 0, 1000, 1000000]}'),
    ('bucket',    'i8',   '{"width": 10000}'),
    ('bucket',    'f8',   '{"width": 0.5}'),
    ('bucket',    'f8',   '{"width": 0.5, "as": "range"}'),
    ('bucket',    'n',    '{"width": 1000}'),
    ('bucket',    'n',    '{"width": 1000, "as": "range"}'),
    ('bucket',    'n',    '{"width": 1000, "as": "text"}'),
    ('bucket',    'n',    '{"width": 1000, "as": "midpoint"}'),
    ('bucket',    'n',    '{"bounds": [100, 1000, 10000, 50000], "as": "range"}'),
    ('bucket',    'd',    '{"width": 1, "unit": "week"}'),
    ('bucket',    'd',    '{"width": 1, "unit": "week", "as": "range"}'),
    ('bucket',    'tstz', '{"width": 1, "unit": "day", "zone": "Europe/Amsterdam"}'),
    ('round',     'i4',   '{"to": 1000}'),
    ('round',     'f8',   '{"to": 0.5}'),
    ('round',     'n',    '{"to": 100}'),
    ('round',     'ts',   '{"to": 1, "unit": "hour"}'),
    ('clamp',     'i4',   '{"min": -1000000, "max": 1000000}'),
    ('clamp',     'n',    '{"min": 1000, "max": 90000}'),
    ('age',       'd',    '{"at": "2026-01-01", "bands": 5, "top": 90}'),
    ('age',       'd',    '{"at": "2026-01-01", "bands": 5, "top": 90, "as": "text"}'),
    ('network',   'ip',   NULL),
    ('grid',      'lat',  '{"axis": "latitude", "metres": 1000}'),
    ('grid',      'lon',  '{"axis": "longitude", "metres": 1000, "latitude": "lat"}'),
    ('grid',      'p',    '{"metres": 1000}'),
    ('combine',   't',    '{"with": ["i4"], "technique": {"technique": "pseudonym", "params": {"key": "bench"}}}'),
    ('clamp',     'd',    '{"min": "1940-01-01", "max": "2010-01-01"}');

-- A policy has one rule a column: as many policies as a column has techniques.
CREATE TABLE bench.placed AS
SELECT *, 'bench' || row_number() OVER (PARTITION BY attribute ORDER BY number) AS policy FROM bench.technique;
SELECT count(veil.create_policy(policy)) AS policies FROM (SELECT DISTINCT policy FROM bench.placed) AS policies;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT policy, 'bench.data', attribute, technique, params, 'measured' FROM bench.placed;

-- The scans stand beside the masks that they are taken off from.
CREATE TABLE bench.statement AS
SELECT attribute, number, 'mask ' || number AS name, format('SELECT count(%I) FROM %I.data', attribute, policy) AS statement
FROM bench.placed
UNION ALL
SELECT DISTINCT attribute, 0, 'scan ' || attribute, format('SELECT count(%I) FROM bench.data', attribute) FROM bench.placed
UNION ALL
VALUES ('t', 0, 'hmac', $$SELECT count(public.hmac(t, '0123456789abcdef0123456789abcdef', 'sha256')) FROM bench.data$$);
SELECT array_agg(name ORDER BY attribute, number, name) AS names, array_agg(statement ORDER BY attribute, number, name) AS statements
FROM bench.statement
\gset
CALL bench.measure(:'names', :'statements', :rounds);

-- ns a row above the scan of the same column. The statements of a technique and of hmac count the same rows of the same
-- table, so the scan and the count fall out.
CREATE VIEW bench.technique_cost AS
SELECT number, technique, format_type(atttypid, -1) AS type, coalesce(params - 'key', '{}') AS params, round,
       (mask.ns - scan.ns) / :rows AS mask, (hmac.ns - scan_hmac.ns) / :rows AS hmac, scan.ns / :rows AS scan
FROM bench.placed
JOIN pg_attribute ON attrelid = 'bench.data'::regclass AND attname = attribute
JOIN bench.sample AS mask ON mask.name = 'mask ' || number
JOIN bench.sample AS scan USING (round)
JOIN bench.sample AS hmac USING (round)
JOIN bench.sample AS scan_hmac USING (round)
WHERE scan.name = 'scan ' || attribute AND hmac.name = 'hmac' AND scan_hmac.name = 'scan t';
