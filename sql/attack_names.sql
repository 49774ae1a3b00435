-- F1: names that are code. They go everywhere a name goes, and the release lives its whole life under them.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE ROLE regress_names_owner;
CREATE TABLE public.names_victim ();
CREATE TEMP TABLE hostile (n) AS VALUES
    ($$x'; DROP TABLE public.names_victim; --$$),
    ($$"; DROP TABLE public.names_victim; --$$),
    (E'$$*/ \\''\n/* $1 %I %s %% {} -- $x$'),
    ('''::text); DROP TABLE public.names_victim;'),
    (repeat('é', 31)),
    ('a.b'),
    ('"a"."b"'),
    (' leading, trailing '),
    ('Zip'),
    ('select');
GRANT SELECT ON hostile TO regress_names_owner;
GRANT CREATE ON DATABASE :DBNAME TO regress_names_owner;
SELECT veil.grant_editor('regress_names_owner');
SELECT count(veil.create_key(n)), count(veil.grant_key(n, 'regress_names_owner')::text) FROM hostile;
SET ROLE regress_names_owner;
SELECT count(veil.create_policy(n, purpose => n)::text) FROM hostile;
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT n FROM hostile LOOP
        EXECUTE format('CREATE SCHEMA %I', left(name, 30) || '1');
        EXECUTE format('CREATE TABLE %1$I.%2$I (%2$I text, %3$I integer, %4$I varchar(60), %5$I text, gone integer)',
                       left(name, 30) || '1', name, left(name, 30) || '2', left(name, 30) || '3', left(name, 30) || '4');
        EXECUTE format('INSERT INTO %1$I.%2$I VALUES (''CANARY'', 5, ''CANARY'', ''CANARY'', 7)', left(name, 30) || '1', name);
    END LOOP;
END $$;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
    SELECT n, format('%I.%I', left(n, 30) || '1', n), attribute, technique, params, n
    FROM hostile, LATERAL (VALUES
        (n, 'pseudonym', jsonb_build_object('key', n)),
        (left(n, 30) || '2', 'bucket', '{"width": 10}'),
        (left(n, 30) || '3', 'partial', jsonb_build_object('fill', n)),
        (left(n, 30) || '4', 'constant', jsonb_build_object('value', n))) v(attribute, technique, params);
RESET ROLE;
SELECT count(veil.rebuild(n)::text) FROM hostile;
SELECT count(*), count(analyst_sees) FROM hostile, veil.show(format('%I.%I', n, n));
SELECT count(*), count(*) FILTER (WHERE masked ~ 'CANARY') AS leaks FROM hostile, veil.preview(n, format('%I.%I', left(n, 30) || '1', n)::regclass);
-- The constant and the fill are the parameters, to the letter.
SELECT count(*) FROM hostile, veil.preview(n, format('%I.%I', left(n, 30) || '1', n)::regclass) WHERE masked = n;
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT n FROM hostile LOOP
        EXECUTE format('ALTER TABLE %1$I.%2$I ALTER COLUMN %3$I TYPE bigint, DROP COLUMN gone', left(name, 30) || '1', name, left(name, 30) || '2');
        EXECUTE format('ALTER TABLE %1$I.%2$I RENAME COLUMN %3$I TO %4$I', left(name, 30) || '1', name, left(name, 30) || '2', left(name, 30) || '5');
        EXECUTE format('ALTER TABLE %1$I.%2$I RENAME TO %3$I', left(name, 30) || '1', name, left(name, 30) || '6');
        EXECUTE format('ALTER SCHEMA %1$I RENAME TO %2$I', left(name, 30) || '1', left(name, 30) || '7');
        EXECUTE format('ALTER SCHEMA %1$I RENAME TO %2$I', name, left(name, 30) || '8');
    END LOOP;
END $$;
UPDATE veil.release SET view_name = left(policy, 30) || '9' WHERE policy IN (SELECT n FROM hostile);
SELECT r.relation = format('%I.%I', left(n, 30) || '7', left(n, 30) || '6') AS relation, r.attribute = left(n, 30) || '5' AS attribute,
       to_regclass(format('%I.%I', left(n, 30) || '8', left(n, 30) || '9')) IS NOT NULL AS view, count(*)
FROM hostile JOIN veil.rule r ON r.policy = n WHERE r.technique = 'bucket' GROUP BY 1, 2, 3;
SELECT count(*) AS uncovered FROM veil.uncovered WHERE policy IN (SELECT n FROM hostile);
CREATE FUNCTION pg_temp.answer(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    EXECUTE 'SELECT string_agg(q::text, chr(10)) FROM (' || query || ') q' INTO answer;
    RETURN answer;
END $$;
SELECT count(*) AS views, count(*) FILTER (WHERE answer LIKE '%CANARY%') AS leaks, count(answer) AS answers
FROM (SELECT pg_temp.answer(format('SELECT * FROM %I.%I', left(n, 30) || '8', left(n, 30) || '9')) AS answer FROM hostile) x;
-- The bases go, and the policies.
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT n FROM hostile LOOP
        EXECUTE format('DROP TABLE %1$I.%2$I', left(name, 30) || '7', left(name, 30) || '6');
    END LOOP;
END $$;
SELECT count(veil.drop_policy(n)::text) FROM hostile;
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT n FROM hostile LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', left(name, 30) || '7');
    END LOOP;
END $$;
SELECT count(*) FROM veil.rule WHERE policy IN (SELECT n FROM hostile);
SELECT count(*) FROM veil.release WHERE policy IN (SELECT n FROM hostile);
SELECT to_regclass('public.names_victim') IS NOT NULL AS victim_lives;
-- Names that cannot be.
SELECT veil.create_key('');
SELECT veil.create_key(repeat('é', 32));
SELECT veil.create_key('a/1');
SELECT veil.create_policy(repeat('é', 32));
SELECT veil.create_policy('');
SELECT veil.create_policy('x', schema => '');
SELECT * FROM veil.show('a"b');
SELECT * FROM veil.show('names');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('x', '"', 'a', 'suppress');
DELETE FROM veil.key_grant WHERE grantee = 'regress_names_owner'::regrole;
DROP TABLE public.names_victim;
DROP OWNED BY regress_names_owner;
DROP ROLE regress_names_owner;
