-- Pseudonyms that hold within a period: of time ("epoch"), or of the value of another column ("per").
CREATE SCHEMA periods;
SET search_path = periods;
SELECT veil.create_key('period');
SELECT veil.create_policy('period_policy');
CREATE TYPE ward AS ENUM ('north', 'south');
CREATE TABLE visit (id integer PRIMARY KEY, patient text, number integer, large bigint, account uuid, photo bytea, weight numeric,
    visited date, arrived timestamp, left_at timestamptz, ward ward, hospital varchar(10));
-- Three patients, each seen twice in January and twice in February, in two wards.
INSERT INTO visit SELECT row_number() OVER (), 'p' || p, p, p, md5(p::text)::uuid, int4send(p), p + 0.50, d, d + time '23:30', (d + time '23:30') AT TIME ZONE 'UTC',
    (enum_range(NULL::ward))[1 + p % 2], 'h' || p % 2
FROM generate_series(1, 3) p, unnest('{2024-01-01,2024-01-31,2024-02-01,2024-02-29}'::date[]) d;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('period_policy', 'visit', 'id', 'release', NULL, 'test'),
    ('period_policy', 'visit', 'patient', 'pseudonym', '{"key": "period", "epoch": "month", "epoch_of": "visited"}', NULL),
    ('period_policy', 'visit', 'number', 'pseudonym', '{"key": "period", "epoch": "month", "epoch_of": "arrived"}', NULL),
    ('period_policy', 'visit', 'large', 'pseudonym', '{"key": "period", "epoch": "month", "epoch_of": "left_at"}', NULL),
    ('period_policy', 'visit', 'account', 'pseudonym', '{"key": "period", "epoch": "month", "epoch_of": "left_at", "zone": "Europe/Amsterdam"}', NULL),
    ('period_policy', 'visit', 'photo', 'pseudonym', '{"key": "period", "per": "ward"}', NULL),
    ('period_policy', 'visit', 'weight', 'pseudonym', '{"key": "period", "epoch": "year", "epoch_of": "visited", "per": "hospital"}', NULL);
SELECT attname, format_type(atttypid, atttypmod) AS type, col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = 'period_policy.visit'::regclass AND attnum > 1 ORDER BY attnum;
-- Which rows of one patient share a pseudonym: the last of January, 23:30 in UTC, is in February in Amsterdam.
CREATE VIEW linked AS
SELECT v.id, v.patient, v.visited, dense_rank() OVER (PARTITION BY v.patient ORDER BY m.p) AS patient_link,
       dense_rank() OVER (PARTITION BY v.patient ORDER BY m.n) AS number_link, dense_rank() OVER (PARTITION BY v.patient ORDER BY m.l) AS large_link,
       dense_rank() OVER (PARTITION BY v.patient ORDER BY m.a) AS account_link, dense_rank() OVER (PARTITION BY v.patient ORDER BY m.f) AS photo_link,
       dense_rank() OVER (PARTITION BY v.patient ORDER BY m.w) AS weight_link
FROM visit v JOIN (SELECT id, min(id) OVER (PARTITION BY patient) AS p, min(id) OVER (PARTITION BY number) AS n, min(id) OVER (PARTITION BY large) AS l,
    min(id) OVER (PARTITION BY account) AS a, min(id) OVER (PARTITION BY photo) AS f, min(id) OVER (PARTITION BY weight) AS w FROM period_policy.visit) m USING (id);
SELECT * FROM linked WHERE patient = 'p1' ORDER BY id;
-- No two patients share one; the forms are those of every pseudonym.
SELECT count(DISTINCT patient) AS patient, count(DISTINCT number) AS number, count(DISTINCT large) AS large, count(DISTINCT account) AS account,
       count(DISTINCT photo) AS photo, count(DISTINCT weight) AS weight, bool_and(patient ~ '^[a-z2-7]{26}$' AND octet_length(photo) = 16) AS forms
FROM period_policy.visit;

-- A date, a timestamp and a moment name the same month: relations join within it, whatever the type of their dates.
SELECT veil.create_policy('period_join');
CREATE TABLE bill (patient text, billed timestamptz);
INSERT INTO bill VALUES ('p1', '2024-01-15 12:00+00'), ('p1', '2024-03-15 12:00+00');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('period_join', 'visit', 'patient', 'pseudonym', '{"key": "period", "epoch": "month", "epoch_of": "visited"}'),
    ('period_join', 'bill', 'patient', 'pseudonym', '{"key": "period", "epoch": "month", "epoch_of": "billed"}');
SELECT count(*) FROM period_join.visit JOIN period_join.bill USING (patient);
-- A month is not the year that begins with it, nor any value of another column.
SELECT count(DISTINCT veil.pseudonym('p1'::text, 'period', '', p)) FROM unnest('{month 2024-01-01,year 2024-01-01,day 2024-01-01,per month 2024-01-01}'::text[]) p;
SELECT count(DISTINCT veil.pseudonym(1, 'period', '', p)) > 990 AS int4, count(DISTINCT veil.pseudonym(1::bigint, 'period', '', p)) AS int8,
       count(DISTINCT veil.pseudonym('00000000-0000-4000-8000-000000000000'::uuid, 'period', '', p)) AS uuid,
       count(DISTINCT veil.pseudonym('x'::bytea, 'period', '', p)) AS bytea
FROM (SELECT 'p' || n FROM generate_series(1, 1000) n) s(p);
SELECT count(DISTINCT veil.pseudonym(n, 'period', '', 'p')) FROM generate_series(1, 10000) n;

-- NULL in either column, infinity, and a period of any length.
INSERT INTO visit (id, patient, number, visited) VALUES (101, NULL, 1, '2024-01-01'), (102, 'p1', 1, NULL), (103, 'p1', NULL, 'infinity'), (104, 'p1', NULL, '-infinity'),
    (105, 'p1', NULL, '4714-11-24 BC');
