-- DDL on a table without releases does not pay for the masked ones: how often any index or table of the catalogs is
-- scanned, and how many tuples that gives, is the same with none and with eighty. Counted, not timed.
-- That a table of eighty rows is rather read as a whole is not the question.
SET enable_seqscan = off;
CREATE ROLE regress_cost_owner;
CREATE SCHEMA cost AUTHORIZATION regress_cost_owner;
-- Of each catalog, its indexes, and those of pg_veil: scans begun and tuples returned in this transaction so far.
CREATE TABLE cost.watched AS SELECT oid AS relation, relnamespace = 'veil'::regnamespace AS own FROM pg_class
WHERE relnamespace IN ('pg_catalog'::regnamespace, 'veil'::regnamespace) AND relkind IN ('r', 'i');
CREATE TABLE cost.measured (masked integer, watching boolean, statement text, scans bigint, tuples bigint, own_scans bigint, own_tuples bigint);
CREATE FUNCTION cost.measure(masked integer, watching boolean, statement text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    relations oid[] := ARRAY(SELECT relation FROM cost.watched ORDER BY own, relation);
    first_own integer := (SELECT count(*) + 1 FROM cost.watched WHERE NOT own);
    before bigint[];
    after bigint[];
    change bigint[];
BEGIN
    -- The least of several, so that the caches are filled, and not emptied by somebody else.
    FOR i IN 1..4 LOOP
        before := ARRAY(SELECT pg_stat_get_xact_numscans(r) FROM unnest(relations) r)
               || ARRAY(SELECT pg_stat_get_xact_tuples_returned(r) FROM unnest(relations) r);
        BEGIN
            EXECUTE statement;
            after := ARRAY(SELECT pg_stat_get_xact_numscans(r) FROM unnest(relations) r)
                  || ARRAY(SELECT pg_stat_get_xact_tuples_returned(r) FROM unnest(relations) r);
            RAISE EXCEPTION USING ERRCODE = 'CO000';
        EXCEPTION WHEN SQLSTATE 'CO000' THEN NULL;
        END;
        change := ARRAY(SELECT least(c, a - b) FROM unnest(change, after, before) WITH ORDINALITY AS u(c, a, b, n) ORDER BY n);
    END LOOP;
    INSERT INTO cost.measured
        SELECT masked, watching, statement, sum(c) FILTER (WHERE n <= cardinality(relations)),
               sum(c) FILTER (WHERE n > cardinality(relations)),
               sum(c) FILTER (WHERE n BETWEEN first_own AND cardinality(relations)),
               sum(c) FILTER (WHERE n >= cardinality(relations) + first_own)
        FROM unnest(change) WITH ORDINALITY AS u(c, n);
END
$$;
CREATE FUNCTION cost.measure_all(masked integer, watching boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    statement text;
BEGIN
    FOREACH statement IN ARRAY '{CREATE TABLE cost.made (id integer),
        CREATE TABLE cost.made AS SELECT 1 AS id,
        CREATE VIEW cost.made AS SELECT 1 AS id,
        ALTER TABLE cost.free ALTER id TYPE bigint,
        ALTER TABLE cost.free ADD COLUMN more integer,
        ALTER TABLE cost.free DROP COLUMN name,
        ALTER TABLE cost.free RENAME name TO title,
        ALTER TABLE cost.free RENAME TO freed,
        ALTER TABLE cost.free SET SCHEMA public,
        ALTER TABLE cost.free OWNER TO regress_cost_owner,
        ALTER TABLE cost.parent ALTER id TYPE bigint,
        ALTER TABLE cost.parent RENAME id TO number,
        ALTER SCHEMA cost_free RENAME TO cost_freed,
        CREATE SCHEMA cost_made,
        DROP SCHEMA cost_free,
        CREATE TRIGGER t BEFORE UPDATE ON cost.free FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(),
        DROP TABLE cost.free}'::text[] LOOP
        PERFORM cost.measure(masked, watching, statement);
    END LOOP;
END
$$;
CREATE TABLE cost.free (id integer, name text);
CREATE TABLE cost.parent (kind integer, id integer) PARTITION BY LIST (kind);
CREATE TABLE cost.child PARTITION OF cost.parent FOR VALUES IN (1);
CREATE SCHEMA cost_free;
SELECT cost.measure_all(0, true);
-- The server's own part, without pg_veil's event triggers.
CREATE PROCEDURE cost.watch(on_or_off text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER EVENT TRIGGER pg_veil_ddl_command_start %1$s; ALTER EVENT TRIGGER pg_veil_ddl_command_end %1$s;
                    ALTER EVENT TRIGGER pg_veil_sql_drop %1$s', on_or_off);
END
$$;
CALL cost.watch('DISABLE');
SELECT cost.measure_all(0, false);
CALL cost.watch('ENABLE ALWAYS');
-- Eighty masked tables, in a policy, with what analysts have on them.
SELECT veil.create_policy('cost_policy');
DO $$
BEGIN
    FOR i IN 1..80 LOOP
        EXECUTE format('CREATE TABLE cost.masked_%s (id integer, name text)', i);
        INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES
            ('cost_policy', 'cost.masked_' || i, 'id', 'release', 'test'), ('cost_policy', 'cost.masked_' || i, 'name', 'redact', NULL);
    END LOOP;
END
$$;
-- As autovacuum would, at some time: the plans are then those of eighty, whatever ran before.
ANALYZE veil.policy, veil.release, veil.rule;
SELECT cost.measure_all(80, true);
CALL cost.watch('DISABLE');
SELECT cost.measure_all(80, false);
CALL cost.watch('ENABLE ALWAYS');
SELECT masked, watching, count(*) AS statements, sum(scans) > 0 AS counts FROM cost.measured GROUP BY 1, 2 ORDER BY 1, 2;
CREATE VIEW cost.added AS SELECT masked, statement, y.scans - n.scans AS scans, y.tuples - n.tuples AS tuples, y.own_scans, y.own_tuples
FROM cost.measured y JOIN cost.measured n USING (masked, statement) WHERE y.watching AND NOT n.watching;
-- What pg_veil adds, where that grows with the eighty. (The plan for a larger table is another one, with some scans more or less, and so
-- are dead entries of an index some tuples more or less; of eighty tables there would be eighty.)
SELECT statement, none.scans, many.scans, none.tuples, many.tuples FROM cost.added none JOIN cost.added many USING (statement)
WHERE none.masked = 0 AND many.masked = 80 AND (abs(none.scans - many.scans) >= 8 OR abs(none.tuples - many.tuples) >= 40) ORDER BY statement;
-- It is not nothing, and not much. In its own tables it reads none of the eighty.
SELECT max(scans) > 0 AS some, max(scans) < 20 AS few, max(own_tuples) < 8 AS none_of_them FROM cost.added WHERE masked = 80;
-- The measure measures: on a masked table all of it shows.
SELECT cost.measure(80, true, 'ALTER TABLE cost.masked_7 ALTER id TYPE bigint');
SELECT own_scans > 0 AS looks, own_tuples > 0 AS finds FROM cost.measured WHERE statement LIKE '%masked%';

SELECT veil.drop_policy('cost_policy');
SET client_min_messages = warning;
DROP SCHEMA cost, cost_free CASCADE;
DROP ROLE regress_cost_owner;
