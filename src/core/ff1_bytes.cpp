#include "core/ff1_bytes.hpp"

#include "core/byte_order.hpp"
#include "core/ff1_chain.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <limits>

namespace veil {
namespace {

constexpr std::size_t block_size = 16;
constexpr unsigned rounds = 10;

using Block = std::array<std::uint8_t, block_size>;
using Half = std::span<std::uint8_t>;

// The numbers of section 5.1 for one string.
struct Call {
    const AesBlock* cipher;
    Block after_prefix;     // CBC-MAC state after P
    std::size_t half_bytes; // b; with radix 256 it is v
    std::uint8_t tweak;
};

// Steps 1 to 5. P = [1] [2] [1] [radix] in 3 bytes, [10] [u mod 256] [n] in 4 bytes, [t] in 4 bytes.
Call prepare(const AesBlock& cipher, std::size_t length, std::uint8_t tweak) noexcept {
    if (length < ByteFf1::least_length || length > std::numeric_limits<std::uint32_t>::max())
        std::terminate();
    Block prefix{1, 2, 1, 0, 1, 0, rounds, static_cast<std::uint8_t>(length / 2)};
    store_big_endian(static_cast<std::uint32_t>(length), &prefix[8]);
    store_big_endian(std::uint32_t{1}, &prefix[12]);
    cipher.encrypt(prefix.data(), prefix.data());
    return {&cipher, prefix, length - length / 2, tweak};
}

// Steps 6i and 6ii: R, the CBC-MAC of P and of Q = T | zeros | [round] | [NUM(B)] in b bytes. A half is the
// number's bytes already; the shorter one has a zero in front.
Block round_block(const Call& call, unsigned round, std::span<const std::uint8_t> half) noexcept {
    const std::size_t size = (call.half_bytes + 2 + block_size - 1) / block_size * block_size;
    const std::size_t round_position = size - call.half_bytes - 1;
    const std::size_t half_position = size - half.size();
    Block state = call.after_prefix;
    state[0] ^= call.tweak;
    for (std::size_t start = 0; start < size; start += block_size) {
        if (round_position >= start && round_position < start + block_size)
            state[round_position - start] ^= static_cast<std::uint8_t>(round);
        for (std::size_t i = std::max(start, half_position); i < start + block_size; ++i)
            state[i - start] ^= half[i - half_position];
        call.cipher->encrypt(state.data(), state.data());
    }
    return state;
}

// Steps 6iii to 6vii: adds y to the half A, or takes it off. S is R and the ciphers of R xor [1], [2] ...,
// cut to d bytes; y mod 256^m are the last m of them, least significant last.
template <bool encrypting>
void combine(const Call& call, Half half, const Block& first) noexcept {
    const std::size_t output_bytes = 4 * ((call.half_bytes + 3) / 4) + 4;
    const std::size_t skipped = output_bytes - half.size();
    unsigned carry = 0;
    std::size_t end = output_bytes;
    while (end > skipped) {
        const std::size_t number = (end - 1) / block_size;
        Block block = first;
        if (number > 0) {
            const Uint128 masked = load_big_endian_128(first.data()) ^ Uint128 { number };
            store_big_endian_128(masked, block.data());
            call.cipher->encrypt(block.data(), block.data());
        }
        const std::size_t begin = std::max(number * block_size, skipped);
        for (; end > begin; --end) {
            std::uint8_t& digit = half[end - 1 - skipped];
            const unsigned y = block[(end - 1) % block_size];
            const unsigned sum = encrypting ? digit + y + carry : digit - y - carry;
            digit = static_cast<std::uint8_t>(sum);
            carry = sum >> 8 & 1;
        }
    }
}

// Texts of up to so many bytes have halves of at most 96 bits: one block a round makes all of S.
constexpr std::size_t longest_in_registers = 24;

Uint128 load_number(std::span<const std::uint8_t> bytes) noexcept {
    Uint128 number = 0;
    for (const std::uint8_t byte : bytes)
        number = number << 8 | byte;
    return number;
}

void store_number(Uint128 number, std::span<std::uint8_t> bytes) noexcept {
    for (std::size_t i = bytes.size(); i-- > 0; number >>= 8)
        bytes[i] = static_cast<std::uint8_t>(number);
}

// What the loops below do, on halves as numbers, more than twice as fast.
template <bool encrypting>
void permute_in_registers(const Call& call, Half left_half, Half right_half) noexcept {
    const Uint128 start = load_big_endian_128(call.after_prefix.data()) ^ Uint128 { call.tweak } << 120;
    const auto bits_of = [](Half half) { return static_cast<unsigned>(8 * half.size()); };
    const Uint128 left_mask = (Uint128{1} << bits_of(left_half)) - 1;
    const Uint128 right_mask = (Uint128{1} << bits_of(right_half)) - 1;
    const auto output_bits = static_cast<unsigned>(8 * (4 * ((call.half_bytes + 3) / 4) + 4));
    const auto round_shift = static_cast<unsigned>(8 * call.half_bytes);
    const auto y = [&](unsigned round, Uint128 half) noexcept {
        return encrypt_block(*call.cipher, start ^ Uint128{round} << round_shift ^ half) >>
               (128 - output_bits);
    };
    Uint128 left = load_number(left_half);
    Uint128 right = load_number(right_half);
    for (unsigned i = 0; i < rounds; i += 2) {
        if constexpr (encrypting) {
            left = (left + y(i, right)) & left_mask;
            right = (right + y(i + 1, left)) & right_mask;
        } else {
            right = (right - y(rounds - 1 - i, left)) & right_mask;
            left = (left - y(rounds - 2 - i, right)) & left_mask;
        }
    }
    store_number(left, left_half);
    store_number(right, right_half);
}

} // namespace

// A half keeps its place: in even rounds the left one is A, in odd rounds the right one.
void ByteFf1::encrypt(std::span<std::uint8_t> text, std::uint8_t tweak) const noexcept {
    const Call call = prepare(cipher_, text.size(), tweak);
    const Half left = text.first(text.size() / 2);
    const Half right = text.subspan(text.size() / 2);
    if (text.size() <= longest_in_registers) {
        permute_in_registers<true>(call, left, right);
        return;
    }
    for (unsigned round = 0; round < rounds; round += 2) {
        combine<true>(call, left, round_block(call, round, right));
        combine<true>(call, right, round_block(call, round + 1, left));
    }
}

void ByteFf1::decrypt(std::span<std::uint8_t> text, std::uint8_t tweak) const noexcept {
    const Call call = prepare(cipher_, text.size(), tweak);
    const Half left = text.first(text.size() / 2);
    const Half right = text.subspan(text.size() / 2);
    if (text.size() <= longest_in_registers) {
        permute_in_registers<false>(call, left, right);
        return;
    }
    for (unsigned round = rounds; round > 0; round -= 2) {
        combine<false>(call, right, round_block(call, round - 1, left));
        combine<false>(call, left, round_block(call, round - 2, right));
    }
}

} // namespace veil
