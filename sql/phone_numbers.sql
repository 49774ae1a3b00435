-- format_preserving with the format phone: by libphonenumber, in the module pg_veil_international.
SELECT veil.create_key('phone_numbers');
CREATE SCHEMA phone_numbers;
SET search_path = phone_numbers;
CREATE TABLE subscriber (id integer PRIMARY KEY, place text, code text, number text, phone text GENERATED ALWAYS AS (code || number) STORED);
INSERT INTO subscriber (id, place, code, number) VALUES
    (1, 'NL mobile', '+31', '612345678'), (2, 'NL fixed', '+31', '201234567'), (3, 'NL free', '+31', '8001234'),
    (4, 'US', '+1', '2125550123'), (5, 'US free', '+1', '8005550123'), (6, 'CA', '+1', '4165550123'), (7, 'JM', '+1', '8765550123'),
    (8, 'GB mobile', '+44', '7400123456'), (9, 'GB fixed', '+44', '2079460123'), (10, 'JE', '+44', '1534123456'),
    (11, 'DE fixed, short', '+49', '30123456'), (12, 'DE fixed, long', '+49', '3012345678'), (13, 'DE mobile', '+49', '15123456789'),
    (14, 'IT fixed', '+39', '0612345678'), (15, 'IT mobile', '+39', '3123456789'), (16, 'FR', '+33', '612345678'), (17, 'BE', '+32', '470123456'),
    (18, 'LU', '+352', '621123456'), (19, 'ES', '+34', '612345678'), (20, 'PT', '+351', '912345678'), (21, 'CH', '+41', '781234567'),
    (22, 'AT', '+43', '664123456'), (23, 'DK', '+45', '20123456'), (24, 'SE', '+46', '701234567'), (25, 'NO', '+47', '40612345'),
    (26, 'PL', '+48', '512345678'), (27, 'RU', '+7', '9123456789'), (28, 'AU', '+61', '412345678'), (29, 'JP', '+81', '9012345678'),
    (30, 'CN', '+86', '13123456789'), (31, 'IN', '+91', '8123456789'), (32, 'BR', '+55', '11961234567'), (33, 'ZA', '+27', '711234567'),
    (34, 'MA', '+212', '650123456'), (35, 'TR', '+90', '5012345678'), (36, 'CW', '+599', '95181234'), (37, 'Inmarsat', '+870', '301234567'),
    (38, 'Iridium', '+881', '612345678'), (39, 'international free', '+800', '12345678');
CREATE TABLE written (id integer PRIMARY KEY, phone varchar(20));
INSERT INTO written VALUES (1, '+31612345678'), (2, '+31 6 12345678'), (3, '06 12345678'), (4, '0612345678');

SELECT veil.create_policy('phone_numbers_policy');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('phone_numbers_policy', 'subscriber', 'id', 'release', NULL, 'test'),
    ('phone_numbers_policy', 'subscriber', 'place', 'release', NULL, 'test'),
    ('phone_numbers_policy', 'subscriber', 'phone', 'format_preserving', '{"key": "phone_numbers", "format": "phone"}', NULL),
    ('phone_numbers_policy', 'written', 'id', 'release', NULL, 'test'),
    ('phone_numbers_policy', 'written', 'phone', 'format_preserving', '{"key": "phone_numbers", "format": "phone", "region": "NL"}', NULL);

-- Each keeps its calling code and its length, is the same number every time, has an inverse, and fits again, so it is valid.
SELECT place, starts_with(m.phone, code) AS code, length(m.phone) = length(s.phone) AS length, m.phone ~ '^[+][0-9]+$' AS e164,
       m.phone = veil.format_preserving(s.phone, 'phone_numbers', 'phone_numbers_policy', 'phone') AS same,
       veil.invert_format_preserving(m.phone, 'phone_numbers', 'phone_numbers_policy', 'phone') = s.phone AS inverse,
       veil.format_preserving(m.phone, 'phone_numbers', 'phone_numbers_policy', 'phone') IS NOT NULL AS valid
