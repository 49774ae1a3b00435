-- Free text: what identifies somebody is found in it and replaced. Total and NULL for NULL; a text of over 16 MB is NULL.
-- The options are a text that a rule writes (docs/techniques/scrub.md), '' for the usual ones; `known` are the row's
-- own identifiers. Of the keyed function as of veil.pseudonym: a caller with USAGE on the schema needs the key.

CREATE FUNCTION veil.scrub(value text, options text, known text[]) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 200 AS 'MODULE_PATHNAME', 'veil_scrub';
COMMENT ON FUNCTION veil.scrub(text, text, text[]) IS 'a text with tags or masks in the place of the identifiers in it';

CREATE FUNCTION veil.scrub(value text, key veil.key, scope text, options text, known text[]) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 200 AS 'MODULE_PATHNAME', 'veil_scrub_keyed';
COMMENT ON FUNCTION veil.scrub(text, veil.key, text, text, text[]) IS 'a text with pseudonyms in the place of the identifiers in it; scope is the policy, or empty for the whole key';

CREATE FUNCTION veil.detect(value text) RETURNS TABLE (entity text, begins integer, ends integer)
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 10 AS 'MODULE_PATHNAME', 'veil_detect';
COMMENT ON FUNCTION veil.detect(text) IS 'what "scrub" finds in a text, and its first and last character, counted from 1';
