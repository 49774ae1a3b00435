// A keyed hash that decides in which order hash tables give back what they hold: without the key nobody can
// tell which of two values comes first. SipHash-1-3 of two words (Aumasson and Bernstein, "SipHash: a fast
// short-input PRF", 2012; with so many rounds it keeps the hash tables of several languages from being
// flooded).
#pragma once

#include <array>
#include <cstdint>

namespace veil {

class OrderHash {
  public:
    // `key`: 16 bytes, secret and uniform.
    explicit OrderHash(const std::array<std::uint8_t, 16>& key) noexcept;

    // Of a value's own hash, which need not be keyed, within a domain: orders of two domains have nothing in
    // common. The 16 bytes are hashed in little-endian order, as in the reference.
    [[nodiscard]] std::uint64_t operator()(std::uint64_t value_hash, std::uint64_t domain) const noexcept;

  private:
    std::uint64_t key0_;
    std::uint64_t key1_;
};

} // namespace veil
