#include "core/ascii_case.hpp"
#include "international/case_folding.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace veil {
namespace {

using international::fold_case;

std::string folded(std::string_view text) {
    const auto size = fold_case(text, {});
    if (!size) {
        return "nothing";
    }
    std::string result(*size, '?');
    EXPECT_EQ(fold_case(text, result), size);
    return result;
}

TEST(CaseFolding, FoldsMoreThanLowerCaseDoes) {
    EXPECT_EQ(folded("Straße"), "strasse");
    EXPECT_EQ(folded("STRASSE"), "strasse");
    EXPECT_EQ(folded("STRAẞE"), "strasse");
    EXPECT_EQ(folded("ΌΣΟΣ"), "όσοσ");
    EXPECT_EQ(folded("όσος"), "όσοσ");
    EXPECT_EQ(folded("ﬁn"), "fin");
    EXPECT_EQ(folded("ŉ"), "ʼn");
    EXPECT_EQ(folded("ÉCLAIR"), "éclair");
    EXPECT_EQ(folded("Ǆ"), "ǆ");
    EXPECT_EQ(folded("𐐀"), "𐐨");
}

// Cherokee folds to upper case, for the stability of older foldings.
TEST(CaseFolding, FoldsCherokeeUpwards) {
    EXPECT_EQ(folded("ꭰ"), "Ꭰ");
}

TEST(CaseFolding, KnowsNoTurkic) {
    EXPECT_EQ(folded("I"), "i");
    EXPECT_EQ(folded("İ"), "i\u0307");
    EXPECT_EQ(folded("ı"), "ı");
}

TEST(CaseFolding, LeavesTheRest) {
    EXPECT_EQ(folded(""), "");
    EXPECT_EQ(folded("0123 _-~日本語 ½"), "0123 _-~日本語 ½");
    EXPECT_EQ(folded(std::string_view("A\0B", 3)), std::string_view("a\0b", 3));
    EXPECT_EQ(folded("e\u0301"), "e\u0301") << "it normalizes nothing";
}

// Three code points of two bytes each for one of two.
TEST(CaseFolding, TakesThreeTimesTheBytesAtMost) {
    EXPECT_EQ(folded("ΐ"), "\u03B9\u0308\u0301");
    EXPECT_EQ(folded("ΐ").size(), 6U);
}

TEST(CaseFolding, TellsTheSizeWithoutRoom) {
    char byte = '#';
    EXPECT_EQ(fold_case("Straße", {&byte, 0}), 7U);
    EXPECT_EQ(byte, '#');
    std::string exact(7, '#');
    EXPECT_EQ(fold_case("Straße", exact), 7U);
    EXPECT_EQ(exact, "strasse");
}

TEST(CaseFolding, IsTotalOnIllFormedText) {
    EXPECT_EQ(folded("A\xC3"), "a\xC3");
    EXPECT_EQ(folded("\x80Z"), "\x80z");
    EXPECT_EQ(folded("\xFF\xFE"), "\xFF\xFE");
}

TEST(CaseFolding, TakesLongText) {
    std::string text;
    std::string expected;
    for (int i = 0; i < 200'000; ++i) {
        text += "ẞÀx";
        expected += "ssàx";
    }
    EXPECT_TRUE(folded(text) == expected);
}

TEST(AsciiFolding, AgreesOnEveryCharacter) {
    for (int byte = 0; byte < 256; ++byte) {
        const std::string text(3, static_cast<char>(byte));
        std::string result(3, '?');
        ASSERT_EQ(fold_ascii(text, result.data()), byte < 128) << byte;
        if (byte < 128) {
            ASSERT_EQ(result, folded(text)) << byte;
        }
    }
}

TEST(AsciiFolding, SeesTheOtherCharacterAnywhere) {
    for (std::size_t size = 1; size < 70; ++size) {
        for (std::size_t position = 0; position < size; ++position) {
            std::string text(size, 'A');
            std::string result(size, '?');
            EXPECT_TRUE(fold_ascii(text, result.data()));
            EXPECT_EQ(result, std::string(size, 'a'));
            text[position] = '\xC3';
            EXPECT_FALSE(fold_ascii(text, result.data()));
        }
    }
    EXPECT_TRUE(fold_ascii({}, nullptr));
}

} // namespace
} // namespace veil
