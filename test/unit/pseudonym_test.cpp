// What the pseudonyms promise; what exactly they are is pinned in known_answers_test.cpp.
#include "core/pseudonym.hpp"

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
using Uuid = std::array<std::uint8_t, 16>;

std::string pseudonym_of(const Key256& key, const Bytes& text) {
    std::array<char, TextPseudonym::size> out{};
    TextPseudonym(key).apply(text, out);
    return {out.begin(), out.end()};
}

TEST(TextPseudonym, DependsOnTextAndKey) {
    const std::set<std::string> pseudonyms{
        pseudonym_of(counting_key(), text_bytes("")),    pseudonym_of(counting_key(), Bytes{0}),
        pseudonym_of(counting_key(), text_bytes("ab")),  pseudonym_of(counting_key(), text_bytes("AB")),
        pseudonym_of(counting_key(), text_bytes("ab ")), pseudonym_of(counting_key(1), text_bytes("ab"))};
    EXPECT_EQ(pseudonyms.size(), 6U);
    EXPECT_EQ(pseudonym_of(counting_key(), text_bytes("ab")), pseudonym_of(counting_key(), text_bytes("ab")));
}

TEST(TextPseudonym, IsWrittenInLowerCaseBase32) {
    std::set<char> characters;
    for (unsigned i = 0; i < 1000; ++i)
        for (const char character : pseudonym_of(counting_key(), text_bytes(std::to_string(i))))
            characters.insert(character);
    EXPECT_EQ(std::string(characters.begin(), characters.end()), "234567abcdefghijklmnopqrstuvwxyz");
}

TEST(BytesPseudonym, DependsOnBytesAndKey) {
    const auto of = [](const Key256& key, const Bytes& value) {
        Bytes out(BytesPseudonym::size);
        BytesPseudonym(key).apply(value, std::span(out).first<BytesPseudonym::size>());
        return out;
    };
    const std::set<Bytes> pseudonyms{of(counting_key(), {}), of(counting_key(), Bytes{0}),
                                     of(counting_key(), Bytes{0, 0}), of(counting_key(1), {})};
    EXPECT_EQ(pseudonyms.size(), 4U);
}

TEST(SmallintPseudonym, IsAPermutationOfTheWholeType) {
    const SmallintPseudonym pseudonym(counting_key());
    std::vector<bool> seen(65536);
    for (int value = -32768; value <= 32767; ++value) {
        const std::int16_t image = pseudonym.apply(static_cast<std::int16_t>(value));
        ASSERT_FALSE(seen[static_cast<std::uint16_t>(image)]);
        seen[static_cast<std::uint16_t>(image)] = true;
        ASSERT_EQ(pseudonym.invert(image), value);
    }
}

template <typename Pseudonym, typename Int>
void expect_inverse() {
    const Pseudonym pseudonym(counting_key());
    std::vector<Int> values{
        std::numeric_limits<Int>::min(),     std::numeric_limits<Int>::min() + 1, -1, 0, 1,
        std::numeric_limits<Int>::max() - 1, std::numeric_limits<Int>::max()};
    auto random = test::repeatable_random();
    while (values.size() < 100'000)
        values.push_back(static_cast<Int>(random()));
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());

    std::vector<Int> images;
    for (const Int value : values) {
        images.push_back(pseudonym.apply(value));
        ASSERT_EQ(pseudonym.invert(images.back()), value);
        ASSERT_EQ(pseudonym.apply(pseudonym.invert(value)), value);
    }
    const auto changed = std::ranges::count_if(
        values, [&, i = std::size_t{0}](Int value) mutable { return images[i++] != value; });
    EXPECT_GT(changed, static_cast<std::ptrdiff_t>(values.size()) - 10);
    std::ranges::sort(images);
    EXPECT_TRUE(std::ranges::adjacent_find(images) == images.end());
}

TEST(IntegerPseudonym, IsInvertible) {
    expect_inverse<IntegerPseudonym, std::int32_t>();
}
TEST(BigintPseudonym, IsInvertible) {
    expect_inverse<BigintPseudonym, std::int64_t>();
}

// Of two consecutive values' images every bit differs half of the time: 10 000 pairs, standard deviation 50.
template <typename Pseudonym, typename Int>
void expect_no_order() {
    const Pseudonym pseudonym(counting_key());
    constexpr unsigned bits = 8 * sizeof(Int);
    std::array<unsigned, bits> changes{};
    for (Int value = 0; value < 10'000; ++value) {
        const auto difference =
            static_cast<std::uint64_t>(pseudonym.apply(value) ^ pseudonym.apply(value + 1));
        for (unsigned bit = 0; bit < bits; ++bit)
            changes[bit] += difference >> bit & 1;
    }
    for (const unsigned count : changes) {
        EXPECT_GT(count, 4700U);
        EXPECT_LT(count, 5300U);
    }
}

