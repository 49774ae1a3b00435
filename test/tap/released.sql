-- A database with everything in it that a dump, an upgrade and a standby have to bring back.
\set ON_ERROR_STOP 1
CREATE ROLE tap_officer;
CREATE ROLE tap_analyst;
CREATE ROLE "tap ""holder"" é";
CREATE ROLE tap_leaver;

CREATE EXTENSION pg_veil;
SELECT veil.create_key('citizen');
SELECT veil.create_key('odd "key" é');
SELECT veil.grant_editor('tap_officer');
SELECT veil.grant_key('citizen', 'tap_officer');
SELECT veil.grant_key('odd "key" é', 'tap "holder" é');
SELECT veil.grant_key('citizen', 'tap_leaver');
DROP ROLE tap_leaver;

CREATE TABLE person (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bsn        varchar(9) UNIQUE,
    name       varchar(40),
    birth_date date,
    moved_at   timestamptz,
    postcode   character(6),
    income     numeric(10,2),
    token      uuid,
    small      smallint,
    city       text,
    note       text
);
INSERT INTO person (bsn, name, birth_date, moved_at, postcode, income, token, small, city, note)
SELECT 100000000 + n, 'Canary ' || n, date '1950-01-01' + n * 37, '2020-02-03 04:05:06+00'::timestamptz + n * interval '11 h',
       1000 + n || 'AB', n * 123.45, md5(n::text)::uuid, n, CASE n % 3 WHEN 0 THEN 'Delft' ELSE 'Gouda' END, 'secret note ' || n
FROM generate_series(1, 300) n;
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
CREATE POLICY without_delft ON person TO tap_officer USING (city <> 'Delft');
GRANT SELECT ON person TO tap_officer;

-- A superuser's policy, with a technique that a superuser registered.
CREATE SCHEMA app;
CREATE FUNCTION app.initial(value text, params jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN left(value, 1) || (params ->> 'mark');
INSERT INTO veil.technique (name, kind, types, parameters, reversible, injective, monotone, singling_out, linkability,
    inference, description, function)
VALUES ('initial', 'suppression', '{text}', '{"mark": {"type": "text", "default": "."}}', false, false, true,
    'no', 'yes', 'yes', 'the first letter', 'app.initial');
SELECT veil.create_policy('research', purpose => 'income study');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, class, why) VALUES
    ('research', 'person', 'id',         'pseudonym', '{"key": "citizen", "scope": "key"}', 'direct', NULL),
    ('research', 'person', 'bsn',        'pseudonym', '{"key": "citizen"}', 'direct', 'to link'),
    ('research', 'person', 'name',       'partial', '{"keep_start": 1, "fill": "\\ ''"}', 'direct', NULL),
    ('research', 'person', 'birth_date', 'truncate', '{"to": "year"}', 'quasi', 'age'),
    ('research', 'person', 'moved_at',   'truncate', '{"to": "month", "zone": "Europe/Amsterdam"}', NULL, NULL),
    ('research', 'person', 'postcode',   'prefix', '{"keep": 4}', 'quasi', NULL),
    ('research', 'person', 'income',     'bucket', '{"width": 1000, "as": "range"}', 'sensitive', NULL),
    ('research', 'person', 'token',      'pseudonym', '{"key": "odd \"key\" é"}', NULL, NULL),
    ('research', 'person', 'small',      'pseudonym', '{"key": "citizen"}', NULL, NULL),
    ('research', 'person', 'city',       'initial', NULL, NULL, NULL);
UPDATE veil.rule SET why = 'region' WHERE attribute = 'city';

-- Of every other type a text; pseudonyms, noise and shifts that depend on other columns.
SELECT veil.create_policy('periods');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('periods', 'person', 'bsn',      'pseudonym', '{"key": "citizen", "epoch": "month", "epoch_of": "birth_date", "per": "city"}'),
    ('periods', 'person', 'income',   'pseudonym', '{"key": "citizen"}'),
    ('periods', 'person', 'moved_at', 'encrypt', '{"key": "citizen"}'),
    ('periods', 'person', 'note',     'encrypt', '{"key": "citizen", "normalize": "nfc"}'),
    ('periods', 'person', 'small',    'noise', '{"key": "citizen", "subject": "bsn", "scale": 20}'),
    ('periods', 'person', 'birth_date', 'shift', '{"key": "citizen", "subject": "bsn", "days": 300}');

