-- The rule catalog: every change of veil.rule is checked, recorded and in the view before its statement ends.
CREATE SCHEMA rules;
SET search_path = rules;
CREATE TABLE person (
    id         integer PRIMARY KEY,
    bsn        text,
    name       varchar(40),
    born       date,
    seen       timestamptz,
    income     numeric(10,2),
    score      double precision,
    tags       text[],
    town       text
);
INSERT INTO person VALUES
    (1, '123456782', 'Anna Berg', '1980-05-17', '2026-01-02 03:04:05+00', 23450.50, 1.5, '{a}', 'Delft'),
    (2, '111222333', 'Bob Dam',   '1975-12-31', '2026-05-06 07:08:09+00', 29999.99, 2.5, '{b}', 'Venlo');
SELECT veil.create_key('rules_key');
SELECT veil.create_policy('rules_policy');
-- What analysts could see, in one line.
CREATE FUNCTION columns_of(view text) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = to_regclass(view) AND attnum > 0 AND NOT attisdropped
$$;
-- Tries a rule and tells how it was refused: SQLSTATE, message, detail, hint.
CREATE PROCEDURE try(attribute text, technique text, params jsonb DEFAULT NULL, why text DEFAULT NULL,
                     relation text DEFAULT 'person', policy text DEFAULT 'rules_policy', class text DEFAULT NULL)
LANGUAGE plpgsql AS $$
DECLARE
    message text; detail text; hint text; state text;
BEGIN
    INSERT INTO veil.rule (policy, relation, attribute, technique, params, why, class)
    VALUES (policy, relation, attribute, technique, params, why, class);
    RAISE NOTICE 'accepted';
    RAISE EXCEPTION USING ERRCODE = 'RB000';
EXCEPTION
    WHEN SQLSTATE 'RB000' THEN NULL;
    WHEN others THEN
        GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT,
                                state = RETURNED_SQLSTATE;
        RAISE NOTICE '% %', state, regexp_replace(concat_ws(E'\n  ', message, nullif(detail, ''), nullif(hint, '')),
                                                  'pg_temp_[0-9]+', 'pg_temp_N');
END
$$;

-- Names that do not exist.
CALL try('id', 'supress');
CALL try('id', 'Suppress');
CALL try('Id', 'suppress');
CALL try('"id"', 'suppress');
CALL try('ctid', 'suppress');
CALL try('id', 'suppress', relation => 'persons');
CALL try('id', 'suppress', relation => 'Person');
CALL try('id', 'suppress', relation => 'elsewhere.person');
CALL try('id', 'suppress', relation => 'person person');
CALL try('id', 'suppress', relation => '');
CALL try('id', 'suppress', policy => 'other_policy');
CALL try('id', 'suppress', policy => '');
CALL try('bsn', 'pseudonym', '{"key": "other_key"}');
CALL try('id', NULL);
CALL try(NULL, 'suppress');
CALL try('id', 'suppress', relation => NULL);
CALL try('id', 'suppress', policy => NULL);
CALL try('id', 'suppress', class => 'secret');

