-- Random DDL, edits and rollbacks on tables, partitions and stacked releases. After each step no view shows a secret, and
-- every view says what its rules say. A failure tells the seed, the step and its statements.
CREATE ROLE regress_random_owner;
CREATE ROLE regress_random_policy;
CREATE SCHEMA random_raw AUTHORIZATION regress_random_owner;
CREATE SCHEMA random_test;
GRANT USAGE ON SCHEMA random_raw TO regress_random_policy;
GRANT USAGE ON SCHEMA random_test TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE regress_random_owner IN SCHEMA random_raw GRANT SELECT ON TABLES TO regress_random_policy;
SELECT veil.create_policy('random_one', owner => 'regress_random_policy'), veil.create_policy('random_two', owner => 'regress_random_policy');
-- Columns hold PUBLIC or SECRET. Their names say nothing: they wander from one to the other.
SET ROLE regress_random_owner;
CREATE TABLE random_raw.a AS SELECT 1 AS k, 'PUBLIC'::text AS n0, 'SECRET'::text AS n1, 'PUBLIC'::text AS n2, 'SECRET'::text AS n3;
CREATE TABLE random_raw.b AS SELECT 1 AS k, 'SECRET'::text AS n0, 'PUBLIC'::text AS n1, 'SECRET'::text AS n2;
CREATE TABLE random_raw.parted (k integer, n0 text, n1 text) PARTITION BY LIST (k);
CREATE TABLE random_raw.part PARTITION OF random_raw.parted FOR VALUES IN (1);
INSERT INTO random_raw.parted VALUES (1, 'PUBLIC', 'SECRET');
RESET ROLE;
CREATE SEQUENCE random_test.fresh;
CREATE FUNCTION random_test.pick(choices anyarray) RETURNS anyelement LANGUAGE sql VOLATILE
    AS 'SELECT choices[1 + floor(random() * cardinality(choices))::integer]';
CREATE FUNCTION random_test.name_of(relation oid) RETURNS text LANGUAGE sql STABLE
    AS 'SELECT format(''%I.%I'', relnamespace::regnamespace, relname) FROM pg_class WHERE oid = relation';
CREATE VIEW random_test.views AS SELECT oid AS view FROM pg_class
    WHERE relnamespace IN (to_regnamespace('random_one'), to_regnamespace('random_two')) AND relkind = 'v';
-- The statements of one step: of the owner, or after RESET ROLE of the superuser.
CREATE FUNCTION random_test.statements() RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    base oid := (SELECT random_test.pick(array_agg(oid ORDER BY relname)) FROM pg_class
                 WHERE relnamespace = 'random_raw'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition);
    relation text := random_test.name_of(base);
    is_parted boolean := (SELECT relkind = 'p' FROM pg_class WHERE oid = base);
    present text[] := ARRAY(SELECT attname FROM pg_attribute
                            WHERE attrelid = base AND attnum > 0 AND NOT attisdropped AND attname <> 'k' ORDER BY attname);
    col text := random_test.pick(present);
    free text := random_test.pick(ARRAY(SELECT 'n' || i FROM generate_series(0, 9) i WHERE 'n' || i <> ALL (present) ORDER BY i));
    fresh text := 't' || nextval('random_test.fresh');
    rule text := 'INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES (%L, %L, %L, %L, ''test'')';
    is_secret boolean;
    other record;
