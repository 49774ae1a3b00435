-- A made-up register with a column of nearly every type, and a policy with every technique. Each text of it that is not
-- released has the word canary in it, and each number, token and address is distinctive.
\set ON_ERROR_STOP 1
\set QUIET 1
SELECT bool_or(name = 'hstore') AS has_hstore, bool_or(name = 'citext') AS has_citext FROM pg_available_extensions \gset
CREATE SCHEMA raw;
CREATE TYPE raw.mood AS ENUM ('canary sad', 'canary calm', 'canary glad');
CREATE DOMAIN raw.percentage AS integer CHECK (value BETWEEN 0 AND 1000000000);
CREATE DOMAIN raw.code AS text CHECK (value <> 'none');
CREATE TYPE raw.address AS (street text, number integer);

-- Numbers that are valid together with their digits of check.
CREATE FUNCTION pg_temp.bsn(n integer) RETURNS text LANGUAGE sql AS $$
    SELECT c::text FROM generate_series(n * 1000003 % 800000000 + 100000000, n * 1000003 % 800000000 + 100000030) c
    WHERE (SELECT sum(substr(c::text, i, 1)::integer * CASE i WHEN 9 THEN -1 ELSE 10 - i END) FROM generate_series(1, 9) i) % 11 = 0 LIMIT 1 $$;
CREATE FUNCTION pg_temp.iban(n integer) RETURNS text LANGUAGE sql AS $$
    SELECT 'NL' || lpad((98 - ('10112310' || account || '232100')::numeric % 97)::text, 2, '0') || 'ABNA' || account
    FROM (SELECT lpad((n::bigint * 48150011)::text, 10, '0')) a(account) $$;
CREATE FUNCTION pg_temp.card(n integer) RETURNS text LANGUAGE sql AS $$
    SELECT digits || (10 - (SELECT sum(CASE WHEN i % 2 = 1 THEN d * 2 / 10 + d * 2 % 10 ELSE d END)
                            FROM generate_series(1, 15) i, LATERAL (SELECT substr(digits, i, 1)::integer) x(d)) % 10) % 10
    FROM (SELECT '4000' || lpad((n::bigint * 48150017)::text, 11, '0')) a(digits) $$;

CREATE TABLE raw.person (
    id integer PRIMARY KEY, bsn varchar(9), iban text, card text, email text, phone text, postcode character(6), plate varchar(8),
    given_name text, surname varchar(60), full_name text, username name, born date, died date, baptised date, wed date, licensed date,
    city text, remark text, essay text, initial "char", mood raw.mood, humour raw.mood, score raw.percentage, national_code raw.code,
    folded text, joined text, motto text, monthly text
);
INSERT INTO raw.person
SELECT n, pg_temp.bsn(n), pg_temp.iban(n), pg_temp.card(n), 'canary' || n || '@example' || n || '.org', '+31612' || 345600 + n * 7, 1000 + n || 'AB',
       'GB-' || lpad(n::text, 3, '0') || '-X', 'Canary ' || n, 'van Canary ' || n, 'Mr Canary ' || n, 'canary_user_' || n,
       date '1950-02-03' + n * 371, date '2001-02-03' + n, date '1951-02-03' + n * 371, date '1975-03-04' + n * 37, date '1980-03-04' + n * 41,
       CASE n % 2 WHEN 0 THEN 'Delft' ELSE 'Gouda' END, 'remark of canary ' || n, 'Please call Mr Canary ' || n || ' (BSN ' || pg_temp.bsn(n) || ') or mail canary' || n || '@example' || n || '.org.',
       'c', (enum_range(NULL::raw.mood))[n % 3 + 1], 'canary glad', 48150000 + n * 1733, 'canary code ' || n, 'CaNaRy ' || n, 'canary ' || n, 'canary ' || n, 'canary ' || n
FROM generate_series(1, 40) n;

