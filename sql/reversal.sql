-- veil_public.reveal and veil_public.translate: by grant only, recorded, with the rights of whoever may read the base.
\set VERBOSITY terse
SET DateStyle = 'ISO, YMD';
SET TimeZone = 'UTC';
CREATE ROLE regress_reversal_owner;
CREATE ROLE regress_reversal_holder;
CREATE ROLE regress_reversal_officer;
CREATE ROLE regress_reversal_officers;
CREATE ROLE regress_reversal_member;
CREATE ROLE regress_reversal_stranger;
GRANT regress_reversal_owner TO regress_reversal_holder;
GRANT regress_reversal_officers TO regress_reversal_member;
CREATE SCHEMA reversal_raw AUTHORIZATION regress_reversal_owner;
SELECT veil.create_key('reversal');
SELECT veil.create_key('reversal other');
SELECT veil.create_policy('reversal_a', owner => 'regress_reversal_owner');
SELECT veil.create_policy('reversal_b', owner => 'regress_reversal_owner');
SELECT veil.grant_editor('regress_reversal_owner');
SELECT veil.grant_editor('regress_reversal_holder');
SET ROLE regress_reversal_owner;
CREATE TYPE reversal_raw.mood AS ENUM ('glad', 'sad', 'calm');
CREATE DOMAIN reversal_raw.code AS varchar(20);
CREATE TABLE reversal_raw.person (
    n integer, name text, code reversal_raw.code, small smallint, big bigint, token uuid, bsn char(9), born date, paid numeric(8, 2),
    mood reversal_raw.mood, city text, "the ""name""" text);
INSERT INTO reversal_raw.person
SELECT n, 'RAW-name-' || n, 'RAW-' || n, n, n * 1000000007::bigint, md5(n::text)::uuid,
       (ARRAY['111222333', '123456782', '100000009', '100000010', '999999990', '100000022'])[n],
       date '1980-01-01' + n, n + 0.50, (ARRAY['glad', 'sad', 'calm'])[1 + n % 3]::reversal_raw.mood, 'city', 'RAW "\' || n
FROM generate_series(1, 6) n;
RESET ROLE;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('reversal_a', 'reversal_raw.person', 'n',     'pseudonym', '{"key": "reversal"}'),
    ('reversal_a', 'reversal_raw.person', 'name',  'pseudonym', '{"key": "reversal"}'),
    ('reversal_a', 'reversal_raw.person', 'code',  'pseudonym', '{"key": "reversal"}'),
    ('reversal_a', 'reversal_raw.person', 'small', 'pseudonym', '{"key": "reversal", "as": "bigint"}'),
    ('reversal_a', 'reversal_raw.person', 'big',   'pseudonym', '{"key": "reversal", "as": "text"}'),
    ('reversal_a', 'reversal_raw.person', 'token', 'pseudonym', '{"key": "reversal"}'),
    ('reversal_a', 'reversal_raw.person', 'bsn',   'format_preserving', '{"key": "reversal", "format": "bsn"}'),
    ('reversal_a', 'reversal_raw.person', 'born',  'format_preserving', '{"key": "reversal", "min": "1900-01-01", "max": "2030-12-31"}'),
    ('reversal_a', 'reversal_raw.person', 'paid',  'format_preserving', '{"key": "reversal"}'),
    ('reversal_a', 'reversal_raw.person', 'mood',  'format_preserving', '{"key": "reversal"}'),
    ('reversal_a', 'reversal_raw.person', 'city',  'prefix', '{"keep": 2}'),
    ('reversal_a', 'reversal_raw.person', 'the "name"', 'pseudonym', '{"key": "reversal"}'),
    ('reversal_b', 'reversal_raw.person', 'name',  'pseudonym', '{"key": "reversal"}'),
    ('reversal_b', 'reversal_raw.person', 'big',   'pseudonym', '{"key": "reversal other"}');
