# However a query runs, its answer is the same; and how often the root key command runs.
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', start => 0, conf => <<'EOT');
restart_after_crash = on
parallel_setup_cost = 0
parallel_tuple_cost = 0
min_parallel_table_scan_size = 0
max_parallel_workers_per_gather = 0
EOT
my $keys = $node->{veil_keys};
$node->append_conf('postgresql.conf', "pg_veil.root_key_command = 'echo run >>$keys/runs; cat $keys/root.key'");
$node->start;

# How often the root key command ran since the last question.
my $counted = 0;

sub runs
{
	my $runs = () = slurp_file("$keys/runs") =~ /run/g;
	my $new = $runs - $counted;
	$counted = $runs;
	return $new;
}

is(runs(), 1, 'the server runs the command when it starts');
sql($node, 'postgres', <<'EOT');
CREATE EXTENSION pg_veil;
CREATE ROLE tap_analyst;
SELECT veil.create_key('citizen');
SELECT veil.create_policy('research');
SELECT veil.load_hierarchy('leaves', ARRAY(SELECT ARRAY['leaf ' || n, 'label ' || n / 7] FROM generate_series(0, 90) n));
CREATE TABLE person AS SELECT n AS id, n::text AS bsn, (n % 100)::smallint AS age, n::bigint AS wide, md5(n::text)::uuid AS token,
    n / 10.0 AS income, n / 3.0 AS weight, 'p' || n AS sealed, 'p' || n % 50 AS patient, date '2020-01-01' + n % 100 AS seen, n * 1.25 AS paid, 'leaf ' || n % 100 AS leaf FROM generate_series(1, 5000) n;
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
    SELECT 'research', 'person', c, 'pseudonym', '{"key": "citizen"}' FROM unnest('{id,bsn,age,wide,token}'::text[]) c;
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
    VALUES ('research', 'person', 'income', 'bucket', '{"width": 10}'), ('research', 'person', 'weight', 'pseudonym', '{"key": "citizen"}'),
    ('research', 'person', 'leaf', 'hierarchy', '{"hierarchy": "leaves", "level": 1}'),
    ('research', 'person', 'sealed', 'encrypt', '{"key": "citizen", "fold": "case"}'),
    ('research', 'person', 'patient', 'pseudonym', '{"key": "citizen", "epoch": "month", "epoch_of": "seen"}'),
    ('research', 'person', 'paid', 'noise', '{"key": "citizen", "subject": "id", "scale": 100, "distribution": "gaussian"}'),
    ('research', 'person', 'seen', 'shift', '{"key": "citizen", "subject": "id", "days": 30}');
GRANT USAGE ON SCHEMA research TO tap_analyst;
GRANT SELECT ON research.person TO tap_analyst;
ANALYZE person;
EOT
is(runs(), 2, 'whoever makes the first key of a keyring runs it too: nothing tells whether the root key in memory is still right; and twice, to see that it prints a key that is kept');

my $question =
	"SELECT md5(string_agg(p::text, ',' ORDER BY p::text COLLATE \"C\")) AS answer, count(*) AS number FROM research.person p WHERE length(bsn) = 26";
my $answer = sql($node, 'postgres', "SET ROLE tap_analyst; $question");
like($answer, qr/^[0-9a-f]{32}\|5000$/, 'there is an answer');

my $parallel = 'SET max_parallel_workers_per_gather = 2;';
my $compiled = 'SET jit = on; SET jit_above_cost = 0; SET jit_optimize_above_cost = 0; SET jit_inline_above_cost = 0;';

# The same answer, by a plan of which something is to be seen.
sub same_answer
{
	my ($how, $settings, $seen) = @_;
	my $plan = sql($node, 'postgres',
		"$settings SET ROLE tap_analyst; EXPLAIN (ANALYZE, TIMING OFF) $question");
	like($plan, $seen, "$how: so it runs");
	is(sql($node, 'postgres', "$settings SET ROLE tap_analyst; $question"), $answer, "$how: the same answer");
	return;
}

same_answer('parallel workers', $parallel, qr/Workers Launched: 2/);
SKIP:
{
	skip 'this server has no JIT', 4 unless sql($node, 'postgres', 'SET jit = on; SELECT pg_jit_available()') eq 't';
	same_answer('JIT', $compiled, qr/JIT:/);
	same_answer('JIT in parallel workers', "$parallel $compiled", qr/Workers Launched: 2.*JIT:/s);
}
for my $mode (qw(force_generic_plan force_custom_plan))
{
	is( sql($node, 'postgres', <<"EOT"), "$answer\n$answer", "$mode: the same answer");
SET plan_cache_mode = $mode; $parallel SET ROLE tap_analyst;
PREPARE question(int) AS SELECT md5(string_agg(p::text, ',' ORDER BY p::text COLLATE "C")), count(*)
    FROM research.person p WHERE length(bsn) = \$1;
EXECUTE question(26);
EXECUTE question(26);
EOT
}
is(runs(), 0, 'neither sessions nor workers ran the command');

# A session that dies takes all others with it, and the server starts again, with its root key.
my $victim = $node->background_psql('postgres');
my $victim_pid = $victim->query_safe("SELECT pg_backend_pid() FROM research.person LIMIT 1");
my $started = sql($node, 'postgres', 'SELECT pg_postmaster_start_time()');
kill 'KILL', $victim_pid;
$node->poll_query_until('postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = $victim_pid") or die;
eval { $victim->quit };
like(slurp_file($node->logfile), qr/(?:server process|client backend) \(PID $victim_pid\) was terminated by signal 9/, 'the server crashed');
is(sql($node, 'postgres', 'SELECT pg_postmaster_start_time()'), $started, 'and is the same process');
is(sql($node, 'postgres', "SET ROLE tap_analyst; $question"), $answer, 'after the crash: the same answer');
same_answer('after the crash, parallel', $parallel, qr/Workers Launched: 2/);
is(runs(), 0, 'the command did not run again');

# Without preloading everybody who needs a key runs the command.
$node->append_conf('postgresql.conf', "shared_preload_libraries = ''");
$node->restart;
is(sql($node, 'postgres', 'SELECT 1'), '1', 'a session that needs no key');
is(runs(), 0, 'does not run the command');
is(sql($node, 'postgres', "SET ROLE tap_analyst; $question; $question"), "$answer\n$answer",
	'not preloaded: the same answer');
is(runs(), 1, 'the session ran the command once');
my $plan = sql($node, 'postgres', "$parallel SET ROLE tap_analyst; EXPLAIN (ANALYZE, COSTS OFF) $question");
my ($workers) = $plan =~ /Workers Launched: (\d)/ or die $plan;
is($workers, 2, 'parallel workers run');
my $by_parallel = runs();
ok($by_parallel >= 1 && $by_parallel <= 3, 'a parallel worker runs the command once at most')
  or diag("the command ran $by_parallel times");
is(sql($node, 'postgres', "$parallel SET ROLE tap_analyst; $question"), $answer, 'not preloaded, parallel: the same answer');

done_testing();
