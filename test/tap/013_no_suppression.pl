# A machine without the module pg_veil_suppression, or with one of another build: what needs it is refused, and nothing else.
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
CREATE TABLE person (id int, city text, sex text);
INSERT INTO person SELECT 100 * kind + n, city, sex
    FROM (VALUES (1, 'Delft', 'f', 34), (2, 'Delft', 'm', 36), (3, 'Hoorn', 'f', 15), (4, 'Hoorn', 'm', 16), (5, 'Canary', 'f', 11), (6, 'Canary', 'm', 20)) v (kind, city, sex, persons),
        generate_series(1, persons) n;
SELECT veil.create_policy('statistics', level => 'aggregated', k => 13);
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('statistics', 'person', 'city', 'release', NULL, 'test'), ('statistics', 'person', 'sex', 'release', NULL, 'test');
UPDATE veil.release SET subject = 'id' WHERE policy = 'statistics';
GRANT USAGE ON SCHEMA statistics TO tap_analyst;
GRANT SELECT ON statistics.person TO tap_analyst;
EOT
my @analyst = (extra_params => [ '-U', 'tap_analyst' ]);
my $question = 'SELECT city, sex, count(*) FROM statistics.person GROUP BY city, sex ORDER BY city, sex';
# With 11 women, one cell is too small, and three others would tell of it.
my $answer = "Delft|f|34\nDelft|m|36";
is(sql($node, 'postgres', $question, @analyst), $answer, 'a table of two columns with the module');

# The programs find their folders relative to themselves: a copy of the installation whose module can be taken away.
my $bindir = $node->config_data('--bindir');
my $pkglibdir = $node->config_data('--pkglibdir');
my $sharedir = $node->config_data('--sharedir');
my $copy = $node->basedir . '/installation';
for my $folder ($bindir, $pkglibdir)
{
	make_path("$copy$folder");
	for my $file (grep { -f "$folder/$_" && !/^pg_veil_suppression/ } slurp_dir($folder))
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
	my $module = "$copy$pkglibdir/pg_veil_suppression.so";
	unlink $module;
	symlink($file, $module) or die $! if defined $file;
	$node->stop;
	local $ENV{PATH} = "$copy$bindir:$ENV{PATH}";
	IPC::Run::run([ "$copy$bindir/pg_ctl", '-w', '-s', '-D', $node->data_dir, '-l', $node->logfile, 'start' ]) or die 'no server';
	$node->_update_pid(1);
	return;
}

# refuses REASON: a table that needs the module is refused, and those that do not go on.
sub refuses
{
	my ($reason) = @_;
	my ($status, $output, $message) = $node->psql('postgres', $question, @analyst);
	is("$status $output", '3 ', "$reason: a table of two columns is refused");
	like($message, qr/ERROR:  pg_veil_suppression cannot be loaded.*HINT:  Install pg_veil_suppression/s, "$reason: it says why");
	unlike($message, qr/Canary/, "$reason: it shows no value");
	is(sql($node, 'postgres', 'SELECT city, count(*) FROM statistics.person GROUP BY city ORDER BY city', @analyst),
		"Canary|31\nDelft|70\nHoorn|31", "$reason: a table of one column needs no module");
	is(sql($node, 'postgres', "SELECT city, sex, count(*) FROM statistics.person WHERE city = 'Delft' GROUP BY city, sex ORDER BY sex", @analyst),
		$answer, "$reason: nor does one in which nothing is hidden");
	return;
}

with_module(undef);
refuses('without the module');
with_module("$pkglibdir/pg_veil.so");
refuses('with another library in its place');
with_module("$pkglibdir/pg_veil_suppression.so");
is(sql($node, 'postgres', $question, @analyst), $answer, 'it works again with the module');

$node->stop;
done_testing();
