-- Masks of dates and times: truncate, compared with PostgreSQL's date_trunc, and clamp.
SET datestyle = 'ISO, YMD';
SET timezone = 'Asia/Tokyo';
CREATE SCHEMA date_masks;
SET search_path = date_masks;
CREATE TABLE unit (unit text, size integer);
INSERT INTO unit VALUES ('second', 1), ('minute', 2), ('hour', 3), ('day', 4), ('week', 5), ('month', 6), ('quarter', 7), ('year', 8),
    ('decade', 9), ('century', 10);

-- date: every day of four years from each of these, and a day of every fifth month from 4600 BC to 5112.
CREATE TABLE days AS
    SELECT d::date AS d
    FROM (VALUES ('4600-03-01 BC'::timestamp), ('0002-01-01 BC'), ('0101-01-01 BC'), ('0004-01-01'), ('0099-01-01'), ('1582-01-01'),
                 ('1899-01-01'), ('1999-01-01'), ('2099-01-01'), ('9999-01-01'), ('294272-01-01')) s(first),
         generate_series(first, first + interval '4 years', interval '1 day') d
    UNION
    SELECT (timestamp '4600-02-15 BC' + make_interval(months => i))::date FROM generate_series(0, 9711 * 12, 5) i;
SELECT count(*) FROM days;
SELECT unit, count(*) FILTER (WHERE veil.truncate(d, unit) <> date_trunc(unit, d::timestamp)::date) AS wrong
FROM days, unit WHERE size >= 4 GROUP BY unit, size ORDER BY size;
-- Monotone, idempotent, never after the value.
SELECT count(*) FILTER (WHERE masked < before) AS not_monotone,
       count(*) FILTER (WHERE veil.truncate(masked, unit) <> masked) AS not_idempotent,
       count(*) FILTER (WHERE masked > d) AS later
FROM (SELECT d, unit, veil.truncate(d, unit) AS masked, lag(veil.truncate(d, unit)) OVER (PARTITION BY unit ORDER BY d) AS before
      FROM days, unit) t;
-- The ends of the calendar, where date_trunc raises an error, and the infinities.
SELECT d, unit, veil.truncate(d, unit) FROM (VALUES ('4714-11-24 BC'::date), ('4714-12-31 BC'), ('4713-01-01 BC'), ('5874897-12-31'),
    ('-infinity'), ('infinity'), (NULL)) t(d), unit WHERE unit IN ('day', 'week', 'month', 'year', 'century') ORDER BY d, size;
SELECT date_trunc('century', timestamp '4714-11-24 BC');
-- Years around the turn of the era, as date_trunc has them.
SELECT d, veil.truncate(d, 'year') AS year, veil.truncate(d, 'decade') AS decade, veil.truncate(d, 'century') AS century
FROM (VALUES ('0011-05-05 BC'::date), ('0010-05-05 BC'), ('0001-05-05 BC'), ('0001-05-05'), ('0009-12-31'), ('0010-01-01'),
             ('0100-12-31'), ('0101-01-01'), ('2000-12-31'), ('2001-01-01')) t(d) ORDER BY d;

-- timestamp: the same days at moments that are hard to get right.
CREATE TABLE moments AS
    SELECT d + t AS m FROM (SELECT d FROM days WHERE extract(day FROM d) IN (1, 15, 28, 31)) d,
        (VALUES (time '00:00'), ('00:00:00.000001'), ('11:59:59.999999'), ('12:00'), ('23:59:59.999999')) t(t);
SELECT count(*) FROM moments;
SELECT unit, count(*) FILTER (WHERE veil.truncate(m, unit) <> date_trunc(unit, m)) AS wrong
FROM moments, unit GROUP BY unit, size ORDER BY size;
SELECT m, unit, veil.truncate(m, unit) FROM (VALUES ('4714-11-24 00:00:00 BC'::timestamp), ('4714-11-24 23:59:59.999999 BC'),
    ('294276-12-31 23:59:59.999999'), ('-infinity'), ('infinity'), (NULL)) t(m), unit
WHERE unit IN ('second', 'day', 'century') ORDER BY m, size;

-- timestamptz: in a zone that is a parameter and no setting, every 30 minutes around each clock change and in old times.
CREATE TABLE zone (zone text);
INSERT INTO zone VALUES ('UTC'), ('Europe/Amsterdam'), ('America/New_York'), ('America/St_Johns'), ('Australia/Lord_Howe'),
    ('Asia/Kathmandu'), ('Pacific/Apia'), ('Africa/Casablanca'), ('America/Sao_Paulo'), ('Etc/GMT+12'), ('Asia/Tehran');
