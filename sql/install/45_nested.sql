-- Techniques for what is inside a value. Which risks remain depends on the techniques inside.

INSERT INTO veil.technique
    (name, kind, types, parameters, reversible, injective, monotone, singling_out, linkability, inference, description)
VALUES
('each', 'unstructured', '{array}', '{"elements": {"type": "technique", "required": true}}',
 false, false, false, 'yes', 'yes', 'yes',
 'a technique on each element of an array; the number of elements, their order and the NULLs among them show'),
('json', 'unstructured', '{json,jsonb}',
 '{"paths": {"type": "techniques", "required": true},
   "unlisted": {"type": "choice", "choices": ["drop", "null"], "default": "drop"}}',
 false, false, false, 'yes', 'yes', 'yes',
 'a technique for each path of a document; what no path leads to is not shown; which members there are, and how many elements, shows');
