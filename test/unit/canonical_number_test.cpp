#include "core/canonical_number.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

namespace veil {
namespace {

std::string canonical(double value) {
    std::array<char, longest_canonical_double> out{};
    return {out.data(), write_canonical_double(value, out)};
}

TEST(CanonicalDouble, WritesWithoutExponent) {
    EXPECT_EQ(canonical(1), "1");
    EXPECT_EQ(canonical(-1.5), "-1.5");
    EXPECT_EQ(canonical(0.1), "0.1");
    EXPECT_EQ(canonical(100), "100");
    EXPECT_EQ(canonical(1e15), "1000000000000000");
    EXPECT_EQ(canonical(1e23), "100000000000000000000000");
    EXPECT_EQ(canonical(123456782.25), "123456782.25");
    EXPECT_EQ(canonical(1e-7), "0.0000001");
    EXPECT_EQ(canonical(-1.25e-3), "-0.00125");
    EXPECT_EQ(canonical(static_cast<double>(9007199254740993)), "9007199254740992");
    EXPECT_EQ(canonical(static_cast<double>(0.1F)), "0.10000000149011612");
}

TEST(CanonicalDouble, WritesSpecialValues) {
    EXPECT_EQ(canonical(0.0), "0");
    EXPECT_EQ(canonical(-0.0), "0");
    EXPECT_EQ(canonical(std::numeric_limits<double>::quiet_NaN()), "NaN");
    EXPECT_EQ(canonical(-std::numeric_limits<double>::quiet_NaN()), "NaN");
    EXPECT_EQ(canonical(std::numeric_limits<double>::infinity()), "Infinity");
    EXPECT_EQ(canonical(-std::numeric_limits<double>::infinity()), "-Infinity");
}

TEST(CanonicalDouble, WritesTheEndsOfTheRange) {
    EXPECT_EQ(canonical(std::numeric_limits<double>::max()), "17976931348623157" + std::string(292, '0'));
    EXPECT_EQ(canonical(std::numeric_limits<double>::denorm_min()), "0." + std::string(323, '0') + "5");
    // The longest there is: sign, point, 323 zeros, 17 digits.
    EXPECT_LE(canonical(-2.2250738585072014e-308).size(), longest_canonical_double);
}

TEST(CanonicalDouble, ReadsBackAsTheSameNumber) {
    auto random = test::repeatable_random();
    std::size_t longest = 0;
    for (int i = 0; i < 200'000; ++i) {
        const double value = std::bit_cast<double>(random());
        if (std::isnan(value))
            continue;
        const std::string text = canonical(value);
        longest = std::max(longest, text.size());
        ASSERT_EQ(text.find('e'), std::string::npos);
        ASSERT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
    }
    EXPECT_LE(longest, longest_canonical_double);
}

} // namespace
} // namespace veil
