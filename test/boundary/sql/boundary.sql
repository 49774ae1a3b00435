-- guard() and call(): errors in the middle of C++ frames.
CREATE SCHEMA boundary;
SET search_path = boundary;
CREATE FUNCTION fail(kind text, frames integer) RETURNS void LANGUAGE c STRICT
    AS 'pg_veil_boundary', 'boundary_fail';
CREATE FUNCTION fail_nested(kind text, frames integer, levels integer) RETURNS void LANGUAGE c STRICT
    AS 'pg_veil_boundary', 'boundary_fail_nested';
CREATE FUNCTION fail_watched(kind text) RETURNS void LANGUAGE c STRICT
    AS 'pg_veil_boundary', 'boundary_fail_watched';
CREATE FUNCTION state_was_kept() RETURNS boolean LANGUAGE c AS 'pg_veil_boundary', 'boundary_state_was_kept';
CREATE FUNCTION pass() RETURNS integer LANGUAGE c AS 'pg_veil_boundary', 'boundary_pass';
CREATE FUNCTION constructed() RETURNS bigint LANGUAGE c AS 'pg_veil_boundary', 'boundary_constructed';
CREATE FUNCTION destroyed() RETURNS bigint LANGUAGE c AS 'pg_veil_boundary', 'boundary_destroyed';
CREATE FUNCTION exception_left() RETURNS boolean LANGUAGE c AS 'pg_veil_boundary', 'boundary_exception_left';
CREATE FUNCTION allocated() RETURNS bigint LANGUAGE c AS 'pg_veil_boundary', 'boundary_allocated';

-- The kinds of error that end by themselves.
CREATE TABLE kind (number serial, kind text);
INSERT INTO kind (kind) VALUES ('ereport'), ('elog'), ('refusal'), ('bare refusal'), ('bad_alloc'), ('exception'),
    ('no exception class'), ('thrown in call'), ('refused in call'), ('call in call'), ('SQL'), ('PL/pgSQL'), ('cancel');

-- What arrives of an error at the caller.
CREATE FUNCTION outcome(statement text, OUT state text, OUT message text, OUT detail text, OUT hint text,
                        OUT table_name text, OUT context text)
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    message := 'no error';
EXCEPTION WHEN OTHERS OR query_canceled THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL,
        hint = PG_EXCEPTION_HINT, table_name = TABLE_NAME, context = PG_EXCEPTION_CONTEXT;
    context := substring(context from '^its context');
END
$$;

-- Straight to the client, too.
SELECT fail('ereport', 1);
SELECT fail('refusal', 1);
SELECT fail('exception', 1);

-- SQLSTATE, message, detail, hint, fields and context are kept; of an exception that is not pg_veil's nothing is shown.
\pset null -
\x on
SELECT kind, o.* FROM kind, outcome(format('SELECT boundary.fail(%L, 1)', kind)) AS o ORDER BY number;
\x off

-- The same through ten levels of C++ and backend code in turns.
SELECT kind FROM kind,
    outcome(format('SELECT boundary.fail(%L, 1)', kind)) AS direct,
    outcome(format('SELECT boundary.fail_nested(%L, 3, 10)', kind)) AS nested
WHERE direct IS DISTINCT FROM nested ORDER BY number;

-- Every object is destroyed, however deep, and no exception goes on into the next statement.
SELECT constructed() AS constructed_before \gset
SELECT count(*) AS errors FROM kind, outcome(format('SELECT boundary.fail(%L, 100)', kind)) AS o WHERE state IS NOT NULL;
SELECT count(*) AS errors FROM kind, outcome(format('SELECT boundary.fail_nested(%L, 10, 10)', kind)) AS o WHERE state IS NOT NULL;
SELECT constructed() - :constructed_before AS constructed, constructed() - destroyed() AS left_over, exception_left();

-- What C++ code sees of the server when the exception arrives: memory context and error stacks are those of before the
-- call. (Those that run SQL have switched the context themselves, by SPI_connect.)
SELECT count(*) AS errors, count(*) FILTER (WHERE state_was_kept()) AS kept
FROM kind, outcome(format('SELECT boundary.fail_watched(%L)', kind)) AS o
WHERE kind NOT IN ('SQL', 'PL/pgSQL') AND state IS NOT NULL;

-- Without an error: a warning passes, results come through.
SELECT pass();

-- A statement that runs too long, among C++ frames.
SET statement_timeout = '50ms';
SELECT state, message FROM outcome('SELECT boundary.fail(''timeout'', 10)');
RESET statement_timeout;
SELECT constructed() > 100 AS many, constructed() - destroyed() AS left_over, exception_left();

-- Not caught: the transaction is aborted, SPI and all, and the session goes on.
BEGIN;
SELECT fail('SQL', 5);
SELECT 1;
ROLLBACK;
SELECT state FROM outcome('SELECT boundary.fail_nested(''PL/pgSQL'', 2, 5)');
SELECT constructed() - destroyed() AS left_over, exception_left();

-- 20 000 errors, each in a subtransaction of its own: neither the server's memory contexts nor malloc's account grow.
DO $$
DECLARE
    -- Without the one that waits for a signal.
    kinds text[] := (SELECT array_agg(kind ORDER BY number) FROM boundary.kind WHERE kind <> 'cancel');
    missing integer;
    contexts bigint[];
    allocated bigint[];
BEGIN
    -- The first round fills caches, also those of the measurement.
    FOREACH missing IN ARRAY '{2000, 20000}'::integer[] LOOP
        contexts[0] := (SELECT sum(total_bytes) FROM pg_backend_memory_contexts);
        allocated[0] := boundary.allocated();
        FOR i IN 1 .. missing LOOP
            BEGIN
                PERFORM boundary.fail_nested(kinds[1 + i % cardinality(kinds)], 2, 2);
            EXCEPTION WHEN OTHERS THEN
                missing := missing - 1;
            END;
        END LOOP;
        contexts[1] := (SELECT sum(total_bytes) FROM pg_backend_memory_contexts);
        allocated[1] := boundary.allocated();
        RAISE NOTICE 'errors that did not occur: %', missing;
    END LOOP;
    -- Less than a byte an error.
    IF contexts[1] - contexts[0] >= 20000 OR allocated[1] - allocated[0] >= 20000 THEN
        RAISE EXCEPTION 'memory contexts grew by % bytes, malloc by %', contexts[1] - contexts[0], allocated[1] - allocated[0];
    END IF;
END
$$;
SELECT constructed() > 80000 AS many, constructed() - destroyed() AS left_over, exception_left();

SET client_min_messages = warning;
DROP SCHEMA boundary CASCADE;
