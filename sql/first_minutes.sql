-- The script of design.md, section 3, as it is printed there, in a new database.
SELECT current_database() AS regression_database \gset
CREATE DATABASE regress_first_minutes;
\c regress_first_minutes
CREATE TABLE person (
    bsn        varchar(9) PRIMARY KEY,
    name       text NOT NULL,
    birth_date date,
    postcode   char(6),
    income     numeric(10,2),
    city       text,
    diagnosis  text
);
INSERT INTO person VALUES
    ('123456782', 'Anna Berg',  '1980-05-17', '1234AB', 23450.50, 'Delft', 'canary'),
    ('111222333', 'Bob Dam',    '1975-12-31', '1234ZZ', 29999.99, 'Delft', 'canary');
CREATE ROLE analyst;

CREATE EXTENSION pg_veil;
SELECT veil.create_key('citizen');
SELECT veil.create_policy('research', level => 'pseudonymized', purpose => 'income study 2026');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
  ('research', 'person', 'bsn',        'pseudonym', '{"key": "citizen"}', 'to link a person''s records'),
  ('research', 'person', 'name',       'suppress',  NULL,                 NULL),
  ('research', 'person', 'birth_date', 'truncate',  '{"to": "year"}',     'age effects'),
  ('research', 'person', 'postcode',   'prefix',    '{"keep": 4}',        'neighbourhood'),
  ('research', 'person', 'income',     'bucket',    '{"width": 10000}',   'what is studied'),
  ('research', 'person', 'city',       'release',   NULL,                 'regional analysis');
GRANT USAGE ON SCHEMA research TO analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA research TO analyst;
-- as the analyst
SET ROLE analyst;
SET search_path = research;
SELECT postcode, avg(income) FROM person GROUP BY postcode;

-- The views are live: a row that is written now is there, masked. NULL is NULL.
RESET ROLE;
INSERT INTO public.person VALUES
    ('999990019', 'Cor van Es', '2001-02-28', '5678CD', 51000.00, 'Venlo', 'canary'),
    ('999990020', 'Dé D''Hont', NULL,         NULL,     NULL,     NULL,    NULL);
SET ROLE analyst;
SELECT length(bsn) AS bsn_length, name, birth_date, postcode, income, city FROM person ORDER BY city, birth_date;
SELECT count(DISTINCT bsn) AS persons, bool_and(bsn ~ '^[a-z2-7]{26}$') AS all_pseudonyms FROM person;
-- What was not declared is not there, whichever way it is asked for.
SELECT diagnosis FROM person;
SELECT to_jsonb(p) - 'bsn' AS row FROM person p WHERE city = 'Venlo';
-- The raw table, the masks, the key and the rules are out of reach, and so is writing.
SELECT * FROM public.person;
SELECT veil.pseudonym('123456782', 'citizen', 'research');
SELECT 'citizen'::veil.key;
SELECT * FROM veil.rule;
INSERT INTO person (name) VALUES ('Eva');
UPDATE person SET city = 'Delft';
DELETE FROM person;
-- Types are kept; a pseudonym does not fit into varchar(9).
\d person
RESET ROLE;

SELECT attribute, type, analyst_sees, technique, why FROM veil.show('research.person');
SELECT obj_description('research.person'::regclass, 'pg_class');

\c :regression_database
DROP DATABASE regress_first_minutes;
DROP ROLE analyst;
