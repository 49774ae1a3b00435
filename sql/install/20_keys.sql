-- Keys: names, versions and check values. A key's bytes are in the keyring file, never in the database.

CREATE TYPE veil.key;

CREATE FUNCTION veil.key_in(cstring) RETURNS veil.key
    LANGUAGE c STABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_key_in';
COMMENT ON FUNCTION veil.key_in(cstring) IS 'input of veil.key: refuses a role that does not hold the key';

CREATE FUNCTION veil.key_out(veil.key) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_key_out';
COMMENT ON FUNCTION veil.key_out(veil.key) IS 'output of veil.key: name/version';

CREATE TYPE veil.key (
    INPUT = veil.key_in,
    OUTPUT = veil.key_out,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = int4,
    STORAGE = plain
);
COMMENT ON TYPE veil.key IS 'the right to use a key: its name and version, never its bytes; only a holder of the key can make a value';
REVOKE USAGE ON TYPE veil.key FROM PUBLIC;

-- One row a key version. check_value proves that a keyring has the same key, without telling anything of it.
CREATE TABLE veil.key_version (
    name        text COLLATE "C" NOT NULL CHECK (octet_length(name) BETWEEN 1 AND 63),
    version     integer NOT NULL CHECK (version > 0),
    state       text NOT NULL CHECK (state IN ('active', 'retired', 'destroyed')),
    algorithm   text NOT NULL,
    check_value bytea NOT NULL CHECK (octet_length(check_value) = 16),
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  text NOT NULL DEFAULT session_user,
    state_since timestamptz NOT NULL DEFAULT now(),
    state_by    text NOT NULL DEFAULT session_user,
    PRIMARY KEY (name, version)
);
COMMENT ON TABLE veil.key_version IS 'the versions of every key: state, algorithm, check value, who made it and who gave it its state, and when';
CREATE UNIQUE INDEX key_version_active ON veil.key_version (name) WHERE state = 'active';
SELECT pg_catalog.pg_extension_config_dump('veil.key_version', '');

-- Who holds a key: may write rules with it and call masks with it. Roles are dumped by name; grants of dropped roles
-- are not dumped.
CREATE TABLE veil.key_grant (
    key        text COLLATE "C" NOT NULL,
    grantee    regrole NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT now(),
    granted_by text NOT NULL DEFAULT session_user,
    PRIMARY KEY (key, grantee)
);
COMMENT ON TABLE veil.key_grant IS 'which roles hold which keys, beside superusers';
SELECT pg_catalog.pg_extension_config_dump('veil.key_grant', 'WHERE EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE pg_roles.oid = grantee)');

CREATE FUNCTION veil.keys_changed() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_keys_changed';
COMMENT ON FUNCTION veil.keys_changed() IS 'trigger: every session forgets the keys it prepared';

CREATE TRIGGER keys_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON veil.key_version
    FOR EACH STATEMENT EXECUTE FUNCTION veil.keys_changed();
ALTER TABLE veil.key_version ENABLE ALWAYS TRIGGER keys_changed;
CREATE TRIGGER keys_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON veil.key_grant
    FOR EACH STATEMENT EXECUTE FUNCTION veil.keys_changed();
ALTER TABLE veil.key_grant ENABLE ALWAYS TRIGGER keys_changed;

CREATE FUNCTION veil.holds_key(role regrole, key text) RETURNS boolean
    LANGUAGE c STABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_holds_key';
COMMENT ON FUNCTION veil.holds_key(regrole, text) IS 'whether a role holds a key';

CREATE FUNCTION veil.create_key(name text) RETURNS veil.key
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 10000 AS 'MODULE_PATHNAME', 'veil_create_key';
COMMENT ON FUNCTION veil.create_key(text) IS 'makes a key, that is one linking domain: a random secret in the keyring, its name and check value in the catalog';

CREATE FUNCTION veil.rotate_key(name text) RETURNS veil.key
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100000 AS 'MODULE_PATHNAME', 'veil_rotate_key';
COMMENT ON FUNCTION veil.rotate_key(text) IS 'makes a new version of a key and rebuilds the views that use it; the version before is retired: it can still reveal';

CREATE FUNCTION veil.destroy_key(name text, version integer) RETURNS void
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 10000 AS 'MODULE_PATHNAME', 'veil_destroy_key';
COMMENT ON FUNCTION veil.destroy_key(text, integer) IS 'destroys a version of a key for good: nobody can compute, check or reverse its pseudonyms again';

CREATE FUNCTION veil.rewrap_keyring() RETURNS bigint
    LANGUAGE c VOLATILE PARALLEL UNSAFE COST 10000 AS 'MODULE_PATHNAME', 'veil_rewrap_keyring';
COMMENT ON FUNCTION veil.rewrap_keyring() IS 'wraps the keyring under the root key of pg_veil.new_root_key_command; returns how many keys were under another one';

CREATE FUNCTION veil.grant_key(key text, grantee text) RETURNS void
    LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE SET search_path = pg_catalog, veil, pg_temp AS $function$
BEGIN
    IF NOT EXISTS (SELECT FROM veil.key_version v WHERE v.name = grant_key.key) THEN
        RAISE EXCEPTION 'key "%" does not exist', grant_key.key USING ERRCODE = 'undefined_object';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = grant_key.grantee) THEN
        RAISE EXCEPTION 'role "%" does not exist', grant_key.grantee USING ERRCODE = 'undefined_object';
    END IF;
    INSERT INTO veil.key_grant (key, grantee)
    VALUES (grant_key.key, quote_ident(grant_key.grantee)::regrole) ON CONFLICT DO NOTHING;
END
$function$;
COMMENT ON FUNCTION veil.grant_key(text, text) IS 'lets a role write rules with a key and call masks with it';

CREATE FUNCTION veil.revoke_key(key text, grantee text) RETURNS void
    LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE SET search_path = pg_catalog, veil, pg_temp AS $function$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = revoke_key.grantee) THEN
        RAISE EXCEPTION 'role "%" does not exist', revoke_key.grantee USING ERRCODE = 'undefined_object';
    END IF;
    DELETE FROM veil.key_grant g
    WHERE g.key = revoke_key.key AND g.grantee = quote_ident(revoke_key.grantee)::regrole;
END
$function$;
COMMENT ON FUNCTION veil.revoke_key(text, text) IS 'takes a key from a role; views built with it go on working';

-- For veil.key_status and veil.keyring. A session that has no fitting root key runs the root key commands, as it does
-- when it reads a view; so only in the leader.
CREATE FUNCTION veil.key_condition(name text, version integer, state text, check_value bytea) RETURNS text
    LANGUAGE c STABLE STRICT PARALLEL RESTRICTED COST 1000 AS 'MODULE_PATHNAME', 'veil_key_condition';
COMMENT ON FUNCTION veil.key_condition(text, integer, text, bytea) IS 'whether this server can use a version of a key, or why not';

CREATE FUNCTION veil.keyring_entries(OUT name text, OUT version integer, OUT check_value bytea, OUT condition text)
    RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL RESTRICTED COST 10000 ROWS 100 AS 'MODULE_PATHNAME', 'veil_keyring_entries';
COMMENT ON FUNCTION veil.keyring_entries() IS 'what stands in the keyring, whichever database it is of; no byte of a key';

REVOKE ALL ON FUNCTION veil.create_key(text), veil.rotate_key(text), veil.destroy_key(text, integer),
    veil.rewrap_keyring(), veil.grant_key(text, text), veil.revoke_key(text, text), veil.keys_changed(),
    veil.key_condition(text, integer, text, bytea), veil.keyring_entries() FROM PUBLIC;
