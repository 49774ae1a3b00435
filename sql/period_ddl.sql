-- A rule whose parameters name another column lives through DDL on that column as on its own: it follows renames, and goes
-- when the column goes, so that no other column of that name is read by it.
CREATE SCHEMA period_base;
SET search_path = period_base;
SELECT veil.create_key('period_ddl');
SELECT veil.create_policy('period_ddl');
CREATE TABLE visit (id integer, bsn text, other text, visited date, ward text);
INSERT INTO visit SELECT n, 'CANARY' || n % 3, 'o', date '2024-01-01' + 20 * n, 'w' || n % 2 FROM generate_series(1, 6) n;
CREATE PROCEDURE write_rules() LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM veil.rule WHERE policy = 'period_ddl';
    INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
        ('period_ddl', 'period_base.visit', 'id', 'release', NULL, 'test'),
        ('period_ddl', 'period_base.visit', 'bsn', 'pseudonym', '{"key": "period_ddl", "epoch": "month", "epoch_of": "visited"}', NULL),
        ('period_ddl', 'period_base.visit', 'other', 'pseudonym', '{"key": "period_ddl", "per": "ward"}', NULL);
END $$;
CALL write_rules();
CREATE VIEW rules AS SELECT attribute, params - 'key' AS params FROM veil.rule WHERE policy = 'period_ddl';
SELECT * FROM rules ORDER BY 1;
CREATE TABLE before AS SELECT * FROM period_ddl.visit;
-- How many rows are as they were. No view, which would be a dependent.
CREATE FUNCTION same() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM period_base.before b JOIN period_ddl.visit v USING (id) WHERE b.bsn = v.bsn AND b.other = v.other';
SELECT same();

-- A rename of the other column: the rule follows, and the view shows the same.
ALTER TABLE visit RENAME visited TO "Seen ""on""";
ALTER TABLE visit RENAME ward TO department;
SELECT * FROM rules ORDER BY 1;
SELECT same();
-- Written again as it stands, and beside an edit of another rule.
UPDATE veil.rule SET why = 'again' WHERE policy = 'period_ddl' AND attribute = 'bsn';
UPDATE veil.rule SET why = 'again' WHERE policy = 'period_ddl' AND attribute = 'id';
SELECT veil.rebuild('period_ddl');
SELECT * FROM rules ORDER BY 1;
SELECT same();
-- A name that goes round, in one transaction.
BEGIN;
ALTER TABLE visit RENAME "Seen ""on""" TO visited;
ALTER TABLE visit RENAME department TO swap;
ALTER TABLE visit RENAME visited TO department;
ALTER TABLE visit RENAME swap TO visited;
SELECT * FROM rules ORDER BY 1;
SELECT same();
ROLLBACK;
ALTER TABLE visit RENAME "Seen ""on""" TO visited;
ALTER TABLE visit RENAME department TO ward;
-- The table's other columns, its name and its schema.
ALTER TABLE visit RENAME bsn TO citizen;
ALTER TABLE visit RENAME citizen TO bsn;
ALTER TABLE visit RENAME TO visits;
SELECT same();
ALTER TABLE visits RENAME TO visit;
SELECT * FROM rules ORDER BY 1;

-- Another type: one that a period can be taken of, and one that it cannot. Then the statement fails and says which rule it is.
ALTER TABLE visit ALTER visited TYPE timestamp;
SELECT same();
ALTER TABLE visit ALTER visited TYPE date;
ALTER TABLE visit ALTER visited TYPE text;
SELECT same();
ALTER TABLE visit ALTER ward TYPE varchar(10);
SELECT same();
-- Changed in one statement with its own column.
ALTER TABLE visit ALTER bsn TYPE varchar(30), ALTER visited TYPE timestamptz USING visited AT TIME ZONE 'UTC';
SELECT same();
ALTER TABLE visit ALTER bsn TYPE text, ALTER visited TYPE date USING (visited AT TIME ZONE 'UTC')::date;

