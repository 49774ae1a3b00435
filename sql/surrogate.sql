-- Surrogates: made-up values by key. Those of a person agree, and unique ones are never the same for two.
CREATE SCHEMA surrogates;
SET search_path = surrogates;
SELECT veil.create_key('surrogate_key');
SELECT veil.create_key('surrogate_other_key');
SELECT veil.create_policy('surrogate_one');
SELECT veil.create_policy('surrogate_two');
CREATE TABLE person (id integer PRIMARY KEY, person_id integer, first varchar(40), last text, name varchar(10),
    login text, mail text, street char(60), town text, phone text, firm text);
INSERT INTO person
    SELECT n, n, 'RAW', 'RAW', 'RAW', 'RAW' || n, 'RAW', 'RAW', 'RAW', 'RAW', 'RAW' || n FROM generate_series(1, 3000) n;
INSERT INTO person (id, person_id) VALUES (0, 0);
INSERT INTO person (id, name, mail) VALUES (-1, 'RAW', 'RAW');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT policy, 'person', attribute, technique, params::jsonb || CASE WHEN technique = 'surrogate' THEN '{"key": "surrogate_key"}' ELSE '{}' END::jsonb, 'test'
FROM unnest('{surrogate_one,surrogate_two}'::text[]) policy, (VALUES
    ('id',     'release',   '{}'),
    ('person_id', 'surrogate', '{"kind": "full_name", "unique": true}'),
    ('first',  'surrogate', '{"kind": "first_name", "of": "person_id"}'),
    ('last',   'surrogate', '{"kind": "last_name", "of": "person_id"}'),
    ('name',   'surrogate', '{"kind": "full_name", "of": "person_id"}'),
    ('login',  'surrogate', '{"kind": "email", "unique": true}'),
    ('mail',   'surrogate', '{"kind": "email", "of": "person_id", "unique": true}'),
    ('street', 'surrogate', '{"kind": "address", "of": "person_id", "language": "en"}'),
    ('town',   'surrogate', '{"kind": "city", "of": "person_id", "language": "both"}'),
    ('phone',  'surrogate', '{"kind": "phone", "of": "person_id"}'),
    ('firm',   'surrogate', '{"kind": "company", "unique": true, "language": "en"}')) r(attribute, technique, params);
SELECT attname, format_type(atttypid, atttypmod) AS type, col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = 'surrogate_one.person'::regclass AND attnum > 1 ORDER BY attname;

-- Nothing of the table, and each of its kind.
SELECT count(*) FROM surrogate_one.person p WHERE p::text LIKE '%RAW%';
SELECT bool_and(first ~ '^\S+$') AS first, bool_and(last ~ '[[:upper:]]\S+$') AS last, bool_and(mail ~ '^[a-z.-]+_[a-z2-7]{3}@example\.(com|net|org)$') AS mail,
    bool_and(street ~ '^[0-9]{1,3} [A-Z]') AS street, bool_and(town ~ '^\S') AS town, bool_and(phone ~ '^\+31 6 9\d{3} \d{4}$') AS phone
FROM surrogate_one.person;
-- Those of one person belong together.
SELECT count(*) AS rows, count(*) FILTER (WHERE name = first || ' ' || last) AS name, count(*) FILTER (WHERE person_id LIKE name || ' ___') AS unique_name,
    count(*) FILTER (WHERE split_part(mail, '_', 1) = replace(translate(lower(name), 'àáäåçèéêëíïñóöøúüž''', 'aaaaceeeeiinooouuz'), ' ', '.')) AS mail
FROM surrogate_one.person WHERE id > 0;
-- The unique ones are unique, the others evenly many.
SELECT count(DISTINCT person_id) AS names, count(DISTINCT login) AS logins, count(DISTINCT mail) AS mails, count(DISTINCT firm) AS firms,
    count(DISTINCT first) BETWEEN 760 AND 810 AS first_names, count(DISTINCT town) BETWEEN 640 AND 708 AS towns
FROM surrogate_one.person;
-- NULL for NULL, of the column as of the one that it is said to be of.
SELECT count(person_id), count(first), count(name), count(mail), count(login), count(firm) FROM surrogate_one.person WHERE id <= 0;
-- Another policy has others, with "scope": "key" the same.
SELECT count(*) FILTER (WHERE a.person_id = b.person_id) AS same_names, count(*) FILTER (WHERE a.login = b.login) AS same_logins
FROM surrogate_one.person a JOIN surrogate_two.person b USING (id);
UPDATE veil.rule SET params = params || '{"scope": "key"}' WHERE policy IN ('surrogate_one', 'surrogate_two') AND technique = 'surrogate';
SELECT count(*) AS rows, count(*) FILTER (WHERE a.person_id = b.person_id) AS same_names, count(*) FILTER (WHERE a.login = b.login) AS same_logins
FROM surrogate_one.person a JOIN surrogate_two.person b USING (id);

