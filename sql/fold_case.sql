-- veil.fold_case: full Unicode case folding, by the module pg_veil_international.
SELECT v.raw, veil.fold_case(v.raw) AS folded
FROM (VALUES (1, ''), (2, 'J.Jansen@Example.ORG'), (3, 'Straße'), (4, 'STRASSE'), (5, 'STRAẞE'), (6, 'ΌΣΟΣ'), (7, 'όσος'),
             (8, 'ﬁn'), (9, 'I'), (10, 'ı'), (11, 'ÇELİK'), (12, '日本語 1½'), (13, E'a\\B''c\n%')) v(id, raw)
ORDER BY v.id;
SELECT veil.fold_case(NULL) IS NULL AS null_for_null, pg_typeof(veil.fold_case('A'::varchar)), veil.fold_case('A '::char(2)) = 'a' AS of_char;

-- Of every character up to the last that folds: ASCII is as lower() has it, and folding twice is folding once.
CREATE TEMPORARY TABLE fold_case_character AS
    SELECT code, chr(code) AS raw, veil.fold_case(chr(code)) AS folded
    FROM generate_series(1, 125300) code WHERE code NOT BETWEEN 55296 AND 57343;
SELECT count(*) AS characters, count(*) FILTER (WHERE veil.fold_case(folded) <> folded) AS not_idempotent,
       count(*) FILTER (WHERE folded <> raw) > 1400 AS many_fold,
       count(*) FILTER (WHERE code < 128 AND folded <> lower(raw COLLATE "C")) AS ascii_wrong,
       count(*) FILTER (WHERE octet_length(folded) > 3 * octet_length(raw)) AS too_long
FROM fold_case_character;
DROP TABLE fold_case_character;

-- Long texts: ASCII, one that shrinks, one that grows threefold.
SELECT veil.fold_case(repeat('Ab', 524288)) = repeat('ab', 524288) AS ascii,
       veil.fold_case(repeat('ẞ', 349525)) = repeat('ss', 349525) AS shrinks,
       veil.fold_case(repeat('ΐ', 349525)) = repeat(E'\u03B9\u0308\u0301', 349525) AS grows;

SELECT provolatile, proisstrict, proparallel FROM pg_proc WHERE oid = 'veil.fold_case(text)'::regprocedure;

-- Other encodings have no Unicode to fold, and the answer does not depend on the value.
SELECT current_database() AS here \gset
CREATE DATABASE regress_fold_case TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C';
\c regress_fold_case
SET client_min_messages = warning;
CREATE EXTENSION pg_veil;
SELECT veil.fold_case('a');
SELECT veil.fold_case(U&'\00C9');
\c :here
DROP DATABASE regress_fold_case;
