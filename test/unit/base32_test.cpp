#include "core/base32.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

namespace veil {
namespace {

using Value = std::array<std::uint8_t, 16>;

std::string encoded(const Value& value) {
    std::array<char, 26> text{};
    base32_encode_128(value, text);
    return {text.begin(), text.end()};
}

Value value_of(std::string_view hex) {
    Value value{};
    std::ranges::copy(test::hex_bytes(hex), value.begin());
    return value;
}

// Computed with Python: base64.b32encode(...).rstrip(b"=").lower()
TEST(Base32, EncodesAsRfc4648) {
    EXPECT_EQ(encoded(value_of("00000000000000000000000000000000")), "aaaaaaaaaaaaaaaaaaaaaaaaaa");
    EXPECT_EQ(encoded(value_of("ffffffffffffffffffffffffffffffff")), "77777777777777777777777774");
    EXPECT_EQ(encoded(value_of("000102030405060708090a0b0c0d0e0f")), "aaaqeayeaudaocajbifqydiob4");
    EXPECT_EQ(encoded(value_of("f0e1d2c3b4a5968778695a4b3c2d1e0f")), "6dq5fq5uuwlio6djljftyli6b4");
}

TEST(Base32, DecodesWhatItEncodes) {
    auto random = test::repeatable_random();
    for (int i = 0; i < 10'000; ++i) {
        Value value{};
        for (std::uint8_t& byte : value)
            byte = static_cast<std::uint8_t>(random());
        Value decoded{};
        ASSERT_TRUE(base32_decode_128(encoded(value), decoded));
        ASSERT_EQ(decoded, value);
    }
}

TEST(Base32, PutsEachBitWhereItBelongs) {
    for (unsigned bit = 0; bit < 128; ++bit) {
        Value value{};
        value[bit / 8] = static_cast<std::uint8_t>(0x80U >> (bit % 8));
        std::string expected(26, 'a');
        expected[bit / 5] = "qiecb"[bit % 5]; // 16, 8, 4, 2, 1
        EXPECT_EQ(encoded(value), expected) << bit;
    }
}

TEST(Base32, RefusesAnotherLength) {
    Value value{};
    for (const std::size_t length : {0, 1, 25, 27, 32})
        EXPECT_FALSE(base32_decode_128(std::string(length, 'a'), value)) << length;
}

// One text a value: otherwise two pseudonyms that differ would decode to one.
TEST(Base32, RefusesEveryOtherCharacter) {
    constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    constexpr std::string_view last = "aeimquy4"; // the two unused bits are zero
    for (unsigned code = 0; code < 256; ++code) {
        const char character = static_cast<char>(code);
        for (std::size_t position = 0; position < 26; ++position) {
            std::string text(26, 'a');
            text[position] = character;
            const std::string_view allowed = position == 25 ? last : alphabet;
            Value value{};
            value.fill(0xee);
            const bool accepted = base32_decode_128(text, value);
            ASSERT_EQ(accepted, allowed.find(character) != std::string_view::npos) << code << " " << position;
            if (accepted)
                ASSERT_EQ(encoded(value), text);
            else
                ASSERT_EQ(value, value_of("eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"));
        }
    }
}

} // namespace
} // namespace veil
