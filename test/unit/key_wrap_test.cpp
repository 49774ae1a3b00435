#include "core/key_wrap.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>

namespace veil {
namespace {

using test::Bytes;
using test::copy_of;
using test::counting_key;
using test::hex_bytes;
using test::key_of;

Bytes bytes_of(const WrappedKey& wrapped) {
    return {wrapped.begin(), wrapped.end()};
}

// RFC 3394, section 4.6: 256 bits of key data under a 256-bit key.
TEST(KeyWrap, GivesTheVectorOfRfc3394) {
    const Key256 root = counting_key();
    const Key256 key = key_of(hex_bytes("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f"));
    const WrappedKey wrapped = wrap_key(root, key);
    EXPECT_EQ(bytes_of(wrapped),
              hex_bytes("28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21"));
    const auto unwrapped = unwrap_key(root, wrapped);
    ASSERT_TRUE(unwrapped);
    EXPECT_EQ(copy_of(*unwrapped), copy_of(key));
}

TEST(KeyWrap, RefusesAnotherRootKey) {
    const WrappedKey wrapped = wrap_key(counting_key(), random_key());
    EXPECT_FALSE(unwrap_key(counting_key(1), wrapped));
}

TEST(KeyWrap, RefusesEveryChangedBit) {
    const WrappedKey wrapped = wrap_key(counting_key(), random_key());
    for (std::size_t bit = 0; bit < 8 * wrapped.size(); ++bit) {
        WrappedKey changed = wrapped;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
        EXPECT_FALSE(unwrap_key(counting_key(), changed)) << bit;
    }
}

TEST(KeyWrap, LeavesLibcryptosErrorQueueAsItWas) {
    ERR_clear_error();
    ERR_raise(ERR_LIB_USER, 42);
    EXPECT_FALSE(unwrap_key(counting_key(), WrappedKey{}));
    EXPECT_EQ(ERR_GET_REASON(ERR_get_error()), 42);
    EXPECT_EQ(ERR_get_error(), 0U);
}

} // namespace
} // namespace veil
