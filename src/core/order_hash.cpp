#include "core/order_hash.hpp"

namespace veil {

OrderHash::OrderHash(const std::array<std::uint8_t, 16>& key) noexcept
    : key0_(load_little_endian(key.data())), key1_(load_little_endian(key.data() + 8)) {}

// The two words of the key are of messages that no value makes: of two words.
OrderHash OrderHash::within(std::uint64_t domain) const noexcept {
    return {(*this)(domain, 0), (*this)(domain, 1)};
}

} // namespace veil
