# A dump holds rules and no secret, and gives back the same views, in every format and order.
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main');
my $folder = PostgreSQL::Test::Utils::tempdir;

$node->safe_psql('postgres', 'CREATE DATABASE original');
$node->command_ok(
	[ 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('original'), '-f', "$FindBin::RealBin/released.sql" ],
	'a database with releases is made');
# A key with a version in each state.
my $states = <<'EOT';
SELECT veil.rotate_key('citizen'), veil.rotate_key('citizen');
SELECT veil.destroy_key('citizen', 1);
EOT
sql($node, 'original', $states);

# What comes out of a program, without what differs from run to run.
sub dump_of
{
	my ($node, $database, @options) = @_;
	my $file = "$folder/dump.sql";
	$node->command_ok([ 'pg_dump', '-f', $file, @options, $node->connstr($database) ], "dump of $database");
	my $text = slurp_file($file);
	$text =~ s/^\\(?:un)?restrict .*\n//mg;
	return $text;
}

# Every answer that the views give, and to whom.
sub answers
{
	my ($node, $database) = @_;
	return sql($node, $database, <<'EOT');
SET ROLE tap_analyst;
SELECT * FROM research.person ORDER BY id;
SELECT * FROM periods.person ORDER BY bsn;
SELECT * FROM places.person ORDER BY 1, 2, 3, 4, 5;
SELECT city, count(*), avg(income) FROM figures.person GROUP BY city ORDER BY city;
SELECT * FROM "odd schema ""é""".person ORDER BY bsn;
SELECT * FROM "odd schema ""é"""."the ""orders""" ORDER BY "Key";
SELECT * FROM tap_analyst.by_year ORDER BY 1;
RESET ROLE;
SET enable_seqscan = off;
SELECT id FROM research.person WHERE bsn = (SELECT max(bsn) FROM research.person);
SELECT id FROM research.person WHERE bsn IN (SELECT bsn FROM research.person WHERE city = 'D.') ORDER BY id LIMIT 1;
RESET enable_seqscan;
SELECT indexrelid::regclass, pg_get_indexdef(indexrelid), obj_description(indexrelid) FROM pg_index
    WHERE pg_get_indexdef(indexrelid) ~ 'indexed_pseudonym' ORDER BY indexrelid::regclass::text;
SELECT name, version, state, loaded, reason, rules FROM veil.key_status ORDER BY 1, 2;
SELECT h.name, h.version, o.owner FROM veil.hierarchy h LEFT JOIN veil.hierarchy_owner o ON o.name = h.name AND o.owner::text !~ '^[0-9]+$'
    WHERE NOT h.shipped ORDER BY 1, 2;
EOT
}

sub lookup_plan
{
	my ($node, $database) = @_;
	return sql($node, $database, "SET enable_seqscan = off; EXPLAIN (COSTS OFF) SELECT id FROM research.person WHERE bsn = 'a'");
}

# Of every dump of a restored database and of every answer there, what they are compared with.
my $original = dump_of($node, 'original');
my $answers = answers($node, 'original');
is($answers =~ tr/\n//, 300 + 300 + 300 + 2 + 200 + 50 + sql($node, 'original', 'SELECT count(*) FROM tap_analyst.by_year') + 6 + 4 + 1 + 1 + 3 - 1,
	'the analyst sees the rows of the views');
unlike($answers, qr/Canary|secret note|Delft/, 'and no raw value');
is(scalar(data_keys($node->{veil_keys})), 3, 'the keyring holds three keys');
is(secrets_in($node->{veil_keys}, $original), '', 'no secret in the dump');

