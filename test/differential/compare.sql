-- What postgresql_queries.py runs in each of its databases: tables of public become releases, and a query's rows with and without the rewriting are compared.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_veil;
CREATE SCHEMA comparison;
SELECT veil.create_key('comparison_' || current_database());
-- Every column; small numbers among each other, so that a constant of a query often finds something; ranges; every other column; the same behind a filter.
SELECT veil.create_policy(policy) FROM unnest(ARRAY['pseudonyms', 'permuted', 'ranges', 'keys', 'filtered']) policy;

CREATE FUNCTION comparison.rule(policy text, relation regclass, attribute name, number integer, type regtype, OUT technique text, OUT params jsonb) LANGUAGE plpgsql AS $$
DECLARE
    key jsonb := jsonb_build_object('key', 'comparison_' || current_database(), 'scope', 'key');
    small boolean := false;
BEGIN
    technique := 'pseudonym';
    params := key;
    IF policy = 'ranges' THEN
        technique := CASE WHEN type IN ('smallint', 'integer', 'bigint', 'real', 'double precision', 'numeric') THEN 'bucket' WHEN type IN ('date', 'timestamp', 'timestamptz') THEN 'truncate'
                     WHEN type IN ('text', 'varchar') THEN 'prefix' ELSE 'release' END;
        params := CASE technique WHEN 'bucket' THEN '{"width": 2}' WHEN 'truncate' THEN '{"to": "month"}' WHEN 'prefix' THEN '{"keep": 2}' ELSE '{}' END;
    ELSIF policy IN ('keys', 'filtered') AND number % 2 = 0 OR policy = 'keys' AND type IN ('real', 'double precision', 'numeric') THEN
        technique := CASE WHEN policy = 'filtered' AND type IN ('integer', 'bigint', 'double precision', 'numeric') THEN 'bucket' ELSE 'release' END;
        params := CASE technique WHEN 'bucket' THEN '{"width": 10}' ELSE '{}' END;
    ELSIF policy IN ('permuted', 'filtered') THEN
        IF type IN ('smallint', 'integer', 'bigint') THEN
            EXECUTE format('SELECT coalesce(bool_and(%I BETWEEN 0 AND 9999), true) FROM %s', attribute, relation) INTO small;
        END IF;
        IF small THEN
            technique := 'format_preserving';
            params := key || '{"min": 2, "max": 9999}';
        ELSIF type IN ('text', 'varchar') THEN
            technique := 'encrypt';
        ELSIF type IN ('date', 'timestamp', 'timestamptz') THEN
            technique := 'truncate';
            params := '{"to": "month"}';
        ELSIF type IN ('double precision', 'numeric') THEN
            technique := 'round';
            params := '{"to": 0.5}';
        END IF;
    END IF;
END $$;

-- Rules for all columns, that have none yet, of the tables with these names. What a technique does not take is released.
CREATE FUNCTION comparison.release(names text[]) RETURNS void LANGUAGE plpgsql SET search_path = public AS $$
DECLARE
    missing record;
BEGIN
    FOR missing IN
        SELECT p.name AS policy, 'public.' || quote_ident(c.relname) AS relation, a.attname, a.attnum::integer AS number, format_type(a.atttypid, NULL)::regtype AS type
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped, veil.policy p
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'm') AND c.relname = ANY (names)
          AND NOT EXISTS (SELECT FROM veil.rule r WHERE r.policy = p.name AND r.relation = 'public.' || quote_ident(c.relname) AND r.attribute = a.attname)
        ORDER BY p.name, c.oid, a.attnum
    LOOP
        BEGIN
            INSERT INTO veil.rule (policy, relation, attribute, technique, params, why)
            SELECT missing.policy, missing.relation, missing.attname, r.technique, r.params, 'compared'
            FROM comparison.rule(missing.policy, missing.relation, missing.attname, missing.number, missing.type) r;
        EXCEPTION WHEN OTHERS THEN
            INSERT INTO veil.rule (policy, relation, attribute, technique, why) VALUES (missing.policy, missing.relation, missing.attname, 'release', 'compared');
        END;
    END LOOP;
    UPDATE veil.release r SET filter = CASE WHEN type IN ('smallint', 'integer', 'bigint') THEN jsonb_build_object('column', attribute, 'is', '<>', 'value', 1)
                                       ELSE jsonb_build_object('column', attribute, 'is', 'not null') END
    FROM (SELECT DISTINCT ON (attrelid) attrelid, attname AS attribute, format_type(atttypid, NULL)::regtype AS type
          FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped ORDER BY attrelid, attnum) a
    WHERE policy = 'filtered' AND filter IS NULL AND attrelid = relation::regclass;
END $$;

-- The rows of a query, in their order, or the code of its error. Whatever the query did is undone.
CREATE FUNCTION comparison.answer(policy text, query text, rewriting text, without text[] DEFAULT '{}') RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    answer text[] := '{}';
    setting text;
    answered record;