BEGIN
    IF col IS NULL OR free IS NULL THEN
        RETURN ARRAY[format('ALTER TABLE %s %s', relation, CASE WHEN col IS NULL THEN 'ADD COLUMN n0 text DEFAULT ''SECRET''' ELSE 'DROP COLUMN ' || col END)];
    END IF;
    CASE floor(random() * 22)::integer
    WHEN 0, 1, 2 THEN RETURN ARRAY[format('ALTER TABLE %s RENAME %s TO %s', relation, col, free)];
    WHEN 3 THEN RETURN ARRAY[format('ALTER TABLE %s DROP COLUMN %s', relation, col)];
    WHEN 4, 5 THEN RETURN ARRAY[format('ALTER TABLE %s ADD COLUMN %s text DEFAULT %L', relation, free, random_test.pick('{PUBLIC,SECRET}'::text[]))];
    WHEN 6 THEN RETURN ARRAY[format('ALTER TABLE %s DROP COLUMN %s, ADD COLUMN %2$s text DEFAULT ''SECRET''', relation, col)];
    WHEN 7 THEN RETURN ARRAY[format('ALTER TABLE %s ALTER %s TYPE %s', relation, col, random_test.pick('{text,varchar,varchar(40)}'::text[]))];
    WHEN 8 THEN RETURN ARRAY[format('ALTER TABLE %s RENAME TO %s', relation, fresh)];
    WHEN 9, 10 THEN
        IF is_parted THEN RETURN '{}'; END IF;
        RETURN ARRAY[format('CREATE TABLE random_raw.%s AS TABLE %s', fresh, relation), format('ALTER TABLE %s RENAME TO %s_old', relation, fresh),
                     format('ALTER TABLE random_raw.%s RENAME TO %s', fresh, split_part(relation, '.', 2)), format('DROP TABLE random_raw.%s_old', fresh)];
    WHEN 11 THEN
        IF is_parted THEN RETURN '{}'; END IF;
        RETURN ARRAY[format('CREATE TABLE random_raw.%s AS TABLE %s', fresh, relation), format('DROP TABLE %s %s', relation, random_test.pick('{RESTRICT,CASCADE}'::text[])),
                     format('CREATE TABLE %s AS TABLE random_raw.%s', relation, fresh), format('DROP TABLE random_raw.%s', fresh)];
    WHEN 12, 13, 14, 15 THEN
        EXECUTE format('SELECT count(*) > 0 FROM %s WHERE %s LIKE ''%%SECRET%%''', relation, col) INTO is_secret;
        RETURN ARRAY['RESET ROLE', format('DELETE FROM veil.rule WHERE policy = ''random_one'' AND relation = %L AND attribute = %L', relation, col),
                     format(rule, 'random_one', relation, col, CASE WHEN is_secret THEN random_test.pick('{redact,suppress}'::text[]) ELSE 'release' END)];
    WHEN 16 THEN
        RETURN ARRAY['RESET ROLE', format('DELETE FROM veil.rule WHERE policy = ''random_one'' AND relation = %L AND attribute = %L', relation, col)];
    WHEN 17 THEN
        SELECT random_test.name_of(v.view) AS view, a.attname INTO other FROM random_test.views v JOIN pg_attribute a ON a.attrelid = v.view AND a.attnum > 0
        WHERE random_test.name_of(v.view) LIKE 'random_one.%' ORDER BY random() LIMIT 1;
        IF NOT FOUND THEN RETURN '{}'; END IF;
        RETURN ARRAY['RESET ROLE', format('DELETE FROM veil.rule WHERE policy = ''random_two'' AND relation = %L AND attribute = %L', other.view, other.attname),
                     format(rule, 'random_two', other.view, other.attname, random_test.pick('{release,suppress,redact}'::text[]))];
    WHEN 18 THEN
        RETURN ARRAY(SELECT unnest(ARRAY['RESET ROLE', format('DROP VIEW %s', random_test.name_of(view))]) FROM (SELECT view FROM random_test.views ORDER BY random() LIMIT 1) v);
    WHEN 19 THEN
        RETURN ARRAY['RESET ROLE', 'ALTER SCHEMA random_one RENAME TO random_none', 'ALTER SCHEMA random_raw RENAME TO random_bare',
                     format('ALTER TABLE %s RENAME %s TO %s', replace(relation, 'random_raw.', 'random_bare.'), col, free),
                     'ALTER SCHEMA random_bare RENAME TO random_raw', 'ALTER SCHEMA random_none RENAME TO random_one'];
    WHEN 20 THEN
        RETURN ARRAY['RESET ROLE', 'DROP SCHEMA random_one CASCADE', 'SET ROLE regress_random_owner',
                     format('ALTER TABLE %s DROP COLUMN %s, ADD COLUMN %2$s text DEFAULT ''SECRET''', relation, col), format('ALTER TABLE %s RENAME %s TO %s', relation, col, free),
                     'RESET ROLE', 'CREATE SCHEMA random_one AUTHORIZATION regress_random_policy', 'SELECT veil.rebuild(''random_one'')'];
    ELSE
        RETURN ARRAY['RESET ROLE', 'CREATE DOMAIN random_test.word AS text',
                     format('ALTER TABLE %s DROP COLUMN %s, ADD COLUMN %2$s random_test.word DEFAULT ''PUBLIC''', relation, col), format(rule, 'random_one', relation, col, 'release'),
                     'DROP DOMAIN random_test.word CASCADE', format('ALTER TABLE %s ADD COLUMN %s text DEFAULT ''SECRET''', relation, col), 'SELECT veil.rebuild(''random_one'')'];
    END CASE;
