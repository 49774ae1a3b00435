-- Names of any kind: quotes, newlines, backslashes, 63 bytes of UTF-8, reserved words, capitals, for everything that has a name.
CREATE ROLE "regress_names ""Ow'ner\
é";
CREATE ROLE "regress_names select";
SELECT E'regress_names "Ow''ner\\\né' AS owner, E'Po"l''i\\cy\n$$ é' AS policy, E'Names "k''\\\n$$ é' AS key, repeat('é', 31) || 'n' AS long \gset
CREATE SCHEMA "Zip 1";
CREATE SCHEMA "zip.2";
SELECT veil.create_key(:'key');
SELECT octet_length(:'long'), veil.create_key(:'long');
SELECT veil.create_key('names select'), veil.create_key('names/b'), veil.create_key('names/b/'), veil.create_key(' names '), veil.create_key('Names/1x');
-- Not a name: a slash and digits would be taken for a version.
SELECT veil.create_key('names/1');
SELECT veil.create_key('/1');
SELECT veil.create_key('');
SELECT veil.create_key(repeat('é', 32));
SELECT veil.create_key('names select');
SELECT 'names/b'::veil.key, 'names/b/1'::veil.key, 'names/b//1'::veil.key, ' names /1'::veil.key;
-- A cast of a name that is too long, or of none.
SELECT (repeat('x', 64))::veil.key;
SELECT ''::veil.key;
SELECT '/1'::veil.key;

