#include "core/ff1.hpp"

#include "core/crypto_failure.hpp"
#include "core/ff1_binary.hpp"
#include "ff1_reference.hpp"
#include "ff1_vectors.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace veil {
namespace {

using test::Bytes;
using test::copy_of;
using test::counting_key;
using test::Ff1Reference;
using test::Ff1Vector;
using test::hex_bytes;
using Numerals = std::vector<Ff1::Numeral>;

Numerals numerals_of(const Ff1Reference::Digits& digits) {
    Numerals numerals;
    for (const std::uint32_t digit : digits)
        numerals.push_back(static_cast<Ff1::Numeral>(digit));
    return numerals;
}

void expect_vector(const Ff1Vector& vector) {
    const Ff1 ff1(hex_bytes(vector.key), static_cast<std::uint32_t>(vector.alphabet.size()));
    const Bytes tweak = hex_bytes(vector.tweak);
    const Numerals plaintext = numerals_of(vector.plaintext_digits());
    const Numerals ciphertext = numerals_of(vector.ciphertext_digits());
    Numerals numerals = plaintext;
    ASSERT_TRUE(ff1.encrypt(numerals, tweak)) << vector.source;
    EXPECT_EQ(numerals, ciphertext) << vector.source;
    ASSERT_TRUE(ff1.decrypt(numerals, tweak)) << vector.source;
    EXPECT_EQ(numerals, plaintext) << vector.source;
}

TEST(Ff1, GivesTheNineNistSamples) {
    for (const Ff1Vector& sample : test::nist_ff1_samples())
        expect_vector(sample);
}

TEST(Ff1, GivesTheVectorsOfTheDataFile) {
    const auto vectors = test::ff1_data_file();
    if (!vectors)
        GTEST_SKIP() << "no ../shared/data/ff1_vectors.csv";
    EXPECT_GE(vectors->size(), 49U);
    for (const Ff1Vector& vector : *vectors)
        expect_vector(vector);
}

class RandomStrings {
  public:
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    // Every eighth numeral is the least or the greatest, so that carries run far.
    Ff1Reference::Digits digits(std::size_t length, std::uint32_t radix) {
        Ff1Reference::Digits digits(length);
        for (std::uint32_t& digit : digits)
            digit =
                below(8) == 0 ? (below(2) == 0 ? 0 : radix - 1) : static_cast<std::uint32_t>(below(radix));
        return digits;
    }
    Bytes bytes(std::size_t size) {
        Bytes bytes(size);
        for (std::uint8_t& byte : bytes)
            byte = static_cast<std::uint8_t>(random_());
        return bytes;
    }

