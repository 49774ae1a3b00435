-- Generalization hierarchies: a value's ever more general labels. Rules name a hierarchy; their views follow its newest
-- version. A version is never changed: it is "table", with its values and labels in the text form, or "rule", with a
-- definition from which labels are computed.
CREATE TABLE veil.hierarchy (
    name       text COLLATE "C" NOT NULL CHECK (octet_length(name) BETWEEN 1 AND 63),
    version    integer NOT NULL CHECK (version > 0),
    kind       text NOT NULL CHECK (kind IN ('table', 'rule')),
    definition jsonb CHECK (jsonb_typeof(definition) = 'object'),
    content    text,
    top_level  integer NOT NULL CHECK (top_level BETWEEN 1 AND 64),
    -- One of those that pg_veil comes with, which no dump holds. A version that somebody loads over it is not.
    shipped    boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL DEFAULT session_user,
    PRIMARY KEY (name, version),
    CHECK (CASE kind WHEN 'table' THEN content IS NOT NULL AND definition IS NULL
                     ELSE definition IS NOT NULL AND content IS NULL END)
);
COMMENT ON TABLE veil.hierarchy IS 'the versions of every hierarchy: listed values, or a rule';
COMMENT ON COLUMN veil.hierarchy.content IS 'one line a value: the value;its label at level 1;at level 2;...';
COMMENT ON COLUMN veil.hierarchy.top_level IS 'the highest level; level 0 is the value itself';
SELECT pg_catalog.pg_extension_config_dump('veil.hierarchy', 'WHERE NOT shipped');

-- Who may load a further version, beside superusers: members of this role. A hierarchy without a row is the extension
-- owner's. Roles are dumped by name; rows of dropped roles are not dumped.
CREATE TABLE veil.hierarchy_owner (
    name  text COLLATE "C" PRIMARY KEY,
    owner regrole NOT NULL
);
COMMENT ON TABLE veil.hierarchy_owner IS 'whose members may change a hierarchy, beside superusers';
SELECT pg_catalog.pg_extension_config_dump('veil.hierarchy_owner', 'WHERE EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE pg_roles.oid = owner)');

CREATE FUNCTION veil.hierarchies_changed() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_hierarchies_changed';
COMMENT ON FUNCTION veil.hierarchies_changed() IS 'trigger: every session forgets the hierarchies it read';
CREATE TRIGGER hierarchies_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON veil.hierarchy
    FOR EACH STATEMENT EXECUTE FUNCTION veil.hierarchies_changed();
ALTER TABLE veil.hierarchy ENABLE ALWAYS TRIGGER hierarchies_changed;

CREATE FUNCTION veil.load_hierarchy(name text, content text, separator text DEFAULT ';') RETURNS integer
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 10000 AS 'MODULE_PATHNAME', 'veil_load_hierarchy_text';
COMMENT ON FUNCTION veil.load_hierarchy(text, text, text) IS 'stores a hierarchy from lines of value;label 1;label 2;...; returns the number of the version';

CREATE FUNCTION veil.load_hierarchy(name text, rows text[]) RETURNS integer
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 10000 AS 'MODULE_PATHNAME', 'veil_load_hierarchy_rows';
COMMENT ON FUNCTION veil.load_hierarchy(text, text[]) IS 'stores a hierarchy from the rows of an array, such as ARRAY(SELECT ARRAY[value, label] FROM ...); returns the number of the version';

CREATE FUNCTION veil.load_hierarchy(name text, relation regclass, columns text[]) RETURNS integer
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 10000 AS 'MODULE_PATHNAME', 'veil_load_hierarchy_relation';
COMMENT ON FUNCTION veil.load_hierarchy(text, regclass, text[]) IS 'stores a hierarchy from columns of a table, read with the caller''s rights, for a superuser with the owner''s: the value, its label at level 1, ...; returns the number of the version';

CREATE FUNCTION veil.load_hierarchy(name text, rule jsonb) RETURNS integer
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 10000 AS 'MODULE_PATHNAME', 'veil_load_hierarchy_rule';
COMMENT ON FUNCTION veil.load_hierarchy(text, jsonb) IS 'stores a hierarchy that is computed: {"rule": "intervals" | "prefix" | "date" | "nl_postcode" | "icd10", ...}; returns the number of the version';

CREATE FUNCTION veil.drop_hierarchy(name text) RETURNS void
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 10000 AS 'MODULE_PATHNAME', 'veil_drop_hierarchy';
COMMENT ON FUNCTION veil.drop_hierarchy(text) IS 'removes a hierarchy that no rule uses; of one that pg_veil comes with, the versions loaded since';

-- STABLE: a hierarchy has a next version some day. Whatever is no value of the hierarchy is NULL.
CREATE FUNCTION veil.generalize(value text, hierarchy text, level integer) RETURNS text
    LANGUAGE c STABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_generalize_text';
COMMENT ON FUNCTION veil.generalize(text, text, integer) IS 'the label of a text at a level of a hierarchy';

CREATE FUNCTION veil.generalize(value integer, hierarchy text, level integer) RETURNS text
    LANGUAGE c STABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_generalize_int4';
COMMENT ON FUNCTION veil.generalize(integer, text, integer) IS 'the label of a number at a level of a hierarchy';

CREATE FUNCTION veil.generalize(value bigint, hierarchy text, level integer) RETURNS text
    LANGUAGE c STABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_generalize_int8';
COMMENT ON FUNCTION veil.generalize(bigint, text, integer) IS 'the label of a number at a level of a hierarchy';

CREATE FUNCTION veil.generalize(value numeric, hierarchy text, level integer) RETURNS text
    LANGUAGE c STABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'veil_generalize_numeric';
COMMENT ON FUNCTION veil.generalize(numeric, text, integer) IS 'the label of a number''s whole part at a level of a hierarchy';

CREATE FUNCTION veil.generalize(value date, hierarchy text, level integer) RETURNS text
    LANGUAGE c STABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_generalize_date';
COMMENT ON FUNCTION veil.generalize(date, text, integer) IS 'the label of a date at a level of a hierarchy';

REVOKE ALL ON veil.hierarchy, veil.hierarchy_owner FROM PUBLIC;
REVOKE ALL ON FUNCTION veil.hierarchies_changed(), veil.load_hierarchy(text, text, text),
    veil.load_hierarchy(text, text[]), veil.load_hierarchy(text, regclass, text[]), veil.load_hierarchy(text, jsonb),
    veil.drop_hierarchy(text) FROM PUBLIC;
