// digits, letters, alphanumeric and alphabets.
#include "core/text_format.hpp"

#include "core/ff1.hpp"
#include "core/format_key.hpp"
#include "core/format_text.hpp"
#include "format_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace veil {
namespace {

using test::expect_no_fit;
using test::expect_permutes;
using test::format_of;
using test::image;
using test::preimage;

// All strings of a length over some characters, which need not be single bytes.
std::vector<std::string> strings(const std::vector<std::string>& characters, std::size_t length) {
    std::vector<std::string> result{""};
    for (; length > 0; --length) {
        std::vector<std::string> longer;
        for (const std::string& beginning : result)
            for (const std::string& character : characters)
                longer.push_back(beginning + character);
        result = std::move(longer);
    }
    return result;
}

std::vector<std::string> single(std::string_view characters) {
    std::vector<std::string> result;
    for (const char character : characters)
        result.emplace_back(1, character);
    return result;
}

constexpr std::string_view digits = "0123456789";
constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

TEST(AlphabetFormat, PermutesTheDigitsOfEachLength) {
    const TextFormat format = format_of("digits");
    for (std::size_t length = 0; length <= 5; ++length)
        expect_permutes(format, strings(single(digits), length));
}

TEST(AlphabetFormat, PermutesAMillionByFf1) {
    const TextFormat format = format_of("digits");
    std::vector<bool> seen(1'000'000);
    for (unsigned number = 0; number < 1'000'000; ++number) {
        const std::string value = std::to_string(1'000'000 + number).substr(1);
        const auto result = image(format, value);
        ASSERT_TRUE(result && result->size() == 6);
        ASSERT_FALSE(seen[std::stoul(*result)]);
        seen[std::stoul(*result)] = true;
        if (number % 100 == 0) {
            ASSERT_EQ(preimage(format, *result), value);
        }
    }
}

TEST(AlphabetFormat, PermutesOtherAlphabets) {
    expect_permutes(format_of("letters"), strings(single(letters), 2));
    expect_permutes(format_of("alphanumeric"),
                    strings(single(std::string(digits) + std::string(letters)), 2));
    for (const std::size_t length : {1, 2, 9, 15})
        expect_permutes(format_of("alphabet with ab"), strings(single("ab"), length));
    const std::vector<std::string> greek{"α", "β", "x", " ", "€", "😀"};
    std::string characters;
    for (const std::string& character : greek)
        characters += character;
    for (const std::size_t length : {1, 3, 5})
        expect_permutes(format_of("alphabet with " + characters), strings(greek, length));
}

// Exactly the standard's FF1, with the part's key: whoever has the key can do it without pg_veil.
TEST(AlphabetFormat, IsFf1OfTheStandard) {
    const Key256 key = part_key(part_key(test::counting_key(), "mapping"), "ff1");
    const Ff1 ff1(key.bytes(), 10);
    const TextFormat format = format_of("digits");
    auto random = test::repeatable_random();
    for (const std::size_t length : {6, 9, 18, 19, 20, 40, 4096}) {
        std::string value;
        std::vector<Ff1::Numeral> numerals;
        for (std::size_t i = 0; i < length; ++i) {
            numerals.push_back(static_cast<Ff1::Numeral>(random() % 10));
            value += static_cast<char>('0' + numerals.back());
        }
        ASSERT_TRUE(ff1.encrypt(numerals));
        std::string expected;
        for (const Ff1::Numeral numeral : numerals)
            expected += static_cast<char>('0' + numeral);
        EXPECT_EQ(image(format, value), expected);
        EXPECT_EQ(preimage(format, expected), value);
    }
}

TEST(AlphabetFormat, InvertsLengthsAroundEveryBorder) {
    auto random = test::repeatable_random();
    std::string wide;
    for (unsigned i = 0; i < 26; ++i)
        wide.append(1, static_cast<char>('a' + i)).append("é", 2);
    wide = "abcdefghijklmnopqrstuvwxyzé€";
    for (const std::string& name : {std::string("digits"), std::string("letters"),
                                    std::string("alphabet with 01"), "alphabet with " + wide}) {
        const TextFormat format = format_of(name);
        const std::string characters = name == "digits"             ? std::string(digits)
                                       : name == "letters"          ? std::string(letters)
                                       : name == "alphabet with 01" ? "01"
                                                                    : "abcdefghijklmnopqrstuvwxyz";
        for (std::size_t length = 0; length < 140; ++length) {
            std::string value;
            for (std::size_t i = 0; i < length; ++i)
                value += characters[random() % characters.size()];
            const auto result = image(format, value);
            ASSERT_TRUE(result) << name << " " << length;
            ASSERT_EQ(preimage(format, *result), value);
        }
    }
}

// Every place of every image takes every digit equally often: 9000 values of nine digits, standard
// deviation 28.
TEST(AlphabetFormat, SaysNothingOfNeighbourhood) {
    const TextFormat format = format_of("digits");
    std::array<std::array<unsigned, 10>, 9> counts{};
    for (unsigned number = 0; number < 9000; ++number) {
        const auto result = image(format, std::to_string(100'000'000 + number));
        for (std::size_t place = 0; place < 9; ++place)
            ++counts[place][static_cast<std::size_t>((*result)[place] - '0')];
    }
    for (const auto& of_place : counts)
        for (const unsigned count : of_place)
            EXPECT_NEAR(count, 900, 150);
}

TEST(AlphabetFormat, RefusesWhatDoesNotFit) {
    expect_no_fit(format_of("digits"), {"12a", " 1", "1 ", "-1", "१२", "1\n", std::string("1\0", 2), "~",
                                        "12345678901234567890x"});
    expect_no_fit(format_of("digits"), {std::string(4097, '1'), std::string(1'000'000, '1')});
    expect_no_fit(format_of("letters"), {"a1", "é", "a b"});
    expect_no_fit(format_of("alphabet with é€"), {"e", "\xc3", "\xe2\x82", "\xff", "é\xa9"});
}

TEST(AlphabetFormat, RefusesOtherAlphabets) {
    for (const std::string characters :
         {"", "a", "aa", "aba", "éaé", "a~", "\xff\xfe", "a\xc3", "\xed\xa0\x80\x61", "\xc0\xaf\x61"})
        EXPECT_THROW(format_of("alphabet with " + characters), InvalidFormat) << characters;
    EXPECT_THROW(format_of("alphabet"), InvalidFormat);
    EXPECT_THROW(format_of("digits with 0123"), InvalidFormat);
    EXPECT_THROW(format_of("digits valid=true"), InvalidFormat);
}

TEST(TextFormat, RefusesTextsThatAreNotCanonical) {
    for (const std::string text :
         {"", " ", "digits ", " digits", "DIGITS", "digit", "bsn  valid=false", "bsn valid=true ",
          "bsn valid=maybe", "bsn on_invalid=null", "email on_invalid=encrypt domain=hash", "card keep_bin=7",
          "card keep_bin=6 keep_bin=6", "email domain=replace", "email domain=keep with example.org",
          "email domain=replace with a b", "phone"})
        EXPECT_THROW(format_of(text), InvalidFormat) << text;
    for (const std::string text :
         {"digits", "bsn valid=false", "digits on_invalid=encrypt", "card keep_bin=8 on_invalid=encrypt",
          "email domain=hash on_invalid=encrypt", "email domain=replace with example.org"})
        EXPECT_NO_THROW(format_of(text)) << text;
}

// What does not fit stays invertible and different, and is told from every image by its first character.
TEST(TextFormat, EncryptsWhatDoesNotFitWhenAsked) {
    const TextFormat format = format_of("digits on_invalid=encrypt");
    std::set<std::string> images;
    std::vector<std::string> values{"",
                                    "1",
                                    "a",
                                    "~",
                                    "12a",
                                    "~aaaa",
                                    "é",
                                    std::string("1\0", 2),
                                    "\xff",
                                    " 1",
                                    std::string(4096, '9'),
                                    std::string(4097, '9'),
                                    std::string(100'000, 'x')};
    // The image of a misfit is a misfit itself.
    values.push_back(*image(format, "a"));
    for (const std::string& value : values) {
        const auto result = image(format, value);
        ASSERT_TRUE(result);
        const bool fits = value.size() <= 4096 && value.find_first_not_of(digits) == std::string::npos;
        EXPECT_EQ(result->starts_with('~'), !fits);
        EXPECT_EQ(result->find(value) == std::string::npos || value.size() < 3, true);
        EXPECT_EQ(preimage(format, *result), value);
        EXPECT_TRUE(images.insert(*result).second);
    }
    EXPECT_EQ(preimage(format, "~"), std::nullopt);
    EXPECT_EQ(preimage(format, "~aaaaaaaaaaaaaaaaaaaaaaaaaa"), std::nullopt);
    EXPECT_EQ(preimage(format, "a"), std::nullopt);
}

// What does not fit may be as long as the server allows, and a backend keeps its formats.
TEST(TextFormat, NeedsNoRoomForWhatIsTooLong) {
    const std::size_t size = 100'000'000;
    for (const char* text : {"digits", "alphabet with a\u20ac", "bsn", "iban", "card", "postcode",
                             "license_plate", "email", "email domain=hash"})
        EXPECT_LE(TextFormat(Key256(), text).largest_result(size), std::size_t{1} << 15) << text;
    EXPECT_EQ(TextFormat(Key256(), "digits on_invalid=encrypt").largest_result(size), 160'000'027U);
}

TEST(TextFormat, IsAnotherForAnotherKey) {
    const TextFormat one = format_of("digits");
    const TextFormat other(test::counting_key(1), "digits");
    EXPECT_NE(image(one, "1234567890123456"), image(other, "1234567890123456"));
}

} // namespace
} // namespace veil
