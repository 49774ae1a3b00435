# A hot standby with a copy of the keyring gives the same answers; with any other it refuses.
use strict;
use warnings FATAL => 'all';

use File::Copy 'copy';
use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $primary = new_server('primary', streaming => 1);
my $keys = $primary->{veil_keys};
$primary->safe_psql('postgres', 'CREATE DATABASE released');
$primary->command_ok(
	[ 'psql', '-XAtq', '-d', $primary->connstr('released'), '-f', "$FindBin::RealBin/released.sql" ],
	'a database with releases is made');
$primary->backup('base');

# A base backup holds no secret: neither the files of the data directory nor the write-ahead log.
my ($found, $files) = secrets_under($keys, $primary->backup_dir . '/base');
cmp_ok($files, '>', 900, 'the base backup has files');
is($found, '', 'no secret in a base backup');

my $copy = make_keys($primary->basedir . '/copy');
copy("$keys/$_", "$copy/$_") for qw(keyring root.key);
chmod 0600, "$copy/keyring";

my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
# use_keyring FILE, ROOT-KEY-FILE
sub use_keyring
{
	my ($keyring, $root_key) = @_;
	$standby->append_conf('postgresql.conf', <<"EOT");
pg_veil.keyring = '$keyring'
pg_veil.root_key_command = 'cat $root_key'
EOT
	return;
}
use_keyring("$copy/keyring", "$copy/root.key");
$standby->start;

