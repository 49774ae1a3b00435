-- Pseudonyms that keep a value's form: permutations of what fits a format, NULL or encryption for the rest.
CREATE SCHEMA formats;
SET search_path = formats;
SELECT veil.create_key('format_key');
SELECT veil.create_policy('format_one');
SELECT veil.create_policy('format_two');

-- The mask itself: the form is kept, the inverse gives the value back.
CREATE FUNCTION shown(value text, format text) RETURNS text LANGUAGE sql AS $$
    SELECT veil.format_preserving(value, 'format_key', 'test', format)
$$;
CREATE FUNCTION back(value text, format text) RETURNS text LANGUAGE sql AS $$
    SELECT veil.invert_format_preserving(value, 'format_key', 'test', format)
$$;
CREATE TABLE sample (format text, value text, form text);
INSERT INTO sample VALUES
    ('digits', '0123456789', '^[0-9]{10}$'), ('digits', '', '^$'), ('digits', repeat('7', 4096), '^[0-9]{255}[0-9]*$'),
    ('letters', 'Amsterdam', '^[A-Za-z]{9}$'), ('alphanumeric', 'AB12cd', '^[A-Za-z0-9]{6}$'),
    ('alphabet with 0123456789ABCDEF', 'DEADBEEF', '^[0-9A-F]{8}$'), ('alphabet with αβγδ €', 'βδ €α', '^[αβγδ €]{5}$'),
    ('bsn', '111222333', '^[0-9]{9}$'), ('bsn valid=false', '111222333', '^[0-9]{9}$'),
    ('iban', 'NL91ABNA0417164300', '^NL[0-9]{2}ABNA[0-9]{10}$'), ('iban', 'NL91 ABNA 0417 1643 00', '^NL[0-9]{2} ABNA [0-9]{4} [0-9]{4} [0-9]{2}$'),
    ('iban', 'MT84MALT011000012345MTLCAST001S', '^MT[0-9]{2}MALT[0-9]{5}[0-9A-Z]{18}$'),
    ('card', '4111 1111 1111 1111', '^4111 11[0-9]{2} [0-9]{4} [0-9]{4}$'), ('card keep_bin=8', '4111111111111111', '^41111111[0-9]{8}$'),
    ('postcode', '1234 AB', '^[1-9][0-9]{3} [A-Z]{2}$'), ('postcode', '1234AB', '^[1-9][0-9]{3}[A-Z]{2}$'),
    ('license_plate', '12-GHB-3', '^[0-9]{2}-[A-Z]{3}-[0-9]$'), ('license_plate', 'GHB12J', '^[A-Z]{3}[0-9]{2}[A-Z]$'),
    ('phone', '+31612345678', '^[+]316[0-9]{8}$'), ('phone region=NL', '06 12345678', '^06 [0-9]{8}$'),
    ('email', 'jan.de-vries@example.org', '^[a-z0-9._+-]{12}@example[.]org$'), ('email', 'Jan@example.org', '^[A-Za-z0-9._+-]{3}@example[.]org$'),
    ('email domain=hash', 'jan.jansen@example.org', '^[a-z0-9._+-]{10}@[a-z2-7]{26}[.]example$'),
    ('email domain=replace with example.net', 'jan.jansen@example.org', '^[a-z0-9._+-]{10}@example[.]net$');
SELECT format, left(value, 40) AS value, shown(value, format) ~ form AS form_kept,
       back(shown(value, format), format) IS NOT DISTINCT FROM value AS inverted, back(value, format) ~ form AS inverse_keeps_form
FROM sample ORDER BY format COLLATE "C", value COLLATE "C";
-- What does not fit.
SELECT format, value, shown(value, format) IS NULL AS suppressed, shown(value, format || ' on_invalid=encrypt') LIKE '~%' AS apart,
       back(shown(value, format || ' on_invalid=encrypt'), format || ' on_invalid=encrypt') = value AS inverted
FROM (VALUES ('digits', '12a'), ('digits', E'1\n'), ('letters', 'é'), ('bsn', '123456789'), ('bsn', '000000000'), ('bsn', '12345678'),
             ('bsn', ''), ('iban', 'NL92ABNA0417164300'), ('iban', 'nl91abna0417164300'), ('card', '4111111111111112'),
             ('postcode', '1234SS'), ('postcode', '1234ab'), ('license_plate', '12-NSB-3'), ('email', 'jan'), ('email', 'a..b@c.nl'),
             ('card', '~'), ('phone', '06 12345678'), ('phone', '112')) AS v (format, value) ORDER BY format COLLATE "C", value COLLATE "C";
