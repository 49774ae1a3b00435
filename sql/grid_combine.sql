-- grid: coordinates, points and PostGIS' places (where it is installed: see below) on the globe and in the plane; combine: several
-- columns as one.
CREATE SCHEMA grid_combine;
SET search_path = grid_combine;
SELECT veil.create_policy('grid_combine_policy');
CREATE TABLE place (id integer, lat double precision, lon double precision, latn numeric(9,6), lonn numeric(9,6), latr real, lonr numeric, p point, q point);
INSERT INTO place VALUES
    (1, 52.370216, 4.895168, 52.370216, 4.895168, 52.370216, 4.895168, '(4.895168,52.370216)', '(121000.4,487000.6)'),
    (2, 52.370300, 4.895300, 52.370300, 4.895300, 52.370300, 4.895300, '(4.895300,52.370300)', '(-0.5,-999.999)'),
    (3, 90, 0, 90, 0, 90, 0, '(0,90)', '(0,0)'), (4, -90, 180, -90, 180, -90, 180, '(180,-90)', '(1e300,1)'),
    (5, 0, -180, 0, -180, 0, -180, '(-180,0)', '(Infinity,1)'), (6, 0, 180, 0, 180, 0, 180, '(180,0)', '(NaN,1)'),
    (7, 90.0001, 0, 90.0001, 0, 91, 0, '(0,90.0001)', '(-1000,1000)'), (8, 0, 180.0001, 0, 180.0001, 0, 1e300, '(180.0001,0)', '(999.999,1999.999)'),
    (9, 'NaN', 0, 'NaN', 0, 'NaN', 'NaN', '(NaN,0)', NULL), (10, 'Infinity', '-Infinity', 0, 'NaN', '-Infinity', 'Infinity', '(Infinity,-Infinity)', NULL),
    (11, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (12, NULL, 5, 5, NULL, NULL, 5, '(0,0)', NULL);
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('grid_combine_policy', 'place', 'id', 'release', NULL, 'test'),
    ('grid_combine_policy', 'place', 'lat', 'grid', '{"axis": "latitude", "metres": 1000}', NULL),
    ('grid_combine_policy', 'place', 'lon', 'grid', '{"axis": "longitude", "metres": 1000, "latitude": "lat"}', NULL),
    ('grid_combine_policy', 'place', 'latn', 'grid', '{"axis": "latitude", "metres": 1000}', NULL),
    ('grid_combine_policy', 'place', 'lonn', 'grid', '{"axis": "longitude", "metres": 1000, "latitude": "latn"}', NULL),
    ('grid_combine_policy', 'place', 'latr', 'grid', '{"axis": "latitude", "metres": 100000}', NULL),
    ('grid_combine_policy', 'place', 'lonr', 'grid', '{"axis": "longitude", "metres": 100000, "latitude": "latr"}', NULL),
    ('grid_combine_policy', 'place', 'p', 'grid', '{"metres": 1000}', NULL),
    ('grid_combine_policy', 'place', 'q', 'grid', '{"size": 1000}', NULL);
SELECT * FROM grid_combine_policy.place ORDER BY id;
SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = 'grid_combine_policy.place'::regclass AND attname IN ('lat', 'lonn', 'p', 'q') ORDER BY attname;
-- The largest grid there is, and the smallest.
SELECT veil.grid(p, 1e9) AS globe, veil.grid(p, 1) AS metre FROM place WHERE id IN (1, 3, 4) ORDER BY id;
-- Cells hold what they stand for: near enough, and of themselves.
SELECT count(*) AS tried, count(*) FILTER (WHERE abs(sy - y) * 111133 > 505 OR abs(sx - x) * 111319 * cosd(y) > 510) AS far,
       count(*) FILTER (WHERE veil.grid(s, 1000) <> point(s)) AS not_idempotent,
       count(*) FILTER (WHERE veil.grid_latitude(y, 1000) <> sy OR veil.grid_longitude(x, y, 1000) <> sx) AS axes,
       count(*) FILTER (WHERE veil.grid_longitude(x::numeric, y::numeric, 1000) <> sx::numeric) AS numerics
FROM (SELECT x, y, s, s[0] AS sx, s[1] AS sy FROM (SELECT x, y, veil.grid(point(x, y), 1000) AS s FROM
        (SELECT round(random()::numeric * 360 - 180, 6)::float8 AS x, round(random()::numeric * 160 - 80, 6)::float8 AS y FROM generate_series(1, 20000)) r) g) t;
-- In the form of its column, as the server's conversion gives it.
SELECT scale, count(*) AS tried, count(*) FILTER (WHERE latitude::text <> round(veil.grid_latitude(y, 250), scale)::text) AS latitudes,
       count(*) FILTER (WHERE longitude::text <> round(veil.grid_longitude(x, y, 250), scale)::text) AS longitudes
FROM (SELECT *, veil.grid_latitude(y, 250, modifier) AS latitude, veil.grid_longitude(x, y, 250, modifier) AS longitude
      FROM (SELECT scale, (((scale + 3) << 16) | scale) + 4 AS modifier, round((random() * 360 - 180)::numeric, 7) AS x, round((random() * 180 - 90)::numeric, 7) AS y
            FROM (VALUES (0), (1), (4), (6), (7), (8), (63)) AS v (scale), generate_series(1, 2000) OFFSET 0) AS r) AS t GROUP BY scale ORDER BY scale;
-- What does not hold every coordinate is not that form.
SELECT veil.grid_latitude(52.37, 1000, (3 << 16 | 2) + 4)::numeric(3,2) AS latitude;
SELECT veil.grid_latitude(52.37, 1000, modifier) AS latitude FROM (VALUES (-1), (0), (3), ((3 << 16 | 2) + 4), ((70 << 16 | 64) + 4), ((2 << 16 | 2047) + 4)) AS v (modifier);
-- A rename of the other column is followed; dropped, it takes the rule with it.
ALTER TABLE place RENAME lat TO latitude;
SELECT params FROM veil.rule WHERE policy = 'grid_combine_policy' AND attribute = 'lon';
ALTER TABLE place DROP COLUMN latitude;
SELECT count(*) FROM veil.rule WHERE policy = 'grid_combine_policy' AND attribute IN ('latitude', 'lon');
-- Refusals.
UPDATE veil.rule SET params = NULL WHERE policy = 'grid_combine_policy' AND attribute = 'p';
UPDATE veil.rule SET params = '{"metres": 1000, "size": 1}' WHERE policy = 'grid_combine_policy' AND attribute = 'p';
UPDATE veil.rule SET params = '{"metres": 0.5}' WHERE policy = 'grid_combine_policy' AND attribute = 'p';
UPDATE veil.rule SET params = '{"metres": 1000, "axis": "latitude"}' WHERE policy = 'grid_combine_policy' AND attribute = 'p';
UPDATE veil.rule SET params = '{"metres": 1000}' WHERE policy = 'grid_combine_policy' AND attribute = 'latn';
UPDATE veil.rule SET params = '{"size": 1000, "axis": "latitude"}' WHERE policy = 'grid_combine_policy' AND attribute = 'latn';
UPDATE veil.rule SET params = '{"metres": 1000, "axis": "latitude", "latitude": "lonn"}' WHERE policy = 'grid_combine_policy' AND attribute = 'latn';
UPDATE veil.rule SET params = '{"metres": 1000, "axis": "longitude"}' WHERE policy = 'grid_combine_policy' AND attribute = 'latn';
UPDATE veil.rule SET params = '{"metres": 1000, "axis": "longitude", "latitude": "p"}' WHERE policy = 'grid_combine_policy' AND attribute = 'latn';
UPDATE veil.rule SET params = '{"metres": 1000, "axis": "longitude", "latitude": "nowhere"}' WHERE policy = 'grid_combine_policy' AND attribute = 'latn';
CREATE TABLE narrow (lon numeric(4,2), lat numeric(3,2));
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('grid_combine_policy', 'narrow', 'lon', 'grid', '{"metres": 1000, "axis": "longitude", "latitude": "lat"}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('grid_combine_policy', 'narrow', 'lat', 'grid', '{"metres": 1000, "axis": "latitude"}');
SELECT veil.grid(point(1, 1), 'NaN');
SELECT veil.grid_latitude('x'::text, 1000);
SELECT veil.grid_geometry('x'::text, 1000);

-- combine
CREATE TABLE person (id integer, first varchar(20), last text COLLATE "C", born date, income numeric);
INSERT INTO person VALUES (1, 'a', 'bc', '2000-01-01', 1.0), (2, 'ab', 'c', '2000-01-01', 1.00), (3, 'a', 'bc', '2000-01-01', 1), (4, 'a|b', 'c', '2000-01-01', 1),
    (5, 'a', 'b|c', '2000-01-01', 1), (6, E'a\\', '|', '-infinity', 'NaN'), (7, NULL, 'x', '2000-01-01', 1), (8, 'x', NULL, '2000-01-01', 1), (9, '', '', '0044-03-15 BC', 0);
SET client_min_messages = warning;
SELECT veil.create_key('grid_combine') \g /dev/null
RESET client_min_messages;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('grid_combine_policy', 'person', 'id', 'release', NULL, 'test'),
    ('grid_combine_policy', 'person', 'first', 'combine', '{"with": ["last", "born"], "technique": {"technique": "prefix", "params": {"keep": 100}}}', NULL),
    ('grid_combine_policy', 'person', 'born', 'combine', '{"with": ["last"], "separator": "-", "technique": {"technique": "prefix", "params": {"keep": 10}}}', NULL),
    ('grid_combine_policy', 'person', 'last', 'combine', '{"with": ["first", "income"], "technique": {"technique": "pseudonym", "params": {"key": "grid_combine"}}}', NULL);
SET datestyle = 'SQL, DMY';
SELECT id, first, born, count(*) OVER (PARTITION BY last) AS same, length(last) FROM grid_combine_policy.person ORDER BY id;
SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = 'grid_combine_policy.person'::regclass AND attname IN ('first', 'last') ORDER BY attname;
SELECT count(*) AS lists, count(DISTINCT c) AS combined FROM (SELECT veil.combine('|', ARRAY[a, b, c]) AS c
    FROM unnest('{"","|","\\","||","\\|","a","|\\"}'::text[]) a, unnest('{"","|","\\","||","\\|","a","|\\"}'::text[]) b, unnest('{"","|","\\","||","\\|","a","|\\"}'::text[]) c) t;
SELECT veil.combine('|', '{}') = '' AS empty, veil.combine('|', '{a,NULL}') IS NULL AS part_is_null;
ALTER TABLE person RENAME last TO family;
SELECT params -> 'with' FROM veil.rule WHERE policy = 'grid_combine_policy' AND attribute = 'first';
-- Refusals.
UPDATE veil.rule SET params = '{"with": ["born"]}' WHERE policy = 'grid_combine_policy' AND attribute = 'first';
UPDATE veil.rule SET params = '{"with": [], "technique": {"technique": "suppress"}}' WHERE policy = 'grid_combine_policy' AND attribute = 'first';
UPDATE veil.rule SET params = '{"with": ["nobody"], "technique": {"technique": "suppress"}}' WHERE policy = 'grid_combine_policy' AND attribute = 'first';
UPDATE veil.rule SET params = '{"with": ["born"], "separator": "", "technique": {"technique": "suppress"}}' WHERE policy = 'grid_combine_policy' AND attribute = 'first';
UPDATE veil.rule SET params = '{"with": ["born"], "separator": "\\", "technique": {"technique": "suppress"}}' WHERE policy = 'grid_combine_policy' AND attribute = 'first';
UPDATE veil.rule SET params = '{"with": ["born"], "technique": {"technique": "bucket", "params": {"width": 1}}}' WHERE policy = 'grid_combine_policy' AND attribute = 'first';
SELECT veil.combine('', '{a}');

SELECT veil.drop_policy('grid_combine_policy');
SET client_min_messages = warning;
DROP SCHEMA grid_combine CASCADE;