my $questions = <<'EOT';
SET ROLE tap_analyst;
SELECT * FROM research.person ORDER BY id;
SELECT * FROM periods.person ORDER BY bsn;
SELECT * FROM places.person ORDER BY 1, 2, 3, 4, 5;
SELECT city, count(*), avg(income) FROM figures.person GROUP BY city ORDER BY city;
SELECT * FROM "odd schema ""é""".person ORDER BY bsn;
SELECT * FROM "odd schema ""é"""."the ""orders""" ORDER BY "Key";
EXPLAIN (VERBOSE, COSTS OFF) SELECT * FROM research.person WHERE bsn = 'a';
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT id FROM research.person WHERE bsn = 'a';
SELECT id FROM research.person WHERE bsn = (SELECT max(bsn) FROM research.person);
SELECT count(*) FROM research.person WHERE id = ANY (ARRAY(SELECT id FROM research.person ORDER BY id LIMIT 2));
SELECT a.id FROM research.person a JOIN research.person b USING (bsn) ORDER BY 1;
SELECT bsn, count(*) FROM (SELECT bsn FROM research.person UNION ALL SELECT bsn FROM research.person) x GROUP BY bsn ORDER BY bsn;
RESET enable_seqscan;
EXPLAIN (ANALYZE, BUFFERS OFF, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT count(bsn) FROM research.person;
EOT
my $answers = sql($primary, 'released', $questions);
$primary->wait_for_catchup($standby);
is(sql($standby, 'postgres', 'SELECT pg_is_in_recovery()'), 't', 'the standby is one');
ok(sql($standby, 'released', $questions) eq $answers, 'the same answers and plans as on the primary');
is(secrets_in($keys, $answers), '', 'no secret in them');

# Nothing is written there.
fails_like($standby, 'released', "SELECT veil.$_->[0]($_->[1])", qr/cannot execute veil.$_->[0]\(\) during recovery/,
	"the standby does not $_->[0]")
  for [ 'create_key', "'new'" ], [ 'index_rule', "'research', 'person', 'bsn'" ], [ 'rotate_key', "'citizen'" ], [ 'destroy_key', "'citizen', 1" ], [ 'rewrap_keyring', '' ];
fails_like($standby, 'released', "UPDATE veil.rule SET why = ''", qr/read-only transaction/, 'rules are not edited there');
ok(slurp_file("$copy/keyring") eq slurp_file("$keys/keyring"), 'its keyring is as it was');
is(join(' ', sort grep { !/^\./ } slurp_dir($copy)), 'keyring root.key', 'and nothing lies beside it');

# A key that the primary makes later is refused until the copy has it too.
sql($primary, 'released', <<'EOT');
SELECT veil.create_key('later');
UPDATE veil.rule SET params = '{"key": "later"}' WHERE policy = 'research' AND attribute = 'bsn';
EOT
$primary->wait_for_catchup($standby);
my $asks_for_bsn = 'SET ROLE tap_analyst; SELECT count(md5(bsn)) FROM research.person';
fails_like($standby, 'released', $asks_for_bsn, qr/key "later" version 1 is not in the keyring/,
	'a key that is not in the copy is refused by name and version');
is(sql($standby, 'released', 'SET ROLE tap_analyst; SELECT count(id) FROM research.person'), '300',
	'the others go on working');
copy("$keys/keyring", "$copy/keyring");
is(sql($standby, 'released', $asks_for_bsn), '300', 'until it is there');

# So it is with a rotation, by whichever session: the others go on, and the copy is noticed without a restart.
my $reader = $standby->background_psql('released', on_error_stop => 0);
is($reader->query($asks_for_bsn), '300', 'an open session on the standby answers');
sql($primary, 'released', "SELECT veil.rotate_key('later')");
$primary->wait_for_catchup($standby);
is($reader->query($asks_for_bsn), '', 'after a rotation it refuses');
like($reader->{stderr}, qr/key "later" version 2 is not in the keyring/, 'and says which version is missing');
is(sql($standby, 'released', "SELECT version, state, loaded, reason FROM veil.key_status WHERE name = 'later' ORDER BY version"),
	"1|retired|t|usable\n2|active|f|not in the keyring", 'key_status there says so');
copy("$keys/keyring", "$copy/keyring.part");
chmod 0600, "$copy/keyring.part";
rename "$copy/keyring.part", "$copy/keyring" or die;
is($reader->query($asks_for_bsn), '300', 'until the copy is there');

# Destroyed on the primary, a key is refused on the standby at once; its copy of the entry goes with the next copy.
sql($primary, 'released', "SELECT veil.destroy_key('later', 1)");
$primary->wait_for_catchup($standby);
fails_like($standby, 'released', "SELECT veil.pseudonym('x', 'later/1', '')", qr/key "later" version 1 was destroyed/,
	'a destroyed key is refused at once');
is(sql($standby, 'released', "SELECT reason FROM veil.key_status WHERE name = 'later' AND version = 1"),
	'destroyed, but in the keyring', 'and key_status tells that the copy still has it');
copy("$keys/keyring", "$copy/keyring");
is(sql($standby, 'released', "SELECT reason FROM veil.key_status WHERE name = 'later' AND version = 1"), 'destroyed', 'until it is copied');
is($reader->query($asks_for_bsn), '300', 'the active version works all the while');
# Copied inside the transaction, before the commit, there is no gap.
my $rotation = $primary->background_psql('released');
$rotation->query_safe("BEGIN; SELECT veil.rotate_key('later')");
copy("$keys/keyring", "$copy/keyring");
$rotation->query_safe('COMMIT');
$rotation->quit;
$primary->wait_for_catchup($standby);
is($reader->query($asks_for_bsn), '300', 'a keyring that is copied before the commit is there when it is needed');
$reader->quit;

# An open session there follows a hierarchy that the primary loads; nothing is loaded there.
my $asks_for_city = 'SELECT DISTINCT city FROM places.person WHERE city IS NOT NULL ORDER BY 1';
my $follower = $standby->background_psql('released', on_error_stop => 0);
is($follower->query($asks_for_city), qq("Cheese"; \\ country\nZuid-Holland), 'an open session on the standby reads a hierarchy');
sql($primary, 'released', "SELECT veil.load_hierarchy('province', 'Delft;Holland;NL')");
$primary->wait_for_catchup($standby);
is($follower->query($asks_for_city), 'Holland', 'and its next version');
$follower->quit;
fails_like($standby, 'released', "SELECT veil.$_", qr/cannot execute veil.\w+\(\) during recovery/, "the standby does not $_")
  for "load_hierarchy('new', 'a;b')", "load_hierarchy('new', '{\"rule\": \"icd10\"}'::jsonb)", "drop_hierarchy('hundreds')";

# Another key of the same name, made for another database.
$primary->safe_psql('postgres', 'CREATE DATABASE second');
sql($primary, 'second', "CREATE EXTENSION pg_veil; SELECT veil.create_key('later')");
my ($header, @entries) = split /^/, slurp_file("$keys/keyring");
is(scalar(@entries), 6, 'both databases have their keys in one keyring');
PostgreSQL::Test::Utils::append_to_file("$copy/namesake", $header . join('', @entries[ 0, 1, 5 ]));
chmod 0600, "$copy/namesake";
use_keyring("$copy/namesake", "$copy/root.key");
$standby->reload;
$standby->poll_query_until('postgres', "SELECT current_setting('pg_veil.keyring') LIKE '%namesake'") or die;
fails_like($standby, 'released', $asks_for_bsn, qr/key "later" version 3 is not in the keyring/,
	'another key of the same name is refused');

use_keyring("$copy/absent", "$copy/root.key");
$standby->reload;
$standby->poll_query_until('postgres', "SELECT current_setting('pg_veil.keyring') LIKE '%absent'") or die;
fails_like($standby, 'released', $asks_for_bsn, qr/key "later" version 3 is not in the keyring/, 'no keyring, no answer');
is(sql($standby, 'released', 'SET ROLE tap_analyst; SELECT count(city) FROM research.person'), '300',
	'columns without a key need none');

my $other = make_keys($primary->basedir . '/other');
use_keyring("$keys/keyring", "$other/root.key");
$standby->restart;
fails_like($standby, 'released', $asks_for_bsn, qr/key "later" version 3 cannot be unwrapped with this root key/,
	'another root key is refused');

use_keyring("$keys/keyring", "$keys/root.key");
$standby->restart;
$standby->promote;
is(sql($standby, 'released', $asks_for_bsn), '300', 'the promoted server answers');
is( sql($standby, 'released', <<'EOT'), "promoted/1\n300", 'makes keys and edits rules');
SELECT veil.create_key('promoted');
UPDATE veil.rule SET params = '{"key": "promoted"}' WHERE policy = 'research' AND attribute = 'bsn';
SELECT count(DISTINCT bsn) FROM research.person;
EOT

done_testing();