CREATE FUNCTION pg_temp.try(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answers text;
BEGIN
    EXECUTE 'SELECT string_agg(a::text, '', '' ORDER BY a::text) FROM (' || statement || ') q(a)' INTO answers;
    RETURN coalesce(answers, 'nothing');
EXCEPTION WHEN others THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
-- The pseudonyms, in the order of the rows.
CREATE FUNCTION pg_temp.pseudonyms(view text, attribute text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    found text[];
BEGIN
    EXECUTE format('SELECT array_agg(%I::text) FROM %s', attribute, view) INTO found;
    RETURN found;
END
$$;
CREATE TABLE reversal_seen AS
SELECT a, pg_temp.pseudonyms('reversal_a.person', a) AS p
FROM unnest('{n,name,code,small,big,token,bsn,born,paid,mood,"the \"name\""}'::text[]) a;
GRANT SELECT ON reversal_seen TO PUBLIC;

-- Every pseudonymization, there and back: here as a superuser, who needs no grant.
SELECT s.a, string_agg(r, ' ' ORDER BY r) FROM reversal_seen s, unnest(s.p) one, veil_public.reveal('reversal_a.person', s.a, one, 'each') r
GROUP BY s.a ORDER BY s.a;
SELECT count(*), count(*) FILTER (WHERE outcome = 'granted' AND grant_id IS NULL) AS granted FROM veil.audit WHERE reason = 'each';
-- The other techniques, and a pseudonym for a period, which reads a second column.
CREATE TABLE reversal_raw.more (person text, note text, raw bytea, seen timestamptz, visit text, "on" date, name text);
INSERT INTO reversal_raw.more SELECT 'RAW-' || n, 'RAW-note-' || n, ('RAW' || n)::bytea, timestamptz '2026-01-01 12:00+00' + n * interval '1 hour',
    'RAW-visit', date '2026-01-15' + 31 * n, 'RAW-name-' || n FROM generate_series(1, 3) n;
GRANT SELECT ON reversal_raw.more TO regress_reversal_owner;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('reversal_a', 'reversal_raw.more', 'note',  'encrypt', '{"key": "reversal"}'),
    ('reversal_a', 'reversal_raw.more', 'raw',   'encrypt', '{"key": "reversal"}'),
    ('reversal_a', 'reversal_raw.more', 'seen',  'encrypt', '{"key": "reversal"}'),
    ('reversal_a', 'reversal_raw.more', 'visit', 'pseudonym', '{"key": "reversal", "epoch": "month", "epoch_of": "on"}'),
    ('reversal_a', 'reversal_raw.more', 'name',  'surrogate', '{"key": "reversal", "kind": "full_name", "language": "nl"}');
SELECT a, string_agg(DISTINCT r, ' ' ORDER BY r), count(DISTINCT one)
FROM unnest('{note,raw,seen,visit,name}'::text[]) a, unnest(pg_temp.pseudonyms('reversal_a.more', a)) one,
    veil_public.reveal('reversal_a.more', a, one, 'more') r GROUP BY a ORDER BY a;
-- What is nobody's pseudonym, or no value of the column's type.
SELECT a, count(r) FROM reversal_seen, LATERAL veil_public.reveal('reversal_a.person', a, 'RAW-name-1', 'nobody') r GROUP BY a;
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'n', '99999999999999', 'too big')$$);
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'name', NULL, 'none')$$);
-- What the session shows it also understands.
SET DateStyle = 'SQL, DMY';
SELECT string_agg(r, ' ' ORDER BY r) FROM reversal_a.person, veil_public.reveal('reversal_a.person', 'born', born::text, 'notation') r;
SELECT r FROM reversal_seen, veil_public.reveal('reversal_a.person', 'born', p[1], 'notation') r WHERE a = 'born';
SET DateStyle = 'ISO, YMD';
-- What cannot be turned back.
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'city', 'ci', 'x')$$);
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'absent', 'x', 'x')$$);
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.absent', 'n', 'x', 'x')$$);
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a."person', 'n', 'x', 'x')$$);
-- Always with a reason.
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'n', 'x', NULL)$$);
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'n', 'x', e' \t\n')$$);
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'n', 'x', repeat('r', 1001))$$);
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', NULL, 'x', 'r')$$);
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'n', repeat('x', 2000000), 'r')$$);
SELECT proname, provolatile, proparallel, proisstrict, prosecdef FROM pg_proc WHERE pronamespace = 'veil_public'::regnamespace ORDER BY 1;

