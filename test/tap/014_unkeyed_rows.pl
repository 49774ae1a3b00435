# Rows that are written while the key of an index of veil.index_rule is out of reach: writers go on, and no reader misses
# one of these rows, whatever was planned before them, on a standby neither.
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', streaming => 1, conf => 'max_prepared_transactions = 2');
my $keyring = "$node->{veil_keys}/keyring";
sql($node, 'postgres', <<'EOT');
CREATE EXTENSION pg_veil;
SELECT veil.create_key('citizen');
SELECT veil.create_policy('research');
CREATE ROLE tap_writer LOGIN;
CREATE ROLE tap_analyst LOGIN;
CREATE TABLE person (number integer, bsn text, raw bytea);
INSERT INTO person SELECT n, 'bsn ' || n, decode(lpad(to_hex(n), 8, '0'), 'hex') FROM generate_series(1, 5000) n;
ANALYZE person;
GRANT SELECT, INSERT, UPDATE ON person TO tap_writer;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('research', 'person', 'number', 'release', '{}', 'tested'),
    ('research', 'person', 'bsn', 'pseudonym', '{"key": "citizen"}', 'tested'),
    ('research', 'person', 'raw', 'pseudonym', '{"key": "citizen"}', 'tested');
SELECT veil.index_rule('research', 'person', 'bsn'), veil.index_rule('research', 'person', 'raw');
GRANT USAGE ON SCHEMA research TO tap_analyst;
GRANT SELECT ON research.person TO tap_analyst;
EOT
my %pseudonym =
  map { $_ => sql($node, 'postgres', "SELECT $_ FROM research.person WHERE number = 7") } qw(bsn raw);
my $whole = slurp_file($keyring);

sub without_key { write_secret($keyring, (split /^/, $whole)[0]); return }
sub with_key { write_secret($keyring, $whole); return }

# Lookups as an analyst makes them: of a constant, a parameter of a plan that is kept, a list and a table.
my $prepare = <<'EOT';
SET ROLE tap_analyst;
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off;
PREPARE by_bsn(text) AS SELECT count(*) FROM research.person WHERE bsn = $1;
PREPARE by_raw(bytea) AS SELECT count(*) FROM research.person WHERE raw = $1;
EOT
my @lookups = (
	"EXECUTE by_bsn('$pseudonym{bsn}')",
	"EXECUTE by_raw('$pseudonym{raw}')",
	"SELECT count(*) FROM research.person WHERE bsn = '$pseudonym{bsn}'",
	"SELECT count(*) FROM research.person WHERE raw = '$pseudonym{raw}'",
	"SELECT count(*) FROM research.person WHERE bsn IN ('x', '$pseudonym{bsn}')",
	"SELECT count(*) FROM research.person JOIN (VALUES ('$pseudonym{bsn}'), ('x')) v(bsn) USING (bsn)");

sub session_of
{
	my ($server) = @_;
	my $session = $server->background_psql('postgres', on_error_stop => 0);
	$session->query($prepare);
	return $session;
}

sub answers
{
	my ($session, $expected, $test) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	is(join(' ', map { scalar $session->query($_) } @lookups), join(' ', ($expected) x @lookups), $test);
	is($session->{stderr}, '', 'and nothing is said');
	$session->{stderr} = '';
	return;
}

sub plan_is
{
	my ($session, $pattern, $test) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	like($session->query("EXPLAIN (COSTS OFF) $lookups[0]"), $pattern, $test);
	return;
}
my $of_one_value = qr/Index Scan using person_bsn_veil_idx.*veil\.look_up/s;
my $of_both_values = qr/Bitmap Index Scan on person_bsn_veil_idx.*veil\.unkeyed/s;

# --- A standby beside it, with the same keyring ---

$node->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, 'base', has_streaming => 1);
$standby->start;

my $reader = session_of($node);
my $far_reader = session_of($standby);
answers($reader, 1, 'each lookup finds its row');
plan_is($reader, $of_one_value, 'where all rows stand under their pseudonym, one value is asked for');
answers($far_reader, 1, 'so it is on a standby');
plan_is($far_reader, $of_one_value, 'by the same plan');

# --- Writing without the key ---

my $writer = $node->background_psql('postgres', on_error_stop => 0);
$writer->query('SET ROLE tap_writer');
sub write_without_key
{
	my ($number, $test) = @_;
	without_key();
	$writer->query("INSERT INTO person SELECT $number, bsn, raw FROM person WHERE number = 7");
	with_key();
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	like($writer->{stderr}, qr/WARNING: .*an index is written without its key, and will be slow/, $test);
	unlike($writer->{stderr}, qr/ERROR|bsn 7/, 'and goes on; no value is told');
	$writer->{stderr} = '';
	return;
}

