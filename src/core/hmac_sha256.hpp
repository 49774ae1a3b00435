// HMAC-SHA-256 (RFC 2104, FIPS 198-1) under one key for many messages.
#pragma once

#include "core/secret.hpp"

#include <cstdint>
#include <span>

namespace veil {

// Keeps the hash states after the key's inner and outer pad, so that a message of up to 55 bytes costs two
// compressions. A key longer than 64 bytes is hashed first, as the RFC says. mac() changes nothing: one
// object may serve several threads.
class HmacSha256 {
  public:
    explicit HmacSha256(std::span<const std::uint8_t> key) noexcept;

    // `out` may overlap `message`.
    void mac(std::span<const std::uint8_t> message, std::span<std::uint8_t, 32> out) const noexcept;

  private:
    Secret<32> inner_;
    Secret<32> outer_;
};

} // namespace veil
