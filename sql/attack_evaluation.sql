-- B1, B4, B5, B6: the analyst's own code in his queries. It sees released rows and masked values, and runs with his rights;
-- and no mask raises an error that could tell a value.
\getenv sources PG_ABS_SRCDIR
\set released :sources '/test/attack/released.sql'
\set withdrawn :sources '/test/attack/withdrawn.sql'
\set key attack_evaluation
\set VERBOSITY terse
SET client_min_messages = warning;
\set ECHO none
\i :released
\set ECHO all
-- Row-level security of the base hides half of the rows from the policy's owner, by raw values.
ALTER TABLE attack_raw.person ENABLE ROW LEVEL SECURITY;
CREATE POLICY half ON attack_raw.person FOR SELECT TO regress_attack_owner USING (name IN ('CANARY_NAME_2', 'CANARY_NAME_4', 'CANARY_NAME_6', 'CANARY_NAME_8'));
SET SESSION AUTHORIZATION regress_attack_analyst;
SET search_path = attack_study;
SET jit = off;
SELECT city, count(*) FROM person GROUP BY 1;
-- What the analyst's code is shown, it keeps where no rollback and no plan-time call loses it.
CREATE FUNCTION attack_analyst.spy(anyelement) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$
BEGIN
    PERFORM set_config('attack.shown', concat(current_setting('attack.shown', true), $1::text, ' as ', current_user, E'\n'), false);
    RETURN true;
END $$;
CREATE FUNCTION attack_analyst.spy2(anyelement, anyelement) RETURNS boolean LANGUAGE sql COST 0.0000001 AS 'SELECT attack_analyst.spy($1) AND attack_analyst.spy($2)';
-- What it was shown since the last time: raw values, rows of the hidden city, others' rights.
CREATE FUNCTION attack_analyst.shown(form text) RETURNS TABLE (query text, calls bigint, leaks boolean, hidden_rows boolean, rights text) LANGUAGE plpgsql AS $$
DECLARE
    seen text := current_setting('attack.shown', true);
BEGIN
    PERFORM set_config('attack.shown', '', false);
    RETURN QUERY SELECT form, count(*) FILTER (WHERE line <> ''), attack_probe.leaks(seen), seen LIKE '%Urk%', string_agg(DISTINCT substring(line FROM ' as (.*)$'), ' ')
        FROM string_to_table(seen, E'\n') line;
