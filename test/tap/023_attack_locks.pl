# Denial by locks: an analyst who reads a release holds it as any reader does, and nobody who has no say over a relation
# waits for its readers, so that others would have to wait behind him.
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main');
sql($node, 'postgres', <<'EOT');
CREATE EXTENSION pg_veil;
CREATE ROLE tap_analyst LOGIN;
CREATE ROLE tap_editor LOGIN;
CREATE SCHEMA tap_analyst AUTHORIZATION tap_analyst;
CREATE SCHEMA raw;
CREATE TABLE raw.person AS SELECT 1 AS id, 'x'::text AS name;
CREATE TABLE tap_analyst.person (id integer, name text);
ALTER TABLE tap_analyst.person OWNER TO tap_analyst;
SELECT veil.create_policy('research');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('research', 'raw.person', 'id', 'suppress'), ('research', 'raw.person', 'name', 'redact');
GRANT USAGE ON SCHEMA research TO tap_analyst;
GRANT SELECT ON research.person TO tap_analyst;
SELECT veil.grant_editor('tap_editor');
EOT

my @analyst = (extra_params => [ '-U', 'tap_analyst' ]);
my $reader = $node->background_psql('postgres', @analyst);
is($reader->query_safe('BEGIN; SELECT count(*) FROM research.person'), 1, 'a reader is in the middle of a transaction');

# Each is refused at once: with a lock_timeout it would time out otherwise.
for my $statement (
	'ALTER TABLE tap_analyst.person SET SCHEMA raw',
	'ALTER TABLE raw.person RENAME TO other',
	'ALTER TABLE raw.person DROP COLUMN name',
	'ALTER TABLE raw.person ALTER COLUMN id TYPE bigint',
	'ALTER TABLE raw.person ADD COLUMN more text',
	'ALTER TABLE raw.person SET SCHEMA tap_analyst',
	'ALTER TABLE raw.person OWNER TO tap_analyst',
	'DROP TABLE raw.person',
	'DROP SCHEMA raw CASCADE',
	'DROP SCHEMA research CASCADE',
	'ALTER SCHEMA raw RENAME TO cooked',
	'ALTER VIEW research.person RENAME TO other',
	'CREATE TABLE raw.person (id integer)',
	'TRUNCATE raw.person',
	'CREATE RULE r AS ON INSERT TO research.person DO INSTEAD NOTHING',
	'LOCK TABLE research.person IN ACCESS EXCLUSIVE MODE')
{
	my ($status, undef, $error) = $node->psql('postgres', "SET lock_timeout = '2s'; $statement", @analyst);
	is($status, 3, "refused: $statement");
	unlike($error, qr/lock timeout/, "and without waiting: $statement");
}
is(sql($node, 'postgres', "SET lock_timeout = '2s'; DROP OWNED BY CURRENT_USER; SELECT 1", @analyst), 1, 'DROP OWNED waits for nobody');
sql($node, 'postgres', 'GRANT USAGE ON SCHEMA research TO tap_analyst; GRANT SELECT ON research.person TO tap_analyst; CREATE SCHEMA IF NOT EXISTS tap_analyst AUTHORIZATION tap_analyst');

# Who has a say waits for the reader, and gets through as soon as he has gone.
fails_like($node, 'postgres', "SET lock_timeout = '1s'; ALTER TABLE raw.person DROP COLUMN name", qr/lock timeout/, "the base's owner waits for readers");
$reader->query_safe('COMMIT');
$reader->quit;
sql($node, 'postgres', "SET lock_timeout = '2s'; ALTER TABLE raw.person DROP COLUMN name");
is(sql($node, 'postgres', "SELECT string_agg(attname, ' ') FROM pg_attribute WHERE attrelid = 'research.person'::regclass AND attnum > 0"), 'id', 'and the column is gone');

# DDL of an analyst's own takes no lock that an editor has to wait for.
my $busy = $node->background_psql('postgres', @analyst);
$busy->query_safe(<<'EOT');
SET client_min_messages = warning;
BEGIN;
CREATE TABLE tap_analyst.mine (a int);
ALTER TABLE tap_analyst.mine ADD b int;
ALTER TABLE tap_analyst.mine RENAME b TO c;
ALTER TABLE tap_analyst.mine RENAME TO person;
ALTER TABLE tap_analyst.person ALTER a TYPE bigint;
CREATE VIEW tap_analyst.view AS SELECT * FROM tap_analyst.person;
DROP TABLE tap_analyst.person CASCADE;
EOT
sql($node, 'postgres', "SET lock_timeout = '2s'; UPDATE veil.rule SET technique = 'constant', params = '{\"value\": 1}'");
sql($node, 'postgres', "SET lock_timeout = '2s'; SELECT veil.rebuild('research')");
is(sql($node, 'postgres', 'SELECT id FROM research.person'), 1, 'an editor works beside it');
$busy->quit;

done_testing();