$writer->query('BEGIN');
write_without_key(6001, 'a writer is warned');
answers($reader, 1, 'nobody sees the row before it is there');
$writer->query('ROLLBACK');
answers($reader, 1, 'nor when it never was');

$writer->query('BEGIN');
write_without_key(6002, 'he is warned again');
my $late = session_of($node);
answers($late, 1, 'a session of the meantime answers');
plan_is($late, $of_both_values, 'which asks for such rows as well');
$writer->query('COMMIT');
answers($_, 2, 'the row is found') for $reader, $late, session_of($node);
plan_is($reader, $of_both_values, 'by a plan that was made again');
$node->wait_for_catchup($standby);
answers($_, 2, 'on the standby as well') for $far_reader, session_of($standby);

# Without the key a reader is refused, and does not find less.
without_key();
for my $lookup (@lookups)
{
	is($reader->query($lookup), '', 'without the key a reader is refused');
	like($reader->{stderr}, qr/ERROR: .*key "citizen" version 1 is not in the keyring/, 'and told why');
	$reader->{stderr} = '';
}
with_key();

# --- The index is made again ---

sql($node, 'postgres', 'REINDEX INDEX person_bsn_veil_idx; REINDEX INDEX person_raw_veil_idx');
answers($reader, 2, 'a new index has both rows');
plan_is($reader, $of_one_value, 'and is asked for one value');
$node->wait_for_catchup($standby);
answers($far_reader, 2, 'on the standby too');
plan_is($far_reader, $of_one_value, 'by one value');
without_key();
is($reader->query($lookups[0]), '', 'without the key such a plan is refused as well');
like($reader->{stderr}, qr/ERROR: .*key "citizen" version 1 is not in the keyring/, 'and says why');
$reader->{stderr} = '';
with_key();

# --- A plan that is used before it was told of ---

# A transaction that has its locks looks for no message between its statements.
$reader->query('BEGIN');
is($reader->query("$lookups[0]"), '2', 'a transaction begins');
write_without_key(6003, 'while a row is written');
is($reader->query($lookups[0]), '', 'a plan that would miss it ends');
like($reader->{stderr}, qr/ERROR: +rows were written without the key of an index.*HINT: +Run the transaction again/s, 'and says how to go on');
$reader->{stderr} = '';
$reader->query('ROLLBACK');
answers($reader, 3, 'then it is found');
$reader->query('BEGIN ISOLATION LEVEL REPEATABLE READ');
is($reader->query($lookups[0]), '3', 'a snapshot is taken');
write_without_key(6004, 'and another row written');
answers($reader, 3, 'which that snapshot does not have');
$reader->query('COMMIT');
answers($reader, 4, 'and the next one does');

# --- An index that is made without the key ---

without_key();
sql($node, 'postgres', 'SET client_min_messages = error; REINDEX INDEX person_bsn_veil_idx; REINDEX INDEX person_raw_veil_idx');
with_key();
answers($reader, 4, 'of an index with no pseudonym at all, each row is looked at');
plan_is($reader, qr/veil\.unkeyed/, 'as rows without a key');
sql($node, 'postgres', 'REINDEX INDEX person_bsn_veil_idx; REINDEX INDEX person_raw_veil_idx');
plan_is($reader, $of_one_value, 'until it is made again');
answers($reader, 4, 'with the same rows');

# --- Ways to write ---

sub is_made_again
{
	my ($lookup) = @_;
	sql($node, 'postgres', 'REINDEX INDEX CONCURRENTLY person_bsn_veil_idx; REINDEX INDEX CONCURRENTLY person_raw_veil_idx');
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	plan_is($reader, $of_one_value, 'one value is asked for');
	return;
}

$writer->query('BEGIN; SAVEPOINT s');
write_without_key(6005, 'in a part of a transaction');
$writer->query('ROLLBACK TO s');
write_without_key(6006, 'and in the next');
$writer->query('COMMIT');
answers($reader, 5, 'the row of the second is found');
is_made_again();

$writer->query('BEGIN');
write_without_key(6007, 'in a transaction');
$writer->query("PREPARE TRANSACTION 'two phases'");
answers($reader, 5, 'not seen while it is only prepared');
is($reader->query("COMMIT PREPARED 'two phases'"), '', 'a transaction of two phases is committed');
like($reader->{stderr}, qr/permission denied/, 'by its owner');
$reader->{stderr} = '';
sql($node, 'postgres', "COMMIT PREPARED 'two phases'");
answers($reader, 6, 'and then it is seen');
is_made_again();

