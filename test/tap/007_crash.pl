# A session that is killed while it makes keys damages nothing and blocks nobody.
use strict;
use warnings FATAL => 'all';

use Fcntl ':flock';
use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time usleep);

my $node = new_server('main', conf => 'restart_after_crash = on');
my $keys = $node->{veil_keys};
sql($node, 'postgres', <<'EOT');
CREATE EXTENSION pg_veil;
SELECT veil.create_key('first ' || n) FROM generate_series(1, 100) n;
EOT

# The keyring in the words of the catalog: name, version and check value of each entry.
sub entries
{
	my ($header, @lines) = split /\n/, slurp_file("$keys/keyring");
	return map { join ' ', (split / /)[ 0 .. 2 ] } @lines;
}

my $rounds = 8;
my $made = 0;
for my $round (1 .. $rounds)
{
	my $session = $node->background_psql('postgres', on_error_stop => 0);
	my $pid = $session->query_safe('SELECT pg_backend_pid()');
	my $log_end = -s $node->logfile;
	$session->{stdin} .= join '', map { "SELECT veil.create_key('key $round $_');\n" } 1 .. 500;
	# Not before it makes keys; then at any moment.
	my $size = -s "$keys/keyring";
	my $deadline = time + $PostgreSQL::Test::Utils::timeout_default;
	my $end = time + rand 0.05;
	while (time < $end)
	{
		$session->{run}->pump_nb;
		usleep(1000);
		die 'no key is made' if time > $deadline;
		$end = time + rand 0.05 if $size == -s "$keys/keyring";
	}
	kill 'KILL', $pid;
	$node->wait_for_log(qr/all server processes terminated; reinitializing/, $log_end);
	eval { $session->quit };
	$node->wait_for_log(qr/ready to accept connections/, $log_end);
	my %entries = map { $_ => 1 } entries();
	my @catalog = split /\n/, sql($node, 'postgres',
		"SELECT encode(convert_to(name, 'UTF8'), 'hex') || ' ' || version || ' ' || encode(check_value, 'hex') FROM veil.key_version");
	my @lost = grep { !$entries{$_} } @catalog;
	$made = @catalog - 100;
	is("@lost", '', "crash $round: every key of the catalog is in the keyring");
}
cmp_ok($made, '>', 0, 'the crashes came while keys were made');
my @all = data_keys($keys);
my %different = map { $_ => 1 } @all;
is(scalar(keys %different), scalar(@all), 'every entry is whole');
is(sql($node, 'postgres', "SELECT veil.create_key('after')"), 'after/1', 'keys are made as before');
is(scalar(data_keys($keys)), @all + 1, 'and added to the others');

# What a crash may leave beside the keyring.
PostgreSQL::Test::Utils::append_to_file("$keys/keyring.new", 'half of a line');
chmod 0444, "$keys/keyring.new";
is(sql($node, 'postgres', "SELECT veil.create_key('after half a file')"), 'after half a file/1', 'an unfinished file is no obstacle');
is(scalar(data_keys($keys)), @all + 2, 'nor does it count');
ok(!-e "$keys/keyring.new", 'and it is gone');

# Who waits for the keyring can be stopped.
open my $lock, '>>', "$keys/keyring.lock" or die $!;
flock $lock, LOCK_EX or die $!;
my ($status, $out, $error) = $node->psql('postgres', "SET statement_timeout = '300ms'; SELECT veil.create_key('waiting')",
	timeout => 20, timed_out => \my $timed_out);
ok(!$timed_out, 'a session that waits for the lock ends');
like($error, qr/canceling statement due to statement timeout/, 'by its timeout');
is(sql($node, 'postgres', "SELECT count(*) FROM veil.key_version WHERE name = 'waiting'"), '0', 'and has made no key');
close $lock;
is(sql($node, 'postgres', "SELECT veil.create_key('waiting')"), 'waiting/1', 'which it can when the lock is free');

done_testing();
