-- # 11. Statistics only
--
-- The newspaper asks what people earn in each town. Nora, who answers such questions, needs no rows at all: she gets a release of level
-- aggregated. Its cells are of at least ten persons.

\connect - dba

CREATE ROLE nora LOGIN;
SELECT veil.create_policy('figures', level => 'aggregated', k => 10, purpose => 'answer the press', owner => 'statistics');
INSERT INTO veil.release (policy, relation, subject) VALUES ('figures', 'register.person', 'bsn');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, class, why) VALUES
  ('figures', 'register.person', 'town',     'release', NULL,                        'quasi',     'what is asked'),
  ('figures', 'register.person', 'postcode', 'prefix',  '{"keep": 4}',               'quasi',     NULL),
  ('figures', 'register.person', 'income',   'clamp',   '{"min": 0, "max": 200000}', 'sensitive', NULL);
GRANT USAGE ON SCHEMA figures TO nora;
GRANT SELECT ON figures.person TO nora;

\connect - nora

SELECT town, count(*) AS persons, round(avg(income)) AS income FROM figures.person GROUP BY town ORDER BY avg(income) DESC LIMIT 4;
-- claim: the averages are those of the register, town by town
--   SELECT count(*) > 10 AND bool_and(f.persons = r.persons AND (f.income IS NULL OR f.income = r.income))
--   FROM (SELECT town, count(*) AS persons, avg(income) AS income FROM figures.person GROUP BY town) AS f
--   FULL JOIN (SELECT town, count(*) AS persons, avg(least(greatest(income, 0), 200000)) FILTER (WHERE income IS NOT NULL) AS income FROM register.person
--              WHERE bsn IS NOT NULL GROUP BY town HAVING count(DISTINCT bsn) >= 10) AS r USING (town)

-- Finer: cells of fewer than ten persons are not there, nor another one where the total would tell of a single such cell; and no function
-- of hers is called with them.

SELECT count(*) AS cells, min(persons) AS smallest FROM (SELECT postcode, count(*) AS persons FROM figures.person GROUP BY postcode) AS c;
-- claim: no cell is smaller, and there are smaller ones in the register
--   SELECT (SELECT bool_and(n >= 10) FROM (SELECT count(*) AS n FROM figures.person GROUP BY postcode) AS c)
--      AND (SELECT min(n) FROM (SELECT count(*) AS n FROM register.person GROUP BY left(postcode, 4)) AS c) < 10

-- Rows she does not get, in no way of asking:

SELECT * FROM figures.person;
-- refused: this release gives statistics only

SELECT string_agg(town, ', ') FROM figures.person;
-- refused: this release gives statistics only

SELECT count(*) FROM figures.person WHERE 1 / income > 0;
-- refused: this release gives statistics only

EXPLAIN ANALYZE SELECT count(*) FROM figures.person WHERE town = 'Utrecht';
-- refused: this release gives statistics only
