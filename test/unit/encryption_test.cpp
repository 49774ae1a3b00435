// What encryption promises; what exactly it gives is pinned in known_answers_test.cpp.
#include "core/encryption.hpp"

#include "core/pseudonym.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace veil {
namespace {

using test::Bytes;
using test::counting_key;
using test::text_bytes;

std::string encrypted_text(const TextEncryption& encryption, const Bytes& value) {
    std::string out(TextEncryption::size(value.size()), '?');
    encryption.apply(value, out);
    return out;
}

std::optional<Bytes> decrypted_text(const TextEncryption& encryption, std::string_view encrypted) {
    const auto size = TextEncryption::storage_size(encrypted.size());
    if (!size)
        return std::nullopt;
    Bytes storage(*size, 0xee);
    const auto value = encryption.invert(encrypted, storage);
    if (!value)
        return std::nullopt;
    return Bytes(value->begin(), value->end());
}

Bytes encrypted_bytes(const BytesEncryption& encryption, const Bytes& value) {
    Bytes out(BytesEncryption::size(value.size()));
    encryption.apply(value, out);
    return out;
}

TEST(TextEncryption, IsInvertible) {
    const TextEncryption encryption(counting_key());
    for (std::size_t size = 0; size < 300; ++size) {
        const Bytes value(size, static_cast<std::uint8_t>(size));
        ASSERT_EQ(decrypted_text(encryption, encrypted_text(encryption, value)), value) << size;
    }
    const Bytes long_value(1'000'000, 'x');
    EXPECT_EQ(decrypted_text(encryption, encrypted_text(encryption, long_value)), long_value);
}

TEST(TextEncryption, DependsOnTextAndKey) {
    const TextEncryption encryption(counting_key());
    const TextEncryption other(counting_key(1));
    const std::set<std::string> encrypted{
        encrypted_text(encryption, {}), encrypted_text(encryption, Bytes{0}),
        encrypted_text(encryption, text_bytes("ab")), encrypted_text(encryption, text_bytes("AB")),
        encrypted_text(other, text_bytes("ab"))};
    EXPECT_EQ(encrypted.size(), 5U);
    EXPECT_EQ(encrypted_text(encryption, text_bytes("ab")), encrypted_text(encryption, text_bytes("ab")));
    EXPECT_FALSE(decrypted_text(other, encrypted_text(encryption, text_bytes("ab"))));
}

TEST(TextEncryption, IsWrittenInLowerCaseBase32) {
    const TextEncryption encryption(counting_key());
    std::set<char> characters;
    for (unsigned i = 0; i < 300; ++i)
        for (const char character : encrypted_text(encryption, text_bytes(std::to_string(i))))
            characters.insert(character);
    EXPECT_EQ(std::string(characters.begin(), characters.end()), "234567abcdefghijklmnopqrstuvwxyz");
}

TEST(TextEncryption, RefusesEveryOtherText) {
    const TextEncryption encryption(counting_key());
    const std::string encrypted = encrypted_text(encryption, text_bytes("123456782"));
    ASSERT_TRUE(decrypted_text(encryption, encrypted));
    for (std::size_t length = 0; length < encrypted.size(); ++length)
        EXPECT_FALSE(decrypted_text(encryption, encrypted.substr(0, length))) << length;
    EXPECT_FALSE(decrypted_text(encryption, encrypted + "a"));
    EXPECT_FALSE(decrypted_text(encryption, encrypted + "aaaaaaaa"));
    for (std::size_t position = 0; position < encrypted.size(); ++position) {
        for (unsigned code = 0; code < 256; ++code) {
            std::string changed = encrypted;
            changed[position] = static_cast<char>(code);
            EXPECT_EQ(decrypted_text(encryption, changed).has_value(), changed == encrypted);
        }
    }
}

// What could not be opened must not stay behind, not even as far as it was decoded.
TEST(TextEncryption, LeavesZerosWhereItFails) {
    const TextEncryption encryption(counting_key());
    std::string encrypted = encrypted_text(encryption, text_bytes("123456782"));
    for (const char last : {'A', encrypted.back() == 'a' ? 'i' : 'a'}) {
        encrypted.back() = last;
        Bytes storage(*TextEncryption::storage_size(encrypted.size()), 0xee);
        EXPECT_FALSE(encryption.invert(encrypted, storage));
        storage.resize(9);
        EXPECT_EQ(storage, Bytes(9));
    }
}

TEST(BytesEncryption, IsInvertibleAlsoInPlace) {
    const BytesEncryption encryption(counting_key());
    for (std::size_t size = 0; size < 100; ++size) {
        const Bytes value(size, static_cast<std::uint8_t>(size));
        Bytes encrypted = encrypted_bytes(encryption, value);
        ASSERT_EQ(BytesEncryption::value_size(encrypted.size()), size);
        ASSERT_TRUE(encryption.invert(encrypted, std::span(encrypted).first(size)));
        encrypted.resize(size);
        ASSERT_EQ(encrypted, value);
    }
    EXPECT_FALSE(BytesEncryption::value_size(15));
}

TEST(Encryption, PurposesDiffer) {
    const std::set<std::string_view> purposes{TextEncryption::purpose, BytesEncryption::purpose,
                                              TextPseudonym::purpose};
    EXPECT_EQ(purposes.size(), 3U);
}

} // namespace
} // namespace veil
