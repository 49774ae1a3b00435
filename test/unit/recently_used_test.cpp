#include "core/recently_used.hpp"

#include <gtest/gtest.h>

namespace veil {
namespace {

TEST(RecentlyUsed, LetsGoOfTheOneUsedLongestAgo) {
    RecentlyUsed<int, 3> numbers;
    EXPECT_EQ(numbers.find("one"), nullptr);
    const int& one = numbers.add("one", std::make_unique<const int>(1));
    (void)numbers.add("two", std::make_unique<const int>(2));
    (void)numbers.add("three", std::make_unique<const int>(3));
    EXPECT_EQ(numbers.find("one"), &one);
    EXPECT_EQ(numbers.add("four", std::make_unique<const int>(4)), 4);
    EXPECT_EQ(numbers.find("two"), nullptr);
    EXPECT_EQ(numbers.find("one"), &one);
    ASSERT_NE(numbers.find("three"), nullptr);
    (void)numbers.add("five", std::make_unique<const int>(5));
    EXPECT_EQ(numbers.find("four"), nullptr);
    EXPECT_EQ(*numbers.find("five"), 5);
    EXPECT_EQ(*numbers.find("three"), 3);
    EXPECT_EQ(*numbers.find("one"), 1);
}

} // namespace
} // namespace veil
