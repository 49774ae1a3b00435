# Installing and removing the extension: on ground that is its own, whole, and closed to the end (threat E5).
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main');
my $keys = $node->{veil_keys};
my @stranger = (extra_params => [ '-U', 'tap_stranger' ]);
my $objects = "SELECT count(*) FROM pg_proc WHERE probin LIKE '%pg_veil'; SELECT count(*) FROM pg_event_trigger";
sql($node, 'postgres', 'CREATE ROLE tap_stranger LOGIN; CREATE ROLE tap_analyst; GRANT CREATE ON DATABASE postgres TO tap_stranger');

# --- Installing ---

fails_like($node, 'postgres', 'CREATE EXTENSION pg_veil', qr/permission denied to create extension/, 'only a superuser installs',
	@stranger);
sql($node, 'postgres', 'CREATE SCHEMA veil; CREATE FUNCTION veil.closed(text, text) RETURNS boolean LANGUAGE sql RETURN true', @stranger);
for my $statement ('CREATE EXTENSION pg_veil', 'CREATE EXTENSION IF NOT EXISTS pg_veil', 'CREATE EXTENSION pg_veil CASCADE')
{
	fails_like($node, 'postgres', $statement, qr/schema "veil" already exists/, "a stranger's schema: $statement");
}
fails_like($node, 'postgres', 'CREATE EXTENSION pg_veil SCHEMA veil', qr/must be installed in schema "pg_catalog"/, 'nor into it');
is(sql($node, 'postgres', $objects), "0\n0", 'nothing of it stays behind');
sql($node, 'postgres', 'DROP SCHEMA veil CASCADE; CREATE SCHEMA veil_public', @stranger);
fails_like($node, 'postgres', 'CREATE EXTENSION pg_veil', qr/schema "veil_public" already exists/, "a stranger's schema veil_public");
is(sql($node, 'postgres', $objects), "0\n0", 'nothing of it stays behind then either');
sql($node, 'postgres', 'DROP SCHEMA veil_public CASCADE', @stranger);

# What the installing session finds first is not what the extension uses.
sql($node, 'postgres', <<'EOT', @stranger);
CREATE SCHEMA evil;
CREATE FUNCTION evil.now() RETURNS timestamptz LANGUAGE sql RETURN 'epoch'::timestamptz;
CREATE FUNCTION evil.octet_length(text) RETURNS int LANGUAGE sql RETURN 1;
CREATE FUNCTION evil.jsonb_typeof(jsonb) RETURNS text LANGUAGE sql RETURN 'object';
CREATE FUNCTION evil.to_regclass(text) RETURNS regclass LANGUAGE sql RETURN NULL::regclass;
CREATE FUNCTION evil.less(int, int) RETURNS boolean LANGUAGE sql RETURN true;
CREATE OPERATOR evil.> (leftarg = int, rightarg = int, function = evil.less);
CREATE OPERATOR evil.= (leftarg = int, rightarg = int, function = evil.less);
CREATE TYPE evil.text AS (a int);
EOT
is( sql($node, 'postgres', <<'EOT'), 'pg_veil', 'installed with a hostile search_path');
SET search_path = evil, pg_catalog;
CREATE TEMP TABLE pg_class (a int);
CREATE EXTENSION pg_veil;
SELECT extname FROM pg_extension WHERE extname = 'pg_veil';
EOT
is( sql($node, 'postgres', 'DROP SCHEMA evil CASCADE; SELECT extversion FROM pg_extension WHERE extname = \'pg_veil\'', @stranger),
	sql($node, 'postgres', "SELECT default_version FROM pg_available_extensions WHERE name = 'pg_veil'"),
	'nothing of it hangs on hostile objects');
fails_like($node, 'postgres', 'CREATE EXTENSION pg_veil', qr/extension "pg_veil" already exists/, 'it is not installed twice');