END
$$;
CREATE FUNCTION random_test.definitions() RETURNS text[] LANGUAGE sql AS
    'SELECT array_agg(view || pg_get_viewdef(view)) FROM random_test.views WHERE pg_get_viewdef(view) NOT LIKE ''%veil.closed%''';
-- What is wrong, if anything. A closed view is an error to its reader; a rebuild may open it, and changes no other.
CREATE FUNCTION random_test.problem() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v oid; shown text; before text[]; result text;
BEGIN
    FOR v IN SELECT view FROM random_test.views LOOP
        BEGIN
            EXECUTE format('SELECT string_agg(x::text, '' '') FROM %s x', random_test.name_of(v)) INTO shown;
        EXCEPTION WHEN object_not_in_prerequisite_state THEN
            shown := '';
        END;
        IF shown LIKE '%SECRET%' THEN
            RETURN format('%s shows %s', random_test.name_of(v), shown);
        END IF;
    END LOOP;
    before := random_test.definitions();
    BEGIN
        PERFORM veil.rebuild('random_one'), veil.rebuild('random_two');
        IF NOT before <@ random_test.definitions() THEN
            result := format('a rebuild changed %s to %s', before, random_test.definitions());
        END IF;
        RAISE EXCEPTION USING ERRCODE = 'RA000';
    EXCEPTION WHEN SQLSTATE 'RA000' THEN NULL;
    END;
    RETURN result;
END
$$;
CREATE TABLE random_test.runs (seed double precision, did_most boolean);
CREATE PROCEDURE random_test.run(seed double precision, steps integer) LANGUAGE plpgsql AS $$
DECLARE
    statements text[]; statement text; problem text; done integer := 0;
BEGIN
    PERFORM setseed(seed);
    FOR step IN 1..steps LOOP
        statements := random_test.statements();
        IF random() < 0.3 THEN
            SET CONSTRAINTS ALL IMMEDIATE;
        END IF;
        BEGIN
            SET LOCAL ROLE regress_random_owner;
            FOREACH statement IN ARRAY statements LOOP
                EXECUTE statement;
            END LOOP;
            RESET ROLE;
            IF random() < 0.25 THEN
                problem := random_test.problem();
                RAISE EXCEPTION USING ERRCODE = 'RA001';
            END IF;
            done := done + 1;
        EXCEPTION
            WHEN SQLSTATE 'RA001' THEN NULL;
            -- A rule may stand against a step; a defect of the server's or of ours may not.
            WHEN internal_error OR deadlock_detected OR undefined_table THEN problem := SQLERRM;
            WHEN others THEN NULL;
        END;
        RESET ROLE;
        COMMIT;
        problem := coalesce(problem, random_test.problem());
        IF problem IS NOT NULL THEN
            RAISE EXCEPTION 'seed %, step %: % (after %)', seed, step, problem, statements;
        END IF;
    END LOOP;
    INSERT INTO random_test.runs VALUES (seed, done > steps / 2);
END
$$;
SET client_min_messages = error;
CALL random_test.run(0.2, 40);
CALL random_test.run(0.4, 40);
SELECT * FROM random_test.runs;
SELECT count(*) > 0 AS views FROM random_test.views;

SELECT veil.drop_policy('random_two'), veil.drop_policy('random_one');
DROP SCHEMA random_raw, random_test CASCADE;
DROP OWNED BY regress_random_owner;
DROP ROLE regress_random_owner, regress_random_policy;