-- Hierarchies: loaded as text in two versions, by rule, over one that pg_veil comes with; an editor's, one whose owner is gone.
SELECT veil.load_hierarchy('province', 'Delft;Zuid-Holland;NL');
SELECT veil.load_hierarchy('province', 'Delft;Zuid-Holland;NL
"Gouda";"""Cheese""; \ country";NL');
SELECT veil.load_hierarchy('hundreds', '{"rule": "intervals", "widths": [50, 100]}'::jsonb);
SELECT veil.load_hierarchy('age_bands', '{"rule": "intervals", "widths": [7], "from": 0}'::jsonb);
SET ROLE tap_officer;
SELECT veil.load_hierarchy('officers "own" é', 'a;b');
RESET ROLE;
CREATE ROLE tap_leaver;
SELECT veil.grant_editor('tap_leaver');
SET ROLE tap_leaver;
SELECT veil.load_hierarchy('left behind', 'a;b');
RESET ROLE;
SELECT veil.revoke_editor('tap_leaver');
DROP ROLE tap_leaver;
SELECT veil.create_policy('places');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('places', 'person', 'city',       'hierarchy', '{"hierarchy": "province", "level": 1}'),
    ('places', 'person', 'postcode',   'hierarchy', '{"hierarchy": "nl_postcode", "level": 2}'),
    ('places', 'person', 'birth_date', 'hierarchy', '{"hierarchy": "date_levels", "level": 4}'),
    ('places', 'person', 'id',         'hierarchy', '{"hierarchy": "hundreds", "level": 2}'),
    ('places', 'person', 'small',      'hierarchy', '{"hierarchy": "age_bands", "level": 1}');

-- A policy of a role that is no superuser, over a table with row-level security; odd names, a chosen view name.
CREATE TABLE app."Ord""er $$ é" ("Key" integer, "a b" text);
INSERT INTO app."Ord""er $$ é" SELECT n, 'value ' || n FROM generate_series(1, 50) n;
GRANT USAGE ON SCHEMA app TO tap_officer;
GRANT SELECT ON app."Ord""er $$ é" TO tap_officer;
SELECT veil.create_policy('The "odd" policy', schema => 'odd schema "é"', owner => 'tap_officer');
ALTER DEFAULT PRIVILEGES FOR ROLE tap_officer IN SCHEMA "odd schema ""é""" GRANT SELECT ON TABLES TO tap_analyst;
INSERT INTO veil.release (policy, relation, view_name) VALUES ('The "odd" policy', 'app."Ord""er $$ é"', 'the "orders"');
SET ROLE tap_officer;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('The "odd" policy', 'app."Ord""er $$ é"', 'Key', 'pseudonym', '{"key": "citizen", "as": "bigint", "scope": "key"}', NULL),
    ('The "odd" policy', 'app."Ord""er $$ é"', 'a b', 'redact', NULL, NULL),
    ('The "odd" policy', 'public.person', 'bsn', 'pseudonym', '{"key": "citizen"}', NULL),
    ('The "odd" policy', 'public.person', 'city', 'release', NULL, 'regional');
RESET ROLE;
UPDATE veil.release SET subject = 'bsn' WHERE policy = 'The "odd" policy' AND relation = 'public.person';

-- A release that is closed: its table is gone.
CREATE TABLE passing (a integer);
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('research', 'passing', 'a', 'suppress');
DROP TABLE passing;
GRANT SELECT ON research.passing TO tap_analyst;

-- Statistics only.
SELECT veil.create_policy('figures', level => 'aggregated', k => 20);
INSERT INTO veil.release (policy, relation, subject, k) VALUES ('figures', 'person', 'bsn', 15);
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('figures', 'person', 'city', 'prefix', '{"keep": 1}', NULL), ('figures', 'person', 'income', 'clamp', '{"min": 0, "max": 10000}', NULL);

-- Indexes of pseudonyms: of one column for two policies.
SELECT veil.index_rule('research', 'person', 'bsn'), veil.index_rule('The "odd" policy', 'person', 'bsn'),
       veil.index_rule('periods', 'person', 'income');

-- What hangs on a release.
GRANT USAGE ON SCHEMA research, periods, places, figures, "odd schema ""é""" TO tap_analyst;
GRANT SELECT ON research.person TO tap_analyst WITH GRANT OPTION;
GRANT SELECT ON periods.person TO tap_analyst;
GRANT SELECT ON places.person, figures.person TO tap_analyst;
GRANT SELECT (bsn, city) ON research.person TO "tap ""holder"" é";
CREATE SCHEMA tap_analyst AUTHORIZATION tap_analyst;
SET ROLE tap_analyst;
CREATE VIEW tap_analyst.by_year AS SELECT birth_date, count(*) FROM research.person GROUP BY birth_date;
RESET ROLE;
COMMENT ON VIEW tap_analyst.by_year IS 'a dependent';
