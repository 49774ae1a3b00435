#include "core/ff1_long.hpp"

#include "core/crypto_failure.hpp"
#include "core/ff1_chain.hpp"
#include "core/secret.hpp"

#include <openssl/bn.h>

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

namespace veil {
namespace {

struct FreeNumber {
    void operator()(BIGNUM* number) const noexcept { BN_clear_free(number); }
};
using Number = std::unique_ptr<BIGNUM, FreeNumber>;

struct FreeScratch {
    void operator()(BN_CTX* scratch) const noexcept { BN_CTX_free(scratch); }
};

using SecretBytes = std::vector<std::uint8_t, CleansingAllocator<std::uint8_t>>;

void check(bool worked) {
    if (!worked)
        throw CryptoFailure("a big number operation failed");
}

Number zero() {
    Number number(BN_new());
    check(number != nullptr);
    return number;
}

Number power(std::uint32_t radix, std::size_t exponent, BN_CTX* scratch) {
    const Number base = zero();
    const Number times = zero();
    Number result = zero();
    check(BN_set_word(base.get(), radix) == 1 && BN_set_word(times.get(), exponent) == 1 &&
          BN_exp(result.get(), base.get(), times.get(), scratch) == 1);
    return result;
}

// One call's numbers. The halves stay integers through all rounds; only the first and the last step know
// numerals.
class LongRounds {
  public:
    LongRounds(const AesBlock& cipher, std::uint32_t radix, std::span<const std::uint16_t> numerals,
               std::span<const std::uint8_t> tweak)
        : cipher_(cipher), radix_(radix), word_(numeral_word(radix)), scratch_(BN_CTX_new()),
          left_size_(numerals.size() / 2) {
        check(scratch_ != nullptr);
        left_modulus_ = power(radix, left_size_, scratch_.get());
        right_modulus_ = power(radix, numerals.size() - left_size_, scratch_.get());
        left_ = number(numerals.first(left_size_));
        right_ = number(numerals.subspan(left_size_));

        // The greatest number of the right half has as many bytes as its modulus, but for a modulus of 256^i.
        const Number greatest = zero();
        check(BN_sub(greatest.get(), right_modulus_.get(), BN_value_one()) == 1);
        half_bytes_ = static_cast<std::size_t>(BN_num_bytes(greatest.get()));
        start_ = ff1_state_after_tweak(cipher,
                                       ff1_state_after_prefix(cipher, radix,
                                                              static_cast<std::uint32_t>(numerals.size()),
                                                              static_cast<std::uint32_t>(tweak.size())),
                                       tweak, half_bytes_);
        input_.resize((half_bytes_ + 16) / 16 * 16);
        output_.resize((ff1_output_bytes(half_bytes_) + 15) / 16 * 16);
    }

    void encrypt() {
        for (int round = 0; round < ff1_rounds; round += 2) {
            set_round_value(round, right_);
            check(BN_add(left_.get(), left_.get(), round_value_.get()) == 1);
            reduce(left_, left_modulus_);
            set_round_value(round + 1, left_);
            check(BN_add(right_.get(), right_.get(), round_value_.get()) == 1);
            reduce(right_, right_modulus_);
        }
    }

    void decrypt() {
        for (int round = ff1_rounds - 1; round > 0; round -= 2) {
            set_round_value(round, left_);
            check(BN_sub(right_.get(), right_.get(), round_value_.get()) == 1);
            reduce(right_, right_modulus_);
            set_round_value(round - 1, right_);
            check(BN_sub(left_.get(), left_.get(), round_value_.get()) == 1);
            reduce(left_, left_modulus_);
        }
    }

    // Fills a buffer of its own first, so that a failure on the way leaves the numerals alone.
    void write(std::span<std::uint16_t> numerals) {
        std::vector<std::uint16_t, CleansingAllocator<std::uint16_t>> result(numerals.size());
        const std::span<std::uint16_t> all(result);
        write_number(left_, all.first(left_size_));
        write_number(right_, all.subspan(left_size_));
        std::copy(result.begin(), result.end(), numerals.begin());
    }

