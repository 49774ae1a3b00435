// FF1 (NIST SP 800-38G, section 5.1): a keyed permutation of the numeral strings of one length and radix.
#pragma once

#include "core/aes_block.hpp"
#include "core/byte_order.hpp"
#include "core/ff1_domain.hpp"
#include "core/ff1_long.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace veil {

// The whole standard: any radix from 2 to 65536, AES-128, -192 and -256, strings and tweaks of any length
// below 2^32. A permutation of each length by itself, another for each tweak. Domains from 100 values on, as
// the standard says; the caller who releases data asks ff1_is_safe() besides. Where the length is fixed and
// the domain has at most 2^64 values NumeralFf1 is several times faster and gives the same results.
// Halves of at most 96 bits (28 digits, 18 characters of base 36) cost ten AES blocks and no allocation;
// longer ones are libcrypto big numbers, linear in a round and quadratic once in a call.
// Not for two threads at once (see AesBlock). A moved-from object may only be destroyed or assigned to.
class Ff1 {
  public:
    using Numeral = std::uint16_t;

    // The key has 16, 24 or 32 bytes. Throws CryptoFailure if key or radix is out of range or AES is not
    // available, std::bad_alloc.
    Ff1(std::span<const std::uint8_t> key, std::uint32_t radix);

    // In place, most significant numeral first. False, with the numerals as they were, if FF1 is not defined
    // for their number, if one of them is not below the radix, or if the tweak has 2^32 bytes or more.
    // Throws, for halves of over 96 bits only, std::bad_alloc, and CryptoFailure when a half has more bits
    // than a libcrypto number can (some 2^29).
    [[nodiscard]] bool encrypt(std::span<Numeral> numerals, std::span<const std::uint8_t> tweak = {}) const;
    [[nodiscard]] bool decrypt(std::span<Numeral> numerals, std::span<const std::uint8_t> tweak = {}) const;

    [[nodiscard]] std::uint32_t radix() const noexcept { return radix_; }

  private:
    [[nodiscard]] bool accepts(std::span<const Numeral> numerals,
                               std::span<const std::uint8_t> tweak) const noexcept;
    // Whether both halves have an entry in powers_.
    [[nodiscard]] bool is_short(std::size_t length) const noexcept {
        return length - length / 2 < powers_.size();
    }
    [[nodiscard]] Uint128 number(std::span<const Numeral> numerals) const noexcept;
    void write_number(Uint128 number, std::span<Numeral> numerals) const noexcept;

    template <bool encrypting>
    void transform_short(std::span<Numeral> numerals, std::span<const std::uint8_t> tweak) const noexcept;

    AesBlock cipher_;
    std::uint32_t radix_;
    // radix^i at index i, as far as it is not over 2^96.
    std::vector<Uint128> powers_;
    NumeralWord word_;
};

} // namespace veil
