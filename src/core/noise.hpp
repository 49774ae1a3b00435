// Sticky noise: what is added to a value follows from a key, the subject and the value, so a question has one
// answer for ever, and neither averaging nor the difference that an update makes tells the value. The noise
// and the result are whole numbers of grid steps: a sum of floating-point numbers would show in its low bits
// which values it can be of (I. Mironov, "On significance of the least significant bits for differential
// privacy", CCS 2012).
#pragma once

#include "core/hmac_sha256.hpp"
#include "core/noise_form.hpp"
#include "core/secret.hpp"

#include <cstdint>
#include <span>

namespace veil {

// Two uniform words.
struct RandomBits {
    std::uint64_t first;
    std::uint64_t second;
};

// A deviate of a distribution with mean 0 in steps; `scale` as in NoiseForm. With t = scale / 2^24:
// - laplace: the difference of two geometric deviates floor(-t ln u), which is k with a probability in
//   proportion to e^(-|k| / t). Its magnitude is at most 45.06 t.
// - gaussian: a normal deviate of standard deviation t, rounded to a whole number. At most 9.5 t.
// - uniform: any of -floor(t) ... floor(t) alike.
// The probability of no set {k <= n} is further than 2^-45 from that of the ideal distribution.
[[nodiscard]] std::int64_t noise_deviate(NoiseDistribution distribution, std::uint64_t scale,
                                         RandomBits bits) noexcept;

// Keyed by noise_purpose() of the form. Not for two threads at once (see HmacSha256).
class Noise {
  public:
    Noise(const Key256& key, const NoiseForm& form)
        : hmac_(key.bytes()), scale_(form.scale), low_(form.low), high_(form.high),
          distribution_(form.distribution) {}

    // `steps` is the value in steps of the grid. Its noise is drawn with HMAC-SHA-256 of `steps`, 8 bytes
    // big-endian, and the subject. The result is `steps` and the noise, saturating, and not beyond the form's
    // bounds. Values that the grid does not tell apart have the same noise.
    [[nodiscard]] std::int64_t apply(std::int64_t steps,
                                     std::span<const std::uint8_t> subject) const noexcept;

  private:
    HmacSha256 hmac_;
    std::uint64_t scale_;
    std::int64_t low_;
    std::int64_t high_;
    NoiseDistribution distribution_;
};

} // namespace veil
