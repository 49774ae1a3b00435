#include "core/aes_siv.hpp"

#include "core/crypto_failure.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <exception>

namespace veil {
namespace {

constexpr std::size_t block_size = 16;

using Block = std::array<std::uint8_t, block_size>;

// Multiplication by x in GF(2^128) (SP 800-38B, section 6.1), without a branch on the secret's bit.
constexpr Uint128 doubled(Uint128 value) noexcept {
    return value << 1 ^ ((Uint128{0} - (value >> 127)) & 0x87);
}

// At most 15 bytes, then a one bit, then zeros.
Uint128 padded(std::span<const std::uint8_t> bytes) noexcept {
    alignas(block_size) Block block{};
    std::ranges::copy(bytes, block.begin());
    block[bytes.size()] = 0x80;
    return load_big_endian_128(block.data());
}

Uint128 load(const Secret<block_size>& secret) noexcept {
    return load_big_endian_128(secret.bytes().data());
}

void store(Uint128 value, Secret<block_size>& secret) noexcept {
    store_big_endian_128(value, secret.bytes().data());
}

std::span<const std::uint8_t> half_of(std::span<const std::uint8_t> key, bool second) {
    if (key.size() % 2 != 0)
        throw CryptoFailure("an AES-SIV key must have 32, 48 or 64 bytes");
    return key.subspan(second ? key.size() / 2 : 0, key.size() / 2);
}

} // namespace

AesCmac::AesCmac(std::span<const std::uint8_t> key) : cipher_(key) {
    const Uint128 once = doubled(encrypt(0));
    store(once, whole_block_key_);
    store(doubled(once), partial_block_key_);
}

Uint128 AesCmac::encrypt(Uint128 block) const noexcept {
    alignas(block_size) Block bytes;
    store_big_endian_128(block, bytes.data());
    cipher_.encrypt(bytes.data(), bytes.data());
    return load_big_endian_128(bytes.data());
}

Uint128 AesCmac::mac_of_block(Uint128 block) const noexcept {
    return encrypt(block ^ load(whole_block_key_));
}

Uint128 AesCmac::mac(std::span<const std::uint8_t> message) const noexcept {
    Uint128 state = 0;
    while (message.size() > block_size) {
        state = encrypt(state ^ load_big_endian_128(message.data()));
        message = message.subspan(block_size);
    }
    if (message.size() == block_size)
        return mac_of_block(state ^ load_big_endian_128(message.data()));
    return encrypt(state ^ padded(message) ^ load(partial_block_key_));
}

Uint128 AesCmac::mac_with_masked_end(std::span<const std::uint8_t> message, Uint128 mask) const noexcept {
    // The last 16 bytes lie in the last block or the last two.
    Uint128 state = 0;
    while (message.size() >= 2 * block_size) {
        state = encrypt(state ^ load_big_endian_128(message.data()));
        message = message.subspan(block_size);
    }
    if (message.size() == block_size)
        return mac_of_block(state ^ load_big_endian_128(message.data()) ^ mask);
    // 17 to 31 bytes: of the mask, 32 - size bytes fall on the first block and the rest on the second.
    const auto in_first = static_cast<unsigned>(8 * (2 * block_size - message.size()));
    const auto in_second = 128 - in_first;
    state = encrypt(state ^ load_big_endian_128(message.data()) ^ mask >> in_second);
    return encrypt(state ^ padded(message.subspan(block_size)) ^ mask << in_first ^ load(partial_block_key_));
}

AesSiv::AesSiv(Bytes key) : mac_(half_of(key, false)), stream_(half_of(key, true)) {
    store(mac_.mac_of_block(0), mac_of_zero_);
}

// S2V, section 2.4.
Uint128 AesSiv::synthetic_iv(Bytes plaintext, std::span<const Bytes> associated_data) const noexcept {
    Uint128 state = load(mac_of_zero_);
    for (const Bytes data : associated_data)
        state = doubled(state) ^ mac_.mac(data);
    if (plaintext.size() >= block_size)
        return mac_.mac_with_masked_end(plaintext, state);
    return mac_.mac_of_block(doubled(state) ^ padded(plaintext));
}

// CTR, section 2.5: the counter begins at the synthetic IV with two bits cleared, so that the low 31 bits
// never carry into the rest for less than 2^31 blocks.
void AesSiv::add_key_stream(Uint128 iv, Bytes in, std::uint8_t* out) const noexcept {
    constexpr std::size_t most_blocks = 16;
    constexpr Uint128 cleared_bits = Uint128{1} << 63 | Uint128{1} << 31;
    Uint128 counter = iv & ~cleared_bits;
    alignas(block_size) std::array<std::uint8_t, most_blocks * block_size> stream;
    while (!in.empty()) {
        const std::size_t size = std::min(in.size(), stream.size());
        const std::size_t blocks = (size + block_size - 1) / block_size;
        for (std::size_t i = 0; i < blocks; ++i)
            store_big_endian_128(counter++, &stream[i * block_size]);
        stream_.encrypt(stream.data(), stream.data(), blocks);
        for (std::size_t i = 0; i < size; ++i)
            out[i] = in[i] ^ stream[i];
        in = in.subspan(size);
        out += size;
    }
}

void AesSiv::encrypt(Bytes plaintext, std::span<const Bytes> associated_data,
                     std::span<std::uint8_t> out) const noexcept {
    if (out.size() != tag_size + plaintext.size() || associated_data.size() > most_associated_data)
        std::terminate();
    const Uint128 iv = synthetic_iv(plaintext, associated_data);
    alignas(block_size) Block tag;
    store_big_endian_128(iv, tag.data());
    std::ranges::copy(tag, out.begin());
    add_key_stream(iv, plaintext, out.data() + tag_size);
}

bool AesSiv::decrypt(Bytes sealed, std::span<const Bytes> associated_data,
                     std::span<std::uint8_t> out) const noexcept {
    if (sealed.size() < tag_size)
        return false;
    if (out.size() != sealed.size() - tag_size || associated_data.size() > most_associated_data)
        std::terminate();
    // A copy: `out` may lie over the tag.
    alignas(block_size) Block tag;
    std::ranges::copy(sealed.first(tag_size), tag.begin());
    add_key_stream(load_big_endian_128(tag.data()), sealed.subspan(tag_size), out.data());
    alignas(block_size) Block expected;
    store_big_endian_128(synthetic_iv(out, associated_data), expected.data());
    if (CRYPTO_memcmp(tag.data(), expected.data(), tag_size) != 0) {
        OPENSSL_cleanse(out.data(), out.size());
        return false;
    }
    return true;
}

} // namespace veil