-- Parameters: unknown, missing, of the wrong JSON type, out of range.
CALL try('id', 'suppress', '{"to": "year"}');
CALL try('town', 'prefix', '{"kep": 4}');
CALL try('town', 'prefix', '{"keep": 4, "Keep": 4}');
CALL try('town', 'prefix');
CALL try('town', 'prefix', '{}');
CALL try('town', 'prefix', '[]');
CALL try('town', 'prefix', 'null');
CALL try('town', 'prefix', '"keep"');
CALL try('town', 'prefix', '{"keep": null}');
CALL try('town', 'prefix', '{"keep": "4"}');
CALL try('town', 'prefix', '{"keep": true}');
CALL try('town', 'prefix', '{"keep": [4]}');
CALL try('town', 'prefix', '{"keep": {"a": 4}}');
CALL try('town', 'prefix', '{"keep": 4.5}');
CALL try('town', 'prefix', '{"keep": -1}');
CALL try('town', 'prefix', '{"keep": 1001}');
CALL try('town', 'partial', '{"keep_start": 1, "keep_end": -1}');
CALL try('town', 'partial', '{"fill": 3}');
CALL try('town', 'partial', jsonb_build_object('fill', repeat('*', 101)));
CALL try('town', 'redact', '{"fill": null}');
CALL try('town', 'constant');
CALL try('town', 'constant', '{"value": null}');
CALL try('town', 'constant', '{"value": {}}');
CALL try('id', 'constant', '{"value": "one"}');
CALL try('id', 'constant', '{"value": 3000000000}');
CALL try('id', 'constant', '{"value": 1.5}');
CALL try('income', 'constant', '{"value": 1.005}');
CALL try('income', 'constant', '{"value": 123456789}');
CALL try('tags', 'constant', '{"value": "{}"}');
CALL try('born', 'truncate');
CALL try('born', 'truncate', '{"to": "fortnight"}');
CALL try('born', 'truncate', '{"to": "Year"}');
CALL try('born', 'truncate', '{"to": 1}');
CALL try('born', 'truncate', '{"to": "hour"}');
CALL try('born', 'truncate', '{"to": "year", "zone": "Europe/Amsterdam"}');
CALL try('seen', 'truncate', '{"to": "day", "zone": "Europe/Atlantis"}');
CALL try('seen', 'truncate', '{"to": "day", "zone": null}');
CALL try('income', 'bucket');
CALL try('income', 'bucket', '{"width": 0}');
CALL try('income', 'bucket', '{"width": -10}');
CALL try('income', 'bucket', '{"width": "10"}');
CALL try('income', 'bucket', '{"width": 0.001}');
CALL try('income', 'bucket', '{"width": 10, "as": "upper"}');
CALL try('id', 'bucket', '{"width": 2.5}');
CALL try('score', 'bucket', '{"width": 10, "as": "range"}');
CALL try('score', 'bucket', '{"width": 10, "as": "text"}');
CALL try('score', 'bucket', '{"width": 1e-400}');
CALL try('score', 'bucket', '{"width": 1e400}');
CALL try('income', 'round', '{"to": 0}');
CALL try('income', 'round', '{"width": 10}');
CALL try('income', 'clamp');
CALL try('income', 'clamp', '{"min": "low"}');
CALL try('income', 'clamp', '{"min": 10, "max": 9}');
CALL try('income', 'clamp', '{"max": 99.999}');
CALL try('income', 'clamp', '{"max": 1e9}');
CALL try('id', 'clamp', '{"max": 89.5}');
CALL try('born', 'clamp', '{"max": "2026-02-30"}');
CALL try('born', 'clamp', '{"max": 2026}');
CALL try('bsn', 'pseudonym');
CALL try('bsn', 'pseudonym', '{"key": 7}');
CALL try('bsn', 'pseudonym', '{"key": "rules_key", "scope": "world"}');
CALL try('bsn', 'pseudonym', '{"key": "rules_key", "as": "bigint"}');
CALL try('bsn', 'pseudonym', '{"key": "rules_key", "as": ""}');
CALL try('id', 'pseudonym', '{"key": "rules_key", "as": "smallint"}');
CALL try('id', 'pseudonym', '{"key": "rules_key", "as": "uuid"}');

-- Columns of a type that the technique does not take.
CALL try('id', 'partial');
CALL try('id', 'prefix', '{"keep": 1}');
CALL try('id', 'redact');
CALL try('town', 'bucket', '{"width": 10}');
CALL try('town', 'truncate', '{"to": "year"}');
CALL try('born', 'bucket', '{"width": 10}');
CALL try('tags', 'redact');
CALL try('tags', 'pseudonym', '{"key": "rules_key"}');

-- A release as it is needs a reason, and a blank is none.
CALL try('town', 'release');
CALL try('town', 'release', why => '');
CALL try('town', 'release', why => E' \t\n');
CALL try('town', 'release', '{"keep": 4}', 'regional analysis');
CALL try('town', 'release', why => 'regional analysis');

