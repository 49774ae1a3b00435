-- pseudonym and encrypt for every scalar type, by the one text that the value has under every setting.
CREATE SCHEMA keyed_types;
SET search_path = keyed_types;
SELECT veil.create_key('keyed_types');
SELECT veil.create_policy('keyed_pseudonyms');
SELECT veil.create_policy('keyed_ciphertexts');
CREATE TYPE colour AS ENUM ('red', 'green');
CREATE TYPE pair AS (a integer, b integer);
CREATE DOMAIN amount AS numeric(12, 2) CHECK (VALUE >= 0);
CREATE DOMAIN shade AS colour;
CREATE DOMAIN code AS varchar(8);
CREATE DOMAIN blob AS bytea CHECK (octet_length(VALUE) < 100);
CREATE DOMAIN day AS date;
CREATE TABLE kept (id integer PRIMARY KEY, t text, v varchar(20), c char(12), s smallint, i integer, b bigint, n numeric, r real, f float8,
    u uuid, d date, ti time, ts timestamp, tz timestamptz, net inet, cid cidr, mac macaddr, by bytea, e colour,
    dn amount, de shade, dt code, db blob, dd day);
INSERT INTO kept SELECT n, n::text, n::text, n::text, n, n, n, n + 0.50, n + 0.5, n + 0.5, md5(n::text)::uuid, date '2000-01-01' + n,
    time '00:00' + n * interval '1 second', timestamp '2000-01-01' + n * interval '1 hour', timestamptz '2000-01-01 00:00+00' + n * interval '1 hour',
    inet '10.0.0.0' + n, set_masklen(cidr '10.0.0.0/32' + n, 32), (lpad(to_hex(n), 12, '0'))::macaddr, int4send(n),
    (enum_range(NULL::colour))[1 + n % 2], n, (enum_range(NULL::colour))[1 + n % 2], n::text, int4send(n), date '2000-01-01' + n