-- Columns.
CREATE TABLE "Zip 1"."Zip" (
    "Zip" text, zip text, "select" text, "quo""te" text, "apos'trophe" text, "back\slash" text, "new
line" text, "ééééééééééééééééééééééééééééééén" text, "$$" text, " " text, "--" text, "/*" text, "%s%I$1" text, base text, "base.base" text,
    "COLUMN" integer, "row" integer, "user" integer);
INSERT INTO "Zip 1"."Zip" SELECT v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, 1, 2, 3 FROM (VALUES ('abcdef'), (E'\\ ''"\n$$%s')) t(v);
SELECT veil.grant_editor(:'owner');
SELECT veil.grant_key(:'key', :'owner'), veil.grant_key(:'long', :'owner');
SELECT veil.create_policy(:'policy', schema => :'policy', owner => :'owner', purpose => :'policy');
GRANT USAGE ON SCHEMA "Zip 1", "zip.2" TO :"owner";
GRANT SELECT ON ALL TABLES IN SCHEMA "Zip 1" TO :"owner";
SET ROLE :"owner";
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
    SELECT :'policy', '"Zip 1"."Zip"', attname, 'pseudonym', jsonb_build_object('key', :'key')
    FROM pg_attribute WHERE attrelid = '"Zip 1"."Zip"'::regclass AND attnum > 0;
SELECT count(*), bool_and(p."Zip" = p.zip AND p.zip = p."select" AND p."select" = p."quo""te" AND p."quo""te" = p."apos'trophe"
    AND p."apos'trophe" = p."back\slash" AND p."back\slash" = p."new
line" AND p."new
line" = p."ééééééééééééééééééééééééééééééén" AND p."ééééééééééééééééééééééééééééééén" = p."$$" AND p."$$" = p." " AND p." " = p."--"
    AND p."--" = p."/*" AND p."/*" = p."%s%I$1" AND p."%s%I$1" = p.base AND p.base = p."base.base") AS equal,
    count(DISTINCT p."Zip") AS pseudonyms
FROM :"policy"."Zip" p;
RESET ROLE;
SELECT attname = v.attribute::name AS same_name, count(*), count(v.analyst_sees) AS told
FROM pg_attribute FULL JOIN veil.show(quote_ident(:'policy') || '."Zip"') v ON attname = v.attribute
WHERE attrelid = '"Zip 1"."Zip"'::regclass AND attnum > 0 GROUP BY 1;
SELECT count(*) AS cells, count(DISTINCT attribute) AS attributes, count(*) FILTER (WHERE raw IS NULL OR masked IS NULL) AS missing,
       count(*) FILTER (WHERE raw = masked) AS unmasked
FROM veil.preview(:'policy', '"Zip 1"."Zip"');
SELECT count(*) FROM veil.uncovered WHERE policy = :'policy';
-- Constants with everything in them.
UPDATE veil.rule SET technique = 'partial', params = jsonb_build_object('keep_start', 1, 'fill', E'\\ ''"\n$$%s')
WHERE policy = :'policy' AND attribute NOT IN ('COLUMN', 'row', 'user');
SELECT "Zip", "ééééééééééééééééééééééééééééééén" FROM :"policy"."Zip" ORDER BY 1;
UPDATE veil.rule SET technique = 'constant', params = jsonb_build_object('value', E'\\ ''"\n$$%s') WHERE policy = :'policy' AND attribute = 'zip';
UPDATE veil.rule SET technique = 'suppress', params = NULL WHERE policy = :'policy' AND attribute IN ('select', 'COLUMN');
DELETE FROM veil.rule WHERE policy = :'policy' AND attribute IN ('base', E'new\nline', '$$');
SELECT policy = :'policy' AS of_policy, relation, attribute FROM veil.uncovered WHERE policy = :'policy' ORDER BY attribute;
SELECT zip, "select", "COLUMN" FROM :"policy"."Zip";
SELECT obj_description((quote_ident(:'policy') || '."Zip"')::regclass, 'pg_class');
-- Renamed to something worse, the rule follows.
ALTER TABLE "Zip 1"."Zip" RENAME COLUMN zip TO "Worse ""name
";
ALTER TABLE "Zip 1"."Zip" RENAME TO "Worse ""table
";
SELECT "Worse ""name
" FROM :"policy"."Zip";
SELECT relation, attribute FROM veil.rule WHERE policy = :'policy' AND attribute LIKE 'Worse%';
SELECT veil.rebuild(:'policy');
DELETE FROM veil.rule WHERE policy = :'policy';
SELECT count(*) FROM veil.release WHERE policy = :'policy';

-- Tables: as stored, or folded when written without quotes; a column only as stored.
CREATE TABLE "zip.2"."Zip" (id integer, "Id" integer);
CREATE TABLE "zip.2".zip (id integer);
CREATE TABLE "zip.2"."ééééééééééééééééééééééééééééééén" ("ééééééééééééééééééééééééééééééén" text);
CREATE TABLE "zip.2"."select" ("from" integer);
CREATE TABLE "zip.2"."a.b" ("c.d" integer);
CREATE TABLE "zip.2"."quote""newline
" (id integer);
GRANT SELECT ON ALL TABLES IN SCHEMA "zip.2" TO :"owner";
SET search_path = "zip.2";
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES
    (:'policy', '"Zip"', 'Id', 'suppress'), (:'policy', 'ZIP', 'id', 'suppress'), (:'policy', '"select"', 'from', 'suppress'),
    (:'policy', '"a.b"', 'c.d', 'suppress'), (:'policy', '"zip.2"."quote""newline' || E'\n"', 'id', 'suppress'),
    (:'policy', 'ééééééééééééééééééééééééééééééén', 'ééééééééééééééééééééééééééééééén', 'suppress');
SELECT r.relation, r.declared = r.relation AS declared, r.view_name, attribute FROM veil.release r JOIN veil.rule USING (policy, relation)
WHERE policy = :'policy' ORDER BY r.relation;
SELECT c.relname, c.relkind FROM pg_class c WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = :'policy') ORDER BY relname;
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES (:'policy', '"Zip"', 'ID', 'suppress');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES (:'policy', '"Zip"', '"Id"', 'suppress');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES (:'policy', '"ZIP"', 'id', 'suppress');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES (:'policy', 'a.b', 'c.d', 'suppress');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES (:'policy', 'zip.2.zip', 'id', 'suppress');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES (:'policy', 'a.b.c.d', 'id', 'suppress');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES (:'policy', '"Zip', 'id', 'suppress');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES (:'policy', '"Zip"; DROP TABLE zip', 'id', 'suppress');
-- A name of 64 bytes is cut, as everywhere in SQL.
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES (:'policy', '"' || :'long' || 'y"', :'long', 'suppress');
-- The name of the database may come first.
SELECT quote_ident(current_database()) || '."zip.2"."Zip"' AS full_name \gset
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES (:'policy', :'full_name', 'id', 'suppress');
SELECT relation, attribute FROM veil.rule WHERE policy = :'policy' AND relation LIKE '%Zip%' ORDER BY 2;
RESET search_path;

-- Two tables of one name under one policy: refused, or a view name of one's choice.
CREATE TABLE "Zip 1"."Zip" (id integer);
GRANT SELECT ON "Zip 1"."Zip" TO :"owner";
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES (:'policy', '"Zip 1"."Zip"', 'id', 'suppress');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES
    (:'policy', '"Zip 1"."Worse ""table' || E'\n"', 'user', 'suppress'), (:'policy', '"Zip 1"."Zip"', 'id', 'suppress');
INSERT INTO veil.release (policy, relation, view_name) VALUES (:'policy', '"Zip 1"."Zip"', 'Zip');
INSERT INTO veil.release (policy, relation, view_name) VALUES (:'policy', '"Zip 1"."Zip"', E'Vie"w''\n$$ é');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES (:'policy', '"Zip 1"."Zip"', 'id', 'suppress');
SELECT relation, view_name FROM veil.release WHERE policy = :'policy' AND relation LIKE '%"Zip"' ORDER BY relation;
SELECT veil.create_policy('names_lower', schema => 'select');
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES ('names_lower', '"Zip 1"."Zip"', 'id', 'suppress');
SELECT * FROM "select"."Zip";
-- Renamed through the catalog, or by the view's owner; not to a name that is taken.
UPDATE veil.release SET view_name = 'Other view' WHERE policy = :'policy' AND relation = '"Zip 1"."Zip"';
SELECT * FROM :"policy"."Other view";
UPDATE veil.release SET view_name = 'Zip' WHERE policy = :'policy' AND relation = '"Zip 1"."Zip"';
SET ROLE :"owner";
CREATE TABLE :"policy".taken ();
UPDATE veil.release SET view_name = 'taken' WHERE policy = :'policy' AND relation = '"Zip 1"."Zip"';
ALTER VIEW :"policy"."Other view" RENAME TO "view
";
RESET ROLE;
SELECT view_name FROM veil.release WHERE policy = :'policy' AND relation = '"Zip 1"."Zip"';
UPDATE veil.release SET view_name = :'long' || 'y' WHERE policy = :'policy' AND relation = '"Zip 1"."Zip"';
UPDATE veil.release SET view_name = repeat('y', 63) WHERE policy = :'policy' AND relation = '"Zip 1"."Zip"';
SELECT c.relname FROM pg_class c WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = :'policy') AND relname LIKE 'yyy%';
-- Where something stands in the view's place.
CREATE TABLE "zip.2".taken (id integer);
GRANT SELECT ON "zip.2".taken TO :"owner";
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES (:'policy', '"zip.2".taken', 'id', 'suppress');
DROP TABLE :"policy".taken;
INSERT INTO veil.rule (policy, relation, attribute, technique) VALUES (:'policy', '"zip.2".taken', 'id', 'suppress');
-- Nothing of all this was ever run.
SELECT count(*) FROM pg_class WHERE relname IN ('taken', 'zip') AND relnamespace = '"zip.2"'::regnamespace;

-- Roles.
SELECT veil.grant_editor('regress_names select');
SELECT veil.grant_key('names select', 'regress_names select');
SELECT key, grantee FROM veil.key_grant WHERE key = 'names select';
SELECT veil.revoke_key('names select', 'regress_names select');
SELECT veil.revoke_editor('regress_names select');
SELECT veil.grant_editor('regress_names no "role"');
SELECT veil.create_policy('names_x', owner => 'regress_names select');
SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'names_x';
SELECT changed_by = :'owner' AS by_owner, count(*) FROM veil.rule_history WHERE policy = :'policy' AND changed_by <> current_user GROUP BY 1;

-- Policies and schemas.
SELECT veil.create_policy(repeat('long ', 30), schema => 'names_long');
INSERT INTO veil.rule (policy, relation, attribute, technique, params)
    VALUES (repeat('long ', 30), '"zip.2".zip', 'id', 'pseudonym', '{"key": "names select"}');
SELECT * FROM names_long.zip;
ALTER SCHEMA "zip.2" RENAME TO "zip
3";
ALTER SCHEMA :"policy" RENAME TO "Pol
4";
SELECT relation FROM veil.rule WHERE policy = :'policy' AND relation LIKE '%select%';
SELECT * FROM "Pol
4"."select";
SELECT veil.rebuild(:'policy');
SELECT veil.drop_policy(p) FROM unnest(ARRAY[:'policy', 'names_lower', 'names_x', repeat('long ', 30)]) p;
SELECT count(*) FROM veil.rule WHERE policy LIKE 'Po"l%';
SELECT veil.revoke_editor(:'owner');
SET client_min_messages = warning;
DROP SCHEMA "Zip 1", "zip
3" CASCADE;
DROP OWNED BY :"owner", "regress_names select";
DROP ROLE :"owner", "regress_names select";
