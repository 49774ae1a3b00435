#include "core/monotone_search.hpp"

#include <gtest/gtest.h>

namespace veil {
namespace {

constexpr std::uint64_t greatest = UINT64_MAX;

TEST(MonotoneSearch, FindsWhereThePredicateChanges) {
    for (const std::uint64_t from : {0UL, 1UL, 7UL, 8UL, 9UL, 10UL}) {
        EXPECT_EQ(least_that(1, 9, [&](std::uint64_t i) { return i >= from; }),
                  from == 10 ? std::nullopt : std::optional(from == 0 ? 1 : from));
        EXPECT_EQ(greatest_that(1, 9, [&](std::uint64_t i) { return i < from; }),
                  from <= 1 ? std::nullopt : std::optional(from - 1));
    }
}

TEST(MonotoneSearch, TakesTheWholeOfTheNumbers) {
    int calls = 0;
    for (const std::uint64_t from : {0UL, 1UL, greatest / 2, greatest - 1, greatest}) {
        calls = 0;
        EXPECT_EQ(least_that(0, greatest, [&](std::uint64_t i) { return ++calls, i >= from; }), from);
        EXPECT_LE(calls, 65);
        calls = 0;
        EXPECT_EQ(greatest_that(0, greatest, [&](std::uint64_t i) { return ++calls, i <= from; }), from);
        EXPECT_LE(calls, 65);
    }
    EXPECT_EQ(least_that(5, 5, [](std::uint64_t) { return true; }), 5);
    EXPECT_EQ(greatest_that(5, 5, [](std::uint64_t) { return false; }), std::nullopt);
}

} // namespace
} // namespace veil
