-- The aggregated level. Its views hold a guard that fails in every query but those that the planner hook has made statistics
-- of: without the library, or in a query that it does not know, there is an error and no row.

CREATE FUNCTION veil.statistics_support(internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_statistics_support';
COMMENT ON FUNCTION veil.statistics_support(internal) IS 'planner support: refuses what is left of a guard when a query is planned';

CREATE FUNCTION veil.statistics_only(subject "any", threshold integer) RETURNS boolean
    LANGUAGE c STABLE PARALLEL SAFE COST 1 SUPPORT veil.statistics_support AS 'MODULE_PATHNAME', 'veil_statistics_only';
COMMENT ON FUNCTION veil.statistics_only("any", integer) IS 'the guard of a release at level aggregated: an error wherever it is evaluated';

CREATE FUNCTION veil.count_subject(state internal, subject "any", part boolean, threshold integer) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_count_subject';
COMMENT ON FUNCTION veil.count_subject(internal, "any", boolean, integer) IS 'transition of veil.enough_subjects';

CREATE FUNCTION veil.count_subject(state internal, subject "any", threshold integer) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_count_cell_subject';
COMMENT ON FUNCTION veil.count_subject(internal, "any", integer) IS 'transition of veil.enough_subjects';

CREATE FUNCTION veil.combine_subjects(state internal, other internal) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_combine_subjects';
COMMENT ON FUNCTION veil.combine_subjects(internal, internal) IS 'joins two states of veil.enough_subjects';

CREATE FUNCTION veil.send_subjects(state internal) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_send_subjects';
COMMENT ON FUNCTION veil.send_subjects(internal) IS 'a state of veil.enough_subjects on its way between processes';

CREATE FUNCTION veil.receive_subjects(state bytea, unused internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_receive_subjects';
COMMENT ON FUNCTION veil.receive_subjects(bytea, internal) IS 'a state of veil.enough_subjects that came from another process';

CREATE FUNCTION veil.are_subjects_enough(state internal) RETURNS boolean
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'veil_are_subjects_enough';
COMMENT ON FUNCTION veil.are_subjects_enough(internal) IS 'result of veil.enough_subjects';

CREATE AGGREGATE veil.enough_subjects(subject "any", part boolean, threshold integer) (
    SFUNC = veil.count_subject, STYPE = internal, SSPACE = 200, FINALFUNC = veil.are_subjects_enough,
    COMBINEFUNC = veil.combine_subjects, SERIALFUNC = veil.send_subjects, DESERIALFUNC = veil.receive_subjects,
    PARALLEL = SAFE
);
CREATE AGGREGATE veil.enough_subjects(subject "any", threshold integer) (
    SFUNC = veil.count_subject, STYPE = internal, SSPACE = 200, FINALFUNC = veil.are_subjects_enough,
    COMBINEFUNC = veil.combine_subjects, SERIALFUNC = veil.send_subjects, DESERIALFUNC = veil.receive_subjects,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE veil.enough_subjects("any", integer) IS 'whether there are at least so many subjects';
COMMENT ON AGGREGATE veil.enough_subjects("any", boolean, integer) IS 'whether at least so many subjects are in the part, and as many or none in the rest';