FROM generate_series(1, 500) n;
INSERT INTO kept VALUES
    (0, '', '', '', 0, 0, 0, 0, 0, 0, '00000000-0000-0000-0000-000000000000', 'infinity', '24:00', 'infinity', 'infinity', '::', '::/0',
     '00:00:00:00:00:00', '', 'red', 0, 'red', '', '', '-infinity'),
    (-1, repeat('x', 1000000), 'é', 'é', -32768, -2147483648, -9223372036854775808, 'NaN', 'NaN', 'NaN',
     'ffffffff-ffff-ffff-ffff-ffffffffffff', '-infinity', '00:00', '-infinity', '-infinity', '10.0.0.1/8', '10.0.0.0/8',
     'ff:ff:ff:ff:ff:ff', decode(repeat('00', 100000), 'hex'), 'green', 1, 'green', 'é', '\x00', '4714-11-24 BC'),
    (-2, E'a\\b\n', E'\\', '"', 32767, 2147483647, 9223372036854775807, 'Infinity', 'Infinity', '-Infinity',
     '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '4714-11-24 BC', '12:00', '4714-11-24 00:00 BC', '4714-11-24 00:00+00 BC', '::ffff:10.0.0.1',
     '::1', '00:00:00:00:00:01', '\xff', 'red', 9999999999.99, 'red', '''', '\xff', 'infinity'),
    (-3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO veil.rule (policy, relation, attribute, technique, why)
    SELECT p, 'kept', 'id', 'release', 'test' FROM unnest('{keyed_pseudonyms,keyed_ciphertexts}'::text[]) p;
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
    SELECT p, 'kept', attname, t, '{"key": "keyed_types"}'
    FROM (VALUES ('keyed_pseudonyms', 'pseudonym'), ('keyed_ciphertexts', 'encrypt')) v(p, t), pg_attribute
    WHERE attrelid = 'kept'::regclass AND attnum > 1;
SELECT p.attname AS attribute, format_type(k.atttypid, k.atttypmod) AS kept, format_type(p.atttypid, p.atttypmod) AS pseudonym,
       format_type(c.atttypid, c.atttypmod) AS encrypted
FROM pg_attribute k, pg_attribute p, pg_attribute c
WHERE k.attrelid = 'kept'::regclass AND p.attrelid = 'keyed_pseudonyms.kept'::regclass AND c.attrelid = 'keyed_ciphertexts.kept'::regclass
  AND k.attnum > 1 AND p.attname = k.attname AND c.attname = k.attname ORDER BY k.attnum;
SELECT col_description('keyed_ciphertexts.kept'::regclass, 2) AS t, col_description('keyed_ciphertexts.kept'::regclass, 3) AS v;

-- Column by column: as many different masks as values, NULL for NULL only, and no mask that is its value or holds it.
CREATE FUNCTION compared(policy text) RETURNS TABLE (attribute name, injective boolean, nulls boolean, shown bigint)
LANGUAGE plpgsql AS $$
BEGIN
    FOR attribute IN SELECT attname FROM pg_attribute WHERE attrelid = 'keyed_types.kept'::regclass AND attnum > 1 ORDER BY attnum LOOP
        RETURN QUERY EXECUTE format('SELECT %2$L::name, count(DISTINCT k.%2$I) = count(DISTINCT m.%2$I), '
            'bool_and((k.%2$I IS NULL) = (m.%2$I IS NULL)), '
            'count(*) FILTER (WHERE length(k.%2$I::text) > 5 AND strpos(m.%2$I::text, k.%2$I::text) > 0) '
            'FROM keyed_types.kept k JOIN %1$I.kept m USING (id)', policy, attribute);
    END LOOP;
END $$;
SELECT * FROM compared('keyed_pseudonyms') WHERE NOT (injective AND nulls AND shown = 0) ORDER BY attribute;
SELECT * FROM compared('keyed_ciphertexts') WHERE NOT (injective AND nulls AND shown = 0) ORDER BY attribute;
SELECT count(*) FROM compared('keyed_pseudonyms');

-- What a holder of the key decrypts is the value, for each type.
SELECT count(*) FILTER (WHERE veil.decrypt(m.t, 'keyed_types', 'keyed_ciphertexts') IS NOT DISTINCT FROM k.t) AS t,
       count(*) FILTER (WHERE veil.decrypt(m.v, 'keyed_types', 'keyed_ciphertexts') IS NOT DISTINCT FROM k.v) AS v,
       count(*) FILTER (WHERE veil.decrypt(m.c, 'keyed_types', 'keyed_ciphertexts')::char(12) IS NOT DISTINCT FROM k.c) AS c,
       count(*) FILTER (WHERE veil.decrypt(m.s, 'keyed_types', 'keyed_ciphertexts')::smallint IS NOT DISTINCT FROM k.s) AS s,
       count(*) FILTER (WHERE veil.decrypt(m.i, 'keyed_types', 'keyed_ciphertexts')::integer IS NOT DISTINCT FROM k.i) AS i,
       count(*) FILTER (WHERE veil.decrypt(m.b, 'keyed_types', 'keyed_ciphertexts')::bigint IS NOT DISTINCT FROM k.b) AS b,
       count(*) FILTER (WHERE veil.decrypt(m.n, 'keyed_types', 'keyed_ciphertexts')::numeric IS NOT DISTINCT FROM k.n) AS n,
       count(*) FILTER (WHERE veil.decrypt(m.r, 'keyed_types', 'keyed_ciphertexts')::real IS NOT DISTINCT FROM k.r) AS r,
       count(*) FILTER (WHERE veil.decrypt(m.f, 'keyed_types', 'keyed_ciphertexts')::float8 IS NOT DISTINCT FROM k.f) AS f,
       count(*) FILTER (WHERE veil.decrypt(m.u, 'keyed_types', 'keyed_ciphertexts')::uuid IS NOT DISTINCT FROM k.u) AS u,
       count(*) FILTER (WHERE veil.decrypt(m.d, 'keyed_types', 'keyed_ciphertexts')::date IS NOT DISTINCT FROM k.d) AS d,
       count(*) FILTER (WHERE veil.decrypt(m.ti, 'keyed_types', 'keyed_ciphertexts')::time IS NOT DISTINCT FROM k.ti) AS ti,
       count(*) FILTER (WHERE veil.decrypt(m.ts, 'keyed_types', 'keyed_ciphertexts')::timestamp IS NOT DISTINCT FROM k.ts) AS ts,
       count(*) FILTER (WHERE veil.decrypt(m.tz, 'keyed_types', 'keyed_ciphertexts')::timestamptz IS NOT DISTINCT FROM k.tz) AS tz,
       count(*) FILTER (WHERE veil.decrypt(m.net, 'keyed_types', 'keyed_ciphertexts')::inet IS NOT DISTINCT FROM k.net) AS net,
       count(*) FILTER (WHERE veil.decrypt(m.cid, 'keyed_types', 'keyed_ciphertexts')::cidr IS NOT DISTINCT FROM k.cid) AS cid,
       count(*) FILTER (WHERE veil.decrypt(m.mac, 'keyed_types', 'keyed_ciphertexts')::macaddr IS NOT DISTINCT FROM k.mac) AS mac,
       count(*) FILTER (WHERE veil.decrypt(m.by, 'keyed_types', 'keyed_ciphertexts') IS NOT DISTINCT FROM k.by) AS by,
       count(*) FILTER (WHERE veil.decrypt(m.e, 'keyed_types', 'keyed_ciphertexts')::colour IS NOT DISTINCT FROM k.e) AS e
FROM kept k JOIN keyed_ciphertexts.kept m USING (id) \gx
-- And what inverts, inverts.
SELECT count(*) FILTER (WHERE veil.invert_pseudonym(m.s, 'keyed_types', 'keyed_pseudonyms') IS NOT DISTINCT FROM k.s) AS s,
       count(*) FILTER (WHERE veil.invert_pseudonym(m.i, 'keyed_types', 'keyed_pseudonyms') IS NOT DISTINCT FROM k.i) AS i,
       count(*) FILTER (WHERE veil.invert_pseudonym(m.b, 'keyed_types', 'keyed_pseudonyms') IS NOT DISTINCT FROM k.b) AS b,
       count(*) FILTER (WHERE veil.invert_pseudonym(m.u, 'keyed_types', 'keyed_pseudonyms') IS NOT DISTINCT FROM k.u) AS u
FROM kept k JOIN keyed_pseudonyms.kept m USING (id);
-- The forms: base32 of 26 characters, of 16 bytes; a ciphertext is longer than its value by the tag.
SELECT bool_and(n ~ '^[a-z2-7]{26}$' AND d ~ '^[a-z2-7]{26}$' AND e ~ '^[a-z2-7]{26}$' AND octet_length(by) = 16) AS pseudonyms
FROM keyed_pseudonyms.kept WHERE id >= 0;
SELECT bool_and(m.t ~ '^[a-z2-7]+$') AS base32, bool_and(length(m.t) = ceil((octet_length(k.t) + 16) * 8 / 5.0)) AS lengths,
       bool_and(octet_length(m.by) = octet_length(k.by) + 16) AS bytes
FROM keyed_ciphertexts.kept m JOIN kept k USING (id);

-- One hostile session's settings change no result.
CREATE TEMPORARY TABLE before AS SELECT p.id, md5(p::text) AS pseudonyms, md5(x::text) AS ciphertexts
FROM keyed_pseudonyms.kept p JOIN keyed_ciphertexts.kept x USING (id);
SET DateStyle = 'German';
SET IntervalStyle = 'iso_8601';
SET TimeZone = 'America/St_Johns';
SET extra_float_digits = -15;
SET lc_monetary = 'C';
SELECT count(*) FROM before JOIN keyed_pseudonyms.kept p USING (id) JOIN keyed_ciphertexts.kept x USING (id)
WHERE before.pseudonyms = md5(p::text) AND before.ciphertexts = md5(x::text);
RESET DateStyle; RESET IntervalStyle; RESET TimeZone; RESET extra_float_digits; RESET lc_monetary;

-- A BSN that one register keeps as text joins one that another keeps as a number.
SELECT veil.create_policy('keyed_join');
CREATE TABLE as_text (bsn text);
CREATE TABLE as_number (bsn numeric(9, 0));
CREATE TABLE as_float (bsn float8);
CREATE TABLE as_integer (bsn integer);
INSERT INTO as_text SELECT n::text FROM generate_series(111222333, 111222400) n;
INSERT INTO as_number SELECT bsn::numeric FROM as_text;
INSERT INTO as_float SELECT bsn::float8 FROM as_text;
INSERT INTO as_integer SELECT bsn::integer FROM as_text;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('keyed_join', 'as_text', 'bsn', 'pseudonym', '{"key": "keyed_types"}'),
    ('keyed_join', 'as_number', 'bsn', 'pseudonym', '{"key": "keyed_types", "as": "text"}'),
    ('keyed_join', 'as_float', 'bsn', 'pseudonym', '{"key": "keyed_types"}'),
    ('keyed_join', 'as_integer', 'bsn', 'pseudonym', '{"key": "keyed_types", "as": "text"}');
SELECT count(*) FROM keyed_join.as_text JOIN keyed_join.as_number USING (bsn) JOIN keyed_join.as_float USING (bsn) JOIN keyed_join.as_integer USING (bsn);

-- A ciphertext that was changed, cut, taken from another scope or made up decrypts to NULL, without a word.
SELECT veil.decrypt(veil.encrypt('x'::text, 'keyed_types', 'a'), 'keyed_types', 'a') AS right,
       veil.decrypt(veil.encrypt('x'::text, 'keyed_types', 'a'), 'keyed_types', 'b') AS other_scope,
       veil.decrypt(upper(veil.encrypt('x'::text, 'keyed_types', 'a')), 'keyed_types', 'a') AS upper,
       veil.decrypt(veil.encrypt('x'::text, 'keyed_types', 'a') || 'a', 'keyed_types', 'a') AS longer,
       veil.decrypt('', 'keyed_types', 'a') AS empty, veil.decrypt('no ciphertext', 'keyed_types', 'a') AS made_up,
       veil.decrypt(encode(veil.encrypt('x'::bytea, 'keyed_types', 'a'), 'hex'), 'keyed_types', 'a') AS of_bytes,
       veil.decrypt('\x'::bytea, 'keyed_types', 'a') AS no_bytes;
SELECT count(*) > 150 AS many, count(veil.decrypt(changed, 'keyed_types', 'a')) AS decrypted
FROM (SELECT overlay(e PLACING c FROM p FOR 1) AS changed
      FROM veil.encrypt('123456782'::text, 'keyed_types', 'a') e, generate_series(1, length(e)) p, unnest('{a,b,2,A,=,"é"}'::text[]) c
      WHERE overlay(e PLACING c FROM p FOR 1) <> e) s;
SELECT count(veil.decrypt(set_bit(e, b, 1 - get_bit(e, b)), 'keyed_types', 'a')) AS decrypted, count(*) AS changed
FROM veil.encrypt('\x0102030405'::bytea, 'keyed_types', 'a') e, generate_series(0, 8 * octet_length(e) - 1) b;

-- fold and normalize: for texts whose spelling varies. Not a word of them changes the others.
SELECT veil.create_policy('keyed_spelling');
CREATE TABLE spelling (id integer, plain text, folded text, normal varchar(30), folded_normal text, sealed text);
INSERT INTO spelling SELECT id, s, s, s, s, s FROM (VALUES
    (1, U&'Zo\00eb@example.org'), (2, U&'zo\00eb@EXAMPLE.org'), (3, U&'Zoe\0308@example.org'), (4, U&'ZOE\0308@EXAMPLE.ORG'),
    (5, U&'stra\00dfe'), (6, 'STRASSE'), (7, ''), (8, NULL)) v(id, s);
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('keyed_spelling', 'spelling', 'id', 'release', NULL, 'test'),
    ('keyed_spelling', 'spelling', 'plain', 'pseudonym', '{"key": "keyed_types"}', NULL),
    ('keyed_spelling', 'spelling', 'folded', 'pseudonym', '{"key": "keyed_types", "fold": "case"}', NULL),
    ('keyed_spelling', 'spelling', 'normal', 'pseudonym', '{"key": "keyed_types", "normalize": "nfc"}', NULL),
    ('keyed_spelling', 'spelling', 'folded_normal', 'pseudonym', '{"key": "keyed_types", "fold": "case", "normalize": "nfc"}', NULL),
    ('keyed_spelling', 'spelling', 'sealed', 'encrypt', '{"key": "keyed_types", "fold": "case", "normalize": "nfc"}', NULL);
SELECT id, dense_rank() OVER plain_first AS plain, dense_rank() OVER folded_first AS folded, dense_rank() OVER normal_first AS normal,
       dense_rank() OVER both_first AS both, veil.decrypt(sealed, 'keyed_types', 'keyed_spelling') AS sealed
FROM (SELECT *, min(id) OVER (PARTITION BY plain) AS p, min(id) OVER (PARTITION BY folded) AS f, min(id) OVER (PARTITION BY normal) AS n,
             min(id) OVER (PARTITION BY folded_normal) AS b FROM keyed_spelling.spelling) s
WINDOW plain_first AS (ORDER BY p), folded_first AS (ORDER BY f), normal_first AS (ORDER BY n), both_first AS (ORDER BY b) ORDER BY id;
-- What a registry says of them: SQL equality of the column tells nothing of such a mask.
SELECT name, key AS parameter FROM veil.technique, jsonb_each(parameters) WHERE value->>'rewritable' = 'false' ORDER BY 1, 2;

-- What has no canonical text is refused, with a hint; so is what makes no sense for the type.
SELECT veil.create_policy('keyed_refused');
CREATE TABLE refused (yes boolean, pair pair, list text[], span int4range, j jsonb, gap interval, tt timetz, t text, n numeric, by bytea, s smallint);
CREATE PROCEDURE try(attribute text, technique text, params jsonb) LANGUAGE plpgsql AS $$
DECLARE
    hint text;
BEGIN
    INSERT INTO veil.rule (policy, relation, attribute, technique, params)
    VALUES ('keyed_refused', 'keyed_types.refused', attribute, technique, '{"key": "keyed_types"}' || params);
    RAISE NOTICE 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RAISE NOTICE '% % %', SQLSTATE, replace(SQLERRM, 'rule keyed_refused / keyed_types.refused / ', ''), left(hint, 30);
END $$;
CALL try('yes', 'pseudonym', '{}');
CALL try('yes', 'encrypt', '{}');
CALL try('pair', 'encrypt', '{}');
CALL try('list', 'encrypt', '{}');
CALL try('span', 'pseudonym', '{}');
CALL try('j', 'encrypt', '{}');
CALL try('gap', 'pseudonym', '{}');
CALL try('tt', 'encrypt', '{}');
CALL try('n', 'pseudonym', '{"as": "bigint"}');
CALL try('by', 'pseudonym', '{"as": "text"}');
CALL try('t', 'pseudonym', '{"as": "integer"}');
CALL try('n', 'pseudonym', '{"fold": "case"}');
CALL try('by', 'encrypt', '{"normalize": "nfc"}');
CALL try('t', 'encrypt', '{"fold": "german"}');
CALL try('t', 'encrypt', '{"as": "text"}');
CALL try('t', 'encrypt', '{"scope": "galaxy"}');

SET client_min_messages = warning;
SELECT veil.drop_policy(p) FROM unnest('{keyed_pseudonyms,keyed_ciphertexts,keyed_join,keyed_spelling,keyed_refused}'::text[]) p;
DROP SCHEMA keyed_types CASCADE;
