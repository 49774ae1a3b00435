-- format_preserving under attack. E3: nobody without the key gets an answer on a guess, nor an original on a pseudonym,
-- in any form of asking; A11: what frequency tells is declared; A12: a dictionary of all values is worth nothing.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE ROLE regress_formats_analyst;
CREATE ROLE regress_formats_usage;
CREATE ROLE regress_formats_all;
CREATE ROLE regress_formats_holder;
CREATE SCHEMA formats_raw;
CREATE SCHEMA formats_probe;
GRANT CREATE, USAGE ON SCHEMA formats_probe TO PUBLIC;
GRANT TEMP, CREATE ON DATABASE :DBNAME TO regress_formats_analyst, regress_formats_usage, regress_formats_all, regress_formats_holder;
CREATE TABLE formats_raw.person (code text, number integer, born date, mail text);
INSERT INTO formats_raw.person SELECT 'CANARY' || n, 481516 + n, date '1980-01-01' + n, 'canary' || n || '@example.org' FROM generate_series(1, 50) n;
-- Some values are common.
INSERT INTO formats_raw.person SELECT 'CANARY1', 481517, '1980-01-02', 'canary1@example.org' FROM generate_series(1, 30);
SELECT veil.create_key('attack_formats');
SELECT veil.create_policy('formats_study');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('formats_study', 'formats_raw.person', 'code', 'format_preserving', '{"key": "attack_formats", "format": "alphanumeric"}'),
    ('formats_study', 'formats_raw.person', 'number', 'format_preserving', '{"key": "attack_formats", "min": 0, "max": 999999}'),
    ('formats_study', 'formats_raw.person', 'born', 'format_preserving', '{"key": "attack_formats", "min": "1900-01-01", "max": "2030-12-31"}'),
    ('formats_study', 'formats_raw.person', 'mail', 'format_preserving', '{"key": "attack_formats", "format": "email", "domain": "hash"}');
GRANT USAGE ON SCHEMA formats_study TO PUBLIC;
GRANT SELECT ON formats_study.person TO PUBLIC;
GRANT USAGE ON SCHEMA veil TO regress_formats_usage, regress_formats_all, regress_formats_holder;
GRANT USAGE ON TYPE veil.key TO regress_formats_all, regress_formats_holder;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA veil TO regress_formats_all;
SELECT veil.grant_key('attack_formats', 'regress_formats_holder');
CREATE TABLE formats_probe.stored AS SELECT 'attack_formats'::veil.key AS k;
-- What an answer would have to give: the pseudonym of a guess, or the original of a pseudonym.
CREATE TABLE formats_probe.target AS
SELECT veil.format_preserving('CANARY1'::text, 'attack_formats', 'formats_study', 'alphanumeric') AS code,
       veil.format_preserving(481517, 'attack_formats', 'formats_study', 'integer max=999999 min=0')::text AS number;
