// FF1 (NIST SP 800-38G, section 5.1) on whole numbers: numeral strings of a fixed length as their values.
#pragma once

#include "core/aes_block.hpp"
#include "core/byte_order.hpp"
#include "core/ff1_domain.hpp"
#include "core/secret.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace veil {

// A keyed permutation of [0, radix^length), equal to Ff1 with AES-256 on the strings of `length` numerals,
// most significant first, that write the numbers in the radix. The domain has 100 to 2^64 values (the caller
// who releases data asks ff1_is_safe() besides), the tweak 0 to 16 bytes; both are fixed for an object. Costs
// ten AES blocks a value, and one more for a tweak that does not fit into one block with a half.
// Not for two threads at once (see AesBlock). A moved-from object may only be destroyed or assigned to.
class NumeralFf1 {
  public:
    static constexpr std::size_t longest_tweak = 16;

    // Throws CryptoFailure if FF1 is not defined for radix and length, if radix^length is over 2^64, if the
    // tweak is longer than 16 bytes, or if AES is not available.
    NumeralFf1(const Key256& key, std::uint32_t radix, std::size_t length, std::size_t tweak_size = 0);

    // The greatest number of the domain, radix^length - 1.
    [[nodiscard]] std::uint64_t greatest() const noexcept { return greatest_; }

    // Values lie in [0, greatest()]; another is first reduced modulo radix^length, so the result always lies
    // there too. The tweak has exactly `tweak_size` bytes: another length ends the process, since the result
    // would be of another permutation.
    [[nodiscard]] std::uint64_t encrypt(std::uint64_t value,
                                        std::span<const std::uint8_t> tweak = {}) const noexcept;
    [[nodiscard]] std::uint64_t decrypt(std::uint64_t value,
                                        std::span<const std::uint8_t> tweak = {}) const noexcept;

    // The same for many values under one tweak, in place, in a quarter of the time.
    void encrypt(std::span<std::uint64_t> values, std::span<const std::uint8_t> tweak = {}) const noexcept;
    void decrypt(std::span<std::uint64_t> values, std::span<const std::uint8_t> tweak = {}) const noexcept;

  private:
    // How many numbers a half holds, with what a remainder takes instead of a division.
    struct Modulus {
        std::uint64_t size = 1;
        std::uint64_t reciprocal = 0;      // floor((2^64 - 1) / size)
        std::uint64_t wide_reciprocal = 0; // floor(2^96 / size) if size is over 2^32

        [[nodiscard]] std::uint64_t nearly_reduced(std::uint64_t number) const noexcept;
        [[nodiscard]] std::uint64_t nearly_reduced_96(std::uint64_t high, std::uint32_t low) const noexcept;
        // Steps 6iii, 6iv and a part of 6vi: y mod size, where S begins with this block.
        template <bool wide>
        [[nodiscard]] std::uint64_t of_output(const std::uint8_t* block) const noexcept;
    };
    struct Halves {
        std::uint64_t left;
        std::uint64_t right;
    };

    static Modulus modulus_of(std::uint64_t size) noexcept;
    [[nodiscard]] Halves split(std::uint64_t value) const noexcept;
    [[nodiscard]] std::uint64_t join(const Halves& halves) const noexcept;
    // The last block that enters the cipher for round 0 and a half of zero: the CBC-MAC state before it, and
    // what of the tweak lies in it.
    [[nodiscard]] Uint128 first_input(std::span<const std::uint8_t> tweak) const noexcept;
    // Steps 6ii to 6vi: y modulo radix^m.
    template <bool wide>
    [[nodiscard]] std::uint64_t round_value(Uint128 input, const Modulus& modulus) const noexcept;
    template <bool wide>
    [[nodiscard]] Halves encrypt_halves(Halves halves, Uint128 start) const noexcept;
    template <bool wide>
    [[nodiscard]] Halves decrypt_halves(Halves halves, Uint128 start) const noexcept;
    template <bool encrypting, bool wide>
    void batch_round(Uint128 input, std::span<const std::uint64_t> sources, std::span<std::uint64_t> targets,
                     const Modulus& modulus) const noexcept;
    template <bool encrypting, bool wide>
    void transform_batch(std::span<std::uint64_t> values, Uint128 start) const noexcept;
    template <bool encrypting>
    void transform(std::span<std::uint64_t> values, std::span<const std::uint8_t> tweak) const noexcept;

    AesBlock cipher_;
    Secret<16> prefix_state_; // CBC-MAC state after P (step 5 of the algorithm)
    Modulus left_;            // radix^u; step 1: u = floor(n / 2), v = n - u
    Modulus right_;           // radix^v
    std::uint64_t greatest_ = 0;
    std::size_t tweak_size_;
    Uint128 round_step_ = 0; // one, at the position of the round number in the last block
    bool tweak_in_own_block_ = false;
    bool wide_ = false; // y has 12 bytes instead of 8
};

} // namespace veil
