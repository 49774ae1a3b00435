-- What was measured. psql variables: rows, rounds.

SET search_path = bench, public;

\echo 'Cost of each technique above the scan of its column: ns a row, and as a share of what pgcrypto costs there for'
\echo 'hmac(text of nine digits, key, ''sha256'').'
SELECT technique, type, params, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY mask)::numeric, 1) AS ns,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY mask / nullif(hmac, 0))::numeric, 3) AS of_hmac
FROM bench.technique_cost GROUP BY number, technique, type, params ORDER BY number;

SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY hmac)::numeric, 1) AS ns_of_hmac,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY scan)::numeric, 1) AS ns_of_the_scan
FROM bench.technique_cost WHERE type = 'text';

\echo 'Generalizations beside the same with built-in functions: ns a row above the scan.'
SELECT expression, built_in, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY mask_ns)::numeric, 1) AS ns,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY built_in_ns)::numeric, 1) AS ns_of_built_in,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY mask_ns / nullif(built_in_ns, 0))::numeric, 2) AS ratio
FROM bench.generalization_cost GROUP BY number, expression, built_in ORDER BY number;

\echo 'Hierarchies beside the same written by hand: ns a row above the scan, and the ratio of the two.'
SELECT title, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY masked)::numeric, 1) AS masked,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY by_hand)::numeric, 1) AS by_hand,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY masked / nullif(by_hand, 0))::numeric, 2) AS ratio
FROM bench.by_hand_cost GROUP BY number, title ORDER BY number;

\echo 'Free text: scrub beside a chain of regexp_replace for e-mail, URL, IBAN, nine digits, postcode and phone, one text a row and'
\echo 'fifty a row. MB a second, and how many times that of the chain.'
SELECT title, texts, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY mb_per_second)::numeric, 2) AS mb_per_second,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY of_chain)::numeric, 2) AS of_chain
FROM bench.scrub_speed GROUP BY number, title, texts ORDER BY number;

\echo 'Queries on masked columns, as times of the same on the raw ones: a plain view, one with a row filter (and that as times of the raw'
\echo 'rows behind the same filter), and the plain one without the rewriting.'
CREATE VIEW bench.masked_median AS
SELECT number, title, percentile_cont(0.5) WITHIN GROUP (ORDER BY raw_ns) AS raw_ns, percentile_cont(0.5) WITHIN GROUP (ORDER BY plain) AS plain,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY barrier) AS barrier, percentile_cont(0.5) WITHIN GROUP (ORDER BY of_filtered) AS of_filtered, percentile_cont(0.5) WITHIN GROUP (ORDER BY without) AS without,
       -- A group's mask is computed once: what as many of them cost in a scan.
       coalesce(min(plain_limit), 1.1 * (1 + (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY raw_ns * (plain - 1)) FROM bench.masked_ratio WHERE title = 'the masks of 100 000 rows')
                                             / percentile_cont(0.5) WITHIN GROUP (ORDER BY raw_ns))) AS plain_limit,
       min(barrier_limit) AS barrier_limit
FROM bench.masked_ratio GROUP BY number, title;
SELECT title, round(raw_ns::numeric / 1000, 1) AS raw_us, round(plain::numeric, 2) AS plain, round(barrier::numeric, 2) AS barrier, round(of_filtered::numeric, 2) AS of_filtered, round(without::numeric, 2) AS without
FROM bench.masked_median ORDER BY number;

\echo 'Questions to a trading company whose keys are pseudonyms, as times of the same on the raw tables.'
SELECT title, round(raw_ns::numeric / 1000, 1) AS raw_us, round(masked::numeric, 2) AS masked FROM bench.trade_ratio ORDER BY number;
SELECT round(exp(avg(ln(masked)))::numeric, 3) AS geometric_mean FROM bench.trade_ratio;

\echo 'Statistics of a release of level aggregated, as times of the same on the table.'
SELECT title, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY raw_ns)::numeric / 1000, 1) AS raw_us, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ratio)::numeric, 2) AS protected
FROM bench.statistic_ratio GROUP BY number, title ORDER BY number;

