# What goes to the client and to the log: C3 and C8. A plan, a rewritten query or an error that is printed in full holds
# neither a raw value nor a secret, in any form that a log writes bytes in.
use strict;
use warnings FATAL => 'all';

use FindBin;
use lib $FindBin::RealBin;
use PgVeil;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => <<'EOT');
log_min_messages = debug5
log_statement = all
log_parameter_max_length = -1
log_parameter_max_length_on_error = -1
debug_print_parse = on
debug_print_rewritten = on
debug_print_plan = on
session_preload_libraries = 'auto_explain'
auto_explain.log_min_duration = 0
auto_explain.log_analyze = on
auto_explain.log_verbose = on
auto_explain.log_nested_statements = on
EOT
my $keys = $node->{veil_keys};

# The raw values are computed, so that no statement of the DBA's holds one.
sql($node, 'postgres', <<'EOT');
CREATE EXTENSION pg_veil;
CREATE ROLE tap_analyst LOGIN;
CREATE SCHEMA tap_analyst AUTHORIZATION tap_analyst;
CREATE TABLE person AS SELECT 8000000000::bigint + n * 7919 AS id, upper('canary_bsn_') || n AS bsn, upper('canary_name_') || n AS name,
    date '1931-01-01' + n * 401 AS birth_date, 48150000 + n * 1733 AS income, upper('canary_hidden_') || n AS hidden, upper('canary_code_') || n AS code,
    upper('canary_note_') || n AS note, upper('canary_mail_') || n AS mail, date '1951-03-01' + n * 401 AS seen, upper('canary_ward_') || n AS ward,
    'Ede'::text AS city
    FROM generate_series(1, 5) n;
CREATE INDEX ON person (bsn);
CREATE INDEX ON person (upper(name));
ANALYZE person;
SELECT veil.create_key('citizen'), veil.create_key('other');
SELECT veil.create_policy('research');
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why) VALUES
    ('research', 'person', 'id', 'pseudonym', '{"key": "citizen"}', NULL),
    ('research', 'person', 'bsn', 'pseudonym', '{"key": "other"}', NULL),
    ('research', 'person', 'name', 'redact', NULL, NULL),
    ('research', 'person', 'birth_date', 'truncate', '{"to": "year"}', NULL),
    ('research', 'person', 'income', 'bucket', '{"width": 10000}', NULL),
    ('research', 'person', 'code', 'format_preserving', '{"key": "citizen", "format": "alphabet", "alphabet": "ACDENORY_012345"}', NULL),
    ('research', 'person', 'note', 'format_preserving', '{"key": "citizen", "format": "digits", "on_invalid": "encrypt"}', NULL),
    ('research', 'person', 'mail', 'encrypt', '{"key": "citizen", "fold": "case", "normalize": "nfc"}', NULL),
    ('research', 'person', 'seen', 'encrypt', '{"key": "citizen"}', NULL),
    ('research', 'person', 'city', 'release', NULL, 'region');
SELECT veil.create_policy('periods');
INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES
    ('periods', 'person', 'bsn', 'pseudonym', '{"key": "citizen", "epoch": "month", "epoch_of": "seen", "per": "ward"}');
GRANT USAGE ON SCHEMA periods TO tap_analyst;
GRANT SELECT ON periods.person TO tap_analyst;
GRANT USAGE ON SCHEMA research TO tap_analyst;
GRANT SELECT ON research.person TO tap_analyst;
SELECT veil.grant_reveal('research.person', attribute, 'tap_analyst', 1000) FROM unnest('{id,bsn,note,seen}'::text[]) attribute;
SELECT veil.grant_translate('periods', 'research', 'person', 'bsn', 'tap_analyst');
EOT
my $key = (split /\|/, sql($node, 'postgres', q(SELECT veil.create_key('third'))))[0];
is($key, 'third/1', 'a key is made under the eyes of the log');

my @canaries = split /\n/, sql($node, 'postgres', <<'EOT');
SET debug_print_plan = off; SET client_min_messages = error; SET log_min_messages = panic;
SELECT unnest(ARRAY[id::text, bsn, name, to_char(birth_date, 'YYYY-MM-DD'), income::text, hidden, code, note, mail, to_char(seen, 'YYYY-MM-DD'), ward]) FROM person;
EOT
is(scalar(@canaries), 55, 'there are canaries');

# The bytes of constants are printed as numbers, over several lines if they are many.
sub with_bytes
{
	my ($text) = @_;
	my $bytes = join "\n", map { join '', map { chr($_ & 255) } split ' ', $_ } $text =~ /\[((?:\s+-?\d{1,3})+)\s+\]/g;
	return "$text\n$bytes";
}

