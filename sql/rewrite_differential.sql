-- Random queries on masked tables give the same rows with the rewriting as without it: joins of every type, lookups, ranges, IN, EXISTS, NOT,
-- groupings, views with a row filter, NULLs, duplicates, empty tables, values that a format does not take.
\getenv queries VEIL_DIFFERENTIAL
\if :{?queries}
\else
\set queries 10000
\endif
SET client_min_messages = warning;
CREATE SCHEMA differential;
SET search_path = differential;
SELECT veil.create_key('differential');
CREATE TYPE mood AS ENUM ('calm', 'glad', 'sad');
CREATE TABLE a (i integer, j bigint, t text, n numeric, u uuid, m mood, f text, g integer, e text, d date, s timestamp, b integer, x double precision, c integer, q text, w inet, y numeric, v timestamptz, h numeric, o date, ay smallint, az numeric(8,2), bd date, bs timestamp, bt text, bn numeric);
SELECT setseed(0.42);
INSERT INTO a SELECT CASE WHEN random() < 0.9 THEN (random() * 20)::integer END, (random() * 15)::bigint, CASE WHEN random() < 0.9 THEN 't' || (random() * 12)::integer END,
    CASE WHEN random() < 0.5 THEN (random() * 9)::integer::numeric ELSE (random() * 9)::integer + 0.0 END, ('00000000-0000-0000-0000-00000000000' || (random() * 9)::integer)::uuid,
    (enum_range(NULL::mood))[1 + (random() * 2)::integer], CASE WHEN random() < 0.7 THEN lpad((random() * 15)::integer::text, 7, '0') ELSE 'no digits' END,
    (random() * 12)::integer - 2, (random() * 9)::integer::text, CASE WHEN random() < 0.1 THEN 'infinity' ELSE date '1999-11-01' + (random() * 500)::integer END,
    CASE WHEN random() < 0.9 THEN timestamp '1999-12-28' + random() * interval '20 days' END, (random() * 60)::integer - 20,
    CASE WHEN random() < 0.1 THEN 'NaN' ELSE random() * 8 - 4 END, (random() * 5)::integer,
    CASE WHEN random() < 0.9 THEN chr(97 + (random() * 2)::integer) || CASE WHEN random() < 0.8 THEN chr(97 + (random() * 2)::integer) || chr(228 + (random() * 2)::integer) ELSE '' END END,
    CASE WHEN random() < 0.8 THEN set_masklen(('10.0.' || (random() * 3)::integer || '.' || (random() * 200)::integer)::inet, 32 - (random() * 12)::integer) ELSE '2001:db8::1' END,
    CASE WHEN random() < 0.1 THEN 'NaN' WHEN random() < 0.1 THEN '-Infinity' ELSE round((random() * 80 - 40)::numeric, 2) END,
    CASE WHEN random() < 0.05 THEN 'infinity' ELSE timestamptz '1999-12-20 UTC' + random() * interval '60 days' END,
    CASE WHEN random() < 0.1 THEN 'NaN' WHEN random() < 0.5 THEN (random() * 9)::integer::numeric ELSE (random() * 9)::integer + 0.00 END,
    CASE WHEN random() < 0.1 THEN 'infinity' WHEN random() < 0.9 THEN date '0001-12-30 BC' + (random() * 8)::integer END,
    (random() * 110)::integer - 5, CASE WHEN random() < 0.1 THEN 'NaN' ELSE round((random() * 80 - 40)::numeric, 2) END, CASE WHEN random() < 0.1 THEN 'infinity' ELSE date '1999-11-01' + (random() * 900)::integer END,
    timestamp '1999-12-30' + random() * interval '900 days', CASE WHEN random() < 0.9 THEN lpad((random() * 9)::integer::text, (random() * 3)::integer, '1') END, CASE WHEN random() < 0.1 THEN 'Infinity' ELSE round((random() * 100 - 3)::numeric, 1) END
