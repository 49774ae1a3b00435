-- The base table lives on under its views: ALTER TYPE, DROP COLUMN, renames, swaps, drops.
CREATE FUNCTION veil.ddl_command_start() RETURNS event_trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_ddl_command_start';
COMMENT ON FUNCTION veil.ddl_command_start() IS 'event trigger: closes the views that a statement on their base would be refused under';
CREATE FUNCTION veil.ddl_command_end() RETURNS event_trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_ddl_command_end';
COMMENT ON FUNCTION veil.ddl_command_end() IS 'event trigger: rules and views follow what happened to their base';
CREATE FUNCTION veil.sql_drop() RETURNS event_trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_sql_drop';
COMMENT ON FUNCTION veil.sql_drop() IS 'event trigger: the rule of a dropped column goes with it';

CREATE EVENT TRIGGER pg_veil_ddl_command_start ON ddl_command_start
    WHEN TAG IN ('ALTER TABLE', 'ALTER FOREIGN TABLE', 'ALTER VIEW', 'ALTER MATERIALIZED VIEW',
                 'ALTER TYPE', 'DROP TABLE', 'DROP FOREIGN TABLE', 'DROP VIEW', 'DROP MATERIALIZED VIEW',
                 'DROP TRIGGER', 'DROP SCHEMA', 'DROP OWNED', 'CREATE VIEW', 'CREATE RULE', 'CREATE TRIGGER')
    EXECUTE FUNCTION veil.ddl_command_start();
CREATE EVENT TRIGGER pg_veil_ddl_command_end ON ddl_command_end
    WHEN TAG IN ('ALTER TABLE', 'ALTER FOREIGN TABLE', 'ALTER VIEW', 'ALTER MATERIALIZED VIEW', 'ALTER SCHEMA',
                 'ALTER TYPE', 'DROP TABLE', 'DROP FOREIGN TABLE', 'DROP VIEW', 'DROP MATERIALIZED VIEW',
                 'CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'CREATE FOREIGN TABLE', 'CREATE VIEW',
                 'CREATE MATERIALIZED VIEW', 'CREATE SCHEMA', 'IMPORT FOREIGN SCHEMA')
    EXECUTE FUNCTION veil.ddl_command_end();
-- Any statement may drop columns along the way.
CREATE EVENT TRIGGER pg_veil_sql_drop ON sql_drop
    EXECUTE FUNCTION veil.sql_drop();
ALTER EVENT TRIGGER pg_veil_ddl_command_start ENABLE ALWAYS;
ALTER EVENT TRIGGER pg_veil_sql_drop ENABLE ALWAYS;
ALTER EVENT TRIGGER pg_veil_ddl_command_end ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER pg_veil_ddl_command_start IS 'pg_veil: closes views before ALTER and DROP of their base';
COMMENT ON EVENT TRIGGER pg_veil_ddl_command_end IS 'pg_veil: rebuilds views after DDL on their base';
COMMENT ON EVENT TRIGGER pg_veil_sql_drop IS 'pg_veil: deletes the rules of dropped columns';
