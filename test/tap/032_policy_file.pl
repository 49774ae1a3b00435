# Files of policies agree with their JSON Schema, and what does not is refused; they go to other databases, also of
# another encoding.
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main');
my $tables = <<'EOT';
CREATE EXTENSION pg_veil;
CREATE TABLE person (bsn text, "naïveté" text, city text);
INSERT INTO person VALUES ('123456782', 'Canary', 'Delft');
EOT
$node->safe_psql('postgres', "CREATE DATABASE $_") for qw(here there);
$node->safe_psql('postgres', "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
sql($node, $_, "SET client_encoding = 'UTF8'; $tables") for qw(here there latin);

# A key is of one database; the names and the keyring are shared.
sql($node, $_, "SELECT veil.create_key('citizen')") for qw(here there latin);
sql($node, 'here', <<'EOT');
SET client_encoding = 'UTF8';
SELECT veil.create_policy('research "é"', purpose => E'naïve\n\\ study', schema => 'résearch');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, class, why) VALUES
    ('research "é"', 'person', 'bsn', 'pseudonym', '{"key": "citizen"}', 'direct', 'to link'),
    ('research "é"', 'person', 'naïveté', 'partial', '{"keep_start": 1, "fill": "é\"\\"}', 'direct', NULL),
    ('research "é"', 'person', 'city', 'release', NULL, NULL, 'naïve');
UPDATE veil.release SET subject = 'bsn', k = 3;
EOT

# One run of the validator for documents of one line.
sub agreement
{
	my (@documents) = @_;
	my $input = join '', map { (s/\n/ /gr) . "\n" } @documents;
	my $output = '';
	IPC::Run::run [ 'python3', "$FindBin::RealBin/../policy_schema.py", "$FindBin::RealBin/../../docs/policy.schema.json" ],
		'<', \$input, '>', \$output
		or die 'the validator failed';
	return split /\n/, $output;
}

my $export = "SET client_encoding = 'UTF8'; SELECT veil.export_policy('research \"é\"')";
my $file = sql($node, 'here', $export);
is(secrets_in($node->{veil_keys}, $file), '', 'no secret in the file');

# import DATABASE, DOCUMENT, DRY_RUN
sub import_sql { return "SET client_encoding = 'UTF8'; SELECT count(*) FROM veil.import_policy(\$file\$$_[0]\$file\$, $_[1])" }

# Into other databases: the same text comes out again.
for my $database (qw(there latin))
{
	is(sql($node, $database, import_sql($file, 'false')), 5, "$database: policy, release and rules are added");
	is(sql($node, $database, $export), $file, "$database: the same file");
	is( sql($node, $database, "SET client_encoding = 'UTF8'; SELECT \"naïveté\", city, bsn ~ '^[a-z2-7]{26}\$' FROM \"résearch\".person"),
		'Cé"\\|Delft|t', "$database: the view works");
}
my $emoji = $file =~ s/to link/\N{U+1F600}/r;
utf8::encode($emoji) if utf8::is_utf8($emoji);
fails_like($node, 'latin', import_sql($emoji, 'false'), qr/has no equivalent in encoding "LATIN1"/, 'latin: what it cannot hold is refused');
is(sql($node, 'latin', $export), $file, 'latin: and changes nothing');

# Schema and server agree on what a document is.
my $start = '{"format": "pg_veil policy", "version": 1, "policy": {"name": "fresh"}';
my $rule = '"relation": "public.person", "attribute": "bsn", "technique": "suppress"';
my @good = (
	$file, "$start}", "$start, \"\$schema\": \"policy.schema.json\"}", "$start, \"rules\": [], \"releases\": []}",
	"$start, \"rules\": [{$rule}]}", "$start, \"rules\": [{$rule, \"class\": \"quasi\", \"why\": \"\", \"params\": {}}]}",
	"$start, \"releases\": [{\"relation\": \"public.person\", \"view_name\": \"v\", \"k\": 2, \"subject\": \"bsn\"}]}");
my @bad = (
	'[]', '1', '{}', '{"format": "pg_veil policy", "version": 1}', '{"format": "other", "version": 1, "policy": {"name": "p"}}',
	'{"format": "pg_veil policy", "version": "1", "policy": {"name": "p"}}', '{"format": "pg_veil policy", "version": 2, "policy": {"name": "p"}}',
	'{"format": "pg_veil policy", "version": 1, "policy": {}}', '{"format": "pg_veil policy", "version": 1, "policy": {"name": ""}}',
	'{"format": "pg_veil policy", "version": 1, "policy": {"name": "p", "level": "none"}}', '{"format": "pg_veil policy", "version": 1, "policy": {"name": "p", "k": 0}}',
	'{"format": "pg_veil policy", "version": 1, "policy": {"name": "p", "k": 2147483648}}', '{"format": "pg_veil policy", "version": 1, "policy": {"name": "p", "k": "5"}}',
	'{"format": "pg_veil policy", "version": 1, "policy": {"name": "p", "owner": "postgres"}}', '{"format": "pg_veil policy", "version": 1, "policy": {"name": null}}',
	'{"format": "pg_veil policy", "version": 1, "policy": {"name": "p", "schema": "' . 's' x 64 . '"}}', "$start, \"sql\": \"SELECT 1\"}", "$start, \"rules\": {}}", "$start, \"rules\": [1]}",
	"$start, \"rules\": [{}]}", "$start, \"rules\": [{$rule, \"parms\": {}}]}", "$start, \"rules\": [{$rule, \"params\": []}]}", "$start, \"rules\": [{$rule, \"class\": \"none\"}]}",
	"$start, \"rules\": [{$rule, \"why\": 1}]}", "$start, \"rules\": [{\"relation\": \"public.person\", \"attribute\": \"bsn\"}]}",
	"$start, \"releases\": [{}]}", "$start, \"releases\": [{\"relation\": \"\"}]}", "$start, \"releases\": [{\"relation\": \"public.person\", \"view_name\": \"" . 'v' x 64 . "\"}]}",
	"$start, \"releases\": [{\"relation\": \"public.person\", \"declared\": \"public.person\"}]}", "$start, \"releases\": [{\"relation\": \"public.person\", \"subject\": null}]}");

sub refused
{
	my ($document) = @_;
	my ($status, $out, $error) = $node->psql('here', import_sql($document, 'true'));
	return $status == 0 ? 'accepted' : $error =~ /ERROR:  invalid policy document/ ? 'refused' : $error;
}
is(join(',', map { refused($_) } @good), join(',', map { 'accepted' } @good), 'the server accepts what is a document');
is(join(',', map { refused($_) } @bad), join(',', map { 'refused' } @bad), 'the server refuses what is none');
SKIP:
{
	skip 'python3 is not installed', 2 if system('python3 -c "" >/dev/null 2>&1') != 0;
	is(join("\n", agreement(@good)), join("\n", map { 'agrees' } @good), 'the schema accepts what is a document');
	is(scalar(grep { $_ eq 'agrees' } agreement(@bad)), 0, 'the schema refuses what is none');
}

done_testing();
