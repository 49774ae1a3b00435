// Samples of subjects: known answers, which noise_answers.py printed. Never change one.
#include "core/subject_sample.hpp"

#include "core/key_derivation.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace veil {
namespace {

using test::text_bytes;

// The data key is 00 01 ... 1f, key "citizen", version 1, scope "research".
SubjectSample sample() {
    return SubjectSample(derive_key(test::counting_key(), SubjectSample::purpose, "citizen", 1, "research"));
}

struct Answer {
    std::string subject;
    std::uint64_t drawn; // of 2^64
};

TEST(SubjectSample, KnownAnswers) {
    const std::vector<Answer> answers{
        {"", 0xd0d2474f2e483c6f},
        {"1", 0xa562b9b63ec69d6f},
        {"111222333", 0x9bdffde95c7bee4e},
    };
    for (const Answer& answer : answers) {
        const auto subject = text_bytes(answer.subject);
        // The fractions of 53 bits next to the number drawn.
        const double below = std::floor(static_cast<double>(answer.drawn >> 11)) * 0x1p-53;
        EXPECT_FALSE(sample().holds(subject, below)) << answer.subject;
        EXPECT_TRUE(sample().holds(subject, below + 0x1p-53)) << answer.subject;
    }
}

TEST(SubjectSample, EndsAreExact) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 1000; ++i) {
        const auto subject = text_bytes(std::to_string(i));
        for (const double nobody : {0.0, -0.0, -1.0, -infinity, nan}) {
            EXPECT_FALSE(sample().holds(subject, nobody));
        }
        for (const double everybody : {1.0, 2.0, infinity}) {
            EXPECT_TRUE(sample().holds(subject, everybody));
        }
        EXPECT_FALSE(sample().holds(subject, std::numeric_limits<double>::denorm_min()));
        EXPECT_TRUE(sample().holds(subject, 1 - 0x1p-53));
    }
}

TEST(SubjectSample, LargerSamplesHoldSmallerOnes) {
    const SubjectSample drawn = sample();
    constexpr int subjects = 100'000;
    int tenth = 0;
    int half = 0;
    for (int i = 0; i < subjects; ++i) {
        const auto subject = text_bytes(std::to_string(i));
        const bool in_tenth = drawn.holds(subject, 0.1);
        const bool in_half = drawn.holds(subject, 0.5);
        EXPECT_TRUE(in_half || !in_tenth);
        tenth += in_tenth ? 1 : 0;
        half += in_half ? 1 : 0;
    }
    EXPECT_NEAR(tenth, subjects / 10, 4 * std::sqrt(subjects * 0.09));
    EXPECT_NEAR(half, subjects / 2, 4 * std::sqrt(subjects * 0.25));
}

} // namespace
} // namespace veil
