-- What a label of a hierarchy by rule, or a clamped number, implies of the raw value: a range that an index finds, beside the comparison itself.
SET client_min_messages = warning;
CREATE SCHEMA rewrite_implied;
SET search_path = rewrite_implied;
CREATE TABLE person (id integer, age smallint, income integer, turnover bigint, worth numeric, born date, seen timestamp, code text, postcode varchar(7), word char(4), height numeric(8,2), price numeric(8,2), city text);
INSERT INTO person SELECT i, i % 110 - 5, i % 2000 - 500, i::bigint * 1000003 - 9000000000, i / 7.0 - 300, date '1930-01-01' + i * 3, timestamp '1990-01-01' + i * interval '1 day 5 hours', 'k' || i,
    1000 + i % 9000 || CASE WHEN i % 2 = 0 THEN ' ' ELSE '' END || 'AB', 'w' || i % 1000, i / 100.0, i / 10.0, 'place ' || i % 500 FROM generate_series(1, 10000) i;
INSERT INTO person VALUES (0, 32767, 2147483647, 9223372036854775807, 'NaN', 'infinity', 'infinity', '*', NULL, '*', 'NaN', 'NaN', 'none'), (-1, -32768, -2147483648, -9223372036854775808, '-Infinity', '-infinity', '-infinity', '', '', '', -99, -99.99, 'none'),
    (-2, NULL, NULL, NULL, 9223372036854775807.5, '5874897-12-31', '294276-12-31 23:59:59.999999', NULL, NULL, NULL, NULL, 999999.99, NULL), (-3, NULL, NULL, NULL, -9223372036854775808, '4713-01-01 BC', '4713-01-01 BC', NULL, NULL, NULL, NULL, NULL, NULL);
CREATE INDEX ON person (age); CREATE INDEX ON person (income); CREATE INDEX ON person (turnover); CREATE INDEX ON person (worth); CREATE INDEX ON person (born); CREATE INDEX ON person (seen); CREATE INDEX ON person (code text_pattern_ops);
CREATE INDEX ON person (postcode varchar_pattern_ops); CREATE INDEX ON person (word); CREATE INDEX ON person (height); CREATE INDEX ON person (price); CREATE INDEX ON person (city text_pattern_ops);
VACUUM ANALYZE person;
SELECT veil.load_hierarchy('implied_bounds', '{"rule": "intervals", "bounds": [[-100, 0, 18, 65], [-100, 65]]}'::jsonb), veil.load_hierarchy('implied_widths', '{"rule": "intervals", "widths": [1000, 1000000]}'::jsonb),
    veil.load_hierarchy('implied_prefix', '{"rule": "prefix", "keep": [3, 1, 0]}'::jsonb), veil.load_hierarchy('implied_place', ARRAY(SELECT DISTINCT ARRAY[city, 'of ' || city] FROM person WHERE city IS NOT NULL));
SELECT veil.create_policy('implied');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT 'implied', 'rewrite_implied.person', attribute, technique, params::jsonb, 'tested' FROM (VALUES ('id', 'release', '{}'), ('age', 'hierarchy', '{"hierarchy": "age_bands", "level": 1}'),
    ('income', 'hierarchy', '{"hierarchy": "implied_bounds", "level": 1}'), ('turnover', 'hierarchy', '{"hierarchy": "implied_widths", "level": 2}'), ('worth', 'hierarchy', '{"hierarchy": "implied_widths", "level": 1}'),
    ('born', 'hierarchy', '{"hierarchy": "date_levels", "level": 1}'), ('seen', 'hierarchy', '{"hierarchy": "date_levels", "level": 2}'), ('code', 'hierarchy', '{"hierarchy": "implied_prefix", "level": 1}'),
    ('postcode', 'hierarchy', '{"hierarchy": "nl_postcode", "level": 1}'), ('word', 'hierarchy', '{"hierarchy": "implied_prefix", "level": 2}'), ('height', 'clamp', '{"min": 10, "max": 90.5}'), ('price', 'bucket', '{"width": 25}'),
    ('city', 'hierarchy', '{"hierarchy": "implied_place", "level": 1}')) r(attribute, technique, params);
CREATE ROLE regress_implied_analyst;
GRANT USAGE ON SCHEMA implied, rewrite_implied TO regress_implied_analyst;
GRANT SELECT ON implied.person TO regress_implied_analyst;
CREATE FUNCTION plan(condition text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE line text;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) SELECT count(*) FROM implied.person WHERE ' || condition LOOP RETURN NEXT line; END LOOP;
END $$;
SET ROLE regress_implied_analyst;
SET jit = off;
SET max_parallel_workers_per_gather = 0;

