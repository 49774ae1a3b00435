# The keyring while the server runs: changed behind its back, shared by databases, with keys destroyed, and under another
# root key. Nothing needs a restart, and no secret leaves it (threats C8, F5).
use strict;
use warnings FATAL => 'all';

use Digest::SHA 'sha256_hex';
use File::Copy 'copy';
use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => "max_prepared_transactions = 2\nlog_min_messages = debug5\nlog_error_verbosity = verbose");
my $keys = $node->{veil_keys};
my $keyring = "$keys/keyring";

my $release = <<'EOT';
CREATE EXTENSION pg_veil;
SELECT veil.create_key('citizen');
SELECT veil.create_policy('research');
CREATE TABLE person AS SELECT n AS id, 'name ' || n AS name FROM generate_series(1, 10) n;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('research', 'person', 'name', 'pseudonym', '{"key": "citizen"}');
EOT
$node->safe_psql('postgres', 'CREATE DATABASE second');
sql($node, $_, $release) for qw(postgres second);
my $question = 'SELECT string_agg(name, \',\' ORDER BY name COLLATE "C") FROM research.person';
my %answer = map { $_ => sql($node, $_, $question) } qw(postgres second);

sub entries { return grep { !/^(pg_veil|#|$)/ } split /\n/, slurp_file($keyring) }

# As an administrator puts a file in place: by a rename.
sub put_in_place
{
	my ($text) = @_;
	write_secret("$keys/mine", $text);
	rename "$keys/mine", $keyring or die $!;
	return;
}

# --- A change is noticed by sessions that are open, and key_status says what is the matter ---

my $session = $node->background_psql('postgres', on_error_stop => 0);
is($session->query($question), $answer{postgres}, 'an open session answers');
my $whole = slurp_file($keyring);
my ($header, @entries) = split /^/, $whole;
my $status = "SELECT loaded || ' ' || reason FROM veil.key_status";

sub noticed
{
	my ($how, $reason, $error) = @_;
	is($session->query($question), '', "$how: the open session refuses");
	like($session->{stderr}, qr/$error/, 'and says why');
	$session->{stderr} = '';
	is($session->query($status), "false $reason", 'key_status says so in its row');
	is(sql($node, 'postgres', $status), "false $reason", 'also to a new session');
	return;
}

sub mended
{
	my ($how) = @_;
	is($session->query($question), $answer{postgres}, "$how: it answers again");
	is($session->query($status), 'true usable', 'and key_status agrees');
	return;
}

my $absent = qr/key "citizen" version 1 is not in the keyring/;
put_in_place($header . $entries[1]);
noticed('without its key', 'not in the keyring', $absent);
put_in_place($whole);
mended('the keyring put back');
write_secret($keyring, $header . '# ' . 'x' x (length($entries[0]) - 3) . "\n$entries[1]");
noticed('overwritten in place, of the same length', 'not in the keyring', $absent);
write_secret($keyring, $whole);
mended('overwritten again');
write_secret($keyring, "$header# a comment\n$entries[0]" . substr($entries[1], 0, 90));
noticed('torn', 'keyring is damaged at line 4', qr/keyring is damaged at line 4/);
ok(slurp_file($keyring) eq "$header# a comment\n$entries[0]" . substr($entries[1], 0, 90), 'and is left as it is');
for my $try ("create_key('other')", "rotate_key('citizen')", "destroy_key('citizen', 1)", 'rewrap_keyring()')
{
	$node->psql('postgres', "SELECT veil.$try");
	ok(slurp_file($keyring) eq "$header# a comment\n$entries[0]" . substr($entries[1], 0, 90), "nor does $try lose anything");
}
write_secret($keyring, $whole);
mended('mended');
chmod 0640, $keyring;
noticed('readable by a group', 'keyring has wrong owner or permissions', qr/keyring has wrong owner or permissions/);
chmod 0600, $keyring;
mended('for the server alone');
unlink $keyring;
noticed('gone', 'not in the keyring', $absent);
put_in_place($whole);
mended('back');
mkdir "$keys/other";
rename $keyring, "$keys/other/keyring";
symlink "$keys/other/keyring", $keyring;
noticed('a symbolic link', 'keyring cannot be opened', qr/keyring cannot be opened/);
unlink $keyring;
rename "$keys/other/keyring", $keyring;
mended('a file');

# One file comes after another very fast here, and takes the inode of the one before.
for my $round (1 .. 50)
{
	my ($text, $wanted) = $round % 2 ? ($header . $entries[1], '') : ($whole, $answer{postgres});
	put_in_place($text);
	last if $session->query($question) ne $wanted && ok(0, "change $round is noticed");
	$session->{stderr} = '';
}
put_in_place($whole);
mended('after fifty changes');

# What the server writes itself never stands in for what was there before.
sql($node, 'second', "SELECT veil.create_key('fast'); " . 'SELECT veil.rotate_key(\'fast\'); ' x 20);
is($session->query($status), 'true usable', 'other keys are no matter');

# --- Destroyed ---

$whole = slurp_file($keyring);
my ($citizen, $namesake) = map { (split / /)[3] } entries();
open my $before, '<:raw', $keyring or die $!;
sql($node, 'postgres', <<'EOT');
BEGIN; SELECT veil.destroy_key('citizen', 1); ROLLBACK;
BEGIN; SAVEPOINT a; SELECT veil.destroy_key('citizen', 1); ROLLBACK TO a; COMMIT;
EOT
ok(slurp_file($keyring) eq $whole, 'rolled back, nothing has changed');
fails_like($node, 'postgres', "BEGIN; SELECT veil.destroy_key('citizen', 1); PREPARE TRANSACTION 'a'",
	qr/cannot PREPARE a transaction that has destroyed a key/, 'a transaction that destroys a key is not prepared');
fails_like($node, 'postgres', "BEGIN; SELECT veil.destroy_key('citizen', 1); SELECT 1 / 0; COMMIT", qr/division by zero/, 'an error');
ok(slurp_file($keyring) eq $whole, 'and nothing has changed');
mended('not destroyed');

# Where the keyring cannot be written, the commit fails, and the catalog does not say what is not so.
chmod 0500, $keys;
for my $try ("destroy_key('citizen', 1)", "rotate_key('citizen')", "create_key('unwritten')")
{
	fails_like($node, 'postgres', "SELECT veil.$try", qr/keyring cannot be written/, "$try where the folder cannot be written");
}
chmod 0700, $keys;
ok(slurp_file($keyring) eq $whole, 'and nothing has changed');
is(sql($node, 'postgres', "SELECT string_agg(name || version || state, ',') FROM veil.key_version"), 'citizen1active', 'in the catalog either');
mended('not written');

copy($keyring, "$keys/backup") or die;
write_secret("$keys/keyring.new", $whole);
link "$keys/keyring.new", "$keys/leftover";
# Read-only is no hindrance; below, a rewrap overwrites a file that is not.
chmod 0400, $keyring;
sql($node, 'postgres', "SELECT veil.destroy_key('citizen', 1)");
is($session->query($question), '', 'destroyed: the open session refuses');
like($session->{stderr}, qr/key "citizen" version 1 was destroyed/, 'and says why');
$session->{stderr} = '';
unlike(slurp_file($keyring), qr/$citizen/, 'the key is not in the keyring');
like(slurp_file($keyring), qr/$namesake/, 'that of the same name, of another database, is');
is(sql($node, 'second', $question), $answer{second}, 'and works');
is(scalar(entries()), scalar(grep { !/^pg_veil/ } split /\n/, $whole), 'every other line stands');
is(length(slurp_file($keyring)), length($whole), 'and the file is as long as it was');
my $old = do { local $/; <$before> };
unlike($old, qr/$citizen/, 'the file that was replaced was overwritten');
like($old, qr/\A\Q$header\E/, 'in a way that whoever reads it meanwhile can');
unlike(slurp_file("$keys/leftover"), qr/$citizen/, 'and so was what a crash had left behind');
close $before;
unlink "$keys/leftover";
# No way back through the catalog, nor, for the views, through a backup of the keyring.
sql($node, 'postgres', "UPDATE veil.key_version SET state = 'active'");
fails_like($node, 'postgres', $question, qr/key "citizen" version 1 was destroyed/, 'the catalog does not bring it back');
is(sql($node, 'postgres', $status), 'false destroyed', 'and key_status says so');
sql($node, 'postgres', "UPDATE veil.key_version SET state = 'destroyed'");
put_in_place(slurp_file("$keys/backup"));
fails_like($node, 'postgres', $question, qr/key "citizen" version 1 was destroyed/, 'a backup of the keyring does not bring the view back');
is(sql($node, 'postgres', $status), 'false destroyed, but in the keyring', 'and key_status sees it');
sql($node, 'postgres', "SELECT veil.destroy_key('citizen', 1)");
unlike(slurp_file($keyring), qr/$citizen/, 'destroyed once more it is gone');
sql($node, 'postgres', "SELECT veil.rotate_key('citizen')");
$answer{postgres} = sql($node, 'postgres', $question);
mended('rotated') if sql($node, 'postgres', "DELETE FROM veil.key_version WHERE version = 1; SELECT 't'") eq 't';

# What is put in the way of the new file is not written through.
write_secret("$keys/victim", 'untouched');
symlink "$keys/victim", "$keys/keyring.new";
sql($node, 'postgres', "SELECT veil.create_key('linked')");
is(slurp_file("$keys/victim"), 'untouched', 'a symbolic link in the way is not followed');
ok(!-l $keyring, 'and does not become the keyring');

# --- Another root key ---

my ($first) = slurp_file("$keys/root.key") =~ /([0-9a-f]{64})/;
my $second = 'ab' x 32;
write_secret("$keys/root.new", "$second\n");

# Settings, for sessions that begin now and at the next statement of those that are open.
sub set
{
	my (%settings) = @_;
	for my $name (sort keys %settings)
	{
		$node->append_conf('postgresql.conf', "pg_veil.$name = '$settings{$name}'");
	}
	$node->reload;
	$node->poll_query_until('postgres', "SELECT current_setting('pg_veil.$_') = '$settings{$_}'") or die for keys %settings;
	$session->query('SELECT pg_sleep(0.2)');
	return;
}

# Whether every key of the keyring is wrapped under a root key.
sub wrapped_under
{
	my ($root) = @_;
	write_secret("$keys/probe/root.key", $root);
	copy($keyring, "$keys/probe/keyring") or die;
	return eval { data_keys("$keys/probe"); 1 } ? 1 : 0;
}
mkdir "$keys/probe";

fails_like($node, 'postgres', 'SELECT veil.rewrap_keyring()', qr/no new root key is available/, 'without a new root key there is no rewrap');
is(wrapped_under($first), 1, 'the keyring is under the first root key');
set(new_root_key_command => 'false');
fails_like($node, 'postgres', 'SELECT veil.rewrap_keyring()', qr/no new root key is available/, 'nor with a command that fails');
# Its keys could never be had again, of no database.
set(new_root_key_command => 'openssl rand -hex 32');
$whole = slurp_file($keyring);
fails_like($node, 'postgres', 'SELECT veil.rewrap_keyring()', qr/pg_veil.new_root_key_command does not print the same root key twice/,
	'nor with one that makes a key each time');
is(slurp_file($keyring), $whole, 'and nothing has changed');
set(new_root_key_command => "cat $keys/root.new");
is($session->query($question), $answer{postgres}, 'before the rewrap: an answer');
my $live = scalar(data_keys($keys));
my @lines = map { join ' ', (split / /)[ 0 .. 2 ] } entries();
my @wrapped = grep { !/^0+$/ } map { (split / /)[3] } entries();
open $before, '<:raw', $keyring or die $!;
# Not undone by a rollback.
is(sql($node, 'postgres', 'BEGIN; SELECT veil.rewrap_keyring(); ROLLBACK'), $live, 'every key that is left is wrapped anew');
is(wrapped_under($first), 0, 'not under the first root key');
is(wrapped_under($second), 1, 'but under the second');
is_deeply([ map { join ' ', (split / /)[ 0 .. 2 ] } entries() ], \@lines, 'the lines stand where they stood');
$old = do { local $/; <$before> };
is(scalar(grep { index($old, $_) >= 0 } @wrapped), 0, 'the file that was replaced was overwritten');
is(sql($node, 'postgres', 'SELECT veil.rewrap_keyring()'), '0', 'once more there is nothing left to do');
is($session->query($question), $answer{postgres}, 'the open session answers');
is(sql($node, $_, $question), $answer{$_}, "a new session in $_ answers") for qw(postgres second);
sql($node, 'second', "SELECT veil.create_key('between')");
is(wrapped_under($second), 1, 'a new key is wrapped as its neighbours are');
# The administrator moves the command; the postmaster still has the first root key.
set(root_key_command => "cat $keys/root.new", new_root_key_command => '');
is($session->query($question), $answer{postgres}, 'the settings moved: the open session answers');
is(sql($node, $_, $question), $answer{$_}, "a new session in $_ answers") for qw(postgres second);
sql($node, 'second', "SELECT veil.create_key('moved')");
is(wrapped_under($second), 1, 'a new key is under the second root key');
$node->restart;
is(sql($node, $_, $question), $answer{$_}, "after a restart $_ answers") for qw(postgres second);
$session = $node->background_psql('postgres', on_error_stop => 0);

# A key that no root key unwraps: nothing is changed.
set(new_root_key_command => "cat $keys/root.key");
$whole = slurp_file($keyring);
my $foreign = unpack('H*', 'foreign') . ' 1 ' . 'c' x 32 . ' ' . 'd' x 80;
put_in_place($whole . "$foreign " . substr(sha256_hex($foreign), 0, 16) . "\n");
fails_like($node, 'postgres', 'SELECT veil.rewrap_keyring()', qr/key "foreign" version 1 cannot be unwrapped with this root key/,
	'a key that no root key unwraps is told by name');
is(slurp_file($keyring), $whole . "$foreign " . substr(sha256_hex($foreign), 0, 16) . "\n", 'and nothing has changed');
is(sql($node, 'postgres', "SELECT name, version, condition, in_catalog FROM veil.keyring WHERE name IN ('foreign', 'citizen') ORDER BY name COLLATE \"C\", in_catalog"),
	"citizen|1|destroyed|f\ncitizen|1|usable|f\ncitizen|2|usable|t\nforeign|1|cannot be unwrapped|f", 'veil.keyring shows it');
put_in_place($whole);

# The root key is lost, but for the server's memory: a rewrap saves every key.
write_secret("$keys/root.third", 'cd' x 32);
set(root_key_command => 'false', new_root_key_command => "cat $keys/root.third");
is(sql($node, 'postgres', $question), $answer{postgres}, 'a lost root key is in memory');
cmp_ok(sql($node, 'postgres', 'SELECT veil.rewrap_keyring()'), '>', 0, 'a rewrap saves the keyring');
is(wrapped_under('cd' x 32), 1, 'under the third root key');

# Commands run once a statement, however many keys they do not fit.
set(root_key_command => "echo run >>$keys/runs; echo " . 'ef' x 32, new_root_key_command => '');
$node->restart;
$session = $node->background_psql('postgres', on_error_stop => 0);
unlink "$keys/runs";
is(sql($node, 'second', "SELECT count(*) > 20, bool_and(NOT loaded), string_agg(DISTINCT reason, ',') FROM veil.key_status"),
	't|t|cannot be unwrapped', 'no key can be unwrapped');
is(slurp_file("$keys/runs"), "run\n", 'and the command ran once');
set(root_key_command => "cat $keys/root.third");
is(sql($node, $_, $question), $answer{$_}, "$_ answers") for qw(postgres second);

# So for the first key of a keyring.
set(root_key_command => 'openssl rand -hex 32');
$whole = slurp_file($keyring);
unlink $keyring;
fails_like($node, 'second', "SELECT veil.create_key('first')", qr/pg_veil.root_key_command does not print the same root key twice/,
	'a root key that is made each time wraps no first key');
ok(!-e $keyring, 'and there is no keyring');
put_in_place($whole);
set(root_key_command => "cat $keys/root.third");

# A wrong path may lead to anything; it is not read to its end to find that out.
write_secret("$keys/mine", $header);
truncate "$keys/mine", 2**40 or die $!;
rename "$keys/mine", $keyring or die $!;
fails_like($node, 'postgres', $question, qr/keyring is larger than 64 MB/, 'a file of a terabyte is refused');
put_in_place($whole);
is(sql($node, 'postgres', $question), $answer{postgres}, 'put back it answers');

# --- Logs ---

$node->stop;
my $log = slurp_file($node->logfile);
like($log, qr/DEBUG: .*veil\.rewrap_keyring/s, 'the log has the statements');
# Each root key with what it unwraps; nothing is under the second any more.
for my $pair ([ $first, slurp_file("$keys/backup") ], [ $second, $header ], [ 'cd' x 32, slurp_file($keyring) ])
{
	write_secret("$keys/probe/root.key", $pair->[0]);
	write_secret("$keys/probe/keyring", $pair->[1]);
	is(secrets_in("$keys/probe", $log), '', 'no secret in the log');
}

done_testing();
