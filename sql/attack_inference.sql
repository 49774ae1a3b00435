-- A1 to A6: what an analyst learns from the shapes of queries is what the masks say, and no more.
\getenv sources PG_ABS_SRCDIR
\set released :sources '/test/attack/released.sql'
\set withdrawn :sources '/test/attack/withdrawn.sql'
\set key attack_inference
\set VERBOSITY terse
SET client_min_messages = warning;
\set ECHO none
\i :released
\set ECHO all
-- The probe sees what there is to see: every column of the base leaks but the released one.
SELECT attname, attack_probe.look(format('SELECT %I FROM attack_raw.person', attname)) FROM pg_attribute
WHERE attrelid = 'attack_raw.person'::regclass AND attnum > 0 ORDER BY attnum;
CREATE TABLE attack_analyst.guess AS TABLE attack_raw.person;
GRANT SELECT ON attack_analyst.guess TO regress_attack_analyst;
SET SESSION AUTHORIZATION regress_attack_analyst;
SET search_path = attack_study;
SET jit = off;
SELECT attack_probe.look('SELECT * FROM person');
CREATE TABLE attack_analyst.seen AS TABLE person;

-- A1. The analyst has the right guesses of everything: none of them matches, in any way of comparing.
SELECT count(*) FILTER (WHERE p.id = g.id) AS id, count(*) FILTER (WHERE p.bsn = g.bsn) AS bsn, count(*) FILTER (WHERE p.number = g.number) AS number,
       count(*) FILTER (WHERE p.token = g.token) AS token, count(*) FILTER (WHERE p.name = g.name) AS name, count(*) FILTER (WHERE p.remark = g.remark) AS remark,
       count(*) FILTER (WHERE p.phone = g.phone) AS phone, count(*) FILTER (WHERE p.postcode = g.postcode) AS postcode,
       count(*) FILTER (WHERE p.birth_date = g.birth_date) AS birth_date, count(*) FILTER (WHERE p.seen = g.seen) AS seen,
       count(*) FILTER (WHERE p.income = g.income) AS income, count(*) FILTER (WHERE p.weight = g.weight) AS weight,
       count(*) FILTER (WHERE p.height = g.height) AS height, count(*) FILTER (WHERE p.age = g.age) AS age, count(*) FILTER (WHERE p.kind = g.kind) AS kind,
       count(*) FILTER (WHERE p.city = g.city) AS city
FROM person p CROSS JOIN attack_analyst.guess g;
CREATE FUNCTION attack_analyst.hits(form text) RETURNS TABLE (attribute name, hits bigint) LANGUAGE plpgsql AS $$
BEGIN
    FOR attribute IN SELECT a.attname FROM pg_attribute a WHERE a.attrelid = 'attack_study.person'::regclass AND a.attnum > 0 AND a.attname <> 'city' ORDER BY a.attnum LOOP
        EXECUTE replace(form, 'COLUMN', quote_ident(attribute)) INTO hits;
        IF hits > 0 THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END $$;
