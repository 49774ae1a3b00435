#include "core/ff1_binary.hpp"

#include "core/crypto_failure.hpp"
#include "ff1_reference.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace veil {
namespace {

using test::Bytes;
using test::copy_of;
using test::counting_key;
using test::Ff1Reference;
using Block = BinaryFf1::Block;

Ff1Reference::Digits bits_of(Block value, unsigned bits) {
    Ff1Reference::Digits digits(bits);
    for (unsigned i = 0; i < bits; ++i)
        digits[i] = static_cast<std::uint32_t>(value >> (bits - 1 - i) & 1);
    return digits;
}

class RandomBlocks {
  public:
    Block next(unsigned bits) { return (Block{random_()} << 64 | random_()) >> (128 - bits); }
    Bytes tweak(std::size_t size) {
        Bytes bytes(size);
        for (std::uint8_t& byte : bytes)
            byte = static_cast<std::uint8_t>(random_());
        return bytes;
    }

  private:
    std::mt19937_64 random_ = test::repeatable_random();
};

// Every domain with every tweak size: both parities of n, each byte length b, 8- and 12-byte d, and the one
// case in which the tweak needs a block of its own.
TEST(BinaryFf1, AgreesWithTheReferenceInEveryDomain) {
    const Key256 key = counting_key();
    const Ff1Reference reference(copy_of(key), 2);
    RandomBlocks random;
    for (unsigned bits = 20; bits <= 128; ++bits) {
        const Block greatest = ~Block{0} >> (128 - bits);
        for (std::size_t tweak_size = 0; tweak_size <= 8; ++tweak_size) {
            const BinaryFf1 ff1(key, bits, tweak_size);
            const Bytes tweak = random.tweak(tweak_size);
            for (const Block value : {Block{0}, greatest, random.next(bits)}) {
                const Block image = ff1.encrypt(value, tweak);
                ASSERT_EQ(bits_of(image, bits), reference.encrypt(bits_of(value, bits), tweak))
                    << bits << " " << tweak_size;
                ASSERT_EQ(bits_of(ff1.decrypt(value, tweak), bits),
                          reference.decrypt(bits_of(value, bits), tweak))
                    << bits << " " << tweak_size;
                ASSERT_TRUE(ff1.decrypt(image, tweak) == value) << bits << " " << tweak_size;
            }
        }
    }
}

TEST(BinaryFf1, AgreesWithTheReferenceOnManyValues) {
    const Key256 key = counting_key(77);
    const Ff1Reference reference(copy_of(key), 2);
    RandomBlocks random;
    for (const unsigned bits : {32U, 64U, 122U}) {
        const BinaryFf1 ff1(key, bits, 1);
        for (int i = 0; i < 500; ++i) {
            const Block value = random.next(bits);
            const Bytes tweak = random.tweak(1);
            ASSERT_EQ(bits_of(ff1.encrypt(value, tweak), bits),
                      reference.encrypt(bits_of(value, bits), tweak));
        }
    }
}

TEST(BinaryFf1, IsAPermutationOfItsDomain) {
    const BinaryFf1 ff1(counting_key(), 20, 0);
    std::vector<bool> seen(1U << 20);
    for (std::uint32_t value = 0; value < seen.size(); ++value) {
        const Block image = ff1.encrypt(value);
        ASSERT_TRUE(image < seen.size());
        ASSERT_FALSE(seen[static_cast<std::size_t>(image)]);
        seen[static_cast<std::size_t>(image)] = true;
    }
}

TEST(BinaryFf1, IgnoresBitsAboveItsDomain) {
    const BinaryFf1 ff1(counting_key(), 33, 0);
    const Block surplus = ~Block{0} << 33;
    EXPECT_TRUE(ff1.encrypt(surplus | 12345) == ff1.encrypt(12345));
    EXPECT_TRUE(ff1.decrypt(surplus | 12345) == ff1.decrypt(12345));
}

TEST(BinaryFf1, DependsOnKeyAndTweak) {
    const BinaryFf1 ff1(counting_key(), 64, 1);
    const BinaryFf1 other_key(counting_key(1), 64, 1);
    EXPECT_FALSE(ff1.encrypt(1, Bytes{1}) == ff1.encrypt(1, Bytes{2}));
    EXPECT_FALSE(ff1.encrypt(1, Bytes{1}) == other_key.encrypt(1, Bytes{1}));
}

// A changed bit of the value changes every bit of the image half of the time: 64 * 500 flips, of which each
// image bit sees 16 000 with a standard deviation of 89.
TEST(BinaryFf1, SpreadsEveryBit) {
    const BinaryFf1 ff1(counting_key(), 64, 0);
    RandomBlocks random;
    std::array<unsigned, 64> changes{};
    for (int sample = 0; sample < 500; ++sample) {
        const Block value = random.next(64);
        for (unsigned bit = 0; bit < 64; ++bit) {
            const Block difference = ff1.encrypt(value) ^ ff1.encrypt(value ^ Block{1} << bit);
            for (unsigned i = 0; i < 64; ++i)
                changes[i] += static_cast<unsigned>(difference >> i & 1);
        }
    }
    for (const unsigned count : changes) {
        EXPECT_GT(count, 15'500U);
        EXPECT_LT(count, 16'500U);
    }
}

TEST(BinaryFf1, RefusesDomainsAndTweaksOutOfRange) {
    EXPECT_THROW(BinaryFf1(counting_key(), 19, 0), CryptoFailure);
    EXPECT_THROW(BinaryFf1(counting_key(), 129, 0), CryptoFailure);
    EXPECT_THROW(BinaryFf1(counting_key(), 0, 0), CryptoFailure);
    EXPECT_THROW(BinaryFf1(counting_key(), 64, 9), CryptoFailure);
}

TEST(BinaryFf1DeathTest, EndsTheProcessAtATweakOfTheWrongSize) {
    const BinaryFf1 ff1(counting_key(), 64, 1);
    EXPECT_DEATH((void)ff1.encrypt(1), "");
    EXPECT_DEATH((void)ff1.decrypt(1, Bytes{1, 2}), "");
}

} // namespace
} // namespace veil
