#include "core/surrogate_form.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

namespace veil {
namespace {

constexpr std::array all_kinds{SurrogateKind::first_name, SurrogateKind::last_name, SurrogateKind::full_name,
                               SurrogateKind::email,      SurrogateKind::company,   SurrogateKind::city,
                               SurrogateKind::street,     SurrogateKind::address,   SurrogateKind::phone};
constexpr std::array all_languages{SurrogateLanguage::dutch, SurrogateLanguage::english,
                                   SurrogateLanguage::both};

TEST(SurrogateForm, IsReadAsItIsWritten) {
    std::set<std::string> texts;
    for (const SurrogateKind kind : all_kinds)
        for (const SurrogateLanguage language : all_languages)
            for (const bool unique : {false, true}) {
                const SurrogateForm form{kind, language, unique};
                const std::string text = to_text(form);
                EXPECT_TRUE(texts.insert(text).second);
                const auto read = parse_surrogate_form(text);
                ASSERT_EQ(read.has_value(), !unique || can_be_unique(kind)) << text;
                if (read) {
                    EXPECT_EQ(read->kind, kind);
                    EXPECT_EQ(read->language, language);
                    EXPECT_EQ(read->unique, unique);
                }
            }
}

// Views hold these texts.
TEST(SurrogateForm, IsWrittenLikeThis) {
    EXPECT_EQ(to_text({SurrogateKind::first_name, SurrogateLanguage::dutch, false}), "first_name nl v1");
    EXPECT_EQ(to_text({SurrogateKind::email, SurrogateLanguage::both, true}), "email both v1 unique");
    EXPECT_EQ(to_text({SurrogateKind::company, SurrogateLanguage::english, true}), "company en v1 unique");
}

TEST(SurrogateForm, NothingElseIsRead) {
    for (const char* text :
         {"", "first_name", "first_name nl", "first_name nl v2", "first_name  nl v1", " first_name nl v1",
          "first_name nl v1 ", "First_name nl v1", "first_name de v1", "full_name nl v1 unique unique",
          "full_name unique nl v1", "phone nl v1 unique", "first_name nl v1 unique"})
        EXPECT_FALSE(parse_surrogate_form(text).has_value()) << text;
}

// Users' data depends on these as well.
TEST(SurrogateForm, KindsOfAFamilyShareAKey) {
    const auto purpose = [](SurrogateKind kind, SurrogateLanguage language = SurrogateLanguage::dutch) {
        return surrogate_purpose({kind, language, false});
    };
    for (const SurrogateKind kind : {SurrogateKind::first_name, SurrogateKind::last_name,
                                     SurrogateKind::full_name, SurrogateKind::email})
        EXPECT_EQ(purpose(kind), "surrogate/person nl v1");
    EXPECT_EQ(surrogate_purpose({SurrogateKind::email, SurrogateLanguage::dutch, true}),
              "surrogate/person nl v1");
    EXPECT_EQ(purpose(SurrogateKind::email, SurrogateLanguage::english), "surrogate/person en v1");
    EXPECT_EQ(purpose(SurrogateKind::email, SurrogateLanguage::both), "surrogate/person both v1");
    EXPECT_EQ(purpose(SurrogateKind::company), "surrogate/company nl v1");
    EXPECT_EQ(purpose(SurrogateKind::city), "surrogate/city nl v1");
    EXPECT_EQ(purpose(SurrogateKind::street), "surrogate/address nl v1");
    EXPECT_EQ(purpose(SurrogateKind::address), "surrogate/address nl v1");
    EXPECT_EQ(purpose(SurrogateKind::phone), "surrogate/phone nl v1");
}

} // namespace
} // namespace veil
