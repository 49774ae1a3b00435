-- Lookups of what is encrypted as its canonical text: the raw value is read from it, by an index of the raw column.
SET client_min_messages = warning;
CREATE SCHEMA rewrite_canonical;
SET search_path = rewrite_canonical;
SELECT veil.create_key('rewrite_canonical');
CREATE TYPE state AS ENUM ('new', 'Open', 'open', 'für immer');
CREATE TABLE account (id integer, small smallint, big bigint, amount numeric, born date, opened timestamp, seen timestamptz, ratio double precision, code text,
    share real, clock time, token uuid, device macaddr, address inet, network cidr, state state);
INSERT INTO account SELECT i, i % 3000, i::bigint << 31, CASE WHEN i % 2 = 0 THEN (i % 2500)::numeric ELSE (i % 2500) + 0.00 END, date '0001-01-01' - 400 + i, timestamp '0001-01-01 BC' + i * interval '1 hour 0.01 seconds',
    timestamptz '2000-01-01 00:00:00.5 UTC' + i * interval '7 hours', i / 7.0, i::text,
    (i % 2500 / 8.0)::real, time '00:00' + i * interval '17.3 seconds', md5(i::text)::uuid, ('08:00:2b:01:' || lpad(to_hex(i / 256), 2, '0') || ':' || lpad(to_hex(i % 256), 2, '0'))::macaddr,
    CASE WHEN i % 2 = 0 THEN set_masklen(inet '10.0.0.0' + i, 32 - i % 5) ELSE inet '2001:db8::' + i END, CASE WHEN i % 2 = 0 THEN (inet '10.0.0.0' + 4 * i)::cidr ELSE network(set_masklen(inet '2001:db8::' + 65536::bigint * i, 112)) END,
    (enum_range(NULL::state))[1 + i % 4] FROM generate_series(1, 5000) i;
