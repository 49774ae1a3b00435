-- Sequences of questions that look engineered, from the record of answers.
\set VERBOSITY terse
SET client_min_messages = warning;
SELECT c, veil.condition_shape(c) FROM unnest(ARRAY['age >= 20', 'age >= -3', 'col1 = 2.50', 'city = ''it''''s 5''', 'city IN (''a'', ''b'', ''c'')', '(age <= 3 OR city = ''x'')', '"a 1" > 1e+20', 'answer', E'city = E''a\\\\b''']) c;
CREATE SCHEMA statistics_lint;
SET search_path = statistics_lint;
CREATE TABLE visit (bsn integer NOT NULL, city text, age integer, answer boolean);
INSERT INTO visit SELECT n, 'Delft', n % 50, n % 2 = 0 FROM generate_series(1, 200) n;
-- A name of its own each time, so that the record of earlier runs is not read.
SELECT 'lint_' || (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS policy \gset
SELECT veil.create_policy(:'policy', level => 'aggregated', k => 10);
INSERT INTO veil.rule (policy, relation, attribute, technique, why) SELECT :'policy', 'visit', a, 'release', 'test' FROM unnest(ARRAY['city', 'age', 'answer']) a;
UPDATE veil.release SET subject = 'bsn' WHERE policy = :'policy';
SELECT set_config('search_path', :'policy', false) \g /dev/null
-- Ordinary work, many times.
SELECT count(*) FROM (SELECT city, answer, count(*) FROM visit GROUP BY city, answer) s, generate_series(1, 5);
DO $$ BEGIN FOR n IN 1..30 LOOP PERFORM city, count(*) FROM visit GROUP BY city; END LOOP; END $$;
SELECT finding, questions FROM veil.statistics_lint(:'policy');
-- A search by one value, whatever is asked of the rows and in whatever order it is written.
DO $$ BEGIN FOR n IN 1..25 LOOP IF n % 2 = 0 THEN PERFORM count(*) FROM visit WHERE city = 'Delft' AND age > n; ELSE PERFORM sum(age) FROM visit WHERE n < age AND city = 'Delft'; END IF; END LOOP; END $$;
SELECT relation, finding, questions, groups, same, varies FROM veil.statistics_lint(:'policy');
SELECT finding, questions, varies FROM veil.statistics_lint(:'policy', at_least => 26);
-- In filters, and by conditions of several kinds.
DO $$ BEGIN FOR n IN 1..21 LOOP PERFORM count(*) FILTER (WHERE age <> n) FROM visit GROUP BY answer; END LOOP; END $$;
DO $$ BEGIN FOR n IN 1..12 LOOP PERFORM count(*) FROM visit WHERE answer AND age <> n; PERFORM count(*) FROM visit WHERE answer AND age = n; END LOOP; END $$;
SELECT count(*) FROM visit WHERE answer;
SELECT relation, finding, questions, groups, same, varies FROM veil.statistics_lint(:'policy') WHERE groups || same <> '{"city = ''Delft''"}';
RESET search_path;
-- Who may: as the record.
CREATE ROLE regress_lint;
GRANT USAGE ON SCHEMA veil TO regress_lint;
SET SESSION AUTHORIZATION regress_lint;
SELECT * FROM veil.statistics_lint();
\set VERBOSITY sqlstate
SELECT * FROM veil.statistics_lint(:'policy');
\set VERBOSITY terse
RESET SESSION AUTHORIZATION;
SELECT count(*) >= 3 AS all_of_them FROM veil.statistics_lint();
SELECT veil.drop_policy(:'policy');
DROP SCHEMA statistics_lint CASCADE;
REVOKE ALL ON SCHEMA veil FROM regress_lint;
DROP ROLE regress_lint;
