-- bucket by bounds and of dates and times, every form; round of dates; truncate of times and intervals and cyclic parts; clamp of
-- times: with their rules, to the ends of the types.
CREATE SCHEMA generalization;
SET search_path = generalization;
SET timezone = 'America/Caracas';
SET datestyle = 'ISO, YMD';
SELECT veil.create_policy('generalization_policy');
CREATE FUNCTION rule(attribute text, technique text, params jsonb) RETURNS void LANGUAGE sql AS $$
    DELETE FROM veil.rule r WHERE policy = 'generalization_policy' AND r.attribute = $1;
    INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('generalization_policy', 'generalization.v', $1, $2, $3);
$$;
CREATE TABLE v (id integer, i2 smallint, i4 integer, i8 bigint, n numeric, np numeric(6,2), f4 real, f8 double precision,
                d date, t time, ts timestamp, tz timestamptz, ts0 timestamp(0), iv interval);
INSERT INTO v VALUES
    (1, -32768, -2147483648, -9223372036854775808, '-Infinity', -9999.99, '-Infinity', '-Infinity', '-infinity', '00:00', '-infinity', '-infinity', '-infinity', '-1 year -40 days'),
    (2, 17, 17, 17, 17.999, 17.99, 17.99, 17.99, '2023-12-31', '08:29:59.999999', '2024-03-31 00:59:59.999999', '2024-03-31 00:59:59.999999+00', '2024-03-31 01:00', '1 year 14 mons 3 days 04:05:06.789'),
    (3, 18, 18, 18, 18, 18, 18, 18, '2024-01-01', '08:30', '2024-03-31 01:00', '2024-03-31 01:00+00', '2024-03-31 12:00', '-04:05:06.789'),
    (4, 64, 64, 64, 64.99999999999999999999, 64.99, 64.5, 64.9, '2024-02-29', '23:59:59.999999', '2024-10-27 00:30', '2024-10-27 00:30+00', '2024-10-27 00:30', '25:00'),
    (5, 65, 65, 65, 65.0, 65.00, 65, 65, '2024-12-30', '24:00', '2024-10-27 01:30', '2024-10-27 01:30+00', '2024-12-30 12:00', '100 years'),
    (6, 32767, 2147483647, 9223372036854775807, 'Infinity', 9999.99, 'Infinity', 'Infinity', 'infinity', '12:00', 'infinity', 'infinity', 'infinity', '0'),
    (7, 0, 0, 0, 'NaN', 'NaN', 'NaN', 'NaN', '4714-11-24 BC', '12:00', '4714-11-24 00:00 BC', '4714-11-24 00:00+00 BC', '4714-11-24 BC', '-1 mon'),
    (8, 0, 0, 0, 1e30, 0, 3e38, 1e300, '5874897-12-31', '12:00', '294276-12-31 23:59:59.999999', '294276-12-31 23:59:59.999999+00', '294276-12-31', NULL),
    (9, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('generalization_policy', 'v', 'id', 'release', 'test');

-- Bounds: below the first and from the last on there are open buckets; NaN lies in none.
SELECT rule(a, 'bucket', '{"bounds": [0, 18, 65]}') FROM unnest('{i2,i4,i8,n,np,f4,f8}'::text[]) a \g /dev/null
SELECT * FROM generalization_policy.v ORDER BY id;
SELECT rule(a, 'bucket', '{"bounds": [0, 18, 65], "as": "range"}') FROM unnest('{i2,i4,i8,n,np,f4,f8}'::text[]) a \g /dev/null
SELECT * FROM generalization_policy.v ORDER BY id;
SELECT rule(a, 'bucket', '{"bounds": [0, 18, 65], "as": "text"}') FROM unnest('{i2,i4,i8,n,np,f4,f8}'::text[]) a \g /dev/null
SELECT * FROM generalization_policy.v ORDER BY id;
SELECT rule(a, 'bucket', '{"bounds": [0, 18, 65], "as": "midpoint"}') FROM unnest('{i2,i4,i8,n,np,f4,f8}'::text[]) a \g /dev/null
SELECT * FROM generalization_policy.v ORDER BY id;
SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = 'generalization_policy.v'::regclass AND attnum > 0 AND NOT attisdropped AND attname IN ('np', 'i2') ORDER BY attname;
-- Widths, by their middle, and floating-point ranges.
SELECT rule(a, 'bucket', '{"width": 5, "as": "midpoint"}') FROM unnest('{i2,i4,i8,n,np,f4,f8}'::text[]) a \g /dev/null
SELECT * FROM generalization_policy.v ORDER BY id;
SELECT rule(a, 'bucket', '{"width": 0.1, "as": "range"}') FROM unnest('{f4,f8}'::text[]) a \g /dev/null
SELECT rule(a, 'bucket', '{"width": 0.01, "as": "midpoint"}') FROM unnest('{np}'::text[]) a \g /dev/null
SELECT id, f4, f8, np FROM generalization_policy.v ORDER BY id;
SELECT rule(a, 'bucket', '{"width": 0.25, "as": "text"}') FROM unnest('{f4,f8}'::text[]) a \g /dev/null
SELECT id, f4, f8 FROM generalization_policy.v ORDER BY id;
DELETE FROM veil.rule WHERE policy = 'generalization_policy' AND attribute <> 'id';

-- Dates and times: by bounds, and by widths from an origin, on the clocks of a zone.
SET timezone = 'UTC';
SELECT rule(a, 'bucket', '{"bounds": ["1900-01-01", "2024-01-01"], "as": "text"}') FROM unnest('{d,ts,tz}'::text[]) a \g /dev/null
SELECT rule('t', 'bucket', '{"bounds": ["08:30", "12:00"], "as": "midpoint"}') \g /dev/null
SELECT id, d, t, ts, tz FROM generalization_policy.v ORDER BY id;
SELECT rule(a, 'bucket', '{"bounds": ["1900-01-01", "2024-01-01"], "as": "midpoint"}') FROM unnest('{d,ts,tz}'::text[]) a \g /dev/null
SELECT rule('t', 'bucket', '{"bounds": ["08:30", "12:00"]}') \g /dev/null
SELECT id, d, t, ts, tz FROM generalization_policy.v ORDER BY id;
SELECT rule('d', 'bucket', '{"width": 1, "unit": "week"}'), rule('ts', 'bucket', '{"width": 90, "unit": "minute"}'),
       rule('ts0', 'bucket', '{"width": 1, "unit": "day", "as": "midpoint"}'),
       rule('tz', 'bucket', '{"width": 1, "unit": "day", "zone": "Europe/Amsterdam"}') \g /dev/null
SELECT id, d, ts, ts0, tz FROM generalization_policy.v ORDER BY id;
SELECT rule('d', 'bucket', '{"width": 10, "unit": "day", "origin": "2024-01-01", "as": "range"}'), rule('ts', 'bucket', '{"width": 2, "unit": "week", "as": "range"}'),
       rule('tz', 'bucket', '{"width": 1, "unit": "day", "zone": "Europe/Amsterdam", "as": "range"}') \g /dev/null
SELECT id, d, ts, tz FROM generalization_policy.v ORDER BY id;
SELECT rule('d', 'bucket', '{"width": 10, "unit": "day", "origin": "2024-01-01", "as": "text"}'), rule('ts', 'bucket', '{"width": 6, "unit": "hour", "as": "text"}'),
       rule('tz', 'bucket', '{"width": 1, "unit": "week", "zone": "Europe/Amsterdam", "as": "text"}') \g /dev/null
SELECT id, d, ts, tz FROM generalization_policy.v ORDER BY id;
SELECT rule('d', 'bucket', '{"width": 10, "unit": "day", "as": "midpoint"}'), rule('ts', 'round', '{"to": 1, "unit": "hour"}'), rule('ts0', 'round', '{"to": 1, "unit": "day"}'),
       rule('tz', 'round', '{"to": 1, "unit": "day", "zone": "Europe/Amsterdam"}') \g /dev/null
SELECT id, d, ts, ts0, tz FROM generalization_policy.v ORDER BY id;
SELECT rule('d', 'round', '{"to": 1, "unit": "week"}') \g /dev/null
SELECT id, d FROM generalization_policy.v ORDER BY id;

-- Truncation of times and intervals, the finest and the coarsest units, and parts that come back.
SELECT rule('t', 'truncate', '{"to": "hour"}'), rule('iv', 'truncate', '{"to": "day"}'), rule('ts', 'truncate', '{"to": "millisecond"}'), rule('d', 'truncate', '{"to": "millennium"}') \g /dev/null
SELECT id, t, iv, ts, d FROM generalization_policy.v ORDER BY id;
SELECT rule('t', 'truncate', '{"to": "second"}'), rule('iv', 'truncate', '{"to": "hour"}'), rule('ts', 'truncate', '{"part": "weekday"}'), rule('d', 'truncate', '{"part": "week"}'),
       rule('tz', 'truncate', '{"part": "hour", "zone": "Europe/Amsterdam"}') \g /dev/null
SELECT id, t, iv, ts, d, tz FROM generalization_policy.v ORDER BY id;
SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = 'generalization_policy.v'::regclass AND attname IN ('ts', 'd', 'tz', 't') ORDER BY attname;
SELECT rule('t', 'truncate', '{"part": "minute"}'), rule('iv', 'truncate', '{"to": "year"}') \g /dev/null
SELECT id, t, iv FROM generalization_policy.v ORDER BY id;
SELECT rule('t', 'clamp', '{"min": "08:00", "max": "18:00"}'), rule('iv', 'clamp', '{"min": "0", "max": "1 month"}') \g /dev/null
SELECT id, t, iv FROM generalization_policy.v ORDER BY id;
SELECT rule('t', 'clamp', '{"min": "08:00"}'), rule('iv', 'clamp', '{"max": "1 month"}') \g /dev/null
SELECT id, t, iv FROM generalization_policy.v ORDER BY id;

-- As the server computes it.
SELECT count(*) AS tried,
       count(*) FILTER (WHERE veil.bucket(v, 604800000000, timestamp '2000-01-03') <> date_trunc('week', v)) AS week,
       count(*) FILTER (WHERE veil.bucket(v, 5400000000, timestamp '2000-01-01 00:20') <> date_bin('90 minutes', v, timestamp '2000-01-01 00:20')) AS binned,
       count(*) FILTER (WHERE veil.part(v, 'weekday') <> extract(isodow FROM v) OR veil.part(v, 'week') <> extract(week FROM v) OR veil.part(v, 'month') <> extract(month FROM v)
                           OR veil.part(v, 'quarter') <> extract(quarter FROM v) OR veil.part(v, 'hour') <> extract(hour FROM v) OR veil.part(v, 'minute') <> extract(minute FROM v)) AS part,
       count(*) FILTER (WHERE veil.part(v::date, 'weekday') <> extract(isodow FROM v) OR veil.part(v::date, 'week') <> extract(week FROM v)) AS part_date,
       count(*) FILTER (WHERE NOT veil.bucket_range(v, 5400000000, timestamp '2000-01-01') @> v OR NOT veil.bucket_range(v::date, 10, '2000-01-01') @> v::date) AS outside,
       count(*) FILTER (WHERE veil.bucket_text(v::date, 10, date '2000-01-01') <> replace(veil.bucket_range(v::date, 10, date '2000-01-01')::text, '"', '')
                           OR replace(veil.bucket_range(v, 5400000000, timestamp '2000-01-01')::text, '"', '') <> veil.bucket_text(v, 5400000000, timestamp '2000-01-01')) AS texts,
       count(*) FILTER (WHERE veil.bucket_range(v::date, 10, '2000-01-01') <> daterange(veil.bucket(v::date, 10, '2000-01-01'), veil.bucket(v::date, 10, '2000-01-01') + 10)) AS range_date
FROM generate_series(timestamp '4700-01-01 BC', timestamp '4700-01-01', interval '297 days 3 hours 11 minutes 7 seconds') g(v);
-- The clocks of many zones, at random moments and around their changes: days, hours and back.
SELECT count(*) AS tried, count(*) FILTER (WHERE veil.truncate(v, 'day', zone) <> date_trunc('day', v, zone)) AS day,
       count(*) FILTER (WHERE veil.truncate(v, 'month', zone) <> date_trunc('month', v, zone)) AS month,
       count(*) FILTER (WHERE veil.truncate(v, 'hour', zone) <> date_trunc('hour', v, zone)) AS hour,
       count(*) FILTER (WHERE veil.bucket(v, 86400000000, timestamp '2000-01-03', zone) <> date_trunc('day', v, zone)) AS bucket,
       count(*) FILTER (WHERE veil.part(v, 'hour', zone) <> extract(hour FROM v AT TIME ZONE zone)) AS part
FROM unnest('{Europe/Amsterdam,America/St_Johns,Australia/Lord_Howe,Pacific/Apia,Africa/Casablanca,Asia/Kathmandu,America/Caracas,Antarctica/Troll,Asia/Gaza,Etc/GMT+12}'::text[]) zone,
     (SELECT timestamptz '1870-01-01' + g * interval '29 days 7 hours 13 minutes 17 seconds' AS v FROM generate_series(0, 2200) g
      UNION ALL SELECT timestamptz '2024-03-10' + g * interval '37 minutes' FROM generate_series(0, 1000) g
      UNION ALL SELECT timestamptz '2011-12-20' + g * interval '37 minutes' FROM generate_series(0, 1000) g) m;
-- Numbers of up to 18 digits go another way than longer ones; a zero behind the point makes a number long.
SELECT count(*) AS tried,
       count(*) FILTER (WHERE veil.bucket(v, w) IS DISTINCT FROM veil.bucket(v, w * one) OR scale(veil.bucket(v, w)) <> scale(w)) AS bucket,
       count(*) FILTER (WHERE veil.round(v, w) IS DISTINCT FROM veil.round(v, w * one)) AS round,
       count(*) FILTER (WHERE veil.bucket_range(v, w) IS DISTINCT FROM veil.bucket_range(v, w * one)) AS range,
       count(*) FILTER (WHERE veil.bucket_midpoint(v, w, w / 2) IS DISTINCT FROM veil.bucket_midpoint(v, w * one, w / 2)) AS midpoint,
       count(*) FILTER (WHERE veil.bucket_text(v, w) <> concat('[', veil.bucket(v, w), ',', veil.bucket(v, w) + w, ')')) AS text,
       count(*) FILTER (WHERE veil.clamp(v, -w, w) IS DISTINCT FROM veil.clamp(v, -w * one, w * one)) AS clamp
FROM (SELECT hashint8extended(g, 1)::numeric / 10::numeric ^ (g % 20) AS v FROM generate_series(1, 5000) g) a,
     (VALUES (1), (0.5), (1000), (7.77), (0.0003), (123456789.1)) w(w), (VALUES (1.00000000000000000000000)) one(one);

-- Refusals.
SELECT rule('i4', 'bucket', NULL);
SELECT rule('i4', 'bucket', '{"width": 5, "bounds": [1]}');
SELECT rule('i4', 'bucket', '{"bounds": []}');
SELECT rule('i4', 'bucket', '{"bounds": [2, 1]}');
SELECT rule('i4', 'bucket', '{"bounds": [1, 1]}');
SELECT rule('i4', 'bucket', '{"bounds": [1.5]}');
SELECT rule('i4', 'bucket', '{"bounds": ["x"]}');
SELECT rule('f8', 'bucket', '{"bounds": [0, "NaN"]}');
SELECT rule('ts', 'bucket', '{"bounds": ["2024-01-01", "infinity"]}');
SELECT rule('ts', 'bucket', '{"bounds": ["2024-01-01", "today"]}');
SELECT rule('t', 'bucket', '{"bounds": ["12:00"], "as": "range"}');
SELECT rule('t', 'bucket', '{"width": 5, "unit": "minute"}');
SELECT rule('d', 'bucket', '{"width": 5}');
SELECT rule('d', 'bucket', '{"width": 5, "unit": "hour"}');
SELECT rule('d', 'bucket', '{"width": 0.5, "unit": "week"}');
SELECT rule('d', 'bucket', '{"width": 1, "unit": "week", "zone": "UTC"}');
SELECT rule('tz', 'bucket', '{"width": 1, "unit": "hour", "zone": "Europe/Amsterdam"}');
SELECT rule('tz', 'bucket', '{"width": 1, "unit": "day", "zone": "Europe/Atlantis"}');
SELECT rule('ts', 'bucket', '{"width": 1, "unit": "day", "origin": "infinity"}');
SELECT rule('ts', 'bucket', '{"width": 1, "unit": "day", "origin": "now"}');
SELECT rule('i4', 'bucket', '{"width": 1, "unit": "day"}');
SELECT rule('f8', 'bucket', '{"width": 1e-20, "as": "range"}');
SELECT rule('i4', 'round', '{"to": 1, "unit": "day"}');
SELECT rule('ts', 'round', '{"to": 1}');
SELECT rule('d', 'truncate', '{"part": "hour"}');
SELECT rule('t', 'truncate', '{"part": "month"}');
SELECT rule('t', 'truncate', '{"to": "day"}');
SELECT rule('iv', 'truncate', '{"part": "hour"}');
SELECT rule('iv', 'truncate', '{"to": "week"}');
SELECT rule('d', 'truncate', '{"to": "year", "part": "month"}');
SELECT rule('d', 'truncate', NULL);
SELECT rule('d', 'truncate', '{"to": "second"}');
SELECT veil.bucket(1, '{1,2}'::int[], '{a,b}'::text[]);
SELECT veil.bucket(1, '{2,1}'::int[], '{a,b,c}'::text[]);
SELECT veil.bucket(1, '{2,NULL}'::int[], '{a,b,c}'::text[]);
SELECT veil.bucket('x'::text, '{2,3}'::text[], '{a,b,c}'::text[]);
SELECT veil.part(date '2024-01-01', 'century');

SELECT veil.drop_policy('generalization_policy');
SET client_min_messages = warning;
DROP SCHEMA generalization CASCADE;
