-- veil.discover and veil.protect: what columns seem to hold, and rules for them.
SET client_min_messages = warning;
CREATE SCHEMA discovery;
SET search_path = discovery;
SELECT veil.create_key('discovery_key');

-- A Dutch register, of the demo's script.
\set persons 2000
\set schema discovery
\set ECHO none
\getenv sources PG_ABS_SRCDIR
\set register :sources '/test/data/dutch_register.sql'
\i :register
\set ECHO all
SELECT attribute, type, class, technique, params, confidence FROM veil.discover('person', key => 'discovery_key');
SELECT attribute, type, class, technique, params, confidence FROM veil.discover('household'::regclass, key => 'discovery_key');
SELECT attribute, type, class, technique, params, confidence FROM veil.discover(relation => 'orders', key => 'discovery_key');
SELECT attribute, evidence FROM veil.discover('person') WHERE attribute IN ('bsn', 'birth_date', 'gender', 'income');
-- The same rows each time; a schema is its relations in the order of their names.
SELECT count(*) FROM (SELECT * FROM veil.discover('person', 300) EXCEPT SELECT * FROM veil.discover('person', 300)) d;
SELECT relation, count(*) FROM veil.discover('discovery') GROUP BY 1 ORDER BY 1::text;
SELECT relation, count(*) FROM veil.discover(schema => 'discovery') GROUP BY 1 ORDER BY 1::text;
-- Without a key the placeholder is null.
SELECT attribute, params FROM veil.discover('person') WHERE params ? 'key' ORDER BY 1;

-- An English one, with names in many styles, or that say nothing, and types of all sorts. "label" is what it should be.
CREATE TYPE discovery.grade AS ENUM ('low', 'middle', 'high');
CREATE TYPE discovery.pair AS (a text, b integer);
CREATE DOMAIN discovery.contact AS text;
CREATE TABLE discovery.patient (
    "PatientID" bigint PRIMARY KEY,
    first_name text,
    "lastName" varchar(40),
    dob date,
    ssn char(11),
    "e-mail" contact,
    home_phone text,
    addr_line1 text,
    zip char(5),
    town text,
    col_a text,
    col_b text,
    col_c inet,
    col_d date,
    col_e uuid,
    col_f text,
    age smallint,
    sex char(1),
    marital_status text,
    race text,
    religion text,
    diagnosis_code text,
    hiv_positive boolean,
    weight_kg numeric(5,1),
    annual_salary numeric(12,2),
    lat double precision,
    lng double precision,
    admitted_at timestamptz,
    notes text,
    ward_status text,
    is_active boolean,
    severity grade,
    tags text[],
    doc jsonb,
    blob bytea,
    pair pair,
    "MAC" macaddr,
    nationality char(2)
);
INSERT INTO patient
SELECT 100000 + n,
       (ARRAY['Anna', 'James', 'Mary', 'John', 'Linda', 'Robert', 'Susan', 'Michael'])[1 + n % 8],
       (ARRAY['Smith', 'Jones', 'Taylor', 'Brown', 'Wilson', 'Evans', 'Walker'])[1 + n % 7],
       date '1930-01-01' + (n * 7919) % 33000,
       lpad((n * 37 % 900)::text, 3, '1') || '-' || lpad((n % 90)::text, 2, '2') || '-' || lpad((n * 13 % 9000)::text, 4, '3'),
       CASE WHEN n % 5 > 0 THEN 'canary' || n || '@example.org' END,
       '+44 20 7946 ' || lpad((n * 31 % 10000)::text, 4, '0'),
       n % 200 || ' Main Street',
       lpad((n * 97 % 100000)::text, 5, '0'),
       (ARRAY['London', 'Leeds', 'Bristol', 'York'])[1 + n % 4],
       'canary' || n || '@mail.example',
       (ARRAY['alpha', 'beta', 'gamma'])[1 + n % 3],
       ('10.0.' || n % 250 || '.' || n % 200)::inet,
       date '1925-01-01' + (n * 104729) % 34000,
       md5(n::text)::uuid,
       'the patient said that canary ' || n || ' was better than the day before',
       20 + n % 70,
       (ARRAY['F', 'M'])[1 + n % 2],
       (ARRAY['single', 'married', 'divorced'])[1 + n % 3],
       (ARRAY['a', 'b', 'c'])[1 + n % 3],
       (ARRAY['none', 'x', 'y'])[1 + n % 3],
       chr(65 + n % 20) || n % 90,
       n % 50 = 0,
       50 + n % 60,
       20000 + n * 53.10,
       51 + n / 1000.0,
       -1 + n / 1000.0,
       timestamptz '2024-01-01' + n * interval '7 hours',
       CASE WHEN n % 3 > 0 THEN 'canary ' || n || ' called, will be back in a week' END,
       (ARRAY['in', 'out'])[1 + n % 2],
       n % 7 > 0,
       (ARRAY['low', 'middle', 'high'])[1 + n % 3]::grade,
       ARRAY['canary' || n],
       jsonb_build_object('name', 'canary' || n),
       decode(md5(n::text), 'hex'),
       ROW('canary' || n, n)::pair,
       ('00:00:00:00:' || lpad(to_hex(n % 256), 2, '0') || ':' || lpad(to_hex(n * 7 % 256), 2, '0'))::macaddr,
       (ARRAY['GB', 'NL', 'FR'])[1 + n % 3]