INSERT INTO account VALUES (-2147483648, -32768, -9223372036854775808, 'NaN', 'infinity', '-infinity', 'infinity', 'NaN', 'text', 'NaN', '24:00:00', '00000000-0000-0000-0000-000000000000', '00:00:00:00:00:00', '0.0.0.0/0', '0.0.0.0/0', NULL),
    (2147483647, 32767, 9223372036854775807, '-Infinity', '-infinity', 'infinity', '-infinity', '-0', '', '-1.5', '23:59:59.999999', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'ff:ff:ff:ff:ff:ff', '::ffff:1.2.3.4', '::/0', NULL), (0, 3001, 0, repeat('9', 131072)::numeric, '5874897-12-31', '294276-12-31 23:59:59.999999', '4713-01-01 00:00 UTC BC', 'Infinity', '0', '-Infinity', '00:00:00.000001', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '0a:0b:0c:0d:0e:0f', '1.2.3.4/0', '1.2.3.4/32', NULL),
    (NULL, NULL, NULL, ('-0.' || repeat('0', 16382) || '1')::numeric, '4713-01-01 BC', '4713-01-01 BC', '294276-12-31 23:59:59.999999 UTC', 1e-300, NULL, 3.4028235e38, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE INDEX ON account (id); CREATE INDEX ON account (small); CREATE INDEX ON account (big); CREATE INDEX ON account (amount); CREATE INDEX ON account (born); CREATE INDEX ON account (opened); CREATE INDEX ON account (seen); CREATE INDEX ON account (ratio); CREATE INDEX ON account (share); CREATE INDEX ON account (clock); CREATE INDEX ON account (token);
CREATE INDEX ON account (device); CREATE INDEX ON account (address); CREATE INDEX ON account (network); CREATE INDEX ON account (state);
VACUUM ANALYZE account;
SELECT veil.create_policy('canonical');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT 'canonical', 'rewrite_canonical.account', attname, 'encrypt', '{"key": "rewrite_canonical"}', 'tested' FROM pg_attribute WHERE attrelid = 'account'::regclass AND attnum > 0;
CREATE ROLE regress_canonical_analyst;
GRANT USAGE ON SCHEMA canonical TO regress_canonical_analyst;
GRANT SELECT ON canonical.account TO regress_canonical_analyst;
SET jit = off;
SET max_parallel_workers_per_gather = 0;
CREATE FUNCTION plan(attribute text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE line text;
BEGIN
    FOR line IN EXECUTE format('EXPLAIN (COSTS OFF) SELECT code FROM canonical.account WHERE %I = ''encrypted''', attribute) LOOP RETURN NEXT line; END LOOP;
END $$;
SELECT attribute, line FROM unnest('{id,small,big,amount,born,opened,seen,ratio,share,clock,token,device,address,network,state}'::text[]) WITH ORDINALITY a(attribute, n), plan(attribute) line ORDER BY n;

-- Every value is found, and only what is equal to it.
CREATE FUNCTION found(attribute text) RETURNS TABLE (attribute_name text, looked_up bigint, wrong bigint) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format('SELECT %1$L::text, count(*), count(*) FILTER (WHERE n IS DISTINCT FROM expected) FROM
        (SELECT veil_value, expected, (SELECT count(*) FROM canonical.account a WHERE a.%1$I = veil_value) AS n FROM
            (SELECT %1$I AS veil_value, count(*) AS expected FROM canonical.account WHERE %1$I IS NOT NULL GROUP BY 1 ORDER BY %1$I LIMIT 400) y
         UNION ALL SELECT e, 1, (SELECT count(*) FROM canonical.account a WHERE a.%1$I = e) FROM rewrite_canonical.special(%1$L) e) x', attribute);
END $$;
CREATE FUNCTION special(attribute text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('pg_veil.rewrite', 'off', true);
    RETURN QUERY EXECUTE format('SELECT s.%1$I FROM (SELECT * FROM canonical.account OFFSET 5000) s WHERE %1$I IS NOT NULL', attribute);
    PERFORM set_config('pg_veil.rewrite', 'on', true);
END $$;
SELECT f.* FROM unnest('{id,small,big,amount,born,opened,seen,ratio,share,clock,token,device,address,network,state}'::text[]) a(attribute), found(attribute) f ORDER BY 1;
-- Equal numbers of another scale are one value.
SELECT (SELECT count(*) FROM canonical.account WHERE amount = (SELECT veil.encrypt('7', 'rewrite_canonical', 'canonical'))), (SELECT count(*) FROM account WHERE amount = 7);
-- Lists, joins, and what is encrypted of other columns or of texts that are no value: nothing, and no error that tells of it.
SELECT count(*) FROM canonical.account WHERE amount IN (veil.encrypt('7', 'rewrite_canonical', 'canonical'), veil.encrypt('8', 'rewrite_canonical', 'canonical'), 'nothing', NULL);
SELECT count(*) FROM canonical.account a JOIN (SELECT veil.encrypt(veil.canonical(born), 'rewrite_canonical', 'canonical') AS born FROM account WHERE id <= 40) x ON a.born = x.born;
CREATE TABLE spelled AS SELECT t, veil.encrypt(t, 'rewrite_canonical', 'canonical') AS e FROM unnest(ARRAY['', ' 7', '7 ', '+7', '07', '7.0', '7e0', '0x7', '-0', '-0.0', '.5', '5.', '1_000', 'nan', 'inf', 'Infinity', '99999999999999999999', '-9223372036854775809',
    repeat('9', 131073), '0.' || repeat('1', 16384), '-', '--7', '7-', '2024-02-30', '2023-02-29', '2024-2-9', '24-02-09', '2024-02-09 BC', '2024-02-09 10:00', '2024-02-09 24:00:00', '2024-02-09 10:00:60', '2024-02-09 10:00:00.1234567', '2024-02-09 10:00:00.10',
    '2024-02-09 10:00:00+01', '2024-02-09 10:00:00+00 ', '0000-01-01', '-2024-01-01', '99999999-01-01', '5874898-01-01', '294277-01-01 00:00:00', '4714-01-01 BC', '2024-02-09T10:00:00', 'today', 'now', 'infinity ', 'epoch', E'7\n', 'à', '7.50', '7.5', '1e5', '1e400', '-1e-400', '340282360000000000000000000000000000000', '0.1', '24:00:00', '24:00:01', '12:00', '12:00:00.0', '1:00:00', '12:00:60', '12:00:00+00',
    'A0EEBC99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a0eebc999c0b4ef8bb6d6bb9bd380a11', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', 'g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '0A:0b:0c:0d:0e:0f', '0a-0b-0c-0d-0e-0f', '10.0.0.4', '10.0.0.4/32', '10.0.0.4/33', '10.0.0', '10.0.0.2/30', '2001:DB8::1', '2001:db8:0::1', '2001:db8::1/128',
    '::ffff:1.2.3.4', 'fe80::1%eth0', 'OPEN', ' open', 'open', 'closed', repeat('x', 64)]) t;
SELECT attribute, t FROM spelled, unnest('{id,small,big,amount,born,opened,seen,ratio,share,clock,token,device,address,network,state}'::text[]) attribute, LATERAL (SELECT query_to_xml(format('SELECT 1 FROM canonical.account WHERE %I = %L', attribute, e), false, false, '')::text ~ '<row' AS found) f WHERE found ORDER BY 1, 2;

-- As an analyst, who sees no raw value in a plan, and needs the key.
SELECT born AS encrypted FROM canonical.account LIMIT 1 OFFSET 1000 \gset
SET ROLE regress_canonical_analyst;
PREPARE looked_up(text) AS SELECT count(*) FROM canonical.account WHERE amount = $1;
SET plan_cache_mode = force_generic_plan;
EXPLAIN (VERBOSE, COSTS OFF) EXECUTE looked_up('x');
RESET plan_cache_mode;
SELECT count(*) FROM canonical.account WHERE born = :'encrypted';
RESET ROLE;
SELECT veil.grant_key('rewrite_canonical', 'regress_canonical_analyst');
SET ROLE regress_canonical_analyst;
SELECT count(*) FROM canonical.account WHERE born = :'encrypted';
EXECUTE looked_up(:'encrypted');
RESET ROLE;
SELECT * FROM veil.explain_rewrites('SELECT count(*) FROM canonical.account a WHERE a.born = ''x'' AND NOT a.amount = ''x'' AND a.ratio = ''x''');
SELECT veil.drop_policy('canonical');
DROP SCHEMA rewrite_canonical CASCADE;
DROP OWNED BY regress_canonical_analyst;
DROP ROLE regress_canonical_analyst;
