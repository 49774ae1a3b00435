#include "core/aes_block.hpp"

#include "core/crypto_failure.hpp"

namespace veil {

AesBlock::AesBlock(const Key256& key) : context_(EVP_CIPHER_CTX_new()) {
    if (!context_ ||
        EVP_EncryptInit_ex(context_.get(), EVP_aes_256_ecb(), nullptr, key.bytes().data(), nullptr) != 1 ||
        EVP_CIPHER_CTX_set_padding(context_.get(), 0) != 1)
        throw CryptoFailure("AES-256 is not available");
}

} // namespace veil
