-- A release may show some rows only: those that meet a condition ("filter"), those of a keyed sample of its subjects ("sample").
-- Then the view is a security barrier: no function that a reader brings along sees the others.
CREATE SCHEMA filters;
SET search_path = filters;
SELECT veil.create_key('filter');
SELECT veil.create_policy('filter');
CREATE TABLE visit (id integer, patient text, country text, consent boolean, cost numeric, "CANARY col" text);
INSERT INTO visit SELECT n, 'p' || n % 1000, CASE WHEN n % 4 = 0 THEN 'CANARY_BE' ELSE 'NL' END, n % 3 = 0, n, 'CANARY' FROM generate_series(1, 3000) n;
-- Rows 1 to 3: no consent; one of them of a suppressed country.
INSERT INTO veil.release (policy, relation, filter) VALUES ('filter', 'visit',
    '{"and": [{"column": "consent", "is": "=", "value": true}, {"column": "country", "is": "=", "value": "NL"}]}');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('filter', 'visit', 'id', 'release', NULL, 'test'),
    ('filter', 'visit', 'patient', 'pseudonym', '{"key": "filter"}', NULL),
    ('filter', 'visit', 'cost', 'bucket', '{"width": 1000}', NULL);
SELECT count(*), count(*) FILTER (WHERE v.consent AND v.country = 'NL') AS right_ones FROM filter.visit JOIN visit v USING (id);
SELECT reloptions, obj_description(oid) FROM pg_class WHERE oid = 'filter.visit'::regclass;
-- B1: a function of the analyst's that is cheap and leaks sees no other row.
CREATE ROLE regress_filter_analyst;
GRANT USAGE ON SCHEMA filter TO regress_filter_analyst;
GRANT SELECT ON filter.visit TO regress_filter_analyst;
CREATE SCHEMA filter_probe AUTHORIZATION regress_filter_analyst;
SET ROLE regress_filter_analyst;
CREATE FUNCTION filter_probe.leak(integer, text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS
    $$ BEGIN IF $1 % 3 <> 0 OR $1 % 4 = 0 THEN RAISE NOTICE 'CANARY: row % seen', $1; END IF; RETURN true; END $$;
SELECT count(*) FROM filter.visit WHERE filter_probe.leak(id, patient);
SELECT count(*) FROM filter.visit WHERE 1 / (id % 4) >= 0;
RESET ROLE;

-- A change of the filter changes the view, whose grants and place stay.
SELECT 'filter.visit'::regclass::oid AS before
\gset
UPDATE veil.release SET filter = '{"column": "id", "is": "<=", "value": 10}' WHERE policy = 'filter';
SELECT id, cost FROM filter.visit ORDER BY id;
-- It is found by the base's index, as any condition is.
CREATE INDEX ON visit (id);
ANALYZE visit;
EXPLAIN (COSTS OFF) SELECT cost FROM filter.visit;
DROP INDEX visit_id_idx;
-- None: every row, and no barrier that nobody needs.
UPDATE veil.release SET filter = NULL WHERE policy = 'filter';
SELECT count(*), 'filter.visit'::regclass::oid = :before AS same, has_table_privilege('regress_filter_analyst', 'filter.visit', 'SELECT') AS granted FROM filter.visit;
SELECT reloptions FROM pg_class WHERE oid = 'filter.visit'::regclass;
ALTER VIEW filter.visit SET (security_barrier = false);
UPDATE veil.release SET filter = '{"column": "id", "is": "<=", "value": 10}' WHERE policy = 'filter';
SELECT reloptions FROM pg_class WHERE oid = 'filter.visit'::regclass;
-- One that somebody else set stays.
UPDATE veil.release SET filter = NULL WHERE policy = 'filter';
ALTER VIEW filter.visit SET (security_barrier = true);
UPDATE veil.rule SET params = '{"width": 100}' WHERE policy = 'filter' AND attribute = 'cost';
SELECT reloptions FROM pg_class WHERE oid = 'filter.visit'::regclass;
UPDATE veil.release SET filter = '{"column": "id", "is": "<=", "value": 10}' WHERE policy = 'filter';
-- Somebody takes it off behind our back: a rebuild puts it on again.
ALTER VIEW filter.visit SET (security_barrier = false);
SELECT veil.rebuild('filter');
SELECT reloptions FROM pg_class WHERE oid = 'filter.visit'::regclass;

-- A sample draws subjects: all rows of one, or none; always the same ones; and a larger sample holds the smaller one.
UPDATE veil.release SET filter = NULL, subject = 'patient', sample = '{"fraction": 0.25, "key": "filter"}' WHERE policy = 'filter';
SELECT count(DISTINCT patient) BETWEEN 200 AND 300 AS about_a_quarter, count(*) = 3 * count(DISTINCT patient) AS whole_subjects FROM filter.visit;
CREATE TABLE first_draw AS SELECT id FROM filter.visit;
UPDATE veil.release SET sample = '{"fraction": 0.5, "key": "filter", "of": "patient"}' WHERE policy = 'filter';
SELECT count(*) FILTER (WHERE v.id IS NULL) AS lost, count(DISTINCT v.patient) < 1000 AS not_all FROM first_draw LEFT JOIN filter.visit v USING (id);
SELECT count(DISTINCT patient) BETWEEN 430 AND 570 AS about_half FROM filter.visit;
-- With a filter beside it, both hold. By the version of the key: another one draws another sample.
UPDATE veil.release SET filter = '{"column": "consent", "is": "=", "value": true}' WHERE policy = 'filter';
SELECT count(*) > 0 AS some, bool_and(v.consent) AS consent FROM filter.visit JOIN visit v USING (id);
SELECT veil.rotate_key('filter');
SELECT count(*) > 0 AS some, position('filter/2' IN pg_get_viewdef('filter.visit')) > 0 AS new_version FROM filter.visit;
SELECT rules, version FROM veil.key_status WHERE name = 'filter' ORDER BY version;
-- A patient without a number is in no sample.
INSERT INTO visit VALUES (9999, NULL, 'NL', true, 1, NULL);
SELECT count(*) FROM filter.visit WHERE id = 9999;

-- What is refused.
\set VERBOSITY terse
UPDATE veil.release SET sample = '{"fraction": 1, "key": "filter"}' WHERE policy = 'filter';
UPDATE veil.release SET sample = '{"fraction": 0, "key": "filter"}' WHERE policy = 'filter';
UPDATE veil.release SET sample = '{"fraction": 0.1}' WHERE policy = 'filter';
UPDATE veil.release SET sample = '{"fraction": 0.1, "key": "no_such_key"}' WHERE policy = 'filter';
UPDATE veil.release SET sample = '{"fraction": 0.1, "key": "filter", "of": "missing"}' WHERE policy = 'filter';
UPDATE veil.release SET sample = '{"fraction": 0.1, "key": "filter", "seed": 1}' WHERE policy = 'filter';
UPDATE veil.release SET subject = NULL, sample = '{"fraction": 0.1, "key": "filter"}' WHERE policy = 'filter';
UPDATE veil.release SET filter = '"consent"' WHERE policy = 'filter';
UPDATE veil.release SET filter = '{"column": "missing", "is": "null"}' WHERE policy = 'filter';
UPDATE veil.release SET filter = '{"sql": "consent"}' WHERE policy = 'filter';
SELECT filter, sample FROM veil.release WHERE policy = 'filter';
-- The editor must hold the key of the sample, and the policy's owner read the filter's columns.
CREATE ROLE regress_filter_editor;
SELECT veil.grant_editor('regress_filter_editor');
GRANT USAGE ON SCHEMA filters TO regress_filter_editor;
GRANT SELECT (id) ON visit TO regress_filter_editor;
SELECT veil.create_policy('filter_editor', owner => 'regress_filter_editor');
SET ROLE regress_filter_editor;
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('filter_editor', 'filters.visit', 'id', 'release', 'test');
UPDATE veil.release SET filter = '{"column": "consent", "is": "=", "value": true}' WHERE policy = 'filter_editor';
UPDATE veil.release SET sample = '{"fraction": 0.5, "key": "filter", "of": "id"}' WHERE policy = 'filter_editor';
UPDATE veil.release SET filter = NULL WHERE policy = 'filter';
RESET ROLE;
\set VERBOSITY default

-- DDL: names follow; without the column of its filter the release shows no row at all, rather than all of them.
ALTER TABLE visit RENAME consent TO agreed;
ALTER TABLE visit RENAME patient TO person;
SELECT filter, sample, subject FROM veil.release WHERE policy = 'filter';
SELECT count(*) > 0 AS some, bool_and(v.agreed) AS consent FROM filter.visit JOIN visit v USING (id);
ALTER TABLE visit ALTER id TYPE bigint;
SELECT count(*) > 0 AS some, bool_and(v.agreed) AS consent FROM filter.visit JOIN visit v USING (id);
SELECT reloptions FROM pg_class WHERE oid = 'filter.visit'::regclass;
ALTER TABLE visit DROP agreed;
SELECT count(*) FROM filter.visit;
ALTER TABLE visit ADD other integer;
SELECT count(*) FROM filter.visit;
SELECT veil.rebuild('filter');
SELECT count(*) FROM filter.visit;
-- A column that takes the name does not open it: it is another one.
ALTER TABLE visit ADD agreed boolean DEFAULT true;
SELECT count(*) FROM filter.visit;
UPDATE veil.release SET filter = NULL, sample = NULL WHERE policy = 'filter';
SELECT count(*) FROM filter.visit;
-- Rules that go leave a release with a filter behind, and its filter is there when they come back.
UPDATE veil.release SET filter = '{"column": "id", "is": "=", "value": 7}' WHERE policy = 'filter';
DELETE FROM veil.rule WHERE policy = 'filter';
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('filter', 'visit', 'id', 'release', 'test');
SELECT * FROM filter.visit;
SELECT reloptions FROM pg_class WHERE oid = 'filter.visit'::regclass;
SELECT veil.drop_policy('filter');
SELECT veil.drop_policy('filter_editor');
DROP SCHEMA filters CASCADE;
DROP OWNED BY regress_filter_analyst;
DROP OWNED BY regress_filter_editor;
DROP ROLE regress_filter_analyst, regress_filter_editor;