-- What cannot be released at all.
CREATE TEMP TABLE of_this_session (id integer);
CREATE SEQUENCE counter;
CREATE INDEX person_town ON person (town);
CALL try('id', 'suppress', relation => 'of_this_session');
CALL try('last_value', 'suppress', relation => 'counter');
CALL try('town', 'suppress', relation => 'person_town');
CALL try('rolname', 'suppress', relation => 'pg_authid');
CALL try('rolpassword', 'suppress', relation => 'pg_catalog.pg_authid');
CALL try('params', 'suppress', relation => 'veil.rule');
CALL try('table_name', 'suppress', relation => 'information_schema.tables');
DROP TABLE of_this_session;

-- None of it left anything behind.
SELECT count(*) FROM veil.rule WHERE policy = 'rules_policy';
SELECT count(*) FROM veil.release WHERE policy = 'rules_policy';
SELECT count(*) FROM veil.rule_history WHERE policy = 'rules_policy';

-- One statement, several rows: one wrong row refuses them all.
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('rules_policy', 'person', 'id', 'suppress', NULL),
    ('rules_policy', 'person', 'town', 'prefix', '{"keep": -4}');
SELECT columns_of('rules_policy.person') IS NULL AS no_view;
-- The relation is completed with its schema, so a rule has one name.
INSERT INTO veil.rule (policy, relation, attribute, technique, params, class, why) VALUES
    ('rules_policy', 'person', 'id', 'suppress', NULL, 'direct', NULL),
    ('rules_policy', 'rules.person', 'town', 'prefix', '{"keep": 1}', 'quasi', 'region'),
    ('rules_policy', '"rules"."person"', 'income', 'bucket', '{"width": 10000}', 'sensitive', 'what is studied'),
    ('rules_policy', 'PERSON', 'score', 'release', NULL, 'insensitive', 'quality');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('rules_policy', 'person', 'id', 'suppress');
SELECT relation, attribute, technique, params, class, why FROM veil.rule WHERE policy = 'rules_policy' ORDER BY attribute;
SELECT relation, declared, view_name, subject, k FROM veil.release WHERE policy = 'rules_policy';
SELECT * FROM rules_policy.person ORDER BY score;
-- It is completed whatever the writer's settings are.
BEGIN;
SET LOCAL quote_all_identifiers = on;
SET LOCAL standard_conforming_strings = off;
SET LOCAL escape_string_warning = off;
SET LOCAL search_path = pg_temp, rules;
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
VALUES ('rules_policy', 'person', 'name', 'partial', '{"fill": "\\u005c''"}');
SELECT relation, attribute, params FROM veil.rule WHERE policy = 'rules_policy' AND attribute = 'name';
SELECT name FROM rules_policy.person ORDER BY score;
ROLLBACK;

-- An update and a delete are in the view at once. Columns keep their places, a new one comes last.
UPDATE veil.rule SET params = '{"width": 1000}', why = 'smaller steps' WHERE policy = 'rules_policy' AND attribute = 'income';
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('rules_policy', 'person', 'bsn', 'redact');
SELECT * FROM rules_policy.person ORDER BY score;
DELETE FROM veil.rule WHERE policy = 'rules_policy' AND attribute = 'income';
SELECT * FROM rules_policy.person ORDER BY score;
-- A rule may take another column; the old one leaves.
UPDATE veil.rule SET attribute = 'name' WHERE policy = 'rules_policy' AND attribute = 'town';
SELECT * FROM rules_policy.person ORDER BY score;
-- An update that does not hold changes nothing.
UPDATE veil.rule SET attribute = 'born' WHERE policy = 'rules_policy' AND attribute = 'name';
UPDATE veil.rule SET technique = 'release' WHERE policy = 'rules_policy';
UPDATE veil.rule SET attribute = 'nothing' WHERE policy = 'rules_policy' AND attribute = 'name';
SELECT columns_of('rules_policy.person');
-- All rules of a release at once; other forms of DML.
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = 'rules_policy';
SELECT * FROM rules_policy.person ORDER BY score;
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
VALUES ('rules_policy', 'rules.person', 'name', 'prefix', '{"keep": 3}'),
       ('rules_policy', 'rules.person', 'town', 'prefix', '{"keep": 3}')
