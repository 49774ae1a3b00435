-- A6, B4, D4 for the generalizations: no raw value in whole rows, errors or plans; no value of a type raises an error; renames, drops and
-- changes of type of a column and of those that its rule reads.
SET client_min_messages = warning;
CREATE SCHEMA attack_generalization;
SET search_path = attack_generalization;
SET datestyle = 'ISO, YMD';
SELECT veil.create_policy('attack_generalization_policy');
CREATE ROLE regress_generalization_analyst;
-- Canaries: what a row's parts are, no generalization shows: 13, 17, 19 and so on behind every prefix.
CREATE TABLE secret (id integer, born date, seen timestamp, moment timestamptz, clock time, long interval, income numeric(12,2), points bigint, weight double precision,
                     address inet, block cidr, lat numeric(9,6), lon double precision, home point, name text, born_again date);
INSERT INTO secret VALUES (1, '1913-07-17', '2013-07-17 13:17:19.171319', '2013-07-17 13:17:19.171319+00', '13:17:19.171319', '13 years 7 mons 17 days 13:17:19', 1317191.71, 1317191713, 131.719171,
    '13.17.19.171', '13.17.19.171/32', 13.171917, 13.171917, '(13.171917,13.171917)', 'CANARY1317', '1913-07-17');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('attack_generalization_policy', 'secret', 'born', 'age', '{"at": "2026-01-01", "bands": 10, "top": 90, "as": "text"}'),
    ('attack_generalization_policy', 'secret', 'seen', 'bucket', '{"width": 2, "unit": "week", "as": "range"}'),
    ('attack_generalization_policy', 'secret', 'moment', 'bucket', '{"width": 4, "unit": "week", "zone": "Europe/Amsterdam", "as": "text"}'),
    ('attack_generalization_policy', 'secret', 'clock', 'bucket', '{"bounds": ["06:00", "12:00", "18:00"], "as": "text"}'),
    ('attack_generalization_policy', 'secret', 'long', 'truncate', '{"to": "decade"}'),
    ('attack_generalization_policy', 'secret', 'income', 'bucket', '{"width": 1000000, "as": "range"}'),
    ('attack_generalization_policy', 'secret', 'points', 'bucket', '{"bounds": [0, 1000000], "as": "midpoint"}'),
    ('attack_generalization_policy', 'secret', 'weight', 'bucket', '{"width": 50, "as": "text"}'),
    ('attack_generalization_policy', 'secret', 'address', 'network', '{"v4": 8}'),
    ('attack_generalization_policy', 'secret', 'block', 'network', '{"v4": 8}'),
    ('attack_generalization_policy', 'secret', 'lat', 'grid', '{"axis": "latitude", "metres": 500000}'),
    ('attack_generalization_policy', 'secret', 'lon', 'grid', '{"axis": "longitude", "metres": 500000, "latitude": "lat"}'),
    ('attack_generalization_policy', 'secret', 'home', 'grid', '{"metres": 500000}'),
    ('attack_generalization_policy', 'secret', 'name', 'combine', '{"with": ["born"], "technique": {"technique": "prefix", "params": {"keep": 3}}}'),
    ('attack_generalization_policy', 'secret', 'born_again', 'truncate', '{"part": "quarter"}');
GRANT USAGE ON SCHEMA attack_generalization_policy TO regress_generalization_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA attack_generalization_policy TO regress_generalization_analyst;
SET ROLE regress_generalization_analyst;
SET search_path = attack_generalization_policy;
SELECT * FROM secret \gx
-- A6. Whole rows, in every form.
SELECT secret::text ~ 'CANARY|1317|13\.17|171913|07-17' AS row, row_to_json(secret)::text ~ 'CANARY|1317|13\.17|171913|07-17' AS json,
       to_jsonb(secret)::text ~ 'CANARY|1317|13\.17|171913|07-17' AS jsonb, (SELECT s::text FROM (SELECT (secret).*) AS s) ~ 'CANARY|1317|13\.17|171913|07-17' AS fields,
       xmlforest(secret AS row)::text ~ 'CANARY|1317|13\.17|171913|07-17' AS xml
FROM secret;
-- Bare calls on a guess.
SELECT veil.age('1913-07-17'::date, '2026-01-01', 1, 90);
-- A cast that fails shows the mask at most.
SELECT income::text::integer FROM secret;
SELECT name::integer FROM secret;
-- C1. Plans.
CREATE FUNCTION pg_temp.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || query; END $$;
SELECT count(*) FILTER (WHERE line ~ 'CANARY|1317|13\.17|07-17') AS leaks FROM pg_temp.plan('SELECT * FROM secret WHERE born = ''90+'' AND address << ''13.0.0.0/7''') AS line;
RESET ROLE;
SET search_path = attack_generalization;

