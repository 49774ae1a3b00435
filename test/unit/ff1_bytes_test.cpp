#include "core/ff1_bytes.hpp"

#include "ff1_reference.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace veil {
namespace {

using test::Bytes;
using test::counting_key;

Bytes random_bytes(std::size_t size) {
    auto random = test::repeatable_random();
    Bytes bytes(size);
    std::ranges::generate(bytes, [&] { return static_cast<std::uint8_t>(random()); });
    return bytes;
}

// Every length in which a block begins or ends somewhere in Q or S, and long ones.
TEST(ByteFf1, EqualsTheStandardWithRadix256) {
    const test::Ff1Reference reference(test::copy_of(counting_key()), 256);
    const ByteFf1 permutation(counting_key());
    std::vector<std::size_t> lengths{511, 512, 1001};
    for (std::size_t length = ByteFf1::least_length; length <= 100; ++length)
        lengths.push_back(length);
    for (const std::size_t length : lengths)
        for (const std::uint8_t tweak : Bytes{0, 2, 255}) {
            const Bytes text = random_bytes(length);
            const auto expected = reference.encrypt({text.begin(), text.end()}, {tweak});
            Bytes image = text;
            permutation.encrypt(image, tweak);
            ASSERT_TRUE(std::ranges::equal(image, expected)) << length << " " << int{tweak};
            permutation.decrypt(image, tweak);
            ASSERT_EQ(image, text) << length << " " << int{tweak};
        }
}

// Carries run through whole halves when all bytes are equal.
TEST(ByteFf1, InvertsItselfInBothOrders) {
    const ByteFf1 permutation(counting_key());
    for (std::size_t length = ByteFf1::least_length; length <= 64; ++length)
        for (const int byte : {0, 1, 255}) {
            const Bytes text(length, static_cast<std::uint8_t>(byte));
            Bytes changed = text;
            permutation.decrypt(changed, 0);
            EXPECT_NE(changed, text);
            permutation.encrypt(changed, 0);
            EXPECT_EQ(changed, text);
        }
}

TEST(ByteFf1, LongTextsToo) {
    const ByteFf1 permutation(counting_key());
    const Bytes text = random_bytes(1'000'001);
    Bytes changed = text;
    permutation.encrypt(changed, 1);
    EXPECT_NE(changed, text);
    permutation.decrypt(changed, 1);
    EXPECT_EQ(changed, text);
}

TEST(ByteFf1DeathTest, RefusesWhatIsTooShortForFf1) {
    const ByteFf1 permutation(counting_key());
    Bytes text(2);
    EXPECT_DEATH(permutation.encrypt(text, 0), "");
}

} // namespace
} // namespace veil
