-- What the columns of a schema seem to hold, and rules for them.

CREATE FUNCTION veil.discover(relation regclass, sample_rows integer DEFAULT 2000, key text DEFAULT NULL,
                              OUT relation regclass, OUT attribute name, OUT type text, OUT class text,
                              OUT technique text, OUT params jsonb, OUT confidence double precision,
                              OUT evidence jsonb)
    RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE COST 1000000 ROWS 20 AS 'MODULE_PATHNAME', 'veil_discover';
COMMENT ON FUNCTION veil.discover(regclass, integer, text) IS 'samples a relation with the caller''s rights and proposes class, technique and parameters for each column; the evidence holds no values';
CREATE FUNCTION veil.discover(schema regnamespace, sample_rows integer DEFAULT 2000, key text DEFAULT NULL,
                              OUT relation regclass, OUT attribute name, OUT type text, OUT class text,
                              OUT technique text, OUT params jsonb, OUT confidence double precision,
                              OUT evidence jsonb)
    RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE COST 10000000 ROWS 200 AS 'MODULE_PATHNAME', 'veil_discover_schema';
COMMENT ON FUNCTION veil.discover(regnamespace, integer, text) IS 'the same for each relation of a schema that the caller may read';
-- A literal is taken for a text, so that '...' needs no cast.
CREATE FUNCTION veil.discover(name text, sample_rows integer DEFAULT 2000, key text DEFAULT NULL,
                              OUT relation regclass, OUT attribute name, OUT type text, OUT class text,
                              OUT technique text, OUT params jsonb, OUT confidence double precision,
                              OUT evidence jsonb)
    RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE COST 1000000 ROWS 20 AS 'MODULE_PATHNAME', 'veil_discover_name';
COMMENT ON FUNCTION veil.discover(text, integer, text) IS 'the same for the relation of that name or, where there is none, the schema';

CREATE FUNCTION veil.protect(policy text, relation regclass, key text DEFAULT NULL,
                             min_confidence double precision DEFAULT 0.7, sample_rows integer DEFAULT 2000,
                             OUT attribute name, OUT class text, OUT technique text, OUT params jsonb,
                             OUT confidence double precision, OUT note text)
    RETURNS SETOF record
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE ROWS 20 SET search_path = pg_catalog, veil, pg_temp AS $function$
#variable_conflict use_column
DECLARE
    base text;
    proposed record;
    wanted veil.rule[] := '{}';
    fitting veil.rule[] := '{}';
    present veil.rule[];
    confidences double precision[] := '{}';
    notes text[] := '{}';
    rule veil.rule;
    fits boolean := true;
    problem text;
BEGIN
    IF protect.policy IS NULL OR protect.relation IS NULL OR protect.min_confidence IS NULL THEN
        RAISE EXCEPTION 'arguments "policy", "relation" and "min_confidence" must not be null' USING ERRCODE = 'null_value_not_allowed';
    END IF;
    -- Refuses a caller who does not hold the key.
    PERFORM protect.key::veil.key;
    SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) INTO base
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = protect.relation;
    present := ARRAY(SELECT r FROM veil.rule r WHERE r.policy = protect.policy AND r.relation = base);
    FOR proposed IN SELECT d.*, d.evidence ->> 'reason' AS reason
                    FROM veil.discover(protect.relation, protect.sample_rows, protect.key) d LOOP
        CONTINUE WHEN EXISTS (SELECT FROM unnest(present) p WHERE p.attribute = proposed.attribute);
        rule := ROW(protect.policy, base, proposed.attribute, proposed.technique, proposed.params, proposed.class,
                    format('proposed by veil.protect, confidence %s: %s', proposed.confidence, proposed.reason))::veil.rule;
        problem := CASE
            WHEN proposed.technique = 'suppress' THEN NULL
            WHEN proposed.confidence < protect.min_confidence THEN format('unsure of %s: suppressed', proposed.technique)
            WHEN jsonb_path_exists(proposed.params, '$.**.key ? (@ == null)') THEN format('no key for %s: suppressed', proposed.technique) END;
        IF problem IS NOT NULL THEN
            rule.technique := 'suppress';
            rule.params := NULL;
        END IF;
        wanted := array_append(wanted, rule);
        confidences := array_append(confidences, proposed.confidence);
        notes := array_append(notes, problem);
    END LOOP;

    BEGIN
        INSERT INTO veil.rule SELECT * FROM unnest(wanted);
        fitting := wanted;
    EXCEPTION
        WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR system_error OR lock_not_available THEN
            RAISE;
        WHEN OTHERS THEN
            fits := false;
    END;
    -- Which are they? Each by itself, and undone.
    FOR i IN 1 .. CASE WHEN fits THEN 0 ELSE cardinality(wanted) END LOOP
        rule := wanted[i];
        LOOP
            BEGIN
                INSERT INTO veil.rule SELECT (rule).*;
                RAISE SQLSTATE 'VE001';
            EXCEPTION
                WHEN SQLSTATE 'VE001' THEN
                    fitting := array_append(fitting, rule);
                    EXIT;
                WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR system_error OR lock_not_available THEN
                    RAISE;
                WHEN OTHERS THEN
                    notes[i] := format('%s: refused, %s', rule.technique, SQLERRM);
                    -- Not even that: the column gets no rule, and is not in the view.
                    EXIT WHEN rule.technique = 'suppress';
                    rule.technique := 'suppress';
                    rule.params := NULL;
            END;
        END LOOP;
    END LOOP;
    IF NOT fits THEN
        INSERT INTO veil.rule SELECT * FROM unnest(CASE WHEN fitting = '{}' THEN wanted ELSE fitting END);
    END IF;
    RETURN QUERY
        SELECT a.attname, r.class, r.technique, r.params, w.confidence,
               CASE WHEN w.attribute IS NULL THEN 'it has a rule already' ELSE w.note END
        FROM pg_attribute a
        LEFT JOIN (SELECT u.attribute, c.confidence, c.note
                   FROM unnest(wanted) WITH ORDINALITY AS u (policy, relation, attribute, technique, params, class, why, number)
                   JOIN unnest(confidences, notes) WITH ORDINALITY AS c (confidence, note, number) USING (number)) w
            ON w.attribute = a.attname
        LEFT JOIN veil.rule r ON r.policy = protect.policy AND r.relation = base AND r.attribute = a.attname
        WHERE a.attrelid = protect.relation AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum;
END
$function$;
COMMENT ON FUNCTION veil.protect(text, regclass, text, double precision, integer) IS 'writes the proposal of veil.discover as rules, for each column that has none; the unsure ones are suppressed';