  private:
    std::mt19937_64 random_ = test::repeatable_random();
};

void expect_reference(const Bytes& key, std::uint32_t radix, const Ff1Reference::Digits& digits,
                      const Bytes& tweak) {
    const Ff1 ff1(key, radix);
    const Ff1Reference reference(key, radix);
    const Numerals plaintext = numerals_of(digits);
    Numerals numerals = plaintext;
    ASSERT_TRUE(ff1.encrypt(numerals, tweak));
    ASSERT_EQ(numerals, numerals_of(reference.encrypt(digits, tweak)))
        << "radix " << radix << ", length " << digits.size() << ", tweak of " << tweak.size();
    ASSERT_TRUE(ff1.decrypt(numerals, tweak));
    ASSERT_EQ(numerals, plaintext);
    ASSERT_TRUE(ff1.decrypt(numerals, tweak));
    ASSERT_EQ(numerals, numerals_of(reference.decrypt(digits, tweak)))
        << "radix " << radix << ", length " << digits.size() << ", tweak of " << tweak.size();
}

// Across the bounds of the short halves, 2^96, and of every number of bytes b, with every position of the
// round number in its block.
TEST(Ff1, AgreesWithTheReferenceAtEveryLengthOfCommonRadices) {
    RandomStrings random;
    for (const std::uint32_t radix : {2U, 3U, 10U, 16U, 26U, 36U, 62U, 255U, 256U, 257U, 65535U, 65536U}) {
        const std::size_t longest = radix < 10 ? 210 : 80;
        for (std::size_t length = 2; length <= longest; ++length) {
            if (!ff1_is_defined(radix, length))
                continue;
            const Bytes tweak = random.bytes(random.below(33));
            expect_reference(random.bytes(16 + 8 * random.below(3)), radix, random.digits(length, radix),
                             tweak);
            const Ff1Reference::Digits greatest(length, radix - 1);
            expect_reference(random.bytes(32), radix, greatest, {});
        }
    }
}

TEST(Ff1, AgreesWithTheReferenceAtRandom) {
    RandomStrings random;
    for (int i = 0; i < 3000; ++i) {
        const auto radix =
            static_cast<std::uint32_t>(2 + random.below(i % 2 == 0 ? 64 : ff1_greatest_radix - 1));
        const std::size_t length = 2 + random.below(60);
        if (ff1_is_defined(radix, length))
            expect_reference(random.bytes(16 + 8 * random.below(3)), radix, random.digits(length, radix),
                             random.bytes(random.below(50)));
    }
}

// The longest have more than 4096 bytes in a half, so that the blocks of S are more than one byte can number.
TEST(Ff1, AgreesWithTheReferenceOnLongStrings) {
    RandomStrings random;
    for (const std::uint32_t radix : {2U, 10U, 36U, 1000U, 65536U}) {
        for (const std::size_t length : {std::size_t{511}, std::size_t{512}, std::size_t{3001}})
            expect_reference(random.bytes(32), radix, random.digits(length, radix),
                             random.bytes(length % 300));
    }
}

// Every size modulo the block, and sizes that take two bytes to write down.
TEST(Ff1, AgreesWithTheReferenceForTweaksOfAnySize) {
    RandomStrings random;
    for (std::size_t size = 0; size <= 50; ++size)
        expect_reference(random.bytes(16), 10, random.digits(11, 10), random.bytes(size));
    for (const std::size_t size : {std::size_t{255}, std::size_t{256}, std::size_t{70'000}}) {
        expect_reference(random.bytes(24), 10, random.digits(11, 10), random.bytes(size));
        expect_reference(random.bytes(24), 10, random.digits(111, 10), random.bytes(size));
    }
}

TEST(Ff1, AgreesWithBinaryFf1) {
    const Ff1 ff1(counting_key().bytes(), 2);
    RandomStrings random;
    for (unsigned bits = 20; bits <= 128; ++bits) {
        const Bytes tweak = random.bytes(bits % 9);
        const BinaryFf1 binary(counting_key(), bits, tweak.size());
        const auto digits = random.digits(bits, 2);
        Uint128 value = 0;
        for (const std::uint32_t digit : digits)
            value = value << 1 | digit;
        Numerals numerals = numerals_of(digits);
        ASSERT_TRUE(ff1.encrypt(numerals, tweak));
        Uint128 image = 0;
        for (const Ff1::Numeral numeral : numerals)
            image = image << 1 | numeral;
        EXPECT_TRUE(binary.encrypt(value, tweak) == image) << bits;
    }
}

// The least domains that the standard allows, each whole.
TEST(Ff1, IsAPermutationOfSmallDomains) {
    struct Domain {
        std::uint32_t radix;
        std::size_t length;
        std::size_t size;
    };
    for (const auto& [radix, length, size] : {Domain{2, 7, 128}, Domain{10, 2, 100}, Domain{10, 5, 100'000},
                                              Domain{5, 3, 125}, Domain{300, 2, 90'000}}) {
        const Ff1 ff1(counting_key().bytes(), radix);
        std::vector<bool> seen(size);
        for (std::size_t value = 0; value < size; ++value) {
            Numerals numerals(length);
            for (std::size_t i = length, rest = value; i-- > 0; rest /= radix)
                numerals[i] = static_cast<Ff1::Numeral>(rest % radix);
            ASSERT_TRUE(ff1.encrypt(numerals));
            std::size_t image = 0;
            for (const Ff1::Numeral numeral : numerals)
                image = image * radix + numeral;
            ASSERT_LT(image, size);
            ASSERT_FALSE(seen[image]) << radix << " " << length << " " << value;
            seen[image] = true;
        }
    }
}

void expect_refused(const Ff1& ff1, const Numerals& numerals) {
    Numerals copy = numerals;
    EXPECT_FALSE(ff1.encrypt(copy));
    EXPECT_FALSE(ff1.decrypt(copy));
    EXPECT_EQ(copy, numerals);
}

TEST(Ff1, RefusesWhatTheStandardDoesNotDefine) {
    const Ff1 decimal(counting_key().bytes(), 10);
    expect_refused(decimal, {});
    expect_refused(decimal, {1});
    expect_refused(decimal, {1, 10});
    expect_refused(decimal, {65535, 1});
    expect_refused(decimal, Numerals(100, 10));
    expect_refused(Ff1(counting_key().bytes(), 2), Numerals(6));
    expect_refused(Ff1(counting_key().bytes(), 9), Numerals(2));
    // A million values in one numeral are no string of two.
    expect_refused(Ff1(counting_key().bytes(), 65536), {1});

    Numerals least(2);
    EXPECT_TRUE(decimal.encrypt(least));
    Numerals bits(7);
    EXPECT_TRUE(Ff1(counting_key().bytes(), 2).encrypt(bits));
}

TEST(Ff1, RefusesKeysAndRadicesOutOfRange) {
    for (const std::size_t size : {0U, 15U, 17U, 31U, 33U, 64U})
        EXPECT_THROW(Ff1(Bytes(size), 10), CryptoFailure) << size;
    for (const std::uint32_t radix : {0U, 1U, 65537U, 0xffffffffU})
        EXPECT_THROW(Ff1(Bytes(16), radix), CryptoFailure) << radix;
}

TEST(Ff1, DependsOnKeyRadixTweakAndLength) {
    const auto of = [](std::uint8_t first, std::uint32_t radix, const Bytes& tweak, std::size_t length) {
        Numerals numerals(length);
        EXPECT_TRUE(Ff1(counting_key(first).bytes(), radix).encrypt(numerals, tweak));
        return numerals;
    };
    const Numerals image = of(0, 10, {}, 20);
    EXPECT_NE(of(1, 10, {}, 20), image);
    EXPECT_NE(of(0, 11, {}, 20), image);
    EXPECT_NE(of(0, 10, {0}, 20), image);
    Numerals longer = of(0, 10, {}, 21);
    longer.pop_back();
    EXPECT_NE(longer, image);
}

TEST(Ff1Domain, KnowsTheFloors) {
    EXPECT_TRUE(ff1_is_defined(10, 2));
    EXPECT_FALSE(ff1_is_defined(99, 1));
    EXPECT_FALSE(ff1_is_defined(65536, 1));
    EXPECT_FALSE(ff1_is_defined(2, 6));
    EXPECT_TRUE(ff1_is_defined(2, 7));
    EXPECT_FALSE(ff1_is_defined(1, 1000));
    EXPECT_FALSE(ff1_is_defined(0, 1000));
    EXPECT_FALSE(ff1_is_defined(65537, 10));
    EXPECT_TRUE(ff1_is_defined(65536, ff1_greatest_length));
    EXPECT_FALSE(ff1_is_defined(65536, ff1_greatest_length + 1));
    EXPECT_FALSE(ff1_is_safe(10, 5));
    EXPECT_TRUE(ff1_is_safe(10, 6));
    EXPECT_FALSE(ff1_is_safe(999, 2));
    EXPECT_TRUE(ff1_is_safe(1000, 2));
    EXPECT_FALSE(ff1_is_safe(2, 19));
    EXPECT_TRUE(ff1_is_safe(2, 20));
}

} // namespace
} // namespace veil