FROM generate_series(1, 500) AS n;
CREATE TABLE discovery.expected (attribute name, class text);
INSERT INTO expected VALUES
    ('PatientID', 'direct'), ('first_name', 'direct'), ('lastName', 'direct'), ('dob', 'quasi'), ('ssn', 'direct'),
    ('e-mail', 'direct'), ('home_phone', 'direct'), ('addr_line1', 'direct'), ('zip', 'quasi'), ('town', 'quasi'),
    ('col_a', 'direct'), ('col_b', 'insensitive'), ('col_c', 'direct'), ('col_d', 'quasi'), ('col_e', 'direct'),
    ('col_f', 'sensitive'), ('age', 'quasi'), ('sex', 'quasi'), ('marital_status', 'quasi'), ('race', 'sensitive'),
    ('religion', 'sensitive'), ('diagnosis_code', 'sensitive'), ('hiv_positive', 'sensitive'), ('weight_kg', 'sensitive'),
    ('annual_salary', 'sensitive'), ('lat', 'quasi'), ('lng', 'quasi'), ('admitted_at', 'quasi'), ('notes', 'sensitive'),
    ('ward_status', 'insensitive'), ('is_active', 'insensitive'), ('severity', 'insensitive'), ('tags', 'sensitive'),
    ('doc', 'sensitive'), ('blob', 'sensitive'), ('pair', 'sensitive'), ('MAC', 'direct'),
    ('nationality', 'quasi');
SELECT attribute, type, class, technique, params, confidence FROM veil.discover('patient', key => 'discovery_key')
WHERE attribute NOT IN ('col_f', 'notes');
-- Free text is scrubbed of the row's own identifiers where the registry has that, else suppressed.
SELECT attribute, class, technique = 'suppress' OR (technique = 'scrub' AND params -> 'known' @> '["first_name", "ssn", "e-mail"]') AS protected
FROM veil.discover('patient', key => 'discovery_key') WHERE attribute IN ('col_f', 'notes') ORDER BY 1;
-- The precision of the proposed classes, of both registers; of those that are sure enough for veil.protect.
CREATE TABLE discovery.expected_dutch (relation regclass, attribute name, class text);
INSERT INTO expected_dutch VALUES
    ('person', 'person_id', 'direct'), ('person', 'household_id', 'direct'), ('person', 'bsn', 'direct'),
    ('person', 'name', 'direct'), ('person', 'email', 'direct'), ('person', 'phone', 'direct'),
    ('person', 'birth_date', 'quasi'), ('person', 'gender', 'quasi'), ('person', 'postcode', 'quasi'),
    ('person', 'city', 'quasi'), ('person', 'income', 'sensitive'), ('person', 'iban', 'direct'),
    ('household', 'household_id', 'direct'), ('household', 'street', 'direct'), ('household', 'house_number', 'direct'),
    ('household', 'postcode', 'quasi'), ('household', 'city', 'quasi'),
    ('orders', 'order_id', 'direct'), ('orders', 'person_id', 'direct'), ('orders', 'ordered_at', 'quasi'),
    ('orders', 'product', 'insensitive'), ('orders', 'amount', 'sensitive');
