#include "core/order_hash.hpp"

namespace veil {

namespace {

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

} // namespace veil
