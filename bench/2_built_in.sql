-- Keyless generalizations beside the same written with built-in functions, each less the scan of its column.

SET search_path = bench, public;

CREATE TABLE bench.generalization (
    number    integer GENERATED ALWAYS AS IDENTITY,
    attribute text NOT NULL,
    mask      text NOT NULL,
    built_in  text NOT NULL
);
INSERT INTO bench.generalization (attribute, mask, built_in) VALUES
    ('d',    $$veil.truncate(d, 'month')$$, $$date_trunc('month', d)::date$$),
    ('ts',   $$veil.truncate(ts, 'month')$$, $$date_trunc('month', ts)$$),
    ('tstz', $$veil.truncate(tstz, 'month', 'Europe/Amsterdam')$$, $$date_trunc('month', tstz, 'Europe/Amsterdam')$$),
    ('d',    $$veil.part(d, 'weekday')$$, $$extract(isodow FROM d)$$),
    ('ts',   $$veil.bucket(ts, 604800000000, '2000-01-03')$$, $$date_bin('7 days', ts, '2000-01-03')$$),
    ('i4',   $$veil.bucket(i4, 10000)$$, $$width_bucket(i4, -2000000000, 2000000000, 400000)$$),
    ('f8',   $$veil.bucket(f8, 0.5)$$, $$floor(f8 / 0.5) * 0.5$$),
    ('n',    $$veil.bucket(n, 1000)$$, $$floor(n / 1000) * 1000$$),
    ('i4',   $$veil.bucket_range(i4, 10000)$$, $$int4range(i4 - i4 % 10000, i4 - i4 % 10000 + 10000)$$),
    ('n',    $$veil.bucket_range(n, 1000)$$, $$numrange(floor(n / 1000) * 1000, floor(n / 1000) * 1000 + 1000)$$),
    ('i4',   $$veil.bucket_text(i4, 10000)$$, $$concat('[', i4 - i4 % 10000, ',', i4 - i4 % 10000 + 10000, ')')$$),
    ('i4',   $$veil.bucket(i4, '{-1000000,0,1000,1000000}'::integer[], '{a,b,c,d,e}'::text[])$$, $$width_bucket(i4, '{-1000000,0,1000,1000000}'::integer[])$$),
    ('n',    $$veil.round(n, 100)$$, $$round(n, -2)$$),
    ('f8',   $$veil.round(f8, 0.5)$$, $$round(f8 / 0.5) * 0.5$$),
    ('i4',   $$veil.clamp(i4, -1000000, 1000000)$$, $$least(greatest(i4, -1000000), 1000000)$$),
    ('n',    $$veil.clamp(n, 1000, 90000)$$, $$least(greatest(n, 1000), 90000)$$),
    ('d',    $$veil.age(d, '2026-01-01', 1, 32768)$$, $$extract(year FROM age(date '2026-01-01', d))$$),
    ('ip',   $$veil.network(ip, 24, 48)$$, $$network(set_masklen(ip, 24))$$),
    ('t',    $$veil.prefix(t, 4)$$, $$left(t, 4)$$),
    ('t',    $$veil.partial(t, 1, 2, '***')$$, $$left(t, 1) || '***' || right(t, 2)$$);

SELECT array_agg(name ORDER BY number, kind) AS names, array_agg(statement ORDER BY number, kind) AS statements
FROM (SELECT number, kind, kind || ' ' || number AS name, format('SELECT count(%s) FROM bench.data', expression) AS statement
      FROM bench.generalization, LATERAL (VALUES ('generalized', mask), ('built-in', built_in), ('column', attribute)) AS e (kind, expression)) AS s
\gset
CALL bench.measure(:'names', :'statements', :rounds);

-- ns a row above the scan of the same column.
CREATE VIEW bench.generalization_cost AS
SELECT number, g.mask AS expression, g.built_in, round, (masked.ns - scan.ns) / :rows AS mask_ns, (plain.ns - scan.ns) / :rows AS built_in_ns
FROM bench.generalization AS g
JOIN bench.sample AS masked ON masked.name = 'generalized ' || number
JOIN bench.sample AS plain USING (round)
JOIN bench.sample AS scan USING (round)
WHERE plain.name = 'built-in ' || number AND scan.name = 'column ' || number;
