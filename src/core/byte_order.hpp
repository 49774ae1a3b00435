// Big-endian reading and writing, as every standard used here numbers its bytes, and little-endian for text,
// whose first byte is then the lowest.
#pragma once

#include <cstdint>
#include <cstring>

namespace veil {

// The extension marker keeps -Wpedantic quiet: both compilers that are supported have the type.
__extension__ using Uint128 = unsigned __int128;

[[nodiscard]] constexpr std::uint32_t big_endian(std::uint32_t value) noexcept {
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? __builtin_bswap32(value) : value;
}

[[nodiscard]] constexpr std::uint64_t big_endian(std::uint64_t value) noexcept {
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? __builtin_bswap64(value) : value;
}

// UInt is std::uint32_t or std::uint64_t; `bytes` points to sizeof(UInt) bytes, at any alignment.
template <typename UInt>
[[nodiscard]] UInt load_big_endian(const std::uint8_t* bytes) noexcept {
    UInt value;
    std::memcpy(&value, bytes, sizeof value);
    return big_endian(value);
}

template <typename UInt>
void store_big_endian(UInt value, std::uint8_t* bytes) noexcept {
    const UInt ordered = big_endian(value);
    std::memcpy(bytes, &ordered, sizeof ordered);
}

[[nodiscard]] inline Uint128 load_big_endian_128(const std::uint8_t* bytes) noexcept {
    return Uint128{load_big_endian<std::uint64_t>(bytes)} << 64 | load_big_endian<std::uint64_t>(bytes + 8);
}

// One 16-byte store: a block cipher reads the block back as 16 bytes at once, and two 8-byte stores before it
// would miss the processor's store forwarding (some 5 ns a block).
inline void store_big_endian_128(Uint128 value, std::uint8_t* bytes) noexcept {
    using TwoWords __attribute__((vector_size(16))) = std::uint64_t;
    const TwoWords ordered{big_endian(static_cast<std::uint64_t>(value >> 64)),
                           big_endian(static_cast<std::uint64_t>(value))};
    std::memcpy(bytes, &ordered, sizeof ordered);
}

[[nodiscard]] constexpr std::uint64_t little_endian(std::uint64_t value) noexcept {
    return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? __builtin_bswap64(value) : value;
}

// `bytes` points to eight, at any alignment.
[[nodiscard]] inline std::uint64_t load_little_endian(const void* bytes) noexcept {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return little_endian(value);
}

inline void store_little_endian(std::uint64_t value, void* bytes) noexcept {
    const std::uint64_t ordered = little_endian(value);
    std::memcpy(bytes, &ordered, sizeof ordered);
}

} // namespace veil
