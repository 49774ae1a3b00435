-- age: of a birth date at a fixed day, in bands, top-coded; network: the first bits of an address.
CREATE SCHEMA age_network;
SET search_path = age_network;
SELECT veil.create_policy('age_network_policy');
CREATE TABLE person (id integer, born date, registered timestamp, address inet, block cidr);
INSERT INTO person VALUES
    (1, '1980-02-29', '1980-02-29 23:59:59.999999', '192.168.17.5', '192.168.17.0/24'),
    (2, '2025-12-31', '2025-12-31 00:00', '192.168.17.5/12', '10.0.0.0/8'),
    (3, '2026-01-01', '2026-01-01 00:00', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'),
    (4, '2026-01-02', '2026-01-02 00:00', '2001:db8:1:2:3:4:5:6/32', '2001:db8::/32'),
    (5, '1935-06-01', '1935-06-01 12:00', '0.0.0.0/0', '0.0.0.0/0'),
    (6, '0044-03-15 BC', '0044-03-15 12:00 BC', '255.255.255.255', '255.255.255.255/32'),
    (7, '-infinity', '-infinity', '::ffff:192.168.17.5', '::/0'),
    (8, 'infinity', 'infinity', '::', 'ffff::/128'),
    (9, '4714-11-24 BC', '4714-11-24 00:00 BC', NULL, NULL), (10, NULL, NULL, '10.1.2.3/24', '10.1.2.3/32');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('age_network_policy', 'person', 'id', 'release', NULL, 'test'),
    ('age_network_policy', 'person', 'born', 'age', '{"at": "2026-01-01"}', NULL),
    ('age_network_policy', 'person', 'registered', 'age', '{"at": "2026-01-01", "bands": 10, "top": 85, "as": "text"}', NULL),
    ('age_network_policy', 'person', 'address', 'network', NULL, NULL),
    ('age_network_policy', 'person', 'block', 'network', '{"v4": 12, "v6": 33}', NULL);
SELECT * FROM age_network_policy.person ORDER BY id;
SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = 'age_network_policy.person'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname;
UPDATE veil.rule SET params = '{"at": "2026-01-01", "bands": 10, "top": 85}' WHERE policy = 'age_network_policy' AND attribute = 'born';
SELECT id, born FROM age_network_policy.person ORDER BY id;
-- Nothing of it is a matter of the session.
BEGIN;
SET LOCAL datestyle = 'SQL, DMY';
SET LOCAL timezone = 'Pacific/Kiritimati';
SELECT id, born, registered FROM age_network_policy.person WHERE id < 4 ORDER BY id;
ROLLBACK;

-- A year is completed on the birthday; of 29 February, in other years, on 1 March.
SELECT at, veil.age(date '1980-02-29', at, 1, 200) AS leap, veil.age(date '1980-02-28', at, 1, 200) AS day_before, veil.age(date '1980-03-01', at, 1, 200) AS day_after
FROM unnest('{1980-02-29,1981-02-28,1981-03-01,1984-02-28,1984-02-29}'::date[]) AS at;
SELECT count(*) AS tried, count(*) FILTER (WHERE veil.age(b, a, 1, 32768) IS DISTINCT FROM extract(year FROM age(a, b))::integer) AS wrong
FROM generate_series(date '1890-01-01', '2030-01-01', interval '17 days') b(t), LATERAL (SELECT t::date AS b) x,
     unnest('{2023-02-28,2024-02-29,2024-12-31,2030-01-01}'::date[]) a WHERE b <= a;
SELECT veil.age_text(date '1941-01-01', '2026-01-01', 5, 32768), veil.age_text(date '1941-01-01', '2026-01-01', 5, 85),
       veil.age_text(date '1941-01-02', '2026-01-01', 5, 85), veil.age_text(date '1941-01-02', '2026-01-01', 10, 85),
       veil.age_text(date '1941-01-02', '2026-01-01', 1, 32768), veil.age_text(date '1941-01-02', '2026-01-01', 200, 0);
SELECT veil.age(date '4714-11-24 BC', '5874897-12-31', 1, 32768), veil.age(date '2000-01-01', '34767-01-01', 1, 32768), veil.age(date '2000-01-01', '34768-01-01', 1, 32768);

-- network as by hand, in order.
SELECT count(*) AS tried, count(*) FILTER (WHERE masked <> network(set_masklen(a, least(masklen(a), 20)))) AS wrong,
       count(*) FILTER (WHERE masked < before) AS not_monotone, count(*) FILTER (WHERE veil.network(masked, 20, 20) <> masked) AS not_idempotent
FROM (SELECT a, veil.network(a, 20, 20) AS masked, lag(veil.network(a, 20, 20)) OVER (ORDER BY a) AS before
      FROM (SELECT set_masklen(('10.' || g % 7 || '.' || g % 251 || '.' || g % 256)::inet, g % 33) AS a FROM generate_series(1, 5000) g
            UNION ALL SELECT set_masklen(('2001:' || to_hex(g % 65536) || '::' || to_hex(g))::inet, g % 129) FROM generate_series(1, 5000) g) t) m;

-- Refusals.
UPDATE veil.rule SET params = NULL WHERE policy = 'age_network_policy' AND attribute = 'born';
UPDATE veil.rule SET params = '{"at": "today"}' WHERE policy = 'age_network_policy' AND attribute = 'born';
UPDATE veil.rule SET params = '{"at": "2026-02-30"}' WHERE policy = 'age_network_policy' AND attribute = 'born';
UPDATE veil.rule SET params = '{"at": "infinity"}' WHERE policy = 'age_network_policy' AND attribute = 'born';
UPDATE veil.rule SET params = '{"at": "2026-01-01", "bands": 0}' WHERE policy = 'age_network_policy' AND attribute = 'born';
UPDATE veil.rule SET params = '{"at": "2026-01-01", "top": -1}' WHERE policy = 'age_network_policy' AND attribute = 'born';
UPDATE veil.rule SET params = '{"at": "2026-01-01", "as": "range"}' WHERE policy = 'age_network_policy' AND attribute = 'born';
UPDATE veil.rule SET technique = 'age', params = '{"at": "2026-01-01"}' WHERE policy = 'age_network_policy' AND attribute = 'address';
UPDATE veil.rule SET params = '{"v4": 33}' WHERE policy = 'age_network_policy' AND attribute = 'address';
UPDATE veil.rule SET params = '{"v6": 129}' WHERE policy = 'age_network_policy' AND attribute = 'address';
SELECT veil.age(date '2000-01-01', '2026-01-01', 0, 90);
SELECT veil.network(inet '10.1.2.3', 33, 48);

SELECT veil.drop_policy('age_network_policy');
SET client_min_messages = warning;
DROP SCHEMA age_network CASCADE;
