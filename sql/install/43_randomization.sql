-- Sticky randomization. Fresh noise is not offered: its mean over many reads is the value.

INSERT INTO veil.technique
    (name, kind, types, parameters, reversible, injective, monotone, singling_out, linkability, inference, description)
VALUES
-- Whoever has the key can try all values, and finds the few whose noise leads to a result.
('noise', 'randomization',
 '{smallint,integer,bigint,numeric,real,double precision,date,timestamp without time zone,timestamp with time zone}',
 '{"key": {"type": "key", "required": true},
   "scope": {"type": "choice", "choices": ["policy", "key"], "default": "policy"},
   "subject": {"type": "column", "required": true, "rewritable": false},
   "distribution": {"type": "choice", "choices": ["laplace", "gaussian", "uniform"], "default": "laplace"},
   "scale": {"type": "positive", "required": true},
   "unit": {"type": "choice", "choices": ["second", "minute", "hour", "day", "week"], "default": "day"},
   "grid": {"type": "positive"},
   "min": {"type": "value"},
   "max": {"type": "value"},
   "variable": {"type": "text", "max": 200}}',
 true, false, false, 'yes', 'may not', 'may not',
 'noise on a grid, drawn by key for the subject and the value, so that one question has one answer; several values of one subject have several draws, and whoever has the key can test guesses'),
('shift', 'randomization', '{date,timestamp without time zone,timestamp with time zone}',
 '{"key": {"type": "key", "required": true},
   "scope": {"type": "choice", "choices": ["policy", "key"], "default": "policy"},
   "subject": {"type": "column", "required": true, "rewritable": false},
   "days": {"type": "integer", "min": 1, "max": 1000000, "required": true},
   "unit": {"type": "choice", "choices": ["second", "day"], "default": "day"},
   "keep_weekday": {"type": "boolean", "default": false},
   "zero": {"type": "boolean", "default": false}}',
 true, false, false, 'yes', 'yes', 'may not',
 'all dates of one subject moved by the same amount, drawn by key, so that intervals stay; one known date of a subject gives all others, and whoever has the key can compute the dates');
