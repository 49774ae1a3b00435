#include "core/noise_grid.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace veil {
namespace {

constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

TEST(NoiseGrid, ReadsGrids) {
    EXPECT_EQ(parse_whole_grid("1")->step, 1);
    EXPECT_EQ(parse_whole_grid("9223372036854775807")->step, greatest);
    EXPECT_EQ(parse_whole_grid("10.0")->step, 10);
    EXPECT_EQ(parse_decimal_grid("0.250")->numerator, 25);
    EXPECT_EQ(parse_decimal_grid("0.250")->decimals, 2);
    EXPECT_EQ(parse_decimal_grid("100")->numerator, 100);
    EXPECT_EQ(parse_decimal_grid("100")->decimals, 0);
    EXPECT_EQ(parse_decimal_grid("0.000000000000000001")->decimals, 18);
    EXPECT_EQ(parse_binary_grid("0.1")->denominator, 10);
    EXPECT_EQ(parse_binary_grid("0.0009765625")->numerator, 0x1p-10);
    EXPECT_EQ(parse_binary_grid("0.0009765625")->denominator, 1);
    for (const char* text : {"", ".", "0", "-1", "0.0", "1e3", "x", "9223372036854775808", "1.5"}) {
        EXPECT_FALSE(parse_whole_grid(text)) << text;
    }
    for (const char* text :
         {"", ".", "0", "-0.1", "1e3", "0.0000000000000000001", "9223372036854775808", "NaN"}) {
        EXPECT_FALSE(parse_decimal_grid(text)) << text;
    }
    for (const char* text : {"", "0", "-1", "1e3", "nan", "inf", "1x", "0x1"}) {
        EXPECT_FALSE(parse_binary_grid(text)) << text;
    }
}

TEST(NoiseGrid, RoundsWholeNumbersHalfAwayFromZero) {
    EXPECT_EQ(steps_of(14, WholeGrid{10}), 1);
    EXPECT_EQ(steps_of(15, WholeGrid{10}), 2);
    EXPECT_EQ(steps_of(-14, WholeGrid{10}), -1);
    EXPECT_EQ(steps_of(-15, WholeGrid{10}), -2);
    EXPECT_EQ(steps_of(1, WholeGrid{3}), 0);
    EXPECT_EQ(steps_of(2, WholeGrid{3}), 1);
    EXPECT_EQ(steps_of(least, WholeGrid{1}), least);
    EXPECT_EQ(steps_of(greatest, WholeGrid{greatest}), 1);
    EXPECT_EQ(steps_of(least, WholeGrid{greatest}), -1);
    EXPECT_EQ(steps_of(0, WholeGrid{greatest}), 0);
}

TEST(NoiseGrid, SaturatesAtTheType) {
    EXPECT_EQ((value_at<std::int16_t>(3277, WholeGrid{10})), 32760);
    EXPECT_EQ((value_at<std::int16_t>(-3277, WholeGrid{10})), -32760);
    EXPECT_EQ((value_at<std::int16_t>(greatest, WholeGrid{1})), 32767);
    EXPECT_EQ((value_at<std::int16_t>(least, WholeGrid{1})), -32768);
    EXPECT_EQ((value_at<std::int16_t>(1, WholeGrid{greatest})), 0);
    EXPECT_EQ((value_at<std::int64_t>(2, WholeGrid{greatest})), greatest);
    EXPECT_EQ((value_at<std::int64_t>(least, WholeGrid{1})), least);
}

TEST(NoiseGrid, RoundsDecimalsExactly) {
    const DecimalGrid quarter{25, 2};
    EXPECT_EQ(steps_of("0.12", quarter), 0);
    EXPECT_EQ(steps_of("0.125", quarter), 1);
    EXPECT_EQ(steps_of("0.1249999999999999999999999999999999999999999", quarter), 0);
    EXPECT_EQ(steps_of("-0.125", quarter), -1);
    EXPECT_EQ(steps_of("-0.1249999", quarter), 0);
    EXPECT_EQ(steps_of("1000", quarter), 4000);
    EXPECT_EQ(steps_of("1000.", quarter), 4000);
    EXPECT_EQ(steps_of(".5", quarter), 2);
    EXPECT_EQ(steps_of("9223372036854775807", DecimalGrid{1, 0}), greatest);
    EXPECT_EQ(steps_of("9223372036854775807.5", DecimalGrid{1, 0}), std::nullopt);
    EXPECT_EQ(steps_of("1" + std::string(100, '0'), DecimalGrid{1, 0}), std::nullopt);
    EXPECT_EQ(steps_of("0." + std::string(100000, '9'), DecimalGrid{1, 18}), 1'000'000'000'000'000'000);
    EXPECT_EQ(steps_of(std::string(100, '0') + "7", DecimalGrid{1, 0}), 7);
    for (const char* text :
         {"", "-", ".", "-.", "NaN", "Infinity", "-Infinity", "1e5", "1 ", "1.2.3", "--1"}) {
        EXPECT_EQ(steps_of(text, quarter), std::nullopt) << text;
    }
}

TEST(NoiseGrid, FloatsStayOnTheGrid) {
    const BinaryGrid power{0x1p-10, 1};
    EXPECT_EQ(steps_of(1.0, power), 1024);
    EXPECT_EQ(steps_of(-0.00048828125, power), -1);
    EXPECT_EQ(steps_of(-0.0, power), 0);
    EXPECT_FALSE(std::signbit(value_at(0, power)));
    EXPECT_EQ(value_at(1025, power), 1.0009765625);
    const BinaryGrid tenth = *parse_binary_grid("0.1");
    EXPECT_EQ(steps_of(0.3, tenth), 3);
    EXPECT_EQ(value_at(3, tenth), 0.3);
    EXPECT_EQ(single_value_at(3, tenth), 0.3F);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const double value :
         {infinity, -infinity, std::numeric_limits<double>::quiet_NaN(), 1e300, -0x1p52}) {
        EXPECT_EQ(steps_of(value, power), std::nullopt) << value;
    }
    EXPECT_EQ(steps_of(0x1p51, power), std::int64_t{1} << 61);
    EXPECT_EQ(value_at(greatest, {1e300, 1}), std::numeric_limits<double>::max());
    EXPECT_EQ(single_value_at(least, {1e300, 1}), std::numeric_limits<float>::lowest());
    EXPECT_EQ(steps_of(1e308, BinaryGrid{0x1p-1000, 1}), std::nullopt);
}

// No result has a bit below the grid's.
TEST(NoiseGrid, NoLowBitsShow) {
    auto random = test::repeatable_random();
    const BinaryGrid grid{0x1p-10, 1};
    for (int i = 0; i < 10000; ++i) {
        const double value = static_cast<double>(random()) * 0x1p-40;
        const double shown = value_at(*steps_of(value, grid) + 17, grid);
        EXPECT_EQ(std::fmod(shown, 0x1p-10), 0);
        EXPECT_NEAR(shown - 17 * 0x1p-10, value, 0x1p-11);
    }
}

} // namespace
} // namespace veil
