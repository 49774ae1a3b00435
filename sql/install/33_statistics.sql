-- The aggregated level. Its views hold a guard that fails in every query but those that the planner hook has made statistics
-- of: without the library, or in a query that it does not know, there is an error and no row.

CREATE FUNCTION veil.statistics_support(internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_statistics_support';
COMMENT ON FUNCTION veil.statistics_support(internal) IS 'planner support: refuses what is left of a guard when a query is planned';

CREATE FUNCTION veil.statistics_only(subject "any", threshold integer, disclosure jsonb) RETURNS boolean
    LANGUAGE c STABLE PARALLEL SAFE COST 1 SUPPORT veil.statistics_support AS 'MODULE_PATHNAME', 'veil_statistics_only';
COMMENT ON FUNCTION veil.statistics_only("any", integer, jsonb) IS 'the guard of a release at level aggregated: an error wherever it is evaluated';

CREATE FUNCTION veil.statistics_only(subject "any", threshold integer, disclosure jsonb, key veil.key, scope text) RETURNS boolean
    LANGUAGE c STABLE PARALLEL SAFE COST 1 SUPPORT veil.statistics_support AS 'MODULE_PATHNAME', 'veil_statistics_only';
COMMENT ON FUNCTION veil.statistics_only("any", integer, jsonb, veil.key, text) IS 'the same of a release whose answers have noise by a key';

-- What the rules of disclosure ask of a cell. After `contributions` come the parts, each with which rows belong to it and the value that is
-- summed of them, which is NULL of type boolean where they are counted alone.

CREATE FUNCTION veil.add_to_cell(state internal, subject "any", threshold integer, contributors boolean, contributions boolean) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_add_to_cell';
COMMENT ON FUNCTION veil.add_to_cell(internal, "any", integer, boolean, boolean) IS 'transition of veil.cell';

CREATE FUNCTION veil.add_to_cell(state internal, subject "any", threshold integer, contributors boolean, contributions boolean, VARIADIC parts "any") RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_add_to_cell';
COMMENT ON FUNCTION veil.add_to_cell(internal, "any", integer, boolean, boolean, "any") IS 'transition of veil.cell';

CREATE FUNCTION veil.combine_cells(state internal, other internal) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_combine_cells';
COMMENT ON FUNCTION veil.combine_cells(internal, internal) IS 'joins two states of veil.cell';

CREATE FUNCTION veil.send_cell(state internal) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_send_cell';
COMMENT ON FUNCTION veil.send_cell(internal) IS 'a state of veil.cell on its way between processes';

CREATE FUNCTION veil.receive_cell(state bytea, unused internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_receive_cell';
COMMENT ON FUNCTION veil.receive_cell(bytea, internal) IS 'a state of veil.cell that came from another process';

CREATE FUNCTION veil.cell_summary(state internal) RETURNS bytea
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_cell_summary';
COMMENT ON FUNCTION veil.cell_summary(internal) IS 'result of veil.cell';

CREATE AGGREGATE veil.cell(subject "any", threshold integer, contributors boolean, contributions boolean) (
    SFUNC = veil.add_to_cell, STYPE = internal, SSPACE = 250, FINALFUNC = veil.cell_summary,
    COMBINEFUNC = veil.combine_cells, SERIALFUNC = veil.send_cell, DESERIALFUNC = veil.receive_cell, PARALLEL = SAFE
);
CREATE AGGREGATE veil.cell(subject "any", threshold integer, contributors boolean, contributions boolean, VARIADIC parts "any") (
    SFUNC = veil.add_to_cell, STYPE = internal, SSPACE = 500, FINALFUNC = veil.cell_summary,
    COMBINEFUNC = veil.combine_cells, SERIALFUNC = veil.send_cell, DESERIALFUNC = veil.receive_cell, PARALLEL = SAFE
);
COMMENT ON AGGREGATE veil.cell("any", integer, boolean, boolean) IS 'of a cell: its rows, its subjects as far as the threshold asks, and whose rows they are';
COMMENT ON AGGREGATE veil.cell("any", integer, boolean, boolean, "any") IS 'the same, and of parts of it: whether the rest has enough subjects, the sum of a value, and whose most of it is';

CREATE FUNCTION veil.add_to_quantile(state internal, subject "any", value "any", part boolean, fraction double precision, threshold integer) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'veil_add_to_quantile';
COMMENT ON FUNCTION veil.add_to_quantile(internal, "any", "any", boolean, double precision, integer) IS 'transition of veil.smoothed_quantile';
CREATE FUNCTION veil.quantile_result(state internal) RETURNS double precision
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_smoothed_quantile';
COMMENT ON FUNCTION veil.quantile_result(internal) IS 'result of veil.smoothed_quantile';
CREATE AGGREGATE veil.smoothed_quantile(subject "any", value "any", part boolean, fraction double precision, threshold integer) (
    SFUNC = veil.add_to_quantile, STYPE = internal, SSPACE = 20000, FINALFUNC = veil.quantile_result, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE veil.smoothed_quantile("any", "any", boolean, double precision, integer) IS 'a quantile of a part of a cell: the mean over a block of as many subjects as the threshold says';

CREATE FUNCTION veil.cell_rows(cell bytea, part integer) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'veil_cell_rows';
COMMENT ON FUNCTION veil.cell_rows(bytea, integer) IS 'how many rows a part of a cell has; part 0 is the whole';

-- Nobody has a value of type internal, so nobody can call it but a query that the planner hook has made. `operands` are what the predicate
-- compares with.
CREATE FUNCTION veil.perturbed(proof internal, key veil.key, scope text, deviation double precision, value integer, least_exponent integer,
    variable text, predicate text, cell bytea, part integer, subjects bigint) RETURNS numeric
    LANGUAGE c STABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'veil_perturbed';
COMMENT ON FUNCTION veil.perturbed(internal, veil.key, text, double precision, integer, integer, text, text, bytea, integer, bigint) IS 'what is shown of a part of a cell, with noise';
CREATE FUNCTION veil.perturbed(proof internal, key veil.key, scope text, deviation double precision, value integer, least_exponent integer,
    variable text, predicate text, cell bytea, part integer, subjects bigint, VARIADIC operands "any") RETURNS numeric
    LANGUAGE c STABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'veil_perturbed';
COMMENT ON FUNCTION veil.perturbed(internal, veil.key, text, double precision, integer, integer, text, text, bytea, integer, bigint, "any") IS 'the same of groups, and of a query with values that are known when it runs';

CREATE FUNCTION veil.is_cell_shown(proof internal, part integer, measure integer, disclosure jsonb, cell bytea) RETURNS boolean
    LANGUAGE c WINDOW IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_is_cell_shown';
COMMENT ON FUNCTION veil.is_cell_shown(internal, integer, integer, jsonb, bytea) IS 'whether a part of the only cell of a table may be shown';
CREATE FUNCTION veil.is_cell_shown(proof internal, part integer, measure integer, disclosure jsonb, cell bytea, VARIADIC keys "any") RETURNS boolean
    LANGUAGE c WINDOW IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_is_cell_shown';
COMMENT ON FUNCTION veil.is_cell_shown(internal, integer, integer, jsonb, bytea, "any") IS 'whether a part of a cell may be shown beside those of all others of its table: its count (measure 0) or its sum (1)';

-- Who asked what. Nobody has a value of type internal, so nobody can call it but a query that the planner hook has made.
-- After `shown` come, as often as `sketches` says, whether a part of the cell is shown and the sketch of it, then the query's parameters.
CREATE FUNCTION veil.answer(proof internal, releases oid[], question text, recorded boolean, threshold integer, sketches integer, shown boolean) RETURNS boolean
    LANGUAGE c WINDOW VOLATILE PARALLEL RESTRICTED COST 10 AS 'MODULE_PATHNAME', 'veil_answer';
COMMENT ON FUNCTION veil.answer(internal, oid[], text, boolean, integer, integer, boolean) IS 'whether a cell is shown, once the answer of its table is on record';
CREATE FUNCTION veil.answer(proof internal, releases oid[], question text, recorded boolean, threshold integer, sketches integer, shown boolean, VARIADIC further "any") RETURNS boolean
    LANGUAGE c WINDOW VOLATILE PARALLEL RESTRICTED COST 10 AS 'MODULE_PATHNAME', 'veil_answer';
COMMENT ON FUNCTION veil.answer(internal, oid[], text, boolean, integer, integer, boolean, "any") IS 'the same of a query with values that are known when it runs, or with sketches to be compared with earlier answers';

CREATE FUNCTION veil.remember_subject(state internal, subject "any", part boolean, threshold integer) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL RESTRICTED COST 2 AS 'MODULE_PATHNAME', 'veil_remember_subject';
COMMENT ON FUNCTION veil.remember_subject(internal, "any", boolean, integer) IS 'transition of veil.subject_sketch';
CREATE FUNCTION veil.sketch_of_subjects(state internal) RETURNS bytea
    LANGUAGE c STABLE PARALLEL RESTRICTED COST 100 AS 'MODULE_PATHNAME', 'veil_subject_sketch';
COMMENT ON FUNCTION veil.sketch_of_subjects(internal) IS 'result of veil.subject_sketch';
CREATE AGGREGATE veil.subject_sketch(subject "any", part boolean, threshold integer) (
    SFUNC = veil.remember_subject, STYPE = internal, SSPACE = 10000, FINALFUNC = veil.sketch_of_subjects, PARALLEL = RESTRICTED
);
COMMENT ON AGGREGATE veil.subject_sketch("any", boolean, integer) IS 'the subjects of a part of a cell, as the guard against differences compares them';

CREATE FUNCTION veil.reset_statistics_guard(policy text, relation text, role text) RETURNS bigint
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 1000 AS 'MODULE_PATHNAME', 'veil_reset_statistics_guard';
COMMENT ON FUNCTION veil.reset_statistics_guard(text, text, text) IS 'lets the guard against differences forget what a login role was answered of a release, named as in veil.release; returns how many sets it was';

CREATE FUNCTION veil.statistics_answers(OUT at timestamptz, OUT outcome text, OUT login_role text, OUT session_role text, OUT acting_role text,
    OUT session text, OUT policy text, OUT relation text, OUT shown bigint, OUT hidden bigint, OUT question_hash text, OUT question text,
    OUT groups text[], OUT conditions text[], OUT aggregates text[]) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000 ROWS 1000 AS 'MODULE_PATHNAME', 'veil_statistics_answers';
COMMENT ON FUNCTION veil.statistics_answers() IS 'the record of answers at level aggregated, of all policies of the database: who asked what, and how many cells were shown';
CREATE FUNCTION veil.statistics_answers(of_policy text, OUT at timestamptz, OUT outcome text, OUT login_role text, OUT session_role text, OUT acting_role text,
    OUT session text, OUT policy text, OUT relation text, OUT shown bigint, OUT hidden bigint, OUT question_hash text, OUT question text,
    OUT groups text[], OUT conditions text[], OUT aggregates text[]) RETURNS SETOF record
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100000 ROWS 1000 AS 'MODULE_PATHNAME', 'veil_statistics_answers';
COMMENT ON FUNCTION veil.statistics_answers(text) IS 'the same of one policy, for its owner';
REVOKE ALL ON FUNCTION veil.statistics_answers() FROM PUBLIC;

-- Engineered sequences in the record: many questions that are one question but for one condition. A FILTER counts as a
-- condition of its own.
CREATE FUNCTION veil.condition_shape(condition text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20 SET search_path = pg_catalog, veil, pg_temp AS $function$
    SELECT regexp_replace(regexp_replace(condition, $$E?'([^']|'')*'|(?<![\w"])-?\d+(\.\d+)?(e[+-]?\d+)?$$, '?', 'g'), '\?(, \?)+', '?', 'g')
$function$;
COMMENT ON FUNCTION veil.condition_shape(text) IS 'a condition of the record of answers without the values in it';

CREATE FUNCTION veil.statistics_lint(of_policy text DEFAULT NULL, at_least integer DEFAULT 20)
    RETURNS TABLE (policy text, relation text, login_role text, finding text, questions bigint, groups text[], same text[], varies text, first_at timestamptz, last_at timestamptz)
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000000 ROWS 20 SET search_path = pg_catalog, veil, pg_temp AS $function$
BEGIN
    -- Who may read the record of one policy may not read that of all.
    RETURN QUERY EXECUTE format($query$
        WITH asked AS (
            SELECT a.policy, a.relation, a.login_role, a.groups, min(a.at) AS first_at, max(a.at) AS last_at,
                   CASE WHEN f.filter IS NULL OR f.filter = ANY (a.conditions) THEN a.conditions ELSE a.conditions || f.filter END AS conditions
            FROM %s a, LATERAL (SELECT DISTINCT substring(g FROM ' FILTER \(WHERE (.*)\)$') FROM unnest(a.aggregates || ''::text) g) f(filter)
            GROUP BY a.policy, a.relation, a.login_role, a.groups, 7),
        questions AS (
            SELECT q.policy, q.relation, q.login_role, q.groups, min(q.first_at) AS first_at, max(q.last_at) AS last_at,
                   ARRAY(SELECT c FROM unnest(q.conditions) c ORDER BY c COLLATE "C") AS conditions
            FROM asked q GROUP BY q.policy, q.relation, q.login_role, q.groups, 7),
        but_one AS (
            SELECT q.*, array_remove(q.conditions, c) AS others, veil.condition_shape(c) AS shape
            FROM questions q, unnest(q.conditions) c
            UNION ALL
            SELECT q.*, q.conditions, NULL FROM questions q)
        SELECT b.policy, b.relation, b.login_role,
               CASE WHEN grouping(b.shape) = 0 THEN 'other values in one condition' ELSE 'one condition more, less or another' END,
               count(DISTINCT b.conditions), b.groups, b.others, b.shape, min(b.first_at), max(b.last_at)
        FROM but_one b
        GROUP BY GROUPING SETS ((b.policy, b.relation, b.login_role, b.groups, b.others, b.shape), (b.policy, b.relation, b.login_role, b.groups, b.others))
        HAVING count(DISTINCT b.conditions) >= $1
           AND (CASE WHEN grouping(b.shape) = 0 THEN b.shape IS NOT NULL ELSE count(DISTINCT b.shape) > 1 END)
        ORDER BY 5 DESC, 1, 2, 3, 4, 6, 7, 8
        $query$, CASE WHEN of_policy IS NULL THEN 'veil.statistics_answers()' ELSE format('veil.statistics_answers(%L)', of_policy) END)
    USING at_least;
END
$function$;
COMMENT ON FUNCTION veil.statistics_lint(text, integer) IS 'from the record of answers: roles that asked at least so many questions which differ in one condition, as somebody does who wants to learn of single subjects';
