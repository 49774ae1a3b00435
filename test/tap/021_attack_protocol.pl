# E3 below SQL: the fast-path protocol calls a function by its OID, and Parse gives a parameter a type by its OID. Neither
# looks a name up, so neither asks for USAGE on a schema by itself.
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use IO::Socket::UNIX;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'the server does not listen on a Unix-domain socket' unless $PostgreSQL::Test::Utils::use_unix_sockets;

my $node = new_server('main');
sql($node, 'postgres', <<'EOT');
CREATE EXTENSION pg_veil;
CREATE ROLE tap_analyst LOGIN;
CREATE ROLE tap_usage LOGIN;
CREATE ROLE tap_all LOGIN;
CREATE ROLE tap_holder LOGIN;
CREATE TABLE person AS SELECT upper('canary_') || n AS bsn, n AS number FROM generate_series(1, 3) n;
SELECT veil.create_key('citizen');
SELECT veil.create_policy('research');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('research', 'person', 'bsn', 'pseudonym', '{"key": "citizen"}'), ('research', 'person', 'number', 'pseudonym', '{"key": "citizen"}');
GRANT USAGE ON SCHEMA research TO PUBLIC;
GRANT SELECT ON research.person TO PUBLIC;
GRANT USAGE ON SCHEMA veil TO tap_usage, tap_all, tap_holder;
GRANT USAGE ON TYPE veil.key TO tap_all;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA veil TO tap_all;
SELECT veil.grant_key('citizen', 'tap_holder');
-- Where somebody stored keys, or made room for them.
CREATE TABLE stored AS SELECT 'citizen'::veil.key AS k;
CREATE TYPE pair AS (k veil.key, n integer);
CREATE DOMAIN key_domain AS veil.key;
GRANT ALL ON stored TO PUBLIC;
CREATE SCHEMA scratch;
GRANT ALL ON SCHEMA scratch TO PUBLIC;
EOT
my $target = sql($node, 'postgres', "SELECT veil.pseudonym('CANARY_1'::text, 'citizen', 'research')");
is(sql($node, 'postgres', "SELECT count(*) FROM research.person WHERE bsn = '$target'"), 1, 'the pseudonym to be guessed');
sub oid_of { return sql($node, 'postgres', "SELECT '$_[0]'::$_[1]::oid") }
my %type = map { $_ => oid_of($_, 'regtype') } 'text', 'veil.key', 'veil.key[]', 'pair', 'stored', 'key_domain', 'integer', 'record';
my $mask = oid_of('veil.pseudonym(text, veil.key, text)', 'regprocedure');

# --- A client that says what libpq would not. ---

sub connection
{
	my ($role) = @_;
	my $socket = IO::Socket::UNIX->new(Peer => $node->host . '/.s.PGSQL.' . $node->port) or die "connect: $!";
	my $start = pack('N', 196608) . "user\0$role\0database\0postgres\0\0";
	print $socket pack('N', 4 + length $start) . $start;
	$socket->flush;
	my $client = { socket => $socket, role => $role };
	answers($client);
	return $client;
}

