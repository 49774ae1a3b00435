-- Pseudonyms: keyed, equal for equal values inside a linking domain, different outside of it, never two for one.
CREATE SCHEMA pseudonyms;
SET search_path = pseudonyms;
SELECT veil.create_key('pseudonym_key');
SELECT veil.create_key('pseudonym_other_key');
SELECT veil.create_policy('pseudonym_one');
SELECT veil.create_policy('pseudonym_two');
CREATE TABLE subject (id integer PRIMARY KEY, t text, v varchar(20), c char(12), s smallint, i integer, b bigint, u uuid);
INSERT INTO subject SELECT n, n::text, n::text, n::text, n - 10000, n, n, md5(n::text)::uuid FROM generate_series(1, 20000) n;
INSERT INTO subject VALUES (0, '', '', '', 0, 0, 0, '00000000-0000-0000-0000-000000000000'),
    (-1, 'é', 'é', 'é', -32768, -2147483648, -9223372036854775808, 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
    (-2, E'a\\b', E'a\\b', E'a\\b', 32767, 2147483647, 9223372036854775807, '6ba7b810-9dad-11d1-80b4-00c04fd430c8'),
    (-3, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES
    ('pseudonym_one', 'subject', 'id', 'release', 'test'), ('pseudonym_two', 'subject', 'id', 'release', 'test');
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
    SELECT p, 'subject', a, 'pseudonym', '{"key": "pseudonym_key"}'
    FROM unnest('{pseudonym_one,pseudonym_two}'::text[]) p, unnest('{t,v,c,s,i,b,u}'::text[]) a;
SELECT attname, format_type(atttypid, atttypmod) AS type, col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = 'pseudonym_one.subject'::regclass AND attnum > 1 ORDER BY attname;

-- Injective, and NULL only for NULL.
SELECT count(*), count(t) AS t_given, count(DISTINCT t) AS t, count(DISTINCT v) AS v, count(DISTINCT c) AS c, count(DISTINCT s) AS s,
       count(DISTINCT i) AS i, count(DISTINCT b) AS b, count(DISTINCT u) AS u
FROM pseudonym_one.subject;
-- Of no value any part is shown: none is its own pseudonym, order is lost, integers spread over their whole type.
SELECT count(*) FILTER (WHERE p.t = s.t OR p.u = s.u) AS same,
       count(*) FILTER (WHERE p.i = s.i OR p.b = s.b) AS same_integer,
       count(*) FILTER (WHERE p.s = s.s) < 20 AS smallints_move,
       abs(corr(p.s, s.s)) < 0.05 AS s, abs(corr(p.i, s.i)) < 0.05 AS i, abs(corr(p.b, s.b)) < 0.05 AS b,
       min(p.i) < -2e9 AND max(p.i) > 2e9 AS i_spread, min(p.b) < -9e18 AND max(p.b) > 9e18 AS b_spread
FROM pseudonym_one.subject p JOIN subject s USING (id) WHERE id >= 0;
SELECT bool_and(t ~ '^[a-z2-7]{26}$') AS base32, count(DISTINCT left(t, 4)) > 19000 AS begins_differ,
       count(DISTINCT right(t, 5)) > 19000 AS ends_differ
FROM pseudonym_one.subject WHERE id >= 0;
-- text, varchar and char of one value have one pseudonym; the blanks that fill up a char are none of the value.
SELECT count(*) FILTER (WHERE t = v AND t = c) AS equal, count(*) FILTER (WHERE t <> v OR t <> c) AS different FROM pseudonym_one.subject;
SELECT veil.pseudonym('a', 'pseudonym_key', '') = veil.pseudonym('a ', 'pseudonym_key', '') AS blank,
       veil.pseudonym('a', 'pseudonym_key', '') = veil.pseudonym('A', 'pseudonym_key', '') AS upper,
       veil.pseudonym(U&'\00e9', 'pseudonym_key', '') = veil.pseudonym(U&'e\0301', 'pseudonym_key', '') AS decomposed,
       veil.pseudonym('', 'pseudonym_key', 'x') = veil.pseudonym('', 'pseudonym_key', 'y') AS empty_text;
-- smallint: a permutation of all 65536 values.
SELECT count(DISTINCT veil.pseudonym(n::smallint, 'pseudonym_key', 'a')) AS images,
       count(*) FILTER (WHERE veil.pseudonym(n::smallint, 'pseudonym_key', 'a') = n) < 20 AS few_stay,
       count(*) FILTER (WHERE veil.pseudonym(n::smallint, 'pseudonym_key', 'a') = veil.pseudonym(n::smallint, 'pseudonym_key', 'b')) < 20 AS scopes_differ
FROM generate_series(-32768, 32767) n;
-- integer and bigint: no two equal, around zero, at the ends and in steps.
SELECT count(*), count(DISTINCT veil.pseudonym(n::integer, 'pseudonym_key', '')) AS integers,
       count(DISTINCT veil.pseudonym(n, 'pseudonym_key', '')) AS bigints
FROM (SELECT n FROM generate_series(-2147483648::bigint, -2147473648) n UNION SELECT n FROM generate_series(2147473647::bigint, 2147483647) n
      UNION SELECT n FROM generate_series(-10000::bigint, 10000) n UNION SELECT n FROM generate_series(-2147483648::bigint, 2147483647, 655360) n) t;
SELECT count(*), count(DISTINCT veil.pseudonym(n, 'pseudonym_key', '')) AS bigints
FROM (SELECT 9223372036854775807 - n AS n FROM generate_series(0, 9999) n UNION SELECT -9223372036854775807 - 1 + n FROM generate_series(0, 9999) n) t;
-- uuid: version and variant are kept, all else moves.
SELECT count(*), count(DISTINCT p) AS pseudonyms,
       count(*) FILTER (WHERE substr(p::text, 15, 1) <> substr(u::text, 15, 1)) AS version_lost,
       count(*) FILTER (WHERE ('x' || substr(p::text, 20, 1))::bit(4)::bit(2) <> ('x' || substr(u::text, 20, 1))::bit(4)::bit(2)) AS variant_lost,
       count(*) FILTER (WHERE left(p::text, 4) = left(u::text, 4)) < 10 AS begins_move
FROM (SELECT u, veil.pseudonym(u, 'pseudonym_key', '') AS p
      FROM (SELECT md5(n::text)::uuid AS u FROM generate_series(1, 20000) n
            UNION ALL SELECT overlay(overlay('01234567-89ab-0def-0123-456789abcdef' PLACING to_hex(version) FROM 15 FOR 1) PLACING to_hex(variant) FROM 20 FOR 1)::uuid
            FROM generate_series(0, 15) version, generate_series(0, 15) variant) t) m;
-- Large texts; a difference in the last byte.
SELECT length(veil.pseudonym(repeat('é', 1000000), 'pseudonym_key', '')) AS length,
       veil.pseudonym(repeat('a', 1000000), 'pseudonym_key', '') = veil.pseudonym(repeat('a', 999999) || 'b', 'pseudonym_key', '') AS equal;

-- Deterministic: the same in a new session, in parallel workers, and as the mask called by a holder of the key.
CREATE TABLE saved AS SELECT * FROM pseudonym_one.subject;
\c -
SET search_path = pseudonyms;
SELECT count(*) FROM saved JOIN pseudonym_one.subject p USING (id) WHERE (saved.*) IS DISTINCT FROM (p.*);
BEGIN;
SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
ALTER TABLE subject SET (parallel_workers = 2);
SELECT count(*) FROM saved FULL JOIN (SELECT t, u, b FROM pseudonym_one.subject OFFSET 0) p USING (t) WHERE p.u <> saved.u OR p.b <> saved.b OR p.t IS NULL AND saved.t IS NOT NULL;
ROLLBACK;
SELECT count(*) FROM saved JOIN subject s USING (id)
WHERE (saved.t, saved.s, saved.i, saved.b, saved.u) IS DISTINCT FROM
      (veil.pseudonym(s.t, 'pseudonym_key', 'pseudonym_one'), veil.pseudonym(s.s, 'pseudonym_key/1', 'pseudonym_one'),
       veil.pseudonym(s.i, 'pseudonym_key', 'pseudonym_one'), veil.pseudonym(s.b, 'pseudonym_key', 'pseudonym_one'),
       veil.pseudonym(s.u, 'pseudonym_key', 'pseudonym_one'));
-- A rebuild, a change and its undoing, a rename of the view, the columns or the schema change no pseudonym.
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = 'pseudonym_one' AND attribute = 't';
UPDATE veil.rule SET technique = 'pseudonym', params = '{"key": "pseudonym_key"}' WHERE policy = 'pseudonym_one' AND attribute = 't';
ALTER SCHEMA pseudonym_one RENAME TO pseudonym_renamed;
ALTER TABLE subject RENAME COLUMN t TO txt;
SELECT count(*) FROM saved JOIN pseudonym_renamed.subject p USING (id) WHERE saved.t IS DISTINCT FROM p.txt;
ALTER TABLE subject RENAME COLUMN txt TO t;
ALTER SCHEMA pseudonym_renamed RENAME TO pseudonym_one;

-- Linking. Inside a policy tables join; another policy or another key has other pseudonyms.
CREATE TABLE visit (subject text, subject_id integer, room smallint, big bigint, digits text, subject_uuid uuid, day date);
INSERT INTO visit SELECT t, i, s, i, i::text, u, '2026-01-01'::date + id FROM subject WHERE id BETWEEN 1 AND 1000 AND id % 2 = 0;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('pseudonym_one', 'visit', 'subject', 'pseudonym', '{"key": "pseudonym_key"}'),
    ('pseudonym_one', 'visit', 'subject_id', 'pseudonym', '{"key": "pseudonym_key"}'),
    ('pseudonym_one', 'visit', 'subject_uuid', 'pseudonym', '{"key": "pseudonym_key"}');
SELECT count(*) AS by_text FROM pseudonym_one.visit v JOIN pseudonym_one.subject s ON s.t = v.subject;
SELECT count(*) AS by_integer FROM pseudonym_one.visit v JOIN pseudonym_one.subject s ON s.i = v.subject_id;
SELECT count(*) AS by_uuid FROM pseudonym_one.visit v JOIN pseudonym_one.subject s ON s.u = v.subject_uuid;
SELECT count(*) AS agree FROM pseudonym_one.visit v JOIN pseudonym_one.subject s ON s.t = v.subject AND s.i = v.subject_id AND s.u = v.subject_uuid;
SELECT count(*) FILTER (WHERE one.t = two.t) AS t, count(*) FILTER (WHERE one.i = two.i) AS i, count(*) FILTER (WHERE one.b = two.b) AS b,
       count(*) FILTER (WHERE one.u = two.u) AS u, count(*) FILTER (WHERE one.s = two.s) < 20 AS s
FROM pseudonym_one.subject one JOIN pseudonym_two.subject two USING (id) WHERE id >= 0;
SELECT (SELECT count(*) FROM pseudonym_one.subject one JOIN pseudonym_two.subject two ON one.t = two.t) AS by_text,
       (SELECT count(*) FROM pseudonym_one.subject one JOIN pseudonym_two.subject two ON one.u = two.u) AS by_uuid;
-- With scope key two policies share a domain, which is another than that of either.
UPDATE veil.rule SET params = '{"key": "pseudonym_key", "scope": "key"}' WHERE policy LIKE 'pseudonym%' AND relation = 'pseudonyms.subject' AND attribute <> 'id';
SELECT count(*) FROM pseudonym_one.subject one JOIN pseudonym_two.subject two USING (id)
WHERE (one.*) IS DISTINCT FROM (two.*);
SELECT count(*) FILTER (WHERE saved.t = p.t) AS t, count(*) FILTER (WHERE saved.i = p.i) AS i, count(*) FILTER (WHERE saved.u = p.u) AS u
FROM saved JOIN pseudonym_one.subject p USING (id) WHERE id >= 0;
SELECT DISTINCT col_description(attrelid, attnum) FROM pg_attribute WHERE attrelid = 'pseudonym_two.subject'::regclass AND attname IN ('t', 'u');
-- Another key.
UPDATE veil.rule SET params = '{"key": "pseudonym_other_key", "scope": "key"}' WHERE policy = 'pseudonym_two' AND attribute <> 'id';
SELECT count(*) FILTER (WHERE one.t = two.t) AS t, count(*) FILTER (WHERE one.i = two.i) AS i, count(*) FILTER (WHERE one.b = two.b) AS b,
       count(*) FILTER (WHERE one.u = two.u) AS u, count(*) FILTER (WHERE one.s = two.s) < 20 AS s
FROM pseudonym_one.subject one JOIN pseudonym_two.subject two USING (id) WHERE id >= 0;
-- Back in the policy's own domain the pseudonyms are those of before.
UPDATE veil.rule SET params = '{"key": "pseudonym_key", "scope": "policy"}' WHERE policy LIKE 'pseudonym%' AND relation = 'pseudonyms.subject' AND attribute <> 'id';
SELECT count(*) FROM saved JOIN pseudonym_one.subject p USING (id) WHERE (saved.*) IS DISTINCT FROM (p.*);

-- "as": equal numbers of different types have equal pseudonyms in a common form.
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('pseudonym_one', 'visit', 'room', 'pseudonym', '{"key": "pseudonym_key", "as": "bigint"}'),
    ('pseudonym_one', 'visit', 'big', 'pseudonym', '{"key": "pseudonym_key", "as": "bigint"}'),
    ('pseudonym_one', 'visit', 'digits', 'pseudonym', '{"key": "pseudonym_key", "as": "text"}');
UPDATE veil.rule SET params = '{"key": "pseudonym_key", "as": "bigint"}' WHERE policy = 'pseudonym_one' AND attribute IN ('subject_id', 'i', 's');
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = 'pseudonym_one.visit'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname;
SELECT count(*) AS int_bigint FROM pseudonym_one.visit v JOIN pseudonym_one.subject s ON s.b = v.subject_id AND s.i = v.big AND s.s = v.room;
SELECT count(*) FILTER (WHERE subject_id = big) AS equal, count(*) FROM pseudonym_one.visit;
UPDATE veil.rule SET params = '{"key": "pseudonym_key", "as": "integer"}' WHERE policy = 'pseudonym_one' AND attribute IN ('subject_id', 'room');
UPDATE veil.rule SET params = '{"key": "pseudonym_key", "as": "smallint"}' WHERE policy = 'pseudonym_one' AND attribute = 's';
SELECT count(*) FROM saved JOIN pseudonym_one.subject p USING (id) WHERE saved.s IS DISTINCT FROM p.s;
SELECT count(*) FROM pseudonym_one.visit v JOIN saved s ON s.i = v.subject_id;
-- As text, of a number its digits, of a uuid its lower case.
UPDATE veil.rule SET params = '{"key": "pseudonym_key", "as": "text"}' WHERE policy = 'pseudonym_one' AND attribute IN ('subject_id', 'room', 'big', 'subject_uuid');
SELECT count(*) AS agree FROM pseudonym_one.visit v JOIN pseudonym_one.subject s ON s.t = v.subject
WHERE v.digits = v.subject AND v.subject_id = v.digits AND v.big = v.digits AND v.room <> v.digits;
SELECT count(*) FROM pseudonym_one.visit v JOIN visit r ON v.subject_uuid = veil.pseudonym(r.subject_uuid::text, 'pseudonym_key', 'pseudonym_one');
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = 'pseudonym_one.visit'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname;
UPDATE veil.rule SET params = '{"key": "pseudonym_key", "as": "bigint"}' WHERE policy = 'pseudonym_one' AND attribute = 'subject_uuid';
UPDATE veil.rule SET params = '{"key": "pseudonym_key", "as": "integer"}' WHERE policy = 'pseudonym_one' AND attribute = 'big';
-- A rule names the key, not a version of it.
UPDATE veil.rule SET params = '{"key": "pseudonym_key/1"}' WHERE policy = 'pseudonym_one' AND attribute = 'big';
-- A domain counts as what it is over.
CREATE DOMAIN citizen_number AS varchar(9) CHECK (value ~ '^[0-9]*$');
CREATE DOMAIN positive AS integer CHECK (value > 0) NOT NULL;
CREATE TABLE citizen (number citizen_number, house positive);
INSERT INTO citizen SELECT n::text, n FROM generate_series(1, 100) n;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('pseudonym_one', 'citizen', 'number', 'pseudonym', '{"key": "pseudonym_key"}'), ('pseudonym_one', 'citizen', 'house', 'pseudonym', '{"key": "pseudonym_key"}');
SELECT attname, format_type(atttypid, atttypmod) AS type, col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = 'pseudonym_one.citizen'::regclass AND attnum > 0 ORDER BY attnum;
SELECT count(*) FROM pseudonym_one.citizen c JOIN saved s ON s.t = c.number AND s.i = c.house;

-- Closed where the key is not what it was: no other pseudonym, no raw value, an error that names key and version.
BEGIN;
DELETE FROM veil.key_version WHERE name = 'pseudonym_key';
SELECT t FROM pseudonym_one.subject WHERE id = 1;
ROLLBACK;
BEGIN;
UPDATE veil.key_version SET state = 'destroyed' WHERE name = 'pseudonym_key';
SELECT t FROM pseudonym_one.subject WHERE id = 1;
ROLLBACK;
BEGIN;
UPDATE veil.key_version SET check_value = '\x00000000000000000000000000000000' WHERE name = 'pseudonym_key';
SELECT t FROM pseudonym_one.subject WHERE id = 1;
ROLLBACK;
BEGIN;
UPDATE veil.key_version k SET check_value = o.check_value FROM veil.key_version o WHERE k.name = 'pseudonym_key' AND o.name = 'pseudonym_other_key';
SELECT i FROM pseudonym_one.subject WHERE id = 1;
ROLLBACK;
-- A key made in a transaction that was rolled back is none; its name can be used.
BEGIN;
SELECT veil.create_key('pseudonym_third_key');
SELECT length(veil.pseudonym('x', 'pseudonym_third_key', ''));
ROLLBACK;
SELECT veil.pseudonym('x', 'pseudonym_third_key', '');
SELECT veil.pseudonym('x', 'pseudonym_third_key/1', '');
SELECT veil.create_key('pseudonym_third_key');
SELECT veil.create_key('pseudonym_third_key');
SELECT length(veil.pseudonym('x', 'pseudonym_third_key', ''));
SELECT count(*) FROM saved JOIN pseudonym_one.subject p USING (id) WHERE saved.t IS DISTINCT FROM p.t;

SELECT veil.drop_policy('pseudonym_one');
SELECT veil.drop_policy('pseudonym_two');
SET client_min_messages = warning;
DROP SCHEMA pseudonyms CASCADE;
