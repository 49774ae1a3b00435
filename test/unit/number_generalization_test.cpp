#include "core/number_generalization.hpp"
#include "thoroughness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <vector>

namespace veil {
namespace {

__extension__ using Wide = __int128;

// The reference: floor and half-away-from-zero over all integers, so that nothing overflows.
Wide floor_multiple(Wide value, Wide width) {
    const Wide remainder = value % width;
    return value - remainder - (remainder < 0 ? width : 0);
}

Wide nearest_multiple(Wide value, Wide width) {
    const Wide magnitude = value < 0 ? -value : value;
    const Wide rounded = (magnitude + (width + 1) / 2) / width * width;
    const Wide half_up = 2 * (rounded - magnitude) <= width ? rounded : rounded - width;
    return value < 0 ? -half_up : half_up;
}

template <std::signed_integral T>
bool fits(Wide value) {
    return value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max();
}

template <std::signed_integral T>
void expect_reference(T value, std::int64_t width) {
    SCOPED_TRACE(testing::Message() << "value " << value << ", width " << width);
    constexpr T least = std::numeric_limits<T>::min();
    constexpr T greatest = std::numeric_limits<T>::max();
    const Wide lower = floor_multiple(value, width);
    const Wide upper = lower + width;
    const Interval<T> expected{fits<T>(lower) ? static_cast<T>(lower) : least,
                               fits<T>(upper) ? static_cast<T>(upper) : greatest, !fits<T>(lower),
                               !fits<T>(upper)};
    ASSERT_EQ(bucket_interval(value, width), expected);
    ASSERT_EQ(bucket_lower(value, width), expected.lower);

    const Wide nearest = nearest_multiple(value, width);
    const Wide one_nearer = nearest - (nearest < 0 ? -Wide{width} : Wide{width});
    ASSERT_EQ(round_to_multiple(value, width), static_cast<T>(fits<T>(nearest) ? nearest : one_nearer));
}

template <std::signed_integral T>
std::vector<T> edge_values(std::int64_t width) {
    std::vector<T> values;
    const auto add_around = [&](Wide centre) {
        for (int offset = -3; offset <= 3; ++offset) {
            if (fits<T>(centre + offset)) {
                values.push_back(static_cast<T>(centre + offset));
            }
        }
    };
    const Wide least = std::numeric_limits<T>::min();
    const Wide greatest = std::numeric_limits<T>::max();
    for (const Wide centre : {least, greatest, Wide{0}}) {
        for (const Wide offset : {Wide{0}, Wide{width} / 2, Wide{width}, Wide{2} * width}) {
            add_around(centre + offset);
            add_around(centre - offset);
            add_around(floor_multiple(centre, width) + offset);
        }
    }
    return values;
}

constexpr std::array<std::int64_t, 22> widths = {1,
                                                 2,
                                                 3,
                                                 5,
                                                 7,
                                                 10,
                                                 100,
                                                 4096,
                                                 10000,
                                                 32767,
                                                 32768,
                                                 32769,
                                                 65535,
                                                 65536,
                                                 100000,
                                                 2147483647,
                                                 2147483648,
                                                 2147483649,
                                                 4294967296,
                                                 3037000500,
                                                 std::numeric_limits<std::int64_t>::max() - 1,
                                                 std::numeric_limits<std::int64_t>::max()};

TEST(IntegerBucket, RoundsTowardsMinusInfinity) {
    static_assert(bucket_lower<std::int32_t>(-5, 10) == -10);
    static_assert(bucket_interval<std::int32_t>(-5, 10) == Interval<std::int32_t>{-10, 0, false, false});
    static_assert(bucket_interval<std::int32_t>(-10, 10) == Interval<std::int32_t>{-10, 0, false, false});
    static_assert(bucket_interval<std::int32_t>(0, 10) == Interval<std::int32_t>{0, 10, false, false});
    static_assert(bucket_lower<std::int32_t>(49, 10) == 40);
    EXPECT_EQ(bucket_lower<std::int64_t>(3000000000, 1000000000), 3000000000);
    EXPECT_EQ(bucket_lower<std::int64_t>(2999999999, 1000000000), 2000000000);
}

TEST(IntegerBucket, IsUnboundedWhereTheTypeEnds) {
    constexpr Interval<std::int16_t> bottom{-32768, -32760, true, false};
    EXPECT_EQ(bucket_interval<std::int16_t>(-32765, 10), bottom);
    constexpr Interval<std::int16_t> top{32760, 32767, false, true};
    EXPECT_EQ(bucket_interval<std::int16_t>(32767, 10), top);
    constexpr Interval<std::int16_t> everything_below_zero{-32768, 0, true, false};
    EXPECT_EQ(bucket_interval<std::int16_t>(-1, 40000), everything_below_zero);
    constexpr Interval<std::int16_t> exactly_the_minimum{-32768, 0, false, false};
    EXPECT_EQ(bucket_interval<std::int16_t>(-1, 32768), exactly_the_minimum);
}

TEST(IntegerRounding, RoundsHalfAwayFromZero) {
    static_assert(round_to_multiple<std::int32_t>(5, 10) == 10);
    static_assert(round_to_multiple<std::int32_t>(-5, 10) == -10);
    static_assert(round_to_multiple<std::int32_t>(4, 10) == 0);
    static_assert(round_to_multiple<std::int32_t>(-14, 10) == -10);
    static_assert(round_to_multiple<std::int32_t>(4, 9) == 0);
    static_assert(round_to_multiple<std::int32_t>(5, 9) == 9);
}

TEST(IntegerRounding, StaysInsideTheType) {
    EXPECT_EQ(round_to_multiple<std::int16_t>(32767, 10), 32760);
    EXPECT_EQ(round_to_multiple<std::int16_t>(30000, 40000), 0);
    EXPECT_EQ(round_to_multiple<std::int16_t>(-16384, 32768), -32768);
    EXPECT_EQ(round_to_multiple<std::int16_t>(16384, 32768), 0);
    EXPECT_EQ(round_to_multiple<std::int32_t>(std::numeric_limits<std::int32_t>::min(), 2147483648),
              std::numeric_limits<std::int32_t>::min());
}

TEST(IntegerGeneralization, AgreesWithTheReferenceOnAllOfInt16) {
    for (const std::int64_t width : widths) {
        std::int16_t last_bucket = std::numeric_limits<std::int16_t>::min();
        std::int16_t last_rounded = last_bucket;
        for (int value = -32768; value <= 32767; value += one_in(3)) {
            const auto small = static_cast<std::int16_t>(value);
            const std::int16_t bucket = bucket_lower(small, width);
            const std::int16_t rounded = round_to_multiple(small, width);
            ASSERT_LE(last_bucket, bucket) << value << ", " << width;
            ASSERT_LE(last_rounded, rounded) << value << ", " << width;
            ASSERT_EQ(bucket_lower(bucket, width), bucket) << value << ", " << width;
            ASSERT_EQ(round_to_multiple(rounded, width), rounded) << value << ", " << width;
            last_bucket = bucket;
            last_rounded = rounded;
            // SCOPED_TRACE is too slow for every value.
            if (value % 7 == 0 || width > 30000) {
                expect_reference(small, width);
            }
        }
    }
}

template <class T>
class WideIntegers : public testing::Test {};
using WideIntegerTypes = testing::Types<std::int32_t, std::int64_t>;
TYPED_TEST_SUITE(WideIntegers, WideIntegerTypes);

TYPED_TEST(WideIntegers, AgreeWithTheReferenceAtAllEdges) {
    for (const std::int64_t width : widths) {
        std::vector<TypeParam> values = edge_values<TypeParam>(width);
        std::sort(values.begin(), values.end());
        for (std::size_t position = 0; position < values.size(); ++position) {
            ASSERT_NO_FATAL_FAILURE(expect_reference(values[position], width));
            if (position > 0) {
                ASSERT_LE(bucket_lower(values[position - 1], width), bucket_lower(values[position], width));
                ASSERT_LE(round_to_multiple(values[position - 1], width),
                          round_to_multiple(values[position], width));
            }
        }
    }
}

TYPED_TEST(WideIntegers, AgreeWithTheReferenceAtRandom) {
    std::mt19937_64 random(20260101); // NOLINT(cert-msc32-c,cert-msc51-cpp): repeatable
    for (int round = 0; round < 100000; ++round) {
        const auto value = static_cast<TypeParam>(random());
        const auto width = static_cast<std::int64_t>((random() >> 1U >> random() % 63) | 1U);
        ASSERT_NO_FATAL_FAILURE(expect_reference(value, width));
    }
}

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

TEST(FloatBucket, DoesNotRoundBeforeBucketing) {
    EXPECT_EQ(bucket_lower(49.6, 10.0), 40.0);
    EXPECT_EQ(bucket_lower(49.6F, 10.0), 40.0F);
    EXPECT_EQ(bucket_lower(-5.0, 10.0), -10.0);
    EXPECT_EQ(bucket_lower(-0.25, 10.0), -10.0);
    EXPECT_EQ(bucket_lower(std::nextafter(50.0, 0.0), 10.0), 40.0);
    EXPECT_EQ(bucket_lower(3e9, 1e9), 3e9);
    EXPECT_EQ(bucket_lower(-5e-324, 1e308), -1e308);
}

TEST(FloatBucket, ReadsTheWidthAsTheDecimalItWasWrittenAs) {
    EXPECT_EQ(bucket_lower(0.3, 0.1), 0.3);
    EXPECT_EQ(bucket_lower(0.7, 0.1), 0.7);
    EXPECT_EQ(bucket_lower(0.7F, 0.1), 0.7F);
    EXPECT_EQ(bucket_lower(std::nextafter(0.7, 0.0), 0.1), 0.6);
    EXPECT_EQ(bucket_lower(1.1, 1.1), 1.1);
    EXPECT_EQ(bucket_lower(0.000123, 0.000001), 0.000123);
    for (int hundredths = -20000; hundredths <= 20000; ++hundredths) {
        const double value = hundredths / 100.0;
        const int tenths = bucket_lower<std::int32_t>(hundredths, 10) / 10;
        const int nearest_tenths = round_to_multiple<std::int32_t>(hundredths, 10) / 10;
        ASSERT_EQ(bucket_lower(value, 0.01), value);
        ASSERT_EQ(bucket_lower(value, 0.1), tenths / 10.0) << value;
        ASSERT_EQ(bucket_lower(value, 0.25), bucket_lower<std::int32_t>(hundredths, 25) / 100.0) << value;
        ASSERT_EQ(bucket_lower(static_cast<float>(value), 0.3),
                  static_cast<float>(bucket_lower<std::int32_t>(hundredths, 30) / 100.0))
            << value;
        ASSERT_EQ(round_to_multiple(value, 0.1), nearest_tenths / 10.0) << value;
        ASSERT_EQ(round_to_multiple(static_cast<float>(value), 0.5),
                  static_cast<float>(round_to_multiple<std::int32_t>(hundredths, 50) / 100.0))
            << value;
    }
}

TEST(FloatBucket, StaysInsideTheType) {
    constexpr double lowest = std::numeric_limits<double>::lowest();
    EXPECT_EQ(bucket_lower(lowest, 1e308), lowest);
    EXPECT_EQ(bucket_lower(-1.5e308, 1e308), lowest);
    EXPECT_EQ(bucket_lower(-0.5e308, 1e308), -1e308);
    EXPECT_EQ(bucket_lower(std::numeric_limits<double>::max(), 1e308), 1e308);
    EXPECT_EQ(bucket_lower(-1.0F, 1e300), std::numeric_limits<float>::lowest());
    EXPECT_EQ(bucket_lower(1.0F, 1e300), 0.0F);
    EXPECT_EQ(round_to_multiple(1.7e308, 1e308), 1e308);
    EXPECT_EQ(round_to_multiple(-1.7e308, 1e308), -1e308);
    EXPECT_EQ(round_to_multiple(1.2e308, 1.6e308), 1.6e308);
    EXPECT_EQ(round_to_multiple(3e38F, 5e38), 0.0F);
}

// Millions of multiples round to the same float there, and none of them may be counted one by one.
TEST(FloatBucket, IsTheValueWhereTheTypeIsCoarserThanTheWidth) {
    constexpr float least = std::numeric_limits<float>::denorm_min();
    for (const double width : {1e-300, 1e-60, 1e-52, 1e-50, 1e-46, static_cast<double>(least)}) {
        for (const float value : {-2 * least, -least, 0.0F, least, 3 * least, 1.0F}) {
            EXPECT_EQ(bucket_lower(value, width), value);
            EXPECT_EQ(round_to_multiple(value, width), value);
        }
    }
    EXPECT_EQ(bucket_lower(3 * least, 2.0 * static_cast<double>(least)), 2 * least);
    EXPECT_EQ(bucket_lower(3e-323, 1e-323), 3e-323);
}

TEST(FloatRounding, RoundsHalfAwayFromZero) {
    EXPECT_EQ(round_to_multiple(5.0, 10.0), 10.0);
    EXPECT_EQ(round_to_multiple(-5.0, 10.0), -10.0);
    EXPECT_EQ(round_to_multiple(std::nextafter(5.0, 0.0), 10.0), 0.0);
    EXPECT_EQ(round_to_multiple(0.15, 0.1), 0.2);
    EXPECT_EQ(round_to_multiple(0.49999999999999994, 1.0), 0.0);
    EXPECT_EQ(round_to_multiple(4503599627370495.5, 1.0), 4503599627370496.0);
    EXPECT_EQ(round_to_multiple(9007199254740991.0, 1.0), 9007199254740991.0);
}

TEST(FloatGeneralization, HidesWhatTheValueCouldCarryOtherwise) {
    EXPECT_FALSE(std::signbit(bucket_lower(-0.0, 1.0)));
    EXPECT_FALSE(std::signbit(round_to_multiple(-0.0, 1.0)));
    EXPECT_FALSE(std::signbit(round_to_multiple(-0.3, 1.0)));
    EXPECT_FALSE(std::signbit(bucket_lower(-0.0F, 1e-300)));
    EXPECT_FALSE(std::signbit(bucket_lower(std::copysign(std::nan("4711"), -1.0), 1.0)));
}

TEST(FloatGeneralization, KeepsInfinitiesAndNan) {
    for (const double width : {5e-324, 0.1, 1.0, 1e308, std::numeric_limits<double>::max()}) {
        EXPECT_EQ(bucket_lower(infinity, width), infinity);
        EXPECT_EQ(bucket_lower(-infinity, width), -infinity);
        EXPECT_TRUE(std::isnan(bucket_lower(nan_value, width)));
        EXPECT_EQ(round_to_multiple(infinity, width), infinity);
        EXPECT_EQ(round_to_multiple(-infinity, width), -infinity);
        EXPECT_TRUE(std::isnan(round_to_multiple(nan_value, width)));
    }
}

TEST(FloatGeneralization, ReadsDecimalsUpToFifteenPlaces) {
    EXPECT_EQ(decimal_step(0.1).denominator, 10.0);
    EXPECT_EQ(decimal_step(2.5).numerator, 25.0);
    EXPECT_EQ(decimal_step(1e-15).denominator, 1e15);
    EXPECT_EQ(decimal_step(10000).denominator, 1.0);
    EXPECT_EQ(decimal_step(1e300).numerator, 1e300);
    EXPECT_EQ(decimal_step(1.0 / 3).denominator, 1.0);
    EXPECT_EQ(decimal_step(5e-324).numerator, 5e-324);
}

template <class T>
class Floats : public testing::Test {};
using FloatTypes = testing::Types<float, double>;
TYPED_TEST_SUITE(Floats, FloatTypes);

TYPED_TEST(Floats, AreMonotoneIdempotentAndNeverAboveTheValue) {
    std::mt19937_64 random(20260102); // NOLINT(cert-msc32-c,cert-msc51-cpp): repeatable
    const auto any = [&] {
        const double mantissa = std::ldexp(static_cast<double>(random() >> 11U), -53) + 0.5;
        return std::ldexp(mantissa, static_cast<int>(random() % 120) - 60);
    };
    for (int round = 0; round < 100000; ++round) {
        double width = any();
        if (round % 2 == 0) {
            width = static_cast<double>(random() % 1000 + 1) / std::pow(10.0, static_cast<int>(random() % 6));
        }
        auto value = static_cast<TypeParam>(any() * (round % 3 == 0 ? -1.0 : 1.0));
        if (round % 5 == 0) {
            value = static_cast<TypeParam>(static_cast<double>(random() % 1000000) * width);
        }
        SCOPED_TRACE(testing::Message() << std::hexfloat << "value " << value << ", width " << width);
        const TypeParam above = std::nextafter(value, std::numeric_limits<TypeParam>::infinity());
        const TypeParam bucket = bucket_lower(value, width);
        ASSERT_LE(bucket, value);
        ASSERT_LE(bucket, bucket_lower(above, width));
        ASSERT_EQ(bucket_lower(bucket, width), bucket);
        // Product and quotient of a multiple and of its half-way point are rounded.
        const double roundings =
            2.0 * std::numeric_limits<TypeParam>::epsilon() * (std::abs(static_cast<double>(value)) + width);
        ASSERT_LE(static_cast<double>(value) - static_cast<double>(bucket), width + roundings);
        const TypeParam rounded = round_to_multiple(value, width);
        ASSERT_LE(rounded, round_to_multiple(above, width));
        ASSERT_EQ(round_to_multiple(rounded, width), rounded);
        ASSERT_EQ(round_to_multiple(-value, width), -rounded);
        ASSERT_LE(std::abs(static_cast<double>(value) - static_cast<double>(rounded)), width / 2 + roundings);
    }
}

// Around the limit from where on values lie further apart than multiples.
TYPED_TEST(Floats, AreMonotoneWhereMultiplesBecomeFinerThanTheType) {
    for (const double width : {1.0, 3.0, 0.1, 0.3, 0.7, 1.1, 1.0 / 3, 1e-9, 123.456}) {
        for (const int exponent : {-2, -1, 0, 1}) {
            const auto centre = static_cast<TypeParam>(
                width * std::ldexp(1.0, std::numeric_limits<TypeParam>::digits + exponent));
            for (const TypeParam sign : {TypeParam{1}, TypeParam{-1}}) {
                TypeParam value = sign * centre;
                for (int step = 0; step < 300; ++step) {
                    value = std::nextafter(value, -std::numeric_limits<TypeParam>::infinity());
                }
                TypeParam last_bucket = bucket_lower(value, width);
                TypeParam last_rounded = round_to_multiple(value, width);
                for (int step = 0; step < 600; ++step) {
                    value = std::nextafter(value, std::numeric_limits<TypeParam>::infinity());
                    const TypeParam bucket = bucket_lower(value, width);
                    const TypeParam rounded = round_to_multiple(value, width);
                    ASSERT_LE(last_bucket, bucket) << std::hexfloat << value << ", " << width;
                    ASSERT_LE(last_rounded, rounded) << std::hexfloat << value << ", " << width;
                    ASSERT_LE(bucket, value);
                    ASSERT_EQ(bucket_lower(bucket, width), bucket);
                    ASSERT_EQ(round_to_multiple(rounded, width), rounded);
                    last_bucket = bucket;
                    last_rounded = rounded;
                }
            }
        }
    }
}

TEST(Clamp, CodesTopAndBottom) {
    using Bound = std::optional<std::int32_t>;
    EXPECT_EQ(clamp_to<std::int32_t>(17, 18, 90), 18);
    EXPECT_EQ(clamp_to<std::int32_t>(91, 18, 90), 90);
    EXPECT_EQ(clamp_to<std::int32_t>(50, 18, 90), 50);
    EXPECT_EQ(clamp_to<std::int32_t>(17, Bound{}, 90), 17);
    EXPECT_EQ(clamp_to<std::int32_t>(91, 18, Bound{}), 91);
    EXPECT_EQ(clamp_to<std::int32_t>(91, Bound{}, Bound{}), 91);
    for (const std::int32_t value : {17, 50, 91}) {
        EXPECT_EQ(clamp_to<std::int32_t>(value, 90, 18), 18);
    }
}

TEST(Clamp, FollowsPostgresOrderOfNan) {
    using Bound = std::optional<double>;
    EXPECT_EQ(clamp_to<double>(nan_value, 0.0, 1.0), 1.0);
    EXPECT_TRUE(std::isnan(clamp_to<double>(nan_value, 0.0, Bound{})));
    EXPECT_TRUE(std::isnan(clamp_to<double>(nan_value, 0.0, nan_value)));
    EXPECT_EQ(clamp_to<double>(infinity, Bound{}, nan_value), infinity);
    EXPECT_TRUE(std::isnan(clamp_to<double>(infinity, nan_value, Bound{})));
    EXPECT_EQ(clamp_to<double>(-infinity, 0.0, 1.0), 0.0);
    EXPECT_EQ(clamp_to<float>(2.5F, 0.0F, 1.0F), 1.0F);
}

} // namespace
} // namespace veil
