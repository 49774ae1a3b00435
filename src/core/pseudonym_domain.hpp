// The numbers that the permutations of pseudonym.hpp and period_pseudonym.hpp work on.
#pragma once

#include "core/byte_order.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

namespace veil {

// Flipping the sign bit adds 2^(n-1): the least value becomes 0, the greatest 2^n - 1.
template <typename Int>
[[nodiscard]] constexpr std::make_unsigned_t<Int> offset(Int value) noexcept {
    using Unsigned = std::make_unsigned_t<Int>;
    return static_cast<Unsigned>(static_cast<Unsigned>(value) ^
                                 static_cast<Unsigned>(std::numeric_limits<Int>::min()));
}

template <typename Int, typename Wide>
[[nodiscard]] constexpr Int without_offset(Wide value) noexcept {
    using Unsigned = std::make_unsigned_t<Int>;
    return static_cast<Int>(static_cast<Unsigned>(static_cast<Unsigned>(value) ^
                                                  static_cast<Unsigned>(std::numeric_limits<Int>::min())));
}

inline constexpr unsigned uuid_bits = 122;

struct UuidParts {
    Uint128 value; // 48 bits before the version, 12 after it, 62 after the variant
    std::uint8_t kept;
};

[[nodiscard]] inline UuidParts split_uuid(std::span<const std::uint8_t, 16> uuid) noexcept {
    const auto high = load_big_endian<std::uint64_t>(uuid.data());
    const auto low = load_big_endian<std::uint64_t>(uuid.data() + 8);
    const std::uint64_t upper = high >> 16 << 12 | (high & 0xfff);
    const std::uint64_t version = high >> 12 & 0xf;
    const std::uint64_t variant = low >> 62;
    return {Uint128{upper} << 62 | (low & (~std::uint64_t{0} >> 2)),
            static_cast<std::uint8_t>(version << 2 | variant)};
}

inline void join_uuid(const UuidParts& parts, std::span<std::uint8_t, 16> uuid) noexcept {
    const auto upper = static_cast<std::uint64_t>(parts.value >> 62);
    const std::uint64_t lower = static_cast<std::uint64_t>(parts.value) & (~std::uint64_t{0} >> 2);
    const std::uint64_t version = parts.kept >> 2;
    const std::uint64_t variant = parts.kept & 3U;
    store_big_endian(upper >> 12 << 16 | version << 12 | (upper & 0xfff), uuid.data());
    store_big_endian(variant << 62 | lower, uuid.data() + 8);
}

} // namespace veil