SELECT c AS condition, p AS plan FROM unnest(ARRAY['age = ''20-24''', 'income = ''65+''', 'turnover = ''-2000000 to -1000001''', 'worth = ''-1000 to -1''', 'born = ''1950-02''', 'seen = ''2001-Q3''', 'code = ''k12''', 'postcode = ''1234''', 'height >= 90.5', 'height = 33.3',
    'price BETWEEN 100 AND 125', 'age IN (''0-4'', ''90+'')']) WITH ORDINALITY c(c, n), rewrite_implied.plan(c) WITH ORDINALITY p(p, m) ORDER BY n, m;
-- Labels that say nothing of an order, and texts that an index does not find by their start.
SELECT c AS condition, p AS plan FROM unnest(ARRAY['city = ''of place 7''', 'code = ''*''', 'age > ''20-24''', 'age <> ''20-24''', 'word = ''w''']) WITH ORDINALITY c(c, n), rewrite_implied.plan(c) WITH ORDINALITY p(p, m) WHERE p !~ '^Aggregate' ORDER BY n, m;
-- A label that is none, or of nothing.
SELECT (SELECT count(*) FROM implied.person WHERE age = 'x'), (SELECT count(*) FROM implied.person WHERE born = NULL), (SELECT count(*) FROM implied.person WHERE seen = '1990-13'), (SELECT count(*) FROM implied.person WHERE age = '99999999999999999999+');
RESET ROLE;

-- Every label and number is found as without the rewriting, at the ends of the types too.
CREATE FUNCTION counted(attribute text, comparison text, rewriting text) RETURNS TABLE (masked text, n bigint) LANGUAGE plpgsql AS $$
DECLARE value text;
BEGIN
    PERFORM set_config('pg_veil.rewrite', 'off', true);
    CREATE TEMP TABLE masks AS SELECT 1::text AS m LIMIT 0;
    EXECUTE format('INSERT INTO masks SELECT DISTINCT %I::text FROM implied.person WHERE %1$I IS NOT NULL', attribute);
    IF comparison <> '=' THEN DELETE FROM masks WHERE hashtext(m) % 3 <> 0 AND m <> 'NaN'; END IF;
    PERFORM set_config('pg_veil.rewrite', rewriting, true), set_config('enable_seqscan', 'off', true);
    FOR value IN SELECT m FROM masks ORDER BY md5(m) LIMIT 120 LOOP
        masked := value;
        EXECUTE format('SELECT count(*) FROM implied.person WHERE %I %s %L', attribute, comparison, value) INTO n;
        RETURN NEXT;
    END LOOP;
    DROP TABLE masks;
    PERFORM set_config('pg_veil.rewrite', 'on', true), set_config('enable_seqscan', 'on', true);
END $$;
CREATE TABLE counts AS SELECT a.*, r AS rewriting, c.* FROM (VALUES ('age', '='), ('income', '='), ('turnover', '='), ('worth', '='), ('born', '='), ('seen', '='), ('code', '='), ('postcode', '='), ('word', '='), ('height', '<'), ('height', '<='), ('height', '='), ('height', '>='),
    ('height', '>'), ('price', '<'), ('price', '='), ('price', '>')) a(attribute, comparison), (VALUES ('on'), ('off')) r(r), LATERAL counted(attribute, comparison, r) c;
SELECT attribute, comparison, count(*) AS values, sum(o.n) AS rows, count(*) FILTER (WHERE o.n IS DISTINCT FROM w.n) AS wrong
FROM (SELECT * FROM counts WHERE rewriting = 'on') o FULL JOIN (SELECT * FROM counts WHERE rewriting = 'off') w USING (attribute, comparison, masked) GROUP BY 1, 2 ORDER BY 1, 2;

-- A plan that is kept goes on being right when the hierarchy gets a next version, which is of the same rule.
PREPARE kept(text) AS SELECT count(*) FROM implied.person WHERE income = $1;
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE kept('0-17');
EXECUTE kept('0-17');
SELECT veil.load_hierarchy('implied_bounds', '{"rule": "intervals", "bounds": [[-100, 0, 21, 67], [-100, 67]]}'::jsonb);
EXECUTE kept('0-17');
EXECUTE kept('0-20');
SELECT veil.load_hierarchy('implied_bounds', '{"rule": "prefix", "keep": [2, 1]}'::jsonb);
SELECT * FROM veil.explain_rewrites('SELECT count(*) FROM implied.person p WHERE p.age = ''20-24'' AND p.city = ''x'' AND NOT p.born = ''1950'' AND p.height > 5');
SELECT veil.label_bound('20-24', true, NULL::text);
SELECT veil.drop_policy('implied');
SELECT veil.drop_hierarchy(name) FROM unnest('{implied_bounds,implied_widths,implied_prefix,implied_place}'::text[]) name;
DROP SCHEMA rewrite_implied CASCADE;
DROP ROLE regress_implied_analyst;
