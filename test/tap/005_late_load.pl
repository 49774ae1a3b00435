# The library is loaded by the first query that needs it: what somebody set before weakens nothing (threat E2).
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', preload => 0);
my $keys = $node->{veil_keys};
sql($node, 'postgres', <<'EOT');
CREATE EXTENSION pg_veil;
CREATE ROLE tap_analyst LOGIN;
SELECT veil.create_key('citizen');
SELECT veil.create_policy('research');
CREATE TABLE person AS SELECT n AS id, 'Canary ' || n AS name, n * 10 AS income, 'Gouda' AS city FROM generate_series(1, 10) n;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('research', 'person', 'id', 'bucket', '{"width": 5}', NULL),
    ('research', 'person', 'name', 'pseudonym', '{"key": "citizen"}', NULL),
    ('research', 'person', 'city', 'release', NULL, 'region');
GRANT USAGE ON SCHEMA research TO tap_analyst;
GRANT SELECT ON research.person TO tap_analyst;
EOT

# The order oracle (threat A15): already the first query of a session reads no index in the order of raw values.
sql($node, 'postgres', 'CREATE INDEX ON person (name)');
sql($node, 'postgres', 'VACUUM ANALYZE person');
my $forced = 'SET enable_seqscan = off; SET enable_bitmapscan = off; EXPLAIN (COSTS OFF) SELECT name FROM';
like(sql($node, 'postgres', "$forced person"), qr/Index Only Scan/, 'the index could give the names in their order');
unlike(sql($node, 'postgres', "$forced research.person"), qr/Index/, 'the first query on the release does not read it');

# Level aggregated: the session that does not have the library yet gets an error and no row, whatever it asks, and statistics after it.
sql($node, 'postgres', <<'EOT');
SELECT veil.create_policy('stats', level => 'aggregated', k => 5);
INSERT INTO veil.release (policy, relation, subject) VALUES ('stats', 'person', 'name');
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('stats', 'person', 'city', 'release', 'region');
GRANT USAGE ON SCHEMA stats TO tap_analyst;
GRANT SELECT ON stats.person TO tap_analyst;
EOT
for my $query ('SELECT city FROM stats.person', 'SELECT city, count(*) FROM stats.person GROUP BY city', 'EXPLAIN SELECT city FROM stats.person',
	'EXPLAIN ANALYZE SELECT count(*) FROM stats.person')
{
	fails_like($node, 'postgres', "SET ROLE tap_analyst; $query", qr/this release gives statistics only/, "the first query is refused: $query");
}
my $second = $node->background_psql('postgres', on_error_stop => 0);
$second->query('SELECT city, count(*) FROM stats.person GROUP BY city');
is($second->query('SELECT city, count(*) FROM stats.person GROUP BY city'), 'Gouda|10', 'the second query of a session gets statistics');
unlike($second->query('SELECT city FROM stats.person'), qr/Gouda/, 'and still no rows');
$second->quit;

# What the attacker offers: a keyring and a command that would be seen to have run.
my $evil = make_keys($node->basedir . '/evil');
my $evil_keyring = "$evil/keyring";
PostgreSQL::Test::Utils::append_to_file($evil_keyring, slurp_file("$keys/keyring"));
chmod 0600, $evil_keyring;
my $evil_command = "touch $evil/taken; cat $keys/root.key";
my $question = 'SELECT count(DISTINCT name), min(length(name)), count(*) FROM research.person';
my $answer = '10|26|10';
my @analyst = (extra_params => [ '-U', 'tap_analyst' ]);

is(sql($node, 'postgres', $question, @analyst), $answer, 'the view works without preloading');

# The settings of postgresql.conf win over a SET of the session; nothing else may be taken for them.
sub with_settings
{
	my ($test, $before, $expected, %options) = @_;
	my ($status, $out, $error) = $node->psql('postgres', "$before $question;", @analyst, %options);
	is($out, $expected, $test);
	like($error, $expected eq '' ? qr/ERROR:  no keyring is configured|ERROR:  no root key is available/ : qr/cannot be changed now/,
		"$test: so it says");
	ok(!-e "$evil/taken", "$test: the attacker's command does not run");
	return;
}

with_settings('SET of both settings',
	"SET pg_veil.keyring = '$evil_keyring'; SET pg_veil.root_key_command = '$evil_command';", $answer);
with_settings('SET in a transaction that loads the library and goes on',
	"BEGIN; SET LOCAL pg_veil.keyring = '$evil_keyring'; SET LOCAL pg_veil.root_key_command = '$evil_command'; SELECT FROM research.person WHERE name = ''; COMMIT;",
	$answer);
