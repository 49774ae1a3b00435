-- A made-up Dutch register: households, persons and their orders. A psql script:
--     psql -v persons=100000 -f dutch_register.sql
-- Variables: persons (default 100000), schema (default public). It needs no extension and no superuser, only CREATE
-- on the schema.
--
-- Every value is derived from a hash of a row number, with integer, exact binary and numeric arithmetic only, so two
-- runs with the same number of persons give the same rows, on any machine. Nobody is described: the bank codes of the
-- IBANs and the domains of the e-mail addresses do not exist, and a BSN or phone number that does is a coincidence.
-- What check_register.sql demands holds for any number of persons.

\set caller_encoding :ENCODING
\encoding UTF8
\if :{?persons}
\else
\set persons 100000
\endif
\if :{?schema}
\else
\set schema public
\endif

BEGIN;

-- Uniform in [0, 1), and exact: 53 bits fit a double.
CREATE FUNCTION pg_temp.uniform(n bigint, seed bigint) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (pg_catalog.hashint8extended(n, seed) & 9007199254740991) / 9007199254740992.0::double precision;

-- Standard normal, nearly: the set bits of a hash are binomially distributed; a uniform fraction fills the gaps.
CREATE FUNCTION pg_temp.normal(n bigint, seed bigint) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (pg_catalog.bit_count(pg_catalog.hashint8extended(n, seed)::bit(64))
            + pg_temp.uniform(n, seed + 1)::numeric - 32.5) / 4.01;

