#include "core/ff1_binary.hpp"

#include "core/crypto_failure.hpp"
#include "core/ff1_chain.hpp"

#include <exception>

namespace veil {
namespace {

constexpr unsigned least_bits = 20;
constexpr unsigned most_bits = 128;
constexpr std::size_t longest_tweak = 8;

// `bits` is 1 to 64; a shift by 64 is not defined.
constexpr std::uint64_t low_bits(unsigned bits) noexcept {
    return ~std::uint64_t{0} >> (64 - bits);
}

} // namespace

BinaryFf1::BinaryFf1(const Key256& key, unsigned bits, std::size_t tweak_size)
    : cipher_(key), right_bits_(bits - bits / 2), tweak_size_(tweak_size) {
    if (bits < least_bits || bits > most_bits)
        throw CryptoFailure("an FF1 domain must have 20 to 128 bits");
    if (tweak_size > longest_tweak)
        throw CryptoFailure("an FF1 tweak must have at most 8 bytes");
    left_mask_ = low_bits(bits / 2);
    right_mask_ = low_bits(right_bits_);

    // Step 3: radix^v - 1 has v bits, so b = ceil(v / 8). Step 4: d = 4 ceil(b / 4) + 4 is 8 or 12, so one
    // block of output is enough, and as a half has at most 64 bits, NUM(S) mod 2^m needs the last 8 of these
    // d bytes only.
    const unsigned half_bytes = (right_bits_ + 7) / 8;
    round_value_shift_ = static_cast<unsigned>(8 * (16 - ff1_output_bytes(half_bytes)));

    // Step 6i: Q = T | zeros | [round] | [NUM(B)] in b bytes, filled up to whole blocks. With t + b + 1 <= 16
    // that is one block. Else (t = b = 8) it is two, and the first, T | zeros, is the same in all rounds.
    tweak_in_own_block_ = tweak_size + half_bytes + 1 > 16;
    round_step_ = Block{1} << (8 * half_bytes);

    store_big_endian_128(ff1_state_after_prefix(cipher_, 2, bits, static_cast<std::uint32_t>(tweak_size)),
                         prefix_state_.bytes().data());
}

BinaryFf1::Block BinaryFf1::first_input(std::span<const std::uint8_t> tweak) const noexcept {
    if (tweak.size() != tweak_size_)
        std::terminate();
    const Block state = load_big_endian_128(prefix_state_.bytes().data());
    // In a register: bytes written one by one and read back as a block would miss store forwarding.
    std::uint64_t leading = 0;
    unsigned shift = 64;
    for (const std::uint8_t byte : tweak)
        leading |= std::uint64_t{byte} << (shift -= 8);
    const Block with_tweak = state ^ (Block{leading} << 64);
    if (!tweak_in_own_block_)
        return with_tweak;
    return encrypt_block(cipher_, with_tweak);
}

// Steps 6ii to 6iv: the number y, of which only the low bits are used.
std::uint64_t BinaryFf1::round_value(Block input) const noexcept {
    return static_cast<std::uint64_t>(encrypt_block(cipher_, input) >> round_value_shift_);
}

BinaryFf1::Block BinaryFf1::encrypt(Block value, std::span<const std::uint8_t> tweak) const noexcept {
    const Block start = first_input(tweak);
    // Two rounds at a time, so that each half keeps its name and its modulus.
    std::uint64_t left = static_cast<std::uint64_t>(value >> right_bits_) & left_mask_;
    std::uint64_t right = static_cast<std::uint64_t>(value) & right_mask_;
    Block round = 0;
    for (int pair = 0; pair < ff1_rounds / 2; ++pair) {
        left = (left + round_value(start ^ round ^ right)) & left_mask_;
        round += round_step_;
        right = (right + round_value(start ^ round ^ left)) & right_mask_;
        round += round_step_;
    }
    return Block{left} << right_bits_ | right;
}

BinaryFf1::Block BinaryFf1::decrypt(Block value, std::span<const std::uint8_t> tweak) const noexcept {
    const Block start = first_input(tweak);
    std::uint64_t left = static_cast<std::uint64_t>(value >> right_bits_) & left_mask_;
    std::uint64_t right = static_cast<std::uint64_t>(value) & right_mask_;
    Block round = ff1_rounds * round_step_;
    for (int pair = 0; pair < ff1_rounds / 2; ++pair) {
        round -= round_step_;
        right = (right - round_value(start ^ round ^ left)) & right_mask_;
        round -= round_step_;
        left = (left - round_value(start ^ round ^ right)) & left_mask_;
    }
    return Block{left} << right_bits_ | right;
}

} // namespace veil