-- Who may grant: a superuser, or who edits the policy and holds the key; but not to himself.
SET ROLE regress_reversal_holder;
SELECT pg_temp.try($$SELECT veil.grant_reveal('reversal_a.person', 'name', 'regress_reversal_officer')$$);
RESET ROLE;
SELECT veil.grant_key('reversal', 'regress_reversal_holder');
SET ROLE regress_reversal_holder;
SELECT veil.grant_reveal('reversal_a.person', 'name', 'regress_reversal_officer', 3);
SELECT pg_temp.try($$SELECT veil.grant_reveal('reversal_a.person', 'name', 'regress_reversal_holder')$$);
SELECT pg_temp.try($$SELECT veil.grant_reveal('reversal_a.person', 'name', 'regress_reversal_owner')$$);
-- Nor to a role that SET ROLE makes of him, or of whoever logged in.
RESET ROLE;
CREATE ROLE regress_reversal_both NOINHERIT;
GRANT regress_reversal_holder, regress_reversal_officer TO regress_reversal_both;
SET SESSION AUTHORIZATION regress_reversal_both;
SET ROLE regress_reversal_holder;
SELECT pg_temp.try($$SELECT veil.grant_reveal('reversal_a.person', 'name', 'regress_reversal_officer')$$);
RESET SESSION AUTHORIZATION;
DROP ROLE regress_reversal_both;
SET ROLE regress_reversal_holder;
SELECT pg_temp.try($$SELECT veil.grant_reveal('reversal_a.person', 'city', 'regress_reversal_officer')$$);
SELECT pg_temp.try($$SELECT veil.grant_reveal('reversal_a.person', 'name', 'regress_reversal_officer', 0)$$);
SELECT pg_temp.try($$SELECT veil.grant_reveal('reversal_a.person', 'name', 'regress_reversal_absent')$$);
SELECT pg_temp.try($$SELECT veil.grant_reveal('reversal_a.absent', 'name', 'regress_reversal_officer')$$);
SELECT pg_temp.try($$SELECT veil.grant_translate('reversal_a', 'reversal_b', 'person', 'big', 'regress_reversal_officer')$$);
RESET ROLE;
GRANT USAGE ON SCHEMA veil TO regress_reversal_stranger;
SET ROLE regress_reversal_stranger;
SELECT pg_temp.try($$SELECT veil.grant_reveal('reversal_a.person', 'name', 'regress_reversal_officer')$$);
SELECT pg_temp.try($$SELECT veil.revoke_reveal('reversal_a.person', 'name', 'regress_reversal_officer')$$);
SELECT pg_temp.try($$SELECT id FROM veil.reversal_grant$$);
SELECT pg_temp.try($$SELECT id FROM veil.audit$$);
RESET ROLE;
REVOKE USAGE ON SCHEMA veil FROM regress_reversal_stranger;
SELECT veil.grant_reveal('reversal_a.person', 'n', 'regress_reversal_officers', 1);
SELECT action, attribute, key, to_policy, grantee, per_hour FROM veil.reversal_grant ORDER BY attribute;
SELECT action, acting_role = 'regress_reversal_holder' AS by_holder, attribute, reason, outcome FROM veil.audit
WHERE action LIKE 'grant%' AND policy LIKE 'reversal%' ORDER BY id;

-- A role with the grant and nothing else.
SET ROLE regress_reversal_officer;
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'name', p[2], 'officer') FROM reversal_seen WHERE a = 'name'$$);
SELECT pg_temp.try($$SELECT name FROM reversal_a.person$$);
SELECT pg_temp.try($$SELECT name FROM reversal_raw.person$$);
-- What it may not is the same whether it exists or not.
SELECT pg_temp.try(format($$SELECT veil_public.reveal(%L, %L, '1', 'oracle')$$, v, a))
FROM (VALUES ('reversal_a.person', 'n'), ('reversal_a.person', 'city'), ('reversal_a.person', 'absent'), ('reversal_b.person', 'name'),
             ('reversal_a.absent', 'n'), ('absent.absent', 'n'), ('"', 'n'), ('reversal_raw.person', 'name')) t(v, a);
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'n', NULL, 'oracle')$$);
SELECT pg_temp.try(format($$SELECT pseudonym_b FROM veil_public.translate(%L, %L, %L, 'name', '{1}', 'oracle')$$, a, b, r))
FROM (VALUES ('reversal_a', 'reversal_b', 'person'), ('reversal_a', 'absent', 'person'), ('absent', 'reversal_b', 'person'),
             ('reversal_a', 'reversal_b', 'absent')) t(a, b, r);