-- D4. A rename is followed; a change of type that a technique does not take is refused, and the base stays; a drop takes the column.
ALTER TABLE secret RENAME COLUMN income TO wage;
ALTER TABLE secret ALTER COLUMN wage TYPE numeric(20,4);
ALTER TABLE secret ALTER COLUMN wage TYPE integer;
ALTER TABLE secret ALTER COLUMN points TYPE text;
ALTER TABLE secret ALTER COLUMN address TYPE text;
ALTER TABLE secret ALTER COLUMN lat TYPE numeric(7,6);
ALTER TABLE secret ALTER COLUMN lat TYPE text;
ALTER TABLE secret ALTER COLUMN lat TYPE double precision;
ALTER TABLE secret DROP COLUMN born;
SELECT string_agg(attribute, ' ' ORDER BY attribute) FROM veil.rule WHERE policy = 'attack_generalization_policy';
SELECT wage, lat, lon FROM attack_generalization_policy.secret;

-- B4. Totality: every extreme value of each type, through every form. An error would end the statement.
CREATE TABLE extreme (v text);
INSERT INTO extreme VALUES (''), (repeat('x', 1000000)), (repeat('|\', 500000)), ('a');
SELECT length(veil.combine('|', ARRAY[v, v])) FROM extreme ORDER BY 1;
SELECT count(veil.bucket(d, w, o)) + count(veil.bucket_range(d, w, o)) + count(veil.bucket_text(d, w, o)) + count(veil.bucket_midpoint(d, w, o)) + count(veil.round(d, w, o)) > 0 AS date,
       count(veil.bucket(t, w, o::timestamp)) + count(veil.bucket_range(t, w, o::timestamp)) + count(veil.bucket_text(t, w, o::timestamp)) + count(veil.bucket_midpoint(t, w, o::timestamp)) + count(veil.round(t, w, o::timestamp)) > 0 AS timestamp,
       count(veil.bucket(z, w, o::timestamp, 'Pacific/Apia')) + count(veil.bucket_range(z, w, o::timestamp, 'Pacific/Apia')) + count(veil.bucket_text(z, w, o::timestamp, 'Pacific/Apia')) + count(veil.bucket_midpoint(z, w, o::timestamp, 'Pacific/Apia')) + count(veil.round(z, w, o::timestamp, 'Pacific/Apia')) > 0 AS timestamptz
FROM (VALUES (date '-infinity', timestamp '-infinity', timestamptz '-infinity'), ('infinity', 'infinity', 'infinity'), ('4714-11-24 BC', '4714-11-24 BC', '4714-11-24 00:00+00 BC'), ('0001-12-31 BC', '0001-12-31 BC', '0001-12-31 BC'),
             ('5874897-12-31', '294276-12-31 23:59:59.999999', '294276-12-31 23:59:59.999999+00'), ('2011-12-30', '2011-12-30 12:00', '2011-12-30 10:00+00')) v(d, t, z),
     (VALUES (1::bigint), (7), (86400000000), (9223372036854775807)) w(w), (VALUES (date '2000-01-03'), ('4714-11-24 BC'), ('294276-12-31')) o(o);
SELECT count(veil.bucket_range(v, w)) + count(veil.bucket_text(v, w)) + count(veil.bucket_midpoint(v, w)) + count(veil.bucket_range(v::real, w)) + count(veil.bucket_text(v::real, w)) + count(veil.bucket_midpoint(v::real, w)) > 0 AS floats
FROM unnest('{NaN,-Infinity,Infinity,0,-0,1e-30,-1e-30,3e38,-3e38,0.1,123456789.125}'::float8[]) v, unnest('{1e-300,0.1,1,3,1e15,1e300,5e-324}'::float8[]) w;
SELECT count(veil.bucket(v, w)) + count(veil.bucket_range(v, w)) + count(veil.bucket_text(v, w)) + count(veil.bucket_midpoint(v, w, w)) + count(veil.round(v, w)) + count(veil.clamp(v, -w, w)) > 0 AS numerics,
       count(veil.bucket(v, '{-1e20,0,0.000000000000000000001,1e18}'::numeric[], '{1,2,3,4,5}'::integer[])) AS bounds
FROM unnest('{NaN,-Infinity,Infinity,0,1e-16383,1e131071,-1e131071,999999999999999999,1000000000000000000,-1000000000000000000,0.00000000000000001}'::numeric[]) v,
     unnest('{1e-16383,0.0000000000000001,0.1,1,3,999999999999999999,1e131071}'::numeric[]) w;
SELECT count(veil.grid(point(x, y), m)) AS globe, count(veil.grid_plane(point(x, y), m)) AS plane
FROM unnest('{NaN,-Infinity,Infinity,0,-0,180,-180,90,1e308,5e-324}'::float8[]) x, unnest('{NaN,-Infinity,Infinity,0,-0,90,-90,1e308,5e-324}'::float8[]) y, unnest('{1,1000,1e300}'::float8[]) m;

SELECT veil.drop_policy('attack_generalization_policy');
DROP SCHEMA attack_generalization CASCADE;
DROP OWNED BY regress_generalization_analyst;
DROP ROLE regress_generalization_analyst;
