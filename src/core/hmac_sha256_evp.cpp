// HmacSha256 by nothing but EVP, for builds against a FIPS module; hmac_sha256.cpp has the other one.
#ifdef VEIL_EVP_ONLY

#include "core/hmac_sha256.hpp"

#include "core/crypto_failure.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <array>
#include <exception>

#if OPENSSL_VERSION_NUMBER < 0x30000030L
#error "starting an EVP_MAC again without a key is right from OpenSSL 3.0.3 on"
#endif

namespace veil {
namespace {

constexpr std::size_t block_size = 64;

struct MacDeleter {
    void operator()(EVP_MAC* mac) const noexcept { EVP_MAC_free(mac); }
};

} // namespace

HmacSha256::HmacSha256(Bytes key) {
    // The context holds a reference to it.
    const std::unique_ptr<EVP_MAC, MacDeleter> hmac(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr));
    if (hmac)
        context_.reset(EVP_MAC_CTX_new(hmac.get()));
    std::array<char, 7> digest{"SHA256"};
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    // HMAC fills its key up with zeros, so an empty key is a block of them; a null one would mean no key.
    constexpr std::array<std::uint8_t, block_size> empty_key{};
    if (key.empty())
        key = empty_key;
    if (!context_ || EVP_MAC_init(context_.get(), key.data(), key.size(), parameters.data()) != 1)
        throw CryptoFailure("HMAC-SHA-256 is not available");
}

void HmacSha256::mac(std::span<const Bytes> parts, std::span<std::uint8_t, 32> out) const noexcept {
    // Without a key it starts again with the one it has. It fails if there is no memory for its 100 bytes of
    // state, and then there is no MAC to go on with.
    bool works = EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1;
    for (const Bytes part : parts)
        works = works && EVP_MAC_update(context_.get(), part.data(), part.size()) == 1;
    std::size_t written = 0;
    if (!works || EVP_MAC_final(context_.get(), out.data(), &written, out.size()) != 1 ||
        written != out.size())
        std::terminate();
}

} // namespace veil

#endif