CREATE TABLE raw.account (
    id integer PRIMARY KEY, owner integer, small smallint, whole integer, counted integer, big bigint, serial_number bigint, wide numeric, amount numeric(12,2),
    ratio real, spread real, factor double precision, share double precision, balance money, opened timestamp, checked timestamp(0), closed timestamptz, seen timestamptz,
    daily time, daily_there timetz, lasted interval, flagged boolean, active boolean, account_oid oid, logged_at pg_lsn, changed_by xid8, founded timestamp
);
INSERT INTO raw.account
SELECT n, n % 7, n * 601, 48150000 + n * 1733, 48150000 + n * 1733, 481500000000 + n, 48150000 + n * 1733, 48150000000.123456789 + n, 4815000.25 + n * 1733,
       4815 + n * 17.25, 4815 + n * 17.25, 4815000.125 + n * 1733, 4815000.125 + n * 1733, 48150000 + n * 1733, timestamp '2001-02-03 04:05:06.789' + n * interval '31 d',
       timestamp '2001-02-03 04:05:06' + n * interval '31 d', timestamptz '2002-02-03 04:05:06.789+00' + n * interval '31 d', timestamptz '2003-02-03 04:05:06.789+00' + n * interval '31 d',
       time '04:05:06.789' + n * interval '1 min', timetz '04:05:06.789+01' + n * interval '1 min', n * interval '1 d 02:03:04', n % 2 = 0, n % 3 = 0,
       48150000 + n * 1733, ('16/B' || n)::pg_lsn, (48150000 + n * 1733)::text::xid8, timestamp '1961-02-03 04:05:06' + n * interval '331 d'
FROM generate_series(1, 40) n;

CREATE TABLE raw.device (
    id integer PRIMARY KEY, address inet, gateway inet, subnet cidr, hardware macaddr, hardware_long macaddr8, token uuid, ticket uuid, secret bytea,
    digest bytea, switches bit(16), channels bit varying(20), payload json, settings jsonb, profile jsonb, configuration xml, selector jsonpath, words tsvector, search tsquery
);
INSERT INTO raw.device
SELECT n, ('203.0.113.' || n)::inet, ('2001:db8:cafe::' || n)::inet, ('198.51.' || n || '.0/24')::cidr, ('ca:fe:00:00:01:' || to_hex(16 + n))::macaddr,
       ('ca:fe:00:00:01:02:03:' || to_hex(16 + n))::macaddr8, ('cafe0000-0000-4000-8000-00000000' || lpad(n::text, 4, '0'))::uuid, ('cafe0001-0000-4000-8000-00000000' || lpad(n::text, 4, '0'))::uuid,
       ('canary secret ' || n)::bytea, ('canary digest ' || n)::bytea, (n * 1733 % 65536)::bit(16), (n * 1733 % 65536)::bit(16)::bit varying(20),
       json_build_object('name', 'canary ' || n, 'city', 'Delft', 'bsn', pg_temp.bsn(n), 'age', 48150000 + n), jsonb_build_object('name', 'canary ' || n, 'canary key', n),
       jsonb_build_object('name', 'canary ' || n, 'tags', jsonb_build_array('canary', n), 'address', jsonb_build_object('postcode', 1000 + n || 'AB', 'street', 'canary street ' || n)),
       xmlparse(CONTENT '<canary>' || n || '</canary>'), ('$.canary' || n)::jsonpath, to_tsvector('simple', 'canary' || n || ' word'), to_tsquery('simple', 'canary' || n)
FROM generate_series(1, 40) n;

