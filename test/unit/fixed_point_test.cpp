// The integer arithmetic behind random deviates, against constants that noise_answers.py printed.
#include "core/fixed_point.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>

namespace veil {
namespace {

struct Answer {
    std::uint64_t bits;
    std::uint64_t exponential;
    std::int64_t normal; // with the next row's bits, the first after the last
    std::int64_t cosine;
};

constexpr std::array<Answer, 10> answers{{
    {0x0000000000000000, 12986094717783947154U, 2736050790920601332, 4611686018427387904},
    {0x0000000000000001, 12669441284576244973U, -2702486938760458514, 4611686018427387904},
    {0x7fffffffffffffff, 199786072581291495U, -339365333674430664, -4611686018427387904},
    {0x8000000000000000, 199786072581291495U, 339365333674430664, -4611686018427387904},
    {0xffffffffffffffff, 0U, 67082699, 4611686018427387904},
    {0x0123456789abcdef, 1561084656202817283U, 948262861247702114, 4609887991410195028},
    {0xfedcba9876543210, 1283879076713387U, -20060037300143046, 4609887991410195028},
    {0x9e3779b97f4a7c15, 138699865345581209U, 0, -3400513745457277139},
    {0x4000000000000000, 399572145162582989U, 0, 0},
    {0xbfffffffffffffff, 82918711954880808U, 218630700208231198, -2},
}};

TEST(FixedPoint, ExponentialDeviates) {
    for (const Answer& answer : answers) {
        const std::uint64_t deviate = exponential_deviate(answer.bits);
        const std::uint64_t off =
            std::max(deviate, answer.exponential) - std::min(deviate, answer.exponential);
        EXPECT_LE(off, 2U) << answer.bits;
    }
    EXPECT_EQ(exponential_deviate(0), answers[0].exponential);
}

TEST(FixedPoint, CosinesOfTurns) {
    for (const Answer& answer : answers) {
        EXPECT_LE(std::abs(cosine_of_turn(answer.bits) - answer.cosine), 32) << answer.bits;
    }
}

// The root makes 2^-29 of the last place of an exponential deviate next to 0.
TEST(FixedPoint, NormalDeviates) {
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const std::uint64_t second = answers[(i + 1) % answers.size()].bits;
        const std::int64_t deviate = normal_deviate(exponential_deviate(answers[i].bits), second);
        const std::int64_t allowed = std::int64_t{1} << (answers[i].exponential == 0 ? 29 : 11);
        EXPECT_LE(std::abs(deviate - answers[i].normal), allowed) << answers[i].bits;
    }
}

// Every entry of the table, and its edges, beside the library's functions, which are good to 2^-52.
TEST(FixedPoint, AgreesWithTheLibraryEverywhere) {
    auto random = test::repeatable_random();
    auto check = [](std::uint64_t bits) {
        const double u = (static_cast<double>(bits) + 0.5) * 0x1p-64;
        const double expected = bits > std::uint64_t{1} << 63
                                    ? -std::log1p(-(static_cast<double>(~bits) + 0.5) * 0x1p-64)
                                    : -std::log(u);
        const double deviate = static_cast<double>(exponential_deviate(bits)) * 0x1p-58;
        ASSERT_NEAR(deviate, expected, 0x1p-56 + expected * 0x1p-51) << bits;
        const double cosine = static_cast<double>(cosine_of_turn(bits)) * 0x1p-62;
        ASSERT_NEAR(cosine, std::cos(2 * std::numbers::pi * static_cast<double>(bits) * 0x1p-64), 0x1p-49)
            << bits;
    };
    for (std::uint64_t i = 0; i < 512; ++i) {
        for (int zeros = 0; zeros < 60; ++zeros) {
            const std::uint64_t edge = i << 55 >> zeros;
            check(edge);
            check(edge - 1);
            check(edge + 1);
        }
    }
    for (int i = 0; i < 100000; ++i) {
        check(random() >> (i % 64));
    }
}

TEST(FixedPoint, StaysInRange) {
    auto random = test::repeatable_random();
    for (int i = 0; i < 100000; ++i) {
        const std::uint64_t bits = random() >> (i % 64);
        EXPECT_LE(std::abs(cosine_of_turn(bits)), std::int64_t{1} << 62);
        const double normal =
            static_cast<double>(normal_deviate(exponential_deviate(bits), random())) * 0x1p-58;
        EXPECT_LT(std::abs(normal), 9.5);
    }
    EXPECT_LT(std::abs(normal_deviate(exponential_deviate(0), 0)), static_cast<std::int64_t>(9.5 * 0x1p58));
}

} // namespace
} // namespace veil