TEST(IntegerPseudonym, KeepsNothingOfNeighbourhood) {
    expect_no_order<IntegerPseudonym, std::int32_t>();
}
TEST(BigintPseudonym, KeepsNothingOfNeighbourhood) {
    expect_no_order<BigintPseudonym, std::int64_t>();
}

unsigned version_of(const Uuid& uuid) {
    return uuid[6] >> 4;
}
unsigned variant_of(const Uuid& uuid) {
    return uuid[8] >> 6;
}

Uuid random_uuid(std::mt19937_64& random) {
    Uuid uuid{};
    for (std::uint8_t& byte : uuid)
        byte = static_cast<std::uint8_t>(random());
    return uuid;
}

TEST(UuidPseudonym, KeepsVersionAndVariantAndIsInvertible) {
    const UuidPseudonym pseudonym(counting_key());
    auto random = test::repeatable_random();
    std::set<Uuid> images;
    for (int i = 0; i < 20'000; ++i) {
        const Uuid uuid = random_uuid(random);
        Uuid image{};
        pseudonym.apply(uuid, image);
        ASSERT_EQ(version_of(image), version_of(uuid));
        ASSERT_EQ(variant_of(image), variant_of(uuid));
        ASSERT_TRUE(images.insert(image).second);
        Uuid back{};
        pseudonym.invert(image, back);
        ASSERT_EQ(back, uuid);
    }
}

// The kept bits are the tweak: uuids that differ in nothing else are still unrelated.
TEST(UuidPseudonym, UsesAnotherPermutationForEachVersion) {
    const UuidPseudonym pseudonym(counting_key());
    Uuid fourth{};
    fourth[6] = 0x40;
    fourth[8] = 0x80;
    Uuid seventh = fourth;
    seventh[6] = 0x70;
    pseudonym.apply(fourth, fourth);
    pseudonym.apply(seventh, seventh);
    seventh[6] = static_cast<std::uint8_t>((seventh[6] & 0xf) | 0x40);
    EXPECT_NE(fourth, seventh);
}

// 122 free bits, each changed in half of 4880 flips, standard deviation 35; the six kept ones never.
TEST(UuidPseudonym, SpreadsEveryFreeBit) {
    const UuidPseudonym pseudonym(counting_key());
    auto random = test::repeatable_random();
    std::array<unsigned, 128> changes{};
    const auto is_kept = [](unsigned bit) { return (bit >= 48 && bit < 52) || bit == 64 || bit == 65; };
    for (int sample = 0; sample < 40; ++sample) {
        const Uuid uuid = random_uuid(random);
        Uuid image{};
        pseudonym.apply(uuid, image);
        for (unsigned flipped = 0; flipped < 128; ++flipped) {
            if (is_kept(flipped))
                continue;
            Uuid neighbour = uuid;
            neighbour[flipped / 8] =
                static_cast<std::uint8_t>(neighbour[flipped / 8] ^ (0x80U >> (flipped % 8)));
            pseudonym.apply(neighbour, neighbour);
            for (unsigned bit = 0; bit < 128; ++bit)
                changes[bit] +=
                    static_cast<unsigned>((image[bit / 8] ^ neighbour[bit / 8]) >> (7 - bit % 8) & 1);
        }
    }
    for (unsigned bit = 0; bit < 128; ++bit) {
        if (is_kept(bit)) {
            EXPECT_EQ(changes[bit], 0U) << bit;
        } else {
            EXPECT_GT(changes[bit], 2220U) << bit;
            EXPECT_LT(changes[bit], 2660U) << bit;
        }
    }
}

TEST(Pseudonym, PurposesDiffer) {
    const std::set<std::string_view> purposes{
        TextPseudonym::purpose,         BytesPseudonym::purpose,       SmallintPseudonym::purpose,
        IntegerPseudonym::purpose,      BigintPseudonym::purpose,      UuidPseudonym::purpose,
        TextPeriodPseudonym::purpose,   BytesPeriodPseudonym::purpose, IntegerPeriodPseudonym::purpose,
        BigintPeriodPseudonym::purpose, UuidPeriodPseudonym::purpose};
    EXPECT_EQ(purposes.size(), 11U);
}

} // namespace
} // namespace veil