CREATE TABLE instants AS
    SELECT DISTINCT i FROM (VALUES ('2025-03-29 20:00:00Z'::timestamptz), ('2025-10-25 20:00:00Z'), ('2025-03-09 00:00:00Z'),
            ('2025-11-02 00:00:00Z'), ('2025-04-05 00:00:00Z'), ('2025-10-04 00:00:00Z'), ('2011-12-29 00:00:00Z'),
            ('2018-11-03 12:00:00Z'), ('2018-02-17 12:00:00Z'), ('2021-03-20 12:00:00Z'), ('1916-04-30 12:00:00Z'),
            ('1937-06-30 12:00:00Z'), ('1883-11-18 00:00:00Z'), ('0044-03-15 00:00:00Z BC')) s(first),
        generate_series(first, first + interval '3 days', interval '30 minutes') i
    UNION SELECT i FROM generate_series('1850-01-01Z'::timestamptz, '2100-01-01Z', interval '7 months 3 hours 17 seconds') i;
SELECT count(*) FROM instants;
SELECT unit, count(*) AS tried, count(*) FILTER (WHERE veil.truncate(i, unit, zone) <> date_trunc(unit, i, zone)) AS wrong
FROM instants, zone, unit GROUP BY unit, size ORDER BY size;
-- The night of 26 October 2025 in Amsterdam has the hour from two to three twice; 30 March has 23 hours.
SELECT i AT TIME ZONE 'UTC' AS utc, veil.truncate(i, 'hour', 'Europe/Amsterdam') AT TIME ZONE 'UTC' AS hour,
       veil.truncate(i, 'day', 'Europe/Amsterdam') AT TIME ZONE 'UTC' AS day
FROM generate_series('2025-10-25 23:30Z'::timestamptz, '2025-10-26 02:30Z', '1 hour') i ORDER BY i;
SELECT veil.truncate(i, 'day', 'Europe/Amsterdam') AT TIME ZONE 'UTC' AS day, count(*)
FROM generate_series('2025-03-28 23:00Z'::timestamptz, '2025-03-31 21:00Z', '1 hour') i GROUP BY day ORDER BY day;
SELECT i, unit, veil.truncate(i, unit, zone) FROM (VALUES ('-infinity'::timestamptz), ('infinity'), (NULL)) t(i), unit, zone
WHERE unit IN ('day', 'century') AND zone IN ('UTC', 'Europe/Amsterdam') ORDER BY zone, i, size;
-- At the very ends of the calendar a zone's local time may lie outside of it; that is suppressed, not an error.
SELECT unit, zone, veil.truncate(i, unit, zone) AT TIME ZONE 'UTC' AS utc
FROM (VALUES ('4714-11-24 00:00:00Z BC'::timestamptz), ('294276-12-31 23:59:59.999999Z')) t(i), unit, zone
WHERE unit IN ('second', 'day', 'year') AND zone IN ('UTC', 'Etc/GMT+12', 'Asia/Kathmandu') ORDER BY i, zone, size;
SELECT count(*) AS without_error, count(masked) > 0 AS some_answered
FROM (SELECT veil.truncate(i, unit, zone) AS masked
      FROM (SELECT timestamptz '4714-11-24 00:00:00Z BC' + h * interval '1 hour' AS i FROM generate_series(0, 40) h
            UNION ALL SELECT timestamptz '294276-12-31 23:59:59Z' - h * interval '1 hour' FROM generate_series(0, 40) h) t, unit, zone) m;
-- Not of the zone: the offset that date_trunc would take from the session.
SELECT veil.truncate('2025-07-01 22:30Z'::timestamptz, 'day', 'UTC') AT TIME ZONE 'UTC' AS utc,
       veil.truncate('2025-07-01 22:30Z'::timestamptz, 'day', 'Europe/Amsterdam') AT TIME ZONE 'UTC' AS amsterdam;

-- The same through views, with types and modifiers kept.
CREATE TABLE event (id integer, d date, t timestamp, t0 timestamp(0), z timestamptz, z3 timestamptz(3));
INSERT INTO event VALUES (1, '2026-05-17', '2026-05-17 13:14:15.678', '2026-05-17 13:14:15.678', '2026-05-17 22:14:15.678Z', '2026-05-17 22:14:15.678Z'),
    (2, '0044-03-15 BC', '0044-03-15 12:00 BC', '0044-03-15 12:00 BC', '0044-03-15 12:00Z BC', '0044-03-15 12:00Z BC'),
    (3, 'infinity', 'infinity', 'infinity', 'infinity', 'infinity'), (4, '-infinity', '-infinity', '-infinity', '-infinity', '-infinity'),
    (5, NULL, NULL, NULL, NULL, NULL);
SELECT veil.create_policy('date_masks_policy');
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('date_masks_policy', 'event', 'id', 'release', 'test');
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
    SELECT 'date_masks_policy', 'event', a, 'truncate', '{"to": "month"}' FROM unnest('{d,t,t0,z,z3}'::text[]) a;
