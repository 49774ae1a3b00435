// AES-256 key wrap of a 32-byte key (RFC 3394, NIST SP 800-38F section 6.2), with the default initial value.
#pragma once

#include "core/secret.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace veil {

using WrappedKey = std::array<std::uint8_t, 40>;

// Throws CryptoFailure if libcrypto has no AES key wrap.
[[nodiscard]] WrappedKey wrap_key(const Key256& root, const Key256& key);

// Nothing if the integrity check fails: another root key, or changed bytes. Throws as wrap_key().
[[nodiscard]] std::optional<Key256> unwrap_key(const Key256& root, std::span<const std::uint8_t, 40> wrapped);

} // namespace veil
