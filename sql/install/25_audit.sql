-- What is recorded for an audit: who reversed which pseudonym, who tried, and why. A background worker makes each record
-- in a transaction of its own and commits before the answer leaves, so no ROLLBACK takes it back. Records are numbered
-- without gaps, and each holds the hash of the one before it.

CREATE TABLE veil.audit (
    id           bigint PRIMARY KEY,
    at           timestamptz NOT NULL,
    -- Who logged in; who that is after SET SESSION AUTHORIZATION; with whose privileges the function was called.
    login_role   text NOT NULL,
    session_role text NOT NULL,
    acting_role  text NOT NULL,
    client       text,
    application  text,
    session      text NOT NULL,
    action       text NOT NULL,
    release      text,
    policy       text COLLATE "C",
    relation     text COLLATE "C",
    attribute    text COLLATE "C",
    to_policy    text COLLATE "C",
    pseudonyms   text[],
    reason       text,
    units        bigint NOT NULL,
    outcome      text NOT NULL CHECK (outcome IN ('granted', 'no privilege', 'over limit')),
    grant_id     uuid,
    prev_hash    bytea NOT NULL CHECK (octet_length(prev_hash) = 32),
    hash         bytea NOT NULL CHECK (octet_length(hash) = 32)
);
COMMENT ON TABLE veil.audit IS 'who reversed or tried to reverse which pseudonym, when and why; never a raw value; append-only and hash-chained';
COMMENT ON COLUMN veil.audit.client IS 'the address of the client; none for a local connection';
COMMENT ON COLUMN veil.audit.application IS 'application_name, as the client calls itself';
COMMENT ON COLUMN veil.audit.session IS 'the session, as %c in log_line_prefix writes it';
COMMENT ON COLUMN veil.audit.release IS 'the release as it was asked for';
COMMENT ON COLUMN veil.audit.units IS 'how many pseudonyms; what is counted against the limit of the grant';
COMMENT ON COLUMN veil.audit.grant_id IS 'the grant that was used; none for a superuser without one';
COMMENT ON COLUMN veil.audit.hash IS 'veil.audit_hash of this record';
CREATE INDEX audit_grant ON veil.audit (grant_id, at) WHERE outcome = 'granted';
CREATE INDEX audit_refusal ON veil.audit (login_role, outcome, at) WHERE outcome <> 'granted';
SELECT pg_catalog.pg_extension_config_dump('veil.audit', '');

-- Over the fields as texts in UTF-8, each after its length in four bytes, big-endian, and ffffffff for none: no two records
-- are the same bytes.
CREATE FUNCTION veil.audit_hash(record veil.audit) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE COST 200 SET search_path = pg_catalog, veil, pg_temp AS $function$
    SELECT sha256(convert_to('pg_veil audit 1', 'UTF8') || record.prev_hash ||
                  string_agg(CASE WHEN f.value IS NULL THEN '\xffffffff'::bytea
                                  ELSE int4send(octet_length(convert_to(f.value, 'UTF8'))) || convert_to(f.value, 'UTF8') END,
                             '' ORDER BY f.number))
    FROM unnest(ARRAY[record.id::text,
                      -- Microseconds since 1970, whatever the time zone.
                      (extract(epoch FROM record.at) * 1000000)::bigint::text,
                      record.login_role, record.session_role, record.acting_role, record.client, record.application,
                      record.session, record.action, record.release, record.policy, record.relation, record.attribute,
                      record.to_policy, cardinality(record.pseudonyms)::text]
                || record.pseudonyms
                || ARRAY[record.reason, record.units::text, record.outcome, record.grant_id::text])
         WITH ORDINALITY f(value, number)
$function$;
COMMENT ON FUNCTION veil.audit_hash(veil.audit) IS 'SHA-256 of a record and the hash of the one before it';

CREATE FUNCTION veil.audit_append_only() RETURNS trigger
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_audit_append_only';
COMMENT ON FUNCTION veil.audit_append_only() IS 'trigger: records are neither made nor changed by hand';
CREATE TRIGGER append_only BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON veil.audit
    FOR EACH STATEMENT EXECUTE FUNCTION veil.audit_append_only();
ALTER TABLE veil.audit ENABLE ALWAYS TRIGGER append_only;

CREATE FUNCTION veil.verify_audit(known_head bytea DEFAULT NULL, OUT ok boolean, OUT records bigint,
                                  OUT first_bad bigint, OUT head bytea)
    LANGUAGE sql STABLE PARALLEL SAFE COST 100000 SET search_path = pg_catalog, veil, pg_temp AS $function$
    WITH zero AS (SELECT decode(repeat('00', 32), 'hex') AS hash),
    chain AS (
        SELECT a.id, a.hash,
               a.id = coalesce(lag(a.id) OVER w, 0) + 1 AND a.prev_hash = coalesce(lag(a.hash) OVER w, zero.hash)
               AND a.hash = veil.audit_hash(a) AS good
        FROM veil.audit a, zero WINDOW w AS (ORDER BY a.id))
    SELECT coalesce(bool_and(c.good), true)
           AND (known_head IS NULL OR known_head = (SELECT z.hash FROM zero z)
                OR coalesce(bool_or(c.hash = known_head), false)),
           count(*), min(c.id) FILTER (WHERE NOT c.good),
           coalesce((SELECT a.hash FROM veil.audit a ORDER BY a.id DESC LIMIT 1), (SELECT z.hash FROM zero z))
    FROM chain c
$function$;
COMMENT ON FUNCTION veil.verify_audit(bytea) IS 'whether no record was changed, taken out or put in, and the head that was noted elsewhere is still among them; how many records; the first bad one; the head to note now';

REVOKE ALL ON veil.audit FROM PUBLIC;
REVOKE ALL ON FUNCTION veil.audit_append_only() FROM PUBLIC;
