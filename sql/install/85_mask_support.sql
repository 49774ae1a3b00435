-- What a view may call loads the library while it is planned, so that no first query of a session is planned without the guard
-- of indexes.
CREATE FUNCTION veil.mask_support(internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_mask_support';
COMMENT ON FUNCTION veil.mask_support(internal) IS 'planner support of every mask: loads the library';

DO $$
DECLARE
    mask regprocedure;
BEGIN
    FOR mask IN
        SELECT p.oid FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
        WHERE p.pronamespace = 'veil'::pg_catalog.regnamespace AND l.lanname = 'c' AND p.prokind = 'f' AND NOT p.proretset
          AND p.prosupport = 0 AND p.provolatile <> 'v' AND p.pronargs > 0
          AND p.prorettype NOT IN ('pg_catalog.internal'::pg_catalog.regtype, 'pg_catalog.cstring'::pg_catalog.regtype,
                                   'pg_catalog.trigger'::pg_catalog.regtype)
        ORDER BY p.oid
    LOOP
        EXECUTE pg_catalog.format('ALTER FUNCTION %s SUPPORT veil.mask_support', mask);
    END LOOP;
END $$;