ON CONFLICT (policy, relation, attribute) DO UPDATE SET technique = excluded.technique, params = excluded.params;
SELECT name, town FROM rules_policy.person ORDER BY name;
-- ON CONFLICT compares the completed name.
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
VALUES ('rules_policy', 'person', 'name', 'prefix', '{"keep": 2}')
ON CONFLICT (policy, relation, attribute) DO UPDATE SET params = excluded.params;
MERGE INTO veil.rule r USING (VALUES ('town', 5), ('bsn', 1)) v(attribute, keep)
    ON r.policy = 'rules_policy' AND r.attribute = v.attribute
    WHEN MATCHED AND v.attribute = 'town' THEN DELETE
    WHEN MATCHED THEN UPDATE SET technique = 'prefix', params = jsonb_build_object('keep', v.keep);
SELECT columns_of('rules_policy.person');
SELECT name, bsn FROM rules_policy.person ORDER BY name;
COPY veil.rule (policy, relation, attribute, technique, params) FROM STDIN;
rules_policy	person	born	truncate	{"to": "decade"}
\.
SELECT born FROM rules_policy.person ORDER BY born;
WITH gone AS (DELETE FROM veil.rule WHERE policy = 'rules_policy' AND attribute = 'born' RETURNING *)
INSERT INTO veil.rule SELECT policy, relation, 'seen', 'suppress', NULL, NULL, NULL FROM gone;
SELECT columns_of('rules_policy.person');
-- A statement that changes no row.
UPDATE veil.rule SET why = 'x' WHERE policy = 'none';
DELETE FROM veil.rule WHERE policy = 'none';
TRUNCATE veil.rule;
TRUNCATE veil.release;

-- Two relations and two policies in one statement.
CREATE TABLE visit (person_id integer, at timestamp);
INSERT INTO visit VALUES (1, '2026-01-02 03:04:05'), (2, '2026-05-06 07:08:09');
SELECT veil.create_policy('rules_second');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('rules_policy', 'visit', 'person_id', 'pseudonym', '{"key": "rules_key"}'),
    ('rules_second', 'visit', 'at', 'truncate', '{"to": "month"}'),
    ('rules_second', 'person', 'id', 'suppress', NULL);
SELECT columns_of('rules_policy.visit'), columns_of('rules_second.visit'), columns_of('rules_second.person');
-- A rule moves to another policy.
UPDATE veil.rule SET policy = 'rules_second' WHERE policy = 'rules_policy' AND relation = 'rules.visit';
SELECT columns_of('rules_policy.visit') IS NULL AS gone, columns_of('rules_second.visit');
SELECT relation FROM veil.release WHERE policy = 'rules_policy';

-- To another relation, and two policies exchange their rules in one statement.
UPDATE veil.rule SET relation = 'visit', attribute = 'at', technique = 'truncate', params = '{"to": "year"}'
WHERE policy = 'rules_policy' AND attribute = 'bsn';
SELECT columns_of('rules_policy.visit') AS visit, columns_of('rules_policy.person') AS person;
UPDATE veil.rule SET attribute = 'town' WHERE policy = 'rules_second' AND relation = 'rules.person';
UPDATE veil.rule SET policy = CASE policy WHEN 'rules_policy' THEN 'rules_second' ELSE 'rules_policy' END
WHERE policy IN ('rules_policy', 'rules_second') AND relation = 'rules.person';
SELECT columns_of('rules_policy.person') AS one, columns_of('rules_second.person') AS two;
UPDATE veil.rule SET policy = CASE policy WHEN 'rules_policy' THEN 'rules_second' ELSE 'rules_policy' END
WHERE policy IN ('rules_policy', 'rules_second') AND relation = 'rules.person';
DELETE FROM veil.rule WHERE policy = 'rules_policy' AND relation = 'rules.visit';
-- With a table that is made in the same transaction, and one that is gone at its end.
BEGIN;
CREATE TABLE brief (id integer);
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('rules_policy', 'brief', 'id', 'suppress');
SELECT columns_of('rules_policy.brief');
ROLLBACK;
BEGIN;
CREATE TABLE brief (id integer);
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('rules_policy', 'brief', 'id', 'suppress');
DROP TABLE brief;
COMMIT;
SELECT * FROM rules_policy.brief;
DELETE FROM veil.rule WHERE policy = 'rules_policy' AND relation = 'rules.brief';
SELECT columns_of('rules_policy.brief') IS NULL AS gone;

