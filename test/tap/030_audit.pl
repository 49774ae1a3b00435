# What is recorded for an audit stays recorded, and what cannot be recorded is not answered.
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use IPC::Run;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes 'time';

my $node = new_server('primary', streaming => 1, conf => "max_connections = 100\nlog_statement = none\nfsync = on");
my $keys = $node->{veil_keys};
$node->safe_psql('postgres', 'CREATE DATABASE audited');
sql($node, 'audited', <<'EOT');
CREATE EXTENSION pg_veil;
CREATE ROLE tap_owner NOLOGIN;
CREATE ROLE tap_officer LOGIN;
CREATE ROLE tap_stranger LOGIN;
GRANT CREATE ON DATABASE audited TO tap_owner;
CREATE TABLE person (id integer, bsn text);
INSERT INTO person SELECT n, 'CANARY-' || n FROM generate_series(1, 200) n;
ALTER TABLE person OWNER TO tap_owner;
SELECT veil.create_key('audit');
SELECT veil.create_policy('research', owner => 'tap_owner');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('research', 'person', 'bsn', 'pseudonym', '{"key": "audit"}'),
    ('research', 'person', 'id', 'pseudonym', '{"key": "audit"}');
SELECT veil.grant_reveal('research.person', 'bsn', 'tap_officer', per_hour => 1000);
EOT

# Of person 7, as an analyst sees it.
my $pseudonym = sql($node, 'audited', <<'EOT');
SELECT bsn FROM research.person WHERE bsn = veil.pseudonym('CANARY-7', 'audit/1'::veil.key, 'research')
EOT
# reveal REASON: the call.
sub reveal { return "SELECT veil_public.reveal('research.person', 'bsn', '$pseudonym', '$_[0]')" }

# The records with a reason, as outcomes.
sub records
{
	my ($reason) = @_;
	return sql($node, 'audited', "SELECT string_agg(outcome, ',' ORDER BY id) FROM veil.audit WHERE reason = '$reason'");
}
my $as_officer = { connstr => $node->connstr('audited') . ' user=tap_officer' };