FROM phone_numbers_policy.subscriber m JOIN subscriber s USING (id, place) ORDER BY id;
-- A few may stay what they are by chance.
SELECT count(*), count(*) FILTER (WHERE m.phone <> s.phone) > 30 AS changed FROM phone_numbers_policy.subscriber m JOIN subscriber s USING (id);

-- The type is kept, where the first digits tell it.
SELECT count(*) FILTER (WHERE mobile !~ '^[+]31(6[1-58]|970)') AS mobile, count(*) FILTER (WHERE free !~ '^[+]31800[0-9]{4}$') AS free,
       count(*) FILTER (WHERE us_free !~ '^[+]18(00|33|44|55|66|77|88)[2-9]') AS us_free, count(*) FILTER (WHERE rome !~ '^[+]390') AS italy,
       count(DISTINCT mobile), count(DISTINCT free), count(DISTINCT us_free), count(DISTINCT rome)
FROM (SELECT veil.format_preserving('+316' || 10000000 + n * 37, 'phone_numbers', '', 'phone') AS mobile,
             veil.format_preserving('+31800' || lpad(n::text, 4, '0'), 'phone_numbers', '', 'phone') AS free,
             veil.format_preserving('+1800' || 2000000 + n * 797, 'phone_numbers', '', 'phone') AS us_free,
             veil.format_preserving('+3906' || 10000000 + n * 37, 'phone_numbers', '', 'phone') AS rome
      FROM generate_series(0, 9999) n) m;

-- The notation is kept too, and it is one number in all of them.
SELECT id, regexp_replace(phone, '[0-9]', '9', 'g') AS notation FROM phone_numbers_policy.written ORDER BY id;
SELECT count(DISTINCT right(phone, 8)) FROM phone_numbers_policy.written;

-- What is written otherwise, or is no number, is suppressed; without a region so is what is national.
CREATE TEMPORARY TABLE phone_numbers_misfit AS
    SELECT row_number() OVER () AS id, raw FROM unnest(ARRAY['', ' ', '6', '112', '+', '+31', '+31 612345678', '+31-6-12345678',
        '+31 (0)6 12345678', '0031612345678', '06-12345678', '612345678', '+31123', '+999123456789', '0612345678x12',
        '+31612345678;ext=1', 'tel:+31612345678', '٠٦١٢٣٤٥٦٧٨', E'+31612345678\n', 'canary', repeat('9', 1048576), '+' || repeat('9', 1048576)]) raw;
SELECT count(*), count(veil.format_preserving(raw, 'phone_numbers', '', 'phone region=NL')) AS fit,
       count(veil.invert_format_preserving(raw, 'phone_numbers', '', 'phone region=NL')) AS inverted,
       count(veil.format_preserving(raw, 'phone_numbers', '', 'phone on_invalid=encrypt region=NL')) AS encrypted
FROM phone_numbers_misfit;
SELECT count(*) FROM phone_numbers_misfit
WHERE veil.invert_format_preserving(veil.format_preserving(raw, 'phone_numbers', '', 'phone on_invalid=encrypt region=NL'),
                                    'phone_numbers', '', 'phone on_invalid=encrypt region=NL') IS DISTINCT FROM raw;
SELECT veil.format_preserving(phone, 'phone_numbers', '', 'phone') IS NULL AS suppressed, id FROM written ORDER BY id;
DROP TABLE phone_numbers_misfit;

-- Parameters are checked when the rule is written.
UPDATE veil.rule SET params = '{"key": "phone_numbers", "format": "phone", "region": "nl"}' WHERE policy = 'phone_numbers_policy' AND relation ~ 'written' AND attribute = 'phone';
UPDATE veil.rule SET params = '{"key": "phone_numbers", "format": "phone", "region": "XX"}' WHERE policy = 'phone_numbers_policy' AND relation ~ 'written' AND attribute = 'phone';
UPDATE veil.rule SET params = '{"key": "phone_numbers", "format": "digits", "region": "NL"}' WHERE policy = 'phone_numbers_policy' AND relation ~ 'written' AND attribute = 'phone';

SET client_min_messages = warning;
SELECT veil.drop_policy('phone_numbers_policy');
DROP SCHEMA phone_numbers CASCADE;
