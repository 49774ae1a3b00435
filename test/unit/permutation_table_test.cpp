#include "core/permutation_table.hpp"

#include "core/crypto_failure.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <vector>

namespace veil {
namespace {

using test::counting_key;

TEST(PermutationTable, IsAPermutationAndItsInverse) {
    for (const std::uint32_t size : {1U, 2U, 3U, 10U, 1000U, 65536U, 1U << 20}) {
        const PermutationTable table(counting_key(), size);
        std::vector<bool> seen(size);
        for (std::uint32_t value = 0; value < size; ++value) {
            const std::uint32_t image = table.apply(value);
            ASSERT_LT(image, size);
            ASSERT_FALSE(seen[image]) << size << " " << value;
            seen[image] = true;
            ASSERT_EQ(table.invert(image), value);
        }
    }
}

TEST(PermutationTable, DependsOnTheKey) {
    const PermutationTable first(counting_key(), 10'000);
    const PermutationTable same(counting_key(), 10'000);
    const PermutationTable other(counting_key(1), 10'000);
    unsigned equal = 0;
    for (std::uint32_t value = 0; value < 10'000; ++value) {
        ASSERT_EQ(first.apply(value), same.apply(value));
        equal += first.apply(value) == other.apply(value) ? 1 : 0;
    }
    // One is expected for two independent permutations.
    EXPECT_LT(equal, 10U);
}

// 24 000 keys and the 24 permutations of four values: 1000 each, with a standard deviation of 31.
TEST(PermutationTable, DrawsEveryPermutationEquallyOften) {
    std::map<std::array<std::uint32_t, 4>, unsigned> counts;
    for (unsigned number = 0; number < 24'000; ++number) {
        Key256 key;
        key.bytes()[0] = static_cast<std::uint8_t>(number);
        key.bytes()[1] = static_cast<std::uint8_t>(number >> 8);
        const PermutationTable table(key, 4);
        ++counts[{table.apply(0), table.apply(1), table.apply(2), table.apply(3)}];
    }
    EXPECT_EQ(counts.size(), 24U);
    for (const auto& [permutation, count] : counts) {
        EXPECT_GT(count, 850U);
        EXPECT_LT(count, 1150U);
    }
}

TEST(PermutationTable, RefusesSizesOutOfRange) {
    EXPECT_THROW(PermutationTable(counting_key(), 0), CryptoFailure);
    EXPECT_THROW(PermutationTable(counting_key(), (1U << 20) + 1), CryptoFailure);
}

} // namespace
} // namespace veil