SELECT register, count(*) AS columns, round(avg((d.class = e.class)::integer), 2) AS precision,
       count(*) FILTER (WHERE confidence >= 0.7) AS sure,
       round(avg((d.class = e.class)::integer) FILTER (WHERE confidence >= 0.7), 2) AS precision_of_sure
FROM (SELECT 'Dutch' AS register, * FROM expected_dutch UNION ALL SELECT 'English', 'patient', * FROM expected) e
JOIN veil.discover('discovery') d USING (relation, attribute) GROUP BY 1 ORDER BY 1;
SELECT relation, attribute, d.class, e.class AS expected
FROM (SELECT * FROM expected_dutch UNION ALL SELECT 'patient', * FROM expected) e
JOIN veil.discover('discovery') d USING (relation, attribute) WHERE d.class <> e.class ORDER BY 1::text, 2;
-- Nothing released but labels.
SELECT attribute FROM veil.discover('patient') WHERE technique = 'release' AND class IN ('direct', 'sensitive') ORDER BY 1;

-- Of arrays the elements are looked at.
CREATE TABLE discovery.lists (mails text[], nothing integer[], dates date[][], own discovery.pair[], marks discovery.grade[]);
INSERT INTO lists SELECT ARRAY['canary' || n || '@example.org', NULL], NULL, ARRAY[[date '2024-01-01' + n, NULL]],
    ARRAY[ROW('canary', n)::pair], ARRAY['low'::grade] FROM generate_series(1, 50) n;
INSERT INTO lists VALUES ('{}', '{}', '{}', '{}', '{}'), (array_fill('canary'::text, ARRAY[100000]), '{1}', NULL, NULL, NULL);
SELECT attribute, class, technique, params, evidence - 'reason' AS evidence FROM veil.discover('lists', key => 'discovery_key');

-- protect: every column covered, the unsure ones suppressed.
SELECT veil.create_policy('discovery_policy');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('discovery_policy', 'patient', 'zip', 'prefix', '{"keep": 2}');
SELECT * FROM veil.protect('discovery_policy', 'patient', 'discovery_key') WHERE attribute NOT IN ('col_f', 'notes');
SELECT count(*) AS uncovered FROM veil.uncovered WHERE policy = 'discovery_policy';
SELECT attribute, why FROM veil.rule WHERE policy = 'discovery_policy' AND attribute IN ('col_b', 'dob', 'zip') ORDER BY 1;
SELECT count(*) FROM discovery_policy.patient p WHERE (to_jsonb(p) - 'notes' - 'col_f')::text ~ 'canary|Smith';
-- A second time there is nothing to do.
SELECT count(*), count(*) FILTER (WHERE note = 'it has a rule already') AS present FROM veil.protect('discovery_policy', 'patient', 'discovery_key');
SELECT count(*) FROM veil.rule_history WHERE policy = 'discovery_policy';
DELETE FROM veil.rule WHERE policy = 'discovery_policy';
-- Without a key what needs one is suppressed; whoever wants less sure ones says so.
SELECT attribute, technique, note FROM veil.protect('discovery_policy', 'orders');
DELETE FROM veil.rule WHERE policy = 'discovery_policy';
SELECT attribute, technique, note FROM veil.protect('discovery_policy', 'household', 'discovery_key', min_confidence => 0);
SELECT DISTINCT technique FROM veil.protect('discovery_policy', 'orders', 'discovery_key', min_confidence => 1);

