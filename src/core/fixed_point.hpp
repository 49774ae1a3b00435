// Functions that turn random bits into random deviates, in integer arithmetic: the last bit of a result is
// the same on every machine, which a library's log() and cos() do not promise.
#pragma once

#include "core/byte_order.hpp"

#include <cstdint>

namespace veil {

// -ln((2 * bits + 1) / 2^65) in units of 2^-58: a deviate of the exponential distribution with mean 1 where
// `bits` is uniform. From 0 to 65 ln 2 < 45.06. Within 2^-57 of the real number.
[[nodiscard]] std::uint64_t exponential_deviate(std::uint64_t bits) noexcept;

// cos(2 pi bits / 2^64) in units of 2^-62, from -2^62 to 2^62. Within 2^-57 of the real number.
[[nodiscard]] std::int64_t cosine_of_turn(std::uint64_t bits) noexcept;

// sqrt(2 e) cos(2 pi v), where `e` is an exponential deviate and `bits` a uniform v (G. E. P. Box and M. E.
// Muller, 1958): a deviate of the standard normal distribution, in units of 2^-58. Its magnitude is under
// 9.5. Within 2^-47 of what exact arithmetic makes of the same `e`; the square root is IEEE 754's, which is
// correctly rounded everywhere.
[[nodiscard]] std::int64_t normal_deviate(std::uint64_t exponential, std::uint64_t bits) noexcept;

} // namespace veil
