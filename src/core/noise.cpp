#include "core/noise.hpp"

#include "core/byte_order.hpp"
#include "core/fixed_point.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace veil {
namespace {

// Deviates are in units of 2^-58.
constexpr int product_bits = 58 + noise_scale_bits;

[[nodiscard]] std::int64_t geometric(std::uint64_t scale, std::uint64_t bits) noexcept {
    return static_cast<std::int64_t>((Uint128{exponential_deviate(bits)} * scale) >> product_bits);
}

[[nodiscard]] std::int64_t gaussian(std::uint64_t scale, RandomBits bits) noexcept {
    const std::int64_t deviate = normal_deviate(exponential_deviate(bits.first), bits.second);
    const std::uint64_t magnitude = deviate < 0 ? -static_cast<std::uint64_t>(deviate) : deviate;
    const auto rounded = static_cast<std::int64_t>(
        (Uint128{magnitude} * scale + (Uint128{1} << (product_bits - 1))) >> product_bits);
    return deviate < 0 ? -rounded : rounded;
}

// The high part of 128 random bits times the number of outcomes, which favours none by more than 2^-86.
[[nodiscard]] std::int64_t uniform(std::uint64_t scale, RandomBits bits) noexcept {
    const std::uint64_t half_width = scale >> noise_scale_bits;
    const Uint128 outcomes = 2 * half_width + 1;
    const Uint128 carry = (bits.second * outcomes) >> 64;
    return static_cast<std::int64_t>((bits.first * outcomes + carry) >> 64) -
           static_cast<std::int64_t>(half_width);
}

} // namespace

std::int64_t noise_deviate(NoiseDistribution distribution, std::uint64_t scale, RandomBits bits) noexcept {
    switch (distribution) {
    case NoiseDistribution::laplace:
        return geometric(scale, bits.first) - geometric(scale, bits.second);
    case NoiseDistribution::gaussian:
        return gaussian(scale, bits);
    case NoiseDistribution::uniform:
        return uniform(scale, bits);
    }
    return 0;
}

std::int64_t Noise::apply(std::int64_t steps, std::span<const std::uint8_t> subject) const noexcept {
    std::array<std::uint8_t, 8> value;
    store_big_endian(static_cast<std::uint64_t>(steps), value.data());
    std::array<std::uint8_t, 32> mac;
    hmac_.mac(std::array<HmacSha256::Bytes, 2>{value, subject}, mac);
    const std::int64_t noise = noise_deviate(
        distribution_, scale_,
        {load_big_endian<std::uint64_t>(mac.data()), load_big_endian<std::uint64_t>(mac.data() + 8)});
    std::int64_t sum = 0;
    if (__builtin_add_overflow(steps, noise, &sum)) {
        sum = noise < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
    }
    return std::clamp(sum, low_, high_);
}

} // namespace veil
