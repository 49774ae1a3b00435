INSERT INTO veil.technique
    (name, kind, types, parameters, reversible, injective, monotone, singling_out, linkability, inference, description)
VALUES
('hierarchy', 'generalization',
 '{text,character varying,character,smallint,integer,bigint,numeric,date,timestamp without time zone,enum}',
 '{"hierarchy": {"type": "text", "max": 63, "required": true},
   "level": {"type": "integer", "min": 0, "max": 64, "required": true},
   "on_unknown": {"type": "choice", "choices": ["suppress"], "default": "suppress"}}',
 false, false, false, 'yes', 'yes', 'yes',
 'the label of the value at a level of a generalization hierarchy; what is no value of the hierarchy is suppressed');
