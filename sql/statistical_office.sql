-- The worked example of docs/statistics.md: the table of a statistical office, from raw data, by three SELECTs.
CREATE SCHEMA office_data;
SET search_path = office_data, public;
CREATE TABLE firm (number integer PRIMARY KEY, province text, branch text, turnover numeric(14, 2));
INSERT INTO firm
SELECT row_number() OVER (), province, branch, 400 + 10 * n
FROM (VALUES ('Drenthe', 'building', 28), ('Drenthe', 'farming', 41), ('Drenthe', 'fishing', 3), ('Drenthe', 'trade', 35),
             ('Groningen', 'building', 31), ('Groningen', 'farming', 38), ('Groningen', 'fishing', 14), ('Groningen', 'trade', 44),
             ('Utrecht', 'building', 52), ('Utrecht', 'farming', 22), ('Utrecht', 'fishing', 12), ('Utrecht', 'trade', 80),
             ('Zeeland', 'building', 26), ('Zeeland', 'farming', 30), ('Zeeland', 'fishing', 33), ('Zeeland', 'trade', 29)) cell (province, branch, firms),
     generate_series(1, firms) n;
-- One large firm among many.
UPDATE firm SET turnover = 250000 WHERE number = (SELECT max(number) FROM firm WHERE province = 'Zeeland' AND branch = 'fishing');

SELECT veil.create_policy('office', level => 'aggregated', k => 10, purpose => 'business statistics');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('office', 'firm', 'province', 'release', NULL,                         'dimension of the tables'),
    ('office', 'firm', 'branch',   'release', NULL,                         'dimension of the tables'),
    ('office', 'firm', 'turnover', 'clamp',   '{"min": 0, "max": 1000000}', NULL);
UPDATE veil.release SET subject = 'number', disclosure = '{"p_percent": 15}' WHERE policy = 'office';

SELECT count(*) AS firms, sum(turnover) AS turnover FROM office.firm;
SELECT province, count(*) AS firms, sum(turnover) AS turnover FROM office.firm GROUP BY province ORDER BY province;
SELECT province, branch, count(*) AS firms, sum(turnover) AS turnover FROM office.firm GROUP BY province, branch ORDER BY province, branch;

-- What the office sees.
SELECT province, branch, count(*) AS firms, sum(turnover) AS turnover FROM firm GROUP BY CUBE (province, branch) ORDER BY province, branch;
SET client_min_messages = warning;
SELECT veil.drop_policy('office');
DROP SCHEMA office_data CASCADE;
