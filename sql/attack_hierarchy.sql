-- Hierarchies under attack: totality (B4), whole rows (A6), changes of the base (D4), who may change what others' views show
-- (F2, F3, F4), and nothing of a value or of the raw data in any message or plan.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE ROLE regress_hierarchy_one;
CREATE ROLE regress_hierarchy_two;
CREATE ROLE regress_hierarchy_analyst;
SELECT current_database() AS database \gset
GRANT CREATE ON DATABASE :"database" TO regress_hierarchy_one, regress_hierarchy_two;
SELECT veil.grant_editor('regress_hierarchy_one'), veil.grant_editor('regress_hierarchy_two');
CREATE SCHEMA hierarchy_attack;
GRANT USAGE ON SCHEMA hierarchy_attack TO PUBLIC;
CREATE TABLE hierarchy_attack.person (
    id integer, city text, age integer, big bigint, num numeric, born date, seen timestamp, zip text, icd text, prefixed text);
SELECT veil.load_hierarchy('attack_city', 'Delft;West
Zwolle;East');
SELECT veil.load_hierarchy('attack_prefix', '{"rule": "prefix", "keep": [2, 0], "length": 6}'::jsonb);
SELECT veil.create_policy('hierarchy_attacked');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('hierarchy_attacked', 'hierarchy_attack.person', 'id', 'release', NULL, 'test'),
    ('hierarchy_attacked', 'hierarchy_attack.person', 'city', 'hierarchy', '{"hierarchy": "attack_city", "level": 1}', NULL),
    ('hierarchy_attacked', 'hierarchy_attack.person', 'age', 'hierarchy', '{"hierarchy": "age_bands", "level": 1}', NULL),
    ('hierarchy_attacked', 'hierarchy_attack.person', 'big', 'hierarchy', '{"hierarchy": "age_bands", "level": 2}', NULL),
    ('hierarchy_attacked', 'hierarchy_attack.person', 'num', 'hierarchy', '{"hierarchy": "age_bands", "level": 3}', NULL),
    ('hierarchy_attacked', 'hierarchy_attack.person', 'born', 'hierarchy', '{"hierarchy": "date_levels", "level": 3}', NULL),
    ('hierarchy_attacked', 'hierarchy_attack.person', 'seen', 'hierarchy', '{"hierarchy": "date_levels", "level": 3}', NULL),
    ('hierarchy_attacked', 'hierarchy_attack.person', 'zip', 'hierarchy', '{"hierarchy": "nl_postcode", "level": 2}', NULL),
    ('hierarchy_attacked', 'hierarchy_attack.person', 'icd', 'hierarchy', '{"hierarchy": "icd10", "level": 2}', NULL),
    ('hierarchy_attacked', 'hierarchy_attack.person', 'prefixed', 'hierarchy', '{"hierarchy": "attack_prefix", "level": 1}', NULL);

-- B4. Whatever is in a row, it is read without an error, and what is no value of the hierarchy is NULL.
INSERT INTO hierarchy_attack.person VALUES
    (1, '', 0, 0, 0, '-infinity', '-infinity', '', '', ''),
    (2, repeat('canary', 200000), 2147483647, 9223372036854775807, 'NaN', 'infinity', 'infinity', repeat('canary', 200000), repeat('canary', 200000), repeat('canary', 200000)),
    (3, 'CANARY', -2147483648, -9223372036854775808, 'Infinity', '4714-11-24 BC', '4714-11-24 00:00:00 BC', 'canary', 'canary', 'canary'),
    (4, E'Delft\n', -1, -1, '-Infinity', '5874897-12-31', '294276-12-31 23:59:59.999999', E'1234AB\n', E'E11\t', 'éééééé'),
    (5, 'DELFT', 1, 1, 1e300, '0001-12-31 BC', '0001-12-31 BC', '1234SS', 'E1', E'\u2028\u2028\u2028\u2028\u2028\u2028'),
    (6, 'Delft', 23, 23, -1e-300, '2024-02-29', '2024-02-29', '1234 AB', 'E11.9', '123456'),
    (7, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT * FROM hierarchy_attacked.person ORDER BY id;

-- A6, A3. No form of asking has more than the labels.
CREATE TEMP TABLE hierarchy_answers AS
SELECT p::text AS answer FROM hierarchy_attacked.person p
UNION ALL SELECT row_to_json(p)::text FROM hierarchy_attacked.person p
UNION ALL SELECT to_jsonb(p)::text FROM hierarchy_attacked.person p
UNION ALL SELECT (p).city FROM hierarchy_attacked.person p
UNION ALL SELECT q::text FROM (SELECT (p).* FROM hierarchy_attacked.person p) q
UNION ALL SELECT query_to_xml('SELECT * FROM hierarchy_attacked.person', true, true, '')::text;
SELECT count(*) AS answers, count(*) FILTER (WHERE answer ~* 'canary|DELFT') AS canaries FROM hierarchy_answers;
SELECT count(*) FROM hierarchy_attacked.person WHERE city IN ('Delft', 'CANARY') OR age = '23' OR zip LIKE '1234%' OR icd LIKE 'E11%';
EXPLAIN (VERBOSE, COSTS OFF) SELECT city FROM hierarchy_attacked.person WHERE id = 6;

-- Evil arguments of the function itself, by somebody who may call it.
SELECT veil.generalize('Delft', 'attack_city', -2147483648), veil.generalize('Delft', 'attack_city', 2147483647);
SELECT veil.generalize('Delft', '', 1);
SELECT veil.generalize('CANARY', repeat('x', 100), 1);
SELECT veil.generalize('Delft', NULL, 1) IS NULL;
-- Bytes that are no characters of the encoding.
CREATE CAST (bytea AS text) WITHOUT FUNCTION;
SELECT h, count(veil.generalize(b::text, h, 1))
FROM unnest(ARRAY['attack_city', 'attack_prefix', 'nl_postcode', 'icd10', 'age_bands']) h,
     unnest(ARRAY['\xff', '\xc3', '\x8080808080', '\x31323334c3', '\x453131c3', '\x0000', '\xe2e2e2e2e2e2']::bytea[]) b
GROUP BY h ORDER BY h;
DROP CAST (bytea AS text);

-- D4. Renamed, retyped, dropped.
ALTER TABLE hierarchy_attack.person RENAME COLUMN city TO town;
SELECT id, town FROM hierarchy_attacked.person WHERE id = 6;
ALTER TABLE hierarchy_attack.person ALTER age TYPE bigint;
SELECT id, age FROM hierarchy_attacked.person WHERE id = 6;
ALTER TABLE hierarchy_attack.person ALTER born TYPE text USING 'canary';
SELECT attribute FROM veil.rule WHERE policy = 'hierarchy_attacked' AND attribute IN ('born', 'town') ORDER BY 1;
ALTER TABLE hierarchy_attack.person DROP COLUMN town;
ALTER TABLE hierarchy_attack.person ADD COLUMN town text DEFAULT 'CANARY';
SELECT * FROM hierarchy_attacked.person WHERE id = 6;

-- Who may change a hierarchy. Nobody but a member of its owner, and a superuser.
GRANT SELECT ON hierarchy_attack.person TO regress_hierarchy_one, regress_hierarchy_two;
SET ROLE regress_hierarchy_one;
SELECT veil.load_hierarchy('attack_city', 'Delft;Delft');
SELECT veil.drop_hierarchy('attack_city');
SELECT veil.load_hierarchy('country', 'NL;canary');
SELECT veil.drop_hierarchy('country');
SELECT veil.load_hierarchy('attack_own', '23;x;*');
SELECT veil.load_hierarchy('attack_own', '23;y;*');
SELECT name, version, kind, created_by = session_user AS by_session FROM veil.hierarchy WHERE name = 'attack_own' ORDER BY 2;
INSERT INTO veil.hierarchy (name, version, kind, content, top_level) VALUES ('attack_city', 9, 'table', 'Delft;Delft', 1);
UPDATE veil.hierarchy SET content = '';
DELETE FROM veil.hierarchy_owner;
SET ROLE regress_hierarchy_two;
SELECT veil.load_hierarchy('attack_own', '23;z;*');
SELECT veil.create_policy('hierarchy_two');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('hierarchy_two', 'hierarchy_attack.person', 'age', 'hierarchy', '{"hierarchy": "attack_own", "level": 1}');
-- Once another's policy uses it, its owner cannot change what that shows.
SET ROLE regress_hierarchy_one;
SELECT veil.load_hierarchy('attack_own', '23;unmasked 23;*');
SELECT veil.drop_hierarchy('attack_own');
RESET ROLE;
SELECT age FROM hierarchy_two.person WHERE age IS NOT NULL;
SELECT veil.load_hierarchy('attack_own', '23;by the superuser;*');
SELECT age FROM hierarchy_two.person WHERE age IS NOT NULL;
-- The owner's name given to another role is not the owner.
ALTER ROLE regress_hierarchy_one RENAME TO regress_hierarchy_former;
CREATE ROLE regress_hierarchy_one;
SELECT veil.grant_editor('regress_hierarchy_one');
SET ROLE regress_hierarchy_one;
SELECT veil.drop_hierarchy('attack_own');
RESET ROLE;
-- An analyst reaches none of it but by the view.
GRANT USAGE ON SCHEMA hierarchy_attacked TO regress_hierarchy_analyst;
GRANT SELECT ON hierarchy_attacked.person TO regress_hierarchy_analyst;
SET ROLE regress_hierarchy_analyst;
SELECT id, age FROM hierarchy_attacked.person WHERE id = 6;
SELECT veil.generalize('Delft', 'attack_city', 1);
SELECT count(*) FROM veil.hierarchy;
SELECT veil.load_hierarchy('attack_analyst', 'a;b');
RESET ROLE;
GRANT USAGE ON SCHEMA veil TO regress_hierarchy_analyst;
SET ROLE regress_hierarchy_analyst;
SELECT count(*) FROM veil.hierarchy;
SELECT veil.load_hierarchy('attack_analyst', 'a;b');
SELECT veil.load_hierarchy('attack_analyst', ARRAY[['a', 'b']]);
SELECT veil.load_hierarchy('attack_analyst', 'pg_class', ARRAY['relname', 'relkind']);
SELECT veil.load_hierarchy('attack_analyst', '{"rule": "icd10"}'::jsonb);
SELECT veil.drop_hierarchy('attack_city');
RESET ROLE;
REVOKE USAGE ON SCHEMA veil FROM regress_hierarchy_analyst;

-- F2, F3. A table is read with the caller's rights; a hostile owner's code does not run as a superuser.
CREATE TABLE hierarchy_attack.secret (value text, label text);
INSERT INTO hierarchy_attack.secret VALUES ('CANARY', 'CANARY');
GRANT CREATE ON SCHEMA hierarchy_attack TO regress_hierarchy_two;
SET ROLE regress_hierarchy_two;
SELECT veil.load_hierarchy('attack_secret', 'hierarchy_attack.secret', ARRAY['value', 'label']);
CREATE TYPE hierarchy_attack.evil AS (a text);
CREATE FUNCTION hierarchy_attack.evil_text(hierarchy_attack.evil) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'ran as %', current_user; END $$;
CREATE CAST (hierarchy_attack.evil AS text) WITH FUNCTION hierarchy_attack.evil_text AS IMPLICIT;
CREATE FUNCTION hierarchy_attack.run() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'ran as %', current_user; END $$;
CREATE TABLE hierarchy_attack.evil_table (value hierarchy_attack.evil, label text);
-- The planner folds constants in an index, whoever reads the table.
CREATE FUNCTION hierarchy_attack.folded() RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname OPERATOR(pg_catalog.=) current_user) THEN
        RAISE EXCEPTION 'ran as %', current_user;
    END IF;
    RETURN '';
END $$;
CREATE INDEX folded ON hierarchy_attack.evil_table ((label || hierarchy_attack.folded()));
INSERT INTO hierarchy_attack.evil_table VALUES (ROW('a'), 'b');
CREATE VIEW hierarchy_attack.evil_view AS SELECT hierarchy_attack.run() AS value, 'b' AS label;
CREATE FUNCTION hierarchy_attack.format(text, VARIADIC text[]) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'ran as %', current_user; END $$;
RESET ROLE;
GRANT SELECT ON hierarchy_attack.evil_table, hierarchy_attack.evil_view TO PUBLIC;
-- The session forgets what it folded before.
ALTER INDEX hierarchy_attack.folded SET (fillfactor = 90);
SET search_path = hierarchy_attack, pg_catalog;
SELECT veil.load_hierarchy('attack_evil', 'hierarchy_attack.evil_view', ARRAY['value', 'label']);
SELECT veil.load_hierarchy('attack_evil', 'hierarchy_attack.evil_table', ARRAY['value', 'label']);
SELECT veil.load_hierarchy('attack_evil', 'hierarchy_attack.evil_table', ARRAY['value', 'label" FROM pg_class; --']);
RESET search_path;
SELECT content FROM veil.hierarchy WHERE name = 'attack_evil';
-- F1. Any name is a name.
SELECT veil.load_hierarchy('odd "name'' $$ é' || E'\n', 'a;b');
SELECT veil.generalize('a', 'odd "name'' $$ é' || E'\n', 1);
CREATE TEMP TABLE hierarchy (name text, version integer);
SET search_path = pg_temp, veil;
SELECT veil.generalize('Delft', 'attack_city', 1);
RESET search_path;
SELECT veil.drop_hierarchy('odd "name'' $$ é' || E'\n');
-- F5. Its owner dropped, a hierarchy is the superusers'.
SELECT veil.drop_policy('hierarchy_two');
DROP OWNED BY regress_hierarchy_two CASCADE;
DROP ROLE regress_hierarchy_two;
SELECT veil.revoke_editor('regress_hierarchy_former');
DROP OWNED BY regress_hierarchy_former;
DROP ROLE regress_hierarchy_former;
SET ROLE regress_hierarchy_one;
SELECT veil.drop_hierarchy('attack_own');
RESET ROLE;
SELECT veil.drop_hierarchy('attack_own');
SELECT veil.revoke_editor('regress_hierarchy_one');
-- Nothing is left to the tests that follow.
SELECT veil.drop_policy(name) FROM veil.policy WHERE name ~ '^hierarchy_' ORDER BY name COLLATE "C";
SELECT veil.drop_hierarchy(name) FROM (SELECT DISTINCT name FROM veil.hierarchy WHERE name ~ '^attack_') AS h ORDER BY name COLLATE "C";
DROP SCHEMA hierarchy_attack CASCADE;
DROP OWNED BY regress_hierarchy_one, regress_hierarchy_analyst;
DROP ROLE regress_hierarchy_one, regress_hierarchy_analyst;
