-- The texts that pseudonyms and ciphertexts are computed from: one for all values that SQL holds equal, and no setting
-- has a say in it.
CREATE SCHEMA canonical;
SET search_path = canonical;
CREATE TYPE colour AS ENUM ('red', 'Dark Green', '');

CREATE TABLE forms (number integer GENERATED ALWAYS AS IDENTITY, form text, shown text);
CREATE PROCEDURE note_forms() LANGUAGE sql BEGIN ATOMIC
    INSERT INTO forms (form, shown) VALUES
        ('numeric 1.0', veil.canonical(1.0)), ('numeric 1.00', veil.canonical(1.00)), ('numeric 1e2', veil.canonical(1e2)),
        ('numeric -0.00', veil.canonical('-0.00'::numeric)), ('numeric 0.0010', veil.canonical(0.0010)),
        ('numeric NaN', veil.canonical('NaN'::numeric)), ('numeric -Infinity', veil.canonical('-Infinity'::numeric)),
        ('numeric 1e-20', veil.canonical(1e-20)), ('numeric 1e20', veil.canonical(1e20)),
        ('real 0.1', veil.canonical(0.1::real)), ('real 1.5', veil.canonical(1.5::real)), ('real -0', veil.canonical('-0'::real)),
        ('double 0.1', veil.canonical(0.1::float8)), ('double 1.5', veil.canonical(1.5::float8)),
        ('double -0', veil.canonical('-0'::float8)), ('double 1e20', veil.canonical(1e20::float8)),
        ('double 1e-7', veil.canonical(1e-7::float8)), ('double NaN', veil.canonical('NaN'::float8)),
        ('double Infinity', veil.canonical('Infinity'::float8)), ('double of real 0.1', veil.canonical(0.1::real::float8)),
        ('date', veil.canonical('2024-02-29'::date)), ('date BC', veil.canonical('0044-03-15 BC'::date)),
        ('date infinity', veil.canonical('infinity'::date)), ('date -infinity', veil.canonical('-infinity'::date)),
        ('date least', veil.canonical('4714-11-24 BC'::date)), ('date greatest', veil.canonical('5874897-12-31'::date)),
        ('time', veil.canonical('23:59:59.5'::time)), ('time 24:00', veil.canonical('24:00'::time)),
        ('timestamp', veil.canonical('2024-02-29 12:00:00.25'::timestamp)),
        ('timestamp midnight', veil.canonical('2024-02-29'::timestamp)),
        ('timestamp BC', veil.canonical('0044-03-15 12:00 BC'::timestamp)),
        ('timestamp infinity', veil.canonical('infinity'::timestamp)),
        ('timestamp greatest', veil.canonical('294276-12-31 23:59:59.999999'::timestamp)),
        ('timestamptz', veil.canonical('2024-02-29 12:00:00+02'::timestamptz)),
        ('timestamptz, other zone', veil.canonical('2024-02-29 05:00:00-05'::timestamptz)),
        ('timestamptz -infinity', veil.canonical('-infinity'::timestamptz)),
        ('timestamptz least', veil.canonical('4714-11-24 00:00:00+00 BC'::timestamptz)),
        ('inet', veil.canonical('10.0.0.1'::inet)), ('inet /32', veil.canonical('10.0.0.1/32'::inet)),
        ('cidr /32', veil.canonical('10.0.0.1/32'::cidr)), ('inet /8', veil.canonical('10.0.0.1/8'::inet)),
        ('cidr /8', veil.canonical('10.0.0.0/8'::cidr)), ('inet of IPv6', veil.canonical('2001:0DB8::0:1'::inet)),
        ('macaddr', veil.canonical('08002B:010203'::macaddr)),
        ('enum', veil.canonical('red'::colour)), ('enum with a blank', veil.canonical('Dark Green'::colour)),
        ('empty enum', veil.canonical(''::colour)),
        ('period day', veil.period('2024-02-29'::date, 'day')), ('period week', veil.period('2024-02-29'::date, 'week')),
        ('period month', veil.period('2024-02-29'::date, 'month')), ('period quarter', veil.period('2024-02-29'::date, 'quarter')),
        ('period year', veil.period('2024-02-29'::date, 'year')), ('period BC', veil.period('0044-03-15 BC'::date, 'month')),
        ('period infinity', veil.period('infinity'::date, 'month')),
        ('period of a timestamp', veil.period('2024-02-29 23:59:59.999999'::timestamp, 'month')),
        ('period of -infinity', veil.period('-infinity'::timestamp, 'month')),
        ('period of a moment in UTC', veil.period('2024-02-29 23:30:00+00'::timestamptz, 'month', 'UTC')),
        ('period of a moment in Amsterdam', veil.period('2024-02-29 23:30:00+00'::timestamptz, 'month', 'Europe/Amsterdam')),
        ('period of +infinity', veil.period('infinity'::timestamptz, 'year', 'Europe/Amsterdam')),
        ('integer', (-42)::integer::text), ('uuid', 'F81D4FAE-7dec-11d0-a765-00a0c91e6bf6'::uuid::text);