SELECT count(*) FROM formats_study.person p JOIN formats_probe.target t ON t.code = p.code AND t.number = p.number::text;
CREATE TABLE formats_probe.form (id integer GENERATED ALWAYS AS IDENTITY, statements text[]);
CREATE TABLE formats_probe.outcome (role name, id integer, outcome text);
GRANT SELECT ON formats_probe.stored, formats_probe.target, formats_probe.form TO PUBLIC;
GRANT INSERT ON formats_probe.outcome TO PUBLIC;
-- Runs a form's statements; its last gives the answer. Everything it made is undone.
CREATE FUNCTION formats_probe.attempt(statements text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    FOR i IN 1 .. cardinality(statements) - 1 LOOP
        EXECUTE statements[i];
    END LOOP;
    EXECUTE statements[cardinality(statements)] INTO answer;
    RAISE EXCEPTION USING ERRCODE = 'ZZ000', MESSAGE = CASE
        WHEN answer IN (SELECT unnest(ARRAY[code, number, 'CANARY1', '481517']) FROM formats_probe.target) THEN 'ORACLE'
        ELSE 'answered: ' || coalesce(answer, 'NULL') END;
EXCEPTION
    WHEN SQLSTATE 'ZZ000' THEN RETURN SQLERRM;
    WHEN insufficient_privilege THEN RETURN 'denied';
    WHEN OTHERS THEN RETURN 'error: ' || SQLERRM;
END $$;
-- CALL(x, key) in a form is a call of the mask on x with this key: of each, or of its inverse, on a value of its type.
CREATE FUNCTION formats_probe.add(VARIADIC statements text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO formats_probe.form (statements)
    SELECT ARRAY(SELECT replace(replace(replace(regexp_replace(s, 'CALL\(([^,()]*), ([^)]*)\)', c, 'g'), 'GUESS', g), 'KIND', t), 'FUNCTION_NAME', f)
                 FROM unnest(statements) WITH ORDINALITY AS u(s, i) ORDER BY i)
    FROM formats_probe.target,
         LATERAL (VALUES ('veil.format_preserving(\1, \2, ''formats_study'', ''alphanumeric'')', 'CANARY1', 'text', 'veil.format_preserving'),
                         ('veil.invert_format_preserving(\1, \2, ''formats_study'', ''alphanumeric'')', code, 'text', 'veil.invert_format_preserving'),
                         ('veil.format_preserving(\1, \2, ''formats_study'', ''integer max=999999 min=0'')', '481517', 'integer', 'veil.format_preserving'),
                         ('veil.invert_format_preserving(\1, \2, ''formats_study'', ''integer max=999999 min=0'')', number, 'integer', 'veil.invert_format_preserving')) v (c, g, t, f)
$$;
SELECT formats_probe.add(s) FROM (VALUES
    ($x$SELECT CALL('GUESS'::KIND, 'attack_formats')$x$),
    ($x$SELECT CALL('GUESS'::KIND, 'attack_formats/1')$x$),
    ($x$SELECT CALL('GUESS'::KIND, 'attack_formats'::text::veil.key)$x$),
    ($x$SELECT CALL('GUESS'::KIND, veil.key 'attack_formats')$x$),
    ($x$SELECT CALL('GUESS'::KIND, 'attack_formats'::varchar::veil.key)$x$),
    ($x$SELECT CALL('GUESS'::KIND, s.k) FROM formats_probe.stored s$x$),
    ($x$VALUES (CALL('GUESS'::KIND, 'attack_formats'))$x$),
    ($x$SELECT g FROM (VALUES ('GUESS'::KIND)) v(g) WHERE CALL(g, 'attack_formats') IS NOT NULL$x$),
    ($x$SELECT c FROM (VALUES ('GUESS'::KIND)) v(g), LATERAL CALL(g, 'attack_formats') c$x$),
    ($x$SELECT min(CALL(g, 'attack_formats')) FROM (VALUES ('GUESS'::KIND)) v(g)$x$),
    ($x$WITH c AS MATERIALIZED (SELECT CALL('GUESS'::KIND, 'attack_formats') c) SELECT c FROM c$x$),
    ($x$SELECT CASE WHEN true THEN CALL('GUESS'::KIND, 'attack_formats') END$x$),
    ($x$SELECT c FROM ROWS FROM (CALL('GUESS'::KIND, 'attack_formats')) r(c)$x$)) v (s);
SELECT formats_probe.add(VARIADIC string_to_array(s, ' ;; ')) FROM (VALUES
    ($x$DEALLOCATE ALL ;; CREATE TEMP TABLE t (c KIND) ;; PREPARE p (veil.key) AS INSERT INTO t SELECT CALL('GUESS'::KIND, $1) ;; EXECUTE p('attack_formats') ;; SELECT c FROM t$x$),
    ($x$DECLARE c CURSOR FOR SELECT CALL('GUESS'::KIND, 'attack_formats') ;; FETCH c$x$),
    ($x$CREATE DOMAIN formats_probe.d AS veil.key ;; SELECT CALL('GUESS'::KIND, 'attack_formats'::formats_probe.d)$x$),
    ($x$CREATE TYPE formats_probe.e AS ENUM ('attack_formats') ;; CREATE CAST (formats_probe.e AS veil.key) WITH INOUT ;; SELECT CALL('GUESS'::KIND, 'attack_formats'::formats_probe.e::veil.key)$x$),
    ($x$CREATE CAST (bytea AS veil.key) WITHOUT FUNCTION ;; SELECT CALL('GUESS'::KIND, '\x01000000'::bytea::veil.key)$x$),
    ($x$CREATE TABLE formats_probe.t (c KIND DEFAULT CALL('GUESS'::KIND, 'attack_formats')) ;; INSERT INTO formats_probe.t DEFAULT VALUES ;; SELECT c FROM formats_probe.t$x$),
    ($x$CREATE TABLE formats_probe.t (g KIND, c KIND GENERATED ALWAYS AS (CALL(g, 'attack_formats')) STORED) ;; INSERT INTO formats_probe.t VALUES ('GUESS') ;; SELECT c FROM formats_probe.t$x$),
    ($x$CREATE TABLE formats_probe.t (g KIND) ;; CREATE INDEX ON formats_probe.t (CALL(g, 'attack_formats')) ;; INSERT INTO formats_probe.t VALUES ('GUESS') ;; SELECT CALL(g, 'attack_formats') FROM formats_probe.t$x$),
    ($x$CREATE TABLE formats_probe.t (g KIND) ;; INSERT INTO formats_probe.t VALUES ('GUESS') RETURNING CALL(g, 'attack_formats')$x$),
    ($x$CREATE VIEW formats_probe.v AS SELECT CALL('GUESS'::KIND, 'attack_formats') AS c ;; SELECT c FROM formats_probe.v$x$),
    ($x$CREATE MATERIALIZED VIEW formats_probe.v AS SELECT CALL('GUESS'::KIND, 'attack_formats') AS c ;; SELECT c FROM formats_probe.v$x$),
    ($x$CREATE FUNCTION formats_probe.f(KIND) RETURNS KIND LANGUAGE sql AS $f$ SELECT CALL($1, 'attack_formats') $f$ ;; SELECT formats_probe.f('GUESS')$x$),
    ($x$CREATE FUNCTION formats_probe.f(KIND) RETURNS KIND LANGUAGE sql BEGIN ATOMIC SELECT CALL($1, 'attack_formats'); END ;; SELECT formats_probe.f('GUESS')$x$),
    ($x$CREATE FUNCTION formats_probe.f(KIND) RETURNS KIND LANGUAGE sql SECURITY DEFINER AS $f$ SELECT CALL($1, 'attack_formats') $f$ ;; SELECT formats_probe.f('GUESS')$x$),
    ($x$CREATE FUNCTION formats_probe.f(KIND) RETURNS KIND LANGUAGE plpgsql AS $f$ DECLARE k veil.key := 'attack_formats'; BEGIN RETURN CALL($1, k); END $f$ ;; SELECT formats_probe.f('GUESS')$x$),
    ($x$CREATE FUNCTION formats_probe.f(KIND, veil.key) RETURNS KIND LANGUAGE sql AS $f$ SELECT CALL($1, $2) $f$ ;; CREATE OPERATOR formats_probe.#%% (LEFTARG = KIND, RIGHTARG = veil.key, FUNCTION = formats_probe.f) ;; SELECT 'GUESS'::KIND OPERATOR(formats_probe.#%%) 'attack_formats'$x$),
    ($x$CREATE AGGREGATE formats_probe.a(veil.key, text, text) (SFUNC = FUNCTION_NAME, STYPE = KIND, INITCOND = 'GUESS') ;; SELECT formats_probe.a('attack_formats', 'formats_study', CASE 'KIND' WHEN 'text' THEN 'alphanumeric' ELSE 'integer max=999999 min=0' END)$x$),
    ($x$CREATE FUNCTION formats_probe.f(text, text, text, text) RETURNS text LANGUAGE c AS '$libdir/pg_veil', 'veil_format_preserving_text' ;; SELECT formats_probe.f('CANARY1', 'attack_formats', 'formats_study', 'alphanumeric')$x$),
    ($x$SET LOCAL ROLE regress_formats_holder ;; SELECT CALL('GUESS'::KIND, 'attack_formats')$x$)) v (s);
-- Four roles; the holder shows that the forms would work.
SET SESSION AUTHORIZATION regress_formats_analyst;
INSERT INTO formats_probe.outcome SELECT current_user, id, formats_probe.attempt(statements) FROM formats_probe.form;
DEALLOCATE ALL;
SET SESSION AUTHORIZATION regress_formats_usage;
INSERT INTO formats_probe.outcome SELECT current_user, id, formats_probe.attempt(statements) FROM formats_probe.form;
DEALLOCATE ALL;
SET SESSION AUTHORIZATION regress_formats_all;
INSERT INTO formats_probe.outcome SELECT current_user, id, formats_probe.attempt(statements) FROM formats_probe.form;
DEALLOCATE ALL;
SET SESSION AUTHORIZATION regress_formats_holder;
INSERT INTO formats_probe.outcome SELECT current_user, id, formats_probe.attempt(statements) FROM formats_probe.form;
DEALLOCATE ALL;
RESET SESSION AUTHORIZATION;
SELECT role, count(*) AS forms, count(*) FILTER (WHERE outcome = 'ORACLE') AS oracles, count(*) FILTER (WHERE outcome = 'denied') AS denied
FROM formats_probe.outcome GROUP BY 1 ORDER BY 1;
SELECT role, o.outcome, f.statements[cardinality(f.statements)] AS last_statement
FROM formats_probe.outcome o JOIN formats_probe.form f USING (id)
WHERE o.outcome NOT IN ('ORACLE', 'denied') AND role <> 'regress_formats_holder' ORDER BY f.id, role;
SELECT o.outcome, f.statements[1] AS first_statement FROM formats_probe.outcome o JOIN formats_probe.form f USING (id)
WHERE o.outcome <> 'ORACLE' AND role = 'regress_formats_holder' ORDER BY f.id;

-- A12. The analyst has every value there is: none is shown, and order says nothing of it. Fixed points are chance.
SET SESSION AUTHORIZATION regress_formats_analyst;
SELECT count(*) AS equal FROM formats_study.person WHERE code ~ '^CANARY' OR mail ~ '^canary[0-9]';
SELECT count(DISTINCT number) AS numbers, count(*) FILTER (WHERE number BETWEEN 481517 AND 481566) < 5 AS numbers_move,
       count(*) FILTER (WHERE born BETWEEN '1980-01-02' AND '1980-02-20') < 10 AS dates_move FROM formats_study.person;
-- Each of the million numbers is the pseudonym of one: to try them all tells nothing.
SELECT count(*) = count(DISTINCT number) AS told_apart FROM (SELECT DISTINCT number, code FROM formats_study.person) p;
-- A11. The most common pseudonym is that of the most common value, as the registry says.
SELECT max(n) AS most_common FROM (SELECT count(*) AS n FROM formats_study.person GROUP BY code, number, born, mail) c;
RESET SESSION AUTHORIZATION;
SELECT injective, monotone, reversible, singling_out, linkability, inference FROM veil.technique WHERE name = 'format_preserving';
-- C9: what the view says of its columns holds no range.
SELECT count(*) FROM pg_description WHERE objoid = 'formats_study.person'::regclass AND description ~ '999999|1900|2030';

SELECT veil.drop_policy('formats_study');
DROP SCHEMA formats_raw, formats_probe CASCADE;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA veil FROM regress_formats_all;
REVOKE ALL ON SCHEMA veil FROM regress_formats_usage, regress_formats_all, regress_formats_holder;
REVOKE ALL ON TYPE veil.key FROM regress_formats_all, regress_formats_holder;
SELECT veil.revoke_key('attack_formats', 'regress_formats_holder');
REVOKE ALL ON DATABASE :DBNAME FROM regress_formats_analyst, regress_formats_usage, regress_formats_all, regress_formats_holder;
DROP ROLE regress_formats_analyst, regress_formats_usage, regress_formats_all, regress_formats_holder;
