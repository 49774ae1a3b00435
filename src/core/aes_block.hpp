// AES on single blocks (FIPS 197), as building block of modes that libcrypto does not have.
#pragma once

#include "core/cipher_context.hpp"
#include "core/secret.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>

namespace veil {

// Keeps one expanded key (13 ns a block; the low-level AES_encrypt does not use the processor's AES
// instructions). Not for two threads at once: the libcrypto context inside changes with every call.
class AesBlock {
  public:
    // AES-256. Throws CryptoFailure if libcrypto has no AES.
    explicit AesBlock(const Key256& key) : AesBlock(std::span<const std::uint8_t>(key.bytes())) {}
    // AES-128, AES-192 or AES-256: a key of 16, 24 or 32 bytes. Throws CryptoFailure for another length too.
    explicit AesBlock(std::span<const std::uint8_t> key);

    // 16 bytes each; `out` may be `in`.
    void encrypt(const std::uint8_t* in, std::uint8_t* out) const noexcept { encrypt(in, out, 1); }

    // `count` blocks, each by itself; `out` may be `in`, else they do not overlap. Eight blocks that do not
    // wait for each other take the time of two. `count` is at most 2^26.
    void encrypt(const std::uint8_t* in, std::uint8_t* out, std::size_t count) const noexcept {
        int written = 0;
        // Whole blocks through a keyed context have no failing path. If they had one, going on would hand out
        // the plaintext, so nothing may go on.
        if (EVP_EncryptUpdate(context_.get(), out, &written, in, static_cast<int>(16 * count)) != 1)
            std::terminate();
    }

  private:
    CipherContext context_;
};

} // namespace veil
