#include "core/order_hash.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <random>
#include <set>
#include <string>

namespace veil {
namespace {

// libcrypto's SipHash-1-3.
std::uint64_t libcrypto_hash(const std::array<std::uint8_t, 16>& key, std::string_view bytes) {
    EVP_MAC* mac = EVP_MAC_fetch(nullptr, "SIPHASH", nullptr);
    EVP_MAC_CTX* context = EVP_MAC_CTX_new(mac);
    std::size_t size = 8;
    unsigned absorbing = 1;
    unsigned finishing = 3;
    const std::array<OSSL_PARAM, 4> parameters{
        OSSL_PARAM_construct_size_t("size", &size), OSSL_PARAM_construct_uint("c-rounds", &absorbing),
        OSSL_PARAM_construct_uint("d-rounds", &finishing), OSSL_PARAM_construct_end()};
    std::uint64_t out = 0;
    std::size_t written = 0;
    EXPECT_EQ(EVP_MAC_init(context, key.data(), key.size(), parameters.data()), 1);
    EXPECT_EQ(EVP_MAC_update(context, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()), 1);
    EXPECT_EQ(EVP_MAC_final(context, reinterpret_cast<unsigned char*>(&out), &written, sizeof(out)), 1);
    EXPECT_EQ(written, sizeof(out));
    EVP_MAC_CTX_free(context);
    EVP_MAC_free(mac);
    return out;
}

TEST(OrderHash, IsSipHash) {
    std::mt19937_64 random(20261128); // NOLINT(cert-msc32-c,cert-msc51-cpp): repeatable
    for (std::size_t i = 0; i < 1000; ++i) {
        std::array<std::uint8_t, 16> key{};
        for (std::uint8_t& byte : key) {
            byte = static_cast<std::uint8_t>(random());
        }
        const OrderHash hash(key);
        std::string bytes(i % 40, '\0');
        for (char& byte : bytes) {
            byte = static_cast<char>(random());
        }
        ASSERT_EQ(hash(bytes), libcrypto_hash(key, bytes)) << bytes.size();
        bytes.resize(16);
        const std::uint64_t first = load_little_endian(bytes.data());
        const std::uint64_t second = load_little_endian(bytes.data() + 8);
        ASSERT_EQ(hash(first, second), libcrypto_hash(key, bytes));
        ASSERT_EQ(hash(first), libcrypto_hash(key, bytes.substr(0, 8)));
        ASSERT_EQ(hash(static_cast<std::uint32_t>(first)), libcrypto_hash(key, bytes.substr(0, 4)));
    }
}

TEST(OrderHash, DomainsHaveKeysOfTheirOwn) {
    const OrderHash hash({1, 2, 3});
    std::set<std::uint64_t> seen;
    for (std::uint64_t domain = 0; domain < 100; ++domain) {
        for (std::uint64_t value = 0; value < 100; ++value) {
            const std::uint64_t within = hash.within(domain)(value);
            EXPECT_EQ(within, hash.within(domain)(value));
            seen.insert(within);
        }
    }
    EXPECT_EQ(seen.size(), 10000U);
}

} // namespace
} // namespace veil
