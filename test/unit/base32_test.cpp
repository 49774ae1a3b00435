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

using test::Bytes;

std::string encoded_bytes(const Bytes& bytes) {
    std::string text(base32_size(bytes.size()), '?');
    base32_encode(bytes, text);
    return text;
}

// RFC 4648, section 10, in lower case and without padding.
TEST(Base32, EncodesEveryLengthAsRfc4648) {
    EXPECT_EQ(encoded_bytes({}), "");
    EXPECT_EQ(encoded_bytes(test::text_bytes("f")), "my");
    EXPECT_EQ(encoded_bytes(test::text_bytes("fo")), "mzxq");
    EXPECT_EQ(encoded_bytes(test::text_bytes("foo")), "mzxw6");
    EXPECT_EQ(encoded_bytes(test::text_bytes("foob")), "mzxw6yq");
    EXPECT_EQ(encoded_bytes(test::text_bytes("fooba")), "mzxw6ytb");
    EXPECT_EQ(encoded_bytes(test::text_bytes("foobar")), "mzxw6ytboi");
}

TEST(Base32, EncodesSixteenBytesAsTheFixedForm) {
    auto random = test::repeatable_random();
    for (int i = 0; i < 1000; ++i) {
        Value value{};
        for (std::uint8_t& byte : value)
            byte = static_cast<std::uint8_t>(random());
        ASSERT_EQ(encoded_bytes(Bytes(value.begin(), value.end())), encoded(value));
    }
}

TEST(Base32, DecodesEveryLength) {
    auto random = test::repeatable_random();
    for (std::size_t size = 0; size < 300; ++size) {
        Bytes bytes(size);
        for (std::uint8_t& byte : bytes)
            byte = static_cast<std::uint8_t>(random());
        const std::string text = encoded_bytes(bytes);
        ASSERT_EQ(base32_decoded_size(text.size()), size);
        Bytes decoded(size);
        ASSERT_TRUE(base32_decode(text, decoded));
        ASSERT_EQ(decoded, bytes);

        // In place, from the end of the text's own storage.
        std::string storage = std::string(text.size() - size, '?') + std::string(bytes.begin(), bytes.end());
        const auto* start = reinterpret_cast<const std::uint8_t*>(storage.data()) + (text.size() - size);
        base32_encode({start, size}, storage);
        ASSERT_EQ(storage, text);
    }
}

TEST(Base32, KnowsTheLengthsOfTexts) {
    for (std::size_t characters = 0; characters < 100; ++characters) {
        const std::size_t rest = characters % 8;
        EXPECT_EQ(base32_decoded_size(characters).has_value(), rest != 1 && rest != 3 && rest != 6);
    }
    Bytes out(1);
    EXPECT_FALSE(base32_decode("aaa", out));
    EXPECT_FALSE(base32_decode("aaaa", out));
}

// Every character at every place of each kind of last group.
TEST(Base32, AcceptsOneTextForEveryValue) {
    for (const std::size_t length : {2, 4, 5, 7, 8, 10}) {
        for (unsigned code = 0; code < 256; ++code) {
            for (std::size_t position = 0; position < length; ++position) {
                std::string text(length, 'a');
                text[position] = static_cast<char>(code);
                Bytes out(*base32_decoded_size(length));
                if (base32_decode(text, out))
                    ASSERT_EQ(encoded_bytes(out), text);
                else
                    ASSERT_TRUE(text[position] < '2' || (text[position] > '7' && text[position] < 'a') ||
                                text[position] > 'z' || position + 1 == length)
                        << text;
            }
        }
    }
}

} // namespace
} // namespace veil
