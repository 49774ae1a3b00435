-- # 4. One person, two policies
--
-- Research and campaigns both have BSN pseudonyms, made with the same key. Can Rosa and Mila put their tables together by
-- them? Here are three persons in both. Only the DBA can know that they are the same:

\connect - dba

SELECT r.raw AS bsn, r.masked AS in_research, c.masked AS in_campaign
FROM veil.preview('research', 'register.person', 3) AS r JOIN veil.preview('campaign', 'register.person', 3) AS c
     USING (attribute, raw)
WHERE attribute = 'bsn';
-- claim: the pseudonyms of these persons are all different
--   SELECT count(*) = 3 AND count(DISTINCT r.masked) = 3 AND bool_and(r.masked <> c.masked)
--   FROM veil.preview('research', 'register.person', 3) AS r JOIN veil.preview('campaign', 'register.person', 3) AS c
--        USING (attribute, raw)
--   WHERE attribute = 'bsn'

SELECT count(*) AS persons_in_both FROM research.person JOIN campaign.person USING (bsn);
-- claim: not one pseudonym of research is a pseudonym of campaigns
--   SELECT count(*) = 0 FROM research.person JOIN campaign.person USING (bsn)

-- What is derived from a key depends on the policy, unless a rule says "scope": "key". Linking two purposes is a
-- decision that somebody has to write down, never an accident. (What else two releases both show, a year of birth and a
-- region for instance, may still match a few persons. No pseudonym can prevent that.)
