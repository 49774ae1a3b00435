#include "core/secret.hpp"

#include "core/crypto_failure.hpp"

#include <openssl/rand.h>

namespace veil {

Key256 random_key() {
    Key256 key;
    if (RAND_priv_bytes(key.bytes().data(), static_cast<int>(key.bytes().size())) != 1)
        throw CryptoFailure("the random generator is not available");
    return key;
}

} // namespace veil