SET timezone = 'UTC';
SELECT * FROM date_masks_policy.event ORDER BY id;
SELECT attname, format_type(atttypid, atttypmod) AS type, col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = 'date_masks_policy.event'::regclass AND attnum > 1 ORDER BY attname;
UPDATE veil.rule SET params = '{"to": "day", "zone": "Europe/Amsterdam"}' WHERE policy = 'date_masks_policy' AND attribute IN ('z', 'z3');
UPDATE veil.rule SET params = '{"to": "second"}' WHERE policy = 'date_masks_policy' AND attribute IN ('t', 't0');
UPDATE veil.rule SET params = '{"to": "decade"}' WHERE policy = 'date_masks_policy' AND attribute = 'd';
SELECT * FROM date_masks_policy.event WHERE id <> 2 ORDER BY id;
-- A session's zone changes how a moment is written, not which moment it is.
SET timezone = 'America/New_York';
SELECT id, z, z AT TIME ZONE 'UTC' AS utc FROM date_masks_policy.event WHERE id = 1;
SET timezone = 'UTC';
-- Zones as PostgreSQL takes them.
UPDATE veil.rule SET params = '{"to": "day", "zone": "europe/amsterdam"}' WHERE policy = 'date_masks_policy' AND attribute = 'z';
SELECT z FROM date_masks_policy.event WHERE id = 1;
UPDATE veil.rule SET params = '{"to": "day", "zone": "EST5EDT"}' WHERE policy = 'date_masks_policy' AND attribute = 'z';
SELECT z FROM date_masks_policy.event WHERE id = 1;
UPDATE veil.rule SET params = '{"to": "day", "zone": ""}' WHERE policy = 'date_masks_policy' AND attribute = 'z';
UPDATE veil.rule SET params = '{"to": "day", "zone": "it''s"}' WHERE policy = 'date_masks_policy' AND attribute = 'z';
UPDATE veil.rule SET params = '{"to": "day", "zone": "../../etc/passwd"}' WHERE policy = 'date_masks_policy' AND attribute = 'z';

-- clamp of dates and times.
UPDATE veil.rule SET technique = 'clamp', params = '{"min": "2000-01-01", "max": "2025-12-31"}' WHERE policy = 'date_masks_policy' AND attribute <> 'id';
SELECT * FROM date_masks_policy.event ORDER BY id;
UPDATE veil.rule SET params = '{"max": "2025-12-31 12:00:00"}' WHERE policy = 'date_masks_policy' AND attribute <> 'id';
SELECT * FROM date_masks_policy.event ORDER BY id;
UPDATE veil.rule SET params = '{"min": "0010-01-01 BC"}' WHERE policy = 'date_masks_policy' AND attribute <> 'id';
SELECT * FROM date_masks_policy.event ORDER BY id;
UPDATE veil.rule SET params = '{"min": "-infinity", "max": "infinity"}' WHERE policy = 'date_masks_policy' AND attribute <> 'id';
SELECT count(*) FROM date_masks_policy.event m JOIN event e USING (id) WHERE (m.d, m.t, m.z) IS DISTINCT FROM (e.d, e.t, e.z);
UPDATE veil.rule SET params = '{"max": "2025-12-31 12:00:00.5"}' WHERE policy = 'date_masks_policy' AND attribute = 't0';
-- Nor may a bound move with the day on which the view is built.
UPDATE veil.rule SET params = '{"max": "today"}' WHERE policy = 'date_masks_policy' AND attribute = 'd';
UPDATE veil.rule SET params = '{"max": " Tomorrow 12:00"}' WHERE policy = 'date_masks_policy' AND attribute = 't';
UPDATE veil.rule SET technique = 'constant', params = '{"value": "NOW"}' WHERE policy = 'date_masks_policy' AND attribute = 'z';
UPDATE veil.rule SET params = '{"max": "31 january 2025"}' WHERE policy = 'date_masks_policy' AND attribute = 't';
-- A bound is read in UTC and ISO order, whatever the writer's settings are.
BEGIN;
SET LOCAL timezone = 'Asia/Tokyo';
SET LOCAL datestyle = 'SQL, DMY';
UPDATE veil.rule SET params = '{"max": "2025-12-31"}' WHERE policy = 'date_masks_policy' AND attribute = 'z';
UPDATE veil.rule SET params = '{"max": "02/03/04"}' WHERE policy = 'date_masks_policy' AND attribute = 'd';
SET LOCAL timezone = 'UTC';
SET LOCAL datestyle = 'ISO, YMD';
SELECT d, z FROM date_masks_policy.event WHERE id = 1;
ROLLBACK;

-- By hand: an unknown unit or zone is refused without the value.
SELECT veil.truncate(date '2026-01-01', 'fortnight');
SELECT veil.truncate(timestamptz '2026-01-01', 'day', 'Europe/Atlantis');
SELECT veil.truncate(timestamptz '2026-01-01', 'day', repeat('x', 1000));

SELECT veil.drop_policy('date_masks_policy');
RESET timezone;
RESET datestyle;
SET client_min_messages = warning;
DROP SCHEMA date_masks CASCADE;
