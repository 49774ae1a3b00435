-- Tables of three sizes, for the latency of lookups by a pseudonym as a client sees it: the time must not depend on the size.
-- psql variables: rows.
CREATE SCHEMA lookup;
SELECT veil.create_policy('bench_lookup');
SELECT format('CREATE TABLE lookup.%I AS SELECT g AS id, md5(g::text)::uuid AS token, lpad((g::bigint * 7919 %% 1000000007)::text, 10, ''0'') AS bsn, g AS clear FROM generate_series(1, %s) g', 'size_' || number, greatest(size, 100))
FROM (VALUES (1, :rows / 100), (2, :rows), (3, :rows::bigint * 10)) s(number, size) \gexec
SELECT format('CREATE UNIQUE INDEX ON lookup.%I (%I)', 'size_' || number, attribute) FROM generate_series(1, 3) number, (VALUES ('id'), ('token'), ('bsn')) a(attribute) \gexec
SELECT format('VACUUM (FREEZE, ANALYZE) lookup.%I', 'size_' || number) FROM generate_series(1, 3) number \gexec
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT 'bench_lookup', 'lookup.size_' || number, attribute, CASE attribute WHEN 'clear' THEN 'release' ELSE 'pseudonym' END, CASE attribute WHEN 'clear' THEN NULL ELSE '{"key": "bench"}'::jsonb END, 'measured'
FROM generate_series(1, 3) number, (VALUES ('id'), ('token'), ('bsn'), ('clear')) a(attribute);
SELECT veil.index_rule('bench_lookup', ('lookup.size_' || number)::regclass, 'bsn') FROM generate_series(1, 3) number;
CREATE TABLE bench.latency (mode text, attribute text, size integer, kind text, round integer, ms double precision);
CREATE VIEW bench.latency_ratio AS
SELECT m.mode, m.attribute, m.size, percentile_cont(0.5) WITHIN GROUP (ORDER BY r.ms) AS raw_ms, percentile_cont(0.5) WITHIN GROUP (ORDER BY m.ms) AS masked_ms, percentile_cont(0.5) WITHIN GROUP (ORDER BY m.ms / r.ms) AS ratio
FROM bench.latency m JOIN bench.latency r USING (mode, attribute, size, round) WHERE m.kind = 'masked' AND r.kind = 'raw' GROUP BY m.mode, m.attribute, m.size;
