-- # 2. The rules, as the DBA writes them
--
-- A key is a secret with a name. The server makes it and keeps it outside the database; SQL only ever sees the name.

\connect - dba

SELECT veil.create_key('citizen');
-- claim: what the catalog knows of the key is a name, a version and a check value
--   SELECT (name, version, state, octet_length(check_value)) = ('citizen', 1, 'active', 16) FROM veil.key_version

-- A policy says for whom and for what purpose. It owns a schema, in which its views will be.

SELECT veil.create_policy('research', purpose => 'income study 2026', owner => 'statistics');
SELECT veil.create_policy('helpdesk', purpose => 'help those who call', owner => 'care');
SELECT veil.create_policy('campaign', purpose => 'plan the 2026 campaign', owner => 'marketing');

-- Rules are rows. One row releases one column, by a technique with parameters; a column without a rule is not there.
--
-- Research must follow a person from table to table, without knowing who that is: keyed pseudonyms. Everything else
-- becomes coarser.

INSERT INTO veil.rule (policy, relation, attribute, technique, params, class, why) VALUES
  ('research', 'register.person', 'person_id',  'pseudonym', '{"key": "citizen", "as": "bigint"}', 'direct', 'to join orders'),
  ('research', 'register.person', 'bsn',        'pseudonym', '{"key": "citizen"}',   'direct',    'to count people once'),
  ('research', 'register.person', 'birth_date', 'truncate',  '{"to": "year"}',       'quasi',     'age effects'),
  ('research', 'register.person', 'gender',     'release',   NULL,                   'quasi',     'the pay gap is studied'),
  ('research', 'register.person', 'postcode',   'prefix',    '{"keep": 4}',          'quasi',     'neighbourhood'),
  ('research', 'register.person', 'city',       'release',   NULL,                   'quasi',     'regional analysis'),
  ('research', 'register.person', 'income',     'bucket',    '{"width": 10000}',     'sensitive', 'what is studied'),
  ('research', 'register.orders', 'person_id',  'pseudonym', '{"key": "citizen", "as": "bigint"}', 'direct', 'to join person'),
  ('research', 'register.orders', 'ordered_at', 'truncate',  '{"to": "month", "zone": "Europe/Amsterdam"}', 'quasi', 'seasons'),
  ('research', 'register.orders', 'product',    'release',   NULL,                   'sensitive', 'what is studied'),
  ('research', 'register.orders', 'amount',     'round',     '{"to": 5}',            'sensitive', 'spending');

-- The help desk has a citizen on the phone, and checks that it is the right one: a few characters of each value.

INSERT INTO veil.rule (policy, relation, attribute, technique, params, class, why) VALUES
  ('helpdesk', 'register.person', 'person_id', 'release',   NULL, 'direct', 'the number on every letter we send'),
  ('helpdesk', 'register.person', 'bsn',       'partial',   '{"keep_end": 3, "fill": "******"}',      'direct', 'to check who calls'),
  ('helpdesk', 'register.person', 'name',      'partial',   '{"keep_start": 1}',                      'direct', 'to check who calls'),
  ('helpdesk', 'register.person', 'email',     'partial',   '{"keep_start": 2}',                      'direct', 'to check who calls'),
  ('helpdesk', 'register.person', 'phone',     'partial',   '{"keep_end": 2, "fill": "06-******"}',   'direct', 'to check who calls'),
  ('helpdesk', 'register.person', 'iban',      'redact',    '{"fill": "on file"}',                    'direct', 'whether we have one'),
  ('helpdesk', 'register.orders', 'order_id',  'release',   NULL, 'insensitive', 'the caller has it in hand'),
  ('helpdesk', 'register.orders', 'person_id', 'release',   NULL, 'direct',      'to find the orders of a caller'),
  ('helpdesk', 'register.orders', 'ordered_at', 'truncate', '{"to": "day", "zone": "Europe/Amsterdam"}', 'quasi', 'when it was ordered');

-- Campaigns need broad strokes only. They get pseudonyms of the same key as research; remember that for later.

INSERT INTO veil.rule (policy, relation, attribute, technique, params, class, why) VALUES
  ('campaign', 'register.person', 'bsn',        'pseudonym', '{"key": "citizen"}',      'direct',    'to count people once'),
  ('campaign', 'register.person', 'birth_date', 'truncate',  '{"to": "decade"}',        'quasi',     'generations'),
  ('campaign', 'register.person', 'postcode',   'prefix',    '{"keep": 2}',             'quasi',     'regions'),
  ('campaign', 'register.person', 'income',     'round',     '{"to": 5000}',            'sensitive', 'what they can spend'),
  ('campaign', 'register.person', 'email',      'constant',  '{"value": "has e-mail"}', 'direct',    'can be reached'),
  ('campaign', 'register.orders', 'product',    'release',   NULL,                      'sensitive', 'what sells'),
  ('campaign', 'register.orders', 'amount',     'clamp',     '{"max": 250}',            'sensitive', 'sales, without outliers');

-- The views are there. From now on it is ordinary GRANTs.

GRANT USAGE ON SCHEMA research TO rosa;
GRANT USAGE ON SCHEMA helpdesk TO sam;
GRANT USAGE ON SCHEMA campaign TO mila;
GRANT SELECT ON ALL TABLES IN SCHEMA research TO rosa;
GRANT SELECT ON ALL TABLES IN SCHEMA helpdesk TO sam;
GRANT SELECT ON ALL TABLES IN SCHEMA campaign TO mila;
-- claim: there are six views, each of them the property of the owner of its policy
--   SELECT array_agg(format('%s.%s of %s', schemaname, viewname, viewowner) ORDER BY schemaname, viewname)
--          = '{campaign.orders of marketing, campaign.person of marketing, helpdesk.orders of care,
--              helpdesk.person of care, research.orders of statistics, research.person of statistics}'
--   FROM pg_views WHERE schemaname IN ('research', 'helpdesk', 'campaign')

-- A rule that cannot work is refused when it is written, and says what is wrong.

UPDATE veil.rule SET params = '{"width": -5}' WHERE policy = 'research' AND attribute = 'income';
-- refused: parameter "width" must be

INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('research', 'register.person', 'name', 'release');
-- refused: technique "release" needs a reason