\echo 'Lookups by a pseudonym as a client sees them, in tables of three sizes, each ten or a hundred times the one before, beside lookups of the raw value.'
SELECT mode, attribute, size, round(raw_ms::numeric * 1000) AS raw_us, round(masked_ms::numeric * 1000) AS masked_us, round(ratio::numeric, 2) AS ratio FROM bench.latency_ratio ORDER BY mode DESC, attribute, size;

\echo 'Whole statements.'
SELECT statement, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY base_ns)::numeric / 1000, 1) AS raw_us,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY other_ns)::numeric / 1000, 1) AS masked_us,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY added_ns)::numeric / 1000, 1) AS added_us,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ratio)::numeric, 2) AS ratio
FROM (VALUES (1, 'SELECT count(c1), ... count(c10), ten generalizations', 'ten raw', 'ten masked'),
             (2, 'planning SELECT * of 60 columns', 'star raw', 'star masked'),
             (3, 'the same, by a session that does it for the first time', 'first raw', 'first masked'),
             (4, 'planning a grouped query on 4 of 60 columns', 'group raw', 'group masked'),
             (5, 'DDL on an unmasked table: beside none, beside 80 masked tables', 'ddl 0', 'ddl 80'),
             (6, 'DDL on an unmasked table: without pg_veil, with it', 'ddl -1', 'ddl 0'),
             (7, 'ten masks in a jsonb: by jsonb_build_object, by technique json', 'jsonb by hand', 'jsonb masked'),
             (8, 'five pseudonyms in an array: by a query over unnest, by technique each', 'texts by hand', 'texts masked'),
             (9, 'five buckets in an array: by a query over unnest, by technique each', 'numbers by hand', 'numbers masked'))
     AS s (number, statement, base, other)
JOIN bench.pair USING (base, other)
GROUP BY number, statement ORDER BY number;

