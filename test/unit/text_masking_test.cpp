#include "core/text_masking.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace veil {
namespace {

constexpr std::size_t most = std::numeric_limits<std::size_t>::max();

// The same characters by another function, so that the general path is taken.
std::size_t plain_utf8_length(const char* character, std::size_t remaining) noexcept {
    return utf8_character_length(character, remaining);
}

// As EUC and Shift JIS: a high byte leads a pair, whatever its second byte is.
std::size_t pair_length(const char* character, std::size_t remaining) noexcept {
    return static_cast<unsigned char>(*character) >= 0x80 && remaining > 1 ? 2 : 1;
}

std::size_t lying_length(const char* /*character*/, std::size_t /*remaining*/) noexcept {
    return most;
}

std::size_t zero_length(const char* /*character*/, std::size_t /*remaining*/) noexcept {
    return 0;
}

std::vector<std::string_view> characters_of(std::string_view text, CharacterLength length) {
    std::vector<std::string_view> characters;
    while (!text.empty()) {
        const std::size_t size = length(text.data(), text.size());
        characters.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return characters;
}

std::size_t size_of(const std::vector<std::string_view>& characters, std::size_t from, std::size_t to) {
    std::size_t size = 0;
    for (std::size_t position = from; position < to; ++position) {
        size += characters[position].size();
    }
    return size;
}

void expect_reference(std::string_view text, CharacterLength length) {
    const std::vector<std::string_view> characters = characters_of(text, length);
    const std::size_t count = characters.size();
    for (std::size_t keep = 0; keep <= count + 2; ++keep) {
        ASSERT_EQ(prefix_size(text, keep, length), size_of(characters, 0, std::min(keep, count))) << keep;
    }
    for (std::size_t start = 0; start <= count + 2; ++start) {
        for (std::size_t end = 0; end <= count + 2; ++end) {
            const PartialSpans spans = partial_spans(text, start, end, length);
            if (count < start + end + 2) {
                ASSERT_EQ(spans, (PartialSpans{0, 0})) << start << ", " << end;
            } else {
                ASSERT_EQ(spans, (PartialSpans{size_of(characters, 0, start),
                                               size_of(characters, count - end, count)}))
                    << start << ", " << end;
            }
        }
    }
}

TEST(Utf8Length, KnowsAllSizes) {
    EXPECT_EQ(utf8_character_length("abc", 3), 1U);
    EXPECT_EQ(utf8_character_length("éa", 3), 2U);
    EXPECT_EQ(utf8_character_length("€a", 4), 3U);
    EXPECT_EQ(utf8_character_length("😀a", 5), 4U);
    EXPECT_EQ(utf8_character_length("\0a", 2), 1U);
}

TEST(Utf8Length, IsTotalOnInvalidInput) {
    EXPECT_EQ(utf8_character_length("\xF0", 1), 1U);
    EXPECT_EQ(utf8_character_length("\xF0\x9F", 2), 2U);
    EXPECT_EQ(utf8_character_length("\xF0\x61", 2), 1U);
    EXPECT_EQ(utf8_character_length("\x80\x80\x61", 3), 2U);
    EXPECT_EQ(utf8_character_length("\xFF", 1), 1U);
}

TEST(Prefix, KeepsWholeCharacters) {
    EXPECT_EQ(prefix_size("1234AB", 4, utf8_character_length), 4U);
    EXPECT_EQ(prefix_size("Zoë€😀x", 3, utf8_character_length), 4U);
    EXPECT_EQ(prefix_size("Zoë€😀x", 4, utf8_character_length), 7U);
    EXPECT_EQ(prefix_size("Zoë€😀x", 5, utf8_character_length), 11U);
    EXPECT_EQ(prefix_size("Zoë", 3, single_byte_length), 3U);
    EXPECT_EQ(prefix_size("\x82\x41\x82\x42", 1, pair_length), 2U);
}

TEST(Prefix, IsAllOfAShorterText) {
    for (const CharacterLength length : {utf8_character_length, single_byte_length, plain_utf8_length}) {
        EXPECT_EQ(prefix_size("", 0, length), 0U);
        EXPECT_EQ(prefix_size("", most, length), 0U);
        EXPECT_EQ(prefix_size("ab", most, length), 2U);
        EXPECT_EQ(prefix_size("ab", 0, length), 0U);
    }
    EXPECT_EQ(prefix_size("ëëë", 5, utf8_character_length), 6U);
}

TEST(Partial, ShowsNothingOfAShortText) {
    constexpr PartialSpans nothing{0, 0};
    EXPECT_EQ(partial_spans("ab", 2, 2, utf8_character_length), nothing);
    EXPECT_EQ(partial_spans("abcd", 2, 2, utf8_character_length), nothing);
    EXPECT_EQ(partial_spans("abcde", 2, 2, utf8_character_length), nothing);
    EXPECT_EQ(partial_spans("", 0, 0, utf8_character_length), nothing);
    EXPECT_EQ(partial_spans("", 0, 1, utf8_character_length), nothing);
    EXPECT_EQ(partial_spans("ëëë", 1, 1, utf8_character_length), nothing);
    EXPECT_EQ(partial_spans("a", 0, 0, single_byte_length), nothing);
}

TEST(Partial, KeepsBothEnds) {
    EXPECT_EQ(partial_spans("abcdef", 2, 2, utf8_character_length), (PartialSpans{2, 2}));
    EXPECT_EQ(partial_spans("ëabcë€", 1, 2, utf8_character_length), (PartialSpans{2, 5}));
    EXPECT_EQ(partial_spans("abcdef", 0, 4, single_byte_length), (PartialSpans{0, 4}));
    EXPECT_EQ(partial_spans("abcdef", 4, 0, single_byte_length), (PartialSpans{4, 0}));
}

TEST(Partial, DoesNotOverflow) {
    constexpr PartialSpans nothing{0, 0};
    for (const CharacterLength length :
         {utf8_character_length, single_byte_length, plain_utf8_length, pair_length}) {
        for (const std::size_t start : {std::size_t{0}, std::size_t{1}, most - 1, most}) {
            for (const std::size_t end : {most - 2, most - 1, most}) {
                EXPECT_EQ(partial_spans("abcdefgh", start, end, length), nothing);
                EXPECT_EQ(partial_spans("abcdefgh", end, start, length), nothing);
            }
        }
    }
}

TEST(Partial, TrustsNoLengthFunction) {
    EXPECT_EQ(prefix_size("abcdefgh", 2, lying_length), 8U);
    EXPECT_EQ(prefix_size("abcdefgh", 2, zero_length), 2U);
    EXPECT_EQ(partial_spans("abcdefgh", 1, 1, lying_length), (PartialSpans{0, 0}));
    EXPECT_EQ(partial_spans("abcdefgh", 1, 1, zero_length), (PartialSpans{1, 1}));
}

TEST(Masking, AgreesWithTheReference) {
    const std::vector<std::string> texts = {"",
                                            "a",
                                            "ë",
                                            "aë",
                                            "1234AB",
                                            "Zoë van der €ijck",
                                            "😀😀😀😀😀",
                                            "abcdefghijklmnopqrstuvwxyz",
                                            "ëëëëëëëëëëëëëëëë",
                                            std::string("a\0b\0c", 5),
                                            "\x80\x80",
                                            "\x80\x80 bcdefgh\xC3",
                                            "\xF0\x9F\x98",
                                            "abc\xFF\xFE\x80z"};
    for (const std::string& text : texts) {
        SCOPED_TRACE(text);
        for (const CharacterLength length :
             {utf8_character_length, single_byte_length, plain_utf8_length, pair_length}) {
            ASSERT_NO_FATAL_FAILURE(expect_reference(text, length));
        }
    }
}

TEST(Masking, AgreesWithTheReferenceAtRandom) {
    std::mt19937 random(20260103); // NOLINT(cert-msc32-c,cert-msc51-cpp): repeatable
    const std::vector<std::string> pieces = {"a",    "7",    "ë",        "€",    "😀",
                                             "\x80", "\xC3", "\xF0\x9F", "\xFF", "\n"};
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        const std::size_t valid_pieces = round % 2 == 0 ? 5 : pieces.size();
        for (std::size_t left = random() % 24; left > 0; --left) {
            text += pieces[random() % valid_pieces];
        }
        for (const CharacterLength length : {utf8_character_length, plain_utf8_length, pair_length}) {
            ASSERT_NO_FATAL_FAILURE(expect_reference(text, length));
        }
    }
}

} // namespace
} // namespace veil
