-- The registry of techniques: what a rule may name, which parameters it takes, and what is known of the protection.
-- A superuser may register further ones: a row with "function", the qualified name of an IMMUTABLE or STABLE function
-- (column type, jsonb) that returns the column's type; the jsonb holds the rule's parameters.
CREATE TABLE veil.technique (
    name          text COLLATE "C" PRIMARY KEY,
    kind          text NOT NULL CHECK (kind IN ('none', 'suppression', 'pseudonymization', 'generalization',
                                                'randomization', 'unstructured')),
    -- Input types as format_type() writes them, and "any", "enum" and "array"; a domain counts as the type it is over.
    types         text[] NOT NULL,
    -- name -> {"type": integer|number|positive|text|boolean|choice|key|column|value|columns|subset|values|texts|condition|
    -- technique|techniques, "required": bool, "default": ..., "min": integer, "max": integer, "choices": [...],
    -- "rewritable": bool}. A rule that gives a parameter with "rewritable": false has a mask that SQL equality of the
    -- column says nothing about.
    parameters    jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(parameters) = 'object'),
    -- Whether somebody can compute the original: the holder of the key, or anyone.
    reversible    boolean NOT NULL,
    -- Whether different values stay different.
    injective     boolean NOT NULL,
    -- Whether order is kept: a <= b gives mask(a) <= mask(b).
    monotone      boolean NOT NULL,
    -- Residual risks by WP216, table 6, and what follows from it; measured numbers overrule them.
    singling_out  text NOT NULL CHECK (singling_out IN ('yes', 'may not', 'no')),
    linkability   text NOT NULL CHECK (linkability IN ('yes', 'may not', 'no')),
    inference     text NOT NULL CHECK (inference IN ('yes', 'may not', 'no')),
    description   text NOT NULL,
    function      text
);
COMMENT ON TABLE veil.technique IS 'the techniques that a rule may name, their parameters and their known residual risks';
SELECT pg_catalog.pg_extension_config_dump('veil.technique', 'WHERE function IS NOT NULL');

INSERT INTO veil.technique
    (name, kind, types, parameters, reversible, injective, monotone, singling_out, linkability, inference, description)
VALUES
('release', 'none', '{any}', '{}', true, true, true, 'yes', 'yes', 'yes',
 'the value as it is; the rule must say why'),
('suppress', 'suppression', '{any}', '{}', false, false, false, 'no', 'no', 'no',
 'always NULL'),
('constant', 'suppression', '{any}', '{"value": {"type": "value", "required": true}}',
 false, false, false, 'no', 'no', 'no',
 'the same value in every row'),
('partial', 'suppression', '{text,character varying,character}',
 '{"keep_start": {"type": "integer", "min": 0, "max": 1000, "default": 0},
   "keep_end": {"type": "integer", "min": 0, "max": 1000, "default": 0},
   "fill": {"type": "text", "max": 100, "default": "***"}}',
 false, false, false, 'yes', 'yes', 'yes',
 'the first and last characters around a fill of fixed length; the fill alone for a value that is shorter than the characters shown plus two'),
('redact', 'suppression', '{text,character varying,character}',
 '{"fill": {"type": "text", "max": 100, "default": "[redacted]"}}',
 false, false, false, 'no', 'no', 'no',
 'a fixed text that hides value and length'),