-- Delete all and insert all in one transaction: grants stay, and nobody sees anything in between.
CREATE ROLE regress_rules_analyst;
GRANT USAGE ON SCHEMA rules_policy TO regress_rules_analyst;
GRANT SELECT ON rules_policy.person TO regress_rules_analyst;
BEGIN;
DELETE FROM veil.rule WHERE policy = 'rules_policy';
SET LOCAL ROLE regress_rules_analyst;
SAVEPOINT closed;
SELECT * FROM rules_policy.person;
ROLLBACK TO closed;
SELECT count(*) FROM rules_policy.person;
ROLLBACK TO closed;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('rules_policy', 'person', 'town', 'prefix', '{"keep": 2}'),
    ('rules_policy', 'person', 'bsn', 'suppress', NULL);
COMMIT;
SET ROLE regress_rules_analyst;
SELECT bsn, town FROM rules_policy.person ORDER BY town;
RESET ROLE;
SELECT columns_of('rules_policy.person');
-- While its columns allow, it stays the very same view.
SELECT 'rules_policy.person'::regclass::oid AS view_oid \gset
BEGIN;
DELETE FROM veil.rule WHERE policy = 'rules_policy' AND attribute = 'town';
SELECT bsn, town FROM rules_policy.person ORDER BY town;
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
VALUES ('rules_policy', 'person', 'town', 'prefix', '{"keep": 3}');
COMMIT;
SELECT 'rules_policy.person'::regclass::oid = :view_oid AS same_view;
-- Deletion undone by a savepoint, or by the whole transaction.
BEGIN;
SAVEPOINT one;
DELETE FROM veil.rule WHERE policy = 'rules_policy';
ROLLBACK TO one;
SELECT town FROM rules_policy.person ORDER BY town;
DELETE FROM veil.rule WHERE policy = 'rules_policy' AND attribute = 'bsn';
RELEASE one;
COMMIT;
SELECT columns_of('rules_policy.person');
BEGIN;
DELETE FROM veil.rule WHERE policy = 'rules_policy';
ROLLBACK;
SELECT columns_of('rules_policy.person');
-- An error inside a PL/pgSQL block leaves the view as it was.
DO $$
BEGIN
    UPDATE veil.rule SET params = '{"keep": 1}' WHERE policy = 'rules_policy' AND attribute = 'town';
    RAISE EXCEPTION 'no';
EXCEPTION WHEN raise_exception THEN
    RAISE NOTICE 'undone';
END
$$;
SELECT town FROM rules_policy.person ORDER BY town;
-- Constraints made immediate: the columns leave there and then.
BEGIN;
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('rules_policy', 'person', 'id', 'suppress');
DELETE FROM veil.rule WHERE policy = 'rules_policy' AND attribute = 'town';
SELECT columns_of('rules_policy.person');
SET CONSTRAINTS ALL IMMEDIATE;
SELECT columns_of('rules_policy.person');
ROLLBACK;
-- The transaction may end under another role.
BEGIN;
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('rules_policy', 'person', 'score', 'suppress');
COMMIT;
BEGIN;
DELETE FROM veil.rule WHERE policy = 'rules_policy' AND attribute = 'score';
SET LOCAL ROLE regress_rules_analyst;
COMMIT;
SELECT columns_of('rules_policy.person');
-- REPEATABLE READ and SERIALIZABLE.
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT count(*) FROM veil.rule WHERE policy = 'rules_policy';
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('rules_policy', 'person', 'id', 'suppress');
UPDATE veil.rule SET params = '{"keep": 1}' WHERE policy = 'rules_policy' AND attribute = 'town';
SELECT id, town FROM rules_policy.person ORDER BY town;
COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE;
DELETE FROM veil.rule WHERE policy = 'rules_policy' AND attribute = 'id';
COMMIT;
SELECT columns_of('rules_policy.person');
-- With the last rule the view goes, and the release with it.
DELETE FROM veil.rule WHERE policy = 'rules_policy';
SELECT to_regclass('rules_policy.person') IS NULL AS gone;
SELECT count(*) FROM veil.release WHERE policy = 'rules_policy';

