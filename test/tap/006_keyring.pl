# The keyring and the root key: whatever is wrong with them is a refusal, and no secret leaves them (threats C1, C3, C8).
use strict;
use warnings FATAL => 'all';

use Digest::SHA 'sha256_hex';
use FindBin;
use MIME::Base64;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# Not preloaded, so that every session reads everything anew.
my $node = new_server('main', preload => 0);
my $keys = $node->{veil_keys};
my $keyring = "$keys/keyring";

# A database with one masked table. No statement holds a raw value, so that the log cannot have it from there.
my $release = <<'EOT';
CREATE EXTENSION pg_veil;
SELECT veil.create_key('citizen');
SELECT veil.create_policy('research');
CREATE TABLE person AS SELECT n AS id, 'Can' || 'ary ' || n AS name FROM generate_series(1, 10) n;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('research', 'person', 'id', 'pseudonym', '{"key": "citizen"}'),
    ('research', 'person', 'name', 'pseudonym', '{"key": "citizen"}');
GRANT USAGE ON SCHEMA research TO tap_analyst;
GRANT SELECT ON research.person TO tap_analyst;
EOT
sql($node, 'postgres', "CREATE ROLE tap_analyst LOGIN; $release");
my $question = 'SELECT string_agg(name, \',\' ORDER BY name COLLATE "C") FROM research.person';
my $answer = sql($node, 'postgres', $question);
my @analyst = (extra_params => [ '-U', 'tap_analyst' ]);

# One setting, for new sessions.
sub set
{
	my ($name, $value) = @_;
	(my $quoted = $value) =~ s/'/''/g;
	$node->append_conf('postgresql.conf', "pg_veil.$name = '$quoted'");
	$node->reload;
	(my $literal = $value) =~ s/'/''/g;
	$node->poll_query_until('postgres', "SELECT current_setting('pg_veil.$name') = '$literal'") or die;
	return;
}

my $messages = '';

