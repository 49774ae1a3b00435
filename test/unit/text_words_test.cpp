#include "core/ascii_case.hpp"
#include "core/text_words.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace veil {
namespace {

// Letter by letter, as the definition says: of ASCII without an apostrophe.
std::vector<std::string_view> words_of(std::string_view text) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_letter(text[end]))
            ++end;
        if (end > at)
            words.push_back(text.substr(at, end - at));
        at = std::max(end, at + 1);
    }
    return words;
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

TEST(TextWords, AreReadAtAnyPlaceAndOfAnyLength) {
    constexpr std::string_view characters = "abyzABYZmM@[`{ 09.-\n\x7f";
    std::mt19937 random(7); // NOLINT(cert-msc32-c,cert-msc51-cpp)
    std::size_t seen = 0;
    for (int round = 0; round < 20000; ++round) {
        // Mostly letters, so that words are longer than a block of eight.
        std::string text(random() % 64, 'q');
        for (char& c : text)
            c = random() % 12 == 0 ? characters[random() % characters.size()]
                                   : static_cast<char>((random() % 4 == 0 ? 'A' : 'a') + random() % 26);
        std::size_t position = 0;
        TextWord word;
        for (const std::string_view expected : words_of(text)) {
            ASSERT_TRUE(next_word(text, position, word));
            ASSERT_EQ(std::string_view(text).substr(word.begin, word.end - word.begin), expected);
            const std::string folded = lower(expected);
            ASSERT_EQ(word.text(), std::string_view(folded).substr(0, TextWord::longest_folded));
            ASSERT_EQ(word.too_long, folded.size() > TextWord::longest_folded);
            ASSERT_EQ(word.letters, expected.size());
            ASSERT_EQ(word.capitals,
                      static_cast<std::size_t>(std::count_if(expected.begin(), expected.end(),
                                                             [](char c) { return c >= 'A' && c <= 'Z'; })));
            ASSERT_EQ(word.first_capital, expected[0] >= 'A' && expected[0] <= 'Z');
            if (!word.too_long) {
                ASSERT_EQ(word.hash, word_hash(folded));
            }
            ++seen;
        }
        ASSERT_FALSE(next_word(text, position, word));
    }
    EXPECT_GT(seen, 40000U);
}

// The letters behind the fortieth are in the hash, however they came in.
TEST(TextWords, OfManyLettersDifferByTheirEnds) {
    const auto hash_of = [](const std::string& text) {
        std::size_t position = 0;
        TextWord word;
        EXPECT_TRUE(next_word(text, position, word));
        EXPECT_EQ(position, text.size());
        return word.hash;
    };
    const std::string beginning(45, 'a');
    EXPECT_EQ(hash_of(beginning + "bc"), hash_of(beginning + "BC"));
    EXPECT_EQ(hash_of(beginning + "ac"), hash_of(beginning + "\xC3\xA1" + "c"));
    EXPECT_NE(hash_of(beginning + "bc"), hash_of(beginning + "bd"));
    EXPECT_NE(hash_of(beginning + "bc"), hash_of(beginning + "cb"));
    EXPECT_NE(hash_of(beginning), hash_of(beginning.substr(5)));
}

TEST(AsciiCase, LowersCapitalsOnly) {
    for (std::size_t size = 0; size < 20; ++size) {
        for (unsigned byte = 0; byte < 256; ++byte) {
            std::string text(size, static_cast<char>(byte));
            // A neighbour whose bits all are set, as none may carry over.
            if (size > 1)
                text[size / 2] = '\xff';
            std::string result(size, '\0');
            lower_ascii(text, result.data());
            ASSERT_EQ(result, lower(text)) << byte;
        }
    }
}

} // namespace
} // namespace veil
