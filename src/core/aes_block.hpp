// AES-256 on single blocks (FIPS 197), as building block of modes that libcrypto does not have.
#pragma once

#include "core/cipher_context.hpp"
#include "core/secret.hpp"

#include <cstdint>
#include <exception>

namespace veil {

// Keeps one expanded key (13 ns a block; the low-level AES_encrypt does not use the processor's AES
// instructions). Not for two threads at once: the libcrypto context inside changes with every call.
class AesBlock {
  public:
    // Throws CryptoFailure if libcrypto has no AES.
    explicit AesBlock(const Key256& key);

    // 16 bytes each; `out` may be `in`.
    void encrypt(const std::uint8_t* in, std::uint8_t* out) const noexcept {
        int written = 0;
        // One whole block through a keyed context has no failing path. If it had one, going on would hand out
        // the plaintext, so nothing may go on.
        if (EVP_EncryptUpdate(context_.get(), out, &written, in, 16) != 1)
            std::terminate();
    }

  private:
    CipherContext context_;
};

} // namespace veil
