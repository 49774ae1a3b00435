#include "core/aes_block.hpp"

#include "core/crypto_failure.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>

#include <array>

namespace veil {
namespace {

using test::Bytes;
using test::copy_of;
using test::counting_key;
using test::hex_bytes;

Bytes encrypted(const AesBlock& cipher, const Bytes& block) {
    Bytes out(16);
    cipher.encrypt(block.data(), out.data());
    return out;
}

// FIPS 197, appendix C.
TEST(AesBlock, GivesTheExamplesOfTheStandard) {
    const Bytes plaintext = hex_bytes("00112233445566778899aabbccddeeff");
    const Bytes key = copy_of(counting_key());
    const std::span<const std::uint8_t> bytes(key);
    EXPECT_EQ(encrypted(AesBlock(bytes.first(16)), plaintext), hex_bytes("69c4e0d86a7b0430d8cdb78070b4c55a"));
    EXPECT_EQ(encrypted(AesBlock(bytes.first(24)), plaintext), hex_bytes("dda97ca4864cdfe06eaf70a0ec0d7191"));
    EXPECT_EQ(encrypted(AesBlock(bytes), plaintext), hex_bytes("8ea2b7ca516745bfeafc49904b496089"));
    EXPECT_EQ(encrypted(AesBlock(counting_key()), plaintext), hex_bytes("8ea2b7ca516745bfeafc49904b496089"));
}

TEST(AesBlock, EncryptsEachBlockByItself) {
    const AesBlock cipher(counting_key());
    for (const std::size_t count : {1U, 2U, 7U, 8U, 9U, 100U}) {
        Bytes blocks(16 * count);
        for (std::size_t i = 0; i < blocks.size(); ++i)
            blocks[i] = static_cast<std::uint8_t>(i / 32 * 7 + i % 16);
        Bytes expected;
        for (std::size_t i = 0; i < count; ++i) {
            const auto begin = blocks.begin() + static_cast<std::ptrdiff_t>(16 * i);
            const Bytes one = encrypted(cipher, Bytes(begin, begin + 16));
            expected.insert(expected.end(), one.begin(), one.end());
        }
        Bytes out(blocks.size());
        cipher.encrypt(blocks.data(), out.data(), count);
        EXPECT_EQ(out, expected) << count;
        cipher.encrypt(blocks.data(), blocks.data(), count);
        EXPECT_EQ(blocks, expected) << count;
    }
}

TEST(AesBlock, RefusesKeysOfOtherSizes) {
    for (const std::size_t size : {0U, 8U, 15U, 17U, 23U, 25U, 31U, 33U, 64U})
        EXPECT_THROW(AesBlock(std::span<const std::uint8_t>(Bytes(size))), CryptoFailure) << size;
}

} // namespace
} // namespace veil
