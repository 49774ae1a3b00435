// The part of FF1's CBC-MAC (NIST SP 800-38G, section 5.1) that is the same in all ten rounds.
#pragma once

#include "core/aes_block.hpp"
#include "core/byte_order.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace veil {

inline constexpr int ff1_rounds = 10;

// Step 3: b, the number of bytes that hold every number below `size`, which is radix^v. As ceil(v log2 radix)
// is the number of bits of radix^v - 1, no logarithm is needed. `size` is at least 2.
[[nodiscard]] constexpr unsigned ff1_half_bytes(Uint128 size) noexcept {
    unsigned bytes = 0;
    for (Uint128 greatest = size - 1; greatest != 0; greatest >>= 8)
        ++bytes;
    return bytes;
}

// Step 4: d, the number of bytes of y.
[[nodiscard]] constexpr std::size_t ff1_output_bytes(std::size_t half_bytes) noexcept {
    return 4 * ((half_bytes + 3) / 4) + 4;
}

[[nodiscard]] inline Uint128 encrypt_block(const AesBlock& cipher, Uint128 input) noexcept {
    alignas(16) std::uint8_t block[16];
    store_big_endian_128(input, block);
    cipher.encrypt(block, block);
    return load_big_endian_128(block);
}

// Step 5: the state after P = [1] [2] [1] [radix] in 3 bytes, [10] [u mod 256] [n] in 4 bytes, [t] in 4
// bytes.
[[nodiscard]] Uint128 ff1_state_after_prefix(const AesBlock& cipher, std::uint32_t radix,
                                             std::uint32_t length, std::uint32_t tweak_size) noexcept;

// Step 6i: Q = T | zeros | [round] | [NUM(B)] in b bytes, filled up to whole blocks. The state after the
// blocks that hold nothing but T and zeros, with what is left of T added: the rest of Q goes in on top of it,
// beginning at byte 16 - (b + 1) mod 16 of the block (at byte 0 if that is 16).
[[nodiscard]] Uint128 ff1_state_after_tweak(const AesBlock& cipher, Uint128 state,
                                            std::span<const std::uint8_t> tweak,
                                            std::size_t half_bytes) noexcept;

} // namespace veil