CREATE TABLE raw.place (
    id integer PRIMARY KEY, spot point, border line, wall lseg, plot box, route path, area polygon, reach circle, latitude double precision, longitude double precision,
    tags text[], amounts integer[], days date[], points point[], floors int4range, parcels int8range, prices numrange, stay daterange, visit tsrange, shift tstzrange,
    tariffs nummultirange, holidays datemultirange, address raw.address, occupation text, country character varying(2)
);
INSERT INTO raw.place
SELECT n, point(4.8150001 + n / 1000.0, 52.0001 + n / 1000.0), line(point(0, n), point(1, 48150000)), lseg(point(n, 48150000), point(1, 2)), box(point(n, 48150000), point(0, 0)),
       ('[(' || n || ',48150000),(1,2)]')::path, polygon(box(point(n, 48150000), point(0, 0))), circle(point(n, 48150000), 3), 52.0001 + n / 1000.0, 4.8150001 + n / 1000.0,
       ARRAY['canary ' || n, NULL, 'canary'], ARRAY[48150000 + n, 48160000 + n], ARRAY[date '2001-02-03' + n], ARRAY[point(n, 48150000)],
       int4range(48150000, 48150000 + n), int8range(481500000000, 481500000000 + n), numrange(48150000.5, 48150000.5 + n), daterange('2001-02-03', date '2001-02-03' + n),
       tsrange('2001-02-03 04:05:06', timestamp '2001-02-03 04:05:06' + n * interval '1 h'), tstzrange('2001-02-03 04:05:06+00', timestamptz '2001-02-03 04:05:06+00' + n * interval '1 h'),
       nummultirange(numrange(48150000.5, 48150000.5 + n)), datemultirange(daterange('2001-02-03', date '2001-02-03' + n)), ROW('canary street ' || n, n)::raw.address, 'canary trade ' || n, 'NL'
FROM generate_series(1, 40) n;
\if :has_hstore
CREATE EXTENSION hstore;
ALTER TABLE raw.place ADD COLUMN extra hstore;
UPDATE raw.place SET extra = hstore('canary', 'canary ' || id);
\endif
\if :has_citext
CREATE EXTENSION citext;
ALTER TABLE raw.place ADD COLUMN label citext;
UPDATE raw.place SET label = 'Canary ' || id;
\endif

-- What masks have to stand: nothing at all, and the ends of the types.
INSERT INTO raw.person (id) VALUES (41);
INSERT INTO raw.account (id) VALUES (41);
INSERT INTO raw.device (id) VALUES (41);
INSERT INTO raw.place (id) VALUES (41);
INSERT INTO raw.person (id, bsn, iban, card, email, phone, postcode, plate, given_name, surname, full_name, born, died, baptised, wed, licensed, remark, essay, score, national_code, folded, monthly)
    VALUES (42, '', '', '', '', '', '', '', '', '', '', 'infinity', '-infinity', '4713-01-01 BC', '5874897-12-31', 'infinity', '', '', 999999999, '', '', '');
INSERT INTO raw.account (id, owner, small, whole, counted, big, serial_number, wide, amount, ratio, spread, factor, share, opened, checked, closed, seen, founded)
    VALUES (42, -1, -32768, -2147483648, 2147483647, -9223372036854775808, 9223372036854775806, 'NaN', -9999999999.99, 'NaN', 'infinity', '-infinity', 'NaN', 'infinity', '-infinity', 'infinity',
            '4713-01-01 00:00:00 BC', '294276-12-31 23:59:59');
INSERT INTO raw.device (id, address, gateway, subnet, secret, digest, payload, settings, profile) VALUES (42, '0.0.0.0/0', '::/0', '0.0.0.0/0', '', '', 'null', '[]', '"canary"');
INSERT INTO raw.place (id, spot, latitude, longitude, tags, amounts, days, floors, address, occupation, country)
    VALUES (42, point('infinity', 'nan'), 'NaN', '-infinity', '{}', '{NULL}', '{infinity}', 'empty', ROW(NULL, NULL)::raw.address, '', '');
ANALYZE raw.person, raw.account, raw.device, raw.place;