# A session of the officer that stays open.
sub session { return $node->background_psql('audited', on_error_stop => 0, extra_params => [ '-U', $_[0] // 'tap_officer' ]) }

# --- What happens to the transaction afterwards ---
is(sql($node, 'audited', reveal('plain'), extra_params => [ '-U', 'tap_officer' ]), 'CANARY-7', 'the value');
is(records('plain'), 'granted', 'is recorded');
sql($node, 'audited', 'BEGIN; ' . reveal('rolled back') . '; ROLLBACK');
is(records('rolled back'), 'granted', 'ROLLBACK leaves the record');
sql($node, 'audited', 'BEGIN; SAVEPOINT a; ' . reveal('savepoint') . '; ROLLBACK TO a; COMMIT');
is(records('savepoint'), 'granted', 'so does ROLLBACK TO SAVEPOINT');
fails_like($node, 'audited', 'BEGIN; ' . reveal('failed') . '; SELECT 1 / 0; COMMIT', qr/division by zero/, 'an error afterwards');
is(records('failed'), 'granted', 'leaves it');
is( sql($node, 'audited', "DO \$\$ BEGIN PERFORM veil_public.reveal('research.person', 'bsn', '$pseudonym', 'caught'); RAISE 'x'; EXCEPTION WHEN others THEN NULL; END \$\$; SELECT 1"),
	'1', 'an exception block');
is(records('caught'), 'granted', 'leaves it');
is(sql($node, 'audited', 'BEGIN READ ONLY; ' . reveal('read only') . '; COMMIT'), 'CANARY-7', 'a read-only transaction');
is(records('read only'), 'granted', 'is recorded too');
is(sql($node, 'audited', 'SET synchronous_commit = off; ' . reveal('asynchronous')), 'CANARY-7', 'an asynchronous session');
is(records('asynchronous'), 'granted', 'is recorded too');
is(sql($node, 'audited', 'BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; ' . reveal('serializable') . '; COMMIT'),
	"1\nCANARY-7", 'a serializable transaction');
is(records('serializable'), 'granted', 'is recorded too');
{
	my $killed = session();
	my $pid = $killed->query_safe('SELECT pg_backend_pid()');
	is($killed->query_safe('BEGIN; ' . reveal('killed')), 'CANARY-7', 'a session has its answer');
	sql($node, 'audited', "SELECT pg_terminate_backend($pid, 10000)");
	is(records('killed'), 'granted', 'and is killed: the record is there');
	eval { $killed->quit };
}
fails_like($node, 'audited', "SELECT veil_public.reveal('research.person', 'bsn', '$pseudonym', 'stranger')",
	qr/permission denied to reveal/, 'a role without a grant is refused', extra_params => [ '-U', 'tap_stranger' ]);
is(records('stranger'), 'no privilege', 'and that is recorded');
is(sql($node, 'audited', "SELECT login_role || ' ' || acting_role || ' ' || (pseudonyms = '{$pseudonym}') || ' ' || (grant_id IS NULL) FROM veil.audit WHERE reason = 'stranger'"),
	'tap_stranger tap_stranger true true', 'with who asked for what');
is(sql($node, 'audited', "SELECT login_role || ' ' || acting_role FROM veil.audit WHERE reason = 'plain'"),
	'tap_officer tap_officer', 'an answer says who had it');
sql($node, 'audited', "SET SESSION AUTHORIZATION tap_officer; " . reveal('disguised'));
is(sql($node, 'audited', "SELECT login_role || ' ' || session_role || ' ' || acting_role FROM veil.audit WHERE reason = 'disguised'"),
	$node->safe_psql('postgres', 'SELECT current_user') . ' tap_officer tap_officer', 'and who it was before SET SESSION AUTHORIZATION');

# --- What keeps it from being recorded ---
# refused_within SECONDS, SQL, PATTERN, NAME
sub refused_within
{
	my ($seconds, $sql, $pattern, $test, %options) = @_;
	my $begin = time;
	fails_like($node, 'audited', $sql, $pattern, $test, %options);
	cmp_ok(time - $begin, '<', $seconds, "$test, in time");
	return;
}
my $log = -s $node->logfile;
refused_within(15, 'BEGIN; LOCK TABLE veil.audit; ' . reveal('own lock'), qr/this use cannot be recorded/,
	'a transaction that itself locks the records is refused');
is(records('own lock'), '', 'without a record');
like(slurp_file($node->logfile, $log), qr/pg_veil could not record: canceling statement due to lock timeout/, 'the log says why');
refused_within(15, 'BEGIN; LOCK TABLE veil.audit; SET LOCAL ROLE tap_stranger; ' . reveal('both'), qr/permission denied to reveal/,
	'a refusal stays a refusal, whether it could be recorded or not');
{
	my $holder = session($node->safe_psql('postgres', 'SELECT current_user'));
	$holder->query_safe('BEGIN; LOCK TABLE veil.audit');
	refused_within(3, "SET statement_timeout = '500ms'; " . reveal('timed out'), qr/canceling statement due to statement timeout/,
		'a caller that waits can be cancelled');
	# While a worker waits, it is killed.
	my ($out, $error) = ('', '');
	my $waiting = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('audited'), '-c', reveal('worker killed') ],
		'>', \$out, '2>', \$error);
	my $query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'pg_veil recorder' AND wait_event_type = 'Lock' AND wait_event = 'relation'";
	$node->poll_query_until('audited', $query) or die 'no worker waits';
	IPC::Run::finish($waiting);
	like($error, qr/this use cannot be recorded: the background worker ended early|cannot be recorded/, 'a killed worker: refused');
	is($out, '', 'without an answer');
	$holder->query_safe('COMMIT');
	$holder->quit;
}
is(records('timed out') . records('worker killed'), '', 'neither was recorded');

# The owner of the database decides on settings of its sessions, but not on those of the worker. A session of before lives on.
{
	my $old = session();
	$old->query_safe('SELECT 1');
	sql($node, 'audited', <<'EOT');
CREATE SCHEMA hostile;
CREATE TABLE hostile.trap (what text);
CREATE FUNCTION hostile.clock_timestamp() RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN INSERT INTO hostile.trap VALUES ('function'); RETURN now(); END $$;
CREATE FUNCTION hostile.count_up(bigint, bigint) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN INSERT INTO hostile.trap VALUES ('operator'); RETURN false; END $$;
CREATE OPERATOR hostile.<= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = hostile.count_up);
ALTER DATABASE audited SET search_path = hostile, pg_catalog;
ALTER DATABASE audited SET default_transaction_read_only = on;
ALTER DATABASE audited SET default_transaction_isolation = 'serializable';
ALTER DATABASE audited SET role = 'tap_stranger';
ALTER DATABASE audited SET lock_timeout = '1h';
ALTER DATABASE audited SET statement_timeout = '1ms';
ALTER DATABASE audited SET synchronous_commit = off;
ALTER DATABASE audited SET session_replication_role = replica;
ALTER DATABASE audited SET timezone = 'Asia/Kathmandu';
ALTER DATABASE audited SET datestyle = 'SQL, DMY';
ALTER DATABASE audited SET exit_on_error = on;
ALTER DATABASE audited SET array_nulls = off;
ALTER DATABASE audited SET bytea_output = escape;
EOT
	sql($node, 'postgres', 'ALTER DATABASE audited ALLOW_CONNECTIONS false');
	is($old->query_safe(reveal('hostile')), 'CANARY-7', 'settings of the database do not touch the worker');
	sql($node, 'postgres', 'ALTER DATABASE audited ALLOW_CONNECTIONS true');
	sql($node, 'postgres', 'ALTER DATABASE audited RESET ALL');
	is(sql($node, 'audited', 'SELECT count(*) FROM hostile.trap'), '0', 'and it runs nothing of theirs');
	$old->quit;
}
is(records('hostile'), 'granted', 'it is recorded');
is(sql($node, 'audited', 'SELECT ok FROM veil.verify_audit()'), 't', 'and the chain holds');

