// A keyed hash that decides in which order hash tables give back what they hold: without the key nobody can
// tell which of two values comes first. SipHash-1-3 of bytes, or of half, one or two words of eight, these in
// little-endian order as in the reference (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012;
// with so many rounds it keeps the hash tables of several languages from being flooded).
#pragma once

#include "core/byte_order.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace veil {

namespace detail {

struct SipState {
    std::uint64_t v0;
    std::uint64_t v1;
    std::uint64_t v2;
    std::uint64_t v3;

    void round() noexcept {
        v0 += v1;
        v2 += v3;
        v1 = std::rotl(v1, 13) ^ v0;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 = std::rotl(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = std::rotl(v1, 17) ^ v2;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 = std::rotl(v2, 32);
    }

    void absorb(std::uint64_t word) noexcept {
        v3 ^= word;
        round();
        v0 ^= word;
    }

    // `length`: of all that was absorbed, in bytes.
    // `rest`: the bytes that fill no word, the first one lowest.
    [[nodiscard]] std::uint64_t finish(std::uint64_t length, std::uint64_t rest = 0) noexcept {
        absorb(length << 56U | rest);
        v2 ^= 0xffU;
        for (int i = 0; i < 3; ++i) {
            round();
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
};

} // namespace detail

class OrderHash {
  public:
    // `key`: 16 bytes, secret and uniform.
    explicit OrderHash(const std::array<std::uint8_t, 16>& key) noexcept;

    // Of a value's own hash, which need not be keyed.
    [[nodiscard]] std::uint64_t operator()(std::uint64_t value_hash) const noexcept;

    // Of four bytes, which cost a round less than eight.
    [[nodiscard]] std::uint64_t operator()(std::uint32_t value) const noexcept;

    [[nodiscard]] std::uint64_t operator()(std::string_view bytes) const noexcept;

    // The same within a domain: orders of two domains have nothing in common.
    [[nodiscard]] std::uint64_t operator()(std::uint64_t value_hash, std::uint64_t domain) const noexcept;

    // A hash with a key made of this one, for the values of one domain.
    [[nodiscard]] OrderHash within(std::uint64_t domain) const noexcept;

  private:
    constexpr OrderHash(std::uint64_t key0, std::uint64_t key1) noexcept : key0_(key0), key1_(key1) {}

    [[nodiscard]] detail::SipState begin() const noexcept {
        return {key0_ ^ 0x736f6d6570736575U, key1_ ^ 0x646f72616e646f6dU, key0_ ^ 0x6c7967656e657261U,
                key1_ ^ 0x7465646279746573U};
    }

    std::uint64_t key0_;
    std::uint64_t key1_;
};

// Here, since a plan asks for each of its rows.
inline std::uint64_t OrderHash::operator()(std::uint64_t value_hash) const noexcept {
    detail::SipState state = begin();
    state.absorb(value_hash);
    return state.finish(8);
}

inline std::uint64_t OrderHash::operator()(std::uint32_t value) const noexcept {
    return begin().finish(4, value);
}

inline std::uint64_t OrderHash::operator()(std::string_view bytes) const noexcept {
    detail::SipState state = begin();
    const std::size_t length = bytes.size();
    for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
        state.absorb(load_little_endian(reinterpret_cast<const std::uint8_t*>(bytes.data())));
    }
    std::uint64_t rest = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        rest |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    }
    return state.finish(length, rest);
}

inline std::uint64_t OrderHash::operator()(std::uint64_t value_hash, std::uint64_t domain) const noexcept {
    detail::SipState state = begin();
    state.absorb(value_hash);
    state.absorb(domain);
    return state.finish(16);
}

} // namespace veil
