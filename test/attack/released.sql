-- A table of canaries, one in every column, and its release to an analyst. Its key is named by the variable "key".
\o /dev/null
CREATE ROLE regress_attack_base;
CREATE ROLE regress_attack_owner;
CREATE ROLE regress_attack_analyst;
CREATE SCHEMA attack_raw AUTHORIZATION regress_attack_base;
CREATE SCHEMA attack_analyst AUTHORIZATION regress_attack_analyst;
CREATE SCHEMA attack_probe;
GRANT USAGE ON SCHEMA attack_probe TO PUBLIC;
GRANT TEMP ON DATABASE :DBNAME TO regress_attack_analyst;
SET ROLE regress_attack_base;
CREATE TABLE attack_raw.person (
    id bigint PRIMARY KEY,
    bsn text UNIQUE,
    number integer,
    token uuid,
    name text,
    remark text,
    phone varchar(20),
    postcode char(6),
    birth_date date,
    seen timestamptz,
    income integer,
    weight numeric(10,2),
    height double precision,
    age smallint,
    kind text,
    city text,
    hidden text,
    detail jsonb
);
INSERT INTO attack_raw.person
SELECT 8000000000 + i * 7919, 'CANARY_BSN_' || i, 1700000000 + i * 6133, ('c0ffee00-dead-4bad-8bad-c0ffee0000' || lpad(to_hex(i * 11), 2, '0'))::uuid,
       'CANARY_NAME_' || i, 'CANARY_REMARK_' || i, '+31611CANARY' || i, 'Q' || i % 3 || 'CNR' || i, date '1931-07-19' + i * 401,
       timestamptz '2013-03-17 21:43:59.271828+00' + i * interval '3 days 1 hour 7 seconds', 48150162 + i * 1733, 314159.26 + i * 1000.17, 2718.281828 + i * 13.7, 30000 + i * 17,
       'CANARY_KIND_' || i, (ARRAY['Ede', 'Urk'])[1 + i % 2], 'CANARY_HIDDEN_' || i, jsonb_build_object('a', 'CANARY_DETAIL_' || i)
FROM generate_series(1, 8) i;
CREATE INDEX ON attack_raw.person (income);
CREATE INDEX ON attack_raw.person (birth_date);
CREATE INDEX ON attack_raw.person (lower(name));
CREATE STATISTICS attack_raw.correlated ON income, birth_date, (upper(name)) FROM attack_raw.person;
ANALYZE attack_raw.person;
GRANT USAGE ON SCHEMA attack_raw TO regress_attack_owner;
GRANT SELECT ON attack_raw.person TO regress_attack_owner;
RESET ROLE;
SELECT veil.create_key(:'key');
SELECT veil.create_policy('attack_study', purpose => 'to be attacked');
ALTER SCHEMA attack_study OWNER TO regress_attack_owner;
INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
SELECT 'attack_study', 'attack_raw.person', r.* FROM (VALUES
    ('id', 'pseudonym', jsonb_build_object('key', :'key'), NULL),
    ('bsn', 'pseudonym', jsonb_build_object('key', :'key'), NULL),
    ('number', 'pseudonym', jsonb_build_object('key', :'key'), NULL),
    ('token', 'pseudonym', jsonb_build_object('key', :'key'), NULL),
    ('name', 'suppress', NULL, NULL),
    ('remark', 'redact', NULL, NULL),
    ('phone', 'partial', '{"keep_start": 3}', NULL),
    ('postcode', 'prefix', '{"keep": 2}', NULL),
    ('birth_date', 'truncate', '{"to": "year"}', NULL),
    ('seen', 'truncate', '{"to": "month"}', NULL),
    ('income', 'bucket', '{"width": 10000}', NULL),
    ('weight', 'round', '{"to": 10000}', NULL),
    ('height', 'bucket', '{"width": 500}', NULL),
    ('age', 'clamp', '{"max": 90}', NULL),
    ('kind', 'constant', '{"value": "k"}', NULL),
    ('city', 'release', NULL, 'regional analysis')) r(attribute, technique, params, why);
GRANT USAGE ON SCHEMA attack_study TO regress_attack_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA attack_study TO regress_attack_analyst;

-- Every raw value that is not released, as it could stand in an answer.
CREATE TABLE attack_probe.canary AS
SELECT DISTINCT c.value FROM attack_raw.person p,
    LATERAL (VALUES (p.id::text), (p.bsn), (p.number::text), (p.token::text), (p.name), (p.remark), (p.phone), (substr(p.postcode, 3)),
                    (to_char(p.birth_date, 'YYYY-MM-DD')), (to_char(p.birth_date, 'MM-DD-YYYY')), (to_char(p.seen, 'MI:SS.US')), (p.income::text),
                    (p.weight::text), (p.height::text), (p.age::text), (p.kind), (p.hidden), (p.detail->>'a')) c(value);
-- As the tester, not as the analyst. Five digits stand amid those of some pseudonym every twentieth time: they count as
-- a number of their own.
CREATE FUNCTION attack_probe.leaks(answer text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM attack_probe.canary
    WHERE (strpos(answer, value) > 0 AND (value !~ '^[0-9]{5}$' OR answer ~ ('(^|[^0-9])' || value || '([^0-9]|$)')))
    OR strpos(answer, encode(convert_to(value, 'UTF8'), 'hex')) > 0) $$;
-- Runs a query with the caller's rights, and looks for canaries in its rows or its error.
CREATE FUNCTION attack_probe.look(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text := '';
    line text;
    lines integer := 0;
    message text;
    detail text;
    hint text;
    context text;
BEGIN
    BEGIN
        FOR line IN EXECUTE format('SELECT q::text FROM (%s) q', query) LOOP
            answer := answer || line || E'\n';
            lines := lines + 1;
        END LOOP;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
        RETURN CASE WHEN attack_probe.leaks(concat(message, detail, hint, context)) THEN 'LEAK in the error: ' ELSE 'error: ' END || message;
    END;
    RETURN CASE WHEN attack_probe.leaks(answer) THEN 'LEAK' ELSE 'clean' END || ', rows: ' || lines;
END $$;
\o
