#include "core/surrogate_words.hpp"
#include "thoroughness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

namespace veil {
namespace {

constexpr std::array all_kinds{SurrogateKind::first_name, SurrogateKind::last_name, SurrogateKind::full_name,
                               SurrogateKind::email,      SurrogateKind::company,   SurrogateKind::city,
                               SurrogateKind::street,     SurrogateKind::address,   SurrogateKind::phone};
constexpr std::array all_languages{SurrogateLanguage::dutch, SurrogateLanguage::english,
                                   SurrogateLanguage::both};

std::string written(const SurrogateWords& words, std::uint64_t number) {
    std::array<char, SurrogateWords::longest> out{};
    return {out.data(), words.write(number, out).size};
}

std::size_t longest_of(std::span<const std::string_view> words) {
    return std::ranges::max_element(words, {}, &std::string_view::size)->size();
}

std::uint64_t position(std::span<const std::string_view> words, std::string_view word) {
    const auto found = std::ranges::find(words, word);
    if (found == words.end())
        throw std::invalid_argument("a test names a word that is in no list");
    return static_cast<std::uint64_t>(found - words.begin());
}

std::uint64_t person(const WordLists& lists, std::string_view first, std::string_view last) {
    return position(lists.last_names, last) * lists.first_names.size() + position(lists.first_names, first);
}

// The longest names beside each other, and what stands between them.
TEST(SurrogateWords, FitTheirBuffer) {
    for (const WordLists* lists : {&dutch_words, &english_words}) {
        EXPECT_LT(longest_of(lists->first_names) + longest_of(lists->last_names) + 1 + 12,
                  SurrogateWords::longest);
        EXPECT_LT(longest_of(lists->company_stems) + longest_of(lists->company_activities) +
                      longest_of(lists->company_forms) + 2,
                  SurrogateWords::longest);
        EXPECT_LT(longest_of(lists->street_stems) + longest_of(lists->street_types) + 5,
                  SurrogateWords::longest);
        EXPECT_LT(longest_of(lists->cities), SurrogateWords::longest);
        EXPECT_LT(longest_of(lists->phone_ranges), SurrogateWords::longest);
    }
}

// In characters; and so tight that a column of the usual length keeps its limit.
TEST(SurrogateWords, TellTheLongestText) {
    for (const SurrogateKind kind : all_kinds)
        for (const SurrogateLanguage language : all_languages) {
            const SurrogateWords words(kind, language);
            std::size_t longest = 0;
            for (std::uint64_t number = 0; number < words.size(); number += words.size() / 50'000 + 1)
                longest = std::max(
                    longest, static_cast<std::size_t>(std::ranges::count_if(
                                 written(words, number), [](char byte) { return (byte & 0xC0) != 0x80; })));
            EXPECT_LE(longest, words.longest_characters());
            EXPECT_GE(longest + 20, words.longest_characters());
            EXPECT_LE(words.longest_characters(), 64U);
        }
    EXPECT_EQ(SurrogateWords(SurrogateKind::phone, SurrogateLanguage::dutch).longest_characters(), 15U);
}

TEST(SurrogateWords, EmailForms) {
    const auto form_of = [](std::string_view name) {
        std::array<char, 64> out{};
        return std::string(out.data(), email_form(name, out));
    };
    EXPECT_EQ(form_of("Zoë"), "zoe");
    EXPECT_EQ(form_of("'t Hart"), "t.hart");
    EXPECT_EQ(form_of("van 't Hof"), "van.t.hof");
    EXPECT_EQ(form_of("O'Brien"), "obrien");
    EXPECT_EQ(form_of("St. John"), "st.john");
    EXPECT_EQ(form_of("Jan-Willem"), "jan-willem");
    EXPECT_EQ(form_of("ÀÏÑÕÝß"), "ainoys");
    EXPECT_EQ(form_of(""), "");
    // Half of a letter is no letter.
    EXPECT_EQ(form_of("a\xC3"), "a\xC3");
}

TEST(SurrogateWords, OneNumberIsOnePerson) {
    for (const auto& [language, lists, first, last, email] :
         {std::tuple{SurrogateLanguage::dutch, &dutch_words, "Zoë", "van 't Hof", "zoe.van.t.hof@example."},
          std::tuple{SurrogateLanguage::english, &english_words, "Sinéad", "O'Brien",
                     "sinead.obrien@example."}}) {
        const std::uint64_t number = person(*lists, first, last);
        EXPECT_EQ(written({SurrogateKind::first_name, language}, number), first);
        EXPECT_EQ(written({SurrogateKind::last_name, language}, number), last);
        EXPECT_EQ(written({SurrogateKind::full_name, language}, number),
                  std::string(first).append(" ").append(last));
        EXPECT_TRUE(written({SurrogateKind::email, language}, number).starts_with(email));
    }
}

TEST(SurrogateWords, OneNumberIsOneAddress) {
    const auto number = [](const WordLists& lists, std::string_view stem, std::string_view type,
                           std::uint64_t house) {
        return ((house - 1) * lists.street_types.size() + position(lists.street_types, type)) *
                   lists.street_stems.size() +
               position(lists.street_stems, stem);
    };
    const std::uint64_t dutch = number(dutch_words, "Kastanje", "laan", 12);
    EXPECT_EQ(written({SurrogateKind::street, SurrogateLanguage::dutch}, dutch), "Kastanjelaan");
    EXPECT_EQ(written({SurrogateKind::address, SurrogateLanguage::dutch}, dutch), "Kastanjelaan 12");
    const std::uint64_t english = number(english_words, "Chestnut", "Road", 7);
    EXPECT_EQ(written({SurrogateKind::street, SurrogateLanguage::english}, english), "Chestnut Road");
    EXPECT_EQ(written({SurrogateKind::address, SurrogateLanguage::english}, english), "7 Chestnut Road");
    EXPECT_EQ(written({SurrogateKind::address, SurrogateLanguage::english},
                      number(english_words, "Chestnut", "Road", 199)),
              "199 Chestnut Road");
}

// A local part of at most 64 bytes (RFC 5321) and a reserved domain (RFC 2606).
TEST(SurrogateWords, EmailAddressesAreNobodys) {
    for (const SurrogateLanguage language : {SurrogateLanguage::dutch, SurrogateLanguage::english}) {
        const SurrogateWords words(SurrogateKind::email, language);
        std::unordered_set<std::string> domains;
        for (std::uint64_t number = 0; number < words.size(); number += 997) {
            const std::string text = written(words, number);
            const std::size_t at = text.find('@');
            ASSERT_LE(at, 64U) << text;
            EXPECT_EQ(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz.-"), at) << text;
            EXPECT_EQ(text.find(".."), std::string::npos) << text;
            domains.insert(text.substr(at + 1));
        }
        EXPECT_EQ(domains, (std::unordered_set<std::string>{"example.com", "example.net", "example.org"}));
    }
}

TEST(SurrogateWords, PhoneNumbersFillTheirRanges) {
    const SurrogateWords dutch(SurrogateKind::phone, SurrogateLanguage::dutch);
    EXPECT_EQ(dutch.size(), 10'000'000U);
    EXPECT_EQ(written(dutch, 0), "+31 6 9000 0000");
    EXPECT_EQ(written(dutch, 1234567), "+31 6 9123 4567");
    EXPECT_EQ(written(dutch, 9'999'999), "+31 6 9999 9999");
    const SurrogateWords english(SurrogateKind::phone, SurrogateLanguage::english);
    EXPECT_EQ(written(english, 0), "+44 113 496 0000");
    EXPECT_EQ(written(english, 1999), "+44 114 496 0999");
    EXPECT_EQ(written(english, english.size() - 1), "+1 919 555 0199");
    std::unordered_set<std::string> numbers;
    for (std::uint64_t number = 0; number < english.size(); ++number)
        EXPECT_TRUE(numbers.insert(written(english, number)).second);
    const SurrogateWords both(SurrogateKind::phone, SurrogateLanguage::both);
    EXPECT_EQ(both.size(), dutch.size() + english.size());
    EXPECT_EQ(written(both, dutch.size()), written(english, 0));
}

// Every company, and of the persons enough to meet every first name and every last name.
TEST(SurrogateWords, AreFoundAgain) {
    for (const SurrogateKind kind : {SurrogateKind::company, SurrogateKind::full_name, SurrogateKind::email})
        for (const SurrogateLanguage language : all_languages) {
            const SurrogateWords words(kind, language);
            const auto step =
                static_cast<std::uint64_t>(kind == SurrogateKind::company ? one_in(17) : 1009 * one_in(3));
            std::unordered_set<std::string> texts;
            for (std::uint64_t number = 0; number < words.size(); number += step) {
                const std::string text = written(words, number);
                ASSERT_EQ(words.find(text), number) << text;
                ASSERT_TRUE(texts.insert(text).second) << text;
            }
        }
}

TEST(SurrogateWords, NothingElseIsFound) {
    const SurrogateWords names(SurrogateKind::full_name, SurrogateLanguage::dutch);
    ASSERT_TRUE(names.find("Zoë van 't Hof").has_value());
    for (const char* text : {"", " ", "Zoë", "Zoë ", " van 't Hof", "Zoe van 't Hof", "zoë van 't hof",
                             "Zoë van t Hof", "Zoë van.'t.Hof", "Zoë  van 't Hof", "Zoë van 't Hof ",
                             "Zoë.van 't Hof", "Zoë O'Brien", "zoe.van.t.hof"})
        EXPECT_FALSE(names.find(text).has_value()) << text;
    EXPECT_FALSE(names.find(std::string(1000, 'a')).has_value());
    const SurrogateWords emails(SurrogateKind::email, SurrogateLanguage::dutch);
    const std::string address = written(emails, 4711);
    ASSERT_TRUE(emails.find(address).has_value());
    EXPECT_FALSE(emails.find(address.substr(0, address.find('@'))).has_value());
    EXPECT_FALSE(emails.find(address + "x").has_value());
    EXPECT_FALSE(emails.find(written(emails, 4712).substr(0, 5)).has_value());
    const SurrogateWords companies(SurrogateKind::company, SurrogateLanguage::english);
    EXPECT_TRUE(companies.find("Acorn Books Ltd").has_value());
    for (const char* text : {"Acorn Books", "Acorn Ltd", "Acorn Books ltd", "Acorn Books Ltd ", "Books Ltd"})
        EXPECT_FALSE(companies.find(text).has_value()) << text;
    for (const SurrogateKind kind : all_kinds)
        if (!can_be_unique(kind)) {
            const SurrogateWords words(kind, SurrogateLanguage::dutch);
            EXPECT_FALSE(words.find(written(words, 0)).has_value());
        }
}

// A tail and the blank before it are in lower case or digits: where the words of a company end so too, what
// is left of it is no company.
TEST(SurrogateWords, NoCompanyIsTheStartOfAnother) {
    for (const WordLists* lists : {&dutch_words, &english_words})
        for (const std::string_view form : lists->company_forms)
            for (const std::string_view other : lists->company_forms)
                EXPECT_FALSE(form != other && form.starts_with(std::string(other) + " ")) << form;
}

} // namespace
} // namespace veil
