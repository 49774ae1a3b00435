-- E3: a mask that answers on a guess is an oracle. Every form of asking, by four roles: an analyst; one who was given USAGE
-- on schema veil by mistake; one who was given all there is to give but the key; and, to see that the forms would work,
-- one who holds the key.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE ROLE regress_oracle_analyst;
CREATE ROLE regress_oracle_usage;
CREATE ROLE regress_oracle_all;
CREATE ROLE regress_oracle_holder;
CREATE SCHEMA oracle_raw;
CREATE SCHEMA oracle_probe;
GRANT CREATE, USAGE ON SCHEMA oracle_probe TO PUBLIC;
GRANT TEMP, CREATE ON DATABASE :DBNAME TO regress_oracle_analyst, regress_oracle_usage, regress_oracle_all, regress_oracle_holder;
CREATE TABLE oracle_raw.person (bsn text, number bigint);
INSERT INTO oracle_raw.person VALUES ('CANARY', 4815162342);
SELECT veil.create_key('attack_oracle');
SELECT veil.create_policy('oracle');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('oracle', 'oracle_raw.person', 'bsn', 'pseudonym', '{"key": "attack_oracle"}'),
    ('oracle', 'oracle_raw.person', 'number', 'pseudonym', '{"key": "attack_oracle"}');
GRANT USAGE ON SCHEMA oracle TO PUBLIC;
GRANT SELECT ON oracle.person TO PUBLIC;
GRANT USAGE ON SCHEMA veil TO regress_oracle_usage, regress_oracle_all, regress_oracle_holder;
GRANT USAGE ON TYPE veil.key TO regress_oracle_all, regress_oracle_holder;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA veil TO regress_oracle_all;
GRANT ALL ON ALL TABLES IN SCHEMA veil TO regress_oracle_all;
REVOKE ALL ON veil.key_grant, veil.key_version FROM regress_oracle_all;
SELECT veil.grant_key('attack_oracle', 'regress_oracle_holder');
-- A key value that somebody stored is worth nothing to others.
CREATE TABLE oracle_probe.stored AS SELECT 'attack_oracle'::veil.key AS k;
GRANT SELECT ON oracle_probe.stored TO PUBLIC;
-- What the guess would have to give.
CREATE TABLE oracle_probe.target AS SELECT bsn, number FROM oracle.person;
CREATE TABLE oracle_probe.type_of_key AS SELECT oid FROM pg_type WHERE typname = 'key' AND typnamespace = 'veil'::regnamespace;
CREATE TABLE oracle_probe.form (id integer GENERATED ALWAYS AS IDENTITY, statements text[]);
CREATE TABLE oracle_probe.outcome (role name, id integer, outcome text);
GRANT SELECT ON oracle_probe.target, oracle_probe.type_of_key, oracle_probe.form TO PUBLIC;
GRANT INSERT ON oracle_probe.outcome TO PUBLIC;