BEGIN
    PERFORM set_config('search_path', policy || ', public', true), set_config('pg_veil.rewrite', rewriting, true);
    FOREACH setting IN ARRAY without LOOP
        PERFORM set_config(setting, 'off', true);
    END LOOP;
    FOR answered IN EXECUTE query LOOP
        answer := answer || coalesce(answered::text, 'NULL');
    END LOOP;
    RAISE SQLSTATE 'VEIL0';
EXCEPTION
    WHEN SQLSTATE 'VEIL0' THEN RETURN answer;
    WHEN query_canceled THEN RAISE;
    WHEN OTHERS THEN RETURN ARRAY['error ' || sqlstate];
END $$;
CREATE FUNCTION comparison.sorted(answer text[]) RETURNS text[] LANGUAGE sql AS $$ SELECT array(SELECT row FROM unnest(answer) row ORDER BY row COLLATE "C") $$;
CREATE FUNCTION comparison.rewritten(policy text, query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    rewritten boolean;
BEGIN
    PERFORM set_config('search_path', policy || ', public', true);
    rewritten := EXISTS (SELECT FROM veil.explain_rewrites(query) WHERE applied);
    RAISE SQLSTATE 'VEIL0';
EXCEPTION
    WHEN SQLSTATE 'VEIL0' THEN RETURN rewritten;
    WHEN query_canceled THEN RAISE;
    WHEN OTHERS THEN RETURN false;
END $$;
-- Whether two answers differ: in their rows, or where those have an order, in that.
CREATE FUNCTION comparison.differ(ordered boolean, a text[], b text[]) RETURNS boolean LANGUAGE sql AS $$
    SELECT a <> b AND (ordered OR comparison.sorted(a) <> comparison.sorted(b))
$$;
-- One line: what came of it, whether it was rewritten, and of a difference rows that only one side has. A query whose rows depend on the plan
-- without the rewriting too, or on the moment, says nothing: LIMIT without an order, array_agg(), random(). Nor does an overflow or a division by
-- zero, for the rows that an expression is asked of are the plan's too.
CREATE FUNCTION comparison.compare(policy text, place text, ordered boolean, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    rewritten boolean;
    without text[];
    with_rewriting text[];
    outcome text;
    detail text := '';
    settings text;
BEGIN
    rewritten := comparison.rewritten(policy, query);
    without := comparison.answer(policy, query, 'off');
    outcome := CASE WHEN without[1] LIKE 'error %' THEN 'refused' ELSE 'same' END;
    -- A rewritten query has plans that it had not before.
    FOREACH settings IN ARRAY CASE WHEN rewritten THEN ARRAY['', 'enable_seqscan', 'enable_hashjoin,enable_hashagg'] ELSE ARRAY[''] END LOOP
        with_rewriting := comparison.answer(policy, query, 'on', string_to_array(settings, ','));
        IF comparison.differ(ordered AND settings = '', with_rewriting, without) THEN
            outcome := 'different';
            EXIT;
        END IF;
    END LOOP;
    IF outcome = 'different' THEN
        ordered := ordered AND NOT comparison.differ(false, with_rewriting, without);
        detail := format('with rewriting%s: %s rows, such as %s; without: %s rows, such as %s', ' and without ' || nullif(settings, ''),
            cardinality(with_rewriting), array(SELECT left(row, 200) FROM (SELECT unnest(with_rewriting) EXCEPT ALL SELECT unnest(without)) d(row) LIMIT 2),
            cardinality(without), array(SELECT left(row, 200) FROM (SELECT unnest(without) EXCEPT ALL SELECT unnest(with_rewriting)) d(row) LIMIT 2));
        FOREACH settings IN ARRAY ARRAY['', 'enable_hashjoin,enable_hashagg', 'enable_mergejoin,enable_sort', 'enable_nestloop,enable_memoize', 'enable_hashjoin,enable_mergejoin', 'enable_seqscan'] LOOP
            IF ARRAY[with_rewriting[1], without[1]] && ARRAY['error 22003', 'error 22012']
                OR comparison.differ(ordered, comparison.answer(policy, query, 'off', string_to_array(settings, ',')), without)
                -- Rows that are equal by ORDER BY come as the plan has them.
                OR ordered AND comparison.differ(true, comparison.answer(policy, query, 'on', string_to_array(settings, ',')), with_rewriting) THEN
                outcome := 'unstable';
                detail := '';
            END IF;
        END LOOP;
    END IF;
    RETURN concat_ws(E'\t', 'compared', place, policy, outcome, CASE WHEN rewritten THEN 'rewritten' ELSE 'as it is' END, translate(detail, E'\n\t', '  '));
EXCEPTION WHEN query_canceled THEN
    RETURN concat_ws(E'\t', 'compared', place, policy, 'too slow', 'as it is', '');
END $$;
