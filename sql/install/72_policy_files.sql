-- Policies as files: for version control, review and transport. A file holds names of keys and no key.
CREATE FUNCTION veil.export_policy(policy text, format text DEFAULT 'json') RETURNS text
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'veil_export_policy';
COMMENT ON FUNCTION veil.export_policy(text, text) IS 'a policy with its releases and rules as one JSON document, always in the same order, or as SQL';
CREATE FUNCTION veil.import_policy(document text, dry_run boolean DEFAULT true, owner text DEFAULT NULL)
    RETURNS TABLE (action text, object text, before jsonb, after jsonb)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 20 AS 'MODULE_PATHNAME', 'veil_import_policy';
COMMENT ON FUNCTION veil.import_policy(text, boolean, text) IS 'what differs between a document and the policy that stands; with dry_run => false the policy becomes what the document says';
CREATE FUNCTION veil.import_policy(document jsonb, dry_run boolean DEFAULT true, owner text DEFAULT NULL)
    RETURNS TABLE (action text, object text, before jsonb, after jsonb)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 20 AS 'MODULE_PATHNAME', 'veil_import_policy_jsonb';
COMMENT ON FUNCTION veil.import_policy(jsonb, boolean, text) IS 'the same of a document as jsonb, whose duplicate members are gone already';
