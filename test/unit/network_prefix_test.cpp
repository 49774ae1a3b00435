#include "core/network_prefix.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>

namespace veil {
namespace {

TEST(NetworkPrefix, ClearsExactlyWhatIsBehindTheBits) {
    for (unsigned bits = 0; bits <= 140; ++bits) {
        std::array<std::uint8_t, 16> address{};
        address.fill(0xFF);
        clear_host_bits(address, bits);
        for (unsigned bit = 0; bit < 128; ++bit) {
            const bool is_set = (address[bit / 8] & (0x80U >> (bit % 8))) != 0;
            EXPECT_EQ(is_set, bit < bits) << bits << " bits, bit " << bit;
        }
    }
}

TEST(NetworkPrefix, LeavesAnEmptyAddressAlone) {
    clear_host_bits({}, 0);
    clear_host_bits({}, 24);
}

} // namespace
} // namespace veil
