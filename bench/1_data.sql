-- The tables that are measured, and how. psql variables: rows, and rounds, the number of repetitions.
--
-- Times are CPU times of this server process, so that what else runs on the machine disturbs less: the kernel's account
-- where it has one, else the clock. What is compared takes turns, round after round; every difference and every ratio is
-- of two times of the same round, and a figure is the median of the rounds.

CREATE EXTENSION pg_veil;
CREATE EXTENSION pgcrypto;
CREATE EXTENSION pg_prewarm;
CREATE SCHEMA bench;
SET search_path = bench, public;

-- The kernel brings the account up to date when the process leaves the processor, else only with the next tick, which
-- may be 4 ms later: as much as a mask costs in all. So it sleeps first.
CREATE FUNCTION bench.now() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_sleep(0.001);
    RETURN split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::bigint;
EXCEPTION WHEN undefined_file THEN
    RETURN (extract(epoch FROM clock_timestamp()) * 1e9)::bigint;
END
$$;

-- ns a run.
CREATE TABLE bench.sample (name text, round integer, ns double precision, PRIMARY KEY (name, round));

-- Runs each statement `times` times a round.
CREATE PROCEDURE bench.measure(names text[], statements text[], rounds integer, times integer DEFAULT 1) LANGUAGE plpgsql AS $$
DECLARE
    started bigint;
BEGIN
    -- Round 0 warms caches up.
    FOR round IN 0 .. rounds LOOP
        RAISE NOTICE 'round % of %', round, rounds;
        FOR i IN 1 .. cardinality(names) LOOP
            started := bench.now();
            FOR time IN 1 .. times LOOP
                EXECUTE statements[i];
            END LOOP;
            IF round > 0 THEN
                INSERT INTO bench.sample VALUES (names[i], round, (bench.now() - started)::double precision / times);
            END IF;
        END LOOP;
        COMMIT;
    END LOOP;
END
$$;

-- Reads a table into shared buffers, where it must fit.
CREATE FUNCTION bench.warm(relation regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF pg_relation_size(relation) > 0.8 * pg_size_bytes(current_setting('shared_buffers')) THEN
        RAISE 'shared_buffers is too small for %', relation;
    END IF;
    PERFORM pg_prewarm(relation);
END
$$;

-- Two statements beside each other, round by round.
CREATE VIEW bench.pair AS
SELECT a.name AS base, b.name AS other, a.ns AS base_ns, b.ns AS other_ns, b.ns - a.ns AS added_ns, b.ns / nullif(a.ns, 0) AS ratio
FROM bench.sample AS a JOIN bench.sample AS b USING (round);

-- One column of each type; what the values are hardly matters.
CREATE TABLE bench.data (
    t    text,          -- nine digits
    v    varchar(9),
    name text,          -- 20 characters, some of two bytes
    i2   smallint,
    i4   integer,
    i8   bigint,
    n    numeric(10,2),
    f8   double precision,
    d    date,
    ts   timestamp,
    tstz timestamptz,
    u    uuid,
    bsn  text,          -- valid ones
    ip   inet,
    tm   time,
    lat  numeric(9,6),
    lon  double precision,
    p    point
);
INSERT INTO bench.data
SELECT lpad((h % 1000000000)::text, 9, '0'), lpad((h / 1000 % 1000000000)::text, 9, '0'),
       rpad('Zoë van der ' || h % 100000, 20, 'x'),
       (h % 65536 - 32768)::smallint, (h % 4000000000 - 2000000000)::integer, h, (h % 10000000) / 100.0,
       h / 1e12, date '1930-01-01' + (h % 35000)::integer, timestamp '2020-01-01' + (h % 100000000) * interval '1 second',
       timestamptz '2020-01-01' + (h % 100000000) * interval '1 second', md5(h::text)::uuid,
       -- Where the eight digits have no check digit, their last one moves, which has weight 2.
       (SELECT lpad((b + moved)::text, 8, '0') || (s + 2 * moved) % 11
        FROM (SELECT b, s, CASE WHEN s % 11 < 10 THEN 0 WHEN b % 10 = 9 THEN -1 ELSE 1 END AS moved
              FROM (SELECT b, 9 * (b / 10000000 % 10) + 8 * (b / 1000000 % 10) + 7 * (b / 100000 % 10) + 6 * (b / 10000 % 10)
                              + 5 * (b / 1000 % 10) + 4 * (b / 100 % 10) + 3 * (b / 10 % 10) + 2 * (b % 10) AS s
                    FROM (VALUES (h / 7 % 99999999 + 1)) AS beginning (b)) AS weighed) AS mended),
       '10.0.0.0'::inet + h % 16777216, time '00:00' + (h % 86400) * interval '1 second', (h % 180000000 - 90000000) / 1e6,
       (h / 7 % 360000000 - 180000000) / 1e6, point((h / 7 % 360000000 - 180000000) / 1e6, (h % 180000000 - 90000000) / 1e6)
FROM (SELECT hashint8extended(g, 0) & 9223372036854775807 AS h FROM generate_series(1, :rows) AS g) AS hashed;
VACUUM (FREEZE, ANALYZE) bench.data;
SELECT bench.warm('bench.data');
SELECT veil.create_key('bench');
