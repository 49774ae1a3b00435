#include "core/date_truncation.hpp"
#include "thoroughness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string_view>

namespace veil {
namespace {

constexpr std::array<DateUnit, 13> units = {
    DateUnit::microsecond, DateUnit::millisecond, DateUnit::second,    DateUnit::minute,  DateUnit::hour,
    DateUnit::day,         DateUnit::week,        DateUnit::month,     DateUnit::quarter, DateUnit::year,
    DateUnit::decade,      DateUnit::century,     DateUnit::millennium};

constexpr std::int32_t least_date = -2451545;
constexpr std::int64_t microseconds_per_day = 86'400'000'000;
constexpr std::int64_t least_timestamp = -211'813'488'000'000'000;
constexpr std::int64_t end_of_timestamps = 9'223'371'331'200'000'000;

using std::chrono::sys_days;
using std::chrono::year_month_day;
constexpr sys_days epoch = sys_days{std::chrono::January / 1 / 2000};

std::int32_t date(int year, unsigned month, unsigned day) {
    const year_month_day civil{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return static_cast<std::int32_t>((sys_days{civil} - epoch).count());
}

// Towards minus infinity.
std::int64_t floor_multiple(std::int64_t value, std::int64_t width) {
    const std::int64_t remainder = value % width;
    return value - remainder - (remainder < 0 ? width : 0);
}

// The reference, by the standard library's calendar: years -32767 ... 32767 only.
std::int32_t reference(std::int32_t days, DateUnit unit) {
    const sys_days day = epoch + std::chrono::days{days};
    const year_month_day civil{day};
    const int year = static_cast<int>(civil.year());
    const unsigned month = static_cast<unsigned>(civil.month());
    std::int32_t start = days;
    switch (unit) {
    case DateUnit::week:
        start = days - static_cast<int>((std::chrono::weekday{day} - std::chrono::Monday).count());
        break;
    case DateUnit::month:
        start = date(year, month, 1);
        break;
    case DateUnit::quarter:
        start = date(year, (month - 1) / 3 * 3 + 1, 1);
        break;
    case DateUnit::year:
        start = date(year, 1, 1);
        break;
    case DateUnit::decade:
        start = date(static_cast<int>(floor_multiple(year, 10)), 1, 1);
        break;
    case DateUnit::century:
        start = date(static_cast<int>(floor_multiple(year - 1, 100)) + 1, 1, 1);
        break;
    case DateUnit::millennium:
        start = date(static_cast<int>(floor_multiple(year - 1, 1000)) + 1, 1, 1);
        break;
    default:
        break;
    }
    return std::max(start, least_date);
}

std::int64_t reference(std::int64_t timestamp, DateUnit unit) {
    constexpr std::array<std::int64_t, 6> widths = {1,          1000,          1'000'000,
                                                    60'000'000, 3'600'000'000, microseconds_per_day};
    if (unit <= DateUnit::day) {
        return floor_multiple(timestamp, widths.at(static_cast<std::size_t>(unit)));
    }
    const std::int64_t day = floor_multiple(timestamp, microseconds_per_day) / microseconds_per_day;
    return reference(static_cast<std::int32_t>(day), unit) * microseconds_per_day;
}

TEST(ParseDateUnit, KnowsExactNames) {
    constexpr std::array<std::string_view, 13> names = {
        "microsecond", "millisecond", "second", "minute", "hour",    "day",       "week",
        "month",       "quarter",     "year",   "decade", "century", "millennium"};
    for (std::size_t position = 0; position < names.size(); ++position) {
        EXPECT_EQ(parse_date_unit(names.at(position)), units.at(position));
    }
    constexpr std::array<std::string_view, 9> others = {
        "", "Year", "years", "yea", " year", "year ", "isoyear", "centuries", std::string_view("year\0", 5)};
    for (const std::string_view name : others) {
        EXPECT_EQ(parse_date_unit(name), std::nullopt) << name;
    }
}

TEST(TruncateDate, AgreesWithTheReferenceOnEveryDay) {
    const std::int32_t end = date(3300, 1, 1);
    for (const DateUnit unit : units) {
        std::int32_t last = least_date;
        for (std::int32_t day = least_date; day < end; day += one_in(5)) {
            const std::int32_t truncated = truncate_date(day, unit);
            ASSERT_EQ(truncated, reference(day, unit)) << day << ", unit " << static_cast<int>(unit);
            ASSERT_LE(last, truncated);
            last = truncated;
        }
    }
}

TEST(TruncateDate, AgreesWithTheReferenceFarAway) {
    const std::int32_t end = date(32767, 12, 31);
    for (const DateUnit unit : units) {
        for (std::int32_t day = date(3300, 1, 1); day < end; day += 13) {
            ASSERT_EQ(truncate_date(day, unit), reference(day, unit))
                << day << ", unit " << static_cast<int>(unit);
        }
    }
}

// The calendar repeats after 400 years, 146097 days and 20871 weeks; centuries and all do after 2000 years.
TEST(TruncateDate, RepeatsAfter2000YearsUpToTheLastDate) {
    constexpr std::int32_t period = 5 * 146097;
    constexpr std::int32_t last_date = 2147483493 - 2451545; // 5874897-12-31
    std::mt19937 random(20260104); // NOLINT(cert-msc32-c,cert-msc51-cpp): repeatable
    for (int round = 0; round < 200000; ++round) {
        const auto day =
            static_cast<std::int32_t>(random() % static_cast<unsigned>(last_date - period)) + period;
        const std::int32_t near = day % period;
        for (const DateUnit unit : units) {
            ASSERT_EQ(truncate_date(day, unit) - day, reference(near, unit) - near)
                << day << ", unit " << static_cast<int>(unit);
        }
    }
    EXPECT_EQ(truncate_date(last_date, DateUnit::year), last_date - 364);
    EXPECT_EQ(truncate_date(last_date, DateUnit::month), last_date - 30);
}

TEST(TruncateDate, KeepsInfinitiesAndTheLeastDate) {
    using Limits = std::numeric_limits<std::int32_t>;
    for (const DateUnit unit : units) {
        EXPECT_EQ(truncate_date(Limits::min(), unit), Limits::min());
        EXPECT_EQ(truncate_date(Limits::max(), unit), Limits::max());
        EXPECT_EQ(truncate_date(least_date, unit), least_date);
        // No date of PostgreSQL's, but total all the same.
        EXPECT_EQ(truncate_date(Limits::min() + 1, unit),
                  unit <= DateUnit::day ? Limits::min() + 1 : least_date);
        EXPECT_LE(truncate_date(Limits::max() - 1, unit), Limits::max() - 1);
        EXPECT_GT(truncate_date(Limits::max() - 1, unit), Limits::max() - 400000);
    }
    EXPECT_EQ(truncate_date(date(-4712, 3, 1), DateUnit::millennium), least_date);
    EXPECT_EQ(truncate_date(date(-4712, 3, 1), DateUnit::year), date(-4712, 1, 1));
}

// Taken from PostgreSQL 15.18: date_trunc of a timestamp, both as microseconds since 2000.
TEST(TruncateTimestamp, AgreesWithPostgres) {
    struct Case {
        std::string_view unit;
        std::int64_t timestamp;
        std::int64_t truncated;
    };
    constexpr std::array<Case, 34> cases = {{
        {"week", 762566399999999, 762220800000000},               // 2024-02-29 23:59:59.999999: 2024-02-26
        {"week", 31622400000000, 31622400000000},                 // 2001-01-01
        {"week", -41103210877, -432000000000},                    // 1999-12-31 12:34:56.789123: 1999-12-27
        {"week", -63082368000000000, -63082886400000000},         // 0001-12-31 BC: 0001-12-25 BC
        {"week", -66269577600000000, -66269577600000000},         // 0101-01-01 BC
        {"month", 762566399999999, 760060800000000},              // 2024-02-01
        {"month", -63082368000000000, -63084960000000000},        // 0001-12-01 BC
        {"quarter", 762566399999999, 757382400000000},            // 2024-01-01
        {"quarter", 31536000000000, 23673600000000},              // 2000-12-31: 2000-10-01
        {"quarter", -62942486400000000, -62948275200000000},      // 0005-06-07: 0005-04-01
        {"quarter", -63082368000000000, -63090230400000000},      // 0001-10-01 BC
        {"decade", 31622400000000, 0},                            // 2001-01-01: 2000-01-01
        {"decade", -41103210877, -315532800000000},               // 1990-01-01
        {"decade", -63082281600000000, -63113904000000000},       // 0001-01-01: 0001-01-01 BC
        {"decade", -62942486400000000, -63113904000000000},       // 0005-06-07: 0001-01-01 BC
        {"decade", -63424339200000000, -63429436800000000},       // 0011-03-01 BC: 0011-01-01 BC
        {"decade", -66206592000000000, -66269577600000000},       // 0100-12-31 BC: 0101-01-01 BC
        {"decade", -189310089600000000, -189341712000000000},     // 4000-01-01 BC: 4001-01-01 BC
        {"century", 31536000000000, -3124137600000000},           // 2000-12-31: 1901-01-01
        {"century", 31622400000000, 31622400000000},              // 2001-01-01
        {"century", -63082281600000000, -63082281600000000},      // 0001-01-01
        {"century", -63082368000000000, -66238041600000000},      // 0001-12-31 BC: 0100-01-01 BC
        {"century", -66206592000000000, -66238041600000000},      // 0100-12-31 BC: 0100-01-01 BC
        {"century", -66269577600000000, -69393715200000000},      // 0101-01-01 BC: 0200-01-01 BC
        {"century", -189310089600000000, -189310089600000000},    // 4000-01-01 BC
        {"millennium", 31536000000000, -31525372800000000},       // 2000-12-31: 1001-01-01
        {"millennium", 31622400000000, 31622400000000},           // 2001-01-01
        {"millennium", -63082281600000000, -63082281600000000},   // 0001-01-01
        {"millennium", -63082368000000000, -94639276800000000},   // 0001-12-31 BC: 1000-01-01 BC
        {"millennium", -94639363200000000, -126196185600000000},  // 1001-12-31 BC: 2000-01-01 BC
        {"millennium", -189310089600000000, -189310089600000000}, // 4000-01-01 BC
        {"decade", 9223371331199999999, 9223150406400000000},  // 294276-12-31 23:59:59.999999: 294270-01-01
        {"century", 9223371331199999999, 9220972953600000000}, // 294201-01-01
        {"millennium", 9223371331199999999, 9214661606400000000}, // 294001-01-01
    }};
    for (const Case& expected : cases) {
        const std::optional<DateUnit> unit = parse_date_unit(expected.unit);
        ASSERT_TRUE(unit.has_value());
        EXPECT_EQ(truncate_timestamp(expected.timestamp, *unit), expected.truncated)
            << expected.unit << " of " << expected.timestamp;
    }
}

TEST(TruncateTimestamp, AgreesWithTheReference) {
    std::mt19937_64 random(20260105); // NOLINT(cert-msc32-c,cert-msc51-cpp): repeatable
    const std::int64_t end = date(32767, 1, 1) * microseconds_per_day;
    const auto range = static_cast<std::uint64_t>(end - least_timestamp);
    for (const DateUnit unit : units) {
        for (int round = 0; round < 50000; ++round) {
            const std::int64_t timestamp = static_cast<std::int64_t>(random() % range) + least_timestamp;
            const std::int64_t truncated = truncate_timestamp(timestamp, unit);
            ASSERT_EQ(truncated, reference(timestamp, unit))
                << timestamp << ", unit " << static_cast<int>(unit);
            // Both sides of the unit's start.
            ASSERT_EQ(truncate_timestamp(truncated, unit), truncated);
            if (truncated > least_timestamp) {
                ASSERT_EQ(truncate_timestamp(truncated - 1, unit), reference(truncated - 1, unit))
                    << timestamp << ", unit " << static_cast<int>(unit);
            }
        }
    }
}

TEST(TruncateTimestamp, KeepsInfinitiesAndTheLeastTimestamp) {
    using Limits = std::numeric_limits<std::int64_t>;
    for (const DateUnit unit : units) {
        EXPECT_EQ(truncate_timestamp(Limits::min(), unit), Limits::min());
        EXPECT_EQ(truncate_timestamp(Limits::max(), unit), Limits::max());
        EXPECT_EQ(truncate_timestamp(least_timestamp, unit), least_timestamp);
        // No timestamps of PostgreSQL's, but total all the same.
        EXPECT_EQ(truncate_timestamp(Limits::min() + 1, unit),
                  unit == DateUnit::microsecond ? Limits::min() + 1 : least_timestamp);
        EXPECT_LE(truncate_timestamp(Limits::max() - 1, unit), Limits::max() - 1);
        EXPECT_LE(truncate_timestamp(end_of_timestamps - 1, unit),
                  truncate_timestamp(end_of_timestamps, unit));
    }
    EXPECT_EQ(truncate_timestamp(least_timestamp + 5, DateUnit::millennium), least_timestamp);
    EXPECT_EQ(truncate_timestamp(least_timestamp + 1005, DateUnit::millisecond), least_timestamp + 1000);
}

TEST(TruncateTimestamp, IsFlooredBefore2000) {
    EXPECT_EQ(truncate_timestamp(-1, DateUnit::millisecond), -1000);
    EXPECT_EQ(truncate_timestamp(-1, DateUnit::second), -1'000'000);
    EXPECT_EQ(truncate_timestamp(-1, DateUnit::minute), -60'000'000);
    EXPECT_EQ(truncate_timestamp(-1, DateUnit::hour), -3'600'000'000);
    EXPECT_EQ(truncate_timestamp(-1, DateUnit::day), -microseconds_per_day);
    EXPECT_EQ(truncate_timestamp(-1, DateUnit::year), -365 * microseconds_per_day);
}

} // namespace
} // namespace veil