FROM generate_series(1, 40);
CREATE TABLE b AS SELECT * FROM a ORDER BY random() LIMIT 25;
INSERT INTO b SELECT i + 5, j + 3, t || 'x', n + 1, u, m, f, g + 1, e, d + 40, s, b - 3, x + 1, c, q || 'a', w + 300, y - 7.5, v + '7 days', h + 1, o, ay, az, bd, bs, bt, bn FROM b;
CREATE TABLE z (LIKE a);
CREATE TABLE p (LIKE a) PARTITION BY RANGE (c);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (MINVALUE) TO (3);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (3) TO (MAXVALUE);
INSERT INTO p TABLE a;
CREATE INDEX ON a (i); CREATE INDEX ON a (t); CREATE INDEX ON a (d); CREATE INDEX ON a (b, d); CREATE INDEX ON b (u); CREATE INDEX ON b (s); CREATE INDEX ON b (j); CREATE INDEX ON p (i);
CREATE INDEX ON a (q text_pattern_ops); CREATE INDEX ON a (w); CREATE INDEX ON a (y); CREATE INDEX ON a (v); CREATE INDEX ON b (v); CREATE INDEX ON a (ay); CREATE INDEX ON a (az); CREATE INDEX ON a (bd); CREATE INDEX ON a (bs); CREATE INDEX ON a (bt text_pattern_ops); CREATE INDEX ON a (bn); CREATE INDEX ON a (h);
ANALYZE;
SELECT veil.load_hierarchy('differential', '{"rule": "prefix", "keep": [1, 0]}'::jsonb);
SELECT veil.create_policy('differential_plain'), veil.create_policy('differential_barrier');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT policy, 'differential.' || relation, attribute, technique, params::jsonb || CASE WHEN params ~ 'key' THEN '{"scope": "key"}'::jsonb ELSE '{}' END, 'tested'
FROM (VALUES ('differential_plain', 'a'), ('differential_plain', 'b'), ('differential_plain', 'z'), ('differential_plain', 'p'), ('differential_barrier', 'a'), ('differential_barrier', 'b')) r(policy, relation),
     (VALUES ('i', 'pseudonym', '{"key": "differential"}'), ('j', 'pseudonym', '{"key": "differential"}'), ('t', 'pseudonym', '{"key": "differential"}'),
             ('n', 'pseudonym', '{"key": "differential"}'), ('u', 'pseudonym', '{"key": "differential"}'), ('m', 'pseudonym', '{"key": "differential"}'),
             ('f', 'format_preserving', '{"key": "differential", "format": "digits"}'), ('g', 'format_preserving', '{"key": "differential", "min": 0, "max": 1000}'),
             ('e', 'encrypt', '{"key": "differential"}'), ('d', 'truncate', '{"to": "month"}'), ('s', 'bucket', '{"width": 1, "unit": "week"}'),
             ('q', 'prefix', '{"keep": 2}'), ('w', 'network', '{"v4": 23}'), ('y', 'bucket', '{"width": 2.5}'), ('v', 'truncate', '{"to": "month", "zone": "Europe/Amsterdam"}'),
             ('h', 'encrypt', '{"key": "differential"}'), ('o', 'encrypt', '{"key": "differential"}'), ('ay', 'hierarchy', '{"hierarchy": "age_bands", "level": 1}'), ('az', 'clamp', '{"min": -10, "max": 20.5}'), ('bd', 'hierarchy', '{"hierarchy": "date_levels", "level": 1}'),
             ('bs', 'hierarchy', '{"hierarchy": "date_levels", "level": 2}'), ('bt', 'hierarchy', '{"hierarchy": "differential", "level": 1}'), ('bn', 'hierarchy', '{"hierarchy": "age_bands", "level": 2}'), ('b', 'bucket', '{"width": 10}'), ('x', 'round', '{"to": 0.5}'), ('c', 'release', '{}')) c(attribute, technique, params);
