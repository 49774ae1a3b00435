// A number that no word names is a person's where a person stands by it, and not where it may be anything.
#include "core/number_holder.hpp"
#include "sentence.hpp"

#include <gtest/gtest.h>

namespace veil {
namespace {

using test::found_in;
using test::Sentence;

class NumberHolder : public testing::TestWithParam<Sentence> {};

TEST_P(NumberHolder, DecidesWhoseTheNumberIs) {
    EXPECT_EQ(found_in(GetParam().text), GetParam().found) << GetParam().text;
}

// All of them pass the check digits of a country.
INSTANTIATE_TEST_SUITE_P(OfNobody, NumberHolder,
                         testing::Values(Sentence{"Numbers such as 44051401359 look random.", ""},
                                         Sentence{"row 17: 44051401359 | 86095742719", ""},
                                         Sentence{"Het record staat op 38812021362 stappen.", ""},
                                         Sentence{"The number 59361372045 is a row id, not a person.", ""},
                                         Sentence{"Delivery note 32425890218, 14 cartons", ""},
                                         Sentence{"MPAN 1500606363988.", ""},
                                         Sentence{"12345678Z", "national_id:12345678Z"},
                                         Sentence{"part 12345678Z or 12345678Z", ""},
                                         Sentence{"200 62594251", ""},
                                         Sentence{"8256720209374\t7562267214536\tpallet", ""}));

INSTANTIATE_TEST_SUITE_P(
    OfSomebody, NumberHolder,
    testing::Values(Sentence{"44051401359", "national_id:44051401359"},
                    Sentence{"patient 44051401359", "national_id:44051401359"},
                    Sentence{"klant: 44051401359", "national_id:44051401359"},
                    Sentence{"Geboren op 3 mei, 44051401359", "date:3 mei|national_id:44051401359"},
                    Sentence{"In het dossier staat 7562267214536.", "national_id:7562267214536"},
                    Sentence{"The file has 12345678Z.", "national_id:12345678Z"},
                    Sentence{"Op het formulier staat 77777467-T", "national_id:77777467-T"},
                    Sentence{"In het dossier staat VCCRZR61C20C309Y", "national_id:VCCRZR61C20C309Y"}));

TEST(FollowsPerson, IsAskedOfWhatStandsDirectlyBefore) {
    const auto follows = [](std::string_view before) {
        return follows_person(std::string(before) + "44051401359.", before.size(), before.size() + 11);
    };
    for (const char* before : {"met Jan Kowalski ", "met Jan Kowalski (", "Jan Kowalski, ", "de klant ",
                               "he says ", "van Anna Wi\xC5\x9Bniewska "})
        EXPECT_TRUE(follows(before)) << before;
    for (const char* before : {"Kowalski ", "see MPAN ", "Note: ", "of ", "the Number ", "", "ok. Then "})
        EXPECT_FALSE(follows(before)) << before;
}

TEST(FollowsThing, IsToldFromPeopleAndVerbs) {
    const auto follows = [](std::string_view before) {
        return follows_thing(std::string(before) + "44051401359", before.size());
    };
    EXPECT_TRUE(follows("the pallet "));
    EXPECT_TRUE(follows("its MPAN "));
    EXPECT_TRUE(follows("S/N "));
    EXPECT_FALSE(follows("the patient "));
    EXPECT_FALSE(follows("met Kowalski "));
    EXPECT_FALSE(follows("with "));
}

} // namespace
} // namespace veil
