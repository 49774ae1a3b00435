#include "core/ff1.hpp"

#include "core/crypto_failure.hpp"
#include "core/ff1_chain.hpp"

#include <algorithm>

namespace veil {
namespace {

// Then y has at most 16 bytes, which is one block, and nothing below overflows.
constexpr Uint128 longest_short_half = Uint128{1} << 96;

} // namespace

Ff1::Ff1(std::span<const std::uint8_t> key, std::uint32_t radix) : cipher_(key), radix_(radix) {
    if (radix < ff1_least_radix || radix > ff1_greatest_radix)
        throw CryptoFailure("an FF1 radix must be 2 to 65536");
    word_ = numeral_word(radix);
    for (Uint128 power = 1; power <= longest_short_half; power *= radix)
        powers_.push_back(power);
}

bool Ff1::accepts(std::span<const Numeral> numerals, std::span<const std::uint8_t> tweak) const noexcept {
    return ff1_is_defined(radix_, numerals.size()) && tweak.size() <= ff1_greatest_tweak &&
           std::ranges::all_of(numerals, [this](Numeral numeral) { return numeral < radix_; });
}

Uint128 Ff1::number(std::span<const Numeral> numerals) const noexcept {
    Uint128 result = 0;
    while (!numerals.empty()) {
        const std::size_t count = std::min(numerals.size(), word_.numerals);
        std::uint64_t value = 0;
        for (const Numeral numeral : numerals.first(count))
            value = value * radix_ + numeral;
        result = result * powers_[count] + value;
        numerals = numerals.subspan(count);
    }
    return result;
}

void Ff1::write_number(Uint128 number, std::span<Numeral> numerals) const noexcept {
    while (!numerals.empty()) {
        auto value = static_cast<std::uint64_t>(number % word_.modulus);
        number /= word_.modulus;
        const std::size_t count = std::min(numerals.size(), word_.numerals);
        for (std::size_t i = 0; i < count; ++i) {
            numerals[numerals.size() - 1 - i] = static_cast<Numeral>(value % radix_);
            value /= radix_;
        }
        numerals = numerals.first(numerals.size() - count);
    }
}

template <bool encrypting>
void Ff1::transform_short(std::span<Numeral> numerals, std::span<const std::uint8_t> tweak) const noexcept {
    const std::size_t left_size = numerals.size() / 2;
    const Uint128 left_modulus = powers_[left_size];
    const Uint128 right_modulus = powers_[numerals.size() - left_size];
    const unsigned half_bytes = ff1_half_bytes(right_modulus);
    const auto unused_bits = static_cast<unsigned>(8 * (16 - ff1_output_bytes(half_bytes)));
    const Uint128 start = ff1_state_after_tweak(
        cipher_,
        ff1_state_after_prefix(cipher_, radix_, static_cast<std::uint32_t>(numerals.size()),
                               static_cast<std::uint32_t>(tweak.size())),
        tweak, half_bytes);
    const auto round_value = [&](int round, Uint128 half) {
        const Uint128 input = start ^ (Uint128{static_cast<unsigned>(round)} << (8 * half_bytes)) ^ half;
        return encrypt_block(cipher_, input) >> unused_bits;
    };

    Uint128 left = number(numerals.first(left_size));
    Uint128 right = number(numerals.subspan(left_size));
    if constexpr (encrypting) {
        for (int round = 0; round < ff1_rounds; round += 2) {
            left = (left + round_value(round, right) % left_modulus) % left_modulus;
            right = (right + round_value(round + 1, left) % right_modulus) % right_modulus;
        }
    } else {
        for (int round = ff1_rounds - 1; round > 0; round -= 2) {
            right = (right + right_modulus - round_value(round, left) % right_modulus) % right_modulus;
            left = (left + left_modulus - round_value(round - 1, right) % left_modulus) % left_modulus;
        }
    }
    write_number(left, numerals.first(left_size));
    write_number(right, numerals.subspan(left_size));
}

bool Ff1::encrypt(std::span<Numeral> numerals, std::span<const std::uint8_t> tweak) const {
    if (!accepts(numerals, tweak))
        return false;
    if (is_short(numerals.size()))
        transform_short<true>(numerals, tweak);
    else
        ff1_long_encrypt(cipher_, radix_, numerals, tweak);
    return true;
}

bool Ff1::decrypt(std::span<Numeral> numerals, std::span<const std::uint8_t> tweak) const {
    if (!accepts(numerals, tweak))
        return false;
    if (is_short(numerals.size()))
        transform_short<false>(numerals, tweak);
    else
        ff1_long_decrypt(cipher_, radix_, numerals, tweak);
    return true;
}

} // namespace veil
