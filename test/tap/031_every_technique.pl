# A schema of all types with all techniques is protected, queried, dumped and restored.
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main');
my $folder = PostgreSQL::Test::Utils::tempdir;
my @tables = qw(person account device place);

$node->safe_psql('postgres', 'CREATE DATABASE original; CREATE ROLE tap_analyst');
$node->command_ok(
	[ 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('original'), '-f', "$FindBin::RealBin/../data/every_type.sql" ],
	'the schema and its policy are made');
sql($node, 'original', 'GRANT USAGE ON SCHEMA "every" TO tap_analyst; GRANT SELECT ON ALL TABLES IN SCHEMA "every" TO tap_analyst');

# What there is.
my $columns = "FROM veil.rule r JOIN pg_attribute a ON a.attrelid = r.relation::regclass AND a.attname = r.attribute";
cmp_ok(sql($node, 'original', "SELECT count(*) $columns"), '>=', 60, 'at least 60 columns are protected');
cmp_ok(sql($node, 'original', "SELECT count(DISTINCT a.atttypid) $columns"), '>=', 30, 'of at least 30 types');
is( sql($node, 'original', <<'EOT'), '', 'every technique is in use');
SELECT name FROM veil.technique WHERE name NOT IN (SELECT technique FROM veil.rule) ORDER BY 1
EOT
is(sql($node, 'original', 'SELECT relation, attribute FROM veil.uncovered'), '', 'every column has a rule');

# answers DATABASE: all rows of all views as the analyst sees them, each column's and each row's text.
sub answers
{
	my ($database) = @_;
	return sql($node, $database, join "\n", 'SET ROLE tap_analyst;',
		map { "SELECT * FROM every.$_ v ORDER BY id;\nSELECT row_to_json(v) FROM every.$_ v ORDER BY id;\nSELECT v FROM every.$_ v ORDER BY id;" } @tables);
}
my $answers = answers('original');
# A filter leaves one row of an account out.
is($answers =~ tr/\n// + 1, 3 * (42 * @tables - 1), 'the analyst sees every row');

# Canaries as a word, in hexadecimal and in base64 at each of the three offsets; the distinctive numbers, tokens and addresses.
my $canary = qr/canary|63616e617279|Y2FuYXJ5|NhbmFye|jYW5hcn|cafe000|ca:fe:0|2001:db8:cafe/i;
my $numbers = sql($node, 'original', <<'EOT');
SELECT DISTINCT e.value FROM (SELECT to_jsonb(t) FROM raw.person t UNION ALL SELECT to_jsonb(t) FROM raw.account t UNION ALL
    SELECT to_jsonb(t) FROM raw.device t UNION ALL SELECT to_jsonb(t) FROM raw.place t) r(row), jsonb_each_text(r.row) e
WHERE e.value ~ '^[0-9]{8,}$|^[A-Z0-9]{16,}$'
EOT
my @numbers = split /\n/, $numbers;
cmp_ok(scalar(@numbers), '>=', 200, 'there are distinctive numbers');

sub leaks
{
	my ($text) = @_;
	my %words = map { $_ => 1 } $text =~ /\w+/g;
	return join ', ', ($text =~ /$canary/g), grep { $words{$_} } @numbers;
}
isnt(leaks(sql($node, 'original', "TABLE raw.$_")), '', "the search finds raw values of $_") for @tables;
is(leaks($answers), '', 'no raw value in the answers');
is(leaks(sql($node, 'original', join "\n", 'SET ROLE tap_analyst;', map { "EXPLAIN (ANALYZE, VERBOSE, COSTS OFF) SELECT * FROM every.$_ ORDER BY id;" } @tables)),
	'', 'nor in plans');
my ($status, $out, $error) = $node->psql(
	'original',
	join("\n", 'SET ROLE tap_analyst;', 'SET client_min_messages = debug5;',
		map { "SELECT * FROM every.$_;\nSELECT count(*) FROM every.$_ v WHERE v::text::integer > 0;" } @tables),
	on_error_stop => 0);
my @failed = $error =~ /invalid input syntax for type integer: "\(/g;
is(@failed, @tables, 'a failing cast prints a row of each view');
is(leaks($out . $error), '', 'and no raw value');

# What is not released is not there; the ends of some types are what their masks make of them.
sub shown
{
	my ($where) = @_;
	return sql($node, 'original', join ' UNION ALL ', map { <<"EOT" } @tables);
SELECT r.relation, r.attribute, r.technique
FROM raw.$_ b JOIN every.$_ v USING (id), veil.rule r
WHERE r.relation = 'raw.$_' AND r.technique <> 'release' AND id <= 40 AND to_jsonb(b)->r.attribute = to_jsonb(v)->r.attribute
GROUP BY 1, 2, 3 HAVING count(*) $where
EOT
}
is(shown('> 8'), '', 'no column shows its values');

# Every format gives back the same.
sub views
{
	my ($database) = @_;
	return sql($node, $database, <<'EOT');
SELECT c.relname, pg_get_viewdef(c.oid), obj_description(c.oid), c.relacl FROM pg_class c WHERE c.relnamespace = 'every'::regnamespace ORDER BY 1;
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'every'::regnamespace ORDER BY 1, a.attnum;
SELECT veil.export_policy('every');
EOT
}
my $views = views('original');

sub same_as_original
{
	my ($database, $how) = @_;
	ok(views($database) eq $views, "$how: the same views and policy");
	ok(answers($database) eq $answers, "$how: the same answers");
	return;
}

$node->safe_psql('postgres', "CREATE DATABASE $_") for qw(plain custom);
$node->command_ok([ 'pg_dump', '-f', "$folder/plain", $node->connstr('original') ], 'pg_dump');
is(secrets_in($node->{veil_keys}, slurp_file("$folder/plain")), '', 'no secret in the dump');
$node->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-d', $node->connstr('plain'), '-f', "$folder/plain" ], 'restore');
same_as_original('plain', 'plain dump');
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/custom", $node->connstr('original') ], 'pg_dump -Fc');
$node->command_ok([ 'pg_restore', '-j', '2', '--exit-on-error', '-d', $node->connstr('custom'), "$folder/custom" ], 'pg_restore -j 2');
same_as_original('custom', 'custom dump');

# And so does a policy's file, once the grants are made again.
my $grants = 'GRANT USAGE ON SCHEMA "every" TO tap_analyst; GRANT SELECT ON ALL TABLES IN SCHEMA "every" TO tap_analyst;';
for my $format ('json', 'sql')
{
	my $file = sql($node, 'original', "SELECT veil.export_policy('every', '$format')");
	is(secrets_in($node->{veil_keys}, $file), '', "no secret in the file, $format");
	sql($node, 'plain', "SELECT veil.drop_policy('every');");
	if ($format eq 'sql')
	{
		sql($node, 'plain', "$file\n$grants");
	}
	else
	{
		my $tag = '$file$';
		sql($node, 'plain', "SELECT count(*) FROM veil.import_policy(${tag}$file${tag}, dry_run => false); $grants");
	}
	same_as_original('plain', "file, $format");
}

done_testing();
