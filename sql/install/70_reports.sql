-- What is protected how, and what is not covered.

CREATE VIEW veil.uncovered AS
    SELECT r.policy, r.relation, a.attname AS attribute, format_type(a.atttypid, a.atttypmod) AS type
    FROM veil.release r
    -- Not to_regclass(): it fails for a reader without USAGE on somebody else's schema.
    JOIN pg_namespace n ON n.nspname = (parse_ident(r.relation))[1]
    JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = (parse_ident(r.relation))[2]
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE NOT EXISTS (SELECT FROM veil.rule u
                      WHERE u.policy = r.policy AND u.relation = r.relation AND u.attribute = a.attname);
COMMENT ON VIEW veil.uncovered IS 'the columns of released relations that no rule covers: analysts do not see them';

-- Rules name a key; their views have its active version or, where that was destroyed, wait for the next.
CREATE VIEW veil.key_status AS
    SELECT v.name, v.version, v.state, v.check_value, c.condition = 'usable' AS loaded, c.condition AS reason,
           now() - v.created_at AS age,
           CASE WHEN v.version = max(v.version) OVER (PARTITION BY v.name) THEN
               (SELECT count(*) FROM veil.rule r
                WHERE EXISTS (SELECT FROM veil.named_references('params', r.technique, r.params) f
                              WHERE f.named = 'key' AND f.name = v.name))
               + (SELECT count(*) FROM veil.release WHERE sample ->> 'key' = v.name)
           ELSE 0 END AS rules
    FROM veil.key_version v,
         LATERAL (SELECT veil.key_condition(v.name, v.version, v.state, v.check_value) AS condition) c;
COMMENT ON VIEW veil.key_status IS 'each version of each key: whether this server can use it, or why not, its age, and how many rules use it';

CREATE VIEW veil.keyring AS
    SELECT e.name, e.version, e.check_value, e.condition,
           EXISTS (SELECT FROM veil.key_version v WHERE v.name = e.name AND v.version = e.version
                   AND v.check_value = e.check_value) AS in_catalog
    FROM veil.keyring_entries() e;
COMMENT ON VIEW veil.keyring IS 'what stands in the keyring: keys of this database, of others, and of transactions that were rolled back';

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

CREATE FUNCTION veil.first_rows(row_type anyelement, rows integer) RETURNS SETOF anyelement
    LANGUAGE c VOLATILE PARALLEL UNSAFE COST 1000 ROWS 5 AS 'MODULE_PATHNAME', 'veil_first_rows';
COMMENT ON FUNCTION veil.first_rows(anyelement, integer) IS 'rows of the relation that the first argument is a row of, with the caller''s rights; for a superuser, with those of the owner';

CREATE FUNCTION veil.preview(policy text, relation regclass, rows integer DEFAULT 5)
    RETURNS TABLE ("row" bigint, attribute text, raw text, masked text)
    LANGUAGE plpgsql STABLE STRICT PARALLEL UNSAFE SET search_path = pg_catalog, veil, pg_temp AS $function$
DECLARE
    base text := (SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = preview.relation);
    selected text;
BEGIN
    -- format() shows a value by its type's output function; a cast to text could be the table owner's.
    SELECT string_agg(format('(%L, CASE WHEN base.%I IS NULL THEN NULL ELSE format(''%%s'', base.%I) END, '
                             'CASE WHEN (%s) IS NULL THEN NULL ELSE format(''%%s'', %s) END)',
                             e.attribute, e.attribute, e.attribute, e.expression, e.expression), ', ')
        INTO selected FROM veil.compile(preview.policy, preview.relation) e;
    IF selected IS NULL THEN
        RAISE EXCEPTION 'policy "%" has no rules for %', preview.policy, base USING ERRCODE = 'undefined_object';
    END IF;
    -- Masked with the caller's rights on the keys.
    RETURN QUERY EXECUTE format('SELECT b.n, v.attribute, v.raw, v.masked FROM '
                                '(SELECT row_number() OVER () AS n, (base.*)::%s AS record FROM veil.first_rows(NULL::%s, $1) base) b, '
                                'LATERAL (SELECT (b.record).*) base, LATERAL (VALUES %s) v(attribute, raw, masked)',
                                base, base, selected) USING rows;
END
$function$;
COMMENT ON FUNCTION veil.preview(text, regclass, integer) IS 'masked values beside the raw ones, for a role that may read the base relation and holds the keys';