# Every exported function is one that SQL declares, beside what the server calls: _PG_init, and a background worker's main.
SKIP:
{
	my $library = $node->config_data('--pkglibdir') . '/pg_veil.so';
	my $symbols = `nm -D --defined-only $library 2>/dev/null`;
	skip 'nm is not installed', 1 if $symbols eq '';
	my @exported = sort grep { !/^(Pg_magic_func|_PG_init|veil_durable_main|pg_finfo_.*)$/ } $symbols =~ /^\S+ [^A] (\S+)$/mg;
	is(join("\n", @exported),
		sql($node, 'postgres', "SELECT DISTINCT prosrc COLLATE \"C\" FROM pg_proc WHERE probin = '\$libdir/pg_veil' ORDER BY 1"),
		'the library exports what SQL declares, and nothing else');
}

# What is loaded at first use is there, and finds the libraries that it needs.
for my $module ('pg_veil_international', 'pg_veil_detection', 'pg_veil_suppression')
{
	sql($node, 'postgres', "LOAD '\$libdir/$module'");
	pass("$module is loaded");
}

# --- Removing ---

sql($node, 'postgres', <<'EOT');
CREATE TABLE person AS SELECT n AS id, 'Canary ' || n AS name, 'Gouda' AS city FROM generate_series(1, 10) n;
SELECT veil.create_key('citizen');
SELECT veil.create_policy('research');
SELECT veil.create_policy('plain');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('research', 'person', 'name', 'pseudonym', '{"key": "citizen"}', NULL),
    ('plain', 'person', 'city', 'release', NULL, 'region');
GRANT USAGE ON SCHEMA research, plain TO tap_analyst;
GRANT SELECT ON research.person, plain.person TO tap_analyst;
EOT
my $before = sql($node, 'postgres', 'SELECT * FROM research.person ORDER BY 1');

for my $statement ('DROP EXTENSION pg_veil', 'DROP EXTENSION pg_veil RESTRICT')
{
	fails_like($node, 'postgres', $statement, qr/other objects depend on it.*view research\.person depends on/s,
		"$statement names the releases");
}
for my $statement ('DROP SCHEMA veil CASCADE', 'DROP TABLE veil.rule CASCADE', 'DROP FUNCTION veil.closed(text, text) CASCADE',
	'DROP TYPE veil.key CASCADE', 'DROP EVENT TRIGGER pg_veil_ddl_command_end')
{
	fails_like($node, 'postgres', $statement, qr/because extension pg_veil requires it/, "refused: $statement");
}
fails_like($node, 'postgres', 'DROP SCHEMA veil', qr/must be owner of schema veil/, 'a stranger drops nothing', @stranger);
is(sql($node, 'postgres', 'SELECT * FROM research.person ORDER BY 1'), $before, 'the views are as they were');

sql($node, 'postgres', 'DROP EXTENSION pg_veil CASCADE');
is(sql($node, 'postgres', $objects), "0\n0", 'DROP EXTENSION CASCADE takes all of it');
is(sql($node, 'postgres', "SELECT to_regnamespace('veil') IS NULL AND to_regnamespace('veil_public') IS NULL"), 't', 'and its schemas');
fails_like($node, 'postgres', 'SET ROLE tap_analyst; TABLE research.person', qr/relation "research.person" does not exist/,
	'with the masks go the views');
fails_like($node, 'postgres', 'SET ROLE tap_analyst; TABLE public.person', qr/permission denied/, 'the base stays closed');
unlike(sql($node, 'postgres', "SELECT string_agg(attname, ' ') FROM pg_attribute WHERE attrelid = to_regclass('plain.person') AND attnum > 0"),
	qr/name|id/, 'and nobody sees more columns than before');
sql($node, 'postgres', 'ALTER TABLE person ALTER name TYPE varchar');
pass('the base is altered without the extension');

# --- And again ---

is(sql($node, 'postgres', "DROP VIEW IF EXISTS plain.person; CREATE EXTENSION pg_veil; SELECT veil.create_key('citizen')"), 'citizen/1',
	'installed again, a key of the old name is made');
is(scalar(data_keys($keys)), 2, 'beside the old one');
sql($node, 'postgres', <<'EOT');
SELECT veil.create_policy('research');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('research', 'person', 'name', 'pseudonym', '{"key": "citizen"}');
EOT
is(sql($node, 'postgres', 'SELECT count(name) FROM research.person'), '10', 'the policy is declared again');
isnt(sql($node, 'postgres', 'SELECT * FROM research.person ORDER BY 1'), $before, 'its pseudonyms are others');

done_testing();
