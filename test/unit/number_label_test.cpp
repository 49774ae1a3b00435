// What a number is called decides what it is: labels of things, of persons, and of the number behind.
#include "sentence.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace veil {
namespace {

using test::found_in;
using test::Sentence;

class NumberLabel : public testing::TestWithParam<Sentence> {};

TEST_P(NumberLabel, DecidesWhatTheNumberIs) {
    EXPECT_EQ(found_in(GetParam().text), GetParam().found) << GetParam().text;
}

// The numbers pass the check digits of a card, a BSN or a national id.
INSTANTIATE_TEST_SUITE_P(
    OfThings, NumberLabel,
    testing::Values(
        Sentence{"Beschikkingsnummer 5391724007705933: boete", ""},
        Sentence{"Griffierecht, betalingskenmerk 5391724007705933", ""},
        Sentence{"Pati\xC3\xABntnummer 44051401359", ""}, Sentence{"Claimnummer 0711850724", ""},
        Sentence{"Staff ID 44051401359 and asset tag 12", ""}, Sentence{"Member ref 44051401359", ""},
        Sentence{"I refunded it, transaction id 44051401359", ""}, Sentence{"donation id 129805446", ""},
        Sentence{"Pallet 84110886458 gescand", ""}, Sentence{"Certificate 59700453C covers it", ""},
        Sentence{"Gift voucher no. 44051401359", ""}, Sentence{"sort code 20-11-47", ""},
        Sentence{"BIG-nummer 99071690092, AGB 87666790", ""}, Sentence{"specimen 0108448279", ""},
        Sentence{"De wifi-code is 0512853856", ""}, Sentence{"commodity code 0402641329", ""},
        Sentence{"tariefcode 0101650189", ""}, Sentence{"(S/N 0204952443) stopped", ""},
        Sentence{"Gift card 4916230933630847421", ""}, Sentence{"session 4440859852695542 closed", ""},
        Sentence{"Cadeaukaart 4440859852695542", ""}, Sentence{"charge number 4440859852695542", ""},
        Sentence{"we charged 4440859852695542 twice", "card:4440859852695542"},
        Sentence{"CPR 031048-3810, 010 454 8588", "national_id:031048-3810|phone:010 454 8588"},
        Sentence{"PPS No. 9363681J, medical card 6963126IA.", "national_id:9363681J"},
        Sentence{"1234 4905 0909 8389 9018", ""}, Sentence{"48155998 192.168.37.155", "ip:192.168.37.155"}));

INSTANTIATE_TEST_SUITE_P(OfThingsInPrograms, NumberLabel,
                         testing::Values(Sentence{"userId: 44051401359", ""},
                                         Sentence{"customer_id 44051401359", ""},
                                         Sentence{"orderid=44051401359", ""}, Sentence{"S/N 44219835N", ""},
                                         Sentence{"nationalId: 44051401359", "national_id:44051401359"},
                                         Sentence{"TaxID 44051401359", "national_id:44051401359"},
                                         Sentence{"he said 44051401359", "national_id:44051401359"},
                                         Sentence{"B.S.N. 123456782", "bsn:123456782"}));

INSTANTIATE_TEST_SUITE_P(
    OfPersons, NumberLabel,
    testing::Values(Sentence{"Her ID is 44051401359", "national_id:44051401359"},
                    Sentence{"Polish ID: 44051401359", "national_id:44051401359"},
                    Sentence{"haar persoonsnummer 44051401359", "national_id:44051401359"},
                    Sentence{"f\xC3\xB8"
                             "dselsnummer: 24097632959",
                             "national_id:24097632959"},
                    Sentence{"rodn\xC3\xA9 \xC4\x8D\xC3\xADslo nr. 980614/9452", "national_id:980614/9452"},
                    Sentence{"asmens kodas nr. 34308052862", "national_id:34308052862"},
                    Sentence{"een identiteitsnummer 09098143006", "national_id:09098143006"},
                    Sentence{"valid until May 14. She may 14 times", "date:May 14"},
                    Sentence{"Tsjechisch geboortenummer 8161026302", "national_id:8161026302"},
                    Sentence{"Brits NI-nummer: ON204439C", "national_id:ON204439C"},
                    Sentence{"num\xC3\xA9ro de s\xC3\xA9"
                             "curit\xC3\xA9 sociale: 248043147320039",
                             "national_id:248043147320039"},
                    Sentence{"Op het formulier staat 041263-1013.", "national_id:041263-1013"},
                    Sentence{"geen BSN, wel een French social security number: 2 70 04 69 059 383 84",
                             "national_id:2 70 04 69 059 383 84"},
                    Sentence{"noodnummer 020-1234567", "phone:020-1234567"},
                    Sentence{"Terugbelnummer: 0334187557.", "phone:0334187557"},
                    Sentence{"Bulgarian civil number 7601166897", "national_id:7601166897"},
                    Sentence{"\xD0\x95\xD0\x93\xD0\x9D: 7601166897", "national_id:7601166897"},
                    Sentence{"TC-nummer 20458285330", "national_id:20458285330"},
                    Sentence{"Estse persoonscode: 44410069773", "national_id:44410069773"},
                    Sentence{"f\xC3\xB8"
                             "dselsnr. 25079710434",
                             "national_id:25079710434"},
                    Sentence{"UIDAI-nummer 951381546272", "national_id:951381546272"},
                    Sentence{"SV number 3043 250249", "national_id:3043 250249"},
                    Sentence{"person nr: 19910323-1727", "national_id:19910323-1727"},
                    Sentence{"birth number: 6558045110", "national_id:6558045110"},
                    Sentence{"payment card 4440859852695542", "card:4440859852695542"},
                    Sentence{"Klantnummer 4411, dochter 0640952351", "phone:0640952351"},
                    Sentence{"Bestelling op naam van haar, 06-40952351", "phone:06-40952351"}));

INSTANTIATE_TEST_SUITE_P(
    OfTheNumberBehind, NumberLabel,
    testing::Values(
        Sentence{"aanvraag 243891337 van de inwoner, BSN 91043864.", "bsn:91043864"},
        Sentence{"Run 368609960: personal numeric code 1640508183685", "national_id:1640508183685"},
        Sentence{"Tax ID: 49587380266, renewal 267368178", "national_id:49587380266"},
        Sentence{"BSN's: 589913943, 317715161 en 146610994.", "bsn:589913943|bsn:317715161|bsn:146610994"},
        Sentence{"BSN van haar (geb. 12-03-1980) is 519592645", "date:12-03-1980|bsn:519592645"},
        Sentence{"123456782 is het BSN van de klant, die 3 kinderen heeft", "bsn:123456782"},
        Sentence{"IdNr 34 857 659 219 en betaalt met 5325828873703368",
                 "national_id:34 857 659 219|card:5325828873703368"},
        Sentence{"Belgian ID no.: 36070482950, A1 form 086939855.", "national_id:36070482950"},
        Sentence{"Policy no. 2997 renews on December 11.", "date:December 11"}));

// A number that its country's own name stands before.
INSTANTIATE_TEST_SUITE_P(
    OfCountries, NumberLabel,
    testing::Values(
        Sentence{"his Social Security Number is 123 45 6789 and", "national_id:123 45 6789"},
        Sentence{"soc. sec. number 123456789", "national_id:123456789"},
        Sentence{"CPR-nr. 010180 1234", "national_id:010180 1234"},
        Sentence{"CPR 010180-1234, 010 454 8588", "national_id:010180-1234|phone:010 454 8588"},
        Sentence{"sociale-zekerheidsnummer 255081416802538", "national_id:255081416802538"},
        Sentence{"Sozialversicherungsnummer (Schweiz) was 7569217076985", "national_id:7569217076985"},
        Sentence{"Personal Public Service number (1234567T)", "national_id:1234567T"},
        Sentence{"asmens kodu: 34308052862", "national_id:34308052862"},
        Sentence{"We have found ID number (Spain): 12345678Z", "national_id:12345678Z"},
        Sentence{"We have found order ID 12345678Z", ""},
        Sentence{"Identity code 34308052862 (Estonia)", "national_id:34308052862"},
        Sentence{"r.\xC4\x8D.:\n9806149452", "national_id:9806149452"},
        Sentence{"\xD0\xB3\xD1\x80\xD0\xB0\xD0\xB6\xD0\xB4\xD0\xB0\xD0\xBD\xD1\x81\xD0\xBA\xD0\xB8 "
                 "\xD0\xBD\xD0\xBE\xD0\xBC\xD0\xB5\xD1\x80: 6101057509",
                 "national_id:6101057509"}));

// Digits that are a part of something longer.
INSTANTIATE_TEST_SUITE_P(OfParts, NumberLabel,
                         testing::Values(Sentence{"national number 43.12.27-801.55 on the card",
                                                  "national_id:43.12.27-801.55"},
                                         Sentence{"contribuinte 278386598, +353 87 240 2487",
                                                  "national_id:278386598|phone:+353 87 240 2487"},
                                         Sentence{"Rekening NL32 BUNQ 0589 8839 49 bestaat niet", ""},
                                         Sentence{"The book (ISBN-10 0517105373) is out", ""},
                                         Sentence{"Bel 0517105373, ISBN-10 volgt", "phone:0517105373"}));

} // namespace
} // namespace veil
