-- Hierarchies: loaded in every form, checked to be trees, versioned; the technique that shows their labels.
\set VERBOSITY terse
CREATE SCHEMA hierarchy_raw;
CREATE TYPE hierarchy_raw.color AS ENUM ('red', 'green', 'blue');
CREATE DOMAIN hierarchy_raw.age AS smallint;
CREATE TABLE hierarchy_raw.person (
    id    integer,
    city  text,
    town  varchar(9),
    code  character(3),
    age   hierarchy_raw.age,
    n4    integer,
    n8    bigint,
    num   numeric(20,2),
    born  date,
    seen  timestamp,
    color hierarchy_raw.color,
    zip   text,
    icd   text,
    flag  boolean
);
INSERT INTO hierarchy_raw.person VALUES
    (1, 'Delft', 'Delft', 'A1', 23, 23, 23, 23.99, '2024-02-29', '2024-02-29 23:59:59', 'red', '1234 AB', 'E11.9', true),
    (2, 'Zwolle', 'Zwolle', 'B2', 90, 90, 90, 90, '0044-03-15 BC', '1999-12-31', 'blue', '1234AB', 'e119', true),
    (3, 'Atlantis', 'Atlantis', 'C3', -1, -1, -1, -0.01, 'infinity', 'infinity', 'green', '1234SS', 'no code', true),
    (4, '', '', '', 0, 0, 9223372036854775807, 'NaN', '-infinity', '-infinity', NULL, '', '', NULL),
    (5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

-- As text: with any separator, quotes, blanks, empty lines and line ends.
SELECT veil.load_hierarchy('place', E'Delft;Zuid-Holland;NL\r\n\n  Gouda ;\t"Zuid-Holland";NL\nZwolle;Overijssel;NL\n');
SELECT content FROM veil.hierarchy WHERE name = 'place';
-- The same again is no new version.
SELECT veil.load_hierarchy('place', 'Delft,Zuid-Holland,NL
Gouda,Zuid-Holland,NL
Zwolle,Overijssel,NL', ',');
SELECT l, veil.generalize('Gouda', 'place', l) FROM generate_series(-1, 3) l ORDER BY 1;
-- From a table's columns, from rows, by rule.
CREATE TABLE hierarchy_raw.hue (hue hierarchy_raw.color, warm text, "any one" text);
INSERT INTO hierarchy_raw.hue VALUES ('red', 'warm', 'a;"b"'), ('blue', 'cold', 'a;"b"'), ('green', 'cold', 'a;"b"');
SELECT veil.load_hierarchy('hue', 'hierarchy_raw.hue', ARRAY['hue', 'warm', 'any one']);
SELECT content FROM veil.hierarchy WHERE name = 'hue';
SELECT veil.generalize('green'::text, 'hue', 2);
SELECT veil.load_hierarchy('hue_rows', ARRAY(SELECT ARRAY[hue::text, warm] FROM hierarchy_raw.hue ORDER BY hue));
SELECT content FROM veil.hierarchy WHERE name = 'hue_rows';
SELECT veil.load_hierarchy('ages', '{"rule": "intervals", "bounds": [[0, 18, 65], [0, 65]]}'::jsonb);
SELECT veil.generalize(64, 'ages', 1), veil.generalize(64, 'ages', 2), veil.generalize(65::bigint, 'ages', 1), veil.generalize(-1, 'ages', 1);
SELECT name, version, kind, top_level, shipped FROM veil.hierarchy WHERE NOT shipped ORDER BY 1, 2;

-- What is no tree, and other mistakes: no message has a value in it.
SELECT veil.load_hierarchy('bad', 'canary;x
other;x
canary;y');
SELECT veil.load_hierarchy('bad', 'a;canary;x
b;canary;y');
SELECT veil.load_hierarchy('bad', '');
SELECT veil.load_hierarchy('bad', 'canary');
SELECT veil.load_hierarchy('bad', 'canary;x
canary');
SELECT veil.load_hierarchy('bad', 'canary;;x');
SELECT veil.load_hierarchy('bad', 'canary;"x');
SELECT veil.load_hierarchy('bad', 'canary;"x"y');
SELECT veil.load_hierarchy('bad', 'canary;' || repeat('x', 1001));
SELECT veil.load_hierarchy('bad', 'a;b', ';;');
SELECT veil.load_hierarchy('bad', 'a"b', '"');
SELECT veil.load_hierarchy('bad', 'a;b', '');
SELECT veil.load_hierarchy('', 'a;b');
SELECT veil.load_hierarchy(repeat('x', 64), 'a;b');
SELECT veil.load_hierarchy('bad', ARRAY['a', 'b']);
SELECT veil.load_hierarchy('bad', '{}'::text[]);
SELECT veil.load_hierarchy('bad', ARRAY[['a', 'b'], ['canary', NULL]]);
SELECT veil.load_hierarchy('bad', ARRAY[['canary', 'b'], ['canary', 'c']]);
SELECT veil.load_hierarchy('bad', ARRAY[['a'], ['b']]);
SELECT veil.load_hierarchy('bad', 'hierarchy_raw.hue', ARRAY['hue']);
SELECT veil.load_hierarchy('bad', 'hierarchy_raw.hue', ARRAY[['hue', 'warm']]);
SELECT veil.load_hierarchy('bad', 'hierarchy_raw.hue', ARRAY['hue', NULL]);
SELECT veil.load_hierarchy('bad', 'hierarchy_raw.hue', ARRAY['hue', 'nothing']);
SELECT veil.load_hierarchy('bad', 'hierarchy_raw.hue', ARRAY['warm', 'hue']);
SELECT veil.load_hierarchy('bad', 'hierarchy_raw.person', ARRAY['city', 'town']);
SELECT veil.load_hierarchy('bad', 'nowhere', ARRAY['a', 'b']);
SELECT veil.load_hierarchy('bad', 'pg_class_oid_index', ARRAY['oid', 'oid']);
SELECT veil.load_hierarchy('bad', '[]'::jsonb);
SELECT veil.load_hierarchy('bad', '{"rule": "canary"}'::jsonb);
SELECT veil.load_hierarchy('bad', '{"rule": "intervals", "widths": [5, 12]}'::jsonb);
SELECT veil.load_hierarchy('bad', '{"rule": "prefix", "keep": [2, 4]}'::jsonb);
SELECT veil.load_hierarchy('bad', '{"rule": "date", "levels": ["week"]}'::jsonb);
SELECT veil.load_hierarchy('bad', '{"rule": "icd10", "more": 1}'::jsonb);
SELECT veil.load_hierarchy(NULL, 'a;b') IS NULL AS strict;
SELECT veil.drop_hierarchy('bad');
SELECT veil.generalize('a', 'bad', 1);
SELECT count(*) FROM veil.hierarchy WHERE name = 'bad';

-- Rules, of every type.
SELECT veil.create_policy('hierarchy_study');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('hierarchy_study', 'hierarchy_raw.person', 'id',    'release', NULL, 'test'),
    ('hierarchy_study', 'hierarchy_raw.person', 'city',  'hierarchy', '{"hierarchy": "place", "level": 1}', NULL),
    ('hierarchy_study', 'hierarchy_raw.person', 'town',  'hierarchy', '{"hierarchy": "place", "level": 1, "on_unknown": "suppress"}', NULL),
    ('hierarchy_study', 'hierarchy_raw.person', 'code',  'hierarchy', '{"hierarchy": "initial", "level": 1}', NULL);
SELECT veil.load_hierarchy('initial', '{"rule": "prefix", "keep": [1, 0]}'::jsonb);
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('hierarchy_study', 'hierarchy_raw.person', 'id',    'release', NULL, 'test'),
    ('hierarchy_study', 'hierarchy_raw.person', 'city',  'hierarchy', '{"hierarchy": "place", "level": 1}', NULL),
    ('hierarchy_study', 'hierarchy_raw.person', 'town',  'hierarchy', '{"hierarchy": "place", "level": 1, "on_unknown": "suppress"}', NULL),
    ('hierarchy_study', 'hierarchy_raw.person', 'code',  'hierarchy', '{"hierarchy": "initial", "level": 1}', NULL),
    ('hierarchy_study', 'hierarchy_raw.person', 'age',   'hierarchy', '{"hierarchy": "age_bands", "level": 1}', NULL),
    ('hierarchy_study', 'hierarchy_raw.person', 'n4',    'hierarchy', '{"hierarchy": "age_bands", "level": 2}', NULL),
    ('hierarchy_study', 'hierarchy_raw.person', 'n8',    'hierarchy', '{"hierarchy": "age_bands", "level": 3}', NULL),
    ('hierarchy_study', 'hierarchy_raw.person', 'num',   'hierarchy', '{"hierarchy": "age_bands", "level": 1}', NULL),
    ('hierarchy_study', 'hierarchy_raw.person', 'born',  'hierarchy', '{"hierarchy": "date_levels", "level": 4}', NULL),
    ('hierarchy_study', 'hierarchy_raw.person', 'seen',  'hierarchy', '{"hierarchy": "date_levels", "level": 1}', NULL),
    ('hierarchy_study', 'hierarchy_raw.person', 'color', 'hierarchy', '{"hierarchy": "hue", "level": 1}', NULL),
    ('hierarchy_study', 'hierarchy_raw.person', 'zip',   'hierarchy', '{"hierarchy": "nl_postcode", "level": 1}', NULL),
    ('hierarchy_study', 'hierarchy_raw.person', 'icd',   'hierarchy', '{"hierarchy": "icd10", "level": 2}', NULL);
SELECT id, city, town, code, age, n4, n8, num FROM hierarchy_study.person ORDER BY id;
SELECT id, born, seen, color, zip, icd FROM hierarchy_study.person ORDER BY id;
SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum)
FROM pg_attribute WHERE attrelid = 'hierarchy_study.person'::regclass AND attnum > 1 ORDER BY attnum;
-- No setting matters.
SET datestyle = 'SQL, DMY';
SET timezone = 'Pacific/Auckland';
SET search_path = pg_temp;
SELECT id, born, seen FROM hierarchy_study.person ORDER BY id;
RESET datestyle;
RESET timezone;
RESET search_path;

-- Parameters.
CREATE FUNCTION hierarchy_raw.try(attribute text, params jsonb) RETURNS void LANGUAGE sql
    AS $$ UPDATE veil.rule SET technique = 'hierarchy', params = try.params WHERE policy = 'hierarchy_study' AND attribute = try.attribute $$;
SELECT hierarchy_raw.try('city', NULL);
SELECT hierarchy_raw.try('city', '{"hierarchy": "place"}');
SELECT hierarchy_raw.try('city', '{"level": 1}');
SELECT hierarchy_raw.try('city', '{"hierarchy": 1, "level": 1}');
SELECT hierarchy_raw.try('city', '{"hierarchy": "nothing", "level": 1}');
SELECT hierarchy_raw.try('city', '{"hierarchy": "place", "level": 3}');
SELECT hierarchy_raw.try('city', '{"hierarchy": "place", "level": -1}');
SELECT hierarchy_raw.try('city', '{"hierarchy": "place", "level": 1.5}');
SELECT hierarchy_raw.try('city', '{"hierarchy": "place", "level": "1"}');
SELECT hierarchy_raw.try('city', '{"hierarchy": "place", "level": 1, "on_unknown": "release"}');
SELECT hierarchy_raw.try('city', '{"hierarchy": "place", "level": 1, "depth": 2}');
SELECT hierarchy_raw.try('city', '{"hierarchy": "date_levels", "level": 1}');
SELECT hierarchy_raw.try('born', '{"hierarchy": "age_bands", "level": 1}');
SELECT hierarchy_raw.try('born', '{"hierarchy": "nl_postcode", "level": 1}');
SELECT hierarchy_raw.try('n4', '{"hierarchy": "nl_postcode", "level": 1}');
SELECT hierarchy_raw.try('num', '{"hierarchy": "initial", "level": 1}');
SELECT hierarchy_raw.try('color', '{"hierarchy": "initial", "level": 1}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('hierarchy_study', 'hierarchy_raw.person', 'flag', 'hierarchy', '{"hierarchy": "place", "level": 1}');
-- Level 0 is the value, if the hierarchy has it; numbers, dates and enums in a table are their canonical texts.
SELECT hierarchy_raw.try('city', '{"hierarchy": "place", "level": 0}');
SELECT veil.load_hierarchy('listed', '23;few
90;many
23.99;numeric
2024-02-29;leap
2024-02-29 23:59:59;leap
red;warm');
SELECT hierarchy_raw.try(attribute, '{"hierarchy": "listed", "level": 1}') FROM unnest(ARRAY['n4', 'n8', 'num', 'born', 'seen', 'color']) attribute;
SELECT id, city, n4, n8, num, born, seen, color FROM hierarchy_study.person ORDER BY id;

-- A next version: views follow, whatever was read before. Not one that rules in use cannot be built on.
SELECT veil.load_hierarchy('place', 'Delft;West
Zwolle;East
Atlantis;Ocean');
SELECT id, city, town FROM hierarchy_study.person ORDER BY id;
SELECT hierarchy_raw.try('city', '{"hierarchy": "place", "level": 2}');
SELECT veil.load_hierarchy('place', 'Delft;West;NL
Zwolle;East;NL');
SELECT hierarchy_raw.try('city', '{"hierarchy": "place", "level": 2}');
SELECT id, city, town FROM hierarchy_study.person ORDER BY id;
SELECT veil.load_hierarchy('place', 'Delft;West');
SELECT veil.load_hierarchy('place', '{"rule": "prefix", "keep": [1, 0]}'::jsonb);
SELECT veil.load_hierarchy('initial', '{"rule": "prefix", "keep": [2]}'::jsonb);
SELECT id, code FROM hierarchy_study.person ORDER BY id;
-- A rollback takes a version back, also of a savepoint, also where it was read.
BEGIN;
SELECT veil.load_hierarchy('place', 'Delft;A;B');
SELECT city FROM hierarchy_study.person WHERE id = 1;
SAVEPOINT s;
SELECT veil.load_hierarchy('place', 'Delft;A;C');
SELECT city FROM hierarchy_study.person WHERE id = 1;
ROLLBACK TO s;
SELECT city FROM hierarchy_study.person WHERE id = 1;
SELECT veil.load_hierarchy('place', 'Delft;A;D');
SELECT city FROM hierarchy_study.person WHERE id = 1;
ROLLBACK;
SELECT city FROM hierarchy_study.person WHERE id = 1;
SELECT name, version, created_by = current_user AS mine FROM veil.hierarchy WHERE name = 'place' ORDER BY 2;
-- One level down the other versions are still there; in use, none can go.
SELECT veil.drop_hierarchy('place');
SELECT hierarchy_raw.try('city', '{"hierarchy": "initial", "level": 1}'), hierarchy_raw.try('town', '{"hierarchy": "initial", "level": 1}');
SELECT veil.drop_hierarchy('place');
SELECT veil.load_hierarchy('place', 'Delft;Again');
SELECT veil.generalize('Delft', 'place', 1);
-- A prepared query, and one that a function keeps.
PREPARE labels AS SELECT veil.generalize('Delft', 'place', 1);
EXECUTE labels; EXECUTE labels; EXECUTE labels; EXECUTE labels; EXECUTE labels; EXECUTE labels;
CREATE FUNCTION hierarchy_raw.label() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN veil.generalize('Delft', 'place', 1); END $$;
SELECT hierarchy_raw.label();
SELECT veil.load_hierarchy('place', 'Delft;Once more');
EXECUTE labels;
SELECT hierarchy_raw.label();
-- Names and levels that are no constants.
SELECT h, l, veil.generalize('Delft'::text, h, l) FROM (VALUES ('place', 0), ('place', 1), ('initial', 1), ('place', 2)) v(h, l) ORDER BY 1, 2;

-- What comes with pg_veil.
SELECT name, kind, top_level FROM veil.hierarchy WHERE shipped ORDER BY name;
SELECT count(veil.generalize(split_part(line, ';', 1), name, top_level)), count(*), name
FROM veil.hierarchy, string_to_table(rtrim(content, E'\n'), E'\n') line WHERE shipped AND kind = 'table' GROUP BY name ORDER BY name;
SELECT c, veil.generalize(c, 'country', 1), veil.generalize(c, 'country', 2) FROM unnest('{NL,JP,BR,CY,TW,AQ,XX,nl}'::text[]) c ORDER BY c;
SELECT c, veil.generalize(c, 'country_alpha3', 1) FROM unnest('{NLD,JPN,XXX}'::text[]) c ORDER BY c;
SELECT c, veil.generalize(c, 'education', 1), veil.generalize(c, 'education', 2) FROM unnest('{0,3,8,9}'::text[]) c ORDER BY c;
SELECT c, veil.generalize(c, 'occupation', 1), veil.generalize(c, 'occupation', 2) FROM unnest('{01,22,96,99}'::text[]) c ORDER BY c;
-- Loaded again, one of them is its owner's own.
SELECT veil.load_hierarchy('education', '0;none;*
1;some;*');
SELECT veil.generalize('1', 'education', 1);
SELECT veil.drop_hierarchy('education');
SELECT veil.generalize('1', 'education', 1);
SELECT veil.drop_hierarchy('education');