SELECT 'in' AS form, * FROM attack_analyst.hits('SELECT count(*) FROM attack_study.person WHERE COLUMN IN (SELECT COLUMN FROM attack_analyst.guess)')
UNION ALL SELECT 'any', * FROM attack_analyst.hits('SELECT count(*) FROM attack_study.person WHERE COLUMN = ANY (ARRAY(SELECT COLUMN FROM attack_analyst.guess))')
UNION ALL SELECT 'exists', * FROM attack_analyst.hits('SELECT count(*) FROM attack_study.person p WHERE EXISTS (SELECT FROM attack_analyst.guess g WHERE p.COLUMN = g.COLUMN)')
UNION ALL SELECT 'join', * FROM attack_analyst.hits('SELECT count(*) FROM attack_study.person p JOIN attack_analyst.guess g USING (COLUMN)')
UNION ALL SELECT 'intersect', * FROM attack_analyst.hits('SELECT count(*) FROM (SELECT COLUMN FROM attack_study.person INTERSECT SELECT COLUMN FROM attack_analyst.guess WHERE COLUMN IS NOT NULL) i')
UNION ALL SELECT 'nulls', * FROM attack_analyst.hits('SELECT count(*) FROM attack_study.person p JOIN attack_analyst.guess g ON nullif(p.COLUMN, g.COLUMN) IS NULL AND p.COLUMN IS NOT NULL')
UNION ALL SELECT 'text', * FROM attack_analyst.hits('SELECT count(*) FROM attack_study.person p JOIN attack_analyst.guess g ON p.COLUMN::text = g.COLUMN::text')
UNION ALL SELECT 'bytes', * FROM attack_analyst.hits('SELECT count(*) FROM attack_study.person p JOIN attack_analyst.guess g ON textsend(p.COLUMN::text) = textsend(g.COLUMN::text)')
UNION ALL SELECT 'record', * FROM attack_analyst.hits('SELECT count(*) FROM attack_study.person p JOIN attack_analyst.guess g ON (p.COLUMN, 1) = (g.COLUMN, 1)')
UNION ALL SELECT 'image', * FROM attack_analyst.hits('SELECT count(*) FROM attack_study.person p JOIN attack_analyst.guess g ON record_image_eq(ROW(p.COLUMN), ROW(g.COLUMN))')
UNION ALL SELECT 'is not distinct', * FROM attack_analyst.hits('SELECT count(*) FROM attack_study.person p JOIN attack_analyst.guess g ON p.COLUMN IS NOT DISTINCT FROM g.COLUMN')
UNION ALL SELECT 'case', * FROM attack_analyst.hits('SELECT count(*) FROM attack_study.person p, attack_analyst.guess g WHERE CASE p.COLUMN WHEN g.COLUMN THEN true END');

-- A2. A binary search ends at the bounds of the bucket: no threshold inside it tells anything apart.
CREATE FUNCTION attack_analyst.search(attribute text, low numeric, high numeric, step numeric) RETURNS TABLE (recovered numeric) LANGUAGE plpgsql AS $$
DECLARE
    before bigint;
    after bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM attack_study.person WHERE %I >= $1', attribute) INTO before USING low;
    WHILE low < high LOOP
        low := low + step;
        EXECUTE format('SELECT count(*) FROM attack_study.person WHERE %I >= $1', attribute) INTO after USING low;
        IF after <> before THEN
            recovered := low - step;
            RETURN NEXT;
        END IF;
        before := after;
    END LOOP;
END $$;
SELECT 'income' AS attribute, array_agg(recovered) AS recovered FROM attack_analyst.search('income', 48140001, 48170001, 100)
UNION ALL SELECT 'weight', array_agg(recovered) FROM attack_analyst.search('weight', 300000.5, 340000.5, 100)
UNION ALL SELECT 'height', array_agg(recovered) FROM attack_analyst.search('height', 2000.5, 3500.5, 10)
UNION ALL SELECT 'age', array_agg(recovered) FROM attack_analyst.search('age', 60, 30200, 1);
SELECT count(DISTINCT c) AS answers FROM generate_series(date '1932-01-02', date '1932-12-31', '1 day') d,
    LATERAL (SELECT count(*) AS c FROM person WHERE birth_date >= d) x;
SELECT count(DISTINCT c) AS answers FROM generate_series(timestamptz '2013-03-01 00:00:01+00', '2013-03-31 12:00:00+00', '6 hours') d,
    LATERAL (SELECT count(*) AS c FROM person WHERE seen BETWEEN d AND d + interval '6 hours') x;
SELECT count(*) FROM person WHERE birth_date <> date_trunc('year', birth_date)::date OR seen <> date_trunc('month', seen, 'UTC')
    OR income % 10000 <> 0 OR weight % 10000 <> 0 OR mod(height::numeric, 500) <> 0 OR age > 90;

-- A3. Patterns see the mask.
SELECT count(*) FROM person WHERE bsn LIKE 'CANARY%' OR bsn ~* 'canary' OR bsn SIMILAR TO '%CANARY%' OR starts_with(bsn, 'C') OR bsn ^@ 'CANARY'
    OR position('CANARY' IN bsn) > 0 OR substr(bsn, 1, 6) = 'CANARY' OR left(bsn, 1) = 'C' OR bsn >= 'CANARY' AND bsn < 'CANARZ'
    OR regexp_match(bsn, 'CAN') IS NOT NULL OR to_tsvector('simple', bsn) @@ to_tsquery('simple', 'canary:*') OR reverse(bsn) LIKE '%YRANAC';
