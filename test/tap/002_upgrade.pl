# pg_upgrade keeps views, rules and pseudonyms.
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $old = new_server('old');
my $bindir = $old->config_data('--bindir');
plan skip_all => 'pg_upgrade is not installed' unless -x "$bindir/pg_upgrade";

$old->safe_psql('postgres', 'CREATE DATABASE released');
$old->command_ok(
	[ 'psql', '-XAtq', '-d', $old->connstr('released'), '-f', "$FindBin::RealBin/released.sql" ],
	'a database with releases is made');
# A key with a version in each state.
my $states = <<'EOT';
SELECT veil.rotate_key('citizen'), veil.rotate_key('citizen');
SELECT veil.destroy_key('citizen', 1);
EOT
sql($old, 'released', $states);

my $questions = <<'EOT';
SET ROLE tap_analyst;
SELECT * FROM research.person ORDER BY id;
SELECT * FROM periods.person ORDER BY bsn;
SELECT * FROM "odd schema ""é""".person ORDER BY bsn;
SELECT * FROM tap_analyst.by_year ORDER BY 1;
RESET ROLE;
SELECT c.oid::regclass, pg_get_viewdef(c.oid), c.relacl, pg_get_userbyid(c.relowner) FROM pg_class c
    JOIN veil.policy p ON quote_ident(p.schema) = c.relnamespace::regnamespace::text
    ORDER BY p.name, c.relname;
SELECT indexrelid::regclass, pg_get_indexdef(indexrelid), obj_description(indexrelid) FROM pg_index
    WHERE pg_get_indexdef(indexrelid) ~ 'indexed_pseudonym' ORDER BY indexrelid::regclass::text;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT id FROM research.person WHERE bsn = 'a';
SELECT id FROM research.person WHERE bsn = (SELECT max(bsn) FROM research.person);
RESET enable_seqscan;
RESET enable_bitmapscan;
SELECT * FROM veil.rule ORDER BY 1, 2, 3;
SELECT * FROM veil.release ORDER BY 1, 2;
SELECT * FROM veil.key_version ORDER BY 1, 2;
SELECT name, version, state, loaded, reason, rules FROM veil.key_status ORDER BY 1, 2;
SELECT key, rolname FROM veil.key_grant JOIN pg_roles r ON r.oid = grantee ORDER BY 1, 2;
SELECT count(*) FROM veil.rule_history;
SELECT tgrelid::regclass, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgrelid::regclass::text, 2;
SELECT evtname, evtenabled FROM pg_event_trigger ORDER BY 1;
SELECT pg_describe_object(classid, objid, 0) FROM pg_depend WHERE deptype = 'e' ORDER BY 1;
EOT
my $answers = sql($old, 'released', $questions);
my $secrets_before = scalar(data_keys($old->{veil_keys}));
$old->stop;

my $new = new_server('new', keys => $old->{veil_keys}, start => 0);
chdir PostgreSQL::Test::Utils::tempdir;
$new->command_ok(
	[
		'pg_upgrade', '--no-sync', '--jobs', '2', '--link',
		'-d', $old->data_dir, '-D', $new->data_dir, '-b', $bindir, '-B', $bindir,
		'-s', $new->host, '-p', $old->port, '-P', $new->port
	],
	'pg_upgrade');
$new->start;

ok(sql($new, 'released', $questions) eq $answers, 'the same views, rules, keys and pseudonyms');
is(scalar(data_keys($new->{veil_keys})), $secrets_before, 'the keyring is as it was');
is( sql($new, 'released', <<'EOT'), "t\n0|300\n1", 'the extension is whole');
SELECT extversion = (SELECT default_version FROM pg_available_extensions WHERE name = 'pg_veil') FROM pg_extension WHERE extname = 'pg_veil';
BEGIN;
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = 'research' AND attribute = 'income';
ALTER TABLE person DROP name, ALTER birth_date TYPE timestamp;
SELECT count(income), count(*) FROM research.person;
SELECT count(*) FROM veil.rule_history WHERE cause = 'relation';
ROLLBACK;
EOT
fails_like($new, 'released', 'SELECT * FROM research.passing', qr/is closed/, 'the closed release is closed');
is(sql($new, 'released', "SELECT veil.create_key('after')"), 'after/1', 'keys are made');

done_testing();
