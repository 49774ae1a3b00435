#include "core/column_name.hpp"
#include "core/column_words.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace {

using veil::Meaning;
using veil::meaning_of_name;
using veil::words_of_name;

using Words = std::vector<std::string>;

TEST(ColumnNameTest, WordsEndAtSeparatorsCapitalsAndDigits) {
    EXPECT_EQ(words_of_name("date_of_birth"), (Words{"date", "of", "birth"}));
    EXPECT_EQ(words_of_name("geboorteDatum"), (Words{"geboorte", "datum"}));
    EXPECT_EQ(words_of_name("IPAddress"), (Words{"ip", "address"}));
    EXPECT_EQ(words_of_name("PC6"), (Words{"pc", "6"}));
    EXPECT_EQ(words_of_name("tel-nr 2."), (Words{"tel", "nr", "2"}));
    EXPECT_EQ(words_of_name("BSN"), (Words{"bsn"}));
    EXPECT_EQ(words_of_name("reëelNummer"), (Words{"reëel", "nummer"}));
    EXPECT_TRUE(words_of_name("").empty());
    EXPECT_TRUE(words_of_name("__--").empty());
}

struct Named {
    const char* name;
    Meaning meaning;
};

class ColumnMeaningTest : public testing::TestWithParam<Named> {};

TEST_P(ColumnMeaningTest, IsFound) {
    const auto found = meaning_of_name(GetParam().name);
    ASSERT_TRUE(found) << GetParam().name;
    EXPECT_EQ(veil::meaning_name(found->meaning), veil::meaning_name(GetParam().meaning))
        << GetParam().name << " by " << found->word;
}

INSTANTIATE_TEST_SUITE_P(
    Dutch, ColumnMeaningTest,
    testing::Values(Named{"achternaam", Meaning::person_name}, Named{"Voornaam", Meaning::person_name},
                    Named{"geboortedatum", Meaning::birth_date}, Named{"gebdat", Meaning::birth_date},
                    Named{"bsn", Meaning::national_id}, Named{"partner_bsn", Meaning::national_id},
                    Named{"klantemail", Meaning::email}, Named{"e_mail_adres", Meaning::email},
                    Named{"tel_nr", Meaning::phone}, Named{"telefoonnummer_werk", Meaning::phone},
                    Named{"postcode", Meaning::postcode}, Named{"PC6", Meaning::postcode},
                    Named{"huisnummer", Meaning::address}, Named{"straat", Meaning::address},
                    Named{"woonplaats", Meaning::city}, Named{"brutojaarinkomen", Meaning::income},
                    Named{"diagnose_code", Meaning::health}, Named{"geslacht", Meaning::gender},
                    Named{"nationaliteit", Meaning::nationality}, Named{"geloof", Meaning::religion},
                    Named{"IBAN", Meaning::bank_account}, Named{"kenteken", Meaning::license_plate},
                    Named{"ip_adres", Meaning::ip_address}, Named{"opmerkingen", Meaning::free_text},
                    Named{"klantNummer", Meaning::identifier}, Named{"etniciteit", Meaning::ethnicity},
                    Named{"vakbondslid", Meaning::union_membership}, Named{"strafblad", Meaning::crime},
                    Named{"vingerafdruk", Meaning::biometrics}, Named{"wachtwoord", Meaning::secret},
                    Named{"burgerlijke_staat", Meaning::household}, Named{"leeftijd", Meaning::age},
                    Named{"geboortejaar", Meaning::birth_year}, Named{"beroep", Meaning::occupation},
                    Named{"seksuele_geaardheid", Meaning::sexuality}));

INSTANTIATE_TEST_SUITE_P(
    English, ColumnMeaningTest,
    testing::Values(Named{"first_name", Meaning::person_name}, Named{"surname", Meaning::person_name},
                    Named{"customerName", Meaning::person_name}, Named{"dob", Meaning::birth_date},
                    Named{"DateOfBirth", Meaning::birth_date}, Named{"ssn", Meaning::national_id},
                    Named{"home_phone", Meaning::phone}, Named{"billing_address", Meaning::address},
                    Named{"salary", Meaning::income}, Named{"diagnosis_date", Meaning::health},
                    Named{"notes", Meaning::free_text}, Named{"comment", Meaning::free_text},
                    Named{"patient_id", Meaning::identifier}, Named{"product_name", Meaning::label},
                    Named{"file_name", Meaning::label}, Named{"company_name", Meaning::organisation},
                    Named{"client_ip", Meaning::ip_address}, Named{"created_at", Meaning::event_time},
                    Named{"zip_code", Meaning::postcode}, Named{"maritalStatus", Meaning::household},
                    Named{"sexual_orientation", Meaning::sexuality}, Named{"race", Meaning::ethnicity},
                    Named{"credit_card_number", Meaning::card}, Named{"lat", Meaning::latitude},
                    Named{"lng", Meaning::longitude}, Named{"password_hash", Meaning::secret}));

TEST(ColumnNameTest, WordsByChanceAreNone) {
    for (const char* name : {"", "x", "column1", "foo", "page", "image", "flat", "zzz", "0", "chip"}) {
        EXPECT_FALSE(meaning_of_name(name)) << name << ": " << meaning_of_name(name)->word;
    }
}

TEST(ColumnNameTest, AWholeNameIsStrongerThanAPart) {
    EXPECT_GT(meaning_of_name("email")->strength, meaning_of_name("email_2")->strength);
    EXPECT_GT(meaning_of_name("email_2")->strength, meaning_of_name("klantemail")->strength);
}

TEST(ColumnNameTest, DictionaryIsOfSmallWordsThatStandOnce) {
    std::set<std::string_view> words;
    for (const veil::ColumnWord& entry : veil::column_words) {
        EXPECT_TRUE(words.insert(entry.word).second) << entry.word;
        EXPECT_FALSE(veil::meaning_name(entry.meaning).empty()) << entry.word;
        for (const char c : entry.word) {
            EXPECT_TRUE((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) << entry.word;
        }
    }
}

TEST(ColumnNameTest, LongNamesAreReadInPart) {
    EXPECT_FALSE(meaning_of_name(std::string(200, '_') + "email"));
    EXPECT_TRUE(meaning_of_name(std::string(190, '_') + "email"));
}

} // namespace