-- Runs a form's statements; its last gives the answer. Everything it made is undone.
CREATE FUNCTION oracle_probe.attempt(statements text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
    verdict text;
BEGIN
    FOR i IN 1 .. cardinality(statements) - 1 LOOP
        EXECUTE statements[i];
    END LOOP;
    EXECUTE statements[cardinality(statements)] INTO answer;
    verdict := CASE WHEN answer ~ (SELECT bsn FROM oracle_probe.target) OR answer ~ (SELECT number::text FROM oracle_probe.target)
                    THEN 'ORACLE' ELSE 'answered: ' || coalesce(answer, 'NULL') END;
    RAISE EXCEPTION USING ERRCODE = 'ZZ000', MESSAGE = verdict;
EXCEPTION
    WHEN SQLSTATE 'ZZ000' THEN RETURN SQLERRM;
    WHEN insufficient_privilege THEN RETURN 'denied';
    WHEN OTHERS THEN RETURN 'error: ' || SQLERRM;
END $$;

INSERT INTO oracle_probe.form (statements) SELECT ARRAY[s] FROM (VALUES
    -- Calls and casts.
    ($x$SELECT veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle')$x$),
    ($x$SELECT veil.pseudonym(value => 'CANARY'::text, key => 'attack_oracle/1', scope => 'oracle')$x$),
    ($x$SELECT veil.pseudonym(4815162342, 'attack_oracle', 'oracle')$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, 'attack_oracle'::text::veil.key, 'oracle')$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, CAST('attack_oracle'::varchar AS veil.key), 'oracle')$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, veil.key 'attack_oracle', 'oracle')$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, veil.key_in('attack_oracle'), 'oracle')$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, 'attack_oracle'::name::text::veil.key, 'oracle')$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, ('{attack_oracle}'::veil.key[])[1], 'oracle')$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, (ARRAY['attack_oracle']::text[]::veil.key[])[1], 'oracle')$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, k, 'oracle') FROM unnest('{attack_oracle}'::veil.key[]) k$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, (string_to_array('attack_oracle', ',')::veil.key[])[1], 'oracle')$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, k, 'oracle') FROM json_to_record('{"k": "attack_oracle"}') AS r(k veil.key)$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, k, 'oracle') FROM jsonb_to_recordset('[{"k": "attack_oracle"}]') AS r(k veil.key)$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, k, 'oracle') FROM xmltable('/k' PASSING '<k>attack_oracle</k>' COLUMNS k veil.key PATH '.')$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, k, 'oracle') FROM oracle_probe.stored$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, s.k, 'oracle') FROM oracle_probe.stored s WHERE veil.key_out(s.k) IS NOT NULL$x$),
    ($x$SELECT array_in('{attack_oracle}', (SELECT oid FROM oracle_probe.type_of_key), -1)::text$x$),
    ($x$SELECT veil.pseudonym('CANARY'::text, NULL, 'oracle')$x$),
    ($x$SELECT veil.pseudonym(NULL::text, 'attack_oracle', 'oracle')$x$),
    -- Clauses.
    ($x$VALUES (veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle'))$x$),
    ($x$SELECT bsn FROM oracle.person WHERE bsn = veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle')$x$),
    ($x$SELECT bsn FROM oracle.person JOIN (VALUES ('CANARY'::text)) g(guess) ON bsn = veil.pseudonym(guess, 'attack_oracle', 'oracle')$x$),
    ($x$SELECT min(veil.pseudonym(g, 'attack_oracle', 'oracle')) FROM (VALUES ('CANARY'::text)) v(g) GROUP BY veil.pseudonym(g, 'attack_oracle', 'oracle') HAVING count(*) = 1$x$),
    ($x$SELECT p FROM (VALUES ('CANARY'::text)) v(g), LATERAL veil.pseudonym(g, 'attack_oracle', 'oracle') p$x$),
    ($x$WITH g AS MATERIALIZED (SELECT veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle') p) SELECT p FROM g$x$),
    ($x$SELECT p FROM ROWS FROM (veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle')) r(p)$x$)) v(s);
INSERT INTO oracle_probe.form (statements) VALUES
    -- The name is looked up otherwise.
    (ARRAY[$x$SET LOCAL search_path = veil, pg_catalog$x$, $x$SELECT pseudonym('CANARY'::text, 'attack_oracle', 'oracle')$x$]),
    (ARRAY[$x$CREATE TEMP TABLE oracle_t (p text)$x$, $x$PREPARE oracle_p (veil.key) AS INSERT INTO oracle_t SELECT veil.pseudonym('CANARY'::text, $1, 'oracle')$x$, $x$EXECUTE oracle_p('attack_oracle')$x$, $x$SELECT p FROM oracle_t$x$]),
    (ARRAY[$x$CREATE TEMP TABLE oracle_t (p text)$x$, $x$PREPARE oracle_q (text) AS INSERT INTO oracle_t SELECT veil.pseudonym('CANARY'::text, $1::veil.key, 'oracle')$x$, $x$EXECUTE oracle_q('attack_oracle')$x$, $x$SELECT p FROM oracle_t$x$]),
    (ARRAY[$x$DECLARE oracle_c CURSOR FOR SELECT veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle')$x$, $x$FETCH oracle_c$x$]),
    -- Types.
    (ARRAY[$x$CREATE DOMAIN oracle_probe.d AS veil.key$x$, $x$SELECT veil.pseudonym('CANARY'::text, 'attack_oracle'::oracle_probe.d, 'oracle')$x$]),
    (ARRAY[$x$CREATE DOMAIN oracle_probe.d AS text CHECK (veil.pseudonym(VALUE, 'attack_oracle', 'oracle') = (VALUE || 'x'))$x$, $x$SELECT 'CANARY'::oracle_probe.d$x$]),
    (ARRAY[$x$CREATE TYPE oracle_probe.c AS (k veil.key)$x$, $x$SELECT veil.pseudonym('CANARY'::text, ('(attack_oracle)'::oracle_probe.c).k, 'oracle')$x$]),
    (ARRAY[$x$CREATE TYPE oracle_probe.c AS (k veil.key)$x$, $x$SELECT veil.pseudonym('CANARY'::text, (ROW('attack_oracle')::oracle_probe.c).k, 'oracle')$x$]),
    (ARRAY[$x$CREATE TYPE oracle_probe.c AS (k veil.key)$x$, $x$SELECT veil.pseudonym('CANARY'::text, (jsonb_populate_record(NULL::oracle_probe.c, '{"k": "attack_oracle"}')).k, 'oracle')$x$]),
    (ARRAY[$x$CREATE TYPE oracle_probe.e AS ENUM ('attack_oracle')$x$, $x$CREATE CAST (oracle_probe.e AS veil.key) WITH INOUT$x$, $x$SELECT veil.pseudonym('CANARY'::text, 'attack_oracle'::oracle_probe.e::veil.key, 'oracle')$x$]),
    (ARRAY[$x$CREATE TYPE oracle_probe.c AS (k text)$x$, $x$CREATE CAST (oracle_probe.c AS veil.key) WITHOUT FUNCTION$x$, $x$SELECT veil.pseudonym('CANARY'::text, ROW('attack_oracle')::oracle_probe.c::veil.key, 'oracle')$x$]),
    (ARRAY[$x$CREATE CAST (bytea AS veil.key) WITHOUT FUNCTION$x$, $x$SELECT veil.pseudonym('CANARY'::text, '\x01000000'::bytea::veil.key, 'oracle')$x$]),
    -- Stored expressions.
    (ARRAY[$x$CREATE TABLE oracle_probe.t (k veil.key)$x$, $x$INSERT INTO oracle_probe.t VALUES ('attack_oracle')$x$, $x$SELECT veil.pseudonym('CANARY'::text, k, 'oracle') FROM oracle_probe.t$x$]),
    (ARRAY[$x$CREATE TABLE oracle_probe.t AS SELECT k FROM oracle_probe.stored$x$, $x$SELECT veil.pseudonym('CANARY'::text, k, 'oracle') FROM oracle_probe.t$x$]),
    (ARRAY[$x$CREATE TABLE oracle_probe.t (LIKE oracle_probe.stored)$x$, $x$INSERT INTO oracle_probe.t VALUES ('attack_oracle')$x$, $x$SELECT veil.pseudonym('CANARY'::text, k, 'oracle') FROM oracle_probe.t$x$]),
    (ARRAY[$x$CREATE TABLE oracle_probe.t (p text DEFAULT veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle'))$x$, $x$INSERT INTO oracle_probe.t DEFAULT VALUES$x$, $x$SELECT p FROM oracle_probe.t$x$]),
    (ARRAY[$x$CREATE TABLE oracle_probe.t (g text, p text GENERATED ALWAYS AS (veil.pseudonym(g, 'attack_oracle', 'oracle')) STORED)$x$, $x$INSERT INTO oracle_probe.t VALUES ('CANARY')$x$, $x$SELECT p FROM oracle_probe.t$x$]),
    (ARRAY[$x$CREATE TABLE oracle_probe.t (g text CHECK (veil.pseudonym(g, 'attack_oracle', 'oracle') <> ''))$x$, $x$INSERT INTO oracle_probe.t VALUES ('CANARY')$x$, $x$SELECT bsn FROM oracle_probe.target, oracle_probe.t$x$]),
    (ARRAY[$x$CREATE TABLE oracle_probe.t (g text)$x$, $x$CREATE UNIQUE INDEX ON oracle_probe.t (veil.pseudonym(g, 'attack_oracle', 'oracle'))$x$, $x$INSERT INTO oracle_probe.t VALUES ('CANARY')$x$, $x$SELECT veil.pseudonym(g, 'attack_oracle', 'oracle') FROM oracle_probe.t$x$]),
    (ARRAY[$x$CREATE TABLE oracle_probe.t (g text) PARTITION BY LIST (veil.pseudonym(g, 'attack_oracle', 'oracle'))$x$, $x$SELECT bsn FROM oracle_probe.target$x$]),
    (ARRAY[$x$CREATE TABLE oracle_probe.t (g text, h text)$x$, $x$CREATE STATISTICS oracle_probe.s ON (veil.pseudonym(g, 'attack_oracle', 'oracle')), h FROM oracle_probe.t$x$, $x$SELECT bsn FROM oracle_probe.target$x$]),
    (ARRAY[$x$CREATE TABLE oracle_probe.t (g text)$x$, $x$INSERT INTO oracle_probe.t VALUES ('CANARY')$x$, $x$ALTER TABLE oracle_probe.t ALTER COLUMN g TYPE text USING veil.pseudonym(g, 'attack_oracle', 'oracle')$x$, $x$SELECT g FROM oracle_probe.t$x$]),
    (ARRAY[$x$CREATE TABLE oracle_probe.t (g text)$x$, $x$INSERT INTO oracle_probe.t VALUES ('CANARY') RETURNING veil.pseudonym(g, 'attack_oracle', 'oracle')$x$]),
    (ARRAY[$x$CREATE TABLE oracle_probe.t (g text)$x$, $x$CREATE POLICY p ON oracle_probe.t USING (veil.pseudonym(g, 'attack_oracle', 'oracle') <> '')$x$, $x$SELECT bsn FROM oracle_probe.target$x$]),
    (ARRAY[$x$CREATE TABLE oracle_probe.t (g text)$x$, $x$CREATE RULE r AS ON INSERT TO oracle_probe.t DO ALSO SELECT veil.pseudonym(new.g, 'attack_oracle', 'oracle')$x$, $x$SELECT bsn FROM oracle_probe.target$x$]),
    (ARRAY[$x$CREATE FUNCTION oracle_probe.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'$x$, $x$CREATE TABLE oracle_probe.t (g text)$x$, $x$CREATE TRIGGER w BEFORE INSERT ON oracle_probe.t FOR EACH ROW WHEN (veil.pseudonym(new.g, 'attack_oracle', 'oracle') <> '') EXECUTE FUNCTION oracle_probe.f()$x$, $x$SELECT bsn FROM oracle_probe.target$x$]),
    (ARRAY[$x$CREATE VIEW oracle_probe.v AS SELECT veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle') AS p$x$, $x$SELECT p FROM oracle_probe.v$x$]),
    (ARRAY[$x$CREATE MATERIALIZED VIEW oracle_probe.v AS SELECT veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle') AS p$x$, $x$SELECT p FROM oracle_probe.v$x$]),
    -- The release's own text over a table of guesses.
    (ARRAY[$x$CREATE TEMP TABLE guess (bsn text, number bigint)$x$, $x$INSERT INTO guess VALUES ('CANARY', 4815162342)$x$,
        $x$DO $do$ BEGIN EXECUTE 'CREATE TEMP VIEW copied AS ' || replace(pg_get_viewdef('oracle.person'::regclass), 'oracle_raw.person', 'pg_temp.guess'); END $do$ $x$, $x$SELECT bsn FROM copied$x$]),
    -- Functions.
    (ARRAY[$x$CREATE FUNCTION oracle_probe.f(text) RETURNS text LANGUAGE sql AS $f$ SELECT veil.pseudonym($1, 'attack_oracle', 'oracle') $f$ $x$, $x$SELECT oracle_probe.f('CANARY')$x$]),
    (ARRAY[$x$CREATE FUNCTION oracle_probe.f(text) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT veil.pseudonym($1, 'attack_oracle', 'oracle'); END$x$, $x$SELECT oracle_probe.f('CANARY')$x$]),
    (ARRAY[$x$CREATE FUNCTION oracle_probe.f(text) RETURNS text LANGUAGE plpgsql AS $f$ DECLARE k veil.key := 'attack_oracle'; BEGIN RETURN veil.pseudonym($1, k, 'oracle'); END $f$ $x$, $x$SELECT oracle_probe.f('CANARY')$x$]),
    (ARRAY[$x$CREATE FUNCTION oracle_probe.f(text) RETURNS text LANGUAGE plpgsql AS $f$ DECLARE k oracle_probe.stored.k%TYPE := 'attack_oracle'; BEGIN RETURN veil.pseudonym($1, k, 'oracle'); END $f$ $x$, $x$SELECT oracle_probe.f('CANARY')$x$]),
    (ARRAY[$x$CREATE FUNCTION oracle_probe.f(text) RETURNS text LANGUAGE plpgsql AS $f$ DECLARE k oracle_probe.stored; BEGIN k := ROW('attack_oracle'); RETURN veil.pseudonym($1, k.k, 'oracle'); END $f$ $x$, $x$SELECT oracle_probe.f('CANARY')$x$]),
    (ARRAY[$x$CREATE FUNCTION oracle_probe.f(text, k veil.key DEFAULT 'attack_oracle') RETURNS text LANGUAGE sql AS $f$ SELECT veil.pseudonym($1, $2, 'oracle') $f$ $x$, $x$SELECT oracle_probe.f('CANARY')$x$]),
    (ARRAY[$x$CREATE FUNCTION oracle_probe.f() RETURNS veil.key LANGUAGE sql AS $f$ SELECT 'attack_oracle'::veil.key $f$ $x$, $x$SELECT veil.pseudonym('CANARY'::text, oracle_probe.f(), 'oracle')$x$]),
    (ARRAY[$x$CREATE FUNCTION oracle_probe.f() RETURNS record LANGUAGE plpgsql AS $f$ DECLARE r record; BEGIN SELECT '\x01000000'::bytea INTO r; RETURN r; END $f$ $x$, $x$SELECT veil.pseudonym('CANARY'::text, k, 'oracle') FROM oracle_probe.f() AS t(k veil.key)$x$]),
    (ARRAY[$x$CREATE FUNCTION oracle_probe.f(text) RETURNS text LANGUAGE sql SECURITY DEFINER AS $f$ SELECT veil.pseudonym($1, 'attack_oracle', 'oracle') $f$ $x$, $x$SELECT oracle_probe.f('CANARY')$x$]),
    (ARRAY[$x$CREATE FUNCTION oracle_probe.f(text, veil.key, text) RETURNS text LANGUAGE internal AS 'veil_pseudonym_text'$x$, $x$SELECT oracle_probe.f('CANARY', 'attack_oracle', 'oracle')$x$]),
    (ARRAY[$x$CREATE FUNCTION oracle_probe.f(text, text, text) RETURNS text LANGUAGE c AS '$libdir/pg_veil', 'veil_pseudonym_text'$x$, $x$SELECT oracle_probe.f('CANARY', 'attack_oracle', 'oracle')$x$]),
    (ARRAY[$x$CREATE AGGREGATE oracle_probe.a(veil.key, text) (SFUNC = veil.pseudonym, STYPE = text, INITCOND = 'CANARY')$x$, $x$SELECT oracle_probe.a('attack_oracle', 'oracle')$x$]),
    (ARRAY[$x$CREATE AGGREGATE oracle_probe.a(veil.key, text) (SFUNC = veil.pseudonym, STYPE = text, INITCOND = 'CANARY')$x$, $x$SELECT oracle_probe.a(k, 'oracle') FROM oracle_probe.stored$x$]),
    (ARRAY[$x$CREATE FUNCTION oracle_probe.keep(veil.key, text) RETURNS veil.key LANGUAGE sql AS 'SELECT $1'$x$, $x$CREATE FUNCTION oracle_probe.last(veil.key) RETURNS text LANGUAGE sql AS $f$ SELECT veil.pseudonym('CANARY'::text, $1, 'oracle') $f$ $x$,
        $x$CREATE AGGREGATE oracle_probe.a(text) (SFUNC = oracle_probe.keep, STYPE = veil.key, INITCOND = 'attack_oracle', FINALFUNC = oracle_probe.last)$x$, $x$SELECT oracle_probe.a('x')$x$]),
    (ARRAY[$x$CREATE FUNCTION oracle_probe.f(text, veil.key) RETURNS text LANGUAGE sql AS $f$ SELECT veil.pseudonym($1, $2, 'oracle') $f$ $x$, $x$CREATE OPERATOR oracle_probe.#%% (LEFTARG = text, RIGHTARG = veil.key, FUNCTION = oracle_probe.f)$x$, $x$SELECT 'CANARY'::text OPERATOR(oracle_probe.#%%) 'attack_oracle'$x$]),
    (ARRAY[$x$CREATE OR REPLACE FUNCTION veil.pseudonym(value text, key veil.key, scope text) RETURNS text LANGUAGE sql AS 'SELECT $1'$x$, $x$SELECT bsn FROM oracle_probe.target$x$]),
    -- Another's rights.
    (ARRAY[$x$SET LOCAL ROLE regress_oracle_holder$x$, $x$SELECT veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle')$x$]),
    (ARRAY[$x$SELECT veil.grant_key('attack_oracle', current_user::text)$x$, $x$SELECT veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle')$x$]),
    (ARRAY[$x$INSERT INTO veil.key_grant (key, grantee) VALUES ('attack_oracle', current_user::regrole)$x$, $x$SELECT veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle')$x$]),
    (ARRAY[$x$SELECT veil.create_policy('oracle_guess')$x$, $x$CREATE TABLE oracle_probe.guess (g text)$x$, $x$INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('oracle_guess', 'oracle_probe.guess', 'g', 'pseudonym', '{"key": "attack_oracle", "scope": "key"}')$x$, $x$SELECT bsn FROM oracle_probe.target$x$]),
    -- The release itself as a mask.
    (ARRAY[$x$INSERT INTO oracle.person (bsn) VALUES ('CANARY') RETURNING bsn$x$]),
    (ARRAY[$x$SELECT (jsonb_populate_record(NULL::oracle.person, '{"bsn": "CANARY"}')).bsn$x$]);

SET SESSION AUTHORIZATION regress_oracle_analyst;
INSERT INTO oracle_probe.outcome SELECT current_user, id, oracle_probe.attempt(statements) FROM oracle_probe.form;
DEALLOCATE ALL;
SET SESSION AUTHORIZATION regress_oracle_usage;
INSERT INTO oracle_probe.outcome SELECT current_user, id, oracle_probe.attempt(statements) FROM oracle_probe.form;
DEALLOCATE ALL;
SET SESSION AUTHORIZATION regress_oracle_all;
INSERT INTO oracle_probe.outcome SELECT current_user, id, oracle_probe.attempt(statements) FROM oracle_probe.form;
DEALLOCATE ALL;
SET SESSION AUTHORIZATION regress_oracle_holder;
INSERT INTO oracle_probe.outcome SELECT current_user, id, oracle_probe.attempt(statements) FROM oracle_probe.form;
DEALLOCATE ALL;
RESET SESSION AUTHORIZATION;
SELECT role, count(*) AS forms, count(*) FILTER (WHERE outcome = 'ORACLE') AS oracles, count(*) FILTER (WHERE outcome = 'denied') AS denied
FROM oracle_probe.outcome GROUP BY 1 ORDER BY 1;
-- What was neither an oracle nor denied, and why. Of the holder, the forms that are nobody's.
SELECT role, o.outcome, f.statements[cardinality(f.statements)] AS last_statement
FROM oracle_probe.outcome o JOIN oracle_probe.form f USING (id)
WHERE o.outcome NOT IN ('ORACLE', 'denied') AND role <> 'regress_oracle_holder' ORDER BY f.id, role;
SELECT o.outcome, f.statements[1] AS first_statement
FROM oracle_probe.outcome o JOIN oracle_probe.form f USING (id)
WHERE o.outcome <> 'ORACLE' AND role = 'regress_oracle_holder' ORDER BY f.id;

-- The release answers the analyst, and tells the other two what is wrong with their grants.
\set VERBOSITY default
SET ROLE regress_oracle_analyst;
SELECT count(*) FROM oracle.person p JOIN oracle_probe.target USING (bsn, number);
SELECT veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle');
SET ROLE regress_oracle_usage;
SELECT count(md5(bsn)) FROM oracle.person;
SELECT veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle');
SELECT veil.pseudonym('CANARY'::text, k, 'oracle') FROM oracle_probe.stored;
-- The refusal is the same for a key that there is not.
SELECT 'attack_oracle'::veil.key;
SELECT 'attack_oracle_none'::veil.key;
SELECT 'attack_oracle/2'::veil.key;
SELECT veil.holds_key('regress_oracle_holder', 'attack_oracle');
RESET ROLE;
\set VERBOSITY terse
-- A key that is taken back is taken back at once.
SELECT veil.revoke_key('attack_oracle', 'regress_oracle_holder');
SET ROLE regress_oracle_holder;
SELECT veil.pseudonym('CANARY'::text, 'attack_oracle', 'oracle');
SELECT veil.pseudonym('CANARY'::text, k, 'oracle') FROM oracle_probe.stored;
RESET ROLE;

SELECT veil.drop_policy('oracle');
DROP SCHEMA oracle_raw, oracle_probe CASCADE;
REVOKE ALL ON ALL TABLES IN SCHEMA veil FROM regress_oracle_all;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA veil FROM regress_oracle_all;
DROP OWNED BY regress_oracle_analyst, regress_oracle_usage, regress_oracle_all, regress_oracle_holder;
DROP ROLE regress_oracle_analyst, regress_oracle_usage, regress_oracle_all, regress_oracle_holder;