# --- Fifty sessions race for the last one ---
sql($node, 'audited', "SELECT veil.grant_reveal('research.person', 'id', 'tap_officer', per_hour => 1)");
my $number = sql($node, 'audited', 'SELECT id FROM research.person LIMIT 1');
my @racers;
for my $racer (1 .. 50)
{
	my %racer = (out => '', error => '');
	$racer{process} = IPC::Run::start(
		[ 'psql', '-XAtq', '-d', $node->connstr('audited') . ' user=tap_officer', '-c',
			"SELECT veil_public.reveal('research.person', 'id', '$number', 'race')" ],
		'<', \undef, '>', \$racer{out}, '2>', \$racer{error});
	push @racers, \%racer;
}
IPC::Run::finish($_->{process}) for @racers;
is(scalar(grep { $_->{out} =~ /^\d+$/ } @racers), 1, 'of 50 sessions that race for the last one exactly one has it');
is(scalar(grep { $_->{error} =~ /limit of pseudonyms to reveal in an hour is reached/ } @racers), 49, 'the others hear why not');
is(sql($node, 'audited', "SELECT count(*) FILTER (WHERE outcome = 'granted') || ' ' || count(*) FILTER (WHERE outcome = 'over limit') FROM veil.audit WHERE reason = 'race'"),
	'1 49', 'all of them are recorded');
is(sql($node, 'audited', 'SELECT ok FROM veil.verify_audit()'), 't', 'in one chain');
fails_like($node, 'audited', 'SELECT veil_public.reveal($$research.person$$, $$bsn$$, bsn, $$whole view$$) FROM research.person',
	qr/limit of pseudonyms/, 'a query over the whole view ends at the limit', extra_params => [ '-U', 'tap_officer' ])
  if sql($node, 'audited', "GRANT USAGE ON SCHEMA research TO tap_officer; GRANT SELECT ON research.person TO tap_officer; SELECT veil.grant_reveal('research.person', 'bsn', 'tap_officer', per_hour => 20)") eq '';
is(sql($node, 'audited', "SELECT count(*) <= 20 FROM veil.audit WHERE outcome = 'granted' AND reason = 'whole view'"), 't',
	'which counts what was answered before');
sql($node, 'audited', "SELECT veil.grant_reveal('research.person', 'bsn', 'tap_officer', per_hour => 1000)");
my $refusals = "SELECT count(*) FROM veil.audit WHERE reason = 'flood'";
$node->psql('audited', "SELECT veil_public.reveal('a.b', 'c', 'd', 'flood');\n" x 110,
	on_error_stop => 0, extra_params => [ '-U', 'tap_stranger' ]);
is(sql($node, 'audited', $refusals), '99', 'refusals of one login are recorded up to a hundred in an hour, those of before included');

# --- A crash right after the answer ---
{
	my $session = session();
	is($session->query_safe(reveal('crash')), 'CANARY-7', 'the answer comes');
	$node->stop('immediate');
	eval { $session->quit };
	$node->start;
}
is(records('crash'), 'granted', 'and the server stops at once: the record is there');
my $head = sql($node, 'audited', 'SELECT head FROM veil.verify_audit()');
is(sql($node, 'audited', "SELECT ok FROM veil.verify_audit('$head')"), 't', 'the head is noted');

# --- Standby ---
$node->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, 'base', has_streaming => 1);
$standby->start;
$node->wait_for_catchup($standby);
is(sql($standby, 'audited', 'SELECT bsn FROM research.person WHERE bsn = \'' . $pseudonym . '\''), $pseudonym, 'a standby has the view');
fails_like($standby, 'audited', reveal('standby'), qr/this use cannot be recorded during recovery/, 'and reveals nothing',
	extra_params => [ '-U', 'tap_officer' ]);
