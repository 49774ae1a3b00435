-- The schemas. CREATE without IF NOT EXISTS: where somebody has made a schema of this name, the installation refuses,
-- since objects of his could stand in for the extension's.
CREATE SCHEMA veil;
COMMENT ON SCHEMA veil IS 'pg_veil: the rule catalog and the masks, for those who declare protection; analysts need no privilege on it';
REVOKE ALL ON SCHEMA veil FROM PUBLIC;
CREATE SCHEMA veil_public;
COMMENT ON SCHEMA veil_public IS 'pg_veil: what everybody may call; each function checks for itself who asks';
GRANT USAGE ON SCHEMA veil_public TO PUBLIC;
