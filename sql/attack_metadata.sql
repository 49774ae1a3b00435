-- C1, C4, C5, C7, C9: plans, definitions, statistics and settings. Names and versions of keys are there to be read; raw values
-- and secrets are not. (C3 and C8, what goes to the client and the log, are in test/tap.)
\getenv sources PG_ABS_SRCDIR
\set released :sources '/test/attack/released.sql'
\set withdrawn :sources '/test/attack/withdrawn.sql'
\set key attack_metadata
\set VERBOSITY terse
SET client_min_messages = warning;
\set ECHO none
\i :released
\set ECHO all
-- Secrets, as far as the database could know one: check values, and where keyring and root key are.
INSERT INTO attack_probe.canary
SELECT encode(check_value, 'hex') FROM veil.key_version UNION ALL SELECT encode(check_value, 'base64') FROM veil.key_version
UNION ALL SELECT encode(substr(check_value, 1, 8), 'hex') FROM veil.key_version
UNION ALL SELECT current_setting('pg_veil.keyring') UNION ALL SELECT current_setting('pg_veil.root_key_command');
ANALYZE attack_raw.person;
SET SESSION AUTHORIZATION regress_attack_analyst;
SET search_path = attack_study;
SET jit = off;

-- C1. EXPLAIN in every format, with everything it can tell.
CREATE FUNCTION attack_analyst.explained(options text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    line text;
    plan text := '';
BEGIN
    FOR line IN EXECUTE format('EXPLAIN (%s) %s', options, query) LOOP
        plan := plan || line || E'\n';
    END LOOP;
    RETURN plan;
END $$;
SELECT options, count(*) AS plans, count(*) FILTER (WHERE attack_probe.leaks(attack_analyst.explained(options, query))) AS leaks
FROM unnest(ARRAY['VERBOSE', 'ANALYZE, VERBOSE, BUFFERS, SETTINGS, WAL', 'ANALYZE, VERBOSE, FORMAT JSON', 'ANALYZE, VERBOSE, FORMAT YAML', 'ANALYZE, VERBOSE, FORMAT XML', 'COSTS, SUMMARY']) options,
     unnest(ARRAY['SELECT * FROM person', 'SELECT * FROM person WHERE bsn = ''CANARY''', 'SELECT count(*) FROM person WHERE income > 48150000 AND birth_date < ''1935-01-01''',
                  'SELECT p FROM person p', 'SELECT * FROM person a JOIN person b USING (bsn, id)', 'SELECT bsn, max(income) FROM person GROUP BY bsn ORDER BY 2',
                  'SELECT * FROM person WHERE name IS NULL AND kind = ''k''', 'SELECT DISTINCT phone, postcode FROM person WHERE age BETWEEN 1 AND 100',
                  'DECLARE c CURSOR FOR SELECT * FROM person']) query
GROUP BY 1 ORDER BY 1;
PREPARE prepared(text) AS SELECT * FROM person WHERE bsn = $1;
SET plan_cache_mode = force_generic_plan;
SELECT attack_probe.leaks(attack_analyst.explained('VERBOSE', 'EXECUTE prepared(''x'')')), attack_probe.leaks(attack_analyst.explained('ANALYZE, VERBOSE', 'CREATE TABLE attack_analyst.made AS SELECT * FROM person'));
RESET plan_cache_mode;
-- What is there of a key: its name and version.
EXPLAIN (VERBOSE, COSTS OFF) SELECT bsn, number FROM person WHERE bsn = 'x';

-- C4, C5, C7. Every row of every relation in the catalogs that the analyst may read.
CREATE FUNCTION attack_analyst.search() RETURNS TABLE (relation text, outcome text) LANGUAGE plpgsql AS $$
BEGIN
    FOR relation IN SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            AND c.relkind IN ('r', 'v') AND c.relname NOT IN ('pg_stat_ssl', 'pg_stat_gssapi') ORDER BY c.relname LOOP
        outcome := attack_probe.look(format('SELECT * FROM %s', relation));
        RETURN NEXT;
    END LOOP;
END $$;
-- A smallint could be an OID or a counter.
RESET SESSION AUTHORIZATION;
DELETE FROM attack_probe.canary WHERE length(value) = 5 AND value ~ '^[0-9]*$';
SET SESSION AUTHORIZATION regress_attack_analyst;
CREATE TABLE attack_analyst.searched AS SELECT * FROM attack_analyst.search();
SELECT count(*) FILTER (WHERE outcome LIKE 'clean%') > 150 AS searched FROM attack_analyst.searched;
SELECT * FROM attack_analyst.searched WHERE outcome !~ '^(clean|error: permission denied|error: must be superuser)' ORDER BY 1;
SELECT count(*) FROM pg_stats WHERE schemaname LIKE 'attack%';
SELECT count(*) FROM pg_stats_ext WHERE schemaname LIKE 'attack%';
SELECT count(*) FROM pg_stats_ext_exprs WHERE schemaname LIKE 'attack%';
SELECT attack_probe.look('SELECT * FROM pg_statistic');
SELECT attack_probe.look('SELECT * FROM pg_statistic_ext_data');
SELECT split_part(attack_probe.look('SELECT pg_get_viewdef(oid), pg_get_viewdef(oid, true) FROM pg_class WHERE relkind = ''v'''), ',', 1);
SELECT split_part(attack_probe.look('SELECT pg_get_ruledef(oid) FROM pg_rewrite'), ',', 1);
SELECT split_part(attack_probe.look('SELECT pg_get_triggerdef(oid) FROM pg_trigger'), ',', 1);
SELECT split_part(attack_probe.look('SELECT pg_get_functiondef(oid) FROM pg_proc WHERE prokind = ''f'' AND pronamespace IN (SELECT oid FROM pg_namespace WHERE nspname ~ ''veil|attack'')'), ',', 1);
SELECT split_part(attack_probe.look('SELECT obj_description(oid), col_description(oid, 1), col_description(oid, 2) FROM pg_class'), ',', 1);
SELECT pg_get_viewdef('attack_study.person'::regclass) ~ 'attack_metadata/1' AS names_the_key,
       attack_probe.leaks(pg_get_viewdef('attack_study.person'::regclass)) AS leaks;
-- Settings.
SELECT count(*) FROM pg_settings WHERE name LIKE 'pg_veil.%';
SELECT count(*) FROM pg_show_all_settings() s WHERE s.name LIKE 'pg_veil.%';
\set VERBOSITY sqlstate
SHOW pg_veil.keyring;
SELECT current_setting('pg_veil.root_key_command');
SELECT current_setting('pg_veil.root_key_command', true);
\set VERBOSITY terse
SELECT set_config('pg_veil.keyring', '/tmp/x', false);
SET pg_veil.root_key_command = 'echo 0';
SET LOCAL pg_veil.keyring TO DEFAULT;
RESET pg_veil.keyring;
ALTER ROLE regress_attack_analyst SET pg_veil.keyring = 'x';
SET pg_veil.rewrite_nothing = on;
CREATE FUNCTION attack_analyst.with_setting() RETURNS text LANGUAGE sql SET pg_veil.keyring = 'x' AS 'SELECT 1';
SELECT pg_read_file(:'key'), pg_ls_dir('.'), pg_stat_file('x'), lo_import('x');
SELECT * FROM pg_file_settings;

-- C9. The rule catalog is not the analyst's; what he is told is in the comments.
SELECT relation, attack_probe.look('SELECT * FROM ' || relation) FROM unnest(ARRAY['veil.policy', 'veil.release', 'veil.rule', 'veil.rule_history', 'veil.technique', 'veil.key_version', 'veil.key_grant', 'veil.uncovered', 'veil.key_status', 'veil.keyring']) relation;
SELECT attack_probe.look('SELECT * FROM veil.show(''attack_study.person'')');
SELECT attack_probe.look('SELECT * FROM veil.preview(''attack_study'', ''attack_raw.person'')');
SELECT attack_probe.look('SELECT * FROM veil.compile(''attack_study'', ''attack_raw.person'')');
SELECT a.attname, col_description(a.attrelid, a.attnum) FROM pg_attribute a WHERE a.attrelid = 'attack_study.person'::regclass AND a.attnum > 0 ORDER BY a.attnum;
SELECT obj_description('attack_study.person'::regclass);
RESET SESSION AUTHORIZATION;
RESET search_path;
\set ECHO none
\i :withdrawn