SELECT id, patient IS NULL AS patient, number IS NULL AS number FROM period_policy.visit WHERE id > 100 ORDER BY id;
SELECT count(DISTINCT patient) FROM period_policy.visit WHERE id > 102;
SELECT length(veil.pseudonym('x'::text, 'period', '', repeat('p', 1000000))) AS long, length(veil.pseudonym('x'::text, 'period', '', '')) AS empty,
       veil.pseudonym('x'::text, 'period', '', NULL) IS NULL AS none;
DELETE FROM visit WHERE id > 100;

-- The session's time zone and date style have no say.
CREATE TEMPORARY TABLE before AS SELECT * FROM period_policy.visit;
SET TimeZone = 'Pacific/Kiritimati';
SET DateStyle = 'German';
SELECT count(*) FROM before JOIN period_policy.visit USING (id, patient, number, large, account, photo, weight);
RESET TimeZone;
RESET DateStyle;

-- What cannot be is refused when the rule is written.
CREATE PROCEDURE try(attribute text, params jsonb) LANGUAGE plpgsql AS $$
DECLARE
    hint text;
BEGIN
    UPDATE veil.rule r SET params = '{"key": "period"}' || try.params, technique = 'pseudonym'
    WHERE policy = 'period_policy' AND r.attribute = try.attribute;
    RAISE NOTICE 'accepted';
    ROLLBACK;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RAISE NOTICE '% % %', SQLSTATE, replace(SQLERRM, 'rule period_policy / periods.visit / ', ''), hint;
END $$;
CALL try('patient', '{"epoch": "month"}');
CALL try('patient', '{"epoch_of": "visited"}');
CALL try('patient', '{"epoch": "hour", "epoch_of": "visited"}');
CALL try('patient', '{"epoch": "month", "epoch_of": "Visited"}');
CALL try('patient', '{"epoch": "month", "epoch_of": 3}');
CALL try('patient', '{"epoch": "month", "epoch_of": "ward"}');
CALL try('patient', '{"epoch": "month", "epoch_of": "visited", "zone": "UTC"}');
CALL try('patient', '{"epoch": "month", "epoch_of": "left_at", "zone": "Mars"}');
-- A zone that leap seconds are counted in, and one that is whatever the machine says.
CALL try('patient', '{"epoch": "month", "epoch_of": "left_at", "zone": "right/UTC"}');
CALL try('patient', '{"epoch": "month", "epoch_of": "left_at", "zone": "Localtime"}');
CALL try('patient', '{"zone": "UTC"}');
CALL try('patient', '{"per": "photo"}');
CALL try('patient', '{"per": "nothing"}');
CALL try('number', '{"as": "smallint", "per": "ward"}');

-- A text column keeps its own collation, whatever the other column's is; so it does while that changes.
CREATE TABLE tongue (plain text, special text COLLATE "C", number integer, person text, ward text COLLATE "POSIX");
INSERT INTO tongue VALUES ('p', 'p', 1, 'p', 'w');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) SELECT 'period_policy', 'tongue', attribute, 'pseudonym', '{"key": "period", "per": "ward"}'
FROM unnest('{plain,special}'::text[]) attribute;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('period_policy', 'tongue', 'number', 'pseudonym', '{"key": "period", "per": "ward", "as": "text"}'),
    ('period_policy', 'tongue', 'person', 'surrogate', '{"key": "period", "kind": "full_name", "of": "ward"}');
CREATE PROCEDURE collations() LANGUAGE plpgsql AS $$
BEGIN
    RAISE NOTICE '%', (SELECT string_agg(attname || ' ' || attcollation::regcollation, ', ' ORDER BY attnum)
                       FROM pg_attribute WHERE attrelid = 'period_policy.tongue'::regclass);
END $$;
CALL collations();
SELECT plain = special AS same, length(number) FROM period_policy.tongue WHERE plain > '' AND special > '';
ALTER TABLE tongue ALTER ward TYPE text COLLATE "ucs_basic";
CALL collations();
ALTER TABLE tongue ALTER ward TYPE text, ALTER person TYPE text COLLATE "C";
CALL collations();

-- Another column is as good as the ruled one: the policy's owner must be allowed to read it.
CREATE ROLE regress_period_owner;
GRANT CREATE ON DATABASE :DBNAME TO regress_period_owner;
GRANT USAGE ON SCHEMA periods TO regress_period_owner;
GRANT SELECT (id, patient) ON visit TO regress_period_owner;
SELECT veil.create_policy('period_owned', owner => 'regress_period_owner');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('period_owned', 'visit', 'patient', 'pseudonym', '{"key": "period", "epoch": "month", "epoch_of": "visited"}');
GRANT SELECT (visited) ON visit TO regress_period_owner;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('period_owned', 'visit', 'patient', 'pseudonym', '{"key": "period", "epoch": "month", "epoch_of": "visited"}');
SELECT count(DISTINCT patient) FROM period_owned.visit;

-- The reports know such a rule.
SELECT attribute, params FROM veil.rule WHERE policy = 'period_owned';
SELECT attribute, type, analyst_sees, technique FROM veil.show('period_owned.visit') ORDER BY 1;
SELECT attribute, raw, masked IS NOT NULL AND masked <> raw AS masked FROM veil.preview('period_owned', 'periods.visit', 1);

SET client_min_messages = warning;
DROP VIEW linked;
SELECT veil.drop_policy(p) FROM unnest('{period_policy,period_join,period_owned}'::text[]) p;
DROP SCHEMA periods CASCADE;
DROP OWNED BY regress_period_owner;
DROP ROLE regress_period_owner;
