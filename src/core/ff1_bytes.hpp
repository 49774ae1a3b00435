// FF1 (NIST SP 800-38G, section 5.1) with radix 256: a keyed permutation of the byte strings of each length.
#pragma once

#include "core/aes_block.hpp"
#include "core/secret.hpp"

#include <cstdint>
#include <span>

namespace veil {

// Equal to FF1 with AES-256, radix 256 and a tweak of one byte. In place and without allocation, at a cost
// that grows with the length: a half needs no conversion between numerals and numbers. Not for two threads at
// once (see AesBlock).
class ByteFf1 {
  public:
    // The least length whose domain has a million strings, as SP 800-38G Rev. 1 asks.
    static constexpr std::size_t least_length = 3;

    // Throws CryptoFailure if AES is not available.
    explicit ByteFf1(const Key256& key) : cipher_(key) {}

    // `text` has `least_length` to 2^32 - 1 bytes; another length ends the process, as there is no
    // permutation of it.
    void encrypt(std::span<std::uint8_t> text, std::uint8_t tweak) const noexcept;
    void decrypt(std::span<std::uint8_t> text, std::uint8_t tweak) const noexcept;

  private:
    AesBlock cipher_;
};

} // namespace veil
