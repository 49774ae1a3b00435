-- # 8. A copy for the testers, and the life of a key
--
-- Tess tests the new registration system. She needs data that look real and pass every check of the software, and that are
-- nobody's. Her masks are reversible for who holds the key, so it is a key of its own.

\connect - dba

CREATE ROLE tess LOGIN;
CREATE ROLE officer LOGIN;
SELECT veil.create_key('testing');
SELECT veil.create_policy('testing', purpose => 'acceptance test of the new system', owner => 'statistics');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, class, why) VALUES
  ('testing', 'register.person', 'person_id',  'encrypt', '{"key": "testing"}', 'direct', 'to report what was found'),
  ('testing', 'register.person', 'bsn',        'format_preserving', '{"key": "testing", "format": "bsn", "valid": false}', 'direct', 'nine digits, never a real number'),
  ('testing', 'register.person', 'name',       'surrogate', '{"key": "testing", "kind": "full_name", "of": "person_id"}', 'direct', 'a name to look for'),
  ('testing', 'register.person', 'email',      'surrogate', '{"key": "testing", "kind": "email", "of": "person_id", "unique": true}', 'direct', 'accounts'),
  ('testing', 'register.person', 'town',       'surrogate', '{"key": "testing", "kind": "city"}', 'quasi', 'addresses'),
  ('testing', 'register.person', 'postcode',   'format_preserving', '{"key": "testing", "format": "postcode"}', 'quasi', 'addresses'),
  ('testing', 'register.person', 'birth_date', 'format_preserving', '{"key": "testing", "min": "1900-01-01", "max": "2026-12-31"}', 'quasi', 'ages');
GRANT USAGE ON SCHEMA testing TO tess;
GRANT SELECT ON ALL TABLES IN SCHEMA testing TO tess;
ALTER ROLE tess SET search_path = testing;

\connect - tess

SELECT bsn, name, email, town, postcode, birth_date FROM person ORDER BY email LIMIT 3;
-- claim: every one of her BSNs is nine digits that no citizen can have, and no two are the same
--   SELECT count(*) = count(bsn) AND count(DISTINCT bsn) = count(bsn) AND bool_and(bsn ~ '^[0-9]{9}$' AND
--          (9 * substr(bsn, 1, 1)::int + 8 * substr(bsn, 2, 1)::int + 7 * substr(bsn, 3, 1)::int + 6 * substr(bsn, 4, 1)::int
--           + 5 * substr(bsn, 5, 1)::int + 4 * substr(bsn, 6, 1)::int + 3 * substr(bsn, 7, 1)::int + 2 * substr(bsn, 8, 1)::int
--           - substr(bsn, 9, 1)::int) % 11 <> 0)
--   FROM testing.person WHERE bsn IS NOT NULL
-- claim: as many e-mail addresses as there were, all of them different and none of them anybody's
--   SELECT count(DISTINCT t.email) = (SELECT count(*) FROM register.person WHERE email IS NOT NULL)
--          AND bool_and(t.email ~ '@example\.(org|com|net)$') FROM testing.person AS t
-- claim: postcodes and dates of birth are still postcodes and dates
--   SELECT bool_and(postcode ~ '^[1-9][0-9]{3} ?[A-Z]{2}$') AND bool_and(birth_date BETWEEN '1900-01-01' AND '2026-12-31')
--   FROM testing.person

-- She finds something that has to be looked into: whose record is this? She cannot know, and may not ask.

SELECT veil_public.reveal('testing.person', 'person_id', (SELECT person_id FROM person ORDER BY person_id LIMIT 1), 'curious');
-- refused: permission denied to reveal

-- The privacy officer may, a few times an hour, and says why.

\connect - dba

SELECT veil.grant_reveal('testing.person', 'person_id', 'officer', per_hour => 5);
CREATE TABLE register.finding AS SELECT person_id AS reference FROM testing.person ORDER BY person_id LIMIT 1;
GRANT USAGE ON SCHEMA register TO officer;
GRANT SELECT ON register.finding TO officer;

\connect - officer

BEGIN;
SELECT r AS person_id FROM register.finding, veil_public.reveal('testing.person', 'person_id', reference, 'case 2026-17') AS r;
ROLLBACK;

\connect - dba

SELECT id, login_role, action, attribute, reason, outcome FROM veil.audit ORDER BY id;
-- claim: the reversal is recorded although it was rolled back, and so is the attempt of Tess
--   SELECT array_agg(login_role || ' ' || outcome ORDER BY id) @> '{tess no privilege,officer granted}' FROM veil.audit WHERE action = 'reveal'
SELECT ok, records FROM veil.verify_audit();
-- claim: the records are whole
--   SELECT ok FROM veil.verify_audit()

-- After the test round the key is rotated: the views have other pseudonyms at once. What was noted under the old version
-- can still be turned back, until that version is destroyed.

SELECT veil.rotate_key('testing');
-- claim: not one of the old references is in the view any more
--   SELECT count(*) = 0 FROM testing.person JOIN register.finding ON reference = person_id
-- claim: the retired version still answers the officer's question
--   SELECT count(*) = 1 FROM register.finding, veil_public.reveal('testing.person', 'person_id', reference, 'check') AS r

-- The testers' first round is over for good:

SELECT veil.destroy_key('testing', 1);
-- claim: now nobody can answer it, superuser or not
--   SELECT count(*) = 0 FROM register.finding, veil_public.reveal('testing.person', 'person_id', reference, 'check') AS r
SELECT name, version, state FROM veil.key_status ORDER BY name, version;
-- claim: the destroyed version is known as such, and the other keys can be used
--   SELECT array_agg(format('%s/%s %s', name, version, state) ORDER BY name, version)
--          = '{citizen/1 active,testing/1 destroyed,testing/2 active}' FROM veil.key_status

\connect - tess

SELECT count(*) AS people FROM person;
-- claim: the testers' view goes on
--   SELECT count(*) = (SELECT count(*) FROM register.person) FROM testing.person
