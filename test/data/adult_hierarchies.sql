-- The hierarchies of the Adult data set, in the text form of anonymization tools. A psql script; the variable folder holds
-- adult_hierarchy_*.csv. Loads each and prints what the labels of any value at any level are not as in the file, and how
-- many labels there are:
--     psql -v folder=../shared/data -f adult_hierarchies.sql

CREATE TEMP TABLE file (name text, line text);
\setenv VEIL_FOLDER :folder
\copy file FROM PROGRAM 'cd -- "$VEIL_FOLDER" && awk "{ print FILENAME, \$0 }" OFS="\t" adult_hierarchy_*.csv' WITH (FORMAT text, DELIMITER E'\t')
\setenv VEIL_FOLDER

SELECT veil.load_hierarchy(name, string_agg(line, E'\r\n')) AS version FROM file GROUP BY name \g /dev/null

-- Cut at semicolons, without the parser that is tested.
CREATE TEMP TABLE cell AS
SELECT name, v[1] AS value, level - 1 AS level, label
FROM file, LATERAL (SELECT string_to_array(line, ';')) AS s (v), unnest(v) WITH ORDINALITY AS u (label, level);

SELECT name, level, count(*) FROM cell WHERE veil.generalize(value, name, level::integer) IS DISTINCT FROM label GROUP BY 1, 2 ORDER BY 1, 2;
SELECT count(*) FROM cell WHERE veil.generalize(value || ' ', name, level::integer) IS NOT NULL;
SELECT count(DISTINCT name), count(*) FROM cell;