-- Triggers cannot be switched off by a setting.
SET session_replication_role = replica;
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('rules_policy', 'person', 'nothing', 'suppress');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('rules_policy', 'person', 'id', 'suppress');
RESET session_replication_role;
SELECT columns_of('rules_policy.person');
-- Nor by the settings that a dump is restored under, one at a time.
SET check_function_bodies = off;
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('rules_policy', 'person', 'nothing', 'suppress');
RESET check_function_bodies;

-- A release can be declared before its rules: another name for the view, the data subject, its own k.
INSERT INTO veil.release (policy, relation, view_name, subject, k)
VALUES ('rules_policy', 'visit', 'treatment', 'person_id', 7);
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
VALUES ('rules_policy', 'visit', 'at', 'truncate', '{"to": "month"}');
SELECT relation, declared, view_name, subject, k FROM veil.release WHERE policy = 'rules_policy' ORDER BY relation;
SELECT * FROM rules_policy.treatment ORDER BY at;
-- It outlives its rules, and then goes when it is deleted, but not before.
DELETE FROM veil.release WHERE policy = 'rules_policy' AND relation = 'rules.visit';
DELETE FROM veil.rule WHERE policy = 'rules_policy' AND relation = 'rules.visit';
SELECT view_name FROM veil.release WHERE policy = 'rules_policy' ORDER BY view_name;
DELETE FROM veil.release WHERE policy = 'rules_policy' AND relation = 'rules.visit';
-- What the extension derives cannot be written.
INSERT INTO veil.release (policy, relation, declared, view_name, relation_owner)
VALUES ('rules_policy', 'visit', 'rules.person', 'visit', 'regress_rules_analyst');
SELECT relation, declared, view_name, relation_owner FROM veil.release WHERE policy = 'rules_policy' AND view_name = 'visit';
UPDATE veil.release SET relation = 'rules.person' WHERE policy = 'rules_policy' AND view_name = 'visit';
UPDATE veil.release SET declared = 'rules.person' WHERE policy = 'rules_policy' AND view_name = 'visit';
UPDATE veil.release SET policy = 'rules_second' WHERE policy = 'rules_policy' AND view_name = 'visit';
UPDATE veil.release SET relation_owner = 'regress_rules_analyst' WHERE policy = 'rules_policy' AND view_name = 'visit';
UPDATE veil.release SET view_name = NULL WHERE policy = 'rules_policy' AND view_name = 'visit';
UPDATE veil.release SET view_name = '' WHERE policy = 'rules_policy' AND view_name = 'visit';
UPDATE veil.release SET k = 0 WHERE policy = 'rules_policy' AND view_name = 'visit';
UPDATE veil.release SET subject = 'person' WHERE policy = 'rules_policy' AND view_name = 'visit';
UPDATE veil.release SET subject = 'ctid' WHERE policy = 'rules_policy' AND view_name = 'visit';
INSERT INTO veil.release (policy, relation, subject) VALUES ('rules_policy', 'person', 'nobody');
UPDATE veil.release SET subject = 'person_id' WHERE policy = 'rules_policy' AND view_name = 'visit';
INSERT INTO veil.release (policy, relation) VALUES ('rules_policy', 'nothing');
INSERT INTO veil.release (policy, relation) VALUES ('nothing', 'visit');
DELETE FROM veil.release WHERE policy = 'rules_policy' AND view_name = 'visit';

