-- # 5. What is refused
--
-- Rosa is curious, and knows SQL. First the raw table:

\connect - rosa

SELECT * FROM register.person;
-- refused: permission denied for schema register

-- If she could call the mask herself, she could try all BSNs and compare. Names of masks and keys are no secret:

SELECT pg_get_viewdef('person');

SELECT veil.pseudonym('000000012', 'citizen/1', 'research');
-- refused: permission denied for schema veil

PREPARE guess(veil.key) AS SELECT $1;
-- refused: permission denied for schema veil

SELECT relation, attribute, params FROM veil.rule;
-- refused: permission denied for schema veil

-- Where is the key?

SHOW pg_veil.keyring;
-- refused: must be superuser

SHOW pg_veil.root_key_command;
-- refused: must be superuser

SELECT pg_read_file('/etc/hostname');
-- refused: permission denied for function pg_read_file

-- She happens to know a thousand citizens by name and number. Does that help?

\connect - dba

CREATE SCHEMA rosas_desk AUTHORIZATION rosa;
CREATE TABLE rosas_desk.acquaintance AS SELECT bsn, name, birth_date FROM register.person WHERE person_id <= 1000;
GRANT SELECT ON rosas_desk.acquaintance TO rosa;

\connect - rosa

SELECT count(*) AS found FROM person JOIN rosas_desk.acquaintance USING (bsn);
-- claim: she finds none of the thousand
--   SELECT count(*) = 0 AND (SELECT count(*) FROM rosas_desk.acquaintance) = 1000
--   FROM research.person JOIN rosas_desk.acquaintance USING (bsn)

-- She writes a function that tells what it is called with, and says that it is cheap, so that it is called early:

CREATE FUNCTION pg_temp.spy(value anyelement) RETURNS boolean LANGUAGE plpgsql COST 0.0001
AS $$BEGIN RAISE NOTICE 'the spy was shown %', value; RETURN true; END$$;
SELECT city FROM person WHERE pg_temp.spy(bsn) AND pg_temp.spy(income) LIMIT 2;

-- It is shown what she is shown. (At the end of this demo, all that the analysts saw is searched for raw values.) What
-- the server has collected about the table is closed as well:

SELECT count(*) AS statistics FROM pg_stats WHERE schemaname IN ('register', 'research');
-- claim: the planner's statistics of the register, which hold raw values, are there
--   SELECT count(*) > 0 FROM pg_stats WHERE schemaname = 'register'
-- claim as rosa: rosa sees none of them
--   SELECT count(*) = 0 FROM pg_stats WHERE schemaname = 'register'
-- claim as sam: sam sees none of them
--   SELECT count(*) = 0 FROM pg_stats WHERE schemaname = 'register'
-- claim as mila: mila sees none of them
--   SELECT count(*) = 0 FROM pg_stats WHERE schemaname = 'register'

-- Sam would like to repair an address, and Mila to look up a colleague.

\connect - sam

UPDATE person SET email = 'new@post.example' WHERE person_id = 4;
-- refused: permission denied for view person

SELECT amount FROM orders;
-- refused: column "amount" does not exist

SELECT * FROM research.person;
-- refused: permission denied for schema research

\connect - mila

SELECT name, iban FROM person;
-- refused: column "name" does not exist

COPY register.person TO STDOUT;
-- refused: permission denied for schema register

SET SESSION AUTHORIZATION dba;
-- refused: permission denied to set session authorization

-- Even the owner of a policy does not write through it, nor touch another's rules, nor release what is not granted to
-- it.

\connect - care

DELETE FROM helpdesk.person;
-- refused: view "person" is a protected release and cannot be written to

\connect - dba

SELECT veil.grant_editor('care');

\connect - care

UPDATE veil.rule SET technique = 'release', params = NULL, why = 'I want to' WHERE policy = 'research' AND attribute = 'bsn';
-- refused: policy "research"

UPDATE veil.rule SET technique = 'pseudonym', params = '{"key": "citizen"}' WHERE policy = 'helpdesk' AND attribute = 'bsn';
-- refused: permission denied for key "citizen"

-- And if the DBA makes a mistake?

\connect - dba

GRANT USAGE ON SCHEMA veil TO rosa;

\connect - rosa

SELECT veil.pseudonym('000000012', 'citizen/1', 'research');
-- refused: permission denied for key "citizen"

-- The masks notice that something is wrong, and say so before anybody can use it:

SELECT max(bsn) FROM person;
-- refused: permission denied for key "citizen"

\connect - dba

REVOKE USAGE ON SCHEMA veil FROM rosa;

\connect - rosa

SELECT count(bsn) FROM person;
-- claim: with the mistake undone, Rosa works on
--   SELECT count(bsn) = (SELECT count(*) FROM register.person) FROM research.person
