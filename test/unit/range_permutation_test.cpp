#include "core/range_permutation.hpp"

#include "core/crypto_failure.hpp"
#include "test_values.hpp"
#include "thoroughness.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace veil {
namespace {

using test::counting_key;

// On both sides of where the table ends, at a power of two and just over one, where the walk is longest.
TEST(RangePermutation, PermutesWholeRanges) {
    for (const std::uint32_t greatest :
         {0U, 1U, 9U, 999'999U, (1U << 20) - 1, 1U << 20, (1U << 20) + 12'345, (1U << 21) - 1}) {
        const RangePermutation permutation(counting_key(), greatest);
        // Odd, so that it meets the multiples of 16.
        const auto step = greatest < 10 ? 1U : static_cast<std::uint32_t>(one_in(5));
        std::vector<bool> seen(greatest + 1U);
        std::uint32_t fixed = 0;
        for (std::uint32_t value = 0; value <= greatest; value += step) {
            const auto image = permutation.map(Direction::apply, value);
            ASSERT_LE(image, greatest);
            ASSERT_FALSE(seen[static_cast<std::size_t>(image)]) << greatest << " " << value;
            seen[static_cast<std::size_t>(image)] = true;
            fixed += image == value ? 1 : 0;
            if (value % 16 == 0) {
                ASSERT_EQ(permutation.map(Direction::invert, image), value);
            }
        }
        if (greatest > 20) {
            EXPECT_LT(fixed, 12U);
        }
    }
}

TEST(RangePermutation, IsInvertibleInLargeRanges) {
    auto random = test::repeatable_random();
    for (const unsigned bits : {22U, 33U, 63U, 64U, 65U, 127U, 128U}) {
        for (const bool full : {true, false}) {
            const Uint128 all = ~Uint128{0} >> (128 - bits);
            const Uint128 greatest = full ? all : all / 2 + 1;
            const RangePermutation permutation(counting_key(), greatest);
            for (int i = 0; i < 300; ++i) {
                const Uint128 number = Uint128{random()} << 64 | random();
                const Uint128 value = full ? number & all : number % (greatest + 1);
                const Uint128 image = permutation.map(Direction::apply, value);
                ASSERT_LE(image, greatest);
                ASSERT_EQ(permutation.map(Direction::invert, image), value);
                ASSERT_EQ(permutation.map(Direction::apply, permutation.map(Direction::invert, value)),
                          value);
            }
        }
    }
}

TEST(RangePermutation, DependsOnTheTweakAndRefusesOneForATable) {
    const RangePermutation permutation(counting_key(), 9'999'999, 1);
    constexpr std::array<std::uint8_t, 1> one{1};
    constexpr std::array<std::uint8_t, 1> two{2};
    unsigned equal = 0;
    for (std::uint32_t value = 0; value < 1000; ++value) {
        const auto image = permutation.map(Direction::apply, value, one);
        equal += image == permutation.map(Direction::apply, value, two) ? 1 : 0;
        ASSERT_EQ(permutation.map(Direction::invert, image, one), value);
    }
    EXPECT_LT(equal, 3U);
    EXPECT_THROW(RangePermutation(counting_key(), 99, 1), CryptoFailure);
}

} // namespace
} // namespace veil
