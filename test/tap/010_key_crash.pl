# Sessions of two databases make, rotate and destroy keys and change the root key, and one of them is killed at a random
# moment, again and again: the keyring is always whole, every key that was committed works, and every one whose destruction
# was committed is gone.
use strict;
use warnings FATAL => 'all';

use Digest::SHA 'sha256_hex';
use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time usleep);

my $node = new_server('main', conf => 'restart_after_crash = on');
my $keys = $node->{veil_keys};
my $keyring = "$keys/keyring";
write_secret("$keys/root.other", 'ab' x 32 . "\n");
my @databases = qw(postgres second);
$node->safe_psql('postgres', 'CREATE DATABASE second');
for my $database (@databases)
{
	sql($node, $database, <<'EOT');
CREATE EXTENSION pg_veil;
SELECT veil.create_key('main');
SELECT veil.create_policy('research');
CREATE TABLE person AS SELECT n AS id, 'name ' || n AS name FROM generate_series(1, 10) n;
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('research', 'person', 'name', 'pseudonym', '{"key": "main"}');
EOT
}

sub set_new_root_key
{
	my ($command) = @_;
	$node->append_conf('postgresql.conf', "pg_veil.new_root_key_command = '$command'");
	$node->reload;
	$node->poll_query_until('postgres', "SELECT current_setting('pg_veil.new_root_key_command') = '$command'") or die;
	return;
}

# The entries by name, version and check value; every line must be whole.
sub entries
{
	my ($round) = @_;
	my ($header, @lines) = split /\n/, slurp_file($keyring), -1;
	my $last = pop @lines;
	my %entries = map { /\A(([0-9a-f]+ [0-9]+ [0-9a-f]{32}) ([0-9a-f]{80})) ([0-9a-f]{16})\z/ && $4 eq substr(sha256_hex($1), 0, 16) ? ($2 => $3) : () } @lines;
	ok($header eq 'pg_veil keyring 1' && $last eq '' && keys(%entries) == @lines, "crash $round: every line of the keyring is whole");
	return %entries;
}

# How many entries each of the two root keys unwraps: all, or none.
sub unwrapped
{
	my @counts;
	mkdir "$keys/probe";
	write_secret("$keys/probe/keyring", slurp_file($keyring));
	for my $root ('root.key', 'root.other')
	{
		write_secret("$keys/probe/root.key", slurp_file("$keys/$root"));
		push @counts, eval { scalar(data_keys("$keys/probe")) } // 0;
	}
	return @counts;
}

my $catalog = "SELECT encode(convert_to(name, 'UTF8'), 'hex') || ' ' || version || ' ' || encode(check_value, 'hex') FROM veil.key_version WHERE state";
my ($changes, $unfinished, %under) = (0, 0);
my $rounds = 0;
while ($rounds < ($ENV{VEIL_THOROUGH} ? 24 : 5) || (keys %under < 2 && $rounds < 24))
{
	my $round = ++$rounds;
	# Each time the command runs it prints the one or the other.
	set_new_root_key("cat $keys/root.`shuf -n 1 -e key other`");
	my $log_end = -s $node->logfile;
	my @sessions = map { $node->background_psql($_, on_error_stop => 0) } @databases;
	my @pids = map { $_->query_safe('SELECT pg_backend_pid()') } @sessions;
	for my $session (@sessions)
	{
		$session->{stdin} .= join '', map {
			"SELECT veil.create_key('key $round $_');\nSELECT veil.rotate_key('key $round $_');\n"
			  . "SELECT veil.destroy_key('key $round $_', 1);\nSELECT veil.rewrap_keyring();\nSELECT veil.rotate_key('main');\n"
		} 1 .. 200;
	}
	# After so many states of the keyring, however long the machine takes for them; and then at any point of the next.
	my $seen = slurp_file($keyring);
	my $states = 1 + int rand 40;
	my $deadline = time + $PostgreSQL::Test::Utils::timeout_default;
	while ($states > 0)
	{
		$_->{run}->pump_nb for @sessions;
		usleep(500);
		die 'nothing happens' if time > $deadline;
		my $now = slurp_file($keyring);
		$states-- if $now ne $seen;
		$seen = $now;
	}
	usleep(rand 5000);
	kill 'KILL', $pids[ rand @pids ];
	$node->wait_for_log(qr/all server processes terminated; reinitializing/, $log_end);
	eval { $_->quit } for @sessions;
	# Not by a client, which may be turned away before it has read its query.
	$node->wait_for_log(qr/ready to accept connections/, $log_end);
	set_new_root_key("cat $keys/root.other");

	my %entries = entries($round);
	my @unwrapped = unwrapped();
	my $live = grep { !/^0+$/ } values %entries;
	is(join(' ', sort { $a <=> $b } @unwrapped), "0 $live", 'every key is under one and the same root key');
	$under{ $unwrapped[0] ? 'first' : 'second' } = 1;
	for my $database (@databases)
	{
		my @living = split /\n/, sql($node, $database, "$catalog <> 'destroyed'");
		my @destroyed = split /\n/, sql($node, $database, "$catalog = 'destroyed'");
		$changes += @living + @destroyed;
		is(join(', ', grep { !exists $entries{$_} } @living), '', "$database: no committed key is lost");
		is(join(', ', grep { !exists $entries{$_} || $entries{$_} !~ /^0+$/ } @destroyed), '', "$database: every destroyed key is gone");
		# A destruction whose commit did not come about, but was about to.
		my @half = grep { $entries{$_} =~ /^0+$/ } @living;
		cmp_ok(scalar(@half), '<=', 1, "$database: at most the last destruction is not in the catalog");
		is(sql($node, $database, "SELECT count(*) FROM veil.key_status WHERE reason = 'destroyed' AND state <> 'destroyed'"), scalar(@half),
			"$database: and key_status knows of it");
		$unfinished += @half;
		sql($node, $database, "SELECT veil.destroy_key(name, version) FROM veil.key_status WHERE reason = 'destroyed' AND state <> 'destroyed'");
		is(sql($node, $database, "SELECT count(*) FROM veil.key_status WHERE loaded <> (state <> 'destroyed')"), '0', "$database: every other key works");
		is(sql($node, $database, 'SELECT count(DISTINCT name) FROM research.person'), '10', "$database: and so does the view");
	}
}
cmp_ok($changes, '>', 12 * $rounds, 'the crashes came while keys were made and destroyed');
is(join(' ', sort keys %under), 'first second', 'and while the root key changed');
note("unfinished destructions: $unfinished");
sql($node, 'postgres', "SELECT veil.create_key('after')");
is(join(' ', sort grep { /^keyring/ } slurp_dir($keys)), 'keyring keyring.lock', 'nothing else is left there');

done_testing();