sub canaries_in
{
	my ($text) = @_;
	$text = with_bytes($text);
	return join ', ', grep { index($text, $_) >= 0 || index($text, unpack('H*', $_)) >= 0 } @canaries;
}

# The search finds what is there.
my $shown = sql($node, 'postgres', 'SET log_min_messages = panic; SELECT * FROM person');
isnt(canaries_in($shown), '', 'the search finds raw values');
is(canaries_in('constvalue 5 [ 20 0 0 0 ' . join("\n ", map { ord } split //, $canaries[1]) . ' ]'), $canaries[1], 'and in a constant');
isnt(secrets_in($keys, slurp_file("$keys/root.key")), '', 'and the root key');

# What the planner rewrites: the raw value behind a pseudonym stands in no plan.
my ($id, $mail) = split /\|/, sql($node, 'postgres', 'SET log_min_messages = panic; SELECT id, mail FROM research.person ORDER BY id LIMIT 1');
my @rewritten = map { ("SET enable_seqscan = off; $_", "EXPLAIN (ANALYZE, VERBOSE) $_") } (
	"SELECT city FROM research.person WHERE id = $id",
	"SELECT city FROM research.person WHERE id IN ($id, 7, $id)",
	"SELECT city FROM research.person WHERE mail = '$mail'",
	"SELECT city FROM research.person WHERE id = ANY (ARRAY(SELECT id FROM research.person))",
	"SELECT a.city FROM research.person a JOIN research.person b USING (id) WHERE b.bsn <> a.bsn OR b.bsn = a.bsn",
	"SELECT a.city FROM research.person a JOIN research.person b USING (bsn) WHERE b.id = $id",
	"SELECT id, count(*) FROM research.person GROUP BY id HAVING count(*) > 0",
	"SELECT count(DISTINCT bsn), count(DISTINCT bsn) FROM research.person",
	"SELECT bsn FROM research.person UNION SELECT bsn FROM research.person ORDER BY 1",
	"SELECT city FROM research.person WHERE birth_date <= '1950-01-01' AND income > 48150000 AND bsn IS NOT NULL");
my @attacks = (
	@rewritten,
	"PREPARE looked_up(bigint) AS SELECT city FROM research.person WHERE id = \$1; EXECUTE looked_up($id); EXPLAIN (ANALYZE, VERBOSE) EXECUTE looked_up($id)",
	'SELECT * FROM research.person',
	"SELECT * FROM research.person WHERE bsn = 'guess'",
	'SELECT count(*) FROM research.person WHERE income > 1 AND birth_date < now()',
	'SELECT p, row_to_json(p) FROM research.person p',
	'SELECT city, max(income) FROM research.person GROUP BY city',
	'SELECT * FROM research.person a JOIN research.person b USING (id, bsn)',
	'EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM research.person WHERE id > 0 AND name IS NOT NULL',
	'EXPLAIN (VERBOSE) SELECT * FROM research.person WHERE upper(name) = $$x$$',
	'CREATE TABLE tap_analyst.copy AS SELECT * FROM research.person',
	'COPY (SELECT * FROM research.person) TO STDOUT',
	'DECLARE c CURSOR WITH HOLD FOR SELECT * FROM research.person; FETCH ALL FROM c',
	'PREPARE p(text) AS SELECT * FROM research.person WHERE bsn = $1; EXECUTE p($$x$$); EXPLAIN (VERBOSE) EXECUTE p($$x$$)',
	'DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM research.person LOOP RAISE NOTICE $m$%$m$, r; END LOOP; END $$',
	# Errors, and where they come from.
	'SELECT bsn::integer FROM research.person',
	'SELECT 1 / (income - income) FROM research.person',
	'SELECT income * 1000000 FROM research.person',
	'SELECT id::smallint FROM research.person',
	'SELECT hidden FROM research.person',
	'SELECT * FROM person',
	"SELECT veil.pseudonym('guess'::text, 'citizen', 'research')",
	"SELECT veil.format_preserving('guess'::text, 'citizen', 'research', 'letters')",
	"SELECT veil.invert_format_preserving(code, 'citizen', 'research', 'letters') FROM research.person",
	"SELECT veil.invert_format_preserving(note, 'citizen', 'research', 'digits on_invalid=encrypt') FROM research.person",
	'SELECT code::integer, note::integer FROM research.person',
	"SELECT * FROM research.person WHERE code = 'guess' OR note LIKE 'x%%'",
	"SELECT veil.encrypt('guess'::text, 'citizen', 'research'), veil.canonical(seen) FROM research.person",
	"SELECT veil.decrypt(mail, 'citizen', 'research') FROM research.person",
	"SELECT * FROM research.person WHERE mail = 'guess' OR seen LIKE 'x%%'",
	'SELECT mail::integer FROM research.person',
	'SELECT seen::date FROM research.person',
	'SELECT bsn, count(*) FROM periods.person GROUP BY bsn ORDER BY bsn',
	"EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM periods.person WHERE bsn = 'guess'",
	'SELECT bsn::integer FROM periods.person',
	'SELECT seen, ward FROM periods.person',
	# Whoever may reveal one value sees no other beside it.
	"SELECT veil_public.reveal('research.person', a, '7', 'guess') FROM unnest('{id,bsn,note,seen}'::text[]) a, generate_series(1, 7)",
	"SELECT veil_public.translate('periods', 'research', 'person', 'bsn', '{guess}', 'guess')",
	"SELECT 'citizen'::veil.key",
	"INSERT INTO research.person (bsn) VALUES ('guess')",
	'DELETE FROM research.person',
	'SELECT * FROM veil.rule',
	'SHOW pg_veil.root_key_command',
	'ALTER TABLE person ADD COLUMN x int');
my $settings = join '', map { "SET $_;\n" } (
	'client_min_messages = %s',
	'debug_print_parse = on', 'debug_print_rewritten = on', 'debug_print_plan = on', 'debug_pretty_print = off',
	'plan_cache_mode = %s');
my $offset = -s $node->logfile;
my $told = '';
# A plan of its own may hold the values that are bound to it.
for ([ 'debug5', 'force_generic_plan' ], [ 'log', 'auto' ])
{
	my ($level, $plans) = @$_;
	for my $attack (@attacks)
	{
		my ($status, $out, $error) = $node->psql('postgres', sprintf($settings, $level, $plans) . $attack,
			extra_params => [ '-U', 'tap_analyst' ], on_error_stop => 0);
		$told .= "$out\n$error\n";
		$node->psql('postgres', 'DROP TABLE IF EXISTS tap_analyst.copy');
	}
}
like($told, qr/PLANNEDSTMT/, 'the client was sent plans');
like($told, qr/\Qveil.unmask('$id'::bigint\E/, 'of queries that were rewritten');
is(canaries_in($told), '', 'with no raw value in them');
is(secrets_in($keys, with_bytes($told)), '', 'and no secret');

# The DBA maintains, all of it logged.
for my $statement (
	"SELECT veil.create_key('fourth')",
	"SELECT veil.rebuild('research')",
	"SELECT * FROM veil.show('research.person')",
	"UPDATE veil.rule SET params = '{\"width\": 20000}' WHERE attribute = 'income'",
	'ALTER TABLE person ALTER COLUMN income TYPE bigint',
	'ALTER TABLE person RENAME COLUMN hidden TO covered',
	"INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('research', 'person', 'covered', 'pseudonym', '{\"key\": \"missing\"}')",
	"INSERT INTO veil.rule (policy, relation, attribute, technique, params) VALUES ('research', 'person', 'covered', 'truncate', '{\"to\": \"year\"}')",
	'ALTER TABLE person ALTER COLUMN covered TYPE integer USING length(covered)',
	'ALTER TABLE person DROP COLUMN covered',
	'ANALYZE person',
	'DELETE FROM veil.rule')
{
	$node->psql('postgres', $statement);
}
# A keyring that does not fit says so without showing anything.
rename "$keys/root.key", "$keys/root.right" or die $!;
PostgreSQL::Test::Utils::append_to_file("$keys/root.key", ('ab' x 32) . "\n");
chmod 0600, "$keys/root.key";
$node->restart;
fails_like($node, 'postgres', "SELECT veil.pseudonym('x'::text, 'citizen', '')", qr/cannot be unwrapped with this root key/, 'another root key is refused');
unlink "$keys/root.key";
rename "$keys/root.right", "$keys/root.key" or die $!;
$node->restart;
is(sql($node, 'postgres', "SELECT length(veil.pseudonym('x'::text, 'citizen', ''))"), 26, 'the right one works again');

my $log = substr slurp_file($node->logfile), $offset;
like($log, qr/Query Text: SELECT \* FROM research\.person/, 'auto_explain was at work');
is(canaries_in($log), '', 'no raw value in the log');
is(secrets_in($keys, with_bytes(slurp_file($node->logfile))), '', 'no secret in the whole log');
unlike($log, qr/PANIC|was terminated by signal|TRAP:/, 'and no crash');

done_testing();
