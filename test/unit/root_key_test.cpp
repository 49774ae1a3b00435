#include "core/root_key.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <string>

namespace veil {
namespace {

using test::Bytes;
using test::copy_of;
using test::counting_key;

const std::string hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const std::string base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

void expect_counting_key(const std::string& output) {
    const auto key = parse_root_key(output);
    ASSERT_TRUE(key) << output;
    EXPECT_EQ(copy_of(*key), copy_of(counting_key())) << output;
}

TEST(RootKey, IsReadAsHexadecimalOrBase64) {
    expect_counting_key(hex);
    expect_counting_key("000102030405060708090A0B0C0D0E0F101112131415161718191A1b1c1d1e1f");
    expect_counting_key(base64);
}

TEST(RootKey, MayHaveWhiteSpaceAround) {
    expect_counting_key(hex + "\n");
    expect_counting_key(" \t\r\n\v\f" + base64 + "\r\n");
}

TEST(RootKey, ReadsTheWholeBase64Alphabet) {
    const auto key = parse_root_key("+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/8=");
    ASSERT_TRUE(key);
    EXPECT_EQ(copy_of(*key),
              test::hex_bytes("fbffbffbffbffbffbffbffbffbffbffbffbffbffbffbffbffbffbffbffbffbff"));
}

TEST(RootKey, RefusesAnythingElse) {
    const std::string refused[] = {
        "",
        " \n",
        hex.substr(1),
        hex + "0",
        hex.substr(0, 63) + "g",
        hex.substr(0, 32) + " " + hex.substr(33),
        hex + "\n" + hex,
        "0x" + hex.substr(2),
        std::string(1, '\0') + hex,
        hex + std::string(1, '\0'),
        "\xc2\xa0" + hex, // a no-break space
        base64.substr(0, 43),
        base64.substr(0, 43) + "A",
        base64.substr(0, 42) + "==",
        base64.substr(0, 42) + "9=", // the same bytes, but unused bits set
        base64.substr(0, 42) + "/=",
        "=" + base64.substr(1),
        "-_" + base64.substr(2), // the URL alphabet
        "AA\n" + base64.substr(3),
    };
    for (const std::string& output : refused)
        EXPECT_FALSE(parse_root_key(output)) << output;
}

TEST(RootKey, RefusesEveryOtherCharacterInItsMiddle) {
    constexpr std::string_view base64_digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";
    for (unsigned value = 0; value < 256; ++value) {
        const char character = static_cast<char>(value);
        std::string text = base64;
        text[20] = character;
        EXPECT_EQ(parse_root_key(text).has_value(), base64_digits.find(character) != std::string_view::npos)
            << value;
        text = hex;
        text[20] = character;
        EXPECT_EQ(parse_root_key(text).has_value(), hex_digits.find(character) != std::string_view::npos)
            << value;
    }
}

} // namespace
} // namespace veil
