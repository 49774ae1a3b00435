#include "core/value_form.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using veil::ValueForm;

bool has(std::string_view value, ValueForm form) {
    static const veil::ValueForms forms;
    return (forms.forms_of(value) & veil::bit_of(form)) != 0;
}

TEST(ValueFormTest, ChecksDigits) {
    EXPECT_TRUE(has("111222333", ValueForm::bsn));
    EXPECT_TRUE(has("123 456 782", ValueForm::bsn));
    EXPECT_TRUE(has("10000008", ValueForm::bsn)); // 010000008
    EXPECT_FALSE(has("123456789", ValueForm::bsn));
    EXPECT_FALSE(has("000000000", ValueForm::bsn));
    EXPECT_TRUE(has("NL91 ABNA 0417 1643 00", ValueForm::iban));
    EXPECT_TRUE(has("nl91abna0417164300", ValueForm::iban));
    EXPECT_FALSE(has("NL92ABNA0417164300", ValueForm::iban));
    EXPECT_FALSE(has("XX91ABNA0417164300", ValueForm::iban));
    EXPECT_TRUE(has("4111-1111-1111-1111", ValueForm::card));
    EXPECT_FALSE(has("4111111111111112", ValueForm::card));
}

TEST(ValueFormTest, KnowsForms) {
    EXPECT_TRUE(has(" anna@example.org ", ValueForm::email));
    EXPECT_FALSE(has("anna@", ValueForm::email));
    EXPECT_FALSE(has("a@b@c.nl", ValueForm::email));
    EXPECT_FALSE(has("Anna <anna@example.org>", ValueForm::email));
    EXPECT_TRUE(has("192.0.2.1", ValueForm::ip));
    EXPECT_FALSE(has("192.0.2.256", ValueForm::ip));
    EXPECT_FALSE(has("1.2.3", ValueForm::ip));
    EXPECT_TRUE(has("2001:db8::1", ValueForm::ip));
    EXPECT_FALSE(has("12:30:59", ValueForm::ip));
    EXPECT_FALSE(has("::", ValueForm::ip));
    EXPECT_TRUE(has("00:1b:44:11:3a:b7", ValueForm::mac));
    EXPECT_TRUE(has("https://example.org/x", ValueForm::url));
    EXPECT_TRUE(has("06-12345678", ValueForm::phone));
    EXPECT_TRUE(has("+31 6 1234 5678", ValueForm::phone));
    EXPECT_TRUE(has("(020) 123 45 67", ValueForm::phone));
    EXPECT_FALSE(has("12345678", ValueForm::phone));
    EXPECT_FALSE(has("2024-01-31", ValueForm::phone));
    EXPECT_TRUE(has("12-AB-34", ValueForm::license_plate));
    EXPECT_FALSE(has("1234AB", ValueForm::license_plate));
    EXPECT_TRUE(has("1234AB", ValueForm::dutch_postcode));
    EXPECT_TRUE(has("1234 ab", ValueForm::dutch_postcode));
    EXPECT_FALSE(has("0234AB", ValueForm::dutch_postcode));
    EXPECT_TRUE(has("SW1A 1AA", ValueForm::other_postcode));
    EXPECT_TRUE(has("123-45-6789", ValueForm::national_id));
    EXPECT_TRUE(has("0b0bc2a6-0d6a-4c13-9a43-2f1d6f1b2b11", ValueForm::uuid));
}

TEST(ValueFormTest, KnowsDates) {
    for (const char* date : {"1980-02-01", "1-2-1980", "01/02/1980", "1.2.1980", "19800201",
                             "1980-02-01 10:00:00", "1980-02-01T10:00", "12/31/1980"}) {
        EXPECT_TRUE(has(date, ValueForm::date)) << date;
    }
    for (const char* other : {"1980-13-01", "1980-00-01", "13/13/1980", "1-2-80", "12345678", "1.2.3", "--",
                              "1980-02", "1-2-3-1980"}) {
        EXPECT_FALSE(has(other, ValueForm::date)) << other;
    }
}

TEST(ValueFormTest, KnowsWords) {
    EXPECT_TRUE(has("Anna de Vries", ValueForm::given_name));
    EXPECT_TRUE(has("Anna de Vries", ValueForm::surname));
    EXPECT_FALSE(has("boek", ValueForm::given_name));
    EXPECT_TRUE(has("Utrecht", ValueForm::city));
    EXPECT_TRUE(has("Dorpsstraat 12", ValueForm::street_address));
    EXPECT_TRUE(has("12 Main Street", ValueForm::street_address));
    EXPECT_FALSE(has("gebroken wit", ValueForm::street_address));
}

TEST(ValueFormTest, LongAndOddTextsHaveNone) {
    const veil::ValueForms forms;
    EXPECT_EQ(forms.forms_of(""), 0U);
    EXPECT_EQ(forms.forms_of("   "), 0U);
    EXPECT_EQ(forms.forms_of(std::string(veil::ValueForms::longest_value + 1, '1')), 0U);
    EXPECT_EQ(forms.forms_of(std::string("\0\xff\xfe", 3)), 0U);
}

TEST(ValueFormTest, EveryFormHasAName) {
    for (std::size_t i = 0; i < veil::value_form_count; ++i) {
        EXPECT_FALSE(veil::value_form_name(static_cast<ValueForm>(i)).empty());
    }
}

} // namespace
