#include "core/pseudonym.hpp"

#include "core/base32.hpp"
#include "core/pseudonym_domain.hpp"

#include <algorithm>
#include <array>

namespace veil {

void TextPseudonym::apply(std::span<const std::uint8_t> text, std::span<char, size> out) const noexcept {
    std::array<std::uint8_t, 32> mac;
    hmac_.mac(text, mac);
    base32_encode_128(std::span(mac).first<16>(), out);
}

void BytesPseudonym::apply(std::span<const std::uint8_t> value,
                           std::span<std::uint8_t, size> out) const noexcept {
    std::array<std::uint8_t, 32> mac;
    hmac_.mac(value, mac);
    std::copy_n(mac.begin(), size, out.begin());
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
    const UuidParts parts = split_uuid(in);
    join_uuid({permutation_.encrypt(parts.value, {&parts.kept, 1}), parts.kept}, out);
}

void UuidPseudonym::invert(std::span<const std::uint8_t, 16> in,
                           std::span<std::uint8_t, 16> out) const noexcept {
    const UuidParts parts = split_uuid(in);
    join_uuid({permutation_.decrypt(parts.value, {&parts.kept, 1}), parts.kept}, out);
}

} // namespace veil