INSERT INTO veil.release (policy, relation, filter) VALUES ('differential_barrier', 'differential.a', '{"column": "c", "is": ">=", "value": 1}')
ON CONFLICT (policy, relation) DO UPDATE SET filter = EXCLUDED.filter;
UPDATE veil.release SET filter = '{"column": "b", "is": "<", "value": 30}' WHERE relation = 'differential.b' AND policy = 'differential_barrier';
SELECT view_name, (SELECT reloptions FROM pg_class WHERE oid = (policy || '.' || view_name)::regclass) FROM veil.release WHERE policy = 'differential_barrier' ORDER BY 1;

-- Values to look for: masked ones, and others.
CREATE TABLE known AS SELECT i, j, t, n, u, f, g, e, h, o, d, s, b, x, q, w, y, v, ay, az, bd, bs, bt, bn FROM differential_plain.a UNION ALL SELECT i + 1, j + 1, t || 'y', n || 'y', u, f || '1', g + 1, e || 'A', e, h, d + 1, s + '1 hour', b + 1, x + 0.1, q || 'a', w + 1, y + 1, v + '1 hour', bd, az + 1, bs, bt, ay, ay FROM differential_plain.a UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, l, NULL, l, l, l, l FROM unnest('{20-24,90+,2000,2000-Q1,1,*,-10 to -1,7}'::text[]) l;
CREATE TABLE mine AS SELECT i, j, t, n, u, f, e, h FROM differential_plain.b ORDER BY random() LIMIT 12;
SELECT count(veil.index_rule('differential_plain', relation, attribute)) FROM (VALUES ('a', 't'), ('b', 't'), ('p', 't'), ('b', 'n')) r(relation, attribute);
ANALYZE;
CREATE FUNCTION pick(VARIADIC text[]) RETURNS text LANGUAGE sql AS $$ SELECT $1[1 + floor(random() * cardinality($1))::integer] $$;
CREATE FUNCTION constant(attribute text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE value text;
BEGIN
    EXECUTE format('SELECT quote_nullable(%I::text) || ''::'' || pg_typeof(%I)::text FROM differential.known ORDER BY random() LIMIT 1', attribute, attribute) INTO value;
    RETURN coalesce(value, 'NULL');
END $$;
CREATE FUNCTION relation() RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN random() < 0.75 THEN differential.pick('differential_plain.a', 'differential_plain.b', 'differential_barrier.a', 'differential_barrier.b', 'differential_plain.p', 'differential_plain.z')
           ELSE differential.pick('(SELECT * FROM differential_plain.a UNION ALL SELECT * FROM differential_barrier.b)', '(SELECT * FROM differential_plain.b WHERE c < 4 OFFSET 0)',
                    '(TABLE differential_plain.a UNION TABLE differential_plain.b)', '(TABLE differential_plain.a EXCEPT TABLE differential_barrier.b)',
                    '(SELECT DISTINCT i, j, t, n, u, m, f, g, e, d, s, b, x, q, w, y, v, h, o, ay, az, bd, bs, bt, bn, c FROM differential_plain.a)', '(SELECT * FROM differential_plain.a LIMIT 1000)',
                    '(SELECT q.* FROM differential_plain.b q JOIN differential_plain.z USING (t) UNION ALL TABLE differential_plain.b)',
                    '(WITH w AS MATERIALIZED (SELECT * FROM differential_barrier.a) SELECT * FROM w)', '(WITH w AS (SELECT * FROM differential_plain.a) SELECT v.* FROM w v LEFT JOIN w USING (i))',
                    '(SELECT i, j, t, n, u, m, min(f) AS f, min(g) AS g, max(e) AS e, max(d) AS d, max(s) AS s, min(b) AS b, min(x) AS x, min(q) AS q, min(w) AS w, min(y) AS y, min(v) AS v, min(h) AS h, min(o) AS o, min(ay) AS ay, min(az) AS az, min(bd) AS bd, min(bs) AS bs, min(bt) AS bt, min(bn) AS bn, min(c) AS c FROM differential_plain.b GROUP BY i, j, t, n, u, m)') END $$;
CREATE FUNCTION attribute() RETURNS text LANGUAGE sql AS $$ SELECT differential.pick('i', 'j', 't', 'n', 'u', 'm', 'f', 'g', 'e', 'h', 'd', 'b', 'c') $$;
CREATE FUNCTION condition(relation text, depth integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    name text := differential.attribute();
    looked text := differential.pick('i', 'j', 't', 'n', 'u', 'f', 'g', 'e', 'h', 'o');
    ranged text := differential.pick('d', 's', 'b', 'x', 'q', 'w', 'y', 'v', 'ay', 'az', 'bd', 'bs', 'bt', 'bn');
    labelled text := differential.pick('ay', 'bd', 'bs', 'bt', 'bn', 'q');
BEGIN
    IF depth > 0 AND random() < 0.3 THEN
        RETURN '(' || differential.condition(relation, depth - 1) || differential.pick(' AND ', ' OR ') || differential.condition(relation, depth - 1) || ')';
    END IF;
    CASE differential.pick('not', 'lookup', 'list', 'array', 'range', 'range', 'between', 'in', 'not in', 'exists', 'not exists', 'row', 'null', 'mine', 'same', 'other', 'any', 'clear', 'label')
        WHEN 'not' THEN RETURN 'NOT (' || differential.condition(relation, 0) || ')';
        WHEN 'lookup' THEN RETURN format('%s.%s %s %s', relation, looked, differential.pick('=', '=', '=', '<>'), differential.constant(looked));
        WHEN 'list' THEN RETURN format('%s.%s %s (%s, %s, %s)', relation, looked, differential.pick('IN', 'IN', 'NOT IN'), differential.constant(looked), differential.constant(looked), differential.constant(looked));
        WHEN 'array' THEN RETURN format('%s.%s = ANY (ARRAY(SELECT %2$s FROM differential.mine))', relation, differential.pick('i', 'j', 't', 'u', 'f', 'e', 'h'));
        WHEN 'label' THEN RETURN format('%s.%s %s (%s, %s)', relation, labelled, differential.pick('IN', 'IN', 'NOT IN'), differential.constant(labelled), differential.constant(labelled));
        WHEN 'range' THEN RETURN format('%s.%s %s %s', relation, ranged, differential.pick('<', '<=', '=', '>=', '>', '<>'), differential.constant(ranged));
        WHEN 'between' THEN RETURN format('%s %s %s', differential.constant(ranged), differential.pick('<', '<=', '=', '>=', '>'), relation || '.' || ranged);
        WHEN 'in' THEN RETURN format('%s.%s IN (SELECT k.%2$s FROM %s k WHERE %s)', relation, name, differential.relation(), differential.condition('k', 0));
        WHEN 'not in' THEN RETURN format('%s.%s NOT IN (SELECT k.%2$s FROM %s k WHERE %s)', relation, name, differential.relation(), differential.condition('k', 0));
        WHEN 'exists' THEN RETURN format('EXISTS (SELECT FROM %s k WHERE k.%s = %s.%2$s)', differential.relation(), name, relation);
        WHEN 'not exists' THEN RETURN format('NOT EXISTS (SELECT FROM %s k WHERE k.%s = %s.%2$s AND k.c > 1)', differential.relation(), name, relation);
        WHEN 'row' THEN RETURN format('(%s.%s, %1$s.c) = (SELECT %2$s, c FROM differential_plain.b ORDER BY c, %2$s, t LIMIT 1)', relation, name);
        WHEN 'null' THEN RETURN format('%s.%s IS %s', relation, name, differential.pick('NULL', 'NOT NULL'));
        WHEN 'mine' THEN RETURN format('%1$s.%2$s %3$s (SELECT %2$s FROM differential.mine%4$s)', relation, differential.pick('i', 'j', 't', 't', 'n', 'u', 'f', 'e', 'h'), differential.pick('IN', 'IN', '= ANY', 'NOT IN'),
            differential.pick('', '', ' ORDER BY j LIMIT 5', format(' WHERE mine.j <> %s.j', relation)));
        WHEN 'same' THEN RETURN format('%s.i %s %1$s.%3$s', relation, differential.pick('=', '<>'), differential.pick('g', 'i'));
        WHEN 'other' THEN RETURN format('EXISTS (SELECT FROM %s k WHERE k.c = %s.c AND k.%s <> %2$s.%3$s)', differential.relation(), relation, name);
        WHEN 'any' THEN RETURN format('%s.%s = (SELECT max(%2$s) FROM differential_plain.a)', relation, differential.pick('i', 'j', 't', 'd', 'b', 'e'));
        ELSE RETURN format('%s.c %s 2', relation, differential.pick('<', '>', '='));
    END CASE;
END $$;
CREATE FUNCTION query() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    first text := differential.attribute();
    second text := differential.attribute();
    source text := format('%s l', differential.relation());
    relations text[] := '{l}';
BEGIN
    IF random() < 0.6 THEN
        source := source || CASE differential.pick('on', 'on', 'using', 'cross', 'lateral')
            WHEN 'on' THEN format(' %s JOIN %s r ON l.%s = r.%3$s AND (l.c IS NULL OR r.c IS NULL OR %s)', differential.pick('', 'LEFT', 'RIGHT'), differential.relation(), first, differential.condition('r', 0))
            WHEN 'using' THEN format(' %s JOIN %s r ON l.%s = r.%3$s', differential.pick('', 'LEFT', 'FULL'), differential.relation(), first)
            WHEN 'cross' THEN format(' CROSS JOIN %s r', differential.pick('differential_plain.b', 'differential_barrier.a'))
            ELSE format(', LATERAL (SELECT * FROM %s k WHERE k.%s = l.%2$s) r', differential.relation(), first) END;
        relations := array_append(relations, 'r');
    END IF;
    source := source || ' WHERE ' || differential.condition(differential.pick(VARIADIC relations), 1);
    IF cardinality(relations) = 2 AND random() < 0.5 THEN
        source := source || format(' AND l.%s = r.%1$s', second);
    END IF;
    IF random() < 0.15 THEN
        RETURN format('SELECT l.%s, l.c FROM %s %s SELECT k.%1$s, k.c FROM %4$s k WHERE %5$s%6$s', first, source,
            differential.pick('UNION', 'UNION', 'INTERSECT', 'INTERSECT ALL', 'EXCEPT', 'EXCEPT ALL'), differential.relation(), differential.condition('k', 0),
            differential.pick('', '', format(' UNION SELECT %s, c FROM %s m', first, differential.relation()), ' ORDER BY 1, 2 LIMIT 40'));
    END IF;
    RETURN CASE differential.pick('columns', 'columns', 'group', 'group', 'distinct', 'count', 'counts', 'mixed', 'mixed', 'plain', 'having', 'present')
        WHEN 'columns' THEN format('SELECT l.%s, l.%s, l.c FROM %s', first, second, source)
        WHEN 'group' THEN format('SELECT l.%s, count(*), max(l.%s::text) FROM %s GROUP BY l.%1$s', first, second, source)
        WHEN 'present' THEN format('SELECT l.%s, count(l.%s), count(l.%s) FILTER (WHERE l.%s IS NOT NULL), bool_or(l.%2$s IS NULL) FROM %5$s GROUP BY l.%1$s', first, second, differential.attribute(), differential.attribute(), source)
        WHEN 'distinct' THEN format('SELECT DISTINCT l.%s, l.c FROM %s', first, source)
        WHEN 'count' THEN format('SELECT l.c, count(DISTINCT l.%s) FROM %s GROUP BY l.c', first, source)
        WHEN 'counts' THEN format('SELECT count(DISTINCT l.%s), count(DISTINCT l.%s) FROM %s', first, differential.pick(first, second), source)
        WHEN 'mixed' THEN format('SELECT l.%1$s, count(DISTINCT l.%2$s), count(DISTINCT l.%3$s) FILTER (WHERE l.c > 1), count(*), sum(l.c), min(l.%2$s::text)%4$s FROM %5$s GROUP BY l.%1$s%6$s', first, second, differential.attribute(),
            differential.pick('', '', ', count(DISTINCT l.c)', ', array_length(array_agg(l.c ORDER BY l.c), 1)'), source, differential.pick('', '', format(' HAVING count(DISTINCT l.%s) > 1', second), ' ORDER BY count(DISTINCT l.i)'))
        WHEN 'having' THEN format('SELECT upper(l.%s::text), l.%s FROM %s GROUP BY l.%1$s, l.%2$s HAVING count(*) > 1 AND max(l.c) < 5', first, second, source)
        ELSE format('SELECT count(*), sum(l.c) FROM %s', source) END;
END $$;
-- The rows of a query as a set with repetitions.
CREATE FUNCTION answer(query text, rewriting text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text;
BEGIN
    PERFORM set_config('pg_veil.rewrite', rewriting, true), set_config('enable_seqscan', differential.pick('on', 'off'), true);
    EXECUTE 'SELECT count(*) || '' '' || coalesce(sum(hashtextextended(row::text, 0)::numeric), 0) FROM (' || query || ') row' INTO answer;
    RETURN answer;
EXCEPTION WHEN OTHERS THEN
    RETURN sqlstate || ' ' || sqlerrm;
END $$;
CREATE TABLE difference (query text, with_rewriting text, without text);
CREATE TABLE tried (queries bigint, rewritten bigint, refused bigint, rows bigint);
CREATE FUNCTION compare(queries integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    query text;
    with_rewriting text;
    without text;
    rewritten integer := 0;
    refused integer := 0;
    found integer := 0;
BEGIN
    FOR i IN 1 .. queries LOOP
        query := differential.query();
        with_rewriting := differential.answer(query, 'on');
        without := differential.answer(query, 'off');
        IF with_rewriting IS DISTINCT FROM without THEN
            INSERT INTO differential.difference VALUES (query, with_rewriting, without);
        END IF;
        refused := refused + (without !~ '^[0-9]+ -?[0-9]+$')::integer;
        found := found + (without !~ '^0 ')::integer;
        IF i % 20 = 0 THEN
            rewritten := rewritten + EXISTS (SELECT FROM veil.explain_rewrites(query) WHERE applied)::integer;
        END IF;
    END LOOP;
    INSERT INTO differential.tried VALUES (queries, rewritten * 20, refused, found);
END $$;
SET jit = off;
SELECT differential.compare(:queries);
-- By several processes, and compiled.
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET min_parallel_index_scan_size = 0;
SELECT differential.compare(:queries / 80);
SET jit = on; SET jit_above_cost = 0; SET jit_inline_above_cost = -1; SET jit_optimize_above_cost = -1; SET max_parallel_workers_per_gather = 0;
SELECT differential.compare(40);
RESET jit; RESET jit_above_cost; RESET jit_inline_above_cost; RESET jit_optimize_above_cost; RESET max_parallel_workers_per_gather;
SELECT query, with_rewriting, without FROM difference ORDER BY length(query) LIMIT 5;
-- Most of them are rewritten, find something, and none is refused.
SELECT sum(rewritten) > sum(queries) * 0.5 AS rewritten, sum(rows) > sum(queries) * 0.5 AS rows, sum(refused) AS refused FROM tried;
SELECT veil.drop_policy('differential_plain'), veil.drop_policy('differential_barrier');
SELECT veil.drop_hierarchy('differential');
DROP SCHEMA differential CASCADE;