# Neither question nor create_key get an answer, for a reason that says nothing of where the secrets are.
sub refused
{
	my ($test, $reason, $for_new_keys) = @_;
	subtest $test => sub {
		for my $try ([ 'the view', $question, $reason, @analyst ],
			[ 'create_key', "SELECT veil.create_key('new')", $for_new_keys // $reason ])
		{
			my ($what, $sql, $pattern, @options) = @$try;
			next if $pattern eq 'nothing';
			my ($status, $out, $error) = $node->psql('postgres', $sql, @options);
			is($out, '', "$what gives nothing");
			like($error, qr/ERROR:  $pattern/, "$what says why");
			unlike($error, qr/\Q$keys\E|\bcat\b|root\.key/, 'and not where the secrets are');
			$messages .= $error;
		}
	};
	return;
}

my $absent = qr/key "citizen" version 1 is not in the keyring/;
my $damaged = qr/keyring is damaged at line/;

# --- The setting and the file ---

set('keyring', '');
refused('no keyring is set', qr/no keyring is configured/);
set('keyring', "$keys/absent");
refused('no such file', $absent, 'nothing');
set('keyring', "$keys/absent/keyring");
refused('no such folder', $absent, qr/keyring cannot be locked/);
set('keyring', $keys);
refused('a folder', qr/keyring has wrong owner or permissions/);
symlink $keyring, "$keys/link" or die;
set('keyring', "$keys/link");
refused('a symbolic link', qr/keyring cannot be opened/);
set('keyring', '/etc/passwd');
refused('a file of another user', qr/keyring has wrong owner or permissions/);
set('keyring', $keyring);
my $whole = slurp_file($keyring);
for my $mode (0644, 0640, 0604, 0601)
{
	chmod $mode, $keyring;
	refused(sprintf('mode %o', $mode), qr/keyring has wrong owner or permissions/);
}
chmod 0600, $keyring;
is(sql($node, 'postgres', $question), $answer, 'with mode 0600 it is read');

# --- Its contents ---

# While the file holds a text; afterwards it holds what it held.
sub with_keyring
{
	my ($text, @refused) = @_;
	open my $file, '>:raw', $keyring or die $!;
	print $file $text;
	close $file;
	refused(@refused);
	ok(slurp_file($keyring) eq $text, "$refused[0]: the file is as it was");
	open $file, '>:raw', $keyring or die $!;
	print $file $whole;
	close $file;
	return;
}

# A line with a checksum that fits.
sub sealed
{
	my ($line) = @_;
	return $line . ' ' . substr(sha256_hex($line), 0, 16) . "\n";
}

my ($header, $entry) = $whole =~ /\A(.*\n)(.*)\n\z/ or die;
my ($name, $version, $check, $wrapped) = split / /, $entry;
with_keyring(substr($whole, 0, -1), 'no newline at the end', $damaged);
with_keyring(substr($whole, 0, -40), 'a torn line', $damaged);
with_keyring($whole . substr($entry, 0, 40), 'a torn line behind the others', $damaged);
with_keyring($header, 'truncated to the header', $absent, 'nothing');
with_keyring(substr($header, 3) . "$entry\n", 'another header', $damaged);
with_keyring("$header$entry\n$entry\n", 'an entry twice', $damaged);
with_keyring($header . "\0" x 4096, 'zeros', $damaged);
my $at = length $header;
for my $field ([ 'name', length($name) - 1 ], [ 'version', length($name) + 1 ], [ 'check value', length($name) + 5 ],
	[ 'wrapped key', length("$name $version $check") + 9 ], [ 'checksum', length($entry) - 1 ])
{
	my $flipped = $whole;
	substr($flipped, $at + $field->[1], 1) ^= "\x01";
	with_keyring($flipped, "a flipped bit in the $field->[0]", $damaged);
}
my $other_wrapped = $wrapped;
substr($other_wrapped, 9, 1) =~ tr/0-9a-f/1-9a-f0/;
with_keyring($header . sealed("$name $version $check $other_wrapped"), 'a forged wrapped key',
	qr/key "citizen" version 1 cannot be unwrapped with this root key/, qr/no key of the keyring can be unwrapped/);
is(sql($node, 'postgres', $question), $answer, 'the whole keyring is read again');

# --- Making keys ---

$node->safe_psql('postgres', "CREATE DATABASE $_") for qw(second third fourth);
sql($node, 'second', $release);
is(scalar(data_keys($keys)), 2, 'the key of another database with the same name stands beside the first');
isnt(sql($node, 'second', $question), $answer, 'and gives other pseudonyms');
is(sql($node, 'postgres', $question), $answer, 'the first gives the same as before');

sql($node, 'postgres', "BEGIN; SELECT veil.create_key('undone'); ROLLBACK");
is(scalar(data_keys($keys)), 3, 'a key that was rolled back stays in the keyring');
is(sql($node, 'postgres', "SELECT veil.create_key('undone'); SELECT count(*) FROM veil.key_version WHERE name = 'undone'"),
	"undone/1\n1", 'and can be made again');
is(scalar(data_keys($keys)), 4, 'as another key');
fails_like($node, 'postgres', "SELECT veil.create_key('undone')", qr/key "undone" already exists/, 'but not twice');
is(scalar(data_keys($keys)), 4, 'nor is anything left of that');

sql($node, $_, 'CREATE EXTENSION pg_veil') for qw(third fourth);
my $script = $node->basedir . '/make_keys.sql';
PostgreSQL::Test::Utils::append_to_file($script, join '', map { "SELECT veil.create_key('key $_');\n" } 1 .. 20);
my @sessions = map {
	IPC::Run::start [ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-f', $script, '-d', $node->connstr($_) ]
} qw(second third fourth);
ok($_->finish, 'a session made 20 keys') for @sessions;
my @all = data_keys($keys);
is(scalar(@all), 64, 'keys made at once in three databases: none is lost');
my %different = map { $_ => 1 } @all;
is(scalar(keys %different), 64, 'and all are different');
is(join(' ', sort grep { /^keyring/ } slurp_dir($keys)), 'keyring keyring.lock', 'nothing else lies there');
is(sprintf('%o', (stat $keyring)[2] & 07777), '600', 'the keyring has mode 0600');
is(sql($node, 'postgres', $question), $answer, 'and still the first key');

# --- The root key ---

my ($root) = slurp_file("$keys/root.key") =~ /([0-9a-f]{64})/;
my $no_root = qr/no root key is available/;
PostgreSQL::Test::Utils::append_to_file("$keys/root.long", $root . ' ' x 1100 . "\njunk\n");
PostgreSQL::Test::Utils::append_to_file("$keys/root.other", 'f' x 64);
PostgreSQL::Test::Utils::append_to_file("$keys/root.base64", encode_base64(pack 'H*', $root));
for my $command (
	[ 'fails', "cat $keys/root.key; exit 3" ],
	[ 'is killed', "cat $keys/root.key; kill -9 \$\$" ],
	[ 'does not exist', "$keys/no_such_command" ],
	[ 'prints nothing', 'true' ],
	[ 'prints junk', 'echo junk' ],
	[ 'prints too little', "head -c 62 $keys/root.key" ],
	[ 'prints a key and more', "cat $keys/root.key; echo junk" ],
	[ 'prints a key, blanks and more', "cat $keys/root.long" ],
	[ 'prints two keys', "cat $keys/root.key $keys/root.key" ],
	[ 'prints for ever', 'yes' ],
	[ 'is not set', '' ])
{
	set('root_key_command', $command->[1]);
	refused("the root key command $command->[0]", $no_root);
}
set('root_key_command', "cat $keys/root.other");
refused('another root key', qr/key "citizen" version 1 cannot be unwrapped with this root key/,
	qr/no key of the keyring can be unwrapped with this root key/);
for my $command ("tr a-f A-F <$keys/root.key", "echo; cat $keys/root.key; echo '  '", "cat $keys/root.base64")
{
	set('root_key_command', $command);
	is(sql($node, 'postgres', $question), $answer, 'upper case, white space and base64 are read');
}
set('root_key_command', "cat $keys/root.key");
is(scalar(data_keys($keys)), 64, 'no key was added by all that');
is(secrets_in($keys, $messages), '', 'no secret in any message');

# --- Logs ---

$node->append_conf('postgresql.conf', <<'EOT');
shared_preload_libraries = 'auto_explain, pg_stat_statements, pg_veil'
auto_explain.log_min_duration = 0
auto_explain.log_analyze = on
auto_explain.log_verbose = on
auto_explain.log_settings = on
auto_explain.log_nested_statements = on
pg_stat_statements.track = all
pg_stat_statements.track_utility = on
log_min_messages = debug5
log_error_verbosity = verbose
pg_veil.root_key_command = 'false'
debug_print_parse = on
debug_print_rewritten = on
debug_print_plan = on
EOT
$node->restart;
like(slurp_file($node->logfile), qr/WARNING: .*pg_veil\.root_key_command gave no root key/,
	'a preloading server without a root key starts and warns');
refused('preloaded without a root key', $no_root);
set('root_key_command', "cat $keys/root.key");
is(sql($node, 'postgres', $question), $answer, 'until the command is right');
$node->restart;
sql($node, 'postgres', "CREATE EXTENSION pg_stat_statements; SELECT veil.create_key('logged')");
my $told = 'SET client_min_messages = debug5; SET max_parallel_workers_per_gather = 0;';
my $seen = '';
for my $statement ($question, "EXPLAIN (VERBOSE, ANALYZE) $question", 'TABLE research.person',
	"SELECT * FROM research.person WHERE id = 5 AND name = 'x'", "SELECT pg_get_viewdef('research.person'::regclass, true)",
	'SELECT name::int FROM research.person', 'SELECT * FROM person')
{
	my ($status, $out, $error) = $node->psql('postgres', "$told $statement", @analyst);
	$seen .= "$out\n$error\n";
}
like($seen, qr/DEBUG:|LOG:  plan:/, 'the analyst is shown plans');
like($seen, qr/Output: string_agg\(veil\.pseudonym\(base\.name, 'citizen\/1'::veil\.key/, 'with the name of the key');
my $statements = sql($node, 'postgres', 'SELECT query FROM pg_stat_statements');
chmod 0644, $keyring;
$node->psql('postgres', $question);
chmod 0600, $keyring;
$node->append_conf('postgresql.conf', "debug_print_plan = off\nlog_min_messages = warning");
$node->stop;
my $log = slurp_file($node->logfile);
like($log, qr/LOG: .*plan:/, 'the log has plans');
like($log, qr/Query Text:/, 'and those of auto_explain');
like($statements, qr/create_key/, 'pg_stat_statements has the statements');
isnt(secrets_in($keys, "a$root"), '', 'a secret would be found');
isnt(secrets_in($keys, 'b' . (data_keys($keys))[0]), '', 'raw as well');
for my $text ([ 'what the analyst sees', $seen ], [ 'the server log', $log ], [ 'pg_stat_statements', $statements ])
{
	is(secrets_in($keys, $text->[1]), '', "no secret in $text->[0]");
	# Plans print a text as the numbers of its bytes.
	unlike($text->[1], qr/Canary|67 97 110 97 114 121/, "no raw value in $text->[0]");
}

done_testing();