-- "as": columns of different types agree.
CREATE TABLE visit (person_id bigint, code varchar(20), small smallint);
INSERT INTO visit SELECT n, n, n FROM generate_series(1, 1000) n;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('surrogate_one', 'visit', 'person_id', 'surrogate', '{"key": "surrogate_key", "scope": "key", "kind": "full_name", "unique": true, "as": "text"}'),
    ('surrogate_one', 'visit', 'code', 'surrogate', '{"key": "surrogate_key", "scope": "key", "kind": "full_name", "unique": true}'),
    ('surrogate_one', 'visit', 'small', 'surrogate', '{"key": "surrogate_key", "scope": "key", "kind": "full_name", "unique": true, "as": "integer"}');
SELECT count(*) FROM surrogate_one.visit WHERE code = person_id;
SELECT count(*) FROM surrogate_one.visit v JOIN surrogate_one.person p ON p.person_id = v.small;
SELECT attname, format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = 'surrogate_one.visit'::regclass AND attnum > 0 ORDER BY attname;

-- Every smallint and every text of up to two characters: no two alike, and each led back to its value.
WITH t AS MATERIALIZED (SELECT n::smallint AS n, veil.surrogate(n::smallint, 'surrogate_key', 'x', 'full_name nl v1 unique') AS s FROM generate_series(-32768, 32767) n)
SELECT count(DISTINCT s), bool_and(veil.invert_surrogate_smallint(s, 'surrogate_key', 'x', 'full_name nl v1 unique') = n) FROM t;
WITH t AS MATERIALIZED (SELECT v, veil.surrogate(v, 'surrogate_key', 'x', 'email both v1 unique') AS s
    FROM (SELECT '' UNION ALL SELECT chr(a) FROM generate_series(1, 127) a
        UNION ALL SELECT chr(a) || chr(b) FROM generate_series(1, 127) a, generate_series(1, 127) b) v(v))
SELECT count(*), count(DISTINCT s), bool_and(veil.invert_surrogate(s, 'surrogate_key', 'x', 'email both v1 unique') = v) FROM t;
WITH t AS MATERIALIZED (SELECT i, b, u, veil.surrogate(i, 'surrogate_key', '', k) AS si, veil.surrogate(b, 'surrogate_key', '', k) AS sb, veil.surrogate(u, 'surrogate_key', '', k) AS su, k
    FROM (SELECT hashint4(n) AS i, hashint8extended(n, 0) AS b, md5(n::text)::uuid AS u, 'company en v1 unique' AS k FROM generate_series(1, 5000) n) v)
SELECT bool_and(veil.invert_surrogate_integer(si, 'surrogate_key', '', k) = i) AS i, bool_and(veil.invert_surrogate_bigint(sb, 'surrogate_key', '', k) = b) AS b,
    bool_and(veil.invert_surrogate_uuid(su, 'surrogate_key', '', k) = u) AS u, count(veil.invert_surrogate_integer(sb, 'surrogate_key', '', k)) AS other FROM t;
-- Whatever the text. A megabyte has a surrogate, what is longer than 16 has none.
SELECT length(v), v = veil.invert_surrogate(veil.surrogate(v, 'surrogate_key', '', k), 'surrogate_key', '', k) AS led_back,
    veil.surrogate(v, 'surrogate_key', '', 'city nl v1') IS NOT NULL AS city
FROM (VALUES (''), ('Zoë'), (E'a\\b\'\n'), (repeat('x', 1000000)), (repeat('x', 16777217))) t(v), (VALUES ('full_name nl v1 unique')) f(k);
-- What is no surrogate has no value; nor has one of a kind that is not unique, or of another key or scope.
SELECT count(veil.invert_surrogate(v, 'surrogate_key', '', 'full_name nl v1 unique'))
FROM (VALUES (''), ('RAW'), ('Jan de Vries é'), (' a'), ('Zoë '), (repeat('a', 100000))) t(v);
SELECT veil.invert_surrogate(veil.surrogate('Jansen'::text, 'surrogate_key', '', 'full_name nl v1'), 'surrogate_key', '', 'full_name nl v1');
SELECT count(*) FROM generate_series(1, 1000) n, (VALUES ('full_name nl v1 unique')) f(k)
WHERE veil.invert_surrogate_integer(veil.surrogate(n, 'surrogate_key', '', k), 'surrogate_other_key', '', k) = n
    OR veil.invert_surrogate_integer(veil.surrogate(n, 'surrogate_key', '', k), 'surrogate_key', 'x', k) = n;
