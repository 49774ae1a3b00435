#include "core/ff1_chain.hpp"

#include <algorithm>

namespace veil {
namespace {

// Up to 16 bytes, at the upper end of a block of zeros.
Uint128 leading_bytes(std::span<const std::uint8_t> bytes) noexcept {
    Uint128 block = 0;
    unsigned shift = 128;
    for (const std::uint8_t byte : bytes)
        block |= Uint128{byte} << (shift -= 8);
    return block;
}

} // namespace

Uint128 ff1_state_after_prefix(const AesBlock& cipher, std::uint32_t radix, std::uint32_t length,
                               std::uint32_t tweak_size) noexcept {
    const std::uint64_t high = std::uint64_t{0x010201} << 40 | std::uint64_t{radix} << 16 |
                               std::uint64_t{ff1_rounds} << 8 | (length / 2 & 0xff);
    const std::uint64_t low = std::uint64_t{length} << 32 | tweak_size;
    return encrypt_block(cipher, Uint128{high} << 64 | low);
}

Uint128 ff1_state_after_tweak(const AesBlock& cipher, Uint128 state, std::span<const std::uint8_t> tweak,
                              std::size_t half_bytes) noexcept {
    const std::size_t padding = (16 - (tweak.size() + half_bytes + 1) % 16) % 16;
    for (std::size_t blocks = (tweak.size() + padding) / 16; blocks > 0; --blocks) {
        const std::size_t size = std::min<std::size_t>(16, tweak.size());
        state = encrypt_block(cipher, state ^ leading_bytes(tweak.first(size)));
        tweak = tweak.subspan(size);
    }
    return state ^ leading_bytes(tweak);
}

} // namespace veil
