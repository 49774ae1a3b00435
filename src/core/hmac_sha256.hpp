// HMAC-SHA-256 (RFC 2104, FIPS 198-1) under one key for many messages.
#pragma once

#include "core/secret.hpp"

#ifdef VEIL_EVP_ONLY
#include <openssl/evp.h>
#endif

#include <cstdint>
#include <memory>
#include <span>

namespace veil {

// Keeps the hash states after the key's inner and outer pad, so that a message of up to 55 bytes costs two
// compressions. A key longer than 64 bytes is hashed first, as the RFC says. With VEIL_EVP_ONLY it is
// libcrypto's own HMAC behind the EVP interface, as a FIPS build must have it, at twice the time. Not for two
// threads at once. A moved-from object may only be destroyed or assigned to.
class HmacSha256 {
  public:
    using Bytes = std::span<const std::uint8_t>;

    // Throws CryptoFailure if libcrypto has no HMAC-SHA-256.
    explicit HmacSha256(Bytes key);

    // `out` may overlap `message`.
    void mac(Bytes message, std::span<std::uint8_t, 32> out) const noexcept { mac({&message, 1}, out); }

    // Of the parts one after another.
    void mac(std::span<const Bytes> parts, std::span<std::uint8_t, 32> out) const noexcept;

  private:
#ifdef VEIL_EVP_ONLY
    struct ContextDeleter {
        void operator()(EVP_MAC_CTX* context) const noexcept { EVP_MAC_CTX_free(context); }
    };
    std::unique_ptr<EVP_MAC_CTX, ContextDeleter> context_;
#else
    Secret<32> inner_;
    Secret<32> outer_;
#endif
};

} // namespace veil
