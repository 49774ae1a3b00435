#include "core/hkdf.hpp"

#include "core/crypto_failure.hpp"
#include "core/hmac_sha256.hpp"
#include "core/secret.hpp"

#include <algorithm>
#include <vector>

namespace veil {

void hkdf_sha256(std::span<const std::uint8_t> input_key, std::span<const std::uint8_t> salt,
                 std::span<const std::uint8_t> info, std::span<std::uint8_t> out) {
    constexpr std::size_t hash_size = 32;
    if (out.size() > 255 * hash_size)
        throw CryptoFailure("more key material asked for than HKDF can give");

    // RFC 5869, section 2.2. HMAC pads its key with zeros, so an empty salt needs no case of its own.
    Secret<hash_size> pseudorandom_key;
    HmacSha256(salt).mac(input_key, pseudorandom_key.bytes());

    // Section 2.3: T(i) = HMAC(PRK, T(i-1) | info | i), where T(0) is empty.
    const HmacSha256 expand(pseudorandom_key.bytes());
    std::vector<std::uint8_t, CleansingAllocator<std::uint8_t>> message(hash_size + info.size() + 1);
    std::ranges::copy(info, message.begin() + hash_size);
    Secret<hash_size> block;
    std::span<const std::uint8_t> input = std::span<const std::uint8_t>(message).subspan(hash_size);
    while (!out.empty()) {
        ++message.back();
        expand.mac(input, block.bytes());
        const std::size_t taken = std::min(out.size(), hash_size);
        std::copy_n(block.bytes().begin(), taken, out.begin());
        out = out.subspan(taken);
        std::ranges::copy(block.bytes(), message.begin());
        input = message;
    }
}

} // namespace veil