-- Three an hour, counting the one above; a query over the whole view gets no further.
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'name', one, 'all') FROM reversal_seen, unnest(p) one WHERE a = 'name'$$);
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'name', p[2], 'all') FROM reversal_seen WHERE a = 'name'$$);
RESET ROLE;
SELECT outcome, count(*) FROM veil.audit WHERE reason IN ('officer', 'oracle', 'all') GROUP BY 1 ORDER BY 1;
SELECT DISTINCT coalesce(policy, 'none') AS policy, release FROM veil.audit WHERE reason = 'oracle' AND action = 'reveal' ORDER BY 2;
-- A higher limit counts what was used.
SELECT veil.grant_reveal('reversal_a.person', 'name', 'regress_reversal_officer', 4);
SET ROLE regress_reversal_officer;
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'name', p[3], 'more') FROM reversal_seen WHERE a = 'name'$$);
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'name', p[3], 'more') FROM reversal_seen WHERE a = 'name'$$);
RESET ROLE;
-- A member of the grantee has its grant, and uses it up for all; the record says who acted.
SET ROLE regress_reversal_member;
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'n', p[4], 'member') FROM reversal_seen WHERE a = 'n'$$);
RESET ROLE;
SELECT r.acting_role, r.outcome, g.grantee FROM veil.audit r LEFT JOIN veil.reversal_grant g ON g.id = r.grant_id WHERE reason = 'member';

-- Translation: between two policies, and no raw value in between.
SELECT veil.grant_translate('reversal_a', 'reversal_b', 'person', 'name', 'regress_reversal_officer', 8);
SELECT veil.grant_translate('reversal_a', 'reversal_b', 'reversal_raw.person', 'big', 'regress_reversal_officer', 8);
SET ROLE regress_reversal_officer;
CREATE TEMP TABLE linked AS
SELECT t.* FROM reversal_seen s, veil_public.translate('reversal_a', 'reversal_b', 'person', 'name', s.p || ARRAY[NULL, s.p[1], 'absent'], 'link') t WHERE s.a = 'name';
CREATE TEMP TABLE linked_big AS
SELECT t.* FROM reversal_seen s, veil_public.translate('reversal_a', 'reversal_b', 'reversal_raw.person', 'big', s.p[1:2], 'link') t WHERE s.a = 'big';
SELECT pg_temp.try($$SELECT pseudonym_b FROM veil_public.translate('reversal_b', 'reversal_a', 'person', 'name', '{1}', 'link')$$) AS back;
SELECT pg_temp.try($$SELECT count(t.pseudonym_b) FROM reversal_seen s, veil_public.translate('reversal_a', 'reversal_b', 'person', 'name', s.p[1:2], 'link') t WHERE s.a = 'name'$$) AS two_of_one_left;
SELECT pg_temp.try($$SELECT pseudonym_b FROM veil_public.translate('reversal_a', 'reversal_b', 'person', 'name', '{}', 'link')$$) AS none;
RESET ROLE;
SELECT count(*), count(*) FILTER (WHERE b.n = a.n) AS right FROM pg_temp.linked l
JOIN unnest(pg_temp.pseudonyms('reversal_a.person', 'name')) WITH ORDINALITY a(p, n) ON a.p = l.pseudonym_a
JOIN unnest(pg_temp.pseudonyms('reversal_b.person', 'name')) WITH ORDINALITY b(p, n) ON b.p = l.pseudonym_b;
SELECT count(*), count(*) FILTER (WHERE b.n = a.n) AS right FROM pg_temp.linked_big l
JOIN unnest(pg_temp.pseudonyms('reversal_a.person', 'big')) WITH ORDINALITY a(p, n) ON a.p = l.pseudonym_a
JOIN unnest(pg_temp.pseudonyms('reversal_b.person', 'big')) WITH ORDINALITY b(p, n) ON b.p = l.pseudonym_b;
SELECT attribute, units, cardinality(pseudonyms) AS listed, to_policy, outcome FROM veil.audit WHERE reason = 'link' ORDER BY id;
-- The right to read the base is both owners'.
CREATE ROLE regress_reversal_poor;
SELECT veil.create_policy('reversal_c', owner => 'regress_reversal_poor');
GRANT USAGE ON SCHEMA reversal_raw TO regress_reversal_poor;
GRANT SELECT ON reversal_raw.person TO regress_reversal_poor;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('reversal_c', 'reversal_raw.person', 'name', 'pseudonym', '{"key": "reversal"}');
SELECT count(t.pseudonym_b) FROM reversal_seen s, veil_public.translate('reversal_a', 'reversal_c', 'person', 'name', s.p, 'both') t WHERE s.a = 'name';
REVOKE SELECT ON reversal_raw.person FROM regress_reversal_poor;
SELECT pg_temp.try($$SELECT pseudonym_b FROM veil_public.translate('reversal_a', 'reversal_c', 'person', 'name', '{1}', 'both')$$);
SELECT pg_temp.try($$SELECT pseudonym_b FROM veil_public.translate('reversal_c', 'reversal_a', 'person', 'name', '{1}', 'both')$$);

