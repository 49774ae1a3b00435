-- # 1. Who is who
--
-- A municipality keeps a register: persons, households and what they ordered. It belongs to the role "registrar", and
-- nobody else may read it. Three departments need something of it, and none of them needs all of it.

\connect - dba

SELECT (SELECT count(*) FROM register.person) AS persons, (SELECT count(*) FROM register.household) AS households,
       (SELECT count(*) FROM register.orders) AS orders;

SELECT person_id, bsn, name, birth_date, postcode, city, income FROM register.person ORDER BY person_id LIMIT 3;

-- The bsn is the Dutch citizen service number. (All of this is made up.)
--
-- Per purpose there are two roles: one that answers for it and will own the rules, and one who does the work.
--   statistics  answers for research;      rosa is its analyst
--   care        answers for the help desk; sam takes the calls
--   marketing   answers for campaigns;     mila plans them

CREATE ROLE statistics LOGIN;
CREATE ROLE care LOGIN;
CREATE ROLE marketing LOGIN;
CREATE ROLE rosa LOGIN;
CREATE ROLE sam LOGIN;
CREATE ROLE mila LOGIN;
ALTER ROLE rosa SET search_path = research;
ALTER ROLE sam SET search_path = helpdesk;
ALTER ROLE mila SET search_path = campaign;

-- A view of pg_veil reads with its owner's rights, so the owners may read the tables; the analysts may not.

GRANT USAGE ON SCHEMA register TO statistics, care, marketing;
GRANT SELECT ON ALL TABLES IN SCHEMA register TO statistics, care, marketing;
-- claim: no analyst has any privilege on any table of the register, nor on its schema
--   SELECT bool_and(NOT has_any_column_privilege(a, t::regclass, 'SELECT, INSERT, UPDATE, REFERENCES')
--                   AND NOT has_schema_privilege(a, 'register', 'USAGE, CREATE'))
--   FROM unnest('{rosa,sam,mila}'::name[]) a,
--        unnest('{register.person,register.household,register.orders}'::text[]) t
