-- Surrogates under attack: nobody without the key computes or inverts one, and a release of them says nothing of its table.
CREATE ROLE regress_surrogate_analyst;
CREATE ROLE regress_surrogate_usage;
CREATE ROLE regress_surrogate_holder;
CREATE SCHEMA surrogate_raw;
SELECT veil.create_key('attack_surrogate');
SELECT veil.create_policy('surrogate_attacked');
CREATE TABLE surrogate_raw.person (id integer, name text, mail text);
INSERT INTO surrogate_raw.person SELECT n, 'CANARY' || n, 'CANARY' || n || '@canary.nl' FROM generate_series(1, 2000) n;
ANALYZE surrogate_raw.person;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('surrogate_attacked', 'surrogate_raw.person', 'id', 'surrogate', '{"key": "attack_surrogate", "kind": "full_name", "unique": true}'),
    ('surrogate_attacked', 'surrogate_raw.person', 'name', 'surrogate', '{"key": "attack_surrogate", "kind": "full_name", "unique": true}'),
    ('surrogate_attacked', 'surrogate_raw.person', 'mail', 'surrogate', '{"key": "attack_surrogate", "kind": "email", "of": "name"}');
GRANT USAGE ON SCHEMA surrogate_attacked TO regress_surrogate_analyst, regress_surrogate_usage;
GRANT SELECT ON surrogate_attacked.person TO regress_surrogate_analyst, regress_surrogate_usage;
GRANT USAGE ON SCHEMA veil TO regress_surrogate_usage, regress_surrogate_holder;
SELECT veil.grant_key('attack_surrogate', 'regress_surrogate_holder');

-- E3: a guess, and the way back, by every function; also where the key was parsed for somebody else.
CREATE SCHEMA surrogate_probe;
GRANT USAGE, CREATE ON SCHEMA surrogate_probe TO regress_surrogate_analyst, regress_surrogate_usage, regress_surrogate_holder;
CREATE TABLE surrogate_probe.stored AS SELECT 'attack_surrogate'::veil.key AS k;
GRANT SELECT ON surrogate_probe.stored TO regress_surrogate_analyst, regress_surrogate_usage, regress_surrogate_holder;
CREATE TABLE surrogate_probe.outcome (role name DEFAULT current_user, statement text, outcome text);
GRANT INSERT ON surrogate_probe.outcome TO regress_surrogate_analyst, regress_surrogate_usage, regress_surrogate_holder;
CREATE PROCEDURE surrogate_probe.attempt() LANGUAGE plpgsql AS $$
DECLARE
    value text; statement text; answer text; source text;
BEGIN
    FOREACH source IN ARRAY '{"''attack_surrogate''","(SELECT k FROM surrogate_probe.stored)"}'::text[] LOOP
        FOREACH value IN ARRAY '{surrogate(''CANARY1''::text,surrogate(1::smallint,surrogate(1,surrogate(1::bigint,
            surrogate(''6ba7b810-9dad-11d1-80b4-00c04fd430c8''::uuid,invert_surrogate(''Jan de Vries'',invert_surrogate_smallint(''Jan de Vries'',
            invert_surrogate_integer(''Jan de Vries abc'',invert_surrogate_bigint(''Jan de Vries abc'',invert_surrogate_uuid(''Jan de Vries abc''}'::text[] LOOP
            statement := format('SELECT veil.%s, %s, ''surrogate_attacked'', ''full_name nl v1 unique'')', trim(value), source);
            BEGIN
                EXECUTE statement INTO answer;
                answer := 'answered';
            EXCEPTION WHEN insufficient_privilege THEN
                answer := 'denied';
            END;
            INSERT INTO surrogate_probe.outcome (statement, outcome) VALUES (statement, answer);
        END LOOP;
    END LOOP;
END
$$;
SET ROLE regress_surrogate_analyst;
CALL surrogate_probe.attempt();
SET ROLE regress_surrogate_usage;
CALL surrogate_probe.attempt();
SET ROLE regress_surrogate_holder;
CALL surrogate_probe.attempt();
RESET ROLE;
SELECT role, outcome, count(*) FROM surrogate_probe.outcome GROUP BY 1, 2 ORDER BY 1, 2;

-- What the analyst sees: no canary in rows, plans and messages; no index, join or order that tells.
SET ROLE regress_surrogate_analyst;
SELECT count(*) FROM surrogate_attacked.person p WHERE p::text ~* 'canary';
CREATE FUNCTION pg_temp.plan_of(statement text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || statement;
END
$$;
SELECT count(*) FROM pg_temp.plan_of('SELECT * FROM surrogate_attacked.person WHERE name = ''Jan de Vries''') l WHERE l ~* 'canary';
SELECT count(*) FROM surrogate_attacked.person WHERE name IN ('CANARY1', 'CANARY2') OR mail LIKE 'canary%' OR id::text = '1';
-- A4: the order of made-up values is not the order of the rows (of 2000 the standard deviation is 0.02).
WITH numbered AS MATERIALIZED (SELECT row_number() OVER () AS n, id, mail FROM surrogate_attacked.person)
SELECT abs(corr(n, by_id)) < 0.15 AS ids, abs(corr(n, by_mail)) < 0.15 AS mails
FROM (SELECT n, rank() OVER (ORDER BY id) AS by_id, rank() OVER (ORDER BY mail) AS by_mail FROM numbered) r;
-- A12: to know whose name it is one would need the key; with a key of his own the analyst would get other names.
SELECT veil.create_key('surrogate_mine');
-- B4: an error of the analyst's own making prints what is shown, and nothing else.
DO $$
BEGIN
    PERFORM name::integer FROM surrogate_attacked.person;
EXCEPTION WHEN invalid_text_representation THEN
    RAISE NOTICE 'canary in the message: %', SQLERRM ~* 'canary';
END
$$;
RESET ROLE;
-- C1, C9: the view names the key, and no more.
SELECT pg_get_viewdef('surrogate_attacked.person'::regclass);

SELECT veil.drop_policy('surrogate_attacked');
\set VERBOSITY terse
DROP SCHEMA surrogate_raw, surrogate_probe CASCADE;
DROP OWNED BY regress_surrogate_analyst, regress_surrogate_usage, regress_surrogate_holder;
DROP ROLE regress_surrogate_analyst, regress_surrogate_usage, regress_surrogate_holder;
