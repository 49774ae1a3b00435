-- The census records of the UCI Adult data set (Becker and Kohavi 1996, CC BY 4.0), reduced to nine columns. A psql
-- script; the variable adult is the path of the file, with a header and semicolons between the columns:
--     psql -v adult=../shared/data/adult.csv -f adult.sql

CREATE TABLE adult (
    adult_id       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sex            text NOT NULL,
    age            smallint NOT NULL,
    race           text NOT NULL,
    marital_status text NOT NULL,
    education      text NOT NULL,
    native_country text NOT NULL,
    workclass      text NOT NULL,
    occupation     text NOT NULL,
    salary_class   text NOT NULL
);
COMMENT ON TABLE adult IS 'UCI Adult: census records, one a person; salary_class is the income per year';

-- psql puts no variables into \copy, so the path goes by the environment.
\setenv VEIL_ADULT :adult
\copy adult (sex, age, race, marital_status, education, native_country, workclass, occupation, salary_class) FROM PROGRAM 'cat -- "$VEIL_ADULT"' WITH (FORMAT csv, DELIMITER ';', HEADER)
\setenv VEIL_ADULT

ANALYZE adult;
