-- What holds for every register that dutch_register.sql makes. One query; a row is a violation, so none is right.
-- psql variables: schema (default public), and persons, if the number of them is to be checked too.

\if :{?schema}
\else
\set schema public
\endif
\if :{?persons}
\else
SELECT count(*) AS persons FROM :"schema".person
\gset
\endif

WITH person AS (SELECT * FROM :"schema".person),
     household AS (SELECT * FROM :"schema".household),
     orders AS (SELECT * FROM :"schema".orders),
     total AS (SELECT count(*) AS persons FROM person)
SELECT 'number of rows' COLLATE "C" AS violation,
       format('%s households, %s persons, %s orders', households, persons, orders) COLLATE "C" AS subject
FROM (SELECT (SELECT count(*) FROM household) AS households, (SELECT count(*) FROM person) AS persons,
             (SELECT count(*) FROM orders) AS orders) AS counts
WHERE (households, persons, orders) <> (greatest(1, :persons / 2), :persons, 3 * :persons)

UNION ALL
SELECT 'bsn fails the 11-test', person_id::text
FROM person
WHERE bsn !~ '^[0-9]{9}$' OR bsn = '000000000'
   OR (SELECT mod(sum(digit::integer * CASE place WHEN 9 THEN -1 ELSE 10 - place END), 11)
       FROM regexp_split_to_table(bsn, '') WITH ORDINALITY AS digits (digit, place)) <> 0

UNION ALL
SELECT 'bsn is not unique', min(person_id)::text FROM person GROUP BY bsn HAVING count(*) > 1

UNION ALL
SELECT 'iban fails mod 97', person_id::text
FROM person
WHERE iban !~ '^NL[0-9]{2}[A-Z]{4}[0-9]{10}$'
   OR mod((SELECT string_agg(CASE WHEN letter ~ '[A-Z]' THEN (ascii(letter) - 55)::text ELSE letter END, ''
                             ORDER BY place)
           FROM regexp_split_to_table(substr(iban, 5) || left(iban, 4), '') WITH ORDINALITY AS letters (letter, place)
          )::numeric, 97) <> 1

UNION ALL
SELECT 'household: not a postcode', household_id::text
FROM household
WHERE postcode IS NULL OR postcode !~ '^[1-9][0-9]{3}[A-Z]{2}$' OR right(postcode, 2) IN ('SA', 'SD', 'SS')

UNION ALL
SELECT 'postcode lies in two cities', left(postcode, 4) FROM household GROUP BY left(postcode, 4)
HAVING count(DISTINCT city) > 1

UNION ALL
SELECT 'postcode lies in two streets', postcode::text FROM household GROUP BY postcode HAVING count(DISTINCT street) > 1

UNION ALL
SELECT 'person lives elsewhere than the household', person_id::text
FROM person LEFT JOIN household USING (household_id)
WHERE (person.postcode, person.city) IS DISTINCT FROM (household.postcode, household.city)

UNION ALL
SELECT 'household is empty', household_id::text
FROM household WHERE NOT EXISTS (SELECT FROM person WHERE person.household_id = household.household_id)

UNION ALL
SELECT 'order of nobody', order_id::text
FROM orders WHERE NOT EXISTS (SELECT FROM person WHERE person.person_id = orders.person_id)

UNION ALL
SELECT 'household: value is missing', household_id::text
FROM household WHERE num_nulls(street, house_number, city) > 0 OR house_number < 1

UNION ALL
SELECT 'person: value is missing or not of its kind', person_id::text
FROM person
WHERE num_nulls(bsn, name, birth_date, gender, postcode, city) > 0
   OR gender NOT IN ('M', 'F', 'X')
   OR birth_date NOT BETWEEN '1912-01-01' AND '2025-12-31'
   OR name !~ '^[^ ]+ [^ ].*[^ ]$'
   OR phone !~ '^06[1-5][0-9]{7}$'
   OR email !~ '^[a-z][a-z.]*[a-z][0-9]{0,3}@[a-z]+\.example$'

UNION ALL
SELECT 'order: value is missing or not of its kind', order_id::text
FROM orders
WHERE num_nulls(person_id, ordered_at, product, amount) > 0 OR amount < 0
   OR ordered_at < '2023-01-01 00:00:00+00' OR ordered_at >= '2026-01-01 00:00:00+00'

-- The shapes of the distributions show in large registers only.
UNION ALL
SELECT 'cities are not skewed', format('largest %s, tenth %s, of %s', sizes[1], sizes[10], cardinality(sizes))
FROM (SELECT array_agg(size ORDER BY size DESC) AS sizes
      FROM (SELECT count(*) AS size FROM person GROUP BY city) AS cities) AS ordered, total
WHERE persons >= 10000 AND (cardinality(sizes) < 40 OR sizes[1] < 6 * sizes[10])

UNION ALL
SELECT 'incomes are not log-normal with a tail',
       format('median %s, maximum %s, %s unknown, %s negative', median, highest, unknown, negative)
FROM (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY income) AS median, max(income) AS highest,
             count(*) FILTER (WHERE income IS NULL) AS unknown, count(*) FILTER (WHERE income < 0) AS negative
      FROM person) AS incomes, total
WHERE persons >= 10000
  AND (median NOT BETWEEN 25000 AND 40000 OR highest < 20 * median OR unknown * 20 < persons OR negative = 0)

UNION ALL
SELECT 'ages are not a pyramid', format('%s minors, %s above 80, %s above 99', minors, old, very_old)
FROM (SELECT count(*) FILTER (WHERE birth_date > '2008-01-01') AS minors,
             count(*) FILTER (WHERE birth_date < '1946-01-01') AS old,
             count(*) FILTER (WHERE birth_date < '1926-01-01') AS very_old
      FROM person) AS ages, total
WHERE persons >= 10000
  AND (minors * 100 NOT BETWEEN 8 * persons AND 30 * persons OR old * 100 NOT BETWEEN persons AND 8 * persons
       OR very_old = 0)

UNION ALL
SELECT 'names have no diacritics, particles or apostrophes',
       format('%s diacritics, %s particles, %s apostrophes', diacritics, particles, apostrophes)
FROM (SELECT count(*) FILTER (WHERE octet_length(name) > length(name)) AS diacritics,
             count(*) FILTER (WHERE name ~ ' (de|van|ter|op) ') AS particles,
             count(*) FILTER (WHERE name LIKE '%''%') AS apostrophes
      FROM person) AS names, total
WHERE persons >= 10000 AND least(diacritics, particles, apostrophes) = 0

UNION ALL
SELECT 'order counts are not skewed', format('%s persons without, most %s', without, most)
FROM (SELECT count(*) FILTER (WHERE orders IS NULL) AS without, max(orders) AS most
      FROM person LEFT JOIN (SELECT person_id, count(*) AS orders FROM orders GROUP BY person_id) AS counts
           USING (person_id)) AS buyers, total
WHERE persons >= 10000 AND (without * 20 < persons OR most < 15)

ORDER BY violation, subject;
