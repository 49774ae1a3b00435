-- The rule catalog. No foreign keys between these tables: pg_dump would lose their order. Names, not OIDs: a dropped
-- table would be dumped as a number that another table may bear later.

-- A policy: for whom, for what purpose, at which level. Its owner is the owner of its schema, with whose rights its
-- views read.
CREATE TABLE veil.policy (
    name       text COLLATE "C" PRIMARY KEY CHECK (name <> ''),
    schema     text COLLATE "C" NOT NULL UNIQUE,
    level      text NOT NULL CHECK (level IN ('pseudonymized', 'generalized', 'aggregated')),
    purpose    text,
    k          integer CHECK (k >= 1),
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL DEFAULT session_user
);
COMMENT ON TABLE veil.policy IS 'for whom, for what purpose, at which level; each owns one schema of views';
SELECT pg_catalog.pg_extension_config_dump('veil.policy', '');

-- One relation released under one policy: one view. "relation" follows renames; a relation that takes the declared name
-- over, and belongs to the same owner, takes the release over.
CREATE TABLE veil.release (
    policy         text COLLATE "C" NOT NULL,
    relation       text COLLATE "C" NOT NULL,
    declared       text COLLATE "C" NOT NULL,
    view_name      text COLLATE "C" NOT NULL CHECK (octet_length(view_name) BETWEEN 1 AND 63),
    relation_owner text,
    subject        text,
    k              integer CHECK (k >= 1),
    filter         jsonb CHECK (jsonb_typeof(filter) = 'object'),
    sample         jsonb CHECK (jsonb_typeof(sample) = 'object'),
    disclosure     jsonb CHECK (jsonb_typeof(disclosure) = 'object'),
    PRIMARY KEY (policy, relation),
    UNIQUE (policy, view_name)
);
COMMENT ON TABLE veil.release IS 'one relation released under one policy: its view, its data subject, exceptions from the policy';
COMMENT ON COLUMN veil.release.filter IS 'a condition on the row: what does not meet it is not shown';
COMMENT ON COLUMN veil.release.sample IS 'a keyed sample of the subjects: fraction, key, scope, and "of" where it is not by the subject';
COMMENT ON COLUMN veil.release.disclosure IS 'rules of disclosure for level aggregated, beside the threshold k: dominance, p percent, share of a margin, secondary suppression; whether answers are recorded, and compared with earlier ones';
CREATE INDEX release_relation ON veil.release (relation);
CREATE INDEX release_declared ON veil.release (declared);
SELECT pg_catalog.pg_extension_config_dump('veil.release', '');

-- One released column. Write to this table: triggers check the rule and rebuild the view in the same transaction.
CREATE TABLE veil.rule (
    policy    text COLLATE "C" NOT NULL,
    relation  text COLLATE "C" NOT NULL,
    attribute text COLLATE "C" NOT NULL,
    technique text COLLATE "C" NOT NULL,
    params    jsonb CHECK (jsonb_typeof(params) = 'object'),
    class     text CHECK (class IN ('direct', 'quasi', 'sensitive', 'insensitive')),
    why       text,
    PRIMARY KEY (policy, relation, attribute)
);
COMMENT ON TABLE veil.rule IS 'one released column: technique, parameters, class and reason; a column without a rule is not in the view';
COMMENT ON COLUMN veil.rule.relation IS 'the base relation, completed with its schema when the rule is written';
COMMENT ON COLUMN veil.rule.attribute IS 'the column of the base relation, exactly as it is stored';
COMMENT ON COLUMN veil.rule.class IS 'direct identifier, quasi-identifier, sensitive or insensitive';
CREATE INDEX rule_relation ON veil.rule (relation, attribute);
SELECT pg_catalog.pg_extension_config_dump('veil.rule', '');

-- Every change of a rule: "cause" is rule (somebody edited it), relation (it followed its
-- relation) or policy (its policy was dropped).
CREATE TABLE veil.rule_history (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    changed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_by   text NOT NULL,
    session_role text NOT NULL,
    cause        text NOT NULL,
    policy       text NOT NULL,
    relation     text NOT NULL,
    attribute    text NOT NULL,
    before       jsonb,
    after        jsonb
);
COMMENT ON TABLE veil.rule_history IS 'who changed which rule when: the rule before and after';
SELECT pg_catalog.pg_extension_config_dump('veil.rule_history', '');
SELECT pg_catalog.pg_extension_config_dump('veil.rule_history_id_seq', '');

CREATE FUNCTION veil.edit_begins() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_edit_begins';
COMMENT ON FUNCTION veil.edit_begins() IS 'trigger: one editor at a time';
CREATE FUNCTION veil.rule_normalize() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_rule_normalize';
COMMENT ON FUNCTION veil.rule_normalize() IS 'trigger: who may write a rule; completes the name of its relation';
CREATE FUNCTION veil.rule_changed() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_rule_changed';
COMMENT ON FUNCTION veil.rule_changed() IS 'trigger: checks the rules, records the change, rebuilds the views';
CREATE FUNCTION veil.rule_settle() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_rule_settle';
COMMENT ON FUNCTION veil.rule_settle() IS 'trigger: at the end of the transaction, columns without a rule leave the view';
CREATE FUNCTION veil.release_normalize() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_release_normalize';
COMMENT ON FUNCTION veil.release_normalize() IS 'trigger: who may write a release; completes its names';
CREATE FUNCTION veil.release_changed() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_release_changed';
COMMENT ON FUNCTION veil.release_changed() IS 'trigger: the view follows the name of its release';
CREATE FUNCTION veil.refuse_truncate() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_refuse_truncate';
COMMENT ON FUNCTION veil.refuse_truncate() IS 'trigger: TRUNCATE would leave views behind';
CREATE FUNCTION veil.refuse_writes() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_refuse_writes';
COMMENT ON FUNCTION veil.refuse_writes() IS 'trigger of every release: nobody writes through it';
CREATE FUNCTION veil.closed(policy text, view text) RETURNS boolean
    LANGUAGE c VOLATILE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'veil_closed';