CREATE EXTENSION pg_veil;
SELECT veil.create_key('every') \g /dev/null
SELECT veil.load_hierarchy('trade', string_agg('canary trade ' || n || CASE n % 2 WHEN 0 THEN ';craft' ELSE ';commerce' END, E'\n'))
FROM generate_series(1, 40) n \g /dev/null
SELECT veil.create_policy('every', purpose => 'each technique, once at least') \g /dev/null
INSERT INTO veil.rule (policy, relation, attribute, technique, params, class, why)
SELECT 'every', 'raw.' || table_name, attribute, coalesce(t.name, 'suppress'), CASE WHEN t.name IS NOT NULL THEN params::jsonb END, class, why FROM (VALUES
    ('person', 'id',            'release',           NULL, NULL, 'a number made up for this register'),
    ('person', 'bsn',           'format_preserving', '{"key": "every", "format": "bsn"}', 'direct', NULL),
    ('person', 'iban',          'format_preserving', '{"key": "every", "format": "iban"}', 'direct', NULL),
    ('person', 'card',          'format_preserving', '{"key": "every", "format": "card"}', 'direct', NULL),
    ('person', 'email',         'format_preserving', '{"key": "every", "format": "email", "domain": "hash"}', 'direct', NULL),
    ('person', 'phone',         'format_preserving', '{"key": "every", "format": "phone", "region": "NL", "on_invalid": "encrypt"}', 'direct', NULL),
    ('person', 'postcode',      'prefix',            '{"keep": 4}', 'quasi', NULL),
    ('person', 'plate',         'format_preserving', '{"key": "every", "format": "license_plate"}', 'direct', NULL),
    ('person', 'given_name',    'surrogate',         '{"key": "every", "kind": "first_name"}', 'direct', NULL),
    ('person', 'surname',       'surrogate',         '{"key": "every", "kind": "last_name", "language": "en", "of": "bsn"}', 'direct', NULL),
    ('person', 'full_name',     'partial',           '{"keep_start": 2}', 'direct', NULL),
    ('person', 'username',      'suppress',          NULL, 'direct', NULL),
    ('person', 'born',          'age',               '{"at": "2026-01-01", "bands": 5, "top": 90}', 'quasi', NULL),
    ('person', 'died',          'truncate',          '{"to": "year"}', 'quasi', NULL),
    ('person', 'baptised',      'shift',             '{"key": "every", "subject": "id", "days": 400}', 'quasi', NULL),
    ('person', 'wed',           'noise',             '{"key": "every", "subject": "id", "scale": 300}', 'quasi', NULL),
    ('person', 'licensed',      'format_preserving', '{"key": "every", "format": "date", "min": "1900-01-01", "max": "2099-12-31"}', 'quasi', NULL),
    ('person', 'city',          'release',           NULL, NULL, 'regional analysis'),
    ('person', 'remark',        'redact',            '{"fill": "[young]", "when": {"column": "died", "is": ">", "value": "2001-02-20"}, "otherwise": {"technique": "partial", "params": {"keep_start": 3}}}', 'sensitive', NULL),
    ('person', 'essay',         'scrub',             '{"known": ["full_name", "email", "bsn"]}', 'sensitive', NULL),
    ('person', 'initial',       'suppress',          NULL, NULL, NULL),
    ('person', 'motto',         'constant',          '{"value": "withheld"}', 'sensitive', NULL),
    ('person', 'mood',          'pseudonym',         '{"key": "every"}', 'sensitive', NULL),
    ('person', 'humour',        'suppress',          NULL, 'sensitive', NULL),
    ('person', 'score',         'round',             '{"to": 10000}', NULL, NULL),
    ('person', 'national_code', 'encrypt',           '{"key": "every"}', 'direct', NULL),
    ('person', 'folded',        'pseudonym',         '{"key": "every", "fold": "case"}', 'direct', NULL),
    ('person', 'joined',        'combine',           '{"with": ["given_name", "born"], "technique": {"technique": "pseudonym", "params": {"key": "every"}}}', 'direct', NULL),
    ('person', 'monthly',       'pseudonym',         '{"key": "every", "epoch": "month", "epoch_of": "wed", "per": "city"}', 'direct', NULL),
    ('account', 'id',            'release',          NULL, NULL, 'a number made up for this register'),
    ('account', 'owner',         'pseudonym',        '{"key": "every", "scope": "key"}', 'direct', NULL),
    ('account', 'small',         'noise',            '{"key": "every", "subject": "owner", "scale": 500}', NULL, NULL),
    ('account', 'whole',         'bucket',           '{"width": 10000, "as": "range"}', NULL, NULL),
    ('account', 'counted',       'noise',            '{"key": "every", "subject": "owner", "scale": 5000, "grid": 1000, "distribution": "gaussian"}', NULL, NULL),
    ('account', 'big',           'pseudonym',        '{"key": "every"}', NULL, NULL),
    ('account', 'serial_number', 'format_preserving', '{"key": "every", "format": "integer", "min": 0, "max": 99999999999}', 'direct', NULL),
    ('account', 'wide',          'round',            '{"to": 1000}', NULL, NULL),
    ('account', 'amount',        'noise',            '{"key": "every", "subject": "owner", "scale": 10000, "grid": 5, "distribution": "uniform"}', 'sensitive', NULL),
    ('account', 'ratio',         'clamp',            '{"min": 0, "max": 4000}', NULL, NULL),
    ('account', 'spread',        'noise',            '{"key": "every", "subject": "owner", "scale": 500}', NULL, NULL),
    ('account', 'factor',        'bucket',           '{"width": 10000}', NULL, NULL),
    ('account', 'share',         'round',            '{"to": 10000}', NULL, NULL),
    ('account', 'balance',       'suppress',         NULL, 'sensitive', NULL),
    ('account', 'opened',        'truncate',         '{"to": "month"}', NULL, NULL),
    ('account', 'checked',       'truncate',         '{"to": "hour"}', NULL, NULL),
    ('account', 'closed',        'shift',            '{"key": "every", "subject": "owner", "days": 400, "keep_weekday": true}', NULL, NULL),
    ('account', 'seen',          'noise',            '{"key": "every", "subject": "owner", "scale": 300, "unit": "hour"}', NULL, NULL),
    ('account', 'daily',         'pseudonym',        '{"key": "every"}', NULL, NULL),
    ('account', 'daily_there',   'suppress',         NULL, NULL, NULL),
    ('account', 'lasted',        'suppress',         NULL, NULL, NULL),
    ('account', 'flagged',       'suppress',         NULL, 'sensitive', NULL),
    ('account', 'active',        'release',          NULL, 'insensitive', 'says little'),
    ('account', 'account_oid',   'suppress',         NULL, NULL, NULL),
    ('account', 'logged_at',     'suppress',         NULL, NULL, NULL),
    ('account', 'changed_by',    'suppress',         NULL, NULL, NULL),
    ('account', 'founded',       'age',              '{"at": "2026-01-01", "as": "text"}', NULL, NULL),
    ('device', 'id',             'release',          NULL, NULL, 'a number made up for this register'),
    ('device', 'address',        'network',          NULL, 'quasi', NULL),
    ('device', 'gateway',        'encrypt',          '{"key": "every"}', 'quasi', NULL),
    ('device', 'subnet',         'network',          '{"v4": 12}', 'quasi', NULL),
    ('device', 'hardware',       'pseudonym',        '{"key": "every"}', 'direct', NULL),
    ('device', 'hardware_long',  'suppress',         NULL, 'direct', NULL),
    ('device', 'token',          'pseudonym',        '{"key": "every"}', 'direct', NULL),
    ('device', 'ticket',         'format_preserving', '{"key": "every", "format": "uuid"}', 'direct', NULL),
    ('device', 'secret',         'encrypt',          '{"key": "every"}', 'sensitive', NULL),
    ('device', 'digest',         'pseudonym',        '{"key": "every"}', 'direct', NULL),
    ('device', 'switches',       'suppress',         NULL, NULL, NULL),
    ('device', 'channels',       'suppress',         NULL, NULL, NULL),
    ('device', 'payload',        'json',             '{"paths": {"$.name": {"technique": "redact"}, "$.bsn": {"technique": "pseudonym", "params": {"key": "every"}}, "$.age": {"type": "integer", "technique": "bucket", "params": {"width": 10000}}}}', 'sensitive', NULL),
    ('device', 'settings',       'json',             '{"paths": {"$.name": {"technique": "pseudonym", "params": {"key": "every"}}}, "unlisted": "drop"}', 'sensitive', NULL),
    ('device', 'profile',        'json',             '{"paths": {"$.tags[*]": {"technique": "redact"}, "$.address.postcode": {"technique": "prefix", "params": {"keep": 4}}}}', 'sensitive', NULL),
    ('device', 'configuration',  'suppress',         NULL, NULL, NULL),
    ('device', 'selector',       'suppress',         NULL, NULL, NULL),
    ('device', 'words',          'suppress',         NULL, NULL, NULL),
    ('device', 'search',         'suppress',         NULL, NULL, NULL),
    ('place', 'id',              'release',          NULL, NULL, 'a number made up for this register'),
    ('place', 'spot',            'grid',             '{"metres": 5000}', 'quasi', NULL),
    ('place', 'border',          'suppress',         NULL, NULL, NULL),
    ('place', 'wall',            'suppress',         NULL, NULL, NULL),
    ('place', 'plot',            'suppress',         NULL, NULL, NULL),
    ('place', 'route',           'suppress',         NULL, NULL, NULL),
    ('place', 'area',            'suppress',         NULL, NULL, NULL),
    ('place', 'reach',           'suppress',         NULL, NULL, NULL),
    ('place', 'latitude',        'grid',             '{"axis": "latitude", "metres": 5000}', 'quasi', NULL),
    ('place', 'longitude',       'grid',             '{"axis": "longitude", "metres": 5000, "latitude": "latitude"}', 'quasi', NULL),
    ('place', 'tags',            'each',             '{"elements": {"technique": "pseudonym", "params": {"key": "every", "per": "country"}}}', NULL, NULL),
    ('place', 'amounts',         'each',             '{"elements": {"technique": "bucket", "params": {"width": 100000}}}', NULL, NULL),
    ('place', 'days',            'each',             '{"elements": {"technique": "shift", "params": {"key": "every", "subject": "id", "days": 400}}}', NULL, NULL),
    ('place', 'points',          'suppress',         NULL, NULL, NULL),
    ('place', 'floors',          'suppress',         NULL, NULL, NULL),
    ('place', 'parcels',         'suppress',         NULL, NULL, NULL),
    ('place', 'prices',          'suppress',         NULL, NULL, NULL),
    ('place', 'stay',            'suppress',         NULL, NULL, NULL),
    ('place', 'visit',           'suppress',         NULL, NULL, NULL),
    ('place', 'shift',           'suppress',         NULL, NULL, NULL),
    ('place', 'tariffs',         'suppress',         NULL, NULL, NULL),
    ('place', 'holidays',        'suppress',         NULL, NULL, NULL),
    ('place', 'address',         'suppress',         NULL, 'direct', NULL),
    ('place', 'occupation',      'hierarchy',        '{"hierarchy": "trade", "level": 1}', 'quasi', NULL),
    ('place', 'country',         'hierarchy',        '{"hierarchy": "country", "level": 1}', 'quasi', NULL),
    ('place', 'extra',           'suppress',         NULL, NULL, NULL),
    ('place', 'label',           'suppress',         NULL, NULL, NULL)
) rule(table_name, attribute, technique, params, class, why)
LEFT JOIN veil.technique t ON t.name = technique
WHERE EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = ('raw.' || table_name)::regclass AND a.attname = attribute);

-- A release of some of its rows.
UPDATE veil.release SET subject = 'id', filter = '{"or": [{"column": "small", "is": "<>", "value": 601}, {"column": "small", "is": "null"}]}'
WHERE policy = 'every' AND relation = 'raw.account';
