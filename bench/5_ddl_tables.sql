-- A database with 80 tables, and a procedure that measures DDL on a table that no rule names. psql variable: masked, how
-- many of the 80 have rules; -1 is a database without pg_veil.

SELECT :masked >= 0 AS with_veil
\gset
SELECT format('CREATE TABLE t%s (id integer PRIMARY KEY, name text, born date)', g) FROM generate_series(1, 80) AS g
\gexec
\if :with_veil
CREATE EXTENSION pg_veil;
SELECT veil.create_policy('masked');
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
SELECT 'masked', 't' || g, attribute, technique, params::jsonb
FROM generate_series(1, :masked) AS g,
     (VALUES ('name', 'prefix', '{"keep": 1}'), ('born', 'truncate', '{"to": "year"}')) AS rule (attribute, technique, params);
\endif

-- Six statements of DDL, so many times, each in a transaction of its own: ns a statement. The kernel's account moves in
-- milliseconds, so there must be many.
CREATE PROCEDURE measure_ddl(INOUT ns bigint, times integer) LANGUAGE plpgsql AS $$
DECLARE
    ddl text;
BEGIN
    FOR time IN 0 .. times LOOP
        FOREACH ddl IN ARRAY '{
            CREATE TABLE fresh (a integer),
            ALTER TABLE fresh ADD COLUMN b integer,
            ALTER TABLE fresh ALTER COLUMN b TYPE bigint,
            ALTER TABLE fresh RENAME COLUMN b TO c,
            ALTER TABLE fresh DROP COLUMN c,
            DROP TABLE fresh}'::text[] LOOP
            EXECUTE ddl;
            COMMIT;
        END LOOP;
        IF time = 0 THEN
            ns := split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::bigint;
        END IF;
    END LOOP;
    ns := (split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::bigint - ns) / (6 * times);
END
$$;
