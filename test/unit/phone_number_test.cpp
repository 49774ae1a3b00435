// Telephone numbers of many countries, against libphonenumber itself.
#include "core/format_text.hpp"
#include "core/phone_permutation.hpp"
#include "core/text_format.hpp"
#include "phone_library.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>

#include <array>
#include <list>
#include <map>
#include <set>
#include <string>

namespace veil {
namespace {

using i18n::phonenumbers::PhoneNumberUtil;
using LibraryNumber = i18n::phonenumbers::PhoneNumber;

// In the order of PhoneType.
constexpr std::array types{
    PhoneNumberUtil::PREMIUM_RATE, PhoneNumberUtil::TOLL_FREE,           PhoneNumberUtil::SHARED_COST,
    PhoneNumberUtil::VOIP,         PhoneNumberUtil::PERSONAL_NUMBER,     PhoneNumberUtil::PAGER,
    PhoneNumberUtil::UAN,          PhoneNumberUtil::VOICEMAIL,           PhoneNumberUtil::FIXED_LINE,
    PhoneNumberUtil::MOBILE,       PhoneNumberUtil::FIXED_LINE_OR_MOBILE};

PhoneNumberUtil& library() {
    return *PhoneNumberUtil::GetInstance();
}

ModulePhoneLibrary& plans() {
    static ModulePhoneLibrary plans(test::linked_module());
    return plans;
}

// Region, type and length of a valid number in libphonenumber's own eyes; "none" for another.
std::string kind(const LibraryNumber& number) {
    if (!library().IsValidNumber(number)) {
        return "none";
    }
    std::string region;
    std::string national;
    library().GetRegionCodeForNumber(number, &region);
    library().GetNationalSignificantNumber(number, &national);
    return region + " " + std::to_string(library().GetNumberType(number)) + " " +
           std::to_string(national.size());
}

std::string kind(const std::string& text, const std::string& region = "ZZ") {
    LibraryNumber number;
    return library().Parse(text, region, &number) == PhoneNumberUtil::NO_PARSING_ERROR ? kind(number)
                                                                                       : "none";
}

std::string kind_in_plan(std::int32_t calling_code, const std::string& national) {
    NumberingPlan* plan = plans().plan(calling_code);
    const NumberingPlan::Class* found = plan == nullptr ? nullptr : plan->class_of(national);
    return found == nullptr
               ? "none"
               : found->region + " " + std::to_string(types[static_cast<std::size_t>(found->type)]) + " " +
                     std::to_string(found->length);
}

LibraryNumber number_of(std::int32_t calling_code, const std::string& national) {
    LibraryNumber number;
    number.set_country_code(calling_code);
    number.set_national_number(std::stoull(national));
    const std::size_t zeros = std::min(national.find_first_not_of('0'), national.size() - 1);
    if (zeros > 0) {
        number.set_italian_leading_zero(true);
        number.set_number_of_leading_zeros(static_cast<int>(zeros));
    }
    return number;
}

// What is written about each in libphonenumber's metadata or by its country's regulator.
struct Fact {
    const char* e164;
    const char* kind;
};

class PhoneFacts : public testing::TestWithParam<Fact> {};

TEST_P(PhoneFacts, KeepCountryTypeAndLength) {
    const PhonePermutation phones(test::counting_key(), "", plans());
    const std::string text = GetParam().e164;
    ASSERT_EQ(kind(text), GetParam().kind);
    std::set<std::string> seen{text};
    std::string image = text;
    for (int i = 0; i < 50; ++i) {
        const auto next = phones.apply(image);
        ASSERT_TRUE(next) << image;
        ASSERT_EQ(kind(*next), GetParam().kind) << *next;
        ASSERT_EQ(phones.invert(*next), image);
        ASSERT_TRUE(seen.insert(*next).second) << "a cycle of less than 50 is improbable";
        image = *next;
    }
}

// 0 fixed, 1 mobile, 2 either, 3 toll free, 4 premium, 5 shared cost, 6 VoIP, 7 personal.
INSTANTIATE_TEST_SUITE_P(
    Countries, PhoneFacts,
    testing::Values(
        Fact{"+31612345678", "NL 1 9"}, Fact{"+31201234567", "NL 0 9"}, Fact{"+318001234", "NL 3 7"},
        Fact{"+318001234567", "NL 3 10"}, Fact{"+319001234", "NL 4 7"}, Fact{"+31851234567", "NL 6 9"},
        Fact{"+12125550123", "US 2 10"}, Fact{"+18005550123", "US 3 10"}, Fact{"+14165550123", "CA 2 10"},
        Fact{"+18765550123", "JM 1 10"}, Fact{"+442079460123", "GB 0 10"}, Fact{"+447400123456", "GB 1 10"},
        Fact{"+448081570123", "GB 3 10"}, Fact{"+441534123456", "JE 0 10"}, Fact{"+4930123456", "DE 0 8"},
        Fact{"+493012345678", "DE 0 10"}, Fact{"+4915123456789", "DE 1 11"}, Fact{"+498001234567", "DE 3 10"},
        Fact{"+390612345678", "IT 0 10"}, Fact{"+393123456789", "IT 1 10"}, Fact{"+33123456789", "FR 0 9"},
        Fact{"+33612345678", "FR 1 9"}, Fact{"+3222345678", "BE 0 8"}, Fact{"+32470123456", "BE 1 9"},
        Fact{"+352621123456", "LU 1 9"}, Fact{"+34612345678", "ES 1 9"}, Fact{"+351912345678", "PT 1 9"},
        Fact{"+41781234567", "CH 1 9"}, Fact{"+43664123456", "AT 1 9"}, Fact{"+4520123456", "DK 2 8"},
        Fact{"+46701234567", "SE 1 9"}, Fact{"+4740612345", "NO 1 8"}, Fact{"+48512345678", "PL 1 9"},
        Fact{"+353850123456", "IE 1 9"}, Fact{"+79123456789", "RU 1 10"}, Fact{"+77710009998", "KZ 1 10"},
        Fact{"+61412345678", "AU 1 9"}, Fact{"+64211234567", "NZ 1 9"}, Fact{"+819012345678", "JP 1 10"},
        Fact{"+8613123456789", "CN 1 11"}, Fact{"+918123456789", "IN 1 10"},
        Fact{"+5511961234567", "BR 1 11"}, Fact{"+5491123456789", "AR 1 11"}, Fact{"+27711234567", "ZA 1 9"},
        Fact{"+212650123456", "MA 1 9"}, Fact{"+905012345678", "TR 1 10"}, Fact{"+2975212345", "AW 0 7"},
        Fact{"+59995181234", "CW 1 8"}, Fact{"+80012345678", "001 3 8"}, Fact{"+870301234567", "001 1 9"},
        Fact{"+881612345678", "001 1 9"}, Fact{"+88299312345", "001 6 8"}));

TEST(PhoneNumbers, AreReadAsLibphonenumberReadsThem) {
    auto random = test::repeatable_random();
    std::set<int> calling_codes;
    library().GetSupportedCallingCodes(&calling_codes);
    ASSERT_GT(calling_codes.size(), 200U);
    std::size_t tried = 0;
    std::size_t valid = 0;
    for (const int calling_code : calling_codes) {
        std::vector<std::string> examples;
        std::list<std::string> regions;
        library().GetRegionCodesForCountryCallingCode(calling_code, &regions);
        for (const std::string& region : regions) {
            for (const auto type : types) {
                LibraryNumber number;
                std::string national;
                if (region == "001" ? library().GetExampleNumberForNonGeoEntity(calling_code, &number)
                                    : library().GetExampleNumberForType(region, type, &number)) {
                    library().GetNationalSignificantNumber(number, &national);
                    examples.push_back(national);
                }
            }
        }
        ASSERT_FALSE(examples.empty()) << calling_code;
        std::set<const NumberingPlan::Class*> classes;
        const auto check = [&](const std::string& national) {
            ASSERT_EQ(kind_in_plan(calling_code, national), kind(number_of(calling_code, national)))
                << "+" << calling_code << " " << national;
            ++tried;
            if (const auto* found = plans().plan(calling_code)->class_of(national)) {
                ++valid;
                classes.insert(found);
            }
        };
        // Near the border between valid and not.
        for (const std::string& example : examples) {
            ASSERT_NO_FATAL_FAILURE(check(example));
            for (int i = 0; i < 20; ++i) {
                std::string near = example;
                for (auto changes = random() % 4; changes > 0; --changes) {
                    near[random() % near.size()] = static_cast<char>('0' + random() % 10);
                }
                if (random() % 10 == 0) {
                    near += static_cast<char>('0' + random() % 10);
                }
                ASSERT_NO_FATAL_FAILURE(check(near.substr(0, 17)));
            }
        }
        // And what the sets are said to hold.
        for (const auto* numbers : std::set(classes)) {
            for (int i = 0; i < 10; ++i) {
                const std::uint64_t rank = random() % numbers->numbers.size();
                std::string national(numbers->length, '?');
                numbers->numbers.write(rank, national.data());
                ASSERT_EQ(numbers->numbers.rank(national), rank);
                ASSERT_NO_FATAL_FAILURE(check(national));
            }
        }
    }
    EXPECT_GT(valid, 15'000U);
    EXPECT_GT(tried - valid, 5'000U);
}

struct Written {
    const char* region;
    const char* text;
};

class PhoneNotations : public testing::TestWithParam<Written> {};

TEST_P(PhoneNotations, AreKept) {
    const PhonePermutation phones(test::counting_key(), GetParam().region, plans());
    const std::string region = GetParam().region;
    const std::string text = GetParam().text;
    std::string image = text;
    for (int i = 0; i < 10; ++i) {
        const auto next = phones.apply(image);
        ASSERT_TRUE(next) << image;
        ASSERT_EQ(phones.invert(*next), image);
        ASSERT_EQ(kind(*next, region), kind(text, region)) << *next;
        ASSERT_EQ(next->starts_with('+'), text.starts_with('+'));
        ASSERT_EQ(next->find_first_not_of("+0123456789") == std::string::npos,
                  text.find_first_not_of("+0123456789") == std::string::npos);
        image = *next;
    }
}

INSTANTIATE_TEST_SUITE_P(Countries, PhoneNotations,
                         testing::Values(Written{"NL", "+31 6 12345678"}, Written{"NL", "06 12345678"},
                                         Written{"NL", "0612345678"}, Written{"NL", "0201234567"},
                                         Written{"NL", "020 123 4567"}, Written{"NL", "0800 1234"},
                                         Written{"NL", "+49 1512 3456789"}, Written{"US", "(212) 555-0123"},
                                         Written{"US", "2125550123"}, Written{"US", "+1 212-555-0123"},
                                         Written{"CA", "(212) 555-0123"}, Written{"GB", "020 7946 0123"},
                                         Written{"GB", "02079460123"}, Written{"GB", "01534 123456"},
                                         Written{"DE", "01512 3456789"}, Written{"DE", "030123456"},
                                         Written{"IT", "06 1234 5678"}, Written{"IT", "0612345678"},
                                         Written{"IT", "+39 06 1234 5678"}, Written{"FR", "06 12 34 56 78"},
                                         Written{"BE", "0470 12 34 56"}, Written{"HU", "06201234567"},
                                         Written{"RU", "8 (912) 345-67-89"}, Written{"ES", "612345678"},
                                         Written{"AR", "+54 9 11 2345-6789"},
                                         Written{"BR", "(11) 96123-4567"}));

TEST(PhoneNumbers, FitInTheirOwnWritingOnly) {
    const PhonePermutation phones(test::counting_key(), "NL", plans());
    for (const char* text : {"",
                             "6",
                             "112",
                             "0900",
                             "+31 612345678",
                             "+31-6-12345678",
                             "+31 (0)6 12345678",
                             "+310612345678",
                             "0031612345678",
                             "06-12345678",
                             "06 1234 5678",
                             " 0612345678",
                             "0612345678 ",
                             "612345678",
                             "31612345678",
                             "06123456789",
                             "061234567",
                             "0612345678x12",
                             "0612345678 ext. 12",
                             "+31612345678;ext=1",
                             "tel:+31612345678",
                             "tel:+31-6-12345678",
                             "+31 20 555-FLOW",
                             "+00612345678",
                             "+999123456789",
                             "+31",
                             "+",
                             "++31612345678",
                             "+316123456789012345678901234567890",
                             "\xEF\xBC\x8B"
                             "31612345678",
                             "06\xD9\xA1\xD9\xA2\xD9\xA3\xD9\xA4\xD9\xA5\xD9\xA6\xD9\xA7\xD9\xA8",
                             "\xFF\xFE",
                             "NULL"}) {
        EXPECT_EQ(phones.apply(text), std::nullopt) << text;
        EXPECT_EQ(phones.invert(text), std::nullopt) << text;
    }
}

TEST(PhoneNumbers, AreTheSameInEveryNotation) {
    const PhonePermutation phones(test::counting_key(), "NL", plans());
    const auto e164 = phones.apply("+31612345678");
    const auto international = phones.apply("+31 6 12345678");
    const auto national = phones.apply("06 12345678");
    const auto digits = phones.apply("0612345678");
    ASSERT_TRUE(e164 && international && national && digits);
    const std::string subscriber = e164->substr(4);
    EXPECT_EQ(*e164, "+316" + subscriber);
    EXPECT_EQ(*international, "+31 6 " + subscriber);
    EXPECT_EQ(*national, "06 " + subscriber);
    EXPECT_EQ(*digits, "06" + subscriber);
}

// All 10 000 numbers of seven digits that are free to call in the Netherlands.
TEST(PhoneNumbers, ArePermuted) {
    const PhonePermutation phones(test::counting_key(), "", plans());
    std::set<std::string> images;
    for (int i = 0; i < 10'000; ++i) {
        const std::string text = "+31800" + std::to_string(10'000 + i).substr(1);
        const auto image = phones.apply(text);
        ASSERT_TRUE(image);
        ASSERT_EQ(phones.invert(*image), text);
        images.insert(*image);
    }
    EXPECT_EQ(images.size(), 10'000U);
    EXPECT_TRUE(images.begin()->starts_with("+31800") && images.rbegin()->starts_with("+31800"));
}

TEST(PhoneNumbers, AreAFormatOfTexts) {
    const TextFormat format(
        test::counting_key(), true,
        make_phone_mapping(test::counting_key(), parse_format_text("phone region=NL"), plans()));
    for (const std::string text : {"+31612345678", "06 12345678", "0031612345678", "", "unknown"}) {
        std::string image(format.largest_result(text.size()), '?');
        const auto size = format.map(Direction::apply, text, image.data());
        ASSERT_TRUE(size) << text;
        image.resize(*size);
        EXPECT_EQ(image.starts_with('~'), !text.starts_with('+') && !text.starts_with("06 ")) << text;
        std::string again(format.largest_result(image.size()), '?');
        const auto again_size = format.map(Direction::invert, image, again.data());
        ASSERT_TRUE(again_size) << text;
        again.resize(*again_size);
        EXPECT_EQ(again, text);
    }
}

TEST(PhoneNumbers, KnowRegions) {
    for (const char* region : {"NL", "US", "CW", "GG"}) {
        EXPECT_TRUE(plans().has_region(region)) << region;
    }
    for (const char* region : {"", "nl", "XX", "ZZ", "001", "NLD", "N"}) {
        EXPECT_FALSE(plans().has_region(region)) << region;
    }
    EXPECT_EQ(plans().plan(0), nullptr);
    EXPECT_EQ(plans().plan(-1), nullptr);
    EXPECT_EQ(plans().plan(999), nullptr);
    EXPECT_EQ(plans().plan(1'000'000), nullptr);
    EXPECT_NE(plans().plan(31), nullptr);
}

TEST(PhoneNumbers, AreNeverPrinted) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const PhonePermutation phones(test::counting_key(), "NL", plans());
    for (const char* text :
         {"+31612345678", "0612345678", "hello", "+", "+999999999999999999", "06;ext=99999999999999"}) {
        (void)phones.apply(text);
    }
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

} // namespace
} // namespace veil
