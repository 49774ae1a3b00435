// FF1 on halves of any length, as libcrypto's big numbers.
#pragma once

#include "core/aes_block.hpp"
#include "core/byte_order.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace veil {

// The greatest power of a radix that is below 2^64, and its exponent: so many numerals are one machine word.
struct NumeralWord {
    std::uint64_t modulus = 1;
    std::size_t numerals = 0;
};

[[nodiscard]] constexpr NumeralWord numeral_word(std::uint32_t radix) noexcept {
    NumeralWord word;
    while (word.modulus <= ~std::uint64_t{0} / radix) {
        word.modulus *= radix;
        ++word.numerals;
    }
    return word;
}

// Ff1's encrypt() and decrypt() for numerals and tweaks that are known to be in range. Throws std::bad_alloc
// and CryptoFailure, and leaves the numerals as they were then.
void ff1_long_encrypt(const AesBlock& cipher, std::uint32_t radix, std::span<std::uint16_t> numerals,
                      std::span<const std::uint8_t> tweak);
void ff1_long_decrypt(const AesBlock& cipher, std::uint32_t radix, std::span<std::uint16_t> numerals,
                      std::span<const std::uint8_t> tweak);

} // namespace veil