-- A drop takes the rule along; the rest of the release stays, and a column of that name that comes back is not read.
BEGIN;
ALTER TABLE visit DROP visited;
SELECT * FROM rules ORDER BY 1;
SELECT attribute, cause FROM veil.rule_history WHERE policy = 'period_ddl' ORDER BY id DESC LIMIT 1;
SELECT attname FROM pg_attribute WHERE attrelid = 'period_ddl.visit'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY 1;
ALTER TABLE visit ADD visited date DEFAULT '2024-01-01';
SELECT attname FROM pg_attribute WHERE attrelid = 'period_ddl.visit'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY 1;
ROLLBACK;
BEGIN;
ALTER TABLE visit DROP ward, ADD ward text DEFAULT 'new';
SELECT * FROM rules ORDER BY 1;
ROLLBACK;
BEGIN;
ALTER TABLE visit DROP visited, DROP ward, DROP bsn;
SELECT * FROM rules ORDER BY 1;
ROLLBACK;
SELECT same();
-- By way of the type.
CREATE DOMAIN day AS date;
ALTER TABLE visit ADD first_day day;
UPDATE visit SET first_day = visited;
UPDATE veil.rule SET params = params || '{"epoch_of": "first_day"}' WHERE policy = 'period_ddl' AND attribute = 'bsn';
SELECT same();
SET client_min_messages = warning;
DROP DOMAIN day CASCADE;
RESET client_min_messages;
SELECT * FROM rules ORDER BY 1;
SELECT veil.rebuild('period_ddl');
SELECT attname FROM pg_attribute WHERE attrelid = 'period_ddl.visit'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY 1;
CALL write_rules();

-- Renamed behind the back of the event triggers: a rule that would be of another column's period goes.
ALTER EVENT TRIGGER pg_veil_ddl_command_end DISABLE;
ALTER TABLE visit RENAME visited TO seen;
ALTER TABLE visit RENAME ward TO section;
ALTER TABLE visit ADD visited date DEFAULT '2024-01-01';
ALTER EVENT TRIGGER pg_veil_ddl_command_end ENABLE ALWAYS;
SELECT veil.rebuild('period_ddl');
SELECT * FROM rules ORDER BY 1;
ALTER TABLE visit DROP visited;
ALTER TABLE visit RENAME seen TO visited;
ALTER TABLE visit RENAME section TO ward;
CALL write_rules();
SELECT same();

-- A table that takes the name over, with and without the other column.
BEGIN;
CREATE TABLE new_visit AS SELECT * FROM visit;
ALTER TABLE visit RENAME TO old_visit;
ALTER TABLE new_visit RENAME TO visit;
SELECT same();
DROP TABLE old_visit;
SELECT same();
ROLLBACK;
BEGIN;
CREATE TABLE new_visit AS SELECT id, bsn, other, ward FROM visit;
ALTER TABLE visit RENAME TO old_visit;
ALTER TABLE new_visit RENAME TO visit;
SELECT * FROM rules ORDER BY 1;
SELECT attname FROM pg_attribute WHERE attrelid = 'period_ddl.visit'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY 1;
ROLLBACK;
-- The table is dropped and made again.
BEGIN;
DROP TABLE visit;
CREATE TABLE visit (id integer, bsn text, ward text);
SELECT * FROM rules ORDER BY 1;
SELECT attname FROM pg_attribute WHERE attrelid = 'period_ddl.visit'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY 1;
ROLLBACK;

-- Partitions and children: the column is renamed for all.
CREATE TABLE tree (id integer, bsn text, visited date) PARTITION BY RANGE (id);
CREATE TABLE tree_1 PARTITION OF tree FOR VALUES FROM (0) TO (100);
INSERT INTO tree SELECT id, bsn, visited FROM visit;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) SELECT 'period_ddl', 'period_base.' || t, 'bsn', 'pseudonym',
    '{"key": "period_ddl", "epoch": "month", "epoch_of": "visited"}' FROM unnest('{tree,tree_1}'::text[]) t;
ALTER TABLE tree RENAME visited TO seen;
SELECT relation, params - 'key' AS params FROM veil.rule WHERE policy = 'period_ddl' AND relation ~ 'tree' ORDER BY 1;
SELECT count(DISTINCT bsn) AS tree, (SELECT count(DISTINCT bsn) FROM period_ddl.tree_1) AS child FROM period_ddl.tree;
ALTER TABLE tree DROP seen;
SELECT count(*) FROM veil.rule WHERE policy = 'period_ddl' AND relation ~ 'tree';

SET client_min_messages = warning;
SELECT veil.drop_policy('period_ddl');
DROP SCHEMA period_base CASCADE;
