#include "core/ff1_number.hpp"

#include "core/crypto_failure.hpp"
#include "core/ff1_chain.hpp"

#include <algorithm>
#include <array>
#include <exception>

namespace veil {
namespace {

constexpr std::size_t block_size = 16;
// Blocks that are encrypted side by side in a batch.
constexpr std::size_t lanes = 8;

constexpr Uint128 greatest_domain = Uint128{1} << 64;

// radix^exponent, or a number over 2^64 if it is one.
Uint128 power(std::uint32_t radix, std::size_t exponent) noexcept {
    Uint128 result = 1;
    while (exponent-- > 0 && result <= greatest_domain)
        result *= radix;
    return result;
}

// number mod modulus for a number below twice the modulus, without a branch on it: below the modulus the
// difference wraps around to a greater number.
std::uint64_t reduced(std::uint64_t number, std::uint64_t modulus) noexcept {
    return std::min(number, number - modulus);
}

std::uint64_t high_product(std::uint64_t a, std::uint64_t b) noexcept {
    return static_cast<std::uint64_t>(Uint128{a} * b >> 64);
}

} // namespace

NumeralFf1::Modulus NumeralFf1::modulus_of(std::uint64_t size) noexcept {
    const bool over_32_bits = size > std::uint64_t{1} << 32;
    return {size, ~std::uint64_t{0} / size,
            over_32_bits ? static_cast<std::uint64_t>((Uint128{1} << 96) / size) : 0};
}

// Barrett: the quotient comes out exact or one too small. For reciprocal > 2^64 / size - 1, so number *
// reciprocal / 2^64 > number / size - 1, of which the fraction is cut off.
std::uint64_t NumeralFf1::Modulus::nearly_reduced(std::uint64_t number) const noexcept {
    return number - high_product(number, reciprocal) * size;
}

// The same for the 96 bits of high * 2^32 + low.
std::uint64_t NumeralFf1::Modulus::nearly_reduced_96(std::uint64_t high, std::uint32_t low) const noexcept {
    // With at most 32 bits of size, what is left of `high` and then `low` are one machine word.
    if (wide_reciprocal == 0)
        return nearly_reduced(reduced(nearly_reduced(high), size) << 32 | low);
    // high > y / 2^32 - 1 and wide_reciprocal > 2^96 / size - 1, so their product / 2^64 > y / size - 2: the
    // quotient is at most two too small. The remainder has at most 41 bits, so the lower word tells it.
    return reduced((high << 32 | low) - high_product(high, wide_reciprocal) * size, size);
}

NumeralFf1::NumeralFf1(const Key256& key, std::uint32_t radix, std::size_t length, std::size_t tweak_size)
    : cipher_(key), tweak_size_(tweak_size) {
    if (!ff1_is_defined(radix, length) || power(radix, length) > greatest_domain)
        throw CryptoFailure("an FF1 domain of numbers must have 100 to 2^64 values");
    if (tweak_size > longest_tweak)
        throw CryptoFailure("an FF1 tweak must have at most 16 bytes");
    greatest_ = static_cast<std::uint64_t>(power(radix, length) - 1);
    left_ = modulus_of(static_cast<std::uint64_t>(power(radix, length / 2)));
    right_ = modulus_of(static_cast<std::uint64_t>(power(radix, length - length / 2)));

    // A half has at most 39 bits (7131^3), which are 5 bytes, so y has 8 or 12.
    const unsigned half_bytes = ff1_half_bytes(right_.size);
    wide_ = ff1_output_bytes(half_bytes) > 8;
    tweak_in_own_block_ = tweak_size + half_bytes + 1 > block_size;
    round_step_ = Uint128{1} << (8 * half_bytes);
    store_big_endian_128(ff1_state_after_prefix(cipher_, radix, static_cast<std::uint32_t>(length),
                                                static_cast<std::uint32_t>(tweak_size)),
                         prefix_state_.bytes().data());
}

Uint128 NumeralFf1::first_input(std::span<const std::uint8_t> tweak) const noexcept {
    if (tweak.size() != tweak_size_)
        std::terminate();
    Uint128 input = load_big_endian_128(prefix_state_.bytes().data());
    // In a register: bytes written one by one and read back as a block would miss store forwarding.
    unsigned shift = 128;
    for (const std::uint8_t byte : tweak)
        input ^= Uint128{byte} << (shift -= 8);
    return tweak_in_own_block_ ? encrypt_block(cipher_, input) : input;
}

NumeralFf1::Halves NumeralFf1::split(std::uint64_t value) const noexcept {
    if (value > greatest_)
        value %= greatest_ + 1;
    const std::uint64_t left = value / right_.size;
    return {left, value - left * right_.size};
}

std::uint64_t NumeralFf1::join(const Halves& halves) const noexcept {
    return halves.left * right_.size + halves.right;
}

template <bool wide>
std::uint64_t NumeralFf1::Modulus::of_output(const std::uint8_t* block) const noexcept {
    const auto high = load_big_endian<std::uint64_t>(block);
    if constexpr (wide)
        return reduced(nearly_reduced_96(high, load_big_endian<std::uint32_t>(block + 8)), size);
    else
        return reduced(nearly_reduced(high), size);
}

template <bool wide>
std::uint64_t NumeralFf1::round_value(Uint128 input, const Modulus& modulus) const noexcept {
    alignas(block_size) std::array<std::uint8_t, block_size> block;
    store_big_endian_128(input, block.data());
    cipher_.encrypt(block.data(), block.data());
    return modulus.of_output<wide>(block.data());
}

template <bool wide>
NumeralFf1::Halves NumeralFf1::encrypt_halves(Halves halves, Uint128 start) const noexcept {
    auto [left, right] = halves;
    // Two rounds at a time, so that each half keeps its name and its modulus.
    Uint128 round = 0;
    for (int pair = 0; pair < ff1_rounds / 2; ++pair) {
        left += round_value<wide>(start ^ round ^ right, left_);
        left = reduced(left, left_.size);
        round += round_step_;
        right += round_value<wide>(start ^ round ^ left, right_);
        right = reduced(right, right_.size);
        round += round_step_;
    }
    return {left, right};
}

template <bool wide>
NumeralFf1::Halves NumeralFf1::decrypt_halves(Halves halves, Uint128 start) const noexcept {
    auto [left, right] = halves;
    Uint128 round = ff1_rounds * round_step_;
    for (int pair = 0; pair < ff1_rounds / 2; ++pair) {
        round -= round_step_;
        right += right_.size - round_value<wide>(start ^ round ^ left, right_);
        right = reduced(right, right_.size);
        round -= round_step_;
        left += left_.size - round_value<wide>(start ^ round ^ right, left_);
        left = reduced(left, left_.size);
    }
    return {left, right};
}

std::uint64_t NumeralFf1::encrypt(std::uint64_t value, std::span<const std::uint8_t> tweak) const noexcept {
    const Uint128 start = first_input(tweak);
    const Halves halves = split(value);
    return join(wide_ ? encrypt_halves<true>(halves, start) : encrypt_halves<false>(halves, start));
}

std::uint64_t NumeralFf1::decrypt(std::uint64_t value, std::span<const std::uint8_t> tweak) const noexcept {
    const Uint128 start = first_input(tweak);
    const Halves halves = split(value);
    return join(wide_ ? decrypt_halves<true>(halves, start) : decrypt_halves<false>(halves, start));
}

// One round of several values: the cipher works on their blocks side by side.
template <bool encrypting, bool wide>
void NumeralFf1::batch_round(Uint128 input, std::span<const std::uint64_t> sources,
                             std::span<std::uint64_t> targets, const Modulus& modulus) const noexcept {
    alignas(block_size) std::array<std::uint8_t, block_size * lanes> blocks;
    for (std::size_t i = 0; i < sources.size(); ++i)
        store_big_endian_128(input ^ sources[i], &blocks[block_size * i]);
    cipher_.encrypt(blocks.data(), blocks.data(), sources.size());
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const std::uint64_t value = modulus.of_output<wide>(&blocks[block_size * i]);
        targets[i] = reduced(targets[i] + (encrypting ? value : modulus.size - value), modulus.size);
    }
}