with_settings('SET in a subtransaction that is rolled back',
	"BEGIN; SAVEPOINT s; SET pg_veil.root_key_command = '$evil_command'; SELECT id FROM research.person WHERE id < 0; ROLLBACK TO s; COMMIT;",
	$answer);
with_settings('set_config', "SELECT set_config('pg_veil.root_key_command', '$evil_command', false) IS NULL \\g /dev/null\n", $answer);
{
	# The quoting of PGOPTIONS: a backslash before a blank.
	local $ENV{PGOPTIONS} = "-c pg_veil.root_key_command=" . ($evil_command =~ s/ /\\ /gr);
	with_settings('PGOPTIONS, root key command', '', '');
	$ENV{PGOPTIONS} = "-c pg_veil.keyring=$evil_keyring";
	with_settings('PGOPTIONS, keyring', '', '');
	with_settings('PGOPTIONS, then RESET', 'RESET pg_veil.keyring;', '');
}

# An ordinary user cannot store them.
for my $statement (
	"ALTER ROLE tap_analyst SET pg_veil.keyring = '/tmp/x'",
	"CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql SET pg_veil.keyring = '/tmp/x' AS 'SELECT 1'")
{
	fails_like($node, 'postgres', $statement, qr/permission denied to set parameter/,
		(split / SET/, $statement)[0] . ' is denied before loading', @analyst);
	fails_like($node, 'postgres', "$question; $statement", qr/cannot be changed now/,
		(split / SET/, $statement)[0] . ' is denied after loading', @analyst);
}
# Where a superuser did, for whatever reason, it does not count.
for my $whom ('ROLE tap_analyst', 'DATABASE postgres', 'ROLE tap_analyst IN DATABASE postgres')
{
	sql($node, 'postgres', "ALTER $whom SET pg_veil.root_key_command = '$evil_command'");
	with_settings("ALTER $whom", '', '');
	sql($node, 'postgres', "ALTER $whom RESET pg_veil.root_key_command");
}

# Before loading anyone may read the command, so it holds no secret; afterwards nobody may.
is(sql($node, 'postgres', 'SHOW pg_veil.root_key_command', @analyst), "cat $keys/root.key", 'SHOW before loading');
for my $statement (
	'SHOW pg_veil.keyring',
	'SHOW pg_veil.root_key_command',
	"SELECT current_setting('pg_veil.root_key_command', true)")
{
	fails_like($node, 'postgres', "$question; $statement", qr/(must be superuser or have privileges of pg_read_all_settings|permission denied) to examine/,
		"$statement after loading", @analyst);
}
is(sql($node, 'postgres', "$question; SELECT name FROM pg_settings WHERE name LIKE 'pg_veil%'", @analyst), $answer,
	'pg_settings does not show them');
for my $statement (
	"SET pg_veil.keyring = '/tmp/x'",
	"SET LOCAL pg_veil.root_key_command = 'true'",
	"SELECT set_config('pg_veil.keyring', '/tmp/x', true)",
	'RESET pg_veil.keyring')
{
	fails_like($node, 'postgres', "$question; $statement", qr/cannot be changed now/, "$statement after loading", @analyst);
}
fails_like($node, 'postgres', "$question; SET pg_veil.purpose = 'any'", qr/"pg_veil" is a reserved prefix/,
	'other names under the prefix are refused after loading', @analyst);
is(sql($node, 'postgres', "SET pg_veil.purpose = 'any'; $question; SELECT current_setting('pg_veil.purpose', true) IS NULL", @analyst),
	"$answer\nt", 'and forgotten where they were set before');

# No library: whatever needs a mask is an error, and nothing is shown raw.
sql($node, 'postgres', <<'EOT');
SET allow_system_table_mods = on;
UPDATE pg_proc SET probin = '$libdir/pg_veil_gone' WHERE probin = '$libdir/pg_veil';
EOT
for my $statement (
	'SELECT * FROM research.person',
	'SELECT name FROM research.person',
	'SELECT id FROM research.person',
	"SELECT city FROM research.person WHERE name = 'Canary 1'",
	'TABLE research.person LIMIT 1',
	'COPY (TABLE research.person) TO STDOUT')
{
	my ($status, $out, $error) = $node->psql('postgres', $statement, @analyst);
	is("$status$out", '3', "without the library no answer: $statement");
	like($error, qr/could not access file "(?:\$libdir\/)?pg_veil_gone"/, 'and an error that says so');
}
is(sql($node, 'postgres', 'SELECT DISTINCT city FROM research.person', @analyst), 'Gouda', 'what is released as it is needs none');
fails_like($node, 'postgres', $_, qr/could not access file/, "refused: $_")
  for 'DELETE FROM research.person', 'DELETE FROM veil.rule', 'ALTER TABLE person DROP name';

done_testing();