SELECT veil.surrogate(1, 'surrogate_key', '', 'full_name');
SELECT veil.surrogate(NULL::text, 'surrogate_key', '', 'full_name nl v1'), veil.invert_surrogate(NULL, 'surrogate_key', '', 'full_name nl v1 unique');

-- The column that a rule reads besides: renamed, retyped, and retyped to what chooses no surrogate.
ALTER TABLE person RENAME COLUMN person_id TO subject_id;
SELECT DISTINCT params->>'of' AS of FROM veil.rule WHERE policy = 'surrogate_one' AND params ? 'of';
SELECT count(*) FILTER (WHERE name = first || ' ' || last) AS name, count(*) FILTER (WHERE subject_id LIKE name || ' ___') AS unique_name FROM surrogate_one.person;
ALTER TABLE person ALTER COLUMN subject_id TYPE bigint;
SELECT count(*) FILTER (WHERE name = first || ' ' || last) AS name, count(*) FILTER (WHERE subject_id LIKE name || ' %') AS unique_name FROM surrogate_one.person;
ALTER TABLE person ALTER COLUMN subject_id TYPE boolean USING true;
SELECT count(subject_id) FROM surrogate_one.person;
-- Another one takes its place; and when that goes, so do the rules.
UPDATE veil.rule SET params = params || '{"of": "id"}' WHERE policy = 'surrogate_one' AND attribute IN ('name', 'first', 'last');
SELECT count(*) FILTER (WHERE name = first || ' ' || last) AS name, count(*) FILTER (WHERE subject_id LIKE name || ' %') < 10 AS unique_differs FROM surrogate_one.person;
ALTER TABLE person DROP COLUMN id;
SELECT attribute FROM veil.rule WHERE policy = 'surrogate_one' AND relation = 'surrogates.person' ORDER BY 1;
SELECT count(subject_id), count(mail) FROM surrogate_one.person;

-- Other types by their canonical text: as the text of the same value, whatever the settings.
CREATE TYPE colour AS ENUM ('red', 'green');
CREATE TABLE typed (id integer, t text, n numeric, d date, z timestamptz, e colour);
INSERT INTO typed VALUES (1, '12.5', 12.50, '2024-02-29', '2024-02-29 12:00+01', 'red');
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
SELECT 'surrogate_one', 'typed', a, 'surrogate', '{"key": "surrogate_key", "scope": "key", "kind": "full_name", "unique": true}' FROM unnest('{t,n,d,z,e}'::text[]) a;
SET timezone = 'Asia/Tokyo';
SET datestyle = 'German';
SELECT n = t AS n, d = veil.surrogate('2024-02-29'::text, 'surrogate_key', '', k) AS d, z = veil.surrogate('2024-02-29 11:00:00+00'::text, 'surrogate_key', '', k) AS z,
    e = veil.surrogate('red'::text, 'surrogate_key', '', k) AS e
FROM surrogate_one.typed, (VALUES ('full_name nl v1 unique')) f(k);
RESET timezone;
RESET datestyle;

-- Rules that cannot work.
CREATE PROCEDURE try(attribute text, params jsonb) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('surrogate_one', 'refused', attribute, 'surrogate', '{"key": "surrogate_key"}' || params);
    RAISE NOTICE 'accepted';
EXCEPTION WHEN OTHERS THEN
    DECLARE hint text;
    BEGIN
        GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
        RAISE NOTICE '% (%) %', SQLERRM, SQLSTATE, hint;
    END;
END
$$;
CREATE TABLE refused (t text, i integer, b boolean);
CALL try('t', '{}');
CALL try('t', '{"kind": "first_name", "unique": true}');
CALL try('t', '{"kind": "phone", "unique": true}');
CALL try('t', '{"kind": "planet"}');
CALL try('t', '{"kind": "city", "language": "de"}');
CALL try('t', '{"kind": "city", "of": "none"}');
CALL try('t', '{"kind": "city", "of": 1}');
CALL try('t', '{"kind": "city", "of": "b"}');
CALL try('t', '{"kind": "city", "as": "bigint"}');
CALL try('i', '{"kind": "city", "as": "smallint"}');
CALL try('b', '{"kind": "city"}');
CALL try('t', '{"kind": "city", "key": "surrogate_none"}');

SELECT veil.drop_policy('surrogate_one');
SELECT veil.drop_policy('surrogate_two');
\set VERBOSITY terse
DROP SCHEMA surrogates CASCADE;
