-- Reversal of wide values, and what one role can make veil.audit keep.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE ROLE regress_load_officer;
CREATE SCHEMA load_raw;
SELECT veil.create_key('load');
SELECT veil.create_policy('load_a'), veil.create_policy('load_b');
CREATE TABLE load_raw.page (id integer, body text);
INSERT INTO load_raw.page VALUES (1, repeat('x', 1500000));
-- Copies stay compressed.
INSERT INTO load_raw.page SELECT n, body FROM load_raw.page, generate_series(2, 799) n;
INSERT INTO load_raw.page VALUES (800, repeat('x', 1500000) || ' end');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) SELECT p, 'load_raw.page', a, 'pseudonym', '{"key": "load"}'
FROM unnest('{load_a,load_b}'::text[]) p, unnest('{id,body}'::text[]) a;
-- All of them together are more than an array can hold.
SELECT right(r, 4) FROM load_a.page, LATERAL veil_public.reveal('load_a.page', 'body', body, 'wide') r WHERE id = veil.pseudonym(800, 'load', 'load_a');

-- Over the limit: a hundred records an hour, however long the calls are.
SELECT veil.grant_translate('load_a', 'load_b', 'page', 'id', 'regress_load_officer', 1);
SET ROLE regress_load_officer;
DO $$
DECLARE
    many text[] := (SELECT array_agg(n::text) FROM generate_series(1, 300) n);
BEGIN
    FOR turn IN 1..105 LOOP
        BEGIN
            PERFORM veil_public.translate('load_a', 'load_b', 'page', 'id', CASE turn % 2 WHEN 0 THEN many ELSE '{1,2}' END, 'flood');
            RAISE 'answered';
        EXCEPTION WHEN configuration_limit_exceeded THEN
            NULL;
        END;
    END LOOP;
END
$$;
RESET ROLE;
SELECT count(*) AS in_all, bool_or(reason = 'flood' AND units = 300 AND pseudonyms IS NULL) AS long,
       bool_or(reason = 'flood' AND pseudonyms = '{1,2}') AS short, max(pg_column_size(pseudonyms)) < 2000 AS small
FROM veil.audit WHERE outcome = 'over limit' AND login_role = session_user AND at > now() - interval '1 hour';
-- What is granted is recorded all the same, and in full.
SET ROLE regress_load_officer;
SELECT count(*) FROM veil_public.translate('load_a', 'load_b', 'page', 'id', '{1}', 'after the flood');
RESET ROLE;
SELECT outcome, pseudonyms FROM veil.audit WHERE reason = 'after the flood';
SELECT ok FROM veil.verify_audit();
SELECT veil.drop_policy('load_a'), veil.drop_policy('load_b');
DROP SCHEMA load_raw CASCADE;
DROP ROLE regress_load_officer;
