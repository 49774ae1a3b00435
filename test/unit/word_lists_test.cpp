// What the surrogates rely on in their words, and that the words are those of their version.
#include "core/word_lists.hpp"

#include "core/hex.hpp"
#include "core/surrogate_words.hpp"

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

namespace veil {
namespace {

using Words = std::span<const std::string_view>;

struct List {
    std::string_view name;
    Words words;
    std::size_t least_size;
};

std::vector<List> lists_of(const WordLists& lists) {
    return {
        {"first names", lists.first_names, 400},
        {"last names", lists.last_names, 600},
        {"cities", lists.cities, 250},
        {"street stems", lists.street_stems, 200},
        {"street types", lists.street_types, 10},
        {"company stems", lists.company_stems, 150},
        {"company activities", lists.company_activities, 80},
        {"company forms", lists.company_forms, 6},
        {"phone ranges", lists.phone_ranges, 1},
    };
}

std::string email_form_of(std::string_view name) {
    std::string form(name.size(), '\0');
    form.resize(email_form(name, form));
    return form;
}

bool is_letter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

TEST(WordLists, AreLargeAndHoldNoWordTwice) {
    for (const WordLists* language : {&dutch_words, &english_words})
        for (const List& list : lists_of(*language)) {
            EXPECT_GE(list.words.size(), list.least_size) << list.name;
            EXPECT_EQ(std::set(list.words.begin(), list.words.end()).size(), list.words.size()) << list.name;
        }
}

// Blanks inside only; of UTF-8 the two-byte letters that have an e-mail form.
TEST(WordLists, HoldTidyText) {
    for (const WordLists* language : {&dutch_words, &english_words})
        for (const List& list : lists_of(*language))
            for (const std::string_view word : list.words) {
                EXPECT_FALSE(word.empty() || word.front() == ' ' || word.back() == ' ') << word;
                EXPECT_EQ(word.find("  "), std::string_view::npos) << word;
                for (std::size_t i = 0; i < word.size(); ++i) {
                    const char character = word[i];
                    if (character == '\xC3') {
                        ASSERT_LT(i + 1, word.size());
                        EXPECT_EQ(word[++i] & 0xC0, 0x80) << word;
                    } else {
                        EXPECT_TRUE(character >= ' ' && character <= '~') << word;
                    }
                }
            }
}

TEST(WordLists, NamesHaveAnEmailFormOfTheirOwn) {
    std::set<std::string> last_names;
    for (const WordLists* language : {&dutch_words, &english_words})
        for (const Words names : {language->first_names, language->last_names}) {
            std::vector<std::string> forms;
            for (const std::string_view name : names) {
                forms.push_back(email_form_of(name));
                const std::string& form = forms.back();
                EXPECT_EQ(form.find_first_not_of("abcdefghijklmnopqrstuvwxyz.-"), std::string::npos) << name;
                EXPECT_EQ(form.find(".."), std::string::npos) << name;
                EXPECT_TRUE(is_letter(form.front()) && is_letter(form.back())) << name;
            }
            EXPECT_TRUE(std::ranges::is_sorted(forms));
            EXPECT_TRUE(std::ranges::adjacent_find(forms) == forms.end());
        }
    for (const std::string_view name : dutch_words.last_names)
        last_names.insert(email_form_of(name));
    for (const std::string_view name : english_words.last_names)
        EXPECT_FALSE(last_names.contains(email_form_of(name))) << name;
}

// A first name ends at the first blank, and a tail is the last word if that begins with no capital.
TEST(WordLists, NamesCanBeToldApart) {
    for (const WordLists* language : {&dutch_words, &english_words}) {
        for (const std::string_view name : language->first_names)
            EXPECT_EQ(name.find_first_of(" ._@"), std::string_view::npos) << name;
        for (const std::string_view name : language->last_names) {
            EXPECT_EQ(name.find_first_of("_@"), std::string_view::npos) << name;
            const char capital = name[name.rfind(' ') + 1];
            EXPECT_TRUE(capital >= 'A' && capital <= 'Z') << name;
        }
    }
}

// Particles in lower case, as Dutch writes them after a first name; names of other origin have theirs in
// capitals.
TEST(WordLists, HoldDutchParticles) {
    std::set<std::string_view> particles;
    for (const std::string_view name : dutch_words.last_names)
        if (name.find(' ') != std::string_view::npos)
            particles.insert(name.substr(0, name.rfind(' ')));
    for (const std::string_view particle :
         {"van", "van de", "van den", "van der", "van 't", "de", "den", "ten", "ter", "te", "in 't"})
        EXPECT_TRUE(particles.contains(particle)) << particle;
    const auto has = [](Words words, std::string_view start) {
        return std::ranges::any_of(words, [&](std::string_view word) { return word.starts_with(start); });
    };
    EXPECT_TRUE(has(dutch_words.last_names, "'t "));
    for (const std::string_view start : {"O'", "Mc", "Mac", "St. ", "Fitz"})
        EXPECT_TRUE(has(english_words.last_names, start)) << start;
}

// With a common name of the other list each of these makes a victim's or a murderer's, and few others'.
TEST(WordLists, LeaveOutNamesThatBringACrimeToMind) {
    const auto has = [](Words words, std::string_view name) {
        return std::ranges::find(words, name) != words.end();
    };
    EXPECT_TRUE(has(dutch_words.first_names, "Jordan") && has(english_words.last_names, "McCallum"));
    for (const std::string_view name : {"Adolf", "Joran", "Volkert"})
        EXPECT_FALSE(has(dutch_words.first_names, name)) << name;
    for (const std::string_view name : {"Huntley", "McCann", "Shipman", "Sutcliffe"})
        EXPECT_FALSE(has(english_words.last_names, name)) << name;
}

// Numbers that belong to nobody: 06-9 has no destination in the Dutch numbering plan, Ofcom keeps ranges for
// drama, and 555-0100 to 555-0199 are for fiction in every American area code.
TEST(WordLists, PhoneRangesBelongToNobody) {
    for (const std::string_view range : dutch_words.phone_ranges)
        EXPECT_TRUE(range.starts_with("+31 6 9xx"));
    for (const std::string_view range : english_words.phone_ranges) {
        if (range.starts_with("+1 "))
            EXPECT_EQ(range.substr(6), " 555 01xx") << range;
        else
            EXPECT_TRUE(range.starts_with("+44 ") && range.ends_with("xxx") &&
                        std::ranges::count(range, 'x') == 3)
                << range;
    }
}

std::string hash_of(Words words) {
    std::string text;
    for (const std::string_view word : words)
        text.append(word).push_back('\n');
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), digest.data());
    return to_hex(digest);
}

