-- E3, A11 and A12. E3 for every function that takes a key, whichever there are: called on a guess in each form, by an analyst, by one who
-- was given USAGE on schema veil by mistake, by one who was given all there is to give but the key; and, to see that the
-- forms would work, by one who holds the key.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE ROLE regress_keyed_analyst;
CREATE ROLE regress_keyed_usage;
CREATE ROLE regress_keyed_all;
CREATE ROLE regress_keyed_holder;
CREATE SCHEMA keyed;
GRANT USAGE, CREATE ON SCHEMA keyed TO PUBLIC;
GRANT TEMPORARY ON DATABASE :DBNAME TO regress_keyed_analyst;
SELECT veil.create_key('attack_keyed');
GRANT USAGE ON SCHEMA veil TO regress_keyed_usage, regress_keyed_all, regress_keyed_holder;
GRANT USAGE ON TYPE veil.key TO regress_keyed_all, regress_keyed_holder;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA veil TO regress_keyed_all;
SELECT veil.grant_key('attack_keyed', 'regress_keyed_holder');
CREATE TYPE keyed.label AS ENUM ('CANARY');
-- A key value that somebody stored is worth nothing to others.
CREATE TABLE keyed.stored AS SELECT 'attack_keyed'::veil.key AS k;

-- A value of each type that a keyed function may take.
CREATE TABLE keyed.sample (type regtype, literal text);
INSERT INTO keyed.sample VALUES ('text', 'CANARY'), ('bytea', '\x43414e415259'), ('smallint', '1'), ('integer', '1'), ('bigint', '1'),
    ('numeric', '1'), ('real', '1'), ('double precision', '1'), ('uuid', '00000000-0000-4000-8000-000000000001'), ('date', '2024-02-29'),
    ('timestamp', '2024-02-29'), ('timestamptz', '2024-02-29 00:00+00'), ('time', '12:00'), ('inet', '10.0.0.1'), ('boolean', 't'),
    ('text[]', '{CANARY}');