END $$;
CREATE FUNCTION attack_analyst.try(form text) RETURNS TABLE (query text, calls bigint, leaks boolean, hidden_rows boolean, rights text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('attack.shown', '', false);
    EXECUTE form;
    RETURN QUERY SELECT * FROM attack_analyst.shown(left(form, 100));
EXCEPTION WHEN OTHERS THEN
    RETURN QUERY SELECT * FROM attack_analyst.shown('error: ' || SQLERRM);
END $$;
CREATE OPERATOR attack_analyst.=== (LEFTARG = anyelement, RIGHTARG = anyelement, FUNCTION = attack_analyst.spy2, RESTRICT = eqsel, JOIN = eqjoinsel);
CREATE OPERATOR attack_analyst.<<< (LEFTARG = anyelement, RIGHTARG = anyelement, FUNCTION = attack_analyst.spy2, RESTRICT = scalarltsel);
CREATE DOMAIN attack_analyst.watched AS text CHECK (attack_analyst.spy(VALUE));
CREATE FUNCTION attack_analyst.collect(text, anyelement) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM attack_analyst.spy($2); RETURN $1; END $$;
CREATE AGGREGATE attack_analyst.collected(anyelement) (SFUNC = attack_analyst.collect, STYPE = text);
CREATE TYPE attack_analyst.wrapped AS (t text);
CREATE FUNCTION attack_analyst.wrap(text) RETURNS attack_analyst.wrapped LANGUAGE plpgsql AS $$ BEGIN PERFORM attack_analyst.spy($1); RETURN ROW($1)::attack_analyst.wrapped; END $$;
CREATE CAST (text AS attack_analyst.wrapped) WITH FUNCTION attack_analyst.wrap(text) AS IMPLICIT;
CREATE FUNCTION attack_analyst.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM attack_analyst.spy(new::text); RETURN new; END $$;
CREATE TABLE attack_analyst.copy (LIKE attack_study.person);
CREATE TRIGGER note BEFORE INSERT ON attack_analyst.copy FOR EACH ROW EXECUTE FUNCTION attack_analyst.note();
-- What would let it run below the filters is a superuser's to grant.
ALTER FUNCTION attack_analyst.spy(anyelement) LEAKPROOF;
CREATE FUNCTION attack_analyst.support(internal) RETURNS internal LANGUAGE internal AS 'generate_series_int4_support';
ALTER FUNCTION attack_analyst.spy(anyelement) SUPPORT pg_catalog.generate_series_int4_support;
CREATE CAST (attack_study.person AS text) WITH FUNCTION attack_analyst.collect(text, anyelement);
CREATE TRIGGER note INSTEAD OF INSERT ON attack_study.person FOR EACH ROW EXECUTE FUNCTION attack_analyst.note();
CREATE RULE note AS ON SELECT TO attack_study.person DO INSTEAD SELECT 1;
CREATE POLICY note ON attack_study.person USING (attack_analyst.spy(bsn));
CREATE STATISTICS attack_analyst.s ON bsn, name FROM attack_study.person;
CREATE INDEX ON attack_study.person (bsn);

SELECT t.* FROM (VALUES
    ('SELECT count(*) FROM person WHERE attack_analyst.spy(city)'),
    ('SELECT count(*) FROM person WHERE attack_analyst.spy(bsn)'),
    ('SELECT count(*) FROM person p WHERE attack_analyst.spy(p)'),
    ('SELECT count(*) FROM person p WHERE attack_analyst.spy(p::text) AND city = ''Urk'''),
    ('SELECT count(*) FROM person p WHERE attack_analyst.spy(income) OR attack_analyst.spy(birth_date)'),
    ('SELECT count(*) FROM person WHERE city = ''Urk'' AND attack_analyst.spy(phone) AND name IS NULL'),
    ('SELECT count(*) FROM person a JOIN person b ON attack_analyst.spy(a.city || b.city)'),
    ('SELECT city, max(income) FROM person GROUP BY city HAVING attack_analyst.spy(city)'),
    ('SELECT sum(income) OVER (PARTITION BY city ORDER BY attack_analyst.spy(remark)) FROM person'),
    ('SELECT * FROM person ORDER BY attack_analyst.spy(city) LIMIT 1'),
    ('SELECT attack_analyst.spy(kind), attack_analyst.spy(postcode), attack_analyst.spy(seen), attack_analyst.spy(age) FROM person'),
    ('SELECT * FROM person p WHERE (SELECT attack_analyst.spy(p.token))'),
    ('SELECT * FROM person p LEFT JOIN LATERAL (SELECT attack_analyst.spy(p.number)) x ON true'),
    ('SELECT count(*) FROM person WHERE city OPERATOR(attack_analyst.===) ''x'''),
    ('SELECT count(*) FROM person WHERE name OPERATOR(attack_analyst.===) ''x'' OR phone OPERATOR(attack_analyst.===) ''x'''),
    ('SELECT bsn::attack_analyst.watched, city::attack_analyst.watched, phone::attack_analyst.watched FROM person'),
    ('SELECT attack_analyst.collected(p), attack_analyst.collected(city) FROM person p'),
    ('SELECT (city::attack_analyst.wrapped).t, (remark::attack_analyst.wrapped).t FROM person'),
    ('INSERT INTO attack_analyst.copy SELECT * FROM person'),
    ('SELECT 1 / (CASE WHEN city = ''Urk'' THEN 0 ELSE 1 END) FROM person'),
    ('SELECT count(*) FROM person WHERE 1 / (CASE city WHEN ''Urk'' THEN 0 ELSE 1 END) > 0'),
    ('SELECT count(*) FROM person WHERE city::integer > 0 OR phone::integer > 0 OR kind::integer > 0')) f(query), LATERAL attack_analyst.try(f.query) t;
-- Plan time: an estimator that is asked about a column shows the operator the most common values, or the histogram.
SELECT t.* FROM (VALUES
    ('EXPLAIN SELECT * FROM person WHERE city OPERATOR(attack_analyst.===) ''x'''),
    ('EXPLAIN SELECT * FROM person WHERE city OPERATOR(attack_analyst.<<<) ''x'''),
    ('EXPLAIN SELECT * FROM person WHERE income OPERATOR(attack_analyst.<<<) 1'),
    ('EXPLAIN SELECT * FROM person WHERE income OPERATOR(attack_analyst.===) 1'),
    ('EXPLAIN SELECT * FROM person WHERE birth_date OPERATOR(attack_analyst.<<<) ''2000-01-01'''),
    ('EXPLAIN SELECT * FROM person WHERE phone OPERATOR(attack_analyst.===) ''x'' AND bsn OPERATOR(attack_analyst.<<<) ''x'''),
    ('EXPLAIN SELECT * FROM person a JOIN person b ON a.city OPERATOR(attack_analyst.===) b.city'),
    ('EXPLAIN SELECT * FROM person WHERE upper(name) OPERATOR(attack_analyst.===) ''x'' OR lower(name) OPERATOR(attack_analyst.<<<) ''x''')) f(query), LATERAL attack_analyst.try(f.query) t;
RESET SESSION AUTHORIZATION;
-- The same without row-level security, where the planner may use the base's statistics as the policy's owner.
ALTER TABLE attack_raw.person DISABLE ROW LEVEL SECURITY;
SET SESSION AUTHORIZATION regress_attack_analyst;
SET search_path = attack_study;
SELECT t.query, t.leaks FROM (VALUES
    ('EXPLAIN SELECT * FROM person WHERE income OPERATOR(attack_analyst.<<<) 1'),
    ('EXPLAIN SELECT * FROM person WHERE income OPERATOR(attack_analyst.===) 1'),
    ('EXPLAIN SELECT * FROM person WHERE weight OPERATOR(attack_analyst.<<<) 1.0 AND height OPERATOR(attack_analyst.===) float8 ''1'' AND age OPERATOR(attack_analyst.===) 1::smallint'),
    ('EXPLAIN SELECT * FROM person WHERE birth_date OPERATOR(attack_analyst.<<<) ''2000-01-01'' AND seen OPERATOR(attack_analyst.<<<) ''2000-01-01'''),
    ('EXPLAIN SELECT * FROM person WHERE phone OPERATOR(attack_analyst.===) ''x'' AND bsn OPERATOR(attack_analyst.<<<) ''x'' AND postcode OPERATOR(attack_analyst.===) ''x'''),
    ('EXPLAIN SELECT * FROM person WHERE kind OPERATOR(attack_analyst.===) ''x'' AND remark OPERATOR(attack_analyst.===) ''x'' AND name OPERATOR(attack_analyst.===) ''x'''),
    ('EXPLAIN SELECT * FROM person a JOIN person b ON a.bsn OPERATOR(attack_analyst.===) b.bsn AND a.income OPERATOR(attack_analyst.===) b.income'),
    ('SELECT count(*) FROM person a JOIN person b USING (city) WHERE attack_analyst.spy(a) AND attack_analyst.spy(b)')) f(query), LATERAL attack_analyst.try(f.query) t;
RESET SESSION AUTHORIZATION;
RESET search_path;

-- B4. Every technique over every type it takes, on the values at the edges of the type: no error, whatever the row.
CREATE DOMAIN attack_raw.small AS numeric(3,0);
CREATE TYPE attack_raw.mood AS ENUM ('good', 'bad');
CREATE TABLE attack_raw.extreme (
    id integer, t text, v varchar(5), c char(6), cc text COLLATE "C", n numeric, n3 numeric(3,0), n52 numeric(5,2), dom attack_raw.small,
    s smallint, i integer, b bigint, f4 real, f8 double precision, d date, ts timestamp, ts3 timestamp(3), tz timestamptz, tz0 timestamptz(0),
    u uuid, e attack_raw.mood, j jsonb, a integer[], o boolean, x bytea, iv interval, ip inet);
INSERT INTO attack_raw.extreme (id) VALUES (0);
INSERT INTO attack_raw.extreme VALUES
    (1, '', '', '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, '2000-01-01', '2000-01-01', '2000-01-01', '2000-01-01', '2000-01-01', '00000000-0000-0000-0000-000000000000', 'good', 'null', '{}', false, '', '0', '::'),
    (2, repeat('CANARY', 170000), 'éééé€', E'\\''"$', E'\n\t\x01', 'NaN', 999, 999.99, 999, 32767, 2147483647, 9223372036854775807, 'NaN', 'NaN', 'infinity', 'infinity', 'infinity', 'infinity', 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'bad', '{}', '{1}', true, '\x00', '178000000 years', '0.0.0.0/0'),
    (3, E'a\u0301\U0001F9D1\u200D\U0001F33E', 'ß', '  x', '%_%', 'Infinity', -999, -999.99, -999, -32768, -2147483648, -9223372036854775808, 'Infinity', 'Infinity', '-infinity', '-infinity', '-infinity', '-infinity', '-infinity', 'c0ffee00-dead-4bad-8bad-c0ffee000001', 'good', '[]', '{{1}}', NULL, '\xff', '-178000000 years', '255.255.255.255'),
    (4, E'\uFFFF', ' ', ' ', ' ', '-Infinity', 1, 0.01, 1, 1, 1, 1, '-Infinity', '-Infinity', '4713-01-01 BC', '4713-01-01 BC', '4713-01-01 BC', '4713-01-01 BC', '4713-01-01 BC', NULL, NULL, '1', NULL, true, NULL, NULL, NULL),
    (5, 'x', 'x', 'x', 'x', ('1' || repeat('0', 131071))::numeric, 995, 995.5, 995, 32760, 2147483640, 9223372036854775800, 3.4e38, 1.7e308, '5874897-12-31', '294276-12-31 23:59:59.999999', '294276-12-31 23:59:59', '294276-12-31 23:59:59.999999+00', '294276-12-31 23:59:59+00', NULL, NULL, '1', NULL, true, NULL, NULL, NULL),
    (6, 'x', 'x', 'x', 'x', -('9' || repeat('9', 131071))::numeric, -995, -995.5, -995, -32760, -2147483640, -9223372036854775800, -3.4e38, -1.7e308, '0001-12-31 BC', '0001-12-31 BC', '0001-12-31 BC', '1969-12-31 23:59:59.999999+14', '1969-12-31 23:59:59+14', NULL, NULL, '1', NULL, true, NULL, NULL, NULL),
    (7, 'x', 'x', 'x', 'x', ('0.' || repeat('0', 16380) || '1')::numeric, -1, -0.01, -1, -1, -1, -1, 1e-45, 5e-324, '1582-10-10', '1582-10-10', '1582-10-10', '1582-10-10', '1582-10-10', NULL, NULL, '1', NULL, true, NULL, NULL, NULL),
    (8, 'x', 'x', 'x', 'x', 1e-1000, -1, -0.01, -1, -1, -1, -1, '-0', '-0', '9999-12-31', '9999-12-31', '9999-12-31', '9999-12-31', '9999-12-31', NULL, NULL, '1', NULL, true, NULL, NULL, NULL);
GRANT SELECT ON attack_raw.extreme TO regress_attack_owner;
GRANT USAGE ON SCHEMA attack_raw TO regress_attack_owner;
CREATE TABLE attack_probe.variant (id integer GENERATED ALWAYS AS IDENTITY, technique text, params jsonb, columns text, errors bigint, example text);
INSERT INTO attack_probe.variant (technique, params) VALUES
    ('release', NULL), ('suppress', NULL), ('constant', '{"value": "1"}'), ('constant', '{"value": "good"}'), ('constant', '{"value": "2000-01-01"}'), ('constant', '{"value": "NaN"}'),
    ('partial', NULL), ('partial', '{"keep_start": 1000, "keep_end": 1000}'), ('partial', '{"keep_start": 1, "keep_end": 1, "fill": ""}'), ('partial', '{"keep_end": 2, "fill": "€\\"}'),
    ('redact', NULL), ('redact', '{"fill": ""}'),
    ('pseudonym', '{"key": "attack_evaluation"}'), ('pseudonym', '{"key": "attack_evaluation", "as": "text"}'), ('encrypt', '{"key": "attack_evaluation"}'),
    ('encrypt', '{"key": "attack_evaluation", "normalize": "nfc"}'), ('pseudonym', '{"key": "attack_evaluation", "per": "id"}'), ('pseudonym', '{"key": "attack_evaluation", "as": "bigint", "scope": "key"}'),
    ('truncate', '{"to": "second"}'), ('truncate', '{"to": "minute"}'), ('truncate', '{"to": "hour"}'), ('truncate', '{"to": "day"}'), ('truncate', '{"to": "week"}'), ('truncate', '{"to": "month"}'),
    ('truncate', '{"to": "quarter"}'), ('truncate', '{"to": "year"}'), ('truncate', '{"to": "decade"}'), ('truncate', '{"to": "century"}'),
    ('truncate', '{"to": "day", "zone": "Pacific/Kiritimati"}'), ('truncate', '{"to": "hour", "zone": "America/St_Johns"}'), ('truncate', '{"to": "century", "zone": "Etc/GMT+12"}'),
    ('bucket', '{"width": 1}'), ('bucket', '{"width": 1000}'), ('bucket', '{"width": 9223372036854775807}'), ('bucket', '{"width": 0.01}'), ('bucket', '{"width": 1e-300}'), ('bucket', '{"width": 1e300}'), ('bucket', '{"width": 1e131071}'),
    ('bucket', '{"width": 1000, "as": "range"}'), ('bucket', '{"width": 9223372036854775807, "as": "range"}'), ('bucket', '{"width": 1e131071, "as": "range"}'),
    ('bucket', '{"width": 1000, "as": "text"}'), ('bucket', '{"width": 9223372036854775807, "as": "text"}'), ('bucket', '{"width": 1e131071, "as": "text"}'),
    ('round', '{"to": 1}'), ('round', '{"to": 10}'), ('round', '{"to": 1000}'), ('round', '{"to": 9223372036854775807}'), ('round', '{"to": 0.01}'), ('round', '{"to": 1e300}'), ('round', '{"to": 1e131071}'),
    ('clamp', '{"min": "0"}'), ('clamp', '{"max": "10"}'), ('clamp', '{"min": "-10", "max": "10"}'), ('clamp', '{"max": "2000-01-01"}'), ('clamp', '{"min": "-infinity", "max": "infinity"}'), ('clamp', '{"min": "NaN"}'),
    ('prefix', '{"keep": 0}'), ('prefix', '{"keep": 1}'), ('prefix', '{"keep": 1000}');
INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES ('attack_study', 'attack_raw.extreme', 'id', 'release', 'x');
GRANT SELECT ON attack_study.extreme TO regress_attack_analyst;
DO $$
DECLARE
    this record;
    attribute_name name;
    row_id integer;
BEGIN
    FOR this IN SELECT * FROM attack_probe.variant ORDER BY id LOOP
        DELETE FROM veil.rule r WHERE r.policy = 'attack_study' AND r.relation = 'attack_raw.extreme' AND r.attribute <> 'id';
        UPDATE attack_probe.variant SET errors = 0, columns = '' WHERE id = this.id;
        FOR attribute_name IN SELECT a.attname FROM pg_attribute a WHERE a.attrelid = 'attack_raw.extreme'::regclass AND a.attnum > 1 ORDER BY a.attnum LOOP
            BEGIN
                INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
                VALUES ('attack_study', 'attack_raw.extreme', attribute_name, this.technique, this.params, 'x');
            EXCEPTION WHEN invalid_parameter_value THEN
                CONTINUE; -- not for this type
            END;
            UPDATE attack_probe.variant SET columns = columns || attribute_name || ' ' WHERE id = this.id;
            FOR row_id IN 0 .. 8 LOOP
                BEGIN
                    SET LOCAL ROLE regress_attack_analyst;
                    EXECUTE format('SELECT %I::text FROM attack_study.extreme WHERE id = %s', attribute_name, row_id);
                    RESET ROLE;
                EXCEPTION WHEN OTHERS THEN
                    UPDATE attack_probe.variant SET errors = errors + 1, example = format('%s, row %s: %s', attribute_name, row_id, left(SQLERRM, 100)) WHERE id = this.id;
                END;
            END LOOP;
        END LOOP;
    END LOOP;
END $$;
SELECT technique, left(params::text, 40) AS params, columns, errors, example FROM attack_probe.variant ORDER BY id;
\set ECHO none
\i :withdrawn
