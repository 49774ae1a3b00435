# The record of answers: what a crash, a full or a foreign file, another session or another server do to it.
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use IPC::Run;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('primary', streaming => 1, conf => 'restart_after_crash = on');
sql($node, 'postgres', <<'EOT');
CREATE EXTENSION pg_veil;
CREATE ROLE tap_analyst LOGIN;
CREATE TABLE visit AS SELECT n AS bsn, CASE WHEN n > 5 THEN 'Delft' ELSE 'Urk' END AS city, n AS age FROM generate_series(1, 100) n;
SELECT veil.create_policy('stats', level => 'aggregated', k => 10);
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('stats', 'visit', 'city', 'release', 'test'), ('stats', 'visit', 'age', 'release', 'test');
UPDATE veil.release SET subject = 'bsn';
GRANT USAGE ON SCHEMA stats TO tap_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA stats TO tap_analyst;
EOT
my $folder = $node->data_dir . '/pg_veil';
my $database = sql($node, 'postgres', 'SELECT oid FROM pg_database WHERE datname = current_database()');
my $file = "$folder/answers.$database";
my @analyst = (extra_params => [ '-U', 'tap_analyst' ]);

sub ask { return sql($_[1] // $node, 'postgres', "SELECT count(*) FROM stats.visit WHERE $_[0]", @analyst) }
sub not_answered
{
	my ($pattern, $test) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	return fails_like($node, 'postgres', 'SELECT count(*) FROM stats.visit', $pattern, $test, @analyst, on_error_stop => 1);
}
sub recorded { return sql($_[1] // $node, 'postgres', "SELECT count(*) FROM veil.statistics_answers() WHERE login_role = 'tap_analyst' AND question ~ '$_[0]'") }
sub reload
{
	$node->append_conf('postgresql.conf', $_[0]);
	return $node->restart;
}

is(ask('age >= 1'), 100, 'an answer');
is(recorded('age >= 1'), 1, 'is on record');
is(sprintf('%o', (stat $file)[2] & 07777), '600', 'for the server alone');
is(sprintf('%o', (stat $folder)[2] & 07777), '700', 'as its folder is');

# --- Crashes ---
my $open = $node->background_psql('postgres', on_error_stop => 0, @analyst);
$open->query_safe('BEGIN');
is($open->query('SELECT count(*) FROM stats.visit WHERE age >= 2'), 99, 'an answer in a transaction that will not end');
my $pid = $open->query_safe('SELECT pg_backend_pid()');
kill 'KILL', $pid;
eval { $open->quit };
$node->poll_query_until('postgres', 'SELECT NOT pg_is_in_recovery()') or die 'the server does not come back';
is(recorded('age >= 2'), 1, 'is on record after the session was killed, and the server began anew');
# A line that was cut short where the machine stopped.
append_to_file($file, substr((split /\n/, slurp_file($file))[-1], 0, 50));
is(ask('age >= 3'), 98, 'an answer after half a line');
my ($status, $count, $warning) = $node->psql('postgres', "SELECT count(*) FROM veil.statistics_answers() WHERE login_role = 'tap_analyst'");
is($count, 3, 'all whole lines are read');
like($warning, qr/1 lines of the record of answers are damaged/, 'and it is said that one is not');

# --- Files that are not as they were left ---
chmod 0644, $file;
chmod 0755, $folder;
is(ask('age >= 3'), 98, 'files that others may read, as in a copy');
is(join(' ', map { sprintf '%o', (stat)[2] & 07777 } $folder, $file), '700 600', 'are closed');
rename $file, "$file.kept";
symlink "$file.kept", $file;
not_answered(qr/cannot be opened/, 'a link');
unlink $file;
link "$file.kept", $file;
not_answered(qr/wrong owner or contents/, 'a second name of another file');
unlink $file;
mkdir $file;
not_answered(qr/cannot be opened|wrong owner/, 'a folder');
rmdir $file;
system('mkfifo', '-m', '600', $file) == 0 or die;
not_answered(qr/cannot be opened|wrong owner/, 'a pipe');
unlink $file;
SKIP:
{
	skip 'the superuser of the system may write everywhere', 2 if $> == 0;
	chmod 0500, $folder;
	not_answered(qr/cannot be opened/, 'a folder that nothing can be made in');
	chmod 0700, $folder;
	rename "$file.kept", $file;
	chmod 0400, $file;
	not_answered(qr/cannot be opened/, 'a file that cannot be written');
	chmod 0600, $file;
}
rename $folder, "$folder.kept";
symlink "$folder.kept", $folder;
not_answered(qr/cannot be opened/, 'a link in the place of the folder');
unlink $folder;
is(ask('age >= 4'), 97, 'where nothing is, the folder is made');
is(recorded('age'), 1, 'with a new record');
unlink glob "$folder/*";
rmdir $folder;
rename "$folder.kept", $folder;
is(recorded('age'), 4, 'the old one is as it was');

# --- Many sessions, and rotation ---
my $script = $node->basedir . '/ask.sql';
append_to_file($script, "\\set n random(1, 1000)\nSELECT count(*) FROM stats.visit WHERE age <> :n AND city <> 'pgbench';\n");
$node->command_ok([ 'pgbench', '-n', '-U', 'tap_analyst', '-c', 4, '-t', 200, '-f', $script, '-h', $node->host, '-p', $node->port, 'postgres' ], 'four sessions at once');
is(recorded('pgbench'), 800, 'write whole lines, each of its own');
my $long = 'x' x 60000;
reload("pg_veil.record_size = 1\npg_veil.record_files = 3\npg_veil.record_sync = on\n");
sql($node, 'postgres', "DO \$\$ BEGIN FOR n IN 1..70 LOOP PERFORM count(*) FROM stats.visit WHERE city <> '$long' AND age <> n; END LOOP; END \$\$", @analyst);
is_deeply([ sort glob "$file*" ], [ $file, "$file.1", "$file.2", "$file.lock" ], 'so many files are kept');
is((scalar grep { -s $_ > 1 << 20 } glob "$file*"), 0, 'of that size');
is(recorded('age <> 70 '), 1, 'the newest answer is there');
is(recorded('age >= 1'), 0, 'the oldest are not');
reload("pg_veil.record_files = 1\n");
sql($node, 'postgres', "DO \$\$ BEGIN FOR n IN 101..120 LOOP PERFORM count(*) FROM stats.visit WHERE city <> '$long' AND age <> n; END LOOP; END \$\$", @analyst);
is_deeply([ sort glob "$file*" ], [ $file, "$file.lock" ], 'fewer are kept when fewer are wanted');
reload("pg_veil.record_size = 16\n");

# --- What the guard against differences remembers ---
sql($node, 'postgres', q(UPDATE veil.release SET disclosure = '{"difference_guard": true, "record": false}'));
my $refused = qr/differs too little from an earlier one/;
is(ask('age >= 10'), 91, 'an answer');
my ($memory) = grep { !/lock|secret/ } glob "$folder/guard.*";
my $size = -s $memory;
is(ask('age >= 10'), 91, 'the same again');
is(-s $memory, $size, 'is remembered once');
fails_like($node, 'postgres', 'SELECT count(*) FROM stats.visit WHERE age >= 11', $refused, 'nearly the same: refused', @analyst);
my @racers = map { IPC::Run::start([ 'psql', '-XAtq', '-U', 'tap_analyst', '-d', $node->connstr('postgres'), '-c', "SELECT count(*) FROM stats.visit WHERE age < 50 + $_" ], '>', \my $answer, '2>', \my $error) } 1 .. 6;
$_->finish for @racers;
is((-s $memory) - $size, 432, 'of six sessions that ask for nearly the same one is answered');
$node->stop('immediate');
$node->start;
fails_like($node, 'postgres', 'SELECT count(*) FROM stats.visit WHERE age >= 11', $refused, 'the crash of the server is no way out', @analyst);
append_to_file($memory, 'cut short');
is(ask('age >= 30'), 71, 'half a set at the end, as after a crash of the machine');
fails_like($node, 'postgres', 'SELECT count(*) FROM stats.visit WHERE age >= 31', $refused, 'gives way to whole ones', @analyst);
my $whole = slurp_file($memory);
truncate $memory, 10;
fails_like($node, 'postgres', 'SELECT count(*) FROM stats.visit WHERE age >= 50', qr/cannot compare this answer/, 'a damaged file: refused', @analyst);
unlink $memory;
append_to_file($memory, $whole);
rename "$folder/guard.secret", "$folder/secret.kept";
$node->restart;
fails_like($node, 'postgres', 'SELECT count(*) FROM stats.visit WHERE age >= 50', qr/cannot compare this answer/, 'another secret: refused', @analyst);
rename "$folder/secret.kept", "$folder/guard.secret";
reload("pg_veil.guard_cells = 4\n");
is(ask('age <> 10 AND age >= 50'), 51, 'room for one more');
fails_like($node, 'postgres', 'SELECT count(*) FROM stats.visit WHERE age >= 70', qr/as many answers as it may/, 'and no further', @analyst);
is(sql($node, 'postgres', "SELECT veil.reset_statistics_guard('stats', 'public.visit', 'tap_analyst')"), 4, 'until it forgets');
is(ask('age >= 70'), 31, 'what it knew');
sql($node, 'postgres', q(UPDATE veil.release SET disclosure = NULL));

# --- Other servers, other databases ---
# With noise by a cell key all of them give one answer.
sql($node, 'postgres', <<'EOT');
SELECT veil.create_key('cells');
SELECT veil.create_policy('noisy', level => 'aggregated', k => 10);
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('noisy', 'visit', 'city', 'release', 'test'), ('noisy', 'visit', 'age', 'release', 'test');
UPDATE veil.release SET subject = 'bsn', disclosure = '{"cell_key": "cells", "noise": 1000}' WHERE policy = 'noisy';
EOT
sub perturbed { return sql($_[0], $_[1], "SELECT count(*), sum(age), avg(age), count(*) FILTER (WHERE age > 40) FROM noisy.visit WHERE city = 'Delft'") }
my $perturbed = perturbed($node, 'postgres');
like($perturbed, qr/^\d+\|-?\d+\|[-\d.]*\|\d+$/, 'an answer with noise');
$node->backup('copy');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, 'copy', has_streaming => 1);
$standby->start;
my $copied = recorded('age', $standby);
is($copied, recorded('age'), 'a standby begins with a copy');
is(ask('age >= 50', $standby), 51, 'it answers');
is(recorded('age >= 50', $standby), 1, 'and records');
is(recorded('age >= 50'), 0, 'for itself');
is(perturbed($standby, 'postgres'), $perturbed, 'with the same noise');
$standby->stop;
my $dump = $node->basedir . '/dump.sql';
$node->command_ok([ 'pg_dump', '-f', $dump, $node->connstr('postgres') ], 'a dump');
unlike(slurp_file($dump), qr/age >=|$long/, 'holds no record');
sql($node, 'postgres', 'CREATE DATABASE restored');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', $dump, $node->connstr('restored') ], 'it is restored');
is(perturbed($node, 'restored'), $perturbed, 'with the same noise');

done_testing();
