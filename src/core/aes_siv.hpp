// AES-SIV (RFC 5297): deterministic authenticated encryption. Equal plaintexts give equal ciphertexts, and
// nothing else of a plaintext shows but its length.
#pragma once

#include "core/aes_block.hpp"
#include "core/byte_order.hpp"
#include "core/secret.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace veil {

// AES-CMAC (RFC 4493, NIST SP 800-38B). Not for two threads at once (see AesBlock).
class AesCmac {
  public:
    // Throws CryptoFailure if the key has not 16, 24 or 32 bytes, or AES is not available.
    explicit AesCmac(std::span<const std::uint8_t> key);

    // The 16 bytes of the MAC as a number, most significant byte first.
    [[nodiscard]] Uint128 mac(std::span<const std::uint8_t> message) const noexcept;

    // The MAC of the message with `mask` added (xor) to its last 16 bytes; it must have that many. This is
    // the "xorend" of RFC 5297, without a copy of the message.
    [[nodiscard]] Uint128 mac_with_masked_end(std::span<const std::uint8_t> message,
                                              Uint128 mask) const noexcept;

    // The MAC of a message of one block.
    [[nodiscard]] Uint128 mac_of_block(Uint128 block) const noexcept;

  private:
    [[nodiscard]] Uint128 encrypt(Uint128 block) const noexcept;

    AesBlock cipher_;
    Secret<16> whole_block_key_;   // K1
    Secret<16> partial_block_key_; // K2
};

// libcrypto's own SIV takes 2.2 microseconds a short value, since it must be keyed again for each, and
// refuses the empty plaintext; this takes 50 ns. Not for two threads at once.
class AesSiv {
  public:
    static constexpr std::size_t tag_size = 16;
    static constexpr std::size_t most_associated_data = 126;

    using Bytes = std::span<const std::uint8_t>;

    // 32, 48 or 64 bytes: the key of S2V, then that of CTR. Throws CryptoFailure for other sizes or if AES is
    // not available.
    explicit AesSiv(Bytes key);

    // `out` becomes the synthetic IV and the ciphertext: tag_size + plaintext.size() bytes, that overlap
    // nothing of the plaintext. The plaintext has any length, zero included. Another size of `out`, or more
    // than 126 associated data (section 2.6), ends the process.
    void encrypt(Bytes plaintext, std::span<const Bytes> associated_data,
                 std::span<std::uint8_t> out) const noexcept;

    // False, with zeros in `out`, for what encrypt() does not give for any plaintext with these associated
    // data. `out` has sealed.size() - tag_size bytes (none for less than a tag), and may overlap `sealed`
    // where it begins no later than sealed[tag_size]. Compares in constant time.
    [[nodiscard]] bool decrypt(Bytes sealed, std::span<const Bytes> associated_data,
                               std::span<std::uint8_t> out) const noexcept;

  private:
    [[nodiscard]] Uint128 synthetic_iv(Bytes plaintext,
                                       std::span<const Bytes> associated_data) const noexcept;
    void add_key_stream(Uint128 iv, Bytes in, std::uint8_t* out) const noexcept;

    AesCmac mac_;
    AesBlock stream_;
    Secret<16> mac_of_zero_; // where S2V begins
};

} // namespace veil