without_key();
$writer->query("UPDATE person SET bsn = 'bsn 7', raw = (SELECT raw FROM person WHERE number = 7) WHERE number = 8");
with_key();
like($writer->{stderr}, qr/WARNING: .*without its key/, 'a row is changed');
$writer->{stderr} = '';
answers($reader, 7, 'and is found by what it has now');
sql($node, 'postgres', 'UPDATE person SET number = 9 WHERE number = 8');
answers($reader, 7, 'also when another column of it changes');
is_made_again();
answers($reader, 7, 'and by a new index');

$writer->query('BEGIN');
write_without_key(6008, 'rows that never were');
answers($reader, 7, 'are looked for');
$writer->query('ROLLBACK');
sql($node, 'postgres', 'VACUUM person');
plan_is($reader, $of_one_value, 'until they are removed');

# --- Ways to read ---

$reader->query("BEGIN; DECLARE found CURSOR FOR SELECT number FROM research.person WHERE bsn = '$pseudonym{bsn}'");
write_without_key(6009, 'while a cursor is open');
is(scalar(split /\n/, $reader->query('FETCH ALL FROM found')), 7, 'it has the rows of its time');
$reader->query('COMMIT');
answers($reader, 8, 'others have all');
is_made_again();
$late->query('SET enable_indexscan = off; SET enable_bitmapscan = off; SET enable_seqscan = on');
$late->query('SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0');
like($late->query("EXPLAIN (COSTS OFF) $lookups[0]"), qr/Parallel Seq Scan.*veil\.look_up/s, 'parallel workers');
answers($late, 8, 'answer as well');

# --- Whichever index is taken: of another arm of a union, of an heir, another one of the same, of a partition ---

sql($node, 'postgres', <<'EOT');
CREATE TABLE patient AS SELECT number, bsn, raw FROM person WHERE number < 4000 OR number > 6000;
CREATE TABLE visit (number integer, bsn text, raw bytea) PARTITION BY RANGE (number);
CREATE TABLE visit_1 PARTITION OF visit FOR VALUES FROM (0) TO (5000);
CREATE TABLE visit_2 PARTITION OF visit FOR VALUES FROM (5000) TO (10000);
INSERT INTO visit SELECT * FROM patient;
GRANT SELECT, INSERT ON patient, visit TO tap_writer;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT policy, r.relation, attribute, technique, params, why FROM veil.rule, (VALUES ('patient'), ('visit')) r(relation);
SELECT veil.index_rule('research', 'patient', 'bsn'), veil.index_rule('research', 'visit', 'bsn');
ANALYZE patient, visit;
GRANT SELECT ON research.patient, research.visit TO tap_analyst;
EOT
my $union = "SELECT count(*) FROM (SELECT bsn FROM research.person UNION ALL SELECT bsn FROM research.patient) u WHERE bsn = '$pseudonym{bsn}'";
my $of_patients = "SELECT count(*) FROM research.patient WHERE bsn = '$pseudonym{bsn}'";
my $of_visits = "SELECT count(*) FROM research.visit WHERE bsn = '$pseudonym{bsn}'";
sub counts
{
	my ($expected, $test) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	is(join(' ', map { scalar $reader->query($_) } $union, $of_patients, $of_visits), $expected, $test);
	is($reader->{stderr}, '', 'and nothing is said');
	$reader->{stderr} = '';
	return;
}
counts('16 8 8', 'rows of several tables');
without_key();
$writer->query("INSERT INTO $_ SELECT 6010, bsn, raw FROM person WHERE number = 7") for qw(patient visit);
with_key();
counts('17 9 9', 'and one more in some of them');
sql($node, 'postgres', 'REINDEX TABLE patient');
like($reader->query("EXPLAIN (COSTS OFF) $of_patients"), qr/veil\.look_up/, 'one value is asked for');
sql($node, 'postgres', 'CREATE TABLE heir (LIKE patient INCLUDING INDEXES) INHERITS (patient); GRANT INSERT ON heir TO tap_writer');
without_key();
$writer->query('INSERT INTO heir SELECT 6011, bsn, raw FROM person WHERE number = 7');
with_key();
counts('18 10 9', 'a row of an heir is found');
sql($node, 'postgres', 'DROP TABLE heir; ANALYZE patient');
my $definition = sql($node, 'postgres', "SELECT replace(pg_get_indexdef('patient_bsn_veil_idx'::regclass), 'patient_bsn_veil_idx', 'another')");
without_key();
sql($node, 'postgres', "SET client_min_messages = error; $definition");
with_key();
counts('17 9 9', 'of two indexes of the same, the one without keys is not taken for the other');

$_->quit for $reader, $far_reader, $late, $writer;
done_testing();
