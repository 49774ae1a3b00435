-- Nothing here is for analysts. A policy editor needs USAGE on the schema, the catalog's tables, and its keys.

REVOKE ALL ON veil.policy, veil.release, veil.rule, veil.rule_history, veil.technique, veil.key_version, veil.key_grant,
    veil.uncovered, veil.key_status, veil.keyring FROM PUBLIC;

-- Whoever may execute a trigger function may put it on a table of his own, and pass a view of his off as a release.
REVOKE ALL ON FUNCTION veil.rule_normalize(), veil.rule_changed(), veil.rule_settle(), veil.release_normalize(),
    veil.release_changed(), veil.refuse_truncate(), veil.refuse_writes(), veil.ddl_command_start(),
    veil.sql_drop(), veil.ddl_command_end(), veil.edit_begins() FROM PUBLIC;

CREATE FUNCTION veil.grant_editor(role text) RETURNS void
    LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE SET search_path = pg_catalog, veil, pg_temp AS $function$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA veil TO %I', role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON veil.rule, veil.release TO %I', role);
    EXECUTE format('GRANT SELECT ON veil.policy, veil.technique, veil.key_version, veil.rule_history, veil.uncovered, veil.key_status, veil.hierarchy, veil.hierarchy_owner TO %I', role);
    EXECUTE format('GRANT EXECUTE ON FUNCTION veil.key_condition(text, integer, text, bytea), '
                   'veil.load_hierarchy(text, text, text), veil.load_hierarchy(text, text[]), '
                   'veil.load_hierarchy(text, regclass, text[]), veil.load_hierarchy(text, jsonb), '
                   'veil.drop_hierarchy(text) TO %I', role);
END
$function$;
COMMENT ON FUNCTION veil.grant_editor(text) IS 'lets a role declare policies and rules over what it may read; it needs its keys as well (veil.grant_key)';

CREATE FUNCTION veil.revoke_editor(role text) RETURNS void
    LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE SET search_path = pg_catalog, veil, pg_temp AS $function$
BEGIN
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA veil FROM %I', role);
    EXECUTE format('REVOKE ALL ON FUNCTION veil.key_condition(text, integer, text, bytea), '
                   'veil.load_hierarchy(text, text, text), veil.load_hierarchy(text, text[]), '
                   'veil.load_hierarchy(text, regclass, text[]), veil.load_hierarchy(text, jsonb), '
                   'veil.drop_hierarchy(text) FROM %I', role);
    EXECUTE format('REVOKE ALL ON SCHEMA veil FROM %I', role);
END
$function$;
COMMENT ON FUNCTION veil.revoke_editor(text) IS 'takes back what veil.grant_editor gave';

REVOKE ALL ON FUNCTION veil.grant_editor(text), veil.revoke_editor(text) FROM PUBLIC;
