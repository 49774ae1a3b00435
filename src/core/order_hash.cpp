#include "core/order_hash.hpp"

#include <bit>

namespace veil {

namespace {

struct State {
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
};

std::uint64_t little_endian(const std::uint8_t* bytes) noexcept {
    std::uint64_t word = 0;
    for (int i = 7; i >= 0; --i) {
        word = word << 8U | bytes[i];
    }
    return word;
}

} // namespace

OrderHash::OrderHash(const std::array<std::uint8_t, 16>& key) noexcept
    : key0_(little_endian(key.data())), key1_(little_endian(key.data() + 8)) {}

std::uint64_t OrderHash::operator()(std::uint64_t value_hash, std::uint64_t domain) const noexcept {
    State state{key0_ ^ 0x736f6d6570736575U, key1_ ^ 0x646f72616e646f6dU, key0_ ^ 0x6c7967656e657261U,
                key1_ ^ 0x7465646279746573U};
    state.absorb(value_hash);
    state.absorb(domain);
    state.absorb(std::uint64_t{16} << 56U);
    state.v2 ^= 0xffU;
    for (int i = 0; i < 3; ++i) {
        state.round();
    }
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

} // namespace veil