SELECT count(*) FROM person WHERE concat(name, remark, phone, kind) ~ 'CANARY' OR name LIKE '%' OR phone LIKE '%CANARY%' OR postcode LIKE '__C%' OR kind LIKE 'C%';
SELECT DISTINCT phone, remark, kind, length(phone), octet_length(remark), length(bsn) AS bsn_length, length(rtrim(postcode)) AS postcode_length FROM person;
-- A prefix walk, letter by letter, reaches nothing.
WITH RECURSIVE walk(prefix) AS (
    SELECT '' UNION ALL
    SELECT prefix || letter FROM walk, unnest(string_to_array('C,CA,CAN,A,N,R,Y,_,B,S', ',')) letter
    WHERE length(prefix) < 6 AND EXISTS (SELECT FROM person WHERE starts_with(bsn, prefix || letter)))
SELECT max(length(prefix)) FROM walk;

-- A4. Order is that of the masks.
SELECT (SELECT array_agg(bsn ORDER BY bsn) FROM person) = (SELECT array_agg(bsn ORDER BY bsn) FROM attack_analyst.seen) AS bsn,
       (SELECT array_agg(id ORDER BY id DESC) FROM person) = (SELECT array_agg(id ORDER BY id DESC) FROM attack_analyst.seen) AS id,
       (SELECT array_agg(token ORDER BY token) FROM person) = (SELECT array_agg(token ORDER BY token) FROM attack_analyst.seen) AS token,
       (SELECT array_agg(number ORDER BY number) FROM person) = (SELECT array_agg(number ORDER BY number) FROM attack_analyst.seen) AS number;
SELECT (SELECT ROW(min(bsn), max(id), min(number)) FROM person) = (SELECT ROW(min(bsn), max(id), min(number)) FROM attack_analyst.seen) AS extremes,
       (SELECT ROW(percentile_disc(0.5) WITHIN GROUP (ORDER BY bsn), mode() WITHIN GROUP (ORDER BY number)) FROM person)
     = (SELECT ROW(percentile_disc(0.5) WITHIN GROUP (ORDER BY bsn), mode() WITHIN GROUP (ORDER BY number)) FROM attack_analyst.seen) AS percentiles,
       (SELECT array_agg(r ORDER BY bsn) FROM (SELECT bsn, rank() OVER (ORDER BY id) r FROM person) x)
     = (SELECT array_agg(r ORDER BY bsn) FROM (SELECT bsn, rank() OVER (ORDER BY id) r FROM attack_analyst.seen) x) AS ranks;
SELECT min(income), max(income), min(birth_date), max(birth_date), max(age), max(name), percentile_cont(0.5) WITHIN GROUP (ORDER BY income) AS median, sum(age) FROM person;
SELECT attack_probe.look('SELECT width_bucket(income, 0, 100000000, 1000000), ntile(8) OVER (ORDER BY income), lag(income) OVER (ORDER BY income), cume_dist() OVER (ORDER BY birth_date) FROM person');

