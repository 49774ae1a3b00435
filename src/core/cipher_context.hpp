// An owned libcrypto cipher context; freeing it cleanses the key schedule inside.
#pragma once

#include <openssl/evp.h>

#include <memory>

namespace veil {

struct CipherContextDeleter {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, CipherContextDeleter>;

} // namespace veil
