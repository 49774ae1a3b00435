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
        Sentence{"BIG-nummer 99071690092, AGB 87666790", ""}, Sentence{"specimen 0108448279", ""}));

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
        Sentence{"Policy no. 2997 renews on December 11.", "date:December 11"}));

} // namespace
} // namespace veil