// The lists of "v1". Another word, another order: another surrogate for everybody. Make a new version
// instead.
TEST(WordLists, NeverChange) {
    EXPECT_EQ(hash_of(dutch_words.first_names),
              "44fd0ef43e6a5f1527f8f97e0999b60bd305298cef122437bd05907d55ed026d");
    EXPECT_EQ(hash_of(dutch_words.last_names),
              "7ef4f7437bf6905f6c4fc2cb3198b068bc3bb142c9b4c99b413f82709bcdd46d");
    EXPECT_EQ(hash_of(dutch_words.cities),
              "5a42091a4714e5ebe09dd5b8f76b7dcb65172dcd4542cf1b3ee4deda9275498e");
    EXPECT_EQ(hash_of(dutch_words.street_stems),
              "72f9f577117ffd79c4030fb1593ac2517e8aa2a62f20df8352e72f4dbc39e9a7");
    EXPECT_EQ(hash_of(dutch_words.street_types),
              "77013ae5ea93f93a5f2f9c5a7a1f42d6235751420645c216f5fbcf514942a72f");
    EXPECT_EQ(hash_of(dutch_words.company_stems),
              "73714eec7a3559433a8631b414e89c277c19b6ac481c3af524883d4dbc2d48b5");
    EXPECT_EQ(hash_of(dutch_words.company_activities),
              "bac383433bda5281d02b6ceac6a76b72088ae99bfd500b26bf2be93a7e93dc04");
    EXPECT_EQ(hash_of(dutch_words.company_forms),
              "6801cc2ce363c65ff7b42faf09d5c73a228fd59e7578504f3e99e3cb2f0fe03f");
    EXPECT_EQ(hash_of(dutch_words.phone_ranges),
              "00b84775df14913227fba1c8597b2d5177a1dec3d68bcd200db58b732b1c6193");
    EXPECT_EQ(hash_of(english_words.first_names),
              "6c3f838fd173356b9a321361f469ba010d437ab50dc13bc6265bcfb566511824");
    EXPECT_EQ(hash_of(english_words.last_names),
              "6068f2dc7ff3329986100729755fb84e925e59df6a4e2495f8cc53221fc59230");
    EXPECT_EQ(hash_of(english_words.cities),
              "535179239ccf2272fbddee298c49588426bc981c5b42de2d932b415be5065f8e");
    EXPECT_EQ(hash_of(english_words.street_stems),
              "154823c555b8d6ac4db5299d9ca399e005b1b28d5d1cf18f9a853d3d34f1b0a4");
    EXPECT_EQ(hash_of(english_words.street_types),
              "4274e8fd4b2a2a8312c5b5601d1db4b2641611388057d5bf8d8895fa210388cb");
    EXPECT_EQ(hash_of(english_words.company_stems),
              "583a43120d94d581af5137c26cb5c16c4ce61b743933e08a3a7c094acb694e48");
    EXPECT_EQ(hash_of(english_words.company_activities),
              "6ccc838a3d19e9aa8aed86a985691848952c5885b60d3d0fcc3185c4955fba43");
    EXPECT_EQ(hash_of(english_words.company_forms),
              "6738dd5c3007e8b2b5dbce245e14043b206e957f7e72ffdbf0a4901360b0760a");
    EXPECT_EQ(hash_of(english_words.phone_ranges),
              "92ecafa0f84061f354902b910a9a15c00c8714b21d84b81dd69d8699dcd0deec");
}

} // namespace
} // namespace veil
