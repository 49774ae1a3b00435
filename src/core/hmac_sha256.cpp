// VEIL_EVP_ONLY is in hmac_sha256_evp.cpp.
#ifndef VEIL_EVP_ONLY

// The low-level SHA-256 functions are deprecated in OpenSSL 3.0, yet they run the same accelerated code and
// are the only way to start a hash from a saved state without an EVP object a message (93 ns against 151 ns
// and more). They have no failing path. This file is the only one that uses them.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "core/hmac_sha256.hpp"

#include "core/byte_order.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace veil {
namespace {

constexpr std::size_t block_size = SHA256_CBLOCK;
constexpr std::size_t digest_size = SHA256_DIGEST_LENGTH;
// The padding of SHA-256 is at least one byte and eight bytes of length.
constexpr std::size_t one_block_message = block_size - 9;

using Block = std::array<std::uint8_t, block_size>;
using State = std::span<const std::uint8_t, digest_size>;

static_assert(sizeof(SHA256_CTX::h) == digest_size);

void resume(SHA256_CTX& context, State state) noexcept {
    std::memcpy(context.h, state.data(), digest_size);
}

// A context that has hashed exactly one block, the pad, and stands at `state`.
void resume_streaming(SHA256_CTX& context, State state) noexcept {
    SHA256_Init(&context);
    resume(context, state);
    context.Nl = block_size * 8;
}

void store_digest(const SHA256_CTX& context, std::uint8_t* out) noexcept {
    for (std::size_t word = 0; word < digest_size / 4; ++word)
        store_big_endian(std::uint32_t{context.h[word]}, out + 4 * word);
}

void save_state_after_pad(const Secret<block_size>& key, std::uint8_t pad,
                          std::span<std::uint8_t, digest_size> state) noexcept {
    Secret<block_size> padded;
    std::ranges::transform(key.bytes(), padded.bytes().begin(),
                           [pad](std::uint8_t byte) { return static_cast<std::uint8_t>(byte ^ pad); });
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Transform(&context, padded.bytes().data());
    std::memcpy(state.data(), context.h, digest_size);
    OPENSSL_cleanse(&context, sizeof context);
}

} // namespace

HmacSha256::HmacSha256(Bytes key) {
    Secret<block_size> block_key;
    if (key.size() <= block_size) {
        std::ranges::copy(key, block_key.bytes().begin());
    } else {
        SHA256_CTX context;
        SHA256_Init(&context);
        SHA256_Update(&context, key.data(), key.size());
        SHA256_Final(block_key.bytes().data(), &context);
        OPENSSL_cleanse(&context, sizeof context);
    }
    save_state_after_pad(block_key, 0x36, inner_.bytes());
    save_state_after_pad(block_key, 0x5c, outer_.bytes());
}

void HmacSha256::mac(std::span<const Bytes> parts, std::span<std::uint8_t, 32> out) const noexcept {
    std::size_t size = 0;
    for (const Bytes part : parts)
        size += part.size();
    SHA256_CTX context;
    Block outer_block{};
    if (size <= one_block_message) {
        Block block{};
        auto end = block.begin();
        for (const Bytes part : parts)
            end = std::ranges::copy(part, end).out;
        *end = 0x80;
        store_big_endian(std::uint64_t{(block_size + size) * 8}, &block[block_size - 8]);
        resume(context, inner_.bytes());
        SHA256_Transform(&context, block.data());
        store_digest(context, outer_block.data());
    } else {
        resume_streaming(context, inner_.bytes());
        for (const Bytes part : parts)
            SHA256_Update(&context, part.data(), part.size());
        SHA256_Final(outer_block.data(), &context);
    }
    outer_block[digest_size] = 0x80;
    store_big_endian(std::uint64_t{(block_size + digest_size) * 8}, &outer_block[block_size - 8]);
    // The two states in `context` are overwritten by digests: nothing that equals a key stays on the stack.
    resume(context, outer_.bytes());
    SHA256_Transform(&context, outer_block.data());
    store_digest(context, out.data());
}

} // namespace veil

#endif
