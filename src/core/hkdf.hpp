// HKDF with SHA-256, extract and expand (RFC 5869).
#pragma once

#include <cstdint>
#include <span>

namespace veil {

// Fills `out`, at most 255 * 32 bytes. An empty salt stands for 32 zero bytes (section 2.2). Throws
// CryptoFailure if `out` is longer, std::bad_alloc.
void hkdf_sha256(std::span<const std::uint8_t> input_key, std::span<const std::uint8_t> salt,
                 std::span<const std::uint8_t> info, std::span<std::uint8_t> out);

} // namespace veil
