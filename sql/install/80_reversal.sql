-- Reversal: who may turn pseudonyms back, or link those of two policies, and how often an hour.

-- A grant follows its rule when the column or its relation gets another name, and ends with the rule. "key" and "to_key"
-- are what its giver held: once the rule has another key, the grant covers nothing.
CREATE TABLE veil.reversal_grant (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    action     text NOT NULL CHECK (action IN ('reveal', 'translate')),
    policy     text COLLATE "C" NOT NULL,
    relation   text COLLATE "C" NOT NULL,
    attribute  text COLLATE "C" NOT NULL,
    key        text COLLATE "C" NOT NULL,
    to_policy  text COLLATE "C" NOT NULL DEFAULT '',
    to_key     text COLLATE "C" NOT NULL DEFAULT '',
    grantee    regrole NOT NULL,
    per_hour   integer NOT NULL CHECK (per_hour >= 1),
    granted_at timestamptz NOT NULL DEFAULT now(),
    granted_by text NOT NULL DEFAULT session_user,
    UNIQUE (action, policy, relation, attribute, to_policy, grantee)
);
COMMENT ON TABLE veil.reversal_grant IS 'who may reveal pseudonyms of a released column, or translate them into those of another policy';
COMMENT ON COLUMN veil.reversal_grant.per_hour IS 'how many pseudonyms an hour, all members of the grantee together';
SELECT pg_catalog.pg_extension_config_dump('veil.reversal_grant', 'WHERE EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE pg_roles.oid = grantee)');

CREATE FUNCTION veil.reversal_follows() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_reversal_follows';
COMMENT ON FUNCTION veil.reversal_follows() IS 'trigger: grants of reversal follow the rule of a renamed column';
CREATE FUNCTION veil.reversal_settles() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_reversal_settles';
COMMENT ON FUNCTION veil.reversal_settles() IS 'trigger: at the end of the transaction, grants of reversal without a rule under their key end';
CREATE TRIGGER reversal_follows AFTER UPDATE ON veil.rule
    FOR EACH ROW WHEN (old.policy <> new.policy OR old.relation <> new.relation OR old.attribute <> new.attribute)
    EXECUTE FUNCTION veil.reversal_follows();
CREATE CONSTRAINT TRIGGER reversal_settles_deleted AFTER DELETE ON veil.rule DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION veil.reversal_settles();
CREATE CONSTRAINT TRIGGER reversal_settles_moved AFTER UPDATE ON veil.rule DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (old.policy <> new.policy OR old.relation <> new.relation OR old.attribute <> new.attribute
                       OR old.params ->> 'key' IS DISTINCT FROM new.params ->> 'key')
    EXECUTE FUNCTION veil.reversal_settles();
ALTER TABLE veil.rule ENABLE ALWAYS TRIGGER reversal_follows;
ALTER TABLE veil.rule ENABLE ALWAYS TRIGGER reversal_settles_deleted;
ALTER TABLE veil.rule ENABLE ALWAYS TRIGGER reversal_settles_moved;

CREATE FUNCTION veil.grant_reveal(release text, attribute text, grantee text, per_hour integer DEFAULT 20) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_grant_reveal';
COMMENT ON FUNCTION veil.grant_reveal(text, text, text, integer) IS 'lets a role reveal pseudonyms of a released column, so many an hour; for holders of the key who edit the policy, and not for themselves';
CREATE FUNCTION veil.revoke_reveal(release text, attribute text, grantee text) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_revoke_reveal';
COMMENT ON FUNCTION veil.revoke_reveal(text, text, text) IS 'takes back what veil.grant_reveal gave';
CREATE FUNCTION veil.grant_translate(policy_a text, policy_b text, relation text, attribute text, grantee text,
                                     per_hour integer DEFAULT 1000) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_grant_translate';
COMMENT ON FUNCTION veil.grant_translate(text, text, text, text, text, integer) IS 'lets a role turn pseudonyms of one policy into those of another, so many an hour; for holders of both keys who edit both policies, and not for themselves';
CREATE FUNCTION veil.revoke_translate(policy_a text, policy_b text, relation text, attribute text, grantee text) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_revoke_translate';
COMMENT ON FUNCTION veil.revoke_translate(text, text, text, text, text) IS 'takes back what veil.grant_translate gave';

CREATE FUNCTION veil_public.reveal(release text, attribute text, pseudonym text, reason text) RETURNS SETOF text
    LANGUAGE c VOLATILE PARALLEL UNSAFE COST 1000000 ROWS 1 AS 'MODULE_PATHNAME', 'veil_reveal';
COMMENT ON FUNCTION veil_public.reveal(text, text, text, text) IS 'the value behind a pseudonym, for whom veil.grant_reveal allows it; recorded in veil.audit before the answer';
CREATE FUNCTION veil_public.translate(policy_a text, policy_b text, relation text, attribute text, pseudonyms text[],
                                      reason text, OUT pseudonym_a text, OUT pseudonym_b text) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE COST 1000000 ROWS 100 AS 'MODULE_PATHNAME', 'veil_translate';
COMMENT ON FUNCTION veil_public.translate(text, text, text, text, text[], text) IS 'pseudonyms of one policy as those of another, for whom veil.grant_translate allows it; recorded in veil.audit before the answer';

REVOKE ALL ON veil.reversal_grant FROM PUBLIC;
REVOKE ALL ON FUNCTION veil.reversal_follows(), veil.reversal_settles() FROM PUBLIC;
