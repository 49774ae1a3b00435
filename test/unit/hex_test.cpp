#include "core/hex.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <array>

namespace veil {
namespace {

using test::Bytes;

TEST(Hex, WritesLowerCase) {
    EXPECT_EQ(to_hex({}), "");
    EXPECT_EQ(to_hex(Bytes{0x00, 0x0f, 0xa5, 0xff}), "000fa5ff");
}

TEST(Hex, ReadsBothCases) {
    Bytes out(3);
    ASSERT_TRUE(from_hex("0aBcFF", out));
    EXPECT_EQ(out, (Bytes{0x0a, 0xbc, 0xff}));
    EXPECT_TRUE(from_hex("", {}));
}

TEST(Hex, ReadsBackEveryByte) {
    for (unsigned value = 0; value < 256; ++value) {
        const Bytes byte{static_cast<std::uint8_t>(value)};
        Bytes out(1);
        ASSERT_TRUE(from_hex(to_hex(byte), out));
        EXPECT_EQ(out, byte);
    }
}

TEST(Hex, RefusesAnotherLength) {
    Bytes out(2);
    for (const char* text : {"", "0", "00", "000", "00000", "000000"})
        EXPECT_FALSE(from_hex(text, out)) << text;
}

TEST(Hex, RefusesEveryOtherCharacter) {
    constexpr std::string_view digits = "0123456789abcdefABCDEF";
    Bytes out(1);
    for (unsigned value = 0; value < 256; ++value) {
        const char character = static_cast<char>(value);
        const bool expected = digits.find(character) != std::string_view::npos;
        EXPECT_EQ(from_hex(std::string{character, '0'}, out), expected) << value;
        EXPECT_EQ(from_hex(std::string{'0', character}, out), expected) << value;
    }
}

} // namespace
} // namespace veil
