#include "core/pseudonym.hpp"

#include "core/base32.hpp"
#include "core/byte_order.hpp"

#include <array>
#include <limits>
#include <type_traits>

namespace veil {
namespace {

// Flipping the sign bit adds 2^(n-1): the least value becomes 0, the greatest 2^n - 1.
template <typename Int>
constexpr std::make_unsigned_t<Int> offset(Int value) noexcept {
    using Unsigned = std::make_unsigned_t<Int>;
    return static_cast<Unsigned>(static_cast<Unsigned>(value) ^
                                 static_cast<Unsigned>(std::numeric_limits<Int>::min()));
}

template <typename Int, typename Wide>
constexpr Int without_offset(Wide value) noexcept {
    using Unsigned = std::make_unsigned_t<Int>;
    return static_cast<Int>(static_cast<Unsigned>(static_cast<Unsigned>(value) ^
                                                  static_cast<Unsigned>(std::numeric_limits<Int>::min())));
}

constexpr unsigned uuid_bits = 122;

struct UuidParts {
    Uint128 value; // 48 bits before the version, 12 after it, 62 after the variant
    std::uint8_t kept;
};

UuidParts split(std::span<const std::uint8_t, 16> uuid) noexcept {
    const auto high = load_big_endian<std::uint64_t>(uuid.data());
    const auto low = load_big_endian<std::uint64_t>(uuid.data() + 8);
    const std::uint64_t upper = high >> 16 << 12 | (high & 0xfff);
    const std::uint64_t version = high >> 12 & 0xf;
    const std::uint64_t variant = low >> 62;
    return {Uint128{upper} << 62 | (low & (~std::uint64_t{0} >> 2)),
            static_cast<std::uint8_t>(version << 2 | variant)};
}

void join(const UuidParts& parts, std::span<std::uint8_t, 16> uuid) noexcept {
    const auto upper = static_cast<std::uint64_t>(parts.value >> 62);
    const std::uint64_t lower = static_cast<std::uint64_t>(parts.value) & (~std::uint64_t{0} >> 2);
    const std::uint64_t version = parts.kept >> 2;
    const std::uint64_t variant = parts.kept & 3U;
    store_big_endian(upper >> 12 << 16 | version << 12 | (upper & 0xfff), uuid.data());
    store_big_endian(variant << 62 | lower, uuid.data() + 8);
}

} // namespace

void TextPseudonym::apply(std::span<const std::uint8_t> text, std::span<char, size> out) const noexcept {
    std::array<std::uint8_t, 32> mac;
    hmac_.mac(text, mac);
    base32_encode_128(std::span(mac).first<16>(), out);
}

SmallintPseudonym::SmallintPseudonym(const Key256& key) : table_(key, 65536) {}

std::int16_t SmallintPseudonym::apply(std::int16_t value) const noexcept {
    return without_offset<std::int16_t>(table_.apply(offset(value)));
}

std::int16_t SmallintPseudonym::invert(std::int16_t pseudonym) const noexcept {
    return without_offset<std::int16_t>(table_.invert(offset(pseudonym)));
}

IntegerPseudonym::IntegerPseudonym(const Key256& key) : permutation_(key, 32, 0) {}

std::int32_t IntegerPseudonym::apply(std::int32_t value) const noexcept {
    return without_offset<std::int32_t>(permutation_.encrypt(offset(value)));
}

std::int32_t IntegerPseudonym::invert(std::int32_t pseudonym) const noexcept {
    return without_offset<std::int32_t>(permutation_.decrypt(offset(pseudonym)));
}

BigintPseudonym::BigintPseudonym(const Key256& key) : permutation_(key, 64, 0) {}

std::int64_t BigintPseudonym::apply(std::int64_t value) const noexcept {
    return without_offset<std::int64_t>(permutation_.encrypt(offset(value)));
}

std::int64_t BigintPseudonym::invert(std::int64_t pseudonym) const noexcept {
    return without_offset<std::int64_t>(permutation_.decrypt(offset(pseudonym)));
}

UuidPseudonym::UuidPseudonym(const Key256& key) : permutation_(key, uuid_bits, 1) {}

void UuidPseudonym::apply(std::span<const std::uint8_t, 16> in,
                          std::span<std::uint8_t, 16> out) const noexcept {
    const UuidParts parts = split(in);
    join({permutation_.encrypt(parts.value, {&parts.kept, 1}), parts.kept}, out);
}

void UuidPseudonym::invert(std::span<const std::uint8_t, 16> in,
                           std::span<std::uint8_t, 16> out) const noexcept {
    const UuidParts parts = split(in);
    join({permutation_.decrypt(parts.value, {&parts.kept, 1}), parts.kept}, out);
}

} // namespace veil