\echo 'Targets. Each figure is the median of' :rounds 'rounds; the ratio of a round is taken of two times of that round.'
SELECT target, round(measured::numeric, 2) AS measured, CASE WHEN met THEN 'met' ELSE 'MISSED' END AS outcome
FROM (
    SELECT 1, 'pseudonym(text): (hmac - scan) / (pseudonym - scan) is at least 7', median, median >= 7
    FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY hmac / nullif(mask, 0)) FROM bench.technique_cost
          WHERE technique = 'pseudonym' AND type = 'text' AND params = '{}') AS m (median)
    UNION ALL
    SELECT 2, 'count of ten generalized columns / the same of the raw ones is at most 2.5', median, median <= 2.5
    FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ratio) FROM bench.pair
          WHERE base = 'ten raw' AND other = 'ten masked') AS m (median)
    UNION ALL
    SELECT 3, 'planning on a view of 60 columns - on its table is under 1 ms', median, median < 1
    FROM (SELECT greatest((SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY added_ns) FROM bench.pair
                           WHERE base = 'star raw' AND other = 'star masked'),
                          (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY added_ns) FROM bench.pair
                           WHERE base = 'group raw' AND other = 'group masked')) / 1e6) AS m (median)
    UNION ALL
    SELECT 4, 'DDL beside 80 masked tables / beside none is at most 1.1', median, median <= 1.1
    FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ratio) FROM bench.pair
          WHERE base = 'ddl 0' AND other = 'ddl 80') AS m (median)
    UNION ALL
    SELECT 5, 'format_preserving bsn: (hmac - scan) / (mask - scan) is at least 2.5', median, median >= 2.5
    FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY hmac / nullif(mask, 0)) FROM bench.technique_cost
          WHERE technique = 'format_preserving' AND params = '{"format": "bsn"}') AS m (median)
    UNION ALL
    -- 343 and 968 ns are what the same two cost on the machine that the target was set on.
    SELECT 6, 'FF1 of nine digits: (mask - scan) / (hmac - scan) is at most 1.5 * 343 / 968', median, median <= 1.5 * 343 / 968
    FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY mask / nullif(hmac, 0)) FROM bench.technique_cost
          WHERE technique = 'format_preserving' AND params = '{"format": "digits"}') AS m (median)
    UNION ALL
    -- 968 ns is what hmac cost on the machine that these limits of 60 and 80 ns a row were set for.
    SELECT 11, 'generalizations without key, the dearest: 968 * (mask - scan) / (hmac - scan) is at most 60', max(ns), max(ns) <= 60
    FROM (SELECT 968 * percentile_cont(0.5) WITHIN GROUP (ORDER BY mask / nullif(hmac, 0)) AS ns FROM bench.technique_cost
          WHERE technique IN (SELECT name FROM veil.technique WHERE kind = 'generalization' AND name NOT IN ('hierarchy', 'combine'))
          GROUP BY number) AS m
    UNION ALL
    -- Times of under 5 ns a row are not told apart from that of the scan.
    SELECT 12, 'generalization / the same with built-in functions, 5 ns at least: the worst is at most 1.5', max(ratio), max(ratio) <= 1.5
    FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY mask_ns / greatest(built_in_ns, 5)) AS ratio FROM bench.generalization_cost
          GROUP BY number) AS m
    UNION ALL
    SELECT 13, 'hierarchy, the dearest: 968 * (mask - scan) / (hmac - scan) is at most 80', max(ns), max(ns) <= 80
    FROM (SELECT 968 * percentile_cont(0.5) WITHIN GROUP (ORDER BY mask / nullif(hmac, 0)) AS ns FROM bench.technique_cost
          WHERE technique = 'hierarchy' GROUP BY number
          UNION ALL
          SELECT 968 * percentile_cont(0.5) WITHIN GROUP (ORDER BY masked / nullif(hmac, 0)) FROM bench.by_hand_cost
          JOIN (SELECT DISTINCT round, hmac FROM bench.technique_cost) AS h USING (round) GROUP BY number) AS m
    UNION ALL
    SELECT 14, 'hierarchy / the same by hand: the worst is at most 1.5', max(ratio), max(ratio) <= 1.5
    FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY masked / nullif(by_hand, 0)) AS ratio FROM bench.by_hand_cost
          GROUP BY number) AS m
    UNION ALL
    SELECT 15, 'scrub / a chain of regexp_replace doing less, in MB a second: the worst is at least 1', min(ratio), min(ratio) >= 1
    FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY of_chain) AS ratio FROM bench.scrub_speed
          WHERE title LIKE 'scrub%' GROUP BY number) AS m
    UNION ALL
    SELECT 20 + number, title || ': masked / raw is at most ' || round(plain_limit::numeric, 2), plain, plain <= plain_limit FROM bench.masked_median WHERE plain_limit < 'infinity'
    UNION ALL
    SELECT 40 + number, title || ', with a row filter: masked / raw is at most ' || round(barrier_limit::numeric, 2), barrier, barrier <= barrier_limit
    FROM bench.masked_median WHERE barrier_limit IS NOT NULL
    UNION ALL
    SELECT 50 + rank() OVER (ORDER BY mode DESC, attribute), 'lookup by ' || attribute || ', ' || mode || ' protocol: masked / raw, as a client sees it, is at most ' || CASE mode WHEN 'simple' THEN 1.5 ELSE 1.2 END,
           max(ratio), max(ratio) <= CASE mode WHEN 'simple' THEN 1.5 ELSE 1.2 END FROM bench.latency_ratio GROUP BY mode, attribute
    UNION ALL
    SELECT 70 + number, 'statistics, ' || title || ': protected / raw is at most ' || round(most::numeric, 2), percentile_cont(0.5) WITHIN GROUP (ORDER BY ratio),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY ratio) <= most FROM bench.statistic_ratio WHERE most IS NOT NULL GROUP BY number, title, most
    UNION ALL
    SELECT 79, 'planning of statistics - of the same on the table is under 0.3 ms', median, median < 0.3
    FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY added_ns) / 1e6 FROM bench.pair WHERE base = 'plan of table' AND other = 'plan of statistics') AS m (median)
    UNION ALL
    SELECT 60, 'questions to a trading company: the geometric mean of masked / raw is at most 1.15', exp(avg(ln(masked))), exp(avg(ln(masked))) <= 1.15 FROM bench.trade_ratio
) AS targets (number, target, measured, met)
ORDER BY number;
