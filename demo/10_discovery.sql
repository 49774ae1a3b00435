-- # 10. Where to begin: what is in the tables?
--
-- All these rules were written by somebody who knew the register. For the next one pg_veil can make a start: it samples the
-- data, looks at names, types and values, and proposes. The evidence is counts and shares, and holds no value.

\connect - dba

SELECT attribute, class, technique, params, confidence FROM veil.discover('register.person', key => 'citizen');
-- claim: national ids, e-mail addresses and accounts are found to be direct identifiers
--   SELECT count(*) = 3 AND bool_and(class = 'direct' AND technique IN ('pseudonym', 'suppress') AND confidence > 0.9)
--   FROM veil.discover('register.person', key => 'citizen') WHERE attribute IN ('bsn', 'email', 'iban')
-- claim: of 60 persons' numbers, names and addresses none is in the evidence of the whole schema
--   SELECT count(*) = 0 FROM (SELECT string_agg(d::text, ' ') FROM veil.discover('register') d) AS e (text),
--        (SELECT * FROM register.person WHERE email IS NOT NULL ORDER BY bsn LIMIT 60) AS p
--   WHERE strpos(e.text, p.bsn) + strpos(e.text, p.name) + strpos(e.text, p.email) > 0

-- One call writes the proposal as rules. What it is not sure of is suppressed, until somebody who knows decides.

SELECT veil.create_policy('proposed', purpose => 'a first look', owner => 'statistics');
SELECT attribute, class, technique, confidence, note FROM veil.protect('proposed', 'register.person', 'citizen');
-- claim: every column is covered, and no direct identifier shows as it is
--   SELECT NOT EXISTS (SELECT FROM veil.uncovered WHERE policy = 'proposed')
--          AND bool_and(technique IN ('pseudonym', 'suppress')) FROM veil.rule WHERE policy = 'proposed' AND class = 'direct'
