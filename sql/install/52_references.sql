-- What a rule names in its parameters, however deep: columns of its relation, and keys. They follow renames, and keys find
-- the views that need them.

-- "kind" says what "value" is: params (of "technique"), technique, techniques, condition, conditions, columns. Gives for each name
-- its kind, column or key, and where it stands.
CREATE FUNCTION veil.named_references(kind text, technique text, value jsonb)
    RETURNS TABLE (named text, path text[], name text)
    LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, veil, pg_temp AS $function$
    WITH RECURSIVE node (kind, technique, path, value) AS (
        VALUES ($1, $2, '{}'::text[], $3)
        UNION ALL
        SELECT part.kind, part.technique, n.path || part.step, part.value
        FROM node n, LATERAL (
            SELECT CASE p.key WHEN 'when' THEN 'condition' WHEN 'otherwise' THEN 'technique'
                              ELSE t.parameters -> p.key ->> 'type' END, NULL, p.key, p.value
            FROM jsonb_each(CASE WHEN n.kind = 'params' AND jsonb_typeof(n.value) = 'object' THEN n.value END) p
            LEFT JOIN veil.technique t ON t.name = n.technique
            UNION ALL
            SELECT 'params', n.value ->> 'technique', 'params', n.value -> 'params'
            WHERE n.kind = 'technique' AND jsonb_typeof(n.value) = 'object'
            UNION ALL
            SELECT 'technique', NULL, p.key, p.value
            FROM jsonb_each(CASE WHEN n.kind = 'techniques' AND jsonb_typeof(n.value) = 'object' THEN n.value END) p
            UNION ALL
            SELECT CASE p.key WHEN 'column' THEN 'column' WHEN 'not' THEN 'condition' ELSE 'conditions' END, NULL, p.key, p.value
            FROM jsonb_each(CASE WHEN n.kind = 'condition' AND jsonb_typeof(n.value) = 'object' THEN n.value END) p
            WHERE p.key IN ('column', 'not', 'and', 'or')
            UNION ALL
            SELECT CASE n.kind WHEN 'columns' THEN 'column' ELSE 'condition' END, NULL, (e.number - 1)::text, e.value
            FROM jsonb_array_elements(CASE WHEN n.kind IN ('columns', 'conditions') AND jsonb_typeof(n.value) = 'array'
                                           THEN n.value END) WITH ORDINALITY e(value, number)
        ) AS part (kind, technique, step, value)
        WHERE part.kind IN ('column', 'columns', 'condition', 'conditions', 'technique', 'techniques', 'key', 'params')
    )
    SELECT n.kind, n.path, n.value #>> '{}' FROM node n
    WHERE n.kind IN ('column', 'key') AND jsonb_typeof(n.value) = 'string'
$function$;
COMMENT ON FUNCTION veil.named_references(text, text, jsonb) IS 'the columns and keys that parameters name, and where';

CREATE FUNCTION veil.with_renamed_column(kind text, technique text, value jsonb, old_name text, new_name text) RETURNS jsonb
    LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, veil, pg_temp AS $function$
DECLARE
    reference record;
    result jsonb := value;
BEGIN
    FOR reference IN SELECT r.path FROM veil.named_references(kind, technique, value) r
                     WHERE r.named = 'column' AND r.name = old_name LOOP
        result := jsonb_set(result, reference.path, to_jsonb(new_name), false);
    END LOOP;
    RETURN result;
END
$function$;
COMMENT ON FUNCTION veil.with_renamed_column(text, text, jsonb, text, text) IS 'parameters that name a column by its new name';
