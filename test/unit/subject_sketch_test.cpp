#include "core/subject_sketch.hpp"

#include <gtest/gtest.h>

#include <random>

namespace {

using veil::SubjectSketch;

SubjectSketch of(std::uint32_t threshold, std::uint64_t from, std::uint64_t to) {
    const veil::OrderHash hash({1, 2, 3});
    SubjectSketch sketch(threshold);
    for (std::uint64_t subject = from; subject < to; ++subject) {
        sketch.add(hash(subject, 0));
    }
    return sketch;
}

// A difference of every size around the threshold, on either side and on both.
TEST(SubjectSketch, TellsFewFromManyExactly) {
    for (const std::uint32_t threshold : {1U, 2U, 3U, 10U, 64U, 200U}) {
        const std::uint64_t size = 500;
        const SubjectSketch whole = of(threshold, 0, size);
        EXPECT_FALSE(whole.is_nearly(whole));
        const std::uint64_t step = threshold > 20 ? 7 : 1;
        for (std::uint64_t d = 1; d < 2 * threshold + 5; d += step) {
            const bool is_near = d < threshold;
            EXPECT_EQ(whole.is_nearly(of(threshold, 0, size - d)), is_near) << threshold << " " << d;
            EXPECT_EQ(of(threshold, 0, size + d).is_nearly(whole), is_near) << threshold << " " << d;
            if (d >= 2) {
                EXPECT_EQ(of(threshold, 1, size + d - 1).is_nearly(whole), is_near) << threshold << " " << d;
            }
        }
        for (const std::uint32_t edge : {threshold - 1, threshold}) {
            if (edge > 0) {
                EXPECT_EQ(whole.is_nearly(of(threshold, edge, size)), edge < threshold) << threshold;
            }
        }
    }
}

TEST(SubjectSketch, LargestThreshold) {
    const SubjectSketch whole = of(1000, 0, 3000);
    EXPECT_TRUE(whole.is_nearly(of(1000, 999, 3000)));
    EXPECT_TRUE(whole.is_nearly(of(1000, 500, 3499)));
    EXPECT_FALSE(whole.is_nearly(of(1000, 1000, 3000)));
    EXPECT_FALSE(whole.is_nearly(of(1000, 500, 3500)));
}

// Random pairs: no difference that is small is missed, and none that is not is taken for one.
TEST(SubjectSketch, MakesNoErrorInManyTrials) {
    std::mt19937_64 random(7);
    const veil::OrderHash hash({9, 9, 9});
    constexpr std::uint32_t threshold = 10;
    int wrong = 0;
    for (int trial = 0; trial < 4000; ++trial) {
        SubjectSketch a(threshold);
        SubjectSketch b(threshold);
        const std::uint64_t common = random() % 40;
        for (std::uint64_t i = 0; i < common; ++i) {
            const std::uint64_t subject = hash(random(), 0);
            a.add(subject);
            b.add(subject);
        }
        const std::uint64_t d = random() % 24;
        for (std::uint64_t i = 0; i < d; ++i) {
            (random() % 2 == 0 ? a : b).add(hash(random(), 0));
        }
        wrong += a.is_nearly(b) == (d > 0 && d < threshold) ? 0 : 1;
    }
    EXPECT_EQ(wrong, 0);
}

TEST(SubjectSketch, UnionsCountWhatIsInSeveralAsDifferent) {
    const SubjectSketch whole = of(10, 0, 300);
    SubjectSketch parts(10);
    parts.add_all(of(10, 0, 100));
    parts.add_all(of(10, 100, 295));
    EXPECT_TRUE(parts.is_union());
    EXPECT_TRUE(parts.is_nearly(whole));
    EXPECT_TRUE(whole.is_nearly(parts));
    SubjectSketch same = parts;
    same.add_all(of(10, 295, 300));
    EXPECT_FALSE(same.is_nearly(whole));
    SubjectSketch often = same;
    for (int i = 0; i < 50; ++i) {
        often.add_all(of(10, 0, 3));
    }
    EXPECT_TRUE(often.is_nearly(whole));
    often.add_all(of(10, 3, 10));
    EXPECT_FALSE(often.is_nearly(whole));
}

TEST(SubjectSketch, ComesBackFromItsBytes) {
    const SubjectSketch sketch = of(10, 0, 77);
    std::vector<std::uint8_t> bytes(SubjectSketch::byte_size(10));
    sketch.write(bytes);
    const auto read = SubjectSketch::read(bytes, 10);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, sketch);
    EXPECT_EQ(read->count(), 77U);
    EXPECT_FALSE(SubjectSketch::read(bytes, 11));
    EXPECT_FALSE(SubjectSketch::read(std::span(bytes).first(bytes.size() - 1), 10));
    EXPECT_FALSE(SubjectSketch::read({}, 0));
    bytes.back() = 0xff;
    EXPECT_FALSE(SubjectSketch::read(bytes, 10));
}

} // namespace
