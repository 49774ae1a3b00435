// What is found in sentences, and what is not.
#include "core/entity_of.hpp"
#include "sentence.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace veil {
namespace {

using test::found_in;
using test::phones;
using test::Sentence;

class Detection : public testing::TestWithParam<Sentence> {};

TEST_P(Detection, FindsWhatIsThereAndNothingElse) {
    EXPECT_EQ(found_in(GetParam().text), GetParam().found) << GetParam().text;
}

// What another sentence numbers, and what stands beside a number.
INSTANTIATE_TEST_SUITE_P(
    Sentences, Detection,
    testing::Values(
        Sentence{"Factuur 552166595 is betaald. Cli\xC3\xABnt met nummer 1234.56.782.", "bsn:1234.56.782"},
        Sentence{"Artikel 15 is van toepassing. Zijn nummer is 0031612345678.", "phone:0031612345678"},
        Sentence{"Factuurnr. A 123456782", ""}, Sentence{"Uw order nr. 0612345678 is onderweg", ""},
        Sentence{"bsn 192.16.100.51", "ip:192.16.100.51"}, Sentence{"bsnnr 123456782", "bsn:123456782"},
        Sentence{"a@a@BSN 123456782", "bsn:123456782"}, Sentence{"@bsn 123456782", "bsn:123456782"},
        Sentence{"mail jan@nhs.net; tel 06-26489172", "email:jan@nhs.net|phone:06-26489172"},
        Sentence{"April 2, 1964. Go on.", "date:April 2, 1964"},
        Sentence{"op 15-5-2022 om 14.45 uur", "date:15-5-2022"},
        Sentence{"dated May 16th was lost", "date:May 16th"},
        Sentence{"It is due by 7 May. See room 7 may be", "date:7 May"},
        Sentence{"Offerte uit v\xC3\xB3\xC3\xB3r 22.12.1989. Release 10.12.2019.", "date:22.12.1989"},
        Sentence{"from firmware 24.3.30 on", ""},
        Sentence{"No BSN but a SIN: 123 456 782", "national_id:123 456 782"},
        Sentence{"geen BSN, wel DNI 38738077-M", "national_id:38738077-M"},
        Sentence{"id=557019788 mail=x", ""},
        Sentence{"NHS number: 787 594 6301\nGP: Dr Smith", "national_id:787 594 6301"},
        Sentence{"Bezorgadres 3590 GR Veere.\nAuto met kenteken 69-TX-BN",
                 "postcode:3590 GR|license_plate:69-TX-BN"},
        Sentence{"Postcode 9415AG nr. 133", "postcode:9415AG nr. 133"},
        Sentence{"Factuuradres Eikenlaan 12 bis\n4050DV Eindhoven", "postcode:12 bis\n4050DV"},
        Sentence{"Eikenlaan 12a te 1234 AB Delft", "postcode:12a|postcode:1234 AB"}));

TEST(Resolution, CutsNamesAtNumbers) {
    std::vector<Finding> findings = {{0, 9, Entity::name, 60},
                                     {5, 12, Entity::national_id, 96},
                                     {11, 20, Entity::name, 70},
                                     {13, 18, Entity::name, 50}};
    resolve_findings(findings);
    ASSERT_EQ(findings.size(), 3U);
    EXPECT_EQ(findings[0].end, 5U);
    EXPECT_EQ(findings[1].entity, Entity::national_id);
    EXPECT_EQ(findings[1].end, 12U);
    EXPECT_EQ(findings[2].begin, 12U);
    EXPECT_EQ(findings[2].end, 20U);
}

// As people note them down.
INSTANTIATE_TEST_SUITE_P(
    Notes, Detection,
    testing::Values(
        Sentence{"sofinr 123456782 staat er nog", "bsn:123456782"},
        Sentence{"De BSN's kloppen: 123456782 voor haar, 111222333 voor hem", "bsn:123456782|bsn:111222333"},
        Sentence{"Het BSN klopt: 123456782 voor haar, 111222333 voor hem", "bsn:123456782"},
        Sentence{"Het BSN op de polis (123456782) klopt niet", "bsn:123456782"},
        Sentence{"The BSN on your invoice, 123456782, is wrong", "bsn:123456782"},
        Sentence{"Het BSN staat niet op de polis (123456782)", ""},
        Sentence{"MAESTRO 6304 0000 0000 0000", "card:6304 0000 0000 0000"},
        Sentence{"maestro 5018 0000 0009, bedrag 5018 0000 0009", "card:5018 0000 0009"},
        Sentence{"software draait op 2.12.20.32, zie hoofdstuk 3.4.12.1", ""},
        Sentence{"id=3kv57 only from 192.168.142.96.", "ip:192.168.142.96"},
        Sentence{"periode 10-2-2025 - 27-12-2025", "date:10-2-2025|date:27-12-2025"},
        Sentence{"klantnr 4008, de nota van 25-09-17; vanaf 3/1/23", "date:25-09-17|date:3/1/23"},
        Sentence{"since may 3, 2024; march 3 to go", "date:may 3, 2024"},
        Sentence{"op 12-01-'24, voor maandag 5/8/19 en donderdag 1 sep; 1 sep",
                 "date:12-01-'24|date:5/8/19|date:1 sep"},
        Sentence{"starts on 05.04.25, 11TH OF OCTOBER 17:30, on 15 05 2020",
                 "date:05.04.25|date:11TH OF OCTOBER|date:15 05 2020"},
        Sentence{"letter dated april 24th, april 24 people", "date:april 24th"},
        Sentence{"Chargeback on 4111 1111 1111 1111", "card:4111 1111 1111 1111"},
        Sentence{"AMKA 01010112348, RNOKPP 2448318457, Chinese ID card 110101199003070011",
                 "national_id:01010112348|national_id:2448318457|national_id:110101199003070011"},
        Sentence{"AMKA 01010112347, RNOKPP 2448318456, Chinese ID card 110101199003070012; 2448318457", ""},
        Sentence{"meter reading of 6973 PG 231: 28110. To 7289WM-207A; kom naar 9005zp",
                 "postcode:6973 PG 231|postcode:7289WM-207A|postcode:9005zp"},
        Sentence{"ga naar 2000ml, from 1500kg, op 9005ze", ""},
        Sentence{"app: ik sta naast zj-37-pk; 12-en-13, nr-12-345", "license_plate:zj-37-pk"},
        Sentence{"deelauto 841HZ9 is weg", "license_plate:841HZ9"}, Sentence{"bezoekers 841HZ9", ""},
        Sentence{"Bel na 12:27.\nMay we know", ""},
        Sentence{"postcode 6088 HB ok, geboren 03-12-1947 ok, 20 mei 1983 ok",
                 "postcode:6088 HB|date:03-12-1947|date:20 mei 1983"},
        Sentence{
            "a@b.nl,3161 AX,2024-06-23\n6714kp,2019-01-11\nx,6714kp,2019-01-11",
            "email:a@b.nl|postcode:3161 AX|date:2024-06-23|date:2019-01-11|postcode:6714kp|date:2019-01-11"},
        Sentence{"te Delft (2611ab), stroom (2611kw), model 4500 XL", "postcode:2611ab"},
        Sentence{"Julianaweg 75, 3392dw Arnhem (26, 3875JA)", "postcode:75, 3392dw|postcode:26, 3875JA"},
        Sentence{"kenteken 54 FJ 99, Licence plate: JT 38 PJ",
                 "license_plate:54 FJ 99|license_plate:JT 38 PJ"},
        Sentence{"taxi fj-dk-88; reg KT410S", "license_plate:fj-dk-88|license_plate:KT410S"},
        Sentence{"uit 54 FJ 99, fj-ek-88 en KT410S", ""},
        Sentence{"auto van bewoner op 1141RP; kenteken 1141RP", "postcode:1141RP|license_plate:1141RP"}));

INSTANTIATE_TEST_SUITE_P(
    Network, Detection,
    testing::Values(Sentence{"Mail naar jan.de.vries+werk@mail.example.co.uk.",
                             "email:jan.de.vries+werk@mail.example.co.uk"},
                    Sentence{"<a href='mailto:o'brien@example.org'>", "email:o'brien@example.org"},
                    Sentence{"(to=piet_1@EXAMPLE.NL)", "email:piet_1@EXAMPLE.NL"},
                    Sentence{"van j\xC3\xBCrgen@m\xC3\xBCller.de,", "email:j\xC3\xBCrgen@m\xC3\xBCller.de"},
                    Sentence{"\xE2\x80\x9Cjan@x.nl\xE2\x80\x9D", "email:jan@x.nl"},
                    Sentence{"root@[192.168.1.10] logt in", "email:root@[192.168.1.10]"},
                    Sentence{"spreek af @ 10 uur, @jan en a@b", ""},
                    Sentence{"0612345678@kpn.nl", "email:0612345678@kpn.nl"},
                    Sentence{"zie https://www.example.nl/pad?q=1&r=(2). Of niet",
                             "url:https://www.example.nl/pad?q=1&r=(2)"},
                    Sentence{"(ftp://example.org/x)", "url:ftp://example.org/x"},
                    Sentence{"op www.example.nl, toch", "url:www.example.nl"},
                    Sentence{"kijk op gemeente-utrecht.nl/balie.", "url:gemeente-utrecht.nl/balie"},
                    Sentence{"Dat was het.De rest volgt. Einde.Nl", ""},
                    Sentence{"c++: std::vector a::b; note: x://", ""},
                    Sentence{"host 192.168.1.10 en 10.0.0.0/8", "ip:192.168.1.10|ip:10.0.0.0/8"},
                    Sentence{"versie 10.2.30.4, v1.2.3.4, release 4.12.1.30 en 1.2.3.4", ""},
                    Sentence{"ip 1.2.3.4 en 1.2.3.4.5 en 256.1.1.1", "ip:1.2.3.4"},
                    Sentence{"via 2001:db8::8a2e:370:7334 of fe80::1%eth0/64.",
                             "ip:2001:db8::8a2e:370:7334|ip:fe80::1%eth0/64"},
                    Sentence{"2001:0db8:0000:0000:0000:8a2e:0370:7334 en ::ffff:192.0.2.1",
                             "ip:2001:0db8:0000:0000:0000:8a2e:0370:7334|ip:::ffff:192.0.2.1"},
                    Sentence{"om 12:34:56 en 10:15, stand 3:2::1 einde", "ip:3:2::1"},
                    Sentence{"mac 00:1A:2b:3C:4d:5E, aa-bb-cc-dd-ee-ff en 001a.2b3c.4d5e",
                             "mac:00:1A:2b:3C:4d:5E|mac:aa-bb-cc-dd-ee-ff|mac:001a.2b3c.4d5e"},
                    Sentence{"bel 12-34-56-78-90-12", ""}));

INSTANTIATE_TEST_SUITE_P(
    Bank, Detection,
    testing::Values(Sentence{"Rekening NL91ABNA0417164300.", "iban:NL91ABNA0417164300"},
                    Sentence{"iban: nl91 abna 0417 1643 00 tnv", "iban:nl91 abna 0417 1643 00"},
                    Sentence{"NL91-ABNA-0417-1643-00", "iban:NL91-ABNA-0417-1643-00"},
                    Sentence{"NL91 ABNA\n0417 1643 00", "iban:NL91 ABNA\n0417 1643 00"},
                    Sentence{"GB29 NWBK 6016 1331 9268 19 en DE89370400440532013000",
                             "iban:GB29 NWBK 6016 1331 9268 19|iban:DE89370400440532013000"},
                    Sentence{"NL92ABNA0417164300 NL91ABNA04171643001 XX91ABNA0417164300", ""},
                    Sentence{"kaart 4111 1111 1111 1111 verloopt", "card:4111 1111 1111 1111"},
                    Sentence{"5500005555555559, 378282246310005",
                             "card:5500005555555559|card:378282246310005"},
                    Sentence{"4111-1111-1111-1112 en order 4111111111111111", ""}));

INSTANTIATE_TEST_SUITE_P(
    Dutch, Detection,
    testing::Values(
        Sentence{"BSN: 123456782", "bsn:123456782"}, Sentence{"bsn123456782", "bsn:123456782"},
        Sentence{"Het burgerservicenummer van de klant is 1234 56 782.", "bsn:1234 56 782"},
        Sentence{"in 2020. 1234.56.782. 5 keer", "bsn:1234.56.782"},
        Sentence{"BSN\n123.456.782", "bsn:123.456.782"},
        Sentence{"sofinummer 12345\n6782", "bsn:12345\n6782"},
        Sentence{"{\"bsn\": \"123456782\"}", "bsn:123456782"}, Sentence{"123456782 (BSN)", "bsn:123456782"},
        Sentence{"ordernummer 123456782, BSN: 111222333", "bsn:111222333"},
        Sentence{"BSN 123456783, factuur 123456782, 123456782", ""},
        Sentence{"totaal \xE2\x82\xAC 123.456.782,00", ""},
        Sentence{"btw NL123456782B01 en nl 1234.56.782.b02", "vat:NL123456782B01|vat:nl 1234.56.782.b02"},
        Sentence{"NL123456789B02", ""}, Sentence{"Kerkstraat 12a, 1234 AB Utrecht", "postcode:12a, 1234 AB"},
        Sentence{"postcode 1234ab, nr", "postcode:1234ab"},
        Sentence{"3511 LX 12-3 Utrecht", "postcode:3511 LX 12-3"},
        Sentence{"2500 KG in 2024 EU, 1500 eur en 1234 SS", ""},
        Sentence{"De auto 12-BB-34 en GB-001-B", "license_plate:12-BB-34|license_plate:GB-001-B"},
        Sentence{"kenteken xa99xx, kenteken 99xxx9", "license_plate:99xxx9"}));

INSTANTIATE_TEST_SUITE_P(
    Dates, Detection,
    testing::Values(Sentence{"op 1-2-1980 en 1980-02-01T10:15:00, 01/02/80.",
                             "date:1-2-1980|date:1980-02-01|date:01/02/80"},
                    Sentence{"1 februari 1980, 3e maart '80 en Feb. 1, 1980",
                             "date:1 februari 1980|date:3e maart '80|date:Feb. 1, 1980"},
                    Sentence{"the 1st of May 2020; 01-feb-1980; 3 maart om",
                             "date:1st of May 2020|date:01-feb-1980|date:3 maart"},
                    Sentence{"geboren 01.02.1980 te, geboren 19800201", "date:01.02.1980|date:19800201"},
                    Sentence{"31-2-2020, 2020-13-01, versie 1.2.2020, 12 may be, in maart 2020", ""},
                    Sentence{"3 mei 12 uur", "date:3 mei"},
                    Sentence{"first registered May 28.", "date:May 28"},
                    Sentence{"reported May 14 by phone; May 14 people", "date:May 14"},
                    Sentence{"Upgraded from 28.22.23 to 8.1.29; ticket 91", ""},
                    Sentence{"firmware 9.8.8, laatst gezien 09.09.2017.", "date:09.09.2017"},
                    Sentence{"on 09 Apr 2019 PC Robinson stopped", "date:09 Apr 2019"},
                    Sentence{"On April 9, 2019 PC Robinson stopped", "date:April 9, 2019"}));

INSTANTIATE_TEST_SUITE_P(Cells, Detection,
                         testing::Values(Sentence{"7715,15/08/1993,620065084,0031 6 1713 0230",
                                                  "date:15/08/1993|phone:0031 6 1713 0230"},
                                         Sentence{"7715,156615580,030-2741477", "phone:030-2741477"},
                                         Sentence{"klant,0612345678,12,3", "phone:0612345678"},
                                         Sentence{"waarde 3,0612345678 en 0612345678,50", ""},
                                         Sentence{"gestolen Sony WH-1000XM5; 1000XM5", "postcode:1000XM5"}));

INSTANTIATE_TEST_SUITE_P(
    Addresses, Detection,
    testing::Values(Sentence{"Update van 29.22.13 naar 26.9.5.26 op server 81.4.243.234.", "ip:81.4.243.234"},
                    Sentence{"POST /api/orders/543056337 from 10.0.27.91", "ip:10.0.27.91"},
                    Sentence{"Serial 701624024, model 11.8.13.78, order 10.0.27.91", ""},
                    Sentence{"build 7722 of 4.17.19.25 deployed to 81.4.71.58", "ip:81.4.71.58"},
                    Sentence{"runs firmware 0.7.30, last seen 172.16.19.239.", "ip:172.16.19.239"}));

INSTANTIATE_TEST_SUITE_P(
    National, Detection,
    testing::Values(Sentence{"85.07.30-033.28", "national_id:85.07.30-033.28"},
                    Sentence{"rijksregisternummer 85073003328", "national_id:85073003328"},
                    Sentence{"Steuer-ID 86 095 742 719", "national_id:86 095 742 719"},
                    Sentence{"PESEL 44051401359", "national_id:44051401359"},
                    Sentence{"n\xC2\xB0 2 55 08 14 168 025 38", "national_id:2 55 08 14 168 025 38"},
                    Sentence{"DNI 12345678Z, NIE X1234567L", "national_id:12345678Z|national_id:X1234567L"},
                    Sentence{"rss mra 85t10 a562s en RSSMRA85T10A562S",
                             "national_id:rss mra 85t10 a562s|national_id:RSSMRA85T10A562S"},
                    Sentence{"NIF 123456789", "national_id:123456789"},
                    Sentence{"personnummer 811218-9876", "national_id:811218-9876"},
                    Sentence{"131052-308T, 010594A9021", "national_id:131052-308T|national_id:010594A9021"},
                    Sentence{"NHS number 943 476 5919", "national_id:943 476 5919"},
                    Sentence{"NI number QQ 12 34 56 C; NI AB 12 34 56 C", "national_id:AB 12 34 56 C"},
                    Sentence{"SSN 123-45-6789", "national_id:123-45-6789"},
                    Sentence{"756.9217.0769.85", "national_id:756.9217.0769.85"},
                    Sentence{"SVNR 1237 010180", "national_id:1237 010180"},
                    Sentence{"CPR 010180-1234", "national_id:010180-1234"},
                    Sentence{"PPS 1234567T", "national_id:1234567T"},
                    Sentence{"ISBN 978-90-274-3964-2, 86095742718", ""}));

INSTANTIATE_TEST_SUITE_P(
    Phones, Detection,
    testing::Values(
        Sentence{"bel 06-12345678 of 020 123 45 67", "phone:06-12345678|phone:020 123 45 67"},
        Sentence{"+31 (0)6 1234 5678, 0031612345678", "phone:+31 (0)6 1234 5678|phone:0031612345678"},
        Sentence{"(020) 1234567 en +44 20 7946 0958.", "phone:(020) 1234567|phone:+44 20 7946 0958"},
        Sentence{"Tel. 06 12 34 56 78", "phone:06 12 34 56 78"},
        Sentence{"order 0612345678, ISBN 0-306-40615-2, 0.612345678, 1612345678", ""},
        Sentence{"01-02-2020 15:30", "date:01-02-2020"}));

TEST(EntityOf, IsTheWholeValue) {
    EXPECT_EQ(entity_of("123456782"), Entity::bsn);
    EXPECT_EQ(entity_of(" NL91 ABNA 0417 1643 00\n"), Entity::iban);
    EXPECT_EQ(entity_of("jan@example.nl"), Entity::email);
    EXPECT_EQ(entity_of("1234 AB"), Entity::postcode);
    EXPECT_EQ(entity_of("1980-02-01"), Entity::date);
    EXPECT_EQ(entity_of("1.2.3.4"), Entity::ip);
    EXPECT_EQ(entity_of("12-BB-34"), Entity::license_plate);
    EXPECT_EQ(entity_of("0612345678", &phones()), Entity::phone);
    EXPECT_EQ(entity_of("0612345678"), std::nullopt);
    EXPECT_EQ(entity_of("123456783"), std::nullopt);
    EXPECT_EQ(entity_of("mail jan@example.nl"), std::nullopt);
    EXPECT_EQ(entity_of(""), std::nullopt);
    EXPECT_EQ(entity_of(std::string(2000, '1')), std::nullopt);
}

TEST(ResolveFindings, JoinsWhatOverlaps) {
    std::vector<Finding> findings{{5, 9, Entity::date, 70},  {0, 6, Entity::email, 97},
                                  {9, 12, Entity::date, 60}, {12, 14, Entity::name, 60},
                                  {20, 22, Entity::ip, 90},  {20, 22, Entity::known, 90}};
    resolve_findings(findings);
    EXPECT_EQ(findings, (std::vector<Finding>{{0, 9, Entity::email, 97},
                                              {9, 12, Entity::date, 60},
                                              {12, 14, Entity::name, 60},
                                              {20, 22, Entity::known, 90}}));
}

TEST(ResolveFindings, TakesAnAddressWithAKnownNameForAnAddress) {
    std::vector<Finding> findings{{0, 16, Entity::email, 97},  {0, 5, Entity::known, 99},
                                  {20, 36, Entity::email, 97}, {24, 30, Entity::known, 99},
                                  {40, 56, Entity::email, 97}, {40, 56, Entity::known, 99},
                                  {60, 70, Entity::name, 60},  {62, 66, Entity::known, 99}};
    resolve_findings(findings);
    EXPECT_EQ(findings, (std::vector<Finding>{{0, 16, Entity::email, 97},
                                              {20, 36, Entity::email, 97},
                                              {40, 56, Entity::known, 99},
                                              {60, 70, Entity::known, 99}}));
}

TEST(Finding, HasAName) {
    for (std::size_t i = 0; i < entity_count; ++i) {
        const auto entity = static_cast<Entity>(i);
        EXPECT_EQ(parse_entity(entity_name(entity)), entity);
    }
    EXPECT_EQ(parse_entity("none"), std::nullopt);
}

} // namespace
} // namespace veil
