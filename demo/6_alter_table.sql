-- # 6. The tables live on
--
-- PostgreSQL refuses ALTER TYPE and DROP COLUMN under a view. Under pg_veil's views they just work. The owner of the
-- tables, an ordinary role that has never heard of pg_veil:

\connect - registrar

ALTER TABLE register.person ALTER COLUMN income TYPE numeric(12,2);
ALTER TABLE register.person DROP COLUMN phone;
ALTER TABLE register.person RENAME COLUMN city TO town;
ALTER TABLE register.person ADD COLUMN religion text DEFAULT 'none of your business';
ALTER TABLE register.orders RENAME TO purchase;

\connect - rosa

SELECT * FROM person LIMIT 2;
-- claim: the type and the name have followed, the new column is not there, and Rosa still may read
--   SELECT array_agg(format('%s %s', attname, format_type(atttypid, atttypmod)) ORDER BY attnum)
--          = '{person_id bigint,bsn character varying,birth_date date,gender character(1),postcode character(6),town text,"income numeric(12,2)"}'
--   FROM pg_attribute WHERE attrelid = 'research.person'::regclass AND attnum > 0 AND NOT attisdropped

SELECT count(*) FROM person JOIN orders USING (person_id);
-- claim: her orders are those of the renamed table
--   SELECT count(*) = (SELECT count(*) FROM register.purchase) FROM research.person JOIN research.orders USING (person_id)

\connect - sam

SELECT * FROM person WHERE person_id = 4;
-- claim: the help desk's view has lost the column that was dropped, and its rule is gone
--   SELECT NOT EXISTS (SELECT FROM veil.rule WHERE attribute = 'phone')
--          AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'helpdesk.person'::regclass AND attname = 'phone')

-- What the DBA should look at:

\connect - dba

SELECT policy, relation, attribute, type FROM veil.uncovered WHERE attribute IN ('religion', 'iban') ORDER BY 1, 2, 3;
-- claim: the new column is uncovered in all three policies
--   SELECT count(*) = 3 FROM veil.uncovered WHERE attribute = 'religion'

SELECT changed_by, cause, policy, attribute, before->>'technique' AS before, after->>'attribute' AS after
FROM veil.rule_history WHERE cause = 'relation' AND attribute IN ('phone', 'town') ORDER BY id;
-- claim: the history knows that the rules followed the table, and whose doing that was
--   SELECT count(*) > 0 AND bool_and(changed_by = 'registrar') FROM veil.rule_history WHERE cause = 'relation'
