-- # 7. Asking what is protected how

\connect - dba

SELECT attribute, left(analyst_sees, 72) AS analyst_sees, technique, why FROM veil.show('research.person');
-- claim: every column of the table is accounted for
--   SELECT count(*) = (SELECT count(*) FROM pg_attribute WHERE attrelid = 'register.person'::regclass AND attnum > 0 AND NOT attisdropped)
--   FROM veil.show('research.person')

SELECT attribute, raw, masked FROM veil.preview('helpdesk', 'register.person', 1);

-- A rule is changed by UPDATE, and the view with it, in one transaction: both or none.

BEGIN;
UPDATE veil.rule SET params = '{"width": 25000}' WHERE policy = 'research' AND attribute = 'income';
SELECT DISTINCT income FROM research.person WHERE income BETWEEN 0 AND 80000 ORDER BY income;
ROLLBACK;
-- claim: after the ROLLBACK the intervals are those of before
--   SELECT count(DISTINCT income) > 5 AND bool_and(income % 10000 = 0) FROM research.person WHERE income BETWEEN 0 AND 80000

-- A policy is a file, too, for review and version control. What a changed file would do is told before it is done.

SELECT action, object, before->>'params' AS before, after->>'params' AS after
FROM veil.import_policy(replace(veil.export_policy('research'), '"width": 10000', '"width": 25000'));
-- claim: that changed nothing, and the file of the policy is what stands
--   SELECT count(*) = 0 FROM veil.import_policy(veil.export_policy('research'))
