#include "core/aes_block.hpp"

#include "core/crypto_failure.hpp"

namespace veil {
namespace {

const EVP_CIPHER* cipher_for(std::size_t key_size) {
    switch (key_size) {
    case 16:
        return EVP_aes_128_ecb();
    case 24:
        return EVP_aes_192_ecb();
    case 32:
        return EVP_aes_256_ecb();
    default:
        throw CryptoFailure("an AES key must have 16, 24 or 32 bytes");
    }
}

} // namespace

AesBlock::AesBlock(std::span<const std::uint8_t> key) : context_(EVP_CIPHER_CTX_new()) {
    const EVP_CIPHER* cipher = cipher_for(key.size());
    if (!context_ || EVP_EncryptInit_ex(context_.get(), cipher, nullptr, key.data(), nullptr) != 1 ||
        EVP_CIPHER_CTX_set_padding(context_.get(), 0) != 1)
        throw CryptoFailure("AES is not available");
}

} // namespace veil
