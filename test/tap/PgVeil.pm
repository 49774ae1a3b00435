# What the TAP tests share: servers with pg_veil and a keyring beside their data, and the search for secrets.
package PgVeil;

use strict;
use warnings FATAL => 'all';

use Exporter 'import';
use IPC::Run;
use MIME::Base64;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(make_keys write_secret new_server sql fails_like data_keys secrets_in secrets_under);

# write_secret FILE, TEXT: for the server's user alone, whatever was in it.
sub write_secret
{
	my ($path, $text) = @_;
	open my $file, '>:raw', $path or die "$path: $!";
	print $file $text;
	close $file or die "$path: $!";
	chmod 0600, $path or die "$path: $!";
	return;
}

# A folder with a root key; the keyring will be made in it.
sub make_keys
{
	my ($folder) = @_;
	mkdir $folder or die "$folder: $!";
	open my $random, '<:raw', '/dev/urandom' or die $!;
	read($random, my $key, 32) == 32 or die $!;
	PostgreSQL::Test::Utils::append_to_file("$folder/root.key", unpack('H*', $key) . "\n");
	chmod 0600, "$folder/root.key";
	return $folder;
}

# new_server NAME, preload => 0|1, keys => FOLDER, conf => TEXT, streaming => 0|1, start => 0|1
sub new_server
{
	my ($name, %options) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	my $keys = $options{keys} // make_keys($node->basedir . '/keys');
	$node->init(allows_streaming => $options{streaming} // 0,
		extra => [ '--locale=C.UTF-8', '--encoding=UTF8' ]);
	$node->append_conf('postgresql.conf', <<"EOT");
pg_veil.keyring = '$keys/keyring'
pg_veil.root_key_command = 'cat $keys/root.key'
autovacuum = off
EOT
	$node->append_conf('postgresql.conf', "shared_preload_libraries = 'pg_veil'")
	  if $options{preload} // 1;
	$node->append_conf('postgresql.conf', $options{conf}) if defined $options{conf};
	$node->{veil_keys} = $keys;
	$node->start if $options{start} // 1;
	return $node;
}

# sql NODE, DATABASE, SQL: the answer; an error ends the test file.
sub sql
{
	my ($node, $database, $sql, %options) = @_;
	return $node->safe_psql($database, $sql, %options);
}

# The SQL must fail, and say so in a way that matches.
sub fails_like
{
	my ($node, $database, $sql, $pattern, $test, %options) = @_;
	my ($status, $answer, $error) = $node->psql($database, $sql, %options);
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	if ($status != 3)
	{
		fail($test);
		diag("it did not fail, but said: $answer");
		return;
	}
	like($error, $pattern, $test);
	return;
}

# unwrap ROOT, WRAPPED...: keys of 32 bytes, by other code than pg_veil's: RFC 3394, section 2.2.2, over AES of the openssl
# program, whose own key wrap newer releases refuse to run. All keys take each step together, in one run of the program.
sub unwrap
{
	my ($root, @wrapped) = @_;
	my @check = map { substr $_, 0, 8 } @wrapped;
	my @blocks = map { [ unpack '(a8)*', substr $_, 8 ] } @wrapped;
	for my $step (reverse 1 .. 24)
	{
		my $block = ($step - 1) % 4;
		my $input = join '', map { ($check[$_] ^ pack 'Q>', $step) . $blocks[$_][$block] } 0 .. $#wrapped;
		IPC::Run::run [ 'openssl', 'enc', '-d', '-aes-256-ecb', '-nopad', '-K', $root ], '<', \$input, '>', \my $output
		  or die 'openssl cannot decrypt';
		for my $key (0 .. $#wrapped)
		{
			($check[$key], $blocks[$key][$block]) = unpack 'a8 a8', substr $output, 16 * $key, 16;
		}
	}
	for my $key (0 .. $#wrapped)
	{
		$check[$key] eq "\xa6" x 8 && @{ $blocks[$key] } == 4 or die 'a key is not wrapped with this root key';
	}
	return map { join '', @$_ } @blocks;
}

# The data keys of a keyring, raw, each unwrapped once.
my %unwrapped;

sub data_keys
{
	my ($folder) = @_;
	my ($root) = slurp_file("$folder/root.key") =~ /([0-9a-f]{64})/ or die 'no root key';
	# Of a destroyed key, zeros are left.
	my @lines = grep { !/^(pg_veil|#|$)/ && !/ 0{80} / } split /\n/, slurp_file("$folder/keyring");
	my @new = grep { !exists $unwrapped{"$root $_"} } @lines;
	@unwrapped{ map { "$root $_" } @new } = unwrap($root, map { pack 'H*', (split / /)[3] } @new) if @new;
	# An array, for those who count.
	my @keys = @unwrapped{ map { "$root $_" } @lines };
	return @keys;
}

# What would betray a secret of the folder: half of a key, raw, in hexadecimal or in base64, is enough.
sub traces_of_secrets
{
	my ($folder) = @_;
	my @keys = (pack('H*', (slurp_file("$folder/root.key") =~ /([0-9a-f]{64})/)[0]), data_keys($folder));
	my %traces;
	for my $number (0 .. $#keys)
	{
		my $name = $number == 0 ? 'root key' : "data key $number";
		for my $half (substr($keys[$number], 0, 15), substr($keys[$number], 15, 15))
		{
			$traces{$half} = "$name, raw";
			$traces{ unpack 'H*', $half } = $traces{ uc unpack 'H*', $half } = "$name, hexadecimal";
			$traces{ encode_base64($half, '') } = "$name, base64";
		}
	}
	return %traces;
}

# secrets_in FOLDER, TEXT...: which secrets of the folder stand in a text.
sub secrets_in
{
	my ($folder, @texts) = @_;
	my %traces = traces_of_secrets($folder);
	my %found;
	for my $text (@texts)
	{
		$found{ $traces{$_} } = 1 for grep { index($text, $_) >= 0 } keys %traces;
	}
	return join '; ', sort keys %found;
}

# secrets_under FOLDER, PATH: which secrets of the folder stand in the files under a path; how many files there are.
sub secrets_under
{
	my ($folder, $path) = @_;
	my %traces = traces_of_secrets($folder);
	my ($files, @found) = (0);
	my @folders = ($path);
	while (my $inside = shift @folders)
	{
		for my $file (map { "$inside/$_" } grep { !/^\.\.?$/ } slurp_dir($inside))
		{
			push @folders, $file if -d $file && !-l $file;
			next unless -f $file;
			$files++;
			my $text = slurp_file($file);
			push @found, map { "$file: $traces{$_}" } grep { index($text, $_) >= 0 } keys %traces;
		}
	}
	return (join('; ', sort @found), $files);
}

1;
