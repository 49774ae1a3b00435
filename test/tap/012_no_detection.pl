# A machine without the module pg_veil_detection, or with one of another build: what needs it is refused, and nothing else.
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use File::Basename qw(dirname);
use File::Copy qw(copy);
use File::Path qw(make_path);
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main');
sql($node, 'postgres', <<'EOT');
CREATE EXTENSION pg_veil;
CREATE ROLE tap_analyst LOGIN;
SELECT veil.create_policy('research');
CREATE TABLE visit (id int, note text, plain text);
INSERT INTO visit VALUES (1, 'Canary Z-123456', 'canary@example.nl');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('research', 'visit', 'id', 'release', NULL, 'test'),
    ('research', 'visit', 'note', 'scrub', '{"detect": ["email"], "patterns": {"CASE_NUMBER": "Z-[0-9]{6}", "WORD": "Canary"}}', NULL),
    ('research', 'visit', 'plain', 'scrub', '{"detect": ["email"]}', NULL);
GRANT USAGE ON SCHEMA research TO tap_analyst;
GRANT SELECT ON research.visit TO tap_analyst;
EOT
my @analyst = (extra_params => [ '-U', 'tap_analyst' ]);
my $question = 'SELECT note FROM research.visit';
is(sql($node, 'postgres', $question, @analyst), '<WORD> <CASE_NUMBER>', 'the view works with the module');

# The programs find their folders relative to themselves: a copy of the installation whose module can be taken away.
my $bindir = $node->config_data('--bindir');
my $pkglibdir = $node->config_data('--pkglibdir');
my $sharedir = $node->config_data('--sharedir');
my $copy = $node->basedir . '/installation';
for my $folder ($bindir, $pkglibdir)
{
	make_path("$copy$folder");
	for my $file (grep { -f "$folder/$_" && !/^pg_veil_detection/ } slurp_dir($folder))
	{
		# A program resolves links before it looks for its folders.
		if ($folder eq $bindir) { copy("$folder/$file", "$copy$folder/$file") && chmod(0755, "$copy$folder/$file") or die "$file: $!" }
		else { symlink("$folder/$file", "$copy$folder/$file") or die "$file: $!" }
	}
}
make_path(dirname("$copy$sharedir"));
symlink($sharedir, "$copy$sharedir") or die "$sharedir: $!";

# with_module FILE: the server on the copy, with this file as the module, if any.
sub with_module
{
	my ($file) = @_;
	my $module = "$copy$pkglibdir/pg_veil_detection.so";
	unlink $module;
	symlink($file, $module) or die $! if defined $file;
	$node->stop;
	local $ENV{PATH} = "$copy$bindir:$ENV{PATH}";
	IPC::Run::run([ "$copy$bindir/pg_ctl", '-w', '-s', '-D', $node->data_dir, '-l', $node->logfile, 'start' ]) or die 'no server';
	$node->_update_pid(1);
	return;
}

# refuses REASON: all that needs the module does, and what does not goes on.
sub refuses
{
	my ($reason) = @_;
	my $error = qr/ERROR:  .*pg_veil_detection cannot be loaded/;
	for my $case (
		[ $question, 'the view', @analyst ],
		[ 'SELECT veil.rebuild(\'research\')', 'building the view' ],
		[ "INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('other', 'visit', 'note', 'scrub', '{\"patterns\": {\"A\": \"a\"}}')",
			'a rule' ])
	{
		my ($query, $what, @options) = @$case;
		my ($status, $answer, $message) = $node->psql('postgres', $query, @options);
		is("$status $answer", '3 ', "$reason: $what is refused");
		like($message, $error, "$reason: $what says why");
		unlike($message, qr/Canary/, "$reason: $what shows no value");
	}
	is(sql($node, 'postgres', 'SELECT plain FROM research.visit', @analyst), '<EMAIL>', "$reason: without patterns no module is needed");
	return;
}

sql($node, 'postgres', "SELECT veil.create_policy('other')");
with_module(undef);
refuses('without the module');
with_module("$pkglibdir/pg_veil.so");
refuses('with another library in its place');
with_module("$pkglibdir/pg_veil_detection.so");
is(sql($node, 'postgres', $question, @analyst), '<WORD> <CASE_NUMBER>', 'the view works again with the module');

$node->stop;
done_testing();