-- Its functions, by their arguments: {key} stands for the key. The functions of the type itself are not masks; a function that takes an
-- internal value can be called by nobody (see cell_noise), and the guard of level aggregated is an error for everybody.
CREATE TABLE keyed.function AS
SELECT p.oid::regprocedure::text AS name, format('veil.%I(%s)', p.proname, (
           SELECT string_agg(CASE a.type WHEN 'veil.key'::regtype THEN '{key}' WHEN 'anyenum'::regtype THEN '''CANARY''::keyed.label' WHEN 'record'::regtype THEN 'ROW()'
                             ELSE (SELECT format('%L::%s', literal, s.type) FROM keyed.sample s WHERE s.type = a.type) END, ', ' ORDER BY a.number)
           FROM unnest(p.proargtypes::regtype[]) WITH ORDINALITY a(type, number))) AS call, NOT proargnames && '{format,kind,options}' AND proname <> 'unmask' AS takes_any
FROM pg_proc p WHERE pronamespace = 'veil'::regnamespace AND 'veil.key'::regtype = ANY (proargtypes::regtype[]) AND p.proname NOT IN ('key_out', 'statistics_only')
  AND 'internal'::regtype <> ALL (proargtypes::regtype[]);
-- No type was forgotten.
SELECT name FROM keyed.function WHERE call IS NULL OR (SELECT count(*) FROM regexp_matches(call, ',', 'g')) <
    (SELECT pronargs - 1 FROM pg_proc WHERE pronamespace = 'veil'::regnamespace AND oid::regprocedure::text = name);
SELECT count(*) >= 14 AS many FROM keyed.function;

CREATE TABLE keyed.form (id integer, key text, statements text[]);
INSERT INTO keyed.form VALUES
    (1, $x$'attack_keyed'$x$, ARRAY['SELECT {call}']),
    (2, $x$'attack_keyed/1'::veil.key$x$, ARRAY['SELECT {call}']),
    (3, $x$'attack_keyed'::text::veil.key$x$, ARRAY['SELECT {call}']),
    (4, 'k', ARRAY['SELECT {call} FROM keyed.stored']),
    (5, $x$($y${attack_keyed}$y$::veil.key[])[1]$x$, ARRAY['SELECT {call}']),
    (6, $x$'attack_keyed'$x$, ARRAY['SELECT 1 WHERE {call} IS NOT NULL']),
    (7, 'k', ARRAY['SELECT count(*) FROM keyed.stored GROUP BY {call}']),
    (8, $x$'attack_keyed'$x$, ARRAY['CREATE TABLE keyed.t (i integer, p text DEFAULT {call}::text)', 'INSERT INTO keyed.t VALUES (1) RETURNING p']),
    (9, $x$'attack_keyed'$x$, ARRAY['CREATE TABLE keyed.t (i integer, p text GENERATED ALWAYS AS (coalesce({call}::text, i::text)) STORED)',
        'INSERT INTO keyed.t VALUES (1) RETURNING p']),
    (10, $x$'attack_keyed'$x$, ARRAY['CREATE TABLE keyed.t (i integer)', 'INSERT INTO keyed.t VALUES (1)',
        'CREATE INDEX ON keyed.t ((coalesce({call}::text, i::text)))', 'SELECT {call}']),
    (11, $x$'attack_keyed'$x$, ARRAY['CREATE DOMAIN keyed.d AS text CHECK ({call}::text <> VALUE)', $x$SELECT 'x'::keyed.d$x$]),
    (12, $x$'attack_keyed'$x$, ARRAY['CREATE VIEW keyed.v AS SELECT {call}::text AS p', 'SELECT p FROM keyed.v']),
    (13, 'k', ARRAY['CREATE VIEW keyed.v AS SELECT {call}::text AS p FROM keyed.stored', 'SELECT p FROM keyed.v']),
    (14, '$1', ARRAY['CREATE FUNCTION keyed.f(veil.key) RETURNS text LANGUAGE sql AS $f$ SELECT {call}::text $f$', $x$SELECT keyed.f('attack_keyed')$x$]),
    (15, '$1', ARRAY['CREATE FUNCTION keyed.f(anyelement) RETURNS text LANGUAGE plpgsql AS $f$ BEGIN RETURN {call}::text; END $f$',
        'SELECT keyed.f(k) FROM keyed.stored']),
    (16, '$1', ARRAY['DEALLOCATE ALL', 'PREPARE keyed_p (veil.key) AS SELECT {call}', $x$CREATE TABLE keyed.t AS EXECUTE keyed_p('attack_keyed')$x$,
        'TABLE keyed.t']),
    (17, '$1', ARRAY['CREATE FUNCTION keyed.f(text, veil.key) RETURNS text LANGUAGE sql AS $f$ SELECT {call}::text $f$',
        $x$CREATE OPERATOR keyed.#%% (LEFTARG = text, RIGHTARG = veil.key, FUNCTION = keyed.f)$x$,
        $x$SELECT 'x'::text OPERATOR(keyed.#%%) 'attack_keyed'$x$]);
UPDATE keyed.form SET statements = ARRAY(SELECT replace(s, '$1', '$2') FROM unnest(statements) s), key = '$2' WHERE id = 17;
CREATE TABLE keyed.outcome (role name, function text, form integer, outcome text);
GRANT SELECT ON ALL TABLES IN SCHEMA keyed TO PUBLIC;
GRANT INSERT ON keyed.outcome TO PUBLIC;

-- Runs a form's statements; its last gives the answer. Everything it made is undone.
CREATE FUNCTION keyed.attempt(statements text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    FOR i IN 1 .. cardinality(statements) - 1 LOOP
        EXECUTE statements[i];
    END LOOP;
    EXECUTE statements[cardinality(statements)] INTO answer;
    RAISE EXCEPTION USING ERRCODE = 'ZZ000', MESSAGE = CASE WHEN answer IS NULL THEN 'NULL' ELSE 'answered' END;
EXCEPTION
    WHEN SQLSTATE 'ZZ000' THEN RETURN SQLERRM;
    WHEN insufficient_privilege THEN RETURN 'denied';
    WHEN OTHERS THEN RETURN 'error: ' || SQLERRM;
END $$;
CREATE FUNCTION keyed.attempt_all() RETURNS void LANGUAGE sql AS $$
    INSERT INTO keyed.outcome SELECT current_user, name, id,
        keyed.attempt(ARRAY(SELECT replace(replace(s, '{call}', call), '{key}', key) FROM unnest(statements) WITH ORDINALITY u(s, n) ORDER BY n))
    FROM keyed.function, keyed.form
$$;
SET SESSION AUTHORIZATION regress_keyed_analyst;
SELECT keyed.attempt_all();
SET SESSION AUTHORIZATION regress_keyed_usage;
SELECT keyed.attempt_all();
SET SESSION AUTHORIZATION regress_keyed_all;
SELECT keyed.attempt_all();
SET SESSION AUTHORIZATION regress_keyed_holder;
SELECT keyed.attempt_all();
RESET SESSION AUTHORIZATION;

-- Nobody but the holder gets anything but a refusal, and of a refusal none has another reason.
SELECT role, bool_and(outcome = 'denied') AS denied, count(*) = (SELECT count(*) FROM keyed.function, keyed.form) AS all_tried
FROM keyed.outcome WHERE role <> 'regress_keyed_holder' GROUP BY role ORDER BY role;
SELECT role, function, form, outcome FROM keyed.outcome WHERE role <> 'regress_keyed_holder' AND outcome <> 'denied' ORDER BY 1, 2, 3;
-- Each form works in the hands of the holder, for each function that takes any text: what was never encrypted decrypts to NULL.
-- A function that takes a format, or options, gets that far and no further.
-- veil.unmask answers the holder too, but with values that nobody can see or keep.
SELECT DISTINCT outcome FROM keyed.outcome WHERE role = 'regress_keyed_holder' AND function LIKE 'veil.unmask%' ORDER BY 1;
SELECT form, outcome FROM keyed.outcome JOIN keyed.function ON name = function AND takes_any
WHERE role = 'regress_keyed_holder' AND outcome NOT IN ('answered', 'NULL') ORDER BY 1, 2;
SELECT function, outcome FROM keyed.outcome JOIN keyed.function ON name = function AND takes_any
WHERE role = 'regress_keyed_holder' AND form = 1 AND outcome <> 'answered' ORDER BY 1;
SELECT count(*) AS denied FROM keyed.outcome WHERE role = 'regress_keyed_holder' AND outcome = 'denied' AND function NOT LIKE 'veil.unmask%';

-- A12: the analyst has every value there is, and what can be computed of it without the key. None of it is shown, the order of
-- the masks says nothing of that of the values, and of a ciphertext the length says the length. A11: frequencies stay, as declared.
SELECT veil.create_policy('keyed_study');
CREATE SCHEMA keyed_raw;
CREATE TABLE keyed_raw.person AS SELECT n AS id, n::text AS bsn, n::text AS sealed, n::numeric AS number, n::text::bytea AS code, date '2000-01-01' + n AS born,
    n::text AS monthly, n AS yearly, CASE WHEN n % 10 < 7 THEN 'Ede' ELSE 'town ' || n END AS city FROM generate_series(1000, 2999) n;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('keyed_study', 'keyed_raw.person', 'bsn', 'pseudonym', '{"key": "attack_keyed"}'),
    ('keyed_study', 'keyed_raw.person', 'sealed', 'encrypt', '{"key": "attack_keyed"}'),
    ('keyed_study', 'keyed_raw.person', 'number', 'encrypt', '{"key": "attack_keyed", "scope": "key"}'),
    ('keyed_study', 'keyed_raw.person', 'code', 'pseudonym', '{"key": "attack_keyed"}'),
    ('keyed_study', 'keyed_raw.person', 'born', 'pseudonym', '{"key": "attack_keyed"}'),
    ('keyed_study', 'keyed_raw.person', 'monthly', 'pseudonym', '{"key": "attack_keyed", "epoch": "month", "epoch_of": "born"}'),
    ('keyed_study', 'keyed_raw.person', 'yearly', 'pseudonym', '{"key": "attack_keyed", "epoch": "year", "epoch_of": "born"}'),
    ('keyed_study', 'keyed_raw.person', 'city', 'encrypt', '{"key": "attack_keyed"}');
GRANT USAGE ON SCHEMA keyed_study TO regress_keyed_analyst;
GRANT SELECT ON keyed_study.person TO regress_keyed_analyst;
SET SESSION AUTHORIZATION regress_keyed_analyst;
CREATE TEMPORARY TABLE dictionary AS
SELECT h FROM generate_series(1000, 2999) n, LATERAL (VALUES (n::text), (n::text || 'attack_keyed'), ('attack_keyed' || n), ('keyed_study' || n),
    ((date '2000-01-01' + n)::text), (to_char(date '2000-01-01' + n, 'YYYY-MM-01') || n)) t(g),
    LATERAL (VALUES (g), (md5(g)), (encode(sha224(g::bytea), 'hex')), (encode(sha256(g::bytea), 'hex')), (encode(sha512(g::bytea), 'hex')), (encode(g::bytea, 'hex'))) v(digest),
    LATERAL (VALUES (digest), (left(digest, 32)), (left(digest, 26))) l(h);
SELECT count(*) AS found FROM keyed_study.person p, LATERAL (VALUES (p.bsn), (p.sealed), (p.number), (encode(p.code, 'hex')), (p.born), (p.monthly), (p.city)) m(mask)
JOIN dictionary d ON m.mask = d.h;
SELECT count(*) AS rows, count(DISTINCT bsn) AS bsn, count(DISTINCT sealed) AS sealed, count(DISTINCT length(sealed)) AS lengths, count(DISTINCT born) AS born,
       count(DISTINCT monthly) AS monthly, count(DISTINCT yearly) > 1990 AS yearly FROM keyed_study.person;
-- The pseudonyms of a sorted table, in its order, are in no order: about half of all neighbours are inverted.
SELECT abs(count(*) FILTER (WHERE bsn < b) - 1000) < 150 AS bsn, abs(count(*) FILTER (WHERE sealed < s) - 1000) < 150 AS sealed,
       abs(count(*) FILTER (WHERE born < d) - 1000) < 150 AS born, abs(count(*) FILTER (WHERE yearly < y) - 1000) < 150 AS yearly
FROM (SELECT *, lag(bsn) OVER w AS b, lag(sealed) OVER w AS s, lag(born) OVER w AS d, lag(yearly) OVER w AS y
      FROM keyed_study.person WINDOW w AS (ROWS UNBOUNDED PRECEDING)) p;
SELECT max(n) AS most_common FROM (SELECT count(*) AS n FROM keyed_study.person GROUP BY city) c;
RESET SESSION AUTHORIZATION;
SELECT name, reversible, singling_out, linkability, inference FROM veil.technique WHERE name IN ('pseudonym', 'encrypt') ORDER BY 1;

SELECT veil.drop_policy('keyed_study');
DROP SCHEMA keyed_raw CASCADE;
DROP SCHEMA keyed CASCADE;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA veil FROM regress_keyed_all;
DROP OWNED BY regress_keyed_analyst, regress_keyed_usage, regress_keyed_all, regress_keyed_holder;
SELECT veil.revoke_key('attack_keyed', 'regress_keyed_holder');
DROP ROLE regress_keyed_analyst, regress_keyed_usage, regress_keyed_all, regress_keyed_holder;