COMMENT ON FUNCTION veil.closed(text, text) IS 'the condition of a closed view: an error for whoever reads it';

CREATE TRIGGER begins BEFORE INSERT OR UPDATE OR DELETE ON veil.rule
    FOR EACH STATEMENT EXECUTE FUNCTION veil.edit_begins();
CREATE TRIGGER normalize BEFORE INSERT OR UPDATE ON veil.rule
    FOR EACH ROW EXECUTE FUNCTION veil.rule_normalize();
CREATE TRIGGER inserted AFTER INSERT ON veil.rule REFERENCING NEW TABLE AS new_rules
    FOR EACH STATEMENT EXECUTE FUNCTION veil.rule_changed();
CREATE TRIGGER updated AFTER UPDATE ON veil.rule REFERENCING OLD TABLE AS old_rules NEW TABLE AS new_rules
    FOR EACH STATEMENT EXECUTE FUNCTION veil.rule_changed();
CREATE TRIGGER deleted AFTER DELETE ON veil.rule REFERENCING OLD TABLE AS old_rules
    FOR EACH STATEMENT EXECUTE FUNCTION veil.rule_changed();
CREATE CONSTRAINT TRIGGER settle_deleted AFTER DELETE ON veil.rule DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION veil.rule_settle();
CREATE CONSTRAINT TRIGGER settle_moved AFTER UPDATE ON veil.rule DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (old.policy <> new.policy OR old.relation <> new.relation OR old.attribute <> new.attribute)
    EXECUTE FUNCTION veil.rule_settle();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON veil.rule
    FOR EACH STATEMENT EXECUTE FUNCTION veil.refuse_truncate();
ALTER TABLE veil.rule ENABLE ALWAYS TRIGGER begins;
ALTER TABLE veil.rule ENABLE ALWAYS TRIGGER normalize;
ALTER TABLE veil.rule ENABLE ALWAYS TRIGGER inserted;
ALTER TABLE veil.rule ENABLE ALWAYS TRIGGER updated;
ALTER TABLE veil.rule ENABLE ALWAYS TRIGGER deleted;
ALTER TABLE veil.rule ENABLE ALWAYS TRIGGER settle_deleted;
ALTER TABLE veil.rule ENABLE ALWAYS TRIGGER settle_moved;
ALTER TABLE veil.rule ENABLE ALWAYS TRIGGER refuse_truncate;

CREATE TRIGGER begins BEFORE INSERT OR UPDATE OR DELETE ON veil.release
    FOR EACH STATEMENT EXECUTE FUNCTION veil.edit_begins();
CREATE TRIGGER normalize BEFORE INSERT OR UPDATE ON veil.release
    FOR EACH ROW EXECUTE FUNCTION veil.release_normalize();
CREATE TRIGGER changed AFTER UPDATE OR DELETE ON veil.release
    FOR EACH ROW EXECUTE FUNCTION veil.release_changed();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON veil.release
    FOR EACH STATEMENT EXECUTE FUNCTION veil.refuse_truncate();
ALTER TABLE veil.release ENABLE ALWAYS TRIGGER begins;
ALTER TABLE veil.release ENABLE ALWAYS TRIGGER normalize;
ALTER TABLE veil.release ENABLE ALWAYS TRIGGER changed;
ALTER TABLE veil.release ENABLE ALWAYS TRIGGER refuse_truncate;

CREATE FUNCTION veil.create_policy(name text, level text DEFAULT 'pseudonymized', purpose text DEFAULT NULL,
                                   schema text DEFAULT NULL, owner text DEFAULT NULL, k integer DEFAULT NULL)
    RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_create_policy';
COMMENT ON FUNCTION veil.create_policy(text, text, text, text, text, integer) IS 'makes a policy and its schema, owned by the caller or by owner';
CREATE FUNCTION veil.drop_policy(name text) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_drop_policy';
COMMENT ON FUNCTION veil.drop_policy(text) IS 'removes a policy with its rules, views and schema';
CREATE FUNCTION veil.rebuild(policy text) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_rebuild';
COMMENT ON FUNCTION veil.rebuild(text) IS 'checks every rule of a policy again and builds the views that do not say what their rules say';
CREATE FUNCTION veil.compile(policy text, relation regclass, OUT attribute text, OUT expression text) RETURNS SETOF record
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE ROWS 20 AS 'MODULE_PATHNAME', 'veil_compile';
COMMENT ON FUNCTION veil.compile(text, regclass) IS 'the expression that each rule stands for, over the alias base';
