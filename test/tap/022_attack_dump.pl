# D1: what the programs of PostgreSQL get out for an analyst: definitions and masked rows, or a refusal.
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main');
sql($node, 'postgres', <<'EOT');
CREATE EXTENSION pg_veil;
CREATE ROLE tap_analyst LOGIN;
CREATE SCHEMA tap_analyst AUTHORIZATION tap_analyst;
CREATE TABLE person (id serial PRIMARY KEY, bsn text, name text, income integer, city text DEFAULT 'Ede');
INSERT INTO person (bsn, name, income) SELECT upper('canary_bsn_') || n, upper('canary_name_') || n, 48150000 + n * 1733 FROM generate_series(1, 5) n;
SELECT veil.create_key('citizen');
SELECT veil.create_policy('research');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('research', 'person', 'bsn', 'pseudonym', '{"key": "citizen"}', NULL), ('research', 'person', 'name', 'redact', NULL, NULL),
    ('research', 'person', 'income', 'bucket', '{"width": 10000}', NULL), ('research', 'person', 'city', 'release', NULL, 'region');
GRANT USAGE ON SCHEMA research TO tap_analyst;
GRANT SELECT ON research.person TO tap_analyst;
SET ROLE tap_analyst;
CREATE TABLE tap_analyst.copy AS SELECT * FROM research.person;
CREATE MATERIALIZED VIEW tap_analyst.matview AS SELECT * FROM research.person;
CREATE VIEW tap_analyst.view AS SELECT * FROM research.person;
EOT
my @canaries = split /\n/, sql($node, 'postgres', 'SELECT unnest(ARRAY[bsn, name, income::text]) FROM person');
is(scalar(@canaries), 15, 'there are canaries');

sub leaks
{
	my ($text) = @_;
	return join ', ', grep { index($text, $_) >= 0 } @canaries;
}
isnt(leaks(sql($node, 'postgres', 'TABLE person')), '', 'the search finds raw values');

my $folder = PostgreSQL::Test::Utils::tempdir;
my $analyst = $node->connstr('postgres') . ' user=tap_analyst';
sub said
{
	my ($test, @command) = @_;
	my ($out, $error) = ('', '');
	IPC::Run::run \@command, '>', \$out, '2>', \$error;
	my $status = $? >> 8;
	is(leaks($out . $error), '', "$test: no raw value");
	return ($status, $out, $error);
}

for my $format ('plain', 'custom', 'directory', 'tar')
{
	for my $what ([ 'the policy', '--schema=research' ], [ 'the view', '--table=research.person' ], [ "the analyst's schema", '--schema=tap_analyst' ])
	{
		my $file = "$folder/$format." . ($what->[1] =~ s/\W//gr);
		my ($status) = said("pg_dump of $what->[0], $format", 'pg_dump', $what->[1], "--format=$format", "--file=$file", $analyst);
		is($status, 0, "pg_dump of $what->[0], $format: works");
		my (undef, $text) = $format eq 'plain' ? (0, slurp_file($file)) : said("pg_restore of it", 'pg_restore', '--file=-', $file);
		is(leaks($text), '', "pg_dump of $what->[0], $format: no raw value in it");
	}
}
for my $command (
	[ 'pg_dump of everything', 'pg_dump', $analyst ],
	[ 'pg_dump of the base', 'pg_dump', '--table=public.person', $analyst ],
	[ 'pg_dump of the base as inserts', 'pg_dump', '--table=public.person', '--inserts', '--data-only', $analyst ],
	[ 'pg_dump of the extension', 'pg_dump', '--extension=pg_veil', '--table=veil.*', $analyst ],
	[ 'pg_dumpall', 'pg_dumpall', '-d', $analyst ])
{
	my ($test, @command) = @$command;
	my ($status) = said($test, @command);
	isnt($status, 0, "$test: is refused");
}
unlike((said('pg_dump of schema veil', 'pg_dump', '--schema=veil', $analyst))[1], qr/^(COPY|INSERT|CREATE)/m, 'pg_dump of schema veil: is empty');
for my $command (
	'\d+ person', '\d+ research.person', '\sv research.person', '\sf veil.pseudonym(text, veil.key, text)', '\dx+ pg_veil', '\dy+', '\df+ veil.*', '\dT+ veil.*',
	'\copy (SELECT * FROM research.person) TO STDOUT', '\copy public.person TO STDOUT', 'SELECT * FROM research.person \gdesc', 'SELECT * FROM research.person \crosstabview bsn name income city',
	'\dp research.*', '\dd research.*', '\l+', '\drds', '\dconfig+ pg_veil*')
{
	said("psql $command", 'psql', '-X', '-c', $command, $analyst);
}
said('psql with all rows, in every form', 'psql', '-X', '-P', "format=$_", '-c', 'SELECT * FROM research.person', $analyst) for qw(aligned csv html latex unaligned wrapped);
said('vacuumdb', 'vacuumdb', '--analyze', '--table=public.person', $analyst);
said('reindexdb', 'reindexdb', '--table=public.person', $analyst);
is(sql($node, 'postgres', "SELECT count(*) FROM pg_stats WHERE schemaname IN ('public', 'research')", extra_params => [ '-U', 'tap_analyst' ]), 0, 'no statistics are to be seen');

done_testing();