-- What is refused does not take the rest with it: columns that the policy's owner may not read.
DELETE FROM veil.rule WHERE policy = 'discovery_policy';
CREATE ROLE regress_discovery_owner;
SELECT veil.create_policy('discovery_owned', owner => 'regress_discovery_owner');
GRANT USAGE ON SCHEMA discovery TO regress_discovery_owner;
GRANT SELECT (person_id, bsn, name, gender) ON person TO regress_discovery_owner;
SELECT attribute, technique, note FROM veil.protect('discovery_owned', 'person', 'discovery_key');

-- What there is nothing to say about.
CREATE TABLE discovery.empty_table (id integer, bsn text, what text);
SELECT attribute, class, technique, confidence, evidence FROM veil.discover('empty_table');
CREATE TABLE discovery.no_columns ();
SELECT count(*) FROM veil.discover('no_columns');
SELECT count(*) FROM veil.protect('discovery_policy', 'no_columns');
CREATE VIEW discovery.some_view AS SELECT first_name, dob FROM patient;
CREATE MATERIALIZED VIEW discovery.some_matview AS SELECT first_name AS x1, dob AS x2 FROM patient;
SELECT attribute, class, technique FROM veil.discover('some_matview');
CREATE TABLE discovery.parts (id integer, mail text) PARTITION BY RANGE (id);
CREATE TABLE discovery.part_1 PARTITION OF discovery.parts FOR VALUES FROM (0) TO (1000);
INSERT INTO parts SELECT n, 'x' || n || '@example.org' FROM generate_series(1, 900) n;
SELECT attribute, class, technique, evidence -> 'rows' AS rows FROM veil.discover('parts', 100);
-- Large tables are read in part.
CREATE TABLE discovery.large (id integer, mail text);
INSERT INTO large SELECT n, 'x' || n || '@example.org' FROM generate_series(1, 400000) n;
SELECT attribute, class, (evidence ->> 'rows')::integer BETWEEN 500 AND 2000 AS bounded FROM veil.discover('large');
ANALYZE large;
SELECT attribute, class, (evidence ->> 'rows')::integer BETWEEN 500 AND 2000 AS bounded FROM veil.discover('large');
-- Whatever the values.
CREATE TABLE discovery.odd (a text, b text, c double precision, d date, e numeric, f timestamptz, g text, "quo""te'd $$" text);
INSERT INTO odd VALUES ('', repeat('x', 1000000), 'NaN', 'infinity', 'NaN', '-infinity', repeat('a@', 50000), 'x'),
    (E'\n\t', repeat('é', 500000), '-infinity', '4713-01-01 BC', 1e400, '294276-01-01', repeat('1.', 100000), ''),
    (NULL, NULL, 1e308, '5874897-12-31', -1e-300, '0001-01-01 BC', NULL, '<script>');
SELECT attribute, class, technique, params FROM veil.discover('odd', key => E'k"\\');
SELECT attribute, technique FROM veil.protect('discovery_policy', 'odd');

-- Arguments.
\set VERBOSITY terse
SELECT veil.discover('discovery.nothing');
SELECT veil.discover(NULL::regclass);
SELECT veil.discover(NULL::text);
SELECT veil.discover(0::regclass);
SELECT veil.discover('person', 0);
SELECT veil.discover('person', NULL);
SELECT veil.discover('person', 1000000);
CREATE SEQUENCE discovery.numbers;
SELECT veil.discover('numbers');
SELECT veil.protect('discovery_policy', 'person', 'no_such_key');
SELECT veil.protect('no_such_policy', 'person');
SELECT veil.protect('discovery_policy', NULL);
SELECT veil.protect('discovery_policy', 'numbers');
\set VERBOSITY default

SELECT veil.drop_policy('discovery_policy');
SELECT veil.drop_policy('discovery_owned');
DROP SCHEMA discovery CASCADE;
DROP OWNED BY regress_discovery_owner;
DROP ROLE regress_discovery_owner;
