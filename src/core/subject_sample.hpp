// A sample of subjects that a key draws: the same subjects in every table and at every reading.
#pragma once

#include "core/byte_order.hpp"
#include "core/hmac_sha256.hpp"
#include "core/secret.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>

namespace veil {

// Not for two threads at once (see HmacSha256).
class SubjectSample {
  public:
    static constexpr std::string_view purpose = "sample";

    explicit SubjectSample(const Key256& key) : hmac_(key.bytes()) {}

    // Whether the first 64 bits of HMAC-SHA-256 of the subject, read as a fraction of 1, are below
    // `fraction`. Nobody is in the sample for 0 and less, and for NaN; everybody for 1 and more; and a larger
    // sample holds a smaller one.
    [[nodiscard]] bool holds(std::span<const std::uint8_t> subject, double fraction) const noexcept {
        if (!(fraction > 0)) {
            return false;
        }
        if (fraction >= 1) {
            return true;
        }
        std::array<std::uint8_t, 32> mac;
        hmac_.mac(subject, mac);
        // The bound is below 2^64, since the greatest double under 1 is 1 - 2^-53.
        return load_big_endian<std::uint64_t>(mac.data()) <
               static_cast<std::uint64_t>(std::ceil(fraction * 0x1p64));
    }

  private:
    HmacSha256 hmac_;
};

} // namespace veil