# The restored database is the original, and goes on living as one.
sub check_restored
{
	my ($node, $database, $how) = @_;
	subtest $how => sub {
		my $dump = dump_of($node, $database);
		ok($dump eq $original, 'the same dump') or diag(difference($original, $dump));
		ok(answers($node, $database) eq $answers, 'the same answers');
		# It may have been made before its key was there.
		like(lookup_plan($node, $database), qr/Scan (?:using|on) person_bsn_veil_idx/, 'the index of a pseudonym is used');
		sql($node, $database, 'REINDEX INDEX person_bsn_veil_idx');
		like(lookup_plan($node, $database), qr/person_bsn_veil_idx.*veil\.look_up/s, 'and when it is made again, for one value');
		ok(answers($node, $database) eq $answers, 'with the same answers');
		is( sql($node, $database, <<'EOT'),
SELECT string_agg(DISTINCT tgenabled::text, '') FROM pg_trigger t JOIN pg_depend d ON d.objid = t.tgrelid
    WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'e' AND NOT t.tgisinternal;
SELECT string_agg(DISTINCT evtenabled::text, '') FROM pg_event_trigger WHERE evtname LIKE 'pg_veil%';
EOT
			"A\nA", 'the triggers fire always');
		fails_like($node, $database, 'SET ROLE tap_analyst; SELECT * FROM research.passing', qr/is closed/,
			'the closed release is closed');
		fails_like($node, $database, 'SET ROLE tap_analyst; DELETE FROM research.person',
			qr/permission denied for view person/, 'the analyst does not write');
		fails_like($node, $database, 'DELETE FROM research.person', qr/is a protected release/, 'nobody writes');
		fails_like($node, $database, "SET ROLE tap_analyst; SELECT 'citizen'::veil.key",
			qr/permission denied for schema veil/, 'the analyst makes no key');
		fails_like($node, $database, "INSERT INTO veil.rule VALUES ('research', 'person', 'note', 'release')",
			qr/needs a reason/, 'rules are checked');
		is( sql($node, $database, <<'EOT'), "t\nt", 'rebuilding finds nothing to do');
CREATE TEMP TABLE before AS SELECT ev_class, xmin::text AS version FROM pg_rewrite;
SELECT veil.rebuild(name) FROM veil.policy \g /dev/null
SELECT w.xmin::text = b.version FROM pg_rewrite w JOIN before b ON b.ev_class = w.ev_class
    WHERE w.ev_class IN ('research.person'::regclass, '"odd schema ""é""".person'::regclass);
EOT
		is( sql($node, $database, <<'EOT'),
BEGIN;
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = 'research' AND attribute = 'income';
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('research', 'person', 'note', 'redact');
DELETE FROM veil.rule WHERE policy = 'research' AND attribute = 'small';
ALTER TABLE person ALTER birth_date TYPE timestamp, DROP name;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT attname, atttypid::regtype FROM pg_attribute WHERE attrelid = 'research.person'::regclass AND attnum > 0 ORDER BY 1;
SELECT count(income), count(*), max(note) FROM research.person;
SELECT cause, count(*) FROM veil.rule_history GROUP BY 1 ORDER BY 1;
ROLLBACK;
EOT
			<<'EOT' =~ s/\n\z//r, 'rules are edited and the base is altered');
birth_date|timestamp without time zone
bsn|character varying
city|text
id|bigint
income|numeric
moved_at|timestamp with time zone
note|text
postcode|character
token|uuid
0|300|[redacted]
relation|1
rule|32
EOT
	};
	return;
}

sub difference
{
	my @texts = @_;
	PostgreSQL::Test::Utils::append_to_file("$folder/difference.$_", $texts[$_]) for 0 .. 1;
	my $difference = `diff $folder/difference.0 $folder/difference.1`;
	unlink map { "$folder/difference.$_" } 0 .. 1;
	return $difference;
}

sub load
{
	my ($node, $database, $how, @files) = @_;
	for my $file (@files)
	{
		$node->command_ok(
			[ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-d', $node->connstr($database), '-f', $file ],
			"restore: $how");
	}
	return;
}

# The files, loaded one after another into a database, give the original.
sub restored
{
	my ($node, $database, $how, @files) = @_;
	load($node, $database, $how, @files);
	check_restored($node, $database, $how);
	return;
}

# dump_file OPTION...: a dump of the original, without secrets in it.
my $files = 0;

sub dump_file
{
	my @options = @_;
	my $file = "$folder/" . ++$files;
	$node->command_ok([ 'pg_dump', @options, '-f', $file, $node->connstr('original') ], "pg_dump @options");
	is(secrets_in($node->{veil_keys}, slurp_file($file)), '', "no secret in the output of pg_dump @options");
	return $file;
}

$node->safe_psql('postgres', "CREATE DATABASE $_") for qw(plain custom parts disabled secured);

my $plain = dump_file();
restored($node, 'plain', 'plain', $plain);

my $custom = dump_file('-Fc');
$node->command_ok([ 'pg_restore', '-j', '2', '--exit-on-error', '-d', $node->connstr('custom'), $custom ], 'pg_restore -j 2');
check_restored($node, 'custom', 'custom format, two jobs');

# Into a database that has it all already, and into one that has nothing.
my $clean = dump_file('--clean', '--if-exists');
restored($node, 'plain', 'clean, over the same', $clean);

restored($node, 'parts', 'schema, then data', dump_file('--schema-only'), dump_file('--data-only'));
restored($node, 'disabled', 'schema, then data with triggers disabled',
	dump_file('--schema-only'), dump_file('--data-only', '--disable-triggers'));

restored($node, 'secured', 'with row-level security', dump_file('--enable-row-security'));

# Another cluster, where the roles have other OIDs. The keyring may come after the dump.
my $other = new_server('other', keys => $node->{veil_keys}, conf => "pg_veil.keyring = ''\npg_veil.root_key_command = ''");
$other->safe_psql('postgres', "CREATE ROLE shifts_the_oids; DROP ROLE shifts_the_oids; CREATE DATABASE $_") for qw(inserts cleaned);
$node->command_ok([ 'pg_dumpall', '--globals-only', '-f', "$folder/globals", '-d', $node->connstr('postgres') ], 'pg_dumpall');
is(secrets_in($node->{veil_keys}, slurp_file("$folder/globals")), '', 'no secret in the globals');
$other->psql('postgres', slurp_file("$folder/globals"), on_error_stop => 0);
load($other, 'inserts', 'another cluster, by INSERT', dump_file('--inserts'));
fails_like($other, 'inserts', 'SET ROLE tap_analyst; SELECT bsn FROM research.person', qr/no keyring is configured/,
	'no keyring, no answer');
$other->append_conf('postgresql.conf', <<"EOT");
pg_veil.keyring = '$node->{veil_keys}/keyring'
pg_veil.root_key_command = 'cat $node->{veil_keys}/root.key'
EOT
$other->restart;
check_restored($other, 'inserts', 'another cluster, by INSERT');
restored($other, 'cleaned', 'another cluster, clean', $clean);

done_testing();
