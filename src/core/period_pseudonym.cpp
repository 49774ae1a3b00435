#include "core/period_pseudonym.hpp"

#include "core/base32.hpp"
#include "core/byte_order.hpp"
#include "core/hkdf.hpp"
#include "core/pseudonym_domain.hpp"

#include <algorithm>

namespace veil {
namespace {

std::array<std::uint8_t, 32> mac_in_period(const HmacSha256& hmac, std::span<const std::uint8_t> value,
                                           Period period) noexcept {
    std::array<std::uint8_t, 4> period_size;
    store_big_endian(static_cast<std::uint32_t>(period.size()), period_size.data());
    std::array<std::uint8_t, 32> mac;
    hmac.mac(std::array<HmacSha256::Bytes, 3>{period_size, period, value}, mac);
    return mac;
}

Key256 key_for(const Key256& key, std::string_view info) {
    Key256 result;
    hkdf_sha256(key.bytes(), {}, {reinterpret_cast<const std::uint8_t*>(info.data()), info.size()},
                result.bytes());
    return result;
}

} // namespace

void TextPeriodPseudonym::apply(std::span<const std::uint8_t> text, Period period,
                                std::span<char, size> out) const noexcept {
    const auto mac = mac_in_period(hmac_, text, period);
    base32_encode_128(std::span(mac).first<16>(), out);
}

void BytesPeriodPseudonym::apply(std::span<const std::uint8_t> value, Period period,
                                 std::span<std::uint8_t, size> out) const noexcept {
    const auto mac = mac_in_period(hmac_, value, period);
    std::copy_n(mac.begin(), size, out.begin());
}

PeriodPermutation::PeriodPermutation(const Key256& key, unsigned bits)
    : permutation_(key_for(key, "FF1"), bits, tweak_size), tweak_(key_for(key, "tweak").bytes()) {}

std::array<std::uint8_t, PeriodPermutation::tweak_size>
PeriodPermutation::tweak(std::span<const std::uint8_t> kept, Period period) const noexcept {
    std::array<std::uint8_t, 32> mac;
    tweak_.mac(std::array<HmacSha256::Bytes, 2>{kept, period}, mac);
    std::array<std::uint8_t, tweak_size> result;
    std::copy_n(mac.begin(), tweak_size, result.begin());
    return result;
}

PeriodPermutation::Block PeriodPermutation::encrypt(Block value, std::span<const std::uint8_t> kept,
                                                    Period period) const noexcept {
    return permutation_.encrypt(value, tweak(kept, period));
}

PeriodPermutation::Block PeriodPermutation::decrypt(Block value, std::span<const std::uint8_t> kept,
                                                    Period period) const noexcept {
    return permutation_.decrypt(value, tweak(kept, period));
}

std::int32_t IntegerPeriodPseudonym::apply(std::int32_t value, Period period) const noexcept {
    return without_offset<std::int32_t>(permutation_.encrypt(offset(value), {}, period));
}

std::int32_t IntegerPeriodPseudonym::invert(std::int32_t pseudonym, Period period) const noexcept {
    return without_offset<std::int32_t>(permutation_.decrypt(offset(pseudonym), {}, period));
}

std::int64_t BigintPeriodPseudonym::apply(std::int64_t value, Period period) const noexcept {
    return without_offset<std::int64_t>(permutation_.encrypt(offset(value), {}, period));
}

std::int64_t BigintPeriodPseudonym::invert(std::int64_t pseudonym, Period period) const noexcept {
    return without_offset<std::int64_t>(permutation_.decrypt(offset(pseudonym), {}, period));
}

UuidPeriodPseudonym::UuidPeriodPseudonym(const Key256& key) : permutation_(key, uuid_bits) {}

void UuidPeriodPseudonym::apply(std::span<const std::uint8_t, 16> in, Period period,
                                std::span<std::uint8_t, 16> out) const noexcept {
    const UuidParts parts = split_uuid(in);
    join_uuid({permutation_.encrypt(parts.value, {&parts.kept, 1}, period), parts.kept}, out);
}

void UuidPeriodPseudonym::invert(std::span<const std::uint8_t, 16> in, Period period,
                                 std::span<std::uint8_t, 16> out) const noexcept {
    const UuidParts parts = split_uuid(in);
    join_uuid({permutation_.decrypt(parts.value, {&parts.kept, 1}, period), parts.kept}, out);
}

} // namespace veil
