// Noise: known answers, which noise_answers.py printed, and distributions. Never change a constant: users
// would see other noise, and could average.
#include "core/noise.hpp"

#include "core/key_derivation.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace veil {
namespace {

using test::text_bytes;

// The data key is 00 01 ... 1f, key "citizen", version 1, scope "research".
Noise noise_of(std::string_view text) {
    const auto form = parse_noise_form(text);
    return {derive_key(test::counting_key(), noise_purpose(*form), "citizen", 1, "research"), *form};
}

struct Deviate {
    NoiseDistribution distribution;
    std::uint64_t scale;
    RandomBits bits;
    std::int64_t steps;
};

TEST(Noise, KnownDeviates) {
    const std::vector<Deviate> answers{
        {NoiseDistribution::laplace, 16777216U, {0x0123456789abcdef, 0xfedcba9876543210}, 5},
        {NoiseDistribution::laplace, 16777216U, {0xfedcba9876543210, 0x9e3779b97f4a7c15}, 0},
        {NoiseDistribution::laplace, 16777216U, {0x9e3779b97f4a7c15, 0x4000000000000000}, -1},
        {NoiseDistribution::laplace, 16777216U, {0x4000000000000000, 0x0123456789abcdef}, -4},
        {NoiseDistribution::laplace, 41943040U, {0x0123456789abcdef, 0xfedcba9876543210}, 13},
        {NoiseDistribution::laplace, 41943040U, {0xfedcba9876543210, 0x9e3779b97f4a7c15}, -1},
        {NoiseDistribution::laplace, 41943040U, {0x9e3779b97f4a7c15, 0x4000000000000000}, -2},
        {NoiseDistribution::laplace, 41943040U, {0x4000000000000000, 0x0123456789abcdef}, -10},
        {NoiseDistribution::laplace, 16777216000U, {0x0123456789abcdef, 0xfedcba9876543210}, 5412},
        {NoiseDistribution::laplace, 16777216000U, {0xfedcba9876543210, 0x9e3779b97f4a7c15}, -477},
        {NoiseDistribution::laplace, 16777216000U, {0x9e3779b97f4a7c15, 0x4000000000000000}, -905},
        {NoiseDistribution::laplace, 16777216000U, {0x4000000000000000, 0x0123456789abcdef}, -4030},
        {NoiseDistribution::laplace,
         18446744073709551615U,
         {0x0123456789abcdef, 0xfedcba9876543210},
         5950167759423},
        {NoiseDistribution::laplace,
         18446744073709551615U,
         {0xfedcba9876543210, 0x9e3779b97f4a7c15},
         -524200387073},
        {NoiseDistribution::laplace,
         18446744073709551615U,
         {0x9e3779b97f4a7c15, 0x4000000000000000},
         -995148772495},
        {NoiseDistribution::laplace,
         18446744073709551615U,
         {0x4000000000000000, 0x0123456789abcdef},
         -4430818599855},
        {NoiseDistribution::gaussian, 16777216U, {0x0123456789abcdef, 0xfedcba9876543210}, 3},
        {NoiseDistribution::gaussian, 16777216U, {0xfedcba9876543210, 0x9e3779b97f4a7c15}, 0},
        {NoiseDistribution::gaussian, 16777216U, {0x9e3779b97f4a7c15, 0x4000000000000000}, 0},
        {NoiseDistribution::gaussian, 16777216U, {0x4000000000000000, 0x0123456789abcdef}, 2},
        {NoiseDistribution::gaussian, 41943040U, {0x0123456789abcdef, 0xfedcba9876543210}, 8},
        {NoiseDistribution::gaussian, 41943040U, {0xfedcba9876543210, 0x9e3779b97f4a7c15}, 0},
        {NoiseDistribution::gaussian, 41943040U, {0x9e3779b97f4a7c15, 0x4000000000000000}, 0},
        {NoiseDistribution::gaussian, 41943040U, {0x4000000000000000, 0x0123456789abcdef}, 4},
        {NoiseDistribution::gaussian, 16777216000U, {0x0123456789abcdef, 0xfedcba9876543210}, 3290},
        {NoiseDistribution::gaussian, 16777216000U, {0xfedcba9876543210, 0x9e3779b97f4a7c15}, -70},
        {NoiseDistribution::gaussian, 16777216000U, {0x9e3779b97f4a7c15, 0x4000000000000000}, 0},
        {NoiseDistribution::gaussian, 16777216000U, {0x4000000000000000, 0x0123456789abcdef}, 1664},
        {NoiseDistribution::gaussian,
         18446744073709551615U,
         {0x0123456789abcdef, 0xfedcba9876543210},
         3617335743895},
        {NoiseDistribution::gaussian,
         18446744073709551615U,
         {0xfedcba9876543210, 0x9e3779b97f4a7c15},
         -76522969437},
        {NoiseDistribution::gaussian, 18446744073709551615U, {0x9e3779b97f4a7c15, 0x4000000000000000}, 0},
        {NoiseDistribution::gaussian,
         18446744073709551615U,
         {0x4000000000000000, 0x0123456789abcdef},
         1830093147358},
        {NoiseDistribution::uniform, 16777216U, {0x0123456789abcdef, 0xfedcba9876543210}, -1},
        {NoiseDistribution::uniform, 16777216U, {0xfedcba9876543210, 0x9e3779b97f4a7c15}, 1},
        {NoiseDistribution::uniform, 16777216U, {0x9e3779b97f4a7c15, 0x4000000000000000}, 0},
        {NoiseDistribution::uniform, 16777216U, {0x4000000000000000, 0x0123456789abcdef}, -1},
        {NoiseDistribution::uniform, 41943040U, {0x0123456789abcdef, 0xfedcba9876543210}, -2},
        {NoiseDistribution::uniform, 41943040U, {0xfedcba9876543210, 0x9e3779b97f4a7c15}, 2},
        {NoiseDistribution::uniform, 41943040U, {0x9e3779b97f4a7c15, 0x4000000000000000}, 1},
        {NoiseDistribution::uniform, 41943040U, {0x4000000000000000, 0x0123456789abcdef}, -1},
        {NoiseDistribution::uniform, 16777216000U, {0x0123456789abcdef, 0xfedcba9876543210}, -992},
        {NoiseDistribution::uniform, 16777216000U, {0xfedcba9876543210, 0x9e3779b97f4a7c15}, 992},
        {NoiseDistribution::uniform, 16777216000U, {0x9e3779b97f4a7c15, 0x4000000000000000}, 236},
        {NoiseDistribution::uniform, 16777216000U, {0x4000000000000000, 0x0123456789abcdef}, -500},
        {NoiseDistribution::uniform,
         18446744073709551615U,
         {0x0123456789abcdef, 0xfedcba9876543210},
         -1089738191084},
        {NoiseDistribution::uniform,
         18446744073709551615U,
         {0xfedcba9876543210, 0x9e3779b97f4a7c15},
         1089738191084},
        {NoiseDistribution::uniform,
         18446744073709551615U,
         {0x9e3779b97f4a7c15, 0x4000000000000000},
         259559486206},
        {NoiseDistribution::uniform,
         18446744073709551615U,
         {0x4000000000000000, 0x0123456789abcdef},
         -549755813888},
    };
    for (const Deviate& answer : answers) {
        EXPECT_EQ(noise_deviate(answer.distribution, answer.scale, answer.bits), answer.steps)
            << static_cast<int>(answer.distribution) << " " << answer.scale << " " << answer.bits.first;
    }
}

struct Answer {
    std::string form;
    std::int64_t steps;
    std::string subject;
    std::int64_t result;
};

TEST(Noise, KnownResults) {
    const std::vector<Answer> answers{
        {"laplace v1 scale 16777216000 grid 0.01 from -9000000 to 9000000 of income", 0, "", 47},
        {"laplace v1 scale 16777216000 grid 0.01 from -9000000 to 9000000 of income", 3825000, "111222333",
         3824951},
        {"laplace v1 scale 16777216000 grid 0.01 from -9000000 to 9000000 of income", -3825000, "111222333",
         -3824609},
        {"gaussian v1 scale 16777216000 grid 0.01 from -9000000 to 9000000 of income", 3825000, "111222333",
         3825138},
        {"uniform v1 scale 16777216000 grid 0.01 from -9000000 to 9000000 of income", 3825000, "111222333",
         3825982},
        {"laplace v1 scale 16793993216 grid 0.01 from -9000000 to 9000000 of income", 3825000, "111222333",
         3824026},
        {"laplace v1 scale 16777216000 grid 0.01 from -9000000 to 9000000 of income", 3825000,
         std::string(100, 'x'), 3824706},
    };
    for (const Answer& answer : answers) {
        EXPECT_EQ(noise_of(answer.form).apply(answer.steps, text_bytes(answer.subject)), answer.result)
            << answer.form << " " << answer.steps;
    }
}

// How often each value occurs among a million, against its probability: chi-square over the values that
// are expected ten times and more, and one class for the rest.
double chi_square(const std::map<std::int64_t, int>& counts, int total, std::int64_t furthest,
                  const std::function<double(std::int64_t)>& probability) {
    double statistic = 0;
    double rest = 1;
    int rest_count = total;
    int classes = 0;
    for (std::int64_t k = -furthest; k <= furthest; ++k) {
        const double expected = probability(k) * total;
        if (expected < 10) {
            continue;
        }
        const auto found = counts.find(k);
        const int count = found == counts.end() ? 0 : found->second;
        statistic += (count - expected) * (count - expected) / expected;
        rest -= probability(k);
        rest_count -= count;
        ++classes;
    }
    const double expected_rest = std::max(rest * total, 1e-9);
    if (expected_rest > 1) {
        statistic += (rest_count - expected_rest) * (rest_count - expected_rest) / expected_rest;
    } else {
        EXPECT_EQ(rest_count, 0);
    }
    // In standard deviations of the chi-square distribution.
    return (statistic - classes) / std::sqrt(2.0 * classes);
}

constexpr int million = 1'000'000;

std::map<std::int64_t, int> count_keyed(std::string_view form) {
    const Noise noise = noise_of(form);
    std::map<std::int64_t, int> counts;
    std::array<std::uint8_t, 4> subject{};
    for (int i = 0; i < million; ++i) {
        for (std::size_t byte = 0; byte < subject.size(); ++byte) {
            subject[byte] = static_cast<std::uint8_t>(i >> (8 * byte));
        }
        ++counts[noise.apply(0, subject)];
    }
    return counts;
}

double normal_probability(double below) {
    return std::erfc(-below / std::sqrt(2.0)) / 2;
}

// t = 2.5, 1 and 10.5.
TEST(Noise, LaplaceIsDiscreteLaplace) {
    for (const double t : {1.0, 2.5}) {
        const auto counts = count_keyed("laplace v1 scale " + std::to_string(static_cast<long>(t * 0x1p24)) +
                                        " grid 1 from -1000 to 1000 of x");
        const double q = std::exp(-1 / t);
        EXPECT_LT(std::abs(chi_square(counts, million, 40,
                                      [&](std::int64_t k) {
                                          return (1 - q) / (1 + q) *
                                                 std::pow(q, static_cast<double>(std::abs(k)));
                                      })),
                  4)
            << t;
    }
}

TEST(Noise, GaussianIsARoundedNormalDeviate) {
    const auto counts = count_keyed("gaussian v1 scale 41943040 grid 1 from -1000 to 1000 of x");
    EXPECT_LT(std::abs(chi_square(counts, million, 40,
                                  [](std::int64_t k) {
                                      const auto x = static_cast<double>(k);
                                      return normal_probability((x + 0.5) / 2.5) -
                                             normal_probability((x - 0.5) / 2.5);
                                  })),
              4);
}

TEST(Noise, UniformIsUniform) {
    const auto counts = count_keyed("uniform v1 scale 176160768 grid 1 from -1000 to 1000 of x");
    EXPECT_EQ(counts.begin()->first, -10);
    EXPECT_EQ(counts.rbegin()->first, 10);
    EXPECT_LT(std::abs(chi_square(counts, million, 10, [](std::int64_t) { return 1 / 21.0; })), 4);
}

// On a fine grid: Kolmogorov and Smirnov's greatest distance between the distribution functions, below 1.95 /
// sqrt(n) with a chance of 0.999.
TEST(Noise, FineGridsFollowTheDistribution) {
    constexpr double t = 1e9;
    constexpr auto scale = static_cast<std::uint64_t>(t * 0x1p24);
    const std::map<NoiseDistribution, std::function<double(double)>> functions{
        {NoiseDistribution::laplace, [](double x) { return x < 0 ? std::exp(x) / 2 : 1 - std::exp(-x) / 2; }},
        {NoiseDistribution::gaussian, normal_probability},
        {NoiseDistribution::uniform, [](double x) { return (x + 1) / 2; }}};
    for (const auto& [distribution, function] : functions) {
        auto random = test::repeatable_random();
        std::vector<double> deviates(million);
        for (double& deviate : deviates) {
            const RandomBits bits{random(), random()};
            deviate = static_cast<double>(noise_deviate(distribution, scale, bits)) / t;
        }
        std::ranges::sort(deviates);
        double distance = 0;
        for (std::size_t i = 0; i < deviates.size(); ++i) {
            distance = std::max(distance, std::abs(function(deviates[i]) - static_cast<double>(i) / million));
        }
        EXPECT_LT(distance * std::sqrt(million), 1.95) << static_cast<int>(distribution);
    }
}

TEST(Noise, TailsEnd) {
    constexpr std::uint64_t greatest = std::numeric_limits<std::uint64_t>::max();
    constexpr double t = 0x1p40;
    auto random = test::repeatable_random();
    for (int i = 0; i < 100000; ++i) {
        const RandomBits bits{random() >> (i % 64), random() >> (i / 64 % 64)};
        EXPECT_LE(std::abs(static_cast<double>(noise_deviate(NoiseDistribution::laplace, greatest, bits))),
                  45.06 * t);
        EXPECT_LE(std::abs(static_cast<double>(noise_deviate(NoiseDistribution::gaussian, greatest, bits))),
                  9.5 * t);
        EXPECT_LE(std::abs(static_cast<double>(noise_deviate(NoiseDistribution::uniform, greatest, bits))),
                  t);
    }
}

// An update: the noises of neighbouring values are independent, so that the difference of the two results
// has the variance of two draws; and so are those of two subjects, two variables and two scales.
TEST(Noise, DrawsAgainForAnotherValueSubjectVariableAndScale) {
    const std::string bounds = " grid 1 from -1000000 to 1000000 of ";
    const Noise noise = noise_of("laplace v1 scale 1677721600" + bounds + "x");
    const Noise variable = noise_of("laplace v1 scale 1677721600" + bounds + "y");
    const Noise scale = noise_of("laplace v1 scale 1677721601" + bounds + "x");
    constexpr int draws = 100'000;
    std::array<double, 4> products{};
    double square = 0;
    for (int i = 0; i < draws; ++i) {
        const auto subject = text_bytes(std::to_string(i));
        const auto first = static_cast<double>(noise.apply(0, subject));
        square += first * first;
        products[0] += first * static_cast<double>(noise.apply(1, subject) - 1);
        products[1] += first * static_cast<double>(noise.apply(0, text_bytes(std::to_string(i) + "x")));
        products[2] += first * static_cast<double>(variable.apply(0, subject));
        products[3] += first * static_cast<double>(scale.apply(0, subject));
    }
    EXPECT_NEAR(square / draws, 2 * 100 * 100, 500);
    for (const double product : products) {
        EXPECT_LT(std::abs(product / square), 4 / std::sqrt(draws));
    }
}

TEST(Noise, SaturatesAtBoundsAndTypes) {
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();
    const Noise whole = noise_of("uniform v1 scale 16777216000 grid 1 from -9223372036854775808 to "
                                 "9223372036854775807 of x");
    const Noise bounded = noise_of("uniform v1 scale 16777216000 grid 1 from -5 to 7 of x");
    bool at_limit = false;
    for (int i = 0; i < 1000; ++i) {
        const auto subject = text_bytes(std::to_string(i));
        EXPECT_GE(whole.apply(greatest, subject), greatest - 1000);
        EXPECT_LE(whole.apply(least, subject), least + 1000);
        at_limit = at_limit || whole.apply(greatest, subject) == greatest;
        EXPECT_EQ(bounded.apply(least, subject), -5);
        EXPECT_EQ(bounded.apply(greatest, subject), 7);
    }
    EXPECT_TRUE(at_limit);
}

TEST(Noise, BoundsChangeNoNoise) {
    const Noise wide = noise_of("laplace v1 scale 167772160 grid 1 from -1000 to 1000 of x");
    const Noise narrow = noise_of("laplace v1 scale 167772160 grid 1 from -3 to 3 of x");
    for (int i = 0; i < 100; ++i) {
        const auto subject = text_bytes(std::to_string(i));
        EXPECT_EQ(narrow.apply(0, subject), std::clamp<std::int64_t>(wide.apply(0, subject), -3, 3));
    }
}

} // namespace
} // namespace veil