-- A5. Every clause.
CREATE TABLE attack_analyst.clause (id integer GENERATED ALWAYS AS IDENTITY, query text);
INSERT INTO attack_analyst.clause (query) VALUES
    ('SELECT bsn, count(*) FROM person GROUP BY bsn HAVING max(name) IS NULL'),
    ('SELECT DISTINCT ON (bsn) * FROM person ORDER BY bsn, income'),
    ('SELECT p.*, row_number() OVER (PARTITION BY city ORDER BY income) FROM person p'),
    ('SELECT first_value(p) OVER w, string_agg(p::text, '','') OVER w FROM person p WINDOW w AS (ORDER BY bsn)'),
    ('SELECT count(*) FILTER (WHERE name LIKE ''C%''), array_agg(p) FILTER (WHERE income > 0) FROM person p'),
    ('SELECT x.* FROM person p, LATERAL (SELECT p.bsn, p.name, q.income FROM person q WHERE q.bsn = p.bsn) x'),
    ('SELECT * FROM person p WHERE EXISTS (SELECT FROM person q WHERE q.income >= p.income)'),
    ('WITH c AS (SELECT * FROM person) SELECT * FROM c'),
    ('WITH c AS MATERIALIZED (SELECT * FROM person) SELECT * FROM c'),
    ('WITH RECURSIVE c AS (SELECT p, 1 AS n FROM person p UNION SELECT p, n + 1 FROM c WHERE n < 2) SELECT * FROM c'),
    ('SELECT bsn, name FROM person UNION SELECT remark, phone FROM person'),
    ('SELECT * FROM person EXCEPT SELECT * FROM person WHERE income > 50000000'),
    ('SELECT * FROM person INTERSECT ALL SELECT * FROM person'),
    ('VALUES ((SELECT max(bsn) FROM person), (SELECT min(remark) FROM person))'),
    ('SELECT unnest(ARRAY[bsn, name, remark, phone, kind]) FROM person'),
    ('SELECT generate_series(income, income + 1), regexp_split_to_table(phone, '''') FROM person'),
    ('SELECT * FROM ROWS FROM (unnest((SELECT array_agg(bsn) FROM person)), unnest((SELECT array_agg(phone) FROM person))) r'),
    ('SELECT city, grouping(city), max(income) FROM person GROUP BY CUBE (city, birth_date)'),
    ('SELECT * FROM person ORDER BY income FETCH FIRST 3 ROWS WITH TIES'),
    ('SELECT * FROM person TABLESAMPLE SYSTEM (100)'),
    ('SELECT a.*, b.* FROM person a FULL JOIN person b ON a.income = b.weight'),
    ('SELECT a.* FROM person a NATURAL JOIN person b'),
    ('SELECT CASE WHEN income > 0 THEN bsn ELSE name END, coalesce(name, remark, bsn), nullif(kind, ''k''), greatest(bsn, phone) FROM person'),
    ('SELECT max(p::text), bool_and(p IS NOT NULL), jsonb_agg(p), xmlagg(xmlelement(NAME x, p.bsn)), json_object_agg(bsn, p) FROM person p'),
    ('SELECT string_agg(concat_ws(''|'', bsn, income, birth_date), '','' ORDER BY income) FROM person'),
    ('SELECT format(''%s %L'', p, bsn), quote_literal(phone), quote_nullable(name), md5(bsn), sha256(bsn::bytea), encode(bsn::bytea, ''base64''), ascii(bsn) FROM person p'),
    ('SELECT to_char(birth_date, ''YYYY-MM-DD''), extract(doy FROM birth_date), age(timestamp ''2000-01-01'', birth_date), date_bin(''1 day'', seen, ''2000-01-01''), seen AT TIME ZONE ''UTC'' FROM person'),
    ('SELECT corr(income, weight), regr_slope(income, age), stddev(income), var_pop(weight), covar_pop(income, height), sum(income), avg(weight) FROM person'),
    ('SELECT hashtext(bsn), hashtextextended(phone, 1), hash_record(p), hashint4(income) FROM person p'),
    ('SELECT p.tableoid::regclass, p.ctid, p.xmin FROM person p'),
    ('SELECT ctid FROM attack_study.person'),
    ('SELECT hidden FROM person'),
    ('SELECT detail FROM person'),
    ('SELECT p.hidden FROM person p'),
    ('SELECT (p).hidden FROM person p'),
    ('SELECT base.bsn FROM person'),
    ('SELECT * FROM attack_raw.person'),
    ('SELECT pg_typeof(p), pg_column_size(p) > 0, pg_column_size(bsn), pg_column_compression(remark) FROM person p'),
    ('SELECT ts_stat.* FROM ts_stat(''SELECT to_tsvector(''''simple'''', concat_ws('''' '''', bsn, name, remark, phone, kind)) FROM attack_study.person'')'),
    ('SELECT query_to_xml(''SELECT * FROM attack_study.person'', true, false, '''')'),
    ('SELECT table_to_xml(''attack_study.person'', true, false, '''')'),
    ('SELECT table_to_xml_and_xmlschema(''attack_study.person'', true, false, '''')'),
    ('SELECT schema_to_xml(''attack_study'', true, false, '''')'),
    ('SELECT schema_to_xml(''attack_raw'', true, false, '''')'),
    ('SELECT query_to_xml(''SELECT * FROM attack_raw.person'', true, false, '''')');
-- Without the rows that depend on the random key: their number, and whether they are clean.
SELECT c.id, attack_probe.look(query), left(query, 80) AS query FROM attack_analyst.clause c ORDER BY c.id;
-- The same with each plan that the analyst can force.
SET enable_hashagg = off;
SET enable_hashjoin = off;
SET enable_sort = off;
SELECT count(*) FILTER (WHERE attack_probe.look(query) LIKE 'LEAK%') AS leaks FROM attack_analyst.clause;
RESET enable_hashagg;
SET enable_seqscan = off;
SET enable_nestloop = off;
SET enable_mergejoin = off;
SELECT count(*) FILTER (WHERE attack_probe.look(query) LIKE 'LEAK%') AS leaks FROM attack_analyst.clause;
SELECT count(set_config(name, 'on', false)) FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
SET plan_cache_mode = force_generic_plan;
SELECT count(*) FILTER (WHERE attack_probe.look(query) LIKE 'LEAK%') AS leaks FROM attack_analyst.clause;
RESET ALL;
SET client_min_messages = warning;
SET search_path = attack_study;
SET jit = off;

-- A6. Whole rows, and fields out of them.
CREATE TABLE attack_analyst.whole (id integer GENERATED ALWAYS AS IDENTITY, query text);
INSERT INTO attack_analyst.whole (query) VALUES
    ('SELECT p FROM person p'),
    ('SELECT person FROM person'),
    ('SELECT (p).* FROM person p'),
    ('SELECT (p).bsn, (p).name FROM person p'),
    ('SELECT (x).* FROM (SELECT p AS x FROM person p OFFSET 0) y'),
    ('SELECT row_to_json(p) FROM person p'),
    ('SELECT row_to_json(p, true)->''bsn'' FROM person p'),
    ('SELECT to_jsonb(p) - ''id'' FROM person p'),
    ('SELECT to_jsonb(p)->>''hidden'', to_jsonb(p) ? ''hidden'', to_jsonb(p)->>''detail'' FROM person p'),
    ('SELECT key, value FROM person p, jsonb_each_text(to_jsonb(p))'),
    ('SELECT jsonb_path_query(to_jsonb(p), ''$.*'') FROM person p'),
    ('SELECT (jsonb_populate_record(p, ''{"kind": "x"}'')).* FROM person p'),
    ('SELECT (jsonb_populate_record(NULL::person, to_jsonb(p))).* FROM person p'),
    ('SELECT r.* FROM person p, jsonb_to_record(to_jsonb(p)) r(bsn text, hidden text, detail jsonb)'),
    ('SELECT (array_agg(p))[1].bsn FROM person p'),
    ('SELECT unnest(array_agg(p)) FROM person p'),
    ('SELECT (u).name FROM (SELECT unnest(array_agg(p)) u FROM person p) x'),
    ('SELECT ROW(p.*) FROM person p'),
    ('SELECT p::text FROM person p'),
    ('SELECT record_out(p) FROM person p'),
    ('SELECT record_send(p) FROM person p'),
    ('SELECT p.*::text FROM person p'),
    ('SELECT p IS DISTINCT FROM q, p < q FROM person p, person q'),
    ('SELECT p::attack_study.person FROM person p'),
    ('SELECT p::attack_analyst.seen FROM person p'),
    ('SELECT ROW(p.*)::attack_analyst.seen FROM person p');
SELECT w.id, attack_probe.look(query), left(query, 80) AS query FROM attack_analyst.whole w ORDER BY w.id;
SELECT string_agg(key, ' ' ORDER BY key COLLATE "C") AS keys FROM (SELECT DISTINCT key FROM person p, jsonb_each(to_jsonb(p))) k;
RESET SESSION AUTHORIZATION;
RESET search_path;
-- The masks are what the rules say, row by row, whichever way they are read.
SELECT count(*) FROM attack_raw.person r JOIN attack_study.person p ON p.city = r.city AND p.income = floor(r.income / 10000.0) * 10000
    AND p.birth_date = date_trunc('year', r.birth_date)::date AND p.weight = round(r.weight, -4) AND p.age = 90 AND p.name IS NULL;
\set ECHO none
\i :withdrawn