-- A number of [0, size) in which small ones are frequent.
CREATE FUNCTION pg_temp.skewed(n bigint, seed bigint, size integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN pg_catalog.floor(size * pg_temp.uniform(n, seed) * pg_temp.uniform(n, seed + 1))::integer;

CREATE TABLE :"schema".household (
    household_id integer PRIMARY KEY,
    street       text,
    house_number integer,
    postcode     char(6),
    city         text
);
CREATE TABLE :"schema".person (
    person_id    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    household_id integer,
    bsn          varchar(9) UNIQUE NOT NULL,
    name         text,
    email        text,
    phone        text,
    birth_date   date,
    gender       char(1),
    postcode     char(6),
    city         text,
    income       numeric(10,2),
    iban         varchar(34)
);
CREATE TABLE :"schema".orders (
    order_id   bigint PRIMARY KEY,
    person_id  integer,
    ordered_at timestamptz,
    product    text,
    amount     numeric(10,2)
);
COMMENT ON TABLE :"schema".household IS 'Made-up Dutch register: one address. A postcode lies in one street of one city.';
COMMENT ON TABLE :"schema".person IS 'Made-up Dutch register: one inhabitant, at the address of the household.';
COMMENT ON TABLE :"schema".orders IS 'Made-up Dutch register: what the inhabitants bought.';

-- By number of inhabitants, so that the rank gives the share. The four digits of a postcode lie in one city's range.
CREATE TEMPORARY TABLE city_list ON COMMIT DROP AS
SELECT row_number() OVER () AS rank, name, first_area, last_area
FROM (VALUES
    ('Amsterdam', 1011, 1109), ('Rotterdam', 3011, 3089), ('Den Haag', 2491, 2597), ('Utrecht', 3511, 3585),
    ('Eindhoven', 5611, 5658), ('Groningen', 9711, 9747), ('Tilburg', 5011, 5049), ('Almere', 1311, 1363),
    ('Breda', 4811, 4847), ('Nijmegen', 6511, 6546), ('Apeldoorn', 7311, 7336), ('Arnhem', 6811, 6846),
    ('Haarlem', 2011, 2037), ('Enschede', 7511, 7548), ('''s-Hertogenbosch', 5211, 5237),
    ('Amersfoort', 3811, 3829), ('Zaandam', 1501, 1509), ('Zwolle', 8011, 8045), ('Leiden', 2311, 2334),
    ('Zoetermeer', 2711, 2729), ('Leeuwarden', 8911, 8941), ('Ede', 6711, 6718), ('Maastricht', 6211, 6229),
    ('Dordrecht', 3311, 3329), ('Alphen aan den Rijn', 2401, 2409), ('Alkmaar', 1811, 1827),
    ('Emmen', 7811, 7828), ('Delft', 2611, 2629), ('Venlo', 5911, 5928), ('Deventer', 7411, 7429),
    ('Helmond', 5701, 5709), ('Oss', 5341, 5349), ('Hilversum', 1211, 1223), ('Heerlen', 6411, 6422),
    ('Purmerend', 1441, 1448), ('Schiedam', 3111, 3125), ('Hoorn', 1621, 1628),
    ('Capelle aan den IJssel', 2901, 2909), ('Assen', 9401, 9408), ('Bergen op Zoom', 4611, 4625),
    ('Middelburg', 4331, 4338), ('''s-Gravenzande', 2691, 2694)
) AS list (name, first_area, last_area);

CREATE TEMPORARY TABLE city_share ON COMMIT DROP AS
SELECT name, first_area, last_area,
       (sum(share) OVER (ORDER BY rank) - share) / sum(share) OVER () AS low,
       sum(share) OVER (ORDER BY rank) / sum(share) OVER () AS high
FROM (SELECT *, 1.0 / rank AS share FROM city_list) AS ranked;

CREATE TEMPORARY TABLE name_list (kind text, names text[]) ON COMMIT DROP;
INSERT INTO name_list VALUES
('F', '{Anna,Maria,Emma,Sophie,Julia,Sanne,Lisa,Lotte,Eva,Fleur,Saar,Johanna,Zoë,Renée,Chloé,Noor,Femke,Anouk,Mieke,
        Fatima,Anaïs,Marijke,Ingrid,Esmée,Loïs,Wilhelmina,Aisha,Tess,Roos,Jacqueline,Hélène,Priya}'),
('M', '{Jan,Pieter,Daan,Sem,Lucas,Willem,Thomas,Johannes,Bram,Thijs,Lars,Mohammed,Hendrik,Kees,Ruben,André,Jürgen,
        Noé,René,Ömer,Sjoerd,Cornelis,François,Ahmed,Gijs,Maarten,Joël,Wouter,Björn,Dirk,Mehmet,Tygo}'),
-- Frequent ones first.
('surname', '{de Jong,Jansen,de Vries,van den Berg,Bakker,van Dijk,Visser,Janssen,Smit,Meijer,de Boer,Mulder,de Groot,
        Bos,Vos,Peters,Hendriks,van Leeuwen,Dekker,Brouwer,de Wit,Dijkstra,Smits,de Graaf,van der Meer,van der Linden,
        Kok,Jacobs,de Haan,Vermeulen,van den Heuvel,van der Veen,van den Broek,de Bruijn,van der Heijden,Schouten,
        van Beek,Willems,van Vliet,van de Ven,Hoekstra,Maas,Verhoeven,Koster,van Dam,van der Wal,Prins,Blom,Huisman,
        Peeters,Kuipers,van Veen,Post,''t Hart,van ''t Hof,in ''t Veld,op den Kamp,ter Braak,ten Brink,
        van Oldenbarnevelt,Yılmaz,Özdemir,Çelik,El Amrani,Bouâzza,Nguyễn,Ramdin,Kowalska,Groß,Müller,Lefèvre,García,
        Tjin-A-Ton,d''Ancona,O''Brien,Buitenhuis,Coëlho,van der Knaap,Zijlstra,Quaedvlieg,IJzerman,Hoogeveen}'),
('street', '{Kerkstraat,Dorpsstraat,Schoolstraat,Molenweg,Hoofdstraat,Julianastraat,Wilhelminalaan,Beatrixlaan,
        Nieuwstraat,Parklaan,Stationsweg,Eikenlaan,Beukenlaan,Kastanjelaan,Lindelaan,Prinses Irenestraat,Oranjestraat,
        Van Goghstraat,Rembrandtlaan,Vondelstraat,Zuiderzeelaan,''t Zand,Marktplein,Oude Haven,Singel,Graaf Florisweg,
        ''s-Gravenweg,Burgemeester van der Veldestraat,Eerste Helmersstraat,Tweede Dwarsweg,Lange Voorhout,Achterom,
        Ceintuurbaan,Plein 1944,Mariëndaal,Industrieweg,Zeeweg,Meidoornstraat,Noorderkade,Korenbloem}'),
('product', '{boek,koffie,fiets,laptop,telefoon,jas,schoenen,lamp,stoel,tafel,speelgoed,medicijnen,bril,tent,
        gereedschap,verf,plant,wijn,kaas,treinreis,concertkaart,zwangerschapstest,hoortoestel,rollator,babyvoeding}');
-- Letters of real postcodes; of SA, SD and SS there are none.
INSERT INTO :"schema".household (household_id, street, house_number, postcode, city)
SELECT household_id,
       (street.names)[1 + mod(hashtextextended(postcode, 11) & 2147483647, cardinality(street.names))],
       house_number, postcode, city
FROM (
    SELECT n AS household_id,
           1 + pg_temp.skewed(n, 21, 180) AS house_number,
           area || CASE WHEN letters IN ('SA', 'SD', 'SS') THEN 'SB' ELSE letters END AS postcode,
           city_share.name AS city
    FROM generate_series(1, greatest(1, :persons / 2)) AS series (n)
    JOIN city_share ON pg_temp.uniform(n, 22) >= low AND pg_temp.uniform(n, 22) < high
    CROSS JOIN LATERAL (
        SELECT first_area + pg_temp.skewed(n, 23, last_area - first_area + 1) AS area,
               substr('ABCDEGHJKLMNPRSTVWXZ', 1 + pg_temp.skewed(n, 25, 20), 1)
               || substr('ABCDEGHJKLMNPRSTVWXZ', 1 + pg_temp.skewed(n, 27, 20), 1) AS letters
    ) AS postcode_parts
) AS address
CROSS JOIN (SELECT names FROM name_list WHERE kind = 'street') AS street
ORDER BY household_id;

-- The 11-test: the digits times 9 8 7 6 5 4 3 2 -1 sum to a multiple of 11. The last digit follows from the first
-- eight, unless it would have to be 10 (one in eleven); so there are more candidates than persons. Rarely are two equal.
CREATE TEMPORARY TABLE bsn_list ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY candidate) AS person_id, bsn
FROM (
    SELECT min(n) AS candidate, lpad(first_eight::text, 8, '0') || last_digit::text AS bsn
    FROM (
        SELECT n, first_eight,
               mod(9 * mod(first_eight / 10000000, 10) + 8 * mod(first_eight / 1000000, 10)
                   + 7 * mod(first_eight / 100000, 10) + 6 * mod(first_eight / 10000, 10)
                   + 5 * mod(first_eight / 1000, 10) + 4 * mod(first_eight / 100, 10)
                   + 3 * mod(first_eight / 10, 10) + 2 * mod(first_eight, 10), 11) AS last_digit
        FROM generate_series(1, 20 + :persons / 5 * 6) AS series (n)
        CROSS JOIN LATERAL (
            -- One number in eleven begins with a zero: a text that must not become an integer.
            SELECT 1000000 + mod(hashint8extended(n, 31) & 9007199254740991, 98000000) AS first_eight
        ) AS candidate
    ) AS numbered
    WHERE last_digit < 10
    GROUP BY first_eight, last_digit
) AS valid
ORDER BY candidate
LIMIT :persons;

-- Who lives where: the first person of every household heads it, the others are partners and children.
CREATE TEMPORARY TABLE head ON COMMIT DROP AS
SELECT n AS household_id,
       -- Days before 2026. The age pyramid, by share: 18-30, 30-50, 50-65, 65-80, 80-95, and a few up to 109.
       floor(365.2425 * CASE
           WHEN share < 0.180 THEN 18 + (share - 0.000) / 0.180 * 12
           WHEN share < 0.510 THEN 30 + (share - 0.180) / 0.330 * 20
           WHEN share < 0.780 THEN 50 + (share - 0.510) / 0.270 * 15
           WHEN share < 0.960 THEN 65 + (share - 0.780) / 0.180 * 15
           WHEN share < 0.998 THEN 80 + (share - 0.960) / 0.038 * 15
           ELSE 95 + (share - 0.998) / 0.002 * 14
       END)::integer AS days,
       (surname.names)[1 + pg_temp.skewed(n, 41, cardinality(surname.names))] AS surname
FROM generate_series(1, greatest(1, :persons / 2)) AS series (n)
CROSS JOIN LATERAL (SELECT pg_temp.uniform(n, 43)::numeric AS share) AS draw
CROSS JOIN (SELECT names FROM name_list WHERE kind = 'surname') AS surname;

CREATE TEMPORARY TABLE inhabitant ON COMMIT DROP AS
SELECT n, household_id, part,
       CASE part
           -- No child is born after 2025, nor before the head of the household was 17.
           WHEN 'child' THEN head.days - 6210 - floor(least(6900, head.days - 6210) * pg_temp.uniform(n, 51))::integer
           WHEN 'partner' THEN greatest(6575, head.days - 1100 + floor(2200 * pg_temp.uniform(n, 52))::integer)
           ELSE head.days
       END AS days,
       CASE WHEN pg_temp.uniform(n, 54) < 0.494 THEN 'M' WHEN pg_temp.uniform(n, 54) < 0.997 THEN 'F' ELSE 'X' END AS gender,
       CASE WHEN part = 'partner' AND pg_temp.uniform(n, 55) < 0.15 THEN
                head.surname || '-' || (surname.names)[1 + pg_temp.skewed(n, 56, cardinality(surname.names))]
            WHEN part = 'partner' AND pg_temp.uniform(n, 55) < 0.75 THEN
                (surname.names)[1 + pg_temp.skewed(n, 56, cardinality(surname.names))]
            ELSE head.surname
       END AS surname,
       -- Many partners share an account.
       CASE WHEN part = 'child' OR (part = 'partner' AND pg_temp.uniform(n, 58) < 0.7)
            THEN n ELSE -household_id END AS account_seed
FROM (
    SELECT n,
           CASE WHEN n <= greatest(1, :persons / 2) THEN n
                ELSE 1 + floor(greatest(1, :persons / 2) * pg_temp.uniform(n, 59))::integer END AS household_id,
           CASE WHEN n <= greatest(1, :persons / 2) THEN 'head'
                WHEN pg_temp.uniform(n, 60) < 0.45 THEN 'partner'
                ELSE 'child' END AS part
    FROM generate_series(1, :persons) AS series (n)
) AS place
JOIN head USING (household_id)
CROSS JOIN (SELECT names FROM name_list WHERE kind = 'surname') AS surname;

INSERT INTO :"schema".person (person_id, household_id, bsn, name, email, phone, birth_date, gender, postcode, city,
                              income, iban)
OVERRIDING SYSTEM VALUE
SELECT n, household_id, bsn, given_name || ' ' || surname,
       CASE WHEN pg_temp.uniform(n, 61) >= 0.04 AND days > 365 * 12 THEN
           btrim(regexp_replace(lower(translate(given_name || '.' || surname, 'ÖÇâäáåçéèêëíïñóöôúüğışßøễ',
                                                'OCaaaaceeeeiinooouugissoe') COLLATE "C"), '[^a-z0-9]+', '.', 'g'), '.')
           || CASE WHEN pg_temp.uniform(n, 62) < 0.7 THEN floor(1000 * pg_temp.uniform(n, 63))::text ELSE '' END
           || '@' || ('{post.example,ziggo.example,kantoor.example,school.example,xs.example}'::text[])
                         [1 + pg_temp.skewed(n, 64, 5)]
       END,
       CASE WHEN pg_temp.uniform(n, 66) >= 0.05 AND days > 365 * 10 THEN
           '06' || (10000000 + floor(50000000 * pg_temp.uniform(n, 67)))::bigint
       END,
       date '2026-01-01' - days, gender, household.postcode, household.city,
       -- Log-normal around 32 000 a year, a heavy tail for one in a hundred, some at a loss, some unknown.
       CASE
           WHEN days < 365 * 16 OR pg_temp.uniform(n, 71) < 0.04 THEN NULL
           WHEN pg_temp.uniform(n, 72) < 0.02 THEN 0
           WHEN pg_temp.uniform(n, 72) < 0.024 THEN -round(exp(8 + pg_temp.normal(n, 73)), 2)
           ELSE least(9999999.99, round(exp(10.3735 + 0.55 * pg_temp.normal(n, 75))
                * CASE WHEN pg_temp.uniform(n, 77) < 0.01 THEN 1 / (0.02 + pg_temp.uniform(n, 78)::numeric) ELSE 1 END, 2))
       END,
       CASE WHEN days > 365 * 12 OR pg_temp.uniform(n, 81) < 0.3 THEN
           -- ISO 7064 mod 97-10: letters are 10 to 35, and the country (NL is 23 21) moves to the end.
           'NL' || lpad((98 - mod((bank.digits || account.number || '232100')::numeric, 97))::text, 2, '0')
                || bank.code || account.number
       END
FROM inhabitant
JOIN bsn_list ON bsn_list.person_id = n
JOIN :"schema".household USING (household_id)
CROSS JOIN name_list AS given
CROSS JOIN LATERAL (SELECT given.names[1 + pg_temp.skewed(n, 57, cardinality(given.names))] AS given_name) AS naming
CROSS JOIN LATERAL (
    SELECT lpad(mod(hashint8extended(account_seed, 82) & 9007199254740991, 9999999999)::text, 10, '0') AS number
) AS account
JOIN (VALUES (0, 'NOOR', '23242427'), (1, 'ZUID', '35301813'), (2, 'OOST', '24242829'), (3, 'WEST', '32142829'),
             (4, 'MIDD', '22181313')) AS bank (place, code, digits)
    ON place = pg_temp.skewed(account_seed, 83, 5)
WHERE given.kind = CASE WHEN gender = 'X' THEN 'F' ELSE gender END
ORDER BY n;

INSERT INTO :"schema".orders (order_id, person_id, ordered_at, product, amount)
SELECT n,
       -- Some buy much. The multiplication keeps those from being the first persons.
       1 + mod(pg_temp.skewed(n, 91, :persons)::bigint * 104729, :persons),
       timestamptz '2023-01-01 00:00:00+00' + interval '1 second' * floor(94694400 * pg_temp.uniform(n, 93)),
       product.names[1 + pg_temp.skewed(n, 94, cardinality(product.names))],
       round(exp(3.4 + 1.1 * pg_temp.normal(n, 96)), 2)
FROM generate_series(1::bigint, 3 * :persons) AS series (n)
CROSS JOIN (SELECT names FROM name_list WHERE kind = 'product') AS product
ORDER BY n;

-- After loading: checking and sorting all rows at once is several times as fast as one by one.
ALTER TABLE :"schema".person ADD FOREIGN KEY (household_id) REFERENCES :"schema".household;
ALTER TABLE :"schema".orders ADD FOREIGN KEY (person_id) REFERENCES :"schema".person;
CREATE INDEX ON :"schema".person (household_id);
CREATE INDEX ON :"schema".orders (person_id);
SELECT :persons + 1 AS next_person
\gset
ALTER TABLE :"schema".person ALTER COLUMN person_id RESTART WITH :next_person;

DROP FUNCTION pg_temp.skewed(bigint, bigint, integer);
DROP FUNCTION pg_temp.normal(bigint, bigint);
DROP FUNCTION pg_temp.uniform(bigint, bigint);

COMMIT;

ANALYZE :"schema".household;
ANALYZE :"schema".person;
ANALYZE :"schema".orders;

\encoding :caller_encoding