fails_like($standby, 'audited', reveal('standby'), qr/permission denied to reveal/, 'a refusal is the same refusal there',
	extra_params => [ '-U', 'tap_stranger' ]);
is(sql($standby, 'audited', "SELECT ok FROM veil.verify_audit('$head')"), 't', 'the chain can be checked there');
$standby->stop;

# --- Dump and restore ---
my $dump = $node->basedir . '/dump';
for my $way ([ 'plain' ], [ 'custom', '-Fc' ])
{
	my ($name, @options) = @$way;
	$node->safe_psql('postgres', "CREATE DATABASE restored_$name");
	$node->command_ok([ 'pg_dump', @options, '-f', "$dump.$name", $node->connstr('audited') ], "pg_dump, $name");
	$node->command_ok(
		@options
		? [ 'pg_restore', '-j', '2', '-e', '-d', $node->connstr("restored_$name"), "$dump.$name" ]
		: [ 'psql', '-XAq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr("restored_$name"), '-f', "$dump.$name" ],
		"restored, $name");
	is(sql($node, "restored_$name", "SELECT ok, encode(head, 'hex') = '" . substr($head, 2) . "' FROM veil.verify_audit('$head')"),
		't|t', "the records come back as they were, $name");
	is(sql($node, "restored_$name", reveal('restored'), extra_params => [ '-U', 'tap_officer' ]), 'CANARY-7',
		"so do the grants, $name");
	is(sql($node, "restored_$name", 'SELECT ok FROM veil.verify_audit()'), 't', "and the chain goes on, $name");
}

# --- Somebody with all rights ---
# tamper SQL: what verify_audit says then; undone.
sub tamper
{
	my ($sql) = @_;
	return sql($node, 'audited', <<"EOT");
BEGIN;
ALTER TABLE veil.audit DISABLE TRIGGER append_only;
$sql;
SELECT ok, first_bad FROM veil.verify_audit('$head');
ROLLBACK;
EOT
}
is(tamper("SELECT"), 't|', 'nothing changed, nothing found');
for my $column (qw(login_role session_role acting_role session action outcome reason application))
{
	is(tamper("UPDATE veil.audit SET $column = " . ($column eq 'outcome' ? "'over limit'" : "$column || '.'") . ' WHERE id = 3'),
		'f|3', "a changed $column is found");
}
is(tamper("UPDATE veil.audit SET $_ WHERE id = 3"), 'f|3', "$_ is found")
  for "at = at + interval '1 microsecond'", "units = 2", "pseudonyms = pseudonyms || ''::text", 'policy = NULL',
  "client = ''", "to_policy = ''", "prev_hash = sha256('')", "hash = sha256('')", 'grant_id = gen_random_uuid()';
is(tamper('DELETE FROM veil.audit WHERE id = 3'), 'f|4', 'a gap is found');
is(tamper('DELETE FROM veil.audit WHERE id = 1'), 'f|2', 'a missing beginning is found');
is(tamper('DELETE FROM veil.audit WHERE id = (SELECT max(id) FROM veil.audit)'), 'f|', 'a missing end is found by the head noted elsewhere');
is( tamper(<<'EOT'), 'f|', 'and so are records that were made up from some point on');
DO $$ DECLARE r veil.audit; previous bytea;
BEGIN
    UPDATE veil.audit SET reason = 'nothing' WHERE id = 3;
    FOR r IN SELECT * FROM veil.audit WHERE id >= 3 ORDER BY id LOOP
        r.prev_hash := coalesce(previous, r.prev_hash);
        previous := veil.audit_hash(r);
        UPDATE veil.audit SET prev_hash = r.prev_hash, hash = previous WHERE id = r.id;
    END LOOP;
END $$
EOT

# --- No worker to be had ---
$node->append_conf('postgresql.conf', 'max_worker_processes = 0');
$node->restart;
refused_within(10, reveal('no worker'), qr/this use cannot be recorded: there is no free background worker/, 'no worker: refused');
refused_within(10, reveal('no worker'), qr/permission denied to reveal/, 'no worker: a refusal is one', extra_params => [ '-U', 'tap_stranger' ]);
is(records('no worker'), '', 'without a record');
$node->stop;
my ($out, $error) = ('', '');
IPC::Run::run([ 'postgres', '--single', '-D', $node->data_dir, 'audited' ], '<', \reveal('single user'), '>', \$out, '2>', \$error);
like($out . $error, qr/this use cannot be recorded here/, 'single-user mode: refused');
unlike($out, qr/CANARY/, 'without an answer');
unlike(slurp_file($node->logfile), qr/CANARY/, 'no raw value in the log');

done_testing();
