-- # 3. What the analysts see
--
-- They connect as themselves and write ordinary SQL. Rosa, the researcher:

\connect - rosa

SELECT person_id, bsn, birth_date, gender, postcode, city, income FROM person LIMIT 4;
-- claim: there is no name, e-mail, phone or IBAN in her view
--   SELECT array_agg(attname::text ORDER BY attnum) = '{person_id,bsn,birth_date,gender,postcode,city,income}'
--   FROM pg_attribute WHERE attrelid = 'research.person'::regclass AND attnum > 0
-- claim: every person is there, and different persons have different pseudonyms
--   SELECT (count(*), count(DISTINCT bsn), count(DISTINCT person_id)) = (SELECT count(*), count(*), count(*) FROM register.person)
--   FROM research.person
-- claim: incomes are multiples of 10 000, always downwards: a loss of 5 lies in -10 000, not in 0
--   SELECT bool_and(m.income % 10000 = 0) AND
--          (SELECT array_agg(income ORDER BY income) FROM research.person)
--          = (SELECT array_agg(floor(income / 10000) * 10000 ORDER BY income) FROM register.person)
--   FROM research.person m

-- Her study: what people earn, by city. (An income stands for its interval of 10 000, so she adds half of that.)

SELECT city, count(*) AS persons, round(avg(income + 5000)) AS average_income
FROM person WHERE birth_date <= '2001-01-01' GROUP BY city ORDER BY persons DESC LIMIT 5;
-- claim: over all persons her average income is within 3 % of the true one
--   SELECT abs(avg(m.income + 5000) / (SELECT avg(income) FROM register.person) - 1) < 0.03 FROM research.person m

-- The tables of one policy still join: equal values have equal pseudonyms under one key.

SELECT product, count(*) AS orders, count(DISTINCT bsn) AS buyers, round(avg(income + 5000)) AS their_average_income
FROM person JOIN orders USING (person_id) GROUP BY product ORDER BY orders DESC LIMIT 5;
-- claim: her join finds, for each product, exactly the orders and the buyers that the raw tables hold
--   SELECT (SELECT array_agg(t ORDER BY t) FROM (SELECT product, count(*), count(DISTINCT bsn)
--             FROM research.person JOIN research.orders USING (person_id) GROUP BY product) AS t)
--        = (SELECT array_agg(t ORDER BY t) FROM (SELECT product, count(*), count(DISTINCT bsn::text)
--             FROM register.person JOIN register.orders USING (person_id) GROUP BY product) AS t)

-- Sam, at the help desk. A citizen calls and says: person 4, BSN ending in 205.

\connect - sam

SELECT * FROM person WHERE person_id = 4 AND bsn LIKE '%205';
-- claim: that is the right caller
--   SELECT count(*) = 1 FROM register.person WHERE person_id = 4 AND bsn LIKE '%205'

SELECT order_id, ordered_at FROM orders WHERE person_id = 4 ORDER BY ordered_at DESC LIMIT 3;

-- He cannot see what was ordered, nor for how much: no rule names these columns.

SELECT count(*) AS citizens, count(email) AS with_e_mail, count(phone) AS with_phone, count(iban) AS with_iban FROM person;
-- claim: a masked value is missing where, and only where, the raw one is
--   SELECT (count(*), count(email), count(phone), count(iban)) = (SELECT count(*), count(email), count(phone), count(iban) FROM register.person)
--   FROM helpdesk.person
-- claim: no mask shows more than was asked for: one letter of a name, two characters of an e-mail address
--   SELECT bool_and(length(m.name) <= 4 AND coalesce(length(m.email) <= 5, true) AND left(m.bsn, 6) = '******') FROM helpdesk.person m

-- Mila, who plans campaigns:

\connect - mila

SELECT * FROM person LIMIT 3;

SELECT extract(year FROM birth_date)::int AS born_from, count(*) AS persons, count(email) AS with_e_mail,
       round(avg(income)) AS average_income
FROM person WHERE birth_date BETWEEN '1940-01-01' AND '2000-01-01' GROUP BY 1 ORDER BY 1;
-- claim: per decade, her counts are those of the raw table
--   SELECT (SELECT array_agg(t ORDER BY t) FROM (SELECT extract(year FROM birth_date), count(*), count(email)
--             FROM campaign.person GROUP BY 1) AS t)
--        = (SELECT array_agg(t ORDER BY t) FROM (SELECT floor(extract(year FROM birth_date) / 10) * 10, count(*), count(email)
--             FROM register.person GROUP BY 1) AS t)
-- claim: the average of incomes rounded to 5 000 is within 1 % of the true one
--   SELECT bool_and(income % 5000 = 0) AND abs(avg(income) / (SELECT avg(income) FROM register.person) - 1) < 0.01 FROM campaign.person

SELECT product, count(*) AS orders, sum(amount) AS sales FROM orders GROUP BY product ORDER BY sales DESC LIMIT 3;
-- claim: an order of more than 250 counts for 250
--   SELECT max(amount) = 250 AND sum(amount) = (SELECT sum(least(amount, 250)) FROM register.orders) FROM campaign.orders
