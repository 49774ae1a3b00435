-- # 9. Real people: the census records
--
-- 30 162 records of the United States census of 1994 (UCI Adult). Nobody is named in them, and yet five harmless
-- attributes single many out, that is, nobody else has the same five:

\connect - dba

SELECT count(*) AS records, count(*) FILTER (WHERE size = 1) AS singled_out
FROM (SELECT count(*) OVER (PARTITION BY age, sex, race, education, native_country) AS size
      FROM register.adult) AS groups;

-- Rosa needs them for her comparison. The policy gets another release:

GRANT SELECT ON register.adult TO statistics;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, class, why) VALUES
  ('research', 'register.adult', 'sex',            'release',  NULL,            'quasi',     'the pay gap is studied'),
  ('research', 'register.adult', 'age',            'bucket',   '{"width": 10, "as": "range"}', 'quasi', 'age effects'),
  ('research', 'register.adult', 'race',           'suppress', NULL,            'sensitive', NULL),
  ('research', 'register.adult', 'education',      'release',  NULL,            'quasi',     'returns to education'),
  ('research', 'register.adult', 'native_country', 'prefix',   '{"keep": 1}',   'quasi',     NULL),
  ('research', 'register.adult', 'salary_class',   'release',  NULL,            'sensitive', 'what is studied');
GRANT SELECT ON research.adult TO rosa;

\connect - rosa

SELECT sex, age, count(*) AS records, round(100 * avg((salary_class = '>50K')::int), 1) AS percent_above_50k
FROM adult WHERE age <@ int4range(20, 60) GROUP BY sex, age ORDER BY sex, age;
-- claim: the shares are those of the raw records, group by group
--   SELECT (SELECT array_agg(t ORDER BY t) FROM (SELECT sex, lower(age), count(*), sum((salary_class = '>50K')::int)
--             FROM research.adult GROUP BY sex, age) AS t)
--        = (SELECT array_agg(t ORDER BY t) FROM (SELECT sex, age / 10 * 10, count(*), sum((salary_class = '>50K')::int)
--             FROM register.adult GROUP BY sex, age / 10) AS t)

SELECT race, marital_status FROM adult;
-- refused: column "marital_status" does not exist

\connect - dba

SELECT count(*) AS records, count(*) FILTER (WHERE size = 1) AS singled_out
FROM (SELECT count(*) OVER (PARTITION BY age, sex, race, education, native_country) AS size FROM research.adult) AS groups;
-- claim: far fewer are singled out than before, and not none
--   SELECT masked < raw / 4 AND masked > 0
--   FROM (SELECT count(*) FROM (SELECT FROM register.adult GROUP BY age, sex, race, education, native_country
--                               HAVING count(*) = 1) AS u) AS r (raw),
--        (SELECT count(*) FROM (SELECT FROM research.adult GROUP BY age, sex, race, education, native_country
--                               HAVING count(*) = 1) AS u) AS m (masked)

-- Not none: a pseudonymized release is still personal data, and pg_veil never calls it anonymous.
