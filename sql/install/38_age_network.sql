-- Ages and networks. As all masks: STRICT, and total: no value of the type raises an error.

CREATE FUNCTION veil.age(born date, at date, bands integer, top integer) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_age_date';
COMMENT ON FUNCTION veil.age(date, date, integer, integer) IS 'the first year of the band of age that a birth date gives at a day';

CREATE FUNCTION veil.age_text(born date, at date, bands integer, top integer) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_age_text_date';
COMMENT ON FUNCTION veil.age_text(date, date, integer, integer) IS 'the band of age that a birth date gives at a day, as a text';

CREATE FUNCTION veil.age(born timestamp, at date, bands integer, top integer) RETURNS smallint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_age_timestamp';
COMMENT ON FUNCTION veil.age(timestamp, date, integer, integer) IS 'the first year of the band of age that a birth date gives at a day';

CREATE FUNCTION veil.age_text(born timestamp, at date, bands integer, top integer) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_age_text_timestamp';
COMMENT ON FUNCTION veil.age_text(timestamp, date, integer, integer) IS 'the band of age that a birth date gives at a day, as a text';

CREATE FUNCTION veil.network(value inet, v4 integer, v6 integer) RETURNS inet
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_network';
COMMENT ON FUNCTION veil.network(inet, integer, integer) IS 'the network of so many bits that an address lies in';

CREATE FUNCTION veil.network(value cidr, v4 integer, v6 integer) RETURNS cidr
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'veil_network';
COMMENT ON FUNCTION veil.network(cidr, integer, integer) IS 'the network of so many bits that an address lies in';