-- A key that was rotated still reveals; another key is another decision.
SELECT veil.rotate_key('reversal') IS NOT NULL AS rotated;
SELECT veil.grant_reveal('reversal_a.person', 'token', 'regress_reversal_officer');
SET ROLE regress_reversal_officer;
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'token', p[1], 'retired') FROM reversal_seen WHERE a = 'token'$$);
RESET ROLE;
SELECT pg_temp.try(format($$SELECT veil_public.reveal('reversal_a.person', 'token', %L, 'active')$$, token)) FROM reversal_a.person ORDER BY 1 LIMIT 1;
UPDATE veil.rule SET params = '{"key": "reversal other"}' WHERE policy = 'reversal_a' AND attribute = 'token';
SET ROLE regress_reversal_officer;
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'token', p[1], 'other key') FROM reversal_seen WHERE a = 'token'$$);
RESET ROLE;
-- The grant does not come back with the key.
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = 'reversal_a' AND attribute = 'token';
UPDATE veil.rule SET technique = 'pseudonym', params = '{"key": "reversal"}' WHERE policy = 'reversal_a' AND attribute = 'token';
SET ROLE regress_reversal_officer;
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'token', p[1], 'again') FROM reversal_seen WHERE a = 'token'$$);
RESET ROLE;
UPDATE veil.rule SET params = '{"key": "reversal other"}' WHERE policy = 'reversal_a' AND attribute = 'token';
SELECT veil.grant_reveal('reversal_a.person', 'token', 'regress_reversal_officer');

-- Grants follow renames, and end with their rule.
CREATE VIEW pg_temp.grants AS SELECT action, policy, relation, attribute FROM veil.reversal_grant WHERE grantee::text = 'regress_reversal_officer';
ALTER TABLE reversal_raw.person RENAME COLUMN name TO title;
ALTER TABLE reversal_raw.person RENAME TO people;
TABLE pg_temp.grants ORDER BY 1, 4;
SET ROLE regress_reversal_officer;
SELECT pg_temp.try($$SELECT count(t.pseudonym_b) FROM reversal_seen s, veil_public.translate('reversal_a', 'reversal_b', 'people', 'big', s.p[1:2], 'renamed') t WHERE s.a = 'big'$$);
RESET ROLE;
-- Rules that are written anew in one transaction keep them.
BEGIN;
CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM veil.rule WHERE policy = 'reversal_a';
DELETE FROM veil.rule WHERE policy = 'reversal_a';
INSERT INTO veil.rule SELECT * FROM pg_temp.kept;
COMMIT;
SELECT count(*) FROM pg_temp.grants;
-- A rule that an editor writes for another column takes no grant along.
DELETE FROM veil.rule WHERE policy = 'reversal_a' AND attribute = 'the "name"';
UPDATE veil.rule SET attribute = 'the "name"' WHERE policy = 'reversal_a' AND attribute = 'title';
TABLE pg_temp.grants ORDER BY 1, 4;
DELETE FROM veil.rule WHERE policy = 'reversal_b' AND attribute = 'big';
TABLE pg_temp.grants ORDER BY 1, 4;
ALTER TABLE reversal_raw.people DROP COLUMN token;
TABLE pg_temp.grants ORDER BY 1, 4;

