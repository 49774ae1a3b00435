-- The hierarchies that pg_veil comes with. ISO 3166-1 has the codes of countries and the United Nations' M49 the regions,
-- but for Taiwan, which M49 does not list; education is by the levels of ISCED 2011, and occupation by the sub-major
-- groups of ISCO-08: both are examples to adapt. Whoever loads one of these names again makes a version of his own.
INSERT INTO veil.hierarchy (name, version, kind, definition, top_level, shipped) VALUES
('age_bands',   1, 'rule', '{"rule": "intervals", "widths": [5, 10, 20], "from": 0, "top": 90}', 3, true),
('date_levels', 1, 'rule', '{"rule": "date", "levels": ["month", "quarter", "year", "decade"]}', 4, true),
('nl_postcode', 1, 'rule', '{"rule": "nl_postcode"}', 3, true),
('icd10',       1, 'rule', '{"rule": "icd10"}', 2, true);

INSERT INTO veil.hierarchy (name, version, kind, content, top_level, shipped) VALUES
('education', 1, 'table', '0;less than primary;low;*
1;primary;low;*
2;lower secondary;low;*
3;upper secondary;medium;*
4;post-secondary non-tertiary;medium;*
5;short-cycle tertiary;high;*
6;bachelor;high;*
7;master;high;*
8;doctorate;high;*
', 3, true),
('occupation', 1, 'table', '01;Armed forces occupations;armed forces;*
02;Armed forces occupations;armed forces;*
03;Armed forces occupations;armed forces;*
11;Managers;non-manual, highly skilled;*
12;Managers;non-manual, highly skilled;*
13;Managers;non-manual, highly skilled;*
14;Managers;non-manual, highly skilled;*
21;Professionals;non-manual, highly skilled;*
22;Professionals;non-manual, highly skilled;*
23;Professionals;non-manual, highly skilled;*
24;Professionals;non-manual, highly skilled;*
25;Professionals;non-manual, highly skilled;*
26;Professionals;non-manual, highly skilled;*
31;Technicians and associate professionals;non-manual, highly skilled;*
32;Technicians and associate professionals;non-manual, highly skilled;*
33;Technicians and associate professionals;non-manual, highly skilled;*
34;Technicians and associate professionals;non-manual, highly skilled;*
35;Technicians and associate professionals;non-manual, highly skilled;*
41;Clerical support workers;non-manual;*
42;Clerical support workers;non-manual;*
43;Clerical support workers;non-manual;*
44;Clerical support workers;non-manual;*
51;Services and sales workers;non-manual;*
52;Services and sales workers;non-manual;*
53;Services and sales workers;non-manual;*
54;Services and sales workers;non-manual;*
61;Skilled agricultural, forestry and fishery workers;manual;*
62;Skilled agricultural, forestry and fishery workers;manual;*
63;Skilled agricultural, forestry and fishery workers;manual;*
71;Craft and related trades workers;manual;*
72;Craft and related trades workers;manual;*
73;Craft and related trades workers;manual;*
74;Craft and related trades workers;manual;*
75;Craft and related trades workers;manual;*
81;Plant and machine operators and assemblers;manual;*
82;Plant and machine operators and assemblers;manual;*
83;Plant and machine operators and assemblers;manual;*
91;Elementary occupations;manual;*
92;Elementary occupations;manual;*
93;Elementary occupations;manual;*
94;Elementary occupations;manual;*
95;Elementary occupations;manual;*
96;Elementary occupations;manual;*
', 3, true),
('country', 1, 'table', 'AD;Southern Europe;Europe;World
AE;Western Asia;Asia;World
AF;Southern Asia;Asia;World
AG;Caribbean;Americas;World
AI;Caribbean;Americas;World
AL;Southern Europe;Europe;World
AM;Western Asia;Asia;World
AO;Middle Africa;Africa;World
AQ;Antarctica;Antarctica;World
AR;South America;Americas;World
AS;Polynesia;Oceania;World
AT;Western Europe;Europe;World
AU;Australia and New Zealand;Oceania;World
AW;Caribbean;Americas;World
AX;Northern Europe;Europe;World
AZ;Western Asia;Asia;World
BA;Southern Europe;Europe;World
BB;Caribbean;Americas;World
BD;Southern Asia;Asia;World
BE;Western Europe;Europe;World
BF;Western Africa;Africa;World
BG;Eastern Europe;Europe;World
BH;Western Asia;Asia;World
BI;Eastern Africa;Africa;World
BJ;Western Africa;Africa;World
BL;Caribbean;Americas;World
BM;Northern America;Americas;World
BN;South-eastern Asia;Asia;World
BO;South America;Americas;World
BQ;Caribbean;Americas;World
BR;South America;Americas;World
BS;Caribbean;Americas;World
BT;Southern Asia;Asia;World
BV;South America;Americas;World
BW;Southern Africa;Africa;World
BY;Eastern Europe;Europe;World
BZ;Central America;Americas;World
CA;Northern America;Americas;World
CC;Australia and New Zealand;Oceania;World
CD;Middle Africa;Africa;World
CF;Middle Africa;Africa;World
CG;Middle Africa;Africa;World
CH;Western Europe;Europe;World
CI;Western Africa;Africa;World
CK;Polynesia;Oceania;World
CL;South America;Americas;World
CM;Middle Africa;Africa;World
CN;Eastern Asia;Asia;World
CO;South America;Americas;World
CR;Central America;Americas;World
CU;Caribbean;Americas;World
CV;Western Africa;Africa;World
CW;Caribbean;Americas;World
CX;Australia and New Zealand;Oceania;World
CY;Western Asia;Asia;World
CZ;Eastern Europe;Europe;World
DE;Western Europe;Europe;World
DJ;Eastern Africa;Africa;World
DK;Northern Europe;Europe;World
DM;Caribbean;Americas;World
DO;Caribbean;Americas;World
DZ;Northern Africa;Africa;World
EC;South America;Americas;World
EE;Northern Europe;Europe;World
EG;Northern Africa;Africa;World
EH;Northern Africa;Africa;World
ER;Eastern Africa;Africa;World
ES;Southern Europe;Europe;World
ET;Eastern Africa;Africa;World
FI;Northern Europe;Europe;World
FJ;Melanesia;Oceania;World
FK;South America;Americas;World
FM;Micronesia;Oceania;World
FO;Northern Europe;Europe;World
FR;Western Europe;Europe;World
GA;Middle Africa;Africa;World
GB;Northern Europe;Europe;World
GD;Caribbean;Americas;World
GE;Western Asia;Asia;World
GF;South America;Americas;World
GG;Northern Europe;Europe;World
GH;Western Africa;Africa;World
GI;Southern Europe;Europe;World
GL;Northern America;Americas;World
GM;Western Africa;Africa;World
GN;Western Africa;Africa;World
GP;Caribbean;Americas;World
GQ;Middle Africa;Africa;World
GR;Southern Europe;Europe;World
GS;South America;Americas;World
GT;Central America;Americas;World
GU;Micronesia;Oceania;World
GW;Western Africa;Africa;World
GY;South America;Americas;World
HK;Eastern Asia;Asia;World
HM;Australia and New Zealand;Oceania;World
HN;Central America;Americas;World
HR;Southern Europe;Europe;World
HT;Caribbean;Americas;World
HU;Eastern Europe;Europe;World
ID;South-eastern Asia;Asia;World
IE;Northern Europe;Europe;World
IL;Western Asia;Asia;World
IM;Northern Europe;Europe;World
IN;Southern Asia;Asia;World
IO;Eastern Africa;Africa;World
IQ;Western Asia;Asia;World
IR;Southern Asia;Asia;World
IS;Northern Europe;Europe;World
IT;Southern Europe;Europe;World
JE;Northern Europe;Europe;World
JM;Caribbean;Americas;World
JO;Western Asia;Asia;World
JP;Eastern Asia;Asia;World
KE;Eastern Africa;Africa;World
KG;Central Asia;Asia;World
KH;South-eastern Asia;Asia;World
KI;Micronesia;Oceania;World
KM;Eastern Africa;Africa;World
KN;Caribbean;Americas;World
KP;Eastern Asia;Asia;World
KR;Eastern Asia;Asia;World
KW;Western Asia;Asia;World
KY;Caribbean;Americas;World
KZ;Central Asia;Asia;World
LA;South-eastern Asia;Asia;World
LB;Western Asia;Asia;World
LC;Caribbean;Americas;World
LI;Western Europe;Europe;World
LK;Southern Asia;Asia;World
LR;Western Africa;Africa;World
LS;Southern Africa;Africa;World
LT;Northern Europe;Europe;World
LU;Western Europe;Europe;World
LV;Northern Europe;Europe;World
LY;Northern Africa;Africa;World
MA;Northern Africa;Africa;World
MC;Western Europe;Europe;World
MD;Eastern Europe;Europe;World
ME;Southern Europe;Europe;World
MF;Caribbean;Americas;World
MG;Eastern Africa;Africa;World
MH;Micronesia;Oceania;World
MK;Southern Europe;Europe;World
ML;Western Africa;Africa;World
MM;South-eastern Asia;Asia;World
MN;Eastern Asia;Asia;World
MO;Eastern Asia;Asia;World
MP;Micronesia;Oceania;World
MQ;Caribbean;Americas;World
MR;Western Africa;Africa;World
MS;Caribbean;Americas;World
MT;Southern Europe;Europe;World
MU;Eastern Africa;Africa;World
MV;Southern Asia;Asia;World
MW;Eastern Africa;Africa;World
MX;Central America;Americas;World
MY;South-eastern Asia;Asia;World
MZ;Eastern Africa;Africa;World
NA;Southern Africa;Africa;World
NC;Melanesia;Oceania;World
NE;Western Africa;Africa;World
NF;Australia and New Zealand;Oceania;World
NG;Western Africa;Africa;World
NI;Central America;Americas;World
NL;Western Europe;Europe;World
NO;Northern Europe;Europe;World
NP;Southern Asia;Asia;World
NR;Micronesia;Oceania;World
NU;Polynesia;Oceania;World
NZ;Australia and New Zealand;Oceania;World
OM;Western Asia;Asia;World
PA;Central America;Americas;World
PE;South America;Americas;World
PF;Polynesia;Oceania;World
PG;Melanesia;Oceania;World
PH;South-eastern Asia;Asia;World
PK;Southern Asia;Asia;World
PL;Eastern Europe;Europe;World
PM;Northern America;Americas;World
PN;Polynesia;Oceania;World
PR;Caribbean;Americas;World
PS;Western Asia;Asia;World
PT;Southern Europe;Europe;World
PW;Micronesia;Oceania;World
PY;South America;Americas;World
QA;Western Asia;Asia;World
RE;Eastern Africa;Africa;World
RO;Eastern Europe;Europe;World
RS;Southern Europe;Europe;World
RU;Eastern Europe;Europe;World
RW;Eastern Africa;Africa;World
SA;Western Asia;Asia;World
SB;Melanesia;Oceania;World
SC;Eastern Africa;Africa;World
SD;Northern Africa;Africa;World
SE;Northern Europe;Europe;World
SG;South-eastern Asia;Asia;World
SH;Western Africa;Africa;World
SI;Southern Europe;Europe;World
SJ;Northern Europe;Europe;World
SK;Eastern Europe;Europe;World
SL;Western Africa;Africa;World
SM;Southern Europe;Europe;World
SN;Western Africa;Africa;World
SO;Eastern Africa;Africa;World
SR;South America;Americas;World
SS;Eastern Africa;Africa;World
ST;Middle Africa;Africa;World
SV;Central America;Americas;World
SX;Caribbean;Americas;World
SY;Western Asia;Asia;World
SZ;Southern Africa;Africa;World
TC;Caribbean;Americas;World
TD;Middle Africa;Africa;World
TF;Eastern Africa;Africa;World
TG;Western Africa;Africa;World
TH;South-eastern Asia;Asia;World
TJ;Central Asia;Asia;World
TK;Polynesia;Oceania;World
TL;South-eastern Asia;Asia;World
TM;Central Asia;Asia;World
TN;Northern Africa;Africa;World
TO;Polynesia;Oceania;World
TR;Western Asia;Asia;World
TT;Caribbean;Americas;World
TV;Polynesia;Oceania;World
TW;Eastern Asia;Asia;World
TZ;Eastern Africa;Africa;World
UA;Eastern Europe;Europe;World
UG;Eastern Africa;Africa;World
UM;Micronesia;Oceania;World
US;Northern America;Americas;World
UY;South America;Americas;World
UZ;Central Asia;Asia;World
VA;Southern Europe;Europe;World
VC;Caribbean;Americas;World
VE;South America;Americas;World
VG;Caribbean;Americas;World
VI;Caribbean;Americas;World
VN;South-eastern Asia;Asia;World
VU;Melanesia;Oceania;World
WF;Polynesia;Oceania;World
WS;Polynesia;Oceania;World
YE;Western Asia;Asia;World
YT;Eastern Africa;Africa;World
ZA;Southern Africa;Africa;World
ZM;Eastern Africa;Africa;World
ZW;Eastern Africa;Africa;World
', 3, true),
('country_alpha3', 1, 'table', 'ABW;Caribbean;Americas;World
AFG;Southern Asia;Asia;World
AGO;Middle Africa;Africa;World
AIA;Caribbean;Americas;World
ALA;Northern Europe;Europe;World
ALB;Southern Europe;Europe;World
AND;Southern Europe;Europe;World
ARE;Western Asia;Asia;World
ARG;South America;Americas;World
ARM;Western Asia;Asia;World
ASM;Polynesia;Oceania;World
ATA;Antarctica;Antarctica;World
ATF;Eastern Africa;Africa;World
ATG;Caribbean;Americas;World
AUS;Australia and New Zealand;Oceania;World
AUT;Western Europe;Europe;World
AZE;Western Asia;Asia;World
BDI;Eastern Africa;Africa;World
BEL;Western Europe;Europe;World
BEN;Western Africa;Africa;World
BES;Caribbean;Americas;World
BFA;Western Africa;Africa;World
BGD;Southern Asia;Asia;World
BGR;Eastern Europe;Europe;World
BHR;Western Asia;Asia;World
BHS;Caribbean;Americas;World
BIH;Southern Europe;Europe;World
BLM;Caribbean;Americas;World
BLR;Eastern Europe;Europe;World
BLZ;Central America;Americas;World
BMU;Northern America;Americas;World
BOL;South America;Americas;World
BRA;South America;Americas;World
BRB;Caribbean;Americas;World
BRN;South-eastern Asia;Asia;World
BTN;Southern Asia;Asia;World
BVT;South America;Americas;World
BWA;Southern Africa;Africa;World
CAF;Middle Africa;Africa;World
CAN;Northern America;Americas;World
CCK;Australia and New Zealand;Oceania;World
CHE;Western Europe;Europe;World
CHL;South America;Americas;World
CHN;Eastern Asia;Asia;World
CIV;Western Africa;Africa;World
CMR;Middle Africa;Africa;World
COD;Middle Africa;Africa;World
COG;Middle Africa;Africa;World
COK;Polynesia;Oceania;World
COL;South America;Americas;World
COM;Eastern Africa;Africa;World
CPV;Western Africa;Africa;World
CRI;Central America;Americas;World
CUB;Caribbean;Americas;World
CUW;Caribbean;Americas;World
CXR;Australia and New Zealand;Oceania;World
CYM;Caribbean;Americas;World
CYP;Western Asia;Asia;World
CZE;Eastern Europe;Europe;World
DEU;Western Europe;Europe;World
DJI;Eastern Africa;Africa;World
DMA;Caribbean;Americas;World
DNK;Northern Europe;Europe;World
DOM;Caribbean;Americas;World
DZA;Northern Africa;Africa;World
ECU;South America;Americas;World
EGY;Northern Africa;Africa;World
ERI;Eastern Africa;Africa;World
ESH;Northern Africa;Africa;World
ESP;Southern Europe;Europe;World
EST;Northern Europe;Europe;World
ETH;Eastern Africa;Africa;World
FIN;Northern Europe;Europe;World
FJI;Melanesia;Oceania;World
FLK;South America;Americas;World
FRA;Western Europe;Europe;World
FRO;Northern Europe;Europe;World
FSM;Micronesia;Oceania;World
GAB;Middle Africa;Africa;World
GBR;Northern Europe;Europe;World
GEO;Western Asia;Asia;World
GGY;Northern Europe;Europe;World
GHA;Western Africa;Africa;World
GIB;Southern Europe;Europe;World
GIN;Western Africa;Africa;World
GLP;Caribbean;Americas;World
GMB;Western Africa;Africa;World
GNB;Western Africa;Africa;World
GNQ;Middle Africa;Africa;World
GRC;Southern Europe;Europe;World
GRD;Caribbean;Americas;World
GRL;Northern America;Americas;World
GTM;Central America;Americas;World
GUF;South America;Americas;World
GUM;Micronesia;Oceania;World
GUY;South America;Americas;World
HKG;Eastern Asia;Asia;World
HMD;Australia and New Zealand;Oceania;World
HND;Central America;Americas;World
HRV;Southern Europe;Europe;World
HTI;Caribbean;Americas;World
HUN;Eastern Europe;Europe;World
IDN;South-eastern Asia;Asia;World
IMN;Northern Europe;Europe;World
IND;Southern Asia;Asia;World
IOT;Eastern Africa;Africa;World
IRL;Northern Europe;Europe;World
IRN;Southern Asia;Asia;World
IRQ;Western Asia;Asia;World
ISL;Northern Europe;Europe;World
ISR;Western Asia;Asia;World
ITA;Southern Europe;Europe;World
JAM;Caribbean;Americas;World
JEY;Northern Europe;Europe;World
JOR;Western Asia;Asia;World
JPN;Eastern Asia;Asia;World
KAZ;Central Asia;Asia;World
KEN;Eastern Africa;Africa;World
KGZ;Central Asia;Asia;World
KHM;South-eastern Asia;Asia;World
KIR;Micronesia;Oceania;World
KNA;Caribbean;Americas;World
KOR;Eastern Asia;Asia;World
KWT;Western Asia;Asia;World
LAO;South-eastern Asia;Asia;World
LBN;Western Asia;Asia;World
LBR;Western Africa;Africa;World
LBY;Northern Africa;Africa;World
LCA;Caribbean;Americas;World
LIE;Western Europe;Europe;World
LKA;Southern Asia;Asia;World
LSO;Southern Africa;Africa;World
LTU;Northern Europe;Europe;World
LUX;Western Europe;Europe;World
LVA;Northern Europe;Europe;World
MAC;Eastern Asia;Asia;World
MAF;Caribbean;Americas;World
MAR;Northern Africa;Africa;World
MCO;Western Europe;Europe;World
MDA;Eastern Europe;Europe;World
MDG;Eastern Africa;Africa;World
MDV;Southern Asia;Asia;World
MEX;Central America;Americas;World
MHL;Micronesia;Oceania;World
MKD;Southern Europe;Europe;World
MLI;Western Africa;Africa;World
MLT;Southern Europe;Europe;World
MMR;South-eastern Asia;Asia;World
MNE;Southern Europe;Europe;World
MNG;Eastern Asia;Asia;World
MNP;Micronesia;Oceania;World
MOZ;Eastern Africa;Africa;World
MRT;Western Africa;Africa;World
MSR;Caribbean;Americas;World
MTQ;Caribbean;Americas;World
MUS;Eastern Africa;Africa;World
MWI;Eastern Africa;Africa;World
MYS;South-eastern Asia;Asia;World
MYT;Eastern Africa;Africa;World
NAM;Southern Africa;Africa;World
NCL;Melanesia;Oceania;World
NER;Western Africa;Africa;World
NFK;Australia and New Zealand;Oceania;World
NGA;Western Africa;Africa;World
NIC;Central America;Americas;World
NIU;Polynesia;Oceania;World
NLD;Western Europe;Europe;World
NOR;Northern Europe;Europe;World
NPL;Southern Asia;Asia;World
NRU;Micronesia;Oceania;World
NZL;Australia and New Zealand;Oceania;World
OMN;Western Asia;Asia;World
PAK;Southern Asia;Asia;World
PAN;Central America;Americas;World
PCN;Polynesia;Oceania;World
PER;South America;Americas;World
PHL;South-eastern Asia;Asia;World
PLW;Micronesia;Oceania;World
PNG;Melanesia;Oceania;World
POL;Eastern Europe;Europe;World
PRI;Caribbean;Americas;World
PRK;Eastern Asia;Asia;World
PRT;Southern Europe;Europe;World
PRY;South America;Americas;World
PSE;Western Asia;Asia;World
PYF;Polynesia;Oceania;World
QAT;Western Asia;Asia;World
REU;Eastern Africa;Africa;World
ROU;Eastern Europe;Europe;World
RUS;Eastern Europe;Europe;World
RWA;Eastern Africa;Africa;World
SAU;Western Asia;Asia;World
SDN;Northern Africa;Africa;World
SEN;Western Africa;Africa;World
SGP;South-eastern Asia;Asia;World
SGS;South America;Americas;World
SHN;Western Africa;Africa;World
SJM;Northern Europe;Europe;World
SLB;Melanesia;Oceania;World
SLE;Western Africa;Africa;World
SLV;Central America;Americas;World
SMR;Southern Europe;Europe;World
SOM;Eastern Africa;Africa;World
SPM;Northern America;Americas;World
SRB;Southern Europe;Europe;World
SSD;Eastern Africa;Africa;World
STP;Middle Africa;Africa;World
SUR;South America;Americas;World
SVK;Eastern Europe;Europe;World
SVN;Southern Europe;Europe;World
SWE;Northern Europe;Europe;World
SWZ;Southern Africa;Africa;World
SXM;Caribbean;Americas;World
SYC;Eastern Africa;Africa;World
SYR;Western Asia;Asia;World
TCA;Caribbean;Americas;World
TCD;Middle Africa;Africa;World
TGO;Western Africa;Africa;World
THA;South-eastern Asia;Asia;World
TJK;Central Asia;Asia;World
TKL;Polynesia;Oceania;World
TKM;Central Asia;Asia;World
TLS;South-eastern Asia;Asia;World
TON;Polynesia;Oceania;World
TTO;Caribbean;Americas;World
TUN;Northern Africa;Africa;World
TUR;Western Asia;Asia;World
TUV;Polynesia;Oceania;World
TWN;Eastern Asia;Asia;World
TZA;Eastern Africa;Africa;World
UGA;Eastern Africa;Africa;World
UKR;Eastern Europe;Europe;World
UMI;Micronesia;Oceania;World
URY;South America;Americas;World
USA;Northern America;Americas;World
UZB;Central Asia;Asia;World
VAT;Southern Europe;Europe;World
VCT;Caribbean;Americas;World
VEN;South America;Americas;World
VGB;Caribbean;Americas;World
VIR;Caribbean;Americas;World
VNM;South-eastern Asia;Asia;World
VUT;Melanesia;Oceania;World
WLF;Polynesia;Oceania;World
WSM;Polynesia;Oceania;World
YEM;Western Asia;Asia;World
ZAF;Southern Africa;Africa;World
ZMB;Eastern Africa;Africa;World
ZWE;Eastern Africa;Africa;World
', 3, true);
