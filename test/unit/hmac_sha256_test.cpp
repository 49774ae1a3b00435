#include "core/hmac_sha256.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

namespace veil {
namespace {

using test::Bytes;
using test::hex_bytes;
using test::text_bytes;

Bytes mac_of(const Bytes& key, const Bytes& message) {
    Bytes mac(32);
    HmacSha256(key).mac(message, std::span(mac).first<32>());
    return mac;
}

Bytes libcrypto_mac_of(const Bytes& key, const Bytes& message) {
    Bytes mac(32);
    // A null key would mean "the key of before".
    const std::uint8_t no_key = 0;
    HMAC(EVP_sha256(), key.empty() ? &no_key : key.data(), static_cast<int>(key.size()), message.data(),
         message.size(), mac.data(), nullptr);
    return mac;
}

TEST(HmacSha256, GivesTheVectorsOfRfc4231) {
    EXPECT_EQ(mac_of(Bytes(20, 0x0b), text_bytes("Hi There")),
              hex_bytes("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
    EXPECT_EQ(mac_of(text_bytes("Jefe"), text_bytes("what do ya want for nothing?")),
              hex_bytes("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    EXPECT_EQ(mac_of(Bytes(20, 0xaa), Bytes(50, 0xdd)),
              hex_bytes("773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"));
    EXPECT_EQ(mac_of(hex_bytes("0102030405060708090a0b0c0d0e0f10111213141516171819"), Bytes(50, 0xcd)),
              hex_bytes("82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"));
    Bytes truncated = mac_of(Bytes(20, 0x0c), text_bytes("Test With Truncation"));
    truncated.resize(16);
    EXPECT_EQ(truncated, hex_bytes("a3b6167473100ee06e0c796c2955552b"));
    EXPECT_EQ(mac_of(Bytes(131, 0xaa), text_bytes("Test Using Larger Than Block-Size Key - Hash Key First")),
              hex_bytes("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
    EXPECT_EQ(
        mac_of(
            Bytes(131, 0xaa),
            text_bytes("This is a test using a larger than block-size key and a larger than block-size data. "
                       "The key needs to be hashed before being used by the HMAC algorithm.")),
        hex_bytes("9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"));
}

// Every length up to some blocks: the border between one block and more lies at 55 bytes, that of the key
// at 64.
TEST(HmacSha256, AgreesWithLibcryptoAtEveryLength) {
    for (const std::size_t key_size : {0, 1, 32, 63, 64, 65, 200}) {
        const Bytes key(key_size, 0x5a);
        for (std::size_t size = 0; size <= 300; ++size) {
            Bytes message(size);
            std::ranges::generate(message, [byte = std::uint8_t{0}]() mutable { return byte += 7; });
            ASSERT_EQ(mac_of(key, message), libcrypto_mac_of(key, message)) << key_size << " " << size;
        }
    }
}

TEST(HmacSha256, TakesAMessageInParts) {
    const Bytes key = text_bytes("key");
    const HmacSha256 hmac(key);
    for (std::size_t size = 0; size <= 130; ++size) {
        const Bytes message(size, 0x77);
        const Bytes expected = mac_of(key, message);
        for (std::size_t cut = 0; cut <= size; ++cut) {
            const std::span<const std::uint8_t> whole(message);
            const std::array<HmacSha256::Bytes, 3> parts{whole.first(cut), HmacSha256::Bytes{},
                                                         whole.subspan(cut)};
            Bytes mac(32);
            hmac.mac(parts, std::span(mac).first<32>());
            ASSERT_EQ(mac, expected) << size << " " << cut;
        }
    }
    Bytes mac(32);
    hmac.mac(std::span<const HmacSha256::Bytes>{}, std::span(mac).first<32>());
    EXPECT_EQ(mac, mac_of(key, {}));
}

TEST(HmacSha256, IsNotChangedByUse) {
    const HmacSha256 hmac(text_bytes("key"));
    Bytes first(32);
    Bytes second(32);
    hmac.mac(text_bytes("short"), std::span(first).first<32>());
    hmac.mac(Bytes(1000, 1), std::span(second).first<32>());
    hmac.mac(text_bytes("short"), std::span(second).first<32>());
    EXPECT_EQ(first, second);
}

TEST(HmacSha256, MayWriteOverItsMessage) {
    for (const std::size_t size : {32, 100}) {
        Bytes buffer(size, 3);
        const Bytes expected = mac_of(text_bytes("key"), buffer);
        HmacSha256(text_bytes("key")).mac(buffer, std::span(buffer).first<32>());
        buffer.resize(32);
        EXPECT_EQ(buffer, expected);
    }
}

} // namespace
} // namespace veil
