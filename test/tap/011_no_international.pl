# A machine without the module pg_veil_international, or with one of another build: what needs it is refused, and nothing else.
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
SELECT veil.create_key('citizen');
SELECT veil.create_policy('research');
CREATE TABLE person (id int, phone text);
INSERT INTO person VALUES (1, '+31612345678'), (2, 'Canary');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('research', 'person', 'id', 'release', NULL, 'test'),
    ('research', 'person', 'phone', 'format_preserving', '{"key": "citizen", "format": "phone"}', NULL);
GRANT USAGE ON SCHEMA research TO tap_analyst;
GRANT SELECT ON research.person TO tap_analyst;
EOT
my @analyst = (extra_params => [ '-U', 'tap_analyst' ]);
my $question = 'SELECT id, length(phone) FROM research.person ORDER BY id';
is(sql($node, 'postgres', $question, @analyst), "1|12\n2|", 'the view works with the module');

# The programs find their folders relative to themselves: a copy of the installation whose module can be taken away.
my $bindir = $node->config_data('--bindir');
my $pkglibdir = $node->config_data('--pkglibdir');
my $sharedir = $node->config_data('--sharedir');
my $copy = $node->basedir . '/installation';
for my $folder ($bindir, $pkglibdir)
{
	make_path("$copy$folder");
	for my $file (grep { -f "$folder/$_" && !/^pg_veil_international/ } slurp_dir($folder))
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
	my $module = "$copy$pkglibdir/pg_veil_international.so";
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
	my $error = qr/ERROR:  pg_veil_international cannot be loaded/;
	for my $case (
		[ $question, 'the view', @analyst ],
		[ "SELECT veil.fold_case('Straße')", 'case folding' ],
		[ 'SELECT veil.rebuild(\'research\')', 'building the view' ],
		[ "INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('other', 'person', 'phone', 'format_preserving', '{\"key\": \"citizen\", \"format\": \"phone\"}')",
			'a rule' ])
	{
		my ($query, $what, @options) = @$case;
		my ($status, $answer, $message) = $node->psql('postgres', $query, @options);
		is("$status $answer", '3 ', "$reason: $what is refused");
		like($message, $error, "$reason: $what says why");
		unlike($message, qr/Canary|31612345678|Stra/, "$reason: $what shows no value");
	}
	is(sql($node, 'postgres', 'SELECT id FROM research.person ORDER BY id', @analyst), "1\n2", "$reason: other columns can be read");
	is(sql($node, 'postgres', "SELECT veil.fold_case('STREET')"), 'street', "$reason: ASCII needs no module");
	return;
}

sql($node, 'postgres', "SELECT veil.create_policy('other')");
with_module(undef);
refuses('without the module');
with_module("$pkglibdir/pg_veil.so");
refuses('with another library in its place');
with_module("$pkglibdir/pg_veil_international.so");
is(sql($node, 'postgres', $question, @analyst), "1|12\n2|", 'the view works again with the module');

$node->stop;
done_testing();