END;
CALL note_forms();
SELECT form, shown FROM forms ORDER BY number;

-- Constants are folded when a statement is planned, so hostile settings come first and plans are made anew.
SET DateStyle = 'SQL, DMY';
SET IntervalStyle = 'sql_standard';
SET TimeZone = 'Asia/Kathmandu';
SET extra_float_digits = -15;
SET bytea_output = 'escape';
SET lc_monetary = 'C';
DISCARD PLANS;
CREATE TEMPORARY TABLE before AS SELECT form, shown FROM forms;
TRUNCATE forms;
CALL note_forms();
SELECT form, before.shown, forms.shown FROM forms JOIN before USING (form)
WHERE forms.shown IS DISTINCT FROM before.shown ORDER BY form;
SELECT count(*) FROM forms JOIN before USING (form, shown);

-- Through columns, so that nothing is folded: a table with each type, read under both settings.
CREATE TABLE typed (n numeric, r real, f float8, d date, ti time, ts timestamp, tz timestamptz, i inet, c cidr, m macaddr, e colour);
INSERT INTO typed VALUES (1.50, 0.1, 0.1, '2024-02-29', '12:00', '2024-02-29 12:00', '2024-02-29 12:00+00', '10.0.0.1', '10.0.0.0/8',
    '08002B:010203', 'red');
CREATE VIEW texts AS SELECT veil.canonical(n) AS n, veil.canonical(r) AS r, veil.canonical(f) AS f, veil.canonical(d) AS d,
    veil.canonical(ti) AS ti, veil.canonical(ts) AS ts, veil.canonical(tz) AS tz, veil.canonical(i) AS i, veil.canonical(c) AS c,
    veil.canonical(m) AS m, veil.canonical(e) AS e FROM typed;
\x on
SELECT * FROM texts;
RESET ALL;
SET search_path = canonical;
SELECT * FROM texts;
\x off

-- What SQL holds equal has one text, within a type and across real, double precision and numeric.
SELECT count(*) AS pairs, count(*) FILTER (WHERE (a = b) <> (veil.canonical(a) = veil.canonical(b))) AS wrong
FROM unnest('{0,-0,1,1.0,1.5,0.1,1e2,100,1e15,1e-7,NaN,Infinity,-Infinity}'::float8[]) a,
     unnest('{0,-0,1,1.0,1.5,0.1,1e2,100,1e15,1e-7,NaN,Infinity,-Infinity}'::real[]) b;
SELECT count(*) AS pairs, count(*) FILTER (WHERE (a = b) <> (veil.canonical(a) = veil.canonical(b))) AS wrong
FROM unnest('{0,-0.0,1,1.0,1.5,0.1,1e2,100.00,1e15,0.0000001,NaN,Infinity,-Infinity}'::numeric[]) a,
     unnest('{0,-0.0,1,1.0,1.5,0.1,1e2,100.00,1e15,0.0000001,NaN,Infinity,-Infinity}'::numeric[]) b;
SELECT count(*) AS pairs, count(*) FILTER (WHERE (a = b) <> (veil.canonical(a) = veil.canonical(b))) AS wrong
FROM unnest('{10.0.0.1,10.0.0.1/32,10.0.0.0/8,10.0.0.0,::1,::1/128,::ffff:10.0.0.1}'::inet[]) a,
     unnest('{10.0.0.1/32,10.0.0.0/8,10.0.0.0/32,::1/128}'::cidr[]) b;

-- A label that gets another name is another value.
SELECT veil.canonical(e) FROM typed;
ALTER TYPE colour RENAME VALUE 'red' TO 'crimson';
SELECT veil.canonical(e) FROM typed;

-- NULL stays NULL; parameters are checked, and are no value.
SELECT veil.canonical(NULL::numeric) IS NULL AND veil.canonical(NULL::colour) IS NULL AND veil.period(NULL::date, 'month') IS NULL AS nulls;
SELECT veil.period('2024-02-29'::date, 'hour');
SELECT veil.period('2024-02-29'::date, 'fortnight');
SELECT veil.period(now(), 'month', 'Europe/Atlantis');

SET client_min_messages = warning;
DROP SCHEMA canonical CASCADE;
