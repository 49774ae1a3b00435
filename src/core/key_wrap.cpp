#include "core/key_wrap.hpp"

#include "core/cipher_context.hpp"
#include "core/crypto_failure.hpp"

#include <openssl/err.h>

namespace veil {
namespace {

enum class Direction : int { unwrap = 0, wrap = 1 };

CipherContext key_wrap_context(const Key256& root, Direction direction) {
    CipherContext context(EVP_CIPHER_CTX_new());
    if (!context)
        throw CryptoFailure("AES key wrap is not available");
    EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    if (EVP_CipherInit_ex(context.get(), EVP_aes_256_wrap(), nullptr, root.bytes().data(), nullptr,
                          static_cast<int>(direction)) != 1)
        throw CryptoFailure("AES key wrap is not available");
    return context;
}

} // namespace

WrappedKey wrap_key(const Key256& root, const Key256& key) {
    const CipherContext context = key_wrap_context(root, Direction::wrap);
    WrappedKey wrapped{};
    int written = 0;
    if (EVP_CipherUpdate(context.get(), wrapped.data(), &written, key.bytes().data(),
                         static_cast<int>(key.bytes().size())) != 1 ||
        written != static_cast<int>(wrapped.size()))
        throw CryptoFailure("a key could not be wrapped");
    return wrapped;
}

std::optional<Key256> unwrap_key(const Key256& root, std::span<const std::uint8_t, 40> wrapped) {
    const CipherContext context = key_wrap_context(root, Direction::unwrap);
    Key256 key;
    int written = 0;
    // A failed check is an answer here. Left in libcrypto's queue it would be read as the failure of whatever
    // this thread does next, for instance on a TLS connection.
    ERR_set_mark();
    const bool intact = EVP_CipherUpdate(context.get(), key.bytes().data(), &written, wrapped.data(),
                                         static_cast<int>(wrapped.size())) == 1 &&
                        written == static_cast<int>(key.bytes().size());
    ERR_pop_to_mark();
    if (!intact)
        return std::nullopt;
    return key;
}

} // namespace veil