template <bool encrypting, bool wide>
void NumeralFf1::transform_batch(std::span<std::uint64_t> values, Uint128 start) const noexcept {
    std::array<std::uint64_t, lanes> left_halves;
    std::array<std::uint64_t, lanes> right_halves;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Halves halves = split(values[i]);
        left_halves[i] = halves.left;
        right_halves[i] = halves.right;
    }
    const std::span left = std::span(left_halves).first(values.size());
    const std::span right = std::span(right_halves).first(values.size());
    for (unsigned i = 0; i < ff1_rounds; ++i) {
        const unsigned round = encrypting ? i : ff1_rounds - 1 - i;
        const Uint128 input = start ^ round_step_ * round;
        if (round % 2 == 0)
            batch_round<encrypting, wide>(input, right, left, left_);
        else
            batch_round<encrypting, wide>(input, left, right, right_);
    }
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = join({left[i], right[i]});
}

template <bool encrypting>
void NumeralFf1::transform(std::span<std::uint64_t> values,
                           std::span<const std::uint8_t> tweak) const noexcept {
    const Uint128 start = first_input(tweak);
    while (!values.empty()) {
        const std::span batch = values.first(std::min(values.size(), lanes));
        if (wide_)
            transform_batch<encrypting, true>(batch, start);
        else
            transform_batch<encrypting, false>(batch, start);
        values = values.subspan(batch.size());
    }
}

void NumeralFf1::encrypt(std::span<std::uint64_t> values,
                         std::span<const std::uint8_t> tweak) const noexcept {
    transform<true>(values, tweak);
}

void NumeralFf1::decrypt(std::span<std::uint64_t> values,
                         std::span<const std::uint8_t> tweak) const noexcept {
    transform<false>(values, tweak);
}

} // namespace veil