SELECT shown('1', NULL), shown(NULL, 'digits'), length(shown(repeat('x', 1000000), 'digits on_invalid=encrypt'));
-- The digits of a length are permuted among each other: all of three, by a table, and some of six, by FF1.
SELECT count(DISTINCT shown(lpad(n::text, 3, '0'), 'digits')) AS images, bool_and(shown(lpad(n::text, 3, '0'), 'digits') ~ '^[0-9]{3}$') AS form
FROM generate_series(0, 999) n;
SELECT count(DISTINCT shown(lpad(n::text, 6, '0'), 'digits')) AS images FROM generate_series(0, 9999) n;
-- BSNs: valid ones stay valid, or none is; every one once.
CREATE TABLE bsn AS
SELECT lpad(n::text, 8, '0') || s % 11 AS bsn
FROM (SELECT n, 9 * (n / 10000000 % 10) + 8 * (n / 1000000 % 10) + 7 * (n / 100000 % 10) + 6 * (n / 10000 % 10) + 5 * (n / 1000 % 10)
             + 4 * (n / 100 % 10) + 3 * (n / 10 % 10) + 2 * (n % 10) AS s FROM generate_series(11111111, 99999999, 4441) n) t WHERE s % 11 < 10;
CREATE FUNCTION is_bsn(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT $1 ~ '^[0-9]{9}$' AND $1 <> '000000000' AND (SELECT sum(substr($1, i, 1)::integer * CASE i WHEN 9 THEN -1 ELSE 10 - i END) % 11 = 0 FROM generate_series(1, 9) i)
$$;
SELECT count(*) AS bsns, count(DISTINCT v) AS valid, bool_and(is_bsn(v)) AS all_valid, count(DISTINCT i) AS invalid, bool_or(is_bsn(i)) AS some_valid,
       count(*) FILTER (WHERE v = bsn) < 5 AS few_stay, abs(corr(v::bigint, bsn::bigint)) < 0.05 AS order_lost
FROM (SELECT bsn, shown(bsn, 'bsn') AS v, shown(bsn, 'bsn valid=false') AS i FROM bsn) t;
-- A format text that names no format; the message holds nothing of a value.
SELECT shown('1', 'nothing');
SELECT shown('1', 'bsn valid=maybe');
SELECT shown('1', 'alphabet with aa');
SELECT veil.format_preserving(1, 'format_key', 'test', 'digits');
SELECT veil.format_preserving(1, 'format_key', 'test', 'integer max=1 min=2');

-- Other types.
SELECT count(DISTINCT veil.format_preserving(n, 'format_key', 'test', 'integer max=99 min=-99')) AS images,
       count(*) FILTER (WHERE veil.format_preserving(n, 'format_key', 'test', 'integer max=99 min=-99') NOT BETWEEN -99 AND 99) AS outside,
       count(*) FILTER (WHERE veil.invert_format_preserving(veil.format_preserving(n, 'format_key', 'test', 'integer max=99 min=-99'), 'format_key', 'test', 'integer max=99 min=-99') = n) AS inverted
FROM generate_series(-99, 99) n;
-- The same range of smallint, integer and bigint is the same permutation.
SELECT count(*) AS equal FROM generate_series(-99, 99) n
WHERE veil.format_preserving(n, 'format_key', 'test', 'integer max=99 min=-99') = veil.format_preserving(n::smallint, 'format_key', 'test', 'integer max=99 min=-99')
  AND veil.format_preserving(n, 'format_key', 'test', 'integer max=99 min=-99') = veil.format_preserving(n::bigint, 'format_key', 'test', 'integer max=99 min=-99');
SELECT veil.format_preserving(100, 'format_key', 'test', 'integer max=99 min=-99') AS outside,
       count(*) FILTER (WHERE veil.format_preserving(n::smallint, 'format_key', 'test', 'integer max=1000000 min=0') IS NULL) > 500 AS too_wide_for_the_type
FROM generate_series(1, 1000) n;
SELECT count(DISTINCT veil.format_preserving(d, 'format_key', 'test', 'date max=7670 min=0')) AS dates,
       bool_and(veil.format_preserving(d, 'format_key', 'test', 'date max=7670 min=0') BETWEEN '2000-01-01' AND '2020-12-31') AS in_range,
       veil.format_preserving('infinity'::date, 'format_key', 'test', 'date max=7670 min=0') AS infinity
FROM (SELECT '2000-01-01'::date + n AS d FROM generate_series(0, 7670) n) t;
SELECT bool_and(veil.invert_format_preserving(veil.format_preserving(x, 'format_key', 'test', 'decimal max=99999 min=-99999 scale=2'), 'format_key', 'test', 'decimal max=99999 min=-99999 scale=2') = x) AS inverted,
       count(DISTINCT veil.format_preserving(x, 'format_key', 'test', 'decimal max=99999 min=-99999 scale=2')) AS images,
       count(*) FILTER (WHERE abs(veil.format_preserving(x, 'format_key', 'test', 'decimal max=99999 min=-99999 scale=2')) > 999.99) AS outside
FROM (SELECT n / 7.0::numeric AS raw, round(n / 7.0, 2) AS x FROM generate_series(-5000, 5000) n) t;
SELECT veil.format_preserving(1.0, 'format_key', 'test', 'decimal max=99999 min=-99999 scale=2') = veil.format_preserving(1.00000, 'format_key', 'test', 'decimal max=99999 min=-99999 scale=2') AS equal,
       veil.format_preserving(1.001, 'format_key', 'test', 'decimal max=99999 min=-99999 scale=2') AS decimals,
       veil.format_preserving('NaN'::numeric, 'format_key', 'test', 'decimal max=99999 min=-99999 scale=2') AS nan,
       veil.format_preserving(1e1000, 'format_key', 'test', 'decimal max=99999 min=-99999 scale=2') AS large;
SELECT bool_and(veil.invert_format_preserving(veil.format_preserving(x, 'format_key', 'test', 'double'), 'format_key', 'test', 'double') = x) AS double,
       bool_and(veil.invert_format_preserving(veil.format_preserving(x::real, 'format_key', 'test', 'real'), 'format_key', 'test', 'real') = x::real) AS real,
       bool_and(veil.format_preserving(x, 'format_key', 'test', 'double max=100 min=-100') BETWEEN -100 AND 100) AS in_range
FROM (SELECT n / 7.0::double precision AS x FROM generate_series(-500, 500) n) t;
SELECT veil.format_preserving('NaN'::double precision, 'format_key', 'test', 'double') AS nan, veil.format_preserving('-Infinity'::real, 'format_key', 'test', 'real') AS infinity,
       veil.format_preserving('-0'::real, 'format_key', 'test', 'real') = veil.format_preserving('0'::real, 'format_key', 'test', 'real') AS zero;
SELECT substr(veil.format_preserving('6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid, 'format_key', 'test', 'uuid')::text, 15, 1) AS version,
       veil.invert_format_preserving(veil.format_preserving('6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid, 'format_key', 'test', 'uuid'), 'format_key', 'test', 'uuid') AS uuid,
       veil.format_preserving('6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid, 'format_key', 'test', 'uuid') <> veil.pseudonym('6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid, 'format_key', 'test') AS of_its_own;
SELECT a, family(p), masklen(p), p <> a AS changed, veil.invert_format_preserving(p, 'format_key', 'test', 'inet') AS inverted
FROM (SELECT a, veil.format_preserving(a, 'format_key', 'test', 'inet') AS p FROM unnest('{192.0.2.1,192.0.2.1/24,2001:db8::1,2001:db8::1/64}'::inet[]) a) t ORDER BY a;
SELECT count(DISTINCT veil.format_preserving(set_byte('\x00', 0, n), 'format_key', 'test', 'bytea')) AS of_one,
       bool_and(veil.invert_format_preserving(veil.format_preserving(sha256(n::text::bytea), 'format_key', 'test', 'bytea'), 'format_key', 'test', 'bytea') = sha256(n::text::bytea)) AS of_32
FROM generate_series(0, 255) n;
SELECT veil.format_preserving('\x'::bytea, 'format_key', 'test', 'bytea') AS empty, veil.format_preserving(convert_to(repeat('x', 4097), 'UTF8'), 'format_key', 'test', 'bytea') AS long;
CREATE TYPE colour AS ENUM ('red', 'yellow', 'blue', 'odd, label');
SELECT count(DISTINCT veil.format_preserving(c, 'format_key', 'test', 'labels with 3:red 6:yellow 4:blue 10:odd, label')) AS images,
       bool_and(veil.invert_format_preserving(veil.format_preserving(c, 'format_key', 'test', 'labels with 3:red 6:yellow 4:blue 10:odd, label'), 'format_key', 'test', 'labels with 3:red 6:yellow 4:blue 10:odd, label') = c) AS inverted,
       count(veil.format_preserving(c, 'format_key', 'test', 'labels with 3:red 7:missing')) < 2 AS other_labels_hidden
FROM unnest(enum_range(NULL::colour)) c;

-- As rules.
CREATE DOMAIN bsn_number AS varchar(9) CHECK (VALUE ~ '^[0-9]{9}$');
CREATE TABLE person (id integer, bsn bsn_number, bsn_never text, account varchar(34), card char(16), postcode char(7), plate varchar(8), phone varchar(32), mail varchar(40),
    mail_hashed varchar(40), code varchar(10), hex text, age smallint, born date, seen timestamp(3), paid timestamptz, income numeric(8,2), rate numeric,
    weight real, size double precision, u uuid, host inet, token bytea, colour colour);
INSERT INTO person VALUES
    (1, '111222333', '111222333', 'NL91ABNA0417164300', '4111111111111111', '1234 AB', '12-GHB-3', '+31201234567', 'jan@example.org', 'jan@example.org', '12345', 'BEEF', 44,
     '1980-02-03', '2024-05-06 07:08:09.123', '2024-05-06 00:00:00+00', 1234.56, 0.5, 80.5, 1.85, '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '192.0.2.1', '\x0102', 'red'),
    (2, '123456782', 'none', 'nothing', '1234', 'CANARY', 'CANARY', 'CANARY', 'CANARY', 'CANARY', 'CANARY', 'CANARY', 200, '1880-02-03', 'infinity', '2024-05-06 01:00:00+00',
     -999999.99, 7.125, 'NaN', 'infinity', '00000000-0000-0000-0000-000000000000', '::1', '\x', 'blue'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('format_one', 'person', 'id', 'release', NULL, 'test');
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
SELECT 'format_one', 'person', a, 'format_preserving', p::jsonb || '{"key": "format_key"}' FROM (VALUES
    ('bsn', '{"format": "bsn"}'), ('bsn_never', '{"format": "bsn", "valid": false}'), ('account', '{"format": "iban"}'), ('card', '{"format": "card"}'),
    ('postcode', '{"format": "postcode"}'), ('plate', '{"format": "license_plate"}'), ('phone', '{"format": "phone", "region": "NL"}'), ('mail', '{"format": "email"}'),
    ('mail_hashed', '{"format": "email", "domain": "hash"}'), ('code', '{"format": "digits", "on_invalid": "encrypt"}'),
    ('hex', '{"format": "alphabet", "alphabet": "0123456789ABCDEF"}'), ('age', '{"min": 0, "max": 120}'), ('born', '{"format": "date", "min": "1900-01-01", "max": "2030-12-31"}'),
    ('seen', '{"min": "2000-01-01", "max": "2030-12-31"}'), ('paid', '{"min": "2000-01-01", "max": "2030-12-31", "to": "day"}'), ('income', '{}'),
    ('rate', '{"min": 0, "max": "10.00"}'), ('weight', '{}'), ('size', '{"min": 0.1, "max": 3}'), ('u', '{}'), ('host', '{}'), ('token', '{}'), ('colour', '{}')) v (a, p);
SELECT attname, format_type(atttypid, atttypmod) AS type, col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = 'format_one.person'::regclass AND attnum > 0 ORDER BY attnum;
-- The text of each format in the view.
SELECT regexp_matches(pg_get_viewdef('format_one.person'), $$, '([^']*)'::text\)$$, 'g') AS format;
SELECT id, bsn ~ '^[0-9]{9}$' AND is_bsn(bsn) AS bsn, is_bsn(bsn_never) AS never, account ~ '^NL..ABNA' AS account, card ~ '^411111' AS card, postcode ~ '^[0-9]{4} [A-Z]{2}$' AS postcode,
       plate ~ '^..-...-.$' AS plate, phone ~ '^[+]31[0-9]{9}$' AS phone, mail ~ '^...@example.org$' AS mail, mail_hashed ~ 'example$' AS mail_hashed, code ~ '^[0-9]{5}$' AS digits, code ~ '^~' AS apart, hex ~ '^[0-9A-F]{4}$' AS hex
FROM format_one.person ORDER BY id;
SELECT id, age BETWEEN 0 AND 120 AS age, born BETWEEN '1900-01-01' AND '2030-12-31' AS born, date_trunc('milliseconds', seen) = seen AS seen, date_trunc('day', paid AT TIME ZONE 'UTC') = paid AT TIME ZONE 'UTC' AS paid,
       scale(income) AS income, rate BETWEEN 0 AND 10 AS rate, weight IS NOT NULL AS weight, size BETWEEN 0.1 AND 3 AS size, u <> '00000000-0000-0000-0000-000000000000' AS u, family(host), length(token), colour IS NOT NULL AS colour
FROM format_one.person ORDER BY id;
SELECT count(*) FROM format_one.person p WHERE p::text ~ 'CANARY';
-- Joins in its policy, with a column of another type of text too, and not with another policy's.
CREATE TABLE visit (bsn text);
INSERT INTO visit SELECT bsn FROM person;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('format_one', 'visit', 'bsn', 'format_preserving', '{"key": "format_key", "format": "bsn"}'),
    ('format_two', 'visit', 'bsn', 'format_preserving', '{"key": "format_key", "format": "bsn"}');
SELECT count(*) AS one FROM format_one.person JOIN format_one.visit USING (bsn);
SELECT count(*) AS two FROM format_one.person JOIN format_two.visit USING (bsn);
-- A range is what the rule says, however the session shows numbers.
ALTER TABLE visit ADD height double precision;
SET extra_float_digits = -12;
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
VALUES ('format_one', 'visit', 'height', 'format_preserving', '{"key": "format_key", "min": 0.123456789, "max": 9.87654321}');
RESET extra_float_digits;
SELECT substring(pg_get_viewdef('format_one.visit') FROM 'double [^'']*') AS format;
-- An enum's new label does not fit until the view is built again; a renamed one is not shown by its old name.
ALTER TYPE colour ADD VALUE 'green';
INSERT INTO person (id, colour) VALUES (4, 'green');
SELECT id, colour IS NOT NULL AS colour FROM format_one.person WHERE id IN (1, 4) ORDER BY id;
UPDATE veil.rule SET params = params WHERE policy = 'format_one' AND attribute = 'colour';
SELECT veil.rebuild('format_one');
SELECT count(colour) FROM format_one.person WHERE id IN (1, 4);

-- What a rule may not say.
\set VERBOSITY terse
CREATE FUNCTION refused(attribute text, params text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO veil.rule (policy, relation, attribute, technique, params)
    VALUES ('format_two', 'formats.person', attribute, 'format_preserving', params::jsonb || '{"key": "format_key"}');
    RAISE 'not refused';
EXCEPTION WHEN OTHERS THEN RETURN regexp_replace(SQLERRM, '^rule [^:]*: ', '');
END
$$;
CREATE TYPE one_colour AS ENUM ('black');
ALTER TABLE person ADD odd numeric(3, -2), ADD wide numeric(60, 2), ADD yes boolean, ADD blank char(4), ADD single one_colour;
SELECT n, a, refused(a, p) FROM (VALUES
    (1, 'bsn', '{}'), (2, 'bsn', '{"format": "none"}'), (3, 'bsn', '{"format": "date"}'), (4, 'bsn', '{"format": "bsn", "alphabet": "01"}'),
    (5, 'bsn', '{"format": "digits", "valid": false}'), (6, 'card', '{"format": "card", "keep_bin": 7}'), (7, 'card', '{"format": "card", "keep_bin": 9}'),
    (8, 'mail', '{"format": "email", "with": "example.org"}'), (9, 'mail', '{"format": "email", "domain": "replace"}'),
    (10, 'mail', '{"format": "email", "domain": "replace", "with": "a b"}'), (11, 'hex', '{"format": "alphabet"}'), (12, 'hex', '{"format": "alphabet", "alphabet": "0"}'),
    (13, 'hex', '{"format": "alphabet", "alphabet": "0~"}'), (14, 'hex', '{"format": "alphabet", "alphabet": "00"}'), (15, 'blank', '{"format": "alphabet", "alphabet": "a b"}'),
    (16, 'hex', '{"format": "digits", "min": 1}'), (17, 'age', '{"format": "digits"}'), (18, 'age', '{"min": 1}'), (19, 'age', '{"max": 1}'), (20, 'age', '{"min": 2, "max": 1}'),
    (21, 'age', '{"min": 1, "max": 100000}'), (22, 'age', '{"min": 1.5, "max": 3}'), (23, 'age', '{"min": 1, "max": 9, "on_invalid": "encrypt"}'), (24, 'born', '{}'),
    (25, 'born', '{"min": "2000-01-01", "max": "infinity"}'), (26, 'born', '{"min": "2000-01-01", "max": "today"}'), (27, 'born', '{"min": "2000-01-01", "max": "2001-01-01", "to": "day"}'),
    (28, 'seen', '{"min": "2000-01-01 00:00:00.0001", "max": "2001-01-01"}'), (29, 'rate', '{}'), (30, 'rate', '{"min": 0, "max": "NaN"}'), (31, 'odd', '{}'), (32, 'wide', '{}'),
    (33, 'income', '{"min": 0.001, "max": 1}'), (34, 'size', '{"min": 0, "max": "Infinity"}'), (35, 'u', '{"min": 1, "max": 2}'), (36, 'u', '{"format": "bsn"}'), (37, 'yes', '{}'),
    (38, 'colour', '{"min": "red", "max": "blue"}'), (39, 'age', '{"min": 1, "max": 9, "to": "day"}'), (40, 'rate', '{"min": 0, "max": "1e40"}'), (41, 'phone', '{"format": "phone", "region": "XX"}'), (42, 'phone', '{"format": "digits", "region": "NL"}'),
    (43, 'age', '{"min": 1, "max": 1}'), (44, 'size', '{"min": 1, "max": 1}'), (45, 'paid', '{"min": "2024-01-01", "max": "2024-01-01 12:00", "to": "day"}'), (46, 'single', '{}')) v (n, a, p) ORDER BY n;

SELECT veil.drop_policy('format_one'), veil.drop_policy('format_two');
DROP SCHEMA formats CASCADE;

-- In another encoding the bytes of a character would be taken for other characters: a rule's alphabet is ASCII there.
SELECT current_database() AS here \gset
CREATE DATABASE regress_format_preserving TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C';
\c regress_format_preserving
SET client_min_messages = warning;
CREATE EXTENSION pg_veil;
SELECT veil.create_key('format_latin1_key');
SELECT veil.create_policy('latin1');
CREATE TABLE person (code varchar(9), mail varchar(9));
INSERT INTO person VALUES ('BEEF', 'a@b.nl'), (convert_from('\xe9', 'LATIN1'), convert_from('\xe940622e6e6c', 'LATIN1'));
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
VALUES ('latin1', 'person', 'code', 'format_preserving', json_build_object('key', 'format_latin1_key', 'format', 'alphabet', 'alphabet', convert_from('\x61c3a9', 'LATIN1'))::jsonb);
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('latin1', 'person', 'code', 'format_preserving', '{"key": "format_latin1_key", "format": "alphabet", "alphabet": "0123456789ABCDEF"}'),
    ('latin1', 'person', 'mail', 'format_preserving', '{"key": "format_latin1_key", "format": "email", "on_invalid": "encrypt"}');
SELECT code ~ '^[0-9A-F]{4}$' AS code, mail ~ '^[a-z0-9_+-]@b[.]nl$' AS mail, mail ~ '^~[a-z2-7]*$' AS apart FROM latin1.person ORDER BY code;
-- What was encrypted in a database of another encoding may be no text of this one.
SELECT veil.format_preserving(convert_from('\xe9', 'LATIN1'), 'format_latin1_key', 'test', 'digits on_invalid=encrypt') AS encrypted,
       (SELECT k::text FROM veil.key_version k WHERE name = 'format_latin1_key') AS key_version \gset
SELECT encode(convert_to(veil.invert_format_preserving(:'encrypted', 'format_latin1_key', 'test', 'digits on_invalid=encrypt'), 'LATIN1'), 'hex') AS here;
\c :here
INSERT INTO veil.key_version SELECT (:'key_version'::veil.key_version).*;
SELECT veil.invert_format_preserving(:'encrypted', 'format_latin1_key', 'test', 'digits on_invalid=encrypt') IS NULL AS suppressed;
DELETE FROM veil.key_version WHERE name = 'format_latin1_key';
DROP DATABASE regress_format_preserving;
