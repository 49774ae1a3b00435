// What pseudonyms in a period promise; what exactly they are is pinned in known_answers_test.cpp.
#include "core/period_pseudonym.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace veil {
namespace {

using test::Bytes;
using test::counting_key;
using test::text_bytes;

std::string text_pseudonym(const Key256& key, const Bytes& text, const Bytes& period) {
    std::array<char, TextPeriodPseudonym::size> out{};
    TextPeriodPseudonym(key).apply(text, period, out);
    return {out.begin(), out.end()};
}

// Where the period ends and the text begins counts.
TEST(TextPeriodPseudonym, DependsOnTextPeriodAndKey) {
    const std::set<std::string> pseudonyms{
        text_pseudonym(counting_key(), text_bytes("ab"), text_bytes("cd")),
        text_pseudonym(counting_key(), text_bytes("b"), text_bytes("cda")),
        text_pseudonym(counting_key(), text_bytes("dab"), text_bytes("c")),
        text_pseudonym(counting_key(), text_bytes("cdab"), {}),
        text_pseudonym(counting_key(), {}, text_bytes("cdab")),
        text_pseudonym(counting_key(1), text_bytes("ab"), text_bytes("cd"))};
    EXPECT_EQ(pseudonyms.size(), 6U);
    EXPECT_EQ(text_pseudonym(counting_key(), text_bytes("ab"), text_bytes("cd")),
              text_pseudonym(counting_key(), text_bytes("ab"), text_bytes("cd")));
}

TEST(BytesPeriodPseudonym, DependsOnBytesAndPeriod) {
    const BytesPeriodPseudonym pseudonym(counting_key());
    std::set<Bytes> pseudonyms;
    for (unsigned period = 0; period < 10; ++period) {
        for (unsigned value = 0; value < 10; ++value) {
            Bytes out(BytesPeriodPseudonym::size);
            pseudonym.apply(text_bytes(std::to_string(value)), text_bytes(std::to_string(period)),
                            std::span(out).first<BytesPeriodPseudonym::size>());
            pseudonyms.insert(out);
        }
    }
    EXPECT_EQ(pseudonyms.size(), 100U);
}

// In each period a permutation of its own: no collision within one, and across two no more equal images than
// chance gives (none is expected of 10 000 in 2^32).
template <typename Pseudonym, typename Int>
void expect_a_permutation_a_period() {
    const Pseudonym pseudonym(counting_key());
    std::vector<Int> values{std::numeric_limits<Int>::min(), -1, 0, 1, std::numeric_limits<Int>::max()};
    auto random = test::repeatable_random();
    while (values.size() < 10'000)
        values.push_back(static_cast<Int>(random()));
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
    std::vector<std::vector<Int>> images;
    for (const std::string_view period : {"", "2026-11", "2026-12"}) {
        const Bytes bytes = text_bytes(period);
        images.emplace_back();
        for (const Int value : values) {
            images.back().push_back(pseudonym.apply(value, bytes));
            ASSERT_EQ(pseudonym.invert(images.back().back(), bytes), value);
        }
        EXPECT_EQ(std::set<Int>(images.back().begin(), images.back().end()).size(), values.size());
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        ASSERT_NE(images[0][i], images[1][i]);
        ASSERT_NE(images[1][i], images[2][i]);
    }
}

TEST(IntegerPeriodPseudonym, IsAPermutationInEachPeriod) {
    expect_a_permutation_a_period<IntegerPeriodPseudonym, std::int32_t>();
}
TEST(BigintPeriodPseudonym, IsAPermutationInEachPeriod) {
    expect_a_permutation_a_period<BigintPeriodPseudonym, std::int64_t>();
}

TEST(UuidPeriodPseudonym, KeepsVersionAndVariantAndIsInvertible) {
    using Uuid = std::array<std::uint8_t, 16>;
    const UuidPeriodPseudonym pseudonym(counting_key());
    auto random = test::repeatable_random();
    std::set<Uuid> images;
    for (int i = 0; i < 3000; ++i) {
        Uuid uuid{};
        for (std::uint8_t& byte : uuid)
            byte = static_cast<std::uint8_t>(random());
        for (const std::string_view period : {"2026-11", "2026-12"}) {
            Uuid image{};
            pseudonym.apply(uuid, text_bytes(period), image);
            ASSERT_EQ(image[6] >> 4, uuid[6] >> 4);
            ASSERT_EQ(image[8] >> 6, uuid[8] >> 6);
            ASSERT_TRUE(images.insert(image).second);
            pseudonym.invert(image, text_bytes(period), image);
            ASSERT_EQ(image, uuid);
        }
    }
}

} // namespace
} // namespace veil
