#include "core/hkdf.hpp"

#include "core/crypto_failure.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace veil {
namespace {

using test::Bytes;
using test::hex_bytes;

Bytes derived(const Bytes& input_key, const Bytes& salt, const Bytes& info, std::size_t size) {
    Bytes out(size);
    hkdf_sha256(input_key, salt, info, out);
    return out;
}

Bytes counting(std::uint8_t first, std::size_t size) {
    Bytes bytes(size);
    std::ranges::generate(bytes, [&first] { return first++; });
    return bytes;
}

TEST(Hkdf, GivesTheVectorsOfRfc5869) {
    EXPECT_EQ(
        derived(Bytes(22, 0x0b), counting(0, 13), counting(0xf0, 10), 42),
        hex_bytes("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
    EXPECT_EQ(
        derived(counting(0, 80), counting(0x60, 80), counting(0xb0, 80), 82),
        hex_bytes("b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c6"
                  "5e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"));
    EXPECT_EQ(
        derived(Bytes(22, 0x0b), {}, {}, 42),
        hex_bytes("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
}

TEST(Hkdf, GivesLongerOutputsTheSameBeginning) {
    const Bytes longest = derived(Bytes(32, 1), {}, Bytes(3, 2), 8160);
    for (const std::size_t size : {0, 1, 31, 32, 33, 64, 8159})
        EXPECT_EQ(derived(Bytes(32, 1), {}, Bytes(3, 2), size),
                  Bytes(longest.begin(), longest.begin() + static_cast<std::ptrdiff_t>(size)));
}

TEST(Hkdf, RefusesMoreThanTheStandardAllows) {
    Bytes out(8161);
    EXPECT_THROW(hkdf_sha256(Bytes(32, 1), {}, {}, out), CryptoFailure);
}

} // namespace
} // namespace veil