-- By hand no record is made or changed.
INSERT INTO veil.audit SELECT * FROM veil.audit;
UPDATE veil.audit SET reason = NULL WHERE false;
DELETE FROM veil.audit;
TRUNCATE veil.audit;
SET session_replication_role = replica;
DELETE FROM veil.audit;
RESET session_replication_role;
SELECT ok, first_bad FROM veil.verify_audit();
SELECT count(*) FROM veil.audit a WHERE a::text LIKE '%RAW%' AND reason <> 'nobody';
-- The hash as anybody can compute it from the documentation.
CREATE FUNCTION pg_temp.field(value text) RETURNS bytea LANGUAGE sql AS
    $$SELECT CASE WHEN value IS NULL THEN '\xffffffff' ELSE int4send(octet_length(value)) || convert_to(value, 'UTF8') END$$;
SELECT count(*) > 50 AS some, bool_and(hash = sha256(
    'pg_veil audit 1'::bytea || prev_hash || pg_temp.field(id::text) || pg_temp.field((extract(epoch FROM at) * 1000000)::bigint::text)
    || pg_temp.field(login_role) || pg_temp.field(session_role) || pg_temp.field(acting_role) || pg_temp.field(client) || pg_temp.field(application)
    || pg_temp.field(session) || pg_temp.field(action) || pg_temp.field(release) || pg_temp.field(policy) || pg_temp.field(relation)
    || pg_temp.field(attribute) || pg_temp.field(to_policy) || pg_temp.field(cardinality(pseudonyms)::text)
    || coalesce((SELECT string_agg(pg_temp.field(p), '' ORDER BY n) FROM unnest(pseudonyms) WITH ORDINALITY u(p, n)), '')
    || pg_temp.field(reason) || pg_temp.field(units::text) || pg_temp.field(outcome) || pg_temp.field(grant_id::text))) AS equal
FROM veil.audit;

-- What is dropped takes its grants along or leaves them void.
SELECT veil.grant_reveal('reversal_a.person', 'n', 'regress_reversal_officer');
DROP ROLE regress_reversal_officers;
SELECT count(*) FROM veil.reversal_grant WHERE grantee::text ~ '^[0-9]+$';
SET ROLE regress_reversal_member;
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'n', '1', 'void')$$);
RESET ROLE;
DROP TABLE reversal_raw.people CASCADE;
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'n', '1', 'dropped')$$);
SET ROLE regress_reversal_officer;
SELECT pg_temp.try($$SELECT veil_public.reveal('reversal_a.person', 'n', '1', 'dropped')$$);
RESET ROLE;
SELECT veil.drop_policy('reversal_a');
SELECT veil.drop_policy('reversal_b');
SELECT veil.drop_policy('reversal_c');
SELECT count(*) FROM veil.reversal_grant;
DROP TABLE reversal_seen;
SELECT veil.revoke_editor('regress_reversal_owner');
SELECT veil.revoke_editor('regress_reversal_holder');
SELECT veil.revoke_key('reversal', 'regress_reversal_holder');
DROP SCHEMA reversal_raw CASCADE;
DROP OWNED BY regress_reversal_officer;
DROP ROLE regress_reversal_owner, regress_reversal_holder, regress_reversal_officer, regress_reversal_member, regress_reversal_stranger,
    regress_reversal_poor;
