// FF1 (NIST SP 800-38G, section 5.1) with radix 2: a keyed permutation of all n-bit values.
#pragma once

#include "core/aes_block.hpp"
#include "core/byte_order.hpp"
#include "core/secret.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace veil {

// Equal, bit for bit, to FF1 with AES-256 on the numeral string of the value's bits, most significant first.
// The domain has 20 to 128 bits (SP 800-38G Rev. 1 asks for a million values), the tweak 0 to 8 bytes; both
// are fixed for an object. Costs ten AES blocks a value (eleven for a tweak of 8 bytes in domains over 112
// bits). Not for two threads at once (see AesBlock). A moved-from object may only be destroyed or assigned
// to.
class BinaryFf1 {
  public:
    using Block = Uint128;

    // Throws CryptoFailure if `bits` or `tweak_size` is out of range or AES is not available.
    BinaryFf1(const Key256& key, unsigned bits, std::size_t tweak_size);

    // Values lie in [0, 2^bits); higher bits are ignored, the result has none. The tweak has exactly
    // `tweak_size` bytes: another length ends the process, since the result would be of another permutation.
    [[nodiscard]] Block encrypt(Block value, std::span<const std::uint8_t> tweak = {}) const noexcept;
    [[nodiscard]] Block decrypt(Block value, std::span<const std::uint8_t> tweak = {}) const noexcept;

  private:
    // The last block that enters the cipher for round 0 and a half of zero: the CBC-MAC state before it, and
    // what of the tweak lies in it.
    [[nodiscard]] Block first_input(std::span<const std::uint8_t> tweak) const noexcept;
    [[nodiscard]] std::uint64_t round_value(Block input) const noexcept;

    AesBlock cipher_;
    Secret<16> prefix_state_; // CBC-MAC state after P (step 5 of the algorithm)
    unsigned right_bits_;     // v; step 1: u = floor(n / 2), v = n - u
    std::uint64_t left_mask_;
    std::uint64_t right_mask_;
    std::size_t tweak_size_;
    unsigned round_value_shift_; // of the block S, 128 bits, down to the d bytes of step 4
    Block round_step_;           // one, at the position of the round number in the last block
    bool tweak_in_own_block_;
};

} // namespace veil