('pseudonym', 'pseudonymization',
 '{text,character varying,character,smallint,integer,bigint,numeric,real,double precision,uuid,date,time without time zone,
   timestamp without time zone,timestamp with time zone,inet,cidr,macaddr,bytea,enum}',
 '{"key": {"type": "key", "required": true},
   "scope": {"type": "choice", "choices": ["policy", "key"], "default": "policy"},
   "as": {"type": "choice", "choices": ["text", "smallint", "integer", "bigint"], "default": ""},
   "fold": {"type": "choice", "choices": ["case"], "rewritable": false},
   "normalize": {"type": "choice", "choices": ["nfc"], "rewritable": false},
   "epoch": {"type": "choice", "choices": ["day", "week", "month", "quarter", "year"], "rewritable": false},
   "epoch_of": {"type": "column", "rewritable": false},
   "zone": {"type": "text", "max": 100, "default": "UTC"},
   "per": {"type": "column", "rewritable": false}}',
 true, true, false, 'yes', 'yes', 'yes',
 'a keyed pseudonym: HMAC-SHA-256 for texts and bytes, a keyed permutation of the whole type for integers and uuid; other types by their canonical text; whoever has the key can test guesses, and invert the permutations'),
('encrypt', 'pseudonymization',
 '{text,character varying,character,smallint,integer,bigint,numeric,real,double precision,uuid,date,time without time zone,
   timestamp without time zone,timestamp with time zone,inet,cidr,macaddr,bytea,enum}',
 '{"key": {"type": "key", "required": true},
   "scope": {"type": "choice", "choices": ["policy", "key"], "default": "policy"},
   "fold": {"type": "choice", "choices": ["case"], "rewritable": false},
   "normalize": {"type": "choice", "choices": ["nfc"], "rewritable": false}}',
 true, true, false, 'yes', 'yes', 'yes',
 'AES-256-SIV: equal values have equal ciphertexts, which tell the length of the value; whoever has the key can decrypt them'),
('format_preserving', 'pseudonymization',
 '{text,character varying,character,smallint,integer,bigint,numeric,real,double precision,date,timestamp without time zone,timestamp with time zone,uuid,inet,bytea,enum}',
 '{"key": {"type": "key", "required": true},
   "scope": {"type": "choice", "choices": ["policy", "key"], "default": "policy"},
   "format": {"type": "choice", "choices": ["digits", "letters", "alphanumeric", "alphabet", "bsn", "iban", "card", "phone", "postcode",
              "license_plate", "email", "date", "integer", "uuid"]},
   "alphabet": {"type": "text", "max": 262144},
   "valid": {"type": "boolean", "default": true},
   "keep_bin": {"type": "integer", "min": 6, "max": 8, "default": 6},
   "region": {"type": "text", "max": 2},
   "domain": {"type": "choice", "choices": ["keep", "hash", "replace"], "default": "keep"},
   "with": {"type": "text", "max": 253, "rewritable": false},
   "min": {"type": "value"},
   "max": {"type": "value"},
   "to": {"type": "choice", "choices": ["second", "day"]},
   "on_invalid": {"type": "choice", "choices": ["suppress", "encrypt"], "default": "suppress"}}',
 true, true, false, 'yes', 'yes', 'yes',
 'a keyed permutation of the values of a format (FF1, or a keyed table where there are less than a million), so that a BSN stays a BSN; what does not fit is suppressed or encrypted; whoever has the key can test guesses and invert it'),
-- Not injective but with "unique": then it is a bijection that the key's holder can invert.
('surrogate', 'pseudonymization',
 '{text,character varying,character,smallint,integer,bigint,numeric,real,double precision,uuid,date,time without time zone,
   timestamp without time zone,timestamp with time zone,inet,cidr,macaddr,enum}',
 '{"key": {"type": "key", "required": true},
   "scope": {"type": "choice", "choices": ["policy", "key"], "default": "policy"},
   "kind": {"type": "choice", "required": true, "choices": ["first_name", "last_name", "full_name", "email", "company",
            "city", "street", "address", "phone"]},
   "language": {"type": "choice", "choices": ["nl", "en", "both"], "default": "nl"},
   "unique": {"type": "boolean", "default": false},
   "of": {"type": "column", "rewritable": false},
   "as": {"type": "choice", "choices": ["text", "smallint", "integer", "bigint"]}}',
 false, false, false, 'yes', 'yes', 'yes',
 'a realistic fake value chosen by key, the same for the same value; different for different values where "unique" is true, and then the key''s holder can invert it');
