#include "core/time_bucket.hpp"

#include "core/cyclic_part.hpp"
#include "core/iso_text.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace veil {
namespace {

constexpr std::int32_t last_date = 2145031948;
constexpr std::int64_t last_timestamp = 9'223'371'331'199'999'999;

std::string iso(std::int32_t date) {
    std::array<char, longest_iso_text> out{};
    return {out.data(), write_iso_date(date, out)};
}

std::string iso(std::int64_t timestamp) {
    std::array<char, longest_iso_text> out{};
    return {out.data(), write_iso_timestamp(timestamp, out)};
}

template <class T>
void check(T value, const TimeIntervals& intervals) {
    const Interval<T> interval = time_interval(value, intervals);
    const T start = time_interval_start(value, intervals);
    const T middle = time_interval_middle(value, intervals);
    ASSERT_EQ(interval.lower, start);
    ASSERT_LE(start, value);
    ASSERT_GE(interval.upper, value);
    ASSERT_TRUE(interval.upper_unbounded || interval.upper > value);
    ASSERT_GE(middle, start);
    ASSERT_LE(middle, interval.upper);
    ASSERT_EQ(time_interval_start(start, intervals), start);
    if (!interval.lower_unbounded && !interval.upper_unbounded) {
        ASSERT_EQ(static_cast<std::int64_t>(interval.upper) - interval.lower, intervals.width);
        ASSERT_EQ(time_interval_start(middle, intervals), start);
    }
    const T rounded = round_time(value, intervals);
    ASSERT_TRUE(rounded == interval.lower || rounded == interval.upper);
    ASSERT_EQ(round_time(rounded, intervals), rounded);
}

template <class T>
void check_all(T least, T last, std::int64_t widest) {
    auto random = test::repeatable_random();
    const auto span = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(least);
    for (int i = 0; i < 300'000; ++i) {
        const auto width =
            static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(widest) >> (random() % 50)) + 1;
        const TimeIntervals intervals = intervals_from(static_cast<std::int64_t>(random()) / 2, width);
        const T value = static_cast<T>(static_cast<std::uint64_t>(least) + random() % (span + 1));
        for (const T each : {value, least, last}) {
            check(each, intervals);
        }
        ASSERT_LE(time_interval_start(least, intervals), time_interval_start(value, intervals));
        ASSERT_LE(round_time(value, intervals), round_time(last, intervals));
        if (value < last) {
            ASSERT_LE(round_time(value, intervals), round_time(static_cast<T>(value + 1), intervals));
        }
    }
}

TEST(TimeBucket, HoldsItsDate) {
    check_all<std::int32_t>(calendar::least_date, last_date, 70'000'000);
}

TEST(TimeBucket, HoldsItsTimestamp) {
    check_all<std::int64_t>(calendar::least_timestamp, last_timestamp, 6'048'000'000'000'000'000);
}

TEST(TimeBucket, LeavesInfinities) {
    const TimeIntervals week = intervals_from(2, 7);
    for (const std::int32_t value :
         {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()}) {
        EXPECT_EQ(time_interval_start(value, week), value);
        EXPECT_EQ(time_interval_middle(value, week), value);
        EXPECT_EQ(round_time(value, week), value);
    }
}

TEST(TimeBucket, StartsAtTheOrigin) {
    EXPECT_EQ(time_interval_start(8, intervals_from(2, 7)), 2);
    EXPECT_EQ(time_interval_start(9, intervals_from(2, 7)), 9);
    EXPECT_EQ(time_interval_start(1, intervals_from(2, 7)), -5);
    EXPECT_EQ(time_interval_start(1, intervals_from(-5, 7)), -5);
    EXPECT_EQ(round_time(5, intervals_from(2, 7)), 2);
    EXPECT_EQ(round_time(6, intervals_from(2, 7)), 9);
}

TEST(IsoText, IsWrittenAsTheServerDoes) {
    EXPECT_EQ(iso(std::int32_t{0}), "2000-01-01");
    EXPECT_EQ(iso(std::int32_t{8825}), "2024-02-29");
    EXPECT_EQ(iso(calendar::least_date), "4714-11-24 BC");
    EXPECT_EQ(iso(last_date), "5874897-12-31");
    EXPECT_EQ(iso(std::int64_t{0}), "2000-01-01 00:00:00");
    EXPECT_EQ(iso(std::int64_t{-1}), "1999-12-31 23:59:59.999999");
    EXPECT_EQ(iso(std::int64_t{1'500'000}), "2000-01-01 00:00:01.5");
    EXPECT_EQ(iso(calendar::least_timestamp), "4714-11-24 00:00:00 BC");
    EXPECT_EQ(iso(last_timestamp), "294276-12-31 23:59:59.999999");
}

TEST(CyclicPart, ComesBack) {
    EXPECT_EQ(part_of_date(0, CyclicPart::weekday), 6); // a Saturday
    EXPECT_EQ(part_of_date(0, CyclicPart::week), 52);
    EXPECT_EQ(part_of_date(2, CyclicPart::week), 1);
    EXPECT_EQ(part_of_date(8825, CyclicPart::month), 2);
    EXPECT_EQ(part_of_date(8825, CyclicPart::quarter), 1);
    EXPECT_EQ(part_of_date(8825, CyclicPart::hour), std::nullopt);
    EXPECT_EQ(part_of_time(86'400'000'000, CyclicPart::hour), 24);
    EXPECT_EQ(part_of_time(-1, CyclicPart::hour), std::nullopt);
    EXPECT_EQ(part_of_time(5'459'999'999, CyclicPart::minute), 30);
    EXPECT_EQ(part_of_timestamp(-1, CyclicPart::hour), 23);
    EXPECT_EQ(part_of_timestamp(-1, CyclicPart::weekday), 5);
    EXPECT_EQ(part_of_timestamp(std::numeric_limits<std::int64_t>::max(), CyclicPart::hour), std::nullopt);
    EXPECT_EQ(part_of_date(std::numeric_limits<std::int32_t>::min(), CyclicPart::month), std::nullopt);
    // Beyond every date of the calendar, and total all the same.
    EXPECT_TRUE(part_of_date(std::numeric_limits<std::int32_t>::max() - 1, CyclicPart::week));
    EXPECT_EQ(parse_cyclic_part("weekday"), CyclicPart::weekday);
    EXPECT_EQ(parse_cyclic_part("century"), std::nullopt);
}

} // namespace
} // namespace veil