# Messages up to ReadyForQuery: the data, the errors with their SQLSTATEs.
sub answers
{
	my ($client) = @_;
	my %answer = (data => '', error => '', code => '');
	for (;;)
	{
		my $head = '';
		my $body = '';
		(read($client->{socket}, $head, 5) // 0) == 5 or return { %answer, error => 'the connection is gone', code => 'gone' };
		my ($kind, $length) = unpack 'aN', $head;
		read($client->{socket}, $body, $length - 4) if $length > 4;
		if ($kind eq 'E')
		{
			my %field = map { substr($_, 0, 1) => substr($_, 1) } grep { length } split /\0/, $body;
			$answer{error} .= $field{M};
			$answer{code} .= $field{C};
		}
		$answer{data} .= $body if $kind eq 'D' || $kind eq 'V';
		return \%answer if $kind eq 'Z';
	}
}

sub send_messages
{
	my ($client, @messages) = @_;
	print { $client->{socket} } map { $_->[0] . pack('N', 4 + length $_->[1]) . $_->[1] } @messages;
	$client->{socket}->flush;
	return answers($client);
}

# values: undef for NULL, else [format, bytes].
sub values_of
{
	my @values = @_;
	return join '', pack('n', scalar @values), map({ pack 'n', defined $_ ? $_->[0] : 0 } @values), pack('n', scalar @values),
	  map { defined $_ ? pack('N', length $_->[1]) . $_->[1] : pack('N', 0xFFFFFFFF) } @values;
}

sub text { return [ 0, $_[0] ] }
sub binary { return [ 1, $_[0] ] }

# FunctionCall: OID, arguments, format of the result.
sub call
{
	my ($client, $function, @arguments) = @_;
	return send_messages($client, [ 'F', pack('N', $function) . values_of(@arguments) . pack('n', 0) ]);
}

sub query
{
	my ($client, $sql, $types, @values) = @_;
	return send_messages($client,
		[ 'P', "\0$sql\0" . pack('n', scalar @$types) . join('', map { pack 'N', $_ } @$types) ],
		[ 'B', "\0\0" . values_of(@values) . pack('n', 0) ],
		[ 'E', "\0" . pack('N', 0) ],
		[ 'S', '' ]);
}

# A key value as it lies in memory, with and without its length.
my $image = pack('l', 1) . 'citizen';
my @keys = (
	[ 'text' => text('citizen') ],
	[ 'text, with version' => text('citizen/1') ],
	[ 'binary, as on disk' => binary(pack('l', (4 + length $image) << 2) . $image) ],
	[ 'binary, without length' => binary($image) ],
	[ 'binary, the name' => binary('citizen') ],
	[ 'binary, nothing' => binary('') ]);

# Attacks: a name, and what to do with a connection.
my @attacks;
for my $key (@keys)
{
	my ($how, $value) = @$key;
	push @attacks,
	  [ "fast path, key as $how", sub { call($_[0], $mask, text('CANARY_1'), $value, text('research')) } ],
	  [ "fast path, everything binary, key as $how", sub { call($_[0], $mask, binary('CANARY_1'), $value, binary('research')) } ],
	  [ "parameter by type OID, key as $how", sub { query($_[0], 'SELECT veil.pseudonym($1, $2, $3)', [ @type{qw(text veil.key text)} ], text('CANARY_1'), $value, text('research')) } ],
	  [ "parameter of which nothing is asked, key as $how", sub { query($_[0], 'SELECT $1', [ $type{'veil.key'} ], $value) } ],
	  [ "a table from the parameter, key as $how", sub { query($_[0], 'CREATE TABLE scratch.made AS SELECT $1 AS k', [ $type{'veil.key'} ], $value) } ],
	  [ "domain by type OID, key as $how", sub { query($_[0], 'SELECT $1', [ $type{key_domain} ], $value) } ],
	  [ "insert of the parameter, key as $how", sub { query($_[0], 'INSERT INTO stored VALUES ($1) RETURNING k', [ $type{'veil.key'} ], $value) } ];
}
my $element = pack('N', length 'citizen') . 'citizen';
push @attacks,
  [ 'array by type OID, text', sub { query($_[0], 'SELECT $1', [ $type{'veil.key[]'} ], text('{citizen}')) } ],
  [ 'array by type OID, binary', sub { query($_[0], 'SELECT $1', [ $type{'veil.key[]'} ], binary(pack('NNNNN', 1, 0, $type{'veil.key'}, 1, 1) . $element)) } ],
  [ 'text array for an array of keys, binary', sub { query($_[0], 'SELECT $1', [ $type{'veil.key[]'} ], binary(pack('NNNNN', 1, 0, $type{text}, 1, 1) . $element)) } ],
  [ 'composite by type OID, text', sub { query($_[0], 'SELECT $1', [ $type{pair} ], text('(citizen,1)')) } ],
  [ 'composite by type OID, binary', sub { query($_[0], 'SELECT $1', [ $type{pair} ], binary(pack('NN', 2, $type{'veil.key'}) . $element . pack('NNN', $type{integer}, 4, 1))) } ],
  [ 'composite with a text in the place of the key, binary', sub { query($_[0], 'SELECT $1', [ $type{pair} ], binary(pack('NN', 2, $type{text}) . $element . pack('NNN', $type{integer}, 4, 1))) } ],
  [ 'row type of a table, text', sub { query($_[0], 'SELECT ($1).k', [ $type{stored} ], text('(citizen)')) } ],
  [ 'record', sub { query($_[0], 'SELECT $1', [ $type{record} ], binary(pack('NN', 1, $type{'veil.key'}) . $element)) } ],
  [ 'stored key', sub { query($_[0], 'SELECT veil.pseudonym($1, k, $2) FROM stored', [ @type{qw(text text)} ], text('CANARY_1'), text('research')) } ],
  [ 'fast path to the input function', sub { call($_[0], oid_of('veil.key_in(cstring)', 'regprocedure'), text('citizen')) } ],
  [ 'fast path to array_in', sub { call($_[0], oid_of('array_in(cstring, oid, integer)', 'regprocedure'), text('{citizen}'), text($type{'veil.key'}), text('-1')) } ];

for my $role ('tap_analyst', 'tap_usage', 'tap_all')
{
	my $client = connection($role);
	my (@answered, @other, %refused);
	for my $attack (@attacks)
	{
		my $answer = $attack->[1]->($client);
		push @answered, $attack->[0] if $answer->{code} eq '' || index($answer->{data}, $target) >= 0;
		push @other, "$attack->[0]: $answer->{error}" unless $answer->{code} =~ /^(42501|42883|42804|22P03|0A000|)$/;
		$refused{ $answer->{code} }++;
	}
	is_deeply(\@answered, [], "$role: no attack is answered");
	is_deeply(\@other, [], "$role: each is refused for want of a privilege or of a binary form");
	cmp_ok($refused{42501}, '>=', 20, "$role: most of them for want of a privilege");

	# NULL is no key: the strict mask is not called, and no column of the type can be made without USAGE on it.
	is(query($client, 'SELECT $1 IS NULL', [ $type{'veil.key'} ], undef)->{code}, '', "$role: NULL of the type is harmless");
	my $made = query($client, 'CREATE TABLE scratch.made AS SELECT $1 AS k', [ $type{'veil.key'} ], undef);
	is($made->{code}, $role eq 'tap_all' ? '' : '42501', "$role: a column of the type needs USAGE on it");
	query($client, 'DROP TABLE IF EXISTS scratch.made', []);
	my $null = call($client, $mask, text('CANARY_1'), undef, text('research'));
	is($null->{data}, $role eq 'tap_analyst' ? '' : pack('N', 0xFFFFFFFF), "$role: a NULL key gives NULL, or nothing");

	# The release is read over the same protocol, prepared, and in binary form.
	my $read = query($client, 'SELECT count(*) FROM research.person WHERE bsn = $1', [ $type{text} ], text($target));
	is($read->{code}, $role eq 'tap_analyst' ? '' : '42501', "$role: the release answers an analyst, and refuses who has USAGE without the key");
}

# Functions that are not meant to be called.
my $client = connection('tap_all');
my %code;
for my $function (split /\n/, sql($node, 'postgres', "SELECT oid || ' ' || pronargs || ' ' || proname FROM pg_proc WHERE pronamespace = 'veil'::regnamespace AND proname !~ '^(key_|closed|create_|drop_|grant_|revoke_|make_)' ORDER BY 1"))
{
	my ($oid, $count, $name) = split / /, $function;
	for my $value (undef, text(''), text('1'), binary(''), binary("\0\0\0\1"))
	{
		my $answer = call($client, $oid, ($value) x $count);
		# The server's own input function of jsonb says so of a binary form it does not know, before any function is called.
		next if $answer->{code} eq 'XX000' && $answer->{error} =~ /unsupported jsonb version number/;
		$code{ $answer->{code} }++;
		fail("fast path to $name ended the connection") if $answer->{code} eq 'gone';
		$client = connection('tap_all') if $answer->{code} eq 'gone';
	}
}
ok(!$code{gone}, 'no function breaks down when it is called by fast path');
ok(!$code{XX000}, 'nor runs into an internal error') or diag(join ' ', %code);
is(sql($node, 'postgres', 'SELECT count(*) FROM research.person'), 3, 'the server lives');

# COPY reads values by the same functions.
for my $copy (
	[ 'text', "COPY stored FROM STDIN;\ncitizen\n\\.\n", qr/permission denied for key "citizen"/ ],
	[ 'csv', "COPY stored FROM STDIN (FORMAT csv);\ncitizen\n\\.\n", qr/permission denied for key "citizen"/ ],
	[ 'binary', 'COPY stored FROM STDIN (FORMAT binary)', qr/no binary input function available for type veil\.key/ ])
{
	fails_like($node, 'postgres', $copy->[1], $copy->[2], "COPY in $copy->[0] form", extra_params => [ '-U', 'tap_all' ]);
}
fails_like($node, 'postgres', 'COPY stored TO STDOUT (FORMAT binary)', qr/no binary output function available for type veil\.key/,
	'nor is there a binary form to read', extra_params => [ '-U', 'tap_all' ]);

# That the client speaks the protocol well, who holds the key sees.
my $holder = connection('tap_holder');
is(call($holder, $mask, text('CANARY_1'), text('citizen'), text('research'))->{data}, pack('N', length $target) . $target,
	'a holder of the key gets the pseudonym by fast path');
like(query($holder, 'SELECT veil.pseudonym($1, $2, $3)', [ @type{qw(text veil.key text)} ], text('CANARY_1'), text('citizen'), text('research'))->{data},
	qr/\Q$target\E/, 'and by a parameter of the type');
like(query($holder, 'SELECT veil.pseudonym($1, ($2)[1], $3)', [ @type{qw(text veil.key[] text)} ], text('CANARY_1'), text('{citizen}'), text('research'))->{data},
	qr/\Q$target\E/, 'and by an array');
unlike(slurp_file($node->logfile), qr/PANIC|was terminated by signal|TRAP:/, 'no crash');

done_testing();