-- The history: who, what, before and after. A statement that failed is not in it, nor one that was rolled back.
SELECT veil.create_policy('rules_history', owner => 'regress_rules_analyst');
SELECT veil.grant_editor('regress_rules_analyst');
GRANT USAGE ON SCHEMA rules TO regress_rules_analyst;
GRANT SELECT ON person TO regress_rules_analyst;
INSERT INTO veil.rule (policy, relation, attribute, technique, class) VALUES ('rules_history', 'person', 'id', 'suppress', 'direct');
SET ROLE regress_rules_analyst;
UPDATE veil.rule SET technique = 'release', why = 'because', class = 'quasi' WHERE policy = 'rules_history';
UPDATE veil.rule SET technique = 'nothing' WHERE policy = 'rules_history';
BEGIN;
DELETE FROM veil.rule WHERE policy = 'rules_history';
ROLLBACK;
UPDATE veil.rule SET attribute = 'town' WHERE policy = 'rules_history';
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES
    ('rules_history', 'person', 'bsn', 'suppress'), ('rules_history', 'person', 'id', 'suppress');
DELETE FROM veil.rule WHERE policy = 'rules_history';
SELECT changed_by = current_user AS by_me, session_role = session_user AS my_session, cause, attribute,
       before - '{policy,relation,attribute}'::text[] AS before, after - '{policy,relation}'::text[] AS after
FROM veil.rule_history WHERE policy = 'rules_history' ORDER BY id;
SELECT DISTINCT changed_by FROM veil.rule_history
WHERE policy = 'rules_history' AND changed_by <> current_user;
-- Rows of one statement that all change their key are told apart.
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('rules_history', 'person', 'town', 'prefix', '{"keep": 1}'),
    ('rules_history', 'person', 'name', 'prefix', '{"keep": 2}');
-- One takes the key that another gives up, so the rows must come in this order, whatever the plan.
BEGIN;
SET LOCAL enable_hashjoin = off;
SET LOCAL enable_mergejoin = off;
SET LOCAL enable_seqscan = off;
UPDATE veil.rule r SET relation = 'person', attribute = CASE r.attribute WHEN 'town' THEN 'bsn' ELSE 'town' END
FROM (SELECT ctid AS place FROM veil.rule WHERE policy = 'rules_history' ORDER BY attribute DESC OFFSET 0) o WHERE r.ctid = o.place;
COMMIT;
SELECT relation, before ->> 'attribute' AS before, before -> 'params' AS params_before,
       after ->> 'attribute' AS after, after -> 'params' AS params_after
FROM (SELECT * FROM veil.rule_history WHERE policy = 'rules_history' ORDER BY id DESC LIMIT 2) h ORDER BY id;

-- Rules that change while their view is in use, or by what is read from it.
BEGIN;
DECLARE open_cursor CURSOR FOR SELECT town FROM rules_history.person ORDER BY town;
FETCH 1 FROM open_cursor;
UPDATE veil.rule SET params = '{"keep": 5}' WHERE policy = 'rules_history' AND attribute = 'town';
FETCH 1 FROM open_cursor;
SELECT town FROM rules_history.person ORDER BY town;
UPDATE veil.rule SET attribute = 'name' WHERE policy = 'rules_history' AND attribute = 'town';
COMMIT;
SELECT columns_of('rules_history.person');
UPDATE veil.rule SET params = jsonb_build_object('keep', (SELECT count(*) FROM rules_history.person))
WHERE policy = 'rules_history' AND attribute = 'bsn';
SELECT bsn FROM rules_history.person ORDER BY bsn;
PREPARE towns AS SELECT bsn FROM rules_history.person ORDER BY bsn;
EXECUTE towns;
UPDATE veil.rule SET params = '{"keep": 4}' WHERE policy = 'rules_history' AND attribute = 'bsn';
EXECUTE towns;
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = 'rules_history' AND attribute = 'bsn';
EXECUTE towns;
DEALLOCATE towns;

SELECT veil.drop_policy(p) FROM unnest('{rules_policy,rules_second,rules_history}'::text[]) p;
SELECT count(*) FROM veil.rule WHERE policy LIKE 'rules%';
SELECT count(*) FROM veil.release WHERE policy LIKE 'rules%';
SELECT veil.revoke_editor('regress_rules_analyst');
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA rules CASCADE;
DROP ROLE regress_rules_analyst;
