-- Unstructured text.

INSERT INTO veil.technique
    (name, kind, types, parameters, reversible, injective, monotone, singling_out, linkability, inference, description)
VALUES
-- With pseudonyms the key's holder can test guesses; what no detector found is there to read.
('scrub', 'unstructured', '{text,character varying,character}',
 '{"detect": {"type": "subset", "choices": ["email", "url", "ip", "mac", "phone", "iban", "card", "bsn", "vat",
              "national_id", "date", "postcode", "license_plate", "name"], "rewritable": false},
   "known": {"type": "columns", "max": 20, "rewritable": false},
   "patterns": {"type": "texts", "max": 20, "rewritable": false},
   "languages": {"type": "subset", "choices": ["nl", "en"], "rewritable": false},
   "region": {"type": "text", "max": 2, "default": "NL"},
   "replace": {"type": "choice", "choices": ["tag", "mask", "pseudonym"], "default": "tag"},
   "fill": {"type": "text", "max": 100, "default": "***"},
   "keep_length": {"type": "boolean", "default": false},
   "key": {"type": "key"},
   "scope": {"type": "choice", "choices": ["policy", "key"], "default": "policy"}}',
 false, false, false, 'yes', 'yes', 'yes',
 'free text with a tag, a mask or a pseudonym in the place of each identifier that a detector finds: by check digits, form and the words near by; what none finds stays');
