#include "core/age.hpp"

#include "core/calendar.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace veil {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

std::int32_t date(int year, unsigned month, unsigned day) {
    const year_month_day civil{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return static_cast<std::int32_t>((sys_days{civil} - sys_days{std::chrono::January / 1 / 2000}).count());
}

std::optional<int> years(std::int32_t born, std::int32_t at) {
    const auto band = age_band(born, at, {1, no_top});
    return band ? std::optional<int>(band->first) : std::nullopt;
}

std::string text_of(std::int32_t born, std::int32_t at, const AgeBands& bands) {
    std::array<char, longest_age_text> out{};
    const auto band = age_band(born, at, bands);
    return band ? std::string(out.data(), write_age_band(*band, out)) : "nothing";
}

TEST(Age, IsCompletedOnTheBirthday) {
    EXPECT_EQ(years(date(1980, 6, 15), date(2020, 6, 14)), 39);
    EXPECT_EQ(years(date(1980, 6, 15), date(2020, 6, 15)), 40);
    EXPECT_EQ(years(date(2020, 6, 15), date(2020, 6, 15)), 0);
    EXPECT_EQ(years(date(2020, 6, 16), date(2020, 6, 15)), std::nullopt);
}

TEST(Age, OfALeapDayIsCompletedOnTheFirstOfMarch) {
    EXPECT_EQ(years(date(1980, 2, 29), date(1981, 2, 28)), 0);
    EXPECT_EQ(years(date(1980, 2, 29), date(1981, 3, 1)), 1);
    EXPECT_EQ(years(date(1980, 2, 29), date(1984, 2, 29)), 4);
    EXPECT_EQ(years(date(1896, 2, 29), date(1900, 2, 28)), 3);
}

TEST(Age, CountsThroughTheYearZero) {
    EXPECT_EQ(years(date(-1, 3, 1), date(1, 3, 1)), 2);
    EXPECT_EQ(years(calendar::least_date, date(2026, 1, 1)), 6738);
}

TEST(Age, OfWhatIsNoBirthIsNothing) {
    using Limits = std::numeric_limits<std::int32_t>;
    for (const std::int32_t date : {Limits::min(), Limits::max(), Limits::min() + 1, Limits::max() - 1}) {
        EXPECT_EQ(years(date, 0), std::nullopt);
    }
    EXPECT_EQ(years(0, Limits::max()), std::nullopt);
    EXPECT_EQ(years(0, date(32767, 1, 1)), 30767);
    EXPECT_EQ(years(calendar::least_date, Limits::max() - 1), std::nullopt);
}

TEST(Age, IsWrittenAsABand) {
    const std::int32_t at = date(2026, 1, 1);
    EXPECT_EQ(text_of(date(1981, 1, 1), at, {1, no_top}), "45");
    EXPECT_EQ(text_of(date(1981, 1, 1), at, {10, no_top}), "40-49");
    EXPECT_EQ(text_of(date(1941, 1, 2), at, {10, 85}), "80-84");
    EXPECT_EQ(text_of(date(1941, 1, 2), at, {10, 84}), "84+");
    EXPECT_EQ(text_of(date(1941, 1, 2), at, {200, 0}), "0+");
    EXPECT_EQ(text_of(date(2026, 1, 2), at, {200, 0}), "nothing");
    EXPECT_EQ(text_of(date(2000, 1, 1), date(32700, 1, 1), {30000, no_top}), "30000-32767");
}

TEST(Age, FallsWithTheDateOfBirthAndLiesInItsBand) {
    auto random = test::repeatable_random();
    for (int i = 0; i < 200'000; ++i) {
        const auto at = static_cast<std::int32_t>(random() % 80'000);
        const auto born = at - static_cast<std::int32_t>(random() % 60'000);
        const auto width = static_cast<std::int32_t>(random() % 20 + 1);
        const auto age = years(born, at);
        ASSERT_TRUE(age);
        ASSERT_GE(years(born - 1, at).value_or(-1), *age);
        const auto band = age_band(born, at, {width, 90});
        ASSERT_TRUE(band);
        ASSERT_LE(band->first, *age);
        ASSERT_EQ(band->last.has_value(), *age < 90);
        if (band->last) {
            ASSERT_GE(*band->last, *age);
            ASSERT_EQ(band->first % width, 0);
        }
        const sys_days day = sys_days{std::chrono::January / 1 / 2000} + std::chrono::days{born};
        const year_month_day civil{day};
        const calendar::CivilDate ours = calendar::civil_date(born);
        ASSERT_EQ(ours.year, static_cast<int>(civil.year()));
        ASSERT_EQ(ours.month, static_cast<unsigned>(civil.month()));
        ASSERT_EQ(ours.day, static_cast<unsigned>(civil.day()));
        ASSERT_EQ(calendar::iso_weekday(born), std::chrono::weekday{day}.iso_encoding());
    }
}

} // namespace
} // namespace veil