  private:
    // NUM_radix(X), algorithm 1, a machine word of numerals at a time.
    [[nodiscard]] Number number(std::span<const std::uint16_t> numerals) const {
        Number result = zero();
        while (!numerals.empty()) {
            // The odd rest comes first, so that the other words are full.
            const std::size_t rest = numerals.size() % word_.numerals;
            const std::size_t count = rest != 0 ? rest : word_.numerals;
            BN_ULONG value = 0;
            for (const std::uint16_t numeral : numerals.first(count))
                value = value * radix_ + numeral;
            check(BN_mul_word(result.get(), word_.modulus) == 1 && BN_add_word(result.get(), value) == 1);
            numerals = numerals.subspan(count);
        }
        return result;
    }

    // STR^m_radix(X), algorithm 3. Leaves zero in `number`.
    void write_number(const Number& number, std::span<std::uint16_t> numerals) const {
        while (!numerals.empty()) {
            BN_ULONG value = BN_div_word(number.get(), word_.modulus);
            check(value < word_.modulus);
            const std::size_t count = std::min(numerals.size(), word_.numerals);
            for (std::size_t i = 0; i < count; ++i) {
                numerals[numerals.size() - 1 - i] = static_cast<std::uint16_t>(value % radix_);
                value /= radix_;
            }
            numerals = numerals.first(numerals.size() - count);
        }
    }

    // Steps 6i to 6iv: the number y of this round.
    void set_round_value(int round, const Number& half) {
        std::fill(input_.begin(), input_.end(), std::uint8_t{0});
        const std::size_t begin = input_.size() - half_bytes_;
        input_[begin - 1] = static_cast<std::uint8_t>(round);
        check(BN_bn2binpad(half.get(), &input_[begin], static_cast<int>(half_bytes_)) >= 0);
        Uint128 state = start_;
        for (std::size_t i = 0; i < input_.size(); i += 16)
            state = encrypt_block(cipher_, state ^ load_big_endian_128(&input_[i]));
        // S = R | CIPH(R xor [1]) | CIPH(R xor [2]) ...
        store_big_endian_128(state, output_.data());
        for (std::size_t i = 16; i < output_.size(); i += 16)
            store_big_endian_128(encrypt_block(cipher_, state ^ (i / 16)), &output_[i]);
        check(BN_bin2bn(output_.data(), static_cast<int>(ff1_output_bytes(half_bytes_)),
                        round_value_.get()) != nullptr);
    }

    // Into [0, modulus), whatever the sign. y has at most seven bytes more than radix^v, and radix^u is
    // shorter by one numeral at most, so the quotient has a word or two and this is linear.
    void reduce(const Number& number, const Number& modulus) const {
        check(BN_nnmod(number.get(), number.get(), modulus.get(), scratch_.get()) == 1);
    }

    const AesBlock& cipher_;
    std::uint32_t radix_;
    NumeralWord word_;
    std::unique_ptr<BN_CTX, FreeScratch> scratch_;
    std::size_t left_size_;
    Number left_modulus_;
    Number right_modulus_;
    Number left_;
    Number right_;
    Number round_value_ = zero();
    std::size_t half_bytes_ = 0;
    Uint128 start_ = 0;
    SecretBytes input_;  // of the last blocks of Q, from the round number on
    SecretBytes output_; // S
};

} // namespace

void ff1_long_encrypt(const AesBlock& cipher, std::uint32_t radix, std::span<std::uint16_t> numerals,
                      std::span<const std::uint8_t> tweak) {
    LongRounds rounds(cipher, radix, numerals, tweak);
    rounds.encrypt();
    rounds.write(numerals);
}

void ff1_long_decrypt(const AesBlock& cipher, std::uint32_t radix, std::span<std::uint16_t> numerals,
                      std::span<const std::uint8_t> tweak) {
    LongRounds rounds(cipher, radix, numerals, tweak);
    rounds.decrypt();
    rounds.write(numerals);
}

} // namespace veil
