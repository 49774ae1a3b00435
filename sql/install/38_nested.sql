-- Masks of what is inside a value. The mask is an argument, written over veil.element(0, NULL::type) in place of the element;
-- element 1, 2, ... are the columns that follow the masks as arguments. Not STRICT: a mask is NULL by itself. STABLE, since
-- the result is one of the arguments' expressions and not of their values.

CREATE FUNCTION veil.element(number integer, type anyelement) RETURNS anyelement
    LANGUAGE c STABLE PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_element';
COMMENT ON FUNCTION veil.element(integer, anyelement) IS 'in a nested mask: the place of the element (0) or of a column; NULL everywhere else';

-- A VARIADIC "any" takes at least one argument, so there are two of each.

CREATE FUNCTION veil.each(value anyelement, mask anycompatible) RETURNS anycompatiblearray
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_each';
COMMENT ON FUNCTION veil.each(anyelement, anycompatible) IS 'an array with a mask applied to each of its elements';

CREATE FUNCTION veil.each(value anyelement, mask anycompatible, VARIADIC columns "any") RETURNS anycompatiblearray
    LANGUAGE c STABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'veil_each';
COMMENT ON FUNCTION veil.each(anyelement, anycompatible, "any") IS 'an array with a mask, which reads columns of the row too, applied to each of its elements';

CREATE FUNCTION veil.json(value json, program text) RETURNS json
    LANGUAGE c STABLE PARALLEL SAFE COST 200 AS 'MODULE_PATHNAME', 'veil_json';
COMMENT ON FUNCTION veil.json(json, text) IS 'a document of which a program says what is released';

CREATE FUNCTION veil.json(value json, program text, VARIADIC masks "any") RETURNS json
    LANGUAGE c STABLE PARALLEL SAFE COST 200 AS 'MODULE_PATHNAME', 'veil_json';
COMMENT ON FUNCTION veil.json(json, text, "any") IS 'a document with the masks that a program names for its paths, then the columns that those read';

CREATE FUNCTION veil.json(value jsonb, program text) RETURNS jsonb
    LANGUAGE c STABLE PARALLEL SAFE COST 200 AS 'MODULE_PATHNAME', 'veil_jsonb';
COMMENT ON FUNCTION veil.json(jsonb, text) IS 'a document of which a program says what is released';

CREATE FUNCTION veil.json(value jsonb, program text, VARIADIC masks "any") RETURNS jsonb
    LANGUAGE c STABLE PARALLEL SAFE COST 200 AS 'MODULE_PATHNAME', 'veil_jsonb';
COMMENT ON FUNCTION veil.json(jsonb, text, "any") IS 'a document with the masks that a program names for its paths, then the columns that those read';
