-- What is protected how, and what is not covered.

CREATE VIEW veil.uncovered AS
    SELECT r.policy, r.relation, a.attname AS attribute, format_type(a.atttypid, a.atttypmod) AS type
    FROM veil.release r
    JOIN pg_attribute a ON a.attrelid = to_regclass(r.relation) AND a.attnum > 0 AND NOT a.attisdropped
    WHERE NOT EXISTS (SELECT FROM veil.rule u
                      WHERE u.policy = r.policy AND u.relation = r.relation AND u.attribute = a.attname);
COMMENT ON VIEW veil.uncovered IS 'the columns of released relations that no rule covers: analysts do not see them';

CREATE FUNCTION veil.show(release text)
    RETURNS TABLE (attribute name, type text, analyst_sees text, technique text, class text, why text)
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, veil, pg_temp AS $function$
DECLARE
    parts text[] := parse_ident(release);
    this record;
    view_oid oid;
    closed boolean;
BEGIN
    SELECT r.policy, r.relation, r.view_name, p.schema, p.level INTO this
    FROM veil.release r JOIN veil.policy p ON p.name = r.policy
    WHERE p.schema = parts[1] AND r.view_name = parts[2] AND array_length(parts, 1) = 2;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no release %', release
            USING ERRCODE = 'undefined_object', HINT = 'Name its view with its schema, as in research.person.';
    END IF;
    view_oid := to_regclass(quote_ident(this.schema) || '.' || quote_ident(this.view_name));
    closed := NOT EXISTS (SELECT FROM pg_depend d JOIN pg_rewrite w ON w.oid = d.objid
                          WHERE w.ev_class = view_oid AND d.classid = 'pg_rewrite'::regclass
                          AND d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass(this.relation)
                          AND view_oid IS NOT NULL);
    RETURN QUERY
        SELECT a.attname, format_type(a.atttypid, a.atttypmod),
               CASE WHEN u.attribute IS NULL THEN 'nothing: no rule names it'
                    WHEN closed THEN 'nothing: the release is closed'
                    ELSE coalesce(col_description(view_oid, v.attnum), 'nothing') END,
               u.technique, u.class, u.why
        FROM pg_attribute a
        LEFT JOIN veil.rule u ON u.policy = this.policy AND u.relation = this.relation AND u.attribute = a.attname
        LEFT JOIN pg_attribute v ON v.attrelid = view_oid AND v.attname = a.attname AND v.attnum > 0
                                AND NOT v.attisdropped
        WHERE a.attrelid = to_regclass(this.relation) AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum;
END
$function$;
COMMENT ON FUNCTION veil.show(text) IS 'per column of the base relation: what an analyst sees, by which technique and why';

CREATE FUNCTION veil.preview(policy text, relation text, rows integer DEFAULT 5)
    RETURNS TABLE ("row" bigint, attribute text, raw text, masked text)
    LANGUAGE plpgsql STABLE STRICT PARALLEL UNSAFE AS $function$
DECLARE
    base text;
    selected text;
BEGIN
    -- The caller's search_path resolves the relation, and the caller's rights read it and use the keys.
    SELECT pg_catalog.quote_ident(n.nspname) OPERATOR(pg_catalog.||) '.' OPERATOR(pg_catalog.||)
           pg_catalog.quote_ident(c.relname) INTO STRICT base
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
    WHERE c.oid OPERATOR(pg_catalog.=) preview.relation::pg_catalog.regclass;
    SELECT pg_catalog.string_agg(
               pg_catalog.format('(%L, base.%I::pg_catalog.text, (%s)::pg_catalog.text)',
                                 e.attribute, e.attribute, e.expression), ', ')
        INTO selected FROM veil.compile(preview.policy, base) e;
    IF selected IS NULL THEN
        RAISE EXCEPTION 'policy "%" has no rules for %', preview.policy, base USING ERRCODE = 'undefined_object';
    END IF;
    RETURN QUERY EXECUTE
        'SELECT b.n, v.attribute, v.raw, v.masked FROM '
        '(SELECT pg_catalog.row_number() OVER () AS n, base AS record FROM '
        OPERATOR(pg_catalog.||) base OPERATOR(pg_catalog.||) ' base LIMIT $1) b, LATERAL (SELECT (b.record).*) base, '
        'LATERAL (VALUES ' OPERATOR(pg_catalog.||) selected OPERATOR(pg_catalog.||)
        ') v(attribute, raw, masked)' USING rows;
END
$function$;
COMMENT ON FUNCTION veil.preview(text, text, integer) IS 'masked values beside the raw ones, for a role that may read the base relation and holds the keys';
